/* sim_export_coinbase.c - what Coinbase ships: fills of Coinbase Pro as CSV, orders and fills of Advanced Trade.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#define USER_ID "5b0e4c11-7a52-5d3e-9f60-1c2d3e4f5a6b"

void export_coinbase_fills_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t, "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit\n");
    for (size_t i = 0; i < q.count; i++) {
        const struct sim_fill *f = &w->fills.items[q.items[i].index];
        const struct sim_order *o = &w->orders.items[f->order];
        char symbol[SYMBOL_ROOM];
        symbol_name(w, o, symbol);
        rows_note(out, plan->name, &t, f->order);
        text_add(&t, "default,%llu,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", (unsigned long long)(f->id % 100000000), symbol,
                 o->side == SIM_BUY ? "BUY" : "SELL", moment_iso(f->at_ms).text, number_fixed(f->qty, 8).text,
                 w->coins[o->coin].name, number_fixed(f->price, w->coins[o->coin].tick_decimals).text,
                 number_short(f->fee).text,
                 number_short(o->side == SIM_BUY ? -f->cost - f->fee : f->cost - f->fee).text, w->coins[o->quote].name);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

/* 2022-12-19T10:19:47.423220Z; the last three digits are made of a number of the record's own */
static struct moment moment_micro(int64_t at_ms, uint64_t own)
{
    struct moment iso = moment_iso(at_ms), m = {{0}};
    struct text t = {NULL, 0, 0, 0};
    text_add(&t, "%.23s%03uZ", iso.text, (unsigned)(own * 271 % 1000));
    for (size_t i = 0; i < t.length && i + 1 < sizeof m.text; i++) m.text[i] = t.bytes[i];
    text_free(&t);
    return m;
}

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    static const char *const states[] = {"OPEN", "OPEN", "FILLED", "CANCELLED"};
    const struct sim_order *o = &w->orders.items[order];
    size_t first = w->first_fill.items[order], end = w->first_fill.items[order + 1];
    char symbol[SYMBOL_ROOM];
    int fee_coin = o->quote;
    int64_t fee = rows_fee(w, order, &fee_coin);
    (void)plan;
    symbol_name(w, o, symbol);
    text_add(t, "{\"order_id\":\"%s\",\"product_id\":\"%s\",\"user_id\":\"" USER_ID "\",\"order_configuration\":",
             o->id_text, symbol);
    if (o->type == TYPE_MARKET)
        text_add(t, "{\"market_market_ioc\":{\"base_size\":\"%s\"}}", number_short(o->qty).text);
    else
        text_add(t, "{\"limit_limit_gtc\":{\"base_size\":\"%s\",\"limit_price\":\"%s\",\"post_only\":false}}",
                 number_short(o->qty).text, number_short(o->price).text);
    text_add(t, ",\"side\":\"%s\",\"client_order_id\":\"%s\",\"status\":\"%s\",\"time_in_force\":\"%s\",",
             o->side == SIM_BUY ? "BUY" : "SELL", o->client_id, states[o->state],
             o->type == TYPE_MARKET ? "IMMEDIATE_OR_CANCEL" : "GOOD_UNTIL_CANCELLED");
    text_add(t,
             "\"created_time\":\"%s\",\"completion_percentage\":\"%s\",\"filled_size\":\"%s\",\"average_filled_price\":"
             "\"%s\",",
             moment_micro(o->placed_ms, order).text, o->executed == o->qty ? "100" : "0",
             number_short(o->executed).text, rows_average(o).text);
    text_add(
        t,
        "\"fee\":\"\",\"number_of_fills\":\"%zu\",\"filled_value\":\"%s\",\"pending_cancel\":false,\"size_in_quote\":"
        "false,\"total_fees\":\"%s\",\"size_inclusive_of_fees\":false,\"total_value_after_fees\":\"%s\",",
        end - first, number_short(o->cost).text, number_short(fee).text,
        number_short(o->side == SIM_BUY ? o->cost + fee : o->cost - fee).text);
    text_add(
        t,
        "\"trigger_status\":\"INVALID_ORDER_TYPE\",\"order_type\":\"%s\",\"reject_reason\":\"REJECT_REASON_"
        "UNSPECIFIED\",\"settled\":%s,\"product_type\":\"SPOT\",\"reject_message\":\"\",\"cancel_message\":\"%s\",",
        o->type == TYPE_MARKET ? "MARKET" : "LIMIT", o->state == STATE_FILLED ? "true" : "false",
        o->state == STATE_CANCELED ? "User requested cancel" : "");
    text_add(
        t,
        "\"order_placement_source\":\"RETAIL_ADVANCED\",\"outstanding_hold_amount\":\"0\",\"is_liquidation\":false,");
    if (end > first)
        text_add(t, "\"last_fill_time\":\"%s\",", moment_micro(w->fills.items[end - 1].at_ms, end).text);
    else
        text_add(t, "\"last_fill_time\":null,");
    text_add(t, "\"edit_history\":[]}");
}

void export_coinbase_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_orders_json(out, w, plan, "{\"orders\":[", order_json,
                     "\n],\"sequence\":\"0\",\"has_next\":false,\"cursor\":\"\"}\n");
}

static void fill_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t fill)
{
    const struct sim_fill *f = &w->fills.items[fill];
    const struct sim_order *o = &w->orders.items[f->order];
    char symbol[SYMBOL_ROOM];
    (void)plan;
    struct moment at = moment_micro(f->at_ms, f->id);
    symbol_name(w, o, symbol);
    text_add(t,
             "{\"entry_id\":\"%064llx\",\"trade_id\":\"%llu\",\"order_id\":\"%s\",\"trade_time\":\"%s\",\"trade_type\":"
             "\"FILL\",\"price\":\"%s\",\"size\":\"%s\",\"commission\":\"%s\",",
             (unsigned long long)f->id * 77777, (unsigned long long)f->id, o->id_text, at.text,
             number_short(f->price).text, number_short(f->qty).text, number_short(f->fee).text);
    text_add(t,
             "\"product_id\":\"%s\",\"sequence_timestamp\":\"%s\",\"liquidity_indicator\":\"%s\",\"size_in_quote\":"
             "false,"
             "\"user_id\":\"" USER_ID "\",\"side\":\"%s\"}",
             symbol, at.text, f->maker ? "MAKER" : "TAKER", o->side == SIM_BUY ? "BUY" : "SELL");
}

void export_coinbase_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_fills_json(out, w, plan, "{\"fills\":[", fill_json, "\n],\"cursor\":\"\"}\n");
}
