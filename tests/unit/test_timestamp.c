/* Tests of base/timestamp: layouts, epochs, the calendar and its limits.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/timestamp.h"

#define ISO "%Y-%m-%dT%H:%M:%S%f%z"
#define PLAIN "%Y-%m-%d %H:%M:%S"

static void layouts_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *layout, *want; /* with nine decimals */
        uint8_t digits;
        bool has_offset;
    } rows[] = {
        {"2022-12-25 21:29:03", PLAIN, "2022-12-25T21:29:03.000000000Z", 0, false},
        {"2022-12-25T21:29:03.123Z", ISO, "2022-12-25T21:29:03.123000000Z", 3, true},
        {"2022-12-25T21:29:03Z", ISO, "2022-12-25T21:29:03.000000000Z", 0, true},
        {"2022-12-25T21:29:03.123456789+05:30", ISO, "2022-12-25T15:59:03.123456789Z", 9, true},
        {"2022-12-25T21:29:03.1234567890000Z", ISO, "2022-12-25T21:29:03.123456789Z", 9, true},
        {"2022-12-25T21:29:03-0800", ISO, "2022-12-26T05:29:03.000000000Z", 0, true},
        {"2022-12-25T21:29:03+00", ISO, "2022-12-25T21:29:03.000000000Z", 0, true},
        {"1/2/2022, 3:04:05 PM", "%-m/%-d/%Y, %-I:%M:%S %p", "2022-01-02T15:04:05.000000000Z", 0, false},
        {"12/31/2022, 12:04:05 AM", "%-m/%-d/%Y, %-I:%M:%S %p", "2022-12-31T00:04:05.000000000Z", 0, false},
        {"12/31/2022, 12:04:05 pm", "%-m/%-d/%Y, %-I:%M:%S %p", "2022-12-31T12:04:05.000000000Z", 0, false},
        {"1.11.2021 6:01", "%-d.%-m.%Y %-H:%M", "2021-11-01T06:01:00.000000000Z", 0, false},
        {"24-01-10 10:00:00", "%y-%m-%d %H:%M:%S", "2024-01-10T10:00:00.000000000Z", 0, false},
        {"07 sep 2021", "%d %b %Y", "2021-09-07T00:00:00.000000000Z", 0, false},
        {"100% 2021", "100%% %Y", "2021-01-01T00:00:00.000000000Z", 0, false},
        {"2024-02-29 00:00:00", PLAIN, "2024-02-29T00:00:00.000000000Z", 0, false},
        {"2000-02-29 00:00:00", PLAIN, "2000-02-29T00:00:00.000000000Z", 0, false},
        {"1969-12-31T23:59:59.999Z", ISO, "1969-12-31T23:59:59.999000000Z", 3, true},
        {"2262-04-11T23:47:16.854775807Z", ISO, "2262-04-11T23:47:16.854775807Z", 9, true},
        {"1677-09-21T00:12:43.145224193Z", ISO, "1677-09-21T00:12:43.145224193Z", 9, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct timestamp t;
        char text[TIME_TEXT_MAX];
        enum time_status status = time_parse(span_of(rows[i].text), rows[i].layout, &t);
        if (status != TIME_OK) fail_msg("\"%s\" in %s: %d", rows[i].text, rows[i].layout, (int)status);
        assert_int_equal(time_format(t.ns, 9, text), 30);
        assert_string_equal(text, rows[i].want);
        assert_int_equal(t.digits, rows[i].digits);
        assert_int_equal(t.has_offset, rows[i].has_offset);
        assert_true(time_layout_is_valid(rows[i].layout));
    }
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *layout;
        enum time_status want;
    } rows[] = {
        {"", PLAIN, TIME_EMPTY},
        {"2022-12-25 21:29", PLAIN, TIME_MISMATCH},
        {"2022-12-25 21:29:03 ", PLAIN, TIME_MISMATCH},
        {"2022-12-25 21:29:03Z", PLAIN, TIME_MISMATCH},
        {"2022-12-25T21:29:03", PLAIN, TIME_MISMATCH},
        {"2022-12-25T21:29:03", ISO, TIME_MISMATCH},
        {"2022-12-25T21:29:03.Z", ISO, TIME_MISMATCH},
        {"2022-12-25T21:29:03.1234567891Z", ISO, TIME_MISMATCH},
        {"2022-12-25T21:29:03+14:01", ISO, TIME_MISMATCH},
        {"2022-12-25T21:29:03+15", ISO, TIME_MISMATCH},
        {"2022-12-25T21:29:03+5", ISO, TIME_MISMATCH},
        {"2022-12-25T21:29:03+05:", ISO, TIME_MISMATCH},
        {"2022-12-25T21:29:03+05:60", ISO, TIME_MISMATCH},
        {"2022-02-29 00:00:00", PLAIN, TIME_MISMATCH},
        {"1900-02-29 00:00:00", PLAIN, TIME_MISMATCH},
        {"2022-04-31 00:00:00", PLAIN, TIME_MISMATCH},
        {"2022-00-10 00:00:00", PLAIN, TIME_MISMATCH},
        {"2022-13-10 00:00:00", PLAIN, TIME_MISMATCH},
        {"2022-12-00 00:00:00", PLAIN, TIME_MISMATCH},
        {"2022-12-25 24:00:00", PLAIN, TIME_MISMATCH},
        {"2022-12-25 21:60:00", PLAIN, TIME_MISMATCH},
        {"2022-12-25 21:29:60", PLAIN, TIME_MISMATCH},
        {"2022-1-25 21:29:00", PLAIN, TIME_MISMATCH},
        {"+022-12-25 21:29:00", PLAIN, TIME_MISMATCH},
        {"123/1/2022", "%-m/%-d/%Y", TIME_MISMATCH},
        {"1/2/2022 13:00 PM", "%-m/%-d/%Y %-I:%M %p", TIME_MISMATCH},
        {"1/2/2022 0:00 PM", "%-m/%-d/%Y %-I:%M %p", TIME_MISMATCH},
        {"1/2/2022 1:00 XM", "%-m/%-d/%Y %-I:%M %p", TIME_MISMATCH},
        {"1/2/2022 1:00", "%-m/%-d/%Y %-I:%M", TIME_MISMATCH}, /* morning or afternoon? */
        {"07 Sept 2021", "%d %b %Y", TIME_MISMATCH},
        {"07 Okt 2021", "%d %b %Y", TIME_MISMATCH},
        {"1676-01-01 00:00:00", PLAIN, TIME_OUT_OF_RANGE},
        {"2263-01-01 00:00:00", PLAIN, TIME_OUT_OF_RANGE},
        {"2262-04-11T23:47:16.854775808Z", ISO, TIME_OUT_OF_RANGE},
        {"1677-09-21T00:12:43.145224192Z", ISO, TIME_OUT_OF_RANGE}, /* that value says "no time" */
        {"0000-01-01 00:00:00", PLAIN, TIME_OUT_OF_RANGE},
        {"2022", "%Q", TIME_MISMATCH},
        {"2022", "%Y%", TIME_MISMATCH},
        {"21", "%-M", TIME_MISMATCH},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct timestamp t = {42, 7, true};
        enum time_status got = time_parse(span_of(rows[i].text), rows[i].layout, &t);
        if (got != rows[i].want) fail_msg("\"%s\" in %s: %d", rows[i].text, rows[i].layout, (int)got);
        assert_true(t.ns == 42 && t.digits == 7);
    }
    assert_false(time_layout_is_valid("%Q"));
    assert_false(time_layout_is_valid("%-Y"));
    assert_false(time_layout_is_valid("%"));
    assert_false(time_layout_is_valid("%-"));
}

