/* incidents - clusters of unissued orders, and which of them stand out.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/incidents.h"

#include "attribution/id_join.h"
#include "attribution/sort.h"
#include "base/memory.h"

#define GAP_NS ((int64_t)30 * 60 * NS_PER_SECOND)

struct candidate { /* a cluster that became an incident */
    struct cluster cluster;
    struct incident incident;
};
typedef LIST(struct candidate) candidates;

static const struct order *at(const struct work *w, uint32_t order)
{
    return &w->result->orders.items[order];
}

uint32_t cluster_peak(const struct work *w, const uint32_t *orders, size_t count)
{
    const int64_t span = (int64_t)PEAK_SPAN_MINUTES * 60 * NS_PER_SECOND;
    uint32_t peak = 0;
    for (size_t i = 0, first = 0; i < count; i++) {
        while (at(w, orders[i])->first_ns - at(w, orders[first])->first_ns >= span) first++;
        if (i - first + 1 > peak) peak = (uint32_t)(i - first + 1);
    }
    return peak;
}

/* ---- clusters ------------------------------------------------------------------------------------------------------------ */

static bool in_declared_window(const struct work *w, const struct order *o)
{
    const struct case_file *c = w->options->case_file;
    if (!c || (c->incident_from_ns == TIME_NONE && c->incident_to_ns == TIME_NONE)) return false;
    return (c->incident_from_ns == TIME_NONE || o->first_ns >= c->incident_from_ns) &&
           (c->incident_to_ns == TIME_NONE || o->first_ns <= c->incident_to_ns);
}

/* One account's orders: the unissued ones, and all others as its history. Both in the order of time. */
static void split_account(const struct work *w, uint32_t account, struct history *h, uint32_t *unissued,
                          size_t *unissued_count)
{
    h->count = *unissued_count = 0;
    memset(h->by_hour, 0, sizeof h->by_hour);
    for (uint32_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = at(w, i);
        if (o->account != account) continue;
        if (o->verdict == VERDICT_UNISSUED) {
            unissued[(*unissued_count)++] = i;
            continue;
        }
        h->orders[h->count++] = i;
        int64_t hour = o->first_ns / ((int64_t)3600 * NS_PER_SECOND) % 24;
        h->by_hour[hour < 0 ? hour + 24 : hour]++;
    }
    h->peak = cluster_peak(w, h->orders, h->count);
}

static size_t cluster_end(const struct work *w, const uint32_t *orders, size_t from, size_t count)
{
    int64_t last = at(w, orders[from])->last_ns;
    size_t end = from + 1;
    for (; end < count; end++) {
        const struct order *o = at(w, orders[end]);
        bool declared = in_declared_window(w, o) && in_declared_window(w, at(w, orders[end - 1]));
        if (o->first_ns - last > GAP_NS && !declared) break;
        if (o->last_ns > last) last = o->last_ns;
    }
    return end;
}

static struct cluster make_cluster(const struct work *w, uint32_t account, uint32_t *orders, size_t count)
{
    struct cluster c = {.account = account,
                        .orders = orders,
                        .count = count,
                        .from_ns = at(w, orders[0])->first_ns,
                        .to_ns = INT64_MIN};
    for (size_t i = 0; i < count; i++) {
        if (at(w, orders[i])->last_ns > c.to_ns) c.to_ns = at(w, orders[i])->last_ns;
        c.declared = c.declared || in_declared_window(w, at(w, orders[i]));
    }
    return c;
}

/* ---- incidents ----------------------------------------------------------------------------------------------------------- */

static void add_hit(struct incident *n, bool is_there, struct signal_hit hit)
{
    if (is_there) *LIST_ADD(&n->signals) = hit;
}

static bool stands_out(struct work *w, const struct cluster *c, const struct history *h, struct incident *n)
{
    enum { MANY_ORDERS = 20 };
    struct signal_hit s2, s3, s4, s5;
    bool new_market = signal_new_market(w, c, &s2);
    bool funnel = signal_funnel(w, c, &s3);
    bool burst = signal_burst(w, c, h, &s4);
    bool round_trips = signal_round_trips(w, c, &s5);
    bool by_burst = burst && (c->count >= MANY_ORDERS || new_market || funnel || round_trips);
    bool by_market = new_market && (funnel || round_trips);
    if (!c->declared && !by_burst && !by_market) return false;
    add_hit(n, new_market, s2);
    add_hit(n, funnel, s3);
    add_hit(n, burst, s4);
    add_hit(n, round_trips, s5);
    signals_corroborate(w, c, h, n);
    return true;
}

