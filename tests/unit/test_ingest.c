/* Tests of parser/ingest and parser/ingest_walk: one file from its path to its entry, every record accounted for.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/ingest_world.h"

#define TEXT(literal)                                                                                                  \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }
#define UTC_HEADER "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n"
#define LOCAL_HEADER "Time,Pair,Side,Price,Executed,Amount,Fee\n"
#define UTC_ROW(day) "2022-12-" day " 10:00:00,ETHUSDT,BUY,1200.5,0.5000000000ETH,600.25000000USDT,0.0005000000ETH\n"
#define LOCAL_ROW "24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0.00004BNB\n"

/* ---- recognising and counting ---------------------------------------------------------------------------------------- */

static void a_csv_file_becomes_events(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    const struct source_entry *e = read_text(&w, "a.csv", SPAN(UTC_HEADER UTC_ROW("26") UTC_ROW("25") UTC_ROW("25")));
    assert_true(e->readable);
    assert_int_equal(e->container, CONTAINER_PLAIN);
    assert_int_equal(e->formats.count, 1);
    assert_string_equal(format_id(e->formats.items[0]), "binance-spot-trades-csv-2021");
    assert_counts(e, 3, 3, 0);
    assert_true(e->newest_first);
    assert_false(e->oldest_first);
    assert_int_equal(e->first_ns, time_from_civil(2022, 12, 25, 10, 0, 0));
    assert_int_equal(e->last_ns, time_from_civil(2022, 12, 26, 10, 0, 0));
    assert_string_equal(e->zone_name, "UTC");
    assert_int_equal(e->zone_origin, ZONE_ORIGIN_FIXED);
    assert_int_equal(e->notes.count, 0);
    assert_null(e->first_line);
    assert_int_equal(w.evidence->store->events.count, 3);
    assert_int_equal(w.evidence->store->events.items[2].line, 4);
    end(&w);
}

static void rows_that_no_reader_can_split_are_counted(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    const struct source_entry *e = read_text(&w, "a.csv",
                                             SPAN(UTC_HEADER UTC_ROW("25") "\"open,1\n" UTC_ROW("26") "M\xfcller,x\n"
                                                                                                      "a,b\n"));
    assert_counts(e, 5, 2, 3);
    assert_int_equal(note_count(e, diag_quote_unclosed), 1);
    assert_int_equal(note_count(e, diag_bad_utf8), 1);
    assert_int_equal(note_count(e, diag_row_length), 1);
    assert_int_equal(w.diags, 3);
    assert_true(e->oldest_first);
    end(&w);
}

static void a_broken_row_above_the_header_is_counted(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    const struct source_entry *e = read_text(&w, "a.csv", SPAN("M\xfcller\n" UTC_HEADER UTC_ROW("25")));
    assert_counts(e, 2, 1, 1);
    end(&w);
}

static void a_json_file_may_hold_several_kinds(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    const struct source_entry *e = read_text(
        &w, "1700123_market_orders.json",
        SPAN(
            "[{\"symbol\":\"ETHUSDT\",\"id\":1,\"orderId\":2,\"price\":\"1200.5\",\"qty\":\"0.5\",\"quoteQty\":\"600."
            "25\","
            "\"commission\":\"0.1\",\"commissionAsset\":\"BNB\",\"time\":1671962400000,\"isBuyer\":true,\"isMaker\":"
            "false,"
            "\"isBestMatch\":true},\n"
            "{\"order_id\":\"90002\",\"order_type\":\"BUY\",\"deal_order_type\":\"Safety\",\"cancellable\":false,"
            "\"status_string\":\"Filled\",\"created_at\":\"2022-12-25T10:00:01.000Z\",\"updated_at\":\"2022-12-25T10:"
            "00:01.050Z\","
            "\"quantity\":\"1\",\"quantity_remaining\":\"0\",\"total\":\"2\",\"rate\":\"2\",\"average_price\":\"2\"},\n"
            "{\"what\":\"is this\"}]"));
    assert_int_equal(e->formats.count, 2);
    assert_string_equal(format_id(e->formats.items[0]), "binance-spot-trades-json");
    assert_string_equal(format_id(e->formats.items[1]), "3commas-market-orders-json-2021");
    assert_counts(e, 3, 2, 1);
    assert_int_equal(note_count(e, diag_record_unknown), 1);
    assert_string_equal(e->why, "1 record with the keys of binance-spot-trades-json, 1 record with the keys of "
                                "3commas-market-orders-json-2021");
    assert_int_equal(e->account, 0);
    end(&w);
}

