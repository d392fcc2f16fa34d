/* margins - how far the flagged orders lie from the edges of what the bot records cover: what a slightly shorter log would
 * have left uncovered. An order that a record explains would not become flagged by that; it would be uncovered too.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"
#include "attribution/zones/skew.h"

static int64_t margin_in(const struct interval_set *covered, int64_t from_ns, int64_t to_ns)
{
    int64_t margin = 0;
    for (size_t i = 0; i < covered->list.count; i++) {
        struct interval c = covered->list.items[i];
        if (c.from_ns > from_ns || c.to_ns < to_ns) continue;
        int64_t before = from_ns - c.from_ns, behind = c.to_ns - to_ns;
        margin = before < behind ? before : behind;
    }
    return margin;
}

static int64_t margin_of(struct work *w, const struct order *o)
{
    struct interval skew = skew_span(w, o->account);
    return margin_in(&coverage_of_pair(w, o->account, w->pair[o->market])->covered, o->first_ns - skew.to_ns,
                     o->last_ns - skew.from_ns);
}

void margins_measure(struct work *w)
{
    static const int64_t minutes[MARGIN_STEPS] = {10, 60, 24 * 60, 7 * 24 * 60};
    struct margins *m = &w->result->margins;
    *m = (struct margins){.any = false};
    for (unsigned s = 0; s < MARGIN_STEPS; s++) m->steps[s].by_ns = minutes[s] * 60 * NS_PER_SECOND;
    for (uint32_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = &w->result->orders.items[i];
        if (o->flag == FLAG_NONE) continue;
        int64_t margin = margin_of(w, o);
        for (unsigned s = 0; s < MARGIN_STEPS; s++) m->steps[s].orders[o->flag] += margin < m->steps[s].by_ns;
        if (m->any && margin >= m->closest_ns) continue;
        m->any = true;
        m->closest = i;
        m->closest_ns = margin;
    }
}
