/* Tests of page one: that it begins with what could not be assessed and what to fetch, claims no more than the files show, and
 * explains its words; and of the papers where nothing is flagged but orders were not assessed.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attribution/valuation/valuation.h"
#include "report_model.h"

/* The notices stand above the table of facts. */
static const struct block *notice_before_facts(const struct report_model *m, const char *part)
{
    for (size_t i = 0; i < m->blocks.count && m->blocks.items[i].kind != BLOCK_FACTS; i++)
        if (m->blocks.items[i].kind == BLOCK_NOTICE && span_contains(m->blocks.items[i].text, span_of(part)))
            return &m->blocks.items[i];
    fail_msg("no notice above the facts says: %s", part);
    return NULL;
}

static struct span paper_of(const struct report_model *m, const char *name)
{
    for (size_t i = 0; i < m->papers.count; i++)
        if (strcmp(m->papers.items[i].name, name) == 0) return m->papers.items[i].text;
    fail_msg("no %s", name);
    return SPAN_NONE;
}

static bool tells(struct span text, const char *part)
{
    return span_contains(text, span_of(part));
}

/* Two orders that a bot explains, `open` that lie behind the last bot record. */
static void demo_open(struct demo *d, size_t open)
{
    char id[32];
    demo_begin(d);
    for (int i = 0; i < 2; i++) {
        snprintf(id, sizeof id, "%d", 100 + i);
        demo_explain(d, demo_order(d, d->start_ns - (2 - i) * 3600ll * NS_PER_SECOND, VERDICT_BOT, FLAG_NONE, id));
    }
    for (size_t i = 0; i < open; i++) {
        snprintf(id, sizeof id, "%zu", 200 + i);
        const int64_t at_ns = d->start_ns + (int64_t)i * 60 * NS_PER_SECOND;
        struct order *o = &d->result.orders.items[demo_order(d, at_ns, VERDICT_NOT_COVERED, FLAG_NONE, id)];
        o->reasons = REASON_BIT(REASON_after_bot_records);
    }
    *LIST_ADD(&d->result.coverage) =
        (struct coverage){.account = d->account,
                          .market = MARKET_NONE,
                          .bot_side = true,
                          .source = 1,
                          .when = {d->start_ns - 7200ll * NS_PER_SECOND, d->start_ns - 3600ll * NS_PER_SECOND}};
    demo_finish(d);
}

/* ---- what could not be assessed ------------------------------------------------------------------------------------------ */

static void page_one_begins_with_what_was_not_assessed_and_what_to_fetch(void **state)
{
    (void)state;
    struct demo d;
    demo_open(&d, 3);
    struct report_model *m = model_of(&d);
    const struct block *box = notice_before_facts(m, "NOT ASSESSED: 3 of 5 orders.");
    assert_true(
        tells(box->text, "The bot records begin at 2022-12-25 19:29:03.123 and end at 2022-12-25 20:29:03.123 UTC."));
    assert_true(
        tells(box->text,
              "3 orders (placed or executed 2022-12-25 21:29:03.123 to 2022-12-25 21:31:03.123 UTC); the "
              "reason for each: it was placed, or executed or cancelled, after the last bot record of its account."));
    assert_true(tells(box->text,
                      "the bot platform's records of binance 12345678 for 2022-12-25 21:29:03.123 to 2022-12-25 "
                      "21:31:03.123 UTC"));
    assert_true(tells(box->text, "How to get it: in 3Commas"));
    assert_says(m, "2 orders could be assessed");
    assert_false(says(m, "No order was found without a bot record"));
    report_model_free(m);
    demo_free(&d);
}

static void the_same_stands_above_flagged_orders(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    d.result.orders.items[0].verdict = VERDICT_AMBIGUOUS;
    d.result.verdict_orders[VERDICT_BOT]--;
    d.result.verdict_orders[VERDICT_AMBIGUOUS]++;
    struct report_model *m = model_of(&d);
    const struct block *box = notice_before_facts(m, "NOT ASSESSED: 1 of 5 orders.");
    assert_true(tells(box->text, "For 1 order the lists of the orders of each deal"));
    report_model_free(m);
    demo_free(&d);
}

