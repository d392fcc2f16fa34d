/* sort - keys by merging the runs they consist of, or by their digits; indexes by merging.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/sort.h"

#include "base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { SMALL = 48, RUNS_MAX = 8, DIGIT_BITS_MAX = 11, BUCKETS_MAX = 1 << DIGIT_BITS_MAX };

static void sort_small_keys(struct sort_key *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct sort_key moved = keys[i];
        size_t at = i;
        for (; at > 0 && keys[at - 1].key > moved.key; at--) keys[at] = keys[at - 1];
        keys[at] = moved;
    }
}

/* ---- keys that stand in order already, piece by piece -------------------------------------------------------------- */

static void reverse(struct sort_key *keys, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct sort_key moved = keys[i];
        keys[i] = keys[count - 1 - i];
        keys[count - 1 - i] = moved;
    }
}

/* Turns falling keys round; equal ones keep their order. */
static void turn_round(struct sort_key *keys, size_t count)
{
    reverse(keys, count);
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 1; i + n < count && keys[i + n].key == keys[i].key;) n++;
        reverse(keys + i, n);
    }
}

/* The length of the run at the start of the keys, rising afterwards even if it was falling. */
static size_t take_run(struct sort_key *keys, size_t count)
{
    size_t n = 1;
    while (n < count && keys[n - 1].key <= keys[n].key) n++;
    if (n == count || keys[0].key != keys[n - 1].key) return n;
    while (n < count && keys[n - 1].key >= keys[n].key) n++;
    turn_round(keys, n);
    return n;
}

/* Exports stand in the order of time or in reverse, so sets of keys often consist of a few long runs. Fills `ends` with
 * where they end; 0: there are more. */
static size_t find_runs(struct sort_key *keys, size_t count, size_t ends[RUNS_MAX])
{
    size_t runs = 0;
    for (size_t at = 0; at < count;) {
        if (runs == RUNS_MAX) return 0;
        at += take_run(keys + at, count - at);
        ends[runs++] = at;
    }
    return runs;
}

static void merge_keys(const struct sort_key *left, const struct sort_key *middle, const struct sort_key *end,
                       struct sort_key *out)
{
    const struct sort_key *right = middle;
    while (left < middle && right < end) {
        bool from_right = right->key < left->key;
        *out++ = from_right ? *right : *left;
        right += from_right;
        left += !from_right;
    }
    memcpy(out, left, (size_t)(middle - left) * sizeof *out);
    memcpy(out + (middle - left), right, (size_t)(end - right) * sizeof *out);
}

/* Merges neighbours until one run is left. */
static void merge_runs(struct sort_key *keys, struct sort_key *spare, size_t ends[RUNS_MAX], size_t runs)
{
    const size_t count = ends[runs - 1];
    struct sort_key *from = keys;
    struct sort_key *to = spare;
    while (runs > 1) {
        size_t merged = 0, start = 0;
        for (size_t i = 0; i < runs; i += 2) {
            size_t end = i + 1 < runs ? ends[i + 1] : ends[i];
            merge_keys(from + start, from + ends[i], from + end, to + start);
            ends[merged++] = start = end;
        }
        runs = merged;
        struct sort_key *swap = from;
        from = to;
        to = swap;
    }
    if (from != keys) memcpy(keys, from, count * sizeof *keys);
}

/* ---- keys in no order ---------------------------------------------------------------------------------------------- */

struct digit {
    unsigned shift, bits;
};

static unsigned digit_of(uint64_t key, struct digit d)
{
    return (unsigned)(key >> d.shift) & ((1u << d.bits) - 1);
}

/* One pass over the keys by one digit. */
static void scatter(const struct sort_key *from, struct sort_key *to, size_t count, struct digit d)
{
    size_t starts[BUCKETS_MAX];
    const size_t buckets = (size_t)1 << d.bits;
    memset(starts, 0, buckets * sizeof *starts);
    for (size_t i = 0; i < count; i++) starts[digit_of(from[i].key, d)]++;
    size_t sum = 0;
    for (size_t b = 0; b < buckets; b++) {
        size_t here = starts[b];
        starts[b] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++) to[starts[digit_of(from[i].key, d)]++] = from[i];
}

/* The bits in which any two of the keys differ. */
static uint64_t unlike_bits(const struct sort_key *keys, size_t count)
{
    uint64_t unlike = 0;
    for (size_t i = 1; i < count; i++) unlike |= keys[i].key ^ keys[0].key;
    return unlike;
}

/* Two digits of the highest bits in which the keys differ part nearly all of them, so that little is left for the
 * rest. */
static void sort_by_digits(struct sort_key *keys, struct sort_key *spare, size_t count)
{
    if (count < SMALL) {
        sort_small_keys(keys, count);
        return;
    }
    const uint64_t unlike = unlike_bits(keys, count);
    if (unlike == 0) return;
    const unsigned lowest = (unsigned)__builtin_ctzll(unlike), width = 64 - (unsigned)__builtin_clzll(unlike) - lowest;
    unsigned bits = 2 * DIGIT_BITS_MAX; /* of both digits; no more than there are keys for */
    while (bits > 2 && count >> (bits - 2) == 0) bits--;
    if (bits > width) bits = width;
    const unsigned shift = lowest + width - bits;
    const struct digit low = {shift, bits / 2}, high = {shift + bits / 2, bits - bits / 2};
    scatter(keys, spare, count, low);
    scatter(spare, keys, count, high);
    if (bits == width) return;
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 1; i + n < count && keys[i + n].key >> shift == keys[i].key >> shift;) n++;
        if (n > 1) sort_by_digits(keys + i, spare, n);
    }
}

void sort_keys_using(struct sort_key *keys, struct sort_key *spare, size_t count)
{
    size_t ends[RUNS_MAX];
    size_t runs = count < SMALL ? 0 : find_runs(keys, count, ends);
    if (runs > 0)
        merge_runs(keys, spare, ends, runs);
    else
        sort_by_digits(keys, spare, count);
}

void sort_keys(struct sort_key *keys, size_t count)
{
    struct sort_key *spare = count < SMALL ? NULL : memory_resize(NULL, count, sizeof *spare);
    sort_keys_using(keys, spare, count);
    free(spare);
}

/* ---- indexes ------------------------------------------------------------------------------------------------------- */

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

size_t sort_first(const struct sort_key *keys, size_t count, uint64_t key)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (keys[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
