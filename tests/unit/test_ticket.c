/* Tests of the tickets: each is about one exchange and holds nothing of another.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/bag/papers.h"
#include "report_model.h"

enum { TICKET_MOST = 3500 };

static const struct paper *find_paper(const struct report_model *m, const char *name)
{
    for (size_t i = 0; i < m->papers.count; i++)
        if (strcmp(m->papers.items[i].name, name) == 0) return &m->papers.items[i];
    return NULL;
}

/* `first` flagged orders at binance, from 2242861000 on; then `second` at kucoin, from KC-0 on. */
static void begin_two_exchanges(struct demo *d, size_t first, size_t second, enum flag second_flag)
{
    char id[40];
    demo_begin(d);
    for (size_t i = 0; i < first; i++) {
        snprintf(id, sizeof id, "%llu", 2242861000ull + i);
        demo_order(d, d->start_ns + (int64_t)i * NS_PER_SECOND, VERDICT_UNISSUED, FLAG_STRONG, id);
    }
    if (first > 0) demo_incident(d, 0, first);
    d->market = store_market(d->evidence.store, SPAN("kucoin"), SPAN("VITE"), SPAN("USDT"));
    d->account = store_account(d->evidence.store, SPAN("kucoin"), SPAN("777"));
    for (size_t i = 0; i < second; i++) {
        snprintf(id, sizeof id, "KC-%zu", i);
        demo_order(d, d->start_ns + (int64_t)(3600 + i) * NS_PER_SECOND, VERDICT_UNISSUED, second_flag, id);
    }
    demo_finish(d);
}

static void a_ticket_is_about_one_exchange(void **state)
{
    (void)state;
    struct demo d;
    begin_two_exchanges(&d, 2, 3, FLAG_STRONG);
    struct report_model *m = model_of(&d);
    const struct paper *other = find_paper(m, "ticket-binance.txt");
    assert_non_null(other);
    assert_says(m, "ticket.txt, beside this report, is for kucoin. Each other exchange has a ticket of its own: "
                   "ticket-binance.txt.");
    assert_null(find_paper(m, "ticket-kucoin.txt")); /* it has most: ticket.txt is its own */
    assert_true(span_contains(m->ticket, SPAN("Order ids:\nKC-0, KC-1, KC-2\n")));
    assert_true(span_contains(m->ticket, SPAN("Found: 3 orders (3 fills)")));
    assert_true(span_contains(m->ticket, SPAN("Account: kucoin 777\n")));
    assert_true(span_contains(m->ticket, SPAN("Markets: buy VITE/USDT (3 orders)\n")));
    assert_true(span_contains(m->ticket, SPAN("Time: 2022-12-25 22:29:03.123 to 2022-12-25 22:29:05.123 UTC\n")));
    assert_true(span_contains(m->ticket, SPAN("Attached: identifiers-kucoin.txt, identifiers-kucoin.csv (")));
    assert_false(span_contains(m->ticket, SPAN("binance")));
    assert_false(span_contains(m->ticket, SPAN("AKRO")));
    assert_true(span_contains(other->text, SPAN("Order ids:\n2242861000, 2242861001\n")));
    assert_true(span_contains(other->text, SPAN("Found: 2 orders (2 fills)")));
    assert_true(span_contains(other->text, SPAN(DEMO_DIGEST)));
    assert_false(span_contains(other->text, SPAN("kucoin")));
    assert_false(span_contains(other->text, SPAN("VITE")));
    report_model_free(m);
    demo_free(&d);
}

/* The losses of one exchange are known where one incident holds all that is asked about; else none are stated. */
static void a_ticket_states_no_losses_of_another_exchange(void **state)
{
    (void)state;
    struct demo d;
    begin_two_exchanges(&d, 2, 3, FLAG_STRONG);
    demo_losses(&d);
    d.result.losses.items[0].amount = demo_decimal("-99"); /* of all orders together */
    struct report_model *m = model_of(&d);
    const struct paper *other = find_paper(m, "ticket-binance.txt");
    assert_false(span_contains(m->ticket, SPAN("Change of holdings")));
    assert_false(span_contains(other->text, SPAN("-99")));
    assert_true(span_contains(other->text, SPAN("Change of holdings by these orders: -105000.025 BUSD")));
    report_model_free(m);
    demo_free(&d);
}

static void an_exchange_with_nothing_but_orders_to_review_gets_no_ticket_beside_one_with_more(void **state)
{
    (void)state;
    struct demo d;
    begin_two_exchanges(&d, 2, 3, FLAG_REVIEW);
    struct report_model *m = model_of(&d);
    assert_null(find_paper(m, "ticket-binance.txt"));
    assert_null(find_paper(m, "ticket-kucoin.txt"));
    assert_true(span_contains(m->ticket, SPAN("Found: 2 orders (2 fills)")));
    assert_false(says(m, "a ticket of its own"));
    assert_false(span_contains(m->ticket, SPAN("Not counted here")));
    report_model_free(m);
    demo_free(&d);
}

static void every_ticket_fits_into_a_form(void **state)
{
    (void)state;
    struct demo d;
    begin_two_exchanges(&d, 700, 900, FLAG_PROBABLE);
    struct report_model *m = model_of(&d);
    const struct paper *other = find_paper(m, "ticket-binance.txt");
    assert_in_range(m->ticket.len, TICKET_MOST - 100, TICKET_MOST);
    assert_in_range(other->text.len, TICKET_MOST - 100, TICKET_MOST);
    assert_true(span_contains(other->text, SPAN(" more (identifiers-binance.txt)\n")));
    report_model_free(m);
    demo_free(&d);
}

static void tickets_are_known_by_name(void **state)
{
    (void)state;
    assert_true(paper_is_name(SPAN("ticket-gate-io.txt")));
    assert_false(paper_is_name(SPAN("ticket-.txt")));
    assert_false(paper_is_name(SPAN("ticket-kucoin.csv")));
    assert_false(paper_is_name(SPAN("ticket-Mine.txt")));
    assert_false(paper_is_name(SPAN("identifiers-.csv")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ticket_is_about_one_exchange),
        cmocka_unit_test(a_ticket_states_no_losses_of_another_exchange),
        cmocka_unit_test(an_exchange_with_nothing_but_orders_to_review_gets_no_ticket_beside_one_with_more),
        cmocka_unit_test(every_ticket_fits_into_a_form),
        cmocka_unit_test(tickets_are_known_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
