/* event - the vocabulary that all rooms behind the parser share: one thing that happened, with its place in the evidence.
 *
 * An event is 144 bytes and holds no pointers: texts are ids of the store's pools, amounts are 64-bit mantissas with a
 * scale (wider ones lie in a side table). The store owns everything. Events are never changed after reading, apart from
 * their order in the store; verdicts live in attribution/, beside them.
 *
 * Words: fill = one execution; order = an instruction at the exchange; bot order = an order in the records of a bot
 * platform; deal = a 3Commas cycle of base order, safety orders and exit; qty = base amount; cost = quote amount.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_EVENT_H
#define STRAYKEY_PARSER_EVENT_H

#include "base/decimal.h"
#include "base/intern.h"
#include "base/list.h"
#include "base/timestamp.h"

enum event_kind { EVENT_FILL, EVENT_ORDER, EVENT_BOT_ORDER, EVENT_BOT_EVENT, EVENT_DEAL, EVENT_TRANSFER, EVENT_ACCOUNT };
enum side { SIDE_NONE, SIDE_BUY, SIDE_SELL };
enum channel { CHANNEL_NONE, CHANNEL_API, CHANNEL_WEB, CHANNEL_APP, CHANNEL_SYSTEM };
enum event_status {
    STATUS_NONE,
    STATUS_PLACED, /* accepted or active, nothing executed yet as far as the record says */
    STATUS_PARTIAL,
    STATUS_FILLED,
    STATUS_CANCEL_REQUESTED,
    STATUS_CANCELLED, /* possibly after a partial execution */
    STATUS_REJECTED,
    STATUS_EXPIRED,
    STATUS_INACTIVE, /* 3Commas: planned, not sent to the exchange */
    STATUS_FAILED,   /* 3Commas: the exchange or the network refused; it may have been sent all the same */
    STATUS_OPEN,     /* deals: running */
    STATUS_CLOSED    /* deals: finished */
};
enum role {
    ROLE_NONE,
    ROLE_BASE,
    ROLE_SAFETY,
    ROLE_MANUAL_SAFETY,
    ROLE_TAKE_PROFIT,
    ROLE_STOP_LOSS,
    ROLE_EXIT, /* panic sell, close at market */
    ROLE_SMART_ENTRY,
    ROLE_SMART_EXIT,
    ROLE_GRID_LINE,
    ROLE_GRID_BALANCING
};
enum price_basis { PRICE_BASIS_UNKNOWN, PRICE_BASIS_NET, PRICE_BASIS_GROSS }; /* gross: the printed price holds the fee */

/* What a record says about itself that attribution must know. */
enum event_mark {
    MARK_PAPER = 1 << 0,         /* of a paper or demo account */
    MARK_UNRECOGNISED = 1 << 1,  /* a bot message whose wording no pattern knows */
    MARK_ORPHAN = 1 << 2,        /* a bot order that can't be tied to a deal */
    MARK_MARKET_PRICE = 1 << 3,  /* the record says "market" instead of a price */
    MARK_APPROXIMATE = 1 << 4,   /* the record prints its size with the sign for "about" */
    MARK_TAKER = 1 << 5,
    MARK_MAKER = 1 << 6,
    MARK_ID_DAMAGED = 1 << 7,    /* the order id lost digits in a spreadsheet: never a key */
    MARK_SHORT = 1 << 8,         /* deals: a short strategy (sells first) */
    MARK_ENABLED = 1 << 9,       /* account events of a bot: it was switched on */
    MARK_ZONE_AT = 1 << 10,      /* at_ns was a wall clock, read in the zone that somebody gave: source_entry.given_zone */
    MARK_ZONE_UNTIL = 1 << 11,   /* the same of until_ns */
    MARK_CONVERSION = 1 << 12    /* the exchange changed one asset into another in one step, outside its markets */
};

/* An id as the source wrote it. Canonical digits (no leading zero, at most 18) are kept as a number, "BTCUSDT_12345" as a
 * name and a number, everything else in the store's text pool. Equality of ids is equality of idents within one store; the
 * packing is event.c's own. 0: no id. */
typedef uint64_t ident;
#define IDENT_NONE ((ident)0)

enum amount {
    AMOUNT_PRICE,     /* quote per base, executed (average for orders); bot orders: average_price or the event's price */
    AMOUNT_QTY,       /* base; executed quantity for orders and bot orders, deals: bought */
    AMOUNT_COST,      /* quote, as stated; deals: bought */
    AMOUNT_FEE,       /* fills: as charged, in fee_asset. Deals: sold base */
    AMOUNT_LIMIT,     /* orders: the price asked for. Deals: sold quote */
    AMOUNT_ORDER_QTY, /* orders: the quantity asked for. Transfers and accounts: none */
    AMOUNT_COUNT
};
enum { SCALE_ABSENT = 0xFF, SCALE_WIDE = 0xFE, MARKET_NONE = 0 };
#define SOURCE_NONE UINT32_MAX
#define EVENT_NONE UINT32_MAX

