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
