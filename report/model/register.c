/* register - the register of evidence, the proof that every record is accounted for, and what was rejected.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"
#include "report/redaction/redaction.h"
#include "report/zone_words.h"

enum { REMARKS_MOST = 8 /* beside the notes of a file */, COPY_NAME_MOST = 64 };

/* ---- spellings ------------------------------------------------------------------------------------------------------- */

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
    if (entry->package) return words_package(b->say);
    const char *list = "";
    for (size_t i = 0; i < entry->formats.count; i++)
        list = value_join(b, list, "; ",
                          words_format_version(b->say, redaction_format_id(b->in->redaction, entry->formats.items[i]),
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
    if (note->first_line == 0) return words_note_code(b->say, code, count, words_diag_meaning(b->say, note->code));
    return words_note_code_line(b->say, code, count, value_u64(b, note->first_line),
                                words_diag_meaning(b->say, note->code));
}

static const char *copy_of(const struct builder *b, uint32_t source)
{
    const struct source_entry *entry = &b->evidence->sources.items[source];
    if (!entry->readable || span_is(span_of(b->in->originals), "hash-only")) return words_no_copy(b->say);
    if (entry->parent != SOURCE_NONE) return words_copy_inside(b->say, value_source(b, entry->parent));
    char name[COPY_NAME_MOST];
    source_copy_name(b->evidence, source, name);
    return arena_format(b->arena, "data/originals/%s", name);
}

static const char *zone_of(const struct builder *b, const struct source_entry *entry)
{
    const char *zone = entry->zone_name ? entry->zone_name : "";
    if (!*zone) return words_zone_none(b->say);
    return words_zone_origin(b->say, value_visible(b, span_of(zone)),
                             words_retell(b->say, zone_origin_name(entry->zone_origin)));
}

/* ---- kinds: what files have in common, a letter each ------------------------------------------------------------------- */

enum kind_part { KIND_FORMAT, KIND_CONTAINER, KIND_DAMAGE, KIND_LINE_ENDS, KIND_ZONE, KIND_ACCOUNT, KIND_PARTS };
struct kind {
    const char *parts[KIND_PARTS];
    size_t files;
};
struct kind_list {
    struct kind *items; /* in the order in which they first occur */
    size_t count;
    size_t *of_source;
};

static struct kind kind_of(const struct builder *b, const struct source_entry *entry)
{
    const bool used = entry->formats.count > 0;
    const char *damage = damage_name(entry->facts.damage);
    struct kind kind = {.files = 1};
    kind.parts[KIND_FORMAT] = format_of(b, entry);
    kind.parts[KIND_CONTAINER] = words_retell(b->say, container_name(entry->container));
    kind.parts[KIND_DAMAGE] = *damage ? words_retell(b->say, damage) : words_damage_none(b->say);
    kind.parts[KIND_LINE_ENDS] = line_ends_of(b, &entry->facts);
    kind.parts[KIND_ZONE] = used ? zone_of(b, entry) : "";
    kind.parts[KIND_ACCOUNT] = used && entry->account != 0 ? value_account(b, entry->account) : "";
    return kind;
}

static bool same_kind(const struct kind *a, const struct kind *b)
{
    for (int i = 0; i < KIND_PARTS; i++) {
        if (strcmp(a->parts[i], b->parts[i]) != 0) return false;
    }
    return true;
}

static struct kind_list list_kinds(const struct builder *b)
{
    const size_t sources = b->evidence->sources.count;
    struct kind_list list = {.items = ARENA_ARRAY(b->arena, struct kind, sources + 1)};
    list.of_source = ARENA_ARRAY(b->arena, size_t, sources + 1);
    for (size_t i = 0; i < sources; i++) {
        const struct kind kind = kind_of(b, &b->evidence->sources.items[i]);
        size_t at = 0;
        while (at < list.count && !same_kind(&list.items[at], &kind)) at++;
        if (at == list.count) {
            list.items[list.count++] = kind;
        } else {
            list.items[at].files++;
        }
        list.of_source[i] = at;
    }
    return list;
}

static void add_kinds(struct builder *b, const struct kind_list *list)
{
    const struct column columns[] = {
        {words_col_kind(b->say), ALIGN_LEFT, 6, false},    {words_col_files(b->say), ALIGN_RIGHT, 6, false},
        {words_reg_format(b->say), ALIGN_LEFT, 28, false}, {words_reg_container(b->say), ALIGN_LEFT, 9, false},
        {words_reg_damage(b->say), ALIGN_LEFT, 10, false}, {words_reg_line_ends(b->say), ALIGN_LEFT, 9, false},
        {words_reg_zone(b->say), ALIGN_LEFT, 16, false},   {words_reg_account(b->say), ALIGN_LEFT, 16, false}};
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const char *const *part = list->items[i].parts;
        table_row(&t, false,
                  (const char *[]){value_letter(b, i), value_u64(b, list->items[i].files), part[KIND_FORMAT],
                                   part[KIND_CONTAINER], part[KIND_DAMAGE], part[KIND_LINE_ENDS], part[KIND_ZONE],
                                   part[KIND_ACCOUNT]});
    }
    table_end(&t, list->count, "");
}

