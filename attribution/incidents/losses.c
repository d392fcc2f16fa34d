/* losses - what the flagged orders cost, from their own rows: net change per asset, the fees in it, and market by market what
 * was bought and sold again (the quote received less the quote paid, first bought first sold) and what is left of it. All
 * exact; what does not fit is not claimed.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/work.h"

#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"
#include "base/turns.h"

struct loss_rows {     /* the orders that a loss is computed from, in the order of time */
    uint32_t incident; /* 0: all flagged orders */
    uint32_t *orders;
    size_t count;
};

struct asset_sum {
    uint32_t asset;
    struct decimal sum;
    bool overflow;
};
typedef LIST(struct asset_sum) asset_sums;

static void add(asset_sums *sums, uint32_t asset, struct decimal value, bool known)
{
    size_t i = 0;
    while (i < sums->count && sums->items[i].asset != asset) i++;
    if (i == sums->count) *LIST_ADD(sums) = (struct asset_sum){.asset = asset};
    struct asset_sum *s = &sums->items[i];
    if (!known || !decimal_add(s->sum, value, &s->sum)) s->overflow = true;
}

/* ---- net change ---------------------------------------------------------------------------------------------------------- */

static bool add_fee(const struct work *w, const struct event *e, asset_sums *sums)
{
    struct decimal fee;
    if (e->fee_asset == 0 || !event_amount(w->store, e, AMOUNT_FEE, &fee)) return false;
    if (decimal_sign(fee) != 0) add(sums, e->fee_asset, decimal_negate(fee), true);
    return true;
}

/* Of its fills; where these state none, or are not there at all, of the order's own record, which states their sum. */
static void add_fees(const struct work *w, const struct order *o, asset_sums *sums)
{
    bool stated = false;
    for (uint32_t i = 0; i < o->fill_count; i++)
        stated |= add_fee(w, &w->store->events.items[w->result->order_fills[o->first_fill + i]], sums);
    if (!stated && o->order_event != EVENT_NONE) add_fee(w, &w->store->events.items[o->order_event], sums);
}

static void add_order(const struct work *w, const struct order *o, asset_sums *sums)
{
    const struct market *m = &w->store->markets.items[o->market];
    struct decimal qty = {0, 0}, cost = {0, 0};
    bool has_qty = order_amount(w->store, o, ORDER_QTY, &qty);
    bool has_cost = order_amount(w->store, o, ORDER_COST, &cost);
    if (has_qty && decimal_sign(qty) == 0) return;
    bool buys = o->side == SIDE_BUY;
    add(sums, m->base, buys ? qty : decimal_negate(qty), has_qty);
    if (m->quote != 0) add(sums, m->quote, buys ? decimal_negate(cost) : cost, has_cost);
    add_fees(w, o, sums);
}

/* ---- first bought, first sold ------------------------------------------------------------------------------------------- */

struct lot {
    struct decimal qty, price;
};
struct book { /* one market of one account */
    struct market_loss sum;
    LIST(struct lot) lots; /* bought and not yet sold again, oldest first */
    size_t first;
    LIST(uint32_t) orders;
};
typedef LIST(struct book) books;

static struct book *book_of(books *all, const struct order *o)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].sum.market == o->market && all->items[i].sum.account == o->account) return &all->items[i];
    struct book *b = LIST_ADD(all);
    b->sum = (struct market_loss){.account = o->account, .market = o->market, .computed = true};
    return b;
}

static bool add_product(struct decimal a, struct decimal b, struct decimal *sum)
{
    struct decimal value;
    return decimal_mul(a, b, &value) && decimal_add(*sum, value, sum);
}

static void sell(struct book *b, struct decimal qty, struct decimal price)
{
    struct market_loss *sum = &b->sum;
    while (decimal_sign(qty) > 0 && b->first < b->lots.count && sum->computed) {
        struct lot *lot = &b->lots.items[b->first];
        struct decimal part = decimal_compare(qty, lot->qty) < 0 ? qty : lot->qty;
        struct decimal gain;
        sum->computed = decimal_sub(price, lot->price, &gain) && add_product(gain, part, &sum->realised) &&
                        decimal_add(sum->again, part, &sum->again) && decimal_sub(qty, part, &qty) &&
                        decimal_sub(lot->qty, part, &lot->qty);
        if (decimal_sign(lot->qty) == 0) b->first++;
    }
}

