/* Tests of report/pdf_layout: a heading and the sentences below it stand on one page with the first rows of what they announce,
 * however long the report before them is.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/pdf/layout.h"
#include "report_model.h"

enum { ROWS_KEPT = 2, LINES_OF_TEXT = 12 };

static struct pdf_fonts *load_fonts(void)
{
    char *error = NULL;
    struct pdf_fonts *fonts = pdf_fonts_load(&error);
    if (!fonts) fail_msg("%s", error);
    return fonts;
}

static const struct block *block_of(const struct report_model *m, const struct pdf_piece *piece)
{
    return &m->blocks.items[piece->block];
}

static bool is_text(const struct report_model *m, const struct pdf_piece *piece)
{
    const enum block_kind kind = block_of(m, piece)->kind;
    return kind == BLOCK_PARAGRAPH || kind == BLOCK_NOTICE || piece->is_note;
}

/* The piece that ends what must stay with the heading at `first`: the second row of a table, a whole picture, the first line
 * of a box; of running text, however it goes on, what comes first. */
static size_t end_of_company(const struct report_model *m, const struct pdf_pages *p, size_t first)
{
    size_t i = first + 1, lines = 0;
    while (i + 1 < p->pieces.count && is_text(m, &p->pieces.items[i]) && lines < LINES_OF_TEXT) {
        lines++;
        i++;
    }
    const struct pdf_piece *piece = &p->pieces.items[i];
    const enum block_kind kind = block_of(m, piece)->kind;
    if (kind == BLOCK_HEADING && block_of(m, piece)->level > block_of(m, &p->pieces.items[first])->level) return i;
    if (kind != BLOCK_TABLE && kind != BLOCK_FACTS && kind != BLOCK_MONO && kind != BLOCK_CHART) return first + 1;
    if (kind != BLOCK_TABLE && kind != BLOCK_FACTS) return i;
    for (size_t rows = 1; rows < ROWS_KEPT && i + 1 < p->pieces.count && piece[1].block == piece->block; rows++) {
        i++;
        piece++;
    }
    return i;
}

static void check_headings(const struct pdf_fonts *fonts, const struct report_model *m)
{
    struct pdf_text *text = pdf_text_new(fonts, m->language);
    struct pdf_pages *pages = pdf_layout(text, m);
    for (size_t i = 0; i + 1 < pages->pieces.count; i++) {
        const struct pdf_piece *piece = &pages->pieces.items[i];
        if (block_of(m, piece)->kind != BLOCK_HEADING) continue;
        const struct pdf_piece *end = &pages->pieces.items[end_of_company(m, pages, i)];
        if (end->page != piece->page)
            fail_msg("\"%.*s\" stands on page %u, what it announces on page %u", SPAN_ARG(block_of(m, piece)->text),
                     piece->page, end->page);
    }
    pdf_layout_free(pages);
    pdf_text_free(text);
}

static void a_heading_keeps_company_in_reports_of_any_length(void **state)
{
    (void)state;
    struct pdf_fonts *fonts = load_fonts();
    for (size_t flagged = 1; flagged <= 60; flagged++) {
        struct demo d;
        demo_raid(&d, flagged);
        struct report_model *m = model_of(&d);
        check_headings(fonts, m);
        report_model_free(m);
        demo_free(&d);
    }
    pdf_fonts_free(fonts);
}

/* The same wherever on its page the heading comes to stand: one line more before it in each round. */
static void a_heading_keeps_company_wherever_it_comes_to_stand(void **state)
{
    (void)state;
    struct pdf_fonts *fonts = load_fonts();
    struct demo d;
    demo_raid(&d, 30);
    struct report_model *m = model_of(&d);
    const size_t at = (size_t)(find_block(m, BLOCK_HEADING, "one by one") - m->blocks.items);
    for (size_t lines = 0; lines < 60; lines++) {
        *LIST_ADD(&m->blocks) = (struct block){.kind = BLOCK_BULLET};
        memmove(&m->blocks.items[at + 1], &m->blocks.items[at], (m->blocks.count - 1 - at) * sizeof *m->blocks.items);
        m->blocks.items[at] = (struct block){.kind = BLOCK_BULLET, .text = SPAN("One line more.")};
        check_headings(fonts, m);
    }
    report_model_free(m);
    demo_free(&d);
    pdf_fonts_free(fonts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heading_keeps_company_in_reports_of_any_length),
        cmocka_unit_test(a_heading_keeps_company_wherever_it_comes_to_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
