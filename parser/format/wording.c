/* wording - a bot platform's sentences: which pattern knows them, and what they say. A sentence that none knows
 * stays on the timeline as it is, marked.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

#include <stdio.h>

static enum match_result find_message(const struct rules *r, struct span text, struct match *match, size_t *which)
{
    for (size_t i = 0; i < r->message_count; i++) {
        const struct message_rule *m = &r->messages[i];
        if (!span_starts_with(text, m->prefix)) continue;
        enum match_result result = pattern_match(m->pattern, text, match);
        if (result == MATCH_NO) continue;
        *which = i;
        return result;
    }
    return MATCH_NO;
}

static uint8_t side_of(enum side_rule side, uint16_t marks)
{
    if (side == SIDE_RULE_NONE) return SIDE_NONE;
    bool is_short = marks & MARK_SHORT;
    return (side == SIDE_RULE_ENTRY) != is_short ? SIDE_BUY : SIDE_SELL;
}

static bool set_role(struct row *row, const struct message_rule *m, struct span text, const struct cell *cell,
                     const char *rule)
{
    const struct value_map *entry = m->role_otherwise;
    for (size_t i = 0; i < m->role_count; i++)
        if (span_equal(m->roles[i].from, text)) entry = &m->roles[i];
    if (!m->roles) return row_set(row, TARGET_role, text, cell, rule);
    if (!entry) return row_reject(row, diag_unknown_value, cell, rule);
    row->e.role = entry->code;
    return true;
}

static bool set_field(struct row *row, const struct message_rule *m, const struct message_field *field,
                      struct span text, const struct cell *cell, const char *rule)
{
    if (field->what == MESSAGE_APPROXIMATE) row->e.marks |= MARK_APPROXIMATE;
    if (field->what == MESSAGE_MARKET_PRICE) row->e.marks |= MARK_MARKET_PRICE;
    if (field->what != MESSAGE_TARGET) return true;
    if (field->target == TARGET_role) return set_role(row, m, text, cell, rule);
    if (field->target == TARGET_side) {
        bool sell = span_equal_nocase(text, SPAN("sell"));
        if (!sell && !span_equal_nocase(text, SPAN("buy"))) return row_reject(row, diag_unknown_value, cell, rule);
        row->e.side = sell ? SIDE_SELL : SIDE_BUY;
        return true;
    }
    if (target_group(field->target) == GROUP_AMOUNT && span_is(text, "market")) {
        row->e.marks |= MARK_MARKET_PRICE;
        return true;
    }
    if (field->target == TARGET_pair && (row->e.market || row->entry)) return true;
    if (target_group(field->target) == GROUP_MARK) text = SPAN("yes"); /* the group is there: that is the mark */
    return row_set(row, field->target, text, cell, rule);
}

/* Coins named by the sentence tell the market only where nothing else does. */
static void set_market(struct row *row, const struct message_rule *m, const struct match *match)
{
    struct span base = SPAN_NONE, quote = SPAN_NONE;
    for (size_t i = 0; i < m->field_count; i++) {
        if (m->fields[i].what == MESSAGE_BASE) base = match->groups[m->fields[i].group];
        if (m->fields[i].what == MESSAGE_QUOTE) quote = match->groups[m->fields[i].group];
    }
    if (row->e.market != MARKET_NONE || !base.len || !quote.len) return;
    char *pair = arena_format(row->r->scratch, "%.*s_%.*s", SPAN_ARG(quote), SPAN_ARG(base));
    struct span clean_base, clean_quote; /* contracts are named BTCUSDT here: reduce them as pairs are reduced */
    if (pair_split(span_of(pair), PAIR_UNDERSCORE, PAIR_QUOTE_BASE, &clean_base, &clean_quote))
        row_market_of(row, clean_base, clean_quote);
}

static bool apply_message(struct row *row, const struct message_rule *m, const struct match *match,
                          const struct cell *cell)
{
    char rule[96];
    snprintf(rule, sizeof rule, "/messages/%.*s", SPAN_ARG(m->name));
    row->e.kind = (uint8_t)m->kind;
    if (m->status) row->e.status = m->status;
    if (m->role) row->e.role = m->role;
    if (m->basis) row->e.basis = m->basis;
    if (m->side && !(row->filled & TARGET_BIT(TARGET_side))) row->e.side = side_of(m->side, row->e.marks);
    for (size_t i = 0; i < m->field_count; i++) {
        struct span text = match->groups[m->fields[i].group];
        if (text.ptr && text.len && !set_field(row, m, &m->fields[i], text, cell, rule)) return false;
    }
    set_market(row, m, match);
    return true;
}

bool row_message(struct row *row)
{
    struct span text;
    struct match match;
    size_t which = 0;
    const struct cell *cell = row_value(row, &row->s->rules->message, &text);
    if (!text.len) return row_reject(row, diag_missing_value, cell, "/message");
    row->e.text = store_text(row->m->context.store, text);
    switch (find_message(row->s->rules, text, &match, &which)) {
    case MATCH_YES: return apply_message(row, &row->s->rules->messages[which], &match, cell);
    case MATCH_BAD_UTF8: return row_reject(row, diag_bad_utf8, cell, "/message");
    case MATCH_TOO_COSTLY: return row_reject(row, diag_pattern_too_costly, cell, "/messages");
    case MATCH_NO: break;
    }
    row->e.kind = EVENT_BOT_EVENT;
    row->e.marks |= MARK_UNRECOGNISED;
    row_note(row, diag_message_unrecognised, cell, "/messages");
    return true;
}
