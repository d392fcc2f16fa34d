/* source_events - found by halving: most files are long.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/source_events.h"

#include "base/memory.h"

size_t *source_events_first(const struct evidence *e)
{
    const size_t sources = e->sources.count, events = e->store->events.count;
    size_t *first = memory_resize(NULL, sources + 1, sizeof *first);
    size_t event = 0;
    for (size_t i = 0; i < sources; i++) {
        first[i] = event;
        for (size_t end = events; event < end;) {
            const size_t middle = event + (end - event) / 2;
            if (e->store->events.items[middle].source <= i)
                event = middle + 1;
            else
                end = middle;
        }
    }
    first[sources] = events;
    return first;
}
