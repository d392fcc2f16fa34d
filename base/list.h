/* list - growable arrays.
 *
 *     LIST(struct event) events = LIST_EMPTY;
 *     *LIST_ADD(&events) = e;            the new element is zero-filled
 *     for (size_t i = 0; i < events.count; i++) use(&events.items[i]);
 *     LIST_FREE(&events);
 *
 * Adding may move the items: keep indexes, not pointers. Growing can't fail (see memory.h).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_LIST_H
#define STRAYKEY_BASE_LIST_H

#include <stddef.h>
#include <stdlib.h>

#define LIST(type)       \
    struct {             \
        type *items;     \
        size_t count;    \
        size_t capacity; \
    }
#define LIST_EMPTY {NULL, 0, 0}

/* Makes room for one more element of `element` bytes, zero-fills it and counts it. */
void *list_grow(void *items, size_t *count, size_t *capacity, size_t element);

/* Copies the `more` elements at `from` behind those that are there. */
void *list_append(void *items, size_t *count, size_t *capacity, size_t element, const void *from, size_t more);

#define LIST_ADD(list)                                                                                             \
    ((list)->items = list_grow((list)->items, &(list)->count, &(list)->capacity, sizeof *(list)->items),           \
     &(list)->items[(list)->count - 1])
#define LIST_APPEND(list, other)                                                                                   \
    ((list)->items = list_append((list)->items, &(list)->count, &(list)->capacity, sizeof *(list)->items,          \
                                 (other)->items, (other)->count))
#define LIST_FREE(list) (free((list)->items), (list)->items = NULL, (list)->count = (list)->capacity = 0)

#endif
