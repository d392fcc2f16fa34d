/* deflate - see deflate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "base/deflate.h"

#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <zlib.h>

enum { PIECE = 1 << 16 };

/* All that the stream has to give for its present input. */
static void drain(z_stream *z, int flush, struct writer *out)
{
    char piece[PIECE];
    do {
        z->next_out = (Bytef *)piece;
        z->avail_out = PIECE;
        deflate(z, flush);
        writer_text(out, (struct span){piece, PIECE - z->avail_out});
    } while (z->avail_out == 0);
}

bool deflate_file(const char *path, struct writer *out, uint64_t *bytes)
{
    char piece[PIECE];
    z_stream z = {0};
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    if (deflateInit(&z, Z_DEFAULT_COMPRESSION) != Z_OK) memory_exhausted(sizeof z);
    *bytes = 0;
    for (size_t got; (got = fread(piece, 1, sizeof piece, file)) > 0; *bytes += got) {
        z.next_in = (Bytef *)piece;
        z.avail_in = (uInt)got;
        drain(&z, Z_NO_FLUSH, out);
    }
    drain(&z, Z_FINISH, out);
    deflateEnd(&z);
    const int failed = ferror(file) ? errno : 0;
    fclose(file);
    errno = failed;
    return failed == 0;
}
