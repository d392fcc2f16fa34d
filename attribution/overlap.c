/* overlap - events that stand in several files, kept once.
 *
 * Rows of one file are all real, however alike they look. Between files an event that stands n times in one and m times
 * in another happened max(n, m) times: the file that holds it most often is kept, the rows of the others point to it.
 * A second step pairs fills of the same trade that two exports print with unlike detail (whole seconds and no ids in a
 * CSV, milliseconds and ids in an API answer).
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/sort.h"
#include "attribution/timeline.h"
#include "attribution/values.h"
#include "base/memory.h"

static const struct event *at(const struct work *w, uint32_t event)
{
    return &w->store->events.items[event];
}

/* The name of an event's account as far as it says one; records of one account and records without agree. */
static uint32_t named_account(const struct work *w, uint32_t event)
{
    const struct event *e = at(w, event);
    uint32_t account = e->account == 0 ? 0 : w->account_root[e->account];
    return w->store->accounts.items[account].id == 0 ? 0 : account;
}

/* ---- rows that say the same ---------------------------------------------------------------------------------------- */

static int compare_places(const void *context, uint32_t a, uint32_t b)
{
    const struct event *left = at(context, a);
    const struct event *right = at(context, b);
    if (left->source != right->source) return left->source < right->source ? -1 : 1;
    if (left->line != right->line) return left->line < right->line ? -1 : 1;
    return left->offset < right->offset ? -1 : left->offset > right->offset;
}

static size_t same_source(const struct work *w, const uint32_t *rows, size_t count)
{
    size_t n = 1;
    while (n < count && at(w, rows[n])->source == at(w, rows[0])->source) n++;
    return n;
}

/* `rows` say the same of one account. The file with most of them stays; of equal ones the one that names the account,
 * then the first. */
static void keep_most(struct work *w, uint32_t *rows, size_t count)
{
    sort_indexes(rows, count, compare_places, w);
    size_t best = 0, best_count = 0;
    for (size_t i = 0, n; i < count; i += n) {
        n = same_source(w, rows + i, count - i);
        bool better = n > best_count || (n == best_count && !named_account(w, rows[best]) && named_account(w, rows[i]));
        if (better) best = i;
        if (better) best_count = n;
    }
    for (size_t i = 0, n; i < count; i += n) {
        n = same_source(w, rows + i, count - i);
        for (size_t k = 0; k < n && i != best; k++) w->result->kept_as[rows[i + k]] = rows[best + k];
    }
}

/* Rows of accounts with different names are different; rows without a name go with the first named ones. */
static void keep_most_by_account(struct work *w, uint32_t *rows, size_t count)
{
    uint32_t *part = memory_resize(NULL, count, sizeof *part);
    uint32_t *rest = memory_resize(NULL, count, sizeof *rest);
    for (bool first = true; count > 0; first = false) {
        uint32_t account = 0;
        for (size_t i = 0; i < count && account == 0; i++) account = named_account(w, rows[i]);
        size_t parts = 0, left = 0;
        for (size_t i = 0; i < count; i++) {
            uint32_t own = named_account(w, rows[i]);
            if (own == account || (own == 0 && first))
                part[parts++] = rows[i];
            else
                rest[left++] = rows[i];
        }
        keep_most(w, part, parts);
        for (size_t i = 0; i < left; i++) rows[i] = rest[i];
        count = left;
    }
    free(part);
    free(rest);
}

static bool of_one_source(const struct work *w, const uint32_t *rows, size_t count)
{
    return same_source(w, rows, count) == count;
}

static void find_equal_rows(struct work *w)
{
    const uint32_t *timeline = w->result->timeline;
    size_t count = w->result->timeline_count;
    LIST(uint32_t) rows = LIST_EMPTY;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && timeline_compare_content(w, at(w, timeline[i]), at(w, timeline[end])) == 0;)
            end++;
        if (end - i < 2 || of_one_source(w, timeline + i, end - i)) continue;
        rows.count = 0;
        for (size_t k = i; k < end; k++) *LIST_ADD(&rows) = timeline[k];
        keep_most_by_account(w, rows.items, rows.count);
    }
    LIST_FREE(&rows);
}

/* ---- the same trade with unlike detail ----------------------------------------------------------------------------- */

static int64_t second_of(int64_t ns)
{
    return ns >= 0 ? ns / NS_PER_SECOND : -((-ns + NS_PER_SECOND - 1) / NS_PER_SECOND);
}

static int detail_of(const struct event *e)
{
    return (e->trade_id != IDENT_NONE ? 4 : 0) + (event_key_id(e) != IDENT_NONE ? 2 : 0) + (e->digits > 0 ? 1 : 0);
}

