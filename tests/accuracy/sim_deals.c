/* sim_deals.c - one deal of a bot, minute by minute.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_bots.h"

#include <assert.h>

/* ---- orders of a deal ------------------------------------------------------------------------------------------ */

struct wish { /* an order that a deal wants to place */
    int role, step, side, type;
    int64_t price, qty;
};

static int64_t soon(struct platform *p, int64_t at_ms, int64_t least, int64_t most)
{
    return at_ms + random_between(&p->random, least, most);
}

static int64_t lots_for(const struct platform *p, int coin, int64_t volume, int64_t price)
{
    int64_t qty = market_round((int64_t)((wide)volume * UNIT / price), p->world->coins[coin].lot);
    return qty > 0 ? qty : p->world->coins[coin].lot;
}

/* Sends an order: the platform notes it a moment before the exchange does, and its message comes a moment later. */
static size_t send_order(struct platform *p, size_t deal, const struct wish *wish, int64_t *at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    struct order_plan plan = {.coin = d->coin,
                              .quote = p->bots.items[d->bot].quote,
                              .side = wish->side,
                              .type = wish->type,
                              .author = AUTHOR_BOT,
                              .sender = SENDER_PLATFORM,
                              .price = wish->price,
                              .qty = wish->qty,
                              .at_ms = soon(p, *at_ms, 15, 70)};
    size_t order = exchange_place(p->world, &plan), record = p->records.count;
    *LIST_ADD(&p->records) = (struct sim_record){.deal = deal,
                                                 .order = order,
                                                 .role = wish->role,
                                                 .step = wish->step,
                                                 .status = RECORD_ACTIVE,
                                                 .created_ms = *at_ms,
                                                 .updated_ms = soon(p, *at_ms, 60, 250),
                                                 .rate = wish->type == TYPE_MARKET ? 0 : wish->price};
    p->world->orders.items[order].record = record;
    words_placing(p, record, soon(p, *at_ms, 30, 45), "");
    *at_ms = soon(p, *at_ms, 110, 260);
    return record;
}

/* A placement that fails at first. Now and then it had reached the exchange all the same, which the platform learns and
 * undoes seconds later: an order of the bot without a record. */
static void fail_first(struct platform *p, size_t deal, const struct wish *wish, int64_t *at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    const char *coin = p->world->contracts[d->coin], *quote = p->world->coins[p->bots.items[d->bot].quote].name;
    bool rate_limit = random_chance(&p->random, 500);
    if (rate_limit)
        words_say(p, deal, *at_ms, "Error placing safety trade: Rate limit exceeded. (429).");
    else
        words_say(p, deal, *at_ms,
                  "Placing safety trade. Price: %s %s Size: %s %s (%s %s). Network error occurred. HTTP code: 502. "
                  "Request will be retried.",
                  number_json(wish->price).text, quote,
                  number_json((int64_t)((wide)wish->price * wish->qty / UNIT)).text, quote, number_json(wish->qty).text,
                  coin);
    if (!rate_limit && random_chance(&p->random, 300)) {
        size_t ghost = exchange_place(p->world, &(struct order_plan){.coin = d->coin,
                                                                     .quote = p->bots.items[d->bot].quote,
                                                                     .side = wish->side,
                                                                     .type = wish->type,
                                                                     .author = AUTHOR_BOT,
                                                                     .sender = SENDER_PLATFORM,
                                                                     .price = wish->price,
                                                                     .qty = wish->qty,
                                                                     .at_ms = soon(p, *at_ms, 15, 70)});
        exchange_cancel(p->world, ghost, soon(p, *at_ms, 4000, 9000));
    }
    *at_ms = soon(p, *at_ms, 5000, 15000);
}

static void count_bought(struct platform *p, size_t deal, size_t order)
{
    const struct sim_order *o = &p->world->orders.items[order];
    struct sim_deal *d = &p->deals.items[deal];
    int fee_coin;
    int64_t fee = exchange_fee(p->world, o, o->updated_ms, o->executed, o->cost, &fee_coin);
    d->bought_qty += o->executed;
    d->bought_cost += o->cost;
    d->held_qty += o->executed - (fee_coin == o->coin ? fee : 0);
}

