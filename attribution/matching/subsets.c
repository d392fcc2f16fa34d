/* subsets - depth-first search over kinds of items, largest values first, cut off by what is still to come.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/subsets.h"

enum { STEPS_MAX = 200000, WAYS_MAX = 64 };

struct kind {
    int128 value;
    uint32_t members; /* bits of its items */
    unsigned count;
};

struct search {
    struct kind kinds[SUBSET_ITEMS_MAX];
    int128 rest[SUBSET_ITEMS_MAX + 1]; /* sum of this kind and all behind it */
    size_t kind_count;
    unsigned taken[SUBSET_ITEMS_MAX];
    unsigned steps;
    struct subset_answer answer;
};

static uint32_t lowest_bits(uint32_t members, unsigned count)
{
    uint32_t picked = 0;
    for (; count > 0; count--) {
        uint32_t bit = members & (~members + 1);
        picked |= bit;
        members ^= bit;
    }
    return picked;
}

static void note_way(struct search *s, size_t used)
{
    uint32_t mask = 0, some = 0, all = 0;
    for (size_t k = 0; k < used; k++) {
        if (s->taken[k] == 0) continue;
        mask |= lowest_bits(s->kinds[k].members, s->taken[k]);
        some |= s->kinds[k].members;
        if (s->taken[k] == s->kinds[k].count) all |= s->kinds[k].members;
    }
    if (s->answer.ways == 0) s->answer.first = mask;
    s->answer.all = s->answer.ways == 0 ? all : s->answer.all & all;
    s->answer.some |= some;
    s->answer.ways++;
}

static void search_from(struct search *s, size_t k, int128 missing)
{
    if (missing == 0) {
        note_way(s, k);
        return;
    }
    if (k == s->kind_count || missing < 0 || missing > s->rest[k]) return;
    if (++s->steps > STEPS_MAX || s->answer.ways >= WAYS_MAX) {
        s->answer.unsure = true;
        return;
    }
    for (unsigned n = s->kinds[k].count + 1; n-- > 0;) {
        s->taken[k] = n;
        search_from(s, k + 1, missing - s->kinds[k].value * (int128)n);
    }
    s->taken[k] = 0;
}

static void add_item(struct search *s, const struct subset_problem *p, size_t item)
{
    for (size_t k = 0; k < s->kind_count; k++) {
        unsigned first = 0;
        while (!(s->kinds[k].members >> first & 1)) first++;
        if (p->kinds[first] != p->kinds[item] || s->kinds[k].value != p->values[item]) continue;
        s->kinds[k].members |= (uint32_t)1 << item;
        s->kinds[k].count++;
        return;
    }
    s->kinds[s->kind_count++] = (struct kind){p->values[item], (uint32_t)1 << item, 1};
}

static void sort_kinds(struct search *s)
{
    for (size_t i = 1; i < s->kind_count; i++) {
        struct kind moved = s->kinds[i];
        size_t at = i;
        for (; at > 0 && s->kinds[at - 1].value < moved.value; at--) s->kinds[at] = s->kinds[at - 1];
        s->kinds[at] = moved;
    }
    s->rest[s->kind_count] = 0;
    for (size_t k = s->kind_count; k-- > 0;)
        s->rest[k] = s->rest[k + 1] + s->kinds[k].value * (int128)s->kinds[k].count;
}

struct subset_answer subset_find(const struct subset_problem *p)
{
    struct search s = {.steps = 0};
    for (size_t i = 0; i < p->count; i++) add_item(&s, p, i);
    sort_kinds(&s);
    if (p->target > 0) search_from(&s, 0, p->target);
    if (s.answer.unsure) {
        s.answer.some = ((uint32_t)1 << p->count) - 1;
        s.answer.all = 0;
    }
    return s.answer;
}
