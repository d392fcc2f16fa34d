/* map - one file under one definition: header and zone, then record after record to events.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- sections ---------------------------------------------------------------------------------------------------- */

static bool fills(const struct rules *r, enum target t)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].target == t) return true;
    for (size_t i = 0; i < r->context_count; i++)
        if (r->contexts[i].target == t) return true;
    return false;
}

static void section_init(struct mapper *m, struct section *s, const struct rules *r)
{
    s->rules = r;
    s->expects_deal = m->f->bot_side && (fills(r, TARGET_deal) || r->array.len);
    for (size_t i = 0; i < SLOTS_MAX; i++) s->at[i] = i < r->slot_count ? r->slots[i].fixed : -1;
    struct row row = {.m = m, .s = s};
    event_clear(&row.e);
    row.e.account = m->account;
    for (size_t i = 0; i < r->constant_count; i++) {
        row_set(&row, r->constants[i].target, r->constants[i].text, NULL, "/constant");
        s->constants |= TARGET_BIT(r->constants[i].target);
    }
    s->base = row.e;
    s->base.kind = (uint8_t)r->kind;
    if (r->status) s->base.status = r->status;
}

static struct span last_part(struct span path)
{
    for (size_t at; (at = span_find(path, '/')) < path.len;) path = span_from(path, at + 1);
    return path;
}

/* ---- zones ------------------------------------------------------------------------------------------------------- */

static enum zone_origin origin_of(enum zone_source source)
{
    switch (source) {
    case ZONE_SOURCE_FIXED: return ZONE_ORIGIN_FIXED;
    case ZONE_SOURCE_VALUE: return ZONE_ORIGIN_OFFSET_IN_VALUE;
    case ZONE_SOURCE_HEADER: return ZONE_ORIGIN_HEADER;
    case ZONE_SOURCE_PREAMBLE: return ZONE_ORIGIN_PREAMBLE;
    case ZONE_SOURCE_FILE_NAME: return ZONE_ORIGIN_FILE_NAME;
    case ZONE_SOURCE_ASK: return ZONE_ORIGIN_USER;
    case ZONE_SOURCE_NONE: break;
    }
    return ZONE_ORIGIN_FIXED; /* epochs are UTC */
}

static struct span group_text(const struct pattern *p, struct span text, const char *group)
{
    struct match match;
    size_t n = pattern_group(p, group);
    if (!n || pattern_match(p, text, &match) != MATCH_YES || !match.groups[n].ptr) return SPAN_NONE;
    return match.groups[n];
}

/* What the group of that name holds in the first cell of the header whose pattern has it. */
static struct span header_group(const struct header *h, const struct span *header, size_t count, const char *group)
{
    for (size_t i = 0; i < h->count && i < count; i++) {
        const struct header_cell *cell = header_cell_at(h, i, count);
        if (!cell || cell->kind != HEADER_PATTERN) continue;
        struct span text = group_text(cell->pattern, header[i], group);
        if (text.len) return text;
    }
    return SPAN_NONE;
}

static struct span header_zone(const struct format *f, const struct span *header, size_t count)
{
    uint32_t ignored;
    const struct header *matched = header ? format_match_header(f, header, count, &ignored) : NULL;
    return matched ? header_group(matched, header, count, f->main.time.header_group.ptr) : SPAN_NONE;
}

enum zone_origin format_zone(const struct format *f, const struct span *header, size_t header_count, struct span path,
                             struct span *name)
{
    const struct time_rule *t = &f->main.time;
    *name = SPAN_NONE;
    if (t->epoch) *name = SPAN("UTC");
    if (t->zone_source == ZONE_SOURCE_VALUE) *name = SPAN("UTC");
    if (t->zone_source == ZONE_SOURCE_FIXED) *name = t->zone_name;
    if (t->zone_source == ZONE_SOURCE_HEADER) *name = header_zone(f, header, header_count);
    if (t->zone_source == ZONE_SOURCE_FILE_NAME) *name = group_text(t->file_name, last_part(path), "zone");
    return name->len ? origin_of(t->zone_source) : ZONE_ORIGIN_USER;
}