static void the_largest_groups_of_reasons_are_told(void **state)
{
    (void)state;
    static const enum reason reasons[] = {REASON_before_bot_records, REASON_after_bot_records,
                                          REASON_no_bot_records,     REASON_bot_records_page_sized,
                                          REASON_clock_doubtful,     REASON_clock_doubtful};
    struct demo d;
    demo_open(&d, 6);
    d.evidence.sources.items[1].page_sized = true;
    for (size_t i = 0; i < 6; i++) d.result.orders.items[2 + i].reasons = REASON_BIT(reasons[i]);
    *LIST_ADD(&d.result.clock_doubts) = (struct clock_doubt){.source = 0, .orders = 2};
    struct report_model *m = model_of(&d);
    const struct block *box = notice_before_facts(m, "NOT ASSESSED: 6 of 8 orders.");
    assert_true(tells(box->text, "and 1 more"));
    assert_true(tells(box->text, "fetch the pages behind it as well: E02 exports/deals.json."));
    assert_true(tells(box->text, "The time zone of E01 exports/trades.csv has to be settled first"));
    report_model_free(m);
    LIST_FREE(&d.result.clock_doubts);
    demo_free(&d);
}

static void files_that_could_not_be_used_are_named_on_page_one(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    d.evidence.sources.items[0].counts = (struct map_counts){100, 98, 0, 2};
    struct report_model *m = model_of(&d);
    const struct block *box = notice_before_facts(m, "INCOMPLETE: 2 records could not be used.");
    assert_true(tells(box->text, "Files to look at or to fetch again: E01 exports/trades.csv."));
    assert_false(tells(box->text, "E02"));
    report_model_free(m);
    demo_free(&d);
}

static void papers_of_orders_not_assessed_ask_for_what_is_missing_alone(void **state)
{
    (void)state;
    struct demo d;
    demo_open(&d, 3);
    struct report_model *m = model_of(&d);
    assert_true(tells(m->ticket, "Request to preserve the records of my account\n"));
    assert_true(tells(m->ticket, "Time: 2022-12-25 21:29:03.123 to 2022-12-25 21:31:03.123 UTC\n"));
    assert_true(tells(m->ticket, "3 orders could not be assessed yet"));
    assert_true(tells(m->ticket, "preserve all logs"));
    static const char *const names[] = {"ic3.txt", "requests.txt", "gdpr-access-request.txt", "declaration.txt"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(tells(paper_of(m, names[i]), "NOT ASSESSED: 3 of 5 orders."));
        assert_false(tells(paper_of(m, names[i]), "nothing here to send"));
        assert_false(tells(paper_of(m, names[i]), "No order was found"));
    }
    assert_true(tells(paper_of(m, "requests.txt"), "LETTER TO binance\n"));
    assert_true(tells(paper_of(m, "requests.txt"), "LETTER TO 3commas\n"));
    assert_true(tells(paper_of(m, "requests.txt"), "from 2022-11-25 to 2023-01-24"));
    assert_true(tells(paper_of(m, "gdpr-access-request.txt"), "To: 3commas [FILL IN:"));
    assert_false(tells(paper_of(m, "gdpr-access-request.txt"), "To: binance"));
    report_model_free(m);
    demo_free(&d);
}

static void a_platform_that_no_file_names_is_a_blank(void **state)
{
    (void)state;
    struct demo d;
    demo_begin(&d);
    demo_order(&d, d.start_ns, VERDICT_NOT_COVERED, FLAG_NONE, "1");
    demo_finish(&d);
    struct report_model *m = model_of(&d);
    assert_true(tells(paper_of(m, "requests.txt"), "LETTER TO [FILL IN: your bot platform]\n"));
    assert_true(tells(paper_of(m, "gdpr-access-request.txt"), "To: [FILL IN: your bot platform]"));
    report_model_free(m);
    demo_free(&d);
}

static void a_ticket_of_a_case_with_nothing_flagged_admits_nothing(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 0);
    struct report_model *m = model_of(&d);
    assert_false(tells(m->ticket, "nothing to report"));
    assert_true(tells(m->ticket, "names no order to the exchange"));
    report_model_free(m);
    demo_free(&d);
}

/* ---- what is counted ------------------------------------------------------------------------------------------------------ */

