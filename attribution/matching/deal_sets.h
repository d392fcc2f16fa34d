/* deal_sets - deals of which only the totals are known, and the sets of orders that add up to them. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_DEAL_SETS_H
#define STRAYKEY_ATTRIBUTION_MATCHING_DEAL_SETS_H

#include "attribution/work.h"

/* Gives still unexplained orders to the deals whose totals they reach exactly; what could be part of a deal in several
 * ways becomes ambiguous. */
void deal_sets_match(struct work *w);

/* Whether an order of the deal's pair and side may be part of it: it lies in the deal's time, and is not larger than the
 * total of that side. */
struct interval deal_sets_window(const struct work *w, const struct bot_order *b);
bool deal_sets_in_time(struct interval window, const struct order *o);
bool deal_sets_in_size(const struct work *w, const struct order *o, struct decimal total);

#endif
