/* Tests of attribution/same_time, statement_fills and changes: two files of one time, and what one has that the other has
 * not.
 *
 * SPDX-License-Identifier: MIT */
#include "authenticity_trial.h"

#include "attribution/authenticity/changes.h"

/* ---- amounts ------------------------------------------------------------------------------------------------------------- */

struct moved {
    unsigned side, second;
    uint32_t event;
    const char *amount;
    bool agrees;
};

static void check_changes(const char *name, const struct moved *moved, size_t count)
{
    struct change changes[8];
    for (size_t i = 0; i < count; i++) {
        changes[i] = (struct change){.key = 1,
                                     .at_ns = (int64_t)moved[i].second * NS_PER_SECOND,
                                     .event = moved[i].event,
                                     .side = (uint8_t)moved[i].side,
                                     .part = (uint32_t)i};
        assert_int_equal(decimal_parse(span_of(moved[i].amount), &changes[i].amount), DECIMAL_OK);
    }
    changes_compare(changes, count);
    for (size_t i = 0; i < count; i++)
        if (changes[i].agrees != moved[changes[i].part].agrees) fail_msg("%s: change %u", name, changes[i].part);
}

static void amounts_that_agree(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct moved moved[6];
        size_t count;
    } cases[] = {
        {"the same a second later", {{0, 1, 1, "5", true}, {1, 2, 9, "5.00", true}}, 2},
        {"too late", {{0, 1, 1, "5", false}, {1, 3, 9, "5", false}}, 2},
        {"the other way", {{0, 1, 1, "5", false}, {1, 1, 9, "-5", false}}, 2},
        {"added up", {{0, 1, 1, "2", true}, {0, 1, 2, "3", true}, {1, 1, 9, "5", true}}, 3},
        {"one too many", {{0, 1, 1, "2", true}, {0, 1, 2, "2", false}, {1, 1, 9, "2", true}}, 3},
        {"one altered", {{0, 1, 1, "2", true}, {0, 1, 2, "3", false}, {1, 1, 9, "2", true}, {1, 1, 10, "4", false}}, 4},
        {"the fee inside",
         {{0, 1, 1, "-20", true}, {0, 1, 1, "-0.02", true}, {0, 1, 2, "-7", false}, {1, 1, 9, "-20.02", true}},
         4},
        {"fewer digits", {{0, 1, 1, "1.23456789", true}, {1, 1, 9, "1.23457", true}}, 2},
        {"too few digits", {{0, 1, 1, "1.2345", false}, {1, 1, 9, "1.2", false}}, 2},
        {"another last digit", {{0, 1, 1, "1.23456", false}, {1, 1, 9, "1.23457", false}}, 2},
        {"nobody else", {{0, 1, 1, "0", false}}, 1},
        {"a sum that does not fit",
         {{0, 1, 1, "99999999999999999999999999999999999999", true},
          {0, 1, 2, "99999999999999999999999999999999999999", false},
          {1, 1, 9, "99999999999999999999999999999999999999", true}},
         3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_changes(cases[i].name, cases[i].moved, cases[i].count);
}

/* ---- files ------------------------------------------------------------------------------------------------------------------ */

struct told { /* of one file against the other */
    uint64_t counted, deviating;
    uint32_t row;
};

static void check_told(const struct trial *t, const char *name, const struct told expected[2])
{
    struct told found[2] = {{0, 0, 0}, {0, 0, 0}};
    const struct authenticity *a = t->result->authenticity;
    for (size_t i = 0; i < a->findings.count; i++) {
        const struct auth_finding *f = &a->findings.items[i];
        if (f->check != AUTH_SAME_TIME) continue;
        assert_true(f->source < 2 && f->other == 1 - f->source);
        found[f->source] = (struct told){f->counted, f->deviating, f->row_count > 0 ? f->rows[0].line : 0};
    }
    for (unsigned i = 0; i < 2; i++)
        if (found[i].counted != expected[i].counted || found[i].deviating != expected[i].deviating ||
            found[i].row != expected[i].row)
            fail_msg("%s, file %u: %u of %u, row %u", name, i, (unsigned)found[i].deviating, (unsigned)found[i].counted,
                     found[i].row);
}

struct two_files {
    const char *name, *first, *second;
    struct told told[2];
};

static void check_two_files(const char *first_name, const char *second_name, const struct two_files *cases,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct trial t;
        trial_begin(&t);
        read_text(&t.w, first_name, span_of(cases[i].first));
        read_text(&t.w, second_name, span_of(cases[i].second));
        trial_run(&t);
        check_told(&t, cases[i].name, cases[i].told);
        trial_end(&t);
    }
}

#define PRO "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit\n"
#define ROW(id, minute, size) "default," id ",SUKU-USD,BUY,2021-11-23T10:" minute ":00.000Z," size ",SUKU,2,0,-2,USD\n"
#define OTHER(id, minute) "default," id ",BTC-USD,BUY,2021-11-23T10:" minute ":00.000Z,1,BTC,2,0,-2,USD\n"
#define FIRST ROW("1", "01", "5")
#define LAST ROW("9", "09", "5")
#define TWO_THREE ROW("2", "02", "6") ROW("3", "03", "7")

