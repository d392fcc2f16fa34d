/* Tests of parser/event: ids that compare as texts do, packed amounts that come back, markets and accounts found again.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "parser/event.h"

static int new_store(void **state)
{
    *state = store_new();
    return 0;
}

static int free_store(void **state)
{
    store_free(*state);
    return 0;
}

static struct decimal number(const char *text)
{
    struct decimal d = {0, 0};
    assert_int_equal(decimal_parse(span_of(text), &d), DECIMAL_OK);
    return d;
}

static void assert_text(struct span got, const char *want)
{
    if (!span_is(got, want)) fail_msg("got \"%.*s\", want \"%s\"", SPAN_ARG(got), want);
}

static void ids_come_back_as_they_were_written(void **state)
{
    struct store *s = *state;
    static const char *const texts[] = {
        "0",
        "1",
        "2242856003",
        "999999999999999999",
        "1000000000000000000",
        "18446744073709551615",
        "007",
        "00",
        "-5",
        "+5",
        "1.0",
        "8,38977E+18",
        "5be48ec1-67ab-4df4-ba34-8cf86a7a1d11",
        "web_T8X",
        "BTCUSDT",
        "BTCUSDT_",
        "BTCUSDT_0",
        "BTCUSDT_00",
        "BTCUSDT_007",
        "BTCUSDT_123",
        "ETHUSDT_123",
        "A_BTCUSDT_123",
        "123_123",
        "_123",
        "BTCUSDT_1099511627775", /* the largest number that is kept beside a name */
        "BTCUSDT_1099511627776",
        "1000SHIBUSDT_7100000644", /* as long as an id may be that is put together again */
        "1000SHIBUSDT_71000006440",
        " 1",
        "1 ",
        "é",
    };
    ident ids[sizeof texts / sizeof *texts];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char scratch[24];
        ids[i] = store_ident(s, span_of(texts[i]));
        assert_true(ids[i] != IDENT_NONE);
        assert_text(store_ident_text(s, ids[i], scratch), texts[i]);
        assert_true(store_ident(s, span_of(texts[i])) == ids[i]);
        for (size_t j = 0; j < i; j++) assert_true(ids[j] != ids[i]);
        ident found = IDENT_NONE;
        assert_true(store_find_ident(s, span_of(texts[i]), &found));
        assert_true(found == ids[i]);
    }
}

static void no_id_is_none_and_unknown_ids_are_not_added(void **state)
{
    struct store *s = *state;
    char scratch[24];
    assert_true(store_ident(s, SPAN("")) == IDENT_NONE);
    assert_text(store_ident_text(s, IDENT_NONE, scratch), "");
    uint32_t before = intern_count(s->texts);
    ident id = 42;
    assert_false(store_find_ident(s, SPAN("never-seen"), &id));
    assert_true(id == 42);
    assert_false(store_find_ident(s, SPAN("NEVERSEEN_1"), &id));
    assert_true(id == 42);
    assert_true(store_find_ident(s, SPAN("123456"), &id)); /* numbers need no pool */
    assert_true(store_find_ident(s, SPAN_NONE, &id));
    assert_true(id == IDENT_NONE);
    assert_int_equal(intern_count(s->texts), before);
}

static void ids_that_share_a_name_need_no_texts_of_their_own(void **state)
{
    struct store *s = *state;
    store_ident(s, SPAN("BTCUSDT_1"));
    uint32_t before = intern_count(s->texts);
    store_ident(s, SPAN("BTCUSDT_2"));
    store_ident(s, SPAN("BTCUSDT_7100000644"));
    assert_int_equal(intern_count(s->texts), before);
}

static void amounts_of_any_width_come_back_exactly(void **state)
{
    struct store *s = *state;
    static const char *const texts[] = {
        "0",
        "0.00000000",
        "1.50",
        "-9223372036854775808",
        "9223372036854775807",
        "9223372036854775808",
        "0.063265710000000000000000000000000001",
        "-99999999999999999999999999999999999999",
        "1e-38",
        "42",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct event e;
        struct decimal want = number(texts[i]), got;
        event_clear(&e);
        assert_false(event_amount(s, &e, AMOUNT_QTY, &got));
        assert_false(event_has(&e, AMOUNT_QTY));
        event_set_amount(s, &e, AMOUNT_QTY, want);
        assert_true(event_has(&e, AMOUNT_QTY));
        assert_false(event_has(&e, AMOUNT_PRICE));
        assert_true(event_amount(s, &e, AMOUNT_QTY, &got));
        assert_true(got.mantissa == want.mantissa && got.scale == want.scale);
    }
    assert_int_equal(s->wide.count, 3);
}

static void markets_are_found_whatever_their_case(void **state)
{
    struct store *s = *state;
    uint32_t first = store_market(s, SPAN("binance"), SPAN("btc"), SPAN("Usdt"));
    assert_int_equal(first, 1);
    assert_int_equal(store_market(s, SPAN("binance"), SPAN("BTC"), SPAN("USDT")), first);
    const struct market m = s->markets.items[first];
    assert_text(store_get_text(s, m.venue), "binance");
    assert_text(store_get_text(s, m.base), "BTC");
    assert_text(store_get_text(s, m.quote), "USDT");
    assert_text(store_get_text(s, m.symbol), "BTCUSDT");

    assert_int_not_equal(store_market(s, SPAN("ftx"), SPAN("BTC"), SPAN("USDT")), first);
    assert_int_not_equal(store_market(s, SPAN("binance"), SPAN("BTCU"), SPAN("SDT")), first);
    assert_int_not_equal(store_market(s, SPAN("binanceB"), SPAN("TC"), SPAN("USDT")), first);
    assert_int_equal(s->markets.count, 5);
    assert_int_equal(store_market(s, SPAN("binance"), SPAN_NONE, SPAN_NONE), MARKET_NONE);
    assert_int_equal(s->markets.items[MARKET_NONE].base, 0);
    assert_int_equal(s->markets.count, 5);
}

