/* intervals - sets of moments as sorted, disjoint stretches; both ends belong to a stretch.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_COVERAGE_INTERVALS_H
#define STRAYKEY_ATTRIBUTION_COVERAGE_INTERVALS_H

#include "attribution/attribution.h"

struct interval_set {
    LIST(struct interval) list;
};

void interval_add(struct interval_set *set, struct interval i);      /* touching and overlapping ones become one */
void interval_subtract(struct interval_set *set, struct interval i);
bool interval_covers(const struct interval_set *set, int64_t from_ns, int64_t to_ns); /* by one stretch */
static inline bool interval_meets(struct interval a, struct interval b) { return a.from_ns <= b.to_ns && b.from_ns <= a.to_ns; }
void interval_free(struct interval_set *set);

#endif
