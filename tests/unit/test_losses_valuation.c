/* Tests of losses by market and of the valuation: which price is held against an order, what is claimed without one, what is
 * left, and what does not fit.
 *
 * SPDX-License-Identifier: MIT */
#include "valued_trial.h"

static void assert_amount(struct decimal d, const char *want)
{
    char text[DECIMAL_TEXT_MAX];
    decimal_format_short(d, text);
    assert_string_equal(text, want);
}

static const struct value_line *line_of(const struct study *s, const char *base, const char *quote, enum side side)
{
    const struct store *store = s->trial->evidence->store;
    for (size_t i = 0; i < s->v->lines.count; i++) {
        const struct value_line *l = &s->v->lines.items[i];
        const struct market *m = &store->markets.items[l->market];
        if (l->incident == 0 && l->side == side && span_is(store_get_text(store, m->base), base) &&
            span_is(store_get_text(store, m->quote), quote))
            return l;
    }
    fail_msg("no line %s/%s", base, quote);
    return NULL;
}

static const struct loss *loss_of(const struct study *s, const char *method, const char *asset)
{
    for (size_t i = 0; i < s->trial->result->losses.count; i++) {
        const struct loss *l = &s->trial->result->losses.items[i];
        if (l->incident == 0 && !strcmp(l->method, method) &&
            span_is(store_get_text(s->trial->evidence->store, l->asset), asset))
            return l;
    }
    return NULL;
}

static const struct market_loss *market_of(const struct study *s, const char *base)
{
    const struct store *store = s->trial->evidence->store;
    for (size_t i = 0; i < s->trial->result->market_losses.count; i++) {
        const struct market_loss *m = &s->trial->result->market_losses.items[i];
        if (m->incident == 0 && span_is(store_get_text(store, store->markets.items[m->market].base), base)) return m;
    }
    fail_msg("no market of %s", base);
    return NULL;
}

/* ---- market by market --------------------------------------------------------------------------------------------------- */

static void round_trips_and_what_is_left_stand_apart(void **state)
{
    (void)state;
    struct study s = study(FRAME "fill 19T12:00:00 buy AXS/USDT 10 @9 cost=90 id=1 trade=1 fee=0.01\n"
                                 "fill 19T12:00:01 buy AXS/USDT 10 @10 cost=100 id=2 trade=2 fee=0.01\n"
                                 "fill 19T12:00:02 sell AXS/USDT 15 @4 cost=60 id=3 trade=3 fee=0.005\n",
                           NULL, 0, NULL);
    const struct market_loss *m = market_of(&s, "AXS");
    assert_true(m->computed && !m->costs_unknown);
    assert_amount(m->bought, "20");
    assert_amount(m->paid, "190");
    assert_amount(m->sold, "15");
    assert_amount(m->received, "60");
    assert_amount(m->again, "15");
    assert_amount(m->realised, "-80");
    assert_amount(m->left, "5");
    assert_amount(m->left_paid, "50");
    assert_amount(loss_of(&s, "fees", "BNB")->amount, "-0.025");
    assert_int_equal(s.v->left.count, 1); /* all graded orders; they make no incident */
    assert_int_equal(s.v->left.items[0].by[VALUE_OWN_FILLS].state, REFERENCE_NONE);
    assert_false(s.v->left.items[0].computed[VALUE_OWN_FILLS]);
    study_free(&s);
}

static void the_fee_of_an_order_without_fills_counts(void **state)
{
    (void)state;
    struct study s = study("file 0 orders\nfile 1 deal-orders\nfile 2 fills\n"
                           "deal 10T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"
                           "order 19T12:00:00 buy AXS/USDT 10 @9 cost=90 id=1 status=filled fee=0.01\n"
                           "order 19T12:00:01 buy AXS/USDT 10 @10 cost=100 id=2 status=filled fee=0.5\n"
                           "fill 19T12:00:01 buy AXS/USDT 10 @10 cost=100 id=2 trade=2 fee=0.02 file=2\n"
                           "order 19T12:00:02 buy AXS/USDT 10 @10 cost=100 id=3 status=filled fee=0.04\n"
                           "fill 19T12:00:02 buy AXS/USDT 10 @10 cost=100 id=3 trade=3 file=2\n",
                           NULL, 0, NULL);
    assert_amount(loss_of(&s, "fees", "BNB")->amount, "-0.07");
    assert_amount(loss_of(&s, "net-change", "BNB")->amount, "-0.07");
    study_free(&s);
}

