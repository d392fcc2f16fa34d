/* Tests of parser/csv: rows, their places, and that nothing broken takes more than itself with it.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "parser/csv/csv.h"

#include <zlib.h>

#include "parser/csv/split.h"
#include "tests/unit/transcript.h"

struct setup {
    char delimiter;
    const struct span *columns;
    size_t column_count;
};

/* Everything in the text, as a transcript. */
static void read_all(struct transcript *t, struct span text, struct setup setup)
{
    struct source *s = source_open_memory(text, "t.csv", &t->sink);
    struct csv *csv = csv_new(s, setup.delimiter, &t->sink);
    if (setup.columns) csv_set_columns(csv, setup.columns, setup.column_count);
    struct record r;
    for (;;) {
        enum read_status status = csv_next(csv, &r);
        if (status == READ_END) break;
        assert_int_not_equal(status, READ_FAILED);
        if (status == READ_RECORD) transcribe_record(t, &r);
    }
    csv_free(csv);
    source_close(s);
}

static void expect(struct span text, struct setup setup, const char *want, const char *name)
{
    struct transcript t;
    transcript_start(&t);
    read_all(&t, text, setup);
    assert_transcript(&t, want, name);
    transcript_end(&t);
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

static void rows_come_with_line_and_offset(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"LF", TEXT("a,b\nc,d\n"), "1@0 a|b\n2@4 c|d\n"},
        {"CRLF", TEXT("a,b\r\nc,d\r\n"), "1@0 a|b\n2@5 c|d\n"},
        {"lone CR", TEXT("a,b\rc,d\r"), "1@0 a|b\n2@4 c|d\n"},
        {"mixed line ends", TEXT("a\r\nb\nc\rd"), "1@0 a\n2@3 b\n3@5 c\n!line-end-missing 4@7 \n4@7 d\n"},
        {"no line end at the end", TEXT("a,b\nc,d"), "1@0 a|b\n!line-end-missing 2@4 \n2@4 c|d\n"},
        {"blank lines are counted", TEXT("a\n\n\r\n\rb\n"), "1@0 a\n5@6 b\n"},
        {"nothing", TEXT(""), ""},
        {"only blank lines", TEXT("\n\r\n\n"), ""},
        {"empty cells", TEXT(",\n,,\n"), "1@0 |\n2@2 ||\n"},
        {"a quoted empty cell", TEXT("\"\"\n\"\",\"\"\n"), "1@0 \n2@3 |\n"},
        {"spaces stay", TEXT(" a , b \n"), "1@0  a | b \n"},
        {"a row of one cell", TEXT("a\n"), "1@0 a\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(rows[i].text, (struct setup){.delimiter = ','}, rows[i].want, rows[i].name);
    }
}

static void quotes_are_undone(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a delimiter inside", TEXT("\"a,b\",c\n"), "1@0 a,b|c\n"},
        {"doubled quotes", TEXT("\"say \"\"hi\"\"\",c\n"), "1@0 say \"hi\"|c\n"},
        {"only a doubled quote", TEXT("\"\"\"\",x\n"), "1@0 \"|x\n"},
        {"a line end inside counts as a line", TEXT("a,\"b\nc\"\nd\n"), "1@0 a|b\\x0Ac\n3@8 d\n"},
        {"CRLF inside counts once", TEXT("\"b\r\nc\"\r\nd\n"), "1@0 b\\x0D\\x0Ac\n3@8 d\n"},
        {"lone CR inside", TEXT("\"b\rc\"\nd\n"), "1@0 b\\x0Dc\n3@6 d\n"},
        {"a quote inside a bare cell is text", TEXT("5\" pipe,b\n"), "1@0 5\" pipe|b\n"},
        {"quoted at the very end", TEXT("a,\"b\""), "1@0 a|b\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(rows[i].text, (struct setup){.delimiter = ','}, rows[i].want, rows[i].name);
    }
}

