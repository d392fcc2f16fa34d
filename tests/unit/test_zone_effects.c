/* Tests of attribution/zone_effects: what rests on a zone that somebody gave.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

/* Times of file 0 are written here as they were read. */
#define BOTS                                                                                                           \
    "file 1 deal-orders\n"                                                                                             \
    "bot 01T00:00:00 sell BNB/USDT 1 @250 asked=1 id=first deal=98 account=31 status=filled until=01T00:01:00\n"       \
    "bot 20T10:00:00 buy ETH/USDT 1.5 @1200 asked=1.5 id=m1 deal=1 account=31 status=filled until=20T10:00:01\n"       \
    "bot 20T12:00:00 buy ETH/USDT 1.6 @1200 asked=1.6 id=m2 deal=2 account=31 status=filled until=20T12:00:01\n"       \
    "bot 31T00:00:00 sell BNB/USDT 1 @250 asked=1 id=last deal=99 account=31 status=filled until=31T00:01:00\n"

static struct trial *run(const char *files, const char *rows)
{
    struct trial *t = trial_new(NULL);
    trial_add(t, files);
    trial_add(t, BOTS);
    trial_add(t, rows);
    trial_attribute(t);
    trial_check(t);
    return t;
}

static void an_order_that_rests_on_the_zone_says_so(void **state)
{
    (void)state;
    struct trial *t =
        run("file 0 orders zone=Europe/Paris twice=3\n",
            "order 20T10:00:00.500 buy ETH/USDT 1.5 @1200 asked=1.5 id=51 status=filled -> bot +zone-given\n"
            "order 20T12:00:00.500 buy ETH/USDT 1.6 @1200 asked=1.6 id=52 status=filled -> bot +zone-given\n"
            "order 21T12:00:00.500 buy ETH/USDT 7 @1200 asked=7 id=53 channel=web status=filled -> manual "
            "-zone-given\n");
    const struct result *r = t->result;
    assert_int_equal(r->zone_checks.count, 1);
    assert_int_equal(r->zone_checks.items[0].source, 0);
    assert_int_equal(r->zone_checks.items[0].unplaced, 3);
    assert_int_equal(r->zone_checks.items[0].compared, 2); /* by size: no id is in both */
    assert_int_equal(r->zone_checks.items[0].agreeing, 2);
    assert_true(r->zone_checks.items[0].by_size);
    assert_string_equal(r->zone_checks.items[0].proposed, "");
    assert_int_equal(r->zone_rivals.count, 1);
    const struct zone_rival *rival = &r->zone_rivals.items[0];
    assert_string_equal(rival->zone, "Europe/Paris");
    assert_string_equal(rival->other, "UTC");
    assert_false(rival->by_records);
    assert_int_equal(rival->file_count, 1);
    assert_int_equal(rival->files[0].records, 3);
    assert_int_equal(rival->files[0].orders, 2);
    assert_int_equal(rival->effects.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(r->orders.items[rival->effects.items[i].order].verdict, VERDICT_BOT);
        assert_int_not_equal(rival->effects.items[i].verdict, VERDICT_BOT);
    }
    for (size_t i = 0; i < t->evidence->store->events.count; i++) { /* the records keep the times as they were read */
        const struct event *e = &t->evidence->store->events.items[i];
        if (e->source == 0 && e->order_id == store_ident(t->evidence->store, SPAN("51")))
            assert_true(e->at_ns == time_from_civil(2022, 12, 20, 10, 0, 0) + NS_PER_SECOND / 2);
    }
    trial_free(t);
}

/* Given UTC, and the bots' records name the same orders an hour earlier. */
static void the_zone_that_the_records_speak_for_is_tried(void **state)
{
    (void)state;
    struct trial *t =
        run("file 0 orders zone=UTC\n",
            "bot 22T09:00:00 buy ETH/USDT 2.1 @1200 asked=2.1 id=ETHUSDT_71 deal=3 account=31 status=filled "
            "until=22T09:00:01\n"
            "bot 22T11:00:00 buy ETH/USDT 2.2 @1200 asked=2.2 id=ETHUSDT_72 deal=4 account=31 status=filled "
            "until=22T11:00:01\n"
            "order 22T10:00:00.500 buy ETH/USDT 2.1 @1200 asked=2.1 id=71 status=filled -> bot "
            "+order-id-joined -zone-given\n"
            "order 22T12:00:00.500 buy ETH/USDT 2.2 @1200 asked=2.2 id=72 status=filled -> bot "
            "+order-id-joined -zone-given\n"
            "order 20T11:00:00.500 buy ETH/USDT 1.5 @1200 asked=1.5 id=51 status=filled -> +zone-given\n");
    const struct result *r = t->result;
    assert_int_equal(r->zone_checks.count, 1);
    assert_int_equal(r->zone_checks.items[0].compared, 2);
    assert_int_equal(r->zone_checks.items[0].agreeing, 0);
    assert_false(r->zone_checks.items[0].by_size);
    assert_string_equal(r->zone_checks.items[0].proposed, "UTC+1");
    assert_int_equal(r->zone_checks.items[0].proposed_agreeing, 2);
    assert_int_equal(r->zone_rivals.count, 1); /* UTC is what was given */
    const struct zone_rival *rival = &r->zone_rivals.items[0];
    assert_true(rival->by_records);
    assert_string_equal(rival->other, "UTC+1");
    assert_int_equal(rival->effects.count, 1);
    assert_int_equal(rival->effects.items[0].verdict, VERDICT_BOT);
    trial_free(t);
}

