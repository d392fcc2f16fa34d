/* pdf_draw - the pages drawn with cairo: tagged by paragraph and table row, bookmarks from the headings.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_DRAW_H
#define STRAYKEY_REPORT_PDF_DRAW_H

#include "report/pdf_layout.h"

/* Writes an unfinished PDF to `path` (see pdf_finish.h). NULL: done; else what went wrong (static text). */
const char *pdf_draw(struct pdf_text *t, const struct report_model *m, const struct pdf_pages *pages, const char *path);

/* pdf_chart.c: the chart in a box from y downwards, CHART_HEIGHT high, its caption below. */
void pdf_chart_draw(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y);

#endif
