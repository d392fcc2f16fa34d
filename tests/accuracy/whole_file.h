/* whole_file - for small programs that turn one file into another: the file in memory, and steps through JSON text that trust
 * it, since the simulator or a fixture wrote it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_WHOLE_FILE_H
#define STRAYKEY_TESTS_WHOLE_FILE_H

#include "base/list.h"
#include "base/span.h"

#include <stdio.h>

typedef LIST(char) bytes;

static inline bool read_file(const char *path, bytes *out)
{
    FILE *f = fopen(path, "rb");
    int c;
    if (!f) return false;
    while ((c = getc(f)) != EOF) *LIST_ADD(out) = (char)c;
    return fclose(f) == 0;
}

static inline void put(FILE *f, struct span s)
{
    if (s.len > 0) fwrite(s.ptr, 1, s.len, f);
}

/* Behind the string that begins at `at`. */
static inline size_t json_string_end(struct span text, size_t at)
{
    for (at++; at < text.len && text.ptr[at] != '"'; at++) at += text.ptr[at] == '\\';
    return at + 1;
}

static inline size_t json_skip_space(struct span text, size_t at)
{
    while (at < text.len && strchr(" \n\r\t", text.ptr[at])) at++;
    return at;
}

#endif
