/* figures - one pass over the orders, one over the timeline, one over the files.
 *
 * SPDX-License-Identifier: MIT */
#include "report/figures.h"

#include <stdlib.h>

enum { LAST_FOUR_LEAST = 9 }; /* shorter ids would be given away by what is shown of them */

static void extend(struct period *p, int64_t from_ns, int64_t to_ns)
{
    if (from_ns == TIME_NONE) return;
    if (to_ns == TIME_NONE) to_ns = from_ns;
    if (p->from_ns == TIME_NONE || from_ns < p->from_ns) p->from_ns = from_ns;
    if (p->to_ns == TIME_NONE || to_ns > p->to_ns) p->to_ns = to_ns;
}

bool figures_is_idle(const struct store *s, const struct order *o)
{
    struct decimal qty;
    return order_amount(s, o, ORDER_QTY, &qty) && decimal_sign(qty) == 0;
}

/* ---- flagged orders ------------------------------------------------------------------------------------------------ */

static bool is_graded(const struct order *o)
{
    return o->flag == FLAG_STRONG || o->flag == FLAG_PROBABLE;
}

/* The reasons that name what in the exchange's own record shows that a key sent the order. */
static const reason_set sent_by_key = REASON_BIT(REASON_client_id_api) | REASON_BIT(REASON_client_id_generated) |
                                      REASON_BIT(REASON_client_id_own) | REASON_BIT(REASON_channel_api);

static void list_flagged(struct figures *f, const struct result *r, struct arena *arena)
{
    size_t graded = 0, review = 0;
    for (size_t i = 0; i < r->orders.count; i++) {
        graded += is_graded(&r->orders.items[i]);
        review += r->orders.items[i].flag == FLAG_REVIEW;
    }
    f->graded = ARENA_ARRAY(arena, uint32_t, graded + 1);
    f->review = ARENA_ARRAY(arena, uint32_t, review + 1);
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        const bool idle = figures_is_idle(r->evidence->store, o);
        if (is_graded(o)) {
            f->graded[f->graded_count++] = (uint32_t)i;
            f->graded_idle += idle;
            f->graded_by_key += (o->reasons & sent_by_key) != 0;
        } else if (o->flag == FLAG_REVIEW) {
            f->review[f->review_count++] = (uint32_t)i;
            f->review_idle += idle;
        }
    }
    const uint32_t *list = graded > 0 ? f->graded : f->review;
    const size_t count = graded > 0 ? graded : review;
    for (size_t i = 0; i < count; i++) {
        const struct order *o = &r->orders.items[list[i]];
        extend(&f->flagged, o->first_ns, o->last_ns);
    }
}

/* ---- by market ------------------------------------------------------------------------------------------------------ */

static int compare_by_market(const struct market_group *a, const struct market_group *b)
{
    if (a->account != b->account) return a->account < b->account ? -1 : 1;
    if (a->market != b->market) return a->market < b->market ? -1 : 1;
    return a->side - b->side;
}

static int by_market(const void *left, const void *right)
{
    return compare_by_market(left, right);
}

static int by_orders(const void *left, const void *right)
{
    const struct market_group *a = left, *b = right;
    if (a->orders != b->orders) return a->orders > b->orders ? -1 : 1;
    if (a->when.from_ns != b->when.from_ns) return a->when.from_ns < b->when.from_ns ? -1 : 1;
    return compare_by_market(a, b);
}

static void add_known(bool *known, struct decimal *sum, bool has, struct decimal amount)
{
    *known = *known && has && decimal_add(*sum, amount, sum);
}

static struct market_group group_of(const struct result *r, const struct order *o)
{
    const struct store *s = r->evidence->store;
    struct market_group g = {.account = o->account, .market = o->market, .side = o->side, .orders = 1};
    g.fills = o->fill_count;
    g.idle = figures_is_idle(s, o);
    g.when = (struct period){order_began(r, o).ns, order_ended(r, o).ns};
    g.qty_known = order_amount(s, o, ORDER_QTY, &g.qty);
    g.cost_known = order_amount(s, o, ORDER_COST, &g.cost);
    return g;
}

