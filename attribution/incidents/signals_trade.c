/* signals_trade - the signals of how it was traded that can make a cluster an incident: new markets, a burst, buying dear
 * and selling cheap, a price that rises under the purchases; and its size beside the account's own.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/incidents/incidents.h"
#include "base/memory.h"

static const struct order *at(const struct work *w, uint32_t order)
{
    return &w->result->orders.items[order];
}

void signal_begin(struct work *w, const struct cluster *c, enum signal code, struct signal_hit *hit)
{
    *hit = (struct signal_hit){.code = code, .value = "", .orders = ARENA_ARRAY(w->result->arena, uint32_t, c->count)};
}

const char *signal_market(struct work *w, uint32_t market)
{
    const struct market *m = &w->store->markets.items[market];
    struct span base = store_get_text(w->store, m->base);
    struct span quote = store_get_text(w->store, m->quote);
    return arena_format(w->result->arena, quote.len > 0 ? "%.*s/%.*s" : "%.*s%.*s", SPAN_ARG(base), SPAN_ARG(quote));
}

/* Adds the orders of the wanted markets, market by market in the order of the sums, each in the order of the cluster. */
static void add_market_orders(const struct work *w, const struct cluster *c, const struct market_sums *sums,
                              const bool *wanted, struct signal_hit *hit)
{
    uint32_t *place = memory_alloc((sums->count + 1) * sizeof *place); /* of the next order of each market */
    for (size_t i = 0; i < c->count; i++) {
        const struct market_sum *s = market_sums_find(sums, at(w, c->orders[i])->market);
        if (s && wanted[s - sums->items]) place[s - sums->items + 1]++;
    }
    for (size_t m = 1; m <= sums->count; m++) place[m] += place[m - 1];
    hit->order_count = place[sums->count];
    for (size_t i = 0; i < c->count; i++) {
        const struct market_sum *s = market_sums_find(sums, at(w, c->orders[i])->market);
        if (s && wanted[s - sums->items]) hit->orders[place[s - sums->items]++] = c->orders[i];
    }
    free(place);
}

/* ---- size ---------------------------------------------------------------------------------------------------------------- */

struct cluster_size cluster_measure(const struct work *w, const struct cluster *c, const struct history *h)
{
    struct cluster_size best = {.quote = 0};
    for (size_t i = 0; i < c->count; i++) {
        const struct order *o = at(w, c->orders[i]);
        struct decimal cost, otherwise, left, right;
        if (!order_amount(w->store, o, ORDER_COST, &cost) || decimal_sign(cost) <= 0) continue;
        if (!history_largest(h, history_currency(w, o->market), &otherwise)) continue;
        bool larger = best.quote == 0;
        if (!larger) {
            larger = decimal_mul(decimal_normalize(cost), decimal_normalize(best.otherwise), &left) &&
                     decimal_mul(decimal_normalize(best.largest), decimal_normalize(otherwise), &right) &&
                     decimal_compare(left, right) > 0;
        }
        if (larger) best = (struct cluster_size){cost, otherwise, w->store->markets.items[o->market].quote};
    }
    return best;
}

bool cluster_is_large(const struct cluster_size *size, int times)
{
    return size->quote != 0 && market_at_least_times(size->largest, size->otherwise, times);
}

/* ---- S2 ------------------------------------------------------------------------------------------------------------------ */

bool signal_new_market(struct work *w, const struct cluster *c, const struct history *h, struct signal_hit *hit)
{
    enum { UNKNOWN, KNOWN, NEW };
    uint8_t *states = memory_alloc(w->market_count + 1);
    const char *names = "";
    signal_begin(w, c, SIGNAL_S2, hit);
    for (size_t i = 0; i < c->count; i++) {
        uint32_t market = at(w, c->orders[i])->market;
        if (states[market] == UNKNOWN) {
            states[market] = history_is_new(w, h, w->pair[market], c->from_ns) ? NEW : KNOWN;
            if (states[market] == NEW)
                names = arena_format(w->result->arena, "%s%s%s", names, *names ? ", " : "", signal_market(w, market));
        }
        if (states[market] == NEW) hit->orders[hit->order_count++] = c->orders[i];
    }
    free(states);
    hit->value =
        arena_format(w->result->arena, "not in the supplied records before: %s (%zu orders)", names, hit->order_count);
    return hit->order_count > 0;
}

/* ---- S4 ------------------------------------------------------------------------------------------------------------------ */

