/* id_order - trade ids: does each stand for one trade, and where the site gives them out in rising order, for each market
 * or for all, have later trades the higher ids?
 *
 * Rising ids are compared over all files of one layout, so neither the direction of a file nor how the rows are divided
 * among files matters; and gaps do not: other people's trades have the ids between. Named are the fewest rows without
 * which all the others rise. Rows that were left out can't be seen.
 *
 * Where nothing is known of how ids are given out, one that occurs again in a file with another price, quantity or time
 * is named. A file in which that is common has ids of something else than trades, and is not asked.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/work.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

#include <stdlib.h>

/* Times may be printed a little apart from the order in which the ids were given out. */
static const int64_t order_tolerance = NS_PER_SECOND;
enum { AGAIN_MOST = 10 }; /* one in so many ids at most stands for several rows */

struct counted {
    uint64_t compared;
    struct places off;
};
struct ids {
    struct auth_work *w;
    struct counted *files; /* per source */
};

static const struct event *at(const struct ids *ids, uint32_t event)
{
    return &ids->w->store->events.items[event];
}

static enum numbering numbering_of(const struct source_entry *entry)
{
    return entry->formats.count == 1 ? format_numbering(entry->formats.items[0]) : NUMBERING_UNKNOWN;
}

static bool has_trade_id(const struct event *e)
{
    return e->kind == EVENT_FILL && e->trade_id != IDENT_NONE;
}

static void name_row(struct ids *ids, uint32_t event)
{
    const struct event *e = at(ids, event);
    places_add(&ids->files[e->source].off, e->line, e->offset);
}

/* ---- ids that rise ------------------------------------------------------------------------------------------------------ */

/* Of rows in the order of their ids, the most whose times rise as well. Of two that exclude each other the one with the
 * lower id stays: so it is done from the end. `kept` is set per row. */
static void keep_rising(const struct ids *ids, const struct sort_key *rows, size_t count, bool *kept)
{
    size_t *last = memory_resize(NULL, count + 1, sizeof *last); /* [n]: the row that a run of n + 1 rows begins with */
    size_t *next = memory_resize(NULL, count + 1, sizeof *next);
    size_t length = 0;
    for (size_t i = count; i-- > 0;) {
        const int64_t at_ns = at(ids, rows[i].index)->at_ns;
        size_t low = 0;
        for (size_t high = length; low < high;) {
            const size_t middle = low + (high - low) / 2;
            if (at(ids, rows[last[middle]].index)->at_ns >= at_ns)
                low = middle + 1;
            else
                high = middle;
        }
        next[i] = low > 0 ? last[low - 1] : count;
        last[low] = i;
        if (low == length) length++;
    }
    for (size_t i = length > 0 ? last[length - 1] : count; i < count; i = next[i]) kept[i] = true;
    free(next);
    free(last);
}

static bool same_id(const struct ids *ids, const struct sort_key *a, const struct sort_key *b)
{
    return a->key == b->key && at(ids, a->index)->source == at(ids, b->index)->source;
}

/* Rows of one market (or site) and layout, by id. Both sides of one trade may be the account's own. */
static void check_rising(struct ids *ids, const struct sort_key *rows, size_t count)
{
    bool *kept = memory_alloc(count + 1);
    int64_t before = INT64_MIN, *after = memory_resize(NULL, count + 1, sizeof *after);
    keep_rising(ids, rows, count, kept);
    after[count] = INT64_MAX;
    for (size_t i = count; i-- > 0;) after[i] = kept[i] ? at(ids, rows[i].index)->at_ns : after[i + 1];
    for (size_t i = 0; i < count; i++) {
        const struct event *e = at(ids, rows[i].index);
        const bool again = i > 0 && same_id(ids, &rows[i - 1], &rows[i]) && at(ids, rows[i - 1].index)->side == e->side;
        const bool apart = (before != INT64_MIN && e->at_ns < before - order_tolerance) ||
                           (after[i] != INT64_MAX && e->at_ns > after[i] + order_tolerance);
        if (i > 0) ids->files[e->source].compared++;
        if (again || apart) name_row(ids, rows[i].index);
        if (kept[i]) before = e->at_ns;
    }
    free(after);
    free(kept);
}

/* Each row of a file of one layout, with its market when that counts for itself. Rows that stand in another file as well
 * are compared once. */
static void gather_rising(struct ids *ids, const struct format *layout, struct sort_key *keys, size_t *count)
{
    for (uint32_t s = 0; s < ids->w->evidence->sources.count; s++) {
        const struct source_entry *entry = &ids->w->evidence->sources.items[s];
        if (numbering_of(entry) == NUMBERING_UNKNOWN || entry->formats.items[0] != layout) continue;
        const bool of_market = numbering_of(entry) == NUMBERING_OF_MARKET;
        for (size_t i = ids->w->first[s]; i < ids->w->first[s + 1]; i++) {
            const struct event *e = at(ids, (uint32_t)i);
            uint64_t number;
            if (!has_trade_id(e) || ids->w->r->kept_as[i] != i) continue;
            if (store_ident_number(ids->w->store, e->trade_id, &number))
                keys[(*count)++] = (struct sort_key){number, (uint32_t)i, of_market ? e->market : MARKET_NONE};
        }
    }
}

