/* Tests of leak_list: which lines are entries, and what can be told of keys that are known in part.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parser/redact.h"
#include "parser/reference/leak_list.h"

#define KEY "INVENTEDinventedKEYwxyz"
#define OTHER "INVENTEDinventedKEYabcd"

static enum leak_answer answer(const char *list, struct span key)
{
    struct leak_list *l = leak_list_read(span_of(list));
    const enum leak_answer found = leak_list_find(l, key);
    leak_list_free(l);
    return found;
}

static void keys_and_digests_are_found(void **state)
{
    (void)state;
    char hex[DIGEST_HEX], list[256];
    digest_of(SPAN(KEY), hex);
    assert_int_equal(answer(KEY "\n", SPAN(KEY)), LEAK_LISTED);
    assert_int_equal(answer("\xEF\xBB\xBF" KEY "\r\n", SPAN(KEY)), LEAK_LISTED);
    assert_int_equal(answer("\n  " KEY, SPAN(KEY)), LEAK_LISTED);
    assert_int_equal(answer(KEY "\n", SPAN(OTHER)), LEAK_NOT_LISTED);
    assert_int_equal(answer(hex, SPAN(KEY)), LEAK_LISTED);
    for (char *c = hex; *c; c++)
        if (*c >= 'a' && *c <= 'f') *c = (char)(*c - 'a' + 'A');
    assert_int_equal(answer(hex, SPAN(KEY)), LEAK_LISTED);
    assert_int_equal(answer(hex, SPAN(OTHER)), LEAK_NOT_LISTED);
    size_t used = 0;
    for (size_t i = 0; i < 64; i++) list[used++] = "0123456789abcdef"[i * 7 % 16];
    list[used] = '\0';
    assert_int_equal(answer(list, span_of(list)), LEAK_LISTED); /* a key that looks like a digest */
}

static void what_is_left_of_a_key_is_enough(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    assert_int_equal(answer(OTHER "\n" KEY "\n", redact_key(SPAN(KEY), arena)), LEAK_LISTED);
    assert_int_equal(answer(OTHER "\n", redact_key(SPAN(KEY), arena)), LEAK_NOT_LISTED);
    struct span reduced = redact_case_file(SPAN("{\"id\": \"" KEY "\"}"), arena);
    struct span id = {reduced.ptr + 8, reduced.len - 10};
    assert_int_equal(answer(KEY, id), LEAK_LISTED);
    assert_int_equal(answer(OTHER, id), LEAK_NOT_LISTED);
    assert_int_equal(answer(KEY, SPAN("INVE...wxyz")), LEAK_UNKNOWN);
    assert_int_equal(answer(KEY, SPAN("wxyz")), LEAK_UNKNOWN);
    assert_int_equal(answer(KEY, SPAN("")), LEAK_UNKNOWN);
    arena_free(arena);
}

static void other_lines_are_counted(void **state)
{
    (void)state;
    struct leak_list *l = leak_list_read(SPAN(KEY "\nshort\n" KEY " secret\nbinance," KEY "\n\n   \n" KEY "\n"));
    assert_int_equal(leak_list_entries(l), 2);
    assert_int_equal(leak_list_left_out(l), 3);
    assert_int_equal(strlen(leak_list_sha256(l)), 64);
    leak_list_free(l);
    l = leak_list_read(SPAN_NONE);
    assert_int_equal(leak_list_entries(l), 0);
    assert_int_equal(leak_list_find(l, SPAN(KEY)), LEAK_NOT_LISTED);
    leak_list_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_and_digests_are_found),
        cmocka_unit_test(what_is_left_of_a_key_is_enough),
        cmocka_unit_test(other_lines_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
