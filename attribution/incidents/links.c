/* links - which orders of a cluster have more in common with it than the time.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/incidents/incidents.h"

static const struct order *at(const struct work *w, uint32_t order)
{
    return &w->result->orders.items[order];
}

/* Another order of the cluster trades its coin, or pays with it. */
static bool shares_coin(const struct work *w, const struct cluster *c, size_t place)
{
    const struct market *all = w->store->markets.items;
    uint32_t coin = all[at(w, c->orders[place])->market].base;
    for (size_t i = 0; i < c->count; i++) {
        const struct market *m = &all[at(w, c->orders[i])->market];
        if (i != place && (m->base == coin || m->quote == coin)) return true;
    }
    return false;
}

static bool is_linked(const struct work *w, const struct cluster *c, const struct history *h, size_t place)
{
    const struct order *o = at(w, c->orders[place]);
    if (o->side != SIDE_BUY) return true;                                  /* holdings are sold first */
    if (!(o->reasons & REASON_BIT(REASON_channel_silent))) return true;    /* a key sent it */
    if (history_is_new(w, h, w->pair[o->market], c->from_ns)) return true; /* S2 */
    return shares_coin(w, c, place);
}

size_t links_keep(const struct work *w, const struct cluster *c, const struct history *h, uint32_t *out)
{
    enum { LEAST = 10, MOST = 3 };
    size_t count = 0;
    if (c->declared || c->count < LEAST) return c->count;
    for (size_t i = 0; i < c->count; i++)
        if (is_linked(w, c, h, i)) out[count++] = c->orders[i];
    return c->count - count > MOST ? c->count : count;
}

/* Of what links_keep asks, all that can be asked of an order that is no part of the incident. */
static bool is_left_out(const struct work *w, const struct incident *n, const struct order *o)
{
    const struct market *all = w->store->markets.items;
    bool shares = false;
    for (size_t i = 0; i < n->market_count; i++)
        shares =
            shares || all[n->markets[i]].base == all[o->market].base || all[n->markets[i]].quote == all[o->market].base;
    return o->side == SIDE_BUY && (o->reasons & REASON_BIT(REASON_channel_silent)) && !shares;
}

uint32_t links_near(const struct work *w, const struct order *o)
{
    const struct result *r = w->result;
    for (size_t i = 0; i < r->incidents.count && o->verdict == VERDICT_UNISSUED && o->incident == 0; i++) {
        const struct incident *n = &r->incidents.items[i];
        if (n->account == o->account && o->first_ns >= n->from_ns - INCIDENT_GAP_NS &&
            o->last_ns <= n->to_ns + INCIDENT_GAP_NS && is_left_out(w, n, o))
            return n->number;
    }
    return 0;
}
