/* Tests of mapping records to events: exact values, one diagnostic a rejection, nothing lost under damage.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/format_reading.h"

#define TRADES "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n"
#define TRADE "2021-06-02 08:15:09,LTCUSDT,BUY,182.4000,0.51LTC,93.02400000USDT,0.00014BNB\n"
#define FILL(price)                                                                                                    \
    "2021-06-02T08:15:09Z fill buy LTC/USDT price=" price " qty=0.51 cost=93.02400000 fee=0.00014 asset=BNB\n"

struct map_case {
    const char *name, *file, *zone, *text, *want;
};

static void assert_case(const struct format_set *set, const struct map_case *c, bool json)
{
    struct reading r;
    reading_start(&r, set);
    if (c->file) r.name = c->file;
    r.zone = c->zone;
    print_message("           %s\n", c->name);
    if (json)
        reading_json(&r, span_of(c->text));
    else
        reading_csv(&r, span_of(c->text));
    assert_told(&r, c->want);
    assert_int_equal(r.rejections, r.counts.rejected);
    assert_int_equal(r.skips, r.counts.skipped);
    assert_int_equal(r.without_raw, 0);
    reading_end(&r);
}

static const struct map_case csv_cases[] = {
    {"identical rows are all real", NULL, NULL, TRADES TRADE TRADE TRADE,
     "2 " FILL("182.4000") "3 " FILL("182.4000") "4 " FILL("182.4000")},
    {"decimals stay as written", NULL, NULL,
     TRADES "2021-06-02 08:15:09,LTCUSDT,BUY,182.4000,0.51LTC,93.02400000USDT,1.4E-4BNB\n",
     "2 2021-06-02T08:15:09Z fill buy LTC/USDT price=182.4000 qty=0.51 cost=93.02400000 fee=0.00014 asset=BNB\n"},
    {"thousands marks stand between three digits only", NULL, NULL,
     TRADES "2021-06-02 08:15:09,BTCBUSD,SELL,\"30,000.50\",1BTC,\"30,000.50BUSD\",0BNB\n"
            "2021-06-02 08:15:09,BTCBUSD,SELL,\"300,00.50\",1BTC,\"30,000.50BUSD\",0BNB\n",
     "3:4 not-a-number [Price] \"300,00.50\"\n"
     "2 2021-06-02T08:15:09Z fill sell BTC/BUSD price=30000.50 qty=1 cost=30000.50 fee=0 asset=BNB\n"},
    {"a comma for the point is damage, not a number", NULL, NULL,
     TRADES "2021-06-02 08:15:09,LTCUSDT,BUY,\"182,4\",0.51LTC,93.024USDT,0.00014BNB\n",
     "2:4 number-damaged [Price] \"182,4\"\n"},
    {"a tear in the file is named with its cell", NULL, NULL, TRADES TRADE "2021-06-02 08:15:09,LTCUSDT,BU",
     "3:0 line-end-missing\n3:0 row-length (3 cells, not 7)\n2 " FILL("182.4000")},
    {"empty cells behind the row are nothing, full ones are too many", NULL, NULL,
     TRADES "2021-06-02 08:15:09,LTCUSDT,BUY,182.4000,0.51LTC,93.02400000USDT,0.00014BNB,,\n"
            "2021-06-02 08:15:09,LTCUSDT,BUY,182.4000,0.51LTC,93.02400000USDT,0.00014BNB,x\n",
     "3:0 row-length (8 cells, not 7)\n2 " FILL("182.4000")},
    {"the header of a second file joined on", NULL, NULL, TRADES TRADE TRADES TRADE,
     "3:0 skip-rule (the header row once more)\n2 " FILL("182.4000") "4 " FILL("182.4000")},
    {"the first value that is wrong is named, once", NULL, NULL,
     TRADES "yesterday,LTCUSDT,HOLD,x,y,z,\n2021-06-02 08:15:09,LTCUSDT,HOLD,x,y,z,\n",
     "2:1 not-a-time [Date(UTC)] \"yesterday\"\n3:3 unknown-value [Side] \"HOLD\"\n"},
    {"a pair that nothing splits", NULL, NULL, TRADES "2021-06-02 08:15:09,LTCXYZ,BUY,1,1FOO,1BAR,0BNB\n",
     "2:2 pair-not-split [Pair] \"LTCXYZ\"\n"},
    {"units split a pair that no list knows", NULL, NULL,
     TRADES "2021-06-02 08:15:09,LTCXYZ,BUY,1,2LTC,2XYZ,0BNB\n2021-06-02 08:15:09,LTCXYZ,BUY,1,2LT,2CXYZ,0BNB\n",
     "2 2021-06-02T08:15:09Z fill buy LTC/XYZ price=1 qty=2 cost=2 fee=0 asset=BNB\n"
     "3 2021-06-02T08:15:09Z fill buy LT/CXYZ price=1 qty=2 cost=2 fee=0 asset=BNB\n"},
    {"another unit than the pair's", NULL, NULL, TRADES "2021-06-02 08:15:09,LTCUSDT,BUY,1,2LTC,2BUSD,0BNB\n",
     "2:6 unit-mismatch [Amount] \"2BUSD\"\n"},
    {"an amount without its unit", NULL, NULL, TRADES "2021-06-02 08:15:09,LTCUSDT,BUY,1,2,2USDT,0BNB\n",
     "2:5 unit-mismatch [Executed] \"2\"\n"},
    {"more digits than fit", NULL, NULL,
     TRADES "2021-06-02 08:15:09,LTCUSDT,BUY,1.000000000000000000000000000000000000001,2LTC,2USDT,0BNB\n",
     "2:4 number-too-long [Price] \"1.000000000000000000000000000000000000001\"\n"},
    {"a cost that is not price times quantity is noted", NULL, NULL,
     TRADES "2021-06-02 08:15:09,LTCUSDT,BUY,182.4000,0.51LTC,93.03500000USDT,0.00014BNB\n",
     "2:0 cost-mismatch\n2 2021-06-02T08:15:09Z fill buy LTC/USDT price=182.4000 qty=0.51 cost=93.03500000 fee=0.00014 "
     "asset=BNB\n"},
    {"lines above the header are noted", NULL, NULL, "Trade History\n\n" TRADES TRADE,
     "3:0 preamble (1 rows above the header)\n4 " FILL("182.4000")},
    {"the user's zone", NULL, "Europe/Paris",
     "Time,Pair,Side,Price,Executed,Amount,Fee\n24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB\n",
     "2 2024-06-29T23:30:00Z fill buy SOL/EUR price=130.5 qty=0.2 cost=26.1 fee=0 asset=BNB marks=400\n"},
    {"the zone in the file's name wins over the user's", "x(UTC+8).csv", "Europe/Paris",
     "Time,Pair,Side,Price,Executed,Amount,Fee\n24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB\n",
     "2 2024-06-29T17:30:00Z fill buy SOL/EUR price=130.5 qty=0.2 cost=26.1 fee=0 asset=BNB\n"},
    {"no zone, no event", NULL, NULL,
     "Time,Pair,Side,Price,Executed,Amount,Fee\n24-06-30 01:30:00,SOLEUR,BUY,130.5,0.2SOL,26.1EUR,0BNB\n",
     "2:1 time-without-zone [Time] \"24-06-30 01:30:00\"\n"},
    {"balance changes keep their sign", NULL, NULL,
     "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n7,2021-01-05 02:37:59,Spot,Withdraw,BTC,-0.5,\n",
     "2 2021-01-05T02:37:59Z transfer  qty=-0.5 asset=BTC account=7 text=Withdraw | Spot\n"},
};

static void csv_rows_become_events_or_one_diagnostic(void **state)
{
    for (size_t i = 0; i < sizeof csv_cases / sizeof *csv_cases; i++) assert_case(*state, &csv_cases[i], false);
}

#define ORDERS "Date(UTC),OrderNo,Pair,Type,Order Price,Order Amount,AvgTrading Price,Filled,Total,status\n"
#define NAMES ",Date(UTC),Trading Price,Filled,Total,Fee,,,,\n"
#define ORDER(no, filled, status) "2022-12-20 19:20:21," no ",LTCUSDT,SELL,64.10,3.5,64.10," filled ",1," status "\n"
#define PART(qty, cost) ",2022-12-20 19:24:59,64.10," qty "," cost ",0BNB,,,,\n"
#define TOLD_ORDER(no, filled, status)                                                                                 \
    "2022-12-20T19:20:21Z order sell LTC/USDT price=64.10 qty=" filled " cost=1 limit=64.10 asked=3.5 order=" no       \
    " " status "\n"
#define TOLD_PART(no, qty, cost)                                                                                       \
    "2022-12-20T19:24:59Z fill sell LTC/USDT price=64.10 qty=" qty " cost=" cost " fee=0 asset=BNB order=" no "\n"
#define NAMED ":0 skip-rule (it names the cells of the fills below it)\n"
#define STRAY ":0 missing-value (the order that this fill belongs to could not be read)\n"

static const struct map_case nested_cases[] = {
    {"fills belong to the order above", NULL, NULL,
     ORDERS ORDER("11", "2", "Filled") NAMES PART("1", "64.10") PART("1", "64.10") ORDER("12", "0", "Canceled"),
     "3" NAMED "2 " TOLD_ORDER("11", "2", "filled") "4 " TOLD_PART("11", "1", "64.10") "5 " TOLD_PART(
         "11", "1", "64.10") "6 " TOLD_ORDER("12", "0", "cancelled")},
    {"fills of a rejected order are rejected", NULL, NULL, ORDERS ORDER("11", "2", "Asleep") NAMES PART("2", "128.20"),
     "2:10 unknown-value [status] \"Asleep\"\n3" NAMED "4" STRAY},
    {"fills of an order row that is gone are not the order's before", NULL, NULL,
     ORDERS ORDER("11", "2", "Filled") NAMES PART("2", "128.20") NAMES PART("1", "64.10"),
     "3" NAMED "5" NAMED "6" STRAY "2 " TOLD_ORDER("11", "2", "filled") "4 " TOLD_PART("11", "2", "128.20")},
    {"fills below an order that executed nothing are another's", NULL, NULL,
     ORDERS ORDER("12", "0", "Canceled") NAMES PART("1", "64.10") PART("1", "64.10"),
     "3" NAMED "4" STRAY "5" STRAY "2 " TOLD_ORDER("12", "0", "cancelled")},
    {"more fills than the order executed", NULL, NULL,
     ORDERS ORDER("11", "2", "Filled") NAMES PART("1.5", "96.15") PART("1", "64.10"),
     "3" NAMED "5" STRAY "2 " TOLD_ORDER("11", "2", "filled") "4 " TOLD_PART("11", "1.5", "96.15")},
    {"fills before any order", NULL, NULL, ORDERS NAMES PART("1", "64.10"), "2" NAMED "3" STRAY},
    {"a fill's own damage is named by its own columns", NULL, NULL,
     ORDERS ORDER("11", "2", "Filled") NAMES PART("two", "1"),
     "3" NAMED "4:4 not-a-number [Filled] \"two\"\n2 " TOLD_ORDER("11", "2", "filled")},
    {"an id that a spreadsheet has rounded is no key", NULL, NULL, ORDERS ORDER("1.10022E+10", "2", "Filled"),
     "2:2 id-damaged [OrderNo] \"1.10022E+10\"\n2 2022-12-20T19:20:21Z order sell LTC/USDT price=64.10 qty=2 cost=1 "
     "limit=64.10 "
     "asked=3.5 order=1.10022E+10 filled marks=80\n"},
};

static void nested_order_histories_keep_fills_with_their_order(void **state)
{
    for (size_t i = 0; i < sizeof nested_cases / sizeof *nested_cases; i++)
        assert_case(*state, &nested_cases[i], false);
}

/* A bot log of an invented platform: nested orders and sentences inside deals. */
static const char log_definition[] =
    "{\"schema\":\"format-v1\",\"id\":\"log\",\"version\":3,\"title\":\"t\",\"source\":{\"system\":\"robot\",\"side\":"
    "\"bot\","
    "\"export\":\"e\",\"provenance\":\"p\"},\"record_set\":\"deals-list\",\"container\":{\"type\":\"json\"},"
    "\"recognise\":{\"keys\":[\"deal\",\"pair\",\"robot\"],\"values\":{\"deal\":\"^[0-9]+$\"}},\"emits\":{\"kind\":"
    "\"deal\"},"
    "\"time\":{\"from\":\"made\",\"layouts\":[\"%Y-%m-%dT%H:%M:%S%f%z\"],\"zone\":{\"value\":true}},"
    "\"market\":{\"from\":\"pair\",\"style\":\"underscore\",\"sequence\":\"quote-base\"},"
    "\"columns\":{\"deal\":\"deal\",\"bot\":\"robot\",\"account\":\"account\",\"short\":{\"from\":\"way\",\"map\":{"
    "\"short\":\"yes\",\"*\":\"no\"}},"
    "\"qty\":{\"from\":\"/sums/"
    "bought\",\"zero\":\"absent\"},\"key_secret\":\"secret\",\"text\":{\"from\":\"name\",\"append\":[\"tags\"],"
    "\"between\":\": \"}},"
    "\"each\":[{\"array\":\"orders\",\"emits\":{\"kind\":\"bot-order\"},\"time\":{\"from\":\"at\",\"epoch\":\"auto\"},"
    "\"columns\":{\"order_id\":{\"from\":\"id\",\"prefix\":\"r-\"},\"qty\":{\"from\":\"size\",\"minus\":\"left\"},"
    "\"price\":{\"from\":\"price\",\"words\":[\"market\"]},\"cost\":{\"from\":\"sats\",\"decimals\":8},"
    "\"side\":\"side\"}},"
    "{\"array\":\"/"
    "told\",\"record_set\":\"events\",\"emits\":{\"kind\":\"bot-event\"},\"time\":{\"from\":\"at\",\"epoch\":\"ms\"},"
    "\"columns\":{},"
    "\"message\":\"text\",\"messages\":[{\"name\":\"in\",\"pattern\":\"^In (?<step>\\\\d+) at (?<price>market|[0-9.]+) "
    "(?<approximate>~)?(?<qty>[0-9.]+)\","
    "\"emits\":{\"kind\":\"bot-order\",\"status\":\"placed\"},\"role\":\"safety\",\"side\":\"entry\",\"basis\":"
    "\"gross\"},"
    "{\"name\":\"out\",\"pattern\":\"^Out "
    "(?<qty>[0-9.]+)\",\"emits\":{\"kind\":\"bot-order\",\"status\":\"filled\"},\"side\":\"exit\"}],"
    "\"message_samples\":[{\"line\":\"In 1 at 2 ~3\",\"message\":\"in\"},{\"line\":\"Out 3\",\"message\":\"out\"}]}],"
    "\"samples\":[{\"json\":{\"deal\":1,\"pair\":\"USDT_LTC\",\"robot\":2,\"made\":\"2020-01-02T03:04:05.5Z\"},"
    "\"expect\":[{\"deal\":\"1\"}]},"
    "{\"json\":{\"deal\":1,\"pair\":\"USDT_LTC\",\"robot\":2},\"rejected\":{\"field\":\"\",\"code\":\"missing-value\"}}"
    "]}";

