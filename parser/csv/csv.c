/* csv - rows from a source, one at a time; broken ones are reported with their raw text and passed over.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/csv/csv.h"

#include <stdlib.h>

#include "base/memory.h"
#include "parser/csv/split.h"

struct csv {
    struct source *source;
    const struct diag_sink *sink;
    struct window window;
    size_t at; /* of the next row in the window */
    uint32_t line;
    bool started, lines_are_rows;
    struct split row, inner;
    struct arena *scratch;
    const struct span *names;
    size_t name_count;
};

struct csv *csv_new(struct source *s, char delimiter, const struct diag_sink *sink)
{
    struct csv *c = memory_alloc(sizeof *c);
    c->source = s;
    c->sink = sink;
    c->line = 1;
    c->lines_are_rows = source_lines_are_rows(s);
    c->scratch = arena_new(0);
    split_init(&c->row, delimiter, c->scratch);
    split_init(&c->inner, delimiter, c->scratch);
    return c;
}

void csv_free(struct csv *c)
{
    if (!c) return;
    split_free(&c->row);
    split_free(&c->inner);
    arena_free(c->scratch);
    free(c);
}

void csv_set_columns(struct csv *c, const struct span *names, size_t count)
{
    c->names = names;
    c->name_count = count;
}

const struct span *csv_columns(const struct csv *c, size_t *count)
{
    *count = c->name_count;
    return c->names;
}

static void read_on(struct csv *c)
{
    c->window = source_window(c->source, c->at);
    c->at = 0;
    c->started = true;
}

static struct span rest_of(const struct csv *c)
{
    return (struct span){c->window.text.ptr + c->at, c->window.text.len - c->at};
}

static void consume(struct csv *c, size_t bytes, uint32_t lines)
{
    c->at += bytes;
    c->line += lines;
}

/* Reports the bytes at the front of the window as one rejected record. */
static enum read_status reject(struct csv *c, enum diag_code code, struct span raw, struct span detail)
{
    struct diag d = {.code = code,
                     .line = c->line,
                     .offset = c->window.offset + (uint64_t)(raw.ptr - c->window.text.ptr),
                     .detail = detail,
                     .raw = raw};
    diag_report(c->sink, &d);
    return READ_REJECTED;
}

/* Passes the rest of a line that is longer than a record may be. */
static void skip_line(struct csv *c)
{
    for (;;) {
        struct span rest = rest_of(c);
        size_t line_end;
        size_t length = split_line(rest, &line_end);
        bool lonely_cr = line_end == 1 && rest.ptr[length] == '\r' && length + 1 == rest.len && !c->window.at_end;
        if (line_end > 0 && !lonely_cr) {
            consume(c, length + line_end, 1);
            return;
        }
        consume(c, length, 0);
        if (c->window.at_end) return;
        read_on(c);
    }
}

static enum read_status reject_too_large(struct csv *c)
{
    struct span raw = span_head(rest_of(c), SOURCE_RECORD_MAX);
    enum read_status status = reject(c, diag_record_too_large, raw, SPAN("the raw text is cut at the limit"));
    consume(c, raw.len, 0);
    skip_line(c);
    return status;
}

/* Gives up the first physical line alone, so that one wrong quote can't take the rest of the file with it. */
static enum read_status reject_line(struct csv *c, enum diag_code code)
{
    for (;;) {
        struct span rest = rest_of(c);
        size_t line_end;
        size_t length = split_line(rest, &line_end);
        bool whole = c->window.at_end || length + line_end < rest.len;
        if (length > SOURCE_RECORD_MAX) return reject_too_large(c);
        if (whole) {
            enum read_status status = reject(c, code, span_head(rest, length), SPAN_NONE);
            consume(c, length + line_end, line_end > 0);
            return status;
        }
        read_on(c);
    }
}

static enum read_status reject_cut(struct csv *c)
{
    struct span raw = rest_of(c);
    enum read_status status = reject(c, diag_text_truncated, raw, SPAN_NONE);
    consume(c, raw.len, 0);
    return status;
}

