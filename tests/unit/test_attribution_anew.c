/* Tests of attribution/bot_messages and fit: bot orders that were placed anew.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

#define DEAL                                                                                                           \
    "file 0 orders\nfile 1 deals-list\n"                                                                               \
    "deal 19T09:00:00.000 IRIS/USDT deal=5 bot=7 account=31 status=closed until=19T12:00:00 115.3 cost=10.11 "         \
    "sold=115.3 soldcost=10.4\n"                                                                                       \
    "bot 19T09:00:00.200 buy IRIS/USDT 115.3 @0.08756 deal=5 role=base status=placed\n"                                \
    "bot 19T09:00:50.400 buy IRIS/USDT 115.3 @0.08762 deal=5 role=base status=placed\n"                                \
    "bot 19T09:00:50.500 buy IRIS/USDT 115.3 @0.08770762 deal=5 role=base status=filled\n"                             \
    "bot 19T09:00:51.000 sell IRIS/USDT 115.3 @0.0909 deal=5 role=take-profit status=placed\n"                         \
    "bot 19T11:30:00.000 sell IRIS/USDT 115.3 @0.0905 deal=5 role=take-profit status=placed\n"

static void an_order_that_was_placed_anew_was_not_executed_in_full(void **state)
{
    (void)state;
    trial_run(NULL, DEAL "order 19T09:00:00.100 buy IRIS/USDT 0 asked=115.3 limit=0.08756 id=1 status=cancelled "
                         "until=19T09:00:50.300 -> bot match=4\n"
                         "order 19T09:00:50.350 buy IRIS/USDT 115.3 @0.08762 asked=115.3 id=3 status=filled "
                         "until=19T09:00:50.450 -> bot match=5\n"
                         "order 19T09:00:50.900 sell IRIS/USDT 20 @0.0909 asked=115.3 id=5 status=cancelled "
                         "until=19T11:29:59.900 -> bot match=7\n"
                         "order 19T11:29:59.950 sell IRIS/USDT 115.3 @0.0905 asked=115.3 id=6 status=filled "
                         "until=19T11:45:00 -> bot match=8\n");
}

static void whoever_sends_one_of_its_size_meanwhile_is_not_the_bot(void **state)
{
    (void)state;
    trial_run(NULL, DEAL "order 19T09:00:30.000 buy IRIS/USDT 115.3 @0.08756 asked=115.3 id=2 status=filled "
                         "until=19T09:00:30.100 -> unissued\n"
                         "order 19T09:00:50.350 buy IRIS/USDT 115.3 @0.08762 asked=115.3 id=3 status=filled "
                         "until=19T09:00:50.450 -> bot match=5\n"
                         "order 19T10:00:00.000 sell IRIS/USDT 115.3 @0.0909 asked=115.3 id=4 status=filled "
                         "until=19T10:00:01 -> unissued\n"
                         "order 19T11:29:59.950 sell IRIS/USDT 115.3 @0.0905 asked=115.3 id=6 status=filled "
                         "until=19T11:45:00 -> bot match=8\n");
}

static void fills_without_ids_are_not_those_of_an_order_placed_anew(void **state)
{
    (void)state;
    trial_run(NULL, DEAL "fill 19T09:00:30 buy IRIS/USDT 115.3 @0.08756 -> unissued\n"
                         "fill 19T09:00:50 buy IRIS/USDT 115.3 @0.08762 -> bot match=5\n"
                         "fill 19T10:00:00 sell IRIS/USDT 115.3 @0.0909 -> unissued\n"
                         "fill 19T11:45:00 sell IRIS/USDT 115.3 @0.0905 -> bot match=8\n");
}

/* Messages that name no deal: the next deal's orders take nobody's place. */
static void an_order_of_the_next_deal_takes_nobodys_place(void **state)
{
    (void)state;
    trial_run(NULL,
              "file 0 orders\nfile 1 events\n"
              "bot 19T09:00:00.200 buy IRIS/USDT 115.3 @0.08756 bot=7 account=31 role=base status=placed\n"
              "bot 19T09:00:00.500 buy IRIS/USDT 115.3 @0.08756 bot=7 account=31 role=base status=filled\n"
              "bot 19T09:30:00.000 sell IRIS/USDT 115.3 bot=7 account=31 role=take-profit status=placed\n"
              "bot 19T10:00:00.200 buy IRIS/USDT 115.9 @0.08756 bot=7 account=31 role=base status=placed\n"
              "bot 19T10:00:00.500 buy IRIS/USDT 115.9 @0.08756 bot=7 account=31 role=base status=filled\n"
              "bot 19T10:30:00.000 sell IRIS/USDT 115.9 bot=7 account=31 role=take-profit status=placed\n"
              "order 19T09:29:59.900 sell IRIS/USDT 115.3 @0.0909 asked=115.3 id=3 status=filled until=19T09:30:00.100 "
              "-> bot match=5\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_that_was_placed_anew_was_not_executed_in_full),
        cmocka_unit_test(whoever_sends_one_of_its_size_meanwhile_is_not_the_bot),
        cmocka_unit_test(fills_without_ids_are_not_those_of_an_order_placed_anew),
        cmocka_unit_test(an_order_of_the_next_deal_takes_nobodys_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
