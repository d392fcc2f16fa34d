/* draw - the pages drawn with cairo: tagged by paragraph and cell, bookmarks from the headings.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_DRAW_H
#define STRAYKEY_REPORT_PDF_DRAW_H

#include "report/pdf/layout.h"

/* Writes an unfinished PDF to `path` (see pdf/finish.h). NULL: done; else what went wrong (static text). */
const char *pdf_draw(struct pdf_text *t, const struct report_model *m, const struct pdf_pages *pages, const char *path);

/* pdf/chart.c: the chart in a box from y downwards, its caption below; and the height of the box. */
double pdf_chart_height(const struct chart *c);
void pdf_chart_draw(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y);

/* Parts of a chart that bars (pdf/chart.c) and bands (pdf/bands.c) share. */
#define PLOT_LEFT (MARGIN_SIDE + 34)
#define PLOT_RIGHT (PAGE_WIDTH - MARGIN_SIDE - 2)
struct pdf_axis { double left, right, base; };
void pdf_chart_label(struct pdf_text *t, cairo_t *cr, struct span text, double x, double y, bool right);
void pdf_chart_legend(struct pdf_text *t, cairo_t *cr, const struct chart *c, const struct pdf_colour *colours, double y);
void pdf_chart_times(struct pdf_text *t, cairo_t *cr, const struct chart *c, const struct pdf_axis *axis);

/* pdf/changes.c: one line for each bar, below y. */
double pdf_changes_height(const struct chart *c);
void pdf_changes_draw(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y);

/* pdf/bands.c: one line for each band, below y. */
double pdf_bands_height(const struct chart *c);
void pdf_bands_draw(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y);

#endif
