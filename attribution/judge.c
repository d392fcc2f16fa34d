/* judge - which clusters of unissued orders are incidents.
 *
 * A cluster is one when it touches the window that the case file declares, or by one of these rules. "Large" compares the
 * largest single order of the cluster with the largest of the account otherwise, in the same currency.
 *   burst   S4 and one of: at least 40 orders, 20 with a peak of 15 in ten minutes, S2, S3, or a loss (S5) of 5 % of the turnover.
 *           S2 alone does not do for a person's evening: bought and sold in turn in the usual sizes, and hardly anything lost
 *   coin    twenty orders in new markets (S2) with a peak of 15 in ten minutes, however busy the bots are otherwise; but
 *           not to and fro as above
 *   trips   S5 with a loss of 5 % of the turnover, and five round trips, or three of them in a new market (S2); or twenty,
 *           nine in ten at a loss, with 1 % of the turnover lost
 *   funnel  S3 into a new coin and: at least five assets; or three and either three times as large as ever, or a price that
 *           rose by a tenth (S6), or six orders begun within ten seconds each; or fewer, within ten minutes, and five times as
 *           large, or three times and a risen price. Or S3 into a coin hardly ever traded, with three assets, four fifths of the
 *           proceeds, within half an hour, three times as large
 *   ids     where the ids of the account's orders stand in bot records and those of these do not. Without trades by hand
 *           otherwise: four orders in half an hour; or two with S2 within an hour, or three times as large as ever; or two round
 *           trips with that loss. With them: ten orders in half an hour and three times the largest such group; or two with S2 and three
 *           times as large
 *   slow    (days long, one market that no bot trades) five round trips, four in five at a loss, 10 % of the turnover lost
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/incidents/incidents.h"
#include "attribution/matching/id_join.h"
#include "base/memory.h"

struct findings { /* what the signals say of one cluster */
    struct signal_hit hits[SIGNAL_S6 + 1];
    bool there[SIGNAL_S6 + 1];
    struct funnel funnel;
    struct trips trips;
    struct cluster_size size;
};

static void look(struct work *w, const struct cluster *c, const struct history *h, struct findings *f)
{
    struct market_sums sums;
    market_sums_build(w, c->orders, c->count, &sums);
    f->there[SIGNAL_S2] = signal_new_market(w, c, h, &f->hits[SIGNAL_S2]);
    f->there[SIGNAL_S3] = signal_funnel(w, c, &sums, h, &f->hits[SIGNAL_S3], &f->funnel);
    f->there[SIGNAL_S4] = signal_burst(w, c, h, &f->hits[SIGNAL_S4]);
    f->there[SIGNAL_S5] = signal_round_trips(w, c, &sums, &f->hits[SIGNAL_S5], &f->trips);
    f->there[SIGNAL_S6] = signal_rise(w, c, &sums, &f->hits[SIGNAL_S6]);
    f->size = cluster_measure(w, c, h);
    market_sums_free(&sums);
}

/* Who buys and sells in turn, in sizes as usual, and ends about where he began, has done himself no harm. */
static bool is_to_and_fro(const struct findings *f)
{
    enum { TRIPS = 3, LARGE = 2 };
    return f->trips.trips >= TRIPS && !f->trips.loses_5 && !cluster_is_large(&f->size, LARGE);
}

static bool by_burst(const struct work *w, const struct cluster *c, const struct findings *f)
{
    enum { ORDERS = 20, PEAK = 15, ORDERS_STEADY = 40 };
    if (!f->there[SIGNAL_S4]) return false;
    if (f->there[SIGNAL_S3] || f->trips.loses_5 || (f->there[SIGNAL_S2] && !is_to_and_fro(f))) return true;
    if (c->count >= ORDERS_STEADY) return true;
    return c->count >= ORDERS && cluster_peak(w, c->orders, c->count, PEAK_SPAN_MINUTES) >= PEAK;
}

/* Bots that are busy at the same time would hide a burst; of a coin that they never traded they have no orders. */
static bool by_new_coin(const struct work *w, const struct findings *f)
{
    enum { ORDERS = 20, PEAK = 15 };
    const struct signal_hit *hit = &f->hits[SIGNAL_S2];
    return f->there[SIGNAL_S2] && hit->order_count >= ORDERS && !is_to_and_fro(f) &&
           cluster_peak(w, hit->orders, hit->order_count, PEAK_SPAN_MINUTES) >= PEAK;
}

static bool by_trips(const struct findings *f)
{
    enum { TRIPS = 5, TRIPS_NEW = 3, TRIPS_GRIND = 20 };
    const struct trips *t = &f->trips;
    if (t->loses_1 && t->trips >= TRIPS_GRIND && t->losing * 10 >= t->trips * 9) return true;
    return f->trips.loses_5 && f->trips.trips >= (f->there[SIGNAL_S2] ? (uint32_t)TRIPS_NEW : (uint32_t)TRIPS);
}

/* Holdings sold and a coin bought at a pace that no hand keeps on an order form: that of a program. */
static bool is_quick(const struct work *w, const struct cluster *c)
{
    enum { ORDERS = 6, SECONDS_EACH = 10 };
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < c->count; i++) /* resting orders end when the market wants */
        if (w->result->orders.items[c->orders[i]].first_ns > last)
            last = w->result->orders.items[c->orders[i]].first_ns;
    return c->count >= ORDERS && last - c->from_ns <= (int64_t)(c->count - 1) * SECONDS_EACH * NS_PER_SECOND;
}

