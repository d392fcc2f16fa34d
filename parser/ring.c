/* ring - text through the slots of a handover, four blocks in all.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/ring.h"

#include <stdlib.h>

#include "base/handover.h"
#include "base/memory.h"

struct block {
    char *bytes;
    size_t length;
};

struct ring {
    struct handover *handover; /* NULL: the text has ended */
    ring_maker *make;
    void *user;
    struct block blocks[RING_BLOCKS];
    const struct block *block; /* being read; NULL: none is */
    size_t at;                 /* bytes read of it */
};

static void make_blocks(void *user, struct handover *h)
{
    struct ring *r = user;
    bool ended = false;
    size_t slot;
    while (!ended && handover_begin(h, &slot)) {
        struct block *b = &r->blocks[slot];
        if (!b->bytes) b->bytes = memory_alloc(RING_BLOCK);
        b->length = 0;
        while (b->length < RING_BLOCK && !ended) {
            size_t n = r->make(r->user, b->bytes + b->length, RING_BLOCK - b->length);
            b->length += n;
            ended = n == 0;
        }
        if (b->length > 0) handover_put(h);
    }
}

struct ring *ring_new(ring_maker *make, void *user)
{
    struct ring *r = memory_alloc(sizeof *r);
    r->make = make;
    r->user = user;
    r->handover = handover_new(RING_BLOCKS, make_blocks, r);
    if (r->handover) return r;
    free(r);
    return NULL;
}

/* The block to read from, or NULL at the end, when the thread has ended. */
static const struct block *next_block(struct ring *r)
{
    size_t slot;
    if (r->handover && handover_take(r->handover, &slot)) return &r->blocks[slot];
    if (r->handover) handover_free(r->handover);
    r->handover = NULL;
    return NULL;
}

size_t ring_read(struct ring *r, char *out, size_t room)
{
    if (!r->block) r->block = next_block(r);
    if (!r->block) return 0;
    size_t rest = r->block->length - r->at, n = rest < room ? rest : room;
    memcpy(out, r->block->bytes + r->at, n);
    r->at += n;
    if (n == rest) {
        handover_give_back(r->handover);
        r->block = NULL;
        r->at = 0;
    }
    return n;
}

void ring_stop(struct ring *r)
{
    if (r->handover) handover_free(r->handover);
    for (size_t i = 0; i < RING_BLOCKS; i++) free(r->blocks[i].bytes);
    free(r);
}
