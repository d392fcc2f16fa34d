/* messages - which messages of a deal speak of the same order.
 *
 * An order's messages share side, role, step where both say it, and size; an executed size may be smaller by a fee that
 * was taken in base coin. Of several orders of a size, as safety orders often are, a message goes to the one with the
 * price nearest to its own; else to the latest order that fits, since orders are placed anew after changes.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/bots/messages.h"

#include "attribution/values.h"

enum { LOOK_BACK = 256 }; /* orders of one deal that are open at once; more is not how bots trade */

bool bot_messages_net_of(struct decimal placed, struct decimal executed)
{
    return decimal_compare(executed, placed) <= 0 && value_within(placed, executed, 100);
}

bool bot_messages_roles_agree(uint8_t a, uint8_t b)
{
    if (a == ROLE_NONE || b == ROLE_NONE || a == b) return true;
    if (a == ROLE_MANUAL_SAFETY) a = ROLE_SAFETY;
    if (b == ROLE_MANUAL_SAFETY) b = ROLE_SAFETY;
    return a == b;
}

static bool same_size(const struct message_order *o, bool has, struct decimal qty)
{
    return o->has_asked && has && value_same(o->asked, qty);
}

static bool describes(const struct message_order *o, const struct event *e)
{
    if (o->failed || !bot_messages_roles_agree(o->role, e->role)) return false;
    if (o->side != SIDE_NONE && e->side != SIDE_NONE && o->side != e->side) return false;
    return o->step == 0 || e->step == 0 || o->step == e->step;
}

static bool price_apart(const struct work *w, const struct message_order *o, const struct event *e,
                        struct decimal *apart)
{
    struct decimal placed, stated;
    if (o->placed == EVENT_NONE || !value_of_event(w->store, e, AMOUNT_PRICE, &stated) ||
        !value_of_event(w->store, &w->store->events.items[o->placed], AMOUNT_PRICE, &placed) ||
        !decimal_sub(stated, placed, apart))
        return false;
    if (decimal_sign(*apart) < 0) *apart = decimal_negate(*apart);
    return true;
}

/* Whether the message is to go to `o` although the later order `best` (INDEX_NONE: there is none) fits as well. */
static bool is_better(const struct work *w, const message_orders *orders, const struct message_order *o, uint32_t best,
                      const struct event *e)
{
    struct decimal apart, apart_best;
    if (best == INDEX_NONE) return true;
    return price_apart(w, o, e, &apart) && price_apart(w, &orders->items[best], e, &apart_best) &&
           decimal_compare(apart, apart_best) < 0;
}

/* The order that an "executed" message speaks of: of exactly its size, else of its size before the fee; else the only open
 * one of its role (executed in part). */
static uint32_t find_executed(const struct work *w, const message_orders *orders, const struct event *e, bool has,
                              struct decimal qty)
{
    uint32_t exact = INDEX_NONE, net = INDEX_NONE, any = INDEX_NONE;
    unsigned open = 0;
    for (size_t i = orders->count; i-- > 0 && orders->count - i <= LOOK_BACK;) {
        const struct message_order *o = &orders->items[i];
        if (o->executed != EVENT_NONE || o->ended != EVENT_NONE || !describes(o, e)) continue;
        if (same_size(o, has, qty) && is_better(w, orders, o, exact, e)) exact = (uint32_t)i;
        if (has && o->has_asked && bot_messages_net_of(o->asked, qty) && is_better(w, orders, o, net, e))
            net = (uint32_t)i;
        if (has && o->has_asked && decimal_compare(qty, o->asked) < 0) any = (uint32_t)i;
        open++;
    }
    if (exact != INDEX_NONE) return exact;
    if (net != INDEX_NONE) return net;
    return open == 1 ? any : INDEX_NONE;
}

static uint32_t find_cancelled(const struct work *w, const message_orders *orders, const struct event *e, bool has,
                               struct decimal qty)
{
    uint32_t found = INDEX_NONE;
    for (size_t i = orders->count; i-- > 0 && orders->count - i <= LOOK_BACK;) {
        const struct message_order *o = &orders->items[i];
        bool fits = o->executed == EVENT_NONE && describes(o, e) && same_size(o, has, qty);
        if (fits && is_better(w, orders, o, found, e)) found = (uint32_t)i;
    }
    return found;
}

