/* find - which orders are meant by an id or by the name of a row.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/explain/explain.h"
#include "attribution/work.h"
#include "base/memory.h"

struct finder {
    const struct work *w;
    struct explanations *x;
    bool *meant; /* per order */
};

static void add(struct finder *f, uint32_t order)
{
    if (f->meant[order]) return;
    f->meant[order] = true;
    f->x->order_count++;
    f->x->found = FOUND_ORDERS;
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------- */

struct row_name {
    uint64_t file, line, offset;
    bool has_offset;
};

/* "E03:1842", "E51:1@107848" */
static bool read_row_name(struct span text, struct row_name *row)
{
    if (text.len == 0 || (text.ptr[0] != 'E' && text.ptr[0] != 'e')) return false;
    struct span rest = span_from(text, 1);
    struct span file = span_cut(&rest, ':');
    struct span line = span_cut(&rest, '@');
    row->has_offset = rest.len > 0;
    return span_to_u64(file, &row->file) && row->file > 0 && span_to_u64(line, &row->line) &&
           (!row->has_offset || span_to_u64(rest, &row->offset));
}

/* The orders that the bot orders of a record explain. */
static void add_explained(struct finder *f, uint32_t event)
{
    const struct result *r = f->w->result;
    for (uint32_t i = 0; i < r->orders.count; i++) {
        if (r->orders.items[i].match == INDEX_NONE) continue;
        const struct bot_order *b = &r->bot_orders.items[r->orders.items[i].match];
        for (uint32_t k = 0; k < b->event_count; k++) {
            uint32_t own = r->bot_order_events[b->first_event + k];
            if (own != event && own != r->kept_as[event]) continue;
            add(f, i);
            f->x->by_bot_row = true;
            break;
        }
    }
}

static void find_row(struct finder *f, const struct row_name *row)
{
    const struct store *s = f->w->store;
    f->x->by_row = true;
    f->x->found = row->file > f->w->evidence->sources.count ? FOUND_NO_FILE : FOUND_UNUSED_ROW;
    for (uint32_t i = 0; i < s->events.count; i++) {
        const struct event *e = &s->events.items[i];
        if (e->source + UINT64_C(1) != row->file || e->line != row->line) continue;
        if (row->has_offset && e->offset != row->offset) continue;
        if (f->x->found == FOUND_UNUSED_ROW) {
            f->x->found = FOUND_OTHER_ROW;
            f->x->event = i;
        }
        uint32_t order = f->w->result->order_of_event[i];
        if (order != INDEX_NONE && event_is_exchange(e))
            add(f, order);
        else
            add_explained(f, i);
    }
}

/* ---- ids ----------------------------------------------------------------------------------------------------------------- */

static bool is_of_venue(const struct finder *f, uint32_t order, struct span venue)
{
    uint32_t account = f->w->result->orders.items[order].account;
    return venue.len == 0 ||
           span_equal_nocase(store_get_text(f->w->store, f->w->store->accounts.items[account].venue), venue);
}

static bool has_id(const struct event *e, ident id)
{
    return event_is_exchange(e) && (e->trade_id == id || e->order_id == id || e->client_id == id);
}

/* Where no order has it: records that do. */
static void find_elsewhere(struct finder *f, ident id)
{
    const struct result *r = f->w->result;
    const struct store *s = f->w->store;
    for (uint32_t i = 0; i < s->naive.count && f->x->found == FOUND_NOTHING; i++) {
        if (!has_id(&s->naive.items[i], id)) continue;
        f->x->found = FOUND_REJECTED;
        f->x->event = i;
    }
    for (uint32_t i = 0; i < r->bot_orders.count && f->x->found == FOUND_NOTHING; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        if (b->exchange_id != id && s->events.items[b->event].order_id != id) continue;
        f->x->found = FOUND_BOT_ID;
        f->x->event = b->event;
    }
}

static void find_id(struct finder *f, struct span venue, struct span text)
{
    const struct result *r = f->w->result;
    const struct store *s = f->w->store;
    ident id;
    bool elsewhere = false; /* orders of other exchanges have it */
    if (text.len == 0 || !store_find_ident(s, text, &id)) return;
    for (uint32_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->order_id != id && o->client_id != id) continue;
        if (is_of_venue(f, i, venue))
            add(f, i);
        else
            elsewhere = true;
    }
    for (uint32_t i = 0; i < s->events.count; i++) {
        uint32_t order = has_id(&s->events.items[i], id) ? r->order_of_event[i] : INDEX_NONE;
        if (order != INDEX_NONE && is_of_venue(f, order, venue)) add(f, order);
    }
    if (!elsewhere) find_elsewhere(f, id);
}

static void find(struct finder *f)
{
    struct row_name row = {0};
    struct span rest = f->x->wanted;
    if (read_row_name(f->x->wanted, &row)) {
        find_row(f, &row);
        return;
    }
    find_id(f, SPAN_NONE, f->x->wanted);
    if (f->x->found == FOUND_ORDERS || span_find(f->x->wanted, ':') == f->x->wanted.len) return;
    struct span venue = span_cut(&rest, ':');
    find_id(f, venue, rest);
}

size_t explain_find(const struct work *w, struct explanations *x, uint32_t out[EXPLAIN_ORDERS_MOST])
{
    struct finder f = {w, x, memory_alloc(w->result->orders.count + 1)};
    size_t count = 0;
    x->found = FOUND_NOTHING;
    x->event = EVENT_NONE;
    find(&f);
    for (uint32_t i = 0; i < w->result->orders.count && count < EXPLAIN_ORDERS_MOST; i++)
        if (f.meant[i]) out[count++] = i;
    free(f.meant);
    return count;
}
