/* split - the scanner of the CSV reader.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/csv/split.h"

#include <stdlib.h>

#include "base/eight.h"
#include "base/memory.h"

enum byte_class { BYTE_PLAIN, BYTE_DELIMITER, BYTE_LF, BYTE_CR, BYTE_QUOTE, BYTE_ODD };

/* Where the scanner stands. */
struct cursor {
    const char *p, *end;
    const char *row; /* start of the text */
    bool at_end;
    uint32_t line;
};

enum cell_end { CELL_NEXT, CELL_LAST, CELL_MORE, CELL_UNCLOSED, CELL_STRAY };

void split_init(struct split *s, char delimiter, struct arena *scratch)
{
    *s = (struct split){.scratch = scratch, .delimiter = (unsigned char)delimiter};
    for (unsigned i = 0; i < 256; i++) s->plain[i] = s->inside[i] = i == 0 || i >= 0x80 ? BYTE_ODD : BYTE_PLAIN;
    s->plain['\n'] = s->inside['\n'] = BYTE_LF;
    s->plain['\r'] = s->inside['\r'] = BYTE_CR;
    s->plain[(unsigned char)delimiter] = BYTE_DELIMITER;
    s->inside['"'] = BYTE_QUOTE;
}

void split_free(struct split *s)
{
    free(s->cells);
    s->cells = NULL;
    s->count = s->capacity = 0;
}

static struct cell *add_cell(struct split *s, uint32_t line)
{
    if (s->count == CSV_CELLS_MAX) s->count--;
    if (s->count == s->capacity) {
        s->capacity = s->capacity ? 2 * s->capacity : 32;
        s->cells = memory_resize(s->cells, s->capacity, sizeof *s->cells);
    }
    struct cell *cell = &s->cells[s->count++];
    *cell = (struct cell){.column = (uint32_t)s->count, .line = line, .kind = CELL_TEXT};
    return cell;
}

/* Passes the line end at c->p, which is LF, CR or CRLF. False: the text ends between CR and what may be its LF. */
static bool pass_line_end(struct cursor *c)
{
    if (*c->p == '\r') {
        if (c->p + 1 == c->end && !c->at_end) return false;
        if (c->p + 1 < c->end && c->p[1] == '\n') c->p++;
    }
    c->p++;
    c->line++;
    return true;
}

/* Up to the delimiter, a line end or a byte that is odd in text. */
static const char *pass_plain(const struct split *s, const char *p, const char *end)
{
    for (; end - p >= EIGHT_BYTES; p += EIGHT_BYTES) {
        const uint64_t eight = eight_load(p);
        const uint64_t other = eight_is(eight, s->delimiter) | eight_controls(eight) | eight_wide(eight);
        if (other == 0) continue;
        p += eight_first(other);
        if (s->plain[(unsigned char)*p] != BYTE_PLAIN) return p;
        p -= EIGHT_BYTES - 1; /* a control that is no line end, passed like a letter */
    }
    while (p < end && s->plain[(unsigned char)*p] == BYTE_PLAIN) p++;
    return p;
}

static enum cell_end plain_cell(struct split *s, struct cursor *c)
{
    struct cell *cell = add_cell(s, c->line);
    const char *start = c->p;
    const char *p = start;
    for (;;) {
        p = pass_plain(s, p, c->end);
        if (p == c->end || s->plain[(unsigned char)*p] != BYTE_ODD) break;
        s->odd = true;
        p++;
    }
    cell->text = (struct span){start, (size_t)(p - start)};
    s->end = (size_t)(p - c->row);
    c->p = p;
    if (p == c->end) return c->at_end ? CELL_LAST : CELL_MORE;
    if (s->plain[(unsigned char)*p] == BYTE_DELIMITER) {
        c->p++;
        return CELL_NEXT;
    }
    return pass_line_end(c) ? CELL_LAST : CELL_MORE;
}

static struct span undouble(struct arena *scratch, struct span text)
{
    char *out = arena_alloc(scratch, text.len);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        out[n++] = text.ptr[i];
        if (text.ptr[i] == '"') i++;
    }
    return (struct span){out, n};
}

