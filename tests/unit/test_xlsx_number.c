/* Tests of parser/xlsx_number: the shortest decimal of a binary number, serial numbers of dates, codes of styles.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "parser/xlsx/xlsx.h"

/* ---- the shortest decimal -------------------------------------------------------------------------------------------- */

static void binary_numbers_are_given_as_people_see_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want; /* NULL: as it is */
    } rows[] = {
        {"37.380000000000003", "37.38"},
        {"0.30000000000000004", NULL}, /* 0.1+0.2 is no 0.3: seventeen digits are needed */
        {"0.10000000000000001", "0.1"},
        {"0.69999999999999996", "0.7"},
        {"1.0999999999999999E-2", "0.011"},
        {"9.9999999999999995E-7", "0.000001"},
        {"4.9999999999999998e-08", "0.00000005"},
        {"-2.0000000000000001E-4", "-0.0002"},
        {"123456789012.12346", NULL},
        {"123456789.12345679", NULL},
        {"17000.000000000004", NULL},
        {"999999999999999.95", "1000000000000000"},
        {"0.99999999999999989", "0.9999999999999999"},
        {"0.99999999999999994", "0.9999999999999999"},
        {"1234567.8900000001", NULL},
        /* not a program's print of a binary number */
        {"37.38", NULL},
        {"0.123456789012345", NULL},
        {"0.123456789012345678", NULL}, /* eighteen digits: a token's amount */
        {"12345678901234567", NULL},    /* an id */
        {"8.38977E+18", NULL},
        {"1.2345678901234567E+30", NULL},
        {"1.2345678901234567E-300", NULL},
        {"1.2345678901234567E-99999", NULL},
        {"", NULL},
        {"-", NULL},
        {".", NULL},
        {"1.2.3", NULL},
        {"0x1.8p1", NULL},
        {"NaN", NULL},
        {"1,5", NULL},
        {"0.00000000000000000", NULL},
        {"1.0000000000000001E", NULL},
        {"1.0000000000000001E+-1", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[NUMBER_ROOM] = "";
        bool made = number_shortest(span_of(rows[i].text), out);
        if (made != (rows[i].want != NULL) || (made && strcmp(out, rows[i].want) != 0))
            fail_msg("%s: %s instead of %s", rows[i].text, made ? out : "as it is",
                     rows[i].want ? rows[i].want : "as it is");
    }
}

static uint64_t next(uint64_t *x)
{
    *x = *x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *x >> 11;
}

/* Amounts of any size, as a program would compute and print them: what is given is never another binary number, and never
 * longer than it need be. */
static void no_other_number_is_ever_given(void **state)
{
    (void)state;
    uint64_t x = 1;
    for (int i = 0; i < 300000; i++) {
        double scale = 1;
        for (uint64_t k = next(&x) % 13; k > 0; k--) scale *= 10;
        double value = (double)(next(&x) % 100000000) / scale + (i % 3 == 0 ? (double)(next(&x) % 1000) / 7 : 0);
        char text[64], out[NUMBER_ROOM], shorter[64];
        snprintf(text, sizeof text, i % 2 ? "%.17G" : "%.16G", value);
        if (strtod(text, NULL) != value || !number_shortest(span_of(text), out)) continue;
        if (strtod(out, NULL) != value) fail_msg("%s became %s", text, out);
        snprintf(shorter, sizeof shorter, "%.15g", value);
        bool fits = strtod(shorter, NULL) == value;
        size_t digits = 0;
        for (const char *p = out; *p; p++) digits += *p >= '1' && *p <= '9' ? 1 : 0;
        if (fits && digits > 15) fail_msg("%s became %s, not %s", text, out, shorter);
    }
}

static void what_has_a_shorter_form_gets_it(void **state)
{
    (void)state;
    uint64_t x = 7;
    for (int i = 0; i < 100000; i++) {
        char plain[64], text[64], out[NUMBER_ROOM];
        snprintf(plain, sizeof plain, "%u.%08u", (unsigned)(next(&x) % 1000000), (unsigned)(next(&x) % 100000000));
        snprintf(text, sizeof text, "%.17g", strtod(plain, NULL));
        if (strlen(text) < 17 || strlen(text) == strlen(plain)) continue; /* %.17g needed fewer digits */
        size_t end = strlen(plain);
        while (plain[end - 1] == '0') plain[--end] = '\0';
        if (plain[end - 1] == '.') plain[--end] = '\0';
        if (number_shortest(span_of(text), out) && strcmp(out, plain) != 0)
            fail_msg("%s: %s, not %s", text, out, plain);
    }
}

/* ---- dates ----------------------------------------------------------------------------------------------------------- */

