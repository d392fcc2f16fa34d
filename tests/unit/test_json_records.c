/* Tests of parser/json_records: which objects are records, where they stand, and that damage costs one record at most.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/records.h"
#include "tests/unit/transcript.h"

/* ---- a classifier for tests: trades have "id" and "price", deals have "deal" --------------------------------------- */

static const char trade_tag = 't', deal_tag = 'd';

struct classes {
    size_t calls;
    size_t incomplete;
    char places[400]; /* of all calls, in order */
};

static bool view_has(const struct json_object_view *view, const char *key)
{
    for (size_t i = 0; i < view->count; i++) {
        if (span_is(view->cells[i].name, key)) return true;
    }
    return false;
}

static enum json_class classify(void *user, const struct json_object_view *view, const void **tag)
{
    struct classes *c = user;
    c->calls++;
    c->incomplete += !view->complete;
    size_t used = strlen(c->places);
    snprintf(c->places + used, sizeof c->places - used, "%.*s ", SPAN_ARG(view->place));
    bool trade = view_has(view, "id") && view_has(view, "price");
    if (!trade && !view_has(view, "deal")) return JSON_WRAPPER;
    *tag = trade ? &trade_tag : &deal_tag;
    return JSON_RECORD;
}

static enum json_fit still_fits(void *user, const void *tag, const struct record *r)
{
    (void)user;
    bool fits = tag == &deal_tag ? record_cell(r, SPAN("deal")) != NULL
                                 : record_cell(r, SPAN("id")) && record_cell(r, SPAN("price"));
    return fits ? JSON_FITS_BY_KEYS : JSON_UNFIT;
}

/* ---- running ------------------------------------------------------------------------------------------------------- */

static void transcribe_context(struct transcript *t, const struct record *r)
{
    if (r->context_count == 0) return;
    writer_cstr(t->out, "  in");
    for (size_t i = 0; i < r->context_count; i++) {
        writer_format(t->out, " %.*s=%.*s", SPAN_ARG(r->context[i].name), SPAN_ARG(r->context[i].text));
    }
    writer_byte(t->out, '\n');
}

static struct classes read_all(struct transcript *t, struct span text)
{
    struct classes classes = {0};
    struct json_classifier classifier = {classify, still_fits, &classes, false};
    struct source *s = source_open_memory(text, "t.json", &t->sink);
    struct json_reader *json = json_new(s, &classifier, &t->sink);
    struct record r;
    enum read_status status;
    while ((status = json_next(json, &r)) != READ_END) {
        if (status == READ_FAILED) writer_cstr(t->out, "failed\n");
        if (status != READ_RECORD) continue;
        assert_true(r.tag == &trade_tag || r.tag == &deal_tag);
        transcribe_record(t, &r);
        transcribe_context(t, &r);
    }
    json_free(json);
    source_close(s);
    return classes;
}

static struct classes expect(struct span text, const char *want, const char *name)
{
    struct transcript t;
    transcript_start(&t);
    struct classes classes = read_all(&t, text);
    assert_transcript(&t, want, name);
    transcript_end(&t);
    return classes;
}

struct row {
    const char *name;
    struct span text;
    const char *want;
};
#define TEXT(literal)                                                                                                  \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }
#define EXPECT_ROWS(rows)                                                                                              \
    for (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++) expect((rows)[i].text, (rows)[i].want, (rows)[i].name)

/* ---- shapes -------------------------------------------------------------------------------------------------------- */

