/* sort - the two ways in which this room puts things in order, both stable and free of global state.
 *
 * sort_keys is for millions of fixed keys, quickest when they stand in order in long pieces; sort_indexes is a merge sort for
 * small or rare sets whose order needs a look at the things themselves (the C library's qsort takes no context and is not
 * stable).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_SORT_H
#define STRAYKEY_ATTRIBUTION_SORT_H

#include <stddef.h>
#include <stdint.h>

struct sort_key {
    uint64_t key;
    uint32_t index;
    uint32_t extra; /* carried along */
};
void sort_keys(struct sort_key *keys, size_t count); /* ascending by key, equal keys keep their order */
/* The same with memory of the caller's for as many keys: threads that ask for much memory of their own keep it. */
void sort_keys_using(struct sort_key *keys, struct sort_key *spare, size_t count);

/* The place of the first of these sorted keys that is not less; count: there is none. */
size_t sort_first(const struct sort_key *keys, size_t count, uint64_t key);

typedef int (*sort_compare)(const void *context, uint32_t a, uint32_t b);
void sort_indexes(uint32_t *items, size_t count, sort_compare compare, const void *context);

/* Signed 64-bit numbers as keys: the order of the keys is the order of the numbers. */
static inline uint64_t sort_signed(int64_t value)
{
    return (uint64_t)value ^ ((uint64_t)1 << 63);
}

/* Mixes a number into a hash; the result depends on the order of the calls. */
static inline uint64_t hash_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

/* Asks for memory that will be needed a few steps later: things met in the order of a sort lie far from each other. */
static inline void fetch_ahead(const void *thing, size_t bytes)
{
    __builtin_prefetch(thing);
    __builtin_prefetch((const char *)thing + bytes - 1);
}
enum { FETCH_STEPS = 12 };

#endif
