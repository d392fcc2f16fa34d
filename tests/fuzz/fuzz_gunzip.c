/* fuzz_gunzip - however the data are cut into pieces, the same text and the same damage come out; and a source tells the
 * same as the bare loop.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/memory.h"
#include "parser/container/gunzip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 1 << 20 }; /* more is not compared */

static void must(bool condition)
{
    if (!condition) abort();
}

struct result {
    char *text;
    size_t length;
    bool full; /* stopped at TEXT_MAX */
    enum damage damage;
    uint32_t members;
    uint64_t trailing;
};

static struct result run(struct span in, size_t piece, size_t room)
{
    struct result r = {.text = memory_alloc(TEXT_MAX)};
    struct gunzip *g = gunzip_new();
    while (in.len > 0 && !r.full) {
        struct span input = span_head(in, piece);
        in = span_from(in, input.len);
        size_t n;
        do {
            size_t left = TEXT_MAX - r.length;
            n = left > 0 ? gunzip_run(g, &input, r.text + r.length, room < left ? room : left) : 0;
            r.length += n;
        } while (n > 0);
        r.full = r.length == TEXT_MAX;
        must(input.len == 0 || r.full);
    }
    r.damage = gunzip_damage(g);
    r.members = gunzip_members(g);
    r.trailing = gunzip_trailing(g);
    gunzip_free(g);
    return r;
}

static void must_be_same(const struct result *a, const struct result *b)
{
    must(a->length == b->length && memcmp(a->text, b->text, a->length) == 0);
    must(a->full == b->full);
    if (a->full) return;
    must(a->damage == b->damage && a->members == b->members && a->trailing == b->trailing);
}

static void compare_with_source(struct span in, const struct result *whole)
{
    struct source *s = source_open_memory(in, "fuzz", NULL);
    if (source_container(s) == CONTAINER_GZIP) {
        struct window w = source_window(s, 0);
        size_t length = w.text.len < whole->length ? w.text.len : whole->length;
        bool utf16 =
            whole->length >= 2 && (memcmp(whole->text, "\xff\xfe", 2) == 0 || memcmp(whole->text, "\xfe\xff", 2) == 0);
        if (!utf16) must(memcmp(w.text.ptr, whole->text, length) == 0);
        struct source_facts facts = source_close(s);
        must(utf16 || whole->full || facts.text_bytes == whole->length);
        must(whole->full || facts.damage == whole->damage);
        return;
    }
    source_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span in = {(const char *)data, size};
    struct result whole = run(in, size + 1, TEXT_MAX);
    struct result bytes = run(in, 1, TEXT_MAX);
    struct result bites = run(in, 7, 5);
    must_be_same(&whole, &bytes);
    must_be_same(&whole, &bites);
    if (size > 0) compare_with_source(in, &whole);
    free(whole.text);
    free(bytes.text);
    free(bites.text);
    return 0;
}
