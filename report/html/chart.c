/* chart - the model's pictures as SVG inside the page: the same bars and bands as in the PDF. Whole numbers throughout
 * (hundredths of a unit), so that the bytes are the same on every machine. Time runs from left to right in every language.
 *
 * SPDX-License-Identifier: MIT */
#include "report/html/html.h"

enum {
    SERIES = 3,
    GRID_MOST = 5,
    WIDTH = 100000, /* hundredths of units */
    LEFT = 5000,
    RIGHT = 99800,
    TOP = 3200,
    PLOT = 22000,
    BELOW = 4800, /* the axis of time */
    BANDS_LEFT = 24000,
    BAND = 2800,
    BAND_BAR = 800,
    AMOUNT_END = 30000,
    CHANGES_LEFT = 32000,
    CHANGES_RIGHT = 86000,
    CHANGE = 2000,
    CHANGE_BAR = 1200,
    LEAST = 80 /* a single order beside thousands must still be seen */
};

static void put_attribute(struct html_page *p, const char *name, uint64_t hundredths)
{
    writer_format(p->out, " %s=\"", name);
    html_hundredths(p->out, hundredths);
    writer_byte(p->out, '"');
}

static void put_box(struct html_page *p, uint64_t x, uint64_t y, uint64_t width, uint64_t height, const char *class)
{
    writer_format(p->out, "<rect class=\"%s\"", class);
    put_attribute(p, "x", x);
    put_attribute(p, "y", y);
    put_attribute(p, "width", width < LEAST ? LEAST : width);
    put_attribute(p, "height", height);
    writer_cstr(p->out, "/>");
}

static void put_line(struct html_page *p, uint64_t x, uint64_t y, uint64_t to_x, uint64_t to_y, const char *class)
{
    writer_format(p->out, "<line class=\"%s\"", class);
    put_attribute(p, "x1", x);
    put_attribute(p, "y1", y);
    put_attribute(p, "x2", to_x);
    put_attribute(p, "y2", to_y);
    writer_cstr(p->out, "/>");
}

static void put_label(struct html_page *p, uint64_t x, uint64_t y, const char *class, struct span text)
{
    writer_format(p->out, "<text class=\"%s\"", class);
    put_attribute(p, "x", x);
    put_attribute(p, "y", y);
    writer_byte(p->out, '>');
    html_text(p->out, text);
    writer_cstr(p->out, "</text>");
}

static const char *series_class(const struct chart *c, size_t series)
{
    static const char *const bars[] = {"bot", "flagged", "other"}, *const bands[] = {"exchange", "botside", "flagged"},
                             *const changes[] = {"flagged", "more", "other"};
    return (c->bar_count > 0 ? changes : c->band_count > 0 ? bands : bars)[series];
}

static void begin(struct html_page *p, const struct chart *c, uint64_t height)
{
    p->pictures++;
    writer_cstr(p->out, "<figure>\n<ul class=\"legend\">");
    for (size_t k = 0; k < SERIES; k++) {
        if (c->series_names[k].len == 0) continue;
        writer_format(p->out,
                      "<li><svg class=\"key\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"%s\" "
                      "width=\"10\" height=\"10\"/></svg> ",
                      series_class(c, k));
        html_text(p->out, c->series_names[k]);
        writer_cstr(p->out, "</li>");
    }
    writer_format(p->out,
                  "</ul>\n<svg class=\"chart\" role=\"img\" aria-labelledby=\"p%zu\" direction=\"ltr\" "
                  "viewBox=\"0 0 ",
                  p->pictures);
    html_hundredths(p->out, WIDTH);
    writer_byte(p->out, ' ');
    html_hundredths(p->out, height);
    writer_cstr(p->out, "\">\n");
}

static void end(struct html_page *p, const struct chart *c)
{
    writer_format(p->out, "\n</svg>\n<figcaption id=\"p%zu\">", p->pictures);
    html_words(p, c->caption);
    writer_cstr(p->out, "</figcaption>\n</figure>\n");
}

