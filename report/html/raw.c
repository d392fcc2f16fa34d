/* raw - the orders on the page and their lines.
 *
 * SPDX-License-Identifier: MIT */
#include "report/html/raw.h"

#include "base/memory.h"
#include "report/data/rows.h"
#include "report/problem.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HOUR_NS (INT64_C(3600) * NS_PER_SECOND)

/* ---- which orders --------------------------------------------------------------------------------------------------- */

static int compare_times(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

struct flagged_times {
    int64_t *items; /* ascending */
    size_t count;
};

static uint64_t distance(int64_t a, int64_t b)
{
    return a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
}

static uint64_t distance_to_nearest(const struct flagged_times *flagged, int64_t ns)
{
    size_t low = 0, high = flagged->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (flagged->items[middle] < ns)
            low = middle + 1;
        else
            high = middle;
    }
    const uint64_t after = low < flagged->count ? distance(flagged->items[low], ns) : UINT64_MAX;
    const uint64_t before = low > 0 ? distance(flagged->items[low - 1], ns) : UINT64_MAX;
    return after < before ? after : before;
}

static struct flagged_times flagged_times(const struct result *r)
{
    struct flagged_times f = {memory_resize(NULL, r->orders.count + 1, sizeof *f.items), 0};
    for (size_t i = 0; i < r->orders.count; i++)
        if (r->orders.items[i].flag != FLAG_NONE) f.items[f.count++] = r->orders.items[i].first_ns;
    if (f.count > 1) qsort(f.items, f.count, sizeof *f.items, compare_times);
    return f;
}

static bool is_near(const struct flagged_times *f, const struct order *o, uint64_t within)
{
    return distance_to_nearest(f, o->first_ns) <= within;
}

static uint64_t others_within(const struct result *r, const struct flagged_times *f, uint64_t within)
{
    uint64_t count = 0;
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        count += o->flag == FLAG_NONE && is_near(f, o, within);
    }
    return count;
}

/* 0: none fits. */
static int64_t longest_span(const struct result *r, const struct flagged_times *f)
{
    static const int64_t spans[] = {30 * 24 * HOUR_NS, 7 * 24 * HOUR_NS, 24 * HOUR_NS, HOUR_NS};
    for (size_t i = 0; i < sizeof spans / sizeof *spans && f->count > 0; i++)
        if (others_within(r, f, (uint64_t)spans[i]) <= HTML_OTHERS_MOST) return spans[i];
    return 0;
}

void html_choose(const struct result *r, struct html_choice *out)
{
    struct flagged_times f = flagged_times(r);
    const bool all = r->orders.count - f.count <= HTML_OTHERS_MOST;
    *out = (struct html_choice){.flagged = f.count, .within_ns = all ? 0 : longest_span(r, &f)};
    out->orders = memory_resize(NULL, r->orders.count + 1, sizeof *out->orders);
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        const bool near = all || (out->within_ns > 0 && is_near(&f, o, (uint64_t)out->within_ns));
        if (o->flag == FLAG_NONE && !near) continue;
        out->orders[out->count++] = (uint32_t)i;
        out->others += o->flag == FLAG_NONE;
    }
    out->left = r->orders.count - out->flagged - out->others;
    free(f.items);
}

void html_choice_free(struct html_choice *c)
{
    free(c->orders);
}

/* ---- their lines ------------------------------------------------------------------------------------------------------ */

struct waiting_row {
    uint64_t at;   /* in the waiting file */
    uint32_t size; /* there; 0: not found again */
    uint32_t shown;
    uint64_t all;
    bool linked; /* from the page's texts, and the target of it does not stand there yet */
};
struct html_raw {
    struct html_choice choice;
    LIST(struct raw_place) places;
    struct waiting_row *rows; /* as many as places */
    const struct evidence *evidence;
    const bool *sharing_lines; /* per file, as in the names of rows */
    struct arena *arena;
    FILE *waiting; /* NULL: no lines are shown */
    uint64_t size; /* of it */
    struct writer *text;
    char *room; /* for one row on its way back */
    size_t room_size;
    bool failed;
};

static void want(struct html_raw *raw, uint32_t event)
{
    const struct event *e = &raw->evidence->store->events.items[event];
    *LIST_ADD(&raw->places) = (struct raw_place){e->offset, e->source, e->line, event, e->key};
}

static void want_order(struct html_raw *raw, const struct result *r, const struct order *o)
{
    if (o->order_event != EVENT_NONE) want(raw, o->order_event);
    for (uint32_t i = 0; i < o->fill_count; i++) want(raw, r->order_fills[o->first_fill + i]);
    if (o->match != UINT32_MAX) want(raw, r->bot_orders.items[o->match].event);
}

/* One bot order may explain several of the exchange's. */
static void drop_repeated(struct html_raw *raw)
{
    struct raw_place *places = raw->places.items;
    size_t kept = 0;
    if (raw->places.count > 1) qsort(places, raw->places.count, sizeof *places, raw_place_compare);
    for (size_t i = 0; i < raw->places.count; i++)
        if (i == 0 || places[i].event != places[kept - 1].event) places[kept++] = places[i];
    raw->places.count = kept;
}

static void keep_row(void *user, const struct raw_place *place, struct span text, size_t all)
{
    struct html_raw *raw = user;
    struct waiting_row *row = &raw->rows[place - raw->places.items];
    writer_memory_clear(raw->text);
    for (struct span rest = text; rest.len > 0;) {
        html_evidence(raw->text, span_cut(&rest, '\n'));
        if (rest.len > 0) writer_cstr(raw->text, "\n" HTML_INDENT);
    }
    const struct span ready = writer_memory(raw->text);
    if (fwrite(ready.ptr, 1, ready.len, raw->waiting) != ready.len) raw->failed = true;
    *row = (struct waiting_row){raw->size, (uint32_t)ready.len, (uint32_t)text.len, all, row->linked};
    raw->size += ready.len;
}

