/* signals_trade - the signals that make a cluster an incident: new markets, everything sold into one coin, a burst,
 * buying dear and selling cheap.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage.h"
#include "attribution/incidents.h"
#include "base/memory.h"

static const struct order *at(const struct work *w, uint32_t order)
{
    return &w->result->orders.items[order];
}

static void begin_hit(struct work *w, const struct cluster *c, enum signal code, struct signal_hit *hit)
{
    *hit = (struct signal_hit){.code = code, .value = "", .orders = ARENA_ARRAY(w->result->arena, uint32_t, c->count)};
}

static const char *market_name(struct work *w, uint32_t market)
{
    const struct market *m = &w->store->markets.items[market];
    struct span base = store_get_text(w->store, m->base);
    struct span quote = store_get_text(w->store, m->quote);
    return arena_format(w->result->arena, quote.len > 0 ? "%.*s/%.*s" : "%.*s%.*s", SPAN_ARG(base), SPAN_ARG(quote));
}

/* ---- S2 ------------------------------------------------------------------------------------------------------------------- */

static bool bots_trade(const struct work *w, uint32_t account, uint32_t pair)
{
    for (uint32_t a = 0; a < w->account_count; a++)
        if ((a == 0 || w->account_is_bot[a]) && coverage_serves(w, a, account) && coverage_traded(w->coverage, a, pair))
            return true;
    return false;
}

static bool traded_before(const struct work *w, const struct cluster *c, uint32_t pair)
{
    for (uint32_t i = 0; i < w->result->orders.count && at(w, i)->first_ns < c->from_ns; i++)
        if (at(w, i)->account == c->account && w->pair[at(w, i)->market] == pair) return true;
    return false;
}

bool signal_new_market(struct work *w, const struct cluster *c, struct signal_hit *hit)
{
    enum { UNKNOWN, KNOWN, NEW };
    uint8_t *state = memory_alloc(w->market_count + 1);
    const char *names = "";
    begin_hit(w, c, SIGNAL_S2, hit);
    for (size_t i = 0; i < c->count; i++) {
        uint32_t market = at(w, c->orders[i])->market;
        uint32_t pair = w->pair[market];
        if (state[market] == UNKNOWN) {
            state[market] = bots_trade(w, c->account, pair) || traded_before(w, c, pair) ? KNOWN : NEW;
            if (state[market] == NEW)
                names = arena_format(w->result->arena, "%s%s%s", names, *names ? ", " : "", market_name(w, market));
        }
        if (state[market] == NEW) hit->orders[hit->order_count++] = c->orders[i];
    }
    free(state);
    hit->value = arena_format(w->result->arena, "never traded before: %s", names);
    return hit->order_count > 0;
}

/* ---- sums per market ------------------------------------------------------------------------------------------------------ */

struct market_sum {
    uint32_t market, account;
    struct decimal bought, sold, paid, received;
    uint32_t buys, sells;
    bool unknown; /* an amount is absent or does not fit */
};
typedef LIST(struct market_sum) market_sums;

static void add_order(const struct work *w, const struct order *o, market_sums *sums)
{
    struct decimal qty, cost;
    size_t i = 0;
    bool known = order_amount(w->store, o, ORDER_QTY, &qty);
    if (known && decimal_sign(qty) == 0) return;
    while (i < sums->count && sums->items[i].market != o->market) i++;
    if (i == sums->count) *LIST_ADD(sums) = (struct market_sum){.market = o->market};
    struct market_sum *s = &sums->items[i];
    known = known && order_amount(w->store, o, ORDER_COST, &cost);
    if (o->side == SIDE_BUY) {
        s->buys++;
        known = known && decimal_add(s->bought, qty, &s->bought) && decimal_add(s->paid, cost, &s->paid);
    } else {
        s->sells++;
        known = known && decimal_add(s->sold, qty, &s->sold) && decimal_add(s->received, cost, &s->received);
    }
    s->unknown = s->unknown || !known;
}

static void sum_markets(const struct work *w, const struct cluster *c, market_sums *sums)
{
    for (size_t i = 0; i < c->count; i++) add_order(w, at(w, c->orders[i]), sums);
}

/* ---- S3 ------------------------------------------------------------------------------------------------------------------- */

static bool sells_net(const struct market_sum *s)
{
    return !s->unknown && decimal_compare(s->sold, s->bought) > 0;
}

/* Proceeds of the assets that were sold into this quote; how many there are. */
static size_t sold_into(const struct work *w, const market_sums *sums, uint32_t quote, struct decimal *proceeds)
{
    size_t assets = 0;
    *proceeds = (struct decimal){0, 0};
    for (size_t i = 0; i < sums->count; i++) {
        const struct market_sum *s = &sums->items[i];
        struct decimal net;
        if (w->store->markets.items[s->market].quote != quote || !sells_net(s)) continue;
        if (!decimal_sub(s->received, s->paid, &net) || !decimal_add(*proceeds, net, proceeds)) return 0;
        assets++;
    }
    return assets;
}

