/* same_time - two files of an exchange that cover the same time: does each hold the trades of the other?
 *
 * A fill is looked for in every other file that begins before it, ends after it, and holds its market; an account statement
 * holds all of them. A list of orders holds no fills of orders that are older than the list, so it is not asked for its
 * first time, twice as long as an order of it took at most, nor behind its last order. What overlap.c took for one is
 * found, and so is what cross_source.c tells of; the rest is held against each other by sums, because some files have a
 * row an order. Two files that have most rows apart list different things, and nothing is said of them. Statements whose
 * rows are no fills: statement_fills.c.
 *
 * A row of one file alone may have been left out of the other by a filter, taken out, or put in: nothing here tells which.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/changes.h"
#include "attribution/authenticity/work.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

#include <stdlib.h>

struct listing {                     /* the fills of a file */
    uint32_t source, venue, account; /* account: 0: not named, or several */
    int64_t first_ns, last_ns;
    uint64_t markets;          /* a bit for each, by its number's lowest six bits: no common bit, no common market */
    bool whole;                /* an account statement */
    bool by_orders;            /* it lists orders of a time, with their fills */
    int64_t from_ns, until_ns; /* what is in between is all there: a list of orders begins with the fills of orders that
                                * are too old for it, and ends with those of its own last ones */
};
struct same_time {
    struct auth_work *w;
    LIST(struct listing) files;
    struct sort_key *holds;   /* source and pair, sorted */
    struct sort_key *members; /* kept event and a source that has it too, sorted */
    size_t hold_count, member_count;
};

static const struct event *at(const struct same_time *t, uint32_t event)
{
    return &t->w->store->events.items[event];
}

static uint64_t two(uint32_t high, uint32_t low)
{
    return (uint64_t)high << 32 | low;
}

static bool is_among(const struct sort_key *keys, size_t count, uint64_t key)
{
    const size_t first = sort_first(keys, count, key);
    return first < count && keys[first].key == key;
}

static uint32_t pair_of(const struct same_time *t, const struct event *e)
{
    return t->w->stages->pair[e->market];
}

/* ---- who has what -------------------------------------------------------------------------------------------------------- */

static bool lists_orders(const struct same_time *t, uint32_t source)
{
    return (t->w->stages->kinds[source].sets & SET_BIT(SET_ORDERS)) != 0;
}

/* Unknown, and so nothing, where no order tells when it was placed. */
static void set_complete(const struct same_time *t, struct listing *f)
{
    const struct result *r = t->w->r;
    int64_t first_ns = INT64_MAX, last_ns = INT64_MIN, longest_ns = 0;
    for (size_t i = t->w->first[f->source]; i < t->w->first[f->source + 1]; i++) {
        const uint32_t order = at(t, (uint32_t)i)->kind == EVENT_FILL ? r->order_of_event[r->kept_as[i]] : INDEX_NONE;
        const uint32_t instruction = order == INDEX_NONE ? EVENT_NONE : r->orders.items[order].order_event;
        if (instruction == EVENT_NONE) continue;
        const int64_t placed_ns = at(t, instruction)->at_ns, took_ns = at(t, (uint32_t)i)->at_ns - placed_ns;
        if (placed_ns < first_ns) first_ns = placed_ns;
        if (placed_ns > last_ns) last_ns = placed_ns;
        if (took_ns > longest_ns) longest_ns = took_ns;
    }
    const bool known = first_ns < last_ns && longest_ns <= (last_ns - first_ns) / 2;
    f->from_ns = known ? first_ns + 2 * longest_ns : 0;
    f->until_ns = known ? last_ns : 0;
}

static void add_listing(struct same_time *t, uint32_t source)
{
    const struct auth_work *w = t->w;
    const struct source_entry *entry = &w->evidence->sources.items[source];
    const uint32_t account = entry->account == 0 ? 0 : w->stages->account_root[entry->account];
    struct listing f = {.source = source,
                        .account = w->store->accounts.items[account].id == 0 ? 0 : account,
                        .first_ns = INT64_MAX,
                        .last_ns = INT64_MIN,
                        .whole = (w->stages->kinds[source].sets & SET_BIT(SET_STATEMENT)) != 0,
                        .by_orders = lists_orders(t, source)};
    if (w->stages->kinds[source].bot_side || entry->page_sized || entry->text_cut) return;
    for (size_t i = w->first[source]; i < w->first[source + 1]; i++) {
        const struct event *e = at(t, (uint32_t)i);
        if (e->kind != EVENT_FILL) continue;
        f.venue = work_venue(w->stages, e);
        f.markets |= UINT64_C(1) << (pair_of(t, e) & 63);
        if (e->at_ns < f.first_ns) f.first_ns = e->at_ns;
        if (e->at_ns > f.last_ns) f.last_ns = e->at_ns;
        t->holds[t->hold_count++] = (struct sort_key){two(source, pair_of(t, e)), 0, 0};
    }
    f.from_ns = f.first_ns;
    f.until_ns = f.last_ns;
    if (f.by_orders) set_complete(t, &f);
    if (f.first_ns < f.last_ns) *LIST_ADD(&t->files) = f;
}