#define DEAL(rest) "{\"deal\":5,\"pair\":\"USDT_LTC\",\"robot\":77,\"account\":\"9\"," rest "}"
#define MADE "\"made\":\"2020-01-02T03:04:05.5Z\""

static const struct map_case json_cases[] = {
    {"a deal alone", NULL, NULL, DEAL(MADE ",\"sums\":{\"bought\":\"1.50\"},\"name\":\"n\",\"tags\":[\"a\",\"b\"]"),
     "1 2020-01-02T03:04:05.5Z deal  LTC/USDT qty=1.50 trade=5 client=77 account=9 text=n: a b\n"},
    {"elements inherit, and count as records", NULL, NULL,
     DEAL(MADE ",\"orders\":[{\"at\":1577934246,\"id\":3,\"size\":\"2.5\",\"left\":0.5,\"price\":\"market\",\"side\":"
               "\"buy\"},\n"
               "{\"at\":1577934246789,\"id\":4,\"size\":2,\"left\":\"2\",\"price\":7,\"side\":\"sell\"}]"),
     "1 2020-01-02T03:04:05.5Z deal  LTC/USDT trade=5 client=77 account=9\n"
     "1 2020-01-02T03:04:06Z bot-order buy LTC/USDT qty=2.0 order=r-3 trade=5 client=77 account=9 marks=8\n"
     "2 2020-01-02T03:04:06.789Z bot-order sell LTC/USDT price=7 qty=0 order=r-4 trade=5 client=77 account=9\n"},
    {"amounts in the smallest unit", NULL, NULL,
     DEAL(MADE ",\"orders\":[{\"at\":1577934246,\"id\":3,\"size\":2,\"left\":0,\"side\":\"buy\",\"sats\":\"1112\"},\n"
               "{\"at\":1577934246,\"id\":4,\"size\":2,\"left\":0,\"side\":\"buy\",\"sats\":"
               "\"0.0000000000000000000000000000001\"}]"),
     "2:63 number-too-long [sats] \"0.0000000000000000000000000000001\"\n"
     "1 2020-01-02T03:04:05.5Z deal  LTC/USDT trade=5 client=77 account=9\n"
     "1 2020-01-02T03:04:06Z bot-order buy LTC/USDT qty=2 cost=0.00001112 order=r-3 trade=5 client=77 account=9\n"},
    {"sentences take their side from the deal", NULL, NULL,
     DEAL(MADE ",\"told\":[{\"at\":1577934246000,\"text\":\"In 2 at 1.5 ~3 LTC\"},{\"at\":1577934246000,\"text\":\"Out "
               "3\"}]"),
     "1 2020-01-02T03:04:05.5Z deal  LTC/USDT trade=5 client=77 account=9\n"
     "1 2020-01-02T03:04:06.000Z bot-order buy LTC/USDT price=1.5 qty=3 trade=5 client=77 account=9 text=In 2 at 1.5 "
     "~3 LTC placed "
     "marks=10\n"
     "1 2020-01-02T03:04:06.000Z bot-order sell LTC/USDT qty=3 trade=5 client=77 account=9 text=Out 3 filled\n"},
    {"a short deal turns them round", NULL, NULL,
     DEAL(MADE ",\"way\":\"short\",\"told\":[{\"at\":1577934246000,\"text\":\"In 2 at market 3\"}]"),
     "1 2020-01-02T03:04:05.5Z deal  LTC/USDT trade=5 client=77 account=9 marks=100\n"
     "1 2020-01-02T03:04:06.000Z bot-order sell LTC/USDT qty=3 trade=5 client=77 account=9 text=In 2 at market 3 "
     "placed marks=108\n"},
    {"a sentence that nobody knows stays", NULL, NULL,
     DEAL(MADE ",\"told\":[{\"at\":1577934246000,\"text\":\"Sleeping In 2 at 1 3\"}]"),
     "1:121 message-unrecognised [text] \"Sleeping In 2 at 1 3\"\n"
     "1 2020-01-02T03:04:05.5Z deal  LTC/USDT trade=5 client=77 account=9\n"
     "1 2020-01-02T03:04:06.000Z bot-event  LTC/USDT trade=5 client=77 account=9 text=Sleeping In 2 at 1 3 marks=2\n"},
    {"elements of a rejected deal are still records", NULL, NULL,
     DEAL("\"made\":\"soon\",\"orders\":[{\"at\":1577934246,\"id\":3,\"size\":1,\"left\":0,\"price\":2,\"side\":"
          "\"buy\"}]"),
     "1:61 not-a-time [made] \"soon\"\n"
     "1 2020-01-02T03:04:06Z bot-order buy LTC/USDT price=2 qty=1 order=r-3 trade=5 client=77 account=9\n"},
    {"each element is rejected by itself", NULL, NULL,
     DEAL(MADE
          ",\"orders\":[{\"at\":1577934246,\"id\":3,\"size\":1,\"left\":2,\"price\":2,\"side\":\"buy\"},{\"at\":1}]"),
     "1:127 negative-amount [size] \"1\"\n"
     "1 2020-01-02T03:04:05.5Z deal  LTC/USDT trade=5 client=77 account=9\n"
     "1 1970-01-01T00:00:01Z bot-order  LTC/USDT trade=5 client=77 account=9\n"},
    {"a key is told apart and not kept", NULL, NULL, DEAL(MADE ",\"secret\":\"abcdefghijklmnopqrstuvwxyz\""),
     "1 2020-01-02T03:04:05.5Z deal  LTC/USDT trade=5 client=77 account=9 key=...wxyz#71c480df\n"},
    {"a time without its zone", NULL, "UTC", DEAL("\"made\":\"2020-01-02T03:04:05.5\""),
     "1:61 not-a-time [made] \"2020-01-02T03:04:05.5\"\n"},
};

