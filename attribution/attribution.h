/* attribution - for each order of an exchange: which bot record issued it, or that none did in covered time.
 *
 * Input is the evidence (parser/ingest/ingest.h); output is one result that the report renders. Stages, each a file of its own,
 * called top to bottom by attribution_run:
 *   timeline.c   order of events, events found in several files (kept once, origins listed)
 *   orders.c     fills and order events -> orders of the exchange
 *   bots/orders.c market orders, bot messages, smart trades, grids, deals -> distinct bot orders
 *   exclusions.c orders that the exchange's own record or the case file explains
 *   matching.c   id join, composite, deal sets; one-to-one
 *   coverage.c   where and when both sides hold records
 *   verdicts.c   verdict, reasons, flag
 *   incidents.c  clusters of flagged orders and their signals
 *   losses.c     what they cost
 *   held.c       balances that statements print before and after an incident
 *   margins.c    how far flagged orders lie from the edges of the coverage
 *   movements.c      transfers: deposits and withdrawals, or legs of trades
 *   skew_effects.c   what the verdicts would be without a correction of clocks
 *   zones/effects.c   what they would be if files were read in another zone than the one that somebody gave
 *   authenticity.c   whether the files agree with each other and with their own layouts
 *   zones/proposals.c  which zone rejected rows without one might have
 * Nothing here opens a file, reads the clock or prints. Same evidence, same result, whatever the order of the inputs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_ATTRIBUTION_H
#define STRAYKEY_ATTRIBUTION_ATTRIBUTION_H

#include "parser/ingest/ingest.h"

enum verdict {
    VERDICT_NONE, /* not an order or fill */
    VERDICT_BOT,
    VERDICT_MANUAL,
    VERDICT_SYSTEM,
    VERDICT_OTHER_ISSUER,
    VERDICT_UNISSUED,
    VERDICT_AMBIGUOUS,
    VERDICT_NOT_COVERED,
    VERDICT_COUNT
};
enum flag { FLAG_NONE, FLAG_REVIEW, FLAG_PROBABLE, FLAG_STRONG, FLAG_COUNT };
const char *verdict_name(enum verdict v); /* contract.md's words; "" for none */
const char *flag_name(enum flag f);

/* Reason codes; attribution/reasons.def is the list with a sentence each. An order holds a set of them. */
enum reason {
#define REASON(code, name, sentence) REASON_##code,
#include "attribution/reasons.def"
#undef REASON
    REASON_COUNT
};
typedef uint64_t reason_set;
#define REASON_BIT(r) ((reason_set)1 << (r))
const char *reason_name(enum reason r);     /* "order-id-joined" */
const char *reason_sentence(enum reason r);

/* One order at an exchange: an order event, fills with one order id, or (where the export has no ids) fills of one
 * account, market, side and moment. */
enum order_amount {
    ORDER_QTY,   /* base, executed; 0 when nothing was */
    ORDER_COST,  /* quote, executed */
    ORDER_ASKED, /* base, asked for */
    ORDER_PRICE, /* average of the execution: as stated, or cost / qty cut at 12 decimals (then not price_exact) */
    ORDER_AMOUNT_COUNT
};
struct order {
    int64_t placed_ns;           /* creation as the exchange records it; TIME_NONE when only fills are known */
    int64_t first_ns, last_ns;   /* first and last moment that any of its records names */
    ident order_id, client_id;
    reason_set reasons;
    int64_t mantissa[ORDER_AMOUNT_COUNT];
    uint8_t scale[ORDER_AMOUNT_COUNT]; /* packed as in struct event; see order_amount */
    uint32_t market, account;    /* of the store */
    uint32_t order_event;        /* index of the order event, or EVENT_NONE */
    uint32_t first_fill, fill_count; /* slice of result->order_fills; duplicates left out */
    uint32_t match;              /* index of the bot order that explains it, or UINT32_MAX */
    uint32_t incident;           /* number from 1; 0: none */
    uint32_t issuer;             /* index of result->issuers, UINT32_MAX: none */
    uint16_t rivals;             /* further bot orders (or orders) that fit equally well */
    uint8_t digits;              /* fractional digits of the coarsest time used */
    uint8_t side, channel;       /* enums of event.h */
    uint8_t verdict, flag;       /* enums above */
    bool price_exact;
};
bool order_amount(const struct store *s, const struct order *o, enum order_amount which, struct decimal *out); /* false: absent */