static uint64_t place(const struct chart *c, uint64_t left, uint64_t step)
{
    return left + (RIGHT - left) * step / (c->steps > 0 ? c->steps : 1);
}

static void put_times(struct html_page *p, const struct chart *c, uint64_t left, uint64_t base)
{
    put_line(p, left, base, RIGHT, base, "axis");
    for (size_t i = 0; i < c->tick_count; i++) {
        const uint64_t x = place(c, left, c->ticks[i].step);
        put_line(p, x, base, x, base + 500, "axis");
        if (x + 6000 < RIGHT) put_label(p, x, base + 1700, "middle", c->ticks[i].label);
    }
    put_label(p, left, base + 3400, "start", c->from_label);
    put_label(p, RIGHT, base + 3400, "end", c->to_label);
}

/* ---- bars ----------------------------------------------------------------------------------------------------------- */

static uint64_t put_grid(struct html_page *p, uint64_t highest)
{
    const uint64_t step = chart_grid_step(highest, GRID_MOST);
    uint64_t top = (highest + step - 1) / step * step;
    if (top == 0) top = 1;
    for (uint64_t value = 0; value <= top; value += step) {
        const uint64_t y = TOP + PLOT - PLOT * value / top;
        put_line(p, LEFT, y, RIGHT, y, "grid");
        writer_cstr(p->out, "<text class=\"end\"");
        put_attribute(p, "x", LEFT - 600);
        put_attribute(p, "y", y + 400);
        writer_format(p->out, ">%llu</text>", (unsigned long long)value);
    }
    return top;
}

/* The numbers of a bar show where the pointer rests on it. */
static void put_bar_title(struct html_page *p, const struct chart *c, size_t step)
{
    const char *between = "";
    writer_cstr(p->out, "<title>");
    for (size_t k = 0; k < SERIES; k++) {
        if (c->counts[k][step] == 0) continue;
        writer_cstr(p->out, between);
        html_text(p->out, c->series_names[k]);
        writer_format(p->out, " %u", c->counts[k][step]);
        between = ", ";
    }
    writer_cstr(p->out, "</title>");
}

static void put_bar(struct html_page *p, const struct chart *c, size_t step, uint64_t top)
{
    const uint64_t x = place(c, LEFT, step), width = place(c, LEFT, step + 1) - x, gap = width > 600 ? width / 6 : 0;
    uint64_t y = TOP + PLOT;
    if (c->counts[0][step] + c->counts[1][step] + c->counts[2][step] == 0) return;
    writer_cstr(p->out, "<g>");
    put_bar_title(p, c, step);
    for (size_t k = 0; k < SERIES; k++) {
        if (c->counts[k][step] == 0) continue;
        uint64_t height = PLOT * (uint64_t)c->counts[k][step] / top;
        if (height < LEAST) height = LEAST;
        y -= height;
        put_box(p, x + gap / 2, y, width - gap, height, series_class(c, k));
    }
    writer_cstr(p->out, "</g>");
}

static void put_bars(struct html_page *p, const struct chart *c)
{
    begin(p, c, TOP + PLOT + BELOW);
    put_label(p, 0, 1400, "start", c->value_label);
    const uint64_t top = put_grid(p, c->highest);
    for (size_t i = 0; i < c->steps; i++) put_bar(p, c, i, top);
    put_times(p, c, LEFT, TOP + PLOT);
    end(p, c);
}

/* ---- bands ---------------------------------------------------------------------------------------------------------- */

/* Where both sides lie above each other: shaded, as the caption says. */
static void put_common(struct html_page *p, const struct chart *c, const struct chart_band *band, uint64_t y)
{
    for (size_t i = 0; i < band->stretch_count; i++) {
        for (size_t k = i + 1; k < band->stretch_count; k++) {
            const struct band_stretch *a = &band->stretches[i], *b = &band->stretches[k];
            const uint32_t from = a->from > b->from ? a->from : b->from, to = a->to < b->to ? a->to : b->to;
            if (a->bot_side == b->bot_side || from > to) continue;
            const uint64_t x = place(c, BANDS_LEFT, from);
            put_box(p, x, y + 150, place(c, BANDS_LEFT, to) - x, BAND - 300, "common");
        }
    }
}

