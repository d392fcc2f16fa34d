/* assignment - who gets which record, one to one, when several orders and records fit each other.
 *
 * Rank by rank, the nearest pairs first; then orders that are left take a record whose holder can go to another one of
 * the same rank. So as many orders as possible are explained without ever giving up a better fit for a worse one. What
 * could just as well have come out otherwise is marked: an order that is left over and fits as well as the holder of a
 * record makes rivals of both, and so does a record that is left over.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/graph.h"
#include "attribution/sort.h"
#include "base/memory.h"

enum { STEPS_MAX = 4000000, DEPTH_MAX = 200 }; /* for one connected part; real ones need some dozen */

typedef LIST(uint32_t) node_list;

struct part { /* a connected part of the graph */
    struct graph *g;
    uint32_t *edges; /* by rank, distance, members */
    size_t edge_count;
    uint32_t *of_order; /* per edge place: edges by order node, see struct graph_node */
    uint32_t *of_bot;
    bool *seen_bot;    /* by bot node, scratch of one search */
    uint32_t *touched; /* bot nodes to clear in seen_bot */
    size_t touched_count;
    size_t steps;
};

static struct graph_edge *edge_at(const struct part *p, uint32_t edge)
{
    return &p->g->edges.items[edge];
}

static uint32_t order_member(const struct graph *g, const struct graph_edge *e)
{
    return g->order_members.items[g->orders.items[e->order].first];
}

static uint32_t bot_member(const struct graph *g, const struct graph_edge *e)
{
    return g->bot_members.items[g->bots.items[e->bot].first];
}

static int compare_edges(const void *context, uint32_t a, uint32_t b)
{
    const struct graph *g = context;
    const struct graph_edge *left = &g->edges.items[a];
    const struct graph_edge *right = &g->edges.items[b];
    if (left->rank != right->rank) return left->rank < right->rank ? -1 : 1;
    if (left->apart_ms != right->apart_ms) return left->apart_ms < right->apart_ms ? -1 : 1;
    if (left->order != right->order) return order_member(g, left) < order_member(g, right) ? -1 : 1;
    return bot_member(g, left) < bot_member(g, right) ? -1 : bot_member(g, left) > bot_member(g, right);
}

static bool fit_alike(const struct graph_edge *a, const struct graph_edge *b)
{
    uint32_t difference = a->apart_ms > b->apart_ms ? a->apart_ms - b->apart_ms : b->apart_ms - a->apart_ms;
    bool far = a->apart_ms > APART_FAR_MS && b->apart_ms > APART_FAR_MS;
    const struct graph_edge *nearer = a->apart_ms < b->apart_ms ? a : b, *other = nearer == a ? b : a;
    bool price_says_other = nearer->other_price && !other->other_price;
    return a->rank == b->rank && (far || difference <= APART_ALIKE_MS || price_says_other);
}

static void pair_up(struct graph *g, struct graph_edge *e, uint32_t count)
{
    e->flow += count;
    g->orders.items[e->order].left -= count;
    g->bots.items[e->bot].left -= count;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* ---- assignment --------------------------------------------------------------------------------------------------------- */

static void clear_seen(struct part *p)
{
    while (p->touched_count > 0) p->seen_bot[p->touched[--p->touched_count]] = false;
}

static bool see(struct part *p, uint32_t bot)
{
    if (p->seen_bot[bot]) return false;
    p->seen_bot[bot] = true;
    p->touched[p->touched_count++] = bot;
    return true;
}

/* Frees one place at a bot node: a free one, or one whose holder moves to another record of the same rank. */
static bool make_room(struct part *p, uint32_t bot, unsigned depth)
{
    struct graph_node *node = &p->g->bots.items[bot];
    if (node->left > 0) return true;
    if (depth == DEPTH_MAX) return false;
    for (uint32_t i = 0; i < node->edge_count; i++) {
        struct graph_edge *held = edge_at(p, p->of_bot[node->edge + i]);
        if (held->flow == 0) continue;
        const struct graph_node *holder = &p->g->orders.items[held->order];
        for (uint32_t k = 0; k < holder->edge_count; k++) {
            struct graph_edge *other = edge_at(p, p->of_order[holder->edge + k]);
            if (++p->steps > STEPS_MAX) return false;
            if (other->rank != held->rank || other == held || !see(p, other->bot) ||
                !make_room(p, other->bot, depth + 1))
                continue;
            held->flow--;
            node->left++;
            other->flow++;
            p->g->bots.items[other->bot].left--;
            return true;
        }
    }
    return false;
}

static bool take_by_moving(struct part *p, uint32_t edge)
{
    struct graph_edge *e = edge_at(p, edge);
    (void)see(p, e->bot);
    bool room = make_room(p, e->bot, 0);
    clear_seen(p);
    if (room) pair_up(p->g, e, 1);
    return room;
}

static void assign_rank(struct part *p, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct graph_edge *e = edge_at(p, p->edges[i]);
        uint32_t count = smaller(p->g->orders.items[e->order].left, p->g->bots.items[e->bot].left);
        if (count > 0) pair_up(p->g, e, count);
    }
    for (size_t i = from; i < to; i++) {
        const struct graph_edge *e = edge_at(p, p->edges[i]);
        while (p->g->orders.items[e->order].left > 0 && p->steps < STEPS_MAX && take_by_moving(p, p->edges[i]))
            ;
    }
}

