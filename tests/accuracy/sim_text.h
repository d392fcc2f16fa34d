/* sim_text - text in memory that knows its line, numbers and times as exchanges and 3Commas print them, files plain,
 * gzipped or cut.
 *
 * Amounts are integers in units of 1e-8 everywhere in the simulator.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SIM_TEXT_H
#define STRAYKEY_TESTS_SIM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 wide;

enum { UNIT = 100000000, UNIT_DECIMALS = 8 };
enum { MS_SECOND = 1000, MS_MINUTE = 60000, MS_HOUR = 3600000, MS_DAY = 86400000 };

struct text {
    char *bytes;
    size_t length, capacity;
    uint32_t line; /* 1-based line that the next byte stands on; 0 before the first text_add */
};
void text_add(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
uint32_t text_line(const struct text *t);
void text_free(struct text *t);

enum packing { PACK_PLAIN, PACK_GZIP };
/* Writes dir/name and makes folders on the way. cut_percent below 100 keeps only so much of the finished file, as a
 * download that broke off. Exits with a message when it can't. Returns how many bytes of the text can be read back. */
size_t text_save(const struct text *t, const char *dir, const char *name, enum packing packing, int cut_percent);

struct number {
    char text[48];
};
struct number number_fixed(int64_t units, int decimals);               /* exactly so many decimals, cut */
struct number number_short(int64_t units);                             /* "1.5", "2" */
struct number number_json(int64_t units);                              /* "1.5", "2.0": as 3Commas prints */
struct number number_wide(wide value, int scale, int most, int least); /* value * 10^-scale, cut at `most` decimals */
struct number number_grouped(int64_t units, int decimals);             /* "30,000.0000000000": up to 10 decimals */

struct moment {
    char text[40];
};
struct moment moment_iso(int64_t ms);   /* 2022-12-25T21:29:03.123Z */
struct moment moment_plain(int64_t ms); /* 2022-12-25 21:29:03 */
int64_t moment_of(int year, int month, int day, int hour, int minute, int second);

#endif
