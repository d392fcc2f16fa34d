/* deal_sets - deals of which only the totals are known (one row per deal) against the orders that are still unexplained.
 *
 * A deal explains a set of orders of its pair and side, inside its time, whose quantities add up exactly to its total and
 * whose cost agrees within fees. First deals whose whole window closes, then unique sets, then what is open is said to be.
 * Where more orders may be part of a deal than an exact search of the sets can take, only two things are said: that all of them
 * together are the deal, and else, which of them stand in any set at all (subset_members). Those are open, however many.
 * Where the bots' client order ids are of one kind, sets of such orders alone are tried as well: the same order as where
 * single orders are rivals for a record.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/deal_sets.h"

#include "attribution/matching/fit.h"
#include "attribution/matching/own_tag.h"
#include "attribution/matching/subsets.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

#define WORK_MOST ((uint64_t)1 << 31) /* of subset_members, a few seconds in all */

struct deal_index {
    struct work *w;
    struct sort_key *keys; /* unexplained orders by pair and side, then time */
    bool *done;            /* per bot order: its side of the deal is explained */
    bool own_only;         /* orders whose tag is another one than that of the bots are left out */
    size_t count;
    bool open;     /* what one deal left open is looked at by the others too */
    uint64_t work; /* left for subset_members */
};

struct deal_side { /* the orders that may be part of one side of one deal */
    uint32_t bot;
    uint32_t orders[SUBSET_ITEMS_MAX];
    struct subset_problem problem; /* values of those orders */
    bool crowded;                  /* there are more of them than an exact search can take: they stand in `all` */
    LIST(uint32_t) all;
    uint8_t scale; /* of the values */
    int128 total;
};

static uint64_t key_of(const struct work *w, uint32_t market, uint8_t side)
{
    return (uint64_t)w->pair[market] << 2 | side;
}

static const struct bot_order *bot_of(const struct work *w, const struct deal_side *d)
{
    return &w->result->bot_orders.items[d->bot];
}

static void build_index(struct deal_index *index)
{
    const struct result *r = index->w->result;
    index->keys = memory_resize(NULL, r->orders.count + 1, sizeof *index->keys);
    for (uint32_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        struct decimal qty;
        bool executed = order_amount(index->w->store, o, ORDER_QTY, &qty) && decimal_sign(qty) > 0;
        if (o->verdict != VERDICT_NONE || o->market == MARKET_NONE || !executed) continue;
        index->keys[index->count++] = (struct sort_key){key_of(index->w, o->market, o->side), i, 0};
    }
    sort_keys(index->keys, index->count);
}

static size_t first_in_window(const struct deal_index *index, uint64_t key, int64_t from_ns)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sort_key *k = &index->keys[middle];
        bool before = k->key != key ? k->key < key : index->w->result->orders.items[k->index].first_ns < from_ns;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- the orders of one side of a deal ---------------------------------------------------------------------------------- */

static uint8_t finest_scale(const struct work *w, const uint32_t *orders, size_t count, uint8_t scale)
{
    for (size_t i = 0; i < count; i++) {
        const struct order *o = &w->result->orders.items[orders[i]];
        struct decimal qty;
        if (value_of(w->store, o->mantissa[ORDER_QTY], o->scale[ORDER_QTY], &qty) && qty.scale > scale)
            scale = qty.scale;
    }
    return scale;
}

static bool scaled(struct decimal value, uint8_t scale, int128 *out)
{
    struct decimal wide;
    if (!decimal_round(value, scale, &wide)) return false;
    *out = wide.mantissa;
    return true;
}

struct interval deal_sets_window(const struct work *w, const struct bot_order *b)
{
    return fit_window(w, b, NS_PER_SECOND);
}

bool deal_sets_in_time(struct interval window, const struct order *o)
{
    return o->first_ns >= window.from_ns && o->last_ns <= window.to_ns;
}

bool deal_sets_in_size(const struct work *w, const struct order *o, struct decimal total)
{
    struct decimal qty;
    return order_amount(w->store, o, ORDER_QTY, &qty) && decimal_compare(qty, total) <= 0;
}

/* An order that one deal has a part of its sets may as well be another deal's: who leaves it out there would see too few ways,
 * and take for the deal's own what only happens to have its size. */
static bool is_free(const struct deal_index *index, const struct order *o)
{
    if (o->verdict == VERDICT_NONE) return true;
    return index->open && o->verdict == VERDICT_AMBIGUOUS && (o->reasons & REASON_BIT(REASON_partial_deal_match));
}

