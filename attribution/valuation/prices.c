/* prices - which supplied prices are needed, and the ones found. A need is a market and a moment; what a file says is
 * put at the first need that is not before it, and handed on to the later ones at the end.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/work.h"

#include "attribution/sort.h"
#include "base/memory.h"
#include "parser/reference/tape_file.h"

static const char *const dollars[] = {"USD", "USDT", "BUSD", "USDC", "TUSD", "FDUSD", "DAI", "USDP", "PAX"};
enum { DOLLARS = sizeof dollars / sizeof dollars[0] };

bool valuation_is_dollar(struct span asset)
{
    for (size_t i = 0; i < DOLLARS; i++)
        if (span_is(asset, dollars[i])) return true;
    return false;
}

/* ---- needs ------------------------------------------------------------------------------------------------------------ */

/* The start of the minute, so that the last whole minute before is asked for. */
static int64_t minute_of(int64_t ns)
{
    return ns - ((ns % MINUTE_NS) + MINUTE_NS) % MINUTE_NS;
}

static void add_need(struct valuation_work *w, struct span symbol, bool futures, int64_t at_ns)
{
    char plain[SYMBOL_MOST];
    if (!price_plain_symbol(symbol, plain)) return;
    *LIST_ADD(&w->needs) = (struct price_need){.symbol = store_text(w->store, span_of(plain)),
                                               .futures = futures,
                                               .moment_ns = minute_of(at_ns),
                                               .at_ns = TIME_NONE,
                                               .pending_ns = TIME_NONE,
                                               .file = UINT32_MAX};
}

static int compare_keys(const struct price_need *a, uint32_t symbol, bool futures, int64_t moment_ns)
{
    if (a->symbol != symbol) return a->symbol < symbol ? -1 : 1;
    if (a->futures != futures) return a->futures ? 1 : -1;
    return (a->moment_ns > moment_ns) - (a->moment_ns < moment_ns);
}

static int compare_needs(const void *context, uint32_t a, uint32_t b)
{
    const struct price_need *needs = context;
    return compare_keys(&needs[a], needs[b].symbol, needs[b].futures, needs[b].moment_ns);
}

static void sort_needs(struct valuation_work *w)
{
    const size_t count = w->needs.count;
    uint32_t *order = memory_resize(NULL, count + 1, sizeof *order);
    struct price_need *sorted = memory_resize(NULL, count + 1, sizeof *sorted);
    size_t kept = 0;
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    sort_indexes(order, count, compare_needs, w->needs.items);
    for (size_t i = 0; i < count; i++) {
        const struct price_need *n = &w->needs.items[order[i]];
        const struct price_need *last = kept > 0 ? &sorted[kept - 1] : NULL;
        if (!last || compare_keys(last, n->symbol, n->futures, n->moment_ns) != 0) sorted[kept++] = *n;
    }
    free(order);
    free(w->needs.items);
    w->needs.items = sorted;
    w->needs.count = kept;
    w->needs.capacity = count + 1;
    for (size_t i = 0; i < kept; i++)
        if (i == 0 || sorted[i].symbol != sorted[i - 1].symbol) *LIST_ADD(&w->symbols) = sorted[i].symbol;
}

static bool join_symbol(const struct valuation_work *w, uint32_t asset, struct span quote, char out[SYMBOL_MOST],
                        struct span *symbol)
{
    const struct span name = store_get_text(w->store, asset);
    if (name.len + quote.len >= SYMBOL_MOST) return false;
    if (name.len > 0) memcpy(out, name.ptr, name.len);
    memcpy(out + name.len, quote.ptr, quote.len);
    *symbol = (struct span){out, name.len + quote.len};
    return true;
}

static void need_against(struct valuation_work *w, uint32_t asset, struct span quote, int64_t at_ns)
{
    char text[SYMBOL_MOST];
    struct span symbol;
    if (join_symbol(w, asset, quote, text, &symbol)) add_need(w, symbol, false, at_ns);
}

/* The coin against each coin that stands for a dollar. */
static void need_dollars(struct valuation_work *w, uint32_t asset, int64_t at_ns)
{
    for (size_t k = 0; k < DOLLARS; k++) need_against(w, asset, span_of(dollars[k]), at_ns);
}

static void need_of_market(struct valuation_work *w, uint32_t market, int64_t at_ns)
{
    const struct market *m = &w->store->markets.items[market];
    const bool futures = valuation_of_futures(w, market);
    add_need(w, store_get_text(w->store, m->symbol), futures, at_ns);
    if (!futures && valuation_is_dollar(store_get_text(w->store, m->quote))) need_dollars(w, m->base, at_ns);
}

