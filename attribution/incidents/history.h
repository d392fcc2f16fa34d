/* history - what one exchange account otherwise did: the measure for whether a group of unissued orders stands out.
 * Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_INCIDENTS_HISTORY_H
#define STRAYKEY_ATTRIBUTION_INCIDENTS_HISTORY_H

#include "attribution/work.h"

struct history_size { /* the largest order so far, of orders counted in one currency */
    uint32_t currency; /* see history_currency */
    uint32_t orders;
    struct decimal largest;
};

struct history {
    uint32_t account;
    uint32_t *orders; /* everything but its unissued orders, ascending time */
    size_t count;
    uint32_t peak; /* most of these that were executed in ten minutes */
    uint64_t by_hour[24];
    bool *explained;   /* per pair: traded by orders that a bot or a declared program explains */
    bool *bot_serves;  /* per account of the store: a bot account that explains at least one order here */
    bool bots_serve;   /* there is one */
    int64_t *seen_ns;  /* per pair: the first of the other orders outside incidents, INT64_MAX: none yet */
    uint32_t *seen;    /* per pair: how many of these */
    size_t next_other; /* orders by hand or not covered that were counted so far: index of `orders` */
    LIST(struct history_size) sizes;

    /* Orders by hand, as far as can be told: of the exchange's website or app, and unissued ones in small groups. */
    uint32_t hand_orders, hand_peak, hand_peak_next; /* the largest group and the one after it */
    bool joins; /* the ids of nine in ten orders, those in large groups left out, stand in bot records */
};

enum { HAND_GROUP = 10 }; /* unissued orders without a gap of half an hour; fewer than that may well be a person's */

void history_build(struct work *w, uint32_t account, struct history *h); /* without the unissued ones */
void history_free(struct history *h);
/* A group of unissued orders, before anything is judged: what the account's hand does, and whether ids join. */
void history_count_group(struct history *h, size_t count);
void history_settle(const struct work *w, struct history *h); /* after the last of these */
/* Orders by hand or not covered, up to a moment; unissued orders that make no incident. */
void history_advance(const struct work *w, struct history *h, int64_t to_ns);
void history_add(const struct work *w, struct history *h, const uint32_t *orders, size_t count);

/* Costs in coins that stand for one US dollar are compared as if these were one currency; 0: the market has no quote. */
uint32_t history_currency(const struct work *w, uint32_t market);
/* The largest order of the account in that currency; false when there are fewer than ten to compare with. */
bool history_largest(const struct history *h, uint32_t currency, struct decimal *largest);
/* No order of the account traded it before that moment, as far as bots and incidents are not concerned. */
bool history_is_new(const struct work *w, const struct history *h, uint32_t pair, int64_t before_ns);
/* No bot trades it, and the account has hardly done so. */
bool history_is_rare(const struct work *w, const struct history *h, uint32_t pair);

#endif
