/* archive_packed - the plain bytes of a compressed tar archive, from front to back, each byte checked and counted.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_ARCHIVE_PACKED_H
#define STRAYKEY_PARSER_ARCHIVE_PACKED_H

#include "parser/archive.h"

struct packed; /* opaque */

struct packed *packed_open(const struct archive_input *in); /* NULL: it is no gzip, xz, zstd or bzip2 data */
void packed_close(struct packed *p);
size_t packed_read(struct packed *p, char *out, size_t room); /* 0 at the end */
/* At the end: what was wrong, in words too, and whether reading was stopped at a limit. Trailing bytes are damage here. */
enum damage packed_damage(const struct packed *p);
const char *packed_problem(const struct packed *p);
bool packed_stopped(const struct packed *p);

#define UNPACK_BOMB "more than 200 times its own size comes out of it, as nothing that is honestly made does"

/* True when that much text never comes out of so few bytes in anything that is honestly made. */
static inline bool unpack_is_bomb(uint64_t taken, uint64_t given)
{
    return given > UNPACK_RATIO_FROM && given / UNPACK_RATIO_MAX > taken;
}

#endif
