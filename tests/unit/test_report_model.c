/* Tests of report/model and report/words: what the report says in each kind of case, that no figure is without its rows,
 * and that the wording stays within what files can show.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/words/words.h"
#include "report_model.h"

#include <ctype.h>

/* ---- words ---------------------------------------------------------------------------------------------------------- */

static void every_sentence_exists_and_uses_its_slots(void **state)
{
    (void)state;
    struct writer *out = writer_to_memory();
    const size_t faults = words_check(&words_english, out);
    if (faults > 0) fail_msg("%.*s", SPAN_ARG(writer_memory(out)));
    writer_close(out, NULL);
}

static void a_language_with_faults_is_caught(void **state)
{
    (void)state;
    struct language broken = words_english;
    broken.title = NULL;
    broken.subject = "nothing named";
    broken.from_to = "{from} {too}";
    broken.n_order[1] = "orders";
    struct writer *out = writer_to_memory();
    assert_int_equal(words_check(&broken, out), 5); /* {too} is unknown and {to} is missing */
    writer_close(out, NULL);
}

static void slots_are_filled_and_other_braces_kept(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct speaker say = {&words_english, arena};
    assert_string_equal(words_fill(&say, "{a}{b} {A} { {a}", (const struct slot[]){{"a", "1"}, {"b", "{a}"}}, 2),
                        "1{a} {A} { 1");
    assert_string_equal(words_n_order(&say, 1), "1 order");
    assert_string_equal(words_n_order(&say, 0), "0 orders");
    assert_string_equal(words_n_fill(&say, 4200), "4200 fills");
    arena_free(arena);
}

/* ---- the kinds of case ---------------------------------------------------------------------------------------------- */

static void page_one_tells_the_story_alone(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 4200);
    d.case_file->complainant_name = SPAN("Erika Muster");
    d.case_file->complainant_reference = SPAN("2022/77");
    d.case_file->time_zone = SPAN("Europe/Paris");
    struct report_model *m = model_of(&d);
    size_t end = 0;
    while (end < m->blocks.count && m->blocks.items[end].kind != BLOCK_PAGE_BREAK) end++;
    assert_in_range(end, 5, 30);
    struct report_model page = *m;
    page.blocks.count = end;
    static const char *const needed[] = {
        "Erika Muster",
        "2022/77",
        "binance 12345678",
        "2022-12-25 21:29:03.123",
        "2022-12-25 22:53:01.923",
        "The same in Europe/Paris",
        "2022-12-25 22:29:03 to 2022-12-25 23:53:01 (UTC+01:00)",
        "4200 orders graded strong, 0 probable; apart from these, 0 to review",
        "show 4200 orders (in 4200 fills",
        "for which there is no bot record in the files supplied",
        "buy AKRO/BUSD (4200 orders)",
        "(83 minutes 58 seconds)",
        "-105000.025 BUSD, net change (bought minus sold minus fees)",
        "a bot record explains 3 orders in these files",
        "Asked: that the exchange keeps and discloses",
        "complete: every record",
        DEMO_DIGEST,
    };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) assert_says(&page, needed[i]);
    report_model_free(m);
    demo_free(&d);
}

