/* Tests of parser/utf16: the same text however it is cut, and nothing altered in silence.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "parser/utf16.h"

#define TEXT(literal)                                                                                                  \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }

/* In pieces of `piece` bytes. */
static void assert_converted(struct span in, bool big_endian, size_t piece, struct span want)
{
    struct utf16 u = {.big_endian = big_endian};
    char *out = memory_alloc(in.len * UTF16_WORST + 8);
    size_t n = 0;
    for (size_t at = 0; at < in.len; at += piece) {
        struct span part = span_head(span_from(in, at), piece);
        size_t made = utf16_run(&u, part, out + n);
        assert_true(made <= UTF16_WORST * part.len + 3);
        n += made;
    }
    size_t rest = utf16_finish(&u, out + n);
    assert_true(rest <= 4);
    n += rest;
    assert_int_equal(n, want.len);
    assert_memory_equal(out, want.ptr, want.len);
    assert_int_equal(utf16_finish(&u, out), 0); /* nothing is held back any more */
    free(out);
}

static void text_is_the_same_in_both_orders_and_any_pieces(void **state)
{
    (void)state;
    static const struct {
        struct span little, want;
    } rows[] = {
        {TEXT(""), TEXT("")},
        {TEXT("a\0,\0\n\0"), TEXT("a,\n")},
        {TEXT("\xff\xfe"
              "a\0"),
         TEXT("\xef\xbb\xbf"
              "a")},
        {TEXT("\0\0"), TEXT("\0")},
        {TEXT("\xe9\0\xac\x20\xff\x07"), TEXT("\xc3\xa9\xe2\x82\xac\xdf\xbf")},
        {TEXT("\x3d\xd8\xb0\xdc\xff\xdb\xff\xdf"), TEXT("\xf0\x9f\x92\xb0\xf4\x8f\xbf\xbf")},
        {TEXT("\xff\xff\xfe\xff"), TEXT("\xef\xbf\xbf\xef\xbf\xbe")},
        {TEXT("\x3d\xd8"
              "a\0"),
         TEXT("\xed\xa0\xbd"
              "a")},                                                              /* a high half alone */
        {TEXT("\xb0\xdc\x3d\xd8"), TEXT("\xed\xb2\xb0\xed\xa0\xbd")},             /* both, the wrong way round */
        {TEXT("\x3d\xd8\x3d\xd8\xb0\xdc"), TEXT("\xed\xa0\xbd\xf0\x9f\x92\xb0")}, /* a high half before a pair */
        {TEXT("a\0b"), TEXT("a\xff")},                                            /* half a unit at the end */
        {TEXT("\x3d\xd8\xb0"), TEXT("\xed\xa0\xbd\xff")},                         /* a pair cut in its second unit */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span little = rows[i].little;
        char *big = memory_alloc(little.len + 1);
        for (size_t k = 0; k < little.len; k++)
            big[k] = k + 1 == little.len && k % 2 == 0 ? little.ptr[k] : little.ptr[k ^ 1];
        for (size_t piece = 1; piece < 6; piece++) {
            assert_converted(little, false, piece, rows[i].want);
            if (little.len % 2 == 0) assert_converted((struct span){big, little.len}, true, piece, rows[i].want);
        }
        free(big);
    }
}

/* Every code point comes back; what is none is no UTF-8 either. */
static void every_unit_and_pair_is_converted(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 0x110000; code++) {
        struct utf16 u = {.big_endian = false};
        char in[4], out[16], want[8];
        size_t length = 2;
        uint32_t unit = code;
        if (code >= 0x10000) {
            uint32_t low = 0xDC00 + ((code - 0x10000) & 0x3FF);
            unit = 0xD800 + ((code - 0x10000) >> 10);
            in[2] = (char)(low & 0xFF);
            in[3] = (char)(low >> 8);
            length = 4;
        }
        in[0] = (char)(unit & 0xFF);
        in[1] = (char)(unit >> 8);
        size_t n = utf16_run(&u, (struct span){in, length}, out);
        n += utf16_finish(&u, out + n);
        size_t good = utf8_encode(code, want), bad_at;
        bool same = good > 0 && n == good && memcmp(out, want, n) == 0;
        bool refused = good == 0 && !span_is_utf8((struct span){out, n}, &bad_at);
        if (!same && !refused) fail_msg("U+%04X", (unsigned)code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_the_same_in_both_orders_and_any_pieces),
        cmocka_unit_test(every_unit_and_pair_is_converted),
    };
    return cmocka_run_group_tests_name("utf16", tests, NULL, NULL);
}