static struct span trades_json(struct writer *out, int count)
{
    for (int i = 0; i < count; i++) {
        writer_format(
            out,
            "%s{\"symbol\":\"ETHUSDT\",\"id\":%d,\"orderId\":2,\"price\":\"1.5\",\"qty\":\"2\",\"quoteQty\":\"3\","
            "\"commission\":\"0.1\",\"commissionAsset\":\"BNB\",\"time\":%d000,\"isBuyer\":true,\"isMaker\":false,"
            "\"isBestMatch\":true}",
            i ? "," : "[", i, 1671962400 + i);
    }
    writer_cstr(out, "]");
    return writer_memory(out);
}

static void what_stands_behind_broken_json_is_counted(void **state)
{
    (void)state;
#define GOOD                                                                                                           \
    "[{\"symbol\":\"LTCUSDT\",\"id\":1,\"orderId\":2,\"price\":\"1\",\"qty\":\"1\",\"quoteQty\":\"1\","                \
    "\"commission\":\"0\",\"commissionAsset\":\"BNB\",\"time\":1672000000000,\"isBuyer\":true,\"isMaker\":false,"      \
    "\"isBestMatch\":true}"
    static const struct {
        const char *text;
        uint64_t rejected;
    } rows[] = {
        {GOOD "]", 0},    {GOOD ",{]{]{]", 1}, {GOOD ",{\"symbol\":\"x\"]", 1}, {GOOD ",{\"symbol\":\"x", 1},
        {GOOD ",xx]", 1}, {GOOD, 0}, /* not closed, but no record is lost */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world w;
        begin(&w, NULL);
        assert_counts(read_text(&w, "broken.json", span_of(rows[i].text)), 1 + rows[i].rejected, 1, rows[i].rejected);
        end(&w);
    }
}

