/* Tests of the words about definitions: the table, the explanation, the skeleton for a new one.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/format_reading.h"

static char *text_of(struct writer *w)
{
    struct span text = writer_memory(w);
    char *copy = calloc(1, text.len + 1);
    memcpy(copy, text.ptr, text.len);
    writer_close(w, NULL);
    return copy;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void the_table_has_a_line_for_each_definition(void **state)
{
    const struct format_set *set = *state;
    struct writer *w = writer_to_memory();
    format_list(set, w);
    char *text = text_of(w);
    size_t lines = 0;
    for (const char *p = text; *p; p++) lines += *p == '\n';
    assert_int_equal(lines, format_count(set) + 1);
    assert_has(text, " binance      order,fill     2019-2021  none ");
    assert_has(text, " binance      order          2017-      order,client               epoch      official");
    free(text);
}

static void the_table_of_the_manual_has_a_row_for_each_definition(void **state)
{
    const struct format_set *set = *state;
    struct writer *w = writer_to_memory();
    format_list_markdown(set, w);
    char *text = text_of(w);
    size_t lines = 0;
    for (const char *p = text; *p; p++) lines += *p == '\n';
    assert_int_equal(lines, format_count(set) + 2);
    assert_has(text, "| id | system | kind | years | ids carried | zone | known from |\n|---|---|");
    assert_has(text, "\n| binance-spot-orders-json | binance | order | 2017- | order,client | epoch | ");
    free(text);
}

static void an_explanation_tells_what_is_read_and_what_is_missing(void **state)
{
    const struct format_set *set = *state;
    struct writer *w = writer_to_memory();
    format_explain(format_by_id(set, SPAN("binance-spot-orders-csv-2024")), w);
    char *text = text_of(w);
    assert_has(text, "binance-spot-orders-csv-2024, version 1\n");
    assert_has(text, "From:       binance (exchange)\n");
    assert_has(text, "a CSV file with exactly these cells in its header:\n  Time | OrderNo | Pair | /^Type");
    assert_has(text, "  time             #1, zone stated in the file's name, else asked for, as %y-%m-%d %H:%M:%S or ");
    assert_has(text, "  side             Side: BUY = buy, SELL = sell, must be there\n");
    assert_has(text, "  qty              Executed, in the base asset, must be there\n");
    assert_has(text, "This export does not carry: ");
    assert_has(text, "client_order_id");
    free(text);
}

static void every_definition_can_be_explained(void **state)
{
    const struct format_set *set = *state;
    for (size_t i = 0; i < format_count(set); i++) {
        struct writer *w = writer_to_memory();
        format_explain(format_at(set, i), w);
        char *text = text_of(w);
        assert_has(text, format_id(format_at(set, i)));
        assert_null(strstr(text, "(null)"));
        free(text);
    }
}

static char *skeleton_of(const char *head, bool *made)
{
    struct writer *w = writer_to_memory();
    *made = format_skeleton(span_of(head), SPAN("my \"export\".csv"), w);
    return text_of(w);
}

static char *replaced(char *text, const char *from, const char *to)
{
    char *at = strstr(text, from);
    if (!at) fail_msg("\"%s\" is not in:\n%s", from, text);
    size_t before = (size_t)(at - text), size = strlen(text) + strlen(to) + 1;
    char *out = calloc(1, size);
    snprintf(out, size, "%.*s%s%s", (int)before, text, to, at + strlen(from));
    free(text);
    return out;
}

/* What a user has to fill in: the name, the site, and a sample that is refused. */
static void assert_skeleton_can_be_finished(const char *head, const char *bad_sample)
{
    bool made;
    char *text = skeleton_of(head, &made);
    assert_true(made);
    text = replaced(text, "site-what-kind-year", "mine");
    text = replaced(text, "\"title\": \"\"", "\"title\": \"mine\"");
    text = replaced(text, "\"system\": \"\"", "\"system\": \"mine\"");
    text = replaced(text, "\"venue\": \"\"", "\"venue\": \"mine\"");
    text = replaced(text, "\"expect\": [{\"kind\": \"fill\"}]}\n", bad_sample);
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = set_with("mine", text, &c);
    format_check(set, &c);
    for (size_t i = 0; i < c.items.count; i++) print_error("%s\n", c.items.items[i]);
    if (c.items.count) fail_msg("%s", text);
    format_complaints_free(&c);
    format_set_free(set);
    free(text);
}

