/* last - the last actions before the unexplained orders that the records do explain: an order's last moment at the exchange,
 * and the last moment of any record of the bots that trade on that account.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

/* ---- the exchange's side ------------------------------------------------------------------------------------------------ */

static bool is_authorised(const struct order *o)
{
    return o->verdict == VERDICT_BOT || o->verdict == VERDICT_MANUAL || o->verdict == VERDICT_OTHER_ISSUER;
}

/* When it was last acted on with the account holder's will, as far as the records tell: its last execution; of an order of
 * which nothing was executed when it was placed, since whoever cancelled it is not on record. */
static int64_t last_act(const struct builder *b, const struct order *o)
{
    return figures_is_idle(b->store, o) ? o->first_ns : o->last_ns;
}

/* The order of the account that was acted on last before that moment, or NULL. Orders are sorted by their first one. */
static const struct order *last_order_before(const struct builder *b, uint32_t account, int64_t ns)
{
    const struct order *last = NULL;
    for (size_t i = 0; i < b->r->orders.count && b->r->orders.items[i].first_ns < ns; i++) {
        const struct order *o = &b->r->orders.items[i];
        if (o->account != account || !is_authorised(o) || last_act(b, o) >= ns) continue;
        if (!last || last_act(b, o) >= last_act(b, last)) last = o;
    }
    return last;
}

/* The row that states it: a fill, or else the order's own. */
static const char *row_of_last_act(const struct builder *b, const struct order *o)
{
    for (uint32_t i = o->fill_count; i > 0; i--) {
        const uint32_t event = b->r->order_fills[o->first_fill + i - 1];
        if (b->store->events.items[event].at_ns == last_act(b, o)) return value_row(b, event);
    }
    return value_order_row(b, o);
}

static const char *describe_order(const struct builder *b, const struct order *last)
{
    const char *what = words_two_parts(b->say, value_side(b, (enum side)last->side), value_market(b, last->market));
    const char *id = value_ident(b, last->order_id);
    if (*id) what = value_join(b, what, ", ", words_id_order(b->say, id));
    return words_last_order(b->say, what, value_moment(b, last_act(b, last)), verdict_name((enum verdict)last->verdict),
                            row_of_last_act(b, last));
}

/* ---- the bots' side ------------------------------------------------------------------------------------------------------ */

/* The files whose bot records explain orders of the account. A file that explains none of them may be of bots elsewhere. */
static bool *files_of_bots(const struct builder *b, uint32_t account)
{
    bool *files = ARENA_ARRAY(b->arena, bool, b->r->evidence->sources.count + 1);
    for (size_t i = 0; i < b->r->orders.count; i++) {
        const struct order *o = &b->r->orders.items[i];
        if (o->account != account || o->verdict != VERDICT_BOT || o->match >= b->r->bot_orders.count) continue;
        const struct bot_order *bot = &b->r->bot_orders.items[o->match];
        files[b->store->events.items[bot->event].source] = true;
        for (uint32_t e = 0; e < bot->event_count; e++)
            files[b->store->events.items[b->r->bot_order_events[bot->first_event + e]].source] = true;
    }
    return files;
}

static bool is_of_bots_there(const struct builder *b, const struct event *e, uint32_t account)
{
    if (e->kind != EVENT_BOT_ORDER && e->kind != EVENT_BOT_EVENT && e->kind != EVENT_DEAL) return false;
    const struct account *platform = &b->store->accounts.items[e->account];
    const uint32_t venue = platform->market_venue;
    if ((e->marks & MARK_PAPER) || platform->paper) return false;
    return venue == 0 || venue == b->store->accounts.items[account].venue;
}

struct last_record {
    uint32_t event; /* EVENT_NONE: none */
    int64_t at_ns;
};

/* A record may name two moments: when it began and when it ended. */
static struct last_record last_record_before(const struct builder *b, uint32_t account, int64_t ns)
{
    struct last_record last = {EVENT_NONE, TIME_NONE};
    const bool *files = files_of_bots(b, account);
    for (size_t i = 0; i < b->r->timeline_count; i++) {
        const uint32_t event = b->r->timeline[i];
        const struct event *e = &b->store->events.items[event];
        if (e->at_ns == TIME_NONE || e->at_ns >= ns) continue;
        if (!files[e->source] || !is_of_bots_there(b, e, account)) continue;
        const int64_t at_ns = e->until_ns != TIME_NONE && e->until_ns < ns ? e->until_ns : e->at_ns;
        if (last.event == EVENT_NONE || at_ns >= last.at_ns) last = (struct last_record){event, at_ns};
    }
    return last;
}

static const char *describe_record(const struct builder *b, struct last_record last)
{
    const struct event *e = &b->store->events.items[last.event];
    const char *role = words_retell(b->say, role_name((enum role)e->role));
    const char *what = e->side == SIDE_NONE ? "" : value_side(b, (enum side)e->side);
    if (e->market != 0)
        what = *what ? value_join(b, what, " ", value_market(b, e->market)) : value_market(b, e->market);
    if (*role) what = *what ? value_join(b, role, ", ", what) : role;
    return words_last_bot_record(b->say, *what ? what : value_source(b, e->source), value_moment(b, last.at_ns),
                                 value_row(b, last.event));
}

/* ---- both --------------------------------------------------------------------------------------------------------------- */

static void add_last_before(struct builder *b, const char *lead, uint32_t account, int64_t ns)
{
    const struct order *order = last_order_before(b, account, ns);
    const struct last_record record = last_record_before(b, account, ns);
    add_paragraph(b, lead);
    add_bullet(b, order ? describe_order(b, order) : words_last_order_none(b->say));
    add_bullet(b, record.event != EVENT_NONE ? describe_record(b, record) : words_last_bot_none(b->say));
}

/* Before each incident; without one, before the first flagged order of each account. */
static void add_last_actions(struct builder *b)
{
    const size_t incidents = b->r->incidents.count;
    for (size_t i = 0; i < incidents && i < INCIDENTS_MOST; i++) {
        const struct incident *n = &b->r->incidents.items[i];
        add_last_before(b,
                        words_last_before_incident(b->say, value_u64(b, n->number), value_moment(b, n->from_ns),
                                                   value_account(b, n->account)),
                        n->account, n->from_ns);
    }
    if (incidents > 0) return;
    uint32_t *accounts;
    const size_t count = accounts_concerned(b, &accounts);
    const int64_t first_ns = b->figures->flagged.from_ns;
    for (size_t i = 0; i < count && i < INCIDENTS_MOST; i++)
        add_last_before(b, words_last_before_first(b->say, value_moment(b, first_ns), value_account(b, accounts[i])),
                        accounts[i], first_ns);
}

void section_last(struct builder *b)
{
    add_heading(b, words_head_last(b->say));
    if (flagged_orders(b) == 0) {
        add_paragraph(b, words_last_nothing_flagged(b->say));
        return;
    }
    add_paragraph(b, words_last_intro(b->say));
    add_last_actions(b);
    add_paragraph(b, words_last_login(b->say));
}
