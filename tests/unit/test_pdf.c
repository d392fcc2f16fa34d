/* Tests of report/pdf*: pages, tables, scripts, sameness, and what other people's tools say of the file.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/writer.h"
#include "report/pdf/layout.h"
#include "report/pdf/pdf.h"
#include "report/pdf/srgb.h"
#include "report/pdf/style.h"
#include "report/report.h"
#include "sample_model.h"

enum { NOT_INSTALLED = 77 };

struct place {
    char folder[64];
    char pdf[96], other[96], csv[96], ids[96];
};

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    fclose(f);
}

static struct place new_place(void)
{
    struct place p = {.folder = "/tmp/straykey-pdf-XXXXXX"};
    assert_non_null(mkdtemp(p.folder));
    snprintf(p.pdf, sizeof p.pdf, "%s/report.pdf", p.folder);
    snprintf(p.other, sizeof p.other, "%s/other.pdf", p.folder);
    snprintf(p.csv, sizeof p.csv, "%s/timeline.csv", p.folder);
    snprintf(p.ids, sizeof p.ids, "%s/ids", p.folder);
    write_file(p.csv, "message,datetime\n\"a, b\",2022-12-25T21:29:03Z\n");
    return p;
}

static void drop_place(const struct place *p)
{
    unlink(p->pdf);
    unlink(p->other);
    unlink(p->csv);
    unlink(p->ids);
    rmdir(p->folder);
}

static void must_write(const struct report_model *m, const char *csv, const char *path)
{
    char *error = NULL;
    if (!report_pdf(m, csv, path, &error)) fail_msg("%s", error);
}

/* Runs a command line; skips the test when the tools are not there. */
static void must_pass(const char *command)
{
    int status = system(command);
    if (status >> 8 == NOT_INSTALLED) skip();
    if (status != 0) fail_msg("failed: %s", command);
}

static void check_with_tools(const struct place *p)
{
    char command[512];
    snprintf(command, sizeof command, "%s/scripts/check-pdf %s %s %s", TEST_ROOT, p->pdf, p->csv, p->ids);
    must_pass(command);
    snprintf(command, sizeof command, "command -v python3 >/dev/null || exit 77; %s/scripts/check-pdfa %s", TEST_ROOT,
             p->pdf);
    must_pass(command);
}

static void write_sample_ids(const struct place *p, unsigned rows)
{
    FILE *f = fopen(p->ids, "wb");
    assert_non_null(f);
    for (unsigned i = 0; i < rows; i++) {
        char uuid[40], client[40], hex[32];
        sample_ids(i, uuid, client, hex);
        fprintf(f, "%s\n%s\n%s\n", uuid, client, hex);
    }
    fclose(f);
}

static void every_kind_of_block_passes_other_peoples_tools_and_every_id_is_extracted_whole(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(230);
    must_write(m, p.csv, p.pdf);
    write_sample_ids(&p, 230);
    check_with_tools(&p);
    sample_model_free(m);
    drop_place(&p);
}

static void a_picture_of_bars_is_told_to_readers_without_eyes(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(1);
    char command[512];
    must_write(m, p.csv, p.pdf);
    snprintf(
        command, sizeof command,
        "command -v qpdf >/dev/null || exit 77; qpdf --qdf --object-streams=disable %s - | grep -aqF '/Alt (What was "
        "changed. -0.5 BTC: -8000.00 USD; -2.25 ETH: -3000.00 USD)'",
        p.pdf);
    must_pass(command);
    sample_model_free(m);
    drop_place(&p);
}

static bool same_bytes(const char *a, const char *b)
{
    char of_a[DIGEST_HEX], of_b[DIGEST_HEX];
    return digest_of_file(a, of_a, NULL) && digest_of_file(b, of_b, NULL) && strcmp(of_a, of_b) == 0;
}

static void two_runs_write_the_same_bytes_whatever_the_environment(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(40);
    must_write(m, p.csv, p.pdf);
    static const char *const variables[][2] = {{"TZ", "Asia/Tokyo"},     {"HOME", "/nonexistent"}, {"LANGUAGE", "ja"},
                                               {"PANGO_LANGUAGE", "sr"}, {"LC_ALL", "C.utf8"},     {"FC_LANG", "zh"}};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        setenv(variables[i][0], variables[i][1], 1);
        must_write(m, p.csv, p.other);
        assert_true(same_bytes(p.pdf, p.other));
    }
    sample_model_free(m);
    drop_place(&p);
}

static void nothing_is_left_beside_the_pdf(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(3);
    must_write(m, p.csv, p.pdf);
    unlink(p.pdf);
    unlink(p.csv);
    assert_int_equal(rmdir(p.folder), 0);
    sample_model_free(m);
}

