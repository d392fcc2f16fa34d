/* intern - open addressing over 8-byte slots; texts lie in an arena and never move.
 *
 * The hash only finds ids, it never orders them, so a fixed seed keeps runs alike and costs nothing.
 *
 * SPDX-License-Identifier: MIT */
#include "base/intern.h"

#include "base/arena.h"
#include "base/list.h"
#include "base/memory.h"

#include <assert.h>

enum { FIRST_SLOTS = 256, ARENA_BLOCK = 64 * 1024 };
#define SLOT_FREE UINT32_MAX

struct slot {
    uint32_t hash;
    uint32_t id;
};

struct intern {
    struct slot *slots; /* a power of two, at most 5/8 full */
    size_t mask;
    LIST(struct span) texts;
    struct arena *arena;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t load(const char *from, size_t len)
{
    uint64_t value = 0;
    memcpy(&value, from, len);
    return value;
}

static uint32_t hash_text(struct span text)
{
    const uint64_t k1 = UINT64_C(0x9E3779B97F4A7C15), k2 = UINT64_C(0xD6E8FEB86659FD93);
    uint64_t hash = k1 ^ text.len;
    size_t at = 0;
    for (; text.len - at >= 8; at += 8) hash = mix(hash ^ load(text.ptr + at, 8), k2);
    if (at < text.len) hash = mix(hash ^ load(text.ptr + at, text.len - at), k1);
    hash = mix(hash, k2);
    return (uint32_t)(hash ^ hash >> 32);
}

static struct slot *new_slots(size_t count)
{
    struct slot *slots = memory_resize(NULL, count, sizeof *slots);
    for (size_t i = 0; i < count; i++) slots[i] = (struct slot){0, SLOT_FREE};
    return slots;
}

/* The slot that holds the text, or the free one where it belongs. */
static struct slot *find_slot(const struct intern *pool, struct span text, uint32_t hash)
{
    for (size_t at = hash & pool->mask;; at = (at + 1) & pool->mask) {
        struct slot *s = &pool->slots[at];
        if (s->id == SLOT_FREE) return s;
        if (s->hash == hash && span_equal(pool->texts.items[s->id], text)) return s;
    }
}

static void grow(struct intern *pool)
{
    size_t count = (pool->mask + 1) * 2;
    struct slot *old = pool->slots, *end = old + pool->mask + 1;
    pool->slots = new_slots(count);
    pool->mask = count - 1;
    for (struct slot *s = old; s < end; s++) {
        if (s->id == SLOT_FREE) continue;
        size_t at = s->hash & pool->mask;
        while (pool->slots[at].id != SLOT_FREE) at = (at + 1) & pool->mask;
        pool->slots[at] = *s;
    }
    free(old);
}

struct intern *intern_new(void)
{
    struct intern *pool = memory_alloc(sizeof *pool);
    pool->slots = new_slots(FIRST_SLOTS);
    pool->mask = FIRST_SLOTS - 1;
    pool->arena = arena_new(ARENA_BLOCK);
    uint32_t empty = intern_id(pool, SPAN(""));
    assert(empty == 0);
    (void)empty;
    return pool;
}

void intern_free(struct intern *pool)
{
    if (!pool) return;
    free(pool->slots);
    LIST_FREE(&pool->texts);
    arena_free(pool->arena);
    free(pool);
}

uint32_t intern_id(struct intern *pool, struct span text)
{
    uint32_t hash = hash_text(text);
    struct slot *s = find_slot(pool, text, hash);
    if (s->id != SLOT_FREE) return s->id;

    if (pool->texts.count >= SLOT_FREE) memory_exhausted(pool->texts.count);
    uint32_t id = (uint32_t)pool->texts.count;
    *s = (struct slot){hash, id};
    *LIST_ADD(&pool->texts) = arena_copy(pool->arena, text);
    if (pool->texts.count * 8 > (pool->mask + 1) * 5) grow(pool);
    return id;
}

bool intern_find(const struct intern *pool, struct span text, uint32_t *id)
{
    const struct slot *s = find_slot(pool, text, hash_text(text));
    if (s->id == SLOT_FREE) return false;
    *id = s->id;
    return true;
}

struct span intern_text(const struct intern *pool, uint32_t id)
{
    assert(id < pool->texts.count);
    return pool->texts.items[id];
}

uint32_t intern_count(const struct intern *pool)
{
    return (uint32_t)pool->texts.count;
}