static void assign(struct part *p)
{
    for (size_t from = 0, to; from < p->edge_count; from = to) {
        for (to = from + 1; to < p->edge_count && edge_at(p, p->edges[to])->rank == edge_at(p, p->edges[from])->rank;)
            to++;
        assign_rank(p, from, to);
    }
}

/* ---- what could be otherwise ------------------------------------------------------------------------------------------- */

/* The orders that hold a record which the order of `e` would fill as well; they may lose it, so they are asked next. */
static void challenge(struct part *p, const struct graph_edge *e, node_list *queue)
{
    struct graph_node *challenger = &p->g->orders.items[e->order];
    const struct graph_node *bot = &p->g->bots.items[e->bot];
    for (uint32_t i = 0; i < bot->edge_count; i++) {
        const struct graph_edge *held = edge_at(p, p->of_bot[bot->edge + i]);
        struct graph_node *holder = &p->g->orders.items[held->order];
        p->steps++;
        if (held->flow == 0 || held->order == e->order || !fit_alike(e, held)) continue;
        challenger->rival_orders = true;
        if (!holder->rival_orders) *LIST_ADD(queue) = held->order;
        holder->rival_orders = true;
    }
}

static void mark_rival_orders(struct part *p)
{
    node_list queue = LIST_EMPTY;
    for (size_t i = 0; i < p->edge_count && p->steps < STEPS_MAX; i++) {
        const struct graph_edge *e = edge_at(p, p->edges[i]);
        struct graph_node *order = &p->g->orders.items[e->order];
        if (order->left == 0) continue;
        if (e->flow > 0) order->rival_orders = true; /* alike ones of which only some have a partner */
        challenge(p, e, &queue);
    }
    for (size_t i = 0; i < queue.count && p->steps < STEPS_MAX; i++) {
        const struct graph_node *order = &p->g->orders.items[queue.items[i]];
        for (uint32_t k = 0; k < order->edge_count; k++) challenge(p, edge_at(p, p->of_order[order->edge + k]), &queue);
    }
    LIST_FREE(&queue);
}

/* A record without partner that explains an order as well as the record that got it; that one may then be free for the
 * next order. */
static void offer(struct part *p, uint32_t bot, node_list *queue, bool *offered)
{
    const struct graph_node *node = &p->g->bots.items[bot];
    for (uint32_t i = 0; i < node->edge_count; i++) {
        const struct graph_edge *e = edge_at(p, p->of_bot[node->edge + i]);
        struct graph_node *order = &p->g->orders.items[e->order];
        if (e->flow > 0 && node->left > 0) order->rival_records = true; /* more alike records than alike orders */
        for (uint32_t k = 0; k < order->edge_count; k++) {
            const struct graph_edge *held = edge_at(p, p->of_order[order->edge + k]);
            p->steps++;
            if (held->flow == 0 || held->bot == bot || !fit_alike(held, e)) continue;
            order->rival_records = true;
            if (!offered[held->bot]) *LIST_ADD(queue) = held->bot;
            offered[held->bot] = true;
        }
    }
}

static void mark_rival_records(struct part *p)
{
    node_list queue = LIST_EMPTY;
    for (size_t i = 0; i < p->edge_count; i++) {
        uint32_t bot = edge_at(p, p->edges[i])->bot;
        if (p->g->bots.items[bot].left == 0 || !see(p, bot)) continue;
        *LIST_ADD(&queue) = bot;
    }
    for (size_t i = 0; i < queue.count && p->steps < STEPS_MAX; i++) offer(p, queue.items[i], &queue, p->seen_bot);
    for (size_t i = 0; i < queue.count; i++) p->seen_bot[queue.items[i]] = false;
    p->touched_count = 0;
    LIST_FREE(&queue);
}

/* The edge between two nodes, NULL when there is none. */
static const struct graph_edge *edge_between(const struct part *p, uint32_t order, uint32_t bot)
{
    const struct graph_node *node = &p->g->orders.items[order];
    for (uint32_t k = 0; k < node->edge_count; k++)
        if (edge_at(p, p->of_order[node->edge + k])->bot == bot) return edge_at(p, p->of_order[node->edge + k]);
    return NULL;
}

/* Two pairs that could be swapped without any loss of fit: both are explained, by which record is open. */
static void mark_interchangeable(struct part *p)
{
    for (size_t i = 0; i < p->edge_count && p->steps < STEPS_MAX; i++) {
        const struct graph_edge *e = edge_at(p, p->edges[i]);
        struct graph_node *order = &p->g->orders.items[e->order];
        const struct graph_node *bot = &p->g->bots.items[e->bot];
        if (e->flow > 1) order->interchangeable = true;
        if (e->flow > 0 || order->left == order->count) continue;
        for (uint32_t k = 0; k < bot->edge_count; k++) { /* e is not used: who holds its record, and could they swap? */
            const struct graph_edge *held = edge_at(p, p->of_bot[bot->edge + k]);
            p->steps++;
            if (held->flow == 0 || !fit_alike(held, e)) continue;
            for (uint32_t m = 0; m < order->edge_count; m++) {
                const struct graph_edge *own = edge_at(p, p->of_order[order->edge + m]);
                if (own->flow == 0 || !fit_alike(own, e)) continue;
                const struct graph_edge *swapped = edge_between(p, held->order, own->bot);
                if (!swapped || !fit_alike(swapped, held)) continue;
                order->interchangeable = true;
                p->g->orders.items[held->order].interchangeable = true;
            }
        }
    }
}

