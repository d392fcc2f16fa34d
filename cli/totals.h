/* totals - the figures of a finished case, read back from its findings.json for the group's summary.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_CLI_TOTALS_H
#define STRAYKEY_CLI_TOTALS_H

#include "base/writer.h"

/* The columns' names, each with a comma before it, in the order of totals_write. */
void totals_write_names(struct writer *out);
/* Orders, fills, orders by verdict, orders by flag, each with a comma before it; empty cells when there is no such case. */
void totals_write(const char *case_dir, struct writer *out);

#endif
