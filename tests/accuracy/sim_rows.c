/* sim_rows.c - see sim_rows.h.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include <stdio.h>
#include <stdlib.h>

static int compare_line_up(const void *left, const void *right)
{
    const struct line_up *a = left, *b = right;
    if (a->at_ms != b->at_ms) return a->at_ms < b->at_ms ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static bool inside(const struct export_plan *plan, int64_t at_ms)
{
    return (plan->from_ms == 0 || at_ms >= plan->from_ms) && (plan->to_ms == 0 || at_ms < plan->to_ms);
}

static bool wanted(const struct export_plan *plan, const struct sim_order *o)
{
    return plan->rows == ROWS_BOTH || o->conversion == (plan->rows == ROWS_CONVERSIONS);
}

queue rows_fills(const struct world *w, const struct export_plan *plan)
{
    queue q = LIST_EMPTY;
    for (size_t i = 0; i < w->fills.count; i++)
        if (inside(plan, w->fills.items[i].at_ms) && wanted(plan, &w->orders.items[w->fills.items[i].order]))
            *LIST_ADD(&q) = (struct line_up){w->fills.items[i].at_ms, w->fills.items[i].id, i};
    if (q.count > 0) qsort(q.items, q.count, sizeof *q.items, compare_line_up);
    return q;
}

queue rows_orders(const struct world *w, const struct export_plan *plan)
{
    queue q = LIST_EMPTY;
    for (size_t i = 0; i < w->orders.count; i++)
        if (inside(plan, w->orders.items[i].placed_ms) && wanted(plan, &w->orders.items[i]))
            *LIST_ADD(&q) = (struct line_up){w->orders.items[i].placed_ms, w->orders.items[i].id, i};
    if (q.count > 0) qsort(q.items, q.count, sizeof *q.items, compare_line_up);
    return q;
}

void rows_note(struct outbox *out, const char *file, const struct text *t, size_t order)
{
    text_add(&out->rows, "%s\t%u\t%zu\t%zu\n", file, text_line(t), t->length, order);
}

void rows_save(struct outbox *out, struct text *t, const struct export_plan *plan)
{
    text_save(t, out->dir, plan->name, plan->packing, plan->cut_percent > 0 ? plan->cut_percent : 100);
    text_free(t);
}

static void list_json(struct outbox *out, const struct world *w, const struct export_plan *plan, queue *q, bool fills,
                      const char *head, rows_put *put, const char *tail)
{
    struct text t = {NULL, 0, 0, 0};
    text_add(&t, "%s", head);
    for (size_t i = q->count; i > 0; i--) {
        size_t index = q->items[i - 1].index;
        text_add(&t, "%s\n", i < q->count ? "," : "");
        rows_note(out, plan->name, &t, fills ? w->fills.items[index].order : index);
        put(&t, w, plan, index);
    }
    text_add(&t, "%s", tail);
    LIST_FREE(q);
    rows_save(out, &t, plan);
}

void rows_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan, const char *head,
                      rows_put *put, const char *tail)
{
    queue q = rows_orders(w, plan);
    list_json(out, w, plan, &q, false, head, put, tail);
}

void rows_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan, const char *head,
                     rows_put *put, const char *tail)
{
    queue q = rows_fills(w, plan);
    list_json(out, w, plan, &q, true, head, put, tail);
}

void rows_member(struct text *t, const struct export_plan *plan, bool first, const char *name, const char *value,
                 bool quoted)
{
    const char *quote = quoted ? "\"" : "";
    text_add(t, "%s%s\"%s\":%s%s%s%s", first ? "" : ",", plan->pretty ? "\n    " : "", name, plan->pretty ? " " : "",
             quote, value, quote);
}

void rows_whole(struct text *t, const struct export_plan *plan, const char *name, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    rows_member(t, plan, false, name, digits, false);
}

struct number rows_average(const struct sim_order *o)
{
    return number_wide(o->executed > 0 ? (wide)o->cost * UNIT / o->executed : 0, UNIT_DECIMALS, UNIT_DECIMALS, 0);
}

int64_t rows_fee(const struct world *w, size_t order, int *coin)
{
    int64_t fee = 0;
    for (size_t i = w->first_fill.items[order]; i < w->first_fill.items[order + 1]; i++) {
        fee += w->fills.items[i].fee;
        *coin = w->fills.items[i].fee_coin;
    }
    return fee;
}
