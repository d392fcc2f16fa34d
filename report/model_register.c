/* model_register - the register of evidence, the proof that every record is accounted for, and what was rejected.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model_build.h"

enum { SOURCE_FACTS_MOST = 64, COPY_NAME_MOST = 64 };

/* ---- one file ------------------------------------------------------------------------------------------------------- */

static const char *size_of(const struct builder *b, const struct source_entry *entry)
{
    const char *bytes = words_n_byte(b->say, entry->facts.bytes);
    if (entry->container == CONTAINER_PLAIN || entry->facts.text_bytes == 0) return bytes;
    return words_size_both(b->say, bytes, words_n_byte(b->say, entry->facts.text_bytes));
}

static const char *format_of(const struct builder *b, const struct source_entry *entry)
{
    if (!entry->readable) return words_unreadable(b->say);
    if (entry->ambiguous) return words_two_formats(b->say);
    const char *list = "";
    for (size_t i = 0; i < entry->formats.count; i++)
        list = value_join(b, list, "; ",
                          words_format_version(b->say, format_id(entry->formats.items[i]),
                                               value_u64(b, format_version(entry->formats.items[i]))));
    return *list ? list : words_unrecognised(b->say);
}

static const char *line_ends_of(const struct builder *b, const struct source_facts *facts)
{
    const char *list = "";
    if (facts->lf) list = "LF";
    if (facts->crlf) list = value_join(b, list, " + ", "CRLF");
    if (facts->cr) list = value_join(b, list, " + ", "CR");
    return facts->lf + facts->crlf + facts->cr > 1 ? value_join(b, list, ": ", words_note_mixed_ends(b->say)) : list;
}

static const char *note_of(const struct builder *b, const struct source_note *note)
{
    const char *code = diag_name(note->code), *count = value_u64(b, note->count);
    if (note->first_line == 0) return words_note_code(b->say, code, count, diag_meaning(note->code));
    return words_note_code_line(b->say, code, count, value_u64(b, note->first_line), diag_meaning(note->code));
}

static void add_notes(struct builder *b, struct table *facts, const struct source_entry *entry)
{
    if (entry->page_sized) fact(facts, words_reg_notes(b->say), words_note_page_sized(b->say));
    if (entry->text_cut) fact(facts, words_reg_notes(b->say), words_note_cut(b->say));
    if (entry->facts.bom) fact(facts, words_reg_notes(b->say), words_note_bom(b->say));
    if (entry->facts.gzip_members > 1)
        fact(facts, words_reg_notes(b->say), words_note_members(b->say, value_u64(b, entry->facts.gzip_members)));
    for (size_t i = 0; i < entry->notes.count; i++)
        fact(facts, words_reg_notes(b->say), note_of(b, &entry->notes.items[i]));
}

static const char *copy_of(const struct builder *b, uint32_t source)
{
    const struct source_entry *entry = &b->evidence->sources.items[source];
    if (!entry->readable || span_is(span_of(b->in->originals), "hash-only")) return words_no_copy(b->say);
    char name[COPY_NAME_MOST];
    source_copy_name(b->evidence, source, name);
    return arena_format(b->arena, "data/originals/%s", name);
}

static void add_contents(struct builder *b, struct table *facts, const struct source_entry *entry)
{
    const struct map_counts *c = &entry->counts;
    fact(facts, words_reg_format(b->say), format_of(b, entry));
    if (entry->formats.count == 0) fact(facts, words_reg_why(b->say), value_visible(b, span_of(entry->why)));
    if (entry->first_line) fact(facts, words_reg_first_line(b->say), value_visible(b, span_of(entry->first_line)));
    if (entry->formats.count == 0) return;
    fact(facts, words_reg_rows(b->say),
         words_rows_counted(b->say, value_u64(b, c->read), value_u64(b, c->events), value_u64(b, c->skipped),
                            value_u64(b, c->rejected)));
    fact(facts, words_reg_times(b->say), value_period(b, (struct period){entry->first_ns, entry->last_ns}));
    const char *zone = entry->zone_name ? entry->zone_name : "";
    fact(facts, words_reg_zone(b->say),
         *zone ? words_zone_origin(b->say, value_visible(b, span_of(zone)), zone_origin_name(entry->zone_origin))
               : words_zone_none(b->say));
    if (entry->account != 0) fact(facts, words_reg_account(b->say), value_account(b, entry->account));
}

static void add_source(struct builder *b, uint32_t source)
{
    const struct source_entry *entry = &b->evidence->sources.items[source];
    const char *damage = damage_name(entry->facts.damage);
    add_subheading(b, value_source(b, source));
    struct table facts = facts_begin(b, SOURCE_FACTS_MOST + entry->notes.count);
    fact(&facts, words_reg_path(b->say), value_visible(b, span_of(entry->path)));
    fact(&facts, words_reg_copy(b->say), copy_of(b, source));
    fact(&facts, words_reg_sha256(b->say), entry->facts.sha256);
    fact(&facts, words_reg_size(b->say), size_of(b, entry));
    fact(&facts, words_reg_container(b->say), container_name(entry->container));
    fact(&facts, words_reg_damage(b->say), *damage ? damage : words_damage_none(b->say));
    fact(&facts, words_reg_line_ends(b->say), line_ends_of(b, &entry->facts));
    add_contents(b, &facts, entry);
    add_notes(b, &facts, entry);
    facts_end(&facts);
}

