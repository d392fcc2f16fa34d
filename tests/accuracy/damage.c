/* damage.c - spoils a file in a known way: damage MODE NUMBER IN OUT.
 *
 *   cut N      keeps N/21 of the bytes
 *   flip N     one bit of the byte at N/21
 *   shuffle N  the lines in another order
 *   column N   the N-th cell of every line of a CSV is left out
 *   key N      the N-th key of a JSON text, with its value, everywhere
 *
 * Status 1: there is no N-th column or key.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_random.h"
#include "tests/accuracy/whole_file.h"

#include <stdio.h>
#include <string.h>

enum { PLACES = 21 };

typedef LIST(struct span) spans;

static struct span whole(const bytes *b)
{
    return (struct span){b->items, b->count};
}

static spans lines_of(struct span text)
{
    spans lines = LIST_EMPTY;
    while (text.len > 0) {
        size_t end = span_find(text, '\n');
        end = end < text.len ? end + 1 : end;
        *LIST_ADD(&lines) = span_head(text, end);
        text = span_from(text, end);
    }
    return lines;
}

static void shuffle(struct span text, uint64_t seed, FILE *out)
{
    struct random r = random_stream(seed, "shuffle");
    spans lines = lines_of(text);
    for (size_t i = lines.count; i > 1; i--) {
        size_t other = (size_t)random_between(&r, 0, (int64_t)i - 1);
        struct span line = lines.items[i - 1];
        lines.items[i - 1] = lines.items[other];
        lines.items[other] = line;
    }
    for (size_t i = 0; i < lines.count; i++) {
        put(out, lines.items[i]);
        if (lines.items[i].len > 0 && lines.items[i].ptr[lines.items[i].len - 1] != '\n') putc('\n', out);
    }
    LIST_FREE(&lines);
}

/* ---- CSV ------------------------------------------------------------------------------------------------------- */

/* Start of the cell after the one at `at`, or the end of the line. */
static size_t next_cell(struct span line, size_t at, char delimiter)
{
    bool quoted = false;
    for (; at < line.len; at++) {
        if (line.ptr[at] == '"') quoted = !quoted;
        if (!quoted && line.ptr[at] == delimiter) return at + 1;
        if (!quoted && (line.ptr[at] == '\n' || line.ptr[at] == '\r')) return at;
    }
    return at;
}

static bool drop_column(struct span text, size_t column, FILE *out)
{
    spans lines = lines_of(text);
    bool found = false;
    struct span head = lines.count > 0 ? lines.items[0] : SPAN_NONE;
    char delimiter = span_find(head, ';') < head.len ? ';' : ',';
    for (size_t i = 0; i < lines.count; i++) {
        struct span line = lines.items[i];
        size_t start = 0, n = 1;
        while (n < column && start < line.len && line.ptr[start] != '\n') {
            size_t next = next_cell(line, start, delimiter);
            if (next == start) break;
            start = next;
            n++;
        }
        size_t end = n == column ? next_cell(line, start, delimiter) : start;
        if (i == 0) found = end > start;
        bool last = n == column && (end == line.len || line.ptr[end] == '\n' || line.ptr[end] == '\r');
        if (last && start > 0) start--; /* with the delimiter before it */
        put(out, span_head(line, start));
        put(out, span_from(line, end));
    }
    LIST_FREE(&lines);
    return found;
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

static size_t value_end(struct span text, size_t at)
{
    size_t depth = 0;
    for (; at < text.len; at++) {
        if (text.ptr[at] == '"') {
            at = json_string_end(text, at) - 1;
        } else if (strchr("[{", text.ptr[at])) {
            depth++;
        } else if (strchr("]}", text.ptr[at])) {
            if (depth == 0) return at;
            depth--;
        } else if (text.ptr[at] == ',' && depth == 0) {
            return at;
        }
    }
    return at;
}

static bool is_known(const spans *keys, struct span key)
{
    for (size_t i = 0; i < keys->count; i++)
        if (span_equal(keys->items[i], key)) return true;
    return false;
}

/* The n-th key in order of first appearance; keys of digits are ids and pass for one. */
static struct span find_key(struct span text, size_t n)
{
    spans keys = LIST_EMPTY;
    struct span found = SPAN_NONE;
    for (size_t at = 0; at < text.len && found.len == 0; at++) {
        if (text.ptr[at] != '"') continue;
        size_t end = json_string_end(text, at);
        struct span key = span_head(span_from(text, at), end - at);
        at = end - 1;
        if (json_skip_space(text, end) >= text.len || text.ptr[json_skip_space(text, end)] != ':') continue;
        if (key.len > 2 && key.ptr[1] >= '0' && key.ptr[1] <= '9') continue;
        if (is_known(&keys, key)) continue;
        *LIST_ADD(&keys) = key;
        if (keys.count == n) found = key;
    }
    LIST_FREE(&keys);
    return found;
}

static bool drop_key(struct span text, size_t n, FILE *out)
{
    struct span key = find_key(text, n);
    size_t kept = 0;
    if (key.len == 0) return false;
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] != '"') continue;
        size_t end = json_string_end(text, at), colon = json_skip_space(text, end);
        bool match = span_equal(span_head(span_from(text, at), end - at), key);
        if (!match || colon >= text.len || text.ptr[colon] != ':') {
            at = end - 1;
            continue;
        }
        size_t stop = value_end(text, colon + 1), start = at;
        if (stop < text.len && text.ptr[stop] == ',')
            stop++;
        else
            while (start > kept && text.ptr[start] != ',' && text.ptr[start] != '{') start--;
        if (text.ptr[start] == '{') start++;
        put(out, span_head(span_from(text, kept), start - kept));
        kept = stop;
        at = stop - 1;
    }
    put(out, span_from(text, kept));
    return true;
}

/* ---- */

static int spoil(const char *mode, uint64_t n, bytes *in, FILE *out)
{
    size_t place = in->count * n / PLACES;
    if (strcmp(mode, "cut") == 0) {
        put(out, span_head(whole(in), place));
    } else if (strcmp(mode, "flip") == 0 && place < in->count) {
        in->items[place] = (char)(in->items[place] ^ (1 << (n % 8)));
        put(out, whole(in));
    } else if (strcmp(mode, "shuffle") == 0) {
        shuffle(whole(in), n, out);
    } else if (strcmp(mode, "column") == 0) {
        return drop_column(whole(in), n, out) ? 0 : 1;
    } else if (strcmp(mode, "key") == 0) {
        return drop_key(whole(in), n, out) ? 0 : 1;
    } else {
        return 2;
    }
    return 0;
}

int main(int argc, char **argv)
{
    bytes in = LIST_EMPTY;
    uint64_t n;
    if (argc != 5 || !span_to_u64(span_of(argv[2]), &n) || !read_file(argv[3], &in)) {
        fputs("usage: damage cut|flip|shuffle|column|key NUMBER IN OUT\n", stderr);
        return 2;
    }
    FILE *out = fopen(argv[4], "wb");
    if (!out) {
        perror(argv[4]);
        return 2;
    }
    int status = spoil(argv[1], n, &in, out);
    if (fclose(out) != 0) status = 2;
    LIST_FREE(&in);
    return status;
}
