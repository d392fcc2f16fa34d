/* settle - the entries of an archive's members in the order of their paths, their events likewise.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/memory.h"
#include "parser/ingest/job.h"

struct place {
    struct source_entry entry;
    uint32_t before; /* index that it had */
};

static int by_path(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    return strcmp(left->entry.path, right->entry.path);
}

/* Gives the events their sources' new numbers and sorts by them; those of one file stay in their order. */
static void settle_events(struct event *all, size_t first, size_t end, const uint32_t *label, size_t sources)
{
    if (end == first) return;
    struct event *events = all + first;
    size_t count = end - first;
    size_t *at = memory_alloc((sources + 1) * sizeof *at);
    for (size_t i = 0; i < count; i++) {
        events[i].source = label[events[i].source];
        at[events[i].source + 1]++;
    }
    for (size_t i = 1; i <= sources; i++) at[i] += at[i - 1];
    struct event *sorted = memory_resize(NULL, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++) sorted[at[events[i].source]++] = events[i];
    memcpy(events, sorted, count * sizeof *events);
    free(sorted);
    free(at);
}

/* label[old index] = new index. */
static void settle_entries(struct evidence *e, size_t first, uint32_t *label)
{
    size_t count = e->sources.count - first;
    struct place *places = memory_resize(NULL, count, sizeof *places);
    for (size_t i = 0; i < count; i++) places[i] = (struct place){e->sources.items[first + i], (uint32_t)(first + i)};
    qsort(places, count, sizeof *places, by_path);
    for (size_t i = 0; i < count; i++) {
        e->sources.items[first + i] = places[i].entry;
        label[places[i].before] = (uint32_t)(first + i);
    }
    for (size_t i = first; i < e->sources.count; i++) {
        struct source_entry *entry = &e->sources.items[i];
        if (entry->parent != SOURCE_NONE) entry->parent = label[entry->parent];
    }
    free(places);
}

struct package_mark package_mark_now(const struct evidence *e)
{
    return (struct package_mark){e->sources.count, e->store->events.count, e->store->naive.count};
}

void package_settle(struct evidence *e, struct package_mark before)
{
    size_t sources = e->sources.count;
    struct store *store = e->store;
    if (sources - before.sources < 3) return; /* a file, or one with a single member: in order */
    uint32_t *label = memory_resize(NULL, sources, sizeof *label);
    for (size_t i = 0; i < sources; i++) label[i] = (uint32_t)i;
    settle_entries(e, before.sources, label);
    settle_events(store->events.items, before.events, store->events.count, label, sources);
    settle_events(store->naive.items, before.naive, store->naive.count, label, sources);
    free(label);
}