/* ---- own fills ------------------------------------------------------------------------------------------------------------ */

static void the_last_own_fill_before_is_the_reference(void **state)
{
    (void)state;
    struct study s = study(FRAME BOT_TRADE "fill 19T12:00:00 sell XRP/USDT 100 @0.30 cost=30 id=1 trade=1\n"
                                           "fill 19T12:00:05 buy XRP/USDT 50 @0.60 cost=30 id=2 trade=2\n",
                           NULL, 0, NULL);
    const struct value_line *sold = line_of(&s, "XRP", "USDT", SIDE_SELL),
                            *bought = line_of(&s, "XRP", "USDT", SIDE_BUY);
    assert_int_equal(sold->by[VALUE_OWN_FILLS].valued, 1);
    assert_int_equal(sold->by[VALUE_OWN_FILLS].first.event, s.trial->event_of_line[4]);
    assert_int_equal(sold->by[VALUE_OWN_FILLS].oldest_ns / NS_PER_SECOND, 86400);
    assert_amount(sold->by[VALUE_OWN_FILLS].worth, "40");
    assert_amount(sold->by[VALUE_OWN_FILLS].cost_of_prices, "-10");
    assert_amount(bought->by[VALUE_OWN_FILLS].cost_of_prices, "-10"); /* not the flagged sale before it */
    assert_amount(loss_of(&s, "own-fills", "USDT")->amount, "-20");
    assert_int_equal(loss_of(&s, "own-fills", "USDT")->order_count, 2);
    assert_null(loss_of(&s, "prices-before-order", "USDT"));
    study_free(&s);
}

static void an_old_fill_is_not_used(void **state)
{
    (void)state;
    struct study s = study(FRAME "fill 11T11:59:59 buy XRP/USDT 10 @0.40 id=90 trade=90\n"
                                 "bot 11T11:59:59 buy XRP/USDT 10 asked=10 @0.40 id=XRPUSDT_90 deal=1 role=base "
                                 "status=filled until=11T12:00:01\n"
                                 "fill 18T12:00:00 sell XRP/USDT 100 @0.30 cost=30 id=1 trade=1\n",
                           NULL, 0, NULL);
    const struct value_line *l = line_of(&s, "XRP", "USDT", SIDE_SELL);
    assert_int_equal(l->by[VALUE_OWN_FILLS].valued, 0);
    assert_int_equal(l->by[VALUE_OWN_FILLS].old, 1);
    assert_null(loss_of(&s, "own-fills", "USDT"));
    study_free(&s);
}

static void a_dollar_stands_for_another_and_says_so(void **state)
{
    (void)state;
    struct study s = study(FRAME BOT_TRADE "fill 19T12:00:00 sell XRP/BUSD 100 @0.30 cost=30 id=1 trade=1\n"
                                           "fill 19T12:00:01 sell XRP/BTC 100 @0.00001 cost=0.001 id=2 trade=2\n",
                           NULL, 0, NULL);
    const struct value_sum *dollar = &line_of(&s, "XRP", "BUSD", SIDE_SELL)->by[VALUE_OWN_FILLS];
    assert_amount(dollar->cost_of_prices, "-10");
    assert_true(span_is(store_get_text(s.trial->evidence->store, dollar->first.against), "USDT"));
    assert_int_equal(line_of(&s, "XRP", "BTC", SIDE_SELL)->by[VALUE_OWN_FILLS].valued, 0); /* a bitcoin is no dollar */
    study_free(&s);
}

