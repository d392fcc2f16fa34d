/* Tests of reference_file, price_file and fx_file: which rows are prices and rates, and what is said of files that are none.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/writer.h"
#include "parser/reference/fx_file.h"
#include "parser/reference/price_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void take(void *user, const struct price_point *p)
{
    struct writer *w = user;
    writer_text(w, p->symbol);
    writer_byte(w, ' ');
    writer_time(w, p->at_ns, 6);
    writer_byte(w, ' ');
    writer_decimal(w, p->price);
    writer_byte(w, '\n');
}

static void assert_prices(const char *path, const char *text, enum reference_problem problem, const char *want)
{
    struct price_name name;
    struct reference_facts facts;
    struct writer *w = writer_to_memory();
    assert_true(price_name_parse(span_of(path), &name));
    price_memory_read(span_of(text), &name, take, w, &facts);
    char *got = memory_copy_text(writer_memory(w).ptr, writer_memory(w).len);
    writer_close(w, NULL);
    assert_string_equal(reference_problem_name(facts.problem), reference_problem_name(problem));
    if (problem == REFERENCE_GOOD) assert_string_equal(got, want);
    free(got);
}

static void names_tell_kind_market_and_period(void **state)
{
    (void)state;
    static const struct {
        const char *path, *symbol;
        enum price_kind kind;
    } rows[] = {
        {"spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2022-12-25.zip", "BTCUSDT", PRICE_KLINES},
        {"BTCUSDT-1m-2022-12.csv", "BTCUSDT", PRICE_KLINES},
        {"ETHUSDT-trades-2022-12-25.zip", "ETHUSDT", PRICE_TRADES},
        {"ETHUSDT-aggTrades-2022-12.zip", "ETHUSDT", PRICE_TRADES},
        {"my-prices.csv", "", PRICE_TABLE},
        {"BTCUSDT-1h-2022-12-25.csv", "", PRICE_TABLE}, /* its header will tell that it is none */
    };
    struct price_name name;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(price_name_parse(span_of(rows[i].path), &name));
        assert_int_equal(name.kind, rows[i].kind);
        assert_true(span_is(name.symbol, rows[i].symbol));
    }
    static const char *const none[] = {"",
                                       "readme.txt",
                                       "BTCUSDT-1h-2022-12-25.zip",
                                       "BTCUSDT-1m-2022-13-25.zip",
                                       "BTCUSDT-1m-2022-12-25.zip.CHECKSUM",
                                       ".csv"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) assert_false(price_name_parse(span_of(none[i]), &name));
}

static void symbols_are_spelt_in_one_way(void **state)
{
    (void)state;
    char plain[SYMBOL_MOST];
    static const char *const same[] = {"BTCUSDT", "btc/usdt", "BTC-USDT", "BTC_USDT"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(price_plain_symbol(span_of(same[i]), plain));
        assert_string_equal(plain, "BTCUSDT");
    }
    assert_false(price_plain_symbol(SPAN(""), plain));
    assert_false(price_plain_symbol(SPAN("-"), plain));
    assert_false(price_plain_symbol(SPAN("BTC USDT"), plain));
    assert_false(price_plain_symbol(SPAN("A123456789012345678901234567890123456789012345678901234567890123"), plain));
}

static void the_close_of_a_kline_is_the_price_at_its_end(void **state)
{
    (void)state;
    const char *name = "BTCUSDT-1m-2022-12-25.zip";
    assert_prices(name, "1671998340000,16800.1,16801,16799,16800.55,1.5,1671998399999,25200,10,1,16800,0\r\n",
                  REFERENCE_GOOD, "BTCUSDT 2022-12-25T19:59:59.999000Z 16800.55\n");
    assert_prices(
        name,
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,"
        "ignore\n1671998340000,1,2,0.5,1.50,0,1671998399999,0,0,0,0,0\n",
        REFERENCE_GOOD, "BTCUSDT 2022-12-25T19:59:59.999000Z 1.50\n");
    assert_prices("BTCUSDT-1m-2025-01.csv", "1735689600000000,1,2,0.5,94000.00000001,0,1735689659999999,0,0,0,0,0",
                  REFERENCE_GOOD, "BTCUSDT 2025-01-01T00:00:59.999000Z 94000.00000001\n");
}

static void rows_that_are_no_klines_spoil_the_file(void **state)
{
    (void)state;
    const char *name = "BTCUSDT-1m-2022-12-25.csv";
    assert_prices(name, "1672012800000,1,1,1,1,1\n", REFERENCE_BAD_ROW, ""); /* the day after */
    assert_prices(name, "1671998340000,1,1,1,0,1\n", REFERENCE_BAD_ROW, ""); /* no price */
    assert_prices(name, "1671998340000,1,1,1,-2,1\n", REFERENCE_BAD_ROW, "");
    assert_prices(name, "1671998340000,1,1,1,1e,1\n", REFERENCE_BAD_ROW, "");
    assert_prices(name, "1671998340,1,1,1,1,1\n", REFERENCE_BAD_ROW, ""); /* seconds */
    assert_prices(name, "1671998340000,1,1,1,1\n", REFERENCE_BAD_ROW, "");
    assert_prices(name, "1671998340000,1,1,1,1,1\nopen_time,open,high,low,close,v\n", REFERENCE_BAD_ROW, "");
    assert_prices(name, "", REFERENCE_EMPTY, "");
    assert_prices(name, "open_time,open,high,low,close,volume\n", REFERENCE_EMPTY, "");
    assert_prices(name, "PK\3\4", REFERENCE_DAMAGED, "");
}

