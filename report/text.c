/* text - report.txt: the model in lines of at most 96 columns. Tables are in text_table.c.
 *
 * Nothing is broken inside a word, so ids, digests and paths stay whole even where a line gets longer for it.
 *
 * SPDX-License-Identifier: MIT */
#include "report/text_page.h"

enum { FACT_LABEL = 28, LIST_INDENT = 2, MONO_INDENT = 4, SIGNATURE_LABEL = 38, SIGNATURE_LINE = 48 };

/* ---- the page ------------------------------------------------------------------------------------------------------ */

void page_to(struct page *p, size_t column)
{
    p->wanted = column;
}

void page_put(struct page *p, struct span text)
{
    if (text.len == 0) return;
    for (; p->column < p->wanted; p->column++) writer_byte(p->out, ' ');
    writer_text(p->out, text);
    p->column += text_width(text);
    p->wanted = p->column;
}

void page_end_line(struct page *p)
{
    writer_byte(p->out, '\n');
    p->column = p->wanted = 0;
}

void page_wrap(struct page *p, size_t indent, struct span text)
{
    do {
        const struct span line = text_next_line(&text, PAGE_WIDTH - indent);
        page_to(p, indent);
        page_put(p, line);
        page_end_line(p);
    } while (text.len > 0);
}

static void underline(struct page *p, struct span text, char mark)
{
    page_put(p, text);
    page_end_line(p);
    const size_t width = text_width(text) < PAGE_WIDTH ? text_width(text) : PAGE_WIDTH;
    for (size_t i = 0; i < width; i++) page_put(p, (struct span){&mark, 1});
    page_end_line(p);
}

/* ---- blocks -------------------------------------------------------------------------------------------------------- */

static void put_facts(struct page *p, const struct block *block)
{
    for (size_t i = 0; i < block->row_count; i++) {
        struct span value = block->rows[i].cells[1];
        page_to(p, LIST_INDENT);
        page_put(p, block->rows[i].cells[0]);
        if (p->column >= FACT_LABEL) page_put(p, SPAN("  "));
        do {
            page_to(p, FACT_LABEL);
            page_put(p, text_next_line(&value, PAGE_WIDTH - FACT_LABEL));
            page_end_line(p);
        } while (value.len > 0);
    }
}

static void put_marked(struct page *p, struct span mark, struct span text)
{
    page_to(p, LIST_INDENT);
    page_put(p, mark);
    const size_t indent = LIST_INDENT + mark.len + 1;
    do {
        page_to(p, indent);
        page_put(p, text_next_line(&text, PAGE_WIDTH - indent));
        page_end_line(p);
    } while (text.len > 0);
}

static void put_notice(struct page *p, struct span text)
{
    do {
        page_put(p, SPAN("!! "));
        page_put(p, text_next_line(&text, PAGE_WIDTH - 3));
        page_end_line(p);
    } while (text.len > 0);
}

static void put_mono(struct page *p, struct span text)
{
    do {
        page_to(p, MONO_INDENT);
        page_put(p, text_next_line(&text, SIZE_MAX));
        page_end_line(p);
    } while (text.len > 0);
}

static void put_signature(struct page *p, const struct block *block)
{
    for (size_t i = 0; i < block->row_count; i++) {
        page_end_line(p);
        page_to(p, LIST_INDENT);
        page_put(p, block->rows[i].cells[0]);
        page_to(p, SIGNATURE_LABEL);
        for (size_t k = 0; k < SIGNATURE_LINE; k++) page_put(p, SPAN("_"));
        page_end_line(p);
    }
}

static void put_block(struct page *p, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_TITLE: underline(p, block->text, '='); return;
    case BLOCK_HEADING: underline(p, block->text, block->level == 1 ? '=' : '-'); return;
    case BLOCK_PARAGRAPH: page_wrap(p, 0, block->text); return;
    case BLOCK_BULLET: put_marked(p, SPAN("-"), block->text); return;
    case BLOCK_NOTICE: put_notice(p, block->text); return;
    case BLOCK_FACTS: put_facts(p, block); return;
    case BLOCK_TABLE: text_table(p, block); return;
    case BLOCK_MONO: put_mono(p, block->text); return;
    case BLOCK_CHART: page_wrap(p, 0, block->text); return;
    case BLOCK_SIGNATURE: put_signature(p, block); return;
    case BLOCK_PAGE_BREAK: return;
    }
}

/* Bullets stand close together, sections apart. */
static size_t blank_lines_before(const struct block *block, const struct block *previous)
{
    if (!previous || block->kind == BLOCK_PAGE_BREAK) return 0;
    if (block->kind == BLOCK_BULLET && previous->kind == BLOCK_BULLET) return 0;
    return block->kind == BLOCK_HEADING && block->level == 1 ? 2 : 1;
}

void report_text(const struct report_model *m, struct writer *out)
{
    struct page page = {.out = out};
    const struct block *previous = NULL;
    for (size_t i = 0; i < m->blocks.count; i++) {
        const struct block *block = &m->blocks.items[i];
        for (size_t blank = blank_lines_before(block, previous); blank > 0; blank--) page_end_line(&page);
        put_block(&page, block);
        if (block->kind != BLOCK_PAGE_BREAK) previous = block;
    }
    page_end_line(&page);
    page_wrap(&page, 0, m->author);
}
