/* ring - text made by a thread of its own, handed over in blocks of a megabyte.
 *
 * The reader gets exactly the bytes that the maker made, in order, whatever the threads' timing. Between ring_new and
 * ring_stop (or the first ring_read that returned 0) everything that the maker uses belongs to its thread.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_RING_H
#define STRAYKEY_PARSER_RING_H

#include "base/span.h"

enum { RING_BLOCK = 1 << 20, RING_BLOCKS = 4 };

struct ring; /* opaque */

/* Makes at most `room` bytes of text; 0 at the end. */
typedef size_t ring_maker(void *user, char *out, size_t room);

struct ring *ring_new(ring_maker *make, void *user); /* NULL: no thread to be had */
size_t ring_read(struct ring *r, char *out, size_t room); /* 0 at the end, when the thread has ended */
void ring_stop(struct ring *r); /* makes no further block, waits for the thread, frees */

#endif