/* The row is complete but holds bytes that text can't have; says in which cell. */
static enum read_status reject_bytes(struct csv *c, enum diag_code code, struct span raw)
{
    struct diag d = {.code = code, .line = c->line, .raw = raw};
    d.offset = c->window.offset + (uint64_t)(raw.ptr - c->window.text.ptr);
    for (size_t i = 0; i < c->row.count; i++) {
        const struct cell *cell = &c->row.cells[i];
        bool bad =
            code == diag_nul_byte ? span_find(cell->text, '\0') < cell->text.len : !span_is_utf8(cell->text, NULL);
        if (!bad) continue;
        d.column = cell->column;
        d.line = cell->line;
        d.value = cell->text;
        if (i < c->name_count) d.field = c->names[i];
        break;
    }
    diag_report(c->sink, &d);
    return READ_REJECTED;
}

/* A text that was cut inside its last cell still looks like a row; nothing but the line end tells. */
static void note_open_end(const struct csv *c)
{
    struct diag d = {.code = diag_line_end_missing, .line = c->line, .offset = c->window.offset + c->at};
    diag_report(c->sink, &d);
}

static enum read_status finish_row(struct csv *c, struct record *out)
{
    struct split *row = &c->row;
    struct span raw = {rest_of(c).ptr + row->start, row->end - row->start};
    if (raw.len > SOURCE_RECORD_MAX) return reject_too_large(c);
    enum read_status status = READ_RECORD;
    if (row->odd && span_find(raw, '\0') < raw.len) {
        status = reject_bytes(c, diag_nul_byte, raw);
    } else if (row->odd && !span_is_utf8(raw, NULL)) {
        status = reject_bytes(c, diag_bad_utf8, raw);
    }
    if (row->end == rest_of(c).len && c->line > 1) note_open_end(c);
    if (c->name_count > 1) split_unwrap(row, &c->inner);
    size_t named = row->count < c->name_count ? row->count : c->name_count;
    for (size_t i = 0; i < named; i++) row->cells[i].name = c->names[i];
    *out = (struct record){.raw = raw,
                           .offset = c->window.offset + c->at + row->start,
                           .line = c->line,
                           .cells = row->cells,
                           .count = row->count,
                           .scratch = c->scratch};
    consume(c, row->consumed, c->lines_are_rows ? 1 : row->lines);
    return status;
}

/* Passes blank lines; false when the text ends there. */
static bool find_row(struct csv *c)
{
    if (!c->started) read_on(c);
    for (;;) {
        struct span rest = rest_of(c);
        size_t mark = span_starts_with(rest, SPAN("\xef\xbb\xbf")) ? 3 : 0;
        if (rest.len < mark + 2 && !c->window.at_end) {
            read_on(c);
            continue;
        }
        if (rest.len == mark) return false;
        char first = rest.ptr[mark];
        if (first != '\n' && first != '\r') return true;
        bool crlf = first == '\r' && rest.len > mark + 1 && rest.ptr[mark + 1] == '\n';
        consume(c, mark + (crlf ? 2 : 1), 1);
    }
}

enum read_status csv_next(struct csv *c, struct record *out)
{
    arena_reset(c->scratch);
    while (find_row(c)) {
        struct span rest = rest_of(c);
        bool at_end = c->window.at_end;
        enum split_result result = split_row(&c->row, rest, at_end, c->line);
        bool to_end = at_end && (c->row.consumed == rest.len);
        bool cut = to_end && source_stops_short(c->source);
        switch (result) {
        case SPLIT_ROW: return cut && c->row.end == rest.len ? reject_cut(c) : finish_row(c, out);
        case SPLIT_UNCLOSED: return cut ? reject_cut(c) : reject_line(c, diag_quote_unclosed);
        case SPLIT_STRAY: return reject_line(c, diag_quote_stray);
        case SPLIT_MORE: break;
        }
        if (rest.len > SOURCE_RECORD_MAX) return reject_too_large(c);
        read_on(c);
    }
    return READ_END;
}
