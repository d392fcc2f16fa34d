/* signals - what corroborates an incident without making one: how its orders traded, who else was active, when it was.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/bots/tables.h"
#include "attribution/coverage/coverage.h"
#include "attribution/incidents/incidents.h"
#include "attribution/matching/id_join.h"

static const struct order *at(const struct work *w, uint32_t order)
{
    return &w->result->orders.items[order];
}

/* A hit on every order of the cluster. */
static struct signal_hit *hit_all(struct work *w, const struct cluster *c, struct incident *n, enum signal code,
                                  char *value)
{
    struct signal_hit *hit = LIST_ADD(&n->signals);
    *hit = (struct signal_hit){.code = code,
                               .value = value,
                               .orders = ARENA_ARRAY(w->result->arena, uint32_t, c->count),
                               .order_count = c->count};
    memcpy(hit->orders, c->orders, c->count * sizeof *hit->orders);
    return hit;
}

static void unmatched(struct work *w, const struct cluster *c, struct incident *n) /* S1 */
{
    hit_all(w, c, n, SIGNAL_S1,
            arena_format(w->result->arena, "%zu orders in covered time without a bot record", c->count));
}

static void taker(struct work *w, const struct cluster *c, struct incident *n) /* S7 */
{
    enum { KNOWN = 10 };
    uint64_t takers = 0, makers = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct order *o = at(w, c->orders[i]);
        for (uint32_t f = 0; f < o->fill_count; f++) {
            uint16_t marks = w->store->events.items[w->result->order_fills[o->first_fill + f]].marks;
            takers += (marks & MARK_TAKER) != 0;
            makers += (marks & MARK_MAKER) != 0;
        }
    }
    uint64_t known = takers + makers;
    if (known < KNOWN || takers * 10 < known * 9) return;
    hit_all(w, c, n, SIGNAL_S7,
            arena_format(w->result->arena, "%llu of %llu fills took liquidity", (unsigned long long)takers,
                         (unsigned long long)known));
}

static void other_tag(struct work *w, const struct cluster *c, struct incident *n) /* S8 */
{
    const struct result *r = w->result;
    const struct issuer_stat *learned = NULL;
    for (size_t i = 0; i < r->issuers.count; i++)
        if (r->issuers.items[i].learned) learned = &r->issuers.items[i];
    uint64_t others = 0;
    if (!learned) return;
    for (size_t i = 0; i < c->count; i++) {
        const struct order *o = at(w, c->orders[i]);
        others += o->client_id != IDENT_NONE && &r->issuers.items[o->issuer] != learned;
    }
    if (others == 0) return;
    hit_all(w, c, n, SIGNAL_S8,
            arena_format(w->result->arena, "%llu orders with another kind of client order id than %s",
                         (unsigned long long)others, learned->tag));
}

static void no_active_deal(struct work *w, const struct cluster *c, struct incident *n) /* S9 */
{
    size_t known = 0;
    for (size_t i = 0; i < w->tables->deal_count; i++) {
        const struct deal_entry *d = &w->tables->deals[i];
        if ((d->marks & MARK_PAPER) || !coverage_serves(w, d->account, c->account)) continue;
        known++;
        if (d->from_ns <= c->to_ns && (!d->closed || d->to_ns >= c->from_ns)) return;
    }
    if (known > 0)
        hit_all(w, c, n, SIGNAL_S9, arena_format(w->result->arena, "none of %zu recorded deals was running", known));
}

static void unusual_hour(struct work *w, const struct cluster *c, const struct history *h, struct incident *n) /* S10 */
{
    enum { HISTORY = 50 };
    uint64_t unusual = 0;
    if (h->count < HISTORY) return;
    for (size_t i = 0; i < c->count; i++) {
        int64_t hour = at(w, c->orders[i])->first_ns / ((int64_t)3600 * NS_PER_SECOND) % 24;
        unusual += h->by_hour[hour < 0 ? hour + 24 : hour] * 100 < h->count;
    }
    if (unusual * 10 < c->count * 9) return;
    hit_all(w, c, n, SIGNAL_S10,
            arena_format(w->result->arena,
                         "%llu orders in hours (UTC) that hold less than 1 %% of the account's %zu other orders",
                         (unsigned long long)unusual, h->count));
}

