/* compared - what the case was compared with beyond its own files: the tape that the exchange published (--tape) and a
 * list of leaked keys (--leaked). Shared by findings.json and the report, so that both say the same.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_COMPARED_H
#define STRAYKEY_REPORT_DATA_COMPARED_H

#include "attribution/tape/tape.h"
#include "report/data/json_out.h"
#include "report/report.h"

/* A key that the case knows, each once: of the case file, then of the records (listings of keys, accounts, orders). */
struct known_key {
    const struct case_key *declared; /* NULL: from the records */
    uint32_t account;                /* of the store, when from the records */
    uint32_t event;                  /* the first record that names it; EVENT_NONE */
    struct span label;               /* "" when none */
    const char *last_four, *fingerprint; /* "" when not known */
    enum leak_answer answer;
};
/* In `arena`. Without a list nothing is listed: 0. */
size_t compared_keys(const struct report_input *in, struct arena *arena, struct known_key **out);

/* The members "leaked" and "tape" of findings.json; null when they were not given. */
void findings_leaked(const struct report_input *in, struct json_out *json, struct arena *arena);
void findings_tape(const struct report_input *in, struct json_out *json);
/* The members "redacted" and "redaction", of a shared copy alone: what was taken out of it, and how. */
void findings_redacted(const struct report_input *in, struct json_out *json);

#endif
