/* chart - orders over time as stacked bars, drawn as vectors. Time runs from left to right in every language.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/draw.h"

#include <stdio.h>

enum { SERIES = 3, TICKS_MOST = 5 };
#define PLOT_TOP 36.0 /* below the top of the box: the legend, and what the bars count */
#define LABEL_GAP 6.0
#define PLOT_HEIGHT (CHART_HEIGHT - 76.0)

static const struct pdf_type type_label = {FACE_SANS, 7.4, 10};
static const struct pdf_type type_legend = {FACE_BOLD, 8.6, 11};

/* Thousands apart, as in the tables. */
static void print_count(uint32_t n, char out[16])
{
    if (n >= 1000000)
        snprintf(out, 16, "%u,%03u,%03u", n / 1000000, n / 1000 % 1000, n % 1000);
    else if (n >= 1000)
        snprintf(out, 16, "%u,%03u", n / 1000, n % 1000);
    else
        snprintf(out, 16, "%u", n);
}

void pdf_chart_label(struct pdf_text *t, cairo_t *cr, struct span text, double x, double y, bool right)
{
    struct pdf_placed p = {.text = text, .x = x, .y = y, .right = right, .fixed = true};
    colour_use(cr, colour_muted);
    pdf_text_draw(t, cr, &type_label, &p);
}

static double draw_scale(struct pdf_text *t, cairo_t *cr, uint32_t highest, double top)
{
    uint32_t step = (uint32_t)chart_grid_step(highest, TICKS_MOST);
    uint64_t top_value = ((uint64_t)highest + step - 1) / step * step;
    double per_unit = PLOT_HEIGHT / (double)(top_value > 0 ? top_value : 1);
    cairo_set_line_width(cr, 0.4);
    for (uint64_t value = 0; value <= top_value; value += step) {
        double y = top + PLOT_HEIGHT - (double)value * per_unit;
        colour_use(cr, value == 0 ? colour_muted : colour_rule);
        cairo_move_to(cr, PLOT_LEFT, y);
        cairo_line_to(cr, PLOT_RIGHT, y);
        cairo_stroke(cr);
        char text[16];
        print_count((uint32_t)value, text);
        pdf_chart_label(t, cr, span_of(text), PLOT_LEFT - 5, y - 5, true);
    }
    return per_unit;
}

/* A single order beside thousands must still be seen: no bar is thinner than half a point. */
static double bar_height(uint32_t count, double per_unit)
{
    double height = (double)count * per_unit;
    return height < 0.5 ? 0.5 : height;
}

static void draw_bars(cairo_t *cr, const struct chart *c, const struct pdf_colour *colours, double base,
                      double per_unit)
{
    double pitch = (PLOT_RIGHT - PLOT_LEFT) / (double)c->steps;
    double gap = pitch > 4 ? pitch * 0.18 : 0;
    for (size_t i = 0; i < c->steps; i++) {
        double y = base;
        for (size_t k = 0; k < SERIES; k++) {
            if (c->counts[k][i] == 0) continue;
            double height = bar_height(c->counts[k][i], per_unit);
            colour_use(cr, colours[k]);
            cairo_rectangle(cr, PLOT_LEFT + pitch * (double)i + gap / 2, y - height, pitch - gap, height);
            cairo_fill(cr);
            y -= height;
        }
    }
}

void pdf_chart_legend(struct pdf_text *t, cairo_t *cr, const struct chart *c, const struct pdf_colour *colours,
                      double y)
{
    double x = PLOT_LEFT;
    for (size_t k = 0; k < SERIES; k++) {
        if (c->series_names[k].len == 0) continue;
        colour_use(cr, colours[k]);
        cairo_rectangle(cr, x, y + 1.5, 7, 7);
        cairo_fill(cr);
        struct pdf_placed name = {.text = c->series_names[k], .x = x + 12, .y = y, .fixed = true};
        colour_use(cr, colour_ink);
        pdf_text_draw(t, cr, &type_legend, &name);
        x += 12 + pdf_text_width(t, &type_legend, c->series_names[k]) + 22;
    }
}

/* The axis of time: a mark for each tick, a label where there is room for it, and below them the moments at both ends. */
void pdf_chart_times(struct pdf_text *t, cairo_t *cr, const struct chart *c, const struct pdf_axis *axis)
{
    double pitch = c->steps > 0 ? (axis->right - axis->left) / (double)c->steps : 0, base = axis->base;
    double taken = -PAGE_WIDTH; /* up to where labels stand */
    for (size_t i = 0; i < c->tick_count; i++) {
        double x = axis->left + pitch * (double)c->ticks[i].step;
        double half = pdf_text_width(t, &type_label, c->ticks[i].label) / 2;
        colour_use(cr, colour_muted);
        cairo_set_line_width(cr, 0.6);
        cairo_move_to(cr, x, base);
        cairo_line_to(cr, x, base + 3);
        cairo_stroke(cr);
        if (x + half > axis->right || x - half < taken + LABEL_GAP) continue;
        pdf_chart_label(t, cr, c->ticks[i].label, x - half, base + 3.5, false);
        taken = x + half;
    }
    pdf_chart_label(t, cr, c->from_label, axis->left, base + 13.5, false);
    pdf_chart_label(t, cr, c->to_label, axis->right, base + 13.5, true);
}

/* Returns where the axis of time lies. */
static double draw_stacks(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y)
{
    const struct pdf_colour colours[SERIES] = {colour_bot, colour_accent, colour_other};
    double base = y + PLOT_TOP + PLOT_HEIGHT;
    pdf_chart_legend(t, cr, c, colours, y + 4);
    pdf_chart_label(t, cr, c->value_label, PLOT_LEFT - 28, y + 20, false);
    double per_unit = draw_scale(t, cr, c->highest, y + PLOT_TOP);
    if (c->steps > 0) draw_bars(cr, c, colours, base, per_unit);
    pdf_chart_times(t, cr, c, &(struct pdf_axis){PLOT_LEFT, PLOT_RIGHT, base});
    return base;
}

double pdf_chart_height(const struct chart *c)
{
    if (c->bar_count > 0) return pdf_changes_height(c);
    return c->band_count > 0 ? pdf_bands_height(c) : CHART_HEIGHT;
}

void pdf_chart_draw(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y)
{
    double below = y + pdf_chart_height(c) - 12;
    cairo_tag_begin(cr, "Figure", NULL);
    if (c->bar_count > 0)
        pdf_changes_draw(t, cr, c, y);
    else if (c->band_count > 0)
        pdf_bands_draw(t, cr, c, y);
    else
        below = draw_stacks(t, cr, c, y) + 28;
    cairo_tag_end(cr, "Figure");
    struct pdf_placed caption = {.text = c->caption, .x = MARGIN_SIDE, .y = below, .width = BODY_WIDTH};
    cairo_tag_begin(cr, "Caption", NULL);
    colour_use(cr, colour_muted);
    pdf_text_draw(t, cr, &type_small, &caption);
    cairo_tag_end(cr, "Caption");
}
