/* own - the policy's insides, shared by redaction.c (marks) and redaction/apply.c (where they are put).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_REDACTION_OWN_H
#define STRAYKEY_REPORT_REDACTION_OWN_H

#include "base/intern.h"
#include "base/list.h"
#include "report/redaction/redaction.h"

struct alias { /* a label that stands for an account whose id is known */
    struct span venue, label, uid;
};

struct redaction {
    unsigned parts;
    struct span key; /* ptr NULL: none */
    const char *full_case;
    struct arena *arena, *scratch; /* scratch: reset with each mark */
    char parts_text[32];
    char key_mark[PSEUDONYM_DIGITS + 1];
    struct intern *values;       /* kind, venue and value, of all marks given */
    LIST(struct span) marks;     /* by the id of the value; [0] is the empty text's */
    unsigned given[HIDDEN_KINDS];
    LIST(struct span) literals;  /* what no other text may hold; see redaction/apply.c */
    LIST(struct alias) aliases;
    LIST(struct { const struct format *format; struct span mark; }) formats; /* the user's own */
    struct span *paths;          /* per file, before */
    bool keys_known;
    struct known_key *keys;
    size_t key_count;
};

#endif
