/* graph - which orders can be which bot orders: the candidates of the composite match, and their assignment one to one.
 * Private to this room.
 *
 * Nodes stand for sets of alike orders (or bot orders), so thousands of identical rows cost as much as one. An edge says
 * that the two fit, how well (its rank) and how far apart in time they are. candidates.c builds the graph, assignment.c
 * decides it, matching.c writes the outcome into the orders. An order and a bot order that fit each other and meet nothing
 * else are not worth two nodes: candidates.c writes such pairs at once.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_GRAPH_H
#define STRAYKEY_ATTRIBUTION_MATCHING_GRAPH_H

#include "attribution/matching/fit.h"

struct graph_node {
    uint32_t first, count; /* of the members */
    uint32_t left;         /* members without a partner */
    uint32_t edge, edge_count; /* slice of the side's edge list; set by assignment.c */
    bool rival_orders, rival_records, interchangeable;
};
struct graph_edge {
    uint32_t order, bot; /* nodes */
    uint32_t apart_ms;   /* UINT32_MAX: that far or farther */
    uint32_t flow;       /* pairs made along this edge */
    uint8_t rank;        /* 2 * enum fit_rank, and 1 for an order with another tag */
    bool other_price;    /* not exactly the record's: being nearer in time alone does not make it the better one */
};
struct graph {
    LIST(struct graph_node) orders, bots;
    LIST(uint32_t) order_members, bot_members; /* indexes of the result's orders and bot orders */
    LIST(struct graph_edge) edges;
};

static inline void order_explain(struct order *o, uint32_t bot, enum reason reason)
{
    o->verdict = VERDICT_BOT;
    o->match = bot;
    o->reasons |= REASON_BIT(reason);
}

/* Distances that differ by less than this can't be told apart: clocks and delays are not that exact. Nor can distances that
 * are both larger than the other one: a record that is so far from both says when the platform noticed, which may be
 * minutes late, and not which of them it was. */
enum { APART_ALIKE_MS = 1000, APART_FAR_MS = 60000 };

void candidates_find(struct work *w, struct graph *g); /* also explains lone pairs and leaves hints in the orders' reasons */
void assignment_run(struct graph *g);
void graph_free(struct graph *g);

#endif
