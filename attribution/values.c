/* values - decimals by value, and ids by their text.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/values.h"

#include "attribution/sort.h"

bool value_of(const struct store *s, int64_t mantissa, uint8_t scale, struct decimal *out)
{
    if (scale == SCALE_ABSENT) return false;
    if (scale == SCALE_WIDE) {
        struct decimal wide;
        if (!store_unpack(s, mantissa, scale, &wide)) return false;
        *out = decimal_normalize(wide);
        return true;
    }
    while (scale > 0 && mantissa % 10 == 0) {
        mantissa /= 10;
        scale--;
    }
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

bool value_within(struct decimal reference, struct decimal other, int64_t ten_thousandths)
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

int ident_compare(const struct store *s, ident a, ident b)
{
    if (a == b) return 0;
    char first[24], second[24];
    struct span left = store_ident_text(s, a, first);
    struct span right = store_ident_text(s, b, second);
    if (left.len != right.len) return left.len < right.len ? -1 : 1;
    return span_compare(left, right);
}
