/* valuation - the losses market by market, what is left of what was bought, and what the prices cost by each method: the
 * account's own fills before, and supplied prices.
 *
 * Tables are of all graded orders; of incidents that are only a part of them the sums follow, and findings.json has the rest.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/valuation.h"

#include "report/model/build.h"

static const char *quote_of(const struct builder *b, uint32_t market)
{
    return value_visible(b, store_get_text(b->store, b->store->markets.items[market].quote));
}

/* `between`: a new line in a cell, a comma in a sentence. */
static const char *market_and_account(const struct builder *b, uint32_t market, uint32_t account, const char *between)
{
    uint32_t *accounts;
    const char *name = value_market(b, market);
    return accounts_concerned(b, &accounts) > 1 ? value_join(b, name, between, value_account(b, account)) : name;
}

static const char *price_label(const struct builder *b, uint32_t file)
{
    return words_price_label(b->say, value_u64(b, (uint64_t)file + 1));
}

const char *value_basis(const struct builder *b, const struct reference_price *p, int64_t age_ns, bool name_coin)
{
    const char *age = value_span(b, age_ns);
    const char *against = name_coin && p->against != 0 ? value_visible(b, store_get_text(b->store, p->against)) : "";
    if (p->event != EVENT_NONE) {
        const char *row = value_row(b, p->event);
        return *against ? words_basis_row_against(b->say, row, against, age) : words_basis_row(b->say, row, age);
    }
    const char *file = price_label(b, p->file);
    return *against ? words_basis_file_against(b->say, file, against, age) : words_basis_file(b->say, file, age);
}

/* ---- market by market --------------------------------------------------------------------------------------------------- */

static const char *traded(const struct builder *b, const struct market_loss *m, struct decimal qty, struct decimal cost)
{
    if (!m->computed) return words_market_uncomputed(b->say);
    if (decimal_sign(qty) == 0) return words_traded_nothing(b->say);
    return words_traded_for(b->say, value_sum(b, true, qty), value_sum(b, !m->costs_unknown, cost));
}

static void market_row(struct table *t, const struct market_loss *m)
{
    const struct builder *b = t->builder;
    const bool again = decimal_sign(m->again) > 0;
    const char *result = words_nothing_again(b->say);
    if (!m->computed) result = words_market_uncomputed(b->say);
    if (m->computed && again) result = words_two_parts(b->say, value_signed(b, m->realised), quote_of(b, m->market));
    table_row(t, false,
              (const char *[]){market_and_account(b, m->market, m->account, "\n"), traded(b, m, m->bought, m->paid),
                               traded(b, m, m->sold, m->received), result,
                               m->computed ? value_sum(b, true, m->left) : words_market_uncomputed(b->say),
                               value_rows(b, m->orders, m->order_count)});
}

static size_t market_count(const struct builder *b)
{
    size_t count = 0;
    for (size_t i = 0; i < b->r->market_losses.count; i++) count += b->r->market_losses.items[i].incident == 0;
    return count;
}

void add_losses_by_market(struct builder *b)
{
    const struct column columns[] = {
        {words_col_market(b->say), ALIGN_LEFT, 14, false}, {words_col_bought(b->say), ALIGN_LEFT, 20, false},
        {words_col_sold(b->say), ALIGN_LEFT, 20, false},   {words_col_again(b->say), ALIGN_RIGHT, 18, false},
        {words_col_left(b->say), ALIGN_RIGHT, 12, false},  {words_col_from_rows(b->say), ALIGN_LEFT, 16, true}};
    if (market_count(b) == 0) return;
    add_subheading(b, words_head_by_market(b->say));
    add_paragraph(b, words_by_market_intro(b->say));
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, TABLE_MOST);
    for (size_t i = 0; i < b->r->market_losses.count && t.block.row_count < TABLE_MOST; i++)
        if (b->r->market_losses.items[i].incident == 0) market_row(&t, &b->r->market_losses.items[i]);
    table_end(&t, market_count(b), words_coverage_extract(b->say));
}

/* ---- what is left ------------------------------------------------------------------------------------------------------- */

