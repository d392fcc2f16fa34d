/* sim_trades.c - SmartTrades and a grid bot: what the platform does outside of deals.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_files.h"

#include <stdio.h>

enum { SMART_TRADES = 8, GRID_LINES = 10, GRID_STEP = 4 /* thousandths */ };

static size_t add_trade(struct platform *p, struct sim_trade trade, struct order_plan plan)
{
    plan.quote = COIN_USDT;
    plan.author = AUTHOR_BOT;
    plan.sender = SENDER_PLATFORM;
    plan.at_ms = trade.created_ms + random_between(&p->random, 15, 70);
    trade.order = exchange_place(p->world, &plan);
    trade.updated_ms = trade.created_ms + 120;
    p->world->orders.items[trade.order].record = RECORD_TRADE;
    *LIST_ADD(&p->trades) = trade;
    return p->trades.count - 1;
}

static void fill_trade(struct platform *p, size_t trade, int64_t at_ms)
{
    struct sim_trade *t = &p->trades.items[trade];
    const struct sim_order *o = &p->world->orders.items[t->order];
    int64_t first = at_ms > o->placed_ms ? at_ms : o->placed_ms + 40;
    exchange_fill(p->world, t->order,
                  &(struct fill_plan){.at_ms = first,
                                      .spread_ms = random_between(&p->random, 0, 20000),
                                      .price = o->price,
                                      .qty = o->qty,
                                      .pieces = (int)random_between(&p->random, 1, 3),
                                      .maker = true});
    t->done = true;
    t->updated_ms = o->updated_ms + random_between(&p->random, 50, 700);
}

/* The first minute from at_ms on in which the price is at or past the limit; the end of the world when there is none. */
static int64_t when_reached(const struct world *w, int coin, int side, int64_t limit, int64_t at_ms)
{
    for (; at_ms < w->end_ms - MS_HOUR; at_ms += MS_MINUTE) {
        int64_t price = market_price(w, coin, at_ms);
        if (side == SIM_BUY ? price <= limit : price >= limit) return at_ms;
    }
    return w->end_ms;
}

static void run_smart_trades(struct platform *p)
{
    struct world *w = p->world;
    const int coin = COIN_AVAX;
    int64_t tick = p->world->coins[coin].tick, at = w->start_ms + 5 * (int64_t)MS_HOUR;
    for (int i = 0; i < SMART_TRADES && at < w->end_ms - MS_DAY; i++) {
        uint64_t parent = (uint64_t)random_between(&p->random, 17000000, 18000000) + (uint64_t)i * 2000000;
        int64_t price = market_price(w, coin, at) + tick;
        int64_t qty = market_round((int64_t)((wide)random_between(&p->random, 80, 200) * UNIT * UNIT / price),
                                   p->world->coins[coin].lot);
        size_t entry = add_trade(p, (struct sim_trade){.parent = parent, .created_ms = at},
                                 (struct order_plan){.coin = coin, .side = SIM_BUY, .price = price, .qty = qty});
        fill_trade(p, entry, at + random_between(&p->random, 200, 90000));
        int64_t limit = market_round(price * 1015 / 1000, tick), placed = p->trades.items[entry].updated_ms + 400;
        size_t exit = add_trade(p, (struct sim_trade){.parent = parent, .created_ms = placed, .exit = true},
                                (struct order_plan){.coin = coin, .side = SIM_SELL, .price = limit, .qty = qty});
        int64_t reached = when_reached(w, coin, SIM_SELL, limit, placed);
        if (reached >= w->end_ms) return;
        fill_trade(p, exit, reached + random_between(&p->random, 0, 50000));
        at = p->trades.items[exit].updated_ms + random_between(&p->random, 6 * (int64_t)MS_HOUR, 20 * (int64_t)MS_HOUR);
    }
}

