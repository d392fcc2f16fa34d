/* Tests of attribution/judge and history: where a person's trading ends and an incident begins.
 *
 * The account's bots buy and sell XRP and ADA for 100 to 123 USDT an order, and all of that is explained.
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

#define FRAME                                                                                                          \
    "file 0 orders\nfile 1 deal-orders\n"                                                                              \
    "deal 11T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"                              \
    "deal 11T00:00:00 ADA/USDT deal=2 bot=7 account=31 status=closed until=21T00:00:00\n"

enum knowledge {
    SILENT,      /* nothing joins ids */
    IDS,         /* the ids of the bots' orders stand in their records */
    IDS_AND_HAND /* and the user trades by hand now and then */
};

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

static void add_history(struct trial *t, enum knowledge knowledge)
{
    enum { ORDERS = 120, HAND = 6 };
    for (int i = 0; i < ORDERS; i++) {
        const char *coin = i % 2 ? "XRP" : "ADA";
        int day = 12 + i / 24, hour = i % 24, qty = 200 + 2 * (i % 24);
        add(t, "order %dT%02d:10:00.500 %s %s/USDT %d @0.5 asked=%d id=%d status=filled -> bot none", day, hour,
            i % 4 < 2 ? "buy" : "sell", coin, qty, qty, 7000 + i);
        add(t,
            "bot %dT%02d:10:00.400 %s %s/USDT %d asked=%d @0.5 id=%s%s%d deal=%d role=base status=filled "
            "until=%dT%02d:10:00.600",
            day, hour, i % 4 < 2 ? "buy" : "sell", coin, qty, qty, knowledge == SILENT ? "55" : coin,
            knowledge == SILENT ? "" : "USDT_", 7000 + i, i % 2 ? 1 : 2, day, hour);
    }
    for (int i = 0; i < HAND && knowledge == IDS_AND_HAND; i++)
        add(t, "order 1%dT15:30:00 buy XRP/USDT %d @0.5 asked=%d id=%d status=filled -> unissued review", 2 + i,
            150 + i, 150 + i, 800 + i);
}

static void run(const char *what, const char *text, enum knowledge knowledge, size_t incidents)
{
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME);
    trial_add(t, text);
    add_history(t, knowledge);
    print_message("  %s\n", what);
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->incidents.count, incidents);
    trial_free(t);
}

#define ORDER(time, side, market, qty, price, id, want)                                                                \
    "order 19T" time " " side " " market " " qty " @" price " asked=" qty " id=" id " status=filled -> unissued " want \
    "\n"

