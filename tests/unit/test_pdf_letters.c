/* Tests of how letters come out in the PDF: none of a script that is promised is drawn as nothing, and no label over another.
 * cairo 1.16 embeds of a font with compact outlines (CFF) what lacks a glyph now and then; scripts/check-pdfa runs each glyph's
 * program to its end and finds such gaps.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "base/writer.h"
#include "report/report.h"
#include "sample_model.h"

enum { NOT_INSTALLED = 77, LETTERS_IN_LINE = 40 };

struct letters {
    uint32_t first, last, step;
};

/* The letters in words of five, so that they wrap; characters that Unicode does not assign there are drawn as code points. */
static void add_letters(struct report_model *m, const struct letters *l)
{
    struct writer *w = writer_to_memory();
    size_t count = 0;
    for (uint32_t code = l->first; code <= l->last; code += l->step) {
        char bytes[4];
        writer_text(w, (struct span){bytes, utf8_encode(code, bytes)});
        if (++count % 5 == 0) writer_byte(w, ' ');
        if (count % LETTERS_IN_LINE != 0 && code + l->step <= l->last) continue;
        sample_block(m, BLOCK_PARAGRAPH, "")->text = arena_copy(m->arena, writer_memory(w));
        writer_memory_clear(w);
    }
    writer_close(w, NULL);
}

/* Writes the model as report.pdf and runs `check`, in which $pdf is its path; skips where the tools are not there. */
static void must_pass(struct report_model *m, const char *check)
{
    char folder[] = "/tmp/straykey-letters-XXXXXX", pdf[64], csv[64], command[512], *error = NULL;
    assert_non_null(mkdtemp(folder));
    snprintf(pdf, sizeof pdf, "%s/report.pdf", folder);
    snprintf(csv, sizeof csv, "%s/timeline.csv", folder);
    FILE *f = fopen(csv, "wb");
    assert_non_null(f);
    fputs("message\n", f);
    fclose(f);
    if (!report_pdf(m, csv, pdf, &error)) fail_msg("%s", error);
    snprintf(command, sizeof command,
             "for tool in python3 qpdf pdftotext; do command -v $tool >/dev/null || exit 77; done; pdf=%s; %s", pdf,
             check);
    const int status = system(command);
    unlink(pdf);
    unlink(csv);
    rmdir(folder);
    if (status >> 8 == NOT_INSTALLED) skip();
    if (status != 0) fail_msg("failed: %s", check);
}

static void must_draw_all(const char *language, const struct letters *l)
{
    struct report_model *m = sample_model(1);
    m->language = span_of(language);
    add_letters(m, l);
    must_pass(m, TEST_ROOT "/scripts/check-pdfa $pdf");
    sample_model_free(m);
}

static void every_korean_syllable_is_drawn(void **state)
{
    (void)state;
    must_draw_all("en", &(struct letters){0xac00, 0xd7a3, 1});
}

static void every_kana_is_drawn(void **state)
{
    (void)state;
    must_draw_all("ja", &(struct letters){0x3041, 0x3096, 1});
    must_draw_all("en", &(struct letters){0x30a1, 0x30fa, 1});
}

static void chinese_characters_are_drawn(void **state)
{
    (void)state;
    must_draw_all("zh", &(struct letters){0x4e00, 0x9fa5, 7});
}

static void labels_of_time_do_not_run_into_each_other(void **state)
{
    (void)state;
    struct report_model *m = sample_model(1);
    struct chart_tick ticks[] = {{100, SPAN("2022-12-08 16:11")},
                                 {220, SPAN("2022-12-09 07:04")},
                                 {340, SPAN("2022-12-09 23:40")},
                                 {620, SPAN("2022-12-10 15:20")}};
    for (size_t i = 0; i < m->blocks.count; i++) {
        struct chart *chart = m->blocks.items[i].chart;
        if (!chart || chart->band_count == 0) continue;
        chart->ticks = ticks;
        chart->tick_count = sizeof ticks / sizeof *ticks;
    }
    must_pass(m, "pdftotext -layout $pdf - | grep -F '2022-12-08 16:11' | grep -F '2022-12-10 15:20' | grep -vqE "
                 "':112022|2022-12-09 07:04'");
    sample_model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_of_time_do_not_run_into_each_other),
        cmocka_unit_test(every_korean_syllable_is_drawn),
        cmocka_unit_test(every_kana_is_drawn),
        cmocka_unit_test(chinese_characters_are_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