static void merge_group(struct market_group *into, const struct market_group *g)
{
    into->orders += g->orders;
    into->fills += g->fills;
    into->idle += g->idle;
    extend(&into->when, g->when.from_ns, g->when.to_ns);
    add_known(&into->qty_known, &into->qty, g->qty_known, g->qty);
    add_known(&into->cost_known, &into->cost, g->cost_known, g->cost);
}

struct order_list {
    const uint32_t *orders;
    size_t count;
};

/* The groups, most orders first. Returns how many. */
static size_t group_markets(const struct result *r, struct order_list list, struct market_group **out,
                            struct arena *arena)
{
    struct market_group *groups = ARENA_ARRAY(arena, struct market_group, list.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++) groups[i] = group_of(r, &r->orders.items[list.orders[i]]);
    if (list.count > 1) qsort(groups, list.count, sizeof *groups, by_market);
    for (size_t i = 0; i < list.count; i++) {
        if (count > 0 && compare_by_market(&groups[count - 1], &groups[i]) == 0) {
            merge_group(&groups[count - 1], &groups[i]);
        } else {
            groups[count++] = groups[i];
        }
    }
    if (count > 1) qsort(groups, count, sizeof *groups, by_orders);
    *out = groups;
    return count;
}

/* A market has two groups at most, one for each side; the first pair in the order of size wins. */
static struct round_trip find_trip(const struct market_group *groups, size_t count, uint32_t account)
{
    struct round_trip best = {NULL, NULL};
    uint64_t most = 0;
    for (size_t i = 0; i < count; i++) {
        if (account != UINT32_MAX && groups[i].account != account) continue;
        for (size_t k = 0; groups[i].side == SIDE_BUY && k < count; k++) {
            const struct market_group *a = &groups[i], *b = &groups[k];
            if (b->side != SIDE_SELL || b->account != a->account || b->market != a->market) continue;
            if (a->idle == a->orders || b->idle == b->orders || a->orders + b->orders <= most) continue;
            best = (struct round_trip){a, b};
            most = a->orders + b->orders;
        }
    }
    return best;
}

static void group_all(struct figures *f, const struct result *r, struct arena *arena)
{
    const struct order_list graded = {f->graded, f->graded_count}, review = {f->review, f->review_count};
    f->review_market_count = group_markets(r, review, &f->review_markets, arena);
    if (f->graded_count == 0) {
        f->markets = f->review_markets;
        f->market_count = f->review_market_count;
        return;
    }
    f->market_count = group_markets(r, graded, &f->markets, arena);
    f->trip = find_trip(f->markets, f->market_count, UINT32_MAX);
}

struct round_trip figures_trip(const struct figures *f, uint32_t account)
{
    return f->graded_count > 0 ? find_trip(f->markets, f->market_count, account) : (struct round_trip){NULL, NULL};
}

uint64_t figures_asset_orders(const struct figures *f, const struct store *s, uint32_t asset)
{
    uint64_t orders = 0;
    for (size_t i = 0; i < f->market_count; i++) {
        const struct market_group *g = &f->markets[i];
        const struct market *m = &s->markets.items[g->market];
        if (m->base == asset || m->quote == asset) orders += g->orders - g->idle;
    }
    return orders;
}

/* ---- keys ----------------------------------------------------------------------------------------------------------- */

static int compare_keys(const void *left, const void *right)
{
    const struct key_use *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->account < b->account ? -1 : a->account > b->account;
}

static uint32_t key_of(const struct result *r, const struct order *o)
{
    const uint32_t event = figures_order_event(r, o);
    return event == EVENT_NONE ? 0 : r->evidence->store->events.items[event].key;
}

static void count_keys(struct figures *f, const struct result *r, struct arena *arena)
{
    size_t count = 0;
    for (size_t i = 0; i < r->orders.count; i++) count += key_of(r, &r->orders.items[i]) != 0;
    if (count == 0) return;
    f->keys = ARENA_ARRAY(arena, struct key_use, count);
    count = 0;
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        const uint32_t key = key_of(r, o);
        if (key != 0) f->keys[count++] = (struct key_use){key, o->account, 1, o->flag != FLAG_NONE};
    }
    qsort(f->keys, count, sizeof *f->keys, compare_keys);
    for (size_t i = 0; i < count; i++) {
        struct key_use *last = f->key_count > 0 ? &f->keys[f->key_count - 1] : NULL;
        if (last && compare_keys(last, &f->keys[i]) == 0) {
            last->orders++;
            last->flagged += f->keys[i].flagged;
        } else {
            f->keys[f->key_count++] = f->keys[i];
        }
    }
}

