/* sim_words.c - what the platform writes into a deal's log, in the wording of 2022.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_bots.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { WITH_FEE_SCALE = UNIT_DECIMALS + 5 };

void words_say(struct platform *p, size_t deal, int64_t at_ms, const char *format, ...)
{
    char message[512];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    *LIST_ADD(&p->events) = (struct sim_event){deal, at_ms, memory_copy_text(message, (size_t)length)};
}

int64_t platform_qty(const struct platform *p, int coin, int64_t qty)
{
    return p->counts_contracts ? exchange_contracts(p->world, coin, qty) : qty;
}

wide platform_with_fee(const struct platform *p, int side, int64_t units)
{
    return (wide)units * (side == SIM_BUY ? 100000 + p->fee : 100000 - p->fee);
}

struct number platform_gross(const struct platform *p, int side, int64_t price)
{
    return number_wide(platform_with_fee(p, side, price), WITH_FEE_SCALE, WITH_FEE_SCALE, 1);
}

int64_t record_average(const struct platform *p, const struct sim_record *r)
{
    const struct sim_order *o = &p->world->orders.items[r->order];
    return o->executed == 0 ? 0 : (int64_t)((wide)o->cost * UNIT / o->executed);
}

static const char *role_words(const struct sim_record *r)
{
    static const char *const words[] = {"base order", "safety trade", "manual safety trade", "TakeProfit trade",
                                        "StopLoss trade"};
    return words[r->role];
}

void words_placing(struct platform *p, size_t record, int64_t at_ms, const char *trouble)
{
    const struct sim_record *r = &p->records.items[record];
    const struct sim_order *o = &p->world->orders.items[r->order];
    const char *coin = p->world->contracts[o->coin], *quote = p->world->coins[o->quote].name;
    int64_t price = o->price > 0 ? o->price : market_price(p->world, o->coin, at_ms);
    struct number size = number_json((int64_t)((wide)price * o->qty / UNIT)),
                  qty = number_json(platform_qty(p, o->coin, o->qty));
    if (o->price == 0) {
        words_say(p, r->deal, at_ms, "Placing %s. Price: market Size: ≈%s %s (%s %s)%s", role_words(r), size.text,
                  quote, qty.text, coin, trouble);
        return;
    }
    const char *gap = r->role == BOT_TAKE_PROFIT ? "  " : " ";
    char rise[128] = "";
    const struct sim_deal *d = &p->deals.items[r->deal];
    if (r->role == BOT_TAKE_PROFIT)
        snprintf(
            rise, sizeof rise, ", the price should rise for %s%% to close the deal",
            number_wide((wide)o->price * 10000 / (d->base_price > 0 ? d->base_price : o->price) - 10000, 2, 2, 0).text);
    words_say(p, r->deal, at_ms, "Placing %s.%sPrice: %s %s Size: %s %s (%s %s)%s%s", role_words(r), gap,
              number_json(o->price).text, quote, size.text, quote, qty.text, coin, rise, trouble);
}

void words_executed(struct platform *p, size_t record, int64_t at_ms)
{
    const struct sim_record *r = &p->records.items[record];
    const struct sim_order *o = &p->world->orders.items[r->order];
    const struct sim_deal *d = &p->deals.items[r->deal];
    const char *coin = p->world->contracts[o->coin], *quote = p->world->coins[o->quote].name;
    struct number price = platform_gross(p, o->side, record_average(p, r)),
                  qty = number_json(platform_qty(p, o->coin, o->executed));
    struct number size = number_wide(platform_with_fee(p, o->side, o->cost), WITH_FEE_SCALE, UNIT_DECIMALS, 1);
    if (r->role == BOT_BASE)
        words_say(p, r->deal, at_ms, "Base order executed.  Price: %s %s.  Size: %s %s (%s %s)", price.text, quote,
                  size.text, quote, qty.text, coin);
    else if (r->role == BOT_SAFETY)
        words_say(p, r->deal, at_ms, "Safety trade (%d out of %d) executed. Price: %s %s. Size: %s %s (%s %s)", r->step,
                  p->bots.items[d->bot].safety_count, price.text, quote, size.text, quote, qty.text, coin);
    else if (r->role == BOT_MANUAL_SAFETY)
        words_say(p, r->deal, at_ms, "Safety trade executed. Price: %s %s. Size: %s %s (%s %s)", price.text, quote,
                  size.text, quote, qty.text, coin);
    else
        words_say(p, r->deal, at_ms, "%s. Price: %s %s Size: %s %s (%s %s)",
                  r->role == BOT_STOP_LOSS ? "Stop loss trade completed" : "TakeProfit trade finished", price.text,
                  quote, size.text, quote, qty.text, coin);
}

void words_cancelling(struct platform *p, size_t record, int64_t at_ms)
{
    const struct sim_record *r = &p->records.items[record];
    const struct sim_order *o = &p->world->orders.items[r->order];
    const char *coin = p->world->contracts[o->coin], *quote = p->world->coins[o->quote].name;
    struct number price = number_json(o->price), qty = number_json(platform_qty(p, o->coin, o->qty));
    if (r->role == BOT_TAKE_PROFIT) {
        struct number size = number_json((int64_t)((wide)o->price * o->qty / UNIT));
        words_say(p, r->deal, at_ms, "Cancelling TakeProfit trade. Price: %s %s Size: %s %s (%s %s)", price.text, quote,
                  size.text, quote, qty.text, coin);
        return;
    }
    words_say(p, r->deal, at_ms, "Cancelling buy order. Price: %s %s. Size: 0.0 %s (%s %s). Success.", price.text,
              quote, quote, qty.text, coin);
}

void words_trailing_plan(struct platform *p, size_t deal, int64_t at_ms, int64_t price)
{
    const struct sim_deal *d = &p->deals.items[deal];
    const struct sim_bot *b = &p->bots.items[d->bot];
    words_say(
        p, deal, at_ms,
        "Trailing TakeProfit order will be placed when price reaches %s %s. Size: %s %s (%s %s), the price should "
        "rise for %s%% to start trailing",
        number_json(price).text, p->world->coins[b->quote].name,
        number_json((int64_t)((wide)price * d->held_qty / UNIT)).text, p->world->coins[b->quote].name,
        number_json(platform_qty(p, d->coin, d->held_qty)).text, p->world->contracts[d->coin],
        number_wide(b->take_profit, 3, 2, 1).text);
}

void words_completed(struct platform *p, size_t deal, int64_t at_ms)
{
    const struct sim_deal *d = &p->deals.items[deal];
    wide profit = platform_with_fee(p, SIM_SELL, d->sold_cost) - platform_with_fee(p, SIM_BUY, d->bought_cost);
    struct number amount = number_wide(profit, WITH_FEE_SCALE, UNIT_DECIMALS, 1);
    struct number percent = number_wide(d->bought_cost > 0 ? profit / (d->bought_cost / 10) : 0, 4, 2, 1);
    int64_t hours = (d->closed_ms - d->created_ms) / MS_HOUR;
    if (strcmp(d->status, "stop_loss_finished") == 0) {
        words_say(p, deal, at_ms, "Stop loss 📛  %s %s (%s $) (%s%% from total volume) #stoploss", amount.text,
                  p->world->coins[p->bots.items[d->bot].quote].name, number_wide(profit, WITH_FEE_SCALE, 2, 2).text,
                  percent.text);
        return;
    }
    words_say(p, deal, at_ms,
              "Deal completed. Profit:  %s%s %s (%s $) (%s%% from total volume) 💰💰💰. #profit about %d hours",
              profit >= 0 ? "+" : "", amount.text, p->world->coins[p->bots.items[d->bot].quote].name,
              number_wide(profit, WITH_FEE_SCALE, 2, 2).text, percent.text, (int)(hours > 0 ? hours : 1));
}
