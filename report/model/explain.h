/* explain - the sections of one explained order. Private to explain*.c.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_MODEL_EXPLAIN_H
#define STRAYKEY_REPORT_MODEL_EXPLAIN_H

#include "attribution/explain/explain.h"
#include "report/model/build.h"

const struct order *explained_order(const struct builder *b, const struct explanation *x);
/* "17T21:00:00 to ..."; open ends in words. */
const char *value_order_time(const struct builder *b, const struct order *o); /* its first and last moment */
const char *value_interval(const struct builder *b, struct interval when);
/* All rows of a bot order, the one that it is named by first. */
const char *value_bot_rows(const struct builder *b, uint32_t bot);
/* Orders by the names of their rows. `all` may be more than are listed. */
const char *value_orders(const struct builder *b, const uint32_t *orders, size_t count, uint64_t all);

void explain_verdict(struct builder *b, const struct explanation *x);    /* model/explain_verdict.c */
void explain_candidates(struct builder *b, const struct explanation *x); /* model/explain_records.c */
void explain_cover(struct builder *b, const struct explanation *x);      /* model/explain_cover.c */
void explain_files(struct builder *b, const struct explanation *x);
void explain_incident(struct builder *b, const struct explanation *x);
void explain_wanted(struct builder *b, const struct explanation *x);     /* model/explain_needs.c */

#endif
