/* secret - a key or pass phrase read from a file that the user names, held in one place of memory and overwritten there
 * when it has served. Nothing in this program prints, copies or records it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_SECRET_H
#define STRAYKEY_BASE_SECRET_H

#include "base/span.h"

struct secret {
    char *bytes; /* NULL: nothing was read */
    size_t len;
    bool others_can_read; /* a regular file that its group or everybody may read */
};

/* At most 64 KiB; pipes are read too. False: errno says why (EFBIG: larger). */
bool secret_read(const char *path, struct secret *out);
struct span secret_text(const struct secret *s);
/* The first line without its end: how pass phrases are kept. */
struct span secret_first_line(const struct secret *s);
void secret_forget(struct secret *s);

#endif