/* Buys rest below the price; each that fills is answered by a sell one line above, and the reverse. */
static void run_grid(struct platform *p)
{
    struct world *w = p->world;
    const int coin = COIN_XRP;
    uint64_t parent = (uint64_t)random_between(&p->random, 1100000, 1200000);
    int64_t start = w->start_ms + 3 * (int64_t)MS_HOUR, middle = market_price(w, coin, start);
    for (int line = 1; line <= GRID_LINES; line++) {
        int64_t at = start + line * 130, limit = middle;
        for (int i = 0; i < line; i++) limit = limit * (1000 - GRID_STEP) / 1000;
        limit = market_round(limit, p->world->coins[coin].tick);
        int64_t above = market_round(limit * (1000 + GRID_STEP) / 1000, p->world->coins[coin].tick);
        int64_t qty = market_round((int64_t)((wide)(30 + line) * UNIT * UNIT / limit), p->world->coins[coin].lot);
        for (int side = SIM_BUY;; side = side == SIM_BUY ? SIM_SELL : SIM_BUY) {
            int64_t price = side == SIM_BUY ? limit : above;
            size_t trade = add_trade(p, (struct sim_trade){.parent = parent, .created_ms = at, .grid = true},
                                     (struct order_plan){.coin = coin, .side = side, .price = price, .qty = qty});
            int64_t reached = when_reached(w, coin, side, price, at + MS_MINUTE);
            if (reached >= w->end_ms) break;
            fill_trade(p, trade, reached + random_between(&p->random, 0, 50000));
            at = p->trades.items[trade].updated_ms + random_between(&p->random, 100, 600);
        }
    }
}

void trades_run(struct platform *p)
{
    run_smart_trades(p);
    run_grid(p);
}

/* ---- records --------------------------------------------------------------------------------------------------- */

static void smart_trade_row(struct text *t, const struct platform *p, const struct sim_trade *r)
{
    const struct sim_order *o = &p->world->orders.items[r->order];
    struct number average = number_wide(o->executed > 0 ? (wide)o->cost * UNIT / o->executed * UNIT : 0, 16, 16, 1);
    text_add(t,
             "{\"id\": %llu, \"average_price\": %s%s%s, \"follow_price_type\": \"ask\", \"initial_amount\": \"%s\", "
             "\"initial_total\": \"%s\", \"order_price\": \"%s\", \"order_side\": \"%s\", \"order_type\": \"limit\", "
             "\"pair\": \"%s_%s\", ",
             (unsigned long long)r->own_id, r->done ? "\"" : "", r->done ? average.text : "null", r->done ? "\"" : "",
             number_json(o->qty).text, number_json((int64_t)((wide)o->price * o->qty / UNIT)).text,
             number_json(o->price).text, o->side == SIM_BUY ? "buy" : "sell", p->world->coins[o->quote].name,
             p->world->contracts[o->coin]);
    text_add(t,
             "\"position_percentage\": null, \"realised_amount\": \"%s\", \"realised_total\": \"%s\", \"status\": "
             "\"%s\", \"take_profit_percentage\": null, \"trade_purpose\": \"%s\", \"trigger_type\": \"none\", ",
             number_json(o->executed).text, number_json(o->cost).text, r->done ? "finished" : "active",
             r->exit ? "take_profit" : "position");
    text_add(t,
             "\"created_at\": \"%s\", \"updated_at\": \"%s\", \"realised_percentage\": \"%s\", \"initial_price\": "
             "\"%s\", \"realised_price\": null, \"cancelable\": %s, \"force_processable\": false}",
             moment_iso(r->created_ms).text, moment_iso(r->updated_ms).text, r->done ? "100.0" : "0.0",
             number_json(o->price).text, r->done ? "false" : "true");
}

static void ship_smart_trade(struct outbox *out, const struct platform *p, uint64_t parent)
{
    struct text t = {NULL, 0, 0, 0};
    char name[80];
    int count = 0;
    text_add(&t, "[");
    for (size_t i = 0; i < p->trades.count; i++) {
        if (p->trades.items[i].parent != parent) continue;
        text_add(&t, "%s\n", count++ > 0 ? "," : "");
        smart_trade_row(&t, p, &p->trades.items[i]);
    }
    text_add(&t, "\n]\n");
    snprintf(name, sizeof name, "3commas/smart_trades/%llu_trades.json", (unsigned long long)parent);
    text_save(&t, out->dir, name, PACK_PLAIN, 100);
    text_free(&t);
}

