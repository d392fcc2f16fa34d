/* price_file - one file of prices that the user supplies for the valuation of losses (--prices). Known are
 *
 *     SYMBOL-1m-2022-12-25.zip    Binance's klines of a minute (a day, or 2022-12: a month), zip or the CSV in it: open time
 *                                 (milliseconds, or microseconds), open, high, low, close, ...; a header may stand on top.
 *                                 The close is the price at the end of that minute, 59.999 seconds after the open time
 *     SYMBOL-trades-2022-12-25.zip, SYMBOL-aggTrades-...   Binance's trades (tape_file.h): each is a price at its moment
 *     ANYTHING.csv                with the header time,market,price; time as 2022-12-25T20:59:00Z (with its zone), market as
 *                                 BTC/USDT or BTCUSDT, price in quote per base
 *
 * A price is a positive exact decimal. What was handed over counts only when the facts say REFERENCE_GOOD.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_REFERENCE_PRICE_FILE_H
#define STRAYKEY_PARSER_REFERENCE_PRICE_FILE_H

#include "base/decimal.h"
#include "parser/reference/reference_file.h"

#define PRICE_TABLE_HEADER "time,market,price"

enum price_kind { PRICE_KLINES, PRICE_TRADES, PRICE_TABLE };
const char *price_kind_name(enum price_kind k); /* "klines-1m", "trades", "table" */

struct price_name {
    enum price_kind kind;
    struct span symbol;     /* a part of the name that was given; empty for a table, which may hold any market */
    int64_t from_ns, to_ns; /* the moments that it may speak of, UTC; all for a table */
};
/* False: the last part of the path is no name of a file with prices. A .csv of any other name may be a table. */
bool price_name_parse(struct span path, struct price_name *out);

enum { SYMBOL_MOST = 64 };
/* "btc/usdt", "BTC-USDT", "BTC_USDT" -> "BTCUSDT". False: too long, empty, or another character than letters and digits. */
bool price_plain_symbol(struct span text, char out[SYMBOL_MOST]);

struct price_point {
    struct span symbol; /* plain, valid during the call */
    int64_t at_ns;      /* when it was the price */
    struct decimal price;
};
typedef void price_take(void *user, const struct price_point *point);

void price_file_read(const char *path, const struct price_name *name, struct span shown, price_take *take, void *user,
                     struct reference_facts *out);
/* The same of bytes in memory; not for PRICE_TRADES. For tests and fuzzing. */
void price_memory_read(struct span bytes, const struct price_name *name, price_take *take, void *user,
                       struct reference_facts *out);

#endif