/* All lists of orders count as one, SOURCE_NONE: an order stands in the list of the time that it was placed at. */
static void add_member(struct same_time *t, uint32_t kept, uint32_t source)
{
    const uint32_t member = lists_orders(t, source) ? SOURCE_NONE : source;
    t->members[t->member_count++] = (struct sort_key){two(kept, member), 0, 0};
}

static void gather(struct same_time *t)
{
    const size_t events = t->w->store->events.count;
    t->holds = memory_resize(NULL, events + 1, sizeof *t->holds);
    t->members = memory_resize(NULL, 2 * events + 1, sizeof *t->members);
    for (uint32_t i = 0; i < t->w->evidence->sources.count; i++) add_listing(t, i);
    for (uint32_t i = 0; i < events && t->files.count > 1; i++) {
        const uint32_t kept = t->w->r->kept_as[i];
        if (kept == i || at(t, i)->kind != EVENT_FILL) continue;
        add_member(t, kept, at(t, i)->source);
        add_member(t, kept, at(t, kept)->source);
    }
    sort_keys(t->holds, t->hold_count);
    sort_keys(t->members, t->member_count);
}

/* ---- two files ------------------------------------------------------------------------------------------------------------ */

static bool may_be_compared(const struct listing *a, const struct listing *b)
{
    return a->venue == b->venue && (a->account == b->account || a->account == 0 || b->account == 0) &&
           a->first_ns < b->last_ns && b->first_ns < a->last_ns &&
           ((a->markets & b->markets) != 0 || a->whole || b->whole);
}

/* The first and the last second may be cut where times are whole seconds. */
static bool covers(const struct same_time *t, const struct listing *f, const struct event *e)
{
    return e->at_ns > f->from_ns + NS_PER_SECOND && e->at_ns < f->until_ns - NS_PER_SECOND &&
           (f->whole || is_among(t->holds, t->hold_count, two(f->source, pair_of(t, e))));
}

static void add_rest(const struct same_time *t, const struct listing *own, const struct listing *other, uint8_t side,
                     change_list *rest, uint64_t *asked)
{
    for (size_t i = t->w->first[own->source]; i < t->w->first[own->source + 1]; i++) {
        const struct event *e = at(t, (uint32_t)i);
        if (e->kind != EVENT_FILL) continue;
        struct change c = {.key = pair_of(t, e), .at_ns = e->at_ns, .event = (uint32_t)i, .side = side};
        c.asked = covers(t, other, e);
        *asked += c.asked;
        const bool found =
            t->w->told[i] || is_among(t->members, t->member_count,
                                      two(t->w->r->kept_as[i], other->by_orders ? SOURCE_NONE : other->source));
        if (found || !event_amount(t->w->store, e, AMOUNT_QTY, &c.amount)) continue;
        if (e->side == SIDE_SELL) c.amount = decimal_negate(c.amount);
        *LIST_ADD(rest) = c;
    }
}

static int compare_events(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

static void tell(const struct same_time *t, const struct listing *own, const struct listing *other, uint64_t asked,
                 const change_list *rest, uint8_t side)
{
    struct places off = {0};
    LIST(uint32_t) missing = LIST_EMPTY;
    for (size_t i = 0; i < rest->count; i++)
        if (rest->items[i].side == side && rest->items[i].asked && !rest->items[i].agrees)
            *LIST_ADD(&missing) = rest->items[i].event;
    if (missing.count > 0) qsort(missing.items, missing.count, sizeof *missing.items, compare_events);
    for (size_t i = 0; i < missing.count; i++)
        places_add(&off, at(t, missing.items[i])->line, at(t, missing.items[i])->offset);
    LIST_FREE(&missing);
    auth_add_same_time(t->w, own->source, other->source, asked, &off);
}

static void compare(const struct same_time *t, const struct listing *a, const struct listing *b)
{
    change_list rest = LIST_EMPTY;
    uint64_t asked[2] = {0, 0}, left[2] = {0, 0};
    add_rest(t, a, b, 0, &rest, &asked[0]);
    add_rest(t, b, a, 1, &rest, &asked[1]);
    changes_compare(rest.items, rest.count);
    for (size_t i = 0; i < rest.count; i++) left[rest.items[i].side] += rest.items[i].asked && !rest.items[i].agrees;
    if (left[0] * 2 <= asked[0] && left[1] * 2 <= asked[1]) {
        tell(t, a, b, asked[0], &rest, 0);
        tell(t, b, a, asked[1], &rest, 1);
    }
    LIST_FREE(&rest);
}

void same_time_check(struct auth_work *w)
{
    struct same_time t = {.w = w};
    gather(&t);
    for (size_t i = 0; i < t.files.count; i++)
        for (size_t k = i + 1; k < t.files.count; k++)
            if (may_be_compared(&t.files.items[i], &t.files.items[k]))
                compare(&t, &t.files.items[i], &t.files.items[k]);
    statement_fills_check(w);
    LIST_FREE(&t.files);
    free(t.holds);
    free(t.members);
}
