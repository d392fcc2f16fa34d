/* Tests of parser/xlsx: a sheet's rows as lines of CSV, and workbooks that are no honest ones.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/workbook.h"

#include "base/writer.h"
#include "parser/xlsx/xlsx.h"

/* ---- a sheet as text ------------------------------------------------------------------------------------------------- */

/* The sheet's XML in pieces of `piece` bytes, its text in pieces of `room`. Behind the text, in braces, what is wrong. */
static void read_xml(const struct workbook *book, struct span xml, size_t piece, size_t room, struct writer *out)
{
    struct sheet *s = sheet_new(book);
    char text[4096];
    bool last = false;
    while (!sheet_ended(s)) {
        size_t n = sheet_take(s, text, room);
        writer_text(out, (struct span){text, n});
        if (n > 0 || sheet_ended(s)) continue;
        assert_false(last);
        struct span part = span_head(xml, piece);
        xml = span_from(xml, part.len);
        last = part.len == 0;
        sheet_push(s, part, last);
    }
    if (*sheet_problem(s)) writer_format(out, "{%s}", sheet_problem(s));
    sheet_free(s);
}

static char *sheet_text(const struct book_parts *parts, size_t piece, size_t room)
{
    struct span bytes = make_book(parts);
    struct archive_input in = archive_input_memory(&bytes);
    const char *problem = NULL;
    struct workbook *book = workbook_read(&in, &problem);
    struct writer *out = writer_to_memory();
    if (book) read_xml(book, span_of(parts->sheets[0]), piece, room, out);
    if (!book) writer_format(out, "{{%s}}", problem);
    char *text = memory_copy_text(writer_memory(out).ptr ? writer_memory(out).ptr : "", writer_memory(out).len);
    writer_close(out, NULL);
    workbook_free(book);
    pack_free(bytes);
    return text;
}

static void assert_sheet_of(const struct book_parts *parts, const char *want)
{
    static const size_t pieces[] = {1 << 20, 1, 7}, rooms[] = {4096, 1, 3};
    for (size_t i = 0; i < 3; i++) {
        char *text = sheet_text(parts, pieces[i], rooms[i]);
        if (strcmp(text, want) != 0) fail_msg("[%s] instead of [%s]", text, want);
        free(text);
    }
}

static void assert_sheet(const char *rows, const char *want)
{
    char *xml = memory_alloc(strlen(rows) + 200);
    snprintf(xml, strlen(rows) + 200, "<worksheet xmlns=\"" MAIN "\"><sheetData>%s</sheetData></worksheet>", rows);
    assert_sheet_of(&(struct book_parts){.sheets = {xml}}, want);
    free(xml);
}

static void rows_and_cells_stand_where_they_say(void **state)
{
    (void)state;
    assert_sheet("", "");
    assert_sheet("<row r=\"1\">" CELL("A1", "1") CELL("B1", "2") "</row>", "1,2\n");
    assert_sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "1,2\n3,\n");
    assert_sheet("<row r=\"2\">" CELL("C2", "1") "</row><row r=\"5\">" CELL("B5", "2") CELL("D5", "3") "</row>",
                 "\n,,1\n\n\n,2,,3\n");
    assert_sheet("<row r=\"1\"/><row r=\"2\"><c r=\"A2\"/></row><row r=\"3\">" CELL("A3", "1") "</row>", "\n\n1\n");
    assert_sheet("<row r=\"1\">" CELL("A1", "1") "<c r=\"B1\" s=\"3\"/>" CELL("C1", "2") "</row>", "1,,2\n");
    assert_sheet("<row r=\"3\">" CELL("A3", "1") "<c><v>2</v></c></row><row>" CELL("A4", "3") "</row>",
                 "\n\n1,2\n3,\n");
    assert_sheet("<row r=\"1\" hidden=\"1\">" CELL("A1", "1") "</row>", "1\n");
    assert_sheet("<row r=\"1\">" CELL("AA1", "1") "</row>", ",,,,,,,,,,,,,,,,,,,,,,,,,,1\n");
}

