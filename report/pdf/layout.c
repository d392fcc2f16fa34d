/* layout - blocks to pieces, pieces to pages.
 *
 * Each block is cut into pieces that are never torn. A run of pieces tied by `keep` (a heading and what follows it, the
 * first two lines of a paragraph) goes to one page unless it is longer than a page.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/layout.h"

#include "report/pdf/draw.h"

#include "base/memory.h"

#include <stdlib.h>

enum { ANNOUNCED_WHOLE = 6 }; /* lines: a text no longer than that goes to one page with what it announces */

struct layout { /* while it is made */
    struct pdf_text *text;
    const struct report_model *model;
    struct pdf_pages *pages;
    uint32_t block;
};

const struct pdf_type *pdf_heading_type(const struct block *b)
{
    return b->level >= 2 ? &type_heading2 : &type_heading1;
}

const struct pdf_type *pdf_body_type(const struct pdf_pages *p, uint32_t block)
{
    return &type_body_steps[block < p->page_one ? p->tight : 0];
}

const struct pdf_type *pdf_strong_type(const struct pdf_pages *p, uint32_t block)
{
    return &type_strong_steps[block < p->page_one ? p->tight : 0];
}

static struct pdf_piece *add(struct layout *l, double height, double space)
{
    struct pdf_piece *piece = LIST_ADD(&l->pages->pieces);
    piece->block = l->block;
    piece->lines = 1;
    piece->height = (float)height;
    piece->space = (float)space;
    return piece;
}

/* Lines of a text as pieces; two lines at least stay together at both ends. */
struct line_set {
    size_t count;
    double leading, space; /* space above the first */
    double pad;            /* inside a box, above the first and below the last */
    bool note, keep_all, keep_last;
};
static void add_lines(struct layout *l, const struct line_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        bool first = i == 0, last = i + 1 == set->count;
        double height = set->leading + (first ? set->pad : 0) + (last ? set->pad : 0);
        struct pdf_piece *piece = add(l, height, first ? set->space : 0);
        piece->line = (uint32_t)i;
        piece->is_note = set->note;
        piece->keep = set->keep_all || (last ? set->keep_last : first || i + 2 == set->count);
    }
}

static void lay_heading(struct layout *l, const struct block *b)
{
    const struct pdf_type *type = pdf_heading_type(b);
    size_t lines = pdf_text_lines(l->text, type, b->text, BODY_WIDTH);
    bool large = b->level < 2;
    struct pdf_piece *piece = add(l, (double)lines * type->leading + (large ? 7 : 3), large ? 22 : 13);
    piece->lines = (uint32_t)lines;
    piece->keep = true;
}

static void lay_title(struct layout *l, const struct block *b)
{
    size_t lines = pdf_text_lines(l->text, &type_title, b->text, BODY_WIDTH);
    size_t under =
        l->model->subject.len > 0 ? pdf_text_lines(l->text, &type_subject, l->model->subject, BODY_WIDTH) : 0;
    struct pdf_piece *piece =
        add(l, 14 + (double)lines * type_title.leading + (double)under * type_subject.leading - 6, 0);
    piece->lines = (uint32_t)lines;
}

/* A text that announces what follows ("... :", the line above a table) stays with it. */
static bool announces_next(const struct layout *l, const struct block *b)
{
    if (l->block + 1 >= l->model->blocks.count) return false;
    enum block_kind next = l->model->blocks.items[l->block + 1].kind;
    bool shown = next == BLOCK_TABLE || next == BLOCK_FACTS || next == BLOCK_MONO || next == BLOCK_CHART;
    bool colon = next == BLOCK_BULLET && span_ends_with(b->text, SPAN(":"));
    return b->kind == BLOCK_PARAGRAPH && (shown || colon);
}

static void lay_text(struct layout *l, const struct block *b)
{
    bool bullet = b->kind == BLOCK_BULLET;
    const struct pdf_type *type = pdf_body_type(l->pages, l->block);
    struct line_set set = {.leading = type->leading, .space = bullet ? 3.5 : 6};
    set.count = pdf_text_lines(l->text, type, b->text, BODY_WIDTH - (bullet ? BULLET_INDENT : 0));
    set.keep_last = announces_next(l, b);
    set.keep_all = set.keep_last && set.count <= ANNOUNCED_WHOLE;
    add_lines(l, &set);
}

