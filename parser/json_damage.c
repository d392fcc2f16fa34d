/* json_damage - what is done about text that is not JSON: say where, keep it, find the next good record.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json_reader.h"
#include "parser/json_resync.h"

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
    size_t rest = json_rest(r).len;
    json_reject(r, error, rest > SOURCE_RECORD_MAX ? SOURCE_RECORD_MAX : rest);
    r->failed = true;
    return STEP_FAILED;
}

enum step json_broken(struct json_reader *r)
{
    struct json_error error = r->scan.error;
    struct broken b = {
        .at = (size_t)(error.at - json_rest(r).ptr), .flat = r->scan.depth == 0, .top_level = r->depth == 0};
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

enum step json_garbage(struct json_reader *r)
{
    struct json_error error = json_error_here(r, r->values > 0 ? diag_json_trailing : diag_json_syntax, "");
    for (;;) {
        struct span text = json_rest(r);
        size_t length = json_next_line(text);
        if (length < text.len || r->window.at_end) return json_reject(r, &error, length);
        if (text.len > SOURCE_RECORD_MAX) return json_give_up(r, &error);
        json_read_on(r);
    }
}