static void json_records_and_their_elements_become_events(void **state)
{
    (void)state;
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = set_with("log", log_definition, &c);
    for (size_t i = 0; i < c.items.count; i++) print_error("%s\n", c.items.items[i]);
    assert_int_equal(c.items.count, 0);
    for (size_t i = 0; i < sizeof json_cases / sizeof *json_cases; i++) assert_case(set, &json_cases[i], true);
    format_set_free(set);
}

/* A table of two kinds of rows: what no variant takes goes by the definition's own rules. */
static const char ledger_definition[] =
    "{\"schema\":\"format-v1\",\"id\":\"ledger\",\"version\":1,\"title\":\"t\",\"source\":{\"system\":\"bank\","
    "\"side\":"
    "\"exchange\",\"export\":\"e\",\"provenance\":\"p\"},\"record_set\":\"fills\",\"container\":{\"type\":\"csv\"},"
    "\"recognise\":{\"header\":[\"At\",\"Kind\",\"Pair\",\"Coin\",\"Number\"]},\"venue\":\"bank\",\"emits\":{\"kind\":"
    "\"transfer\"},\"time\":{\"from\":\"At\",\"layouts\":[\"%Y-%m-%d %H:%M:%S\"],\"zone\":{\"fixed\":\"UTC\"}},"
    "\"columns\":{\"asset\":\"Coin\",\"amount\":\"Number\",\"text\":\"Kind\"},"
    "\"skip\":[{\"when\":{\"column\":\"Kind\",\"matches\":\"note\"},\"because\":\"a note\"}],"
    "\"variants\":[{\"when\":{\"column\":\"Kind\",\"matches\":\"^(?:buy|sell)\"},\"emits\":{\"kind\":\"fill\"},"
    "\"market\":{"
    "\"from\":\"Pair\",\"style\":\"slash\"},\"columns\":{\"side\":\"Kind\",\"qty\":\"Number\"}},"
    "{\"when\":{\"column\":\"Kind\",\"matches\":\"^out$\"},\"emits\":{\"kind\":\"transfer\"},\"columns\":{\"asset\":"
    "\"Coin\","
    "\"amount\":{\"from\":\"Number\",\"negate\":true}}},{\"when\":{\"column\":\"Kind\",\"matches\":\"^void$\"},"
    "\"emits\":{"
    "\"kind\":\"transfer\",\"status\":\"cancelled\"}},{\"when\":{\"column\":\"Kind\",\"matches\":\"^swap$\"},\"emits\":"
    "{\"kind\":"
    "\"fill\"},\"market\":{\"base\":\"Coin\",\"quote\":\"Number\",\"units\":true},\"constant\":{\"side\":\"sell\"},"
    "\"columns\":{"
    "\"qty\":{\"from\":\"Coin\",\"type\":\"amount\",\"unit\":\"base\"},\"cost\":{\"from\":\"Number\",\"type\":"
    "\"amount\",\"unit\":"
    "\"quote\"}}}],"
    "\"absent\":[\"order_id\",\"trade_id\",\"client_order_id\",\"channel\",\"key\"],"
    "\"samples\":[{\"rows\":[\"2020-01-02 03:04:05,in,,BTC,1\"],\"expect\":[{\"amount\":\"1\"}]},"
    "{\"rows\":[\"2020-01-02 "
    "03:04:05,sellnote,A/B,,1\"],\"rejected\":{\"field\":\"Kind\",\"code\":\"unknown-value\"}}]}";