/* A burst has many orders a minute, and an incident one beginning: each minute is asked for once. */
static void need_of_orders(struct valuation_work *w, const struct market_loss *m)
{
    int64_t order_minute = TIME_NONE, incident_minute = TIME_NONE;
    for (size_t k = 0; k < m->order_count; k++) {
        const struct order *o = &w->result->orders.items[m->orders[k]];
        const int64_t own = minute_of(o->first_ns), begun = minute_of(valuation_before(w, o));
        if (own != order_minute) need_of_market(w, m->market, own);
        if (begun != incident_minute) need_of_market(w, m->market, begun);
        order_minute = own;
        incident_minute = begun;
    }
}

static void need_for_fiat(struct valuation *v)
{
    struct valuation_work *w = v->work;
    const struct result *r = w->result;
    const uint32_t bitcoin = store_text(w->store, SPAN("BTC"));
    for (size_t i = 0; i < r->losses.count; i++) {
        const struct loss *l = &r->losses.items[i];
        const int64_t start = w->starts[l->incident];
        if (l->order_count == 0 || valuation_is_dollar(store_get_text(w->store, l->asset))) continue;
        need_dollars(w, l->asset, start);
        need_against(w, l->asset, span_of(v->fiat_code), start);
        need_against(w, l->asset, SPAN("BTC"), start);
        need_dollars(w, bitcoin, start);
        need_against(w, bitcoin, span_of(v->fiat_code), start);
    }
}

void price_needs_build(struct valuation *v)
{
    struct valuation_work *w = v->work;
    const struct result *r = w->result;
    if (!v->with_prices) return;
    for (size_t i = 0; i < r->market_losses.count; i++)
        if (r->market_losses.items[i].incident == 0) need_of_orders(w, &r->market_losses.items[i]);
    if (v->fiat_code) need_for_fiat(v);
    sort_needs(w);
}

