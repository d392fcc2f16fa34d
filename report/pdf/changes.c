/* changes - what an incident changed, asset by asset: bars to both sides of a line, each with its number. Less stands to the
 * left and is full, more to the right and is hatched, so that the picture needs no colour.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/draw.h"

#define LINE_HEIGHT 15.0
#define BAR_HEIGHT 8.6
#define LINES_TOP 36.0   /* the legend and the titles */
#define LINES_BELOW 18.0 /* up to the caption */
#define GAP 9.0
#define HATCH 3.2
#define LABEL_MOST 130.0
#define BARS_LEAST 120.0

static const struct pdf_type type_bar = {FACE_SANS, 7.8, 10};
static const struct pdf_type type_sum = {FACE_BOLD, 7.8, 10};

struct plan {                                               /* from left to right: label, amount, bars, value */
    double label, point, amount_end, bars, zero, value_end; /* point: of the amounts */
    double per_length;                                      /* points of a thousandth */
};

double pdf_changes_height(const struct chart *c)
{
    return LINES_TOP + (double)c->bar_count * LINE_HEIGHT + LINES_BELOW;
}

static const struct pdf_type *type_of(const struct chart_bar *bar)
{
    return bar->sum ? &type_sum : &type_bar;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

struct widths { /* of the widest texts; an amount's before and after its point */
    double label, whole, fraction, title, sum, value;
};

/* The label of a sum may run on into the place of the amount that it has not. */
static struct widths widths_of(struct pdf_text *t, const struct chart *c)
{
    struct widths w = {.label = pdf_text_width(t, &type_bar, c->bar_titles[0]),
                       .title = pdf_text_width(t, &type_bar, c->bar_titles[1]),
                       .value = pdf_text_width(t, &type_bar, c->bar_titles[2])};
    for (size_t i = 0; i < c->bar_count; i++) {
        const struct chart_bar *bar = &c->bars[i];
        const size_t point = span_find(bar->amount, '.');
        double *label = bar->amount.len > 0 ? &w.label : &w.sum;
        *label = larger(*label, pdf_text_width(t, type_of(bar), bar->label));
        w.whole = larger(w.whole, pdf_text_width(t, &type_bar, span_head(bar->amount, point)));
        w.fraction = larger(w.fraction, pdf_text_width(t, &type_bar, span_from(bar->amount, point)));
        w.value = larger(w.value, pdf_text_width(t, type_of(bar), bar->value));
    }
    if (w.label > LABEL_MOST) w.label = LABEL_MOST;
    return w;
}

static struct plan plan_of(struct pdf_text *t, const struct chart *c)
{
    const struct widths w = widths_of(t, c);
    struct plan p = {.label = MARGIN_SIDE, .value_end = PLOT_RIGHT};
    p.amount_end = larger(MARGIN_SIDE + w.label + GAP + larger(w.whole + w.fraction, w.title), MARGIN_SIDE + w.sum);
    p.point = p.amount_end - w.fraction;
    p.bars = p.amount_end + GAP;
    double room = p.value_end - w.value - GAP - p.bars;
    if (room < BARS_LEAST) room = BARS_LEAST; /* numbers of 38 digits: they are written over the bars' place */
    const uint32_t both = c->longest_less + c->longest_more;
    p.per_length = both > 0 ? room / (double)both : 0;
    p.zero = p.bars + (double)c->longest_less * p.per_length;
    return p;
}

static void hatch(cairo_t *cr, double x, double y, double width, double height)
{
    cairo_save(cr);
    cairo_rectangle(cr, x, y, width, height);
    cairo_clip(cr);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_set_line_width(cr, 1.1);
    for (double at = x - height; at < x + width; at += HATCH) {
        cairo_move_to(cr, at, y + height);
        cairo_line_to(cr, at + height, y);
    }
    cairo_stroke(cr);
    cairo_restore(cr);
}

static void fill_bar(cairo_t *cr, bool less, double x, double y, double width)
{
    colour_use(cr, less ? colour_accent : colour_heading);
    cairo_rectangle(cr, x, y, width, BAR_HEIGHT);
    cairo_fill(cr);
    if (less) return;
    hatch(cr, x, y, width, BAR_HEIGHT);
    colour_use(cr, colour_heading);
    cairo_set_line_width(cr, 0.7);
    cairo_rectangle(cr, x + 0.35, y + 0.35, larger(width - 0.7, 0.1), BAR_HEIGHT - 0.7);
    cairo_stroke(cr);
}

static void draw_legend(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y)
{
    double x = MARGIN_SIDE;
    for (size_t k = 0; k < 2; k++) {
        fill_bar(cr, k == 0, x, y + 1, 14);
        struct pdf_placed name = {.text = c->series_names[k], .x = x + 19, .y = y, .fixed = true};
        colour_use(cr, colour_ink);
        pdf_text_draw(t, cr, &type_sum, &name);
        x += 19 + pdf_text_width(t, &type_sum, c->series_names[k]) + 22;
    }
}

static void put(struct pdf_text *t, cairo_t *cr, const struct pdf_type *type, struct span text, double x, double y)
{
    const struct pdf_placed p = {.text = text, .x = x, .y = y, .fixed = true};
    if (text.len > 0) pdf_text_draw(t, cr, type, &p);
}

static void put_before(struct pdf_text *t, cairo_t *cr, const struct pdf_type *type, struct span text, double x,
                       double y)
{
    put(t, cr, type, text, x - pdf_text_width(t, type, text), y);
}

static void draw_line(struct pdf_text *t, cairo_t *cr, const struct plan *p, const struct chart_bar *bar, double y)
{
    const double length = larger((double)bar->length * p->per_length, 0.8);
    fill_bar(cr, bar->less, bar->less ? p->zero - length : p->zero, y + (LINE_HEIGHT - BAR_HEIGHT) / 2, length);
    colour_use(cr, colour_ink);
    struct pdf_placed label = {.text = bar->label, .x = p->label, .y = y + 2.5, .fixed = true};
    if (bar->amount.len > 0) {
        label.width = LABEL_MOST;
        label.lines = 1;
    }
    pdf_text_draw(t, cr, type_of(bar), &label);
    const struct span whole = span_head(bar->amount, span_find(bar->amount, '.'));
    put(t, cr, &type_bar, bar->amount, p->point - pdf_text_width(t, &type_bar, whole), y + 2.5);
    put_before(t, cr, type_of(bar), bar->value, p->value_end, y + 2.5);
}

void pdf_changes_draw(struct pdf_text *t, cairo_t *cr, const struct chart *c, double y)
{
    const struct plan p = plan_of(t, c);
    const double top = y + LINES_TOP;
    draw_legend(t, cr, c, y + 4);
    colour_use(cr, colour_muted);
    put(t, cr, &type_bar, c->bar_titles[0], p.label, top - 13);
    put_before(t, cr, &type_bar, c->bar_titles[1], p.amount_end, top - 13);
    put_before(t, cr, &type_bar, c->bar_titles[2], p.value_end, top - 13);
    for (size_t i = 0; i < c->bar_count; i++) {
        const double line = top + (double)i * LINE_HEIGHT;
        colour_use(cr, c->bars[i].sum ? colour_ink : colour_rule);
        cairo_set_line_width(cr, c->bars[i].sum ? 0.8 : 0.4);
        cairo_move_to(cr, MARGIN_SIDE, line);
        cairo_line_to(cr, PLOT_RIGHT, line);
        cairo_stroke(cr);
        draw_line(t, cr, &p, &c->bars[i], line);
    }
    colour_use(cr, colour_ink);
    cairo_set_line_width(cr, 0.9);
    cairo_move_to(cr, p.zero, top - 2);
    cairo_line_to(cr, p.zero, top + (double)c->bar_count * LINE_HEIGHT + 2);
    cairo_stroke(cr);
}