static void note_fill(struct platform *p, size_t record, int64_t late_ms)
{
    struct sim_record *r = &p->records.items[record];
    const struct sim_order *o = &p->world->orders.items[r->order];
    struct sim_deal *d = &p->deals.items[r->deal];
    r->status = RECORD_FILLED;
    r->updated_ms = soon(p, o->updated_ms, 20, 900) + late_ms;
    if (o->side == SIM_BUY) {
        count_bought(p, r->deal, r->order);
    } else {
        d->sold_qty += o->executed;
        d->sold_cost += o->cost;
    }
    if (r->role != BOT_TAKE_PROFIT || r->rate != 0) words_executed(p, record, r->updated_ms + 12);
    d->updated_ms = r->updated_ms;
    d->busy_ms = r->updated_ms;
}

static void cancel_order(struct platform *p, size_t record, int64_t *at_ms)
{
    struct sim_record *r = &p->records.items[record];
    if (r->status != RECORD_ACTIVE) return;
    words_cancelling(p, record, *at_ms);
    exchange_cancel(p->world, r->order, soon(p, *at_ms, 20, 60));
    r->status = RECORD_CANCELLED;
    r->updated_ms = soon(p, *at_ms, 60, 140);
    *at_ms = soon(p, *at_ms, 120, 240);
}

static void fill_at_once(struct platform *p, size_t record, int64_t at_ms)
{
    struct sim_record *r = &p->records.items[record];
    const struct sim_order *o = &p->world->orders.items[r->order];
    int64_t price = market_price(p->world, o->coin, at_ms);
    bool slow = random_chance(&p->random, 120);
    if (o->price > 0 && o->side == SIM_BUY && price > o->price) price = o->price;
    if (o->price > 0 && o->side == SIM_SELL && price < o->price) price = o->price;
    exchange_fill(p->world, r->order,
                  &(struct fill_plan){.at_ms = soon(p, o->placed_ms, 2, slow ? 4000 : 90),
                                      .spread_ms = slow ? random_between(&p->random, 4000, 100000) : 0,
                                      .price = price,
                                      .drift = o->price == 0 && !slow,
                                      .qty = o->qty,
                                      .pieces = (int)random_between(&p->random, 1, slow ? 6 : 3)});
}

/* ---- the parts of a deal --------------------------------------------------------------------------------------- */

static void place_safeties(struct platform *p, size_t deal, int64_t *at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    const struct sim_bot *b = &p->bots.items[d->bot];
    while (d->safety_placed < b->safety_count && d->safety_placed - d->safety_filled < b->safety_active) {
        int64_t deviation = 0, step = b->step, volume = b->safety_volume;
        for (int i = 0; i <= d->safety_placed; i++, step = step * b->step_scale / 1000) {
            deviation += step;
            if (i > 0) volume = volume * b->volume_scale / 1000;
        }
        int64_t price = (int64_t)((wide)d->base_price * (100000 - deviation) / 100000);
        price = market_round(price, p->world->coins[d->coin].tick);
        struct wish wish = {
            BOT_SAFETY, d->safety_placed + 1, SIM_BUY, TYPE_LIMIT, price, lots_for(p, d->coin, volume, price)};
        if (p->retries && random_chance(&p->random, 150)) fail_first(p, deal, &wish, at_ms);
        d->safety[d->safety_placed] = send_order(p, deal, &wish, at_ms);
        d = &p->deals.items[deal];
        d->safety_placed++;
    }
}

static int64_t target_price(const struct platform *p, const struct sim_deal *d)
{
    int64_t average = (int64_t)((wide)d->bought_cost * UNIT / d->bought_qty);
    int64_t target = (int64_t)((wide)average * (100000 + p->bots.items[d->bot].take_profit + 2 * p->fee) / 100000);
    return market_round(target, p->world->coins[d->coin].tick) + p->world->coins[d->coin].tick;
}

static int64_t sellable(const struct platform *p, const struct sim_deal *d)
{
    return market_round(d->held_qty, p->world->coins[d->coin].lot);
}

static void place_exit(struct platform *p, size_t deal, int64_t *at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    if (p->bots.items[d->bot].trailing > 0) {
        words_trailing_plan(p, deal, *at_ms, target_price(p, d));
        return;
    }
    if (d->exit != RECORD_NONE) cancel_order(p, d->exit, at_ms);
    struct wish wish = {BOT_TAKE_PROFIT, 0, SIM_SELL, TYPE_LIMIT, target_price(p, d), sellable(p, d)};
    size_t exit = send_order(p, deal, &wish, at_ms);
    p->deals.items[deal].exit = exit;
}

static void base_is_filled(struct platform *p, size_t deal)
{
    struct sim_deal *d = &p->deals.items[deal];
    int64_t late = p->late && random_chance(&p->random, 200) ? random_between(&p->random, 5000, 500000) : 0;
    note_fill(p, d->base, late);
    d->base_price = record_average(p, &p->records.items[d->base]);
    d->phase = DEAL_RUNS;
    int64_t at = d->busy_ms + 30;
    place_exit(p, deal, &at);
    place_safeties(p, deal, &at);
    p->deals.items[deal].busy_ms = at;
}

