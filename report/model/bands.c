/* bands - the coverage as a picture: which records reach where, market by market, and the flagged orders in it.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

enum { LINES_MOST = 5000, BANDS_MOST = 24, STEPS = 1000, TICKS = 6 };

struct place {                /* a line of the picture while it is chosen */
    uint32_t account, market; /* MARKET_NONE: all markets not listed on their own */
    uint64_t flagged;
};
struct picture {
    const struct builder *b;
    struct place *places;
    size_t count;
    int64_t from_ns, to_ns;
    bool several; /* accounts */
    size_t *of;   /* per graded order: its place; `count` when it has none */
};

/* ---- which lines ---------------------------------------------------------------------------------------------------------- */

static size_t find_place(const struct picture *p, uint32_t account, uint32_t market)
{
    size_t i = 0;
    while (i < p->count && (p->places[i].account != account || p->places[i].market != market)) i++;
    return i;
}

static void widen(struct picture *p, int64_t from_ns, int64_t to_ns)
{
    if (from_ns < p->from_ns) p->from_ns = from_ns;
    if (to_ns > p->to_ns) p->to_ns = to_ns;
}

static void gather_places(struct picture *p)
{
    const struct result *r = p->b->r;
    for (size_t i = 0; i < r->coverage.count && i < LINES_MOST; i++) {
        const struct coverage *c = &r->coverage.items[i];
        widen(p, c->when.from_ns, c->when.to_ns);
        p->several = p->several || c->account != r->coverage.items[0].account;
        if (find_place(p, c->account, c->market) == p->count)
            p->places[p->count++] = (struct place){c->account, c->market, 0};
    }
}

static size_t place_of_order(const struct picture *p, const struct order *o)
{
    const size_t own = find_place(p, o->account, o->market);
    return own < p->count ? own : find_place(p, o->account, MARKET_NONE);
}

static void count_flagged(struct picture *p)
{
    const struct figures *f = p->b->figures;
    for (size_t i = 0; i < f->graded_count; i++) {
        const struct order *o = &p->b->r->orders.items[f->graded[i]];
        const size_t at = place_of_order(p, o);
        widen(p, o->first_ns, o->last_ns);
        if (at < p->count) p->places[at].flagged++;
    }
}

static void find_orders(struct picture *p)
{
    const struct figures *f = p->b->figures;
    p->of = ARENA_ARRAY(p->b->arena, size_t, f->graded_count + 1);
    for (size_t i = 0; i < f->graded_count; i++) p->of[i] = place_of_order(p, &p->b->r->orders.items[f->graded[i]]);
}

/* Those with flagged orders first, in the order of the table otherwise. */
static void put_flagged_first(struct picture *p)
{
    for (size_t i = 1; i < p->count; i++) {
        const struct place moved = p->places[i];
        size_t at = i;
        for (; at > 0 && p->places[at - 1].flagged == 0 && moved.flagged > 0; at--) p->places[at] = p->places[at - 1];
        p->places[at] = moved;
    }
}

/* ---- a line ----------------------------------------------------------------------------------------------------------------- */

static uint32_t step_of(const struct picture *p, int64_t ns)
{
    const uint64_t all = (uint64_t)p->to_ns - (uint64_t)p->from_ns, part = (uint64_t)ns - (uint64_t)p->from_ns;
    const uint64_t unit = all / STEPS + 1; /* whole numbers on purpose: the same picture on every machine */
    return (uint32_t)(part / unit);
}

/* Joins what touches; the stretches of each side come in the order of time. */
static void add_stretch(struct chart_band *band, struct band_stretch s)
{
    for (size_t i = band->stretch_count; i-- > 0;) {
        struct band_stretch *known = &band->stretches[i];
        if (known->bot_side != s.bot_side) continue;
        if (s.from > known->to + 1 || known->from > s.to + 1) continue;
        if (s.from < known->from) known->from = s.from;
        if (s.to > known->to) known->to = s.to;
        return;
    }
    band->stretches[band->stretch_count++] = s;
}

/* What a side's records say of every market not named on its own holds for this one too, unless they name it. */
static uint32_t named_by_side(const struct result *r, const struct place *place, bool bot_side)
{
    for (size_t i = 0; i < r->coverage.count && i < LINES_MOST; i++) {
        const struct coverage *c = &r->coverage.items[i];
        if (c->account == place->account && c->market == place->market && c->bot_side == bot_side) return c->market;
    }
    return MARKET_NONE;
}

