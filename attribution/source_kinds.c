/* source_kinds - record sets by name.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/source_kinds.h"

#include "base/memory.h"

static uint32_t set_of_name(const char *name)
{
    static const char *const names[SET_COUNT] = {"fills",       "orders",         "statement",     "deals-list",
                                                 "deals-csv",   "deal-orders",    "smart-trades",  "smart-trade-orders",
                                                 "grid-orders", "grids",          "bots",          "accounts",
                                                 "events",      "program-orders", "program-fills", "transfers"};
    for (unsigned i = 0; i < SET_COUNT; i++)
        if (strcmp(names[i], name) == 0) return SET_BIT(i);
    return 0;
}

struct source_kind *source_kinds_read(const struct evidence *e)
{
    struct source_kind *kinds = memory_alloc((e->sources.count + 1) * sizeof *kinds);
    for (size_t i = 0; i < e->sources.count; i++) {
        const struct source_entry *entry = &e->sources.items[i];
        for (size_t f = 0; f < entry->formats.count; f++) {
            kinds[i].sets |= set_of_name(format_record_set(entry->formats.items[f]));
            if (format_is_bot_side(entry->formats.items[f])) kinds[i].bot_side = true;
        }
    }
    return kinds;
}
