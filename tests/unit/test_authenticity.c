/* Tests of attribution/authenticity and parser/self_checks: small files as a site writes them, each with what was done to
 * it, and what must be told of it.
 *
 * SPDX-License-Identifier: MIT */
#include "authenticity_trial.h"

struct expected {
    const char *name;
    const char *text;
    enum auth_result result;
    uint64_t counted, deviating;
    uint32_t row; /* the first one named; 0: none */
};

/* One file each, one check. */
static void check_files(enum auth_check check, const char *file, const struct expected *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct trial t;
        trial_begin(&t);
        read_text(&t.w, file, span_of(cases[i].text));
        trial_run(&t);
        const struct auth_finding *f = finding(&t, check);
        const struct auth_sum sum = auth_sum(t.result, check);
        const uint32_t row = f && f->row_count > 0 ? f->rows[0].line : 0;
        const uint64_t counted = f ? f->counted : 0, deviating = f ? f->deviating : 0;
        if (sum.result != cases[i].result || counted != cases[i].counted || deviating != cases[i].deviating ||
            row != cases[i].row)
            fail_msg("%s: %s, %u of %u, row %u", cases[i].name, auth_result_name(sum.result), (unsigned)deviating,
                     (unsigned)counted, row);
        trial_end(&t);
    }
}

/* ---- ids that hold their second ------------------------------------------------------------------------------------- */

#define KUCOIN                                                                                                         \
    "orderCreatedAt,id,clientOid,symbol,side,type,stopPrice,price,size,dealSize,dealFunds,averagePrice,fee,"           \
    "feeCurrency,remark,tags,orderStatus,\n"
#define KUCOIN_REST ",,ADA-KCS,sell,limit,0,0.1839,50,50,9.195,0.1839,0.009195,KCS,,,done,\n"

static void seconds_inside_ids(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"they hold",
         KUCOIN "2021-06-24 09:32:35,60d3e0b3eaedb000066310e1" KUCOIN_REST
                "2021-06-24 09:32:36,60d3e0b3eaedb000066310e2" KUCOIN_REST,
         AUTH_AGREES, 2, 0, 0},
        {"one time rewritten",
         KUCOIN "2021-06-24 09:32:35,60d3e0b3eaedb000066310e1" KUCOIN_REST
                "2021-06-24 09:42:35,60d3e0b3eaedb000066310e2" KUCOIN_REST,
         AUTH_EXCEPT, 2, 1, 3},
        {"all an hour apart",
         KUCOIN "2021-06-24 08:32:35,60d3e0b3eaedb000066310e1" KUCOIN_REST
                "2021-06-24 08:32:36,60d3e0b3eaedb000066310e2" KUCOIN_REST,
         AUTH_CONTRADICTS, 2, 2, 2},
        {"ids of another kind",
         KUCOIN "2021-06-24 09:32:35,vs9f6ou9e864rgq8000t4qnm" KUCOIN_REST
                "2021-06-24 09:32:35,60D3E0B3EAEDB000066310E1" KUCOIN_REST "2021-06-24 09:32:35,60d3e0b3" KUCOIN_REST
                "2021-06-24 09:32:35," KUCOIN_REST,
         AUTH_NOT_CHECKABLE, 0, 0, 0},
        {"the last second there is", KUCOIN "2021-06-24 09:32:35,ffffffffeaedb000066310e1" KUCOIN_REST,
         AUTH_CONTRADICTS, 1, 1, 2},
    };
    check_files(AUTH_ID_SECONDS, "orders.csv", cases, sizeof cases / sizeof *cases);
}

