/* orders - one bot order for each order that a bot platform placed, whatever number of records speak of it.
 *
 * Records are taken deal by deal (outside deals: by bot and pair). A deal's order records (market orders, smart trade and
 * grid orders) are its full list, so its messages only add what was placed after that list was taken. A deal of which no
 * single orders are known stands for its totals, one per side.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/bots/ids.h"
#include "attribution/bots/messages.h"
#include "attribution/bots/tables.h"
#include "attribution/matching/permute.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

struct slice { /* the records of one deal, or of one bot and pair outside deals, in the order of time */
    struct work *w;
    struct deal_entry *deal; /* NULL: none known */
    uint32_t *orders;        /* order records, by order id */
    size_t order_count;
    uint32_t *messages;
    size_t message_count;
    uint32_t *message_owner; /* per message */
    struct sort_key *scratch;
    size_t first; /* the slice's first bot order in the result */
};

struct builder {
    struct work *w;
    size_t event_count; /* used of result->bot_order_events */
    uint32_t *position; /* per event: its place on the timeline */
};

static const struct event *at(const struct work *w, uint32_t event)
{
    return &w->store->events.items[event];
}

static bool is_order_record(const struct event *e)
{
    return e->order_id != IDENT_NONE || event_has(e, AMOUNT_ORDER_QTY);
}

static uint32_t sets_of(const struct work *w, const struct event *e)
{
    return w->kinds[e->source].sets;
}

static bool is_of_program(const struct work *w, const struct event *e)
{
    return (sets_of(w, e) & SETS_OF_PROGRAMS) != 0;
}

static bool is_final(uint8_t status)
{
    return status == STATUS_FILLED || status == STATUS_CANCELLED || status == STATUS_REJECTED ||
           status == STATUS_EXPIRED || status == STATUS_FAILED;
}

/* ---- fields -------------------------------------------------------------------------------------------------------- */

static void copy_amount(struct bot_order *b, enum bot_amount to, const struct event *e, enum amount from)
{
    b->mantissa[to] = e->mantissa[from];
    b->scale[to] = e->scale[from];
}

static void set_amount(const struct work *w, struct bot_order *b, enum bot_amount to, struct decimal value)
{
    store_pack(w->store, value, &b->mantissa[to], &b->scale[to]);
}

static bool is_positive(const struct work *w, const struct event *e, enum amount which)
{
    struct decimal value;
    return event_amount(w->store, e, which, &value) && decimal_sign(value) > 0;
}

static void set_price(const struct work *w, struct bot_order *b, const struct event *e, bool is_asked)
{
    b->basis = e->basis;
    if (e->marks & MARK_MARKET_PRICE) return;
    if (is_positive(w, e, AMOUNT_PRICE)) {
        copy_amount(b, BOT_PRICE, e, AMOUNT_PRICE);
        if (is_asked) b->traits |= BOT_LIMIT_PRICE;
    } else if (is_positive(w, e, AMOUNT_LIMIT)) {
        copy_amount(b, BOT_PRICE, e, AMOUNT_LIMIT);
        b->traits |= BOT_LIMIT_PRICE;
    }
}

/* Entries buy in a long deal and sell in a short one. */
static uint8_t side_by_role(uint8_t role, uint16_t deal_marks)
{
    bool entry = role == ROLE_BASE || role == ROLE_SAFETY || role == ROLE_MANUAL_SAFETY;
    bool exit = role == ROLE_TAKE_PROFIT || role == ROLE_STOP_LOSS || role == ROLE_EXIT;
    if (!entry && !exit) return SIDE_NONE;
    return entry == ((deal_marks & MARK_SHORT) == 0) ? SIDE_BUY : SIDE_SELL;
}

/* What the record itself leaves out is taken from its deal, then from its bot. */
static void set_owner(const struct slice *s, struct bot_order *b, const struct event *e)
{
    const struct work *w = s->w;
    b->deal = e->trade_id != IDENT_NONE ? e->trade_id : s->deal ? s->deal->id : IDENT_NONE;
    b->bot = e->client_id != IDENT_NONE ? e->client_id : s->deal ? s->deal->bot : IDENT_NONE;
    const struct bot_entry *bot = bot_tables_bot(w->tables, b->bot);
    b->market = e->market != MARKET_NONE ? e->market : s->deal ? s->deal->market : bot ? bot->market : MARKET_NONE;
    b->account = w->account_root[e->account];
    if (b->account == 0 && s->deal) b->account = s->deal->account;
    if (b->account == 0 && bot) b->account = bot->account;
    b->paper = (e->marks & MARK_PAPER) || w->store->accounts.items[b->account].paper ||
               (s->deal && (s->deal->marks & MARK_PAPER)) || (bot && bot->paper);
    b->venue = w->store->accounts.items[b->account].market_venue;
    uint16_t marks = s->deal ? s->deal->marks : bot && bot->event != EVENT_NONE ? at(w, bot->event)->marks : 0;
    b->side = e->side != SIDE_NONE ? e->side : side_by_role(e->role, marks);
}