static void smart_trade_head(struct text *t, const struct platform *p, const struct sim_trade *entry,
                             const struct sim_trade *exit)
{
    const struct sim_order *o = &p->world->orders.items[entry->order];
    int64_t last = exit ? exit->updated_ms : entry->updated_ms;
    bool finished = exit && exit->done;
    text_add(t,
             "{\"id\": %llu, \"version\": 2, \"account\": {\"id\": %llu, \"type\": \"%s\", \"name\": \"%s\", "
             "\"market\": \"%s Spot\", \"link\": \"/accounts/%llu\"}, \"pair\": \"%s_%s\", \"instant\": false, ",
             (unsigned long long)entry->parent, (unsigned long long)p->account_id, p->market_code, p->account_name,
             p->exchange_name, (unsigned long long)p->account_id, p->world->coins[o->quote].name,
             p->world->contracts[o->coin]);
    text_add(t,
             "\"status\": {\"type\": \"%s\", \"basic_type\": \"%s\", \"title\": \"%s\"}, \"leverage\": {\"enabled\": "
             "false}, \"position\": {\"type\": \"buy\", \"editable\": false, \"units\": {\"value\": \"%s\", "
             "\"editable\": false}, \"price\": {\"value\": \"%s\", \"value_without_commission\": \"%s\", "
             "\"editable\": false}, \"total\": {\"value\": \"%s\"}, \"order_type\": \"limit\", ",
             finished ? "finished" : "waiting_targets", finished ? "finished" : "waiting_targets",
             finished ? "Finished" : "Waiting targets", number_json(o->qty).text, number_json(o->price).text,
             number_json(o->price).text, number_json(o->cost).text);
    text_add(t, "\"status\": {\"type\": \"finished\", \"basic_type\": \"finished\", \"title\": \"Finished\"}}, "
                "\"take_profit\": {\"enabled\": true, \"price_type\": \"value\", \"steps\": []}, \"stop_loss\": "
                "{\"enabled\": false}, \"reduce_funds\": {\"steps\": []}, \"market_close\": {}, \"note\": \"\", ");
    text_add(t,
             "\"note_raw\": null, \"skip_enter_step\": false, \"data\": {\"editable\": false, \"finished\": %s, "
             "\"commission\": \"0.00075\", \"created_at\": \"%s\", \"updated_at\": \"%s\", ",
             finished ? "true" : "false", moment_iso(entry->created_ms).text, moment_iso(last).text);
    text_add(t,
             "\"closed_at\": %s%s%s, \"type\": \"smart_trade\"}, \"profit\": {\"volume\": null, \"usd\": null, "
             "\"percent\": \"0.0\", \"roe\": null}, \"margin\": {\"amount\": null, \"total\": null}, "
             "\"is_position_not_filled\": false}",
             finished ? "\"" : "", finished ? moment_iso(last).text : "null", finished ? "\"" : "");
}

static void ship_smart_trades(struct outbox *out, const struct platform *p)
{
    struct text t = {NULL, 0, 0, 0};
    int count = 0;
    text_add(&t, "[");
    for (size_t i = 0; i < p->trades.count; i++) {
        const struct sim_trade *entry = &p->trades.items[i];
        if (entry->grid || entry->exit) continue;
        bool answered = i + 1 < p->trades.count && p->trades.items[i + 1].parent == entry->parent;
        text_add(&t, "%s\n", count++ > 0 ? "," : "");
        smart_trade_head(&t, p, entry, answered ? entry + 1 : NULL);
        ship_smart_trade(out, p, entry->parent);
    }
    text_add(&t, "\n]\n");
    text_save(&t, out->dir, "3commas/smart_trades.json", PACK_PLAIN, 100);
    text_free(&t);
}

