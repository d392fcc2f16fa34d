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
    p->next_deal = (uint64_t)random_between(&p->random, 1700000000, 1800000000);
    p->next_record = (uint64_t)random_between(&p->random, 910000000, 940000000);
    p->account_id = (uint64_t)random_between(&p->random, 30000000, 33000000);
    p->fee = 100;
    p->market_code = "binance";
    p->exchange_name = "Binance";
    p->account_name = "My Binance";
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
                      coin_facts[d->coin].name);
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

void platform_finish(struct platform *p)
{
    qsort(p->events.items, p->events.count, sizeof *p->events.items, compare_events);
}
