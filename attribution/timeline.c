/* timeline - the one order of events: by time, then by what they say, and by their place in the evidence only between
 * events that say the same. So neither the order of the files nor that of their rows changes anything that is printed.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/timeline.h"

#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

static int compare_numbers(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_texts(const struct work *w, uint32_t a, uint32_t b)
{
    if (a == b) return 0;
    return span_compare(store_get_text(w->store, a), store_get_text(w->store, b));
}

/* Amounts, states and texts: what is left when time, kind, market and ids are equal. */
static int compare_details(const struct work *w, const struct event *a, const struct event *b)
{
    int order = compare_numbers(a->side, b->side);
    for (int i = 0; i < AMOUNT_COUNT && order == 0; i++) order = value_compare_events(w->store, a, b, (enum amount)i);
    if (order == 0) order = compare_numbers(sort_signed(a->until_ns), sort_signed(b->until_ns));
    if (order == 0) order = compare_numbers(a->status, b->status);
    if (order == 0) order = compare_numbers(a->role, b->role);
    if (order == 0) order = compare_numbers(a->step, b->step);
    if (order == 0) order = compare_texts(w, a->fee_asset, b->fee_asset);
    if (order == 0) order = compare_texts(w, a->text, b->text);
    return order;
}

int timeline_compare_content(const struct work *w, const struct event *a, const struct event *b)
{
    if (a->at_ns != b->at_ns) return a->at_ns < b->at_ns ? -1 : 1;
    int order = compare_numbers(a->kind, b->kind);
    if (order == 0) order = compare_numbers(w->market_rank[a->market], w->market_rank[b->market]);
    if (order == 0) order = ident_compare(w->store, a->order_id, b->order_id);
    if (order == 0) order = ident_compare(w->store, a->trade_id, b->trade_id);
    if (order == 0) order = ident_compare(w->store, a->client_id, b->client_id);
    if (order == 0) order = compare_details(w, a, b);
    return order;
}

int timeline_compare(const void *context, uint32_t a, uint32_t b)
{
    const struct work *w = context;
    const struct event *left = &w->store->events.items[a];
    const struct event *right = &w->store->events.items[b];
    int order = timeline_compare_content(w, left, right);
    if (order == 0)
        order =
            compare_texts(w, w->store->accounts.items[left->account].id, w->store->accounts.items[right->account].id);
    if (order == 0) order = compare_numbers(left->source, right->source);
    if (order == 0) order = compare_numbers(left->line, right->line);
    if (order == 0) order = compare_numbers(left->offset, right->offset);
    return order;
}

void timeline_build(struct work *w)
{
    size_t count = w->store->events.count;
    struct sort_key *keys = memory_resize(NULL, count + 1, sizeof *keys);
    for (size_t i = 0; i < count; i++)
        keys[i] = (struct sort_key){sort_signed(w->store->events.items[i].at_ns), (uint32_t)i, 0};
    sort_keys(keys, count);
    uint32_t *timeline = ARENA_ARRAY(w->result->arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) timeline[i] = keys[i].index;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && keys[end].key == keys[i].key;) end++;
        if (end - i > 1) sort_indexes(timeline + i, end - i, timeline_compare, w);
    }
    free(keys);
    w->result->timeline = timeline;
    w->result->timeline_count = count;
}

void timeline_finish(struct work *w)
{
    struct result *r = w->result;
    size_t kept = 0;
    for (size_t i = 0; i < r->timeline_count; i++)
        if (work_kept(w, r->timeline[i])) r->timeline[kept++] = r->timeline[i];
    r->timeline_count = kept;
}
