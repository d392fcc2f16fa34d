/* fuzz_json - whatever the text is, the reader ends, its records stand in it where they say, in order and apart from each
 * other, and what it rejects is shown. Nested values can be looked into.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "parser/json/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition) abort();
}

/* Objects with the key "id" are records, and those with the key "x" records of another kind. */
static const char kinds[] = "ix";

static enum json_class classify(void *user, const struct json_object_view *view, const void **tag)
{
    (void)user;
    for (size_t i = 0; i < view->count; i++) {
        bool id = span_is(view->cells[i].name, "id");
        if (!id && !span_is(view->cells[i].name, "x")) continue;
        *tag = &kinds[id ? 0 : 1];
        return JSON_RECORD;
    }
    return JSON_WRAPPER;
}

static enum json_fit still_fits(void *user, const void *tag, const struct record *r)
{
    (void)user;
    bool fits = record_cell(r, tag == &kinds[0] ? SPAN("id") : SPAN("x")) != NULL;
    return fits ? JSON_FITS_BY_KEYS : JSON_UNFIT;
}

static uint32_t line_at(struct span text, uint64_t offset)
{
    uint32_t line = 1;
    for (uint64_t i = 0; i < offset; i++) line += text.ptr[i] == '\n';
    return line;
}

struct walk {
    struct span text;
    uint64_t at; /* behind the last record or rejected piece */
    uint64_t diags;
};

static void take_diag(void *user, const struct diag *d)
{
    struct walk *w = user;
    w->diags++;
    must(d->offset + d->raw.len <= w->text.len);
    must(memcmp(w->text.ptr + d->offset, d->raw.ptr, d->raw.len) == 0);
}

static void look_inside(struct walk *w, const struct record *r, const struct diag_sink *sink)
{
    for (size_t i = 0; i < r->count; i++) {
        if (r->cells[i].kind != CELL_NESTED) continue;
        struct json_array_state state = {0};
        struct record element;
        enum read_status status;
        uint64_t before = 0;
        while ((status = json_array_next(r, &r->cells[i], &state, &element, sink)) != READ_END) {
            must(element.offset >= before && element.line == line_at(w->text, element.offset));
            must(memcmp(w->text.ptr + element.offset, element.raw.ptr, element.raw.len) == 0);
            before = element.offset + element.raw.len;
        }
    }
    struct cell found;
    static const char *const pointers[] = {"/id", "/x/0", "/x/id/1", "/id/a~1b"};
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        if (json_pointer(r, span_of(pointers[i]), &found)) must(found.line >= r->line);
    }
}

static void take_record(struct walk *w, const struct record *r)
{
    must(r->offset >= w->at && r->offset + r->raw.len <= w->text.len);
    must(memcmp(w->text.ptr + r->offset, r->raw.ptr, r->raw.len) == 0);
    must(r->raw.ptr[0] == '{' && r->raw.ptr[r->raw.len - 1] == '}');
    must(r->line == line_at(w->text, r->offset));
    for (size_t i = 0; i < r->count; i++) {
        const struct cell *cell = &r->cells[i];
        must(span_is_utf8(cell->name, NULL) && span_is_utf8(cell->text, NULL));
        must(cell->kind == CELL_NESTED || span_find(cell->text, '\0') == cell->text.len);
        for (size_t k = 0; k < i; k++) must(!span_equal(cell->name, r->cells[k].name));
    }
    w->at = r->offset + r->raw.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct walk w = {.text = {(const char *)data, size}};
    struct diag_sink sink = {take_diag, &w};
    struct json_classifier classifier = {classify, still_fits, NULL, false};
    json_sniff(w.text);
    struct source *s = source_open_memory(w.text, "fuzz", NULL);
    bool utf16 = span_starts_with(w.text, SPAN("\xff\xfe")) || span_starts_with(w.text, SPAN("\xfe\xff"));
    if (source_container(s) == CONTAINER_PLAIN && !utf16) {
        struct json_reader *json = json_new(s, &classifier, &sink);
        struct record r;
        enum read_status status;
        while ((status = json_next(json, &r)) != READ_END) {
            must(status == READ_RECORD || w.diags > 0);
            if (status != READ_RECORD) continue;
            take_record(&w, &r);
            look_inside(&w, &r, &sink);
        }
        json_free(json);
    }
    source_close(s);
    return 0;
}