/* ---- the files one by one -------------------------------------------------------------------------------------------- */

static bool adds_up(const struct map_counts *c)
{
    return c->read == c->events + c->skipped + c->rejected;
}

static const char *moment_or_none(const struct builder *b, const struct source_entry *entry, int64_t ns)
{
    return entry->formats.count > 0 && ns != TIME_NONE ? value_moment(b, ns) : "";
}

static void file_row(struct table *t, uint32_t source, const char *kind)
{
    const struct builder *b = t->builder;
    const struct source_entry *entry = &b->evidence->sources.items[source];
    const struct map_counts *c = &entry->counts;
    table_row(t, !adds_up(c),
              (const char *[]){value_source(b, source), kind, value_visible(b, span_of(entry->path)),
                               copy_of(b, source), entry->facts.sha256, size_of(b, entry), value_u64(b, c->read),
                               value_u64(b, c->events), value_u64(b, c->skipped), value_u64(b, c->rejected),
                               moment_or_none(b, entry, entry->first_ns), moment_or_none(b, entry, entry->last_ns)});
}

static void total_row(struct table *t)
{
    const struct builder *b = t->builder;
    const struct map_counts *c = &b->figures->rows;
    table_row(t, true,
              (const char *[]){words_total(b->say), "", "", "", "", "", value_u64(b, c->read), value_u64(b, c->events),
                               value_u64(b, c->skipped), value_u64(b, c->rejected), "", ""});
}

/* No file is ever left out, however many there are. */
static void add_files(struct builder *b, const struct kind_list *kinds)
{
    const struct column columns[] = {
        {words_col_file(b->say), ALIGN_LEFT, 5, false},        {words_col_kind(b->say), ALIGN_LEFT, 3, false},
        {words_reg_path(b->say), ALIGN_LEFT, 14, false},       {words_reg_copy(b->say), ALIGN_LEFT, 13, false},
        {words_reg_sha256(b->say), ALIGN_LEFT, 13, false},     {words_reg_size(b->say), ALIGN_LEFT, 14, false},
        {words_col_read(b->say), ALIGN_RIGHT, 6, false},       {words_col_events(b->say), ALIGN_RIGHT, 6, false},
        {words_col_skipped(b->say), ALIGN_RIGHT, 5, false},    {words_col_rejected(b->say), ALIGN_RIGHT, 5, false},
        {words_col_first_event(b->say), ALIGN_LEFT, 8, false}, {words_col_last_event(b->say), ALIGN_LEFT, 8, false},
    };
    const size_t count = b->evidence->sources.count;
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, count + 1);
    table_below(&t, (const size_t[]){1, 3, 4, 7, 9, 11}, 6);
    for (size_t i = 0; i < count; i++) file_row(&t, (uint32_t)i, value_letter(b, kinds->of_source[i]));
    total_row(&t);
    table_end(&t, t.block.row_count, "");
}

