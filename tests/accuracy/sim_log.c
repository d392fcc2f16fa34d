/* sim_log.c - what the platform ships: deals with and without messages, their market orders, bots, accounts, and the
 * table of deals that its web pages offer.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_files.h"

#include <stdio.h>
#include <string.h>

enum { SENT_MS = 90 }; /* what the platform takes to note that an order is out */

/* ---- what was known when the log was fetched ------------------------------------------------------------------- */

int64_t log_end(const struct platform *p, const struct log_plan *plan)
{
    return plan->as_of_ms > 0 ? plan->as_of_ms : p->world->end_ms;
}

bool log_has_deal(const struct platform *p, const struct log_plan *plan, size_t deal)
{
    const struct sim_deal *d = &p->deals.items[deal];
    if (d->created_ms > log_end(p, plan) || d->created_ms < plan->since_ms) return false;
    if (plan->newest == 0) return true;
    size_t newer = 0;
    for (size_t i = 0; i < p->deals.count; i++)
        newer += p->deals.items[i].id > d->id && p->deals.items[i].created_ms <= log_end(p, plan);
    return newer < plan->newest;
}

static bool has_record(const struct platform *p, const struct log_plan *plan, size_t record, size_t deal)
{
    const struct sim_record *r = &p->records.items[record];
    return r->deal == deal && r->created_ms <= log_end(p, plan);
}

static bool is_done(const struct platform *p, const struct log_plan *plan, const struct sim_record *r)
{
    return r->status != RECORD_ACTIVE && r->updated_ms <= log_end(p, plan);
}

struct totals {
    int64_t bought_qty, bought_cost, sold_qty, sold_cost, updated_ms;
    int safeties, manual, active;
};

static struct totals totals_of(const struct platform *p, const struct log_plan *plan, size_t deal)
{
    struct totals t = {.updated_ms = p->deals.items[deal].created_ms};
    for (size_t i = 0; i < p->records.count; i++) {
        if (!has_record(p, plan, i, deal)) continue;
        const struct sim_record *r = &p->records.items[i];
        const struct sim_order *o = &p->world->orders.items[r->order];
        bool done = is_done(p, plan, r);
        int64_t at = done ? r->updated_ms : r->created_ms + SENT_MS;
        if (at > t.updated_ms) t.updated_ms = at;
        t.active += !done && r->role == BOT_SAFETY;
        if (!done || o->executed == 0) continue;
        t.safeties += r->role == BOT_SAFETY;
        t.manual += r->role == BOT_MANUAL_SAFETY;
        *(o->side == SIM_BUY ? &t.bought_qty : &t.sold_qty) += o->executed;
        *(o->side == SIM_BUY ? &t.bought_cost : &t.sold_cost) += o->cost;
    }
    return t;
}

void log_note(struct outbox *out, const struct platform *p, const struct log_plan *plan, int64_t *from, int64_t *to)
{
    for (size_t deal = 0; deal < p->deals.count; deal++) {
        if (!log_has_deal(p, plan, deal)) continue;
        const struct sim_deal *d = &p->deals.items[deal];
        struct totals t = totals_of(p, plan, deal);
        int64_t last = d->closed_ms > 0 && d->closed_ms <= log_end(p, plan) ? d->closed_ms : t.updated_ms;
        if (d->created_ms < *from) *from = d->created_ms;
        if (last > *to) *to = last;
    }
    for (size_t i = 0; i < p->records.count; i++) {
        const struct sim_record *r = &p->records.items[i];
        if (!has_record(p, plan, i, r->deal) || !log_has_deal(p, plan, r->deal)) continue;
        const struct sim_order *o = &p->world->orders.items[r->order];
        char symbol[SYMBOL_ROOM];
        symbol_name(p->world, o, symbol);
        text_add(&out->records, "%s\t%s\t%lld\t%lld\n", symbol, o->side == SIM_BUY ? "buy" : "sell",
                 (long long)r->created_ms, (long long)(is_done(p, plan, r) ? r->updated_ms : r->created_ms + SENT_MS));
    }
}

