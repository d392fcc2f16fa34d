/* Tests of attribution/coverage: where a missing bot record means something, and what is said where it does not.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

#include "attribution/coverage/intervals.h"

#define ORDER(time) "order " time " buy AXS/BUSD 5 @7 asked=5 id=1 status=filled -> "
#define DEAL(number, from, to) "deal " from " XRP/USDT deal=" number " bot=7 account=31 status=closed until=" to "\n"

static void time_outside_the_records_is_not_covered(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"no bot records at all", "file 0 orders\n" ORDER("19T10:00:00") "not-covered none +no-bot-records\n"},
        {"inside", "file 0 orders\nfile 1 deals-list\n" DEAL("1", "18T00:00:00", "20T00:00:00")
                       ORDER("19T10:00:00") "unissued review\n"},
        {"before", "file 0 orders\nfile 1 deals-list\n" DEAL("1", "18T00:00:00", "20T00:00:00")
                       ORDER("17T23:59:59") "not-covered +before-bot-records\n"},
        {"after", "file 0 orders\nfile 1 deals-list\n" DEAL("1", "18T00:00:00", "20T00:00:00")
                      ORDER("20T00:00:01") "not-covered +after-bot-records\n"},
        {"between two lists",
         "file 0 orders\nfile 1 deals-list\nfile 2 deals-list path=other/list.json\n" DEAL(
             "1", "10T00:00:00",
             "12T00:00:00") "deal 11T00:00:00 XRP/USDT deal=2 bot=7 account=31 status=closed until=12T00:00:00\n"
                            "deal 18T00:00:00 XRP/USDT deal=3 bot=7 account=31 status=closed until=20T00:00:00 "
                            "file=2\n" ORDER("15T00:00:00") "not-covered +between-bot-records\n"},
        {"two lists that touch",
         "file 0 orders\nfile 1 deals-list\nfile 2 deals-list path=other/list.json\n" DEAL(
             "1", "10T00:00:00", "15T00:00:00") "deal 14T00:00:00 XRP/USDT deal=3 bot=7 account=31 status=closed "
                                                "until=20T00:00:00 file=2\n" ORDER("15T00:00:30") "unissued\n"},
        {"an order that lasts beyond the records",
         "file 0 orders\nfile 1 deals-list\n" DEAL(
             "1", "18T00:00:00", "20T00:00:00") "order 19T10:00:00 buy AXS/BUSD 5 @7 asked=5 id=1 status=filled "
                                                "until=20T10:00:00 -> not-covered +after-bot-records\n"},
        {"a paper account's records cover nothing",
         "file 0 orders\nfile 1 deals-list\n"
         "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=20T00:00:00 paper\n" ORDER(
             "19T10:00:00") "not-covered +no-bot-records\n"},
        {"files of one deal each make one list",
         "file 0 orders\nfile 1 deals-list path=deals/1_show.json\nfile 2 deals-list path=deals/2_show.json\n" DEAL(
             "1", "10T00:00:00", "11T00:00:00") "deal 19T00:00:00 XRP/USDT deal=2 bot=7 account=31 status=closed "
                                                "until=20T00:00:00 file=2\n" ORDER("15T00:00:00") "unissued\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

#define TRADE(time, id) "order " time " buy XRP/USDT 5" id " @0.5 asked=5" id " id=" id " status=filled -> "
#define TWO_STRETCHES                                                                                                  \
    "file 0 orders\nfile 1 deals-list\n" DEAL("1", "10T00:00:00", "12T00:00:00") DEAL("2", "18T00:00:00", "20T00:00:00")
#define DAILY(rest)                                                                                                    \
    TRADE("12T10:00:00", "11")                                                                                         \
    rest TRADE("12T20:00:00", "12") rest TRADE("13T10:00:00", "13") rest TRADE("13T20:00:00", "14")                    \
        rest TRADE("14T10:00:00", "15") rest TRADE("14T20:00:00", "16") rest TRADE("15T10:00:00", "17")                \
            rest TRADE("16T10:00:00", "18") rest TRADE("16T20:00:00", "19") rest

static void a_hole_in_which_the_bots_pairs_were_traded_is_not_covered(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"day after day",
         TWO_STRETCHES DAILY("not-covered +between-bot-records\n")
             TRADE("17T10:00:00", "20") "not-covered +between-bot-records\n" ORDER("15T10:00:00") "not-covered\n"},
        {"an order of a deal that ran into it", TWO_STRETCHES
         "bot 10T00:00:00.400 buy XRP/USDT 7 asked=7 @0.5 id=9 deal=1 role=base status=filled "
         "until=11T00:00:00\n" DAILY("not-covered\n") TRADE("17T10:00:00", "20") "not-covered\n" TRADE(
             "11T20:00:00", "21") "not-covered +between-bot-records\n" TRADE("10T20:00:00", "22") "unissued\n"},
        {"nine orders are too few", TWO_STRETCHES DAILY("unissued\n") ORDER("15T10:00:00") "unissued\n"},
        {"ten on one day",
         TWO_STRETCHES
             TRADE("14T10:00:00", "11") "unissued\n" TRADE("14T11:00:00", "12") "unissued\n" TRADE("14T12:00:00", "13") "unissued\n" TRADE("14T13:00:00", "14") "unissued\n" TRADE(
                 "14T14:00:00",
                 "15") "unissued\n" TRADE("14T15:00:00",
                                          "16") "unissued\n" TRADE("14T16:00:00",
                                                                   "17") "unissued\n" TRADE("14T17:00:00",
                                                                                            "18") "unissued\n" TRADE("1"
                                                                                                                     "4"
                                                                                                                     "T"
                                                                                                                     "1"
                                                                                                                     "8"
                                                                                                                     ":"
                                                                                                                     "0"
                                                                                                                     "0"
                                                                                                                     ":"
                                                                                                                     "0"
                                                                                                                     "0",
                                                                                                                     "1"
                                                                                                                     "9") "unissued\n" TRADE("14T19:00:00",
                                                                                                                                             "20") "unissued\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

/* Messages of two bots, one file each; bots.json lists one more or not. */
#define MESSAGES(file, number, from, to)                                                                               \
    "bot " from " buy XRP/USDT 5" number " @0.5 role=base bot=" number " account=31 status=placed file=" file "\n"     \
    "bot " to " sell XRP/USDT 5" number " @0.5 role=take-profit bot=" number " account=31 status=placed file=" file    \
    "\n"
