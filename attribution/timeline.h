/* timeline - how two events compare; private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_TIMELINE_H
#define STRAYKEY_ATTRIBUTION_TIMELINE_H

#include "attribution/work.h"

/* By time and by what the events say, whichever file and account they come from. 0: they say the same. */
int timeline_compare_content(const struct work *w, const struct event *a, const struct event *b);

/* The order of the timeline, never 0 for two different events. `context` is the work; for sort_indexes. */
int timeline_compare(const void *context, uint32_t a, uint32_t b);

#endif
