/* style - the look of the report in one place: page geometry, typefaces, colours. Points throughout.
 *
 * One accent colour, used for what must not be overlooked; everything else is ink and two greys.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_STYLE_H
#define STRAYKEY_REPORT_PDF_STYLE_H

#include "report/pdf/text.h"

#define PAGE_WIDTH 595.28 /* A4 */
#define PAGE_HEIGHT 841.89
#define MARGIN_SIDE 48.0
#define MARGIN_TOP 56.0
#define MARGIN_FOOT 62.0
#define BODY_WIDTH (PAGE_WIDTH - 2 * MARGIN_SIDE)
#define BODY_BOTTOM (PAGE_HEIGHT - MARGIN_FOOT)
#define BODY_HEIGHT (BODY_BOTTOM - MARGIN_TOP)

struct pdf_colour { double red, green, blue; };
static const struct pdf_colour colour_ink = {0.10, 0.12, 0.16};
static const struct pdf_colour colour_heading = {0.07, 0.16, 0.29};
static const struct pdf_colour colour_muted = {0.38, 0.42, 0.48};
static const struct pdf_colour colour_rule = {0.82, 0.84, 0.87};
static const struct pdf_colour colour_shade = {0.955, 0.962, 0.97};
static const struct pdf_colour colour_accent = {0.70, 0.13, 0.16};
static const struct pdf_colour colour_accent_shade = {0.992, 0.945, 0.94};
static const struct pdf_colour colour_bot = {0.42, 0.53, 0.66};
static const struct pdf_colour colour_other = {0.80, 0.83, 0.87};

static inline void colour_use(cairo_t *cr, struct pdf_colour c)
{
    cairo_set_source_rgb(cr, c.red, c.green, c.blue);
}

static const struct pdf_type type_title = {FACE_BOLD, 23, 29};
static const struct pdf_type type_subject = {FACE_SANS, 11, 15.5};
static const struct pdf_type type_heading1 = {FACE_BOLD, 14.5, 19};
static const struct pdf_type type_heading2 = {FACE_BOLD, 10.8, 15};
/* Running text and facts. Page one gets the first of these in which it stays one page, the other pages the first. */
enum { BODY_STEPS = 4 };
static const struct pdf_type type_body_steps[BODY_STEPS] = {
    {FACE_SANS, 9.4, 13.4}, {FACE_SANS, 8.6, 11.9}, {FACE_SANS, 7.8, 10.6}, {FACE_SANS, 7, 9.4}};
static const struct pdf_type type_strong_steps[BODY_STEPS] = {
    {FACE_BOLD, 9.4, 13.4}, {FACE_BOLD, 8.6, 11.9}, {FACE_BOLD, 7.8, 10.6}, {FACE_BOLD, 7, 9.4}};
static const struct pdf_type type_small = {FACE_SANS, 8, 11};
static const struct pdf_type type_foot = {FACE_SANS, 7.2, 10};

#define NOTICE_PAD 9.0
#define NOTICE_BAR 3.0
#define MONO_PAD 8.0
#define BULLET_INDENT 13.0
#define FACT_GAP 16.0 /* between label and value */
#define FACT_PAD 3.6  /* above and below a fact together */
#define CELL_PAD 3.8      /* left and right of a cell's text */
#define ROW_PAD 2.4       /* above and below */
#define TABLE_SIZE_BEST 8.0
#define TABLE_SIZE_WRAPPED 7.4
#define TABLE_SIZE_SMALL 6.4 /* rows on one line are worth going down to this */
#define TABLE_SIZE_LEAST 5.2
#define CHART_HEIGHT 210.0
#define SIGNATURE_HEIGHT 40.0

#endif
