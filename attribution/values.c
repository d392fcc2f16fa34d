/* values - decimals by value, and ids by their text.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/values.h"

#include "attribution/sort.h"

/* Trailing zeros of the fraction, `digits` of them at once. */
static void cut_zeros(int64_t *mantissa, uint8_t *scale, int64_t power, uint8_t digits)
{
    while (*scale >= digits && *mantissa % power == 0) {
        *mantissa /= power;
        *scale = (uint8_t)(*scale - digits);
    }
}

bool value_of(const struct store *s, int64_t mantissa, uint8_t scale, struct decimal *out)
{
    if (scale == SCALE_ABSENT) return false;
    if (scale == SCALE_WIDE) {
        struct decimal wide;
        if (!store_unpack(s, mantissa, scale, &wide)) return false;
        *out = decimal_normalize(wide);
        return true;
    }
    cut_zeros(&mantissa, &scale, 100000000, 8);
    cut_zeros(&mantissa, &scale, 10000, 4);
    cut_zeros(&mantissa, &scale, 100, 2);
    cut_zeros(&mantissa, &scale, 10, 1);
    *out = (struct decimal){mantissa, scale};
    return true;
}

bool value_of_event(const struct store *s, const struct event *e, enum amount which, struct decimal *out)
{
    return value_of(s, e->mantissa[which], e->scale[which], out);
}

uint64_t value_hash(struct decimal normal)
{
    uint128 bits = (uint128)normal.mantissa;
    uint64_t hash = hash_mix(normal.scale, (uint64_t)bits);
    return hash_mix(hash, (uint64_t)(bits >> 64));
}

int value_compare_events(const struct store *s, const struct event *a, const struct event *b, enum amount which)
{
    if (a->scale[which] == b->scale[which] && a->mantissa[which] == b->mantissa[which] && a->scale[which] != SCALE_WIDE)
        return 0;
    struct decimal left, right;
    bool has_left = event_amount(s, a, which, &left);
    bool has_right = event_amount(s, b, which, &right);
    if (!has_left || !has_right) return (int)has_left - (int)has_right;
    return decimal_compare(left, right);
}

static struct decimal shorten(struct decimal d)
{
    enum { ENOUGH = 18 };
    struct decimal rounded;
    d = decimal_normalize(d);
    return d.scale > ENOUGH && decimal_round(d, ENOUGH, &rounded) ? rounded : d;
}

/* mantissa * 10^by, when it stays below 10^30, so that products with small numbers fit as well. */
static bool raised(int128 mantissa, unsigned by, int128 *out)
{
    const int128 most = (int128)1000000000000000 * 1000000000000000;
    for (; by > 0 && mantissa < most && mantissa > -most; by--) mantissa *= 10;
    *out = mantissa;
    return by == 0 && mantissa < most && mantissa > -most;
}

static bool within_slowly(struct decimal reference, struct decimal other, int64_t ten_thousandths)
{
    struct decimal difference, scaled, limit;
    reference = shorten(reference);
    if (!decimal_sub(shorten(other), reference, &difference)) return false;
    if (decimal_sign(difference) < 0) difference = decimal_negate(difference);
    if (decimal_sign(reference) < 0) reference = decimal_negate(reference);
    if (!decimal_mul(difference, decimal_from_int(10000), &scaled)) return false;
    if (!decimal_mul(reference, decimal_from_int(ten_thousandths), &limit)) return false;
    return decimal_compare(scaled, limit) <= 0;
}

bool value_within(struct decimal reference, struct decimal other, int64_t ten_thousandths)
{
    unsigned scale = reference.scale > other.scale ? reference.scale : other.scale;
    int128 a, b;
    if (!raised(reference.mantissa, scale - reference.scale, &a) || !raised(other.mantissa, scale - other.scale, &b))
        return within_slowly(reference, other, ten_thousandths);
    int128 difference = a > b ? a - b : b - a;
    return difference * 10000 <= (a < 0 ? -a : a) * ten_thousandths;
}

int ident_compare(const struct store *s, ident a, ident b)
{
    if (a == b) return 0;
    char first[24], second[24];
    struct span left = store_ident_text(s, a, first);
    struct span right = store_ident_text(s, b, second);
    if (left.len != right.len) return left.len < right.len ? -1 : 1;
    return span_compare(left, right);
}

/* ---- amounts with fewer digits ---------------------------------------------------------------------------------------- */

enum { DIGITS_LEAST = 5 }; /* of an amount that stands for a longer one */

static bool has_digits(struct decimal d)
{
    int128 least = 1;
    for (int i = 1; i < DIGITS_LEAST; i++) least *= 10;
    return d.mantissa >= least || d.mantissa <= -least;
}

bool value_is_rounded(struct decimal fine, struct decimal coarse)
{
    struct decimal apart, unit = {1, coarse.scale};
    if (fine.scale <= coarse.scale || !has_digits(coarse) || !decimal_sub(fine, coarse, &apart)) return false;
    if (decimal_sign(apart) < 0) { /* rounded up: by half a unit at most */
        apart = decimal_negate(apart);
        return decimal_add(apart, apart, &apart) && decimal_compare(apart, unit) <= 0;
    }
    return decimal_compare(apart, unit) < 0;
}
