/* fuzz_csv - whatever the text is, each of its bytes is part of a row, part of a rejected piece, a line end or a byte
 * order mark; rows come in order, with the line and the offset where they stand.
 *
 * The first byte chooses the delimiter and whether columns are set.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "parser/csv/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition) abort();
}

struct walk {
    struct span text;
    size_t at;     /* behind the last piece */
    uint32_t line; /* at `at` */
};

/* A line end is LF, CRLF or CR; the CR of a CRLF does not count. */
static void count_lines(struct walk *w, size_t to)
{
    for (; w->at < to; w->at++) {
        bool crlf = w->text.ptr[w->at] == '\r' && w->at + 1 < w->text.len && w->text.ptr[w->at + 1] == '\n';
        if ((w->text.ptr[w->at] == '\r' && !crlf) || w->text.ptr[w->at] == '\n') w->line++;
    }
}

/* The next piece of the text that was handed over or reported. Between two pieces stand only line ends and marks. */
static void take_piece(struct walk *w, uint64_t offset, struct span raw)
{
    must(offset >= w->at && offset + raw.len <= w->text.len);
    must(memcmp(w->text.ptr + offset, raw.ptr, raw.len) == 0);
    for (size_t i = w->at; i < offset; i++) must(memchr("\r\n\xef\xbb\xbf", w->text.ptr[i], 5) != NULL);
    count_lines(w, offset);
}

static void take_diag(void *user, const struct diag *d)
{
    struct walk *w = user;
    if (d->code == diag_line_end_missing) return; /* said of the row that is handed over next, not a piece of its own */
    take_piece(w, d->offset, d->raw);
    must(d->line >= w->line);
    must(d->raw.len > 0);
    count_lines(w, d->offset + d->raw.len);
}

static void take_record(struct walk *w, const struct record *r)
{
    take_piece(w, r->offset, r->raw);
    must(r->line == w->line);
    must(r->count > 0);
    for (size_t i = 0; i < r->count; i++) {
        must(r->cells[i].line >= r->line && r->cells[i].column == i + 1);
        must(span_is_utf8(r->cells[i].text, NULL));
        must(span_find(r->cells[i].text, '\0') == r->cells[i].text.len);
    }
    count_lines(w, r->offset + r->raw.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    static const char delimiters[] = {',', ';', '\t', ','};
    static const struct span names[] = {{"a", 1}, {"b", 1}, {"c", 1}};
    struct walk w = {.text = {(const char *)data + 1, size - 1}, .line = 1};
    csv_sniff(w.text);
    struct diag_sink sink = {take_diag, &w};
    struct source *s = source_open_memory(w.text, "fuzz", NULL);
    bool as_it_is = source_container(s) == CONTAINER_PLAIN;
    bool utf16 = span_starts_with(w.text, SPAN("\xff\xfe")) || span_starts_with(w.text, SPAN("\xfe\xff"));
    if (as_it_is && !utf16) {
        struct csv *csv = csv_new(s, delimiters[data[0] % 4], &sink);
        if (data[0] & 4) csv_set_columns(csv, names, 3);
        struct record r;
        enum read_status status;
        while ((status = csv_next(csv, &r)) != READ_END) {
            must(status != READ_FAILED);
            if (status == READ_RECORD) take_record(&w, &r);
        }
        take_piece(&w, w.text.len, (struct span){w.text.ptr, 0});
        csv_free(csv);
    }
    must(source_close(s).bytes == size - 1);
    return 0;
}
