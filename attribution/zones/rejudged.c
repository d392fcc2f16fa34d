/* rejudged - see rejudged.h.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/zones/rejudged.h"

#include "base/memory.h"

struct result *rejudged_run(const struct work *w, bool keep_clocks)
{
    struct attribution_options options = *w->options;
    options.explain = NULL;
    options.keep_clocks = keep_clocks;
    options.once = true;
    return attribution_run_kinds(w->evidence, &options, w->kinds);
}

static bool judged_alike(const struct order *a, const struct order *b)
{
    return a->verdict == b->verdict && a->flag == b->flag;
}

void rejudged_compare(struct result *r, const struct result *other, enum reason reason, effects *out)
{
    uint32_t *there = memory_resize(NULL, r->orders.count + 1, sizeof *there);
    for (size_t i = 0; i < r->orders.count; i++) there[i] = INDEX_NONE;
    for (size_t i = 0; i < r->evidence->store->events.count; i++) {
        const uint32_t here = r->order_of_event[i], apart = other->order_of_event[i];
        if (here == INDEX_NONE || apart == INDEX_NONE || there[here] != INDEX_NONE) continue;
        if (!judged_alike(&r->orders.items[here], &other->orders.items[apart])) there[here] = apart;
    }
    for (uint32_t i = 0; i < r->orders.count; i++) {
        if (there[i] == INDEX_NONE) continue;
        const struct order *o = &other->orders.items[there[i]];
        *LIST_ADD(out) = (struct effect){i, o->verdict, o->flag};
        r->orders.items[i].reasons |= REASON_BIT(reason);
    }
    free(there);
}