static void one_span_for_all(void **state)
{
    (void)state;
    struct trial t;
    trial_begin(&t);
    read_text(&t.w, "a.csv",
              SPAN(KUCOIN "2021-06-24 08:32:35,60d3e0b3eaedb000066310e1" KUCOIN_REST
                          "2021-06-24 08:32:36,60d3e0b3eaedb000066310e2" KUCOIN_REST));
    trial_run(&t);
    const struct auth_finding *f = finding(&t, AUTH_ID_SECONDS);
    assert_true(f->uniform);
    assert_true(f->worst_ns == -3600 * (int64_t)NS_PER_SECOND);
    assert_int_equal(f->row_count, 2);
    trial_end(&t);
}

/* ---- order of ids ------------------------------------------------------------------------------------------------------ */

#define PRO "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit\n"
#define PRO_ROW(id, time) "default," id ",SUKU-USD,BUY,2021-11-23T" time "Z,493.2,SUKU,0.8737,1.5,-432.4,USD\n"
#define PRO_OTHER(id, time) "default," id ",BTC-USD,BUY,2021-11-23T" time "Z,1,BTC,5,0,-5,USD\n"

static void ids_rise(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"they rise",
         PRO PRO_ROW("680408", "10:00:00.000") PRO_ROW("680410", "10:00:09.000") PRO_ROW("680999", "11:00:00.000"),
         AUTH_AGREES, 2, 0, 0},
        {"newest first", PRO PRO_ROW("680999", "11:00:00.000") PRO_ROW("680410", "10:00:09.000"), AUTH_AGREES, 1, 0, 0},
        {"each product counts for itself",
         PRO PRO_ROW("680408", "10:00:00.000") PRO_OTHER("9", "10:00:09.000") PRO_ROW("680409", "10:01:00.000"),
         AUTH_AGREES, 1, 0, 0},
        {"a row moved in time",
         PRO PRO_ROW("680408", "10:00:00.000") PRO_ROW("680410", "09:00:00.000") PRO_ROW("680411", "10:05:00.000")
             PRO_ROW("680412", "10:06:00.000"),
         AUTH_EXCEPT, 3, 1, 3},
        {"a row copied",
         PRO PRO_ROW("680408", "10:00:00.000") PRO_ROW("680409", "10:00:05.000") PRO_ROW("680409", "10:00:05.000"),
         AUTH_EXCEPT, 2, 1, 4},
        {"within a second", PRO PRO_ROW("680408", "10:00:00.500") PRO_ROW("680407", "10:00:01.000"), AUTH_AGREES, 1, 0,
         0},
        {"one row", PRO PRO_ROW("680408", "10:00:00.500"), AUTH_NOT_CHECKABLE, 0, 0, 0},
        {"ids that are no numbers",
         PRO PRO_ROW("x", "10:00:00.500") PRO_ROW("99999999999999999999", "10:00:09.000") PRO_ROW("7", "10:00:10.000"),
         AUTH_NOT_CHECKABLE, 0, 0, 0},
    };
    check_files(AUTH_ID_ORDER, "fills.csv", cases, sizeof cases / sizeof *cases);
}

/* ---- balances ------------------------------------------------------------------------------------------------------------ */

#define KRAKEN "txid,refid,time,type,aclass,asset,amount,fee,balance\n"
#define LEDGER(time, type, asset, amount, fee, balance)                                                                \
    "L" time ",R" time ",2017-11-30 10:" time "," type ",currency," asset "," amount "," fee "," balance "\n"