static void a_skeleton_is_a_definition_but_for_its_blanks(void **state)
{
    (void)state;
    assert_skeleton_can_be_finished(
        "some notes\nOrder No.,Date,Market,Side,Price,Quantity,Total,Commission\n"
        "17,2022-01-02 03:04:05,LTC-USD,BUY,1.5,2,3,0.1 USD\n18,2022-01-02 03:04:05,LTC-USD,SELL,1.5,2,3,0.1 USD\n",
        "\"expect\": [{\"at\": \"2022-01-02T03:04:05Z\", \"base\": \"LTC\", \"quote\": \"USD\", \"side\": \"buy\", "
        "\"price\": \"1.5\", "
        "\"qty\": \"2\", \"cost\": \"3\", \"fee\": \"0.1\", \"fee_asset\": \"USD\", \"order_id\": \"17\"}]},\n"
        "{\"rows\": [\"17,soon,LTC-USD,BUY,1,1,1,0 USD\"], \"rejected\": {\"field\": \"Date\", \"code\": "
        "\"not-a-time\"}}\n");
    assert_skeleton_can_be_finished("{\"ok\":true,\"list\":[{\"tradeId\":9,\"orderId\":\"a\",\"ts\":1671564299456,"
                                    "\"instrument\":\"LTC/BTC\",\"side\":\"sell\","
                                    "\"px\":\"0.5\",\"sz\":\"2\",\"fee\":\"0\"}]}",
                                    "\"expect\": [{\"at\": \"2022-12-20T19:24:59.456Z\", \"base\": \"LTC\", \"quote\": "
                                    "\"BTC\", \"side\": \"sell\", \"price\": \"0.5\", "
                                    "\"qty\": \"2\", \"trade_id\": \"9\", \"order_id\": \"a\"}]},\n"
                                    "{\"json\": "
                                    "{\"tradeId\":9,\"orderId\":\"a\",\"ts\":\"soon\",\"instrument\":\"LTC/"
                                    "BTC\",\"side\":\"sell\",\"px\":1,\"sz\":1,\"fee\":0}, "
                                    "\"rejected\": {\"field\": \"ts\", \"code\": \"not-a-time\"}}\n");
}

static void there_is_nothing_to_start_from_in_plain_text(void **state)
{
    (void)state;
    static const char *const heads[] = {"", "Dear Sir\n", "{}", "[1,2,3]", "1,2,3\n4,5,6\n"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        bool made;
        char *text = skeleton_of(heads[i], &made);
        if (made || *text) fail_msg("a skeleton for \"%s\":\n%s", heads[i], text);
        free(text);
    }
}

static int load(void **state)
{
    struct format_complaints c = {LIST_EMPTY};
    *state = format_set_load(NULL, &c);
    return (int)c.items.count;
}

static int unload(void **state)
{
    format_set_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_has_a_line_for_each_definition),
        cmocka_unit_test(the_table_of_the_manual_has_a_row_for_each_definition),
        cmocka_unit_test(an_explanation_tells_what_is_read_and_what_is_missing),
        cmocka_unit_test(every_definition_can_be_explained),
        cmocka_unit_test(a_skeleton_is_a_definition_but_for_its_blanks),
        cmocka_unit_test(there_is_nothing_to_start_from_in_plain_text),
    };
    return cmocka_run_group_tests_name("format_explain", tests, load, unload);
}
