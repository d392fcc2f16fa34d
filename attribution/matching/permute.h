/* permute - puts large items into a new order without a second copy of all of them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_PERMUTE_H
#define STRAYKEY_ATTRIBUTION_MATCHING_PERMUTE_H

#include "attribution/sort.h"

/* Afterwards item i is the one that was at order[i].index. The keys' `extra` fields are used up. */
void permute(void *items, size_t item_bytes, struct sort_key *order, size_t count);

#endif
