/* sim_export_bitfinex.c - what Bitfinex ships: trades and orders as CSV, in the order of day and month and the zone that the user
 * set on the site, neither of which the files name.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include <stdio.h>

/* 24-12-2022 21:29:03 with the digits that the user asked for */
static struct moment local(const struct export_plan *plan, int64_t at_ms, bool fine)
{
    struct moment plain = moment_plain(at_ms + zone_offset_ms(plan->zone, at_ms)), m;
    snprintf(m.text, sizeof m.text, "%.2s-%.2s-%.4s %.8s", plain.text + 8, plain.text + 5, plain.text, plain.text + 11);
    if (fine) snprintf(m.text + 19, sizeof m.text - 19, ".%03d", (int)(at_ms % MS_SECOND));
    return m;
}

static struct number signed_qty(const struct sim_order *o, int64_t qty)
{
    return number_short(o->side == SIM_BUY ? qty : -qty);
}

void export_bitfinex_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t, "#,PAIR,AMOUNT,PRICE,FEE,FEE PERC,FEE CURRENCY,DATE,ORDER ID\n");
    for (size_t i = q.count; i > 0; i--) {
        const struct sim_fill *f = &w->fills.items[q.items[i - 1].index];
        const struct sim_order *o = &w->orders.items[f->order];
        char symbol[SYMBOL_ROOM];
        symbol_name(w, o, symbol);
        rows_note(out, plan->name, &t, f->order);
        text_add(&t, "%llu,%s,%s,%s,%s,0.20%%,%s,%s,%s\n", (unsigned long long)f->id, symbol,
                 signed_qty(o, f->qty).text, number_short(f->price).text, number_short(-f->fee).text,
                 w->coins[f->fee_coin].name, local(plan, f->at_ms, plan->second_shape).text, o->id_text);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

void export_bitfinex_orders_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_orders(w, plan);
    text_add(
        &t,
        "#,PAIR,TYPE,PREVIOUS ORDER TYPE,AMOUNT,EXECUTED AMOUNT,PRICE,AVERAGE EXECUTION PRICE,TRAILING PRICE,CREATED,"
        "UPDATED,STATUS,METADATA\n");
    for (size_t i = q.count; i > 0; i--) {
        size_t order = q.items[i - 1].index;
        const struct sim_order *o = &w->orders.items[order];
        char symbol[SYMBOL_ROOM], state[128] = "CANCELED";
        symbol_name(w, o, symbol);
        if (o->state == STATE_FILLED)
            snprintf(state, sizeof state, "EXECUTED @ %s(%s)", rows_average(o).text, signed_qty(o, o->executed).text);
        if (o->state == STATE_NEW) snprintf(state, sizeof state, "ACTIVE");
        if (o->state == STATE_PARTIAL) snprintf(state, sizeof state, "PARTIALLY FILLED");
        rows_note(out, plan->name, &t, order);
        text_add(&t, "%s,%s,EXCHANGE %s,,%s,%s,%s,%s,0,%s,%s,%s,%s\n", o->id_text, symbol,
                 o->type == TYPE_MARKET ? "MARKET" : "LIMIT", signed_qty(o, o->qty).text,
                 signed_qty(o, o->executed).text, number_short(o->price).text, rows_average(o).text,
                 local(plan, o->placed_ms, false).text, local(plan, o->updated_ms, false).text, state,
                 o->sender == SENDER_PLATFORM ? "\"{\"\"aff_code\"\":\"\"SIM3C\"\"}\"" : "");
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}
