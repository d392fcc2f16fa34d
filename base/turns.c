/* turns - two workers, a counter of blocks handed out and one of blocks taken.
 *
 * SPDX-License-Identifier: MIT */
#include "base/turns.h"

#include <pthread.h>
#include <stdbool.h>

struct turns {
    const struct turns_work *work;
    size_t count;
    pthread_mutex_t lock;
    pthread_cond_t taken_one;
    size_t given, taken; /* guarded by lock; given - taken blocks are being made or wait for their turn */
};

static bool next_block(struct turns *t, size_t *block)
{
    pthread_mutex_lock(&t->lock);
    bool more = t->given < t->count;
    if (more) *block = t->given++;
    pthread_mutex_unlock(&t->lock);
    return more;
}

static void wait_for_turn(struct turns *t, size_t block)
{
    pthread_mutex_lock(&t->lock);
    while (t->taken != block) pthread_cond_wait(&t->taken_one, &t->lock);
    pthread_mutex_unlock(&t->lock);
}

static void end_turn(struct turns *t)
{
    pthread_mutex_lock(&t->lock);
    t->taken++;
    pthread_cond_broadcast(&t->taken_one);
    pthread_mutex_unlock(&t->lock);
}

static void *run(void *user)
{
    struct turns *t = user;
    const struct turns_work *work = t->work;
    void *own = work->begin(work->user);
    size_t block;
    while (next_block(t, &block)) {
        work->make(work->user, own, block);
        wait_for_turn(t, block);
        work->take(work->user, own, block);
        end_turn(t);
    }
    work->end(work->user, own);
    return NULL;
}

void turns_run(const struct turns_work *work, size_t count)
{
    struct turns t = {.work = work, .count = count};
    pthread_mutex_init(&t.lock, NULL);
    pthread_cond_init(&t.taken_one, NULL);
    pthread_t helper;
    bool helped = count > 1 && pthread_create(&helper, NULL, run, &t) == 0;
    run(&t);
    if (helped) pthread_join(helper, NULL);
    pthread_cond_destroy(&t.taken_one);
    pthread_mutex_destroy(&t.lock);
}
