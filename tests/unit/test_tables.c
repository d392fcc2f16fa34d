/* Tests of report/tables: the columns of the contract, escapes, flagged rows, duplicates, JSON lines.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/data/table_row.h"
#include "report_demo.h"

#define HEADER                                                                                                         \
    "message,datetime,timestamp_desc,kind,venue,account,market,base,quote,side,price,qty,cost,fee,fee_asset,order_id," \
    "trade_id,client_order_id,channel,key,bot,deal,verdict,flag,reasons,match,incident,source,line,offset,until,"      \
    "order_qty,limit,status,role,also,cell_escaped\n"

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text; text++) lines += *text == '\n';
    return lines;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("missing: %s\nin: %.2000s", part, text);
}

static void the_header_is_the_contracts_and_a_fill_is_told_whole(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    char *csv = demo_written(&d, report_timeline_csv);
    assert_memory_equal(csv, HEADER, sizeof HEADER - 1);
    assert_int_equal(count_lines(csv), 1 + 3 + 3 + 2);
    assert_has(
        csv,
        "\nBought 12.50 AKRO for 25.000 BUSD at 2.0 BUSD; fee 0.025 BUSD; order 2242861000; no bot record for this "
        "order in the files supplied (strong),2022-12-25T21:29:03.123Z,Fill,fill,binance,12345678,AKRO/BUSD,AKRO,"
        "BUSD,buy,2.0,12.50,25.000,0.025,BUSD,2242861000,700005,,,,,,unissued,strong,no-bot-record "
        "channel-silent,,1,E01,5,500,,,,,,,\n");
    assert_has(csv,
               "\nBot: safety order to buy 12.50 AKRO; filled; bot 99; deal 4711,"
               "2022-12-25T18:29:02.723Z,Bot order executed,bot-order,3commas,555,AKRO/BUSD,AKRO,BUSD,buy,,12.50,,,,"
               ",,,,,99,4711,,,,,,E02,2,200,,12.50,,filled,safety order,,\n");
    assert_has(csv, ",bot,,order-id-joined,E02:2,,E01,2,200,");
    free(csv);
    demo_free(&d);
}

static void flagged_csv_holds_the_flagged_fills_alone(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    char *csv = demo_written(&d, report_flagged_csv);
    assert_memory_equal(csv, HEADER, sizeof HEADER - 1);
    assert_int_equal(count_lines(csv), 1 + 3);
    assert_null(strstr(csv, ",bot,,order-id-joined"));
    free(csv);
    demo_free(&d);
}

static void an_order_stands_in_flagged_csv_only_where_no_fills_are_known(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    const uint32_t record = demo_event(&d, EVENT_ORDER, d.start_ns, 0, 50);
    demo_at(&d, record)->side = SIDE_SELL;
    demo_amount(&d, record, AMOUNT_ORDER_QTY, "3");
    uint32_t *order_of_event = ARENA_ARRAY(d.result.arena, uint32_t, record + 1);
    memcpy(order_of_event, d.result.order_of_event, record * sizeof *order_of_event);
    order_of_event[record] = 4;
    d.result.order_of_event = order_of_event;
    uint32_t *kept_as = ARENA_ARRAY(d.result.arena, uint32_t, record + 1);
    memcpy(kept_as, d.result.kept_as, record * sizeof *kept_as);
    kept_as[record] = record;
    d.result.kept_as = kept_as;
    uint32_t *timeline = ARENA_ARRAY(d.result.arena, uint32_t, record + 1);
    memcpy(timeline, d.result.timeline, record * sizeof *timeline);
    timeline[d.result.timeline_count++] = record;
    d.result.timeline = timeline;
    char *csv = demo_written(&d, report_flagged_csv);
    assert_int_equal(count_lines(csv), 1 + 2); /* its fill is listed, so the order's own record is not */
    free(csv);
    d.result.orders.items[4].fill_count = 0;
    csv = demo_written(&d, report_flagged_csv);
    assert_int_equal(count_lines(csv), 1 + 3);
    assert_has(csv, "Order to sell 3 AKRO");
    free(csv);
    demo_pack(&d, &d.result.orders.items[4], ORDER_QTY, "0.00");
    csv = demo_written(&d, report_flagged_csv);
    assert_int_equal(count_lines(csv), 1 + 2); /* nothing executed, nothing traded */
    free(csv);
    demo_free(&d);
}

