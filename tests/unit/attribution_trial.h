/* attribution_trial - small evidence written as text, run through attribution, with what must come out beside each line.
 *
 *     file 0 orders                              a source: number, record set, and optionally newest, oldest, page, cut,
 *                                                crc, rejected=LINE, path=PATH, zone=NAME (its times, written here in UTC,
 *                                                were read in that zone because the user gave it), twice=COUNT (rows
 *                                                rejected because the zone shows their hour twice)
 *     fill 19T21:00:00.250 buy BTC/USDT 0.5 @17000 id=55 file=0 -> unissued review +no-bot-record -price-apart
 *
 * The first word is the kind (fill, order, bot, deal, note, account, transfer; "naive" before it: rejected for want of a zone), then the time (day of December 2022), then in any
 * order: side, market, quantity, @price, and name=value. What stands behind -> is checked after the run: verdict, flag
 * (or none), +reason that must be there, -reason that must not, match=N (the bot record's line in the text, from 1).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_ATTRIBUTION_TRIAL_H
#define STRAYKEY_TESTS_ATTRIBUTION_TRIAL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attribution/work.h"
#include "base/memory.h"

#include <stdio.h>

enum { TRIAL_LINES_MAX = 4096 };

struct trial {
    struct evidence *evidence;
    struct case_file *case_file;
    LIST(struct source_kind) kinds;
    uint32_t event_of_line[TRIAL_LINES_MAX]; /* EVENT_NONE: the line is no event */
    struct span want[TRIAL_LINES_MAX];
    uint32_t lines;
    struct result *result;
};

static inline bool trial_value(struct span word, const char *name, struct span *value)
{
    size_t length = strlen(name);
    if (word.len <= length || memcmp(word.ptr, name, length) != 0 || word.ptr[length] != '=') return false;
    *value = span_from(word, length + 1);
    if (value->ptr == NULL) *value = SPAN("");
    return true;
}

static inline uint64_t trial_number(struct span text)
{
    uint64_t number = 0;
    assert_true(span_to_u64(text, &number));
    return number;
}

