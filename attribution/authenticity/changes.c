/* changes - see changes.h.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/changes.h"

#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"
#include "base/timestamp.h"

#include <stdlib.h>

static const int64_t together_ns = NS_PER_SECOND;

static void put_in_order(struct change *changes, size_t count)
{
    struct sort_key *times = memory_resize(NULL, count + 1, sizeof *times);
    struct sort_key *keys = memory_resize(NULL, count + 1, sizeof *keys);
    struct change *sorted = memory_resize(NULL, count + 1, sizeof *sorted);
    for (uint32_t i = 0; i < count; i++) times[i] = (struct sort_key){sort_signed(changes[i].at_ns), i, 0};
    sort_keys(times, count);
    for (size_t i = 0; i < count; i++) keys[i] = (struct sort_key){changes[times[i].index].key, times[i].index, 0};
    sort_keys(keys, count);
    for (size_t i = 0; i < count; i++) sorted[i] = changes[keys[i].index];
    for (size_t i = 0; i < count; i++) changes[i] = sorted[i];
    free(sorted);
    free(keys);
    free(times);
}

/* False: they are not the same, or a sum does not fit. */
static bool same_sum(const struct change *changes, size_t count)
{
    struct decimal sums[2] = {{0, 0}, {0, 0}};
    bool seen[2] = {false, false};
    for (size_t i = 0; i < count; i++) {
        if (!decimal_add(sums[changes[i].side], changes[i].amount, &sums[changes[i].side])) return false;
        seen[changes[i].side] = true;
    }
    return seen[0] && seen[1] && decimal_equal(sums[0], sums[1]);
}

/* One amount of a side: of a change, or of several changes of one event together. */
struct sum {
    struct decimal amount;
    size_t first, end; /* changes of one event that lie together */
};

static void agree(struct change *changes, const struct sum *s)
{
    for (size_t i = s->first; i < s->end; i++) changes[i].agrees = true;
}

/* Equal amounts of the two sides, pair by pair. */
static void match(struct change *changes, const struct sum *sums, size_t count)
{
    struct sort_key *keys = memory_resize(NULL, count + 1, sizeof *keys);
    for (uint32_t i = 0; i < count; i++)
        keys[i] = (struct sort_key){value_hash(decimal_normalize(sums[i].amount)), i, changes[sums[i].first].side};
    sort_keys(keys, count);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && keys[end].key == keys[i].key;) end++;
        for (size_t a = i, b = i; a < end && b < end;) {
            if (keys[a].extra != 0)
                a++;
            else if (keys[b].extra == 0)
                b++;
            else {
                agree(changes, &sums[keys[a++].index]);
                agree(changes, &sums[keys[b++].index]);
            }
        }
    }
    free(keys);
}

static struct decimal size_of(struct decimal d)
{
    return decimal_sign(d) < 0 ? decimal_negate(d) : d;
}

static int compare_sizes(const void *context, uint32_t a, uint32_t b)
{
    const struct sum *sums = context;
    const int sign = decimal_sign(sums[a].amount) - decimal_sign(sums[b].amount);
    return sign != 0 ? sign : decimal_compare(size_of(sums[a].amount), size_of(sums[b].amount));
}

/* Amounts next to each other, of which one is the other with fewer digits. */
static void match_rounded(struct change *changes, const struct sum *sums, size_t count)
{
    uint32_t *order = memory_resize(NULL, count + 1, sizeof *order);
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    sort_indexes(order, count, compare_sizes, sums);
    for (size_t i = 1; i < count; i++) {
        const struct sum *a = &sums[order[i - 1]], *b = &sums[order[i]];
        const struct decimal left = size_of(a->amount), right = size_of(b->amount);
        if (changes[a->first].side == changes[b->first].side || changes[a->first].agrees ||
            decimal_sign(a->amount) != decimal_sign(b->amount) ||
            !(value_is_rounded(left, right) || value_is_rounded(right, left)))
            continue;
        agree(changes, a);
        agree(changes, b);
    }
    free(order);
}

typedef void matcher(struct change *changes, const struct sum *sums, size_t count);

/* `whole`: what is left of an event's changes together, as of a site that takes the fee out of the amount. */
static void match_rest(struct change *changes, size_t count, bool whole, matcher *match_sums)
{
    LIST(struct sum) sums = LIST_EMPTY;
    for (size_t i = 0, end; i < count; i = end) {
        end = i + 1;
        if (changes[i].agrees) continue;
        struct sum s = {changes[i].amount, i, end};
        for (; whole && end < count && changes[end].event == changes[i].event && !changes[end].agrees; end++)
            if (!decimal_add(s.amount, changes[end].amount, &s.amount)) break;
        s.end = end;
        *LIST_ADD(&sums) = s;
    }
    match_sums(changes, sums.items, sums.count);
    LIST_FREE(&sums);
}

void changes_compare(struct change *changes, size_t count)
{
    put_in_order(changes, count);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && changes[end].key == changes[i].key &&
                          changes[end].at_ns - changes[end - 1].at_ns <= together_ns;)
            end++;
        if (same_sum(changes + i, end - i)) {
            for (size_t k = i; k < end; k++) changes[k].agrees = true;
            continue;
        }
        match_rest(changes + i, end - i, false, match);
        match_rest(changes + i, end - i, true, match);
        match_rest(changes + i, end - i, false, match_rounded);
        match_rest(changes + i, end - i, true, match_rounded);
    }
}
