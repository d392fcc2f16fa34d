/* attribution - the stages, one call each, and the words for what they decide.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity.h"
#include "attribution/bot_tables.h"
#include "attribution/coverage.h"
#include "attribution/explain.h"
#include "attribution/skew.h"
#include "attribution/source_kinds.h"
#include "attribution/work.h"
#include "attribution/zone_effects.h"
#include "base/memory.h"

const char *verdict_name(enum verdict v)
{
    static const char *const names[VERDICT_COUNT] = {"",         "bot",       "manual",     "system", "other-issuer",
                                                     "unissued", "ambiguous", "not-covered"};
    return names[v];
}

const char *flag_name(enum flag f)
{
    static const char *const names[FLAG_COUNT] = {"", "review", "probable", "strong"};
    return names[f];
}

const char *reason_name(enum reason r)
{
    static const char *const names[REASON_COUNT] = {
#define REASON(code, name, sentence) name,
#include "attribution/reasons.def"
#undef REASON
    };
    return names[r];
}

const char *reason_sentence(enum reason r)
{
    static const char *const sentences[REASON_COUNT] = {
#define REASON(code, name, sentence) sentence,
#include "attribution/reasons.def"
#undef REASON
    };
    return sentences[r];
}

bool order_amount(const struct store *s, const struct order *o, enum order_amount which, struct decimal *out)
{
    return store_unpack(s, o->mantissa[which], o->scale[which], out);
}

bool bot_amount(const struct store *s, const struct bot_order *b, enum bot_amount which, struct decimal *out)
{
    return store_unpack(s, b->mantissa[which], b->scale[which], out);
}

struct result *attribution_run_kinds(struct evidence *e, const struct attribution_options *options,
                                     const struct source_kind *kinds)
{
    struct result *r = memory_alloc(sizeof *r);
    r->evidence = e;
    r->arena = arena_new(0);
    struct work w = {.evidence = e, .store = e->store, .options = options, .kinds = kinds, .result = r};
    names_prepare(&w);
    timeline_build(&w);
    overlap_find(&w);
    groups_build(&w);
    timeline_finish(&w);
    bot_orders_build(&w);
    if (!options->keep_clocks) skew_apply(&w);
    atoms_group(&w);
    orders_build(&w);
    exclusions_apply(&w);
    matching_run(&w);
    clocks_check(&w);
    skew_undo(&w);
    coverage_build(&w);
    coverage_list(&w);
    verdicts_set(&w);
    issuers_count(&w);
    incidents_find(&w);
    flags_set(&w);
    losses_sum(&w);
    movements_tell(&w);
    margins_measure(&w);
    if (!options->once) {
        zones_propose(&w);
        skew_effects_find(&w);
        zone_effects_find(&w);
        r->authenticity = authenticity_check(r);
    }
    if (options->explain) explain_run(&w, options->explain);
    coverage_free(&w);
    bot_tables_free(w.tables);
    LIST_FREE(&w.contested);
    LIST_FREE(&w.unserved);
    names_release(&w);
    return r;
}

struct result *attribution_run(struct evidence *e, const struct attribution_options *options)
{
    struct source_kind *kinds = source_kinds_read(e);
    struct result *r = attribution_run_kinds(e, options, kinds);
    free(kinds);
    return r;
}

void result_free(struct result *r)
{
    if (!r) return;
    for (size_t i = 0; i < r->incidents.count; i++) LIST_FREE(&r->incidents.items[i].signals);
    LIST_FREE(&r->orders);
    LIST_FREE(&r->bot_orders);
    LIST_FREE(&r->coverage);
    LIST_FREE(&r->incidents);
    LIST_FREE(&r->losses);
    LIST_FREE(&r->market_losses);
    LIST_FREE(&r->issuers);
    LIST_FREE(&r->skews);
    LIST_FREE(&r->skew_effects);
    for (size_t i = 0; i < r->zone_rivals.count; i++) LIST_FREE(&r->zone_rivals.items[i].effects);
    LIST_FREE(&r->zone_rivals);
    LIST_FREE(&r->zone_checks);
    LIST_FREE(&r->clock_doubts);
    LIST_FREE(&r->zone_proposals);
    authenticity_free(r->authenticity);
    arena_free(r->arena);
    free(r);
}

static const struct order *order_of(const struct result *r, uint32_t event)
{
    uint32_t order = r->order_of_event[event];
    return order == INDEX_NONE ? NULL : &r->orders.items[order];
}

enum verdict result_verdict(const struct result *r, uint32_t event)
{
    const struct order *o = order_of(r, event);
    return o ? (enum verdict)o->verdict : VERDICT_NONE;
}

enum flag result_flag(const struct result *r, uint32_t event)
{
    const struct order *o = order_of(r, event);
    return o ? (enum flag)o->flag : FLAG_NONE;
}
