/* coverage - where and when the bot records are complete, so that a missing record means something. Private to this room.
 *
 * Each file (or each folder of one-deal files) grants stretches of time to an account of the bot platform and through it
 * to the exchange accounts that it trades on. What a file can't vouch for is denied, with the reason that the report
 * gives when an order lies there. Nothing is ever extended beyond the first and last moment that a record names.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_COVERAGE_COVERAGE_H
#define STRAYKEY_ATTRIBUTION_COVERAGE_COVERAGE_H

#include "attribution/coverage/intervals.h"
#include "attribution/sort.h"
#include "attribution/work.h"

enum coverage_scope {
    SCOPE_ALL,            /* every pair of the account */
    SCOPE_ALL_BUT_TRADED, /* every pair that none of the account's bots trades */
    SCOPE_PAIR
};

struct grant {
    uint32_t account; /* of the bot platform; 0: the records do not say */
    uint32_t source;
    uint32_t files;   /* how many files of one deal each vouch together; `source` is the first of them */
    struct interval when;
    enum coverage_scope scope;
    uint32_t pair;    /* SCOPE_PAIR */
};
struct denial {
    uint32_t account;
    struct interval when;
    uint32_t pair;    /* 0: every pair */
    enum reason reason;
    bool removes;     /* it takes away what other files grant */
    uint32_t source;
};

/* A list of deals whose older part is missing begins here: older deals may have been running. */
struct broken_start {
    uint32_t account; /* of the bot platform */
    int64_t from_ns;
};

struct coverage_map {
    LIST(struct grant) grants;
    LIST(struct denial) denials;
    LIST(struct broken_start) broken;
    uint64_t *traded; /* account << 32 | pair: pairs that bots of the account trade; ascending */
    size_t traded_count;
    struct pair_coverage **by_pair; /* per exchange account: by pair, computed when first asked for */
    uint32_t pair_count;
    struct sort_key *orders;   /* by account and pair, then time: the orders that no record or declaration explains */
    size_t order_count;
    struct sort_key *records;  /* by pair, then time: the bot orders */
    size_t record_count;
};

struct pair_coverage { /* of one exchange account */
    bool known;
    struct interval_set covered;
    struct interval_set older; /* taken away because a deal from before the records may have been running */
};

bool coverage_traded(const struct coverage_map *map, uint32_t account, uint32_t pair);

/* What is covered of a pair of an exchange account. */
const struct pair_coverage *coverage_of_pair(struct work *w, uint32_t account, uint32_t pair);

/* coverage/older.c: a list of deals says nothing of deals that began before it. Where the account traded a pair before
 * a covered stretch begins, and nothing explains that, the stretch begins with the pair's first bot record in it. */
void coverage_index(struct work *w);
void coverage_drop_older(const struct work *w, uint32_t account, uint32_t pair, struct pair_coverage *c);

/* coverage/holes.c: takes away long stretches without records in which the bots' pairs were traded all the same. */
void coverage_deny_holes(const struct work *w, struct coverage_map *map);

/* Whether they speak of a pair of an exchange account. */
bool coverage_grant_applies(const struct work *w, const struct grant *g, uint32_t account, uint32_t pair);
bool coverage_denial_applies(const struct work *w, const struct denial *d, uint32_t account, uint32_t pair);

/* The time that must be covered for an order: all its moments, by either clock. */
struct interval coverage_asked(const struct work *w, const struct order *o);
/* True: it is covered. Else *reason says why not. */
bool coverage_of(struct work *w, const struct order *o, enum reason *reason);
void coverage_free(struct work *w);

/* coverage/sources.c: what each file grants. */
void coverage_read_sources(const struct work *w, struct coverage_map *map);

/* The account of the bot platform that an event of the bot side belongs to, 0 when nothing says. */
uint32_t coverage_bot_account(const struct work *w, const struct event *e);
/* The pair of an event of the bot side, from its own record or its deal; 0 when nothing says. */
uint32_t coverage_bot_pair(const struct work *w, const struct event *e);
/* served.c: which account of the exchange each account of the bot platform trades on, once orders are matched. */
void served_find(struct work *w);
/* Whether an account of the bot platform may trade on an exchange account: it is of the same exchange, and served_find
 * has not told them apart. */
bool coverage_serves(const struct work *w, uint32_t bot_account, uint32_t exchange_account);
/* A grid bot, which trades one pair only. */
struct bot_entry;
bool coverage_is_grid(const struct work *w, const struct bot_entry *b);
/* Pairs named in a bot's own record ("USDT_BTC"). The first `most` are written; returns how many there are. */
size_t coverage_named_pairs(const struct work *w, const struct event *e, uint32_t *pairs, size_t most);

#endif
