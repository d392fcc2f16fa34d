/* balance_closure - statements that print the balance after each change: does every balance follow from the one before?
 * Then opening balance and changes give the closing balance, and no row between was left out, added or altered alone.
 *
 * Rows of one second may stand in another order than they happened, and an export may have been limited to some kinds of
 * rows; such breaks are named like altered rows, and never called a contradiction. A file whose rows are in no order of
 * time can't be followed.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/work.h"

void balance_closure_check(struct auth_work *w)
{
    for (uint32_t i = 0; i < w->evidence->sources.count; i++) {
        const struct source_entry *entry = &w->evidence->sources.items[i];
        const bool up = source_entry_upwards(entry);
        struct places off = {0};
        uint64_t steps = 0;
        uint32_t name = 0, names = 0;
        for (size_t k = 0; k < entry->found.balances.count; k++) {
            const struct balance_chain *c = &entry->found.balances.items[k];
            const struct places *own = up ? &c->off_up : &c->off_down;
            if (c->rows < 2) continue;
            steps += c->rows - 1;
            if (own->count > 0) name = c->name;
            names += own->count > 0;
            places_append(&off, own);
        }
        if (steps == 0) continue;
        struct auth_finding *f = auth_add(w, AUTH_BALANCES, i);
        const bool ordered = entry->newest_first || entry->oldest_first || off.count * 2 <= steps;
        f->counted = steps;
        f->deviating = off.count;
        f->result = (uint8_t)(!ordered ? AUTH_NOT_CHECKABLE : off.count == 0 ? AUTH_AGREES : AUTH_EXCEPT);
        f->name = names == 1 ? name : 0;
        auth_take_rows(w, f, &off);
    }
}
