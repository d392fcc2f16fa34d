/* statement_fills - account statements that list every change of a balance: does each fill of the other files stand in it,
 * and each trade of it among the fills?
 *
 * A fill changes its base, its quote and the asset of its fee; these are held against the statement's rows, amount by
 * amount (changes.h). What is asked is learned from the files themselves: rows of one kind and asset, or one side of fills
 * in one asset, of which at least half are found. So futures, interest, or fees that a site sums up daily are not taken for
 * missing, and neither are the trades of markets whose fills were not supplied.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/changes.h"
#include "attribution/authenticity/work.h"
#include "attribution/sort.h"
#include "base/memory.h"

#include <stdlib.h>

enum { PART_BASE, PART_QUOTE, PART_FEE, PARTS };
enum side_of { FILLS, STATEMENT };
enum { COUNTED = 1, MISSING = 2 };

struct span_of_time {
    int64_t first_ns, last_ns;
    uint32_t venue;
};
struct statement {
    struct auth_work *w;
    uint32_t source;
    struct span_of_time own, *fills; /* per source: of its fills */
    struct intern *kinds;            /* what rows call themselves, up to the first digit */
    change_list changes;
    uint8_t *state; /* per event */
};

static const struct event *at(const struct statement *s, uint32_t event)
{
    return &s->w->store->events.items[event];
}

/* Not in the first and the last second, which whole seconds may cut. */
static bool inside(struct span_of_time t, int64_t at_ns)
{
    return t.first_ns < t.last_ns && at_ns > t.first_ns + NS_PER_SECOND && at_ns < t.last_ns - NS_PER_SECOND;
}

static void widen(struct span_of_time *t, int64_t at_ns)
{
    if (at_ns < t->first_ns) t->first_ns = at_ns;
    if (at_ns > t->last_ns) t->last_ns = at_ns;
}

static uint64_t key_of(const struct statement *s, const struct event *e, uint32_t asset)
{
    return hash_mix(work_account(s->w->stages, e), asset);
}

/* ---- what the fills moved --------------------------------------------------------------------------------------------------- */

static void add_leg(struct statement *s, uint32_t event, uint32_t asset, uint32_t part, struct decimal amount)
{
    const struct event *e = at(s, event);
    if (asset == 0 || decimal_sign(amount) == 0) return;
    *LIST_ADD(&s->changes) = (struct change){.key = key_of(s, e, asset),
                                             .at_ns = e->at_ns,
                                             .amount = amount,
                                             .event = event,
                                             .part = part,
                                             .side = FILLS,
                                             .asked = inside(s->own, e->at_ns)};
}

static bool cost_of(const struct statement *s, const struct event *e, struct decimal qty, struct decimal *cost)
{
    struct decimal price;
    if (event_amount(s->w->store, e, AMOUNT_COST, cost)) return true;
    return event_amount(s->w->store, e, AMOUNT_PRICE, &price) && decimal_mul(price, qty, cost);
}

static void add_fill(struct statement *s, uint32_t event)
{
    const struct event *e = at(s, event);
    const struct market *m = &s->w->store->markets.items[e->market];
    struct decimal qty, cost, fee;
    if (!event_amount(s->w->store, e, AMOUNT_QTY, &qty)) return;
    const bool buy = e->side == SIDE_BUY, has_cost = cost_of(s, e, qty, &cost);
    add_leg(s, event, m->base, PART_BASE, buy ? qty : decimal_negate(qty));
    if (has_cost) add_leg(s, event, m->quote, PART_QUOTE, buy ? decimal_negate(cost) : cost);
    if (event_amount(s->w->store, e, AMOUNT_FEE, &fee)) add_leg(s, event, e->fee_asset, PART_FEE, decimal_negate(fee));
}

/* ---- what the statement says --------------------------------------------------------------------------------------------------- */

static uint32_t kind_of(struct statement *s, const struct event *e)
{
    const struct span text = store_get_text(s->w->store, e->text);
    size_t end = 0;
    while (end < text.len && (text.ptr[end] < '0' || text.ptr[end] > '9')) end++;
    return PARTS + intern_id(s->kinds, span_head(text, end));
}

static bool any_fills_cover(const struct statement *s, int64_t at_ns)
{
    for (size_t i = 0; i < s->w->evidence->sources.count; i++)
        if (i != s->source && s->fills[i].venue == s->own.venue && inside(s->fills[i], at_ns)) return true;
    return false;
}

static void add_row(struct statement *s, uint32_t event)
{
    const struct event *e = at(s, event);
    struct decimal amount;
    if (e->kind != EVENT_TRANSFER || !event_amount(s->w->store, e, AMOUNT_QTY, &amount)) return;
    *LIST_ADD(&s->changes) = (struct change){.key = key_of(s, e, e->fee_asset),
                                             .at_ns = e->at_ns,
                                             .amount = amount,
                                             .event = event,
                                             .part = kind_of(s, e),
                                             .side = STATEMENT,
                                             .asked = any_fills_cover(s, e->at_ns)};
}

/* ---- what is missing ------------------------------------------------------------------------------------------------------------ */

