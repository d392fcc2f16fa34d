/* record - looking up cells.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/record.h"

const struct cell *record_cell(const struct record *r, struct span name)
{
    for (size_t i = 0; i < r->count; i++) {
        if (span_equal(r->cells[i].name, name)) return &r->cells[i];
    }
    return NULL;
}
