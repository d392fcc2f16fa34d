/* orders - the orders of the exchanges, from the groups of their events: times, amounts, ids and the slice of fills.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/permute.h"
#include "attribution/values.h"
#include "attribution/work.h"
#include "base/memory.h"

static const struct event *at(const struct work *w, uint32_t event)
{
    return &w->store->events.items[event];
}

/* ---- events into orders ---------------------------------------------------------------------------------------------- */

static void begin_order(struct order *o)
{
    *o = (struct order){.placed_ns = TIME_NONE,
                        .first_ns = INT64_MAX,
                        .last_ns = INT64_MIN,
                        .order_event = EVENT_NONE,
                        .match = INDEX_NONE,
                        .issuer = INDEX_NONE,
                        .digits = 9};
    for (int i = 0; i < ORDER_AMOUNT_COUNT; i++) o->scale[i] = SCALE_ABSENT;
}

static void take_event(const struct work *w, struct order *o, const struct event *e)
{
    if (o->first_ns == INT64_MAX) {
        o->market = e->market;
        o->account = work_account(w, e);
        o->side = e->side;
    }
    if (e->at_ns < o->first_ns) o->first_ns = e->at_ns;
    int64_t until = e->kind == EVENT_ORDER ? event_until(e) : e->at_ns;
    if (until > o->last_ns) o->last_ns = until;
    if (e->digits < o->digits) o->digits = e->digits;
    if (o->order_id == IDENT_NONE) o->order_id = e->order_id;
    if (o->client_id == IDENT_NONE) o->client_id = e->client_id;
    if (o->channel == CHANNEL_NONE) o->channel = e->channel;
    if (e->kind == EVENT_FILL) o->fill_count++;
    if (e->marks & MARK_ID_DAMAGED) o->reasons |= REASON_BIT(REASON_id_damaged);
}

static void gather(struct work *w)
{
    struct result *r = w->result;
    for (uint32_t g = 0; g < w->group_count; g++) begin_order(&r->orders.items[g]);
    for (size_t i = 0; i < r->timeline_count; i++) {
        uint32_t event = r->timeline[i];
        if (w->group[event] == INDEX_NONE) continue;
        struct order *o = &r->orders.items[w->group[event]];
        take_event(w, o, at(w, event));
    }
    for (uint32_t g = 0; g < w->instruction_count; g++) {
        struct order *o = &r->orders.items[g];
        o->order_event = w->instruction[g];
        if (o->order_event == EVENT_NONE) continue;
        const struct event *e = at(w, o->order_event);
        o->placed_ns = e->at_ns;
        if (e->client_id != IDENT_NONE) o->client_id = e->client_id;
        if (e->channel != CHANNEL_NONE) o->channel = e->channel;
    }
}

static void slice_fills(struct work *w)
{
    struct result *r = w->result;
    uint32_t used = 0;
    for (uint32_t g = 0; g < w->group_count; g++) {
        r->orders.items[g].first_fill = used;
        used += r->orders.items[g].fill_count;
        r->orders.items[g].fill_count = 0;
    }
    r->order_fills = ARENA_ARRAY(r->arena, uint32_t, used + 1);
    for (size_t i = 0; i < r->timeline_count; i++) {
        uint32_t event = r->timeline[i];
        if (at(w, event)->kind != EVENT_FILL || w->group[event] == INDEX_NONE) continue;
        struct order *o = &r->orders.items[w->group[event]];
        r->order_fills[o->first_fill + o->fill_count++] = event;
    }
}

/* ---- amounts ---------------------------------------------------------------------------------------------------------- */

struct sums { /* of the fills of one order */
    struct decimal qty, cost, price;
    bool has_qty, has_cost;
    bool one_price; /* all fills have this price */
};

/* Quote of one fill: as stated, or price times quantity, which is exact. */
static bool cost_of(const struct work *w, const struct event *e, struct decimal *cost)
{
    struct decimal price, qty;
    if (event_amount(w->store, e, AMOUNT_COST, cost)) return true;
    return event_amount(w->store, e, AMOUNT_PRICE, &price) && event_amount(w->store, e, AMOUNT_QTY, &qty) &&
           decimal_mul(price, qty, cost);
}

static struct sums sum_fills(const struct work *w, const struct order *o)
{
    struct sums s = {.has_qty = o->fill_count > 0, .has_cost = o->fill_count > 0, .one_price = o->fill_count > 0};
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const struct event *e = at(w, w->result->order_fills[o->first_fill + i]);
        struct decimal value;
        s.has_qty = s.has_qty && event_amount(w->store, e, AMOUNT_QTY, &value) && decimal_add(s.qty, value, &s.qty);
        s.has_cost = s.has_cost && cost_of(w, e, &value) && decimal_add(s.cost, value, &s.cost);
        s.one_price =
            s.one_price && event_amount(w->store, e, AMOUNT_PRICE, &value) && (i == 0 || decimal_equal(value, s.price));
        if (i == 0 && s.one_price) s.price = value;
    }
    return s;
}

static void set(const struct work *w, struct order *o, enum order_amount which, struct decimal value)
{
    store_pack(w->store, value, &o->mantissa[which], &o->scale[which]);
}

/* An order that shows no execution: none, or not recorded. */
static bool executed_by_status(const struct work *w, const struct event *e, struct decimal *qty)
{
    if (event_amount(w->store, e, AMOUNT_QTY, qty)) return true;
    if (e->status == STATUS_FILLED) return event_amount(w->store, e, AMOUNT_ORDER_QTY, qty);
    *qty = (struct decimal){0, 0};
    return e->status != STATUS_NONE && e->status != STATUS_PARTIAL;
}

