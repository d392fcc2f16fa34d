/* gunzip - inflates gzip data piece by piece and tells damage apart. With base/deflate.c the only file that includes <zlib.h>.
 *
 * zlib's own gzread hides truncation and withholds the bytes before a bad checksum. Here every byte that could be
 * inflated is handed out first; what was wrong is told afterwards. All members of a file are read, one after the other.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_CONTAINER_GUNZIP_H
#define STRAYKEY_PARSER_CONTAINER_GUNZIP_H

#include "base/span.h"
#include "parser/source.h"

struct gunzip; /* opaque */

struct gunzip *gunzip_new(void); /* can't fail */
void gunzip_free(struct gunzip *g);

/* Inflates from *input, which is cut down to what is not used yet, to `out`. Returns the bytes written. Less than `room`
 * means: *input is used up (give the next piece), or the end was reached (gunzip_ended). After the end all further input
 * is taken and only counted. */
size_t gunzip_run(struct gunzip *g, struct span *input, char *out, size_t room);
bool gunzip_ended(const struct gunzip *g); /* nothing more comes out, whatever is put in */

/* What was found, to be asked when all input was given. The worst damage wins: corrupt, truncated, bad checksum,
 * trailing bytes. */
enum damage gunzip_damage(const struct gunzip *g);
uint32_t gunzip_members(const struct gunzip *g);   /* begun, including a damaged one */
uint64_t gunzip_trailing(const struct gunzip *g);  /* bytes after the end of the last member */

#endif
