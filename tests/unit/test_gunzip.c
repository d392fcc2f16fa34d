/* Tests of parser/gunzip: every byte that can be had comes out, and each kind of damage is told apart.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/memory.h"
#include "parser/container/gunzip.h"

enum { PLAIN = 300000 };

struct bytes {
    char *ptr;
    size_t len;
};

/* Text that does not compress to nothing, the same on each run. */
static struct bytes plain_text(void)
{
    struct bytes text = {memory_alloc(PLAIN), PLAIN};
    uint32_t x = 12345;
    for (size_t i = 0; i < PLAIN; i++) {
        x = x * 1664525U + 1013904223U;
        text.ptr[i] = (char)('a' + (x >> 24) % 16);
    }
    return text;
}

static void append_member_at(struct bytes *to, const char *text, size_t len, int level)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, (uLong)len);
    to->ptr = memory_resize(to->ptr, to->len + room, 1);
    z.next_in = (z_const Bytef *)text;
    z.avail_in = (uInt)len;
    z.next_out = (Bytef *)to->ptr + to->len;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    to->len += z.total_out;
    deflateEnd(&z);
}

static void append_member(struct bytes *to, const char *text, size_t len)
{
    append_member_at(to, text, len, 6);
}

struct result {
    struct bytes text;
    enum damage damage;
    uint32_t members;
    uint64_t trailing;
};

/* Gives `in` piece by piece and takes the text piece by piece. */
static struct result run(struct bytes in, size_t piece, size_t room)
{
    struct result result = {.text = {memory_alloc(2 * PLAIN + room), 0}};
    struct gunzip *g = gunzip_new();
    for (size_t at = 0; at < in.len; at += piece) {
        struct span input = {in.ptr + at, in.len - at < piece ? in.len - at : piece};
        size_t n;
        do {
            assert_true(result.text.len <= 2 * PLAIN);
            n = gunzip_run(g, &input, result.text.ptr + result.text.len, room);
            result.text.len += n;
        } while (n > 0);
        assert_int_equal(input.len, 0);
    }
    result.damage = gunzip_damage(g);
    result.members = gunzip_members(g);
    result.trailing = gunzip_trailing(g);
    gunzip_free(g);
    return result;
}

static void all_pieces_give_the_same_text(void **state)
{
    (void)state;
    struct bytes text = plain_text(), gz = {NULL, 0};
    append_member(&gz, text.ptr, 1000);
    append_member(&gz, text.ptr + 1000, PLAIN - 1000);
    static const struct {
        size_t piece, room;
    } rows[] = {{1, 100}, {7, 1}, {1000, 1000}, {1 << 20, 1 << 20}, {1 << 20, 3}, {2, 1 << 20}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct result r = run(gz, rows[i].piece, rows[i].room);
        assert_int_equal(r.text.len, PLAIN);
        assert_memory_equal(r.text.ptr, text.ptr, PLAIN);
        assert_int_equal(r.damage, DAMAGE_NONE);
        assert_int_equal(r.members, 2);
        assert_int_equal(r.trailing, 0);
        free(r.text.ptr);
    }
    free(text.ptr);
    free(gz.ptr);
}

static void an_empty_member_is_no_damage(void **state)
{
    (void)state;
    struct bytes gz = {NULL, 0};
    append_member(&gz, "", 0);
    append_member(&gz, "x", 1);
    struct result r = run(gz, 5, 5);
    assert_int_equal(r.text.len, 1);
    assert_int_equal(r.damage, DAMAGE_NONE);
    assert_int_equal(r.members, 2);
    free(r.text.ptr);
    free(gz.ptr);
}

static void a_cut_at_any_place_is_truncation_and_keeps_the_text_before(void **state)
{
    (void)state;
    struct bytes text = plain_text(), gz = {NULL, 0};
    append_member(&gz, text.ptr, 3000);
    size_t before = 0;
    for (size_t cut = 1; cut < gz.len; cut++) {
        struct result r = run((struct bytes){gz.ptr, cut}, 100, 100);
        if (cut < 2) assert_int_not_equal(r.damage, DAMAGE_NONE);
        if (cut >= 2) assert_int_equal(r.damage, DAMAGE_TRUNCATED);
        assert_true(r.text.len >= before && r.text.len <= 3000);
        assert_memory_equal(r.text.ptr, text.ptr, r.text.len);
        before = r.text.len;
        free(r.text.ptr);
    }
    assert_int_equal(before, 3000); /* only the trailer is missing at the last cut */
    free(text.ptr);
    free(gz.ptr);
}

