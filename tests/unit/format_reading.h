/* format_reading - reads a text under the definitions and writes down what came of it, one line an event or diagnostic.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_FORMAT_READING_H
#define STRAYKEY_TESTS_FORMAT_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/writer.h"
#include "parser/format/format.h"

struct reading {
    const struct format_set *set;
    const char *name, *zone; /* of the file; what a user would answer */
    struct store *store;
    struct detection found;
    struct map_counts counts;
    struct writer *told;     /* the transcript */
    size_t rejections, skips, without_raw, without_rule; /* diagnostics seen */
    struct diag_sink sink;
    struct zone *user_zone;
    char zone_name[64];
    enum zone_origin origin;
};

static void hear(void *user, const struct diag *d)
{
    struct reading *r = user;
    enum diag_severity severity = diag_severity(d->code);
    if (severity == DIAG_REJECTED) r->rejections++;
    if (severity == DIAG_SKIPPED) r->skips++;
    if (severity == DIAG_REJECTED && !d->raw.len) r->without_raw++;
    if (severity == DIAG_REJECTED && !d->rule.len) r->without_rule++;
    writer_format(r->told, "%u:%u %s", d->line, d->column, diag_name(d->code));
    if (d->field.len) writer_format(r->told, " [%.*s]", SPAN_ARG(d->field));
    if (d->value.len) writer_format(r->told, " \"%.*s\"", SPAN_ARG(d->value));
    if (d->detail.len) writer_format(r->told, " (%.*s)", SPAN_ARG(d->detail));
    writer_byte(r->told, '\n');
}

static inline void tell_amount(struct reading *r, const struct event *e, enum amount which, const char *name)
{
    struct decimal value;
    if (!event_amount(r->store, e, which, &value)) return;
    writer_format(r->told, " %s=", name);
    writer_decimal(r->told, value);
}

static inline void tell_id(struct reading *r, ident id, const char *name)
{
    char scratch[24];
    if (id != IDENT_NONE) writer_format(r->told, " %s=%.*s", name, SPAN_ARG(store_ident_text(r->store, id, scratch)));
}

static inline void tell_text(struct reading *r, uint32_t id, const char *name)
{
    struct span text = store_get_text(r->store, id);
    if (text.len) writer_format(r->told, " %s=%.*s", name, SPAN_ARG(text));
}

static inline void tell_event(struct reading *r, const struct event *e)
{
    const struct market *m = &r->store->markets.items[e->market];
    writer_format(r->told, "%u ", e->line);
    writer_time(r->told, e->at_ns, e->digits);
    writer_format(r->told, " %s %s", event_kind_name((enum event_kind)e->kind), side_name((enum side)e->side));
    if (e->market) writer_format(r->told, " %.*s/%.*s", SPAN_ARG(store_get_text(r->store, m->base)), SPAN_ARG(store_get_text(r->store, m->quote)));
    tell_amount(r, e, AMOUNT_PRICE, "price");
    tell_amount(r, e, AMOUNT_QTY, "qty");
    tell_amount(r, e, AMOUNT_COST, "cost");
    tell_amount(r, e, AMOUNT_FEE, "fee");
    tell_amount(r, e, AMOUNT_LIMIT, "limit");
    tell_amount(r, e, AMOUNT_ORDER_QTY, "asked");
    tell_text(r, e->fee_asset, "asset");
    tell_id(r, e->order_id, "order");
    tell_id(r, e->trade_id, "trade");
    tell_id(r, e->client_id, "client");
    tell_text(r, r->store->accounts.items[e->account].id, "account");
    tell_text(r, e->key, "key");
    tell_text(r, e->text, "text");
    if (e->status) writer_format(r->told, " %s", status_name((enum event_status)e->status));
    if (e->marks) writer_format(r->told, " marks=%x", e->marks);
    writer_byte(r->told, '\n');
}

static inline void reading_start(struct reading *r, const struct format_set *set)
{
    memset(r, 0, sizeof *r);
    r->set = set;
    r->name = "file";
    r->store = store_new();
    r->told = writer_to_memory();
    r->sink = (struct diag_sink){hear, r};
}

