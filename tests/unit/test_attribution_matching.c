/* Tests of attribution/matching and what leads to it: ids, sizes and times, rivals, messages, totals of deals.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

/* Bot records of every pair from the 18th to the 21st. */
#define FRAME                                                                                                          \
    "file 0 orders\nfile 1 deal-orders\n"                                                                              \
    "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"

static void ids_join_only_with_their_own_market_and_side(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"the id of another time and size joins all the same",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot +order-id-joined "
               "match=5\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.4 asked=0.4 @17017 id=BTCUSDT_101 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"days apart, either way",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> unissued\n"
               "order 19T10:00:00.500 buy BTC/USDT 0.7 @17000 asked=0.7 id=102 status=filled -> unissued\n"
               "bot 17T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17017 id=BTCUSDT_101 deal=1 role=base status=filled "
               "until=17T10:00:00.600\n"
               "bot 20T18:00:00.400 buy BTC/USDT 0.7 asked=0.7 @17017 id=BTCUSDT_102 deal=1 role=base status=filled "
               "until=20T18:00:00.600\n"},
        {"a zone apart",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot +order-id-joined\n"
               "bot 18T20:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17017 id=BTCUSDT_101 deal=1 role=base status=filled "
               "until=18T20:00:00.600\n"},
        {"another market", FRAME "order 19T10:00:00.500 buy ETH/USDT 0.5 @1700 asked=0.5 id=101 status=filled -> "
                                 "unissued review +no-bot-record\n"
                                 "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @1700 id=BTCUSDT_101 deal=1 role=base "
                                 "status=filled until=19T10:00:00.600\n"},
        {"the other side",
         FRAME "order 19T10:00:00.500 sell BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> unissued\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=BTCUSDT_101 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"a symbol that is not the record's pair is no id",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> unissued\n"
               "bot 19T15:00:00.400 buy ETH/USDT 0.5 asked=0.5 @17000 id=BTCUSDT_101 deal=1 role=base status=filled "
               "until=19T15:00:00.600\n"},
        {"bare digits with size", FRAME
         "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=715050297 status=filled -> bot +order-id-joined\n"
         "bot 19T11:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=715050297 deal=1 role=base status=filled "
         "until=19T11:00:00.600\n"},
        {"bare digits of another pair are the platform's own number",
         FRAME "order 19T10:00:00.500 buy ETH/USDT 0.5 @1700 asked=0.5 id=715050297 status=filled -> unissued\n"
               "order 19T10:00:00.300 buy BTC/USDT 0.7 @17000 asked=0.7 id=4711 status=filled -> bot +composite-match\n"
               "bot 19T10:00:00.200 buy BTC/USDT 0.7 asked=0.7 @17000 id=715050297 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"bare digits with neither size nor time",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=715050297 status=filled -> unissued\n"
               "bot 19T20:00:00.400 buy BTC/USDT 0.6 asked=0.6 @17000 id=715050297 deal=1 role=base status=filled "
               "until=19T20:00:00.600\n"},
        {"a record with the exchange's id explains no order with another id",
         FRAME "order 19T09:00:00.500 buy BTC/USDT 0.9 @17000 asked=0.9 id=100 status=filled -> bot\n"
               "bot 19T09:00:00.400 buy BTC/USDT 0.9 asked=0.9 @17000 id=BTCUSDT_100 deal=1 role=base status=filled "
               "until=19T09:00:00.600\n"
               "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot +order-id-joined\n"
               "order 19T10:00:00.450 buy BTC/USDT 0.5 @17000 asked=0.5 id=102 status=filled -> unissued\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=BTCUSDT_101 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"an id that lost digits is no key",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 damaged status=filled -> bot "
               "+composite-match +id-damaged\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=BTCUSDT_101 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"a symbol names the pair of a record without one", FRAME
         "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot +order-id-joined\n"
         "bot 19T10:00:00.400 buy 0.5 asked=0.5 @17000 id=BTCUSDT_101 role=base status=filled until=19T10:00:00.600\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void size_time_and_price_must_agree(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"one record, one order", FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled "
                                        "-> bot none +composite-match match=5\n"
                                        "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17017 id=9 deal=1 role=base "
                                        "status=filled until=19T10:00:00.600\n"},
        {"zeros at the end are no difference",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.50000000 @17000 asked=0.50000000 id=101 status=filled -> bot\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"one unit of the last digit is a difference",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.50001 @17000 asked=0.50001 id=101 status=filled -> unissued\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"a size with more digits than the exchange prints is cut",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.51234 @17000 asked=0.51234 id=101 status=filled -> bot\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.512349 asked=0.512349 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"a minute before the placing",
         FRAME "order 19T09:59:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> unissued\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"after the record's end",
         FRAME "order 19T10:00:05 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> unissued\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"whole seconds lie up to a second early",
         FRAME "order 19T10:00:00 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot\n"
               "bot 19T10:00:02.900 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:03.600\n"},
        {"fees make half a percent, not one",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17085 id=9 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"
               "order 19T11:00:00.500 buy BTC/USDT 0.6 @17000 asked=0.6 id=102 status=filled -> unissued +price-apart\n"
               "bot 19T11:00:00.400 buy BTC/USDT 0.6 asked=0.6 @17200 id=10 deal=1 role=base status=filled "
               "until=19T11:00:00.600\n"},
        {"a thief in the bot's pair and minute with another size",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot\n"
               "order 19T10:00:00.700 buy BTC/USDT 0.49 @17000 asked=0.49 id=102 status=filled -> unissued review\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:01.600\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void what_was_not_executed_and_what_is_of_no_account_explains_little(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"cancelled and placed anew", FRAME "order 19T10:00:00.500 buy BTC/USDT 0 asked=0.5 limit=17000 id=101 "
                                            "status=cancelled until=19T10:00:30.500 -> bot +composite-match match=6\n"
                                            "order 19T10:00:30.900 buy BTC/USDT 0.5 @17010 asked=0.5 id=102 "
                                            "status=filled until=19T10:00:31.100 -> bot match=7\n"
                                            "bot 19T10:00:00.400 buy BTC/USDT 0 asked=0.5 limit=17000 id=9 deal=1 "
                                            "role=base status=cancelled until=19T10:00:30.600\n"
                                            "bot 19T10:00:30.800 buy BTC/USDT 0.5 asked=0.5 @17010 id=10 deal=1 "
                                            "role=base status=filled until=19T10:00:31.200\n"},
        {"filled in part, then cancelled", FRAME
         "order 19T10:00:00.500 buy BTC/USDT 0.2 @17000 asked=0.5 id=101 status=cancelled until=19T10:10:00 -> bot\n"
         "bot 19T10:00:00.400 buy BTC/USDT 0.2 asked=0.5 @17000 id=9 deal=1 role=safety status=cancelled "
         "until=19T10:10:00.100\n"},
        {"planned but never sent",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> unissued\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0 asked=0.5 limit=17000 id=9 deal=1 role=safety status=inactive "
               "until=19T10:00:00.600\n"},
        {"nothing executed and nothing recorded asks for a second look at most",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0 asked=0.5 limit=17000 id=101 status=cancelled -> unissued review "
               "+nothing-executed\n"},
        {"nothing executed where only the totals of deals are recorded",
         FRAME "deal 19T09:00:00 BTC/USDT 0.3 cost=5100 sold=0.3 deal=5 bot=7 account=31 status=closed "
               "until=19T12:00:00\n"
               "order 19T10:00:00.500 buy BTC/USDT 0 asked=0.5 limit=17000 id=101 status=cancelled channel=api -> "
               "not-covered none +unexecuted-not-listed\n"},
        {"nothing executed where records tell of such orders as well",
         FRAME "deal 19T09:00:00 BTC/USDT 0.3 cost=5100 sold=0.3 deal=5 bot=7 account=31 status=closed "
               "until=19T12:00:00\n"
               "bot 19T09:30:00.400 buy BTC/USDT 0 asked=0.7 limit=16000 id=9 deal=1 role=safety status=cancelled "
               "until=19T11:00:00.600\n"
               "order 19T10:00:00.500 buy BTC/USDT 0 asked=0.5 limit=17000 id=101 status=cancelled channel=api -> "
               "unissued review +nothing-executed\n"},
        {"a paper account explains nothing",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> unissued +paper-only\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:00.600 paper\n"},
        {"of another venue's account",
         FRAME "account 18T00:00:00 account=77 bot=70 file=1\n"
               "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 bot=70 role=base status=filled "
               "until=19T10:00:00.600\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void equally_good_rivals_are_ambiguous_and_better_ones_win(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"two orders alike, one record", FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 "
                                               "status=filled -> ambiguous none +rival-orders\n"
                                               "order 19T10:00:00.600 buy BTC/USDT 0.5 @17000 asked=0.5 id=102 "
                                               "status=filled -> ambiguous none +rival-orders\n"
                                               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 "
                                               "role=base status=filled until=19T10:00:00.600\n"},
        {"one order, two records alike", FRAME
         "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> ambiguous +rival-records\n"
         "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
         "until=19T10:00:00.600\n"
         "bot 19T10:00:00.420 buy BTC/USDT 0.5 asked=0.5 @17000 id=10 deal=1 role=base status=filled "
         "until=19T10:00:00.600\n"},
        {"as many records as orders", FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 "
                                            "status=filled -> bot +interchangeable-records\n"
                                            "order 19T10:00:00.600 buy BTC/USDT 0.5 @17000 asked=0.5 id=102 "
                                            "status=filled -> bot +interchangeable-records\n"
                                            "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 "
                                            "role=base status=filled until=19T10:00:00.700\n"
                                            "bot 19T10:00:00.420 buy BTC/USDT 0.5 asked=0.5 @17000 id=10 deal=1 "
                                            "role=base status=filled until=19T10:00:00.700\n"},
        {"the nearer one wins, the other one is unissued",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot\n"
               "order 19T10:00:30.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=102 status=filled -> unissued\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:01:00.600\n"},
        {"three orders, two records, any of them may be the stray one",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> ambiguous\n"
               "order 19T10:00:00.600 buy BTC/USDT 0.5 @17000 asked=0.5 id=102 status=filled -> ambiguous\n"
               "order 19T10:00:00.700 buy BTC/USDT 0.5 @17000 asked=0.5 id=103 status=filled -> ambiguous\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:00.700\n"
               "bot 19T10:00:00.420 buy BTC/USDT 0.5 asked=0.5 @17000 id=10 deal=1 role=base status=filled "
               "until=19T10:00:00.700\n"},
        {"an order takes the record that only it fits, so that the other one has one too",
         FRAME "order 19T10:00:10.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot match=6\n"
               "order 19T10:00:20.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=102 status=filled -> bot match=7\n"
               "bot 19T10:00:10.000 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
               "until=19T10:00:12.000\n"
               "bot 19T10:00:10.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=10 deal=1 role=base status=filled "
               "until=19T10:00:22.000\n"},
        {"the learned kind of client order id parts rivals", FRAME
         "order 19T08:00:00.500 buy BTC/USDT 0.1 @17000 asked=0.1 id=1 client=x-OWNTAG01aaaa status=filled -> bot\n"
         "bot 19T08:00:00.400 buy BTC/USDT 0.1 asked=0.1 @17000 id=1001 deal=1 role=base status=filled "
         "until=19T08:00:00.600\n"
         "order 19T08:10:00.500 buy BTC/USDT 0.2 @17000 asked=0.2 id=2 client=x-OWNTAG01bbbb status=filled -> bot\n"
         "bot 19T08:10:00.400 buy BTC/USDT 0.2 asked=0.2 @17000 id=1002 deal=1 role=base status=filled "
         "until=19T08:10:00.600\n"
         "order 19T08:20:00.500 buy BTC/USDT 0.3 @17000 asked=0.3 id=3 client=x-OWNTAG01cccc status=filled -> bot\n"
         "bot 19T08:20:00.400 buy BTC/USDT 0.3 asked=0.3 @17000 id=1003 deal=1 role=base status=filled "
         "until=19T08:20:00.600\n"
         "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 client=x-THIEFTAGaaaa status=filled -> "
         "unissued\n"
         "order 19T10:00:00.600 buy BTC/USDT 0.5 @17000 asked=0.5 id=102 client=x-OWNTAG01dddd status=filled -> bot\n"
         "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
         "until=19T10:00:00.600\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void many_alike_orders_and_records_cost_no_more_than_few(void **state)
{
    (void)state;
    enum { MANY = 1500 };
    struct trial *t = trial_new(NULL);
    char line[256];
    trial_add(t, FRAME);
    for (int i = 0; i < MANY; i++) {
        snprintf(line, sizeof line,
                 "order 19T10:00:00 buy BTC/USDT 0.5 @17000 id=%d status=filled -> bot +interchangeable-records",
                 5000 + i);
        trial_add(t, line);
        snprintf(
            line, sizeof line,
            "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=%d deal=1 status=filled until=19T10:00:00.600",
            90000 + i);
        trial_add(t, line);
    }
    /* the texts of the loop are gone when the checks run, so the wishes are counted here */
    for (uint32_t i = 0; i <= t->lines; i++) t->want[i] = SPAN_NONE;
    trial_attribute(t);
    assert_int_equal(t->result->verdict_orders[VERDICT_BOT], MANY);
    trial_free(t);
}

static void messages_of_a_deal_make_its_orders(void **state)
{
    (void)state;
#define DEAL                                                                                                           \
    "file 0 orders\nfile 1 deals-list\n"                                                                               \
    "deal 19T09:00:00.000 IRIS/USDT deal=5 bot=7 account=31 status=closed until=19T12:00:00 115.3 cost=10.11 "         \
    "sold=115.3 soldcost=10.4\n"
    static const struct scenario rows[] = {
        {"placed, placed anew, executed; then a trailing take-profit that is only seen as placed",
         DEAL "bot 19T09:00:00.200 buy IRIS/USDT 115.4 @0.08756 deal=5 role=base status=placed\n"
              "bot 19T09:00:50.400 buy IRIS/USDT 115.3 @0.08762 deal=5 role=base status=placed\n"
              "bot 19T09:00:50.500 buy IRIS/USDT 115.3 @0.08770762 deal=5 role=base status=filled\n"
              "bot 19T11:59:58.000 sell IRIS/USDT 115.3 deal=5 role=take-profit status=placed\n"
              "order 19T09:00:00.100 buy IRIS/USDT 0 asked=115.4 limit=0.08756 id=1 status=cancelled "
              "until=19T09:00:50.300 -> bot match=4\n"
              "order 19T09:00:50.350 buy IRIS/USDT 115.3 @0.08762 asked=115.3 id=2 status=filled until=19T09:00:50.450 "
              "-> bot match=5\n"
              "order 19T11:59:57.900 sell IRIS/USDT 115.3 @0.0909 asked=115.3 id=3 status=filled until=19T11:59:58.100 "
              "-> bot match=7\n"
              "order 19T11:59:57.900 sell IRIS/USDT 115.2 @0.0909 asked=115.2 id=4 status=filled until=19T11:59:58.100 "
              "-> unissued\n"},
        {"a failed placing neither clears nor accuses",
         DEAL "bot 19T09:00:00.200 buy IRIS/USDT 115.4 @0.08756 deal=5 role=base status=failed\n"
              "bot 19T09:00:10.200 buy IRIS/USDT 115.3 @0.08756 deal=5 role=base status=placed\n"
              "bot 19T09:00:10.500 buy IRIS/USDT 115.3 @0.08764 deal=5 role=base status=filled\n"
              "bot 19T11:59:58.000 sell IRIS/USDT 115.3 deal=5 role=take-profit status=placed\n"
              "order 19T09:00:00.100 buy IRIS/USDT 115.4 @0.08756 asked=115.4 id=1 status=filled -> unissued review "
              "+failed-placement\n"
              "order 19T09:00:10.150 buy IRIS/USDT 115.3 @0.08756 asked=115.3 id=2 status=filled -> bot\n"},
        {"an executed size net of the fee",
         DEAL "bot 19T09:00:50.500 buy IRIS/USDT 115.3 @0.08770762 deal=5 role=base status=filled\n"
              "bot 19T11:59:58.000 sell IRIS/USDT 115.3 deal=5 role=take-profit status=placed\n"
              "order 19T09:00:50.350 buy IRIS/USDT 115.4 @0.08762 asked=115.4 id=2 status=filled -> bot\n"},
        {"a cancelled safety order",
         DEAL "bot 19T09:00:50.400 buy IRIS/USDT 115.3 @0.08762 deal=5 role=base status=placed\n"
              "bot 19T09:00:50.500 buy IRIS/USDT 115.3 @0.08770762 deal=5 role=base status=filled\n"
              "bot 19T09:00:51.000 buy IRIS/USDT 232.7 @0.08595 deal=5 role=safety status=placed\n"
              "bot 19T11:59:58.000 sell IRIS/USDT 115.3 deal=5 role=take-profit status=placed\n"
              "bot 19T11:59:59.000 buy IRIS/USDT 232.7 @0.08595 deal=5 status=cancel-requested\n"
              "order 19T09:00:50.950 buy IRIS/USDT 0 asked=232.7 limit=0.08595 id=3 status=cancelled until=19T11:59:59 "
              "-> bot match=6\n"},
        {"the list of orders holds, messages add nothing to it",
         DEAL "bot 19T09:00:00.100 buy IRIS/USDT 115.3 asked=115.3 @0.0876 id=715 deal=5 role=base status=filled "
              "until=19T11:59:00\n"
              "bot 19T09:00:00.200 buy IRIS/USDT 115.3 @0.0876 deal=5 role=base status=placed\n"
              "bot 19T09:00:00.300 buy IRIS/USDT 115.4 @0.0876 deal=5 role=safety status=placed\n"
              "order 19T09:00:00.150 buy IRIS/USDT 115.3 @0.0876 asked=115.3 id=1 status=filled -> bot match=4\n"
              "order 19T09:00:00.350 buy IRIS/USDT 115.4 @0.0876 asked=115.4 id=2 status=filled -> unissued\n"},
        {"unless it was taken before they were written",
         DEAL "bot 19T09:00:00.100 buy IRIS/USDT 115.3 asked=115.3 @0.0876 id=715 deal=5 role=base status=filled "
              "until=19T09:00:01\n"
              "bot 19T11:00:00.300 buy IRIS/USDT 115.4 @0.0876 deal=5 role=safety status=placed\n"
              "bot 19T11:00:01.300 buy IRIS/USDT 115.4 @0.0877 deal=5 role=safety status=filled\n"
              "order 19T11:00:00.350 buy IRIS/USDT 115.4 @0.0876 asked=115.4 id=2 status=filled -> bot match=5\n"},
        {"a message without its deal goes to the one that was running, and is the same as the deal's own", DEAL
         "file 2 bots\n"
         "bot 19T09:00:00.200 buy IRIS/USDT 115.3 @0.08762 bot=7 role=base status=placed file=2\n"
         "bot 19T09:00:00.500 buy IRIS/USDT 115.3 @0.08770762 bot=7 role=base status=filled file=2\n"
         "bot 19T09:00:00.200 buy IRIS/USDT 115.3 @0.08762 deal=5 bot=7 role=base status=placed\n"
         "bot 19T09:00:00.500 buy IRIS/USDT 115.3 @0.08770762 deal=5 bot=7 role=base status=filled\n"
         "order 19T09:00:00.350 buy IRIS/USDT 115.3 @0.0876 asked=115.3 id=1 status=filled -> bot -rival-records\n"},
        {"a short deal sells first",
         "file 0 orders\nfile 1 deals-list\n"
         "deal 19T09:00:00.000 IRIS/USDT deal=5 bot=7 account=31 status=closed until=19T12:00:00 short\n"
         "bot 19T09:00:00.200 IRIS/USDT 115.3 @0.08762 deal=5 role=base status=placed\n"
         "order 19T09:00:00.350 sell IRIS/USDT 115.3 @0.0876 asked=115.3 id=1 status=filled -> bot\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void messages_go_to_the_order_of_their_price(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"of safety orders of one size, each message speaks of the one with its price",
         DEAL "bot 19T09:00:00.395 buy IRIS/USDT 14.5 @1.379 deal=5 role=safety status=placed\n"
              "bot 19T09:00:00.906 buy IRIS/USDT 14.5 @1.37 deal=5 role=safety status=placed\n"
              "bot 19T09:00:01.304 buy IRIS/USDT 14.5 @1.36 deal=5 role=safety status=placed\n"
              "bot 19T09:13:43.677 buy IRIS/USDT 14.5 @1.380379 deal=5 role=safety status=filled\n"
              "bot 19T10:45:13.832 buy IRIS/USDT 14.5 @1.37137 deal=5 role=safety status=filled\n"
              "bot 19T11:59:57.000 buy IRIS/USDT 14.5 @1.36 deal=5 status=cancel-requested\n"
              "bot 19T11:59:58.000 sell IRIS/USDT 29 deal=5 role=take-profit status=placed\n"
              "order 19T09:00:00 buy IRIS/USDT 14.5 @1.379 asked=14.5 limit=1.379 id=1 status=filled "
              "until=19T09:13:41 -> bot match=4\n"
              "order 19T09:00:00 buy IRIS/USDT 14.5 @1.37 asked=14.5 limit=1.37 id=2 status=filled "
              "until=19T10:45:11 -> bot match=5\n"
              "order 19T09:00:07 buy IRIS/USDT 14.5 @1.388 asked=14.5 id=3 status=filled -> unissued\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

/* The message that cancels an order states what the executed part cost, with the fee in it. */
static void a_cancelled_order_is_found_by_its_executed_part(void **state)
{
    (void)state;
#define CANCELLED(cost, at)                                                                                            \
    DEAL "bot 19T09:00:51.000 buy IRIS/USDT 232.7 @0.08595 deal=5 role=safety status=placed\n"                         \
         "bot 19T09:30:00.000 buy IRIS/USDT 232.7 @0.08595 deal=5 cost=" cost " status=cancel-requested\n"             \
         "fill 19T" at " buy IRIS/USDT 41.2 @0.08595 id=3 -> "
    static const struct scenario rows[] = {
        {"the cost with the fee in it", CANCELLED("3.54468114", "09:12:00.500") "bot +composite-match match=4\n"},
        {"with the smaller fee", CANCELLED("3.54379586", "09:12:00.500") "bot match=4\n"},
        {"without it", CANCELLED("3.54114", "09:12:00.500") "bot match=4\n"},
        {"the cost of another part", CANCELLED("3.54468113", "09:12:00.500") "unissued\n"},
        {"too few digits for one quantity alone", CANCELLED("3.5447", "09:12:00.500") "unissued\n"},
        {"nothing", CANCELLED("0.0", "09:12:00.500") "unissued\n"},
        {"after it was cancelled", CANCELLED("3.54468114", "09:30:04.500") "unissued\n"},
        {"one record, two orders",
         CANCELLED("3.54468114",
                   "09:12:00.500") "ambiguous +rival-orders\n"
                                   "fill 19T09:12:00.600 buy IRIS/USDT 41.2 @0.08595 id=4 -> ambiguous\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
#undef CANCELLED
}

static void totals_of_deals_explain_sets_that_close(void **state)
{
    (void)state;
#define TOTALS                                                                                                         \
    "file 0 orders\nfile 1 deals-csv\n"                                                                                \
    "deal 19T08:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=20T00:00:00\n"                              \
    "deal 19T09:00:00 IRIS/USDT deal=5 bot=7 account=31 status=closed until=19T12:00:00 300 cost=30.03 sold=300 "      \
    "soldcost=33\n"
    static const struct scenario rows[] = {
        {"the whole window closes",
         TOTALS "order 19T09:00:01 buy IRIS/USDT 100 @0.1 id=1 status=filled -> bot +deal-totals-match\n"
                "order 19T10:00:01 buy IRIS/USDT 200 @0.1 id=2 status=filled -> bot +deal-totals-match\n"
                "order 19T12:00:00 sell IRIS/USDT 300 @0.11 id=3 status=filled -> bot +deal-totals-match\n"},
        {"a set closes, one order is left",
         TOTALS "order 19T09:00:01 buy IRIS/USDT 100 @0.1 id=1 status=filled -> bot\n"
                "order 19T10:00:01 buy IRIS/USDT 200 @0.1 id=2 status=filled -> bot\n"
                "order 19T10:30:01 buy IRIS/USDT 77 @0.1 id=3 status=filled -> unissued\n"},
        {"several sets close",
         TOTALS "order 19T09:30:01 buy IRIS/USDT 100 @0.1 id=1 status=filled -> bot\n"
                "order 19T10:00:01 buy IRIS/USDT 200 @0.1 id=2 status=filled -> ambiguous +partial-deal-match\n"
                "order 19T10:30:01 buy IRIS/USDT 200 @0.1001 id=3 status=filled -> ambiguous +partial-deal-match\n"},
        {"a set of one is no better than a set that another deal has a share in",
         "file 0 fills\nfile 1 deals-csv\n"
         "deal 19T06:44:56 XRP/USD deal=1 bot=7 account=31 status=closed until=19T08:10:19 68 sold=68\n"
         "deal 19T07:58:43 XRP/USD deal=2 bot=8 account=31 status=closed until=19T09:23:45 90 sold=90\n"
         "fill 19T06:45:03 buy XRP/USD 14 @0.3086 -> bot\n"
         "fill 19T06:45:42 buy XRP/USD 54 @0.3086 -> ambiguous\n"
         "fill 19T07:58:44 buy XRP/USD 54 @0.3102 -> ambiguous\n"
         "fill 19T07:59:09 buy XRP/USD 11 @0.3102 -> ambiguous\n"
         "fill 19T07:59:50 buy XRP/USD 25 @0.3102 -> ambiguous\n"
         "fill 19T07:59:51 buy XRP/USD 90 @0.3104 -> ambiguous\n"},
        {"several sets close, one of them with the tag that the orders of the other deals have",
         TOTALS "deal 19T08:10:00 XLM/USDT deal=6 bot=7 account=31 status=closed until=19T08:20:00 10 cost=1 sold=10\n"
                "order 19T08:10:01 buy XLM/USDT 10 @0.1 id=11 client=x-OWNTAG01a status=filled -> bot\n"
                "order 19T08:20:00 sell XLM/USDT 10 @0.1 id=12 client=x-OWNTAG01b status=filled -> bot\n"
                "order 19T09:30:01 buy IRIS/USDT 100 @0.1 id=1 client=x-OWNTAG01c status=filled -> bot\n"
                "order 19T10:00:01 buy IRIS/USDT 200 @0.1 id=2 client=x-OWNTAG01d status=filled -> bot\n"
                "order 19T10:30:01 buy IRIS/USDT 200 @0.1001 id=3 client=x-THIEFTAGa status=filled -> unissued "
                "-partial-deal-match\n"
                "order 19T10:31:01 buy IRIS/USDT 100 @0.1001 id=4 client=x-THIEFTAGb status=filled -> unissued "
                "-partial-deal-match\n"
                "order 19T12:00:00 sell IRIS/USDT 300 @0.11 id=5 client=x-OWNTAG01e status=filled -> bot\n"},
        {"no set closes",
         TOTALS "order 19T09:30:01 buy IRIS/USDT 100 @0.1 id=1 status=filled -> unissued review +partial-deal-match\n"
                "order 19T10:00:01 buy IRIS/USDT 201 @0.1 id=2 status=filled -> unissued review +partial-deal-match\n"},
        {"the quantity closes at another cost",
         TOTALS "order 19T09:00:01 buy IRIS/USDT 100 @0.2 id=1 status=filled -> unissued\n"
                "order 19T10:00:01 buy IRIS/USDT 200 @0.2 id=2 status=filled -> unissued\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

/* A deal of 300 among 30 orders of so much each, and one of 7. */
static void try_crowd(int each, const char *odd, enum verdict want)
{
    enum { MANY = 30 };
    struct trial *t = trial_new(NULL);
    char line[128];
    trial_add(t, TOTALS);
    for (int i = 0; i < MANY; i++) {
        snprintf(line, sizeof line, "order 19T10:%02d:01 buy IRIS/USDT %d @0.1 id=%d status=filled", i, each, 100 + i);
        trial_add(t, line);
    }
    trial_add(t, odd);
    trial_attribute(t);
    assert_int_equal(t->result->verdict_orders[want], MANY);
    if (*odd) assert_int_equal(t->result->verdict_orders[VERDICT_UNISSUED], 1);
    trial_free(t);
}

static void many_orders_of_a_deal_are_summed_all_the_same(void **state)
{
    (void)state;
    try_crowd(10, "", VERDICT_BOT);
    try_crowd(20, "", VERDICT_AMBIGUOUS);
    try_crowd(20, "order 19T10:30:01 buy IRIS/USDT 7 @0.1 id=9 status=filled", VERDICT_AMBIGUOUS);
    try_crowd(11, "", VERDICT_UNISSUED);
}

static void what_the_exchange_or_the_case_file_says_comes_first(void **state)
{
    (void)state;
    static const char *const c =
        "{\"manual_orders\": [\"binance:102\"], \"other_issuers\": [{\"name\": \"my program\", \"venue\": \"binance\", "
        "\"client_order_id_prefix\": \"x-MYOWN\"}]}";
    trial_run(
        c, FRAME
        "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled channel=web -> manual none "
        "+channel-manual\n"
        "order 19T10:00:00.600 buy BTC/USDT 0.5 @17000 asked=0.5 id=102 status=filled -> manual +declared-manual\n"
        "order 19T10:00:00.700 buy BTC/USDT 0.5 @17000 asked=0.5 id=103 client=x-MYOWN1 status=filled -> other-issuer "
        "+declared-issuer\n"
        "order 19T10:00:00.700 buy BTC/USDT 0.5 @17000 asked=0.5 id=104 status=filled channel=system -> system\n"
        "order 19T10:00:00.700 buy BTC/USDT 0.5 @17000 asked=0.5 id=105 status=filled -> bot\n"
        "order 25T10:00:00 buy BTC/USDT 0.5 @17000 asked=0.5 id=106 status=filled channel=app -> manual\n"
        "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
        "until=19T10:00:00.800\n");
}

/* file 2: the log of another program */
#define PROGRAM(set) FRAME "file 2 " set "\n"

static void another_programs_log_explains_by_either_id_and_covers_nothing(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"the exchange's order id, whatever its form",
         PROGRAM("program-orders") "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=a1b2-c3 status=filled "
                                   "-> bot +order-id-joined "
                                   "match=6\n"
                                   "bot 19T10:00:00 buy BTC/USDT 0.5 @17000 id=a1b2-c3 status=filled file=2\n"},
        {"the client order id; three fills are one order",
         PROGRAM("program-fills") "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=77 client=x-HB-1 "
                                  "status=filled -> bot +order-id-joined\n"
                                  "bot 19T15:00:00 buy BTC/USDT 0.1 @17000 id=x-HB-1 status=filled file=2\n"
                                  "bot 19T15:00:01 buy BTC/USDT 0.1 @17000 id=x-HB-1 status=filled file=2\n"
                                  "bot 19T15:00:02 buy BTC/USDT 0.3 @17000 id=x-HB-1 status=filled file=2\n"},
        {"neither size nor time agree: no join",
         PROGRAM("program-fills") "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=77 client=x-HB-1 "
                                  "status=filled -> unissued\n"
                                  "bot 19T15:00:00 buy BTC/USDT 0.1 @17000 id=x-HB-1 status=filled file=2\n"},
        {"the platform's own records name no client order ids",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=77 client=88 status=filled -> unissued\n"
               "bot 19T15:00:00 buy BTC/USDT 0.5 @17000 id=88 deal=1 role=base status=filled until=19T15:00:00\n"},
        {"outside the platform's records nothing is covered by it",
         PROGRAM("program-orders") "order 25T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=5 status=filled -> "
                                   "not-covered\n"
                                   "bot 24T10:00:00 buy BTC/USDT 0.7 @17000 id=6 status=filled file=2\n"
                                   "bot 26T10:00:00 buy BTC/USDT 0.7 @17000 id=7 status=filled file=2\n"},
        {"its later end leaves no order of the platform open longer",
         PROGRAM("program-orders") "order 21T12:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=5 status=filled -> "
                                   "not-covered\n"
                                   "bot 20T23:00:00 buy BTC/USDT 0.5 @17000 id=BTCUSDT_9 asked=0.5 deal=1 role=safety "
                                   "status=placed\n"
                                   "bot 26T10:00:00 buy BTC/USDT 0.7 @17000 id=7 status=filled file=2\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void contracts_have_the_name_that_the_exchange_gives_them(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"BTC-PERP is USD_BTC-PERP",
         FRAME "order 19T10:00:00.500 buy BTC-PERP/ 0.5 @17000 asked=0.5 id=101 status=filled -> bot +composite-match\n"
               "bot 19T10:00:00.400 buy BTC-PERP/USD 0.5 asked=0.5 @17000 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"its id with that symbol",
         FRAME "order 19T10:00:00.500 buy BTC-USDT-SWAP/ 0.5 @17000 asked=0.5 id=101 status=filled -> bot "
               "+order-id-joined\n"
               "bot 19T10:00:00.400 buy BTC-USDT-SWAP/USDT 0.4 asked=0.4 @17000 id=BTC-USDT-SWAP_101 deal=1 role=base "
               "status=filled until=19T10:00:00.600\n"},
        {"a contract settled in something else",
         FRAME "order 19T10:00:00.500 buy VET/USDT 500 @0.02 asked=500 id=101 status=filled -> bot +composite-match\n"
               "bot 19T10:00:00.400 buy VETUSDT/BNFCR 500 asked=500 @0.02 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"another contract of the coin",
         FRAME "order 19T10:00:00.500 buy BTC-0325/ 0.5 @17000 asked=0.5 id=101 status=filled -> unissued\n"
               "bot 19T10:00:00.400 buy BTC-PERP/USD 0.5 asked=0.5 @17000 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
        {"an underscore in the symbol before the id",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 status=filled -> bot +order-id-joined\n"
               "bot 19T10:00:00.400 buy BTC/USDT 0.4 asked=0.4 @17017 id=BTC_USDT_101 deal=1 role=base status=filled "
               "until=19T10:00:00.600\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_programs_log_explains_by_either_id_and_covers_nothing),
        cmocka_unit_test(contracts_have_the_name_that_the_exchange_gives_them),
        cmocka_unit_test(ids_join_only_with_their_own_market_and_side),
        cmocka_unit_test(size_time_and_price_must_agree),
        cmocka_unit_test(what_was_not_executed_and_what_is_of_no_account_explains_little),
        cmocka_unit_test(equally_good_rivals_are_ambiguous_and_better_ones_win),
        cmocka_unit_test(many_alike_orders_and_records_cost_no_more_than_few),
        cmocka_unit_test(messages_of_a_deal_make_its_orders),
        cmocka_unit_test(messages_go_to_the_order_of_their_price),
        cmocka_unit_test(a_cancelled_order_is_found_by_its_executed_part),
        cmocka_unit_test(totals_of_deals_explain_sets_that_close),
        cmocka_unit_test(many_orders_of_a_deal_are_summed_all_the_same),
        cmocka_unit_test(what_the_exchange_or_the_case_file_says_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
