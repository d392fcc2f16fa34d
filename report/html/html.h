/* html - report.html: the report as one file that asks for nothing else, to be read, searched and printed in any browser.
 *
 * Everything can be read without a script; the script (report/html/page.js) only searches, filters, sorts and draws the
 * orders that stand in the page. A content security policy in the page allows that script and the style sheet by their
 * digests and nothing else: no network, no forms, no attributes that run or style. Texts of the evidence are text.
 *
 *   html.c         the page: head, contents, sections, foot
 *   html/blocks.c  the model's blocks
 *   html/chart.c   its pictures, as SVG
 *   html/orders.c  the table of orders
 *   html/raw.c     which orders, and their lines of the evidence
 *   html/text.c    escaping
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_HTML_HTML_H
#define STRAYKEY_REPORT_HTML_HTML_H

#include "report/html/raw.h"
#include "report/model/model.h"
#include "report/words/words.h"

/* The whole page. `in` and `raw` NULL: without the table of orders. */
void report_html(const struct report_model *m, const struct report_input *in, struct html_raw *raw, struct writer *out);

/* ---- for this room -------------------------------------------------------------------------------------------------- */

struct html_page {
    struct writer *out;
    const struct report_model *model;
    const struct speaker *say;
    struct html_raw *raw;    /* NULL: no rows are shown */
    struct span heading;     /* the last one, which names what follows it */
    size_t section;          /* number of the open section, 0: none */
    size_t pictures;         /* so far */
    bool in_list;            /* bullets are being written */
    bool right_to_left;
};

/* html/blocks.c. Text of the model, in which rows that the page shows are links. */
void html_words(struct html_page *p, struct span text);
void html_block(struct html_page *p, const struct block *block);
void html_end_section(struct html_page *p); /* and whatever is open in it */
/* ` dir="ltr"` in a page that runs from right to left. */
void html_left_to_right(struct html_page *p);

/* html/chart.c */
void html_chart(struct html_page *p, const struct chart *chart);

/* html/orders.c */
void html_orders(struct html_page *p, const struct report_input *in);

#endif
