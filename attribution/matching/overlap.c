/* overlap - events that stand in several files, kept once.
 *
 * Rows of one file are all real, however alike they look. Between files an event that stands n times in one and m times
 * in another happened max(n, m) times: the file that holds it most often is kept, the rows of the others point to it.
 * A second step pairs fills of the same trade, and records of the same order, that two exports print with unlike detail
 * (whole seconds and no ids in a CSV, milliseconds and ids in an API answer; amounts with fewer digits). A third pairs
 * fills by the trade's id, where the times are a few minutes apart.
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

/* ---- the same thing with unlike detail ----------------------------------------------------------------------------- */

static int64_t second_of(int64_t ns)
{
    return ns >= 0 ? ns / NS_PER_SECOND : -((-ns + NS_PER_SECOND - 1) / NS_PER_SECOND);
}

static int detail_of(const struct event *e)
{
    int detail = (event_key_id(e) != IDENT_NONE ? 2 : 0) + (e->digits > 0 ? 1 : 0);
    if (e->kind == EVENT_FILL) return detail + (e->trade_id != IDENT_NONE ? 4 : 0);
    return detail * 2 + (e->client_id != IDENT_NONE ? 8 : 0) + (e->until_ns != TIME_NONE ? 1 : 0);
}

/* Venues that spell a pair in two ways still trade one. */
static int compare_pairs(const struct work *w, const struct event *a, const struct event *b)
{
    uint32_t left = work_venue(w, a), right = work_venue(w, b);
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (left != right) return left < right ? -1 : 1;
    if (w->pair[a->market] != w->pair[b->market]) return w->pair[a->market] < w->pair[b->market] ? -1 : 1;
    return a->side == b->side ? 0 : a->side < b->side ? -1 : 1;
}

static int compare_amounts(const struct work *w, const struct event *a, const struct event *b)
{
    int order = value_compare_events(w->store, a, b, AMOUNT_QTY);
    return order != 0 ? order : value_compare_events(w->store, a, b, AMOUNT_PRICE);
}

/* How many digits it prints behind the points of its amounts. */
static int printed_digits(const struct work *w, const struct event *e)
{
    struct decimal qty, price;
    int digits = event_amount(w->store, e, AMOUNT_QTY, &qty) ? qty.scale : 0;
    return digits + (event_amount(w->store, e, AMOUNT_PRICE, &price) ? price.scale : 0);
}

/* The most detailed first, and each file's rows together. */
static int compare_detail(const void *context, uint32_t a, uint32_t b)
{
    const struct work *w = context;
    int detail = detail_of(at(w, b)) - detail_of(at(w, a));
    if (detail == 0 && at(w, a)->source != at(w, b)->source)
        detail = printed_digits(w, at(w, b)) - printed_digits(w, at(w, a));
    if (detail != 0) return detail;
    int order = compare_places(w, a, b);
    return at(w, a)->source != at(w, b)->source ? order : timeline_compare(w, a, b);
}

static int compare_by_pair(const void *context, uint32_t a, uint32_t b)
{
    int order = compare_pairs(context, at(context, a), at(context, b));
    return order != 0 ? order : compare_detail(context, a, b);
}

/* Alike trades next to each other. */
static int compare_by_trade(const void *context, uint32_t a, uint32_t b)
{
    int order = compare_pairs(context, at(context, a), at(context, b));
    if (order == 0) order = compare_amounts(context, at(context, a), at(context, b));
    return order != 0 ? order : compare_detail(context, a, b);
}

static bool ids_agree(ident a, ident b)
{
    return a == b || a == IDENT_NONE || b == IDENT_NONE;
}

static bool accounts_agree(const struct work *w, uint32_t a, uint32_t b)
{
    uint32_t left = named_account(w, a), right = named_account(w, b);
    return left == right || left == 0 || right == 0;
}

static bool may_be_one(const struct work *w, uint32_t a, uint32_t b)
{
    const struct event *left = at(w, a);
    const struct event *right = at(w, b);
    if (!ids_agree(left->trade_id, right->trade_id) || !ids_agree(event_key_id(left), event_key_id(right)))
        return false;
    int64_t grain = time_grain(left->digits < right->digits ? left->digits : right->digits);
    return accounts_agree(w, a, b) && left->at_ns / grain == right->at_ns / grain;
}

