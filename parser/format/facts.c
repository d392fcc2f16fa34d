/* facts - what the rest of the program may ask of a definition.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

const char *format_id(const struct format *f)
{
    return f->id.ptr;
}

uint32_t format_version(const struct format *f)
{
    return f->version;
}

const char *format_title(const struct format *f)
{
    return f->title.ptr;
}

const char *format_system(const struct format *f)
{
    return f->system.ptr;
}

bool format_is_from_user(const struct format *f)
{
    return f->from_user;
}

bool format_is_bot_side(const struct format *f)
{
    return f->bot_side;
}

const char *format_record_set(const struct format *f)
{
    return f->record_set.len ? f->record_set.ptr : "";
}

bool format_is_page_size(const struct format *f, uint64_t records)
{
    for (size_t i = 0; i < f->page_size_count; i++)
        if (f->page_sizes[i] == records) return true;
    return false;
}

enum numbering format_numbering(const struct format *f)
{
    return f->self_rules.numbering;
}

const struct habits *format_habits(const struct format *f)
{
    return &f->self_rules.habits;
}

bool format_states_seconds(const struct format *f)
{
    const struct time_rule *t = &f->main.time;
    if (t->layout_count == 0 || t->with != SLOT_NONE) return false;
    for (size_t i = 0; i < t->layout_count; i++)
        if (!strstr(t->layouts[i], "%S")) return false;
    return true;
}
