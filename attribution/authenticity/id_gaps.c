/* id_gaps - numbers that count an account's own rows: which ones between the first and the last are in no file?
 *
 * All files of one layout and account are taken together. A missing number is a row that none of them has: left out by a
 * filter, in a file that was not supplied, or taken out. Nothing here tells which. Where most numbers are missing the files
 * do not hold the rows one by one, and nothing is said. Numbers that other customers share are not asked.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/work.h"
#include "attribution/sort.h"
#include "base/memory.h"

#include <stdlib.h>

struct numbered {
    const struct numbered_row *row;
    uint32_t source;
};
struct numbering_of { /* the rows of one layout and account, by number */
    struct auth_work *w;
    const struct numbered *rows;
    const struct sort_key *keys;
    size_t count;
};
typedef LIST(struct numbered) numbered_rows;

static const struct source_entry *entry_of(const struct auth_work *w, uint32_t source)
{
    return &w->evidence->sources.items[source];
}

static bool counts_together(const struct source_entry *a, const struct source_entry *b)
{
    return a->account == b->account && a->formats.count == b->formats.count &&
           a->formats.items[0] == b->formats.items[0];
}

/* Numbers between two that follow each other in order. */
static uint64_t missing_before(const struct numbering_of *n, size_t i)
{
    return i == 0 || n->keys[i].key <= n->keys[i - 1].key + 1 ? 0 : n->keys[i].key - n->keys[i - 1].key - 1;
}

static void tell_file(const struct numbering_of *n, uint32_t source)
{
    struct places after = {0};
    struct auth_finding *f = auth_add(n->w, AUTH_ID_GAPS, source);
    f->gaps = ARENA_ARRAY(n->w->r->arena, struct id_gap, PLACES_MOST);
    for (size_t i = 0; i < n->count; i++) {
        const struct numbered *row = &n->rows[n->keys[i].index];
        const uint64_t missing = row->source == source ? missing_before(n, i) : 0;
        f->counted += missing + (row->source == source);
        f->deviating += missing;
        if (missing == 0) continue;
        if (after.count < PLACES_MOST)
            f->gaps[after.count] = (struct id_gap){n->keys[i - 1].key + 1, n->keys[i].key - 1};
        places_add(&after, row->row->line, row->row->offset);
    }
    f->result = f->deviating > 0 ? AUTH_EXCEPT : AUTH_AGREES;
    auth_take_rows(n->w, f, &after);
}

/* The files from `first` on that count together with it. */
static void check_files(struct auth_work *w, uint32_t first, bool *told)
{
    numbered_rows rows = LIST_EMPTY;
    uint64_t missing = 0;
    for (uint32_t i = first; i < w->evidence->sources.count; i++) {
        const struct source_entry *entry = entry_of(w, i);
        if (entry->found.numbered.count == 0 || !counts_together(entry_of(w, first), entry)) continue;
        told[i] = true;
        for (size_t k = 0; k < entry->found.numbered.count; k++)
            *LIST_ADD(&rows) = (struct numbered){&entry->found.numbered.items[k], i};
    }
    struct sort_key *keys = memory_resize(NULL, rows.count + 1, sizeof *keys);
    for (uint32_t i = 0; i < rows.count; i++) keys[i] = (struct sort_key){rows.items[i].row->number, i, 0};
    sort_keys(keys, rows.count);
    const struct numbering_of n = {w, rows.items, keys, rows.count};
    for (size_t i = 0; i < rows.count; i++) missing += missing_before(&n, i);
    if (rows.count > 1 && missing <= rows.count)
        for (uint32_t i = first; i < w->evidence->sources.count; i++)
            if (entry_of(w, i)->found.numbered.count > 0 && counts_together(entry_of(w, first), entry_of(w, i)))
                tell_file(&n, i);
    free(keys);
    LIST_FREE(&rows);
}

void id_gaps_check(struct auth_work *w)
{
    bool *told = memory_alloc(w->evidence->sources.count + 1);
    for (uint32_t i = 0; i < w->evidence->sources.count; i++)
        if (!told[i] && entry_of(w, i)->found.numbered.count > 0) check_files(w, i, told);
    free(told);
}
