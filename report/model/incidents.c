/* incidents - each incident with its signs, a chart of orders over time and the numbers behind it.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

#include <stdlib.h>

enum { STEPS_MOST = 60, MARKETS_MOST = 12, SERIES = 3, SERIES_BOT = 0, SERIES_FLAGGED = 1, SERIES_OTHER = 2 };

/* ---- chart --------------------------------------------------------------------------------------------------------- */

struct picture { /* what a chart shows: whole steps around the incident */
    int64_t from_ns, step_ns;
    size_t steps;
};

static int64_t floor_to(int64_t ns, int64_t step)
{
    const int64_t rest = ns % step;
    return ns - (rest < 0 ? rest + step : rest);
}

/* The smallest round step that shows the incident, and as long a time before and after it, in few enough steps. */
static struct picture picture_of(const struct incident *incident)
{
    static const int64_t round_seconds[] = {1,    5,    10,    15,    30,    60,    120,    300,     600,     900,
                                            1800, 3600, 10800, 21600, 43200, 86400, 604800, 2592000, 31536000};
    enum { ROUND_STEPS = sizeof round_seconds / sizeof *round_seconds };
    const int64_t length = incident->to_ns - incident->from_ns;
    struct picture w = {0};
    for (size_t i = 0; i < ROUND_STEPS; i++) {
        w.step_ns = round_seconds[i] * NS_PER_SECOND;
        const int64_t margin = length > 4 * w.step_ns ? length : 4 * w.step_ns;
        w.from_ns = floor_to(incident->from_ns - margin, w.step_ns);
        w.steps = (size_t)((incident->to_ns + margin - w.from_ns) / w.step_ns + 1);
        if (w.steps <= STEPS_MOST) return w;
    }
    w.steps = STEPS_MOST; /* an incident of half a century: its end is cut off the picture */
    return w;
}

static int series_of(const struct order *o)
{
    if (o->flag != FLAG_NONE) return SERIES_FLAGGED;
    return o->verdict == VERDICT_BOT ? SERIES_BOT : SERIES_OTHER;
}

/* Orders are sorted by their first moment. */
static size_t first_order_from(const struct result *r, int64_t ns)
{
    size_t low = 0, high = r->orders.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (r->orders.items[middle].first_ns < ns) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void count_orders(const struct builder *b, const struct incident *incident, const struct picture *w,
                         struct chart *chart)
{
    for (size_t i = first_order_from(b->r, w->from_ns); i < b->r->orders.count; i++) {
        const struct order *o = &b->r->orders.items[i];
        const size_t step = (size_t)((o->first_ns - w->from_ns) / w->step_ns);
        if (step >= w->steps) break;
        if (o->account == incident->account) chart->counts[series_of(o)][step]++;
    }
    for (size_t i = 0; i < w->steps; i++) {
        const uint32_t all = chart->counts[0][i] + chart->counts[1][i] + chart->counts[2][i];
        if (all > chart->highest) chart->highest = all;
    }
}

/* "21:30", with seconds or as a date where the ticks ask for it. */
static struct span tick_label(const struct builder *b, int64_t ns, int64_t apart_ns)
{
    const struct span time = span_of(value_time(b, ns, 0));
    const size_t gap = span_find(time, ' ');
    if (apart_ns >= 86400LL * NS_PER_SECOND) return span_head(time, gap);
    const struct span clock = span_from(time, gap + 1);
    return apart_ns < 60LL * NS_PER_SECOND ? clock : span_head(clock, 5);
}

static void set_ticks(const struct builder *b, const struct picture *w, struct chart *chart)
{
    static const int64_t multiples[] = {1, 2, 3, 5, 6, 10, 12, 15, 20, 30};
    enum { MULTIPLES = sizeof multiples / sizeof *multiples, TICKS_MOST = 8 };
    int64_t apart = w->step_ns;
    for (size_t i = 0; i < MULTIPLES; i++) {
        apart = w->step_ns * multiples[i];
        if (w->steps / (size_t)multiples[i] <= TICKS_MOST) break;
    }
    chart->ticks = ARENA_ARRAY(b->arena, struct chart_tick, w->steps);
    for (size_t i = 0; i < w->steps; i++) {
        const int64_t ns = w->from_ns + (int64_t)i * w->step_ns;
        if (ns % apart == 0) chart->ticks[chart->tick_count++] = (struct chart_tick){i, tick_label(b, ns, apart)};
    }
}

static void name_series(const struct builder *b, struct chart *chart)
{
    const char *names[SERIES] = {words_chart_bot(b->say), words_chart_flagged(b->say), words_chart_other(b->say)};
    for (int i = 0; i < SERIES; i++) {
        uint64_t sum = 0;
        for (size_t k = 0; k < chart->steps; k++) sum += chart->counts[i][k];
        chart->series_names[i] = span_of(words_chart_series(b->say, names[i], value_u64(b, sum)));
    }
}

static struct chart *make_chart(struct builder *b, const struct incident *incident, const struct picture *w)
{
    struct chart *chart = ARENA_NEW(b->arena, struct chart);
    const struct period shown = {w->from_ns, w->from_ns + (int64_t)w->steps * w->step_ns};
    const char *step = value_span(b, w->step_ns);
    chart->caption = span_of(words_chart_caption(b->say, value_u64(b, incident->number),
                                                 value_account(b, incident->account), step, value_period(b, shown)));
    chart->value_label = span_of(words_chart_value(b->say, step));
    chart->from_label = span_of(value_moment(b, shown.from_ns));
    chart->to_label = span_of(words_utc(b->say, value_moment(b, shown.to_ns)));
    for (int i = 0; i < SERIES; i++) chart->counts[i] = ARENA_ARRAY(b->arena, uint32_t, w->steps);
    chart->steps = w->steps;
    set_ticks(b, w, chart);
    count_orders(b, incident, w, chart);
    name_series(b, chart);
    return chart;
}

static void add_chart_table(struct builder *b, const struct picture *w, const struct chart *chart)
{
    add_paragraph(b, words_chart_table(b->say));
    const struct column columns[] = {{words_col_step(b->say), ALIGN_LEFT, 40, true},
                                     {words_chart_bot(b->say), ALIGN_RIGHT, 20, false},
                                     {words_chart_flagged(b->say), ALIGN_RIGHT, 20, false},
                                     {words_chart_other(b->say), ALIGN_RIGHT, 20, false}};
    struct table t = table_begin(b, columns, 4, w->steps);
    for (size_t i = 0; i < w->steps; i++) {
        const uint32_t bot = chart->counts[SERIES_BOT][i], flagged = chart->counts[SERIES_FLAGGED][i];
        const uint32_t other = chart->counts[SERIES_OTHER][i];
        if (bot + flagged + other == 0) continue;
        table_row(&t, false,
                  (const char *[]){value_moment(b, w->from_ns + (int64_t)i * w->step_ns), value_u64(b, bot),
                                   value_u64(b, flagged), value_u64(b, other)});
    }
    table_fold(&t);
    table_end(&t, t.block.row_count, "");
}

/* ---- one incident ---------------------------------------------------------------------------------------------------- */

static const char *incident_markets(const struct builder *b, const struct incident *incident)
{
    const char *list = "";
    size_t i = 0;
    for (; i < incident->market_count && i < MARKETS_MOST; i++)
        list = value_join(b, list, ", ", value_market(b, incident->markets[i]));
    if (i < incident->market_count)
        list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, incident->market_count - i)));
    return list;
}