static void place_base(struct platform *p, size_t deal, int64_t *at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    const struct sim_bot *b = &p->bots.items[d->bot];
    int64_t price = market_price(p->world, d->coin, *at_ms) + p->world->coins[d->coin].tick;
    struct wish wish = {BOT_BASE, 0,
                        SIM_BUY,  b->market_base ? TYPE_MARKET : TYPE_LIMIT,
                        price,    lots_for(p, d->coin, b->base_volume, price)};
    size_t base = send_order(p, deal, &wish, at_ms);
    p->deals.items[deal].base = base;
}

size_t deal_start(struct platform *p, size_t bot, int coin, int64_t at_ms)
{
    size_t deal = p->deals.count;
    *LIST_ADD(&p->deals) = (struct sim_deal){.bot = bot,
                                             .coin = coin,
                                             .status = "bought",
                                             .created_ms = at_ms,
                                             .updated_ms = at_ms,
                                             .base = RECORD_NONE,
                                             .exit = RECORD_NONE};
    int64_t at = soon(p, at_ms, 80, 300);
    place_base(p, deal, &at);
    bool market = p->bots.items[bot].market_base;
    if (!market && p->replaces && random_chance(&p->random, 250)) { /* nobody sells at that price: once more, higher */
        at = soon(p, at, 45000, 52000);
        struct sim_record *r = &p->records.items[p->deals.items[deal].base];
        if (random_chance(&p->random, 300)) {
            const struct sim_order *o = &p->world->orders.items[r->order];
            int64_t part = market_round(o->qty / 3, p->world->coins[coin].lot);
            struct fill_plan some = {
                .at_ms = o->placed_ms + 9000, .price = o->price, .qty = part, .pieces = 1, .maker = true};
            if (part > 0) exchange_fill(p->world, r->order, &some);
            count_bought(p, deal, r->order);
        }
        words_say(p, deal, at, "Updating base order");
        exchange_cancel(p->world, r->order, soon(p, at, 20, 60));
        r->status = RECORD_CANCELLED;
        r->updated_ms = soon(p, at, 60, 140);
        at = soon(p, at, 200, 400);
        place_base(p, deal, &at);
    }
    struct sim_deal *d = &p->deals.items[deal];
    if (!market && p->late && random_chance(&p->random, 200)) { /* it waits for minutes */
        d->busy_ms = soon(p, at, 60000, 480000);
        return deal;
    }
    fill_at_once(p, d->base, at);
    base_is_filled(p, deal);
    return deal;
}

static void close_deal(struct platform *p, size_t deal, const char *status, int64_t at_ms)
{
    for (int i = 0; i < p->deals.items[deal].safety_placed; i++)
        cancel_order(p, p->deals.items[deal].safety[i], &at_ms);
    struct sim_deal *d = &p->deals.items[deal];
    d->phase = DEAL_CLOSED;
    d->status = status;
    d->closed_ms = d->updated_ms = at_ms;
    words_completed(p, deal, at_ms + 12);
}

/* Sells what the deal holds at the market: trailing take-profit, stop loss, panic. */
static void sell_at_market(struct platform *p, size_t deal, int role, const char *status, int64_t at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    if (d->exit != RECORD_NONE) cancel_order(p, d->exit, &at_ms);
    struct wish wish = {role, 0, SIM_SELL, TYPE_MARKET, 0, sellable(p, d)};
    size_t record = send_order(p, deal, &wish, &at_ms);
    fill_at_once(p, record, at_ms);
    note_fill(p, record, 0);
    close_deal(p, deal, status, p->deals.items[deal].busy_ms + 20);
}

static void fill_resting(struct platform *p, size_t record, int64_t at_ms)
{
    const struct sim_order *o = &p->world->orders.items[p->records.items[record].order];
    bool slow = random_chance(&p->random, 300);
    int64_t first = at_ms > o->placed_ms ? at_ms : o->placed_ms + 500;
    exchange_fill(p->world, p->records.items[record].order,
                  &(struct fill_plan){.at_ms = first,
                                      .spread_ms = slow ? random_between(&p->random, 2000, 240000) : 0,
                                      .price = o->price,
                                      .qty = o->qty,
                                      .pieces = (int)random_between(&p->random, 1, slow ? 5 : 2),
                                      .maker = true});
}

