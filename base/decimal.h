/* decimal - exact decimal numbers, the only numbers that amounts are made of.
 *
 * value = mantissa * 10^-scale. The scale is kept as written, so 1.50 prints as 1.50 although it equals 1.5.
 * 38 digits fit; what does not fit is an error value, never a rounded number. No function here uses floating point or
 * the locale. 3Commas prints averages with 36 decimals and exchanges print 9.52E-5, hence 128 bits and the exponent form.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_DECIMAL_H
#define STRAYKEY_BASE_DECIMAL_H

#include "base/span.h"

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

enum { DECIMAL_MAX_SCALE = 38, DECIMAL_TEXT_MAX = 44 }; /* sign, 38 digits, "0.", NUL, and some air */

struct decimal {
    int128 mantissa;
    uint8_t scale; /* digits after the point, 0..38 */
};

enum decimal_status {
    DECIMAL_OK,
    DECIMAL_EMPTY,      /* no text at all */
    DECIMAL_NOT_NUMBER, /* another byte than the grammar allows */
    DECIMAL_TOO_LONG    /* more than 38 digits or decimals */
};

/* Grammar: [+-] digits [. digits] [e|E [+-] digits], at least one digit before or after the point. `group`, when not 0,
 * is a thousands mark that is accepted between groups of exactly three digits before the point (1,234,567.8). `point`
 * is the decimal mark, '.' or ','. Leading and trailing spaces are the caller's to trim. *out is set only on OK. */
enum decimal_status decimal_parse(struct span text, struct decimal *out);
enum decimal_status decimal_parse_marks(struct span text, char point, char group, struct decimal *out);

/* Plain digits, no exponent, exactly `scale` decimals. Writes a NUL; returns the length without it. */
size_t decimal_format(struct decimal d, char out[DECIMAL_TEXT_MAX]);
/* The same without trailing zeros after the point ("1.50" -> "1.5", "2.00" -> "2"). For sums, never for quoting. */
size_t decimal_format_short(struct decimal d, char out[DECIMAL_TEXT_MAX]);

struct decimal decimal_from_int(int64_t value);
int decimal_sign(struct decimal d);                       /* -1, 0, 1 */
int decimal_compare(struct decimal a, struct decimal b);  /* by value: 1.50 equals 1.5; exact for all inputs */
static inline bool decimal_equal(struct decimal a, struct decimal b) { return decimal_compare(a, b) == 0; }
struct decimal decimal_negate(struct decimal d);
struct decimal decimal_normalize(struct decimal d);       /* trailing zeros of the fraction cut */

/* Exact or nothing: false when the result does not fit (then *out is untouched). */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_sub(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_mul(struct decimal a, struct decimal b, struct decimal *out);

/* Quotient with exactly `scale` decimals, cut toward zero; *exact says whether nothing was cut. False: b is zero or
 * the result does not fit. For averages and ratios that are printed as such, never for balances. */
bool decimal_div(struct decimal a, struct decimal b, uint8_t scale, struct decimal *out, bool *exact);

/* d with exactly `scale` decimals: half away from zero when digits are dropped. False when it does not fit. */
bool decimal_round(struct decimal d, uint8_t scale, struct decimal *out);

#endif
