/* sim_venues.c - see sim_venues.h.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_venues.h"

#include "tests/accuracy/sim_text.h"

#include <stdio.h>
#include <string.h>

#define PRICE(whole, hundred_millionths) ((int64_t)(whole)*UNIT + (hundred_millionths))

/* Steps and prices as they were about then at Binance; tick and lot decimals add up to at most 8, so costs are exact. */
static const struct coin_facts usual_coins[COIN_COUNT] = {
    [COIN_USDT] = {"USDT", PRICE(1, 0), 10000, UNIT, 4, 0, 0},
    [COIN_BUSD] = {"BUSD", PRICE(1, 0), 10000, UNIT, 4, 0, 20},
    [COIN_BTC] = {"BTC", PRICE(16820, 0), 1000000, 1000, 2, 5, 700},
    [COIN_ETH] = {"ETH", PRICE(1215, 0), 1000000, 10000, 2, 4, 900},
    [COIN_BNB] = {"BNB", PRICE(247, 0), 10000000, 100000, 1, 3, 900},
    [COIN_ADA] = {"ADA", PRICE(0, 26120000), 10000, 10000000, 4, 1, 1200},
    [COIN_MATIC] = {"MATIC", PRICE(0, 80110000), 10000, 10000000, 4, 1, 1300},
    [COIN_SOL] = {"SOL", PRICE(11, 67000000), 1000000, 1000000, 2, 2, 1400},
    [COIN_ATOM] = {"ATOM", PRICE(9, 4000000), 100000, 1000000, 3, 2, 1300},
    [COIN_LINK] = {"LINK", PRICE(5, 91200000), 100000, 1000000, 3, 2, 1200},
    [COIN_DOT] = {"DOT", PRICE(4, 49200000), 100000, 1000000, 3, 2, 1200},
    [COIN_LTC] = {"LTC", PRICE(65, 77000000), 1000000, 100000, 2, 3, 1200},
    [COIN_XRP] = {"XRP", PRICE(0, 34710000), 10000, UNIT, 4, 0, 1100},
    [COIN_AVAX] = {"AVAX", PRICE(11, 71000000), 1000000, 1000000, 2, 2, 1300},
    [COIN_1INCH] = {"1INCH", PRICE(0, 38930000), 10000, 10000000, 4, 1, 1300},
    [COIN_VITE] = {"VITE", PRICE(0, 1844000), 1000, 10000000, 5, 1, 1500},
};

const struct venue venues[VENUE_COUNT] = {
    [VENUE_BINANCE] = {"binance", "binance", "Binance", "My Binance", "", "USDT", "BUSD", "BNB", "VITE", FEE_OWN_COIN,
                       100, IDS_PER_MARKET, 0, 0},
    [VENUE_KUCOIN] = {"kucoin", "kucoin", "KuCoin", "My KuCoin", "-", "USDT", "USDC", "KCS", "VITE", FEE_QUOTE, 100,
                      IDS_SECOND_IN_HEX, 0, 2},
    [VENUE_FTX] = {"ftx", "ftx", "FTX", "My FTX", "/", "USD", "USDT", "BNB", "DMG", FEE_RECEIVED, 70, IDS_DIGITS,
                   190000000000, 0},
    [VENUE_OKX] = {"okx", "okex", "OKX", "My OKX", "-", "USDT", "USDC", "OKB", "KAN", FEE_RECEIVED, 100, IDS_DIGITS,
                   510200300400500600, 4},
    [VENUE_COINBASE] = {"coinbase", "gdax", "Coinbase Pro (GDAX)", "My Coinbase", "-", "USD", "USDT", "BCH", "SUKU",
                        FEE_QUOTE, 600, IDS_UUID, 0, 3},
    [VENUE_BINANCE_US] = {"binance-us", "binance_us", "Binance US", "My Binance US", "", "USD", "BUSD", "BNB", "VTHO",
                          FEE_OWN_COIN, 100, IDS_PER_MARKET, 0, 0},
    [VENUE_BINANCE_FUTURES] = {"binance-futures", "binance_futures", "Binance Futures USDT-M", "My Futures", "", "USDT",
                               "BUSD", "BNB", "1000XEC", FEE_QUOTE, 40, IDS_DIGITS, 8389765500000000000, 0, "@#"},
    [VENUE_FTX_PERP] = {"ftx", "ftx", "FTX", "My FTX", "/", "USD", "USDT", "BNB", "DMG", FEE_QUOTE, 70, IDS_DIGITS,
                        190000000000, 0, "@-PERP"},
    [VENUE_OKX_SWAP] = {"okx", "okex", "OKX", "My OKX", "-", "USDT", "USDC", "OKB", "SLP", FEE_QUOTE, 50, IDS_DIGITS,
                        510200300400500600, 0, "@-#-SWAP", true},
    [VENUE_KRAKEN] = {"kraken", "kraken", "Kraken", "My Kraken", "", "USD", "USDT", "BCH", "OXY", FEE_QUOTE, 260,
                      IDS_KRAKEN, 0, 3},
    [VENUE_GATEIO] = {"gateio", "gate_io", "Gate.io", "My Gate", "_", "USDT", "USD", "GT", "VADER", FEE_RECEIVED, 200,
                      IDS_DIGITS, 125924000000, 3},
    [VENUE_HTX] = {"htx", "huobi", "Huobi", "My Huobi", "", "USDT", "HUSD", "HT", "SWFTC", FEE_RECEIVED, 200,
                   IDS_DIGITS, 345487249100000, 2},
    [VENUE_BYBIT] = {"bybit", "bybit_spot", "Bybit Spot", "My Bybit", "", "USDT", "USDC", "BIT", "SOS", FEE_RECEIVED,
                     100, IDS_DIGITS, 1274748373594828288, 1},
    [VENUE_BITFINEX] = {"bitfinex", "bitfinex", "Bitfinex", "My Bitfinex", "/", "USD", "UST", "LEO", "YGG",
                        FEE_RECEIVED, 200, IDS_DIGITS, 88012345000, 4},
    [VENUE_BITTREX] = {"bittrex", "bittrex", "Bittrex", "My Bittrex", "-", "USDT", "USD", "BCH", "RVC", FEE_QUOTE, 350,
                       IDS_UUID, 0, 4},
};

