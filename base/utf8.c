/* utf8 - strict decoding, and the list of code points that must not reach a reader's eyes unmarked.
 *
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"

enum { CODE_MAX = 0x10FFFF, SURROGATE_FIRST = 0xD800, SURROGATE_LAST = 0xDFFF };

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

size_t utf8_decode(struct span s, uint32_t *code)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (s.len == 0) return 0;
    unsigned char lead = (unsigned char)s.ptr[0];
    size_t len = sequence_length(lead);
    if (len == 0 || len > s.len) return 0;
    if (len == 1) {
        *code = lead;
        return 1;
    }
    uint32_t value = lead & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        unsigned char byte = (unsigned char)s.ptr[i];
        if ((byte & 0xC0) != 0x80) return 0;
        value = value << 6 | (byte & 0x3FU);
    }
    if (value < smallest[len] || value > CODE_MAX) return 0;
    if (value >= SURROGATE_FIRST && value <= SURROGATE_LAST) return 0;
    *code = value;
    return len;
}

size_t utf8_encode(uint32_t code, char out[4])
{
    if (code > CODE_MAX || (code >= SURROGATE_FIRST && code <= SURROGATE_LAST)) return 0;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t len = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char)((0xF00U >> len & 0xFF) | code);
    return len;
}

bool utf8_is_hidden(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},   {0x115F, 0x1160},
        {0x180E, 0x180E}, {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},
        {0xFDD0, 0xFDEF}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
    };
    if ((code & 0xFFFE) == 0xFFFE) return true; /* no characters at all: XML 1.0 has no place for two of them */
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        if (code < hidden[i].first) return false;
        if (code <= hidden[i].last) return true;
    }
    return false;
}