static bool amount_agrees(const struct work *w, const struct event *a, const struct event *b, enum amount which)
{
    struct decimal left, right;
    bool has_left = event_amount(w->store, a, which, &left), has_right = event_amount(w->store, b, which, &right);
    if (!has_left || !has_right) return true;
    return decimal_equal(left, right) || value_is_rounded(left, right) || value_is_rounded(right, left);
}

static bool may_be_rounded(const struct work *w, uint32_t a, uint32_t b)
{
    const struct event *left = at(w, a);
    const struct event *right = at(w, b);
    bool both_sizes = event_has(left, AMOUNT_QTY) && event_has(right, AMOUNT_QTY);
    return both_sizes && may_be_one(w, a, b) && amount_agrees(w, left, right, AMOUNT_QTY) &&
           amount_agrees(w, left, right, AMOUNT_PRICE) && amount_agrees(w, left, right, AMOUNT_COST);
}

/* The id of a trade says more than its time, which some exports take from the order. */
static bool is_same_trade(const struct work *w, uint32_t a, uint32_t b)
{
    const int64_t most = (int64_t)600 * NS_PER_SECOND;
    const struct event *left = at(w, a);
    const struct event *right = at(w, b);
    int64_t apart = left->at_ns - right->at_ns;
    return left->trade_id == right->trade_id && apart <= most && apart >= -most && accounts_agree(w, a, b) &&
           amount_agrees(w, left, right, AMOUNT_QTY) && amount_agrees(w, left, right, AMOUNT_PRICE);
}

/* An order of which one export prints the id and the other does not. Two ids are two orders; equal ones meet in groups.c. */
static bool may_be_one_order(const struct work *w, uint32_t a, uint32_t b)
{
    static const enum amount amounts[] = {AMOUNT_QTY, AMOUNT_ORDER_QTY, AMOUNT_LIMIT, AMOUNT_PRICE};
    const struct event *left = at(w, a);
    const struct event *right = at(w, b);
    bool states_agree = left->status == right->status || !left->status || !right->status, same_size = false;
    if (event_key_id(left) != IDENT_NONE && event_key_id(right) != IDENT_NONE) return false;
    if (!may_be_one(w, a, b) || !states_agree || !ids_agree(left->client_id, right->client_id)) return false;
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        if (!amount_agrees(w, left, right, amounts[i])) return false;
        bool size = amounts[i] == AMOUNT_QTY || amounts[i] == AMOUNT_ORDER_QTY;
        same_size = same_size || (size && event_has(left, amounts[i]) && event_has(right, amounts[i]));
    }
    return same_size;
}

/* ---- pairing ------------------------------------------------------------------------------------------------------------ */

typedef bool same_thing(const struct work *w, uint32_t a, uint32_t b);

struct pairing {
    struct work *w;
    uint32_t *taken; /* per event: the last file that a row of it was kept for */
};

/* Rows sorted by detail. Each row looks for a more detailed row of another file that no row of its own file has taken. The
 * cursor skips the rows that this file has used up, so thousands of alike rows stay linear. */
static void pair_details(struct pairing *p, const uint32_t *rows, size_t count, same_thing *same)
{
    enum { LOOK_AHEAD = 512 };
    const struct work *w = p->w;
    size_t cursor = 0;
    for (size_t i = 1; i < count; i++) {
        uint32_t source = at(w, rows[i])->source;
        if (source != at(w, rows[i - 1])->source) cursor = 0;
        if (!work_kept(w, rows[i])) continue;
        while (cursor < i && p->taken[rows[cursor]] == source) cursor++;
        for (size_t k = cursor; k < i && k < cursor + LOOK_AHEAD; k++) {
            bool usable = at(w, rows[k])->source != source && p->taken[rows[k]] != source && work_kept(w, rows[k]);
            if (!usable || !same(w, rows[k], rows[i])) continue;
            w->result->kept_as[rows[i]] = rows[k];
            p->taken[rows[k]] = source;
            break;
        }
    }
}

