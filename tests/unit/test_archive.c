/* Tests of parser/archive: what comes out of each kind of archive, what is told of damage, and where reading stops.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/packing.h"

#include "base/writer.h"
#include "parser/container/archive.h"

enum { PIECE = 1000, ZEROS = 24 << 20 };

#define NAMED(literal, content)                                                                                        \
    {                                                                                                                  \
        .name = (literal), .text = {(content), sizeof(content) - 1 }                                                   \
    }

static const struct packed_member two[] = {NAMED("a.csv", "x,y\n1,2\n"), NAMED("sub/b.csv", "longer than the first\n")};

/* ---- what is in an archive, as text -------------------------------------------------------------------------------- */

static const char *const kinds[] = {"file", "folder", "link", "special"};

static const char *damage_word(enum damage d)
{
    return d == DAMAGE_NONE ? "whole" : damage_name(d);
}

static void tell_text(struct unpacker *u, struct writer *out, uint64_t *bytes)
{
    char piece[PIECE];
    for (size_t n; (n = unpack_read(u, piece, sizeof piece)) > 0; *bytes += n) {
        if (*bytes < 100) writer_visible(out, span_head((struct span){piece, n}, 100), false);
    }
}

/* "a.csv file [text] whole; end". What lies in members is read, unless `pass`. */
static void tell(struct unpacker *u, bool pass, struct writer *out)
{
    struct unpack_member m;
    enum unpack_status status;
    while ((status = unpack_next(u, &m)) == UNPACK_MEMBER) {
        uint64_t bytes = 0;
        writer_visible(out, m.name, false);
        writer_format(out, " %s%s", kinds[m.kind], m.encrypted ? " encrypted" : "");
        if (m.kind == UNPACK_FILE && !pass) {
            writer_cstr(out, " [");
            tell_text(u, out, &bytes);
            writer_format(out, "] %s", unpack_wants_password(u) ? "locked" : damage_word(unpack_damage(u)));
        }
        writer_cstr(out, "; ");
    }
    writer_format(out, "%s %s%s", status == UNPACK_END ? "end" : "broken", damage_word(unpack_damage(u)),
                  unpack_stopped(u) ? " stopped" : "");
    writer_byte(out, '\0');
}

static char *told(struct span bytes, const char *password, bool pass)
{
    struct writer *out = writer_to_memory();
    struct archive_input in = archive_input_memory(&bytes);
    struct unpacker *u = unpack_archive(&in, password);
    tell(u, pass, out);
    unpack_close(u);
    char *text = memory_copy_text(writer_memory(out).ptr, writer_memory(out).len);
    writer_close(out, NULL);
    return text;
}

/* Takes the bytes over. */
static void assert_told(struct span bytes, const char *password, const char *want)
{
    char *text = told(bytes, password, false);
    assert_string_equal(text, want);
    free(text);
    pack_free(bytes);
}

static void assert_passed(struct span bytes, const char *want)
{
    char *text = told(bytes, NULL, true);
    assert_string_equal(text, want);
    free(text);
    pack_free(bytes);
}

/* ---- whole archives ------------------------------------------------------------------------------------------------ */

