/* decimal_math - sums, products, quotients and rounding, exact or refused. Intermediate values have 256 bits.
 *
 * SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <assert.h>

enum { LIMBS = 4, DIGITS_PER_STEP = 19 };

struct wide {
    uint64_t limb[LIMBS]; /* least significant first */
};

static uint128 magnitude(int128 value)
{
    return value < 0 ? -(uint128)value : (uint128)value;
}

static uint64_t small_power(unsigned exponent) /* 0..19 */
{
    static const uint64_t powers[] = {
        UINT64_C(1),
        UINT64_C(10),
        UINT64_C(100),
        UINT64_C(1000),
        UINT64_C(10000),
        UINT64_C(100000),
        UINT64_C(1000000),
        UINT64_C(10000000),
        UINT64_C(100000000),
        UINT64_C(1000000000),
        UINT64_C(10000000000),
        UINT64_C(100000000000),
        UINT64_C(1000000000000),
        UINT64_C(10000000000000),
        UINT64_C(100000000000000),
        UINT64_C(1000000000000000),
        UINT64_C(10000000000000000),
        UINT64_C(100000000000000000),
        UINT64_C(1000000000000000000),
        UINT64_C(10000000000000000000),
    };
    assert(exponent <= DIGITS_PER_STEP);
    return powers[exponent];
}

static uint128 largest_mantissa(void) /* 38 nines */
{
    return (uint128)small_power(19) * small_power(19) - 1;
}

/* ---- 256 bits -------------------------------------------------------------------------------------------------- */

static struct wide wide_from(uint128 value)
{
    return (struct wide){{(uint64_t)value, (uint64_t)(value >> 64), 0, 0}};
}

static uint128 wide_low(const struct wide *w)
{
    return (uint128)w->limb[1] << 64 | w->limb[0];
}

static bool wide_fits_mantissa(const struct wide *w)
{
    return w->limb[2] == 0 && w->limb[3] == 0 && wide_low(w) <= largest_mantissa();
}

static bool wide_is_zero(const struct wide *w)
{
    return (w->limb[0] | w->limb[1] | w->limb[2] | w->limb[3]) == 0;
}

