/* clocks - files whose times do not agree with the bot records.
 *
 * When a file's zone was given wrongly, or a clock was off, none of its orders finds its record, and all of them would
 * look unissued. But then orders and records of the same pair, side and size lie apart by always the same time. A file of
 * which that is true of more orders than were matched is not judged at all until the difference is settled.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/fit.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

#define FARTHEST_NS ((int64_t)26 * 3600 * NS_PER_SECOND) /* between the farthest zones */
#define ALIKE_NS ((int64_t)4 * NS_PER_SECOND)

struct clocks {
    struct work *w;
    struct sort_key *orders, *bots; /* unexplained orders and unused records, by pair, side and size */
    size_t order_count, bot_count;
    struct sort_key *apart; /* key: difference in time; index: source; extra: order */
    size_t apart_count, apart_capacity;
    uint64_t *matched; /* per source: orders that a record explains by its time */
};

static uint32_t source_of(const struct work *w, const struct order *o)
{
    uint32_t event = o->order_event != EVENT_NONE ? o->order_event : w->result->order_fills[o->first_fill];
    return w->store->events.items[event].source;
}

static uint64_t key_of(const struct work *w, uint32_t market, uint8_t side, struct decimal size)
{
    return hash_mix((uint64_t)w->pair[market] << 2 | side, value_hash(size));
}

static void gather(struct clocks *c)
{
    struct work *w = c->w;
    struct result *r = w->result;
    bool *used = memory_alloc(r->bot_orders.count + 1);
    struct decimal size;
    for (uint32_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->match != INDEX_NONE) used[o->match] = true;
        if (o->reasons & REASON_BIT(REASON_composite_match)) c->matched[source_of(w, o)]++;
        bool executed =
            value_of(w->store, o->mantissa[ORDER_QTY], o->scale[ORDER_QTY], &size) && decimal_sign(size) > 0;
        if (o->verdict == VERDICT_NONE && executed)
            c->orders[c->order_count++] = (struct sort_key){key_of(w, o->market, o->side, size), i, 0};
    }
    for (uint32_t i = 0; i < r->bot_orders.count; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        bool open = !used[i] && !b->is_deal_total && fit_usable(b) && fit_size(w, b, &size) == FIT_SIZE_EXECUTED;
        if (open) c->bots[c->bot_count++] = (struct sort_key){key_of(w, b->market, b->side, size), i, 0};
    }
    free(used);
}

static void add_difference(struct clocks *c, int64_t apart_ns, uint32_t source, uint32_t order)
{
    if (apart_ns > FARTHEST_NS || apart_ns < -FARTHEST_NS) return;
    c->apart = list_grow(c->apart, &c->apart_count, &c->apart_capacity, sizeof *c->apart);
    c->apart[c->apart_count - 1] = (struct sort_key){sort_signed(apart_ns), source, order};
}

/* Sizes that many orders or records share say nothing about which belong together. */
static void compare_bucket(struct clocks *c, const struct sort_key *orders, size_t order_count,
                           const struct sort_key *bots, size_t bot_count)
{
    enum { SHARED = 8, MOST = 1000000 };
    if (order_count > SHARED || bot_count > SHARED || c->apart_count > MOST) return;
    for (size_t i = 0; i < order_count; i++) {
        const struct order *o = &c->w->result->orders.items[orders[i].index];
        for (size_t k = 0; k < bot_count; k++) {
            const struct bot_order *b = &c->w->result->bot_orders.items[bots[k].index];
            if (!fit_venue(c->w, b, o->account)) continue;
            add_difference(c, o->first_ns - b->placed_ns, source_of(c->w, o), orders[i].index);
            if (b->closed_ns != TIME_NONE && b->closed_ns - b->placed_ns > ALIKE_NS)
                add_difference(c, o->last_ns - b->closed_ns, source_of(c->w, o), orders[i].index);
        }
    }
}

