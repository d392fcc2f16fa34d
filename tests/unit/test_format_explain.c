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

static char *skeleton_of(const char *head, bool of_program, bool *made)
{
    struct writer *w = writer_to_memory();
    *made = format_skeleton(span_of(head), SPAN("my \"export\".csv"), of_program, w);
    return text_of(w);
}

static char *replaced(char *text, const char *at, size_t length, const char *to)
{
    size_t before = (size_t)(at - text), size = strlen(text) + strlen(to) + 1;
    char *out = calloc(1, size);
    snprintf(out, size, "%.*s%s%s", (int)before, text, to, at + length);
    free(text);
    return out;
}

/* Fills in the blank that is the value of that key. */
static char *filled(char *text, const char *key, const char *value)
{
    char start[64];
    snprintf(start, sizeof start, "\"%s\": \"FILL IN", key);
    const char *at = strstr(text, start);
    if (!at) fail_msg("%s is not in:\n%s", start, text);
    at = strstr(at, "FILL IN");
    return replaced(text, at, strcspn(at, "\""), value);
}

struct start {
    const char *head;
    bool of_program;
    const char *base, *quote;
    const char *expect; /* of the first row, besides */
};

/* What only a user can know is filled in; the rest must be right. */
static char *finished(const struct start *start, bool *made)
{
    char *text = skeleton_of(start->head, start->of_program, made);
    assert_true(*made);
    text = filled(text, "id", "mine");
    text = filled(text, "title", "mine");
    text = filled(text, "system", "mine");
    text = filled(text, "export", "mine");
    if (!start->of_program) text = filled(text, "venue", "mine");
    text = filled(text, "base", start->base);
    text = filled(text, "quote", start->quote);
    char *end = strstr(text, "\"}]},\n    {\"refused_");
    assert_non_null(end);
    return replaced(text, end + 1, 0, start->expect);
}

static void assert_definition_proves_itself(const char *text)
{
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = set_with("mine", text, &c);
    format_check(set, &c);
    for (size_t i = 0; i < c.items.count; i++) print_error("%s\n", c.items.items[i]);
    if (c.items.count) fail_msg("%s", text);
    format_complaints_free(&c);
    format_set_free(set);
}

static void a_skeleton_is_a_definition_but_for_its_blanks(void **state)
{
    (void)state;
    static const struct start starts[] = {
        {"some notes\nOrder No.,Date,Market,Side,Price,Quantity,Total,Commission\n"
         "17,2022-01-02 03:04:05,LTC-USD,BUY,1.5,2,3,0.1 USD\n18,2022-01-02 03:04:05,LTC-USD,SELL,1.5,2,3,0.1 USD\n",
         false, "LTC", "USD",
         ", \"at\": \"2022-01-02T03:04:05Z\", \"side\": \"buy\", \"price\": \"1.5\", \"qty\": \"2\", \"cost\": \"3\", "
         "\"fee\": \"0.1\", \"fee_asset\": \"USD\", \"order_id\": \"17\""},
        /* a preamble with cells, quote first, the coin of the fee behind it, the cost told by price times quantity */
        {"UID: 1,all times UTC,\nExecuted At,Pair,Direction,Filled Price,Value,Filled,Trading Fee,Order Ref,Fill Ref\n"
         "13.11.2022 14:05:09,USDT-BTC,Bought,20000,300,0.015,0.00001 BTC,M-1,F-1\n"
         "13.11.2022 14:07:44,USDT-BTC,Sold,20000,100,0.005,0.1 USDT,M-2,F-2\n",
         false, "BTC", "USDT",
         ", \"at\": \"2022-11-13T14:05:09Z\", \"side\": \"buy\", \"price\": \"20000\", \"qty\": \"0.015\", \"cost\": "
         "\"300\", "
         "\"fee\": \"0.00001\", \"fee_asset\": \"BTC\", \"order_id\": \"M-1\", \"trade_id\": \"F-1\""},
        /* semicolons, decimal commas, German words, an amount with its sign */
        {"Datum (UTC);Handelspaar;Preis;Menge;Summe\n13.11.2022 14:05;BTC/EUR;20.000,5;-0,015;300,0075\n"
         "13.11.2022 14:06;BTC/EUR;20.000,5;0,5;10.000,25\n",
         false, "BTC", "EUR",
         ", \"at\": \"2022-11-13T14:05:00Z\", \"side\": \"sell\", \"price\": \"20000.5\", \"qty\": \"0.015\", "
         "\"cost\": \"300.0075\""},
        {"{\"ok\":true,\"list\":[{\"tradeId\":9,\"orderId\":\"a1\",\"ts\":1671564299456,\"instrument\":\"LTC/BTC\","
         "\"side\":\"sell\",\"px\":\"0.5\",\"sz\":\"2\",\"via\":\"WEB\",\"clientOid\":\"x\"},{\"tradeId\":8,"
         "\"orderId\":\"a2\",\"ts\":1671564299456,"
         "\"instrument\":\"LTC/BTC\",\"side\":\"buy\",\"px\":\"0.5\",\"sz\":\"2\",\"via\":\"api\"}]}",
         false, "LTC", "BTC",
         ", \"at\": \"2022-12-20T19:24:59.456Z\", \"side\": \"sell\", \"price\": \"0.5\", \"qty\": \"2\", "
         "\"trade_id\": \"9\", "
         "\"order_id\": \"a1\", \"channel\": \"web\", \"client_order_id\": \"x\""},
        /* orders: the status says so */
        {"Created,Symbol,Side,Price,Average Price,Quantity,Filled Qty,Status,Order ID\n"
         "2022/11/13 14:05:09,ETHBTC,Buy,0.07,0.069,2,1,Canceled,A17\n2022/11/13 "
         "14:05:09,ETHBTC,Sell,0.07,0.07,2,2,Filled,A18\n",
         false, "ETH", "BTC",
         ", \"side\": \"buy\", \"price\": \"0.069\", \"limit\": \"0.07\", \"qty\": \"1\", \"order_qty\": \"2\", "
         "\"status\": \"cancelled\", \"order_id\": \"A17\""},
        /* the log of a bot: date and clock apart, the exchange's name in a column */
        {"Date,Time,Exchange,Hopper,Market,Type,Rate,Amount,Total,Exchange order id\n"
         "2022-11-13,14:05:09,Marlin Spot,one,BTC_USDT,Buy,20150.5,0.015,302.2575,M-17\n"
         "2022-11-13,14:05:09,Marlin Spot,one,BTC_USDT,Sell,20150.5,0.015,302.2575,M-18\n",
         true, "BTC", "USDT",
         ", \"at\": \"2022-11-13T14:05:09Z\", \"side\": \"buy\", \"qty\": \"0.015\", \"order_id\": \"M-17\", \"bot\": "
         "\"one\", "
         "\"market_venue\": \"marlin-spot\", \"status\": \"filled\""}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        bool made;
        char *text = finished(&starts[i], &made);
        assert_definition_proves_itself(text);
        free(text);
    }
}

