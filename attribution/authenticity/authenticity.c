/* authenticity - the checks, one call each, and what they give together.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/work.h"
#include "attribution/source_events.h"
#include "attribution/tape/tape.h"
#include "base/memory.h"

#include <stdlib.h>

/* ---- what reading has shown already --------------------------------------------------------------------------------- */

static void hashes_check(struct auth_work *w)
{
    for (uint32_t i = 0; i < w->evidence->sources.count; i++) {
        const struct source_entry *entry = &w->evidence->sources.items[i];
        if (!entry->readable || entry->package) continue;
        struct auth_finding *f = auth_add(w, AUTH_HASHES, i);
        f->counted = 1;
        f->deviating = entry->facts.damage == DAMAGE_BAD_CRC || source_entry_has_note(entry, diag_packed_bad_crc);
        f->result = (uint8_t)auth_result_of(f->counted, f->deviating);
    }
}

/* That the sum holds is asserted where the file is read. */
static void rows_check(struct auth_work *w)
{
    for (uint32_t i = 0; i < w->evidence->sources.count; i++) {
        const struct map_counts *counts = &w->evidence->sources.items[i].counts;
        if (counts->read == 0) continue;
        struct auth_finding *f = auth_add(w, AUTH_ROWS, i);
        f->counted = counts->read;
        f->deviating = counts->read - counts->events - counts->skipped - counts->rejected;
        f->result = (uint8_t)auth_result_of(f->counted, f->deviating);
    }
}

/* ---- all ---------------------------------------------------------------------------------------------------------------- */

static void sum_up(struct authenticity *a)
{
    for (size_t i = 0; i < a->findings.count; i++) {
        const struct auth_finding *f = &a->findings.items[i];
        struct auth_sum *sum = &a->sums[f->check];
        if (f->result == AUTH_NOT_CHECKABLE) continue;
        sum->files++;
        sum->counted += f->counted;
        sum->deviating += f->deviating;
        if (f->result > (uint8_t)sum->result) sum->result = (enum auth_result)f->result;
    }
}

struct authenticity *authenticity_check(const struct work *stages)
{
    const struct result *r = stages->result;
    struct authenticity *a = memory_alloc(sizeof *a);
    struct auth_work w = {.stages = stages,
                          .r = r,
                          .evidence = r->evidence,
                          .store = r->evidence->store,
                          .out = a,
                          .first = source_events_first(r->evidence),
                          .told = memory_alloc(r->evidence->store->events.count + 1)};
    hashes_check(&w);
    rows_check(&w);
    cross_source_check(&w);
    same_time_check(&w);
    balance_closure_check(&w);
    id_gaps_check(&w);
    id_order_check(&w);
    id_seconds_check(&w);
    resaved_check(&w);
    free(w.told);
    free(w.first);
    sum_up(a);
    return a;
}

struct auth_sum auth_sum(const struct result *r, enum auth_check check)
{
    if (check == AUTH_BOTS) return (struct auth_sum){auth_result_of(r->ids_joined, 0), r->ids_joined, 0, 0};
    if (check < AUTH_TAPE && !r->authenticity) return (struct auth_sum){.result = AUTH_NOT_CHECKABLE};
    if (check < AUTH_TAPE) return r->authenticity->sums[check];
    struct auth_sum sum = {.result = AUTH_NOT_CHECKABLE};
    if (!r->tape) return sum;
    for (unsigned i = TAPE_EXACT; i <= TAPE_NONE; i++) sum.counted += r->tape->totals[i];
    sum.deviating = r->tape->totals[TAPE_NONE];
    sum.files = tape_good_files(r->tape);
    sum.result = auth_result_of(sum.counted, sum.deviating);
    return sum;
}
