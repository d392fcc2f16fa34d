/* page - lines of the text report: columns are counted as a terminal shows them, and no line ends in spaces.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_TEXT_PAGE_H
#define STRAYKEY_REPORT_TEXT_PAGE_H

#include "report/model/model.h"
#include "report/report.h"

enum { PAGE_WIDTH = 96 };

struct page {
    struct writer *out;
    size_t column; /* columns already taken in the line */
    size_t wanted; /* where the next text starts; spaces are only written when a text follows */
};
void page_to(struct page *p, size_t column);
void page_put(struct page *p, struct span text);
void page_end_line(struct page *p);
void page_wrap(struct page *p, size_t indent, struct span text);

/* text/width.c. Columns that the text takes; those of its longest piece that no line may end in. */
size_t text_width(struct span text);
size_t text_longest_piece(struct span text);
/* Takes the next line off *rest: up to a line break or the last space that keeps it within `width`; a longer word stays
 * whole. Scripts without spaces are broken beside any of their characters. */
struct span text_next_line(struct span *rest, size_t width);

/* Columns side by side where they fit when the wordy ones are wrapped; otherwise each row as a small block of
 * "title: value" pairs (text/table.c). */
void text_table(struct page *p, const struct block *block);

#endif
