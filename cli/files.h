/* files - which files a run reads, and small helpers for reading and making files.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_CLI_FILES_H
#define STRAYKEY_CLI_FILES_H

#include "base/list.h"
#include "cli/messages.h"
#include "cli/options.h"

#include <sys/stat.h>

struct input_file {
    char *path;      /* as given, or below a folder that was given; owned */
    char *open_path; /* where it really lies, NULL: at `path`; owned */
};
struct files {
    LIST(struct input_file) items;
};

/* All files of the inputs; folders are walked. Sorted by path and each once, so the order of the arguments changes
 * nothing. The case file itself is no evidence and is left out, and so are the list of --leaked, the tape files of
 * --tape, the file of --fx and the files with prices in --prices. False: an input is not there (printed). */
bool files_collect(const struct options *options, const char *case_path, struct messages *messages, struct files *out);
void files_free(struct files *f);

/* The case file to use: --case, or case.json at the top of the one folder given. NULL: none. Free it. */
char *files_find_case(const struct options *options);

bool files_is_folder(const char *path);
bool files_are_same(const char *a, const char *b); /* one file, whatever the names */
char *files_in(const char *folder, const char *name); /* "folder/name"; free it */
/* Whether `folder` is one of the folders that the file lies in, whatever links lead there. */
bool files_lies_in(const char *path, const struct stat *folder);

/* Reads a small file whole; *text is malloc'ed and NUL-terminated. False: errno says why. */
bool files_read_whole(const char *path, char **text, size_t *length);

/* Reference data are named by their paths below the folder given: where that lies changes nothing. Points into path. */
struct span files_below(const char *folder, const char *path);
int files_by_path(const void *a, const void *b); /* for qsort of char * */

#endif