/* ---- a person ------------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *what, *text;
} evenings[] = {
    {"three coins sold for a new one, at the usual size",
     ORDER("19:00:01", "sell", "XRP/USDT", "200", "0.5", "1", "review")
         ORDER("19:02:05", "sell", "ADA/USDT", "210", "0.5", "2", "review")
             ORDER("19:03:40", "sell", "BTC/USDT", "0.006", "17000", "3", "review")
                 ORDER("19:06:00", "buy", "AXS/USDT", "34", "9", "4", "review")},
    {"a dip bought with five orders",
     ORDER("19:00:01", "buy", "BTC/USDT", "0.006", "17000", "1", "review")
         ORDER("19:04:05", "buy", "BTC/USDT", "0.006", "16900", "2", "review")
             ORDER("19:08:40", "buy", "BTC/USDT", "0.006", "16800", "3", "review")
                 ORDER("19:16:00", "buy", "BTC/USDT", "0.006", "16700", "4", "review")
                     ORDER("19:20:00", "buy", "BTC/USDT", "0.006", "16600", "5", "review")},
    {"the same, and all of it sold again in fear, a sixth lower",
     ORDER("19:00:01", "buy", "AXS/USDT", "12", "9", "1", "review")
         ORDER("19:04:05", "buy", "AXS/USDT", "12", "8.9", "2", "review")
             ORDER("19:08:40", "buy", "AXS/USDT", "12", "8.8", "3", "review")
                 ORDER("19:26:00", "sell", "AXS/USDT", "12", "7.5", "4", "review")
                     ORDER("19:27:00", "sell", "AXS/USDT", "12", "7.4", "5", "review")
                         ORDER("19:28:00", "sell", "AXS/USDT", "12", "7.3", "6", "review")},
    {"one large order alone", ORDER("19:00:01", "buy", "BTC/USDT", "0.3", "17000", "1", "review")},
};

static void a_person_s_evening_is_no_incident(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof evenings / sizeof evenings[0]; i++) {
        run(evenings[i].what, evenings[i].text, SILENT, 0);
        run(evenings[i].what, evenings[i].text, IDS_AND_HAND, 0);
    }
}

#define SIX(a, b, c, d, e, f, want)                                                                                    \
    ORDER("19:00:0" a, "sell", "XRP/USDT", "200", "0.5", "1", want)                                                    \
    ORDER("19:0" b, "sell", "ADA/USDT", "210", "0.5", "2", want)                                                       \
    ORDER("19:0" c, "sell", "BTC/USDT", "0.006", "17000", "3", want)                                                   \
    ORDER("19:0" d, "buy", "AXS/USDT", "11", "9", "4", want)                                                           \
    ORDER("19:0" e, "buy", "AXS/USDT", "11", "9", "5", want) ORDER("19:0" f, "buy", "AXS/USDT", "11", "9", "6", want)

static void what_no_hand_does_so_quickly_is_an_incident(void **state)
{
    (void)state;
    run("six orders in half a minute, at the usual size", SIX("1", "0:03", "0:06", "0:12", "0:20", "0:29", "probable"),
        SILENT, 1);
    run("six orders in a minute and a half", SIX("1", "0:22", "0:40", "1:00", "1:15", "1:30", "review"), SILENT, 0);
}

/* Buys and sells one market again and again; a sale brings `percent` of what was paid. */
static void scalp(struct trial *t, const char *market, int trips, int seconds, int percent, const char *want)
{
    for (int i = 0; i < 2 * trips; i++) {
        int at = 18 * 3600 + i * seconds;
        add(t, "order 19T%02d:%02d:%02d %s %s 100 @%s%d asked=100 id=%d status=filled -> unissued %s", at / 3600,
            at / 60 % 60, at % 60, i % 2 ? "sell" : "buy", market, i % 2 ? "0.00" : "0.0", i % 2 ? percent * 10 : 10,
            100 + i, want);
    }
}