static void fills_in_two_files(void **state)
{
    (void)state;
    static const struct two_files cases[] = {
        {"all in both", PRO FIRST TWO_THREE LAST, PRO FIRST TWO_THREE LAST, {{2, 0, 0}, {2, 0, 0}}},
        {"one left out", PRO FIRST TWO_THREE LAST, PRO FIRST ROW("2", "02", "6") LAST, {{2, 1, 4}, {1, 0, 0}}},
        {"one put in", PRO FIRST TWO_THREE LAST, PRO FIRST TWO_THREE ROW("4", "04", "8") LAST, {{2, 0, 0}, {3, 1, 5}}},
        {"a market that is in one alone",
         PRO FIRST TWO_THREE OTHER("1", "04") LAST,
         PRO FIRST TWO_THREE LAST,
         {{2, 0, 0}, {2, 0, 0}}},
        {"one told twice, otherwise: cross_source tells of it",
         PRO FIRST TWO_THREE LAST,
         PRO FIRST ROW("2", "02", "6") ROW("3", "03", "70") LAST,
         {{2, 0, 0}, {2, 0, 0}}},
        {"one time behind the other", PRO FIRST TWO_THREE, PRO LAST ROW("10", "10", "5"), {{0, 0, 0}, {0, 0, 0}}},
        {"most of one is not in the other",
         PRO FIRST TWO_THREE LAST,
         PRO FIRST ROW("4", "04", "8") ROW("5", "05", "8") LAST,
         {{0, 0, 0}, {0, 0, 0}}},
    };
    check_two_files("a.csv", "b.csv", cases, sizeof cases / sizeof *cases);
}

#define FILLS(rows) "[\n" rows "]\n"
#define FILL(id, minute, qty, cost)                                                                                    \
    "{\"symbol\":\"ADAUSDT\",\"id\":" id ",\"orderId\":7" id ",\"price\":\"0.25\",\"qty\":\"" qty                      \
    "\",\"quoteQty\":\"" cost "\",\"commission\":\"0.00001\",\"commissionAsset\":\"BNB\",\"time\":16715304" minute     \
    "217,\"isBuyer\":true,\"isMaker\":false,\"isBestMatch\":true}"
/* 10:00:05, 10:00:25, 10:00:45, 10:01:05 on 20 December 2022 */
#define FOUR(second)                                                                                                   \
    FILLS(FILL("11", "05", "8", "2") ",\n" second                                                                      \
                                     ",\n" FILL("13", "45", "16", "4") ",\n" FILL("14", "65", "8", "2") "\n")
#define STATEMENT "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n"
#define CHANGE(clock, what, coin, amount) "4011,2022-12-20 " clock ",Spot," what "," coin "," amount ",\n"
#define BOUGHT(clock, qty, cost)                                                                                       \
    CHANGE(clock, "Buy", "ADA", qty)                                                                                   \
    CHANGE(clock, "Transaction Related", "USDT", "-" cost) CHANGE(clock, "Fee", "BNB", "-0.00001")
#define BEGIN STATEMENT CHANGE("01:00:00", "Deposit", "USDT", "500")
#define END CHANGE("23:00:00", "Withdraw", "USDT", "-1")

static void fills_beside_a_statement(void **state)
{
    (void)state;
    static const struct two_files cases[] = {
        {"all agree",
         FOUR(FILL("12", "25", "4", "1")),
         BEGIN BOUGHT("10:00:05", "8", "2") BOUGHT("10:00:25", "4", "1") BOUGHT("10:00:45", "16", "4")
             BOUGHT("10:01:05", "8", "2") END,
         {{4, 0, 0}, {6, 0, 0}}},
        {"a fill that is not in the statement",
         FOUR(FILL("12", "25", "4", "1")),
         BEGIN BOUGHT("10:00:05", "8", "2") BOUGHT("10:00:45", "16", "4") BOUGHT("10:01:05", "8", "2") END,
         {{4, 1, 3}, {3, 0, 0}}},
        {"a trade of the statement that is no fill",
         FOUR(FILL("12", "25", "4", "1")),
         BEGIN BOUGHT("10:00:05", "8", "2") BOUGHT("10:00:25", "4", "1") BOUGHT("10:00:35", "40", "10")
             BOUGHT("10:00:45", "16", "4") BOUGHT("10:01:05", "8", "2") END,
         {{4, 0, 0}, {9, 3, 9}}},
        {"an amount altered",
         FOUR(FILL("12", "25", "40", "10")),
         BEGIN BOUGHT("10:00:05", "8", "2") BOUGHT("10:00:25", "4", "1") BOUGHT("10:00:45", "16", "4")
             BOUGHT("10:01:05", "8", "2") END,
         {{4, 1, 3}, {6, 2, 6}}},
        {"interest is no trade",
         FOUR(FILL("12", "25", "4", "1")),
         BEGIN BOUGHT("10:00:05", "8", "2") BOUGHT("10:00:25", "4", "1")
             CHANGE("10:00:35", "Savings Interest", "USDT", "0.01") BOUGHT("10:00:45", "16", "4")
                 BOUGHT("10:01:05", "8", "2") END,
         {{4, 0, 0}, {6, 0, 0}}},
        {"fees summed up elsewhere",
         FOUR(FILL("12", "25", "4", "1")),
         BEGIN CHANGE("10:00:05", "Buy", "ADA", "8") CHANGE("10:00:25", "Buy", "ADA", "4")
             CHANGE("10:00:45", "Buy", "ADA", "16") CHANGE("10:01:05", "Buy", "ADA", "8") END,
         {{4, 0, 0}, {2, 0, 0}}},
    };
    check_two_files("fills.json", "statement.csv", cases, sizeof cases / sizeof *cases);
}

