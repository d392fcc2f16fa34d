/* sim_scenarios - the cases that are measured: who trades, what the exchange ships, what the platform ships, and what is
 * wrong with it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SIM_SCENARIOS_H
#define STRAYKEY_TESTS_SIM_SCENARIOS_H

#include "tests/accuracy/sim_files.h"
#include "tests/accuracy/sim_people.h"

enum exchange_form {
    FORM_TRADES_CSV,
    FORM_ORDERS_CSV,
    FORM_API,
    FORM_ALL, /* Binance; FORM_ALL is the three others at once */
    FORM_KUCOIN_ORDERS,
    FORM_KUCOIN_FILLS,
    FORM_KUCOIN_NO_IDS,
    FORM_KUCOIN_API,
    FORM_FTX_FILLS,
    FORM_FTX_API,
    FORM_OKX_CSV,
    FORM_OKX_CSV_2024,
    FORM_OKX_API,
    FORM_COINBASE_FILLS,
    FORM_COINBASE_API,
    FORM_BINANCE_US_CSV,
    FORM_BINANCE_US_API,
    FORM_COINBASE_STATEMENT,
    FORM_FUTURES_API,
    FORM_FUTURES_CSV,
    FORM_FTX_PERP_FILLS,
    FORM_FTX_PERP_API,
    FORM_OKX_SWAP_CSV,
    FORM_OKX_SWAP_API,
    FORM_OKX_CSV_2023,
    FORM_KRAKEN_CSV,
    FORM_KRAKEN_API,
    FORM_GATEIO_CSV,
    FORM_GATEIO_API,
    FORM_HTX_CSV,
    FORM_HTX_API,
    FORM_BYBIT_API,
    FORM_BITFINEX_CSV,
    FORM_BITFINEX_ORDERS,
    FORM_BITTREX_CSV,
    FORM_BITTREX_API,
    FORM_COUNT
};
enum log_form { LOG_FILES, LOG_KEYED, LOG_EVENTS, LOG_LINES, LOG_TABLE };
enum trouble {
    TROUBLE_NONE,
    TROUBLE_CUT,
    TROUBLE_CUT_GZIP,
    TROUBLE_PAGE,
    TROUBLE_ENDS,
    TROUBLE_BEGINS,
    TROUBLE_PAPER_ONLY
};

/* What a scenario has beside the usual. */
enum trait {
    TRAIT_EXCHANGE_IDS = 1 << 0, /* the platform's order_id holds the exchange's id */
    TRAIT_GROSS = 1 << 1,        /* its average_price holds the fee */
    TRAIT_FEE_IN_COIN = 1 << 2,  /* no BNB: the fee is taken from what is bought */
    TRAIT_LATE = 1 << 3,         /* base orders that fill, or are seen to fill, minutes late */
    TRAIT_REPLACES = 1 << 4,     /* base orders cancelled and placed anew */
    TRAIT_RETRIES = 1 << 5,      /* 502 and 429 */
    TRAIT_BY_USER = 1 << 6,      /* manual safety orders and panic sells */
    TRAIT_OVERLAP = 1 << 7,      /* the export comes as two files that overlap */
    TRAIT_PAPER = 1 << 8,        /* a paper account trades the same pairs */
    TRAIT_BROKE = 1 << 9,        /* after the theft the account is empty until the user notices */
    TRAIT_NEVER = 1 << 10,       /* the case file says that nothing is traded by hand */
    TRAIT_EVENING = 1 << 11,     /* one evening the user sells two coins and buys another */
    TRAIT_SELL_ALL = 1 << 12,    /* the user lets the platform sell everything */
    TRAIT_GZIP = 1 << 13,        /* logs come gzipped */
    TRAIT_TRADES = 1 << 14,      /* SmartTrades and a grid bot beside the DCA bots */
    TRAIT_AHEAD = 1 << 15,       /* the platform's clock is 1.4 seconds ahead */
    TRAIT_BEHIND = 1 << 16,      /* or 1.1 seconds behind */
    TRAIT_USDT = 1 << 17,        /* the thief works in USDT, so on the bots' own markets */
    TRAIT_NO_ZONE = 1 << 18,     /* nobody says what zone the export's times are in */
    TRAIT_DST = 1 << 19,         /* the clocks go back while the bots trade */
    TRAIT_PROGRAM = 1 << 20,     /* the user's own program beside it all, not declared */
    TRAIT_CONVERTS = 1 << 21,    /* small assets changed by the exchange, in the theft's hour and a week before */
    TRAIT_MIRROR = 1 << 22 /* TRAIT_PAPER, and the paper account did every one of the thief's orders at the same time */
};

struct scenario {
    const char *name, *story;
    int exchange, log, trouble; /* the enums above */
    unsigned traits;
    int thief, thief_sender, thief_orders;
    int hand_author, hand_sender, hand_orders; /* orders 0: nobody */
};
struct shipment { /* what an exchange_form is made of */
    int venue;    /* enum venue_code */
    struct shipment_file {
        const char *name, *second_name; /* of the file, and of the second when the export comes in two; %s: the zone */
        void (*write)(struct outbox *out, const struct world *w, const struct export_plan *plan);
    } files[2];
    bool zone_shown; /* the file names the zone of its times */
    bool zone_asked; /* nothing but the case file does */
};
extern const struct shipment_file
    conversions_of[VENUE_COUNT]; /* beside the trades, where they are in none of their files */
extern const struct shipment shipments[FORM_COUNT];
extern const struct scenario_table {
    const struct scenario *items;
    size_t count;
} scenarios_spot, scenarios_wide;
const struct scenario *scenario_at(size_t index); /* of all tables; NULL behind the last */

/* Writes DIR/files and the truth beside it. Small: four days of one bot and a fifth of the other orders, to be read by
 * people. */
enum scenario_size { SCENARIO_FULL, SCENARIO_SMALL };
void scenario_build(const struct scenario *s, uint64_t seed, const char *dir, enum scenario_size size);
void demo_build(uint64_t seed, const char *dir);

/* ---- a paper account (sim_paper.c) ---- */
void paper_mirror(struct platform *paper, const struct world *real);
void paper_disguise(struct platform *paper);

/* ---- shared by both (sim_truth.c) ---- */
void usual_bots(struct platform *p);
void one_bot(struct platform *p);
struct cover { /* what the logs cover */
    const struct platform *platform;
    struct log_plan plan;
    int64_t from_ms, to_ms;
    bool doubtful;    /* nobody can say where it ends: every order in it is an edge case */
    bool closed_only; /* deals that were open are not in it */
};
void truth_save(struct outbox *out, const struct world *w, const struct cover *cover, const char *dir);

#endif
