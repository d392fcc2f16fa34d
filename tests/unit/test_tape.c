/* Tests of tape: each fill with the result that the tapes must give it.
 *
 *     fill ... => exact 7        the words behind => are the result, and the trade id or the number of candidates
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

#include "attribution/tape/tape.h"

#include <stdlib.h>

struct tape_text {
    const char *name, *rows;
};

static void read_tape(struct tape_check *c, const struct tape_text *t)
{
    struct tape_facts facts;
    if (!tape_check_wants(c, span_of(t->name))) return;
    tape_check_begin(c, span_of(t->name), &facts);
    tape_memory_read(span_of(t->rows), span_of(t->name), tape_check_take, c, &facts);
    tape_check_end(c);
}

/* Cuts " => ..." off the lines and keeps it. */
static char *without_results(const char *text, struct span results[TRIAL_LINES_MAX])
{
    char *plain = memory_alloc(strlen(text) + 1);
    size_t used = 0, number = 0;
    for (struct span rest = span_of(text); rest.len > 0;) {
        struct span line = span_cut(&rest, '\n'), head = line;
        const char *mark = NULL;
        for (size_t i = 0; i + 4 <= line.len && !mark; i++)
            if (memcmp(line.ptr + i, " => ", 4) == 0) mark = line.ptr + i;
        if (mark) head.len = (size_t)(mark - line.ptr);
        results[++number] = mark ? span_from(line, head.len + 4) : SPAN_NONE;
        memcpy(plain + used, head.ptr, head.len);
        used += head.len;
        plain[used++] = '\n';
    }
    return plain;
}

static void check_results(const struct trial *t, const struct tape *tape, const struct span *results)
{
    for (uint32_t line = 1; line <= t->lines; line++) {
        char got[64] = "";
        if (results[line].len == 0) continue;
        const struct tape_finding *f = &tape->of_event[t->event_of_line[line]];
        const char *name = tape_result_name((enum tape_result)f->result);
        int length = snprintf(got, sizeof got, "%s", name);
        if (f->trade_id) snprintf(got + length, sizeof got - (size_t)length, " %llu", (unsigned long long)f->trade_id);
        if (f->result == TAPE_CANDIDATES) snprintf(got + length, sizeof got - (size_t)length, " %u", f->candidates);
        if (f->other_values) snprintf(got + length, sizeof got - (size_t)length, " differs");
        if (!span_is(results[line], got)) fail_msg("line %u: want %.*s, is %s", line, SPAN_ARG(results[line]), got);
    }
}

static void run(const char *text, const struct tape_text *tapes, size_t count)
{
    static struct span results[TRIAL_LINES_MAX];
    char *plain = without_results(text, results);
    struct trial *t = trial_new(NULL);
    trial_add(t, plain);
    trial_attribute(t);
    struct tape_check *c = tape_check_new(t->result);
    for (size_t i = 0; i < count; i++) read_tape(c, &tapes[i]);
    struct tape *tape = tape_check_finish(c);
    check_results(t, tape, results);
    tape_free(tape);
    trial_free(t);
    free(plain);
}
#define RUN(text, ...)                                                                                                 \
    run(text, (const struct tape_text[]){__VA_ARGS__},                                                                 \
        sizeof((const struct tape_text[]){__VA_ARGS__}) / sizeof(struct tape_text))

/* 1671483600 is 19 December 2022, 21:00:00. */
#define DAY "BTCUSDT-trades-2022-12-19.csv"
#define AT(second, ms) "16714836" #second #ms

static void ids_must_carry_the_same_values(void **state)
{
    (void)state;
    RUN("file 0 fills\n"
        "fill 19T21:00:00.250 buy BTC/USDT 0.5 @17000 trade=7 taker => exact 7\n"
        "fill 19T21:00:00.250 buy BTC/USDT 0.50 @17000.0 trade=8 => exact 8\n"
        "fill 19T21:00:01 sell BTC/USDT 0.5 @17000 trade=9 => exact 9\n"
        "fill 19T21:00:00.251 buy BTC/USDT 0.5 @17000 trade=10 => none differs\n"
        "fill 19T21:00:00.250 buy BTC/USDT 0.6 @17000 trade=11 => none differs\n"
        "fill 19T21:00:00.250 buy BTC/USDT 0.5 @17000 trade=12 taker => none differs\n"
        "fill 19T21:00:00.250 buy BTC/USDT 0.5 @17000 trade=99 => none\n"
        "fill 20T21:00:00.250 buy BTC/USDT 0.5 @17000 trade=7 => not-covered\n"
        "fill 19T21:00:00.250 buy ETH/USDT 0.5 @17000 trade=7 => not-covered\n",
        {DAY, "7,17000.00,0.50000000,8500," AT(
                  00, 250) ",False,True\n"
                           "8,17000.00,0.50000000,8500," AT(
                               00, 250) ",False,True\n"
                                        "9,17000.00,0.50000000,8500," AT(
                                            01, 999) ",True,True\n"
                                                     "10,17000.00,0.50000000,8500," AT(
                                                         00, 250) ",False,True\n"
                                                                  "11,17000.00,0.50000000,8500," AT(
                                                                      00, 250) ",False,True\n"
                                                                               "12,17000.00,0.50000000,8500," AT(
                                                                                   00, 250) ",True,True\n"});
}

