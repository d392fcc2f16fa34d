/* proposals - which zone would make the times of a rejected file agree with records of the same trades. It is only
 * said, never used: rows without a zone stay rejected until somebody answers.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/zones/compare.h"

#include "base/memory.h"

#include <stdlib.h>

enum { IDS_LEAST = 1, SIZES_LEAST = 5, PERIODS_MOST = 2 };

/* Zones with different rules for summer; each stands for its neighbours with the same rules. */
static const char *const usual_zones[] = {
    "Europe/London",    "Europe/Paris",     "Europe/Athens",       "Europe/Istanbul",   "America/New_York",
    "America/Chicago",  "America/Denver",   "America/Los_Angeles", "America/Halifax",   "America/Sao_Paulo",
    "Australia/Sydney", "Pacific/Auckland", "Asia/Jerusalem",      "Australia/Adelaide"};

struct counts {
    size_t quarters[QUARTERS]; /* rows that fit each */
    size_t best, best_rows;    /* the quarter with the most; of equal ones the first */
    bool tied;
};

static int64_t offset_ns(size_t quarter)
{
    return ((int64_t)quarter + QUARTER_FIRST) * QUARTER_S * NS_PER_SECOND;
}

/* Of the rows that `except` does not fit already; except QUARTERS: of all. */
static void count_quarters(const struct zone_rows *r, size_t except, struct counts *out)
{
    *out = (struct counts){.best = 0};
    for (size_t i = 0; i < r->rows.count; i++) {
        bool fits[QUARTERS];
        zone_row_quarters(r, &r->rows.items[i], fits);
        if (except < QUARTERS && fits[except]) continue;
        for (size_t q = 0; q < QUARTERS; q++) out->quarters[q] += fits[q];
    }
    for (size_t q = 0; q < QUARTERS; q++)
        if (out->quarters[q] > out->best_rows) out->best_rows = out->quarters[out->best = q];
    for (size_t q = 0; q < QUARTERS; q++)
        out->tied = out->tied || (q != out->best && out->quarters[q] == out->best_rows);
}

/* "UTC", "UTC+1", "UTC-03:30" */
static const char *offset_name(struct arena *arena, size_t quarter)
{
    int minutes = ((int)quarter + QUARTER_FIRST) * (QUARTER_S / 60);
    int size = minutes < 0 ? -minutes : minutes;
    const char *sign = minutes < 0 ? "-" : "+";
    if (size == 0) return "UTC";
    if (size % 60 == 0) return arena_format(arena, "UTC%s%d", sign, size / 60);
    return arena_format(arena, "UTC%s%02d:%02d", sign, size / 60, size % 60);
}

/* ---- named zones ------------------------------------------------------------------------------------------------------ */

/* Rows of one hour have one offset in every zone: looking a zone up is dear. */
struct clock {
    const struct zone *zone;
    int64_t hour, offset_ns;
    bool known;
};

static bool clock_offset(struct clock *c, int64_t local_ns, int64_t *out)
{
    int64_t hour = local_ns / (900 * (int64_t)NS_PER_SECOND), utc = 0;
    if (!c->known || hour != c->hour) {
        if (zone_to_utc(c->zone, local_ns, &utc) != ZONE_OK) return false;
        *c = (struct clock){c->zone, hour, local_ns - utc, true};
    }
    *out = c->offset_ns;
    return true;
}

size_t zone_rows_fitting(const struct zone_rows *r, const struct zone *zone)
{
    struct clock clock = {.zone = zone};
    size_t fitting = 0;
    int64_t offset;
    for (size_t i = 0; i < r->rows.count; i++)
        fitting +=
            clock_offset(&clock, r->rows.items[i].local_ns, &offset) && zone_row_fits(r, &r->rows.items[i], offset);
    return fitting;
}

bool zone_file_reads_differently(const struct zone_file *file, const struct zone *a, const struct zone *b)
{
    struct clock left = {.zone = a}, right = {.zone = b};
    for (size_t i = 0; i < file->count; i++) {
        int64_t local, x = 0, y = 0;
        if (!zone_file_clock(file, i, &local)) continue;
        bool has_x = clock_offset(&left, local, &x), has_y = clock_offset(&right, local, &y);
        if (has_x != has_y || x != y) return true;
    }
    return false;
}

/* ---- one file ---------------------------------------------------------------------------------------------------------- */

struct finding {
    const struct work *w;
    struct arena *arena;
    const struct zone_file *file;
    struct zone_rows *compared;
    struct zone_proposal *p;
};

static void add_period(struct finding *f, size_t quarter, size_t except)
{
    struct zone_period *period = &f->p->periods[f->p->period_count++];
    *period = (struct zone_period){.offset = offset_name(f->arena, quarter)};
    for (size_t i = 0; i < f->compared->rows.count; i++) {
        const struct zone_row *row = &f->compared->rows.items[i];
        if (!zone_row_fits(f->compared, row, offset_ns(quarter))) continue;
        if (except < QUARTERS && zone_row_fits(f->compared, row, offset_ns(except))) continue;
        if (period->rows++ == 0) period->first_ns = row->local_ns;
        period->last_ns = row->local_ns;
    }
}

