/* Tests of what the report leads with, groups and counts apart: page one, the ticket, coverage, the register.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_model.h"

/* The first order is hours older than the incident and only for review. */
static void review_orders_stretch_no_time(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    struct order *review = &d.result.orders.items[0];
    review->verdict = VERDICT_UNISSUED;
    review->flag = FLAG_REVIEW;
    struct report_model *m = model_of(&d);
    assert_says(m, "2022-12-25 21:29:03.123 to 2022-12-25 21:29:05.523 (2 seconds)");
    assert_true(span_contains(m->ticket, SPAN("Time: 2022-12-25 21:29:03.123 to 2022-12-25 21:29:05.523 UTC\n")));
    report_model_free(m);
    demo_free(&d);
}

static void orders_of_which_nothing_was_executed_are_counted_apart(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 4);
    demo_pack(&d, &d.result.orders.items[4], ORDER_QTY, "0");
    demo_pack(&d, &d.result.orders.items[4], ORDER_COST, "0");
    struct report_model *m = model_of(&d);
    assert_says(m, "1; an order of which nothing was executed cost nothing");
    assert_says(m, "Of 1 order among these the records say that nothing was executed.");
    assert_true(span_contains(m->ticket, SPAN("Of 1 order among these nothing was executed.")));
    const struct block *markets = table_below(m, "Flagged orders by market");
    assert_true(span_is(markets->rows[0].cells[1], "4"));
    assert_true(span_is(markets->rows[0].cells[2], "1"));
    assert_true(span_is(markets->rows[0].cells[4], "37.5"));
    report_model_free(m);
    demo_free(&d);
}

/* Bought for 50 and 25, sold for 25: the sums are of the rows of each side. */
static void page_one_tells_what_was_bought_and_sold_again(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    d.result.orders.items[4].side = SIDE_SELL;
    struct report_model *m = model_of(&d);
    assert_says(m, "In AKRO/BUSD, 2 orders bought 25 AKRO for 50 BUSD, and 1 order sold 12.5 AKRO for 25 BUSD.");
    report_model_free(m);
    demo_free(&d);
}

static void several_incidents_are_told_apart_on_page_one_and_in_the_ticket(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 6);
    d.result.incidents.items[0].order_count = 2;
    d.result.incidents.items[0].to_ns = d.result.orders.items[4].last_ns;
    demo_incident(&d, 6, 3);
    d.result.incidents.items[1].number = 2;
    struct report_model *m = model_of(&d);
    assert_says(m, "2022-12-25 21:29:06.723 to 2022-12-25 21:29:09.123 (3 orders)");
    assert_true(span_contains(m->ticket,
                              SPAN("incident 1: 2022-12-25 21:29:03.123 to 2022-12-25 21:29:04.323 UTC (2 orders)\n")));
    report_model_free(m);
    demo_free(&d);
}

/* Losses stand in the order of names in the result; the report leads with what most orders moved. */
static void the_assets_that_most_orders_moved_come_first(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    for (size_t i = 0; i < 12; i++) {
        struct loss *loss = LIST_ADD(&d.result.losses);
        *loss = d.result.losses.items[0];
        char name[8];
        snprintf(name, sizeof name, "A%02zu", i);
        loss->asset = store_text(d.evidence.store, span_of(name));
        loss->amount = demo_decimal("-1");
    }
    struct report_model *m = model_of(&d);
    assert_says(m, "less than before): -105000.025 BUSD, -1 A00. Other assets: -1 A01, -1 A02");
    const struct block *table = table_below(m, "Losses, by method"); /* folded: 13 assets in 7 rows */
    assert_int_equal(table->row_count, 7);
    assert_int_equal(table->column_count, 4);
    assert_true(span_is(table->rows[0].cells[0], "BUSD"));
    assert_true(span_is(table->rows[0].cells[2], "A06"));
    assert_true(span_is(table->rows[6].cells[2], ""));
    report_model_free(m);
    demo_free(&d);
}

static void coverage_lines_alike_but_for_the_market_share_a_row(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    struct coverage more = d.result.coverage.items[1];
    more.market = store_market(d.evidence.store, SPAN("binance"), SPAN("VITE"), SPAN("BUSD"));
    *LIST_ADD(&d.result.coverage) = more;
    more.when.to_ns++;
    *LIST_ADD(&d.result.coverage) = more;
    struct report_model *m = model_of(&d);
    const struct block *table = table_below(m, "Coverage");
    assert_int_equal(table->row_count, 3);
    assert_true(span_is(table->rows[1].cells[0], "AKRO/BUSD, VITE/BUSD"));
    assert_true(span_is(table->rows[2].cells[0], "VITE/BUSD"));
    report_model_free(m);
    demo_free(&d);
}

static void the_register_lists_every_file_with_its_digest(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    char path[32];
    for (size_t i = 2; i < 400; i++) {
        snprintf(path, sizeof path, "exports/%zu.csv", i);
        demo_source(&d, path, i);
    }
    struct report_model *m = model_of(&d);
    const struct block *kinds = table_below(m, "Register of evidence");
    assert_int_equal(kinds->row_count, 1);
    assert_true(span_is(kinds->rows[0].cells[1], "400"));
    const struct block *files = kinds + 1;
    while (files->kind != BLOCK_TABLE) files++;
    assert_int_equal(files->row_count, 401); /* and the total */
    for (size_t i = 2; i < 400; i++) {
        snprintf(path, sizeof path, "exports/%zu.csv", i);
        assert_true(span_is(files->rows[i].cells[2], path));
        assert_true(span_is(files->rows[i].cells[4], DEMO_DIGEST));
    }
    report_model_free(m);
    demo_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(review_orders_stretch_no_time),
        cmocka_unit_test(orders_of_which_nothing_was_executed_are_counted_apart),
        cmocka_unit_test(page_one_tells_what_was_bought_and_sold_again),
        cmocka_unit_test(several_incidents_are_told_apart_on_page_one_and_in_the_ticket),
        cmocka_unit_test(the_assets_that_most_orders_moved_come_first),
        cmocka_unit_test(coverage_lines_alike_but_for_the_market_share_a_row),
        cmocka_unit_test(the_register_lists_every_file_with_its_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