static void tables_name_their_markets_and_zones(void **state)
{
    (void)state;
    assert_prices("a.csv",
                  "\xEF\xBB\xBFtime,market,price\n2022-12-25T20:59:00Z,BTC/USDT,16800.10\n"
                  "2022-12-25 22:59:00.5+02:00,akro_busd,0.00052\n",
                  REFERENCE_GOOD,
                  "BTCUSDT 2022-12-25T20:59:00.000000Z 16800.10\nAKROBUSD 2022-12-25T20:59:00.500000Z 0.00052\n");
    assert_prices("a.csv", "time,market,price\n2022-12-25T20:59:00,BTC/USDT,16800\n", REFERENCE_BAD_ROW,
                  ""); /* no zone */
    assert_prices("a.csv", "time,market,price\n2022-12-25T20:59:00Z,BTC/USDT\n", REFERENCE_BAD_ROW, "");
    assert_prices("a.csv", "time,market,price\n2022-12-25T20:59:00Z,BTC/USDT,\"16,800\"\n", REFERENCE_BAD_ROW, "");
    assert_prices("a.csv", "Date(UTC),Pair,Side\n2022-12-25,BTCUSDT,BUY\n", REFERENCE_OTHER, "");
    assert_prices("a.csv", "time,market,price\n", REFERENCE_EMPTY, "");
}

static void endless_lines_end(void **state)
{
    (void)state;
    char *text = memory_alloc(400001);
    memset(text, 'x', 400000);
    assert_prices("BTCUSDT-1m-2022-12-25.csv", text, REFERENCE_BAD_ROW, "");
    free(text);
}

/* ---- files on disk ---------------------------------------------------------------------------------------------------- */

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static enum reference_problem read_file(const char *path, enum reference_checksum *checksum)
{
    struct price_name name;
    struct reference_facts facts;
    struct writer *w = writer_to_memory();
    assert_true(price_name_parse(span_of(path), &name));
    price_file_read(path, &name, span_of(path), take, w, &facts);
    writer_close(w, NULL);
    *checksum = facts.checksum;
    return facts.problem;
}

static void a_checksum_beside_the_file_must_hold(void **state)
{
    (void)state;
    char folder[] = "/tmp/straykey-prices-XXXXXX", path[128], beside[160], digest[DIGEST_HEX], text[160];
    const char *row = "1671998340000,1,1,1,1.25,1\n";
    enum reference_checksum checksum;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/BTCUSDT-1m-2022-12-25.csv", folder);
    snprintf(beside, sizeof beside, "%s.CHECKSUM", path);
    assert_int_equal(read_file(path, &checksum), REFERENCE_UNREADABLE);
    write_file(path, row);
    assert_int_equal(read_file(path, &checksum), REFERENCE_GOOD);
    assert_int_equal(checksum, CHECKSUM_ABSENT);
    digest_of(span_of(row), digest);
    snprintf(text, sizeof text, "%s  BTCUSDT-1m-2022-12-25.csv\n", digest);
    write_file(beside, text);
    assert_int_equal(read_file(path, &checksum), REFERENCE_GOOD);
    assert_int_equal(checksum, CHECKSUM_HOLDS);
    text[0] = text[0] == '0' ? '1' : '0';
    write_file(beside, text);
    assert_int_equal(read_file(path, &checksum), REFERENCE_DIFFERS);
    assert_int_equal(checksum, CHECKSUM_DIFFERS);
    snprintf(text, sizeof text, "%s  BTCUSDT-1m-2022-12-26.csv\n", digest);
    write_file(beside, text);
    assert_int_equal(read_file(path, &checksum), REFERENCE_GOOD);
    assert_int_equal(checksum, CHECKSUM_UNREADABLE);
    unlink(beside);
    unlink(path);
    rmdir(folder);
}

/* ---- rates ------------------------------------------------------------------------------------------------------------- */

static struct fx_table *rates(const char *text)
{
    char *error = NULL;
    struct fx_table *t = fx_table_read(span_of(text), &error);
    if (!t) fail_msg("%s", error);
    return t;
}

static void assert_converts(const struct fx_table *t, const char *amount, const char *from, const char *to,
                            const char *day, const char *want, const char *rate_of)
{
    struct decimal d, out;
    struct timestamp at;
    char text[DECIMAL_TEXT_MAX], time[TIME_TEXT_MAX];
    int64_t day_ns;
    assert_int_equal(decimal_parse(span_of(amount), &d), DECIMAL_OK);
    assert_int_equal(time_parse(span_of(day), "%Y-%m-%dT%H:%M:%S", &at), TIME_OK);
    const bool fits = fx_convert(t, d, span_of(from), span_of(to), at.ns, 2, &out, &day_ns);
    assert_int_equal(fits, want != NULL);
    if (!want) return;
    decimal_format(out, text);
    assert_string_equal(text, want);
    time_format(day_ns, 0, time);
    assert_memory_equal(time, rate_of, 10);
}