static void the_schedule_prints_a_thousand_orders_and_says_where_all_are(void **state)
{
    (void)state;
    static const struct {
        size_t orders, printed;
    } cases[] = {{1, 1}, {1000, 1000}, {1001, 1000}, {4200, 1000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct demo d;
        demo_raid(&d, cases[i].orders);
        struct report_model *m = model_of(&d);
        const struct block *schedule = table_below(m, "The orders one by one");
        assert_int_equal(schedule->row_count, cases[i].printed);
        assert_int_equal(schedule->rows_in_all, cases[i].orders);
        assert_int_equal(schedule->text.len > 0, cases[i].orders > cases[i].printed);
        static const char *const cells[] = {
            "1", "2022-12-25 21:29:03.123", "buy", "AKRO/BUSD", "12.50", "2.0", "25.000", "0.025 BUSD"};
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            assert_true(span_is(schedule->rows[0].cells[k], cells[k]));
        assert_true(span_is(schedule->rows[0].cells[8], "order 2242861000\ntrade 700005"));
        assert_true(span_is(schedule->rows[0].cells[9], "A"));
        assert_true(span_is(schedule->rows[0].cells[10], "E01:5"));
        report_model_free(m);
        demo_free(&d);
    }
}

static void review_orders_stand_in_a_table_of_their_own(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    d.result.orders.items[5].flag = FLAG_REVIEW;
    d.result.flag_orders[FLAG_STRONG]--;
    d.result.flag_orders[FLAG_REVIEW]++;
    d.result.flag_fills[FLAG_STRONG]--;
    d.result.flag_fills[FLAG_REVIEW]++;
    struct report_model *m = model_of(&d);
    assert_int_equal(table_below(m, "The orders one by one")->row_count, 2);
    const struct block *review = table_below(m, "Orders to be looked at");
    assert_int_equal(review->row_count, 1);
    assert_true(span_contains(review->rows[0].cells[8], SPAN("2242861002")));
    assert_true(span_is(review->rows[0].cells[9], "B"));
    const struct block *whys = table_below(m, "Why each order is listed");
    assert_int_equal(whys->row_count, 2);
    assert_true(span_is(whys->rows[0].cells[1], "2"));
    assert_true(span_is(whys->rows[0].cells[2], "strong"));
    assert_true(span_is(whys->rows[1].cells[2], "review"));
    assert_true(span_is(whys->rows[1].cells[3], "channel-silent"));
    assert_says(m, "2 orders graded strong, 0 probable; apart from these, 1 to review");
    assert_true(span_contains(m->ticket, SPAN("Found: 2 orders (2 fills)")));
    assert_true(span_contains(m->ticket, SPAN("Not counted here: 1 order without a bot record")));
    assert_true(span_contains(m->ticket, SPAN("Order ids:\n2242861000, 2242861001\n")));
    report_model_free(m);
    demo_free(&d);
}

static void a_case_with_review_orders_alone_does_not_sound_like_more(void **state)
{
    (void)state;
    struct demo d;
    demo_begin(&d);
    demo_order(&d, d.start_ns, VERDICT_UNISSUED, FLAG_REVIEW, "77");
    demo_finish(&d);
    struct report_model *m = model_of(&d);
    assert_says(m, "At 2022-12-25 21:29:03.123 UTC, the records of binance 12345678 show 1 order (in 1 fill,");
    assert_says(m, "they may well have been placed by hand");
    assert_says(m, "No order is graded strong or probable.");
    assert_says(m, "The flagged orders do not form a group that stands out in time.");
    assert_false(says(m, "Net change in the account"));
    assert_true(span_contains(m->ticket, SPAN("Found: 1 order (1 fill)")));
    assert_true(span_contains(m->ticket, SPAN("They are all still for me to review")));
    assert_true(span_contains(m->ticket, SPAN("Order ids:\n77\n")));
    report_model_free(m);
    demo_free(&d);
}

static void the_document_date_is_the_newest_event_or_what_the_environment_asks(void **state)
{
    (void)state;
    static const struct {
        const char *epoch;
        int64_t seconds;
    } cases[] = {{"1700000000", 1700000000},
                 {"0", 0},
                 {"-5", 1672003743},
                 {"tomorrow", 1672003743},
                 {"99999999999999", 1672003743}};
    struct demo d;
    demo_raid(&d, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setenv("SOURCE_DATE_EPOCH", cases[i].epoch, 1);
        struct report_model *m = model_of(&d);
        assert_int_equal(m->date_ns / NS_PER_SECOND, cases[i].seconds);
        report_model_free(m);
    }
    unsetenv("SOURCE_DATE_EPOCH");
    demo_free(&d);
}

static void a_case_with_nothing_flagged_says_what_that_does_not_mean(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 0);
    struct report_model *m = model_of(&d);
    assert_says(m, "No order was found without a bot record in covered time.");
    assert_says(m, "It does not mean that every order was authorised");
    assert_says(m, "Nothing is flagged, so nothing is asked");
    const struct block *picture = find_block(m, BLOCK_CHART, "");
    if (picture) assert_true(picture->chart->band_count > 0); /* of the coverage: there is no incident to show */
    assert_false(m->incomplete);
    report_model_free(m);
    demo_free(&d);
}

