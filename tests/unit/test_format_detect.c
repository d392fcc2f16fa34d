/* Tests of recognising files: by the whole header in its order, through damage that loses nothing, never by chance.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/format_reading.h"

#define TRADES "Date(UTC),Pair,Side,Price,Executed,Amount,Fee"
#define TRADE "2021-06-02 08:15:09,LTCUSDT,BUY,182.4,0.51LTC,93.024USDT,0.000141BNB"
#define NESTED "Date(UTC),OrderNo,Pair,Type,Order Price,Order Amount,AvgTrading Price,Filled,Total,status"

struct csv_case {
    const char *name, *file, *text, *id; /* id NULL: none */
    bool tie;
};

static const struct csv_case csv_cases[] = {
    {"the plain file", "a.csv", TRADES "\n" TRADE "\n", "binance-spot-trades-csv-2021", false},
    {"with a byte order mark", "a.csv", "\xEF\xBB\xBF" TRADES "\n" TRADE "\n", "binance-spot-trades-csv-2021", false},
    {"with CRLF", "a.csv", TRADES "\r\n" TRADE "\r\n", "binance-spot-trades-csv-2021", false},
    {"with quoted cells", "a.csv",
     "\"Date(UTC)\",\"Pair\",\"Side\",\"Price\",\"Executed\",\"Amount\",\"Fee\"\n" TRADE "\n",
     "binance-spot-trades-csv-2021", false},
    {"with semicolons", "a.csv",
     "Date(UTC);Pair;Side;Price;Executed;Amount;Fee\n2021-06-02 08:15:09;LTCUSDT;BUY;182.4;0.51LTC;93.024USDT;0BNB\n",
     "binance-spot-trades-csv-2021", false},
    {"with tabs", "a.csv", "Date(UTC)\tPair\tSide\tPrice\tExecuted\tAmount\tFee\n", "binance-spot-trades-csv-2021",
     false},
    {"header only", "a.csv", TRADES "\n", "binance-spot-trades-csv-2021", false},
    {"header only, no line end", "a.csv", TRADES, "binance-spot-trades-csv-2021", false},
    {"empty cells behind the header", "a.csv", TRADES ",,\n" TRADE ",,\n", "binance-spot-trades-csv-2021", false},
    {"blanks around the names", "a.csv", "Date(UTC), Pair , Side,Price,Executed,Amount,Fee\n",
     "binance-spot-trades-csv-2021", false},
    {"below a preamble", "a.csv", "Trade History\n\nmade on,2021-06-03\n" TRADES "\n" TRADE "\n",
     "binance-spot-trades-csv-2021", false},
    {"the whole header in quotes", "a.csv",
     "\"User_ID,\"\"UTC_Time\"\",\"\"Account\"\",\"\"Operation\"\",\"\"Coin\"\",\"\"Change\"\",\"\"Remark\"\"\"\n",
     "binance-statement-csv-2017", false},
    {"rows that are all broken", "a.csv", TRADES "\nx\ny,z\n", "binance-spot-trades-csv-2021", false},
    {"nested orders", "a.csv", NESTED "\n", "binance-spot-orders-csv-2021", false},
    {"another language, by its rows", "a.csv",
     "Zeit,Paar,Seite,Preis,Menge,Betrag,Geb\xC3\xBChr\n24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB\n",
     "binance-spot-trades-csv-2024-translated", false},
    {"deposits told by the file's name", "Deposit History.csv",
     "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status\n",
     "binance-deposits-csv", false},
    {"withdrawals told by the file's name", "my withdrawals.csv",
     "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status\n",
     "binance-withdrawals-csv", false},
    {"nothing tells deposits from withdrawals", "a.csv",
     "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status\n", NULL, true},

    {"a renamed column", "a.csv", "Date(UTC),Pair,Side,Price,Filled,Amount,Fee\n" TRADE "\n", NULL, false},
    {"two columns changed places", "a.csv", "Date(UTC),Pair,Side,Price,Amount,Executed,Fee\n" TRADE "\n", NULL, false},
    {"a dropped column", "a.csv", "Date(UTC),Pair,Side,Price,Executed,Fee\n" TRADE "\n", NULL, false},
    {"a column more", "a.csv", TRADES ",Note\n" TRADE ",x\n", NULL, false},
    {"another case", "a.csv", "DATE(UTC),Pair,Side,Price,Executed,Amount,Fee\n" TRADE "\n", NULL, false},
    {"rows without a header", "a.csv", TRADE "\n" TRADE "\n", NULL, false},
    {"rows of the local-time export without a header", "a.csv",
     "24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB\n24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB\n",
     NULL, false},
    {"seven columns of something else", "a.csv", "a,b,c,d,e,f,g\nx,y,BUY,1,2,3,4\n", NULL, false},
    {"the notice of an empty export", "a.csv", "No data matches the criteria.\n", NULL, false},
    {"an empty file", "a.csv", "", NULL, false},
    {"no table at all", "a.csv", "Dear Sir,\nplease find, enclosed\n", NULL, false},
};

