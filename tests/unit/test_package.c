/* Tests of parser/ingest_package and parser/ingest_settle: members of archives as files of their own, and that nothing is
 * lost in silence when an archive is damaged.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/ingest_world.h"
#include "tests/unit/packing.h"

#define HEADER "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n"
#define ROW(second) "2022-12-25 21:29:" second ",ETHUSDT,BUY,1200.5,0.5ETH,600.25USDT,0.0005ETH\n"
#define BAD "2022-12-25 21:30:00,ETHUSDT,BUY,8.38977E+18x,1,1,1\n"

#define NAMED(literal, content)                                                                                        \
    {                                                                                                                  \
        .name = (literal), .text = {(content), sizeof(content) - 1 }                                                   \
    }

/* What a test says of an archive: "exports.zip package 2 [...]" would hide too much, so entries are listed one a line:
 * path behind the folder, events of records read, notes. Frees the bytes. */
static void assert_entries(const char *password, const char *name, struct span bytes, const char *want)
{
    struct world w;
    char *secret = password ? memory_copy_text(password, strlen(password)) : NULL;
    struct passwords passwords = {{&secret, 1, 1}};
    begin(&w, NULL);
    if (password) w.options.passwords = &passwords;
    ingest_file(w.evidence, make_file(&w, name, bytes), &w.options);
    struct writer *out = writer_to_memory();
    for (size_t i = 0; i < w.evidence->sources.count; i++) {
        const struct source_entry *e = &w.evidence->sources.items[i];
        const struct map_counts *n = &e->counts;
        assert_int_equal(n->read, n->events + n->skipped + n->rejected);
        writer_visible(out, span_from(span_of(e->path), strlen(folder) + 1), false);
        if (n->read > 0) writer_format(out, " %" PRIu64 "/%" PRIu64, n->events, n->read);
        for (size_t k = 0; k < e->notes.count; k++)
            writer_format(out, " %s*%" PRIu64, diag_name(e->notes.items[k].code), e->notes.items[k].count);
        writer_byte(out, '\n');
    }
    if (!span_is(writer_memory(out), want)) fail_msg("%.*s", SPAN_ARG(writer_memory(out)));
    writer_close(out, NULL);
    free(secret);
    pack_free(bytes);
    end(&w);
}

/* ---- members ------------------------------------------------------------------------------------------------------- */

static void each_member_is_an_entry_in_the_order_of_paths(void **state)
{
    (void)state;
    static const struct packed_member members[] = {
        NAMED("z.csv", HEADER ROW("01") ROW("02") BAD),
        NAMED("sub/a.csv", HEADER ROW("03")),
        NAMED("notes.txt", "hello\n"),
        NAMED("empty.csv", ""),
        NAMED("sub/.DS_Store", "x"),
        NAMED("__MACOSX/a.csv", "x"),
        {.name = "l.csv", .type = AE_IFLNK, .link = "/etc/passwd"},
        {.name = "tty", .type = AE_IFCHR},
    };
    assert_entries(NULL, "e.tar", pack("pax", "none", members, 8),
                   "e.tar passed-over*4\n"
                   "e.tar!/empty.csv file-empty*1\n"
                   "e.tar!/notes.txt format-unknown*1\n"
                   "e.tar!/sub/a.csv 1/1\n"
                   "e.tar!/z.csv 2/3 not-a-number*1\n");
}

static void more_than_twenty_members_passed_over_are_counted(void **state)
{
    (void)state;
    struct packing p = pack_begin("pax", "none", NULL, NULL);
    pack_open(&p);
    for (int i = 0; i < 30; i++) pack_add(&p, &(struct packed_member)NAMED(".hidden", "x"));
    pack_add(&p, &(struct packed_member)NAMED("a.csv", HEADER ROW("01")));
    assert_entries(NULL, "e.tar", pack_end(&p), "e.tar passed-over*21\ne.tar!/a.csv 1/1\n");
}

static void events_point_at_their_members(void **state)
{
    (void)state;
    static const struct packed_member members[] = {NAMED("z.csv", HEADER ROW("01") ROW("02")),
                                                   NAMED("m.csv", HEADER ROW("03")), NAMED("a.csv", HEADER ROW("04"))};
    struct world w;
    begin(&w, NULL);
    struct span zip = pack("zip", "none", members, 3);
    ingest_file(w.evidence, make_file(&w, "e.zip", zip), &w.options);
    const struct store *store = w.evidence->store;
    static const uint32_t sources[] = {1, 2, 3, 3}, lines[] = {2, 2, 2, 3};
    static const int seconds[] = {4, 3, 1, 2};
    assert_int_equal(store->events.count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct event *event = &store->events.items[i];
        assert_int_equal(event->source, sources[i]);
        assert_int_equal(event->line, lines[i]);
        assert_int_equal(event->at_ns, time_from_civil(2022, 12, 25, 21, 29, seconds[i]));
        assert_int_equal(w.evidence->sources.items[sources[i]].parent, 0);
    }
    pack_free(zip);
    end(&w);
}