static struct message_order *add_order(message_orders *orders, const struct event *e)
{
    struct message_order *o = LIST_ADD(orders);
    *o = (struct message_order){.placed = EVENT_NONE,
                                .executed = EVENT_NONE,
                                .ended = EVENT_NONE,
                                .spent = EVENT_NONE,
                                .from_ns = e->at_ns,
                                .to_ns = TIME_NONE,
                                .side = e->side,
                                .role = e->role,
                                .step = e->step};
    return o;
}

static void place(message_orders *orders, uint32_t event, const struct event *e, bool has, struct decimal qty)
{
    struct message_order *o = add_order(orders, e);
    o->placed = event;
    o->has_asked = has;
    if (has) o->asked = qty;
    o->failed = e->status == STATUS_FAILED || e->status == STATUS_REJECTED;
    if (o->failed) o->to_ns = e->at_ns;
}

static uint32_t execute(const struct work *w, message_orders *orders, uint32_t event, bool has, struct decimal qty)
{
    const struct event *e = &w->store->events.items[event];
    uint32_t found = find_executed(w, orders, e, has, qty);
    struct message_order *o = found == INDEX_NONE ? add_order(orders, e) : &orders->items[found];
    o->executed = event;
    o->to_ns = e->at_ns;
    o->has_executed = has;
    if (has) o->executed_qty = qty;
    if (o->side == SIDE_NONE) o->side = e->side;
    return (uint32_t)(o - orders->items);
}

static uint32_t end(const struct work *w, message_orders *orders, uint32_t event, bool has, struct decimal qty)
{
    const struct event *e = &w->store->events.items[event];
    uint32_t found = find_cancelled(w, orders, e, has, qty);
    if (found == INDEX_NONE) return INDEX_NONE;
    struct decimal cost;
    orders->items[found].ended = event;
    orders->items[found].to_ns = e->at_ns;
    if (orders->items[found].spent == EVENT_NONE && value_of_event(w->store, e, AMOUNT_COST, &cost))
        orders->items[found].spent = event;
    return found;
}

/* ---- what was executed before an order was cancelled -------------------------------------------------------------------- */

enum { COST_DIGITS = 8, CHANCE = 1000 }; /* the platform rounds totals to so many */

static bool same_cost(struct decimal qty, struct decimal unit, struct decimal cost)
{
    struct decimal product, cut, rounded;
    bool exact;
    uint8_t scale = cost.scale > COST_DIGITS ? cost.scale : COST_DIGITS;
    if (!decimal_mul(qty, unit, &product)) return false;
    if (decimal_round(product, scale, &rounded) && decimal_equal(rounded, cost)) return true;
    return decimal_div(product, decimal_from_int(1), scale, &cut, &exact) && decimal_equal(cut, cost);
}

/* The quantity with so many decimals that costs just that; `unit` is the price of one with its fee. */
static bool quantity_of(struct decimal cost, struct decimal unit, uint8_t decimals, struct decimal *qty)
{
    struct decimal cut, next, step = {1, decimals}, worth;
    bool exact;
    if (!decimal_mul(step, unit, &worth) || decimal_compare(worth, (struct decimal){CHANCE, COST_DIGITS}) < 0)
        return false; /* the cost has too few digits to tell such quantities apart */
    if (!decimal_div(cost, unit, decimals, &cut, &exact) || !decimal_add(cut, step, &next)) return false;
    bool low = decimal_sign(cut) > 0 && same_cost(cut, unit, cost);
    *qty = decimal_normalize(low ? cut : next);
    return low || same_cost(next, unit, cost);
}