static void lay_notice(struct layout *l, const struct block *b)
{
    double width = BODY_WIDTH - 2 * NOTICE_PAD - NOTICE_BAR;
    const struct pdf_type *type = pdf_body_type(l->pages, l->block);
    struct line_set set = {.leading = type->leading, .space = 10, .pad = NOTICE_PAD};
    set.count = pdf_text_lines(l->text, type, b->text, width);
    add_lines(l, &set);
}

static double mono_size(struct pdf_text *t, struct span text)
{
    double widest = 0, room = BODY_WIDTH - 2 * MONO_PAD;
    while (text.len > 0) {
        struct pdf_type type = {FACE_MONO, 8, 8};
        double width = pdf_text_width(t, &type, span_cut(&text, '\n'));
        if (width > widest) widest = width;
    }
    if (widest <= room) return 8;
    double size = 8 * room / widest - 0.01;
    return size > 6 ? size : 6;
}

static void lay_mono(struct layout *l, const struct block *b)
{
    double size = mono_size(l->text, b->text);
    l->pages->mono_size[l->block] = size;
    struct pdf_type type = {FACE_MONO, size, size * 1.45};
    struct line_set set = {.leading = type.leading, .space = 8, .pad = MONO_PAD};
    set.count = pdf_text_lines(l->text, &type, b->text, BODY_WIDTH - 2 * MONO_PAD + 0.5);
    add_lines(l, &set);
}

static double facts_label_width(struct layout *l, const struct block *b)
{
    double label = 0;
    for (size_t i = 0; i < b->row_count; i++) {
        double width = pdf_text_width(l->text, pdf_body_type(l->pages, l->block), b->rows[i].cells[0]);
        if (width > label) label = width;
    }
    return label < BODY_WIDTH * 0.36 ? label : BODY_WIDTH * 0.36;
}

/* One fact; when it is longer than a page it is cut between its lines. */
static void lay_fact(struct layout *l, const struct block *b, size_t i, double label)
{
    const struct table_row *row = &b->rows[i];
    const struct pdf_type *body = pdf_body_type(l->pages, l->block);
    const struct pdf_type *type = row->strong ? pdf_strong_type(l->pages, l->block) : body;
    size_t left = pdf_text_lines(l->text, body, row->cells[0], label + 0.5);
    size_t right = pdf_text_lines(l->text, type, row->cells[1], BODY_WIDTH - label - FACT_GAP);
    size_t lines = left > right ? left : right, fit = (size_t)((BODY_HEIGHT - FACT_PAD) / body->leading);
    for (size_t from = 0; from < lines; from += fit) {
        size_t part = lines - from < fit ? lines - from : fit;
        struct pdf_piece *piece = add(l, (double)part * body->leading + FACT_PAD, i == 0 && from == 0 ? 6 : 0);
        piece->row = (uint32_t)i;
        piece->line = (uint32_t)from;
        piece->lines = (uint32_t)part;
        piece->keep = i + 1 < b->row_count && (i == 0 || i + 2 == b->row_count);
    }
}

static void lay_facts(struct layout *l, const struct block *b)
{
    double label = facts_label_width(l, b);
    l->pages->facts_label[l->block] = label;
    for (size_t i = 0; i < b->row_count; i++) lay_fact(l, b, i, label);
}

/* A row that is longer than a page is the only one that is cut between its lines. */
static void lay_row(struct layout *l, const struct pdf_table *table, size_t i)
{
    const struct block *b = table->block;
    size_t lines = pdf_table_row_lines(l->text, table, &b->rows[i]);
    size_t fit = (size_t)((BODY_HEIGHT - table->header_height - 2 * ROW_PAD) / table->leading);
    for (size_t from = 0; from < lines; from += fit) {
        size_t part = lines - from < fit ? lines - from : fit;
        struct pdf_piece *piece = add(l, pdf_table_row_height(table, part), 0);
        piece->row = (uint32_t)i;
        piece->line = (uint32_t)from;
        piece->lines = (uint32_t)part;
        piece->keep = i + 1 < b->row_count && (i == 0 || i + 2 == b->row_count);
    }
}

static void lay_table(struct layout *l, const struct block *b)
{
    if (b->text.len > 0) {
        struct line_set note = {.leading = type_small.leading, .space = 8, .note = true, .keep_all = true};
        note.count = pdf_text_lines(l->text, &type_small, b->text, BODY_WIDTH);
        add_lines(l, &note);
    }
    struct pdf_table *table = pdf_table_plan(l->text, b, l->pages->arena);
    l->pages->tables[l->block] = table;
    size_t first = l->pages->pieces.count;
    for (size_t i = 0; i < b->row_count; i++) lay_row(l, table, i);
    if (b->row_count == 0) *add(l, 0, 0) = (struct pdf_piece){.block = l->block, .lines = 0};
    l->pages->pieces.items[first].space = 7;
}

