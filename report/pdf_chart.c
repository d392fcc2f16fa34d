/* pdf_chart - orders over time as stacked bars, drawn as vectors.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf_draw.h"

#include <stdio.h>

enum { SERIES = 3, TICKS_MOST = 5 };
#define PLOT_LEFT (MARGIN_SIDE + 34)
#define PLOT_RIGHT (PAGE_WIDTH - MARGIN_SIDE - 2)
#define PLOT_TOP 36.0 /* below the top of the box: the legend, and what the bars count */
#define PLOT_HEIGHT (CHART_HEIGHT - 76.0)

static const struct pdf_type type_label = {FACE_SANS, 7.4, 10};
static const struct pdf_type type_legend = {FACE_BOLD, 8.6, 11};

static struct pdf_colour colour_of(size_t series)
{
    return series == 0 ? colour_bot : series == 1 ? colour_accent : colour_other;
}

/* Distance of the grid lines: 1, 2 or 5 times a power of ten, so that at most TICKS_MOST of them are needed. */
static uint32_t tick_step(uint32_t highest)
{
    uint64_t step = 1;
    for (int turn = 0; highest / step > TICKS_MOST; turn++) step = turn % 3 == 1 ? step / 2 * 5 : step * 2;
    return (uint32_t)step;
}

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

static void draw_label(struct pdf_text *t, cairo_t *cr, struct span text, double x, double y, bool right)
{
    struct pdf_placed p = {.text = text, .x = x, .y = y, .right = right};
    colour_use(cr, colour_muted);
    pdf_text_draw(t, cr, &type_label, &p);
}

static double draw_scale(struct pdf_text *t, cairo_t *cr, uint32_t highest, double top)
{
    uint32_t step = tick_step(highest);
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
        draw_label(t, cr, span_of(text), PLOT_LEFT - 5, y - 5, true);
    }
    return per_unit;
}

/* A single order beside thousands must still be seen: no bar is thinner than half a point. */
static double bar_height(uint32_t count, double per_unit)
{
    double height = (double)count * per_unit;
    return height < 0.5 ? 0.5 : height;
}

static void draw_bars(cairo_t *cr, const struct chart *c, double base, double per_unit)
{
    double pitch = (PLOT_RIGHT - PLOT_LEFT) / (double)c->steps;
    double gap = pitch > 4 ? pitch * 0.18 : 0;
    for (size_t i = 0; i < c->steps; i++) {
        double y = base;
        for (size_t k = 0; k < SERIES; k++) {
            if (c->counts[k][i] == 0) continue;
            double height = bar_height(c->counts[k][i], per_unit);
            colour_use(cr, colour_of(k));
            cairo_rectangle(cr, PLOT_LEFT + pitch * (double)i + gap / 2, y - height, pitch - gap, height);
            cairo_fill(cr);
            y -= height;
        }
    }
}

static void draw_legend(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y)
{
    double x = PLOT_LEFT;
    for (size_t k = 0; k < SERIES; k++) {
        if (c->series_names[k].len == 0) continue;
        colour_use(cr, colour_of(k));
        cairo_rectangle(cr, x, y + 1.5, 7, 7);
        cairo_fill(cr);
        struct pdf_placed name = {.text = c->series_names[k], .x = x + 12, .y = y};
        colour_use(cr, colour_ink);
        pdf_text_draw(t, cr, &type_legend, &name);
        x += 12 + pdf_text_width(t, &type_legend, c->series_names[k]) + 22;
    }
}

/* The axis of time: a mark and a label for each tick, and below them the moments at both ends. */
static void draw_times(struct pdf_text *t, cairo_t *cr, const struct chart *c, double base)
{
    double pitch = c->steps > 0 ? (PLOT_RIGHT - PLOT_LEFT) / (double)c->steps : 0;
    for (size_t i = 0; i < c->tick_count; i++) {
        double x = PLOT_LEFT + pitch * (double)c->ticks[i].step;
        double half = pdf_text_width(t, &type_label, c->ticks[i].label) / 2;
        colour_use(cr, colour_muted);
        cairo_set_line_width(cr, 0.6);
        cairo_move_to(cr, x, base);
        cairo_line_to(cr, x, base + 3);
        cairo_stroke(cr);
        if (x + half <= PLOT_RIGHT) draw_label(t, cr, c->ticks[i].label, x - half, base + 3.5, false);
    }
    draw_label(t, cr, c->from_label, PLOT_LEFT, base + 13.5, false);
    draw_label(t, cr, c->to_label, PLOT_RIGHT, base + 13.5, true);
}

void pdf_chart_draw(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y)
{
    double top = y + PLOT_TOP, base = top + PLOT_HEIGHT;
    cairo_tag_begin(cr, "Figure", NULL);
    draw_legend(t, cr, c, y + 4);
    draw_label(t, cr, c->value_label, PLOT_LEFT - 28, y + 20, false);
    double per_unit = draw_scale(t, cr, c->highest, top);
    if (c->steps > 0) draw_bars(cr, c, base, per_unit);
    draw_times(t, cr, c, base);
    cairo_tag_end(cr, "Figure");
    struct pdf_placed caption = {.text = c->caption, .x = MARGIN_SIDE, .y = base + 28, .width = BODY_WIDTH};
    cairo_tag_begin(cr, "Caption", NULL);
    colour_use(cr, colour_muted);
    pdf_text_draw(t, cr, &type_small, &caption);
    cairo_tag_end(cr, "Caption");
}
