/* Tests of what gives away a program that trades beside the bots: the tag they share, orders of the bots' own sizes.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

/* Bot records of every pair from the 18th to the 21st. */
#define FRAME                                                                                                          \
    "file 0 orders\nfile 1 deal-orders\n"                                                                              \
    "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"

/* An order that a bot record explains. */
#define BOT(time, qty, id, client)                                                                                     \
    "order " time ".500 buy XRP/USDT " qty " @0.5 asked=" qty " id=" id " client=" client " status=filled -> bot\n"    \
    "bot " time ".400 buy XRP/USDT " qty " asked=" qty " @0.5 id=55" id " deal=1 role=base status=filled until=" time  \
    ".900\n"
#define OTHER(time, qty, id, client)                                                                                   \
    "order " time ".500 buy XRP/USDT " qty " @0.5 asked=" qty " id=" id " client=" client " status=filled -> "         \
    "unissued "

static void the_beginning_of_the_bots_client_ids_is_learned(void **state)
{
    (void)state;
    trial_run(NULL,
              FRAME BOT("18T01:00:00", "201", "1", "sim3c_a91") BOT("18T02:00:00", "202", "2", "sim3c_b0c")
                  BOT("18T03:00:00", "203", "3", "sim3c_77f") BOT("18T04:00:00", "204", "4", "sim3c_a20")
                      OTHER("19T10:00:00", "77", "5", "sim3c_d11") "strong +client-id-own -channel-silent\n" OTHER(
                          "19T18:00:00", "78", "6", "other_d11") "review -client-id-own +channel-silent\n");
    trial_run(NULL, FRAME BOT("18T01:00:00", "201", "1", "sim3c_a91") BOT("18T02:00:00", "202", "2", "sim3c_b0c")
                        OTHER("19T10:00:00", "77", "5", "sim3c_d11") "review -client-id-own +channel-silent\n");
    /* A beginning that numbers share tells nothing: they may be times. */
    trial_run(NULL, FRAME BOT("18T01:00:00", "201", "1", "a167133001") BOT("18T02:00:00", "202", "2", "a167133002")
                        BOT("18T03:00:00", "203", "3", "a167133003") BOT("18T04:00:00", "204", "4", "a167133004")
                            OTHER("19T10:00:00", "77", "5", "a167133555") "review -client-id-own +channel-silent\n");
    trial_run(NULL, FRAME BOT("18T01:00:00", "201", "1", "a91f") BOT("18T02:00:00", "202", "2", "b0c2")
                        BOT("18T03:00:00", "203", "3", "77fe") BOT("18T04:00:00", "204", "4", "a207")
                            OTHER("19T10:00:00", "77", "5", "a91a") "review -client-id-own +channel-silent\n");
}

static void of_two_alike_orders_the_one_with_the_learned_beginning_is_the_bots(void **state)
{
    (void)state;
    trial_run(NULL,
              FRAME BOT("18T01:00:00", "201", "1", "sim3c_a91") BOT("18T02:00:00", "202", "2", "sim3c_b0c")
                  BOT("18T03:00:00", "203", "3", "sim3c_77f") BOT("18T04:00:00", "204", "4", "sim3c_a20")
                      BOT("19T10:00:00", "77", "5", "sim3c_d11") OTHER("19T10:00:00", "77", "6", "q8812f") "review\n");
}

/* An order of a bot that rests for hours, and one of somebody else's in between, of the same size or not. */
#define RESTS(day, qty, id)                                                                                            \
    "order " day "T01:00:00.500 sell XRP/USDT " qty " @0.5 asked=" qty " id=" id " status=filled until=" day           \
    "T09:00:00.500 -> bot\n"                                                                                           \
    "bot " day "T01:00:00.400 sell XRP/USDT " qty " asked=" qty " @0.5 id=55" id                                       \
    " deal=1 role=take-profit status=filled until=" day "T09:00:00.900\n"
