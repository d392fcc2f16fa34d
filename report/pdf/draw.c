/* draw - places the pieces that pdf_layout has planned.
 *
 * Structure tags are per paragraph and per cell of a table; a table is tagged anew on each page, with its head. Which cells a
 * header stands for is said by pdf_finish. The "Document" tag is opened first because cairo 1.16 writes a broken file when a link stands outside all tags.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/draw.h"

#include <cairo-pdf.h>
#include <stdio.h>

struct drawing {
    struct pdf_text *text;
    const struct report_model *model;
    const struct pdf_pages *pages;
    cairo_surface_t *surface;
    cairo_t *cr;
    int chapter; /* bookmark that level 2 headings go under */
};

/* Pieces of one block on one page. */
struct group {
    const struct block *block;
    const struct pdf_piece *pieces;
    size_t count;
    double top, bottom;
};

static void fill_box(const struct drawing *d, double x, double y, double width, double height, struct pdf_colour colour)
{
    colour_use(d->cr, colour);
    cairo_rectangle(d->cr, pdf_text_mirror(d->text, x, width), y, width, height);
    cairo_fill(d->cr);
}

static void draw_rule(const struct drawing *d, double y, double thickness, struct pdf_colour colour)
{
    fill_box(d, MARGIN_SIDE, y, BODY_WIDTH, thickness, colour);
}

/* The lines of the group's text; a whole paragraph is drawn at once, so that its text stays one. */
struct text_place {
    const struct pdf_type *type;
    const char *tag;
    double x, width, pad;
    struct pdf_colour colour;
};
static void draw_lines(const struct drawing *d, const struct group *g, struct span text, const struct text_place *place)
{
    bool opens = g->pieces[0].line == 0;
    struct pdf_placed p = {.text = text, .x = place->x, .width = place->width};
    p.y = g->top + (opens ? place->pad : 0);
    p.line = g->pieces[0].line;
    p.lines = g->count;
    cairo_tag_begin(d->cr, place->tag, NULL);
    colour_use(d->cr, place->colour);
    pdf_text_draw(d->text, d->cr, place->type, &p);
    cairo_tag_end(d->cr, place->tag);
}

static void draw_title(const struct drawing *d, const struct group *g)
{
    fill_box(d, MARGIN_SIDE, g->top, 54, 3.2, colour_accent);
    struct pdf_placed p = {.text = g->block->text, .x = MARGIN_SIDE, .y = g->top + 14, .width = BODY_WIDTH};
    cairo_tag_begin(d->cr, "H1", NULL);
    colour_use(d->cr, colour_heading);
    pdf_text_draw(d->text, d->cr, &type_title, &p);
    cairo_tag_end(d->cr, "H1");
    p.text = d->model->subject;
    p.y += (double)g->pieces[0].lines * type_title.leading;
    cairo_tag_begin(d->cr, "P", NULL);
    colour_use(d->cr, colour_muted);
    pdf_text_draw(d->text, d->cr, &type_subject, &p);
    cairo_tag_end(d->cr, "P");
}

static void add_bookmark(struct drawing *d, const struct group *g)
{
    char name[512], place[64];
    snprintf(name, sizeof name, "%.*s", SPAN_ARG(g->block->text));
    if (g->block->text.len >= sizeof name) return; /* a cut could end inside a character; such a heading is not ours */
    snprintf(place, sizeof place, "page=%u pos=[%d %d]", g->pieces[0].page, (int)MARGIN_SIDE, (int)g->top - 4);
    bool sub = g->block->level >= 2 && d->chapter != CAIRO_PDF_OUTLINE_ROOT;
    int parent = sub ? d->chapter : CAIRO_PDF_OUTLINE_ROOT;
    int made = cairo_pdf_surface_add_outline(d->surface, parent, name, place, CAIRO_PDF_OUTLINE_FLAG_OPEN);
    if (!sub) d->chapter = made;
}

static void draw_heading(struct drawing *d, const struct group *g)
{
    bool large = g->block->level < 2;
    const char *tag = large ? "H2" : "H3";
    struct pdf_placed p = {.text = g->block->text, .x = MARGIN_SIDE, .y = g->top, .width = BODY_WIDTH};
    add_bookmark(d, g);
    cairo_tag_begin(d->cr, tag, NULL);
    colour_use(d->cr, colour_heading);
    pdf_text_draw(d->text, d->cr, pdf_heading_type(g->block), &p);
    cairo_tag_end(d->cr, tag);
    if (large) draw_rule(d, g->bottom - 5, 0.6, colour_rule);
}

static const struct pdf_type *body_of(const struct drawing *d, const struct group *g)
{
    return pdf_body_type(d->pages, g->pieces[0].block);
}

static void draw_paragraph(const struct drawing *d, const struct group *g)
{
    struct text_place place = {body_of(d, g), "P", MARGIN_SIDE, BODY_WIDTH, 0, colour_ink};
    draw_lines(d, g, g->block->text, &place);
}