static void texts_are_as_stored(void **state)
{
    (void)state;
    assert_sheet("<row r=\"1\">" CELL_TEXT("A1", "a,b") CELL_TEXT("B1", "say &quot;x&quot;")
                     CELL_TEXT("C1", " x ") "</row>",
                 "\"a,b\",\"say \"\"x\"\"\", x \n");
    assert_sheet("<row r=\"1\">" CELL_TEXT("A1", "two&#10;lines") CELL_TEXT("B1", "a;b")
                     CELL_TEXT("C1", "\xc3\xa9") "</row>",
                 "\"two\nlines\",\"a;b\",\xc3\xa9\n");
    assert_sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t>two </t></r><r><t>runs</t></r>"
                 "<rPh sb=\"0\" eb=\"1\"><t>read aloud</t></rPh></is></c></row>",
                 "two runs\n");
    assert_sheet("<row r=\"1\"><c r=\"A1\" t=\"str\"><f>A2&amp;\"x\"</f><v>joined</v></c></row>", "joined\n");
    assert_sheet("<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#DIV/0!</v></c><c r=\"B1\" t=\"b\"><v>1</v></c>"
                 "<c r=\"C1\" t=\"b\"><v>0</v></c><c r=\"D1\" t=\"b\"><v>true</v></c>"
                 "<c r=\"E1\" t=\"d\"><v>2018-01-25T22:35:29Z</v></c></row>",
                 "#DIV/0!,TRUE,FALSE,TRUE,2018-01-25T22:35:29Z\n");
    assert_sheet("<row r=\"1\">" CELL_TEXT("A1", "<![CDATA[<b> & c]]>") CELL_TEXT("B1", "") CELL("C1", "1") "</row>",
                 "<b> & c,,1\n");
}

static void formulas_count_by_their_results(void **state)
{
    (void)state;
    assert_sheet("<row r=\"1\"><c r=\"A1\"><f>B1*2</f><v>3</v></c><c r=\"B1\"><f>1+1</f></c>"
                 "<c r=\"C1\"><f t=\"shared\" si=\"0\"/></c><c r=\"D1\" t=\"str\"><f>X()</f><v></v></c>" CELL(
                     "E1", "5") "</row>",
                 "3,=1+1,=,,5\n");
}

static void numbers_are_exact(void **state)
{
    (void)state;
    assert_sheet("<row r=\"1\">" CELL("A1", "37.380000000000003") CELL("B1", "0.30000000000000004") CELL("C1", "1E-08")
                     CELL("D1", "12345678901234567890") CELL("E1", "8.38977E+18") CELL("F1", " 5 ") CELL("G1", "0.1")
                         CELL("H1", "-0.69999999999999996") "</row>",
                 "37.38,0.30000000000000004,1E-08,12345678901234567890,8.38977E+18,5,0.1,-0.7\n");
}

static void merged_cells_are_empty_but_the_first(void **state)
{
    (void)state;
    assert_sheet_of(
        &(struct book_parts){
            .sheets = {"<worksheet xmlns=\"" MAIN "\"><dimension ref=\"A1:C2\"/><sheetData><row r=\"1\">" CELL_TEXT(
                "A1", "title") "<c r=\"B1\"/><c r=\"C1\"/></row><row r=\"2\">" CELL("A2", "1")
                           CELL("C2", "3") "</row></sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:C1\"/>"
                                           "</mergeCells></worksheet>"}},
        "title\n1,,3\n");
}

static void elements_elsewhere_are_no_cells(void **state)
{
    (void)state;
    assert_sheet_of(
        &(struct book_parts){.sheets = {"<worksheet xmlns=\"" MAIN
                                        "\"><row r=\"9\"><c><v>0</v></c></row><sheetData><row r=\"1\">" CELL(
                                            "A1", "1") "<extLst><v>7</v></extLst></row></sheetData>"
                                                       "<row r=\"2\"><c r=\"A2\"><v>2</v></c></row></worksheet>"}},
        "1\n");
}

/* ---- the workbook's other parts -------------------------------------------------------------------------------------- */

