/* Tests of base/turns: every block is made once, and taken in order where that is asked for, whatever the threads' timing.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/list.h"
#include "base/memory.h"
#include "base/turns.h"

struct work {
    size_t workers; /* that took a block */
    LIST(size_t) taken;
};
struct own {
    uint64_t sum;
    size_t made, taken;
};

static void *begin(void *user)
{
    (void)user;
    return memory_alloc(sizeof(struct own));
}

/* Early blocks take longest, so that late ones have to wait for their turn. */
static void make(void *user, void *own, size_t block)
{
    (void)user;
    struct own *o = own;
    o->sum = 0;
    for (size_t i = 0; i < 20000 / (block + 1); i++) o->sum += i * block;
    o->made = block;
}

static void take(void *user, void *own, size_t block)
{
    struct work *w = user;
    struct own *o = own;
    assert_int_equal(o->made, block);
    if (o->taken++ == 0) w->workers++;
    *LIST_ADD(&w->taken) = block;
}

static void end(void *user, void *own)
{
    (void)user;
    free(own);
}

static void blocks_are_taken_once_and_in_order(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 3, 500};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct work w = {.taken = LIST_EMPTY};
        struct turns_work work = {&w, begin, make, take, end, NULL};
        turns_run(&work, counts[c]);
        assert_int_equal(w.taken.count, counts[c]);
        for (size_t i = 0; i < w.taken.count; i++) assert_int_equal(w.taken.items[i], i);
        assert_true(w.workers <= 2);
        LIST_FREE(&w.taken);
    }
}

static void add_one(void *user, size_t block)
{
    size_t *made = user;
    made[block]++;
}

static void shared_blocks_are_made_once(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 3, 500};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        size_t *made = memory_alloc((counts[c] + 1) * sizeof *made);
        turns_share(add_one, made, counts[c]);
        for (size_t i = 0; i < counts[c]; i++) assert_int_equal(made[i], 1);
        free(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(blocks_are_taken_once_and_in_order),
                                       cmocka_unit_test(shared_blocks_are_made_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
