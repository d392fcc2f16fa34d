/* Tests of parser/pattern: what matches, what is captured, and that neither damage nor cost passes for "no match".
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "parser/pattern.h"

static struct pattern *compiled(const char *expression)
{
    struct pattern_error error = {"", 0};
    struct pattern *p = pattern_compile(span_of(expression), &error);
    if (!p) fail_msg("%s: %s at %zu", expression, error.message, error.at);
    return p;
}

static void texts_match_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *expression, *text;
        enum match_result want;
    } rows[] = {
        {"^\\d+$", "123", MATCH_YES},
        {"^\\d+$", "12a", MATCH_NO},
        {"^\\d+$", "", MATCH_NO},
        {"^$", "", MATCH_YES},
        {"^x$", "x\n", MATCH_NO},
        {"^.$", "\xe2\x89\x88", MATCH_YES},
        {"^\xe2\x89\x88?\\d$",
         "\xe2\x89\x88"
         "1",
         MATCH_YES},
        {"^\xf0\x9f\x93\x9b+$", "\xf0\x9f\x93\x9b", MATCH_YES},
        {"^\\d+$", "\xd9\xa1\xd9\xa2", MATCH_NO}, /* Arabic digits are no digits of an amount */
        {"abc", "xxabcxx", MATCH_YES},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pattern *p = compiled(rows[i].expression);
        enum match_result got = pattern_match(p, span_of(rows[i].text), NULL);
        if (got != rows[i].want)
            fail_msg("row %zu: /%s/ on \"%s\": got %d, want %d", i, rows[i].expression, rows[i].text, got,
                     rows[i].want);
        pattern_free(p);
    }
}

static void named_groups_are_captured(void **state)
{
    (void)state;
    struct pattern *p = compiled("^Price: (?:(?<price>[\\d.]+) (?<quote>\\w+)|market)(?: #(?<tail>\\d*))?$");
    size_t price = pattern_group(p, "price"), quote = pattern_group(p, "quote"), tail = pattern_group(p, "tail");
    assert_int_equal(pattern_group_count(p), 3);
    assert_int_equal(price, 1);
    assert_int_equal(pattern_group(p, "absent"), 0);
    assert_string_equal(pattern_group_name(p, quote), "quote");
    assert_string_equal(pattern_group_name(p, 0), "");
    assert_string_equal(pattern_group_name(p, 9), "");

    struct match m;
    assert_int_equal(pattern_match(p, SPAN("Price: 0.0877 USDT #"), &m), MATCH_YES);
    assert_int_equal(m.count, 4);
    assert_true(span_is(m.groups[0], "Price: 0.0877 USDT #"));
    assert_true(span_is(m.groups[price], "0.0877"));
    assert_true(span_is(m.groups[quote], "USDT"));
    assert_non_null(m.groups[tail].ptr); /* set, but empty */
    assert_int_equal(m.groups[tail].len, 0);

    assert_int_equal(pattern_match(p, SPAN("Price: market"), &m), MATCH_YES);
    assert_null(m.groups[price].ptr);
    assert_null(m.groups[tail].ptr);
    assert_int_equal(pattern_match(p, SPAN("Price: none"), &m), MATCH_NO);
    assert_int_equal(m.count, 0);
    pattern_free(p);
}

static void same_name_in_branches_is_one_group(void **state)
{
    (void)state;
    struct pattern *p = compiled("^(?|buy (?<qty>\\d+)|sell (?<qty>\\d+))$");
    struct match m;
    assert_int_equal(pattern_group_count(p), 1);
    assert_int_equal(pattern_match(p, SPAN("sell 77"), &m), MATCH_YES);
    assert_true(span_is(m.groups[pattern_group(p, "qty")], "77"));
    pattern_free(p);
}

static void only_the_given_bytes_are_looked_at(void **state)
{
    (void)state;
    struct pattern *p = compiled("^\\d+$");
    assert_int_equal(pattern_match(p, (struct span){"12x", 2}, NULL), MATCH_YES);
    assert_int_equal(pattern_match(p,
                                   (struct span){"12\0"
                                                 "3",
                                                 4},
                                   NULL),
                     MATCH_NO);
    assert_int_equal(pattern_match(p, SPAN_NONE, NULL), MATCH_NO);
    pattern_free(p);
}

