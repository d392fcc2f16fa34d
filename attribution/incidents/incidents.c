/* incidents - clusters of unissued orders, and which of them stand out.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/incidents/incidents.h"

#include "attribution/matching/id_join.h"
#include "attribution/sort.h"
#include "base/memory.h"

#define LINKED_GAP_NS ((int64_t)2 * 3600 * NS_PER_SECOND)
#define SLOW_GAP_NS ((int64_t)48 * 3600 * NS_PER_SECOND)

struct candidate { /* a cluster that became an incident */
    struct cluster cluster;
    struct incident incident;
};
typedef LIST(struct candidate) candidates;

static const struct order *at(const struct work *w, uint32_t order)
{
    return &w->result->orders.items[order];
}

/* ---- clusters ------------------------------------------------------------------------------------------------------------ */

static bool in_declared_window(const struct work *w, const struct order *o)
{
    const struct case_file *c = w->options->case_file;
    if (!c || (c->incident_from_ns == TIME_NONE && c->incident_to_ns == TIME_NONE)) return false;
    return (c->incident_from_ns == TIME_NONE || o->first_ns >= c->incident_from_ns) &&
           (c->incident_to_ns == TIME_NONE || o->first_ns <= c->incident_to_ns);
}

struct unissued { /* of one account, ascending time */
    uint32_t *orders;
    size_t count;
    bool *taken; /* per place in orders: part of an incident */
};