static size_t same_key(const struct sort_key *keys, size_t at, size_t count)
{
    size_t end = at + 1;
    while (end < count && keys[end].key == keys[at].key) end++;
    return end;
}

static void compare_sizes(struct clocks *c)
{
    sort_keys(c->orders, c->order_count);
    sort_keys(c->bots, c->bot_count);
    for (size_t o = 0, b = 0; o < c->order_count && b < c->bot_count;) {
        uint64_t order_key = c->orders[o].key, bot_key = c->bots[b].key;
        size_t order_end = order_key <= bot_key ? same_key(c->orders, o, c->order_count) : o;
        size_t bot_end = bot_key <= order_key ? same_key(c->bots, b, c->bot_count) : b;
        if (order_key == bot_key) compare_bucket(c, c->orders + o, order_end - o, c->bots + b, bot_end - b);
        o = order_end;
        b = bot_end;
    }
}

/* The difference that most orders of a source share, and how many do. `sorted` are its differences, ascending. */
static size_t densest(const struct sort_key *sorted, size_t count, int64_t *apart_ns)
{
    size_t best = 0;
    for (size_t i = 0, first = 0; i < count; i++) {
        while (sorted[i].key - sorted[first].key > (uint64_t)ALIKE_NS) first++;
        if (i - first + 1 <= best) continue;
        best = i - first + 1;
        *apart_ns = (int64_t)(sorted[first + best / 2].key ^ (uint64_t)1 << 63);
    }
    return best;
}

static void judge_source(struct clocks *c, uint32_t source, const struct sort_key *sorted, size_t count)
{
    enum { AT_LEAST = 8, TIMES = 2 };
    const int64_t least_ns = (int64_t)5 * NS_PER_SECOND; /* nearer ones failed for another reason than their time */
    int64_t apart = 0;
    size_t shared = densest(sorted, count, &apart);
    if (apart < least_ns && apart > -least_ns) return;
    if (shared < AT_LEAST || shared < TIMES * c->matched[source]) return;
    *LIST_ADD(&c->w->result->clock_doubts) = (struct clock_doubt){source, apart, shared, c->matched[source]};
}

/* Differences are sorted as a whole, then dealt out to their sources, which keeps them in order. */
static void judge(struct clocks *c)
{
    size_t sources = c->w->evidence->sources.count;
    sort_keys(c->apart, c->apart_count);
    struct sort_key *own = memory_resize(NULL, c->apart_count + 1, sizeof *own);
    for (uint32_t source = 0; source < sources; source++) {
        size_t count = 0;
        for (size_t i = 0; i < c->apart_count; i++)
            if (c->apart[i].index == source) own[count++] = c->apart[i];
        if (count > 0) judge_source(c, source, own, count);
    }
    free(own);
}

static void mark_orders(const struct clocks *c)
{
    struct result *r = c->w->result;
    bool *doubtful = memory_alloc(c->w->evidence->sources.count + 1);
    for (size_t i = 0; i < r->clock_doubts.count; i++) doubtful[r->clock_doubts.items[i].source] = true;
    for (size_t i = 0; i < r->orders.count; i++) {
        struct order *o = &r->orders.items[i];
        if (o->verdict == VERDICT_NONE && doubtful[source_of(c->w, o)]) o->reasons |= REASON_BIT(REASON_clock_doubtful);
    }
    free(doubtful);
}

void clocks_check(struct work *w)
{
    struct clocks c = {.w = w};
    if (w->result->bot_orders.count == 0) return;
    c.orders = memory_resize(NULL, w->result->orders.count + 1, sizeof *c.orders);
    c.bots = memory_resize(NULL, w->result->bot_orders.count + 1, sizeof *c.bots);
    c.matched = memory_alloc((w->evidence->sources.count + 1) * sizeof *c.matched);
    gather(&c);
    compare_sizes(&c);
    if (c.apart_count > 0) judge(&c);
    if (w->result->clock_doubts.count > 0) mark_orders(&c);
    free(c.orders);
    free(c.bots);
    free(c.apart);
    free(c.matched);
}