static void add_signals(struct builder *b, const struct incident *incident)
{
    if (incident->signals.count == 0) {
        add_paragraph(b, words_incident_no_signals(b->say));
        return;
    }
    const struct column columns[] = {{words_col_signal(b->say), ALIGN_LEFT, 35, false},
                                     {words_col_seen(b->say), ALIGN_LEFT, 40, false},
                                     {words_col_from_rows(b->say), ALIGN_LEFT, 25, false}};
    struct table t = table_begin(b, columns, 3, incident->signals.count);
    for (size_t i = 0; i < incident->signals.count; i++) {
        const struct signal_hit *hit = &incident->signals.items[i];
        table_row(&t, false,
                  (const char *[]){signal_name(b, hit->code), value_signal(b, hit), value_signal_rows(b, hit)});
    }
    table_end(&t, incident->signals.count, "");
}

static void add_incident(struct builder *b, const struct incident *incident)
{
    add_subheading(b, words_head_incident(b->say, value_u64(b, incident->number)));
    add_paragraph(b, words_incident_story(b->say, value_moment(b, incident->from_ns), value_moment(b, incident->to_ns),
                                          words_n_order(b->say, incident->order_count),
                                          value_fills(b, incident->orders, incident->order_count),
                                          value_account(b, incident->account)));
    add_paragraph(b, words_incident_rows(b->say, value_rows(b, incident->orders, incident->order_count)));
    add_paragraph(b,
                  words_incident_markets(b->say, value_u64(b, incident->market_count), incident_markets(b, incident)));
    add_signals(b, incident);
    const struct picture w = picture_of(incident);
    struct chart *chart = make_chart(b, incident, &w);
    add_chart(b, chart);
    add_chart_table(b, &w, chart);
    add_changes(b, incident->number);
    add_held(b, incident->number);
}

/* ---- which incidents ------------------------------------------------------------------------------------------------ */

static int by_size(const void *left, const void *right)
{
    const struct incident *const *a = left, *const *b = right;
    if ((*a)->order_count != (*b)->order_count) return (*a)->order_count > (*b)->order_count ? -1 : 1;
    return (*a)->number < (*b)->number ? -1 : (*a)->number > (*b)->number;
}

static int by_number(const void *left, const void *right)
{
    const struct incident *const *a = left, *const *b = right;
    return (*a)->number < (*b)->number ? -1 : (*a)->number > (*b)->number;
}

void section_incidents(struct builder *b)
{
    const size_t all = b->r->incidents.count;
    add_heading(b, words_head_incidents(b->say));
    if (all == 0) {
        add_paragraph(b, flagged_orders(b) > 0 ? words_incidents_none(b->say) : words_incidents_none_flagged(b->say));
        return;
    }
    add_paragraph(b, words_incidents_intro(b->say));
    const struct incident **list = ARENA_ARRAY(b->arena, const struct incident *, all);
    for (size_t i = 0; i < all; i++) list[i] = &b->r->incidents.items[i];
    const size_t shown = all < INCIDENTS_MOST ? all : INCIDENTS_MOST;
    if (all > shown) {
        qsort(list, all, sizeof *list, by_size);
        qsort(list, shown, sizeof *list, by_number);
        add_paragraph(b, words_incidents_extract(b->say, value_u64(b, shown), value_u64(b, all)));
    }
    for (size_t i = 0; i < shown; i++) add_incident(b, list[i]);
}
