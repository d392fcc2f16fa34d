/* ingest - open, detect, read, map, count, close.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/ingest/ingest.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "parser/ingest/job.h"

enum { HEAD = 64 << 10, IDENTIFY_RECORDS = 2000, PATH_ROOM = 4096 };

/* ---- evidence ------------------------------------------------------------------------------------------------------ */

struct evidence *evidence_new(void)
{
    struct evidence *e = memory_alloc(sizeof *e);
    e->store = store_new();
    e->digests = intern_new();
    *LIST_ADD(&e->first_with) = SOURCE_NONE; /* of the empty text */
    return e;
}

size_t evidence_files(const struct evidence *e)
{
    size_t files = 0;
    for (size_t i = 0; i < e->sources.count; i++) files += !e->sources.items[i].package;
    return files;
}

void evidence_free(struct evidence *e)
{
    if (!e) return;
    for (size_t i = 0; i < e->sources.count; i++) source_entry_free(&e->sources.items[i]);
    LIST_FREE(&e->sources);
    LIST_FREE(&e->first_with);
    intern_free(e->digests);
    store_free(e->store);
    free(e);
}

static void begin_entry(struct source_entry *entry, const char *path)
{
    *entry = (struct source_entry){.path = memory_copy_text(path, strlen(path)),
                                   .parent = SOURCE_NONE,
                                   .zone_name = memory_copy_text("", 0),
                                   .first_ns = TIME_NONE,
                                   .last_ns = TIME_NONE};
}

void source_entry_free(struct source_entry *entry)
{
    free(entry->path);
    free(entry->zone_name);
    free(entry->given_zone);
    free(entry->first_line);
    LIST_FREE(&entry->formats);
    LIST_FREE(&entry->notes);
    self_found_free(&entry->found);
}

bool source_entry_upwards(const struct source_entry *entry)
{
    uint64_t down = 0, up = 0;
    if (entry->newest_first || entry->oldest_first) return entry->newest_first;
    for (size_t i = 0; i < entry->found.balances.count; i++) {
        down += entry->found.balances.items[i].off_down.count;
        up += entry->found.balances.items[i].off_up.count;
    }
    return up < down;
}

static struct span last_part(struct span path)
{
    for (size_t slash = span_find(path, '/'); slash < path.len; slash = span_find(path, '/')) {
        path = span_from(path, slash + 1);
    }
    return path;
}

void source_label(uint32_t source, char out[16])
{
    snprintf(out, 16, "E%02" PRIu64, (uint64_t)source + 1);
}

static bool is_extension(struct span part)
{
    for (size_t i = 0; i < part.len; i++) {
        char c = part.ptr[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!good) return false;
    }
    return part.len > 0 && part.len <= 8;
}

/* Extensions are taken from the end ("json.gz"), two at most. */
void source_copy_name(const struct evidence *e, uint32_t source, char out[64])
{
    source_label(source, out);
    size_t n = strlen(out);
    struct span name = last_part(span_of(e->sources.items[source].path));
    struct span parts[2];
    size_t count = 0;
    for (size_t i = name.len; i > 1 && count < 2; i--) {
        if (name.ptr[i - 1] != '.') continue;
        struct span part = span_from(name, i);
        if (!is_extension(part)) break;
        parts[count++] = part;
        name = span_head(name, i - 1);
    }
    while (count-- > 0) {
        out[n++] = '.';
        for (size_t i = 0; i < parts[count].len; i++) {
            char c = parts[count].ptr[i];
            out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        }
    }
    out[n] = '\0';
}

/* ---- what the case file says about a file ---------------------------------------------------------------------------- */

/* A rule names an account by its label or its uid; the uid is what exports print. */
static struct span account_of(const struct case_file *c, struct span named)
{
    for (size_t i = 0; c && i < c->account_count; i++) {
        const struct case_account *a = &c->accounts[i];
        bool same = span_equal(a->label, named) || span_equal(a->uid, named);
        if (same && named.len > 0) return a->uid.len > 0 ? a->uid : a->label;
    }
    return named;
}

static void apply_rule(struct job *job)
{
    const struct case_file *c = job->options->case_file;
    job->rule = c ? case_file_rule_for(c, job->path) : NULL;
    if (c && !job->rule && job->named != job->path) job->rule = case_file_rule_for(c, job->named);
    if (job->rule) job->account = account_of(c, job->rule->account);
}