#define LEDGER "At,Kind,Pair,Coin,Number\n"
static const struct map_case variant_cases[] = {
    {"each row by the rules of its kind", NULL, NULL,
     LEDGER "2020-01-02 03:04:05,in,,BTC,1\n2020-01-02 03:04:06,buy,LTC/BTC,,2\n2020-01-02 03:04:07,out,,BTC,3\n",
     "2 2020-01-02T03:04:05Z transfer  qty=1 asset=BTC text=in\n3 2020-01-02T03:04:06Z fill buy LTC/BTC qty=2\n"
     "4 2020-01-02T03:04:07Z transfer  qty=-3 asset=BTC\n"},
    {"a variant has its own skips", NULL, NULL,
     LEDGER "2020-01-02 03:04:05,a note,,,\n2020-01-02 03:04:06,sellnote,LTC/BTC,,2\n",
     "2:0 skip-rule (a note)\n3:2 unknown-value [Kind] \"sellnote\"\n"},
    {"a variant without columns is another status only", NULL, NULL, LEDGER "2020-01-02 03:04:05,void,,BTC,1\n",
     "2 2020-01-02T03:04:05Z transfer  qty=1 asset=BTC text=void cancelled\n"},
    {"two amounts name the market by their units", NULL, NULL,
     LEDGER "2020-01-02 03:04:05,swap,,0.5 1INCH,1 USDT\n2020-01-02 03:04:05,swap,,0.5,1 USDT\n",
     "3:4 missing-value [Coin] \"0.5\"\n2 2020-01-02T03:04:05Z fill sell 1INCH/USDT qty=0.5 cost=1\n"},
    {"a row that was cut off is rejected whatever it is", NULL, NULL, LEDGER "2020-01-02 03:04:06,buy,LTC/BTC\n",
     "2:0 row-length (3 cells, not 5)\n"},
};

