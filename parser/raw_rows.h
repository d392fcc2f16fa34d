/* raw_rows - records of the evidence as they stand in their files, for those who want to see the source of a figure.
 *
 * The file is read once more, with the same readers as the first time (archives, gzip, workbooks), and each wanted record is
 * handed over on the way; nothing is mapped. Keys and secrets are reduced as in rejected.csv (redact.h), and so is a key in a
 * column whose name does not tell. Of a long record only the beginning is handed over. A record that is not found again
 * (the file has changed or can't be read any more) is not handed over at all: the caller says so.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_RAW_ROWS_H
#define STRAYKEY_PARSER_RAW_ROWS_H

#include "parser/ingest/ingest.h"

enum { RAW_ROW_MOST = 2000 }; /* bytes of one record that are handed over, cut between characters */

struct raw_place {
    uint64_t offset; /* as in struct event */
    uint32_t source, line;
    uint32_t event;  /* the caller's own */
    uint32_t key;    /* of the event: its text may be the reduced form of what stands in the record */
};

/* Ascending by source, then by offset. */
int raw_place_compare(const void *a, const void *b);

struct raw_rows; /* opaque: what is wanted, and how far it is */

/* `raw` is valid during the call; `all` is the length of the whole record, keys reduced. */
typedef void raw_rows_take(void *user, const struct raw_place *place, struct span raw, size_t all);

/* The records of the file `root` (an entry without a parent) and of what lies in it. `path`: where it lies now. Of `options`
 * formats, case_file and passwords are used, which must be those of the first reading. `places` is sorted. */
void raw_rows_read(const struct evidence *e, uint32_t root, const char *path, const struct ingest_options *options,
                   const struct raw_place *places, size_t count, raw_rows_take *take, void *user);

/* ---- for ingest/ ------------------------------------------------------------------------------------------------- */

struct job;
struct record;
/* A record of the job's file, while it is read for its rows. */
void raw_rows_pass(struct raw_rows *rows, struct job *job, const struct record *record);

#endif
