/* authenticity_trial - a folder of one's own, and what the files in it could be held against.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_AUTHENTICITY_TRIAL_H
#define STRAYKEY_TESTS_AUTHENTICITY_TRIAL_H

#include "ingest_world.h"

#include "attribution/authenticity/authenticity.h"

struct trial {
    struct world w;
    struct result *result;
};

static inline void trial_begin(struct trial *t)
{
    begin(&t->w, NULL);
    t->result = NULL;
}

static inline void trial_run(struct trial *t)
{
    const struct attribution_options options = {.case_file = t->w.case_file};
    t->result = attribution_run(t->w.evidence, &options);
}

static inline void trial_end(struct trial *t)
{
    result_free(t->result);
    end(&t->w);
}

static inline const struct auth_finding *finding(const struct trial *t, enum auth_check check)
{
    const struct authenticity *a = t->result->authenticity;
    for (size_t i = 0; i < a->findings.count; i++)
        if (a->findings.items[i].check == check) return &a->findings.items[i];
    return NULL;
}

#endif