static int64_t moment_of(const struct builder *b, const struct order *o, enum value_method m)
{
    if (m == VALUE_BEFORE_ORDER || o->incident == 0) return o->first_ns;
    return b->r->incidents.items[o->incident - 1].from_ns;
}

static const char *left_worth(const struct builder *b, const struct value_left *left, enum value_method m)
{
    const struct market_loss *loss = &b->r->market_losses.items[left->loss];
    const struct reference_price *p = &left->by[m];
    const bool own = m == VALUE_OWN_FILLS;
    if (p->state == REFERENCE_NONE) return own ? words_left_no_fill(b->say) : words_left_no_price(b->say);
    const char *basis = value_basis(b, p, moment_of(b, &b->r->orders.items[loss->orders[0]], m) - p->at_ns, true);
    if (p->state == REFERENCE_OLD)
        return own ? words_left_old_fill(b->say, basis, value_u64(b, OWN_FILL_DAYS)) : words_left_no_price(b->say);
    if (!left->computed[m]) return words_left_overflow(b->say);
    return words_left_at(b->say, value_sum(b, true, left->worth[m]), quote_of(b, loss->market),
                         value_price(b, p->price), basis);
}

static void left_row(struct table *t, const struct value_left *left, bool with_prices)
{
    const struct builder *b = t->builder;
    const struct market_loss *m = &b->r->market_losses.items[left->loss];
    const char *base = value_visible(b, store_get_text(b->store, b->store->markets.items[m->market].base));
    const char *cells[] = {
        market_and_account(b, m->market, m->account, "\n"), words_two_parts(b->say, value_sum(b, true, m->left), base),
        words_two_parts(b->say, value_sum(b, true, m->left_paid), quote_of(b, m->market)),
        left_worth(b, left, VALUE_OWN_FILLS), with_prices ? left_worth(b, left, VALUE_BEFORE_INCIDENT) : ""};
    table_row(t, false, cells);
}

static void add_left(struct builder *b, const struct valuation *v)
{
    const struct column columns[] = {{words_col_market(b->say), ALIGN_LEFT, 14, false},
                                     {words_col_left(b->say), ALIGN_RIGHT, 18, false},
                                     {words_col_left_paid(b->say), ALIGN_RIGHT, 18, false},
                                     {words_col_left_own(b->say), ALIGN_LEFT, v->with_prices ? 25 : 50, false},
                                     {words_col_left_prices(b->say), ALIGN_LEFT, 25, false}};
    size_t count = 0;
    for (size_t i = 0; i < v->left.count; i++) count += b->r->market_losses.items[v->left.items[i].loss].incident == 0;
    if (count == 0) return;
    add_subheading(b, words_head_left(b->say));
    add_paragraph(b, words_left_intro(b->say));
    struct table t = table_begin(b, columns, v->with_prices ? 5 : 4, TABLE_MOST);
    for (size_t i = 0; i < v->left.count && t.block.row_count < TABLE_MOST; i++)
        if (b->r->market_losses.items[v->left.items[i].loss].incident == 0)
            left_row(&t, &v->left.items[i], v->with_prices);
    table_end(&t, count, words_coverage_extract(b->say));
}

/* ---- what the prices cost ------------------------------------------------------------------------------------------------ */

static const char *reference_words(const struct builder *b, const struct value_line *line, enum value_method m)
{
    const struct value_sum *s = &line->by[m];
    const char *low = value_price(b, s->low), *basis = value_basis(b, &s->first, s->first_age_ns, true);
    const char *text = words_reference_one(b->say, low, basis);
    if (decimal_compare(s->low, s->high) != 0)
        text = words_reference_range(b->say, low, value_price(b, s->high), basis, value_span(b, s->oldest_ns));
    if (s->valued == line->order_count) return text;
    return words_reference_part(b->say, text, words_n_order(b->say, line->order_count - s->valued));
}

static const char *what_of(const struct builder *b, const struct value_line *line, const char *between)
{
    return words_what_of(b->say, value_side(b, (enum side)line->side),
                         market_and_account(b, line->market, line->account, between),
                         words_n_order(b->say, line->order_count));
}