static void damaged_utf8_is_not_taken_for_no_match(void **state)
{
    (void)state;
    static const char *const texts[] = {"12\xff", "\xc3", "\xed\xa0\x80", "\xc0\xaf", "\xf5\x80\x80\x80"};
    struct pattern *p = compiled("^\\d+");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(pattern_match(p, span_of(texts[i]), NULL), MATCH_BAD_UTF8);
    pattern_free(p);
}

static void runaway_matching_is_stopped(void **state)
{
    (void)state;
    enum { LENGTH = 60 };
    char text[LENGTH + 1];
    memset(text, 'a', LENGTH);
    text[LENGTH] = '!';
    struct pattern *p = compiled("^(?:a+)+$");
    assert_int_equal(pattern_match(p, (struct span){text, sizeof text}, NULL), MATCH_TOO_COSTLY);
    pattern_free(p);
}

static void long_texts_match_without_trouble(void **state)
{
    (void)state;
    enum { LENGTH = 300000 };
    char *text = malloc(LENGTH);
    assert_non_null(text);
    memset(text, 'a', LENGTH);
    struct pattern *p = compiled("^[a-z]+$");
    assert_int_equal(pattern_match(p, (struct span){text, LENGTH}, NULL), MATCH_YES);
    pattern_free(p);
    p = compiled("^(?:(a)|b)+$"); /* needs a frame for each letter: stopped or answered, never "no" */
    assert_int_not_equal(pattern_match(p, (struct span){text, LENGTH}, NULL), MATCH_NO);
    pattern_free(p);
    free(text);
}

static void faulty_expressions_are_explained(void **state)
{
    (void)state;
    static const char *const rows[] = {"ab(", "a[", "(?<x>a)(?<x>b)", "\\C", "*", "(?<sp ace>a)"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pattern_error error = {"", SIZE_MAX};
        assert_null(pattern_compile(span_of(rows[i]), &error));
        assert_true(error.message[0] != '\0');
        assert_true(error.at <= strlen(rows[i]));
    }
    assert_null(pattern_compile(SPAN("("), NULL));
}

static void too_many_groups_are_refused(void **state)
{
    (void)state;
    char expression[4 * PATTERN_GROUPS_MAX + 1] = "";
    for (size_t i = 0; i < PATTERN_GROUPS_MAX; i++) memcpy(expression + 4 * i, "(a)?", 4);
    struct pattern_error error;
    struct pattern *p = pattern_compile((struct span){expression, 4 * (PATTERN_GROUPS_MAX - 1)}, &error);
    assert_non_null(p);
    struct match m;
    assert_int_equal(pattern_match(p, SPAN("aa"), &m), MATCH_YES);
    assert_int_equal(m.count, PATTERN_GROUPS_MAX);
    pattern_free(p);
    assert_null(pattern_compile((struct span){expression, 4 * PATTERN_GROUPS_MAX}, &error));
    assert_non_null(strstr(error.message, "24 groups"));
}

static void nothing_is_freed_without_complaint(void **state)
{
    (void)state;
    pattern_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_match_or_not),
        cmocka_unit_test(named_groups_are_captured),
        cmocka_unit_test(same_name_in_branches_is_one_group),
        cmocka_unit_test(only_the_given_bytes_are_looked_at),
        cmocka_unit_test(damaged_utf8_is_not_taken_for_no_match),
        cmocka_unit_test(runaway_matching_is_stopped),
        cmocka_unit_test(long_texts_match_without_trouble),
        cmocka_unit_test(faulty_expressions_are_explained),
        cmocka_unit_test(too_many_groups_are_refused),
        cmocka_unit_test(nothing_is_freed_without_complaint),
    };
    return cmocka_run_group_tests_name("pattern", tests, NULL, NULL);
}
