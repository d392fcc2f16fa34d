/* deflate - a file compressed into memory, piece by piece: it is never in memory itself. The counterpart of parser/container/gunzip.h;
 * these two are the only files that include <zlib.h>.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_DEFLATE_H
#define STRAYKEY_BASE_DEFLATE_H

#include "base/writer.h"

/* Writes the file as a zlib stream (RFC 1950, what PDF calls FlateDecode) to `out`; *bytes is its own length. False: errno says
 * why it could not be read. The same bytes for the same file and version of zlib. */
bool deflate_file(const char *path, struct writer *out, uint64_t *bytes);

#endif
