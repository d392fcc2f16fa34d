/* candidates - pairs of an order and a bot order with the same pair, side and size whose times and prices agree.
 *
 * Orders and bot orders are sorted by a hash of pair, side and size and joined like two card files; within one size the
 * orders stand in the order of time, so a record's window is a range. Two threads do the sorting and what is local to one
 * key; whatever may meet under another key as well goes into the graph in the order of the keys.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/graph.h"
#include "attribution/matching/own_tag.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"
#include "base/turns.h"

enum { EDGES_MANY = 8000000, PER_RECORD = 4096, PER_RECORD_WHEN_MANY = 16 };

enum { ORDERS, BOTS, SIDES };
enum { BLOCK_KEYS = 8192 };
typedef LIST(struct sort_key) key_list;

struct finder {
    struct work *w;
    struct graph *g;
    key_list keys[SIDES];            /* extra: enum fit_way, without FIT_WAY_NET */
    struct sort_key *spare[SIDES];   /* to sort the keys with */
    bool *taken;                     /* per bot order: an id has given it to an order */
    uint32_t *order_node, *bot_node; /* INDEX_NONE: none yet */
    uint8_t *order_keys_of;          /* how many keys each order has */
    uint8_t *bot_keys_of;            /* the same of each bot order */
    uint8_t *pair_scale;             /* per pair: most decimals that the exchange prints */
};
struct bucket { /* the orders and bot orders of one key: places in the sorted keys */
    size_t order, bot, order_count, bot_count;
};
typedef LIST(struct bucket) buckets;

static const struct order *order_at(const struct finder *f, uint32_t i)
{
    return &f->w->result->orders.items[i];
}

static const struct bot_order *bot_at(const struct finder *f, uint32_t i)
{
    return &f->w->result->bot_orders.items[i];
}

static uint64_t key_of(const struct finder *f, uint32_t market, uint8_t side, enum fit_way way, struct decimal size)
{
    uint64_t asked = way == FIT_WAY_ASKED;
    return hash_mix((uint64_t)f->w->pair[market] << 3 | (uint64_t)side << 1 | asked, value_hash(size));
}

/* ---- keys ------------------------------------------------------------------------------------------------------------- */

static void add_order_key(struct finder *f, uint32_t index, enum fit_way way, struct decimal size)
{
    const struct order *o = order_at(f, index);
    *LIST_ADD(&f->keys[ORDERS]) = (struct sort_key){key_of(f, o->market, o->side, way, size), index, way};
    f->order_keys_of[index]++;
}

static void add_order_keys(struct finder *f, uint32_t index)
{
    const struct order *o = order_at(f, index);
    struct decimal executed, asked;
    if (o->verdict != VERDICT_NONE || o->match != INDEX_NONE || o->market == MARKET_NONE) return;
    unsigned ways = fit_order_ways(f->w, o, &executed, &asked);
    if (ways & FIT_WAY_BIT(FIT_WAY_EXECUTED)) add_order_key(f, index, FIT_WAY_EXECUTED, executed);
    if (ways & FIT_WAY_BIT(FIT_WAY_ASKED)) add_order_key(f, index, FIT_WAY_ASKED, asked);
}

static void add_bot_key(struct finder *f, uint32_t index, enum fit_way way, struct decimal size)
{
    const struct bot_order *b = bot_at(f, index);
    *LIST_ADD(&f->keys[BOTS]) = (struct sort_key){key_of(f, b->market, b->side, way, size), index, way};
    f->bot_keys_of[index]++;
}

/* A size with more digits than the exchange prints for that pair: cut and rounded to what it prints. */
static void add_rounded_keys(struct finder *f, uint32_t index, struct decimal size)
{
    uint8_t scale = f->pair_scale[f->w->pair[bot_at(f, index)->market]];
    struct decimal cut, rounded;
    bool exact;
    if (size.scale <= scale || !decimal_div(size, decimal_from_int(1), scale, &cut, &exact)) return;
    if (decimal_sign(cut) > 0) add_bot_key(f, index, FIT_WAY_ROUNDED, decimal_normalize(cut));
    if (decimal_round(size, scale, &rounded) && !decimal_equal(rounded, cut))
        add_bot_key(f, index, FIT_WAY_ROUNDED, decimal_normalize(rounded));
}