static void members_of_the_same_name_are_all_read(void **state)
{
    (void)state;
    static const struct packed_member members[] = {NAMED("a.csv", HEADER ROW("01")), NAMED("a.csv", HEADER ROW("02")),
                                                   NAMED("a.csv#2", HEADER ROW("03")),
                                                   NAMED("a.csv", HEADER ROW("04"))};
    assert_entries(NULL, "e.tar", pack("pax", "none", members, 4),
                   "e.tar\ne.tar!/a.csv 1/1\ne.tar!/a.csv#2 1/1\ne.tar!/a.csv#2#2 1/1\ne.tar!/a.csv#3 1/1\n");
}

static void a_path_is_only_a_name(void **state)
{
    (void)state;
    static const struct packed_member members[] = {
        NAMED("../../up.csv", HEADER ROW("01")), NAMED("/abs.csv", HEADER ROW("02")),
        NAMED("..\\back.csv", HEADER ROW("03")), NAMED("c:\\d.csv", HEADER ROW("04"))};
    assert_entries(
        NULL, "e.zip", pack("zip", "none", members, 4),
        "e.zip\ne.zip!/../../up.csv 1/1\ne.zip!/../back.csv 1/1\ne.zip!//abs.csv 1/1\ne.zip!/c:/d.csv 1/1\n");
    assert_int_not_equal(access("/tmp/up.csv", F_OK), 0);
}

/* ---- nesting ------------------------------------------------------------------------------------------------------- */

/* `depth` archives around a.csv. */
static struct span nested(const char *format, const char *filter, unsigned depth)
{
    struct span bytes = pack_one(format, filter, "a.csv", SPAN(HEADER ROW("01")));
    for (unsigned i = 1; i < depth; i++) {
        struct span outer = pack_one(format, filter, "in", bytes);
        pack_free(bytes);
        bytes = outer;
    }
    return bytes;
}