static void variants_take_the_records_that_they_name(void **state)
{
    (void)state;
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = set_with("ledger", ledger_definition, &c);
    for (size_t i = 0; i < c.items.count; i++) print_error("%s\n", c.items.items[i]);
    assert_int_equal(c.items.count, 0);
    for (size_t i = 0; i < sizeof variant_cases / sizeof *variant_cases; i++)
        assert_case(set, &variant_cases[i], false);
    format_set_free(set);
}

/* Movements with a member for each currency: the name of the one that moved is the asset. */
static const char moved_definition[] =
    "{\"schema\":\"format-v1\",\"id\":\"moved\",\"version\":1,\"title\":\"t\",\"source\":{\"system\":\"bank\","
    "\"side\":\"exchange\",\"export\":\"e\",\"provenance\":\"p\"},\"record_set\":\"transfers\","
    "\"container\":{\"type\":\"json\"},\"recognise\":{\"keys\":[\"at\",\"fee\",\"number\"]},\"venue\":\"bank\","
    "\"emits\":{\"kind\":\"transfer\"},\"time\":{\"from\":\"at\",\"epoch\":\"s\"},"
    "\"columns\":{\"asset\":{\"members\":\"^(?!at$|fee$)[a-z]{2,4}$\"},\"amount\":\"{asset}\"},"
    "\"samples\":[{\"json\":{\"at\":1577934246,\"fee\":1,\"number\":7,\"ltc\":1},\"expect\":[{\"asset\":\"LTC\"}]},"
    "{\"json\":{\"at\":1577934246,\"fee\":1,\"number\":7},\"rejected\":{\"code\":\"missing-value\"}}]}";