static size_t save(struct outbox *out, struct text *t, const struct log_plan *plan, const char *name)
{
    char file[256];
    snprintf(file, sizeof file, "%s%s%s", plan->prefix, name, plan->packing == PACK_GZIP ? ".gz" : "");
    size_t left = text_save(t, out->dir, file, plan->packing, plan->cut_percent > 0 ? plan->cut_percent : 100);
    text_free(t);
    return left;
}

/* ---- market orders --------------------------------------------------------------------------------------------- */

static void order_id_of(const struct platform *p, const struct log_plan *plan, const struct sim_record *r, char out[64])
{
    const struct sim_order *o = &p->world->orders.items[r->order];
    char symbol[SYMBOL_ROOM];
    symbol_name(p->world, o, symbol);
    if (plan->exchange_ids && !p->paper)
        snprintf(out, 64, plan->bare_ids ? "%s%s" : "%s_%s", plan->bare_ids ? "" : symbol, o->id_text);
    else
        snprintf(out, 64, "%llu", (unsigned long long)r->own_id);
}

static void market_order(struct text *t, const struct platform *p, const struct log_plan *plan, size_t record,
                         bool lines)
{
    static const char *const roles[] = {"Base", "Safety", "Manual Safety", "Take Profit", "Stop Loss"};
    const struct sim_record *r = &p->records.items[record];
    const struct sim_order *o = &p->world->orders.items[r->order];
    bool done = is_done(p, plan, r);
    int64_t executed = done ? o->executed : 0;
    int64_t average = executed > 0 ? record_average(p, r) : 0;
    const char *status = !done ? "Active" : r->status == RECORD_FILLED ? "Filled" : "Cancelled";
    const char *gap = lines ? " " : "\n    ";
    char id[64];
    order_id_of(p, plan, r, id);
    struct number price = plan->gross_average ? platform_gross(p, o->side, average) : number_json(average);
    struct number total = number_wide(platform_with_fee(p, o->side, executed > 0 ? o->cost : 0), 13, 13, 1);
    text_add(t, "{%s\"order_id\": \"%s\",%s\"order_type\": \"%s\",%s\"deal_order_type\": \"%s\",", gap, id, gap,
             o->side == SIM_BUY ? "BUY" : "SELL", gap, roles[r->role]);
    text_add(t, "%s\"cancellable\": %s,%s\"status_string\": \"%s\",", gap, done ? "false" : "true", gap, status);
    text_add(t, "%s\"created_at\": \"%s\",%s\"updated_at\": \"%s\",", gap, moment_iso(r->created_ms).text, gap,
             moment_iso(done ? r->updated_ms : r->created_ms + SENT_MS).text);
    text_add(t, "%s\"quantity\": \"%s\",%s\"quantity_remaining\": \"%s\",", gap,
             number_json(platform_qty(p, o->coin, o->qty)).text, gap,
             number_json(platform_qty(p, o->coin, o->qty - executed)).text);
    text_add(t, "%s\"total\": \"%s\",%s\"rate\": \"%s\",%s\"average_price\": \"%s\"%s}", gap, total.text, gap,
             number_json(r->rate).text, gap, executed > 0 ? price.text : "0.0", lines ? "" : "\n  ");
}

/* The platform's own order is not that of time: the newest first, the base order anywhere. */
static void deal_orders(struct text *t, const struct platform *p, const struct log_plan *plan, size_t deal, bool lines)
{
    text_add(t, "[");
    int count = 0;
    for (size_t i = p->records.count; i > 0; i--) {
        if (!has_record(p, plan, i - 1, deal)) continue;
        text_add(t, "%s%s", count++ > 0 ? "," : "", lines ? "" : "\n  ");
        market_order(t, p, plan, i - 1, lines);
    }
    text_add(t, "%s]", lines ? "" : "\n");
}