/* One order of a bot platform, drawn together from all records that speak of it. */
enum bot_trait {
    BOT_NET_SIZE = 1 << 0,      /* only an "executed" message is known: its size may be net of a fee in base coin, and the
                                   message comes up to minutes after the execution */
    BOT_LIMIT_PRICE = 1 << 1,   /* BOT_PRICE is the price asked for; the execution may have been better */
    BOT_FAILED = 1 << 2,        /* the platform recorded that placing it failed: it explains nothing */
    BOT_UNSURE_STATE = 1 << 3,  /* how it ended is not recorded: executed in full, in part or not at all */
    BOT_REST = 1 << 4,          /* with is_deal_total: what the deal's total holds beyond its orders that are recorded */
    BOT_OF_PROGRAM = 1 << 5,    /* from the log of another program: its id is the exchange's order id or the client order id */
    BOT_REPLACED = 1 << 6,      /* with BOT_UNSURE_STATE: placed anew, which a bot does with what was not executed in full */
    BOT_PART = 1 << 7           /* with BOT_UNSURE_STATE: BOT_QTY is what was executed before it was cancelled, as the message
                                   that cancels it states the cost; see bot_messages_part */
};
enum bot_amount { BOT_QTY, BOT_ASKED, BOT_PRICE, BOT_AMOUNT_COUNT };
struct bot_order {
    int64_t placed_ns, closed_ns; /* closed TIME_NONE: open when the record was taken */
    ident deal, bot;
    ident exchange_id;           /* as the record prints it, see bots/ids.h; see BOT_OF_PROGRAM */
    int64_t mantissa[BOT_AMOUNT_COUNT];
    uint8_t scale[BOT_AMOUNT_COUNT];
    uint8_t basis, side, role, status, step; /* enums of event.h */
    uint32_t market, account, venue; /* venue: id of store->texts of the exchange, 0 when unknown */
    uint32_t event;              /* the record it is named by */
    uint32_t first_event, event_count; /* slice of result->bot_order_events: all records of it */
    uint8_t traits;              /* enum bot_trait */
    bool id_is_certain, paper;
    bool is_deal_total;          /* only the deal's totals are known; explains a set of orders */
};
bool bot_amount(const struct store *s, const struct bot_order *b, enum bot_amount which, struct decimal *out);

struct interval { int64_t from_ns, to_ns; }; /* both inclusive */
struct coverage {                /* one line of the coverage table */
    uint32_t account;            /* exchange account of the store */
    uint32_t market;             /* MARKET_NONE: every market of the account not listed on its own */
    struct interval when;
    bool bot_side;               /* else the exchange's side */
    uint32_t source;
};

/* What would not be flagged if the bot records of each covered stretch began later or ended earlier by so much. */
enum { MARGIN_STEPS = 4 };
struct margins {
    struct { int64_t by_ns; uint64_t orders[FLAG_COUNT]; } steps[MARGIN_STEPS]; /* ascending; orders: by their flag now */
    bool any;                    /* something is flagged: */
    uint32_t closest;            /* the flagged order closest to an edge */
    int64_t closest_ns;
};

enum signal { SIGNAL_S1 = 1, SIGNAL_S2, SIGNAL_S3, SIGNAL_S4, SIGNAL_S5, SIGNAL_S6, SIGNAL_S7, SIGNAL_S8, SIGNAL_S9, SIGNAL_S10,
              SIGNAL_S11, SIGNAL_S12, SIGNAL_S13, SIGNAL_S14 }; /* the table is in incidents.h */
struct signal_hit {
    enum signal code;
    char *value;                 /* "212 orders in 84 minutes; before that at most 6 in such a span" */
    uint32_t *orders;            /* the orders it was computed from */
    size_t order_count;
    uint32_t *events;            /* the records it was read from, where these are no orders (S13); else NULL */
    size_t event_count;
};
struct loss {
    const char *method;          /* "net-change", "realised-in-quote", "fees" (they are part of the net change); those of
                                  * valuation.h */
    uint32_t asset;              /* id of store->texts */
    struct decimal amount;       /* negative: lost */
    bool computed;               /* false: did not fit into 38 digits; nothing is claimed */
    uint32_t incident;           /* number; 0: all flagged orders */
    uint32_t *orders;            /* rows it comes from */
    size_t order_count;
    const char *source;          /* of the prices and rates used; NULL: the rows alone */
};
/* What a group of orders did in one market of one account. First bought, first sold: what was sold again is held against
 * what was paid for just that, and what is left is what was bought last. Fees are not in it. */