static void line_row(struct table *t, const struct value_line *line, enum value_method m)
{
    const struct builder *b = t->builder;
    const struct value_sum *s = &line->by[m];
    const char *overflow = words_market_uncomputed(b->say);
    const char *difference = words_two_parts(b->say, value_signed(b, s->cost_of_prices), quote_of(b, line->market));
    table_row(t, false,
              (const char *[]){what_of(b, line, "\n"), s->computed ? value_sum(b, true, s->qty) : overflow,
                               s->computed ? value_sum(b, true, s->cost) : overflow, reference_words(b, line, m),
                               s->computed ? value_sum(b, true, s->worth) : overflow,
                               s->computed ? difference : overflow, value_rows(b, line->orders, line->order_count)});
}

/* The lines without any reference, by name. */
static void add_unvalued(struct builder *b, const struct valuation *v, enum value_method m, bool old)
{
    const char *list = "";
    size_t count = 0;
    for (size_t i = 0; i < v->lines.count; i++) {
        const struct value_line *line = &v->lines.items[i];
        const bool is_old = m == VALUE_OWN_FILLS && line->by[m].old > 0;
        if (line->incident != 0 || line->by[m].valued > 0 || is_old != old) continue;
        if (count++ < LIST_MOST) list = value_join(b, list, "; ", what_of(b, line, ", "));
    }
    if (count == 0) return;
    if (count > LIST_MOST) list = value_join(b, list, "; ", words_and_more(b->say, value_u64(b, count - LIST_MOST)));
    if (m != VALUE_OWN_FILLS)
        add_paragraph(b, words_lines_no_price(b->say, list));
    else if (old)
        add_paragraph(b, words_lines_old_fill(b->say, value_u64(b, OWN_FILL_DAYS), list));
    else
        add_paragraph(b, words_lines_no_fill(b->say, list));
}

static bool is_at_par(const struct valuation *v, enum value_method m)
{
    for (size_t i = 0; i < v->lines.count; i++)
        if (v->lines.items[i].by[m].valued > 0 && v->lines.items[i].by[m].first.against != 0) return true;
    return false;
}

static void add_sums(struct builder *b, uint32_t incident, enum value_method m)
{
    const struct loss **losses;
    const char *list = "";
    const size_t count = losses_by_weight(b, incident, value_method_name(m), &losses);
    for (size_t i = 0; i < count && i < LIST_MOST; i++)
        list = value_join(b, list, "; ",
                          words_value_sum(b->say, value_visible(b, store_get_text(b->store, losses[i]->asset)),
                                          loss_amount(b, losses[i]), words_retell(b->say, losses[i]->source)));
    if (count > LIST_MOST) list = value_join(b, list, "; ", words_and_more(b->say, value_u64(b, count - LIST_MOST)));
    const char *text = count > 0 ? words_value_sums(b->say, list) : words_value_nothing(b->say);
    if (incident != 0)
        text = words_group_and_method(b->say, words_group_incident(b->say, value_u64(b, incident)), text);
    add_paragraph(b, text);
}

static void add_method(struct builder *b, const struct valuation *v, enum value_method m)
{
    const struct column columns[] = {{words_col_what(b->say), ALIGN_LEFT, 18, false},
                                     {words_col_traded(b->say), ALIGN_RIGHT, 12, false},
                                     {words_col_paid_received(b->say), ALIGN_RIGHT, 13, false},
                                     {words_col_reference(b->say), ALIGN_LEFT, 20, false},
                                     {words_col_at_reference(b->say), ALIGN_RIGHT, 12, false},
                                     {words_col_difference(b->say), ALIGN_RIGHT, 14, false},
                                     {words_col_from_rows(b->say), ALIGN_LEFT, 11, true}};
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, TABLE_MOST);
    size_t count = 0;
    for (size_t i = 0; i < v->lines.count; i++) {
        if (v->lines.items[i].incident != 0 || v->lines.items[i].by[m].valued == 0) continue;
        count++;
        if (t.block.row_count < TABLE_MOST) line_row(&t, &v->lines.items[i], m);
    }
    table_end(&t, count, words_coverage_extract(b->say));
    if (is_at_par(v, m)) add_paragraph(b, words_lines_at_par(b->say));
    add_unvalued(b, v, m, false);
    add_unvalued(b, v, m, true);
    add_sums(b, 0, m);
    for (size_t i = 0; i < b->r->incidents.count && i < INCIDENTS_MOST; i++)
        if (b->r->incidents.items[i].order_count != b->figures->graded_count)
            add_sums(b, b->r->incidents.items[i].number, m);
}

