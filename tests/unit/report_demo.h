/* report_demo - a result made by hand, so that the report's tests need no files and no matching: one exchange account,
 * one bot, a few orders that the bot explains, and as many unexplained ones as a test asks for.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_REPORT_DEMO_H
#define STRAYKEY_TESTS_REPORT_DEMO_H

#include "base/memory.h"
#include "report/report.h"

#include <stdio.h>

#define DEMO_DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

struct demo {
    struct evidence evidence;
    struct result result;
    struct case_file *case_file;
    struct format_set *formats;
    struct report_input in;
    int64_t start_ns; /* of the unexplained orders */
    uint32_t market, account, bot_account;
};

static inline struct decimal demo_decimal(const char *text)
{
    struct decimal d = {0};
    decimal_parse(span_of(text), &d);
    return d;
}

static inline void demo_source(struct demo *d, const char *path, uint64_t records)
{
    struct source_entry *entry = LIST_ADD(&d->evidence.sources);
    entry->path = memory_copy_text(path, strlen(path));
    entry->parent = SOURCE_NONE;
    entry->zone_name = memory_copy_text("UTC", 3);
    entry->readable = true;
    entry->counts = (struct map_counts){records, records, 0, 0};
    entry->facts.bytes = 4096;
    entry->facts.text_bytes = 4096;
    entry->facts.lf = true;
    snprintf(entry->facts.sha256, sizeof entry->facts.sha256, "%s", DEMO_DIGEST);
    entry->first_ns = d->start_ns;
    entry->last_ns = d->start_ns;
    if (format_count(d->formats) > 0) *LIST_ADD(&entry->formats) = format_at(d->formats, 0);
}

/* An event without amounts; `line` counts up per source. */
static inline uint32_t demo_event(struct demo *d, enum event_kind kind, int64_t at_ns, uint32_t source, uint32_t line)
{
    struct event *e = LIST_ADD(&d->evidence.store->events);
    event_clear(e);
    e->kind = (uint8_t)kind;
    e->at_ns = at_ns;
    e->digits = 3;
    e->source = source;
    e->line = line;
    e->offset = (uint64_t)line * 100;
    e->market = d->market;
    e->account = source == 0 ? d->account : d->bot_account;
    return (uint32_t)(d->evidence.store->events.count - 1);
}

static inline void demo_amount(struct demo *d, uint32_t event, enum amount which, const char *text)
{
    event_set_amount(d->evidence.store, &d->evidence.store->events.items[event], which, demo_decimal(text));
}

static inline struct event *demo_at(struct demo *d, uint32_t event)
{
    return &d->evidence.store->events.items[event];
}

static inline void demo_pack(struct demo *d, struct order *o, enum order_amount which, const char *text)
{
    store_pack(d->evidence.store, demo_decimal(text), &o->mantissa[which], &o->scale[which]);
}

/* A fill and its order of 12.5 base for 25 quote. Returns the order's index; its fill is the event of the same number
 * among the fills. */
static inline size_t demo_order(struct demo *d, int64_t at_ns, enum verdict verdict, enum flag flag, const char *id)
{
    struct store *s = d->evidence.store;
    const uint32_t line = (uint32_t)d->result.orders.count + 2;
    const uint32_t fill = demo_event(d, EVENT_FILL, at_ns, 0, line);
    demo_amount(d, fill, AMOUNT_QTY, "12.50");
    demo_amount(d, fill, AMOUNT_PRICE, "2.0");
    demo_amount(d, fill, AMOUNT_COST, "25.000");
    demo_amount(d, fill, AMOUNT_FEE, "0.025");
    char trade[32];
    snprintf(trade, sizeof trade, "%u", 700000 + line);
    demo_at(d, fill)->side = SIDE_BUY;
    demo_at(d, fill)->fee_asset = store_text(s, SPAN("BUSD"));
    demo_at(d, fill)->order_id = store_ident(s, span_of(id));
    demo_at(d, fill)->trade_id = store_ident(s, span_of(trade));
    struct order *o = LIST_ADD(&d->result.orders);
    *o = (struct order){.placed_ns = TIME_NONE, .first_ns = at_ns, .last_ns = at_ns, .order_event = EVENT_NONE};
    for (int i = 0; i < ORDER_AMOUNT_COUNT; i++) o->scale[i] = SCALE_ABSENT;
    demo_pack(d, o, ORDER_QTY, "12.50");
    demo_pack(d, o, ORDER_COST, "25.000");
    demo_pack(d, o, ORDER_PRICE, "2.0");
    o->price_exact = true;
    o->order_id = demo_at(d, fill)->order_id;
    o->market = d->market;
    o->account = d->account;
    o->first_fill = (uint32_t)(d->result.orders.count - 1);
    o->fill_count = 1;
    o->match = UINT32_MAX;
    o->issuer = UINT32_MAX;
    o->digits = 3;
    o->side = SIDE_BUY;
    o->verdict = (uint8_t)verdict;
    o->flag = (uint8_t)flag;
    if (verdict == VERDICT_UNISSUED) o->reasons = REASON_BIT(REASON_no_bot_record) | REASON_BIT(REASON_channel_silent);
    return d->result.orders.count - 1;
}

