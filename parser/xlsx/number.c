/* number - the numbers of a sheet: shortest decimals of binary numbers, and serial numbers of dates.
 *
 * Nothing here computes in floating point: two decimals stand for the same binary number when both round to the same 53
 * bits, and that is worked out in integers.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "parser/xlsx/xlsx.h"

__extension__ typedef unsigned __int128 wide;

enum { DIGITS_MAX = 18, BITS = 53, SCALE_MOST = 31, EXPONENT_MOST = 400 };

/* digits * 10^exponent */
struct number {
    bool negative, point; /* point: written with a decimal point or an exponent */
    uint64_t digits;
    int count; /* of significant digits */
    int exponent;
};

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool read_exponent(struct span text, int *out)
{
    bool negative = text.len > 0 && text.ptr[0] == '-';
    if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+')) text = span_from(text, 1);
    uint64_t value;
    if (!span_to_u64(text, &value) || value > EXPONENT_MOST) return false;
    *out = negative ? -(int)value : (int)value;
    return true;
}

static bool read_number(struct span text, struct number *n)
{
    *n = (struct number){.negative = text.len > 0 && text.ptr[0] == '-'};
    size_t at = n->negative;
    bool any = false;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '.' && !n->point) {
            n->point = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        any = true;
        if (n->count == DIGITS_MAX) return false;
        n->digits = n->digits * 10 + (uint64_t)(c - '0');
        n->count += n->digits > 0;
        n->exponent -= n->point;
    }
    if (!any || at == text.len) return any;
    int exponent;
    if ((text.ptr[at] != 'e' && text.ptr[at] != 'E') || !read_exponent(span_from(text, at + 1), &exponent))
        return false;
    n->point = true;
    n->exponent += exponent;
    return true;
}

/* ---- the shortest decimal -------------------------------------------------------------------------------------- */

struct binary {
    uint64_t bits;
    int shift;
};

static int bit_length(wide value)
{
    int length = 0;
    for (; value > 0; value >>= 1) length++;
    return length;
}

/* digits / 10^scale as 53 bits, rounded half to even: bits / 2^(shift + scale). False: out of the range of wide. */
static bool to_binary(uint64_t digits, int scale, struct binary *out)
{
    if (digits == 0 || scale < 0 || scale > SCALE_MOST) return false;
    wide divisor = 1;
    for (int i = 0; i < scale; i++) divisor *= 5;
    int shift = BITS + bit_length(divisor) - bit_length(digits);
    if (shift < 0) return false;
    wide value = (wide)digits << shift, bits = value / divisor;
    if (bits >> BITS) {
        if (shift == 0) return false;
        value >>= 1;
        shift--;
        bits = value / divisor;
    }
    wide twice = 2 * (value - bits * divisor);
    if (twice > divisor || (twice == divisor && (bits & 1))) bits++;
    if (bits >> BITS) {
        bits >>= 1;
        shift--;
    }
    *out = (struct binary){(uint64_t)bits, shift + scale};
    return true;
}

static void print_decimal(bool negative, uint64_t digits, int scale, char out[NUMBER_ROOM])
{
    char reversed[NUMBER_ROOM];
    int n = 0;
    for (; scale > 0 && digits % 10 == 0; scale--) digits /= 10;
    for (int i = 0; digits > 0 || i <= scale; i++) {
        if (i == scale && scale > 0) reversed[n++] = '.';
        reversed[n++] = (char)('0' + digits % 10);
        digits /= 10;
    }
    if (negative) reversed[n++] = '-';
    for (int i = 0; i < n; i++) out[i] = reversed[n - 1 - i];
    out[n] = '\0';
}

/* Only decimals of 16 or 17 digits are a program's print of a binary number; an id or an amount of 18 decimals is what
 * somebody wrote on purpose. */