static void balances_close(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"they do, fee and all",
         KRAKEN LEDGER("01:00", "deposit", "ZEUR", "1000", "0", "1000.0000")
             LEDGER("02:00", "margin", "ZEUR", "0", "1.25", "998.75") LEDGER("03:00", "deposit", "XXBT", "2", "0", "2")
                 LEDGER("04:00", "withdrawal", "ZEUR", "-500", "0.09", "498.66"),
         AUTH_AGREES, 2, 0, 0},
        {"newest first",
         KRAKEN LEDGER("04:00", "withdrawal", "ZEUR", "-500", "0.09", "499.91")
             LEDGER("01:00", "deposit", "ZEUR", "1000", "0", "1000"),
         AUTH_AGREES, 1, 0, 0},
        {"an amount altered",
         KRAKEN LEDGER("01:00", "deposit", "ZEUR", "1000", "0", "1000") LEDGER("02:00", "withdrawal", "ZEUR", "-600",
                                                                               "0", "500")
             LEDGER("03:00", "deposit", "ZEUR", "1", "0", "501") LEDGER("04:00", "deposit", "ZEUR", "1", "0", "502"),
         AUTH_EXCEPT, 3, 1, 3},
        {"a row left out",
         KRAKEN LEDGER("01:00", "deposit", "ZEUR", "1000", "0", "1000")
             LEDGER("03:00", "deposit", "ZEUR", "1", "0", "501"),
         AUTH_EXCEPT, 1, 1, 3},
        {"in no order of time",
         KRAKEN LEDGER("03:00", "deposit", "ZEUR", "5", "0", "105") LEDGER("01:00", "deposit", "ZEUR", "7", "0", "7")
             LEDGER("02:00", "deposit", "ZEUR", "93", "0", "200"),
         AUTH_NOT_CHECKABLE, 2, 2, 3},
        {"numbers too long to add",
         KRAKEN LEDGER("01:00", "deposit", "ZEUR", "99999999999999999999999999999999999999", "0",
                       "99999999999999999999999999999999999999")
             LEDGER("02:00", "deposit", "ZEUR", "99999999999999999999999999999999999999", "0", "1"),
         AUTH_EXCEPT, 1, 1, 3},
        {"no balances",
         KRAKEN LEDGER("01:00", "deposit", "ZEUR", "1000", "0", "") LEDGER("02:00", "deposit", "ZEUR", "x", "", "5"),
         AUTH_NOT_CHECKABLE, 0, 0, 0},
    };
    check_files(AUTH_BALANCES, "ledgers.csv", cases, sizeof cases / sizeof *cases);
}

/* ---- saved again --------------------------------------------------------------------------------------------------------- */

#define PRO_EIGHT(first)                                                                                               \
    first PRO_ROW("2", "10:02:01.000") PRO_ROW("3", "10:03:01.000") PRO_ROW("4", "10:04:01.000")                       \
        PRO_ROW("5", "10:05:01.000") PRO_ROW("6", "10:06:01.000") PRO_ROW("7", "10:07:01.000")                         \
            PRO_ROW("8", "10:08:01.000")

static const struct {
    const char *name, *text;
    uint32_t signs;
} saved[] = {
    {"as the site writes it", PRO PRO_EIGHT(PRO_ROW("1", "10:01:01.000")), 0},
    {"with a byte order mark", "\xEF\xBB\xBF" PRO PRO_EIGHT(PRO_ROW("1", "10:01:01.000")), 1u << SIGN_BYTE_MARK},
    {"with line ends of another system", PRO "default,1,SUKU-USD,BUY,2021-11-23T10:00:01.000Z,1,SUKU,2,0,-2,USD\r\n",
     1u << SIGN_LINE_ENDS},
    {"with empty columns", PRO "default,1,SUKU-USD,BUY,2021-11-23T10:00:01.000Z,1,SUKU,2,0,-2,USD,,\n",
     1u << SIGN_EMPTY_COLUMNS},
    {"with quotation marks",
     PRO
     "\"default\",\"1\",\"SUKU-USD\",\"BUY\",\"2021-11-23T10:00:01.000Z\",\"1\",\"SUKU\",\"2\",\"0\",\"-2\",\"USD\"\n",
     1u << SIGN_QUOTES},
    {"with a time rewritten", PRO "default,1,SUKU-USD,BUY,23.11.2021 10:00,1,SUKU,2,0,-2,USD\n", 1u << SIGN_TIMES},
};