#define BESIDE(day, qty, id)                                                                                           \
    "order " day "T05:00:00.500 sell XRP/USDT " qty " @0.49 asked=" qty " id=" id " status=filled until=" day          \
    "T05:00:00.501 -> unissued "

static void run(const char *what, const char *text, size_t incidents)
{
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME);
    trial_add(t, text);
    print_message("  %s\n", what);
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->incidents.count, incidents);
    for (size_t i = 0; i < incidents; i++) {
        const struct incident *n = &t->result->incidents.items[i];
        assert_int_equal(n->signals.items[n->signals.count - 1].code, SIGNAL_S14);
    }
    trial_free(t);
}

#define FIVE_DAYS                                                                                                      \
    RESTS("18", "201.7", "1")                                                                                          \
    RESTS("19", "203.1", "2") RESTS("20", "199.9", "3") RESTS("16", "205.3", "4") RESTS("17", "206.2", "5")
#define COVERED "deal 15T00:00:00 ADA/USDT deal=2 bot=7 account=31 status=closed until=15T05:00:00\n"

static void orders_of_the_bots_own_sizes_again_and_again_are_an_incident(void **state)
{
    (void)state;
    run("five of them, days apart",
        COVERED FIVE_DAYS BESIDE("16", "205.3", "11") "probable\n" BESIDE("17", "206.2", "12") "probable\n" BESIDE(
            "18", "201.7",
            "13") "probable\n" BESIDE("19", "203.1",
                                      "14") "probable\n" BESIDE("20", "199.9",
                                                                "15") "probable +in-incident\n" BESIDE("20", "50",
                                                                                                       "16") "review "
                                                                                                             "-in-"
                                                                                                             "incident"
                                                                                                             "\n",
        1);
    run("four and another size",
        COVERED FIVE_DAYS BESIDE("16", "205.3", "11") "review\n" BESIDE("17", "206.2", "12") "review\n" BESIDE(
            "18", "201.7", "13") "review\n" BESIDE("19", "203.1", "14") "review\n" BESIDE("20", "199.8",
                                                                                          "15") "review\n",
        0);
    run("five among many of other sizes",
        COVERED FIVE_DAYS
            BESIDE("16", "205.3", "11") "review\n" BESIDE("17", "206.2", "12") "review\n" BESIDE("18", "201.7", "13") "review\n" BESIDE("19", "203.1", "14") "review\n" BESIDE(
                "20", "199.9",
                "15") "review\n" BESIDE("16", "50",
                                        "21") "review\n" BESIDE("17", "51",
                                                                "22") "review\n" BESIDE("18", "52",
                                                                                        "23") "review\n" BESIDE("19",
                                                                                                                "53",
                                                                                                                "24") "review\n" BESIDE("20",
                                                                                                                                        "54",
                                                                                                                                        "25") "review\n" BESIDE("20",
                                                                                                                                                                "55",
                                                                                                                                                                "26") "review\n",
        0);
}

#define MINUTE(day, hour, qty, id)                                                                                     \
    BOT(day "T" hour ":00:00", qty "7", id, "k" id)                                                                    \
    "order " day "T" hour ":00:20.500 buy XRP/USDT " qty "9.3 @0.5 asked=" qty "9.3 id=9" id " client=z" id            \
    " status=filled -> "
#define EVERY_MINUTE(end)                                                                                              \
    MINUTE("18", "01", "11", "01")                                                                                     \
    end MINUTE("18", "02", "12", "02") end MINUTE("18", "03", "13", "03") end MINUTE("18", "04", "14", "04")           \
        end MINUTE("18", "05", "15", "05") end MINUTE("19", "01", "16", "06") end MINUTE("19", "02", "17", "07")       \
            end MINUTE("19", "03", "18", "08") end MINUTE("19", "04", "19", "09") end

