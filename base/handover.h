/* handover - a few slots between one thread that makes things and one that uses them.
 *
 * The maker fills slots 0, 1, 2, ... round and round, the user empties them in the same order; each waits for the other.
 * A slot belongs to the maker from handover_begin to handover_put and to the user from handover_take to
 * handover_give_back. What lies in the slots is the caller's.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_HANDOVER_H
#define STRAYKEY_BASE_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>

struct handover; /* opaque */

/* Runs make(user) on a thread of its own. NULL: no thread to be had. */
struct handover *handover_new(size_t slots, void (*make)(void *user, struct handover *h), void *user);

/* The maker's side. */
bool handover_begin(struct handover *h, size_t *slot); /* waits for an empty slot; false: nothing is wanted any more */
void handover_put(struct handover *h);                 /* the slot is full */

/* The user's side. */
bool handover_take(struct handover *h, size_t *slot); /* waits for a full slot; false: `make` has returned, all is taken */
void handover_give_back(struct handover *h);

/* Lets the maker know that nothing more is wanted, waits for its end, frees. */
void handover_free(struct handover *h);

#endif