static void a_cut_in_the_second_member_is_truncation(void **state)
{
    (void)state;
    struct bytes gz = {NULL, 0};
    append_member(&gz, "one", 3);
    size_t first = gz.len;
    append_member(&gz, "two", 3);
    struct result r = run((struct bytes){gz.ptr, first + 2}, 1, 10);
    assert_int_equal(r.damage, DAMAGE_TRUNCATED);
    assert_int_equal(r.members, 2);
    assert_int_equal(r.text.len, 3);
    free(r.text.ptr);
    r = run((struct bytes){gz.ptr, first + 1}, 1, 10);
    assert_int_equal(r.damage, DAMAGE_TRAILING); /* a single 1f: nothing says that it begins a member */
    assert_int_equal(r.trailing, 1);
    free(r.text.ptr);
    free(gz.ptr);
}

static void a_bad_checksum_keeps_all_text_and_the_members_behind_it(void **state)
{
    (void)state;
    struct bytes gz = {NULL, 0};
    append_member(&gz, "first", 5);
    size_t first = gz.len;
    append_member(&gz, "second", 6);
    for (size_t at = first - 8; at < first; at++) {
        gz.ptr[at] ^= 1;
        for (size_t piece = 1; piece < 64; piece += 9) {
            struct result r = run(gz, piece, 64);
            assert_int_equal(r.damage, DAMAGE_BAD_CRC);
            assert_int_equal(r.text.len, 11);
            assert_memory_equal(r.text.ptr, "firstsecond", 11);
            assert_int_equal(r.members, 2);
            free(r.text.ptr);
        }
        gz.ptr[at] ^= 1;
    }
    free(gz.ptr);
}

/* Stored blocks: a ten byte header, then per block one byte, its length, and the length's complement. */
static void damage_inside_keeps_the_text_before_it(void **state)
{
    (void)state;
    struct bytes text = plain_text(), gz = {NULL, 0};
    append_member_at(&gz, text.ptr, PLAIN, 0);
    size_t length = (size_t)(unsigned char)gz.ptr[11] | (size_t)(unsigned char)gz.ptr[12] << 8;
    size_t second = 10 + 5 + length;
    gz.ptr[second + 1] ^= 1;
    for (size_t piece = 100; piece < 1000000; piece *= 7) {
        struct result r = run(gz, piece, 4096);
        assert_int_equal(r.damage, DAMAGE_CORRUPT);
        assert_int_equal(r.text.len, length);
        assert_memory_equal(r.text.ptr, text.ptr, length);
        free(r.text.ptr);
    }
    free(text.ptr);
    free(gz.ptr);
}

static void bytes_behind_the_end_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *tail;
        size_t len;
    } rows[] = {{"garbage", 7}, {"\0\0\0", 3}, {"\x1fx", 2}, {"\x1f", 1}, {"\x1f\x1f\x8b", 3}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bytes gz = {NULL, 0};
        append_member(&gz, "text", 4);
        gz.ptr = memory_resize(gz.ptr, gz.len + rows[i].len, 1);
        memcpy(gz.ptr + gz.len, rows[i].tail, rows[i].len);
        gz.len += rows[i].len;
        for (size_t piece = 1; piece < 40; piece += 13) {
            struct result r = run(gz, piece, 64);
            assert_int_equal(r.text.len, 4);
            assert_int_equal(r.damage, DAMAGE_TRAILING);
            assert_int_equal(r.trailing, rows[i].len);
            free(r.text.ptr);
        }
        free(gz.ptr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_pieces_give_the_same_text),
        cmocka_unit_test(an_empty_member_is_no_damage),
        cmocka_unit_test(a_cut_at_any_place_is_truncation_and_keeps_the_text_before),
        cmocka_unit_test(a_cut_in_the_second_member_is_truncation),
        cmocka_unit_test(a_bad_checksum_keeps_all_text_and_the_members_behind_it),
        cmocka_unit_test(damage_inside_keeps_the_text_before_it),
        cmocka_unit_test(bytes_behind_the_end_are_counted),
    };
    return cmocka_run_group_tests_name("gunzip", tests, NULL, NULL);
}