static void list_markets(const struct work *w, const struct cluster *c, struct incident *n)
{
    bool *seen = memory_alloc(w->market_count + 1);
    n->markets = ARENA_ARRAY(w->result->arena, uint32_t, c->count);
    for (size_t i = 0; i < c->count; i++) {
        const struct order *o = at(w, c->orders[i]);
        n->fill_count += o->fill_count;
        if (!seen[o->market]) n->markets[n->market_count++] = o->market;
        seen[o->market] = true;
    }
    free(seen);
}

static void read_account(struct work *w, uint32_t account, candidates *out)
{
    uint32_t *unissued = memory_resize(NULL, w->result->orders.count + 1, sizeof *unissued);
    struct history h = {.orders = memory_resize(NULL, w->result->orders.count + 1, sizeof *h.orders)};
    size_t count;
    split_account(w, account, &h, unissued, &count);
    for (size_t i = 0, end; i < count; i = end) {
        end = cluster_end(w, unissued, i, count);
        struct candidate found = {.cluster = make_cluster(w, account, unissued + i, end - i)};
        if (!stands_out(w, &found.cluster, &h, &found.incident)) {
            LIST_FREE(&found.incident.signals);
            continue;
        }
        uint32_t *orders = ARENA_ARRAY(w->result->arena, uint32_t, end - i);
        memcpy(orders, unissued + i, (end - i) * sizeof *orders);
        found.cluster.orders = orders;
        *LIST_ADD(out) = found;
    }
    free(h.orders);
    free(unissued);
}

struct candidate_order {
    const struct work *w;
    const candidates *list;
};

static int compare_candidates(const void *context, uint32_t a, uint32_t b)
{
    const struct candidate_order *c = context;
    const struct cluster *left = &c->list->items[a].cluster;
    const struct cluster *right = &c->list->items[b].cluster;
    if (left->from_ns != right->from_ns) return left->from_ns < right->from_ns ? -1 : 1;
    return left->orders[0] < right->orders[0] ? -1 : left->orders[0] > right->orders[0];
}

static void number_incidents(struct work *w, const candidates *found)
{
    struct result *r = w->result;
    uint32_t *order = memory_resize(NULL, found->count + 1, sizeof *order);
    for (uint32_t i = 0; i < found->count; i++) order[i] = i;
    sort_indexes(order, found->count, compare_candidates, &(struct candidate_order){w, found});
    for (uint32_t i = 0; i < found->count; i++) {
        const struct cluster *c = &found->items[order[i]].cluster;
        struct incident *n = LIST_ADD(&r->incidents);
        *n = found->items[order[i]].incident;
        n->number = i + 1;
        n->from_ns = c->from_ns;
        n->to_ns = c->to_ns;
        n->account = c->account;
        n->orders = c->orders;
        n->order_count = c->count;
        list_markets(w, c, n);
        for (size_t k = 0; k < c->count; k++) {
            r->orders.items[c->orders[k]].incident = n->number;
            r->orders.items[c->orders[k]].reasons |= REASON_BIT(REASON_in_incident);
        }
    }
    free(order);
}

static void sort_signals(struct incident *n)
{
    for (size_t i = 1; i < n->signals.count; i++) {
        struct signal_hit moved = n->signals.items[i];
        size_t place = i;
        for (; place > 0 && n->signals.items[place - 1].code > moved.code; place--)
            n->signals.items[place] = n->signals.items[place - 1];
        n->signals.items[place] = moved;
    }
}

void incidents_find(struct work *w)
{
    candidates found = LIST_EMPTY;
    bool *concerned = memory_alloc(w->account_count + 1);
    for (size_t i = 0; i < w->result->orders.count; i++)
        if (w->result->orders.items[i].verdict == VERDICT_UNISSUED)
            concerned[w->result->orders.items[i].account] = true;
    for (uint32_t a = 0; a < w->account_count; a++)
        if (concerned[a]) read_account(w, a, &found);
    number_incidents(w, &found);
    bool *joins = memory_alloc(w->account_count + 1);
    id_join_accounts(w, joins);
    for (size_t i = 0; i < w->result->incidents.count; i++) {
        signal_ids_missing(w, joins, &w->result->incidents.items[i]);
        sort_signals(&w->result->incidents.items[i]);
    }
    free(joins);
    free(concerned);
    LIST_FREE(&found);
}
