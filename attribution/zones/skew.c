/* skew - pairs that can only be the same order, and the span of time that most of them have between them.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/zones/skew.h"

#include "attribution/coverage/coverage.h"
#include "attribution/matching/fit.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

enum { PAIRS_LEAST = 20, RECORDS_MOST = 20000, IN_WINDOW_MOST = 64 };
#define SKEW_MOST ((int64_t)600 * NS_PER_SECOND)
#define SKEW_AGREE NS_PER_SECOND

struct sample {     /* one order or fill of an exchange, or one bot order */
    uint32_t index; /* of the events, or of the bot orders */
    uint32_t account;
    int64_t from_ns, to_ns;
    uint64_t key;    /* pair, side, size */
    uint32_t others; /* how many of the other side stand near by */
};
typedef LIST(struct sample) samples;

struct twin {
    int64_t start_ns, end_ns; /* the exchange's time less that of placing, less that of the end */
    bool has_end;
    bool fits; /* as it is */
};

static uint64_t key_of(const struct work *w, uint32_t market, uint8_t side, struct decimal size)
{
    return hash_mix((uint64_t)w->pair[market] << 2 | side, value_hash(size));
}

/* ---- samples ------------------------------------------------------------------------------------------------------------ */

/* Bot orders with something executed, of one stretch of time: a constant shows in a part as well as in the whole. */
static void take_bots(const struct work *w, struct interval when, samples *out)
{
    const struct result *r = w->result;
    size_t first = 0, last = r->bot_orders.count;
    while (first < last && r->bot_orders.items[first].placed_ns < when.from_ns) first++;
    while (last > first && r->bot_orders.items[last - 1].placed_ns > when.to_ns) last--;
    if (last - first > RECORDS_MOST) first = first + (last - first - RECORDS_MOST) / 2, last = first + RECORDS_MOST;
    for (size_t i = first; i < last; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        struct decimal size;
        if (!fit_usable(b) || b->is_deal_total || fit_size(w, b, &size) != FIT_SIZE_EXECUTED) continue;
        int64_t end = b->closed_ns == TIME_NONE || b->closed_ns < b->placed_ns ? b->placed_ns : b->closed_ns;
        *LIST_ADD(out) =
            (struct sample){(uint32_t)i, b->account, b->placed_ns, end, key_of(w, b->market, b->side, size), 0};
    }
}

