/* timestamp - text or epoch numbers to UTC nanoseconds, and back to ISO 8601.
 *
 * Nothing here reads the clock, TZ or the locale. A layout without a zone gives a *local* time; who knows the zone
 * turns it into UTC through zone.h. The range is 1677..2262 (int64 nanoseconds); outside is an error value.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_TIMESTAMP_H
#define STRAYKEY_BASE_TIMESTAMP_H

#include "base/span.h"

#define TIME_NONE INT64_MIN /* "no time": never a valid utc_ns */
enum { NS_PER_SECOND = 1000000000, TIME_TEXT_MAX = 40 };

struct timestamp {
    int64_t ns;      /* nanoseconds since 1970-01-01; UTC once resolved, wall-clock while zone-less */
    uint8_t digits;  /* fractional digits that the source wrote: 0, 1..9 */
    bool has_offset; /* the text itself carried Z or an offset, which is already applied */
};

enum time_status { TIME_OK, TIME_EMPTY, TIME_MISMATCH, TIME_OUT_OF_RANGE };

/* Layouts are our own small strptime: %Y 4-digit year, %y 2-digit year (2000..2099), %m %d %H %M %S two digits each
 * (one digit is accepted where the layout has %-m %-d %-H %-I), %f an optional fraction with its point (".123"),
 * %z Z or +hh:mm or +hhmm or +hh (at most 14 hours), %I with %p AM/PM, %b English month abbreviation, %% a percent sign;
 * every other byte stands for itself. A fraction finer than nanoseconds is a mismatch unless its tail is zeros. The whole text must be used. Days are checked against the month; second 60 is refused. */
enum time_status time_parse(struct span text, const char *layout, struct timestamp *out);

/* False when the layout holds a directive that time_parse does not know. */
bool time_layout_is_valid(const char *layout);

/* 1970 to 2199: moments that evidence may name. Differences of two of them, and windows of years around them, can't
 * overflow. A day before 1970 is let through, for local times. */
static inline bool time_is_plausible(int64_t ns)
{
    return ns >= -INT64_C(86400) * NS_PER_SECOND && ns < INT64_C(7258118400) * NS_PER_SECOND;
}

enum epoch_unit { EPOCH_S, EPOCH_MS, EPOCH_US, EPOCH_NS };
enum time_status time_from_epoch(struct span text, enum epoch_unit unit, struct timestamp *out); /* integers only */
/* The same with an optional fraction: 1688148493.7708 s, 1645464610777.399200 ms. Finer than nanoseconds is a mismatch,
 * unless the tail is zeros. */
enum time_status time_from_epoch_fraction(struct span text, enum epoch_unit unit, struct timestamp *out);

/* "2022-12-25T21:29:03.123Z" with exactly `digits` decimals (cut, 0..9). Returns the length; writes a NUL. */
size_t time_format(int64_t utc_ns, uint8_t digits, char out[TIME_TEXT_MAX]);
/* The same moment as "2022-12-25 21:29:03" (no fraction, no zone) after adding offset_s seconds. */
size_t time_format_local(int64_t utc_ns, int32_t offset_s, char out[TIME_TEXT_MAX]);

int64_t time_from_civil(int year, int month, int day, int hour, int minute, int second); /* ns; no checks */

#endif