static struct bot_order *add_bot_order(const struct slice *s, uint32_t event)
{
    struct bot_order *b = LIST_ADD(&s->w->result->bot_orders);
    const struct event *e = at(s->w, event);
    for (int i = 0; i < BOT_AMOUNT_COUNT; i++) b->scale[i] = SCALE_ABSENT;
    b->placed_ns = e->at_ns;
    b->closed_ns = TIME_NONE;
    b->event = event;
    b->role = e->role;
    b->step = e->step;
    b->status = e->status;
    set_owner(s, b, e);
    return b;
}

/* ---- order records ------------------------------------------------------------------------------------------------- */

/* Of the snapshots of one order the one that was taken last. */
static uint32_t latest_snapshot(const struct work *w, const uint32_t *events, size_t count)
{
    uint32_t best = events[0];
    for (size_t i = 1; i < count; i++) {
        const struct event *a = at(w, events[i]);
        const struct event *b = at(w, best);
        bool newer = event_until(a) != event_until(b) ? event_until(a) > event_until(b)
                                                      : is_final(a->status) && !is_final(b->status);
        if (newer) best = events[i];
    }
    return best;
}

/* A program that writes one record a fill: the order is their sum. */
static void add_up_fills(const struct work *w, const uint32_t *events, size_t count, struct bot_order *b)
{
    struct decimal sum = {0, 0}, qty;
    for (size_t i = 0; i < count; i++)
        if (!event_amount(w->store, at(w, events[i]), AMOUNT_QTY, &qty) || !decimal_add(sum, qty, &sum)) {
            b->scale[BOT_QTY] = SCALE_ABSENT;
            return;
        }
    set_amount(w, b, BOT_QTY, sum);
}

static void set_id(const struct work *w, struct bot_order *b, const struct event *e)
{
    if (e->order_id == IDENT_NONE) return;
    if (!is_of_program(w, e)) {
        bot_ids_read(w, b, e->order_id);
        return;
    }
    b->traits |= BOT_OF_PROGRAM;
    b->exchange_id = e->order_id;
}

static void add_from_record(struct builder *build, const struct slice *s, const uint32_t *events, size_t count)
{
    const struct work *w = s->w;
    uint32_t event = latest_snapshot(w, events, count);
    const struct event *e = at(w, event);
    if (e->status == STATUS_INACTIVE) return;
    struct bot_order *b = add_bot_order(s, event);
    for (size_t i = 0; i < count; i++)
        if (at(w, events[i])->at_ns < b->placed_ns) b->placed_ns = at(w, events[i])->at_ns;
    copy_amount(b, BOT_QTY, e, AMOUNT_QTY);
    copy_amount(b, BOT_ASKED, e, AMOUNT_ORDER_QTY);
    set_price(w, b, e, false);
    if (is_final(e->status))
        b->closed_ns = event_until(e);
    else
        b->traits |= BOT_UNSURE_STATE;
    if (e->status == STATUS_FAILED || e->status == STATUS_REJECTED) b->traits |= BOT_FAILED;
    if (sets_of(w, e) & SET_BIT(SET_PROGRAM_FILLS)) add_up_fills(w, events, count, b);
    set_id(w, b, e);
    b->first_event = (uint32_t)build->event_count;
    b->event_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) w->result->bot_order_events[build->event_count++] = events[i];
}

static void add_order_records(struct builder *build, struct slice *s)
{
    for (size_t i = 0, n; i < s->order_count; i += n) {
        ident id = at(s->w, s->orders[i])->order_id;
        for (n = 1; id != IDENT_NONE && i + n < s->order_count && at(s->w, s->orders[i + n])->order_id == id;) n++;
        add_from_record(build, s, s->orders + i, n);
    }
    if (s->deal && s->order_count > 0) s->deal->has_side[SIDE_BUY] = s->deal->has_side[SIDE_SELL] = true;
}

