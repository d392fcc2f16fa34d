/* pair - trading pairs in the spellings of the venues: BTCUSDT, BTC/USDT, BTC-USDT, and 3Commas' USDT_BTC (quote first).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_FORMAT_PAIR_H
#define STRAYKEY_PARSER_FORMAT_PAIR_H

#include "base/span.h"

enum pair_style { PAIR_CONCATENATED, PAIR_UNDERSCORE, PAIR_SLASH, PAIR_DASH };
enum pair_sequence { PAIR_BASE_QUOTE, PAIR_QUOTE_BASE };

/* False: it can't be split. The spans point into `text`. A concatenated pair is split at the longest known quote asset
 * that leaves a base (BNBBUSD: BNB/BUSD), except before USD when the last letter belongs to a known asset (BNBUSD:
 * BNB/USD); Kraken's XXBTZUSD is XXBT/ZUSD. A contract name behind a separator ("USDT_BTCUSDT": quote USDT, base BTCUSDT)
 * is reduced to its base when the quote is a dollar and ends it. BTC-USDT-SWAP is a contract and is not split. A slash in
 * a concatenated pair parts it (Kraken writes both XBTUSDT and ALGO/EUR). */
bool pair_split(struct span text, enum pair_style style, enum pair_sequence sequence, struct span *base, struct span *quote);

/* Splits a concatenated pair, base first, at the longest of the quote assets that a venue is known to have: ARBUSD is
 * ARB/USD where nothing is sold for BUSD. False: none of them leaves a base. */
bool pair_split_known(struct span text, const struct span *quotes, size_t count, struct span *base, struct span *quote);

/* Splits an amount with its unit glued or spaced behind it ("5.11INCH" with unit 1INCH is 5.1). `unit` is the asset that
 * the pair says; when empty, the unit is what follows the longest number. A number alone has an empty *unit_found: what
 * that means is the caller's to say. False: no number, or another unit. */
bool amount_split(struct span text, struct span unit, struct span *number, struct span *unit_found);

#endif