/* ---- the files ------------------------------------------------------------------------------------------------------------ */

static const char *state_of(const struct builder *b, const struct reference_facts *f)
{
    switch (f->problem) {
    case REFERENCE_GOOD: break;
    case REFERENCE_UNREADABLE: return words_price_unreadable(b->say);
    case REFERENCE_DIFFERS: return words_price_differs(b->say);
    case REFERENCE_DAMAGED: return words_price_damaged(b->say);
    case REFERENCE_BAD_ROW: return words_price_bad_row(b->say, value_u64(b, f->bad_line));
    case REFERENCE_EMPTY:
    case REFERENCE_OTHER: return words_price_empty(b->say);
    }
    if (f->checksum == CHECKSUM_UNREADABLE) return words_tape_checksum_unreadable(b->say);
    return f->checksum == CHECKSUM_HOLDS ? words_price_checksum_holds(b->say) : words_price_good(b->say);
}

static void add_files(struct builder *b, const struct valuation *v)
{
    const struct column columns[] = {
        {words_col_price_label(b->say), ALIGN_LEFT, 5, false}, {words_col_price_file(b->say), ALIGN_LEFT, 26, false},
        {words_reg_sha256(b->say), ALIGN_LEFT, 24, true},      {words_col_price_kind(b->say), ALIGN_LEFT, 11, true},
        {words_col_price_rows(b->say), ALIGN_RIGHT, 9, false}, {words_col_price_used(b->say), ALIGN_RIGHT, 8, false},
        {words_col_price_state(b->say), ALIGN_LEFT, 17, false}};
    add_subheading(b, words_head_price_files(b->say));
    if (v->files.count == 0) {
        add_paragraph(b, words_price_files_none(b->say, value_u64(b, v->passed_over), value_u64(b, v->unknown)));
        return;
    }
    add_paragraph(b, words_price_files_intro(b->say, words_n_file(b->say, v->files.count),
                                             words_n_order(b->say, v->needed), value_u64(b, v->found),
                                             value_u64(b, PRICE_MINUTES)));
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, v->files.count);
    table_below(&t, (const size_t[]){2}, 1);
    for (size_t i = 0; i < v->files.count; i++) {
        const struct price_source *s = &v->files.items[i];
        table_row(&t, s->facts.problem != REFERENCE_GOOD,
                  (const char *[]){price_label(b, (uint32_t)i), value_visible(b, span_of(s->path)), s->facts.sha256,
                                   price_kind_name(s->name.kind), value_u64(b, s->facts.rows), value_u64(b, s->used),
                                   state_of(b, &s->facts)});
    }
    table_end(&t, v->files.count, "");
    if (v->contradictions > 0) add_paragraph(b, words_price_contradictions(b->say, value_u64(b, v->contradictions)));
    if (v->passed_over + v->unknown > 0)
        add_paragraph(b, words_price_passed(b->say, value_u64(b, v->passed_over), value_u64(b, v->unknown)));
}

void add_valuation(struct builder *b)
{
    const struct valuation *v = b->r->valuation;
    if (!v || v->lines.count == 0) return;
    add_left(b, v);
    add_subheading(b, words_head_own_fills(b->say));
    add_paragraph(b, words_own_fills_intro(b->say, value_u64(b, OWN_FILL_DAYS)));
    add_method(b, v, VALUE_OWN_FILLS);
    if (v->with_prices && v->files.count > 0) {
        add_subheading(b, words_head_before_order(b->say));
        add_paragraph(b, words_before_order_intro(b->say, value_u64(b, PRICE_MINUTES)));
        add_method(b, v, VALUE_BEFORE_ORDER);
        add_subheading(b, words_head_before_incident(b->say));
        add_paragraph(b, words_before_incident_intro(b->say));
        add_method(b, v, VALUE_BEFORE_INCIDENT);
    }
    if (v->with_prices) add_files(b, v);
    if (v->fiat_code) add_fiat(b, v);
}
