/* Tests of base/diag: names, severities, and what people read.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/diag.h"
#include "base/writer.h"

static void names_have_dashes_and_are_all_different(void **state)
{
    (void)state;
    assert_string_equal(diag_name(diag_not_a_number), "not-a-number");
    assert_string_equal(diag_name(diag_file_unreadable), "file-unreadable");
    assert_string_equal(diag_name(diag_container_unsupported), "container-unsupported");
    assert_string_equal(diag_name(diag_preamble), "preamble");
    for (int i = 0; i < DIAG_CODE_COUNT; i++) {
        const char *name = diag_name((enum diag_code)i);
        assert_true(strlen(name) > 3);
        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(name));
        for (int j = 0; j < i; j++) assert_string_not_equal(name, diag_name((enum diag_code)j));
        assert_true(strlen(diag_meaning((enum diag_code)i)) > 0);
        assert_non_null(diag_advice((enum diag_code)i));
    }
}

static void severities_are_those_of_the_list(void **state)
{
    (void)state;
    assert_int_equal(diag_severity(diag_not_a_number), DIAG_REJECTED);
    assert_int_equal(diag_severity(diag_gzip_truncated), DIAG_FAILED);
    assert_int_equal(diag_severity(diag_duplicate_file), DIAG_NOTE);
    assert_int_equal(diag_severity(diag_skip_rule), DIAG_SKIPPED);
    assert_string_equal(diag_severity_name(DIAG_NOTE), "note");
    assert_string_equal(diag_severity_name(DIAG_SKIPPED), "skipped");
    assert_string_equal(diag_severity_name(DIAG_REJECTED), "rejected");
    assert_string_equal(diag_severity_name(DIAG_FAILED), "failed");
}

static void count_reports(void *user, const struct diag *d)
{
    int *count = user;
    assert_int_equal(d->code, diag_not_a_time);
    (*count)++;
}

static void a_report_reaches_its_sink_once(void **state)
{
    (void)state;
    int count = 0;
    struct diag_sink sink = {count_reports, &count};
    struct diag d = {.code = diag_not_a_time};
    diag_report(&sink, &d);
    assert_int_equal(count, 1);
    diag_report(NULL, &d);
    assert_int_equal(count, 1);
}

static void people_get_place_value_meaning_and_advice(void **state)
{
    (void)state;
    static const struct {
        struct diag d;
        const char *want;
    } rows[] = {
        {{.code = diag_not_a_number,
          .path = {"fills.csv", 9},
          .line = 12,
          .column = 5,
          .field = {"Amount", 6},
          .value = {"1.2.3", 5},
          .detail = {"two points", 10},
          .rule = {"x v1 /columns/qty", 17}},
         "fills.csv:12:5: rejected: field \"Amount\": value \"1.2.3\": a number was expected (two points) "
         "[not-a-number]\n"
         "  rule: x v1 /columns/qty\n"
         "  advice: download the file again; do not open exports in a spreadsheet\n"},
        {{.code = diag_skip_rule, .path = {"a.csv", 5}, .line = 3},
         "a.csv:3: skipped: a record that is no trade by the definition's own rule, or a heading line "
         "that is repeated [skip-rule]\n"},
        {{.code = diag_file_empty, .path = {"a\x1B[2J.csv", 9}, .column = 9},
         "a\\x1B[2J.csv: note: the file is empty [file-empty]\n"
         "  advice: download it again if it should hold records\n"},
        {{.code = diag_nul_byte, .value = {"a\0\xE2\x80\xAE", 5}},
         "rejected: value \"a\\x00<U+202E>\": a NUL byte inside text [nul-byte]\n  advice: download the file again\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct writer *w = writer_to_memory();
        diag_print(w, &rows[i].d);
        writer_byte(w, '\0');
        assert_string_equal(writer_memory(w).ptr, rows[i].want);
        assert_true(writer_close(w, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_dashes_and_are_all_different),
        cmocka_unit_test(severities_are_those_of_the_list),
        cmocka_unit_test(a_report_reaches_its_sink_once),
        cmocka_unit_test(people_get_place_value_meaning_and_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
