/* matching - which bot order issued which order: by id, then by pair, side, size and time, then by the totals of deals.
 *
 * Orders that the exchange or the case file explains (exclusions.c) take no part. Every step only looks at what the steps
 * before have left.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/bots/ids.h"
#include "attribution/matching/deal_sets.h"
#include "attribution/matching/graph.h"
#include "attribution/matching/own_tag.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

static void explain(struct order *o, uint32_t bot, enum reason reason)
{
    o->verdict = VERDICT_BOT;
    o->match = bot;
    o->reasons |= REASON_BIT(reason);
}

/* ---- ids ---------------------------------------------------------------------------------------------------------------- */

enum { KEY_ORDER_ID, KEY_CLIENT_ID }; /* sort_key.extra: which id of the order it is */

static struct sort_key *keys_of_orders(const struct work *w, size_t *count)
{
    const struct result *r = w->result;
    struct sort_key *keys = memory_resize(NULL, 2 * r->orders.count + 1, sizeof *keys);
    size_t n = 0;
    for (uint32_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->verdict != VERDICT_NONE) continue;
        bool usable = o->order_id != IDENT_NONE && !(o->reasons & REASON_BIT(REASON_id_damaged));
        if (usable) keys[n++] = (struct sort_key){o->order_id, i, KEY_ORDER_ID};
        if (o->client_id != IDENT_NONE) keys[n++] = (struct sort_key){o->client_id, i, KEY_CLIENT_ID};
    }
    sort_keys(keys, n);
    *count = n;
    return keys;
}

static struct sort_key *keys_of_bots(const struct work *w, size_t *count)
{
    const struct result *r = w->result;
    LIST(struct sort_key) keys = LIST_EMPTY;
    for (uint32_t i = 0; i < r->bot_orders.count; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        if (b->exchange_id != IDENT_NONE && fit_usable(b)) *LIST_ADD(&keys) = (struct sort_key){b->exchange_id, i, 0};
    }
    if (keys.count > 0) sort_keys(keys.items, keys.count);
    *count = keys.count;
    return keys.items;
}

/* All orders and bot orders of one id. An id that stands in several records of the same order is one bot order already;
 * orders of several accounts with one id are told apart by pair, side and venue. */
static void join_id(struct work *w, const struct sort_key *orders, size_t order_count, const struct sort_key *bots,
                    size_t bot_count)
{
    struct result *r = w->result;
    for (size_t b = 0; b < bot_count; b++) {
        for (size_t o = 0; o < order_count; o++) {
            struct order *order = &r->orders.items[orders[o].index];
            const struct bot_order *bot = &r->bot_orders.items[bots[b].index];
            /* Only another program's log names client order ids: 3Commas' records have none. */
            if (orders[o].extra == KEY_CLIENT_ID && !(bot->traits & BOT_OF_PROGRAM)) continue;
            if (order->verdict != VERDICT_NONE || !fit_by_id(w, bot, order)) continue;
            explain(order, bots[b].index, REASON_order_id_joined);
            r->ids_joined++;
            break;
        }
    }
}

static size_t same_key(const struct sort_key *keys, size_t at, size_t count)
{
    size_t end = at + 1;
    while (end < count && keys[end].key == keys[at].key) end++;
    return end;
}

static void join_ids(struct work *w)
{
    size_t order_count, bot_count;
    struct sort_key *bots = keys_of_bots(w, &bot_count);
    struct sort_key *orders = bot_count > 0 ? keys_of_orders(w, &order_count) : NULL;
    for (size_t o = 0, b = 0; orders && o < order_count && b < bot_count;) {
        size_t order_end = same_key(orders, o, order_count);
        size_t bot_end = same_key(bots, b, bot_count);
        if (orders[o].key == bots[b].key) join_id(w, orders + o, order_end - o, bots + b, bot_end - b);
        bool orders_first = orders[o].key <= bots[b].key;
        if (bots[b].key <= orders[o].key) b = bot_end;
        if (orders_first) o = order_end;
    }
    free(orders);
    free(bots);
}

/* A number behind a symbol is taken for the exchange's own id, which excludes other orders, when at least half of such
 * records in the time of the exchange's orders join by it. Else it may be a number of the platform's own after all. */
static bool ids_can_be_trusted(const struct work *w)
{
    const struct result *r = w->result;
    struct interval when = {INT64_MAX, INT64_MIN};
    uint64_t records = 0;
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->order_id == IDENT_NONE) continue;
        if (o->first_ns < when.from_ns) when.from_ns = o->first_ns;
        if (o->last_ns > when.to_ns) when.to_ns = o->last_ns;
    }
    for (size_t i = 0; i < r->bot_orders.count; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        struct decimal size;
        bool inside = b->id_is_certain && b->placed_ns >= when.from_ns && b->placed_ns <= when.to_ns;
        records += inside && fit_usable(b) && fit_size(w, b, &size) == FIT_SIZE_EXECUTED;
    }
    return r->ids_joined * 2 >= records;
}

