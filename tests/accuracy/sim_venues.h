/* sim_venues - what differs from exchange to exchange: names, lots, fees, ids, tags.
 *
 * Names of coins differ where an exchange has no such market; what 3Commas' own tags are is not known in public, so those
 * here are invented.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SIM_VENUES_H
#define STRAYKEY_TESTS_SIM_VENUES_H

#include "tests/accuracy/sim_random.h"

enum coin {
    COIN_USDT,
    COIN_BUSD,
    COIN_BTC,
    COIN_ETH,
    COIN_BNB,
    COIN_ADA,
    COIN_MATIC,
    COIN_SOL,
    COIN_ATOM,
    COIN_LINK,
    COIN_DOT,
    COIN_LTC,
    COIN_XRP,
    COIN_AVAX,
    COIN_1INCH,
    COIN_VITE,
    COIN_COUNT
};
enum { THIN_COIN = COIN_VITE };

struct coin_facts {
    const char *name;
    int64_t price, tick, lot; /* units of 1e-8; price in USD */
    int tick_decimals, lot_decimals;
    int wobble; /* largest step a minute, in millionths */
};

enum sender { SENDER_PLATFORM, SENDER_WEB, SENDER_IOS, SENDER_ANDROID, SENDER_CCXT, SENDER_BROKER, SENDER_GENERATED };

enum venue_code {
    VENUE_BINANCE,
    VENUE_KUCOIN,
    VENUE_FTX,
    VENUE_OKX,
    VENUE_COINBASE,
    VENUE_BINANCE_US,
    VENUE_BINANCE_FUTURES,
    VENUE_FTX_PERP,
    VENUE_OKX_SWAP,
    VENUE_KRAKEN,
    VENUE_GATEIO,
    VENUE_HTX,
    VENUE_BYBIT,
    VENUE_BITFINEX,
    VENUE_BITTREX,
    VENUE_COUNT
};
enum fee_rule { FEE_OWN_COIN /* else of what is received */, FEE_RECEIVED, FEE_QUOTE };
enum id_shape { IDS_PER_MARKET, IDS_SECOND_IN_HEX, IDS_DIGITS, IDS_UUID, IDS_KRAKEN };

struct venue {
    const char *name;                                       /* as case.json has it */
    const char *market_code, *exchange_name, *account_name; /* as the platform has it */
    const char *dash;                                       /* between base and quote of a symbol */
    const char *dollar, *other_dollar, *own_coin, *thin;    /* what USDT, BUSD, BNB and VITE are there */
    int fee_rule, fee;                                      /* in hundred-thousandths */
    int ids;                                                /* enum id_shape */
    uint64_t first_id;
    int lot_decimals_more; /* than Binance has, where tick and lot leave room for it */
    const char *contract;  /* how contracts are named, "@-#-SWAP"; NULL: coins themselves are traded */
    bool whole_contracts;  /* the exchange counts contracts of so many coins each */
};
extern const struct venue venues[VENUE_COUNT];

void venue_coins(const struct venue *v, struct coin_facts coins[COIN_COUNT]);
/* Of an order placed at at_ms; number is its place in the exchange's own row of numbers. */
void venue_order_id(const struct venue *v, struct random *r, int64_t at_ms, uint64_t number, char out[40]);
void venue_client_id(const struct venue *v, struct random *r, int sender, char out[40]);
/* The program that an order was signed by, "" for none. */
const char *venue_tag(const struct venue *v, int sender);

/* Zones that exports print times in. */
enum zone { ZONE_UTC, ZONE_SHANGHAI, ZONE_BERLIN, ZONE_NEW_YORK };
extern const char *const zone_names[];
int64_t zone_offset_ms(enum zone zone, int64_t at_ms);

#endif