#define MOVED(rest) "{\"at\":1577934246,\"fee\":1,\"number\":7," rest "}"
static const struct map_case moved_cases[] = {
    {"the only one that is not zero", NULL, NULL, MOVED("\"usd\":0,\"eur\":\"0.00\",\"btc\":\"-0.5\",\"xrp\":null"),
     "1 2020-01-02T03:04:06Z transfer  qty=-0.5 asset=BTC\n"},
    {"nothing moved", NULL, NULL, MOVED("\"usd\":0,\"eur\":\"0.00\",\"btc\":[1]"), "1:0 missing-value\n"},
    {"two moved", NULL, NULL, MOVED("\"usd\":5,\"btc\":\"-0.5\""), "1:51 unknown-value [btc] \"-0.5\"\n"},
    {"a text is no amount", NULL, NULL, MOVED("\"usd\":\"all\",\"btc\":\"1e-3\""),
     "1 2020-01-02T03:04:06Z transfer  qty=0.001 asset=BTC\n"},
};

static void the_member_that_moved_names_the_asset(void **state)
{
    (void)state;
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = set_with("moved", moved_definition, &c);
    for (size_t i = 0; i < c.items.count; i++) print_error("%s\n", c.items.items[i]);
    assert_int_equal(c.items.count, 0);
    for (size_t i = 0; i < sizeof moved_cases / sizeof *moved_cases; i++) assert_case(set, &moved_cases[i], true);
    format_set_free(set);
}

