/* manifest - BagIt's lists of digests, written and read. RFC 8493; the lines are those of sha256sum.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_BAG_MANIFEST_H
#define STRAYKEY_REPORT_BAG_MANIFEST_H

#include "report/bag/folder.h"

struct writer;

void manifest_write(const struct folder *f, struct writer *out);

struct manifest_line {
    struct span sha256, path; /* views into the text */
    size_t line;              /* 1-based */
};
/* Takes the next line off *rest. READ_BAD: it is not "64 hex digits, two spaces, a harmless relative path". */
enum manifest_status { MANIFEST_OK, MANIFEST_BAD, MANIFEST_END };
enum manifest_status manifest_next(struct span *rest, struct manifest_line *out);

/* Relative, no empty part, no "." or "..", no backslash, no control character. */
bool manifest_path_is_safe(struct span path);

#endif
