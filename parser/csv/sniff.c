/* sniff - which delimiter splits the first lines of a text.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/csv/csv.h"
#include "parser/csv/split.h"

enum { SNIFF_ROWS = 100, SNIFF_CELLS = 256 };

struct fit {
    size_t rows;  /* rows that have the commonest number of cells above one */
    size_t cells; /* that number */
};

/* Rows seen by number of cells. Preambles and footers have other numbers than the table itself, so the commonest wins. */
static struct fit fit_of(const size_t *rows_by_cells)
{
    struct fit best = {0, 0};
    for (size_t cells = 2; cells <= SNIFF_CELLS; cells++) {
        if (rows_by_cells[cells] > 0 && rows_by_cells[cells] >= best.rows) {
            best = (struct fit){rows_by_cells[cells], cells};
        }
    }
    return best;
}

static struct fit try_delimiter(struct span head, char delimiter)
{
    struct arena *scratch = arena_new(0);
    struct split row, inner;
    split_init(&row, delimiter, scratch);
    split_init(&inner, delimiter, scratch);
    size_t rows_by_cells[SNIFF_CELLS + 1] = {0};
    for (size_t rows = 0; rows < SNIFF_ROWS && head.len > 0; rows++) {
        size_t line_end;
        size_t line = split_line(head, &line_end);
        enum split_result result = split_row(&row, head, true, 1);
        bool cut = result == SPLIT_ROW && row.consumed == head.len && line_end == 0 && rows > 0;
        head = span_from(head, result == SPLIT_ROW ? row.consumed : line + line_end);
        if (result != SPLIT_ROW || cut) continue;
        split_unwrap(&row, &inner);
        rows_by_cells[row.count < SNIFF_CELLS ? row.count : SNIFF_CELLS]++;
    }
    split_free(&row);
    split_free(&inner);
    arena_free(scratch);
    return fit_of(rows_by_cells);
}

char csv_sniff(struct span head)
{
    static const char delimiters[] = {',', ';', '\t'};
    if (span_find(head, '\0') < head.len) return 0;
    char best = 0;
    struct fit best_fit = {0, 0};
    for (size_t i = 0; i < sizeof delimiters; i++) {
        struct fit fit = try_delimiter(head, delimiters[i]);
        if (fit.rows < best_fit.rows) continue;
        if (fit.rows == best_fit.rows && fit.cells <= best_fit.cells) continue;
        best = delimiters[i];
        best_fit = fit;
    }
    return best;
}