#define OTHERS                                                                                                                                                 \
    BESIDE("18", "50", "21")                                                                                                                                   \
    "review\n" BESIDE("19", "51", "22") "review\n" BESIDE("20", "52", "23") "review\n" BESIDE(                                                                 \
        "20", "53",                                                                                                                                            \
        "24") "review\n" BESIDE("18", "54",                                                                                                                    \
                                "25") "review\n" BESIDE("19", "55",                                                                                            \
                                                        "26") "review\n" BESIDE("20", "56",                                                                    \
                                                                                "27") "review\n" BESIDE("18", "57",                                            \
                                                                                                        "28") "review"                                         \
                                                                                                              "\n" BESIDE("19", "58", "29") "review\n" BESIDE( \
                                                                                                                  "2"                                          \
                                                                                                                  "0",                                         \
                                                                                                                  "5"                                          \
                                                                                                                  "9",                                         \
                                                                                                                  "3"                                          \
                                                                                                                  "1") "review\n" BESIDE("20",                 \
                                                                                                                                         "60",                 \
                                                                                                                                         "32") "review\n"

static void orders_in_the_minutes_of_the_bots_again_and_again_are_an_incident(void **state)
{
    (void)state;
    run("ten of them", EVERY_MINUTE("probable\n") MINUTE("19", "05", "21", "10") "probable +in-incident\n", 1);
    run("nine of them", EVERY_MINUTE("unissued review\n"), 0);
    struct trial *t = trial_new(NULL);
    trial_add(t, FRAME EVERY_MINUTE("unissued review\n"));
    trial_add(t, MINUTE("19", "05", "21", "10") "unissued review -in-incident\n" OTHERS);
    trial_attribute(t);
    trial_check(t);
    trial_free(t);
}

/* An order of a bot, and one of the same size so many seconds before or after it. */
#define AGAIN(day, hour, other, qty, id)                                                                               \
    BOT(day "T" hour ":00:00", qty, id, "k" id)                                                                        \
    "order " day "T" other ".500 buy XRP/USDT " qty " @0.5 asked=" qty " id=9" id " client=z" id                       \
    " status=filled -> unissued "

static void nobody_repeats_a_request_that_was_answered(void **state)
{
    (void)state;
    run("five copies of orders that were done with",
        AGAIN("18", "01", "01:00:20", "117", "01") "probable\n" AGAIN(
            "18", "02", "02:00:20", "127",
            "02") "probable\n" AGAIN("18", "03", "03:00:20", "137",
                                     "03") "probable\n" AGAIN("18", "04", "04:00:20", "147",
                                                              "04") "probable\n" AGAIN("18", "05", "05:00:20", "157",
                                                                                       "05") "probable +in-incident\n",
        1);
    run("five that may have been first attempts",
        AGAIN("18", "01", "00:59:50", "117", "01") "review\n" AGAIN(
            "18", "02", "01:59:50", "127",
            "02") "review\n" AGAIN("18", "03", "02:59:50", "137",
                                   "03") "review\n" AGAIN("18", "04", "03:59:50", "147",
                                                          "04") "review\n" AGAIN("18", "05", "04:59:50", "157",
                                                                                 "05") "review\n",
        0);
    run("five of them beside messages that tell of no failure",
        "file 2 events\nnote 18T00:30:00 deal=1 bot=7 account=31 text=started file=2\n" AGAIN(
            "18", "01", "00:59:50", "117",
            "01") "probable\n" AGAIN("18", "02", "01:59:50", "127",
                                     "02") "probable\n" AGAIN("18", "03", "02:59:50", "137",
                                                              "03") "probable\n" AGAIN("18", "04", "03:59:50", "147",
                                                                                       "04") "probable\n" AGAIN("18",
                                                                                                                "05",
                                                                                                                "04:59:"
                                                                                                                "50",
                                                                                                                "157",
                                                                                                                "05") "probable\n",
        1);
}

