/* id_order - trade ids that the site gives out in rising order, for each market or for all: does the later row have the
 * higher id, and does each id occur once?
 *
 * Rows are compared with the row before of the same market, so neither the file's direction nor gaps matter: other
 * people's trades have the ids between. A row that was moved in time, or put in, stands out against both neighbours. Rows
 * that were left out can't be seen.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/work.h"
#include "base/memory.h"

/* Times may be printed a little apart from the order in which the ids were given out. */
static const int64_t order_tolerance = NS_PER_SECOND;

struct id_rows {        /* of one market */
    uint32_t last;      /* event */
    uint32_t in_source; /* whose last it is, + 1 */
};

static enum numbering numbering_of(const struct source_entry *entry)
{
    return entry->formats.count == 1 ? format_numbering(entry->formats.items[0]) : NUMBERING_UNKNOWN;
}

/* -1, 0 or 1; ids beyond 18 digits, or that are no plain numbers, are not compared. */
static bool compare_ids(const struct store *s, ident a, ident b, int *order)
{
    uint64_t left, right;
    if (!store_ident_number(s, a, &left) || !store_ident_number(s, b, &right)) return false;
    *order = left < right ? -1 : left > right;
    return true;
}

static bool deviates(const struct event *a, const struct event *b, int ids)
{
    if (ids == 0) return a->side == b->side; /* both sides of one trade may be the account's own */
    const int64_t apart = b->at_ns - a->at_ns;
    if (apart > order_tolerance) return ids > 0;
    if (apart < -order_tolerance) return ids < 0;
    return false;
}

static void check_file(struct auth_work *w, uint32_t source, enum numbering numbering, struct id_rows *rows)
{
    struct places off = {0};
    uint64_t counted = 0;
    int order;
    for (size_t i = w->first[source]; i < w->first[source + 1]; i++) {
        const struct event *e = &w->store->events.items[i];
        if (e->kind != EVENT_FILL || e->trade_id == IDENT_NONE) continue;
        struct id_rows *m = &rows[numbering == NUMBERING_OF_MARKET ? e->market : MARKET_NONE];
        const struct event *before = &w->store->events.items[m->last];
        const bool has_before = m->in_source == source + 1;
        m->last = (uint32_t)i;
        m->in_source = source + 1;
        if (!has_before || !compare_ids(w->store, before->trade_id, e->trade_id, &order)) continue;
        counted++;
        if (deviates(before, e, order)) places_add(&off, e->line, e->offset);
    }
    if (counted == 0) return;
    struct auth_finding *f = auth_add(w, AUTH_ID_ORDER, source);
    f->counted = counted;
    f->deviating = off.count;
    f->result = (uint8_t)auth_result_of(counted, off.count);
    auth_take_rows(w, f, &off);
}

void id_order_check(struct auth_work *w)
{
    struct id_rows *rows = memory_alloc((w->store->markets.count + 1) * sizeof *rows);
    for (uint32_t i = 0; i < w->evidence->sources.count; i++) {
        const enum numbering numbering = numbering_of(&w->evidence->sources.items[i]);
        if (numbering != NUMBERING_UNKNOWN) check_file(w, i, numbering, rows);
    }
    free(rows);
}
