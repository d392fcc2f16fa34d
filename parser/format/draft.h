/* draft - what a new definition is guessed from: the names of the columns and the first rows of a file. Shared by
 * format/draft.c (reads the file), format/guess*.c (which column is which) and format/skeleton.c (writes). Nobody else
 * includes this.
 *
 * All texts lie in the arena or in the text that was read.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_FORMAT_DRAFT_H
#define STRAYKEY_PARSER_FORMAT_DRAFT_H

#include "base/decimal.h"
#include "base/writer.h"
#include "parser/format/internal.h"

enum { DRAFT_ROWS_MAX = 300, DRAFT_WORDS_MAX = 12 };

struct draft {
    struct arena *arena;
    struct span names[HEADER_CELLS_MAX];
    bool always[HEADER_CELLS_MAX]; /* json: every record has this member */
    bool used[HEADER_CELLS_MAX];   /* a guess has taken the column */
    size_t count;
    const struct span *rows[DRAFT_ROWS_MAX]; /* `count` values each */
    size_t row_count;
    bool json;
    char delimiter, point, group; /* point: "." or ","; group: 0 for none */
    struct span raw;              /* of the first row, or the first object; keys and secrets reduced */
};

/* False: the text has no header row and no object with at least four plain members. */
bool draft_read(struct draft *d, struct span head);

struct span draft_value(const struct draft *d, size_t row, int column);
/* The different texts of a column, at most DRAFT_WORDS_MAX + 1 of them. */
size_t draft_words(const struct draft *d, int column, struct span out[DRAFT_WORDS_MAX + 1]);

enum looks { LOOKS_ANY, LOOKS_NUMBER, LOOKS_ID, LOOKS_WORD, LOOKS_ASSET };
/* Whether every value that the column has looks so. */
bool draft_looks(const struct draft *d, size_t column, enum looks looks);
/* The unused column with the first of the words in its name (letters and digits only, small; "=" before a word: that is
 * the whole name). It counts as used from now on. -1: none. */
int draft_column(struct draft *d, const char *words, enum looks looks);
bool draft_number(const struct draft *d, struct span text, struct decimal *out, struct span *unit); /* a unit may follow */
bool draft_has_unit(const struct draft *d, int column);

/* ---- format/guess_time.c ----------------------------------------------------------------------------------------- */

struct time_guess {
    int column, with; /* -1: none; `with` holds the clock */
    const char *epoch, *layout, *other; /* other: fits as well, with day and month the other way round */
    bool offset;      /* the text carries it */
    struct span zone; /* told by the name of the column or by the text; empty: not told */
};
struct time_guess guess_time(struct draft *d);

/* ---- format/guess.c ---------------------------------------------------------------------------------------------- */

struct guess {
    int column[TARGET_COUNT]; /* -1: none */
    int pair, base, quote;
    enum pair_style style;
    bool quote_first;
    bool side_by_sign;        /* the side is the sign of the quantity */
    bool orders;              /* one row an order, not a fill */
};
/* Words that mean something to the engine, in the languages that exports come in: "buy", "sell", ""; and so on. */
const char *guess_side_word(struct span word);
const char *guess_status_word(struct span word);
const char *guess_channel_word(struct span word);
void guess_columns(struct draft *d, bool of_program, struct guess *g);

#endif
