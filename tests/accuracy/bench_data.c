/* bench_data.c - large invented inputs for scripts/bench: bench_data SHAPE COUNT DIR.
 *
 *   plain   COUNT fills as fills.csv.gz (Binance trade history, quoted) and as many bot orders as orders.json.gz
 *   ids     the same with order ids on the exchange's side: fills.json.gz (myTrades)
 *   files   COUNT small files: half deals, half their market orders, and a fills.csv
 *   flagged COUNT fills (fills.json.gz), their orders with client ids (placed.json.gz) and the orders of the bots (orders.json.gz),
 *           which explain a third of them: the others are of somebody who sells what is there and then buys and sells one thin coin
 *           for hours
 *
 * Of the fills of plain and ids, 40 % have a bot order with the exchange's id (ids) or the same time (plain), 40 % one that is up to two
 * seconds apart, 20 % none; as many bot orders belong to no fill.
 *
 * SPDX-License-Identifier: MIT */
#include "base/span.h"
#include "tests/accuracy/sim_random.h"
#include "tests/accuracy/sim_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { COINS = 40, THIN_COIN = COINS, ORDERS_PER_DEAL = 10 };
static const char *const coins[COINS + 1] = {
    "BTC", "ETH",  "BNB", "ADA",   "XRP", "SOL",   "DOT",  "LTC",  "LINK", "ATOM", "AVAX", "UNI",  "TRX", "XLM",
    "ETC", "FIL",  "VET", "THETA", "ICP", "EOS",   "AAVE", "ALGO", "AXS",  "SAND", "MANA", "GALA", "CHZ", "ENJ",
    "ZEC", "DASH", "NEO", "IOTA",  "KSM", "WAVES", "ZIL",  "ONE",  "HOT",  "BAT",  "QTUM", "OMG",  "VITE"};

enum pairing { PAIRED_EXACT, PAIRED_NEAR, PAIRED_NOT };
struct trade {
    int64_t at_ms, price, qty;
    uint64_t order_id;
    int coin, sell; /* coin COINS: the thin one */
    enum pairing pairing;
};

static struct trade next_trade(struct random *r, struct trade previous)
{
    struct trade t;
    int64_t dice = random_between(r, 0, 99);
    t.at_ms = previous.at_ms + random_between(r, 1, 2500);
    t.coin = (int)random_between(r, 0, COINS - 1);
    t.sell = (int)random_between(r, 0, 1);
    t.price = random_between(r, 10000, 90000000) * 1000;
    t.qty = random_between(r, 1, 99999) * 10000;
    t.order_id = previous.order_id + (uint64_t)random_between(r, 1, 900);
    t.pairing = dice < 40 ? PAIRED_EXACT : dice < 80 ? PAIRED_NEAR : PAIRED_NOT;
    return t;
}

static int64_t cost_of(const struct trade *t)
{
    return (int64_t)((wide)t->price * t->qty / UNIT);
}

static void fill_row(struct text *out, const struct trade *t)
{
    text_add(out, "\"%s\",\"%sUSDT\",\"%s\",\"%s\",\"%s%s\",\"%sUSDT\",\"%sBNB\"\n", moment_plain(t->at_ms).text,
             coins[t->coin], t->sell ? "SELL" : "BUY", number_grouped(t->price, 10).text, number_fixed(t->qty, 10).text,
             coins[t->coin], number_fixed(cost_of(t), 8).text, number_fixed(cost_of(t) / 400000, 10).text);
}

static void fill_json(struct text *out, const struct trade *t, uint64_t number)
{
    text_add(
        out,
        "%s{\"symbol\":\"%sUSDT\",\"id\":%llu,\"orderId\":%llu,\"orderListId\":-1,\"price\":\"%s\",\"qty\":\"%s\",",
        number > 0 ? "," : "", coins[t->coin], (unsigned long long)(900000000 + number),
        (unsigned long long)t->order_id, number_fixed(t->price, 8).text, number_fixed(t->qty, 8).text);
    text_add(out,
             "\"quoteQty\":\"%s\",\"commission\":\"%s\",\"commissionAsset\":\"BNB\",\"time\":%lld,\"isBuyer\":%s,"
             "\"isMaker\":false,\"isBestMatch\":true}",
             number_fixed(cost_of(t), 8).text, number_fixed(cost_of(t) / 400000, 8).text, (long long)t->at_ms,
             t->sell ? "false" : "true");
}

