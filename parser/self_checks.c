/* self_checks - counts, while a file is read, what it says about itself.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/self_checks.h"
#include "parser/format/internal.h"

/* An id is made a little before or after the time that the site prints; in all rows known, less than two seconds. */
static const int64_t created_tolerance = 2 * NS_PER_SECOND;
enum { CREATED_ID_DIGITS = 24, CREATED_SECOND_DIGITS = 8 };

void places_add(struct places *p, uint32_t line, uint64_t offset)
{
    if (p->count < PLACES_MOST) p->items[p->count] = (struct row_place){offset, line};
    p->count++;
}

void places_append(struct places *to, const struct places *from)
{
    for (uint64_t i = 0; i < from->count && i < PLACES_MOST; i++)
        places_add(to, from->items[i].line, from->items[i].offset);
    if (from->count > PLACES_MOST) to->count += from->count - PLACES_MOST;
}

/* ---- ids that hold their second ------------------------------------------------------------------------------------- */

static bool hex_digit(char c, uint32_t *value)
{
    if (c >= '0' && c <= '9')
        *value = (uint32_t)(c - '0');
    else if (c >= 'a' && c <= 'f')
        *value = (uint32_t)(c - 'a') + 10;
    else
        return false;
    return true;
}

static bool created_second(struct span id, int64_t *ns)
{
    uint32_t seconds = 0, digit;
    if (id.len != CREATED_ID_DIGITS) return false;
    for (size_t i = 0; i < id.len; i++) {
        if (!hex_digit(id.ptr[i], &digit)) return false;
        if (i < CREATED_SECOND_DIGITS) seconds = seconds << 4 | digit;
    }
    *ns = (int64_t)seconds * NS_PER_SECOND;
    return true;
}

static bool created_fits(int64_t apart, bool of_order)
{
    return apart >= -created_tolerance && (of_order || apart <= created_tolerance);
}

static void created_add(struct created_ids *c, int64_t apart, bool of_order, const struct record *r)
{
    c->counted++;
    if (created_fits(apart, of_order)) return;
    const bool first = c->off.count == 0;
    if (first || apart < c->least_ns) c->least_ns = apart;
    if (first || apart > c->most_ns) c->most_ns = apart;
    places_add(&c->off, r->line, r->offset);
}

void self_check_event(struct mapper *m, const struct row *mapped)
{
    const struct self_rules *rules = &m->f->self_rules;
    struct span id;
    int64_t made_ns;
    if (rules->created.count == 0 || mapped->e.at_ns == TIME_NONE) return;
    struct row row = mapper_row(m, &m->main, mapped->r);
    if (!row_value(&row, &rules->created, &id) || !created_second(id, &made_ns)) return;
    created_add(&m->found.created, mapped->e.at_ns - made_ns, rules->created_by_order, mapped->r);
}

/* ---- balances --------------------------------------------------------------------------------------------------------- */

static bool number_at(struct row *row, uint16_t slot, struct decimal *out)
{
    const struct cell *cell = slot == SLOT_NONE ? NULL : row_cell(row, slot);
    const struct span text = cell && cell->kind != CELL_NULL ? span_trim(cell->text) : SPAN_NONE;
    return text.len > 0 && row_decimal(text, row->m->f, out) == DIAG_CODE_COUNT;
}

static struct span text_at(struct row *row, uint16_t slot)
{
    const struct cell *cell = slot == SLOT_NONE ? NULL : row_cell(row, slot);
    return cell && cell->kind != CELL_NULL ? span_trim(cell->text) : SPAN_NONE;
}

static struct balance_chain *chain_of(struct row *row, struct span asset, struct span apart)
{
    struct mapper *m = row->m;
    const char *name =
        arena_format(row->r->scratch, "%.*s%s%.*s", SPAN_ARG(asset), apart.len ? ", " : "", SPAN_ARG(apart));
    const struct span text = span_of(name);
    if (!m->chain_names) m->chain_names = intern_new();
    const uint32_t id = intern_id(m->chain_names, text); /* 1, 2 ... in the order of their first row */
    if (id <= m->found.balances.count) return &m->found.balances.items[id - 1];
    struct balance_chain *c = LIST_ADD(&m->found.balances);
    *c = (struct balance_chain){.name = store_text(m->context.store, text)};
    return c;
}

static bool follows(struct decimal before, struct decimal change, struct decimal after)
{
    struct decimal sum;
    return decimal_add(before, change, &sum) && decimal_equal(sum, after);
}

static void chain_add(struct balance_chain *c, struct decimal change, struct decimal after, const struct record *r)
{
    if (c->rows > 0 && !follows(c->after, change, after)) places_add(&c->off_down, r->line, r->offset);
    if (c->rows > 0 && !follows(after, c->change, c->after)) places_add(&c->off_up, r->line, r->offset);
    c->rows++;
    c->change = change;
    c->after = after;
}

static void stated_add(struct row *row, struct span asset, struct span wallet, struct decimal balance)
{
    struct mapper *m = row->m;
    *LIST_ADD(&m->found.stated) = (struct stated_balance){.at_ns = TIME_NONE,
                                                          .offset = row->r->offset,
                                                          .line = row->r->line,
                                                          .balance = balance,
                                                          .asset = store_text(m->context.store, asset),
                                                          .wallet = store_text(m->context.store, wallet)};
}