static void round_trips_count_by_what_they_lose(void **state)
{
    (void)state;
    static const struct {
        const char *what, *market;
        enum knowledge knowledge;
        int trips, seconds, percent;
        const char *want;
        size_t incidents;
    } rows[] = {
        {"ten scalps of an evening at a small loss", "XRP/USDT", SILENT, 10, 600, 98, "review", 0},
        {"the same in a new market", "AXS/USDT", SILENT, 10, 600, 98, "review", 0},
        {"the same in half an hour", "XRP/USDT", SILENT, 10, 90, 98, "review", 0},
        {"four at a great loss", "XRP/USDT", SILENT, 4, 300, 60, "review", 0},
        {"five at a great loss", "XRP/USDT", SILENT, 5, 300, 60, "probable +in-incident", 1},
        {"five just below the bound: 91 for 100", "XRP/USDT", SILENT, 5, 300, 91, "review", 0},
        {"five just above it: 90 for 100", "XRP/USDT", SILENT, 5, 300, 90, "probable", 1},
        {"two at a great loss in a new market", "AXS/USDT", SILENT, 2, 300, 60, "review", 0},
        {"three", "AXS/USDT", SILENT, 3, 300, 60, "probable", 1},
        {"eight hours between the orders of a new market", "AXS/USDT", SILENT, 5, 9000, 60, "probable", 1},
        {"the same without great losses", "AXS/USDT", SILENT, 5, 9000, 90, "review", 0},
        {"the same in a market of the bots", "XRP/USDT", SILENT, 5, 9000, 60, "review", 0},
        {"twenty in two hours, each at a small loss", "XRP/USDT", SILENT, 20, 170, 97, "probable", 1},
        {"nineteen", "XRP/USDT", SILENT, 19, 170, 97, "review", 0},
        {"twenty that lose hardly more than fees", "XRP/USDT", SILENT, 20, 170, 99, "review", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct trial *t = trial_new(NULL);
        trial_add(t, FRAME);
        add_history(t, rows[i].knowledge);
        scalp(t, rows[i].market, rows[i].trips, rows[i].seconds, rows[i].percent, rows[i].want);
        print_message("  %s\n", rows[i].what);
        trial_attribute(t);
        trial_check(t);
        assert_int_equal(t->result->incidents.count, rows[i].incidents);
        trial_free(t);
    }
}

/* Nine orders of the bots within a minute, so that three times as many would make a burst; then purchases of a coin. */
static void buy_beside_busy_bots(const char *market, int orders, int seconds, const char *want, size_t incidents)
{
    enum { BUSY = 9 };
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME);
    add_history(t, SILENT);
    for (int i = 0; i < BUSY; i++) {
        add(t, "order 14T06:30:0%d.500 buy XRP/USDT %d @0.5 asked=%d id=%d status=filled -> bot none", i, 300 + i,
            300 + i, 7500 + i);
        add(t,
            "bot 14T06:30:0%d.400 buy XRP/USDT %d asked=%d @0.5 id=56%d deal=1 role=base status=filled "
            "until=14T06:30:0%d.600",
            i, 300 + i, 300 + i, i, i);
    }
    for (int i = 0; i < orders; i++) {
        int at = 18 * 3600 + i * seconds;
        add(t, "order 19T%02d:%02d:%02d buy %s 10 @%d asked=10 id=%d status=filled -> unissued %s", at / 3600,
            at / 60 % 60, at % 60, market, 9, 100 + i, want);
    }
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->incidents.count, incidents);
    trial_free(t);
}

static void many_purchases_of_a_new_coin_need_no_quiet_account(void **state)
{
    (void)state;
    buy_beside_busy_bots("AXS/USDT", 20, 30, "probable +in-incident", 1);
    buy_beside_busy_bots("AXS/USDT", 19, 30, "review", 0);
    buy_beside_busy_bots("AXS/USDT", 20, 60, "review", 0); /* eleven in ten minutes */
    buy_beside_busy_bots("ADA/USDT", 20, 30, "review", 0); /* a coin of the bots, and no burst beside what they do */
}

static void orders_that_rest_and_are_cancelled_are_no_burst(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME);
    add_history(t, SILENT);
    for (int i = 0; i < 24; i++)
        add(t, "order 19T18:%02d:00 buy AXS/USDT 0 asked=10 limit=8 id=%d status=cancelled -> unissued review", i / 2,
            100 + i);
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->incidents.count, 0);
    trial_free(t);
}

/* ---- a thief with few orders --------------------------------------------------------------------------------------------- */

#define P "probable +in-incident"

static void few_large_orders_into_a_new_coin_are_an_incident(void **state)
{
    (void)state;
    run("one asset, five times the largest order",
        ORDER("04:40:00", "sell", "BTC/USDT", "0.04", "17000", "1", P)
            ORDER("04:40:20", "buy", "AXS/USDT", "70", "9", "2", P),
        SILENT, 1);
    run("four times is not enough",
        ORDER("04:40:00", "sell", "BTC/USDT", "0.029", "17000", "1", "review")
            ORDER("04:40:20", "buy", "AXS/USDT", "52", "9", "2", "review"),
        SILENT, 0);
    run("it is when the price rises under the purchases",
        ORDER("04:40:00", "sell", "BTC/USDT", "0.029", "17000", "1", P)
            ORDER("04:40:20", "buy", "AXS/USDT", "26", "9", "2", P)
                ORDER("04:40:40", "buy", "AXS/USDT", "24", "9.9", "3", P),
        SILENT, 1);
    run("nobody takes half an hour for that",
        ORDER("04:40:00", "sell", "BTC/USDT", "0.2", "17000", "1", "review")
            ORDER("05:05:20", "buy", "AXS/USDT", "370", "9", "2", "review"),
        SILENT, 0);
    run("a market that the bots trade is no new coin",
        ORDER("04:40:00", "sell", "BTC/USDT", "0.2", "17000", "1", "review")
            ORDER("04:40:20", "buy", "XRP/USDT", "6000", "0.5", "2", "review"),
        SILENT, 0);
}

