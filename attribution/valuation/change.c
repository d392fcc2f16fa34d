/* change - the net change of each incident in one unit, part by part; see valuation.h.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/work.h"

#include "base/memory.h"

enum { DECIMALS_LARGE = 2, DECIMALS_SMALL = 8, LARGE_FROM = 100 };

/* The quote of most orders of the incident; 0: none is known. */
static uint32_t main_quote(const struct valuation_work *w, uint32_t incident)
{
    const struct result *r = w->result;
    uint32_t best = 0;
    uint64_t most = 0;
    for (size_t i = 0; i < r->market_losses.count; i++) {
        const uint32_t quote = w->store->markets.items[r->market_losses.items[i].market].quote;
        uint64_t orders = 0;
        if (r->market_losses.items[i].incident != incident || quote == 0 || quote == best) continue;
        for (size_t k = i; k < r->market_losses.count; k++) {
            const struct market_loss *m = &r->market_losses.items[k];
            if (m->incident == incident && w->store->markets.items[m->market].quote == quote) orders += m->order_count;
        }
        if (orders > most) best = quote;
        if (orders > most) most = orders;
    }
    return best;
}

static uint32_t unit_of(const struct valuation_work *w, uint32_t incident)
{
    const uint32_t quote = main_quote(w, incident);
    return valuation_is_dollar(store_get_text(w->store, quote)) ? store_text(w->store, SPAN("USD")) : quote;
}

/* ---- a part -------------------------------------------------------------------------------------------------------------- */

static struct reference_price price_in(const struct valuation_work *w, const struct fiat_total *t, uint32_t asset,
                                       struct span quote)
{
    return fiat_price(w, t, asset, valuation_is_dollar(quote) ? SPAN_NONE : quote); /* any dollar */
}

static bool find_price(const struct valuation_work *w, const struct fiat_total *t, struct fiat_part *part)
{
    const struct span unit = store_get_text(w->store, t->unit);
    part->price = price_in(w, t, part->asset, unit);
    if (part->price.state == REFERENCE_FOUND) return true;
    if (span_is(unit, "BTC")) return false;
    part->price = price_in(w, t, part->asset, SPAN("BTC"));
    if (part->price.state != REFERENCE_FOUND) return false;
    part->through = price_in(w, t, store_text(w->store, SPAN("BTC")), unit);
    return part->through.state == REFERENCE_FOUND;
}

/* Whether quote stands for the unit. */
static bool is_unit(const struct valuation_work *w, const struct fiat_total *t, uint32_t quote)
{
    return quote == t->unit || (valuation_is_dollar(store_get_text(w->store, quote)) &&
                                valuation_is_dollar(store_get_text(w->store, t->unit)));
}

/* What the orders sold of an asset and got for it, in the unit. */
struct sale {
    uint32_t asset;
    struct decimal sold, received;
    bool known; /* false: they bought some as well, or an amount is not known */
};
typedef LIST(struct sale) sales;

static struct sale *sale_of(sales *all, uint32_t asset)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].asset == asset) return &all->items[i];
    struct sale *s = LIST_ADD(all);
    *s = (struct sale){.asset = asset, .known = true};
    return s;
}

static void add_sale(const struct valuation_work *w, const struct fiat_total *t, const struct order *o, sales *all)
{
    const struct market *m = &w->store->markets.items[o->market];
    struct sale *s = sale_of(all, m->base);
    struct decimal qty, cost;
    const bool has_qty = order_amount(w->store, o, ORDER_QTY, &qty);
    if (has_qty && decimal_sign(qty) == 0) return; /* nothing executed */
    if (o->side != SIDE_SELL || valuation_of_futures(w, o->market)) s->known = false;
    if (!s->known || !is_unit(w, t, m->quote)) return;
    s->known = has_qty && order_amount(w->store, o, ORDER_COST, &cost) && decimal_add(s->sold, qty, &s->sold) &&
               decimal_add(s->received, cost, &s->received);
}

static bool find_average(const struct fiat_total *t, const sales *all, struct fiat_part *part)
{
    bool exact;
    for (size_t i = 0; i < all->count; i++) {
        const struct sale *s = &all->items[i];
        if (s->asset != part->asset) continue;
        part->price.against = t->unit;
        return s->known && decimal_sign(s->sold) > 0 &&
               decimal_div(s->received, s->sold, AVERAGE_DECIMALS, &part->price.price, &exact);
    }
    return false;
}

/* Exactly; what does not fit is left out, like what has no price. */
static void count_part(const struct valuation_work *w, const struct fiat_total *t, const sales *all,
                       struct fiat_part *part)
{
    const struct span asset = store_get_text(w->store, part->asset), unit = store_get_text(w->store, t->unit);
    part->fiat = part->amount;
    if (!part->known) return;
    if (part->asset == t->unit) {
        part->basis = FIAT_SELF;
    } else if (valuation_is_dollar(asset) && valuation_is_dollar(unit)) {
        part->basis = FIAT_DOLLAR;
    } else if (t->by_orders) {
        if (find_average(t, all, part) && fiat_multiply(&part->fiat, part->price.price)) part->basis = FIAT_SOLD;
    } else if (find_price(w, t, part) && fiat_multiply(&part->fiat, part->price.price) &&
               (part->through.state != REFERENCE_FOUND || fiat_multiply(&part->fiat, part->through.price))) {
        part->basis = FIAT_PRICED;
    }
}

