/* valuation - see valuation.h.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/work.h"

#include "attribution/values.h"
#include "base/memory.h"

enum { LINEAR_TEN_THOUSANDTHS = 200 };

const char *value_method_name(enum value_method m)
{
    switch (m) {
    case VALUE_OWN_FILLS: return "own-fills";
    case VALUE_BEFORE_ORDER: return "prices-before-order";
    case VALUE_BEFORE_INCIDENT: return "prices-before-incident";
    case VALUE_METHOD_COUNT: break;
    }
    return "";
}

static void find_starts(struct valuation_work *w)
{
    const struct result *r = w->result;
    w->starts = memory_resize(NULL, r->incidents.count + 1, sizeof *w->starts);
    for (size_t i = 0; i <= r->incidents.count; i++) w->starts[i] = INT64_MAX;
    for (size_t i = 0; i < r->market_losses.count; i++) {
        const struct market_loss *m = &r->market_losses.items[i];
        int64_t *start = &w->starts[m->incident];
        for (size_t k = 0; k < m->order_count; k++) {
            const int64_t at = r->orders.items[m->orders[k]].first_ns;
            if (at < *start) *start = at;
        }
    }
}

/* ---- lines ------------------------------------------------------------------------------------------------------------ */

static struct reference_price reference_of(const struct valuation_work *w, const struct order *o, enum value_method m,
                                           int64_t *moment_ns)
{
    const struct market *market = &w->store->markets.items[o->market];
    const bool own = m == VALUE_OWN_FILLS, futures = valuation_of_futures(w, o->market);
    *moment_ns = m == VALUE_BEFORE_ORDER ? o->first_ns : valuation_before(w, o);
    const struct reference_price of_market =
        own ? own_last(w, o->market, o->account, *moment_ns)
            : price_at(w, store_get_text(w->store, market->symbol), futures, *moment_ns);
    if (of_market.state == REFERENCE_FOUND || futures) return of_market;
    if (!valuation_is_dollar(store_get_text(w->store, market->quote))) return of_market;
    const struct reference_price other = own ? own_against(w, market->base, SPAN_NONE, o->account, *moment_ns)
                                             : price_against(w, market->base, SPAN_NONE, *moment_ns);
    return other.state == REFERENCE_FOUND ? other : of_market;
}

static bool add_to(struct decimal value, struct decimal *sum)
{
    return decimal_add(*sum, value, sum);
}

static void add_order(const struct valuation_work *w, const struct order *o, enum value_method m, struct decimal qty,
                      struct decimal cost, struct value_sum *sum)
{
    int64_t moment;
    const struct reference_price ref = reference_of(w, o, m, &moment);
    struct decimal worth, gain;
    sum->none += ref.state == REFERENCE_NONE;
    sum->old += ref.state == REFERENCE_OLD;
    if (ref.state != REFERENCE_FOUND) return;
    if (sum->valued++ == 0) {
        sum->first = ref;
        sum->first_age_ns = moment - ref.at_ns;
        sum->low = sum->high = ref.price;
        sum->computed = true;
    }
    if (decimal_compare(ref.price, sum->low) < 0) sum->low = ref.price;
    if (decimal_compare(ref.price, sum->high) > 0) sum->high = ref.price;
    if (moment - ref.at_ns > sum->oldest_ns) sum->oldest_ns = moment - ref.at_ns;
    sum->computed = sum->computed && decimal_mul(decimal_normalize(ref.price), decimal_normalize(qty), &worth) &&
                    (o->side == SIDE_BUY ? decimal_sub(worth, cost, &gain) : decimal_sub(cost, worth, &gain)) &&
                    add_to(qty, &sum->qty) && add_to(cost, &sum->cost) && add_to(worth, &sum->worth) &&
                    add_to(gain, &sum->cost_of_prices);
}

/* What was paid is quantity times price. It is not for contracts whose quantity counts something else than the base. */
static bool is_linear(const struct valuation_work *w, const struct order *o)
{
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const struct event *e = &w->store->events.items[w->result->order_fills[o->first_fill + i]];
        struct decimal qty, price, cost, product;
        if (!event_amount(w->store, e, AMOUNT_QTY, &qty) || !event_amount(w->store, e, AMOUNT_PRICE, &price) ||
            !event_amount(w->store, e, AMOUNT_COST, &cost) || !decimal_mul(qty, price, &product))
            continue;
        if (!decimal_equal(product, cost) && !value_within(product, cost, LINEAR_TEN_THOUSANDTHS)) return false;
    }
    return true;
}

