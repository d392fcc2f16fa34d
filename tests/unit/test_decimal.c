/* Tests of base/decimal: exact reading, writing, comparing and arithmetic, and refusal instead of rounding.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/decimal.h"

#define NINES_38 "99999999999999999999999999999999999999"
#define ZEROS_37 "0000000000000000000000000000000000000"

static struct decimal number(const char *text)
{
    struct decimal d = {0, 0};
    if (decimal_parse(span_of(text), &d) != DECIMAL_OK) fail_msg("not a number: %s", text);
    return d;
}

static void assert_text(struct decimal d, const char *want)
{
    char text[DECIMAL_TEXT_MAX];
    size_t len = decimal_format(d, text);
    assert_string_equal(text, want);
    assert_int_equal(len, span_of(want).len);
}

static void numbers_keep_their_digits_and_scale(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"0", "0"},
        {"1.50", "1.50"},
        {"+1.5", "1.5"},
        {"-0.000", "0.000"},
        {"007", "7"},
        {".5", "0.5"},
        {"-.5", "-0.5"},
        {"5.", "5"},
        {"9.52E-5", "0.0000952"},
        {"1.5e3", "1500"},
        {"1.5E+1", "15"},
        {"0E-8", "0.00000000"},
        {"0e500", "0"},
        {"1e37", "1" ZEROS_37},
        {"1E-38", "0." ZEROS_37 "1"},
        {"123456789012345678", "123456789012345678"},
        {"-123456789.012345678", "-123456789.012345678"},
        {"1234567890123456789", "1234567890123456789"},
        {"0.063265710000000000000000000000000001", "0.063265710000000000000000000000000001"},
        {NINES_38, NINES_38},
        {"-0." NINES_38, "-0." NINES_38},
        {"00000000000000000000000000000000000000000000001", "1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_text(number(rows[i].text), rows[i].want);
    }
}

static void other_texts_are_refused_and_leave_the_result_alone(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum decimal_status want;
    } rows[] = {
        {"", DECIMAL_EMPTY},
        {"-", DECIMAL_NOT_NUMBER},
        {".", DECIMAL_NOT_NUMBER},
        {"+.", DECIMAL_NOT_NUMBER},
        {"1.2.3", DECIMAL_NOT_NUMBER},
        {"--1", DECIMAL_NOT_NUMBER},
        {"1-", DECIMAL_NOT_NUMBER},
        {" 1", DECIMAL_NOT_NUMBER},
        {"1 ", DECIMAL_NOT_NUMBER},
        {"1,5", DECIMAL_NOT_NUMBER},
        {"1,234", DECIMAL_NOT_NUMBER},
        {"0x10", DECIMAL_NOT_NUMBER},
        {"1e", DECIMAL_NOT_NUMBER},
        {"1e+", DECIMAL_NOT_NUMBER},
        {"e5", DECIMAL_NOT_NUMBER},
        {"1e5.0", DECIMAL_NOT_NUMBER},
        {"1e5 ", DECIMAL_NOT_NUMBER},
        {"nan", DECIMAL_NOT_NUMBER},
        {"inf", DECIMAL_NOT_NUMBER},
        {"1\xC2\xA0", DECIMAL_NOT_NUMBER},
        {"100000000000000000000000000000000000000", DECIMAL_TOO_LONG},
        {NINES_38 ".0", DECIMAL_TOO_LONG},
        {"0.0" NINES_38, DECIMAL_TOO_LONG},
        {"1e38", DECIMAL_TOO_LONG},
        {"1e-39", DECIMAL_TOO_LONG},
        {"1e99999999999999999999", DECIMAL_TOO_LONG},
        {"1e-99999999999999999999", DECIMAL_TOO_LONG},
        {NINES_38 "9x", DECIMAL_NOT_NUMBER}, /* what it is not comes before how long it is */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct decimal d = {77, 3};
        enum decimal_status got = decimal_parse(span_of(rows[i].text), &d);
        if (got != rows[i].want) fail_msg("\"%s\": %d", rows[i].text, (int)got);
        assert_true(d.mantissa == 77 && d.scale == 3);
    }
}