static void add_bot_keys(struct finder *f, uint32_t index)
{
    const struct bot_order *b = bot_at(f, index);
    struct decimal size;
    if (f->taken[index] || b->is_deal_total || b->market == MARKET_NONE || b->side == SIDE_NONE) return;
    unsigned ways = fit_bot_ways(f->w, b, &size);
    if (ways & FIT_WAY_BIT(FIT_WAY_EXECUTED)) {
        add_bot_key(f, index, FIT_WAY_EXECUTED, size);
        add_rounded_keys(f, index, size);
    }
    if (ways & FIT_WAY_BIT(FIT_WAY_ASKED)) add_bot_key(f, index, FIT_WAY_ASKED, size);
    if (fit_part(f->w, b, &size)) add_bot_key(f, index, FIT_WAY_PART, size);
}

static void note_orders(struct finder *f)
{
    const struct result *r = f->w->result;
    for (uint32_t i = 0; i < r->orders.count; i++) {
        fit_note_scale(order_at(f, i), &f->pair_scale[f->w->pair[order_at(f, i)->market]]);
        if (order_at(f, i)->match != INDEX_NONE) f->taken[order_at(f, i)->match] = true;
    }
}

static void gather_side(void *user, size_t side)
{
    struct finder *f = user;
    const struct result *r = f->w->result;
    if (side == ORDERS) {
        for (uint32_t i = 0; i < r->orders.count; i++) add_order_keys(f, i);
    } else {
        note_orders(f);
        for (uint32_t i = 0; i < r->bot_orders.count; i++) add_bot_keys(f, i);
    }
}

static void sort_side(void *user, size_t side)
{
    struct finder *f = user;
    sort_keys_using(f->keys[side].items, f->spare[side], f->keys[side].count);
}

static void reserve_keys(key_list *keys, size_t count)
{
    keys->capacity = count + 1;
    keys->items = memory_resize(NULL, keys->capacity, sizeof *keys->items);
}

static void gather_keys(struct finder *f)
{
    const struct result *r = f->w->result;
    reserve_keys(&f->keys[ORDERS], r->orders.count);
    reserve_keys(&f->keys[BOTS], r->bot_orders.count);
    f->taken = memory_alloc(r->bot_orders.count + 1);
    turns_share(gather_side, f, SIDES);
    free(f->taken);
    for (size_t side = 0; side < SIDES; side++)
        f->spare[side] = memory_resize(NULL, f->keys[side].count, sizeof *f->spare[side]);
    turns_share(sort_side, f, SIDES);
    for (size_t side = 0; side < SIDES; side++) free(f->spare[side]);
}

/* ---- nodes ------------------------------------------------------------------------------------------------------------ */

static bool alike_orders(const struct finder *f, uint32_t a, uint32_t b)
{
    const struct order *left = order_at(f, a);
    const struct order *right = order_at(f, b);
    bool same_ids = (left->order_id == IDENT_NONE) == (right->order_id == IDENT_NONE) &&
                    own_tag_differs(f->w, left) == own_tag_differs(f->w, right);
    return f->order_keys_of[a] == 1 && f->order_keys_of[b] == 1 && same_ids && left->first_ns == right->first_ns &&
           left->last_ns == right->last_ns && left->placed_ns == right->placed_ns && left->account == right->account &&
           left->mantissa[ORDER_PRICE] == right->mantissa[ORDER_PRICE] &&
           left->scale[ORDER_PRICE] == right->scale[ORDER_PRICE];
}

static bool alike_bots(const struct bot_order *a, const struct bot_order *b)
{
    return a->placed_ns == b->placed_ns && a->closed_ns == b->closed_ns && a->venue == b->venue &&
           a->traits == b->traits && a->paper == b->paper && a->id_is_certain == b->id_is_certain &&
           a->mantissa[BOT_PRICE] == b->mantissa[BOT_PRICE] && a->scale[BOT_PRICE] == b->scale[BOT_PRICE] &&
           (a->traits & (BOT_UNSURE_STATE | BOT_NET_SIZE)) == 0;
}