static void value_side(struct valuation *v, const struct market_loss *m, enum side side)
{
    const struct valuation_work *w = v->work;
    struct value_line line = {
        .incident = m->incident, .account = m->account, .market = m->market, .side = (uint8_t)side};
    line.orders = ARENA_ARRAY(w->result->arena, uint32_t, m->order_count + 1);
    for (size_t i = 0; i < m->order_count; i++) {
        const struct order *o = &w->result->orders.items[m->orders[i]];
        struct decimal qty, cost;
        if (o->side != side) continue;
        line.orders[line.order_count++] = m->orders[i];
        if (!order_amount(w->store, o, ORDER_QTY, &qty) || !order_amount(w->store, o, ORDER_COST, &cost) ||
            !is_linear(w, o)) {
            line.unknown++;
            continue;
        }
        for (unsigned k = 0; k < VALUE_METHOD_COUNT; k++) add_order(w, o, (enum value_method)k, qty, cost, &line.by[k]);
    }
    if (line.order_count == 0) return;
    *LIST_ADD(&v->lines) = line;
    if (line.incident != 0) return;
    v->needed += line.order_count;
    v->found += line.by[VALUE_BEFORE_ORDER].valued;
}

/* At what one got for it before the first of the orders in that market. */
static void value_rest(struct valuation *v, uint32_t index)
{
    const struct valuation_work *w = v->work;
    const struct market_loss *m = &w->result->market_losses.items[index];
    struct value_left left = {.loss = index};
    if (!m->computed || decimal_sign(m->left) <= 0) return;
    for (unsigned k = 0; k < VALUE_METHOD_COUNT; k++) {
        int64_t moment;
        left.by[k] = reference_of(w, &w->result->orders.items[m->orders[0]], (enum value_method)k, &moment);
        left.computed[k] = left.by[k].state == REFERENCE_FOUND &&
                           decimal_mul(decimal_normalize(left.by[k].price), decimal_normalize(m->left), &left.worth[k]);
    }
    *LIST_ADD(&v->left) = left;
}

/* ---- sums of a method per quote ------------------------------------------------------------------------------------------ */

static const char *source_of(const struct valuation_work *w, enum value_method m, uint64_t valued, uint64_t not_valued)
{
    const char *what = m == VALUE_OWN_FILLS ? "own fills before" : "supplied prices";
    if (not_valued == 0) return what;
    return arena_format(w->result->arena,
                        "%s; without %llu of %llu orders: no such price, or amounts that are missing or do not agree",
                        what, (unsigned long long)not_valued, (unsigned long long)(valued + not_valued));
}

static bool same_sum(const struct valuation_work *w, const struct value_line *a, const struct value_line *b)
{
    return a->incident == b->incident &&
           w->store->markets.items[a->market].quote == w->store->markets.items[b->market].quote;
}

/* The orders of all lines of one incident and quote from `first` on. */
static void add_sum(struct valuation *v, size_t first, enum value_method m)
{
    struct valuation_work *w = v->work;
    const struct value_line *head = &v->lines.items[first];
    struct loss l = {.method = value_method_name(m), .incident = head->incident, .computed = true};
    uint64_t valued = 0, not_valued = 0;
    size_t orders = 0;
    l.asset = w->store->markets.items[head->market].quote;
    for (size_t i = first; i < v->lines.count; i++)
        if (same_sum(w, head, &v->lines.items[i])) orders += v->lines.items[i].order_count;
    l.orders = ARENA_ARRAY(w->result->arena, uint32_t, orders);
    for (size_t i = first; i < v->lines.count; i++) {
        const struct value_line *line = &v->lines.items[i];
        const struct value_sum *sum = &line->by[m];
        if (!same_sum(w, head, line)) continue;
        valued += sum->valued;
        not_valued += line->order_count - sum->valued;
        if (sum->valued == 0) continue;
        memcpy(l.orders + l.order_count, line->orders, line->order_count * sizeof *l.orders);
        l.order_count += line->order_count;
        l.computed = l.computed && sum->computed && add_to(sum->cost_of_prices, &l.amount);
    }
    l.source = source_of(w, m, valued, not_valued);
    if (valued > 0 && l.asset != 0) *LIST_ADD(&w->result->losses) = l;
}