#define BOT_FILES                                                                                                      \
    "file 0 orders\nfile 1 events path=bots/7_show.json\nfile 2 events path=bots/8_show.json\nfile 3 bots\n" MESSAGES( \
        "1", "7", "10T00:00:00", "20T00:00:00") MESSAGES("2", "8", "12T00:00:00", "21T00:00:00")
#define LISTED(number) "account 01T00:00:00 bot=" number " account=31 text=USDT_XRP file=3\n"

static void the_messages_of_all_bots_vouch_for_the_account(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"both", BOT_FILES LISTED("7") LISTED("8") ORDER("15T10:00:00") "unissued\n"},
        {"before the second one's", BOT_FILES LISTED("7") LISTED("8") ORDER("11T10:00:00") "not-covered\n"},
        {"a third bot", BOT_FILES LISTED("7") LISTED("8") LISTED("9") ORDER("15T10:00:00") "not-covered\n"},
        {"no list of bots", BOT_FILES ORDER("15T10:00:00") "not-covered\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

/* A grid bot trades its one pair, and has no messages in the answers that list them for the others. */
#define GRID                                                                                                           \
    "file 4 grids\nfile 5 grid-orders path=grid_bots/9_market_orders.json\n" BOT_FILES LISTED("7")                     \
        LISTED("8") "account 13T00:00:00 ADA/USDT bot=grid-9 account=31 file=4\n"
#define GRID_ORDER(time, number)                                                                                       \
    "bot " time " buy ADA/USDT 6" number " asked=6" number " @0.3 id=7" number " bot=grid-9 account=31 status=filled " \
    "until=" time " file=5\n"
#define ADA(time) "order " time " buy ADA/USDT 9 @0.3 asked=9 id=5 status=filled -> "

static void a_grid_bot_takes_away_its_own_pair_only(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"another pair", GRID ORDER("15T10:00:00") "unissued\n"},
        {"another pair, though it counts profits of orders that are not there",
         GRID "account 13T00:00:00 ADA/USDT 17 bot=grid-9 account=31 file=4\n" ORDER("15T10:00:00") "unissued\n"},
        {"its pair, without its orders", GRID ADA("15T12:00:00") "not-covered\n"},
        {"another pair, beside its orders",
         GRID GRID_ORDER("13T01:00:00", "1") GRID_ORDER("17T00:00:00", "2") ORDER("15T10:00:00") "unissued\n"},
        {"its pair, between its orders",
         GRID GRID_ORDER("13T01:00:00", "1") GRID_ORDER("17T00:00:00", "2") ADA("15T12:00:00") "unissued\n"},
        {"its pair, behind its orders",
         GRID GRID_ORDER("13T01:00:00", "1") GRID_ORDER("17T00:00:00", "2") ADA("18T12:00:00") "not-covered\n"},
        {"its pair, between its making and its first order",
         GRID GRID_ORDER("14T01:00:00", "1") GRID_ORDER("17T00:00:00", "2") ADA("13T12:00:00") "not-covered\n"},
        {"a page of its orders",
         GRID "file 5 grid-orders page path=grid_bots/9_market_orders.json\n" GRID_ORDER("13T01:00:00", "1")
             GRID_ORDER("17T00:00:00", "2") ADA("15T12:00:00") "not-covered\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void damaged_lists_vouch_for_less(void **state)
{
    (void)state;
#define THREE(first, second, third)                                                                                    \
    DEAL("1", first, "18T12:00:00") DEAL("2", second, "18T13:00:00") DEAL("3", third, "18T14:00:00")
    static const struct scenario rows[] = {
        {"cut, newest first: from the oldest record on",
         "file 0 orders\nfile 1 deals-list newest cut\n" THREE("18T11:00:00", "18T10:00:00", "18T09:00:00")
             ORDER("18T09:30:00") "unissued\n"
                                  "order 18T08:00:00 buy AXS/BUSD 5 @7 asked=5 id=2 status=filled -> not-covered "
                                  "+bot-records-cut\n"},
        {"cut, oldest first: up to the newest record",
         "file 0 orders\nfile 1 deals-list oldest cut\n" THREE("18T09:00:00", "18T10:00:00", "18T11:00:00")
             ORDER("18T10:30:00") "unissued\n"
                                  "order 18T11:30:00 buy AXS/BUSD 5 @7 asked=5 id=2 status=filled -> not-covered "
                                  "+bot-records-cut\n"},
        {"cut, in no order: nothing",
         "file 0 orders\nfile 1 deals-list cut\n" THREE("18T09:00:00", "18T11:00:00", "18T10:00:00")
             ORDER("18T10:30:00") "not-covered +bot-records-cut\n"},
        {"a wrong checksum: any record may be altered",
         "file 0 orders\nfile 1 deals-list oldest crc\n" THREE("18T09:00:00", "18T10:00:00", "18T11:00:00")
             ORDER("18T10:30:00") "not-covered +bot-records-cut\n"},
        {"one record could not be used: nothing between its neighbours",
         "file 0 orders\nfile 1 deal-orders oldest rejected=5\n"
         "bot 18T09:00:00 buy XRP/USDT 5 asked=5 id=1 deal=1 account=31 status=filled until=18T09:00:01\n"
         "bot 18T10:00:00 buy XRP/USDT 5 asked=5 id=2 deal=1 account=31 status=filled until=18T10:00:01\n"
         "\n"
         "bot 18T12:00:00 buy XRP/USDT 5 asked=5 id=3 deal=1 account=31 status=filled until=18T12:00:01\n"
         "bot 18T13:00:00 buy XRP/USDT 5 asked=5 id=4 deal=2 account=31 status=filled until=18T13:00:01\n" ORDER(
             "18T11:00:00") "not-covered +bot-records-cut\n"
                            "order 18T12:30:00 buy AXS/BUSD 5 @7 asked=5 id=2 status=filled -> unissued\n"},
        {"just one page: older deals are missing",
         "file 0 orders\nfile 1 deals-list newest page\n" THREE("18T11:00:00", "18T10:00:00", "18T09:00:00")
             ORDER("18T08:30:00") "not-covered +bot-records-page-sized\n"
                                  "order 18T10:30:00 buy AXS/BUSD 5 @7 asked=5 id=2 status=filled -> unissued\n"},
        {"a page and the one behind it",
         "file 0 orders\nfile 1 deals-list newest page\nfile 2 deals-list newest path=other/page2.json\n" THREE(
             "18T11:00:00", "18T10:00:00",
             "18T09:00:00") "deal 17T09:00:00 XRP/USDT deal=4 bot=7 account=31 status=closed until=18T09:30:00 file=2\n"
                            "deal 17T08:00:00 XRP/USDT deal=5 bot=7 account=31 status=closed until=18T09:30:00 "
                            "file=2\n" ORDER("18T10:30:00") "unissued\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void lists_that_leave_something_out_say_so(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"a table of finished deals knows nothing behind a pair's last one",
         "file 0 orders\nfile 1 deals-csv\n"
         "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=19T00:00:00\n"
         "deal 18T00:00:00 ADA/USDT deal=2 bot=7 account=31 status=closed until=21T00:00:00\n"
         "order 19T10:00:00 buy XRP/USDT 5 @0.4 asked=5 id=1 status=filled -> not-covered +open-deals-left-out\n"
         "order 19T10:00:00 buy ADA/USDT 5 @0.4 asked=5 id=2 status=filled -> unissued\n"
         "order 19T10:00:00 buy AXS/BUSD 5 @7 asked=5 id=3 status=filled -> unissued\n"},
        {"a list of all deals beside it does",
         "file 0 orders\nfile 1 deals-csv\nfile 2 deals-list\n"
         "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=19T00:00:00\n"
         "deal 18T00:00:00 ADA/USDT deal=2 bot=7 account=31 status=closed until=21T00:00:00\n"
         "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=19T00:00:00 file=2\n"
         "deal 18T00:00:00 ADA/USDT deal=2 bot=7 account=31 status=closed until=21T00:00:00 file=2\n"
         "order 19T10:00:00 buy XRP/USDT 5 @0.4 asked=5 id=1 status=filled -> unissued\n"},
        {"a bot that counts deals none of which are here",
         "file 0 orders\nfile 1 deals-list\nfile 2 bots\n" DEAL(
             "1", "18T00:00:00",
             "20T00:00:00") "deal 18T01:00:00 ADA/USDT deal=2 bot=8 account=31 status=closed until=18T02:00:00\n"
                            "account 01T00:00:00 bot=99 account=31 12 text=[\"USDT_AXS\"] file=2\n"
                            "order 19T10:00:00 buy AXS/USDT 5 @7 asked=5 id=1 status=filled -> not-covered "
                            "+bot-not-supplied\n"
                            "order 19T10:00:00 buy SOL/USDT 5 @7 asked=5 id=2 status=filled -> unissued\n"},
        {"one whose pairs are not known",
         "file 0 orders\nfile 1 deals-list\nfile 2 bots\n" DEAL(
             "1", "18T00:00:00", "20T00:00:00") "account 01T00:00:00 bot=99 account=31 12 text=Mine "
                                                "file=2\n" ORDER("19T10:00:00") "not-covered "
                                                                                "+bot-not-supplied\n"},
        {"one that was made later",
         "file 0 orders\nfile 1 deals-list\nfile 2 bots\n" DEAL(
             "1", "18T00:00:00",
             "20T00:00:00") "deal 18T01:00:00 ADA/USDT deal=2 bot=8 account=31 status=closed until=18T02:00:00\n"
                            "account 19T12:00:00 bot=99 account=31 12 text=Mine file=2\n" ORDER(
                                "19T10:00:00") "unissued\n"},
        {"a list named after one bot vouches for its pairs",
         "file 0 orders\nfile 1 deals-list path=x/bot-7-deals.json\n" DEAL("1", "18T00:00:00", "20T00:00:00")
             ORDER("19T10:00:00") "not-covered +no-bot-records\n"
                                  "order 19T11:00:00 buy XRP/USDT 5 @7 asked=5 id=2 status=filled -> unissued\n"},
        {"the messages of one bot vouch for its pairs",
         "file 0 orders\nfile 1 bots\n"
         "bot 18T00:00:00 buy XRP/USDT 5 bot=7 account=31 status=placed\nnote 20T00:00:00 bot=7 account=31\n" ORDER(
             "19T10:00:00") "not-covered\n"
                            "order 19T11:00:00 buy XRP/USDT 6 @7 asked=6 id=2 status=filled -> unissued\n"},
        {"a deal older than the list may still be running",
         "file 0 orders\nfile 1 deals-list\n"
         "deal 18T00:00:00 ADA/USDT deal=1 bot=7 account=31 status=closed until=20T00:00:00\n"
         "deal 19T00:00:00 XRP/USDT deal=2 bot=7 account=31 status=closed until=20T00:00:00\n"
         "bot 19T00:00:00.100 buy XRP/USDT 9 asked=9 id=9 deal=2 status=filled until=19T00:00:00.200\n"
         "order 17T12:00:00 buy XRP/USDT 5 @0.4 asked=5 id=1 status=filled -> not-covered +before-bot-records\n"
         "order 18T12:00:00 sell XRP/USDT 5 @0.41 asked=5 id=2 status=filled -> not-covered +older-deals\n"
         "order 19T12:00:00 sell XRP/USDT 4 @0.41 asked=4 id=3 status=filled -> unissued\n"
         "order 18T12:00:00 sell ADA/USDT 5 @0.41 asked=5 id=4 status=filled -> unissued\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void the_table_names_what_was_used(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    trial_add(t, "file 0 orders\nfile 1 deals-csv\n"
                 "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=19T00:00:00\n"
                 "deal 18T00:00:00 ADA/USDT deal=2 bot=7 account=31 status=closed until=21T00:00:00\n"
                 "order 19T10:00:00 buy XRP/USDT 5 @0.4 asked=5 id=1 status=filled\n");
    trial_attribute(t);
    const struct result *r = t->result;
    assert_int_equal(r->coverage.count, 4);
    assert_false(r->coverage.items[0].bot_side);
    assert_true(r->coverage.items[1].bot_side);
    assert_int_equal(r->coverage.items[1].market, MARKET_NONE);
    assert_int_not_equal(r->coverage.items[2].market, MARKET_NONE);
    assert_int_not_equal(r->coverage.items[3].market, MARKET_NONE);
    trial_free(t);
}

static void intervals_join_cut_and_contain(void **state)
{
    (void)state;
    struct interval_set set = {.list = LIST_EMPTY};
    interval_add(&set, (struct interval){10, 20});
    interval_add(&set, (struct interval){30, 40});
    interval_add(&set, (struct interval){5, 4}); /* empty */
    assert_int_equal(set.list.count, 2);
    assert_false(interval_covers(&set, 15, 35));
    interval_add(&set, (struct interval){21, 29}); /* touches both */
    assert_int_equal(set.list.count, 1);
    assert_true(interval_covers(&set, 10, 40));
    assert_false(interval_covers(&set, 10, 41));
    interval_subtract(&set, (struct interval){15, 15});
    assert_int_equal(set.list.count, 2);
    assert_true(interval_covers(&set, 16, 40));
    assert_false(interval_covers(&set, 14, 16));
    interval_subtract(&set, (struct interval){0, 12});
    assert_false(interval_covers(&set, 12, 12));
    assert_true(interval_covers(&set, 13, 14));
    interval_add(&set, (struct interval){INT64_MIN, INT64_MAX});
    assert_int_equal(set.list.count, 1);
    interval_subtract(&set, (struct interval){INT64_MIN, INT64_MAX});
    assert_int_equal(set.list.count, 0);
    interval_free(&set);
}

static void a_file_with_another_zone_is_not_judged(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    char text[256];
    trial_add(t, "file 0 orders\nfile 1 deal-orders\n" DEAL("1", "10T00:00:00", "20T00:00:00"));
    for (int i = 0; i < 20; i++) {
        snprintf(text, sizeof text, "fill 18T%02d:10:01 buy XRP/USDT %d.5 @0.4 id=%d", i + 2, 10 + i,
                 900 + i); /* an hour late */
        trial_add(t, text);
        snprintf(
            text, sizeof text,
            "bot 18T%02d:10:00.400 buy XRP/USDT %d.5 asked=%d.5 @0.4 id=55%d deal=1 status=filled until=18T%02d:10:01",
            i + 1, 10 + i, 10 + i, i, i + 1);
        trial_add(t, text);
    }
    trial_attribute(t);
    assert_int_equal(t->result->verdict_orders[VERDICT_NOT_COVERED], 20);
    assert_int_equal(t->result->clock_doubts.count, 1);
    assert_int_equal(t->result->clock_doubts.items[0].source, 0);
    assert_true(t->result->clock_doubts.items[0].apart_ns / NS_PER_SECOND == 3600);
    trial_free(t);
}

static void margins_count_what_shorter_records_would_leave_out(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    trial_add(
        t, "file 0 orders\nfile 1 deals-list\n" DEAL(
               "1", "18T00:00:00", "20T00:00:00") "order 18T00:05:00 buy AXS/BUSD 5 @7 asked=5 id=1 status=filled\n"
                                                  "order 18T12:00:00 buy AXS/BUSD 5 @7 asked=5 id=2 status=filled\n"
                                                  "order 19T23:30:00 buy AXS/BUSD 5 @7 asked=5 id=3 status=filled\n");
    trial_attribute(t);
    const struct margins *m = &t->result->margins;
    static const uint64_t outside[MARGIN_STEPS] = {1, 2, 3, 3};
    assert_true(m->any);
    assert_int_equal(m->closest, 0);
    assert_int_equal(m->closest_ns, INT64_C(300) * NS_PER_SECOND);
    for (unsigned s = 0; s < MARGIN_STEPS; s++) assert_int_equal(m->steps[s].orders[FLAG_REVIEW], outside[s]);
    trial_free(t);

    t = trial_new(NULL);
    trial_add(t, "file 0 orders\norder 18T00:05:00 buy AXS/BUSD 5 @7 asked=5 id=1 status=filled\n");
    trial_attribute(t);
    assert_false(t->result->margins.any);
    trial_free(t);
}

/* Twelve orders of exchange account A that the records of platform account 31 explain, and `b` of account B. */
static void serve(const char *a, const char *b, int of_b, const char *order)
{
    struct trial *t = trial_new(NULL);
    enum { OF_A = 12 };
    trial_add(t, "file 0 orders\nfile 1 deal-orders\n"
                 "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=20T00:00:00\n");
    for (int i = 0; i < OF_A + of_b; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "order 18T%02d:10:00.500 buy XRP/USDT 5%02d @0.5 asked=5%02d id=9%d status=filled account=%s -> bot\n"
                 "bot 18T%02d:10:00.400 buy XRP/USDT 5%02d asked=5%02d @0.5 id=5%d deal=1 role=base status=filled "
                 "until=18T%02d:10:00.600\n",
                 i, i, i, i, i < OF_A ? a : b, i, i, i, i, i);
        trial_add(t, arena_copy(t->case_file->arena, span_of(text)).ptr);
    }
    trial_add(t, order);
    trial_attribute(t);
    trial_check(t);
    trial_free(t);
}

#define ORDER_OF(account, want)                                                                                        \
    "order 19T10:00:00 buy AXS/BUSD 5 @7 asked=5 id=1 account=" account " status=filled -> " want "\n"

static void records_of_one_account_do_not_cover_another(void **state)
{
    (void)state;
    serve("1001", "2002", 0, ORDER_OF("2002", "not-covered none +no-bot-records"));
    serve("1001", "2002", 0, ORDER_OF("1001", "unissued review"));
    serve("1001", "2002", 1, ORDER_OF("2002", "unissued review"));     /* they explain orders of both */
    serve("****1001", "2002", 0, ORDER_OF("2002", "unissued review")); /* a masked number may be the same account */
    serve("1001", "****2002", 0, ORDER_OF("****2002", "unissued review"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_of_one_account_do_not_cover_another),
        cmocka_unit_test(margins_count_what_shorter_records_would_leave_out),
        cmocka_unit_test(time_outside_the_records_is_not_covered),
        cmocka_unit_test(a_hole_in_which_the_bots_pairs_were_traded_is_not_covered),
        cmocka_unit_test(the_messages_of_all_bots_vouch_for_the_account),
        cmocka_unit_test(a_grid_bot_takes_away_its_own_pair_only),
        cmocka_unit_test(damaged_lists_vouch_for_less),
        cmocka_unit_test(lists_that_leave_something_out_say_so),
        cmocka_unit_test(the_table_names_what_was_used),
        cmocka_unit_test(a_file_with_another_zone_is_not_judged),
        cmocka_unit_test(intervals_join_cut_and_contain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
