/* Tests of attribution/incidents, signals, flags and losses: what stands out, what does not, and what it cost.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

#define FRAME                                                                                                          \
    "file 0 orders\nfile 1 deal-orders\n"                                                                              \
    "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"

static void add(struct trial *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct trial *t, const char *format, ...)
{
    char *text = arena_alloc(t->case_file->arena, 256);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, 256, format, arguments);
    va_end(arguments);
    trial_add(t, text);
}

/* Orders that the bot's records explain, one an hour, with ids when asked for. */
static void add_bot_history(struct trial *t, bool ids)
{
    for (int i = 0; i < 12; i++) {
        add(t, "order 18T%02d:10:00.500 buy XRP/USDT %d @0.4 asked=%d id=%d status=filled -> bot none", i, 10 + i,
            10 + i, 700 + i);
        add(t,
            "bot 18T%02d:10:00.400 buy XRP/USDT %d asked=%d @0.4 id=%s%d deal=1 role=base status=filled "
            "until=18T%02d:10:00.600",
            i, 10 + i, 10 + i, ids ? "XRPUSDT_" : "55", 700 + i, i);
    }
}

static const struct signal_hit *signal_of(const struct incident *n, enum signal code)
{
    for (size_t i = 0; i < n->signals.count; i++)
        if (n->signals.items[i].code == code) return &n->signals.items[i];
    return NULL;
}

static void a_burst_of_alike_round_trips_is_an_incident(void **state)
{
    (void)state;
    enum { TRIPS = 150 };
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME);
    add_bot_history(t, false);
    for (int i = 0; i < TRIPS; i++) {
        add(t,
            "order 19T21:%02d:%02d buy DMG/USD 100 @0.02 asked=100 id=%d status=filled -> unissued probable "
            "+in-incident",
            i / 5, i % 5 * 12, 9000 + i);
        add(t,
            "order 19T21:%02d:%02d sell DMG/USD 100 @0.01 asked=100 id=%d status=filled -> unissued probable "
            "+in-incident",
            i / 5, i % 5 * 12 + 5, 19000 + i);
    }
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->incidents.count, 1);
    const struct incident *n = &t->result->incidents.items[0];
    assert_int_equal(n->order_count, 2 * TRIPS);
    assert_int_equal(n->market_count, 1);
    for (enum signal code = SIGNAL_S1; code <= SIGNAL_S5; code++)
        if (code != SIGNAL_S3) assert_non_null(signal_of(n, code));
    assert_null(signal_of(n, SIGNAL_S3));
    assert_non_null(signal_of(n, SIGNAL_S11));
    assert_int_equal(signal_of(n, SIGNAL_S4)->order_count, 2 * TRIPS);
    trial_free(t);
}

/* A burst of round trips in DMG, and one purchase in the middle of it. */
static void try_near(const char *before, const char *purchase, uint64_t counted)
{
    enum { TRIPS = 60 };
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME);
    add_bot_history(t, false);
    trial_add(t, before);
    for (int i = 0; i < TRIPS; i++) {
        add(t, "order 19T21:%02d:%02d buy DMG/USD 100 @0.02 asked=100 id=%d status=filled -> unissued probable", i / 5,
            i % 5 * 12, 9000 + i);
        add(t, "order 19T21:%02d:%02d sell DMG/USD 100 @0.01 asked=100 id=%d status=filled -> unissued probable", i / 5,
            i % 5 * 12 + 5, 19000 + i);
    }
    trial_add(t, purchase);
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->incidents.count, 1);
    assert_int_equal(t->result->incidents.items[0].order_count, 2 * TRIPS + counted);
    trial_free(t);
}

static void what_only_stands_near_in_time_is_no_part_of_an_incident(void **state)
{
    (void)state;
    static const char before[] = "order 18T20:00:00 buy ETH/USD 0.2 @1200 asked=0.2 id=4 status=filled channel=web\n";
    try_near(before,
             "order 19T21:05:03 buy ETH/USD 0.1 @1200 asked=0.1 id=5 status=filled -> unissued review -in-incident", 0);
    try_near("", "order 19T21:05:03 buy ETH/USD 0.1 @1200 asked=0.1 id=5 status=filled -> unissued probable", 1);
    try_near(before,
             "order 19T21:05:03 buy ETH/USD 0.1 @1200 asked=0.1 id=5 status=filled channel=api -> unissued strong "
             "+in-incident",
             1);
    try_near(before, "order 19T21:05:03 sell ETH/USD 0.1 @1200 asked=0.1 id=5 status=filled -> unissued probable", 1);
    try_near(before,
             "order 19T21:05:03 buy ETH/USD 0.1 @1200 asked=0.1 id=5 status=filled -> unissued probable\n"
             "order 19T21:06:03 sell ETH/USD 0.1 @1100 asked=0.1 id=6 status=filled -> unissued probable",
             2);
}