/* Accounts that the case file knows get its label. */
void evidence_label_accounts(struct evidence *e, const struct case_file *c)
{
    struct store *store = e->store;
    for (size_t i = 0; c && i < store->accounts.count; i++) {
        struct account *a = &store->accounts.items[i];
        for (size_t k = 0; k < c->account_count && a->label == 0; k++) {
            const struct case_account *known = &c->accounts[k];
            struct span id = known->uid.len > 0 ? known->uid : known->label;
            bool same = span_equal(store_get_text(store, a->venue), known->venue) &&
                        span_equal(store_get_text(store, a->id), id) && id.len > 0;
            if (same) a->label = store_text(store, known->label);
        }
    }
}

/* ---- opening --------------------------------------------------------------------------------------------------------- */

static int open_copy(const struct job *job, char path[PATH_ROOM])
{
    char name[64];
    path[0] = '\0';
    if (!job->options->copy_dir) return -1;
    source_copy_name(job->evidence, job->index, name);
    const char *chosen = job->options->copy_name ? job->options->copy_name : name;
    int length = snprintf(path, PATH_ROOM, "%s/%s", job->options->copy_dir, chosen);
    if (length < 0 || length >= PATH_ROOM) return -1;
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

static const char *place_of(const struct job *job)
{
    return job->options->open_path ? job->options->open_path : job->path;
}

static uint64_t size_of(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
}

/* ---- CSV -------------------------------------------------------------------------------------------------------------- */

static void read_rows(struct job *job, struct csv *csv, struct reading *r)
{
    struct record record;
    size_t columns;
    csv_columns(csv, &columns);
    for (;;) {
        enum read_status status = csv_next(csv, &record);
        if (status == READ_END || status == READ_FAILED) return;
        if (status == READ_REJECTED) {
            job->rejected++;
            continue;
        }
        written_look(&job->entry->written, &record, columns);
        reading_map(job, r, &record);
        job_progress(job, record.offset);
    }
}

static void read_csv(struct job *job, const struct detection *detection)
{
    struct csv *csv = csv_new(job->source, detection->delimiter, &job->sink);
    struct reading *r = job_reading(job, detection->format);
    bool header = mapper_read_header(r->mapper, csv);
    job->rejected = rejected_notes(job->entry); /* rows above the header that the reader could not split */
    reading_ask_zone(job, r);
    job->columns.names = csv_columns(csv, &job->columns.count);
    job->columns.delimiter = job->entry->written.delimiter = detection->delimiter;
    job->entry->written.sheet = source_lines_are_rows(job->source);
    if (header) read_rows(job, csv, r);
    job->columns.count = 0; /* the names go with the reading */
    job_finish_readings(job);
    csv_free(csv);
}

/* The definition that the case file names for this file, when it does; else what the bids say. */
static void detect_csv(struct job *job, struct span head, struct detection *out)
{
    struct span named = job->rule ? job->rule->format : SPAN_NONE;
    if (named.len == 0) {
        format_detect_csv(job->options->formats, head, last_part(span_of(job->named)), out);
        return;
    }
    *out = (struct detection){.format = format_by_id(job->options->formats, named), .delimiter = csv_sniff(head)};
    if (!out->delimiter) out->delimiter = ',';
    snprintf(out->why, sizeof out->why, "the case file says %.*s%s", SPAN_ARG(named),
             out->format ? "" : ", which is no definition");
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------- */

static void tell_json(struct job *job)
{
    struct source_entry *entry = job->entry;
    size_t n = 0;
    for (size_t i = 0; i < job->readings.count && n < sizeof entry->why; i++) {
        const struct reading *r = &job->readings.items[i];
        int length = snprintf(entry->why + n, sizeof entry->why - n, "%s%" PRIu64 " record%s with the keys of %s",
                              i > 0 ? ", " : "", r->records, r->records == 1 ? "" : "s", format_id(r->format));
        n += length > 0 ? (size_t)length : 0;
    }
}

/* Reads until the end, or until `limit` records when it is not 0; identify stops there. */
static void read_json(struct job *job, uint64_t limit)
{
    struct json_classifier classifier = format_json_classifier(job->options->formats);
    struct json_reader *json = json_new(job->source, &classifier, &job->sink);
    struct record record;
    uint64_t count = 0;
    for (;;) {
        enum read_status status = json_next(json, &record);
        if (status == READ_END) break;
        bool rest =
            status == READ_FAILED && diag_severity(job->last_code) == DIAG_REJECTED; /* given up as one record */
        job->rejected += rest;
        if (status == READ_FAILED) break;
        if (status == READ_REJECTED) {
            job->rejected++;
            continue;
        }
        reading_map(job, job_reading(job, record.tag), &record);
        job_progress(job, record.offset);
        if (++count == limit) break;
    }
    json_free(json);
    tell_json(job);
    job_finish_readings(job);
}

/* ---- one file ---------------------------------------------------------------------------------------------------------- */

static void unrecognised(struct job *job, struct span head)
{
    struct source_entry *entry = job->entry;
    entry->first_line = visible_first_line(head);
    job_report(job, entry->ambiguous ? diag_format_ambiguous : diag_format_unknown, entry->why);
}

/* "[]" and "{}": what a site answers when it has nothing to tell. */
static bool is_empty_answer(struct span head)
{
    struct span text = span_trim(head);
    if (span_starts_with(text, SPAN("\xEF\xBB\xBF"))) text = span_trim(span_from(text, 3));
    if (text.len < 2 || (text.ptr[0] != '[' && text.ptr[0] != '{')) return false;
    struct span rest = span_trim(span_from(text, 1));
    return span_is(rest, text.ptr[0] == '[' ? "]" : "}");
}

/* The head's memory is gone once reading has begun, so the first line is kept before. */
static void read_text(struct job *job, uint64_t limit)
{
    struct source_entry *entry = job->entry;
    struct span head = source_peek(job->source, HEAD);
    head = span_head(head, HEAD);
    if (is_empty_answer(head)) {
        snprintf(entry->why, sizeof entry->why, "JSON, an empty answer");
        job_report(job, diag_no_records, "");
        return;
    }
    if (json_sniff(head)) {
        char *first_line = visible_first_line(head);
        read_json(job, limit);
        if (entry->formats.count > 0) {
            free(first_line);
            return;
        }
        snprintf(entry->why, sizeof entry->why, "JSON, but no object in it has the keys of a definition");
        entry->first_line = first_line;
        job_report(job, diag_format_unknown, entry->why);
        return;
    }
    struct detection detection = {0};
    detect_csv(job, head, &detection);
    memcpy(entry->why, detection.why, sizeof entry->why);
    entry->ambiguous = !detection.format && detection.rivals > 0;
    if (!detection.format) {
        unrecognised(job, head);
    } else if (limit > 0) {
        *LIST_ADD(&entry->formats) = detection.format;
    } else {
        read_csv(job, &detection);
    }
}

void job_read(struct job *job)
{
    struct source_entry *entry = job->entry;
    entry->readable = true;
    if (source_peek(job->source, 1).len > 0) {
        read_text(job, job->limit);
        return;
    }
    bool sheet = source_lines_are_rows(job->source);
    snprintf(entry->why, sizeof entry->why, sheet ? "there are no rows in it" : "there is no text in it");
    if (!source_stops_short(job->source)) job_report(job, sheet ? diag_sheet_empty : diag_file_empty, "");
}

static void note_duplicate(struct job *job)
{
    struct evidence *e = job->evidence;
    uint32_t id = intern_id(e->digests, span_of(job->entry->facts.sha256));
    if (id == e->first_with.count) {
        *LIST_ADD(&e->first_with) = job->index;
        return;
    }
    if (id == 0) return; /* nothing was hashed */
    char label[16], detail[64];
    source_label(e->first_with.items[id], label);
    snprintf(detail, sizeof detail, "the same as %s", label);
    job_report(job, diag_duplicate_file, detail);
}

void job_begin(struct job *job, const struct job *parent, const char *path)
{
    struct evidence *e = job->evidence;
    job->index = (uint32_t)e->sources.count;
    job->entry = LIST_ADD(&e->sources);
    begin_entry(job->entry, path);
    if (parent) job->entry->parent = parent->index;
    job->path = job->entry->path;
    if (!job->named) job->named = job->path;
    job->sink = job_sink(job);
    job->scratch = arena_new(0);
    apply_rule(job);
}

void job_close_source(struct job *job)
{
    if (job->source && job->limit > 0) source_abandon(job->source);
    if (job->source && job->limit == 0) job->entry->facts = source_close(job->source);
    job->source = NULL;
}

void job_end(struct job *job)
{
    arena_free(job->scratch);
}

/* ---- containers with members ------------------------------------------------------------------------------------------- */

enum { PIPED_MAX = 256 << 20 };

/* What was read by skipping about is checked against the bytes that were hashed and copied before. */
static void check_unchanged(struct job *job)
{
    char now[DIGEST_HEX];
    if (digest_of_file(place_of(job), now, NULL) && strcmp(now, job->entry->facts.sha256) == 0) return;
    job_report(job, diag_file_changed, "");
}

static void read_piped(struct job *job)
{
    struct span bytes = {NULL, 0};
    char *all = source_take_bytes(job->source, PIPED_MAX, &bytes.len);
    bytes.ptr = all;
    job_close_source(job);
    if (all) {
        struct archive_input in = archive_input_memory(&bytes);
        package_read(job, &in, 1);
    } else {
        job_report(job, diag_container_unsupported, "too large for a pipe; give it as a file");
    }
    free(all);
}

static void read_package(struct job *job)
{
    job->entry->readable = true;
    if (size_of(place_of(job)) == 0) {
        read_piped(job);
        return;
    }
    job_close_source(job);
    int fd = open(place_of(job), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        job_report(job, diag_file_unreadable, strerror(errno));
        return;
    }
    struct archive_input in = archive_input_fd(&fd);
    package_read(job, &in, 1);
    close(fd);
    if (job->limit == 0) check_unchanged(job);
}

/* ---- one file ---------------------------------------------------------------------------------------------------------- */

static void read_opened(struct job *job)
{
    struct source_entry *entry = job->entry;
    entry->container = source_container(job->source);
    if (container_has_members(entry->container)) {
        read_package(job);
        return;
    }
    if (entry->container == CONTAINER_PLAIN) job->total = size_of(place_of(job));
    entry->readable = true;
    if (entry->container != CONTAINER_OTHER) job_read(job);
    job_close_source(job);
}

/* Of a file and its members, once they have their labels. */
void file_finish(struct evidence *e, size_t first, size_t end, const struct ingest_options *options)
{
    for (size_t i = first; i < end; i++) {
        struct source_entry *entry = &e->sources.items[i];
        struct job job = {.evidence = e,
                          .options = options,
                          .entry = entry,
                          .index = (uint32_t)i,
                          .path = entry->path,
                          .scratch = arena_new(0)};
        job.sink = job_sink(&job);
        if (entry->readable) note_duplicate(&job);
        arena_free(job.scratch);
    }
}

void file_read(struct evidence *e, const char *path, const struct ingest_options *options)
{
    struct job job = {.evidence = e, .options = options};
    struct package_mark before = package_mark_now(e);
    job_begin(&job, NULL, path);
    char copy_path[PATH_ROOM];
    int copy = open_copy(&job, copy_path);
    job.source = source_open(place_of(&job), copy, &job.sink);
    bool opened = job.source != NULL;
    if (opened) {
        read_opened(&job);
        package_settle(e, before);
    }
    job_end(&job);
    if (copy >= 0) close(copy);
    if (copy >= 0 && !opened) unlink(copy_path);
}

void ingest_file(struct evidence *e, const char *path, const struct ingest_options *options)
{
    size_t first = e->sources.count;
    file_read(e, path, options);
    file_finish(e, first, e->sources.count, options);
    evidence_label_accounts(e, options->case_file);
}

struct evidence *ingest_identify(const char *path, const struct ingest_options *options)
{
    struct evidence *e = evidence_new();
    struct ingest_options quiet = *options;
    quiet.sink = (struct diag_sink){NULL, NULL};
    quiet.progress = NULL;
    struct job job = {.evidence = e, .options = &quiet, .limit = IDENTIFY_RECORDS};
    job_begin(&job, NULL, path);
    job.source = source_open(place_of(&job), -1, &job.sink);
    if (job.source) read_opened(&job);
    job_end(&job);
    package_settle(e, (struct package_mark){0, 0, 0});
    return e;
}
