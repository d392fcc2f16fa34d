/* sim_rows - what all exporters share: fills and orders in order of time, the note of whose row is where, members of JSON
 * records.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SIM_ROWS_H
#define STRAYKEY_TESTS_SIM_ROWS_H

#include "tests/accuracy/sim_files.h"

struct line_up {
    int64_t at_ms;
    uint64_t id;
    size_t index; /* of the world's fills or orders */
};
typedef LIST(struct line_up) queue;
/* In order of time, of the time that the plan wants. LIST_FREE them. */
queue rows_fills(const struct world *w, const struct export_plan *plan);
queue rows_orders(const struct world *w, const struct export_plan *plan);

/* The next byte of the text begins a record of this order. */
void rows_note(struct outbox *out, const char *file, const struct text *t, size_t order);
void rows_save(struct outbox *out, struct text *t, const struct export_plan *plan);

/* A JSON list with the newest first: `head`, a record for each order or fill, a comma between two of them, `tail`. `put`
 * writes the record of one of the world's orders or fills. */
typedef void rows_put(struct text *t, const struct world *w, const struct export_plan *plan, size_t index);
void rows_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan, const char *head,
                      rows_put *put, const char *tail);
void rows_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan, const char *head,
                     rows_put *put, const char *tail);

void rows_member(struct text *t, const struct export_plan *plan, bool first, const char *name, const char *value,
                 bool quoted);
void rows_whole(struct text *t, const struct export_plan *plan, const char *name, uint64_t value);

struct number rows_average(const struct sim_order *o); /* "0": nothing executed */
/* Of all fills of the order; *coin is left alone when there are none. */
int64_t rows_fee(const struct world *w, size_t order, int *coin);

#endif