static void cells_that_a_spreadsheet_would_run_are_altered_and_named(void **state)
{
    (void)state;
    static const struct {
        const char *id, *cell, *escaped;
    } cases[] = {
        {"=1+1", ",'=1+1,", ",client_order_id\n"}, {"-web", ",'-web,", ",client_order_id\n"},
        {"@x", ",'@x,", ",client_order_id\n"},     {"a,b", ",\"a,b\",", ",\n"},
        {"a\"b", ",\"a\"\"b\",", ",\n"},           {"a\x1b[31m", ",a\\x1B[31m,", ",client_order_id\n"},
        {"caf\xc3\xa9", ",caf\xc3\xa9,", ",\n"},   {"plain", ",plain,", ",\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct demo d;
        demo_raid(&d, 1);
        demo_at(&d, d.result.order_fills[3])->client_id = store_ident(d.evidence.store, span_of(cases[i].id));
        char *csv = demo_written(&d, report_flagged_csv);
        assert_has(csv, cases[i].cell);
        assert_has(csv, cases[i].escaped);
        free(csv);
        demo_free(&d);
    }
}

/* The quick look at a cell must agree with the writer's escapes for every byte at every place. */
static void every_byte_at_every_place_is_escaped_as_the_writer_does(void **state)
{
    (void)state;
    enum { LONGEST = 19 };
    struct demo d;
    demo_begin(&d);
    struct writer *expected = writer_to_memory();
    for (unsigned byte = 1; byte < 256; byte++) {
        for (size_t length = 1; length <= LONGEST; length += 3) {
            for (size_t place = 0; place < length; place++) {
                char text[LONGEST];
                memset(text, 'm', sizeof text);
                text[place] = (char)byte;
                const uint32_t event = demo_event(&d, EVENT_TRANSFER, d.start_ns, 1, 1);
                demo_at(&d, event)->key = store_text(d.evidence.store, (struct span){text, length});
                writer_cstr(
                    expected,
                    "Transfer,2022-12-25T21:29:03.123Z,Transfer,transfer,3commas,555,AKRO/BUSD,,BUSD,,,,,,,,,,,");
                const bool altered = writer_csv_cell(expected, (struct span){text, length});
                writer_format(expected, ",,,,,,,,E02,1,100,,,,,,,%s\n", altered ? "key" : "");
            }
        }
    }
    writer_byte(expected, '\0');
    demo_finish(&d);
    char *csv = demo_written(&d, report_timeline_csv);
    assert_string_equal(strchr(csv, '\n') + 1, writer_memory(expected).ptr);
    writer_close(expected, NULL);
    free(csv);
    demo_free(&d);
}

static void other_origins_of_a_duplicate_are_listed(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    /* the three bot orders' events are declared to be copies of the two flagged fills, which is nonsense but shows it */
    uint32_t copies[3], found = 0;
    for (uint32_t i = 0; i < d.evidence.store->events.count; i++)
        if (d.evidence.store->events.items[i].kind == EVENT_BOT_ORDER) copies[found++] = i;
    d.result.kept_as[copies[0]] = d.result.order_fills[3];
    d.result.kept_as[copies[1]] = d.result.order_fills[4];
    d.result.kept_as[copies[2]] = d.result.order_fills[3];
    char *csv = demo_written(&d, report_flagged_csv);
    assert_has(csv, ",E02:2 E02:4,\n");
    assert_has(csv, ",E02:3,\n");
    free(csv);
    demo_free(&d);
}

static void a_deal_tells_both_its_sides(void **state)
{
    (void)state;
    struct demo d;
    demo_begin(&d);
    const uint32_t deal = demo_event(&d, EVENT_DEAL, d.start_ns, 1, 7);
    demo_at(&d, deal)->trade_id = store_ident(d.evidence.store, SPAN("4711"));
    demo_at(&d, deal)->status = STATUS_CLOSED;
    demo_amount(&d, deal, AMOUNT_QTY, "10");
    demo_amount(&d, deal, AMOUNT_COST, "20");
    demo_amount(&d, deal, AMOUNT_FEE, "9.99");
    demo_amount(&d, deal, AMOUNT_LIMIT, "21.5");
    demo_finish(&d);
    char *csv = demo_written(&d, report_timeline_csv);
    assert_has(csv, "\nDeal 4711 on AKRO/BUSD; bought 10 AKRO for 20 BUSD; sold 9.99 AKRO for 21.5 BUSD; closed,");
    assert_has(csv,
               ",Deal opened,deal,3commas,555,AKRO/BUSD,AKRO,BUSD,,,10,20,,,,,,,,,4711,,,,,,E02,7,700,,,,closed,,,\n");
    free(csv);
    demo_free(&d);
}

static void times_before_1970_and_of_every_precision_are_right(void **state)
{
    (void)state;
    static const struct {
        int64_t ns;
        uint8_t digits;
        const char *text;
    } cases[] = {
        {0, 0, "1970-01-01T00:00:00Z"},
        {-1, 9, "1969-12-31T23:59:59.999999999Z"},
        {1671999999123456789, 6, "2022-12-25T20:26:39.123456Z"},
        {1671999999123456789, 0, "2022-12-25T20:26:39Z"},
        {1671999999999999999, 3, "2022-12-25T20:26:39.999Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct demo d;
        demo_begin(&d);
        const uint32_t event = demo_event(&d, EVENT_BOT_EVENT, cases[i].ns, 1, 1);
        demo_at(&d, event)->digits = cases[i].digits;
        demo_at(&d, event)->text = store_text(d.evidence.store, SPAN("hello"));
        demo_finish(&d);
        char *csv = demo_written(&d, report_timeline_csv), wanted[80];
        snprintf(wanted, sizeof wanted, "\nBot message: hello,%s,Bot message,", cases[i].text);
        assert_has(csv, wanted);
        free(csv);
        demo_free(&d);
    }
}

static void json_lines_hold_exact_texts_and_no_empty_fields(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    demo_at(&d, d.result.order_fills[3])->client_id = store_ident(d.evidence.store, SPAN("=\"x\\"));
    char *lines = demo_written(&d, report_timeline_jsonl);
    assert_int_equal(count_lines(lines), 7);
    assert_has(lines, "\"datetime\":\"2022-12-25T21:29:03.123Z\",\"timestamp_desc\":\"Fill\",\"kind\":\"fill\"");
    assert_has(lines, "\"qty\":\"12.50\"");
    assert_has(lines, "\"client_order_id\":\"=\\\"x\\\\\"");
    assert_has(lines, "\"line\":\"5\",\"offset\":\"500\"}\n");
    assert_null(strstr(lines, "cell_escaped"));
    assert_null(strstr(lines, "\"\"}"));
    free(lines);
    demo_free(&d);
}

static void digits_agree_with_decimal_format(void **state)
{
    (void)state;
    static const int64_t mantissas[] = {0,     1,      -1,      9,         10,        99,           100,
                                        12345, -12345, 1000000, INT64_MAX, INT64_MIN, INT64_MIN + 1};
    for (size_t i = 0; i < sizeof mantissas / sizeof *mantissas; i++) {
        for (uint8_t scale = 0; scale <= DECIMAL_MAX_SCALE; scale++) {
            char ours[DECIMAL_TEXT_MAX], theirs[DECIMAL_TEXT_MAX];
            *digits_amount(ours, mantissas[i], scale) = '\0';
            decimal_format((struct decimal){mantissas[i], scale}, theirs);
            assert_string_equal(ours, theirs);
        }
    }
    char number[24];
    *digits_u64(number, UINT64_MAX) = '\0';
    assert_string_equal(number, "18446744073709551615");
    *digits_u64(number, 0) = '\0';
    assert_string_equal(number, "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_header_is_the_contracts_and_a_fill_is_told_whole),
        cmocka_unit_test(flagged_csv_holds_the_flagged_fills_alone),
        cmocka_unit_test(an_order_stands_in_flagged_csv_only_where_no_fills_are_known),
        cmocka_unit_test(cells_that_a_spreadsheet_would_run_are_altered_and_named),
        cmocka_unit_test(every_byte_at_every_place_is_escaped_as_the_writer_does),
        cmocka_unit_test(other_origins_of_a_duplicate_are_listed),
        cmocka_unit_test(a_deal_tells_both_its_sides),
        cmocka_unit_test(times_before_1970_and_of_every_precision_are_right),
        cmocka_unit_test(json_lines_hold_exact_texts_and_no_empty_fields),
        cmocka_unit_test(digits_agree_with_decimal_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
