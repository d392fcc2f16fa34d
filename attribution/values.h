/* values - amounts as keys: decimals by value, whatever number of zeros they are printed with.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_VALUES_H
#define STRAYKEY_ATTRIBUTION_VALUES_H

#include "parser/event.h"

/* A normalised decimal: two of them are equal by value exactly when mantissa and scale are equal. False: absent. */
bool value_of(const struct store *s, int64_t mantissa, uint8_t scale, struct decimal *out);
bool value_of_event(const struct store *s, const struct event *e, enum amount which, struct decimal *out);
uint64_t value_hash(struct decimal normal);
static inline bool value_same(struct decimal a, struct decimal b) { return a.mantissa == b.mantissa && a.scale == b.scale; }

/* Whether `coarse` is `fine` rounded or cut to its digits, as printed; of positive amounts. */
bool value_is_rounded(struct decimal fine, struct decimal coarse);

/* -1, 0, 1; an absent amount sorts before a present one. */
int value_compare_events(const struct store *s, const struct event *a, const struct event *b, enum amount which);

/* Whether two prices are apart by no more than `ten_thousandths` of the reference. Amounts that are too
 * long for the product are first rounded to 18 decimals. */
bool value_within(struct decimal reference, struct decimal other, int64_t ten_thousandths);

/* Order of ids by their texts: shorter first, then byte order, so numbers come in the order of their values whatever
 * the order in which the store met them. */
int ident_compare(const struct store *s, ident a, ident b);

#endif
