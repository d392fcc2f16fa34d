/* Tests of the grouping `legs`: rows that make up one fill, whatever stands between them, and rows that do not.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"
#include "tests/unit/format_reading.h"

#include <string.h>

#define HEAD                                                                                                           \
    "{\"schema\":\"format-v1\",\"version\":1,\"title\":\"t\",\"source\":{\"system\":\"s\",\"side\":\"exchange\","      \
    "\"export\":\"e\",\"provenance\":\"p\"},\"record_set\":\"fills\",\"container\":{\"type\":\"csv\",\"grouping\":"    \
    "\"legs\"},\"venue\":\"s\",\"time\":{\"from\":\"time\",\"layouts\":[\"%H:%M:%S %Y\"],\"zone\":{\"fixed\":"         \
    "\"UTC\"}},\"absent\":[\"client_order_id\",\"channel\",\"key\"],\"samples\":[{\"rows\":[\"x\"],\"expect\":[{"      \
    "\"kind\":\"fill\"}]},{\"refused_header\":[\"a\",\"b\"]}],"
#define TAIL "}"

/* An account statement: trade rows in two assets, fee rows; no pair. */
static const char statement[] =
    HEAD "\"id\":\"statement\",\"recognise\":{\"header\":[\"kind\",\"time\",\"amount\",\"coin\",\"trade\",\"order\"]},"
         "\"emits\":{\"kind\":\"fill\"},\"columns\":{\"amount\":\"amount\",\"asset\":\"coin\",\"trade_id\":\"trade\","
         "\"order_id\":\"order\"},\"legs\":{\"key\":[\"trade\",\"order\"],\"quotes\":[\"EUR\",\"BTC\"],\"within\":6,"
         "\"fee\":{\"when\":{\"column\":\"kind\",\"matches\":\"^fee$\"}}},\"variants\":[{\"when\":{\"column\":\"kind\","
         "\"matches\":\"^in$\"},\"emits\":{\"kind\":\"transfer\"},\"columns\":{\"amount\":\"amount\",\"asset\":"
         "\"coin\"}}]" TAIL;
/* The same of one asset only: the other halves stand in another file. */
static const char half[] =
    HEAD "\"id\":\"half\",\"recognise\":{\"header\":[\"what\",\"time\",\"amount\",\"coin\",\"trade\",\"order\"]},"
         "\"emits\":{\"kind\":\"fill\"},\"columns\":{\"amount\":\"amount\",\"asset\":\"coin\",\"trade_id\":\"trade\","
         "\"order_id\":\"order\","
         "\"text\":\"what\"},\"legs\":{\"key\":[\"trade\"],\"quotes\":[\"EUR\"],\"within\":3,\"alone\":\"transfer\","
         "\"fee\":{\"when\":{\"column\":\"what\",\"matches\":\"^fee$\"}}}" TAIL;
/* A trading history: the pair, unsigned amounts with a direction, fees beside them, no trade id. */
static const char history[] =
    HEAD "\"id\":\"history\",\"recognise\":{\"header\":[\"id\",\"order\",\"time\",\"pair\",\"way\",\"amount\","
         "\"coin\",\"price\",\"fee\"]},\"emits\":{\"kind\":\"fill\"},\"market\":{\"from\":\"pair\",\"style\":"
         "\"dash\"},\"columns\":{\"side\":{\"from\":\"way\",\"map\":{\"Buy\":\"buy\",\"Sell\":\"sell\"}},\"amount\":"
         "\"amount\",\"asset\":\"coin\",\"price\":\"price\",\"fee\":{\"from\":\"fee\",\"negate\":true},\"order_id\":"
         "\"order\",\"trade_id\":\"id\"},\"legs\":{\"key\":[\"order\",\"time\"],\"same\":[\"id\"],\"direction\":"
         "\"side\"}" TAIL;
/* Swaps: where neither asset is a known quote, what was given is. */
static const char swaps[] =
    HEAD "\"id\":\"swaps\",\"recognise\":{\"header\":[\"swap\",\"time\",\"change\",\"coin\"]},\"emits\":{\"kind\":"
         "\"fill\"},\"columns\":{\"amount\":\"change\",\"asset\":\"coin\",\"trade_id\":\"swap\",\"order_id\":\"swap\"},"
         "\"legs\":{\"key\":["
         "\"swap\"],\"quotes\":[\"EUR\"],\"else_quote\":\"given\"}" TAIL;