#define FUNNEL                                                                                                         \
    "order 19T21:00:01 sell BTC/BUSD 0.1 @17000 asked=0.1 id=1 status=filled -> unissued probable\n"                   \
    "order 19T21:00:05 sell ETH/BUSD 1 @1250 asked=1 id=2 status=filled -> unissued probable\n"                        \
    "order 19T21:00:09 sell ADA/BUSD 1000 @0.25 asked=1000 id=3 status=filled -> unissued probable\n"                  \
    "order 19T21:00:13 sell DOT/BUSD 100 @5 asked=100 id=4 status=filled -> unissued probable\n"                       \
    "order 19T21:01:00 buy AXS/BUSD 200 @9 asked=200 id=5 status=filled -> unissued probable\n"                        \
    "order 19T21:02:00 buy AXS/BUSD 150 @10 asked=150 id=6 status=filled -> unissued probable\n"

static void everything_sold_into_one_coin_is_an_incident(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME FUNNEL);
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->incidents.count, 1);
    const struct incident *n = &t->result->incidents.items[0];
    assert_non_null(signal_of(n, SIGNAL_S2));
    assert_non_null(signal_of(n, SIGNAL_S3));
    assert_null(signal_of(n, SIGNAL_S4));
    trial_free(t);
}

static void trading_by_hand_is_no_incident(void **state)
{
    (void)state;
    static const char *const evenings[] = {
        /* two coins sold for a new one */
        FRAME "order 19T19:00:01 sell BTC/USDT 0.1 @17000 asked=0.1 id=1 status=filled -> unissued review\n"
              "order 19T19:05:05 sell ETH/USDT 1 @1250 asked=1 id=2 status=filled -> unissued review\n"
              "order 19T19:20:00 buy AXS/USDT 200 @9 asked=200 id=5 status=filled -> unissued review\n"
              "order 19T19:40:00 buy AXS/USDT 100 @9 asked=100 id=6 status=filled -> unissued review\n",
        /* a dozen orders over an evening, some at a loss */
        FRAME "order 19T19:00:01 buy AXS/USDT 10 @9 asked=10 id=1 status=filled -> unissued review\n"
              "order 19T19:20:01 buy AXS/USDT 10 @9.1 asked=10 id=2 status=filled -> unissued review\n"
              "order 19T19:40:01 sell AXS/USDT 20 @8.9 asked=20 id=3 status=filled -> unissued review\n"
              "order 19T20:00:01 buy GALA/USDT 1000 @0.02 asked=1000 id=4 status=filled -> unissued review\n"
              "order 19T20:20:01 sell GALA/USDT 1000 @0.021 asked=1000 id=5 status=filled -> unissued review\n"
              "order 19T20:40:01 buy SAND/USDT 100 @0.5 asked=100 id=6 status=filled -> unissued review\n"
              "order 19T21:00:01 sell SAND/USDT 100 @0.49 asked=100 id=7 status=filled -> unissued review\n",
    };
    for (size_t i = 0; i < sizeof evenings / sizeof evenings[0]; i++) {
        struct trial *t = trial_new(NULL);
        trial_add(t, evenings[i]);
        add_bot_history(t, false);
        trial_attribute(t);
        trial_check(t);
        assert_int_equal(t->result->incidents.count, 0);
        trial_free(t);
    }
}

/* Buying and selling in turn on a market that no bot trades, for sums as usual; with or without a small gain. */
static void an_evening_to_and_fro_is_no_incident_whether_it_gains_or_loses_a_little(void **state)
{
    (void)state;
    for (int gains = 0; gains < 2; gains++) {
        struct trial *t = trial_new(NULL);
        trial_add(t, FRAME);
        add_bot_history(t, true);
        for (int i = 0; i < 7; i++) {
            add(t, "order 19T21:%02d:10 buy SOL/USDT 0.5 @13 asked=0.5 id=%d status=filled -> unissued review", 2 * i,
                9000 + i);
            add(t, "order 19T21:%02d:50 sell SOL/USDT 0.5 @%s asked=0.5 id=%d status=filled -> unissued review", 2 * i,
                gains ? "13.1" : "12.9", 9100 + i);
        }
        /* another evening with fewer, so that ids alone don't tell: this account is traded by hand */
        for (int i = 0; i < 5; i++)
            add(t, "order 20T18:%02d:10 buy ADA/USDT 20 @0.3 asked=20 id=%d status=filled -> unissued review", i,
                9200 + i);
        trial_attribute(t);
        trial_check(t);
        assert_int_equal(t->result->incidents.count, 0);
        trial_free(t);
    }
}

