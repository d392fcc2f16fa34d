/* table_row - an event's cells. Spellings that repeat (markets, files, verdicts) are made once; numbers are written into
 * a scratch area that the next row overwrites.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/table_row.h"

#include "attribution/tape/tape.h"
#include "base/memory.h"
#include "report/data/rows.h"
#include "report/figures.h"
#include "report/redaction/redaction.h"

#include <stdlib.h>

enum {
    SCRATCH_BYTES = 4096, /* 12 numbers, 3 ids, a time or two, all reason names; far below */
    MINUTE_TEXT = 17,     /* "2022-12-25T21:29:" */
    IDENT_SCRATCH = 24    /* see store_ident_text */
};

struct place { /* one origin of an event that several files hold */
    uint32_t kept, event;
};
struct minute {
    int64_t number; /* since 1970 */
    char text[TIME_TEXT_MAX];
};
struct row_maker {
    const struct result *result;
    const struct store *store;
    struct arena *arena;
    struct span *market_names;  /* "DMG/USD", per market */
    struct span *source_labels; /* "E01", per file */
    struct span reasons[REASON_COUNT];
    const bool *sharing_lines; /* per file; see rows.h */
    struct place *places;      /* of duplicates, by kept event, then by event */
    size_t place_count;
    struct minute at_minute, until_minute; /* of the last row */
    char *at;                              /* free part of scratch */
    char scratch[SCRATCH_BYTES];
    struct text_buffer message, also;
    const struct redaction *hiding; /* of amounts; NULL: they are told */
};

/* ---- caches ------------------------------------------------------------------------------------------------------- */

static struct span join_market(struct arena *arena, struct span base, struct span quote)
{
    if (quote.len == 0) return base;
    char *text = arena_alloc(arena, base.len + quote.len + 1);
    memcpy(text, base.ptr, base.len);
    text[base.len] = '/';
    memcpy(text + base.len + 1, quote.ptr, quote.len);
    return (struct span){text, base.len + quote.len + 1};
}

static void name_markets(struct row_maker *m)
{
    m->market_names = ARENA_ARRAY(m->arena, struct span, m->store->markets.count + 1);
    for (size_t i = 0; i < m->store->markets.count; i++) {
        const struct market *market = &m->store->markets.items[i];
        m->market_names[i] =
            join_market(m->arena, store_get_text(m->store, market->base), store_get_text(m->store, market->quote));
    }
}

static void label_sources(struct row_maker *m)
{
    const size_t count = m->result->evidence->sources.count;
    m->source_labels = ARENA_ARRAY(m->arena, struct span, count + 1);
    for (size_t i = 0; i < count; i++) {
        char label[16];
        source_label((uint32_t)i, label);
        m->source_labels[i] = arena_copy(m->arena, span_of(label));
    }
}

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->kept != b->kept) return a->kept < b->kept ? -1 : 1;
    return a->event < b->event ? -1 : a->event > b->event;
}

static void collect_duplicates(struct row_maker *m)
{
    const size_t events = m->store->events.count;
    size_t count = 0;
    for (size_t i = 0; i < events; i++) count += m->result->kept_as[i] != i;
    m->places = memory_resize(NULL, count + 1, sizeof *m->places);
    for (size_t i = 0; i < events; i++) {
        if (m->result->kept_as[i] == i) continue;
        m->places[m->place_count++] = (struct place){m->result->kept_as[i], (uint32_t)i};
    }
    if (count > 1) qsort(m->places, count, sizeof *m->places, compare_places);
}

struct row_maker *row_maker_new(const struct result *result, const struct redaction *redaction,
                                const bool *sharing_lines)
{
    struct row_maker *m = memory_alloc(sizeof *m);
    m->hiding = redaction_hides(redaction, HIDE_AMOUNTS) ? redaction : NULL;
    m->result = result;
    m->store = result->evidence->store;
    m->arena = arena_new(0);
    m->at_minute.number = m->until_minute.number = INT64_MIN;
    name_markets(m);
    label_sources(m);
    m->sharing_lines = sharing_lines;
    for (unsigned i = 0; i < REASON_COUNT; i++) m->reasons[i] = span_of(reason_name((enum reason)i));
    collect_duplicates(m);
    return m;
}

