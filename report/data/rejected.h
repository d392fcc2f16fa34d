/* rejected - data/rejected.csv: every record that could not be used, with its full text.
 *
 * Diagnostics come while files are read, before all sources have their numbers; so rows wait in a file of their own and
 * get their source's label at the end.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_REJECTED_H
#define STRAYKEY_REPORT_DATA_REJECTED_H

#include "report/report.h"

struct writer;
struct rejected; /* opaque */

/* `waiting` is the path of the file for waiting rows. NULL: it can't be made (errno). */
struct rejected *rejected_new(const char *waiting);
struct diag_sink rejected_sink(struct rejected *r); /* takes severities rejected and failed, drops the others */
/* Writes the table; in a shared copy (redaction.h) without what the cells held. False: the waiting rows could not be written
 * or read back (errno). */
bool rejected_write(struct rejected *r, const struct report_input *in, struct writer *out);
void rejected_free(struct rejected *r); /* removes the waiting file */

#endif
