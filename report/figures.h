/* figures - what the report counts and quotes beyond the result itself, computed once and shared by findings.json and the
 * report model, so that both say the same.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_FIGURES_H
#define STRAYKEY_REPORT_FIGURES_H

#include "parser/redact.h"
#include "report/data/rows.h"
#include "report/report.h"
#include "report/status.h"

enum { FINGERPRINT_DIGITS = REDACT_ID_DIGITS, EVENT_KINDS = EVENT_ACCOUNT + 1 };

struct period { /* TIME_NONE in both when there is nothing */
    int64_t from_ns, to_ns;
};
struct market_group { /* flagged orders of one account, market and side */
    uint32_t account, market;
    uint8_t side;
    uint64_t orders, fills;
    uint64_t idle; /* of the orders: nothing was executed */
    struct period when;
    struct decimal qty, cost;
    bool qty_known, cost_known; /* false: some order does not state it, or the exact sum does not fit */
};
/* The market in which the graded orders traded most and in both directions; NULL both when there is none. */
struct round_trip {
    const struct market_group *bought, *sold;
};
struct key_use { /* a key that the exchange's records name */
    uint32_t key;    /* id of store->texts */
    uint32_t account;
    uint64_t orders, flagged;
};
struct figures {
    struct report_status status;
    const bool *sharing_lines;              /* per file; see rows.h */
    uint32_t *graded; size_t graded_count;  /* orders flagged strong or probable, in order of time */
    uint32_t *review; size_t review_count;
    uint64_t graded_idle, review_idle;      /* of these, the ones of which nothing was executed */
    uint64_t graded_by_key;                 /* graded, and the exchange's record shows that a key sent them */
    struct period flagged;                  /* of the graded orders; of the review ones when none is graded */
    struct period exchange, bots;           /* of the orders, of the bot orders */
    struct period events;                   /* of the timeline */
    uint64_t kinds[EVENT_KINDS];            /* events on the timeline */
    struct map_counts rows;                 /* of all files */
    uint64_t duplicates;                    /* events that other files hold too */
    uint64_t unrecognised_messages;
    bool paper;                             /* records of a paper account are among the events */
    bool compared;                          /* at least one order could be held against bot records */
    struct market_group *markets; size_t market_count; /* of the graded orders (else of the review ones), most orders first */
    struct market_group *review_markets; size_t review_market_count; /* of the review orders */
    struct round_trip trip;
    struct key_use *keys; size_t key_count;
};

/* Whether it is recorded that nothing of the order was executed. */
bool figures_is_idle(const struct store *s, const struct order *o);
/* Whether its price is the one of a single execution, or asked for, not an average of several. */
bool figures_is_single_price(const struct order *o);
bool figures_is_single_event_price(const struct event *e, enum amount which); /* AMOUNT_PRICE or AMOUNT_LIMIT */
/* The same as `trip`, of one account. */
struct round_trip figures_trip(const struct figures *f, uint32_t account);
/* How many executed orders of `markets` moved an asset (an id of store->texts). */
uint64_t figures_asset_orders(const struct figures *f, const struct store *s, uint32_t asset);
/* Everything lies in `arena`. */
struct figures *figures_new(const struct result *r, struct arena *arena);

/* The event whose row names an order: its order record, else its first fill. */
uint32_t figures_order_event(const struct result *r, const struct order *o);
/* Fewest of 0, 3, 6, 9 digits that show a moment whole. */
uint8_t figures_time_digits(int64_t ns);
/* "binance:12345678", "binance" when the files name no account, "" for none at all. */
const char *figures_account_key(const struct store *s, uint32_t account, struct arena *arena);
/* Fingerprint of a declared key's id: the first digits of its SHA-256; "" when the id is only given in part. */
const char *figures_fingerprint(struct span key_id, struct arena *arena);
/* The last four characters of it, as far as it has more than eight; else "". */
const char *figures_last_four(struct span key_id, struct arena *arena);

#endif
