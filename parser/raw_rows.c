/* raw_rows - a second reading, for the records themselves.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/raw_rows.h"

#include "base/writer.h"
#include "parser/ingest/job.h"
#include "parser/json/scan.h"

struct raw_rows {
    const struct evidence *evidence; /* of the first reading */
    uint32_t root;
    const struct raw_place *places;
    size_t count;
    raw_rows_take *take;
    void *user;
    bool begun;
    uint32_t job;   /* index of the job's entry in the evidence of this reading */
    size_t at, end; /* places of its file that are still wanted */
};

int raw_place_compare(const void *a, const void *b)
{
    const struct raw_place *left = a, *right = b;
    if (left->source != right->source) return left->source < right->source ? -1 : 1;
    if (left->offset != right->offset) return left->offset < right->offset ? -1 : 1;
    return left->event < right->event ? -1 : left->event > right->event;
}

static size_t first_of(const struct raw_rows *rows, uint32_t source)
{
    size_t low = 0, high = rows->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (rows->places[middle].source < source)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Entries of the same file follow each other; their paths are distinct. */
static uint32_t source_with(const struct raw_rows *rows, const char *path)
{
    const struct evidence *e = rows->evidence;
    for (uint32_t i = rows->root; i < e->sources.count; i++) {
        const struct source_entry *entry = &e->sources.items[i];
        if (i > rows->root && entry->parent == SOURCE_NONE) break;
        if (strcmp(entry->path, path) == 0) return i;
    }
    return SOURCE_NONE;
}

static void begin_file(struct raw_rows *rows, const struct job *job)
{
    if (rows->begun && rows->job == job->index) return;
    const uint32_t source = source_with(rows, job->path);
    rows->begun = true;
    rows->job = job->index;
    rows->at = source == SOURCE_NONE ? 0 : first_of(rows, source);
    rows->end = source == SOURCE_NONE ? 0 : first_of(rows, source + 1);
}

/* What stands at that byte of the record: itself, or a value of JSON inside it. */
static struct span part_at(const struct record *record, size_t at)
{
    const struct span rest = span_from(record->raw, at);
    if (at == 0) return rest;
    struct json_scan scan;
    struct cell value;
    json_scan_init(&scan, record->scratch);
    json_scan_text(&scan, rest, record->line, 0);
    const bool whole = json_scan_value(&scan, &value) == JSON_OK;
    const struct span part = whole ? span_head(rest, (size_t)(scan.p - rest.ptr)) : rest;
    json_scan_free(&scan);
    return part;
}

/* The key that the event was given in its reduced form, under whatever name it stands in the record. */
static struct span without_key(struct span text, const struct record *record, struct span key, struct arena *arena)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct span cell = span_trim(record->cells[i].text);
        if (!redact_is_whole_key(cell) || !span_equal(redact_key(cell, arena), key)) continue;
        struct writer *w = writer_to_memory();
        while (text.len > 0) {
            const bool found = span_starts_with(text, cell);
            writer_text(w, found ? key : span_head(text, 1));
            text = span_from(text, found ? cell.len : 1);
        }
        text = arena_copy(arena, writer_memory(w));
        writer_close(w, NULL);
    }
    return text;
}

static struct span beginning(struct span text)
{
    size_t length = text.len < RAW_ROW_MOST ? text.len : RAW_ROW_MOST;
    while (length < text.len && length > 0 && ((unsigned char)text.ptr[length] & 0xC0) == 0x80) length--;
    return span_head(text, length);
}

static void hand_over(const struct raw_rows *rows, struct job *job, const struct record *record,
                      const struct raw_place *place)
{
    const struct span part = part_at(record, (size_t)(place->offset - record->offset));
    const struct span key = store_get_text(rows->evidence->store, place->key);
    struct span tail, fingerprint;
    arena_reset(job->scratch);
    struct span shown = redact_row(part, &job->columns, job->scratch);
    if (redact_is_reduced(key, &tail, &fingerprint)) shown = without_key(shown, record, key, job->scratch);
    rows->take(rows->user, place, beginning(shown), shown.len);
}

void raw_rows_pass(struct raw_rows *rows, struct job *job, const struct record *record)
{
    begin_file(rows, job);
    const uint64_t end = record->offset + record->raw.len;
    while (rows->at < rows->end && rows->places[rows->at].offset < record->offset) rows->at++;
    while (rows->at < rows->end && rows->places[rows->at].offset < end)
        hand_over(rows, job, record, &rows->places[rows->at++]);
}

void raw_rows_read(const struct evidence *e, uint32_t root, const char *path, const struct ingest_options *options,
                   const struct raw_place *places, size_t count, raw_rows_take *take, void *user)
{
    struct raw_rows rows = {.evidence = e, .root = root, .places = places, .count = count, .take = take, .user = user};
    struct evidence *again = evidence_new();
    struct ingest_options reading = {.formats = options->formats,
                                     .case_file = options->case_file,
                                     .passwords = options->passwords,
                                     .open_path = path,
                                     .rows = &rows};
    ingest_file(again, e->sources.items[root].path, &reading);
    evidence_free(again);
}
