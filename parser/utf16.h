/* utf16 - UTF-16 text to UTF-8, piece by piece: spreadsheets save "Unicode text" that way.
 *
 * Nothing is altered silently: half a surrogate pair or half a unit becomes bytes that are not UTF-8, so that the row it
 * stands in is rejected later with its raw text.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_UTF16_H
#define STRAYKEY_PARSER_UTF16_H

#include "base/span.h"

enum { UTF16_WORST = 3 }; /* bytes out for each byte in, at most (plus 3 for what was held back) */

struct utf16 {
    bool big_endian;
    bool has_byte;   /* half a unit is held back */
    uint8_t byte;
    uint16_t high;   /* a high surrogate that waits for its other half, or 0 */
};

/* Converts all of `in`; out must hold UTF16_WORST * in.len + 3 bytes. Returns the bytes written. */
size_t utf16_run(struct utf16 *u, struct span in, char *out);
size_t utf16_finish(struct utf16 *u, char *out); /* what was held back at the end; at most 4 bytes */

#endif
