/* atoms - fills of exports without order ids, in the order in which they happened, with running sums, so that stretches
 * that add up to an order's size are found by search and not by guess. Private to this room.
 *
 * Nothing that is done with one set touches another one, so two threads work on different sets at a time.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_ATOMS_H
#define STRAYKEY_ATTRIBUTION_MATCHING_ATOMS_H

#include "attribution/matching/fit.h"
#include "attribution/sort.h"

struct atom_set { /* one account, pair and side */
    uint64_t key;
    uint32_t account, pair;
    uint8_t side;
    uint8_t scale;  /* of the sums */
    bool exact;     /* false: an amount does not fit, nothing is added up */
    size_t start, count; /* of atoms.events */
};

struct atom_outcome { /* of one set */
    uint32_t groups; /* how many orders were made of it */
    contests contested;
};

struct atoms {
    struct work *w;
    uint32_t *events;
    int64_t *times;    /* at_ns of each, side by side for the searches */
    bool *taken;       /* it is part of an order */
    uint32_t *after, *before; /* of taken ones: a place nearer to the next free one of the set, and to the last (plus one) */
    int128 *sums;      /* sums[i]: of all atoms of the set before i, i counted over all sets plus the set's number */
    struct atom_set *sets;
    struct atom_outcome *outcomes; /* per set */
    size_t set_count, count;
    uint32_t first_group;    /* orders of a set get the numbers from first_group + set->start on, at most one an atom */
    struct sort_key *keys;   /* of the atoms by set, then by time; only while the sets are being built */
    struct sort_key *bots;   /* bot orders by pair and side, then in their own order */
    size_t bot_count;
};

/* A stretch of one set: atoms from..to-1, places within the set. */
struct stretch {
    size_t from, to;
    bool whole_seconds; /* it takes all free fills of each second it touches */
    int64_t apart_ns;
};
typedef LIST(struct stretch) stretches;

struct stretch_query {
    const struct atom_set *set;
    size_t first, limit; /* atoms first..limit-1 */
    int128 size;         /* in the set's scale */
    const struct bot_order *bot; /* for the distance; NULL: from `near_ns` */
    int64_t near_ns;
};

const struct event *atoms_event(const struct atoms *a, const struct atom_set *set, size_t i);
int128 atoms_value(const struct atoms *a, const struct atom_set *set, size_t i);
/* The first atom at or after a moment; quick when it lies near `near`. */
size_t atoms_seek(const struct atoms *a, const struct atom_set *set, size_t near, int64_t ns);
bool atoms_scaled(const struct atom_set *set, struct decimal value, int128 *out);

static inline int64_t atoms_time(const struct atoms *a, const struct atom_set *set, size_t i) { return a->times[set->start + i]; }
static inline int64_t atoms_second(const struct atoms *a, const struct atom_set *set, size_t i) { return atoms_time(a, set, i) / NS_PER_SECOND; }
static inline bool atoms_free(const struct atoms *a, const struct atom_set *set, size_t i) { return !a->taken[set->start + i]; }

/* All stretches of free atoms in the range whose sum is the size, in the order of time. */
void atoms_stretches(const struct atoms *a, const struct stretch_query *q, stretches *out);
/* The number of a new order of a set. */
uint32_t atoms_new_group(struct atoms *a, const struct atom_set *set);
/* Adds one atom to an order. */
void atoms_give(struct atoms *a, const struct atom_set *set, size_t i, uint32_t group);
/* Makes one order of some atoms of a set. */
uint32_t atoms_take(struct atoms *a, const struct atom_set *set, size_t from, size_t to);

/* atom_match.c: orders that bot records explain exactly. */
void atoms_match_bots(struct atoms *a, const struct atom_set *set);

#endif
