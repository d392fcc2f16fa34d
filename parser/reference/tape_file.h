/* tape_file - one file of the tape that an exchange publishes: every trade of a market and a day or month, in a zip beside
 * which a .CHECKSUM lies. Known are Binance's `trades` and `aggTrades`, spot and futures:
 *
 *     SYMBOL-trades-2022-12-25.zip      trade id, price, qty, quote qty, time, isBuyerMaker[, isBestMatch]
 *     SYMBOL-aggTrades-2022-12.zip      aggregate id, price, qty, first and last trade id, time, isBuyerMaker[, isBestMatch]
 *
 * Times are milliseconds, or microseconds (spot from 2025 on): told apart by their digits. A header line may stand on top.
 * The CSV itself (unpacked) is read too.
 *
 * How such a file is opened, hashed and checked: see reference_file.h. Only the present row is kept.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_REFERENCE_TAPE_FILE_H
#define STRAYKEY_PARSER_REFERENCE_TAPE_FILE_H

#include "base/decimal.h"
#include "parser/reference/reference_file.h"

struct tape_name {
    struct span symbol;      /* "BTCUSDT", "BTCUSD_PERP": a part of the name that was given */
    bool aggregate;          /* aggTrades */
    int64_t from_ns, to_ns;  /* the day or month, UTC; to_ns is the first moment after it */
};
/* False: the last part of the path is no name of a tape file. */
bool tape_name_parse(struct span path, struct tape_name *out);
/* The same of "2022-12-25" or "2022-12" alone. */
bool tape_period_parse(struct span text, int64_t *from_ns, int64_t *to_ns);
/* A tape file or its .CHECKSUM. */
bool tape_name_belongs(struct span path);

enum tape_product { TAPE_SPOT, TAPE_FUTURES }; /* their ids and names overlap: never mixed */
/* By a folder "spot" or "futures" of the path, as the exchange names them. False: the path does not say. */
bool tape_product_of(struct span path, enum tape_product *out);

struct tape_trade {
    uint64_t first_id, last_id; /* trade ids; the same in a file of single trades */
    int64_t at_ns;
    uint8_t digits;             /* 3 or 6 */
    bool buyer_maker;           /* the buyer's order was in the book, the seller took it */
    struct span price, qty;     /* as written; valid during the call */
};
/* False: price or quantity is no number, which counts as a row that can't be read. */
typedef bool tape_take(void *user, const struct tape_trade *trade);

struct tape_facts {
    struct reference_facts file; /* its rows are trades, or aggregates of them */
    enum tape_product product;
    uint64_t missing_ids;      /* ids between the first and the last that no row names: holes */
    int64_t first_ns, last_ns; /* earliest and latest; TIME_NONE without a row */
};

/* Reads the file and hands over its trades in the order of its rows. What was handed over counts only when *out says
 * REFERENCE_GOOD afterwards: the digest is known at the end. `path` is opened; `name` is by what the report calls it. */
void tape_file_read(const char *path, struct span name, tape_take *take, void *user, struct tape_facts *out);
/* The same of bytes in memory, without a .CHECKSUM; for tests and fuzzing. */
void tape_memory_read(struct span bytes, struct span name, tape_take *take, void *user, struct tape_facts *out);

#endif
