/* skew_effects - which orders would have another verdict or flag if no clock were corrected.
 *
 * The honest way to know is to judge the same evidence again without the correction: what one order takes, another can't
 * have, and a group that stands out may be one no more. It costs a second run, and only where something was corrected.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/skew.h"

/* The order that a record belongs to in the other run. Fills without ids may be grouped otherwise there. */
static const struct order *order_of(const struct result *other, uint32_t event)
{
    uint32_t order = event == EVENT_NONE ? INDEX_NONE : other->order_of_event[event];
    return order == INDEX_NONE ? NULL : &other->orders.items[order];
}

static bool judged_alike(const struct order *a, const struct order *b)
{
    return b == NULL || (a->verdict == b->verdict && a->flag == b->flag);
}

/* The order in the other run that first of all records of `o` is judged otherwise there; NULL: none is. */
static const struct order *judged_otherwise(const struct result *r, const struct result *other, const struct order *o)
{
    const struct order *there = order_of(other, o->order_event);
    for (uint32_t i = 0; i < o->fill_count && judged_alike(o, there); i++)
        there = order_of(other, r->order_fills[o->first_fill + i]);
    return judged_alike(o, there) ? NULL : there;
}

void skew_effects_find(struct work *w)
{
    struct result *r = w->result;
    if (r->skews.count == 0) return;
    struct attribution_options as_written = *w->options;
    as_written.explain = NULL;
    as_written.keep_clocks = true;
    struct result *other = attribution_run_kinds(w->evidence, &as_written, w->kinds);
    for (uint32_t i = 0; i < r->orders.count; i++) {
        struct order *o = &r->orders.items[i];
        const struct order *there = judged_otherwise(r, other, o);
        if (!there) continue;
        *LIST_ADD(&r->skew_effects) = (struct skew_effect){i, there->verdict, there->flag};
        o->reasons |= REASON_BIT(REASON_clock_corrected);
    }
    result_free(other);
}
