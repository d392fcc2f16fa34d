/* Tests of attribution/matching: fills of files that name no orders.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"
#include "base/writer.h"

#define BARE                                                                                                           \
    "file 0 fills\nfile 1 deal-orders\n"                                                                               \
    "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"

static void fills_without_ids_find_their_orders(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"filled bit by bit", BARE "fill 19T10:00:01 buy BTC/USDT 0.1 @17000 -> bot fills=3\n"
                                   "fill 19T10:00:04 buy BTC/USDT 0.15 @17000 -> bot\n"
                                   "fill 19T10:00:09 buy BTC/USDT 0.25 @17000 -> bot\n"
                                   "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base "
                                   "status=filled until=19T10:00:09.600\n"},
        {"a bot and somebody else in the same second",
         BARE "fill 19T10:00:01 buy BTC/USDT 0.3 @17000 -> bot fills=2\n"
              "fill 19T10:00:01 buy BTC/USDT 0.2 @17001 -> bot\n"
              "fill 19T10:00:01 buy BTC/USDT 0.7 @17002 -> unissued fills=1\n"
              "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
              "until=19T10:00:01.600\n"},
        {"two bots in the same second", BARE "fill 19T10:00:01 buy BTC/USDT 0.1 @17000 -> bot\n"
                                             "fill 19T10:00:01 buy BTC/USDT 0.1 @17001 -> bot\n"
                                             "fill 19T10:00:01 buy BTC/USDT 0.2 @17002 -> bot\n"
                                             "bot 19T10:00:00.400 buy BTC/USDT 0.2 asked=0.2 @17000 id=9 deal=1 "
                                             "role=base status=filled until=19T10:00:01.600\n"
                                             "bot 19T10:00:00.500 buy BTC/USDT 0.2 asked=0.2 @17000 id=10 deal=1 "
                                             "role=base status=filled until=19T10:00:01.600\n"},
        {"several choices fit", BARE "fill 19T10:00:01 buy BTC/USDT 0.1 @17000 -> ambiguous +rival-orders\n"
                                     "fill 19T10:00:01 buy BTC/USDT 0.1 @17001 -> ambiguous\n"
                                     "fill 19T10:00:01 buy BTC/USDT 0.2 @17002 -> ambiguous\n"
                                     "bot 19T10:00:00.400 buy BTC/USDT 0.2 asked=0.2 @17000 id=9 deal=1 role=base "
                                     "status=filled until=19T10:00:01.600\n"},
        {"one of three alike rows is the bot's: which one is open",
         BARE "fill 19T10:00:01 buy BTC/USDT 0.2 @17000 -> ambiguous\n"
              "fill 19T10:00:01 buy BTC/USDT 0.2 @17000 -> ambiguous\n"
              "fill 19T10:00:01 buy BTC/USDT 0.2 @17000 -> ambiguous\n"
              "bot 19T10:00:00.400 buy BTC/USDT 0.2 asked=0.2 @17000 id=9 deal=1 role=base status=filled "
              "until=19T10:00:01.600\n"},
        {"fills of others between those of a resting order",
         BARE "fill 19T10:00:01 buy BTC/USDT 0.11 @17000 -> bot fills=3\n"
              "fill 19T10:00:03 buy BTC/USDT 0.5 @17020 -> unissued\n"
              "fill 19T10:00:03 buy BTC/USDT 0.13 @17000 -> bot\n"
              "fill 19T10:00:05 buy BTC/USDT 0.07 @17000 -> bot\n"
              "bot 19T10:00:00.400 buy BTC/USDT 0.31 asked=0.31 @17000 id=9 deal=1 role=safety status=filled "
              "until=19T10:00:05.600\n"},
        {"what nobody explains is one order a second",
         BARE "fill 19T10:00:01 buy BTC/USDT 0.1 @17000 -> unissued fills=2\n"
              "fill 19T10:00:01 buy BTC/USDT 0.2 @17001 -> unissued\n"
              "fill 19T10:00:02 buy BTC/USDT 0.2 @17001 -> unissued fills=1\n"
              "fill 19T10:00:02 sell BTC/USDT 0.2 @17001 -> unissued fills=1\n"},
        {"an order event takes the fills that add up to it", BARE
         "order 19T10:00:00 buy BTC/USDT 0.3 @17000 asked=0.3 id=5 status=filled until=19T10:00:05 -> bot fills=2\n"
         "fill 19T10:00:01 buy BTC/USDT 0.1 @17000 -> bot\n"
         "fill 19T10:00:04 buy BTC/USDT 0.2 @17000 -> bot\n"
         "fill 19T10:00:09 buy BTC/USDT 0.2 @17000 -> unissued\n"
         "bot 19T10:00:00.400 buy BTC/USDT 0.3 asked=0.3 @17000 id=9 deal=1 role=base status=filled "
         "until=19T10:00:05.600\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void copies_among_fills_without_ids_are_not_the_bots(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"a copy of a resting order in the midst of its fills",
         BARE "fill 19T10:00:01 buy BTC/USDT 0.2 @17000 -> bot none\n"
              "fill 19T10:00:03 buy BTC/USDT 0.5 @16990 -> unissued\n"
              "fill 19T10:00:09 buy BTC/USDT 0.3 @17000 -> bot none\n"
              "bot 19T08:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
              "until=19T10:00:09.600\n"},
        {"a copy of it that lies as near to the record's end",
         BARE "fill 19T10:00:01 buy BTC/USDT 0.2 @17000 -> ambiguous\n"
              "fill 19T10:00:08 buy BTC/USDT 0.5 @16990 -> ambiguous\n"
              "fill 19T10:00:09 buy BTC/USDT 0.3 @17000 -> ambiguous\n"
              "bot 19T08:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
              "until=19T10:00:09.600\n"},
        {"a copy in the second after the bot's order",
         BARE "fill 19T10:00:01 buy BTC/USDT 0.2 @17000 -> ambiguous\n"
              "fill 19T10:00:09 buy BTC/USDT 0.3 @17000 -> ambiguous\n"
              "fill 19T10:00:10 buy BTC/USDT 0.5 @16990 -> ambiguous\n"
              "bot 19T08:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
              "until=19T10:00:09.854\n"},
        {"a copy whose fills share a second with one of the bot's",
         BARE "fill 19T10:00:18 buy BTC/USDT 0.1 @17000 -> bot none\n"
              "fill 19T10:00:22 buy BTC/USDT 0.15 @17000 -> bot\n"
              "fill 19T10:00:22 buy BTC/USDT 0.29 @16990 -> unissued\n"
              "fill 19T10:00:22 buy BTC/USDT 0.21 @16991 -> unissued\n"
              "fill 19T10:00:30 buy BTC/USDT 0.25 @17000 -> bot\n"
              "bot 19T08:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
              "until=19T10:00:30.220\n"},
        {"fills around the bot's order that do not add up to it at one price",
         BARE "fill 19T10:00:01 buy BTC/USDT 0.2 @17001 -> unissued\n"
              "fill 19T10:00:03 buy BTC/USDT 0.5 @17000 -> bot none\n"
              "fill 19T10:00:09 buy BTC/USDT 0.3 @17002 -> unissued\n"
              "bot 19T08:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
              "until=19T10:00:09.600\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void thousands_of_alike_fills_find_thousands_of_alike_orders(void **state)
{
    (void)state;
    enum { ALIKE = 1500 }; /* more than are tried as starts from both ends */
    struct writer *text = writer_to_memory();
    writer_cstr(text, BARE);
    for (int i = 0; i < ALIKE; i++) {
        writer_cstr(text, "fill 19T10:00:01 buy BTC/USDT 0.2 @17000 -> bot fills=1\n");
        writer_format(text, "bot 19T10:00:00.400 buy BTC/USDT 0.2 asked=0.2 @17000 id=%d deal=1 role=base ", 1000 + i);
        writer_cstr(text, "status=filled until=19T10:00:01.600\n");
    }
    writer_byte(text, '\0');
    trial_run(NULL, writer_memory(text).ptr);
    writer_close(text, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_without_ids_find_their_orders),
        cmocka_unit_test(copies_among_fills_without_ids_are_not_the_bots),
        cmocka_unit_test(thousands_of_alike_fills_find_thousands_of_alike_orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