/* w = w * factor; false when it does not fit. */
static bool wide_scale(struct wide *w, uint64_t factor)
{
    uint128 carry = 0;
    for (int i = 0; i < LIMBS; i++) {
        carry += (uint128)w->limb[i] * factor;
        w->limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
    return carry == 0;
}

static bool wide_scale_ten(struct wide *w, unsigned exponent)
{
    for (; exponent > DIGITS_PER_STEP; exponent -= DIGITS_PER_STEP) {
        if (!wide_scale(w, small_power(DIGITS_PER_STEP))) return false;
    }
    return wide_scale(w, small_power(exponent));
}

static struct wide wide_product(uint128 a, uint128 b)
{
    uint64_t x[2] = {(uint64_t)a, (uint64_t)(a >> 64)}, y[2] = {(uint64_t)b, (uint64_t)(b >> 64)};
    struct wide w = {{0, 0, 0, 0}};
    for (int i = 0; i < 2; i++) {
        uint128 carry = 0;
        for (int j = 0; j < 2; j++) {
            carry += (uint128)x[i] * y[j] + w.limb[i + j];
            w.limb[i + j] = (uint64_t)carry;
            carry >>= 64;
        }
        w.limb[i + 2] = (uint64_t)carry;
    }
    return w;
}

static uint64_t wide_divide_small(struct wide *w, uint64_t divisor) /* returns the remainder */
{
    uint128 rest = 0;
    for (int i = LIMBS - 1; i >= 0; i--) {
        rest = rest << 64 | w->limb[i];
        w->limb[i] = (uint64_t)(rest / divisor);
        rest %= divisor;
    }
    return (uint64_t)rest;
}

/* w = w / divisor, one bit at a time (quotients are rare); returns the remainder. divisor is below 2^127. */
static uint128 wide_divide(struct wide *w, uint128 divisor)
{
    uint128 rest = 0;
    for (int bit = LIMBS * 64 - 1; bit >= 0; bit--) {
        uint64_t *limb = &w->limb[bit / 64];
        uint64_t mask = UINT64_C(1) << bit % 64;
        rest = rest << 1 | ((*limb & mask) != 0);
        if (rest >= divisor) {
            rest -= divisor;
            *limb |= mask;
        } else {
            *limb &= ~mask;
        }
    }
    return rest;
}

/* Cuts trailing zeros of the fraction only as far as needed to fit. */
static bool reduce(struct wide w, unsigned scale, bool negative, struct decimal *out)
{
    while (scale > DECIMAL_MAX_SCALE || !wide_fits_mantissa(&w)) {
        if (scale == 0 || wide_divide_small(&w, 10) != 0) return false;
        scale--;
    }
    int128 value = (int128)wide_low(&w);
    *out = (struct decimal){negative ? -value : value, (uint8_t)scale};
    return true;
}

/* ---- sums ------------------------------------------------------------------------------------------------------ */

static struct wide wide_sum(const struct wide *a, const struct wide *b)
{
    struct wide w;
    uint128 carry = 0;
    for (int i = 0; i < LIMBS; i++) {
        carry += (uint128)a->limb[i] + b->limb[i];
        w.limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
    return w;
}

static struct wide wide_difference(const struct wide *a, const struct wide *b) /* a >= b */
{
    struct wide w;
    uint64_t borrow = 0;
    for (int i = 0; i < LIMBS; i++) {
        uint128 part = (uint128)a->limb[i] - b->limb[i] - borrow;
        w.limb[i] = (uint64_t)part;
        borrow = (uint64_t)(part >> 64) & 1;
    }
    return w;
}

static bool wide_less(const struct wide *a, const struct wide *b)
{
    for (int i = LIMBS - 1; i >= 0; i--) {
        if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i];
    }
    return false;
}

/* Operands are below 10^38 and the shift is at most 38, so the aligned ones stay below 2^253. */
static bool add_wide(struct decimal a, struct decimal b, struct decimal *out)
{
    unsigned scale = a.scale > b.scale ? a.scale : b.scale;
    struct wide x = wide_from(magnitude(a.mantissa)), y = wide_from(magnitude(b.mantissa));
    if (!wide_scale_ten(&x, scale - a.scale) || !wide_scale_ten(&y, scale - b.scale)) return false;

    bool negative = a.mantissa < 0;
    if (negative == (b.mantissa < 0)) return reduce(wide_sum(&x, &y), scale, negative, out);
    if (wide_less(&x, &y)) return reduce(wide_difference(&y, &x), scale, !negative, out);
    return reduce(wide_difference(&x, &y), scale, negative, out);
}

static bool fits_64(struct decimal d)
{
    return d.mantissa >= INT64_MIN && d.mantissa <= INT64_MAX;
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *out)
{
    assert(a.scale <= DECIMAL_MAX_SCALE && b.scale <= DECIMAL_MAX_SCALE);
    unsigned apart = a.scale > b.scale ? (unsigned)(a.scale - b.scale) : (unsigned)(b.scale - a.scale);
    struct decimal *coarse = a.scale < b.scale ? &a : &b; /* our own copies */
    const struct decimal *fine = a.scale < b.scale ? &b : &a;
    /* 2^63 * 10^18 and 38 nines halved, so that the sum is below 38 nines */
    const int128 half = (int128)(largest_mantissa() / 2);
    if (!fits_64(*coarse) || apart > 18 || fine->mantissa > half || fine->mantissa < -half) return add_wide(a, b, out);

    coarse->mantissa *= small_power(apart);
    *out = (struct decimal){a.mantissa + b.mantissa, fine->scale};
    return true;
}

bool decimal_sub(struct decimal a, struct decimal b, struct decimal *out)
{
    return decimal_add(a, decimal_negate(b), out);
}

/* ---- products, quotients, rounding ----------------------------------------------------------------------------- */

bool decimal_mul(struct decimal a, struct decimal b, struct decimal *out)
{
    assert(a.scale <= DECIMAL_MAX_SCALE && b.scale <= DECIMAL_MAX_SCALE);
    unsigned scale = (unsigned)a.scale + b.scale;
    bool negative = (a.mantissa < 0) != (b.mantissa < 0);
    if (fits_64(a) && fits_64(b) && scale <= DECIMAL_MAX_SCALE) {
        int128 product = a.mantissa * b.mantissa;
        if (magnitude(product) <= largest_mantissa()) {
            *out = (struct decimal){product, (uint8_t)scale};
            return true;
        }
    }
    return reduce(wide_product(magnitude(a.mantissa), magnitude(b.mantissa)), scale, negative, out);
}

bool decimal_div(struct decimal a, struct decimal b, uint8_t scale, struct decimal *out, bool *exact)
{
    assert(scale <= DECIMAL_MAX_SCALE && a.scale <= DECIMAL_MAX_SCALE && b.scale <= DECIMAL_MAX_SCALE);
    if (b.mantissa == 0) return false;

    struct wide w = wide_from(magnitude(a.mantissa));
    bool nothing_cut = true;
    int shift = (int)scale + b.scale - a.scale;
    if (shift >= 0 && !wide_scale_ten(&w, (unsigned)shift)) return false;
    for (; shift < 0; shift++) nothing_cut = (wide_divide_small(&w, 10) == 0) && nothing_cut;
    nothing_cut = (wide_divide(&w, magnitude(b.mantissa)) == 0) && nothing_cut;
    if (!wide_fits_mantissa(&w)) return false;

    int128 value = (int128)wide_low(&w);
    *out = (struct decimal){(a.mantissa < 0) != (b.mantissa < 0) ? -value : value, scale};
    if (exact) *exact = nothing_cut;
    return true;
}

bool decimal_round(struct decimal d, uint8_t scale, struct decimal *out)
{
    assert(scale <= DECIMAL_MAX_SCALE && d.scale <= DECIMAL_MAX_SCALE);
    struct wide w = wide_from(magnitude(d.mantissa));
    if (scale >= d.scale) {
        if (!wide_scale_ten(&w, (unsigned)(scale - d.scale))) return false;
    } else {
        for (unsigned drop = (unsigned)(d.scale - scale); drop > 1; drop--) wide_divide_small(&w, 10);
        /* only the first dropped digit decides: half and above goes away from zero */
        if (wide_divide_small(&w, 10) >= 5) {
            struct wide one = wide_from(1);
            w = wide_sum(&w, &one);
        }
    }
    if (!wide_is_zero(&w) && !wide_fits_mantissa(&w)) return false;
    int128 value = (int128)wide_low(&w);
    *out = (struct decimal){d.mantissa < 0 ? -value : value, scale};
    return true;
}
