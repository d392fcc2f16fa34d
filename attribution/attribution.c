/* attribution - the stages, one call each.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/authenticity.h"
#include "attribution/bots/tables.h"
#include "attribution/coverage/coverage.h"
#include "attribution/explain/explain.h"
#include "attribution/source_kinds.h"
#include "attribution/work.h"
#include "attribution/zones/effects.h"
#include "attribution/zones/skew.h"
#include "base/memory.h"

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
        held_find(&w);
        zones_propose(&w);
        skew_effects_find(&w);
        zone_effects_find(&w);
        r->authenticity = authenticity_check(&w);
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