struct market_loss {
    uint32_t incident;           /* number; 0: all flagged orders */
    uint32_t account, market;
    struct decimal bought, sold; /* base */
    struct decimal paid, received; /* quote; unless costs_unknown */
    struct decimal again;        /* of what was bought: sold again by the same orders */
    struct decimal realised;     /* quote received less quote paid for that; negative: lost */
    struct decimal left, left_paid; /* bought and not sold again by the same orders, and the quote paid for it */
    bool computed, costs_unknown; /* not computed: an amount is not stated, or does not fit into 38 digits */
    uint32_t *orders;
    size_t order_count;
};
/* What a transfer event moved: as the record calls itself, or because a fill of the account moved the same amount of the
 * same asset in the same second. */
enum movement {
    MOVEMENT_NONE,       /* no transfer of an exchange */
    MOVEMENT_DEPOSIT,
    MOVEMENT_WITHDRAWAL,
    MOVEMENT_TRADE,      /* a leg of a trade, or its fee */
    MOVEMENT_OTHER,      /* interest, conversions between own accounts, what no rule knows */
    MOVEMENT_COUNT
};
const char *movement_name(enum movement f); /* "deposit" ...; "" for none */

struct incident {
    uint32_t number;             /* from 1, in order of time */
    int64_t from_ns, to_ns;
    uint32_t account;
    uint32_t *orders;            /* ascending time */
    size_t order_count;
    uint64_t fill_count;
    uint32_t *markets;
    size_t market_count;
    LIST(struct signal_hit) signals;
};
struct held_row {                /* a balance that a statement prints */
    bool stated;                 /* false: no row states one */
    struct decimal balance;
    int64_t at_ns;
    uint64_t offset;             /* or OFFSET_UNKNOWN */
    uint32_t source, line;
};
struct held {                    /* of one asset, before and after an incident; see held.c */
    uint32_t incident;           /* number */
    uint32_t asset, wallet;      /* ids of store->texts; wallet 0: the statement names none */
    struct held_row before, after;
};
struct clock_doubt {             /* a file whose times are apart from the bot records by always the same */
    uint32_t source;
    int64_t apart_ns;            /* its time minus the records' */
    uint64_t orders, matched;    /* how many orders show it; how many found their record at their time */
};
struct clock_skew {              /* the two sides' clocks were found a constant span apart; bot orders were matched with it */
    uint32_t bot_account, exchange_account;
    int64_t skew_ns;             /* the exchange's clock less the bot platform's */
    uint64_t pairs;              /* how many orders show it within one second; see skew.h */
};
struct effect {                  /* an order that would be judged otherwise if the files' times were read otherwise */
    uint32_t order;
    uint8_t verdict, flag;       /* what it would have then */
};
typedef LIST(struct effect) effects; /* ascending by order */

/* A file whose rows were rejected because nothing says the zone of their times, held against records of the same trades.
 * Only told, never used. `zone` is what somebody may give with --time-zone or in the case file; "" when nothing fits well
 * enough: by ids nine in ten of the rows compared, by sizes half of them and five at least, and no other as many. */
struct zone_period {
    const char *offset;          /* "UTC+1" */
    uint64_t rows;               /* of those compared, that agree with it */
    int64_t first_ns, last_ns;   /* of these, by the file's own clock */
};
struct zone_proposal {
    uint32_t source;
    uint64_t rows, compared, fitting; /* rejected; with a record to compare; that agree with `zone` */
    bool by_size;                /* compared by pair, side and exact size, since no id is in both; chance has a part in it */
    const char *zone, *others;   /* others: zones that fit as many, but read other rows of the file differently */
    struct zone_period *periods; /* most rows first; two when summer time shows, or when the file does not agree with itself */
    size_t period_count;
    uint32_t *sources;           /* files that it was compared with */
    size_t source_count;
};
/* A file that somebody gave a zone to (--time-zone, case.json), held against records of the same trades in files whose times
 * do not rest on the same answer. */
struct zone_check {
    uint32_t source;
    uint64_t compared, agreeing; /* rows with a record to compare; that agree with the zone given */
    bool by_size;                /* as in zone_proposal */
    const char *proposed;        /* another zone that more of them agree with, "" without one; and how many: */
    uint64_t proposed_agreeing;
    uint64_t unplaced;           /* rejected: the zone's clocks show that hour twice, or leave it out */
};
/* All files that share an answer to "which zone?", or those of them whose records speak for the same other zone, judged again
 * in that zone. Rows that the given zone could not place are in neither run. */
