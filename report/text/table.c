/* table - tables of the text report.
 *
 * SPDX-License-Identifier: MIT */
#include "report/text/page.h"

#include "base/memory.h"

#include <stdlib.h>

enum { GAP = 2, INDENT = 2, BLOCK_INDENT = 7, MANY_COLUMNS = 9 };

struct layout {     /* per column */
    size_t natural; /* width without wrapping */
    size_t least;   /* width of its longest word, or natural where numbers are lined up */
    size_t before;  /* decimals: characters before the point */
    size_t width;   /* as decided */
};

/* ---- measuring ----------------------------------------------------------------------------------------------------- */

static size_t longest_line(struct span text)
{
    size_t longest = 0;
    while (text.len > 0) {
        const size_t width = text_width(text_next_line(&text, SIZE_MAX));
        if (width > longest) longest = width;
    }
    return longest;
}

/* Up to the point that a column of decimals is lined up on; what is no number counts as a whole. */
static struct span before_point(struct span cell)
{
    return span_head(cell, span_find(cell, '.'));
}

static void raise_to(size_t *value, size_t least)
{
    if (*value < least) *value = least;
}

static struct layout measure_column(const struct block *block, size_t column)
{
    const struct table_column *c = &block->columns[column];
    const bool wraps = c->align == ALIGN_LEFT;
    struct layout l = {0};
    size_t behind = 0;
    for (size_t i = 0; i < block->row_count; i++) {
        const struct span cell = block->rows[i].cells[column];
        raise_to(&l.natural, longest_line(cell));
        raise_to(&l.least, wraps ? text_longest_piece(cell) : longest_line(cell));
        if (c->align != ALIGN_DECIMAL) continue;
        raise_to(&l.before, text_width(before_point(cell)));
        raise_to(&behind, text_width(cell) - text_width(before_point(cell)));
    }
    if (c->align == ALIGN_DECIMAL) {
        raise_to(&l.natural, l.before + behind);
        l.least = l.natural;
    }
    raise_to(&l.natural, text_width(c->title));
    raise_to(&l.least, text_longest_piece(c->title));
    l.width = l.natural;
    return l;
}

static size_t total_width(const struct layout *layouts, size_t count)
{
    size_t total = INDENT + GAP * (count - 1);
    for (size_t i = 0; i < count; i++) total += layouts[i].width;
    return total;
}

/* Takes from the widest column that can still give until the line fits. */
static bool squeeze(struct layout *layouts, size_t count)
{
    size_t total = total_width(layouts, count);
    if (total > PAGE_WIDTH && count >= MANY_COLUMNS) return false; /* it would become a thicket */
    while (total > PAGE_WIDTH) {
        struct layout *widest = NULL;
        for (size_t i = 0; i < count; i++) {
            if (layouts[i].width <= layouts[i].least) continue;
            if (!widest || layouts[i].width > widest->width) widest = &layouts[i];
        }
        if (!widest) return false;
        widest->width--;
        total--;
    }
    return true;
}

/* ---- side by side --------------------------------------------------------------------------------------------------- */

static void put_aligned(struct page *p, size_t left, const struct layout *l, enum cell_align align, struct span text)
{
    size_t shift = 0;
    if (align == ALIGN_RIGHT && text_width(text) < l->width) shift = l->width - text_width(text);
    if (align == ALIGN_DECIMAL && text_width(before_point(text)) < l->before)
        shift = l->before - text_width(before_point(text));
    page_to(p, left + shift);
    page_put(p, text);
}

/* One row over as many lines as its longest cell takes. `rest` is consumed. */
static void put_row(struct page *p, const struct block *block, const struct layout *layouts, struct span *rest,
                    bool is_header)
{
    bool more = true;
    while (more) {
        more = false;
        size_t left = INDENT;
        for (size_t i = 0; i < block->column_count; i++) {
            enum cell_align align = block->columns[i].align;
            if (is_header && align == ALIGN_DECIMAL) align = ALIGN_RIGHT;
            put_aligned(p, left, &layouts[i], align, text_next_line(&rest[i], layouts[i].width));
            more = more || rest[i].len > 0;
            left += layouts[i].width + GAP;
        }
        page_end_line(p);
    }
}

static void put_rule(struct page *p, const struct block *block, const struct layout *layouts)
{
    size_t left = INDENT;
    for (size_t i = 0; i < block->column_count; i++) {
        page_to(p, left);
        for (size_t k = 0; k < layouts[i].width; k++) page_put(p, SPAN("-"));
        left += layouts[i].width + GAP;
    }
    page_end_line(p);
}

static void put_columns(struct page *p, const struct block *block, const struct layout *layouts)
{
    struct span *rest = memory_resize(NULL, block->column_count, sizeof *rest);
    for (size_t i = 0; i < block->column_count; i++) rest[i] = block->columns[i].title;
    put_row(p, block, layouts, rest, true);
    put_rule(p, block, layouts);
    for (size_t row = 0; row < block->row_count; row++) {
        memcpy(rest, block->rows[row].cells, block->column_count * sizeof *rest);
        put_row(p, block, layouts, rest, false);
    }
    free(rest);
}

/* ---- row by row ------------------------------------------------------------------------------------------------------ */

/* "title: line" for each line of the cell, in the current line when it fits there. */
static void put_pair(struct page *p, struct span title, struct span cell)
{
    bool first = true;
    while (cell.len > 0) {
        struct span line = text_next_line(&cell, SIZE_MAX);
        const size_t width = text_width(line) + (first ? text_width(title) + 2 : 0);
        if (p->column > BLOCK_INDENT && p->column + 3 + width > PAGE_WIDTH) page_end_line(p);
        page_to(p, p->column > BLOCK_INDENT ? p->column + 3 : BLOCK_INDENT);
        if (first) {
            page_put(p, title);
            page_put(p, SPAN(": "));
        }
        first = false;
        while (line.len > 0) {
            const size_t room = p->column < PAGE_WIDTH - BLOCK_INDENT ? PAGE_WIDTH - p->column : BLOCK_INDENT;
            page_put(p, text_next_line(&line, room));
            if (line.len == 0) break;
            page_end_line(p);
            page_to(p, BLOCK_INDENT + 2);
        }
    }
}

static void put_blocks(struct page *p, const struct block *block)
{
    const bool numbered = block->columns[0].align == ALIGN_RIGHT;
    for (size_t row = 0; row < block->row_count; row++) {
        const struct span *cells = block->rows[row].cells;
        if (numbered) {
            const size_t width = text_width(cells[0]);
            page_to(p, width + INDENT < BLOCK_INDENT ? BLOCK_INDENT - INDENT - width : 0);
            page_put(p, cells[0]);
            page_to(p, BLOCK_INDENT);
            p->column = p->column < BLOCK_INDENT ? p->column : BLOCK_INDENT;
        }
        for (size_t i = numbered; i < block->column_count; i++) put_pair(p, block->columns[i].title, cells[i]);
        page_end_line(p);
    }
}

void text_table(struct page *p, const struct block *block)
{
    struct layout *layouts = memory_resize(NULL, block->column_count, sizeof *layouts);
    for (size_t i = 0; i < block->column_count; i++) layouts[i] = measure_column(block, i);
    if (squeeze(layouts, block->column_count)) {
        put_columns(p, block, layouts);
    } else {
        put_blocks(p, block);
    }
    free(layouts);
    if (block->rows_in_all > block->row_count) page_wrap(p, INDENT, block->text);
}
