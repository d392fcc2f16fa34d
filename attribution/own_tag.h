/* own_tag - the kind of client order id that the victim's own bots use, learned from orders that bot records explain (no
 * public source states it). It decides nothing alone: it parts orders that fit one record equally well. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_OWN_TAG_H
#define STRAYKEY_ATTRIBUTION_OWN_TAG_H

#include "attribution/work.h"

/* Into w->own_tag: the tag of at least nine in ten explained orders with a client order id, and of at least three;
 * else empty. */
void own_tag_learn(struct work *w);

/* The order's client order id is of another kind than the learned one. False when either is not known. */
bool own_tag_differs(const struct work *w, const struct order *o);

#endif