static size_t cluster_end(const struct work *w, const uint32_t *orders, size_t from, size_t count)
{
    int64_t last = at(w, orders[from])->last_ns;
    size_t end = from + 1;
    for (; end < count; end++) {
        const struct order *o = at(w, orders[end]);
        bool declared = in_declared_window(w, o) && in_declared_window(w, at(w, orders[end - 1]));
        if (o->first_ns - last > INCIDENT_GAP_NS && !declared) break;
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

static bool try_cluster(struct work *w, struct cluster c, const struct history *h, struct candidate *found)
{
    *found = (struct candidate){.cluster = c};
    if (judge_cluster(w, &c, h, &found->incident)) return true;
    LIST_FREE(&found->incident.signals);
    return false;
}

static void keep(struct work *w, struct candidate found, candidates *out)
{
    uint32_t *orders = ARENA_ARRAY(w->result->arena, uint32_t, found.cluster.count);
    memcpy(orders, found.cluster.orders, found.cluster.count * sizeof *orders);
    found.cluster.orders = orders;
    *LIST_ADD(out) = found;
}

/* The later cluster pays with what the earlier one was paid. */
static bool spends_gains(const struct work *w, const struct cluster *earlier, const struct cluster *later)
{
    struct market_sums gains, spending;
    bool found = false;
    market_sums_build(w, earlier->orders, earlier->count, &gains);
    market_sums_build(w, later->orders, later->count, &spending);
    for (size_t i = 0; i < gains.count; i++)
        for (size_t k = 0; k < spending.count; k++)
            found = found || (market_sells_net(&gains.items[i]) && market_buys_net(&spending.items[k]) &&
                              w->store->markets.items[gains.items[i].market].quote ==
                                  w->store->markets.items[spending.items[k].market].quote);
    market_sums_free(&gains);
    market_sums_free(&spending);
    return found;
}

/* Tries a cluster together with the next one. */
static bool try_linked(struct work *w, const struct unissued *u, const struct cluster *c, const struct history *h,
                       struct candidate *found)
{
    size_t from = (size_t)(c->orders - u->orders), next = from + c->count;
    if (next == u->count || at(w, u->orders[next])->first_ns - c->to_ns > LINKED_GAP_NS) return false;
    size_t end = cluster_end(w, u->orders, next, u->count);
    struct cluster later = make_cluster(w, c->account, u->orders + next, end - next);
    if (!spends_gains(w, c, &later)) return false;
    if (try_cluster(w, later, h, found)) { /* it stands by itself, and is found in its turn */
        LIST_FREE(&found->incident.signals);
        return false;
    }
    return try_cluster(w, make_cluster(w, c->account, u->orders + from, end - from), h, found);
}

/* Leaves out what only stands near in time, unless it takes that to make an incident of the rest. */
static void leave_out_near(struct work *w, const struct history *h, struct candidate *found, uint32_t *scratch)
{
    struct cluster whole = found->cluster;
    size_t count = links_keep(w, &whole, h, scratch);
    struct candidate linked;
    if (count == whole.count || count == 0) return;
    if (try_cluster(w, make_cluster(w, whole.account, scratch, count), h, &linked)) {
        LIST_FREE(&found->incident.signals);
        *found = linked;
    }
}

static void mark_taken(const struct unissued *u, size_t from, const struct cluster *c)
{
    for (size_t i = from, k = 0; k < c->count; i++)
        if (u->orders[i] == c->orders[k]) u->taken[i] = ++k > 0;
}

static void read_clusters(struct work *w, const struct unissued *u, struct history *h, candidates *out)
{
    uint32_t *scratch = memory_resize(NULL, u->count + 1, sizeof *scratch);
    for (size_t i = 0, end; i < u->count; i = end) {
        struct candidate found;
        end = cluster_end(w, u->orders, i, u->count);
        struct cluster c = make_cluster(w, h->account, u->orders + i, end - i);
        history_advance(w, h, c.from_ns);
        if (!try_cluster(w, c, h, &found) && !try_linked(w, u, &c, h, &found)) {
            history_add(w, h, c.orders, c.count);
            continue;
        }
        end = i + found.cluster.count;
        leave_out_near(w, h, &found, scratch);
        mark_taken(u, i, &found.cluster);
        keep(w, found, out);
    }
    free(scratch);
}

/* ---- what takes after the bots ------------------------------------------------------------------------------------------- */

static void read_shadows(struct work *w, const struct unissued *u, const struct history *h, candidates *out)
{
    uint32_t *left = memory_resize(NULL, u->count + 1, sizeof *left);
    uint32_t *shadows = memory_resize(NULL, u->count + 1, sizeof *shadows);
    size_t count = 0;
    for (size_t i = 0; i < u->count; i++)
        if (!u->taken[i]) left[count++] = u->orders[i];
    count = shadows_find(w, h->account, left, count, shadows);
    if (count > 0) {
        struct candidate found = {.cluster = make_cluster(w, h->account, shadows, count)};
        struct signal_hit hit;
        signal_begin(w, &found.cluster, SIGNAL_S14, &hit);
        memcpy(hit.orders, shadows, count * sizeof *shadows);
        hit.order_count = count;
        hit.value =
            arena_format(w->result->arena,
                         "%zu orders of the exact size, or in the very minute, of one that a bot had running", count);
        *LIST_ADD(&found.incident.signals) = hit;
        signals_corroborate(w, &found.cluster, h, &found.incident);
        keep(w, found, out);
    }
    for (size_t i = 0, k = 0; i < u->count && k < count; i++)
        if (u->orders[i] == shadows[k]) u->taken[i] = ++k > 0;
    free(shadows);
    free(left);
}

/* ---- slow thieves -------------------------------------------------------------------------------------------------------- */

/* What is left, market by market. */
static void read_slow(struct work *w, const struct unissued *u, const struct history *h, candidates *out)
{
    uint32_t *left = memory_resize(NULL, u->count + 1, sizeof *left);
    struct sort_key *keys = memory_resize(NULL, u->count + 1, sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < u->count; i++)
        if (!u->taken[i])
            keys[count++] = (struct sort_key){w->market_rank[at(w, u->orders[i])->market], u->orders[i], 0};
    sort_keys(keys, count);
    for (size_t i = 0; i < count; i++) left[i] = keys[i].index;
    free(keys);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && at(w, left[end])->market == at(w, left[i])->market; end++)
            if (at(w, left[end])->first_ns - at(w, left[end - 1])->last_ns > SLOW_GAP_NS) break;
        struct candidate found = {.cluster = make_cluster(w, h->account, left + i, end - i)};
        if (judge_slow(w, &found.cluster, h, &found.incident))
            keep(w, found, out);
        else
            LIST_FREE(&found.incident.signals);
    }
    free(left);
}

/* ---- accounts ------------------------------------------------------------------------------------------------------------ */

static void read_account(struct work *w, uint32_t account, candidates *out)
{
    struct unissued u = {.orders = memory_resize(NULL, w->result->orders.count + 1, sizeof *u.orders)};
    struct history h;
    history_build(w, account, &h);
    for (uint32_t i = 0; i < w->result->orders.count; i++)
        if (at(w, i)->account == account && at(w, i)->verdict == VERDICT_UNISSUED) u.orders[u.count++] = i;
    for (size_t i = 0, end; i < u.count; i = end) {
        end = cluster_end(w, u.orders, i, u.count);
        history_count_group(&h, end - i);
    }
    history_settle(w, &h);
    u.taken = memory_alloc(u.count + 1);
    read_clusters(w, &u, &h, out);
    read_shadows(w, &u, &h, out);
    read_slow(w, &u, &h, out);
    history_free(&h);
    free(u.taken);
    free(u.orders);
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
