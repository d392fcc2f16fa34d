/* sim_export_okx.c - what OKX ships: the trading history as CSV of 2022, 2023 and 2024, two rows a fill (of a swap: one, in contracts),
 * orders and fills of the API.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

/* Zeros are printed as no other number is. */
static struct number amount(int64_t units)
{
    struct number n = units == 0 ? (struct number){"0E-8"} : number_fixed(units, 8);
    return n;
}

/* Each row has a number of its own, the two of a fill stand next to each other. */
static unsigned long long bill_id(const struct sim_fill *f, bool second)
{
    return 2ULL * f->id + second + 400500600700000000ULL;
}

/* One side of a fill: `units` of the coin come (or go, then negative), and the fee is taken of it. */
static void leg(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_fill *f,
                int coin, int64_t units, int64_t balance)
{
    const struct sim_order *o = &w->orders.items[f->order];
    int64_t fee = f->fee_coin == coin ? f->fee : 0;
    char symbol[SYMBOL_ROOM];
    symbol_name(w, o, symbol);
    text_add(t, "%llu,%s,%s,Spot,%s,%s,%s,%s,0E-8,", bill_id(f, coin == o->quote), o->id_text,
             moment_plain(f->at_ms + zone_offset_ms(plan->zone, f->at_ms)).text, symbol, units > 0 ? "Buy" : "Sell",
             amount(units > 0 ? units : -units).text, w->coins[coin].name);
    text_add(t, "%s,0E-8,0E-8,%s,%s,%s\n", amount(-fee).text, amount(units - fee).text, amount(balance).text,
             w->coins[coin].name);
}

/* The same in the layout of 2024, which has a price and a unit for each amount. */
static void leg_2024(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_fill *f,
                     int coin, int64_t units, int64_t balance)
{
    const struct sim_order *o = &w->orders.items[f->order];
    int64_t fee = f->fee_coin == coin ? f->fee : 0;
    char symbol[SYMBOL_ROOM];
    symbol_name(w, o, symbol);
    text_add(t, "%llu,%s,%s,Spot,%s,%s,%s,%s,%s,0E-8,", bill_id(f, coin == o->quote), o->id_text,
             moment_plain(f->at_ms + zone_offset_ms(plan->zone, f->at_ms)).text, symbol, units > 0 ? "Buy" : "Sell",
             amount(units > 0 ? units : -units).text, w->coins[o->coin].name, number_fixed(f->price, 8).text);
    text_add(t, "%s,%s,0E-8,0E-8,%s,%s,%s\n", amount(-fee).text, w->coins[coin].name, amount(units - fee).text,
             amount(balance).text, w->coins[coin].name);
}

/* The symbol of a conversion says so, and its rows name no direction. */
static void symbol_2023(const struct world *w, const struct sim_order *o, char out[SYMBOL_ROOM])
{
    if (o->conversion)
        snprintf(out, SYMBOL_ROOM, "%s-%s-CONVERT", w->coins[o->coin].name, w->coins[o->quote].name);
    else
        symbol_name(w, o, out);
}

static const char *action(const struct sim_order *o, int64_t units)
{
    if (o->conversion) return "";
    return units > 0 ? "Buy" : "Sell";
}

/* The layout of 2023 has the most units: those of price, fee and position stand in columns of their own. */
static void leg_2023(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_fill *f,
                     int coin, int64_t units, int64_t balance)
{
    const struct sim_order *o = &w->orders.items[f->order];
    int64_t fee = f->fee_coin == coin ? f->fee : 0;
    const char *name = w->coins[coin].name, *quote = w->coins[o->quote].name;
    char symbol[SYMBOL_ROOM];
    symbol_2023(w, o, symbol);
    text_add(t, "%llu,%s,%s,Spot,%s,%s,%s,%s,%s,%s,0E-8,", bill_id(f, coin == o->quote), o->id_text,
             moment_plain(f->at_ms + zone_offset_ms(plan->zone, f->at_ms)).text, symbol, action(o, units),
             amount(units > 0 ? units : -units).text, w->coins[o->coin].name, number_fixed(f->price, 8).text, quote);
    text_add(t, "%s,%s,0E-8,0E-8,%s,%s,%s,%s\n", amount(-fee).text, name, name, amount(units - fee).text,
             amount(balance).text, name);
}