static void serial_numbers_become_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum number_style style;
        bool from_1904;
        const char *want; /* NULL: as it is */
    } rows[] = {
        {"43125.941307870373", STYLE_DATE_TIME, false, "2018-01-25 22:35:29"},
        {"43125.941307875", STYLE_DATE_TIME, false, "2018-01-25 22:35:29"},
        {"43125.9413092", STYLE_DATE_TIME, false, "2018-01-25 22:35:29.115"},
        {"4.3125941307870373E4", STYLE_DATE_TIME, false, "2018-01-25 22:35:29"},
        {"41663.941307870373", STYLE_DATE_TIME, true, "2018-01-25 22:35:29"},
        {"43125", STYLE_DATE, false, "2018-01-25"},
        {"43125.99", STYLE_DATE, false, "2018-01-25"},
        {"43125", STYLE_DATE_TIME, false, "2018-01-25 00:00:00"},
        {"0.5", STYLE_TIME, false, "12:00:00"},
        {"43125.5", STYLE_TIME, false, "12:00:00"},
        {"43125.999999999", STYLE_DATE_TIME, false, "2018-01-26 00:00:00"}, /* rounded to milliseconds */
        {"25569", STYLE_DATE, false, "1970-01-01"},
        {"1", STYLE_DATE, false, "1900-01-01"},
        {"59", STYLE_DATE, false, "1900-02-28"},
        {"60", STYLE_DATE, false, NULL}, /* never was */
        {"61", STYLE_DATE, false, "1900-03-01"},
        {"0", STYLE_DATE, false, NULL},
        {"0.25", STYLE_DATE_TIME, false, NULL},
        {"0", STYLE_DATE, true, "1904-01-01"},
        {"60", STYLE_DATE, true, "1904-03-01"},
        {"-1", STYLE_DATE, false, NULL},
        {"131999", STYLE_DATE, false, "2261-05-25"},
        {"132000", STYLE_DATE, false, NULL},
        {"1672000000", STYLE_DATE, false, NULL},
        {"1672000000000", STYLE_DATE_TIME, false, NULL}, /* milliseconds of Unix in a date's style */
        {"1E+400", STYLE_DATE, false, NULL},
        {"1E-400", STYLE_TIME, false, NULL},
        {"", STYLE_DATE, false, NULL},
        {"2018-01-25", STYLE_DATE, false, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[NUMBER_ROOM] = "";
        bool made = number_as_time(span_of(rows[i].text), rows[i].style, rows[i].from_1904, out);
        if (made != (rows[i].want != NULL) || (made && strcmp(out, rows[i].want) != 0))
            fail_msg("%s: %s", rows[i].text, made ? out : "as it is");
    }
}

static void codes_of_styles_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum number_style want;
    } rows[] = {
        {"General", STYLE_PLAIN},
        {"0.00", STYLE_PLAIN},
        {"#,##0.00\\ \"USD\"", STYLE_PLAIN},
        {"\"days\" 0", STYLE_PLAIN},
        {"[Red]0;[Blue]-0", STYLE_PLAIN},
        {"[$-409]0.0", STYLE_PLAIN},
        {"_-* #,##0.00_-", STYLE_PLAIN},
        {"@", STYLE_PLAIN},
        {"", STYLE_PLAIN},
        {"[", STYLE_PLAIN},
        {"\\", STYLE_PLAIN},
        {"\"", STYLE_PLAIN},
        {"[h]:mm:ss", STYLE_PLAIN}, /* a duration */
        {"[mm]:ss", STYLE_PLAIN},
        {"[s]", STYLE_PLAIN},
        {"yyyy-mm-dd", STYLE_DATE},
        {"mmm-yy", STYLE_DATE},
        {"mmmm", STYLE_DATE},
        {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", STYLE_DATE},
        {"h:mm AM/PM", STYLE_TIME},
        {"mm:ss.0", STYLE_TIME},
        {"[$-F400]h:mm:ss", STYLE_TIME},
        {"yyyy\\-mm\\-dd\\ hh:mm:ss", STYLE_DATE_TIME},
        {"dd/mm/yyyy hh:mm:ss.000", STYLE_DATE_TIME},
        {"m/d/yy h:mm;@", STYLE_DATE_TIME},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (number_style_of(span_of(rows[i].code)) != rows[i].want) fail_msg("%s", rows[i].code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binary_numbers_are_given_as_people_see_them),
        cmocka_unit_test(no_other_number_is_ever_given),
        cmocka_unit_test(what_has_a_shorter_form_gets_it),
        cmocka_unit_test(serial_numbers_become_times),
        cmocka_unit_test(codes_of_styles_are_told_apart),
    };
    return cmocka_run_group_tests_name("xlsx_number", tests, NULL, NULL);
}