static void orders_whose_executions_the_export_does_not_list_are_not_zero_fills(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    for (size_t i = 3; i < 6; i++) d.result.orders.items[i].fill_count = 0;
    struct report_model *m = model_of(&d);
    assert_says(m, "show 3 orders (the export lists no single executions) for which");
    assert_says(m, "UTC: 3 orders (the export lists no single executions) in binance 12345678.");
    assert_true(tells(m->ticket, "Found: 3 orders (the export lists no single executions) with no bot record"));
    assert_false(says(m, "(0 fills)"));
    report_model_free(m);
    d.result.orders.items[3].fill_count = 1;
    m = model_of(&d);
    assert_says(m,
                "show 3 orders (in 1 fill, that is, single executions; of 2 orders the export lists none) for which");
    assert_true(tells(m->ticket, "3 orders (1 fill; of 2 orders the export lists no single executions)"));
    report_model_free(m);
    demo_pack(&d, &d.result.orders.items[4], ORDER_QTY, "0"); /* nothing executed: no execution is missing */
    m = model_of(&d);
    assert_says(m, "of 1 order the export lists none");
    report_model_free(m);
    demo_free(&d);
}

/* A demo of four orders with the sums of two methods over some of them. */
static struct report_model *valued_model(struct demo *d, struct valuation *v, uint64_t own, uint64_t supplied)
{
    demo_raid(d, 4);
    *v = (struct valuation){.with_prices = true};
    struct value_line *line = LIST_ADD(&v->lines);
    *line = (struct value_line){.account = d->account, .market = d->market, .side = SIDE_BUY, .order_count = 4};
    line->orders = d->result.incidents.items[0].orders;
    line->by[VALUE_OWN_FILLS].valued = own;
    line->by[VALUE_BEFORE_ORDER].valued = supplied;
    static const enum value_method methods[] = {VALUE_OWN_FILLS, VALUE_BEFORE_ORDER};
    for (size_t i = 0; i < 2; i++) {
        struct loss *loss = LIST_ADD(&d->result.losses);
        *loss = d->result.losses.items[0];
        loss->incident = 0;
        loss->method = value_method_name(methods[i]);
        loss->source = "own rows";
        loss->amount = demo_decimal(i == 0 ? "10.5" : "-777.25");
    }
    d->result.valuation = v;
    return model_of(d);
}

static void valued_free(struct demo *d, struct valuation *v, struct report_model *m)
{
    report_model_free(m);
    LIST_FREE(&v->lines);
    d->result.valuation = NULL;
    demo_free(d);
}

static void page_one_shows_the_prices_that_cover_most_orders(void **state)
{
    (void)state;
    struct demo d;
    struct valuation v;
    struct report_model *m = valued_model(&d, &v, 1, 3);
    assert_says(m, "-777.25 BUSD for 3 of 4 orders: paid or received, less the same at the last supplied price before");
    assert_false(says(m, "+10.5 BUSD for"));
    valued_free(&d, &v, m);
}

static void a_sum_over_less_than_half_of_the_orders_is_no_result(void **state)
{
    (void)state;
    struct demo d;
    struct valuation v;
    struct report_model *m = valued_model(&d, &v, 1, 1);
    assert_false(says(m, "Against prices before"));
    valued_free(&d, &v, m);
    m = valued_model(&d, &v, 2, 1);
    assert_says(m, "+10.5 BUSD for 2 of 4 orders");
    valued_free(&d, &v, m);
}

static void the_length_of_the_window_has_its_seconds(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *length;
    } cases[] = {
        {90, "(90 seconds)"}, {4976, "(82 minutes 56 seconds)"}, {600, "(10 minutes)"}, {7260, "(2 hours 1 minute)"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct demo d;
        demo_raid(&d, 2);
        d.result.orders.items[4].last_ns = d.start_ns + cases[i].seconds * NS_PER_SECOND;
        struct report_model *m = model_of(&d);
        assert_says(m, cases[i].length);
        report_model_free(m);
        demo_free(&d);
    }
}

static void what_covered_means_stands_on_page_one(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    struct report_model *m = model_of(&d);
    assert_says(
        m,
        "Covered is what lies between the first and the last record of a file, also in markets that no bot traded; a "
        "gap inside need not show.");
    report_model_free(m);
    demo_free(&d);
}

static void words_of_the_trade_are_explained(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    struct report_model *m = model_of(&d);
    assert_says(m, "BUSD: meant to be worth one US dollar each. AKRO/BUSD: AKRO bought or sold for BUSD.");
    assert_says(m, "strong, probable: grades");
    report_model_free(m);
    demo_free(&d);
    demo_raid(&d, 0);
    m = model_of(&d);
    assert_false(says(m, "strong, probable: grades"));
    report_model_free(m);
    demo_free(&d);
}

