/* case_file - the user's case.json (contract.md), all of it optional. Read with cJSON; unknown keys, wrong types and
 * impossible values are errors that name the key and its place.
 *
 * The case owns its texts. Everything is empty or zero when there is no file.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_CASE_FILE_H
#define STRAYKEY_PARSER_CASE_FILE_H

#include "base/arena.h"
#include "base/timestamp.h"

enum manual_trading { MANUAL_UNKNOWN, MANUAL_NEVER, MANUAL_SOMETIMES };

struct case_account { struct span venue, uid, label; };
struct case_key {
    struct span venue, label, id, given_to; /* id is shown as label, last four and fingerprint only */
    int64_t created_ns, deleted_ns;         /* TIME_NONE when not said; a date without a time is 00:00 UTC of that day,
                                               deleted: the end of that day */
};
struct case_issuer { struct span name, venue, client_order_id_prefix; };
struct case_file_rule { struct span match, time_zone, account, format; }; /* match: glob over the path's last part */

struct case_file {
    struct span complainant_name, complainant_contact, complainant_reference;
    struct span language;  /* "" when not said */
    struct span time_zone; /* "" when not said */
    enum manual_trading manual_trading;
    int64_t incident_from_ns, incident_to_ns; /* TIME_NONE when not said */
    struct case_account *accounts;   size_t account_count;
    struct case_key *keys;           size_t key_count;
    struct span *manual_orders;      size_t manual_order_count; /* "venue:order_id" */
    struct case_issuer *issuers;     size_t issuer_count;
    struct case_file_rule *rules;    size_t rule_count;
    struct span text;                /* the file, its key ids reduced, for the case folder; empty without one */
    struct arena *arena;
};

struct case_file *case_file_empty(void);
/* NULL: *error says "case.json:12: accounts[0].uuid: unknown key; known are venue, uid, label". Owned by the caller. */
struct case_file *case_file_parse(struct span text, const char *path, char **error);
void case_file_free(struct case_file *c);

/* The first rule whose glob fits the last part of `path`, or NULL. */
const struct case_file_rule *case_file_rule_for(const struct case_file *c, const char *path);

/* The commented text that `straykey init` writes: valid, and without effect until filled in. Keys that start with "//" are
 * comments wherever they stand; list elements in which nothing is filled in are left out. */
const char *case_file_template(void);

#endif
