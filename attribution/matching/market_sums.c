/* market_sums - sums and round trips per market.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/market_sums.h"

#include "attribution/sort.h"
#include "base/memory.h"

bool market_at_least_times(struct decimal b, struct decimal a, int times)
{
    struct decimal scaled;
    return decimal_mul(decimal_normalize(a), decimal_from_int(times), &scaled) && decimal_compare(scaled, b) <= 0;
}

bool market_run_loses(struct market_run bought, struct market_run sold, int percent)
{
    struct decimal paid, received, left, right; /* for bought * sold units each */
    if (decimal_sign(bought.qty) <= 0 || decimal_sign(sold.qty) <= 0) return false;
    if (!decimal_mul(decimal_normalize(bought.cost), decimal_normalize(sold.qty), &paid)) return false;
    if (!decimal_mul(decimal_normalize(sold.cost), decimal_normalize(bought.qty), &received)) return false;
    if (decimal_compare(received, paid) >= 0) return false;
    if (percent == 0) return true;
    /* (paid - received) / (paid + received) >= percent / 100 */
    if (!decimal_mul(decimal_normalize(paid), decimal_from_int(100 - percent), &left)) return false;
    if (!decimal_mul(decimal_normalize(received), decimal_from_int(100 + percent), &right)) return false;
    return decimal_compare(left, right) >= 0;
}

static bool add_run(struct market_run *run, struct decimal qty, struct decimal cost)
{
    return decimal_add(run->qty, qty, &run->qty) && decimal_add(run->cost, cost, &run->cost);
}

static void end_trip(struct market_sum *s)
{
    if (s->last_side != SIDE_SELL || decimal_sign(s->bought_run.qty) == 0) return;
    s->trips++;
    s->losing += market_run_loses(s->bought_run, s->sold_run, 0);
    s->bought_run = s->sold_run = (struct market_run){{0, 0}, {0, 0}};
}

static bool buy(struct market_sum *s, struct decimal qty, struct decimal cost)
{
    end_trip(s);
    if (s->last_side == SIDE_SELL) s->sold_run = (struct market_run){{0, 0}, {0, 0}};
    s->last = (struct market_run){qty, cost};
    if (s->buys++ == 0) s->first = s->last;
    s->last_side = SIDE_BUY;
    return add_run(&s->bought_run, qty, cost) && decimal_add(s->bought, qty, &s->bought) &&
           decimal_add(s->paid, cost, &s->paid);
}

static bool sell(struct market_sum *s, struct decimal qty, struct decimal cost)
{
    s->sells++;
    s->last_side = SIDE_SELL;
    return add_run(&s->sold_run, qty, cost) && decimal_add(s->sold, qty, &s->sold) &&
           decimal_add(s->received, cost, &s->received);
}

/* ---- finding the sum of a market ------------------------------------------------------------------------------------- */

static size_t slot_of(const struct market_sums *s, uint32_t market)
{
    size_t slot = hash_mix(0, market) & s->slot_mask;
    while (s->slots[slot] != 0 && s->items[s->slots[slot] - 1].market != market) slot = (slot + 1) & s->slot_mask;
    return slot;
}

struct market_sum *market_sums_find(const struct market_sums *s, uint32_t market)
{
    uint32_t place = s->slots ? s->slots[slot_of(s, market)] : 0;
    return place == 0 ? NULL : &s->items[place - 1];
}

/* At most half of the slots are taken. */
static void make_slots(struct market_sums *s)
{
    enum { FIRST = 16 };
    if (s->slots && s->count * 2 <= s->slot_mask) return;
    size_t slots = s->slots ? 2 * (s->slot_mask + 1) : FIRST;
    free(s->slots);
    s->slots = memory_alloc(slots * sizeof *s->slots);
    s->slot_mask = slots - 1;
    for (size_t i = 0; i < s->count; i++) s->slots[slot_of(s, s->items[i].market)] = (uint32_t)i + 1;
}

static struct market_sum *sum_of(struct market_sums *s, uint32_t market)
{
    struct market_sum *known = market_sums_find(s, market);
    if (known) return known;
    make_slots(s);
    struct market_sum *added = LIST_ADD(s);
    *added = (struct market_sum){.market = market};
    s->slots[slot_of(s, market)] = (uint32_t)s->count;
    return added;
}

void market_sums_free(struct market_sums *s)
{
    LIST_FREE(s);
    free(s->slots);
    *s = (struct market_sums){0};
}

/* ---- adding up ------------------------------------------------------------------------------------------------------- */

static void add_order(const struct work *w, const struct order *o, struct market_sums *sums)
{
    struct decimal qty = {0, 0}, cost = {0, 0};
    bool known = order_amount(w->store, o, ORDER_QTY, &qty);
    if (known && decimal_sign(qty) == 0) return;
    struct market_sum *s = sum_of(sums, o->market);
    known = known && order_amount(w->store, o, ORDER_COST, &cost);
    bool fits = o->side == SIDE_BUY ? buy(s, qty, cost) : sell(s, qty, cost);
    s->unknown = s->unknown || !known || !fits;
}

void market_sums_build(const struct work *w, const uint32_t *orders, size_t count, struct market_sums *out)
{
    *out = (struct market_sums){0};
    for (size_t i = 0; i < count; i++) add_order(w, &w->result->orders.items[orders[i]], out);
    for (size_t i = 0; i < out->count; i++) end_trip(&out->items[i]);
}
