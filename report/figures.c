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

/* ---- flagged orders ------------------------------------------------------------------------------------------------ */

static bool is_graded(const struct order *o)
{
    return o->flag == FLAG_STRONG || o->flag == FLAG_PROBABLE;
}

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
        if (is_graded(&r->orders.items[i])) f->graded[f->graded_count++] = (uint32_t)i;
        if (r->orders.items[i].flag == FLAG_REVIEW) f->review[f->review_count++] = (uint32_t)i;
    }
    const uint32_t *list = graded > 0 ? f->graded : f->review;
    const size_t count = graded > 0 ? graded : review;
    for (size_t i = 0; i < count; i++) {
        const struct order *o = &r->orders.items[list[i]];
        extend(&f->flagged, o->first_ns, o->last_ns);
        if (o->digits > f->flagged_digits) f->flagged_digits = o->digits;
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

static struct market_group group_of(const struct store *s, const struct order *o)
{
    struct market_group g = {.account = o->account, .market = o->market, .side = o->side, .orders = 1};
    g.fills = o->fill_count;
    g.when = (struct period){o->first_ns, o->last_ns};
    g.qty_known = order_amount(s, o, ORDER_QTY, &g.qty);
    g.cost_known = order_amount(s, o, ORDER_COST, &g.cost);
    return g;
}

static void merge_group(struct market_group *into, const struct market_group *g)
{
    into->orders += g->orders;
    into->fills += g->fills;
    extend(&into->when, g->when.from_ns, g->when.to_ns);
    add_known(&into->qty_known, &into->qty, g->qty_known, g->qty);
    add_known(&into->cost_known, &into->cost, g->cost_known, g->cost);
}

static void group_markets(struct figures *f, const struct result *r, struct arena *arena)
{
    const struct store *s = r->evidence->store;
    const size_t flagged = f->graded_count + f->review_count;
    struct market_group *groups = ARENA_ARRAY(arena, struct market_group, flagged + 1);
    for (size_t i = 0; i < flagged; i++) {
        const uint32_t order = i < f->graded_count ? f->graded[i] : f->review[i - f->graded_count];
        groups[i] = group_of(s, &r->orders.items[order]);
    }
    if (flagged > 1) qsort(groups, flagged, sizeof *groups, by_market);
    for (size_t i = 0; i < flagged; i++) {
        if (f->market_count > 0 && compare_by_market(&groups[f->market_count - 1], &groups[i]) == 0) {
            merge_group(&groups[f->market_count - 1], &groups[i]);
        } else {
            groups[f->market_count++] = groups[i];
        }
    }
    if (f->market_count > 1) qsort(groups, f->market_count, sizeof *groups, by_orders);
    f->markets = groups;
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
    group_markets(f, r, arena);
    count_keys(f, r, arena);
    count_events(f, r);
    find_periods(f, r);
    return f;
}

/* ---- spellings ------------------------------------------------------------------------------------------------------- */

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
