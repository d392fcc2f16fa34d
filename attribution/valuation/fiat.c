/* fiat - the sums of each method in a fiat currency, part by part, at the rate of the day on which the orders began. Parts
 * are added with eight decimals and, like their sum, told with two: cents cut off part by part would add up.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/work.h"

#include "base/memory.h"

static void to_fiat(const struct fx_table *fx, const struct valuation *v, struct decimal amount, struct span from,
                    int64_t at_ns, enum fiat_basis basis, struct fiat_part *part)
{
    if (fx_convert(fx, amount, from, span_of(v->fiat_code), at_ns, FIAT_FINE_DECIMALS, &part->fiat, &part->day_ns))
        part->basis = basis;
    else
        part->day_ns = TIME_NONE;
    if (span_is(from, v->fiat_code)) part->day_ns = TIME_NONE;
}

struct reference_price fiat_price(const struct valuation_work *w, const struct fiat_total *t, uint32_t asset,
                                  struct span quote)
{
    return t->by_prices ? price_against(w, asset, quote, t->at_ns) : own_against(w, asset, quote, UINT32_MAX, t->at_ns);
}

bool fiat_multiply(struct decimal *amount, struct decimal by)
{
    return decimal_mul(decimal_normalize(*amount), decimal_normalize(by), amount);
}

/* Against a dollar, else against the currency itself. */
static struct reference_price price_of(const struct valuation *v, const struct fiat_total *t, uint32_t asset)
{
    const struct span quotes[] = {SPAN_NONE, span_of(v->fiat_code)};
    struct reference_price p = {.state = REFERENCE_NONE, .event = EVENT_NONE};
    for (size_t i = 0; i < 2 && p.state != REFERENCE_FOUND; i++) p = fiat_price(v->work, t, asset, quotes[i]);
    return p;
}

/* ... else against bitcoin, and that in turn. */
static bool find_price(const struct valuation *v, const struct fiat_total *t, struct fiat_part *part)
{
    const struct valuation_work *w = v->work;
    part->price = price_of(v, t, part->asset);
    if (part->price.state == REFERENCE_FOUND) return true;
    part->price = fiat_price(w, t, part->asset, SPAN("BTC"));
    if (part->price.state != REFERENCE_FOUND) return false;
    part->through = price_of(v, t, store_text(w->store, SPAN("BTC")));
    return part->through.state == REFERENCE_FOUND;
}

/* False: what it would come to does not fit. A part without a price is left out, which is told. */
static bool convert(const struct valuation *v, const struct fx_table *fx, const struct fiat_total *t,
                    struct fiat_part *part)
{
    const struct span asset = store_get_text(v->work->store, part->asset);
    struct decimal worth = part->amount;
    if (!part->known) return true;
    if (span_is(asset, v->fiat_code)) {
        to_fiat(fx, v, worth, asset, t->at_ns, FIAT_SELF, part);
    } else if (valuation_is_dollar(asset)) {
        to_fiat(fx, v, worth, SPAN("USD"), t->at_ns, FIAT_DOLLAR, part);
    } else if (fx_table_has(fx, asset)) {
        to_fiat(fx, v, worth, asset, t->at_ns, FIAT_RATE, part);
    } else if (find_price(v, t, part)) {
        const bool bitcoin = part->through.state == REFERENCE_FOUND;
        const uint32_t against = bitcoin ? part->through.against : part->price.against;
        const bool dollar = valuation_is_dollar(store_get_text(v->work->store, against));
        if (!fiat_multiply(&worth, part->price.price) || (bitcoin && !fiat_multiply(&worth, part->through.price)))
            return false;
        to_fiat(fx, v, worth, dollar ? SPAN("USD") : span_of(v->fiat_code), t->at_ns, FIAT_PRICED, part);
    }
    return true;
}

static bool is_part(const struct loss *l, const struct fiat_total *t)
{
    return l->incident == t->incident && span_is(span_of(l->method), t->method);
}

