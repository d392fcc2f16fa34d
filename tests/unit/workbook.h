/* workbook - workbooks made in memory for a test: the parts are written by the test, defaults stand for the rest.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_WORKBOOK_H
#define STRAYKEY_TESTS_WORKBOOK_H

#include "tests/unit/packing.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define MAIN_STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"

#define RELATION(id, base, type, target)                                                                               \
    "<Relationship Id=\"" id "\" Type=\"" base "/" type "\" Target=\"" target "\"/>"
#define RELATIONS(inside) "<?xml version=\"1.0\"?><Relationships xmlns=\"" PACKAGE "\">" inside "</Relationships>"
#define BOOK(inside) "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\">" inside "</workbook>"
#define SHEET(rows) "<worksheet xmlns=\"" MAIN "\"><sheetData>" rows "</sheetData></worksheet>"
#define CELL_TEXT(at, text) "<c r=\"" at "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define CELL(at, value) "<c r=\"" at "\"><v>" value "</v></c>"

/* NULL: the default; "": the part is missing. */
struct book_parts {
    const char *root, *relations, *book, *strings, *styles;
    const char *sheets[3]; /* sheet1.xml ... */
};

static inline void add_part(struct packing *p, const char *name, const char *given, const char *otherwise)
{
    const char *text = given ? given : otherwise;
    if (text && *text) pack_add(p, &(struct packed_member){.name = name, .text = span_of(text)});
}

/* Free the bytes. */
static inline struct span make_book(const struct book_parts *parts)
{
    struct packing p = pack_begin("zip", "none", "zip:compression=store", NULL);
    pack_open(&p);
    add_part(&p, "[Content_Types].xml", NULL, "<Types/>");
    add_part(&p, "_rels/.rels", parts->root, RELATIONS(RELATION("a", OFFICE, "officeDocument", "xl/workbook.xml")));
    add_part(&p, "xl/workbook.xml", parts->book,
             BOOK("<sheets><sheet name=\"Trades\" sheetId=\"1\" r:id=\"r1\"/></sheets>"));
    add_part(&p, "xl/_rels/workbook.xml.rels", parts->relations,
             RELATIONS(RELATION("r1", OFFICE, "worksheet", "worksheets/sheet1.xml")
                           RELATION("r2", OFFICE, "worksheet", "worksheets/sheet2.xml")
                               RELATION("r3", OFFICE, "worksheet", "worksheets/sheet3.xml")
                                   RELATION("r4", OFFICE, "chartsheet", "chartsheets/sheet1.xml")
                                       RELATION("r8", OFFICE, "styles", "styles.xml")
                                           RELATION("r9", OFFICE, "sharedStrings", "sharedStrings.xml")));
    add_part(&p, "xl/worksheets/sheet1.xml", parts->sheets[0], SHEET("<row r=\"1\">" CELL("A1", "1") "</row>"));
    add_part(&p, "xl/worksheets/sheet2.xml", parts->sheets[1], NULL);
    add_part(&p, "xl/worksheets/sheet3.xml", parts->sheets[2], NULL);
    add_part(&p, "xl/sharedStrings.xml", parts->strings, "<sst xmlns=\"" MAIN "\"/>");
    add_part(&p, "xl/styles.xml", parts->styles, "<styleSheet xmlns=\"" MAIN "\"/>");
    return pack_end(&p);
}

#endif