/* Sorting keeps the order of equal keys: by id, then by market. */
static void check_layout(struct ids *ids, const struct format *layout)
{
    const size_t events = ids->w->store->events.count;
    struct sort_key *keys = memory_resize(NULL, events + 1, sizeof *keys);
    struct sort_key *markets = memory_resize(NULL, events + 1, sizeof *markets);
    size_t count = 0;
    gather_rising(ids, layout, keys, &count);
    sort_keys(keys, count);
    for (uint32_t i = 0; i < count; i++) markets[i] = (struct sort_key){keys[i].extra, i, 0};
    sort_keys(markets, count);
    struct sort_key *rows = memory_resize(NULL, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++) rows[i] = keys[markets[i].index];
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && rows[end].extra == rows[i].extra;) end++;
        check_rising(ids, rows + i, end - i);
    }
    free(rows);
    free(markets);
    free(keys);
}

static void check_all_rising(struct ids *ids)
{
    const struct evidence *e = ids->w->evidence;
    for (uint32_t i = 0; i < e->sources.count; i++) {
        if (numbering_of(&e->sources.items[i]) == NUMBERING_UNKNOWN) continue;
        const struct format *layout = e->sources.items[i].formats.items[0];
        bool done = false;
        for (uint32_t k = 0; k < i && !done; k++)
            done = e->sources.items[k].formats.count == 1 && e->sources.items[k].formats.items[0] == layout;
        if (!done) check_layout(ids, layout);
    }
}

/* ---- ids that occur once -------------------------------------------------------------------------------------------------- */

static bool tells_otherwise(const struct ids *ids, const struct event *a, const struct event *b)
{
    const struct store *s = ids->w->store;
    return a->at_ns != b->at_ns || value_compare_events(s, a, b, AMOUNT_QTY) != 0 ||
           value_compare_events(s, a, b, AMOUNT_PRICE) != 0;
}

static bool same_trade(const struct ids *ids, uint32_t a, uint32_t b)
{
    return at(ids, a)->trade_id == at(ids, b)->trade_id && at(ids, a)->market == at(ids, b)->market &&
           at(ids, a)->side == at(ids, b)->side;
}

static void check_once(struct ids *ids, uint32_t source, struct sort_key *keys)
{
    size_t count = 0;
    struct places off = {0};
    for (size_t i = ids->w->first[source]; i < ids->w->first[source + 1]; i++) {
        const struct event *e = at(ids, (uint32_t)i);
        if (has_trade_id(e))
            keys[count++] = (struct sort_key){hash_mix(hash_mix(e->trade_id, e->market), e->side), (uint32_t)i, 0};
    }
    sort_keys(keys, count);
    for (size_t i = 1; i < count; i++) {
        const uint32_t a = keys[i - 1].index, b = keys[i].index;
        if (keys[i].key == keys[i - 1].key && same_trade(ids, a, b) && tells_otherwise(ids, at(ids, a), at(ids, b)))
            places_add(&off, at(ids, b)->line, at(ids, b)->offset);
    }
    if (count < 2 || off.count * AGAIN_MOST > count) return;
    ids->files[source].compared = count;
    ids->files[source].off = off;
}

void id_order_check(struct auth_work *w)
{
    const size_t sources = w->evidence->sources.count;
    struct ids ids = {w, memory_alloc((sources + 1) * sizeof *ids.files)};
    struct sort_key *keys = memory_resize(NULL, w->store->events.count + 1, sizeof *keys);
    check_all_rising(&ids);
    for (uint32_t i = 0; i < sources; i++) {
        const struct source_entry *entry = &w->evidence->sources.items[i];
        const bool of_exchange = entry->formats.count > 0 && !format_is_bot_side(entry->formats.items[0]);
        if (of_exchange && numbering_of(entry) == NUMBERING_UNKNOWN) check_once(&ids, i, keys);
    }
    for (uint32_t i = 0; i < sources; i++) {
        if (ids.files[i].compared == 0) continue;
        struct auth_finding *f = auth_add(w, AUTH_ID_ORDER, i);
        f->counted = ids.files[i].compared;
        f->deviating = ids.files[i].off.count;
        f->result = (uint8_t)auth_result_of(f->counted, f->deviating);
        auth_take_rows(w, f, &ids.files[i].off);
    }
    free(keys);
    free(ids.files);
}
