/* verification - what `straykey verify` found, step by step: filled by verify.c (the folder against its own lists),
 * verify/witness.c (what stands outside it: digest, time stamp, signature) and bag/compare.c (the repeated run), then said
 * once, as text for people or JSON for programs.
 *
 * Each step says what was checked, how it came out and what that means. A step that found something wrong names the files.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_VERIFY_VERIFICATION_H
#define STRAYKEY_REPORT_VERIFY_VERIFICATION_H

#include "base/digest.h"
#include "base/list.h"
#include "report/words/words.h"

struct writer;

enum step_result {
    STEP_OK,
    STEP_FAILED,
    STEP_NONE,     /* what it would check is not there, and need not be */
    STEP_NOT_DONE, /* it could not be done; the case folder is not verified then */
};

struct step_file {
    const char *path, *what; /* path as it lies in the folder; may hold any bytes */
    bool harmless;           /* a note, no finding */
};
struct step_fact {
    const char *code, *label, *value;
};
struct step {
    const char *code;  /* for programs */
    const char *title; /* for people */
    enum step_result result;
    const char *said, *means; /* sentences; "" for nothing */
    bool witness;             /* somebody or something outside the folder stands for it */
    LIST(struct step_file) files;
    LIST(struct step_fact) facts;
    LIST(const char *) remarks; /* sentences */
};

struct verification {
    struct arena *arena;
    struct speaker say;
    const char *case_dir;
    char tagmanifest_sha256[DIGEST_HEX]; /* "": it is not there */
    bool intact;                         /* the folder is what its own lists state */
    size_t problems;                     /* findings about that */
    uint64_t listed;                     /* files that the manifests list and that are there */
    LIST(struct step *) steps;
};

struct verification *verification_new(const char *case_dir);
void verification_free(struct verification *v);

struct step *verification_step(struct verification *v, const char *code, const char *title);
/* Texts must live as long as the verification: in its arena, or for ever. */
void step_end(struct step *s, enum step_result result, const char *said, const char *means);
/* Copies the path. */
void step_file(struct verification *v, struct step *s, struct span path, const char *what, bool harmless);
void step_fact(struct step *s, const char *code, const char *label, const char *value); /* NULL value: left out */
void step_remark(struct step *s, const char *sentence);
size_t step_findings(const struct step *s); /* files that are no notes */

/* Nothing failed and nothing was left undone. */
bool verification_good(const struct verification *v);

void verification_text(const struct verification *v, struct writer *out);
/* Only what is wrong, a line each. */
void verification_findings(const struct verification *v, struct writer *out);
void verification_json(const struct verification *v, struct writer *out);

#endif
