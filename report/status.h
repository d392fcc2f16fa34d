/* status - whether all of the evidence could be used, and what kept it from being so. The report's INCOMPLETE, the
 * `status` of findings.json and exit status 3 mean the same.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_STATUS_H
#define STRAYKEY_REPORT_STATUS_H

#include "parser/ingest/ingest.h"

enum why_incomplete {
    WHY_NO_FILES,     /* nothing was supplied */
    WHY_UNREADABLE,   /* files that could not be opened */
    WHY_UNRECOGNISED, /* files that no definition, or more than one, recognises */
    WHY_DAMAGED,      /* files whose gzip data are damaged */
    WHY_CUT,          /* files whose text ends inside a record */
    WHY_FAILED,       /* files that could not be read to their end for another reason */
    WHY_REJECTED,     /* records that could not be used */
    WHY_COUNT
};
struct report_status {
    bool incomplete;
    uint64_t counts[WHY_COUNT]; /* files, or records; each file counts for one reason only, besides WHY_REJECTED */
};
struct report_status report_status_of(const struct evidence *e);
bool report_source_is_at_fault(const struct source_entry *entry); /* something of it counts above */
const char *why_incomplete_name(enum why_incomplete why); /* "unrecognised", for programs */

#endif
