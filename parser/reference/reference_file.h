/* reference_file - the lines of a file that is held beside the evidence for comparison: plain text, or the one file in a zip.
 *
 * Reference data, not evidence: nothing is copied and nothing is unpacked to disk. The file is opened once, read from front
 * to back and hashed from the bytes that are read; a large one is inflated and hashed by a thread of its own. Where
 * SYMBOL...zip.CHECKSUM lies beside it (`sha256  name`, as exchanges publish it), the digest must be the one stated there.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_REFERENCE_REFERENCE_FILE_H
#define STRAYKEY_PARSER_REFERENCE_REFERENCE_FILE_H

#include "base/digest.h"
#include "base/timestamp.h"

enum reference_problem {
    REFERENCE_GOOD,
    REFERENCE_UNREADABLE, /* it can't be opened or read */
    REFERENCE_DIFFERS,    /* it is not the file that its .CHECKSUM states */
    REFERENCE_DAMAGED,    /* the archive is cut or damaged, is none in spite of its name, or holds something else than one file */
    REFERENCE_BAD_ROW,    /* a row is not what such a file holds; see bad_line */
    REFERENCE_EMPTY,      /* no row in it */
    REFERENCE_OTHER       /* another kind of file: its first line says so */
};
const char *reference_problem_name(enum reference_problem p); /* "good" ..., for programs */

enum reference_checksum { /* what lies beside the file */
    CHECKSUM_ABSENT,
    CHECKSUM_HOLDS,
    CHECKSUM_DIFFERS,
    CHECKSUM_UNREADABLE /* it states no digest, or that of a file of another name */
};
const char *reference_checksum_name(enum reference_checksum c); /* "holds", for programs */

struct reference_facts {
    char sha256[DIGEST_HEX]; /* of the file as it lies on disk; "" when it can't be read */
    char stated[DIGEST_HEX]; /* by the .CHECKSUM, "" when there is none */
    uint64_t bytes;          /* on disk */
    uint64_t rows;           /* that were taken */
    uint64_t bad_line;       /* the row that could not be read, from 1; 0: none */
    enum reference_problem problem;
    enum reference_checksum checksum;
};

enum line_answer { LINE_TAKEN, LINE_SKIPPED, LINE_BAD, LINE_OTHER /* no such file: stop, without complaint */ };
/* `line` is without its end and is valid during the call; `number` from 1. */
typedef enum line_answer reference_take(void *user, struct span line, uint64_t number);

/* What was handed over counts only when *out says REFERENCE_GOOD afterwards. */
void reference_read(const char *path, reference_take *take, void *user, struct reference_facts *out);
/* The same of bytes in memory, without a .CHECKSUM; for tests and fuzzing. `name`: "" when it does not matter. */
void reference_read_memory(struct span bytes, struct span name, reference_take *take, void *user, struct reference_facts *out);

#endif
