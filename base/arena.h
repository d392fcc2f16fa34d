/* arena - many small allocations with one lifetime.
 *
 * Memory comes zero-filled and aligned for any object. There is no free of a single allocation: an arena is reset (its
 * blocks are kept and used again) or freed as a whole. Not safe for use from two threads at once.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_ARENA_H
#define STRAYKEY_BASE_ARENA_H

#include "base/span.h"

struct arena; /* opaque */

struct arena *arena_new(size_t block_bytes); /* can't fail; 0 takes a sensible block size */
void arena_free(struct arena *a);            /* NULL is allowed */
void arena_reset(struct arena *a);           /* everything handed out so far becomes invalid */

void *arena_alloc(struct arena *a, size_t bytes);            /* zero-filled, aligned, never NULL */
struct span arena_copy(struct arena *a, struct span text);   /* the copy is followed by a NUL that is not counted */
char *arena_format(struct arena *a, const char *format, ...) /* printf into the arena */
    __attribute__((format(printf, 2, 3)));
size_t arena_bytes(const struct arena *a); /* memory held, for the benchmark's books */

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (count)))

#endif