static void pair_groups(struct pairing *p, uint32_t *rows, size_t count, bool by_trade, same_thing *same)
{
    const struct work *w = p->w;
    sort_indexes(rows, count, by_trade ? compare_by_trade : compare_by_pair, w);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && compare_pairs(w, at(w, rows[i]), at(w, rows[end])) == 0 &&
                          (!by_trade || compare_amounts(w, at(w, rows[i]), at(w, rows[end])) == 0);)
            end++;
        if (end - i > 1 && !of_one_source(w, rows + i, end - i)) pair_details(p, rows + i, end - i, same);
    }
}

static void pair_second(struct pairing *p, uint32_t *rows, size_t count)
{
    const struct work *w = p->w;
    if (count < 2 || of_one_source(w, rows, count)) return;
    if (at(w, rows[0])->kind == EVENT_ORDER) {
        pair_groups(p, rows, count, false, may_be_one_order);
        return;
    }
    pair_groups(p, rows, count, true, may_be_one);
    pair_groups(p, rows, count, false, may_be_rounded);
}

static void find_unlike_details(struct pairing *p, enum event_kind kind)
{
    const struct work *w = p->w;
    const uint32_t *timeline = w->result->timeline;
    LIST(uint32_t) rows = LIST_EMPTY;
    int64_t second = INT64_MIN;
    for (size_t i = 0; i < w->result->timeline_count; i++) {
        if (w->event_kind[timeline[i]] != kind || !work_kept(w, timeline[i])) continue;
        const struct event *e = at(w, timeline[i]);
        if (second_of(e->at_ns) != second) {
            pair_second(p, rows.items, rows.count);
            rows.count = 0;
            second = second_of(e->at_ns);
        }
        *LIST_ADD(&rows) = timeline[i];
    }
    pair_second(p, rows.items, rows.count);
    LIST_FREE(&rows);
}

/* ---- trade ids ----------------------------------------------------------------------------------------------------------- */

static uint64_t key_of_trade(const struct work *w, const struct event *e)
{
    return hash_mix(hash_mix(e->trade_id, work_venue(w, e)), (uint64_t)w->pair[e->market] << 2 | e->side);
}

static bool several_sources_with_trade_ids(const struct work *w)
{
    uint32_t source = SOURCE_NONE;
    for (size_t i = 0; i < w->store->events.count; i++) {
        if (w->event_kind[i] != EVENT_FILL) continue;
        const struct event *e = &w->store->events.items[i];
        if (e->trade_id == IDENT_NONE) continue;
        if (source != SOURCE_NONE && e->source != source) return true;
        source = e->source;
    }
    return false;
}

static void find_equal_trade_ids(struct pairing *p)
{
    const struct work *w = p->w;
    if (!several_sources_with_trade_ids(w)) return;
    struct sort_key *keys = memory_resize(NULL, w->result->timeline_count + 1, sizeof *keys);
    uint32_t *rows = memory_resize(NULL, w->result->timeline_count + 1, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < w->result->timeline_count; i++) {
        uint32_t event = w->result->timeline[i];
        const struct event *e = at(w, event);
        if (e->kind == EVENT_FILL && e->trade_id != IDENT_NONE && work_kept(w, event))
            keys[count++] = (struct sort_key){key_of_trade(w, e), event, 0};
    }
    sort_keys(keys, count);
    for (size_t i = 0; i < count; i++) rows[i] = keys[i].index;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && keys[end].key == keys[i].key;) end++;
        if (end - i > 1 && !of_one_source(w, rows + i, end - i))
            pair_groups(p, rows + i, end - i, false, is_same_trade);
    }
    free(rows);
    free(keys);
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
    struct pairing p = {w, memory_resize(NULL, count + 1, sizeof *p.taken)};
    for (size_t i = 0; i < count; i++) p.taken[i] = SOURCE_NONE;
    find_unlike_details(&p, EVENT_FILL);
    find_unlike_details(&p, EVENT_ORDER);
    find_equal_trade_ids(&p);
    free(p.taken);
    follow_chains(w);
}