void log_order_files(struct outbox *out, const struct platform *p, const struct log_plan *plan)
{
    for (size_t deal = 0; deal < p->deals.count; deal++) {
        if (!log_has_deal(p, plan, deal)) continue;
        struct text t = {NULL, 0, 0, 0};
        char name[64];
        snprintf(name, sizeof name, "deals/%llu_market_orders.json", (unsigned long long)p->deals.items[deal].id);
        deal_orders(&t, p, plan, deal, false);
        text_add(&t, "\n");
        save(out, &t, plan, name);
    }
}

void log_orders_keyed(struct outbox *out, const struct platform *p, const struct log_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    int count = 0;
    text_add(&t, "{");
    for (size_t i = 0; i < p->newest.count; i++) {
        size_t deal = p->newest.items[i];
        if (!log_has_deal(p, plan, deal)) continue;
        text_add(&t, "%s\n\"%llu\": ", count++ > 0 ? "," : "", (unsigned long long)p->deals.items[deal].id);
        deal_orders(&t, p, plan, deal, false);
    }
    text_add(&t, "\n}\n");
    save(out, &t, plan, "market_orders.json");
}

void log_orders_lines(struct outbox *out, const struct platform *p, const struct log_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    for (size_t i = 0; i < p->newest.count; i++) {
        size_t deal = p->newest.items[i];
        if (!log_has_deal(p, plan, deal)) continue;
        text_add(&t, "{\"deal_id\": %llu, \"market_orders\": ", (unsigned long long)p->deals.items[deal].id);
        deal_orders(&t, p, plan, deal, true);
        text_add(&t, "}\n");
    }
    save(out, &t, plan, "market_orders.ndjson");
}

/* ---- deals ----------------------------------------------------------------------------------------------------- */

static struct number grossed(const struct platform *p, int side, int64_t units)
{
    return number_wide(platform_with_fee(p, side, units), 13, 13, 1);
}

static struct number gross_average(const struct platform *p, int side, int64_t cost, int64_t qty)
{
    if (qty == 0) return number_json(0);
    return number_wide(platform_with_fee(p, side, cost) * UNIT / qty, 13, 8, 1);
}

static void json_time(struct text *t, const char *name, int64_t at_ms)
{
    if (at_ms == 0)
        text_add(t, "\"%s\": null, ", name);
    else
        text_add(t, "\"%s\": \"%s\", ", name, moment_iso(at_ms).text);
}

static const char *deal_status(const struct platform *p, const struct log_plan *plan, const struct sim_deal *d)
{
    if (d->closed_ms > 0 && d->closed_ms <= log_end(p, plan)) return d->status;
    return d->phase == DEAL_WAITS ? "base_order_placed" : "bought";
}

static void deal_head(struct text *t, const struct platform *p, const struct log_plan *plan, size_t deal)
{
    const struct sim_deal *d = &p->deals.items[deal];
    const struct sim_bot *b = &p->bots.items[d->bot];
    struct totals sums = totals_of(p, plan, deal);
    bool closed = d->closed_ms > 0 && d->closed_ms <= log_end(p, plan);
    const char *status = deal_status(p, plan, d);
    text_add(t,
             "\"id\": %llu, \"type\": \"Deal\", \"bot_id\": %llu, \"max_safety_orders\": %d, \"deal_has_error\": %s, ",
             (unsigned long long)d->id, (unsigned long long)b->id, b->safety_count, d->failed ? "true" : "false");
    text_add(
        t, "\"from_currency_id\": 0, \"to_currency_id\": 0, \"account_id\": %llu, \"active_safety_orders_count\": %d, ",
        (unsigned long long)p->account_id, b->safety_active);
    json_time(t, "created_at", d->created_ms);
    json_time(t, "updated_at", closed ? d->updated_ms : sums.updated_ms);
    json_time(t, "closed_at", closed ? d->closed_ms : 0);
    text_add(t, "\"finished?\": %s, \"current_active_safety_orders_count\": %d, \"current_active_safety_orders\": %d, ",
             closed ? "true" : "false", sums.active, sums.active);
    text_add(t, "\"completed_safety_orders_count\": %d, \"completed_manual_safety_orders_count\": %d, ", sums.safeties,
             sums.manual);
    text_add(t, "\"cancellable?\": %s, \"panic_sellable?\": %s, \"trailing_enabled\": %s, \"tsl_enabled\": false, ",
             closed ? "false" : "true", closed ? "false" : "true", b->trailing > 0 ? "true" : "false");
    text_add(
        t,
        "\"stop_loss_timeout_enabled\": false, \"stop_loss_timeout_in_seconds\": 0, "
        "\"active_manual_safety_orders\": 0, \"pair\": \"%s_%s\", \"status\": \"%s\", \"localized_status\": \"%s\", ",
        p->world->coins[b->quote].name, p->world->contracts[d->coin], status, status);
}

