/* blocks - the model's blocks as plain, semantic HTML.
 *
 * SPDX-License-Identifier: MIT */
#include "report/html/html.h"

/* ---- texts ---------------------------------------------------------------------------------------------------------- */

static bool is_inside_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void put_link(struct html_page *p, struct span name, struct span text)
{
    writer_cstr(p->out, "<a href=\"#");
    html_text(p->out, name);
    writer_cstr(p->out, "\">");
    html_text(p->out, text);
    writer_cstr(p->out, "</a>");
}

/* Of "E03:18-86" the link leads to its first row: how long "-86" is. */
static size_t rest_of_range(struct span text)
{
    size_t length = 1;
    if (text.len < 2 || text.ptr[0] != '-') return 0;
    while (length < text.len && ((text.ptr[length] >= '0' && text.ptr[length] <= '9') || text.ptr[length] == '@'))
        length++;
    return length > 1 ? length : 0;
}

void html_words(struct html_page *p, struct span text)
{
    size_t written = 0;
    for (size_t i = 0; p->raw && i < text.len; i++) {
        struct html_row_name name;
        if (text.ptr[i] != 'E' || (i > 0 && is_inside_word(text.ptr[i - 1]))) continue;
        const size_t row = html_row_name(span_from(text, i), &name);
        if (row == 0 || !html_raw_link(p->raw, &name)) continue;
        const size_t length = row + rest_of_range(span_from(text, i + row));
        html_text(p->out, (struct span){text.ptr + written, i - written});
        put_link(p, (struct span){text.ptr + i, row}, (struct span){text.ptr + i, length});
        i += length - 1;
        written = i + 1;
    }
    html_text(p->out, span_from(text, written));
}

void html_left_to_right(struct html_page *p)
{
    if (p->right_to_left) writer_cstr(p->out, " dir=\"ltr\"");
}

static void put_element(struct html_page *p, const char *open, struct span text, const char *close)
{
    writer_cstr(p->out, open);
    html_words(p, text);
    writer_cstr(p->out, close);
}

/* ---- sections ------------------------------------------------------------------------------------------------------- */

static void end_list(struct html_page *p)
{
    if (p->in_list) writer_cstr(p->out, "</ul>\n");
    p->in_list = false;
}

void html_end_section(struct html_page *p)
{
    end_list(p);
    if (p->section > 0) writer_cstr(p->out, "</section>\n");
}

static void put_heading(struct html_page *p, const struct block *b)
{
    p->heading = b->text;
    if (b->level > 1) {
        put_element(p, "<h3>", b->text, "</h3>\n");
        return;
    }
    html_end_section(p);
    p->section++;
    writer_format(p->out, "<section id=\"s%zu\" aria-labelledby=\"h%zu\">\n<h2 id=\"h%zu\">", p->section, p->section,
                  p->section);
    html_words(p, b->text);
    writer_cstr(p->out, "</h2>\n");
}

static void put_title(struct html_page *p, const struct block *b)
{
    put_element(p, "<h1>", b->text, "</h1>\n");
    if (p->model->subject.len > 0) put_element(p, "<p class=\"subject\">", p->model->subject, "</p>\n");
}

static void put_bullet(struct html_page *p, struct span text)
{
    if (!p->in_list) writer_cstr(p->out, "<ul>\n");
    p->in_list = true;
    put_element(p, "<li>", text, "</li>\n");
}

/* ---- tables --------------------------------------------------------------------------------------------------------- */

static void put_facts(struct html_page *p, const struct block *b)
{
    writer_cstr(p->out, "<table class=\"facts\">\n<caption class=\"unseen\">");
    html_text(p->out, p->heading);
    writer_cstr(p->out, "</caption>\n<tbody>\n");
    for (size_t i = 0; i < b->row_count; i++) {
        writer_cstr(p->out, b->rows[i].strong ? "<tr class=\"strong\">" : "<tr>");
        put_element(p, "<th scope=\"row\">", b->rows[i].cells[0], "</th>");
        put_element(p, "<td>", b->rows[i].cells[1], "</td></tr>\n");
    }
    writer_cstr(p->out, "</tbody>\n</table>\n");
}

static const char *column_class(const struct table_column *c)
{
    if (c->mono) return " class=\"mono\"";
    return c->align == ALIGN_LEFT ? "" : " class=\"number\"";
}

static void put_cell(struct html_page *p, const struct table_column *c, struct span text)
{
    writer_format(p->out, "<td%s", column_class(c));
    if (p->right_to_left && (c->mono || c->align != ALIGN_LEFT)) writer_cstr(p->out, " dir=\"auto\"");
    put_element(p, ">", text, "</td>");
}

static void put_head(struct html_page *p, const struct block *b)
{
    writer_cstr(p->out, "<thead>\n<tr>");
    for (size_t i = 0; i < b->column_count; i++) {
        writer_format(p->out, "<th scope=\"col\"%s>", b->columns[i].align == ALIGN_LEFT ? "" : " class=\"number\"");
        html_text(p->out, b->columns[i].title);
        writer_cstr(p->out, "</th>");
    }
    writer_cstr(p->out, "</tr>\n</thead>\n");
}

static void put_table(struct html_page *p, const struct block *b)
{
    const bool extract = b->text.len > 0;
    writer_cstr(p->out, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"");
    html_text(p->out, p->heading);
    writer_format(p->out, "\">\n<table>\n<caption%s>", extract ? "" : " class=\"unseen\"");
    html_words(p, extract ? b->text : p->heading);
    writer_cstr(p->out, "</caption>\n");
    put_head(p, b);
    writer_cstr(p->out, "<tbody>\n");
    for (size_t i = 0; i < b->row_count; i++) {
        writer_cstr(p->out, b->rows[i].strong ? "<tr class=\"strong\">" : "<tr>");
        for (size_t k = 0; k < b->column_count; k++) put_cell(p, &b->columns[k], b->rows[i].cells[k]);
        writer_cstr(p->out, "</tr>\n");
    }
    writer_cstr(p->out, "</tbody>\n</table>\n</div>\n");
}

/* ---- the others ----------------------------------------------------------------------------------------------------- */

static void put_mono(struct html_page *p, struct span text)
{
    writer_cstr(p->out, "<pre");
    html_left_to_right(p);
    put_element(p, ">", text, "</pre>\n");
}

static void put_signature(struct html_page *p, const struct block *b)
{
    writer_cstr(p->out, "<dl class=\"signature\">\n");
    for (size_t i = 0; i < b->row_count; i++)
        put_element(p, "<div><dt>", b->rows[i].cells[0], "</dt><dd></dd></div>\n");
    writer_cstr(p->out, "</dl>\n");
}

void html_block(struct html_page *p, const struct block *b)
{
    if (b->kind != BLOCK_BULLET) end_list(p);
    switch (b->kind) {
    case BLOCK_TITLE: put_title(p, b); return;
    case BLOCK_HEADING: put_heading(p, b); return;
    case BLOCK_PARAGRAPH: put_element(p, "<p>", b->text, "</p>\n"); return;
    case BLOCK_BULLET: put_bullet(p, b->text); return;
    case BLOCK_NOTICE: put_element(p, "<p class=\"notice\" role=\"note\">", b->text, "</p>\n"); return;
    case BLOCK_FACTS: put_facts(p, b); return;
    case BLOCK_TABLE: put_table(p, b); return;
    case BLOCK_MONO: put_mono(p, b->text); return;
    case BLOCK_CHART: html_chart(p, b->chart); return;
    case BLOCK_SIGNATURE: put_signature(p, b); return;
    case BLOCK_PAGE_BREAK: return;
    }
}
