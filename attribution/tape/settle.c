/* settle - from what was found on the tapes to a result for every fill. Rows that leave the least choice are settled
 * first: what they take, others can't have.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/tape/check.h"
#include "base/memory.h"

#define BY(a, b)                                                                                                       \
    if ((a) != (b)) return (a) < (b) ? -1 : 1

/* ---- candidates ------------------------------------------------------------------------------------------------------ */

struct trade_side { /* one side of a trade of the tape, and a candidate that it is for */
    uint64_t id;
    uint32_t series;
    uint8_t side;
    size_t candidate;
};
struct settling {
    struct tape_check *check;
    struct tape *out;
    struct trade_side *sides; /* by series, side, id */
    size_t *first_candidate;  /* per group, and the end */
};

static int by_group(const void *left, const void *right)
{
    const struct tape_candidate *a = left, *b = right;
    BY(a->group, b->group);
    BY(a->id, b->id);
    return 0;
}

static int by_side(const void *left, const void *right)
{
    const struct trade_side *a = left, *b = right;
    BY(a->series, b->series);
    BY(a->side, b->side);
    BY(a->id, b->id);
    BY(a->candidate, b->candidate);
    return 0;
}

/* A day's file and the month's hold the same trades. */
static void drop_repeated(struct tape_check *c)
{
    size_t kept = 0;
    if (c->candidates.count > 1) qsort(c->candidates.items, c->candidates.count, sizeof *c->candidates.items, by_group);
    for (size_t i = 0; i < c->candidates.count; i++) {
        if (kept > 0 && by_group(&c->candidates.items[kept - 1], &c->candidates.items[i]) == 0) continue;
        c->candidates.items[kept++] = c->candidates.items[i];
    }
    c->candidates.count = kept;
}

static void index_candidates(struct settling *s)
{
    const struct tape_check *c = s->check;
    size_t at = 0;
    s->first_candidate = memory_resize(NULL, c->groups.count + 1, sizeof *s->first_candidate);
    for (size_t i = 0; i <= c->groups.count; i++) {
        while (at < c->candidates.count && c->candidates.items[at].group < i) at++;
        s->first_candidate[i] = at;
    }
    s->sides = memory_resize(NULL, c->candidates.count + 1, sizeof *s->sides);
    for (size_t i = 0; i < c->candidates.count; i++) {
        const struct tape_candidate *k = &c->candidates.items[i];
        const struct tape_fill *f = tape_group_fill(c, &c->groups.items[k->group]);
        s->sides[i] = (struct trade_side){k->id, f->series, f->side, i};
    }
    if (c->candidates.count > 1) qsort(s->sides, c->candidates.count, sizeof *s->sides, by_side);
}

