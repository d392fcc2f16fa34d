/* clocks - what findings.json says of times: "skews" and "skew_effects" (which clocks were found apart, and which orders would be
 * judged otherwise if that were not allowed for), "zone_checks" and "zone_effects" (what speaks for the zones that somebody
 * gave, and which orders would be judged otherwise in another one).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_CLOCKS_H
#define STRAYKEY_REPORT_DATA_CLOCKS_H

#include "report/data/json_out.h"
#include "report/figures.h"

void findings_skews(const struct result *r, struct json_out *j);
/* Nothing where no clock was found apart. */
void findings_skew_effects(const struct result *r, const struct figures *f, struct json_out *j);
/* Nothing where nobody gave a zone. */
void findings_zone_effects(const struct result *r, const struct figures *f, struct json_out *j);

#endif