/* ---- an incident --------------------------------------------------------------------------------------------------------- */

static bool is_large(struct decimal d)
{
    const struct decimal least = decimal_from_int(LARGE_FROM);
    return decimal_compare(d, least) >= 0 || decimal_compare(decimal_negate(d), least) >= 0;
}

/* False: it does not fit. */
static bool add_rounded(struct fiat_total *t, struct fiat_part *part, uint8_t decimals)
{
    struct decimal fine;
    t->computed =
        decimal_round(part->fiat, FIAT_FINE_DECIMALS, &fine) && decimal_add(t->total, fine, &t->total) && t->computed;
    return decimal_round(part->fiat, decimals, &part->fiat);
}

/* Told in cents of a dollar; of what may be a coin that is worth much, in more where all values are small. Added with more
 * digits than are told. */
static void round_parts(const struct valuation_work *w, struct fiat_total *t)
{
    uint8_t decimals =
        valuation_is_dollar(store_get_text(w->store, t->unit)) ? (uint8_t)DECIMALS_LARGE : (uint8_t)DECIMALS_SMALL;
    for (size_t i = 0; i < t->part_count; i++)
        if (t->parts[i].basis != FIAT_LEFT_OUT && is_large(t->parts[i].fiat)) decimals = DECIMALS_LARGE;
    for (size_t i = 0; i < t->part_count; i++) {
        struct fiat_part *part = &t->parts[i];
        if (part->basis != FIAT_LEFT_OUT && !add_rounded(t, part, decimals)) part->basis = FIAT_LEFT_OUT;
        t->left_out += part->basis == FIAT_LEFT_OUT;
    }
    t->computed = t->computed && decimal_round(t->total, decimals, &t->total);
}

enum way { BY_PRICES, BY_OWN_FILLS, BY_ORDERS };

static struct fiat_total count_change(const struct valuation_work *w, const struct loss *losses, size_t count,
                                      enum way way)
{
    const uint32_t incident = losses[0].incident;
    struct fiat_total t = {.method = losses[0].method,
                           .unit = unit_of(w, incident),
                           .by_prices = way == BY_PRICES,
                           .by_orders = way == BY_ORDERS,
                           .incident = incident,
                           .at_ns = w->starts[incident],
                           .day_ns = TIME_NONE,
                           .computed = true};
    sales all = {0};
    for (size_t i = 0; t.by_orders && i < losses[0].order_count; i++)
        add_sale(w, &t, &w->result->orders.items[losses[0].orders[i]], &all);
    t.parts = memory_resize(NULL, count, sizeof *t.parts);
    for (size_t i = 0; i < count; i++) {
        struct fiat_part *part = &t.parts[t.part_count++];
        *part = (struct fiat_part){.asset = losses[i].asset,
                                   .amount = losses[i].amount,
                                   .known = losses[i].computed,
                                   .basis = FIAT_LEFT_OUT,
                                   .day_ns = TIME_NONE};
        part->price = part->through = (struct reference_price){
            .state = REFERENCE_NONE, .at_ns = TIME_NONE, .event = EVENT_NONE, .file = UINT32_MAX};
        if (t.unit != 0) count_part(w, &t, &all, part);
    }
    round_parts(w, &t);
    LIST_FREE(&all);
    return t;
}

static struct fiat_total best_change(const struct valuation *v, const struct loss *losses, size_t count)
{
    struct fiat_total best = count_change(v->work, losses, count, v->with_prices ? BY_PRICES : BY_OWN_FILLS);
    for (enum way way = v->with_prices ? BY_OWN_FILLS : BY_ORDERS; way <= BY_ORDERS; way++) {
        struct fiat_total next = count_change(v->work, losses, count, way);
        const bool better = next.left_out < best.left_out;
        free(better ? best.parts : next.parts);
        if (better) best = next;
    }
    return best;
}

/* The net changes of an incident stand side by side. */
void changes_add(struct valuation *v)
{
    const struct result *r = v->work->result;
    for (size_t first = 0, end; first < r->losses.count; first = end) {
        const struct loss *head = &r->losses.items[first];
        for (end = first + 1; end < r->losses.count; end++)
            if (r->losses.items[end].incident != head->incident || r->losses.items[end].method != head->method) break;
        if (!span_is(span_of(head->method), "net-change") || v->work->starts[head->incident] == INT64_MAX) continue;
        const struct fiat_total t = best_change(v, head, end - first);
        *LIST_ADD(&v->changes) = t;
    }
}

const struct fiat_total *valuation_change(const struct valuation *v, uint32_t incident)
{
    const struct fiat_total *best = NULL;
    for (size_t i = 0; v && i < v->changes.count; i++)
        if (v->changes.items[i].incident == incident) return &v->changes.items[i];
    for (size_t i = 0; v && i < v->fiat.count; i++) {
        const struct fiat_total *t = &v->fiat.items[i];
        if (t->incident == incident && span_is(span_of(t->method), "net-change")) best = t; /* supplied prices follow */
    }
    return best;
}
