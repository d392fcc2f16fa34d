/* sim_tables.c - the platform's bots and accounts, and the table of finished deals that its web pages offer.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_files.h"

#include <stdio.h>

/* ---- deals as a table ------------------------------------------------------------------------------------------ */

static struct number grossed(const struct platform *p, int side, int64_t units)
{
    return number_wide(platform_with_fee(p, side, units), 13, 13, 1);
}

static void pairs_of(const struct platform *p, const struct sim_bot *b, const char *separator, const char *quote,
                     char *out, size_t room)
{
    size_t at = 0;
    for (int i = 0; i < b->pair_count; i++)
        at += (size_t)snprintf(out + at, room - at, "%s%s%s_%s%s", i > 0 ? separator : "", quote,
                               p->world->coins[b->quote].name, p->world->contracts[b->pairs[i]], quote);
}

static void deal_row(struct text *t, const struct platform *p, size_t deal)
{
    const struct sim_deal *d = &p->deals.items[deal];
    const struct sim_bot *b = &p->bots.items[d->bot];
    char pairs[128];
    pairs_of(p, b, ", ", "", pairs, sizeof pairs);
    wide profit = platform_with_fee(p, SIM_SELL, d->sold_cost) - platform_with_fee(p, SIM_BUY, d->bought_cost);
    if (d->sold_qty == 0) profit = 0;
    text_add(t, "%llu;%s;%s;%s;%llu;%s;long;", (unsigned long long)d->id, d->status, b->name, p->account_name,
             (unsigned long long)b->id, pairs);
    text_add(t, "\"[{\"\"strategy\"\":\"\"nonstop\"\"}]\";%s_%s;%s;%s;%s;total_bought_volume;",
             p->world->coins[b->quote].name, p->world->contracts[d->coin], number_wide(b->take_profit, 3, 3, 1).text,
             number_wide((wide)b->safety_volume * 1000 / b->base_volume, 3, 3, 1).text,
             number_wide(b->step, 3, 3, 1).text);
    text_add(t, "%s;%s;%lld;0.0;0.0;%d;%d;%d;", moment_plain(d->created_ms).text, moment_plain(d->closed_ms).text,
             (long long)((d->closed_ms - d->created_ms) / MS_SECOND), b->safety_count, b->safety_active,
             d->safety_filled);
    text_add(t, "%s;%s;%s;quote_currency;%s;quote_currency;", number_wide(b->volume_scale, 3, 3, 1).text,
             number_wide(b->step_scale, 3, 3, 1).text, number_json(b->safety_volume).text,
             number_json(b->base_volume).text);
    text_add(t, "%s;%s;%s;%s;%s;%s;\n", grossed(p, SIM_BUY, d->bought_cost).text,
             grossed(p, SIM_SELL, d->sold_cost).text, number_json(platform_qty(p, d->coin, d->bought_qty)).text,
             number_json(platform_qty(p, d->coin, d->sold_qty)).text, number_wide(profit, 13, 8, 1).text,
             moment_plain(d->closed_ms).text);
}

void log_deals_csv(struct outbox *out, const struct platform *p, const struct log_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    char name[128];
    text_add(
        &t,
        "deal_id;status;bot;account;bot_id;bot_pairs;strategy;signals;pair;take_profit_condition;"
        "safety_order_volume / base_order_volume;safety_order_step_percentage;take_profit_type;created_at;"
        "closed_at;duration;profit_percentage_from_total_volume;profit_percentage_from_base_volume;"
        "max_safety_orders_count;active_safety_orders_count;used_safety_orders;martingale_volume_coefficient;"
        "martingale_step_coefficient;safety_order_volume;safety_order_volume_type;base_order_volume;"
        "base_order_volume_type;bought_volume;sold_volume;bought_amount;sold_amount;final_profit;close_date;note\n");
    for (size_t i = 0; i < p->newest.count; i++) {
        size_t deal = p->newest.items[i];
        const struct sim_deal *d = &p->deals.items[deal];
        bool closed = d->closed_ms > 0 && d->closed_ms <= log_end(p, plan);
        if (closed && log_has_deal(p, plan, deal)) deal_row(&t, p, deal);
    }
    snprintf(name, sizeof name, "%sexport%s%s", plan->prefix, ".csv", plan->packing == PACK_GZIP ? ".gz" : "");
    text_save(&t, out->dir, name, plan->packing, plan->cut_percent > 0 ? plan->cut_percent : 100);
    text_free(&t);
}

/* ---- bots and accounts ----------------------------------------------------------------------------------------- */