void row_maker_free(struct row_maker *m)
{
    arena_free(m->arena);
    free(m->places);
    free(m->message.text);
    free(m->also.text);
    free(m);
}

/* ---- cells -------------------------------------------------------------------------------------------------------- */

static struct span finish(struct row_maker *m, char *end)
{
    const struct span cell = {m->at, (size_t)(end - m->at)};
    m->at = end;
    return cell;
}

static struct span number_cell(struct row_maker *m, uint64_t value)
{
    return finish(m, digits_u64(m->at, value));
}

/* Deals have sums in the place of a limit, and no cell for it. */
static bool is_hidden(const struct row_maker *m, const struct event *e, enum amount which)
{
    struct decimal price;
    if (which != AMOUNT_PRICE && which != AMOUNT_LIMIT) return true;
    return !event_amount(m->store, e, which, &price) ||
           !redaction_tells_price(m->hiding, price, figures_is_single_event_price(e, which));
}

static struct span amount_cell(struct row_maker *m, const struct event *e, enum amount which)
{
    if (e->scale[which] == SCALE_ABSENT) return SPAN_NONE;
    if (m->hiding && is_hidden(m, e, which)) return SPAN(REDACTED);
    if (e->scale[which] != SCALE_WIDE) return finish(m, digits_amount(m->at, e->mantissa[which], e->scale[which]));
    struct decimal wide;
    if (!event_amount(m->store, e, which, &wide)) return SPAN_NONE;
    return finish(m, m->at + decimal_format(wide, m->at));
}

static int64_t floor_divide(int64_t value, int64_t by, int64_t *rest)
{
    int64_t quotient = value / by;
    *rest = value % by;
    if (*rest < 0) {
        quotient--;
        *rest += by;
    }
    return quotient;
}

/* Rows stand in order of time, so most share their minute with the row before. */
static struct span time_cell(struct row_maker *m, struct minute *last, int64_t ns, uint8_t digits)
{
    if (ns == TIME_NONE) return SPAN_NONE;
    int64_t rest;
    const int64_t number = floor_divide(ns, INT64_C(60) * NS_PER_SECOND, &rest);
    if (number != last->number) {
        time_format(ns, 0, last->text);
        last->number = number;
    }
    char *at = m->at;
    memcpy(at, last->text, MINUTE_TEXT);
    at += MINUTE_TEXT;
    const int64_t second = rest / NS_PER_SECOND;
    *at++ = (char)('0' + second / 10);
    *at++ = (char)('0' + second % 10);
    if (digits > 0) {
        *at++ = '.';
        int64_t unit = NS_PER_SECOND / 10;
        for (uint8_t i = 0; i < digits && i < 9; i++, unit /= 10) *at++ = (char)('0' + rest / unit % 10);
    }
    *at++ = 'Z';
    return finish(m, at);
}

static struct span ident_cell(struct row_maker *m, ident id)
{
    if (id == IDENT_NONE) return SPAN_NONE;
    const struct span text =
        store_ident_text(m->store, id, m->at); /* may lie anywhere in the 24 bytes, or in the store */
    m->at += IDENT_SCRATCH;
    return text;
}

static struct span reference_cell(struct row_maker *m, uint32_t event)
{
    const struct event *e = &m->store->events.items[event];
    return finish(m, rows_put(m->at, e, m->source_labels[e->source], m->sharing_lines[e->source]));
}

static struct span reasons_cell(struct row_maker *m, reason_set reasons)
{
    char *at = m->at;
    for (; reasons != 0; reasons &= reasons - 1) {
        const struct span name = m->reasons[__builtin_ctzll(reasons)];
        if (at != m->at) *at++ = ' ';
        memcpy(at, name.ptr, name.len);
        at += name.len;
    }
    return finish(m, at);
}