static void an_order_of_which_only_the_average_is_known_is_a_fill_too(void **state)
{
    (void)state;
    struct study s =
        study("file 0 orders\nfile 1 deal-orders\n"
              "deal 10T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"
              "order 18T12:00:00 buy XRP/USDT 10 @0.40 asked=10 cost=4 id=90 status=filled until=18T12:30:00\n"
              "bot 18T12:00:00 buy XRP/USDT 10 asked=10 @0.40 id=XRPUSDT_90 deal=1 role=base status=filled "
              "until=18T12:30:01\n"
              "order 18T13:00:00 buy XRP/USDT 0 asked=10 limit=0.35 id=91 status=cancelled until=18T13:30:00\n"
              "order 19T12:30:00 sell XRP/USDT 100 @0.30 asked=100 cost=30 id=1 status=filled\n",
              NULL, 0, NULL);
    const struct value_sum *sum = &line_of(&s, "XRP", "USDT", SIDE_SELL)->by[VALUE_OWN_FILLS];
    assert_int_equal(sum->valued, 1);
    assert_amount(sum->cost_of_prices, "-10");
    assert_int_equal(sum->first.event, s.trial->event_of_line[4]);
    assert_int_equal(sum->oldest_ns / NS_PER_SECOND, 86400); /* by the end of the order */
    study_free(&s);
}

static void other_accounts_and_futures_are_no_reference(void **state)
{
    (void)state;
    struct study s =
        study(FRAME "fill 18T12:00:00 buy XRP/USDT 10 @0.40 id=90 trade=90 account=other\n"
                    "fill 18T12:00:00 buy XRP/USDT 10 @0.41 id=91 trade=91 account=mine venue=binance-futures\n"
                    "bot 18T12:00:00 buy XRP/USDT 10 asked=10 @0.40 id=XRPUSDT_90 deal=1 role=base status=filled "
                    "until=18T12:00:01\n"
                    "fill 19T12:00:00 sell XRP/BUSD 100 @0.30 cost=30 id=1 trade=1 account=mine\n",
              NULL, 0, NULL);
    const struct value_sum *sum = &line_of(&s, "XRP", "BUSD", SIDE_SELL)->by[VALUE_OWN_FILLS];
    assert_int_equal(sum->valued, 0);
    assert_int_equal(sum->none, 1);
    study_free(&s);
}

static void lone_orders_have_references_of_their_own(void **state)
{
    (void)state;
    struct study s = study(FRAME BOT_TRADE "fill 18T12:10:00 sell XRP/USDT 100 @0.30 cost=30 id=1 trade=1\n"
                                           "fill 19T12:00:00 sell XRP/USDT 10 @0.50 id=92 trade=92\n"
                                           "bot 19T12:00:00 sell XRP/USDT 10 asked=10 @0.50 id=XRPUSDT_92 deal=1 "
                                           "role=take-profit status=filled until=19T12:00:01\n"
                                           "fill 19T12:10:00 sell XRP/USDT 100 @0.30 cost=30 id=2 trade=2\n",
                           NULL, 0, NULL);
    const struct value_sum *sum = &line_of(&s, "XRP", "USDT", SIDE_SELL)->by[VALUE_OWN_FILLS];
    assert_int_equal(sum->valued, 2);
    assert_amount(sum->low, "0.4");
    assert_amount(sum->high, "0.5");
    assert_amount(sum->cost_of_prices, "-30"); /* -10 and -20 */
    assert_int_equal(sum->first_age_ns / NS_PER_SECOND, 600);
    study_free(&s);
}

/* ---- supplied prices -------------------------------------------------------------------------------------------------------- */

