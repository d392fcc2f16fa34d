/* archive_packed - gunzip or another unpacker in front of libarchive.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/container/archive_packed.h"

#include <stdlib.h>

#include "base/memory.h"
#include "parser/container/container.h"
#include "parser/container/gunzip.h"

enum { HEAD = 64, BLOCK = 64 << 10 };

struct packed {
    const struct archive_input *in;
    struct gunzip *gunzip;
    struct unpacker *unpacker; /* of xz, zstd, bzip2 */
    char *block;               /* of the file, for gunzip */
    struct span left;          /* of the block */
    uint64_t at, given;
    bool bomb, unreadable;
};

struct packed *packed_open(const struct archive_input *in)
{
    char head[HEAD];
    struct span detail;
    ptrdiff_t n = in->seekable ? in->read(in->user, 0, head, HEAD) : 0;
    enum container c = container_of((struct span){head, n > 0 ? (size_t)n : 0}, &detail);
    if (c != CONTAINER_GZIP && c != CONTAINER_XZ && c != CONTAINER_ZSTD && c != CONTAINER_BZIP2) return NULL;
    struct packed *p = memory_alloc(sizeof *p);
    p->in = in;
    if (c == CONTAINER_GZIP) {
        p->gunzip = gunzip_new();
        p->block = memory_alloc(BLOCK);
    } else {
        p->unpacker = unpack_stream(in);
    }
    return p;
}

void packed_close(struct packed *p)
{
    if (!p) return;
    gunzip_free(p->gunzip);
    unpack_close(p->unpacker);
    free(p->block);
    free(p);
}

static size_t read_gzip(struct packed *p, char *out, size_t room)
{
    for (;;) {
        size_t n = gunzip_run(p->gunzip, &p->left, out, room);
        if (n > 0) return n;
        ptrdiff_t got = p->in->read(p->in->user, p->at, p->block, BLOCK);
        if (got < 0) p->unreadable = true;
        if (got <= 0) return 0;
        p->left = (struct span){p->block, (size_t)got};
        p->at += (uint64_t)got;
    }
}

size_t packed_read(struct packed *p, char *out, size_t room)
{
    if (p->unpacker) return unpack_read(p->unpacker, out, room);
    room = unpack_allowance(p->at, p->given, room);
    p->bomb = room == 0;
    size_t n = p->bomb ? 0 : read_gzip(p, out, room);
    p->given += n;
    return n;
}

enum damage packed_damage(const struct packed *p)
{
    if (p->unpacker) return unpack_damage(p->unpacker);
    return p->bomb || p->unreadable ? DAMAGE_TRUNCATED : gunzip_damage(p->gunzip);
}

const char *packed_problem(const struct packed *p)
{
    if (p->unpacker && unpack_damage(p->unpacker) != DAMAGE_TRAILING) return unpack_problem(p->unpacker);
    if (p->bomb) return UNPACK_BOMB;
    if (p->unreadable) return "the file can't be read";
    switch (packed_damage(p)) {
    case DAMAGE_TRUNCATED: return "the gzip data end too early";
    case DAMAGE_BAD_CRC: return "the checksum inside the gzip data does not agree with the text";
    case DAMAGE_TRAILING: return "bytes follow the end of the packed data";
    default: return "the gzip data are damaged";
    }
}

bool packed_stopped(const struct packed *p)
{
    return p->unpacker ? unpack_stopped(p->unpacker) : p->bomb;
}
