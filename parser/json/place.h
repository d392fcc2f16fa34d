/* place - where in a JSON text something stands, apart from its position: "{deals}[]", "[]", "{#}[]".
 *
 * All elements of a list share one place, and so do all members of an object whose keys look like ids: only digits, or
 * at least eight capital letters, digits and dashes ("O5KZFT-GH3AD-LP6TLU", "BTC-USDT"), or a UUID. What the
 * classifier said about one object is kept at its place and tried first on the next one. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_JSON_PLACE_H
#define STRAYKEY_PARSER_JSON_PLACE_H

#include "base/arena.h"
#include "parser/json/scan.h"

enum { PLACE_CHILDREN_MAX = 256 }; /* further names share the place of the ids */

enum place_kind { PLACE_ROOT, PLACE_ELEMENT, PLACE_ID, PLACE_MEMBER };

struct place {
    struct place *parent, *child, *next; /* next: the parent's next child */
    enum place_kind kind;
    struct span key; /* PLACE_MEMBER */
    size_t children;
    uint64_t beyond;     /* unknown objects that found no room to wait in */
    bool has_records;       /* at least one object here is a record */
    const void *tag;        /* of the last record here */
    uint64_t fitting_shape; /* records of this shape fit the tag; 0: each is to be asked about */
    struct json_memo *memo; /* of the records here; NULL before the first one */
    struct span first_key;  /* of the first record here; empty before */
};

struct place *place_root(struct arena *a);
struct place *place_element(struct arena *a, struct place *list);
struct place *place_member(struct arena *a, struct place *object, struct span key);
struct span place_path(struct arena *a, const struct place *p); /* "" for the root */

#endif
