/* row_ranges - the rows that a figure comes from: each one when they are few, else file by file from the first to the last.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

struct cited {
    const struct builder *b;
    struct cited_row {
        uint32_t source, line, event;
        uint64_t offset;
    } * rows;
    size_t count;
    const char *(*n_of_them)(const struct speaker *, uint64_t);
    bool flagged; /* all of them are: a shorter table has them */
};

static void cite(struct cited *c, uint32_t event)
{
    if (event == EVENT_NONE) return;
    const struct event *e = &c->b->store->events.items[event];
    c->rows[c->count++] = (struct cited_row){e->source, e->line, event, e->offset};
}

static int by_place(const void *left, const void *right)
{
    const struct cited_row *a = left, *b = right;
    if (a->source != b->source) return a->source < b->source ? -1 : 1;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->offset != b->offset) return a->offset < b->offset ? -1 : 1;
    return a->event < b->event ? -1 : a->event > b->event;
}

static const char *one_by_one(const struct cited *c)
{
    const char *list = "";
    for (size_t i = 0; i < c->count; i++) list = value_join(c->b, list, ", ", value_row(c->b, c->rows[i].event));
    return list;
}

/* "E03:18-86": what follows the file's name is said of both ends. */
static const char *range_of(const struct cited *c, size_t first, size_t last)
{
    const char *from = value_row(c->b, c->rows[first].event);
    if (first == last) return from;
    const char *to = strchr(value_row(c->b, c->rows[last].event), ':');
    return to ? arena_format(c->b->arena, "%s-%s", from, to + 1) : from;
}

/* The first files, if there are many of them; how many rows there are in all, and where they stand one by one, follows. */
static const char *file_by_file(const struct cited *c)
{
    const char *list = "";
    size_t files = 0, at = 0;
    qsort(c->rows, c->count, sizeof *c->rows, by_place);
    while (at < c->count && files++ < LIST_MOST) {
        size_t end = at;
        while (end < c->count && c->rows[end].source == c->rows[at].source) end++;
        list = value_join(c->b, list, ", ", range_of(c, at, end - 1));
        at = end;
    }
    if (at < c->count) list = value_join(c->b, list, ", ", "...");
    const char *count = c->n_of_them(c->b->say, c->count);
    return c->flagged ? words_rows_long(c->b->say, list, count) : words_rows_in_timeline(c->b->say, list, count);
}

static const char *say(const struct cited *c)
{
    return c->count > LIST_MOST ? file_by_file(c) : one_by_one(c);
}

const char *value_rows(const struct builder *b, const uint32_t *orders, size_t count)
{
    struct cited c = {b, ARENA_ARRAY(b->arena, struct cited_row, count + 1), 0, words_n_order, true};
    for (size_t i = 0; i < count; i++) cite(&c, figures_order_event(b->r, &b->r->orders.items[orders[i]]));
    return say(&c);
}

const char *value_signal_rows(const struct builder *b, const struct signal_hit *hit)
{
    if (!hit->events) return value_rows(b, hit->orders, hit->order_count);
    struct cited c = {b, ARENA_ARRAY(b->arena, struct cited_row, hit->event_count + 1), 0, words_n_record, false};
    for (size_t i = 0; i < hit->event_count; i++) cite(&c, hit->events[i]);
    return say(&c);
}

static bool states_fee(const struct builder *b, uint32_t event)
{
    struct decimal fee;
    const struct event *e = &b->store->events.items[event];
    return e->fee_asset != 0 && event_amount(b->store, e, AMOUNT_FEE, &fee);
}

const char *value_fee_rows(const struct builder *b, const uint32_t *orders, size_t count)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++) most += 1 + b->r->orders.items[orders[i]].fill_count;
    struct cited c = {b, ARENA_ARRAY(b->arena, struct cited_row, most + 1), 0, words_n_record, true};
    for (size_t i = 0; i < count; i++) {
        const struct order *o = &b->r->orders.items[orders[i]];
        const size_t before = c.count;
        for (uint32_t f = 0; f < o->fill_count; f++) {
            const uint32_t fill = b->r->order_fills[o->first_fill + f];
            if (states_fee(b, fill)) cite(&c, fill);
        }
        if (c.count == before && o->order_event != EVENT_NONE && states_fee(b, o->order_event))
            cite(&c, o->order_event);
    }
    return say(&c);
}