static void a_record_minutes_late_does_not_say_which_of_two_it_was(void **state)
{
    (void)state;
    static const char *const rows[] = {
        FRAME "fill 19T10:00:19 buy BTC/USDT 0.5 @17000 id=5 -> ambiguous\n"
              "fill 19T10:00:23 buy BTC/USDT 0.5 @17000 id=6 -> ambiguous\n"
              "bot 19T09:57:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base "
              "status=filled until=19T10:02:09.854\n",
        FRAME "fill 19T10:00:19 buy BTC/USDT 0.5 @17000 id=5 -> unissued\n"
              "fill 19T10:02:09 buy BTC/USDT 0.5 @17000 id=6 -> bot\n"
              "bot 19T09:57:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base "
              "status=filled until=19T10:02:09.854\n",
        FRAME "fill 19T10:00:19 buy BTC/USDT 0.5 @17000 id=5 -> bot\n"
              "fill 19T10:00:23 buy BTC/USDT 0.5 @17000 id=6 -> bot\n"
              "bot 19T09:57:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base "
              "status=filled until=19T10:02:09.854\n"
              "bot 19T09:57:10.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=10 deal=1 role=base "
              "status=filled until=19T10:02:19.854\n",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) trial_run(NULL, rows[i]);
}

static void being_nearer_in_time_does_not_outweigh_the_very_price(void **state)
{
    (void)state;
    trial_run(NULL, FRAME "fill 19T10:50:34.670 sell ADA/USDT 347.9 @0.3748 id=5 -> ambiguous\n"
                          "fill 19T10:50:35.989 sell ADA/USDT 347.9 @0.3747 id=6 -> ambiguous\n"
                          "bot 19T09:54:35.860 sell ADA/USDT 347.9 asked=347.9 @0.3744252 id=9 deal=1 role=take-profit "
                          "status=filled until=19T10:50:36.170\n");
    trial_run(NULL, FRAME "fill 19T10:50:34.670 sell ADA/USDT 347.9 @0.3747 id=5 -> unissued\n"
                          "fill 19T10:50:35.989 sell ADA/USDT 347.9 @0.3748 id=6 -> bot\n"
                          "bot 19T09:54:35.860 sell ADA/USDT 347.9 asked=347.9 @0.3744252 id=9 deal=1 role=take-profit "
                          "status=filled until=19T10:50:36.170\n");
}

static void a_limit_order_never_fills_worse_than_it_asked(void **state)
{
    (void)state;
    trial_run(NULL, FRAME "order 19T10:00:19 sell BTC/USDT 0.5 @16890 id=5 status=filled -> unissued +price-apart\n"
                          "bot 19T10:00:18.400 sell BTC/USDT 0.0 limit=17000 asked=0.5 id=9 deal=1 role=take-profit "
                          "status=placed until=19T10:00:18.854\n");
    trial_run(NULL, FRAME "order 19T10:00:19 sell BTC/USDT 0.5 @17090 id=5 status=filled -> bot\n"
                          "bot 19T10:00:18.400 sell BTC/USDT 0.0 limit=17000 asked=0.5 id=9 deal=1 role=take-profit "
                          "status=placed until=19T10:00:18.854\n");
    trial_run(NULL, FRAME "order 19T10:00:19 sell BTC/USDT 0.5 @16984 id=5 status=filled -> bot\n"
                          "bot 19T10:00:18.400 sell BTC/USDT 0.0 limit=17000 asked=0.5 id=9 deal=1 role=take-profit "
                          "status=placed until=19T10:00:18.854\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_beginning_of_the_bots_client_ids_is_learned),
        cmocka_unit_test(of_two_alike_orders_the_one_with_the_learned_beginning_is_the_bots),
        cmocka_unit_test(orders_of_the_bots_own_sizes_again_and_again_are_an_incident),
        cmocka_unit_test(orders_in_the_minutes_of_the_bots_again_and_again_are_an_incident),
        cmocka_unit_test(nobody_repeats_a_request_that_was_answered),
        cmocka_unit_test(being_nearer_in_time_does_not_outweigh_the_very_price),
        cmocka_unit_test(a_limit_order_never_fills_worse_than_it_asked),
        cmocka_unit_test(a_record_minutes_late_does_not_say_which_of_two_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
