/* closes - unissued orders that have the size of a deal whose own orders the platform had just cancelled.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/doubts.h"
#include "attribution/matching/fit.h"
#include "attribution/matching/own_tag.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

#define CLOSE_NS ((int64_t)60 * NS_PER_SECOND)

struct cancel { /* the platform asked for the end of one order of a deal */
    int64_t at_ns;
    uint32_t bot;
    uint64_t group;
};
struct closes {
    const struct work *w;
    LIST(struct cancel) list;
    struct sort_key *by_pair;  /* of the list: by pair, then time */
    struct sort_key *by_group; /* bot orders known from messages: by deal, then placing */
    size_t group_count;
};

static const struct bot_order *bot_at(const struct closes *c, uint32_t i)
{
    return &c->w->result->bot_orders.items[i];
}

static bool is_exit(const struct bot_order *b)
{
    return b->role == ROLE_TAKE_PROFIT || b->role == ROLE_STOP_LOSS || b->role == ROLE_EXIT;
}

/* A list of orders would hold the one that closed the deal as well; messages alone do not. */
static bool is_of_messages(const struct work *w, const struct bot_order *b)
{
    const struct event *e = &w->store->events.items[b->event];
    bool known = fit_usable(b) && !b->is_deal_total && !(b->traits & BOT_OF_PROGRAM);
    return known && e->order_id == IDENT_NONE && !event_has(e, AMOUNT_ORDER_QTY);
}

/* Messages in a bot's own list need not name the deal: then all of the bot and pair. */
static uint64_t group_of(const struct work *w, const struct bot_order *b)
{
    uint64_t owner = b->deal != IDENT_NONE ? hash_mix(1, b->deal) : hash_mix(2, b->bot);
    return hash_mix(owner, w->pair[b->market]);
}

/* When the platform wrote that it cancels the order. That an order was cancelled says less: a thief cancels orders too. */
static bool asked_to_cancel(const struct work *w, const struct bot_order *b, int64_t *at_ns)
{
    for (uint32_t i = 0; i < b->event_count; i++) {
        const struct event *e = &w->store->events.items[w->result->bot_order_events[b->first_event + i]];
        if (e->status != STATUS_CANCEL_REQUESTED) continue;
        *at_ns = e->at_ns;
        return true;
    }
    return false;
}

static void gather(const struct work *w, struct closes *c)
{
    const struct result *r = w->result;
    *c = (struct closes){.w = w, .list = LIST_EMPTY};
    c->by_group = memory_resize(NULL, r->bot_orders.count + 1, sizeof *c->by_group);
    for (uint32_t i = 0; i < r->bot_orders.count; i++) { /* they stand in the order of their placing */
        const struct bot_order *b = &r->bot_orders.items[i];
        int64_t at_ns;
        if (!is_of_messages(w, b)) continue;
        c->by_group[c->group_count++] = (struct sort_key){group_of(w, b), i, 0};
        if (asked_to_cancel(w, b, &at_ns)) *LIST_ADD(&c->list) = (struct cancel){at_ns, i, group_of(w, b)};
    }
    if (c->group_count > 0) sort_keys(c->by_group, c->group_count);
    c->by_pair = memory_resize(NULL, c->list.count + 1, sizeof *c->by_pair);
    for (uint32_t i = 0; i < c->list.count; i++)
        c->by_pair[i] = (struct sort_key){sort_signed(c->list.items[i].at_ns), i, 0};
    if (c->list.count > 0) sort_keys(c->by_pair, c->list.count);
    for (uint32_t i = 0; i < c->list.count; i++)
        c->by_pair[i].key = w->pair[bot_at(c, c->list.items[c->by_pair[i].index].bot)->market];
    if (c->list.count > 0) sort_keys(c->by_pair, c->list.count);
}

static void release(struct closes *c)
{
    LIST_FREE(&c->list);
    free(c->by_pair);
    free(c->by_group);
}