static uint32_t order_node_of(struct finder *f, uint32_t order, uint32_t before)
{
    struct graph *g = f->g;
    if (f->order_node[order] != INDEX_NONE) return f->order_node[order];
    bool joins = before != INDEX_NONE && alike_orders(f, before, order) && f->order_node[before] + 1 == g->orders.count;
    if (!joins) *LIST_ADD(&g->orders) = (struct graph_node){.first = (uint32_t)g->order_members.count};
    struct graph_node *node = &g->orders.items[g->orders.count - 1];
    *LIST_ADD(&g->order_members) = order;
    node->count++;
    node->left++;
    f->order_node[order] = (uint32_t)(g->orders.count - 1);
    return f->order_node[order];
}

static uint32_t bot_node_of(struct finder *f, const struct sort_key *key, const struct sort_key *before)
{
    struct graph *g = f->g;
    if (f->bot_node[key->index] != INDEX_NONE) return f->bot_node[key->index];
    bool joins = before && before->extra == FIT_WAY_EXECUTED && key->extra == FIT_WAY_EXECUTED &&
                 alike_bots(bot_at(f, before->index), bot_at(f, key->index)) &&
                 f->bot_node[before->index] + 1 == g->bots.count;
    if (!joins) *LIST_ADD(&g->bots) = (struct graph_node){.first = (uint32_t)g->bot_members.count};
    struct graph_node *node = &g->bots.items[g->bots.count - 1];
    *LIST_ADD(&g->bot_members) = key->index;
    node->count++;
    node->left++;
    f->bot_node[key->index] = (uint32_t)(g->bots.count - 1);
    return f->bot_node[key->index];
}

/* ---- edges ------------------------------------------------------------------------------------------------------------ */

static void add_edge(struct finder *f, struct graph_edge e, const struct bot_order *b, const struct order *o,
                     int64_t apart_ns)
{
    const int64_t per_ms = 1000000;
    e.apart_ms = apart_ns / per_ms < UINT32_MAX ? (uint32_t)(apart_ns / per_ms) : UINT32_MAX;
    e.rank = (uint8_t)(2 * e.rank + own_tag_differs(f->w, o));
    e.other_price = !fit_price_exact(f->w, b, o);
    *LIST_ADD(&f->g->edges) = e;
}

/* Whether they fit, and how well. Leaves a hint in the order when it is only the price or the kind of record. */
static bool fits(struct finder *f, uint32_t order, const struct sort_key *key, struct graph_edge *edge,
                 int64_t *apart_ns)
{
    struct order *o = &f->w->result->orders.items[order];
    const struct bot_order *b = bot_at(f, key->index);
    if (!fit_time(f->w, b, o) || !fit_venue(f->w, b, o->account) || !fit_ids(f->w, b, o)) return false;
    if (!fit_pair(f->w, b, o) || o->side != b->side) return false;
    if (!fit_same_size(f->w, b, o, key->extra, f->pair_scale[f->w->pair[o->market]])) return false;
    if (fit_order_price(f->w, b, o) == FIT_PRICE_APART) {
        o->reasons |= REASON_BIT(REASON_price_apart);
        return false;
    }
    if (b->paper)
        o->reasons |= REASON_BIT(REASON_paper_only);
    else if (b->traits & BOT_FAILED)
        o->reasons |= REASON_BIT(REASON_failed_placement);
    if (b->paper || (b->traits & BOT_FAILED)) return false;
    edge->rank = (uint8_t)fit_rank(f->w, b, o, key->extra, apart_ns);
    return true;
}

static void try_pair(struct finder *f, uint32_t order_node, uint32_t order, uint32_t bot_node,
                     const struct sort_key *key)
{
    struct graph_edge edge = {.order = order_node, .bot = bot_node};
    int64_t apart;
    if (fits(f, order, key, &edge, &apart)) add_edge(f, edge, bot_at(f, key->index), order_at(f, order), apart);
}

static size_t first_since(const struct finder *f, const struct sort_key *orders, size_t count, int64_t ns)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order_at(f, orders[middle].index)->first_ns < ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* One representative of each set of alike orders meets the record. In a window with very many orders only those near
 * its two ends do: an order stands where a record begins or ends. */
