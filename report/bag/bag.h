/* bag - what bag.c (the folder and its life) and bag/payload.c, bag/tags.c (its files) share.
 *
 * While it is made, a case folder CASE lives in CASE.part/new; CASE.part/straykey-unfinished marks it as ours and is
 * locked. At the end an older CASE moves to CASE.part/old, CASE.part/new to CASE, and CASE.part is removed. So at every
 * moment there is either the old case folder, the new one, or both in CASE.part, from where the next run puts the old one
 * back.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_BAG_BAG_H
#define STRAYKEY_REPORT_BAG_BAG_H

#include "report/bag/folder.h"
#include "report/data/rejected.h"
#include "report/report.h"

struct bag {
    char *case_dir;
    char *work;      /* CASE.part */
    char *root;      /* CASE.part/new */
    char *originals; /* CASE.part/new/data/originals */
    int lock;        /* of the mark; -1: none */
    int64_t started_ns;
    struct rejected *rejected;
    char tagmanifest_sha256[DIGEST_HEX];
};

/* The first thing in an older case folder that no run has put there; NULL: nothing. Free it. */
char *bag_old_stranger(const char *case_dir);

/* CASE.part/new/NAME; free it. */
char *bag_path(const struct bag *b, const char *name);
/* Creates a file of the case folder. NULL: *error. */
struct writer *bag_create(const struct bag *b, const char *name, char **error);
/* Closes it; `sha256`, when not NULL, gets the digest. False: *error. */
bool bag_close(const struct bag *b, const char *name, struct writer *w, char sha256[DIGEST_HEX], char **error);

/* data/..., then *payload lists it with digests. False: *error. */
bool bag_write_payload(struct bag *b, const struct report_input *in, struct folder *payload, char **error);
/* Everything at the top. False: *error. */
bool bag_write_tags(struct bag *b, const struct report_input *in, const struct folder *payload, char **error);

#endif
