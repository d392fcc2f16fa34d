/* coverage - what the files grant, asked order by order and written down as the report's table.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"

#include "attribution/bots/tables.h"
#include "attribution/sort.h"
#include "attribution/zones/skew.h"
#include "base/memory.h"

uint32_t coverage_bot_account(const struct work *w, const struct event *e)
{
    const struct deal_entry *deal = bot_tables_deal(w->tables, e->trade_id);
    const struct bot_entry *bot = bot_tables_bot(w->tables, e->client_id != IDENT_NONE ? e->client_id
                                                            : deal                     ? deal->bot
                                                                                       : IDENT_NONE);
    uint32_t account = w->account_root[e->account];
    if (account == 0 && deal) account = deal->account;
    if (account == 0 && bot) account = bot->account;
    return account;
}

uint32_t coverage_bot_pair(const struct work *w, const struct event *e)
{
    const struct deal_entry *deal = bot_tables_deal(w->tables, e->trade_id);
    const struct bot_entry *bot = bot_tables_bot(w->tables, e->client_id);
    uint32_t market = e->market != MARKET_NONE ? e->market : deal ? deal->market : bot ? bot->market : MARKET_NONE;
    return market == MARKET_NONE ? 0 : w->pair[market];
}

bool coverage_serves(const struct work *w, uint32_t bot_account, uint32_t exchange_account)
{
    if (w->store->accounts.items[bot_account].paper) return false;
    for (size_t i = 0; i < w->unserved.count; i++)
        if (w->unserved.items[i].bot == bot_account && w->unserved.items[i].exchange == exchange_account) return false;
    uint32_t venue = w->store->accounts.items[bot_account].market_venue;
    return venue == 0 || venue == w->store->accounts.items[exchange_account].venue;
}

/* ---- pairs that bots trade ------------------------------------------------------------------------------------------------ */

static bool is_name_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* "USDT_BTC" is base BTC, quote USDT. */
static uint32_t pair_of_name(const struct work *w, struct span name)
{
    struct span base = name;
    struct span quote = span_cut(&base, '_');
    uint32_t pair;
    if (quote.len == 0 || base.len == 0) return 0;
    return names_find_pair(w, base, quote, &pair) ? pair : 0;
}

size_t coverage_named_pairs(const struct work *w, const struct event *e, uint32_t *pairs, size_t most)
{
    struct span text = store_get_text(w->store, e->text);
    size_t count = 0;
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        while (end < text.len && is_name_byte(text.ptr[end])) end++;
        struct span name = {text.ptr + i, end - i};
        i = end + 1;
        if (name.len == 0 || span_find(name, '_') == name.len) continue;
        if (count < most) pairs[count] = pair_of_name(w, name);
        count++;
    }
    return count;
}

enum { NAMED_PAIRS_MAX = 2048 };

bool coverage_is_grid(const struct work *w, const struct bot_entry *b)
{
    if (b->event == EVENT_NONE || b->market == MARKET_NONE) return false;
    return (w->kinds[w->store->events.items[b->event].source].sets & SET_BIT(SET_GRIDS)) != 0;
}

/* A grid bot has one pair; those of other bots stand in their own records. */
static size_t pairs_of_bot(const struct work *w, const struct bot_entry *b, uint32_t *pairs)
{
    if (b->event == EVENT_NONE) return 0;
    if (!coverage_is_grid(w, b))
        return coverage_named_pairs(w, &w->store->events.items[b->event], pairs, NAMED_PAIRS_MAX);
    pairs[0] = w->pair[b->market];
    return 1;
}

static void add_traded(struct sort_key **keys, size_t *count, size_t *capacity, uint32_t account, uint32_t pair)
{
    if (pair == 0) return;
    *keys = list_grow(*keys, count, capacity, sizeof **keys);
    (*keys)[*count - 1] = (struct sort_key){(uint64_t)account << 32 | pair, 0, 0};
}

static void gather_traded(const struct work *w, struct coverage_map *map)
{
    struct sort_key *keys = NULL;
    size_t count = 0, capacity = 0;
    uint32_t *named = memory_resize(NULL, NAMED_PAIRS_MAX, sizeof *named);
    for (size_t i = 0; i < w->tables->deal_count; i++) {
        const struct deal_entry *d = &w->tables->deals[i];
        if (d->marks & MARK_PAPER) continue;
        add_traded(&keys, &count, &capacity, w->account_root[d->account],
                   d->market == MARKET_NONE ? 0 : w->pair[d->market]);
    }
    for (size_t i = 0; i < w->tables->bot_count; i++) {
        const struct bot_entry *b = &w->tables->bots[i];
        size_t pairs = b->paper ? 0 : pairs_of_bot(w, b, named);
        for (size_t k = 0; k < pairs && k < NAMED_PAIRS_MAX; k++)
            add_traded(&keys, &count, &capacity, w->account_root[b->account], named[k]);
    }
    if (count > 0) sort_keys(keys, count);
    map->traded = memory_resize(NULL, count + 1, sizeof *map->traded);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || keys[i].key != keys[i - 1].key) map->traded[map->traded_count++] = keys[i].key;
    free(named);
    free(keys);
}

