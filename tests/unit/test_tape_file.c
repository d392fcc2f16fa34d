/* Tests of tape_file: what the names say, what a row may be, what is said of files that can't be used.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parser/reference/tape_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- names ---------------------------------------------------------------------------------------------------------- */

static void names_tell_market_kind_and_period(void **state)
{
    (void)state;
    static const struct {
        const char *path, *symbol, *from, *to;
        bool aggregate;
    } rows[] = {
        {"spot/daily/trades/ETHUSDT/ETHUSDT-trades-2022-12-25.zip", "ETHUSDT", "2022-12-25T00:00:00Z",
         "2022-12-26T00:00:00Z", false},
        {"ETHUSDT-trades-2022-12.zip", "ETHUSDT", "2022-12-01T00:00:00Z", "2023-01-01T00:00:00Z", false},
        {"BTCUSD_PERP-aggTrades-2024-02.csv", "BTCUSD_PERP", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z", true},
        {"1INCHUSDT-trades-2023-02-28.zip", "1INCHUSDT", "2023-02-28T00:00:00Z", "2023-03-01T00:00:00Z", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tape_name name;
        char from[TIME_TEXT_MAX], to[TIME_TEXT_MAX];
        assert_true(tape_name_parse(span_of(rows[i].path), &name));
        assert_true(span_is(name.symbol, rows[i].symbol));
        assert_int_equal(name.aggregate, rows[i].aggregate);
        time_format(name.from_ns, 0, from);
        time_format(name.to_ns, 0, to);
        assert_string_equal(from, rows[i].from);
        assert_string_equal(to, rows[i].to);
    }
}

static void other_names_are_no_tape(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        "part-00000.csv",
                                        "ETHUSDT-1m-2022-12-25.zip",
                                        "ETHUSDT-trades-2022-13.zip",
                                        "ETHUSDT-trades-2022-02-29.zip",
                                        "ETHUSDT-trades-2022-12-25.zip.CHECKSUM",
                                        "ETHUSDT-trades-2022-12-25.zip.part",
                                        "-trades-2022-12-25.zip",
                                        "ETHUSDT-trades-2022-12-2.zip",
                                        "ETHUSDT-trades-2022-12-25x.zip",
                                        "ETHUSDT-trades-20221225.zip",
                                        "ETHUSDT-trades-2022-12-25.zip/x"};
    struct tape_name name;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_false(tape_name_parse(span_of(names[i]), &name));
    assert_true(tape_name_belongs(SPAN("a/ETHUSDT-trades-2022-12-25.zip.CHECKSUM")));
    assert_true(tape_name_belongs(SPAN("ETHUSDT-trades-2022-12-25.zip")));
    assert_false(tape_name_belongs(SPAN("readme.CHECKSUM")));
}

static void folders_tell_the_product(void **state)
{
    (void)state;
    enum tape_product product;
    assert_true(tape_product_of(SPAN("data/spot/daily/trades/X/X-trades-2022-12.zip"), &product));
    assert_int_equal(product, TAPE_SPOT);
    assert_true(tape_product_of(SPAN("futures/um/monthly/trades/X/X-trades-2022-12.zip"), &product));
    assert_int_equal(product, TAPE_FUTURES);
    assert_false(tape_product_of(SPAN("mine/X-trades-2022-12.zip"), &product));
    assert_false(tape_product_of(SPAN("spot"), &product));
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

struct seen {
    size_t count;
    uint64_t first_id, last_id;
    int64_t at_ns;
    uint8_t digits;
    bool maker;
    char price[32], qty[32];
    bool refuse;
};

static bool take(void *user, const struct tape_trade *t)
{
    struct seen *s = user;
    s->count++;
    s->first_id = t->first_id;
    s->last_id = t->last_id;
    s->at_ns = t->at_ns;
    s->digits = t->digits;
    s->maker = t->buyer_maker;
    snprintf(s->price, sizeof s->price, "%.*s", SPAN_ARG(t->price));
    snprintf(s->qty, sizeof s->qty, "%.*s", SPAN_ARG(t->qty));
    return !s->refuse;
}

static struct tape_facts read_as(const char *name, const char *text, struct seen *seen)
{
    struct tape_facts facts;
    *seen = (struct seen){.refuse = seen->refuse};
    tape_memory_read(span_of(text), span_of(name), take, seen, &facts);
    return facts;
}

#define SPOT "ETHUSDT-trades-2022-12-25.csv"
#define SPOT_AGGREGATE "ETHUSDT-aggTrades-2022-12-25.csv"

static void each_layout_is_read(void **state)
{
    (void)state;
    struct seen s = {0};
    struct tape_facts f = read_as(SPOT, "7,1218.5,0.25,304.6,1672003743120,False,True\n", &s);
    assert_int_equal(f.file.problem, REFERENCE_GOOD);
    assert_int_equal(f.product, TAPE_SPOT);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.first_id, 7);
    assert_true(s.at_ns == INT64_C(1672003743120000000) && s.digits == 3 && !s.maker);
    assert_string_equal(s.price, "1218.5");
    assert_string_equal(s.qty, "0.25");

    f = read_as(SPOT, "id,price,qty,quote_qty,time,is_buyer_maker\r\n7,1218.5,0.25,304.6,1672003743120,true\r\n", &s);
    assert_int_equal(f.file.problem, REFERENCE_GOOD);
    assert_int_equal(f.product, TAPE_FUTURES);
    assert_true(s.count == 1 && s.maker);

    f = read_as("BTCUSD_PERP-trades-2022-12.csv",
                "id,price,qty,base_qty,time,is_buyer_maker\n9,16800.1,10,0.0595,1672003743120,false", &s);
    assert_true(f.file.problem == REFERENCE_GOOD && f.product == TAPE_FUTURES && s.count == 1);

    f = read_as(SPOT_AGGREGATE, "3,1.5,9,10,14,1735787045123456,True,True\n", &s);
    assert_true(f.file.problem == REFERENCE_GOOD && f.product == TAPE_SPOT);
    assert_true(s.first_id == 10 && s.last_id == 14 && s.digits == 6 && s.at_ns == INT64_C(1735787045123456000));

    f = read_as(SPOT_AGGREGATE,
                "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
                "3,1.5,9,10,14,1672003743120,true\n",
                &s);
    assert_true(f.file.problem == REFERENCE_GOOD && f.product == TAPE_FUTURES && s.last_id == 14);
    f = read_as("data/spot/daily/aggTrades/ETHUSDT/" SPOT_AGGREGATE, "3,1.5,9,10,14,1672003743120,true\n", &s);
    assert_int_equal(f.product, TAPE_SPOT); /* the folder says it */
}

static void one_bad_row_makes_it_another_file(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "8,1.5,2,3,1672003743,False,True\n",      /* seconds */
        "8,1.5,2,3,1672003743120,False\n",        /* a column less */
        "8,1.5,2,3,1672003743120,False,True,1\n", /* one more */
        "8,1.5,2,3,1672003743120,maybe,True\n",   /* no truth */
        "8,1.5,2,3,1672003743120,False,maybe\n",
        "x,1.5,2,3,1672003743120,False,True\n",
        "-8,1.5,2,3,1672003743120,False,True\n",
        "8,,2,3,1672003743120,False,True\n",
        "8,\"1.5\",2,3,1672003743120,\"False\",True\n",
        "id,price,qty,quoteQty,time,isBuyerMaker,isBestMatch\n", /* a header in the middle */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        struct seen s = {0};
        snprintf(text, sizeof text, "7,1.5,2,3,1672003743120,False,True\n%s9,1.5,2,3,1672003743120,False,True\n",
                 rows[i]);
        struct tape_facts f = read_as(SPOT, text, &s);
        if (f.file.problem != REFERENCE_BAD_ROW || f.file.bad_line != 2 || s.count != 1)
            fail_msg("row %zu: %s", i, rows[i]);
    }
    struct seen s = {.refuse = true};
    struct tape_facts f = read_as(SPOT, "7,1.5,2,3,1672003743120,False,True\n", &s);
    assert_true(f.file.problem == REFERENCE_BAD_ROW && f.file.bad_line == 1);
    s = (struct seen){0};
    f = read_as(SPOT, "time,price,qty,quoteQty,id,isBuyerMaker,isBestMatch\n", &s); /* moved columns */
    assert_int_equal(f.file.problem, REFERENCE_BAD_ROW);
}