static void add_accounting(struct builder *b)
{
    bool all_add_up = true;
    for (size_t i = 0; i < b->evidence->sources.count; i++)
        all_add_up = all_add_up && adds_up(&b->evidence->sources.items[i].counts);
    add_subheading(b, words_head_accounting(b->say));
    add_paragraph(b, words_accounting_intro(b->say));
    if (all_add_up) {
        add_paragraph(b, words_accounting_holds(b->say));
    } else {
        add_notice(b, words_accounting_fails(b->say));
    }
}

/* ---- remarks on single files ------------------------------------------------------------------------------------------ */

static size_t count_notes(const struct builder *b)
{
    size_t count = 0;
    for (size_t i = 0; i < b->evidence->sources.count; i++) count += b->evidence->sources.items[i].notes.count;
    return count;
}

static bool has_note(const struct source_entry *entry, enum diag_code code)
{
    for (size_t i = 0; i < entry->notes.count; i++) {
        if (entry->notes.items[i].code == code) return true;
    }
    return false;
}

static void add_remarks(struct builder *b, struct table *facts, uint32_t source)
{
    const struct source_entry *entry = &b->evidence->sources.items[source];
    const char *label = value_source(b, source);
    if (entry->formats.count == 0 && *entry->why && !entry->package)
        fact(facts, label, words_remark_why(b->say, words_retell(b->say, value_visible(b, span_of(entry->why)))));
    if (entry->first_line)
        fact(facts, label, words_remark_first_line(b->say, value_visible(b, span_of(entry->first_line))));
    if (entry->page_sized && !has_note(entry, diag_list_page_size)) fact(facts, label, words_note_page_sized(b->say));
    if (entry->text_cut && !has_note(entry, diag_text_truncated)) fact(facts, label, words_note_cut(b->say));
    if (entry->facts.bom) fact(facts, label, words_note_bom(b->say));
    if (entry->facts.gzip_members > 1)
        fact(facts, label, words_note_members(b->say, value_u64(b, entry->facts.gzip_members)));
    for (size_t i = 0; i < entry->notes.count; i++) fact(facts, label, note_of(b, &entry->notes.items[i]));
    for (size_t i = 0; i < b->r->zone_proposals.count; i++)
        if (b->r->zone_proposals.items[i].source == source)
            fact(facts, label, zone_words(b->say, b->r, &b->r->zone_proposals.items[i]));
    for (size_t i = 0; i < b->r->zone_checks.count; i++)
        if (b->r->zone_checks.items[i].source == source)
            fact(facts, label, zone_given_words(b->say, b->r, &b->r->zone_checks.items[i]));
}

static void add_all_remarks(struct builder *b)
{
    const size_t count = b->evidence->sources.count;
    struct table facts = facts_begin(b, count * REMARKS_MOST + count_notes(b));
    for (size_t i = 0; i < count; i++) add_remarks(b, &facts, (uint32_t)i);
    if (facts.block.row_count == 0) return;
    add_subheading(b, words_head_remarks(b->say));
    facts_end(&facts);
}

/* ---- rejected --------------------------------------------------------------------------------------------------------- */

static void note_rows(struct table *t, uint32_t source)
{
    const struct builder *b = t->builder;
    const struct source_entry *entry = &b->evidence->sources.items[source];
    for (size_t i = 0; i < entry->notes.count && t->block.row_count < TABLE_MOST; i++) {
        const struct source_note *note = &entry->notes.items[i];
        const enum diag_severity severity = diag_severity(note->code);
        table_row(t, severity >= DIAG_REJECTED,
                  (const char *[]){value_source(b, source), words_retell(b->say, diag_severity_name(severity)),
                                   diag_name(note->code), value_u64(b, note->count),
                                   note->first_line ? value_u64(b, note->first_line) : ""});
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
                  (const char *[]){diag_name((enum diag_code)code), words_diag_meaning(b->say, (enum diag_code)code),
                                   words_diag_advice(b->say, (enum diag_code)code)});
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
    const struct kind_list kinds = list_kinds(b);
    add_kinds(b, &kinds);
    add_paragraph(b, words_register_files(b->say));
    add_files(b, &kinds);
    add_accounting(b);
    add_all_remarks(b);
    add_rejected(b);
}
