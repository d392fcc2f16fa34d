/* ids - the exchange's order ids in the records of a bot platform. Private to this room.
 *
 * A platform writes "SYMBOL_ID", the symbol as the exchange spells it (BTCUSDT, BTC-USDT, BTC/USD), or the id alone. A long
 * one that is no plain number (KuCoin: 24 hexadecimal digits, Coinbase: a UUID) can only be the exchange's: the platform's own
 * are numbers. A plain number may be either's.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_BOTS_IDS_H
#define STRAYKEY_ATTRIBUTION_BOTS_IDS_H

#include "attribution/work.h"

/* Sets exchange_id and id_is_certain, and the market when the record has none and the symbol names it. */
void bot_ids_read(const struct work *w, struct bot_order *b, ident order_id);

/* After the join by ids: where the plain numbers of a platform's account were found at the exchange, pair and side and all,
 * for nearly all of its executed orders, the others of that account are the exchange's numbers as well. */
void bot_ids_settle(struct work *w);

#endif
