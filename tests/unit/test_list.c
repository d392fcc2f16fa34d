/* Tests of base/list: growing arrays.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/list.h"

struct item {
    uint64_t number;
    char letter;
};

static void items_keep_their_order_and_values(void **state)
{
    (void)state;
    LIST(struct item) list = LIST_EMPTY;
    for (uint64_t i = 0; i < 10000; i++) *LIST_ADD(&list) = (struct item){i, 'x'};
    assert_int_equal(list.count, 10000);
    for (uint64_t i = 0; i < 10000; i++) assert_int_equal(list.items[i].number, i);
    LIST_FREE(&list);
    assert_null(list.items);
    assert_int_equal(list.count, 0);
    assert_int_equal(list.capacity, 0);
}

static void a_new_item_is_zero_even_where_one_was_before(void **state)
{
    (void)state;
    LIST(struct item) list = LIST_EMPTY;
    *LIST_ADD(&list) = (struct item){UINT64_MAX, 'z'};
    list.count = 0;
    struct item *again = LIST_ADD(&list);
    assert_int_equal(again->number, 0);
    assert_int_equal(again->letter, 0);
    LIST_FREE(&list);
}

static void growth_is_geometric(void **state)
{
    (void)state;
    LIST(char) list = LIST_EMPTY;
    size_t moves = 0, capacity = 0;
    for (int i = 0; i < 1000000; i++) {
        *LIST_ADD(&list) = 'a';
        moves += list.capacity != capacity;
        capacity = list.capacity;
    }
    assert_in_range(moves, 1, 32);
    LIST_FREE(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_keep_their_order_and_values),
        cmocka_unit_test(a_new_item_is_zero_even_where_one_was_before),
        cmocka_unit_test(growth_is_geometric),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
