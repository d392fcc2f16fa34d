/* sim_export.c - what Binance ships: trade history and order history as CSV, allOrders and myTrades as JSON.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- CSV ------------------------------------------------------------------------------------------------------- */

/* A cell is in quotes when all are or when it holds a comma. */
static void cell(struct text *t, const struct export_plan *plan, const char *value, const char *unit, const char *end)
{
    bool quotes = plan->quoted || strchr(value, ',');
    text_add(t, "%s%s%s%s%s", quotes ? "\"" : "", value, unit, quotes ? "\"" : "", end);
}

void export_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t, "%s", plan->bom ? "\xEF\xBB\xBF" : "");
    text_add(&t, plan->quoted ? "\"Date(UTC)\",\"Pair\",\"Side\",\"Price\",\"Executed\",\"Amount\",\"Fee\"\n"
                              : "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n");
    for (size_t i = q.count; i > 0; i--) {
        const struct sim_fill *f = &w->fills.items[q.items[i - 1].index];
        const struct sim_order *o = &w->orders.items[f->order];
        char symbol[SYMBOL_ROOM];
        symbol_name(w, o, symbol);
        rows_note(out, plan->name, &t, f->order);
        cell(&t, plan, moment_plain(f->at_ms).text, "", ",");
        cell(&t, plan, symbol, "", ",");
        cell(&t, plan, o->side == SIM_BUY ? "BUY" : "SELL", "", ",");
        cell(&t, plan, number_grouped(f->price, 10).text, "", ",");
        cell(&t, plan, number_grouped(f->qty, 10).text, w->coins[o->coin].name, ",");
        cell(&t, plan, number_grouped(f->cost, 8).text, w->coins[o->quote].name, ",");
        cell(&t, plan, number_grouped(f->fee, 10).text, w->coins[f->fee_coin].name, "\n");
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

static void order_fills_csv(struct outbox *out, const struct world *w, const struct export_plan *plan, struct text *t,
                            size_t order)
{
    const struct sim_order *o = &w->orders.items[order];
    text_add(t, ",Date(UTC),Trading Price,Filled,Total,Fee,,,,\n");
    for (size_t i = w->first_fill.items[order]; i < w->first_fill.items[order + 1]; i++) {
        const struct sim_fill *f = &w->fills.items[i];
        rows_note(out, plan->name, t, order);
        text_add(t, ",%s,%s,%s,%s,%s%s,,,,\n", moment_plain(f->at_ms).text,
                 number_fixed(f->price, w->coins[o->coin].tick_decimals).text, number_short(f->qty).text,
                 number_fixed(f->cost, 8).text, number_fixed(f->fee, 8).text, w->coins[f->fee_coin].name);
    }
}

void export_orders_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    static const char *const states[] = {"New", "Partially Filled", "Filled", "Canceled"};
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_orders(w, plan);
    text_add(&t, "%sDate(UTC),OrderNo,Pair,Type,Order Price,Order Amount,AvgTrading Price,Filled,Total,status\n",
             plan->bom ? "\xEF\xBB\xBF" : "");
    for (size_t i = q.count; i > 0; i--) {
        size_t order = q.items[i - 1].index;
        const struct sim_order *o = &w->orders.items[order];
        char symbol[SYMBOL_ROOM];
        symbol_name(w, o, symbol);
        rows_note(out, plan->name, &t, order);
        text_add(&t, "%s,%llu,%s,%s,%s,%s,%s,%s,%s,%s\n", moment_plain(o->placed_ms).text, (unsigned long long)o->id,
                 symbol, o->side == SIM_BUY ? "BUY" : "SELL", number_short(o->price).text, number_short(o->qty).text,
                 rows_average(o).text, number_short(o->executed).text, number_short(o->cost).text, states[o->state]);
        if (w->first_fill.items[order + 1] > w->first_fill.items[order]) order_fills_csv(out, w, plan, &t, order);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_order *o)
{
    static const char *const states[] = {"NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED"};
    char symbol[SYMBOL_ROOM];
    symbol_name(w, o, symbol);
    text_add(t, "{");
    rows_member(t, plan, true, "symbol", symbol, true);
    rows_whole(t, plan, "orderId", o->id);
    rows_member(t, plan, false, "orderListId", "-1", false);
    rows_member(t, plan, false, "clientOrderId", o->client_id, true);
    rows_member(t, plan, false, "price", number_fixed(o->price, 8).text, true);
    rows_member(t, plan, false, "origQty", number_fixed(o->qty, 8).text, true);
    rows_member(t, plan, false, "executedQty", number_fixed(o->executed, 8).text, true);
    rows_member(t, plan, false, "cummulativeQuoteQty", number_fixed(o->cost, 8).text, true);
    rows_member(t, plan, false, "status", states[o->state], true);
    rows_member(t, plan, false, "timeInForce", "GTC", true);
    rows_member(t, plan, false, "type", o->type == TYPE_MARKET ? "MARKET" : "LIMIT", true);
    rows_member(t, plan, false, "side", o->side == SIM_BUY ? "BUY" : "SELL", true);
    rows_member(t, plan, false, "stopPrice", "0.00000000", true);
    rows_member(t, plan, false, "icebergQty", "0.00000000", true);
    rows_whole(t, plan, "time", (uint64_t)o->placed_ms);
    rows_whole(t, plan, "updateTime", (uint64_t)o->updated_ms);
    rows_member(t, plan, false, "isWorking", "true", false);
    rows_member(t, plan, false, "origQuoteOrderQty", "0.00000000", true);
    text_add(t, "%s}", plan->pretty ? "\n  " : "");
}

static void trade_json(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_order *o,
                       const struct sim_fill *f)
{
    char symbol[SYMBOL_ROOM];
    symbol_name(w, o, symbol);
    text_add(t, "{");
    rows_member(t, plan, true, "symbol", symbol, true);
    rows_whole(t, plan, "id", f->id);
    rows_whole(t, plan, "orderId", o->id);
    rows_member(t, plan, false, "orderListId", "-1", false);
    rows_member(t, plan, false, "price", number_fixed(f->price, 8).text, true);
    rows_member(t, plan, false, "qty", number_fixed(f->qty, 8).text, true);
    rows_member(t, plan, false, "quoteQty", number_fixed(f->cost, 8).text, true);
    rows_member(t, plan, false, "commission", number_fixed(f->fee, 8).text, true);
    rows_member(t, plan, false, "commissionAsset", w->coins[f->fee_coin].name, true);
    rows_whole(t, plan, "time", (uint64_t)f->at_ms);
    rows_member(t, plan, false, "isBuyer", o->side == SIM_BUY ? "true" : "false", false);
    rows_member(t, plan, false, "isMaker", f->maker ? "true" : "false", false);
    rows_member(t, plan, false, "isBestMatch", "true", false);
    text_add(t, "%s}", plan->pretty ? "\n  " : "");
}

void export_all_orders(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_orders(w, plan);
    text_add(&t, "[");
    for (size_t i = 0; i < q.count; i++) {
        text_add(&t, "%s%s", i > 0 ? "," : "", plan->pretty ? "\n  " : "");
        rows_note(out, plan->name, &t, q.items[i].index);
        order_json(&t, w, plan, &w->orders.items[q.items[i].index]);
    }
    text_add(&t, "%s]", plan->pretty ? "\n" : "");
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

void export_my_trades(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t, "[");
    for (size_t i = 0; i < q.count; i++) {
        const struct sim_fill *f = &w->fills.items[q.items[i].index];
        text_add(&t, "%s%s", i > 0 ? "," : "", plan->pretty ? "\n  " : "");
        rows_note(out, plan->name, &t, f->order);
        trade_json(&t, w, plan, &w->orders.items[f->order], f);
    }
    text_add(&t, "%s]", plan->pretty ? "\n" : "");
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}
