/* story - page one's account of what the graded orders did and what they changed, the weightiest first.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

#include <stdlib.h>

enum { MARKETS_TOLD = 5, SOLD_TOLD = 8, LEAD_ASSETS = 2, REST_ASSETS = 16 };

/* ---- losses in the order of their weight ------------------------------------------------------------------------- */

struct weighed {
    const struct loss *loss;
    uint64_t orders; /* that moved the asset */
    size_t place;    /* in result->losses, which is in the order of names */
};

static int by_weight(const void *left, const void *right)
{
    const struct weighed *a = left, *b = right;
    if (a->orders != b->orders) return a->orders > b->orders ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

size_t losses_by_weight(const struct builder *b, uint32_t incident, const char *method, const struct loss ***out)
{
    const size_t all = b->r->losses.count;
    struct weighed *list = ARENA_ARRAY(b->arena, struct weighed, all + 1);
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        const struct loss *loss = &b->r->losses.items[i];
        if (loss->incident != incident || !span_is(span_of(method), loss->method)) continue;
        list[count++] = (struct weighed){loss, figures_asset_orders(b->figures, b->store, loss->asset), i};
    }
    if (count > 1) qsort(list, count, sizeof *list, by_weight);
    *out = ARENA_ARRAY(b->arena, const struct loss *, count + 1);
    for (size_t i = 0; i < count; i++) (*out)[i] = list[i].loss;
    return count;
}

/* "+3 BUSD, -0.6 BTC and 2 more" of losses `from` up to `to`. */
static const char *amounts_of(const struct builder *b, const struct loss *const *losses, size_t from, size_t to)
{
    const char *list = "";
    const size_t end = to - from > REST_ASSETS ? from + REST_ASSETS : to;
    for (size_t i = from; i < end; i++) list = value_join(b, list, ", ", loss_with_asset(b, losses[i]));
    return end < to ? value_join(b, list, " ", words_and_more(b->say, value_u64(b, to - end))) : list;
}

const char *value_result_of(const struct builder *b, uint32_t incident)
{
    const struct loss **losses;
    size_t count = losses_by_weight(b, incident, "realised-in-quote", &losses);
    if (count > 0) return words_result_realised(b->say, amounts_of(b, losses, 0, count));
    count = losses_by_weight(b, incident, "net-change", &losses);
    if (count == 0) return "";
    return words_result_net(b->say, amounts_of(b, losses, 0, count < LEAD_ASSETS ? count : LEAD_ASSETS));
}

const char *value_result(const struct builder *b)
{
    return value_result_of(b, 0);
}

/* ---- what they did ----------------------------------------------------------------------------------------------- */

static const char *with_asset(const struct builder *b, bool known, struct decimal amount, uint32_t asset)
{
    return words_two_parts(b->say, value_sum(b, known, amount), value_visible(b, store_get_text(b->store, asset)));
}

static const char *describe_trip(const struct builder *b, const struct round_trip *trip)
{
    const struct market_group *in = trip->bought, *out = trip->sold;
    const struct market *m = &b->store->markets.items[in->market];
    return words_story_trip(b->say, value_market(b, in->market), words_n_order(b->say, in->orders),
                            with_asset(b, in->qty_known, in->qty, m->base),
                            with_asset(b, in->cost_known, in->cost, m->quote), words_n_order(b->say, out->orders),
                            with_asset(b, out->qty_known, out->qty, m->base),
                            with_asset(b, out->cost_known, out->cost, m->quote));
}

/* Sales of anything else for the currency that the round trips were made with. */
struct sales {
    uint64_t orders;
    size_t markets;
    struct decimal sum;
    bool known;
    const char *names;
};

static bool feeds(const struct builder *b, const struct market_group *g, const struct round_trip *trip)
{
    const struct market *markets = b->store->markets.items;
    return g->side == SIDE_SELL && g->account == trip->bought->account && g->market != trip->bought->market &&
           markets[g->market].quote == markets[trip->bought->market].quote;
}

static struct sales sum_sales(const struct builder *b, const struct round_trip *trip, size_t most)
{
    struct sales s = {.known = true, .names = ""};
    for (size_t i = 0; i < b->figures->market_count; i++) {
        const struct market_group *g = &b->figures->markets[i];
        if (!feeds(b, g, trip)) continue;
        s.orders += g->orders;
        s.known = s.known && g->cost_known && decimal_add(s.sum, g->cost, &s.sum);
        const uint32_t base = b->store->markets.items[g->market].base;
        if (s.markets++ < most)
            s.names = value_join(b, s.names, ", ", value_visible(b, store_get_text(b->store, base)));
    }
    if (s.markets > most) s.names = value_join(b, s.names, " ", words_and_more(b->say, value_u64(b, s.markets - most)));
    return s;
}

static const char *describe_sales(const struct builder *b, const struct round_trip *trip, size_t most)
{
    const struct sales s = sum_sales(b, trip, most);
    const uint32_t quote = b->store->markets.items[trip->bought->market].quote;
    if (s.orders == 0) return "";
    return words_story_sold(b->say, words_n_order(b->say, s.orders), with_asset(b, s.known, s.sum, quote), s.names);
}

/* The markets that the two sentences before have not spoken of. */
static const char *describe_others(const struct builder *b, const struct round_trip *trip)
{
    const char *list = "";
    size_t all = 0;
    for (size_t i = 0; i < b->figures->market_count; i++) {
        const struct market_group *g = &b->figures->markets[i];
        if (g == trip->bought || g == trip->sold || feeds(b, g, trip)) continue;
        if (all++ < MARKETS_TOLD) list = value_join(b, list, ", ", value_group(b, g));
    }
    if (all > MARKETS_TOLD) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - MARKETS_TOLD)));
    return all > 0 ? words_story_others(b->say, list) : "";
}

const char *story_trip(const struct builder *b, const struct round_trip *trip, size_t most)
{
    const char *story = describe_trip(b, trip), *sales = describe_sales(b, trip, most);
    return *sales ? words_two_parts(b->say, story, sales) : story;
}

const char *story_deeds(const struct builder *b)
{
    const struct round_trip *trip = &b->figures->trip;
    if (!trip->bought) return words_story_where(b->say, value_flagged_markets(b, MARKETS_TOLD));
    const char *story = story_trip(b, trip, SOLD_TOLD), *others = describe_others(b, trip);
    return *others ? words_two_parts(b->say, story, others) : story;
}

/* ---- what they changed ------------------------------------------------------------------------------------------- */

void tell_changes(struct builder *b)
{
    const struct loss **losses;
    const size_t net = losses_by_weight(b, 0, "net-change", &losses), lead = net < LEAD_ASSETS ? net : LEAD_ASSETS;
    if (net == 0) {
        add_paragraph(b, words_story_cost_none(b->say));
        return;
    }
    const char *story = words_story_cost(b->say, amounts_of(b, losses, 0, lead));
    if (net > lead) story = words_two_parts(b->say, story, words_cost_rest(b->say, amounts_of(b, losses, lead, net)));
    add_paragraph(b, story);
    const char *fiat = fiat_sentence(b);
    if (*fiat) add_paragraph(b, words_two_parts(b->say, fiat, words_summary_fiat_more(b->say)));
}