static void a_case_without_cover_says_what_is_missing_and_how_to_get_it(void **state)
{
    (void)state;
    struct demo d;
    demo_begin(&d);
    demo_order(&d, d.start_ns, VERDICT_NOT_COVERED, FLAG_NONE, "1");
    demo_finish(&d);
    struct report_model *m = model_of(&d);
    assert_non_null(find_block(m, BLOCK_NOTICE, "Nothing could be compared"));
    assert_says(m, "hold no orders or deals of a bot");
    assert_says(m, "How to get it: in 3Commas");
    assert_false(says(m, "hold no orders or fills of an exchange"));
    assert_non_null(find_block(m, BLOCK_NOTICE, "NOT ASSESSED: 1 of 1 order."));
    assert_false(says(m, "No order was found without a bot record"));
    report_model_free(m);
    demo_free(&d);
}

static void nothing_at_all_still_makes_a_report(void **state)
{
    (void)state;
    struct demo d;
    demo_begin(&d);
    for (size_t i = 0; i < d.evidence.sources.count; i++) source_entry_free(&d.evidence.sources.items[i]);
    d.evidence.sources.count = 0;
    demo_finish(&d);
    struct report_model *m = model_of(&d);
    assert_true(m->incomplete);
    assert_says(m, "no file was supplied");
    assert_says(m, "hold no orders or fills of an exchange");
    assert_int_equal(m->date_ns, 0);
    report_model_free(m);
    demo_free(&d);
}

static void incomplete_evidence_is_marked_on_page_one_and_in_the_limits(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    d.evidence.sources.items[0].counts = (struct map_counts){100, 98, 0, 2};
    d.evidence.sources.items[1].formats.count = 0;
    *LIST_ADD(&d.evidence.sources.items[0].notes) = (struct source_note){diag_time_without_zone, 2, 17};
    struct report_model *m = model_of(&d);
    assert_true(m->incomplete);
    assert_non_null(
        find_block(m, BLOCK_NOTICE,
                   "INCOMPLETE: 1 file could not be recognised as an export or log; 2 records could not be used"));
    assert_non_null(find_block(m, BLOCK_BULLET, "The evidence is incomplete"));
    const struct block *notes = table_below(m, "Records that could not be used");
    assert_true(span_is(notes->rows[0].cells[0], "E01"));
    assert_true(span_is(notes->rows[0].cells[2], "time-without-zone"));
    assert_true(span_is(notes->rows[0].cells[3], "2"));
    assert_true(span_is(notes->rows[0].cells[4], "17"));
    report_model_free(m);
    demo_free(&d);
}

static void records_that_do_not_add_up_are_called_a_fault(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    struct report_model *m = model_of(&d);
    assert_says(m, "It holds for every file.");
    report_model_free(m);
    d.evidence.sources.items[1].counts.read++;
    m = model_of(&d);
    assert_non_null(find_block(m, BLOCK_NOTICE, "It does NOT hold"));
    report_model_free(m);
    demo_free(&d);
}

/* ---- honesty -------------------------------------------------------------------------------------------------------- */

static void no_sentence_claims_more_than_files_can_show(void **state)
{
    (void)state;
    static const char *const forbidden[] = {"stolen", "proven",   "proves that", "hacker",
                                            "thief",  "attacker", "fraudster",   "criminal"};
    struct demo d;
    demo_raid(&d, 10);
    struct report_model *m = model_of(&d);
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        if (says(m, forbidden[i])) fail_msg("the report says: %s", forbidden[i]);
    assert_says(m, "It does not say who sent them");
    assert_says(m, "no bot record for this order in the files supplied");
    report_model_free(m);
    demo_free(&d);
}

static void figures_cite_their_rows(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 4);
    struct report_model *m = model_of(&d);
    assert_says(m, "Rows: E01:5, E01:6, E01:7, E01:8.");
    assert_says(
        m, "All orders graded strong or probable, net change per asset (bought minus sold minus fees); rows E01:5, "
           "E01:6, E01:7, E01:8:");
    assert_true(span_is(table_below(m, "Losses, by method")->rows[0].cells[1], "-105000.025"));
    report_model_free(m);
    demo_free(&d);
    demo_raid(&d, 4200);
    m = model_of(&d);
    assert_says(m, "E01:5-4204 (4200 orders; see data/flagged.csv)");
    assert_says(m, "verdict \"bot\", row E01:4.");
    report_model_free(m);
    demo_free(&d);
}

