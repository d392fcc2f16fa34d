/* valued_trial - evidence as text, attributed and valued by prices that a test names.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_VALUED_TRIAL_H
#define STRAYKEY_TESTS_VALUED_TRIAL_H

#include "attribution_trial.h"

#include "attribution/valuation/valuation.h"

/* The bot trades XRP; what it leaves unexplained in covered time is flagged, since nothing is traded by hand. */
#define FRAME                                                                                                          \
    "file 0 fills\nfile 1 deal-orders\n"                                                                               \
    "deal 10T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"
#define BOT_TRADE                                                                                                      \
    "fill 18T12:00:00 buy XRP/USDT 10 @0.40 id=90 trade=90\n"                                                          \
    "bot 18T12:00:00 buy XRP/USDT 10 asked=10 @0.40 id=XRPUSDT_90 deal=1 role=base status=filled until=18T12:00:01\n"

struct study {
    struct trial *trial;
    struct valuation *v;
};

static inline struct study study(const char *text, const struct price_point *prices, size_t count, struct fx_table *fx)
{
    struct study s = {.trial = trial_new("{\"manual_trading\": \"never\"}")};
    struct price_name name = {PRICE_TABLE, SPAN_NONE, INT64_MIN, INT64_MAX};
    const struct reference_facts good = {.problem = REFERENCE_GOOD, .rows = count};
    trial_add(s.trial, text);
    trial_attribute(s.trial);
    s.v = valuation_new(s.trial->result, count > 0, fx ? "EUR" : NULL);
    if (count > 0) {
        valuation_begin(s.v, SPAN("mine.csv"));
        for (size_t i = 0; i < count; i++) valuation_take(s.v, &prices[i]);
        valuation_end(s.v, SPAN("mine.csv"), &name, &good);
    }
    valuation_finish(s.v, fx);
    return s;
}

static inline void study_free(struct study *s)
{
    trial_free(s->trial);
    valuation_free(s->v);
}

static inline struct price_point point(const char *symbol, const char *time, const char *price)
{
    struct price_point p = {.symbol = span_of(symbol)};
    uint8_t digits;
    p.at_ns = trial_time(span_of(time), &digits);
    assert_int_equal(decimal_parse(span_of(price), &p.price), DECIMAL_OK);
    return p;
}

#endif
