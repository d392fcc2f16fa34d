/* ring - one maker thread, one reader, four blocks between them.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/ring.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"

struct block {
    char *bytes;
    size_t length;
};

struct ring {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    ring_maker *make;
    void *user;
    struct block blocks[RING_BLOCKS];
    size_t made, used; /* blocks so far; made - used of them are full. Guarded by lock, like the two flags */
    bool ended, stopped;
    size_t at;   /* bytes read of the block `used`; the reader's own */
    bool joined; /* the reader's own */
};

/* True when there is a free block to fill. */
static bool wait_for_room(struct ring *r)
{
    pthread_mutex_lock(&r->lock);
    while (!r->stopped && r->made - r->used == RING_BLOCKS) pthread_cond_wait(&r->changed, &r->lock);
    bool go_on = !r->stopped;
    pthread_mutex_unlock(&r->lock);
    return go_on;
}

static void publish(struct ring *r, bool filled, bool ended)
{
    pthread_mutex_lock(&r->lock);
    if (filled) r->made++;
    r->ended = ended;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

static void *run(void *user)
{
    struct ring *r = user;
    bool ended = false;
    while (!ended && wait_for_room(r)) {
        struct block *b = &r->blocks[r->made % RING_BLOCKS];
        if (!b->bytes) b->bytes = memory_alloc(RING_BLOCK);
        b->length = 0;
        while (b->length < RING_BLOCK && !ended) {
            size_t n = r->make(r->user, b->bytes + b->length, RING_BLOCK - b->length);
            b->length += n;
            ended = n == 0;
        }
        publish(r, b->length > 0, ended);
    }
    return NULL;
}

struct ring *ring_new(ring_maker *make, void *user)
{
    struct ring *r = memory_alloc(sizeof *r);
    r->make = make;
    r->user = user;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    if (pthread_create(&r->thread, NULL, run, r) == 0) return r;
    pthread_cond_destroy(&r->changed);
    pthread_mutex_destroy(&r->lock);
    free(r);
    return NULL;
}

static void join(struct ring *r)
{
    if (!r->joined) pthread_join(r->thread, NULL);
    r->joined = true;
}

/* The block to read from, or NULL at the end. */
static const struct block *wait_for_block(struct ring *r)
{
    pthread_mutex_lock(&r->lock);
    while (r->made == r->used && !r->ended) pthread_cond_wait(&r->changed, &r->lock);
    const struct block *b = r->made == r->used ? NULL : &r->blocks[r->used % RING_BLOCKS];
    pthread_mutex_unlock(&r->lock);
    return b;
}

static void give_back(struct ring *r)
{
    pthread_mutex_lock(&r->lock);
    r->used++;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
    r->at = 0;
}

size_t ring_read(struct ring *r, char *out, size_t room)
{
    const struct block *b = wait_for_block(r);
    if (!b) {
        join(r);
        return 0;
    }
    size_t n = b->length - r->at < room ? b->length - r->at : room;
    memcpy(out, b->bytes + r->at, n);
    r->at += n;
    if (r->at == b->length) give_back(r);
    return n;
}

void ring_stop(struct ring *r)
{
    pthread_mutex_lock(&r->lock);
    r->stopped = true;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
    join(r);
    for (size_t i = 0; i < RING_BLOCKS; i++) free(r->blocks[i].bytes);
    pthread_cond_destroy(&r->changed);
    pthread_mutex_destroy(&r->lock);
    free(r);
}
