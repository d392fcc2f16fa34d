/* doubts - unissued orders that a missing record alone must not condemn. Run after the verdicts; leaves reasons for the flags:
 *
 * REASON_twin_of_bot_order: an order that a bot record explains has the same account, pair, side, size, price and kind of
 * client order id and stands within 30 seconds, and no second such twin belongs to it: a request sent twice looks like
 * that. For a lone order it asks for a second look only; who copies a bot on purpose comes in numbers (an incident).
 *
 * REASON_sides_do_not_fit: more than half of the executed orders in covered time, of the account or of one market of it, are
 * unissued, while as many executed bot records of the same pairs and sides, from the time of these orders, explain nothing. A thief adds orders, he
 * does not make the bots' own records lose theirs; clocks, zones, units and wrong files do.
 *
 * REASON_closes_deal: within the minute before, the platform's messages say that it cancels an order of a deal, placed no exit of it
 * since, and the order has the pair, the side and exactly the size that the deal still held: that of the cancelled exit, or what the
 * deal's messages add up to. What somebody closes by hand ("panic sell") leaves just that where only messages are known, since
 * no wording of such a close is known. Not for orders with another tag than the bots'. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_DOUBTS_H
#define STRAYKEY_ATTRIBUTION_DOUBTS_H

#include "attribution/work.h"

void twins_mark(struct work *w);  /* twins.c */
bool twins_are(const struct work *w, const struct order *unissued, const struct order *bot); /* alike in all that */
void misfit_mark(struct work *w); /* misfit.c */
void closes_mark(struct work *w); /* closes.c */
uint32_t closes_record(const struct work *w, const struct order *o); /* the cancelled bot order it rests on; UINT32_MAX: none */

#endif
