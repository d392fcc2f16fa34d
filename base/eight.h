/* eight - eight bytes of text looked at in one step, for the loops that pass plain text.
 *
 * Marks are the top bits of bytes, the first byte of the text lowest. Bytes behind the first marked one may be marked
 * wrongly (a subtraction borrows from them), so a mark set answers two questions: is there any, and which is the first.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_EIGHT_H
#define STRAYKEY_BASE_EIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { EIGHT_BYTES = 8 };
#define EIGHT_ONES (UINT64_MAX / 255) /* 0x0101010101010101 */

static inline uint64_t eight_load(const char *text)
{
    uint64_t eight;
    memcpy(&eight, text, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

static inline uint64_t eight_is(uint64_t eight, unsigned char byte) /* marks of bytes that are `byte` */
{
    const uint64_t apart = eight ^ (EIGHT_ONES * byte);
    return (apart - EIGHT_ONES) & ~apart & (EIGHT_ONES * 0x80);
}

static inline uint64_t eight_controls(uint64_t eight) /* of bytes below 0x20 */
{
    return (eight - EIGHT_ONES * 0x20) & ~eight & (EIGHT_ONES * 0x80);
}

static inline uint64_t eight_wide(uint64_t eight) /* of bytes that are not ASCII */
{
    return eight & (EIGHT_ONES * 0x80);
}

static inline size_t eight_first(uint64_t marks) /* index of the first marked byte; marks is not 0 */
{
    return (size_t)__builtin_ctzll(marks) / 8;
}

#endif
