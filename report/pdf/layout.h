/* layout - which piece of which block stands where on which page. The whole report is paginated before anything is
 * drawn: only then "page x of y" and bookmarks are known.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_LAYOUT_H
#define STRAYKEY_REPORT_PDF_LAYOUT_H

#include "report/pdf/table.h"

/* A part of a block that is never torn: lines of a text, a row of a table, a chart. */
struct pdf_piece {
    uint32_t block;
    uint32_t row;          /* of tables, facts, signatures */
    uint32_t line, lines;  /* of the wrapped text */
    uint32_t page;         /* from 1 */
    float y, height, space; /* space: above it, unless it opens a page */
    bool keep;             /* on one page with the next piece */
    bool header;           /* the table's header is repeated above it */
    bool is_note;          /* the text that stands above a table */
};

struct pdf_pages {
    LIST(struct pdf_piece) pieces;
    struct pdf_table **tables; /* per block, NULL for other kinds */
    double *facts_label;       /* per block: width of the label column of facts */
    double *mono_size;         /* per block: type size of fixed-width text */
    uint32_t count;
    uint32_t page_one;         /* blocks of it: those before the first page break */
    unsigned tight;            /* how many steps smaller than elsewhere its text is, so that it stays one page */
    struct arena *arena;
};

struct pdf_pages *pdf_layout(struct pdf_text *t, const struct report_model *m);
void pdf_layout_free(struct pdf_pages *p);

/* Of running text and facts. */
const struct pdf_type *pdf_body_type(const struct pdf_pages *p, uint32_t block);
const struct pdf_type *pdf_strong_type(const struct pdf_pages *p, uint32_t block);
const struct pdf_type *pdf_heading_type(const struct block *b);

#endif
