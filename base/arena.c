/* arena - bump allocation in blocks that grow, are kept on reset and freed together.
 *
 * SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include "base/memory.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEFAULT_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024 };

struct block {
    struct block *next;
    size_t capacity;
    size_t used;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *first;
    struct block *current; /* blocks after it are empty; those before it are full enough */
    size_t block_bytes;    /* size of the next block */
    size_t held;
};

static size_t block_total(size_t payload)
{
    size_t total;
    if (__builtin_add_overflow(payload, sizeof(struct block), &total)) memory_exhausted(payload);
    return total;
}

static struct block *add_block(struct arena *a, size_t payload)
{
    size_t total = block_total(payload);
    struct block *b = memory_resize(NULL, total, 1);
    b->capacity = payload;
    b->used = 0;
    b->next = a->current ? a->current->next : NULL;
    if (a->current) {
        a->current->next = b;
    } else {
        a->first = b;
    }
    a->held += total;
    return b;
}

struct arena *arena_new(size_t block_bytes)
{
    struct arena *a = memory_alloc(sizeof *a);
    a->block_bytes = block_bytes ? block_bytes : DEFAULT_BLOCK;
    a->held = sizeof *a;
    return a;
}

void arena_free(struct arena *a)
{
    if (!a) return;
    struct block *b = a->first;
    while (b) {
        struct block *next = b->next;
        free(b);
        b = next;
    }
    free(a);
}

void arena_reset(struct arena *a)
{
    for (struct block *b = a->first; b; b = b->next) b->used = 0;
    a->current = a->first;
}

static size_t aligned(size_t at, size_t align)
{
    return (at + align - 1) & ~(align - 1);
}

static bool fits(const struct block *b, size_t bytes, size_t align)
{
    size_t start = aligned(b->used, align);
    return start <= b->capacity && bytes <= b->capacity - start;
}

/* A block behind the current one is either empty (after a reset) or not there. */
static struct block *block_for(struct arena *a, size_t bytes, size_t align)
{
    if (a->current && fits(a->current, bytes, align)) return a->current;
    while (a->current && a->current->next) {
        a->current = a->current->next;
        if (fits(a->current, bytes, align)) return a->current;
    }
    size_t payload = bytes > a->block_bytes ? bytes : a->block_bytes;
    a->current = add_block(a, payload);
    if (a->block_bytes < LARGEST_BLOCK) a->block_bytes *= 2;
    return a->current;
}

static char *bump(struct arena *a, size_t bytes, size_t align)
{
    struct block *b = block_for(a, bytes, align);
    size_t start = aligned(b->used, align);
    b->used = start + bytes;
    return b->bytes + start;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
    char *memory = bump(a, bytes > 0 ? bytes : 1, alignof(max_align_t));
    memset(memory, 0, bytes);
    return memory;
}

struct span arena_copy(struct arena *a, struct span text)
{
    if (text.len == SIZE_MAX) memory_exhausted(text.len);
    char *copy = bump(a, text.len + 1, 1);
    if (text.len > 0) memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return (struct span){copy, text.len};
}

char *arena_format(struct arena *a, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert(len >= 0);

    size_t room = (size_t)len + 1;
    char *text = bump(a, room, 1);
    va_start(arguments, format);
    vsnprintf(text, room, format, arguments);
    va_end(arguments);
    return text;
}

size_t arena_bytes(const struct arena *a)
{
    return a->held;
}
