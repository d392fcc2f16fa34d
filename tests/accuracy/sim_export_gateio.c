/* sim_export_gateio.c - what Gate.io ships: spot trades as CSV of 2021, in a time whose zone the file does not name, and orders
 * and fills of the API with the channel in `text`.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

static void symbol(const struct world *w, const struct sim_order *o, const char *between, struct text *t)
{
    text_add(t, "%s%s%s", w->coins[o->coin].name, between, w->coins[o->quote].name);
}

void export_gateio_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t, "No,Time,Trade type,Role,Market,Deal price,Deal amount,Total,Fee\n");
    for (size_t i = q.count; i > 0; i--) {
        const struct sim_fill *f = &w->fills.items[q.items[i - 1].index];
        const struct sim_order *o = &w->orders.items[f->order];
        rows_note(out, plan->name, &t, f->order);
        text_add(&t, "%s\t,%s,%s,%s,", o->id_text, moment_plain(f->at_ms + zone_offset_ms(plan->zone, f->at_ms)).text,
                 o->side == SIM_BUY ? "Buy" : "Sell", f->maker ? "maker" : "taker");
        symbol(w, o, "/", &t);
        text_add(&t, ",%s\t,%s %s,%s %s,%s %s\n", number_short(f->price).text, number_short(f->qty).text,
                 w->coins[o->coin].name, number_short(f->cost).text, w->coins[o->quote].name, number_short(f->fee).text,
                 w->coins[f->fee_coin].name);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    static const char *const states[] = {"open", "open", "closed", "cancelled"};
    const struct sim_order *o = &w->orders.items[order];
    int fee_coin = o->side == SIM_BUY ? o->coin : o->quote;
    int64_t fee = rows_fee(w, order, &fee_coin);
    (void)plan;
    text_add(t,
             "{\"id\":\"%s\",\"text\":\"%s\",\"amend_text\":\"-\",\"create_time\":\"%lld\",\"update_time\":\"%lld\","
             "\"create_time_ms\":%lld,\"update_time_ms\":%lld,\"status\":\"%s\",\"currency_pair\":\"",
             o->id_text, o->client_id, (long long)(o->placed_ms / MS_SECOND), (long long)(o->updated_ms / MS_SECOND),
             (long long)o->placed_ms, (long long)o->updated_ms, states[o->state]);
    symbol(w, o, "_", t);
    text_add(
        t,
        "\",\"type\":\"%s\",\"account\":\"spot\",\"side\":\"%s\",\"amount\":\"%s\",\"price\":\"%s\",\"time_in_force\":"
        "\"gtc\",\"iceberg\":\"0\",\"left\":\"%s\",\"fill_price\":\"%s\",\"filled_total\":\"%s\",",
        o->type == TYPE_MARKET ? "market" : "limit", o->side == SIM_BUY ? "buy" : "sell", number_short(o->qty).text,
        number_short(o->price).text, number_short(o->qty - o->executed).text, number_short(o->cost).text,
        number_short(o->cost).text);
    text_add(t,
             "\"avg_deal_price\":\"%s\",\"fee\":\"%s\",\"fee_currency\":\"%s\",\"point_fee\":\"0\",\"gt_fee\":\"0\","
             "\"gt_discount\":"
             "false,\"rebated_fee\":\"0\",\"rebated_fee_currency\":\"%s\",\"finish_as\":\"%s\"}",
             rows_average(o).text, number_short(fee).text, w->coins[fee_coin].name, w->coins[o->quote].name,
             o->state == STATE_FILLED     ? "filled"
             : o->state == STATE_CANCELED ? "cancelled"
                                          : "open");
}

void export_gateio_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_orders_json(out, w, plan, "[", order_json, "\n]\n");
}

static void trade_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t fill)
{
    const struct sim_fill *f = &w->fills.items[fill];
    const struct sim_order *o = &w->orders.items[f->order];
    text_add(t, "{\"id\":\"%llu\",\"create_time\":\"%lld\",\"create_time_ms\":\"%lld.%03u000\",\"currency_pair\":\"",
             (unsigned long long)f->id, (long long)(f->at_ms / MS_SECOND), (long long)f->at_ms,
             (unsigned)(f->id % 1000));
    symbol(w, o, "_", t);
    text_add(
        t, "\",\"side\":\"%s\",\"role\":\"%s\",\"amount\":\"%s\",\"price\":\"%s\",\"order_id\":\"%s\",\"fee\":\"%s\",",
        o->side == SIM_BUY ? "buy" : "sell", f->maker ? "maker" : "taker", number_short(f->qty).text,
        number_short(f->price).text, o->id_text, number_short(f->fee).text);
    text_add(t, "\"fee_currency\":\"%s\",\"point_fee\":\"0\",\"gt_fee\":\"0\"", w->coins[f->fee_coin].name);
    if (plan->second_shape) text_add(t, ",\"sequence_id\":\"1\",\"text\":\"%s\"", o->client_id);
    text_add(t, "}");
}

void export_gateio_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_fills_json(out, w, plan, "[", trade_json, "\n]\n");
}
