/* diag - what is wrong with evidence, where exactly, and what to do about it.
 *
 * A diagnostic is made exactly once, at the place that knows most, and handed to a sink. The sink decides where it goes:
 * rejected.csv, standard error, a test. Nothing is capped: grouping happens only when printing to a terminal.
 * Our own mistakes are asserts, never diagnostics.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_DIAG_H
#define STRAYKEY_BASE_DIAG_H

#include "base/span.h"

enum diag_severity { DIAG_NOTE, DIAG_SKIPPED, DIAG_REJECTED, DIAG_FAILED };

enum diag_code {
#define DIAG(code, severity, meaning, advice) diag_##code,
#include "base/diag_codes.def"
#undef DIAG
    DIAG_CODE_COUNT
};

struct diag {
    enum diag_code code;
    struct span path;   /* as given by the user; set by the sink's owner when empty */
    uint32_t line;      /* 1-based physical line of the decompressed text; 0: the whole file */
    uint32_t column;    /* 1-based cell (CSV) or byte in the line (JSON); 0: the whole record */
    uint64_t offset;    /* byte offset of the record in the decompressed text */
    struct span field;  /* column or key name, may be empty */
    struct span value;  /* the offending cell, may be empty */
    struct span detail; /* one more sentence part for this very case, may be empty */
    struct span rule;   /* "binance-spot-trades-csv-2021 v1 /columns/qty", may be empty */
    struct span raw;    /* the whole record, for rejected.csv */
};

/* All spans of a diag are valid only during the call. */
struct diag_sink {
    void (*report)(void *user, const struct diag *d);
    void *user;
};

void diag_report(const struct diag_sink *sink, const struct diag *d); /* NULL sink: nothing happens */

const char *diag_name(enum diag_code code);             /* "not-a-number" */
enum diag_severity diag_severity(enum diag_code code);
const char *diag_severity_name(enum diag_severity s);   /* "rejected" */
const char *diag_meaning(enum diag_code code);
const char *diag_advice(enum diag_code code);           /* "" when there is nothing to do */

struct writer;
/* "path:line:column: rejected: field "x": value "y": meaning (detail) [not-a-number]" and, on lines of their own, the
 * rule and the advice. Hostile characters are made visible. */
void diag_print(struct writer *out, const struct diag *d);

#endif