static void members_come_out_of_each_kind(void **state)
{
    (void)state;
    static const char *const ways[][2] = {{"zip", "none"},   {"pax", "none"},   {"gnutar", "none"},
                                          {"ustar", "none"}, {"7zip", "none"},  {"pax", "gzip"},
                                          {"gnutar", "xz"},  {"ustar", "zstd"}, {"pax", "bzip2"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        assert_told(
            pack(ways[i][0], ways[i][1], two, 2), NULL,
            "a.csv file [x,y\\x0A1,2\\x0A] whole; sub/b.csv file [longer than the first\\x0A] whole; end whole");
        assert_passed(pack(ways[i][0], ways[i][1], two, 2), "a.csv file; sub/b.csv file; end whole");
    }
}

static void links_folders_and_devices_are_told_apart(void **state)
{
    (void)state;
    static const struct packed_member members[] = {
        {.name = "d", .type = AE_IFDIR},   {.name = "l", .type = AE_IFLNK, .link = "/etc/passwd"},
        {.name = "c", .type = AE_IFCHR},   {.name = "b", .type = AE_IFBLK},
        {.name = "p", .type = AE_IFIFO},   NAMED("../../x", "out"),
        NAMED("/etc/passwd", "abs"),       NAMED("a\\b\\..\\c.csv", "back"),
        NAMED("new\nline\x1b[31m", "ctl"),
    };
    assert_told(pack("pax", "none", members, sizeof members / sizeof *members), NULL,
                "d/ folder; l link; c special; b special; p special; ../../x file [out] whole; "
                "/etc/passwd file [abs] whole; a\\b\\..\\c.csv file [back] whole; "
                "new\\x0Aline\\x1B[31m file [ctl] whole; end whole");
}

static void an_input_from_a_file_is_the_same(void **state)
{
    (void)state;
    FILE *file = tmpfile();
    struct span bytes = pack("zip", "none", two, 2);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    fflush(file);
    int fd = fileno(file);
    struct archive_input in = archive_input_fd(&fd);
    assert_int_equal(in.size, bytes.len);
    struct unpacker *u = unpack_archive(&in, NULL);
    struct unpack_member m;
    assert_int_equal(unpack_next(u, &m), UNPACK_MEMBER);
    assert_int_equal(unpack_next(u, &m), UNPACK_MEMBER);
    assert_true(span_is(m.name, "sub/b.csv"));
    assert_int_equal(unpack_next(u, &m), UNPACK_END);
    unpack_close(u);
    fclose(file);
    pack_free(bytes);
}

/* ---- xz, zstd, bzip2 ------------------------------------------------------------------------------------------------- */

static enum damage stream_text(struct span bytes, struct writer *out)
{
    struct archive_input in = archive_input_memory(&bytes);
    struct unpacker *u = unpack_stream(&in);
    uint64_t count = 0;
    tell_text(u, out, &count);
    enum damage damage = unpack_damage(u);
    unpack_close(u);
    return damage;
}

static void assert_stream(struct span bytes, const char *want, enum damage damage)
{
    struct writer *out = writer_to_memory();
    enum damage got = stream_text(bytes, out);
    if (got != damage) fail_msg("%s instead of %s: %.*s", damage_word(got), damage_word(damage), SPAN_ARG(bytes));
    if (want && !span_is(writer_memory(out), want)) fail_msg("%.*s", SPAN_ARG(writer_memory(out)));
    writer_close(out, NULL);
    pack_free(bytes);
}

static struct span packed_text(const char *filter, const char *text)
{
    return pack_one("raw", filter, "data", span_of(text));
}

static void packed_text_comes_out_whole_or_damage_is_told(void **state)
{
    (void)state;
    static const char *const filters[] = {"xz", "zstd", "bzip2"};
    for (size_t i = 0; i < 3; i++) {
        assert_stream(packed_text(filters[i], "a,b\n1,2\n"), "a,b\\x0A1,2\\x0A", DAMAGE_NONE);
        assert_stream(pack_join(packed_text(filters[i], "a,b\n"), packed_text(filters[i], "1,2\n")), "a,b\\x0A1,2\\x0A",
                      DAMAGE_NONE);
        struct span cut = packed_text(filters[i], "a,b\n1,2\n");
        cut.len -= 6;
        assert_stream(cut, NULL, DAMAGE_TRUNCATED);
        struct span head = packed_text(filters[i], "a,b\n1,2\n");
        head.len = 7;
        assert_stream(head, NULL, i == 2 ? DAMAGE_CORRUPT : DAMAGE_TRUNCATED);
    }
    assert_stream(pack_join(packed_text("bzip2", "a,b\n"), pack_copy(SPAN("left over"))), "a,b\\x0A", DAMAGE_TRAILING);
    assert_stream(pack_join(packed_text("xz", "a,b\n"), pack_copy(SPAN("left over"))), NULL, DAMAGE_TRUNCATED);
}

/* ---- passwords ------------------------------------------------------------------------------------------------------- */

static void encrypted_members_need_the_right_password(void **state)
{
    (void)state;
    static const char *const ways[] = {"zip:encryption=zipcrypt", "zip:encryption=aes128", "zip:encryption=aes256"};
    for (size_t i = 0; i < 3; i++) {
        struct packing p = pack_begin("zip", "none", ways[i], "open sesame");
        pack_open(&p);
        pack_add(&p, &two[0]);
        struct span bytes = pack_end(&p);
        assert_told(pack_copy(bytes), "open sesame", "a.csv file encrypted [x,y\\x0A1,2\\x0A] whole; end whole");
        assert_told(pack_copy(bytes), NULL, "a.csv file encrypted [] locked; end whole");
        assert_told(bytes, "wrong", "a.csv file encrypted [] locked; end whole");
    }
}

/* ---- damage ---------------------------------------------------------------------------------------------------------- */

static void a_tar_archive_ends_with_its_mark(void **state)
{
    (void)state;
    struct span tar = pack("ustar", "none", two, 2);
    assert_told(pack_copy(span_head(tar, 1024)), NULL, "a.csv file [x,y\\x0A1,2\\x0A] whole; broken truncated");
    assert_passed(pack_copy(span_head(tar, 1024)), "a.csv file; broken truncated");
    assert_passed(pack_copy(span_head(tar, 1200)), "a.csv file; broken truncated");
    assert_told(pack_copy(span_head(tar, 700)), NULL, "a.csv file [x,y\\x0A1,2\\x0A] whole; broken truncated");
    assert_told(pack_copy(span_head(tar, 515)), NULL, "a.csv file [x,y] truncated; broken truncated");
    pack_free(tar);
}

static void tar_archives_one_behind_the_other_are_read_like_one(void **state)
{
    (void)state;
    static const char *const filters[] = {"none", "gzip", "xz", "zstd", "bzip2"};
    for (size_t i = 0; i < 5; i++) {
        assert_passed(pack_join(pack("pax", filters[i], two, 1), pack("pax", filters[i], two + 1, 1)),
                      "a.csv file; sub/b.csv file; end whole");
    }
    char *junk = memory_alloc(512);
    memset(junk, 'j', 512);
    assert_passed(pack_join(pack("pax", "none", two, 1), (struct span){junk, 512}), "a.csv file; broken corrupt");
    assert_passed(pack_join(pack("pax", "gzip", two, 1), pack_copy(SPAN("junk"))), "a.csv file; end trailing");
}

static void the_checksum_of_a_compressed_tar_archive_counts(void **state)
{
    (void)state;
    static const char *const filters[] = {"gzip", "xz", "zstd", "bzip2"};
    for (size_t i = 0; i < 4; i++) {
        struct packing p = pack_begin("pax", filters[i], i == 0 ? "gzip:compression-level=0" : NULL, NULL);
        pack_open(&p);
        pack_add(&p, &two[1]);
        struct span bytes = pack_end(&p);
        char *place = i == 0 ? pack_find(bytes, SPAN("longer")) : (char *)(uintptr_t)bytes.ptr + bytes.len / 2;
        *place = (char)(*place ^ 1);
        char *text = told(bytes, NULL, false);
        if (!strstr(text, "broken")) fail_msg("%s: %s", filters[i], text);
        if (i == 0) assert_string_equal(text, "sub/b.csv file [monger than the first\\x0A] whole; broken bad-crc");
        free(text);
        pack_free(bytes);
    }
}

static struct span stored_zip(const struct packed_member *members, size_t count)
{
    struct packing p = pack_begin("zip", "none", "zip:compression=store", NULL);
    pack_open(&p);
    for (size_t i = 0; i < count; i++) pack_add(&p, &members[i]);
    return pack_end(&p);
}

static void a_zip_archive_ends_with_a_list_of_its_own(void **state)
{
    (void)state;
    struct span inner = stored_zip(two + 1, 1);
    struct packed_member members[] = {two[0], {.name = "in.zip", .text = inner}, NAMED("last.csv", "z")};
    struct span outer = stored_zip(members, 3);
    struct archive_input in = archive_input_memory(&outer);
    struct zip_end end = archive_zip_end(&in);
    assert_true(end.found && end.counted);
    assert_int_equal(end.members, 3);

    /* cut right behind the inner archive: the list that stands last is not the outer one's */
    size_t at = (size_t)(pack_find(outer, SPAN("last.csv")) - outer.ptr);
    struct span cut = span_head(outer, at);
    while (!span_ends_with(cut, span_from(inner, inner.len - 22))) cut.len--;
    in = archive_input_memory(&cut);
    assert_false(archive_zip_end(&in).found);
    char *text = told(cut, NULL, true);
    assert_string_equal(text, "a.csv file; in.zip file; broken truncated");
    free(text);
    pack_free(outer);
    pack_free(inner);
}

static void a_list_that_names_more_members_is_damaged(void **state)
{
    (void)state;
    struct span zip = stored_zip(two, 2);
    char *end = pack_find(zip, SPAN("PK\x05\x06"));
    end[8] = end[10] = 3;
    assert_passed(zip, "a.csv file; sub/b.csv file; broken corrupt");
}

static void a_member_with_a_bad_checksum_is_told(void **state)
{
    (void)state;
    struct span zip = stored_zip(two, 2);
    *pack_find(zip, SPAN("longer")) = 'L';
    assert_told(zip, NULL,
                "a.csv file [x,y\\x0A1,2\\x0A] whole; sub/b.csv file [Longer than the first\\x0A] bad-crc; end whole");
}

/* ---- limits ---------------------------------------------------------------------------------------------------------- */

static void more_text_than_honest_archives_hold_stops_the_reading(void **state)
{
    (void)state;
    static const char *const ways[][2] = {{"zip", "none"}, {"7zip", "none"}, {"pax", "gzip"},
                                          {"pax", "xz"},   {"pax", "zstd"},  {"pax", "bzip2"}};
    char *zeros = memory_alloc(ZEROS);
    struct packed_member members[] = {{.name = "z", .text = {zeros, ZEROS}}, two[0]};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct span bomb = pack(ways[i][0], ways[i][1], members, 2);
        char *text = told(bomb, NULL, false);
        if (!strstr(text, " stopped") || strstr(text, "a.csv")) fail_msg("%s %s: %s", ways[i][0], ways[i][1], text);
        free(text);
        /* what is passed over is unpacked too, but for a zip archive, where it is skipped */
        text = told(bomb, NULL, true);
        if ((i > 0) != !strstr(text, "a.csv file; end whole")) fail_msg("%s: %s", ways[i][0], text);
        free(text);
        pack_free(bomb);
    }
    free(zeros);
}

