/* permute - follows each cycle of the permutation once, with one item in hand.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/permute.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void permute(void *items, size_t item_bytes, struct sort_key *order, size_t count)
{
    char *base = items;
    char *hand = memory_alloc(item_bytes);
    for (size_t i = 0; i < count; i++) order[i].extra = 0;
    for (size_t start = 0; start < count; start++) {
        if (order[start].extra != 0 || order[start].index == start) continue;
        memcpy(hand, base + start * item_bytes, item_bytes);
        size_t to = start;
        for (; order[to].index != start; to = order[to].index) {
            fetch_ahead(base + order[order[to].index].index * item_bytes, item_bytes);
            memcpy(base + to * item_bytes, base + order[to].index * item_bytes, item_bytes);
            order[to].extra = 1;
        }
        memcpy(base + to * item_bytes, hand, item_bytes);
        order[to].extra = 1;
    }
    free(hand);
}