static void an_account_says_which_files_do_not_name_it(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    const uint32_t nameless = store_account(d.evidence.store, SPAN("binance"), SPAN_NONE);
    demo_source(&d, "exports/orders.csv", 10);
    for (uint32_t i = 0; i < d.evidence.store->events.count; i++) {
        if (d.result.order_of_event[i] < 3 || d.result.order_of_event[i] == UINT32_MAX) continue;
        demo_at(&d, i)->account = nameless;
        demo_at(&d, i)->source = 2;
    }
    struct report_model *m = model_of(&d);
    assert_says(
        m,
        "binance 12345678: 1 of 2 files with its orders name no account; they are counted to it as the only account of "
        "binance that a file names");
    assert_says(m, "All lines are of binance 12345678: 1 of 2 files");
    report_model_free(m);
    demo_free(&d);
}

static void a_zone_that_was_given_stands_on_page_one_and_in_the_ticket(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    struct zone_rival_file file = {.source = 0, .records = 3, .orders = 2};
    struct zone_rival *rival = LIST_ADD(&d.result.zone_rivals);
    *rival = (struct zone_rival){.zone = "Europe/Berlin", .other = "UTC", .origin = ZONE_ORIGIN_CASE_FILE};
    rival->files = &file;
    rival->file_count = 1;
    for (uint32_t i = 3; i < 5; i++)
        *LIST_ADD(&rival->effects) = (struct effect){.order = i, .verdict = VERDICT_BOT, .flag = FLAG_NONE};
    static const char alone[] =
        "The times of E01 were converted from Europe/Berlin (given by the case file; no other file holds "
        "records to compare them with). Read as UTC, 1 of these 3 orders would be flagged.";
    struct report_model *m = model_of(&d);
    assert_says(m, alone);
    assert_true(tells(m->ticket, alone));
    report_model_free(m);
    d.evidence.sources.items[0].given_zone = memory_copy_text("Europe/Berlin", 13);
    *LIST_ADD(&d.result.zone_checks) = (struct zone_check){.source = 0, .compared = 8, .agreeing = 7, .proposed = ""};
    m = model_of(&d);
    assert_says(m, "of 8 records that other files hold too, 7 agree)");
    report_model_free(m);
    LIST_FREE(&rival->effects);
    LIST_FREE(&d.result.zone_rivals);
    LIST_FREE(&d.result.zone_checks);
    demo_free(&d);
}

/* ---- what it comes to ----------------------------------------------------------------------------------------------------- */

static void add_change(struct demo *d, struct valuation *v, uint32_t incident, const char *total)
{
    struct fiat_total *t = LIST_ADD(&v->changes);
    *t = (struct fiat_total){.method = "net-change", .incident = incident, .computed = true, .day_ns = TIME_NONE};
    t->unit = store_text(d->evidence.store, SPAN("USD"));
    t->total = demo_decimal(total);
    t->part_count = 2;
    t->left_out = 1;
    t->parts = ARENA_ARRAY(d->result.arena, struct fiat_part, 2);
    t->parts[0] = (struct fiat_part){.asset = store_text(d->evidence.store, SPAN("BUSD")),
                                     .known = true,
                                     .basis = FIAT_DOLLAR,
                                     .amount = t->total,
                                     .fiat = t->total,
                                     .day_ns = TIME_NONE};
    t->parts[1] = (struct fiat_part){.asset = store_text(d->evidence.store, SPAN("AKRO")),
                                     .known = true,
                                     .basis = FIAT_LEFT_OUT,
                                     .amount = demo_decimal("3"),
                                     .day_ns = TIME_NONE};
}

static void one_sum_in_dollars_stands_on_page_one_and_in_the_papers(void **state)
{
    (void)state;
    struct demo d;
    struct valuation v = {.with_prices = false};
    demo_raid(&d, 3);
    add_change(&d, &v, 0, "-105000.03");
    d.result.valuation = &v;
    struct report_model *m = model_of(&d);
    const struct block *facts = table_below(m, "Summary");
    bool found = false;
    for (size_t i = 0; i < facts->row_count; i++)
        found |= span_is(facts->rows[i].cells[0], "In all, counted in USD") &&
                 span_is(facts->rows[i].cells[1], "-105000.03 USD, without +3 AKRO");
    assert_true(found);
    static const char sentence[] =
        "Counted in USD (coins meant to be worth one US dollar count as one), the net change comes to "
        "-105000.03 USD; not in it: +3 AKRO.";
    assert_says(m, sentence);
    assert_true(tells(paper_of(m, "ic3.txt"), sentence));
    assert_true(tells(paper_of(m, "requests.txt"), "comes to -105000.03 USD"));
    report_model_free(m);
    LIST_FREE(&v.changes);
    d.result.valuation = NULL;
    demo_free(&d);
}