/* That side of the trade has its fill. */
static void claim(struct settling *s, uint32_t series, uint8_t side, uint64_t id)
{
    const struct trade_side wanted = {id, series, side, 0};
    size_t low = 0, high = s->check->candidates.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (by_side(&s->sides[middle], &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < s->check->candidates.count; low++) {
        const struct trade_side *t = &s->sides[low];
        if (t->series != series || t->side != side || t->id != id) break;
        s->check->candidates.items[t->candidate].taken = true;
    }
}

/* ---- results ----------------------------------------------------------------------------------------------------------- */

static int by_cover(const void *left, const void *right)
{
    const struct tape_cover *a = left, *b = right;
    BY(a->series, b->series);
    BY(a->aggregate, b->aggregate);
    BY(a->from_ns, b->from_ns);
    BY(a->to_ns, b->to_ns);
    return 0;
}

static void merge_covers(struct tape_check *c)
{
    size_t kept = 0;
    if (c->covers.count > 1) qsort(c->covers.items, c->covers.count, sizeof *c->covers.items, by_cover);
    for (size_t i = 0; i < c->covers.count; i++) {
        const struct tape_cover next = c->covers.items[i];
        struct tape_cover *last = kept > 0 ? &c->covers.items[kept - 1] : NULL;
        const bool alike = last && last->series == next.series && last->aggregate == next.aggregate;
        if (alike && next.from_ns <= last->to_ns) {
            if (next.to_ns > last->to_ns) last->to_ns = next.to_ns;
        } else {
            c->covers.items[kept++] = next;
        }
    }
    c->covers.count = kept;
}

static bool is_covered(const struct tape_check *c, const struct tape_fill *f, bool aggregate)
{
    const struct tape_cover wanted = {f->from_ns, INT64_MAX, f->series, aggregate};
    size_t low = 0, high = c->covers.count;
    while (low < high) { /* the first that begins later */
        const size_t middle = low + (high - low) / 2;
        if (by_cover(&c->covers.items[middle], &wanted) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) return false;
    const struct tape_cover *k = &c->covers.items[low - 1];
    return k->series == f->series && k->aggregate == aggregate && f->from_ns < k->to_ns;
}

/* Conversions of dust and the like are no trades of the market: that none fits says nothing. */
static enum tape_result none_for(const struct tape_check *c, const struct tape_fill *f)
{
    if (!is_covered(c, f, false) && !is_covered(c, f, true)) return TAPE_NOT_COVERED;
    return result_verdict(c->result, f->event) == VERDICT_SYSTEM ? TAPE_NOT_COVERED : TAPE_NONE;
}

static void settle_named(struct settling *s)
{
    const struct tape_check *c = s->check;
    for (size_t i = 0; i < c->ids.count; i++) {
        const struct tape_fill *f = &c->fills.items[c->ids.items[i].fill];
        struct tape_finding *out = &s->out->of_event[f->event];
        if (f->fits) {
            *out = (struct tape_finding){.trade_id = f->id, .result = TAPE_EXACT};
            claim(s, f->series, f->side, f->id);
        } else if (f->in_aggregate && !is_covered(c, f, false)) {
            out->result = TAPE_AGGREGATE;
        } else {
            out->result = (uint8_t)none_for(c, f);
            out->other_values = out->result == TAPE_NONE && f->differs;
        }
    }
}

struct turn { /* a group that waits to be settled */
    int64_t width;
    uint32_t group;
    bool any_maker;
};

static int by_choice(const void *left, const void *right)
{
    const struct turn *a = left, *b = right;
    BY(a->width, b->width);
    BY(a->any_maker, b->any_maker);
    BY(a->group, b->group);
    return 0;
}

/* As many trades as fills, or fewer: each trade goes to one of them, in the order of their ids and of the timeline. */
static void hand_out(struct settling *s, const struct tape_group *g, size_t candidate)
{
    const struct tape_check *c = s->check;
    for (size_t i = g->first_fill; i < g->end_fill; i++) {
        const struct tape_fill *f = &c->fills.items[i];
        struct tape_finding *out = &s->out->of_event[f->event];
        while (candidate < c->candidates.count && c->candidates.items[candidate].taken) candidate++;
        const struct tape_candidate *k = candidate < c->candidates.count ? &c->candidates.items[candidate] : NULL;
        if (!k || &c->groups.items[k->group] != g) {
            out->result = (uint8_t)none_for(c, f);
            continue;
        }
        *out = (struct tape_finding){.trade_id = k->id, .result = TAPE_UNIQUE};
        claim(s, f->series, f->side, k->id);
    }
}

static void settle_group(struct settling *s, size_t group)
{
    const struct tape_check *c = s->check;
    const struct tape_group *g = &c->groups.items[group];
    const struct tape_fill *first = tape_group_fill(c, g);
    const size_t start = s->first_candidate[group], end = s->first_candidate[group + 1];
    size_t free_ones = 0;
    for (size_t i = start; i < end; i++) free_ones += !c->candidates.items[i].taken;
    const bool parts = g->aggregates > 0 && !is_covered(c, first, false);
    if (!parts && !g->many && free_ones <= g->end_fill - g->first_fill) {
        hand_out(s, g, start);
        return;
    }
    const struct tape_finding finding = {.candidates = (uint32_t)free_ones,
                                         .result = parts ? TAPE_AGGREGATE : TAPE_CANDIDATES};
    for (size_t i = g->first_fill; i < g->end_fill; i++) s->out->of_event[c->fills.items[i].event] = finding;
}

static void settle_groups(struct settling *s)
{
    const struct tape_check *c = s->check;
    struct turn *turns = memory_resize(NULL, c->groups.count + 1, sizeof *turns);
    for (size_t i = 0; i < c->groups.count; i++) {
        const struct tape_fill *f = tape_group_fill(c, &c->groups.items[i]);
        turns[i] = (struct turn){f->to_ns - f->from_ns, (uint32_t)i, f->maker == MAKER_ANY};
    }
    if (c->groups.count > 1) qsort(turns, c->groups.count, sizeof *turns, by_choice);
    for (size_t i = 0; i < c->groups.count; i++) settle_group(s, turns[i].group);
    free(turns);
}

static int by_number(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    BY(*a, *b);
    return 0;
}

/* A zone that was stated wrongly moves every row by the same. */
static void find_span(const struct tape_check *c, struct tape *out)
{
    int64_t *spans = memory_resize(NULL, c->ids.count + 1, sizeof *spans);
    for (size_t i = 0; i < c->ids.count; i++) {
        const struct tape_fill *f = &c->fills.items[c->ids.items[i].fill];
        if (out->of_event[f->event].other_values && f->time_alone) spans[out->time_alone++] = f->apart_s;
    }
    if (out->time_alone > 1) qsort(spans, out->time_alone, sizeof *spans, by_number);
    for (size_t i = 0, first = 0; i < out->time_alone; i++) {
        if (spans[i] != spans[first]) first = i;
        if (i - first + 1 <= out->at_apart) continue;
        out->at_apart = i - first + 1;
        out->apart_s = spans[i];
    }
    free(spans);
}

static void count_results(const struct result *r, struct tape *out)
{
    for (size_t i = 0; i < r->timeline_count; i++) {
        const struct tape_finding *f = &out->of_event[r->timeline[i]];
        const bool flagged = result_flag(r, r->timeline[i]) != FLAG_NONE;
        if (f->result == TAPE_NOT_A_FILL) continue;
        out->totals[f->result]++;
        out->flagged[f->result] += flagged;
        out->other_values += f->other_values;
        out->flagged_other_values += f->other_values && flagged;
    }
}

void tape_settle(struct tape_check *c, struct tape *out)
{
    const struct result *r = c->result;
    struct settling s = {.check = c, .out = out};
    out->of_event = memory_alloc((c->store->events.count + 1) * sizeof *out->of_event);
    for (size_t i = 0; i < r->timeline_count; i++) {
        if (c->store->events.items[r->timeline[i]].kind == EVENT_FILL)
            out->of_event[r->timeline[i]].result = TAPE_NOT_COVERED;
    }
    out->rows = c->rows;
    merge_covers(c);
    drop_repeated(c);
    index_candidates(&s);
    settle_named(&s);
    settle_groups(&s);
    find_span(c, out);
    count_results(r, out);
    free(s.sides);
    free(s.first_candidate);
}
