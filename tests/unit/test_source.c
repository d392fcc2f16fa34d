/* Tests of parser/source: the text is the same however it comes in, the hash and the copy are of the file's bytes, and
 * what is wrong with the file is said once.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/unit/transcript.h"

/* ---- fixtures -------------------------------------------------------------------------------------------------- */

static char folder[] = "/tmp/straykey-test-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *write_file(const char *name, struct span bytes)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    if (bytes.len > 0) assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* Lines with their number, `count` of them. */
static char *numbered_lines(size_t count, struct span *out)
{
    char *text = memory_alloc(count * 24);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) n += (size_t)snprintf(text + n, 24, "%zu,some text\n", i * 7919);
    *out = (struct span){text, n};
    return text;
}

static char *compressed(struct span text, struct span *out)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    uLong room = deflateBound(&z, (uLong)text.len);
    char *gz = memory_alloc(room);
    z.next_in = (z_const Bytef *)text.ptr;
    z.avail_in = (uInt)text.len;
    z.next_out = (Bytef *)gz;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    *out = (struct span){gz, z.total_out};
    deflateEnd(&z);
    return gz;
}

/* Takes the text in bites of `bite` bytes (0: the whole window) and compares it with `want`. */
static void assert_text(struct source *s, struct span want, size_t bite)
{
    size_t at = 0, consumed = 0;
    for (;;) {
        struct window w = source_window(s, consumed);
        assert_int_equal(w.offset, at);
        assert_true(w.text.len <= want.len - at);
        if (w.text.len > 0) assert_memory_equal(w.text.ptr, want.ptr + at, w.text.len);
        consumed = bite && bite < w.text.len ? bite : w.text.len;
        if (w.at_end) assert_int_equal(at + w.text.len, want.len);
        if (w.at_end) break;
        at += consumed;
    }
}

/* ---- tests ------------------------------------------------------------------------------------------------------ */

static void the_window_walks_over_plain_and_gzip_text_alike(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 100, 60000, 200000};
    static const size_t bites[] = {0, 300000, 1000000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct span text, gz;
        char *plain = numbered_lines(sizes[i], &text);
        char *packed = compressed(text, &gz);
        for (size_t k = 0; k < sizeof bites / sizeof *bites; k++) {
            struct source *s = source_open_memory(text, "plain", NULL);
            assert_text(s, text, bites[k]);
            assert_int_equal(source_close(s).text_bytes, text.len);
            s = source_open_memory(gz, "gz", NULL);
            assert_int_equal(source_container(s), CONTAINER_GZIP);
            assert_text(s, text, bites[k]);
            struct source_facts facts = source_close(s);
            assert_int_equal(facts.text_bytes, text.len);
            assert_int_equal(facts.bytes, gz.len);
            assert_int_equal(facts.damage, DAMAGE_NONE);
            assert_int_equal(facts.gzip_members, 1);
        }
        free(plain);
        free(packed);
    }
}

static void the_hash_and_the_copy_are_of_the_file_even_when_the_text_is_not_read(void **state)
{
    (void)state;
    struct span text, gz;
    char *plain = numbered_lines(400000, &text);
    char *packed = compressed(text, &gz);
    struct span files[] = {span_head(text, 1000), text, gz, SPAN_NONE};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *path = write_file("in", files[i]);
        char copy_path[200];
        snprintf(copy_path, sizeof copy_path, "%s/copy", folder);
        int copy = open(copy_path, O_WRONLY | O_CREAT | O_EXCL, 0600);
        struct source *s = source_open(path, copy, NULL);
        source_peek(s, 10);
        struct source_facts facts = source_close(s);
        close(copy);
        char want[DIGEST_HEX], got[DIGEST_HEX];
        uint64_t bytes;
        digest_of(files[i], want);
        assert_true(digest_of_file(copy_path, got, &bytes));
        assert_string_equal(got, want);
        assert_string_equal(facts.sha256, want);
        assert_int_equal(facts.bytes, files[i].len);
        assert_false(facts.copy_failed);
        unlink(copy_path);
        unlink(path);
    }
    free(plain);
    free(packed);
}

static void a_copy_that_can_not_be_written_is_told(void **state)
{
    (void)state;
    int full = open("/dev/full", O_WRONLY);
    if (full < 0) skip();
    const char *path = write_file("in", SPAN("a,b\n"));
    struct source *s = source_open(path, full, NULL);
    assert_true(source_close(s).copy_failed);
    close(full);
    unlink(path);
}

