/* subsets - which of a few amounts add up exactly to a total, and whether there is more than one way.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_SUBSETS_H
#define STRAYKEY_ATTRIBUTION_MATCHING_SUBSETS_H

#include <stddef.h>

#include "base/decimal.h"

enum { SUBSET_ITEMS_MAX = 24 };

struct subset_problem {
    int128 values[SUBSET_ITEMS_MAX]; /* all positive, in one scale */
    uint32_t kinds[SUBSET_ITEMS_MAX]; /* items of equal kind (and value) are interchangeable */
    size_t count;
    int128 target;
};
struct subset_answer {
    unsigned ways;  /* ways that differ in kinds; counting stops at some dozens */
    uint32_t first; /* bits of the items of one way, the first by the order of the items */
    uint32_t some;  /* items that stand in some way, interchangeable ones included */
    uint32_t all;   /* items that stand in every way */
    bool unsure;    /* the search was cut off: `some` then holds every item */
};
struct subset_answer subset_find(const struct subset_problem *p);

/* Of any number of amounts (all positive, not larger than the target): which of them stand in some set that adds up to it.
 * Exact: all sums that can be reached are kept, one bit each. *work is what may be spent, in words of 64 bits, and is taken off;
 * false: it or the memory would not do, and nothing is said. */
bool subset_members(const int128 *values, size_t count, int128 target, uint64_t *work, bool *some);

#endif