static void known_window(struct work *w, const struct cluster *c, struct incident *n) /* S11 */
{
    static const struct {
        int month, first, last;
        const char *name;
    } windows[] = {{10, 18, 24, "18 to 24 October 2022"},
                   {11, 13, 14, "13 to 14 November 2022"},
                   {12, 8, 28, "8 to 28 December 2022"}};
    for (size_t i = 0; i < sizeof windows / sizeof windows[0]; i++) {
        int64_t from = time_from_civil(2022, windows[i].month, windows[i].first, 0, 0, 0);
        int64_t to = time_from_civil(2022, windows[i].month, windows[i].last + 1, 0, 0, 0) - 1;
        if (c->from_ns <= to && c->to_ns >= from)
            hit_all(w, c, n, SIGNAL_S11, arena_format(w->result->arena, "%s", windows[i].name));
    }
}

/* The place on the timeline of the first event at that moment or later. */
static size_t first_since(const struct work *w, int64_t at_ns)
{
    size_t low = 0, high = w->result->timeline_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (w->store->events.items[w->result->timeline[middle]].at_ns < at_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool tells_missing_funds(const struct work *w, const struct event *e, uint32_t account)
{
    if (e->kind != EVENT_BOT_EVENT && e->kind != EVENT_BOT_ORDER) return false;
    if (e->marks & MARK_PAPER || !coverage_serves(w, coverage_bot_account(w, e), account)) return false;
    return span_contains(store_get_text(w->store, e->text), SPAN("nsufficient funds"));
}

static void missing_funds(struct work *w, const struct cluster *c, struct incident *n) /* S13 */
{
    const int64_t after = (int64_t)6 * 3600 * NS_PER_SECOND;
    const struct result *r = w->result;
    LIST(uint32_t) messages = LIST_EMPTY;
    for (size_t i = first_since(w, c->from_ns); i < r->timeline_count; i++) {
        const struct event *e = &w->store->events.items[r->timeline[i]];
        if (e->at_ns > c->to_ns + after) break;
        if (tells_missing_funds(w, e, c->account)) *LIST_ADD(&messages) = r->timeline[i];
    }
    if (messages.count > 0) {
        char text[TIME_TEXT_MAX];
        time_format(w->store->events.items[messages.items[0]].at_ns, 0, text);
        struct signal_hit *hit =
            hit_all(w, c, n, SIGNAL_S13,
                    arena_format(r->arena, "%zu messages about missing funds, the first at %s", messages.count, text));
        hit->events = ARENA_ARRAY(r->arena, uint32_t, messages.count);
        hit->event_count = messages.count;
        memcpy(hit->events, messages.items, messages.count * sizeof *hit->events);
    }
    LIST_FREE(&messages);
}

void signals_corroborate(struct work *w, const struct cluster *c, const struct history *h, struct incident *incident)
{
    unmatched(w, c, incident);
    taker(w, c, incident);
    other_tag(w, c, incident);
    no_active_deal(w, c, incident);
    unusual_hour(w, c, h, incident);
    known_window(w, c, incident);
    missing_funds(w, c, incident);
}

void signal_ids_missing(struct work *w, const bool *joins, struct incident *incident) /* S12 */
{
    if (!joins[incident->account]) return;
    struct signal_hit hit = {.code = SIGNAL_S12,
                             .orders = ARENA_ARRAY(w->result->arena, uint32_t, incident->order_count)};
    for (size_t i = 0; i < incident->order_count; i++)
        if (id_join_wanted(w, at(w, incident->orders[i]))) hit.orders[hit.order_count++] = incident->orders[i];
    if (hit.order_count == 0) return;
    hit.value =
        arena_format(w->result->arena, "%zu orders have an id, none of them stands in a bot record", hit.order_count);
    *LIST_ADD(&incident->signals) = hit;
}