/* Orders inside the deal that are not larger than its total. */
static size_t collect(const struct deal_index *index, struct deal_side *d, struct decimal total)
{
    const struct work *w = index->w;
    const struct bot_order *b = bot_of(w, d);
    struct interval window = deal_sets_window(w, b);
    uint64_t key = key_of(w, b->market, b->side);
    for (size_t i = first_in_window(index, key, window.from_ns); i < index->count && index->keys[i].key == key; i++) {
        const struct order *o = &w->result->orders.items[index->keys[i].index];
        if (o->first_ns > window.to_ns) break;
        if (!is_free(index, o) || !deal_sets_in_time(window, o) || !fit_venue(w, b, o->account)) continue;
        if (!deal_sets_in_size(w, o, total) || (index->own_only && own_tag_differs(w, o))) continue;
        *LIST_ADD(&d->all) = index->keys[i].index;
    }
    d->crowded = d->all.count > SUBSET_ITEMS_MAX;
    if (!d->crowded && d->all.count > 0) memcpy(d->orders, d->all.items, d->all.count * sizeof *d->orders);
    return d->all.count;
}

static bool scaled_qty(const struct work *w, const struct order *o, uint8_t scale, int128 *out)
{
    struct decimal qty;
    return order_amount(w->store, o, ORDER_QTY, &qty) && scaled(qty, scale, out);
}

static bool alike(const struct order *a, const struct order *b)
{
    return a->first_ns / NS_PER_SECOND == b->first_ns / NS_PER_SECOND &&
           a->mantissa[ORDER_PRICE] == b->mantissa[ORDER_PRICE] && a->scale[ORDER_PRICE] == b->scale[ORDER_PRICE];
}

/* False: there is nothing to decide. */
static bool read_side(const struct deal_index *index, uint32_t bot, struct deal_side *d)
{
    const struct work *w = index->w;
    struct decimal total;
    *d = (struct deal_side){.bot = bot};
    if (!value_of(w->store, bot_of(w, d)->mantissa[BOT_QTY], bot_of(w, d)->scale[BOT_QTY], &total)) return false;
    size_t count = collect(index, d, total);
    d->scale = finest_scale(w, d->all.items, count, total.scale);
    if (count == 0 || !scaled(total, d->scale, &d->problem.target)) return false;
    if (d->crowded) return true;
    for (size_t i = 0; i < count; i++) {
        const struct order *o = &w->result->orders.items[d->orders[i]];
        if (!scaled_qty(w, o, d->scale, &d->problem.values[i])) return false;
        d->problem.kinds[i] = (uint32_t)i;
        for (size_t k = 0; k < i; k++)
            if (d->problem.values[k] == d->problem.values[i] && alike(o, &w->result->orders.items[d->orders[k]])) {
                d->problem.kinds[i] = d->problem.kinds[k];
                break;
            }
        d->total += d->problem.values[i];
    }
    d->problem.count = count;
    return true;
}

/* Whether the orders' cost agrees with the deal's; fees of up to some tenths of a percent may be in it. */
static bool cost_of_orders_agrees(const struct work *w, const struct deal_side *d, const uint32_t *orders, size_t count)
{
    enum { TOLERANCE = 70 };
    const struct bot_order *b = bot_of(w, d);
    if (b->traits & BOT_REST) return true; /* the cost is that of all orders */
    struct decimal stated, sum = {0, 0}, cost;
    enum amount which = b->side == SIDE_BUY ? AMOUNT_COST : AMOUNT_LIMIT;
    if (!event_amount(w->store, &w->store->events.items[b->event], which, &stated) || decimal_sign(stated) <= 0)
        return true;
    for (size_t i = 0; i < count; i++) {
        if (!order_amount(w->store, &w->result->orders.items[orders[i]], ORDER_COST, &cost)) return true;
        if (!decimal_add(sum, cost, &sum)) return true;
    }
    return value_within(stated, sum, TOLERANCE);
}

static bool cost_agrees(const struct work *w, const struct deal_side *d, uint32_t members)
{
    uint32_t orders[SUBSET_ITEMS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < d->problem.count; i++)
        if (members >> i & 1) orders[count++] = d->orders[i];
    return cost_of_orders_agrees(w, d, orders, count);
}

/* ---- decisions ---------------------------------------------------------------------------------------------------------- */

static void explain_one(struct work *w, const struct deal_side *d, uint32_t order)
{
    struct order *o = &w->result->orders.items[order];
    o->verdict = VERDICT_BOT;
    o->match = d->bot;
    o->reasons |= REASON_BIT(REASON_deal_totals_match);
}

static void explain(struct work *w, const struct deal_side *d, uint32_t members)
{
    for (size_t i = 0; i < d->problem.count; i++)
        if (members >> i & 1) explain_one(w, d, d->orders[i]);
}

static void leave_one_open(struct work *w, const struct deal_side *d, uint32_t order, bool ambiguous)
{
    struct order *o = &w->result->orders.items[order];
    o->reasons |= REASON_BIT(REASON_partial_deal_match);
    if (!ambiguous || o->verdict == VERDICT_AMBIGUOUS) return;
    o->verdict = VERDICT_AMBIGUOUS;
    o->match = d->bot;
}