static void deal_amounts(struct text *t, const struct platform *p, const struct log_plan *plan, size_t deal)
{
    const struct sim_deal *d = &p->deals.items[deal];
    const struct sim_bot *b = &p->bots.items[d->bot];
    struct totals s = totals_of(p, plan, deal);
    wide profit =
        s.sold_qty > 0 ? platform_with_fee(p, SIM_SELL, s.sold_cost) - platform_with_fee(p, SIM_BUY, s.bought_cost) : 0;
    text_add(t, "\"take_profit\": \"%s\", \"base_order_volume\": \"%s\", \"safety_order_volume\": \"%s\", ",
             number_wide(b->take_profit, 3, 3, 1).text, number_json(b->base_volume).text,
             number_json(b->safety_volume).text);
    text_add(t,
             "\"safety_order_step_percentage\": \"%s\", \"leverage_type\": \"not_specified\", "
             "\"leverage_custom_value\": null, ",
             number_wide(b->step, 3, 3, 1).text);
    text_add(t, "\"bought_amount\": \"%s\", \"bought_volume\": \"%s\", \"bought_average_price\": \"%s\", ",
             number_json(platform_qty(p, d->coin, s.bought_qty)).text, grossed(p, SIM_BUY, s.bought_cost).text,
             gross_average(p, SIM_BUY, s.bought_cost, s.bought_qty).text);
    text_add(t, "\"base_order_average_price\": \"%s\", ", platform_gross(p, SIM_BUY, d->base_price).text);
    text_add(t, "\"sold_amount\": \"%s\", \"sold_volume\": \"%s\", \"sold_average_price\": \"%s\", ",
             number_json(platform_qty(p, d->coin, s.sold_qty)).text, grossed(p, SIM_SELL, s.sold_cost).text,
             gross_average(p, SIM_SELL, s.sold_cost, s.sold_qty).text);
    text_add(t, "\"take_profit_type\": \"total\", \"final_profit\": \"%s\", \"martingale_coefficient\": \"1.0\", ",
             number_wide(profit, 13, 8, 1).text);
    text_add(t, "\"martingale_volume_coefficient\": \"%s\", \"martingale_step_coefficient\": \"%s\", ",
             number_wide(b->volume_scale, 3, 3, 1).text, number_wide(b->step_scale, 3, 3, 1).text);
    text_add(t, "\"stop_loss_percentage\": \"%s\", ", number_wide(b->stop_loss, 3, 3, 1).text);
}

