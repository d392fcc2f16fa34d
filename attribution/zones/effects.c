/* effects - see zones/effects.h.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/zones/effects.h"

#include "attribution/source_events.h"
#include "attribution/zones/compare.h"
#include "attribution/zones/rejudged.h"
#include "base/memory.h"

#include <string.h>

struct times { /* of an event, as they were read */
    uint32_t event;
    int64_t at_ns, until_ns;
};
struct asking {
    struct work *w;
    size_t *first;               /* see source_events.h */
    struct zone_rows ids, sizes; /* known times, to hold files against */
    bool *shares;                /* per source: has the answer that is looked at */
    const char **proposed;       /* per source: another zone its records speak for; NULL: none */
    LIST(struct times) kept;     /* of the events that are moved now */
};

static const struct source_entry *entry_of(const struct work *w, size_t source)
{
    return &w->evidence->sources.items[source];
}

/* ---- reading anew ------------------------------------------------------------------------------------------------------ */

static int64_t read_anew(const struct zone *given, const struct zone *other, int64_t utc_ns)
{
    int64_t anew, local = utc_ns + (int64_t)zone_offset_at(given, utc_ns) * NS_PER_SECOND;
    if (zone_to_utc(other, local, &anew) == ZONE_OK) return anew;
    return local - (int64_t)zone_offset_at(other, utc_ns) * NS_PER_SECOND;
}

/* How many records get another time. */
static uint64_t move(struct asking *a, uint32_t source, const struct zone *given, const struct zone *other)
{
    uint64_t moved = 0;
    for (size_t i = a->first[source]; i < a->first[source + 1]; i++) {
        struct event *e = &a->w->store->events.items[i];
        const struct times was = {(uint32_t)i, e->at_ns, e->until_ns};
        if (e->marks & MARK_ZONE_AT) e->at_ns = read_anew(given, other, e->at_ns);
        if (e->marks & MARK_ZONE_UNTIL && e->until_ns != TIME_NONE) e->until_ns = read_anew(given, other, e->until_ns);
        if (e->at_ns == was.at_ns && e->until_ns == was.until_ns) continue;
        *LIST_ADD(&a->kept) = was;
        moved++;
    }
    return moved;
}

static void move_back(struct asking *a)
{
    for (size_t i = 0; i < a->kept.count; i++) {
        const struct times *was = &a->kept.items[i];
        a->w->store->events.items[was->event].at_ns = was->at_ns;
        a->w->store->events.items[was->event].until_ns = was->until_ns;
    }
    a->kept.count = 0;
}

/* ---- what comes out different -------------------------------------------------------------------------------------------- */

static bool explained_by(const struct result *r, const struct order *o, uint32_t source)
{
    if (o->match == UINT32_MAX) return false;
    return r->evidence->store->events.items[r->bot_orders.items[o->match].event].source == source;
}

static void count_orders(const struct asking *a, const struct zone_rival *rival)
{
    const struct result *r = a->w->result;
    enum { OTHER, WANTED };
    uint32_t *mark = memory_alloc((r->orders.count + 1) * sizeof *mark);
    for (uint32_t f = 0; f < rival->file_count; f++) {
        struct zone_rival_file *file = &rival->files[f];
        for (size_t i = 0; i < rival->effects.count; i++) {
            const uint32_t order = rival->effects.items[i].order;
            mark[order] = WANTED;
            if (!explained_by(r, &r->orders.items[order], file->source)) continue;
            file->orders++;
            mark[order] = OTHER;
        }
        for (size_t i = a->first[file->source]; i < a->first[file->source + 1]; i++) {
            const uint32_t order = r->order_of_event[i];
            if (order == INDEX_NONE || mark[order] != WANTED) continue;
            file->orders++;
            mark[order] = OTHER;
        }
    }
    free(mark);
}

/* The files with the answer; with `name`, those of them whose records speak for that zone. */
static void list_files(const struct asking *a, const char *name, struct zone_rival *out)
{
    const size_t count = a->w->evidence->sources.count;
    out->files = ARENA_ARRAY(a->w->result->arena, struct zone_rival_file, count);
    for (size_t i = 0; i < count; i++) {
        if (!a->shares[i] || (name && (!a->proposed[i] || strcmp(a->proposed[i], name) != 0))) continue;
        out->files[out->file_count++] = (struct zone_rival_file){.source = (uint32_t)i};
    }
}

static void judge_anew(struct asking *a, const struct source_entry *answer, const struct zone *given, const char *other,
                       bool by_records)
{
    struct result *r = a->w->result;
    struct zone *zone = zone_load(span_of(other));
    if (!zone) return;
    struct zone_rival *rival = LIST_ADD(&r->zone_rivals);
    *rival = (struct zone_rival){
        .zone = answer->given_zone, .origin = answer->given_origin, .other = other, .by_records = by_records};
    list_files(a, by_records ? other : NULL, rival);
    for (size_t i = 0; i < rival->file_count; i++)
        rival->files[i].records = move(a, rival->files[i].source, given, zone);
    zone_free(zone);
    if (a->kept.count == 0) return;
    struct result *anew = rejudged_run(a->w, a->w->options->keep_clocks);
    move_back(a);
    rejudged_compare(r, anew, REASON_zone_given, &rival->effects);
    result_free(anew);
    count_orders(a, rival);
}