static struct span also_cell(struct row_maker *m, uint32_t event)
{
    if (m->place_count == 0) return SPAN_NONE;
    size_t low = 0, high = m->place_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (m->places[middle].kept < event) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    m->also.used = 0;
    for (; low < m->place_count && m->places[low].kept == event; low++) {
        char *const before = m->at;
        if (m->also.used > 0) text_put(&m->also, SPAN(" "));
        text_put(&m->also, reference_cell(m, m->places[low].event));
        m->at = before;
    }
    return (struct span){m->also.text, m->also.used};
}

static struct span description(const struct event *e)
{
    switch ((enum event_kind)e->kind) {
    case EVENT_FILL: return SPAN("Fill");
    case EVENT_ORDER: return SPAN("Order created");
    case EVENT_BOT_EVENT: return SPAN("Bot message");
    case EVENT_DEAL: return SPAN("Deal opened");
    case EVENT_TRANSFER: return SPAN("Transfer");
    case EVENT_ACCOUNT: return SPAN("Account record");
    case EVENT_BOT_ORDER: break;
    }
    if (e->until_ns != TIME_NONE) return SPAN("Bot order placed");
    switch ((enum event_status)e->status) { /* a log message names one moment: that of the change it reports */
    case STATUS_PARTIAL:
    case STATUS_FILLED: return SPAN("Bot order executed");
    case STATUS_CANCEL_REQUESTED:
    case STATUS_CANCELLED: return SPAN("Bot order cancelled");
    case STATUS_REJECTED:
    case STATUS_FAILED: return SPAN("Bot order failed");
    default: return SPAN("Bot order placed");
    }
}

/* ---- groups of cells ----------------------------------------------------------------------------------------------- */

static bool is_bot_side(const struct event *e)
{
    return e->kind == EVENT_BOT_ORDER || e->kind == EVENT_BOT_EVENT || e->kind == EVENT_DEAL ||
           e->kind == EVENT_ACCOUNT;
}

static void fill_names(struct row_maker *m, const struct event *e, struct row *out)
{
    const struct account *account = &m->store->accounts.items[e->account];
    const struct market *market = &m->store->markets.items[e->market];
    out->cells[COLUMN_venue] = store_get_text(m->store, account->venue != 0 ? account->venue : market->venue);
    out->cells[COLUMN_account] = store_get_text(m->store, account->id != 0 ? account->id : account->label);
    out->cells[COLUMN_market] = m->market_names[e->market];
    out->cells[COLUMN_base] = store_get_text(m->store, market->base);
    out->cells[COLUMN_quote] = store_get_text(m->store, market->quote);
    if (e->kind == EVENT_TRANSFER) out->cells[COLUMN_base] = store_get_text(m->store, e->fee_asset);
}

static void fill_amounts(struct row_maker *m, const struct event *e, struct row *out)
{
    if (e->kind == EVENT_ACCOUNT) return; /* its number counts deals and is no amount */
    out->cells[COLUMN_price] = amount_cell(m, e, AMOUNT_PRICE);
    out->cells[COLUMN_qty] = amount_cell(m, e, AMOUNT_QTY);
    out->cells[COLUMN_cost] = amount_cell(m, e, AMOUNT_COST);
    if (e->kind == EVENT_DEAL) return; /* its sold amounts lie where the others have fee and limit; see message.c */
    out->cells[COLUMN_fee] = amount_cell(m, e, AMOUNT_FEE);
    if (event_has(e, AMOUNT_FEE)) out->cells[COLUMN_fee_asset] = store_get_text(m->store, e->fee_asset);
    out->cells[COLUMN_limit] = amount_cell(m, e, AMOUNT_LIMIT);
    out->cells[COLUMN_order_qty] = amount_cell(m, e, AMOUNT_ORDER_QTY);
}

