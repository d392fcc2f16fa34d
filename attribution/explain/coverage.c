/* coverage - what the bot records cover for one order's account and pair, file by file.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"
#include "attribution/explain/explain.h"

static bool grant_before(const struct explained_grant *a, const struct explained_grant *b)
{
    if (a->holds != b->holds) return a->holds;
    if (a->when.from_ns != b->when.from_ns) return a->when.from_ns < b->when.from_ns;
    return a->source < b->source;
}

static void add_grant(struct explained_coverage *out, const struct grant *g)
{
    bool holds = g->when.from_ns <= out->asked.from_ns && g->when.to_ns >= out->asked.to_ns;
    struct explained_grant one = {g->source, g->files, g->when, g->scope == SCOPE_PAIR, holds};
    (void)LIST_ADD(&out->grants);
    size_t at = out->grants.count - 1;
    for (; at > 0 && grant_before(&one, &out->grants.items[at - 1]); at--)
        out->grants.items[at] = out->grants.items[at - 1];
    out->grants.items[at] = one;
}

/* The covered stretches that end before the order and begin behind it. */
static void add_neighbours(const struct interval_set *covered, struct explained_coverage *out)
{
    out->before = out->after = (struct interval){0, -1};
    for (size_t i = 0; i < covered->list.count; i++) {
        struct interval when = covered->list.items[i];
        if (when.from_ns <= out->asked.from_ns) out->before = when;
        if (when.to_ns >= out->asked.to_ns && out->after.from_ns > out->after.to_ns) out->after = when;
    }
}

void explain_coverage(struct work *w, const struct order *o, struct explained_coverage *out)
{
    const struct coverage_map *map = w->coverage;
    uint32_t pair = w->pair[o->market];
    const struct pair_coverage *c = coverage_of_pair(w, o->account, pair);
    enum reason reason;
    out->asked = coverage_asked(w, o);
    out->covered = coverage_of(w, o, &reason);
    for (size_t i = 0; i < map->grants.count; i++)
        if (coverage_grant_applies(w, &map->grants.items[i], o->account, pair)) add_grant(out, &map->grants.items[i]);
    for (size_t i = 0; i < map->denials.count; i++) {
        const struct denial *d = &map->denials.items[i];
        if (coverage_denial_applies(w, d, o->account, pair) && interval_meets(d->when, out->asked))
            *LIST_ADD(&out->denials) = (struct explained_denial){d->source, d->when, d->reason};
    }
    for (size_t i = 0; i < c->older.list.count; i++) *LIST_ADD(&out->older) = c->older.list.items[i];
    add_neighbours(&c->covered, out);
}
