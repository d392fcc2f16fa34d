/* sim_world.c - prices, orders, fills and ids of the invented exchange.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_world.h"

#include "base/memory.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void walk(struct world *w, int coin)
{
    static const char *const streams[COIN_COUNT] = {"USDT", "BUSD", "BTC", "ETH", "BNB", "ADA",  "MATIC", "SOL",
                                                    "ATOM", "LINK", "DOT", "LTC", "XRP", "AVAX", "1INCH", "VITE"};
    const struct coin_facts *facts = &w->coins[coin];
    struct random r = random_stream(w->seed, streams[coin]);
    int64_t price = facts->price * random_between(&r, 970, 1030) / 1000;
    if (coin == COIN_USDT || coin == COIN_BUSD) price = facts->price;
    w->prices[coin] = memory_alloc(w->minutes * sizeof(int64_t));
    for (size_t m = 0; m < w->minutes; m++) {
        w->prices[coin][m] = price;
        int64_t step = random_between(&r, -facts->wobble, facts->wobble);
        int64_t pull = (facts->price - price) / (facts->price / 1000 + 1) / 50; /* weakly back to where it began */
        price += (int64_t)((wide)price * (step + pull) / 1000000);
    }
}

/* '@' of a contract's name stands for the coin, '#' for what it is settled in. */
static void spell(const struct world *w, int coin, int quote, char out[SYMBOL_ROOM])
{
    size_t at = 0;
    for (const char *c = w->venue->contract ? w->venue->contract : "@"; *c && at + 1 < SYMBOL_ROOM; c++) {
        const char letter[] = {*c, '\0'};
        const char *part = *c == '@' ? w->coins[coin].name : *c == '#' ? w->coins[quote].name : letter;
        at += (size_t)snprintf(out + at, SYMBOL_ROOM - at, "%s", part);
    }
}

struct world *world_new(enum venue_code venue, uint64_t seed, int64_t start_ms, int days)
{
    struct world *w = memory_alloc(sizeof *w);
    w->venue = &venues[venue];
    venue_coins(w->venue, w->coins);
    w->seed = seed;
    w->start_ms = start_ms;
    w->end_ms = start_ms + days * (int64_t)MS_DAY;
    w->minutes = (size_t)days * 1440;
    w->fee_in_bnb = true;
    w->fills_random = random_stream(seed, "fills");
    for (int coin = 0; coin < COIN_COUNT; coin++) walk(w, coin);
    for (int coin = 0; coin < COIN_COUNT; coin++) spell(w, coin, COIN_USDT, w->contracts[coin]);
    return w;
}

void world_free(struct world *w)
{
    for (int coin = 0; coin < COIN_COUNT; coin++) free(w->prices[coin]);
    LIST_FREE(&w->orders);
    LIST_FREE(&w->fills);
    LIST_FREE(&w->first_fill);
    free(w);
}

int64_t market_round(int64_t price, int64_t step)
{
    return price / step * step;
}

int64_t market_price(const struct world *w, int coin, int64_t at_ms)
{
    size_t minute = (size_t)((at_ms - w->start_ms) / MS_MINUTE);
    if (minute >= w->minutes) minute = w->minutes - 1;
    int64_t price = market_round(w->prices[coin][minute], w->coins[coin].tick);
    return price > 0 ? price : w->coins[coin].tick;
}

/* ---- orders and fills ------------------------------------------------------------------------------------------ */

size_t exchange_place(struct world *w, const struct order_plan *plan)
{
    assert(plan->qty > 0 && plan->qty % w->coins[plan->coin].lot == 0);
    *LIST_ADD(&w->orders) = (struct sim_order){.coin = plan->coin,
                                               .quote = plan->quote,
                                               .side = plan->side,
                                               .type = plan->type,
                                               .author = plan->author,
                                               .sender = plan->sender,
                                               .price = plan->type == TYPE_MARKET ? 0 : plan->price,
                                               .qty = plan->qty,
                                               .placed_ms = plan->at_ms,
                                               .updated_ms = plan->at_ms,
                                               .conversion = plan->conversion,
                                               .record = RECORD_NONE};
    return w->orders.count - 1;
}