static void the_price_at_the_start_of_the_minute_counts(void **state)
{
    (void)state;
    const struct price_point prices[] = {
        point("AXSUSDT", "19T11:58:00", "7"),   point("AXSUSDT", "19T11:59:59", "8"),
        point("AXSUSDT", "19T12:00:00", "40"), /* not before the minute */
        point("AXSUSDT", "19T12:00:20", "50"), /* in the minute of the order */
        point("DOTUSDT", "19T10:59:59", "5"),  /* too old by a second */
        point("OTHERUSDT", "19T11:59:00", "5"),
    };
    struct study s = study(FRAME "fill 19T12:00:30 buy AXS/USDT 10 @9 cost=90 id=1 trade=1\n"
                                 "fill 19T12:00:31 buy DOT/USDT 10 @9 cost=90 id=2 trade=2\n",
                           prices, 6, NULL);
    const struct value_sum *axs = &line_of(&s, "AXS", "USDT", SIDE_BUY)->by[VALUE_BEFORE_ORDER];
    assert_int_equal(axs->valued, 1);
    assert_amount(axs->low, "8");
    assert_amount(axs->cost_of_prices, "-10");
    assert_int_equal(axs->oldest_ns / NS_PER_SECOND, 31);
    assert_int_equal(line_of(&s, "DOT", "USDT", SIDE_BUY)->by[VALUE_BEFORE_ORDER].old, 1);
    assert_int_equal(s.v->needed, 2);
    assert_int_equal(s.v->found, 1);
    assert_int_equal(s.v->files.items[0].used, 1);
    assert_amount(loss_of(&s, "prices-before-order", "USDT")->amount, "-10");
    study_free(&s);
}

static void the_incident_moves_no_price_before_it(void **state)
{
    (void)state;
    const struct price_point prices[] = {point("DMGUSD", "19T20:59:00", "0.01"),
                                         point("DMGUSD", "19T21:30:00", "0.05")};
    struct trial *t =
        trial_new("{\"manual_trading\": \"never\", \"incident\": {\"from\": \"2022-12-19T20:00:00Z\", \"to\": "
                  "\"2022-12-19T23:00:00Z\"}}");
    trial_add(t, FRAME "fill 19T21:00:00 buy DMG/USD 100 @0.02 cost=2 id=1 trade=1\n"
                       "fill 19T21:40:00 buy DMG/USD 100 @0.06 cost=6 id=2 trade=2\n");
    trial_attribute(t);
    assert_int_equal(t->result->incidents.count, 1);
    struct study s = {t, valuation_new(t->result, true, NULL)};
    struct price_name name = {PRICE_TABLE, SPAN_NONE, INT64_MIN, INT64_MAX};
    const struct reference_facts good = {.problem = REFERENCE_GOOD};
    valuation_begin(s.v, SPAN("mine.csv"));
    for (size_t i = 0; i < 2; i++) valuation_take(s.v, &prices[i]);
    valuation_end(s.v, SPAN("mine.csv"), &name, &good);
    valuation_finish(s.v, NULL);
    const struct value_line *l = line_of(&s, "DMG", "USD", SIDE_BUY);
    assert_amount(l->by[VALUE_BEFORE_ORDER].cost_of_prices, "-2");    /* -1 and -1: the price had been moved */
    assert_amount(l->by[VALUE_BEFORE_INCIDENT].cost_of_prices, "-6"); /* -1 and -5 */
    assert_int_equal(s.v->lines.items[0].incident, 1);
    study_free(&s);
}

static void files_that_do_not_count_leave_nothing(void **state)
{
    (void)state;
    struct study s = {.trial = trial_new("{\"manual_trading\": \"never\"}")};
    trial_add(s.trial, FRAME "fill 19T12:00:30 buy AXS/USDT 10 @9 cost=90 id=1 trade=1\n");
    trial_attribute(s.trial);
    s.v = valuation_new(s.trial->result, true, NULL);
    struct price_name name = {PRICE_TABLE, SPAN_NONE, INT64_MIN, INT64_MAX};
    static const struct {
        const char *path, *price;
        enum reference_problem problem;
    } files[] = {{"a.csv", "1", REFERENCE_BAD_ROW},
                 {"b.csv", "2", REFERENCE_GOOD},
                 {"c.csv", "3", REFERENCE_GOOD},
                 {"futures/d.csv", "4", REFERENCE_GOOD}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const struct price_point p = point("AXSUSDT", "19T11:59:59", files[i].price);
        const struct reference_facts facts = {.problem = files[i].problem};
        valuation_begin(s.v, span_of(files[i].path));
        valuation_take(s.v, &p);
        valuation_end(s.v, span_of(files[i].path), &name, &facts);
    }
    valuation_finish(s.v, NULL);
    const struct value_sum *sum = &line_of(&s, "AXS", "USDT", SIDE_BUY)->by[VALUE_BEFORE_ORDER];
    assert_amount(sum->low, "2"); /* the first good file's */
    assert_int_equal(sum->first.file, 1);
    assert_int_equal(s.v->contradictions, 1);
    study_free(&s);
}

