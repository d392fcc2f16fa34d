/* Tests of base/intern: ids in order of appearance, texts that never move.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/intern.h"

static void ids_follow_first_appearance(void **state)
{
    (void)state;
    struct intern *pool = intern_new();
    assert_int_equal(intern_id(pool, SPAN_NONE), 0);
    assert_int_equal(intern_id(pool, SPAN("")), 0);
    assert_int_equal(intern_id(pool, SPAN("binance")), 1);
    assert_int_equal(intern_id(pool, SPAN("ftx")), 2);
    assert_int_equal(intern_id(pool, SPAN("binance")), 1);
    assert_int_equal(intern_count(pool), 3);
    intern_free(pool);
    intern_free(NULL);
}

static void finding_never_adds(void **state)
{
    (void)state;
    struct intern *pool = intern_new();
    uint32_t id = 77;
    assert_false(intern_find(pool, SPAN("okx"), &id));
    assert_int_equal(id, 77);
    assert_int_equal(intern_count(pool), 1);
    uint32_t added = intern_id(pool, SPAN("okx"));
    assert_true(intern_find(pool, SPAN("okx"), &id));
    assert_int_equal(id, added);
    assert_true(intern_find(pool, SPAN(""), &id));
    assert_int_equal(id, 0);
    intern_free(pool);
}

static void texts_differ_by_case_length_and_nul(void **state)
{
    (void)state;
    struct intern *pool = intern_new();
    static const struct span texts[] = {{"a", 1},    {"A", 1},        {"a\0", 2},        {"a\0b", 3},     {"\0", 1},
                                        {"\0\0", 2}, {"aaaaaaaa", 8}, {"aaaaaaaa\0", 9}, {"aaaaaaaaa", 9}};
    for (uint32_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_int_equal(intern_id(pool, texts[i]), i + 1);
    for (uint32_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct span kept = intern_text(pool, i + 1);
        assert_true(span_equal(kept, texts[i]));
        assert_int_equal(kept.ptr[kept.len], '\0');
    }
    intern_free(pool);
}

static void many_texts_stay_where_they_are(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    struct intern *pool = intern_new();
    char text[32];
    int len = snprintf(text, sizeof text, "order-%d", 0);
    uint32_t first = intern_id(pool, (struct span){text, (size_t)len});
    const char *place = intern_text(pool, first).ptr;
    for (uint32_t i = 1; i < COUNT; i++) {
        len = snprintf(text, sizeof text, "order-%u", i);
        assert_int_equal(intern_id(pool, (struct span){text, (size_t)len}), i + 1);
    }
    for (uint32_t i = 0; i < COUNT; i += 7) {
        len = snprintf(text, sizeof text, "order-%u", i);
        assert_int_equal(intern_id(pool, (struct span){text, (size_t)len}), i + 1);
        assert_true(span_is(intern_text(pool, i + 1), text));
    }
    assert_int_equal(intern_count(pool), COUNT + 1);
    assert_ptr_equal(intern_text(pool, first).ptr, place);
    intern_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_follow_first_appearance),
        cmocka_unit_test(finding_never_adds),
        cmocka_unit_test(texts_differ_by_case_length_and_nul),
        cmocka_unit_test(many_texts_stay_where_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
