/* clocks - the members "skews" and "skew_effects" of findings.json: which clocks were found apart, and which orders would be
 * judged otherwise if that were not allowed for.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_CLOCKS_H
#define STRAYKEY_REPORT_CLOCKS_H

#include "report/figures.h"
#include "report/json_out.h"

void findings_skews(const struct result *r, struct json_out *j);
/* Nothing where no clock was found apart. */
void findings_skew_effects(const struct result *r, const struct figures *f, struct json_out *j);

#endif