/* Billing: all rows of an order add up. */
static const char billing[] =
    HEAD "\"id\":\"billing\",\"recognise\":{\"header\":[\"no\",\"time\",\"what\",\"order\",\"coin\",\"change\"]},"
         "\"emits\":{\"kind\":\"order\",\"status\":\"filled\"},\"columns\":{\"amount\":\"change\",\"asset\":\"coin\","
         "\"order_id\":\"order\",\"trade_id\":\"no\"},\"legs\":{\"key\":[\"order\"],\"quotes\":[\"EUR\"],\"several\":"
         "\"sum\",\"fee\":{\"when\":{\"column\":\"what\",\"matches\":\"Fee\"}}}" TAIL;

static int setup(void **state)
{
    struct format_complaints complaints = {LIST_EMPTY};
    struct format_set *set = format_set_load(NULL, &complaints);
    size_t before = complaints.items.count;
    format_set_add_text(set, "statement.json", span_of(statement), &complaints);
    format_set_add_text(set, "half.json", span_of(half), &complaints);
    format_set_add_text(set, "history.json", span_of(history), &complaints);
    format_set_add_text(set, "swaps.json", span_of(swaps), &complaints);
    format_set_add_text(set, "billing.json", span_of(billing), &complaints);
    for (size_t i = before; i < complaints.items.count; i++) print_message("%s\n", complaints.items.items[i]);
    assert_int_equal(complaints.items.count, before);
    format_complaints_free(&complaints);
    *state = set;
    return 0;
}

static int teardown(void **state)
{
    format_set_free(*state);
    return 0;
}

struct legs_case {
    const char *name, *text, *want;
};

static void assert_cases(const struct format_set *set, const struct legs_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct reading r;
        reading_start(&r, set);
        print_message("           %s\n", cases[i].name);
        reading_csv(&r, span_of(cases[i].text));
        assert_told(&r, cases[i].want);
        assert_int_equal(r.rejections, r.counts.rejected);
        assert_int_equal(r.skips, r.counts.skipped);
        assert_int_equal(r.without_raw, 0);
        assert_int_equal(r.counts.read, r.counts.events + r.counts.skipped + r.counts.rejected);
        reading_end(&r);
    }
}
#define ASSERT_CASES(state, cases) assert_cases(*(state), cases, sizeof(cases) / sizeof *(cases))

#define LEG ":0 skip-rule (a leg of a fill that is told by several rows)\n"
#define LONE ":0 legs-incomplete (no row for what was given or taken in exchange)\n"
#define AT(h) " 2022-01-01T0" h ":00:00Z "