/* A sparse member of the old GNU kind: four bytes behind a gap of 2^50. */
static struct span sparse_tar(void)
{
    static const char size[] = "00000000004";
    static const char gap[] = "\x80\0\0\0\0\x04\0\0\0\0\0\0", real[] = "\x80\0\0\0\0\x04\0\0\0\0\0\x04";
    char *tar = memory_alloc(2048);
    memcpy(tar, "a.csv", 5);
    memcpy(tar + 100, "0000644", 7);
    memcpy(tar + 124, size, 11);
    memcpy(tar + 136, "00000000000", 11);
    tar[156] = 'S';
    memcpy(tar + 257, "ustar  ", 7);
    memcpy(tar + 386, gap, 12);
    memcpy(tar + 398, size, 11);
    memcpy(tar + 483, real, 12);
    memset(tar + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < 512; i++) sum += (unsigned char)tar[i];
    snprintf(tar + 148, 8, "%06o", sum);
    memcpy(tar + 512, "a,b\n", 4);
    return (struct span){tar, 2048};
}

static void a_gap_without_end_stops_the_reading(void **state)
{
    (void)state;
    struct span tar = sparse_tar();
    char *text = told(tar, NULL, false);
    assert_non_null(strstr(text, " stopped"));
    free(text);
    pack_free(tar);
}