/* ---- messages ------------------------------------------------------------------------------------------------------ */

/* Whether the order of a record and the order of messages can be one, and how far apart in time they are. */
static bool record_fits(const struct work *w, const struct bot_order *b, const struct message_order *o,
                        int64_t *apart_ns)
{
    const int64_t placing = (int64_t)60 * NS_PER_SECOND;   /* usually 35 ms after the record's own time */
    const int64_t executed = (int64_t)600 * NS_PER_SECOND; /* reported up to 532 s late */
    struct decimal asked;
    if (o->side != SIDE_NONE && b->side != SIDE_NONE && o->side != b->side) return false;
    if (!bot_messages_roles_agree(o->role, b->role)) return false;
    if (!value_of(w->store, b->mantissa[BOT_ASKED], b->scale[BOT_ASKED], &asked)) return false;
    if (o->has_asked ? !value_same(asked, o->asked) : !o->has_executed || !bot_messages_net_of(asked, o->executed_qty))
        return false;
    *apart_ns = o->from_ns > b->placed_ns ? o->from_ns - b->placed_ns : b->placed_ns - o->from_ns;
    if (o->placed != EVENT_NONE) return *apart_ns <= placing;
    return o->from_ns >= b->placed_ns && (b->closed_ns == TIME_NONE || o->from_ns <= b->closed_ns + executed);
}

static uint32_t find_record(const struct slice *s, const struct message_order *o, const bool *used)
{
    const struct result *r = s->w->result;
    uint32_t best = INDEX_NONE;
    int64_t best_ns = INT64_MAX;
    for (size_t i = s->first; i < r->bot_orders.count; i++) {
        int64_t apart;
        if (used[i - s->first] || !record_fits(s->w, &r->bot_orders.items[i], o, &apart) || apart >= best_ns) continue;
        best = (uint32_t)i;
        best_ns = apart;
    }
    return best;
}

/* The last moment that the deal's order records speak of. */
static int64_t newest_record(const struct slice *s)
{
    int64_t newest = INT64_MIN;
    for (size_t i = 0; i < s->order_count; i++)
        if (event_until(at(s->w, s->orders[i])) > newest) newest = event_until(at(s->w, s->orders[i]));
    return newest;
}

static void set_unsure(const struct slice *s, struct bot_order *b, const struct message_order *o)
{
    struct decimal part;
    b->traits |= o->replaced ? BOT_UNSURE_STATE | BOT_REPLACED : BOT_UNSURE_STATE;
    if (!bot_messages_part(s->w, o, &part)) return;
    b->traits |= BOT_PART;
    set_amount(s->w, b, BOT_QTY, part);
}

static void set_message_amounts(const struct slice *s, struct bot_order *b, const struct message_order *o)
{
    const struct work *w = s->w;
    if (o->has_asked) set_amount(w, b, BOT_ASKED, o->asked);
    bool in_full = o->has_asked && o->has_executed && bot_messages_net_of(o->asked, o->executed_qty);
    if (in_full)
        set_amount(w, b, BOT_QTY, o->asked);
    else if (o->has_executed)
        set_amount(w, b, BOT_QTY, o->executed_qty);
    else
        set_unsure(s, b, o);
    if (o->has_executed && !in_full) b->traits |= BOT_NET_SIZE;
    if (o->placed != EVENT_NONE) set_price(w, b, at(w, o->placed), true);
    if (o->executed != EVENT_NONE && is_positive(w, at(w, o->executed), AMOUNT_PRICE)) {
        b->traits &= (uint8_t)~BOT_LIMIT_PRICE;
        set_price(w, b, at(w, o->executed), false);
    }
}

static void add_from_messages(const struct slice *s, const struct message_order *o)
{
    uint32_t naming = o->placed != EVENT_NONE ? o->placed : o->executed;
    struct bot_order *b = add_bot_order(s, naming);
    if (o->executed != EVENT_NONE)
        b->status = STATUS_FILLED;
    else if (o->ended != EVENT_NONE)
        b->status = STATUS_CANCELLED;
    if (b->side == SIDE_NONE) b->side = o->side;
    if (o->failed) b->traits |= BOT_FAILED;
    b->closed_ns = o->to_ns;
    if (b->closed_ns == TIME_NONE && s->deal && s->deal->closed) b->closed_ns = s->deal->to_ns;
    set_message_amounts(s, b, o);
    if (s->deal && !o->failed) s->deal->has_side[b->side] = true;
}

