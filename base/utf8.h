/* utf8 - one code point at a time, strictly: no surrogates, no overlong forms, at most U+10FFFF.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_UTF8_H
#define STRAYKEY_BASE_UTF8_H

#include "base/span.h"

/* Length in bytes (1..4) of the code point at the start of `s`, which goes to *code; 0 when the bytes there are not
 * well-formed or `s` is empty. */
size_t utf8_decode(struct span s, uint32_t *code);

/* The code point as bytes; returns how many (1..4), 0 when it is none (surrogates, past U+10FFFF). */
size_t utf8_encode(uint32_t code, char out[4]);

/* Code points that change how their neighbours look or that nobody can see: C0 and C1 controls, DEL, bidi controls,
 * zero-width characters, fillers, line separators, tags, and the code points that are no characters (U+FFFE ...), which no
 * XML may hold. */
bool utf8_is_hidden(uint32_t code);

#endif
