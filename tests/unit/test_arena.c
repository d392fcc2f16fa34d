/* Tests of base/arena: alignment, zeros, and blocks that are used again after a reset.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdalign.h>
#include <string.h>

#include "base/arena.h"

static void memory_is_aligned_and_zero_whatever_came_before(void **state)
{
    (void)state;
    struct arena *a = arena_new(256);
    for (size_t i = 1; i < 200; i++) {
        (void)arena_copy(a, SPAN("odd")); /* leaves the end unaligned */
        unsigned char *bytes = arena_alloc(a, i);
        assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
        for (size_t j = 0; j < i; j++) assert_int_equal(bytes[j], 0);
        memset(bytes, 0xEE, i);
    }
    arena_free(a);
}

static void allocations_do_not_overlap(void **state)
{
    (void)state;
    enum { COUNT = 500 };
    struct arena *a = arena_new(64);
    unsigned char *places[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        places[i] = arena_alloc(a, i % 97 + 1);
        memset(places[i], (int)(i & 0xFF), i % 97 + 1);
    }
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < i % 97 + 1; j++) assert_int_equal(places[i][j], i & 0xFF);
    }
    arena_free(a);
}

static void copies_end_with_a_nul_that_is_not_counted(void **state)
{
    (void)state;
    struct arena *a = arena_new(0);
    struct span copy = arena_copy(a, (struct span){"abcdef", 3});
    assert_int_equal(copy.len, 3);
    assert_string_equal(copy.ptr, "abc");
    copy = arena_copy(a, SPAN_NONE);
    assert_int_equal(copy.len, 0);
    assert_string_equal(copy.ptr, "");
    arena_free(a);
}

static void formatted_text_of_any_length_fits(void **state)
{
    (void)state;
    struct arena *a = arena_new(32);
    assert_string_equal(arena_format(a, "E%02d %s", 7, "x"), "E07 x");
    const char *text = arena_format(a, "%01000d|", 5);
    assert_int_equal(strlen(text), 1001);
    assert_int_equal(text[1000], '|');
    arena_free(a);
}

static void a_reset_takes_no_new_memory_and_zeroes_again(void **state)
{
    (void)state;
    struct arena *a = arena_new(128);
    for (size_t i = 0; i < 50; i++) memset(arena_alloc(a, 100), 0xFF, 100);
    size_t held = arena_bytes(a);
    for (size_t round = 0; round < 10; round++) {
        arena_reset(a);
        for (size_t i = 0; i < 50; i++) {
            unsigned char *bytes = arena_alloc(a, 100);
            for (size_t j = 0; j < 100; j++) assert_int_equal(bytes[j], 0);
            memset(bytes, 0xFF, 100);
        }
        assert_int_equal(arena_bytes(a), held);
    }
    arena_free(a);
}

static void an_allocation_larger_than_a_block_gets_its_own(void **state)
{
    (void)state;
    struct arena *a = arena_new(64);
    char *before = arena_alloc(a, 8);
    char *large = arena_alloc(a, 1000000);
    char *after = arena_alloc(a, 8);
    memset(large, 'x', 1000000);
    for (size_t i = 0; i < 8; i++) assert_int_equal(before[i] | after[i], 0);
    arena_reset(a);
    large = arena_alloc(a, 1000000);
    assert_int_equal(large[999999], 0);
    arena_free(a);
}

static void freeing_nothing_is_allowed(void **state)
{
    (void)state;
    arena_free(NULL);
    arena_free(arena_new(0));
    struct arena *a = arena_new(0);
    arena_reset(a);
    assert_non_null(arena_alloc(a, 0));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned_and_zero_whatever_came_before),
        cmocka_unit_test(allocations_do_not_overlap),
        cmocka_unit_test(copies_end_with_a_nul_that_is_not_counted),
        cmocka_unit_test(formatted_text_of_any_length_fits),
        cmocka_unit_test(a_reset_takes_no_new_memory_and_zeroes_again),
        cmocka_unit_test(an_allocation_larger_than_a_block_gets_its_own),
        cmocka_unit_test(freeing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