/* Makes order `index` explained by a bot order of its own. */
static inline void demo_explain(struct demo *d, size_t index)
{
    struct order *o = &d->result.orders.items[index];
    const uint32_t event =
        demo_event(d, EVENT_BOT_ORDER, o->first_ns - 400000000, 1, (uint32_t)d->result.bot_orders.count + 2);
    demo_at(d, event)->side = SIDE_BUY;
    demo_at(d, event)->role = ROLE_SAFETY;
    demo_at(d, event)->status = STATUS_FILLED;
    demo_at(d, event)->trade_id = store_ident(d->evidence.store, SPAN("4711"));
    demo_at(d, event)->client_id = store_ident(d->evidence.store, SPAN("99"));
    demo_amount(d, event, AMOUNT_ORDER_QTY, "12.50");
    demo_amount(d, event, AMOUNT_QTY, "12.50");
    struct bot_order *b = LIST_ADD(&d->result.bot_orders);
    b->placed_ns = o->first_ns - 400000000;
    b->closed_ns = TIME_NONE;
    b->market = d->market;
    b->account = d->bot_account;
    b->event = event;
    b->side = SIDE_BUY;
    b->role = ROLE_SAFETY;
    d->result.orders.items[index].match = (uint32_t)(d->result.bot_orders.count - 1);
    d->result.orders.items[index].reasons = REASON_BIT(REASON_order_id_joined);
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

static inline void demo_begin(struct demo *d)
{
    *d = (struct demo){0};
    d->start_ns = time_from_civil(2022, 12, 25, 21, 29, 3) + 123000000;
    struct format_complaints found = {0};
    d->formats = format_set_load(NULL, &found);
    format_complaints_free(&found);
    d->case_file = case_file_empty();
    d->evidence.store = store_new();
    d->market = store_market(d->evidence.store, SPAN("binance"), SPAN("AKRO"), SPAN("BUSD"));
    d->account = store_account(d->evidence.store, SPAN("binance"), SPAN("12345678"));
    d->bot_account = store_account(d->evidence.store, SPAN("3commas"), SPAN("555"));
    demo_source(d, "exports/trades.csv", 100);
    demo_source(d, "exports/deals.json", 10);
    d->result.evidence = &d->evidence;
    d->result.arena = arena_new(0);
    d->in = (struct report_input){
        .result = &d->result, .case_file = d->case_file, .formats = d->formats, .originals = "copy"};
}

static inline int demo_by_time(const void *left, const void *right, const struct store *s)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (s->events.items[a].at_ns != s->events.items[b].at_ns)
        return s->events.items[a].at_ns < s->events.items[b].at_ns ? -1 : 1;
    return a < b ? -1 : a > b;
}

static inline void demo_count(struct demo *d)
{
    struct result *r = &d->result;
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        r->verdict_orders[o->verdict]++;
        r->verdict_fills[o->verdict] += o->fill_count;
        r->flag_orders[o->flag]++;
        r->flag_fills[o->flag] += o->fill_count;
        r->fill_count += o->fill_count;
    }
}

/* Fills in what follows from the orders: slices, counts, timeline (events in order of time). */
static inline void demo_finish(struct demo *d)
{
    struct result *r = &d->result;
    const struct store *s = d->evidence.store;
    const size_t events = s->events.count;
    r->order_fills = ARENA_ARRAY(r->arena, uint32_t, r->orders.count + 1);
    r->order_of_event = ARENA_ARRAY(r->arena, uint32_t, events + 1);
    r->kept_as = ARENA_ARRAY(r->arena, uint32_t, events + 1);
    r->timeline = ARENA_ARRAY(r->arena, uint32_t, events + 1);
    size_t fill = 0;
    for (uint32_t i = 0; i < events; i++) {
        r->order_of_event[i] = UINT32_MAX;
        r->kept_as[i] = i;
        if (s->events.items[i].kind == EVENT_FILL && fill < r->orders.count) {
            r->order_of_event[i] = (uint32_t)fill;
            r->order_fills[fill++] = i;
        }
        size_t at = r->timeline_count++;
        for (; at > 0 && demo_by_time(&r->timeline[at - 1], &i, s) > 0; at--) r->timeline[at] = r->timeline[at - 1];
        r->timeline[at] = i;
    }
    demo_count(d);
}