static void deal_tail(struct text *t, const struct platform *p, size_t deal)
{
    const struct sim_deal *d = &p->deals.items[deal];
    const struct sim_bot *b = &p->bots.items[d->bot];
    text_add(t, "\"error_message\": %s, \"profit_currency\": \"quote_currency\", \"stop_loss_type\": \"stop_loss\", ",
             d->failed ? "\"Error placing Take Profit trade: Insufficient funds. ERR_805Y\"" : "null");
    text_add(t,
             "\"safety_order_volume_type\": \"quote_currency\", \"base_order_volume_type\": \"quote_currency\", "
             "\"from_currency\": \"%s\", \"to_currency\": \"%s\", \"current_price\": \"0.0\", ",
             p->world->coins[b->quote].name, p->world->contracts[d->coin]);
    text_add(t,
             "\"take_profit_price\": null, \"stop_loss_price\": null, \"final_profit_percentage\": \"0.0\", "
             "\"actual_profit_percentage\": \"0\", \"bot_name\": \"%s\", \"account_name\": \"\", ",
             b->name);
    text_add(t, "\"usd_final_profit\": \"0.0\", \"actual_profit\": \"0.0\", \"actual_usd_profit\": \"0.0\", "
                "\"failed_message\": null, \"reserved_base_coin\": \"0.0\", \"reserved_second_coin\": \"0.0\", ");
    text_add(t,
             "\"trailing_deviation\": \"%s\", \"trailing_max_price\": null, \"tsl_max_price\": null, "
             "\"strategy\": \"long\", \"reserved_quote_funds\": 0, \"reserved_base_funds\": 0",
             number_wide(b->trailing, 3, 3, 1).text);
}

static void deal_events(struct text *t, const struct platform *p, const struct log_plan *plan, size_t deal,
                        const char *gap)
{
    int count = 0;
    text_add(t, ", \"buy_steps\": [], \"bot_events\": [");
    for (size_t i = 0; i < p->events.count; i++) {
        const struct sim_event *e = &p->events.items[i];
        if (e->deal != deal || e->at_ms > log_end(p, plan)) continue;
        text_add(t, "%s%s{\"message\": \"%s\", \"created_at\": \"%s\"}", count++ > 0 ? "," : "", gap, e->message,
                 moment_iso(e->at_ms).text);
    }
    text_add(t, "]");
}

static void deal_json(struct text *t, const struct platform *p, const struct log_plan *plan, size_t deal,
                      const char *gap)
{
    text_add(t, "{");
    deal_head(t, p, plan, deal);
    deal_amounts(t, p, plan, deal);
    deal_tail(t, p, deal);
    if (gap) deal_events(t, p, plan, deal, gap);
    text_add(t, "}");
}

size_t log_deals_list(struct outbox *out, const struct platform *p, const struct log_plan *plan, bool with_events)
{
    struct text t = {NULL, 0, 0, 0};
    LIST(size_t) ends = LIST_EMPTY;
    int count = 0;
    text_add(&t, "[");
    for (size_t i = 0; i < p->newest.count; i++) {
        size_t deal = p->newest.items[i];
        if (!log_has_deal(p, plan, deal)) continue;
        text_add(&t, "%s\n", count++ > 0 ? "," : "");
        deal_json(&t, p, plan, deal, with_events ? "\n  " : NULL);
        *LIST_ADD(&ends) = t.length;
    }
    text_add(&t, "\n]\n");
    size_t left = save(out, &t, plan, "deals.json"), whole = 0;
    while (whole < ends.count && ends.items[whole] <= left) whole++;
    LIST_FREE(&ends);
    return whole;
}

void log_deals_lines(struct outbox *out, const struct platform *p, const struct log_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    for (size_t i = 0; i < p->newest.count; i++) {
        size_t deal = p->newest.items[i];
        if (!log_has_deal(p, plan, deal)) continue;
        deal_json(&t, p, plan, deal, "");
        text_add(&t, "\n");
    }
    save(out, &t, plan, "deals.ndjson");
}

void log_deal_files(struct outbox *out, const struct platform *p, const struct log_plan *plan)
{
    for (size_t deal = 0; deal < p->deals.count; deal++) {
        if (!log_has_deal(p, plan, deal)) continue;
        struct text t = {NULL, 0, 0, 0};
        char name[64];
        snprintf(name, sizeof name, "deals/%llu_show.json", (unsigned long long)p->deals.items[deal].id);
        deal_json(&t, p, plan, deal, "\n  ");
        text_add(&t, "\n");
        save(out, &t, plan, name);
    }
}
