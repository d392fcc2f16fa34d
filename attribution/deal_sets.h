/* deal_sets - deals of which only the totals are known, and the sets of orders that add up to them. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_DEAL_SETS_H
#define STRAYKEY_ATTRIBUTION_DEAL_SETS_H

#include "attribution/work.h"

/* Gives still unexplained orders to the deals whose totals they reach exactly; what could be part of a deal in several
 * ways becomes ambiguous. */
void deal_sets_match(struct work *w);

#endif
