/* history - the account's own usage: pairs, sizes, pace, hours, and what its hand does.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/incidents/history.h"

#include "attribution/coverage/coverage.h"
#include "attribution/incidents/incidents.h"
#include "attribution/matching/id_join.h"
#include "attribution/sort.h"
#include "base/memory.h"

#define DOLLARS (UINT32_MAX - 1)

static const struct order *at(const struct work *w, uint32_t order)
{
    return &w->result->orders.items[order];
}

/* ---- peaks ------------------------------------------------------------------------------------------------------------- */

static bool is_executed(const struct work *w, const struct order *o)
{
    struct decimal qty;
    return !order_amount(w->store, o, ORDER_QTY, &qty) || decimal_sign(qty) != 0;
}

/* By the moment at which they were done with: bots place many orders at once that rest for hours. */
uint32_t cluster_peak(const struct work *w, const uint32_t *orders, size_t count, int minutes)
{
    const uint64_t span = (uint64_t)minutes * 60 * (uint64_t)NS_PER_SECOND;
    struct sort_key *moments = memory_resize(NULL, count + 1, sizeof *moments);
    size_t executed = 0, peak = 0;
    for (size_t i = 0; i < count; i++)
        if (is_executed(w, at(w, orders[i])))
            moments[executed++] = (struct sort_key){.key = sort_signed(at(w, orders[i])->last_ns)};
    sort_keys(moments, executed);
    for (size_t i = 0, first = 0; i < executed; i++) {
        while (moments[i].key - moments[first].key >= span) first++;
        if (i - first + 1 > peak) peak = i - first + 1;
    }
    free(moments);
    return (uint32_t)peak;
}

/* ---- sizes --------------------------------------------------------------------------------------------------------------- */

uint32_t history_currency(const struct work *w, uint32_t market)
{
    static const char *const dollars[] = {"USD", "USDT", "BUSD", "USDC", "TUSD", "FDUSD", "DAI", "USDP", "PAX"};
    uint32_t quote = w->store->markets.items[market].quote;
    struct span name = store_get_text(w->store, quote);
    for (size_t i = 0; i < sizeof dollars / sizeof dollars[0]; i++)
        if (span_is(name, dollars[i])) return DOLLARS;
    return quote;
}

static void add_size(const struct work *w, struct history *h, const struct order *o)
{
    uint32_t currency = history_currency(w, o->market);
    struct decimal cost;
    size_t i = 0;
    if (currency == 0 || !order_amount(w->store, o, ORDER_COST, &cost) || decimal_sign(cost) <= 0) return;
    while (i < h->sizes.count && h->sizes.items[i].currency != currency) i++;
    if (i == h->sizes.count) *LIST_ADD(&h->sizes) = (struct history_size){.currency = currency};
    struct history_size *size = &h->sizes.items[i];
    if (size->orders++ == 0 || decimal_compare(cost, size->largest) > 0) size->largest = cost;
}

bool history_largest(const struct history *h, uint32_t currency, struct decimal *largest)
{
    enum { COMPARABLE = 10 };
    for (size_t i = 0; i < h->sizes.count; i++) {
        if (h->sizes.items[i].currency != currency) continue;
        *largest = h->sizes.items[i].largest;
        return h->sizes.items[i].orders >= COMPARABLE;
    }
    return false;
}

/* ---- pairs --------------------------------------------------------------------------------------------------------------- */

static bool may_serve(const struct work *w, const struct history *h, uint32_t account)
{
    return (account == 0 || w->account_is_bot[account]) && coverage_serves(w, account, h->account);
}

/* A list of pairs speaks only when its account is known to trade here: paper accounts and other exchanges list pairs too.
 * When nothing at all is explained, that can't be told, and all lists count. */
static bool bots_list(const struct work *w, const struct history *h, uint32_t pair)
{
    for (uint32_t a = 0; a < w->account_count; a++)
        if ((h->bots_serve ? h->bot_serves[a] : may_serve(w, h, a)) && coverage_traded(w->coverage, a, pair))
            return true;
    return false;
}

bool history_is_new(const struct work *w, const struct history *h, uint32_t pair, int64_t before_ns)
{
    return !h->explained[pair] && h->seen_ns[pair] >= before_ns && !bots_list(w, h, pair);
}

