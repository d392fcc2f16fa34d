/* row - one record through the rules of its kind: skip, time, market, columns, context, marks, message, checks.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

#include <stdio.h>

/* ---- reporting --------------------------------------------------------------------------------------------------- */

static void report(struct row *row, enum diag_code code, const struct cell *cell, const char *rule, struct span detail)
{
    char name[192];
    const struct format *f = row->m->f;
    int length = snprintf(name, sizeof name, "%s v%u %s%s", f->id.ptr, f->version,
                          row->s->rules->place.len ? row->s->rules->place.ptr : "", rule);
    struct diag d = {.code = code,
                     .line = cell && cell->line ? cell->line : row->r->line,
                     .column = cell ? cell->column : 0,
                     .offset = row->r->offset,
                     .field = cell ? cell->name : SPAN_NONE,
                     .value = cell ? cell->text : SPAN_NONE,
                     .detail = detail,
                     .rule = {name, (size_t)length < sizeof name ? (size_t)length : sizeof name - 1},
                     .raw = row->r->raw};
    diag_report(row->sink, &d);
}

bool row_reject(struct row *row, enum diag_code code, const struct cell *cell, const char *rule)
{
    report(row, code, cell, rule, SPAN_NONE);
    return false;
}

bool row_reject_whole(struct row *row, enum diag_code code, struct span detail, const char *rule)
{
    report(row, code, NULL, rule, detail);
    return false;
}

void row_note(struct row *row, enum diag_code code, const struct cell *cell, const char *rule)
{
    report(row, code, cell, rule, SPAN_NONE);
}

void row_skip(struct row *row, struct span because, const char *rule)
{
    report(row, diag_skip_rule, NULL, rule, because);
}

/* ---- cells ------------------------------------------------------------------------------------------------------- */

/* Index of the cell of that name, or -1. */
static int32_t find_cell(const struct record *r, struct span name, int32_t hint)
{
    if (hint >= 0 && (size_t)hint < r->count && span_equal(r->cells[hint].name, name)) return hint;
    for (size_t i = 0; i < r->count; i++)
        if (span_equal(r->cells[i].name, name)) return (int32_t)i;
    return -1;
}

/* Records of one shape have their cells at the same places, so names are looked up once for all of them. */
static void learn_shape(struct section *s, const struct record *r)
{
    for (size_t i = 0; i < s->rules->slot_count; i++) s->at[i] = find_cell(r, s->rules->slots[i].name, s->at[i]);
    s->shape = r->shape;
}

static const struct cell *cell_of_market(struct row *row, struct span name)
{
    struct span made = row_slot_name(row, name);
    int32_t at = made.len ? find_cell(row->r, made, -1) : -1;
    return at >= 0 ? &row->r->cells[at] : NULL;
}

/* A text that no cell of the record holds. */
static const struct cell *told_cell(struct row *row, struct span name, struct span text)
{
    struct cell *cell = ARENA_NEW(row->r->scratch, struct cell);
    cell->name = name;
    cell->text = text;
    cell->line = row->r->line;
    return cell;
}

static const struct cell *json_cell(struct row *row, uint16_t slot)
{
    const struct record *r = row->r;
    struct section *s = row->s;
    const struct slot *place = &s->rules->slots[slot];
    if (place->of_market) return cell_of_market(row, place->name);
    if (place->pointer) {
        struct cell *cell = ARENA_NEW(r->scratch, struct cell);
        return json_pointer(r, place->name, cell) ? cell : NULL;
    }
    if (r->shape == 0) {
        s->at[slot] = find_cell(r, place->name, s->at[slot]);
        s->shape = 0;
    } else if (r->shape != s->shape) {
        learn_shape(s, r);
    }
    return s->at[slot] >= 0 ? &r->cells[s->at[slot]] : NULL;
}

