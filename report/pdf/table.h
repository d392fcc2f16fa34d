/* table - how wide the columns of a table are, at which size it is set, and its rows drawn.
 *
 * An id must come out of the PDF in one piece, so the type size goes down before an id is broken; only a text that does
 * not fit at the least size is wrapped, and nothing is ever cut off.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_TABLE_H
#define STRAYKEY_REPORT_PDF_TABLE_H

#include "report/model/model.h"
#include "report/pdf/style.h"

struct pdf_column {
    double x, width;       /* of the text, padding left out */
    double fraction_width; /* ALIGN_DECIMAL: from the point to the right */
    enum cell_align align;
    bool mono;
};
struct pdf_table {
    const struct block *block; /* as drawn: columns that stand below another are one with it */
    bool stacked;              /* there are such columns */
    double size, leading;
    double header_height;
    struct pdf_column *columns;
    size_t count;
    bool emphasis; /* strong rows are set bold; not so when most rows are strong, where it would emphasise nothing */
};

/* The plan lives in the arena. */
struct pdf_table *pdf_table_plan(struct pdf_text *t, const struct block *b, struct arena *arena);
size_t pdf_table_row_lines(struct pdf_text *t, const struct pdf_table *table, const struct table_row *row);
double pdf_table_row_height(const struct pdf_table *table, size_t lines);

void pdf_table_draw_header(struct pdf_text *t, cairo_t *cr, const struct pdf_table *table, double y);
/* Lines `line`..`line + lines` of the row, from y downwards. */
struct pdf_row_part { const struct table_row *row; size_t line, lines; double y; };
void pdf_table_draw_row(struct pdf_text *t, cairo_t *cr, const struct pdf_table *table, const struct pdf_row_part *part);

#endif