static void balance_look(struct row *row)
{
    const struct self_rules *rules = &row->m->f->self_rules;
    struct decimal change, after, fee;
    const struct span asset = text_at(row, rules->balance_asset), wallet = text_at(row, rules->balance_apart);
    if (asset.len == 0 || !number_at(row, rules->balance_after, &after)) return;
    stated_add(row, asset, wallet, after);
    if (!number_at(row, rules->balance_change, &change)) return;
    if (number_at(row, rules->balance_fee, &fee) && !decimal_sub(change, fee, &change)) return;
    chain_add(chain_of(row, asset, wallet), change, after, row->r);
}

/* A record without a time of its own says nothing of any moment. */
void self_check_time(struct mapper *m, const struct row *mapped, bool has_time)
{
    if (m->found.stated.count == 0) return;
    struct stated_balance *last = &m->found.stated.items[m->found.stated.count - 1];
    if (last->at_ns != TIME_NONE) return; /* of a record before: this one states none */
    if (!has_time || mapped->e.at_ns == TIME_NONE) {
        m->found.stated.count--;
        return;
    }
    last->at_ns = mapped->e.at_ns;
    last->digits = mapped->e.digits;
}

/* ---- numbers of rows -------------------------------------------------------------------------------------------------- */

enum { NUMBER_DIGITS_MOST = 18 };

static void number_look(struct row *row)
{
    const struct span text = text_at(row, row->m->f->self_rules.numbered);
    uint64_t number = 0;
    if (text.len == 0 || text.len > NUMBER_DIGITS_MOST) return;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return;
        number = number * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    *LIST_ADD(&row->m->found.numbered) = (struct numbered_row){number, row->r->offset, row->r->line};
}

/* Also of records that are skipped or rejected afterwards: they moved the balance, and have their number, all the same. */
void self_check_record(struct mapper *m, const struct record *r)
{
    const struct self_rules *rules = &m->f->self_rules;
    if (!rules->has_balance && rules->numbered == SLOT_NONE) return;
    struct row row = mapper_row(m, &m->main, r);
    if (rules->has_balance) balance_look(&row);
    if (rules->numbered != SLOT_NONE) number_look(&row);
}

/* ---- the first events -------------------------------------------------------------------------------------------------- */

enum { LONG_ID_DIGITS = 18 };

static bool is_long_number(struct span id)
{
    for (size_t i = 0; i < id.len; i++)
        if (id.ptr[i] < '0' || id.ptr[i] > '9') return false;
    return id.len >= LONG_ID_DIGITS;
}

static bool ends_in_zeros(struct span id)
{
    for (size_t i = SPREADSHEET_DIGITS; i < id.len; i++)
        if (id.ptr[i] != '0') return false;
    return true;
}

static void look_at_id(struct first_events *f, const struct store *s, const struct event *e, ident id)
{
    char scratch[24];
    const struct span text = id == IDENT_NONE ? SPAN_NONE : store_ident_text(s, id, scratch);
    if (!is_long_number(text)) return;
    f->long_ids++;
    if (ends_in_zeros(text)) places_add(&f->zero_ids, e->line, e->offset);
}

void first_events_look(struct first_events *f, const struct store *s, const struct event *events, size_t count)
{
    for (size_t i = 0; i < count && i < LOOKED_AT_MOST; i++) {
        const struct event *e = &events[i];
        if (e->kind != EVENT_FILL && e->kind != EVENT_ORDER) continue;
        f->trades++;
        f->whole_minutes += e->at_ns % (60 * (int64_t)NS_PER_SECOND) == 0;
        look_at_id(f, s, e, e->order_id);
        if (e->kind == EVENT_FILL) look_at_id(f, s, e, e->trade_id);
    }
}

/* ---- all of a file ------------------------------------------------------------------------------------------------------ */

static void created_merge(struct created_ids *to, const struct created_ids *from)
{
    const bool first = to->off.count == 0, any = from->off.count > 0;
    to->counted += from->counted;
    if (any && (first || from->least_ns < to->least_ns)) to->least_ns = from->least_ns;
    if (any && (first || from->most_ns > to->most_ns)) to->most_ns = from->most_ns;
    places_append(&to->off, &from->off);
}

void self_found_merge(struct self_found *to, struct self_found *from)
{
    created_merge(&to->created, &from->created);
    for (size_t i = 0; i < from->balances.count; i++) *LIST_ADD(&to->balances) = from->balances.items[i];
    for (size_t i = 0; i < from->stated.count; i++) *LIST_ADD(&to->stated) = from->stated.items[i];
    for (size_t i = 0; i < from->numbered.count; i++) *LIST_ADD(&to->numbered) = from->numbered.items[i];
    self_found_free(from);
}

void self_found_free(struct self_found *f)
{
    LIST_FREE(&f->balances);
    LIST_FREE(&f->stated);
    LIST_FREE(&f->numbered);
}

void written_look(struct written *w, const struct record *row, size_t columns)
{
    const struct span raw = row->raw;
    if (w->rows >= WRITTEN_ROWS || raw.len == 0) return;
    const uint32_t extra = row->count > columns ? (uint32_t)(row->count - columns) : 0;
    if (w->rows == 0 || extra < w->extra) w->extra = extra;
    w->rows++;
    if (raw.len > 1 && raw.ptr[0] == '"' && raw.ptr[raw.len - 1] == '"') w->quoted++;
    if (span_find(raw, '"') == raw.len) w->plain++;
}