/* Which bot order each of the message orders belongs to: `of[i]` is an index of the result, INDEX_NONE: none. */
static void place_messages(struct slice *s, const message_orders *orders, uint32_t *of)
{
    enum { MOST = 4000000 }; /* comparisons; a deal needs some hundred */
    size_t records = s->w->result->bot_orders.count - s->first;
    bool try_records = records > 0 && orders->count < MOST / records;
    bool *used = memory_alloc(records + 1);
    int64_t newest = newest_record(s);
    for (size_t i = 0; i < orders->count; i++) {
        const struct message_order *o = &orders->items[i];
        of[i] = o->failed || !try_records ? INDEX_NONE : find_record(s, o, used);
        if (of[i] != INDEX_NONE) used[of[i] - s->first] = true;
    }
    for (size_t i = 0; i < orders->count; i++) {
        const struct message_order *o = &orders->items[i];
        if (of[i] != INDEX_NONE) continue;
        /* No order record lists what failed, so the list says nothing about it. */
        if (!o->failed && s->order_count > 0 && o->from_ns <= newest) continue;
        of[i] = (uint32_t)s->w->result->bot_orders.count;
        add_from_messages(s, &orders->items[i]);
    }
    free(used);
}

/* Writes the slice of one bot order: the events it has, then `keys`, messages of it. A record that gets messages is
 * written anew at the end. */
static void extend_events(struct builder *build, struct slice *s, struct bot_order *order, const struct sort_key *keys,
                          size_t count)
{
    uint32_t *events = s->w->result->bot_order_events;
    uint32_t start = (uint32_t)build->event_count;
    for (uint32_t k = 0; k < order->event_count; k++) events[build->event_count++] = events[order->first_event + k];
    for (size_t k = 0; k < count; k++) events[build->event_count++] = keys[k].index;
    order->first_event = start;
    order->event_count += (uint32_t)count;
}

static void attach_messages(struct builder *build, struct slice *s, const uint32_t *of)
{
    struct sort_key *keys = memory_resize(NULL, s->message_count, sizeof *keys);
    size_t count = 0;
    for (size_t m = 0; m < s->message_count; m++) {
        uint32_t owner = s->message_owner[m] == INDEX_NONE ? INDEX_NONE : of[s->message_owner[m]];
        if (owner != INDEX_NONE) keys[count++] = (struct sort_key){owner, s->messages[m], 0};
    }
    sort_keys(keys, count);
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 1; i + n < count && keys[i + n].key == keys[i].key;) n++;
        extend_events(build, s, &s->w->result->bot_orders.items[keys[i].key], keys + i, n);
    }
    free(keys);
}

static void add_messages(struct builder *build, struct slice *s)
{
    if (s->message_count == 0) return;
    message_orders orders = LIST_EMPTY;
    bot_messages_pair(s->w, s->messages, s->message_count, &orders, s->message_owner);
    uint32_t *of = memory_resize(NULL, orders.count + 1, sizeof *of);
    place_messages(s, &orders, of);
    attach_messages(build, s, of);
    free(of);
    LIST_FREE(&orders);
}

/* ---- deals of which only totals are known --------------------------------------------------------------------------- */

static struct bot_order *add_total_order(struct work *w, struct deal_entry *deal, enum side side)
{
    struct slice s = {.w = w, .deal = deal};
    struct bot_order *b = add_bot_order(&s, deal->event);
    b->placed_ns = deal->from_ns;
    b->closed_ns = deal->closed ? deal->to_ns : TIME_NONE;
    b->side = (uint8_t)side;
    b->role = (side == SIDE_BUY) == ((deal->marks & MARK_SHORT) == 0) ? ROLE_BASE : ROLE_TAKE_PROFIT;
    b->is_deal_total = true;
    return b;
}

static void add_total(struct work *w, struct deal_entry *deal, enum side side)
{
    const struct event *e = at(w, deal->event);
    enum amount qty = side == SIDE_BUY ? AMOUNT_QTY : AMOUNT_FEE;
    if (deal->has_side[side] || !is_positive(w, e, qty)) return;
    copy_amount(add_total_order(w, deal, side), BOT_QTY, e, qty);
}

