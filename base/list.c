/* list - geometric growth of arrays.
 *
 * SPDX-License-Identifier: MIT */
#include "base/list.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

enum { FIRST_CAPACITY = 8 };

void *list_grow(void *items, size_t *count, size_t *capacity, size_t element)
{
    if (*count == *capacity) {
        if (*capacity > SIZE_MAX / 2) memory_exhausted(SIZE_MAX);
        *capacity = *capacity ? *capacity * 2 : FIRST_CAPACITY;
        items = memory_resize(items, *capacity, element);
    }
    memset((char *)items + *count * element, 0, element);
    (*count)++;
    return items;
}

void *list_append(void *items, size_t *count, size_t *capacity, size_t element, const void *from, size_t more)
{
    if (more == 0) return items;
    size_t room = *capacity ? *capacity : FIRST_CAPACITY;
    while (room - *count < more) {
        if (room > SIZE_MAX / 2) memory_exhausted(SIZE_MAX);
        room *= 2;
    }
    if (room != *capacity) items = memory_resize(items, room, element);
    *capacity = room;
    memcpy((char *)items + *count * element, from, more * element);
    *count += more;
    return items;
}
