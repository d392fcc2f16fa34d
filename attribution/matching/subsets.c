/* subsets - depth-first search over kinds of items, largest values first, cut off by what is still to come.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/subsets.h"

#include <stdlib.h>

#include "base/memory.h"

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

/* ---- many amounts ------------------------------------------------------------------------------------------------------ */

enum { WORD = 64 };

static int128 common_divisor(int128 a, int128 b)
{
    while (b != 0) {
        int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* out = sums of `in`, with and without one more amount. */
static void add_amount(const uint64_t *in, uint64_t *out, size_t words, size_t amount)
{
    size_t far = amount / WORD, near = amount % WORD;
    for (size_t i = 0; i < words; i++) {
        uint64_t moved = i >= far ? in[i - far] << near : 0;
        if (near > 0 && i > far) moved |= in[i - far - 1] >> (WORD - near);
        out[i] = in[i] | moved;
    }
}

static bool holds(const uint64_t *sums, size_t sum)
{
    return sums[sum / WORD] >> (sum % WORD) & 1;
}

/* Whether a sum of the one side and a sum of the other make `target` together. */
static bool meet(const uint64_t *before, const uint64_t *after, size_t target)
{
    for (size_t sum = 0; sum <= target; sum++) {
        if (sum % WORD == 0 && before[sum / WORD] == 0)
            sum += WORD - 1;
        else if (holds(before, sum) && holds(after, target - sum))
            return true;
    }
    return false;
}

/* `after` has room for the sums of the last 0, 1, 2 ... amounts, one set of words each. */
static void find_members(const size_t *amounts, size_t count, size_t target, size_t words, uint64_t *after, bool *some)
{
    uint64_t *before = memory_alloc(2 * words * sizeof *before), *next = before + words;
    uint64_t *const both = before;
    after[0] = before[0] = 1;
    for (size_t i = 0; i < count; i++)
        add_amount(after + i * words, after + (i + 1) * words, words, amounts[count - 1 - i]);
    bool any = holds(after + count * words, target);
    for (size_t i = 0; i < count; i++) {
        some[i] = any && meet(before, after + (count - 1 - i) * words, target - amounts[i]);
        add_amount(before, next, words, amounts[i]);
        uint64_t *spare = before;
        before = next;
        next = spare;
    }
    free(both);
}

bool subset_members(const int128 *values, size_t count, int128 target, uint64_t *work, bool *some)
{
    enum { PASSES = 64, MEMORY = 1 << 23 }; /* words: 64 MiB */
    const int128 most = (int128)MEMORY * WORD;
    int128 unit = target;
    for (size_t i = 0; i < count; i++) unit = common_divisor(unit, values[i]);
    if (count == 0 || target <= 0 || target / unit >= most) return false;
    size_t aim = (size_t)(target / unit), words = aim / WORD + 1;
    uint64_t cost = (uint64_t)words * PASSES;
    if (words > MEMORY / (count + 1) || cost > *work / count) return false;
    *work -= cost * count;
    size_t *amounts = memory_resize(NULL, count, sizeof *amounts);
    for (size_t i = 0; i < count; i++) amounts[i] = (size_t)(values[i] / unit);
    uint64_t *after = memory_alloc((count + 1) * words * sizeof *after);
    find_members(amounts, count, aim, words, after, some);
    free(after);
    free(amounts);
    return true;
}