static void add_part(const struct valuation *v, const struct fx_table *fx, const struct loss *l, struct fiat_total *t)
{
    struct fiat_part *part = &t->parts[t->part_count++];
    *part = (struct fiat_part){.asset = l->asset, .amount = l->amount, .known = l->computed, .basis = FIAT_LEFT_OUT};
    part->day_ns = TIME_NONE;
    part->through.state = REFERENCE_NONE;
    if (!convert(v, fx, t, part)) t->computed = false;
    if (part->basis == FIAT_LEFT_OUT) {
        t->left_out++;
        return;
    }
    t->computed = t->computed && decimal_add(t->total, part->fiat, &t->total) &&
                  decimal_round(part->fiat, FIAT_DECIMALS, &part->fiat);
    if (part->day_ns != TIME_NONE && (t->day_ns == TIME_NONE || part->day_ns < t->day_ns)) t->day_ns = part->day_ns;
}

static bool is_priced(const struct fiat_total *t)
{
    for (size_t i = 0; i < t->part_count; i++)
        if (t->parts[i].basis == FIAT_PRICED) return true;
    return false;
}

static const char *source_of(const struct valuation *v, const struct fiat_total *t)
{
    const struct valuation_work *w = v->work;
    char day[TIME_TEXT_MAX];
    const char *rate = "no rate needed";
    if (t->day_ns != TIME_NONE) {
        day[time_format(t->day_ns, 0, day) > 10 ? 10 : 0] = '\0';
        rate = arena_format(w->result->arena, "rate of %s", day);
    }
    const char *by = !is_priced(t) ? "no price of a coin" : t->by_prices ? "supplied prices" : "own fills before";
    if (t->left_out == 0) return arena_format(w->result->arena, "%s; %s", rate, by);
    return arena_format(w->result->arena, "%s; %s; without %zu of %zu assets, which have no price", rate, by,
                        t->left_out, t->part_count);
}

static void add_loss(struct valuation *v, const struct fiat_total *t, const struct loss *of)
{
    struct valuation_work *w = v->work;
    struct loss l = *of;
    l.method = arena_format(w->result->arena, "%s-in-fiat%s", t->method, t->by_prices ? "-by-prices" : "");
    l.asset = t->unit;
    l.amount = t->total;
    l.computed = t->computed && t->left_out < t->part_count;
    l.source = source_of(v, t);
    *LIST_ADD(&w->result->losses) = l;
}

static void add_total(struct valuation *v, const struct fx_table *fx, size_t first, size_t end, bool by_prices)
{
    struct valuation_work *w = v->work;
    const struct loss head = w->result->losses.items[first];
    struct fiat_total t = {.method = head.method, .by_prices = by_prices, .incident = head.incident, .computed = true};
    t.day_ns = TIME_NONE;
    t.at_ns = w->starts[head.incident];
    t.unit = store_text(w->store, span_of(v->fiat_code));
    t.parts = memory_resize(NULL, end - first + 1, sizeof *t.parts);
    for (size_t i = first; i < end; i++)
        if (is_part(&w->result->losses.items[i], &t)) add_part(v, fx, &w->result->losses.items[i], &t);
    t.computed = t.computed && decimal_round(t.total, FIAT_DECIMALS, &t.total);
    if (by_prices && !is_priced(&t)) { /* the same as without */
        free(t.parts);
        return;
    }
    *LIST_ADD(&v->fiat) = t;
    add_loss(v, &t, &head);
}

void fiat_totals_add(struct valuation *v, const struct fx_table *fx)
{
    const size_t end = v->work->result->losses.count;
    for (size_t i = 0; i < end; i++) {
        const struct loss *l = &v->work->result->losses.items[i];
        const struct fiat_total key = {.method = l->method, .incident = l->incident};
        bool begun = l->order_count == 0;
        for (size_t k = 0; k < i && !begun; k++) begun = is_part(&v->work->result->losses.items[k], &key);
        if (begun) continue;
        add_total(v, fx, i, end, false);
        if (v->with_prices) add_total(v, fx, i, end, true);
    }
}