/* Two files with one answer are read anew together, and neither is a witness for the other. */
static void files_with_one_answer_go_together(void **state)
{
    (void)state;
    struct trial *t = run("file 0 fills zone=Europe/Paris\nfile 2 orders zone=Europe/Paris\n",
                          "fill 20T10:00:00 buy ETH/USDT 1.5 @1200 id=51 trade=7 file=0 -> bot +zone-given\n"
                          "order 20T10:00:00 buy ETH/USDT 1.5 @1200 asked=1.5 id=51 status=filled file=2 -> bot\n");
    const struct result *r = t->result;
    assert_int_equal(r->zone_checks.count, 2);
    for (size_t i = 0; i < 2; i++) assert_true(r->zone_checks.items[i].by_size);
    assert_int_equal(r->zone_rivals.count, 1);
    assert_int_equal(r->zone_rivals.items[0].file_count, 2);
    assert_int_equal(r->zone_rivals.items[0].effects.count, 1);
    for (size_t i = 0; i < 2; i++) assert_int_equal(r->zone_rivals.items[0].files[i].orders, 1);
    trial_free(t);
}

/* The same trade in a file that states its zone: read otherwise, the two rows are one no more. */
static void a_row_that_is_a_duplicate_no_more_counts(void **state)
{
    (void)state;
    static const char *const files[] = {"file 0 fills zone=Europe/Paris\nfile 2 fills\n",
                                        "file 0 fills\nfile 2 fills zone=Europe/Paris\n"};
    for (size_t i = 0; i < 2; i++) {
        struct trial *t = run(files[i], "fill 20T10:00:00 buy ETH/USDT 1.5 @1200 file=0 -> bot +zone-given\n"
                                        "fill 20T10:00:00 buy ETH/USDT 1.5 @1200 file=2 -> bot\n");
        assert_int_equal(t->result->orders.count, 1);
        assert_int_equal(t->result->zone_rivals.items[0].effects.count, 1);
        assert_int_equal(t->result->zone_rivals.items[0].files[0].orders, 1);
        trial_free(t);
    }
}

static void nothing_is_asked_where_no_zone_was_given(void **state)
{
    (void)state;
    struct trial *t =
        run("file 0 orders\n",
            "order 20T10:00:00.500 buy ETH/USDT 1.5 @1200 asked=1.5 id=51 status=filled -> bot -zone-given\n");
    assert_int_equal(t->result->zone_checks.count, 0);
    assert_int_equal(t->result->zone_rivals.count, 0);
    trial_free(t);
}

/* Winter in London is UTC: nothing to judge anew, and that is said by a rival without records. */
static void a_zone_that_reads_as_utc_does_changes_nothing(void **state)
{
    (void)state;
    struct trial *t =
        run("file 0 orders zone=Europe/London\n",
            "order 20T10:00:00.500 buy ETH/USDT 1.5 @1200 asked=1.5 id=51 status=filled -> bot -zone-given\n");
    assert_int_equal(t->result->zone_rivals.count, 1);
    assert_int_equal(t->result->zone_rivals.items[0].files[0].records, 0);
    assert_int_equal(t->result->zone_rivals.items[0].effects.count, 0);
    trial_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_that_rests_on_the_zone_says_so),
        cmocka_unit_test(the_zone_that_the_records_speak_for_is_tried),
        cmocka_unit_test(files_with_one_answer_go_together),
        cmocka_unit_test(a_row_that_is_a_duplicate_no_more_counts),
        cmocka_unit_test(nothing_is_asked_where_no_zone_was_given),
        cmocka_unit_test(a_zone_that_reads_as_utc_does_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