static void each_id_of_an_order_is_labelled_on_a_line_of_its_own(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    struct store *s = d.evidence.store;
    d.result.orders.items[3].order_id = store_ident(s, SPAN("0e6a9cdd-61a6-4b0f-9a1c-demo"));
    d.result.orders.items[3].client_id = store_ident(s, SPAN("x-DEMO7f31"));
    demo_at(&d, d.result.order_fills[3])->trade_id = store_ident(s, SPAN("9-1"));
    struct report_model *m = model_of(&d);
    assert_true(span_is(table_below(m, "The orders one by one")->rows[0].cells[8],
                        "order 0e6a9cdd-61a6-4b0f-9a1c-demo\ntrade 9-1\nclient x-DEMO7f31"));
    report_model_free(m);
    demo_free(&d);
}

static void records_that_share_a_line_are_told_apart_by_their_offset(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    for (size_t i = 0; i < 5; i++) demo_at(&d, d.result.order_fills[i])->line = 1;
    struct report_model *m = model_of(&d);
    assert_says(m, "Rows: E01:1@500, E01:1@600.");
    assert_says(m, "verdict \"bot\", row E01:1@400.");
    assert_says(m, "cat data/originals/E01.csv | tail -c +501 | head -c 500");
    report_model_free(m);
    demo_free(&d);
}

static void the_chart_counts_every_order_of_the_incident_once(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 2, 100, 4200};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct demo d;
        demo_raid(&d, sizes[i]);
        struct report_model *m = model_of(&d);
        const struct chart *chart = find_block(m, BLOCK_CHART, "Incident 1")->chart;
        uint64_t flagged = 0;
        uint32_t highest = 0;
        for (size_t step = 0; step < chart->steps; step++) {
            const uint32_t all = chart->counts[0][step] + chart->counts[1][step] + chart->counts[2][step];
            flagged += chart->counts[1][step];
            if (all > highest) highest = all;
        }
        assert_int_equal(flagged, sizes[i]);
        assert_int_equal(chart->highest, highest);
        assert_in_range(chart->steps, 3, 60);
        report_model_free(m);
        demo_free(&d);
    }
}

/* The same stretches as the table's, on an axis of whole steps, and a mark where a flagged order lies. */
static void the_coverage_is_drawn_as_bands(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 12);
    struct report_model *m = model_of(&d);
    const struct block *b = find_block(m, BLOCK_CHART, "Only where both lie above each other");
    assert_non_null(b);
    const struct chart *c = b->chart;
    assert_true(c->band_count > 0 && c->tick_count > 0 && c->steps > 0);
    size_t marks = 0, sides[2] = {0, 0};
    for (size_t i = 0; i < c->band_count; i++) {
        const struct chart_band *band = &c->bands[i];
        assert_true(band->label.len > 0);
        marks += band->mark_count;
        for (size_t k = 0; k < band->mark_count; k++) assert_in_range(band->marks[k], 0, c->steps);
        for (size_t k = 0; k < band->stretch_count; k++) {
            assert_true(band->stretches[k].from <= band->stretches[k].to && band->stretches[k].to <= c->steps);
            sides[band->stretches[k].bot_side]++;
        }
    }
    assert_true(marks > 0 && sides[0] > 0 && sides[1] > 0);
    report_model_free(m);
    demo_free(&d);
}

static void hostile_texts_are_made_visible(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    d.case_file->complainant_name = SPAN("Eve\x1b[31m\xe2\x80\xaegnp");
    demo_at(&d, d.result.order_fills[3])->key = store_text(d.evidence.store, SPAN("k\x01y"));
    struct report_model *m = model_of(&d);
    assert_says(m, "Eve\\x1B[31m<U+202E>gnp");
    assert_says(m, "key k\\x01y");
    for (size_t i = 0; i < m->blocks.count; i++) {
        const struct span text = m->blocks.items[i].text;
        for (size_t k = 0; k < text.len; k++) assert_true((unsigned char)text.ptr[k] >= 0x20 || text.ptr[k] == '\n');
    }
    report_model_free(m);
    demo_free(&d);
}

static void keys_are_never_shown_whole(void **state)
{
    (void)state;
    static struct case_key key = {{"binance", 7}, {"3commas", 7}, {"AbCdEfGhIjKlMnOpQrStUvWxYz012345", 32},
                                  {"3commas", 7}, TIME_NONE,      TIME_NONE};
    struct demo d;
    demo_raid(&d, 1);
    d.case_file->keys = &key;
    d.case_file->key_count = 1;
    struct report_model *m = model_of(&d);
    assert_false(says(m, "AbCdEf"));
    assert_says(m, "2345");
    report_model_free(m);
    demo_free(&d);
}

/* ---- ticket --------------------------------------------------------------------------------------------------------- */