static void what_can_not_be_opened_is_reported(void **state)
{
    (void)state;
    struct transcript t;
    transcript_start(&t);
    assert_null(source_open("/tmp/straykey-no-such-file", -1, &t.sink));
    assert_null(source_open(folder, -1, &t.sink));
    assert_transcript(&t, "!file-unreadable 0@0 \n!file-unreadable 0@0 \n", "open");
    transcript_end(&t);
}

static void peeking_consumes_nothing(void **state)
{
    (void)state;
    struct source *s = source_open_memory(SPAN("hello world"), "t", NULL);
    assert_true(source_peek(s, 5).len >= 5);
    assert_int_equal(source_peek(s, 1 << 16).len, 11);
    struct window w = source_window(s, 0);
    assert_int_equal(w.text.len, 11);
    assert_int_equal(w.offset, 0);
    assert_true(w.at_end);
    source_close(s);
}

static void damage_is_reported_once_when_the_source_is_closed(void **state)
{
    (void)state;
    struct span text, gz;
    char *plain = numbered_lines(1000, &text);
    char *packed = compressed(text, &gz);
    char *longer = memory_alloc(gz.len + 3);
    memcpy(longer, packed, gz.len);
    memcpy(longer + gz.len, "xyz", 3);
    char *crc = memory_copy_text(packed, gz.len);
    crc[gz.len - 8] = (char)(crc[gz.len - 8] ^ 1);
    const struct {
        struct span bytes;
        enum damage damage;
        const char *code;
        bool short_text;
    } rows[] = {
        {span_head(gz, gz.len / 2), DAMAGE_TRUNCATED, "!gzip-truncated", true},
        {{longer, gz.len + 3}, DAMAGE_TRAILING, "!gzip-trailing", false},
        {{crc, gz.len}, DAMAGE_BAD_CRC, "!gzip-bad-crc", false},
        {gz, DAMAGE_NONE, "", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct transcript t;
        transcript_start(&t);
        struct source *s = source_open_memory(rows[i].bytes, "t", &t.sink);
        struct window w = source_window(s, 0);
        assert_true(w.at_end);
        assert_int_equal(source_damage(s), rows[i].damage);
        assert_int_equal(source_stops_short(s), rows[i].short_text);
        assert_int_equal(writer_memory(t.out).len, 0);
        assert_int_equal(source_close(s).damage, rows[i].damage);
        struct span said = writer_memory(t.out);
        assert_true(span_starts_with(said, span_of(rows[i].code)));
        assert_true(said.len == 0 || span_find(said, '\n') == said.len - 1);
        transcript_end(&t);
    }
    free(plain);
    free(packed);
    free(longer);
    free(crc);
}

static void containers_are_known_by_their_bytes(void **state)
{
    (void)state;
    static char tar[512], nested_tar[512];
    memcpy(tar + 257, "ustar", 5);
    memcpy(nested_tar, tar, sizeof tar);
    struct span tgz, gzgz;
    char *packed_tar = compressed((struct span){tar, sizeof tar}, &tgz);
    char *packed_gz = compressed(tgz, &gzgz);
    const struct {
        struct span bytes;
        enum container want;
    } rows[] = {
        {SPAN("a,b\n"), CONTAINER_PLAIN},
        {SPAN(""), CONTAINER_PLAIN},
        {SPAN("PK"), CONTAINER_PLAIN},
        {SPAN("PK\x03\x04 and a lot of other bytes than names, quite a lot"), CONTAINER_ZIP},
        {SPAN("PK\x03\x04..........................[Content_Types].xmlPK\x03\x04..........................xl/"
              "workbook.xml"),
         CONTAINER_XLSX},
        {SPAN("PK\x05\x06"), CONTAINER_ZIP},
        {{tar, sizeof tar}, CONTAINER_TAR},
        {tgz, CONTAINER_TAR},
        {gzgz, CONTAINER_OTHER},
        {SPAN("PK\x07\x08"), CONTAINER_OTHER},
        {SPAN("7z\xbc\xaf\x27\x1c...."), CONTAINER_7Z},
        {SPAN("\xfd\x37zXZ\0...."), CONTAINER_XZ},
        {SPAN("\x28\xb5\x2f\xfd..."), CONTAINER_ZSTD},
        {SPAN("Rar!\x1a\x07..."), CONTAINER_OTHER},
        {SPAN("%PDF-1.7"), CONTAINER_OTHER},
        {SPAN("BZh91AY&SY..."), CONTAINER_BZIP2},
        {SPAN("BZh,b,c\n"), CONTAINER_PLAIN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct transcript t;
        transcript_start(&t);
        struct source *s = source_open_memory(rows[i].bytes, "t", &t.sink);
        if (source_container(s) != rows[i].want) fail_msg("row %zu: %s", i, container_name(source_container(s)));
        bool unread = rows[i].want == CONTAINER_OTHER;
        bool packed = rows[i].want == CONTAINER_XZ || rows[i].want == CONTAINER_ZSTD || rows[i].want == CONTAINER_BZIP2;
        struct window w = source_window(s, 0);
        if (rows[i].want != CONTAINER_PLAIN) assert_int_equal(w.text.len, 0);
        struct source_facts facts = source_close(s);
        assert_int_equal(facts.bytes, rows[i].bytes.len);
        if (packed) assert_true(facts.damage != DAMAGE_NONE);
        if (!packed) assert_transcript(&t, unread ? "!container-unsupported 0@0 \n" : "", "container");
        transcript_end(&t);
    }
    free(packed_tar);
    free(packed_gz);
}

static void utf16_becomes_utf8(void **state)
{
    (void)state;
    static const struct {
        struct span in, want;
    } rows[] = {
        {{"\xff\xfe"
          "a\0,\0\xe9\0\n\0",
          10},
         {"\xef\xbb\xbf"
          "a,\xc3\xa9\n",
          8}},
        {{"\xfe\xff\0a\0,\0\xe9\0\n", 10},
         {"\xef\xbb\xbf"
          "a,\xc3\xa9\n",
          8}},
        {{"\xff\xfe\x3d\xd8\xb0\xdc", 6}, {"\xef\xbb\xbf\xf0\x9f\x92\xb0", 7}},
        {{"\xff\xfe\x3d\xd8"
          "a\0",
          6},
         {"\xef\xbb\xbf\xed\xa0\xbd"
          "a",
          7}},
        {{"\xff\xfe\x3d\xd8", 4}, {"\xef\xbb\xbf\xed\xa0\xbd", 6}},
        {{"\xff\xfe"
          "a\0b",
          5},
         {"\xef\xbb\xbf"
          "a\xff",
          5}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source *s = source_open_memory(rows[i].in, "t", NULL);
        assert_text(s, rows[i].want, 0);
        struct source_facts facts = source_close(s);
        assert_true(facts.utf16);
        assert_true(facts.bom);
        assert_int_equal(facts.text_bytes, rows[i].want.len);
    }
}

static void long_utf16_text_is_whole(void **state)
{
    (void)state;
    struct span text;
    char *plain = numbered_lines(150000, &text);
    char *wide = memory_alloc(2 * text.len + 2), *want = memory_alloc(text.len + 3);
    memcpy(wide, "\xff\xfe", 2);
    memcpy(want, "\xef\xbb\xbf", 3);
    for (size_t i = 0; i < text.len; i++) wide[2 + 2 * i] = want[3 + i] = text.ptr[i];
    struct source *s = source_open_memory((struct span){wide, 2 * text.len + 2}, "t", NULL);
    assert_text(s, (struct span){want, text.len + 3}, 0);
    source_close(s);
    free(plain);
    free(wide);
    free(want);
}

static void line_ends_are_noted(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool crlf, lf, cr;
    } rows[] = {
        {"", false, false, false},      {"a", false, false, false},      {"a\nb", false, true, false},
        {"a\r\nb", true, false, false}, {"a\rb", false, false, true},    {"a\r", false, false, true},
        {"\r\r\n", true, false, true},  {"a\r\nb\n", true, true, false}, {"\n\r", false, true, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source_facts facts = source_close(source_open_memory(span_of(rows[i].text), "t", NULL));
        assert_int_equal(facts.crlf, rows[i].crlf);
        assert_int_equal(facts.lf, rows[i].lf);
        assert_int_equal(facts.cr, rows[i].cr);
    }
}

static void a_source_can_be_left_in_the_middle(void **state)
{
    (void)state;
    struct span text;
    char *plain = numbered_lines(500000, &text);
    struct source *s = source_open_memory(text, "t", NULL);
    source_peek(s, 100);
    source_abandon(s);
    free(plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_walks_over_plain_and_gzip_text_alike),
        cmocka_unit_test(the_hash_and_the_copy_are_of_the_file_even_when_the_text_is_not_read),
        cmocka_unit_test(a_copy_that_can_not_be_written_is_told),
        cmocka_unit_test(what_can_not_be_opened_is_reported),
        cmocka_unit_test(peeking_consumes_nothing),
        cmocka_unit_test(damage_is_reported_once_when_the_source_is_closed),
        cmocka_unit_test(containers_are_known_by_their_bytes),
        cmocka_unit_test(utf16_becomes_utf8),
        cmocka_unit_test(long_utf16_text_is_whole),
        cmocka_unit_test(line_ends_are_noted),
        cmocka_unit_test(a_source_can_be_left_in_the_middle),
    };
    return cmocka_run_group_tests_name("source", tests, make_folder, remove_folder);
}