static void too_many_members_stop_the_reading(void **state)
{
    (void)state;
    struct packing p = pack_begin("zip", "none", "zip:compression=store", NULL);
    pack_open(&p);
    for (unsigned i = 0; i <= UNPACK_MEMBERS_MAX; i++) pack_add(&p, &(struct packed_member){.name = "a"});
    struct span zip = pack_end(&p);
    char *text = told(zip, NULL, true);
    assert_int_equal(strlen(text), strlen("a file; ") * UNPACK_MEMBERS_MAX + strlen("broken truncated stopped"));
    free(text);
    pack_free(zip);
}

/* A list that says there are `count` members without a text, an eighth of a byte each, and is packed into a few bytes
 * where `packed` says so: only its length is to be looked at, so nothing stands behind it. */
static void a_long_list_of_members_is_not_opened(void **state)
{
    (void)state;
    static const char packed[] =
        "\x17\x06\0\x01\x09\x05\0\x07\x0b\x01\0\x01\x23\x03\x01\x01\x05\x5d\0\0\x10\0\x0c\xe0\0\0\x10\0\0";
    char archive[32 + sizeof packed] = "7z\xbc\xaf\x27\x1c\0\x04";
    archive[20] = sizeof packed - 1;
    memcpy(archive + 32, packed, sizeof packed);
    struct span bytes = {archive, 32 + sizeof packed - 1};
    struct archive_input in = archive_input_memory(&bytes);
    assert_int_equal(archive_7z_list_size(&in), 0x100000);
    assert_told(pack_copy(bytes), NULL, "broken truncated stopped");
    for (size_t n = 0; n < bytes.len - 2; n++) {
        struct span cut = span_head(bytes, n);
        in = archive_input_memory(&cut);
        assert_true(archive_7z_list_size(&in) == UINT64_MAX);
    }
    struct packed_member member = two[0];
    for (unsigned count = 0; count < 300; count += 99) {
        struct packing p = pack_begin("7zip", "none", NULL, NULL);
        pack_open(&p);
        for (unsigned i = 0; i < count; i++) pack_add(&p, &member);
        struct span honest = pack_end(&p);
        in = archive_input_memory(&honest);
        assert_in_range(archive_7z_list_size(&in), count * 10, 200 + count * 60);
        pack_free(honest);
    }
}

