/* market_sums - what a group of orders bought and sold, market by market, in exact numbers. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_MARKET_SUMS_H
#define STRAYKEY_ATTRIBUTION_MATCHING_MARKET_SUMS_H

#include "attribution/work.h"

struct market_run { /* orders of one side with none of the other side between them */
    struct decimal qty, cost;
};
struct market_sum {
    uint32_t market;
    uint32_t buys, sells; /* orders of which something was executed */
    struct decimal bought, paid, sold, received;
    struct market_run bought_run, sold_run; /* the latest ones */
    uint8_t last_side;
    uint32_t trips, losing; /* times that a run of purchases was followed by a run of sales; those sold at a lower average */
    struct market_run first, last;      /* the first and the last purchase */
    bool unknown;                       /* an amount is not stated or does not fit */
};
struct market_sums { /* in the order in which the markets first occur */
    struct market_sum *items;
    size_t count, capacity;
    uint32_t *slots; /* where the market is found: 1 + its place in items, 0: free */
    size_t slot_mask;
};

/* Orders in ascending time. */
void market_sums_build(const struct work *w, const uint32_t *orders, size_t count, struct market_sums *out);
void market_sums_free(struct market_sums *s);
/* NULL: nothing of the market was executed. */
struct market_sum *market_sums_find(const struct market_sums *s, uint32_t market);

static inline bool market_buys_net(const struct market_sum *s) { return !s->unknown && decimal_compare(s->bought, s->sold) > 0; }
static inline bool market_sells_net(const struct market_sum *s) { return !s->unknown && decimal_compare(s->sold, s->bought) > 0; }

/* Average price of `sold` below that of `bought` by so much that the loss is at least `percent` of the turnover (what was
 * paid and what was received for one and the same quantity). 0: lower at all. False also when it can't be computed. */
bool market_run_loses(struct market_run bought, struct market_run sold, int percent);

/* a * times <= b, exactly; false when that can't be computed. */
bool market_at_least_times(struct decimal b, struct decimal a, int times);

#endif