static void add_totals(struct builder *build)
{
    struct work *w = build->w;
    for (size_t d = 0; d < w->tables->deal_count; d++) {
        size_t before = w->result->bot_orders.count;
        add_total(w, &w->tables->deals[d], SIDE_BUY);
        add_total(w, &w->tables->deals[d], SIDE_SELL);
        for (size_t b = before; b < w->result->bot_orders.count; b++) {
            w->result->bot_orders.items[b].first_event = (uint32_t)build->event_count;
            w->result->bot_orders.items[b].event_count = 1;
            w->result->bot_order_events[build->event_count++] = w->tables->deals[d].event;
        }
    }
}

/* What of one side the recorded orders of the deal executed. False: an amount does not fit. */
static bool sum_executed(const struct slice *s, uint8_t side, struct decimal *sum)
{
    const struct work *w = s->w;
    *sum = (struct decimal){0, 0};
    for (size_t i = s->first; i < w->result->bot_orders.count; i++) {
        const struct bot_order *b = &w->result->bot_orders.items[i];
        struct decimal qty;
        if (b->side != side || b->is_deal_total || (b->traits & (BOT_FAILED | BOT_PART))) continue;
        if (bot_amount(w->store, b, BOT_QTY, &qty) && !decimal_add(*sum, qty, sum)) return false;
    }
    return true;
}

/* Whether the deal's records may leave out something that was executed. */
static bool may_lack(const struct slice *s, uint8_t side)
{
    for (size_t i = s->first; i < s->w->result->bot_orders.count; i++) {
        const struct bot_order *b = &s->w->result->bot_orders.items[i];
        if (b->side == side && (b->traits & BOT_UNSURE_STATE) && !b->is_deal_total) return true;
    }
    for (size_t i = 0; i < s->order_count; i++) {
        const struct source_entry *e = &s->w->evidence->sources.items[at(s->w, s->orders[i])->source];
        if (e->text_cut || e->facts.damage != DAMAGE_NONE || e->counts.rejected > 0) return true;
    }
    return false;
}

/* An order that was executed in part and cancelled tells no size, and a file that is cut lost some orders: the deal's total
 * holds them all the same. */
static void add_rest(struct builder *build, const struct slice *s, enum side side)
{
    struct work *w = s->w;
    const struct event *e = at(w, s->deal->event);
    struct decimal total, executed, rest;
    if (!s->deal->has_side[side] || !may_lack(s, (uint8_t)side)) return;
    if (!event_amount(w->store, e, side == SIDE_BUY ? AMOUNT_QTY : AMOUNT_FEE, &total)) return;
    if (!sum_executed(s, (uint8_t)side, &executed) || !decimal_sub(total, executed, &rest)) return;
    if (decimal_sign(rest) <= 0) return;
    struct bot_order *b = add_total_order(w, s->deal, side);
    b->traits |= BOT_REST;
    set_amount(w, b, BOT_QTY, rest);
    b->first_event = (uint32_t)build->event_count;
    b->event_count = 1;
    w->result->bot_order_events[build->event_count++] = s->deal->event;
}

/* ---- slices -------------------------------------------------------------------------------------------------------- */

static struct deal_entry *deal_of(const struct work *w, const struct event *e)
{
    if (e->trade_id != IDENT_NONE) return bot_tables_deal(w->tables, e->trade_id);
    if (e->order_id != IDENT_NONE) return NULL;
    return bot_tables_running(w, e->client_id, e->market, e->at_ns);
}

/* The records sorted into slices. key: deal; extra: 0 in a deal, else the rank of bot and pair outside deals. */
static struct sort_key *sort_records(const struct work *w, size_t *count)
{
    const struct result *r = w->result;
    struct sort_key *keys = memory_resize(NULL, r->timeline_count + FETCH_STEPS + 1, sizeof *keys);
    ident *deals = memory_resize(NULL, r->timeline_count + 1, sizeof *deals);
    *count = 0;
    for (size_t i = 0; i < r->timeline_count; i++) {
        if (w->event_kind[r->timeline[i]] != EVENT_BOT_ORDER) continue;
        const struct event *e = at(w, r->timeline[i]);
        const struct deal_entry *deal = deal_of(w, e);
        ident id = deal ? deal->id : e->trade_id;
        uint64_t outside =
            id == IDENT_NONE ? hash_mix(e->client_id, (uint64_t)w->pair[e->market] << 32 | e->account) : 0;
        deals[*count] = id;
        keys[*count] = (struct sort_key){outside, r->timeline[i], (uint32_t)*count};
        (*count)++;
    }
    sort_keys(keys, *count);
    for (size_t i = 0; i < *count; i++) {
        ident id = deals[keys[i].extra];
        keys[i].extra = (uint32_t)(keys[i].key ^ keys[i].key >> 32);
        keys[i].key = id;
    }
    sort_keys(keys, *count);
    for (size_t i = 0; i < FETCH_STEPS; i++) keys[*count + i] = (struct sort_key){0, 0, 0};
    free(deals);
    return keys;
}