static void fills_without_ids_get_candidates(void **state)
{
    (void)state;
    RUN("file 0 fills\n"
        "fill 19T21:00:00 buy BTC/USDT 0.5 @17000 => unique 7\n"
        "fill 19T21:00:01 buy BTC/USDT 0.5 @17000 => candidates 2\n"
        "fill 19T21:00:02 buy BTC/USDT 0.5 @17000 => unique 10\n"
        "fill 19T21:00:02 buy BTC/USDT 0.5 @17000 => unique 11\n"
        "fill 19T21:00:02 sell BTC/USDT 0.5 @17000 => candidates 2\n"
        "fill 19T21:00:03 buy BTC/USDT 0.5 @17000 => unique 12\n"
        "fill 19T21:00:03 buy BTC/USDT 0.5 @17000 => none\n"
        "fill 19T21:00:04.001 buy BTC/USDT 0.5 @17000 => unique 14\n"
        "fill 19T21:00:05 buy BTC/USDT 0.5 @17000 taker => unique 15\n"
        "fill 19T21:00:05 sell BTC/USDT 0.5 @17000 taker => unique 16\n"
        "fill 19T21:00:06 buy BTC/USDT 0.5 @17000 => none\n"
        "fill 19T21:00:00 buy BTC/USDT 0.5 => not-covered\n",
        {DAY,
         "7,17000,0.5,8500," AT(
             00,
             000) ",False,True\n"
                  "8,17000,0.5,8500," AT(
                      01,
                      000) ",False,True\n"
                           "9,17000,0.5,8500," AT(
                               01,
                               999) ",True,True\n"
                                    "10,17000,0.5,8500," AT(
                                        02,
                                        100) ",True,True\n"
                                             "11,17000,0.5,8500," AT(
                                                 02,
                                                 200) ",True,True\n"
                                                      "12,17000,0.5,8500," AT(
                                                          03,
                                                          200) ",True,True\n"
                                                               "13,17000,0.5,8500," AT(
                                                                   04,
                                                                   000) ",True,True\n"
                                                                        "14,17000,0.5,8500," AT(
                                                                            04,
                                                                            001) ",True,True\n"
                                                                                 "15,17000,0.5,8500," AT(
                                                                                     05,
                                                                                     001) ",False,True\n"
                                                                                          "16,17000,0.5,8500," AT(
                                                                                              05,
                                                                                              002) ",True,True\n"
                                                                                                   "17,17000,0.6,"
                                                                                                   "8500," AT(
                                                                                                       06,
                                                                                                       002) ",True,"
                                                                                                            "True\n"
                                                                                                            "18,17001,"
                                                                                                            "0.5,"
                                                                                                            "8500," AT(
                                                                                                                06,
                                                                                                                002) ","
                                                                                                                     "T"
                                                                                                                     "r"
                                                                                                                     "u"
                                                                                                                     "e"
                                                                                                                     ","
                                                                                                                     "T"
                                                                                                                     "r"
                                                                                                                     "u"
                                                                                                                     "e"
                                                                                                                     "\n"});
}

/* A side of a trade that an id or a finer time has taken is not there for a coarser row. */
static void a_trade_serves_one_fill_of_each_side(void **state)
{
    (void)state;
    RUN("file 0 fills\n"
        "fill 19T21:00:00.250 buy BTC/USDT 0.5 @17000 trade=7 => exact 7\n"
        "fill 19T21:00:00 buy BTC/USDT 0.5 @17000 account=b => unique 8\n"
        "fill 19T21:00:00 sell BTC/USDT 0.5 @17000 account=b => candidates 2\n"
        "fill 19T21:00:01.250 buy BTC/USDT 0.5 @17000 => unique 9\n"
        "fill 19T21:00:01 buy BTC/USDT 0.5 @17000 account=b => unique 10\n",
        {DAY,
         "7,17000,0.5,8500," AT(00, 250) ",False,True\n"
                                         "8,17000,0.5,8500," AT(00, 250) ",False,True\n"
                                                                         "9,17000,0.5,8500," AT(
                                                                             01, 250) ",False,True\n"
                                                                                      "10,17000,0.5,8500," AT(
                                                                                          01, 300) ",False,True\n"});
}