static void the_ticket_never_exceeds_its_size_and_never_cuts_an_id(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 3, 100, 186, 190, 4200};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct demo d;
        demo_raid(&d, sizes[i]);
        struct report_model *m = model_of(&d);
        assert_in_range(m->ticket.len, 1000, 3500);
        char *text = memory_copy_text(m->ticket.ptr, m->ticket.len), *ids = strstr(text, "Order ids:\n") + 11;
        size_t listed = 0;
        for (char *at = ids; isdigit((unsigned char)*at); at += at[10] == ',' ? 12 : 10) {
            assert_int_equal(strspn(at, "0123456789"), 10);
            listed++;
        }
        char more[64];
        snprintf(more, sizeof more, "and %zu more", sizes[i] - listed);
        assert_int_equal(strstr(text, more) != NULL, listed < sizes[i]);
        assert_non_null(strstr(text, DEMO_DIGEST));
        free(text);
        report_model_free(m);
        demo_free(&d);
    }
}

static void long_texts_of_the_case_do_not_push_the_ticket_over(void **state)
{
    (void)state;
    static char long_text[5000];
    memset(long_text, 'x', sizeof long_text);
    memcpy(long_text + 76, "\xc3\xa9", 2);
    struct demo d;
    demo_raid(&d, 300);
    d.case_file->complainant_reference = (struct span){long_text, sizeof long_text};
    d.evidence.store->accounts.items[d.account].id =
        store_text(d.evidence.store, (struct span){long_text, sizeof long_text});
    d.evidence.sources.items[1].formats.count = 0;
    struct report_model *m = model_of(&d);
    assert_in_range(m->ticket.len, 1000, 3500);
    assert_true(span_is_utf8(m->ticket, NULL));
    assert_true(span_contains(m->ticket, SPAN("2242861000")));
    report_model_free(m);
    demo_free(&d);
}

static void the_same_result_gives_the_same_model(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 50);
    struct writer *one = writer_to_memory(), *two = writer_to_memory();
    struct report_model *first = model_of(&d), *second = model_of(&d);
    report_text(first, one);
    report_text(second, two);
    assert_true(span_equal(writer_memory(one), writer_memory(two)));
    assert_int_equal(first->date_ns, second->date_ns);
    report_model_free(first);
    report_model_free(second);
    writer_close(one, NULL);
    writer_close(two, NULL);
    demo_free(&d);
}

int main(void)
{
    unsetenv("SOURCE_DATE_EPOCH"); /* the tests set it themselves */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_exists_and_uses_its_slots),
        cmocka_unit_test(a_language_with_faults_is_caught),
        cmocka_unit_test(slots_are_filled_and_other_braces_kept),
        cmocka_unit_test(page_one_tells_the_story_alone),
        cmocka_unit_test(the_schedule_prints_a_thousand_orders_and_says_where_all_are),
        cmocka_unit_test(review_orders_stand_in_a_table_of_their_own),
        cmocka_unit_test(a_case_with_review_orders_alone_does_not_sound_like_more),
        cmocka_unit_test(the_document_date_is_the_newest_event_or_what_the_environment_asks),
        cmocka_unit_test(a_case_with_nothing_flagged_says_what_that_does_not_mean),
        cmocka_unit_test(a_case_without_cover_says_what_is_missing_and_how_to_get_it),
        cmocka_unit_test(nothing_at_all_still_makes_a_report),
        cmocka_unit_test(incomplete_evidence_is_marked_on_page_one_and_in_the_limits),
        cmocka_unit_test(records_that_do_not_add_up_are_called_a_fault),
        cmocka_unit_test(no_sentence_claims_more_than_files_can_show),
        cmocka_unit_test(figures_cite_their_rows),
        cmocka_unit_test(each_id_of_an_order_is_labelled_on_a_line_of_its_own),
        cmocka_unit_test(records_that_share_a_line_are_told_apart_by_their_offset),
        cmocka_unit_test(the_chart_counts_every_order_of_the_incident_once),
        cmocka_unit_test(the_coverage_is_drawn_as_bands),
        cmocka_unit_test(hostile_texts_are_made_visible),
        cmocka_unit_test(keys_are_never_shown_whole),
        cmocka_unit_test(the_ticket_never_exceeds_its_size_and_never_cuts_an_id),
        cmocka_unit_test(long_texts_of_the_case_do_not_push_the_ticket_over),
        cmocka_unit_test(the_same_result_gives_the_same_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