static void records_are_found_in_all_shapes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"one object", TEXT("{\"id\":1,\"price\":\"2.0\"}"), "1@0 1|2.0\n"},
        {"a list", TEXT("[{\"id\":1,\"price\":2},\n{\"id\":3,\"price\":4}]"), "1@1 1|2\n2@21 3|4\n"},
        {"a list of lists", TEXT("[[{\"id\":1,\"price\":2}],[],[{\"id\":3,\"price\":4}]]"), "1@2 1|2\n1@26 3|4\n"},
        {"lines", TEXT("{\"id\":1,\"price\":2}\n{\"id\":3,\"price\":4}\n"), "1@0 1|2\n2@19 3|4\n"},
        {"values one after the other", TEXT("[{\"id\":1,\"price\":2}][{\"id\":3,\"price\":4}]"), "1@1 1|2\n1@21 3|4\n"},
        {"by id", TEXT("{\"17\":[{\"id\":1,\"price\":2}],\"18\":[]}"), "1@7 1|2\n  in =17\n"},
        {"a wrapper", TEXT("{\"ok\":true,\"n\":2,\"data\":[{\"id\":1,\"price\":2}]}"),
         "1@25 1|2\n  in ok=true n=2 =data\n"},
        {"nested values stay raw", TEXT("{\"id\":1,\"price\":2,\"x\":[1, {\"y\":2}]}"), "1@0 1|2|[1, {\"y\":2}]\n"},
        {"a byte order mark", TEXT("\xef\xbb\xbf[{\"id\":1,\"price\":2}]"), "1@4 1|2\n"},
        {"scalars alone", TEXT("true"), ""},
        {"several scalars", TEXT("1 \"x\" null\n-2.5e3"), ""},
        {"nothing", TEXT(""), ""},
        {"empty list", TEXT("[]"), ""},
        {"empty object", TEXT("{}"), ""},
        {"lists of scalars hold no records", TEXT("[[33961681942,\"x\",null,0.001],[1]]"), ""},
    };
    EXPECT_ROWS(rows);
}

static void values_are_exact_text(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"long numbers", TEXT("{\"id\":9007199254740993,\"price\":0.10000000000000000555,\"q\":-1E-8}"),
         "1@0 9007199254740993|0.10000000000000000555|-1E-8\n"},
        {"literals", TEXT("{\"id\":true,\"price\":false,\"x\":null,\"y\":\"null\"}"), "1@0 true|false||null\n"},
        {"escapes", TEXT("{\"id\":\"a\\\"b\\\\c\\/d\",\"price\":\"\\u0041\\u00e9\\u20ac\"}"),
         "1@0 a\"b\\c/d|A\xc3\xa9\xe2\x82\xac\n"},
        {"control escapes", TEXT("{\"id\":\"\\b\\f\\n\\r\\t\",\"price\":1}"), "1@0 \\x08\\x0C\\x0A\\x0D\\x09|1\n"},
        {"a surrogate pair", TEXT("{\"id\":\"\\uD83D\\uDCB0\",\"price\":1}"), "1@0 \xf0\x9f\x92\xb0|1\n"},
        {"keys with escapes", TEXT("{\"\\u0069d\":1,\"price\":2}"), "1@0 1|2\n"},
        {"UTF-8", TEXT("{\"id\":\"\xe2\x89\x88\",\"price\":2}"), "1@0 \xe2\x89\x88|2\n"},
        {"white space", TEXT(" {\t\"id\" :\r\n 1 ,\n\"price\": 2 } "), "1@1 1|2\n"},
    };
    EXPECT_ROWS(rows);
}

static void cells_know_their_kind_line_and_column(void **state)
{
    (void)state;
    struct classes classes = {0};
    struct json_classifier classifier = {classify, still_fits, &classes, false};
    struct source *s =
        source_open_memory(SPAN("[\n  {\n    \"id\": \"x\",\n    \"price\": 2, \"n\": {}\n  }\n]"), "t", NULL);
    struct json_reader *json = json_new(s, &classifier, NULL);
    struct record r;
    assert_int_equal(json_next(json, &r), READ_RECORD);
    static const struct {
        const char *name;
        enum cell_kind kind;
        uint32_t line, column;
    } want[] = {{"id", CELL_TEXT, 3, 11}, {"price", CELL_NUMBER, 4, 14}, {"n", CELL_NESTED, 4, 22}};
    assert_int_equal(r.line, 2);
    assert_int_equal(r.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(span_is(r.cells[i].name, want[i].name));
        assert_int_equal(r.cells[i].kind, want[i].kind);
        assert_int_equal(r.cells[i].line, want[i].line);
        assert_int_equal(r.cells[i].column, want[i].column);
    }
    json_free(json);
    source_close(s);
}

