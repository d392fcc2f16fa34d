/* Tests of report/text: wrapping, columns, long ids, the whole report.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/text/page.h"
#include "report_demo.h"

static char *text_of(const struct report_model *m)
{
    struct writer *w = writer_to_memory();
    report_text(m, w);
    const struct span text = writer_memory(w);
    char *copy = memory_copy_text(text.ptr, text.len);
    writer_close(w, NULL);
    return copy;
}

/* The longest line, and that no line ends in a blank. */
static size_t widest_line(const char *text)
{
    size_t widest = 0;
    for (struct span rest = span_of(text); rest.len > 0;) {
        const struct span line = span_cut(&rest, '\n');
        assert_false(line.len > 0 && line.ptr[line.len - 1] == ' ');
        if (text_width(line) > widest) widest = text_width(line);
    }
    return widest;
}

static void lines_break_at_spaces_and_words_stay_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width;
        const char *lines;
    } cases[] = {
        {"one two three", 7, "one two|three|"},
        {"one two three", 8, "one two|three|"},
        {"one two three", 13, "one two three|"},
        {"one two three", 5, "one|two|three|"},
        {"abcdefghij kl", 4, "abcdefghij|kl|"},
        {"a\nb c", 80, "a|b c|"},
        {"caf\xc3\xa9 caf\xc3\xa9", 4, "caf\xc3\xa9|caf\xc3\xa9|"},
        {"", 10, ""},
        {"word", 10, "word|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char joined[128] = "";
        struct span rest = span_of(cases[i].text);
        size_t used = 0;
        while (rest.len > 0) {
            const struct span line = text_next_line(&rest, cases[i].width);
            used += (size_t)snprintf(joined + used, sizeof joined - used, "%.*s|", SPAN_ARG(line));
        }
        assert_string_equal(joined, cases[i].lines);
    }
}

/* A model of one table. */
static struct report_model *table_model(const struct table_column *columns, size_t count, const char *const *cells,
                                        size_t rows)
{
    struct report_model *m = memory_alloc(sizeof *m);
    m->arena = arena_new(0);
    m->author = SPAN("end");
    struct block *b = LIST_ADD(&m->blocks);
    *b = (struct block){.kind = BLOCK_TABLE, .column_count = count, .row_count = rows, .rows_in_all = rows};
    b->columns = ARENA_ARRAY(m->arena, struct table_column, count);
    memcpy(b->columns, columns, count * sizeof *columns);
    b->rows = ARENA_ARRAY(m->arena, struct table_row, rows);
    for (size_t r = 0; r < rows; r++) {
        b->rows[r].cells = ARENA_ARRAY(m->arena, struct span, count);
        for (size_t c = 0; c < count; c++) b->rows[r].cells[c] = span_of(cells[r * count + c]);
    }
    return m;
}

static void decimals_stand_on_their_point(void **state)
{
    (void)state;
    const struct table_column columns[] = {{SPAN("Asset"), ALIGN_LEFT, 0.5F, false},
                                           {SPAN("Amount"), ALIGN_DECIMAL, 0.3F, false},
                                           {SPAN("No"), ALIGN_RIGHT, 0.2F, false}};
    const char *const cells[] = {"BTC", "0.00012345", "1", "USDT", "-105000.5", "12", "X", "7", "123", "Y", "", "4"};
    struct report_model *m = table_model(columns, 3, cells, 4);
    char *text = text_of(m);
    assert_string_equal(text, "  Asset            Amount   No\n"
                              "  -----  ----------------  ---\n"
                              "  BTC          0.00012345    1\n"
                              "  USDT   -105000.5          12\n"
                              "  X            7           123\n"
                              "  Y                          4\n"
                              "\nend\n");
    free(text);
    report_model_free(m);
}

