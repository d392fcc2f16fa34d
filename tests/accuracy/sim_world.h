/* sim_world - the invented world: coins with prices, one account at an exchange, the orders on it, and who placed each.
 *
 * The exchange knows nothing of bots or thieves: whoever places an order says who it is (enum author), and that is the
 * truth that verdicts are measured against. Ids are given at the end (world_finish), in order of time within a market,
 * as Binance does.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SIM_WORLD_H
#define STRAYKEY_TESTS_SIM_WORLD_H

#include "base/list.h"
#include "tests/accuracy/sim_random.h"
#include "tests/accuracy/sim_text.h"
#include "tests/accuracy/sim_venues.h"

enum sim_side { SIM_BUY, SIM_SELL };
enum order_type { TYPE_LIMIT, TYPE_MARKET };
enum order_state { STATE_NEW, STATE_PARTIAL, STATE_FILLED, STATE_CANCELED };

enum author {
    AUTHOR_BOT,        /* one of the victim's bots on the platform */
    AUTHOR_PLATFORM,   /* the victim through the platform, outside bots and trades: no record names the order */
    AUTHOR_MANUAL,     /* the victim on the exchange's website or app */
    AUTHOR_DECLARED,   /* the victim's own program, declared in the case file */
    AUTHOR_UNDECLARED, /* the victim's own program, not declared */
    AUTHOR_ATTACKER
};

struct sim_fill {
    size_t order;
    int64_t at_ms, price, qty, cost, fee;
    int fee_coin;
    bool maker;
    uint64_t id;
};

#define RECORD_NONE SIZE_MAX
#define RECORD_TRADE (SIZE_MAX - 1) /* of a SmartTrade or a grid bot */
struct sim_order {
    int coin, quote, side, type, state, author, sender; /* the enums above */
    int64_t price, qty, executed, cost;                 /* price 0: market */
    int64_t placed_ms, updated_ms;
    uint64_t id;
    char id_text[40]; /* as the exchange writes it */
    char client_id[40];
    bool conversion; /* made in one step by the exchange, not in a market */
    size_t record;   /* of the bot platform that speaks of it, or RECORD_NONE */
};

struct order_plan { /* what exchange_place needs to know */
    int coin, quote, side, type, author, sender;
    int64_t price, qty, at_ms;
    bool conversion;
};

enum { SYMBOL_ROOM = 32 };
struct world {
    const struct venue *venue;
    struct coin_facts coins[COIN_COUNT];
    char contracts[COIN_COUNT][SYMBOL_ROOM]; /* against USDT; the coin's name where coins themselves are traded */
    uint64_t seed;
    int64_t start_ms, end_ms;
    size_t minutes;
    int64_t *prices[COIN_COUNT]; /* per minute */
    bool fee_in_bnb;             /* where the exchange has a coin of its own for it */
    int64_t deposit[COIN_COUNT]; /* held at the start */
    LIST(struct sim_order) orders;
    LIST(struct sim_fill) fills; /* after world_finish: by order, then time */
    LIST(size_t) first_fill;     /* after world_finish: per order, and one more */
    struct random fills_random;
};

struct world *world_new(enum venue_code venue, uint64_t seed, int64_t start_ms, int days);
void world_free(struct world *w);
void world_finish(struct world *w); /* ids, client order ids, fills in order */

/* The going price, on the coin's tick. */
int64_t market_price(const struct world *w, int coin, int64_t at_ms);
int64_t market_round(int64_t price, int64_t step); /* down to a multiple */

size_t exchange_place(struct world *w, const struct order_plan *plan);
struct fill_plan {
    int64_t at_ms, spread_ms; /* the pieces come at at_ms .. at_ms + spread_ms */
    int64_t price;            /* of the first piece */
    int64_t drift;            /* ticks that a market order moves the price per piece; 0: all at one price */
    int64_t qty;              /* may be less than is open */
    int pieces;
    bool maker;
};
void exchange_fill(struct world *w, size_t order, const struct fill_plan *plan);
void exchange_cancel(struct world *w, size_t order, int64_t at_ms);
int64_t exchange_contracts(const struct world *w, int coin, int64_t qty); /* what the exchange prints for qty coins */
int64_t exchange_open_qty(const struct world *w, size_t order);
/* Market order, filled at once in a few pieces around the going price. */
size_t exchange_market_order(struct world *w, struct order_plan plan);
/* What the account holds of each coin after everything up to at_ms, locked or not. */
void exchange_holdings(const struct world *w, int64_t at_ms, int64_t held[COIN_COUNT]);
/* What one piece of an order is charged, in 1e-8 of *coin. */
int64_t exchange_fee(const struct world *w, const struct sim_order *o, int64_t at_ms, int64_t qty, int64_t cost,
                     int *coin);

void symbol_name(const struct world *w, const struct sim_order *o,
                 char out[SYMBOL_ROOM]); /* BTCUSDT, BTC-USDT, BTC/USD */

#endif
