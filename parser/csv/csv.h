/* csv - delimiter-separated rows as records.
 *
 * Delimiters , ; and tab; quotes doubled inside quoted cells; newlines inside quoted cells; LF, CRLF and lone CR, mixed;
 * a BOM at the start, before any row and before any cell (OKEx wrote one before each); blank lines are passed over but
 * counted as lines. A line that is quoted as a whole ("2022-02-18 13:24:05,ADABTC,BUY,""1,500.0""") is unwrapped once when
 * the header says it must be (csv_set_columns). Lines are physical lines of the decompressed text, as `sed -n` counts them
 * (a lone CR ends a line too).
 *
 * A row is handed over whole or rejected with its raw text. A quote that is not closed within 64 KiB, or text behind a
 * closing one, rejects the first physical line alone; reading goes on at the next. Rows with NUL bytes or bytes that are not
 * UTF-8 are rejected, never repaired.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_CSV_CSV_H
#define STRAYKEY_PARSER_CSV_CSV_H

#include "parser/record.h"
#include "parser/source.h"

struct csv; /* opaque */

/* The delimiter that splits the first lines of `head` most evenly; 0 when it does not look like CSV. */
char csv_sniff(struct span head);

/* Starts at the source's current position. Owns nothing of the source. */
struct csv *csv_new(struct source *s, char delimiter, const struct diag_sink *sink);
void csv_free(struct csv *c);

/* After the header: names for the cells (kept by reference) and whether whole-line-quoted rows are unwrapped. */
void csv_set_columns(struct csv *c, const struct span *names, size_t count);
const struct span *csv_columns(const struct csv *c, size_t *count); /* as set last; NULL: none */

/* The next row. Rows are complete or rejected: a row that is cut off by the end of a damaged file is rejected with
 * text_truncated, never handed over short. The number of cells is the definition's business, not checked here. */
enum read_status csv_next(struct csv *c, struct record *out);

#endif
