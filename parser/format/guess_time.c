/* guess_time - how the times of a file are written, tried out on its rows: every layout is made of a date, what
 * stands between, and a clock.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/draft.h"

#include <stdio.h>

static const char *const dates[] = {"%Y-%m-%d",   "%Y/%m/%d",    "%Y.%m.%d",   "%Y%m%d",     "%-d.%-m.%Y",
                                    "%-d/%-m/%Y", "%-m/%-d/%Y",  "%-d-%-m-%Y", "%-m-%-d-%Y", "%y-%m-%d",
                                    "%Y-%-m-%-d", "%-d.%-m.%y",  "%-d/%-m/%y", "%-m/%-d/%y", "%-d %b %Y",
                                    "%-d-%b-%Y",  "%b. %-d, %Y", "%b %-d, %Y", "%b %-d %Y"};
static const char *const betweens[] = {" ", "T", ", ", " at ", "  "};
static const char *const clocks[] = {"%H:%M:%S%f", "%-H:%M:%S%f", "%-H:%M", "%-I:%M:%S %p", "%-I:%M %p", "%-I:%M:%S%p"};
static const char *const tails[] = {"", "%z", " %z", " UTC", " GMT", " (UTC)"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool column_parses(const struct draft *d, int column, const char *layout)
{
    struct timestamp ignored;
    size_t seen = 0;
    for (size_t r = 0; r < d->row_count; r++) {
        struct span value = draft_value(d, r, column);
        if (!value.len) continue;
        if (time_parse(value, layout, &ignored) != TIME_OK) return false;
        seen++;
    }
    return seen > 0;
}

static bool first_parses(const struct draft *d, int column, const char *layout)
{
    struct timestamp ignored;
    for (size_t r = 0; r < d->row_count; r++) {
        struct span value = draft_value(d, r, column);
        if (value.len) return time_parse(value, layout, &ignored) == TIME_OK;
    }
    return false;
}

/* Both layouts read the column, but not as the same times. */
static bool layouts_differ(const struct draft *d, int column, const char *a, const char *b)
{
    struct timestamp one = {0}, other = {0};
    for (size_t r = 0; r < d->row_count; r++) {
        struct span value = draft_value(d, r, column);
        if (!value.len) continue;
        time_parse(value, a, &one);
        time_parse(value, b, &other);
        if (one.ns != other.ns) return true;
    }
    return false;
}

static void keep_layout(struct time_guess *g, const struct draft *d, int column, const char *layout)
{
    if (!g->layout)
        g->layout = arena_copy(d->arena, span_of(layout)).ptr;
    else if (!g->other && layouts_differ(d, column, g->layout, layout))
        g->other = arena_copy(d->arena, span_of(layout)).ptr;
}

/* Of the layouts with one date the first that fits is taken; a second one means that day and month may be changed over. */
static void try_date(struct time_guess *g, const struct draft *d, int column, const char *date)
{
    enum { LAYOUT_MAX = 64 };
    for (size_t b = 0; b < COUNT(betweens); b++) {
        for (size_t c = 0; c < COUNT(clocks); c++) {
            for (size_t t = 0; t < COUNT(tails); t++) {
                char layout[LAYOUT_MAX];
                snprintf(layout, sizeof layout, "%s%s%s%s", date, betweens[b], clocks[c], tails[t]);
                if (!first_parses(d, column, layout) || !column_parses(d, column, layout)) continue;
                keep_layout(g, d, column, layout);
                return;
            }
        }
    }
    if (column_parses(d, column, date)) keep_layout(g, d, column, date);
}

static const char *epoch_of(const struct draft *d, int column)
{
    const char *found = NULL;
    for (size_t r = 0; r < d->row_count; r++) {
        struct span text = draft_value(d, r, column), whole = span_head(text, span_find(text, '.'));
        uint64_t ignored;
        if (!text.len) continue;
        if (!span_to_u64(whole, &ignored) || whole.ptr[0] != '1') return NULL; /* 2001 to 2033 */
        const char *unit = whole.len == 10   ? "s"
                           : whole.len == 13 ? "ms"
                           : whole.len == 16 ? "us"
                           : whole.len == 19 ? "ns"
                                             : NULL;
        if (!unit || (found && strcmp(found, unit) != 0)) return NULL;
        found = unit;
    }
    return found;
}

