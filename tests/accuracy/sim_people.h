/* sim_people - those who trade on the account beside the bots: the victim by hand, the victim's other programs, thieves.
 *
 * Thieves come in the shapes that were reported: they sell everything into one quote and lose it in one thin coin by
 * many small round trips or by one large buy into a pump; they work slowly over days; they trade the bots' own pairs in
 * the same minutes; they copy the bots' sizes; or they know how flags are raised, see the bots' open orders and send orders
 * of the very size of one while it rests, or beside one that fills; or they place a few orders a day on the bots' pairs, of sizes like
 * those of the bots.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SIM_PEOPLE_H
#define STRAYKEY_TESTS_SIM_PEOPLE_H

#include "tests/accuracy/sim_bots.h"

enum thief {
    THIEF_NONE,
    THIEF_ROUND_TRIPS,
    THIEF_PUMP,
    THIEF_SLOW,
    THIEF_SAME_PAIR,
    THIEF_COPIES,
    THIEF_KNOWS,
    THIEF_QUIET
};

struct theft {
    enum thief thief;
    int sender; /* enum sender */
    int quote;  /* what everything is sold into: BUSD, or USDT as the bots use it */
    int64_t at_ms;
    int64_t length_ms;
    int orders; /* about so many, for round trips */
};

/* All thieves act after the bots have run. platform may be NULL for those who ignore the bots. */
void people_steal(struct world *w, const struct platform *p, const struct theft *theft);

struct hand { /* a person or a program trading by and by */
    int author, sender;
    int orders;
    int64_t from_ms, to_ms;
    bool thin; /* buys and sells coins that no bot has */
};
void people_trade(struct world *w, const struct hand *hand);
/* An evening: a few coins sold and one bought, as people do. */
void people_rebalance(struct world *w, int sender, int64_t at_ms);
/* Crumbs of several coins, changed by the exchange into its own coin (Coinbase: into dollars) on the user's click. */
void people_convert(struct world *w, int sender, int64_t at_ms);
/* The platform's "sell all to USDT": the victim's own click, but in no deal. */
void people_sell_all(struct world *w, int author, int sender, int64_t at_ms);

#endif
