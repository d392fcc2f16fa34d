/* rearrange.c - the records of an export in another arrangement that says the same: rearrange VERB IN OUT.
 *
 *   reverse  the last record first
 *   first    the first three fifths of the records
 *   last     the last three fifths: with `first` every record, one in five of them twice
 *
 * A file is a JSON text with one list of objects (the first is taken), JSON objects a line each, or a CSV. What stands before
 * and behind the records stays: what encloses the list, the lines up to the header. A record of a CSV is a line and those
 * that continue it: bills of the same OKX order (two lines a fill), or with an empty first cell (fills below their order).
 *
 * Status 1: there are fewer than five records, or the list is cut off; nothing was written.
 *
 * SPDX-License-Identifier: MIT */

#include "tests/accuracy/whole_file.h"

#include <stdio.h>
#include <string.h>

enum { PARTS = 5, KEPT = 3 };

struct parts {
    struct span before, between, behind;
    LIST(struct span) records;
};

static struct span slice(struct span text, size_t from, size_t to)
{
    return span_head(span_from(text, from), to - from);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------ */

static size_t object_end(struct span text, size_t at)
{
    size_t depth = 0;
    while (at < text.len) {
        char c = text.ptr[at];
        at = c == '"' ? json_string_end(text, at) : at + 1;
        if (c == '{' || c == '[') depth++;
        if ((c == '}' || c == ']') && --depth == 0) break;
    }
    return at;
}

/* Where the first list of objects has its first object; the end of the text when there is none. */
static size_t list_start(struct span text)
{
    for (size_t at = 0; at < text.len;) {
        char c = text.ptr[at];
        at = c == '"' ? json_string_end(text, at) : at + 1;
        size_t next = json_skip_space(text, at);
        if (c == '[' && next < text.len && text.ptr[next] == '{') return next;
    }
    return text.len;
}

static bool take_list(struct span text, struct parts *out)
{
    size_t at = list_start(text), end = at;
    out->before = span_head(text, at);
    out->between = SPAN(",\n");
    while (at < text.len && text.ptr[at] == '{') {
        end = object_end(text, at);
        *LIST_ADD(&out->records) = slice(text, at, end);
        at = json_skip_space(text, end);
        if (at < text.len && text.ptr[at] == ',') at = json_skip_space(text, at + 1);
    }
    out->behind = span_from(text, end);
    return at < text.len && text.ptr[at] == ']';
}

/* ---- lines ------------------------------------------------------------------------------------------------------------ */

/* How many lines stand above the names of the columns: facts about the account (OKX: one; Coinbase's statements: three). */
static size_t lines_above(struct span text)
{
    if (span_starts_with(text, SPAN("\nTransactions\n"))) return 3;
    return span_starts_with(text, SPAN("UID:")) ? 1 : 0;
}

static bool is_header(struct span line, size_t number, size_t above)
{
    return number <= above && line.len > 0 && line.ptr[0] != '{';
}

/* The second cell, when the first two are both as long as no export but that of OKX's bills has them; else nothing. */
static struct span order_of_bill(struct span line)
{
    enum { LONG = 15 };
    size_t first = span_find(line, ',');
    struct span rest = span_from(line, first + 1), second = span_head(rest, span_find(rest, ','));
    bool bill = first > LONG && second.len > LONG && line.ptr[0] != '"' && second.ptr[0] != '"';
    return bill ? second : SPAN_NONE;
}

static bool continues(struct span line, struct span record)
{
    struct span order = order_of_bill(record);
    return line.ptr[0] == ',' || (order.len > 0 && span_equal(order_of_bill(line), order));
}

static void take_lines(struct span text, struct parts *out)
{
    size_t at = 0, number = 0;
    size_t above = lines_above(text);
    while (at < text.len) {
        size_t end = at + span_find(span_from(text, at), '\n');
        end = end < text.len ? end + 1 : end;
        struct span line = slice(text, at, end);
        struct span *last = out->records.count > 0 ? &out->records.items[out->records.count - 1] : NULL;
        if (!last && is_header(line, number++, above))
            out->before = span_head(text, end);
        else if (last && continues(line, *last))
            last->len += line.len;
        else
            *LIST_ADD(&out->records) = line;
        at = end;
    }
}

/* ---- */

static void write_records(const struct parts *p, const char *verb, FILE *out)
{
    size_t count = p->records.count, from = 0, to = count;
    bool reverse = strcmp(verb, "reverse") == 0;
    if (strcmp(verb, "first") == 0) to = count * KEPT / PARTS;
    if (strcmp(verb, "last") == 0) from = count * (PARTS - KEPT) / PARTS;
    put(out, p->before);
    for (size_t i = from; i < to; i++) {
        if (i > from) put(out, p->between);
        put(out, p->records.items[reverse ? count - 1 - i : i]);
    }
    put(out, p->behind);
}

static bool is_verb(const char *word)
{
    return strcmp(word, "reverse") == 0 || strcmp(word, "first") == 0 || strcmp(word, "last") == 0;
}

int main(int argc, char **argv)
{
    bytes in = LIST_EMPTY;
    struct parts parts = {SPAN_NONE, SPAN_NONE, SPAN_NONE, LIST_EMPTY};
    if (argc != 4 || !is_verb(argv[1]) || !read_file(argv[2], &in)) {
        fputs("usage: rearrange reverse|first|last IN OUT\n", stderr);
        return 2;
    }
    struct span text = {in.items, in.count};
    bool lines = span_ends_with(span_of(argv[2]), SPAN("json")) && !span_ends_with(span_of(argv[2]), SPAN(".json"));
    bool whole = true;
    if (lines || span_ends_with(span_of(argv[2]), SPAN(".csv")))
        take_lines(text, &parts);
    else
        whole = take_list(text, &parts);
    int status = !whole || parts.records.count < PARTS ? 1 : 0;
    FILE *out = status == 0 ? fopen(argv[3], "wb") : NULL;
    if (out) write_records(&parts, argv[1], out);
    if (status == 0 && (!out || fclose(out) != 0)) {
        perror(argv[3]);
        status = 2;
    }
    LIST_FREE(&in);
    LIST_FREE(&parts.records);
    return status;
}
