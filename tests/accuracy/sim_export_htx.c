/* sim_export_htx.c - what HTX (Huobi) ships: spot orders and match results of the API, with the channel in `source` and names in
 * small letters, and the web's list of trades, without ids, in a time whose zone the file does not name.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include <ctype.h>

static void small_symbol(const struct world *w, const struct sim_order *o, char out[SYMBOL_ROOM])
{
    symbol_name(w, o, out);
    for (char *c = out; *c; c++) *c = (char)tolower((unsigned char)*c);
}

static const char *small_name(const struct world *w, int coin, char out[SYMBOL_ROOM])
{
    size_t i = 0;
    for (const char *c = w->coins[coin].name; *c && i + 1 < SYMBOL_ROOM; c++)
        out[i++] = (char)tolower((unsigned char)*c);
    out[i] = '\0';
    return out;
}

static const char *type_of(const struct sim_order *o)
{
    if (o->type == TYPE_MARKET) return o->side == SIM_BUY ? "buy-market" : "sell-market";
    return o->side == SIM_BUY ? "buy-limit" : "sell-limit";
}

static const char *source_of(const struct sim_order *o)
{
    return o->sender == SENDER_WEB || o->sender == SENDER_IOS || o->sender == SENDER_ANDROID ? "spot-web" : "spot-api";
}

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    static const char *const states[] = {"submitted", "partial-filled", "filled", "canceled"};
    const struct sim_order *o = &w->orders.items[order];
    bool partial = o->state == STATE_CANCELED && o->executed > 0;
    char name[SYMBOL_ROOM];
    int fee_coin = o->side == SIM_BUY ? o->coin : o->quote;
    (void)plan;
    small_symbol(w, o, name);
    /* what a market order buys is asked for in the quote, so its amount is what it may spend */
    int64_t asked = o->type == TYPE_MARKET && o->side == SIM_BUY ? o->cost : o->qty;
    text_add(t,
             "{\"id\":%s,\"symbol\":\"%s\",\"account-id\":1200345,\"client-order-id\":\"%s\",\"amount\":\"%s\","
             "\"price\":\"%s\","
             "\"created-at\":%lld,\"type\":\"%s\",",
             o->id_text, name, o->client_id, number_fixed(asked, 8).text, number_short(o->price).text,
             (long long)o->placed_ms, type_of(o));
    text_add(t,
             "\"field-amount\":\"%s\",\"field-cash-amount\":\"%s\",\"field-fees\":\"%s\",\"finished-at\":%lld,"
             "\"source\":\"%s\","
             "\"state\":\"%s\",\"canceled-at\":%lld}",
             number_fixed(o->executed, 8).text, number_fixed(o->cost, 8).text,
             number_short(rows_fee(w, order, &fee_coin)).text, (long long)o->updated_ms, source_of(o),
             partial ? "partial-canceled" : states[o->state],
             (long long)(o->state == STATE_CANCELED ? o->updated_ms : 0));
}

void export_htx_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_orders_json(out, w, plan, "{\"status\":\"ok\",\"data\":[", order_json, "\n]}\n");
}

static void trade_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t fill)
{
    const struct sim_fill *f = &w->fills.items[fill];
    const struct sim_order *o = &w->orders.items[f->order];
    char name[SYMBOL_ROOM], fee_coin[SYMBOL_ROOM];
    (void)plan;
    small_symbol(w, o, name);
    text_add(t,
             "{\"symbol\":\"%s\",\"fee-currency\":\"%s\",\"source\":\"%s\",\"price\":\"%s\",\"created-at\":%lld,"
             "\"role\":\"%s\","
             "\"order-id\":%s,\"match-id\":%llu,",
             name, small_name(w, f->fee_coin, fee_coin), source_of(o), number_short(f->price).text, (long long)f->at_ms,
             f->maker ? "maker" : "taker", o->id_text, (unsigned long long)(f->id % 100000000000));
    text_add(t,
             "\"trade-id\":%llu,\"filled-amount\":\"%s\",\"filled-fees\":\"%s\",\"filled-points\":\"0.0\",\"fee-deduct-"
             "currency\":"
             "\"\",\"fee-deduct-state\":\"done\",\"id\":%llu,\"type\":\"%s\"}",
             (unsigned long long)(f->id / 3), number_short(f->qty).text, number_short(f->fee).text,
             (unsigned long long)(f->id + 313288753120000), type_of(o));
}

void export_htx_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_fills_json(out, w, plan, "{\"status\":\"ok\",\"data\":[", trade_json, "\n]}\n");
}

void export_htx_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t, "\xEF\xBB\xBFTime,Type,Pair,Side,Price,Amount,Total,Fee\n");
    for (size_t i = q.count; i > 0; i--) {
        const struct sim_fill *f = &w->fills.items[q.items[i - 1].index];
        const struct sim_order *o = &w->orders.items[f->order];
        rows_note(out, plan->name, &t, f->order);
        text_add(&t, "%s,Exchange,%s/%s,%s,%s,%s,%s,%s%s,\n",
                 moment_plain(f->at_ms + zone_offset_ms(plan->zone, f->at_ms)).text, w->coins[o->coin].name,
                 w->coins[o->quote].name, o->side == SIM_BUY ? "Buy" : "Sell", number_short(f->price).text,
                 number_short(f->qty).text, number_short(f->cost).text, number_fixed(f->fee, 8).text,
                 w->coins[f->fee_coin].name);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}