/* A ladder of small limit orders that fills over a night. */
static void orders_without_their_id_over_hours_in_usual_sizes_are_no_incident(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME);
    add_bot_history(t, true);
    for (int i = 0; i < 10; i++)
        add(t,
            "order 19T12:00:%02d buy SOL/USDT 0.4 @13 asked=0.4 id=%d status=filled until=19T%02d:30:00 -> unissued "
            "review",
            i, 9000 + i, 13 + i);
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->incidents.count, 0);
    trial_free(t);
}

static void a_declared_window_makes_an_incident(void **state)
{
    (void)state;
    trial_run("{\"incident\": {\"from\": \"2022-12-19T18:00:00Z\", \"to\": \"2022-12-19T20:00:00Z\"}}", FRAME
              "order 19T18:30:00 buy AXS/USDT 10 @9 asked=10 id=1 status=filled -> unissued probable +in-incident\n"
              "order 19T19:30:00 buy AXS/USDT 10 @9 asked=10 id=2 status=filled -> unissued probable +in-incident\n"
              "order 19T22:30:00 buy AXS/USDT 10 @9 asked=10 id=3 status=filled -> unissued review -in-incident\n");
}

static void flags_follow_the_exchange_s_own_record_first(void **state)
{
    (void)state;
    trial_run(
        NULL, FRAME
        "order 19T10:00:00 buy AXS/USDT 10 @9 asked=10 id=1 status=filled channel=api -> unissued strong +channel-api\n"
        "order 19T12:00:00 buy AXS/USDT 11 @9 asked=11 id=2 status=filled -> unissued review +channel-silent\n"
        "order 19T14:00:00 buy AXS/USDT 0 asked=11 limit=9 id=3 status=cancelled channel=api -> unissued review "
        "+nothing-executed\n");
    trial_run("{\"manual_trading\": \"never\"}", FRAME
              "order 19T12:00:00 buy AXS/USDT 11 @9 asked=11 id=2 status=filled -> unissued probable +never-by-hand\n"
              "order 19T14:00:00 buy AXS/USDT 0 asked=11 limit=9 id=3 status=cancelled -> unissued review\n");
    trial_run("{\"keys\": [{\"venue\": \"binance\", \"label\": \"3commas\", \"id\": \"abcd…wxyz\", \"created\": "
              "\"2022-12-01\", \"deleted\": \"2022-12-18\"}]}",
              FRAME "order 19T10:00:00 buy AXS/USDT 10 @9 asked=10 id=1 status=filled key=other -> unissued strong "
                    "+key-not-declared\n"
                    "order 19T12:00:00 buy AXS/USDT 10 @9 asked=10 id=2 status=filled key=3commas -> unissued strong "
                    "+key-life-span\n"
                    "order 18T12:00:00 buy AXS/USDT 10 @9 asked=10 id=3 status=filled key=3commas -> unissued review "
                    "-key-life-span\n");
}

static void a_missing_id_counts_where_ids_join(void **state)
{
    (void)state;
    static const struct {
        const char *declared;
        const char *lonely;
    } rows[] = {{NULL, "review"},
                {"{\"manual_trading\": \"never\"}", "strong"},
                {"{\"manual_trading\": \"sometimes\"}", "review"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct trial *t = trial_new(rows[i].declared);
        trial_add(t, FRAME);
        add_bot_history(t, true);
        add(t, "order 19T12:00:00 buy XRP/USDT 11.5 @0.4 asked=11.5 id=1 status=filled -> unissued %s +id-join-fails",
            rows[i].lonely);
        trial_attribute(t);
        trial_check(t);
        trial_free(t);
    }
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME);
    add_bot_history(t, true);
    for (int i = 0; i < 30; i++)
        add(t,
            "order 19T12:0%d:%02d sell AXS/USDT 5 @7 asked=5 id=%d status=filled -> unissued strong +id-join-fails "
            "+in-incident",
            i / 10, i % 10 * 5, 100 + i);
    trial_attribute(t);
    trial_check(t);
    assert_non_null(signal_of(&t->result->incidents.items[0], SIGNAL_S12));
    trial_free(t);
}

