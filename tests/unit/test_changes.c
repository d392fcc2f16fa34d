/* Tests of attribution/valuation_change: in which unit and by which prices the net change of flagged orders is counted, and what
 * is left out.
 *
 * SPDX-License-Identifier: MIT */
#include "valued_trial.h"

struct change_study {
    struct study study;
    const struct fiat_total *all; /* of all graded orders */
};

static struct change_study change_study(const char *text, const char *symbol, const char *price)
{
    const struct price_point p = symbol ? point(symbol, "19T11:59:00", price) : (struct price_point){0};
    struct change_study s = {.study = study(text, &p, symbol ? 1 : 0, NULL)};
    s.all = valuation_change(s.study.v, 0);
    assert_non_null(s.all);
    return s;
}

static struct span text_of(const struct change_study *s, uint32_t text)
{
    return store_get_text(s->study.trial->evidence->store, text);
}

/* The part of that asset: how it is counted, and as what. */
static void assert_part(const struct change_study *s, const char *asset, enum fiat_basis basis, const char *want)
{
    char text[DECIMAL_TEXT_MAX] = "";
    for (size_t i = 0; i < s->all->part_count; i++) {
        const struct fiat_part *p = &s->all->parts[i];
        if (!span_is(text_of(s, p->asset), asset)) continue;
        assert_int_equal(p->basis, basis);
        if (basis != FIAT_LEFT_OUT) decimal_format(p->fiat, text);
        assert_string_equal(text, want);
        return;
    }
    fail_msg("no part of %s", asset);
}

static void assert_total(const struct change_study *s, const char *unit, const char *want)
{
    char text[DECIMAL_TEXT_MAX];
    assert_true(span_is(text_of(s, s->all->unit), unit));
    assert_true(s->all->computed);
    decimal_format(s->all->total, text);
    assert_string_equal(text, want);
}

static void holdings_that_were_sold_count_at_what_they_were_sold_for(void **state)
{
    (void)state;
    struct change_study s = change_study(FRAME "fill 19T12:00:00 sell ETH/USDT 1 @1000 cost=1000 id=1 trade=1\n"
                                               "fill 19T12:00:01 sell ETH/BUSD 2 @1300 cost=2600 id=2 trade=2\n"
                                               "fill 19T12:00:02 sell ADA/USDT 400 @0.25 cost=100 id=3 trade=3\n"
                                               "fill 19T12:00:03 buy DMG/USDT 1000 @0.9 cost=900 id=4 trade=4\n"
                                               "fill 19T12:00:04 sell DMG/USDT 900 @0.1 cost=90 id=5 trade=5\n",
                                         NULL, NULL);
    assert_true(s.all->by_orders);
    assert_part(&s, "ETH", FIAT_SOLD, "-3600.00"); /* on average 1200 */
    assert_part(&s, "ADA", FIAT_SOLD, "-100.00");
    assert_part(&s, "USDT", FIAT_DOLLAR, "290.00");
    assert_part(&s, "BUSD", FIAT_DOLLAR, "2600.00");
    assert_part(&s, "DMG", FIAT_LEFT_OUT, ""); /* they bought it as well: what they paid says nothing of its worth */
    assert_int_equal(s.all->left_out, 1);
    assert_total(&s, "USD", "-810.00");
    study_free(&s.study);
}

static void own_fills_are_taken_where_they_reach_as_far(void **state)
{
    (void)state;
    struct change_study s =
        change_study(FRAME BOT_TRADE "fill 19T12:00:00 sell XRP/USDT 1000 @0.30 cost=300 id=1 trade=1\n", NULL, NULL);
    assert_false(s.all->by_orders || s.all->by_prices);
    assert_part(&s, "XRP", FIAT_PRICED, "-400.00");
    assert_part(&s, "USDT", FIAT_DOLLAR, "300.00");
    assert_total(&s, "USD", "-100.00");
    study_free(&s.study);
    s = change_study(FRAME BOT_TRADE "fill 19T12:00:00 sell XRP/USDT 1.0125 @0.30 cost=0.30375 id=1 trade=1\n", NULL,
                     NULL);
    assert_part(&s, "XRP", FIAT_PRICED, "-0.41"); /* 0.405, half away from zero */
    assert_part(&s, "USDT", FIAT_DOLLAR, "0.30");
    study_free(&s.study);
}

static void supplied_prices_are_taken_where_they_reach_as_far(void **state)
{
    (void)state;
    const char *raid = FRAME BOT_TRADE "fill 19T12:00:00 sell XRP/USDT 1000 @0.30 cost=300 id=1 trade=1\n";
    struct change_study s = change_study(raid, "XRPUSDT", "0.5");
    assert_true(s.all->by_prices);
    assert_part(&s, "XRP", FIAT_PRICED, "-500.00");
    study_free(&s.study);
    s = change_study(raid, "ADAUSDT", "0.5"); /* of another coin */
    assert_false(s.all->by_prices);
    assert_part(&s, "XRP", FIAT_PRICED, "-400.00");
    study_free(&s.study);
}

static void where_no_dollar_is_paid_the_unit_is_what_is_paid(void **state)
{
    (void)state;
    struct change_study s =
        change_study(FRAME BOT_TRADE "fill 19T12:00:00 sell ETH/BTC 2 @0.07 cost=0.14 id=1 trade=1\n"
                                     "fill 19T12:00:01 sell ADA/BTC 3 @0.0000123456789 cost=0.0000370370367 id=2 "
                                     "trade=2\n"
                                     "fill 19T12:00:02 buy ZZZ/USDT 5 @1 cost=5 id=3 trade=3\n",
                     NULL, NULL);
    assert_part(&s, "BTC", FIAT_SELF, "0.14003704"); /* small values: eight decimals */
    assert_part(&s, "ETH", FIAT_SOLD, "-0.14000000");
    assert_part(&s, "ADA", FIAT_SOLD, "-0.00003704");
    assert_part(&s, "USDT", FIAT_LEFT_OUT, "");
    assert_total(&s, "BTC", "0.00000000");
    study_free(&s.study);
}

static void an_asset_without_a_price_is_counted_through_bitcoin(void **state)
{
    (void)state;
    struct change_study s =
        change_study(FRAME "fill 18T12:00:00 buy ADA/BTC 10 @0.00002 id=80 trade=80\n"
                           "bot 18T12:00:00 buy ADA/BTC 10 asked=10 @0.00002 id=ADABTC_80 deal=1 role=base "
                           "status=filled until=18T12:00:01\n"
                           "fill 18T13:00:00 buy BTC/USDT 1 @20000 id=81 trade=81\n"
                           "bot 18T13:00:00 buy BTC/USDT 1 asked=1 @20000 id=BTCUSDT_81 deal=1 role=base "
                           "status=filled until=18T13:00:01\n"
                           "fill 19T12:00:00 buy ADA/USDT 1000 @0.30 cost=300 id=1 trade=1\n",
                     NULL, NULL);
    assert_part(&s, "ADA", FIAT_PRICED, "400.00"); /* 1000 times 0.00002 BTC of 20000 each */
    assert_part(&s, "USDT", FIAT_DOLLAR, "-300.00");
    study_free(&s.study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holdings_that_were_sold_count_at_what_they_were_sold_for),
        cmocka_unit_test(own_fills_are_taken_where_they_reach_as_far),
        cmocka_unit_test(supplied_prices_are_taken_where_they_reach_as_far),
        cmocka_unit_test(where_no_dollar_is_paid_the_unit_is_what_is_paid),
        cmocka_unit_test(an_asset_without_a_price_is_counted_through_bitcoin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