static void leave_open(struct work *w, const struct deal_side *d, uint32_t members, bool ambiguous)
{
    for (size_t i = 0; i < d->problem.count; i++)
        if (members >> i & 1) leave_one_open(w, d, d->orders[i], ambiguous);
}

/* An entry begins with the deal and an exit ends it: when just one order stands there, it is part of every set. */
static struct subset_answer search(const struct work *w, const struct deal_side *d)
{
    struct subset_answer answer = subset_find(&d->problem);
    const struct bot_order *b = bot_of(w, d);
    if ((answer.ways == 1 && !answer.unsure) || (b->traits & BOT_REST)) return answer;
    size_t near = 0, at_end = 0;
    for (size_t i = 0; i < d->problem.count; i++) {
        const struct order *o = &w->result->orders.items[d->orders[i]];
        int64_t apart = b->role == ROLE_BASE        ? o->first_ns - b->placed_ns
                        : b->closed_ns == TIME_NONE ? INT64_MAX
                                                    : b->closed_ns - o->last_ns;
        if (apart > FIT_SURE_NS || apart < -FIT_SURE_NS) continue;
        at_end = i;
        near++;
    }
    if (near != 1) return answer;
    struct subset_problem rest = {.target = d->problem.target - d->problem.values[at_end]};
    uint32_t place[SUBSET_ITEMS_MAX];
    for (size_t i = 0; i < d->problem.count; i++) {
        if (i == at_end) continue;
        rest.values[rest.count] = d->problem.values[i];
        rest.kinds[rest.count] = d->problem.kinds[i];
        place[rest.count++] = (uint32_t)i;
    }
    struct subset_answer with = subset_find(&rest);
    uint32_t anchor = (uint32_t)1 << at_end;
    if (rest.target == 0) return (struct subset_answer){1, anchor, anchor, anchor, false};
    if (with.ways != 1 || with.unsure) return answer;
    struct subset_answer moved = {.ways = 1, .first = anchor, .some = anchor, .all = anchor};
    for (size_t i = 0; i < rest.count; i++) {
        moved.first |= (with.first >> i & 1) << place[i];
        moved.some |= (with.some >> i & 1) << place[i];
        moved.all |= (with.all >> i & 1) << place[i];
    }
    return moved;
}

enum step { STEP_WHOLE, STEP_UNIQUE, STEP_OPEN };

/* True: orders were explained. */
static bool decide_few(struct work *w, const struct deal_side *d, enum step step)
{
    uint32_t everyone = ((uint32_t)1 << d->problem.count) - 1;
    if (d->total == d->problem.target && cost_agrees(w, d, everyone)) {
        explain(w, d, everyone);
        return true;
    }
    if (step == STEP_WHOLE) return false;
    struct subset_answer answer = search(w, d);
    bool unique = answer.ways == 1 && !answer.unsure && answer.some == answer.all && cost_agrees(w, d, answer.first);
    if (unique) {
        explain(w, d, answer.first);
        return true;
    }
    if (step == STEP_UNIQUE || (bot_of(w, d)->traits & BOT_REST))
        return false; /* a rest may be a fee: it leaves nothing open */
    if (answer.ways == 1 && !answer.unsure && !cost_agrees(w, d, answer.first)) answer.ways = 0;
    if (answer.ways > 0) explain(w, d, answer.all); /* part of every set */
    if (answer.ways > 0 || answer.unsure)
        leave_open(w, d, answer.some & ~answer.all, true);
    else
        leave_open(w, d, everyone, false);
    return false;
}

/* Those of another kind of client order id than the bots' are no part of so many that fit. */
static size_t crowd_of_own(const struct work *w, struct deal_side *d, int128 *values)
{
    size_t count = 0;
    for (size_t i = 0; i < d->all.count; i++) {
        if (own_tag_differs(w, &w->result->orders.items[d->all.items[i]])) continue;
        values[count] = values[i];
        d->all.items[count++] = d->all.items[i];
    }
    return count;
}

/* Those that stand in a set are open, or all of them when that is too much to find out: no flag rests on a search that
 * was cut off. Where no set adds up, the deal says nothing of so many. */
static void open_crowd(struct deal_index *index, struct deal_side *d, int128 *values)
{
    size_t count = crowd_of_own(index->w, d, values);
    bool *some = memory_alloc(count + 1);
    bool known = subset_members(values, count, d->problem.target, &index->work, some);
    for (size_t i = 0; i < count; i++)
        if (!known || some[i]) leave_one_open(index->w, d, d->all.items[i], true);
    free(some);
}

