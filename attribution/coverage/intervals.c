/* intervals - union, difference and containment of stretches of time.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/intervals.h"

static void insert(struct interval_set *set, size_t at, struct interval i)
{
    (void)LIST_ADD(&set->list);
    memmove(&set->list.items[at + 1], &set->list.items[at], (set->list.count - 1 - at) * sizeof i);
    set->list.items[at] = i;
}

static void remove_range(struct interval_set *set, size_t from, size_t to)
{
    memmove(&set->list.items[from], &set->list.items[to], (set->list.count - to) * sizeof *set->list.items);
    set->list.count -= to - from;
}

void interval_add(struct interval_set *set, struct interval i)
{
    if (i.from_ns > i.to_ns) return;
    size_t first = 0;
    while (first < set->list.count && set->list.items[first].to_ns < i.from_ns &&
           set->list.items[first].to_ns + 1 < i.from_ns)
        first++;
    size_t end = first;
    for (; end < set->list.count &&
           (set->list.items[end].from_ns <= i.to_ns || set->list.items[end].from_ns - 1 <= i.to_ns);
         end++) {
        if (set->list.items[end].from_ns < i.from_ns) i.from_ns = set->list.items[end].from_ns;
        if (set->list.items[end].to_ns > i.to_ns) i.to_ns = set->list.items[end].to_ns;
    }
    if (end > first) remove_range(set, first, end);
    insert(set, first, i);
}

void interval_subtract(struct interval_set *set, struct interval i)
{
    if (i.from_ns > i.to_ns) return;
    for (size_t k = 0; k < set->list.count;) {
        struct interval old = set->list.items[k];
        if (!interval_meets(old, i)) {
            k++;
            continue;
        }
        remove_range(set, k, k + 1);
        if (old.from_ns < i.from_ns) insert(set, k++, (struct interval){old.from_ns, i.from_ns - 1});
        if (old.to_ns > i.to_ns) insert(set, k++, (struct interval){i.to_ns + 1, old.to_ns});
    }
}

bool interval_covers(const struct interval_set *set, int64_t from_ns, int64_t to_ns)
{
    size_t low = 0, high = set->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->list.items[middle].to_ns < from_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->list.count && set->list.items[low].from_ns <= from_ns && set->list.items[low].to_ns >= to_ns;
}

void interval_free(struct interval_set *set)
{
    LIST_FREE(&set->list);
}
