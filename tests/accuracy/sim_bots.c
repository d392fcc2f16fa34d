/* sim_bots.c - a platform's bots over the whole time: when they start deals, and what happens when the account is empty.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_bots.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

struct platform *platform_new(struct world *w, const char *name)
{
    struct platform *p = memory_alloc(sizeof *p);
    p->world = w;
    p->random = random_stream(w->seed, name);
    p->account_id = (uint64_t)random_between(&p->random, 30000000, 33000000);
    p->fee = 100;
    p->market_code = w->venue->market_code;
    p->exchange_name = w->venue->exchange_name;
    p->account_name = w->venue->account_name;
    return p;
}

void platform_free(struct platform *p)
{
    for (size_t i = 0; i < p->events.count; i++) free(p->events.items[i].message);
    LIST_FREE(&p->bots);
    LIST_FREE(&p->deals);
    LIST_FREE(&p->records);
    LIST_FREE(&p->events);
    LIST_FREE(&p->trades);
    LIST_FREE(&p->newest);
    free(p);
}

size_t platform_add_bot(struct platform *p, struct sim_bot bot)
{
    bot.id = (uint64_t)random_between(&p->random, 9000000, 9900000);
    for (int i = 0; i < DEAL_SLOTS; i++) {
        bot.deal[i] = RECORD_NONE;
        bot.ready_ms[i] = p->world->start_ms + random_between(&p->random, 1, 3 * (int64_t)MS_HOUR);
    }
    *LIST_ADD(&p->bots) = bot;
    return p->bots.count - 1;
}

static bool coin_is_busy(const struct platform *p, const struct sim_bot *b, int coin)
{
    for (int i = 0; i < b->slots; i++)
        if (b->deal[i] != RECORD_NONE && p->deals.items[b->deal[i]].coin == coin) return true;
    return false;
}

static bool is_empty(const struct platform *p, int64_t at_ms)
{
    return p->halt_ms != 0 && at_ms + MS_MINUTE > p->halt_ms && at_ms < p->resume_ms;
}

static void slot_minute(struct platform *p, size_t bot, int slot, int64_t minute_ms)
{
    struct sim_bot *b = &p->bots.items[bot];
    if (b->deal[slot] != RECORD_NONE) {
        deal_minute(p, b->deal[slot], minute_ms);
        const struct sim_deal *d = &p->deals.items[b->deal[slot]];
        if (d->phase != DEAL_CLOSED) return;
        b->ready_ms[slot] = d->closed_ms + random_between(&p->random, 60000, (int64_t)b->pause_minutes * MS_MINUTE * 2);
        b->deal[slot] = RECORD_NONE;
        return;
    }
    if (minute_ms < b->ready_ms[slot]) return;
    int coin = b->pairs[random_between(&p->random, 0, b->pair_count - 1)];
    if (coin_is_busy(p, b, coin)) return;
    size_t deal = deal_start(p, bot, coin, minute_ms + random_between(&p->random, 0, MS_MINUTE - 1));
    p->bots.items[bot].deal[slot] = deal;
}

/* The account was emptied: open deals lose their orders, complain, and are given up when the user notices. */
static void empty_minute(struct platform *p, int64_t minute_ms)
{
    bool begins = minute_ms <= p->halt_ms, ends = minute_ms + MS_MINUTE >= p->resume_ms;
    for (size_t i = 0; i < p->deals.count; i++) {
        struct sim_deal *d = &p->deals.items[i];
        if (d->phase == DEAL_CLOSED) continue;
        if (begins) deal_lose_funds(p, i, p->halt_ms);
        int64_t passed = (minute_ms - p->halt_ms) / MS_MINUTE;
        if (!begins && passed < 1500 && random_between(&p->random, 0, 90) == 0)
            words_say(p, i, minute_ms + random_between(&p->random, 0, MS_MINUTE - 1),
                      "Error placing Take Profit trade: Insufficient funds. ERR_805Y Not enough %s.",
                      p->world->contracts[d->coin]);
        if (ends) deal_give_up(p, i, p->resume_ms - random_between(&p->random, 1000, 50000));
    }
    if (!ends) return;
    for (size_t b = 0; b < p->bots.count; b++) {
        for (int slot = 0; slot < p->bots.items[b].slots; slot++) {
            p->bots.items[b].deal[slot] = RECORD_NONE;
            p->bots.items[b].ready_ms[slot] = p->resume_ms + random_between(&p->random, MS_HOUR, 8 * (int64_t)MS_HOUR);
        }
    }
}

