/* walk - the files below a folder, in the byte order of their names, whatever the file system's order.
 *
 * Passed over, each with a note: hidden files and folders (".*") and other leftovers of systems, links to folders, links to files that are not beside
 * them, pipes and devices, and case folders that this program wrote (a bagit.txt and a data/findings.json), so that a
 * case written into the folder of the exports is not read as evidence the next time.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_INGEST_WALK_H
#define STRAYKEY_PARSER_INGEST_WALK_H

#include "base/diag.h"
#include "base/list.h"
#include "base/span.h"

struct path_list {
    LIST(char *) items; /* each malloc'ed */
};

/* Appends `path` itself when it is no folder ("-" is standard input), else what lies below it. A folder that can't be
 * listed is appended too, so that reading it reports why. False: there is nothing at `path`; errno says why. */
bool ingest_walk(const char *path, const struct diag_sink *sink, struct path_list *out);
/* What systems and programs leave beside files by themselves: names that begin with a point, "Thumbs.db", "desktop.ini",
 * "~$book.xlsx", "__MACOSX". `name` is one part of a path. */
bool ingest_is_leftover(struct span name);
void path_list_free(struct path_list *l);

#endif