#define TRADES "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n"
#define TRADED(time, qty, cost) time ",ADABUSD,BUY,0.25," qty "ADA," cost "BUSD,0.0001BNB\n"
#define ORDERS "Date(UTC),OrderNo,Pair,Type,Order Price,Order Amount,AvgTrading Price,Filled,Total,status\n"
#define ORDER(placed, id, time, qty, cost)                                                                             \
    placed "," id ",ADABUSD,BUY,0.25," qty ",0.25," qty "," cost ",Filled\n"                                           \
           ",Date(UTC),Trading Price,Filled,Total,Fee,,,,\n," time ",0.25," qty "," cost ",0.0001BNB,,,,\n"

/* The orders of the list took an hour at most, so what was filled before 02:00 may be of an older one. */
static void fills_beside_a_list_of_orders(void **state)
{
    (void)state;
#define LISTED                                                                                                         \
    ORDERS ORDER("2022-12-20 09:00:00", "13", "2022-12-20 09:00:01", "7", "1.75")                                      \
        ORDER("2022-12-20 06:00:00", "12", "2022-12-20 07:00:00", "6", "1.5")                                          \
            ORDER("2022-12-20 00:00:00", "11", "2022-12-20 00:00:01", "5", "1.25")
    static const struct two_files cases[] = {
        {"an older order's fill",
         TRADES TRADED("2022-12-20 10:00:01", "8", "2") TRADED("2022-12-20 09:00:01", "7", "1.75")
             TRADED("2022-12-20 07:00:00", "6", "1.5") TRADED("2022-12-20 01:30:00", "44", "11")
                 TRADED("2022-12-20 00:00:01", "5", "1.25"),
         LISTED,
         {{1, 0, 0}, {2, 0, 0}}},
        {"a fill of no order",
         TRADES TRADED("2022-12-20 10:00:01", "8", "2") TRADED("2022-12-20 09:00:01", "7", "1.75")
             TRADED("2022-12-20 08:30:00", "44", "11") TRADED("2022-12-20 07:00:00", "6", "1.5")
                 TRADED("2022-12-20 00:00:00", "5", "1.25"),
         LISTED,
         {{2, 1, 4}, {2, 0, 0}}},
    };
#undef LISTED
    check_two_files("trades.csv", "orders.csv", cases, sizeof cases / sizeof *cases);
}

/* An order that stood for hours is in the list of the time that it was placed at. */
static void orders_in_two_lists(void **state)
{
    (void)state;
    struct trial t;
    trial_begin(&t);
    read_text(&t.w, "trades.csv",
              SPAN(TRADES TRADED("2022-12-20 08:00:01", "9", "2.25") TRADED("2022-12-20 07:00:01", "8", "2")
                       TRADED("2022-12-20 05:30:00", "7", "1.75") TRADED("2022-12-20 05:00:01", "6", "1.5")
                           TRADED("2022-12-20 00:00:01", "5", "1.25")));
    read_text(&t.w, "orders-1.csv",
              SPAN(ORDERS ORDER("2022-12-20 00:30:00", "12", "2022-12-20 05:30:00", "7", "1.75")
                       ORDER("2022-12-20 00:00:00", "11", "2022-12-20 00:00:01", "5", "1.25")));
    read_text(&t.w, "orders-2.csv",
              SPAN(ORDERS ORDER("2022-12-20 08:00:00", "15", "2022-12-20 08:00:01", "9", "2.25")
                       ORDER("2022-12-20 07:00:00", "14", "2022-12-20 07:00:01", "8", "2")
                           ORDER("2022-12-20 05:00:00", "13", "2022-12-20 05:00:01", "6", "1.5")));
    trial_run(&t);
    const struct auth_sum sum = auth_sum(t.result, AUTH_SAME_TIME);
    assert_int_equal(sum.result, AUTH_AGREES);
    assert_int_equal(sum.counted, 6);
    trial_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(amounts_that_agree), cmocka_unit_test(fills_in_two_files),
                                       cmocka_unit_test(fills_beside_a_statement),
                                       cmocka_unit_test(fills_beside_a_list_of_orders),
                                       cmocka_unit_test(orders_in_two_lists)};
    return cmocka_run_group_tests(tests, load_formats, free_formats);
}
