/* grouping_binance - the nested order history of Binance: an order row, a row that names the cells of its fills (its first
 * cell is empty), then one row a fill. The fills take market, side and ids from the order above them.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

static bool is_sub_row(const struct record *r)
{
    return r->count > 1 && !span_trim(r->cells[0].text).len;
}

static bool is_sub_header(const struct mapper *m, const struct record *r)
{
    const struct header *h = &m->f->sub_header;
    if (r->count < h->count) return false;
    for (size_t i = 0; i < h->count; i++)
        if (!span_equal(span_trim(r->cells[i].text), h->cells[i].text)) return false;
    return true;
}

/* The names of the sub-rows' cells, so that a diagnostic does not speak of the order's columns. */
static void rename_cells(const struct mapper *m, const struct record *r)
{
    const struct header *h = &m->f->sub_header;
    for (size_t i = 0; i < r->count; i++) r->cells[i].name = i < h->count ? h->cells[i].name : SPAN_NONE;
}

/* An order row that could not be read must not leave its fills to the order before it: a second row of names, or more
 * filled than the order says, shows that one is missing. */
static bool belongs_to_above(struct mapper *m, const struct event *fill)
{
    const struct store *store = m->context.store;
    struct decimal ordered, qty;
    if (!event_amount(store, &m->above, AMOUNT_QTY, &ordered) || !event_amount(store, fill, AMOUNT_QTY, &qty))
        return true;
    if (!decimal_add(m->above_filled, qty, &m->above_filled)) return false;
    return decimal_compare(m->above_filled, ordered) <= 0;
}

static enum row_result reject_stray(struct row *row)
{
    row_reject_whole(row, diag_missing_value, SPAN("the order that this fill belongs to could not be read"), "/header");
    return ROW_REJECTED;
}

static enum row_result map_sub_row(struct row *row)
{
    struct mapper *m = row->m;
    if (is_sub_header(m, row->r)) {
        if (m->above_named) m->above_usable = false;
        m->above_named = true;
        m->sub_cells = row->r->count;
        row_skip(row, SPAN("it names the cells of the fills below it"), "/header");
        return ROW_SKIPPED;
    }
    rename_cells(m, row->r);
    if (!m->above_usable) return reject_stray(row);
    row->parent = &m->above;
    row->entry = m->above_entry;
    /* As many cells as the row of names has, empty ones at the end included: a row that was cut off has fewer. */
    size_t wanted = m->above_named ? m->sub_cells : m->f->sub_header.count;
    enum row_result result = mapper_csv_row(row, wanted);
    if (result != ROW_EVENT || belongs_to_above(m, &row->e)) return result;
    m->above_usable = false;
    return reject_stray(row);
}

static enum row_result map_order_row(struct row *row)
{
    struct mapper *m = row->m;
    if (mapper_is_header_again(m, row->r)) {
        row_skip(row, SPAN("the header row once more"), "/recognise");
        return ROW_SKIPPED;
    }
    enum row_result result = mapper_csv_row(row, m->cells_wanted);
    m->above_usable = result == ROW_EVENT;
    m->above_named = false;
    m->above_filled = (struct decimal){0};
    m->above = row->e;
    m->above_entry = row->entry;
    return result;
}

void mapper_map_nested_binance(struct mapper *m, const struct record *r, struct map_counts *counts)
{
    bool sub = is_sub_row(r);
    struct row row = mapper_row(m, sub ? &m->sub : &m->main, r);
    row_store(&row, sub ? map_sub_row(&row) : map_order_row(&row), counts);
}
