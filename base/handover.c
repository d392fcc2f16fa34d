/* handover - slots counted under one lock.
 *
 * SPDX-License-Identifier: MIT */
#include "base/handover.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"

struct handover {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t slots;
    size_t made, used; /* so far; made - used of them are full. Guarded by lock, like the two flags */
    bool ended, stopped;
    void (*make)(void *user, struct handover *h);
    void *user;
};

static void *run(void *thread)
{
    struct handover *h = thread;
    h->make(h->user, h);
    pthread_mutex_lock(&h->lock);
    h->ended = true;
    pthread_cond_signal(&h->changed);
    pthread_mutex_unlock(&h->lock);
    return NULL;
}

static void destroy(struct handover *h)
{
    pthread_cond_destroy(&h->changed);
    pthread_mutex_destroy(&h->lock);
    free(h);
}

struct handover *handover_new(size_t slots, void (*make)(void *user, struct handover *h), void *user)
{
    struct handover *h = memory_alloc(sizeof *h);
    h->slots = slots;
    h->make = make;
    h->user = user;
    pthread_mutex_init(&h->lock, NULL);
    pthread_cond_init(&h->changed, NULL);
    if (pthread_create(&h->thread, NULL, run, h) == 0) return h;
    destroy(h);
    return NULL;
}

bool handover_begin(struct handover *h, size_t *slot)
{
    pthread_mutex_lock(&h->lock);
    while (!h->stopped && h->made - h->used == h->slots) pthread_cond_wait(&h->changed, &h->lock);
    bool wanted = !h->stopped;
    *slot = h->made % h->slots;
    pthread_mutex_unlock(&h->lock);
    return wanted;
}

void handover_put(struct handover *h)
{
    pthread_mutex_lock(&h->lock);
    h->made++;
    pthread_cond_signal(&h->changed);
    pthread_mutex_unlock(&h->lock);
}

bool handover_take(struct handover *h, size_t *slot)
{
    pthread_mutex_lock(&h->lock);
    while (h->made == h->used && !h->ended) pthread_cond_wait(&h->changed, &h->lock);
    bool full = h->made > h->used;
    *slot = h->used % h->slots;
    pthread_mutex_unlock(&h->lock);
    return full;
}

void handover_give_back(struct handover *h)
{
    pthread_mutex_lock(&h->lock);
    h->used++;
    pthread_cond_signal(&h->changed);
    pthread_mutex_unlock(&h->lock);
}

void handover_free(struct handover *h)
{
    pthread_mutex_lock(&h->lock);
    h->stopped = true;
    pthread_cond_signal(&h->changed);
    pthread_mutex_unlock(&h->lock);
    pthread_join(h->thread, NULL);
    destroy(h);
}
