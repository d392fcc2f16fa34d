/* fuzz_format - the first byte says what the rest is: a definition (d), a table (c) or JSON (j) for the built-in ones, or
 * something to start a definition from (s). Whatever
 * it is, records read are events, skipped or rejected, and a definition that loads can be proved, explained and applied.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/writer.h"
#include "parser/format/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct format_set *builtin_set(void)
{
    static struct format_set *set; /* kept for all inputs; the fuzzer is one process with one thread */
    if (!set) {
        struct format_complaints complaints = {LIST_EMPTY};
        set = format_set_load(NULL, &complaints);
        if (complaints.items.count) abort();
    }
    return set;
}

static void must_add_up(const struct map_counts *c, const struct store *store)
{
    if (c->read != c->events + c->skipped + c->rejected || c->events != store->events.count) abort();
}

static void map_table(const struct format_set *set, struct span text)
{
    struct detection found;
    format_detect_csv(set, text, SPAN("table(UTC+2).csv"), &found);
    if (!found.format) return;
    struct store *store = store_new();
    struct map_context context = {.store = store, .path = SPAN("table(UTC+2).csv")};
    struct source *source = source_open_memory(text, "table", NULL);
    struct csv *csv = csv_new(source, found.delimiter, NULL);
    struct mapper *m = mapper_new(found.format, &context);
    struct map_counts counts = {0};
    struct record row;
    bool more = mapper_read_header(m, csv);
    while (more) {
        enum read_status status = csv_next(csv, &row);
        more = status == READ_RECORD || status == READ_REJECTED;
        if (status == READ_RECORD) mapper_map(m, &row, &counts);
    }
    mapper_finish(m, &counts);
    must_add_up(&counts, store);
    mapper_free(m);
    csv_free(csv);
    source_close(source);
    store_free(store);
}

static void map_json(const struct format_set *set, struct span text)
{
    struct store *store = store_new();
    struct map_context context = {.store = store, .path = SPAN("1782_market_orders.json")};
    struct json_classifier classifier = format_json_classifier(set);
    struct source *source = source_open_memory(text, "json", NULL);
    struct json_reader *reader = json_new(source, &classifier, NULL);
    struct map_counts counts = {0};
    struct record record;
    for (;;) {
        enum read_status status = json_next(reader, &record);
        if (status == READ_END || status == READ_FAILED) break;
        if (status == READ_REJECTED) continue;
        struct mapper *m = mapper_new(record.tag, &context);
        mapper_map(m, &record, &counts);
        mapper_free(m);
    }
    must_add_up(&counts, store);
    json_free(reader);
    source_close(source);
    store_free(store);
}

static void try_definition(struct span text)
{
    struct format_complaints complaints = {LIST_EMPTY};
    struct format_set set = {.arena = arena_new(0)};
    format_set_add_text(&set, "fuzz.json", text, &complaints);
    struct writer *out = writer_to_memory();
    format_list(&set, out);
    for (size_t i = 0; i < set.formats.count; i++) {
        format_explain(set.formats.items[i], out);
        map_table(&set, SPAN("When,Pair,Side,Price,Qty,Fee,Note\n2020-01-02 03:04:05,LTC/BTC,B,0.5,2,0.1 LTC,\nx\n"));
        map_json(&set, SPAN("[{\"told_at\":\"2020-01-02T03:04:05Z\",\"told\":\"Done.\",\"list\":[{\"a\":1},2]}]"));
    }
    format_check(&set, &complaints);
    writer_close(out, NULL);
    format_complaints_free(&complaints);
    for (size_t i = 0; i < set.patterns.count; i++) pattern_free(set.patterns.items[i]);
    for (size_t i = 0; i < set.zones.count; i++) zone_free(set.zones.items[i]);
    LIST_FREE(&set.patterns);
    LIST_FREE(&set.zones);
    LIST_FREE(&set.formats);
    arena_free(set.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    struct span text = {(const char *)data + 1, size - 1};
    struct writer *out = writer_to_memory();
    if (data[0] == 'd') try_definition(text);
    if (data[0] == 'c') map_table(builtin_set(), text);
    if (data[0] == 'j') map_json(builtin_set(), text);
    if (data[0] == 's') format_skeleton(text, SPAN("some file"), size % 2, out);
    writer_close(out, NULL);
    return 0;
}
