/* text - text set with Pango: measured in points, wrapped, drawn line by line on a fixed pitch.
 *
 * Every text passes here, so one place sees to it that a character which no font can draw is shown as its code point and
 * that no hyphen is ever put into an id.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_TEXT_H
#define STRAYKEY_REPORT_PDF_TEXT_H

#include "base/list.h"
#include "report/pdf/fonts.h"

struct pdf_type {
    enum pdf_face face;
    double size;    /* points */
    double leading; /* distance of the base lines */
};

struct pdf_text; /* opaque */

struct pdf_text *pdf_text_new(const struct pdf_fonts *fonts, struct span language);
void pdf_text_free(struct pdf_text *t);

/* What went wrong so far, NULL when nothing did: a script whose fonts are not installed. Owned by t. */
const char *pdf_text_error(const struct pdf_text *t);

/* Width of the text on one line, and the number of lines that it takes when wrapped at `width`. */
double pdf_text_width(struct pdf_text *t, const struct pdf_type *type, struct span text);
size_t pdf_text_lines(struct pdf_text *t, const struct pdf_type *type, struct span text, double width);

/* Width in ems, a little generous, of printable ASCII from a table: exact shaping is not needed to plan a column. False:
 * the text has other characters. */
bool pdf_text_ascii_ems(struct pdf_text *t, enum pdf_face face, struct span text, double *ems);

struct pdf_placed {
    struct span text;
    double x, y;       /* top left */
    double width;      /* wrap width; 0: one line, never wrapped */
    size_t line, lines; /* which lines of the wrapped text; lines 0: all */
    bool right;        /* flush right at x + width (or ending at x when width is 0) */
    bool fixed;        /* x is meant as it is on pages from right to left too */
};
/* Where a language runs from right to left the page is mirrored: texts by pdf_text_draw (numbers stay flush right in their
 * columns), boxes by whoever draws them, with this: the left edge of a box that else has its left edge at x. */
double pdf_text_mirror(const struct pdf_text *t, double x, double width);
void pdf_text_draw(struct pdf_text *t, cairo_t *cr, const struct pdf_type *type, const struct pdf_placed *p);

/* Paths of the font files that were drawn with, in byte order. */
struct pdf_font_files { LIST(char *) items; };
void pdf_text_font_files(const struct pdf_text *t, struct pdf_font_files *out);
void pdf_font_files_free(struct pdf_font_files *f);

#endif
