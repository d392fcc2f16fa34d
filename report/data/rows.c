/* rows - names of rows.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/rows.h"

#include "base/memory.h"
#include "report/data/table_row.h"

#include <stdlib.h>

struct last_place { /* of the event of a file that was looked at last */
    uint32_t line;
    uint64_t offset;
};

const bool *rows_sharing_lines(const struct evidence *e, struct arena *arena)
{
    bool *sharing = ARENA_ARRAY(arena, bool, e->sources.count + 1);
    struct last_place *last = memory_alloc((e->sources.count + 1) * sizeof *last);
    for (size_t i = 0; i < e->store->events.count; i++) {
        const struct event *event = &e->store->events.items[i];
        struct last_place *before = &last[event->source];
        if (before->line == event->line && before->offset != event->offset) sharing[event->source] = true;
        *before = (struct last_place){event->line, event->offset};
    }
    free(last);
    return sharing;
}

char *rows_put(char *at, const struct event *e, struct span label, bool shares_line)
{
    memcpy(at, label.ptr, label.len);
    at += label.len;
    *at++ = ':';
    at = digits_u64(at, e->line);
    if (!shares_line) return at;
    *at++ = '@';
    return digits_u64(at, e->offset);
}

void rows_text(const struct store *s, const bool *sharing, uint32_t event, char out[ROW_TEXT_MAX])
{
    const struct event *e = &s->events.items[event];
    char label[16];
    source_label(e->source, label);
    *rows_put(out, e, span_of(label), sharing[e->source]) = '\0';
}