static void epochs_are_whole_numbers_in_their_unit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum epoch_unit unit;
        const char *want;
        uint8_t digits;
    } good[] = {
        {"1671917343", EPOCH_S, "2022-12-24T21:29:03.000000000Z", 0},
        {"1671917343123", EPOCH_MS, "2022-12-24T21:29:03.123000000Z", 3},
        {"1671917343123456", EPOCH_US, "2022-12-24T21:29:03.123456000Z", 6},
        {"1671917343123456789", EPOCH_NS, "2022-12-24T21:29:03.123456789Z", 9},
        {"-1", EPOCH_MS, "1969-12-31T23:59:59.999000000Z", 3},
        {"0", EPOCH_S, "1970-01-01T00:00:00.000000000Z", 0},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct timestamp t;
        char text[TIME_TEXT_MAX];
        assert_int_equal(time_from_epoch(span_of(good[i].text), good[i].unit, &t), TIME_OK);
        time_format(t.ns, 9, text);
        assert_string_equal(text, good[i].want);
        assert_int_equal(t.digits, good[i].digits);
        assert_true(t.has_offset);
    }
    static const struct {
        const char *text;
        enum time_status want;
    } bad[] = {
        {"", TIME_EMPTY},
        {"-", TIME_MISMATCH},
        {"1.5", TIME_MISMATCH},
        {"1e9", TIME_MISMATCH},
        {" 1", TIME_MISMATCH},
        {"9223372037", TIME_OUT_OF_RANGE},
        {"-9223372037", TIME_OUT_OF_RANGE},
        {"99999999999999999999999", TIME_OUT_OF_RANGE},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct timestamp t;
        assert_int_equal(time_from_epoch(span_of(bad[i].text), EPOCH_S, &t), bad[i].want);
    }
}

