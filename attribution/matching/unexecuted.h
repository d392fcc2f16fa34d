/* unexecuted - whether the bot records list orders of which nothing was executed. A table of deals does not, nor does a list
 * of deals without their orders: bots cancel most of what they place, and none of that would have a record.
 *
 * Where a pair's deals are known by their totals, its bots list such orders in the time in which they name some, if ever.
 * For a pair that no bot trades, the account's other pairs speak. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_UNEXECUTED_H
#define STRAYKEY_ATTRIBUTION_MATCHING_UNEXECUTED_H

#include "attribution/work.h"

struct unexecuted {
    struct interval *pair;    /* per pair: when its records name such orders; from > to: never */
    struct interval *account; /* the same per account of an exchange, of all pairs */
    bool *traded, *totals;    /* per pair: any bot record names it; totals of a deal do */
    bool *account_totals;     /* per account of an exchange: totals of a deal of any pair */
};

void unexecuted_learn(const struct work *w, struct unexecuted *u); /* free with unexecuted_free */
bool unexecuted_listed(const struct work *w, const struct unexecuted *u, const struct order *o);
void unexecuted_free(struct unexecuted *u);

#endif
