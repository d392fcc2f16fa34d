/* table - all definitions in one table: as text for `straykey formats`, as Markdown for formats/README.md.
 *
 * SPDX-License-Identifier: MIT */
#include "base/writer.h"
#include "parser/format/internal.h"

#include <stdio.h>

static bool rules_fill(const struct rules *r, enum target t)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].target == t) return true;
    for (size_t i = 0; i < r->constant_count; i++)
        if (r->constants[i].target == t) return true;
    for (size_t i = 0; i < r->context_count; i++)
        if (r->contexts[i].target == t) return true;
    return false;
}

static bool format_fills(const struct format *f, enum target t)
{
    if (rules_fill(&f->main, t) || (f->grouping == GROUPING_BINANCE_NESTED && rules_fill(&f->sub, t))) return true;
    for (size_t i = 0; i < f->each_count; i++)
        if (rules_fill(&f->each[i], t)) return true;
    for (size_t i = 0; i < f->variant_count; i++)
        if (rules_fill(&f->variants[i], t)) return true;
    return false;
}

/* ---- cells ------------------------------------------------------------------------------------------------------- */

enum { CELL_ROOM = 96 };

void format_years(const struct format *f, char out[32])
{
    char until[12] = "";
    if (f->until) snprintf(until, sizeof until, "%u", f->until);
    if (f->since)
        snprintf(out, 32, "%u-%s", f->since, until);
    else
        snprintf(out, 32, "%s", f->until ? until : "");
}

static void add_word(char out[CELL_ROOM], const char *word)
{
    size_t used = strlen(out);
    snprintf(out + used, CELL_ROOM - used, "%s%s", used ? "," : "", word);
}

static void add_kinds(const struct rules *r, size_t count, unsigned *seen, char out[CELL_ROOM])
{
    for (size_t i = 0; i < count; i++) {
        if (*seen & 1u << r[i].kind) continue;
        *seen |= 1u << r[i].kind;
        add_word(out, event_kind_name(r[i].kind));
    }
}

/* The kinds of events that its records become, each once. */
static void kinds(const struct format *f, char out[CELL_ROOM])
{
    unsigned seen = 0;
    out[0] = '\0';
    add_kinds(f->variants, f->variant_count, &seen, out);
    add_kinds(&f->main, 1, &seen, out);
    add_kinds(f->each, f->each_count, &seen, out);
    if (f->grouping == GROUPING_BINANCE_NESTED) add_kinds(&f->sub, 1, &seen, out);
}

static void ids(const struct format *f, char out[CELL_ROOM])
{
    static const struct {
        enum target target;
        const char *word;
    } carried[] = {{TARGET_order_id, "order"},  {TARGET_trade_id, "trade"}, {TARGET_client_order_id, "client"},
                   {TARGET_channel, "channel"}, {TARGET_uid, "uid"},        {TARGET_deal, "deal"},
                   {TARGET_bot, "bot"}};
    out[0] = '\0';
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        if (format_fills(f, carried[i].target)) add_word(out, carried[i].word);
    bool key = format_fills(f, TARGET_key) || format_fills(f, TARGET_key_secret);
    if (key) add_word(out, "key");
    if (!out[0]) add_word(out, "none");
}

static const char *zone_word(const struct format *f)
{
    switch (f->main.time.zone_source) {
    case ZONE_SOURCE_FIXED: return f->main.time.zone_name.ptr;
    case ZONE_SOURCE_VALUE: return "in value";
    case ZONE_SOURCE_HEADER: return "in header";
    case ZONE_SOURCE_PREAMBLE: return "preamble";
    case ZONE_SOURCE_FILE_NAME: return "file name";
    case ZONE_SOURCE_ASK: return "ask";
    case ZONE_SOURCE_NONE: break;
    }
    return f->main.time.epoch ? "epoch" : "no time";
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

enum { COLUMNS = 7 };
struct cells {
    const char *text[COLUMNS];
    char years[32], kinds[CELL_ROOM], ids[CELL_ROOM];
};

static void fill_cells(const struct format *f, struct cells *c)
{
    format_years(f, c->years);
    kinds(f, c->kinds);
    ids(f, c->ids);
    c->text[0] = f->id.ptr;
    c->text[1] = f->system.ptr;
    c->text[2] = c->kinds;
    c->text[3] = c->years;
    c->text[4] = c->ids;
    c->text[5] = zone_word(f);
    c->text[6] = f->provenance.ptr;
}

static const char *const titles[COLUMNS] = {"id", "system", "kind", "years", "ids carried", "zone", "known from"};

static void text_row(const char *const *cells, struct writer *out)
{
    writer_format(out, "%-46s %-12s %-14s %-10s %-26s %-10s %s\n", cells[0], cells[1], cells[2], cells[3], cells[4],
                  cells[5], cells[6]);
}

void format_list(const struct format_set *set, struct writer *out)
{
    struct cells cells;
    text_row(titles, out);
    for (size_t i = 0; i < set->formats.count; i++) {
        fill_cells(set->formats.items[i], &cells);
        text_row(cells.text, out);
    }
}

/* A bar would end the cell. */
static void markdown_cell(const char *text, struct writer *out)
{
    for (; *text; text++) {
        if (*text == '|') writer_byte(out, '\\');
        writer_byte(out, *text);
    }
}

static void markdown_row(const char *const *cells, struct writer *out)
{
    for (int i = 0; i < COLUMNS; i++) {
        writer_cstr(out, i ? " | " : "| ");
        markdown_cell(cells[i], out);
    }
    writer_cstr(out, " |\n");
}

void format_list_markdown(const struct format_set *set, struct writer *out)
{
    struct cells cells;
    markdown_row(titles, out);
    for (int i = 0; i < COLUMNS; i++) writer_cstr(out, i ? "---|" : "|---|");
    writer_byte(out, '\n');
    for (size_t i = 0; i < set->formats.count; i++) {
        fill_cells(set->formats.items[i], &cells);
        markdown_row(cells.text, out);
    }
}