bool number_shortest(struct span text, char out[NUMBER_ROOM])
{
    enum { SHORTEST = 15, LONGEST = 17 };
    struct number n;
    struct binary whole, rounded;
    if (!read_number(text, &n) || !n.point || n.count <= SHORTEST || n.count > LONGEST) return false;
    if (!to_binary(n.digits, -n.exponent, &whole)) return false;
    for (int count = SHORTEST; count < n.count; count++) {
        uint64_t unit = 1;
        for (int i = count; i < n.count; i++) unit *= 10;
        uint64_t digits = (n.digits + unit / 2) / unit;
        int scale = -n.exponent - (n.count - count);
        bool same = to_binary(digits, scale, &rounded) && rounded.bits == whole.bits && rounded.shift == whole.shift;
        if (!same) continue;
        print_decimal(n.negative, digits, scale, out);
        return true;
    }
    return false;
}

/* ---- dates ----------------------------------------------------------------------------------------------------- */

/* Milliseconds since the serial number 0, rounded. */
static bool to_milliseconds(const struct number *n, int64_t *out)
{
    enum { DAY_MS = 86400000, DAYS_MOST = 132000 }; /* up to the year 2261 */
    if (n->negative || n->exponent < -25 || n->exponent > 7) return false;
    wide value = (wide)n->digits * DAY_MS, unit = 1;
    for (int i = 0; i < n->exponent; i++) value *= 10;
    for (int i = n->exponent; i < 0; i++) unit *= 10;
    value = (value + unit / 2) / unit;
    if (value >= (wide)DAYS_MOST * DAY_MS) return false;
    *out = (int64_t)value;
    return true;
}

bool number_as_time(struct span text, enum number_style style, bool from_1904, char out[NUMBER_ROOM])
{
    enum { DAY_MS = 86400000, DAYS_1904 = 24107, DAYS_1900 = 25569, LEAP_DAY = 60 };
    struct number n;
    int64_t ms;
    if (!read_number(text, &n) || !to_milliseconds(&n, &ms)) return false;
    int64_t days = ms / DAY_MS, epoch = from_1904 ? DAYS_1904 : DAYS_1900;
    if (style != STYLE_TIME && !from_1904 && days <= LEAP_DAY) { /* the 29th of February 1900 never was */
        if (days == LEAP_DAY || days == 0) return false;
        epoch--;
    }
    if (style == STYLE_TIME) ms %= DAY_MS;
    char printed[TIME_TEXT_MAX];
    time_format((ms - (style == STYLE_TIME ? 0 : epoch * DAY_MS)) * 1000000, ms % 1000 ? 3 : 0, printed);
    struct span whole = span_of(printed); /* 2018-01-25T22:35:29.123Z */
    struct span mark = {whole.ptr, span_find(whole, 'T')};
    struct span clock = span_from(whole, mark.len + 1);
    clock = span_head(clock, span_find(clock, 'Z'));
    if (style == STYLE_DATE) snprintf(out, NUMBER_ROOM, "%.*s", SPAN_ARG(mark));
    if (style == STYLE_TIME) snprintf(out, NUMBER_ROOM, "%.*s", SPAN_ARG(clock));
    if (style == STYLE_DATE_TIME) snprintf(out, NUMBER_ROOM, "%.*s %.*s", SPAN_ARG(mark), SPAN_ARG(clock));
    return true;
}

/* The letters of a format code that stand for parts of a time; not what is quoted, escaped or in brackets. An elapsed
 * time ([h]:mm) is a duration and stays a number. */
enum number_style number_style_of(struct span code)
{
    bool day = false, clock = false, month = false, quoted = false;
    for (size_t i = 0; i < code.len && (quoted || code.ptr[i] != ';'); i++) {
        char c = code.ptr[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (c == '[') {
            char inside = i + 1 < code.len ? code.ptr[i + 1] : ' ';
            if (strchr("hHmMsS", inside) && i + 2 < code.len && strchr("hHmMsS]", code.ptr[i + 2])) return STYLE_PLAIN;
            i += span_find(span_from(code, i), ']');
        } else {
            day |= strchr("dDyY", c) != NULL;
            clock |= strchr("hHsS", c) != NULL;
            month |= c == 'm' || c == 'M';
        }
    }
    if (month && !clock) day = true;
    return day && clock ? STYLE_DATE_TIME : day ? STYLE_DATE : clock ? STYLE_TIME : STYLE_PLAIN;
}
