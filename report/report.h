/* report - from a result to everything a person or program reads: one model, many renderers.
 *
 * model.c decides what is said (figures, rows, order, which sentence); words/ holds every sentence; the renderers
 * (text.c, pdf.c, ticket.c, tables.c, findings.c) only place it. No renderer computes a figure of its own.
 * All output is a function of the inputs, the case file and the version. Only custody.jsonl knows clock and machine.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_REPORT_H
#define STRAYKEY_REPORT_REPORT_H

#include "attribution/attribution.h"
#include "base/writer.h"
#include "parser/reference/leak_list.h"

struct redaction; /* see redaction.h */
struct report_input {
    const struct result *result;
    const struct case_file *case_file;
    const struct format_set *formats;
    const char *const *arguments;  /* the user's input paths, for custody.jsonl and verify */
    size_t argument_count;
    const char *originals;         /* "copy" or "hash-only" */
    const struct leak_list *leaked; /* --leaked, NULL: not given */
    uint64_t timeline_bytes;       /* of data/timeline.csv; bag_finish fills it in for the model */
    /* Recorded so that the run can be repeated; NULL or "" when not given. */
    const char *tape_dir;          /* --tape */
    const char *prices_dir;        /* --prices */
    const char *fiat;              /* --fiat, with --fx: the name of that file is not recorded */
    const struct passwords *passwords; /* to read lines of encrypted originals again; never recorded. NULL: none */
    bool with_passwords;           /* --password-file was given; neither its name nor what is in it is recorded */
    const char *time_zone;         /* --time-zone */
    const char *language;          /* --language */
    const char *formats_dir;       /* --formats: its definitions are kept in data/formats */
    const struct redaction *redaction; /* of a shared copy: set by redaction_apply, which has taken out the rest. NULL: all is told */
};

/* ---- tables (tables.c, findings.c) -------------------------------------------------------------------------------- */
void report_timeline_csv(const struct report_input *in, struct writer *out);
void report_timeline_jsonl(const struct report_input *in, struct writer *out);
void report_flagged_csv(const struct report_input *in, struct writer *out);
void report_findings_json(const struct report_input *in, struct writer *out);

/* ---- the report (model.c -> text.c, pdf.c, ticket.c) --------------------------------------------------------------- */
struct report_model; /* see model.h */
/* `manifest_digest` is the SHA-256 of manifest-sha256.txt, in hex. */
struct report_model *report_model_build(const struct report_input *in, const char *manifest_digest);
/* The same in the language that --language or the case file asks for; NULL when that is English or none is asked for. The
 * rows, ids and figures are those of the English one. */
struct report_model *report_model_translated(const struct report_input *in, const char *manifest_digest);
const char *report_second_language(const struct report_input *in); /* "fr", or NULL */
void report_model_free(struct report_model *m);
void report_text(const struct report_model *m, struct writer *out);
void report_ticket(const struct report_model *m, struct writer *out); /* at most 3,500 characters */
/* Draws and finishes the PDF/A-3U with `timeline_csv` (a path) embedded. False: *error says why (owned by the caller). */
bool report_pdf(const struct report_model *m, const char *timeline_csv, const char *path, char **error);
/* Whether a timeline.csv of that size is embedded in the PDF. Above 32 MiB flagged.csv is, instead; the model says so. */
bool report_pdf_embeds(uint64_t timeline_bytes);

/* ---- one order (model/explain*.c) ------------------------------------------------------------------------------------- */
struct explanations; /* see attribution/explain/explain.h */
/* All that was considered for the orders that were found, as text. */
void report_explanations(const struct report_input *in, const struct explanations *x, struct writer *out);
/* The same values as JSON (explain_json.c). */
void report_explanations_json(const struct report_input *in, const struct explanations *x, struct writer *out);
/* Whether data/timeline.csv of a case folder says of the explained orders' rows what the result says: verdict, flag, reasons, match,
 * incident (recorded.c). A line for each difference, and for each row that is not there. True: it does. */
