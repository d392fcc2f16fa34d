/* archive_7z - how long the list of members of a 7z archive is when it is unpacked.
 *
 * libarchive makes room for as many members as the list says there are, before it looks at any: a list takes an eighth of
 * a byte a member at least, and packed it takes nothing. So its length is looked at before.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/memory.h"
#include "parser/container/archive.h"

enum { START = 32, PACKED_LIST = 0x17, PACK_INFO = 6, UNPACK_INFO = 7, SIZES = 9, FOLDER = 11, UNPACKED = 12 };
enum { MANY = 64 }; /* streams and coders of a list: one or two in honest archives */

struct cursor {
    struct span rest;
    bool bad; /* what does not fit was met; numbers are 0 then */
};

static uint64_t take_byte(struct cursor *c)
{
    if (c->rest.len == 0) c->bad = true;
    if (c->bad) return 0;
    uint8_t byte = (uint8_t)c->rest.ptr[0];
    c->rest = span_from(c->rest, 1);
    return byte;
}

static void skip(struct cursor *c, uint64_t count)
{
    if (count > c->rest.len) c->bad = true;
    c->rest = c->bad ? SPAN_NONE : span_from(c->rest, (size_t)count);
}

/* The ones that the first byte begins with say how many bytes follow; the bits behind them are the number's highest. */
static uint64_t take_number(struct cursor *c)
{
    uint64_t first = take_byte(c), value = 0;
    for (unsigned i = 0, mask = 0x80; i < 8; i++, mask >>= 1) {
        if (!(first & mask)) return value | (first & (mask - 1)) << 8 * i;
        value |= take_byte(c) << 8 * i;
    }
    return value;
}

static uint64_t take_count(struct cursor *c)
{
    uint64_t count = take_number(c);
    if (count > MANY) c->bad = true;
    return c->bad ? 0 : count;
}

static void expect(struct cursor *c, uint64_t id)
{
    if (take_byte(c) != id) c->bad = true;
}

static void skip_pack_info(struct cursor *c)
{
    expect(c, PACK_INFO);
    take_number(c);
    uint64_t streams = take_count(c);
    for (uint64_t id = take_byte(c); id != 0 && !c->bad; id = take_byte(c)) {
        if (id != SIZES) c->bad = true; /* nobody writes digests here */
        for (uint64_t i = 0; i < streams; i++) take_number(c);
    }
}

/* Returns the number of the folder's streams that have a size. */
static uint64_t skip_folder(struct cursor *c)
{
    uint64_t in = 0, out = 0;
    for (uint64_t coders = take_count(c); coders > 0; coders--) {
        uint64_t flags = take_byte(c);
        bool simple = !(flags & 0x10);
        skip(c, flags & 0x0F);
        in += simple ? 1 : take_count(c);
        out += simple ? 1 : take_count(c);
        if (flags & 0x20) skip(c, take_number(c));
    }
    if (out == 0 || in + 1 < out) c->bad = true;
    if (c->bad) return 0;
    uint64_t pairs = out - 1, packed = in - pairs;
    for (uint64_t i = 0; i < 2 * pairs + (packed > 1 ? packed : 0); i++) take_number(c);
    return out;
}

static uint64_t unpacked_size(struct span list)
{
    struct cursor c = {.rest = span_from(list, 1)};
    uint64_t largest = 0;
    skip_pack_info(&c);
    expect(&c, UNPACK_INFO);
    expect(&c, FOLDER);
    expect(&c, 1); /* folder */
    expect(&c, 0); /* that stands here */
    uint64_t streams = skip_folder(&c);
    expect(&c, UNPACKED);
    for (; streams > 0; streams--) {
        uint64_t size = take_number(&c);
        if (size > largest) largest = size;
    }
    return c.bad ? UINT64_MAX : largest;
}

static bool read_exactly(const struct archive_input *in, uint64_t offset, char *out, size_t size)
{
    for (size_t n = 0; n < size;) {
        ptrdiff_t got = in->read(in->user, offset + n, out + n, size - n);
        if (got <= 0) return false;
        n += (size_t)got;
    }
    return true;
}

static uint64_t number_at(const char *bytes)
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--) value = value << 8 | (uint8_t)bytes[i];
    return value;
}

uint64_t archive_7z_list_size(const struct archive_input *in)
{
    char start[START];
    if (!read_exactly(in, 0, start, START)) return UINT64_MAX;
    uint64_t offset = number_at(start + 12), size = number_at(start + 20);
    if (size == 0 || size > ARCHIVE_7Z_LIST_MAX) return size;
    if (offset > INT64_MAX - START) return UINT64_MAX;
    char *list = memory_alloc((size_t)size);
    bool whole = read_exactly(in, START + offset, list, (size_t)size);
    bool packed = whole && list[0] == PACKED_LIST;
    uint64_t result = packed ? unpacked_size((struct span){list, (size_t)size}) : whole ? size : UINT64_MAX;
    free(list);
    return result;
}