static inline int trial_digits(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* "19T21:00:00.25": the 19th of December 2022; "10-30T01:00:00": another month of it. */
static inline int64_t trial_time(struct span text, uint8_t *digits)
{
    assert_true(text.len >= 11);
    int month = text.ptr[2] == '-' ? trial_digits(text.ptr) : 12;
    if (text.ptr[2] == '-') text = span_from(text, 3);
    const char *p = text.ptr;
    int64_t ns = time_from_civil(2022, month, trial_digits(p), trial_digits(p + 3), trial_digits(p + 6), trial_digits(p + 9));
    int64_t unit = NS_PER_SECOND;
    *digits = 0;
    for (size_t i = 12; i < text.len; i++) {
        unit /= 10;
        ns += (p[i] - '0') * unit;
        (*digits)++;
    }
    return ns;
}

static inline struct source_entry *trial_source(struct trial *t, uint64_t number)
{
    while (t->evidence->sources.count <= number) {
        struct source_entry *entry = LIST_ADD(&t->evidence->sources);
        char path[32];
        int length = snprintf(path, sizeof path, "file%zu", t->evidence->sources.count - 1);
        entry->path = memory_copy_text(path, (size_t)length);
        entry->zone_name = memory_copy_text("UTC", 3);
        entry->readable = true;
        (void)LIST_ADD(&t->kinds);
    }
    return &t->evidence->sources.items[number];
}

static inline uint32_t trial_set(struct span name)
{
    static const char *const names[SET_COUNT] = {"fills", "orders", "statement", "deals-list", "deals-csv", "deal-orders", "smart-trades",
                                                 "smart-trade-orders", "grid-orders", "grids", "bots", "accounts", "events",
                                                 "program-orders", "program-fills", "transfers"};
    for (unsigned i = 0; i < SET_COUNT; i++)
        if (span_is(name, names[i])) return i;
    fail_msg("unknown record set %.*s", SPAN_ARG(name));
    return 0;
}

static inline void trial_file(struct trial *t, struct span rest)
{
    uint64_t number = trial_number(span_cut(&rest, ' '));
    struct source_entry *entry = trial_source(t, number);
    uint32_t set = trial_set(span_cut(&rest, ' '));
    t->kinds.items[number] = (struct source_kind){set >= SET_DEALS_LIST && set != SET_TRANSFERS, SET_BIT(set)};
    while (rest.len > 0) {
        struct span word = span_cut(&rest, ' ');
        struct span value;
        if (span_is(word, "newest")) entry->newest_first = true;
        else if (span_is(word, "oldest")) entry->oldest_first = true;
        else if (span_is(word, "page")) entry->page_sized = true;
        else if (span_is(word, "cut")) entry->text_cut = true;
        else if (span_is(word, "crc")) entry->facts.damage = DAMAGE_BAD_CRC;
        else if (trial_value(word, "path", &value)) {
            free(entry->path);
            entry->path = memory_copy_text(value.ptr, value.len);
        } else if (trial_value(word, "zone", &value)) {
            entry->given_zone = memory_copy_text(value.ptr, value.len);
            entry->given_origin = ZONE_ORIGIN_USER;
        } else if (trial_value(word, "twice", &value)) {
            *LIST_ADD(&entry->notes) = (struct source_note){diag_time_ambiguous, trial_number(value), 1};
        } else if (trial_value(word, "rejected", &value)) {
            entry->counts.rejected = 1;
            *LIST_ADD(&entry->notes) = (struct source_note){diag_not_a_number, 1, (uint32_t)trial_number(value)};
        } else {
            fail_msg("unknown word %.*s", SPAN_ARG(word));
        }
    }
}

static inline void trial_amount(struct trial *t, struct event *e, enum amount which, struct span text)
{
    struct decimal d;
    assert_int_equal(decimal_parse(text, &d), DECIMAL_OK);
    event_set_amount(t->evidence->store, e, which, d);
}

static inline bool trial_is_exchange(unsigned kind)
{
    return kind == EVENT_FILL || kind == EVENT_ORDER || kind == EVENT_TRANSFER;
}

static inline void trial_market(struct trial *t, struct event *e, struct span name)
{
    struct span quote = name;
    struct span base = span_cut(&quote, '/');
    bool exchange = trial_is_exchange(e->kind);
    e->market = store_market(t->evidence->store, exchange ? SPAN("binance") : SPAN(""), base, quote);
}

/* The market before it is of this venue. */
static inline void trial_venue(struct store *s, struct event *e, struct span venue)
{
    const struct market m = s->markets.items[e->market];
    e->market = store_market(s, venue, store_get_text(s, m.base), store_get_text(s, m.quote));
}

static inline uint32_t trial_account(struct trial *t, const struct event *e, struct span id)
{
    bool exchange = trial_is_exchange(e->kind);
    uint32_t account = store_account(t->evidence->store, exchange ? SPAN("binance") : SPAN("3commas"), id);
    if (!exchange && id.len > 0) t->evidence->store->accounts.items[account].market_venue = store_text(t->evidence->store, SPAN("binance"));
    return account;
}

static inline void trial_channel(struct event *e, struct span name)
{
    for (unsigned c = CHANNEL_NONE; c <= CHANNEL_SYSTEM; c++)
        if (span_is(name, channel_name((enum channel)c))) e->channel = (uint8_t)c;
}

static inline struct span trial_role(struct span word)
{
    if (span_is(word, "base")) return SPAN("base order");
    return span_is(word, "safety") ? SPAN("safety order") : word;
}

static inline void trial_word(struct trial *t, struct event *e, struct span word)
{
    struct store *s = t->evidence->store;
    struct span v;
    enum role role;
    enum event_status status;
    if (span_is(word, "buy")) e->side = SIDE_BUY;
    else if (span_is(word, "sell")) e->side = SIDE_SELL;
    else if (trial_value(word, "id", &v)) e->order_id = store_ident(s, v);
    else if (trial_value(word, "trade", &v) || trial_value(word, "deal", &v)) e->trade_id = store_ident(s, v);
    else if (trial_value(word, "client", &v) || trial_value(word, "bot", &v)) e->client_id = store_ident(s, v);
    else if (trial_value(word, "until", &v)) { uint8_t digits; e->until_ns = trial_time(v, &digits); }
    else if (trial_value(word, "status", &v)) { assert_true(status_of(v, &status)); e->status = (uint8_t)status; }
    else if (trial_value(word, "role", &v)) { assert_true(role_of(trial_role(v), &role)); e->role = (uint8_t)role; }
    else if (trial_value(word, "step", &v)) e->step = (uint8_t)trial_number(v);
    else if (trial_value(word, "asked", &v)) trial_amount(t, e, AMOUNT_ORDER_QTY, v);
    else if (trial_value(word, "limit", &v) || trial_value(word, "soldcost", &v)) trial_amount(t, e, AMOUNT_LIMIT, v);
    else if (trial_value(word, "cost", &v)) trial_amount(t, e, AMOUNT_COST, v);
    else if (trial_value(word, "sold", &v)) trial_amount(t, e, AMOUNT_FEE, v);
    else if (trial_value(word, "fee", &v)) { trial_amount(t, e, AMOUNT_FEE, v); e->fee_asset = store_text(s, SPAN("BNB")); }
    else if (trial_value(word, "channel", &v)) trial_channel(e, v);
    else if (trial_value(word, "account", &v)) e->account = trial_account(t, e, v);
    else if (trial_value(word, "file", &v)) { e->source = (uint32_t)trial_number(v); (void)trial_source(t, e->source); }
    else if (trial_value(word, "venue", &v)) trial_venue(s, e, v);
    else if (trial_value(word, "asset", &v)) e->fee_asset = store_text(s, v);
    else if (trial_value(word, "key", &v)) e->key = store_text(s, v);
    else if (trial_value(word, "text", &v)) e->text = store_text(s, v);
    else if (span_is(word, "taker")) e->marks |= MARK_TAKER;
    else if (span_is(word, "paper")) e->marks |= MARK_PAPER;
    else if (span_is(word, "short")) e->marks |= MARK_SHORT;
    else if (span_is(word, "conversion")) e->marks |= MARK_CONVERSION;
    else if (span_is(word, "damaged")) e->marks |= MARK_ID_DAMAGED;
    else if (word.ptr[0] == '@') trial_amount(t, e, AMOUNT_PRICE, span_from(word, 1));
    else if (span_find(word, '/') < word.len) trial_market(t, e, word);
    else if (word.ptr[0] == '-' || (word.ptr[0] >= '0' && word.ptr[0] <= '9')) trial_amount(t, e, AMOUNT_QTY, word);
    else fail_msg("unknown word %.*s", SPAN_ARG(word));
}

static inline bool trial_kind(struct span word, enum event_kind *kind)
{
    static const struct { const char *word; enum event_kind kind; } kinds[] = {
        {"fill", EVENT_FILL}, {"order", EVENT_ORDER}, {"bot", EVENT_BOT_ORDER}, {"note", EVENT_BOT_EVENT}, {"deal", EVENT_DEAL}, {"account", EVENT_ACCOUNT}, {"transfer", EVENT_TRANSFER}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        *kind = kinds[i].kind;
        if (span_is(word, kinds[i].word)) return true;
    }
    return false;
}

static inline void trial_event(struct trial *t, enum event_kind kind, struct span rest, uint32_t line)
{
    struct event e;
    event_clear(&e);
    e.kind = (uint8_t)kind;
    e.line = line;
    e.offset = (uint64_t)line * 100;
    e.source = trial_is_exchange(kind) ? 0 : 1;
    e.at_ns = trial_time(span_cut(&rest, ' '), &e.digits);
    e.account = trial_account(t, &e, SPAN_NONE);
    while (rest.len > 0) {
        struct span word = span_cut(&rest, ' ');
        if (word.len > 0) trial_word(t, &e, word);
    }
    (void)trial_source(t, e.source);
    trial_source(t, e.source)->counts.events++;
    t->event_of_line[line] = (uint32_t)t->evidence->store->events.count;
    *LIST_ADD(&t->evidence->store->events) = e;
}

/* A row that was rejected because nothing says the zone of its time. */
static inline void trial_make_naive(struct trial *t, uint32_t line)
{
    struct store *s = t->evidence->store;
    *LIST_ADD(&s->naive) = s->events.items[--s->events.count];
    t->event_of_line[line] = EVENT_NONE;
}

static inline void trial_line(struct trial *t, struct span line)
{
    enum event_kind kind;
    uint32_t number = ++t->lines;
    assert_true(number < TRIAL_LINES_MAX);
    t->event_of_line[number] = EVENT_NONE;
    t->want[number] = SPAN_NONE;
    for (size_t i = 0; i + 4 <= line.len; i++) {
        if (memcmp(line.ptr + i, " -> ", 4) != 0) continue;
        t->want[number] = span_from(line, i + 4);
        line = span_head(line, i);
        break;
    }
    struct span rest = span_trim(line);
    struct span word = span_cut(&rest, ' ');
    if (word.len == 0) return;
    bool naive = span_is(word, "naive");
    if (naive) word = span_cut(&rest, ' ');
    if (span_is(word, "file")) trial_file(t, rest);
    else if (trial_kind(word, &kind)) trial_event(t, kind, rest, number);
    else fail_msg("unknown line %.*s", SPAN_ARG(line));
    if (naive) trial_make_naive(t, number);
}

static inline void trial_add(struct trial *t, const char *text)
{
    for (struct span rest = span_of(text); rest.len > 0;) trial_line(t, span_cut(&rest, '\n'));
}

static inline struct trial *trial_new(const char *case_json)
{
    struct trial *t = memory_alloc(sizeof *t);
    char *error = NULL;
    t->evidence = evidence_new();
    t->case_file = case_json ? case_file_parse(span_of(case_json), "case.json", &error) : case_file_empty();
    if (!t->case_file) fail_msg("%s", error ? error : "no case file");
    return t;
}

/* Events are stored file by file, as they are when files are read one after the other. */
static inline void trial_store_by_file(struct trial *t)
{
    struct store *s = t->evidence->store;
    struct event *sorted = memory_resize(NULL, s->events.count + 1, sizeof *sorted);
    size_t count = 0;
    for (uint32_t source = 0; source < t->evidence->sources.count; source++) {
        for (uint32_t line = 1; line <= t->lines; line++) {
            uint32_t event = t->event_of_line[line];
            if (event == EVENT_NONE || s->events.items[event].source != source) continue;
            sorted[count] = s->events.items[event];
            count++;
        }
    }
    memcpy(s->events.items, sorted, count * sizeof *sorted);
    for (uint32_t event = 0; event < count; event++) {
        const struct event *e = &s->events.items[event];
        t->event_of_line[e->line] = event;
        if (t->evidence->sources.items[e->source].given_zone)
            s->events.items[event].marks |= MARK_ZONE_AT | MARK_ZONE_UNTIL;
    }
    free(sorted);
}

static inline void trial_attribute(struct trial *t)
{
    trial_store_by_file(t);
    struct attribution_options options = {.case_file = t->case_file};
    t->result = attribution_run_kinds(t->evidence, &options, t->kinds.items);
}

static inline const struct order *trial_order(const struct trial *t, uint32_t line)
{
    uint32_t order = t->result->order_of_event[t->event_of_line[line]];
    return order == INDEX_NONE ? NULL : &t->result->orders.items[order];
}

static inline bool trial_has_reason(const struct order *o, struct span name)
{
    for (unsigned r = 0; r < REASON_COUNT; r++)
        if (span_is(name, reason_name((enum reason)r))) return (o->reasons & REASON_BIT(r)) != 0;
    fail_msg("unknown reason %.*s", SPAN_ARG(name));
    return false;
}

static inline void trial_check_word(const struct trial *t, uint32_t line, struct span word)
{
    const struct order *o = trial_order(t, line);
    struct span value;
    if (!o) fail_msg("line %u: no order", line);
    const char *verdict = verdict_name((enum verdict)o->verdict);
    const char *flag = o->flag == FLAG_NONE ? "none" : flag_name((enum flag)o->flag);
    bool is_flag = span_is(word, "none") || span_is(word, "review") || span_is(word, "probable") || span_is(word, "strong");
    bool ok;
    if (word.ptr[0] == '+') ok = trial_has_reason(o, span_from(word, 1));
    else if (word.ptr[0] == '-') ok = !trial_has_reason(o, span_from(word, 1));
    else if (trial_value(word, "match", &value))
        ok = o->match != INDEX_NONE && t->result->bot_orders.items[o->match].event == t->event_of_line[trial_number(value)];
    else if (trial_value(word, "fills", &value)) ok = o->fill_count == trial_number(value);
    else ok = span_is(word, is_flag ? flag : verdict);
    if (!ok) fail_msg("line %u: want %.*s, is %s %s, reasons %llx, fills %u", line, SPAN_ARG(word), verdict, flag, (unsigned long long)o->reasons, o->fill_count);
}

static inline void trial_check(const struct trial *t)
{
    for (uint32_t line = 1; line <= t->lines; line++) {
        struct span rest = t->want[line];
        while (rest.len > 0) {
            struct span word = span_cut(&rest, ' ');
            if (word.len > 0) trial_check_word(t, line, word);
        }
    }
}

static inline void trial_free(struct trial *t)
{
    result_free(t->result);
    evidence_free(t->evidence);
    case_file_free(t->case_file);
    LIST_FREE(&t->kinds);
    free(t);
}

/* Runs a text and checks what it says. */
static inline void trial_run(const char *case_json, const char *text)
{
    struct trial *t = trial_new(case_json);
    trial_add(t, text);
    trial_attribute(t);
    trial_check(t);
    trial_free(t);
}

struct scenario {
    const char *name, *text;
};

/* Each text by itself, after its name. */
static inline void trial_run_each(const struct scenario *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        print_message("  %s\n", rows[i].name);
        trial_run(NULL, rows[i].text);
    }
}

#endif
