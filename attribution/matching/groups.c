/* groups - which events of an exchange make one order, as far as order ids tell: fills and order events of one account,
 * pair, side and order id. An order event without id is an order of its own; fills without id wait for atoms.c.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/sort.h"
#include "attribution/values.h"
#include "attribution/work.h"
#include "base/memory.h"

/* Open addressing over group numbers; a group is known by its first event. */
struct group_index {
    struct work *w;
    uint32_t *slots; /* INDEX_NONE: free */
    size_t mask;
    uint32_t *first;       /* per group: its first event */
    uint32_t *instruction; /* per group: its order event, INDEX_NONE: none */
};

static uint64_t hash_event(const struct work *w, const struct event *e)
{
    uint64_t hash = hash_mix(e->order_id, w->pair[e->market]);
    return hash_mix(hash, (uint64_t)work_account(w, e) << 8 | e->side);
}

static bool same_order(const struct work *w, const struct event *a, const struct event *b)
{
    return a->order_id == b->order_id && a->side == b->side && w->pair[a->market] == w->pair[b->market] &&
           work_account(w, a) == work_account(w, b);
}

static uint32_t add_group(struct group_index *index, uint32_t event)
{
    index->first[index->w->group_count] = event;
    index->instruction[index->w->group_count] = INDEX_NONE;
    return index->w->group_count++;
}

static uint32_t find_group(struct group_index *index, uint32_t event)
{
    const struct work *w = index->w;
    const struct event *e = &w->store->events.items[event];
    size_t slot = hash_event(w, e) & index->mask;
    for (; index->slots[slot] != INDEX_NONE; slot = (slot + 1) & index->mask)
        if (same_order(w, &w->store->events.items[index->first[index->slots[slot]]], e)) return index->slots[slot];
    index->slots[slot] = add_group(index, event);
    return index->slots[slot];
}

static bool agree(const struct work *w, const struct event *a, const struct event *b, enum amount which)
{
    return !event_has(a, which) || !event_has(b, which) || value_compare_events(w->store, a, b, which) == 0;
}

/* Two records of one order in two files that contradict each other nowhere: one of them is enough. */
static bool say_the_same(const struct work *w, const struct event *a, const struct event *b)
{
    bool states_agree = a->status == b->status || a->status == STATUS_NONE || b->status == STATUS_NONE;
    return a->source != b->source && states_agree && agree(w, a, b, AMOUNT_QTY) && agree(w, a, b, AMOUNT_ORDER_QTY) &&
           agree(w, a, b, AMOUNT_LIMIT);
}

static int detail_of(const struct event *e)
{
    return (e->client_id != IDENT_NONE ? 4 : 0) + (e->digits > 0 ? 2 : 0) + (e->until_ns != TIME_NONE ? 1 : 0);
}

/* Of two states of one order the one in which more is executed, then the one that was changed last. */
static bool is_later_state(const struct work *w, const struct event *a, const struct event *b)
{
    int order = value_compare_events(w->store, a, b, AMOUNT_QTY);
    if (order != 0) return order > 0;
    return event_until(a) > event_until(b);
}

static void add_instruction(struct group_index *index, uint32_t group, uint32_t event)
{
    struct work *w = index->w;
    uint32_t known = index->instruction[group];
    if (known == INDEX_NONE) {
        index->instruction[group] = event;
        return;
    }
    const struct event *old = &w->store->events.items[known];
    const struct event *new = &w->store->events.items[event];
    if (say_the_same(w, old, new)) {
        bool richer = detail_of(new) > detail_of(old);
        w->result->kept_as[richer ? known : event] = richer ? event : known;
        if (richer) index->instruction[group] = event;
    } else if (is_later_state(w, new, old)) {
        index->instruction[group] = event;
    }
}

static void group_event(struct group_index *index, uint32_t event)
{
    struct work *w = index->w;
    const struct event *e = &w->store->events.items[event];
    if (event_key_id(e) != IDENT_NONE)
        w->group[event] = find_group(index, event);
    else if (e->kind == EVENT_ORDER)
        w->group[event] = add_group(index, event);
    if (e->kind == EVENT_ORDER) add_instruction(index, w->group[event], event);
}

/* Duplicates found here may point to an event that itself lost to a richer one later. */
static void follow_chains(struct work *w)
{
    uint32_t *kept_as = w->result->kept_as;
    for (size_t i = 0; i < w->store->events.count; i++) {
        uint32_t last = kept_as[i];
        while (kept_as[last] != last) last = kept_as[last];
        kept_as[i] = last;
    }
}

void groups_build(struct work *w)
{
    size_t events = w->store->events.count;
    size_t slots = 16;
    while (slots < events * 2) slots *= 2;
    w->group = memory_resize(NULL, events + 1, sizeof *w->group);
    struct group_index index = {.w = w, .mask = slots - 1};
    index.slots = memory_resize(NULL, slots, sizeof *index.slots);
    index.first = memory_resize(NULL, events + 1, sizeof *index.first);
    index.instruction = memory_resize(NULL, events + 1, sizeof *index.instruction);
    memset(index.slots, 0xFF, slots * sizeof *index.slots);
    memset(w->group, 0xFF, (events + 1) * sizeof *w->group);
    for (size_t i = 0; i < w->result->timeline_count; i++) {
        uint32_t event = w->result->timeline[i];
        if (event_is_exchange(&w->store->events.items[event]) && work_kept(w, event)) group_event(&index, event);
    }
    w->instruction = memory_resize(index.instruction, w->group_count + 1, sizeof *w->instruction);
    w->instruction_count = w->group_count;
    follow_chains(w);
    free(index.first);
    free(index.slots);
}