static void a_table_that_does_not_fit_becomes_blocks_with_whole_ids(void **state)
{
    (void)state;
    struct table_column columns[10];
    const char *cells[10];
    char ids[10][64];
    for (size_t i = 0; i < 10; i++) {
        columns[i] = (struct table_column){SPAN("Title of it"), ALIGN_LEFT, 0.1F, true};
        snprintf(ids[i], sizeof ids[i], "%zu-0123456789abcdef0123456789abcdef-%zu", i, i);
        cells[i] = ids[i];
    }
    struct report_model *m = table_model(columns, 10, cells, 1);
    char *text = text_of(m);
    for (size_t i = 0; i < 10; i++) assert_non_null(strstr(text, ids[i]));
    assert_in_range(widest_line(text), 40, PAGE_WIDTH);
    free(text);
    report_model_free(m);
}

static void a_cell_longer_than_a_line_is_not_broken(void **state)
{
    (void)state;
    char id[300];
    memset(id, 'a', sizeof id - 1);
    id[sizeof id - 1] = '\0';
    const struct table_column columns[] = {{SPAN("No"), ALIGN_RIGHT, 0.1F, false},
                                           {SPAN("Id"), ALIGN_LEFT, 0.9F, true}};
    const char *const cells[] = {"1", id};
    struct report_model *m = table_model(columns, 2, cells, 1);
    char *text = text_of(m);
    assert_non_null(strstr(text, id));
    free(text);
    report_model_free(m);
}

static void the_whole_report_keeps_to_its_width_and_shows_every_id(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1000);
    struct report_model *m = report_model_build(&d.in, DEMO_DIGEST);
    char *text = text_of(m), id[32];
    assert_in_range(widest_line(text), 78, PAGE_WIDTH);
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(id, sizeof id, "order %llu   trade %u", 2242861000ull + i, 700005 + i);
        if (!strstr(text, id)) fail_msg("missing: %s", id);
    }
    assert_non_null(strstr(text, "\n1. Summary\n==========\n"));
    free(text);
    report_model_free(m);
    demo_free(&d);
}

/* ---- scripts ------------------------------------------------------------------------------------------------------- */

static void columns_are_counted_as_a_terminal_shows_them(void **state)
{
    (void)state;
    assert_int_equal(text_width(SPAN("E03:1842")), 8);
    assert_int_equal(text_width(span_of("\u738b\u5c0f\u660e")), 6); /* Chinese: two each */
    assert_int_equal(text_width(span_of("e\u0301")), 1);            /* a combining accent */
    assert_int_equal(text_width(span_of("\u2066E03\u2069")), 3);    /* isolates */
    assert_int_equal(text_width(span_of("\u0623\u0645\u0631")), 3); /* Arabic */
    assert_int_equal(text_width((struct span){"\xff\xfe", 2}), 2);  /* no UTF-8 */
    assert_int_equal(text_longest_piece(SPAN("a bcd ef")), 3);
    assert_int_equal(text_longest_piece(span_of("\u738b\u5c0f E03:18 \u660e")), 6);
}

static void chinese_lines_end_between_characters(void **state)
{
    (void)state;
    /* The comma would be the first of the next line, so the character before it goes there too. */
    struct span rest = span_of("\u4ea4\u6613\u8bb0\u5f55\uff0c\u5b8c\u6574 E03:1842 ab");
    const struct span first = text_next_line(&rest, 8), second = text_next_line(&rest, 8);
    assert_true(span_is(first, "\u4ea4\u6613\u8bb0"));
    assert_true(span_is(second, "\u5f55\uff0c\u5b8c\u6574"));
    assert_true(span_is(text_next_line(&rest, 8), "E03:1842"));
    assert_true(span_is(text_next_line(&rest, 8), "ab"));
    assert_int_equal(rest.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_counted_as_a_terminal_shows_them),
        cmocka_unit_test(chinese_lines_end_between_characters),
        cmocka_unit_test(lines_break_at_spaces_and_words_stay_whole),
        cmocka_unit_test(decimals_stand_on_their_point),
        cmocka_unit_test(a_table_that_does_not_fit_becomes_blocks_with_whole_ids),
        cmocka_unit_test(a_cell_longer_than_a_line_is_not_broken),
        cmocka_unit_test(the_whole_report_keeps_to_its_width_and_shows_every_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