#define SALES(want)                                                                                                    \
    ORDER("03:00:00", "sell", "BTC/BUSD", "0.1", "17000", "1", want)                                                   \
    ORDER("03:00:03", "sell", "ETH/BUSD", "1", "1250", "2", want)                                                      \
    ORDER("03:00:06", "sell", "SOL/BUSD", "90", "13", "3", want)

static void the_funnel_is_followed_through_currencies_hours_and_earlier_purchases(void **state)
{
    (void)state;
    run("into BUSD, into USDT, into the coin",
        SALES(P) ORDER("03:00:10", "sell", "BUSD/USDT", "4100", "1", "4", P)
            ORDER("03:00:20", "buy", "AXS/USDT", "450", "9", "5", P),
        SILENT, 1);
    run("the currency bought instead of sold",
        SALES(P) ORDER("03:00:10", "buy", "USDT/BUSD", "4100", "1", "4", P)
            ORDER("03:00:20", "buy", "AXS/USDT", "450", "9", "5", P),
        SILENT, 1);
    run("fifty minutes between sales and purchase", SALES(P) ORDER("03:50:20", "buy", "AXS/BUSD", "450", "9", "5", P),
        SILENT, 1);
    run("three hours", SALES("review") ORDER("06:00:20", "buy", "AXS/BUSD", "450", "9", "5", "review"), SILENT, 0);
    run("bought once by hand, days before",
        "order 13T19:00:00 buy AXS/BUSD 10 @9 asked=10 id=77 status=filled -> unissued review\n" SALES(P)
            ORDER("03:00:20", "buy", "AXS/BUSD", "450", "9", "5", P),
        SILENT, 1);
    run("from the coins into Bitcoin, which the user buys often",
        "order 13T19:00:00 buy BTC/BUSD 0.006 @17000 asked=0.006 id=71 status=filled -> unissued review\n"
        "order 14T19:00:00 buy BTC/BUSD 0.006 @17000 asked=0.006 id=72 status=filled -> unissued review\n"
        "order 15T19:00:00 buy BTC/BUSD 0.006 @17000 asked=0.006 id=73 status=filled -> unissued review\n"
        "order 16T19:00:00 buy BTC/BUSD 0.006 @17000 asked=0.006 id=74 status=filled -> unissued review\n" ORDER(
            "03:00:03", "sell", "ETH/BUSD", "1", "1250", "1", "review")
            ORDER("03:00:06", "sell", "SOL/BUSD", "90", "13", "2", "review")
                ORDER("03:00:09", "sell", "DOT/BUSD", "200", "5", "3", "review")
                    ORDER("03:00:20", "buy", "BTC/BUSD", "0.2", "17000", "4", "review"),
        SILENT, 0);
}

static void lists_of_accounts_that_explain_nothing_make_no_market_known(void **state)
{
    (void)state;
    run("a paper bot's pair",
        "deal 11T00:00:00 AXS/USDT deal=3 bot=9 account=44 paper status=closed until=21T00:00:00\n" ORDER(
            "04:40:00", "sell", "BTC/USDT", "0.04", "17000", "1", P)
            ORDER("04:40:20", "buy", "AXS/USDT", "70", "9", "2", P),
        SILENT, 1);
    run("the bots' own list does",
        "deal 11T00:00:00 AXS/USDT deal=3 bot=9 account=31 status=closed until=21T00:00:00\n" ORDER(
            "04:40:00", "sell", "BTC/USDT", "0.04", "17000", "1", "review")
            ORDER("04:40:20", "buy", "AXS/USDT", "70", "9", "2", "review"),
        SILENT, 0);
}