static void symbols_have_no_separators_and_contracts_keep_their_name(void **state)
{
    struct store *s = *state;
    static const struct {
        const char *base, *quote, *symbol;
    } rows[] = {
        {"ada", "BTC", "ADABTC"},       {"BTC-PERP", "", "BTCPERP"},
        {"BTC-PERP", "USD", "BTCPERP"}, {"BTC-USDT-SWAP", "", "BTCUSDTSWAP"},
        {"XBTUSD", "", "XBTUSD"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t m = store_market(s, SPAN("x"), span_of(rows[i].base), span_of(rows[i].quote));
        assert_text(store_get_text(s, s->markets.items[m].symbol), rows[i].symbol);
    }
}

static void long_names_are_names_too(void **state)
{
    struct store *s = *state;
    char name[1000];
    memset(name, 'a', sizeof name);
    struct span base = {name, sizeof name};
    uint32_t m = store_market(s, SPAN("x"), base, SPAN("USD"));
    assert_int_equal(store_market(s, SPAN("x"), base, SPAN("USD")), m);
    assert_int_equal(store_get_text(s, s->markets.items[m].base).len, sizeof name);
    assert_int_equal(store_get_text(s, s->markets.items[m].base).ptr[999], 'A');
    assert_int_equal(store_account(s, SPAN("x"), base), store_account(s, SPAN("x"), base));
}

static void accounts_are_told_apart_by_venue_and_id(void **state)
{
    struct store *s = *state;
    uint32_t a = store_account(s, SPAN("binance"), SPAN("123"));
    assert_int_equal(a, 1);
    assert_int_equal(store_account(s, SPAN("binance"), SPAN("123")), a);
    assert_int_not_equal(store_account(s, SPAN("binance"), SPAN_NONE), a);
    assert_int_not_equal(store_account(s, SPAN("3commas"), SPAN("123")), a);
    assert_int_not_equal(store_account(s, SPAN("binance1"), SPAN("23")), a);
    assert_int_equal(store_account(s, SPAN_NONE, SPAN_NONE), 0);
    assert_text(store_get_text(s, s->accounts.items[a].id), "123");
    assert_int_equal(s->accounts.items[a].label, 0);
    assert_false(s->accounts.items[a].paper);
}

static void a_cleared_event_has_nothing(void **state)
{
    (void)state;
    struct event e;
    memset(&e, 0xAA, sizeof e);
    event_clear(&e);
    assert_true(e.at_ns == TIME_NONE && e.until_ns == TIME_NONE);
    assert_true(e.source == SOURCE_NONE && e.market == MARKET_NONE && e.order_id == IDENT_NONE);
    for (int a = 0; a < AMOUNT_COUNT; a++) assert_false(event_has(&e, (enum amount)a));
    assert_int_equal(e.marks | e.side | e.status | e.role, 0);
}

static void words_are_those_of_the_contract_and_lead_back(void **state)
{
    (void)state;
    assert_string_equal(event_kind_name(EVENT_BOT_ORDER), "bot-order");
    assert_string_equal(side_name(SIDE_NONE), "");
    assert_string_equal(side_name(SIDE_SELL), "sell");
    assert_string_equal(channel_name(CHANNEL_API), "api");
    assert_string_equal(channel_name(CHANNEL_NONE), "");
    assert_string_equal(role_name(ROLE_BASE), "base order");
    for (int i = EVENT_FILL; i <= EVENT_ACCOUNT; i++) {
        enum event_kind kind;
        assert_true(event_kind_of(span_of(event_kind_name((enum event_kind)i)), &kind));
        assert_int_equal(kind, i);
    }
    for (int i = STATUS_PLACED; i <= STATUS_CLOSED; i++) {
        enum event_status status;
        assert_true(status_of(span_of(status_name((enum event_status)i)), &status));
        assert_int_equal(status, i);
    }
    for (int i = ROLE_BASE; i <= ROLE_GRID_BALANCING; i++) {
        enum role role;
        assert_true(role_of(span_of(role_name((enum role)i)), &role));
        assert_int_equal(role, i);
    }
    enum role role = ROLE_NONE;
    assert_true(role_of(SPAN("manual-safety_order"), &role));
    assert_int_equal(role, ROLE_MANUAL_SAFETY);
    enum event_status status = STATUS_NONE;
    assert_false(status_of(SPAN(""), &status));
    assert_false(status_of(SPAN("Filled"), &status));
    enum event_kind kind;
    assert_false(event_kind_of(SPAN("trade"), &kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ids_come_back_as_they_were_written, new_store, free_store),
        cmocka_unit_test_setup_teardown(no_id_is_none_and_unknown_ids_are_not_added, new_store, free_store),
        cmocka_unit_test_setup_teardown(ids_that_share_a_name_need_no_texts_of_their_own, new_store, free_store),
        cmocka_unit_test_setup_teardown(amounts_of_any_width_come_back_exactly, new_store, free_store),
        cmocka_unit_test_setup_teardown(markets_are_found_whatever_their_case, new_store, free_store),
        cmocka_unit_test_setup_teardown(symbols_have_no_separators_and_contracts_keep_their_name, new_store,
                                        free_store),
        cmocka_unit_test_setup_teardown(long_names_are_names_too, new_store, free_store),
        cmocka_unit_test_setup_teardown(accounts_are_told_apart_by_venue_and_id, new_store, free_store),
        cmocka_unit_test(a_cleared_event_has_nothing),
        cmocka_unit_test(words_are_those_of_the_contract_and_lead_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
