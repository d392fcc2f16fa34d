/* sim_export.c - what Binance ships: trade history and order history as CSV, allOrders and myTrades as JSON.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_files.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line_up { /* fills or orders in order of time */
    int64_t at_ms;
    uint64_t id;
    size_t index;
};
typedef LIST(struct line_up) queue;

static int compare_line_up(const void *left, const void *right)
{
    const struct line_up *a = left, *b = right;
    if (a->at_ms != b->at_ms) return a->at_ms < b->at_ms ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static bool inside(const struct export_plan *plan, int64_t at_ms)
{
    return (plan->from_ms == 0 || at_ms >= plan->from_ms) && (plan->to_ms == 0 || at_ms < plan->to_ms);
}

static queue fills_in_time(const struct world *w, const struct export_plan *plan)
{
    queue q = LIST_EMPTY;
    for (size_t i = 0; i < w->fills.count; i++)
        if (inside(plan, w->fills.items[i].at_ms))
            *LIST_ADD(&q) = (struct line_up){w->fills.items[i].at_ms, w->fills.items[i].id, i};
    if (q.count > 0) qsort(q.items, q.count, sizeof *q.items, compare_line_up);
    return q;
}

static queue orders_in_time(const struct world *w, const struct export_plan *plan)
{
    queue q = LIST_EMPTY;
    for (size_t i = 0; i < w->orders.count; i++)
        if (inside(plan, w->orders.items[i].placed_ms))
            *LIST_ADD(&q) = (struct line_up){w->orders.items[i].placed_ms, w->orders.items[i].id, i};
    if (q.count > 0) qsort(q.items, q.count, sizeof *q.items, compare_line_up);
    return q;
}

static void note_row(struct outbox *out, const char *file, const struct text *t, size_t order)
{
    text_add(&out->rows, "%s\t%u\t%zu\t%zu\n", file, text_line(t), t->length, order);
}

static void save(struct outbox *out, struct text *t, const struct export_plan *plan)
{
    text_save(t, out->dir, plan->name, plan->packing, plan->cut_percent > 0 ? plan->cut_percent : 100);
    text_free(t);
}

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
    queue q = fills_in_time(w, plan);
    text_add(&t, "%s", plan->bom ? "\xEF\xBB\xBF" : "");
    text_add(&t, plan->quoted ? "\"Date(UTC)\",\"Pair\",\"Side\",\"Price\",\"Executed\",\"Amount\",\"Fee\"\n"
                              : "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n");
    for (size_t i = q.count; i > 0; i--) {
        const struct sim_fill *f = &w->fills.items[q.items[i - 1].index];
        const struct sim_order *o = &w->orders.items[f->order];
        char symbol[16];
        symbol_name(w, o, symbol);
        note_row(out, plan->name, &t, f->order);
        cell(&t, plan, moment_plain(f->at_ms).text, "", ",");
        cell(&t, plan, symbol, "", ",");
        cell(&t, plan, o->side == SIM_BUY ? "BUY" : "SELL", "", ",");
        cell(&t, plan, number_grouped(f->price, 10).text, "", ",");
        cell(&t, plan, number_grouped(f->qty, 10).text, w->coins[o->coin].name, ",");
        cell(&t, plan, number_grouped(f->cost, 8).text, w->coins[o->quote].name, ",");
        cell(&t, plan, number_grouped(f->fee, 10).text, w->coins[f->fee_coin].name, "\n");
    }
    LIST_FREE(&q);
    save(out, &t, plan);
}

static struct number average_of(const struct sim_order *o)
{
    return number_wide(o->executed > 0 ? (wide)o->cost * UNIT / o->executed : 0, UNIT_DECIMALS, UNIT_DECIMALS, 0);
}

static void order_fills_csv(struct outbox *out, const struct world *w, const struct export_plan *plan, struct text *t,
                            size_t order)
{
    const struct sim_order *o = &w->orders.items[order];
    text_add(t, ",Date(UTC),Trading Price,Filled,Total,Fee,,,,\n");
    for (size_t i = w->first_fill.items[order]; i < w->first_fill.items[order + 1]; i++) {
        const struct sim_fill *f = &w->fills.items[i];
        note_row(out, plan->name, t, order);
        text_add(t, ",%s,%s,%s,%s,%s%s,,,,\n", moment_plain(f->at_ms).text,
                 number_fixed(f->price, w->coins[o->coin].tick_decimals).text, number_short(f->qty).text,
                 number_fixed(f->cost, 8).text, number_fixed(f->fee, 8).text, w->coins[f->fee_coin].name);
    }
}