struct event {
    int64_t at_ns;    /* UTC: executed, created, placed. TIME_NONE never occurs in a stored event */
    int64_t until_ns; /* UTC: last change (updated, closed, executed); TIME_NONE when the record has none */
    int64_t mantissa[AMOUNT_COUNT];
    uint8_t scale[AMOUNT_COUNT]; /* SCALE_ABSENT: no such amount; SCALE_WIDE: mantissa is an index of store->wide */
    uint8_t kind, side;          /* enum event_kind, enum side */
    ident order_id;              /* exchange: order id. Bot order: the platform's order_id as printed. Deal: none */
    ident trade_id;              /* fills: trade id. Bot side: deal id */
    ident client_id;             /* exchange: client order id. Bot side: bot id */
    uint64_t offset;             /* byte offset of the record in the decompressed text */
    uint32_t source;             /* index of store->sources */
    uint32_t line;               /* 1-based physical line of the decompressed text */
    uint32_t market;             /* index of store->markets, MARKET_NONE when the record names none */
    uint32_t account;            /* index of store->accounts */
    uint32_t fee_asset;          /* id of store->texts; transfers: the asset moved */
    uint32_t key;                /* id of store->texts: label or fingerprint of the API key */
    uint32_t text;               /* id of store->texts: message, note, name */
    uint8_t digits;              /* fractional digits of at_ns that the source wrote */
    uint8_t channel, status, role; /* enums above */
    uint16_t marks;              /* enum event_mark */
    uint8_t basis;               /* enum price_basis */
    uint8_t step;                /* bot orders: number of the safety order, 0 when not said */
};

struct market {
    uint32_t venue, base, quote; /* ids of store->texts; quote is empty for markets that could not be split */
    uint32_t symbol;             /* "BTCUSDT": the venue's own spelling without separators, upper case */
};

struct account {
    uint32_t venue;  /* "binance", "3commas"...: id of store->texts */
    uint32_t id;     /* uid or the bot platform's account id, empty when the source does not say */
    uint32_t label;  /* from the case file or the source */
    uint32_t market_venue; /* accounts of a bot platform: the venue they trade on ("binance"), empty when unknown */
    bool paper;
};

struct store {
    LIST(struct event) events;
    LIST(struct event) naive;      /* rows of exchanges that were rejected because nothing says the zone of their time: at_ns
                                    * is the wall clock, only ids, market, side and sizes are filled in. They are no part of
                                    * the timeline; they only serve to propose a zone */
    LIST(struct decimal) wide;
    LIST(struct market) markets;   /* [MARKET_NONE] is the market without names */
    LIST(struct account) accounts; /* [0] is the account without names */
    struct intern *texts;
    struct intern *market_index, *account_index; /* private to event.c: spelling -> index of markets, accounts */
};

struct store *store_new(void);
void store_free(struct store *s);

/* Appends what `from` holds as if its records had been read into `into` behind those that are there: every id is the one
 * that reading would have given. `first_source` is added to the numbers of the sources. True: `into` was empty and has taken
 * over all of it, with the ids it had. `from` still has to be freed; its texts stay valid until then, or are the other's. */
bool store_absorb(struct store *into, struct store *from, uint32_t first_source);

ident store_ident(struct store *s, struct span text);              /* empty text: IDENT_NONE */
/* Never adds. True for every text that needs no text of its own in the store, seen or not. */
bool store_find_ident(const struct store *s, struct span text, ident *id);
struct span store_ident_text(const struct store *s, ident id, char scratch[24]); /* may point into scratch */
/* Ids of digits alone, 18 at most; false for all others. */
bool store_ident_number(const struct store *s, ident id, uint64_t *number);
uint32_t store_text(struct store *s, struct span text);
struct span store_get_text(const struct store *s, uint32_t id);

/* Finds or adds. Names are upper-cased (ASCII) for base and quote; venue is kept. No base and no quote: MARKET_NONE; no
 * venue and no id: account 0. The symbol of a market is base and quote without separators, or the base alone when the base
 * is a contract's name of its own (BTC-PERP). */
uint32_t store_market(struct store *s, struct span venue, struct span base, struct span quote);
uint32_t store_account(struct store *s, struct span venue, struct span id);

/* The packing itself, for tables of other rooms: mantissa and scale as in struct event. */
void store_pack(struct store *s, struct decimal value, int64_t *mantissa, uint8_t *scale);
bool store_unpack(const struct store *s, int64_t mantissa, uint8_t scale, struct decimal *out); /* false: absent */

void event_set_amount(struct store *s, struct event *e, enum amount which, struct decimal value);
bool event_amount(const struct store *s, const struct event *e, enum amount which, struct decimal *out); /* false: absent */
static inline bool event_has(const struct event *e, enum amount which) { return e->scale[which] != SCALE_ABSENT; }
void event_clear(struct event *e); /* an event with nothing in it: amounts absent, times TIME_NONE */

/* The words of contract.md: "bot-order", "buy", "api" ... */
const char *event_kind_name(enum event_kind kind);
const char *side_name(enum side side);          /* "" for none */
const char *channel_name(enum channel channel); /* "" for none */
const char *role_name(enum role role);          /* "base order", "safety order" ... */
const char *status_name(enum event_status status);
/* The other way round; '-', '_' and ' ' are taken as the same. */
bool event_kind_of(struct span name, enum event_kind *out);
bool status_of(struct span name, enum event_status *out);
bool role_of(struct span name, enum role *out);

#endif
