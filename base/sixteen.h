/* sixteen - sixteen bytes of text looked at in one step, where the answer is only whether any of them stands out.
 *
 * The compiler's portable vectors: one instruction each on x86-64 and arm64, ordinary code elsewhere, the same answers.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_SIXTEEN_H
#define STRAYKEY_BASE_SIXTEEN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { SIXTEEN_BYTES = 16 };
typedef uint8_t sixteen __attribute__((vector_size(SIXTEEN_BYTES)));

static inline sixteen sixteen_load(const char *text)
{
    sixteen bytes;
    memcpy(&bytes, text, sizeof bytes);
    return bytes;
}

static inline sixteen sixteen_is(sixteen bytes, char byte) /* 0xFF where a byte is `byte`, else 0 */
{
    return (sixteen)(bytes == (uint8_t)byte);
}

static inline sixteen sixteen_unprintable(sixteen bytes) /* controls, DEL, what is not ASCII */
{
    return (sixteen)(bytes - (uint8_t)' ' > (uint8_t)('~' - ' '));
}

static inline bool sixteen_any(sixteen marks)
{
    uint64_t halves[2];
    memcpy(halves, &marks, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

#endif