static const char *joined(struct arena *arena, const char *list, const char *more)
{
    return *list ? arena_format(arena, "%s, %s", list, more) : more;
}

/* Takes `name` when it fits as many rows as the best so far and reads the file differently from it. */
static void try_zone(struct finding *f, struct span name, size_t least)
{
    struct zone_proposal *p = f->p;
    struct zone *zone = zone_load(name);
    if (!zone) return;
    size_t fitting = zone_rows_fitting(f->compared, zone);
    const char *copy = arena_copy(f->arena, name).ptr;
    if (fitting >= least && fitting > p->fitting) {
        p->zone = copy;
        p->others = "";
        p->fitting = fitting;
    } else if (fitting >= least && fitting == p->fitting && *p->zone) {
        struct zone *chosen = zone_load(span_of(p->zone));
        if (chosen && zone_file_reads_differently(f->file, chosen, zone)) p->others = joined(f->arena, p->others, copy);
        zone_free(chosen);
    }
    zone_free(zone);
}

static void try_zones(struct finding *f, size_t least)
{
    const struct case_file *c = f->w->options ? f->w->options->case_file : NULL;
    if (c && c->time_zone.len > 0) try_zone(f, c->time_zone, least);
    for (size_t i = 0; c && i < c->rule_count; i++)
        if (c->rules[i].time_zone.len > 0) try_zone(f, c->rules[i].time_zone, least);
    for (size_t i = 0; i < sizeof usual_zones / sizeof *usual_zones; i++) try_zone(f, span_of(usual_zones[i]), least);
}

/* Summer and winter: two offsets half an hour or an hour apart. */
static bool is_summer_time(size_t a, size_t b)
{
    size_t apart = a < b ? b - a : a - b;
    return apart == 2 || apart == 4;
}

/* Equal sizes meet by chance, equal ids do not. */
static bool is_enough(const struct finding *f, size_t fitting)
{
    size_t compared = f->compared->rows.count;
    if (f->compared->by_size) return fitting >= SIZES_LEAST && fitting * 2 >= compared;
    return fitting >= IDS_LEAST && fitting * 10 >= compared * 9;
}

static void decide(struct finding *f)
{
    struct counts all, rest;
    struct zone_proposal *p = f->p;
    count_quarters(f->compared, QUARTERS, &all);
    if (all.best_rows == 0) return;
    count_quarters(f->compared, all.best, &rest);
    add_period(f, all.best, QUARTERS);
    bool summer = rest.best_rows > 0 && is_summer_time(all.best, rest.best) &&
                  (!f->compared->by_size || rest.best_rows >= SIZES_LEAST);
    bool second = !summer && rest.best_rows > 0 && !f->compared->by_size;
    if (summer || second) add_period(f, rest.best, all.best);
    if (all.tied && !summer) return;
    if (!summer && is_enough(f, all.best_rows)) {
        p->zone = p->periods[0].offset;
        p->fitting = all.best_rows;
    }
    size_t both = all.best_rows + (summer ? rest.best_rows : 0);
    if (is_enough(f, both)) try_zones(f, summer ? all.best_rows + 1 : both);
}

static void list_sources(struct finding *f)
{
    struct zone_proposal *p = f->p;
    p->sources = ARENA_ARRAY(f->arena, uint32_t, f->w->evidence->sources.count + 1);
    for (uint32_t i = 0; i < f->w->evidence->sources.count; i++)
        if (f->compared->sources[i]) p->sources[p->source_count++] = i;
}

void zone_file_propose(const struct work *w, const struct zone_file *file, struct zone_rows *ids,
                       struct zone_rows *sizes, struct zone_proposal *out, struct zone_rows **compared)
{
    struct finding f = {.w = w, .arena = w->result->arena, .file = file, .p = out};
    *out = (struct zone_proposal){.rows = file->count, .zone = "", .others = ""};
    out->periods = ARENA_ARRAY(f.arena, struct zone_period, PERIODS_MOST);
    zone_rows_compare(w, file, ids);
    if (ids->rows.count == 0) zone_rows_compare(w, file, sizes);
    *compared = f.compared = ids->rows.count > 0 ? ids : sizes;
    out->by_size = f.compared->by_size;
    out->compared = f.compared->rows.count;
    list_sources(&f);
    decide(&f);
}

void zones_propose(struct work *w)
{
    struct zone_rows ids, sizes, *compared;
    if (w->store->naive.count == 0) return;
    zone_known_gather(w, false, &ids);
    zone_known_gather(w, true, &sizes);
    for (size_t i = 0, end; i < w->store->naive.count; i = end) {
        const struct event *rows = &w->store->naive.items[i];
        for (end = i + 1; end < w->store->naive.count && w->store->naive.items[end].source == rows->source;) end++;
        struct zone_proposal *p = LIST_ADD(&w->result->zone_proposals);
        zone_file_propose(w, &(struct zone_file){.rows = rows, .count = end - i}, &ids, &sizes, p, &compared);
        p->source = rows->source;
    }
    zone_rows_free(&ids);
    zone_rows_free(&sizes);
}