static void signs_of_saving(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof saved / sizeof *saved; i++) {
        struct trial t;
        trial_begin(&t);
        read_text(&t.w, "fills.csv", span_of(saved[i].text));
        trial_run(&t);
        const struct auth_finding *f = finding(&t, AUTH_RESAVED);
        if (!f || f->signs != saved[i].signs) fail_msg("%s: signs %x", saved[i].name, f ? f->signs : 0xFFFF);
        assert_int_equal(f->result, saved[i].signs ? AUTH_EXCEPT : AUTH_AGREES);
        trial_end(&t);
    }
}

static void look(struct first_events *f, const char *const *ids, size_t count, int64_t step_ns)
{
    struct store *s = store_new();
    struct event events[16];
    for (size_t i = 0; i < count; i++) {
        event_clear(&events[i]);
        events[i].kind = EVENT_ORDER;
        events[i].at_ns = (int64_t)i * step_ns;
        events[i].line = (uint32_t)i + 1;
        events[i].order_id = store_ident(s, span_of(ids[i]));
    }
    *f = (struct first_events){0};
    first_events_look(f, s, events, count);
    store_free(s);
}

static void long_ids_and_whole_minutes(void **state)
{
    (void)state;
    static const char *const ids[] = {"838977000000000123",
                                      "838977000000000000",
                                      "8389771234567890000",
                                      "8389771234567890001",
                                      "83897700000000000x",
                                      "",
                                      "0",
                                      "838977000000000"};
    struct first_events f;
    look(&f, ids, sizeof ids / sizeof *ids, 60 * (int64_t)NS_PER_SECOND);
    assert_int_equal(f.long_ids, 4);
    assert_int_equal(f.zero_ids.count, 2);
    assert_int_equal(f.zero_ids.items[0].line, 2);
    assert_int_equal(f.whole_minutes, 8);
    look(&f, ids, sizeof ids / sizeof *ids, 30 * (int64_t)NS_PER_SECOND);
    assert_int_equal(f.whole_minutes, 4);
}

/* ---- two files ----------------------------------------------------------------------------------------------------------- */

