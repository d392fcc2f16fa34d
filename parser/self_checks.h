/* self_checks - what a file says about itself while it is read: whether the second inside its ids fits the time beside
 * them, whether each balance follows from the one before, which numbers its rows bear, and how its text is written. Only counted here; what it means is
 * attribution/authenticity/authenticity.h's business. No row is rejected or changed by it.
 *
 * The rules stand in a definition's "self_checks" (formats/README.md): what a site's own files look like is a fact of the
 * layout, and a layout without such a fact is not checked for it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_SELF_CHECKS_H
#define STRAYKEY_PARSER_SELF_CHECKS_H

#include "base/decimal.h"
#include "base/list.h"
#include "base/timestamp.h"

enum { PLACES_MOST = 20 }; /* named of those that deviate; all are counted */
#define OFFSET_UNKNOWN UINT64_MAX
struct row_place {
    uint64_t offset; /* of the record in the text, or OFFSET_UNKNOWN */
    uint32_t line;
};
struct places {
    struct row_place items[PLACES_MOST]; /* the first ones */
    uint64_t count;                  /* all */
};
void places_add(struct places *p, uint32_t line, uint64_t offset);
void places_append(struct places *to, const struct places *from);

/* Ids of 24 hexadecimal digits whose first eight are the second they were made in (KuCoin orders; Coinbase transactions). */
struct created_ids {
    uint64_t counted;
    struct places off;             /* further than the tolerance of self_checks.c from the row's time */
    int64_t least_ns, most_ns;     /* of those: the row's time less the id's; valid when there are any */
};

/* The balances of one asset, in the file's order. Which way a file runs is not known before its end: both ways count. */
struct balance_chain {
    uint32_t name;                 /* id of store->texts: the asset, and the wallet where there are several */
    uint64_t rows;
    struct decimal change, after;  /* of the row before */
    struct places off_down, off_up; /* rows that do not follow: read downwards (oldest first), read upwards */
};

/* What a row says is left of an asset after it. Every row that states one and has a time, in the file's order. */
struct stated_balance {
    int64_t at_ns;                 /* TIME_NONE only while the row is being read */
    uint64_t offset;
    struct decimal balance;        /* as written */
    uint32_t asset, wallet;        /* ids of store->texts; wallet 0 where the file has no such column */
    uint32_t line;
    uint8_t digits;                /* of the second, as at_ns was written */
};

/* The account's own numbers of its rows, one after the other, in the file's order. */
struct numbered_row {
    uint64_t number, offset;
    uint32_t line;
};

/* How the text of a table is written, by its first rows. */
struct written {
    char delimiter;                /* 0: not a table */
    bool sheet;                    /* of a workbook: it has no text of its own */
    uint32_t rows, quoted, plain;  /* looked at; with quotation marks at both ends; without any */
    uint32_t extra;                /* empty cells at the end that the header has no name for, in every one of them */
};
enum { WRITTEN_ROWS = 64 };

/* By the first events of the file: what a spreadsheet does to long numbers and to times, it does to all of them. */
enum { LOOKED_AT_MOST = 4096, SPREADSHEET_DIGITS = 15 };
struct first_events {
    uint64_t long_ids;             /* of 18 digits or more */
    struct places zero_ids;        /* of these: with nothing but zeros from the 16th digit on */
    uint64_t trades, whole_minutes;/* fills and orders; of these: with a time of 0 seconds */
};

struct self_found {
    struct first_events first_events;
    struct created_ids created;
    LIST(struct balance_chain) balances;
    LIST(struct stated_balance) stated;
    LIST(struct numbered_row) numbered;
};
void self_found_merge(struct self_found *to, struct self_found *from); /* takes what `from` owns */
void self_found_free(struct self_found *f);

struct store;
struct event;
void first_events_look(struct first_events *f, const struct store *s, const struct event *events, size_t count);
struct record;
void written_look(struct written *w, const struct record *row, size_t columns);

#endif
