/* misfit - accounts whose orders and bot records miss each other on both sides.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"
#include "attribution/doubts.h"
#include "attribution/matching/fit.h"
#include "attribution/sort.h"
#include "base/memory.h"

enum { ORDERS_LEAST = 10 };

struct account_tally {
    uint64_t executed, unissued; /* orders in covered time */
    uint64_t missed;             /* unissued orders beside which an unused record of the same pair and side stands */
    int64_t from_ns, to_ns;      /* of the executed orders */
};

static bool is_executed(const struct work *w, const struct order *o)
{
    struct decimal qty;
    return order_amount(w->store, o, ORDER_QTY, &qty) && decimal_sign(qty) > 0;
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
        bool judged = o->verdict == VERDICT_BOT || o->verdict == VERDICT_AMBIGUOUS || o->verdict == VERDICT_UNISSUED;
        if (!judged || !is_executed(w, o)) continue;
        own->executed++;
        own->unissued += o->verdict == VERDICT_UNISSUED;
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

static uint64_t count_missed(const struct sort_key *keys, size_t count)
{
    uint64_t missed = 0;
    for (size_t i = 0; i < count;) {
        uint64_t of[2] = {0, 0};
        uint64_t key = keys[i].key;
        for (; i < count && keys[i].key == key; i++) of[keys[i].extra]++;
        missed += of[0] < of[1] ? of[0] : of[1];
    }
    return missed;
}

static bool do_not_fit(const struct account_tally *t)
{
    return t->executed >= ORDERS_LEAST && t->unissued * 2 > t->executed;
}

void misfit_mark(struct work *w)
{
    struct result *r = w->result;
    bool *used = memory_alloc(r->bot_orders.count + 1);
    struct account_tally *t = tally(w, used);
    struct sort_key *keys = NULL;
    for (uint32_t a = 0; a < w->account_count; a++) {
        if (!do_not_fit(&t[a])) continue;
        if (!keys) keys = memory_resize(NULL, r->orders.count + r->bot_orders.count + 1, sizeof *keys);
        t[a].missed = count_missed(keys, gather(w, a, &t[a], used, keys));
    }
    for (size_t i = 0; i < r->orders.count; i++) {
        struct order *o = &r->orders.items[i];
        if (o->verdict == VERDICT_UNISSUED && t[o->account].missed * 2 > t[o->account].executed)
            o->reasons |= REASON_BIT(REASON_sides_do_not_fit);
    }
    free(keys);
    free(used);
    free(t);
}