/* The market on which at least half of the proceeds was spent, MARKET_NONE when there is none. */
static uint32_t spent_on(const struct work *w, const market_sums *sums, uint32_t quote, struct decimal proceeds)
{
    for (size_t i = 0; i < sums->count; i++) {
        const struct market_sum *s = &sums->items[i];
        struct decimal twice;
        if (w->store->markets.items[s->market].quote != quote || s->unknown || decimal_compare(s->bought, s->sold) <= 0)
            continue;
        if (decimal_add(s->paid, s->paid, &twice) && decimal_compare(twice, proceeds) >= 0) return s->market;
    }
    return MARKET_NONE;
}

static bool is_part_of_funnel(const struct work *w, const market_sums *sums, const struct order *o, uint32_t quote,
                              uint32_t target)
{
    if (o->market == target) return o->side == SIDE_BUY;
    for (size_t i = 0; i < sums->count; i++)
        if (sums->items[i].market == o->market)
            return w->store->markets.items[o->market].quote == quote && sells_net(&sums->items[i]);
    return false;
}

bool signal_funnel(struct work *w, const struct cluster *c, struct signal_hit *hit)
{
    enum { ASSETS = 3 };
    market_sums sums = LIST_EMPTY;
    sum_markets(w, c, &sums);
    begin_hit(w, c, SIGNAL_S3, hit);
    for (size_t i = 0; i < sums.count && hit->order_count == 0; i++) {
        uint32_t quote = w->store->markets.items[sums.items[i].market].quote;
        struct decimal proceeds;
        size_t assets = quote == 0 ? 0 : sold_into(w, &sums, quote, &proceeds);
        uint32_t target =
            assets < ASSETS || decimal_sign(proceeds) <= 0 ? MARKET_NONE : spent_on(w, &sums, quote, proceeds);
        if (target == MARKET_NONE) continue;
        for (size_t k = 0; k < c->count; k++)
            if (is_part_of_funnel(w, &sums, at(w, c->orders[k]), quote, target))
                hit->orders[hit->order_count++] = c->orders[k];
        hit->value = arena_format(w->result->arena, "%zu assets sold into %.*s, at least half of it spent on %s",
                                  assets, SPAN_ARG(store_get_text(w->store, quote)), market_name(w, target));
    }
    LIST_FREE(&sums);
    return hit->order_count > 0;
}

/* ---- S4 ------------------------------------------------------------------------------------------------------------------- */

bool signal_burst(struct work *w, const struct cluster *c, const struct history *h, struct signal_hit *hit)
{
    enum { ORDERS = 10, PEAK = 8, TIMES = 3 };
    uint32_t peak = cluster_peak(w, c->orders, c->count);
    if (c->count < ORDERS || peak < PEAK || peak < TIMES * h->peak) return false;
    begin_hit(w, c, SIGNAL_S4, hit);
    memcpy(hit->orders, c->orders, c->count * sizeof *hit->orders);
    hit->order_count = c->count;
    int64_t minutes = (c->to_ns - c->from_ns) / ((int64_t)60 * NS_PER_SECOND) + 1;
    hit->value =
        arena_format(w->result->arena, "%zu orders within %lld minutes, up to %u in %d minutes; otherwise at most %u",
                     c->count, (long long)minutes, peak, (int)PEAK_SPAN_MINUTES, h->peak);
    return true;
}

/* ---- S5 ------------------------------------------------------------------------------------------------------------------- */

/* Sold for less than was paid, on average and in all. */
static bool loses(const struct market_sum *s)
{
    enum { TRADES = 3 };
    struct decimal left, right;
    if (s->unknown || s->buys < TRADES || s->sells < TRADES || decimal_compare(s->received, s->paid) >= 0) return false;
    if (!decimal_mul(s->received, s->bought, &left) || !decimal_mul(s->paid, s->sold, &right)) return false;
    return decimal_compare(left, right) < 0;
}

bool signal_round_trips(struct work *w, const struct cluster *c, struct signal_hit *hit)
{
    market_sums sums = LIST_EMPTY;
    const char *names = "";
    sum_markets(w, c, &sums);
    begin_hit(w, c, SIGNAL_S5, hit);
    for (size_t i = 0; i < sums.count; i++) {
        const struct market_sum *s = &sums.items[i];
        char paid[DECIMAL_TEXT_MAX], received[DECIMAL_TEXT_MAX];
        if (!loses(s)) continue;
        decimal_format_short(s->paid, paid);
        decimal_format_short(s->received, received);
        names = arena_format(w->result->arena, "%s%s%s: %u purchases for %s, %u sales for %s", names,
                             *names ? "; " : "", market_name(w, s->market), s->buys, paid, s->sells, received);
        for (size_t k = 0; k < c->count; k++)
            if (at(w, c->orders[k])->market == s->market) hit->orders[hit->order_count++] = c->orders[k];
    }
    hit->value = arena_format(w->result->arena, "%s", names);
    LIST_FREE(&sums);
    return hit->order_count > 0;
}
