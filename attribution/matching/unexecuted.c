/* unexecuted - the times in which bot records name orders that were not executed.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/unexecuted.h"

#include "attribution/coverage/coverage.h"
#include "attribution/matching/fit.h"
#include "base/memory.h"

static struct interval *no_times(size_t count)
{
    struct interval *all = memory_resize(NULL, count + 1, sizeof *all);
    for (size_t i = 0; i <= count; i++) all[i] = (struct interval){INT64_MAX, INT64_MIN};
    return all;
}

static void widen(struct interval *when, const struct bot_order *b, const struct work *w)
{
    int64_t end = work_bot_end(w, b);
    if (b->placed_ns < when->from_ns) when->from_ns = b->placed_ns;
    if (end > when->to_ns) when->to_ns = end;
}

/* Placed and cancelled, or placed and nothing more is said of it. */
static bool is_witness(const struct work *w, const struct bot_order *b)
{
    struct decimal size;
    if (b->is_deal_total || !fit_usable(b) || (b->traits & BOT_OF_PROGRAM)) return false;
    enum fit_size kind = fit_size(w, b, &size);
    return kind == FIT_SIZE_NOTHING || kind == FIT_SIZE_ASKED;
}

void unexecuted_learn(const struct work *w, struct unexecuted *u)
{
    size_t pairs = intern_count(w->pairs) + 1;
    u->pair = no_times(pairs);
    u->account = no_times(w->account_count);
    u->traded = memory_alloc(pairs + 1);
    u->totals = memory_alloc(pairs + 1);
    u->account_totals = memory_alloc(w->account_count + 1);
    bool *has_orders = memory_alloc(w->account_count + 1);
    for (size_t i = 0; i < w->result->orders.count; i++) has_orders[w->result->orders.items[i].account] = true;
    for (size_t i = 0; i < w->result->bot_orders.count; i++) {
        const struct bot_order *b = &w->result->bot_orders.items[i];
        if (b->market == MARKET_NONE) continue;
        bool total = b->is_deal_total && !(b->traits & BOT_REST) && !b->paper, witness = is_witness(w, b);
        u->traded[w->pair[b->market]] = true;
        u->totals[w->pair[b->market]] |= total;
        if (witness) widen(&u->pair[w->pair[b->market]], b, w);
        for (uint32_t a = 0; (total || witness) && a < w->account_count; a++) {
            if (!has_orders[a] || !coverage_serves(w, b->account, a)) continue;
            u->account_totals[a] |= total;
            if (witness) widen(&u->account[a], b, w);
        }
    }
    free(has_orders);
}

bool unexecuted_listed(const struct work *w, const struct unexecuted *u, const struct order *o)
{
    uint32_t pair = w->pair[o->market];
    if (u->traded[pair] ? !u->totals[pair] : !u->account_totals[o->account]) return true;
    struct interval when = u->traded[pair] ? u->pair[pair] : u->account[o->account];
    return o->first_ns >= when.from_ns - FIT_SKEW_NS && o->first_ns <= when.to_ns + FIT_SKEW_NS;
}

void unexecuted_free(struct unexecuted *u)
{
    free(u->pair);
    free(u->account);
    free(u->traded);
    free(u->totals);
    free(u->account_totals);
}