static bool safeties_fill(struct platform *p, size_t deal, int64_t price, int64_t at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    bool filled = false;
    for (int i = 0; i < d->safety_placed; i++) {
        struct sim_record *r = &p->records.items[d->safety[i]];
        if (r->status != RECORD_ACTIVE || price > r->rate) continue;
        fill_resting(p, d->safety[i], at_ms);
        note_fill(p, d->safety[i], 0);
        d->safety_filled++;
        filled = true;
    }
    if (!filled) return false;
    int64_t at = d->busy_ms + 40;
    place_exit(p, deal, &at);
    place_safeties(p, deal, &at);
    p->deals.items[deal].busy_ms = at;
    return true;
}

static void add_funds(struct platform *p, size_t deal, int64_t at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    int64_t price = market_price(p->world, d->coin, at_ms);
    struct wish wish = {BOT_MANUAL_SAFETY, 0, SIM_BUY,
                        TYPE_MARKET,       0, lots_for(p, d->coin, p->bots.items[d->bot].safety_volume, price)};
    size_t record = send_order(p, deal, &wish, &at_ms);
    fill_at_once(p, record, at_ms);
    note_fill(p, record, 0);
    p->deals.items[deal].manual_filled++;
    int64_t at = p->deals.items[deal].busy_ms + 40;
    place_exit(p, deal, &at);
    p->deals.items[deal].busy_ms = at;
}

static void take_profit(struct platform *p, size_t deal, int64_t price, int64_t at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    const struct sim_bot *b = &p->bots.items[d->bot];
    if (b->trailing == 0) {
        if (d->exit == RECORD_NONE || price < p->records.items[d->exit].rate) return;
        fill_resting(p, d->exit, at_ms);
        note_fill(p, d->exit, 0);
        close_deal(p, deal, "completed", d->busy_ms + 20);
        return;
    }
    if (!d->trailing_on && price >= target_price(p, d)) {
        d->trailing_on = true;
        d->top_price = price;
        words_say(p, deal, at_ms, "Trailing Take Profit Activated, current profit is %s%%",
                  number_wide(b->take_profit + 60, 3, 2, 1).text);
    }
    if (!d->trailing_on) return;
    if (price > d->top_price) d->top_price = price;
    if (price <= (int64_t)((wide)d->top_price * (100000 - b->trailing) / 100000))
        sell_at_market(p, deal, BOT_TAKE_PROFIT, "completed", at_ms);
}

void deal_minute(struct platform *p, size_t deal, int64_t minute_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    const struct sim_bot *b = &p->bots.items[d->bot];
    if (d->busy_ms >= minute_ms + MS_MINUTE - 2000) return;
    int64_t from = d->busy_ms > minute_ms ? d->busy_ms - minute_ms : 0;
    int64_t at = minute_ms + random_between(&p->random, from, MS_MINUTE - 1);
    int64_t price = market_price(p->world, d->coin, minute_ms);
    if (d->phase == DEAL_WAITS) {
        fill_resting(p, d->base, at);
        base_is_filled(p, deal);
        return;
    }
    if (safeties_fill(p, deal, price, at)) return;
    if (b->stop_loss > 0 && price < (int64_t)((wide)d->base_price * (100000 - b->stop_loss) / 100000)) {
        sell_at_market(p, deal, BOT_STOP_LOSS, "stop_loss_finished", at);
        return;
    }
    if (p->manual_safety && d->manual_filled < 2 && price < d->base_price && random_between(&p->random, 0, 2500) == 0) {
        add_funds(p, deal, at);
        return;
    }
    if (p->manual_safety && random_between(&p->random, 0, 15000) == 0) {
        sell_at_market(p, deal, BOT_TAKE_PROFIT, "panic_sold", at);
        return;
    }
    take_profit(p, deal, price, at);
}

void deal_lose_funds(struct platform *p, size_t deal, int64_t at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    for (size_t i = 0; i < p->records.count; i++) {
        struct sim_record *r = &p->records.items[i];
        if (r->deal != deal || r->status != RECORD_ACTIVE) continue;
        exchange_cancel(p->world, r->order, soon(p, at_ms, 0, 4000));
        r->status = RECORD_CANCELLED;
        r->updated_ms = soon(p, at_ms, 5000, 60000);
        d->updated_ms = r->updated_ms;
    }
    d->failed = true;
}

void deal_give_up(struct platform *p, size_t deal, int64_t at_ms)
{
    struct sim_deal *d = &p->deals.items[deal];
    d->phase = DEAL_CLOSED;
    d->status = "cancelled";
    d->closed_ms = d->updated_ms = at_ms;
}