static void marks_are_accepted_only_where_they_belong(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char point, group;
        const char *want; /* NULL: refused */
    } rows[] = {
        {"1,234,567.8", '.', ',', "1234567.8"},
        {"-1,234", '.', ',', "-1234"},
        {"1234.5", '.', ',', "1234.5"},
        {"123,456", '.', ',', "123456"},
        {"1.234,5", ',', '.', "1234.5"},
        {"1,5", ',', 0, "1.5"},
        {"1'234.5", '.', '\'', "1234.5"},
        {"1 234,5", ',', ' ', "1234.5"},
        {"1,234e2", '.', ',', "123400"},
        {"1,23", '.', ',', NULL},
        {"1,2345", '.', ',', NULL},
        {"1234,567", '.', ',', NULL},
        {",123", '.', ',', NULL},
        {"1,,234", '.', ',', NULL},
        {"1,234,", '.', ',', NULL},
        {"1.5,000", '.', ',', NULL},
        {"1,234,56.7", '.', ',', NULL},
        {"1.5", ',', 0, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct decimal d;
        enum decimal_status got = decimal_parse_marks(span_of(rows[i].text), rows[i].point, rows[i].group, &d);
        if ((got == DECIMAL_OK) != (rows[i].want != NULL)) fail_msg("\"%s\": %d", rows[i].text, (int)got);
        if (rows[i].want) assert_text(d, rows[i].want);
    }
}

static void short_form_cuts_only_zeros_of_the_fraction(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {{"1.50", "1.5"}, {"2.00", "2"}, {"100", "100"}, {"0.000", "0"}, {"-0.10", "-0.1"}, {"1.05", "1.05"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[DECIMAL_TEXT_MAX];
        decimal_format_short(number(rows[i].text), text);
        assert_string_equal(text, rows[i].want);
    }
}

static void comparison_is_by_value_at_any_scale(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int want;
    } rows[] = {
        {"1.50", "1.5", 0},
        {"0", "-0.000", 0},
        {"-1", "1", -1},
        {"-1.5", "-1.49", -1},
        {"2", "10", -1},
        {"0.1", "0.09", 1},
        {NINES_38, "0." NINES_38, 1},
        {"-" NINES_38, "0.5", -1},
        {"1", "0." NINES_38, 1},
        {"1", "1." ZEROS_37, 0},
        {"9", "8.9999999999999999999999999999999999999", 1},
        {"0.00000000000000000000000000000000000001", "0", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(decimal_compare(number(rows[i].a), number(rows[i].b)), rows[i].want);
        assert_int_equal(decimal_compare(number(rows[i].b), number(rows[i].a)), -rows[i].want);
        assert_int_equal(decimal_equal(number(rows[i].a), number(rows[i].b)), rows[i].want == 0);
    }
    assert_int_equal(decimal_sign(number("-0.01")), -1);
    assert_int_equal(decimal_sign(number("0.00")), 0);
    assert_true(decimal_equal(decimal_negate(number("0.5")), number("-0.5")));
    assert_text(decimal_from_int(INT64_MIN), "-9223372036854775808");
}

struct operation {
    const char *a, *b, *want; /* NULL: refused */
};

static void check(bool (*operate)(struct decimal, struct decimal, struct decimal *), const struct operation *rows,
                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct decimal result = {77, 3};
        bool fits = operate(number(rows[i].a), number(rows[i].b), &result);
        if (fits != (rows[i].want != NULL)) fail_msg("%s, %s: %d", rows[i].a, rows[i].b, fits);
        if (fits) {
            assert_text(result, rows[i].want);
        } else {
            assert_true(result.mantissa == 77 && result.scale == 3);
        }
    }
}

