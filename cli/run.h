/* run - the pipeline that every reading command shares: case file, definitions, evidence, attribution.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_CLI_RUN_H
#define STRAYKEY_CLI_RUN_H

#include "attribution/attribution.h"
#include "attribution/issuers/issuers.h"
#include "attribution/tape/tape.h"
#include "attribution/valuation/valuation.h"
#include "base/digest.h"
#include "base/secret.h"
#include "cli/files.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "parser/reference/leak_list.h"

struct run {
    const struct options *options; /* not owned */
    struct messages *messages;     /* not owned */
    struct case_file *case_file;
    char *case_path;               /* where the case file lies, NULL when there is none */
    struct format_set *formats;
    struct issuer_set *issuers;
    struct passwords passwords;    /* of encrypted archives */
    struct leak_list *leaked;      /* NULL: --leaked was not given */
    struct files files;            /* to read, in reading order */
    struct evidence *evidence;     /* NULL before run_read */
    struct result *result;         /* NULL before run_attribute */
    struct explanations *explain;  /* not owned; set before run_attribute by who wants some orders explained */
    struct fx_table *fx;           /* NULL: --fx was not given */
    struct valuation *valuation;   /* NULL before run_value */
    struct tape *tape;             /* NULL: --tape was not given, or before run_compare */
    struct secret pseudonym_key;   /* of --pseudonyms */
    char full_case[DIGEST_HEX];    /* manifest digest of --full-case; "" */
    struct redaction *redaction;   /* NULL: --redact was not given, or before run_redact */
};

/* Loads the case file, the definitions and the list of files. EXIT_CLEAN, or the status to leave with; the reason has
 * been printed. run_free is due in either case. `files`, when not NULL, is taken over instead of walking the inputs. */
int run_prepare(struct run *run, const struct options *options, struct messages *messages, struct files *files);
/* Reads every file. `copy_dir` and `sink` as in ingest_options. */
void run_read(struct run *run, const char *copy_dir, const struct diag_sink *sink);
void run_attribute(struct run *run);
/* Looks for the fills on the tapes of --tape (compare.c). Does nothing without. */
void run_compare(struct run *run);
/* Values the losses, by the prices of --prices too and in the currency of --fiat (value.c). */
void run_value(struct run *run);
/* Whether --prices is a folder, and --fx a file of rates with the currency of --fiat. The reason has been printed. */
int run_prepare_value(struct run *run);
/* Whether --redact, --pseudonyms and --full-case can be used (share.c). The reason has been printed. */
int run_prepare_share(struct run *run);
/* Takes out of the result and of `input` what --redact names. Does nothing without. EXIT_CLEAN, or as above. */
struct report_input;
int run_redact(struct run *run, struct report_input *input);
void run_free(struct run *run);

/* Whether something of the evidence could not be used; then the results are marked INCOMPLETE. */
bool run_is_incomplete(const struct run *run);
/* The contract's status of a run that has come to its end: 3 wins over 1, 1 over 0. */
int run_exit_status(const struct run *run);

#endif