static void rates_per_dollar(void **state)
{
    (void)state;
    struct fx_table *t =
        rates("date,currency,per_usd\n2022-12-23,EUR,0.9412\n2022-12-23,GBP,0.83\n2022-12-27,EUR,0.95\n");
    assert_converts(t, "-100.005", "USD", "EUR", "2022-12-25T21:00:00", "-94.12", "2022-12-23"); /* the Friday before */
    assert_converts(t, "100", "USD", "EUR", "2022-12-27T00:00:00", "95.00", "2022-12-27");
    assert_converts(t, "83", "GBP", "EUR", "2022-12-24T00:00:00", "94.12", "2022-12-23");
    assert_converts(t, "0.005", "USD", "USD", "2022-12-24T00:00:00", "0.01", "2022-12-24");
    assert_converts(t, "-0.005", "USD", "USD", "2022-12-24T00:00:00", "-0.01", "2022-12-24");
    assert_converts(t, "1", "USD", "EUR", "2022-12-22T23:59:59", NULL, NULL); /* none before */
    assert_converts(t, "1", "USD", "EUR", "2023-01-06T00:00:00", "0.95", "2022-12-27");
    assert_converts(t, "1", "USD", "EUR", "2023-01-07T00:00:00", NULL, NULL); /* too old */
    assert_converts(t, "1", "USD", "JPY", "2022-12-27T00:00:00", NULL, NULL);
    assert_converts(t, "99999999999999999999999999999999999999", "USD", "EUR", "2022-12-27T00:00:00", NULL, NULL);
    assert_true(fx_table_has(t, SPAN("EUR")) && fx_table_has(t, SPAN("USD")) && !fx_table_has(t, SPAN("JPY")));
    assert_false(fx_table_is_ecb(t));
    fx_table_free(t);
}

static void rates_of_the_central_bank(void **state)
{
    (void)state;
    struct fx_table *t =
        rates("Date,USD,JPY,CYP,GBP,\n2022-12-27,1.0650,141.9,N/A,0.8863,\n2022-12-23,1.0622,141.17,N/A,,\n");
    assert_converts(t, "1062.2", "USD", "EUR", "2022-12-25T20:00:00", "1000.00", "2022-12-23");
    assert_converts(t, "1062.2", "USD", "JPY", "2022-12-25T20:00:00", "141170.00", "2022-12-23");
    assert_converts(t, "1", "USD", "EUR", "2022-12-27T20:00:00", "0.94", "2022-12-27");
    assert_converts(t, "2", "EUR", "GBP", "2022-12-27T20:00:00", "1.77", "2022-12-27");
    assert_converts(t, "2", "EUR", "GBP", "2022-12-25T20:00:00", NULL, NULL); /* no cell for that day, none before */
    assert_true(fx_table_has(t, SPAN("EUR")) && !fx_table_has(t, SPAN("CYP")));
    assert_true(fx_table_is_ecb(t));
    fx_table_free(t);
}

static void other_files_are_no_rates(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error;
    } rows[] = {
        {"", "no rate in it"},
        {"date,currency,per_usd\n", "no rate in it"},
        {"a,b\n", "1: the header is neither"},
        {"date,currency,per_usd\n2022-12-23,EUR,0\n", "2: not a row of rates"},
        {"date,currency,per_usd\n2022-12-23,EUR,0.9,1\n", "2: not a row of rates"},
        {"date,currency,per_usd\n23.12.2022,EUR,0.9\n", "2: not a row of rates"},
        {"date,currency,per_usd\n2022-12-23,Euro,0.9\n", "2: not a row of rates"},
        {"date,currency,per_usd\n2022-12-23,USD,1\n", "2: not a row of rates"},
        {"Date,USD,USD\n2022-12-23,1,1\n", "1: the columns are not"},
        {"Date,JPY\n2022-12-23,1\n", "1: the columns are not"},
        {"Date,USD\n2022-12-23,1,1\n", "2: not a row of rates"},
        {"Date,USD\n2022-12-23,x\n", "2: not a row of rates"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *error = NULL;
        assert_null(fx_table_read(span_of(rows[i].text), &error));
        assert_memory_equal(error, rows[i].error, strlen(rows[i].error));
        free(error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_tell_kind_market_and_period),
        cmocka_unit_test(symbols_are_spelt_in_one_way),
        cmocka_unit_test(the_close_of_a_kline_is_the_price_at_its_end),
        cmocka_unit_test(rows_that_are_no_klines_spoil_the_file),
        cmocka_unit_test(tables_name_their_markets_and_zones),
        cmocka_unit_test(endless_lines_end),
        cmocka_unit_test(a_checksum_beside_the_file_must_hold),
        cmocka_unit_test(rates_per_dollar),
        cmocka_unit_test(rates_of_the_central_bank),
        cmocka_unit_test(other_files_are_no_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
