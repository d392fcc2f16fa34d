/* decimal - text to exact numbers and back, comparison and normal forms. Arithmetic lies in decimal_math.c.
 *
 * SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <assert.h>

enum { FAST_LENGTH = 19, EXPONENT_CAP = 1000000 }; /* 18 digits and a point stay below 2^63 */

static const uint64_t ten_to_19 = UINT64_C(10000000000000000000);

static uint128 power_of_ten(unsigned exponent) /* 0..38 */
{
    static const uint64_t small[20] = {
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
    assert(exponent <= DECIMAL_MAX_SCALE);
    return exponent < 20 ? small[exponent] : (uint128)ten_to_19 * small[exponent - 19];
}

static uint128 magnitude(int128 value)
{
    return value < 0 ? -(uint128)value : (uint128)value;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

struct scan {
    struct span text;
    size_t at;
    uint128 mantissa;
    unsigned significant; /* digits of the mantissa, leading zeros not counted */
    size_t decimals;
    bool any_digit;
    bool too_long;
};

static void take_digit(struct scan *s)
{
    unsigned digit = (unsigned)(s->text.ptr[s->at++] - '0');
    s->any_digit = true;
    if (s->mantissa == 0 && digit == 0) return;
    if (s->significant == DECIMAL_MAX_SCALE) {
        s->too_long = true;
        return;
    }
    s->mantissa = s->mantissa * 10 + digit;
    s->significant++;
}

static size_t take_digits(struct scan *s)
{
    size_t start = s->at;
    while (s->at < s->text.len && is_digit(s->text.ptr[s->at])) take_digit(s);
    return s->at - start;
}

/* Digits before the point. Once a thousands mark has been seen, every group behind it has three digits. */
static bool take_whole_part(struct scan *s, char group)
{
    size_t run = take_digits(s);
    if (group == 0 || s->at == s->text.len || s->text.ptr[s->at] != group) return true;
    if (run < 1 || run > 3) return false;
    while (s->at < s->text.len && s->text.ptr[s->at] == group) {
        s->at++;
        if (take_digits(s) != 3) return false;
    }
    return true;
}

static bool take_exponent(struct scan *s, long *exponent)
{
    *exponent = 0;
    if (s->at == s->text.len) return true;
    if (s->text.ptr[s->at] != 'e' && s->text.ptr[s->at] != 'E') return false;
    s->at++;

    bool negative = false;
    if (s->at < s->text.len && (s->text.ptr[s->at] == '-' || s->text.ptr[s->at] == '+')) {
        negative = s->text.ptr[s->at++] == '-';
    }
    size_t start = s->at;
    for (; s->at < s->text.len && is_digit(s->text.ptr[s->at]); s->at++) {
        if (*exponent < EXPONENT_CAP) *exponent = *exponent * 10 + (s->text.ptr[s->at] - '0');
    }
    if (negative) *exponent = -*exponent;
    return s->at > start && s->at == s->text.len;
}

/* mantissa * 10^(exponent - decimals) as mantissa and scale. */
static bool settle(const struct scan *s, long exponent, struct decimal *out)
{
    if (s->too_long || s->decimals > EXPONENT_CAP) return false;
    long scale = (long)s->decimals - exponent;
    uint128 value = s->mantissa;
    if (scale > DECIMAL_MAX_SCALE) return false;
    if (scale < 0) {
        if (value != 0 && -scale > DECIMAL_MAX_SCALE - (long)s->significant) return false;
        if (value != 0) value *= power_of_ten((unsigned)-scale);
        scale = 0;
    }
    out->mantissa = (int128)value;
    out->scale = (uint8_t)scale;
    return true;
}

static enum decimal_status parse_slow(struct span text, char point, char group, struct decimal *out)
{
    struct scan s = {.text = text};
    bool negative = text.ptr[0] == '-';
    if (negative || text.ptr[0] == '+') s.at++;

    if (!take_whole_part(&s, group)) return DECIMAL_NOT_NUMBER;
    if (s.at < text.len && text.ptr[s.at] == point) {
        s.at++;
        s.decimals = take_digits(&s);
    }
    long exponent;
    if (!s.any_digit || !take_exponent(&s, &exponent)) return DECIMAL_NOT_NUMBER;

    struct decimal value;
    if (!settle(&s, exponent, &value)) return DECIMAL_TOO_LONG;
    if (negative) value.mantissa = -value.mantissa;
    *out = value;
    return DECIMAL_OK;
}

/* Appends the digits at `at` to *value; returns the end of them. At most FAST_LENGTH digits in all: no overflow. */
static inline const char *append_digits(const char *at, const char *end, uint64_t *value)
{
    for (; at < end; at++) {
        unsigned digit = (unsigned)(unsigned char)*at - '0';
        if (digit > 9) break;
        *value = *value * 10 + digit;
    }
    return at;
}

/* The usual cell: up to 18 digits, at most one point, no exponent. False: look again, slowly. */
static bool parse_fast(struct span text, char point, struct decimal *out)
{
    const char *at = text.ptr, *end = text.ptr + text.len;
    bool negative = *at == '-';
    if (negative) at++;
    if (end - at > FAST_LENGTH) return false;

    uint64_t value = 0;
    const char *dot = append_digits(at, end, &value);
    ptrdiff_t count = dot - at, decimals = 0;
    if (dot < end) {
        if (*dot != point || append_digits(dot + 1, end, &value) != end) return false;
        decimals = end - dot - 1;
        count += decimals;
    }
    if (count < 1 || count > 18) return false;
    out->mantissa = negative ? -(int128)value : (int128)value;
    out->scale = (uint8_t)decimals;
    return true;
}

enum decimal_status decimal_parse_marks(struct span text, char point, char group, struct decimal *out)
{
    assert(point != group && (point == '.' || point == ','));
    if (text.len == 0) return DECIMAL_EMPTY;
    if (parse_fast(text, point, out)) return DECIMAL_OK;
    return parse_slow(text, point, group, out);
}

enum decimal_status decimal_parse(struct span text, struct decimal *out)
{
    return decimal_parse_marks(text, '.', 0, out);
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

/* Digits of `value` right-aligned before `end`, at least `least` of them. Returns the first. */
static char *put_digits(char *end, uint128 value, unsigned least)
{
    char *at = end;
    while (value > UINT64_MAX) { /* 128-bit division is dear, so 19 digits at a time */
        uint64_t low = (uint64_t)(value % ten_to_19);
        value /= ten_to_19;
        for (int i = 0; i < 19; i++, low /= 10) *--at = (char)('0' + low % 10);
    }
    for (uint64_t low = (uint64_t)value; low > 0; low /= 10) *--at = (char)('0' + low % 10);
    while ((unsigned)(end - at) < least) *--at = '0';
    return at;
}

size_t decimal_format(struct decimal d, char out[DECIMAL_TEXT_MAX])
{
    assert(d.scale <= DECIMAL_MAX_SCALE);
    char digits[DECIMAL_TEXT_MAX];
    char *end = digits + sizeof digits;
    char *first = put_digits(end, magnitude(d.mantissa), d.scale + 1U);
    size_t whole = (size_t)(end - first) - d.scale;

    char *at = out;
    if (d.mantissa < 0) *at++ = '-';
    memcpy(at, first, whole);
    at += whole;
    if (d.scale > 0) {
        *at++ = '.';
        memcpy(at, first + whole, d.scale);
        at += d.scale;
    }
    *at = '\0';
    return (size_t)(at - out);
}

size_t decimal_format_short(struct decimal d, char out[DECIMAL_TEXT_MAX])
{
    return decimal_format(decimal_normalize(d), out);
}

/* ---- order ----------------------------------------------------------------------------------------------------- */

struct decimal decimal_from_int(int64_t value)
{
    return (struct decimal){value, 0};
}

int decimal_sign(struct decimal d)
{
    return (d.mantissa > 0) - (d.mantissa < 0);
}

/* Compares a with b * 10^shift by dividing a, so that nothing can overflow. */
static int compare_shifted(uint128 a, uint128 b, unsigned shift)
{
    uint128 power = power_of_ten(shift);
    uint128 whole = a / power;
    if (whole != b) return whole < b ? -1 : 1;
    return a % power != 0;
}

int decimal_compare(struct decimal a, struct decimal b)
{
    assert(a.scale <= DECIMAL_MAX_SCALE && b.scale <= DECIMAL_MAX_SCALE);
    if (a.scale == b.scale) return (a.mantissa > b.mantissa) - (a.mantissa < b.mantissa);
    int sign = decimal_sign(a);
    if (sign != decimal_sign(b)) return sign < decimal_sign(b) ? -1 : 1;
    if (sign == 0) return 0;

    uint128 x = magnitude(a.mantissa), y = magnitude(b.mantissa);
    int order = a.scale > b.scale ? compare_shifted(x, y, (unsigned)(a.scale - b.scale))
                                  : -compare_shifted(y, x, (unsigned)(b.scale - a.scale));
    return sign * order;
}

struct decimal decimal_negate(struct decimal d)
{
    d.mantissa = (int128) - (uint128)d.mantissa;
    return d;
}

struct decimal decimal_normalize(struct decimal d)
{
    if (d.mantissa == 0) return (struct decimal){0, 0};
    while (d.scale > 0 && d.mantissa % 10 == 0) {
        d.mantissa /= 10;
        d.scale--;
    }
    return d;
}
