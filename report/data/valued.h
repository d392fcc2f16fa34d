/* valued - the members "losses_by_market" and "valuation" of findings.json: the same figures as in the report's section on
 * losses, of every incident.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_VALUED_H
#define STRAYKEY_REPORT_DATA_VALUED_H

#include "report/data/json_out.h"
#include "report/figures.h"

void findings_losses_by_market(const struct report_input *in, const struct figures *f, struct json_out *j,
                               struct arena *arena);
/* null when no valuation was made. */
void findings_valuation(const struct report_input *in, const struct figures *f, struct json_out *j, struct arena *arena);

#endif