static void a_place_that_can_not_be_written_is_an_error_in_words(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(3);
    char *error = NULL;
    assert_false(report_pdf(m, p.csv, "/nonexistent/folder/report.pdf", &error));
    assert_non_null(error);
    free(error);
    assert_false(report_pdf(m, "/nonexistent/timeline.csv", p.pdf, &error));
    assert_non_null(strstr(error, "/nonexistent/timeline.csv"));
    free(error);
    sample_model_free(m);
    drop_place(&p);
}

/* ---- characters ------------------------------------------------------------------------------------------------------ */

static void must_extract(const struct place *p, const char *words)
{
    char command[512];
    snprintf(command, sizeof command,
             "command -v pdftotext >/dev/null || exit 77; pdftotext %s - | tr -s '\\n ' '  ' | grep -qF '%s'", p->pdf,
             words);
    must_pass(command);
}

static void a_character_that_no_font_has_is_shown_as_its_code_point(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(2);
    sample_block(m, BLOCK_PARAGRAPH, "The bot \xF4\x8F\xBF\xBD was renamed; bytes \xFF stay visible.");
    must_write(m, p.csv, p.pdf);
    must_extract(&p, "The bot <U+10FFFD> was renamed; bytes \\xFF stay visible.");
    sample_model_free(m);
    drop_place(&p);
}

static void languages_of_many_scripts_are_extracted_as_written(void **state)
{
    (void)state;
    static const char *const words[] = {"Élodie Şahin ığdır",   "Größe",  "Сделки без записи бота",   "Συναλλαγές",
                                        "没有机器人记录的交易", "ボット", "affluent office efficient"};
    struct place p = new_place();
    struct report_model *m = sample_model(2);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) sample_block(m, BLOCK_PARAGRAPH, words[i]);
    must_write(m, p.csv, p.pdf);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) must_extract(&p, words[i]);
    sample_model_free(m);
    drop_place(&p);
}

/* Nobody's name reaches the title unseen, but the metadata must be XML whatever it is. */
static void a_title_of_any_bytes_is_well_formed_metadata(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(2);
    m->title = SPAN("Case \x01\x1F\x7F <&> \xFF\xC0\x80 \xEF\xBF\xBE\xED\xA0\x80 \r\n\t end");
    m->subject = SPAN("\x02");
    m->author = SPAN("a\x0B]]>b");
    must_write(m, p.csv, p.pdf);
    write_file(p.ids, "");
    check_with_tools(&p);
    char command[256];
    snprintf(command, sizeof command, "pdfinfo %s | grep -q '^Title: *Case ...*<&>.* end$'", p.pdf);
    must_pass(command);
    sample_model_free(m);
    drop_place(&p);
}

/* ---- pages ----------------------------------------------------------------------------------------------------------- */

struct set_pages {
    struct pdf_fonts *fonts;
    struct pdf_text *text;
    struct pdf_pages *pages;
};

static struct set_pages lay_out(const struct report_model *m)
{
    struct set_pages s;
    char *error = NULL;
    s.fonts = pdf_fonts_load(&error);
    if (!s.fonts) fail_msg("%s", error);
    s.text = pdf_text_new(s.fonts, m->language);
    s.pages = pdf_layout(s.text, m);
    return s;
}

static void drop_pages(struct set_pages *s)
{
    pdf_layout_free(s->pages);
    pdf_text_free(s->text);
    pdf_fonts_free(s->fonts);
}

static void a_heading_stands_on_the_page_of_what_it_heads(void **state)
{
    (void)state;
    for (unsigned rows = 1; rows < 60; rows++) {
        struct report_model *m = sample_model(rows);
        struct set_pages s = lay_out(m);
        for (size_t i = 0; i + 1 < s.pages->pieces.count; i++) {
            const struct pdf_piece *piece = &s.pages->pieces.items[i];
            if (m->blocks.items[piece->block].kind == BLOCK_HEADING) assert_int_equal(piece->page, piece[1].page);
        }
        drop_pages(&s);
        sample_model_free(m);
    }
}

static void no_piece_overlaps_another_or_leaves_the_page(void **state)
{
    (void)state;
    struct report_model *m = sample_model(300);
    struct set_pages s = lay_out(m);
    double bottom = MARGIN_TOP;
    uint32_t page = 1;
    for (size_t i = 0; i < s.pages->pieces.count; i++) {
        const struct pdf_piece *piece = &s.pages->pieces.items[i];
        if (piece->page != page) bottom = MARGIN_TOP;
        page = piece->page;
        assert_true((double)piece->y >= bottom - 0.05);
        bottom = (double)(piece->y + piece->height);
        assert_true(bottom <= BODY_BOTTOM + 0.05);
    }
    assert_int_equal(page, s.pages->count);
    drop_pages(&s);
    sample_model_free(m);
}