/* One row a fill of a swap. Accounts with one position a market buy and sell, the others open and close. */
static void swap_row(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_fill *f,
                     bool of_2023, int64_t balance)
{
    const struct sim_order *o = &w->orders.items[f->order];
    bool net = w->seed % 2 == 0, buys = o->side == SIM_BUY;
    char symbol[SYMBOL_ROOM];
    symbol_name(w, o, symbol);
    text_add(t, "%llu,%s,%s,Swap,%s,%s,%s,cont,%s,%s0E-8,", bill_id(f, false), o->id_text,
             moment_plain(f->at_ms + zone_offset_ms(plan->zone, f->at_ms)).text, symbol,
             net ? (buys ? "Buy" : "Sell") : (buys ? "Open long" : "Close long"),
             amount(exchange_contracts(w, o->coin, f->qty)).text, number_fixed(f->price, 8).text,
             of_2023 ? "USDT," : "");
    text_add(t, "%s,USDT,%s,0E-8,%s%s,%s,USDT\n", amount(-f->fee).text,
             amount(exchange_contracts(w, o->coin, buys ? f->qty : -f->qty)).text, of_2023 ? "cont," : "",
             amount(-f->fee).text, amount(balance).text);
}

typedef void leg_writer(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_fill *f,
                        int coin, int64_t units, int64_t balance);

struct after { /* what the account holds of both coins of a fill when it is done */
    int64_t coin, quote;
};

/* Of every fill of the world. Accounts begin with so much of everything that none runs out; swaps move only the fee. */
static struct after *balances(const struct world *w)
{
    struct after *after = memory_alloc((w->fills.count + 1) * sizeof *after);
    int64_t held[COIN_COUNT];
    queue q = rows_fills(w, &(struct export_plan){.rows = ROWS_BOTH});
    for (int coin = 0; coin < COIN_COUNT; coin++) held[coin] = 1000000 * (int64_t)UNIT;
    for (size_t i = 0; i < q.count; i++) {
        const struct sim_fill *f = &w->fills.items[q.items[i].index];
        const struct sim_order *o = &w->orders.items[f->order];
        int64_t sign = w->venue->contract ? 0 : o->side == SIM_BUY ? 1 : -1;
        held[o->coin] += sign * f->qty;
        held[o->quote] -= sign * f->cost;
        held[f->fee_coin] -= f->fee;
        after[q.items[i].index] = (struct after){held[o->coin], held[o->quote]};
    }
    LIST_FREE(&q);
    return after;
}

static void export_rows(struct outbox *out, const struct world *w, const struct export_plan *plan, const char *header,
                        leg_writer *write)
{
    struct text t = {NULL, 0, 0, 0};
    struct export_plan all = *plan;
    all.rows = write == leg_2023 ? ROWS_BOTH : ROWS_ORDERS;
    struct after *after = balances(w);
    queue q = rows_fills(w, &all);
    text_add(&t, "UID:70000001,Account Type:Trading,Time Zone:%s\n", plan->zone == ZONE_SHANGHAI ? "UTC+8" : "UTC+0");
    text_add(&t, "%s%s\n", plan->bom ? "\xEF\xBB\xBF" : "", header);
    for (size_t i = q.count; i > 0; i--) {
        size_t fill = q.items[i - 1].index;
        const struct sim_fill *f = &w->fills.items[fill];
        const struct sim_order *o = &w->orders.items[f->order];
        int64_t sign = o->side == SIM_BUY ? 1 : -1;
        if (w->venue->contract) {
            rows_note(out, plan->name, &t, f->order);
            swap_row(&t, w, plan, f, write == leg_2023, after[fill].quote);
            continue;
        }
        rows_note(out, plan->name, &t, f->order);
        write(&t, w, plan, f, o->coin, sign * f->qty, after[fill].coin);
        rows_note(out, plan->name, &t, f->order);
        write(&t, w, plan, f, o->quote, -sign * f->cost, after[fill].quote);
    }
    free(after);
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

void export_okx_trading_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    export_rows(out, w, plan,
                "id,Order id,Time,Trade Type,Instrument,Type,Amount,Unit,PL,Fee,Position Change,Position "
                "Balance,Balance Change,Balance,Unit",
                leg);
}

void export_okx_trading_csv_2023(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    export_rows(
        out, w, plan,
        "id,Order id,Time,Trade Type,Symbol,Action,Amount,Trading Unit,Filled Price,Filled Price Unit,PnL,Fee,Fee "
        "Unit,Position Change,Position Balance,Position Unit,Balance Change,Balance,Balance Unit",
        leg_2023);
}