/* ---- composite ------------------------------------------------------------------------------------------------------------ */

/* Orders of fills that could be chosen in several ways are ambiguous whatever else fits them. */
static void settle_contests(struct work *w)
{
    struct result *r = w->result;
    for (size_t i = 0; i < w->contested.count; i++) {
        struct order *o = &r->orders.items[w->contested.items[i].group];
        if (o->verdict != VERDICT_NONE) continue;
        o->verdict = VERDICT_AMBIGUOUS;
        o->match = w->contested.items[i].bot;
        o->reasons |= REASON_BIT(REASON_rival_orders);
    }
}

static void set_rivals(struct order *o, const struct graph_node *node)
{
    uint32_t rivals = node->edge_count > 0 ? node->edge_count - 1 : 0;
    o->rivals = rivals < UINT16_MAX ? (uint16_t)rivals : UINT16_MAX;
}

static void settle_order(struct order *o, const struct graph_node *node, uint32_t bot)
{
    set_rivals(o, node);
    if (bot != INDEX_NONE) explain(o, bot, REASON_composite_match);
    if (node->interchangeable) o->reasons |= REASON_BIT(REASON_interchangeable_records);
    if (!node->rival_orders && !node->rival_records) return;
    o->verdict = VERDICT_AMBIGUOUS;
    o->reasons &= ~(REASON_BIT(REASON_composite_match) | REASON_BIT(REASON_interchangeable_records));
    if (node->rival_orders) o->reasons |= REASON_BIT(REASON_rival_orders);
    if (node->rival_records) o->reasons |= REASON_BIT(REASON_rival_records);
}

/* Hands the pairs of nodes down to their members, in order. */
static void settle_graph(struct work *w, struct graph *g)
{
    struct result *r = w->result;
    uint32_t *taken = memory_alloc((g->orders.count + 1) * sizeof *taken);
    uint32_t *given = memory_alloc((g->bots.count + 1) * sizeof *given);
    for (size_t i = 0; i < g->edges.count; i++) {
        const struct graph_edge *e = &g->edges.items[i];
        const struct graph_node *order = &g->orders.items[e->order];
        const struct graph_node *bot = &g->bots.items[e->bot];
        for (uint32_t k = 0; k < e->flow; k++) {
            uint32_t member = g->order_members.items[order->first + taken[e->order]++];
            settle_order(&r->orders.items[member], order, g->bot_members.items[bot->first + given[e->bot]++]);
        }
    }
    for (size_t n = 0; n < g->orders.count; n++) {
        const struct graph_node *order = &g->orders.items[n];
        for (uint32_t k = taken[n]; k < order->count && order->edge_count > 0; k++)
            settle_order(&r->orders.items[g->order_members.items[order->first + k]], order, INDEX_NONE);
    }
    free(taken);
    free(given);
}

static void match_composite(struct work *w)
{
    struct graph g = {.orders = LIST_EMPTY,
                      .bots = LIST_EMPTY,
                      .order_members = LIST_EMPTY,
                      .bot_members = LIST_EMPTY,
                      .edges = LIST_EMPTY};
    candidates_find(w, &g);
    assignment_run(&g);
    settle_graph(w, &g);
    graph_free(&g);
}

/* Forgets what the composite match decided. */
static bool undo_composite(struct work *w)
{
    const reason_set traces = REASON_BIT(REASON_composite_match) | REASON_BIT(REASON_interchangeable_records) |
                              REASON_BIT(REASON_rival_orders) | REASON_BIT(REASON_rival_records);
    bool undone = false;
    for (size_t i = 0; i < w->result->orders.count; i++) {
        struct order *o = &w->result->orders.items[i];
        if (!(o->reasons & traces)) continue;
        o->verdict = VERDICT_NONE;
        o->match = INDEX_NONE;
        o->rivals = 0;
        o->reasons &= ~traces;
        undone = true;
    }
    return undone;
}

static bool has_rival_orders(const struct work *w)
{
    for (size_t i = 0; i < w->result->orders.count; i++)
        if (w->result->orders.items[i].reasons & REASON_BIT(REASON_rival_orders)) return true;
    return false;
}

/* Orders that fit one record equally well are looked at again when most explained orders share a tag: then the one with
 * that tag goes first. */
static void part_rivals(struct work *w)
{
    if (!has_rival_orders(w)) return;
    own_tag_learn(w);
    if (w->own_tag.len == 0 || !undo_composite(w)) return;
    settle_contests(w);
    match_composite(w);
}

void matching_run(struct work *w)
{
    join_ids(w);
    bot_ids_settle(w);
    w->ids_exclude = ids_can_be_trusted(w);
    settle_contests(w);
    match_composite(w);
    part_rivals(w);
    own_tag_learn(w);
    deal_sets_match(w);
}