static void each_page_of_a_table_repeats_its_head_once(void **state)
{
    (void)state;
    struct report_model *m = sample_model(300);
    struct set_pages s = lay_out(m);
    uint32_t last = 0;
    size_t heads = 0;
    for (size_t i = 0; i < s.pages->pieces.count; i++) {
        const struct pdf_piece *piece = &s.pages->pieces.items[i];
        if (m->blocks.items[piece->block].kind != BLOCK_TABLE || piece->is_note) continue;
        assert_int_equal(piece->header, piece->page != last);
        heads += piece->header;
        last = piece->page;
    }
    assert_true(heads > 3);
    drop_pages(&s);
    sample_model_free(m);
}

static struct block *one_row_table(struct report_model *m, size_t columns, char *const *texts, bool mono)
{
    struct block *b = sample_block(m, BLOCK_TABLE, "");
    b->column_count = columns;
    b->columns = ARENA_ARRAY(m->arena, struct table_column, columns);
    b->rows = ARENA_NEW(m->arena, struct table_row);
    b->rows->cells = ARENA_ARRAY(m->arena, struct span, columns);
    b->row_count = 1;
    for (size_t i = 0; i < columns; i++) {
        b->columns[i] = (struct table_column){SPAN("Id"), ALIGN_LEFT, 1.0f / (float)columns, mono};
        b->rows->cells[i] = sample_text(m, texts[i]);
    }
    return b;
}

