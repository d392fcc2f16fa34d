/* folder - what lies in a folder: every regular file with its size and SHA-256, in byte order of the paths.
 *
 * Nothing is followed: symbolic links, devices, pipes and sockets are listed as problems and never opened. Paths that a
 * manifest names are looked up in the list; they are never opened themselves.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_BAG_FOLDER_H
#define STRAYKEY_REPORT_BAG_FOLDER_H

#include "base/digest.h"
#include "base/list.h"

struct folder_file {
    char *path; /* relative to the folder, with '/' */
    uint64_t bytes;
    char sha256[DIGEST_HEX];
};
struct folder {
    LIST(struct folder_file) files;
    LIST(char *) problems; /* sentences: "data/x: a symbolic link, which a case folder has no use for" */
};

enum folder_depth { FOLDER_WHOLE, FOLDER_TOP /* no sub-folders */ };

/* Lists root/below ("" for root itself); paths in *out start with `below`. False: the folder can't be read (errno). */
bool folder_read(const char *root, const char *below, enum folder_depth depth, struct folder *out);
void folder_free(struct folder *f);
const struct folder_file *folder_find(const struct folder *f, struct span path); /* NULL: not there */

/* The text of a regular file at the top of the folder, at most `most` bytes; free *text. False: not there, no regular
 * file, or larger. */
bool folder_text(const char *root, const char *name, size_t most, struct span *text);

/* Removes a folder and all that is in it; links are removed, not followed. False: something is left (errno). */
bool folder_remove(const char *path);

/* "report.pdf", "report.txt", "report.html", or with a language's code in between ("report.fr.pdf"). */
bool folder_is_report(struct span name, bool *is_pdf);

#endif