static enum cell_end after_quote(struct split *s, struct cursor *c)
{
    s->end = (size_t)(c->p - c->row);
    if (c->p == c->end) return c->at_end ? CELL_LAST : CELL_MORE;
    switch (s->plain[(unsigned char)*c->p]) {
    case BYTE_DELIMITER: c->p++; return CELL_NEXT;
    case BYTE_LF:
    case BYTE_CR: return pass_line_end(c) ? CELL_LAST : CELL_MORE;
    default: return CELL_STRAY;
    }
}

/* Up to a quote, a control or a byte that is not ASCII. */
static const char *pass_quoted(const char *p, const char *limit)
{
    for (; limit - p >= EIGHT_BYTES; p += EIGHT_BYTES) {
        const uint64_t eight = eight_load(p);
        const uint64_t odd = eight_is(eight, '"') | eight_controls(eight) | eight_wide(eight);
        if (odd) return p + eight_first(odd);
    }
    while (p < limit && *p != '"' && (unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80) p++;
    return p;
}

/* Finds the closing quote; c->p ends up on it. */
static enum cell_end find_quote(struct split *s, struct cursor *c, bool *doubled)
{
    const char *limit = c->end - c->p > CSV_QUOTED_MAX ? c->p + CSV_QUOTED_MAX : c->end;
    for (;;) {
        c->p = pass_quoted(c->p, limit);
        if (c->p >= limit) break;
        switch (s->inside[(unsigned char)*c->p]) {
        case BYTE_QUOTE:
            if (c->p + 1 == c->end && !c->at_end) return CELL_MORE;
            if (c->p + 1 == c->end || c->p[1] != '"') return CELL_NEXT;
            *doubled = true;
            c->p += 2;
            break;
        case BYTE_LF:
        case BYTE_CR:
            if (!pass_line_end(c)) return CELL_MORE;
            break;
        case BYTE_ODD:
            s->odd = true;
            c->p++;
            break;
        default: c->p++;
        }
    }
    return limit == c->end && !c->at_end ? CELL_MORE : CELL_UNCLOSED;
}

static enum cell_end quoted_cell(struct split *s, struct cursor *c)
{
    struct cell *cell = add_cell(s, c->line);
    const char *start = ++c->p;
    bool doubled = false;
    enum cell_end found = find_quote(s, c, &doubled);
    if (found != CELL_NEXT) return found;
    cell->text = (struct span){start, (size_t)(c->p - start)};
    if (doubled) cell->text = undouble(s->scratch, cell->text);
    c->p++;
    return after_quote(s, c);
}

static void pass_bom(struct cursor *c)
{
    if (c->end - c->p >= 3 && memcmp(c->p, "\xef\xbb\xbf", 3) == 0) c->p += 3;
}

enum split_result split_row(struct split *s, struct span text, bool at_end, uint32_t line)
{
    struct cursor c = {.p = text.ptr, .end = text.ptr + text.len, .row = text.ptr, .at_end = at_end, .line = line};
    s->count = 0;
    s->odd = false;
    pass_bom(&c);
    s->start = (size_t)(c.p - text.ptr);
    enum cell_end end;
    do {
        if (c.p < c.end && *c.p == '\xef') pass_bom(&c);
        s->quoted = c.p < c.end && *c.p == '"';
        end = s->quoted ? quoted_cell(s, &c) : plain_cell(s, &c);
    } while (end == CELL_NEXT);
    s->consumed = (size_t)(c.p - text.ptr);
    s->lines = c.line - line;
    switch (end) {
    case CELL_MORE: return SPLIT_MORE;
    case CELL_UNCLOSED: return SPLIT_UNCLOSED;
    case CELL_STRAY: return SPLIT_STRAY;
    default: return SPLIT_ROW;
    }
}

bool split_unwrap(struct split *s, struct split *inner)
{
    if (s->count != 1 || !s->quoted) return false;
    struct span text = s->cells[0].text;
    if (split_row(inner, text, true, s->cells[0].line) != SPLIT_ROW) return false;
    if (inner->count < 2 || inner->consumed != text.len) return false;
    s->count = 0;
    for (size_t i = 0; i < inner->count; i++) *add_cell(s, 0) = inner->cells[i];
    return true;
}

size_t split_line(struct span text, size_t *line_end)
{
    size_t lf = span_find(text, '\n');
    size_t cr = span_find(span_head(text, lf), '\r');
    if (cr < lf) {
        *line_end = cr + 1 < text.len && text.ptr[cr + 1] == '\n' ? 2 : 1;
        return cr;
    }
    *line_end = lf < text.len ? 1 : 0;
    return lf;
}