static void shared_texts_are_found_by_number(void **state)
{
    (void)state;
    struct book_parts parts = {
        .strings = "<sst xmlns=\"" MAIN "\"><si><t>zero</t></si><si><t/></si><si><r><t>t</t></r><r><t>wo</t></r></si>"
                   "<si><t>\xe6\x9d\xb1</t><rPh sb=\"0\" eb=\"1\"><t>higashi</t></rPh></si></sst>",
        .sheets = {SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>2</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                         "<c r=\"C1\" t=\"s\"><v> 0 </v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row>")},
    };
    assert_sheet_of(&parts, "two,,zero,\xe6\x9d\xb1\n");
    static const char *const bad[] = {"4", "-1", "x", "1.0", "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char xml[600];
        snprintf(xml, sizeof xml,
                 SHEET("<row r=\"1\">" CELL("A1", "1") "</row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>%s</v></c></row>"),
                 bad[i]);
        parts.sheets[0] = xml;
        assert_sheet_of(&parts, "1\n{a cell refers to a shared text that is not there}");
    }
}

static void dates_follow_styles_and_the_epoch(void **state)
{
    (void)state;
    static const char styles[] =
        "<styleSheet xmlns=\"" MAIN "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd hh:mm:ss\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"0.00\"/></numFmts><cellStyleXfs><xf numFmtId=\"22\"/></cellStyleXfs>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"21\"/>"
        "<xf numFmtId=\"165\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>";
    static const char rows[] =
        SHEET("<row r=\"1\"><c r=\"A1\" s=\"0\"><v>43125.5</v></c><c r=\"B1\" s=\"1\"><v>43125.5</v></c>"
              "<c r=\"C1\" s=\"2\"><v>43125.941307870373</v></c><c r=\"D1\" s=\"3\"><v>0.75</v></c>"
              "<c r=\"E1\" s=\"4\"><v>1.5</v></c><c r=\"F1\" s=\"5\"><v>1.5</v></c><c r=\"G1\" s=\"99\"><v>1.5</v></c>"
              "<c r=\"H1\" s=\"2\" t=\"str\"><v>43125</v></c></row>");
    struct book_parts parts = {.styles = styles, .sheets = {rows}};
    assert_sheet_of(&parts, "43125.5,2018-01-25,2018-01-25 22:35:29,18:00:00,1.5,1.5,1.5,43125\n");
    parts.book = BOOK("<workbookPr date1904=\"1\"/><sheets><sheet name=\"T\" r:id=\"r1\"/></sheets>");
    assert_sheet_of(&parts, "43125.5,2022-01-26,2022-01-26 22:35:29,18:00:00,1.5,1.5,1.5,43125\n");
    parts.book = BOOK("<workbookPr date1904=\"true\"/><sheets><sheet name=\"T\" r:id=\"r1\"/></sheets>");
    assert_sheet_of(&parts, "43125.5,2022-01-26,2022-01-26 22:35:29,18:00:00,1.5,1.5,1.5,43125\n");
}

static void strict_workbooks_are_read_too(void **state)
{
    (void)state;
    assert_sheet_of(
        &(struct book_parts){.root = RELATIONS(RELATION("a", STRICT, "officeDocument", "/xl/workbook.xml")),
                             .relations = RELATIONS(RELATION("r1", STRICT, "worksheet", "/xl/worksheets/sheet1.xml")
                                                        RELATION("s", STRICT, "sharedStrings", "sharedStrings.xml")),
                             .book = "<x:workbook xmlns:x=\"" MAIN_STRICT "\" xmlns:q=\"" STRICT
                                     "\"><x:sheets><x:sheet name=\"T\" q:id=\"r1\"/></x:sheets></x:workbook>",
                             .strings = "<x:sst xmlns:x=\"" MAIN_STRICT "\"><x:si><x:t>zero</x:t></x:si></x:sst>",
                             .sheets = {"<x:worksheet xmlns:x=\"" MAIN_STRICT
                                        "\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" "
                                        "t=\"s\"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>"}},
        "zero\n");
}