const struct cell *row_cell(struct row *row, uint16_t slot)
{
    const struct slot *place = &row->s->rules->slots[slot];
    if (place->literal) return told_cell(row, SPAN_NONE, span_from(place->name, 1));
    if (place->of_header) return told_cell(row, place->name, row->s->told[slot]);
    if (row->m->f->json) return json_cell(row, slot);
    if (place->of_market) return cell_of_market(row, place->name);
    const int32_t at = row->s->at[slot];
    return at >= 0 && (size_t)at < row->r->count ? &row->r->cells[at] : NULL;
}

static bool is_zero(struct span text)
{
    struct decimal d;
    return decimal_parse(text, &d) == DECIMAL_OK && decimal_sign(d) == 0;
}

const struct cell *row_value(struct row *row, const struct cell_source *from, struct span *text)
{
    const struct cell *seen = NULL;
    for (uint8_t i = 0; i < from->count; i++) {
        const struct cell *cell = row_cell(row, from->slots[i]);
        if (!cell) continue;
        *text = span_trim(cell->text);
        if (!seen) seen = cell;
        if (cell->kind != CELL_NULL && text->len && !(from->skip_zero && is_zero(*text))) return cell;
    }
    *text = SPAN_NONE;
    return seen;
}

/* ---- skip and marks ---------------------------------------------------------------------------------------------- */

static struct span joined_text(struct row *row, const struct cell_source *from)
{
    struct span all = SPAN_NONE;
    for (uint8_t i = 0; i < from->count; i++) {
        const struct cell *cell = row_cell(row, from->slots[i]);
        struct span text = cell && cell->kind != CELL_NULL ? span_trim(cell->text) : SPAN_NONE;
        all = span_of(arena_format(row->r->scratch, "%.*s%s%.*s", SPAN_ARG(all), i ? "\t" : "", SPAN_ARG(text)));
    }
    return all;
}

bool row_agrees(struct row *row, const struct cell_source *from, const struct pattern *p)
{
    struct span text;
    if (from->joined) return pattern_match(p, joined_text(row, from), NULL) == MATCH_YES;
    return row_value(row, from, &text) && pattern_match(p, text, NULL) == MATCH_YES;
}

void row_choose_variant(struct row *row)
{
    struct section *own = row->s;
    for (size_t i = 0; i < row->m->f->variant_count; i++) {
        row->s = &row->m->variants[i];
        if (row_agrees(row, &row->s->rules->when, row->s->rules->when_matches)) return;
    }
    row->s = own;
}

bool row_is_skipped(struct row *row)
{
    const struct rules *r = row->s->rules;
    for (size_t i = 0; i < r->skip_count; i++) {
        if (!row_agrees(row, &r->skips[i].from, r->skips[i].matches)) continue;
        char rule[32];
        snprintf(rule, sizeof rule, "/skip/%zu", i);
        row_skip(row, r->skips[i].because, rule);
        return true;
    }
    return false;
}

static void row_marks(struct row *row)
{
    const struct rules *r = row->s->rules;
    for (size_t i = 0; i < r->mark_count; i++)
        if (row_agrees(row, &r->marks[i].from, r->marks[i].matches)) row->e.marks |= r->marks[i].mark;
    if ((row->e.marks & MARK_PAPER) && (row->filled & TARGET_BIT(TARGET_account)))
        row->m->context.store->accounts.items[row->e.account].paper = true;
}

/* ---- times ------------------------------------------------------------------------------------------------------- */

static enum epoch_unit epoch_unit_of(enum epoch_mode mode, struct span text)
{
    switch (mode) {
    case EPOCH_MODE_S: return EPOCH_S;
    case EPOCH_MODE_MS: return EPOCH_MS;
    case EPOCH_MODE_US: return EPOCH_US;
    case EPOCH_MODE_NS: return EPOCH_NS;
    default: break;
    }
    size_t digits = span_find(text, '.'); /* all of it when there is no fraction */
    if (digits <= 11) return EPOCH_S;     /* by the number of digits; moments after 1973 in every unit */
    if (digits <= 14) return EPOCH_MS;
    return digits <= 17 ? EPOCH_US : EPOCH_NS;
}