bool coverage_traded(const struct coverage_map *map, uint32_t account, uint32_t pair)
{
    uint64_t key = (uint64_t)account << 32 | pair;
    size_t low = 0, high = map->traded_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (map->traded[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < map->traded_count && map->traded[low] == key;
}

/* ---- bots without their deals --------------------------------------------------------------------------------------------- */

static bool has_records(const struct work *w, ident bot)
{
    for (size_t i = 0; i < w->result->bot_orders.count; i++)
        if (w->result->bot_orders.items[i].bot == bot) return true;
    return false;
}

/* A bot that counts deals none of which are in the files may have placed anything on its pairs since it exists. */
static void deny_unsupplied(const struct work *w, struct coverage_map *map)
{
    uint32_t *named = memory_resize(NULL, NAMED_PAIRS_MAX, sizeof *named);
    for (size_t i = 0; i < w->tables->bot_count; i++) {
        const struct bot_entry *b = &w->tables->bots[i];
        struct decimal counted;
        if (b->event == EVENT_NONE || b->deals > 0 || b->paper) continue;
        const struct event *e = &w->store->events.items[b->event];
        if (!event_amount(w->store, e, AMOUNT_QTY, &counted) || decimal_sign(counted) <= 0 || has_records(w, b->id))
            continue;
        struct denial d = {
            w->account_root[b->account], {e->at_ns, INT64_MAX}, 0, REASON_bot_not_supplied, true, e->source};
        size_t pairs = pairs_of_bot(w, b, named);
        if (pairs == 0 || pairs > NAMED_PAIRS_MAX) *LIST_ADD(&map->denials) = d;
        for (size_t k = 0; k < pairs && pairs <= NAMED_PAIRS_MAX; k++) {
            d.pair = named[k];
            if (d.pair != 0) *LIST_ADD(&map->denials) = d; /* 0: nobody trades that pair anywhere */
        }
    }
    free(named);
}

/* ---- asking ----------------------------------------------------------------------------------------------------------------- */

bool coverage_grant_applies(const struct work *w, const struct grant *g, uint32_t account, uint32_t pair)
{
    if (!coverage_serves(w, g->account, account)) return false;
    if (g->scope == SCOPE_PAIR) return g->pair == pair;
    return g->scope == SCOPE_ALL || !coverage_traded(w->coverage, g->account, pair);
}

bool coverage_denial_applies(const struct work *w, const struct denial *d, uint32_t account, uint32_t pair)
{
    return coverage_serves(w, d->account, account) && (d->pair == 0 || d->pair == pair);
}

static void compute(const struct work *w, uint32_t account, uint32_t pair, struct interval_set *out)
{
    const struct coverage_map *map = w->coverage;
    for (size_t i = 0; i < map->grants.count; i++)
        if (coverage_grant_applies(w, &map->grants.items[i], account, pair))
            interval_add(out, map->grants.items[i].when);
    for (size_t i = 0; i < map->denials.count; i++)
        if (map->denials.items[i].removes && coverage_denial_applies(w, &map->denials.items[i], account, pair))
            interval_subtract(out, map->denials.items[i].when);
}

const struct pair_coverage *coverage_of_pair(struct work *w, uint32_t account, uint32_t pair)
{
    struct coverage_map *map = w->coverage;
    if (!map->by_pair[account]) map->by_pair[account] = memory_alloc(map->pair_count * sizeof(struct pair_coverage));
    struct pair_coverage *c = &map->by_pair[account][pair];
    if (!c->known) {
        compute(w, account, pair, &c->covered);
        coverage_drop_older(w, account, pair, c);
        c->known = true;
    }
    return c;
}

static enum reason why_not(struct work *w, const struct order *o, uint32_t pair)
{
    const struct coverage_map *map = w->coverage;
    struct interval when = {o->first_ns, o->last_ns};
    struct interval known = {INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < map->denials.count; i++) {
        const struct denial *d = &map->denials.items[i];
        if (coverage_denial_applies(w, d, o->account, pair) && interval_meets(d->when, when)) return d->reason;
    }
    const struct interval_set *older = &coverage_of_pair(w, o->account, pair)->older;
    for (size_t i = 0; i < older->list.count; i++)
        if (interval_meets(older->list.items[i], when)) return REASON_older_deals;
    for (size_t i = 0; i < map->grants.count; i++) {
        const struct grant *g = &map->grants.items[i];
        if (!coverage_grant_applies(w, g, o->account, pair)) continue;
        if (g->when.from_ns < known.from_ns) known.from_ns = g->when.from_ns;
        if (g->when.to_ns > known.to_ns) known.to_ns = g->when.to_ns;
    }
    if (known.from_ns > known.to_ns) return REASON_no_bot_records;
    if (o->first_ns < known.from_ns) return REASON_before_bot_records;
    return o->last_ns > known.to_ns ? REASON_after_bot_records : REASON_between_bot_records;
}

struct interval coverage_asked(const struct work *w, const struct order *o)
{
    struct interval skew = skew_span(w, o->account);
    return (struct interval){o->first_ns - skew.to_ns, o->last_ns - skew.from_ns};
}

bool coverage_of(struct work *w, const struct order *o, enum reason *reason)
{
    uint32_t pair = w->pair[o->market];
    struct interval asked = coverage_asked(w, o);
    if (interval_covers(&coverage_of_pair(w, o->account, pair)->covered, asked.from_ns, asked.to_ns)) return true;
    *reason = why_not(w, o, pair);
    return false;
}

/* ---- the table ---------------------------------------------------------------------------------------------------------------- */

static void add_row(struct work *w, uint32_t account, uint32_t market, const struct grant *g,
                    const struct interval_set *minus)
{
    struct interval_set rest = {.list = LIST_EMPTY};
    interval_add(&rest, g->when);
    for (size_t i = 0; minus && i < minus->list.count; i++) interval_subtract(&rest, minus->list.items[i]);
    for (size_t i = 0; i < rest.list.count; i++)
        *LIST_ADD(&w->result->coverage) = (struct coverage){account, market, rest.list.items[i], true, g->source};
    interval_free(&rest);
}

static void holes_of(const struct work *w, uint32_t account, uint32_t pair, struct interval_set *out)
{
    for (size_t i = 0; i < w->coverage->denials.count; i++) {
        const struct denial *d = &w->coverage->denials.items[i];
        bool here =
            d->removes && coverage_serves(w, d->account, account) && (d->pair == 0 || (pair != 0 && d->pair == pair));
        if (here) interval_add(out, d->when);
    }
}

/* A market of that pair, the account's own venue first. */
static uint32_t market_of_pair(const struct work *w, uint32_t account, uint32_t pair)
{
    uint32_t found = MARKET_NONE;
    uint32_t venue = w->store->accounts.items[account].venue;
    for (uint32_t m = 1; m < w->market_count; m++) {
        if (w->pair[m] != pair) continue;
        bool own = w->store->markets.items[m].venue == venue;
        bool found_own = found != MARKET_NONE && w->store->markets.items[found].venue == venue;
        bool better = found == MARKET_NONE || (own && !found_own) ||
                      (own == found_own && w->market_rank[m] < w->market_rank[found]);
        if (better) found = m;
    }
    return found;
}

/* Pairs that differ from the rest of the account get rows of their own, and then all rows that hold for them. */
static bool is_special(struct work *w, uint32_t account, uint32_t pair)
{
    const struct coverage_map *map = w->coverage;
    if (coverage_of_pair(w, account, pair)->older.list.count > 0) return true;
    for (size_t i = 0; i < map->grants.count; i++) {
        const struct grant *g = &map->grants.items[i];
        if (!coverage_serves(w, g->account, account)) continue;
        if (g->scope == SCOPE_PAIR && g->pair == pair) return true;
        if (g->scope == SCOPE_ALL_BUT_TRADED && coverage_traded(map, g->account, pair)) return true;
    }
    for (size_t i = 0; i < map->denials.count; i++)
        if (map->denials.items[i].removes && map->denials.items[i].pair == pair &&
            coverage_denial_applies(w, &map->denials.items[i], account, pair))
            return true;
    return false;
}

static void add_bot_rows(struct work *w, uint32_t account)
{
    const struct coverage_map *map = w->coverage;
    struct interval_set holes = {.list = LIST_EMPTY};
    holes_of(w, account, 0, &holes);
    for (size_t i = 0; i < map->grants.count; i++) {
        const struct grant *g = &map->grants.items[i];
        if (g->scope != SCOPE_PAIR && coverage_serves(w, g->account, account))
            add_row(w, account, MARKET_NONE, g, &holes);
    }
    for (uint32_t pair = 1; pair < map->pair_count; pair++) {
        uint32_t market = is_special(w, account, pair) ? market_of_pair(w, account, pair) : MARKET_NONE;
        if (market == MARKET_NONE) continue;
        holes.list.count = 0;
        holes_of(w, account, pair, &holes);
        const struct interval_set *older = &coverage_of_pair(w, account, pair)->older;
        for (size_t i = 0; i < older->list.count; i++) interval_add(&holes, older->list.items[i]);
        for (size_t i = 0; i < map->grants.count; i++)
            if (coverage_grant_applies(w, &map->grants.items[i], account, pair))
                add_row(w, account, market, &map->grants.items[i], &holes);
    }
    interval_free(&holes);
}

/* One row per file and account of an exchange; the market is named when the file holds only one. */
static void add_exchange_rows(struct work *w)
{
    const struct store *s = w->store;
    size_t first = w->result->coverage.count;
    for (size_t i = 0; i < s->events.count; i++) {
        const struct event *e = &s->events.items[i];
        if (!event_is_exchange(e)) continue;
        uint32_t account = work_account(w, e);
        if (first < w->result->coverage.count && w->result->coverage.items[first].source != e->source)
            first = w->result->coverage.count;
        size_t k = first;
        while (k < w->result->coverage.count && w->result->coverage.items[k].account != account) k++;
        if (k == w->result->coverage.count)
            *LIST_ADD(&w->result->coverage) =
                (struct coverage){account, e->market, {e->at_ns, e->at_ns}, false, e->source};
        struct coverage *row = &w->result->coverage.items[k];
        if (row->market != e->market) row->market = MARKET_NONE;
        if (e->at_ns < row->when.from_ns) row->when.from_ns = e->at_ns;
        if (event_until(e) > row->when.to_ns) row->when.to_ns = event_until(e);
    }
}

static int compare_account_names(const struct work *w, uint32_t a, uint32_t b)
{
    const struct account *left = &w->store->accounts.items[a];
    const struct account *right = &w->store->accounts.items[b];
    int order = span_compare(store_get_text(w->store, left->venue), store_get_text(w->store, right->venue));
    return order != 0 ? order : span_compare(store_get_text(w->store, left->id), store_get_text(w->store, right->id));
}

static int compare_rows(const void *context, uint32_t a, uint32_t b)
{
    const struct work *w = context;
    const struct coverage *left = &w->result->coverage.items[a];
    const struct coverage *right = &w->result->coverage.items[b];
    int order = compare_account_names(w, left->account, right->account);
    if (order != 0) return order;
    if (left->bot_side != right->bot_side) return left->bot_side ? 1 : -1;
    bool left_all = left->market == MARKET_NONE;
    bool right_all = right->market == MARKET_NONE;
    if (left_all != right_all) return left_all ? -1 : 1;
    if (left->market != right->market) return w->market_rank[left->market] < w->market_rank[right->market] ? -1 : 1;
    if (left->when.from_ns != right->when.from_ns) return left->when.from_ns < right->when.from_ns ? -1 : 1;
    return left->source < right->source ? -1 : left->source > right->source;
}

static void sort_rows(struct work *w)
{
    size_t count = w->result->coverage.count;
    uint32_t *order = memory_resize(NULL, count + 1, sizeof *order);
    struct coverage *sorted = memory_resize(NULL, count + 1, sizeof *sorted);
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    sort_indexes(order, count, compare_rows, w);
    for (size_t i = 0; i < count; i++) sorted[i] = w->result->coverage.items[order[i]];
    if (count > 0) memcpy(w->result->coverage.items, sorted, count * sizeof *sorted);
    free(sorted);
    free(order);
}

void coverage_build(struct work *w)
{
    struct coverage_map *map = memory_alloc(sizeof *map);
    w->coverage = map;
    served_find(w);
    map->pair_count = intern_count(w->pairs) + 1;
    map->by_pair = memory_alloc((w->account_count + 1) * sizeof *map->by_pair);
    gather_traded(w, map);
    coverage_index(w);
    coverage_read_sources(w, map);
    deny_unsupplied(w, map);
    coverage_deny_holes(w, map);
}

void coverage_list(struct work *w)
{
    bool *has_orders = memory_alloc(w->account_count + 1);
    for (size_t i = 0; i < w->result->orders.count; i++) has_orders[w->result->orders.items[i].account] = true;
    for (uint32_t a = 0; a < w->account_count; a++)
        if (has_orders[a]) add_bot_rows(w, a);
    add_exchange_rows(w);
    sort_rows(w);
    free(has_orders);
}

void coverage_free(struct work *w)
{
    struct coverage_map *map = w->coverage;
    if (!map) return;
    for (uint32_t a = 0; a < w->account_count; a++) {
        for (uint32_t p = 0; map->by_pair[a] && p < map->pair_count; p++) {
            interval_free(&map->by_pair[a][p].covered);
            interval_free(&map->by_pair[a][p].older);
        }
        free(map->by_pair[a]);
    }
    free(map->by_pair);
    free(map->traded);
    free(map->orders);
    free(map->records);
    LIST_FREE(&map->grants);
    LIST_FREE(&map->denials);
    LIST_FREE(&map->broken);
    free(map);
    w->coverage = NULL;
}
