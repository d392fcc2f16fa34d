/* raw - which orders report.html shows, and the lines of the evidence that they come from.
 *
 * Every flagged order is shown. Of the others all are, when they are at most HTML_OTHERS_MOST; else those that lie within
 * the longest of a few spans (30 days, 7 days, a day, an hour) of a flagged order for which they are not more than that:
 * what happened around the flagged orders is what a reader looks for, and a page with more rows is slow to open.
 *
 * The lines are read from the copies in the case folder, each file once from front to back (parser/raw_rows.h), and wait in
 * a file, ready for the page, since they may be more than memory should hold.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_HTML_RAW_H
#define STRAYKEY_REPORT_HTML_RAW_H

#include "parser/raw_rows.h"
#include "report/html/text.h"
#include "report/report.h"

enum { HTML_OTHERS_MOST = 5000 };

struct html_choice {
    uint32_t *orders; /* indexes of result->orders, ascending: in the order of time */
    size_t count;
    uint64_t flagged, others, left; /* others: shown; left: not shown */
    int64_t within_ns; /* of a flagged order, when some are left; 0: none of the others is shown */
};
void html_choose(const struct result *r, struct html_choice *out);
void html_choice_free(struct html_choice *c);

struct html_raw; /* opaque */
/* `originals`: the folder with the copies, NULL: there is none, and html_raw_get finds nothing. `waiting`: the path of a file
 * that is made and has no name any more afterwards. NULL: *error. */
struct html_raw *html_raw_new(const struct report_input *in, const char *originals, const char *waiting, char **error);
void html_raw_free(struct html_raw *raw);
const struct html_choice *html_raw_choice(const struct html_raw *raw);
bool html_raw_has_lines(const struct html_raw *raw);

/* True: the page shows the row that is named so, exactly so, and the caller is about to link to it. */
bool html_raw_link(struct html_raw *raw, const struct html_row_name *name);
/* True: the row was linked to, and this is its first place on the page: the link's target. */
bool html_raw_take_target(struct html_raw *raw, uint32_t event);
/* The event's record, escaped, with HTML_INDENT behind each end of a line in it; *line is good until the next call. False: it
 * was not found again. *all: its length in the file; *shown: how much of it is here. */
#define HTML_INDENT "    "
struct html_row_length { uint64_t all, shown; };
bool html_raw_get(struct html_raw *raw, uint32_t event, struct span *line, struct html_row_length *length);
bool html_raw_failed(const struct html_raw *raw); /* the waiting file could not be written or read (disk full) */

#endif