int64_t exchange_open_qty(const struct world *w, size_t order)
{
    return w->orders.items[order].qty - w->orders.items[order].executed;
}

int64_t exchange_contracts(const struct world *w, int coin, int64_t qty)
{
    return w->venue->whole_contracts ? qty / w->coins[coin].lot * UNIT : qty;
}

int64_t exchange_fee(const struct world *w, const struct sim_order *o, int64_t at_ms, int64_t qty, int64_t cost,
                     int *coin)
{
    if (w->venue->fee_rule == FEE_OWN_COIN && w->fee_in_bnb && !o->conversion && o->coin != COIN_BNB) {
        *coin = COIN_BNB;
        return (int64_t)((wide)cost * 75 * UNIT / 100000 / market_price(w, COIN_BNB, at_ms));
    }
    if (o->conversion) {
        *coin = o->quote;
        return 0;
    }
    bool of_coin = o->side == SIM_BUY && w->venue->fee_rule != FEE_QUOTE;
    *coin = of_coin ? o->coin : o->quote;
    return (int64_t)((wide)(of_coin ? qty : cost) * w->venue->fee / 100000);
}

static void add_fill(struct world *w, size_t order, struct sim_fill fill)
{
    struct sim_order *o = &w->orders.items[order];
    fill.order = order;
    fill.cost = (int64_t)((wide)fill.price * fill.qty / UNIT);
    fill.fee = exchange_fee(w, o, fill.at_ms, fill.qty, fill.cost, &fill.fee_coin);
    *LIST_ADD(&w->fills) = fill;
    o->executed += fill.qty;
    o->cost += fill.cost;
    o->state = o->executed == o->qty ? STATE_FILLED : STATE_PARTIAL;
    if (fill.at_ms > o->updated_ms) o->updated_ms = fill.at_ms;
}

void exchange_fill(struct world *w, size_t order, const struct fill_plan *plan)
{
    const struct sim_order *o = &w->orders.items[order];
    const struct coin_facts *coin = &w->coins[o->coin];
    int64_t lots = plan->qty / coin->lot, at = plan->at_ms, price = plan->price;
    int64_t direction = o->side == SIM_BUY ? 1 : -1;
    assert(plan->qty <= exchange_open_qty(w, order));
    for (int left = plan->pieces; left > 0 && lots > 0; left--) {
        int64_t part = left == 1 ? lots : lots / left;
        if (left > 1 && part > 2) part = random_between(&w->fills_random, part / 2, part + part / 2);
        if (part == 0) part = 1;
        add_fill(w, order,
                 (struct sim_fill){.at_ms = at, .price = price, .qty = part * coin->lot, .maker = plan->maker});
        lots -= part;
        at += plan->spread_ms / plan->pieces;
        price += direction * plan->drift * coin->tick;
        if (price < coin->tick) price = coin->tick;
    }
}

void exchange_cancel(struct world *w, size_t order, int64_t at_ms)
{
    struct sim_order *o = &w->orders.items[order];
    o->state = STATE_CANCELED;
    if (at_ms > o->updated_ms) o->updated_ms = at_ms;
}

size_t exchange_market_order(struct world *w, struct order_plan plan)
{
    plan.type = TYPE_MARKET;
    size_t order = exchange_place(w, &plan);
    int64_t price = plan.price > 0 ? plan.price : market_price(w, plan.coin, plan.at_ms);
    int pieces = (int)random_between(&w->fills_random, 1, 4);
    exchange_fill(w, order,
                  &(struct fill_plan){.at_ms = plan.at_ms + random_between(&w->fills_random, 1, 6),
                                      .price = price,
                                      .drift = random_between(&w->fills_random, 0, 1),
                                      .qty = plan.qty,
                                      .pieces = pieces});
    return order;
}

void exchange_holdings(const struct world *w, int64_t at_ms, int64_t held[COIN_COUNT])
{
    memcpy(held, w->deposit, sizeof w->deposit);
    for (size_t i = 0; i < w->fills.count; i++) {
        const struct sim_fill *f = &w->fills.items[i];
        const struct sim_order *o = &w->orders.items[f->order];
        if (f->at_ms > at_ms) continue;
        int64_t sign = o->side == SIM_BUY ? 1 : -1;
        held[o->coin] += sign * f->qty;
        held[o->quote] -= sign * f->cost;
        held[f->fee_coin] -= f->fee;
    }
}

