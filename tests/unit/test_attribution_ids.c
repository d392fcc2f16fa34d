/* Tests of the exchange's order ids in bot records, as every exchange writes them.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

/* Bot records of every pair from the 18th to the 21st. */
#define FRAME                                                                                                          \
    "file 0 orders\nfile 1 deal-orders\n"                                                                              \
    "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"

#define NUMBERED(day_hour, qty, own)                                                                                   \
    "order " day_hour ":00:00.500 buy BTC/USDT " qty " @17000 asked=" qty " id=" own                                   \
    " status=filled -> bot +order-id-joined\n"                                                                         \
    "bot " day_hour ":00:00.400 buy BTC/USDT " qty " asked=" qty " @17000 id=" own                                     \
    " deal=1 role=base status=filled until=" day_hour ":00:00.600\n"

static void ids_join_in_the_shape_of_every_exchange(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"KuCoin: a dash in the symbol, hexadecimal digits in the id", FRAME
         "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=63a03e50aa00bb00cc00dd01 status=filled -> bot "
         "+order-id-joined\n"
         "order 19T10:00:00.700 buy BTC/USDT 0.5 @17000 asked=0.5 id=63a03e50aa00bb00cc00dd02 status=filled -> "
         "unissued\n"
         "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=BTC-USDT_63a03e50aa00bb00cc00dd01 deal=1 "
         "role=base status=filled until=19T10:00:00.600\n"},
        {"the same without the symbol", FRAME
         "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=63a03e50aa00bb00cc00dd01 status=filled -> bot "
         "+order-id-joined\n"
         "order 19T10:00:00.400 buy BTC/USDT 0.5 @17000 asked=0.5 id=63a03e50aa00bb00cc00dd02 status=filled -> "
         "unissued\n"
         "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=63a03e50aa00bb00cc00dd01 deal=1 role=base "
         "status=filled until=19T10:00:00.600\n"},
        {"Coinbase: a UUID",
         FRAME "order 19T10:00:00.500 buy BTC/USD 0.5 @17000 asked=0.5 id=11111111-0000-4000-8000-0000000000a1 "
               "status=filled -> bot +order-id-joined\n"
               "bot 19T10:00:00.400 buy BTC/USD 0.4 asked=0.4 @17000 id=BTC-USD_11111111-0000-4000-8000-0000000000a1 "
               "deal=1 role=base status=filled until=19T10:00:00.600\n"},
        {"FTX: a stroke in the symbol; another pair's symbol is no id",
         FRAME "order 19T10:00:00.500 buy BTC/USD 0.5 @17000 asked=0.5 id=190000000001 status=filled -> bot "
               "+order-id-joined\n"
               "order 19T12:00:00.500 buy ETH/USD 0.5 @1700 asked=0.5 id=190000000002 status=filled -> unissued\n"
               "bot 19T10:00:00.400 buy BTC/USD 0.4 asked=0.4 @17000 id=BTC/USD_190000000001 deal=1 role=base "
               "status=filled until=19T10:00:00.600\n"
               "bot 19T12:30:00.400 buy ETH/USD 0.5 asked=0.5 @17000 id=BTC/USD_190000000002 deal=1 role=base "
               "status=filled until=19T12:30:00.600\n"},
        {"plain numbers that are found at the exchange for all other orders explain no order with another number",
         FRAME NUMBERED("19T01", "0.1", "510200300400500601") NUMBERED("19T02", "0.2", "510200300400500602")
             NUMBERED("19T03", "0.3", "510200300400500603") NUMBERED("19T04", "0.4", "510200300400500604") NUMBERED(
                 "19T05", "0.6", "510200300400500605") "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 "
                                                       "id=510200300400500611 status=filled -> "
                                                       "unissued\n"
                                                       "bot 19T09:00:00.400 buy BTC/USDT 0.0 asked=0.5 @17000 "
                                                       "id=510200300400500610 deal=1 role=safety "
                                                       "status=placed until=19T09:00:00.600\n"},
        {"and where no such number is found, any order that fits",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=510200300400500611 status=filled -> bot "
               "+composite-match\n"
               "bot 19T09:00:00.400 buy BTC/USDT 0.0 asked=0.5 @17000 id=715050297 deal=1 role=safety status=placed "
               "until=19T09:00:00.600\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_join_in_the_shape_of_every_exchange),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