bool bot_messages_part(const struct work *w, const struct message_order *o, struct decimal *part)
{
    static const struct decimal kept[2][3] = {{{1, 0}, {1001, 3}, {100075, 5}}, {{1, 0}, {999, 3}, {99925, 5}}};
    const struct store *s = w->store;
    struct decimal cost, price, unit, qty, all;
    if (o->executed != EVENT_NONE || o->spent == EVENT_NONE || !o->has_asked || o->side == SIDE_NONE) return false;
    const struct event *e = &s->events.items[o->spent];
    if (!value_of_event(s, e, AMOUNT_COST, &cost) || !value_of_event(s, e, AMOUNT_PRICE, &price)) return false;
    if (decimal_sign(cost) <= 0 || decimal_sign(price) <= 0 || !decimal_mul(price, o->asked, &all)) return false;
    if (decimal_compare(cost, all) >= 0) return false;
    for (uint8_t decimals = 0; decimals <= COST_DIGITS; decimals++) {
        unsigned found = 0;
        for (size_t k = 0; k < 3; k++) {
            if (!decimal_mul(price, kept[o->side == SIDE_SELL][k], &unit)) continue;
            if (!quantity_of(cost, unit, decimals, &qty) || decimal_compare(qty, o->asked) >= 0) continue;
            *part = qty;
            found++;
        }
        if (found > 0) return found == 1;
    }
    return false;
}

/* The same message in another file: a bot's own list repeats what its deals say. */
static uint32_t find_repeated(const struct work *w, const uint32_t *events, const uint32_t *owner, size_t i)
{
    const struct event *e = &w->store->events.items[events[i]];
    for (size_t k = i; k-- > 0;) {
        const struct event *other = &w->store->events.items[events[k]];
        if (other->at_ns != e->at_ns) return INDEX_NONE;
        bool same = other->source != e->source && other->status == e->status && other->role == e->role &&
                    other->step == e->step && value_compare_events(w->store, other, e, AMOUNT_QTY) == 0 &&
                    value_compare_events(w->store, other, e, AMOUNT_PRICE) == 0;
        if (same) return owner[k];
    }
    return INDEX_NONE;
}

/* What lies between a base order and the next one, or a take-profit and the next one, when both are of one deal. Messages
 * that name no deal go on with the next deal. */
static bool begins_another_deal(const struct message_order *o, const struct message_order *between)
{
    if (between->failed) return false;
    return o->role == ROLE_BASE ? between->role != ROLE_BASE : between->role == ROLE_BASE;
}

/* A base order or take-profit that is placed again takes the place of the one before. */
static void end_replaced_one(const message_orders *orders, size_t i)
{
    struct message_order *o = &orders->items[i];
    bool one_deal = true;
    for (size_t k = i + 1; k < orders->count && k <= i + LOOK_BACK; k++) {
        const struct message_order *next = &orders->items[k];
        one_deal = one_deal && !begins_another_deal(o, next);
        if (next->role != o->role || next->step != o->step || next->failed || next->placed == EVENT_NONE) continue;
        o->to_ns = next->from_ns;
        o->replaced = one_deal;
        return;
    }
}

static void end_replaced(message_orders *orders)
{
    for (size_t i = 0; i < orders->count; i++) {
        const struct message_order *o = &orders->items[i];
        if (o->to_ns == TIME_NONE && (o->role == ROLE_BASE || o->role == ROLE_TAKE_PROFIT)) end_replaced_one(orders, i);
    }
}

void bot_messages_pair(const struct work *w, const uint32_t *events, size_t count, message_orders *out, uint32_t *owner)
{
    for (size_t i = 0; i < count; i++) {
        const struct event *e = &w->store->events.items[events[i]];
        struct decimal qty = {0, 0};
        bool has = value_of_event(w->store, e, AMOUNT_QTY, &qty) && decimal_sign(qty) > 0;
        owner[i] = find_repeated(w, events, owner, i);
        if (owner[i] != INDEX_NONE) continue;
        if (e->status == STATUS_FILLED || e->status == STATUS_PARTIAL) {
            owner[i] = execute(w, out, events[i], has, qty);
        } else if (e->status == STATUS_CANCELLED || e->status == STATUS_CANCEL_REQUESTED) {
            owner[i] = end(w, out, events[i], has, qty);
        } else if (e->status == STATUS_PLACED || e->status == STATUS_FAILED || e->status == STATUS_REJECTED) {
            place(out, events[i], e, has, qty);
            owner[i] = (uint32_t)(out->count - 1);
        }
    }
    end_replaced(out);
}