static void split_records(struct slice *s, const struct sort_key *keys, size_t count)
{
    struct sort_key *orders = s->scratch;
    s->order_count = s->message_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct event *e = at(s->w, keys[i].index);
        fetch_ahead(at(s->w, keys[i + FETCH_STEPS].index), sizeof *e); /* the list goes on behind the slice */
        if (is_order_record(e))
            orders[s->order_count++] = (struct sort_key){e->order_id, keys[i].index, 0};
        else
            s->messages[s->message_count++] = keys[i].index;
    }
    sort_keys(orders, s->order_count);
    for (size_t i = 0; i < s->order_count; i++) s->orders[i] = orders[i].index;
}

static void build_slices(struct builder *build, const struct sort_key *keys, size_t count)
{
    struct work *w = build->w;
    struct slice s = {.w = w};
    s.orders = memory_resize(NULL, count + 1, sizeof *s.orders);
    s.messages = memory_resize(NULL, count + 1, sizeof *s.messages);
    s.scratch = memory_resize(NULL, count + 1, sizeof *s.scratch);
    s.message_owner = memory_resize(NULL, count + 1, sizeof *s.message_owner);
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 1; i + n < count && keys[i + n].key == keys[i].key && keys[i + n].extra == keys[i].extra;) n++;
        s.deal = bot_tables_deal(w->tables, keys[i].key);
        s.first = w->result->bot_orders.count;
        split_records(&s, keys + i, n);
        add_order_records(build, &s);
        add_messages(build, &s);
        if (s.deal) add_rest(build, &s, SIDE_BUY);
        if (s.deal) add_rest(build, &s, SIDE_SELL);
    }
    free(s.orders);
    free(s.messages);
    free(s.message_owner);
    free(s.scratch);
}

/* ---- the order of the result ---------------------------------------------------------------------------------------- */

/* By time of placing, then by the place of the naming record on the timeline, then the buying side of a deal first. */
static void sort_result(const struct builder *build)
{
    struct result *r = build->w->result;
    size_t count = r->bot_orders.count;
    if (count < 2) return;
    struct sort_key *keys = memory_resize(NULL, count, sizeof *keys);
    for (size_t i = 0; i < count; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        keys[i] = (struct sort_key){(uint64_t)build->position[b->event] << 2 | b->side, (uint32_t)i, 0};
    }
    sort_keys(keys, count);
    for (size_t i = 0; i < count; i++) keys[i].key = sort_signed(r->bot_orders.items[keys[i].index].placed_ns);
    sort_keys(keys, count);
    permute(r->bot_orders.items, sizeof *r->bot_orders.items, keys, count);
    free(keys);
}

static int64_t last_moment(const struct work *w)
{
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < w->result->timeline_count; i++) {
        const uint8_t kind = w->event_kind[w->result->timeline[i]];
        if (kind != EVENT_BOT_ORDER && kind != EVENT_BOT_EVENT && kind != EVENT_DEAL) continue;
        const struct event *e = at(w, w->result->timeline[i]);
        if (!is_of_program(w, e) && event_until(e) > last) last = event_until(e);
    }
    return last;
}

void bot_orders_build(struct work *w)
{
    struct result *r = w->result;
    bot_tables_build(w);
    size_t count;
    struct sort_key *keys = sort_records(w, &count);
    size_t most = count + 2 * w->tables->deal_count + 1;
    r->bot_orders.items = memory_resize(NULL, most, sizeof *r->bot_orders.items);
    r->bot_orders.capacity = most;
    r->bot_order_events = ARENA_ARRAY(r->arena, uint32_t, 2 * count + 2 * w->tables->deal_count + 1);
    w->bot_end_ns = last_moment(w);
    struct builder build = {.w = w};
    build.position = memory_resize(NULL, w->store->events.count + 1, sizeof *build.position);
    for (size_t i = 0; i < r->timeline_count; i++) build.position[r->timeline[i]] = (uint32_t)i;
    build_slices(&build, keys, count);
    add_totals(&build);
    sort_result(&build);
    free(build.position);
    free(keys);
}