static void the_classifier_is_asked_once_a_place(void **state)
{
    (void)state;
    struct classes c = expect(SPAN("{\"data\":{\"1\":[{\"id\":1,\"price\":2},{\"id\":1,\"price\":2}],"
                                   "\"2\":[{\"id\":1,\"price\":2}]}}"),
                              "1@14 1|2\n  in =data =1\n1@33 1|2\n  in =data =1\n1@58 1|2\n  in =data =2\n", "places");
    assert_string_equal(c.places, " {data} {data}{#}[] ");
    c = expect(SPAN("{\"AB12-CDEF\":{\"id\":1,\"price\":2},\"ZZ12-CDEF\":{\"id\":1,\"price\":2}}"),
               "1@13 1|2\n  in =AB12-CDEF\n1@44 1|2\n  in =ZZ12-CDEF\n", "keys that look like ids");
    assert_string_equal(c.places, " {#} ");
}

static void a_record_is_context_for_its_later_siblings(void **state)
{
    (void)state;
    expect(SPAN("{\"cycle\":{\"deal\":7},\"orders\":[{\"id\":1,\"price\":2}]}"),
           "1@9 7\n  in =cycle\n1@30 1|2\n  in cycle/deal=7 =orders\n", "siblings");
}

static void a_list_may_hold_several_kinds(void **state)
{
    (void)state;
    struct classes c =
        expect(SPAN("[{\"id\":1,\"price\":2},{\"deal\":7},{\"deal\":8}]"), "1@1 1|2\n1@20 7\n1@31 8\n", "kinds");
    assert_int_equal(c.calls, 2);
}

/* ---- what is no record ----------------------------------------------------------------------------------------------- */

static void unknown_objects_among_records_are_rejected(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"after a record", TEXT("[{\"id\":1,\"price\":2},{\"id\":3}]"), "1@1 1|2\n!record-unknown 1@20 {\"id\":3}\n"},
        {"before the first record", TEXT("[{\"id\":3},\n{\"id\":1,\"price\":2}]"),
         "!record-unknown 1@1 {\"id\":3}\n2@11 1|2\n"},
        {"with something nested", TEXT("[{\"id\":1,\"price\":2},{\"id\":3,\"x\":{\"y\":[1]}}]"),
         "1@1 1|2\n!record-unknown 1@20 {\"id\":3,\"x\":{\"y\":[1]}}\n"},
        {"an error line among lines", TEXT("{\"id\":1,\"price\":2}\n{\"error\":\"limit\"}\n"),
         "1@0 1|2\n!record-unknown 2@19 {\"error\":\"limit\"}\n"},
        {"an empty object says nothing", TEXT("[{\"id\":1,\"price\":2},{}]"), "1@1 1|2\n"},
        {"an object in another place is none", TEXT("{\"meta\":{\"page\":1},\"data\":[{\"id\":1,\"price\":2}]}"),
         "1@27 1|2\n  in =data\n"},
        {"an empty page among pages", TEXT("{\"ok\":1,\"data\":[{\"id\":1,\"price\":2}]}\n{\"ok\":1,\"data\":[]}\n"),
         "1@16 1|2\n  in ok=1 =data\n"},
        {"a file without any record", TEXT("[{\"a\":1},{\"b\":2}]"), ""},
        {"a wrapper among records", TEXT("[{\"id\":1,\"price\":2},{\"w\":{\"id\":3,\"price\":4}}]"),
         "1@1 1|2\n1@25 3|4\n  in =w\n"},
    };
    EXPECT_ROWS(rows);
}