/* ---- what other records say ---------------------------------------------------------------------------------------------- */

static uint64_t unplaced(const struct source_entry *entry)
{
    uint64_t count = 0;
    for (size_t i = 0; i < entry->notes.count; i++) {
        const enum diag_code code = entry->notes.items[i].code;
        if (code == diag_time_ambiguous || code == diag_time_gap) count += entry->notes.items[i].count;
    }
    return count;
}

static void check(struct asking *a, uint32_t source, const struct zone *given)
{
    const struct zone_file file = {.rows = &a->w->store->events.items[a->first[source]],
                                   .count = a->first[source + 1] - a->first[source],
                                   .read_in = given,
                                   .except = a->shares};
    struct zone_rows *compared;
    struct zone_proposal p;
    zone_file_propose(a->w, &file, &a->ids, &a->sizes, &p, &compared);
    struct zone_check found = {.source = source,
                               .compared = p.compared,
                               .agreeing = zone_rows_fitting(compared, given),
                               .by_size = p.by_size,
                               .proposed = "",
                               .unplaced = unplaced(entry_of(a->w, source))};
    struct zone *other = *p.zone ? zone_load(span_of(p.zone)) : NULL;
    if (other && p.fitting > found.agreeing && zone_file_reads_differently(&file, given, other)) {
        found.proposed = a->proposed[source] = p.zone;
        found.proposed_agreeing = p.fitting;
    }
    zone_free(other);
    *LIST_ADD(&a->w->result->zone_checks) = found;
}

/* ---- answers --------------------------------------------------------------------------------------------------------------- */

static bool same_answer(const struct source_entry *x, const struct source_entry *y)
{
    return y->given_zone && x->given_origin == y->given_origin && strcmp(x->given_zone, y->given_zone) == 0;
}

/* Whether all files with the answer speak for the same other zone as this one. */
static bool all_propose(const struct asking *a, const char *name)
{
    for (size_t i = 0; i < a->w->evidence->sources.count; i++)
        if (a->shares[i] && (!a->proposed[i] || strcmp(a->proposed[i], name) != 0)) return false;
    return true;
}

/* Each zone once, with all files whose records speak for it. */
static void judge_proposed(struct asking *a, const struct source_entry *answer, const struct zone *given)
{
    const size_t count = a->w->evidence->sources.count;
    for (size_t i = 0; i < count; i++) {
        bool told = !a->shares[i] || !a->proposed[i];
        for (size_t k = 0; k < i && !told; k++)
            told = a->shares[k] && a->proposed[k] && strcmp(a->proposed[k], a->proposed[i]) == 0;
        if (!told) judge_anew(a, answer, given, a->proposed[i], true);
    }
}

static void ask(struct asking *a, const struct source_entry *answer)
{
    const size_t count = a->w->evidence->sources.count;
    struct zone *given = zone_load(span_of(answer->given_zone));
    if (!given) return;
    for (size_t i = 0; i < count; i++) {
        a->shares[i] = same_answer(answer, entry_of(a->w, i));
        a->proposed[i] = NULL;
    }
    for (size_t i = 0; i < count; i++)
        if (a->shares[i] && !a->w->kinds[i].bot_side) check(a, (uint32_t)i, given);
    if (!zone_is_utc(given) && !all_propose(a, "UTC")) judge_anew(a, answer, given, "UTC", false);
    judge_proposed(a, answer, given);
    zone_free(given);
}

static bool any_given(const struct work *w)
{
    for (size_t i = 0; i < w->evidence->sources.count; i++)
        if (entry_of(w, i)->given_zone) return true;
    return false;
}

void zone_effects_find(struct work *w)
{
    if (!any_given(w)) return;
    const size_t count = w->evidence->sources.count;
    struct asking a = {.w = w,
                       .first = source_events_first(w->evidence),
                       .shares = memory_alloc(count * sizeof *a.shares),
                       .proposed = memory_alloc(count * sizeof *a.proposed)};
    zone_known_gather(w, false, &a.ids);
    zone_known_gather(w, true, &a.sizes);
    for (size_t i = 0; i < count; i++) {
        bool asked = !entry_of(w, i)->given_zone;
        for (size_t k = 0; k < i && !asked; k++) asked = same_answer(entry_of(w, i), entry_of(w, k));
        if (!asked) ask(&a, entry_of(w, i));
    }
    zone_rows_free(&a.ids);
    zone_rows_free(&a.sizes);
    LIST_FREE(&a.kept);
    free(a.first);
    free(a.shares);
    free(a.proposed);
}
