/* gunzip - the inflate loop over the members of a gzip file.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/container/gunzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/memory.h"

enum stage {
    STAGE_MEMBER,   /* inside a member */
    STAGE_LENGTH,   /* skipping the length that follows a bad checksum */
    STAGE_BETWEEN,  /* a member ended; the next byte tells whether another one follows */
    STAGE_MAGIC,    /* between members, one 1f seen */
    STAGE_TRAILING, /* bytes that belong to no member */
    STAGE_BROKEN    /* the data can't be followed any further */
};

enum { LENGTH_BYTES = 4, GZIP_AND_32K_WINDOW = 15 + 16 };
static const unsigned char magic[2] = {0x1f, 0x8b};

struct gunzip {
    z_stream stream;
    enum stage stage;
    bool bad_crc, corrupt;
    bool pending;  /* the room was used up, so zlib may hold more text without more input */
    unsigned skip; /* bytes of the length still to skip */
    uint32_t members;
    uint64_t trailing;
};

struct gunzip *gunzip_new(void)
{
    struct gunzip *g = memory_alloc(sizeof *g);
    if (inflateInit2(&g->stream, GZIP_AND_32K_WINDOW) != Z_OK) memory_exhausted(sizeof g->stream);
    g->stage = STAGE_MEMBER;
    return g;
}

void gunzip_free(struct gunzip *g)
{
    if (!g) return;
    inflateEnd(&g->stream);
    free(g);
}

/* zlib says what was wrong only in words; both checks come after the last byte of text was written out. */
static void take_data_error(struct gunzip *g)
{
    struct span why = span_of(g->stream.msg);
    if (span_equal(why, SPAN("incorrect data check"))) {
        g->bad_crc = true;
        g->stage = STAGE_LENGTH;
        g->skip = LENGTH_BYTES;
    } else if (span_equal(why, SPAN("incorrect length check"))) {
        g->bad_crc = true;
        g->stage = STAGE_BETWEEN;
    } else {
        g->corrupt = true;
        g->stage = STAGE_BROKEN;
    }
}

static size_t inflate_some(struct gunzip *g, struct span *input, char *out, size_t room)
{
    uInt give = input->len > UINT_MAX ? UINT_MAX : (uInt)input->len;
    uInt take = room > UINT_MAX ? UINT_MAX : (uInt)room;
    g->stream.next_in = (z_const Bytef *)input->ptr;
    g->stream.avail_in = give;
    g->stream.next_out = (Bytef *)out;
    g->stream.avail_out = take;
    if (g->members == 0 && give > 0) g->members = 1;
    int status = inflate(&g->stream, Z_NO_FLUSH);
    *input = span_from(*input, give - g->stream.avail_in);
    g->pending = g->stream.avail_out == 0;
    if (status == Z_STREAM_END) {
        g->stage = STAGE_BETWEEN;
    } else if (status == Z_MEM_ERROR) {
        memory_exhausted(1 << 15);
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
        take_data_error(g);
    }
    return take - g->stream.avail_out;
}

static void begin_member(struct gunzip *g)
{
    inflateReset(&g->stream);
    g->stage = STAGE_MEMBER;
    g->members++;
    struct span head = {(const char *)magic, sizeof magic};
    char nothing[1];
    inflate_some(g, &head, nothing, 0);
}

/* One byte outside of any member. */
static void take_between(struct gunzip *g, unsigned char byte)
{
    if (g->stage == STAGE_LENGTH) {
        if (--g->skip == 0) g->stage = STAGE_BETWEEN;
    } else if (g->stage == STAGE_BETWEEN && byte == magic[0]) {
        g->stage = STAGE_MAGIC;
    } else if (g->stage == STAGE_MAGIC && byte == magic[1]) {
        begin_member(g);
    } else {
        g->trailing += g->stage == STAGE_MAGIC ? 2 : 1;
        g->stage = STAGE_TRAILING;
    }
}

size_t gunzip_run(struct gunzip *g, struct span *input, char *out, size_t room)
{
    size_t written = 0;
    while ((input->len > 0 || g->pending) && !gunzip_ended(g)) {
        if (g->stage == STAGE_MEMBER) {
            if (written == room) return written;
            written += inflate_some(g, input, out + written, room - written);
        } else {
            if (input->len == 0) break;
            take_between(g, (unsigned char)input->ptr[0]);
            *input = span_from(*input, 1);
        }
    }
    if (gunzip_ended(g)) {
        if (g->stage == STAGE_TRAILING) g->trailing += input->len;
        *input = SPAN_NONE;
    }
    return written;
}

bool gunzip_ended(const struct gunzip *g)
{
    return g->stage == STAGE_TRAILING || g->stage == STAGE_BROKEN;
}

enum damage gunzip_damage(const struct gunzip *g)
{
    if (g->corrupt) return DAMAGE_CORRUPT;
    if (g->stage == STAGE_MEMBER) return DAMAGE_TRUNCATED;
    if (g->bad_crc) return DAMAGE_BAD_CRC;
    if (g->stage == STAGE_TRAILING || g->stage == STAGE_MAGIC) return DAMAGE_TRAILING;
    return DAMAGE_NONE;
}

uint32_t gunzip_members(const struct gunzip *g)
{
    return g->members;
}

uint64_t gunzip_trailing(const struct gunzip *g)
{
    return g->trailing + (g->stage == STAGE_MAGIC ? 1 : 0);
}
