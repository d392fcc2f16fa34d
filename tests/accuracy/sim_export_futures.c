/* sim_export_futures.c - what Binance ships of its USDT-margined futures: allOrders and userTrades of the API, and the trade history as
 * CSV, whose file's name holds the zone.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    static const char *const states[] = {"NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED"};
    const struct sim_order *o = &w->orders.items[order];
    const char *type = o->type == TYPE_MARKET ? "MARKET" : "LIMIT";
    char symbol[SYMBOL_ROOM];
    symbol_name(w, o, symbol);
    text_add(t, "{");
    rows_member(t, plan, true, "orderId", o->id_text, false);
    rows_member(t, plan, false, "symbol", symbol, true);
    rows_member(t, plan, false, "status", states[o->state], true);
    rows_member(t, plan, false, "clientOrderId", o->client_id, true);
    rows_member(t, plan, false, "price", number_short(o->price).text, true);
    rows_member(t, plan, false, "avgPrice", rows_average(o).text, true);
    rows_member(t, plan, false, "origQty", number_short(o->qty).text, true);
    rows_member(t, plan, false, "executedQty", number_short(o->executed).text, true);
    rows_member(t, plan, false, "cumQuote", number_short(o->cost).text, true);
    rows_member(t, plan, false, "timeInForce", "GTC", true);
    rows_member(t, plan, false, "type", type, true);
    rows_member(t, plan, false, "reduceOnly", "false", false);
    rows_member(t, plan, false, "closePosition", "false", false);
    rows_member(t, plan, false, "side", o->side == SIM_BUY ? "BUY" : "SELL", true);
    rows_member(t, plan, false, "positionSide", "BOTH", true);
    rows_member(t, plan, false, "stopPrice", "0", true);
    rows_member(t, plan, false, "origType", type, true);
    rows_whole(t, plan, "time", (uint64_t)o->placed_ms);
    rows_whole(t, plan, "updateTime", (uint64_t)o->updated_ms);
    text_add(t, "%s}", plan->pretty ? "\n  " : "");
}

void export_futures_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_orders_json(out, w, plan, "[", order_json, "\n]\n");
}

static void trade_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t fill)
{
    const struct sim_fill *f = &w->fills.items[fill];
    const struct sim_order *o = &w->orders.items[f->order];
    bool buys = o->side == SIM_BUY;
    char symbol[SYMBOL_ROOM];
    symbol_name(w, o, symbol);
    text_add(t, "{");
    rows_member(t, plan, true, "symbol", symbol, true);
    rows_whole(t, plan, "id", f->id);
    rows_member(t, plan, false, "orderId", o->id_text, false);
    rows_member(t, plan, false, "side", buys ? "BUY" : "SELL", true);
    rows_member(t, plan, false, "price", number_short(f->price).text, true);
    rows_member(t, plan, false, "qty", number_short(f->qty).text, true);
    rows_member(t, plan, false, "realizedPnl", "0", true);
    rows_member(t, plan, false, "marginAsset", "USDT", true);
    rows_member(t, plan, false, "quoteQty", number_short(f->cost).text, true);
    rows_member(t, plan, false, "commission", number_short(f->fee).text, true);
    rows_member(t, plan, false, "commissionAsset", "USDT", true);
    rows_whole(t, plan, "time", (uint64_t)f->at_ms);
    rows_member(t, plan, false, "positionSide", "BOTH", true);
    rows_member(t, plan, false, "buyer", buys ? "true" : "false", false);
    rows_member(t, plan, false, "maker", f->maker ? "true" : "false", false);
    text_add(t, "%s}", plan->pretty ? "\n  " : "");
}

void export_futures_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_fills_json(out, w, plan, "[", trade_json, "\n]\n");
}

/* Uid,Time,...; the year has two digits. */
void export_futures_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t, "%sUid,Time,Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Buyer,Maker,Trade ID,Order ID\n",
             plan->bom ? "\xEF\xBB\xBF" : "");
    for (size_t i = q.count; i > 0; i--) {
        const struct sim_fill *f = &w->fills.items[q.items[i - 1].index];
        const struct sim_order *o = &w->orders.items[f->order];
        char symbol[SYMBOL_ROOM];
        symbol_name(w, o, symbol);
        rows_note(out, plan->name, &t, f->order);
        text_add(&t, "862700001,%s,%s,%s,%s,%s,%s,%s%sUSDT,0,%s,%s,%llu,%s\n",
                 moment_plain(f->at_ms + zone_offset_ms(plan->zone, f->at_ms)).text + 2, symbol,
                 o->side == SIM_BUY ? "BUY" : "SELL", number_short(f->price).text, number_short(f->qty).text,
                 number_short(f->cost).text, number_short(f->fee).text, plan->second_shape ? " " : "",
                 o->side == SIM_BUY ? "true" : "false", f->maker ? "true" : "false", (unsigned long long)f->id,
                 o->id_text);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}