static void facts_count_rows_times_and_holes(void **state)
{
    (void)state;
    struct seen s = {0};
    struct tape_facts f = read_as(SPOT,
                                  "7,1,2,2,1672003743120,False,True\n\n"
                                  "5,1,2,2,1672003743000,False,True\n"
                                  "10,1,2,2,1672003744000,True,False",
                                  &s);
    assert_int_equal(f.file.problem, REFERENCE_GOOD);
    assert_int_equal(f.file.rows, 3);
    assert_int_equal(f.missing_ids, 3);
    assert_true(f.first_ns == INT64_C(1672003743000000000) && f.last_ns == INT64_C(1672003744000000000));
    assert_int_equal(strlen(f.file.sha256), 64);
    f = read_as(SPOT, "", &s);
    assert_true(f.file.problem == REFERENCE_EMPTY && f.first_ns == TIME_NONE);
    f = read_as(SPOT, "id,price,qty,quoteQty,time,isBuyerMaker,isBestMatch\n", &s);
    assert_int_equal(f.file.problem, REFERENCE_EMPTY);
    f = read_as("ETHUSDT-trades-2022-12-25.zip", "7,1,2,2,1672003743120,False,True\n", &s);
    assert_int_equal(f.file.problem, REFERENCE_DAMAGED);
}

