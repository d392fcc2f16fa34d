/* archive_packed - the plain bytes of a compressed tar archive, from front to back, each byte checked and counted.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_CONTAINER_ARCHIVE_PACKED_H
#define STRAYKEY_PARSER_CONTAINER_ARCHIVE_PACKED_H

#include "parser/container/archive.h"

struct packed; /* opaque */

struct packed *packed_open(const struct archive_input *in); /* NULL: it is no gzip, xz, zstd or bzip2 data */
void packed_close(struct packed *p);
size_t packed_read(struct packed *p, char *out, size_t room); /* 0 at the end */
/* At the end: what was wrong, in words too, and whether reading was stopped at a limit. Trailing bytes are damage here. */
enum damage packed_damage(const struct packed *p);
const char *packed_problem(const struct packed *p);
bool packed_stopped(const struct packed *p);

#define UNPACK_BOMB "more than 200 times its own size comes out of it, as nothing that is honestly made does"

/* How many more bytes may come out, after `given`, of what is `taken` bytes long so far: nothing that is honestly made
 * yields more. 0: that was exceeded, by the one byte that tells. So it stops at the same byte whatever the pieces are. */
static inline size_t unpack_allowance(uint64_t taken, uint64_t given, size_t room)
{
    uint64_t most = UNPACK_RATIO_MAX * (taken + 1);
    if (most < UNPACK_RATIO_FROM) most = UNPACK_RATIO_FROM;
    if (given > most) return 0;
    uint64_t left = most - given + 1;
    return left < room ? (size_t)left : room;
}

#endif