static char *sheets_of(const struct book_parts *parts)
{
    struct span bytes = make_book(parts);
    struct archive_input in = archive_input_memory(&bytes);
    const char *problem = NULL;
    struct workbook *book = workbook_read(&in, &problem);
    struct writer *out = writer_to_memory();
    for (size_t i = 0; book && i < workbook_sheet_count(book); i++) {
        const struct workbook_sheet *s = workbook_sheet_at(book, i);
        writer_format(out, "%.*s=%.*s%s;", SPAN_ARG(s->name), SPAN_ARG(s->part), s->hidden ? "(hidden)" : "");
    }
    if (!book) writer_cstr(out, problem);
    char *text = memory_copy_text(writer_memory(out).ptr ? writer_memory(out).ptr : "", writer_memory(out).len);
    writer_close(out, NULL);
    workbook_free(book);
    pack_free(bytes);
    return text;
}

static void sheets_are_listed_in_the_workbooks_order(void **state)
{
    (void)state;
    static const struct {
        const char *book, *want;
    } rows[] = {
        {NULL, "Trades=xl/worksheets/sheet1.xml;"},
        {BOOK("<sheets><sheet name=\"B\" r:id=\"r2\"/><sheet name=\"A\" r:id=\"r1\" state=\"hidden\"/>"
              "<sheet name=\"Chart\" r:id=\"r4\"/><sheet name=\"C\" r:id=\"r3\" state=\"veryHidden\"/></sheets>"),
         "B=xl/worksheets/sheet2.xml;A=xl/worksheets/sheet1.xml(hidden);C=xl/worksheets/sheet3.xml(hidden);"},
        {BOOK("<sheets><sheet name=\"Lost\" r:id=\"r7\"/></sheets>"), "Lost=;"}, /* told when it is read */
        {BOOK("<sheets/>"), ""},
        {BOOK(""), ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = sheets_of(&(struct book_parts){.book = rows[i].book});
        assert_string_equal(text, rows[i].want);
        free(text);
    }
}

static void targets_are_names_inside_the_archive(void **state)
{
    (void)state;
    static const char *const targets[][2] = {{"worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"},
                                             {"/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"},
                                             {"./worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"},
                                             {"../sheet.xml", "sheet.xml"},
                                             {"../../../../etc/passwd", "etc/passwd"},
                                             {"file:///etc/passwd", "xl/file:///etc/passwd"}};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        char relations[600], want[100];
        snprintf(relations, sizeof relations, RELATIONS(RELATION("r1", OFFICE, "worksheet", "%s")), targets[i][0]);
        snprintf(want, sizeof want, "Trades=%s;", targets[i][1]);
        char *text = sheets_of(&(struct book_parts){.relations = relations});
        assert_string_equal(text, want);
        free(text);
    }
}

