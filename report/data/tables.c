/* tables - data/timeline.csv, data/flagged.csv and the JSON lines: the escapes and the order of columns; what stands in
 * the cells is table_row.c's business.
 *
 * Cells are gathered in a buffer of our own, because a function call per cell is what such a file's time goes to. Cells
 * that hold nothing special (nearly all) are copied; the rest goes through the writer's escapes.
 *
 * Rows are made in blocks by two threads, each into memory of its own, and written in order.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/table_row.h"

#include "base/memory.h"
#include "base/sixteen.h"
#include "base/turns.h"
#include "report/data/rows.h"

#include <stdlib.h>

enum { GATHER_BYTES = 32 * 1024, BLOCK_ROWS = 1024 };

struct gather { /* what is written next */
    struct writer *out;
    size_t used;
    char bytes[GATHER_BYTES];
};

static const struct span column_names[COLUMN_COUNT] = {
#define COLUMN(name, source) {#name, sizeof #name - 1},
    TABLE_COLUMNS(COLUMN)
#undef COLUMN
};
static const enum cell_source column_sources[COLUMN_COUNT] = {
#define COLUMN(name, source) source,
    TABLE_COLUMNS(COLUMN)
#undef COLUMN
};

static void flush(struct gather *g)
{
    writer_text(g->out, (struct span){g->bytes, g->used});
    g->used = 0;
}

static void put_large(struct gather *g, struct span text)
{
    flush(g);
    writer_text(g->out, text);
}

static inline void put(struct gather *g, struct span text)
{
    if (text.len > GATHER_BYTES - g->used) {
        put_large(g, text);
        return;
    }
    text_copy(g->bytes + g->used, text);
    g->used += text.len;
}

/* ---- CSV ---------------------------------------------------------------------------------------------------------- */

/* Marks bytes that are a control, DEL, comma, quote, `mark` or not ASCII. */
static inline sixteen special_bytes(sixteen bytes, char mark)
{
    return sixteen_unprintable(bytes) | sixteen_is(bytes, ',') | sixteen_is(bytes, '"') | sixteen_is(bytes, mark);
}

/* Nothing to escape, quote or make visible: printable ASCII without a comma, quote or `mark`, no start of a formula.
 * The last sixteen bytes overlap those before; a short text is padded with letters. */
static inline bool is_plain(struct span text, char mark)
{
    if (text.len == 0) return true;
    const char first = text.ptr[0];
    if (first == '=' || first == '+' || first == '-' || first == '@') return false;
    if (text.len < SIXTEEN_BYTES) {
        char padded[SIXTEEN_BYTES] = "aaaaaaaaaaaaaaa";
        text_copy(padded, text);
        return !sixteen_any(special_bytes(sixteen_load(padded), mark));
    }
    sixteen special = special_bytes(sixteen_load(text.ptr + text.len - SIXTEEN_BYTES), mark);
    for (size_t i = 0; i + SIXTEEN_BYTES < text.len; i += SIXTEEN_BYTES)
        special |= special_bytes(sixteen_load(text.ptr + i), mark);
    return !sixteen_any(special);
}

static void write_csv_header(struct writer *out, size_t columns)
{
    for (size_t i = 0; i < columns; i++) {
        if (i > 0) writer_byte(out, ',');
        writer_text(out, column_names[i]);
    }
    writer_byte(out, '\n');
}

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Behind a ';' a cell may begin: the writer looks closer. Messages have many, each with a space and a word or an amount
 * behind it when it is ours. */
static bool is_plain_message(struct span text)
{
    if (!is_plain(text, ',')) return false;
    for (size_t at = span_find(text, ';'); at + 2 < text.len; at += 1 + span_find(span_from(text, at + 1), ';'))
        if (text.ptr[at + 1] != ' ' || !is_letter_or_digit(text.ptr[at + 2])) return false;
    return true;
}

static inline bool is_plain_cell(size_t column, struct span text)
{
    return column == COLUMN_message ? is_plain_message(text) : is_plain(text, ';');
}

/* A cell and the comma behind it. */
static inline void put_cell(struct gather *g, struct span text)
{
    if (text.len >= GATHER_BYTES - g->used) {
        put(g, text);
        put(g, SPAN(","));
        return;
    }
    char *at = g->bytes + g->used;
    text_copy(at, text);
    at[text.len] = ',';
    g->used += text.len + 1;
}

/* Returns a bit for each column whose text had to be altered. */
static uint64_t put_csv_cells(struct gather *g, const struct row *row)
{
    uint64_t altered = 0;
    for (size_t i = 0; i < COLUMN_cell_escaped; i++) {
        const struct span cell = row->cells[i];
        if (cell.len == 0 || column_sources[i] == OURS || is_plain_cell(i, cell)) {
            put_cell(g, cell);
        } else {
            flush(g);
            if (writer_csv_cell(g->out, cell)) altered |= (uint64_t)1 << i;
            put(g, SPAN(","));
        }
    }
    return altered;
}

