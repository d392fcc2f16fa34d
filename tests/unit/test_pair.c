/* Tests of parser/pair: spellings of pairs, and amounts with their unit behind them.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parser/format/pair.h"

struct spelling {
    const char *text;
    enum pair_style style;
    enum pair_sequence sequence;
    const char *base, *quote; /* NULL: refused */
};

static void assert_spellings(const struct spelling *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct span base, quote, text = span_of(rows[i].text);
        bool split = pair_split(text, rows[i].style, rows[i].sequence, &base, &quote);
        if (split != (rows[i].base != NULL)) fail_msg("%s: %s", rows[i].text, split ? "was split" : "was refused");
        if (!split) continue;
        if (!span_is(base, rows[i].base)) fail_msg("%s: base %.*s", rows[i].text, SPAN_ARG(base));
        if (!span_is(quote, rows[i].quote)) fail_msg("%s: quote %.*s", rows[i].text, SPAN_ARG(quote));
        assert_true(base.ptr >= text.ptr && base.ptr + base.len <= text.ptr + text.len);
    }
}

static void pairs_without_a_separator_are_split_or_refused(void **state)
{
    (void)state;
    static const struct spelling rows[] = {
        {"BTCUSDT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "BTC", "USDT"},
        {"adausdt", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "ada", "usdt"},
        {"ETHBTC", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "ETH", "BTC"},
        {"USDCUSDT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "USDC", "USDT"},
        {"BNBBUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "BNB", "BUSD"},
        {"BNBUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "BNB", "USD"},
        {"XBTUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "XBT", "USD"},
        {"PAXGUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "PAXG", "USD"},
        {"ARBUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "AR", "BUSD"},
        {"SHIBUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "SHIB", "USD"},
        {"SHIBBUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "SHIB", "BUSD"},
        {"GRTUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "GRT", "USD"},
        {"ETHUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "ETH", "USD"},
        {"BCHUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "BCH", "USD"},
        {"1INCHUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "1INCH", "USD"},
        {"DASHUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "DASH", "USD"},
        {"VETUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "VET", "USD"},
        {"FETUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "FET", "USD"},
        {"ONTUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "ONT", "USD"},
        {"HOTUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "HOT", "USD"},
        {"ETHTUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "ETH", "TUSD"},
        {"ADAEUR", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "ADA", "EUR"},
        {"GALAEUR", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "GALA", "EUR"},
        {"BTCAEUR", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "BTC", "AEUR"},
        {"EURAEUR", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "EUR", "AEUR"},
        {"AEURUSDT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "AEUR", "USDT"},
        {"BTCTUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "BTC", "TUSD"},
        {"USDTUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "USDT", "USD"},
        {"1INCHUSDT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "1INCH", "USDT"},
        {"TUSDT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "T", "USDT"},
        {"XXBTZUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "XXBT", "ZUSD"},
        {"XETHXXBT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "XETH", "XXBT"},
        {"XTZUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "XTZ", "USD"},
        {"XBTUSDT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "XBT", "USDT"},
        {"USDTBTC", PAIR_CONCATENATED, PAIR_QUOTE_BASE, "BTC", "USDT"},
        {"USDT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, NULL, NULL},
        {"FOOBAR", PAIR_CONCATENATED, PAIR_BASE_QUOTE, NULL, NULL},
        {"", PAIR_CONCATENATED, PAIR_BASE_QUOTE, NULL, NULL},
        {"USDTZUSD", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "USDT", "ZUSD"},
        {"BTC/USDT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, "BTC", "USDT"},
        {"BTC/USD-231229", PAIR_CONCATENATED, PAIR_BASE_QUOTE, NULL, NULL},
        {"/USDT", PAIR_CONCATENATED, PAIR_BASE_QUOTE, NULL, NULL},
        {"BTCUSD_PERP", PAIR_CONCATENATED, PAIR_BASE_QUOTE, NULL, NULL},
    };
    assert_spellings(rows, sizeof rows / sizeof *rows);
}

static void pairs_with_a_separator_are_split_or_refused(void **state)
{
    (void)state;
    static const struct spelling rows[] = {
        {"DMG/USD", PAIR_SLASH, PAIR_BASE_QUOTE, "DMG", "USD"},
        {"BTC-PERP", PAIR_SLASH, PAIR_BASE_QUOTE, NULL, NULL},
        {"BTC/USDT:USDT", PAIR_SLASH, PAIR_BASE_QUOTE, NULL, NULL},
        {"/USD", PAIR_SLASH, PAIR_BASE_QUOTE, NULL, NULL},
        {"BTC/", PAIR_SLASH, PAIR_BASE_QUOTE, NULL, NULL},
        {"BTC-USDT", PAIR_DASH, PAIR_BASE_QUOTE, "BTC", "USDT"},
        {"BTC-USDT-SWAP", PAIR_DASH, PAIR_BASE_QUOTE, NULL, NULL},
        {"BTC-ETC", PAIR_DASH, PAIR_QUOTE_BASE, "ETC", "BTC"},
        {"USDT_BTC", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "BTC", "USDT"},
        {"ETH_BTC", PAIR_UNDERSCORE, PAIR_BASE_QUOTE, "ETH", "BTC"},
        {"USDT_1INCH", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "1INCH", "USDT"},
        {"USDT_BTCUSDT", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "BTC", "USDT"},
        {"USDT_DOGE_USDT", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "DOGE", "USDT"},
        {"USD_BTC-PERP", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "BTC-PERP", "USD"},
        {"BTC_WBTC", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "WBTC", "BTC"},
        {"ETH_STETH", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "STETH", "ETH"},
        {"USD_BUSD", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "BUSD", "USD"},
        {"USDT_USDT", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "USDT", "USDT"},
        {"BNFCR_VETUSDT", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, "VETUSDT", "BNFCR"},
        {"_BTC", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, NULL, NULL},
        {"USDT_", PAIR_UNDERSCORE, PAIR_QUOTE_BASE, NULL, NULL},
    };
    assert_spellings(rows, sizeof rows / sizeof *rows);
}

static void the_quotes_of_a_venue_decide(void **state)
{
    (void)state;
    const struct span quotes[] = {SPAN("USD"), SPAN("USDT"), SPAN("XBT"), SPAN("HT"), SPAN("ZUSD")};
    static const struct {
        const char *text, *base, *quote;
    } rows[] = {
        {"ARBUSD", "ARB", "USD"},     {"arbusd", "arb", "usd"},     {"SHIBUSD", "SHIB", "USD"},
        {"ARBUSDT", "ARB", "USDT"},   {"USDTUSD", "USDT", "USD"},   {"ADAXBT", "ADA", "XBT"},
        {"XXBTZUSD", "XXBT", "ZUSD"}, {"XETHXXBT", "XETH", "XXBT"}, {"USDTZUSD", "USDT", "ZUSD"},
        {"eosht", "eos", "ht"},       {"ALGO/EUR", "ALGO", "EUR"},  {"BTC/USD-231229", NULL, NULL},
        {"ADAEUR", NULL, NULL},       {"USDT", NULL, NULL},         {"", NULL, NULL},
        {"BTC-USDT", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span base, quote;
        bool split = pair_split_known(span_of(rows[i].text), quotes, sizeof quotes / sizeof *quotes, &base, &quote);
        if (split != (rows[i].base != NULL)) fail_msg("%s: %s", rows[i].text, split ? "was split" : "was refused");
        if (!split) continue;
        if (!span_is(base, rows[i].base)) fail_msg("%s: base %.*s", rows[i].text, SPAN_ARG(base));
        if (!span_is(quote, rows[i].quote)) fail_msg("%s: quote %.*s", rows[i].text, SPAN_ARG(quote));
    }
}

static void amounts_lose_their_unit_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *text, *unit, *number, *found; /* number NULL: refused */
    } rows[] = {
        {"0.5ETH", "ETH", "0.5", "ETH"},
        {"0.5 ETH", "ETH", "0.5", "ETH"},
        {"5.11INCH", "1INCH", "5.1", "1INCH"},
        {"5.11INCH", "INCH", "5.11", "INCH"},
        {"5.11INCH", "", "5.11", "INCH"},
        {"0 1INCH", "1INCH", "0", "1INCH"},
        {"1,234.50BUSD", "BUSD", "1,234.50", "BUSD"},
        {"-597.49 EUR", "EUR", "-597.49", "EUR"},
        {"10.00000000 usdt", "USDT", "10.00000000", "usdt"},
        {"1E-8BTC", "BTC", "1E-8", "BTC"},
        {"5ETH", "", "5", "ETH"},
        {"5E2ETH", "", "5E2", "ETH"},
        {"0.5", "ETH", "0.5", ""},
        {"0.5", "", "0.5", ""},
        {" 7 ", "BTC", "7", ""},
        {"0.5BTC", "ETH", NULL, NULL},
        {"5BUSDT", "USDT", NULL, NULL},
        {"ETH", "ETH", NULL, NULL},
        {"ETH", "", NULL, NULL},
        {"", "", NULL, NULL},
        {"", "ETH", NULL, NULL},
        {"-ETH", "ETH", NULL, NULL},
        {".ETH", "ETH", NULL, NULL},
        {"5 0ETH", "ETH", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span number, found;
        bool split = amount_split(span_of(rows[i].text), span_of(rows[i].unit), &number, &found);
        if (split != (rows[i].number != NULL)) fail_msg("%s: %s", rows[i].text, split ? "was split" : "was refused");
        if (!split) continue;
        if (!span_is(number, rows[i].number)) fail_msg("%s: number %.*s", rows[i].text, SPAN_ARG(number));
        if (!span_is(found, rows[i].found)) fail_msg("%s: unit %.*s", rows[i].text, SPAN_ARG(found));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_without_a_separator_are_split_or_refused),
        cmocka_unit_test(pairs_with_a_separator_are_split_or_refused),
        cmocka_unit_test(the_quotes_of_a_venue_decide),
        cmocka_unit_test(amounts_lose_their_unit_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
