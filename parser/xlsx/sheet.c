/* sheet - a worksheet's XML to lines of CSV, held back until they are asked for.
 *
 * The parser is paused whenever a good deal of text waits, so that a few bytes of XML that stand for much text (long
 * shared texts, wide rows) never fill the memory.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/writer.h"
#include "parser/xlsx/xlsx.h"
#include "parser/xlsx/xml.h"

enum { TEXT_WAITING_MAX = 512 << 10 };

enum cell_type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_BOOL };

struct sheet {
    const struct workbook *book;
    struct xml *xml;
    struct writer *text; /* CSV; the first `taken` bytes are gone */
    size_t taken;
    uint64_t pushed, made; /* bytes of XML, of text */
    bool paused, ended;
    const char *problem;
    uint64_t shortened;
    uint32_t row, column; /* of the last cell; 0: none in this row */
    uint32_t filled;      /* cells of this row that stand in the text */
    uint32_t widest;      /* cells of the widest row so far */
    struct writer *value; /* of the present cell */
    enum cell_type type;
    uint64_t cell_format;
    bool in_cell, in_value, in_phonetic, in_data, in_row, in_formula;
    bool is_formula; /* what `value` holds: there was no result so far */
};

static void stop(struct sheet *s, const char *why)
{
    xml_stop(s->xml, why);
}

/* ---- text ------------------------------------------------------------------------------------------------------ */

static void put_commas(struct sheet *s, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) writer_byte(s->text, ',');
}

