/* turns - two workers, a counter of blocks handed out and one of blocks taken.
 *
 * SPDX-License-Identifier: MIT */
#include "base/turns.h"

#include <pthread.h>

struct queue { /* of blocks to be made */
    size_t count;
    pthread_mutex_t lock;
    size_t given; /* guarded by lock */
};

static bool next_block(struct queue *q, size_t *block)
{
    pthread_mutex_lock(&q->lock);
    bool more = q->given < q->count;
    if (more) *block = q->given++;
    pthread_mutex_unlock(&q->lock);
    return more;
}

/* Both threads do the same. */
static void run_twice(void *(*run)(void *user), void *user, size_t count)
{
    pthread_t helper;
    bool helped = count > 1 && pthread_create(&helper, NULL, run, user) == 0;
    (void)run(user);
    if (helped) pthread_join(helper, NULL);
}

/* ---- in order ------------------------------------------------------------------------------------------------------ */

struct turns {
    const struct turns_work *work;
    struct queue queue;
    pthread_cond_t taken_one;
    size_t taken; /* guarded by the queue's lock; given - taken blocks are being made or wait for their turn */
};

void turns_wait(const struct turns_work *work, size_t block)
{
    struct turns *t = work->turns;
    pthread_mutex_lock(&t->queue.lock);
    while (t->taken != block) pthread_cond_wait(&t->taken_one, &t->queue.lock);
    pthread_mutex_unlock(&t->queue.lock);
}

bool turns_reached(const struct turns_work *work, size_t block)
{
    struct turns *t = work->turns;
    pthread_mutex_lock(&t->queue.lock);
    const bool reached = t->taken == block;
    pthread_mutex_unlock(&t->queue.lock);
    return reached;
}

static void end_turn(struct turns *t)
{
    pthread_mutex_lock(&t->queue.lock);
    t->taken++;
    pthread_cond_broadcast(&t->taken_one);
    pthread_mutex_unlock(&t->queue.lock);
}

static void *run_in_order(void *user)
{
    struct turns *t = user;
    const struct turns_work *work = t->work;
    void *own = work->begin(work->user);
    size_t block;
    while (next_block(&t->queue, &block)) {
        work->make(work->user, own, block);
        turns_wait(work, block);
        work->take(work->user, own, block);
        end_turn(t);
    }
    work->end(work->user, own);
    return NULL;
}

void turns_run(struct turns_work *work, size_t count)
{
    struct turns t = {.work = work, .queue.count = count};
    work->turns = &t;
    pthread_mutex_init(&t.queue.lock, NULL);
    pthread_cond_init(&t.taken_one, NULL);
    run_twice(run_in_order, &t, count);
    pthread_cond_destroy(&t.taken_one);
    pthread_mutex_destroy(&t.queue.lock);
    work->turns = NULL;
}

/* ---- in no order --------------------------------------------------------------------------------------------------- */

struct share {
    void (*make)(void *user, size_t block);
    void *user;
    struct queue queue;
};

static void *run_share(void *user)
{
    struct share *s = user;
    size_t block;
    while (next_block(&s->queue, &block)) s->make(s->user, block);
    return NULL;
}

void turns_share(void (*make)(void *user, size_t block), void *user, size_t count)
{
    struct share s = {.make = make, .user = user, .queue.count = count};
    pthread_mutex_init(&s.queue.lock, NULL);
    run_twice(run_share, &s, count);
    pthread_mutex_destroy(&s.queue.lock);
}
