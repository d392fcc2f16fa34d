/* tables - the deals and bots that the records name, by id: what an order's own record leaves out (pair, account,
 * direction) stands there. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_BOTS_TABLES_H
#define STRAYKEY_ATTRIBUTION_BOTS_TABLES_H

#include "attribution/work.h"

struct deal_entry {
    ident id, bot;             /* id NONE: a record without deal number, an entry of its own */
    int64_t from_ns, to_ns;    /* created; closed or last known change */
    uint32_t event;            /* its latest record */
    uint32_t market, account;  /* 0: not said */
    uint16_t marks;            /* MARK_PAPER, MARK_SHORT */
    bool closed;
    bool has_side[3];          /* by enum side: records of single orders are known */
};
struct bot_entry {
    ident id;
    uint32_t event;            /* its latest EVENT_ACCOUNT record, EVENT_NONE: known from deals only */
    uint32_t account;
    uint32_t market;           /* of bots with one pair, like grids; else MARKET_NONE */
    uint64_t deals;            /* how many of its deals are in the files */
    bool paper;
};
struct bot_tables {
    struct deal_entry *deals;  /* ascending by id, then event */
    size_t deal_count;
    struct bot_entry *bots;    /* ascending by id */
    size_t bot_count;
    uint32_t *by_bot;          /* indexes of deals: by bot, then from_ns */
};

void bot_tables_build(struct work *w);
void bot_tables_free(struct bot_tables *t); /* NULL is allowed */
struct deal_entry *bot_tables_deal(const struct bot_tables *t, ident id); /* NULL: unknown, or id NONE */
struct bot_entry *bot_tables_bot(const struct bot_tables *t, ident id);

/* The deal of that bot and pair that was running at that moment; NULL when there is none or more than one. For messages
 * in a bot's own list, which do not name the deal. */
struct deal_entry *bot_tables_running(const struct work *w, ident bot, uint32_t market, int64_t at_ns);

#endif