/* A part that is too entangled to be looked through: nothing in it is claimed either way. */
static void give_up(struct part *p)
{
    for (size_t i = 0; i < p->edge_count; i++) p->g->orders.items[edge_at(p, p->edges[i])->order].rival_orders = true;
}

/* ---- parts --------------------------------------------------------------------------------------------------------------- */

static uint32_t root_of(uint32_t *parents, uint32_t node)
{
    while (parents[node] != node) {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    return node;
}

/* The edges of the graph, part by part, and in each part in the order of compare_edges. keys[i].key is the part. */
static struct sort_key *sort_into_parts(const struct graph *g)
{
    uint32_t *parents = memory_resize(NULL, g->orders.count + g->bots.count + 1, sizeof *parents);
    for (uint32_t i = 0; i < g->orders.count + g->bots.count; i++) parents[i] = i;
    for (size_t i = 0; i < g->edges.count; i++) {
        uint32_t a = root_of(parents, g->edges.items[i].order);
        uint32_t b = root_of(parents, (uint32_t)g->orders.count + g->edges.items[i].bot);
        parents[a > b ? a : b] = a > b ? b : a;
    }
    struct sort_key *keys = memory_resize(NULL, g->edges.count + 1, sizeof *keys);
    for (size_t i = 0; i < g->edges.count; i++)
        keys[i] = (struct sort_key){root_of(parents, g->edges.items[i].order), (uint32_t)i, 0};
    sort_keys(keys, g->edges.count);
    free(parents);
    return keys;
}

static void index_nodes(struct part *p)
{
    struct graph *g = p->g;
    for (size_t i = 0; i < p->edge_count; i++) {
        g->orders.items[edge_at(p, p->edges[i])->order].edge_count++;
        g->bots.items[edge_at(p, p->edges[i])->bot].edge_count++;
    }
    uint32_t orders = 0, bots = 0;
    for (size_t i = 0; i < p->edge_count; i++) {
        const struct graph_edge *e = edge_at(p, p->edges[i]);
        struct graph_node *order = &g->orders.items[e->order];
        struct graph_node *bot = &g->bots.items[e->bot];
        if (order->edge == INDEX_NONE) {
            order->edge = orders;
            orders += order->edge_count;
            order->edge_count = 0;
        }
        if (bot->edge == INDEX_NONE) {
            bot->edge = bots;
            bots += bot->edge_count;
            bot->edge_count = 0;
        }
        p->of_order[order->edge + order->edge_count++] = p->edges[i];
        p->of_bot[bot->edge + bot->edge_count++] = p->edges[i];
    }
}

static void solve(struct part *p)
{
    if (p->edge_count > 1) sort_indexes(p->edges, p->edge_count, compare_edges, p->g);
    index_nodes(p);
    p->steps = 0;
    assign(p);
    p->steps = 0;
    mark_rival_orders(p);
    mark_rival_records(p);
    if (p->steps >= STEPS_MAX)
        give_up(p);
    else
        mark_interchangeable(p);
}

void assignment_run(struct graph *g)
{
    size_t count = g->edges.count;
    if (count == 0) return;
    struct sort_key *keys = sort_into_parts(g);
    uint32_t *edges = memory_resize(NULL, count, sizeof *edges);
    for (size_t i = 0; i < count; i++) edges[i] = keys[i].index;
    for (size_t i = 0; i < g->orders.count; i++) g->orders.items[i].edge = INDEX_NONE;
    for (size_t i = 0; i < g->bots.count; i++) g->bots.items[i].edge = INDEX_NONE;
    struct part p = {.g = g};
    p.of_order = memory_resize(NULL, count, sizeof *p.of_order);
    p.of_bot = memory_resize(NULL, count, sizeof *p.of_bot);
    p.seen_bot = memory_alloc(g->bots.count + 1);
    p.touched = memory_resize(NULL, g->bots.count + 1, sizeof *p.touched);
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 1; i + n < count && keys[i + n].key == keys[i].key;) n++;
        p.edges = edges + i;
        p.edge_count = n;
        solve(&p);
    }
    free(p.of_order);
    free(p.of_bot);
    free(p.seen_bot);
    free(p.touched);
    free(edges);
    free(keys);
}

void graph_free(struct graph *g)
{
    LIST_FREE(&g->orders);
    LIST_FREE(&g->bots);
    LIST_FREE(&g->order_members);
    LIST_FREE(&g->bot_members);
    LIST_FREE(&g->edges);
}