const char *zone_origin_name(enum zone_origin o)
{
    switch (o) {
    case ZONE_ORIGIN_FIXED: return "stated by the definition";
    case ZONE_ORIGIN_OFFSET_IN_VALUE: return "written with each time";
    case ZONE_ORIGIN_HEADER: return "stated in the header";
    case ZONE_ORIGIN_FILE_NAME: return "stated in the file's name";
    case ZONE_ORIGIN_USER: return "given by the user";
    case ZONE_ORIGIN_CASE_FILE: return "given by the case file";
    case ZONE_ORIGIN_PREAMBLE: return "stated above the header";
    }
    return "";
}

/* A zone that the file names; a name that no zone has is as good as none, and the user is asked. */
static void take_zone(struct mapper *m, enum zone_origin origin, struct span name)
{
    const struct time_rule *t = &m->f->main.time;
    if (t->zone) {
        m->zone = t->zone;
    } else if (name.len && origin != ZONE_ORIGIN_OFFSET_IN_VALUE) {
        zone_free(m->own_zone);
        m->own_zone = zone_load(name);
        m->zone = m->own_zone;
        if (!m->zone) {
            origin = ZONE_ORIGIN_USER;
            name = SPAN_NONE;
        }
    }
    m->zone_origin = origin;
    m->zone_name = name.len ? arena_copy(m->arena, name) : SPAN_NONE;
    if (!m->zone) m->zone = m->context.zone;
}

enum zone_origin mapper_zone(const struct mapper *m, struct span *name)
{
    *name = m->zone_name;
    return m->zone_origin;
}

void mapper_set_zone(struct mapper *m, const struct zone *zone)
{
    if (!m->zone_name.len) m->zone = m->context.zone = zone;
}

/* ---- venues ------------------------------------------------------------------------------------------------------ */

bool format_may_be_of(const struct format *f, struct span venue)
{
    if (f->bot_side || span_equal(f->venue, venue)) return !f->bot_side;
    for (size_t i = 0; i < f->other_venue_count; i++)
        if (span_equal(f->other_venues[i].venue, venue)) return true;
    return false;
}

/* The case file knows; else the file's name may tell; else it is the definition's own venue, with a note. */
static void take_venue(struct mapper *m)
{
    const struct format *f = m->f;
    m->venue = f->bot_side ? f->system : m->context.venue.len ? m->context.venue : f->venue;
    m->venue_told = f->other_venue_count == 0 || m->context.venue.len;
    if (m->venue_told) return;
    for (size_t i = 0; i < f->other_venue_count; i++) {
        if (pattern_match(f->other_venues[i].path, m->context.path, NULL) != MATCH_YES) continue;
        m->venue = f->other_venues[i].venue;
        m->venue_told = true;
        return;
    }
}

static void note_venue(const struct mapper *m)
{
    struct diag d = {.code = diag_venue_assumed, .detail = m->venue, .rule = m->f->id};
    diag_report(m->context.sink, &d);
}

/* ---- the mapper -------------------------------------------------------------------------------------------------- */

struct mapper *mapper_new(const struct format *f, const struct map_context *context)
{
    struct mapper *m = memory_alloc(sizeof *m);
    m->f = f;
    m->context = *context;
    m->arena = arena_new(0);
    m->markets = ARENA_ARRAY(m->arena, struct market_entry, MARKET_CACHE);
    m->file_name = last_part(context->path);
    take_venue(m);
    m->account = store_account(context->store, m->venue, context->account);
    section_init(m, &m->main, &f->main);
    if (f->grouping == GROUPING_BINANCE_NESTED) section_init(m, &m->sub, &f->sub);
    m->each = ARENA_ARRAY(m->arena, struct section, f->each_count + 1);
    for (size_t i = 0; i < f->each_count; i++) section_init(m, &m->each[i], &f->each[i]);
    m->variants = ARENA_ARRAY(m->arena, struct section, f->variant_count + 1);
    for (size_t i = 0; i < f->variant_count; i++) section_init(m, &m->variants[i], &f->variants[i]);
    struct span name;
    enum zone_origin origin = format_zone(f, NULL, 0, context->path, &name);
    take_zone(m, origin, name);
    return m;
}

