/* digits - numbers to text on the row path, where printf would cost more than everything else together.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/table_row.h"

static const char pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
    "495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/* Writes the digits of `value` so that they end at `end`; returns where they start. */
static char *digits_before(char *end, uint64_t value)
{
    while (value >= 100) {
        end -= 2;
        memcpy(end, pairs + value % 100 * 2, 2);
        value /= 100;
    }
    if (value >= 10) {
        end -= 2;
        memcpy(end, pairs + value * 2, 2);
        return end;
    }
    *--end = (char)('0' + value);
    return end;
}

char *digits_u64(char *at, uint64_t value)
{
    char local[20];
    char *const end = local + sizeof local;
    const char *start = digits_before(end, value);
    const size_t length = (size_t)(end - start);
    memcpy(at, start, length);
    return at + length;
}

char *digits_amount(char *at, int64_t mantissa, uint8_t scale)
{
    char local[20];
    char *const end = local + sizeof local;
    const uint64_t magnitude = mantissa < 0 ? 0 - (uint64_t)mantissa : (uint64_t)mantissa;
    const char *start = digits_before(end, magnitude);
    const size_t count = (size_t)(end - start);
    if (mantissa < 0) *at++ = '-';
    if (scale == 0) {
        memcpy(at, start, count);
        return at + count;
    }
    if (count > scale) {
        const size_t whole = count - scale;
        memcpy(at, start, whole);
        at[whole] = '.';
        memcpy(at + whole + 1, start + whole, scale);
        return at + count + 1;
    }
    *at++ = '0';
    *at++ = '.';
    for (size_t zeros = scale - count; zeros > 0; zeros--) *at++ = '0';
    memcpy(at, start, count);
    return at + count;
}
