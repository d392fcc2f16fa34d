/* sim_export_conversions.c - small assets that the user had the exchange change into another: KuCoin's list of conversions, and
 * Binance's statement, in which the trades stand, too.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

void export_kucoin_conversions(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    struct export_plan conversions = *plan;
    conversions.rows = ROWS_CONVERSIONS;
    queue q = rows_fills(w, &conversions);
    text_add(&t, "%sUID,Account Type,Payment Account,Sell,Buy,Price,Time of Update(%s),Status\n",
             plan->bom ? "\xEF\xBB\xBF" : "", plan->zone == ZONE_SHANGHAI ? "UTC+08:00" : "UTC");
    for (size_t i = q.count; i > 0; i--) {
        const struct sim_fill *f = &w->fills.items[q.items[i - 1].index];
        const struct sim_order *o = &w->orders.items[f->order];
        const char *from = w->coins[o->coin].name, *to = w->coins[o->quote].name;
        rows_note(out, plan->name, &t, f->order);
        text_add(&t, "28000017,mainAccount,Funding Account,%s %s,%s %s,1 %s = %s %s,%s,SUCCESS\n",
                 number_short(f->qty).text, from, number_short(f->cost).text, to, from, number_short(f->price).text, to,
                 moment_plain(f->at_ms + zone_offset_ms(plan->zone, f->at_ms)).text);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

static void change(struct text *t, int64_t at_ms, const char *operation, const char *coin, int64_t units)
{
    if (units != 0)
        text_add(t, "70000001,%s,Spot,%s,%s,%s,\"\"\n", moment_plain(at_ms).text, operation, coin,
                 number_short(units).text);
}

/* Several signed rows in one second are a trade; nothing in it says which order that was, so no row is noted. */
void export_binance_statement(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    struct export_plan all = *plan;
    all.rows = ROWS_BOTH;
    queue q = rows_fills(w, &all);
    text_add(&t, "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n");
    for (size_t i = 0; i < q.count; i++) {
        const struct sim_fill *f = &w->fills.items[q.items[i].index];
        const struct sim_order *o = &w->orders.items[f->order];
        int64_t sign = o->side == SIM_BUY ? 1 : -1;
        const char *word = o->conversion ? "Small assets exchange BNB" : o->side == SIM_BUY ? "Buy" : "Sell";
        const char *other = o->conversion ? word : "Transaction Related";
        change(&t, f->at_ms, word, w->coins[o->coin].name, sign * f->qty);
        change(&t, f->at_ms, other, w->coins[o->quote].name, -sign * f->cost);
        change(&t, f->at_ms, "Fee", w->coins[f->fee_coin].name, -f->fee);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}