static size_t timeline_since(const struct work *w, int64_t ns)
{
    const struct result *r = w->result;
    size_t low = 0, high = r->timeline_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (w->store->events.items[r->timeline[middle]].at_ns < ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool executed_size(const struct work *w, const struct event *e, struct decimal *size)
{
    bool has = value_of_event(w->store, e, AMOUNT_QTY, size);
    if (!has && e->kind == EVENT_ORDER && e->status == STATUS_FILLED)
        has = value_of_event(w->store, e, AMOUNT_ORDER_QTY, size);
    return has && decimal_sign(*size) > 0;
}

static void take_exchange(const struct work *w, struct interval when, samples *out)
{
    const struct result *r = w->result;
    for (size_t i = timeline_since(w, when.from_ns); i < r->timeline_count; i++) {
        const struct event *e = &w->store->events.items[r->timeline[i]];
        struct decimal size;
        if (e->at_ns > when.to_ns) break;
        if (!event_is_exchange(e) || !work_kept(w, r->timeline[i]) || e->market == MARKET_NONE) continue;
        uint32_t group = w->group[r->timeline[i]];
        bool spoken_for = e->kind == EVENT_FILL && group != INDEX_NONE && group < w->instruction_count &&
                          w->instruction[group] != EVENT_NONE; /* its order event is looked at */
        if (spoken_for || !executed_size(w, e, &size)) continue;
        *LIST_ADD(out) = (struct sample){
            r->timeline[i], work_account(w, e), e->at_ns, e->at_ns, key_of(w, e->market, e->side, size), 0};
    }
}

static void sort_samples(samples *list)
{
    struct sort_key *keys = memory_resize(NULL, list->count + 1, sizeof *keys);
    struct sample *sorted = memory_resize(NULL, list->count + 1, sizeof *sorted);
    for (size_t i = 0; i < list->count; i++)
        keys[i] = (struct sort_key){sort_signed(list->items[i].from_ns), (uint32_t)i, 0};
    sort_keys(keys, list->count);
    for (size_t i = 0; i < list->count; i++) keys[i].key = list->items[keys[i].index].key;
    sort_keys(keys, list->count);
    for (size_t i = 0; i < list->count; i++) sorted[i] = list->items[keys[i].index];
    if (list->count > 0) memcpy(list->items, sorted, list->count * sizeof *sorted);
    free(sorted);
    free(keys);
}

/* ---- twins -------------------------------------------------------------------------------------------------------------- */

static size_t sample_since(const samples *list, uint64_t key, int64_t ns)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sample *s = &list->items[middle];
        bool before = s->key != key ? s->key < key : s->from_ns < ns;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Counts for each sample how many of the other side stand near it; partner[i]: the last one met. */
static void meet(const struct work *w, samples *bots, samples *orders, uint32_t *partner)
{
    for (size_t b = 0; b < bots->count; b++) {
        struct sample *bot = &bots->items[b];
        int64_t until = bot->to_ns + SKEW_MOST;
        for (size_t o = sample_since(orders, bot->key, bot->from_ns - SKEW_MOST); o < orders->count; o++) {
            struct sample *order = &orders->items[o];
            if (order->key != bot->key || order->from_ns > until || bot->others == IN_WINDOW_MOST) break;
            if (!fit_venue(w, &w->result->bot_orders.items[bot->index], order->account)) continue;
            bot->others++;
            order->others++;
            partner[b] = (uint32_t)o;
        }
    }
}

static struct twin twin_of(const struct work *w, const struct sample *bot, const struct sample *order)
{
    const struct bot_order *b = &w->result->bot_orders.items[bot->index];
    const struct event *e = &w->store->events.items[order->index];
    struct interval window = fit_window(w, b, time_grain(e->digits));
    struct twin t = {.start_ns = order->from_ns - bot->from_ns, .end_ns = order->from_ns - bot->to_ns};
    t.has_end = e->kind == EVENT_FILL && t.start_ns - t.end_ns > 2 * SKEW_AGREE;
    t.fits = order->from_ns >= window.from_ns && order->from_ns <= window.to_ns;
    return t;
}

/* ---- the span that they share -------------------------------------------------------------------------------------------- */

static int64_t unsigned_of(int64_t ns)
{
    return ns < 0 ? -ns : ns;
}

static bool near_by(int64_t ns)
{
    return unsigned_of(ns) <= SKEW_MOST;
}

static struct sort_key *spans_of(const struct twin *twins, size_t count, size_t *used)
{
    struct sort_key *spans = memory_resize(NULL, 2 * count + 1, sizeof *spans);
    *used = 0;
    for (size_t i = 0; i < count; i++) {
        if (near_by(twins[i].start_ns))
            spans[(*used)++] = (struct sort_key){sort_signed(twins[i].start_ns), (uint32_t)i, 0};
        if (twins[i].has_end && near_by(twins[i].end_ns))
            spans[(*used)++] = (struct sort_key){sort_signed(twins[i].end_ns), (uint32_t)i, 1};
    }
    sort_keys(spans, *used);
    return spans;
}

static int64_t span_at(const struct twin *twins, const struct sort_key *k)
{
    return k->extra ? twins[k->index].end_ns : twins[k->index].start_ns;
}

/* The middle of the two seconds that hold the most spans. */
static int64_t commonest(const struct twin *twins, size_t count)
{
    size_t used, best = 0, best_count = 0;
    struct sort_key *spans = spans_of(twins, count, &used);
    for (size_t low = 0, high = 0; high < used; high++) {
        while (span_at(twins, &spans[high]) - span_at(twins, &spans[low]) > 2 * SKEW_AGREE) low++;
        if (high - low + 1 <= best_count) continue;
        best = low;
        best_count = high - low + 1;
    }
    int64_t middle = best_count == 0 ? 0 : span_at(twins, &spans[best + best_count / 2]);
    free(spans);
    return middle;
}

static bool agrees(const struct twin *t, int64_t skew_ns)
{
    return unsigned_of(t->start_ns - skew_ns) <= SKEW_AGREE ||
           (t->has_end && unsigned_of(t->end_ns - skew_ns) <= SKEW_AGREE);
}

static bool decide(const struct twin *twins, size_t count, struct clock_skew *out)
{
    uint64_t gained = 0, lost = 0;
    out->skew_ns = commonest(twins, count);
    out->pairs = 0;
    for (size_t i = 0; i < count; i++) {
        bool same = agrees(&twins[i], out->skew_ns);
        out->pairs += same;
        gained += same && !twins[i].fits;
        lost += !same && twins[i].fits;
    }
    return unsigned_of(out->skew_ns) > SKEW_AGREE && out->pairs >= PAIRS_LEAST && out->pairs * 2 >= count &&
           gained >= PAIRS_LEAST && gained > lost;
}

/* ---- accounts ------------------------------------------------------------------------------------------------------------ */

/* One bot account can be moved by one span: the one that more pairs speak for. */
static void keep(struct work *w, const struct clock_skew *found)
{
    for (size_t i = 0; i < w->result->skews.count; i++) {
        struct clock_skew *known = &w->result->skews.items[i];
        if (known->bot_account != found->bot_account) continue;
        if (found->pairs > known->pairs) *known = *found;
        return;
    }
    *LIST_ADD(&w->result->skews) = *found;
}

static void decide_accounts(struct work *w, const samples *bots, const samples *orders, const uint32_t *partner)
{
    struct sort_key *keys = memory_resize(NULL, bots->count + 1, sizeof *keys);
    struct twin *twins = memory_resize(NULL, bots->count + 1, sizeof *twins);
    size_t count = 0;
    for (size_t b = 0; b < bots->count; b++) {
        if (bots->items[b].others != 1 || orders->items[partner[b]].others != 1) continue;
        uint64_t accounts = (uint64_t)bots->items[b].account << 32 | orders->items[partner[b]].account;
        keys[count++] = (struct sort_key){accounts, (uint32_t)b, 0};
    }
    sort_keys(keys, count);
    for (size_t i = 0, n; i < count; i += n) {
        struct clock_skew found = {.bot_account = (uint32_t)(keys[i].key >> 32),
                                   .exchange_account = (uint32_t)keys[i].key};
        for (n = 0; i + n < count && keys[i + n].key == keys[i].key; n++)
            twins[n] = twin_of(w, &bots->items[keys[i + n].index], &orders->items[partner[keys[i + n].index]]);
        if (decide(twins, n, &found)) keep(w, &found);
    }
    free(twins);
    free(keys);
}

static struct interval exchange_time(const struct work *w)
{
    const struct result *r = w->result;
    size_t first = 0, last = r->timeline_count;
    while (first < last && !event_is_exchange(&w->store->events.items[r->timeline[first]])) first++;
    while (last > first && !event_is_exchange(&w->store->events.items[r->timeline[last - 1]])) last--;
    if (first == last) return (struct interval){0, -1};
    return (struct interval){w->store->events.items[r->timeline[first]].at_ns - SKEW_MOST,
                             w->store->events.items[r->timeline[last - 1]].at_ns + SKEW_MOST};
}

static struct interval time_of(const samples *bots)
{
    struct interval all = {INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < bots->count; i++) {
        if (bots->items[i].from_ns - SKEW_MOST < all.from_ns) all.from_ns = bots->items[i].from_ns - SKEW_MOST;
        if (bots->items[i].to_ns + SKEW_MOST > all.to_ns) all.to_ns = bots->items[i].to_ns + SKEW_MOST;
    }
    return all;
}

static void find(struct work *w)
{
    samples bots = LIST_EMPTY, orders = LIST_EMPTY;
    take_bots(w, exchange_time(w), &bots);
    if (bots.count >= PAIRS_LEAST) take_exchange(w, time_of(&bots), &orders);
    if (orders.count >= PAIRS_LEAST) {
        uint32_t *partner = memory_resize(NULL, bots.count, sizeof *partner);
        sort_samples(&bots);
        sort_samples(&orders);
        meet(w, &bots, &orders, partner);
        decide_accounts(w, &bots, &orders, partner);
        free(partner);
    }
    LIST_FREE(&bots);
    LIST_FREE(&orders);
}

int64_t skew_of(const struct work *w, uint32_t bot_account)
{
    for (size_t k = 0; k < w->result->skews.count; k++)
        if (w->result->skews.items[k].bot_account == bot_account) return w->result->skews.items[k].skew_ns;
    return 0;
}

static void move(struct work *w, int64_t sign)
{
    struct result *r = w->result;
    for (size_t i = 0; i < r->bot_orders.count && r->skews.count > 0; i++) {
        struct bot_order *b = &r->bot_orders.items[i];
        int64_t by = sign * skew_of(w, b->account);
        b->placed_ns += by;
        if (b->closed_ns != TIME_NONE) b->closed_ns += by;
    }
}

void skew_apply(struct work *w)
{
    find(w);
    move(w, 1);
}

void skew_undo(struct work *w)
{
    move(w, -1);
}

struct interval skew_span(const struct work *w, uint32_t exchange_account)
{
    struct interval span = {0, 0};
    for (size_t i = 0; i < w->result->skews.count; i++) {
        const struct clock_skew *s = &w->result->skews.items[i];
        if (!coverage_serves(w, s->bot_account, exchange_account)) continue;
        if (s->skew_ns < span.from_ns) span.from_ns = s->skew_ns;
        if (s->skew_ns > span.to_ns) span.to_ns = s->skew_ns;
    }
    return span;
}