/* The transactions of an order: their members are called after the market that only the order names. */
static const char filled_definition[] =
    "{\"schema\":\"format-v1\",\"id\":\"filled\",\"version\":1,\"title\":\"t\",\"source\":{\"system\":\"bank\","
    "\"side\":\"exchange\",\"export\":\"e\",\"provenance\":\"p\"},\"record_set\":\"orders\","
    "\"container\":{\"type\":\"json\"},\"recognise\":{\"keys\":[\"at\",\"pair\",\"fills\"]},\"venue\":\"bank\","
    "\"emits\":{\"kind\":\"order\"},\"time\":{\"from\":\"at\",\"epoch\":\"s\"},\"market\":{\"from\":\"pair\","
    "\"style\":\"slash\"},\"constant\":{\"side\":\"sell\"},\"columns\":{\"order_id\":\"number\"},"
    "\"each\":[{\"array\":\"fills\",\"emits\":{\"kind\":\"fill\"},\"time\":{\"from\":\"at\",\"epoch\":\"s\"},"
    "\"columns\":{\"qty\":\"{base}\",\"cost\":\"{quote}\",\"fee\":\"fee\",\"fee_asset\":{\"from\":\"at\",\"map\":{\"*"
    "\":"
    "\"quote\"},\"of_pair\":true}}}],"
    "\"absent\":[\"trade_id\",\"client_order_id\",\"channel\",\"key\"],"
    "\"samples\":[{\"json\":{\"at\":1577934246,\"pair\":\"LTC/BTC\",\"fills\":[]},\"expect\":[{\"base\":\"LTC\"}]},"
    "{\"json\":{\"at\":1577934246,\"pair\":\"\",\"fills\":[]},\"rejected\":{\"code\":\"missing-value\"}}]}";

