/* recorded - explained orders against the timeline of the case folder that they were asked of.
 *
 * A later version of the program may judge otherwise, and a folder may have been altered together with its manifests; either
 * way whoever asks must know that the answer is not what the folder says.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/explain/explain.h"
#include "base/memory.h"
#include "parser/csv/csv.h"
#include "report/data/rows.h"
#include "report/data/table_row.h"

#include <stdio.h>

static const struct {
    enum table_column_id column;
    const char *name;
    bool is_place; /* says which row it is; the others must agree */
} compared[] = {
    {COLUMN_source, "source", true},    {COLUMN_line, "line", true},          {COLUMN_offset, "offset", true},
    {COLUMN_verdict, "verdict", false}, {COLUMN_flag, "flag", false},         {COLUMN_reasons, "reasons", false},
    {COLUMN_match, "match", false},     {COLUMN_incident, "incident", false},
};
enum { COMPARED = sizeof compared / sizeof *compared, LIST_COLUMNS_MOST = 64 };

struct expected {
    uint32_t event;
    struct span cells[COMPARED];
    bool seen;
};
struct comparison {
    const struct store *store;
    const bool *sharing;
    LIST(struct expected) rows;
    struct arena *arena;
    struct writer *out;
    bool same;
};

static void expect(struct comparison *c, struct row_maker *maker, uint32_t event)
{
    struct row row;
    struct expected *e = LIST_ADD(&c->rows);
    *e = (struct expected){.event = event};
    row_make(maker, event, &row);
    for (size_t i = 0; i < COMPARED; i++) e->cells[i] = arena_copy(c->arena, row.cells[compared[i].column]);
}

static void complain(struct comparison *c, const struct expected *e, const char *what, struct span theirs,
                     struct span ours)
{
    char row[ROW_TEXT_MAX];
    rows_text(c->store, c->sharing, e->event, row);
    writer_format(c->out, "%s: %s", row, what);
    if (theirs.ptr) {
        writer_cstr(c->out, " \"");
        writer_visible(c->out, theirs, false);
        writer_format(c->out, "\" in the folder's data/timeline.csv, \"%.*s\" by this run", SPAN_ARG(ours));
    }
    writer_byte(c->out, '\n');
    c->same = false;
}

static struct span cell_text(const struct record *row, const char *name)
{
    const struct cell *cell = record_cell(row, span_of(name));
    return cell ? cell->text : SPAN("");
}

static bool is_row(const struct record *row, const struct expected *e)
{
    for (size_t i = 0; i < COMPARED; i++)
        if (compared[i].is_place && !span_equal(cell_text(row, compared[i].name), e->cells[i])) return false;
    return true;
}

static void hold_against(struct comparison *c, const struct record *row)
{
    for (size_t k = 0; k < c->rows.count; k++) {
        struct expected *e = &c->rows.items[k];
        if (e->seen || !is_row(row, e)) continue;
        e->seen = true;
        for (size_t i = 0; i < COMPARED; i++) {
            struct span theirs = cell_text(row, compared[i].name);
            if (theirs.len == 0) theirs = SPAN("");
            if (!span_equal(theirs, e->cells[i])) complain(c, e, compared[i].name, theirs, e->cells[i]);
        }
        return;
    }
}

/* The header is the first row. */
static void read_rows(struct comparison *c, struct csv *csv)
{
    struct span names[LIST_COLUMNS_MOST];
    struct record row;
    size_t count = 0;
    bool header = true;
    for (enum read_status status; (status = csv_next(csv, &row)) == READ_RECORD || status == READ_REJECTED;) {
        if (status == READ_REJECTED) continue;
        if (!header) {
            hold_against(c, &row);
            continue;
        }
        for (; count < row.count && count < LIST_COLUMNS_MOST; count++)
            names[count] = arena_copy(c->arena, row.cells[count].text);
        csv_set_columns(csv, names, count);
        header = false;
    }
}

static void read_timeline(struct comparison *c, const char *case_dir)
{
    size_t bytes = strlen(case_dir) + sizeof "/data/timeline.csv";
    char *path = memory_alloc(bytes);
    snprintf(path, bytes, "%s/data/timeline.csv", case_dir);
    struct source *source = source_open(path, -1, NULL);
    free(path);
    if (!source) return;
    struct csv *csv = csv_new(source, ',', NULL);
    read_rows(c, csv);
    csv_free(csv);
    source_close(source);
}

bool explanations_agree(const char *case_dir, const struct result *r, const struct explanations *x, struct writer *out)
{
    struct comparison c = {.store = r->evidence->store, .arena = arena_new(0), .out = out, .same = true};
    c.sharing = rows_sharing_lines(r->evidence, c.arena);
    struct row_maker *maker = row_maker_new(r, NULL, c.sharing);
    for (size_t i = 0; i < x->list.count; i++) {
        const struct explanation *one = &x->list.items[i];
        for (size_t k = 0; k < one->rows.count; k++)
            if (one->rows.items[k].same_as == one->rows.items[k].event) expect(&c, maker, one->rows.items[k].event);
    }
    read_timeline(&c, case_dir);
    for (size_t i = 0; i < c.rows.count; i++)
        if (!c.rows.items[i].seen)
            complain(&c, &c.rows.items[i], "not in the folder's data/timeline.csv", SPAN_NONE, SPAN_NONE);
    row_maker_free(maker);
    LIST_FREE(&c.rows);
    arena_free(c.arena);
    return c.same;
}
