/* Tests of parser/raw_rows: the records of a file, read a second time, as they stand there.
 *
 * SPDX-License-Identifier: MIT */
#include "ingest_world.h"

#include "packing.h"
#include "parser/raw_rows.h"

#define HEAD "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n"
#define ROW_A "2022-12-25 21:29:03,LTCUSDT,BUY,\"1,000.5\",1LTC,1000.5USDT,0BNB"
#define ROW_B "2022-12-25 21:29:04,LTCUSDT,SELL,1001,1LTC,1001USDT,0BNB"

struct rows {
    char text[4][RAW_ROW_MOST + 1];
    size_t all[4], count;
};

static void take(void *user, const struct raw_place *place, struct span raw, size_t all)
{
    struct rows *rows = user;
    (void)place;
    assert_true(rows->count < 4);
    memcpy(rows->text[rows->count], raw.ptr, raw.len);
    rows->all[rows->count++] = all;
}

/* The rows of all events of a file that was read before. */
static void read_again(const struct world *w, struct rows *rows)
{
    const struct store *store = w->evidence->store;
    struct raw_place places[4];
    const size_t count = store->events.count;
    assert_in_range(count, 1, 4);
    for (uint32_t i = 0; i < count; i++) {
        const struct event *e = &store->events.items[i];
        places[i] = (struct raw_place){e->offset, e->source, e->line, i, e->key};
    }
    qsort(places, count, sizeof *places, raw_place_compare);
    memset(rows, 0, sizeof *rows);
    raw_rows_read(w->evidence, 0, w->evidence->sources.items[0].path, &w->options, places, count, take, rows);
}

static void lines_of_a_table(void **state)
{
    (void)state;
    struct world w;
    struct rows rows;
    begin(&w, NULL);
    read_text(&w, "a.csv", SPAN("\xEF\xBB\xBF" HEAD ROW_A "\r\n\n" ROW_B "\n"));
    read_again(&w, &rows);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.text[0], ROW_A);
    assert_string_equal(rows.text[1], ROW_B);
    assert_int_equal(rows.all[0], strlen(ROW_A));
    end(&w);
}

static void lines_inside_an_archive(void **state)
{
    (void)state;
    struct world w;
    struct rows rows;
    const struct packed_member members[] = {{.name = "z.csv", .text = SPAN(HEAD ROW_A "\n")},
                                            {.name = "b.csv", .text = SPAN(HEAD ROW_B "\n")}};
    begin(&w, NULL);
    struct span packed = pack("zip", "none", members, 2);
    ingest_file(w.evidence, make_file(&w, "a.zip", packed), &w.options);
    read_again(&w, &rows);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.text[0], ROW_A); /* in the order of the archive */
    assert_string_equal(rows.text[1], ROW_B);
    pack_free(packed);
    end(&w);
}

/* A file that has changed since: what is not found is not handed over, and nothing else instead. */
static void rows_that_are_gone(void **state)
{
    (void)state;
    struct world w;
    struct rows rows;
    begin(&w, NULL);
    read_text(&w, "a.csv", SPAN(HEAD ROW_A "\n" ROW_B "\n"));
    FILE *f = fopen(w.evidence->sources.items[0].path, "w");
    assert_non_null(f);
    fputs(HEAD ROW_A "\n", f);
    fclose(f);
    read_again(&w, &rows);
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.text[0], ROW_A);
    end(&w);
}

static void secrets_are_reduced(void **state)
{
    (void)state;
    struct world w;
    struct rows rows;
    begin(&w, NULL);
    read_text(
        &w, "orders.json",
        SPAN("[{\"symbol\":\"LTCUSDT\",\"orderId\":7,\"orderListId\":-1,\"clientOrderId\":\"abc\",\"price\":\"1\","
             "\"origQty\":\"1\",\"executedQty\":\"1\",\"cummulativeQuoteQty\":\"1\",\"status\":\"FILLED\","
             "\"timeInForce\":\"GTC\",\"type\":\"LIMIT\",\"side\":\"BUY\",\"stopPrice\":\"0\",\"icebergQty\":\"0\","
             "\"time\":1672000000000,\"updateTime\":1672000000000,\"isWorking\":true,"
             "\"origQuoteOrderQty\":\"0\",\"apiSecret\":\"NOBODYMAYSEETHIS1\"}]"));
    read_again(&w, &rows);
    assert_int_equal(rows.count, 1);
    assert_non_null(strstr(rows.text[0], "\"orderId\":7"));
    assert_non_null(strstr(rows.text[0], "\"apiSecret\":\"***\""));
    assert_null(strstr(rows.text[0], "NOBODY"));
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_a_table),
        cmocka_unit_test(lines_inside_an_archive),
        cmocka_unit_test(rows_that_are_gone),
        cmocka_unit_test(secrets_are_reduced),
    };
    return cmocka_run_group_tests(tests, load_formats, free_formats);
}
