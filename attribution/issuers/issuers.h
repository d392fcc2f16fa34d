/* issuers - who gives client order ids of which kind: the exchange's own website and apps, the exchange itself, programs.
 *
 * The rules are data: the files of formats/issuers, schema issuers-v1 in formats/README.md. A client order id is chosen by
 * the sender, so a rule is an indication of a channel or a program, never a proof of a person.
 *
 * A set owns its rules and is immutable after loading.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_ISSUERS_ISSUERS_H
#define STRAYKEY_ATTRIBUTION_ISSUERS_ISSUERS_H

#include "base/span.h"
#include "parser/format/format.h"

enum issuer_class {
    ISSUER_MANUAL,        /* website or app: a person logged in */
    ISSUER_SYSTEM,        /* the exchange itself: liquidation, deleveraging, settlement */
    ISSUER_API_LIBRARY,   /* a known programming library, so any program built on it */
    ISSUER_API_BOT,       /* a known trading program */
    ISSUER_API_GENERATED, /* an API order that was sent without an id */
    ISSUER_API_UNKNOWN    /* an API order of a program that no rule names */
};

struct issuer_rule {
    struct span issuer; /* "Binance website (spot)" */
    enum issuer_class class;
    struct span confidence; /* "high" ..., as the rule's source allows */
};

struct issuer_set; /* opaque */

/* The rules built into the binary. A file with a complaint is left out as a whole. */
struct issuer_set *issuer_set_load(struct format_complaints *complaints);
void issuer_set_free(struct issuer_set *set); /* NULL is allowed */

/* An empty set, and one more file of rules for it. False: complaints say why and the set is as before. */
struct issuer_set *issuer_set_new(void);
bool issuer_set_add(struct issuer_set *set, const char *path, struct span json, struct format_complaints *complaints);

/* Runs the samples of all files against the whole set. Number of complaints. */
size_t issuer_set_check(const struct issuer_set *set, struct format_complaints *complaints);

/* NULL: nothing is known of such ids of that venue. Never NULL for a non-empty id of a venue whose manual and system ids
 * are all known (the rules then say what the others are). */
const struct issuer_rule *issuer_classify(const struct issuer_set *set, struct span venue, struct span client_order_id);
/* The same for another field of the exchange's records: "tag", "channel", "category" ... */
const struct issuer_rule *issuer_classify_field(const struct issuer_set *set, struct span venue, struct span field, struct span value);

const char *issuer_class_name(enum issuer_class c); /* "api-library" */

/* The part of a client order id that tells its kind, for counting: "x-R4BD3S82" (a view into the id), "web", "ios", "android",
 * "desktop", "system", "generated", "other"; empty for an empty id. */
struct span issuer_tag(struct span client_order_id);

#endif
