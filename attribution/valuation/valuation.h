/* valuation - what the graded orders cost in prices that are named: how much better the account's own last fill before, or the
 * public price before, was than the price that the order got; and what is left of what they bought, at these prices.
 *
 * Methods, each a figure of its own that is never mixed with another:
 *   own-fills               the price of the account's own last fill of the same market before the incident (before the order,
 *                           for one outside incidents) that is not flagged itself; at most OWN_FILL_DAYS old
 *   prices-before-order     the last supplied price of that market before the minute in which the order came
 *   prices-before-incident  the same, before the first order of its incident; prices that the incident itself moved are
 *                           not in it
 * Where a market is quoted in a coin that stands for one US dollar and has no such price itself, the price of the same coin
 * against another of these is used and named: all of them count as one dollar (valuation_is_dollar).
 * Public prices are at most PRICE_MINUTES old. Nothing is looked up anywhere, estimated or interpolated: an order without a
 * reference is counted as such and is in no figure.
 *
 * The net change of an incident is also counted in one unit, so that its parts can be held against each other (`changes`): in
 * US dollars where most of its orders were paid in coins that stand for one, each of which counts as one; else in the coin or
 * currency they were paid in. Other coins count by the last own fill, or supplied price, against that unit before the incident, or
 * against bitcoin and that in turn; or what these orders only sold, by the average price that they got. What has none is left out
 * and named. The three ways are not mixed: that one is taken which counts more parts; of equals supplied prices, then own fills.
 * Rounded, half away from zero.
 *
 * In a fiat currency (--fx): the sums of each method at the rate of the day on which the orders began. USD-like coins
 * (valuation_is_dollar) count as one US dollar each, other coins by their last own fill, or supplied price, against one of
 * these, against the currency itself, or against bitcoin and that in turn; what has none is left out of the total and named.
 *
 * Call valuation_new, for each file valuation_wants / _begin / _take / _end, then valuation_finish. Only the prices needed are
 * kept. It adds the sums to result->losses and points result->valuation at itself; free it after the result.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_VALUATION_VALUATION_H
#define STRAYKEY_ATTRIBUTION_VALUATION_VALUATION_H

#include "attribution/attribution.h"
#include "parser/reference/fx_file.h"
#include "parser/reference/price_file.h"

enum { OWN_FILL_DAYS = 7, PRICE_MINUTES = 60, FIAT_DECIMALS = 2, FIAT_FINE_DECIMALS = 8, AVERAGE_DECIMALS = 12 };

enum value_method { VALUE_OWN_FILLS, VALUE_BEFORE_ORDER, VALUE_BEFORE_INCIDENT, VALUE_METHOD_COUNT };
const char *value_method_name(enum value_method m); /* as above; for programs */

enum reference_state { REFERENCE_FOUND, REFERENCE_NONE, REFERENCE_OLD };
struct reference_price {
    enum reference_state state;
    struct decimal price;
    int64_t at_ns;
    uint32_t event; /* own fills: the row; else EVENT_NONE */
    uint32_t file;  /* supplied prices: index of valuation->files */
    uint32_t against; /* 0: of the market itself; else the dollar (text of the store) that the price is in instead */
};

struct value_sum {              /* of the orders that have a reference */
    uint64_t valued, none, old; /* orders: with one, without one, with one that is too old */
    struct decimal qty, cost, worth; /* base; quote paid or received; quote at the references */
    struct decimal cost_of_prices; /* negative: worse than the references */
    struct decimal low, high;   /* of the references */
    int64_t first_age_ns;       /* of `first` at the moment it is held against */
    int64_t oldest_ns;          /* the greatest age of a reference at the moment it is held against */
    struct reference_price first; /* of the first order that has one */
    bool computed;              /* false: something did not fit into 38 digits */
};
struct value_line {             /* graded orders of which something was executed */
    uint32_t incident;          /* number; 0: all of them */
    uint32_t account, market;
    uint8_t side;
    uint32_t *orders;           /* in the order of time */
    size_t order_count;
    uint64_t unknown;           /* of them: quantity or cost is not stated, or cost is not quantity
                                 * times price (contracts); in none of the sums */
    struct value_sum by[VALUE_METHOD_COUNT];
};
struct value_left {             /* what is left of what was bought; beside result->market_losses */
    uint32_t loss;              /* index of result->market_losses */
    struct reference_price by[VALUE_METHOD_COUNT]; /* BEFORE_ORDER is not used */
    struct decimal worth[VALUE_METHOD_COUNT];
    bool computed[VALUE_METHOD_COUNT];
};

