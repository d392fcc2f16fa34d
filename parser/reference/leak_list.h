/* leak_list - a list of leaked API keys, against which the keys that a case names are held.
 *
 * One entry a line: a key in plain, or the SHA-256 of one in hex. Only digests of the entries are kept; the list itself is
 * neither stored nor printed. Lines that can be neither (shorter than a key, or of several words) are counted and left
 * out; blank ones are no entries. A plain key of 64 hex digits looks like a digest: it is taken as both.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_REFERENCE_LEAK_LIST_H
#define STRAYKEY_PARSER_REFERENCE_LEAK_LIST_H

#include "base/digest.h"

enum { LEAK_FINGERPRINT_LEAST = 8 }; /* digits of a fingerprint that can be looked up */

struct leak_list; /* opaque */

struct leak_list *leak_list_read(struct span text); /* can't fail */
void leak_list_free(struct leak_list *l);           /* NULL is allowed */

size_t leak_list_entries(const struct leak_list *l);
size_t leak_list_left_out(const struct leak_list *l);
const char *leak_list_sha256(const struct leak_list *l); /* of the file, so that others can tell which list it was */

enum leak_answer {
    LEAK_LISTED,
    LEAK_NOT_LISTED,
    LEAK_UNKNOWN /* too little of the key is known: its last four characters, or its label alone */
};
/* A whole key; or what redact.h leaves of one, by the digits of its fingerprint; or anything else, which is unknown. */
enum leak_answer leak_list_find(const struct leak_list *l, struct span key);
const char *leak_answer_name(enum leak_answer a); /* "in-list", "not-in-list", "cannot-be-told" */

#endif
