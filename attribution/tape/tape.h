/* tape - are the fills of the case on the tape that the exchange itself published?
 *
 * It shows that such a trade happened, never whose it was: order ids and accounts are not on a tape, and anybody can copy
 * one. Only fills with price, quantity and side are looked for, on the tape of their market (Binance; spot and futures
 * apart). A fill fits a trade when price and quantity are equal, the time is the same as far as both are written, and the
 * side agrees with the tape's isBuyerMaker where the record says maker or taker.
 *
 * A trade has one buyer and one seller: it serves one fill of each side at most. So equal fills of one second need as many
 * trades, and what an id claims no fill without one can have. Shortages between rows of different precision are not
 * looked for. Rows that state the same id are all exact: that one trade stands in several files is not a finding here.
 *
 * Only the fills are kept in memory, and the trades that fit one; a tape is read through tape_check_take.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_TAPE_TAPE_H
#define STRAYKEY_ATTRIBUTION_TAPE_TAPE_H

#include "attribution/attribution.h"
#include "parser/reference/tape_file.h"

enum { TAPE_CANDIDATES_MOST = 10000 }; /* of one fill; there may be more */

enum tape_result {
    TAPE_NOT_A_FILL,
    TAPE_EXACT,       /* its trade id is on the tape, with the same price, quantity and time */
    TAPE_UNIQUE,      /* it states no trade id, and one trade fits: a candidate. Of equal fills: as many trades as fills */
    TAPE_CANDIDATES,  /* it states no trade id, and several trades fit */
    TAPE_AGGREGATE,   /* only aggregates are at hand, and it may be a part of one */
    TAPE_NONE,        /* the tape covers its market and time, and no trade fits */
    TAPE_NOT_COVERED, /* no tape file of its market and time, or it lacks what could be looked for */
    TAPE_RESULT_COUNT
};
const char *tape_result_name(enum tape_result r); /* "exact" ... for programs; "" for no fill */

struct tape_finding {
    uint64_t trade_id;   /* EXACT, UNIQUE: of the trade; 0 otherwise */
    uint32_t candidates; /* CANDIDATES: how many, TAPE_CANDIDATES_MOST at most */
    uint8_t result;
    bool other_values;   /* NONE: its id is on the tape, with another price, quantity, time or side */
};

struct tape_source { /* a file that was read */
    char *path;      /* below the folder that was given */
    struct tape_facts facts;
};
struct tape {
    LIST(struct tape_source) files; /* in the order of their paths */
    uint64_t passed_over;           /* tape files of other markets and times, not read */
    uint64_t unknown;               /* files whose name is none of a tape file */
    struct tape_finding *of_event;  /* per event of the store */
    uint64_t totals[TAPE_RESULT_COUNT], flagged[TAPE_RESULT_COUNT]; /* fills */
    uint64_t other_values, flagged_other_values;                    /* of NONE */
    uint64_t time_alone;            /* of other_values: nothing but the time differs */
    int64_t apart_s;                /* the span by which most of these do, theirs less the tape's */
    uint64_t at_apart;              /* how many do by it */
    uint64_t rows;                  /* of the files that could be used */
};
void tape_free(struct tape *t); /* NULL is allowed */
size_t tape_good_files(const struct tape *t);

struct tape_check; /* opaque */
struct tape_check *tape_check_new(const struct result *r);
/* Whether a fill lies in the market and the time that the file's name states. */
bool tape_check_wants(const struct tape_check *c, struct span path);
/* The three around tape_file_read(..., tape_check_take, check, facts). `facts` tells the product when the first trade
 * comes, and at the end whether the file counts. */
void tape_check_begin(struct tape_check *c, struct span path, const struct tape_facts *facts);
tape_take tape_check_take;
void tape_check_end(struct tape_check *c);
/* Frees the check. The caller adds the files it read to the tape. */
struct tape *tape_check_finish(struct tape_check *c);

#endif