static void trade(struct book *b, enum side side, bool known, struct decimal qty, struct decimal price)
{
    struct market_loss *sum = &b->sum;
    if (!known) {
        sum->computed = false;
    } else if (side == SIDE_BUY) {
        *LIST_ADD(&b->lots) = (struct lot){qty, price};
        sum->computed = sum->computed && decimal_add(sum->bought, qty, &sum->bought);
    } else if (side == SIDE_SELL) {
        sum->computed = sum->computed && decimal_add(sum->sold, qty, &sum->sold);
        sell(b, qty, price);
    }
}

static void add_cost(const struct work *w, const struct order *o, struct market_loss *sum)
{
    struct decimal cost;
    struct decimal *total = o->side == SIDE_BUY ? &sum->paid : &sum->received;
    if (!order_amount(w->store, o, ORDER_COST, &cost) || !decimal_add(*total, cost, total)) sum->costs_unknown = true;
}

static void add_to_book(const struct work *w, uint32_t index, books *all)
{
    const struct order *o = &w->result->orders.items[index];
    struct book *b = book_of(all, o);
    struct decimal qty, price;
    if (order_amount(w->store, o, ORDER_QTY, &qty) && decimal_sign(qty) == 0) return;
    *LIST_ADD(&b->orders) = index;
    add_cost(w, o, &b->sum);
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const struct event *e = &w->store->events.items[w->result->order_fills[o->first_fill + i]];
        bool known = event_amount(w->store, e, AMOUNT_QTY, &qty) && event_amount(w->store, e, AMOUNT_PRICE, &price);
        trade(b, (enum side)o->side, known, qty, price);
    }
    if (o->fill_count > 0) return;
    bool known =
        order_amount(w->store, o, ORDER_QTY, &qty) && o->price_exact && order_amount(w->store, o, ORDER_PRICE, &price);
    trade(b, (enum side)o->side, known, qty, price);
}

