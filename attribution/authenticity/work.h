/* work - what the checks of authenticity share. Private to them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_AUTHENTICITY_WORK_H
#define STRAYKEY_ATTRIBUTION_AUTHENTICITY_WORK_H

#include "attribution/authenticity/authenticity.h"

struct auth_work {
    const struct result *r;
    const struct evidence *evidence;
    const struct store *store;
    struct authenticity *out;
    size_t *first; /* per source: its first event; [count] is the end. The events of a file stand together */
};
struct auth_finding *auth_add(struct auth_work *w, enum auth_check check, uint32_t source);
void auth_take_rows(struct auth_work *w, struct auth_finding *f, const struct places *rows);

void cross_source_check(struct auth_work *w);
void balance_closure_check(struct auth_work *w);
void id_order_check(struct auth_work *w);
void id_seconds_check(struct auth_work *w);
void resaved_check(struct auth_work *w);

#endif