bool explanations_agree(const char *case_dir, const struct result *r, const struct explanations *x, struct writer *out);
/* One line, without its end: why no order was found, and what was looked at. */
void report_nothing_found(const struct report_input *in, const struct explanations *x, struct writer *out);

/* ---- the case folder (bag.c) ----------------------------------------------------------------------------------------- */
/* Phase 1: makes CASE_DIR/data/originals and opens data/rejected.csv. Refuses a folder that exists and is not a case
 * folder of ours (then *error). An older case folder is replaced as a whole, unless somebody has put
 * anything else there. */
struct bag;
struct bag *bag_begin(const char *case_dir, char **error);
const char *bag_originals_dir(const struct bag *b);
struct diag_sink bag_rejected_sink(struct bag *b); /* writes data/rejected.csv while files are read */
/* Phase 2: everything else of contract.md's case folder, in the order that the digests need. False: *error. */
bool bag_finish(struct bag *b, const struct report_input *in, char **error);
const char *bag_tagmanifest_digest(const struct bag *b); /* hex, after bag_finish; for the terminal */
void bag_free(struct bag *b);                            /* without bag_finish nothing is left behind */

/* ---- verify (verify.c, verify/witness.c, bag/compare.c; see verification.h) ------------------------------------------- */
/* Names under which verify looks for what others add to a case folder. No list covers them. */
#define BAG_STAMP "tagmanifest.tsr"
#define BAG_SIGNATURE "tagmanifest-sha256.txt.p7s"

struct verification;
/* Checks the folder against its own lists; a step for each. The repeat of the run is cli/'s business. True: intact. */
bool bag_verify(const char *case_dir, struct verification *v);

/* What stands outside the folder, as the reader gives it. */
struct trust; /* see certificates.h */
struct witnesses {
    const char *digest;            /* --digest, 64 hex digits; NULL: not given */
    struct span stamp, signature;  /* the bytes of --timestamp and --signature; ptr NULL: what lies in the folder, if any */
    const char *stamp_name, *signature_name; /* as given, NULL */
    const struct trust *trust;     /* --trust */
    int64_t now_s;                 /* the clock, to say that a certificate has expired since */
};
/* Holds digest, request, time stamp and signature against the folder; a step for each. Before it, bag_verify must have
 * run. True: none of them speaks against it. */
bool bag_verify_witnesses(const char *case_dir, const struct witnesses *w, struct verification *v);

/* What is needed to repeat the run of a case folder. */
struct bag_source {
    char *copy; /* CASE_DIR/data/originals/E01.csv; not there when the file could not be read then either */
    char *path; /* under which it was given then */
};
struct bag_run {
    LIST(struct bag_source) sources; /* in the order of E01, E02, ... */
    char *case_file;                 /* CASE_DIR/data/case.json, NULL: there was none */
    char *formats_dir;               /* CASE_DIR/data/formats, NULL: there was none */
    char *time_zone, *language;      /* "" when not given */
    char *source_date_epoch;         /* the environment variable's value then; "": it was not set */
    bool with_passwords;             /* --password-file was given then */
    bool with_tape, with_leaked;     /* --tape, --leaked were */
    bool with_prices;                /* --prices was */
    char *fiat;                      /* of --fiat and --fx; "": not given */
    bool hash_only;                  /* the originals are not in the folder: sources is empty */
    char *redact;                    /* of a shared copy (redaction.h): what was taken out; "": nothing */
    bool with_pseudonyms, with_full_case; /* --pseudonyms, --full-case were given then */
};
/* False: *error says why the run can't be repeated. */
bool bag_read_run(const char *case_dir, struct bag_run *out, char **error);
void bag_run_free(struct bag_run *run);

/* Compares two case folders of the same evidence as contract.md says; one step that tells what it did. True: the same. */
bool bag_compare(const char *a, const char *b, struct verification *v);
/* The step that says why there was no repeated run. `why`: a clause without its end; NULL: the folder is changed. */
void bag_not_compared(struct verification *v, const char *why);

#endif
