/* Tests of what attribution sorts, adds up and compares with: sort, permute, subsets, values.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attribution/matching/permute.h"
#include "attribution/matching/subsets.h"
#include "attribution/values.h"
#include "base/memory.h"

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 4;
}

/* One of the orders in which keys are met. */
static uint64_t make_key(unsigned shape, size_t i, size_t count, uint32_t *random)
{
    switch (shape) {
    case 0: return (uint64_t)(next_random(random) % 5) << 62 | next_random(random) % 3; /* many equal ones */
    case 1: return hash_mix(next_random(random), i);                                    /* all bits differ */
    case 2: return i / 3;                                                               /* in order, some equal */
    case 3: return (count - i) / 3;                                                     /* in reverse */
    case 4: return i * 5 % (count / 2 + 1);                                             /* some runs */
    case 5: return i < count / 2 ? i * 2 : (count - i) * 2;                             /* a rising and a falling one */
    default: return i * 2 < count ? 7 : next_random(random) % 9 == 0 ? (uint64_t)next_random(random) << 30 : 7;
    }
}

static void keys_sort_stably_at_every_size(void **state)
{
    (void)state;
    enum { SHAPES = 7 };
    static const size_t sizes[] = {0, 1, 2, 47, 48, 49, 5000, 70000};
    uint32_t random = 7;
    for (size_t s = 0; s < SHAPES * sizeof sizes / sizeof sizes[0]; s++) {
        const size_t count = sizes[s / SHAPES];
        struct sort_key *keys = memory_resize(NULL, count + 1, sizeof *keys);
        for (uint32_t i = 0; i < count; i++)
            keys[i] = (struct sort_key){make_key((unsigned)(s % SHAPES), i, count, &random), i, i * 2};
        sort_keys(keys, count);
        for (size_t i = 1; i < count; i++) {
            assert_true(keys[i - 1].key <= keys[i].key);
            if (keys[i - 1].key == keys[i].key) assert_true(keys[i - 1].index < keys[i].index);
            assert_int_equal(keys[i].extra, keys[i].index * 2);
        }
        free(keys);
    }
    assert_true(sort_signed(-1) < sort_signed(0));
    assert_true(sort_signed(INT64_MIN) < sort_signed(INT64_MAX));
}

static int compare_tens(const void *context, uint32_t a, uint32_t b)
{
    (void)context;
    return a / 10 < b / 10 ? -1 : a / 10 > b / 10;
}

static void indexes_sort_stably_at_every_size(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 16, 17, 33, 1000};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        uint32_t random = 99;
        uint32_t *items = memory_resize(NULL, sizes[s] + 1, sizeof *items);
        for (size_t i = 0; i < sizes[s]; i++)
            items[i] = (next_random(&random) % 20) * 10 + (uint32_t)(i * 10 / (sizes[s] + 1));
        sort_indexes(items, sizes[s], compare_tens, NULL);
        for (size_t i = 1; i < sizes[s]; i++) {
            assert_true(items[i - 1] / 10 <= items[i] / 10);
            if (items[i - 1] / 10 == items[i] / 10) assert_true(items[i - 1] % 10 <= items[i] % 10);
        }
        free(items);
    }
}

static void permute_puts_every_item_in_its_place(void **state)
{
    (void)state;
    enum { COUNT = 7 };
    static const uint32_t orders[][COUNT] = {
        {0, 1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1, 0}, {1, 2, 3, 4, 5, 6, 0}, {2, 0, 1, 3, 6, 5, 4}};
    for (size_t o = 0; o < sizeof orders / sizeof orders[0]; o++) {
        struct {
            char name;
            uint64_t number;
        } items[COUNT];
        struct sort_key keys[COUNT];
        for (uint32_t i = 0; i < COUNT; i++) {
            items[i].name = (char)('a' + i);
            items[i].number = i * 1000;
            keys[i] = (struct sort_key){0, orders[o][i], 77};
        }
        permute(items, sizeof items[0], keys, COUNT);
        for (uint32_t i = 0; i < COUNT; i++) {
            assert_int_equal(items[i].name, 'a' + (int)orders[o][i]);
            assert_int_equal(items[i].number, orders[o][i] * 1000);
        }
    }
}

