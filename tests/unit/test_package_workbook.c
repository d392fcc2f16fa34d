/* Tests of parser/ingest_package: the sheets of workbooks as sources, with the numbers of their rows.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/ingest_world.h"
#include "tests/unit/workbook.h"

#define TEXT_CELL(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define HEADER(row)                                                                                                    \
    "<row r=\"" row "\">" TEXT_CELL("Date(UTC)") TEXT_CELL("Pair") TEXT_CELL("Side") TEXT_CELL("Price")                \
        TEXT_CELL("Executed") TEXT_CELL("Amount") TEXT_CELL("Fee") "</row>"
#define TRADE(row, second)                                                                                             \
    "<row r=\"" row "\">" TEXT_CELL("2022-12-25 21:29:" second) TEXT_CELL("ETHUSDT") TEXT_CELL("BUY")                  \
        TEXT_CELL("1200.5") TEXT_CELL("0.5ETH") TEXT_CELL("600.25USDT") TEXT_CELL("0BNB") "</row>"

/* "path line+line note*count" a source; frees nothing of the parts. */
static void assert_read(const struct book_parts *parts, const char *want)
{
    struct world w;
    begin(&w, NULL);
    struct span bytes = make_book(parts);
    ingest_file(w.evidence, make_file(&w, "b.xlsx", bytes), &w.options);
    struct writer *out = writer_to_memory();
    for (size_t i = 0; i < w.evidence->sources.count; i++) {
        const struct source_entry *e = &w.evidence->sources.items[i];
        assert_int_equal(e->counts.read, e->counts.events + e->counts.skipped + e->counts.rejected);
        writer_text(out, span_from(span_of(e->path), strlen(folder) + 1));
        for (size_t k = 0; k < w.evidence->store->events.count; k++) {
            const struct event *event = &w.evidence->store->events.items[k];
            if (event->source == i) writer_format(out, " %" PRIu32, event->line);
        }
        for (size_t k = 0; k < e->notes.count; k++) writer_format(out, " %s", diag_name(e->notes.items[k].code));
        writer_byte(out, '\n');
    }
    if (!span_is(writer_memory(out), want)) fail_msg("%.*s", SPAN_ARG(writer_memory(out)));
    writer_close(out, NULL);
    pack_free(bytes);
    end(&w);
}

static void rows_have_the_numbers_of_the_sheet(void **state)
{
    (void)state;
    assert_read(&(struct book_parts){.sheets = {SHEET(HEADER("1") TRADE("2", "01") TRADE("3", "02"))}}, "b.xlsx 2 3\n");
    assert_read(&(struct book_parts){.sheets = {SHEET(HEADER("4") TRADE("5", "01") TRADE("70000", "02"))}},
                "b.xlsx 5 70000\n");
    /* a title over two lines of one cell, and a row that is rejected in between */
    assert_read(&(struct book_parts){.sheets = {SHEET("<row r=\"1\">" TEXT_CELL(
                                         "My&#10;trades&#13;&#10;of 2022") "</row>" HEADER("3") TRADE("4", "01")
                                                          TRADE("5", "x&#10;y") TRADE("6", "02"))}},
                "b.xlsx 4 6 preamble not-a-time\n");
}

static void each_sheet_is_a_source(void **state)
{
    (void)state;
    static const char two[] =
        BOOK("<sheets><sheet name=\"B\" r:id=\"r1\"/><sheet name=\"A\" state=\"hidden\" r:id=\"r2\"/></sheets>");
    static const char same[] = BOOK("<sheets><sheet name=\"A\" r:id=\"r1\"/><sheet name=\"A\" r:id=\"r2\"/></sheets>");
    static const char lost[] = BOOK("<sheets><sheet name=\"B\" r:id=\"r1\"/><sheet name=\"Lost\" r:id=\"r3\"/><sheet "
                                    "name=\"Gone\" r:id=\"r77\"/></sheets>");
    static const char none[] = BOOK("<sheets/>");
    struct book_parts parts = {.sheets = {SHEET(HEADER("1") TRADE("2", "01")), SHEET(HEADER("2") TRADE("3", "02"))}};
    parts.book = two;
    assert_read(&parts, "b.xlsx\nb.xlsx!/A 3\nb.xlsx!/B 2\n");
    parts.book = same;
    assert_read(&parts, "b.xlsx\nb.xlsx!/A 2\nb.xlsx!/A#2 3\n");
    parts.book = lost;
    assert_read(&parts, "b.xlsx\nb.xlsx!/B 2\nb.xlsx!/Gone sheet-damaged\nb.xlsx!/Lost sheet-damaged\n");
    parts.book = none;
    assert_read(&parts, "b.xlsx workbook-damaged\n");
}

static void what_stands_before_the_damage_is_used(void **state)
{
    (void)state;
    assert_read(&(struct book_parts){.sheets = {SHEET(HEADER("1") TRADE("2", "01") TRADE("2", "02"))}},
                "b.xlsx 2 sheet-damaged\n");
    assert_read(&(struct book_parts){.sheets = {"<worksheet><sheetData>" HEADER("1") TRADE("2", "01") "<row r=\"3\">"}},
                "b.xlsx 2 sheet-damaged\n");
    assert_read(&(struct book_parts){.sheets = {SHEET("")}}, "b.xlsx sheet-empty\n");
}

static void a_formula_without_a_result_is_no_number(void **state)
{
    (void)state;
    static const char row[] = SHEET(HEADER("1") "<row r=\"2\">" TEXT_CELL("2022-12-25 21:29:01") TEXT_CELL("ETHUSDT")
                                        TEXT_CELL("BUY") "<c><f>F2/E2</f></c>" TEXT_CELL("0.5ETH")
                                            TEXT_CELL("600.25USDT") TEXT_CELL("0BNB") "</row>");
    assert_read(&(struct book_parts){.sheets = {row}}, "b.xlsx not-a-number\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_have_the_numbers_of_the_sheet),
        cmocka_unit_test(each_sheet_is_a_source),
        cmocka_unit_test(what_stands_before_the_damage_is_used),
        cmocka_unit_test(a_formula_without_a_result_is_no_number),
    };
    return cmocka_run_group_tests_name("package of sheets", tests, load_formats, free_formats);
}
