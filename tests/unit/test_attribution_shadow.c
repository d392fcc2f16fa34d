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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_beginning_of_the_bots_client_ids_is_learned),
        cmocka_unit_test(of_two_alike_orders_the_one_with_the_learned_beginning_is_the_bots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
