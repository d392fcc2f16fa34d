/* check - what tape/fills.c (the fills that are looked for), tape.c (reading a tape) and tape/settle.c (the results)
 * share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_TAPE_CHECK_H
#define STRAYKEY_ATTRIBUTION_TAPE_CHECK_H

#include "attribution/tape/tape.h"

enum needed_maker { MAKER_ANY, MAKER_BUYER, MAKER_SELLER };

struct tape_fill {
    struct decimal price, qty;
    int64_t from_ns, to_ns; /* as far as its time is written; to_ns is the first moment after it. Never over a second's end */
    uint64_t id;            /* when has_id */
    uint32_t event, place;  /* place: on the timeline */
    uint32_t series;
    uint8_t side, maker;    /* enums side, needed_maker */
    bool has_id;
    bool fits, differs, in_aggregate; /* of those with an id: what the tape holds */
    bool time_alone;        /* differs, and in nothing but the time */
    int64_t apart_s;        /* then: its second less the tape's */
};
struct tape_series { /* a market's tape */
    uint32_t symbol; /* id of store->texts */
    enum tape_product product;
    size_t first_fill, end_fill, first_group, end_group, first_id, end_id; /* slices of what follows */
};
struct tape_group { /* equal fills without an id */
    size_t first_fill, end_fill;
    uint64_t stored;     /* candidates, of files that may not count in the end */
    uint64_t aggregates; /* that it may be a part of */
    bool many;           /* more than are kept */
};
struct tape_id {
    uint64_t id;
    size_t fill;
};
struct tape_candidate {
    uint64_t id;
    uint32_t group;
    bool taken;
};
struct tape_cover {
    int64_t from_ns, to_ns;
    size_t series;
    bool aggregate;
};

enum tape_hit_kind { HIT_FITS, HIT_DIFFERS, HIT_TIME_DIFFERS, HIT_IN_AGGREGATE, HIT_CANDIDATE, HIT_AGGREGATE };
struct tape_hit { /* of the present file: counts when the file does */
    uint64_t id;    /* of a candidate */
    int64_t apart_s; /* HIT_TIME_DIFFERS */
    uint32_t index; /* of fills or of groups */
    uint8_t kind;
};

struct tape_check {
    const struct result *result;
    const struct store *store;
    LIST(struct tape_fill) fills;   /* by series, second, without an id first, equal ones together, place */
    LIST(struct tape_series) series;
    LIST(struct tape_group) groups; /* in the order of their fills */
    LIST(struct tape_id) ids;       /* by series and id */
    LIST(struct tape_candidate) candidates;
    LIST(struct tape_cover) covers; /* tape_settle merges them: by series, kind and time, none touching another */
    LIST(struct tape_hit) hits;
    uint64_t rows;
    uint32_t *market_series; /* per market and product: index of series + 1 */
    /* The present file. */
    const struct tape_facts *facts;
    struct tape_name name;
    char *symbol;       /* the name's, as markets spell it */
    bool chosen;        /* by the first trade */
    const struct tape_series *present; /* NULL: no fills of it */
    size_t group_at, id_at; /* where the last trade was found; tapes mostly go forward */
};

static inline int64_t tape_second(int64_t ns) { return ns / NS_PER_SECOND - (ns % NS_PER_SECOND < 0); }
static inline const struct tape_fill *tape_group_fill(const struct tape_check *c, const struct tape_group *g)
{
    return &c->fills.items[g->first_fill];
}

void tape_fills_collect(struct tape_check *c);      /* tape/fills.c */
void tape_settle(struct tape_check *c, struct tape *out); /* tape/settle.c */

#endif