static void fill_ids(struct row_maker *m, const struct event *e, struct row *out)
{
    const bool bot_side = is_bot_side(e);
    out->cells[COLUMN_order_id] = ident_cell(m, e->order_id);
    out->cells[bot_side ? COLUMN_deal : COLUMN_trade_id] = ident_cell(m, e->trade_id);
    out->cells[bot_side ? COLUMN_bot : COLUMN_client_order_id] = ident_cell(m, e->client_id);
    out->cells[COLUMN_key] = store_get_text(m->store, e->key);
}

static void fill_attribution(struct row_maker *m, uint32_t event, struct row *out)
{
    const uint32_t index = m->result->order_of_event[event];
    if (index == UINT32_MAX) return;
    const struct order *order = &m->result->orders.items[index];
    out->cells[COLUMN_verdict] = span_of(verdict_name((enum verdict)order->verdict));
    out->cells[COLUMN_flag] = span_of(flag_name((enum flag)order->flag));
    out->cells[COLUMN_reasons] = reasons_cell(m, order->reasons);
    if (order->match != UINT32_MAX)
        out->cells[COLUMN_match] = reference_cell(m, m->result->bot_orders.items[order->match].event);
    if (order->incident != 0) out->cells[COLUMN_incident] = number_cell(m, order->incident);
}

/* "exact", "3 candidates", "10000+ candidates" ... */
static void fill_tape(struct row_maker *m, uint32_t event, struct row *out)
{
    if (!m->result->tape) return;
    const struct tape_finding *f = &m->result->tape->of_event[event];
    out->cells[COLUMN_tape] = span_of(tape_result_name((enum tape_result)f->result));
    if (f->result == TAPE_EXACT || f->result == TAPE_UNIQUE)
        out->cells[COLUMN_tape_trade_id] = number_cell(m, f->trade_id);
    if (f->result != TAPE_CANDIDATES) return;
    const struct span more = f->candidates >= TAPE_CANDIDATES_MOST ? SPAN("+ candidates") : SPAN(" candidates");
    char *at = digits_u64(m->at, f->candidates);
    memcpy(at, more.ptr, more.len);
    out->cells[COLUMN_tape] = finish(m, at + more.len);
}

static struct span role_cell(const struct event *e)
{
    if (e->role != ROLE_NONE) return span_of(role_name((enum role)e->role));
    if (e->marks & MARK_TAKER) return SPAN("taker");
    return e->marks & MARK_MAKER ? SPAN("maker") : SPAN_NONE;
}

void row_make(struct row_maker *m, uint32_t event, struct row *out)
{
    const struct event *e = &m->store->events.items[event];
    *out = (struct row){.amounts_hidden = m->hiding != NULL};
    m->at = m->scratch;
    out->cells[COLUMN_datetime] = time_cell(m, &m->at_minute, e->at_ns, e->digits);
    out->cells[COLUMN_timestamp_desc] = description(e);
    out->cells[COLUMN_kind] = span_of(event_kind_name((enum event_kind)e->kind));
    out->cells[COLUMN_side] = span_of(side_name((enum side)e->side));
    out->cells[COLUMN_channel] = span_of(channel_name((enum channel)e->channel));
    out->cells[COLUMN_source] = m->source_labels[e->source];
    out->cells[COLUMN_line] = number_cell(m, e->line);
    out->cells[COLUMN_offset] = number_cell(m, e->offset);
    out->cells[COLUMN_until] = time_cell(m, &m->until_minute, e->until_ns, e->digits);
    if (e->status != STATUS_NONE) out->cells[COLUMN_status] = span_of(status_name((enum event_status)e->status));
    out->cells[COLUMN_role] = role_cell(e);
    out->cells[COLUMN_also] = also_cell(m, event);
    fill_names(m, e, out);
    fill_amounts(m, e, out);
    fill_ids(m, e, out);
    fill_attribution(m, event, out);
    fill_tape(m, event, out);
    message_build(&m->message, m->result, e, out);
    out->cells[COLUMN_message] = (struct span){m->message.text, m->message.used};
}
