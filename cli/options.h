/* options - the command line (argp): words to a struct, --help, usage errors (status 2).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_CLI_OPTIONS_H
#define STRAYKEY_CLI_OPTIONS_H

#include "base/span.h"

enum command { COMMAND_REPORT, COMMAND_TIMELINE, COMMAND_IDENTIFY, COMMAND_EXPLAIN, COMMAND_BULK, COMMAND_VERIFY, COMMAND_SIGN, COMMAND_FORMATS, COMMAND_INIT };

enum exit_status { EXIT_CLEAN = 0, EXIT_FLAGGED = 1, EXIT_USAGE = 2, EXIT_INCOMPLETE = 3, EXIT_INTERNAL = 4 };

struct options {
    enum command command;
    char **inputs;           /* files, folders, "-" */
    size_t input_count;
    const char *order;       /* explain: the last argument, which is no input */
    const char *output;      /* -o */
    const char *case_path;   /* --case */
    const char *formats_dir; /* --formats */
    const char *password_path; /* --password-file */
    const char *tape_dir;    /* --tape */
    const char *leaked_path; /* --leaked */
    const char *prices_dir;  /* --prices */
    const char *fx_path;     /* --fx */
    const char *fiat;        /* --fiat */
    const char *time_zone;   /* --time-zone */
    const char *language;    /* --language, NULL: the case file's */
    const char *table_format; /* timeline --format csv|jsonl */
    bool as_json;            /* explain, verify --format json */
    const char *stamp_path;  /* verify --timestamp */
    const char *signature_path; /* verify --signature */
    const char *digest;      /* verify --digest, 64 hex digits */
    const char **trust_paths; /* verify --trust, as often as given */
    size_t trust_count;
    const char *key_path, *cert_path; /* sign --key, --cert */
    const char *key_password_path; /* sign --key-password-file */
    const char *new_format;  /* formats --new FILE */
    bool of_program;         /* formats --new FILE --program */
    bool check_formats;      /* formats --check */
    bool list_reasons;       /* formats --reasons */
    bool markdown;           /* formats --markdown */
    bool hash_only;          /* --originals=hash-only */
    const char *redact;      /* --redact */
    const char *pseudonym_path; /* --pseudonyms */
    const char *full_case;   /* --full-case */
    bool quiet, verbose, json_log, no_color;
    unsigned jobs;           /* bulk -j; 0: one per processor */
    char *program_name;      /* "straykey report", as messages of the parser name it */
};

/* Fills *out from argv; exits by itself for --help, --version (0) and wrong usage (2). */
void options_parse(int argc, char **argv, struct options *out);
void options_free(struct options *o);

#endif