static void lay_chart(struct layout *l, const struct block *b)
{
    size_t lines = pdf_text_lines(l->text, &type_small, b->chart->caption, BODY_WIDTH);
    struct pdf_piece *piece = add(l, pdf_chart_height(b->chart) + (double)lines * type_small.leading, 10);
    piece->lines = (uint32_t)lines;
}

static void lay_signature(struct layout *l, const struct block *b)
{
    for (size_t i = 0; i < b->row_count; i++) {
        struct pdf_piece *piece = add(l, SIGNATURE_HEIGHT, 0);
        piece->row = (uint32_t)i;
        piece->keep = i + 1 < b->row_count;
    }
}

static void lay_block(struct layout *l, const struct block *b)
{
    switch (b->kind) {
    case BLOCK_TITLE: lay_title(l, b); break;
    case BLOCK_HEADING: lay_heading(l, b); break;
    case BLOCK_PARAGRAPH:
    case BLOCK_BULLET: lay_text(l, b); break;
    case BLOCK_NOTICE: lay_notice(l, b); break;
    case BLOCK_FACTS: lay_facts(l, b); break;
    case BLOCK_TABLE: lay_table(l, b); break;
    case BLOCK_MONO: lay_mono(l, b); break;
    case BLOCK_CHART: lay_chart(l, b); break;
    case BLOCK_SIGNATURE: lay_signature(l, b); break;
    case BLOCK_PAGE_BREAK: add(l, 0, 0)->lines = 0; break;
    }
}

/* ---- what stays together across blocks -------------------------------------------------------------------------------- */

/* Sentences between a heading and what they announce; more than that do not leave the heading alone at a page's foot. */
#define INTRODUCTION_MOST (BODY_HEIGHT * 0.3)

static bool is_sentence(const struct layout *l, const struct pdf_piece *piece)
{
    const enum block_kind kind = l->model->blocks.items[piece->block].kind;
    return kind == BLOCK_PARAGRAPH || kind == BLOCK_NOTICE || piece->is_note;
}

/* What a heading of that level leads up to: something to look at, or a heading below it. */
static bool is_aim(const struct layout *l, const struct pdf_piece *piece, int level)
{
    const struct block *b = &l->model->blocks.items[piece->block];
    if (b->kind == BLOCK_HEADING) return b->level > level;
    return b->kind == BLOCK_TABLE || b->kind == BLOCK_FACTS || b->kind == BLOCK_MONO || b->kind == BLOCK_CHART;
}

/* From the heading at `first` to the first rows of a table, which are tied among themselves, or to the next heading. */
static void tie_introduction(const struct layout *l, size_t first)
{
    struct pdf_piece *pieces = l->pages->pieces.items;
    double height = 0;
    size_t i = first + 1;
    for (; i < l->pages->pieces.count && is_sentence(l, &pieces[i]); i++)
        height += (double)(pieces[i].height + pieces[i].space);
    if (i == l->pages->pieces.count || height > INTRODUCTION_MOST) return;
    if (!is_aim(l, &pieces[i], l->model->blocks.items[pieces[first].block].level)) return;
    for (size_t k = first; k < i; k++) pieces[k].keep = true;
}

static void tie_introductions(const struct layout *l)
{
    for (size_t i = 0; i < l->pages->pieces.count; i++)
        if (l->model->blocks.items[l->pages->pieces.items[i].block].kind == BLOCK_HEADING) tie_introduction(l, i);
}

/* ---- pages ---------------------------------------------------------------------------------------------------------- */

struct cursor {
    double y;
    uint32_t page;
    uint32_t table; /* block whose header stands on this page already; UINT32_MAX: none */
};

static const struct pdf_table *table_of(const struct pdf_pages *p, const struct pdf_piece *piece)
{
    return piece->is_note ? NULL : p->tables[piece->block];
}

static double needed(const struct pdf_pages *p, const struct pdf_piece *piece, const struct cursor *c)
{
    const struct pdf_table *table = table_of(p, piece);
    double header = table && c->table != piece->block ? table->header_height : 0;
    return (c->y > MARGIN_TOP ? (double)piece->space : 0) + header + (double)piece->height;
}