/* What the deal had bought (or sold short) and not given back at that moment, by the messages. False: they don't say. */
static bool sum_held(const struct closes *c, uint64_t group, int64_t at_ns, struct decimal *held)
{
    *held = (struct decimal){0, 0};
    size_t i = sort_first(c->by_group, c->group_count, group);
    for (; i < c->group_count && c->by_group[i].key == group; i++) {
        const struct bot_order *b = bot_at(c, c->by_group[i].index);
        struct decimal qty;
        if (b->placed_ns > at_ns || !bot_amount(c->w->store, b, BOT_QTY, &qty)) continue;
        if (b->traits & BOT_NET_SIZE) return false; /* executed as one knows not */
        if (!(is_exit(b) ? decimal_sub(*held, qty, held) : decimal_add(*held, qty, held))) return false;
    }
    return decimal_sign(*held) > 0;
}

/* Whether an exit of the deal was placed in that time: then the deal went on. */
static bool goes_on(const struct closes *c, uint64_t group, int64_t from_ns, int64_t to_ns)
{
    size_t i = sort_first(c->by_group, c->group_count, group);
    for (; i < c->group_count && c->by_group[i].key == group; i++) {
        const struct bot_order *b = bot_at(c, c->by_group[i].index);
        if (is_exit(b) && b->placed_ns > from_ns && b->placed_ns <= to_ns) return true;
    }
    return false;
}

/* The size that closes the deal: that of the exit that was cancelled, less what was executed of it; else what it held. */
static bool closing_size(const struct closes *c, const struct cancel *cancel, struct decimal *size)
{
    const struct bot_order *b = bot_at(c, cancel->bot);
    struct decimal part;
    if (!is_exit(b)) return b->deal != IDENT_NONE && sum_held(c, cancel->group, cancel->at_ns, size);
    if (!bot_amount(c->w->store, b, BOT_ASKED, size)) return false;
    return !bot_amount(c->w->store, b, BOT_QTY, &part) || decimal_sub(*size, part, size);
}

static bool closes_deal(const struct closes *c, const struct order *o, const struct cancel *cancel)
{
    const struct work *w = c->w;
    const struct bot_order *b = bot_at(c, cancel->bot);
    struct decimal size, qty;
    bool same_side = (o->side == b->side) == is_exit(b);
    if (!same_side || !fit_venue(w, b, o->account) || !order_amount(w->store, o, ORDER_QTY, &qty)) return false;
    if (!closing_size(c, cancel, &size) || !decimal_equal(size, qty)) return false;
    return !goes_on(c, cancel->group, cancel->at_ns, o->first_ns + FIT_SKEW_NS);
}

/* The bot order that was cancelled before this one, INDEX_NONE: none. */
static uint32_t find(const struct closes *c, const struct order *o)
{
    if (o->verdict != VERDICT_UNISSUED || o->market == MARKET_NONE || own_tag_differs(c->w, o)) return INDEX_NONE;
    uint64_t pair = c->w->pair[o->market];
    int64_t latest = o->first_ns + FIT_SKEW_NS + time_grain(o->digits);
    for (size_t i = sort_first(c->by_pair, c->list.count, pair); i < c->list.count && c->by_pair[i].key == pair; i++) {
        const struct cancel *cancel = &c->list.items[c->by_pair[i].index];
        if (cancel->at_ns > latest) break;
        if (cancel->at_ns < o->first_ns - CLOSE_NS) continue;
        if (closes_deal(c, o, cancel)) return cancel->bot;
    }
    return INDEX_NONE;
}

void closes_mark(struct work *w)
{
    struct closes c;
    gather(w, &c);
    for (size_t i = 0; c.list.count > 0 && i < w->result->orders.count; i++) {
        struct order *o = &w->result->orders.items[i];
        if (find(&c, o) != INDEX_NONE) o->reasons |= REASON_BIT(REASON_closes_deal);
    }
    release(&c);
}

uint32_t closes_record(const struct work *w, const struct order *o)
{
    struct closes c;
    if (!(o->reasons & REASON_BIT(REASON_closes_deal))) return UINT32_MAX;
    gather(w, &c);
    uint32_t found = find(&c, o);
    release(&c);
    return found;
}