void export_okx_trading_csv_2024(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    export_rows(out, w, plan,
                "id,Order id,Time,Trade Type,Symbol,Action,Amount,Trading Unit,Filled Price,PnL,Fee,Fee "
                "Unit,Position Change,Position Balance,Balance Change,Balance,Balance Unit",
                leg_2024);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    static const char *const states[] = {"live", "partially_filled", "filled", "canceled"};
    const struct sim_order *o = &w->orders.items[order];
    char symbol[SYMBOL_ROOM];
    int fee_coin = o->side == SIM_BUY ? o->coin : o->quote;
    int64_t fee = rows_fee(w, order, &fee_coin);
    const char *tag = venue_tag(w->venue, o->sender);
    (void)plan;
    symbol_name(w, o, symbol);
    text_add(t,
             "{\"accFillSz\":\"%s\",\"algoClOrdId\":\"\",\"algoId\":\"\",\"avgPx\":\"%s\",\"cTime\":\"%lld\","
             "\"category\":\"normal\",\"ccy\":\"\",\"clOrdId\":\"%s\",",
             number_short(exchange_contracts(w, o->coin, o->executed)).text,
             o->executed > 0 ? rows_average(o).text : "", (long long)o->placed_ms, o->client_id);
    text_add(
        t, "\"fee\":\"%s\",\"feeCcy\":\"%s\",\"instId\":\"%s\",\"instType\":\"%s\",\"lever\":\"\",\"ordId\":\"%s\",",
        number_short(-fee).text, w->coins[fee_coin].name, symbol, w->venue->contract ? "SWAP" : "SPOT", o->id_text);
    text_add(t,
             "\"ordType\":\"%s\",\"pnl\":\"0\",\"posSide\":\"\",\"px\":\"%s\",\"side\":\"%s\",\"source\":\"\","
             "\"state\":\"%s\","
             "\"sz\":\"%s\",",
             o->type == TYPE_MARKET ? "market" : "limit", o->price > 0 ? number_short(o->price).text : "",
             o->side == SIM_BUY ? "buy" : "sell", states[o->state],
             number_short(exchange_contracts(w, o->coin, o->qty)).text);
    text_add(t, "\"tag\":\"%s\",\"tdMode\":\"%s\",\"tgtCcy\":\"%s\",\"uTime\":\"%lld\"}", tag,
             w->venue->contract ? "cross" : "cash", o->type == TYPE_MARKET && !w->venue->contract ? "base_ccy" : "",
             (long long)o->updated_ms);
}

void export_okx_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_orders_json(out, w, plan, "{\"code\":\"0\",\"data\":[", order_json, "\n],\"msg\":\"\"}\n");
}

static void fill_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t fill)
{
    const struct sim_fill *f = &w->fills.items[fill];
    const struct sim_order *o = &w->orders.items[f->order];
    char symbol[SYMBOL_ROOM];
    (void)plan;
    symbol_name(w, o, symbol);
    text_add(t,
             "{\"side\":\"%s\",\"fillSz\":\"%s\",\"fillPx\":\"%s\",\"fee\":\"%s\",\"ordId\":\"%s\",\"instType\":"
             "\"%s\",",
             o->side == SIM_BUY ? "buy" : "sell", number_short(exchange_contracts(w, o->coin, f->qty)).text,
             number_short(f->price).text, number_short(-f->fee).text, o->id_text, w->venue->contract ? "SWAP" : "SPOT");
    text_add(t, "\"instId\":\"%s\",\"clOrdId\":\"%s\",\"posSide\":\"net\",\"billId\":\"%llu\",\"tag\":\"%s\",", symbol,
             o->client_id, (unsigned long long)(f->id + 400500600700000000), venue_tag(w->venue, o->sender));
    text_add(t, "\"execType\":\"%s\",\"tradeId\":\"%llu\",\"feeCcy\":\"%s\",\"ts\":\"%lld\"}", f->maker ? "M" : "T",
             (unsigned long long)f->id, w->coins[f->fee_coin].name, (long long)f->at_ms + 2);
}

void export_okx_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_fills_json(out, w, plan, "{\"code\":\"0\",\"data\":[", fill_json, "\n],\"msg\":\"\"}\n");
}
