/* own_tag - the kind of client order id that the victim's own bots use, learned from orders that bot records explain (no
 * public source states it): a known kind (issuer_tag), or for ids of no known kind the characters that they begin with. It parts
 * orders that fit one record equally well, and tells that a program sent an order that begins alike: nobody types such ids.
 * Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_OWN_TAG_H
#define STRAYKEY_ATTRIBUTION_MATCHING_OWN_TAG_H

#include "attribution/work.h"

/* Into w->own_tag: the tag of at least nine in ten explained orders with a client order id, and of at least three;
 * else empty. */
void own_tag_learn(struct work *w);

/* The order's client order id is of another kind than the learned one. False when either is not known. */
bool own_tag_differs(const struct work *w, const struct order *o);

/* The order's client order id begins as those of the bots do. Always false when these are of a known kind: issuers.h says then
 * what sends such ids. */
bool own_tag_shared(const struct work *w, const struct order *o);

#endif
