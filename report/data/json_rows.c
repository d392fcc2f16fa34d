/* json_rows - lists of rows, the same one once.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/json_rows.h"

#include "report/data/rows.h"

#include <stdlib.h>

void json_rows_free(struct json_rows *rows)
{
    LIST_FREE(&rows->written);
}

void json_rows_all(const struct json_rows *rows, struct json_out *out, const uint32_t *orders, size_t count)
{
    json_out_key(out, "rows");
    json_out_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        const uint32_t event = figures_order_event(rows->r, &rows->r->orders.items[orders[i]]);
        char row[ROW_TEXT_MAX];
        if (event == EVENT_NONE) continue;
        rows_text(rows->r->evidence->store, rows->sharing_lines, event, row);
        json_out_cstr(out, row);
    }
    json_out_close(out, ']');
}

void json_rows_named(struct json_rows *rows, struct json_out *out, const uint32_t *orders, size_t count,
                     const char *where)
{
    json_rows_all(rows, out, orders, count);
    if (count <= JSON_ROWS_REPEATED) return;
    *LIST_ADD(&rows->written) = (struct json_row_list){orders, count, arena_format(rows->arena, "%s", where)};
}

static const char *known_as(const struct json_rows *rows, const uint32_t *orders, size_t count)
{
    if (count <= JSON_ROWS_REPEATED) return NULL;
    for (size_t i = 0; i < rows->written.count; i++) {
        const struct json_row_list *list = &rows->written.items[i];
        if (list->count == count && memcmp(list->orders, orders, count * sizeof *orders) == 0) return list->where;
    }
    return NULL;
}

void json_rows_once(struct json_rows *rows, struct json_out *out, const uint32_t *orders, size_t count,
                    const char *where)
{
    const char *known = known_as(rows, orders, count);
    if (!known) {
        json_rows_named(rows, out, orders, count, where);
        return;
    }
    json_out_key(out, "rows_as");
    json_out_cstr(out, known);
}