static void put_csv_row(struct gather *g, const struct row *row, size_t columns)
{
    uint64_t altered = put_csv_cells(g, row);
    for (bool first = true; altered != 0; altered &= altered - 1, first = false) {
        if (!first) put(g, SPAN(" "));
        put(g, column_names[__builtin_ctzll(altered)]);
    }
    for (size_t i = COLUMN_cell_escaped + 1; i < columns; i++) { /* ours: nothing to escape */
        put(g, SPAN(","));
        put(g, row->cells[i]);
    }
    put(g, SPAN("\n"));
}

/* ---- JSON lines --------------------------------------------------------------------------------------------------- */

static void put_json_row(struct gather *g, const struct row *row, size_t columns)
{
    put(g, SPAN("{"));
    for (size_t i = 0; i < columns; i++) { /* cell_escaped is empty here */
        if (i > COLUMN_timestamp_desc && row->cells[i].len == 0) continue;
        if (i > 0) put(g, SPAN(","));
        put(g, SPAN("\""));
        put(g, column_names[i]);
        put(g, SPAN("\":"));
        flush(g);
        writer_json_string(g->out, row->cells[i]);
    }
    put(g, SPAN("}\n"));
}

/* ---- which rows --------------------------------------------------------------------------------------------------- */

/* Flagged fills; an order stands for its fills where the exchange gave only the order. */
static bool is_flagged_row(const struct result *r, uint32_t event)
{
    const uint32_t index = r->order_of_event[event];
    if (index == UINT32_MAX || r->orders.items[index].flag == FLAG_NONE) return false;
    if (r->evidence->store->events.items[event].kind == EVENT_FILL) return true;
    const struct order *order = &r->orders.items[index];
    struct decimal executed;
    return order->fill_count == 0 && order_amount(r->evidence->store, order, ORDER_QTY, &executed) &&
           decimal_sign(executed) > 0;
}

typedef void put_row(struct gather *g, const struct row *row, size_t columns);

struct table { /* what both threads read; only `out` is written to, in turn */
    const struct result *result;
    const struct redaction *redaction;
    const bool *sharing_lines; /* see rows.h */
    put_row *put_one;
    bool flagged_only;
    size_t columns;
    struct writer *out;
};

struct table_part { /* of one thread */
    struct row_maker *maker;
    struct gather gather; /* into memory that the next block uses again */
};

static void *begin_part(void *user)
{
    const struct table *t = user;
    struct table_part *part = memory_alloc(sizeof *part);
    part->maker = row_maker_new(t->result, t->redaction, t->sharing_lines);
    part->gather.out = writer_to_memory();
    return part;
}

static void end_part(void *user, void *own)
{
    (void)user;
    struct table_part *part = own;
    row_maker_free(part->maker);
    writer_close(part->gather.out, NULL);
    free(part);
}

static void make_rows(void *user, void *own, size_t block)
{
    const struct table *t = user;
    struct table_part *part = own;
    const struct result *r = t->result;
    const size_t start = block * BLOCK_ROWS;
    const size_t end = r->timeline_count - start > BLOCK_ROWS ? start + BLOCK_ROWS : r->timeline_count;
    struct row row;
    writer_memory_clear(part->gather.out);
    for (size_t i = start; i < end; i++) {
        if (t->flagged_only && !is_flagged_row(r, r->timeline[i])) continue;
        row_make(part->maker, r->timeline[i], &row);
        t->put_one(&part->gather, &row, t->columns);
    }
    flush(&part->gather);
}

static void write_rows(void *user, void *own, size_t block)
{
    (void)block;
    const struct table *t = user;
    const struct table_part *part = own;
    writer_text(t->out, writer_memory(part->gather.out));
}

static void write_table(const struct report_input *in, struct writer *out, put_row *put_one, bool flagged_only)
{
    const size_t columns = in->result->tape ? COLUMN_COUNT : COLUMN_cell_escaped + 1;
    struct arena *arena = arena_new(0);
    const bool *sharing_lines = rows_sharing_lines(in->result->evidence, arena);
    struct table table = {in->result, in->redaction, sharing_lines, put_one, flagged_only, columns, out};
    struct turns_work work = {&table, begin_part, make_rows, write_rows, end_part, NULL};
    if (put_one == put_csv_row) write_csv_header(out, columns);
    turns_run(&work, (in->result->timeline_count + BLOCK_ROWS - 1) / BLOCK_ROWS);
    arena_free(arena);
}

void report_timeline_csv(const struct report_input *in, struct writer *out)
{
    write_table(in, out, put_csv_row, false);
}

void report_timeline_jsonl(const struct report_input *in, struct writer *out)
{
    write_table(in, out, put_json_row, false);
}

void report_flagged_csv(const struct report_input *in, struct writer *out)
{
    write_table(in, out, put_csv_row, true);
}