static void byte_order_marks_are_passed_wherever_exports_put_them(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"at the start",
         TEXT("\xef\xbb\xbf"
              "a,b\n"),
         "1@3 a|b\n"},
        {"before every row",
         TEXT("\xef\xbb\xbf"
              "a\n\xef\xbb\xbf"
              "b\n"),
         "1@3 a\n2@8 b\n"},
        {"before every cell",
         TEXT("\xef\xbb\xbf"
              "a,\xef\xbb\xbf"
              "b\n"),
         "1@3 a|b\n"},
        {"before a quoted cell", TEXT("\xef\xbb\xbf\"a,x\",b\n"), "1@3 a,x|b\n"},
        {"alone", TEXT("\xef\xbb\xbf"), ""},
        {"on a blank line", TEXT("\xef\xbb\xbf\na\n"), "2@4 a\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(rows[i].text, (struct setup){.delimiter = ','}, rows[i].want, rows[i].name);
    }
}

static void other_delimiters_split(void **state)
{
    (void)state;
    expect(SPAN("a;b,c\n\"x;y\";z\n"), (struct setup){.delimiter = ';'}, "1@0 a|b,c\n2@6 x;y|z\n", "semicolon");
    expect(SPAN("a\tb c\n"), (struct setup){.delimiter = '\t'}, "1@0 a|b c\n", "tab");
}

static void wrong_rows_are_rejected_alone(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"text after a closing quote", TEXT("a\n\"b\"c,d\ne\n"), "1@0 a\n!quote-stray 2@2 \"b\"c,d\n3@9 e\n"},
        {"a quote that is never closed", TEXT("a\n\"b,c\nd,e\n"), "1@0 a\n!quote-unclosed 2@2 \"b,c\n3@7 d|e\n"},
        {"an open quote that the next quote seems to close", TEXT("\"b,c\n\"d\",e\nf\n"),
         "!quote-stray 1@0 \"b,c\n2@5 d|e\n3@11 f\n"},
        {"an open quote on the last line", TEXT("a\n\"b"), "1@0 a\n!quote-unclosed 2@2 \"b\n"},
        {"a NUL byte", TEXT("a,b\nc\0x,d\ne,f\n"), "1@0 a|b\n!nul-byte 2@4 c\\x00x,d\n3@10 e|f\n"},
        {"Latin-1", TEXT("a,b\nM\xfcller,d\ne,f\n"), "1@0 a|b\n!bad-utf8 2@4 M\\xFCller,d\n3@13 e|f\n"},
        {"half a surrogate pair from UTF-16", TEXT("a\xed\xa0\xbd,b\nc,d\n"),
         "!bad-utf8 1@0 a\\xED\\xA0\\xBD,b\n2@7 c|d\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(rows[i].text, (struct setup){.delimiter = ','}, rows[i].want, rows[i].name);
    }
}

static void utf8_is_left_as_it_is(void **state)
{
    (void)state;
    expect(SPAN("\xe4\xb9\xb0\xe5\x85\xa5,\xc4\x8c"
                "as\n"),
           (struct setup){.delimiter = ','},
           "1@0 \xe4\xb9\xb0\xe5\x85\xa5|\xc4\x8c"
           "as\n",
           "UTF-8");
}

static void a_rejected_cell_is_named(void **state)
{
    (void)state;
    static const struct span names[] = {{"Time", 4}, {"Note", 4}};
    struct transcript t;
    transcript_start(&t);
    t.columns = true;
    read_all(&t, SPAN("1,\xff\n"), (struct setup){.delimiter = ',', .columns = names, .column_count = 2});
    assert_transcript(&t, "!bad-utf8 1:2@0 1,\\xFF\n", "column");
    transcript_end(&t);
}

