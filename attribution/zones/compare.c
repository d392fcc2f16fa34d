/* compare - times that are known, by id and by size, and the rows that they belong to.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/zones/compare.h"

#include "attribution/matching/fit.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

enum { BY_TRADE = 1, BY_ORDER, BY_SIZE, BY_ASSET };
enum { SHARED_MOST = 8 };                      /* sizes that more records share say nothing */
#define LONG_NS ((int64_t)600 * NS_PER_SECOND) /* an order that stood longer does not tell when it was filled */
#define FARTHEST_NS ((int64_t)15 * 3600 * NS_PER_SECOND)

static uint64_t key_of_id(uint64_t what, uint32_t venue, ident id)
{
    return hash_mix(hash_mix(what, venue), id);
}

static uint64_t key_of_size(const struct work *w, uint32_t market, uint8_t side, struct decimal size)
{
    return hash_mix(hash_mix(BY_SIZE, (uint64_t)w->pair[market] << 2 | side), value_hash(size));
}

static uint64_t key_of_asset(uint32_t asset, struct decimal amount)
{
    if (decimal_sign(amount) < 0) amount = decimal_negate(amount);
    return hash_mix(hash_mix(BY_ASSET, asset), value_hash(amount));
}

/* ---- known times --------------------------------------------------------------------------------------------------- */

static void add_known(struct zone_rows *r, uint64_t key, struct known_time known)
{
    known.key = key;
    *LIST_ADD(&r->known) = known;
}

static void add_event_ids(const struct work *w, const struct event *e, struct zone_rows *r)
{
    struct known_time known = {.from_ns = e->at_ns, .to_ns = e->at_ns, .source = e->source};
    uint32_t venue = work_venue(w, e);
    if (e->trade_id != IDENT_NONE) add_known(r, key_of_id(BY_TRADE, venue, e->trade_id), known);
    if (e->kind == EVENT_ORDER) known.to_ns = event_until(e);
    if (event_key_id(e) != IDENT_NONE) add_known(r, key_of_id(BY_ORDER, venue, e->order_id), known);
}

static void add_event_sizes(const struct work *w, const struct event *e, struct zone_rows *r)
{
    struct known_time known = {.from_ns = e->at_ns, .to_ns = e->at_ns, .source = e->source};
    struct decimal value;
    const struct market *m = &w->store->markets.items[e->market];
    bool has_qty = value_of_event(w->store, e, AMOUNT_QTY, &value) && decimal_sign(value) != 0;
    if (e->kind == EVENT_TRANSFER) {
        if (has_qty) add_known(r, key_of_asset(e->fee_asset, value), known);
        return;
    }
    if (!has_qty || e->market == MARKET_NONE) return;
    add_known(r, key_of_size(w, e->market, e->side, value), known);
    if (e->kind != EVENT_FILL) return;
    add_known(r, key_of_asset(m->base, value), known);
    bool has_cost = value_of_event(w->store, e, AMOUNT_COST, &value) && decimal_sign(value) != 0;
    if (has_cost && m->quote != 0) add_known(r, key_of_asset(m->quote, value), known);
}

static void add_bot_order(const struct work *w, const struct bot_order *b, bool by_size, struct zone_rows *r)
{
    struct decimal size;
    int64_t end = b->closed_ns == TIME_NONE || b->closed_ns < b->placed_ns ? b->placed_ns : b->closed_ns;
    struct known_time known = {.from_ns = b->placed_ns,
                               .to_ns = end,
                               .source = w->store->events.items[b->event].source,
                               .pair = w->pair[b->market],
                               .side = b->side};
    if (b->is_deal_total || !fit_usable(b)) return;
    if (by_size) {
        if (fit_size(w, b, &size) == FIT_SIZE_EXECUTED) add_known(r, key_of_size(w, b->market, b->side, size), known);
    } else if (b->exchange_id != IDENT_NONE) {
        add_known(r, key_of_id(BY_ORDER, b->venue, b->exchange_id), known);
    }
}

static void sort_known(struct zone_rows *r)
{
    struct sort_key *keys = memory_resize(NULL, r->known.count + 1, sizeof *keys);
    struct known_time *sorted = memory_resize(NULL, r->known.count + 1, sizeof *sorted);
    for (size_t i = 0; i < r->known.count; i++) keys[i] = (struct sort_key){r->known.items[i].key, (uint32_t)i, 0};
    sort_keys(keys, r->known.count);
    for (size_t i = 0; i < r->known.count; i++) sorted[i] = r->known.items[keys[i].index];
    free(keys);
    free(r->known.items);
    r->known.items = sorted;
    r->known.capacity = r->known.count + 1;
}

void zone_known_gather(const struct work *w, bool by_size, struct zone_rows *out)
{
    const struct result *result = w->result;
    *out = (struct zone_rows){.by_size = by_size, .sources = memory_alloc(w->evidence->sources.count + 1)};
    for (size_t i = 0; i < w->store->events.count; i++) {
        const struct event *e = &w->store->events.items[i];
        if (!event_is_exchange(e) && (e->kind != EVENT_TRANSFER || w->account_is_bot[e->account])) continue;
        if (by_size)
            add_event_sizes(w, e, out);
        else
            add_event_ids(w, e, out);
    }
    for (size_t i = 0; i < result->bot_orders.count; i++) add_bot_order(w, &result->bot_orders.items[i], by_size, out);
    sort_known(out);
}

/* ---- rows ------------------------------------------------------------------------------------------------------------ */

