/* reading - one definition at work on one file: its zone, its events, what they say together.
 *
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "parser/ingest/job.h"
#include "parser/raw_rows.h"

static char *copy_span(struct span text)
{
    return memory_copy_text(text.len ? text.ptr : "", text.len);
}

/* ---- zones ------------------------------------------------------------------------------------------------------- */

/* The first answer that names a zone. The rule for this very file is more to the point than an option for all files,
 * and that one, given now, more than the case's general word. */
static bool take_answer(struct reading *r, struct span name, enum zone_origin origin)
{
    struct zone *zone = name.len > 0 ? zone_load(name) : NULL;
    if (!zone) return false;
    mapper_set_zone(r->mapper, zone);
    zone_free(r->zone);
    r->zone = zone;
    r->zone_origin = origin;
    free(r->zone_name);
    r->zone_name = copy_span(name);
    return true;
}

void reading_ask_zone(struct job *job, struct reading *r)
{
    struct span name;
    r->zone_origin = mapper_zone(r->mapper, &name);
    free(r->zone_name);
    r->zone_name = copy_span(name);
    if (name.len > 0) return;
    const struct ingest_options *o = job->options;
    if (job->rule && take_answer(r, job->rule->time_zone, ZONE_ORIGIN_CASE_FILE)) return;
    if (take_answer(r, o->time_zone, ZONE_ORIGIN_USER)) return;
    if (o->case_file) take_answer(r, o->case_file->time_zone, ZONE_ORIGIN_CASE_FILE);
}

/* ---- records ------------------------------------------------------------------------------------------------------ */

/* Of exports that look alike: the venue of the account that the case file gives for this file, or the only one of them
 * that it has accounts of. */
static struct span declared_venue(const struct job *job, const struct format *format)
{
    const struct case_file *c = job->options->case_file;
    struct span found = SPAN_NONE;
    for (size_t i = 0; c && i < c->account_count; i++) {
        const struct case_account *a = &c->accounts[i];
        bool named = job->account.len > 0 && (span_equal(a->uid, job->account) || span_equal(a->label, job->account));
        if (!format_may_be_of(format, a->venue) || (job->account.len > 0 && !named)) continue;
        if (found.len > 0 && !span_equal(found, a->venue)) return SPAN_NONE;
        found = a->venue;
    }
    return found;
}

struct reading *job_reading(struct job *job, const struct format *format)
{
    for (size_t i = 0; i < job->readings.count; i++) {
        if (job->readings.items[i].format == format) return &job->readings.items[i];
    }
    struct map_context context = {.store = job->evidence->store,
                                  .source = job->index,
                                  .account = job->account,
                                  .venue = declared_venue(job, format),
                                  .path = span_of(job->named),
                                  .sink = &job->sink};
    struct reading *r = LIST_ADD(&job->readings);
    r->format = format;
    r->mapper = mapper_new(format, &context);
    r->last_ns = TIME_NONE;
    r->zone_name = copy_span(SPAN_NONE);
    reading_ask_zone(job, r);
    return r;
}

/* Which way the records stand is told by the first event of each. */
static void follow_order(struct reading *r, const struct event *first)
{
    if (r->last_ns != TIME_NONE && first->at_ns > r->last_ns) r->rises = true;
    if (r->last_ns != TIME_NONE && first->at_ns < r->last_ns) r->falls = true;
    r->last_ns = first->at_ns;
}

void reading_map(struct job *job, struct reading *r, const struct record *record)
{
    const struct store *store = job->evidence->store;
    size_t before = store->events.count;
    if (job->options->rows) {
        raw_rows_pass(job->options->rows, job, record);
        return;
    }
    r->records++;
    mapper_map(r->mapper, record, &r->counts);
    if (store->events.count > before) follow_order(r, &store->events.items[before]);
}

/* ---- what the file's events say together --------------------------------------------------------------------------- */

static void stretch(struct source_entry *entry, int64_t ns)
{
    if (ns == TIME_NONE) return;
    if (entry->first_ns == TIME_NONE || ns < entry->first_ns) entry->first_ns = ns;
    if (entry->last_ns == TIME_NONE || ns > entry->last_ns) entry->last_ns = ns;
}

/* One answer serves all readings of a file. */
static void take_given_zone(struct job *job)
{
    for (size_t i = 0; i < job->readings.count && !job->entry->given_zone; i++) {
        const struct reading *r = &job->readings.items[i];
        if (!r->zone) continue;
        job->entry->given_zone = memory_copy_text(r->zone_name, strlen(r->zone_name));
        job->entry->given_origin = r->zone_origin;
    }
}

/* The events of one file stand at the end of the store, which is only appended to. */
static void summarise_events(struct job *job)
{
    const struct store *store = job->evidence->store;
    struct source_entry *entry = job->entry;
    bool any = false, one_account = true;
    uint16_t marks = 0;
    size_t first = store->events.count;
    for (size_t i = store->events.count; i > 0 && store->events.items[i - 1].source == job->index; i--) {
        const struct event *e = &store->events.items[i - 1];
        stretch(entry, e->at_ns);
        stretch(entry, e->until_ns);
        marks |= e->marks;
        if (any && e->account != entry->account) one_account = false;
        entry->account = e->account;
        any = true;
        first = i - 1;
    }
    if (!one_account) entry->account = 0;
    if (marks & (MARK_ZONE_AT | MARK_ZONE_UNTIL)) take_given_zone(job);
    if (!any) return;
    first_events_look(&entry->found.first_events, store, &store->events.items[first], store->events.count - first);
}

static void note_page_size(struct job *job, const struct reading *r)
{
    uint64_t records = r->records + (job->readings.count == 1 ? job->rejected : 0);
    if (!format_is_page_size(r->format, records)) return;
    char detail[100];
    snprintf(detail, sizeof detail, "%" PRIu64 " records of %.60s", records, format_id(r->format));
    job->entry->page_sized = true;
    job_report(job, diag_list_page_size, detail);
}

static void add_counts(struct map_counts *to, const struct map_counts *more)
{
    to->read += more->read;
    to->events += more->events;
    to->skipped += more->skipped;
    to->rejected += more->rejected;
}

/* The zone of the entry is that of the first reading that made events. */
static void take_zone(struct source_entry *entry, const struct reading *r)
{
    if (r->counts.events == 0 || entry->zone_name[0] != '\0') return;
    free(entry->zone_name);
    entry->zone_name = memory_copy_text(r->zone_name, strlen(r->zone_name));
    entry->zone_origin = r->zone_origin;
}

void job_finish_readings(struct job *job)
{
    struct source_entry *entry = job->entry;
    bool rises = false, falls = false;
    for (size_t i = 0; i < job->readings.count; i++) {
        struct reading *r = &job->readings.items[i];
        mapper_finish(r->mapper, &r->counts);
        add_counts(&entry->counts, &r->counts);
        note_page_size(job, r);
        take_zone(entry, r);
        self_found_merge(&entry->found, mapper_found(r->mapper));
        *LIST_ADD(&entry->formats) = r->format;
        rises |= r->rises;
        falls |= r->falls;
    }
    entry->newest_first = falls && !rises;
    entry->oldest_first = rises && !falls;
    entry->counts.read += job->rejected;
    entry->counts.rejected += job->rejected;
    assert(entry->counts.read == entry->counts.events + entry->counts.skipped + entry->counts.rejected);
    summarise_events(job);
    for (size_t i = 0; i < job->readings.count; i++) {
        mapper_free(job->readings.items[i].mapper);
        zone_free(job->readings.items[i].zone);
        free(job->readings.items[i].zone_name);
    }
    LIST_FREE(&job->readings);
}
