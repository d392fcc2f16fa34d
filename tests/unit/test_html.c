/* Tests of report/html*: what is escaped, how blocks and pictures become HTML, which orders a page shows.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "parser/builtin.h"
#include "report/html/html.h"
#include "sample_model.h"

typedef void put_span(struct writer *w, struct span text);

static void written(put_span *put, struct span text, const char *expected)
{
    struct writer *w = writer_to_memory();
    put(w, text);
    char *got = memory_copy_text(writer_memory(w).len ? writer_memory(w).ptr : "", writer_memory(w).len);
    assert_string_equal(got, expected);
    free(got);
    writer_close(w, NULL);
}

static void text_is_never_markup(void **state)
{
    (void)state;
    written(html_text, SPAN(""), "");
    written(html_text, SPAN("a < b > c & d"), "a &lt; b &gt; c &amp; d");
    written(html_text, SPAN("<script>x</script>"), "&lt;script&gt;x&lt;/script&gt;");
    written(html_text, SPAN("\"'onload='x\""), "&quot;&#39;onload=&#39;x&quot;");
    written(html_text, SPAN("&lt;"), "&amp;lt;");
    written(html_text, SPAN("ordre d\u2019achat \u0623\u0645\u0631"), "ordre d\u2019achat \u0623\u0645\u0631");
}

static void evidence_is_visible_and_no_markup(void **state)
{
    (void)state;
    written(html_evidence, SPAN("a,b\n\"c\",'d'"), "a,b\n\"c\",'d'");
    written(html_evidence, SPAN("</pre><b id=\"x\">&lt;"), "&lt;/pre&gt;&lt;b id=\"x\"&gt;&amp;lt;");
    written(html_evidence, SPAN("\u202Eabc\u2066"), "&lt;U+202E&gt;abc&lt;U+2066&gt;");
    written(html_evidence, SPAN("\x1b[31m\0x\r"), "\\x1B[31m\\x00x\\x0D");
    written(html_evidence, SPAN("\xff<\xc3"), "\\xFF&lt;\\xC3");
    written(html_evidence, SPAN("\u200Bzero"), "&lt;U+200B&gt;zero");
}

static void row_names_are_recognised(void **state)
{
    (void)state;
    struct html_row_name name;
    assert_int_equal(html_row_name(SPAN("E03:1842, and"), &name), 8);
    assert_true(name.source == 3 && name.line == 1842 && !name.has_offset);
    assert_int_equal(html_row_name(SPAN("E51:1@107848)"), &name), 12);
    assert_true(name.source == 51 && name.line == 1 && name.offset == 107848 && name.has_offset);
    assert_int_equal(html_row_name(SPAN("E51:1@x"), &name), 5);
    static const char *const others[] = {"E", "E:1", "E03", "E03:", "E03:x", "E00:1", "F03:1", "", "E03 :1"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(html_row_name(span_of(others[i]), &name), 0);
}

static void coordinates_are_exact(void **state)
{
    (void)state;
    static const struct {
        uint64_t value;
        const char *text;
    } cases[] = {{0, "0"}, {100, "1"}, {150, "1.5"}, {105, "1.05"}, {1234, "12.34"}, {99999, "999.99"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct writer *w = writer_to_memory();
        html_hundredths(w, cases[i].value);
        assert_true(span_is(writer_memory(w), cases[i].text));
        writer_close(w, NULL);
    }
}

/* From RFC 4634's vectors, as `printf abc | openssl dgst -sha256 -binary | base64` prints it. */
static void hashes_are_those_of_a_policy(void **state)
{
    (void)state;
    written(html_policy_hash, SPAN("abc"), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
    written(html_policy_hash, SPAN(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
}

/* ---- pages ---------------------------------------------------------------------------------------------------------- */

static char *page_of(const struct report_model *m)
{
    struct writer *w = writer_to_memory();
    report_html(m, NULL, NULL, w);
    char *page = memory_copy_text(writer_memory(w).ptr, writer_memory(w).len);
    writer_close(w, NULL);
    return page;
}

static void holds(const char *page, const char *part)
{
    if (!strstr(page, part)) fail_msg("the page does not hold: %s", part);
}

static size_t times(const char *page, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(page, part); at; at = strstr(at + 1, part)) count++;
    return count;
}

static struct report_model *small_model(const char *language)
{
    struct report_model *m = memory_alloc(sizeof *m);
    m->arena = arena_new(0);
    m->title = SPAN("Title & <more>");
    m->language = span_of(language);
    m->author = SPAN("straykey 1");
    m->footer = SPAN("Foot <1>");
    sample_block(m, BLOCK_TITLE, "Title & <more>");
    sample_block(m, BLOCK_HEADING, "1. First <b>");
    sample_block(m, BLOCK_BULLET, "one");
    sample_block(m, BLOCK_BULLET, "two <i>");
    sample_block(m, BLOCK_NOTICE, "mind <u>");
    sample_block(m, BLOCK_HEADING, "2. Second");
    sample_block(m, BLOCK_MONO, "a < b");
    sample_chart(m);
    sample_bands(m);
    sample_facts(m);
    sample_table(m, 5);
    sample_signature(m);
    return m;
}

static void free_model(struct report_model *m)
{
    LIST_FREE(&m->blocks);
    arena_free(m->arena);
    free(m);
}

/* Each bar with its numbers as text, to its side of the line; what is more is told by its outline, in print too. */
static void changes_are_bars_to_both_sides_of_a_line(void **state)
{
    (void)state;
    struct report_model *m = small_model("en");
    sample_bars(m);
    char *page = page_of(m);
    const struct chart *c = m->blocks.items[m->blocks.count - 1].chart;
    size_t less = 0, more = 0;
    for (size_t i = 0; i < c->bar_count; i++) *(c->bars[i].less ? &less : &more) += 1;
    assert_true(less > 0 && more > 0);
    assert_int_equal(times(page, "<rect class=\"more\" x="), more);
    const char *figure =
        strstr(page, "<svg class=\"key\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"more\"");
    assert_non_null(figure);
    assert_int_equal(times(figure, "<rect class=\"flagged\" x="), less);
    for (size_t i = 0; i < c->bar_count; i++) {
        char value[100];
        snprintf(value, sizeof value, ">%.*s</text>", SPAN_ARG(c->bars[i].value));
        assert_non_null(strstr(figure, value));
    }
    free(page);
    free_model(m);
}

static void blocks_become_plain_elements(void **state)
{
    (void)state;
    struct report_model *m = small_model("en");
    char *page = page_of(m);
    holds(page, "<html lang=\"en\" dir=\"ltr\">");
    holds(page, "<title>Title &amp; &lt;more&gt;</title>");
    holds(page, "<section id=\"s1\" aria-labelledby=\"h1\">\n<h2 id=\"h1\">1. First &lt;b&gt;</h2>");
    holds(page, "<ul>\n<li>one</li>\n<li>two &lt;i&gt;</li>\n</ul>");
    holds(page, "<p class=\"notice\" role=\"note\">mind &lt;u&gt;</p>");
    holds(page, "<pre>a &lt; b</pre>");
    holds(page, "<th scope=\"row\">Complainant</th><td>");
    holds(page, "<th scope=\"col\" class=\"number\">#</th>");
    holds(page, "<caption>The first rows; the whole list is in data/flagged.csv.</caption>");
    holds(page, "<dt>Signature</dt>");
    holds(page, "<a href=\"#s2\">2. Second</a>");
    assert_int_equal(times(page, "<section"), times(page, "</section>"));
    assert_int_equal(times(page, "<svg"), times(page, "</svg>"));
    assert_int_equal(times(page, "<figure>"), 2);
    free(page);
    free_model(m);
}

static void pictures_have_the_numbers(void **state)
{
    (void)state;
    struct report_model *m = small_model("en");
    char *page = page_of(m);
    /* Of the sample: 60 steps, in each at least one order explained by a bot; flagged ones in the last four. */
    assert_int_equal(times(page, "<g><title>explained by a bot "), 60);
    assert_int_equal(times(page, ", flagged "), 4);
    holds(page, "<g><title>explained by a bot 40, flagged 640, other 3</title>");
    assert_int_equal(times(page, "class=\"mark\""), 3);
    assert_int_equal(times(page, "class=\"common\""), 2); /* of the first band; the second has one side only */
    assert_int_equal(times(page, "class=\"exchange\" x="), 2);
    free(page);
    free_model(m);
}

static void a_page_from_right_to_left_says_so(void **state)
{
    (void)state;
    struct report_model *m = small_model("ar");
    char *page = page_of(m);
    holds(page, "<html lang=\"ar\" dir=\"rtl\">");
    holds(page, "<pre dir=\"ltr\">");
    holds(page, "<td class=\"number\" dir=\"auto\">");
    free(page);
    free_model(m);
}

static void nothing_is_named_that_would_be_loaded(void **state)
{
    (void)state;
    struct report_model *m = small_model("en");
    char *page = page_of(m);
    static const char *const never[] = {"http:",     "https:",       "url(",      "@import", " style=",
                                        " onclick=", " src=",        "innerHTML", "eval(",   "fetch(",
                                        "XMLHttp",   "localStorage", "import("};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(page, never[i])) fail_msg("the page holds %s", never[i]);
    holds(page, "default-src 'none'; script-src 'sha256-");
    holds(page, "base-uri 'none'; form-action 'none'");
    assert_int_equal(times(page, "<script"), 1);
    assert_int_equal(times(page, "<style"), 1);
    free(page);
    free_model(m);
}

static void script_and_style_end_where_they_should(void **state)
{
    (void)state;
    for (size_t i = 0; builtin_page[i].path; i++) {
        assert_null(strstr(builtin_page[i].text, "</"));
        assert_null(strstr(builtin_page[i].text, "<!--"));
    }
}

/* ---- which orders --------------------------------------------------------------------------------------------------- */

static struct html_choice choice_of(size_t flagged, size_t others, int64_t apart_s)
{
    struct result r = {.orders = LIST_EMPTY};
    for (size_t i = 0; i < flagged + others; i++) {
        struct order *o = LIST_ADD(&r.orders);
        o->first_ns = (int64_t)i * apart_s * NS_PER_SECOND;
        o->flag = i < flagged ? FLAG_STRONG : FLAG_NONE;
    }
    struct html_choice choice;
    html_choose(&r, &choice);
    LIST_FREE(&r.orders);
    return choice;
}

static void all_orders_where_they_are_few(void **state)
{
    (void)state;
    struct html_choice c = choice_of(3, HTML_OTHERS_MOST, 1000000);
    assert_true(c.flagged == 3 && c.others == HTML_OTHERS_MOST && c.left == 0);
    assert_int_equal(c.count, 3 + HTML_OTHERS_MOST);
    html_choice_free(&c);
}

static void the_nearest_where_they_are_many(void **state)
{
    (void)state;
    struct html_choice c = choice_of(1, HTML_OTHERS_MOST + 1, 60); /* a minute apart: 3.5 days in all */
    assert_true(c.within_ns == INT64_C(86400) * NS_PER_SECOND);
    assert_int_equal(c.others, 1440);
    assert_int_equal(c.left, HTML_OTHERS_MOST + 1 - 1440);
    assert_int_equal(c.count, 1441);
    html_choice_free(&c);
}

static void none_of_them_where_even_an_hour_holds_too_many(void **state)
{
    (void)state;
    struct html_choice c = choice_of(7000, HTML_OTHERS_MOST + 1, 0);
    assert_true(c.within_ns == 0 && c.others == 0 && c.left == HTML_OTHERS_MOST + 1);
    assert_int_equal(c.count, 7000);
    html_choice_free(&c);
    c = choice_of(0, HTML_OTHERS_MOST + 1, 60);
    assert_true(c.count == 0 && c.left == HTML_OTHERS_MOST + 1);
    html_choice_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_never_markup),
        cmocka_unit_test(evidence_is_visible_and_no_markup),
        cmocka_unit_test(row_names_are_recognised),
        cmocka_unit_test(coordinates_are_exact),
        cmocka_unit_test(hashes_are_those_of_a_policy),
        cmocka_unit_test(blocks_become_plain_elements),
        cmocka_unit_test(changes_are_bars_to_both_sides_of_a_line),
        cmocka_unit_test(pictures_have_the_numbers),
        cmocka_unit_test(a_page_from_right_to_left_says_so),
        cmocka_unit_test(nothing_is_named_that_would_be_loaded),
        cmocka_unit_test(script_and_style_end_where_they_should),
        cmocka_unit_test(all_orders_where_they_are_few),
        cmocka_unit_test(the_nearest_where_they_are_many),
        cmocka_unit_test(none_of_them_where_even_an_hour_holds_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
