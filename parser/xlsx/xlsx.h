/* xlsx - a workbook's sheets as text: one line of CSV for each row, so that line 17 of the text is row 17 of the sheet.
 *
 * Cells stand where their reference says; gaps are empty cells, missing rows empty lines, and each row is filled up to the
 * width of the widest one so far. Of a formula the stored result counts; one without a result is given as "=formula", so
 * that a number that is missing is seen. Texts are as stored. Numbers are as stored too, except that a binary number written
 * with 16 or 17 digits becomes the shortest decimal that stands for the same one: 37.380000000000003 is what a
 * spreadsheet stores, and shows as 37.38. Serial numbers in a date's or time's style become `2018-01-25 22:35:29`, with
 * milliseconds where there are any; a style that shows only the date or only the time gives only that.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_XLSX_XLSX_H
#define STRAYKEY_PARSER_XLSX_XLSX_H

#include "parser/container/archive.h"

enum { SHEET_ROWS_MAX = 1 << 20, SHEET_COLUMNS_MAX = 1 << 14, CELL_TEXT_MAX = 1 << 20, WORKBOOK_STRINGS_MAX = 256 << 20 };

/* ---- the workbook ---------------------------------------------------------------------------------------------- */

struct workbook_sheet {
    struct span name;
    struct span part; /* the archive's member that holds it */
    bool hidden;
};
struct workbook; /* opaque; owns its texts, keeps nothing of the archive */

/* NULL: *problem says why, in words that live as long as the program. */
struct workbook *workbook_read(const struct archive_input *in, const char **problem);
void workbook_free(struct workbook *b);
size_t workbook_sheet_count(const struct workbook *b);
const struct workbook_sheet *workbook_sheet_at(const struct workbook *b, size_t i); /* in the workbook's order */

/* For xlsx/sheet.c. */
enum number_style { STYLE_PLAIN, STYLE_DATE, STYLE_TIME, STYLE_DATE_TIME };
enum number_style workbook_style(const struct workbook *b, uint64_t cell_format);
bool workbook_string(const struct workbook *b, uint64_t number, struct span *out);
bool workbook_from_1904(const struct workbook *b);

/* ---- one sheet ------------------------------------------------------------------------------------------------- */

struct sheet; /* opaque */

struct sheet *sheet_new(const struct workbook *b);
void sheet_free(struct sheet *s);
/* The next text, at most `room` bytes; 0: push more of the sheet's XML, or it has ended (sheet_ended). */
size_t sheet_take(struct sheet *s, char *out, size_t room);
void sheet_push(struct sheet *s, struct span xml, bool last);
bool sheet_ended(const struct sheet *s);
const char *sheet_problem(const struct sheet *s); /* why it ended early; "" when it did not */
uint64_t sheet_shortened(const struct sheet *s);  /* numbers of which the shortest decimal is given */

/* ---- numbers (xlsx/number.c) ----------------------------------------------------------------------------------- */

enum { NUMBER_ROOM = 64 };
/* False: the text is to be used as it is. */
bool number_shortest(struct span text, char out[NUMBER_ROOM]);
bool number_as_time(struct span text, enum number_style style, bool from_1904, char out[NUMBER_ROOM]);
enum number_style number_style_of(struct span format_code);

#endif
