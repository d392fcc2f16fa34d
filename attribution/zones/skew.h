/* skew - a constant difference between the clocks of a bot platform and an exchange. Private to this room.
 *
 * It shows in pairs of a bot order and an order of the same pair, side and size that are each the only one of their kind
 * within ten minutes: when at least 20 of them, and half of all, lie the same span apart (within a second), and that span
 * makes at least 20 orders fit that would not fit otherwise, the bot orders are moved by it while they are matched. The
 * records keep the times that were written; what was moved by how much stands in the result. More than ten minutes is no
 * clock but a wrong time zone, and not guessed.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_ZONES_SKEW_H
#define STRAYKEY_ATTRIBUTION_ZONES_SKEW_H

#include "attribution/work.h"

void skew_apply(struct work *w); /* finds the skews, writes result->skews and moves the bot orders */
void skew_undo(struct work *w);  /* moves them back */

/* skew_effects.c: judges once more without the skews; writes result->skew_effects and the reason clock-corrected. Last of all
 * stages that decide; does nothing where no skew was found. */
void skew_effects_find(struct work *w);

/* How far the records of an account of the bot platform are moved while they are matched: the exchange's clock less its own. */
int64_t skew_of(const struct work *w, uint32_t bot_account);

/* How far the clocks of the platforms that serve an exchange account are apart from its own: at most, in either sense. */
struct interval skew_span(const struct work *w, uint32_t exchange_account);

#endif