static void two_files_of_one_trade(void **state)
{
    (void)state;
    static const char first[] = PRO PRO_ROW("680408", "10:00:00.000") PRO_ROW("680410", "10:00:09.000");
    static const char same[] = PRO PRO_ROW("680408", "10:00:00.000");
    static const char other[] =
        PRO "default,680410,SUKU-USD,BUY,2021-11-23T10:00:09.000Z,99,SUKU,0.8737,1.5,-432.4,USD\n";
    static const char fee[] =
        PRO "default,680410,SUKU-USD,BUY,2021-11-23T10:00:09.000Z,493.2,SUKU,0.8737,7.5,-432.4,USD\n";
    const struct {
        const char *second;
        enum auth_result result;
    } cases[] = {{same, AUTH_AGREES}, {other, AUTH_CONTRADICTS}, {fee, AUTH_CONTRADICTS}, {PRO, AUTH_NOT_CHECKABLE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trial t;
        trial_begin(&t);
        read_text(&t.w, "a.csv", SPAN(first));
        read_text(&t.w, "b.csv", span_of(cases[i].second));
        trial_run(&t);
        const struct auth_finding *f = finding(&t, AUTH_SOURCES);
        if (auth_sum(t.result, AUTH_SOURCES).result != cases[i].result) fail_msg("case %zu", i);
        if (f) assert_true(f->source == 1 && f->other == 0 && f->counted == 1);
        if (f && f->deviating) assert_int_equal(f->rows[0].line, 2);
        trial_end(&t);
    }
}

/* ---- over several files -------------------------------------------------------------------------------------------------- */

/* Each row would do in a file of its own. */
static void ids_rise_over_files(void **state)
{
    (void)state;
    static const char first[] =
        PRO PRO_ROW("680408", "10:00:00.000") PRO_ROW("680420", "10:09:00.000") PRO_ROW("680425", "10:10:00.000");
    static const struct {
        const char *second;
        uint64_t counted, deviating;
    } cases[] = {{PRO PRO_ROW("680411", "10:05:00.000"), 1, 0},
                 {PRO PRO_ROW("680411", "10:30:00.000") PRO_ROW("680430", "11:00:00.000"), 2, 1},
                 {PRO PRO_OTHER("1", "10:30:00.000"), 0, 0},
                 {PRO PRO_ROW("680408", "10:00:00.000"), 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trial t;
        uint64_t counted = 0, deviating = 0;
        trial_begin(&t);
        read_text(&t.w, "a.csv", SPAN(first));
        read_text(&t.w, "b.csv", span_of(cases[i].second));
        trial_run(&t);
        const struct authenticity *a = t.result->authenticity;
        for (size_t k = 0; k < a->findings.count; k++) {
            if (a->findings.items[k].check != AUTH_ID_ORDER || a->findings.items[k].source != 1) continue;
            counted += a->findings.items[k].counted;
            deviating += a->findings.items[k].deviating;
        }
        if (counted != cases[i].counted || deviating != cases[i].deviating)
            fail_msg("case %zu: %u of %u", i, (unsigned)deviating, (unsigned)counted);
        trial_end(&t);
    }
}

#define KRAKEN_TRADES "txid,ordertxid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc,ledgers\n"
#define TRADE(id, minute, price)                                                                                       \
    id ",OABCDE,XXBTZEUR,2022-12-20 10:" minute ":00,buy,limit," price ",50,0.1,0.002,0,,\n"

static void ids_stand_for_one_trade(void **state)
{
    (void)state;
#define TEN                                                                                                            \
    TRADE("T1", "01", "25000")                                                                                         \
    TRADE("T2", "02", "25000")                                                                                         \
    TRADE("T3", "03", "25000")                                                                                         \
    TRADE("T4", "04", "25000")                                                                                         \
    TRADE("T5", "05", "25000")                                                                                         \
    TRADE("T6", "06", "25000")                                                                                         \
    TRADE("T7", "07", "25000") TRADE("T8", "08", "25000") TRADE("T9", "09", "25000") TRADE("T10", "10", "25000")
    static const struct expected cases[] = {
        {"each once", KRAKEN_TRADES TEN, AUTH_AGREES, 10, 0, 0},
        {"one with two prices", KRAKEN_TRADES TEN TRADE("T3", "03", "26000"), AUTH_EXCEPT, 11, 1, 12},
        {"one at two times", KRAKEN_TRADES TEN TRADE("T3", "33", "25000"), AUTH_EXCEPT, 11, 1, 12},
        {"a row twice, as of two pages", KRAKEN_TRADES TEN TRADE("T3", "03", "25000"), AUTH_AGREES, 11, 0, 0},
        {"an id of something else",
         KRAKEN_TRADES TEN TRADE("T3", "33", "25000") TRADE("T4", "34", "25000") TRADE("T5", "35", "25000"),
         AUTH_NOT_CHECKABLE, 0, 0, 0},
    };
#undef TEN
    check_files(AUTH_ID_ORDER, "trades.csv", cases, sizeof cases / sizeof *cases);
}

/* ---- numbers of rows ---------------------------------------------------------------------------------------------------- */

#define LOG(rows) "{\"accountUid\":\"00000000-2fce-4265-b806-4f3c1efb37ee\",\"logs\":[\n" rows "]}\n"
#define ENTRY(id)                                                                                                      \
    "{\"id\":" id ",\"date\":\"2022-12-20T12:00:00.000Z\",\"asset\":\"usd\",\"booking_uid\":\"b" id                    \
    "\",\"execution\":null,\"fee\":0,\"info\":\"funding rate change\",\"margin_account\":\"flex\",\"new_balance\":" id \
    ",\"old_balance\":1,\"trade_price\":null}"

static void numbers_have_gaps(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"none", LOG(ENTRY("7") ",\n" ENTRY("6") ",\n" ENTRY("5") "\n"), AUTH_AGREES, 3, 0, 0},
        {"in no order", LOG(ENTRY("6") ",\n" ENTRY("7") ",\n" ENTRY("5") "\n"), AUTH_AGREES, 3, 0, 0},
        {"two are missing", LOG(ENTRY("8") ",\n" ENTRY("5") ",\n" ENTRY("4") "\n"), AUTH_EXCEPT, 5, 2, 2},
        {"most are missing", LOG(ENTRY("800") ",\n" ENTRY("5") ",\n" ENTRY("4") "\n"), AUTH_NOT_CHECKABLE, 0, 0, 0},
        {"one row", LOG(ENTRY("8") "\n"), AUTH_NOT_CHECKABLE, 0, 0, 0},
        {"one twice", LOG(ENTRY("8") ",\n" ENTRY("8") ",\n" ENTRY("9") "\n"), AUTH_AGREES, 3, 0, 0},
        {"no numbers", LOG(ENTRY("8.5") ",\n" ENTRY("-4") "\n"), AUTH_NOT_CHECKABLE, 0, 0, 0},
    };
    check_files(AUTH_ID_GAPS, "log.json", cases, sizeof cases / sizeof *cases);
}

