/* tables - deals and bots by id, each drawn together from all snapshots of it.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/bots/tables.h"

#include "attribution/sort.h"
#include "base/memory.h"

static bool is_paper(const struct work *w, const struct event *e)
{
    return (e->marks & MARK_PAPER) || w->store->accounts.items[e->account].paper;
}

/* Of two snapshots the one that was taken later; a closed deal is later than a running one. */
static bool is_newer(const struct event *a, const struct event *b)
{
    bool a_closed = a->status == STATUS_CLOSED;
    bool b_closed = b->status == STATUS_CLOSED;
    if (a_closed != b_closed) return a_closed;
    return event_until(a) > event_until(b);
}

static void merge_deal(const struct work *w, struct deal_entry *deal, uint32_t event)
{
    const struct event *e = &w->store->events.items[event];
    if (deal->event == EVENT_NONE || is_newer(e, &w->store->events.items[deal->event])) deal->event = event;
    if (e->at_ns < deal->from_ns) deal->from_ns = e->at_ns;
    if (event_until(e) > deal->to_ns) deal->to_ns = event_until(e);
    if (deal->market == MARKET_NONE) deal->market = e->market;
    if (deal->account == 0) deal->account = w->account_root[e->account];
    if (deal->bot == IDENT_NONE) deal->bot = e->client_id;
    deal->marks |= (uint16_t)(e->marks & MARK_SHORT);
    if (is_paper(w, e)) deal->marks |= MARK_PAPER;
    deal->closed =
        deal->closed || e->status == STATUS_CLOSED || e->status == STATUS_CANCELLED || e->status == STATUS_FAILED;
}

static void gather_deals(struct work *w, struct bot_tables *t)
{
    LIST(struct sort_key) keys = LIST_EMPTY;
    for (size_t i = 0; i < w->result->timeline_count; i++) {
        uint32_t event = w->result->timeline[i];
        if (w->event_kind[event] != EVENT_DEAL) continue;
        *LIST_ADD(&keys) = (struct sort_key){w->store->events.items[event].trade_id, event, 0};
    }
    if (keys.count > 0) sort_keys(keys.items, keys.count);
    t->deals = memory_resize(NULL, keys.count + 1, sizeof *t->deals);
    for (size_t i = 0; i < keys.count; i++) {
        bool same =
            t->deal_count > 0 && keys.items[i].key != IDENT_NONE && t->deals[t->deal_count - 1].id == keys.items[i].key;
        if (!same)
            t->deals[t->deal_count++] = (struct deal_entry){
                .id = keys.items[i].key, .event = EVENT_NONE, .from_ns = INT64_MAX, .to_ns = INT64_MIN};
        merge_deal(w, &t->deals[t->deal_count - 1], keys.items[i].index);
    }
    LIST_FREE(&keys);
}

static void merge_bot(const struct work *w, struct bot_entry *bot, uint32_t event)
{
    const struct event *e = &w->store->events.items[event];
    if (e->kind == EVENT_ACCOUNT && (bot->event == EVENT_NONE || is_newer(e, &w->store->events.items[bot->event])))
        bot->event = event;
    if (bot->account == 0) bot->account = w->account_root[e->account];
    if (bot->market == MARKET_NONE && e->kind == EVENT_ACCOUNT) bot->market = e->market;
    bot->paper = bot->paper || is_paper(w, e);
}

static void gather_bots(struct work *w, struct bot_tables *t)
{
    LIST(struct sort_key) keys = LIST_EMPTY;
    for (size_t i = 0; i < w->result->timeline_count; i++) {
        uint32_t event = w->result->timeline[i];
        if (w->event_kind[event] != EVENT_ACCOUNT && w->event_kind[event] != EVENT_DEAL) continue;
        const struct event *e = &w->store->events.items[event];
        bool names_bot = (e->kind == EVENT_ACCOUNT && w->kinds[e->source].bot_side) || e->kind == EVENT_DEAL;
        if (names_bot && e->client_id != IDENT_NONE) *LIST_ADD(&keys) = (struct sort_key){e->client_id, event, 0};
    }
    if (keys.count > 0) sort_keys(keys.items, keys.count);
    t->bots = memory_resize(NULL, keys.count + 1, sizeof *t->bots);
    for (size_t i = 0; i < keys.count; i++) {
        if (t->bot_count == 0 || t->bots[t->bot_count - 1].id != keys.items[i].key)
            t->bots[t->bot_count++] = (struct bot_entry){.id = keys.items[i].key, .event = EVENT_NONE};
        merge_bot(w, &t->bots[t->bot_count - 1], keys.items[i].index);
    }
    LIST_FREE(&keys);
}

/* Deals by their bot and start, and how many each bot has. */
static void index_by_bot(struct bot_tables *t)
{
    struct sort_key *keys = memory_resize(NULL, t->deal_count + 1, sizeof *keys);
    for (size_t i = 0; i < t->deal_count; i++)
        keys[i] = (struct sort_key){sort_signed(t->deals[i].from_ns), (uint32_t)i, 0};
    sort_keys(keys, t->deal_count);
    for (size_t i = 0; i < t->deal_count; i++) keys[i].key = t->deals[keys[i].index].bot;
    sort_keys(keys, t->deal_count);
    t->by_bot = memory_resize(NULL, t->deal_count + 1, sizeof *t->by_bot);
    for (size_t i = 0; i < t->deal_count; i++) {
        t->by_bot[i] = keys[i].index;
        struct bot_entry *bot = bot_tables_bot(t, keys[i].key);
        if (bot) bot->deals++;
    }
    free(keys);
}

void bot_tables_build(struct work *w)
{
    struct bot_tables *t = memory_alloc(sizeof *t);
    gather_deals(w, t);
    gather_bots(w, t);
    index_by_bot(t);
    w->tables = t;
}

void bot_tables_free(struct bot_tables *t)
{
    if (!t) return;
    free(t->deals);
    free(t->bots);
    free(t->by_bot);
    free(t);
}

struct deal_entry *bot_tables_deal(const struct bot_tables *t, ident id)
{
    size_t low = 0, high = t->deal_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->deals[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return id != IDENT_NONE && low < t->deal_count && t->deals[low].id == id ? &t->deals[low] : NULL;
}

struct bot_entry *bot_tables_bot(const struct bot_tables *t, ident id)
{
    size_t low = 0, high = t->bot_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->bots[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return id != IDENT_NONE && low < t->bot_count && t->bots[low].id == id ? &t->bots[low] : NULL;
}

/* First place in by_bot whose deal belongs to that bot. */
static size_t first_of_bot(const struct bot_tables *t, ident bot)
{
    size_t low = 0, high = t->deal_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->deals[t->by_bot[middle]].bot < bot)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct deal_entry *bot_tables_running(const struct work *w, ident bot, uint32_t market, int64_t at_ns)
{
    const struct bot_tables *t = w->tables;
    const int64_t slack = (int64_t)5 * NS_PER_SECOND; /* "Starting new deal" and the deal's own start differ a little */
    struct deal_entry *found = NULL;
    if (bot == IDENT_NONE || market == MARKET_NONE) return NULL;
    for (size_t i = first_of_bot(t, bot); i < t->deal_count; i++) {
        struct deal_entry *deal = &t->deals[t->by_bot[i]];
        if (deal->bot != bot || deal->from_ns - slack > at_ns) break;
        if (w->pair[deal->market] != w->pair[market] || (deal->closed && deal->to_ns + slack < at_ns)) continue;
        if (found) return NULL;
        found = deal;
    }
    return found;
}
