/* fit - what it takes for an order of an exchange to be the order of a bot record: when, how much, at what price.
 * Private to this room; used by the matching of orders, of fills without ids and of deal totals.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_FIT_H
#define STRAYKEY_ATTRIBUTION_FIT_H

#include "attribution/work.h"

#define FIT_SKEW_NS ((int64_t)2 * NS_PER_SECOND)   /* clocks of exchange and platform */
#define FIT_SURE_NS ((int64_t)60 * NS_PER_SECOND)  /* so long after placing an order still stands for the same attempt */
#define FIT_LATE_NS ((int64_t)600 * NS_PER_SECOND) /* "executed" messages were seen 532 s late */

/* True when the record can explain orders at all: not paper, not a failed placement, with pair and side. */
bool fit_usable(const struct bot_order *b);

/* The time in which the order's executions can lie. `grain_ns`: how coarse the exchange's times are. */
struct interval fit_window(const struct work *w, const struct bot_order *b, int64_t grain_ns);

/* How far [first, last] is from where the record expects it: from the placing, or from the end, whichever is nearer. */
int64_t fit_apart(const struct bot_order *b, int64_t first_ns, int64_t last_ns);

bool fit_venue(const struct work *w, const struct bot_order *b, uint32_t account);

/* The size an order must show: what was executed; what was asked for, when the record says that nothing was executed;
 * what was asked for, when the record does not say how it ended. */
enum fit_size { FIT_SIZE_NONE, FIT_SIZE_EXECUTED, FIT_SIZE_NOTHING, FIT_SIZE_ASKED };
enum fit_size fit_size(const struct work *w, const struct bot_order *b, struct decimal *size);

enum fit_price { FIT_PRICE_OK, FIT_PRICE_APART };
enum fit_price fit_price(const struct work *w, const struct bot_order *b, bool has_price, struct decimal price);

#endif