static inline void demo_free(struct demo *d)
{
    for (size_t i = 0; i < d->evidence.sources.count; i++) source_entry_free(&d->evidence.sources.items[i]);
    for (size_t i = 0; i < d->result.incidents.count; i++) LIST_FREE(&d->result.incidents.items[i].signals);
    LIST_FREE(&d->evidence.sources);
    LIST_FREE(&d->result.orders);
    LIST_FREE(&d->result.bot_orders);
    LIST_FREE(&d->result.coverage);
    LIST_FREE(&d->result.incidents);
    LIST_FREE(&d->result.losses);
    LIST_FREE(&d->result.issuers);
    arena_free(d->result.arena);
    store_free(d->evidence.store);
    case_file_free(d->case_file);
    format_set_free(d->formats);
}

/* One incident over the orders from `first` on, with a signal. */
static inline void demo_incident(struct demo *d, size_t first, size_t count)
{
    struct incident *incident = LIST_ADD(&d->result.incidents);
    *incident = (struct incident){.number = 1, .account = d->account, .order_count = count, .fill_count = count};
    incident->orders = ARENA_ARRAY(d->result.arena, uint32_t, count);
    incident->markets = ARENA_ARRAY(d->result.arena, uint32_t, 1);
    incident->markets[incident->market_count++] = d->market;
    for (size_t i = 0; i < count; i++) {
        d->result.orders.items[first + i].incident = 1;
        incident->orders[i] = (uint32_t)(first + i);
    }
    incident->from_ns = d->result.orders.items[first].first_ns;
    incident->to_ns = d->result.orders.items[first + count - 1].last_ns;
    struct signal_hit *hit = LIST_ADD(&incident->signals);
    *hit = (struct signal_hit){.code = SIGNAL_S4, .orders = incident->orders, .order_count = count};
    hit->value = arena_format(d->result.arena, "%zu orders in a row; before that at most 1 an hour", count);
}

/* The same loss for all flagged orders and for the incident. */
static inline void demo_losses(struct demo *d)
{
    const struct incident *incident = &d->result.incidents.items[0];
    for (uint32_t i = 0; i < 2; i++) {
        struct loss *loss = LIST_ADD(&d->result.losses);
        *loss = (struct loss){.method = "net-change",
                              .incident = i,
                              .computed = true,
                              .orders = incident->orders,
                              .order_count = incident->order_count};
        loss->asset = store_text(d->evidence.store, SPAN("BUSD"));
        loss->amount = demo_decimal("-105000.0250");
    }
}

/* `flagged` unexplained orders, 1.2 s apart, after three that the bot explains; one incident over them, two losses. */
static inline void demo_raid(struct demo *d, size_t flagged)
{
    char id[32];
    demo_begin(d);
    for (int i = 0; i < 3; i++) {
        snprintf(id, sizeof id, "22428%d", 56000 + i);
        demo_explain(d,
                     demo_order(d, d->start_ns - (int64_t)(3 - i) * 3600 * NS_PER_SECOND, VERDICT_BOT, FLAG_NONE, id));
    }
    for (size_t i = 0; i < flagged; i++) {
        snprintf(id, sizeof id, "%llu", 2242861000ull + i);
        demo_order(d, d->start_ns + (int64_t)i * 1200000000, VERDICT_UNISSUED, FLAG_STRONG, id);
    }
    if (flagged > 0) demo_incident(d, 3, flagged);
    if (flagged > 0) demo_losses(d);
    for (uint32_t i = 0; i < 2; i++)
        *LIST_ADD(&d->result.coverage) =
            (struct coverage){.account = d->account,
                              .market = i == 0 ? MARKET_NONE : d->market,
                              .bot_side = i == 0,
                              .source = i,
                              .when = {d->start_ns - 86400ll * NS_PER_SECOND, d->start_ns + 86400ll * NS_PER_SECOND}};
    struct issuer_stat *issuer = LIST_ADD(&d->result.issuers);
    *issuer = (struct issuer_stat){.tag = "x-DEMO", .name = "", .orders = 3, .matched = 3, .learned = true};
    demo_finish(d);
}

/* What that report says of it; free() it. */
typedef void demo_report(const struct report_input *in, struct writer *out);

static inline char *demo_written(const struct demo *d, demo_report *report)
{
    struct writer *w = writer_to_memory();
    report(&d->in, w);
    const struct span text = writer_memory(w);
    char *copy = memory_copy_text(text.ptr, text.len);
    writer_close(w, NULL);
    return copy;
}

#endif
