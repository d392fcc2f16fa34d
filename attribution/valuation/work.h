/* work - what the files of the valuation share while it is made. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_VALUATION_WORK_H
#define STRAYKEY_ATTRIBUTION_VALUATION_WORK_H

#include "attribution/valuation/valuation.h"
#include "attribution/work.h"

#define MINUTE_NS (INT64_C(60) * NS_PER_SECOND)
#define DAY_NS (INT64_C(86400) * NS_PER_SECOND)

struct own_fill { /* a price that the account traded at, not flagged */
    int64_t at_ns;
    uint32_t event;
    struct decimal price;
};
struct own_series { /* of one market and account, in the order of time */
    uint32_t market, account, next; /* next: of the same market, UINT32_MAX: none */
    LIST(struct own_fill) fills;
};

struct price_need {     /* the price of a market at a moment */
    uint32_t symbol;    /* text of the store, plain */
    bool futures;
    int64_t moment_ns;
    int64_t at_ns, pending_ns; /* TIME_NONE: none yet */
    struct decimal price, pending;
    uint32_t file;
};

struct valuation_work {
    struct result *result;
    struct store *store;
    int64_t *starts;            /* per incident: its first order; [0]: of all graded ones; INT64_MAX: none */
    uint32_t *series_of_market; /* UINT32_MAX: none yet */
    bool *market_wanted;
    LIST(struct own_series) series;
    LIST(struct price_need) needs; /* by symbol, product, moment */
    LIST(uint32_t) symbols;        /* of the needs, each once */
    bool told, file_futures;       /* the present file: whether its path tells the product, and which */
    uint32_t last_symbol;          /* of the present file; 0: none yet */
};

/* The moment before which a reference must lie: its incident's first order; its own first moment outside incidents. */
int64_t valuation_before(const struct valuation_work *w, const struct order *o);
bool valuation_of_futures(const struct valuation_work *w, uint32_t market); /* by its venue */

/* valuation/own.c */
void own_series_build(struct valuation_work *w);
struct reference_price own_last(const struct valuation_work *w, uint32_t market, uint32_t account, int64_t before_ns);
/* The last fill of that account (UINT32_MAX: any) in a market of that coin against `quote`, or against any dollar (SPAN_NONE);
 * `against` names what it was. */
struct reference_price own_against(const struct valuation_work *w, uint32_t asset, struct span quote, uint32_t account,
                                   int64_t before_ns);

/* valuation/prices.c */
void price_needs_build(struct valuation *v);
void price_needs_settle(struct valuation *v);
struct reference_price price_at(const struct valuation_work *w, struct span symbol, bool futures, int64_t moment_ns);
struct reference_price price_against(const struct valuation_work *w, uint32_t asset, struct span quote, int64_t at_ns);

/* valuation/fiat.c */
/* By the prices that this total counts with; a quote of SPAN_NONE is any dollar. */
struct reference_price fiat_price(const struct valuation_work *w, const struct fiat_total *t, uint32_t asset,
                                  struct span quote);
bool fiat_multiply(struct decimal *amount, struct decimal by); /* false: does not fit */
void fiat_totals_add(struct valuation *v, const struct fx_table *fx);

/* valuation/change.c */
void changes_add(struct valuation *v);

#endif
