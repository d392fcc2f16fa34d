/* Tests of report/redaction: the policy, marks and pseudonyms, and what is left in the outputs of a result made by hand.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/digest.h"
#include "report/redaction/redaction.h"
#include "report/words/retell.h"
#include "report_demo.h"

static char key_bytes[] = "0123456789abcdef, as invented\n";
static const struct secret key = {key_bytes, sizeof key_bytes - 1, false};

static void the_parts_are_named_in_any_order(void **state)
{
    (void)state;
    unsigned parts;
    assert_true(redaction_parts_of(SPAN("uids, contacts"), &parts));
    assert_int_equal(parts, HIDE_UIDS | HIDE_CONTACTS);
    assert_true(redaction_parts_of(SPAN("amounts"), &parts));
    assert_int_equal(parts, HIDE_AMOUNTS);
    static const char *const wrong[] = {"", "names", "uids;contacts", "uids,,amounts", "UIDS"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(redaction_parts_of(span_of(wrong[i]), &parts));
}

static void a_key_that_can_be_guessed_is_none(void **state)
{
    (void)state;
    assert_null(redaction_key_problem(secret_text(&key)));
    static const char *const weak[] = {"", " \n", "fifteen bytes..\n\n\n", "ababababababababababababababababab"};
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) assert_non_null(redaction_key_problem(span_of(weak[i])));
}

static void marks_are_numbered_and_the_same_for_the_same(void **state)
{
    (void)state;
    struct redaction *r = redaction_new(HIDE_UIDS, NULL, "");
    assert_true(span_is(redaction_mark(r, HIDDEN_UID, SPAN("binance"), SPAN("7")), "[redacted uid 1]"));
    assert_true(span_is(redaction_mark(r, HIDDEN_UID, SPAN("kucoin"), SPAN("7")), "[redacted uid 2]"));
    assert_true(span_is(redaction_mark(r, HIDDEN_UID, SPAN("Binance"), SPAN("7")), "[redacted uid 1]"));
    assert_true(span_is(redaction_mark(r, HIDDEN_KEY, SPAN("binance"), SPAN("7")), "[redacted key 1]"));
    assert_true(span_is(redaction_mark(r, HIDDEN_NAME, SPAN_NONE, SPAN("A")), "[redacted name]"));
    assert_int_equal(redaction_mark(r, HIDDEN_UID, SPAN("binance"), SPAN_NONE).len, 0);
    assert_string_equal(redaction_key_mark(r), "");
    redaction_free(r);
}

/* So that others can compute them: HMAC-SHA-256 over kind, venue and value, a line each. */
static void pseudonyms_are_what_the_header_says(void **state)
{
    (void)state;
    struct redaction *r = redaction_new(HIDE_UIDS, &key, "");
    char hex[DIGEST_HEX], wanted[32];
    digest_keyed(secret_text(&key), SPAN("straykey\nuid\nbinance\n12345678"), hex);
    snprintf(wanted, sizeof wanted, "uid-%.10s", hex);
    assert_true(span_is(redaction_mark(r, HIDDEN_UID, SPAN("BINANCE"), SPAN("12345678")), wanted));
    assert_int_equal(strlen(redaction_key_mark(r)), PSEUDONYM_DIGITS);
    redaction_free(r);
}

static void without_a_policy_all_is_told(void **state)
{
    (void)state;
    assert_true(redaction_shows_raw(NULL));
    assert_false(redaction_hides(NULL, HIDE_AMOUNTS));
    assert_string_equal(redaction_parts(NULL), "");
}

static void sums_of_signs_go_and_the_rest_stays(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    static const char *const hidden[] = {"paid", "received", "amount", "otherwise", NULL};
    assert_string_equal(
        words_masked(
            arena,
            "A/B: 2 purchases for 71.5, 2 sales for 60.25, 1 of 2 round trips at a loss; "
            "largest order 41 B, the account's largest other order 3.5 (coins that stand for a dollar count as one)",
            hidden, "[x]"),
        "A/B: 2 purchases for [x], 2 sales for [x], 1 of 2 round trips at a loss; largest order [x], the "
        "account's largest other order [x] (coins that stand for a dollar count as one)");
    assert_string_equal(words_masked(arena, "something new about 71.5", hidden, "[x]"), "[x]");
    arena_free(arena);
}

/* 7/13 is 0.538461538461 cut at 12 decimals, and nothing else with so small a divisor. */
static void a_price_that_may_be_a_quotient_goes(void **state)
{
    (void)state;
    struct redaction *r = redaction_new(HIDE_AMOUNTS, NULL, "");
    assert_true(redaction_tells_price(r, demo_decimal("16842.51000000"), true));
    assert_true(redaction_tells_price(r, demo_decimal("0.00001234"), true));
    assert_false(redaction_tells_price(r, demo_decimal("0.538461538461"), true));
    assert_false(redaction_tells_price(r, demo_decimal("16842.51"), false));
    redaction_free(r);
    assert_true(redaction_tells_price(NULL, demo_decimal("0.538461538461"), false));
    r = redaction_new(HIDE_UIDS, NULL, "");
    assert_true(redaction_tells_price(r, demo_decimal("0.538461538461"), false));
    redaction_free(r);
}

/* ---- outputs ---------------------------------------------------------------------------------------------------------- */

