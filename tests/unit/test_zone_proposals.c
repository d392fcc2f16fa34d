/* Tests of attribution/zone_compare and zone_proposals: which zone fits rows that were rejected because they have none.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

static struct trial *run(const char *text)
{
    struct trial *t = trial_new(NULL);
    trial_add(t, text);
    trial_attribute(t);
    return t;
}

static const struct zone_proposal *only(const struct trial *t)
{
    assert_int_equal(t->result->zone_proposals.count, 1);
    return &t->result->zone_proposals.items[0];
}

static void equal_trade_ids_tell_the_offset(void **state)
{
    (void)state;
    struct trial *t = run("fill 19T10:00:00.120 buy BTC/USDT 1 @17000 id=7 trade=70\n"
                          "fill 19T12:00:00.900 buy BTC/USDT 2 @17000 id=8 trade=71\n"
                          "naive fill 19T11:00:00 buy BTC/USDT 1 @17000 trade=70 file=2\n"
                          "naive fill 19T13:00:00 buy BTC/USDT 2 @17000 trade=71 file=2\n"
                          "naive fill 19T14:00:00 buy BTC/USDT 3 @17000 trade=72 file=2\n");
    const struct zone_proposal *p = only(t);
    assert_int_equal(p->source, 2);
    assert_int_equal(p->rows, 3);
    assert_int_equal(p->compared, 2);
    assert_int_equal(p->fitting, 2);
    assert_string_equal(p->zone, "UTC+1");
    assert_string_equal(p->others, "");
    assert_false(p->by_size);
    assert_int_equal(p->source_count, 1);
    assert_int_equal(p->sources[0], 0);
    assert_int_equal(t->result->fill_count, 2); /* rejected rows stay rejected */
    trial_free(t);
}

static void a_bot_platform_names_the_order_by_its_id(void **state)
{
    (void)state;
    struct trial *t = run("bot 19T10:00:00.120 buy BTC/USDT 1 @17000 id=BTCUSDT_700 status=filled until=19T10:00:02\n"
                          "fill 20T10:00:00 sell BTC/USDT 9 @17000 id=999 file=3\n"
                          "naive fill 19T04:30:01 buy BTC/USDT 1 @17000 id=700 file=2\n"
                          "naive fill 19T04:30:01 sell BTC/USDT 1 @17000 id=700 file=2\n");
    const struct zone_proposal *p = only(t);
    assert_int_equal(p->compared, 1); /* the other side is another order */
    assert_string_equal(p->zone, "UTC-05:30");
    trial_free(t);
}

static void summer_time_shows_in_two_offsets(void **state)
{
    (void)state;
    struct trial *t = run("fill 10-20T10:00:00 buy BTC/USDT 1 @17000 trade=70\n"
                          "fill 10-21T10:00:00 buy BTC/USDT 1 @17000 trade=71\n"
                          "fill 12-21T10:00:00 buy BTC/USDT 1 @17000 trade=72\n"
                          "naive fill 10-20T12:00:00 buy BTC/USDT 1 @17000 trade=70 file=2\n"
                          "naive fill 10-21T12:00:00 buy BTC/USDT 1 @17000 trade=71 file=2\n"
                          "naive fill 12-21T11:00:00 buy BTC/USDT 1 @17000 trade=72 file=2\n");
    const struct zone_proposal *p = only(t);
    assert_int_equal(p->period_count, 2);
    assert_string_equal(p->periods[0].offset, "UTC+2");
    assert_int_equal(p->periods[0].rows, 2);
    assert_string_equal(p->periods[1].offset, "UTC+1");
    assert_int_equal(p->periods[1].rows, 1);
    assert_int_equal(p->fitting, 3);
    assert_string_equal(p->zone, "Europe/Paris");
    trial_free(t);
}

static void what_the_rows_do_not_decide_is_said(void **state)
{
    (void)state;
    struct trial *t = run("fill 12-20T10:00:00 buy BTC/USDT 1 @17000 trade=70\n"
                          "naive fill 12-20T11:00:00 buy BTC/USDT 1 @17000 trade=70 file=2\n"
                          "naive fill 07-20T11:00:00 buy BTC/USDT 1 @17000 trade=66 file=2\n");
    const struct zone_proposal *p = only(t);
    assert_string_equal(p->zone, "UTC+1");
    assert_string_equal(p->others, "Europe/Paris"); /* it reads the row of July otherwise */
    assert_int_equal(p->fitting, 1);
    trial_free(t);
}

static void rows_that_contradict_each_other_propose_nothing(void **state)
{
    (void)state;
    struct trial *t = run("fill 19T10:00:00 buy BTC/USDT 1 @17000 trade=70\n"
                          "fill 20T10:00:00 buy BTC/USDT 1 @17000 trade=71\n"
                          "naive fill 19T13:00:00 buy BTC/USDT 1 @17000 trade=70 file=2\n"
                          "naive fill 20T18:00:00 buy BTC/USDT 1 @17000 trade=71 file=2\n");
    const struct zone_proposal *p = only(t);
    assert_string_equal(p->zone, "");
    assert_int_equal(p->compared, 2);
    assert_int_equal(p->period_count, 2);
    trial_free(t);
}

static void sizes_need_more_than_chance(void **state)
{
    (void)state;
    char text[4096];
    for (int rows = 4; rows <= 5; rows++) {
        size_t used = 0;
        for (int i = 0; i < rows; i++)
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     "fill 1%dT10:0%d:30 buy BTC/USDT 1.%d @17000\n"
                                     "naive transfer 1%dT19:0%d:30 -1.%d0 asset=BTC file=2\n",
                                     i, i, i + 1, i, i, i + 1);
        struct trial *t = run(text);
        const struct zone_proposal *p = only(t);
        assert_true(p->by_size);
        assert_int_equal(p->compared, rows);
        assert_string_equal(p->zone, rows == 5 ? "UTC+9" : "");
        assert_int_equal(p->periods[0].rows, rows);
        trial_free(t);
    }
}

static void nothing_to_compare_is_said_too(void **state)
{
    (void)state;
    struct trial *t = run("naive fill 19T13:00:00 buy BTC/USDT 1 @17000 trade=70 file=2\n");
    const struct zone_proposal *p = only(t);
    assert_string_equal(p->zone, "");
    assert_int_equal(p->rows, 1);
    assert_int_equal(p->compared, 0);
    assert_int_equal(p->period_count, 0);
    trial_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_trade_ids_tell_the_offset),
        cmocka_unit_test(a_bot_platform_names_the_order_by_its_id),
        cmocka_unit_test(summer_time_shows_in_two_offsets),
        cmocka_unit_test(what_the_rows_do_not_decide_is_said),
        cmocka_unit_test(rows_that_contradict_each_other_propose_nothing),
        cmocka_unit_test(sizes_need_more_than_chance),
        cmocka_unit_test(nothing_to_compare_is_said_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
