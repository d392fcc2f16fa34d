/* sim_export_statement.c - Coinbase's account statement, the "transaction history" of its consumer site, with Advanced Trade in it: the
 * layout of 2022, and the one with ids in which the same trades come since 2024. One row an order, to the second.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include <stdio.h>

static const char *kind(const struct sim_order *o)
{
    bool hand = o->author == AUTHOR_MANUAL; /* in the site's own two-click form */
    if (o->conversion) return "Convert";
    if (hand) return o->side == SIM_BUY ? "Buy" : "Sell";
    return o->side == SIM_BUY ? "Advanced Trade Buy" : "Advanced Trade Sell";
}

static void note(struct text *t, const struct world *w, const struct sim_order *o, int64_t fee)
{
    const char *base = w->coins[o->coin].name, *quote = w->coins[o->quote].name;
    int64_t total = o->side == SIM_BUY ? o->cost + fee : o->cost - fee;
    if (o->conversion) {
        text_add(t, "Converted %s %s to %s %s", number_short(o->executed).text, base, number_short(o->cost).text,
                 quote);
        return;
    }
    text_add(t, "%s %s %s for %s %s", o->side == SIM_BUY ? "Bought" : "Sold", number_short(o->executed).text, base,
             number_short(total).text, quote);
    if (o->author == AUTHOR_MANUAL) return;
    text_add(t, " on %s-%s at %s %s/%s", base, quote, rows_average(o).text, quote, base);
}

/* Money as either layout has it: "12.5" or "-$12.5". */
static struct number money(const struct export_plan *plan, int64_t units)
{
    struct number plain = number_short(units < 0 ? -units : units), n;
    snprintf(n.text, sizeof n.text, "%s%s%.44s", units < 0 ? "-" : "", plan->second_shape ? "$" : "", plain.text);
    return n;
}

static void row(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    const struct sim_order *o = &w->orders.items[order];
    int fee_coin = o->quote;
    int64_t fee = rows_fee(w, order, &fee_coin), sign = plan->second_shape && o->side == SIM_SELL ? -1 : 1;
    int64_t dollars =
        o->conversion ? (int64_t)((wide)o->executed * market_price(w, o->coin, o->updated_ms) / UNIT) : o->cost;
    int64_t price = o->executed > 0 ? (int64_t)((wide)dollars * UNIT / o->executed) : 0;
    struct moment at = moment_plain(o->updated_ms);
    if (plan->second_shape)
        text_add(t, "%08llx%016llx,%s UTC,", (unsigned long long)(o->updated_ms / MS_SECOND), 0x1000000000ULL + order,
                 at.text);
    else
        text_add(t, "%.10sT%sZ,", at.text, at.text + 11);
    text_add(t, "%s,%s,%s,USD,%s,%s,%s,%s,", kind(o), w->coins[o->coin].name, number_short(sign * o->executed).text,
             money(plan, price).text, money(plan, sign * dollars).text,
             money(plan, sign * (o->side == SIM_BUY ? dollars + fee : dollars - fee)).text, money(plan, fee).text);
    note(t, w, o, fee);
    text_add(t, "\n");
}

static const char *const preamble = "\nTransactions\nUser,Some Body,00000000-0000-5000-8000-000000000001\n";

void export_coinbase_statement(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    struct export_plan all = *plan;
    all.rows = ROWS_BOTH;
    queue q = rows_orders(w, &all);
    text_add(&t, "%s", preamble);
    text_add(&t, plan->second_shape
                     ? "ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at "
                       "Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes\n"
                     : "Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Spot Price at "
                       "Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes\n");
    for (size_t i = q.count; i > 0; i--) {
        size_t order = q.items[i - 1].index;
        if (w->orders.items[order].executed == 0) continue;
        rows_note(out, plan->name, &t, order);
        row(&t, w, plan, order);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}