static enum time_status parse_time(struct section *s, const struct time_rule *t, struct span text,
                                   struct timestamp *out)
{
    if (t->epoch) return time_from_epoch_fraction(text, epoch_unit_of(t->epoch, text), out);
    enum time_status status = TIME_MISMATCH;
    for (size_t i = 0; i < t->layout_count; i++) {
        size_t which = (s->layout_hint + i) % t->layout_count;
        status = time_parse(text, t->layouts[which], out);
        if (status == TIME_MISMATCH) continue;
        s->layout_hint = which;
        return status;
    }
    return status;
}

static bool row_local_time(struct row *row, const struct time_rule *t, const struct cell *cell, const char *rule,
                           struct timestamp *time)
{
    const struct zone *zone = t->zone ? t->zone : row->m->zone;
    if (t->zone_source == ZONE_SOURCE_VALUE || !zone) {
        row->zoneless = true;
        row->wall_clock = *time;
        return row_reject(row, diag_time_without_zone, cell, rule);
    }
    row->zone_given = !t->zone && zone == row->m->context.zone;
    int64_t local = time->ns;
    switch (zone_to_utc(zone, local, &time->ns)) {
    case ZONE_OK: return true;
    case ZONE_GAP: return row_reject(row, diag_time_gap, cell, rule);
    case ZONE_AMBIGUOUS: return row_reject(row, diag_time_ambiguous, cell, rule);
    }
    return false;
}

/* A date and a clock in two columns read as one text with a blank between them. */
static struct span with_clock(struct row *row, const struct time_rule *t, struct span date)
{
    const struct cell *cell = row_cell(row, t->with);
    struct span clock = cell ? span_trim(cell->text) : SPAN_NONE;
    return span_of(arena_format(row->r->scratch, "%.*s %.*s", SPAN_ARG(date), SPAN_ARG(clock)));
}

static bool row_time(struct row *row, const struct time_rule *t, const char *rule, int64_t *ns, uint8_t *digits)
{
    struct span text;
    struct timestamp time;
    *ns = TIME_NONE;
    row->zone_given = false;
    if (!t->present) return true;
    const struct cell *cell = row_value(row, &t->from, &text);
    if (!text.len) return t->empty == EMPTY_ABSENT || row_reject(row, diag_missing_value, cell, rule);
    if (t->with != SLOT_NONE) text = with_clock(row, t, text);
    if (parse_time(row->s, t, text, &time) != TIME_OK) return row_reject(row, diag_not_a_time, cell, rule);
    if (!t->epoch && !time.has_offset && !row_local_time(row, t, cell, rule, &time)) return false;
    if (!time_is_plausible(time.ns) || time.ns < t->since_ns) return row_reject(row, diag_not_a_time, cell, rule);
    *ns = time.ns;
    *digits = time.digits;
    return true;
}

static bool row_times(struct row *row)
{
    uint8_t ignored;
    if (!row_time(row, &row->s->rules->time, "/time", &row->e.at_ns, &row->e.digits)) return false;
    if (row->zone_given) row->e.marks |= MARK_ZONE_AT;
    if (!row_time(row, &row->s->rules->until, "/until", &row->e.until_ns, &ignored)) return false;
    if (row->zone_given) row->e.marks |= MARK_ZONE_UNTIL;
    return true;
}

/* ---- context ----------------------------------------------------------------------------------------------------- */

static bool find_in_pattern(const struct pattern *p, struct span text, struct span *found)
{
    struct match match;
    if (pattern_match(p, text, &match) != MATCH_YES) return false;
    size_t group = pattern_group(p, "value");
    *found = group && match.groups[group].ptr ? match.groups[group] : match.groups[0];
    return true;
}

