/* turns - a row of blocks made by two threads.
 *
 * Where the blocks have to be put together in order (turns_run), each worker picks the next block that nobody has, makes it while the other makes another, waits until it is the block's
 * turn, and takes it. What is taken comes in the order of the blocks whatever the threads' timing, so a result does not
 * depend on it. Where every block has a place of its own to write to (turns_share), nobody waits.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_TURNS_H
#define STRAYKEY_BASE_TURNS_H

#include <stdbool.h>
#include <stddef.h>

struct turns; /* opaque */
struct turns_work {
    void *user;                                       /* shared: only read, apart from `take` */
    void *(*begin)(void *user);                       /* a worker's own state */
    void (*make)(void *user, void *own, size_t block); /* several at a time, each with the state of its worker */
    void (*take)(void *user, void *own, size_t block); /* one at a time, blocks 0, 1, 2, ... */
    void (*end)(void *user, void *own);
    struct turns *turns;                              /* of the run that is going on; turns.c's own */
};

/* Does blocks 0 .. count - 1. One block, or no thread to be had: all on the caller's thread. */
void turns_run(struct turns_work *work, size_t count);

/* For a `make` whose result grows too large to wait: returns when it is the block's turn, which lasts until its `take` has
 * ended. */
void turns_wait(const struct turns_work *work, size_t block);
bool turns_reached(const struct turns_work *work, size_t block); /* whether it is its turn already */

/* Does blocks 0 .. count - 1 in no certain order: none may write to what another one reads or writes. */
void turns_share(void (*make)(void *user, size_t block), void *user, size_t count);

#endif
