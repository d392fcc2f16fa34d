/* report_model - looking things up in a report model, for the tests of what the report says.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_REPORT_MODEL_H
#define STRAYKEY_TESTS_REPORT_MODEL_H

#include "report/model/model.h"
#include "report_demo.h"

static inline struct report_model *model_of(const struct demo *d)
{
    return report_model_build(&d->in, DEMO_DIGEST);
}

static inline const struct block *find_block(const struct report_model *m, enum block_kind kind, const char *part)
{
    for (size_t i = 0; i < m->blocks.count; i++) {
        const struct block *b = &m->blocks.items[i];
        if (b->kind == kind && span_contains(b->text, span_of(part))) return b;
    }
    return NULL;
}

/* The first table below the heading that contains `heading`. */
static inline const struct block *table_below(const struct report_model *m, const char *heading)
{
    const struct block *b = find_block(m, BLOCK_HEADING, heading);
    assert_non_null(b);
    for (; b < m->blocks.items + m->blocks.count; b++)
        if (b->kind == BLOCK_TABLE || b->kind == BLOCK_FACTS) return b;
    fail_msg("no table below %s", heading);
    return NULL;
}

static inline bool says(const struct report_model *m, const char *part)
{
    for (size_t i = 0; i < m->blocks.count; i++) {
        const struct block *b = &m->blocks.items[i];
        if (span_contains(b->text, span_of(part))) return true;
        for (size_t r = 0; r < b->row_count; r++)
            for (size_t c = 0; c < b->column_count; c++)
                if (span_contains(b->rows[r].cells[c], span_of(part))) return true;
    }
    return false;
}

static inline void assert_says(const struct report_model *m, const char *part)
{
    if (!says(m, part)) fail_msg("the report does not say: %s", part);
}

#endif
