/* misfit - accounts, and single markets of them, whose orders and bot records miss each other on both sides: clocks, zones, or units.
 * An exchange may count a contract as one where the bot platform counts the coins in it; no source says when it does.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"
#include "attribution/doubts.h"
#include "attribution/matching/fit.h"
#include "attribution/sort.h"
#include "base/memory.h"

enum { ORDERS_LEAST = 10 };

struct sides {
    uint64_t executed, unissued; /* orders in covered time */
    uint64_t missed;             /* unissued orders beside which an unused record of the same pair and side stands */
};

struct account_tally {
    struct sides all;
    int64_t from_ns, to_ns; /* of the executed orders */
};

static bool is_executed(const struct work *w, const struct order *o)
{
    struct decimal qty;
    return order_amount(w->store, o, ORDER_QTY, &qty) && decimal_sign(qty) > 0;
}

/* The verdicts of orders in covered time. */
static bool is_judged(const struct order *o)
{
    return o->verdict == VERDICT_BOT || o->verdict == VERDICT_AMBIGUOUS || o->verdict == VERDICT_UNISSUED;
}

static void count_order(struct sides *s, const struct order *o)
{
    s->executed++;
    s->unissued += o->verdict == VERDICT_UNISSUED;
}

static struct account_tally *tally(const struct work *w, bool *used)
{
    const struct result *r = w->result;
    struct account_tally *t = memory_alloc((w->account_count + 1) * sizeof *t);
    for (uint32_t a = 0; a < w->account_count; a++) t[a].from_ns = INT64_MAX, t[a].to_ns = INT64_MIN;
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        struct account_tally *own = &t[o->account];
        if (o->match != INDEX_NONE) used[o->match] = true;
        if (!is_judged(o) || !is_executed(w, o)) continue;
        count_order(&own->all, o);
        if (o->first_ns < own->from_ns) own->from_ns = o->first_ns;
        if (o->last_ns > own->to_ns) own->to_ns = o->last_ns;
    }
    return t;
}

static uint64_t pair_and_side(const struct work *w, uint32_t market, uint8_t side)
{
    return (uint64_t)w->pair[market] << 2 | side;
}

/* Unissued orders (extra 0) and unused executed records (extra 1) of one account, by pair and side. */
static size_t gather(const struct work *w, uint32_t account, const struct account_tally *t, const bool *used,
                     struct sort_key *keys)
{
    const struct result *r = w->result;
    size_t count = 0;
    struct decimal size;
    for (uint32_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->account == account && o->verdict == VERDICT_UNISSUED && is_executed(w, o))
            keys[count++] = (struct sort_key){pair_and_side(w, o->market, o->side), i, 0};
    }
    for (uint32_t i = 0; i < r->bot_orders.count; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        if (used[i] || (b->traits & BOT_REST) || !fit_usable(b) || !coverage_serves(w, b->account, account)) continue;
        if (b->placed_ns < t->from_ns || b->placed_ns > t->to_ns || fit_size(w, b, &size) != FIT_SIZE_EXECUTED)
            continue;
        keys[count++] = (struct sort_key){pair_and_side(w, b->market, b->side), i, 1};
    }
    sort_keys(keys, count);
    return count;
}

/* Adds what is missed to `all` and to each pair. */
static void count_missed(const struct sort_key *keys, size_t count, struct sides *all, struct sides *of_pair)
{
    for (size_t i = 0; i < count;) {
        uint64_t of[2] = {0, 0};
        uint64_t key = keys[i].key;
        for (; i < count && keys[i].key == key; i++) of[keys[i].extra]++;
        uint64_t missed = of[0] < of[1] ? of[0] : of[1];
        all->missed += missed;
        of_pair[key >> 2].missed += missed;
    }
}

/* Most of the orders are nobody's, and beside most of the orders an executed record lies that is no order's. */
static bool do_not_fit(const struct sides *s)
{
    return s->executed >= ORDERS_LEAST && s->unissued * 2 > s->executed && s->missed * 2 > s->executed;
}

static void mark_account(struct work *w, uint32_t account, struct account_tally *t, const bool *used,
                         struct sort_key *keys)
{
    struct result *r = w->result;
    struct sides *of_pair = memory_alloc((intern_count(w->pairs) + 1) * sizeof *of_pair);
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->account == account && is_judged(o) && is_executed(w, o)) count_order(&of_pair[w->pair[o->market]], o);
    }
    count_missed(keys, gather(w, account, t, used, keys), &t->all, of_pair);
    bool all = do_not_fit(&t->all);
    for (size_t i = 0; i < r->orders.count; i++) {
        struct order *o = &r->orders.items[i];
        bool of_it = o->account == account && o->verdict == VERDICT_UNISSUED;
        if (of_it && (all || do_not_fit(&of_pair[w->pair[o->market]])))
            o->reasons |= REASON_BIT(REASON_sides_do_not_fit);
    }
    free(of_pair);
}

void misfit_mark(struct work *w)
{
    const struct result *r = w->result;
    bool *used = memory_alloc(r->bot_orders.count + 1);
    struct account_tally *t = tally(w, used);
    struct sort_key *keys = NULL;
    for (uint32_t a = 0; a < w->account_count; a++) {
        if (t[a].all.unissued * 2 <= ORDERS_LEAST) continue;
        if (!keys) keys = memory_resize(NULL, r->orders.count + r->bot_orders.count + 1, sizeof *keys);
        mark_account(w, a, &t[a], used, keys);
    }
    free(keys);
    free(used);
    free(t);
}