static void a_list_as_long_as_a_page_may_be_cut(void **state)
{
    (void)state;
    static const struct {
        int records;
        bool page;
    } rows[] = {{499, false}, {500, true}, {501, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world w;
        begin(&w, NULL);
        struct writer *out = writer_to_memory();
        const struct source_entry *e = read_text(&w, "t.json", trades_json(out, rows[i].records));
        assert_counts(e, (uint64_t)rows[i].records, (uint64_t)rows[i].records, 0);
        assert_int_equal(e->page_sized, rows[i].page);
        assert_int_equal(note_count(e, diag_list_page_size), rows[i].page);
        assert_true(e->oldest_first);
        writer_close(out, NULL);
        end(&w);
    }
}

static void a_cut_text_is_marked_and_its_records_kept(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    struct writer *out = writer_to_memory();
    struct span text = trades_json(out, 10);
    const struct source_entry *e = read_text(&w, "t.json", span_head(text, text.len - 20));
    assert_counts(e, 10, 9, 1);
    assert_true(e->text_cut);
    e = read_text(&w, "u.json", span_head(text, text.len - 1));
    assert_counts(e, 10, 10, 0);
    assert_true(e->text_cut);
    writer_close(out, NULL);
    end(&w);
}

static void what_is_no_export_gets_an_entry_all_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct span text;
        enum diag_code code;
        const char *first_line;
    } rows[] = {
        {"a.txt", TEXT("Dear\x1b[31m support,\nplease\n"), diag_format_unknown, "Dear\\x1B[31m support,"},
        {"b.csv", TEXT("a,b,c\n1,2,3\n"), diag_format_unknown, "a,b,c"},
        {"c.json", TEXT("{\"a\":1}"), diag_format_unknown, "{\"a\":1}"},
        {"d", TEXT(""), diag_file_empty, NULL},
        {"e.zip", TEXT("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), diag_archive_empty, NULL},
        {"f.zip", TEXT("PK\x03\x04"), diag_archive_damaged, NULL},
        {"g.xls", TEXT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), diag_container_unsupported, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world w;
        begin(&w, NULL);
        const struct source_entry *e = read_text(&w, rows[i].name, rows[i].text);
        assert_true(e->readable);
        assert_int_equal(e->formats.count, 0);
        assert_int_equal(note_count(e, rows[i].code), 1);
        assert_int_equal(w.diags, 1);
        assert_int_equal(e->first_ns, TIME_NONE);
        assert_int_equal(e->facts.bytes, rows[i].text.len);
        assert_int_equal(strlen(e->facts.sha256), 64);
        if (rows[i].first_line) assert_string_equal(e->first_line, rows[i].first_line);
        if (!rows[i].first_line) assert_null(e->first_line);
        assert_true(strlen(e->why) > 0);
        end(&w);
    }
}

static void what_is_not_there_gets_an_entry_all_the_same(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    ingest_file(w.evidence, "/tmp/straykey-no-such-file.csv", &w.options);
    const struct source_entry *e = &w.evidence->sources.items[0];
    assert_false(e->readable);
    assert_int_equal(note_count(e, diag_file_unreadable), 1);
    assert_non_null(strstr(e->why, "No such file"));
    end(&w);
}

static void the_same_bytes_twice_are_noted(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    read_text(&w, "a.csv", SPAN(UTC_HEADER UTC_ROW("25")));
    read_text(&w, "b.csv", SPAN(UTC_HEADER UTC_ROW("26")));
    const struct source_entry *e = read_text(&w, "c.csv", SPAN(UTC_HEADER UTC_ROW("25")));
    assert_int_equal(note_count(e, diag_duplicate_file), 1);
    assert_int_equal(w.evidence->store->events.count, 3);
    end(&w);
}

/* ---- zones, accounts, definitions -------------------------------------------------------------------------------------- */

static void the_zone_comes_from_the_most_special_answer(void **state)
{
    (void)state;
    static const char general[] = "{\"time_zone\":\"Asia/Tokyo\"}";
    static const char special[] =
        "{\"time_zone\":\"Asia/Tokyo\",\"files\":[{\"match\":\"s*.csv\",\"time_zone\":\"Europe/Paris\"}]}";
    static const struct {
        const char *name, *case_text, *option, *zone;
        enum zone_origin origin;
        int hour; /* UTC of 01:30 local, the day before when 15 or more */
    } rows[] = {
        {"s(UTC+8).csv", special, "UTC", "UTC+8", ZONE_ORIGIN_FILE_NAME, 17},
        {"s.csv", special, "UTC", "Europe/Paris", ZONE_ORIGIN_CASE_FILE, 23},
        {"t.csv", special, "UTC", "UTC", ZONE_ORIGIN_USER, 1},
        {"t.csv", special, "", "Asia/Tokyo", ZONE_ORIGIN_CASE_FILE, 16},
        {"t.csv", general, "", "Asia/Tokyo", ZONE_ORIGIN_CASE_FILE, 16},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world w;
        begin(&w, rows[i].case_text);
        w.options.time_zone = span_of(rows[i].option);
        const struct source_entry *e = read_text(&w, rows[i].name, SPAN(LOCAL_HEADER LOCAL_ROW));
        assert_counts(e, 1, 1, 0);
        assert_string_equal(e->zone_name, rows[i].zone);
        assert_int_equal(e->zone_origin, rows[i].origin);
        const bool given = rows[i].origin != ZONE_ORIGIN_FILE_NAME;
        const uint16_t marks = w.evidence->store->events.items[0].marks & (MARK_ZONE_AT | MARK_ZONE_UNTIL);
        assert_int_equal(marks, given ? MARK_ZONE_AT : 0);
        assert_int_equal(e->given_zone != NULL, given);
        if (given) assert_string_equal(e->given_zone, rows[i].zone);
        if (given) assert_int_equal(e->given_origin, rows[i].origin);
        int day = rows[i].hour >= 15 ? 29 : 30;
        assert_int_equal(e->first_ns, time_from_civil(2024, 6, day, rows[i].hour, 30, 0));
        end(&w);
    }
}

static void without_a_zone_every_record_is_rejected(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    const struct source_entry *e = read_text(&w, "t.csv", SPAN(LOCAL_HEADER LOCAL_ROW LOCAL_ROW));
    assert_counts(e, 2, 0, 2);
    assert_int_equal(note_count(e, diag_time_without_zone), 2);
    assert_string_equal(e->zone_name, "");
    end(&w);
}

static void accounts_come_from_the_case_file(void **state)
{
    (void)state;
    struct world w;
    begin(&w, "{\"accounts\":[{\"venue\":\"binance\",\"uid\":\"12345678\",\"label\":\"main\"},"
              "{\"venue\":\"binance\",\"label\":\"other\"}],"
              "\"files\":[{\"match\":\"a.csv\",\"account\":\"main\"},{\"match\":\"b.csv\",\"account\":\"other\"}]}");
    static const struct {
        const char *name, *id, *label;
    } rows[] = {{"a.csv", "12345678", "main"}, {"b.csv", "other", "other"}, {"c.csv", "", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct source_entry *e = read_text(&w, rows[i].name, SPAN(UTC_HEADER UTC_ROW("25")));
        const struct store *store = w.evidence->store;
        const struct account *a = &store->accounts.items[e->account];
        assert_true(span_is(store_get_text(store, a->venue), "binance"));
        assert_true(span_is(store_get_text(store, a->id), rows[i].id));
        assert_true(span_is(store_get_text(store, a->label), rows[i].label));
    }
    end(&w);
}

static void the_case_file_may_name_the_definition(void **state)
{
    (void)state;
    struct world w;
    begin(&w, "{\"files\":[{\"match\":\"a.csv\",\"format\":\"binance-spot-trades-csv-2021\"},"
              "{\"match\":\"b.csv\",\"format\":\"no-such-format\"}]}");
    assert_counts(read_text(&w, "a.csv", SPAN(UTC_HEADER UTC_ROW("25"))), 1, 1, 0);
    const struct source_entry *e = read_text(&w, "b.csv", SPAN(UTC_HEADER UTC_ROW("25")));
    assert_int_equal(e->formats.count, 0);
    assert_int_equal(note_count(e, diag_format_unknown), 1);
    end(&w);
}

/* ---- copies ------------------------------------------------------------------------------------------------------------ */

static void copies_are_named_by_label_and_extension(void **state)
{
    (void)state;
    static const struct {
        const char *path, *want;
    } rows[] = {
        {"/x/a.CSV", "E01.csv"}, {"a.json.gz", "E02.json.gz"},  {"noext", "E03"},
        {".hidden", "E04"},      {"a.b.c.d", "E05.c.d"},        {"x(UTC+2).csv", "E06.csv"},
        {"x.c s v", "E07"},      {"x.1234567890", "E08"},       {"x.tar.../gz", "E09"},
        {"a.", "E10"},           {"x.\xc3\xa9.csv", "E11.csv"},
    };
    struct evidence *e = evidence_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        LIST_ADD(&e->sources)->path = memory_copy_text(rows[i].path, strlen(rows[i].path));
        char name[64];
        source_copy_name(e, (uint32_t)i, name);
        assert_string_equal(name, rows[i].want);
    }
    evidence_free(e);
    char label[16];
    source_label(122, label);
    assert_string_equal(label, "E123");
}

static void copies_hold_the_bytes_and_never_replace_a_file(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    make_folder(&w, "originals");
    char *copies = memory_copy_text(w.made.items[0], strlen(w.made.items[0]));
    w.options.copy_dir = copies;
    const char *taken = make_file(&w, "originals/E02.csv", SPAN("already here"));
    const char *first = made(&w, "originals/E01.csv");
    const struct source_entry *e = read_text(&w, "a.csv", SPAN(UTC_HEADER UTC_ROW("25")));
    char hex[DIGEST_HEX];
    uint64_t bytes;
    assert_true(digest_of_file(first, hex, &bytes));
    assert_string_equal(hex, e->facts.sha256);
    read_text(&w, "b.csv", SPAN(UTC_HEADER UTC_ROW("26")));
    assert_true(digest_of_file(taken, hex, &bytes));
    assert_int_equal(bytes, 12);
    ingest_file(w.evidence, "/tmp/straykey-no-such-file.csv", &w.options);
    char third[NAME_ROOM];
    snprintf(third, sizeof third, "%s/E03.csv", copies);
    assert_int_not_equal(access(third, F_OK), 0);
    free(copies);
    end(&w);
}

/* ---- identify ---------------------------------------------------------------------------------------------------------- */

static void identify_detects_and_stores_nothing(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    static const struct {
        const char *name;
        struct span text;
        const char *format;
    } rows[] = {
        {"a.csv", TEXT(UTC_HEADER), "binance-spot-trades-csv-2021"},
        {"b.txt", TEXT("hello\n"), NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct evidence *e = ingest_identify(make_file(&w, rows[i].name, rows[i].text), &w.options);
        const struct source_entry *entry = &e->sources.items[0];
        assert_int_equal(entry->formats.count, rows[i].format != NULL);
        if (rows[i].format) assert_string_equal(format_id(entry->formats.items[0]), rows[i].format);
        assert_true(strlen(entry->why) > 0);
        evidence_free(e);
    }
    struct writer *out = writer_to_memory();
    struct evidence *e = ingest_identify(make_file(&w, "c.json", trades_json(out, 3000)), &w.options);
    assert_int_equal(e->sources.items[0].formats.count, 1);
    evidence_free(e);
    e = ingest_identify("/tmp/straykey-no-such-file.csv", &w.options);
    assert_false(e->sources.items[0].readable);
    assert_non_null(strstr(e->sources.items[0].why, "No such file"));
    evidence_free(e);
    assert_int_equal(w.diags, 0);
    assert_int_equal(w.evidence->sources.count, 0);
    writer_close(out, NULL);
    end(&w);
}

/* ---- walking ----------------------------------------------------------------------------------------------------------- */

static void assert_walk(const char *path, const struct diag_sink *sink, const char *const *want, size_t count)
{
    struct path_list found = {LIST_EMPTY};
    assert_true(ingest_walk(path, sink, &found));
    assert_int_equal(found.items.count, count);
    for (size_t i = 0; i < count; i++) {
        const char *name = found.items.items[i];
        size_t skip = strncmp(name, folder, strlen(folder)) == 0 ? strlen(folder) + 1 : 0;
        assert_string_equal(name + skip, want[i]);
    }
    path_list_free(&found);
}

static void folders_are_walked_in_the_order_of_bytes(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    make_folder(&w, "b");
    make_folder(&w, "b/empty");
    make_folder(&w, ".git");
    make_folder(&w, "case");
    make_folder(&w, "case/data");
    static const char *const files[] = {
        "c.csv", "B.csv", "a.csv", "b/2", "b/10", ".hidden", ".git/x", "case/bagit.txt", "case/data/findings.json"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) make_file(&w, files[i], SPAN("x"));
    static const char *const links[][2] = {
        {"b", "link-to-folder"},     {"a.csv", "link-to-file"}, {"link-to-file", "link-to-link"},
        {"/etc/passwd", "link-out"}, {"b/2", "link-down"},      {"nowhere", "link-to-nothing"}};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        assert_int_equal(symlink(links[i][0], made(&w, links[i][1])), 0);
    assert_int_equal(mkfifo(made(&w, "pipe"), 0600), 0);
    static const char *const want[] = {"B.csv", "a.csv", "b/10", "b/2", "c.csv", "link-to-file", "link-to-nothing"};
    assert_walk(folder, &w.options.sink, want, sizeof want / sizeof *want);
    assert_int_equal(w.diags, 8); /* .git, .hidden, case, four links, the pipe */
    end(&w);
}

static void one_file_and_standard_input_are_taken_as_they_are(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    static const char *const dash[] = {"-"}, *const hidden[] = {".hidden.csv"};
    assert_walk("-", NULL, dash, 1);
    assert_walk(make_file(&w, ".hidden.csv", SPAN("x")), NULL, hidden, 1);
    struct path_list none = {LIST_EMPTY};
    assert_false(ingest_walk("/tmp/straykey-no-such-file.csv", NULL, &none));
    assert_int_equal(none.items.count, 0);
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_csv_file_becomes_events),
        cmocka_unit_test(rows_that_no_reader_can_split_are_counted),
        cmocka_unit_test(a_broken_row_above_the_header_is_counted),
        cmocka_unit_test(a_json_file_may_hold_several_kinds),
        cmocka_unit_test(what_stands_behind_broken_json_is_counted),
        cmocka_unit_test(a_list_as_long_as_a_page_may_be_cut),
        cmocka_unit_test(a_cut_text_is_marked_and_its_records_kept),
        cmocka_unit_test(what_is_no_export_gets_an_entry_all_the_same),
        cmocka_unit_test(what_is_not_there_gets_an_entry_all_the_same),
        cmocka_unit_test(the_same_bytes_twice_are_noted),
        cmocka_unit_test(the_zone_comes_from_the_most_special_answer),
        cmocka_unit_test(without_a_zone_every_record_is_rejected),
        cmocka_unit_test(accounts_come_from_the_case_file),
        cmocka_unit_test(the_case_file_may_name_the_definition),
        cmocka_unit_test(copies_are_named_by_label_and_extension),
        cmocka_unit_test(copies_hold_the_bytes_and_never_replace_a_file),
        cmocka_unit_test(identify_detects_and_stores_nothing),
        cmocka_unit_test(folders_are_walked_in_the_order_of_bytes),
        cmocka_unit_test(one_file_and_standard_input_are_taken_as_they_are),
    };
    return cmocka_run_group_tests_name("ingest", tests, load_formats, free_formats);
}