static void rows_quoted_as_a_whole_are_unwrapped_once_the_columns_are_known(void **state)
{
    (void)state;
    static const struct span names[] = {{"Date", 4}, {"Pair", 4}, {"Price", 5}};
    struct setup three = {.delimiter = ',', .columns = names, .column_count = 3};
    expect(SPAN("\"2022-02-18,ADABTC,\"\"1,500.0\"\"\"\n1,2,3\n"), three, "1@0 2022-02-18|ADABTC|1,500.0\n2@32 1|2|3\n",
           "wrapped");
    expect(SPAN("\"a,b\"\n"), (struct setup){.delimiter = ','}, "1@0 a,b\n", "before the header is known");
    expect(SPAN("\"a,b\"\n"), (struct setup){.delimiter = ',', .columns = names, .column_count = 1}, "1@0 a,b\n",
           "one column");
    expect(SPAN("\"plain\"\n"), three, "1@0 plain\n", "nothing to unwrap");
    expect(SPAN("\"a,b\",c\n"), three, "1@0 a,b|c\n", "not the whole row");
}

/* A text of `length` bytes made of `fill`, between head and tail. Free it. */
static char *long_text(const char *head, char fill, size_t length, const char *tail, struct span *out)
{
    size_t h = strlen(head), t = strlen(tail);
    char *text = memory_alloc(h + length + t + 1);
    memcpy(text, head, h);
    memset(text + h, fill, length);
    memcpy(text + h + length, tail, t);
    *out = (struct span){text, h + length + t};
    return text;
}

static size_t count_status(struct span text, enum read_status wanted)
{
    struct source *s = source_open_memory(text, "t.csv", NULL);
    struct csv *csv = csv_new(s, ',', NULL);
    struct record r;
    size_t count = 0;
    enum read_status status;
    while ((status = csv_next(csv, &r)) != READ_END) count += status == wanted;
    csv_free(csv);
    source_close(s);
    return count;
}

static void an_open_quote_does_not_swallow_the_file(void **state)
{
    (void)state;
    struct span text;
    char *head = long_text("\"open,1\n", 'x', CSV_QUOTED_MAX + 10, "\n", &text);
    char *all = long_text(head, 'y', 10, "\n\"closed\",2\n", &text);
    assert_int_equal(count_status(text, READ_REJECTED), 1);
    assert_int_equal(count_status(text, READ_RECORD), 3);
    free(head);
    free(all);
}

static void a_long_quoted_cell_is_read_when_it_is_closed(void **state)
{
    (void)state;
    struct span text;
    char *all = long_text("a,\"", 'x', CSV_QUOTED_MAX - 1, "\"\nb,c\n", &text);
    assert_int_equal(count_status(text, READ_REJECTED), 0);
    assert_int_equal(count_status(text, READ_RECORD), 2);
    free(all);
}

static void rows_on_the_seam_of_two_windows_are_whole(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 16; shift++) {
        struct span text;
        char *all = long_text("", 'x', SOURCE_WINDOW - 12 + shift, ",1\r\n\"a\r\n\"\"b\",2\r\nc,3\r\n", &text);
        assert_int_equal(count_status(text, READ_REJECTED), 0);
        assert_int_equal(count_status(text, READ_RECORD), 3);
        free(all);
    }
}

static void a_row_beyond_the_limit_is_rejected_and_the_next_one_read(void **state)
{
    (void)state;
    struct span text;
    char *all = long_text("a,b\n", 'x', (size_t)SOURCE_RECORD_MAX + 100, "\nc,d\n", &text);
    assert_int_equal(count_status(text, READ_REJECTED), 1);
    assert_int_equal(count_status(text, READ_RECORD), 2);
    free(all);
}

/* gzip data with the text stored as it is: ten bytes of header, five of block, eight of trailer around it. */
static char *stored_gzip(struct span text, struct span *out)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 0, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    char *gz = memory_alloc(text.len + 100);
    z.next_in = (z_const Bytef *)text.ptr;
    z.avail_in = (uInt)text.len;
    z.next_out = (Bytef *)gz;
    z.avail_out = (uInt)text.len + 100;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    *out = (struct span){gz, z.total_out};
    deflateEnd(&z);
    return gz;
}

