/* Tests of parser/container: each kind is known by its bytes, and texts are never taken for one.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/packing.h"

#include "parser/container/container.h"

static enum container kind(struct span bytes)
{
    struct span detail;
    enum container c = container_of(bytes, &detail);
    assert_int_equal(c == CONTAINER_OTHER, detail.len > 0);
    return c;
}

static void archives_are_known_whatever_their_name(void **state)
{
    (void)state;
    static const struct {
        const char *format, *filter;
        enum container want;
    } rows[] = {
        {"zip", "none", CONTAINER_ZIP},   {"7zip", "none", CONTAINER_7Z},    {"pax", "none", CONTAINER_TAR},
        {"ustar", "none", CONTAINER_TAR}, {"gnutar", "none", CONTAINER_TAR}, {"pax", "gzip", CONTAINER_GZIP},
        {"pax", "xz", CONTAINER_XZ},      {"pax", "zstd", CONTAINER_ZSTD},   {"pax", "bzip2", CONTAINER_BZIP2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span bytes = pack_one(rows[i].format, rows[i].filter, "a.csv", SPAN("x,y\n1,2\n"));
        if (kind(bytes) != rows[i].want)
            fail_msg("%s %s: %s", rows[i].format, rows[i].filter, container_name(kind(bytes)));
        for (size_t n = 0; n < bytes.len && n < 600; n++)
            kind(span_head(bytes, n)); /* nothing is read behind the end */
        pack_free(bytes);
    }
}

static void a_workbook_is_known_by_its_parts(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second;
        enum container want;
    } rows[] = {
        {"[Content_Types].xml", "xl/workbook.xml", CONTAINER_XLSX},
        {"docProps/app.xml", "xl/theme/theme1.xml", CONTAINER_XLSX},
        {"xl/worksheets/sheet1.xml", "z", CONTAINER_XLSX},
        {"xl/_rels/workbook.xml.rels", "z", CONTAINER_XLSX},
        {"xl/workbook.bin", "z", CONTAINER_XLSX},
        {"xl/trades.csv", "xl/orders.csv", CONTAINER_ZIP}, /* somebody's folder */
        {"xl/workbook.csv", "xl/", CONTAINER_ZIP},
        {"my/xl/workbook.xml", "z", CONTAINER_ZIP},
        {"word/document.xml", "z", CONTAINER_OTHER},
        {"word/trades.csv", "ppt/orders.csv", CONTAINER_ZIP},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct packed_member members[] = {{.name = rows[i].first, .text = SPAN("x")},
                                          {.name = rows[i].second, .text = SPAN("x")}};
        struct span zip = pack("zip", "none", members, 2);
        if (kind(zip) != rows[i].want) fail_msg("%s", rows[i].first);
        pack_free(zip);
    }
}

static void what_is_known_and_not_read_says_what_to_do(void **state)
{
    (void)state;
    static const struct {
        struct span bytes;
        const char *says;
    } rows[] = {
        {{"Rar!\x1a\x07\0", 7}, "rar"},
        {{"%PDF-1.7", 8}, "CSV"},
        {{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8}, "save it"},
        {{"PK\x07\x08", 4}, "join"},
        {{"PK\x03\x04..........................mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 84},
         "OpenDocument"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span detail;
        assert_int_equal(container_of(rows[i].bytes, &detail), CONTAINER_OTHER);
        assert_true(span_contains(detail, span_of(rows[i].says)));
    }
}

static void texts_are_texts(void **state)
{
    (void)state;
    char *ustar = memory_alloc(600);
    memset(ustar, 'x', 600);
    memcpy(ustar + 257, "ustar,1\n", 8); /* where a tar archive has its magic word */
    assert_int_equal(kind((struct span){ustar, 600}), CONTAINER_PLAIN);
    free(ustar);
    static const char *const texts[] = {"",     "P",     "PK",      "PK,1\n",          "7z,1\n",
                                        "Rar!", "BZh91", "BZh,a\n", "time,qty\n1,2\n", "[]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(kind(span_of(texts[i])), CONTAINER_PLAIN);
}

static void names_are_told(void **state)
{
    (void)state;
    assert_string_equal(container_name(CONTAINER_PLAIN), "plain");
    assert_string_equal(container_name(CONTAINER_7Z), "7z");
    assert_string_equal(container_name(CONTAINER_OTHER), "other");
    assert_true(container_has_members(CONTAINER_XLSX) && !container_has_members(CONTAINER_XZ));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(archives_are_known_whatever_their_name),
        cmocka_unit_test(a_workbook_is_known_by_its_parts),
        cmocka_unit_test(what_is_known_and_not_read_says_what_to_do),
        cmocka_unit_test(texts_are_texts),
        cmocka_unit_test(names_are_told),
    };
    return cmocka_run_group_tests_name("container", tests, NULL, NULL);
}