static void files_may_overlap_go_back_and_be_bad(void **state)
{
    (void)state;
    RUN("file 0 fills\n"
        "fill 19T21:00:00 buy BTC/USDT 0.5 @17000 => unique 7\n"
        "fill 19T21:00:05 buy BTC/USDT 0.5 @17000 => unique 9\n"
        "fill 19T21:00:05.300 buy BTC/USDT 0.7 @17000 trade=8 => exact 8\n"
        "fill 19T21:00:00 buy LTC/USDT 0.5 @17000 => not-covered\n",
        {DAY, "9,17000,0.5,8500," AT(05, 000) ",False,True\n"
                                              "8,17000,0.7,8500," AT(05, 300) ",False,True\n"
                                                                              "7,17000,0.5,8500," AT(
                                                                                  00, 000) ",False,True\n"},
        {"BTCUSDT-trades-2022-12.csv", "7,17000,0.5,8500," AT(00, 000) ",False,True\n"
                                                                       "9,17000,0.5,8500," AT(05, 000) ",False,True\n"},
        {"LTCUSDT-trades-2022-12-19.csv", "7,17000,0.5,8500," AT(00, 000) ",False,True\nx\n"});
}

/* Spot rows are never held against futures, whose symbols are the same. */
static void futures_are_another_market(void **state)
{
    (void)state;
    RUN("file 0 fills\n"
        "fill 19T21:00:00 buy BTC/USDT 0.5 @17000 => not-covered\n",
        {"futures/um/daily/trades/BTCUSDT/" DAY, "7,17000,0.5,8500," AT(00, 000) ",false\n"},
        {DAY, "id,price,qty,quote_qty,time,is_buyer_maker\n7,17000,0.5,8500," AT(00, 000) ",false\n"});
}

static void aggregates_tell_less(void **state)
{
    (void)state;
    RUN("file 0 fills\n"
        "fill 19T21:00:00.250 buy BTC/USDT 0.5 @17000 trade=7 => exact 7\n"
        "fill 19T21:00:00.251 buy BTC/USDT 0.5 @17000 trade=9 => aggregate\n"
        "fill 19T21:00:00.251 buy BTC/USDT 1.5 @17000 trade=10 => none differs\n"
        "fill 19T21:00:00 buy BTC/USDT 0.6 @17000 => aggregate\n"
        "fill 19T21:00:00 buy BTC/USDT 3.5 @17000 => none\n"
        "fill 19T21:00:01 buy BTC/USDT 0.5 @17000 => unique 12\n"
        "fill 19T21:00:01.500 buy BTC/USDT 0.5 @17000 trade=50 => none\n",
        {"BTCUSDT-aggTrades-2022-12-19.csv",
         "1,17000,0.5,7,7," AT(00, 250) ",False,True\n"
                                        "2,17000,1.2,8,11," AT(00, 251) ",False,True\n"
                                                                        "3,17000,0.5,12,12," AT(01,
                                                                                                251) ",False,True\n"});
    RUN("file 0 fills\n" /* the single trades decide where both are at hand */
        "fill 19T21:00:00.251 buy BTC/USDT 0.5 @17000 trade=9 => none\n"
        "fill 19T21:00:00 buy BTC/USDT 0.6 @17000 => unique 8\n",
        {"BTCUSDT-aggTrades-2022-12-19.csv", "2,17000,1.2,8,11," AT(00, 251) ",False,True\n"},
        {DAY, "8,17000,0.6,8500," AT(00, 251) ",False,True\n"});
}

/* Rows of a file whose zone was stated wrongly. */
static void a_common_shift_is_told(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    trial_add(t, "file 0 fills\n"
                 "fill 19T22:00:00 buy BTC/USDT 0.5 @17000 trade=7\n"
                 "fill 19T22:00:01 buy BTC/USDT 0.5 @17000 trade=8\n"
                 "fill 19T21:00:05 buy BTC/USDT 0.5 @17000 trade=9\n"
                 "fill 19T22:00:00 buy BTC/USDT 0.6 @17000 trade=10\n"
                 "fill 19T21:00:09 buy BTC/USDT 0.5 @17000 trade=11\n");
    trial_attribute(t);
    struct tape_check *c = tape_check_new(t->result);
    read_tape(c, &(const struct tape_text){
                     DAY, "7,17000,0.5,8500," AT(
                              00, 250) ",False,True\n"
                                       "8,17000,0.5,8500," AT(
                                           01, 250) ",False,True\n"
                                                    "9,17000,0.5,8500," AT(
                                                        02, 250) ",False,True\n"
                                                                 "10,17000,0.5,8500," AT(
                                                                     03, 250) ",False,True\n"
                                                                              "11,17000,0.5,8500," AT(
                                                                                  09, 250) ",False,True\n"});
    struct tape *tape = tape_check_finish(c);
    assert_int_equal(tape->totals[TAPE_EXACT], 1);
    assert_int_equal(tape->totals[TAPE_NONE], 4);
    assert_int_equal(tape->other_values, 4);
    assert_int_equal(tape->time_alone, 3);
    assert_int_equal(tape->apart_s, 3600);
    assert_int_equal(tape->at_apart, 2);
    tape_free(tape);
    trial_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_must_carry_the_same_values),
        cmocka_unit_test(fills_without_ids_get_candidates),
        cmocka_unit_test(a_trade_serves_one_fill_of_each_side),
        cmocka_unit_test(files_may_overlap_go_back_and_be_bad),
        cmocka_unit_test(futures_are_another_market),
        cmocka_unit_test(aggregates_tell_less),
        cmocka_unit_test(a_common_shift_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