/* The changes of one asset. */
static void judge(struct statement *s, size_t first, size_t end, uint64_t *asked, uint64_t *agreeing)
{
    for (size_t i = first; i < end; i++) asked[s->changes.items[i].part] = agreeing[s->changes.items[i].part] = 0;
    for (size_t i = first; i < end; i++) {
        const struct change *c = &s->changes.items[i];
        asked[c->part] += c->asked;
        agreeing[c->part] += c->asked && c->agrees;
    }
    for (size_t i = first; i < end; i++) {
        const struct change *c = &s->changes.items[i];
        if (!c->asked || agreeing[c->part] * 2 < asked[c->part]) continue;
        s->state[c->event] |= c->agrees ? COUNTED : COUNTED | MISSING;
    }
}

static void tell_file(const struct statement *s, uint32_t source, uint32_t other)
{
    struct places off = {0};
    uint64_t counted = 0;
    for (size_t i = s->w->first[source]; i < s->w->first[source + 1]; i++) {
        counted += (s->state[i] & COUNTED) != 0;
        if (s->state[i] & MISSING) places_add(&off, at(s, (uint32_t)i)->line, at(s, (uint32_t)i)->offset);
    }
    auth_add_same_time(s->w, source, other, counted, &off);
}

/* The file that the statement's rows were looked for in; SOURCE_NONE: several. */
static uint32_t only_other(const struct statement *s)
{
    uint32_t other = SOURCE_NONE;
    for (size_t i = 0; i < s->changes.count; i++) {
        const uint32_t source = at(s, s->changes.items[i].event)->source;
        if (s->changes.items[i].side != FILLS || source == other) continue;
        if (other != SOURCE_NONE) return SOURCE_NONE;
        other = source;
    }
    return other;
}

static void compare(struct statement *s)
{
    const size_t parts = PARTS + intern_count(s->kinds) + 1;
    uint64_t *asked = memory_alloc(parts * sizeof *asked), *agreeing = memory_alloc(parts * sizeof *agreeing);
    changes_compare(s->changes.items, s->changes.count);
    for (size_t i = 0, end; i < s->changes.count; i = end) {
        for (end = i + 1; end < s->changes.count && s->changes.items[end].key == s->changes.items[i].key;) end++;
        judge(s, i, end, asked, agreeing);
    }
    free(asked);
    free(agreeing);
    tell_file(s, s->source, only_other(s));
    for (uint32_t i = 0; i < s->w->evidence->sources.count; i++)
        if (i != s->source && s->fills[i].first_ns <= s->fills[i].last_ns) tell_file(s, i, s->source);
}

static void check_statement(struct auth_work *w, uint32_t source, struct span_of_time *fills)
{
    struct statement s = {.w = w, .source = source, .own = {INT64_MAX, INT64_MIN, 0}, .fills = fills};
    for (size_t i = w->first[source]; i < w->first[source + 1]; i++) {
        const struct event *e = at(&s, (uint32_t)i);
        if (e->kind != EVENT_TRANSFER) continue;
        s.own.venue = work_venue(w->stages, e);
        widen(&s.own, e->at_ns);
    }
    if (s.own.first_ns >= s.own.last_ns) return;
    s.kinds = intern_new();
    s.state = memory_alloc(w->store->events.count + 1);
    for (size_t i = 0; i < w->r->timeline_count; i++) {
        const struct event *e = at(&s, w->r->timeline[i]);
        const bool near = e->at_ns >= s.own.first_ns - NS_PER_SECOND && e->at_ns <= s.own.last_ns + NS_PER_SECOND;
        if (near && e->kind == EVENT_FILL && e->source != source && work_venue(w->stages, e) == s.own.venue)
            add_fill(&s, w->r->timeline[i]);
    }
    const bool any_fills = s.changes.count > 0;
    for (size_t i = w->first[source]; i < w->first[source + 1] && any_fills; i++) add_row(&s, (uint32_t)i);
    if (any_fills) compare(&s);
    LIST_FREE(&s.changes);
    intern_free(s.kinds);
    free(s.state);
}

void statement_fills_check(struct auth_work *w)
{
    const size_t sources = w->evidence->sources.count;
    struct span_of_time *fills = memory_resize(NULL, sources + 1, sizeof *fills);
    for (size_t i = 0; i < sources; i++) {
        fills[i] = (struct span_of_time){INT64_MAX, INT64_MIN, 0};
        if (w->stages->kinds[i].bot_side) continue;
        for (size_t k = w->first[i]; k < w->first[i + 1]; k++) {
            const struct event *e = &w->store->events.items[k];
            if (e->kind != EVENT_FILL) continue;
            fills[i].venue = work_venue(w->stages, e);
            widen(&fills[i], e->at_ns);
        }
    }
    for (uint32_t i = 0; i < sources; i++) {
        const struct source_entry *entry = &w->evidence->sources.items[i];
        const bool statement = (w->stages->kinds[i].sets & SET_BIT(SET_STATEMENT)) != 0;
        if (statement && !entry->page_sized && !entry->text_cut) check_statement(w, i, fills);
    }
    free(fills);
}