static void draw_bullet(const struct drawing *d, const struct group *g)
{
    const struct pdf_type *type = body_of(d, g);
    struct text_place place = {type, "P", MARGIN_SIDE + BULLET_INDENT, BODY_WIDTH - BULLET_INDENT, 0, colour_ink};
    if (g->pieces[0].line == 0) {
        colour_use(d->cr, colour_accent);
        cairo_new_path(d->cr); /* text leaves a current point behind */
        cairo_arc(d->cr, pdf_text_mirror(d->text, MARGIN_SIDE + 4, 0), g->top + type->leading / 2 + 0.4, 1.5, 0,
                  6.2832);
        cairo_fill(d->cr);
    }
    draw_lines(d, g, g->block->text, &place);
}

static void draw_notice(const struct drawing *d, const struct group *g)
{
    double height = g->bottom - g->top, x = MARGIN_SIDE + NOTICE_BAR + NOTICE_PAD;
    fill_box(d, MARGIN_SIDE, g->top, BODY_WIDTH, height, colour_accent_shade);
    fill_box(d, MARGIN_SIDE, g->top, NOTICE_BAR, height, colour_accent);
    struct text_place place = {body_of(d, g), "P", x, BODY_WIDTH - NOTICE_BAR - 2 * NOTICE_PAD, NOTICE_PAD, colour_ink};
    draw_lines(d, g, g->block->text, &place);
}

static void draw_mono(const struct drawing *d, const struct group *g)
{
    double size = d->pages->mono_size[g->block - d->model->blocks.items];
    struct pdf_type type = {FACE_MONO, size, size * 1.45};
    fill_box(d, MARGIN_SIDE, g->top, BODY_WIDTH, g->bottom - g->top, colour_shade);
    struct text_place place = {&type,    "Code",    MARGIN_SIDE + MONO_PAD, BODY_WIDTH - 2 * MONO_PAD + 0.5,
                               MONO_PAD, colour_ink};
    draw_lines(d, g, g->block->text, &place);
}

static void draw_fact(const struct drawing *d, const struct table_row *row, const struct pdf_piece *piece, double label)
{
    struct pdf_placed p = {
        .text = row->cells[0], .x = MARGIN_SIDE, .y = (double)piece->y + FACT_PAD / 2, .width = label + 0.5};
    p.line = piece->line;
    p.lines = piece->lines;
    cairo_tag_begin(d->cr, "TR", NULL);
    cairo_tag_begin(d->cr, "TH", NULL);
    colour_use(d->cr, colour_muted);
    pdf_text_draw(d->text, d->cr, pdf_body_type(d->pages, piece->block), &p);
    cairo_tag_end(d->cr, "TH");
    p.text = row->cells[1];
    p.x += label + FACT_GAP;
    p.width = BODY_WIDTH - label - FACT_GAP;
    cairo_tag_begin(d->cr, "TD", NULL);
    colour_use(d->cr, colour_ink);
    pdf_text_draw(d->text, d->cr, (row->strong ? pdf_strong_type : pdf_body_type)(d->pages, piece->block), &p);
    cairo_tag_end(d->cr, "TD");
    cairo_tag_end(d->cr, "TR");
    draw_rule(d, (double)(piece->y + piece->height) - 0.3, 0.35, colour_rule);
}

static void draw_facts(const struct drawing *d, const struct group *g)
{
    double label = d->pages->facts_label[g->block - d->model->blocks.items];
    cairo_tag_begin(d->cr, "Table", NULL);
    for (size_t i = 0; i < g->count; i++) draw_fact(d, &g->block->rows[g->pieces[i].row], &g->pieces[i], label);
    cairo_tag_end(d->cr, "Table");
}

static size_t draw_table_note(const struct drawing *d, const struct group *g)
{
    struct group note = *g;
    note.count = 0;
    while (note.count < g->count && g->pieces[note.count].is_note) note.count++;
    if (note.count == 0) return 0;
    struct text_place place = {&type_small, "P", MARGIN_SIDE, BODY_WIDTH, 0, colour_muted};
    draw_lines(d, &note, g->block->text, &place);
    return note.count;
}

static void draw_table(const struct drawing *d, const struct group *g)
{
    const struct pdf_table *table = d->pages->tables[g->block - d->model->blocks.items];
    size_t notes = draw_table_note(d, g);
    if (notes == g->count) return;
    cairo_tag_begin(d->cr, "Table", NULL);
    for (size_t i = notes; i < g->count; i++) {
        const struct pdf_piece *piece = &g->pieces[i];
        if (piece->header) pdf_table_draw_header(d->text, d->cr, table, (double)piece->y - table->header_height);
        if (piece->lines == 0) continue;
        struct pdf_row_part part = {&table->block->rows[piece->row], piece->line, piece->lines, (double)piece->y};
        pdf_table_draw_row(d->text, d->cr, table, &part);
    }
    cairo_tag_end(d->cr, "Table");
}