/* ---- ids ----------------------------------------------------------------------------------------------------------------- */

static void where_ids_join_a_few_orders_are_enough(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        enum knowledge knowledge;
        int orders;
        const char *want;
        size_t incidents;
    } rows[] = {
        {"three in half an hour", IDS, 3, "review +id-join-fails", 0},
        {"four in half an hour, of an account without trades by hand", IDS, 4, "probable +id-join-fails +in-incident",
         1},
        {"twelve", IDS, 12, "strong +in-incident", 1},
        {"seven, of one with such trades", IDS_AND_HAND, 7, "review", 0},
        {"twelve, of one with such trades", IDS_AND_HAND, 12, "strong", 1},
        {"seven, where nothing joins", SILENT, 7, "review", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct trial *t = trial_new(NULL);
        trial_add(t, FRAME);
        add_history(t, rows[i].knowledge);
        for (int k = 0; k < rows[i].orders; k++)
            add(t, "order 19T18:%02d:00 %s XRP/USDT %d @0.5 asked=%d id=%d status=filled -> unissued %s", k * 2,
                k % 2 ? "sell" : "buy", 151 + k, 151 + k, 100 + k, rows[i].want);
        print_message("  %s\n", rows[i].what);
        trial_attribute(t);
        trial_check(t);
        assert_int_equal(t->result->incidents.count, rows[i].incidents);
        trial_free(t);
    }
}

static void signals_state_their_figures(void **state)
{
    (void)state;
    static const struct {
        enum signal code;
        const char *value;
    } wants[] = {
        {SIGNAL_S2,
         "not in the supplied records before: BTC/USDT, AXS/USDT (3 orders); largest order 680 USDT, the account's "
         "largest other order 123 (coins that stand for a dollar count as one)"},
        {SIGNAL_S3,
         "1 asset sold, for 680 USDT; 630 of that currency put into AXS/USDT, less what sales there brought back; "
         "largest order 680 USDT, the account's largest other order 123 (coins that stand for a dollar count as "
         "one)"},
        {SIGNAL_S6, "AXS/USDT: 2 purchases, the first at 9, the last at 10.5"},
    };
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME ORDER("04:40:00", "sell", "BTC/USDT", "0.04", "17000", "1", P)
                     ORDER("04:40:20", "buy", "AXS/USDT", "35", "9", "2", P)
                         ORDER("04:40:40", "buy", "AXS/USDT", "30", "10.5", "3", P));
    add_history(t, SILENT);
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->incidents.count, 1);
    const struct incident *n = &t->result->incidents.items[0];
    for (size_t i = 0; i < sizeof wants / sizeof wants[0]; i++) {
        const char *value = "";
        for (size_t k = 0; k < n->signals.count; k++)
            if (n->signals.items[k].code == wants[i].code) value = n->signals.items[k].value;
        assert_string_equal(value, wants[i].value);
    }
    trial_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_s_evening_is_no_incident),
        cmocka_unit_test(round_trips_count_by_what_they_lose),
        cmocka_unit_test(many_purchases_of_a_new_coin_need_no_quiet_account),
        cmocka_unit_test(orders_that_rest_and_are_cancelled_are_no_burst),
        cmocka_unit_test(few_large_orders_into_a_new_coin_are_an_incident),
        cmocka_unit_test(what_no_hand_does_so_quickly_is_an_incident),
        cmocka_unit_test(the_funnel_is_followed_through_currencies_hours_and_earlier_purchases),
        cmocka_unit_test(lists_of_accounts_that_explain_nothing_make_no_market_known),
        cmocka_unit_test(where_ids_join_a_few_orders_are_enough),
        cmocka_unit_test(signals_state_their_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
