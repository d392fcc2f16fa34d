/* legs - trades that an export tells with several rows: a row for what was given, one for what was taken, perhaps one for
 * the fee. The rows of one fill (its legs) carry the same key (trade id, order id ...) and stand near each other.
 *
 * grouping_legs.c keeps the legs that wait for the others, in a ring of `within` places; legs_join.c makes fills of the
 * legs under one key. Internal to this room; nothing is guessed: what does not make up a fill is rejected, row by row.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_FORMAT_LEGS_H
#define STRAYKEY_PARSER_FORMAT_LEGS_H

#include "parser/format/internal.h"

#define LEG_NONE UINT32_MAX

struct leg {
    struct event e;     /* as mapped; its fee asset is that of the fee */
    const struct section *section;
    uint32_t asset;     /* id of store->texts: what was moved */
    bool fee_only;      /* the row is nothing but a fee */
    bool open;          /* not told or rejected yet */
    uint32_t next;      /* of the same key, LEG_NONE at the end */
    /* of the first leg of a key: */
    uint32_t last, bucket_next;
    uint64_t hash;
    char *bytes;        /* the key, what tells fills under one key, the record as it stands in the evidence */
    size_t room, key_len, same_len, raw_len;
};

struct leg_book {
    struct leg *ring;
    uint32_t places;
    uint64_t taken;     /* legs so far; the next one gets place taken % places */
    uint32_t *buckets;  /* first legs by hash of the key */
    uint32_t bucket_mask;
    LIST(struct leg *) group; /* scratch of legs_join: the legs of one key */
    struct arena *scratch;
};

/* Legs of one key, in the file's order, to fills. Without `final`, those that may still find their other half stay open,
 * all but the first; the others are told, skipped or rejected and closed. */
void legs_join(struct mapper *m, struct leg **legs, size_t count, bool final, struct map_counts *counts);

#endif
