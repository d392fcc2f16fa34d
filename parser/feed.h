/* feed - the bytes of one evidence file on their way to text: read once, hashed, copied, gunzipped, turned from UTF-16
 * into UTF-8. Files above a megabyte are fed by a thread of their own, which changes nothing but the time it takes.
 *
 * Private to source.c, which adds the window.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_FEED_H
#define STRAYKEY_PARSER_FEED_H

#include "parser/source.h"

struct feed; /* opaque */

struct feed *feed_of_fd(int fd, int copy_fd);     /* takes fd over; copy_fd stays the caller's, -1: no copy */
struct feed *feed_of_memory(struct span bytes);   /* the bytes must outlive the feed */
struct feed *feed_of_part(const struct source_part *part); /* see source.h; it must outlive the feed */
char *feed_take_bytes(struct feed *f, size_t most, size_t *length); /* see source_take_bytes */
bool feed_is_sheet(const struct feed *f);

enum container feed_container(const struct feed *f);
struct span feed_detail(const struct feed *f); /* of a container that is not read, see container.h */

/* The next text, at most `room` bytes (one at least); 0 at the end. A container that is not read has no text. */
size_t feed_read(struct feed *f, char *out, size_t room);

enum feed_stage { FEED_PART, FEED_GZIP, FEED_PACKED, FEED_SHEET }; /* where the damage is */
enum { FEED_PROBLEM_MAX = 160 };

struct feed_end {
    struct source_facts facts;
    enum feed_stage stage;             /* of facts.damage, when there is any and no read error */
    char problem[FEED_PROBLEM_MAX];    /* the damage in words, may be empty */
    bool stopped;                      /* at a limit: more comes out than an honest file holds */
    uint64_t shortened;                /* numbers of a sheet that are given as their shortest decimal */
    int read_error;       /* errno of a failed read, 0 when there was none */
    uint64_t trailing;    /* bytes behind the gzip data */
};
/* What is known at the end of the text; valid once feed_read has returned 0. */
enum damage feed_damage(struct feed *f);
/* Reads the rest of the file for its hash, closes and frees. */
struct feed_end feed_close(struct feed *f);
/* Closes and frees without reading the rest: nothing is known then. */
void feed_abandon(struct feed *f);

#endif
