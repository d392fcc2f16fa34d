/* fit - what it takes for an order of an exchange to be the order of a bot record: when, how much, at what price.
 * Private to this room; used by the matching of orders, of fills without ids and of deal totals.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_FIT_H
#define STRAYKEY_ATTRIBUTION_MATCHING_FIT_H

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

/* ---- the questions that decide whether an order is that of a record, one a function; explain.c asks the same ones -------- */

bool fit_pair(const struct work *w, const struct bot_order *b, const struct order *o);
bool fit_time(const struct work *w, const struct bot_order *b, const struct order *o); /* it lies in fit_window */
/* False: the record has the exchange's own id, and the order another one. */
bool fit_ids(const struct work *w, const struct bot_order *b, const struct order *o);
enum fit_price fit_order_price(const struct work *w, const struct bot_order *b, const struct order *o);

/* The record's price is the order's own to the last digit, as it is or with a fee of 0.1 % or 0.075 % in it. True when
 * either has no price. */
bool fit_price_exact(const struct work *w, const struct bot_order *b, const struct order *o);

/* In which way sizes are compared. */
enum fit_way {
    FIT_WAY_EXECUTED, /* what was executed, digit by digit */
    FIT_WAY_ASKED,    /* what was asked for, where one side does not say what was executed in full */
    FIT_WAY_ROUNDED,  /* the record's size cut or rounded to the decimals that the exchange prints for that pair */
    FIT_WAY_PART,     /* what the message that cancelled the order says was executed of it, see BOT_PART */
    FIT_WAY_NET,      /* the record's size is what was executed after a fee in base coin */
    FIT_WAY_COUNT     /* none */
};
#define FIT_WAY_BIT(way) (1u << (way))
/* Under which sizes the order can be found (FIT_WAY_EXECUTED, FIT_WAY_ASKED), and these sizes. */
unsigned fit_order_ways(const struct work *w, const struct order *o, struct decimal *executed, struct decimal *asked);
/* The same of a record; the size is the same for both. FIT_WAY_EXECUTED stands for FIT_WAY_ROUNDED as well. */
unsigned fit_bot_ways(const struct work *w, const struct bot_order *b, struct decimal *size);
/* The size of FIT_WAY_PART, which the two above leave out: an order is found by what was executed. False: it has none. */
bool fit_part(const struct work *w, const struct bot_order *b, struct decimal *size);
/* Raises *most to the decimals of the order's quantity: after all orders of a pair, what the exchange prints for it. */
void fit_note_scale(const struct order *o, uint8_t *most);
/* `way`: not FIT_WAY_NET. `scale`: what fit_note_scale found for the pair. */
bool fit_same_size(const struct work *w, const struct bot_order *b, const struct order *o, enum fit_way way, uint8_t scale);
bool fit_net_size(const struct work *w, const struct bot_order *b, const struct order *o);

/* Whether a record with the order's id is that order's: bare digits may be a number of the platform's own, so besides id,
 * pair and side the size or the time must agree. */
bool fit_by_id(const struct work *w, const struct bot_order *b, const struct order *o);
bool fit_day(const struct work *w, const struct bot_order *b, const struct order *o); /* whatever the zones: not days apart */

/* Better first; a better rank always wins. Each rank comes twice: an order whose client order id is of another kind than
 * that of the victim's own bots stands behind those that fit as well. */
enum fit_rank {
    RANK_SURE,         /* exact executed size, placed at that time */
    RANK_SURE_ASKED,   /* exact size asked for, how much was executed is not recorded */
    RANK_WEAK,         /* exact executed size, inside the record's window */
    RANK_WEAK_ASKED,
    RANK_ROUNDED,      /* the record's size has more digits than the exchange prints */
    RANK_NET,          /* the record's size is net of a fee in base coin */
    RANK_COUNT
};
/* Of a pair that fits in that way, before the tag is looked at; and how far apart in time they are. */
enum fit_rank fit_rank(const struct work *w, const struct bot_order *b, const struct order *o, enum fit_way way, int64_t *apart_ns);

#endif
