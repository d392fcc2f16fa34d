/* sim_export_binance_us.c - the statement of Binance.US as CSV, in both spellings of its header. Its orders and fills of the API are
 * spelled as Binance's (sim_export.c).
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#define USER_ID "34500011"

static const char *const headers[] = {
    "User ID,Time,Category,Operation,Order ID,Transaction ID,Primary Asset,Realized Amount For Primary Asset,"
    "Realized Amount for Primary Asset in USD,Base Asset,Realized Amount For Base Asset,Realized Amount For Base Asset "
    "In USD,"
    "Quote Asset,Realized Amount for Quote Asset,Realized Amount for Quote Asset in USD,Fee Asset,Realized Amount for "
    "Fee Asset,"
    "Realized Amount for Fee Asset in USD,Payment Method,Withdraw Method,Additional Note\n",
    "User_Id,Time,Category,Operation,Order_Id,Transaction_Id,Primary_Asset,Realized_Amount_For_Primary_Asset,"
    "Realized_Amount_For_Primary_Asset_In_USD_Value,Base_Asset,Realized_Amount_For_Base_Asset,"
    "Realized_Amount_For_Base_Asset_In_USD_Value,Quote_Asset,Realized_Amount_For_Quote_Asset,"
    "Realized_Amount_For_Quote_Asset_In_USD_Value,Fee_Asset,Realized_Amount_For_Fee_Asset,"
    "Realized_Amount_For_Fee_Asset_In_USD_Value,Payment_Method,Withdrawal_Method,Additional_Note\n"};

static void deposits(struct text *t, const struct world *w)
{
    for (int coin = 0; coin < COIN_COUNT; coin++) {
        if (w->deposit[coin] == 0) continue;
        int64_t dollars = (int64_t)((wide)w->deposit[coin] * w->coins[coin].price / UNIT);
        text_add(t, USER_ID ",%s,Deposit,%s Deposit,%d,%d,%s,%s,%s,,,,,,,,,,Wallet,,\n",
                 moment_plain(w->start_ms - (30 - coin) * (int64_t)MS_MINUTE).text, w->coins[coin].name, 1000 + coin,
                 1000 + coin, w->coins[coin].name, number_short(w->deposit[coin]).text, number_short(dollars).text);
    }
}

/* The newer spelling leaves out the amount of a quote that is a dollar anyway. */
static void trade(struct text *t, const struct world *w, const struct export_plan *plan, const struct sim_fill *f)
{
    const struct sim_order *o = &w->orders.items[f->order];
    int64_t dollars = (int64_t)((wide)f->fee * w->coins[f->fee_coin].price / UNIT);
    struct moment at = moment_plain(f->at_ms + zone_offset_ms(plan->zone, f->at_ms));
    text_add(t, USER_ID ",%s", at.text);
    if (!plan->second_shape) text_add(t, ".%03d", (int)(f->at_ms % MS_SECOND));
    text_add(t, ",Spot Trading,%s,%s,%llu,,,,%s,%s,%s,", o->side == SIM_BUY ? "Buy" : "Sell", o->id_text,
             (unsigned long long)f->id, w->coins[o->coin].name, number_short(f->qty).text,
             number_fixed(f->cost, 4).text);
    text_add(t, "%s,%s,%s,%s,%s,%s,Wallet,,\n", w->coins[o->quote].name,
             plan->second_shape ? "" : number_short(f->cost).text, number_fixed(f->cost, 4).text,
             w->coins[f->fee_coin].name, number_short(f->fee).text, number_fixed(dollars, 4).text);
}

void export_binance_us_statement(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t, "%s", headers[plan->second_shape]);
    if (plan->from_ms == 0) deposits(&t, w);
    for (size_t i = 0; i < q.count; i++) {
        const struct sim_fill *f = &w->fills.items[q.items[i].index];
        rows_note(out, plan->name, &t, f->order);
        trade(&t, w, plan, f);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}