static void set_stretches(const struct picture *p, const struct place *place, struct chart_band *band)
{
    const struct result *r = p->b->r;
    const uint32_t markets[] = {named_by_side(r, place, false), named_by_side(r, place, true)};
    size_t count = 0;
    for (size_t i = 0; i < r->coverage.count && i < LINES_MOST; i++)
        count += r->coverage.items[i].account == place->account;
    band->stretches = ARENA_ARRAY(p->b->arena, struct band_stretch, count);
    for (size_t i = 0; i < r->coverage.count && i < LINES_MOST; i++) {
        const struct coverage *c = &r->coverage.items[i];
        if (c->account != place->account || c->market != markets[c->bot_side]) continue;
        add_stretch(band, (struct band_stretch){step_of(p, c->when.from_ns), step_of(p, c->when.to_ns), c->bot_side});
    }
}

/* Graded orders ascend in time. */
static void set_marks(const struct picture *p, size_t place, struct chart_band *band)
{
    const struct figures *f = p->b->figures;
    band->marks = ARENA_ARRAY(p->b->arena, uint32_t, STEPS + 1);
    bool *seen = ARENA_ARRAY(p->b->arena, bool, STEPS + 1);
    for (size_t i = 0; i < f->graded_count; i++) {
        const struct order *o = &p->b->r->orders.items[f->graded[i]];
        if (p->of[i] == place) seen[step_of(p, o->first_ns)] = true;
    }
    for (uint32_t i = 0; i <= STEPS; i++)
        if (seen[i]) band->marks[band->mark_count++] = i;
}

static struct chart_band make_band(const struct picture *p, size_t at)
{
    const struct builder *b = p->b;
    const struct place *place = &p->places[at];
    const char *name = place->market == MARKET_NONE ? words_bands_rest(b->say) : value_market(b, place->market);
    struct chart_band band = {0};
    if (p->several) name = value_join(b, value_account(b, place->account), " ", name);
    band.label = span_of(name);
    set_stretches(p, place, &band);
    if (place->flagged > 0) set_marks(p, at, &band);
    return band;
}

/* ---- the picture ------------------------------------------------------------------------------------------------------------ */

/* Days, or minutes where the whole is short. */
static void set_ticks(const struct picture *p, struct chart *chart)
{
    const struct builder *b = p->b;
    const int64_t day = 86400LL * NS_PER_SECOND, length = p->to_ns - p->from_ns;
    chart->ticks = ARENA_ARRAY(b->arena, struct chart_tick, TICKS);
    for (size_t i = 1; i < TICKS; i++) {
        const int64_t ns = p->from_ns + length / TICKS * (int64_t)i,
                      whole = ns - ns % (length > 10 * day ? day : day / 1440);
        const struct span time = span_of(value_time(b, whole, 0));
        const struct span label = length > 10 * day ? span_head(time, span_find(time, ' ')) : span_head(time, 16);
        chart->ticks[chart->tick_count++] = (struct chart_tick){step_of(p, whole), label};
    }
}

static struct chart *make_chart(const struct picture *p)
{
    const struct builder *b = p->b;
    struct chart *chart = ARENA_NEW(b->arena, struct chart);
    const struct period shown = {p->from_ns, p->to_ns};
    const size_t lines = p->count < BANDS_MOST ? p->count : BANDS_MOST;
    const char *more = p->count > lines ? words_bands_more(b->say, value_u64(b, p->count - lines)) : "";
    chart->caption = span_trim(span_of(words_bands_caption(b->say, value_period(b, shown), more)));
    chart->from_label = span_of(value_moment(b, shown.from_ns));
    chart->to_label = span_of(words_utc(b->say, value_moment(b, shown.to_ns)));
    chart->series_names[0] = span_of(words_bands_exchange(b->say));
    chart->series_names[1] = span_of(words_bands_bot(b->say));
    if (b->figures->graded_count > 0) chart->series_names[2] = span_of(words_chart_flagged(b->say));
    chart->steps = STEPS;
    chart->bands = ARENA_ARRAY(b->arena, struct chart_band, lines);
    for (size_t i = 0; i < lines; i++) chart->bands[chart->band_count++] = make_band(p, i);
    set_ticks(p, chart);
    return chart;
}

void add_coverage_bands(struct builder *b)
{
    const size_t lines = b->r->coverage.count < LINES_MOST ? b->r->coverage.count : LINES_MOST;
    struct picture p = {.b = b, .from_ns = INT64_MAX, .to_ns = INT64_MIN};
    p.places = ARENA_ARRAY(b->arena, struct place, lines + 1);
    gather_places(&p);
    count_flagged(&p);
    put_flagged_first(&p);
    find_orders(&p);
    if (p.count > 0 && p.from_ns < p.to_ns) add_chart(b, make_chart(&p));
}
