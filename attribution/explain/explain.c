/* explain - asks the questions of the matching once more, of every bot order of the pair, and keeps the answers.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/explain/explain.h"

#include "attribution/doubts.h"
#include "attribution/incidents/incidents.h"
#include "attribution/matching/deal_sets.h"
#include "attribution/matching/fit.h"
#include "attribution/matching/id_join.h"
#include "attribution/matching/own_tag.h"
#include "attribution/values.h"
#include "attribution/zones/skew.h"
#include "base/memory.h"

#define NEAR_NS FIT_LATE_NS /* so far from its window a record is still listed */

struct asker {
    struct work *w;
    struct explanation *x;
    const struct order *order;
    const uint32_t *holder, *held; /* per bot order: see explained_candidate */
};

const char *explain_question_name(enum explain_question q)
{
    static const char *const names[ASK_COUNT] = {"market", "venue", "side", "time", "size", "id", "price", "usable"};
    return names[q];
}

const char *explain_fate_name(enum explain_fate f)
{
    static const char *const names[] = {"explains", "rival", "taken", "unused", "part", "not-asked", "dropped"};
    return names[f];
}

const char *explain_way_name(enum explain_way w)
{
    static const char *const names[] = {"", "executed", "asked", "rounded", "net", "cancelled-part", "part-of-total"};
    return names[w];
}

static const struct order *order_at(const struct asker *a, uint32_t i)
{
    return &a->w->result->orders.items[i];
}

/* ---- one record -------------------------------------------------------------------------------------------------------- */

/* The record with its times by the exchange's clock, as it was matched. */
static struct bot_order as_matched(const struct asker *a, uint32_t bot)
{
    struct bot_order b = a->w->result->bot_orders.items[bot];
    int64_t by = skew_of(a->w, b.account);
    b.placed_ns += by;
    if (b.closed_ns != TIME_NONE) b.closed_ns += by;
    return b;
}

static uint8_t yes_or_no(bool yes)
{
    return yes ? ANSWER_YES : ANSWER_NO;
}

/* In which way the sizes agree, if they do: the ways that candidates.c looks for. */
static enum explain_way size_way(const struct asker *a, const struct bot_order *b, const struct order *o)
{
    struct decimal executed, asked, size;
    unsigned order_ways = fit_order_ways(a->w, o, &executed, &asked);
    unsigned bot_ways = fit_bot_ways(a->w, b, &size);
    unsigned both = order_ways & bot_ways;
    if ((both & FIT_WAY_BIT(FIT_WAY_EXECUTED)) && fit_same_size(a->w, b, o, FIT_WAY_EXECUTED, a->x->decimals))
        return WAY_EXECUTED;
    if ((both & FIT_WAY_BIT(FIT_WAY_ASKED)) && fit_same_size(a->w, b, o, FIT_WAY_ASKED, a->x->decimals))
        return WAY_ASKED;
    if ((both & FIT_WAY_BIT(FIT_WAY_EXECUTED)) && size.scale > a->x->decimals &&
        fit_same_size(a->w, b, o, FIT_WAY_ROUNDED, a->x->decimals))
        return WAY_ROUNDED;
    if ((order_ways & FIT_WAY_BIT(FIT_WAY_EXECUTED)) && fit_same_size(a->w, b, o, FIT_WAY_PART, a->x->decimals))
        return WAY_CANCELLED;
    return (b->traits & BOT_NET_SIZE) && fit_net_size(a->w, b, o) ? WAY_NET : WAY_NONE;
}

static uint8_t ask_id(const struct asker *a, const struct bot_order *b, const struct order *o, bool names_id)
{
    if (names_id) return ANSWER_YES;
    return b->exchange_id != IDENT_NONE && !fit_ids(a->w, b, o) ? ANSWER_NO : ANSWER_NONE;
}

static uint8_t ask_price(const struct asker *a, const struct bot_order *b, const struct order *o)
{
    struct decimal own, stated;
    if (!order_amount(a->w->store, o, ORDER_PRICE, &own) || decimal_sign(own) <= 0) return ANSWER_NONE;
    if (!bot_amount(a->w->store, b, BOT_PRICE, &stated)) return ANSWER_NONE;
    return yes_or_no(fit_order_price(a->w, b, o) == FIT_PRICE_OK);
}