static void csv_files_are_recognised_or_refused(void **state)
{
    const struct format_set *set = *state;
    for (size_t i = 0; i < sizeof csv_cases / sizeof *csv_cases; i++) {
        const struct csv_case *c = &csv_cases[i];
        struct detection found;
        format_detect_csv(set, span_of(c->text), span_of(c->file), &found);
        const char *id = found.format ? format_id(found.format) : NULL;
        if ((id == NULL) != (c->id == NULL) || (id && strcmp(id, c->id) != 0))
            fail_msg("%s: recognised as %s, not %s: %s", c->name, id ? id : "nothing", c->id ? c->id : "nothing",
                     found.why);
        if (c->tie != (found.rivals > 0)) fail_msg("%s: %zu rivals: %s", c->name, found.rivals, found.why);
        if (c->tie && !strstr(found.why, "equally well")) fail_msg("%s: %s", c->name, found.why);
    }
}

static void the_reason_says_what_was_verified(void **state)
{
    const struct format_set *set = *state;
    struct detection found;
    format_detect_csv(set, span_of(TRADES "\n" TRADE "\nbroken\n"), SPAN("a.csv"), &found);
    assert_string_equal(found.why, "the header is that of binance-spot-trades-csv-2021; 1 of the first 2 rows read");
    format_detect_csv(set, SPAN("a,b,c\n1,2,3\n"), SPAN("a.csv"), &found);
    assert_string_equal(found.why, "no definition knows this header");
}