#define STATEMENT "kind,time,amount,coin,trade,order\n"
static const struct legs_case statement_cases[] = {
    {"two matches and a fee are a fill",
     STATEMENT "m,01:00:00 2022,-30.50,EUR,7,o\nm,01:00:00 2022,0.0010,BTC,7,o\nfee,01:00:00 2022,-0.15,EUR,7,o\n",
     "3" LEG "4" LEG "2" AT("1") "fill buy BTC/EUR qty=0.0010 cost=30.50 fee=0.15 asset=EUR order=o trade=7\n"},
    {"the fee may come first, or not at all",
     STATEMENT "fee,01:00:00 2022,-0.15,EUR,7,o\nm,01:00:00 2022,30,EUR,7,o\nm,01:00:00 2022,-1,BTC,7,o\n"
               "m,02:00:00 2022,30,BTC,8,o\nm,02:00:00 2022,-1,LTC,8,o\n",
     "2" LEG "4" LEG "6" LEG "3" AT("1") "fill sell BTC/EUR qty=1 cost=30 fee=0.15 asset=EUR order=o trade=7\n"
                                         "5" AT("2") "fill sell LTC/BTC qty=1 cost=30 order=o trade=8\n"},
    {"a fee in a third asset is a transfer of its own",
     STATEMENT "m,01:00:00 2022,30,EUR,7,o\nm,01:00:00 2022,-1,BTC,7,o\nfee,01:00:00 2022,-0.15,EUR,7,o\n"
               "fee,01:00:00 2022,-2,PTS,7,o\nfee,01:00:00 2022,-0.05,EUR,7,o\n",
     "3" LEG "4" LEG "6" LEG "2" AT("1") "fill sell BTC/EUR qty=1 cost=30 fee=0.20 asset=EUR order=o trade=7\n"
                                         "5" AT("1") "transfer  qty=-2 asset=PTS order=o trade=7 text=fee\n"},
    {"legs of two fills stand mixed",
     STATEMENT
     "m,01:00:00 2022,30,EUR,7,o\nm,01:00:00 2022,31,EUR,8,o\nm,01:00:00 2022,-1,BTC,8,o\nm,01:00:00 2022,-1,BTC,7,o\n",
     "5" LEG "4" LEG "2" AT("1") "fill sell BTC/EUR qty=1 cost=30 order=o trade=7\n"
                                 "3" AT("1") "fill sell BTC/EUR qty=1 cost=31 order=o trade=8\n"},
    {"half a fill is rejected, and a fee without its fill",
     STATEMENT "m,01:00:00 2022,30,EUR,7,o\nfee,01:00:00 2022,-1,EUR,8,o\nin,01:00:00 2022,5,EUR,,\n",
     "2" LONE "3" LONE "4" AT("1") "transfer  qty=5 asset=EUR\n"},
    {"legs that stand too far apart are not joined",
     STATEMENT
     "m,01:00:00 2022,30,EUR,7,o\nm,01:00:00 2022,30,EUR,1,o\nm,01:00:00 2022,30,EUR,2,o\nm,01:00:00 2022,30,EUR,3,o\n"
     "m,01:00:00 2022,30,EUR,4,o\nm,01:00:00 2022,30,EUR,5,o\nm,01:00:00 2022,-1,BTC,7,o\nm,01:00:00 2022,-2,BTC,1,o\n"
     "m,01:00:00 2022,-3,BTC,2,o\n",
     "2" LONE "3" LONE "4" LONE "5" LONE "6" LONE "7" LONE "8" LONE "9" LONE "10" LONE},
    {"both the same way, nothing, three assets, no known quote",
     STATEMENT
     "m,01:00:00 2022,30,EUR,7,o\nm,01:00:00 2022,1,BTC,7,o\nm,01:00:00 2022,0,EUR,8,o\nm,01:00:00 2022,1,BTC,8,o\n",
     "2:0 legs-incomplete (what was given and what was taken go the same way)\n"
     "3:0 legs-incomplete (what was given and what was taken go the same way)\n4" LONE "5" LONE},
    {"three assets, no known quote",
     STATEMENT "m,01:00:00 2022,30,EUR,7,o\nm,01:00:00 2022,-1,BTC,7,o\nm,01:00:00 2022,-1,LTC,7,o\n"
               "m,01:00:00 2022,30,ADA,8,o\nm,01:00:00 2022,-1,LTC,8,o\n",
     "2:0 legs-incomplete (rows of more than two assets under one key)\n"
     "3:0 legs-incomplete (rows of more than two assets under one key)\n"
     "4:0 legs-incomplete (rows of more than two assets under one key)\n"
     "5:0 pair-not-split (which of the two assets is the quote is not known)\n"
     "6:0 pair-not-split (which of the two assets is the quote is not known)\n"},
    {"a row without its key or asset", STATEMENT "m,01:00:00 2022,30,EUR,,\nm,01:00:00 2022,30,,7,o\n",
     "2:5 missing-value [trade]\n3:0 missing-value (the asset that was moved)\n"},
};

static void statements_are_joined_by_key(void **state)
{
    ASSERT_CASES(state, statement_cases);
}

static const struct legs_case swap_cases[] = {
    {"what was given is the quote, in whatever order the rows stand",
     "swap,time,change,coin\n7,01:00:00 2022,-30,ADA\n7,01:00:00 2022,2,SOL\n8,01:00:00 2022,5,DOT\n8,01:00:00 "
     "2022,-9,ADA\n",
     "3" LEG "5" LEG "2" AT("1") "fill buy SOL/ADA qty=2 cost=30 order=7 trade=7\n"
                                 "4" AT("1") "fill buy DOT/ADA qty=5 cost=9 order=8 trade=8\n"},
    {"a listed quote stays the quote", "swap,time,change,coin\n7,01:00:00 2022,-30,ADA\n7,01:00:00 2022,2,EUR\n",
     "3" LEG "2" AT("1") "fill sell ADA/EUR qty=30 cost=2 order=7 trade=7\n"},
};

