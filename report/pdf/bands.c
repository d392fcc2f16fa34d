/* bands - for which time which records were supplied, market by market, drawn as vectors.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/draw.h"

#define BAND_HEIGHT 17.0
#define BAND_BAR 4.6
#define BANDS_TOP 22.0   /* the legend */
#define BANDS_BELOW 42.0 /* the axis of time */
#define BANDS_LEFT (MARGIN_SIDE + 132)

static const struct pdf_type type_band = {FACE_SANS, 7.8, 10};

double pdf_bands_height(const struct chart *c)
{
    return BANDS_TOP + (double)c->band_count * BAND_HEIGHT + BANDS_BELOW;
}

static double place(const struct chart *c, uint32_t step)
{
    return BANDS_LEFT + (PLOT_RIGHT - BANDS_LEFT) * (double)step / (double)c->steps;
}

/* A day among years must still be seen: nothing is thinner than half a point. */
static void fill_bar(cairo_t *cr, const struct chart *c, const struct band_stretch *s, double y, double height)
{
    double from = place(c, s->from), width = place(c, s->to) - from;
    cairo_rectangle(cr, from, y, width < 0.5 ? 0.5 : width, height);
    cairo_fill(cr);
}

static bool overlap(const struct band_stretch *a, const struct band_stretch *b, struct band_stretch *out)
{
    *out = (struct band_stretch){a->from > b->from ? a->from : b->from, a->to < b->to ? a->to : b->to, false};
    return a->bot_side != b->bot_side && out->from <= out->to;
}

/* Where both sides lie above each other. */
static void shade_common(cairo_t *cr, const struct chart *c, const struct chart_band *band, double y)
{
    struct band_stretch common;
    colour_use(cr, colour_rule);
    for (size_t i = 0; i < band->stretch_count; i++)
        for (size_t k = i + 1; k < band->stretch_count; k++)
            if (overlap(&band->stretches[i], &band->stretches[k], &common))
                fill_bar(cr, c, &common, y + 1, BAND_HEIGHT - 2);
}

static void draw_band(struct pdf_text *t, cairo_t *cr, const struct chart *c, const struct chart_band *band, double y)
{
    struct pdf_placed name = {
        .text = band->label, .x = MARGIN_SIDE, .y = y + 3.5, .width = BANDS_LEFT - MARGIN_SIDE - 8, .lines = 1};
    colour_use(cr, colour_ink);
    pdf_text_draw(t, cr, &type_band, &name);
    shade_common(cr, c, band, y);
    for (size_t i = 0; i < band->stretch_count; i++) {
        const struct band_stretch *s = &band->stretches[i];
        colour_use(cr, s->bot_side ? colour_heading : colour_bot);
        fill_bar(cr, c, s, y + (s->bot_side ? BAND_HEIGHT / 2 + 0.7 : BAND_HEIGHT / 2 - 0.7 - BAND_BAR), BAND_BAR);
    }
    colour_use(cr, colour_accent);
    cairo_set_line_width(cr, 0.9);
    for (size_t i = 0; i < band->mark_count; i++) {
        cairo_move_to(cr, place(c, band->marks[i]), y + 0.5);
        cairo_line_to(cr, place(c, band->marks[i]), y + BAND_HEIGHT - 0.5);
        cairo_stroke(cr);
    }
}

void pdf_bands_draw(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y)
{
    const struct pdf_colour colours[] = {colour_bot, colour_heading, colour_accent};
    double top = y + BANDS_TOP, base = top + (double)c->band_count * BAND_HEIGHT + 2;
    pdf_chart_legend(t, cr, c, colours, y + 4);
    cairo_set_line_width(cr, 0.4);
    for (size_t i = 0; i <= c->band_count; i++) {
        colour_use(cr, colour_rule);
        cairo_move_to(cr, MARGIN_SIDE, top + (double)i * BAND_HEIGHT);
        cairo_line_to(cr, PLOT_RIGHT, top + (double)i * BAND_HEIGHT);
        cairo_stroke(cr);
    }
    for (size_t i = 0; i < c->band_count; i++) draw_band(t, cr, c, &c->bands[i], top + (double)i * BAND_HEIGHT);
    pdf_chart_times(t, cr, c, &(struct pdf_axis){BANDS_LEFT, PLOT_RIGHT, base});
}
