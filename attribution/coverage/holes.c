/* holes - long stretches without any bot record in which the bots' pairs were traded all the same.
 *
 * A list that lacks a month does not say so. When the bots rested, their pairs rest as well; where day after day orders of these
 * pairs have no record, and no record of any kind speaks of that time, it is the records that are missing. One attack, even of
 * hours, is not that: it leaves most days empty.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"

#include "attribution/bots/tables.h"
#include "attribution/matching/own_tag.h"
#include "base/memory.h"

#define DAY_NS ((int64_t)24 * 3600 * NS_PER_SECOND)
enum { HOLE_DAYS = 3, ORDERS_LEAST = 10 };

struct known { /* a time of which a bot record speaks */
    int64_t from_ns, to_ns;
};

static bool serves(const struct work *w, uint32_t bot_account, uint32_t account)
{
    return (bot_account == 0 || w->account_is_bot[bot_account]) && coverage_serves(w, bot_account, account);
}

/* Ascending by their beginnings: extra is not used, the index says which one it is. */
static size_t gather_known(const struct work *w, uint32_t account, struct sort_key *keys, struct known *known)
{
    size_t count = 0;
    for (size_t i = 0; i < w->result->bot_orders.count; i++) {
        const struct bot_order *b = &w->result->bot_orders.items[i];
        if (b->paper || !serves(w, b->account, account)) continue;
        known[count++] = (struct known){b->placed_ns, work_bot_end(w, b)};
    }
    for (size_t i = 0; i < w->tables->deal_count; i++) {
        const struct deal_entry *d = &w->tables->deals[i];
        if ((d->marks & MARK_PAPER) || !serves(w, w->account_root[d->account], account)) continue;
        known[count++] = (struct known){d->from_ns, d->to_ns};
    }
    for (size_t i = 0; i < count; i++) keys[i] = (struct sort_key){sort_signed(known[i].from_ns), (uint32_t)i, 0};
    sort_keys(keys, count);
    return count;
}

static bool traded_by_bots(const struct work *w, uint32_t account, uint32_t pair)
{
    for (uint32_t a = 0; a < w->account_count; a++)
        if (serves(w, a, account) && coverage_traded(w->coverage, a, pair)) return true;
    return false;
}

/* Orders of the bots' pairs that nothing explains, on half of the hole's days at least. */
static bool traded_throughout(const struct work *w, uint32_t account, struct interval hole)
{
    size_t days = (size_t)((hole.to_ns - hole.from_ns) / DAY_NS) + 1, found = 0, with_orders = 0;
    bool *seen = memory_alloc(days + 1);
    for (size_t i = 0; i < w->coverage->order_count; i++) {
        const struct order *o = &w->result->orders.items[w->coverage->orders[i].index];
        if (o->account != account || o->first_ns < hole.from_ns || o->first_ns > hole.to_ns) continue;
        if (own_tag_differs(w, o) || !traded_by_bots(w, account, w->pair[o->market])) continue;
        size_t day = (size_t)((o->first_ns - hole.from_ns) / DAY_NS);
        with_orders += !seen[day];
        seen[day] = true;
        found++;
    }
    free(seen);
    return found >= ORDERS_LEAST && with_orders * 2 >= days;
}

static void deny(struct coverage_map *map, uint32_t bot_account, uint32_t pair, struct interval when)
{
    if (when.from_ns > when.to_ns) return;
    *LIST_ADD(&map->denials) = (struct denial){
        .account = bot_account, .when = when, .pair = pair, .reason = REASON_between_bot_records, .removes = true};
}

/* The end of the last record of a pair that began before a moment; the moment itself when there is none. */
static int64_t last_known(const struct work *w, uint32_t account, uint32_t pair, int64_t before_ns)
{
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < w->result->bot_orders.count; i++) {
        const struct bot_order *b = &w->result->bot_orders.items[i];
        if (b->paper || b->placed_ns >= before_ns || w->pair[b->market] != pair || !serves(w, b->account, account))
            continue;
        int64_t end = work_bot_end(w, b);
        if (end > last) last = end;
    }
    return last == INT64_MIN || last > before_ns ? before_ns : last;
}

/* A deal that ran into the hole is missing as a whole: so is what it did before, behind the last record of its pair. */
static void deny_hole(const struct work *w, struct coverage_map *map, uint32_t account, struct interval hole)
{
    if (hole.to_ns - hole.from_ns < HOLE_DAYS * DAY_NS || !traded_throughout(w, account, hole)) return;
    for (uint32_t a = 0; a < w->account_count; a++) {
        if (!serves(w, a, account)) continue;
        deny(map, a, 0, hole);
        *LIST_ADD(&map->broken) = (struct broken_start){a, hole.to_ns + 1}; /* others may run out of it */
    }
    for (size_t i = 0; i < map->traded_count; i++) {
        uint32_t bot_account = (uint32_t)(map->traded[i] >> 32), pair = (uint32_t)map->traded[i];
        if (pair == 0 || !serves(w, bot_account, account)) continue;
        int64_t last_ns = last_known(w, account, pair, hole.from_ns);
        deny(map, bot_account, pair, (struct interval){last_ns + 1, hole.from_ns - 1});
    }
}

void coverage_deny_holes(const struct work *w, struct coverage_map *map)
{
    size_t most = w->result->bot_orders.count + w->tables->deal_count + 1;
    struct sort_key *keys = memory_resize(NULL, most, sizeof *keys);
    struct known *known = memory_resize(NULL, most, sizeof *known);
    bool *open = memory_alloc(w->account_count + 1);
    for (size_t i = 0; i < map->order_count; i++) open[w->result->orders.items[map->orders[i].index].account] = true;
    for (uint32_t account = 0; account < w->account_count; account++) {
        size_t count = open[account] ? gather_known(w, account, keys, known) : 0;
        int64_t end = count > 0 ? known[keys[0].index].to_ns : 0;
        for (size_t i = 1; i < count; i++) {
            const struct known *k = &known[keys[i].index];
            if (k->from_ns > end) deny_hole(w, map, account, (struct interval){end + 1, k->from_ns - 1});
            if (k->to_ns > end) end = k->to_ns;
        }
    }
    free(open);
    free(known);
    free(keys);
}