static bool decide_crowd(struct deal_index *index, struct deal_side *d, enum step step)
{
    struct work *w = index->w;
    int128 sum = 0, *values = memory_resize(NULL, d->all.count, sizeof *values);
    bool exact = true;
    for (size_t i = 0; i < d->all.count && exact; i++) {
        exact = scaled_qty(w, &w->result->orders.items[d->all.items[i]], d->scale, &values[i]);
        if (exact) sum += values[i];
    }
    bool whole = exact && sum == d->problem.target && cost_of_orders_agrees(w, d, d->all.items, d->all.count);
    for (size_t i = 0; i < d->all.count && whole; i++) explain_one(w, d, d->all.items[i]);
    if (exact && !whole && step == STEP_OPEN && !(bot_of(w, d)->traits & BOT_REST)) open_crowd(index, d, values);
    free(values);
    return whole;
}

static bool decide(struct deal_index *index, struct deal_side *d, enum step step)
{
    return d->crowded ? decide_crowd(index, d, step) : decide_few(index->w, d, step);
}

static bool run_step(struct deal_index *index, enum step step)
{
    struct result *r = index->w->result;
    bool changed = false;
    for (uint32_t i = 0; i < r->bot_orders.count; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        struct deal_side d;
        if (!b->is_deal_total || !fit_usable(b) || index->done[i]) continue;
        bool explained = read_side(index, i, &d) && decide(index, &d, step);
        LIST_FREE(&d.all);
        index->done[i] = explained;
        changed = changed || explained;
    }
    return changed;
}

/* ---- rests -------------------------------------------------------------------------------------------------------------- */

static struct sort_key *rests_of(const struct work *w, size_t *count)
{
    const struct result *r = w->result;
    LIST(struct sort_key) keys = LIST_EMPTY;
    for (uint32_t i = 0; i < r->bot_orders.count; i++)
        if (r->bot_orders.items[i].traits & BOT_REST)
            *LIST_ADD(&keys) = (struct sort_key){r->bot_orders.items[i].deal, i, 0};
    if (keys.count > 0) sort_keys(keys.items, keys.count);
    *count = keys.count;
    return keys.items;
}

static struct bot_order *find_rest(struct work *w, const struct sort_key *rests, size_t count,
                                   const struct bot_order *of)
{
    for (size_t low = sort_first(rests, count, of->deal); low < count && rests[low].key == of->deal; low++) {
        struct bot_order *rest = &w->result->bot_orders.items[rests[low].index];
        if (rest->side == of->side) return rest;
    }
    return NULL;
}

/* A record that leaves open how its order ended has its execution in the rest of the deal: what it explained already is
 * taken off, so that nothing is explained twice. */
static void reduce_rests(struct work *w)
{
    size_t count;
    struct sort_key *rests = rests_of(w, &count);
    for (size_t i = 0; count > 0 && i < w->result->orders.count; i++) {
        const struct order *o = &w->result->orders.items[i];
        const struct bot_order *b = o->match == UINT32_MAX ? NULL : &w->result->bot_orders.items[o->match];
        struct decimal qty, left;
        if (!b || b->is_deal_total || !(b->traits & BOT_UNSURE_STATE)) continue;
        struct bot_order *rest = find_rest(w, rests, count, b);
        if (!rest || !order_amount(w->store, o, ORDER_QTY, &qty) || !bot_amount(w->store, rest, BOT_QTY, &left))
            continue;
        rest->scale[BOT_QTY] = SCALE_ABSENT;
        if (decimal_sub(left, qty, &left) && decimal_sign(left) > 0)
            store_pack(w->store, left, &rest->mantissa[BOT_QTY], &rest->scale[BOT_QTY]);
    }
    free(rests);
}

static void run_closing_steps(struct deal_index *index)
{
    enum { ROUNDS = 4 };
    for (int round = 0; round < ROUNDS && run_step(index, STEP_WHOLE); round++)
        ;
    for (int round = 0; round < ROUNDS && run_step(index, STEP_UNIQUE); round++)
        ;
}

static void run_own_tag(struct deal_index *index)
{
    if (index->w->own_tag.len == 0) return;
    index->own_only = true;
    run_closing_steps(index);
    index->own_only = false;
}

void deal_sets_match(struct work *w)
{
    size_t totals = 0;
    for (size_t i = 0; i < w->result->bot_orders.count; i++) totals += w->result->bot_orders.items[i].is_deal_total;
    if (totals == 0) return;
    reduce_rests(w);
    struct deal_index index = {.w = w, .work = WORK_MOST, .done = memory_alloc(w->result->bot_orders.count)};
    build_index(&index);
    run_own_tag(&index);
    run_closing_steps(&index);
    own_tag_learn(w); /* from these deals, when no single order had told it */
    run_own_tag(&index);
    index.open = true;
    (void)run_step(&index, STEP_OPEN);
    free(index.keys);
    free(index.done);
}