static void ask_part_of_total(const struct asker *a, const struct bot_order *b, struct explained_candidate *c)
{
    struct decimal total;
    bool has = value_of(a->w->store, b->mantissa[BOT_QTY], b->scale[BOT_QTY], &total);
    bool part = has && deal_sets_in_size(a->w, a->order, total);
    c->window = deal_sets_window(a->w, b);
    c->answers[ASK_TIME] = yes_or_no(deal_sets_in_time(c->window, a->order));
    c->answers[ASK_SIZE] = yes_or_no(part);
    c->way = part ? WAY_PART : WAY_NONE;
}

static bool names_id(const struct bot_order *b, const struct order *o)
{
    if (b->exchange_id == IDENT_NONE) return false;
    if (b->exchange_id == o->order_id) return !(o->reasons & REASON_BIT(REASON_id_damaged));
    return (b->traits & BOT_OF_PROGRAM) && b->exchange_id == o->client_id;
}

static void ask(const struct asker *a, const struct order *o, const struct bot_order *b, struct explained_candidate *c)
{
    c->names_id = names_id(b, o);
    c->joins = c->names_id && fit_usable(b) && fit_by_id(a->w, b, o);
    c->answers[ASK_MARKET] = yes_or_no(fit_pair(a->w, b, o));
    c->answers[ASK_VENUE] = yes_or_no(fit_venue(a->w, b, o->account));
    c->answers[ASK_SIDE] = yes_or_no(o->side == b->side);
    c->answers[ASK_USABLE] = yes_or_no(!b->paper && !(b->traits & BOT_FAILED));
    if (b->is_deal_total) {
        ask_part_of_total(a, b, c);
        return;
    }
    c->window = fit_window(a->w, b, time_grain(o->digits));
    c->answers[ASK_TIME] = yes_or_no(fit_time(a->w, b, o));
    c->way = (uint8_t)size_way(a, b, o);
    c->answers[ASK_SIZE] = yes_or_no(c->way != WAY_NONE);
    c->answers[ASK_ID] = ask_id(a, b, o, c->names_id);
    c->answers[ASK_PRICE] = ask_price(a, b, o);
}

/* ASK_COUNT: all fits. */
static enum explain_question first_no(const struct explained_candidate *c)
{
    enum explain_question q = ASK_MARKET;
    while (q < ASK_COUNT && c->answers[q] != ANSWER_NO) q++;
    return q;
}

static enum fit_way way_of(enum explain_way way)
{
    switch (way) {
    case WAY_ASKED: return FIT_WAY_ASKED;
    case WAY_ROUNDED: return FIT_WAY_ROUNDED;
    case WAY_NET: return FIT_WAY_NET;
    case WAY_CANCELLED: return FIT_WAY_PART;
    default: return FIT_WAY_EXECUTED;
    }
}

static bool takes_no_part(const struct order *o)
{
    return o->verdict == VERDICT_MANUAL || o->verdict == VERDICT_SYSTEM || o->verdict == VERDICT_OTHER_ISSUER;
}

static enum explain_fate fate_of(const struct asker *a, const struct explained_candidate *c)
{
    const struct order *o = a->order;
    bool fits = c->joins || c->question == ASK_COUNT, own = o->match == c->bot;
    if (o->verdict == VERDICT_BOT && own) return FATE_EXPLAINS;
    if (o->verdict == VERDICT_AMBIGUOUS && (own || (fits && c->way != WAY_PART))) return FATE_RIVAL;
    if (!fits) return FATE_DROPPED;
    if (takes_no_part(o)) return FATE_NOT_ASKED;
    if (c->way == WAY_PART && c->holder == INDEX_NONE) return FATE_PART;
    return c->holder != INDEX_NONE ? FATE_TAKEN : FATE_UNUSED;
}

static int64_t away_from(struct interval window, const struct order *o)
{
    if (o->last_ns < window.from_ns) return window.from_ns - o->last_ns;
    if (o->first_ns > window.to_ns) return o->first_ns - window.to_ns;
    int64_t before = o->first_ns < window.from_ns ? window.from_ns - o->first_ns : 0;
    int64_t behind = o->last_ns > window.to_ns ? o->last_ns - window.to_ns : 0;
    return before > behind ? before : behind;
}