static void anything_else_is_no_archive(void **state)
{
    (void)state;
    static const struct span texts[] = {{"", 0},           {"time,qty\n1,2\n", 13},
                                        {"PK\x03\x04", 4}, {"7z\xbc\xaf\x27\x1c\0\4", 8},
                                        {"\x1f\x8b", 2},   {"BZh91AY&SY", 10}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *text = told(texts[i], NULL, false);
        if (strncmp(text, "broken", 6) != 0) fail_msg("%zu: %s", i, text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_out_of_each_kind),
        cmocka_unit_test(links_folders_and_devices_are_told_apart),
        cmocka_unit_test(an_input_from_a_file_is_the_same),
        cmocka_unit_test(packed_text_comes_out_whole_or_damage_is_told),
        cmocka_unit_test(encrypted_members_need_the_right_password),
        cmocka_unit_test(a_tar_archive_ends_with_its_mark),
        cmocka_unit_test(tar_archives_one_behind_the_other_are_read_like_one),
        cmocka_unit_test(the_checksum_of_a_compressed_tar_archive_counts),
        cmocka_unit_test(a_zip_archive_ends_with_a_list_of_its_own),
        cmocka_unit_test(a_list_that_names_more_members_is_damaged),
        cmocka_unit_test(a_member_with_a_bad_checksum_is_told),
        cmocka_unit_test(more_text_than_honest_archives_hold_stops_the_reading),
        cmocka_unit_test(a_gap_without_end_stops_the_reading),
        cmocka_unit_test(too_many_members_stop_the_reading),
        cmocka_unit_test(a_long_list_of_members_is_not_opened),
        cmocka_unit_test(anything_else_is_no_archive),
    };
    return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