bool signal_burst(struct work *w, const struct cluster *c, const struct history *h, struct signal_hit *hit)
{
    enum { ORDERS = 10, PEAK = 8, TIMES = 3 };
    uint32_t peak = c->count < ORDERS ? 0 : cluster_peak(w, c->orders, c->count, PEAK_SPAN_MINUTES);
    if (peak < PEAK || peak < TIMES * h->peak) return false;
    signal_begin(w, c, SIGNAL_S4, hit);
    memcpy(hit->orders, c->orders, c->count * sizeof *hit->orders);
    hit->order_count = c->count;
    int64_t minutes = (c->to_ns - c->from_ns) / ((int64_t)60 * NS_PER_SECOND) + 1;
    hit->value = arena_format(w->result->arena,
                              "%zu orders within %lld minutes, up to %u of them executed in %d minutes; the account's "
                              "other orders: at most %u",
                              c->count, (long long)minutes, peak, (int)PEAK_SPAN_MINUTES, h->peak);
    return true;
}

/* ---- S5 ------------------------------------------------------------------------------------------------------------------ */

static bool loses(const struct market_sum *s, int percent)
{
    enum { TRADES = 3 };
    return !s->unknown && s->buys >= TRADES && s->sells >= TRADES &&
           market_run_loses((struct market_run){s->bought, s->paid}, (struct market_run){s->sold, s->received},
                            percent);
}

static void note_trips(const struct market_sum *s, struct trips *trips)
{
    bool five = loses(s, 5);
    if (five < trips->loses_5 || (five == trips->loses_5 && s->trips <= trips->trips)) return;
    *trips = (struct trips){s->trips, s->losing, loses(s, 1), five, loses(s, 10)};
}

bool signal_round_trips(struct work *w, const struct cluster *c, const struct market_sums *sums, struct signal_hit *hit,
                        struct trips *trips)
{
    bool *wanted = memory_alloc(sums->count + 1);
    const char *names = "";
    signal_begin(w, c, SIGNAL_S5, hit);
    *trips = (struct trips){0};
    for (size_t i = 0; i < sums->count; i++) {
        const struct market_sum *s = &sums->items[i];
        char paid[DECIMAL_TEXT_MAX], received[DECIMAL_TEXT_MAX];
        note_trips(s, trips);
        if (!loses(s, 0)) continue;
        decimal_format_short(s->paid, paid);
        decimal_format_short(s->received, received);
        names = arena_format(
            w->result->arena, "%s%s%s: %u purchases for %s, %u sales for %s, %u of %u round trips at a loss", names,
            *names ? "; " : "", signal_market(w, s->market), s->buys, paid, s->sells, received, s->losing, s->trips);
        wanted[i] = true;
    }
    add_market_orders(w, c, sums, wanted, hit);
    hit->value = arena_format(w->result->arena, "%s", names);
    free(wanted);
    return hit->order_count > 0;
}

/* ---- S6 ------------------------------------------------------------------------------------------------------------------ */

/* The last purchase at 1.1 times the price of the first, or more. */
static bool rises(const struct market_sum *s)
{
    struct decimal before, after, left, right;
    if (s->unknown || s->buys < 2 || !market_buys_net(s)) return false;
    return decimal_mul(decimal_normalize(s->first.cost), decimal_normalize(s->last.qty), &before) &&
           decimal_mul(decimal_normalize(s->last.cost), decimal_normalize(s->first.qty), &after) &&
           decimal_mul(before, decimal_from_int(11), &left) && decimal_mul(after, decimal_from_int(10), &right) &&
           decimal_compare(right, left) >= 0;
}

static void format_price(struct market_run purchase, char out[DECIMAL_TEXT_MAX])
{
    struct decimal price;
    bool exact;
    if (decimal_div(purchase.cost, purchase.qty, 8, &price, &exact))
        decimal_format_short(price, out);
    else
        memcpy(out, "?", 2);
}

bool signal_rise(struct work *w, const struct cluster *c, const struct market_sums *sums, struct signal_hit *hit)
{
    bool *wanted = memory_alloc(sums->count + 1);
    const char *names = "";
    signal_begin(w, c, SIGNAL_S6, hit);
    for (size_t i = 0; i < sums->count; i++) {
        const struct market_sum *s = &sums->items[i];
        char first[DECIMAL_TEXT_MAX], last[DECIMAL_TEXT_MAX];
        if (!rises(s)) continue;
        format_price(s->first, first);
        format_price(s->last, last);
        names = arena_format(w->result->arena, "%s%s%s: %u purchases, the first at %s, the last at %s", names,
                             *names ? "; " : "", signal_market(w, s->market), s->buys, first, last);
        wanted[i] = true;
    }
    add_market_orders(w, c, sums, wanted, hit);
    hit->value = arena_format(w->result->arena, "%s", names);
    free(wanted);
    return hit->order_count > 0;
}