void mapper_free(struct mapper *m)
{
    if (!m) return;
    zone_free(m->own_zone);
    leg_book_free(m->legs);
    self_found_free(&m->found);
    intern_free(m->chain_names);
    arena_free(m->arena);
    free(m);
}

struct self_found *mapper_found(struct mapper *m)
{
    return &m->found;
}

/* ---- header ------------------------------------------------------------------------------------------------------ */

static int32_t column_of(const struct mapper *m, const struct header *h, struct span name)
{
    for (size_t i = 0; i < m->header_count || i < h->count; i++) {
        const struct header_cell *cell = header_cell_at(h, i, m->header_count);
        struct span own = cell ? cell->name : m->header[i];
        if (own.len && span_equal(own, name)) return (int32_t)i;
    }
    return -1;
}

static void resolve_columns(const struct mapper *m, struct section *s, const struct header *h)
{
    for (size_t i = 0; i < s->rules->slot_count; i++) {
        const struct slot *slot = &s->rules->slots[i];
        if (slot->fixed < 0) s->at[i] = column_of(m, h, slot->name);
        if (slot->of_header)
            s->told[i] = header_group(h, m->header, m->header_count, slot_group(slot->name, m->arena).ptr);
    }
}

static void use_header(struct mapper *m, const struct header *matched, const struct span *cells, size_t count)
{
    m->matched = matched;
    memcpy(m->header, cells, count * sizeof *cells);
    m->header_count = m->cells_wanted = count;
    resolve_columns(m, &m->main, matched);
    if (m->f->grouping == GROUPING_BINANCE_NESTED) resolve_columns(m, &m->sub, &m->f->sub_header);
    for (size_t i = 0; i < m->f->variant_count; i++) resolve_columns(m, &m->variants[i], matched);
    struct span name;
    if (m->f->main.time.zone_source != ZONE_SOURCE_HEADER) return;
    enum zone_origin origin = format_zone(m->f, m->header, count, m->context.path, &name);
    take_zone(m, origin, name);
}

/* Lines above the header: OKX says the account and the zone there. */
static void read_preamble(struct mapper *m, const struct record *row)
{
    if (!m->f->preamble) return;
    struct span raw = span_trim(row->raw);
    struct span zone = group_text(m->f->preamble, raw, "zone"), uid = group_text(m->f->preamble, raw, "uid");
    if (zone.len && m->f->main.time.zone_source == ZONE_SOURCE_PREAMBLE) take_zone(m, ZONE_ORIGIN_PREAMBLE, zone);
    if (uid.len && !m->context.account.len) m->account = store_account(m->context.store, m->venue, uid);
}

static void note_preamble(struct mapper *m, const struct record *row, uint32_t lines)
{
    char detail[64];
    int length = snprintf(detail, sizeof detail, "%u rows above the header", lines);
    struct diag d = {
        .code = diag_preamble, .line = row->line, .offset = row->offset, .detail = {detail, (size_t)length}};
    diag_report(m->context.sink, &d);
}