/* What was bought and not sold again, and what was paid for just that. */
static void finish_book(struct book *b)
{
    struct market_loss *sum = &b->sum;
    for (size_t i = b->first; i < b->lots.count && sum->computed; i++)
        sum->computed = decimal_add(sum->left, b->lots.items[i].qty, &sum->left) &&
                        add_product(b->lots.items[i].qty, b->lots.items[i].price, &sum->left_paid);
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------- */

struct named_order {
    const struct work *w;
    const asset_sums *sums;
    const books *all;
};

static int compare_assets(const void *context, uint32_t a, uint32_t b)
{
    const struct named_order *c = context;
    return span_compare(store_get_text(c->w->store, c->sums->items[a].asset),
                        store_get_text(c->w->store, c->sums->items[b].asset));
}

static void add_losses(struct work *w, const asset_sums *sums, const char *method, const struct loss_rows *rows)
{
    uint32_t *order = memory_resize(NULL, sums->count + 1, sizeof *order);
    for (uint32_t i = 0; i < sums->count; i++) order[i] = i;
    sort_indexes(order, sums->count, compare_assets, &(struct named_order){w, sums, NULL});
    for (size_t i = 0; i < sums->count; i++) {
        const struct asset_sum *s = &sums->items[order[i]];
        *LIST_ADD(&w->result->losses) = (struct loss){.method = method,
                                                      .asset = s->asset,
                                                      .amount = s->overflow ? (struct decimal){0, 0} : s->sum,
                                                      .computed = !s->overflow,
                                                      .incident = rows->incident,
                                                      .orders = rows->orders,
                                                      .order_count = rows->count};
    }
    free(order);
}

static int compare_books(const void *context, uint32_t a, uint32_t b)
{
    const struct named_order *c = context;
    const struct market_loss *x = &c->all->items[a].sum, *y = &c->all->items[b].sum;
    if (x->market != y->market) return c->w->market_rank[x->market] < c->w->market_rank[y->market] ? -1 : 1;
    const struct account *m = &c->w->store->accounts.items[x->account], *n = &c->w->store->accounts.items[y->account];
    const int by_venue = span_compare(store_get_text(c->w->store, m->venue), store_get_text(c->w->store, n->venue));
    return by_venue != 0 ? by_venue
                         : span_compare(store_get_text(c->w->store, m->id), store_get_text(c->w->store, n->id));
}

static void add_markets(struct work *w, const books *all, uint32_t incident)
{
    uint32_t *order = memory_resize(NULL, all->count + 1, sizeof *order);
    for (uint32_t i = 0; i < all->count; i++) order[i] = i;
    sort_indexes(order, all->count, compare_books, &(struct named_order){w, NULL, all});
    for (size_t i = 0; i < all->count; i++) {
        const struct book *b = &all->items[order[i]];
        if (b->orders.count == 0) continue;
        struct market_loss *sum = LIST_ADD(&w->result->market_losses);
        *sum = b->sum;
        sum->incident = incident;
        sum->orders = ARENA_ARRAY(w->result->arena, uint32_t, b->orders.count);
        sum->order_count = b->orders.count;
        memcpy(sum->orders, b->orders.items, b->orders.count * sizeof *sum->orders);
    }
    free(order);
}

static void free_books(books *all)
{
    for (size_t i = 0; i < all->count; i++) {
        LIST_FREE(&all->items[i].lots);
        LIST_FREE(&all->items[i].orders);
    }
    LIST_FREE(all);
}

/* ---- all sums -------------------------------------------------------------------------------------------------------------- */

struct loss_sums { /* of one set of rows */
    struct loss_rows rows;
    asset_sums net, fees, realised;
    books all;
};
struct loss_work {
    const struct work *w;
    struct loss_sums *sets; /* one for each incident, then that of all flagged orders */
};

static void sum_rows(void *user, size_t block)
{
    const struct loss_work *l = user;
    const struct work *w = l->w;
    struct loss_sums *s = &l->sets[block];
    for (size_t i = 0; i < s->rows.count; i++) {
        add_order(w, &w->result->orders.items[s->rows.orders[i]], &s->net);
        add_fees(w, &w->result->orders.items[s->rows.orders[i]], &s->fees);
        add_to_book(w, s->rows.orders[i], &s->all);
    }
    for (size_t i = 0; i < s->all.count; i++) {
        struct book *b = &s->all.items[i];
        uint32_t quote = w->store->markets.items[b->sum.market].quote;
        bool sold_again = decimal_sign(b->sum.again) > 0 || (!b->sum.computed && decimal_sign(b->sum.sold) > 0);
        if (sold_again && quote != 0) add(&s->realised, quote, b->sum.realised, b->sum.computed);
        finish_book(b);
    }
}

static void list_sums(struct work *w, struct loss_sums *s)
{
    add_losses(w, &s->net, "net-change", &s->rows);
    add_losses(w, &s->realised, "realised-in-quote", &s->rows);
    add_losses(w, &s->fees, "fees", &s->rows);
    add_markets(w, &s->all, s->rows.incident);
    free_books(&s->all);
    LIST_FREE(&s->net);
    LIST_FREE(&s->fees);
    LIST_FREE(&s->realised);
}

static bool is_flagged(const struct order *o)
{
    return o->flag == FLAG_STRONG || o->flag == FLAG_PROBABLE;
}

static struct loss_rows flagged_rows(const struct work *w)
{
    const struct result *r = w->result;
    size_t count = 0;
    for (size_t i = 0; i < r->orders.count; i++) count += is_flagged(&r->orders.items[i]);
    struct loss_rows all = {0, ARENA_ARRAY(r->arena, uint32_t, count), 0};
    for (uint32_t i = 0; i < r->orders.count; i++)
        if (is_flagged(&r->orders.items[i])) all.orders[all.count++] = i;
    return all;
}

void losses_sum(struct work *w)
{
    const struct result *r = w->result;
    size_t count = r->incidents.count;
    struct loss_work l = {w, memory_alloc((count + 1) * sizeof *l.sets)};
    for (size_t i = 0; i < count; i++) {
        const struct incident *n = &r->incidents.items[i];
        l.sets[i].rows = (struct loss_rows){n->number, n->orders, n->order_count};
    }
    l.sets[count].rows = flagged_rows(w);
    if (l.sets[count].rows.count > 0) count++;
    turns_share(sum_rows, &l, count);
    for (size_t i = 0; i < count; i++) list_sums(w, &l.sets[i]);
    free(l.sets);
}