static void epochs_may_have_a_fraction(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum epoch_unit unit;
        const char *want;
        uint8_t digits;
    } good[] = {
        {"1671917343", EPOCH_S, "2022-12-24T21:29:03.000000000Z", 0},
        {"1671917343.7708", EPOCH_S, "2022-12-24T21:29:03.770800000Z", 4},
        {"1671917343.5", EPOCH_S, "2022-12-24T21:29:03.500000000Z", 1},
        {"1671917343777.399200", EPOCH_MS, "2022-12-24T21:29:03.777399200Z", 9},
        {"1671917343.123456789000", EPOCH_S, "2022-12-24T21:29:03.123456789Z", 9},
        {"1671917343123456789.0", EPOCH_NS, "2022-12-24T21:29:03.123456789Z", 9},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct timestamp t;
        char text[TIME_TEXT_MAX];
        assert_int_equal(time_from_epoch_fraction(span_of(good[i].text), good[i].unit, &t), TIME_OK);
        time_format(t.ns, 9, text);
        assert_string_equal(text, good[i].want);
        assert_int_equal(t.digits, good[i].digits);
    }
    static const struct {
        const char *text;
        enum time_status want;
    } bad[] = {
        {"", TIME_EMPTY},
        {".5", TIME_MISMATCH},
        {"5.", TIME_MISMATCH},
        {"-1.5", TIME_MISMATCH},
        {"1.5.5", TIME_MISMATCH},
        {"1.5e3", TIME_MISMATCH},
        {"1671917343.1234567891", TIME_MISMATCH},
        {"9223372036.9", TIME_OUT_OF_RANGE},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct timestamp t;
        assert_int_equal(time_from_epoch_fraction(span_of(bad[i].text), EPOCH_S, &t), bad[i].want);
    }
}

static void fractions_are_cut_not_rounded(void **state)
{
    (void)state;
    char text[TIME_TEXT_MAX];
    int64_t ns = time_from_civil(2022, 12, 25, 21, 29, 3) + 999999999;
    assert_int_equal(time_format(ns, 0, text), 20);
    assert_string_equal(text, "2022-12-25T21:29:03Z");
    time_format(ns, 3, text);
    assert_string_equal(text, "2022-12-25T21:29:03.999Z");
    time_format(ns, 200, text);
    assert_string_equal(text, "2022-12-25T21:29:03.999999999Z");
    time_format(-1, 0, text);
    assert_string_equal(text, "1969-12-31T23:59:59Z");
}

static void local_time_is_shifted(void **state)
{
    (void)state;
    char text[TIME_TEXT_MAX];
    int64_t ns = time_from_civil(2022, 12, 31, 23, 30, 0);
    assert_int_equal(time_format_local(ns, 3600, text), 19);
    assert_string_equal(text, "2023-01-01 00:30:00");
    time_format_local(ns, -12 * 3600, text);
    assert_string_equal(text, "2022-12-31 11:30:00");
    time_format_local(INT64_MAX, 14 * 3600, text); /* must not overflow */
    assert_string_equal(text, "2262-04-12 13:47:16");
}

/* Every day of the range, counted by hand, so that no leap year is wrong. */
static void every_day_follows_the_one_before(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t expected = time_from_civil(1678, 1, 1, 0, 0, 0);
    char text[TIME_TEXT_MAX], date[TIME_TEXT_MAX];
    for (int year = 1678; year < 2262; year++) {
        for (int month = 1; month <= 12; month++) {
            bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            int days = lengths[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= days; day++) {
                assert_true(time_from_civil(year, month, day, 0, 0, 0) == expected);
                time_format_local(expected, 0, text);
                struct timestamp t;
                assert_int_equal(time_parse(span_of(text), PLAIN, &t), TIME_OK);
                assert_true(t.ns == expected);
                expected += INT64_C(86400) * NS_PER_SECOND;
            }
        }
    }
    time_format_local(expected, 0, date);
    assert_string_equal(date, "2262-01-01 00:00:00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layouts_are_read),
        cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(epochs_are_whole_numbers_in_their_unit),
        cmocka_unit_test(epochs_may_have_a_fraction),
        cmocka_unit_test(fractions_are_cut_not_rounded),
        cmocka_unit_test(local_time_is_shifted),
        cmocka_unit_test(every_day_follows_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
