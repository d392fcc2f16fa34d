/* nearest - of a table that no definition knows: the definition whose header is most like its own, and what differs.
 * Sites add and rename columns; who writes the next definition starts from the last one.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/draft.h"

#include <stdio.h>

enum { TOLD_MAX = 3, COMMON_LEAST = 4 };

static bool is_cell(const struct header_cell *cell, struct span name)
{
    if (cell->kind == HEADER_PATTERN) return pattern_match(cell->pattern, name, NULL) == MATCH_YES;
    return cell->kind == HEADER_TEXT && span_equal(cell->text, name);
}

static bool header_has(const struct header *h, struct span name)
{
    for (size_t i = 0; i < h->count; i++)
        if (is_cell(&h->cells[i], name)) return true;
    return false;
}

static bool names_have(const struct draft *d, const struct header_cell *cell)
{
    for (size_t i = 0; i < d->count; i++)
        if (is_cell(cell, d->names[i])) return true;
    return false;
}

static size_t count_common(const struct draft *d, const struct header *h)
{
    size_t common = 0;
    for (size_t i = 0; i < d->count; i++) common += header_has(h, d->names[i]);
    return common;
}

/* At least six cells of ten. */
static const struct header *find_nearest(const struct format_set *set, const struct draft *d,
                                         const struct format **whose)
{
    const struct header *best = NULL;
    size_t best_common = 0, best_of = 1;
    for (size_t i = 0; i < set->formats.count; i++) {
        const struct format *f = set->formats.items[i];
        for (size_t k = 0; k < f->header_count; k++) {
            size_t common = count_common(d, &f->headers[k]);
            size_t of = f->headers[k].count > d->count ? f->headers[k].count : d->count;
            if (common < COMMON_LEAST || common * 10 < of * 6 || common * best_of <= best_common * of) continue;
            best = &f->headers[k];
            best_common = common;
            best_of = of;
            *whose = f;
        }
    }
    return best;
}

static void tell_name(struct writer *w, size_t *told, const char *what, struct span name)
{
    if (*told < TOLD_MAX) {
        writer_cstr(w, *told ? ", " : what);
        writer_json_string(w, name);
    }
    if (*told == TOLD_MAX) writer_cstr(w, " ...");
    ++*told;
}

static void tell_difference(struct writer *w, const struct draft *d, const struct header *h)
{
    size_t lacks = 0, more = 0;
    for (size_t i = 0; i < h->count; i++)
        if (h->cells[i].kind != HEADER_ANY && !names_have(d, &h->cells[i]))
            tell_name(w, &lacks, "; it lacks ", h->cells[i].name.len ? h->cells[i].name : h->cells[i].text);
    for (size_t i = 0; i < d->count; i++)
        if (!header_has(h, d->names[i])) tell_name(w, &more, "; it has besides ", d->names[i]);
    if (!lacks && !more) writer_cstr(w, "; its columns stand in another order");
}

void format_tell_nearest(const struct format_set *set, struct span head, char *why, size_t room)
{
    struct arena *arena = arena_new(0);
    struct draft *d = ARENA_NEW(arena, struct draft);
    const struct format *whose = NULL;
    d->arena = arena;
    const struct header *h = !json_sniff(head) && draft_read(d, head) ? find_nearest(set, d, &whose) : NULL;
    if (h) {
        struct writer *w = writer_to_memory();
        writer_format(w, "no definition knows this header; the nearest is %s", whose->id.ptr);
        tell_difference(w, d, h);
        snprintf(why, room, "%.*s", SPAN_ARG(writer_memory(w)));
        writer_close(w, NULL);
    }
    arena_free(arena);
}