static void two_archives_deep_is_read_and_three_are_not(void **state)
{
    (void)state;
    static const char *const ways[][2] = {
        {"zip", "none"}, {"7zip", "none"}, {"pax", "none"}, {"pax", "gzip"}, {"pax", "xz"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        assert_entries(NULL, "e", nested(ways[i][0], ways[i][1], 1), "e\ne!/a.csv 1/1\n");
        assert_entries(NULL, "e", nested(ways[i][0], ways[i][1], 2), "e\ne!/in\ne!/in!/a.csv 1/1\n");
        assert_entries(NULL, "e", nested(ways[i][0], ways[i][1], 3), "e\ne!/in\ne!/in!/in archive-too-deep*1\n");
    }
}

static void packed_text_in_an_archive_is_read(void **state)
{
    (void)state;
    static const char *const filters[] = {"gzip", "xz", "zstd", "bzip2"};
    for (size_t i = 0; i < 4; i++) {
        struct span text = pack_one("raw", filters[i], "t", SPAN(HEADER ROW("01")));
        struct span twice = pack_one("raw", filters[i], "t", text);
        assert_entries(NULL, "e.zip", pack_one("zip", "none", "a.csv.z", text), "e.zip\ne.zip!/a.csv.z 1/1\n");
        assert_entries(NULL, "e", twice, "e container-unsupported*1\n");
        pack_free(text);
    }
}

static void an_archive_without_files_is_told(void **state)
{
    (void)state;
    assert_entries(NULL, "e.tar", pack("pax", "none", &(struct packed_member){.name = "d", .type = AE_IFDIR}, 1),
                   "e.tar archive-empty*1\n");
    assert_entries(NULL, "e.zip", pack_copy(SPAN("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
                   "e.zip archive-empty*1\n");
}

/* ---- passwords ----------------------------------------------------------------------------------------------------- */

static struct span locked_zip(void)
{
    struct packing p = pack_begin("zip", "none", "zip:encryption=aes256", "open sesame");
    pack_open(&p);
    pack_add(&p, &(struct packed_member)NAMED("a.csv", HEADER ROW("01")));
    pack_add(&p, &(struct packed_member)NAMED("b.csv", HEADER ROW("02") BAD));
    return pack_end(&p);
}

static void passwords_open_what_they_fit(void **state)
{
    (void)state;
    assert_entries(NULL, "e.zip", locked_zip(),
                   "e.zip\ne.zip!/a.csv password-needed*1\ne.zip!/b.csv password-needed*1\n");
    assert_entries("mellon", "e.zip", locked_zip(),
                   "e.zip\ne.zip!/a.csv password-wrong*1\ne.zip!/b.csv password-wrong*1\n");
    assert_entries("open sesame", "e.zip", locked_zip(), "e.zip\ne.zip!/a.csv 1/1\ne.zip!/b.csv 1/2 not-a-number*1\n");
}

static struct span locked_members(unsigned count)
{
    struct packing p = pack_begin("zip", "none", "zip:encryption=zipcrypt", "open sesame");
    pack_open(&p);
    for (unsigned i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "%02u.csv", i);
        pack_add(&p, &(struct packed_member){.name = name, .text = SPAN(HEADER ROW("01"))});
    }
    return pack_end(&p);
}

static uint64_t read_locked(struct span zip, const char *first, const char *second, enum diag_code code)
{
    struct world w;
    char *secrets[] = {memory_copy_text(first, strlen(first)), memory_copy_text(second, strlen(second))};
    struct passwords passwords = {{secrets, 2, 2}};
    begin(&w, NULL);
    w.options.passwords = &passwords;
    ingest_file(w.evidence, make_file(&w, "e.zip", zip), &w.options);
    uint64_t told = 0;
    for (size_t i = 0; i < w.evidence->sources.count; i++) told += note_count(&w.evidence->sources.items[i], code);
    uint64_t events = w.evidence->store->events.count;
    free(secrets[0]);
    free(secrets[1]);
    end(&w);
    return events * 1000 + told;
}

static void many_locked_members_are_each_opened_or_told(void **state)
{
    (void)state;
    struct span same = locked_members(100);
    assert_int_equal(read_locked(same, "x", "y", diag_password_wrong), 100);
    assert_int_equal(read_locked(same, "x", "open sesame", diag_password_wrong), 100000);
    pack_free(same);
}

static void many_archives_in_one_are_one_bomb(void **state)
{
    (void)state;
    enum { EACH = 9 << 20 };
    char *zeros = memory_alloc(EACH);
    struct span inner = pack_one("zip", "none", "z", (struct span){zeros, EACH});
    struct packing p = pack_begin("zip", "none", "zip:compression=store", NULL);
    pack_open(&p);
    for (int i = 0; i < 10; i++) pack_add(&p, &(struct packed_member){.name = "in.zip", .text = inner});
    struct span outer = pack_end(&p);
    assert_int_equal(read_locked(outer, "x", "y", diag_archive_limit), 1);
    free(zeros);
    pack_free(inner);
    pack_free(outer);
}

/* ---- damage -------------------------------------------------------------------------------------------------------- */

static void behind_a_damaged_member_of_a_zip_archive_the_next_is_read(void **state)
{
    (void)state;
    static const struct packed_member members[] = {NAMED("a.csv", HEADER ROW("01")), NAMED("b.csv", HEADER ROW("02")),
                                                   NAMED("c.csv", HEADER ROW("03"))};
    struct packing p = pack_begin("zip", "none", "zip:compression=store", NULL);
    pack_open(&p);
    for (size_t i = 0; i < 3; i++) pack_add(&p, &members[i]);
    struct span zip = pack_end(&p);
    *pack_find(zip, SPAN("21:29:02")) = '1';
    assert_entries(NULL, "e.zip", zip,
                   "e.zip\ne.zip!/a.csv 1/1\ne.zip!/b.csv 1/1 packed-bad-crc*1\ne.zip!/c.csv 1/1\n");
}

static void a_text_marked_as_a_folder_or_a_device_is_told(void **state)
{
    (void)state;
    static const unsigned char modes[] = {0x41, 0xC1}; /* a folder, a socket */
    for (size_t i = 0; i < 2; i++) {
        struct span zip = pack("zip", "none", &(struct packed_member)NAMED("a.csv", HEADER ROW("01")), 1);
        pack_find(zip, SPAN("PK\x01\x02"))[41] = (char)modes[i];
        assert_entries(NULL, "e.zip", zip,
                       i == 0 ? "e.zip\ne.zip!/a.csv/ packed-corrupt*1\n" : "e.zip\ne.zip!/a.csv packed-corrupt*1\n");
    }
}

struct outcome {
    uint64_t events;
    bool same; /* as those of the whole archive */
    bool told;
};

static uint64_t fingerprint(const struct evidence *e)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < e->store->events.count; i++) {
        const struct event *event = &e->store->events.items[i];
        sum += ((uint64_t)event->at_ns * 31 + event->line) * 1099511628211U + event->side;
    }
    return sum;
}