static void pair_record(struct finder *f, const struct sort_key *orders, size_t count, const struct sort_key *key,
                        uint32_t bot_node)
{
    struct interval window = fit_window(f->w, bot_at(f, key->index), NS_PER_SECOND);
    size_t most = f->g->edges.count > EDGES_MANY ? PER_RECORD_WHEN_MANY : PER_RECORD;
    size_t from = first_since(f, orders, count, window.from_ns);
    size_t to = window.to_ns == INT64_MAX ? count : first_since(f, orders, count, window.to_ns + 1);
    uint32_t last_node = INDEX_NONE;
    for (size_t i = from; i < to; i++) {
        if (i - from >= most / 2 && to - i > most / 2) i = to - most / 2;
        uint32_t node = f->order_node[orders[i].index];
        if (node == last_node) continue;
        try_pair(f, node, orders[i].index, bot_node, key);
        last_node = node;
    }
}

/* The usual bucket: one order, one record, and both have no other size under which they could meet somebody else. */
static bool is_lone_pair(const struct finder *f, const struct bucket *bucket)
{
    uint32_t order = f->keys[ORDERS].items[bucket->order].index, bot = f->keys[BOTS].items[bucket->bot].index;
    return bucket->order_count == 1 && bucket->bot_count == 1 && f->order_keys_of[order] == 1 &&
           f->bot_keys_of[bot] == 1 && !(bot_at(f, bot)->traits & BOT_NET_SIZE);
}

static void pair_lone(struct finder *f, uint32_t order, const struct sort_key *bot)
{
    struct graph_edge edge = {0};
    int64_t apart;
    if (fits(f, order, bot, &edge, &apart))
        order_explain(&f->w->result->orders.items[order], bot->index, REASON_composite_match);
}

static void pair_bucket(struct finder *f, const struct bucket *bucket)
{
    const struct sort_key *orders = f->keys[ORDERS].items + bucket->order;
    const struct sort_key *bots = f->keys[BOTS].items + bucket->bot;
    for (size_t i = 0; i < bucket->order_count; i++)
        (void)order_node_of(f, orders[i].index, i == 0 ? INDEX_NONE : orders[i - 1].index);
    uint32_t last_node = INDEX_NONE;
    for (size_t i = 0; i < bucket->bot_count; i++) {
        uint32_t node = bot_node_of(f, &bots[i], i == 0 ? NULL : &bots[i - 1]);
        if (node != last_node) pair_record(f, orders, bucket->order_count, &bots[i], node);
        last_node = node;
    }
}

static size_t same_key(const struct sort_key *keys, size_t at, size_t count)
{
    size_t end = at + 1;
    while (end < count && keys[end].key == keys[at].key) end++;
    return end;
}

static size_t first_key(const key_list *keys, uint64_t key)
{
    return sort_first(keys->items, keys->count, key);
}

/* Where a block of order keys begins: a bucket is never cut. */
static size_t block_start(const key_list *orders, size_t block)
{
    size_t start = block * BLOCK_KEYS;
    if (start >= orders->count) return orders->count;
    return start == 0 ? 0 : same_key(orders->items, start - 1, orders->count);
}

static void fetch_bucket(const struct finder *f, size_t order, size_t bot)
{
    if (order + FETCH_STEPS < f->keys[ORDERS].count)
        fetch_ahead(order_at(f, f->keys[ORDERS].items[order + FETCH_STEPS].index), sizeof(struct order));
    if (bot + FETCH_STEPS < f->keys[BOTS].count)
        fetch_ahead(bot_at(f, f->keys[BOTS].items[bot + FETCH_STEPS].index), sizeof(struct bot_order));
}

/* Decides the lone pairs of a block, which no other block knows of, and notes the other buckets. */
static void join_block(void *user, void *own, size_t block)
{
    struct finder *f = user;
    buckets *open = own;
    const key_list *orders = &f->keys[ORDERS], *bots = &f->keys[BOTS];
    size_t o = block_start(orders, block), end = block_start(orders, block + 1);
    size_t b = o < end ? first_key(bots, orders->items[o].key) : 0;
    open->count = 0;
    while (o < end && b < bots->count) {
        fetch_bucket(f, o, b);
        if (orders->items[o].key < bots->items[b].key) {
            o++;
        } else if (bots->items[b].key < orders->items[o].key) {
            b++;
        } else {
            struct bucket bucket = {o, b, same_key(orders->items, o, orders->count) - o,
                                    same_key(bots->items, b, bots->count) - b};
            if (is_lone_pair(f, &bucket))
                pair_lone(f, orders->items[o].index, &bots->items[b]);
            else
                *LIST_ADD(open) = bucket;
            o += bucket.order_count;
            b += bucket.bot_count;
        }
    }
}