static bool by_funnel(const struct work *w, const struct cluster *c, const struct findings *f)
{
    enum { FEW = 3, MANY = 5, LARGE = 3, VERY_LARGE = 5, MINUTES_FEW = 10, MINUTES_RARE = 30 };
    const int64_t minute = (int64_t)60 * NS_PER_SECOND;
    if (!f->there[SIGNAL_S3]) return false;
    bool large = cluster_is_large(&f->size, LARGE);
    if (f->funnel.new_coin) {
        if (f->funnel.assets >= MANY) return true;
        if (f->funnel.assets >= FEW) return large || f->there[SIGNAL_S6] || is_quick(w, c);
        return c->to_ns - c->from_ns <= MINUTES_FEW * minute &&
               ((large && f->there[SIGNAL_S6]) || cluster_is_large(&f->size, VERY_LARGE));
    }
    return f->funnel.rare_coin && f->funnel.assets >= FEW && f->funnel.most_spent && large &&
           c->to_ns - c->from_ns <= MINUTES_RARE * minute;
}

/* Orders of which a bot record with the id could be expected: those that a failed placement, a deal's totals or a
 * closed deal may speak of are left out. */
static size_t without_id_join(const struct work *w, const struct cluster *c, uint32_t *out)
{
    const reason_set held_back =
        REASON_BIT(REASON_failed_placement) | REASON_BIT(REASON_partial_deal_match) | REASON_BIT(REASON_closes_deal);
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct order *o = &w->result->orders.items[c->orders[i]];
        if (id_join_wanted(w, o) && !(o->reasons & held_back)) out[count++] = c->orders[i];
    }
    return count;
}

static bool trades_by_hand(const struct work *w, const struct cluster *c, const struct history *h, uint32_t *largest)
{
    enum { USUAL = 3 };
    bool own = c->count < HAND_GROUP; /* the cluster itself was counted as one of these groups */
    uint32_t orders = h->hand_orders - (own ? (uint32_t)c->count : 0);
    const struct case_file *declared = w->options->case_file;
    *largest = own && h->hand_peak == c->count ? h->hand_peak_next : h->hand_peak;
    return orders >= USUAL || (declared && declared->manual_trading == MANUAL_SOMETIMES);
}

static bool by_ids(const struct work *w, const struct cluster *c, const struct history *h, const struct findings *f)
{
    enum { MINUTES = 30, MINUTES_NEW = 60, FEW = 2, GROUP = 4, LARGE = 3, TIMES = 3 };
    if (!h->joins) return false;
    uint32_t *orders = memory_resize(NULL, c->count + 1, sizeof *orders);
    size_t count = without_id_join(w, c, orders);
    uint32_t peak = cluster_peak(w, orders, count, MINUTES);
    uint32_t by_hand;
    free(orders);
    bool large = cluster_is_large(&f->size, LARGE);
    bool quick = c->to_ns - c->from_ns <= MINUTES_NEW * (int64_t)60 * NS_PER_SECOND;
    if (trades_by_hand(w, c, h, &by_hand))
        return (peak >= HAND_GROUP && peak >= TIMES * by_hand) || (count >= FEW && f->there[SIGNAL_S2] && large);
    return peak >= GROUP || (count >= FEW && ((f->there[SIGNAL_S2] && quick) || large)) ||
           (count >= FEW && f->trips.loses_5 && f->trips.trips >= FEW);
}

static void state_size(struct work *w, struct findings *f)
{
    char largest[DECIMAL_TEXT_MAX], otherwise[DECIMAL_TEXT_MAX];
    if (f->size.quote == 0) return;
    decimal_format_short(f->size.largest, largest);
    decimal_format_short(f->size.otherwise, otherwise);
    for (enum signal code = SIGNAL_S2; code <= SIGNAL_S3; code++)
        if (f->there[code])
            f->hits[code].value = arena_format(w->result->arena,
                                               "%s; largest order %s %.*s, the account's largest other order %s (coins "
                                               "that stand for a dollar count as one)",
                                               f->hits[code].value, largest,
                                               SPAN_ARG(store_get_text(w->store, f->size.quote)), otherwise);
}

static void accept(struct work *w, const struct cluster *c, const struct history *h, struct findings *f,
                   struct incident *n)
{
    state_size(w, f);
    for (enum signal code = SIGNAL_S2; code <= SIGNAL_S6; code++)
        if (f->there[code]) *LIST_ADD(&n->signals) = f->hits[code];
    signals_corroborate(w, c, h, n);
}

bool judge_cluster(struct work *w, const struct cluster *c, const struct history *h, struct incident *n)
{
    struct findings f = {0};
    look(w, c, h, &f);
    if (!c->declared && !by_burst(w, c, &f) && !by_new_coin(w, &f) && !by_trips(&f) && !by_funnel(w, c, &f) &&
        !by_ids(w, c, h, &f))
        return false;
    accept(w, c, h, &f, n);
    return true;
}

bool judge_slow(struct work *w, const struct cluster *c, const struct history *h, struct incident *n)
{
    enum { TRIPS = 5 };
    struct findings f = {0};
    if (c->count < 2 * TRIPS || h->explained[w->pair[w->result->orders.items[c->orders[0]].market]]) return false;
    look(w, c, h, &f);
    if (!f.trips.loses_10 || f.trips.trips < TRIPS || f.trips.losing * 5 < f.trips.trips * 4) return false;
    accept(w, c, h, &f, n);
    return true;
}
