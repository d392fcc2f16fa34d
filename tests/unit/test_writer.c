/* Tests of base/writer: every byte arrives, the digest is that of the file, escapes make hostile text harmless.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/writer.h"

static char folder[] = "/tmp/straykey-writer-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static void path_in_folder(const char *name, char out[256])
{
    snprintf(out, 256, "%s/%s", folder, name);
}

static void assert_memory(struct writer *w, const char *want, size_t len)
{
    struct span got = writer_memory(w);
    if (!span_equal(got, (struct span){want, len})) fail_msg("got:  %.*s\nwant: %s", SPAN_ARG(got), want);
    assert_true(writer_close(w, NULL));
}

static void values_are_written_without_printf(void **state)
{
    (void)state;
    static const char want[] = "0|18446744073709551615|-0.00000012|2022-12-25T21:29:03.123Z|a\0b|E07|";
    struct writer *w = writer_to_memory();
    writer_u64(w, 0);
    writer_byte(w, '|');
    writer_u64(w, UINT64_MAX);
    writer_byte(w, '|');
    writer_decimal(w, (struct decimal){-12, 8});
    writer_byte(w, '|');
    writer_time(w, time_from_civil(2022, 12, 25, 21, 29, 3) + 123456789, 3);
    writer_byte(w, '|');
    writer_text(w, (struct span){"a\0b", 3});
    writer_text(w, SPAN_NONE);
    writer_format(w, "|E%02d", 7);
    writer_cstr(w, "|");
    assert_memory(w, want, sizeof want - 1);
}

static void long_formats_are_not_cut(void **state)
{
    (void)state;
    struct writer *w = writer_to_memory();
    writer_format(w, "%0100000d", 5);
    assert_int_equal(writer_bytes(w), 100000);
    assert_int_equal(writer_memory(w).ptr[99999], '5');
    assert_true(writer_close(w, NULL));
}

static void the_digest_is_that_of_the_file(void **state)
{
    (void)state;
    char path[256], hex[DIGEST_HEX], file_hex[DIGEST_HEX];
    path_in_folder("many", path);
    struct writer *w = writer_create(path);
    assert_non_null(w);
    struct span large = {memory_alloc(1000000), 1000000};
    for (uint64_t i = 0; i < 200000; i++) {
        writer_u64(w, i);
        writer_byte(w, '\n');
        if (i == 777) writer_text(w, large); /* larger than the buffer */
    }
    uint64_t bytes = writer_bytes(w), file_bytes = 0;
    assert_true(writer_close(w, hex));
    assert_true(digest_of_file(path, file_hex, &file_bytes));
    assert_string_equal(hex, file_hex);
    assert_int_equal(bytes, file_bytes);
    assert_int_equal(bytes, 1288890 + 1000000);
    free((void *)(uintptr_t)large.ptr);
    unlink(path);
}

static void an_empty_file_has_a_digest_too(void **state)
{
    (void)state;
    char path[256], hex[DIGEST_HEX];
    path_in_folder("empty", path);
    assert_true(writer_close(writer_create(path), hex));
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    unlink(path);
}

static void what_an_old_name_points_to_is_never_written(void **state)
{
    (void)state;
    char original[256], name[256], hex[DIGEST_HEX], before[DIGEST_HEX];
    path_in_folder("original", original);
    path_in_folder("name", name);
    struct writer *w = writer_create(original);
    writer_cstr(w, "evidence");
    assert_true(writer_close(w, before));
    for (int soft = 0; soft < 2; soft++) {
        assert_int_equal(soft ? symlink(original, name) : link(original, name), 0);
        w = writer_create(name);
        assert_non_null(w);
        writer_cstr(w, "report");
        assert_true(writer_close(w, NULL));
        assert_true(digest_of_file(original, hex, NULL));
        assert_string_equal(hex, before);
        unlink(name);
    }
    unlink(original);
}

static void failures_stick_and_are_told_once(void **state)
{
    (void)state;
    char path[256];
    path_in_folder("no/such/folder", path);
    errno = 0;
    assert_null(writer_create(path));
    assert_int_equal(errno, ENOENT);

    int fd = open("/dev/full", O_WRONLY);
    if (fd < 0) skip();
    struct writer *w = writer_to_fd(fd);
    for (int i = 0; i < 100000; i++) writer_cstr(w, "0123456789");
    char hex[DIGEST_HEX] = "x";
    assert_false(writer_close(w, hex));
    assert_string_equal(hex, ""); /* no digest of what is not there */
    close(fd);
}

struct escape {
    const char *text, *want;
};

