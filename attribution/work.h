/* work - what the stages of attribution share while they run. Private to this room.
 *
 * The store's numbers for markets, accounts and texts follow the order of reading; everything that decides an order or a
 * pick goes by the ranks kept here, which follow the texts.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_WORK_H
#define STRAYKEY_ATTRIBUTION_WORK_H

#include "attribution/attribution.h"

#define INDEX_NONE UINT32_MAX

/* What a file's definitions say about the set of records in it; see formats/README.md, record_set. */
enum record_set {
    SET_FILLS,
    SET_ORDERS,
    SET_STATEMENT,
    SET_DEALS_LIST,
    SET_DEALS_CSV,
    SET_DEAL_ORDERS,
    SET_SMART_TRADES,
    SET_SMART_TRADE_ORDERS,
    SET_GRID_ORDERS,
    SET_GRIDS,
    SET_BOTS,
    SET_ACCOUNTS,
    SET_EVENTS,
    SET_PROGRAM_ORDERS,
    SET_PROGRAM_FILLS,
    SET_TRANSFERS,
    SET_COUNT
};
#define SET_BIT(set) (1u << (set))
/* The log of a program that is not the platform whose records are judged: it explains orders and vouches for nothing. */
#define SETS_OF_PROGRAMS (SET_BIT(SET_PROGRAM_ORDERS) | SET_BIT(SET_PROGRAM_FILLS))
struct source_kind {
    bool bot_side;
    uint32_t sets; /* SET_BITs of all definitions used for the file */
};

/* An order made of fills without ids that fit a bot order in more than one way. */
struct contest {
    uint32_t group; /* of the fills; after orders_build the index of the order */
    uint32_t bot;
};
typedef LIST(struct contest) contests;

struct unserved { uint32_t bot, exchange; }; /* an account of the bot platform that does not trade on an exchange account */

struct work {
    struct evidence *evidence;
    struct store *store;
    const struct attribution_options *options;
    const struct source_kind *kinds; /* per source */
    struct result *result;

    struct intern *pairs;    /* base and quote written together */
    uint32_t *pair;          /* per market: number of its pair, whatever the venue; 0: none */
    uint32_t *market_rank;   /* per market: by venue, base, quote */
    uint32_t *market_of_pair; /* per pair: its market of lowest rank */
    uint32_t *account_root;  /* per account: the account it is another name of, or itself */
    bool *account_is_bot;    /* per account: of a bot platform */
    uint32_t account_count, market_count; /* of the tables above */

    uint8_t *event_kind;     /* per event: enum event_kind. Who looks for some need not fetch all the others */
    uint32_t *group;         /* per event: number of its order, INDEX_NONE: none (yet) */
    uint32_t group_count;
    uint32_t *instruction;   /* per group: its order event, INDEX_NONE: only fills are known. atoms.c adds none */
    uint32_t instruction_count; /* groups from there on are of fills without ids */
    bool ids_exclude;               /* a record with the exchange's id explains no order with another id */
    struct span own_tag;            /* see own_tag.h; empty: not learned */
    bool own_tag_is_prefix;         /* of the ids themselves */
    int64_t bot_end_ns;             /* the last moment that any bot record speaks of */
    struct coverage_map *coverage;  /* see coverage.h */
    struct bot_tables *tables;      /* deals and bots by id; see bots/tables.h */
    contests contested;
    LIST(struct unserved) unserved; /* see served_find in coverage.h */
};

/* The venue (id of store->texts) of an event of an exchange, and its account with other names resolved. */
uint32_t work_venue(const struct work *w, const struct event *e);
uint32_t work_account(const struct work *w, const struct event *e);

/* The pair of a bot's market; false: no record in evidence trades it. */
bool names_find_pair(const struct work *w, struct span base, struct span quote, uint32_t *pair);

/* A market of the pair that a venue writes like this ("BTCUSDT"); MARKET_NONE when no record trades it. */
uint32_t work_market_of_symbol(const struct work *w, struct span symbol);

/* Explained by the log of another program, which says nothing about the platform's ids and tags. */
static inline bool work_is_of_program(const struct work *w, const struct order *o)
{
    return o->match != INDEX_NONE && (w->result->bot_orders.items[o->match].traits & BOT_OF_PROGRAM) != 0;
}

/* When a bot order was done with; one that nobody closed stood to the last moment that any bot record speaks of. */
static inline int64_t work_bot_end(const struct work *w, const struct bot_order *b)
{
    return b->closed_ns == TIME_NONE ? w->bot_end_ns : b->closed_ns;
}

static inline bool work_kept(const struct work *w, uint32_t event) { return w->result->kept_as[event] == event; }
static inline bool event_is_exchange(const struct event *e) { return e->kind == EVENT_FILL || e->kind == EVENT_ORDER; }
/* An id that can be a key: present and not damaged by a spreadsheet. */
static inline ident event_key_id(const struct event *e) { return e->marks & MARK_ID_DAMAGED ? IDENT_NONE : e->order_id; }
static inline int64_t event_until(const struct event *e) { return e->until_ns == TIME_NONE || e->until_ns < e->at_ns ? e->at_ns : e->until_ns; }
/* How far behind the printed time the true one may lie: 1 s for whole seconds, 1 ms for three digits ... */
int64_t time_grain(uint8_t digits);

/* attribution_run for callers that know the kinds of the files themselves. */
struct result *attribution_run_kinds(struct evidence *e, const struct attribution_options *options, const struct source_kind *kinds);

/* The stages, in the order of their calls. */
void names_prepare(struct work *w);   /* names.c: pairs, ranks, accounts */
void names_release(struct work *w);
void timeline_build(struct work *w);  /* timeline.c */
void overlap_find(struct work *w);    /* overlap.c: kept_as */
void timeline_finish(struct work *w); /* timeline.c: drops the duplicates */
void groups_build(struct work *w);    /* groups.c: which events make one order */
void bot_orders_build(struct work *w);/* bots/orders.c */
void atoms_group(struct work *w);     /* atoms.c: fills without order id */
void orders_build(struct work *w);    /* orders.c: result->orders from the groups */
void exclusions_apply(struct work *w);/* exclusions.c */
void matching_run(struct work *w);    /* matching.c */
void clocks_check(struct work *w);    /* clocks.c: files whose times can't be right */
void coverage_build(struct work *w);  /* coverage.c: what the files vouch for */
void coverage_list(struct work *w);   /* coverage.c: the same as the report's table */
void verdicts_set(struct work *w);    /* verdicts.c */
void incidents_find(struct work *w);  /* incidents.c */
void flags_set(struct work *w);       /* flags.c */
void losses_sum(struct work *w);      /* losses.c */
void held_find(struct work *w);       /* held.c */
void movements_tell(struct work *w);      /* movements.c */
void margins_measure(struct work *w); /* margins.c */
void zones_propose(struct work *w);   /* zones/proposals.c */
void issuers_count(struct work *w);   /* issuer_stats.c */

#endif
