/* utf16 - the transcoder.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/utf16.h"

#include "base/utf8.h"

/* A surrogate alone goes out as three bytes that no UTF-8 check accepts. */
static size_t put(char *out, uint32_t code)
{
    size_t n = utf8_encode(code, out);
    if (n > 0) return n;
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

static size_t put_unit(struct utf16 *u, uint16_t unit, char *out)
{
    uint16_t high = u->high;
    u->high = 0;
    if (high && unit >= 0xDC00 && unit <= 0xDFFF) {
        return put(out, 0x10000 + (((uint32_t)high - 0xD800) << 10) + (unit - 0xDC00U));
    }
    size_t n = high ? put(out, high) : 0;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        u->high = unit;
        return n;
    }
    return n + put(out + n, unit);
}

size_t utf16_run(struct utf16 *u, struct span in, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < in.len; i++) {
        uint8_t byte = (uint8_t)in.ptr[i];
        if (!u->has_byte) {
            u->byte = byte;
            u->has_byte = true;
            continue;
        }
        u->has_byte = false;
        unsigned unit = u->big_endian ? (unsigned)u->byte << 8 | byte : (unsigned)byte << 8 | u->byte;
        n += put_unit(u, (uint16_t)unit, out + n);
    }
    return n;
}

size_t utf16_finish(struct utf16 *u, char *out)
{
    size_t n = u->high ? put(out, u->high) : 0;
    if (u->has_byte) out[n++] = (char)0xFF;
    u->high = 0;
    u->has_byte = false;
    return n;
}