static bool try_column(struct time_guess *g, const struct draft *d, int column)
{
    g->epoch = epoch_of(d, column);
    g->layout = g->other = NULL;
    for (size_t i = 0; i < COUNT(dates) && !g->epoch; i++) try_date(g, d, column, dates[i]);
    if (g->epoch || g->layout) g->column = column;
    return g->epoch || g->layout;
}

static const char *with_clock(struct draft *d, const char *date, const char *clock)
{
    return date ? arena_format(d->arena, "%s %s", date, clock) : NULL;
}

/* A date alone: is there a column with the clock? */
static void find_clock(struct time_guess *g, struct draft *d)
{
    bool date_only = g->layout && !strstr(g->layout, "%S") && !strstr(g->layout, "%M");
    for (size_t i = 0; i < d->count && date_only; i++) {
        for (size_t c = 0; c < COUNT(clocks); c++) {
            if ((int)i == g->column || !column_parses(d, (int)i, clocks[c])) continue;
            g->layout = with_clock(d, g->layout, clocks[c]);
            g->other = with_clock(d, g->other, clocks[c]);
            g->with = (int)i;
            d->used[i] = true;
            return;
        }
    }
}

/* "Date(UTC)", "Time (UTC+8)", "Zeit GMT". */
static struct span zone_in(struct draft *d, struct span text)
{
    static const char *const words[] = {"UTC", "utc", "GMT"};
    for (size_t i = 0; i + 3 <= text.len; i++) {
        for (size_t k = 0; k < COUNT(words); k++) {
            if (memcmp(text.ptr + i, words[k], 3) != 0) continue;
            size_t n = i + 3;
            while (n < text.len && memchr("+-0123456789:", text.ptr[n], 13)) n++;
            struct span offset = span_trim((struct span){text.ptr + i + 3, n - i - 3});
            return span_of(arena_format(d->arena, "UTC%.*s", SPAN_ARG(offset)));
        }
    }
    return SPAN_NONE;
}

/* "Date (+01:00)". */
static struct span offset_in(struct draft *d, struct span text)
{
    size_t open = span_find(text, '('), close = span_find(text, ')');
    if (close >= text.len || open + 2 >= close || !memchr("+-", text.ptr[open + 1], 2)) return SPAN_NONE;
    return span_of(arena_format(d->arena, "UTC%.*s", (int)(close - open - 1), text.ptr + open + 1));
}

static void find_zone(struct time_guess *g, struct draft *d)
{
    g->offset = g->layout && strstr(g->layout, "%z");
    g->zone = zone_in(d, d->names[g->column]);
    if (!g->zone.len && g->layout) g->zone = zone_in(d, span_of(g->layout));
    if (!g->zone.len) g->zone = offset_in(d, d->names[g->column]);
    struct zone *zone = g->zone.len ? zone_load(g->zone) : NULL;
    if (!zone) g->zone = SPAN_NONE;
    zone_free(zone);
}

struct time_guess guess_time(struct draft *d)
{
    static const char by_name[] = "filledat filltime executedat exectime tradetime tradedat matchtime time date "
                                  "created datum zeit hora fecha heure";
    struct time_guess g = {.column = -1, .with = -1};
    bool tried[HEADER_CELLS_MAX] = {false};
    for (int i; g.column < 0 && (i = draft_column(d, by_name, LOOKS_ANY)) >= 0;) {
        tried[i] = true;
        try_column(&g, d, i);
    }
    for (size_t i = 0; i < d->count; i++) d->used[i] = (int)i == g.column;
    for (size_t i = 0; i < d->count && g.column < 0; i++) {
        if (tried[i] || !try_column(&g, d, (int)i)) continue;
        d->used[i] = true;
    }
    if (g.column < 0) return g;
    find_clock(&g, d);
    find_zone(&g, d);
    return g;
}