static void spreadsheets_get_no_formula_and_no_control_character(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
        bool changed;
    } rows[] = {
        {"", "", false},
        {"plain text", "plain text", false},
        {"a,b", "\"a,b\"", false},
        {"say \"hi\"", "\"say \"\"hi\"\"\"", false},
        {"=1+1", "'=1+1", true},
        {"+1", "'+1", true},
        {"-1", "'-1", true},
        {"@x", "'@x", true},
        {"\tx", "'\\x09x", true},
        {"\rx", "'\\x0Dx", true},
        {"=a,\"b\"", "\"'=a,\"\"b\"\"\"", true},
        {"a\nb", "a\\x0Ab", true},
        {"a=b", "a=b", false},
        {"caf\xC3\xA9 \xF0\x9F\x93\x9B", "caf\xC3\xA9 \xF0\x9F\x93\x9B", false},
        {"\xE2\x80\xAEgnp", "<U+202E>gnp", true},
        {"\xEF\xBC\x9D"
         "1+1",
         "'\xEF\xBC\x9D"
         "1+1",
         true},
        {"\xEF\xBC\xA0x", "'\xEF\xBC\xA0x", true},
        {"\xEF\xBC\x8Cx", "\xEF\xBC\x8Cx", false},
        {"a;=1+1;b", "a;'=1+1;b", true},
        {"a; \"@x", "\"a;' \"\"@x\"", true},
        {"2022;-5;+1.5;b", "2022;-5;+1.5;b", false},
        {"a;-5+cmd|x", "a;'-5+cmd|x", true},
        {"a;-5", "a;-5", false},
        {"a; b;", "a; b;", false},
        {"bad \xFF", "bad \\xFF", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct writer *w = writer_to_memory();
        assert_int_equal(writer_csv_cell(w, span_of(rows[i].text)), rows[i].changed);
        assert_memory(w, rows[i].want, span_of(rows[i].want).len);
    }
}

static void json_strings_are_always_valid(void **state)
{
    (void)state;
    static const struct escape rows[] = {
        {"", "\"\""},
        {"a\"b\\c/", "\"a\\\"b\\\\c/\""},
        {"\n\r\t\x01\x1F\x7F", "\"\\n\\r\\t\\u0001\\u001F\\u007F\""},
        {"\xC3\xA9\xF0\x9F\x93\x9B", "\"\xC3\xA9\xF0\x9F\x93\x9B\""},
        {"a\xFF\xC3(", "\"a\\ufffd\\ufffd(\""},
        {"\xE2\x80\xAE\xC2\x9B\xF3\xA0\x81\x81", "\"\\u202E\\u009B\\uDB40\\uDC41\""},
        {"\xED\xA0\x80", "\"\\ufffd\\ufffd\\ufffd\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct writer *w = writer_to_memory();
        writer_json_string(w, span_of(rows[i].text));
        assert_memory(w, rows[i].want, span_of(rows[i].want).len);
    }
}

static void people_see_what_would_hide(void **state)
{
    (void)state;
    static const struct escape rows[] = {
        {"\x1B[31mred", "\\x1B[31mred"},
        {"\xC2\x85", "\\x85"},
        {"a\xE2\x80\x8B"
         "b\xEF\xBB\xBF",
         "a<U+200B>b<U+FEFF>"},
        {"\xF3\xA0\x81\x81", "<U+E0041>"},
        {"\xC0\x80\xE2\x82", "\\xC0\\x80\\xE2\\x82"},
        {"one\ntwo", "one\\x0Atwo"},
        {"\xC2\xA0\xE2\x82\xAC", "\xC2\xA0\xE2\x82\xAC"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct writer *w = writer_to_memory();
        writer_visible(w, span_of(rows[i].text), false);
        assert_memory(w, rows[i].want, span_of(rows[i].want).len);
    }
    struct writer *w = writer_to_memory();
    writer_visible(w, SPAN("one\ntwo\t\n"), true);
    assert_memory(w, "one\ntwo\\x09\n", 12);
}

static void memory_has_a_digest_on_request(void **state)
{
    (void)state;
    char hex[DIGEST_HEX];
    struct writer *w = writer_to_memory();
    writer_cstr(w, "abc");
    assert_true(writer_close(w, hex));
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_written_without_printf),
        cmocka_unit_test(long_formats_are_not_cut),
        cmocka_unit_test(the_digest_is_that_of_the_file),
        cmocka_unit_test(an_empty_file_has_a_digest_too),
        cmocka_unit_test(what_an_old_name_points_to_is_never_written),
        cmocka_unit_test(failures_stick_and_are_told_once),
        cmocka_unit_test(spreadsheets_get_no_formula_and_no_control_character),
        cmocka_unit_test(json_strings_are_always_valid),
        cmocka_unit_test(people_see_what_would_hide),
        cmocka_unit_test(memory_has_a_digest_on_request),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