static void lines_before_the_json_are_passed_with_a_note(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"request lines", TEXT("GET\n/api/v3/x\ntrue\n{\"id\":1,\"price\":2}"),
         "!preamble 1@0 GET\\x0A/api/v3/x\\x0Atrue\\x0A\n4@19 1|2\n"},
        {"headers", TEXT("HTTP/1.1 200 OK\r\nDate: x\r\n\r\n[{\"id\":1,\"price\":2}]"),
         "!preamble 1@0 HTTP/1.1 200 OK\\x0D\\x0ADate: x\\x0D\\x0A\\x0D\\x0A\n4@29 1|2\n"},
    };
    EXPECT_ROWS(rows);
}

/* ---- damage ---------------------------------------------------------------------------------------------------------- */

static void a_bad_value_costs_its_record(void **state)
{
    (void)state;
#define AROUND(middle) TEXT("[{\"id\":1,\"price\":2},{" middle "},{\"id\":5,\"price\":6}]")
    static const struct row rows[] = {
        {"a key twice", AROUND("\"id\":1,\"price\":2,\"id\":3"),
         "1@1 1|2\n!json-duplicate-key 1@20 {\"id\":1,\"price\":2,\"id\":3}\n1@46 5|6\n"},
        {"the same key in two spellings", AROUND("\"id\":1,\"price\":2,\"\\u0069d\":3"),
         "1@1 1|2\n!json-duplicate-key 1@20 {\"id\":1,\"price\":2,\"\\u0069d\":3}\n1@51 5|6\n"},
        {"a key twice in a nested object", AROUND("\"id\":1,\"price\":2,\"x\":{\"a\":1,\"a\":2}"),
         "1@1 1|2\n!json-duplicate-key 1@20 {\"id\":1,\"price\":2,\"x\":{\"a\":1,\"a\":2}}\n1@57 5|6\n"},
        {"not UTF-8", AROUND("\"id\":\"\xfc\",\"price\":2"),
         "1@1 1|2\n!bad-utf8 1@20 {\"id\":\"\\xFC\",\"price\":2}\n1@41 5|6\n"},
        {"a NUL as an escape", AROUND("\"id\":\"\\u0000\",\"price\":2"),
         "1@1 1|2\n!nul-byte 1@20 {\"id\":\"\\u0000\",\"price\":2}\n1@46 5|6\n"},
        {"half a pair", AROUND("\"id\":\"\\uD83D\",\"price\":2"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":\"\\uD83D\",\"price\":2}\n1@46 5|6\n"},
        {"an unknown escape", AROUND("\"id\":\"\\x\",\"price\":2"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":\"\\x\",\"price\":2}\n1@42 5|6\n"},
        {"a leading zero", AROUND("\"id\":01,\"price\":2"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":01,\"price\":2}\n1@40 5|6\n"},
        {"a bare point", AROUND("\"id\":1.,\"price\":2"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":1.,\"price\":2}\n1@40 5|6\n"},
        {"NaN", AROUND("\"id\":NaN,\"price\":2"), "1@1 1|2\n!json-syntax 1@20 {\"id\":NaN,\"price\":2}\n1@41 5|6\n"},
        {"a tab in a string", AROUND("\"id\":\"\t\",\"price\":2"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":\"\\x09\",\"price\":2}\n1@41 5|6\n"},
    };
    EXPECT_ROWS(rows);
}

static void broken_syntax_costs_its_record(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a colon is missing", AROUND("\"id\" 1,\"price\":2"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\" 1,\"price\":2}\n1@39 5|6\n"},
        {"a comma is missing", AROUND("\"id\":1 \"price\":2"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":1 \"price\":2}\n1@39 5|6\n"},
        {"a quote is missing", AROUND("\"id\":\"1,\"price\":2"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":\"1,\"price\":2}\n1@40 5|6\n"},
        {"a value is missing", AROUND("\"id\":,\"price\":2"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":,\"price\":2}\n1@38 5|6\n"},
        {"a comma too many", AROUND("\"id\":1,\"price\":2,"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":1,\"price\":2,}\n1@40 5|6\n"},
        {"a bracket does not fit", AROUND("\"id\":1,\"price\":[2}"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":1,\"price\":[2}}\n1@41 5|6\n"},
        {"a nested error", AROUND("\"id\":1,\"price\":2,\"x\":{\"y\" 1}"),
         "1@1 1|2\n!json-syntax 1@20 {\"id\":1,\"price\":2,\"x\":{\"y\" 1}}\n1@51 5|6\n"},
        {"in the first record", TEXT("[{\"id\":1 \"price\":2},{\"id\":5,\"price\":6}]"),
         "!json-syntax 1@1 {\"id\":1 \"price\":2}\n1@20 5|6\n"},
        {"a line of JSON lines", TEXT("{\"id\":1,\"price\":2}\n{\"id\":3,\"pri\n{\"id\":5,\"price\":6}\n"),
         "1@0 1|2\n!json-syntax 2@19 {\"id\":3,\"pri\\x0A\n3@32 5|6\n"},
        {"the last line of JSON lines", TEXT("{\"id\":1,\"price\":2}\n{\"id\":3 4}"),
         "1@0 1|2\n!json-syntax 2@19 {\"id\":3 4}\n"},
    };
    EXPECT_ROWS(rows);
}

static void wrong_text_between_values_costs_nothing_else(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a comma missing in the list", TEXT("[{\"id\":1,\"price\":2} {\"id\":3,\"price\":4}]"),
         "1@1 1|2\n!json-syntax 1@20 \n1@20 3|4\n"},
        {"a comma at the end of the list", TEXT("[{\"id\":1,\"price\":2},]"), "1@1 1|2\n!json-comma 1@20 \n"},
        {"a word in the list", TEXT("[{\"id\":1,\"price\":2},oops,{\"id\":3,\"price\":4}]"),
         "1@1 1|2\n!json-syntax 1@20 oops\n1@25 3|4\n"},
        {"a colon in the list", TEXT("[:,{\"id\":3,\"price\":4}]"),
         "!json-syntax 1@1 :,\n!json-syntax 1@3 \n1@3 3|4\n"},
        {"text between lines", TEXT("{\"id\":1,\"price\":2}\n-- more --\n--\n{\"id\":3,\"price\":4}\n"),
         "1@0 1|2\n!json-trailing 2@19 -- more --\\x0A--\\x0A\n4@33 3|4\n"},
        {"text at the end", TEXT("[{\"id\":1,\"price\":2}]\nend of file"),
         "1@1 1|2\n!json-trailing 2@21 end of file\n"},
        {"a bracket too many", TEXT("[{\"id\":1,\"price\":2}]]"), "1@1 1|2\n!json-trailing 1@20 ]\n"},
        {"a wrapper in a list is broken", TEXT("[{\"w\":[{\"id\":1,\"price\":2}],!},{\"w\":[{\"id\":3,\"price\":4}]}]"),
         "1@7 1|2\n  in =w\n!json-syntax 1@27 !}\n1@36 3|4\n  in =w\n"},
    };
    EXPECT_ROWS(rows);
}

static void a_cut_text_keeps_the_records_before_the_cut(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"inside a record", TEXT("[{\"id\":1,\"price\":2},{\"id\":3,\"pri"),
         "1@1 1|2\n!text-truncated 1@20 {\"id\":3,\"pri\n"},
        {"inside a number", TEXT("[{\"id\":1,\"price\":2},{\"id\":3,\"price\":4"),
         "1@1 1|2\n!text-truncated 1@20 {\"id\":3,\"price\":4\n"},
        {"between records", TEXT("[{\"id\":1,\"price\":2},"), "1@1 1|2\n!text-truncated 1@20 \nfailed\n"},
        {"before the closing bracket", TEXT("{\"data\":[{\"id\":1,\"price\":2}]"),
         "1@9 1|2\n  in =data\n!text-truncated 1@28 \nfailed\n"},
        {"inside a key of a wrapper", TEXT("{\"data\":[{\"id\":1,\"price\":2}],\"mo"),
         "1@9 1|2\n  in =data\n!text-truncated 1@29 \"mo\nfailed\n"},
        {"in the only record", TEXT("{\"id\":1,\"price\":2"), "!text-truncated 1@0 {\"id\":1,\"price\":2\n"},
    };
    EXPECT_ROWS(rows);
}

/* Records, and whether anything was reported. */
static size_t count_records(struct span text, bool *told)
{
    struct transcript t;
    transcript_start(&t);
    read_all(&t, text);
    struct span lines = writer_memory(t.out);
    size_t count = 0;
    *told = false;
    while (lines.len > 0) {
        struct span line = span_cut(&lines, '\n');
        count += line.ptr[0] >= '0' && line.ptr[0] <= '9';
        *told |= line.ptr[0] == '!';
    }
    transcript_end(&t);
    return count;
}

/* Every byte behind the first record is taken away, or replaced by each byte that means something. */
static void one_wrong_byte_costs_two_records_at_most_and_never_in_silence(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "[{\"id\":1,\"price\":\"2\",\"n\":[{\"m\":1},{\"m\":2}]},{\"id\":2,\"price\":\"2\",\"n\":[{\"m\":1},{\"m\":2}]}"
        ","
        "{\"id\":3,\"price\":\"2\",\"n\":[]},{\"id\":4,\"price\":\"2\",\"n\":[]}]",
        "{\"id\":1,\"price\":2}\n{\"id\":2,\"price\":\"2\"}\n{\"id\":3,\"price\":2}\n{\"id\":4,\"price\":2}\n",
    };
    static const char bytes[] = "\"{}[],:x\n\\";
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t length = strlen(texts[i]), start = (size_t)(strstr(texts[i], "\"id\":2") - texts[i]) - 1;
        for (size_t at = start; at < length; at++) {
            for (size_t k = 0; k < sizeof bytes; k++) {
                char *text = memory_copy_text(texts[i], length);
                bool removed = bytes[k] == '\0', told;
                if (removed) memmove(text + at, text + at + 1, length - at - 1);
                if (!removed) text[at] = bytes[k];
                size_t count = count_records((struct span){text, length - removed}, &told);
                if (count < 2 || (count < 4 && !told)) fail_msg("%zu records of %s", count, text);
                free(text);
            }
        }
    }
}

static void depth_is_limited(void **state)
{
    (void)state;
    char text[2000] = "[{\"id\":1,\"price\":2,\"x\":";
    for (size_t i = 0; i < 200; i++) strncat(text, "[", 2);
    for (size_t i = 0; i < 200; i++) strncat(text, "]", 2);
    strncat(text, "},{\"id\":3,\"price\":4}]", 30);
    struct transcript t;
    transcript_start(&t);
    read_all(&t, span_of(text));
    struct span got = writer_memory(t.out);
    assert_true(span_starts_with(got, SPAN("!json-too-deep 1@1 ")));
    assert_true(span_ends_with(got, SPAN("\n1@425 3|4\n")));
    transcript_end(&t);
    memset(text, '[', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    transcript_start(&t);
    read_all(&t, span_of(text));
    assert_true(span_starts_with(writer_memory(t.out), SPAN("!json-too-deep 1@64 ")));
    assert_true(span_ends_with(writer_memory(t.out), SPAN("\nfailed\n")));
    transcript_end(&t);
}

/* ---- size ------------------------------------------------------------------------------------------------------------ */

static void records_on_the_seam_of_two_windows_are_whole(void **state)
{
    (void)state;
    struct writer *w = writer_to_memory();
    writer_cstr(w, "{\"data\":[");
    enum { COUNT = 60000 };
    for (uint64_t i = 0; i < COUNT; i++) {
        writer_cstr(w, i == 0 ? "" : i % 3 == 0 ? ",\n  " : ",");
        writer_format(w, "{\"id\":%" PRIu64 ",\"price\":\"1.%" PRIu64 "\",\"note\":[{\"n\":\"a\\nb\"}]}", i, i * i);
    }
    writer_cstr(w, "]}");
    struct classes classes = {0};
    struct json_classifier classifier = {classify, still_fits, &classes, false};
    struct source *s = source_open_memory(writer_memory(w), "t", NULL);
    struct json_reader *json = json_new(s, &classifier, NULL);
    struct record r;
    uint64_t count = 0;
    while (json_next(json, &r) == READ_RECORD) {
        uint64_t id;
        assert_true(span_to_u64(r.cells[0].text, &id));
        assert_int_equal(id, count);
        assert_int_equal(r.line, 1 + count / 3);
        assert_true(span_equal(r.raw, span_head(span_from(writer_memory(w), r.offset), r.raw.len)));
        count++;
    }
    assert_int_equal(count, COUNT);
    assert_int_equal(classes.calls, 2);
    assert_int_equal(classes.incomplete, 1);
    json_free(json);
    source_close(s);
    writer_close(w, NULL);
}

static void a_record_beyond_the_limit_is_rejected_and_the_next_one_read(void **state)
{
    (void)state;
    size_t length = (size_t)SOURCE_RECORD_MAX + 1000;
    char *text = memory_alloc(length + 200);
    size_t n = (size_t)snprintf(text, 100, "[{\"id\":1,\"price\":2},{\"id\":3,\"price\":4,\"x\":\"");
    memset(text + n, 'x', length);
    n += length;
    n += (size_t)snprintf(text + n, 100, "\"},\n{\"id\":5,\"price\":6}]");
    struct classes classes = {0};
    struct json_classifier classifier = {classify, still_fits, &classes, false};
    struct source *s = source_open_memory((struct span){text, n}, "t", NULL);
    struct json_reader *json = json_new(s, &classifier, NULL);
    struct record r;
    assert_int_equal(json_next(json, &r), READ_RECORD);
    assert_int_equal(json_next(json, &r), READ_REJECTED);
    assert_int_equal(json_next(json, &r), READ_RECORD);
    assert_int_equal(r.line, 2);
    assert_int_equal(json_next(json, &r), READ_END);
    json_free(json);
    source_close(s);
    free(text);
}

/* ---- sniffing and looking into records ------------------------------------------------------------------------------- */

static void json_is_told_from_other_text(void **state)
{
    (void)state;
    static const struct {
        struct span text;
        bool want;
    } rows[] = {
        {TEXT("{\"a\":1}"), true},
        {TEXT("\xef\xbb\xbf \n[ ]"), true},
        {TEXT("[1,2]"), true},
        {TEXT("[\"x\"]"), true},
        {TEXT("GET\n/api\ntrue\n{\"a\":1}"), true},
        {TEXT("HTTP/1.1 200 OK\r\n\r\n[]"), true},
        {TEXT("["), true},
        {TEXT("[2022-12-25 21:29:03] order placed\n"), false},
        {TEXT("[info] started\n"), false},
        {TEXT("{not json}\n"), false},
        {TEXT("Date,Pair\n1,2\n"), false},
        {TEXT("true"), false},
        {TEXT(""), false},
        {TEXT("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n{}"), false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (json_sniff(rows[i].text) != rows[i].want) fail_msg("%.*s", SPAN_ARG(rows[i].text));
    }
}

static void nested_lists_give_records_of_their_own(void **state)
{
    (void)state;
    static const char literal[] = "{\"deal\": 7,\n \"ev\": [{\"m\": \"a\"},\n  {\"m\": \"b\", \"n\": 1}, 5, "
                                  "{\"m\":1,\"m\":2}],\"one\":{\"z\":1}, \"none\": []}";
    struct span text = span_of(literal);
    struct transcript t;
    transcript_start(&t);
    t.columns = true;
    struct classes classes = {0};
    struct json_classifier classifier = {classify, still_fits, &classes, false};
    struct source *s = source_open_memory(text, "t", &t.sink);
    struct json_reader *json = json_new(s, &classifier, &t.sink);
    struct record r, element;
    assert_int_equal(json_next(json, &r), READ_RECORD);
    for (size_t i = 1; i < r.count; i++) {
        struct json_array_state at = {0};
        enum read_status status;
        while ((status = json_array_next(&r, &r.cells[i], &at, &element, &t.sink)) != READ_END) {
            if (status != READ_RECORD) continue;
            assert_ptr_equal(element.tag, r.tag);
            assert_true(span_equal(element.raw, span_head(span_from(text, element.offset), element.raw.len)));
            transcribe_record(&t, &element);
            writer_format(t.out, "  column %" PRIu32 "\n", element.cells[0].column);
        }
    }
    assert_transcript(&t,
                      "2@20 a\n  column 15\n3@34 b|1\n  column 9\n!record-unknown 3:23@54 5\n"
                      "!json-duplicate-key 3:37@57 {\"m\":1,\"m\":2}\n3@78 1\n  column 52\n",
                      "nested");
    json_free(json);
    source_close(s);
    transcript_end(&t);
}

static void pointers_reach_nested_values(void **state)
{
    (void)state;
    struct classes classes = {0};
    struct json_classifier classifier = {classify, still_fits, &classes, false};
    struct source *s =
        source_open_memory(SPAN("{\"deal\":1,\"p\":{\"units\":{\"value\":0.10000000000000000555,\"a/b\":\"x\\ny\"},"
                                "\"l\":[1,{\"k\":\"v\"},[9]]},\"s\":\"t\",\"twice\":[{\"a\":1,\"a\":2}]}"),
                           "t", NULL);
    struct json_reader *json = json_new(s, &classifier, NULL);
    struct record r;
    assert_int_equal(json_next(json, &r), READ_RECORD);
    static const struct {
        const char *pointer, *want;
        enum cell_kind kind;
    } rows[] = {
        {"/deal", "1", CELL_NUMBER},
        {"/p/units/value", "0.10000000000000000555", CELL_NUMBER},
        {"/p/units/a~1b", "x\ny", CELL_TEXT},
        {"/p/l/1/k", "v", CELL_TEXT},
        {"/p/l/2", "[9]", CELL_NESTED},
        {"/p/l/0", "1", CELL_NUMBER},
        {"/p/l/3", NULL, CELL_NULL},
        {"/p/l/x", NULL, CELL_NULL},
        {"/p/nothing", NULL, CELL_NULL},
        {"/s/x", NULL, CELL_NULL},
        {"/twice/0/a", NULL, CELL_NULL},
        {"deal", NULL, CELL_NULL},
        {"", NULL, CELL_NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cell found;
        bool there = json_pointer(&r, span_of(rows[i].pointer), &found);
        if (there != (rows[i].want != NULL)) fail_msg("%s", rows[i].pointer);
        if (!there) continue;
        if (!span_is(found.text, rows[i].want)) fail_msg("%s: %.*s", rows[i].pointer, SPAN_ARG(found.text));
        assert_int_equal(found.kind, rows[i].kind);
    }
    json_free(json);
    source_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_found_in_all_shapes),
        cmocka_unit_test(values_are_exact_text),
        cmocka_unit_test(cells_know_their_kind_line_and_column),
        cmocka_unit_test(the_classifier_is_asked_once_a_place),
        cmocka_unit_test(a_record_is_context_for_its_later_siblings),
        cmocka_unit_test(a_list_may_hold_several_kinds),
        cmocka_unit_test(unknown_objects_among_records_are_rejected),
        cmocka_unit_test(lines_before_the_json_are_passed_with_a_note),
        cmocka_unit_test(a_bad_value_costs_its_record),
        cmocka_unit_test(broken_syntax_costs_its_record),
        cmocka_unit_test(wrong_text_between_values_costs_nothing_else),
        cmocka_unit_test(a_cut_text_keeps_the_records_before_the_cut),
        cmocka_unit_test(one_wrong_byte_costs_two_records_at_most_and_never_in_silence),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(records_on_the_seam_of_two_windows_are_whole),
        cmocka_unit_test(a_record_beyond_the_limit_is_rejected_and_the_next_one_read),
        cmocka_unit_test(json_is_told_from_other_text),
        cmocka_unit_test(nested_lists_give_records_of_their_own),
        cmocka_unit_test(pointers_reach_nested_values),
    };
    return cmocka_run_group_tests_name("json_records", tests, NULL, NULL);
}
