/* text - report.txt: the model in lines of at most 96 columns. Tables are in text/table.c.
 *
 * Nothing is broken inside a word, so ids, digests and paths stay whole even where a line gets longer for it.
 *
 * SPDX-License-Identifier: MIT */
#include "report/text/page.h"

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

/* ---- bars to both sides of a line ------------------------------------------------------------------------------------ */

enum { BAR_COLUMNS = 36, BAR_THOUSAND = 1000, BAR_GAP = 2 };

struct bar_columns { /* how wide the texts are, and the longest bar to either side */
    size_t label, amount, value, less, more;
};

static size_t wider(size_t a, struct span text)
{
    const size_t width = text_width(text);
    return width > a ? width : a;
}

/* At least one sign for a bar of any length. */
static size_t bar_signs(const struct chart *c, const struct chart_bar *bar)
{
    const size_t both = (size_t)c->longest_less + c->longest_more;
    const size_t signs = both > 0 ? (size_t)bar->length * BAR_COLUMNS / both : 0;
    return signs > 0 ? signs : 1;
}

static struct bar_columns measure_bars(const struct chart *c)
{
    struct bar_columns w = {wider(0, c->bar_titles[0]), wider(0, c->bar_titles[1]), wider(0, c->bar_titles[2]), 0, 0};
    for (size_t i = 0; i < c->bar_count; i++) {
        const struct chart_bar *bar = &c->bars[i];
        size_t *side = bar->less ? &w.less : &w.more;
        const size_t signs = bar_signs(c, bar);
        if (bar->amount.len > 0) w.label = wider(w.label, bar->label);
        w.amount = wider(w.amount, bar->amount);
        w.value = wider(w.value, bar->value);
        if (signs > *side) *side = signs;
    }
    for (size_t i = 0; i < c->bar_count; i++) {
        const size_t whole = wider(0, c->bars[i].label), two = w.label + BAR_GAP + w.amount;
        if (c->bars[i].amount.len == 0 && whole > two) w.amount += whole - two;
    }
    return w;
}

static void put_right(struct page *p, size_t end, struct span text)
{
    const size_t width = text_width(text);
    page_to(p, end > width ? end - width : 0);
    page_put(p, text);
}

static void put_bar(struct page *p, const struct chart *c, const struct chart_bar *bar, const struct bar_columns *w)
{
    const size_t amount = LIST_INDENT + w->label + BAR_GAP + w->amount, zero = amount + BAR_GAP + w->less;
    page_to(p, LIST_INDENT);
    page_put(p, bar->label);
    put_right(p, amount, bar->amount);
    const size_t signs = bar_signs(c, bar);
    page_to(p, bar->less ? zero - signs : zero);
    for (size_t i = 0; bar->less && i < signs; i++) page_put(p, SPAN("#"));
    page_put(p, SPAN("|"));
    for (size_t i = 0; !bar->less && i < signs; i++) page_put(p, SPAN("="));
    put_right(p, zero + 1 + w->more + BAR_GAP + w->value, bar->value);
    page_end_line(p);
}

static void put_bars(struct page *p, const struct chart *c)
{
    const struct bar_columns w = measure_bars(c);
    const size_t amount = LIST_INDENT + w.label + BAR_GAP + w.amount;
    page_end_line(p);
    page_to(p, LIST_INDENT);
    page_put(p, SPAN("# "));
    page_put(p, c->series_names[0]);
    page_put(p, SPAN("   = "));
    page_put(p, c->series_names[1]);
    page_end_line(p);
    page_to(p, LIST_INDENT);
    page_put(p, c->bar_titles[0]);
    put_right(p, amount, c->bar_titles[1]);
    put_right(p, amount + 2 * BAR_GAP + w.less + 1 + w.more + w.value, c->bar_titles[2]);
    page_end_line(p);
    for (size_t i = 0; i < c->bar_count; i++) put_bar(p, c, &c->bars[i], &w);
}

static void put_chart(struct page *p, const struct block *block)
{
    page_wrap(p, 0, block->text);
    if (block->chart->bar_count > 0) put_bars(p, block->chart);
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
    case BLOCK_CHART: put_chart(p, block); return;
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