static void set_average(const struct work *w, struct order *o, struct decimal cost, struct decimal qty)
{
    enum { PRICE_DECIMALS = 12 };
    struct decimal price;
    if (decimal_sign(qty) > 0 && decimal_div(cost, qty, PRICE_DECIMALS, &price, &o->price_exact))
        set(w, o, ORDER_PRICE, o->price_exact ? decimal_normalize(price) : price);
}

static void set_from_fills(const struct work *w, struct order *o, const struct sums *s)
{
    if (s->has_qty) set(w, o, ORDER_QTY, s->qty);
    if (s->has_cost) set(w, o, ORDER_COST, s->cost);
    if (s->one_price) set(w, o, ORDER_PRICE, s->price);
    o->price_exact = s->one_price;
    if (!s->one_price && s->has_qty && s->has_cost) set_average(w, o, s->cost, s->qty);
}

/* The order's own record holds when it shows more than the fills that are in the files. */
static void set_from_order_event(const struct work *w, struct order *o, const struct event *e, struct decimal qty)
{
    struct decimal value;
    set(w, o, ORDER_QTY, qty);
    bool has_price = event_amount(w->store, e, AMOUNT_PRICE, &value) && decimal_sign(value) > 0;
    if (has_price) set(w, o, ORDER_PRICE, value);
    o->price_exact = has_price;
    if (cost_of(w, e, &value)) set(w, o, ORDER_COST, value);
    if (!has_price && event_amount(w->store, e, AMOUNT_COST, &value)) set_average(w, o, value, qty);
}

static void set_amounts(const struct work *w, struct order *o)
{
    struct sums s = sum_fills(w, o);
    set_from_fills(w, o, &s);
    if (o->order_event == EVENT_NONE) return;
    const struct event *e = at(w, o->order_event);
    struct decimal value;
    if (executed_by_status(w, e, &value) && (!s.has_qty || decimal_compare(value, s.qty) > 0))
        set_from_order_event(w, o, e, value);
    if (event_amount(w->store, e, AMOUNT_ORDER_QTY, &value) && decimal_sign(value) > 0) set(w, o, ORDER_ASKED, value);
}

/* ---- the order of the result -------------------------------------------------------------------------------------------- */

static const struct event *first_record(const struct work *w, const struct order *o)
{
    return at(w, o->order_event != EVENT_NONE ? o->order_event : w->result->order_fills[o->first_fill]);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

/* Orders of the same first moment. Amounts come before the place in the files, which is left for alike ones. */
static int compare_orders(const void *context, uint32_t a, uint32_t b)
{
    const struct work *w = context;
    const struct order *left = &w->result->orders.items[a];
    const struct order *right = &w->result->orders.items[b];
    int order = compare_numbers(w->market_rank[left->market], w->market_rank[right->market]);
    if (order == 0) order = compare_numbers(left->side, right->side);
    if (order == 0) order = ident_compare(w->store, left->order_id, right->order_id);
    if (order == 0) order = value_compare_events(w->store, first_record(w, left), first_record(w, right), AMOUNT_QTY);
    if (order == 0) order = value_compare_events(w->store, first_record(w, left), first_record(w, right), AMOUNT_PRICE);
    if (order == 0) order = compare_numbers(first_record(w, left)->source, first_record(w, right)->source);
    if (order == 0) order = compare_numbers(first_record(w, left)->line, first_record(w, right)->line);
    if (order == 0) order = compare_numbers(first_record(w, left)->offset, first_record(w, right)->offset);
    return order;
}

static struct sort_key *sorted_orders(const struct work *w)
{
    size_t count = w->group_count;
    struct sort_key *keys = memory_resize(NULL, count + 1, sizeof *keys);
    uint32_t *run = memory_resize(NULL, count + 1, sizeof *run);
    for (size_t i = 0; i < count; i++)
        keys[i] = (struct sort_key){sort_signed(w->result->orders.items[i].first_ns), (uint32_t)i, 0};
    sort_keys(keys, count);
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 1; i + n < count && keys[i + n].key == keys[i].key;) n++;
        for (size_t k = 0; k < n; k++) run[k] = keys[i + k].index;
        if (n > 1) sort_indexes(run, n, compare_orders, w);
        for (size_t k = 0; k < n; k++) keys[i + k].index = run[k];
    }
    free(run);
    return keys;
}

/* From here on events and contests know the index of their order instead of their group. */
static void renumber(struct work *w, const struct sort_key *keys)
{
    struct result *r = w->result;
    uint32_t *index_of = memory_resize(NULL, w->group_count + 1, sizeof *index_of);
    for (uint32_t i = 0; i < w->group_count; i++) index_of[keys[i].index] = i;
    r->order_of_event = ARENA_ARRAY(r->arena, uint32_t, w->store->events.count + 1);
    for (size_t i = 0; i < w->store->events.count; i++) {
        uint32_t group = w->group[r->kept_as[i]];
        r->order_of_event[i] = group == INDEX_NONE ? INDEX_NONE : index_of[group];
    }
    for (size_t i = 0; i < w->contested.count; i++) w->contested.items[i].group = index_of[w->contested.items[i].group];
    free(index_of);
}

void orders_build(struct work *w)
{
    struct result *r = w->result;
    r->orders.items = memory_resize(NULL, w->group_count + 1, sizeof *r->orders.items);
    r->orders.capacity = w->group_count + 1;
    r->orders.count = w->group_count;
    gather(w);
    slice_fills(w);
    for (size_t i = 0; i < r->orders.count; i++) set_amounts(w, &r->orders.items[i]);
    struct sort_key *keys = sorted_orders(w);
    renumber(w, keys);
    permute(r->orders.items, sizeof *r->orders.items, keys, r->orders.count);
    free(keys);
    free(w->group);
    free(w->instruction);
    w->group = w->instruction = NULL;
}
