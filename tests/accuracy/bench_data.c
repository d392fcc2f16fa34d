/* bench_data.c - large invented inputs for scripts/bench: bench_data SHAPE COUNT DIR.
 *
 *   plain   COUNT fills as fills.csv.gz (Binance trade history, quoted) and as many bot orders as orders.json.gz
 *   ids     the same with order ids on the exchange's side: fills.json.gz (myTrades)
 *   files   COUNT small files: half deals, half their market orders, and a fills.csv
 *
 * Of the fills, 40 % have a bot order with the exchange's id (ids) or the same time (plain), 40 % one that is up to two
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

enum { COINS = 40, ORDERS_PER_DEAL = 10 };
static const char *const coins[COINS] = {"BTC",  "ETH",  "BNB", "ADA",   "XRP",  "SOL",  "DOT", "LTC",   "LINK", "ATOM",
                                         "AVAX", "UNI",  "TRX", "XLM",   "ETC",  "FIL",  "VET", "THETA", "ICP",  "EOS",
                                         "AAVE", "ALGO", "AXS", "SAND",  "MANA", "GALA", "CHZ", "ENJ",   "ZEC",  "DASH",
                                         "NEO",  "IOTA", "KSM", "WAVES", "ZIL",  "ONE",  "HOT", "BAT",   "QTUM", "OMG"};

enum pairing { PAIRED_EXACT, PAIRED_NEAR, PAIRED_NOT };
struct trade {
    int64_t at_ms, price, qty;
    uint64_t order_id;
    int coin, sell;
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
        fputs("usage: bench_data plain|ids|files COUNT DIR\n", stderr);
        return 2;
    }
    if (strcmp(argv[1], "files") == 0)
        write_files(count, argv[3]);
    else
        write_large(count, argv[3], strcmp(argv[1], "ids") == 0);
    return 0;
}
