/* work - what the checks of authenticity share. Private to them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_AUTHENTICITY_WORK_H
#define STRAYKEY_ATTRIBUTION_AUTHENTICITY_WORK_H

#include "attribution/authenticity/authenticity.h"
#include "attribution/work.h"

struct auth_work {
    const struct work *stages;
    const struct result *r;
    const struct evidence *evidence;
    const struct store *store;
    struct authenticity *out;
    size_t *first; /* see source_events.h */
    bool *told;    /* per event: cross_source has told that another file says something else of the same trade */
};
struct auth_finding *auth_add(struct auth_work *w, enum auth_check check, uint32_t source);
void auth_take_rows(struct auth_work *w, struct auth_finding *f, const struct places *rows);

void cross_source_check(struct auth_work *w);
void same_time_check(struct auth_work *w); /* after cross_source_check */
void auth_add_same_time(struct auth_work *w, uint32_t source, uint32_t other, uint64_t counted, const struct places *off);
void statement_fills_check(struct auth_work *w);
void balance_closure_check(struct auth_work *w);
void id_gaps_check(struct auth_work *w);
void id_order_check(struct auth_work *w);
void id_seconds_check(struct auth_work *w);
void resaved_check(struct auth_work *w);

#endif
