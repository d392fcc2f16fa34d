/* table_row - one event of the timeline as named cells, before any escaping. Shared by timeline.csv, flagged.csv and the
 * JSON lines, so that they can't disagree.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_TABLE_ROW_H
#define STRAYKEY_REPORT_DATA_TABLE_ROW_H

#include "report/report.h"

/* COLUMN(name, source): in the order of the file. FROM_FILE: the text may hold anything that the evidence holds.
 * The columns behind cell_escaped are there with --tape only.
 * OURS: digits and words that this program wrote; it goes out as it is. The first 31 are the contract's. */
#define TABLE_COLUMNS(COLUMN)                                                                                          \
    COLUMN(message, FROM_FILE)                                                                                         \
    COLUMN(datetime, OURS)                                                                                             \
    COLUMN(timestamp_desc, OURS)                                                                                       \
    COLUMN(kind, OURS)                                                                                                 \
    COLUMN(venue, FROM_FILE)                                                                                           \
    COLUMN(account, FROM_FILE)                                                                                         \
    COLUMN(market, FROM_FILE)                                                                                          \
    COLUMN(base, FROM_FILE)                                                                                            \
    COLUMN(quote, FROM_FILE)                                                                                           \
    COLUMN(side, OURS)                                                                                                 \
    COLUMN(price, OURS)                                                                                                \
    COLUMN(qty, OURS)                                                                                                  \
    COLUMN(cost, OURS)                                                                                                 \
    COLUMN(fee, OURS)                                                                                                  \
    COLUMN(fee_asset, FROM_FILE)                                                                                       \
    COLUMN(order_id, FROM_FILE)                                                                                        \
    COLUMN(trade_id, FROM_FILE)                                                                                        \
    COLUMN(client_order_id, FROM_FILE)                                                                                 \
    COLUMN(channel, OURS)                                                                                              \
    COLUMN(key, FROM_FILE)                                                                                             \
    COLUMN(bot, FROM_FILE)                                                                                             \
    COLUMN(deal, FROM_FILE)                                                                                            \
    COLUMN(verdict, OURS)                                                                                              \
    COLUMN(flag, OURS)                                                                                                 \
    COLUMN(reasons, OURS)                                                                                              \
    COLUMN(match, OURS)                                                                                                \
    COLUMN(incident, OURS)                                                                                             \
    COLUMN(source, OURS)                                                                                               \
    COLUMN(line, OURS)                                                                                                 \
    COLUMN(offset, OURS)                                                                                               \
    COLUMN(until, OURS)                                                                                                \
    COLUMN(order_qty, OURS)                                                                                            \
    COLUMN(limit, OURS)                                                                                                \
    COLUMN(status, OURS)                                                                                               \
    COLUMN(role, OURS)                                                                                                 \
    COLUMN(also, OURS)                                                                                                 \
    COLUMN(cell_escaped, OURS)                                                                                         \
    COLUMN(tape, OURS)                                                                                                 \
    COLUMN(tape_trade_id, OURS)

enum table_column_id {
#define COLUMN(name, source) COLUMN_##name,
    TABLE_COLUMNS(COLUMN)
#undef COLUMN
    COLUMN_COUNT
};
enum cell_source { OURS, FROM_FILE };

struct row {
    struct span cells[COLUMN_COUNT]; /* exact texts; empty when there is nothing to say. cell_escaped is the writer's */
    bool amounts_hidden;             /* their cells hold a mark, but for prices; see redaction.h */
};

struct row_maker; /* opaque: caches of spellings and the scratch memory that a row's cells point into */
/* `redaction`: of the report's input; NULL: everything is told. `sharing_lines` is kept: see rows.h. */
struct row_maker *row_maker_new(const struct result *result, const struct redaction *redaction, const bool *sharing_lines);
void row_maker_free(struct row_maker *m);
/* The cells of one event. They stay valid until the next call. */
void row_make(struct row_maker *m, uint32_t event, struct row *out);

/* ---- message.c: what row_make calls for the first column ------------------------------------------------------------ */

/* Most cells are shorter than a call of memcpy takes. */
static inline void text_copy(char *to, struct span text)
{
    if (text.len >= 16) {
        for (size_t i = 0; i + 16 <= text.len; i += 16) memcpy(to + i, text.ptr + i, 16);
        memcpy(to + text.len - 16, text.ptr + text.len - 16, 16);
    } else if (text.len >= 8) {
        memcpy(to, text.ptr, 8);
        memcpy(to + text.len - 8, text.ptr + text.len - 8, 8);
    } else if (text.len >= 4) {
        memcpy(to, text.ptr, 4);
        memcpy(to + text.len - 4, text.ptr + text.len - 4, 4);
    } else {
        for (size_t i = 0; i < text.len; i++) to[i] = text.ptr[i];
    }
}

struct text_buffer { /* grows; reused from row to row */
    char *text;
    size_t used, capacity;
};
void text_put(struct text_buffer *b, struct span text);
/* One English sentence of that event; `row` holds all other cells already. Without commas, so that it needs no quotes. */
void message_build(struct text_buffer *b, const struct result *result, const struct event *e, const struct row *row);

/* Fast plain digits, the same as decimal_format and writer_u64 write. They return the end of what they wrote; `at` has
 * room for DECIMAL_TEXT_MAX bytes. No NUL. */
char *digits_u64(char *at, uint64_t value);
char *digits_amount(char *at, int64_t mantissa, uint8_t scale); /* scale 0..38 */

#endif