/* The first place that is not before that one; lines ascend with offsets. */
static size_t first_from(const struct html_raw *raw, uint32_t source, uint64_t line, uint64_t offset)
{
    size_t low = 0, high = raw->places.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct raw_place *p = &raw->places.items[middle];
        if (p->source < source || (p->source == source && (p->line < line || p->offset < offset)))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_wanted(const struct html_raw *raw, size_t from, size_t to)
{
    const size_t at = first_from(raw, (uint32_t)from, 0, 0);
    return at < raw->places.count && raw->places.items[at].source < to;
}

static void read_lines(struct html_raw *raw, const struct report_input *in, const char *originals)
{
    const struct evidence *e = raw->evidence;
    const struct ingest_options options = {
        .formats = in->formats, .case_file = in->case_file, .passwords = in->passwords};
    for (size_t i = 0, end; i < e->sources.count; i = end) {
        for (end = i + 1; end < e->sources.count && e->sources.items[end].parent != SOURCE_NONE;) end++;
        if (!is_wanted(raw, i, end)) continue;
        char name[64];
        source_copy_name(e, (uint32_t)i, name);
        char *path = problem_format("%s/%s", originals, name);
        raw_rows_read(e, (uint32_t)i, path, &options, raw->places.items, raw->places.count, keep_row, raw);
        free(path);
    }
    if (fflush(raw->waiting) != 0) raw->failed = true;
}

static bool open_waiting(struct html_raw *raw, const char *path, char **error)
{
    raw->waiting = fopen(path, "w+b");
    if (!raw->waiting) {
        *error = problem_errno(path);
        return false;
    }
    unlink(path);
    return true;
}

struct html_raw *html_raw_new(const struct report_input *in, const char *originals, const char *waiting, char **error)
{
    const struct result *r = in->result;
    struct html_raw *raw = memory_alloc(sizeof *raw);
    raw->evidence = r->evidence;
    raw->arena = arena_new(0);
    raw->sharing_lines = rows_sharing_lines(r->evidence, raw->arena);
    raw->text = writer_to_memory();
    html_choose(r, &raw->choice);
    for (size_t i = 0; i < raw->choice.count; i++) want_order(raw, r, &r->orders.items[raw->choice.orders[i]]);
    drop_repeated(raw);
    raw->rows = memory_resize(NULL, raw->places.count + 1, sizeof *raw->rows);
    memset(raw->rows, 0, (raw->places.count + 1) * sizeof *raw->rows);
    if (!originals) return raw;
    if (open_waiting(raw, waiting, error)) {
        read_lines(raw, in, originals);
        return raw;
    }
    html_raw_free(raw);
    return NULL;
}

void html_raw_free(struct html_raw *raw)
{
    if (!raw) return;
    if (raw->waiting) fclose(raw->waiting);
    html_choice_free(&raw->choice);
    LIST_FREE(&raw->places);
    writer_close(raw->text, NULL);
    free(raw->rows);
    free(raw->room);
    arena_free(raw->arena);
    free(raw);
}

const struct html_choice *html_raw_choice(const struct html_raw *raw)
{
    return &raw->choice;
}

bool html_raw_has_lines(const struct html_raw *raw)
{
    return raw->waiting != NULL;
}

bool html_raw_failed(const struct html_raw *raw)
{
    return raw->failed;
}

/* ---- looking up ------------------------------------------------------------------------------------------------------- */

bool html_raw_link(struct html_raw *raw, const struct html_row_name *name)
{
    if (name->source == 0 || name->source > raw->evidence->sources.count) return false;
    const uint32_t source = (uint32_t)(name->source - 1);
    if (name->has_offset != raw->sharing_lines[source]) return false; /* nothing on the page has that name */
    const size_t at = first_from(raw, source, name->line, name->offset);
    if (at == raw->places.count) return false;
    const struct raw_place *p = &raw->places.items[at];
    if (p->source != source || p->line != name->line || (name->has_offset && p->offset != name->offset)) return false;
    raw->rows[at].linked = true;
    return true;
}

static struct waiting_row *row_of(const struct html_raw *raw, uint32_t event)
{
    const struct event *e = &raw->evidence->store->events.items[event];
    size_t at = first_from(raw, e->source, 0, e->offset);
    while (at < raw->places.count && raw->places.items[at].offset == e->offset && raw->places.items[at].event != event)
        at++;
    return at < raw->places.count && raw->places.items[at].event == event ? &raw->rows[at] : NULL;
}

bool html_raw_take_target(struct html_raw *raw, uint32_t event)
{
    struct waiting_row *row = row_of(raw, event);
    const bool is_target = row && row->linked;
    if (is_target) row->linked = false;
    return is_target;
}

bool html_raw_get(struct html_raw *raw, uint32_t event, struct span *line, struct html_row_length *length)
{
    const struct waiting_row *row = row_of(raw, event);
    *length = (struct html_row_length){0};
    if (!raw->waiting || !row || row->size == 0) return false;
    if (raw->room_size < row->size) raw->room = memory_resize(raw->room, raw->room_size = row->size, 1);
    if (pread(fileno(raw->waiting), raw->room, row->size, (off_t)row->at) != (ssize_t)row->size) {
        raw->failed = true;
        return false;
    }
    *line = (struct span){raw->room, row->size};
    *length = (struct html_row_length){row->all, row->shown};
    return true;
}