/* Coins in a contract. */
static const int64_t contract_sizes[COIN_COUNT] = {
    [COIN_USDT] = UNIT,
    [COIN_BUSD] = UNIT,
    [COIN_BTC] = UNIT / 1000,
    [COIN_ETH] = UNIT / 100,
    [COIN_BNB] = UNIT / 100,
    [COIN_ADA] = 10 * (int64_t)UNIT,
    [COIN_MATIC] = 10 * (int64_t)UNIT,
    [COIN_SOL] = UNIT,
    [COIN_ATOM] = UNIT,
    [COIN_LINK] = UNIT,
    [COIN_DOT] = UNIT,
    [COIN_LTC] = UNIT,
    [COIN_XRP] = 100 * (int64_t)UNIT,
    [COIN_AVAX] = UNIT,
    [COIN_1INCH] = UNIT,
    [COIN_VITE] = 10 * (int64_t)UNIT,
};

void venue_coins(const struct venue *v, struct coin_facts coins[COIN_COUNT])
{
    memcpy(coins, usual_coins, sizeof usual_coins);
    coins[COIN_USDT].name = v->dollar;
    coins[COIN_BUSD].name = v->other_dollar;
    coins[COIN_BNB].name = v->own_coin;
    coins[COIN_VITE].name = v->thin;
    for (int coin = COIN_BTC; coin < COIN_COUNT; coin++) {
        struct coin_facts *c = &coins[coin];
        if (v->whole_contracts) {
            c->lot = contract_sizes[coin];
            c->lot_decimals = contract_sizes[coin] < UNIT ? 3 : 0;
        }
        for (int more = v->lot_decimals_more; more > 0 && c->tick_decimals + c->lot_decimals < UNIT_DECIMALS; more--) {
            c->lot /= 10;
            c->lot_decimals++;
        }
    }
}

/* ---- ids ------------------------------------------------------------------------------------------------------- */