/* The bot order of a trade; of those that have none it is another one, an hour away and of another size. The ones that
 * are near carry the platform's own number, the others SYMBOL_<exchange id>. */
static void bot_order(struct text *out, struct random *r, const struct trade *t, uint64_t number)
{
    int64_t at = t->at_ms - random_between(r, 20, 60), qty = t->qty;
    uint64_t id = t->order_id;
    if (t->pairing == PAIRED_NEAR) {
        at = t->at_ms - random_between(r, 100, 1900);
        id += UINT64_C(5000000000);
    }
    if (t->pairing == PAIRED_NOT) {
        at += MS_HOUR;
        qty += 10000;
        id += UINT64_C(7000000000);
    }
    bool own = t->pairing == PAIRED_NEAR;
    text_add(out, "%s{\"deal_id\":%llu,\"pair\":\"USDT_%s\",\"order_id\":\"%s%s%llu\",\"order_type\":\"%s\",",
             number > 0 ? ",\n" : "\n",
             (unsigned long long)(1800000000 + number / (COINS * ORDERS_PER_DEAL) * COINS + (uint64_t)t->coin),
             coins[t->coin], own ? "" : coins[t->coin], own ? "" : "USDT_", (unsigned long long)id,
             t->sell ? "SELL" : "BUY");
    text_add(out,
             "\"deal_order_type\":\"%s\",\"cancellable\":false,\"status_string\":\"Filled\",\"created_at\":\"%s\",",
             t->sell ? "Take Profit" : "Safety", moment_iso(at).text);
    text_add(
        out,
        "\"updated_at\":\"%s\",\"quantity\":\"%s\",\"quantity_remaining\":\"0.0\",\"total\":\"%s\",\"rate\":\"%s\",",
        moment_iso(at + 2100).text, number_json(qty).text, number_json(cost_of(t)).text, number_json(t->price).text);
    text_add(out, "\"average_price\":\"%s\"}", number_json(t->price).text);
}

static void flush(gzFile file, struct text *t)
{
    if (t->length > 0 && gzwrite(file, t->bytes, (unsigned)t->length) <= 0) exit(2);
    t->length = 0;
}

static gzFile open_in(const char *dir, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    gzFile file = gzopen(path, "wb6");
    if (!file) {
        perror(path);
        exit(2);
    }
    return file;
}

static void write_large(uint64_t count, const char *dir, bool ids)
{
    struct random r = random_stream(1, "bench");
    struct text fills = {NULL, 0, 0, 0}, orders = {NULL, 0, 0, 0};
    struct trade t = {.at_ms = moment_of(2021, 1, 1, 0, 0, 0), .order_id = 100000000};
    gzFile fill_file = open_in(dir, ids ? "fills.json.gz" : "fills.csv.gz"),
           order_file = open_in(dir, "orders.json.gz");
    text_add(&fills, ids ? "[" : "\"Date(UTC)\",\"Pair\",\"Side\",\"Price\",\"Executed\",\"Amount\",\"Fee\"\n");
    text_add(&orders, "[");
    for (uint64_t i = 0; i < count; i++) {
        t = next_trade(&r, t);
        if (ids)
            fill_json(&fills, &t, i);
        else
            fill_row(&fills, &t);
        bot_order(&orders, &r, &t, i);
        if (fills.length > 1 << 20) flush(fill_file, &fills);
        if (orders.length > 1 << 20) flush(order_file, &orders);
    }
    text_add(&fills, "%s", ids ? "]" : "");
    text_add(&orders, "\n]\n");
    flush(fill_file, &fills);
    flush(order_file, &orders);
    gzclose(fill_file);
    gzclose(order_file);
    text_free(&fills);
    text_free(&orders);
}

/* ---- flagged ------------------------------------------------------------------------------------------------------- */

