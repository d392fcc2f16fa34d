/* json_rows - lists of rows in findings.json. A hundred thousand orders stand behind every sign and every asset of an incident,
 * so a long list is written once:
 *
 *   "rows": ["E01:5", "E01:7", ...]
 *   "rows_as": "/incidents/0/signals/0/rows"    the very same rows, as a JSON Pointer (RFC 6901) into this document
 *
 * Lists of up to JSON_ROWS_REPEATED rows are always written out. `rows` of signs are too, since the contract names them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_JSON_ROWS_H
#define STRAYKEY_REPORT_DATA_JSON_ROWS_H

#include "report/data/json_out.h"
#include "report/figures.h"

enum { JSON_ROWS_REPEATED = 100 };

struct json_row_list { /* written out, at `where` */
    const uint32_t *orders;
    size_t count;
    const char *where;
};
struct json_rows { /* start with {.r, .sharing_lines, .arena} */
    const struct result *r;
    const bool *sharing_lines; /* rows_sharing_lines */
    struct arena *arena;       /* for `where`; as long as this one */
    LIST(struct json_row_list) written;
};
void json_rows_free(struct json_rows *rows);

/* "rows" of these orders: of each the row that stands for it. */
void json_rows_all(const struct json_rows *rows, struct json_out *out, const uint32_t *orders, size_t count);
/* The same, and the list is known from now on. `orders` stay as they are. */
void json_rows_named(struct json_rows *rows, struct json_out *out, const uint32_t *orders, size_t count, const char *where);
/* "rows_as" where a known list is the same, else as json_rows_named. */
void json_rows_once(struct json_rows *rows, struct json_out *out, const uint32_t *orders, size_t count, const char *where);

#endif