static void the_type_gets_smaller_before_an_id_is_broken(void **state)
{
    (void)state;
    char *const ids[] = {"0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                         "x-SAMPLE7Q0123456789abcdef012345", "2022-12-25T20:58:02.123Z"};
    struct report_model *m = sample_model(1);
    struct block b = *one_row_table(m, 4, ids, true);
    struct set_pages s = lay_out(m);
    struct pdf_table *table = pdf_table_plan(s.text, &b, m->arena);
    assert_int_equal(pdf_table_row_lines(s.text, table, b.rows), 1);
    assert_true(table->size < TABLE_SIZE_BEST && table->size >= TABLE_SIZE_LEAST);
    drop_pages(&s);
    sample_model_free(m);
}

/* In a line of text a dash or a stroke would be a place to break; text taken out of the PDF would lack the dash. */
static void no_id_is_broken_where_it_fits_on_a_line(void **state)
{
    (void)state;
    enum { IDS = 60 };
    struct place p = new_place();
    struct report_model *m = sample_model(1);
    struct writer *w = writer_to_memory();
    FILE *f = fopen(p.ids, "wb");
    assert_non_null(f);
    for (unsigned i = 0; i < IDS; i++) {
        char uuid[40], client[40], hex[32];
        sample_ids(i, uuid, client, hex);
        writer_format(w, "%.*s %s %s/%s ", (int)(i % 17), "word after word ..", uuid, client, hex);
        fprintf(f, "%s\n%s/%s\n", uuid, client, hex);
    }
    fclose(f);
    sample_block(m, BLOCK_PARAGRAPH, "")->text = arena_copy(m->arena, writer_memory(w));
    sample_block(m, BLOCK_BULLET, "")->text = arena_copy(m->arena, writer_memory(w));
    writer_close(w, NULL);
    must_write(m, p.csv, p.pdf);
    check_with_tools(&p);
    sample_model_free(m);
    drop_place(&p);
}

static void columns_below_one_another_share_a_place(void **state)
{
    (void)state;
    char *const texts[] = {"1", "12.50", "2.0", "order 4711", "E01:5"};
    static const bool below[] = {false, false, true, false, false};
    struct report_model *m = sample_model(1);
    struct block b = *one_row_table(m, 5, texts, false);
    b.below = below;
    struct set_pages s = lay_out(m);
    struct pdf_table *table = pdf_table_plan(s.text, &b, m->arena);
    assert_int_equal(table->count, 4);
    assert_true(span_is(table->block->columns[1].title, "Id\nId"));
    assert_true(span_is(table->block->rows[0].cells[1], "12.50\n2.0"));
    assert_true(span_is(table->block->rows[0].cells[3], "E01:5"));
    assert_int_equal(pdf_table_row_lines(s.text, table, table->block->rows), 2);
    drop_pages(&s);
    sample_model_free(m);
}

static void a_page_break_never_leaves_a_page_all_but_empty(void **state)
{
    (void)state;
    struct report_model *m = sample_model(1);
    m->blocks.count = 0;
    sample_block(m, BLOCK_PARAGRAPH, "A single line.");
    sample_block(m, BLOCK_PAGE_BREAK, "");
    sample_block(m, BLOCK_PARAGRAPH, "Another one.");
    struct set_pages s = lay_out(m);
    assert_int_equal(s.pages->count, 1);
    drop_pages(&s);
    sample_model_free(m);
}

/* Facts and paragraphs up to the first page break: `lines` of about a line each. */
static void add_page_one(struct report_model *m, size_t lines)
{
    for (size_t i = 0; i < lines; i++)
        sample_block(m, BLOCK_PARAGRAPH,
                     "Between one moment and another the records of an account show orders without a record.");
    sample_block(m, BLOCK_PAGE_BREAK, "");
    sample_block(m, BLOCK_PARAGRAPH, "The second page.");
}

static void page_one_gets_smaller_type_until_it_is_one_page(void **state)
{
    (void)state;
    static const struct {
        size_t lines;
        uint32_t page; /* of what follows the break */
        unsigned tight;
    } cases[] = {{30, 2, 0}, {40, 2, 1}, {45, 2, 3}, {90, 4, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct report_model *m = sample_model(1);
        m->blocks.count = 0;
        add_page_one(m, cases[i].lines);
        struct set_pages s = lay_out(m);
        const struct pdf_piece *last = &s.pages->pieces.items[s.pages->pieces.count - 1];
        assert_int_equal(last->page, cases[i].page);
        assert_int_equal(s.pages->tight, cases[i].tight);
        assert_true(pdf_body_type(s.pages, last->block)->size > 9); /* elsewhere the type stays */
        drop_pages(&s);
        sample_model_free(m);
    }
}

static void a_text_that_fits_nowhere_is_wrapped_inside_its_cell(void **state)
{
    (void)state;
    char *long_text = memory_alloc(3001);
    memset(long_text, 'a', 3000);
    char *const ids[] = {"1", long_text, "0f8fad5b-d9cb-469f-a165-70867728950e"};
    struct report_model *m = sample_model(1);
    struct block b = *one_row_table(m, 3, ids, true);
    struct set_pages s = lay_out(m);
    struct pdf_table *table = pdf_table_plan(s.text, &b, m->arena);
    assert_true(pdf_table_row_lines(s.text, table, b.rows) > 5);
    double right = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_true(table->columns[i].x >= right);
        right = table->columns[i].x + table->columns[i].width;
    }
    assert_true(right <= PAGE_WIDTH - MARGIN_SIDE + 0.01);
    drop_pages(&s);
    sample_model_free(m);
    free(long_text);
}

static void a_row_longer_than_a_page_goes_on_and_loses_nothing(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(1);
    struct writer *w = writer_to_memory();
    for (unsigned i = 0; i < 3000; i++) writer_format(w, "word%u ", i);
    struct span text = writer_memory(w);
    char *const cells[] = {"1", memory_copy_text(text.ptr, text.len), "E01:1"};
    one_row_table(m, 3, cells, false);
    must_write(m, p.csv, p.pdf);
    FILE *f = fopen(p.ids, "wb");
    for (unsigned i = 0; i < 3000; i++) fprintf(f, "word%u\n", i);
    fclose(f);
    check_with_tools(&p);
    free(cells[1]);
    writer_close(w, NULL);
    sample_model_free(m);
    drop_place(&p);
}

static void an_empty_table_and_an_empty_report_are_drawn(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(0);
    must_write(m, p.csv, p.pdf);
    m->blocks.count = 0;
    must_write(m, p.csv, p.pdf);
    sample_model_free(m);
    drop_place(&p);
}

static void pages_are_numbered_in_the_words_of_the_model(void **state)
{
    (void)state;
    struct place p = new_place();
    struct report_model *m = sample_model(100);
    m->page_label = SPAN("Seite {page} von {pages}");
    must_write(m, p.csv, p.pdf);
    char *error = NULL;
    struct pdf_record record = {.pages = 0};
    assert_true(pdf_write(m, p.csv, p.pdf, &record, &error));
    char label[32];
    snprintf(label, sizeof label, "Seite 2 von %u", record.pages);
    must_extract(&p, label);
    pdf_record_free(&record);
    sample_model_free(m);
    drop_place(&p);
}

/* ---- finishing ------------------------------------------------------------------------------------------------------- */

static void the_timeline_is_embedded_up_to_32_mib(void **state)
{
    (void)state;
    assert_true(report_pdf_embeds(0));
    assert_true(report_pdf_embeds(UINT64_C(32) << 20));
    assert_false(report_pdf_embeds((UINT64_C(32) << 20) + 1));
}

static void a_larger_timeline_is_replaced_by_the_flagged_fills(void **state)
{
    (void)state;
    struct place p = new_place();
    char flagged[96];
    snprintf(flagged, sizeof flagged, "%s/flagged.csv", p.folder);
    write_file(flagged, "message\nflagged\n");
    assert_int_equal(truncate(p.csv, (33 << 20)), 0);
    struct report_model *m = sample_model(1);
    must_write(m, p.csv, p.pdf);
    char command[512];
    snprintf(command, sizeof command, "%s/scripts/check-pdf %s %s", TEST_ROOT, p.pdf, flagged);
    must_pass(command);
    unlink(flagged);
    sample_model_free(m);
    drop_place(&p);
}

static void the_colour_profile_is_whole_and_the_same_everywhere(void **state)
{
    (void)state;
    struct writer *w = writer_to_memory();
    pdf_srgb_profile(w);
    struct span icc = writer_memory(w);
    const unsigned char *b = (const unsigned char *)icc.ptr;
    assert_int_equal((size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3], icc.len);
    assert_memory_equal(icc.ptr + 36, "acsp", 4);
    assert_memory_equal(icc.ptr + icc.len - 2, "\xff\xff", 2);
    /* The middle of the curve: sRGB 512/1023 is 0.2145 in linear light, 14057 of 65535. */
    const unsigned char *middle = b + icc.len - 2 * 1024 + 2 * 512;
    assert_int_equal(middle[0] << 8 | middle[1], 14057);
    writer_close(w, NULL);
}

static void a_page_from_right_to_left_is_mirrored(void **state)
{
    (void)state;
    char *error = NULL;
    struct pdf_fonts *fonts = pdf_fonts_load(&error);
    if (!fonts) fail_msg("%s", error);
    struct pdf_text *arabic = pdf_text_new(fonts, SPAN("ar")), *french = pdf_text_new(fonts, SPAN("fr"));
    assert_int_equal(10 * (int)pdf_text_mirror(french, 40, 100), 400);
    assert_int_equal((int)(10 * (pdf_text_mirror(arabic, 40, 100) + 140)), (int)(10 * PAGE_WIDTH));
    pdf_text_free(arabic);
    pdf_text_free(french);
    pdf_fonts_free(fonts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_from_right_to_left_is_mirrored),
        cmocka_unit_test(every_kind_of_block_passes_other_peoples_tools_and_every_id_is_extracted_whole),
        cmocka_unit_test(a_picture_of_bars_is_told_to_readers_without_eyes),
        cmocka_unit_test(two_runs_write_the_same_bytes_whatever_the_environment),
        cmocka_unit_test(nothing_is_left_beside_the_pdf),
        cmocka_unit_test(a_place_that_can_not_be_written_is_an_error_in_words),
        cmocka_unit_test(a_character_that_no_font_has_is_shown_as_its_code_point),
        cmocka_unit_test(languages_of_many_scripts_are_extracted_as_written),
        cmocka_unit_test(a_title_of_any_bytes_is_well_formed_metadata),
        cmocka_unit_test(a_heading_stands_on_the_page_of_what_it_heads),
        cmocka_unit_test(no_piece_overlaps_another_or_leaves_the_page),
        cmocka_unit_test(each_page_of_a_table_repeats_its_head_once),
        cmocka_unit_test(the_type_gets_smaller_before_an_id_is_broken),
        cmocka_unit_test(no_id_is_broken_where_it_fits_on_a_line),
        cmocka_unit_test(columns_below_one_another_share_a_place),
        cmocka_unit_test(page_one_gets_smaller_type_until_it_is_one_page),
        cmocka_unit_test(a_page_break_never_leaves_a_page_all_but_empty),
        cmocka_unit_test(a_text_that_fits_nowhere_is_wrapped_inside_its_cell),
        cmocka_unit_test(a_row_longer_than_a_page_goes_on_and_loses_nothing),
        cmocka_unit_test(an_empty_table_and_an_empty_report_are_drawn),
        cmocka_unit_test(pages_are_numbered_in_the_words_of_the_model),
        cmocka_unit_test(the_timeline_is_embedded_up_to_32_mib),
        cmocka_unit_test(a_larger_timeline_is_replaced_by_the_flagged_fills),
        cmocka_unit_test(the_colour_profile_is_whole_and_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