static void another_file_fills_a_gap(void **state)
{
    (void)state;
    for (unsigned with = 0; with < 2; with++) {
        struct trial t;
        trial_begin(&t);
        read_text(&t.w, "a.json", SPAN(LOG(ENTRY("9") ",\n" ENTRY("6") ",\n" ENTRY("5") "\n")));
        if (with) read_text(&t.w, "b.json", SPAN(LOG(ENTRY("7") ",\n" ENTRY("8") "\n")));
        trial_run(&t);
        const struct auth_finding *f = finding(&t, AUTH_ID_GAPS);
        assert_non_null(f);
        assert_int_equal(f->deviating, with ? 0 : 2);
        if (!with) assert_true(f->gaps[0].from == 7 && f->gaps[0].to == 8);
        trial_end(&t);
    }
}

/* ---- what needs no file --------------------------------------------------------------------------------------------------- */

static void nothing_was_supplied(void **state)
{
    (void)state;
    struct trial t;
    trial_begin(&t);
    trial_run(&t);
    for (unsigned c = 0; c < AUTH_CHECK_COUNT; c++)
        assert_int_equal(auth_sum(t.result, (enum auth_check)c).result, AUTH_NOT_CHECKABLE);
    trial_end(&t);
    assert_int_equal(auth_result_of(2, 1), AUTH_EXCEPT);
    assert_int_equal(auth_result_of(3, 2), AUTH_CONTRADICTS);
}

static void more_rows_than_are_named(void **state)
{
    (void)state;
    struct places p = {0};
    for (uint32_t i = 1; i <= PLACES_MOST + 5; i++) places_add(&p, i, i);
    assert_int_equal(p.count, PLACES_MOST + 5);
    assert_int_equal(p.items[PLACES_MOST - 1].line, PLACES_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(seconds_inside_ids),
                                       cmocka_unit_test(one_span_for_all),
                                       cmocka_unit_test(ids_rise),
                                       cmocka_unit_test(ids_rise_over_files),
                                       cmocka_unit_test(ids_stand_for_one_trade),
                                       cmocka_unit_test(numbers_have_gaps),
                                       cmocka_unit_test(another_file_fills_a_gap),
                                       cmocka_unit_test(balances_close),
                                       cmocka_unit_test(signs_of_saving),
                                       cmocka_unit_test(long_ids_and_whole_minutes),
                                       cmocka_unit_test(two_files_of_one_trade),
                                       cmocka_unit_test(nothing_was_supplied),
                                       cmocka_unit_test(more_rows_than_are_named)};
    return cmocka_run_group_tests(tests, load_formats, free_formats);
}