static size_t first_known(const struct zone_rows *r, uint64_t key)
{
    size_t low = 0, high = r->known.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->known.items[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool zone_file_clock(const struct zone_file *file, size_t row, int64_t *local_ns)
{
    const struct event *e = &file->rows[row];
    *local_ns = e->at_ns;
    if (!file->read_in) return true;
    if (!(e->marks & MARK_ZONE_AT)) return false;
    *local_ns += (int64_t)zone_offset_at(file->read_in, e->at_ns) * NS_PER_SECOND;
    return true;
}

/* One row of the file, with its wall clock. */
struct asked {
    const struct work *w;
    const struct event *row;
    const bool *except;
    int64_t local_ns;
};

/* What an order's record says of a fill's time is its whole life; of the order's own time only its beginning. */
static bool tells_time(const struct asked *a, const struct known_time *k)
{
    const struct event *row = a->row;
    const uint32_t pair = row->market == MARKET_NONE ? 0 : a->w->pair[row->market];
    bool other_trade = k->pair != 0 && row->market != MARKET_NONE &&
                       (pair != k->pair || (row->side != SIDE_NONE && row->side != k->side));
    bool too_long = row->kind != EVENT_ORDER && k->to_ns - k->from_ns > LONG_NS;
    int64_t apart = a->local_ns - k->from_ns;
    return !other_trade && !too_long && apart < FARTHEST_NS && apart > -FARTHEST_NS;
}

static void add_matches(const struct asked *a, uint64_t key, struct zone_rows *r)
{
    size_t before = r->matches.count;
    for (size_t i = first_known(r, key); i < r->known.count && r->known.items[i].key == key; i++) {
        if (a->except && a->except[r->known.items[i].source]) continue;
        if (!tells_time(a, &r->known.items[i])) continue;
        *LIST_ADD(&r->matches) = (uint32_t)i;
        if (r->by_size && r->matches.count - before > SHARED_MOST) {
            r->matches.count = before;
            return;
        }
    }
}

static void match_by_id(const struct asked *a, struct zone_rows *r)
{
    const struct event *row = a->row;
    size_t before = r->matches.count;
    uint32_t venue = work_venue(a->w, row);
    if (row->trade_id != IDENT_NONE) add_matches(a, key_of_id(BY_TRADE, venue, row->trade_id), r);
    if (r->matches.count > before || event_key_id(row) == IDENT_NONE) return;
    add_matches(a, key_of_id(BY_ORDER, venue, row->order_id), r);
    if (r->matches.count == before) add_matches(a, key_of_id(BY_ORDER, 0, row->order_id), r);
}

static void match_by_size(const struct asked *a, struct zone_rows *r)
{
    const struct event *row = a->row;
    struct decimal value;
    bool has_qty = value_of_event(a->w->store, row, AMOUNT_QTY, &value) && decimal_sign(value) != 0;
    if (!has_qty && row->kind == EVENT_ORDER)
        has_qty = value_of_event(a->w->store, row, AMOUNT_ORDER_QTY, &value) && decimal_sign(value) != 0;
    if (!has_qty) return;
    if (row->market != MARKET_NONE)
        add_matches(a, key_of_size(a->w, row->market, row->side, value), r);
    else if (row->fee_asset != 0)
        add_matches(a, key_of_asset(row->fee_asset, value), r);
}

static void sort_rows(struct zone_rows *r)
{
    struct sort_key *keys = memory_resize(NULL, r->rows.count + 1, sizeof *keys);
    struct zone_row *sorted = memory_resize(NULL, r->rows.count + 1, sizeof *sorted);
    for (size_t i = 0; i < r->rows.count; i++)
        keys[i] = (struct sort_key){sort_signed(r->rows.items[i].local_ns), (uint32_t)i, 0};
    sort_keys(keys, r->rows.count);
    for (size_t i = 0; i < r->rows.count; i++) sorted[i] = r->rows.items[keys[i].index];
    free(keys);
    free(r->rows.items);
    r->rows.items = sorted;
    r->rows.capacity = r->rows.count + 1;
}

void zone_rows_compare(const struct work *w, const struct zone_file *file, struct zone_rows *io)
{
    io->rows.count = io->matches.count = 0;
    for (size_t i = 0; i <= w->evidence->sources.count; i++) io->sources[i] = false;
    for (size_t i = 0; i < file->count; i++) {
        struct asked asked = {w, &file->rows[i], file->except, 0};
        if (!zone_file_clock(file, i, &asked.local_ns)) continue;
        size_t before = io->matches.count;
        if (io->by_size)
            match_by_size(&asked, io);
        else
            match_by_id(&asked, io);
        uint32_t found = (uint32_t)(io->matches.count - before);
        if (found == 0) continue;
        *LIST_ADD(&io->rows) = (struct zone_row){asked.local_ns, (uint32_t)before, found};
        for (uint32_t k = 0; k < found; k++) io->sources[io->known.items[io->matches.items[before + k]].source] = true;
    }
    sort_rows(io);
}

void zone_rows_free(struct zone_rows *r)
{
    LIST_FREE(&r->known);
    LIST_FREE(&r->matches);
    LIST_FREE(&r->rows);
    free(r->sources);
}

/* ---- offsets --------------------------------------------------------------------------------------------------------- */

bool zone_row_fits(const struct zone_rows *r, const struct zone_row *row, int64_t offset_ns)
{
    int64_t utc = row->local_ns - offset_ns;
    for (uint32_t i = 0; i < row->count; i++) {
        const struct known_time *k = &r->known.items[r->matches.items[row->first + i]];
        if (utc >= k->from_ns - ZONE_TOLERANCE_NS && utc <= k->to_ns + ZONE_TOLERANCE_NS) return true;
    }
    return false;
}

void zone_row_quarters(const struct zone_rows *r, const struct zone_row *row, bool fits[QUARTERS])
{
    for (int q = 0; q < QUARTERS; q++)
        fits[q] = zone_row_fits(r, row, (int64_t)(q + QUARTER_FIRST) * QUARTER_S * NS_PER_SECOND);
}
