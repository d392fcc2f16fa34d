/* Tests of base/span and base/utf8: cutting, comparing and checking of borrowed text.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/span.h"
#include "base/utf8.h"

static void texts_are_equal_only_byte_for_byte(void **state)
{
    (void)state;
    assert_true(span_equal(SPAN("abc"), SPAN("abc")));
    assert_false(span_equal(SPAN("abc"), SPAN("abd")));
    assert_false(span_equal(SPAN("abc"), SPAN("ab")));
    assert_true(span_equal(SPAN_NONE, SPAN("")));
    assert_true(span_equal_nocase(SPAN("UsdT"), SPAN("uSDt")));
    assert_false(span_equal_nocase(SPAN("["), SPAN("{"))); /* differ by the same bit as letters do */
    assert_false(span_equal_nocase(SPAN("\xC3\x84"), SPAN("\xC3\xA4")));
}

static void order_is_by_bytes_and_prefixes_come_first(void **state)
{
    (void)state;
    assert_int_equal(span_compare(SPAN("a"), SPAN("b")), -1);
    assert_int_equal(span_compare(SPAN("b"), SPAN("a")), 1);
    assert_int_equal(span_compare(SPAN("ab"), SPAN("a")), 1);
    assert_int_equal(span_compare(SPAN(""), SPAN("a")), -1);
    assert_int_equal(span_compare(SPAN_NONE, SPAN_NONE), 0);
    assert_int_equal(span_compare(SPAN("\x7F"), SPAN("\x80")), -1); /* bytes are unsigned */
}

static void ends_are_found(void **state)
{
    (void)state;
    assert_true(span_starts_with(SPAN("x-abc"), SPAN("x-")));
    assert_false(span_starts_with(SPAN("x"), SPAN("x-")));
    assert_true(span_starts_with(SPAN("x"), SPAN_NONE));
    assert_true(span_ends_with(SPAN("BTCUSDT"), SPAN("USDT")));
    assert_false(span_ends_with(SPAN("SDT"), SPAN("USDT")));
    assert_true(span_ends_with(SPAN("SDT"), SPAN_NONE));
}

static void needles_are_found_anywhere(void **state)
{
    (void)state;
    assert_true(span_contains(SPAN("aaab"), SPAN("aab")));
    assert_true(span_contains(SPAN("abc"), SPAN("c")));
    assert_true(span_contains(SPAN("abc"), SPAN("")));
    assert_false(span_contains(SPAN("abc"), SPAN("abcd")));
    assert_false(span_contains(SPAN_NONE, SPAN("a")));
    assert_int_equal(span_find(SPAN("a,b"), ','), 1);
    assert_int_equal(span_find(SPAN("ab"), ','), 2);
    assert_int_equal(span_find(SPAN_NONE, ','), 0);
}

static void cutting_visits_every_part_once(void **state)
{
    (void)state;
    struct span rest = SPAN("a,,b");
    assert_true(span_is(span_cut(&rest, ','), "a"));
    assert_true(span_is(span_cut(&rest, ','), ""));
    assert_true(span_is(span_cut(&rest, ','), "b"));
    assert_int_equal(rest.len, 0);
    assert_true(span_is(span_cut(&rest, ','), ""));
}

static void only_ascii_white_space_is_trimmed(void **state)
{
    (void)state;
    assert_true(span_is(span_trim(SPAN(" \t\r\n a b \n")), "a b"));
    assert_true(span_is(span_trim(SPAN(" \t ")), ""));
    assert_true(span_is(span_trim(SPAN("\xC2\xA0x")), "\xC2\xA0x"));
}

static void whole_numbers_are_read_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t value;
    } good[] = {{"0", 0}, {"007", 7}, {"18446744073709551615", UINT64_MAX}};
    static const char *const bad[] = {
        "", "-1", "+1", "1 ", "1.0", "18446744073709551616", "99999999999999999999999", "\xD9\xA1"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        uint64_t value = 1;
        assert_true(span_to_u64(span_of(good[i].text), &value));
        assert_true(value == good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint64_t value = 42;
        assert_false(span_to_u64(span_of(bad[i]), &value));
        assert_true(value == 42);
    }
}

static void damaged_utf8_is_found_at_its_offset(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t bad_at; /* SIZE_MAX: well-formed */
    } rows[] = {
        {"", SIZE_MAX},
        {"plain text that is longer than eight bytes", SIZE_MAX},
        {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x93\x9B", SIZE_MAX},
        {"\xF4\x8F\xBF\xBF", SIZE_MAX},
        {"\xED\x9F\xBF", SIZE_MAX},
        {"12345678\xFFxyz", 8},
        {"a\x80", 1},            /* continuation alone */
        {"a\xC3", 1},            /* cut off */
        {"a\xE2\x82", 1},        /* cut off */
        {"\xC0\x80", 0},         /* overlong */
        {"\xE0\x80\x80", 0},     /* overlong */
        {"\xF0\x80\x80\x80", 0}, /* overlong */
        {"ab\xED\xA0\x80", 2},   /* surrogate */
        {"\xF4\x90\x80\x80", 0}, /* past U+10FFFF */
        {"\xC3\xA9\xC3(", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t at = SIZE_MAX;
        assert_int_equal(span_is_utf8(span_of(rows[i].text), &at), rows[i].bad_at == SIZE_MAX);
        assert_true(at == rows[i].bad_at);
        assert_int_equal(span_is_utf8(span_of(rows[i].text), NULL), rows[i].bad_at == SIZE_MAX);
    }
}

static void every_code_point_survives_encoding(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x110000; code++) {
        char bytes[4];
        size_t len = utf8_encode(code, bytes);
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (surrogate || code > 0x10FFFF) {
            assert_int_equal(len, 0);
            continue;
        }
        uint32_t again = UINT32_MAX;
        assert_int_equal(utf8_decode((struct span){bytes, len}, &again), len);
        assert_int_equal(again, code);
        assert_int_equal(utf8_decode((struct span){bytes, len - 1}, &again), 0);
    }
}

static void characters_that_deceive_are_known(void **state)
{
    (void)state;
    static const uint32_t hidden[] = {0,      '\n',   0x1B,    0x7F,   0x85,   0xAD,   0x200B, 0x200D,  0x202E,
                                      0x2066, 0xFEFF, 0xE0041, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF};
    static const uint32_t plain[] = {' ', '~', 0xA0, 0xE9, 0x4E01, 0x1F4DB, 0x2026, 0xFDCF, 0xFDF0, 0xFFFD};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) assert_true(utf8_is_hidden(hidden[i]));
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) assert_false(utf8_is_hidden(plain[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_equal_only_byte_for_byte),
        cmocka_unit_test(order_is_by_bytes_and_prefixes_come_first),
        cmocka_unit_test(ends_are_found),
        cmocka_unit_test(needles_are_found_anywhere),
        cmocka_unit_test(cutting_visits_every_part_once),
        cmocka_unit_test(only_ascii_white_space_is_trimmed),
        cmocka_unit_test(whole_numbers_are_read_or_refused),
        cmocka_unit_test(damaged_utf8_is_found_at_its_offset),
        cmocka_unit_test(every_code_point_survives_encoding),
        cmocka_unit_test(characters_that_deceive_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
