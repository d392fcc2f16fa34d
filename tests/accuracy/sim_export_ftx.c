/* sim_export_ftx.c - what users of FTX saved: fills as CSV in the time of their browser, orders and fills of the API.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include <stdio.h>
#include <stdlib.h>

/* The product as a browser works it out and prints it: with the noise of binary fractions. */
static struct number browser_product(int64_t a, int64_t b)
{
    struct number n;
    double product = (double)a / UNIT * ((double)b / UNIT);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(n.text, sizeof n.text, "%.*g", digits, product);
        if (strtod(n.text, NULL) == product) break;
    }
    return n;
}

/* 10/19/2022, 12:01:07 AM */
static struct moment browser_time(const struct export_plan *plan, int64_t at_ms)
{
    struct moment plain = moment_plain(at_ms + zone_offset_ms(plan->zone, at_ms)), m;
    int hour = atoi(plain.text + 11);
    snprintf(m.text, sizeof m.text, "%d/%d/%.4s, %d%.6s %s", atoi(plain.text + 5), atoi(plain.text + 8), plain.text,
             hour % 12 == 0 ? 12 : hour % 12, plain.text + 13, hour < 12 ? "AM" : "PM");
    return m;
}

void export_ftx_fills_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t, "\"ID\",\"Time\",\"Market\",\"Side\",\"Order Type\",\"Size\",\"Price\",\"Total\",\"Fee\",\"Fee "
                 "Currency\",\"TWAP\"\n");
    for (size_t i = q.count; i > 0; i--) {
        const struct sim_fill *f = &w->fills.items[q.items[i - 1].index];
        const struct sim_order *o = &w->orders.items[f->order];
        char symbol[SYMBOL_ROOM];
        symbol_name(w, o, symbol);
        rows_note(out, plan->name, &t, f->order);
        text_add(&t, "\"%llu\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"false\"\n",
                 (unsigned long long)f->id, browser_time(plan, f->at_ms).text, symbol,
                 o->side == SIM_BUY ? "buy" : "sell", o->type == TYPE_MARKET ? "Market" : "Limit",
                 number_short(f->qty).text, number_short(f->price).text, browser_product(f->price, f->qty).text,
                 number_short(f->fee).text, w->coins[f->fee_coin].name);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

/* 2022-10-19T04:01:07.101197+00:00; the last three digits are made of the id */
static struct moment moment_micro(int64_t at_ms, uint64_t id)
{
    struct moment iso = moment_iso(at_ms), m;
    snprintf(m.text, sizeof m.text, "%.23s%03u+00:00", iso.text, (unsigned)(id * 271 % 1000));
    return m;
}

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    const struct sim_order *o = &w->orders.items[order];
    char symbol[SYMBOL_ROOM];
    const char *quote = w->venue->contract ? "\"" : "";
    bool open = o->state == STATE_NEW || o->state == STATE_PARTIAL;
    (void)plan;
    symbol_name(w, o, symbol);
    text_add(t, "{\"avgFillPrice\": %s, \"clientId\": ", o->executed > 0 ? rows_average(o).text : "null");
    text_add(t, *o->client_id ? "\"%s\"" : "null%s", o->client_id);
    text_add(t, ", \"createdAt\": \"%s\", \"filledSize\": %s, \"future\": %s%s%s, \"id\": %s, \"ioc\": %s, ",
             moment_micro(o->placed_ms, o->id).text, number_json(o->executed).text, quote,
             w->venue->contract ? symbol : "null", quote, o->id_text, o->type == TYPE_MARKET ? "true" : "false");
    text_add(t, "\"market\": \"%s\", \"postOnly\": false, \"price\": %s, \"reduceOnly\": false, ", symbol,
             o->price > 0 ? number_json(o->price).text : "null");
    text_add(t, "\"remainingSize\": %s, \"side\": \"%s\", \"size\": %s, \"status\": \"%s\", \"type\": \"%s\"}",
             number_json(open ? o->qty - o->executed : 0).text, o->side == SIM_BUY ? "buy" : "sell",
             number_json(o->qty).text, open ? "open" : "closed", o->type == TYPE_MARKET ? "market" : "limit");
}

void export_ftx_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_orders_json(out, w, plan, "{\"success\": true, \"result\": [", order_json, "\n], \"hasMoreData\": false}\n");
}

static void fill_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t fill)
{
    const struct sim_fill *f = &w->fills.items[fill];
    const struct sim_order *o = &w->orders.items[f->order];
    const char *quote = w->venue->contract ? "\"" : "";
    char symbol[SYMBOL_ROOM];
    (void)plan;
    symbol_name(w, o, symbol);
    text_add(t,
             "{\"fee\": %s, \"feeCurrency\": \"%s\", \"feeRate\": 0.0007, \"future\": %s%s%s, \"id\": %llu, "
             "\"liquidity\": \"%s\", \"market\": \"%s\", ",
             number_json(f->fee).text, w->coins[f->fee_coin].name, quote, w->venue->contract ? symbol : "null", quote,
             (unsigned long long)f->id, f->maker ? "maker" : "taker", symbol);
    if (w->venue->contract)
        text_add(t, "\"baseCurrency\": null, \"quoteCurrency\": null, ");
    else
        text_add(t, "\"baseCurrency\": \"%s\", \"quoteCurrency\": \"%s\", ", w->coins[o->coin].name,
                 w->coins[o->quote].name);
    text_add(t,
             "\"orderId\": %s, \"tradeId\": %llu, \"price\": %s, \"side\": \"%s\", \"size\": %s, \"time\": \"%s\", "
             "\"type\": \"order\"}",
             o->id_text, (unsigned long long)(f->id / 2 + 1), number_json(f->price).text,
             o->side == SIM_BUY ? "buy" : "sell", number_json(f->qty).text, moment_micro(f->at_ms, f->id).text);
}

void export_ftx_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    rows_fills_json(out, w, plan, "{\"success\": true, \"result\": [", fill_json, "\n]}\n");
}
