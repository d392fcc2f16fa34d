/* fx_file - rates of exchange between fiat currencies, from a file that the user supplies (--fx). Two layouts:
 *
 *     date,currency,per_usd       2022-12-23,EUR,0.9412      units of the currency for one US dollar
 *     Date,USD,JPY,...            2022-12-23,1.0622,141.17   the European Central Bank's history: units for one euro, "N/A" or
 *                                                            nothing where there is none; the columns are found by name
 *
 * The whole file is checked when it is read; a row that can't be read is an error with its line.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_REFERENCE_FX_FILE_H
#define STRAYKEY_PARSER_REFERENCE_FX_FILE_H

#include "base/decimal.h"
#include "base/digest.h"
#include "base/timestamp.h"

struct fx_table; /* opaque */

enum { FX_DAYS_MOST = 10 /* how old a rate may be */ };

/* NULL: *error says why, without the path; free it. */
struct fx_table *fx_table_read(struct span text, char **error);
void fx_table_free(struct fx_table *t);
const char *fx_table_digest(const struct fx_table *t); /* SHA-256 of the file */
bool fx_table_is_ecb(const struct fx_table *t);
bool fx_table_has(const struct fx_table *t, struct span currency); /* a rate of any day; the base itself counts */

/* `amount` of one currency in another at the rates of the day of `at_ns` (UTC), or of the last day before it that has both,
 * FX_DAYS_MOST at most: *day_ns is its midnight. Rounded to `scale` decimals, half away from zero. False: no such rate, or it
 * does not fit into 38 digits. */
bool fx_convert(const struct fx_table *t, struct decimal amount, struct span from, struct span to, int64_t at_ns, uint8_t scale,
                struct decimal *out, int64_t *day_ns);

#endif