static void bot_json(struct text *t, const struct platform *p, const struct sim_bot *b)
{
    char pairs[160];
    int finished = 0;
    for (size_t i = 0; i < p->deals.count; i++)
        finished += &p->bots.items[p->deals.items[i].bot] == b && p->deals.items[i].phase == DEAL_CLOSED;
    pairs_of(p, b, ", ", "\"", pairs, sizeof pairs);
    text_add(t,
             "{\n  \"id\": %llu, \"account_id\": %llu, \"is_enabled\": true, \"max_safety_orders\": %d, "
             "\"active_safety_orders_count\": %d, \"pairs\": [%s],\n",
             (unsigned long long)b->id, (unsigned long long)p->account_id, b->safety_count, b->safety_active, pairs);
    text_add(t,
             "  \"strategy_list\": [{\"options\": {}, \"strategy\": \"nonstop\"}], \"max_active_deals\": %d, "
             "\"active_deals_count\": 0, \"deletable?\": false,\n  \"created_at\": \"%s\", \"updated_at\": \"%s\",\n",
             b->slots, moment_iso(p->world->start_ms - 20 * (int64_t)MS_DAY).text, moment_iso(p->world->start_ms).text);
    text_add(t,
             "  \"trailing_enabled\": %s, \"tsl_enabled\": false, \"deal_start_delay_seconds\": null, "
             "\"stop_loss_timeout_enabled\": false, \"stop_loss_timeout_in_seconds\": 0,\n"
             "  \"disable_after_deals_count\": null, \"deals_counter\": null, \"allowed_deals_on_same_pair\": 1, "
             "\"easy_form_supported\": false, \"close_deals_timeout\": null, \"url_secret\": \"\",\n",
             b->trailing > 0 ? "true" : "false");
    text_add(t,
             "  \"name\": \"%s\", \"take_profit\": \"%s\", \"base_order_volume\": \"%s\", \"safety_order_volume\": "
             "\"%s\", \"safety_order_step_percentage\": \"%s\",\n",
             b->name, number_wide(b->take_profit, 3, 3, 1).text, number_json(b->base_volume).text,
             number_json(b->safety_volume).text, number_wide(b->step, 3, 3, 1).text);
    text_add(t,
             "  \"take_profit_type\": \"total\", \"type\": \"Bot::%s\", \"martingale_volume_coefficient\": \"%s\", "
             "\"martingale_step_coefficient\": \"%s\", \"stop_loss_percentage\": \"%s\",\n",
             b->pair_count > 1 ? "MultiBot" : "SingleBot", number_wide(b->volume_scale, 3, 3, 1).text,
             number_wide(b->step_scale, 3, 3, 1).text, number_wide(b->stop_loss, 3, 3, 1).text);
    text_add(t,
             "  \"cooldown\": \"0\", \"btc_price_limit\": \"0.0\", \"strategy\": \"long\", \"min_volume_btc_24h\": "
             "\"0.0\", \"profit_currency\": \"quote_currency\", \"min_price\": null, \"max_price\": null,\n"
             "  \"stop_loss_type\": \"stop_loss\", \"safety_order_volume_type\": \"quote_currency\", "
             "\"base_order_volume_type\": \"quote_currency\", \"account_name\": \"%s\",\n",
             p->account_name);
    text_add(t,
             "  \"trailing_deviation\": \"%s\", \"finished_deals_profit_usd\": \"0.0\", \"finished_deals_count\": "
             "\"%d\", \"leverage_type\": \"not_specified\", \"leverage_custom_value\": null,\n"
             "  \"start_order_type\": \"%s\", \"active_deals_usd_profit\": \"0.0\", \"active_deals\": []\n}",
             number_wide(b->trailing, 3, 3, 1).text, finished, b->market_base ? "market" : "limit");
}

void log_bots(struct outbox *out, const struct platform *const *platforms, size_t count)
{
    struct text t = {NULL, 0, 0, 0};
    int written = 0;
    text_add(&t, "[");
    for (size_t p = 0; p < count; p++) {
        for (size_t b = 0; b < platforms[p]->bots.count; b++) {
            text_add(&t, "%s", written++ > 0 ? ",\n" : "");
            bot_json(&t, platforms[p], &platforms[p]->bots.items[b]);
        }
    }
    text_add(&t, "]\n");
    text_save(&t, out->dir, "bots.json", PACK_PLAIN, 100);
    text_free(&t);
}

static void account_json(struct text *t, const struct platform *p)
{
    text_add(t,
             "{\n  \"id\": %llu, \"auto_balance_period\": 12, \"auto_balance_portfolio_id\": null, "
             "\"auto_balance_portfolio\": null, \"auto_balance_currency_change_limit\": null, \"autobalance_enabled\": "
             "false,\n",
             (unsigned long long)p->account_id);
    text_add(t, "  \"hedge_mode_available\": false, \"hedge_mode_enabled\": false, \"is_locked\": false, "
                "\"smart_trading_supported\": true, \"smart_selling_supported\": true, \"available_for_trading\": {},\n"
                "  \"stats_supported\": true, \"trading_supported\": true, \"market_buy_supported\": true, "
                "\"market_sell_supported\": true, \"conditional_buy_supported\": true, \"bots_allowed\": true,\n");
    text_add(t,
             "  \"created_at\": \"%s\", \"updated_at\": \"%s\", \"last_auto_balance\": null, \"api_key_invalid\": %s, "
             "\"supported_market_types\": [\"spot\"],\n",
             moment_iso(p->world->start_ms - 300 * (int64_t)MS_DAY).text, moment_iso(p->world->end_ms).text,
             p->paper ? "false" : "true");
    text_add(t,
             "  \"api_key\": \"%s\", \"name\": \"%s\", \"customer_id\": null, \"subaccount_name\": null, "
             "\"lock_reason\": null,\n",
             p->paper ? "" : "q7Zr...Xk2d", p->account_name);
    text_add(t,
             "  \"btc_amount\": \"0.0\", \"usd_amount\": \"0.0\", \"pretty_display_type\": \"%s\", \"exchange_name\": "
             "\"%s\", \"market_code\": \"%s\"\n}",
             p->paper ? "PaperTrading" : p->exchange_name, p->exchange_name, p->market_code);
}

void log_accounts(struct outbox *out, const struct platform *const *platforms, size_t count)
{
    struct text t = {NULL, 0, 0, 0};
    text_add(&t, "[");
    for (size_t p = 0; p < count; p++) {
        text_add(&t, "%s", p > 0 ? ",\n" : "");
        account_json(&t, platforms[p]);
    }
    text_add(&t, "]\n");
    text_save(&t, out->dir, "accounts.json", PACK_PLAIN, 100);
    text_free(&t);
}