static void only_files_of_the_market_and_time_are_wanted(void **state)
{
    (void)state;
    struct study s = {.trial = trial_new("{\"manual_trading\": \"never\"}")};
    trial_add(s.trial, FRAME "fill 19T00:00:30 buy AXS/USDT 10 @9 cost=90 id=1 trade=1\n");
    trial_attribute(s.trial);
    s.v = valuation_new(s.trial->result, true, NULL);
    static const struct {
        const char *path;
        bool wanted;
    } rows[] = {{"AXSUSDT-1m-2022-12-18.zip", true}, /* the minute before midnight */
                {"AXSUSDT-1m-2022-12.zip", true},         {"AXSUSDT-trades-2022-12-18.zip", true},
                {"AXSBUSD-1m-2022-12-18.zip", true}, /* another dollar */
                {"AXSUSDT-1m-2022-12-17.zip", false},     {"AXSUSDT-1m-2022-12-19.zip", false},
                {"AXSBTC-1m-2022-12-18.zip", false},      {"futures/um/AXSUSDT-1m-2022-12-18.zip", false},
                {"spot/AXSUSDT-1m-2022-12-18.zip", true}, {"table.csv", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct price_name name;
        assert_true(price_name_parse(span_of(rows[i].path), &name));
        if (valuation_wants(s.v, span_of(rows[i].path), &name) != rows[i].wanted) fail_msg("%s", rows[i].path);
    }
    study_free(&s);
}

/* ---- awkward ---------------------------------------------------------------------------------------------------------------- */

static void what_does_not_fit_is_not_claimed(void **state)
{
    (void)state;
    const struct price_point prices[] = {point("AXSUSDT", "19T11:59:59", "1.00000000000000000001")};
    struct study s = study(FRAME "fill 19T12:00:30 buy AXS/USDT 99999999999999999999999999999999999999 @1 "
                                 "cost=99999999999999999999999999999999999999 id=1 trade=1\n",
                           prices, 1, NULL);
    const struct value_sum *sum = &line_of(&s, "AXS", "USDT", SIDE_BUY)->by[VALUE_BEFORE_ORDER];
    assert_int_equal(sum->valued, 1);
    assert_false(sum->computed);
    assert_false(loss_of(&s, "prices-before-order", "USDT")->computed);
    assert_false(s.v->left.items[0].computed[VALUE_BEFORE_INCIDENT]);
    study_free(&s);
}

static void an_order_without_its_cost_is_in_no_sum(void **state)
{
    (void)state;
    const struct price_point prices[] = {point("AXSUSDT", "19T11:59:59", "8")};
    struct study s = study(FRAME "fill 19T12:00:30 buy AXS/USDT 10 id=1 trade=1\n", prices, 1, NULL);
    const struct value_line *l = line_of(&s, "AXS", "USDT", SIDE_BUY);
    assert_int_equal(l->unknown, 1);
    assert_int_equal(l->by[VALUE_BEFORE_ORDER].valued, 0);
    assert_false(market_of(&s, "AXS")->computed);
    study_free(&s);
}

/* ---- fiat ---------------------------------------------------------------------------------------------------------------------- */

static void sums_in_fiat_name_what_is_not_in_them(void **state)
{
    (void)state;
    char *error = NULL;
    struct fx_table *fx =
        fx_table_read(SPAN("date,currency,per_usd\n2022-12-16,EUR,0.9\n2022-12-16,GBP,0.8\n"), &error);
    const struct price_point prices[] = {point("BTCBUSD", "19T11:59:00", "17000")};
    struct study s = study(FRAME BOT_TRADE "fill 19T12:00:00 sell BTC/USDT 1 @16000 cost=16000 id=1 trade=1\n"
                                           "fill 19T12:00:01 sell XRP/GBP 100 @0.16 cost=16 id=2 trade=2\n"
                                           "fill 19T12:00:02 buy DMG/USDT 1000 @16 cost=16000 id=3 trade=3\n",
                           prices, 1, fx);
    const struct loss *own = loss_of(&s, "net-change-in-fiat", "EUR"),
                      *priced = loss_of(&s, "net-change-in-fiat-by-prices", "EUR");
    assert_amount(own->amount, "-18"); /* 16 GBP: 18; -100 XRP at 0.40: -36; 0 USDT; without BTC and DMG */
    assert_string_equal(own->source,
                        "rate of 2022-12-16; own fills before; without 2 of 5 assets, which have no price");
    assert_amount(priced->amount, "-15282"); /* 18 - 17000 * 0.9; without XRP and DMG */
    const struct fiat_total *t = &s.v->fiat.items[0];
    assert_int_equal(t->left_out, 2);
    assert_int_equal(t->part_count, 5);
    study_free(&s);
    fx_table_free(fx);
}

static void coins_are_priced_in_the_currency_itself_and_through_bitcoin(void **state)
{
    (void)state;
    char *error = NULL;
    struct fx_table *fx = fx_table_read(SPAN("date,currency,per_usd\n2022-12-16,EUR,0.5\n"), &error);
    const struct price_point prices[] = {point("ETHEUR", "19T11:59:00", "1500"),
                                         point("ZZZBTC", "19T11:59:00", "0.00001"),
                                         point("BTCUSDC", "19T11:59:00", "17000")};
    struct study s = study(FRAME "fill 19T12:00:00 sell ETH/EUR 1 @1400 cost=1400 id=1 trade=1\n"
                                 "fill 19T12:00:02 buy ZZZ/BTC 1000 @0.0001 cost=0.1 id=2 trade=2\n",
                           prices, 3, fx);
    const struct loss *priced = loss_of(&s, "net-change-in-fiat-by-prices", "EUR");
    assert_amount(priced->amount, "-865"); /* 1400 - 1500 + 1000 * 0.00001 * 17000 / 2 - 0.1 * 17000 / 2 */
    assert_string_equal(priced->source, "rate of 2022-12-16; supplied prices");
    assert_string_equal(loss_of(&s, "net-change-in-fiat", "EUR")->source,
                        "no rate needed; no price of a coin; without 3 of 4 assets, which have no price");
    study_free(&s);
    fx_table_free(fx);
}

static void dollars_are_known_by_name(void **state)
{
    (void)state;
    assert_true(valuation_is_dollar(SPAN("USD")) && valuation_is_dollar(SPAN("BUSD")) &&
                valuation_is_dollar(SPAN("USDT")));
    assert_false(valuation_is_dollar(SPAN("USDD")) || valuation_is_dollar(SPAN("EUR")) ||
                 valuation_is_dollar(SPAN("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trips_and_what_is_left_stand_apart),
        cmocka_unit_test(the_fee_of_an_order_without_fills_counts),
        cmocka_unit_test(the_last_own_fill_before_is_the_reference),
        cmocka_unit_test(an_old_fill_is_not_used),
        cmocka_unit_test(a_dollar_stands_for_another_and_says_so),
        cmocka_unit_test(an_order_of_which_only_the_average_is_known_is_a_fill_too),
        cmocka_unit_test(other_accounts_and_futures_are_no_reference),
        cmocka_unit_test(lone_orders_have_references_of_their_own),
        cmocka_unit_test(the_price_at_the_start_of_the_minute_counts),
        cmocka_unit_test(the_incident_moves_no_price_before_it),
        cmocka_unit_test(files_that_do_not_count_leave_nothing),
        cmocka_unit_test(only_files_of_the_market_and_time_are_wanted),
        cmocka_unit_test(what_does_not_fit_is_not_claimed),
        cmocka_unit_test(an_order_without_its_cost_is_in_no_sum),
        cmocka_unit_test(sums_in_fiat_name_what_is_not_in_them),
        cmocka_unit_test(coins_are_priced_in_the_currency_itself_and_through_bitcoin),
        cmocka_unit_test(dollars_are_known_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
