/* explain - everything that was considered for single orders: which bot records, what agreed and what did not, what the
 * files cover, and what would change the verdict.
 *
 * It runs at the end of attribution_run, when all is decided, and decides nothing: it asks the questions of fit.h,
 * deal_sets.h and coverage.h once more, of all bot records, and keeps the answers as values. Words are the report's. Of an
 * order that may be one of many (a row, an id in several accounts) all are explained, up to EXPLAIN_ORDERS_MOST.
 *
 * The caller owns struct explanations and frees it with explanations_free, before the result. It points into the result, the
 * evidence and the issuer rules.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_EXPLAIN_EXPLAIN_H
#define STRAYKEY_ATTRIBUTION_EXPLAIN_EXPLAIN_H

#include "attribution/attribution.h"
#include "attribution/issuers/issuers.h"

enum { EXPLAIN_ORDERS_MOST = 20, EXPLAIN_CANDIDATES_MOST = 20, EXPLAIN_RIVALS_MOST = 8 };

/* In the order in which they are told; the first NO is why a record was dropped. */
enum explain_question {
    ASK_MARKET, /* the same base and quote */
    ASK_VENUE,  /* the record is of that exchange, as far as it says */
    ASK_SIDE,
    ASK_TIME,   /* the order lies between placing and end of the record, give or take two seconds */
    ASK_SIZE,   /* see explain_way */
    ASK_ID,     /* NO: the record names another order of the exchange. YES: this one */
    ASK_PRICE,  /* within what fees explain; a check only */
    ASK_USABLE, /* neither of a paper account nor a placement that failed */
    ASK_COUNT
};
enum explain_answer { ANSWER_NONE /* a side does not say */, ANSWER_NO, ANSWER_YES };
enum explain_way {
    WAY_NONE,
    WAY_EXECUTED, /* what was executed, digit by digit */
    WAY_ASKED,    /* what was asked for */
    WAY_ROUNDED,  /* cut or rounded to the decimals that the exchange prints */
    WAY_NET,      /* executed less a fee in base coin */
    WAY_CANCELLED, /* what was executed before the order was cancelled, as the cost in that message comes to */
    WAY_PART      /* the record is a deal's total, and the order not larger */
};
enum explain_fate {
    FATE_EXPLAINS,  /* it is the record that explains the order */
    FATE_RIVAL,     /* it fits as well as another one, or as well to another order: none was picked */
    FATE_TAKEN,     /* it fits, and explains the order `holder` */
    FATE_UNUSED,    /* it fits, and the order is explained by a record that is nearer or as near */
    FATE_PART,      /* a deal's total that the order may be part of, but no set of orders adds up to it for certain */
    FATE_NOT_ASKED, /* it fits, but the exchange's record or the case file had already explained the order */
    FATE_DROPPED    /* `question` says why */
};
struct explained_candidate {
    uint32_t bot;             /* of result->bot_orders */
    uint8_t answers[ASK_COUNT];
    uint8_t way, fate, question;
    bool names_id, joins;     /* it names the order's id; and pair, side, day (and for bare digits size or time) agree */
    bool same_rank;           /* FATE_TAKEN: the holder fits no better, it is only nearer in time or first */
    struct interval window;   /* in which the order had to lie, by the exchange's clock */
    int64_t away_ns;          /* of the order from that window; 0: inside */
    int64_t apart_ns;         /* of the order from placing or end */
    int64_t skew_ns;          /* by which the record's clock was corrected */
    uint32_t holder, held;    /* an order that it explains (UINT32_MAX: none), and how many */
    uint32_t rivals[EXPLAIN_RIVALS_MOST]; /* FATE_RIVAL: other orders that it fits */
    uint32_t rival_count;     /* may be more than are listed */
};

struct explained_grant {      /* bot records that cover something of the account and pair */
    uint32_t source, files;   /* of `files` files that vouch together, `source` is the first */
    struct interval when;
    bool one_pair;            /* this pair only; else every one of the account */
    bool holds;               /* the order lies in it */
};
struct explained_denial {     /* what files can't vouch for */
    uint32_t source;
    struct interval when;     /* ends may be INT64_MIN, INT64_MAX */
    enum reason reason;
};
struct explained_coverage {
    struct interval asked;    /* the order's moments, by either clock */
    bool covered;
    LIST(struct explained_grant) grants;   /* those that hold it first, then by time */
    LIST(struct explained_denial) denials; /* those that meet it */
    LIST(struct interval) older;           /* taken away: a deal from before the records may have been running */
    struct interval before, after;         /* the covered stretches next to it; from > to: none */
};