static const struct map_case filled_cases[] = {
    {"members called after the market of the order", NULL, NULL,
     "{\"at\":1577934246,\"pair\":\"LTC/"
     "BTC\",\"number\":9,\"fills\":[{\"at\":1577934247,\"ltc\":\"2\",\"btc\":\"0.1\",\"fee\":1}]}",
     "1 2020-01-02T03:04:06Z order sell LTC/BTC order=9\n"
     "1 2020-01-02T03:04:07Z fill sell LTC/BTC qty=2 cost=0.1 fee=1 asset=BTC order=9\n"},
    {"and of one that was rejected", NULL, NULL,
     "{\"at\":\"soon\",\"pair\":\"LTC/"
     "BTC\",\"number\":9,\"fills\":[{\"at\":1577934247,\"ltc\":\"2\",\"btc\":\"0.1\",\"fee\":1}]}",
     "1:7 not-a-time [at] \"soon\"\n"
     "1 2020-01-02T03:04:07Z fill sell LTC/BTC qty=2 cost=0.1 fee=1 asset=BTC order=9\n"},
};

static void elements_know_the_market_of_their_order(void **state)
{
    (void)state;
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = set_with("filled", filled_definition, &c);
    for (size_t i = 0; i < c.items.count; i++) print_error("%s\n", c.items.items[i]);
    assert_int_equal(c.items.count, 0);
    for (size_t i = 0; i < sizeof filled_cases / sizeof *filled_cases; i++) assert_case(set, &filled_cases[i], true);
    format_set_free(set);
}

static void a_rejection_tells_rule_and_raw_text(void **state)
{
    struct reading r;
    reading_start(&r, *state);
    reading_csv(&r, span_of(TRADES "2021-06-02 08:15:09,LTCUSDT,HOLD,1,2LTC,2USDT,0BNB\nx\n"));
    assert_int_equal(r.counts.rejected, 2);
    assert_int_equal(r.without_raw, 0);
    assert_int_equal(r.without_rule, 0);
    reading_end(&r);
}

/* ---- damage ------------------------------------------------------------------------------------------------------ */

static const char *const wholes[] = {
    TRADES TRADE "2021-06-02 08:15:10,BTCBUSD,SELL,\"30,000.50\",1BTC,\"30,000.50BUSD\",0BNB\n" TRADE,
    ORDERS ORDER("11", "2", "Filled") NAMES PART("1", "64.10") PART("1", "64.10") ORDER("12", "0", "Canceled"),
};

static void assert_accounted(const struct format_set *set, struct span text)
{
    struct reading r;
    reading_start(&r, set);
    reading_csv(&r, text);
    assert_int_equal(r.counts.read, r.counts.events + r.counts.skipped + r.counts.rejected);
    assert_int_equal(r.counts.events, r.store->events.count);
    assert_int_equal(r.rejections, r.counts.rejected);
    assert_int_equal(r.skips, r.counts.skipped);
    assert_int_equal(r.without_raw, 0);
    reading_end(&r);
}

static void every_record_is_accounted_for_under_damage(void **state)
{
    static const char wrong[] = {'\0', '"', ',', '\n', ';', 'x', '9', '-', (char)0xFF};
    for (size_t w = 0; w < sizeof wholes / sizeof *wholes; w++) {
        size_t length = strlen(wholes[w]);
        char *text = malloc(length);
        for (size_t at = 0; at < length; at++) {
            memcpy(text, wholes[w], length);
            assert_accounted(*state, (struct span){text, at}); /* cut */
            text[at] = wrong[at % sizeof wrong];
            assert_accounted(*state, (struct span){text, length});
            memcpy(text, wholes[w], length);
            memmove(text + at, text + at + 1, length - at - 1); /* a byte lost */
            assert_accounted(*state, (struct span){text, length - 1});
        }
        free(text);
    }
}

static void the_same_bytes_give_the_same_events(void **state)
{
    struct reading a, b;
    reading_start(&a, *state);
    reading_start(&b, *state);
    reading_csv(&a, span_of(wholes[0]));
    reading_csv(&b, span_of(wholes[0]));
    assert_int_equal(a.store->events.count, b.store->events.count);
    assert_memory_equal(a.store->events.items, b.store->events.items,
                        a.store->events.count * sizeof *a.store->events.items);
    reading_end(&a);
    reading_end(&b);
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
        cmocka_unit_test(csv_rows_become_events_or_one_diagnostic),
        cmocka_unit_test(nested_order_histories_keep_fills_with_their_order),
        cmocka_unit_test(json_records_and_their_elements_become_events),
        cmocka_unit_test(variants_take_the_records_that_they_name),
        cmocka_unit_test(the_member_that_moved_names_the_asset),
        cmocka_unit_test(elements_know_the_market_of_their_order),
        cmocka_unit_test(a_rejection_tells_rule_and_raw_text),
        cmocka_unit_test(every_record_is_accounted_for_under_damage),
        cmocka_unit_test(the_same_bytes_give_the_same_events),
    };
    return cmocka_run_group_tests_name("format_map", tests, load, unload);
}
