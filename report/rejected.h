/* rejected - data/rejected.csv: every record that could not be used, with its full text.
 *
 * Diagnostics come while files are read, before all sources have their numbers; so rows wait in a file of their own and
 * get their source's label at the end.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_REJECTED_H
#define STRAYKEY_REPORT_REJECTED_H

#include "parser/ingest.h"

struct writer;
struct rejected; /* opaque */

/* `waiting` is the path of the file for waiting rows. NULL: it can't be made (errno). */
struct rejected *rejected_new(const char *waiting);
struct diag_sink rejected_sink(struct rejected *r); /* takes severities rejected and failed, drops the others */
/* Writes the table. False: the waiting rows could not be written or read back (errno). */
bool rejected_write(struct rejected *r, const struct evidence *e, struct writer *out);
void rejected_free(struct rejected *r); /* removes the waiting file */

#endif
