/* compare - an event against what a sample expects of it.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/check.h"

#include <stdio.h>

static bool same_amount(const struct store *s, const struct event *e, enum amount which, struct span want, char is[64])
{
    struct decimal value, wanted;
    bool there = event_amount(s, e, which, &value);
    is[0] = '\0';
    if (there) decimal_format(value, is);
    if (!want.len || !there) return !want.len && !there;
    return decimal_parse(want, &wanted) == DECIMAL_OK && decimal_equal(value, wanted);
}

static bool same_text(struct span is_text, struct span want, char is[64])
{
    snprintf(is, 64, "%.*s", SPAN_ARG(is_text));
    return span_equal(is_text, want);
}

static bool same_ident(const struct store *s, ident id, struct span want, char is[64])
{
    char scratch[24];
    return same_text(id == IDENT_NONE ? SPAN_NONE : store_ident_text(s, id, scratch), want, is);
}

static bool same_mark(const struct event *e, uint16_t mark, struct span want, char is[64])
{
    uint8_t code = 2;
    bool known = target_word(TARGET_paper, want, &code);
    snprintf(is, 64, "%s", e->marks & mark ? "yes" : "no");
    return known && (code == 1) == ((e->marks & mark) != 0);
}

static bool same_time(int64_t ns, struct span want, char is[64])
{
    struct timestamp t;
    is[0] = '\0';
    if (ns != TIME_NONE) time_format(ns, 9, is);
    if (!want.len || ns == TIME_NONE) return !want.len && ns == TIME_NONE;
    return time_parse(want, "%Y-%m-%dT%H:%M:%S%f%z", &t) == TIME_OK && t.has_offset && t.ns == ns;
}

static bool same_name(const struct store *s, const struct event *e, enum target t, struct span want, char is[64])
{
    const struct account *account = &s->accounts.items[e->account];
    uint32_t id = 0;
    switch (t) {
    case TARGET_fee_asset:
    case TARGET_asset: id = e->fee_asset; break;
    case TARGET_account:
    case TARGET_uid: id = account->id; break;
    case TARGET_label: id = account->label; break;
    case TARGET_market_venue: id = account->market_venue; break;
    case TARGET_key:
    case TARGET_key_secret: id = e->key; break;
    default: id = e->text; break;
    }
    return same_text(store_get_text(s, id), want, is);
}

static uint8_t word_of(const struct event *e, enum target t)
{
    switch (t) {
    case TARGET_side: return e->side;
    case TARGET_channel: return e->channel;
    case TARGET_status: return e->status;
    case TARGET_role: return e->role;
    default: return e->basis;
    }
}

static bool same_word(const struct event *e, enum target t, struct span want, char is[64])
{
    uint8_t code = 0;
    snprintf(is, 64, "%s", target_code_word(t, word_of(e, t)));
    if (!want.len) return word_of(e, t) == 0;
    return target_word(t, want, &code) && code == word_of(e, t);
}

static bool same_target(const struct store *s, const struct event *e, enum target t, struct span want, char is[64])
{
    static const uint16_t bits[TARGET_COUNT] = {[TARGET_paper] = MARK_PAPER,
                                                [TARGET_short] = MARK_SHORT,
                                                [TARGET_enabled] = MARK_ENABLED,
                                                [TARGET_maker] = MARK_MAKER,
                                                [TARGET_taker] = MARK_TAKER};
    char step[8];
    switch (target_group(t)) {
    case GROUP_AMOUNT: return same_amount(s, e, target_amount(t), want, is);
    case GROUP_ID:
        if (t == TARGET_order_id) return same_ident(s, e->order_id, want, is);
        return same_ident(s, t == TARGET_trade_id || t == TARGET_deal ? e->trade_id : e->client_id, want, is);
    case GROUP_WORD: return same_word(e, t, want, is);
    case GROUP_MARK: return same_mark(e, bits[t], want, is);
    case GROUP_COUNT: snprintf(step, sizeof step, "%u", e->step); return same_text(span_of(step), want, is);
    case GROUP_NAME: return same_name(s, e, t, want, is);
    case GROUP_PAIR: break;
    }
    return false;
}

bool check_expectation(const struct store *s, const struct event *e, const struct node *want, char is[64])
{
    static const struct {
        const char *key;
        uint16_t mark;
    } marks[] = {{"unrecognised", MARK_UNRECOGNISED}, {"orphan", MARK_ORPHAN},
                 {"market_price", MARK_MARKET_PRICE}, {"id_damaged", MARK_ID_DAMAGED},
                 {"approximate", MARK_APPROXIMATE},   {"conversion", MARK_CONVERSION}};
    const struct market *market = &s->markets.items[e->market];
    enum target t;
    if (span_is(want->key, "at")) return same_time(e->at_ns, want->text, is);
    if (span_is(want->key, "until")) return same_time(e->until_ns, want->text, is);
    if (span_is(want->key, "kind"))
        return same_text(span_of(event_kind_name((enum event_kind)e->kind)), want->text, is);
    if (span_is(want->key, "base")) return same_text(store_get_text(s, market->base), want->text, is);
    if (span_is(want->key, "quote")) return same_text(store_get_text(s, market->quote), want->text, is);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (span_is(want->key, marks[i].key)) return same_mark(e, marks[i].mark, want->text, is);
    return target_of(want->key, &t) && same_target(s, e, t, want->text, is);
}