static void grid_order(struct text *t, const struct platform *p, const struct sim_trade *r)
{
    const struct sim_order *o = &p->world->orders.items[r->order];
    int64_t executed = r->done ? o->executed : 0;
    text_add(t,
             "{\"order_id\": %llu, \"order_type\": \"%s\", \"status_string\": \"%s\", \"created_at\": \"%s\", "
             "\"updated_at\": \"%s\", \"quantity\": \"%s\", \"quantity_remaining\": \"%s\", \"total\": \"%s\", "
             "\"rate\": \"%s\", \"average_price\": \"%s\"}",
             (unsigned long long)r->own_id, o->side == SIM_BUY ? "BUY" : "SELL", r->done ? "Filled" : "Active",
             moment_iso(r->created_ms).text, moment_iso(r->updated_ms).text, number_json(o->qty).text,
             number_json(o->qty - executed).text, number_json(r->done ? o->cost : 0).text, number_json(o->price).text,
             number_json(r->done ? o->price : 0).text);
}

static void grid_head(struct outbox *out, const struct platform *p, const struct sim_trade *first)
{
    struct text t = {NULL, 0, 0, 0};
    text_add(
        &t,
        "[{\"id\": %llu, \"account_id\": %llu, \"account_name\": \"%s\", \"is_enabled\": true, \"grids_quantity\": "
        "\"%d\", \"created_at\": \"%s\", \"updated_at\": \"%s\", \"strategy_type\": \"manual\", ",
        (unsigned long long)first->parent, (unsigned long long)p->account_id, p->account_name, GRID_LINES,
        moment_iso(first->created_ms - 900).text, moment_iso(p->world->end_ms).text);
    text_add(&t,
             "\"lower_price\": \"0.3\", \"upper_price\": \"0.4\", \"quantity_per_grid\": \"90.0\", \"leverage_type\": "
             "\"not_specified\", \"leverage_custom_value\": null, \"name\": \"XRP grid\", \"pair\": \"%s_XRP\", "
             "\"start_price\": \"0.347\", \"grid_price_step\": \"1.008\", \"current_profit\": \"0.0\", "
             "\"current_profit_usd\": \"0.0\", \"total_profits_count\": \"0\", \"bought_volume\": \"0.0\", "
             "\"sold_volume\": \"0.0\", \"profit_percentage\": \"0.0\", \"current_price\": \"0.347\", "
             "\"max_active_buy_lines\": \"%d\", \"max_active_sell_lines\": \"%d\", \"order_currency_type\": "
             "\"quote\", \"profit_currency_type\": \"quote\", \"grid_lines\": []}]\n",
             p->world->coins[COIN_USDT].name, GRID_LINES, GRID_LINES);
    text_save(&t, out->dir, "3commas/grid_bots.json", PACK_PLAIN, 100);
    text_free(&t);
}

static void ship_grid(struct outbox *out, const struct platform *p)
{
    struct text t = {NULL, 0, 0, 0};
    const struct sim_trade *first = NULL;
    char name[80];
    text_add(&t, "{\"grid_lines_orders\": [");
    for (size_t i = 0; i < p->trades.count; i++) {
        if (!p->trades.items[i].grid) continue;
        text_add(&t, "%s\n", first ? "," : "");
        if (!first) first = &p->trades.items[i];
        grid_order(&t, p, &p->trades.items[i]);
    }
    text_add(&t, "\n], \"balancing_orders\": []}\n");
    if (!first) return;
    snprintf(name, sizeof name, "3commas/grid_bots/%llu_market_orders.json", (unsigned long long)first->parent);
    text_save(&t, out->dir, name, PACK_PLAIN, 100);
    text_free(&t);
    grid_head(out, p, first);
}

void trades_ship(struct outbox *out, const struct platform *p, int64_t *from, int64_t *to)
{
    for (size_t i = 0; i < p->trades.count; i++) {
        const struct sim_trade *r = &p->trades.items[i];
        char symbol[SYMBOL_ROOM];
        symbol_name(p->world, &p->world->orders.items[r->order], symbol);
        text_add(&out->records, "%s\t%s\t%lld\t%lld\n", symbol,
                 p->world->orders.items[r->order].side == SIM_BUY ? "buy" : "sell", (long long)r->created_ms,
                 (long long)r->updated_ms);
        if (r->created_ms < *from) *from = r->created_ms;
        if (r->updated_ms > *to) *to = r->updated_ms;
    }
    ship_smart_trades(out, p);
    ship_grid(out, p);
}
