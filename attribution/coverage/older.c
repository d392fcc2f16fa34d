/* older - deals that began before the records, and may have ended inside them.
 *
 * Only pairs that the account's bots trade are concerned: on other pairs there was no deal to begin with.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"

#include "attribution/bots/tables.h"
#include "base/memory.h"

static uint64_t order_key(const struct work *w, const struct order *o)
{
    return (uint64_t)o->account << 32 | w->pair[o->market];
}

/* Orders that may be those of an older deal: executed, and not explained by anything. */
static bool may_be_older(const struct work *w, const struct order *o)
{
    struct decimal qty;
    bool open = o->verdict == VERDICT_NONE || o->verdict == VERDICT_AMBIGUOUS;
    return open && order_amount(w->store, o, ORDER_QTY, &qty) && decimal_sign(qty) > 0;
}

void coverage_index(struct work *w)
{
    struct coverage_map *map = w->coverage;
    const struct result *r = w->result;
    map->orders = memory_resize(NULL, r->orders.count + 1, sizeof *map->orders);
    for (uint32_t i = 0; i < r->orders.count; i++)
        if (may_be_older(w, &r->orders.items[i]))
            map->orders[map->order_count++] = (struct sort_key){order_key(w, &r->orders.items[i]), i, 0};
    map->records = memory_resize(NULL, r->bot_orders.count + 1, sizeof *map->records);
    for (uint32_t i = 0; i < r->bot_orders.count; i++)
        if (!r->bot_orders.items[i].paper)
            map->records[map->record_count++] = (struct sort_key){w->pair[r->bot_orders.items[i].market], i, 0};
    sort_keys(map->orders, map->order_count);
    sort_keys(map->records, map->record_count);
}

static bool traded_by_bots(const struct work *w, uint32_t account, uint32_t pair)
{
    for (uint32_t a = 0; a < w->account_count; a++)
        if ((a == 0 || w->account_is_bot[a]) && coverage_serves(w, a, account) && coverage_traded(w->coverage, a, pair))
            return true;
    return false;
}

static size_t first_order(const struct work *w, uint64_t key, int64_t from_ns)
{
    const struct coverage_map *map = w->coverage;
    size_t low = 0, high = map->order_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sort_key *k = &map->orders[middle];
        bool before = k->key != key ? k->key < key : w->result->orders.items[k->index].first_ns < from_ns;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether the pair was traded after `after_ns` and before `before_ns`, outside covered time. */
static bool traded_between(const struct work *w, uint32_t account, uint32_t pair, int64_t after_ns, int64_t before_ns)
{
    uint64_t key = (uint64_t)account << 32 | pair;
    size_t i = first_order(w, key, after_ns);
    const struct coverage_map *map = w->coverage;
    return i < map->order_count && map->orders[i].key == key &&
           w->result->orders.items[map->orders[i].index].first_ns < before_ns;
}

/* The first bot record of that pair at or after a moment; INT64_MAX when there is none. */
static int64_t first_record(const struct work *w, uint32_t account, uint32_t pair, int64_t from_ns)
{
    const struct coverage_map *map = w->coverage;
    const struct bot_order *bots = w->result->bot_orders.items;
    size_t low = 0, high = map->record_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sort_key *k = &map->records[middle];
        bool before = k->key != pair ? k->key < pair : bots[k->index].placed_ns < from_ns;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < map->record_count && map->records[low].key == pair; low++)
        if (coverage_serves(w, bots[map->records[low].index].account, account))
            return bots[map->records[low].index].placed_ns;
    return INT64_MAX;
}

/* ---- lists that lost their older part ------------------------------------------------------------------------------------- */

static bool bot_trades_pair(const struct work *w, const struct bot_entry *bot, uint32_t pair, const bool *has_deals)
{
    enum { NAMED_MAX = 2048 };
    if (has_deals[bot - w->tables->bots]) return true;
    if (bot->market != MARKET_NONE && w->pair[bot->market] == pair) return true;
    if (bot->event == EVENT_NONE) return false;
    uint32_t *named = memory_resize(NULL, NAMED_MAX, sizeof *named);
    size_t count = coverage_named_pairs(w, &w->store->events.items[bot->event], named, NAMED_MAX);
    bool found = count > NAMED_MAX;
    for (size_t i = 0; i < count && i < NAMED_MAX && !found; i++) found = named[i] == pair;
    free(named);
    return found;
}

/* From when on no deal of the pair from before `from_ns` can be running: each bot that trades it has begun a new one. */
static int64_t all_begun(const struct work *w, uint32_t account, uint32_t pair, int64_t from_ns)
{
    const struct bot_tables *t = w->tables;
    int64_t *first = memory_resize(NULL, t->bot_count + 1, sizeof *first);
    bool *has_deals = memory_alloc(t->bot_count + 1);
    int64_t begun = from_ns;
    for (size_t i = 0; i < t->bot_count; i++) first[i] = INT64_MAX;
    for (size_t i = 0; i < t->deal_count; i++) {
        const struct deal_entry *d = &t->deals[i];
        const struct bot_entry *bot = bot_tables_bot(t, d->bot);
        if (!bot || d->market == MARKET_NONE || w->pair[d->market] != pair) continue;
        has_deals[bot - t->bots] = true;
        if (d->from_ns >= from_ns && d->from_ns < first[bot - t->bots]) first[bot - t->bots] = d->from_ns;
    }
    for (size_t i = 0; i < t->bot_count; i++) {
        const struct bot_entry *bot = &t->bots[i];
        bool concerned = !bot->paper && coverage_serves(w, bot->account, account);
        if (concerned && first[i] > begun && bot_trades_pair(w, bot, pair, has_deals)) begun = first[i];
    }
    free(first);
    free(has_deals);
    return begun;
}

static bool begins_broken(const struct work *w, uint32_t account, int64_t from_ns)
{
    for (size_t i = 0; i < w->coverage->broken.count; i++) {
        const struct broken_start *b = &w->coverage->broken.items[i];
        if (b->from_ns == from_ns && coverage_serves(w, b->account, account)) return true;
    }
    return false;
}

static void add_older(struct pair_coverage *c, struct interval when, int64_t first_ns)
{
    struct interval older = {when.from_ns, first_ns > when.to_ns ? when.to_ns : first_ns - 1};
    if (older.from_ns <= older.to_ns) interval_add(&c->older, older);
}

void coverage_drop_older(const struct work *w, uint32_t account, uint32_t pair, struct pair_coverage *c)
{
    int64_t after = INT64_MIN;
    if (!traded_by_bots(w, account, pair)) return;
    for (size_t i = 0; i < c->covered.list.count; i++) {
        struct interval when = c->covered.list.items[i];
        if (begins_broken(w, account, when.from_ns)) add_older(c, when, all_begun(w, account, pair, when.from_ns));
        if (traded_between(w, account, pair, after, when.from_ns))
            add_older(c, when, first_record(w, account, pair, when.from_ns));
        after = when.to_ns;
    }
    for (size_t i = 0; i < c->older.list.count; i++) interval_subtract(&c->covered, c->older.list.items[i]);
}
