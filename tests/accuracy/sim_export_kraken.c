/* sim_export_kraken.c - what Kraken ships: trades as CSV of 2013 to 2024, and the API's lists of orders and trades. Its old
 * names of coins have an X or Z before them in one list and not in the next.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include <stdio.h>
#include <string.h>

static const char *name_of(const struct world *w, int coin)
{
    return coin == COIN_BTC ? "XBT" : w->coins[coin].name;
}

/* XXBTZUSD, XLTCZUSD, ADAUSD */
static void pair_of(const struct world *w, const struct sim_order *o, bool old_names, char out[SYMBOL_ROOM])
{
    bool old = o->coin == COIN_BTC || o->coin == COIN_ETH || o->coin == COIN_LTC || o->coin == COIN_XRP;
    bool both = old_names && old && strcmp(w->coins[o->quote].name, "USD") == 0;
    snprintf(out, SYMBOL_ROOM, "%s%s%s%s", both ? "X" : "", name_of(w, o->coin), both ? "Z" : "",
             w->coins[o->quote].name);
}

/* Ids of trades and rows of the ledger look like those of orders. */
static struct moment other_id(char letter, uint64_t number)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct moment m;
    char text[17] = "";
    for (int i = 15; i >= 0; i--, number = number / 32 + (uint64_t)i * 7) text[i] = digits[number % 32];
    snprintf(m.text, sizeof m.text, "%c%.5s-%.5s-%.6s", letter, text, text + 5, text + 10);
    return m;
}

void export_kraken_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(
        &t,
        "\"txid\",\"ordertxid\",\"pair\",\"time\",\"type\",\"ordertype\",\"price\",\"cost\",\"fee\",\"vol\",\"margin\","
        "\"misc\",\"ledgers\"\n");
    for (size_t i = 0; i < q.count; i++) {
        const struct sim_fill *f = &w->fills.items[q.items[i].index];
        const struct sim_order *o = &w->orders.items[f->order];
        char pair[SYMBOL_ROOM];
        pair_of(w, o, true, pair);
        rows_note(out, plan->name, &t, f->order);
        text_add(&t, "\"%s\",\"%s\",\"%s\",\"%s.%03d%u\",\"%s\",\"%s\",", other_id('T', f->id).text, o->id_text, pair,
                 moment_plain(f->at_ms).text, (int)(f->at_ms % MS_SECOND), (unsigned)(f->id % 10),
                 o->side == SIM_BUY ? "buy" : "sell", o->type == TYPE_MARKET ? "market" : "limit");
        text_add(&t, "%s,%s,%s,%s,0.00000,\"\",\"%s,%s\"\n", number_fixed(f->price, 5).text,
                 number_fixed(f->cost, 8).text, number_fixed(f->fee, 5).text, number_fixed(f->qty, 8).text,
                 other_id('L', 2 * f->id).text, other_id('L', 2 * f->id + 1).text);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    static const char *const states[] = {"open", "open", "closed", "canceled"};
    const struct sim_order *o = &w->orders.items[order];
    const char *side = o->side == SIM_BUY ? "buy" : "sell", *type = o->type == TYPE_MARKET ? "market" : "limit";
    char pair[SYMBOL_ROOM];
    int fee_coin = o->quote;
    (void)plan;
    pair_of(w, o, false, pair);
    text_add(t,
             "\"%s\":{\"refid\":null,\"userref\":0,\"status\":\"%s\",\"reason\":%s,\"opentm\":%lld.%03d1,\"closetm\":%"
             "lld.%03d2,"
             "\"starttm\":0,\"expiretm\":0,\"descr\":{\"pair\":\"%s\",\"type\":\"%s\",\"ordertype\":\"%s\",",
             o->id_text, states[o->state], o->state == STATE_CANCELED ? "\"User requested\"" : "null",
             (long long)(o->placed_ms / MS_SECOND), (int)(o->placed_ms % MS_SECOND),
             (long long)(o->updated_ms / MS_SECOND), (int)(o->updated_ms % MS_SECOND), pair, side, type);
    text_add(t,
             "\"price\":\"%s\",\"price2\":\"0\",\"leverage\":\"none\",\"order\":\"%s %s %s @ %s%s%s\",\"close\":\"\"},",
             number_short(o->price).text, side, number_fixed(o->qty, 8).text, pair, type, o->price > 0 ? " " : "",
             o->price > 0 ? number_short(o->price).text : "");
    text_add(
        t,
        "\"vol\":\"%s\",\"vol_exec\":\"%s\",\"cost\":\"%s\",\"fee\":\"%s\",\"price\":\"%s\",\"stopprice\":\"0.00000\","
        "\"limitprice\":\"0.00000\",\"misc\":\"\",\"oflags\":\"fciq\"}",
        number_fixed(o->qty, 8).text, number_fixed(o->executed, 8).text, number_fixed(o->cost, 8).text,
        number_fixed(rows_fee(w, order, &fee_coin), 5).text, rows_average(o).text);
}

void export_kraken_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_orders_json(out, w, plan, "{\"error\":[],\"result\":{\"closed\":{", order_json, "\n},\"count\":1}}\n");
}

static void trade_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t fill)
{
    const struct sim_fill *f = &w->fills.items[fill];
    const struct sim_order *o = &w->orders.items[f->order];
    char pair[SYMBOL_ROOM];
    (void)plan;
    pair_of(w, o, true, pair);
    text_add(t,
             "\"%s\":{\"ordertxid\":\"%s\",\"postxid\":\"TKH2SE-M7IF5-CFI7LT\",\"pair\":\"%s\",\"time\":%lld.%03d%u,"
             "\"type\":"
             "\"%s\",\"ordertype\":\"%s\",",
             other_id('T', f->id).text, o->id_text, pair, (long long)(f->at_ms / MS_SECOND),
             (int)(f->at_ms % MS_SECOND), (unsigned)(f->id % 10), o->side == SIM_BUY ? "buy" : "sell",
             o->type == TYPE_MARKET ? "market" : "limit");
    text_add(t,
             "\"price\":\"%s\",\"cost\":\"%s\",\"fee\":\"%s\",\"vol\":\"%s\",\"margin\":\"0.00000\",\"misc\":\"\","
             "\"trade_id\":"
             "%llu,\"maker\":%s}",
             number_fixed(f->price, 5).text, number_fixed(f->cost, 8).text, number_fixed(f->fee, 5).text,
             number_fixed(f->qty, 8).text, (unsigned long long)f->id, f->maker ? "true" : "false");
}

void export_kraken_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_fills_json(out, w, plan, "{\"error\":[],\"result\":{\"trades\":{", trade_json, "\n},\"count\":1}}\n");
}