static void watch(void *user, const struct diag *d)
{
    struct outcome *o = user;
    if (diag_severity(d->code) != DIAG_NOTE) o->told = true;
}

static uint64_t outcome_of(struct span bytes, struct outcome *o)
{
    char path[NAME_ROOM];
    snprintf(path, sizeof path, "%s/x", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    fclose(file);
    *o = (struct outcome){0};
    struct case_file *c = case_file_empty();
    struct evidence *e = evidence_new();
    struct ingest_options options = {.formats = formats, .case_file = c, .sink = {watch, o}};
    ingest_file(e, path, &options);
    o->events = e->store->events.count;
    for (size_t i = 0; i < e->sources.count; i++) {
        const struct map_counts *n = &e->sources.items[i].counts;
        assert_int_equal(n->read, n->events + n->skipped + n->rejected);
    }
    uint64_t sum = fingerprint(e);
    evidence_free(e);
    case_file_free(c);
    remove(path);
    return sum;
}

static const struct packed_member damaged[] = {NAMED("a.csv", HEADER ROW("01")),
                                               NAMED("b.csv", HEADER ROW("02") ROW("03"))};

static void every_cut_is_told(void **state)
{
    (void)state;
    static const char *const ways[][2] = {{"zip", "none"}, {"7zip", "none"}, {"pax", "none"},    {"ustar", "gzip"},
                                          {"pax", "xz"},   {"pax", "zstd"},  {"gnutar", "bzip2"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct span whole = pack(ways[i][0], ways[i][1], damaged, 2);
        struct outcome want, got;
        uint64_t sum = outcome_of(whole, &want);
        assert_int_equal(want.events, 3);
        assert_false(want.told);
        for (size_t length = 0; length < whole.len; length += length < 600 ? 1 : 64) {
            uint64_t now = outcome_of(span_head(whole, length), &got);
            if (now != sum && !got.told && length > 0) fail_msg("%s %s cut at %zu", ways[i][0], ways[i][1], length);
        }
        pack_free(whole);
    }
}

/* Bytes of a tar archive without a checksum of its own are nobody's business; here every format has one. */
static void every_flipped_byte_is_told(void **state)
{
    (void)state;
    static const char *const ways[][2] = {
        {"zip", "none"}, {"7zip", "none"}, {"ustar", "gzip"}, {"pax", "xz"}, {"ustar", "bzip2"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct span whole = pack(ways[i][0], ways[i][1], damaged, 2);
        struct outcome want, got;
        uint64_t sum = outcome_of(whole, &want);
        for (size_t at = 0; at < whole.len; at++) {
            char *byte = (char *)(uintptr_t)whole.ptr + at;
            char before = *byte;
            for (int bit = 0; bit < 8; bit += 3) {
                *byte = (char)(before ^ 1 << bit);
                uint64_t now = outcome_of(whole, &got);
                if (now != sum && !got.told) fail_msg("%s %s: bit %d of byte %zu", ways[i][0], ways[i][1], bit, at);
            }
            *byte = before;
        }
        pack_free(whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_member_is_an_entry_in_the_order_of_paths),
        cmocka_unit_test(more_than_twenty_members_passed_over_are_counted),
        cmocka_unit_test(events_point_at_their_members),
        cmocka_unit_test(members_of_the_same_name_are_all_read),
        cmocka_unit_test(a_path_is_only_a_name),
        cmocka_unit_test(two_archives_deep_is_read_and_three_are_not),
        cmocka_unit_test(packed_text_in_an_archive_is_read),
        cmocka_unit_test(an_archive_without_files_is_told),
        cmocka_unit_test(passwords_open_what_they_fit),
        cmocka_unit_test(many_locked_members_are_each_opened_or_told),
        cmocka_unit_test(many_archives_in_one_are_one_bomb),
        cmocka_unit_test(behind_a_damaged_member_of_a_zip_archive_the_next_is_read),
        cmocka_unit_test(a_text_marked_as_a_folder_or_a_device_is_told),
        cmocka_unit_test(every_cut_is_told),
        cmocka_unit_test(every_flipped_byte_is_told),
    };
    return cmocka_run_group_tests_name("package", tests, load_formats, free_formats);
}