static char *report_of(const struct demo *d)
{
    struct writer *w = writer_to_memory();
    struct report_model *m = report_model_build(&d->in, DEMO_DIGEST);
    report_text(m, w);
    report_ticket(m, w);
    const struct span text = writer_memory(w);
    char *copy = memory_copy_text(text.ptr, text.len);
    writer_close(w, NULL);
    report_model_free(m);
    return copy;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("missing: %s\nin: %.2000s", part, text);
}

static void assert_has_not(const char *text, const char *part)
{
    if (strstr(text, part)) fail_msg("there: %s", part);
}

static void all_that_is_named_goes_and_prices_stay(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    struct redaction *r = redaction_new(HIDE_UIDS | HIDE_AMOUNTS, NULL, "");
    redaction_apply(r, &d.in, &d.result, NULL, NULL);
    char *csv = demo_written(&d, report_timeline_csv), *json = demo_written(&d, report_findings_json),
         *text = report_of(&d);
    assert_has(csv, "Bought [redacted] AKRO for [redacted] BUSD at 2.0 BUSD; fee [redacted] BUSD; order 2242861000");
    assert_has(csv, "; bot [redacted bot 1]; deal 4711,");
    assert_has(json, "\"redacted\": [");
    assert_has(text, "SHARED COPY");
    const char *outputs[] = {csv, json, text};
    for (size_t i = 0; i < 3; i++) {
        assert_has(outputs[i], "[redacted uid 1]");
        assert_has_not(outputs[i], "12345678,");
        assert_has_not(outputs[i], "binance 12345678");
        assert_has_not(outputs[i], "binance:12345678");
        assert_has_not(outputs[i], "12.50");
        assert_has_not(outputs[i], "25.000");
        free((char *)outputs[i]);
    }
    redaction_free(r);
    demo_free(&d);
}

/* Without any name to look for: what holds an '@' is an address all the same. */
static void an_id_with_an_address_in_it_goes(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    struct store *s = d.evidence.store;
    s->events.items[0].client_id = store_ident(s, SPAN("joe@mail.example"));
    struct redaction *r = redaction_new(HIDE_CONTACTS, NULL, "");
    redaction_apply(r, &d.in, &d.result, NULL, NULL);
    char *csv = demo_written(&d, report_timeline_csv);
    assert_has_not(csv, "joe@mail");
    free(csv);
    redaction_free(r);
    demo_free(&d);
}

/* Two marks are no two equal numbers. */
static void what_is_hidden_is_not_called_equal(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    struct store *s = d.evidence.store;
    struct event *e = NULL;
    for (size_t i = 0; i < s->events.count && !e; i++)
        if (s->events.items[i].kind == EVENT_BOT_ORDER && s->events.items[i].text == 0) e = &s->events.items[i];
    assert_non_null(e);
    e->status = STATUS_FILLED;
    event_set_amount(s, e, AMOUNT_ORDER_QTY, (struct decimal){777, 0});
    event_set_amount(s, e, AMOUNT_QTY, (struct decimal){555, 0});
    struct redaction *r = redaction_new(HIDE_AMOUNTS, NULL, "");
    redaction_apply(r, &d.in, &d.result, NULL, NULL);
    char *csv = demo_written(&d, report_timeline_csv);
    assert_has(csv, " [redacted] AKRO; [redacted] AKRO executed; filled");
    free(csv);
    redaction_free(r);
    demo_free(&d);
}

/* The label that the case file gives to an account is that account. */
static void labels_and_ids_of_an_account_have_one_mark(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    struct case_account declared = {SPAN("Binance"), SPAN("12345678"), SPAN("nest egg")};
    struct case_file with = *(d.case_file);
    with.accounts = &declared;
    with.account_count = 1;
    with.complainant_name = SPAN("Erika Muster");
    d.in.case_file = &with;
    struct redaction *r = redaction_new(HIDE_UIDS | HIDE_CONTACTS, NULL, "");
    redaction_apply(r, &d.in, &d.result, NULL, NULL);
    assert_true(span_is(d.in.case_file->accounts[0].uid, "[redacted uid 1]"));
    assert_int_equal(d.in.case_file->accounts[0].label.len, 0);
    assert_true(span_is(d.in.case_file->complainant_name, "[redacted name]"));
    assert_true(span_is(with.complainant_name, "Erika Muster"));
    char *text = report_of(&d);
    assert_has(text, "binance [redacted uid 1]");
    assert_has_not(text, "not named in the files");
    assert_has_not(text, "nest egg");
    assert_has_not(text, "Erika");
    free(text);
    redaction_free(r);
    demo_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_are_named_in_any_order),
        cmocka_unit_test(a_key_that_can_be_guessed_is_none),
        cmocka_unit_test(marks_are_numbered_and_the_same_for_the_same),
        cmocka_unit_test(pseudonyms_are_what_the_header_says),
        cmocka_unit_test(without_a_policy_all_is_told),
        cmocka_unit_test(sums_of_signs_go_and_the_rest_stays),
        cmocka_unit_test(a_price_that_may_be_a_quotient_goes),
        cmocka_unit_test(all_that_is_named_goes_and_prices_stay),
        cmocka_unit_test(an_id_with_an_address_in_it_goes),
        cmocka_unit_test(what_is_hidden_is_not_called_equal),
        cmocka_unit_test(labels_and_ids_of_an_account_have_one_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