static inline void reading_end(struct reading *r)
{
    writer_close(r->told, NULL);
    store_free(r->store);
    zone_free(r->user_zone);
}

static inline struct mapper *reading_mapper(struct reading *r, const struct format *f)
{
    struct map_context context = {.store = r->store, .path = span_of(r->name), .sink = &r->sink};
    if (r->zone && !r->user_zone) r->user_zone = zone_load(span_of(r->zone));
    return mapper_new(f, &context);
}

static inline void reading_csv(struct reading *r, struct span text)
{
    format_detect_csv(r->set, text, span_of(r->name), &r->found);
    if (!r->found.format) return;
    struct source *s = source_open_memory(text, r->name, &r->sink);
    struct csv *csv = csv_new(s, r->found.delimiter, &r->sink);
    struct mapper *m = reading_mapper(r, r->found.format);
    struct record row;
    struct span zone;
    bool more = mapper_read_header(m, csv);
    r->origin = mapper_zone(m, &zone);
    snprintf(r->zone_name, sizeof r->zone_name, "%.*s", SPAN_ARG(zone));
    if (r->user_zone) mapper_set_zone(m, r->user_zone);
    while (more) {
        enum read_status status = csv_next(csv, &row);
        more = status == READ_RECORD || status == READ_REJECTED;
        if (status == READ_RECORD) mapper_map(m, &row, &r->counts);
        if (status == READ_REJECTED) {
            r->counts.read++;
            r->counts.rejected++;
            if (r->without_rule) r->without_rule--; /* the reader knows no rule */
        }
    }
    mapper_finish(m, &r->counts);
    mapper_free(m);
    csv_free(csv);
    source_close(s);
}

static inline void reading_json(struct reading *r, struct span text)
{
    enum { FORMATS_MAX = 8 };
    struct mapper *mappers[FORMATS_MAX];
    const void *tags[FORMATS_MAX];
    size_t count = 0, which;
    struct json_classifier classifier = format_json_classifier(r->set);
    struct source *s = source_open_memory(text, r->name, &r->sink);
    struct json_reader *reader = json_new(s, &classifier, &r->sink);
    struct record record;
    for (;;) {
        enum read_status status = json_next(reader, &record);
        if (status == READ_END || status == READ_FAILED) break;
        if (status == READ_REJECTED) {
            r->counts.read++;
            r->counts.rejected++;
            continue;
        }
        for (which = 0; which < count && tags[which] != record.tag; which++) continue;
        if (which == count) {
            assert_true(count < FORMATS_MAX);
            tags[count] = record.tag;
            mappers[count++] = reading_mapper(r, record.tag);
            r->found.format = record.tag;
        }
        mapper_map(mappers[which], &record, &r->counts);
    }
    while (count) mapper_free(mappers[--count]);
    json_free(reader);
    source_close(s);
}

static inline void reading_tell_events(struct reading *r)
{
    for (size_t i = 0; i < r->store->events.count; i++) tell_event(r, &r->store->events.items[i]);
}

/* Compares the transcript: diagnostics as they came, then the events. */
static inline void assert_told(struct reading *r, const char *want)
{
    reading_tell_events(r);
    struct span told = writer_memory(r->told);
    char *text = malloc(told.len + 1);
    memcpy(text, told.ptr, told.len);
    text[told.len] = '\0';
    assert_string_equal(text, want);
    free(text);
    assert_int_equal(r->counts.read, r->counts.events + r->counts.skipped + r->counts.rejected);
    assert_int_equal(r->counts.events, r->store->events.count);
}

/* A set with the built-in definitions and one more, given as text. */
static inline struct format_set *set_with(const char *id, const char *definition, struct format_complaints *complaints)
{
    char folder[] = "/tmp/straykey-test-XXXXXX", path[256];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/%s.json", folder, id);
    struct writer *w = writer_create(path);
    writer_cstr(w, definition);
    writer_close(w, NULL);
    struct format_set *set = format_set_load(NULL, complaints);
    format_set_add_file(set, path, complaints);
    remove(path);
    remove(folder);
    return set;
}

#endif
