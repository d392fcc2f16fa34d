/* record - what the readers (CSV, JSON) hand to the definitions: named raw cells and their place.
 *
 * A record lives until the next call of its reader. Cells are exact text of the evidence: numbers are never converted
 * here. A JSON record keeps nested values as raw JSON text, which json_pointer and json_array_next look into.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_RECORD_H
#define STRAYKEY_PARSER_RECORD_H

#include "base/arena.h"
#include "base/span.h"

enum cell_kind {
    CELL_TEXT,   /* CSV cell or JSON string, quotes and escapes undone */
    CELL_NUMBER, /* JSON number, exact text */
    CELL_BOOL,   /* "true" or "false" */
    CELL_NULL,   /* JSON null; text is empty */
    CELL_NESTED  /* JSON object or array; text is its raw JSON */
};

struct cell {
    struct span name;    /* JSON key (escapes undone) or CSV header cell; may be empty */
    struct span text;
    uint32_t column;     /* CSV: 1-based cell number. JSON: 1-based byte in its physical line */
    uint32_t line;       /* physical line where the cell starts */
    enum cell_kind kind;
};

struct record {
    struct span raw;     /* the whole record as it stands in the evidence */
    uint64_t offset;     /* of raw in the decompressed text */
    uint32_t line;       /* 1-based physical line of its first byte */
    struct cell *cells;
    size_t count;
    /* JSON only: what encloses the record, outermost first: member names as name, scalar siblings as cells, as far as they
     * stand before the record. Keys that lead to the record ("1782" in {"1782": [...]}) come as cells named "" with that
     * text. */
    struct cell *context;
    size_t context_count;
    uint64_t shape;      /* JSON only: records of one reader with the same number have the same keys in the same order; 0 says
                          * nothing */
    bool list;           /* JSON only: a list, whose elements are the cells "0", "1" ... */
    const void *tag;     /* JSON only: what the classifier said of this record (see json/records.h) */
    struct arena *scratch; /* lives as long as the record */
};

enum read_status {
    READ_RECORD,   /* *out is filled */
    READ_REJECTED, /* this record is already reported; go on */
    READ_END,      /* no more records */
    READ_FAILED    /* reported; the file is unusable from here on */
};

/* The cell of that name, or NULL. Names of JSON cells are compared with case. */
const struct cell *record_cell(const struct record *r, struct span name);

#endif