static void assert_loss(const struct trial *t, const char *method, const char *asset, uint32_t incident,
                        const char *want)
{
    for (size_t i = 0; i < t->result->losses.count; i++) {
        const struct loss *l = &t->result->losses.items[i];
        char text[DECIMAL_TEXT_MAX];
        if (l->incident != incident || strcmp(l->method, method) != 0 ||
            !span_is(store_get_text(t->evidence->store, l->asset), asset))
            continue;
        decimal_format_short(l->amount, text);
        assert_true(l->computed);
        assert_string_equal(text, want);
        return;
    }
    fail_msg("no loss %s of %s", method, asset);
}

static void losses_come_from_the_rows(void **state)
{
    (void)state;
    struct trial *t = trial_new("{\"manual_trading\": \"never\"}");
    trial_add(t, FRAME "fill 19T12:00:00 buy AXS/USDT 10 @9 id=1 trade=1 fee=0.01\n"
                       "fill 19T12:00:01 buy AXS/USDT 10 @10 id=2 trade=2 fee=0.01\n"
                       "fill 19T12:00:02 sell AXS/USDT 15 @4 id=3 trade=3 fee=0.005\n");
    trial_attribute(t);
    assert_int_equal(t->result->flag_orders[FLAG_PROBABLE], 3);
    assert_loss(t, "net-change", "AXS", 0, "5");
    assert_loss(t, "net-change", "USDT", 0, "-130");
    assert_loss(t, "net-change", "BNB", 0, "-0.025");
    assert_loss(t, "realised-in-quote", "USDT", 0, "-80"); /* 10 * (4 - 9) + 5 * (4 - 10) */
    trial_free(t);
}

static void losses_that_do_not_fit_are_not_claimed(void **state)
{
    (void)state;
    struct trial *t = trial_new("{\"manual_trading\": \"never\"}");
    trial_add(t, FRAME "fill 19T12:00:00 buy AXS/USDT 99999999999999999999999999999999999999 @1 id=1 trade=1\n"
                       "fill 19T12:00:01 buy AXS/USDT 0.00000001 @1 id=2 trade=2\n");
    trial_attribute(t);
    bool refused = false;
    for (size_t i = 0; i < t->result->losses.count; i++) refused = refused || !t->result->losses.items[i].computed;
    assert_true(refused);
    trial_free(t);
}

static void the_bots_kind_of_client_id_is_learned(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME);
    for (int i = 0; i < 5; i++) {
        add(t,
            "order 18T%02d:10:00.500 buy XRP/USDT %d @0.4 asked=%d id=%d client=x-OWNTAG01z%d status=filled -> bot "
            "none",
            i, 10 + i, 10 + i, 700 + i, i);
        add(t,
            "bot 18T%02d:10:00.400 buy XRP/USDT %d asked=%d @0.4 id=55%d deal=1 role=base status=filled "
            "until=18T%02d:10:00.600",
            i, 10 + i, 10 + i, i, i);
    }
    trial_add(t, "order 19T12:00:00 buy AXS/USDT 11 @9 asked=11 id=2 client=x-OTHERTAGz status=filled\n");
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->issuers.count, 2);
    assert_string_equal(t->result->issuers.items[0].tag, "x-OWNTAG01");
    assert_int_equal(t->result->issuers.items[0].orders, 5);
    assert_int_equal(t->result->issuers.items[0].matched, 5);
    assert_true(t->result->issuers.items[0].learned);
    assert_false(t->result->issuers.items[1].learned);
    trial_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_of_alike_round_trips_is_an_incident),
        cmocka_unit_test(what_only_stands_near_in_time_is_no_part_of_an_incident),
        cmocka_unit_test(everything_sold_into_one_coin_is_an_incident),
        cmocka_unit_test(trading_by_hand_is_no_incident),
        cmocka_unit_test(an_evening_to_and_fro_is_no_incident_whether_it_gains_or_loses_a_little),
        cmocka_unit_test(orders_without_their_id_over_hours_in_usual_sizes_are_no_incident),
        cmocka_unit_test(a_declared_window_makes_an_incident),
        cmocka_unit_test(flags_follow_the_exchange_s_own_record_first),
        cmocka_unit_test(a_missing_id_counts_where_ids_join),
        cmocka_unit_test(losses_come_from_the_rows),
        cmocka_unit_test(losses_that_do_not_fit_are_not_claimed),
        cmocka_unit_test(the_bots_kind_of_client_id_is_learned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
