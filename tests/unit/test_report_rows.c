/* Tests of the rows that the report names: file by file where they are many, the records that state a fee, the messages that a
 * signal was read from, the last moment that the records explain, and an order's time as fine as its records tell it.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_model.h"

static struct event *fill_of(struct demo *d, size_t order)
{
    return demo_at(d, d->result.order_fills[d->result.orders.items[order].first_fill]);
}

static void many_rows_are_named_file_by_file(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 20);
    for (size_t i = 3; i < 23; i++) { /* newest first, as many exports are; the last twelve stand in another file */
        fill_of(&d, i)->line = (uint32_t)(100 - i);
        fill_of(&d, i)->source = i < 11 ? 0 : 1;
    }
    struct report_model *m = model_of(&d);
    assert_says(m, "Rows: E01:90-97, E02:78-89 (20 orders; see data/flagged.csv).");
    report_model_free(m);
    demo_free(&d);
}

static void fees_name_the_records_that_state_them(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    for (size_t i = 3; i < 6; i++) /* the orders' own records stand in the other file and state no fee */
        d.result.orders.items[i].order_event = d.result.bot_orders.items[i - 3].event;
    d.result.losses.items[0].method = "fees";
    struct report_model *m = model_of(&d);
    assert_says(m, "rows E01:5, E01:6, E01:7:");
    assert_says(m, "Rows: E02:2, E02:3, E02:4.");
    report_model_free(m);
    demo_free(&d);
}

static void a_signal_names_the_messages_it_was_read_from(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 9);
    uint32_t messages[9];
    for (uint32_t i = 0; i < 9; i++) messages[i] = d.result.order_fills[i];
    struct signal_hit *hit = LIST_ADD(&d.result.incidents.items[0].signals);
    *hit = d.result.incidents.items[0].signals.items[0];
    hit->code = SIGNAL_S13;
    hit->events = messages;
    hit->event_count = 9;
    struct report_model *m = model_of(&d);
    assert_says(m, "E01:2-10 (9 records; see data/timeline.csv)");
    report_model_free(m);
    demo_free(&d);
}

static void the_last_action_is_an_execution_or_a_record(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 4);
    const int64_t minute = INT64_C(60) * NS_PER_SECOND;
    struct order *first = &d.result.orders.items[0], *second = &d.result.orders.items[1];
    first->last_ns = d.start_ns - minute; /* placed first, executed last */
    fill_of(&d, 0)->at_ns = first->last_ns;
    demo_pack(&d, second, ORDER_QTY, "0"); /* nothing executed: whoever cancelled it is not on record */
    second->last_ns = d.start_ns - minute / 60;
    const uint32_t deal = d.result.bot_orders.items[2].event;
    demo_at(&d, deal)->until_ns = d.start_ns - 2 * minute;
    struct report_model *m = model_of(&d);
    assert_says(m, "order 2242856000, at 2022-12-25 21:28:03.123 UTC, verdict \"bot\", row E01:2.");
    assert_says(m, "at 2022-12-25 21:27:03.123 UTC, row E02:4.");
    report_model_free(m);
    demo_free(&d);
}

static void records_of_other_exchanges_are_no_last_action(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 4);
    struct store *s = d.evidence.store;
    s->accounts.items[d.bot_account].market_venue = store_text(s, SPAN("kucoin"));
    struct report_model *m = model_of(&d);
    assert_says(m, "No bot record lies before it in the files supplied.");
    report_model_free(m);
    demo_free(&d);
}

static void an_order_has_the_time_of_its_finest_record(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    struct order *o = &d.result.orders.items[3];
    const int64_t second = d.start_ns - 123000000;
    fill_of(&d, 3)->at_ns = o->first_ns = second;
    fill_of(&d, 3)->digits = o->digits = 0;
    assert_int_equal(order_began(&d.result, o).ns, second);
    assert_int_equal(order_began(&d.result, o).digits, 0);
    o->order_event = d.result.bot_orders.items[0].event;
    demo_at(&d, o->order_event)->at_ns = second + 686000000;
    assert_int_equal(order_began(&d.result, o).ns, second + 686000000);
    assert_int_equal(order_began(&d.result, o).digits, 3);
    demo_at(&d, o->order_event)->at_ns = second - NS_PER_SECOND; /* another moment, not a finer one */
    assert_int_equal(order_began(&d.result, o).ns, second);
    demo_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_rows_are_named_file_by_file),
        cmocka_unit_test(fees_name_the_records_that_state_them),
        cmocka_unit_test(a_signal_names_the_messages_it_was_read_from),
        cmocka_unit_test(the_last_action_is_an_execution_or_a_record),
        cmocka_unit_test(records_of_other_exchanges_are_no_last_action),
        cmocka_unit_test(an_order_has_the_time_of_its_finest_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