static void swaps_take_what_was_given_as_quote(void **state)
{
    ASSERT_CASES(state, swap_cases);
}

#define HALF "what,time,amount,coin,trade,order\n"
static const struct legs_case half_cases[] = {
    {"a leg alone is a transfer, and so is a fee alone",
     HALF "m,01:00:00 2022,-2,BTC,7,\nfee,01:00:00 2022,-0.1,BTC,7,\nm,02:00:00 2022,-3,BTC,8,\n",
     "2" AT("1") "transfer  qty=-2 asset=BTC trade=7 text=m\n3" AT(
         "1") "transfer  qty=-0.1 asset=BTC trade=7 text=fee\n"
              "4" AT("2") "transfer  qty=-3 asset=BTC trade=8 text=m\n"},
    {"a fill with both halves is a fill", HALF "m,01:00:00 2022,-2,BTC,7,\nm,01:00:00 2022,9,EUR,7,\n",
     "3" LEG "2" AT("1") "fill sell BTC/EUR qty=2 cost=9 trade=7 text=m\n"},
    {"halves too far apart are transfers",
     HALF "m,01:00:00 2022,-2,BTC,7,\nm,01:00:00 2022,-1,BTC,1,\nm,01:00:00 2022,-1,BTC,2,\nm,01:00:00 2022,9,EUR,7,\n",
     "2" AT("1") "transfer  qty=-2 asset=BTC trade=7 text=m\n3" AT(
         "1") "transfer  qty=-1 asset=BTC trade=1 text=m\n"
              "4" AT("1") "transfer  qty=-1 asset=BTC trade=2 text=m\n5" AT(
                  "1") "transfer  qty=9 asset=EUR trade=7 text=m\n"},
};

static void halves_without_another_are_transfers(void **state)
{
    ASSERT_CASES(state, half_cases);
}

#define HISTORY "id,order,time,pair,way,amount,coin,price,fee\n"
#define BUY(id, qty, price) id ",o,01:00:00 2022,BTC-USDT,Buy," qty ",BTC," price ",-0.1\n"
#define PAID(id, cost, price) id ",o,01:00:00 2022,BTC-USDT,Sell," cost ",USDT," price ",0E-8\n"
#define BOUGHT(price, qty, cost, id)                                                                                   \
    AT("1") "fill buy BTC/USDT price=" price " qty=" qty " cost=" cost " fee=0.1 asset=BTC order=o trade=" id "\n"
#define BOUGHT_UNPRICED(qty, cost, id)                                                                                 \
    AT("1") "fill buy BTC/USDT qty=" qty " cost=" cost " fee=0.1 asset=BTC order=o trade=" id "\n"
static const struct legs_case history_cases[] = {
    {"a direction beside unsigned amounts", HISTORY BUY("11", "2", "50") PAID("12", "100", "50"),
     "3" LEG "2" BOUGHT("50", "2", "100", "11")},
    {"several fills of one order in one second, told by their price",
     HISTORY BUY("11", "2", "50") BUY("12", "3", "50") BUY("13", "2", "51") PAID("14", "150", "50")
         PAID("15", "102", "51") PAID("16", "100", "50"),
     "7" LEG "5" LEG "6" LEG
     "2" BOUGHT("50", "2", "100", "11") "3" BOUGHT("50", "3", "150", "12") "4" BOUGHT("51", "2", "102", "13")},
    {"equal fills may be put together in any way",
     HISTORY BUY("11", "2", "50") BUY("12", "2", "50") PAID("13", "100", "50") PAID("14", "100", "50"),
     "4" LEG "5" LEG "2" BOUGHT("50", "2", "100", "11") "3" BOUGHT("50", "2", "100", "12")},
    {"a rounded cost still fits",
     HISTORY BUY("11", "0.333", "1.5") BUY("12", "1", "1.5") PAID("13", "0.50", "1.5") PAID("14", "1.50", "1.5"),
     "4" LEG "5" LEG "2" BOUGHT("1.5", "0.333", "0.50", "11") "3" BOUGHT("1.5", "1", "1.50", "12")},
    {"what the price does not tell is rejected",
     HISTORY BUY("11", "2", "50") BUY("12", "3", "50") PAID("13", "110", "50") PAID("14", "150", "50"),
     "5" LEG "2" LONE "4" LONE "3" BOUGHT("50", "3", "150", "12")},
    {"a text tells what the price does not",
     HISTORY BUY("11", "2", "50") BUY("12", "3", "50") PAID("12", "149", "50") PAID("11", "101", "50"),
     "5" LEG "4" LEG "2" BOUGHT("50", "2", "101", "11") "3" BOUGHT("50", "3", "149", "12")},
    {"numbers next to each other tell what no price does",
     HISTORY BUY("104", "2", "") PAID("103", "100", "") BUY("102", "3", "") PAID("100", "151", ""),
     "3" LEG "5" LEG "2" BOUGHT_UNPRICED("2", "100", "104") "4" BOUGHT_UNPRICED("3", "151", "102")},
    {"numbers that are apart tell nothing",
     HISTORY BUY("104", "2", "") PAID("99", "100", "") BUY("90", "3", "") PAID("89", "151", ""),
     "2" LONE "3" LONE "4" LONE "5" LONE},
    {"an asset that is not of the pair", HISTORY "11,o,01:00:00 2022,BTC-USDT,Buy,2,ETH,50,0\n" PAID("12", "100", "50"),
     "2:0 legs-incomplete (a row moves an asset that is not of the pair)\n"
     "3:0 legs-incomplete (a row moves an asset that is not of the pair)\n"},
};

