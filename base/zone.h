/* zone - wall-clock time in a named zone or fixed offset to UTC, through GLib's reading of the tz database.
 *
 * The only file that includes <glib.h> outside the PDF writer. Loading a zone opens files below the system's zoneinfo
 * folder; names are checked first ("../x" and absolute paths are refused), so evidence can't make us open anything else.
 * Refused as well: right/... (counts leap seconds), localtime and other names that differ between machines, and rules such
 * as "ABC5", which GLib would take. After 2037 GLib continues by rule, which is right for all zones but Irish ones.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_ZONE_H
#define STRAYKEY_BASE_ZONE_H

#include "base/timestamp.h"

struct zone; /* opaque, immutable after loading */

/* Accepts "UTC", "Europe/Paris", "UTC+2", "UTC+08:00", "UTC--6" (Binance file names write a negative offset with two
 * dashes), "+05:30", "Z". NULL when unknown. */
struct zone *zone_load(struct span name);
void zone_free(struct zone *z); /* NULL is allowed */

enum zone_result {
    ZONE_OK,
    ZONE_GAP,      /* that wall-clock time does not exist (clocks went forward) */
    ZONE_AMBIGUOUS /* it exists twice (clocks went back): *utc_ns is untouched, the caller must not pick */
};
enum zone_result zone_to_utc(const struct zone *z, int64_t local_ns, int64_t *utc_ns);

int32_t zone_offset_at(const struct zone *z, int64_t utc_ns); /* seconds east of UTC */
bool zone_is_utc(const struct zone *z);
const char *zone_name(const struct zone *z);                  /* as loaded, owned by the zone */
/* "2025b" or "" when the system does not say; out is at least 32 bytes. For the record of the run. */
void zone_database_version(char out[32]);

#endif
