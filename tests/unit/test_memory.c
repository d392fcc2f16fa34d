/* Tests of base/memory: zero-filled memory, and the exit with status 4 when there is none.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"

static void new_memory_is_zero(void **state)
{
    (void)state;
    unsigned char *bytes = memory_alloc(1000);
    for (size_t i = 0; i < 1000; i++) assert_int_equal(bytes[i], 0);
    free(bytes);
    void *nothing = memory_alloc(0);
    assert_non_null(nothing);
    free(nothing);
}

static void resizing_keeps_what_was_there(void **state)
{
    (void)state;
    uint32_t *items = memory_resize(NULL, 2, sizeof *items);
    items[0] = 7;
    items[1] = 9;
    items = memory_resize(items, 5000, sizeof *items);
    assert_int_equal(items[0], 7);
    assert_int_equal(items[1], 9);
    free(items);
}

static void copies_end_with_nul(void **state)
{
    (void)state;
    char *copy = memory_copy_text("abcdef", 3);
    assert_string_equal(copy, "abc");
    free(copy);
    copy = memory_copy_text(NULL, 0);
    assert_string_equal(copy, "");
    free(copy);
}

/* In a child of its own, its standard error read back. */
static void running_out_leaves_with_status_4_and_a_sentence(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        free(memory_resize(NULL, SIZE_MAX / 2, 16)); /* the product overflows */
        _exit(0);
    }
    close(ends[1]);
    char said[128] = "";
    size_t len = 0;
    for (ssize_t got; len < sizeof said - 1 && (got = read(ends[0], said + len, sizeof said - 1 - len)) > 0;) {
        len += (size_t)got;
    }
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 4);
    assert_string_equal(said, "straykey: out of memory (18446744073709551615 bytes were wanted)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_memory_is_zero),
        cmocka_unit_test(resizing_keeps_what_was_there),
        cmocka_unit_test(copies_end_with_nul),
        cmocka_unit_test(running_out_leaves_with_status_4_and_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
