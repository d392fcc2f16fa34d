/* sim_thief.c - thieves of all shapes.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_people.h"

struct heist { /* a theft under way */
    struct world *w;
    struct random random;
    const struct theft *theft;
    int64_t now_ms;
};

static struct order_plan plan_of(const struct heist *h, int coin, int side, int64_t qty)
{
    return (struct order_plan){.coin = coin,
                               .quote = h->theft->quote,
                               .side = side,
                               .type = TYPE_MARKET,
                               .author = AUTHOR_ATTACKER,
                               .sender = h->theft->sender,
                               .qty = qty,
                               .at_ms = h->now_ms};
}

static void sell_in_parts(struct heist *h, int coin, int quote, int64_t qty)
{
    int64_t lot = h->w->coins[coin].lot, lots = qty / lot;
    int parts = lots > 200 ? (int)random_between(&h->random, 1, 4) : 1;
    for (int i = 0; i < parts && lots > 0; i++) {
        int64_t part = i == parts - 1 ? lots : lots / (parts - i);
        struct order_plan plan = plan_of(h, coin, SIM_SELL, part * lot);
        plan.quote = quote;
        exchange_market_order(h->w, plan);
        lots -= part;
        h->now_ms += random_between(&h->random, 300, 4000);
    }
}

/* Everything into one quote; USDT is changed at the end when it is another one. */
static void sell_everything(struct heist *h)
{
    int64_t held[COIN_COUNT];
    exchange_holdings(h->w, h->now_ms, held);
    for (int coin = COIN_BTC; coin < COIN_COUNT; coin++) {
        int64_t qty = market_round(held[coin], h->w->coins[coin].lot);
        if (coin == COIN_BNB) qty = market_round(qty * 9 / 10, h->w->coins[coin].lot); /* some is left for the fees */
        if (coin == THIN_COIN || qty < h->w->coins[coin].lot * 10) continue;
        sell_in_parts(h, coin, h->theft->quote, qty);
        h->now_ms += random_between(&h->random, 1000, 9000);
    }
    int64_t dollars = market_round(held[COIN_USDT], UNIT);
    if (h->theft->quote == COIN_USDT || dollars < 20 * (int64_t)UNIT) return;
    struct order_plan change = plan_of(h, COIN_BUSD, SIM_BUY, market_round(dollars * 999 / 1000, UNIT));
    change.quote = COIN_USDT;
    exchange_market_order(h->w, change);
    h->now_ms += random_between(&h->random, 2000, 9000);
}

static int64_t purse(const struct heist *h, int coin)
{
    int64_t held[COIN_COUNT];
    exchange_holdings(h->w, h->now_ms, held);
    return held[coin];
}

/* Several orders alike in the same second, as a program in a loop sends them. */
static void volley(struct heist *h, int side, int64_t price, int64_t qty, int count)
{
    for (int i = 0; i < count; i++) {
        struct order_plan plan = plan_of(h, THIN_COIN, side, qty);
        plan.type = TYPE_LIMIT;
        plan.price = price;
        plan.at_ms = h->now_ms + i * random_between(&h->random, 40, 70);
        size_t order = exchange_place(h->w, &plan);
        exchange_fill(h->w, order,
                      &(struct fill_plan){.at_ms = plan.at_ms + 3, .price = price, .qty = qty, .pieces = 1});
    }
}

/* Buys high from the thief's own offers and sells low into the thief's own bids, until the purse is empty. */
static void round_trips(struct heist *h)
{
    const struct coin_facts *coin = &h->w->coins[THIN_COIN];
    int64_t end = h->theft->at_ms + h->theft->length_ms;
    int trips = h->theft->orders / 12 > 0 ? h->theft->orders / 12 : 1;
    for (int trip = 0; trip < trips; trip++) {
        int64_t fair = market_price(h->w, THIN_COIN, h->now_ms);
        int64_t high = market_round(fair * random_between(&h->random, 250, 600) / 100, coin->tick);
        int64_t low = market_round(fair * random_between(&h->random, 60, 90) / 100, coin->tick);
        int count = (int)random_between(&h->random, 4, 8);
        int64_t share = 2600 / trips < 420 ? 2600 / trips : 420; /* thousandths: it is to last until the end */
        int64_t money = purse(h, h->theft->quote) * random_between(&h->random, share * 3 / 4, share * 5 / 4) / 1000;
        if (money < count * 12 * (int64_t)UNIT) return; /* the exchange takes no smaller orders */
        int64_t qty = market_round((int64_t)((wide)money * UNIT / high / count), coin->lot);
        if (qty < coin->lot * 5) return;
        volley(h, SIM_BUY, high, qty, count);
        h->now_ms += random_between(&h->random, 4000, 30000);
        volley(h, SIM_SELL, low, market_round(qty * 999 / 1000, coin->lot), count);
        int64_t pause = (end - h->now_ms) / (trips - trip);
        h->now_ms += pause > 2000 ? random_between(&h->random, pause / 2, pause) : 2000;
    }
}

static void pump(struct heist *h)
{
    const struct coin_facts *coin = &h->w->coins[THIN_COIN];
    for (int i = 0; i < 5; i++) {
        int64_t price = market_price(h->w, THIN_COIN, h->now_ms) * (i + 2) / 2;
        int64_t money = purse(h, h->theft->quote) * (i == 4 ? 900 : 300) / 1000;
        int64_t qty = market_round((int64_t)((wide)money * UNIT / (price * 3 / 2)), coin->lot);
        if (qty < coin->lot) return;
        struct order_plan plan = plan_of(h, THIN_COIN, SIM_BUY, qty);
        size_t order = exchange_place(h->w, &plan);
        exchange_fill(h->w, order,
                      &(struct fill_plan){.at_ms = h->now_ms + 5,
                                          .price = price,
                                          .drift = random_between(&h->random, 20, 60),
                                          .qty = qty,
                                          .pieces = (int)random_between(&h->random, 12, 40)});
        h->now_ms += random_between(&h->random, 8000, 60000);
    }
}