void export_orders_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    static const char *const states[] = {"New", "Partially Filled", "Filled", "Canceled"};
    struct text t = {NULL, 0, 0, 0};
    queue q = orders_in_time(w, plan);
    text_add(&t, "%sDate(UTC),OrderNo,Pair,Type,Order Price,Order Amount,AvgTrading Price,Filled,Total,status\n",
             plan->bom ? "\xEF\xBB\xBF" : "");
    for (size_t i = q.count; i > 0; i--) {
        size_t order = q.items[i - 1].index;
        const struct sim_order *o = &w->orders.items[order];
        char symbol[16];
        symbol_name(w, o, symbol);
        note_row(out, plan->name, &t, order);
        text_add(&t, "%s,%llu,%s,%s,%s,%s,%s,%s,%s,%s\n", moment_plain(o->placed_ms).text, (unsigned long long)o->id,
                 symbol, o->side == SIM_BUY ? "BUY" : "SELL", number_short(o->price).text, number_short(o->qty).text,
                 average_of(o).text, number_short(o->executed).text, number_short(o->cost).text, states[o->state]);
        if (w->first_fill.items[order + 1] > w->first_fill.items[order]) order_fills_csv(out, w, plan, &t, order);
    }
    LIST_FREE(&q);
    save(out, &t, plan);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

static void member(struct text *t, const struct export_plan *plan, bool first, const char *name, const char *value,
                   bool quoted)
{
    const char *quote = quoted ? "\"" : "";
    text_add(t, "%s%s\"%s\":%s%s%s%s", first ? "" : ",", plan->pretty ? "\n    " : "", name, plan->pretty ? " " : "",
             quote, value, quote);
}

static void whole(struct text *t, const struct export_plan *plan, const char *name, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    member(t, plan, false, name, digits, false);
}

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_order *o)
{
    static const char *const states[] = {"NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED"};
    char symbol[16];
    symbol_name(w, o, symbol);
    text_add(t, "{");
    member(t, plan, true, "symbol", symbol, true);
    whole(t, plan, "orderId", o->id);
    member(t, plan, false, "orderListId", "-1", false);
    member(t, plan, false, "clientOrderId", o->client_id, true);
    member(t, plan, false, "price", number_fixed(o->price, 8).text, true);
    member(t, plan, false, "origQty", number_fixed(o->qty, 8).text, true);
    member(t, plan, false, "executedQty", number_fixed(o->executed, 8).text, true);
    member(t, plan, false, "cummulativeQuoteQty", number_fixed(o->cost, 8).text, true);
    member(t, plan, false, "status", states[o->state], true);
    member(t, plan, false, "timeInForce", "GTC", true);
    member(t, plan, false, "type", o->type == TYPE_MARKET ? "MARKET" : "LIMIT", true);
    member(t, plan, false, "side", o->side == SIM_BUY ? "BUY" : "SELL", true);
    member(t, plan, false, "stopPrice", "0.00000000", true);
    member(t, plan, false, "icebergQty", "0.00000000", true);
    whole(t, plan, "time", (uint64_t)o->placed_ms);
    whole(t, plan, "updateTime", (uint64_t)o->updated_ms);
    member(t, plan, false, "isWorking", "true", false);
    member(t, plan, false, "origQuoteOrderQty", "0.00000000", true);
    text_add(t, "%s}", plan->pretty ? "\n  " : "");
}

static void trade_json(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_order *o,
                       const struct sim_fill *f)
{
    char symbol[16];
    symbol_name(w, o, symbol);
    text_add(t, "{");
    member(t, plan, true, "symbol", symbol, true);
    whole(t, plan, "id", f->id);
    whole(t, plan, "orderId", o->id);
    member(t, plan, false, "orderListId", "-1", false);
    member(t, plan, false, "price", number_fixed(f->price, 8).text, true);
    member(t, plan, false, "qty", number_fixed(f->qty, 8).text, true);
    member(t, plan, false, "quoteQty", number_fixed(f->cost, 8).text, true);
    member(t, plan, false, "commission", number_fixed(f->fee, 8).text, true);
    member(t, plan, false, "commissionAsset", w->coins[f->fee_coin].name, true);
    whole(t, plan, "time", (uint64_t)f->at_ms);
    member(t, plan, false, "isBuyer", o->side == SIM_BUY ? "true" : "false", false);
    member(t, plan, false, "isMaker", f->maker ? "true" : "false", false);
    member(t, plan, false, "isBestMatch", "true", false);
    text_add(t, "%s}", plan->pretty ? "\n  " : "");
}

void export_all_orders(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = orders_in_time(w, plan);
    text_add(&t, "[");
    for (size_t i = 0; i < q.count; i++) {
        text_add(&t, "%s%s", i > 0 ? "," : "", plan->pretty ? "\n  " : "");
        note_row(out, plan->name, &t, q.items[i].index);
        order_json(&t, w, plan, &w->orders.items[q.items[i].index]);
    }
    text_add(&t, "%s]", plan->pretty ? "\n" : "");
    LIST_FREE(&q);
    save(out, &t, plan);
}

void export_my_trades(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = fills_in_time(w, plan);
    text_add(&t, "[");
    for (size_t i = 0; i < q.count; i++) {
        const struct sim_fill *f = &w->fills.items[q.items[i].index];
        text_add(&t, "%s%s", i > 0 ? "," : "", plan->pretty ? "\n  " : "");
        note_row(out, plan->name, &t, f->order);
        trade_json(&t, w, plan, &w->orders.items[f->order], f);
    }
    text_add(&t, "%s]", plan->pretty ? "\n" : "");
    LIST_FREE(&q);
    save(out, &t, plan);
}