static int compare_trade(const struct work *w, const struct event *a, const struct event *b)
{
    if (w->market_rank[a->market] != w->market_rank[b->market])
        return w->market_rank[a->market] < w->market_rank[b->market] ? -1 : 1;
    if (a->side != b->side) return a->side < b->side ? -1 : 1;
    int order = value_compare_events(w->store, a, b, AMOUNT_QTY);
    return order != 0 ? order : value_compare_events(w->store, a, b, AMOUNT_PRICE);
}

/* Alike trades next to each other; among them the most detailed first, and each file's rows together. */
static int compare_by_trade(const void *context, uint32_t a, uint32_t b)
{
    const struct work *w = context;
    int order = compare_trade(w, at(w, a), at(w, b));
    if (order != 0) return order;
    int detail = detail_of(at(w, b)) - detail_of(at(w, a));
    if (detail != 0) return detail;
    order = compare_places(w, a, b);
    return at(w, a)->source != at(w, b)->source ? order : timeline_compare(w, a, b);
}

static bool ids_agree(ident a, ident b)
{
    return a == b || a == IDENT_NONE || b == IDENT_NONE;
}

static bool may_be_one(const struct work *w, uint32_t a, uint32_t b)
{
    const struct event *left = at(w, a);
    const struct event *right = at(w, b);
    if (!ids_agree(left->trade_id, right->trade_id) || !ids_agree(event_key_id(left), event_key_id(right)))
        return false;
    uint32_t left_account = named_account(w, a);
    uint32_t right_account = named_account(w, b);
    if (left_account != right_account && left_account != 0 && right_account != 0) return false;
    int64_t grain = time_grain(left->digits < right->digits ? left->digits : right->digits);
    return left->at_ns / grain == right->at_ns / grain;
}

/* Rows of one trade, price, quantity and second, sorted by compare_by_trade. Each row looks for a more detailed row of
 * another file that no row of its own file has taken. `taken` holds, per row, the last file that did. The cursor skips
 * the rows that this file has used up, so thousands of alike rows stay linear. */
static void pair_details(struct work *w, const uint32_t *rows, size_t count, uint32_t *taken)
{
    for (size_t i = 0; i < count; i++) taken[i] = SOURCE_NONE;
    size_t cursor = 0;
    for (size_t i = 1; i < count; i++) {
        uint32_t source = at(w, rows[i])->source;
        if (source != at(w, rows[i - 1])->source) cursor = 0;
        enum { LOOK_AHEAD = 512 };
        while (cursor < i && taken[cursor] == source) cursor++;
        for (size_t k = cursor; k < i && k < cursor + LOOK_AHEAD; k++) {
            bool usable = at(w, rows[k])->source != source && taken[k] != source && work_kept(w, rows[k]);
            if (!usable || !may_be_one(w, rows[k], rows[i])) continue;
            w->result->kept_as[rows[i]] = rows[k];
            taken[k] = source;
            break;
        }
    }
}

static void pair_second(struct work *w, uint32_t *rows, size_t count)
{
    if (count < 2 || of_one_source(w, rows, count)) return;
    sort_indexes(rows, count, compare_by_trade, w);
    uint32_t *taken = memory_resize(NULL, count, sizeof *taken);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && compare_trade(w, at(w, rows[i]), at(w, rows[end])) == 0;) end++;
        if (end - i > 1 && !of_one_source(w, rows + i, end - i)) pair_details(w, rows + i, end - i, taken);
    }
    free(taken);
}

static void find_unlike_details(struct work *w)
{
    const uint32_t *timeline = w->result->timeline;
    LIST(uint32_t) rows = LIST_EMPTY;
    int64_t second = INT64_MIN;
    for (size_t i = 0; i < w->result->timeline_count; i++) {
        const struct event *e = at(w, timeline[i]);
        if (e->kind != EVENT_FILL || !work_kept(w, timeline[i])) continue;
        if (second_of(e->at_ns) != second) {
            pair_second(w, rows.items, rows.count);
            rows.count = 0;
            second = second_of(e->at_ns);
        }
        *LIST_ADD(&rows) = timeline[i];
    }
    pair_second(w, rows.items, rows.count);
    LIST_FREE(&rows);
}

/* A row that was first kept for others of its kind and then joined a more detailed one takes the others along. */
static void follow_chains(struct work *w)
{
    uint32_t *kept_as = w->result->kept_as;
    for (size_t i = 0; i < w->store->events.count; i++) {
        uint32_t last = (uint32_t)i;
        while (kept_as[last] != last) last = kept_as[last];
        kept_as[i] = last;
    }
}

void overlap_find(struct work *w)
{
    size_t count = w->store->events.count;
    w->result->kept_as = ARENA_ARRAY(w->result->arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) w->result->kept_as[i] = (uint32_t)i;
    find_equal_rows(w);
    find_unlike_details(w);
    follow_chains(w);
}