static void slowly(struct heist *h)
{
    const struct coin_facts *coin = &h->w->coins[THIN_COIN];
    for (int i = 0; i < h->theft->orders; i++) {
        h->now_ms = h->theft->at_ms + h->theft->length_ms * i / h->theft->orders +
                    random_between(&h->random, 0, h->theft->length_ms / h->theft->orders / 2);
        int64_t fair = market_price(h->w, THIN_COIN, h->now_ms);
        int64_t high = market_round(fair * 3, coin->tick), low = market_round(fair * 7 / 10, coin->tick);
        int64_t qty =
            market_round((int64_t)((wide)random_between(&h->random, 60, 160) * UNIT * UNIT / high), coin->lot);
        volley(h, SIM_BUY, high, qty, 1);
        h->now_ms += random_between(&h->random, 20000, 200000);
        volley(h, SIM_SELL, low, qty, 1);
    }
}

/* Trades the bots' pairs close to their own orders; a thief who knows the method copies the very size. */
static void beside_the_bots(struct heist *h, const struct platform *p, bool copies)
{
    size_t records = p->records.count;
    int done = 0;
    for (size_t i = 0; i < records && done < h->theft->orders; i++) {
        const struct sim_record *r = &p->records.items[i];
        const struct sim_order own = h->w->orders.items[r->order];
        if (r->created_ms < h->theft->at_ms || r->status != RECORD_FILLED || own.executed == 0) continue;
        if (!random_chance(&h->random, 700)) continue;
        int64_t qty = own.qty;
        if (!copies)
            qty += h->w->coins[own.coin].lot * random_between(&h->random, 1, 1 + qty / h->w->coins[own.coin].lot / 3);
        h->now_ms = own.updated_ms + random_between(&h->random, -9000, 30000);
        struct order_plan plan = plan_of(h, own.coin, own.side, qty);
        plan.quote = own.quote;
        exchange_market_order(h->w, plan);
        done++;
    }
}

/* Takes the size of an order of the bots' while it rests in the book, or sends the like of one that has just filled. */
static void like_the_bots(struct heist *h, const struct platform *p)
{
    size_t records = p->records.count;
    int done = 0;
    for (size_t i = 0; i < records && done < h->theft->orders; i++) {
        const struct sim_record *r = &p->records.items[i];
        const struct sim_order own = h->w->orders.items[r->order];
        bool rests = own.updated_ms - own.placed_ms > 2 * (int64_t)MS_MINUTE;
        if (r->created_ms < h->theft->at_ms || !random_chance(&h->random, 400)) continue;
        if (!rests && (r->status != RECORD_FILLED || own.executed == 0)) continue;
        int64_t away = random_between(&h->random, 4000, 40000);
        h->now_ms = own.updated_ms + away;
        if (rests)
            h->now_ms = own.placed_ms + random_between(&h->random, 20000, own.updated_ms - own.placed_ms - 20000);
        struct order_plan plan = plan_of(h, own.coin, own.side, own.qty);
        plan.quote = own.quote;
        exchange_market_order(h->w, plan);
        done++;
    }
}

/* A record of the bots to be like: a base or safety order that filled on one of their pairs. */
static const struct sim_order *some_model(struct heist *h, const struct platform *p, size_t records)
{
    for (int tries = 0; tries < 200; tries++) {
        const struct sim_record *r = &p->records.items[random_between(&h->random, 0, (int64_t)records - 1)];
        const struct sim_order *o = &h->w->orders.items[r->order];
        if (o->side == SIM_BUY && o->executed > 0) return o;
    }
    return NULL;
}

/* Buys about as much as a bot does, some hours later sells it again; one in three times the very size. */
static void quietly(struct heist *h, const struct platform *p)
{
    for (int i = 0; i < h->theft->orders / 2; i++) {
        const struct sim_order *found = some_model(h, p, p->records.count);
        if (!found) return;
        const struct sim_order model = *found;
        int64_t slot = h->theft->length_ms * 2 / h->theft->orders, lot = h->w->coins[model.coin].lot;
        int64_t qty = model.qty;
        if (!random_chance(&h->random, 333))
            qty = market_round(qty * random_between(&h->random, 850, 1150) / 1000, lot);
        h->now_ms = h->theft->at_ms + slot * i + random_between(&h->random, 0, slot / 2);
        struct order_plan plan = plan_of(h, model.coin, SIM_BUY, qty > lot ? qty : lot);
        plan.quote = model.quote;
        exchange_market_order(h->w, plan);
        h->now_ms += random_between(&h->random, slot / 20, slot / 3);
        plan.side = SIM_SELL;
        plan.at_ms = h->now_ms;
        exchange_market_order(h->w, plan);
    }
}

void people_steal(struct world *w, const struct platform *p, const struct theft *theft)
{
    struct heist h = {w, random_stream(w->seed, "thief"), theft, theft->at_ms};
    switch (theft->thief) {
    case THIEF_NONE: return;
    case THIEF_ROUND_TRIPS:
        sell_everything(&h);
        round_trips(&h);
        return;
    case THIEF_PUMP:
        sell_everything(&h);
        pump(&h);
        return;
    case THIEF_SLOW: slowly(&h); return;
    case THIEF_SAME_PAIR: beside_the_bots(&h, p, false); return;
    case THIEF_COPIES: beside_the_bots(&h, p, true); return;
    case THIEF_KNOWS: like_the_bots(&h, p); return;
    case THIEF_QUIET: quietly(&h, p); return;
    }
}
