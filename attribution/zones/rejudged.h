/* rejudged - the same evidence judged a second time with its times read otherwise, and what comes out different. Private to
 * this room.
 *
 * The honest way to know what rests on a reading is to judge again without it: what one order takes, another can't have, and
 * a group that stands out may be one no more. It costs a second run, so callers ask only where a reading was chosen.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_ZONES_REJUDGED_H
#define STRAYKEY_ATTRIBUTION_ZONES_REJUDGED_H

#include "attribution/work.h"

/* Runs all stages on the evidence as it is now. result_free it. */
struct result *rejudged_run(const struct work *w, bool keep_clocks);

/* The orders of which a record belongs to an order that is judged otherwise in the other run; they get the reason. Records
 * are counted wherever they stand: a duplicate here may be an order of its own there. */
void rejudged_compare(struct result *r, const struct result *other, enum reason reason, effects *out);

#endif