/* The first need of that symbol and product at that moment or later. */
static size_t find_need(const struct valuation_work *w, uint32_t symbol, bool futures, int64_t moment_ns)
{
    size_t low = 0, high = w->needs.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_keys(&w->needs.items[middle], symbol, futures, moment_ns) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* ---- files ------------------------------------------------------------------------------------------------------------ */

static bool known_symbol(const struct valuation_work *w, struct span symbol, uint32_t *out)
{
    for (size_t i = 0; i < w->symbols.count; i++) {
        *out = w->symbols.items[i];
        if (span_equal(store_get_text(w->store, *out), symbol)) return true;
    }
    return false;
}

static bool is_about(const struct price_need *n, const struct price_name *name)
{
    return n->moment_ns > name->from_ns && n->moment_ns - PRICE_MINUTES * MINUTE_NS <= name->to_ns;
}

bool valuation_wants(const struct valuation *v, struct span path, const struct price_name *name)
{
    const struct valuation_work *w = v->work;
    enum tape_product product = TAPE_SPOT;
    const bool told = tape_product_of(path, &product);
    char plain[SYMBOL_MOST];
    uint32_t symbol;
    if (name->kind == PRICE_TABLE) return w->needs.count > 0;
    if (!price_plain_symbol(name->symbol, plain) || !known_symbol(w, span_of(plain), &symbol)) return false;
    for (size_t i = 0; i < w->needs.count; i++) {
        const struct price_need *n = &w->needs.items[i];
        if (n->symbol == symbol && (!told || n->futures == (product == TAPE_FUTURES)) && is_about(n, name)) return true;
    }
    return false;
}

void valuation_begin(struct valuation *v, struct span path)
{
    enum tape_product product = TAPE_SPOT;
    v->work->told = tape_product_of(path, &product);
    v->work->file_futures = product == TAPE_FUTURES;
    v->work->last_symbol = 0;
}

static void offer(struct valuation_work *w, uint32_t symbol, bool futures, const struct price_point *p)
{
    const size_t at =
        find_need(w, symbol, futures, p->at_ns + 1); /* before it: a trade of that very moment may be the order's */
    struct price_need *n = at < w->needs.count ? &w->needs.items[at] : NULL;
    if (!n || n->symbol != symbol || n->futures != futures) return;
    /* of two at the same moment the file's later one: trades of one millisecond stand in their order */
    if (n->pending_ns != TIME_NONE && n->pending_ns > p->at_ns) return;
    n->pending_ns = p->at_ns;
    n->pending = p->price;
}

void valuation_take(void *user, const struct price_point *point)
{
    struct valuation_work *w = ((struct valuation *)user)->work;
    if (w->last_symbol == 0 || !span_equal(store_get_text(w->store, w->last_symbol), point->symbol)) {
        w->last_symbol = 0;
        if (!known_symbol(w, point->symbol, &w->last_symbol)) {
            w->last_symbol = 0;
            return;
        }
    }
    if (!w->told || !w->file_futures) offer(w, w->last_symbol, false, point);
    if (!w->told || w->file_futures) offer(w, w->last_symbol, true, point);
}

/* The file counts as a whole or not at all. Of two files with a price of the same moment the first one is used. */
static void settle_pending(struct valuation *v, bool counts, uint32_t file)
{
    struct valuation_work *w = v->work;
    for (size_t i = 0; i < w->needs.count; i++) {
        struct price_need *n = &w->needs.items[i];
        const bool has = n->pending_ns != TIME_NONE;
        if (counts && has && n->at_ns != TIME_NONE && n->at_ns == n->pending_ns)
            v->contradictions += !decimal_equal(n->price, n->pending);
        if (counts && has && (n->at_ns == TIME_NONE || n->pending_ns > n->at_ns)) {
            n->at_ns = n->pending_ns;
            n->price = n->pending;
            n->file = file;
        }
        n->pending_ns = TIME_NONE;
    }
}

void valuation_end(struct valuation *v, struct span path, const struct price_name *name,
                   const struct reference_facts *facts)
{
    settle_pending(v, facts->problem == REFERENCE_GOOD, (uint32_t)v->files.count);
    if (facts->problem == REFERENCE_OTHER) {
        v->unknown++;
        return;
    }
    *LIST_ADD(&v->files) = (struct price_source){memory_copy_text(path.ptr, path.len), *facts, *name, 0};
    v->files.items[v->files.count - 1].name.symbol = SPAN_NONE; /* it lies in the caller's text */
}

/* ---- what was found --------------------------------------------------------------------------------------------------- */

void price_needs_settle(struct valuation *v)
{
    struct valuation_work *w = v->work;
    for (size_t i = 0; i < w->needs.count; i++) {
        struct price_need *n = &w->needs.items[i];
        const struct price_need *before = i > 0 ? n - 1 : NULL;
        if (before && before->symbol == n->symbol && before->futures == n->futures && before->at_ns != TIME_NONE &&
            (n->at_ns == TIME_NONE || before->at_ns > n->at_ns)) {
            n->at_ns = before->at_ns;
            n->price = before->price;
            n->file = before->file;
        }
        const bool found = n->at_ns != TIME_NONE && n->moment_ns - n->at_ns <= PRICE_MINUTES * MINUTE_NS;
        if (found) v->files.items[n->file].used++;
    }
}

struct reference_price price_at(const struct valuation_work *w, struct span symbol, bool futures, int64_t moment_ns)
{
    struct reference_price none = {.state = REFERENCE_NONE, .event = EVENT_NONE, .file = UINT32_MAX};
    char plain[SYMBOL_MOST];
    uint32_t id;
    if (!price_plain_symbol(symbol, plain) || !known_symbol(w, span_of(plain), &id)) return none;
    const int64_t minute = minute_of(moment_ns);
    const size_t at = find_need(w, id, futures, minute);
    if (at == w->needs.count || compare_keys(&w->needs.items[at], id, futures, minute) != 0) return none;
    const struct price_need *n = &w->needs.items[at];
    if (n->at_ns == TIME_NONE) return none;
    const bool old = minute - n->at_ns > PRICE_MINUTES * MINUTE_NS;
    return (struct reference_price){old ? REFERENCE_OLD : REFERENCE_FOUND, n->price, n->at_ns, EVENT_NONE, n->file, 0};
}

/* Any dollar (SPAN_NONE): the first of the list that has a price that is not too old. */
struct reference_price price_against(const struct valuation_work *w, uint32_t asset, struct span quote, int64_t at_ns)
{
    struct reference_price best = {.state = REFERENCE_NONE, .event = EVENT_NONE, .file = UINT32_MAX};
    for (size_t k = 0; k < (quote.len > 0 ? 1 : DOLLARS) && best.state != REFERENCE_FOUND; k++) {
        const struct span other = quote.len > 0 ? quote : span_of(dollars[k]);
        char text[SYMBOL_MOST];
        struct span symbol;
        if (!join_symbol(w, asset, other, text, &symbol)) continue;
        const struct reference_price p = price_at(w, symbol, false, at_ns);
        if (p.state == REFERENCE_NONE || (p.state == REFERENCE_OLD && best.state == REFERENCE_OLD)) continue;
        best = p;
        best.against = store_text(w->store, other);
    }
    return best;
}