static void subsets_are_found_counted_and_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int values[8];
        uint32_t kinds[8];
        size_t count;
        int target;
        unsigned ways;
        uint32_t some, all;
    } rows[] = {
        {"nothing fits", {3, 5}, {0, 1}, 2, 4, 0, 0, 0},
        {"one way", {3, 5, 9}, {0, 1, 2}, 3, 8, 1, 3, 3},
        {"two ways", {1, 2, 3}, {0, 1, 2}, 3, 3, 2, 7, 0},
        {"a member of every way", {10, 1, 1}, {0, 1, 2}, 3, 11, 2, 7, 1},
        {"alike items, all of them", {2, 2, 5}, {0, 0, 1}, 3, 4, 1, 3, 3},
        {"alike items, some of them", {2, 2, 2}, {0, 0, 0}, 3, 4, 1, 7, 0},
        {"everything", {1, 2, 4}, {0, 1, 2}, 3, 7, 1, 7, 7},
        {"no target", {1, 2, 4}, {0, 1, 2}, 3, 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct subset_problem p = {.count = rows[i].count, .target = rows[i].target};
        int sum = 0;
        for (size_t k = 0; k < rows[i].count; k++) {
            p.values[k] = rows[i].values[k];
            p.kinds[k] = rows[i].kinds[k];
        }
        struct subset_answer a = subset_find(&p);
        for (size_t k = 0; k < rows[i].count; k++) sum += a.first >> k & 1 ? rows[i].values[k] : 0;
        if (a.ways != rows[i].ways || a.some != rows[i].some || a.all != rows[i].all)
            fail_msg("%s: %u %x %x", rows[i].name, a.ways, a.some, a.all);
        assert_false(a.unsure);
        assert_int_equal(sum, a.ways > 0 ? rows[i].target : 0);
    }
}

static void a_search_that_is_cut_off_says_so(void **state)
{
    (void)state;
    struct subset_problem p = {.count = SUBSET_ITEMS_MAX, .target = 5};
    for (uint32_t i = 0; i < SUBSET_ITEMS_MAX; i++) {
        p.values[i] = 1;
        p.kinds[i] = i;
    }
    struct subset_answer a = subset_find(&p);
    assert_true(a.unsure);
    assert_int_equal(a.some, (1u << SUBSET_ITEMS_MAX) - 1);
    assert_int_equal(a.all, 0);
}

/* Every target up to the sum of all, beside all sets one by one. */
static void members_of_sets_are_those_of_all_sets_tried(void **state)
{
    (void)state;
    static const int128 values[] = {7, 70, 35, 700, 7, 4900, 2107, 63, 84};
    enum { COUNT = sizeof values / sizeof values[0] };
    for (int128 target = 7; target <= 4900; target += 7) {
        bool want[COUNT] = {false}, some[COUNT];
        uint64_t work = UINT64_MAX;
        for (uint32_t set = 1; set < 1u << COUNT; set++) {
            int128 sum = 0;
            for (size_t i = 0; i < COUNT; i++) sum += set >> i & 1 ? values[i] : 0;
            for (size_t i = 0; i < COUNT; i++) want[i] = want[i] || (sum == target && (set >> i & 1));
        }
        for (size_t i = 0; i < COUNT; i++) want[i] = want[i] && values[i] <= target;
        size_t count = 0;
        int128 small[COUNT];
        bool expected[COUNT];
        for (size_t i = 0; i < COUNT; i++) {
            if (values[i] > target) continue;
            small[count] = values[i];
            expected[count++] = want[i];
        }
        assert_true(subset_members(small, count, target, &work, some));
        assert_memory_equal(some, expected, count);
    }
}