/* Rows over the border of every window that is read. */
static void long_files_are_read_to_their_end(void **state)
{
    (void)state;
    enum { ROWS = 70000, ROOM = 64 };
    char *text = malloc((size_t)ROWS * ROOM);
    size_t used = 0;
    for (int i = 0; i < ROWS; i++)
        used += (size_t)sprintf(text + used, "%d,1.%d,2,3,%lld,True,True\n", 100 + i, i, 1672003743120LL + i);
    struct seen s = {0};
    struct tape_facts f;
    tape_memory_read((struct span){text, used}, SPAN(SPOT), take, &s, &f);
    free(text);
    assert_int_equal(f.file.problem, REFERENCE_GOOD);
    assert_int_equal(f.file.rows, ROWS);
    assert_int_equal(f.missing_ids, 0);
    assert_int_equal(s.last_id, 100 + ROWS - 1);
}

/* ---- the file beside it --------------------------------------------------------------------------------------------------- */

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static struct tape_facts read_with(const char *folder, const char *checksum)
{
    char path[256];
    struct seen s = {0};
    struct tape_facts f;
    write_file(folder, SPOT, "7,1,2,2,1672003743120,False,True\n");
    if (checksum) write_file(folder, SPOT ".CHECKSUM", checksum);
    snprintf(path, sizeof path, "%s/" SPOT, folder);
    tape_file_read(path, SPAN(SPOT), take, &s, &f);
    return f;
}

static void checksums_are_compared(void **state)
{
    (void)state;
    char folder[] = "/tmp/straykey-tape-XXXXXX", line[256], path[256];
    assert_non_null(mkdtemp(folder));
    struct tape_facts f = read_with(folder, NULL);
    assert_true(f.file.problem == REFERENCE_GOOD && f.file.checksum == CHECKSUM_ABSENT && f.file.stated[0] == '\0');
    snprintf(line, sizeof line, "%s  " SPOT "\n", f.file.sha256);
    f = read_with(folder, line);
    assert_true(f.file.problem == REFERENCE_GOOD && f.file.checksum == CHECKSUM_HOLDS);
    assert_string_equal(f.file.stated, f.file.sha256);
    line[0] = line[0] == '0' ? '1' : '0';
    f = read_with(folder, line);
    assert_true(f.file.problem == REFERENCE_DIFFERS && f.file.checksum == CHECKSUM_DIFFERS);
    snprintf(line, sizeof line, "%s  OTHER.zip\n", f.file.sha256);
    f = read_with(folder, line);
    assert_true(f.file.problem == REFERENCE_GOOD && f.file.checksum == CHECKSUM_UNREADABLE);
    f = read_with(folder, "<html>");
    assert_int_equal(f.file.checksum, CHECKSUM_UNREADABLE);
    snprintf(path, sizeof path, "%s/" SPOT, folder);
    unlink(path);
    struct seen s = {0};
    tape_file_read(path, SPAN(SPOT), take, &s, &f);
    assert_int_equal(f.file.problem, REFERENCE_UNREADABLE);
    snprintf(path, sizeof path, "%s/" SPOT ".CHECKSUM", folder);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_tell_market_kind_and_period), cmocka_unit_test(other_names_are_no_tape),
        cmocka_unit_test(folders_tell_the_product),          cmocka_unit_test(each_layout_is_read),
        cmocka_unit_test(one_bad_row_makes_it_another_file), cmocka_unit_test(facts_count_rows_times_and_holes),
        cmocka_unit_test(long_files_are_read_to_their_end),  cmocka_unit_test(checksums_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