bool history_is_rare(const struct work *w, const struct history *h, uint32_t pair)
{
    enum { HARDLY = 3 };
    return !h->explained[pair] && h->seen[pair] <= HARDLY && !bots_list(w, h, pair);
}

/* Explained by a bot or a declared program, whenever that was: the pair belongs to the account's normal life. */
static bool by_program(const struct order *o)
{
    return o->verdict == VERDICT_BOT || o->verdict == VERDICT_AMBIGUOUS || o->verdict == VERDICT_OTHER_ISSUER;
}

static void add_seen(const struct work *w, struct history *h, const struct order *o)
{
    uint32_t pair = w->pair[o->market];
    if (o->first_ns < h->seen_ns[pair]) h->seen_ns[pair] = o->first_ns;
    h->seen[pair]++;
    add_size(w, h, o);
}

void history_add(const struct work *w, struct history *h, const uint32_t *orders, size_t count)
{
    for (size_t i = 0; i < count; i++) add_seen(w, h, at(w, orders[i]));
}

void history_advance(const struct work *w, struct history *h, int64_t to_ns)
{
    for (; h->next_other < h->count && at(w, h->orders[h->next_other])->first_ns < to_ns; h->next_other++)
        if (!by_program(at(w, h->orders[h->next_other]))) add_seen(w, h, at(w, h->orders[h->next_other]));
}

/* ---- the hand ------------------------------------------------------------------------------------------------------------ */

void history_count_group(struct history *h, size_t count)
{
    if (count >= HAND_GROUP) return;
    uint32_t peak = (uint32_t)count;
    h->hand_orders += peak;
    if (peak > h->hand_peak) {
        h->hand_peak_next = h->hand_peak;
        h->hand_peak = peak;
    } else if (peak > h->hand_peak_next) {
        h->hand_peak_next = peak;
    }
}

void history_settle(const struct work *w, struct history *h)
{
    enum { AT_LEAST = 5 };
    uint64_t wanted = h->hand_orders, joined = 0;
    for (size_t i = 0; i < h->count; i++) {
        const struct order *o = at(w, h->orders[i]);
        h->hand_orders += o->verdict == VERDICT_MANUAL;
        if (o->verdict != VERDICT_BOT && o->verdict != VERDICT_AMBIGUOUS) continue;
        if (!id_join_wanted(w, o)) continue;
        wanted++;
        joined += (o->reasons & REASON_BIT(REASON_order_id_joined)) != 0;
    }
    h->joins = joined >= AT_LEAST && joined * 10 >= wanted * 9;
}

/* ---- the account --------------------------------------------------------------------------------------------------------- */

static void add_explained(const struct work *w, struct history *h, const struct order *o)
{
    if (!by_program(o)) return;
    h->explained[w->pair[o->market]] = true;
    if (o->match != INDEX_NONE) h->bots_serve = h->bot_serves[w->result->bot_orders.items[o->match].account] = true;
    add_size(w, h, o);
}

void history_build(struct work *w, uint32_t account, struct history *h)
{
    size_t pairs = (size_t)w->market_count + 1;
    *h = (struct history){.account = account};
    h->orders = memory_resize(NULL, w->result->orders.count + 1, sizeof *h->orders);
    h->explained = memory_alloc(pairs);
    h->bot_serves = memory_alloc((size_t)w->account_count + 1);
    h->seen_ns = memory_resize(NULL, pairs, sizeof *h->seen_ns);
    h->seen = memory_alloc(pairs * sizeof *h->seen);
    for (size_t i = 0; i < pairs; i++) h->seen_ns[i] = INT64_MAX;
    for (uint32_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = at(w, i);
        if (o->account != account || o->verdict == VERDICT_UNISSUED) continue;
        h->orders[h->count++] = i;
        int64_t hour = o->first_ns / ((int64_t)3600 * NS_PER_SECOND) % 24;
        h->by_hour[hour < 0 ? hour + 24 : hour]++;
        add_explained(w, h, o);
    }
    h->peak = cluster_peak(w, h->orders, h->count, PEAK_SPAN_MINUTES);
}

void history_free(struct history *h)
{
    free(h->orders);
    free(h->explained);
    free(h->bot_serves);
    free(h->seen_ns);
    free(h->seen);
    LIST_FREE(&h->sizes);
}
