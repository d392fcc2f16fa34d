/* incidents - groups of unissued orders that stand out from the account's own history. Private to this room.
 *
 * Unissued orders of one account with no gap of more than half an hour make a cluster. A cluster becomes an incident when
 * it lies in the window that the case file declares, or when it shows
 *     S4 and one of: at least 20 orders, S2, S3, S5;   or   S2 and S3;   or   S2 and S5.
 * The other signals corroborate; alone they make nothing.
 *
 *   S1  every order of it lies in covered time and has no bot record (always so; the base condition)
 *   S2  a market that no bot of the account trades and that the account had not traded before
 *   S3  at least three assets sold into one quote, and at least half of the proceeds put into one asset
 *   S4  at least ten orders, with a peak of at least eight in ten minutes and three times the account's highest otherwise
 *   S5  at least three purchases and three sales of one market, sold below what was paid, with less quote in the end
 *   S7  at least nine of ten fills (ten at least) took liquidity, where the record says so
 *   S8  client order ids of another kind than those of the victim's own bots
 *   S9  no deal of the account's bots was running
 *   S10 at an hour of the day at which the account otherwise hardly traded
 *   S11 in a time when thefts with leaked keys are publicly known (context only)
 *   S12 the order ids of the account's other orders stand in bot records, those of these do not
 *   S13 shortly after it the bots reported missing funds
 * S6 (price far from the tape) needs public prices and is not computed here.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_INCIDENTS_H
#define STRAYKEY_ATTRIBUTION_INCIDENTS_H

#include "attribution/work.h"

struct cluster { /* ascending time */
    uint32_t account;
    uint32_t *orders;
    size_t count;
    int64_t from_ns, to_ns;
    bool declared; /* touches the window of the case file */
};

struct history { /* of one account, everything but its unissued orders */
    uint32_t *orders;
    size_t count;
    uint32_t peak; /* most orders in ten minutes */
    uint64_t by_hour[24];
};

enum { PEAK_SPAN_MINUTES = 10 };
uint32_t cluster_peak(const struct work *w, const uint32_t *orders, size_t count);

/* signals.c, signals_trade.c: true and *hit filled when the signal is there. Rows and texts lie in the result's arena. */
bool signal_new_market(struct work *w, const struct cluster *c, struct signal_hit *hit);                           /* S2 */
bool signal_funnel(struct work *w, const struct cluster *c, struct signal_hit *hit);                               /* S3 */
bool signal_burst(struct work *w, const struct cluster *c, const struct history *h, struct signal_hit *hit);       /* S4 */
bool signal_round_trips(struct work *w, const struct cluster *c, struct signal_hit *hit);                          /* S5 */
/* The corroborating ones, added to the incident. */
void signals_corroborate(struct work *w, const struct cluster *c, const struct history *h, struct incident *incident);
void signal_ids_missing(struct work *w, const bool *joins, struct incident *incident);                             /* S12 */

#endif
