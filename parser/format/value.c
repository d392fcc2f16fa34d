/* value - text of a cell to a value of the event: exact amounts, ids, the engine's words.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

#include <stdio.h>

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

static bool is_unit(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return false;
    }
    return text.len > 0;
}

/* A cell as a book-keeper's sheet shows it: ($1.92) is below zero, $1,359.90, (0.07 BTC). */
static struct span accounting_number(struct span text, bool *below_zero)
{
    static const char *const signs[] = {"$", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5"};
    text = span_trim(text);
    *below_zero = text.len > 2 && text.ptr[0] == '(' && text.ptr[text.len - 1] == ')';
    if (*below_zero) text = span_trim(span_head(span_from(text, 1), text.len - 2));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (span_starts_with(text, span_of(signs[i]))) text = span_from(text, span_of(signs[i]).len);
    size_t blank = span_find(text, ' ');
    return blank < text.len && is_unit(span_from(text, blank + 1)) ? span_head(text, blank) : text;
}

enum diag_code row_decimal(struct span text, const struct format *f, struct decimal *out)
{
    char point = f->decimal_mark ? f->decimal_mark : '.';
    bool below_zero = false;
    if (f->accounting) text = accounting_number(text, &below_zero);
    if (below_zero && text.len && text.ptr[0] == '-') return diag_not_a_number;
    enum decimal_status status = decimal_parse_marks(text, point, f->group_mark, out);
    if (below_zero && status == DECIMAL_OK) *out = decimal_negate(*out);
    switch (status) {
    case DECIMAL_OK: return DIAG_CODE_COUNT;
    case DECIMAL_TOO_LONG: return diag_number_too_long;
    case DECIMAL_EMPTY: return diag_missing_value;
    case DECIMAL_NOT_NUMBER: break;
    }
    struct decimal ignored; /* a number with the other mark: a spreadsheet of another country has written it */
    bool damaged = decimal_parse_marks(text, point == '.' ? ',' : '.', 0, &ignored) == DECIMAL_OK;
    return damaged ? diag_number_damaged : diag_not_a_number;
}

static const char *rule_name(const struct column_rule *c, char out[64])
{
    snprintf(out, 64, "/columns/%s", target_name(c->target));
    return out;
}

static bool reject_column(struct row *row, enum diag_code code, const struct cell *cell, const struct column_rule *c)
{
    char rule[64];
    return row_reject(row, code, cell, rule_name(c, rule));
}

static struct span unit_wanted(const struct row *row, enum value_unit unit)
{
    if (!row->entry) return SPAN_NONE;
    return unit == UNIT_BASE ? row->entry->base : row->entry->quote;
}

/* A fee may be in any asset, but 0.0051INCH beside 1INCHUSDT is 0.005 of 1INCH: such assets of
 * the pair are tried first. */
static bool split_any_unit(const struct row *row, struct span text, struct span *number, struct span *unit)
{
    for (int i = 0; i < 2 && row->entry; i++) {
        struct span own = i ? row->entry->quote : row->entry->base;
        bool digit_first =
            own.len && own.ptr[0] >= '0' && own.ptr[0] <= '9'; /* only these look like more of a number */
        if (digit_first && amount_split(text, own, number, unit)) return true;
    }
    return amount_split(text, SPAN_NONE, number, unit);
}

static bool is_plain_zero(struct span number, const struct format *f)
{
    struct decimal d;
    return row_decimal(number, f, &d) == DIAG_CODE_COUNT && decimal_sign(d) == 0;
}

enum unit_result { UNIT_FITS, UNIT_ABSENT, UNIT_WRONG };

static enum unit_result take_any_unit(struct row *row, const struct column_rule *c, struct span text,
                                      struct span *number)
{
    struct span unit = SPAN_NONE;
    if (!split_any_unit(row, text, number, &unit)) return UNIT_WRONG;
    if (!unit.len && !span_is(text, "0"))
        return UNIT_WRONG; /* of which asset? a cell that was cut off looks like this */
    if (unit.len && c->target == TARGET_fee) row_set_name(row, TARGET_fee_asset, unit);
    if (unit.len && c->target == TARGET_amount) row_set_name(row, TARGET_asset, unit);
    return UNIT_FITS;
}

static enum unit_result take_unit(struct row *row, const struct column_rule *c, struct span text, struct span *number)
{
    struct span unit = SPAN_NONE;
    if (c->unit == UNIT_ANY) return take_any_unit(row, c, text, number);
    bool fits = amount_split(text, unit_wanted(row, c->unit), number, &unit);
    if (!fits && row_split_again(row)) fits = amount_split(text, unit_wanted(row, c->unit), number, &unit);
    if (fits && (unit.len || is_plain_zero(*number, row->m->f))) return UNIT_FITS;
    struct span other = unit_wanted(row, c->unit == UNIT_BASE ? UNIT_QUOTE : UNIT_BASE);
    if (c->other_unit_absent && amount_split(text, other, number, &unit) && unit.len) return UNIT_ABSENT;
    return UNIT_WRONG;
}

static bool reject_unit(struct row *row, const struct column_rule *c, const struct cell *cell, struct span text)
{
    struct span number, unit;
    bool some = amount_split(text, SPAN_NONE, &number, &unit);
    return reject_column(row, some ? diag_unit_mismatch : diag_not_a_number, cell, c);
}

static bool subtract(struct row *row, const struct column_rule *c, struct decimal *value)
{
    const struct cell *cell = row_cell(row, c->minus);
    struct decimal less;
    struct span text = cell ? span_trim(cell->text) : SPAN_NONE;
    if (!text.len || cell->kind == CELL_NULL) return reject_column(row, diag_missing_value, cell, c);
    enum diag_code problem = row_decimal(text, row->m->f, &less);
    if (problem != DIAG_CODE_COUNT) return reject_column(row, problem, cell, c);
    return decimal_sub(*value, less, value) || reject_column(row, diag_number_too_long, cell, c);
}

static bool is_word(const struct column_rule *c, struct span text)
{
    for (size_t i = 0; i < c->word_count; i++)
        if (span_equal(c->words[i], text)) return true;
    return false;
}

static bool fill_amount(struct row *row, const struct column_rule *c, const struct cell *cell, struct span text)
{
    if (c->word_count && is_word(c, text)) {
        row->e.marks |= MARK_MARKET_PRICE;
        return true;
    }
    struct decimal value;
    if (c->type == VALUE_AMOUNT) {
        struct span whole = text;
        enum unit_result unit = take_unit(row, c, whole, &text);
        if (unit == UNIT_ABSENT) return true;
        if (unit == UNIT_WRONG) return reject_unit(row, c, cell, whole);
    }
    enum diag_code problem = row_decimal(text, row->m->f, &value);
    if (problem == diag_number_too_long && c->too_long_absent) {
        char rule[64];
        row_note(row, diag_amount_not_kept, cell, rule_name(c, rule));
        return true;
    }
    if (problem != DIAG_CODE_COUNT) return reject_column(row, problem, cell, c);
    if (c->minus != SLOT_NONE && !subtract(row, c, &value)) return false;
    if (c->decimals && !decimal_mul(value, (struct decimal){1, c->decimals}, &value))
        return reject_column(row, diag_number_too_long, cell, c);
    int sign = decimal_sign(value);
    if ((c->absolute && sign < 0) != c->negate) value = decimal_negate(value);
    sign = decimal_sign(value);
    if (sign == 0 && c->zero_absent) return true;
    if (sign < 0 && !c->may_be_negative) return c->negative_absent || reject_column(row, diag_negative_amount, cell, c);
    event_set_amount(row->m->context.store, &row->e, target_amount(c->target), value);
    return true;
}

/* ---- ids --------------------------------------------------------------------------------------------------------- */

/* 8,38977E+18: a spreadsheet took the id for a number and kept six digits of it. */
static bool is_damaged_id(struct span text)
{
    size_t at = 0, digits = 0;
    for (;
         at < text.len && ((text.ptr[at] >= '0' && text.ptr[at] <= '9') || text.ptr[at] == '.' || text.ptr[at] == ',');
         at++)
        digits += text.ptr[at] != '.' && text.ptr[at] != ',';
    if (!digits || at + 2 >= text.len || (text.ptr[at] != 'E' && text.ptr[at] != 'e') || text.ptr[at + 1] != '+')
        return false;
    uint64_t exponent;
    return span_to_u64(span_from(text, at + 2), &exponent);
}

static void set_id(struct row *row, enum target t, struct span text)
{
    ident id = store_ident(row->m->context.store, text);
    if (t == TARGET_order_id)
        row->e.order_id = id;
    else if (t == TARGET_trade_id || t == TARGET_deal)
        row->e.trade_id = id;
    else
        row->e.client_id = id;
}

static void fill_id(struct row *row, const struct column_rule *c, const struct cell *cell, struct span text)
{
    char rule[64];
    if (c->zero_absent && span_is(text, "0")) return;
    if (!row->m->f->json && is_damaged_id(text)) {
        row_note(row, diag_id_damaged, cell, rule_name(c, rule));
        if (c->target == TARGET_trade_id) return; /* a trade id is only worth something as a key */
        row->e.marks |= MARK_ID_DAMAGED;
    }
    if (c->prefix.len) text = span_of(arena_format(row->r->scratch, "%s%.*s", c->prefix.ptr, SPAN_ARG(text)));
    set_id(row, c->target, text);
}

/* ---- words and marks --------------------------------------------------------------------------------------------- */

static void set_word(struct event *e, enum target t, uint8_t code)
{
    switch (t) {
    case TARGET_side: e->side = code; break;
    case TARGET_channel: e->channel = code; break;
    case TARGET_status: e->status = code; break;
    case TARGET_role: e->role = code; break;
    case TARGET_basis: e->basis = code; break;
    default: break;
    }
}

static void set_mark(struct row *row, enum target t, uint8_t code)
{
    static const uint16_t bits[TARGET_COUNT] = {[TARGET_paper] = MARK_PAPER,
                                                [TARGET_short] = MARK_SHORT,
                                                [TARGET_enabled] = MARK_ENABLED,
                                                [TARGET_maker] = MARK_MAKER,
                                                [TARGET_taker] = MARK_TAKER};
    if (code) row->e.marks |= bits[t];
}

static const struct value_map *look_up(const struct column_rule *c, struct span text)
{
    for (size_t i = 0; i < c->map_count; i++)
        if (!c->map[i].pattern && span_equal(c->map[i].from, text)) return &c->map[i];
    for (size_t i = 0; i < c->map_count; i++)
        if (c->map[i].pattern && text.len && pattern_match(c->map[i].pattern, text, NULL) == MATCH_YES)
            return &c->map[i];
    return c->otherwise;
}

static bool fill_word(struct row *row, const struct column_rule *c, const struct cell *cell, struct span text)
{
    uint8_t code = 0;
    if (c->type == VALUE_SIGN) {
        struct decimal value;
        enum diag_code problem = row_decimal(text, row->m->f, &value);
        if (problem != DIAG_CODE_COUNT) return reject_column(row, problem, cell, c);
        if (c->minus != SLOT_NONE && !subtract(row, c, &value)) return false;
        if (decimal_sign(value) == 0)
            return reject_column(row, diag_unknown_value, cell, c); /* neither bought nor sold */
        code = (decimal_sign(value) < 0) != c->negate ? SIDE_SELL : SIDE_BUY;
    } else if (c->map) {
        const struct value_map *entry = look_up(c, text);
        if (!entry) return reject_column(row, diag_unknown_value, cell, c);
        code = entry->code;
    } else if (!target_word(c->target, text, &code)) {
        return reject_column(row, diag_unknown_value, cell, c);
    }
    if (c->group == GROUP_MARK)
        set_mark(row, c->target, code);
    else
        set_word(&row->e, c->target, code);
    return true;
}

static bool fill_count(struct row *row, const struct column_rule *c, const struct cell *cell, struct span text)
{
    uint64_t n;
    if (!span_to_u64(text, &n) || n > UINT8_MAX) return reject_column(row, diag_not_a_number, cell, c);
    row->e.step = (uint8_t)n;
    return true;
}

/* ---- texts ------------------------------------------------------------------------------------------------------- */

static struct span appended(struct row *row, const struct column_rule *c, struct span text)
{
    struct arena *scratch = row->r->scratch;
    for (size_t i = 0; i < c->append_count; i++) {
        const struct cell *cell = row_cell(row, c->append[i].slot);
        if (!cell || cell->kind == CELL_NULL || !cell->text.len) continue;
        struct span more = cell->kind == CELL_NESTED ? row_plain_list(cell->text, scratch) : span_trim(cell->text);
        struct span label = c->append[i].label;
        if (!more.len) continue;
        text = span_of(arena_format(scratch, "%.*s%s%.*s%.*s", SPAN_ARG(text), text.len ? c->between.ptr : "",
                                    SPAN_ARG(label), SPAN_ARG(more)));
    }
    return text;
}

static struct span asset_of_pair(const struct row *row, struct span word)
{
    if (!row->entry || !word.len) return SPAN_NONE;
    return span_is(word, "base") ? row->entry->base : row->entry->quote;
}

static bool fill_name(struct row *row, const struct column_rule *c, const struct cell *cell, struct span text)
{
    if (c->map && text.len) {
        const struct value_map *entry = look_up(c, text);
        if (!entry) return reject_column(row, diag_unknown_value, cell, c);
        text = c->of_pair ? asset_of_pair(row, entry->to) : entry->to;
    }
    if (cell && cell->kind == CELL_NESTED) text = row_plain_list(text, row->r->scratch);
    if (c->append_count) text = appended(row, c, text);
    if (text.len) row_set_name(row, c->target, text);
    return true;
}

/* ---- the columns ------------------------------------------------------------------------------------------------- */

/* -€1,597.49 is -1,597.49 by ^(-?)[^\d-]*([\d.,]+)$; a number inside a sentence likewise. */
static bool take_part(struct row *row, const struct column_rule *c, struct span *text)
{
    struct match match;
    struct span whole = *text;
    if (pattern_match(c->part, whole, &match) != MATCH_YES) return false;
    *text = SPAN_NONE;
    for (size_t i = 1; i < match.count; i++) {
        struct span group = match.groups[i];
        if (!group.ptr || !group.len) continue;
        *text =
            text->len ? span_of(arena_format(row->r->scratch, "%.*s%.*s", SPAN_ARG(*text), SPAN_ARG(group))) : group;
    }
    return true;
}

static bool is_moved(const struct row *row, const struct cell *cell)
{
    struct decimal value;
    bool number = cell->kind != CELL_NULL && cell->kind != CELL_NESTED &&
                  row_decimal(span_trim(cell->text), row->m->f, &value) == DIAG_CODE_COUNT;
    return number && decimal_sign(value) != 0;
}

/* Two members that are not zero are a trade or something unknown: neither is the asset. */
static bool fill_from_members(struct row *row, const struct column_rule *c)
{
    const struct cell *found = NULL;
    for (size_t i = 0; i < row->r->count; i++) {
        const struct cell *cell = &row->r->cells[i];
        if (pattern_match(c->members, cell->name, NULL) != MATCH_YES || !is_moved(row, cell)) continue;
        if (found) return reject_column(row, diag_unknown_value, cell, c);
        found = cell;
    }
    if (!found) return reject_column(row, diag_missing_value, NULL, c);
    row->filled |= TARGET_BIT(c->target);
    row_set_name(row, c->target, found->name);
    return true;
}

bool row_column(struct row *row, const struct column_rule *c)
{
    struct span text;
    if (c->members) return fill_from_members(row, c);
    const struct cell *cell = row_value(row, &c->from, &text);
    if (c->part && text.len && !take_part(row, c, &text))
        return reject_column(row, c->group == GROUP_AMOUNT ? diag_not_a_number : diag_unknown_value, cell, c);
    if (!text.len && !(c->group == GROUP_NAME && c->append_count)) {
        const struct value_map *empty = c->map ? look_up(c, SPAN_NONE) : NULL;
        if (empty && empty != c->otherwise && c->group != GROUP_NAME) return fill_word(row, c, cell, SPAN_NONE);
        return c->empty == EMPTY_ABSENT || reject_column(row, diag_missing_value, cell, c);
    }
    row->filled |= TARGET_BIT(c->target);
    switch (c->group) {
    case GROUP_AMOUNT: return fill_amount(row, c, cell, text);
    case GROUP_ID: fill_id(row, c, cell, text); return true;
    case GROUP_WORD:
    case GROUP_MARK: return fill_word(row, c, cell, text);
    case GROUP_COUNT: return fill_count(row, c, cell, text);
    case GROUP_NAME: return fill_name(row, c, cell, text);
    case GROUP_PAIR: break;
    }
    return true;
}

bool row_columns(struct row *row)
{
    const struct rules *r = row->s->rules;
    for (size_t i = 0; i < r->column_count; i++)
        if (!row_column(row, &r->columns[i])) return false;
    return true;
}

/* For text that comes from somewhere else than a column: constants, context, messages. */
bool row_set(struct row *row, enum target t, struct span text, const struct cell *cell, const char *rule)
{
    struct decimal value;
    uint8_t code = 0;
    uint64_t count;
    enum diag_code problem;
    switch (target_group(t)) {
    case GROUP_AMOUNT:
        problem = row_decimal(text, row->m->f, &value);
        if (problem != DIAG_CODE_COUNT) return row_reject(row, problem, cell, rule);
        event_set_amount(row->m->context.store, &row->e, target_amount(t), value);
        return true;
    case GROUP_ID: set_id(row, t, text); return true;
    case GROUP_WORD:
    case GROUP_MARK:
        if (!target_word(t, text, &code)) return row_reject(row, diag_unknown_value, cell, rule);
        if (target_group(t) == GROUP_MARK)
            set_mark(row, t, code);
        else
            set_word(&row->e, t, code);
        return true;
    case GROUP_COUNT:
        if (!span_to_u64(text, &count) || count > UINT8_MAX) return row_reject(row, diag_not_a_number, cell, rule);
        row->e.step = (uint8_t)count;
        return true;
    case GROUP_NAME: row_set_name(row, t, text); return true;
    case GROUP_PAIR: return row_market_text(row, text, &row->s->rules->market, cell);
    }
    return true;
}