static void uuid(struct random *r, char out[40])
{
    char hex[33];
    random_text(r, RANDOM_HEX, 32, hex);
    hex[12] = '4';
    hex[16] = "89ab"[random_between(r, 0, 3)];
    snprintf(out, 40, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

void venue_order_id(const struct venue *v, struct random *r, int64_t at_ms, uint64_t number, char out[40])
{
    char tail[17];
    switch (v->ids) {
    case IDS_SECOND_IN_HEX:
        random_text(r, RANDOM_HEX, 16, tail);
        snprintf(out, 40, "%08llx%s", (unsigned long long)(at_ms / MS_SECOND), tail);
        return;
    case IDS_UUID: uuid(r, out); return;
    case IDS_KRAKEN:
        random_text(r, "234567ABCDEFGHIJKLMNOPQRSTUVWXYZ", 16, tail);
        snprintf(out, 40, "O%.5s-%.5s-%.6s", tail, tail + 5, tail + 10);
        return;
    default: snprintf(out, 40, "%llu", (unsigned long long)number); return;
    }
}

struct client_shape { /* "u": a UUID; else a prefix and so many characters of the alphabet */
    const char *prefix, *alphabet;
    size_t length;
};

static const struct client_shape client_shapes[VENUE_COUNT][SENDER_GENERATED + 1] = {
    [VENUE_BINANCE] = {[SENDER_PLATFORM] = {"x-SIM3CMM5", RANDOM_ALNUM, 18},
                       [SENDER_WEB] = {"web_", RANDOM_HEX, 32},
                       [SENDER_IOS] = {"ios_", RANDOM_HEX, 32},
                       [SENDER_ANDROID] = {"and_", RANDOM_HEX, 32},
                       [SENDER_CCXT] = {"x-R4BD3S82", RANDOM_HEX, 22},
                       [SENDER_BROKER] = {"x-KX7QPZ2M", RANDOM_ALNUM, 16},
                       [SENDER_GENERATED] = {"", RANDOM_ALNUM, 22}},
    [VENUE_KUCOIN] = {[SENDER_PLATFORM] = {"u", NULL, 0},
                      [SENDER_CCXT] = {"u", NULL, 0},
                      [SENDER_BROKER] = {"u", NULL, 0},
                      [SENDER_GENERATED] = {"u", NULL, 0}},
    [VENUE_FTX] = {[SENDER_PLATFORM] = {"sim3c_", RANDOM_HEX, 16}, [SENDER_BROKER] = {"q", RANDOM_ALNUM, 20}},
    [VENUE_OKX] = {[SENDER_PLATFORM] = {"51a3c0dd52c7SIMC", RANDOM_HEX, 16},
                   [SENDER_CCXT] = {"e847386590ce4dBC", RANDOM_HEX, 16},
                   [SENDER_BROKER] = {"c77d0a12ba42BROK", RANDOM_HEX, 16}},
    [VENUE_COINBASE] = {[SENDER_PLATFORM] = {"u", NULL, 0},
                        [SENDER_WEB] = {"u", NULL, 0},
                        [SENDER_IOS] = {"u", NULL, 0},
                        [SENDER_ANDROID] = {"u", NULL, 0},
                        [SENDER_CCXT] = {"u", NULL, 0},
                        [SENDER_BROKER] = {"u", NULL, 0},
                        [SENDER_GENERATED] = {"u", NULL, 0}},
    [VENUE_BINANCE_US] = {[SENDER_PLATFORM] = {"x-SIM3CMM5", RANDOM_ALNUM, 18},
                          [SENDER_WEB] = {"web_", RANDOM_HEX, 32},
                          [SENDER_IOS] = {"ios_", RANDOM_HEX, 32},
                          [SENDER_ANDROID] = {"and_", RANDOM_HEX, 32},
                          [SENDER_CCXT] = {"x-R4BD3S82", RANDOM_HEX, 22},
                          [SENDER_BROKER] = {"x-KX7QPZ2M", RANDOM_ALNUM, 16},
                          [SENDER_GENERATED] = {"", RANDOM_ALNUM, 22}},
    [VENUE_BINANCE_FUTURES] = {[SENDER_PLATFORM] = {"x-SIM3CFU7", RANDOM_ALNUM, 18},
                               [SENDER_WEB] = {"web_", RANDOM_ALNUM, 20},
                               [SENDER_IOS] = {"ios_", RANDOM_ALNUM, 20},
                               [SENDER_ANDROID] = {"android_", RANDOM_ALNUM, 20},
                               [SENDER_CCXT] = {"x-xcKtGhcu", RANDOM_HEX, 22},
                               [SENDER_BROKER] = {"x-KX7QPZ2F", RANDOM_ALNUM, 16},
                               [SENDER_GENERATED] = {"", RANDOM_ALNUM, 22}},
    [VENUE_FTX_PERP] = {[SENDER_PLATFORM] = {"sim3c_", RANDOM_HEX, 16}, [SENDER_BROKER] = {"q", RANDOM_ALNUM, 20}},
    [VENUE_OKX_SWAP] = {[SENDER_PLATFORM] = {"51a3c0dd52c7SIMC", RANDOM_HEX, 16},
                        [SENDER_CCXT] = {"e847386590ce4dBC", RANDOM_HEX, 16},
                        [SENDER_BROKER] = {"c77d0a12ba42BROK", RANDOM_HEX, 16}},
    [VENUE_GATEIO] = {[SENDER_PLATFORM] = {"t-sim3c", RANDOM_ALNUM, 16},
                      [SENDER_WEB] = {"104", NULL, 0},
                      [SENDER_IOS] = {"102", NULL, 0},
                      [SENDER_ANDROID] = {"101", NULL, 0},
                      [SENDER_CCXT] = {"t-", RANDOM_HEX, 16},
                      [SENDER_BROKER] = {"t-q", RANDOM_ALNUM, 16},
                      [SENDER_GENERATED] = {"apiv4", NULL, 0}},
    [VENUE_HTX] = {[SENDER_PLATFORM] = {"SIM3CHTX0A", RANDOM_HEX, 16},
                   [SENDER_CCXT] = {"AA03022abc", RANDOM_HEX, 16},
                   [SENDER_BROKER] = {"BROKERHTX1", RANDOM_HEX, 16}},
    [VENUE_BYBIT] = {[SENDER_PLATFORM] = {"sim3c-", RANDOM_HEX, 20},
                     [SENDER_WEB] = {"16717", RANDOM_DIGITS, 8},
                     [SENDER_IOS] = {"16717", RANDOM_DIGITS, 8},
                     [SENDER_ANDROID] = {"16717", RANDOM_DIGITS, 8},
                     [SENDER_CCXT] = {"u", NULL, 0},
                     [SENDER_BROKER] = {"q-", RANDOM_ALNUM, 20},
                     [SENDER_GENERATED] = {"16717", RANDOM_DIGITS, 8}},
    [VENUE_BITTREX] = {[SENDER_PLATFORM] = {"u", NULL, 0},
                       [SENDER_CCXT] = {"u", NULL, 0},
                       [SENDER_BROKER] = {"u", NULL, 0},
                       [SENDER_GENERATED] = {"u", NULL, 0}},
};

void venue_client_id(const struct venue *v, struct random *r, int sender, char out[40])
{
    const struct client_shape *shape = &client_shapes[v - venues][sender];
    char random[40] = "";
    if (shape->prefix && strcmp(shape->prefix, "u") == 0) {
        uuid(r, out);
        return;
    }
    if (shape->length > 0) random_text(r, shape->alphabet, shape->length, random);
    snprintf(out, 40, "%s%s", shape->prefix ? shape->prefix : "", random);
}

const char *venue_tag(const struct venue *v, int sender)
{
    static const char *const kucoin[] = {
        [SENDER_PLATFORM] = "partner:SIM3C", [SENDER_CCXT] = "partner:ccxt", [SENDER_BROKER] = "partner:OTHERBOT"};
    static const char *const okx[] = {[SENDER_PLATFORM] = "51a3c0dd52c7SIMC",
                                      [SENDER_CCXT] = "e847386590ce4dBC",
                                      [SENDER_BROKER] = "c77d0a12ba42BROK"};
    const char *tag = NULL;
    if (sender > SENDER_BROKER) return "";
    if (v == &venues[VENUE_KUCOIN]) tag = kucoin[sender];
    if (v == &venues[VENUE_OKX] || v == &venues[VENUE_OKX_SWAP]) tag = okx[sender];
    return tag ? tag : "";
}

/* ---- zones ----------------------------------------------------------------------------------------------------- */

const char *const zone_names[] = {"UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York"};

int64_t zone_offset_ms(enum zone zone, int64_t at_ms)
{
    bool winter;
    switch (zone) {
    case ZONE_SHANGHAI: return 8 * (int64_t)MS_HOUR;
    case ZONE_BERLIN: winter = at_ms >= moment_of(2022, 10, 30, 1, 0, 0); return (winter ? 1 : 2) * (int64_t)MS_HOUR;
    case ZONE_NEW_YORK: winter = at_ms >= moment_of(2022, 11, 6, 6, 0, 0); return (winter ? -5 : -4) * (int64_t)MS_HOUR;
    default: return 0;
    }
}
