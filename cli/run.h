/* run - the pipeline that every reading command shares: case file, definitions, evidence, attribution.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_CLI_RUN_H
#define STRAYKEY_CLI_RUN_H

#include "attribution/attribution.h"
#include "attribution/issuers.h"
#include "cli/files.h"
#include "cli/messages.h"
#include "cli/options.h"

struct run {
    const struct options *options; /* not owned */
    struct messages *messages;     /* not owned */
    struct case_file *case_file;
    char *case_path;               /* where the case file lies, NULL when there is none */
    struct format_set *formats;
    struct issuer_set *issuers;
    struct passwords passwords;    /* of encrypted archives */
    struct files files;            /* to read, in reading order */
    struct evidence *evidence;     /* NULL before run_read */
    struct result *result;         /* NULL before run_attribute */
    struct explanations *explain;  /* not owned; set before run_attribute by who wants some orders explained */
};

/* Loads the case file, the definitions and the list of files. EXIT_CLEAN, or the status to leave with; the reason has
 * been printed. run_free is due in either case. `files`, when not NULL, is taken over instead of walking the inputs. */
int run_prepare(struct run *run, const struct options *options, struct messages *messages, struct files *files);
/* Reads every file. `copy_dir` and `sink` as in ingest_options. */
void run_read(struct run *run, const char *copy_dir, const struct diag_sink *sink);
void run_attribute(struct run *run);
void run_free(struct run *run);

/* Whether something of the evidence could not be used; then the results are marked INCOMPLETE. */
bool run_is_incomplete(const struct run *run);
/* The contract's status of a run that has come to its end: 3 wins over 1, 1 over 0. */
int run_exit_status(const struct run *run);

#endif