static void assert_start_has(const char *head, const char *part)
{
    bool made;
    char *text = skeleton_of(head, false, &made);
    assert_true(made);
    assert_has(text, part);
    free(text);
}

static void a_skeleton_asks_for_what_the_file_does_not_tell(void **state)
{
    (void)state;
    assert_start_has("When,Pair,Side,Price,Qty\n3/4/2022 05:06:07,LTC/BTC,Buy,1,2\n",
                     "\"FILL IN: is the day or the month first? one of %-d/%-m/%Y %H:%M:%S%f and %-m/%-d/%Y ");
    assert_start_has("When,Pair,Side,Price,Qty\n3/4/2022 05:06:07,LTC/BTC,Buy,1,2\n",
                     "\"FILL IN: its word for sells\": \"sell\"");
    assert_start_has("When,Pair,Side,Price,Qty\n13/4/2022 05:06:07,LTC/BTC,Buy,1,2\n",
                     "\"layouts\": [\"%-d/%-m/%Y %H:%M:%S%f\"]");
    assert_start_has("When,Pair,What,Price,Qty,Fee\n13/4/2022 05:06:07,LTC/BTC,Swap,1,2,3\n",
                     "\"from\": \"FILL IN: the column that tells buys");
    assert_start_has("When,Pair,What,Price,Qty,Fee\n13/4/2022 05:06:07,LTC/BTC,Swap,1,2,3\n",
                     "\"fee_asset\": \"FILL IN: ");
    assert_start_has("{\"a\":1,\"b\":\"x\",\"c\":0.;5,\"d\":2}",
                     "{\"json\": {\"a\": 1, \"b\": \"x\", \"c\": \"0.;5\", \"d\": 2}");
    assert_start_has("When (+02:00),Pair,Side,Price,Qty\n", "\"rows\": [\"FILL IN: a row of such a file");
}

static void a_definition_with_a_blank_is_not_loaded(void **state)
{
    (void)state;
    bool made;
    char *text = skeleton_of("Date,Pair,Side,Price,Qty\n2022-01-02 03:04:05,LTC/BTC,Buy,1,2\n", false, &made);
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = set_with("mine", text, &c);
    assert_null(format_by_id(set, SPAN("mine")));
    assert_int_equal(c.items.count, 8);
    assert_has(c.items.items[0], "/id: still to be filled in: the name that this file will have");
    assert_has(c.items.items[5], "/columns/side/map/FILL IN: its word for sells: still to be filled in");
    format_complaints_free(&c);
    format_set_free(set);
    free(text);
}

static void there_is_nothing_to_start_from_in_plain_text(void **state)
{
    (void)state;
    static const char *const heads[] = {"", "Dear Sir\n", "{}", "[1,2,3]", "1,2,3\n4,5,6\n"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        bool made;
        char *text = skeleton_of(heads[i], i % 2, &made);
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
        cmocka_unit_test(a_skeleton_asks_for_what_the_file_does_not_tell),
        cmocka_unit_test(a_definition_with_a_blank_is_not_loaded),
        cmocka_unit_test(there_is_nothing_to_start_from_in_plain_text),
    };
    return cmocka_run_group_tests_name("format_explain", tests, load, unload);
}