struct zone_rival_file {
    uint32_t source;
    uint64_t records;            /* that would have another time */
    uint64_t orders;             /* of `effects`: with a record in this file, or explained by one */
};
struct zone_rival {
    const char *zone, *other;    /* given; read in instead */
    enum zone_origin origin;     /* of the given one */
    bool by_records;             /* records of other files speak for `other`; else it is UTC, which many exports use */
    struct zone_rival_file *files;
    size_t file_count;
    effects effects;             /* each has the reason zone-given */
};
struct issuer_stat {
    char *tag;                   /* "x-R4BD3S82", "web", "(22 characters, made by the exchange)", "(none)" */
    char *name;                  /* who that is, "" when not known */
    uint64_t orders, matched;    /* how many carry it; how many of those a bot record explains */
    uint8_t channel;
    bool learned;                /* the victim's own bots', learned from `matched` */
};

struct result {
    struct evidence *evidence;   /* not owned */
    LIST(struct order) orders;   /* in the order of their first record on the timeline */
    uint32_t *order_fills;       /* event indexes, see order.first_fill */
    uint32_t *order_of_event;    /* per event: index of orders, or UINT32_MAX */
    LIST(struct bot_order) bot_orders;
    uint32_t *bot_order_events;
    uint32_t *timeline;          /* event indexes in the order of timeline.csv; duplicates left out */
    size_t timeline_count;
    uint32_t *kept_as;           /* per event: the event it is a duplicate of, or itself */
    LIST(struct coverage) coverage;
    struct margins margins;
    LIST(struct incident) incidents;
    LIST(struct held) held;      /* by incident, then by asset and wallet */
    LIST(struct loss) losses;
    LIST(struct market_loss) market_losses; /* by incident (all flagged orders last), then by market */
    LIST(struct issuer_stat) issuers;
    LIST(struct clock_skew) skews;
    effects skew_effects;        /* each has the reason clock-corrected */
    LIST(struct zone_check) zone_checks; /* one for every file of an exchange with a given zone */
    LIST(struct zone_rival) zone_rivals;
    LIST(struct zone_proposal) zone_proposals; /* one for every file with rows without a zone */
    LIST(struct clock_doubt) clock_doubts; /* nothing is claimed of such a file's unexplained orders */
    uint64_t verdict_orders[VERDICT_COUNT], verdict_fills[VERDICT_COUNT];
    uint64_t flag_orders[FLAG_COUNT], flag_fills[FLAG_COUNT];
    uint64_t fill_count;         /* on the timeline */
    uint8_t *movements;              /* per event: enum movement; NULL when there is no transfer */
    uint64_t movement_counts[MOVEMENT_COUNT]; /* on the timeline */
    uint64_t ids_joined;         /* orders explained by an id */
    const struct valuation *valuation; /* of the losses (valuation.h); NULL: not made. Not owned */
    struct authenticity *authenticity; /* what can be held against something else (authenticity.h); decides nothing. NULL: not made */
    const struct tape *tape;     /* what was found on published tapes (tape.h); NULL: none was given. Not owned */
    struct arena *arena;         /* owns the texts and index arrays above */
};

struct issuer_set;   /* formats/issuers: who uses which client order ids; see issuers.h */
struct explanations; /* orders of which everything that was considered is wanted; see explain.h */
struct attribution_options {
    const struct case_file *case_file;
    const struct issuer_set *issuers;
    struct explanations *explain; /* NULL: none */
    bool keep_clocks;             /* look for no skew: times are taken as they are written */
    bool once;                    /* hold the verdicts against no other reading of the times */
};

struct result *attribution_run(struct evidence *e, const struct attribution_options *options); /* can't fail */
void result_free(struct result *r);

/* The order's first and last moment as finely as its records tell them. Some exports give whole seconds where others of the same
 * order give milliseconds: first_ns is then the whole second, which all of them fit; this is the moment within it. */
struct moment { int64_t ns; uint8_t digits; };
struct moment order_began(const struct result *r, const struct order *o);
struct moment order_ended(const struct result *r, const struct order *o);

/* Of an event on the timeline. VERDICT_NONE for anything but fills and orders of an exchange. */
enum verdict result_verdict(const struct result *r, uint32_t event);
enum flag result_flag(const struct result *r, uint32_t event);

#endif