static void put_cell(struct sheet *s, struct span text)
{
    put_commas(s, s->column - (s->filled > 0 ? s->filled : 1));
    s->filled = s->column;
    bool quoted = false;
    for (size_t i = 0; i < text.len && !quoted; i++) quoted = strchr(",\"\r\n;\t", text.ptr[i]) != NULL;
    if (!quoted) {
        writer_text(s->text, text);
        return;
    }
    writer_byte(s->text, '"');
    while (text.len > 0) {
        struct span part = span_head(text, span_find(text, '"'));
        writer_text(s->text, part);
        if (part.len < text.len) writer_cstr(s->text, "\"\"");
        text = span_from(text, part.len + 1);
    }
    writer_byte(s->text, '"');
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static void begin_row(struct sheet *s, const char *const *attributes)
{
    uint64_t number = s->row + 1;
    struct span stated = xml_attribute(attributes, "r");
    if (stated.len > 0 && !span_to_u64(stated, &number)) number = 0;
    if (number <= s->row || s->in_row) {
        stop(s, "its rows are not in order");
    } else if (number > SHEET_ROWS_MAX) {
        stop(s, "it has a row beyond 1048576, the last one that a sheet can have");
    } else {
        for (uint64_t i = s->row + 1; i < number; i++) writer_byte(s->text, '\n');
        s->row = (uint32_t)number;
        s->in_row = true;
        s->column = s->filled = 0;
    }
}

static void end_row(struct sheet *s)
{
    if (s->filled > s->widest) s->widest = s->filled;
    if (s->filled > 0) put_commas(s, s->widest - s->filled);
    writer_byte(s->text, '\n');
    s->filled = 0;
    s->in_row = false;
}

/* ---- cells ----------------------------------------------------------------------------------------------------- */

/* "AB12" in row 12: the number of the column, 0 when it is none. */
static uint32_t column_of(struct span reference, uint32_t row)
{
    uint32_t column = 0;
    uint64_t number;
    size_t i = 0;
    for (; i < reference.len && reference.ptr[i] >= 'A' && reference.ptr[i] <= 'Z'; i++) {
        column = column * 26 + (uint32_t)(reference.ptr[i] - 'A') + 1;
        if (column > SHEET_COLUMNS_MAX) return 0;
    }
    return span_to_u64(span_from(reference, i), &number) && number == row ? column : 0;
}

static enum cell_type type_of(struct span name)
{
    if (name.len == 0 || span_is(name, "n")) return TYPE_NUMBER;
    if (span_is(name, "s")) return TYPE_SHARED;
    return span_is(name, "b") ? TYPE_BOOL : TYPE_TEXT; /* inlineStr, str, e, d */
}

static void begin_cell(struct sheet *s, const char *const *attributes)
{
    struct span reference = xml_attribute(attributes, "r");
    uint32_t column = reference.len > 0 ? column_of(reference, s->row) : s->column + 1;
    if (!s->in_row || s->in_cell || column <= s->column || column > SHEET_COLUMNS_MAX) {
        stop(s, "its cells are not in order, or beyond XFD, the last column that a sheet can have");
        return;
    }
    s->column = column;
    s->type = type_of(xml_attribute(attributes, "t"));
    s->cell_format = 0;
    if (!span_to_u64(xml_attribute(attributes, "s"), &s->cell_format)) s->cell_format = 0;
    s->in_cell = true;
    s->is_formula = false;
    writer_memory_clear(s->value);
}

static void put_number(struct sheet *s, struct span text)
{
    char spelled[NUMBER_ROOM];
    enum number_style style = workbook_style(s->book, s->cell_format);
    if (style != STYLE_PLAIN && number_as_time(text, style, workbook_from_1904(s->book), spelled)) {
        put_cell(s, span_of(spelled));
    } else if (number_shortest(text, spelled)) {
        s->shortened++;
        put_cell(s, span_of(spelled));
    } else {
        put_cell(s, text);
    }
}

static bool is_true(struct span value)
{
    return span_is(value, "1") || span_is(value, "true");
}

static void end_cell(struct sheet *s)
{
    struct span value = writer_memory(s->value);
    uint64_t number;
    struct span shared;
    s->in_cell = false;
    if (value.len == 0) return;
    if (s->is_formula) {
        put_cell(s, value);
        return;
    }
    switch (s->type) {
    case TYPE_NUMBER: put_number(s, span_trim(value)); break;
    case TYPE_TEXT: put_cell(s, value); break;
    case TYPE_BOOL: put_cell(s, is_true(span_trim(value)) ? SPAN("TRUE") : SPAN("FALSE")); break;
    case TYPE_SHARED:
        if (!span_to_u64(span_trim(value), &number) || !workbook_string(s->book, number, &shared)) {
            stop(s, "a cell refers to a shared text that is not there");
        } else if (shared.len > 0) {
            put_cell(s, shared);
        }
    }
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

static void begin_formula(struct sheet *s)
{
    if (!s->in_cell || writer_memory(s->value).len > 0) return;
    writer_byte(s->value, '=');
    s->is_formula = s->in_formula = true;
}

static void begin_value(struct sheet *s)
{
    if (s->is_formula) writer_memory_clear(s->value);
    s->is_formula = false;
    s->in_value = s->in_cell;
}

/* ---- handlers -------------------------------------------------------------------------------------------------- */

static void on_start(void *user, struct span name, const char *const *attributes)
{
    struct sheet *s = user;
    if (span_is(name, "sheetData")) s->in_data = true;
    if (!s->in_data) return;
    if (span_is(name, "row")) begin_row(s, attributes);
    if (span_is(name, "c")) begin_cell(s, attributes);
    if (span_is(name, "rPh")) s->in_phonetic = true;
    if (span_is(name, "f")) begin_formula(s);
    if (span_is(name, "v") || (span_is(name, "t") && !s->in_phonetic)) begin_value(s);
}

static void on_end(void *user, struct span name)
{
    struct sheet *s = user;
    if (!s->in_data) return;
    if (span_is(name, "v") || span_is(name, "t")) s->in_value = false;
    if (span_is(name, "f")) s->in_formula = false;
    if (span_is(name, "rPh")) s->in_phonetic = false;
    if (span_is(name, "c") && s->in_cell) end_cell(s);
    if (span_is(name, "row") && s->in_row) end_row(s);
    if (span_is(name, "sheetData")) s->in_data = false;
    if (writer_memory(s->text).len - s->taken > TEXT_WAITING_MAX) xml_pause(s->xml);
}

static void on_text(void *user, struct span text)
{
    struct sheet *s = user;
    if (!s->in_value && !s->in_formula) return;
    if (writer_memory(s->value).len + text.len > CELL_TEXT_MAX) {
        stop(s, "a cell holds more text than a cell can hold");
    } else {
        writer_text(s->value, text);
    }
}

static const struct xml_handler handler = {on_start, on_end, on_text};

/* ---- in and out ------------------------------------------------------------------------------------------------ */

struct sheet *sheet_new(const struct workbook *b)
{
    struct sheet *s = memory_alloc(sizeof *s);
    s->book = b;
    s->xml = xml_new(&handler, s);
    s->text = writer_to_memory();
    s->value = writer_to_memory();
    return s;
}

void sheet_free(struct sheet *s)
{
    if (!s) return;
    xml_free(s->xml);
    writer_close(s->text, NULL);
    writer_close(s->value, NULL);
    free(s);
}

static void take_status(struct sheet *s, enum xml_status status)
{
    s->paused = status == XML_PAUSED;
    s->ended = status == XML_DONE || status == XML_WRONG;
    if (status == XML_WRONG) s->problem = xml_problem(s->xml);
}

static void watch_growth(struct sheet *s, size_t more)
{
    s->made += more;
    if (s->made < UNPACK_RATIO_FROM || s->made / UNPACK_RATIO_MAX < s->pushed || s->ended) return;
    s->ended = true;
    s->problem = "more than 200 times its own size comes out of it";
}

void sheet_push(struct sheet *s, struct span xml, bool last)
{
    if (s->ended) return;
    s->pushed += xml.len;
    take_status(s, xml_push(s->xml, xml, last));
}

size_t sheet_take(struct sheet *s, char *out, size_t room)
{
    struct span waiting = span_from(writer_memory(s->text), s->taken);
    if (waiting.len == 0) {
        writer_memory_clear(s->text);
        s->taken = 0;
        while (s->paused && !s->ended && writer_memory(s->text).len == 0) take_status(s, xml_go_on(s->xml));
        waiting = writer_memory(s->text);
    }
    size_t n = waiting.len < room ? waiting.len : room;
    if (n > 0) memcpy(out, waiting.ptr, n);
    s->taken += n;
    watch_growth(s, n);
    return n;
}

bool sheet_ended(const struct sheet *s)
{
    return s->ended && s->taken == writer_memory(s->text).len;
}

const char *sheet_problem(const struct sheet *s)
{
    return s->problem ? s->problem : "";
}

uint64_t sheet_shortened(const struct sheet *s)
{
    return s->shortened;
}
