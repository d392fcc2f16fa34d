/* fills - which fills can be looked for, put in the order in which a tape comes.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/tape/check.h"
#include "base/memory.h"

/* ---- one fill ------------------------------------------------------------------------------------------------------ */

/* The tapes that are known are Binance's. False: the fill is of another venue. */
static bool product_of(const struct store *s, const struct event *e, enum tape_product *out)
{
    const struct market *m = &s->markets.items[e->market];
    const struct span venue = store_get_text(s, m->venue != 0 ? m->venue : s->accounts.items[e->account].venue);
    *out = span_is(venue, "binance-futures") ? TAPE_FUTURES : TAPE_SPOT;
    return e->market != MARKET_NONE && (*out == TAPE_FUTURES || span_is(venue, "binance"));
}

static enum needed_maker maker_of(const struct event *e)
{
    if (!(e->marks & (MARK_MAKER | MARK_TAKER))) return MAKER_ANY;
    return ((e->marks & MARK_MAKER) != 0) == (e->side == SIDE_BUY) ? MAKER_BUYER : MAKER_SELLER;
}

static int64_t unit_of(uint8_t digits)
{
    int64_t unit = NS_PER_SECOND;
    for (uint8_t i = 0; i < digits && i < 9; i++) unit /= 10;
    return unit;
}

static uint32_t find_series(struct tape_check *c, uint32_t symbol, enum tape_product product)
{
    for (size_t i = 0; i < c->series.count; i++) {
        const struct tape_series *s = &c->series.items[i];
        if (s->symbol == symbol && s->product == product) return (uint32_t)i;
    }
    *LIST_ADD(&c->series) = (struct tape_series){.symbol = symbol, .product = product};
    return (uint32_t)c->series.count - 1;
}

static uint32_t series_of(struct tape_check *c, uint32_t market, enum tape_product product)
{
    uint32_t *known = &c->market_series[2 * market + (product == TAPE_FUTURES)];
    if (*known == 0) *known = find_series(c, c->store->markets.items[market].symbol, product) + 1;
    return *known - 1;
}

static void add_fill(struct tape_check *c, uint32_t event, uint32_t place)
{
    const struct store *s = c->store;
    const struct event *e = &s->events.items[event];
    struct tape_fill f = {.event = event, .place = place, .side = e->side, .maker = (uint8_t)maker_of(e)};
    enum tape_product product;
    char scratch[24];
    if (e->side == SIDE_NONE || (e->marks & (MARK_PAPER | MARK_APPROXIMATE)) || !product_of(s, e, &product)) return;
    if (!event_amount(s, e, AMOUNT_PRICE, &f.price) || !event_amount(s, e, AMOUNT_QTY, &f.qty)) return;
    f.price = decimal_normalize(f.price);
    f.qty = decimal_normalize(f.qty);
    f.series = series_of(c, e->market, product);
    f.from_ns = e->at_ns;
    f.to_ns = e->at_ns + unit_of(e->digits);
    f.has_id = e->trade_id != IDENT_NONE && span_to_u64(store_ident_text(s, e->trade_id, scratch), &f.id);
    *LIST_ADD(&c->fills) = f;
}

/* ---- order ---------------------------------------------------------------------------------------------------------- */

#define BY(a, b)                                                                                                       \
    if ((a) != (b)) return (a) < (b) ? -1 : 1

static int by_amount(const struct decimal *a, const struct decimal *b)
{
    BY(a->mantissa, b->mantissa);
    BY(a->scale, b->scale);
    return 0;
}

/* 0 for fills that a trade can't tell apart. */
static int compare_kind(const struct tape_fill *a, const struct tape_fill *b)
{
    BY(a->series, b->series);
    BY(tape_second(a->from_ns), tape_second(b->from_ns));
    BY(a->has_id, b->has_id);
    BY(a->from_ns, b->from_ns);
    BY(a->to_ns, b->to_ns);
    BY(a->side, b->side);
    BY(a->maker, b->maker);
    const int price = by_amount(&a->price, &b->price);
    return price ? price : by_amount(&a->qty, &b->qty);
}

static int by_kind(const void *left, const void *right)
{
    const struct tape_fill *a = left, *b = right;
    const int kind = compare_kind(a, b);
    if (kind) return kind;
    BY(a->place, b->place);
    return 0;
}

static int by_id(const void *left, const void *right)
{
    const struct tape_id *a = left, *b = right;
    BY(a->id, b->id);
    BY(a->fill, b->fill);
    return 0;
}

static bool starts_group(const struct tape_check *c, size_t fill)
{
    return fill == 0 || compare_kind(&c->fills.items[fill - 1], &c->fills.items[fill]) != 0;
}

static void divide_series(struct tape_check *c, size_t series, size_t *at)
{
    struct tape_series s = c->series.items[series];
    s.first_fill = *at;
    s.first_group = c->groups.count;
    s.first_id = c->ids.count;
    for (; *at < c->fills.count && c->fills.items[*at].series == series; (*at)++) {
        const struct tape_fill *f = &c->fills.items[*at];
        if (f->has_id) {
            *LIST_ADD(&c->ids) = (struct tape_id){f->id, *at};
        } else if (starts_group(c, *at)) {
            *LIST_ADD(&c->groups) = (struct tape_group){.first_fill = *at, .end_fill = *at + 1};
        } else {
            c->groups.items[c->groups.count - 1].end_fill = *at + 1;
        }
    }
    s.end_fill = *at;
    s.end_group = c->groups.count;
    s.end_id = c->ids.count;
    if (s.end_id > s.first_id) qsort(c->ids.items + s.first_id, s.end_id - s.first_id, sizeof *c->ids.items, by_id);
    c->series.items[series] = s;
}

void tape_fills_collect(struct tape_check *c)
{
    const struct result *r = c->result;
    c->market_series = memory_alloc(2 * c->store->markets.count * sizeof *c->market_series);
    for (size_t i = 0; i < r->timeline_count; i++) {
        if (c->store->events.items[r->timeline[i]].kind == EVENT_FILL) add_fill(c, r->timeline[i], (uint32_t)i);
    }
    if (c->fills.count > 1) qsort(c->fills.items, c->fills.count, sizeof *c->fills.items, by_kind);
    size_t at = 0;
    for (size_t i = 0; i < c->series.count; i++) divide_series(c, i, &at);
}
