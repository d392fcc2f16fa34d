/* split - one row of delimiter-separated text into cells. Private to csv.c and csv/sniff.c.
 *
 * One pass over the bytes; nothing is looked up behind the row. Rows are split, not judged: bytes that are not UTF-8 and
 * NUL bytes only set `odd`.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_CSV_SPLIT_H
#define STRAYKEY_PARSER_CSV_SPLIT_H

#include "parser/record.h"

enum { CSV_CELLS_MAX = 1 << 20 }; /* of one row; it has no more cells than that, whatever its text holds */
enum { CSV_QUOTED_MAX = 64 << 10 }; /* a quoted cell that runs on for longer is not closed at all */

enum split_result {
    SPLIT_ROW,      /* a row is there */
    SPLIT_MORE,     /* the text ends inside the row and is not at its end */
    SPLIT_UNCLOSED, /* a quoted cell is not closed within CSV_QUOTED_MAX or before the end */
    SPLIT_STRAY     /* text after a closing quote */
};

struct split {
    unsigned char delimiter;
    struct arena *scratch;   /* cells with doubled quotes go here */
    struct cell *cells;      /* of the last row; grown as needed, freed by split_free */
    size_t count, capacity;
    size_t start;            /* of the row's own bytes: behind a byte order mark */
    size_t end;              /* behind the last cell */
    size_t consumed;         /* behind the line end */
    uint32_t lines;          /* line ends passed, the row's own included */
    bool odd;                /* there are NUL or non-ASCII bytes */
    bool quoted;             /* the last cell was quoted */
    uint8_t plain[256];      /* class of each byte outside quotes */
    uint8_t inside[256];     /* and inside quotes */
};

void split_init(struct split *s, char delimiter, struct arena *scratch);
void split_free(struct split *s);

/* The row at the start of `text`, which stands on physical line `line`. at_end: nothing follows the text. */
enum split_result split_row(struct split *s, struct span text, bool at_end, uint32_t line);

/* A row that is one quoted cell, taken as a line of its own: the last row's cells are replaced by the cells inside it.
 * False, and nothing changed, when there is nothing to unwrap. */
bool split_unwrap(struct split *s, struct split *inner);

/* Length of the physical line at the start of text, and of its line end in *line_end; text.len and 0 when there is none. */
size_t split_line(struct span text, size_t *line_end);

#endif
