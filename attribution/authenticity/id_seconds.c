/* id_seconds - ids that hold the second they were made in, against the time of their row. Counted while the file was read
 * (parser/self_checks.c).
 *
 * An id later than its fill, or apart from its order, shows that one of the two was not written by the site as it stands,
 * or that the zone of the times is taken wrongly: then all are apart by the same span. A forger who knows of the second
 * inside can make ids that fit.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/work.h"

static int64_t larger(int64_t a, int64_t b)
{
    return (a < 0 ? -a : a) > (b < 0 ? -b : b) ? a : b;
}

void id_seconds_check(struct auth_work *w)
{
    for (uint32_t i = 0; i < w->evidence->sources.count; i++) {
        const struct created_ids *ids = &w->evidence->sources.items[i].found.created;
        if (ids->counted == 0) continue;
        struct auth_finding *f = auth_add(w, AUTH_ID_SECONDS, i);
        f->counted = ids->counted;
        f->deviating = ids->off.count;
        f->result = (uint8_t)auth_result_of(f->counted, f->deviating);
        if (f->deviating == 0) continue;
        f->worst_ns = larger(ids->least_ns, ids->most_ns);
        f->uniform =
            ids->off.count == ids->counted && ids->counted > 1 && ids->most_ns - ids->least_ns <= 2 * NS_PER_SECOND;
        auth_take_rows(w, f, &ids->off);
    }
}