static void of_an_unknown_table_the_nearest_definition_is_told(void **state)
{
    const struct format_set *set = *state;
    static const struct {
        const char *text, *why;
    } cases[] = {{"Date(UTC),Pair,Side,Price,Executed,Amount,Charge\n" TRADE "\n",
                  "no definition knows this header; the nearest is binance-spot-trades-csv-2021; it lacks \"Fee\"; it "
                  "has besides \"Charge\""},
                 {"Pair,Date(UTC),Side,Price,Executed,Amount,Fee\n" TRADE "\n",
                  "no definition knows this header; the nearest is binance-spot-trades-csv-2021; its columns stand in "
                  "another order"},
                 {"Pair,Date(UTC),A,B,C,D,E\n1,2,3,4,5,6,7\n", "no definition knows this header"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct detection found;
        format_detect_csv(set, span_of(cases[i].text), SPAN("a.csv"), &found);
        assert_null(found.format);
        assert_string_equal(found.why, cases[i].why);
    }
}

static void a_header_is_looked_for_in_the_first_rows_only(void **state)
{
    const struct format_set *set = *state;
    char text[4096] = "";
    size_t used = 0;
    for (int i = 0; i < 19; i++) used += (size_t)snprintf(text + used, sizeof text - used, "note %d\n", i);
    snprintf(text + used, sizeof text - used, TRADES "\n" TRADE "\n");
    struct detection found;
    format_detect_csv(set, span_of(text), SPAN("a.csv"), &found);
    assert_non_null(found.format);
    memmove(text + 7, text, strlen(text) + 1);
    memcpy(text, "note x\n", 7);
    format_detect_csv(set, span_of(text), SPAN("a.csv"), &found);
    assert_null(found.format);
}

#define FILL                                                                                                           \
    "{\"symbol\":\"LTCBUSD\",\"id\":1,\"orderId\":2,\"price\":\"64.1\",\"qty\":\"2\",\"commission\":\"0\","            \
    "\"commissionAsset\":\"BNB\",\"time\":1671564299456,\"isBuyer\":false,\"isMaker\":true}"

struct json_case {
    const char *name, *text;
    uint64_t records;
    const char *id;
};

static const struct json_case json_cases[] = {
    {"one object", FILL, 1, "binance-spot-trades-json"},
    {"a list", "[" FILL "," FILL "]", 2, "binance-spot-trades-json"},
    {"lists in a list", "[[" FILL "],[" FILL "," FILL "]]", 3, "binance-spot-trades-json"},
    {"lines", FILL "\n" FILL "\n", 2, "binance-spot-trades-json"},
    {"wrapped", "{\"code\":0,\"data\":{\"items\":[" FILL "]}}", 1, "binance-spot-trades-json"},
    {"by symbol", "{\"LTCBUSD\":[" FILL "],\"ETHBUSD\":[" FILL "]}", 2, "binance-spot-trades-json"},
    {"below the request", "GET\n/api/v3/myTrades\ntrue\n[" FILL "]", 1, "binance-spot-trades-json"},
    {"an error answer", "{\"code\":-2015,\"msg\":\"Invalid API-key, IP, or permissions for action.\"}", 0, NULL},
    {"an empty list", "[]", 0, NULL},
};

static void json_records_are_found_in_every_wrapper(void **state)
{
    for (size_t i = 0; i < sizeof json_cases / sizeof *json_cases; i++) {
        const struct json_case *c = &json_cases[i];
        struct reading r;
        reading_start(&r, *state);
        reading_json(&r, span_of(c->text));
        const char *id = r.found.format ? format_id(r.found.format) : NULL;
        if (r.counts.events != c->records || r.counts.read != c->records)
            fail_msg("%s: %llu records, %llu events", c->name, (unsigned long long)r.counts.read,
                     (unsigned long long)r.counts.events);
        if ((id == NULL) != (c->id == NULL) || (id && strcmp(id, c->id) != 0))
            fail_msg("%s: %s", c->name, id ? id : "nothing");
        reading_end(&r);
    }
}

static void equal_json_bids_are_nobodys(void **state)
{
    (void)state;
    static const char twin[] =
        "{\"schema\":\"format-v1\",\"id\":\"twin\",\"version\":1,\"title\":\"t\",\"source\":{\"system\":\"s\",\"side\":"
        "\"exchange\","
        "\"export\":\"e\",\"provenance\":\"p\"},\"container\":{\"type\":\"json\"},\"venue\":\"v\",\"emits\":{\"kind\":"
        "\"transfer\"},"
        "\"recognise\":{\"keys\":[\"symbol\",\"id\",\"orderId\",\"price\",\"qty\",\"commission\",\"commissionAsset\","
        "\"time\","
        "\"isBuyer\",\"isMaker\"]},\"time\":{\"from\":\"time\",\"epoch\":\"ms\"},\"columns\":{\"amount\":\"qty\"},"
        "\"samples\":[{\"json\":{},\"expect\":[{}]},{\"json\":{},\"rejected\":{\"code\":\"not-a-time\"}}]}";
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = set_with("twin", twin, &c);
    assert_int_equal(c.items.count, 0);
    struct reading r;
    reading_start(&r, set);
    reading_json(&r, SPAN("[" FILL "]"));
    assert_int_equal(r.counts.events, 0);
    reading_end(&r);
    format_set_free(set);
}

struct zone_case {
    const char *file, *header, *row, *zone;
    enum zone_origin origin;
};

static void zones_come_from_where_the_export_says_them(void **state)
{
    static const struct zone_case cases[] = {
        {"a.csv", TRADES, TRADE, "UTC", ZONE_ORIGIN_FIXED},
        {"Trades(UTC+2).csv", "Time,Pair,Side,Price,Executed,Amount,Fee",
         "24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB", "UTC+2", ZONE_ORIGIN_FILE_NAME},
        {"Trades(UTC--6).csv", "Time,Pair,Side,Price,Executed,Amount,Fee",
         "24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB", "UTC--6", ZONE_ORIGIN_FILE_NAME},
        {"Trades.csv", "Time,Pair,Side,Price,Executed,Amount,Fee",
         "24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB", "", ZONE_ORIGIN_USER},
        {"Trades(UTCsoon).csv", "Time,Pair,Side,Price,Executed,Amount,Fee",
         "24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB", "", ZONE_ORIGIN_USER},
        {"deposit.csv", "Date(UTC+0),Coin,Network,Amount,Address,TXID,Status",
         "24-01-05 10:11:12,BTC,BTC,1,a,b,Completed", "UTC+0", ZONE_ORIGIN_HEADER},
        {"deposit.csv", "Date(UTC+5:30),Coin,Network,Amount,Address,TXID,Status",
         "24-01-05 10:11:12,BTC,BTC,1,a,b,Completed", "UTC+5:30", ZONE_ORIGIN_HEADER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        struct reading r;
        reading_start(&r, *state);
        r.name = cases[i].file;
        snprintf(text, sizeof text, "%s\n%s\n", cases[i].header, cases[i].row);
        reading_csv(&r, span_of(text));
        assert_string_equal(r.zone_name, cases[i].zone);
        assert_int_equal(r.origin, cases[i].origin);
        assert_int_equal(r.counts.events, cases[i].origin != ZONE_ORIGIN_USER);
        reading_end(&r);
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
        cmocka_unit_test(csv_files_are_recognised_or_refused),
        cmocka_unit_test(the_reason_says_what_was_verified),
        cmocka_unit_test(of_an_unknown_table_the_nearest_definition_is_told),
        cmocka_unit_test(a_header_is_looked_for_in_the_first_rows_only),
        cmocka_unit_test(json_records_are_found_in_every_wrapper),
        cmocka_unit_test(equal_json_bids_are_nobodys),
        cmocka_unit_test(zones_come_from_where_the_export_says_them),
    };
    return cmocka_run_group_tests_name("format_detect", tests, load, unload);
}