void platform_run(struct platform *p)
{
    struct world *w = p->world;
    for (size_t m = 0; m + 20 < w->minutes; m++) {
        int64_t minute_ms = w->start_ms + (int64_t)m * MS_MINUTE;
        if (is_empty(p, minute_ms)) {
            empty_minute(p, minute_ms);
            continue;
        }
        for (size_t b = 0; b < p->bots.count; b++)
            for (int slot = 0; slot < p->bots.items[b].slots; slot++) slot_minute(p, b, slot, minute_ms);
    }
}

static int compare_events(const void *left, const void *right)
{
    const struct sim_event *a = left, *b = right;
    if (a->deal != b->deal) return a->deal < b->deal ? -1 : 1;
    if (a->at_ms != b->at_ms) return a->at_ms < b->at_ms ? -1 : 1;
    return strcmp(a->message, b->message);
}

struct numbered { /* something that gets its id in order of time */
    int64_t at_ms;
    size_t index;
    uint64_t *id;
};

static int compare_numbered(const void *left, const void *right)
{
    const struct numbered *a = left, *b = right;
    if (a->at_ms != b->at_ms) return a->at_ms < b->at_ms ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static void give_deal_ids(struct platform *p)
{
    struct random r = random_stream(p->world->seed, p->paper ? "paper deal ids" : "deal ids");
    LIST(struct numbered) deals = LIST_EMPTY;
    uint64_t id = (uint64_t)random_between(&r, 1700000000, 1800000000);
    for (size_t i = 0; i < p->deals.count; i++)
        *LIST_ADD(&deals) = (struct numbered){p->deals.items[i].created_ms, i, &p->deals.items[i].id};
    if (deals.count > 0) qsort(deals.items, deals.count, sizeof *deals.items, compare_numbered);
    for (size_t i = 0; i < deals.count; i++) *deals.items[i].id = id += (uint64_t)random_between(&r, 900, 40000);
    for (size_t i = deals.count; i > 0; i--) *LIST_ADD(&p->newest) = deals.items[i - 1].index;
    LIST_FREE(&deals);
}

/* One row of numbers for all orders that the platform knows, whatever pair they are of. */
static void give_order_numbers(struct platform *p)
{
    struct random r = random_stream(p->world->seed, p->paper ? "paper order numbers" : "order numbers");
    LIST(struct numbered) all = LIST_EMPTY;
    uint64_t id = (uint64_t)random_between(&r, 910000000, 940000000);
    for (size_t i = 0; i < p->records.count; i++)
        *LIST_ADD(&all) = (struct numbered){p->records.items[i].created_ms, i, &p->records.items[i].own_id};
    for (size_t i = 0; i < p->trades.count; i++)
        *LIST_ADD(&all) =
            (struct numbered){p->trades.items[i].created_ms, p->records.count + i, &p->trades.items[i].own_id};
    if (all.count > 0) qsort(all.items, all.count, sizeof *all.items, compare_numbered);
    for (size_t i = 0; i < all.count; i++) *all.items[i].id = id += (uint64_t)random_between(&r, 1, 40);
    LIST_FREE(&all);
}

static void shift_clock(struct platform *p)
{
    for (size_t i = 0; i < p->deals.count; i++) {
        struct sim_deal *d = &p->deals.items[i];
        d->created_ms += p->clock_ms;
        d->updated_ms += p->clock_ms;
        if (d->closed_ms > 0) d->closed_ms += p->clock_ms;
    }
    for (size_t i = 0; i < p->records.count; i++) {
        p->records.items[i].created_ms += p->clock_ms;
        p->records.items[i].updated_ms += p->clock_ms;
    }
    for (size_t i = 0; i < p->trades.count; i++) {
        p->trades.items[i].created_ms += p->clock_ms;
        p->trades.items[i].updated_ms += p->clock_ms;
    }
    for (size_t i = 0; i < p->events.count; i++) p->events.items[i].at_ms += p->clock_ms;
}

void platform_finish(struct platform *p)
{
    shift_clock(p);
    give_deal_ids(p);
    give_order_numbers(p);
    qsort(p->events.items, p->events.count, sizeof *p->events.items, compare_events);
}
