/* damage - what is done about text that is not JSON: say where, keep it, find the next good record.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/reader.h"
#include "parser/json/resync.h"

struct json_error json_error_here(const struct json_reader *r, enum diag_code code, const char *what)
{
    uint64_t column = r->before + 1;
    return (struct json_error){.set = true,
                               .code = code,
                               .line = r->line,
                               .column = column > UINT32_MAX ? UINT32_MAX : (uint32_t)column,
                               .what = span_of(what)};
}

enum step json_reject(struct json_reader *r, const struct json_error *error, size_t bytes)
{
    struct diag d = {.code = error->code,
                     .line = error->line,
                     .column = error->column,
                     .offset = r->window.offset + r->at,
                     .detail = error->what,
                     .raw = span_head(json_rest(r), bytes)};
    diag_report(r->sink, &d);
    json_pass(r, bytes);
    r->yielded++;
    return STEP_REJECTED;
}

enum step json_give_up(struct json_reader *r, const struct json_error *error)
{
    while (!r->window.at_end && json_rest(r).len <= SOURCE_RECORD_MAX) json_read_on(r);
    struct span rest = span_head(json_rest(r), SOURCE_RECORD_MAX);
    size_t salvage = error->code == diag_text_truncated ? 0 : json_salvage(rest);
    json_reject(r, error, salvage > 0 ? salvage : rest.len);
    r->depth = 0;
    r->context_stale = true;
    if (salvage > 0) return STEP_REJECTED;
    r->failed = true;
    return STEP_FAILED;
}

/* The key that the objects of a list begin with, as far as it is known: that of the records before, or the broken one's. */
static struct span first_key(struct json_reader *r, const struct place *place)
{
    if (place->first_key.len > 0) return place->first_key;
    return r->scan.count > 0 ? arena_copy(r->scratch, r->scan.cells[0].name) : SPAN_NONE;
}

enum step json_broken(struct json_reader *r, const struct place *place)
{
    struct json_error error = r->scan.error;
    struct broken b = {.at = (size_t)(error.at - json_rest(r).ptr),
                       .flat = r->scan.depth == 0,
                       .top_level = r->depth == 0,
                       .in_list = place->kind == PLACE_ELEMENT,
                       .first_key = first_key(r, place)};
    for (;;) {
        b.text = json_rest(r);
        b.at_end = r->window.at_end;
        size_t length = json_resync(&b);
        if (length > 0) {
            enum step step = json_reject(r, &error, length);
            json_value_done(r);
            return step;
        }
        if (b.at_end || b.text.len > SOURCE_RECORD_MAX) return json_give_up(r, &error);
        json_read_on(r);
    }
}

/* Up to the next bracket or line end; 0 when there is none in the text. */
static size_t to_next_bracket(struct span text)
{
    for (size_t i = 1; i < text.len; i++) {
        if (memchr("{[]}\n", text.ptr[i], 5)) return i;
    }
    return 0;
}

enum step json_wrong_element(struct json_reader *r, const struct json_error *error)
{
    struct json_error kept = *error;
    struct span key = place_element(r->places, json_top(r)->place)->first_key;
    for (;;) {
        struct span text = json_rest(r);
        size_t length = to_next_bracket(text);
        bool stuck = length == 0 || text.ptr[length] == '}' || text.ptr[0] == '}';
        if (stuck) length = json_next_element(text, 0, key);
        if (length > 0) {
            enum step step = json_reject(r, &kept, length);
            json_value_done(r);
            return step;
        }
        if (r->window.at_end || text.len > SOURCE_RECORD_MAX) return json_give_up(r, &kept);
        json_read_on(r);
    }
}

enum step json_broken_frame(struct json_reader *r, const struct json_error *error)
{
    struct json_error kept = *error;
    for (;;) {
        struct span text = json_rest(r);
        size_t length = r->depth > 1 ? json_resync_inside(text) : 0;
        if (length > 0) {
            enum step step = json_reject(r, &kept, length);
            r->depth--;
            r->context_stale = true;
            json_value_done(r);
            return step;
        }
        if (r->depth <= 1 || r->window.at_end || text.len > SOURCE_RECORD_MAX) return json_give_up(r, &kept);
        json_read_on(r);
    }
}

enum step json_cut(struct json_reader *r)
{
    const struct json_scan *s = &r->scan;
    struct json_error error = {.set = true,
                               .code = diag_text_truncated,
                               .line = s->line,
                               .column = json_scan_column(s, s->p),
                               .what = SPAN("the last record is not complete")};
    enum step step = json_reject(r, &error, json_rest(r).len);
    r->depth = 0; /* nothing will close what is still open, and one report is enough */
    return step;
}

/* Passes a value of any size by its brackets. */
static void skip_value(struct json_reader *r)
{
    size_t depth = 0;
    bool in_string = false, escaped = false;
    for (;;) {
        struct span text = json_rest(r);
        for (size_t i = 0; i < text.len; i++) {
            char c = text.ptr[i];
            if (escaped) {
                escaped = false;
            } else if (in_string) {
                escaped = c == '\\';
                in_string = c != '"' && c != '\n';
            } else if (c == '"') {
                in_string = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                json_pass(r, i + 1);
                return;
            }
        }
        json_pass(r, text.len);
        if (r->window.at_end) return;
        json_read_on(r);
    }
}

enum step json_too_large(struct json_reader *r)
{
    struct json_error error = json_error_here(r, diag_record_too_large, "the raw text is cut at the limit");
    struct diag d = {.code = error.code,
                     .line = error.line,
                     .column = error.column,
                     .offset = r->window.offset + r->at,
                     .detail = error.what,
                     .raw = span_head(json_rest(r), SOURCE_RECORD_MAX)};
    diag_report(r->sink, &d);
    r->yielded++;
    skip_value(r);
    json_value_done(r);
    return STEP_REJECTED;
}

/* Elements of a list whose brackets are lost: the commas between them are reported once. */
static enum step loose_comma(struct json_reader *r)
{
    if (r->loose_comma_told) {
        json_pass(r, 1);
        return STEP_ON;
    }
    r->loose_comma_told = true;
    struct json_error error = json_error_here(r, diag_json_trailing, "a comma between values that are in no list");
    return json_reject(r, &error, 1);
}

enum step json_garbage(struct json_reader *r)
{
    if (json_rest(r).ptr[0] == ',') return loose_comma(r);
    struct json_error error = json_error_here(r, r->values > 0 ? diag_json_trailing : diag_json_syntax, "");
    for (;;) {
        struct span text = json_rest(r);
        size_t length = json_next_value(text);
        if (length < text.len || r->window.at_end) return json_reject(r, &error, length);
        if (text.len > SOURCE_RECORD_MAX) return json_give_up(r, &error);
        json_read_on(r);
    }
}
