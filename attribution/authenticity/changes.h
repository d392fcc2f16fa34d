/* changes - what two records of one account say was moved: do they say the same?
 *
 * The changes of one asset that lie within a second of each other are taken together, because files print times apart by
 * a second and one of them may add up what the other tells in parts. Where both sides come to the same sum they agree.
 * Where not, equal amounts are taken out, and what is left over stands on one side only. An amount that is the other one with fewer digits
 * (five at least) is the same; all else is exact.
 * Private to the checks of authenticity.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_AUTHENTICITY_CHANGES_H
#define STRAYKEY_ATTRIBUTION_AUTHENTICITY_CHANGES_H

#include "base/decimal.h"
#include "base/list.h"

struct change {
    uint64_t key;          /* the account and asset */
    int64_t at_ns;
    struct decimal amount; /* minus: given away */
    uint32_t event;
    uint32_t part;         /* the caller's own, and so is: */
    bool asked;
    uint8_t side;          /* 0 or 1: which of the two says so */
    bool agrees;           /* set by changes_compare */
};
typedef LIST(struct change) change_list;

void changes_compare(struct change *changes, size_t count); /* puts them in order of key and time */

#endif