void symbol_name(const struct world *w, const struct sim_order *o, char out[SYMBOL_ROOM])
{
    if (w->venue->contract)
        spell(w, o->coin, o->quote, out);
    else
        snprintf(out, SYMBOL_ROOM, "%s%s%s", w->coins[o->coin].name, w->venue->dash, w->coins[o->quote].name);
}

/* ---- ids ------------------------------------------------------------------------------------------------------- */

struct ranked { /* something that wants an id: its market, its moment, and where it is */
    int coin, quote;
    int64_t at_ms;
    size_t index;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->coin != b->coin) return a->coin < b->coin ? -1 : 1;
    if (a->quote != b->quote) return a->quote < b->quote ? -1 : 1;
    if (a->at_ms != b->at_ms) return a->at_ms < b->at_ms ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Other customers' orders pass between ours: the id grows with time, faster in markets that have much trade. */
static uint64_t next_id(struct random *r, const struct ranked *one, const struct ranked *previous, uint64_t id,
                        uint64_t first)
{
    if (!previous || previous->coin != one->coin || previous->quote != one->quote)
        return first > 0 ? first : (uint64_t)random_between(r, 200000000, 2900000000);
    int64_t passed_s = (one->at_ms - previous->at_ms) / MS_SECOND;
    return id + 1 + (uint64_t)random_between(r, 0, 3 + passed_s * 2);
}

static void give_order_ids(struct world *w)
{
    struct random r = random_stream(w->seed, "order ids"), names = random_stream(w->seed, "client ids");
    struct ranked *ranks = memory_alloc(sizeof *ranks * (w->orders.count + 1));
    for (size_t i = 0; i < w->orders.count; i++) {
        const struct sim_order *o = &w->orders.items[i];
        ranks[i] = (struct ranked){w->venue->first_id > 0 ? 0 : o->coin, w->venue->first_id > 0 ? 0 : o->quote,
                                   o->placed_ms, i};
    }
    qsort(ranks, w->orders.count, sizeof *ranks, compare_ranked);
    uint64_t id = 0;
    for (size_t i = 0; i < w->orders.count; i++) {
        struct sim_order *o = &w->orders.items[ranks[i].index];
        o->id = id = next_id(&r, &ranks[i], i > 0 ? &ranks[i - 1] : NULL, id, w->venue->first_id);
        venue_order_id(w->venue, &r, o->placed_ms, id, o->id_text);
        venue_client_id(w->venue, &names, o->sender, o->client_id);
    }
    free(ranks);
}

static void give_trade_ids(struct world *w)
{
    struct random r = random_stream(w->seed, "trade ids");
    struct ranked *ranks = memory_alloc(sizeof *ranks * (w->fills.count + 1));
    for (size_t i = 0; i < w->fills.count; i++) {
        const struct sim_order *o = &w->orders.items[w->fills.items[i].order];
        ranks[i] = (struct ranked){o->coin, o->quote, w->fills.items[i].at_ms, i};
    }
    qsort(ranks, w->fills.count, sizeof *ranks, compare_ranked);
    uint64_t id = 0;
    for (size_t i = 0; i < w->fills.count; i++) {
        id = next_id(&r, &ranks[i], i > 0 ? &ranks[i - 1] : NULL, id / 3, 0) * 3;
        w->fills.items[ranks[i].index].id = id;
    }
    free(ranks);
}

static int compare_fills(const void *left, const void *right)
{
    const struct sim_fill *a = left, *b = right;
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    if (a->at_ms != b->at_ms) return a->at_ms < b->at_ms ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

void world_finish(struct world *w)
{
    give_order_ids(w);
    give_trade_ids(w);
    qsort(w->fills.items, w->fills.count, sizeof *w->fills.items, compare_fills);
    size_t at = 0;
    for (size_t o = 0; o <= w->orders.count; o++) {
        while (at < w->fills.count && w->fills.items[at].order < o) at++;
        *LIST_ADD(&w->first_fill) = at;
    }
}
