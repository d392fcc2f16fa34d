/* Tests of base/deflate: zlib itself takes apart what was made.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/deflate.h"
#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

static void write_file(const char *path, struct span text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    fclose(file);
}

static void give_back(struct span text)
{
    char path[] = "/tmp/straykey-deflate-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    write_file(path, text);
    struct writer *w = writer_to_memory();
    uint64_t bytes = 99;
    assert_true(deflate_file(path, w, &bytes));
    assert_int_equal(bytes, text.len);
    const struct span packed = writer_memory(w);
    char *back = memory_alloc(text.len + 1);
    uLongf length = text.len + 1;
    assert_int_equal(uncompress((Bytef *)back, &length, (const Bytef *)packed.ptr, packed.len), Z_OK);
    assert_int_equal(length, text.len);
    assert_memory_equal(back, text.ptr, text.len);
    free(back);
    writer_close(w, NULL);
    unlink(path);
}

static void what_was_compressed_comes_back(void **state)
{
    (void)state;
    const size_t large = 3 * 65536; /* whole pieces, and a last one that is empty */
    char *noise = memory_alloc(large + 1);
    uint32_t x = 1;
    for (size_t i = 0; i <= large; i++) {
        x = x * 1664525 + 1013904223;
        noise[i] = (char)(x >> 24);
    }
    give_back(SPAN(""));
    give_back(SPAN("one line\n"));
    give_back((struct span){noise, large});
    give_back((struct span){noise, large + 1});
    free(noise);
}

static void a_file_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    struct writer *w = writer_to_memory();
    uint64_t bytes;
    assert_false(deflate_file("/nonexistent/timeline.csv", w, &bytes));
    assert_int_equal(errno, ENOENT);
    writer_close(w, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_compressed_comes_back),
        cmocka_unit_test(a_file_that_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
