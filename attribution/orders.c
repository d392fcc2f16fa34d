/* orders - the orders of the exchanges, from the groups of their events: times, amounts, ids and the slice of fills.
 *
 * SPDX-License-Identifier: MIT */
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
        if (w->event_kind[event] != EVENT_FILL || w->group[event] == INDEX_NONE) continue;
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

/* The usual order: its only fill says it all. */
static bool copy_single_fill(const struct work *w, struct order *o)
{
    if (o->fill_count != 1 || o->order_event != EVENT_NONE) return false;
    const struct event *e = at(w, w->result->order_fills[o->first_fill]);
    if (!event_has(e, AMOUNT_QTY) || !event_has(e, AMOUNT_COST) || !event_has(e, AMOUNT_PRICE)) return false;
    static const enum amount from[] = {
        [ORDER_QTY] = AMOUNT_QTY, [ORDER_COST] = AMOUNT_COST, [ORDER_PRICE] = AMOUNT_PRICE};
    static const enum order_amount to[] = {ORDER_QTY, ORDER_COST, ORDER_PRICE};
    for (size_t i = 0; i < sizeof to / sizeof to[0]; i++) {
        o->mantissa[to[i]] = e->mantissa[from[to[i]]];
        o->scale[to[i]] = e->scale[from[to[i]]];
    }
    o->price_exact = true;
    return true;
}

static void set_amounts(const struct work *w, struct order *o)
{
    if (copy_single_fill(w, o)) return;
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

/* Numbers the groups in the order of their first event on the timeline. */
static void renumber(struct work *w)
{
    const struct result *r = w->result;
    uint32_t *number = memory_resize(NULL, w->group_count + 1, sizeof *number);
    uint32_t *instruction = memory_resize(NULL, w->group_count + 1, sizeof *instruction);
    memset(number, 0xFF, (w->group_count + 1) * sizeof *number);
    memset(instruction, 0xFF, (w->group_count + 1) * sizeof *instruction);
    uint32_t used = 0;
    for (size_t i = 0; i < r->timeline_count; i++) {
        uint32_t *group = &w->group[r->timeline[i]];
        if (*group == INDEX_NONE) continue;
        if (number[*group] == INDEX_NONE) {
            if (*group < w->instruction_count) instruction[used] = w->instruction[*group];
            number[*group] = used++;
        }
        *group = number[*group];
    }
    for (size_t i = 0; i < w->contested.count; i++) w->contested.items[i].group = number[w->contested.items[i].group];
    free(number);
    free(w->instruction);
    w->instruction = instruction;
    w->instruction_count = w->group_count = used;
}

static void tell_events(struct work *w)
{
    struct result *r = w->result;
    r->order_of_event = ARENA_ARRAY(r->arena, uint32_t, w->store->events.count + 1);
    for (size_t i = 0; i < w->store->events.count; i++) r->order_of_event[i] = w->group[r->kept_as[i]];
}

void orders_build(struct work *w)
{
    struct result *r = w->result;
    renumber(w);
    r->orders.items = memory_resize(NULL, w->group_count + 1, sizeof *r->orders.items);
    r->orders.capacity = w->group_count + 1;
    r->orders.count = w->group_count;
    gather(w);
    slice_fills(w);
    for (size_t i = 0; i < r->orders.count; i++) set_amounts(w, &r->orders.items[i]);
    tell_events(w);
    free(w->group);
    free(w->instruction);
    w->group = w->instruction = NULL;
}