static bool find_context(struct row *row, const struct context_rule *c, struct span *found)
{
    const struct record *r = row->r;
    if (c->file_name) return find_in_pattern(c->file_name, row->m->context.path, found);
    for (size_t i = r->context_count; i-- > 0;) { /* innermost first */
        const struct cell *cell = &r->context[i];
        if (c->parent_key && !cell->name.len && find_in_pattern(c->parent_key, cell->text, found)) return true;
        if (!c->key.len || !span_equal(cell->name, c->key) || cell->kind == CELL_NULL) continue;
        *found = span_trim(cell->text);
        if (found->len) return true;
    }
    return false;
}

static bool row_context(struct row *row)
{
    const struct rules *r = row->s->rules;
    for (size_t i = 0; i < r->context_count; i++) {
        const struct context_rule *c = &r->contexts[i];
        struct span found;
        if ((row->filled & TARGET_BIT(c->target)) || !find_context(row, c, &found)) continue;
        if (c->value.len) found = c->value;
        if (c->prefix.len)
            found = span_of(arena_format(row->r->scratch, "%.*s%.*s", SPAN_ARG(c->prefix), SPAN_ARG(found)));
        if (c->target == TARGET_pair) {
            if (row->entry) continue;
            if (!row_market_text(row, found, &r->market, NULL)) return false;
        } else if (!row_set(row, c->target, found, NULL, "/context")) {
            return false;
        }
        row->filled |= TARGET_BIT(c->target);
    }
    return true;
}

/* ---- swap -------------------------------------------------------------------------------------------------------- */

static void swap_amounts(struct event *e, enum amount a, enum amount b)
{
    int64_t mantissa = e->mantissa[a];
    uint8_t scale = e->scale[a];
    e->mantissa[a] = e->mantissa[b];
    e->scale[a] = e->scale[b];
    e->mantissa[b] = mantissa;
    e->scale[b] = scale;
}

/* A record that tells what was entered and what was closed bought the one or the other. */
static void row_swap(struct row *row)
{
    const struct swap_rule *swap = &row->s->rules->swap;
    if (!swap->matches || !row_agrees(row, &swap->from, swap->matches)) return;
    swap_amounts(&row->e, AMOUNT_QTY, AMOUNT_FEE);
    swap_amounts(&row->e, AMOUNT_COST, AMOUNT_LIMIT);
}

/* ---- checks ------------------------------------------------------------------------------------------------------ */

static struct decimal unit_of(struct decimal d)
{
    return (struct decimal){1, d.scale};
}

/* The stated cost may be apart from price times quantity by a unit of its last digit, and by what the rounding of the
 * price makes of the quantity. */
void row_check_cost(struct row *row)
{
    const struct store *store = row->m->context.store;
    struct decimal price, qty, cost, product, apart, allowed;
    if (!event_amount(store, &row->e, AMOUNT_PRICE, &price) || !event_amount(store, &row->e, AMOUNT_QTY, &qty) ||
        !event_amount(store, &row->e, AMOUNT_COST, &cost))
        return;
    if (!decimal_mul(price, qty, &product) || !decimal_sub(product, cost, &apart)) return;
    if (decimal_sign(apart) == 0) return;
    if (decimal_sign(apart) < 0) apart = decimal_negate(apart);
    if (!decimal_mul(qty, unit_of(price), &allowed) || !decimal_add(allowed, unit_of(cost), &allowed)) return;
    if (decimal_compare(apart, allowed) > 0) row_note(row, diag_cost_mismatch, NULL, "/checks");
}

