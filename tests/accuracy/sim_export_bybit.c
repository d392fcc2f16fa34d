/* sim_export_bybit.c - what Bybit ships of its spot market: orders and fills of the API's third version.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    static const char *const states[] = {"NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED"};
    const struct sim_order *o = &w->orders.items[order];
    char symbol[SYMBOL_ROOM];
    (void)plan;
    symbol_name(w, o, symbol);
    text_add(
        t,
        "{\"accountId\":\"700001\",\"symbol\":\"%s\",\"orderLinkId\":\"%s\",\"orderId\":\"%s\",\"orderPrice\":\"%s\","
        "\"orderQty\":\"%s\",\"execQty\":\"%s\",",
        symbol, o->client_id, o->id_text, number_short(o->price).text, number_short(o->qty).text,
        number_short(o->executed).text);
    text_add(t,
             "\"cummulativeQuoteQty\":\"%s\",\"avgPrice\":\"%s\",\"status\":\"%s\",\"timeInForce\":\"GTC\","
             "\"orderType\":\"%s\","
             "\"side\":\"%s\",\"stopPrice\":\"0.0\",",
             number_short(o->cost).text, rows_average(o).text, states[o->state],
             o->type == TYPE_MARKET ? "MARKET" : "LIMIT", o->side == SIM_BUY ? "BUY" : "SELL");
    text_add(t,
             "\"icebergQty\":\"0.0\",\"createTime\":\"%lld\",\"updateTime\":\"%lld\",\"isWorking\":\"1\","
             "\"orderCategory\":\"0\"}",
             (long long)o->placed_ms, (long long)o->updated_ms);
}

void export_bybit_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_orders_json(out, w, plan, "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":[", order_json,
                     "\n]},\"retExtMap\":{},\"time\":1673200000000}\n");
}

static void trade_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t fill)
{
    const struct sim_fill *f = &w->fills.items[fill];
    const struct sim_order *o = &w->orders.items[f->order];
    char symbol[SYMBOL_ROOM];
    (void)plan;
    symbol_name(w, o, symbol);
    text_add(t,
             "{\"symbol\":\"%s\",\"id\":\"%llu\",\"orderId\":\"%s\",\"tradeId\":\"%llu\",\"orderPrice\":\"%s\","
             "\"orderQty\":\"%s\","
             "\"execFee\":\"%s\",",
             symbol, (unsigned long long)f->id + 1274785000000000000, o->id_text,
             (unsigned long long)f->id + 2270000000000000000, number_short(f->price).text, number_short(f->qty).text,
             number_short(f->fee).text);
    text_add(
        t,
        "\"feeTokenId\":\"%s\",\"creatTime\":\"%lld\",\"isBuyer\":\"%d\",\"isMaker\":\"%d\",\"matchOrderId\":\"%llu\","
        "\"makerRebate\":\"0\",\"executionTime\":\"%lld\"}",
        w->coins[f->fee_coin].name, (long long)f->at_ms, o->side == SIM_BUY ? 0 : 1, f->maker ? 0 : 1,
        (unsigned long long)f->id + 1274786000000000000, (long long)f->at_ms + 4);
}

void export_bybit_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_fills_json(out, w, plan, "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":[", trade_json,
                    "\n]},\"retExtMap\":{},\"time\":1673200000000}\n");
}