static void placed_json(struct text *out, struct random *r, const struct trade *t, uint64_t number)
{
    char tail[20];
    random_text(r, RANDOM_HEX, 16, tail);
    text_add(
        out,
        "%s{\"symbol\":\"%sUSDT\",\"orderId\":%llu,\"orderListId\":-1,\"clientOrderId\":\"x-%s%s\",\"price\":\"%s\",",
        number > 0 ? "," : "", coins[t->coin], (unsigned long long)t->order_id,
        t->pairing == PAIRED_NOT ? "OTHERTAG" : "SIMBOT01", tail, number_fixed(t->price, 8).text);
    text_add(out, "\"origQty\":\"%s\",\"executedQty\":\"%s\",\"cummulativeQuoteQty\":\"%s\",\"status\":\"FILLED\",",
             number_fixed(t->qty, 8).text, number_fixed(t->qty, 8).text, number_fixed(cost_of(t), 8).text);
    text_add(out,
             "\"timeInForce\":\"GTC\",\"type\":\"LIMIT\",\"side\":\"%s\",\"time\":%lld,\"updateTime\":%lld,"
             "\"isWorking\":true}",
             t->sell ? "SELL" : "BUY", (long long)t->at_ms, (long long)t->at_ms);
}

/* Of somebody else: first sales of each coin, then the thin coin bought high and sold low in turns. */
static struct trade next_unissued(struct random *r, const struct trade *previous, uint64_t number)
{
    struct trade t = next_trade(r, *previous);
    t.at_ms = previous->at_ms + random_between(r, 200, 2000);
    t.pairing = PAIRED_NOT;
    t.sell = number < COINS || number % 2 == 1;
    t.coin = number < COINS ? (int)number : THIN_COIN;
    if (t.coin == THIN_COIN) t.price = random_between(r, t.sell ? 1200000 : 6800000, t.sell ? 1300000 : 7200000);
    if (t.coin == THIN_COIN) t.qty = random_between(r, 900, 1100) * UNIT;
    return t;
}

struct flagged_files {
    struct text fills, placed, orders;
};

static void write_trade(struct flagged_files *f, struct random *r, struct trade *t, uint64_t number, uint64_t bots)
{
    t->order_id = 100000000 + 61 * number;
    fill_json(&f->fills, t, number);
    placed_json(&f->placed, r, t, number);
    if (t->pairing != PAIRED_NOT) bot_order(&f->orders, r, t, bots);
}

static struct trade next_issued(struct random *r, const struct trade *previous)
{
    struct trade t = next_trade(r, *previous);
    t.at_ms = previous->at_ms + random_between(r, MS_MINUTE, 4 * MS_MINUTE);
    t.pairing = PAIRED_EXACT;
    return t;
}

/* The bots go on all the time; the rest begins when they have made half of their trades. */
static void write_flagged_trades(uint64_t count, struct flagged_files *f)
{
    struct random r = random_stream(1, "flagged");
    const uint64_t issued = count / 3;
    uint64_t bots = 0, others = 0;
    struct trade other, bot = next_issued(&r, &(struct trade){.at_ms = moment_of(2022, 1, 1, 0, 0, 0)});
    for (uint64_t i = 0; i < count; i++) {
        if (bots == issued / 2 && others == 0) other = next_unissued(&r, &bot, 0);
        if (bots == issued || (bots >= issued / 2 && i - bots < count - issued && other.at_ms < bot.at_ms)) {
            write_trade(f, &r, &other, i, 0);
            other = next_unissued(&r, &other, ++others);
        } else {
            write_trade(f, &r, &bot, i, bots++);
            bot = next_issued(&r, &bot);
        }
    }
}

static void write_flagged(uint64_t count, const char *dir)
{
    struct flagged_files f = {{NULL, 0, 0, 0}, {NULL, 0, 0, 0}, {NULL, 0, 0, 0}};
    text_add(&f.fills, "[");
    text_add(&f.placed, "[");
    text_add(&f.orders, "[");
    write_flagged_trades(count, &f);
    text_add(&f.fills, "]");
    text_add(&f.placed, "]");
    text_add(&f.orders, "\n]\n");
    text_save(&f.fills, dir, "fills.json.gz", PACK_GZIP, 100);
    text_save(&f.placed, dir, "placed.json.gz", PACK_GZIP, 100);
    text_save(&f.orders, dir, "orders.json.gz", PACK_GZIP, 100);
    text_free(&f.fills);
    text_free(&f.placed);
    text_free(&f.orders);
}

