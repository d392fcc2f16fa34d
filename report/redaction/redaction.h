/* redaction - what is taken out of a copy that leaves the complainant's hands (--redact, --pseudonyms).
 *
 * A shared copy is a case folder like any other, made from values that are taken out before anything is written: once
 * everything is judged, redaction_apply puts marks in the place of names, account ids, paths and free texts, in the
 * evidence, the result and the case file themselves. No writer has them any more, so none can forget to leave them out.
 * Amounts are needed until the end (what moved most comes first), so they are hidden where they are spelt: value_amount and
 * its like in the model, the cells of table_row, the amounts of findings.json. Prices are spelt by functions of their own.
 *
 *   contacts  the complainant's name, contact and reference; names of the case file's own programs and receivers of keys;
 *             every other name or id that holds one of these, or an '@'
 *   uids      ids and labels of accounts at exchanges and bot platforms, keys (label, last four, fingerprint), ids of bots;
 *             ids of transfers, by which a public chain shows addresses and sums
 *   amounts   quantities, costs, fees, sums of every kind, and figures of value; ids of transfers; averages, because a quotient
 *             of many digits leads back to what was divided. Prices of single executions, limits, counts, times and percentages stay
 *   always    paths of files, the first lines of unknown ones, texts of bots and notes of transfers, cells of rejected rows,
 *             the case file, definitions of the user's own, the originals: they may hold any of it
 *
 * Ids of orders, trades, client orders and deals stay: they are what is compared. A published trade id leads to a size;
 * the report says so.
 *
 * A mark is "[redacted uid 1]", numbered within one copy, or with a key "uid-7f3a9c12e4": the first digits of
 * HMAC-SHA-256(key, "straykey\n" kind "\n" venue "\n" value), the venue in lower case. Equal values have equal marks.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_REDACTION_REDACTION_H
#define STRAYKEY_REPORT_REDACTION_REDACTION_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/secret.h"

enum hidden_part { HIDE_CONTACTS = 1 << 0, HIDE_UIDS = 1 << 1, HIDE_AMOUNTS = 1 << 2 };
enum { HIDDEN_PARTS = 3, PSEUDONYM_DIGITS = 10, PSEUDONYM_KEY_LEAST = 16, PSEUDONYM_KEY_VARIETY = 8, PRICE_DIGITS = 8 };

/* In the place of an amount or a text of which nothing is told. */
#define REDACTED "[redacted]"

enum hidden_kind {
    HIDDEN_NAME,
    HIDDEN_CONTACT,
    HIDDEN_REFERENCE,
    HIDDEN_UID, /* of exchanges and bot platforms, and labels where no id is known */
    HIDDEN_KEY,
    HIDDEN_BOT,
    HIDDEN_PROGRAM,
    HIDDEN_CLIENT_ID, /* only one that holds a name or an id of the above */
    HIDDEN_TRANSFER,
    HIDDEN_CASE, /* the folder of a case among those of a group */
    HIDDEN_FORMAT, /* the id of a definition of the user's own */
    HIDDEN_KINDS
};

struct redaction; /* the policy, and the marks given so far */

/* "contacts,uids"; false: something else stands there, or nothing. */
bool redaction_parts_of(struct span list, unsigned *parts);
/* What is wrong with a key's bytes, as a clause; NULL: nothing. */
const char *redaction_key_problem(struct span key);

/* `key` NULL: marks are numbered. `full_case`: the SHA-256 of the full case folder's manifest-sha256.txt, "" when not known.
 * Neither is owned; the key must outlive the policy and is kept nowhere. */
struct redaction *redaction_new(unsigned parts, const struct secret *key, const char *full_case);
void redaction_free(struct redaction *r);

/* All of these take NULL: nothing is redacted. */
bool redaction_hides(const struct redaction *r, enum hidden_part part);
/* Whether a price may be told: not an average (`single` false), nor what has more digits than exchanges print, and so may be
 * a quotient. */
bool redaction_tells_price(const struct redaction *r, struct decimal price, bool single);
/* Whether raw lines and cells of the evidence may be shown, as in rejected.csv. */
bool redaction_shows_raw(const struct redaction *r);
/* The id under which a definition is told: a mark for one of the user's own, whose name may say anything. */
struct format;
const char *redaction_format_id(const struct redaction *r, const struct format *f);
const char *redaction_parts(const struct redaction *r);     /* "contacts,uids"; "" */
const char *redaction_key_mark(const struct redaction *r);  /* the same for every copy made with that key; "" without one */
const char *redaction_full_case(const struct redaction *r); /* "" when not known */

/* Lives as long as the policy. An empty value has an empty mark. */
struct span redaction_mark(struct redaction *r, enum hidden_kind kind, struct span venue, struct span value);

struct result;
struct tape;
struct valuation;
struct report_input;
/* Takes everything out of what `in` points at, and makes `in` that of a shared copy. Once, after the result is complete.
 * `result` is in->result; tape and valuation may be NULL. in->case_file then lives as long as the policy, and what it
 * pointed at before must too. */
void redaction_apply(struct redaction *r, struct report_input *in, struct result *result, struct tape *tape,
                     struct valuation *valuation);
/* The path by which that file was known before. */
struct span redaction_path_before(const struct redaction *r, uint32_t source);
/* The keys that were held against a list of leaked ones, before their ids were taken out; false: they were not. */
struct known_key;
bool redaction_known_keys(const struct redaction *r, const struct known_key **keys, size_t *count);

#endif
