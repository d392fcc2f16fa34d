/* fuzz_xlsx - a workbook whose parts stand one behind the other in the input, divided by NULs: the list of sheets, styles,
 * shared texts, a sheet. However small the pieces, the same rows come out, each on a line of its own.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/list.h"
#include "base/memory.h"
#include "base/writer.h"
#include "parser/xlsx/xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 6, TEXT_MAX = 4 << 20 };

static void must(bool condition)
{
    if (!condition) abort();
}

/* ---- a zip archive of stored members ---------------------------------------------------------------------------------- */

static uint32_t checksum(struct span bytes)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (uint8_t)bytes.ptr[i];
        for (int k = 0; k < 8; k++) crc = crc & 1 ? crc >> 1 ^ UINT32_C(0xEDB88320) : crc >> 1;
    }
    return ~crc;
}

static void number(struct writer *w, uint64_t value, int count)
{
    for (; count > 0; count--, value >>= 8) writer_byte(w, (char)(value & 0xFF));
}

struct part {
    struct span name, text;
    size_t at;
};

/* What the local header and the list of members have in common. */
static void describe(struct writer *w, const struct part *p)
{
    number(w, 20, 2);
    number(w, 0, 4); /* stored */
    number(w, 0, 4);
    number(w, checksum(p->text), 4);
    number(w, p->text.len, 4);
    number(w, p->text.len, 4);
    number(w, p->name.len, 2);
    number(w, 0, 2);
}

static void write_zip(struct writer *w, struct part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        parts[i].at = writer_memory(w).len;
        writer_text(w, SPAN("PK\x03\x04"));
        describe(w, &parts[i]);
        writer_text(w, parts[i].name);
        writer_text(w, parts[i].text);
    }
    size_t list = writer_memory(w).len;
    for (size_t i = 0; i < count; i++) {
        writer_text(w, SPAN("PK\x01\x02\x14\x03"));
        describe(w, &parts[i]);
        number(w, 0, 6);
        number(w, UINT32_C(0x81A40000), 4); /* a plain file */
        number(w, parts[i].at, 4);
        writer_text(w, parts[i].name);
    }
    size_t end = writer_memory(w).len;
    writer_text(w, SPAN("PK\x05\x06\0\0\0\0"));
    number(w, count, 2);
    number(w, count, 2);
    number(w, end - list, 4);
    number(w, list, 4);
    number(w, 0, 2);
}

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

static void read_sheet(const struct workbook *book, struct span xml, size_t piece, size_t room, struct writer *out)
{
    struct sheet *s = sheet_new(book);
    char text[4096];
    while (!sheet_ended(s) && writer_memory(out).len < TEXT_MAX) {
        size_t n = sheet_take(s, text, room);
        must(n <= room);
        writer_text(out, (struct span){text, n});
        if (n > 0 || sheet_ended(s)) continue;
        struct span part = span_head(xml, piece);
        xml = span_from(xml, part.len);
        sheet_push(s, part, part.len == 0);
    }
    writer_cstr(out, sheet_problem(s));
    sheet_free(s);
}

/* Line ends inside quotes belong to cells. */
static uint64_t lines_of(struct span text)
{
    bool quoted = false;
    uint64_t lines = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') quoted = !quoted;
        if (text.ptr[i] == '\n' && !quoted) lines++;
    }
    return lines;
}

static void compare(const struct workbook *book, struct span xml)
{
    struct writer *large = writer_to_memory(), *small = writer_to_memory();
    read_sheet(book, xml, xml.len + 1, 4096, large);
    read_sheet(book, xml, 3, 5, small);
    struct span a = writer_memory(large), b = writer_memory(small);
    size_t same = a.len < b.len ? a.len : b.len;
    must(same >= TEXT_MAX || a.len == b.len);
    if (same > 0) must(memcmp(a.ptr, b.ptr, same) == 0);
    must(lines_of(a) <= SHEET_ROWS_MAX);
    writer_close(large, NULL);
    writer_close(small, NULL);
}

#define RELATION(id, type, target) "<Relationship Id='" id "' Type='x/" type "' Target='" target "'/>"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct part parts[PARTS] = {
        {.name = SPAN("_rels/.rels"), .text = SPAN("<r>" RELATION("r0", "officeDocument", "xl/workbook.xml") "</r>")},
        {.name = SPAN("xl/_rels/workbook.xml.rels"),
         .text = SPAN("<r>" RELATION("r1", "worksheet", "s.xml") RELATION("r2", "styles", "styles.xml")
                          RELATION("r3", "sharedStrings", "strings.xml") "</r>")},
        {.name = SPAN("xl/workbook.xml")},
        {.name = SPAN("xl/styles.xml")},
        {.name = SPAN("xl/strings.xml")},
        {.name = SPAN("xl/s.xml")},
    };
    struct span rest = {(const char *)data, size};
    for (size_t i = 2; i < PARTS; i++) parts[i].text = i + 1 < PARTS ? span_cut(&rest, '\0') : rest;
    struct writer *zip = writer_to_memory();
    write_zip(zip, parts, PARTS);
    struct span bytes = writer_memory(zip);
    struct archive_input in = archive_input_memory(&bytes);
    const char *problem = NULL;
    struct workbook *book = workbook_read(&in, &problem);
    must(book || (problem && *problem));
    if (book) {
        for (size_t i = 0; i < workbook_sheet_count(book); i++) must(workbook_sheet_at(book, i)->name.ptr != NULL);
        compare(book, parts[PARTS - 1].text);
        workbook_free(book);
    }
    writer_close(zip, NULL);
    return 0;
}