/* Height of the run of pieces that starts at `first` and is tied together. */
static double chain_height(const struct pdf_pages *p, size_t first, struct cursor c)
{
    double start = c.y;
    for (size_t i = first; i < p->pieces.count; i++) {
        const struct pdf_piece *piece = &p->pieces.items[i];
        c.y += needed(p, piece, &c);
        if (table_of(p, piece)) c.table = piece->block;
        if (!piece->keep) break;
    }
    return c.y - start;
}

static void next_page(struct cursor *c)
{
    *c = (struct cursor){.y = MARGIN_TOP, .page = c->page + 1, .table = UINT32_MAX};
}

static void place(struct pdf_pages *p, struct pdf_piece *piece, struct cursor *c)
{
    if (c->y > MARGIN_TOP && c->y + needed(p, piece, c) > BODY_BOTTOM + 0.01) next_page(c);
    double height = needed(p, piece, c);
    const struct pdf_table *table = table_of(p, piece);
    piece->header = table && c->table != piece->block;
    if (table) c->table = piece->block;
    piece->page = c->page;
    piece->y = (float)(c->y + height - (double)piece->height);
    c->y += height;
}

/* A page break on a page that has less than this is left out: it would leave the page all but empty. */
#define BREAK_LEAST (BODY_HEIGHT * 0.4)

static void paginate(struct pdf_pages *p, const struct report_model *m)
{
    struct cursor c = {.y = MARGIN_TOP, .page = 1, .table = UINT32_MAX};
    bool chain_starts = true;
    for (size_t i = 0; i < p->pieces.count; i++) {
        struct pdf_piece *piece = &p->pieces.items[i];
        bool is_break = m->blocks.items[piece->block].kind == BLOCK_PAGE_BREAK;
        if (is_break && c.y > MARGIN_TOP + BREAK_LEAST) next_page(&c);
        if (chain_starts && piece->keep && c.y > MARGIN_TOP) {
            struct cursor fresh = {.y = MARGIN_TOP, .table = UINT32_MAX};
            bool fits_here = c.y + chain_height(p, i, c) <= BODY_BOTTOM + 0.01;
            if (!fits_here && chain_height(p, i, fresh) <= BODY_HEIGHT) next_page(&c);
        }
        place(p, piece, &c);
        chain_starts = !piece->keep;
    }
    p->count = c.page;
}

static void lay_blocks(struct layout *l, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        l->block = (uint32_t)i;
        lay_block(l, &l->model->blocks.items[i]);
    }
    tie_introductions(l);
}

/* What a reader must see first stands on one page, in smaller type where there is much of it. What even the smallest does
 * not get onto one page keeps the type of the other pages. */
static void lay_page_one(struct layout *l)
{
    struct pdf_pages *p = l->pages;
    for (p->tight = 0; p->tight < BODY_STEPS; p->tight++) {
        p->pieces.count = 0;
        lay_blocks(l, 0, p->page_one);
        paginate(p, l->model);
        if (p->count <= 1) return;
    }
    p->tight = 0;
    p->pieces.count = 0;
    lay_blocks(l, 0, p->page_one);
}

static uint32_t blocks_of_page_one(const struct report_model *m)
{
    for (size_t i = 0; i < m->blocks.count; i++)
        if (m->blocks.items[i].kind == BLOCK_PAGE_BREAK) return (uint32_t)i;
    return 0;
}

struct pdf_pages *pdf_layout(struct pdf_text *t, const struct report_model *m)
{
    struct pdf_pages *p = memory_alloc(sizeof *p);
    p->arena = arena_new(0);
    p->tables = ARENA_ARRAY(p->arena, struct pdf_table *, m->blocks.count + 1);
    p->facts_label = ARENA_ARRAY(p->arena, double, m->blocks.count + 1);
    p->mono_size = ARENA_ARRAY(p->arena, double, m->blocks.count + 1);
    struct layout l = {.text = t, .model = m, .pages = p};
    p->page_one = blocks_of_page_one(m);
    lay_page_one(&l);
    lay_blocks(&l, p->page_one, m->blocks.count);
    paginate(p, m);
    return p;
}

void pdf_layout_free(struct pdf_pages *p)
{
    if (!p) return;
    LIST_FREE(&p->pieces);
    arena_free(p->arena);
    free(p);
}