static void row_check_deal(struct row *row)
{
    if (!row->s->expects_deal || row->e.kind != EVENT_BOT_ORDER || row->e.trade_id != IDENT_NONE) return;
    row->e.marks |= MARK_ORPHAN;
    row_note(row, diag_orphan_record, NULL, "/context");
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void row_begin(struct row *row)
{
    row->e = row->s->base;
    row->e.source = row->m->context.source;
    row->e.line = row->r->line;
    row->e.offset = row->r->offset;
    row->e.account = row->m->account;
    row->filled = row->s->constants;
    const struct event *p = row->parent;
    if (!p) return;
    row->e.account = p->account;
    row->e.market = p->market;
    row->e.client_id = p->client_id;
    row->e.marks |= (uint16_t)(p->marks & (MARK_PAPER | MARK_SHORT | MARK_ID_DAMAGED));
    if (row->m->f->bot_side) {
        row->e.trade_id = p->trade_id;
        return;
    }
    row->e.order_id = p->order_id;
    row->e.side = p->side;
    row->e.channel = p->channel;
}

static bool row_needs_market(const struct row *row)
{
    return row->s->rules->market.present;
}

enum row_result row_map(struct row *row)
{
    row_begin(row);
    if (row_is_skipped(row)) return ROW_SKIPPED;
    if (!row_times(row)) {
        if (row->zoneless && !row->m->f->bot_side) row_keep_wall_clock(row);
        return ROW_REJECTED;
    }
    if (row_needs_market(row) && !row_market(row)) return ROW_REJECTED;
    if (!row_columns(row) || !row_context(row)) return ROW_REJECTED;
    if (row_needs_market(row) && !row_market_found(row)) return ROW_REJECTED;
    row_marks(row);
    row_swap(row);
    if (row->s->rules->message.count && !row_message(row)) return ROW_REJECTED;
    if (row->s->rules->check_cost) row_check_cost(row);
    row_check_deal(row);
    return ROW_EVENT;
}

/* The elements of a rejected record are records of their own; what ties them to it is read again, without a report. */
void row_inherit_after_rejection(struct row *row)
{
    static const struct diag_sink *const silent = NULL;
    static const uint64_t wanted = TARGET_BIT(TARGET_deal) | TARGET_BIT(TARGET_bot) | TARGET_BIT(TARGET_account) |
                                   TARGET_BIT(TARGET_uid) | TARGET_BIT(TARGET_paper) | TARGET_BIT(TARGET_short) |
                                   TARGET_BIT(TARGET_order_id) | TARGET_BIT(TARGET_side);
    const struct diag_sink *sink = row->sink;
    const struct rules *r = row->s->rules;
    row->sink = silent;
    row_begin(row);
    if (row_needs_market(row)) row_market(row);
    for (size_t i = 0; i < r->column_count; i++)
        if (wanted & TARGET_BIT(r->columns[i].target)) row_column(row, &r->columns[i]);
    row_context(row);
    row_marks(row);
    row->sink = sink;
}

/* What tells which trade the row is of. Its account is left out: only events make accounts. */
void row_keep_wall_clock(struct row *row)
{
    static const uint64_t wanted = TARGET_BIT(TARGET_side) | TARGET_BIT(TARGET_qty) | TARGET_BIT(TARGET_order_qty) |
                                   TARGET_BIT(TARGET_amount) | TARGET_BIT(TARGET_asset) | TARGET_BIT(TARGET_order_id) |
                                   TARGET_BIT(TARGET_trade_id) | TARGET_BIT(TARGET_cost);
    const struct diag_sink *sink = row->sink;
    const struct rules *r = row->s->rules;
    row->sink = NULL;
    if (row_needs_market(row)) row_market(row);
    for (size_t i = 0; i < r->column_count; i++)
        if (wanted & TARGET_BIT(r->columns[i].target)) row_column(row, &r->columns[i]);
    row->sink = sink;
    row->e.at_ns = row->wall_clock.ns;
    row->e.digits = row->wall_clock.digits;
    row->e.until_ns = TIME_NONE;
    if (time_is_plausible(row->e.at_ns)) *LIST_ADD(&row->m->context.store->naive) = row->e;
}

void row_store(struct row *row, enum row_result result, struct map_counts *counts)
{
    counts->read++;
    if (result == ROW_SKIPPED) counts->skipped++;
    if (result == ROW_REJECTED) counts->rejected++;
    if (result != ROW_EVENT) return;
    *LIST_ADD(&row->m->context.store->events) = row->e;
    counts->events++;
}
