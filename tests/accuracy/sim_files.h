/* sim_files - the folder that a victim would hand in: exchange exports and platform records of a world, and beside it the
 * truth about every order.
 *
 * The folder is DIR/files. Beside it lie, for the measurement alone:
 *   truth.tsv    one line an exchange order: number, symbol, order id, side, quantity, first and last time, author,
 *                covered (yes, no, edge)
 *   rows.tsv     one line an exchange record: file, line, byte offset, number of its order
 *   records.tsv  one line a bot order that the folder's logs speak of: symbol, side, from ms, to ms
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SIM_FILES_H
#define STRAYKEY_TESTS_SIM_FILES_H

#include "tests/accuracy/sim_bots.h"

struct outbox {
    char dir[512]; /* DIR/files */
    struct text rows, records;
};

enum which_rows { ROWS_ORDERS, ROWS_CONVERSIONS, ROWS_BOTH };
struct export_plan { /* one file of an exchange */
    const char *name;
    int64_t from_ms, to_ms; /* by time of the fill or of the order's creation; 0, 0: everything */
    enum packing packing;
    int cut_percent;   /* 0: whole */
    bool quoted, bom;  /* CSV: every cell in quotes; a byte order mark */
    bool pretty;       /* JSON: over many lines */
    bool second_shape; /* of exports that come in two */
    enum zone zone;    /* of printed times */
    bool without_ids;  /* KuCoin's fills without order ids, as some users got them */
    enum which_rows rows;
};
void export_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan); /* B-03 */
void export_orders_csv(struct outbox *out, const struct world *w, const struct export_plan *plan); /* B-08 */
void export_all_orders(struct outbox *out, const struct world *w, const struct export_plan *plan); /* allOrders */
void export_my_trades(struct outbox *out, const struct world *w, const struct export_plan *plan);  /* myTrades */
void export_kucoin_orders_csv(struct outbox *out, const struct world *w, const struct export_plan *plan); /* K-10 */
void export_kucoin_fills_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);  /* K-09 */
void export_kucoin_orders_json(struct outbox *out, const struct world *w,
                               const struct export_plan *plan); /* K-J2, K-J4 */
void export_kucoin_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan);    /* K-J1 */
void export_ftx_fills_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);        /* F-02 */
void export_ftx_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan);      /* F-J2 */
void export_ftx_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan);       /* F-J1 */
void export_okx_trading_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);      /* O-03 */
void export_okx_trading_csv_2023(struct outbox *out, const struct world *w, const struct export_plan *plan); /* O-04 */
void export_okx_trading_csv_2024(struct outbox *out, const struct world *w, const struct export_plan *plan); /* O-05 */
void export_okx_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan);      /* O-J2 */
void export_okx_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan);       /* O-J1 */
void export_coinbase_fills_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);   /* C-10 */
void export_coinbase_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan); /* C-J3 */
void export_coinbase_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan);  /* C-J2 */

void export_binance_us_statement(struct outbox *out, const struct world *w, const struct export_plan *plan); /* B-22 */
void export_coinbase_statement(struct outbox *out, const struct world *w,
                               const struct export_plan *plan); /* C-06, C-08 */
void export_futures_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_futures_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_futures_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan); /* B-11 */
void export_kucoin_conversions(struct outbox *out, const struct world *w, const struct export_plan *plan); /* K-15 */
void export_binance_statement(struct outbox *out, const struct world *w, const struct export_plan *plan);  /* B-17 */

void export_kraken_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_kraken_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_kraken_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_gateio_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_gateio_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_gateio_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_htx_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_htx_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_htx_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_bybit_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_bybit_trades_json(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_bitfinex_trades_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_bitfinex_orders_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_bittrex_orders_csv(struct outbox *out, const struct world *w, const struct export_plan *plan);
void export_bittrex_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan);

struct log_plan {     /* one set of platform records */
    int64_t since_ms; /* deals begun before are not in it; 0: all */
    int64_t as_of_ms; /* when it was fetched; 0: at the end */
    size_t newest;    /* only so many newest deals; 0: all */
    enum packing packing;
    int cut_percent;    /* 0: whole */
    bool exchange_ids;  /* order_id is SYMBOL_<id>; else the platform's own digits */
    bool bare_ids;      /* exchange_ids without the symbol */
    bool gross_average; /* average_price holds the fee */
    const char *prefix; /* of the file names, "" */
};
/* Returns how many deals, from the newest, are whole in the file. */
size_t log_deals_list(struct outbox *out, const struct platform *p, const struct log_plan *plan, bool with_events);
void log_deals_lines(struct outbox *out, const struct platform *p, const struct log_plan *plan); /* NDJSON, events */
void log_deal_files(struct outbox *out, const struct platform *p, const struct log_plan *plan);  /* one file a deal */
void log_order_files(struct outbox *out, const struct platform *p, const struct log_plan *plan); /* one file a deal */
void log_orders_keyed(struct outbox *out, const struct platform *p, const struct log_plan *plan);
void log_orders_lines(struct outbox *out, const struct platform *p, const struct log_plan *plan); /* NDJSON */
void log_deals_csv(struct outbox *out, const struct platform *p, const struct log_plan *plan);
void log_bots(struct outbox *out, const struct platform *const *platforms, size_t count);
void log_accounts(struct outbox *out, const struct platform *const *platforms, size_t count);
/* SmartTrades, their trades, the grid bot and its orders; noted as log_note does. */
void trades_ship(struct outbox *out, const struct platform *p, int64_t *from, int64_t *to);

bool log_has_deal(const struct platform *p, const struct log_plan *plan, size_t deal);
int64_t log_end(const struct platform *p, const struct log_plan *plan);
/* Notes the orders of the deals in the log for records.tsv and widens *from, *to by every moment that the log names. */
void log_note(struct outbox *out, const struct platform *p, const struct log_plan *plan, int64_t *from, int64_t *to);

#endif