static void draw_signature(const struct drawing *d, const struct group *g)
{
    for (size_t i = 0; i < g->count; i++) {
        double y = (double)(g->pieces[i].y + g->pieces[i].height) - 13;
        fill_box(d, MARGIN_SIDE, y, BODY_WIDTH * 0.62, 0.6, colour_muted);
        struct pdf_placed p = {
            .text = g->block->rows[g->pieces[i].row].cells[0], .x = MARGIN_SIDE, .y = y + 2, .width = BODY_WIDTH};
        cairo_tag_begin(d->cr, "P", NULL);
        colour_use(d->cr, colour_muted);
        pdf_text_draw(d->text, d->cr, &type_small, &p);
        cairo_tag_end(d->cr, "P");
    }
}

static void draw_group(struct drawing *d, const struct group *g)
{
    switch (g->block->kind) {
    case BLOCK_TITLE: draw_title(d, g); break;
    case BLOCK_HEADING: draw_heading(d, g); break;
    case BLOCK_PARAGRAPH: draw_paragraph(d, g); break;
    case BLOCK_BULLET: draw_bullet(d, g); break;
    case BLOCK_NOTICE: draw_notice(d, g); break;
    case BLOCK_FACTS: draw_facts(d, g); break;
    case BLOCK_TABLE: draw_table(d, g); break;
    case BLOCK_MONO: draw_mono(d, g); break;
    case BLOCK_CHART: pdf_chart_draw(d->text, d->cr, g->block->chart, g->top); break;
    case BLOCK_SIGNATURE: draw_signature(d, g); break;
    case BLOCK_PAGE_BREAK: break;
    }
}

/* ---- pages ---------------------------------------------------------------------------------------------------------- */

/* "Page {page} of {pages}" in the report's language, the slots filled. */
static size_t fill_page_label(struct span format, uint32_t page, uint32_t pages, char out[128])
{
    size_t n = 0;
    if (format.len == 0 || format.len > 80) format = SPAN("Page {page} of {pages}");
    while (format.len > 0) {
        bool number = span_starts_with(format, SPAN("{page}")), total = span_starts_with(format, SPAN("{pages}"));
        if (number || total)
            n += (size_t)snprintf(out + n, 12, "%u", number ? page : pages);
        else
            out[n++] = format.ptr[0];
        format = span_from(format, total ? 7 : number ? 6 : 1);
        if (n > 110) break;
    }
    return n;
}

static void draw_margins(const struct drawing *d, uint32_t page)
{
    char label[128];
    size_t length = fill_page_label(d->model->page_label, page, d->pages->count, label);
    cairo_tag_begin(d->cr, "P", NULL);
    if (page > 1) {
        struct pdf_placed head = {.text = d->model->title, .x = MARGIN_SIDE, .y = 28};
        colour_use(d->cr, colour_muted);
        pdf_text_draw(d->text, d->cr, &type_foot, &head);
        draw_rule(d, 41, 0.4, colour_rule);
    }
    draw_rule(d, PAGE_HEIGHT - 46, 0.4, colour_rule);
    struct pdf_placed foot = {.text = d->model->footer, .x = MARGIN_SIDE, .y = PAGE_HEIGHT - 40};
    colour_use(d->cr, colour_muted);
    pdf_text_draw(d->text, d->cr, &type_foot, &foot);
    struct pdf_placed number = {
        .text = {label, length}, .x = PAGE_WIDTH - MARGIN_SIDE, .y = PAGE_HEIGHT - 40, .right = true};
    pdf_text_draw(d->text, d->cr, &type_foot, &number);
    cairo_tag_end(d->cr, "P");
}

static struct group group_at(const struct drawing *d, size_t first)
{
    const struct pdf_piece *pieces = &d->pages->pieces.items[first];
    size_t left = d->pages->pieces.count - first, count = 1;
    while (count < left && pieces[count].block == pieces[0].block && pieces[count].page == pieces[0].page) count++;
    struct group g = {.block = &d->model->blocks.items[pieces[0].block], .pieces = pieces, .count = count};
    g.top = (double)pieces[0].y;
    g.bottom = (double)(pieces[count - 1].y + pieces[count - 1].height);
    return g;
}

static void draw_pages(struct drawing *d)
{
    size_t next = 0;
    cairo_tag_begin(d->cr, "Document", NULL);
    for (uint32_t page = 1; page <= d->pages->count; page++) {
        while (next < d->pages->pieces.count && d->pages->pieces.items[next].page == page) {
            struct group g = group_at(d, next);
            draw_group(d, &g);
            next += g.count;
        }
        draw_margins(d, page);
        if (page == d->pages->count) cairo_tag_end(d->cr, "Document");
        cairo_show_page(d->cr);
    }
}

const char *pdf_draw(struct pdf_text *t, const struct report_model *m, const struct pdf_pages *pages, const char *path)
{
    struct drawing d = {.text = t, .model = m, .pages = pages, .chapter = CAIRO_PDF_OUTLINE_ROOT};
    d.surface = cairo_pdf_surface_create(path, PAGE_WIDTH, PAGE_HEIGHT);
    d.cr = cairo_create(d.surface);
    draw_pages(&d);
    cairo_status_t status = cairo_status(d.cr);
    cairo_destroy(d.cr);
    cairo_surface_finish(d.surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(d.surface);
    cairo_surface_destroy(d.surface);
    return status == CAIRO_STATUS_SUCCESS ? NULL : cairo_status_to_string(status);
}
