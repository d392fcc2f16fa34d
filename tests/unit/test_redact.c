/* Tests of redact: no key and no secret gets past a field's name, and nothing else is touched.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parser/redact.h"

#define KEY "INVENTEDinventedKEYwxyz"
#define SHOWN "...wxyz#e79b1529"
#define SECRET "***"

static void assert_reduced(struct span got, const char *want)
{
    if (!span_is(got, want)) fail_msg("got  %.*s\nwant %s", SPAN_ARG(got), want);
}

static void fields_of_a_text_are_reduced_by_their_names(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"{\"api_key\":\"" KEY "\",\"id\":1}", "{\"api_key\":\"" SHOWN "\",\"id\":1}"},
        {"{\"apiKey\" : \"" KEY "\"}", "{\"apiKey\" : \"" SHOWN "\"}"},
        {"{\"secret\":\"a\\\"b\\\\\",\"x\":2}", "{\"secret\":\"" SECRET "\",\"x\":2}"},
        {"{\"secretKey\":\"abc", "{\"secretKey\":\"" SECRET},
        {"{\"api_secret\":12345}", "{\"api_secret\":" SECRET "}"},
        {"{\"passphrase\":[\"a\",\"b\"],\"x\":1}", "{\"passphrase\":" SECRET "],\"x\":1}"},
        {"{\"api_key\":\"\",\"secret\":null,\"token\":\"USDT\"}",
         "{\"api_key\":\"\",\"secret\":null,\"token\":\"USDT\"}"},
        {"{\"secret\":{\"passphrase\":\"abc\"}}", "{\"secret\":{\"passphrase\":\"" SECRET "\"}}"},
        {"{\"url_secret\":\"abcdef\",\"access_token\":\"0123456789abcdef\"}",
         "{\"url_secret\":\"" SECRET "\",\"access_token\":\"" SECRET "\"}"},
        {"\"{\\\"secret\\\":\\\"abc\\\",\\\"id\\\":7}\"", "\"{\\\"secret\\\":\\\"" SECRET "\\\",\\\"id\\\":7}\""},
        {"1,\"{\"\"secret\"\":\"\"abc\"\",\"\"id\"\":7}\",2",
         "1,\"{\"\"secret\"\":\"\"" SECRET "\"\",\"\"id\"\":7}\",2"},
        {"{'secret': 'abc', 'id': 7}", "{'secret': '" SECRET "', 'id': 7}"},
        {"X-MBX-APIKEY: " KEY "\r\nHost: api.example", "X-MBX-APIKEY: " SHOWN "\r\nHost: api.example"},
        {"authorization: Bearer abc def\nx: y", "authorization: " SECRET "\nx: y"},
        {"API Key: " KEY, "API Key: " SHOWN},
        {"Secret Key = abc", "Secret Key = " SECRET},
        {"GET /a?symbol=X&signature=abc123&timestamp=1 HTTP/1.1",
         "GET /a?symbol=X&signature=" SECRET "&timestamp=1 HTTP/1.1"},
        {"a:b=c:=\"", "a:b=c:=\""},
        {"secret:", "secret:"},
        {"{\"order_id\":\"0123456789abcdef0123456789abcdef\"}", "{\"order_id\":\"0123456789abcdef0123456789abcdef\"}"},
        {"{\"keys\":\"abc\",\"secretary\":\"Ann\"}", "{\"keys\":\"abc\",\"secretary\":\"Ann\"}"},
    };
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span once = redact_text(span_of(rows[i].text), arena);
        assert_reduced(once, rows[i].want);
        assert_reduced(redact_text(once, arena), rows[i].want);
    }
    arena_free(arena);
}

static void columns_of_a_table_are_reduced_by_their_names(void **state)
{
    (void)state;
    const struct span names[] = {SPAN("Time"), SPAN("API Key"), SPAN("Token"), SPAN("Passphrase")};
    static const struct {
        const char *row, *want;
    } rows[] = {
        {"1," KEY ",USDT,abc", "1," SHOWN ",USDT," SECRET},
        {"1,\"" KEY "\",\"US,DT\",\"a,b\"", "1," SHOWN ",\"US,DT\"," SECRET},
        {"1,\"" KEY, "1," SECRET},
        {"1,,,", "1,,,"},
        {"1," KEY, "1," SHOWN},
        {"", ""},
    };
    struct redact_columns columns = {names, 4, ','};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (i == 2) continue; /* below */
        assert_reduced(redact_row(span_of(rows[i].row), &columns, arena), rows[i].want);
    }
    struct span cut = redact_row(span_of(rows[2].row), &columns, arena);
    assert_false(span_contains(cut, SPAN("INVENTED")));
    arena_free(arena);
}

static void a_line_that_is_one_long_word_is_not_shown(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    assert_reduced(redact_line(SPAN(KEY), arena), "[one word of 23 characters, not shown]");
    assert_reduced(redact_line(SPAN("Date,Pair"), arena), "Date,Pair");
    assert_reduced(redact_line(SPAN("api_key=" KEY), arena), "[one word of 31 characters, not shown]");
    assert_reduced(redact_line(SPAN("short"), arena), "short");
    arena_free(arena);
}

static void a_case_file_keeps_only_what_is_shown_of_its_keys(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"{\"keys\": [{\"id\": \" " KEY " \"}]}", "{\"keys\": [{\"id\": \"...wxyz#e79b1529c89d3425\"}]}"},
        {"{\"keys\": [{\"id\": \"ab12...wxyz\"}]}", "{\"keys\": [{\"id\": \"ab12...wxyz\"}]}"},
        {"{\"keys\": [{\"id\": \"abcd\xE2\x80\xA6wxyz\"}]}", "{\"keys\": [{\"id\": \"abcd\xE2\x80\xA6wxyz\"}]}"},
        {"{\"uid\": \"" KEY "\", \"// secret\": \"x\"}", "{\"uid\": \"" KEY "\", \"// secret\": \"" SECRET "\"}"},
    };
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span once = redact_case_file(span_of(rows[i].text), arena);
        assert_reduced(once, rows[i].want);
        assert_reduced(redact_case_file(once, arena), rows[i].want);
    }
    arena_free(arena);
}

static void what_is_left_of_a_key_is_known_again(void **state)
{
    (void)state;
    struct span tail, fingerprint;
    assert_true(redact_is_reduced(SPAN("...wxyz#e79b1529"), &tail, &fingerprint));
    assert_reduced(tail, "wxyz");
    assert_reduced(fingerprint, "e79b1529");
    assert_true(redact_is_reduced(SPAN("...#e79b1529"), &tail, &fingerprint));
    assert_int_equal(tail.len, 0);
    assert_false(redact_is_reduced(SPAN("...wxyz"), &tail, &fingerprint));
    assert_false(redact_is_reduced(SPAN("...secret#e79b1529"), &tail, &fingerprint));
    assert_false(redact_is_reduced(SPAN("...wxyz#59c46f7Z"), &tail, &fingerprint));
    assert_true(redact_is_whole_key(SPAN("abc+/0123456789==")));
    assert_false(redact_is_whole_key(SPAN("abcd...wxyz012345")));
    assert_false(redact_is_whole_key(SPAN("abcd1234")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_of_a_text_are_reduced_by_their_names),
        cmocka_unit_test(columns_of_a_table_are_reduced_by_their_names),
        cmocka_unit_test(a_line_that_is_one_long_word_is_not_shown),
        cmocka_unit_test(a_case_file_keeps_only_what_is_shown_of_its_keys),
        cmocka_unit_test(what_is_left_of_a_key_is_known_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
