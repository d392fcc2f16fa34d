/* rows - how a row of the evidence is named: "E03:1842" is line 1842 of file E03. Where several records of a file stand
 * on one line (JSON is often a single line) the byte offset follows: "E03:1@18342".
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_ROWS_H
#define STRAYKEY_REPORT_DATA_ROWS_H

#include "parser/ingest/ingest.h"

enum { ROW_TEXT_MAX = 64 };

/* Per file: whether several of its records share a line. In `arena`. */
const bool *rows_sharing_lines(const struct evidence *e, struct arena *arena);

/* Writes the name of a row without a NUL; returns its end. `at` has room for ROW_TEXT_MAX bytes. */
char *rows_put(char *at, const struct event *e, struct span label, bool shares_line);
void rows_text(const struct store *s, const bool *sharing, uint32_t event, char out[ROW_TEXT_MAX]);

#endif