/* ---- the rest ------------------------------------------------------------------------------------------------------- */

static void count_events(struct figures *f, const struct result *r)
{
    const struct store *s = r->evidence->store;
    for (size_t i = 0; i < r->timeline_count; i++) {
        const struct event *e = &s->events.items[r->timeline[i]];
        f->kinds[e->kind]++;
        f->unrecognised_messages += (e->marks & MARK_UNRECOGNISED) != 0;
        f->paper |= (e->marks & MARK_PAPER) != 0;
        extend(&f->events, e->at_ns, e->at_ns);
    }
    f->duplicates = s->events.count - r->timeline_count;
}

static void find_periods(struct figures *f, const struct result *r)
{
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        extend(&f->exchange, o->first_ns, o->last_ns);
        f->compared |= o->verdict == VERDICT_BOT || o->verdict == VERDICT_UNISSUED || o->verdict == VERDICT_AMBIGUOUS;
    }
    for (size_t i = 0; i < r->bot_orders.count; i++)
        extend(&f->bots, r->bot_orders.items[i].placed_ns, r->bot_orders.items[i].closed_ns);
}

struct figures *figures_new(const struct result *r, struct arena *arena)
{
    struct figures *f = ARENA_NEW(arena, struct figures);
    const struct period nothing = {TIME_NONE, TIME_NONE};
    f->flagged = f->exchange = f->bots = f->events = nothing;
    f->status = report_status_of(r->evidence);
    f->sharing_lines = rows_sharing_lines(r->evidence, arena);
    for (size_t i = 0; i < r->evidence->sources.count; i++) {
        const struct map_counts *counts = &r->evidence->sources.items[i].counts;
        f->rows.read += counts->read;
        f->rows.events += counts->events;
        f->rows.skipped += counts->skipped;
        f->rows.rejected += counts->rejected;
    }
    list_flagged(f, r, arena);
    group_all(f, r, arena);
    count_keys(f, r, arena);
    count_events(f, r);
    find_periods(f, r);
    return f;
}

/* ---- spellings ------------------------------------------------------------------------------------------------------- */

bool figures_is_single_price(const struct order *o)
{
    return o->price_exact && o->fill_count == 1;
}

bool figures_is_single_event_price(const struct event *e, enum amount which)
{
    return which == AMOUNT_LIMIT || e->kind == EVENT_FILL;
}

uint32_t figures_order_event(const struct result *r, const struct order *o)
{
    if (o->order_event != EVENT_NONE) return o->order_event;
    return o->fill_count > 0 ? r->order_fills[o->first_fill] : EVENT_NONE;
}

uint8_t figures_time_digits(int64_t ns)
{
    if (ns % NS_PER_SECOND == 0) return 0;
    if (ns % 1000000 == 0) return 3;
    return ns % 1000 == 0 ? 6 : 9;
}

const char *figures_account_key(const struct store *s, uint32_t account, struct arena *arena)
{
    const struct account *a = &s->accounts.items[account];
    const struct span venue = store_get_text(s, a->venue);
    const struct span name = store_get_text(s, a->id != 0 ? a->id : a->label);
    if (name.len == 0) return arena_format(arena, "%.*s", SPAN_ARG(venue));
    return arena_format(arena, "%.*s:%.*s", SPAN_ARG(venue), SPAN_ARG(name));
}

const char *figures_fingerprint(struct span key_id, struct arena *arena)
{
    struct span tail, fingerprint;
    if (redact_is_reduced(key_id, &tail, &fingerprint)) return arena_copy(arena, fingerprint).ptr;
    if (!redact_is_whole_key(key_id)) return "";
    char hex[DIGEST_HEX];
    digest_of(key_id, hex);
    return arena_copy(arena, (struct span){hex, FINGERPRINT_DIGITS}).ptr;
}

const char *figures_last_four(struct span key_id, struct arena *arena)
{
    struct span tail, fingerprint;
    if (redact_is_reduced(key_id, &tail, &fingerprint)) return arena_copy(arena, tail).ptr;
    if (key_id.len < LAST_FOUR_LEAST) return "";
    return arena_copy(arena, span_from(key_id, key_id.len - 4)).ptr;
}