static void compare_with_holder(const struct asker *a, const struct bot_order *b, struct explained_candidate *c)
{
    struct explained_candidate other = {.bot = c->bot};
    int64_t apart;
    const struct order *holder = order_at(a, c->holder);
    ask(a, holder, b, &other);
    c->same_rank = fit_rank(a->w, b, holder, way_of((enum explain_way)other.way), &apart) ==
                       fit_rank(a->w, b, a->order, way_of((enum explain_way)c->way), &apart) &&
                   !other.joins;
}

static void look_at(const struct asker *a, uint32_t bot, struct explained_candidate *c)
{
    struct bot_order b = as_matched(a, bot);
    *c = (struct explained_candidate){.bot = bot, .holder = a->holder[bot], .held = a->held[bot]};
    ask(a, a->order, &b, c);
    c->question = (uint8_t)first_no(c);
    c->skew_ns = skew_of(a->w, b.account);
    c->away_ns = c->answers[ASK_TIME] == ANSWER_YES ? 0 : away_from(c->window, a->order);
    (void)fit_rank(a->w, &b, a->order, way_of((enum explain_way)c->way), &c->apart_ns);
    c->fate = (uint8_t)fate_of(a, c);
    if (c->fate == FATE_TAKEN && c->way != WAY_PART) compare_with_holder(a, &b, c);
}

/* ---- all records --------------------------------------------------------------------------------------------------------- */

static bool is_worth_telling(const struct explained_candidate *c)
{
    bool same_size = c->way != WAY_NONE && c->way != WAY_PART && c->answers[ASK_SIDE] == ANSWER_YES;
    return c->fate != FATE_DROPPED || c->names_id || same_size || c->away_ns <= NEAR_NS;
}

/* Far away in time counts twice: bots that use one size all the time would fill the list. */
static unsigned disagreements(const struct explained_candidate *c)
{
    unsigned count = c->away_ns > NEAR_NS;
    for (unsigned q = 0; q < ASK_COUNT; q++) count += c->answers[q] == ANSWER_NO;
    return count;
}

static bool stands_before(const struct explained_candidate *a, const struct explained_candidate *b)
{
    if (a->fate != b->fate) return a->fate < b->fate;
    if (a->names_id != b->names_id) return a->names_id;
    if (disagreements(a) != disagreements(b)) return disagreements(a) < disagreements(b);
    if ((a->way == WAY_NONE) != (b->way == WAY_NONE)) return a->way != WAY_NONE;
    if (a->away_ns != b->away_ns) return a->away_ns < b->away_ns;
    return a->apart_ns != b->apart_ns ? a->apart_ns < b->apart_ns : a->bot < b->bot;
}

static void keep_best(struct explanation *x, const struct explained_candidate *c)
{
    size_t at = x->candidates.count;
    if (at < EXPLAIN_CANDIDATES_MOST)
        (void)LIST_ADD(&x->candidates);
    else if (!stands_before(c, &x->candidates.items[--at]))
        return;
    for (; at > 0 && stands_before(c, &x->candidates.items[at - 1]); at--)
        x->candidates.items[at] = x->candidates.items[at - 1];
    x->candidates.items[at] = *c;
}

static void look_at_all(const struct asker *a)
{
    const struct result *r = a->w->result;
    for (uint32_t i = 0; i < r->bot_orders.count; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        bool here = fit_pair(a->w, b, a->order) && fit_venue(a->w, b, a->order->account);
        if (!here && !names_id(b, a->order) && a->order->match != i) continue;
        struct explained_candidate c;
        look_at(a, i, &c);
        if (here) {
            a->x->considered++;
            if (c.fate == FATE_DROPPED) a->x->dropped[c.question]++;
        }
        if (!is_worth_telling(&c)) continue;
        a->x->listed++;
        keep_best(a->x, &c);
    }
}

/* Other orders that a record fits as this one does. */
static void add_rivals(const struct asker *a, struct explained_candidate *c)
{
    const struct result *r = a->w->result;
    struct bot_order b = as_matched(a, c->bot);
    for (uint32_t i = 0; i < r->orders.count; i++) {
        const struct order *o = order_at(a, i);
        struct explained_candidate other = {.bot = c->bot};
        bool open = o->verdict == VERDICT_AMBIGUOUS || (o->verdict == VERDICT_BOT && o->match == c->bot);
        if (o == a->order || !open || !fit_pair(a->w, &b, o)) continue;
        ask(a, o, &b, &other);
        if (o->match != c->bot && (first_no(&other) != ASK_COUNT || other.way == WAY_PART)) continue;
        if (c->rival_count < EXPLAIN_RIVALS_MOST) c->rivals[c->rival_count] = i;
        c->rival_count++;
    }
}

