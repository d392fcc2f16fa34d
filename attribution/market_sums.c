/* market_sums - sums and round trips per market.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/market_sums.h"

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

static struct market_sum *sum_of(market_sums *sums, uint32_t market)
{
    for (size_t i = 0; i < sums->count; i++)
        if (sums->items[i].market == market) return &sums->items[i];
    struct market_sum *s = LIST_ADD(sums);
    *s = (struct market_sum){.market = market};
    return s;
}

static void add_order(const struct work *w, const struct order *o, market_sums *sums)
{
    struct decimal qty = {0, 0}, cost = {0, 0};
    bool known = order_amount(w->store, o, ORDER_QTY, &qty);
    if (known && decimal_sign(qty) == 0) return;
    struct market_sum *s = sum_of(sums, o->market);
    known = known && order_amount(w->store, o, ORDER_COST, &cost);
    bool fits = o->side == SIDE_BUY ? buy(s, qty, cost) : sell(s, qty, cost);
    s->unknown = s->unknown || !known || !fits;
}

void market_sums_build(const struct work *w, const uint32_t *orders, size_t count, market_sums *out)
{
    for (size_t i = 0; i < count; i++) add_order(w, &w->result->orders.items[orders[i]], out);
    for (size_t i = 0; i < out->count; i++) end_trip(&out->items[i]);
}
