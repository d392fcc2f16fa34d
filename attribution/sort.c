/* sort - radix sort of keys, merge sort of indexes.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/sort.h"

#include "base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 6, BUCKETS = 1 << DIGIT_BITS, SMALL = 48 };

static unsigned digit_of(uint64_t key, unsigned digit)
{
    return (unsigned)(key >> (digit * DIGIT_BITS)) & (BUCKETS - 1);
}

static void sort_small_keys(struct sort_key *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct sort_key moved = keys[i];
        size_t at = i;
        for (; at > 0 && keys[at - 1].key > moved.key; at--) keys[at] = keys[at - 1];
        keys[at] = moved;
    }
}

/* One pass over the keys by one digit. False: all keys share that digit, nothing was moved. */
static bool scatter(const struct sort_key *from, struct sort_key *to, size_t count, size_t *starts, unsigned digit)
{
    if (starts[digit_of(from[0].key, digit)] == count) return false;
    size_t sum = 0;
    for (size_t b = 0; b < BUCKETS; b++) {
        size_t here = starts[b];
        starts[b] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++) to[starts[digit_of(from[i].key, digit)]++] = from[i];
    return true;
}

void sort_keys(struct sort_key *keys, size_t count)
{
    if (count < SMALL) {
        sort_small_keys(keys, count);
        return;
    }
    size_t *counts = memory_alloc(sizeof(size_t) * DIGITS * BUCKETS);
    struct sort_key *spare = memory_resize(NULL, count, sizeof *spare);
    for (size_t i = 0; i < count; i++)
        for (unsigned d = 0; d < DIGITS; d++) counts[d * BUCKETS + digit_of(keys[i].key, d)]++;
    struct sort_key *from = keys;
    struct sort_key *to = spare;
    for (unsigned d = 0; d < DIGITS; d++) {
        if (!scatter(from, to, count, counts + (size_t)d * BUCKETS, d)) continue;
        struct sort_key *swap = from;
        from = to;
        to = swap;
    }
    if (from != keys) memcpy(keys, from, count * sizeof *keys);
    free(spare);
    free(counts);
}

static void sort_small_indexes(uint32_t *items, size_t count, sort_compare compare, const void *context)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t moved = items[i];
        size_t at = i;
        for (; at > 0 && compare(context, items[at - 1], moved) > 0; at--) items[at] = items[at - 1];
        items[at] = moved;
    }
}

static void merge(const uint32_t *left, size_t left_count, const uint32_t *right, size_t right_count, uint32_t *out,
                  sort_compare compare, const void *context)
{
    while (left_count > 0 && right_count > 0) {
        if (compare(context, *left, *right) <= 0) {
            *out++ = *left++;
            left_count--;
        } else {
            *out++ = *right++;
            right_count--;
        }
    }
    memcpy(out, left, left_count * sizeof *out);
    memcpy(out + left_count, right, right_count * sizeof *out);
}

/* Runs of 16 by insertion, then merged pairwise, from one buffer into the other. */
void sort_indexes(uint32_t *items, size_t count, sort_compare compare, const void *context)
{
    enum { RUN = 16 };
    for (size_t i = 0; i < count; i += RUN)
        sort_small_indexes(items + i, count - i < RUN ? count - i : RUN, compare, context);
    if (count <= RUN) return;
    uint32_t *spare = memory_resize(NULL, count, sizeof *spare);
    uint32_t *from = items;
    uint32_t *to = spare;
    for (size_t width = RUN; width < count; width *= 2) {
        for (size_t i = 0; i < count; i += 2 * width) {
            size_t left = count - i < width ? count - i : width;
            size_t right = count - i - left < width ? count - i - left : width;
            merge(from + i, left, from + i + left, right, to + i, compare, context);
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, count * sizeof *items);
    free(spare);
}