bool mapper_read_header(struct mapper *m, struct csv *csv)
{
    static const struct span two_columns[2]; /* opens rows that are quoted as a whole, the header among them */
    struct record row = {0};
    struct span cells[HEADER_CELLS_MAX];
    uint32_t agreed;
    csv_set_columns(csv, two_columns, 2);
    for (uint32_t i = 0; i < HEADER_SEARCH_ROWS; i++) {
        enum read_status status = csv_next(csv, &row);
        if (status == READ_END || status == READ_FAILED) break;
        if (status == READ_REJECTED) continue;
        size_t count = format_header_cells(&row, m->arena, cells);
        const struct header *matched = format_match_header(m->f, cells, count, &agreed);
        if (!matched) {
            read_preamble(m, &row);
            continue;
        }
        if (i) note_preamble(m, &row, i);
        use_header(m, matched, cells, count);
        csv_set_columns(csv, m->header, m->header_count);
        return true;
    }
    struct diag d = {.code = diag_format_unknown, .detail = SPAN("the header was not found"), .rule = m->f->id};
    diag_report(m->context.sink, &d);
    return false;
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

struct row mapper_row(struct mapper *m, struct section *s, const struct record *r)
{
    return (struct row){.m = m, .s = s, .r = r, .sink = m->context.sink};
}

/* Exports are sometimes joined end to end. */
bool mapper_is_header_again(const struct mapper *m, const struct record *r)
{
    if (r->count < m->header_count) return false;
    for (size_t i = 0; i < m->header_count; i++)
        if (!span_equal(span_trim(r->cells[i].text), m->header[i])) return false;
    return true;
}

/* Cells too many are fine when nothing stands in them. */
static bool length_fits(const struct record *r, size_t wanted)
{
    if (r->count < wanted) return false;
    for (size_t i = wanted; i < r->count; i++)
        if (span_trim(r->cells[i].text).len) return false;
    return true;
}

enum row_result mapper_csv_row(struct row *row, size_t wanted)
{
    char detail[64];
    if (length_fits(row->r, wanted)) return row_map(row);
    if (row_is_skipped(row)) return ROW_SKIPPED; /* a notice in place of rows is shorter than a row */
    int length = snprintf(detail, sizeof detail, "%zu cells, not %zu", row->r->count, wanted);
    row_reject_whole(row, diag_row_length, (struct span){detail, (size_t)length}, "/recognise");
    return ROW_REJECTED;
}

static enum row_result map_top_record(struct row *row)
{
    row_choose_variant(row);
    if (row->m->f->json) return row_map(row);
    if (!mapper_is_header_again(row->m, row->r)) return mapper_csv_row(row, row->m->cells_wanted);
    row_skip(row, SPAN("the header row once more"), "/recognise");
    return ROW_SKIPPED;
}

static const struct cell *array_cell(const struct record *r, struct span name, struct cell *out)
{
    if (name.len && name.ptr[0] == '/' && span_find(span_from(name, 1), '/') == name.len - 1) name = span_from(name, 1);
    if (name.ptr[0] == '/') return json_pointer(r, name, out) ? out : NULL;
    return record_cell(r, name);
}

static void map_elements(struct mapper *m, struct section *s, const struct row *parent, struct map_counts *counts)
{
    struct cell found;
    const struct cell *nested = array_cell(parent->r, s->rules->array, &found);
    if (!nested || nested->kind != CELL_NESTED) return;
    struct json_array_state state = {0};
    struct record element;
    for (;;) {
        enum read_status status = json_array_next(parent->r, nested, &state, &element, m->context.sink);
        if (status == READ_END) return;
        if (status != READ_RECORD) {
            counts->read++;
            counts->rejected++;
            if (status == READ_FAILED) return;
            continue;
        }
        struct row row = mapper_row(m, s, &element);
        row.parent = &parent->e;
        if (!m->f->bot_side) row.entry = parent->entry; /* columns may be called after the market of the order */
        row_store(&row, row_map(&row), counts);
    }
}

void mapper_map(struct mapper *m, const struct record *r, struct map_counts *counts)
{
    if (m->f->grouping == GROUPING_BINANCE_NESTED) {
        mapper_map_nested_binance(m, r, counts);
        return;
    }
    self_check_record(m, r);
    struct row row = mapper_row(m, &m->main, r);
    enum row_result result = map_top_record(&row);
    /* A row that was too short, or is skipped, was not read as far as its time; the clock of a zoneless one is no moment. */
    self_check_time(m, &row, result == ROW_EVENT);
    if (result == ROW_EVENT) self_check_event(m, &row);
    if (result == ROW_EVENT && row.s->rules->legs.present) {
        leg_add(&row, counts);
        return;
    }
    row_store(&row, result, counts);
    if (!m->f->each_count) return;
    if (result == ROW_REJECTED) row_inherit_after_rejection(&row);
    for (size_t i = 0; i < m->f->each_count; i++) map_elements(m, &m->each[i], &row, counts);
}

void mapper_finish(struct mapper *m, struct map_counts *counts)
{
    if (!m->venue_told && counts->events > 0) note_venue(m);
    legs_finish(m, counts);
    m->above_usable = false; /* an order's sub-rows can't go on in another file */
}
