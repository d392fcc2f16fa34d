/* incidents - groups of unissued orders that stand out from the account's own history. Private to this room.
 *
 * Unissued orders of one account with no gap of more than half an hour make a cluster; two of them with at most two hours
 * between are tried as one when neither is an incident and the later one spends the currency that the earlier one gained.
 * judge.c says which clusters become incidents. Orders of one market that no bot trades are then tried once more with gaps
 * of up to two days, for a thief who takes his time. Before that, what takes after the bots' orders again and again (S14) is
 * one incident, however far apart it lies.
 *
 *   S1  every order of it lies in covered time and has no bot record (always so; the base condition)
 *   S2  a market that the account had not traded before, nor any bot that trades for the account
 *   S3  holdings sold, also through a second currency, and at least half of the proceeds put into one coin: at least three
 *       assets, or one or two when the coin is new to the account
 *   S4  at least ten orders, with at least eight executed in ten minutes and three times the account's highest otherwise
 *   S5  at least three purchases and three sales of one market, sold below what was paid
 *   S6  the price of a coin that was bought at least twice rose by a tenth from the first to the last purchase
 *   S7  at least nine of ten fills (ten at least) took liquidity, where the record says so
 *   S8  client order ids of another kind than those of the victim's own bots
 *   S9  no deal of the account's bots was running
 *   S10 at an hour of the day at which the account otherwise hardly traded
 *   S11 in a time when thefts with leaked keys are publicly known (context only)
 *   S12 the order ids of the account's other orders stand in bot records, those of these do not
 *   S13 shortly after it the bots reported missing funds
 *   S14 market, side and exact size are those of an order that a bot had running: half of what is unissued at least, and at
 *       least five where the bot's order was executed as well
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_INCIDENTS_INCIDENTS_H
#define STRAYKEY_ATTRIBUTION_INCIDENTS_INCIDENTS_H

#include "attribution/incidents/history.h"
#include "attribution/matching/market_sums.h"

struct cluster { /* ascending time */
    uint32_t account;
    uint32_t *orders;
    size_t count;
    int64_t from_ns, to_ns;
    bool declared; /* touches the window of the case file */
};

#define INCIDENT_GAP_NS ((int64_t)30 * 60 * NS_PER_SECOND) /* a longer one parts two clusters */
enum { PEAK_SPAN_MINUTES = 10 };
/* The most orders that were executed within so many minutes. */
uint32_t cluster_peak(const struct work *w, const uint32_t *orders, size_t count, int minutes);

/* The largest order of a cluster beside the largest of the account otherwise, in the same currency. */
struct cluster_size {
    struct decimal largest, otherwise;
    uint32_t quote; /* id of store->texts, of the largest; 0: there is nothing to compare with */
};
struct cluster_size cluster_measure(const struct work *w, const struct cluster *c, const struct history *h);
bool cluster_is_large(const struct cluster_size *size, int times);

struct funnel {
    size_t assets;       /* sold, the currencies they went through left out */
    bool most_spent;     /* at least four fifths of the proceeds, not only half */
    bool new_coin, rare_coin; /* never traded by the account; at most three times, and by no bot */
};
struct trips {
    uint32_t trips, losing; /* of the market with most of them */
    bool loses_1, loses_5, loses_10; /* at least that many percent of the turnover were lost */
};

/* signals_trade.c, signals_funnel.c: true and *hit filled when the signal is there. Rows and texts lie in the result's arena.
 * `sums` are those of the cluster's orders. */
bool signal_new_market(struct work *w, const struct cluster *c, const struct history *h, struct signal_hit *hit); /* S2 */
bool signal_funnel(struct work *w, const struct cluster *c, const struct market_sums *sums, const struct history *h,
                   struct signal_hit *hit, struct funnel *funnel);                                                                       /* S3 */
bool signal_burst(struct work *w, const struct cluster *c, const struct history *h, struct signal_hit *hit);      /* S4 */
bool signal_round_trips(struct work *w, const struct cluster *c, const struct market_sums *sums, struct signal_hit *hit,
                        struct trips *trips);                                                                     /* S5 */
bool signal_rise(struct work *w, const struct cluster *c, const struct market_sums *sums, struct signal_hit *hit);                               /* S6 */
void signal_begin(struct work *w, const struct cluster *c, enum signal code, struct signal_hit *hit);
const char *signal_market(struct work *w, uint32_t market);

/* signals.c: the corroborating ones, added to the incident. */
void signals_corroborate(struct work *w, const struct cluster *c, const struct history *h, struct incident *incident);
void signal_ids_missing(struct work *w, const bool *joins, struct incident *incident); /* S12 */

/* links.c: writes the orders of a cluster that are linked with it into out, and returns how many; all of them when more than three
 * would be left out, or it has fewer than ten, or the case file declares it. Not linked is a purchase that no record says a key
 * sent, in a market that the account had traded before, of a coin that no other order of it trades or pays with: its owner
 * may have bought that by hand. */
size_t links_keep(const struct work *w, const struct cluster *c, const struct history *h, uint32_t *out);
/* The incident in whose time (give or take half an hour) an unissued order stands that is not counted with it; 0: none. */
uint32_t links_near(const struct work *w, const struct order *o);

/* judge.c: whether the cluster is an incident; its signals are then added. The rules stand there. */
bool judge_cluster(struct work *w, const struct cluster *c, const struct history *h, struct incident *n);
bool judge_slow(struct work *w, const struct cluster *c, const struct history *h, struct incident *n);
/* shadows.c: writes those of the left orders that take after the bots' into out; 0 when they are too few to tell anything. */
size_t shadows_find(const struct work *w, uint32_t account, const uint32_t *left, size_t count, uint32_t *out); /* S14 */

#endif