/* ---- the order itself ---------------------------------------------------------------------------------------------------- */

static void add_row(struct explanation *x, uint32_t event, uint32_t same_as)
{
    *LIST_ADD(&x->rows) = (struct explained_row){event, same_as};
}

static void add_rows(const struct work *w, struct explanation *x)
{
    const struct result *r = w->result;
    const struct order *o = &r->orders.items[x->order];
    if (o->order_event != EVENT_NONE) add_row(x, o->order_event, o->order_event);
    for (uint32_t i = 0; i < o->fill_count; i++) {
        uint32_t event = r->order_fills[o->first_fill + i];
        add_row(x, event, event);
    }
    for (uint32_t i = 0; i < w->store->events.count; i++)
        if (r->kept_as[i] != i && r->order_of_event[i] == x->order) add_row(x, i, r->kept_as[i]);
}

static void add_issuer(const struct work *w, const struct order *o, struct explanation *x)
{
    char scratch[24];
    x->own_tag = w->own_tag;
    x->other_tag = own_tag_differs(w, o);
    if (o->client_id == IDENT_NONE || !w->options->issuers) return;
    struct span venue = store_get_text(w->store, w->store->accounts.items[o->account].venue);
    x->rule = issuer_classify(w->options->issuers, venue, store_ident_text(w->store, o->client_id, scratch));
}

static uint32_t find_twin(const struct work *w, const struct order *o)
{
    if (!(o->reasons & REASON_BIT(REASON_twin_of_bot_order))) return INDEX_NONE;
    for (uint32_t i = 0; i < w->result->orders.count; i++)
        if (twins_are(w, o, &w->result->orders.items[i])) return i;
    return INDEX_NONE;
}

static void explain_order(struct asker *a)
{
    struct explanation *x = a->x;
    const struct order *o = a->order;
    for (size_t i = 0; i < a->w->result->orders.count; i++)
        if (a->w->pair[order_at(a, (uint32_t)i)->market] == a->w->pair[o->market])
            fit_note_scale(order_at(a, (uint32_t)i), &a->x->decimals);
    add_rows(a->w, x);
    add_issuer(a->w, o, x);
    look_at_all(a);
    for (size_t i = 0; i < x->candidates.count; i++)
        if (x->candidates.items[i].fate == FATE_RIVAL) add_rivals(a, &x->candidates.items[i]);
    explain_coverage(a->w, o, &x->coverage);
    struct id_tally ids = id_join_tally(a->w, o->account);
    x->ids_wanted = ids.wanted;
    x->ids_joined = ids.joined;
    x->twin = find_twin(a->w, o);
    x->near = links_near(a->w, o);
    x->closes = closes_record(a->w, o);
    explain_needs(a->w, x);
}

void explain_run(struct work *w, struct explanations *x)
{
    const struct result *r = w->result;
    uint32_t orders[EXPLAIN_ORDERS_MOST];
    size_t count = explain_find(w, x, orders);
    uint32_t *holder = memory_resize(NULL, r->bot_orders.count + 1, sizeof *holder);
    uint32_t *held = memory_alloc((r->bot_orders.count + 1) * sizeof *held);
    memset(holder, 0xFF, (r->bot_orders.count + 1) * sizeof *holder);
    for (uint32_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->verdict != VERDICT_BOT || o->match == INDEX_NONE) continue;
        if (held[o->match]++ == 0) holder[o->match] = i;
    }
    for (size_t i = 0; i < count; i++) {
        struct explanation *one = LIST_ADD(&x->list);
        one->order = orders[i];
        struct asker a = {w, one, &r->orders.items[orders[i]], holder, held};
        explain_order(&a);
    }
    free(holder);
    free(held);
}

void explanations_free(struct explanations *x)
{
    for (size_t i = 0; i < x->list.count; i++) {
        struct explanation *one = &x->list.items[i];
        LIST_FREE(&one->rows);
        LIST_FREE(&one->candidates);
        LIST_FREE(&one->needs);
        LIST_FREE(&one->coverage.grants);
        LIST_FREE(&one->coverage.denials);
        LIST_FREE(&one->coverage.older);
    }
    LIST_FREE(&x->list);
}
