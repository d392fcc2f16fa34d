/* served - which exchange account an account of the bot platform trades on, told by the orders that its records explain.
 *
 * An account of the platform holds one key, so it trades on one account of the exchange. Which one it is no record says. Where
 * its records explain at least ten orders of one account, and of another of the same exchange hardly any, they say nothing of
 * the other: that was traded by hand, by other programs, or on a key that the platform never had. Accounts without a number,
 * or with one that is masked, may be the same as another, so nothing is told of them.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"
#include "base/memory.h"

struct tally { /* orders that records of a platform account explain, per exchange account */
    uint32_t bot, exchange;
    uint64_t orders;
};
typedef LIST(struct tally) tallies;

static bool is_told_apart(const struct work *w, uint32_t account)
{
    struct span id = store_get_text(w->store, w->store->accounts.items[account].id);
    return id.len > 0 && span_find(id, '*') == id.len;
}

static void count(tallies *all, uint32_t bot, uint32_t exchange)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].bot != bot || all->items[i].exchange != exchange) continue;
        all->items[i].orders++;
        return;
    }
    *LIST_ADD(all) = (struct tally){bot, exchange, 1};
}

static void count_all(const struct work *w, tallies *all)
{
    for (size_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = &w->result->orders.items[i];
        if (o->verdict != VERDICT_BOT || o->match == INDEX_NONE || work_is_of_program(w, o)) continue;
        uint32_t bot = w->result->bot_orders.items[o->match].account;
        if (bot != 0) count(all, bot, o->account);
    }
}

static uint64_t orders_of(const tallies *all, uint32_t bot, uint32_t exchange)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].bot == bot && all->items[i].exchange == exchange) return all->items[i].orders;
    return 0;
}

void served_find(struct work *w)
{
    enum { LEAST = 10, TIMES = 20 };
    tallies all = LIST_EMPTY;
    count_all(w, &all);
    for (size_t i = 0; i < all.count; i++) {
        const struct tally *most = &all.items[i];
        if (most->orders < LEAST || !is_told_apart(w, most->exchange)) continue;
        for (uint32_t a = 0; a < w->account_count; a++) {
            bool rival = a != most->exchange && !w->account_is_bot[a] && w->account_root[a] == a &&
                         is_told_apart(w, a) &&
                         w->store->accounts.items[a].venue == w->store->accounts.items[most->exchange].venue;
            if (rival && orders_of(&all, most->bot, a) * TIMES < most->orders)
                *LIST_ADD(&w->unserved) = (struct unserved){most->bot, a};
        }
    }
    LIST_FREE(&all);
}