/* ---- files --------------------------------------------------------------------------------------------------------- */

static void deal_file(struct text *out, uint64_t id, const struct trade *t)
{
    text_add(
        out,
        "{\"id\":%llu,\"type\":\"Deal\",\"bot_id\":9123456,\"max_safety_orders\":5,\"deal_has_error\":false,"
        "\"account_id\":31234567,\"created_at\":\"%s\",\"updated_at\":\"%s\",\"closed_at\":\"%s\",\"finished?\":true,",
        (unsigned long long)id, moment_iso(t->at_ms - 2000).text, moment_iso(t->at_ms + MS_MINUTE).text,
        moment_iso(t->at_ms + MS_MINUTE).text);
    text_add(out,
             "\"pair\":\"USDT_%s\",\"status\":\"completed\",\"bought_amount\":\"%s\",\"bought_volume\":\"%s\","
             "\"sold_amount\":\"0.0\",\"sold_volume\":\"0.0\",\"from_currency\":\"USDT\",\"to_currency\":\"%s\",",
             coins[t->coin], number_json(t->qty).text, number_json(cost_of(t)).text, coins[t->coin]);
    text_add(out,
             "\"strategy\":\"long\",\"base_order_volume\":\"10.0\",\"bot_name\":\"bench\",\"account_name\":\"\","
             "\"bot_events\":[{\"message\":\"Placing base order. Price: %s USDT Size: %s USDT (%s "
             "%s)\",\"created_at\":\"%s\"}]}\n",
             number_json(t->price).text, number_json(cost_of(t)).text, number_json(t->qty).text, coins[t->coin],
             moment_iso(t->at_ms - 900).text);
}

static void write_files(uint64_t count, const char *dir)
{
    struct random r = random_stream(1, "files");
    struct text fills = {NULL, 0, 0, 0};
    struct trade t = {.at_ms = moment_of(2022, 1, 1, 0, 0, 0), .order_id = 100000000};
    text_add(&fills, "\"Date(UTC)\",\"Pair\",\"Side\",\"Price\",\"Executed\",\"Amount\",\"Fee\"\n");
    for (uint64_t i = 0; i < count / 2; i++) {
        struct text deal = {NULL, 0, 0, 0}, orders = {NULL, 0, 0, 0};
        char name[64];
        t = next_trade(&r, t);
        t.sell = 0;
        t.pairing = i % 5 == 4 ? PAIRED_NOT : PAIRED_EXACT;
        fill_row(&fills, &t);
        deal_file(&deal, 1800000000 + i, &t);
        text_add(&orders, "[");
        bot_order(&orders, &r, &t, 0);
        text_add(&orders, "\n]\n");
        snprintf(name, sizeof name, "deals/%llu_show.json", (unsigned long long)(1800000000 + i));
        text_save(&deal, dir, name, PACK_PLAIN, 100);
        snprintf(name, sizeof name, "deals/%llu_market_orders.json", (unsigned long long)(1800000000 + i));
        text_save(&orders, dir, name, PACK_PLAIN, 100);
        text_free(&deal);
        text_free(&orders);
    }
    text_save(&fills, dir, "fills.csv", PACK_PLAIN, 100);
    text_free(&fills);
}

int main(int argc, char **argv)
{
    uint64_t count;
    if (argc != 4 || !span_to_u64(span_of(argv[2]), &count)) {
        fputs("usage: bench_data plain|ids|files|flagged COUNT DIR\n", stderr);
        return 2;
    }
    if (strcmp(argv[1], "files") == 0)
        write_files(count, argv[3]);
    else if (strcmp(argv[1], "flagged") == 0)
        write_flagged(count, argv[3]);
    else
        write_large(count, argv[3], strcmp(argv[1], "ids") == 0);
    return 0;
}
