/* sim_people.c - the victim's own hand and other programs.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_people.h"

static int64_t lots_worth(const struct world *w, int coin, int64_t dollars, int64_t at_ms)
{
    int64_t qty = (int64_t)((wide)dollars * UNIT / market_price(w, coin, at_ms));
    qty = market_round(qty, w->coins[coin].lot);
    return qty > 0 ? qty : w->coins[coin].lot;
}

static void limit_order(struct world *w, struct random *r, struct order_plan plan)
{
    int64_t price = market_price(w, plan.coin, plan.at_ms);
    int64_t away = price * random_between(r, 1, 8) / 1000;
    plan.type = TYPE_LIMIT;
    plan.price = market_round(plan.side == SIM_BUY ? price - away : price + away, w->coins[plan.coin].tick);
    size_t order = exchange_place(w, &plan);
    int64_t later = plan.at_ms + random_between(r, 30 * MS_SECOND, 3 * (int64_t)MS_HOUR);
    if (random_chance(r, 250)) {
        exchange_cancel(w, order, later);
        return;
    }
    exchange_fill(w, order,
                  &(struct fill_plan){.at_ms = later,
                                      .spread_ms = random_between(r, 0, 40000),
                                      .price = plan.price,
                                      .qty = plan.qty,
                                      .pieces = (int)random_between(r, 1, 3),
                                      .maker = true});
}

void people_trade(struct world *w, const struct hand *hand)
{
    static const int common[] = {COIN_BTC, COIN_ETH, COIN_ADA, COIN_LINK, COIN_SOL, COIN_XRP};
    static const int unusual[] = {COIN_AVAX, COIN_1INCH, COIN_LTC};
    struct random r = random_stream(w->seed, hand->author == AUTHOR_MANUAL ? "by hand" : "own program");
    int64_t held[COIN_COUNT] = {0};
    for (int i = 0; i < hand->orders; i++) {
        int coin = hand->thin ? unusual[random_between(&r, 0, 2)] : common[random_between(&r, 0, 5)];
        int64_t at = hand->from_ms + (hand->to_ms - hand->from_ms) * i / hand->orders +
                     random_between(&r, 0, (hand->to_ms - hand->from_ms) / hand->orders / 2);
        int side = held[coin] > 0 && random_chance(&r, 500) ? SIM_SELL : SIM_BUY;
        int64_t qty = side == SIM_SELL ? held[coin] : lots_worth(w, coin, random_between(&r, 30, 600) * UNIT, at);
        struct order_plan plan = {.coin = coin,
                                  .quote = COIN_USDT,
                                  .side = side,
                                  .author = hand->author,
                                  .sender = hand->sender,
                                  .qty = qty,
                                  .at_ms = at};
        if (hand->author == AUTHOR_MANUAL && hand->sender == SENDER_WEB && random_chance(&r, 300))
            plan.sender = random_chance(&r, 500) ? SENDER_IOS : SENDER_ANDROID;
        held[coin] += side == SIM_BUY ? qty : -qty;
        if (random_chance(&r, 500))
            limit_order(w, &r, plan);
        else
            exchange_market_order(w, plan);
    }
}

void people_rebalance(struct world *w, int sender, int64_t at_ms)
{
    static const int sold[] = {COIN_DOT, COIN_LTC};
    struct random r = random_stream(w->seed, "rebalance");
    for (int i = 0; i < 4; i++) {
        int64_t at = at_ms + i * 4 * (int64_t)MS_MINUTE + random_between(&r, 0, MS_MINUTE);
        int coin = i < 2 ? sold[i] : COIN_AVAX;
        exchange_market_order(w, (struct order_plan){.coin = coin,
                                                     .quote = COIN_USDT,
                                                     .side = i < 2 ? SIM_SELL : SIM_BUY,
                                                     .author = AUTHOR_MANUAL,
                                                     .sender = sender,
                                                     .qty = lots_worth(w, coin, random_between(&r, 80, 300) * UNIT, at),
                                                     .at_ms = at});
    }
}

void people_convert(struct world *w, int sender, int64_t at_ms)
{
    static const int crumbs[] = {COIN_ADA, COIN_XRP, COIN_1INCH, COIN_MATIC};
    struct random r = random_stream(w->seed, "crumbs");
    at_ms += random_between(&r, 3000, 47000);
    int into = w->venue->ids == IDS_UUID ? COIN_USDT : COIN_BNB;
    for (size_t i = 0; i < sizeof crumbs / sizeof *crumbs; i++) {
        int coin = crumbs[i];
        int64_t at = at_ms + (int64_t)i * 200, price = market_price(w, coin, at);
        if (into != COIN_USDT) price = (int64_t)((wide)price * UNIT / market_price(w, into, at));
        struct order_plan plan = {.coin = coin,
                                  .quote = into,
                                  .side = SIM_SELL,
                                  .type = TYPE_MARKET,
                                  .author = AUTHOR_MANUAL,
                                  .sender = sender,
                                  .qty = lots_worth(w, coin, random_between(&r, 2, 9) * UNIT, at),
                                  .at_ms = at,
                                  .conversion = true};
        size_t order = exchange_place(w, &plan);
        exchange_fill(w, order, &(struct fill_plan){.at_ms = at, .price = price, .qty = plan.qty, .pieces = 1});
    }
}

void people_sell_all(struct world *w, int author, int sender, int64_t at_ms)
{
    int64_t held[COIN_COUNT];
    exchange_holdings(w, at_ms, held);
    for (int coin = COIN_BTC; coin < COIN_COUNT; coin++) {
        int64_t qty = market_round(held[coin], w->coins[coin].lot);
        if (qty < w->coins[coin].lot * 20 || coin == COIN_BNB) continue;
        exchange_market_order(w, (struct order_plan){.coin = coin,
                                                     .quote = COIN_USDT,
                                                     .side = SIM_SELL,
                                                     .author = author,
                                                     .sender = sender,
                                                     .qty = qty,
                                                     .at_ms = at_ms + coin * 700});
    }
}