static void members_are_not_guessed(void **state)
{
    (void)state;
    static const int128 values[] = {3, 5, 9}, large[] = {(int128)1 << 100, 3};
    bool some[3];
    uint64_t work = 1;
    assert_false(subset_members(values, 3, 8, &work, some));
    assert_int_equal(work, 1);
    work = UINT64_MAX;
    assert_false(subset_members(large, 2, ((int128)1 << 100) + 3, &work, some));
    assert_false(subset_members(values, 0, 8, &work, some));
}

static struct decimal number(const char *text)
{
    struct decimal d;
    assert_int_equal(decimal_parse(span_of(text), &d), DECIMAL_OK);
    return d;
}

static void values_are_equal_whatever_zeros_they_are_printed_with(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"1.5", "1.50000000", true},
        {"100", "100.0", true},
        {"0", "0.000", true},
        {"1.5", "1.51", false},
        {"100", "10", false},
        {"-1.50", "-1.5", true},
        {"0.000000000000000000000000000000000001", "0.0000000000000000000000000000000000010", true},
        {"123456789012345678901234567890.5", "123456789012345678901234567890.50", true},
    };
    struct store *s = store_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t mantissa[2];
        uint8_t scale[2];
        struct decimal a, b;
        store_pack(s, number(rows[i].a), &mantissa[0], &scale[0]);
        store_pack(s, number(rows[i].b), &mantissa[1], &scale[1]);
        assert_true(value_of(s, mantissa[0], scale[0], &a));
        assert_true(value_of(s, mantissa[1], scale[1], &b));
        assert_int_equal(value_same(a, b), rows[i].same);
        if (rows[i].same) assert_true(value_hash(a) == value_hash(b));
    }
    store_free(s);
}

static void nearness_is_exact_at_its_edge(void **state)
{
    (void)state;
    static const struct {
        const char *reference, *other;
        int64_t tolerance;
        bool within;
    } rows[] = {
        {"1000", "1007", 70, true},
        {"1000", "1007.0001", 70, false},
        {"1000", "993", 70, true},
        {"1000", "992.9999", 70, false},
        {"0.0001", "0.0001", 0, true},
        {"1", "2", 70, false},
        {"1.000000000000000000000000000000000001", "1", 70, true},
        {"99999999999999999999999999999999999999", "1", 70, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (value_within(number(rows[i].reference), number(rows[i].other), rows[i].tolerance) != rows[i].within)
            fail_msg("%s and %s", rows[i].reference, rows[i].other);
}

static void the_first_key_that_is_not_less_is_found(void **state)
{
    (void)state;
    const struct sort_key keys[] = {{2, 0, 0}, {4, 1, 0}, {4, 2, 0}, {9, 3, 0}};
    static const size_t wanted[] = {0, 0, 0, 1, 1, 3, 3, 3, 3, 3, 4};
    for (uint64_t key = 0; key < sizeof wanted / sizeof *wanted; key++)
        assert_int_equal(sort_first(keys, 4, key), wanted[key]);
    assert_int_equal(sort_first(NULL, 0, 7), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_sort_stably_at_every_size),
        cmocka_unit_test(the_first_key_that_is_not_less_is_found),
        cmocka_unit_test(indexes_sort_stably_at_every_size),
        cmocka_unit_test(permute_puts_every_item_in_its_place),
        cmocka_unit_test(subsets_are_found_counted_and_told_apart),
        cmocka_unit_test(a_search_that_is_cut_off_says_so),
        cmocka_unit_test(members_of_sets_are_those_of_all_sets_tried),
        cmocka_unit_test(members_are_not_guessed),
        cmocka_unit_test(values_are_equal_whatever_zeros_they_are_printed_with),
        cmocka_unit_test(nearness_is_exact_at_its_edge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