static void add_sums(struct valuation *v)
{
    for (size_t i = 0; i < v->lines.count; i++) {
        bool begun = false;
        for (size_t k = 0; k < i && !begun; k++) begun = same_sum(v->work, &v->lines.items[k], &v->lines.items[i]);
        for (unsigned m = 0; m < VALUE_METHOD_COUNT && !begun; m++) add_sum(v, i, (enum value_method)m);
    }
}

/* ---- from beginning to end -------------------------------------------------------------------------------------------------- */

static bool is_in_losses(const struct result *r, uint32_t asset)
{
    for (size_t i = 0; i < r->losses.count; i++)
        if (r->losses.items[i].asset == asset) return true;
    return false;
}

/* The markets of the graded orders, and those of the same coins against a dollar or bitcoin; for totals in fiat also against
 * that currency. */
static void want_markets(const struct valuation *v)
{
    struct valuation_work *w = v->work;
    const struct result *r = w->result;
    for (size_t i = 0; i < r->market_losses.count; i++) w->market_wanted[r->market_losses.items[i].market] = true;
    for (size_t i = 0; i < w->store->markets.count && r->losses.count > 0; i++) {
        const struct market *m = &w->store->markets.items[i];
        const struct span base = store_get_text(w->store, m->base), quote = store_get_text(w->store, m->quote);
        const bool fiat = v->fiat_code && span_is(quote, v->fiat_code);
        if (!fiat && !span_is(quote, "BTC") && !valuation_is_dollar(quote)) continue;
        if (is_in_losses(r, m->base) || span_is(base, "BTC")) w->market_wanted[i] = true;
    }
}

struct valuation *valuation_new(struct result *r, bool with_prices, const char *fiat_code)
{
    struct valuation *v = memory_alloc(sizeof *v);
    struct valuation_work *w = memory_alloc(sizeof *w);
    const size_t markets = r->evidence->store->markets.count;
    *v = (struct valuation){.with_prices = with_prices, .fiat_code = fiat_code, .work = w};
    w->result = r;
    w->store = r->evidence->store;
    w->market_wanted = memory_alloc(markets + 1);
    w->series_of_market = memory_resize(NULL, markets + 1, sizeof *w->series_of_market);
    for (size_t i = 0; i <= markets; i++) w->series_of_market[i] = UINT32_MAX;
    find_starts(w);
    want_markets(v);
    own_series_build(w);
    price_needs_build(v);
    return v;
}

static void work_free(struct valuation_work *w)
{
    if (!w) return;
    for (size_t i = 0; i < w->series.count; i++) LIST_FREE(&w->series.items[i].fills);
    LIST_FREE(&w->series);
    LIST_FREE(&w->needs);
    LIST_FREE(&w->symbols);
    free(w->series_of_market);
    free(w->market_wanted);
    free(w->starts);
    free(w);
}

void valuation_finish(struct valuation *v, const struct fx_table *fx)
{
    struct result *r = v->work->result;
    price_needs_settle(v);
    for (uint32_t i = 0; i < r->market_losses.count; i++) {
        value_side(v, &r->market_losses.items[i], SIDE_BUY);
        value_side(v, &r->market_losses.items[i], SIDE_SELL);
        value_rest(v, i);
    }
    add_sums(v);
    if (fx && v->fiat_code) {
        v->fx_sha256 = fx_table_digest(fx);
        v->fx_ecb = fx_table_is_ecb(fx);
        fiat_totals_add(v, fx);
    } else {
        changes_add(v);
    }
    r->valuation = v;
    work_free(v->work);
    v->work = NULL;
}

void valuation_free(struct valuation *v)
{
    if (!v) return;
    for (size_t i = 0; i < v->files.count; i++) free(v->files.items[i].path);
    LIST_FREE(&v->files);
    LIST_FREE(&v->lines);
    LIST_FREE(&v->left);
    for (size_t i = 0; i < v->fiat.count; i++) free(v->fiat.items[i].parts);
    LIST_FREE(&v->fiat);
    for (size_t i = 0; i < v->changes.count; i++) free(v->changes.items[i].parts);
    LIST_FREE(&v->changes);
    work_free(v->work);
    free(v);
}