static void fills_under_one_key_are_told_by_their_price(void **state)
{
    ASSERT_CASES(state, history_cases);
}

#define BILLING "no,time,what,order,coin,change\n"
static const struct legs_case billing_cases[] = {
    {"all rows of an order add up",
     BILLING "1,01:00:00 2022,Placed,o,EUR,-100\n2,02:00:00 2022,Filled,o,BTC,0.5\n3,02:00:00 2022,Fee,o,BTC,-0.001\n"
             "4,03:00:00 2022,Filled,o,BTC,0.30\n5,03:00:00 2022,Cancelled,o,EUR,20\n",
     "3" LEG "4" LEG "5" LEG "6" LEG "2" AT("1") "order buy BTC/EUR qty=0.80 cost=80 fee=0.001 asset=BTC order=o "
                                                 "trade=1 filled\n"},
    {"placed and taken back", BILLING "1,01:00:00 2022,Placed,o,EUR,-100\n2,02:00:00 2022,Cancelled,o,EUR,100\n",
     "2:0 skip-rule (placed and taken back: nothing was traded)\n"
     "3:0 skip-rule (placed and taken back: nothing was traded)\n"},
    {"placed before the export begins", BILLING "2,02:00:00 2022,Filled,o,BTC,0.5\n", "2" LONE},
};

static void rows_of_an_order_add_up(void **state)
{
    ASSERT_CASES(state, billing_cases);
}

/* As many fills as there are places, and more: every leg comes to an end, in bounded memory. */
static void long_files_are_joined_as_they_are_read(void **state)
{
    enum { FILLS = 5000, ROOM = 1 << 20 };
    char *text = malloc(ROOM);
    size_t used = (size_t)snprintf(text, ROOM, HISTORY);
    for (int i = 0; i < FILLS; i++)
        used += (size_t)snprintf(text + used, ROOM - used,
                                 "%d,o%d,01:00:00 2022,BTC-USDT,Sell,3,BTC,2,0\n%d,o%d,01:00:00 "
                                 "2022,BTC-USDT,Buy,6,USDT,2,0\n",
                                 i, i / 4, i, i / 4);
    struct reading r;
    reading_start(&r, *state);
    reading_csv(&r, (struct span){text, used});
    assert_int_equal(r.counts.read, 2 * FILLS);
    assert_int_equal(r.counts.events, FILLS);
    assert_int_equal(r.counts.skipped, FILLS);
    assert_int_equal(r.store->events.count, FILLS);
    reading_end(&r);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(statements_are_joined_by_key, setup, teardown),
        cmocka_unit_test_setup_teardown(swaps_take_what_was_given_as_quote, setup, teardown),
        cmocka_unit_test_setup_teardown(halves_without_another_are_transfers, setup, teardown),
        cmocka_unit_test_setup_teardown(fills_under_one_key_are_told_by_their_price, setup, teardown),
        cmocka_unit_test_setup_teardown(rows_of_an_order_add_up, setup, teardown),
        cmocka_unit_test_setup_teardown(long_files_are_joined_as_they_are_read, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