static void what_is_missing_or_broken_is_told(void **state)
{
    (void)state;
    static const struct {
        struct book_parts parts;
        const char *want;
    } rows[] = {
        {{.root = ""}, "a part that it refers to is missing"},
        {{.book = ""}, "a part that it refers to is missing"},
        {{.relations = ""}, "a part that it refers to is missing"},
        {{.strings = ""}, "a part that it refers to is missing"},
        {{.styles = ""}, "a part that it refers to is missing"},
        {{.book = "<workbook"}, "unclosed token"},
        {{.book = "<workbook><sheets></workbook>"}, "mismatched tag"},
        {{.book = "not xml"}, "syntax error"},
        {{.strings = "<sst><si>\xff</si></sst>"}, "not well-formed (invalid token)"},
        {{.book = "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook>&a;</workbook>"},
         "it declares a document type, as no workbook does"},
        {{.strings = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><sst/>"},
         "it declares a document type, as no workbook does"},
        {{.book = "<workbook>&a;</workbook>"}, "undefined entity"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = sheets_of(&rows[i].parts);
        if (strcmp(text, rows[i].want) != 0) fail_msg("row %zu: %s", i, text);
        free(text);
    }
}

static void two_parts_of_the_same_name_are_refused(void **state)
{
    (void)state;
    struct packing p = pack_begin("zip", "none", NULL, NULL);
    pack_open(&p);
    pack_add(&p, &(struct packed_member){.name = "xl/worksheets/sheet1.xml", .text = SPAN("<a/>")});
    pack_add(&p, &(struct packed_member){.name = "xl/worksheets/Sheet1.xml", .text = SPAN("<b/>")});
    struct span bytes = pack_end(&p);
    struct archive_input in = archive_input_memory(&bytes);
    const char *problem = NULL;
    assert_null(workbook_read(&in, &problem));
    assert_string_equal(problem, "it holds two parts of the same name");
    pack_free(bytes);
}

/* ---- sheets that no program writes ----------------------------------------------------------------------------------- */

static void what_would_mislead_about_rows_stops_the_reading(void **state)
{
    (void)state;
    static const char order[] = "{its rows are not in order}";
    static const char cells[] = "{its cells are not in order, or beyond XFD, the last column that a sheet can have}";
    static const char far[] = "{it has a row beyond 1048576, the last one that a sheet can have}";
    const struct {
        const char *rows, *text, *problem;
    } table[] = {
        {"<row r=\"2\">" CELL("A2", "1") "</row><row r=\"2\"/>", "\n1\n", order},
        {"<row r=\"2\">" CELL("A2", "1") "</row><row r=\"1\"/>", "\n1\n", order},
        {"<row r=\"0\"/>", "", order},
        {"<row r=\"x\"/>", "", order},
        {"<row r=\"1\"><row r=\"2\"/></row>", "", order},
        {"<row r=\"1\">" CELL("A1", "1") "<row r=\"2\">" CELL("A2", "2") "</row></row>", "1", order},
        {"<row r=\"1048577\"/>", "", far},
        {"<row r=\"1000000000\">" CELL("A1000000000", "1") "</row>", "", far},
        {"<row r=\"1\">" CELL("B1", "1") CELL("A1", "2") "</row>", ",1", cells},
        {"<row r=\"1\">" CELL("A1", "1") CELL("A1", "2") "</row>", "1", cells},
        {"<row r=\"1\">" CELL("A1", "1") CELL("B2", "2") "</row>", "1", cells}, /* another row's */
        {"<row r=\"1\">" CELL("A", "1") "</row>", "", cells},
        {"<row r=\"1\">" CELL("1", "1") "</row>", "", cells},
        {"<row r=\"1\">" CELL("XFE1", "1") "</row>", "", cells},
        {"<row r=\"1\">" CELL("ZZZZZZZZZZ1", "1") "</row>", "", cells},
        {"<row r=\"1\"/>" CELL("C1", "1"), "\n", cells}, /* outside of rows */
        {CELL("A1", "1"), "", cells},
        {"<row r=\"1\"><c r=\"A1\"><v>1</v><c r=\"B1\"><v>2</v></c></c></row>", "", cells},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char want[300];
        snprintf(want, sizeof want, "%s%s", table[i].text, table[i].problem);
        assert_sheet(table[i].rows, want);
    }
}

static void broken_xml_ends_the_sheet_with_a_message(void **state)
{
    (void)state;
    static const char begin[] = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    static const struct {
        const char *rest, *problem;
    } rows[] = {
        {"", "{no element found}"},
        {"</worksheet>", "{mismatched tag}"},
        {"<row r=\"2\" r=\"3\"/>", "{duplicate attribute}"},
        {"&lol;", "{undefined entity}"},
        {"<row r=\"2\"><c r=\"A2\"><v>&#0;", "{reference to invalid character number}"},
        {"</sheetData></worksheet><more/>", "{junk after document element}"},
        {"<x:row/>", "{unbound prefix}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char xml[300], want[100];
        snprintf(xml, sizeof xml, "%s%s", begin, rows[i].rest);
        snprintf(want, sizeof want, "1\n%s", rows[i].problem);
        assert_sheet_of(&(struct book_parts){.sheets = {xml}}, want);
    }
    assert_sheet_of(
        &(struct book_parts){
            .sheets = {"<!DOCTYPE x [<!ENTITY a \"&b;&b;\"><!ENTITY b \"lol\">]><worksheet>&a;</worksheet>"}},
        "{it declares a document type, as no workbook does}");
}

/* A sheet that begins so, and goes on with `what`, `count` times. */
static char *repeated(const char *begin, const char *what, size_t count)
{
    static const char head[] = "<worksheet><sheetData>";
    size_t step = strlen(what), room = sizeof head + strlen(begin) + step * count;
    char *xml = memory_alloc(room);
    size_t at = (size_t)snprintf(xml, room, "%s%s", head, begin);
    for (size_t i = 0; i < count; i++, at += step) memcpy(xml + at, what, step);
    return xml;
}

static void assert_ends(char *xml, const char *want)
{
    struct span bytes = make_book(&(struct book_parts){.sheets = {""}});
    struct archive_input in = archive_input_memory(&bytes);
    const char *problem = NULL;
    struct workbook *book = workbook_read(&in, &problem);
    assert_non_null(book);
    struct writer *out = writer_to_memory();
    read_xml(book, span_of(xml), 64 << 10, 4096, out);
    struct span text = writer_memory(out);
    if (!span_ends_with(text, span_of(want)))
        fail_msg("%.*s", SPAN_ARG(span_from(text, text.len > 200 ? text.len - 200 : 0)));
    writer_close(out, NULL);
    workbook_free(book);
    pack_free(bytes);
    free(xml);
}

static void what_fills_the_memory_stops_the_reading(void **state)
{
    (void)state;
    assert_ends(repeated("", "<a>", 100000), "{its elements are nested deeper than those of any workbook}");
    assert_ends(repeated("", "xxxxxxxxx", 1000000), "{no element found}"); /* a text is no burden */
    assert_ends(repeated("<!--", "xxxxxxxx", 500000), "{it has a tag of more than a mebibyte}");
    assert_ends(repeated("<row r='", "xxxxxxxx", 500000), "{it has a tag of more than a mebibyte}");
    assert_ends(repeated("<row r='1'><c r='A1' t='str'><v>", "xxxxxxxx", 200000),
                "{a cell holds more text than a cell can hold}");
    /* one cell in XFD, and each further row is filled up to it */
    assert_ends(repeated("<row><c r='XFD1'><v>1</v></c></row>", "<row><c><v>1</v></c></row>", 5000),
                "{more than 200 times its own size comes out of it}");
}

static void a_long_shared_text_is_refused(void **state)
{
    (void)state;
    char *text = repeated("", "xxxxxxxx", (CELL_TEXT_MAX >> 3) + 1);
    char *strings = memory_alloc(strlen(text) + 100);
    snprintf(strings, strlen(text) + 100, "<sst><si><t>%s</t></si></sst>", strstr(text, "xxxx"));
    char *told = sheets_of(&(struct book_parts){.strings = strings});
    assert_string_equal(told, "a shared text is longer than a cell can hold");
    free(told);
    free(text);
    free(strings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_cells_stand_where_they_say),
        cmocka_unit_test(texts_are_as_stored),
        cmocka_unit_test(formulas_count_by_their_results),
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(merged_cells_are_empty_but_the_first),
        cmocka_unit_test(elements_elsewhere_are_no_cells),
        cmocka_unit_test(shared_texts_are_found_by_number),
        cmocka_unit_test(dates_follow_styles_and_the_epoch),
        cmocka_unit_test(strict_workbooks_are_read_too),
        cmocka_unit_test(sheets_are_listed_in_the_workbooks_order),
        cmocka_unit_test(targets_are_names_inside_the_archive),
        cmocka_unit_test(what_is_missing_or_broken_is_told),
        cmocka_unit_test(two_parts_of_the_same_name_are_refused),
        cmocka_unit_test(what_would_mislead_about_rows_stops_the_reading),
        cmocka_unit_test(broken_xml_ends_the_sheet_with_a_message),
        cmocka_unit_test(what_fills_the_memory_stops_the_reading),
        cmocka_unit_test(a_long_shared_text_is_refused),
    };
    return cmocka_run_group_tests_name("xlsx", tests, NULL, NULL);
}
