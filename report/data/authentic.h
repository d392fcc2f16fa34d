/* authentic - the member "authenticity" of findings.json, and the names of its rows.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_AUTHENTIC_H
#define STRAYKEY_REPORT_DATA_AUTHENTIC_H

#include "attribution/authenticity/authenticity.h"
#include "report/data/json_out.h"
#include "report/data/rows.h"

/* The i-th row of a finding, "E03:1842"; without its byte where that is not known. */
void authentic_row(const struct auth_finding *f, size_t i, const bool *sharing_lines, char out[ROW_TEXT_MAX]);

/* One entry for each check; in it the files that were compared, or (hashes, row accounting, signs of re-saving) those that
 * deviate. */
void findings_authenticity(const struct result *r, const bool *sharing_lines, struct json_out *json);

#endif