static void sums_are_exact_or_refused(void **state)
{
    (void)state;
    static const struct operation sums[] = {
        {"0.1", "0.2", "0.3"},
        {"1.50", "1.5", "3.00"},
        {"-1", "0.001", "-0.999"},
        {"9223372036854775807", "9223372036854775807", "18446744073709551614"},
        {NINES_38, "1", NULL},
        {NINES_38, "-1", "99999999999999999999999999999999999998"},
        {NINES_38, "0.5", NULL},
        {"9999999999999999999999999999999999999.5", "0.5", "10000000000000000000000000000000000000"},
        {"99999999999999999999999999999999999.50", "0.500", "100000000000000000000000000000000000.00"},
        {"10000000000000000000000000000000000000", "-0.5", "9999999999999999999999999999999999999.5"},
        {"5", "1." ZEROS_37, "6." ZEROS_37},
        {"15", "1." ZEROS_37, "16.000000000000000000000000000000000000"}, /* zeros are cut as far as needed */
    };
    static const struct operation differences[] = {
        {"1", "1.00", "0.00"}, {"0", "0.5", "-0.5"}, {"-" NINES_38, "1", NULL}};
    check(decimal_add, sums, sizeof sums / sizeof *sums);
    check(decimal_sub, differences, sizeof differences / sizeof *differences);
}

static void products_are_exact_or_refused(void **state)
{
    (void)state;
    static const struct operation rows[] = {
        {"1.5", "1.5", "2.25"},
        {"-0.10", "3", "-0.30"},
        {"0", NINES_38, "0"},
        {"9999999999999999999", "9999999999999999999", "99999999999999999980000000000000000001"},
        {"10000000000000000000", "10000000000000000000", NULL},
        {"0.00000000000000000001", "0.00000000000000000001", NULL},
        {"0.00000000000000000002", "0.0000000000000000005", "0.00000000000000000000000000000000000001"},
        {"20000000000000000000.0", "0.50000000000000000000", "10000000000000000000.000000000000000000"},
        {NINES_38, "1.0", NINES_38},
        {"63265.710000000000000000000000000000", "0.1000", "6326.5710000000000000000000000000000000"},
    };
    check(decimal_mul, rows, sizeof rows / sizeof *rows);
}

static void quotients_say_when_something_was_cut(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        uint8_t scale;
        const char *want;
        bool exact;
    } rows[] = {
        {"1", "3", 4, "0.3333", false},
        {"-2", "3", 2, "-0.66", false},
        {"1", "4", 2, "0.25", true},
        {"1.000", "8", 1, "0.1", false},
        {"6", "2", 0, "3", true},
        {"0", "7", 3, "0.000", true},
        {NINES_38, "0.1", 0, NULL, false},
        {NINES_38, NINES_38, 37, "1." ZEROS_37, true},
        {"1", "0.00000000000000000000000000000000000001", 0, NULL, false},
        {"1", "0.0", 5, NULL, false},
        {"0.00000000000000000000000000000000000003", "2", 0, "0", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct decimal result;
        bool exact = !rows[i].exact;
        bool fits = decimal_div(number(rows[i].a), number(rows[i].b), rows[i].scale, &result, &exact);
        assert_int_equal(fits, rows[i].want != NULL);
        if (!fits) continue;
        assert_text(result, rows[i].want);
        assert_int_equal(exact, rows[i].exact);
    }
}

static void rounding_goes_half_away_from_zero(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint8_t scale;
        const char *want;
    } rows[] = {
        {"1.25", 1, "1.3"},  {"-1.25", 1, "-1.3"}, {"1.2499", 1, "1.2"},  {"0.5", 0, "1"},
        {"-0.4999", 0, "0"}, {"1.5", 3, "1.500"},  {"9.99", 1, "10.0"},   {"0.05", 0, "0"},
        {"149.5", 0, "150"}, {NINES_38, 1, NULL},  {"1.4445", 2, "1.44"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct decimal result;
        bool fits = decimal_round(number(rows[i].text), rows[i].scale, &result);
        assert_int_equal(fits, rows[i].want != NULL);
        if (fits) assert_text(result, rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_keep_their_digits_and_scale),
        cmocka_unit_test(other_texts_are_refused_and_leave_the_result_alone),
        cmocka_unit_test(marks_are_accepted_only_where_they_belong),
        cmocka_unit_test(short_form_cuts_only_zeros_of_the_fraction),
        cmocka_unit_test(comparison_is_by_value_at_any_scale),
        cmocka_unit_test(sums_are_exact_or_refused),
        cmocka_unit_test(products_are_exact_or_refused),
        cmocka_unit_test(quotients_say_when_something_was_cut),
        cmocka_unit_test(rounding_goes_half_away_from_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