/* Evidence that would change the verdict or the flag. `when` and `source` where they say something. */
enum explain_need {
    NEED_RECORD_WITH_ID,   /* a bot record that names the order's id */
    NEED_RECORD_LIKE_IT,   /* a bot record of that pair, side, size and time (when) */
    NEED_MANUAL_ORDER,     /* declaring it in the case file */
    NEED_ID_TO_DECLARE,    /* an id first, since orders are declared by their ids */
    NEED_BY_HAND,          /* taking back that nothing is traded by hand */
    NEED_ISSUER,           /* declaring a program by the client order id */
    NEED_CHANNEL,          /* a record of the exchange that says how it was placed */
    NEED_ORDER_IDS,        /* exports with order ids */
    NEED_BOT_IDS,          /* bot records with the exchange's ids */
    NEED_DEAL_ORDERS,      /* the orders of a deal of which only totals are known */
    NEED_BOT_RECORDS,      /* bot records for that time at all */
    NEED_OLDER_DEALS,      /* deals that began before */
    NEED_WHOLE_FILE,       /* `source` anew */
    NEED_FURTHER_PAGES,    /* of the list `source` */
    NEED_DEALS_OF_BOT,     /* which `source` names */
    NEED_ACTIVE_DEALS,     /* which the list `source` leaves out */
    NEED_ZONE,             /* the zone of `source` settled */
    NEED_CHANNEL_API,      /* a record of the exchange that says that a key placed it */
    NEED_UNDECLARED,       /* the case file's declaration taken back */
    NEED_NOTHING_KNOWN     /* only the exchange could correct its own record */
};
struct explained_need {
    enum explain_need need;
    struct interval when;
    uint32_t source;       /* SOURCE_NONE: none in particular */
};

struct explained_row {
    uint32_t event;        /* the order's record, its fills, and rows of other files that say the same */
    uint32_t same_as;      /* the event that is counted in its place; itself else */
};
struct explanation {
    uint32_t order;        /* of result->orders */
    LIST(struct explained_row) rows;
    const struct issuer_rule *rule; /* what is known of its client order id; NULL: nothing */
    struct span own_tag;   /* the kind of id of the account's own bots; empty: not learned */
    bool other_tag;        /* the order's is another one */
    uint8_t decimals;      /* of quantities, that the exchange prints for the pair */
    uint64_t considered;   /* bot orders of its pair and exchange */
    uint64_t dropped[ASK_COUNT]; /* of these, by the first question that failed */
    uint64_t listed;       /* near in time, of the same size, or of the same id; the best stand in `candidates` */
    LIST(struct explained_candidate) candidates;
    struct explained_coverage coverage;
    uint64_t ids_wanted, ids_joined; /* orders of the account with an id; of these, how many bot records name */
    uint32_t near;         /* number of an incident that it stands near in time and is not counted with; 0: none */
    uint32_t twin;         /* the order of a bot that it is alike to; UINT32_MAX: none */
    uint32_t closes;       /* the cancelled bot order of the deal that it may have closed; UINT32_MAX: none */
    LIST(struct explained_need) needs;
};

enum explain_found {
    FOUND_NOTHING,
    FOUND_ORDERS,
    FOUND_NO_FILE,     /* a row of a file that does not exist */
    FOUND_UNUSED_ROW,  /* that line of that file became no event: skipped, rejected, or not there */
    FOUND_OTHER_ROW,   /* the row `event` is neither an order or fill nor a bot record that explains one */
    FOUND_REJECTED,    /* only rows that were rejected because nothing says the zone of their time; `event`: of store->naive */
    FOUND_BOT_ID       /* no order has the id, but the bot record `event` names it */
};
struct explanations {
    struct span wanted;    /* set by the caller: an id, VENUE:ID, or a row such as E03:1842 or E51:1@107848 */
    enum explain_found found;
    uint32_t event;
    bool by_row, by_bot_row;
    uint64_t order_count;  /* how many there are of that name; not more than EXPLAIN_ORDERS_MOST are explained */
    LIST(struct explanation) list;
};
void explanations_free(struct explanations *x);

const char *explain_question_name(enum explain_question q); /* "size", for programs and tests */
const char *explain_fate_name(enum explain_fate f);
const char *explain_need_name(enum explain_need n);
const char *explain_way_name(enum explain_way w); /* "" for none */

/* ---- private to this room ------------------------------------------------------------------------------------------------ */

struct work;
void explain_run(struct work *w, struct explanations *x);
/* explain/find.c: the orders that are meant, ascending; sets x->found and the like. Returns how many are in out. */
size_t explain_find(const struct work *w, struct explanations *x, uint32_t out[EXPLAIN_ORDERS_MOST]);
/* explain/coverage.c */
void explain_coverage(struct work *w, const struct order *o, struct explained_coverage *out);
/* explain/needs.c: after everything else is filled in. */
void explain_needs(const struct work *w, struct explanation *x);

#endif
