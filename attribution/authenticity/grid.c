/* grid - the findings of all checks: their words, how one is added, and their end.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/work.h"
#include "base/memory.h"

#include <stdlib.h>

const char *auth_check_name(enum auth_check c)
{
    static const char *const names[AUTH_CHECK_COUNT] = {"hashes",     "row-accounting",  "cross-source", "bot-records",
                                                        "same-time",  "balance-closure", "id-gaps",      "id-order",
                                                        "id-seconds", "resaved",         "public-tape"};
    return names[c];
}

const char *auth_result_name(enum auth_result r)
{
    static const char *const names[AUTH_RESULT_COUNT] = {"not-checkable", "agrees", "agrees-except", "contradicts"};
    return names[r];
}

const char *resaved_sign_name(enum resaved_sign s)
{
    static const char *const names[SIGN_COUNT] = {"id-exponent", "number-damaged", "id-zeros",  "no-seconds",
                                                  "times",       "delimiter",      "line-ends", "byte-order-mark",
                                                  "quotes",      "empty-columns"};
    return names[s];
}

enum auth_result auth_result_of(uint64_t counted, uint64_t deviating)
{
    if (counted == 0) return AUTH_NOT_CHECKABLE;
    if (deviating == 0) return AUTH_AGREES;
    return deviating > counted / 2 ? AUTH_CONTRADICTS : AUTH_EXCEPT;
}

struct auth_finding *auth_add(struct auth_work *w, enum auth_check check, uint32_t source)
{
    struct auth_finding *f = LIST_ADD(&w->out->findings);
    *f = (struct auth_finding){.check = (uint8_t)check, .source = source, .other = SOURCE_NONE};
    return f;
}

void auth_take_rows(struct auth_work *w, struct auth_finding *f, const struct places *rows)
{
    f->row_count = rows->count < PLACES_MOST ? (size_t)rows->count : PLACES_MOST;
    f->rows = ARENA_ARRAY(w->r->arena, struct row_place, f->row_count + 1);
    for (size_t i = 0; i < f->row_count; i++) f->rows[i] = rows->items[i];
}

void auth_add_same_time(struct auth_work *w, uint32_t source, uint32_t other, uint64_t counted,
                        const struct places *off)
{
    if (counted == 0) return;
    struct auth_finding *f = auth_add(w, AUTH_SAME_TIME, source);
    f->other = other;
    f->counted = counted;
    f->deviating = off->count;
    f->result = (uint8_t)auth_result_of(counted, off->count);
    auth_take_rows(w, f, off);
}

void authenticity_free(struct authenticity *a)
{
    if (!a) return;
    LIST_FREE(&a->findings);
    free(a);
}