static void put_band(struct html_page *p, const struct chart *c, const struct chart_band *band, uint64_t y)
{
    put_line(p, 0, y, RIGHT, y, "grid");
    writer_cstr(p->out, "<g><title>");
    html_text(p->out, band->label);
    writer_cstr(p->out, "</title>");
    put_label(p, 0, y + 1800, "start", band->label);
    writer_cstr(p->out, "</g>");
    put_common(p, c, band, y);
    for (size_t i = 0; i < band->stretch_count; i++) {
        const struct band_stretch *s = &band->stretches[i];
        const uint64_t x = place(c, BANDS_LEFT, s->from), to = place(c, BANDS_LEFT, s->to);
        put_box(p, x, y + (s->bot_side ? BAND / 2 + 100 : BAND / 2 - 100 - BAND_BAR), to - x, BAND_BAR,
                s->bot_side ? "botside" : "exchange");
    }
    for (size_t i = 0; i < band->mark_count; i++) {
        const uint64_t x = place(c, BANDS_LEFT, band->marks[i]);
        put_line(p, x, y + 100, x, y + BAND - 100, "mark");
    }
}

static void put_bands(struct html_page *p, const struct chart *c)
{
    const uint64_t base = 400 + c->band_count * BAND;
    begin(p, c, base + BELOW);
    for (size_t i = 0; i < c->band_count; i++) put_band(p, c, &c->bands[i], 400 + i * BAND);
    put_times(p, c, BANDS_LEFT, base);
    end(p, c);
}

/* ---- changes --------------------------------------------------------------------------------------------------------- */

/* Where nothing changed stands between the longest bars to both sides. */
static uint64_t zero_of(const struct chart *c, uint64_t *in_all)
{
    const uint64_t both = (uint64_t)c->longest_less + c->longest_more;
    *in_all = both > 0 ? both : 1;
    return CHANGES_LEFT + (CHANGES_RIGHT - CHANGES_LEFT) * (uint64_t)c->longest_less / *in_all;
}

static void put_change(struct html_page *p, const struct chart_bar *bar, uint64_t zero, uint64_t in_all, uint64_t y)
{
    uint64_t width = (CHANGES_RIGHT - CHANGES_LEFT) * bar->length / in_all;
    if (width < LEAST) width = LEAST;
    put_line(p, 0, y, RIGHT, y, bar->sum ? "axis" : "grid");
    put_label(p, 0, y + 1400, bar->sum ? "start sum" : "start", bar->label);
    if (bar->amount.len > 0) put_label(p, AMOUNT_END, y + 1400, "end", bar->amount);
    put_box(p, bar->less ? zero - width : zero, y + (CHANGE - CHANGE_BAR) / 2, width, CHANGE_BAR,
            bar->less ? "flagged" : "more");
    put_label(p, RIGHT, y + 1400, bar->sum ? "end sum" : "end", bar->value);
}

static void put_changes(struct html_page *p, const struct chart *c)
{
    uint64_t in_all;
    const uint64_t zero = zero_of(c, &in_all), below = CHANGE + c->bar_count * CHANGE;
    begin(p, c, below + 400);
    put_label(p, 0, 1400, "start", c->bar_titles[0]);
    put_label(p, AMOUNT_END, 1400, "end", c->bar_titles[1]);
    put_label(p, RIGHT, 1400, "end", c->bar_titles[2]);
    for (size_t i = 0; i < c->bar_count; i++) put_change(p, &c->bars[i], zero, in_all, CHANGE + i * CHANGE);
    put_line(p, zero, CHANGE, zero, below, "axis");
    end(p, c);
}

void html_chart(struct html_page *p, const struct chart *chart)
{
    if (chart->bar_count > 0)
        put_changes(p, chart);
    else if (chart->band_count > 0)
        put_bands(p, chart);
    else
        put_bars(p, chart);
}
