/* blocks - adding blocks to the model.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

#include <assert.h>

static void add_text(struct builder *b, enum block_kind kind, int level, const char *text)
{
    *LIST_ADD(&b->model->blocks) = (struct block){.kind = kind, .level = level, .text = span_of(text)};
}

void add_heading(struct builder *b, const char *text)
{
    add_text(b, BLOCK_HEADING, 1, arena_format(b->arena, "%u. %s", ++b->headings, text));
}

void add_subheading(struct builder *b, const char *text)
{
    add_text(b, BLOCK_HEADING, 2, text);
}

void add_paragraph(struct builder *b, const char *text)
{
    add_text(b, BLOCK_PARAGRAPH, 0, text);
}

void add_bullet(struct builder *b, const char *text)
{
    add_text(b, BLOCK_BULLET, 0, text);
}

void add_notice(struct builder *b, const char *text)
{
    add_text(b, BLOCK_NOTICE, 0, text);
}

void add_mono(struct builder *b, const char *text)
{
    add_text(b, BLOCK_MONO, 0, text);
}

void add_page_break(struct builder *b)
{
    add_text(b, BLOCK_PAGE_BREAK, 0, "");
}

void add_chart(struct builder *b, struct chart *chart)
{
    *LIST_ADD(&b->model->blocks) = (struct block){.kind = BLOCK_CHART, .text = chart->caption, .chart = chart};
}

/* ---- tables ------------------------------------------------------------------------------------------------------- */

struct table table_begin(struct builder *b, const struct column *columns, size_t count, size_t most_rows)
{
    struct table t = {.builder = b, .block = {.kind = BLOCK_TABLE, .column_count = count}, .capacity = most_rows};
    t.block.columns = ARENA_ARRAY(b->arena, struct table_column, count);
    unsigned percent = 0;
    for (size_t i = 0; i < count; i++) {
        t.block.columns[i] = (struct table_column){span_of(columns[i].title), columns[i].align,
                                                   (float)columns[i].percent / 100.0F, columns[i].mono};
        percent += columns[i].percent;
    }
    assert(percent == 100);
    t.block.rows = ARENA_ARRAY(b->arena, struct table_row, most_rows);
    return t;
}

void table_row(struct table *t, bool strong, const char *const *cells)
{
    assert(t->block.row_count < t->capacity);
    struct table_row *row = &t->block.rows[t->block.row_count++];
    row->strong = strong;
    row->cells = ARENA_ARRAY(t->builder->arena, struct span, t->block.column_count);
    for (size_t i = 0; i < t->block.column_count; i++) row->cells[i] = span_of(cells[i]);
}

void table_below(struct table *t, const size_t *columns, size_t count)
{
    bool *below = ARENA_ARRAY(t->builder->arena, bool, t->block.column_count);
    for (size_t i = 0; i < count; i++) {
        assert(columns[i] > 0 && columns[i] < t->block.column_count);
        below[columns[i]] = true;
    }
    t->block.below = below;
}

void table_fold(struct table *t)
{
    enum { FOLDED_LEAST = 8 };
    const size_t rows = t->block.row_count, columns = t->block.column_count, half = (rows + 1) / 2;
    if (rows < FOLDED_LEAST) return;
    struct table_column *wide = ARENA_ARRAY(t->builder->arena, struct table_column, 2 * columns);
    for (size_t i = 0; i < 2 * columns; i++) {
        wide[i] = t->block.columns[i % columns];
        wide[i].share /= 2;
    }
    for (size_t i = 0; i < half; i++) {
        struct span *cells = ARENA_ARRAY(t->builder->arena, struct span, 2 * columns);
        for (size_t k = 0; k < columns; k++) {
            cells[k] = t->block.rows[i].cells[k];
            cells[columns + k] = i + half < rows ? t->block.rows[i + half].cells[k] : SPAN_NONE;
        }
        t->block.rows[i] = (struct table_row){cells, false};
    }
    t->block.columns = wide;
    t->block.column_count = 2 * columns;
    t->block.row_count = half;
}

void table_end(struct table *t, uint64_t rows_in_all, const char *where)
{
    if (t->block.row_count == 0) return;
    t->block.rows_in_all = rows_in_all;
    if (rows_in_all > t->block.row_count) t->block.text = span_of(where);
    *LIST_ADD(&t->builder->model->blocks) = t->block;
}

struct table facts_begin(struct builder *b, size_t most_rows)
{
    const struct column columns[] = {{"", ALIGN_LEFT, 28, false}, {"", ALIGN_LEFT, 72, false}};
    struct table t = table_begin(b, columns, 2, most_rows);
    t.block.kind = BLOCK_FACTS;
    return t;
}

void fact(struct table *t, const char *label, const char *value)
{
    if (*value) table_row(t, false, (const char *[]){label, value});
}

void fact_strong(struct table *t, const char *label, const char *value)
{
    if (*value) table_row(t, true, (const char *[]){label, value});
}

void facts_end(struct table *t)
{
    table_end(t, t->block.row_count, "");
}

void add_signature(struct builder *b, const char *const *labels, size_t count)
{
    struct table t = table_begin(b, &(struct column){"", ALIGN_LEFT, 100, false}, 1, count);
    t.block.kind = BLOCK_SIGNATURE;
    for (size_t i = 0; i < count; i++) table_row(&t, false, &labels[i]);
    table_end(&t, count, "");
}