enum fiat_basis {
    FIAT_SELF,    /* the asset is the currency itself */
    FIAT_RATE,    /* another fiat currency */
    FIAT_DOLLAR,  /* counted as a US dollar */
    FIAT_PRICED,
    FIAT_SOLD,    /* `changes`: at the average that these orders got, cut after AVERAGE_DECIMALS */
    FIAT_LEFT_OUT /* no price or rate, or the loss itself was not computed (then not `known`) */
};
struct fiat_part {
    uint32_t asset;
    struct decimal amount, fiat;
    enum fiat_basis basis;
    bool known;                   /* amount is */
    struct reference_price price; /* FIAT_PRICED: in `against`; FIAT_SOLD: the average, in the unit */
    struct reference_price through; /* the same of bitcoin, when `price` is in it; else not REFERENCE_FOUND */
    int64_t day_ns;               /* of the rate; TIME_NONE: none was needed or found */
};
struct fiat_total {
    const char *method;         /* of the losses that it adds up */
    uint32_t unit;              /* the currency; of `changes`: what the parts are counted in */
    bool by_prices;             /* coins by supplied prices; else by own fills */
    bool by_orders;             /* neither: coins by what these orders sold them for */
    uint32_t incident;
    int64_t at_ns;              /* the first of the orders */
    int64_t day_ns;             /* of the rate, the oldest used */
    struct decimal total;       /* of the parts that are not left out */
    bool computed;
    size_t left_out;
    struct fiat_part *parts;
    size_t part_count;
};

struct price_source {
    char *path;                 /* below the folder that was given */
    struct reference_facts facts;
    struct price_name name;
    uint64_t used;              /* how many of the prices needed are its */
};
struct valuation {
    LIST(struct value_line) lines; /* by incident (0 last), then in the order of result->market_losses, buys first */
    LIST(struct value_left) left;
    LIST(struct fiat_total) fiat;
    LIST(struct fiat_total) changes; /* of net changes, in the order of incidents, 0 last; none with --fx, where `fiat` has them */
    bool with_prices;           /* --prices was given */
    LIST(struct price_source) files; /* read, in the order of their paths */
    uint64_t passed_over, unknown; /* files of other markets or times; files that are none */
    uint64_t needed, found;     /* graded orders of which something was executed; with a price before them */
    uint64_t contradictions;    /* a file gave another price for a moment than a file before it, which was used */
    const char *fiat_code;      /* NULL: no --fx */
    const char *fx_sha256;
    bool fx_ecb;
    struct valuation_work *work; /* private; NULL after valuation_finish */
};

/* `fiat_code` NULL: no totals in fiat. It must outlive the valuation. */
struct valuation *valuation_new(struct result *r, bool with_prices, const char *fiat_code);
void valuation_free(struct valuation *v);

/* Whether the file may hold a price that is needed. A table may hold any: true as soon as one is needed. */
bool valuation_wants(const struct valuation *v, struct span path, const struct price_name *name);
/* Then the file's prices go to valuation_take (user: the valuation), and _end says what became of the file. */
void valuation_begin(struct valuation *v, struct span path);
void valuation_take(void *v, const struct price_point *point);
void valuation_end(struct valuation *v, struct span path, const struct price_name *name, const struct reference_facts *facts);

/* `fx` is needed with a fiat_code and must outlive the valuation. */
void valuation_finish(struct valuation *v, const struct fx_table *fx);

/* The net change of an incident in one unit, by supplied prices where there are two ways. NULL: none was computed. */
const struct fiat_total *valuation_change(const struct valuation *v, uint32_t incident);

bool valuation_is_dollar(struct span asset); /* USD and coins that stand for it */

#endif