/* In the order of the keys. */
static void pair_open(void *user, void *own, size_t block)
{
    (void)block;
    const buckets *open = own;
    for (size_t i = 0; i < open->count; i++) pair_bucket(user, &open->items[i]);
}

static void *begin_join(void *user)
{
    (void)user;
    return memory_alloc(sizeof(buckets));
}

static void end_join(void *user, void *own)
{
    (void)user;
    buckets *open = own;
    LIST_FREE(open);
    free(open);
}

static void join_keys(struct finder *f)
{
    struct turns_work work = {f, begin_join, join_block, pair_open, end_join, NULL};
    turns_run(&work, (f->keys[ORDERS].count + BLOCK_KEYS - 1) / BLOCK_KEYS);
}

/* ---- sizes net of a fee ------------------------------------------------------------------------------------------------ */

static void try_net(struct finder *f, uint32_t order, uint32_t bot)
{
    const struct order *o = order_at(f, order);
    const struct bot_order *b = bot_at(f, bot);
    if (o->verdict != VERDICT_NONE || o->match != INDEX_NONE || o->side != b->side) return;
    if (!fit_pair(f->w, b, o) || !fit_venue(f->w, b, o->account) || !fit_time(f->w, b, o)) return;
    if (!fit_net_size(f->w, b, o) || fit_order_price(f->w, b, o) == FIT_PRICE_APART) return;
    uint32_t bot_node = bot_node_of(f, &(struct sort_key){0, bot, FIT_WAY_NET}, NULL);
    uint32_t order_node = order_node_of(f, order, INDEX_NONE);
    int64_t apart;
    enum fit_rank rank = fit_rank(f->w, b, o, FIT_WAY_NET, &apart);
    add_edge(f, (struct graph_edge){.order = order_node, .bot = bot_node, .rank = (uint8_t)rank}, b, o, apart);
}

static void find_net_sizes(struct finder *f)
{
    enum { LOOK_AT = 4096 };
    const struct result *r = f->w->result;
    struct sort_key *all = memory_resize(NULL, r->orders.count + 1, sizeof *all);
    for (uint32_t i = 0; i < r->orders.count; i++) all[i] = (struct sort_key){0, i, 0};
    for (uint32_t i = 0; i < r->bot_orders.count; i++) {
        const struct bot_order *b = bot_at(f, i);
        if (!(b->traits & BOT_NET_SIZE) || !fit_usable(b)) continue;
        struct interval window = fit_window(f->w, b, NS_PER_SECOND);
        size_t from = first_since(f, all, r->orders.count, window.from_ns);
        for (size_t o = from;
             o < r->orders.count && o < from + LOOK_AT && order_at(f, (uint32_t)o)->first_ns <= window.to_ns; o++)
            try_net(f, (uint32_t)o, i);
    }
    free(all);
}

void candidates_find(struct work *w, struct graph *g)
{
    const struct result *r = w->result;
    struct finder f = {.w = w, .g = g};
    f.order_keys_of = memory_alloc(r->orders.count + 1);
    f.bot_keys_of = memory_alloc(r->bot_orders.count + 1);
    f.pair_scale = memory_alloc(w->market_count + 2);
    gather_keys(&f);
    f.order_node = memory_resize(NULL, r->orders.count + 1, sizeof *f.order_node);
    f.bot_node = memory_resize(NULL, r->bot_orders.count + 1, sizeof *f.bot_node);
    memset(f.order_node, 0xFF, (r->orders.count + 1) * sizeof *f.order_node);
    memset(f.bot_node, 0xFF, (r->bot_orders.count + 1) * sizeof *f.bot_node);
    join_keys(&f);
    find_net_sizes(&f);
    for (size_t side = 0; side < SIDES; side++) LIST_FREE(&f.keys[side]);
    free(f.order_node);
    free(f.bot_node);
    free(f.order_keys_of);
    free(f.bot_keys_of);
    free(f.pair_scale);
}
