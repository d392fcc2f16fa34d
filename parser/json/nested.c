/* nested - looking into the nested values of a record: the elements of a list, a value at a pointer.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/records.h"
#include "parser/json/scan.h"

/* ---- lists ----------------------------------------------------------------------------------------------------- */

static void keep_place(const struct json_scan *scan, const struct cell *nested, struct json_array_state *state)
{
    state->at = (size_t)(scan->p - nested->text.ptr);
    state->line = scan->line;
    state->before = scan->before + (uint64_t)(scan->p - scan->line_start);
}

static enum read_status reject_element(const struct json_error *why, const struct record *element,
                                       const struct diag_sink *sink)
{
    struct diag d = {.code = why->code,
                     .line = why->line,
                     .column = why->column,
                     .offset = element->offset,
                     .detail = why->what,
                     .raw = element->raw};
    diag_report(sink, &d);
    return READ_REJECTED;
}

/* The element at the scan's place, which is already known to be good JSON as part of its record. */
static enum read_status take_element(struct json_scan *scan, const struct record *owner, struct record *out,
                                     const struct diag_sink *sink)
{
    const char *start = scan->p;
    struct json_error why = {.code = diag_record_unknown, .line = scan->line, .column = json_scan_column(scan, start)};
    *out = (struct record){.offset = owner->offset + (uint64_t)(start - owner->raw.ptr),
                           .line = scan->line,
                           .context = owner->context,
                           .context_count = owner->context_count,
                           .tag = owner->tag,
                           .scratch = owner->scratch};
    struct cell other;
    bool object = *start == '{';
    enum json_status status = object ? json_scan_object(scan) : json_scan_value(scan, &other);
    if (status != JSON_OK) return READ_END;
    out->raw = (struct span){start, (size_t)(scan->p - start)};
    if (!object) return reject_element(&why, out, sink);
    if (scan->fault.set) return reject_element(&scan->fault, out, sink);
    out->count = scan->count;
    out->cells = ARENA_ARRAY(owner->scratch, struct cell, scan->count);
    if (scan->count > 0) memcpy(out->cells, scan->cells, scan->count * sizeof *out->cells);
    return READ_RECORD;
}

/* Passes the bracket, the commas and the space before the next element; false at the end of the list. */
static bool find_element(struct json_scan *scan)
{
    while (scan->p < scan->end) {
        json_scan_space(scan);
        if (scan->p == scan->end || *scan->p == ']') return false;
        if (*scan->p != ',') return true;
        scan->p++;
    }
    return false;
}

enum read_status json_array_next(const struct record *owner, const struct cell *nested, struct json_array_state *state,
                                 struct record *out, const struct diag_sink *sink)
{
    if (nested->kind != CELL_NESTED || nested->text.len == 0) return READ_END;
    if (!state->started) {
        *state = (struct json_array_state){.line = nested->line, .before = nested->column - 1, .started = true};
        state->at = nested->text.ptr[0] == '[';
        state->before += state->at;
    }
    struct json_scan scan;
    json_scan_init(&scan, owner->scratch);
    json_scan_text(&scan, span_from(nested->text, state->at), state->line, state->before);
    enum read_status status = find_element(&scan) ? take_element(&scan, owner, out, sink) : READ_END;
    keep_place(&scan, nested, state);
    state->offset = owner->offset + (uint64_t)(scan.p - owner->raw.ptr);
    json_scan_free(&scan);
    return status;
}

/* ---- pointers -------------------------------------------------------------------------------------------------- */

/* The next part of a pointer, with ~1 and ~0 undone; false at its end. */
static bool next_part(struct arena *scratch, struct span *pointer, struct span *part)
{
    if (pointer->len == 0 || pointer->ptr[0] != '/') return false;
    *pointer = span_from(*pointer, 1);
    struct span text = span_head(*pointer, span_find(*pointer, '/'));
    *pointer = span_from(*pointer, text.len);
    if (span_find(text, '~') == text.len) {
        *part = text;
        return true;
    }
    char *out = arena_alloc(scratch, text.len);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool escape = text.ptr[i] == '~' && i + 1 < text.len && (text.ptr[i + 1] == '0' || text.ptr[i + 1] == '1');
        out[n++] = !escape ? text.ptr[i] : text.ptr[i + 1] == '1' ? '/' : '~';
        i += escape;
    }
    *part = (struct span){out, n};
    return true;
}

/* The member of an object, or nothing when its key is there twice (which one is meant?). */
static bool object_member(struct json_scan *scan, struct span name, struct cell *out)
{
    size_t found = 0;
    if (json_scan_object(scan) != JSON_OK) return false;
    for (size_t i = 0; i < scan->count; i++) {
        if (!span_equal(scan->cells[i].name, name)) continue;
        *out = scan->cells[i];
        found++;
    }
    return found == 1;
}

static bool list_element(struct json_scan *scan, struct span index, struct cell *out)
{
    uint64_t wanted;
    if (!span_to_u64(index, &wanted)) return false;
    scan->p++;
    for (uint64_t i = 0; find_element(scan); i++) {
        out->name = SPAN_NONE;
        if (json_scan_value(scan, out) != JSON_OK) return false;
        if (i == wanted) return true;
    }
    return false;
}

static bool step_into(const struct record *r, struct cell *cell, struct span part)
{
    if (cell->kind != CELL_NESTED || cell->text.len == 0) return false;
    struct json_scan scan;
    json_scan_init(&scan, r->scratch);
    json_scan_text(&scan, cell->text, cell->line, cell->column - 1);
    struct cell found;
    bool there = cell->text.ptr[0] == '{' ? object_member(&scan, part, &found) : list_element(&scan, part, &found);
    json_scan_free(&scan);
    if (there) *cell = found;
    return there;
}

bool json_pointer(const struct record *r, struct span pointer, struct cell *out)
{
    struct span part;
    if (!next_part(r->scratch, &pointer, &part)) return false;
    const struct cell *first = record_cell(r, part);
    if (!first) return false;
    struct cell cell = *first;
    while (next_part(r->scratch, &pointer, &part)) {
        if (!step_into(r, &cell, part)) return false;
    }
    *out = cell;
    return true;
}