/* Three orders of one account, two of another; each an incident with a change of its own. */
static void several_accounts_are_told_one_by_one(void **state)
{
    (void)state;
    struct demo d;
    struct valuation v = {.with_prices = false};
    demo_raid(&d, 5);
    const uint32_t other = store_account(d.evidence.store, SPAN("kucoin"), SPAN("77"));
    d.result.incidents.items[0].order_count = 3;
    demo_incident(&d, 6, 2);
    d.result.incidents.items[1].number = 2;
    d.result.incidents.items[1].account = other;
    for (size_t i = 6; i < 8; i++) {
        d.result.orders.items[i].account = other;
        d.result.orders.items[i].incident = 2;
    }
    d.result.orders.items[7].side = SIDE_SELL;
    struct loss *loss = LIST_ADD(&d.result.losses);
    *loss = d.result.losses.items[1];
    loss->incident = 2;
    loss->amount = demo_decimal("-8.5");
    add_change(&d, &v, 0, "-105008.53");
    add_change(&d, &v, 1, "-105000.03");
    add_change(&d, &v, 2, "-8.50");
    d.result.valuation = &v;
    struct report_model *m = model_of(&d);
    assert_says(m, "-105008.53 USD, without +3 AKRO");
    assert_non_null(find_block(m, BLOCK_BULLET,
                               "binance 12345678: 3 orders. Where: buy AKRO/BUSD (3 orders). Net change: "
                               "-105000.03 USD."));
    assert_non_null(find_block(m, BLOCK_BULLET,
                               "kucoin 77: 2 orders. In AKRO/BUSD, 1 order bought 12.5 AKRO for 25 BUSD, and 1 "
                               "order sold 12.5 AKRO for 25 BUSD. Net change: -8.50 USD."));
    assert_false(says(m, "Net change in the account by these orders"));
    report_model_free(m);
    d.result.valuation = NULL; /* no sum in one unit */
    m = model_of(&d);
    assert_non_null(find_block(m, BLOCK_BULLET, "Where: buy AKRO/BUSD (3 orders). Net change: -105000.025 BUSD."));
    report_model_free(m);
    d.result.valuation = &v;
    d.result.orders.items[6].incident = 0; /* in no sum */
    m = model_of(&d);
    assert_says(m, "Net change: -8.50 USD (not in it: 1 order outside of incidents).");
    report_model_free(m);
    LIST_FREE(&v.changes);
    d.result.valuation = NULL;
    demo_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_one_begins_with_what_was_not_assessed_and_what_to_fetch),
        cmocka_unit_test(the_same_stands_above_flagged_orders),
        cmocka_unit_test(the_largest_groups_of_reasons_are_told),
        cmocka_unit_test(files_that_could_not_be_used_are_named_on_page_one),
        cmocka_unit_test(papers_of_orders_not_assessed_ask_for_what_is_missing_alone),
        cmocka_unit_test(a_platform_that_no_file_names_is_a_blank),
        cmocka_unit_test(a_ticket_of_a_case_with_nothing_flagged_admits_nothing),
        cmocka_unit_test(orders_whose_executions_the_export_does_not_list_are_not_zero_fills),
        cmocka_unit_test(page_one_shows_the_prices_that_cover_most_orders),
        cmocka_unit_test(a_sum_over_less_than_half_of_the_orders_is_no_result),
        cmocka_unit_test(the_length_of_the_window_has_its_seconds),
        cmocka_unit_test(what_covered_means_stands_on_page_one),
        cmocka_unit_test(words_of_the_trade_are_explained),
        cmocka_unit_test(an_account_says_which_files_do_not_name_it),
        cmocka_unit_test(a_zone_that_was_given_stands_on_page_one_and_in_the_ticket),
        cmocka_unit_test(one_sum_in_dollars_stands_on_page_one_and_in_the_papers),
        cmocka_unit_test(several_accounts_are_told_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
