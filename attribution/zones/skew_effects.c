/* skew_effects - which orders would have another verdict or flag if no clock were corrected.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/zones/rejudged.h"
#include "attribution/zones/skew.h"

void skew_effects_find(struct work *w)
{
    struct result *r = w->result;
    if (r->skews.count == 0) return;
    struct result *other = rejudged_run(w, true);
    rejudged_compare(r, other, REASON_clock_corrected, &r->skew_effects);
    result_free(other);
}
