/* id_join - whether the bot records of an account carry the exchange's order ids, so that an order whose id is missing
 * there stands out. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_MATCHING_ID_JOIN_H
#define STRAYKEY_ATTRIBUTION_MATCHING_ID_JOIN_H

#include "attribution/work.h"

/* joins[account]: the ids of at least 90 % (and five) of the account's covered, executed orders outside incidents stand
 * in bot records. */
void id_join_accounts(const struct work *w, bool *joins);

/* The orders of one account that this looks at, and how many of them are joined. */
struct id_tally { uint64_t wanted, joined; };
struct id_tally id_join_tally(const struct work *w, uint32_t account);

/* An executed order with a usable id, of which such a record could be expected. */
bool id_join_wanted(const struct work *w, const struct order *o);

/* Whether the bot records know the account's explained orders by their ids (nine in ten of them, five at least). Then
 * they would know one that was sent twice, too. `knows`: one element an account. */
void id_join_knows(const struct work *w, bool *knows);

#endif
