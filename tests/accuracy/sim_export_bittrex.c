/* sim_export_bittrex.c - what Bittrex ships: the order history as CSV of 2021, with the quote first in the market's name, and the
 * closed orders of the API.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include <stdio.h>
#include <stdlib.h>

/* 7/28/2022 1:35:53 PM */
static struct moment twelve_hours(int64_t at_ms)
{
    struct moment plain = moment_plain(at_ms), m;
    int hour = atoi(plain.text + 11);
    snprintf(m.text, sizeof m.text, "%d/%d/%.4s %d%.6s %s", atoi(plain.text + 5), atoi(plain.text + 8), plain.text,
             hour % 12 == 0 ? 12 : hour % 12, plain.text + 13, hour < 12 ? "AM" : "PM");
    return m;
}

void export_bittrex_orders_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_orders(w, plan);
    text_add(
        &t,
        "Uuid,Exchange,Closed (UTC),Opened (UTC),Type,Time In Force,Bid/Ask,Quantity,Remaining,Price,Avg. Price per "
        "Share\n");
    for (size_t i = q.count; i > 0; i--) {
        size_t order = q.items[i - 1].index;
        const struct sim_order *o = &w->orders.items[order];
        if (o->state == STATE_NEW || o->state == STATE_PARTIAL) continue; /* the list has none that are open */
        bool market = o->type == TYPE_MARKET;
        rows_note(out, plan->name, &t, order);
        text_add(&t, "%s,%s-%s,%s,%s,%s_%s,%s,%s,%s,%s,%s,%s\n", o->id_text, w->coins[o->quote].name,
                 w->coins[o->coin].name, twelve_hours(o->updated_ms).text, twelve_hours(o->placed_ms).text,
                 market ? "MARKET" : "LIMIT", o->side == SIM_BUY ? "BUY" : "SELL",
                 market ? "IMMEDIATE_OR_CANCEL" : "GOOD_TIL_CANCELLED", market ? "" : number_short(o->price).text,
                 number_short(o->qty).text, number_short(o->qty - o->executed).text, number_short(o->cost).text,
                 rows_average(o).text);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    const struct sim_order *o = &w->orders.items[order];
    bool open = o->state == STATE_NEW || o->state == STATE_PARTIAL;
    char symbol[SYMBOL_ROOM];
    int fee_coin = o->quote;
    (void)plan;
    symbol_name(w, o, symbol);
    text_add(t, "{\"id\":\"%s\",\"marketSymbol\":\"%s\",\"direction\":\"%s\",\"type\":\"%s\",\"quantity\":\"%s\",",
             o->id_text, symbol, o->side == SIM_BUY ? "BUY" : "SELL", o->type == TYPE_MARKET ? "MARKET" : "LIMIT",
             number_fixed(o->qty, 8).text);
    if (o->price > 0) text_add(t, "\"limit\":\"%s\",", number_fixed(o->price, 8).text);
    text_add(t, "\"timeInForce\":\"%s\",", o->type == TYPE_MARKET ? "IMMEDIATE_OR_CANCEL" : "GOOD_TIL_CANCELLED");
    if (*o->client_id) text_add(t, "\"clientOrderId\":\"%s\",", o->client_id);
    text_add(t,
             "\"fillQuantity\":\"%s\",\"commission\":\"%s\",\"proceeds\":\"%s\",\"status\":\"%s\",\"createdAt\":\"%s\","
             "\"updatedAt\":\"%s\"",
             number_fixed(o->executed, 8).text, number_fixed(rows_fee(w, order, &fee_coin), 8).text,
             number_fixed(o->cost, 8).text, open ? "OPEN" : "CLOSED", moment_iso(o->placed_ms).text,
             moment_iso(o->updated_ms).text);
    if (!open) text_add(t, ",\"closedAt\":\"%s\"", moment_iso(o->updated_ms).text);
    text_add(t, "}");
}

void export_bittrex_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_orders_json(out, w, plan, "[", order_json, "\n]\n");
}
