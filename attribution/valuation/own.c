/* own - the prices at which the accounts traded themselves, where nothing is flagged.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/work.h"

#include "attribution/sort.h"
#include "base/memory.h"

static struct own_series *series_of(struct valuation_work *w, uint32_t market, uint32_t account)
{
    uint32_t at = w->series_of_market[market];
    while (at != UINT32_MAX && w->series.items[at].account != account) at = w->series.items[at].next;
    if (at != UINT32_MAX) return &w->series.items[at];
    *LIST_ADD(&w->series) =
        (struct own_series){.market = market, .account = account, .next = w->series_of_market[market]};
    w->series_of_market[market] = (uint32_t)w->series.count - 1;
    return &w->series.items[w->series.count - 1];
}

/* A fill, or an order of which the file has no fills, where it states its average exactly. */
static bool price_of(const struct valuation_work *w, uint32_t event, const struct order *o, struct own_fill *out)
{
    const struct event *e = &w->store->events.items[event];
    struct decimal qty;
    *out = (struct own_fill){.at_ns = e->at_ns, .event = event};
    if (e->marks & (MARK_PAPER | MARK_APPROXIMATE)) return false;
    if (e->kind == EVENT_FILL)
        return event_amount(w->store, e, AMOUNT_PRICE, &out->price) && decimal_sign(out->price) > 0;
    if (e->kind != EVENT_ORDER || o->fill_count > 0 || o->order_event != event || !o->price_exact) return false;
    out->at_ns = o->last_ns;
    return order_amount(w->store, o, ORDER_QTY, &qty) && decimal_sign(qty) > 0 &&
           order_amount(w->store, o, ORDER_PRICE, &out->price) && decimal_sign(out->price) > 0;
}

static int by_time(const void *context, uint32_t a, uint32_t b)
{
    const struct own_fill *fills = context;
    return (fills[a].at_ns > fills[b].at_ns) - (fills[a].at_ns < fills[b].at_ns);
}

/* Nearly always in order: the timeline is, but for orders known by their end. */
static void sort_series(struct own_series *s)
{
    bool sorted = true;
    for (size_t i = 1; i < s->fills.count && sorted; i++)
        sorted = s->fills.items[i - 1].at_ns <= s->fills.items[i].at_ns;
    if (sorted) return;
    uint32_t *order = memory_resize(NULL, s->fills.count, sizeof *order);
    struct own_fill *moved = memory_resize(NULL, s->fills.count, sizeof *moved);
    for (uint32_t i = 0; i < s->fills.count; i++) order[i] = i;
    sort_indexes(order, s->fills.count, by_time, s->fills.items);
    for (size_t i = 0; i < s->fills.count; i++) moved[i] = s->fills.items[order[i]];
    memcpy(s->fills.items, moved, s->fills.count * sizeof *moved);
    free(order);
    free(moved);
}

void own_series_build(struct valuation_work *w)
{
    const struct result *r = w->result;
    for (size_t i = 0; i < r->timeline_count; i++) {
        const uint32_t event = r->timeline[i], index = r->order_of_event[event];
        if (index == INDEX_NONE) continue;
        const struct order *o = &r->orders.items[index];
        struct own_fill fill;
        if (o->flag != FLAG_NONE || !w->market_wanted[o->market] || !price_of(w, event, o, &fill)) continue;
        *LIST_ADD(&series_of(w, o->market, o->account)->fills) = fill;
    }
    for (size_t i = 0; i < w->series.count; i++) sort_series(&w->series.items[i]);
}

/* The last one before that moment; equal moments: the last of the timeline. */
static struct reference_price last_before(const struct own_series *s, int64_t before_ns)
{
    size_t low = 0, high = s->fills.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (s->fills.items[middle].at_ns < before_ns) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) return (struct reference_price){.state = REFERENCE_NONE, .event = EVENT_NONE};
    const struct own_fill *f = &s->fills.items[low - 1];
    const bool old = before_ns - f->at_ns > OWN_FILL_DAYS * DAY_NS;
    return (struct reference_price){old ? REFERENCE_OLD : REFERENCE_FOUND, f->price, f->at_ns, f->event, UINT32_MAX, 0};
}

struct reference_price own_last(const struct valuation_work *w, uint32_t market, uint32_t account, int64_t before_ns)
{
    for (uint32_t at = w->series_of_market[market]; at != UINT32_MAX; at = w->series.items[at].next)
        if (w->series.items[at].account == account) return last_before(&w->series.items[at], before_ns);
    return (struct reference_price){.state = REFERENCE_NONE, .event = EVENT_NONE};
}

struct reference_price own_against(const struct valuation_work *w, uint32_t asset, struct span quote, uint32_t account,
                                   int64_t before_ns)
{
    struct reference_price best = {.state = REFERENCE_NONE, .event = EVENT_NONE};
    for (size_t i = 0; i < w->series.count; i++) {
        const struct own_series *s = &w->series.items[i];
        const struct market *m = &w->store->markets.items[s->market];
        const struct span name = store_get_text(w->store, m->quote);
        if (m->base != asset || !(quote.len > 0 ? span_equal(name, quote) : valuation_is_dollar(name))) continue;
        if (valuation_of_futures(w, s->market) || (account != UINT32_MAX && s->account != account)) continue;
        const struct reference_price p = last_before(s, before_ns);
        if (p.state == REFERENCE_NONE) continue;
        /* of two at the same moment the one of the earlier row, whatever the order of the series */
        const bool later =
            best.state == REFERENCE_NONE || p.at_ns > best.at_ns || (p.at_ns == best.at_ns && p.event < best.event);
        if (!later) continue;
        best = p;
        best.against = m->quote;
    }
    return best;
}
