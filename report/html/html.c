/* html - the page.
 *
 * SPDX-License-Identifier: MIT */
#include "report/html/html.h"

#include "parser/builtin.h"

static struct span part(size_t i)
{
    return (struct span){builtin_page[i].text, builtin_page[i].length};
}

static void put_head(struct html_page *p)
{
    const struct span style = part(0), script = part(1);
    struct writer *w = p->out;
    writer_cstr(w, "<!DOCTYPE html>\n<html lang=\"");
    html_text(w, p->model->language);
    writer_format(w, "\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", p->right_to_left ? "rtl" : "ltr");
    writer_cstr(w, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ");
    html_policy_hash(w, script);
    writer_cstr(w, "; style-src ");
    html_policy_hash(w, style);
    writer_cstr(w, "; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"generator\" content=\"");
    html_text(w, p->model->author);
    writer_cstr(w, "\">\n<title>");
    html_text(w, p->model->title);
    writer_cstr(w, "</title>\n<style>");
    writer_text(w, style);
    writer_cstr(w, "</style>\n</head>\n<body>\n");
}

static void put_contents(struct html_page *p)
{
    size_t section = 0;
    writer_cstr(p->out, "<nav aria-label=\"");
    html_cstr(p->out, words_html_contents(p->say));
    writer_cstr(p->out, "\">\n<details open>\n<summary>");
    html_cstr(p->out, words_html_contents(p->say));
    writer_cstr(p->out, "</summary>\n<ul>\n");
    for (size_t i = 0; i < p->model->blocks.count; i++) {
        const struct block *b = &p->model->blocks.items[i];
        if (b->kind != BLOCK_HEADING || b->level > 1) continue;
        writer_format(p->out, "<li><a href=\"#s%zu\">", ++section);
        html_text(p->out, b->text);
        writer_cstr(p->out, "</a></li>\n");
    }
    if (p->raw) {
        writer_cstr(p->out, "<li><a href=\"#orders\"><strong>");
        html_cstr(p->out, words_html_head(p->say));
        writer_cstr(p->out, "</strong></a></li>\n");
    }
    writer_cstr(p->out, "</ul>\n</details>\n</nav>\n");
}

/* The title stands above the contents, everything else behind them. */
static void put_blocks(struct html_page *p)
{
    bool begun = false;
    writer_cstr(p->out, "<header>\n");
    for (size_t i = 0; i < p->model->blocks.count; i++) {
        const struct block *b = &p->model->blocks.items[i];
        if (!begun && b->kind != BLOCK_TITLE) {
            writer_cstr(p->out, "</header>\n");
            put_contents(p);
            writer_cstr(p->out, "<main>\n");
            begun = true;
        }
        html_block(p, b);
    }
    html_end_section(p);
    if (!begun) writer_cstr(p->out, "</header>\n<main>\n");
}

static void put_foot(struct html_page *p)
{
    writer_cstr(p->out, "</main>\n<footer>\n<p>");
    html_text(p->out, p->model->footer);
    writer_cstr(p->out, "</p>\n<p>");
    html_text(p->out, p->model->author);
    writer_cstr(p->out, "</p>\n</footer>\n<script>");
    writer_text(p->out, part(1));
    writer_cstr(p->out, "</script>\n</body>\n</html>\n");
}

void report_html(const struct report_model *m, const struct report_input *in, struct html_raw *raw, struct writer *out)
{
    const struct language *language = words_language(m->language);
    struct arena *arena = arena_new(0);
    struct speaker say = {language ? language : &words_english, arena};
    struct html_page page = {.out = out, .model = m, .say = &say, .raw = raw};
    page.right_to_left = words_right_to_left(m->language);
    put_head(&page);
    put_blocks(&page);
    if (raw) html_orders(&page, in);
    put_foot(&page);
    arena_free(arena);
}