/* ---- accounting ------------------------------------------------------------------------------------------------------ */

static bool adds_up(const struct map_counts *c)
{
    return c->read == c->events + c->skipped + c->rejected;
}

static void accounting_row(struct table *t, bool strong, const char *name, const struct map_counts *c)
{
    const struct builder *b = t->builder;
    table_row(t, strong,
              (const char *[]){name, value_u64(b, c->read), value_u64(b, c->events), value_u64(b, c->skipped),
                               value_u64(b, c->rejected)});
}

static void add_accounting(struct builder *b)
{
    const size_t count = b->evidence->sources.count;
    add_subheading(b, words_head_accounting(b->say));
    add_paragraph(b, words_accounting_intro(b->say));
    const struct column columns[] = {{words_col_file(b->say), ALIGN_LEFT, 28, true},
                                     {words_col_read(b->say), ALIGN_RIGHT, 18, false},
                                     {words_col_events(b->say), ALIGN_RIGHT, 18, false},
                                     {words_col_skipped(b->say), ALIGN_RIGHT, 18, false},
                                     {words_col_rejected(b->say), ALIGN_RIGHT, 18, false}};
    struct table t = table_begin(b, columns, 5, count + 1);
    bool all_add_up = true;
    for (size_t i = 0; i < count; i++) {
        const struct map_counts *c = &b->evidence->sources.items[i].counts;
        all_add_up = all_add_up && adds_up(c);
        accounting_row(&t, !adds_up(c), value_source(b, (uint32_t)i), c);
    }
    accounting_row(&t, true, words_total(b->say), &b->figures->rows);
    table_end(&t, t.block.row_count, "");
    if (all_add_up) {
        add_paragraph(b, words_accounting_holds(b->say));
    } else {
        add_notice(b, words_accounting_fails(b->say));
    }
}

/* ---- rejected --------------------------------------------------------------------------------------------------------- */

static size_t count_notes(const struct builder *b)
{
    size_t count = 0;
    for (size_t i = 0; i < b->evidence->sources.count; i++) count += b->evidence->sources.items[i].notes.count;
    return count;
}

static void note_rows(struct table *t, uint32_t source)
{
    const struct builder *b = t->builder;
    const struct source_entry *entry = &b->evidence->sources.items[source];
    for (size_t i = 0; i < entry->notes.count && t->block.row_count < TABLE_MOST; i++) {
        const struct source_note *note = &entry->notes.items[i];
        const enum diag_severity severity = diag_severity(note->code);
        table_row(t, severity >= DIAG_REJECTED,
                  (const char *[]){value_source(b, source), diag_severity_name(severity), diag_name(note->code),
                                   value_u64(b, note->count), note->first_line ? value_u64(b, note->first_line) : ""});
    }
}

/* What the codes mean and what to do, each once. */
static void add_note_meanings(struct builder *b)
{
    bool used[DIAG_CODE_COUNT] = {false};
    for (size_t i = 0; i < b->evidence->sources.count; i++) {
        const struct source_entry *entry = &b->evidence->sources.items[i];
        for (size_t k = 0; k < entry->notes.count; k++) used[entry->notes.items[k].code] = true;
    }
    const struct column columns[] = {{words_col_reason(b->say), ALIGN_LEFT, 24, true},
                                     {words_col_meaning(b->say), ALIGN_LEFT, 38, false},
                                     {words_col_advice(b->say), ALIGN_LEFT, 38, false}};
    struct table t = table_begin(b, columns, 3, DIAG_CODE_COUNT);
    for (unsigned code = 0; code < DIAG_CODE_COUNT; code++) {
        if (!used[code]) continue;
        table_row(&t, false,
                  (const char *[]){diag_name((enum diag_code)code), diag_meaning((enum diag_code)code),
                                   diag_advice((enum diag_code)code)});
    }
    table_end(&t, t.block.row_count, "");
}

static void add_rejected(struct builder *b)
{
    const size_t all = count_notes(b);
    add_subheading(b, words_head_rejected(b->say));
    if (all == 0) {
        add_paragraph(b, words_rejected_none(b->say));
        return;
    }
    add_paragraph(b, words_rejected_intro(b->say));
    const struct column columns[] = {{words_col_file(b->say), ALIGN_LEFT, 12, true},
                                     {words_col_kind(b->say), ALIGN_LEFT, 20, false},
                                     {words_col_reason(b->say), ALIGN_LEFT, 36, true},
                                     {words_col_count(b->say), ALIGN_RIGHT, 14, false},
                                     {words_col_first_line(b->say), ALIGN_RIGHT, 18, false}};
    struct table t = table_begin(b, columns, 5, all < TABLE_MOST ? all : TABLE_MOST);
    for (size_t i = 0; i < b->evidence->sources.count; i++) note_rows(&t, (uint32_t)i);
    table_end(&t, all, words_coverage_extract(b->say));
    add_note_meanings(b);
}

void section_register(struct builder *b)
{
    add_heading(b, words_head_register(b->say));
    if (b->evidence->sources.count == 0) {
        add_paragraph(b, words_register_none(b->say));
        return;
    }
    add_paragraph(b, words_register_intro(b->say));
    for (size_t i = 0; i < b->evidence->sources.count; i++) add_source(b, (uint32_t)i);
    add_accounting(b);
    add_rejected(b);
}