static void only_damage_makes_the_last_row_a_cut_one(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t cut; /* bytes taken from the end of the data */
        const char *want;
    } rows[] = {
        {"whole", 0, "1@0 a|b\n!line-end-missing 2@4 \n2@4 c|d\n"},
        {"the trailer is missing", 8, "1@0 a|b\n!text-truncated 2@4 c,d\n!gzip-truncated 0@7 \n"},
        {"inside the last row", 9, "1@0 a|b\n!text-truncated 2@4 c,\n!gzip-truncated 0@6 \n"},
        {"behind a line end", 11, "1@0 a|b\n!gzip-truncated 0@4 \n"},
        {"inside the first row", 13, "!text-truncated 1@0 a,\n!gzip-truncated 0@2 \n"},
    };
    struct span gz;
    char *bytes = stored_gzip(SPAN("a,b\nc,d"), &gz);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(span_head(gz, gz.len - rows[i].cut), (struct setup){.delimiter = ','}, rows[i].want, rows[i].name);
    }
    free(bytes);
    bytes = stored_gzip(SPAN("a,b\n\"c,\nd"), &gz);
    expect(span_head(gz, gz.len - 8), (struct setup){.delimiter = ','},
           "1@0 a|b\n!text-truncated 2@4 \"c,\\x0Ad\n!gzip-truncated 0@9 \n", "an open quote at the cut");
    free(bytes);
}

static void the_delimiter_is_found(void **state)
{
    (void)state;
    static const struct {
        struct span text;
        char want;
    } rows[] = {
        {TEXT("a,b,c\n1,2,3\n"), ','},
        {TEXT("a;b;c\n1;2;3\n"), ';'},
        {TEXT("a\tb\tc\n1\t2\t3\n"), '\t'},
        {TEXT("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n"), ';'},
        {TEXT("id;pairs;profit\n1;USDT_BTC,USDT_ETH;2\n"), ';'},
        {TEXT("Transactions\nUser,x\n\na,b,c\n1,\"2;3\",4\n"), ','},
        {TEXT("a,b,c\n\"1,2,\"\"3,4\"\"\"\n"), ','},
        {TEXT("\"a\",\"b\"\n\"1\",\"2\"\n"), ','},
        {TEXT("only one word\nand another\n"), 0},
        {TEXT(""), 0},
        {TEXT("a,b\0c\n"), 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got = csv_sniff(rows[i].text);
        if (got != rows[i].want) fail_msg("%.*s: %d", SPAN_ARG(rows[i].text), got);
    }
}

static void a_row_of_delimiters_alone_takes_no_memory_without_end(void **state)
{
    (void)state;
    size_t length = CSV_CELLS_MAX + 1000;
    char *text = memory_alloc(length + 3);
    memset(text, ',', length);
    memcpy(text + length, "\na\n", 3);
    struct source *source = source_open_memory((struct span){text, length + 3}, "wide", NULL);
    struct csv *csv = csv_new(source, ',', NULL);
    struct record row;
    assert_int_equal(csv_next(csv, &row), READ_RECORD);
    assert_int_equal(row.count, CSV_CELLS_MAX);
    assert_int_equal(row.raw.len, length);
    assert_int_equal(csv_next(csv, &row), READ_RECORD);
    assert_int_equal(row.count, 1);
    csv_free(csv);
    source_close(source);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_with_line_and_offset),
        cmocka_unit_test(quotes_are_undone),
        cmocka_unit_test(byte_order_marks_are_passed_wherever_exports_put_them),
        cmocka_unit_test(other_delimiters_split),
        cmocka_unit_test(wrong_rows_are_rejected_alone),
        cmocka_unit_test(utf8_is_left_as_it_is),
        cmocka_unit_test(a_rejected_cell_is_named),
        cmocka_unit_test(rows_quoted_as_a_whole_are_unwrapped_once_the_columns_are_known),
        cmocka_unit_test(an_open_quote_does_not_swallow_the_file),
        cmocka_unit_test(a_long_quoted_cell_is_read_when_it_is_closed),
        cmocka_unit_test(rows_on_the_seam_of_two_windows_are_whole),
        cmocka_unit_test(a_row_beyond_the_limit_is_rejected_and_the_next_one_read),
        cmocka_unit_test(only_damage_makes_the_last_row_a_cut_one),
        cmocka_unit_test(the_delimiter_is_found),
        cmocka_unit_test(a_row_of_delimiters_alone_takes_no_memory_without_end),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
