/* records - the walk through lists and wrapper objects down to the records.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/records.h"

#include <stdlib.h>

#include "base/memory.h"
#include "parser/json/reader.h"
#include "parser/json/sniff.h"
#include "parser/json/text.h"

struct json_reader *json_new(struct source *s, const struct json_classifier *classifier, const struct diag_sink *sink)
{
    struct json_reader *r = memory_alloc(sizeof *r);
    r->source = s;
    r->classifier = classifier;
    r->sink = sink;
    r->line = 1;
    r->scratch = arena_new(0);
    r->places = arena_new(0);
    r->root = place_root(r->places);
    json_scan_init(&r->scan, r->scratch);
    return r;
}

void json_free(struct json_reader *r)
{
    if (!r) return;
    for (size_t i = 0; i < JSON_FRAMES_MAX; i++) {
        LIST_FREE(&r->frames[i].key);
        LIST_FREE(&r->frames[i].members);
        LIST_FREE(&r->frames[i].raw);
        arena_free(r->frames[i].texts);
    }
    for (size_t i = 0; i < r->waiting.count; i++) free(r->waiting.items[i].raw);
    LIST_FREE(&r->waiting);
    LIST_FREE(&r->context);
    json_scan_free(&r->scan);
    arena_free(r->places);
    arena_free(r->scratch);
    free(r);
}

/* ---- moving through the text ----------------------------------------------------------------------------------- */

struct span json_rest(const struct json_reader *r)
{
    return (struct span){r->window.text.ptr + r->at, r->window.text.len - r->at};
}

void json_read_on(struct json_reader *r)
{
    r->window = source_window(r->source, r->at);
    r->at = 0;
}

void json_pass(struct json_reader *r, size_t bytes)
{
    struct span text = span_head(json_rest(r), bytes);
    for (size_t lf = span_find(text, '\n'); lf < text.len; lf = span_find(text, '\n')) {
        text = span_from(text, lf + 1);
        r->line++;
        r->before = 0;
    }
    r->before += text.len;
    r->at += bytes;
}

void json_scan_here(struct json_reader *r, struct span text)
{
    json_scan_text(&r->scan, text, r->line, r->before);
}

void json_pass_scanned(struct json_reader *r)
{
    const struct json_scan *s = &r->scan;
    r->at = (size_t)(s->p - r->window.text.ptr);
    r->line = s->line;
    r->before = s->before + (uint64_t)(s->p - s->line_start);
}

/* Passes white space; false when the text ends there. */
static bool find_text(struct json_reader *r)
{
    for (;;) {
        json_scan_here(r, json_rest(r));
        json_scan_space(&r->scan);
        json_pass_scanned(r);
        if (r->at < r->window.text.len) return true;
        if (r->window.at_end) return false;
        json_read_on(r);
    }
}

struct frame *json_top(struct json_reader *r)
{
    return r->depth > 0 ? &r->frames[r->depth - 1] : NULL;
}

void json_value_done(struct json_reader *r)
{
    if (r->depth > 0) {
        json_top(r)->state = FRAME_AFTER;
    } else {
        r->values++;
    }
}

struct frame *json_open(struct json_reader *r, struct place *place)
{
    struct json_error here = json_error_here(r, diag_json_syntax, "");
    struct frame *f = &r->frames[r->depth++];
    if (!f->texts) f->texts = arena_new(0);
    arena_reset(f->texts);
    f->place = place;
    f->object = json_rest(r).ptr[0] == '{';
    f->state = FRAME_FIRST;
    f->offset = r->window.offset + r->at;
    f->line = here.line;
    f->column = here.column;
    f->yielded = r->yielded;
    f->has_scalars = f->raw_cut = f->shown = false;
    f->key.count = f->members.count = f->raw.count = 0;
    r->context_stale = true;
    json_pass(r, 1);
    return f;
}

/* ---- steps ----------------------------------------------------------------------------------------------------- */

/* Passes the lines before the first bracket, with a note. */
static void start(struct json_reader *r)
{
    r->started = true;
    struct span head = source_peek(r->source, JSON_HEAD);
    size_t length = 0, lines = 0;
    bool found = json_find_start(span_head(head, JSON_HEAD), &length, &lines);
    json_read_on(r);
    if (!found) return;
    if (lines > 0) {
        struct diag d = {.code = diag_preamble, .line = 1, .raw = span_head(json_rest(r), length)};
        diag_report(r->sink, &d);
    }
    json_pass(r, length);
}

static enum step cut_here(struct json_reader *r)
{
    struct json_error error = json_error_here(r, diag_text_truncated, "a list or an object is not closed");
    return json_give_up(r, &error);
}

static enum step too_long_here(struct json_reader *r)
{
    struct json_error error = json_error_here(r, diag_record_too_large, "a key or a text");
    return json_give_up(r, &error);
}

static enum step fault_here(struct json_reader *r, const char *what, size_t bytes)
{
    struct json_error error = json_error_here(r, diag_json_syntax, what);
    return json_reject(r, &error, bytes);
}

static void remember_member(struct json_reader *r, struct frame *f, const struct cell *value)
{
    r->context_stale = true;
    if (f->members.count == JSON_MEMBERS_MAX || value->text.len > JSON_MEMBER_TEXT_MAX) return;
    struct cell *member = LIST_ADD(&f->members);
    *member = *value;
    member->name = arena_copy(f->texts, (struct span){f->key.items, f->key.count});
    member->text = arena_copy(f->texts, value->text);
}

/* A string, number or word inside a frame. */
static enum step scalar(struct json_reader *r, struct frame *f)
{
    for (;;) {
        struct span text = json_rest(r);
        struct cell value = {.name = SPAN_NONE};
        json_scan_here(r, text);
        enum json_status status = json_scan_value(&r->scan, &value);
        struct json_error fault = r->scan.fault;
        if (status == JSON_BAD && !f->object) return json_wrong_element(r, &r->scan.error);
        if (status == JSON_BAD) return json_broken_frame(r, &r->scan.error);
        if (status == JSON_OK && fault.set) {
            enum step step = json_reject(r, &fault, (size_t)(r->scan.p - text.ptr));
            json_value_done(r);
            return step;
        }
        if (status == JSON_OK) {
            f->has_scalars = true;
            if (f->object) remember_member(r, f, &value);
            json_pass_scanned(r);
            json_value_done(r);
            return STEP_ON;
        }
        if (r->window.at_end) return cut_here(r);
        if (text.len > SOURCE_RECORD_MAX) return too_long_here(r);
        json_read_on(r);
    }
}

enum step json_walk_list(struct json_reader *r, struct place *place)
{
    if (r->depth < JSON_FRAMES_MAX) {
        json_open(r, place);
        return STEP_ON;
    }
    r->scan.error = json_error_here(r, diag_json_too_deep, "");
    return json_give_up(r, &r->scan.error);
}

static enum step frame_value(struct json_reader *r, struct frame *f, struct record *out)
{
    struct span key = {f->key.items, f->key.count};
    struct place *place = f->object ? place_member(r->places, f->place, key) : place_element(r->places, f->place);
    switch (json_rest(r).ptr[0]) {
    case '{': return json_object(r, place, out);
    case '[': return json_list(r, place, out);
    default: return scalar(r, f);
    }
}

/* Scans a key and the space behind it. JSON_OK: something follows. */
static enum json_status scan_key(struct json_reader *r, struct span *key)
{
    struct json_scan *s = &r->scan;
    json_scan_here(r, json_rest(r));
    enum json_status status = json_scan_string(s, key);
    if (status == JSON_OK) json_scan_space(s);
    return status == JSON_OK && s->p == s->end ? JSON_MORE : status;
}

/* Reads a key and its colon into the frame. */
static enum step frame_key(struct json_reader *r, struct frame *f)
{
    struct json_error error = json_error_here(r, diag_json_syntax, "a key was expected");
    if (json_rest(r).ptr[0] != '"') return json_broken_frame(r, &error);
    struct span key;
    enum json_status status;
    while ((status = scan_key(r, &key)) == JSON_MORE) {
        if (r->window.at_end) return cut_here(r);
        if (json_rest(r).len > SOURCE_RECORD_MAX) return too_long_here(r);
        json_read_on(r);
    }
    if (status == JSON_BAD) return json_broken_frame(r, &r->scan.error);
    f->key.count = 0;
    for (size_t i = 0; i < key.len; i++) *LIST_ADD(&f->key) = key.ptr[i];
    r->context_stale = true;
    json_pass_scanned(r);
    error = json_error_here(r, diag_json_syntax, "a colon was expected");
    if (json_rest(r).ptr[0] != ':') return json_broken_frame(r, &error);
    json_pass(r, 1);
    f->state = FRAME_VALUE;
    return STEP_ON;
}

/* After a value: a comma or the end. A comma too few loses no record, so the walk goes on after a report. */
static enum step frame_next(struct json_reader *r, struct frame *f, char c)
{
    if (c == ',') {
        json_pass(r, 1);
        f->state = FRAME_NEXT;
        return STEP_ON;
    }
    if (!f->object && (c == '{' || c == '[')) {
        f->state = FRAME_NEXT;
        return fault_here(r, "a comma is missing before this value", 0);
    }
    r->scan.error = json_error_here(r, diag_json_syntax, "a comma or a closing bracket was expected");
    return f->object ? json_broken_frame(r, &r->scan.error) : json_wrong_element(r, &r->scan.error);
}

static enum step frame_step(struct json_reader *r, struct frame *f, char c, struct record *out)
{
    bool closing = c == (f->object ? '}' : ']') && f->state != FRAME_VALUE;
    if (closing && f->state == FRAME_NEXT) {
        f->state = FRAME_AFTER;
        struct json_error here = json_error_here(r, diag_json_comma, "");
        struct diag d = {
            .code = diag_json_comma, .line = here.line, .column = here.column, .offset = r->window.offset + r->at};
        diag_report(r->sink, &d);
        return STEP_ON;
    }
    if (closing) return json_close(r);
    if (f->state == FRAME_AFTER) return frame_next(r, f, c);
    if (f->object && f->state != FRAME_VALUE) return frame_key(r, f);
    if (c == '}' || c == ']') {
        struct json_error error = json_error_here(r, diag_json_syntax, "a value was expected");
        return f->object ? json_broken_frame(r, &error) : json_wrong_element(r, &error);
    }
    return frame_value(r, f, out);
}

/* A value on the top level that is no list and no object, or something that is no value at all. */
static enum step top_scalar(struct json_reader *r)
{
    for (;;) {
        struct span text = json_rest(r);
        struct cell value;
        json_scan_here(r, text);
        enum json_status status = json_scan_value(&r->scan, &value);
        bool last_word = status == JSON_MORE && r->window.at_end && text.ptr[0] != '"';
        if (status == JSON_MORE && !last_word && !r->window.at_end && text.len <= SOURCE_RECORD_MAX) {
            json_read_on(r);
            continue;
        }
        if (last_word) value.text = text;
        bool word = span_is(value.text, "true") || span_is(value.text, "false") || span_is(value.text, "null");
        bool good = last_word ? word || json_is_number(value.text) : status == JSON_OK && !r->scan.fault.set;
        if (!good) return json_garbage(r);
        json_pass_scanned(r);
        json_value_done(r);
        return STEP_ON;
    }
}

static enum step at_end(struct json_reader *r)
{
    return r->depth == 0 ? STEP_END : cut_here(r);
}

static enum step take_step(struct json_reader *r, struct record *out)
{
    if (r->failed) return STEP_END;
    if (json_tell_waiting(r)) return STEP_REJECTED;
    if (!find_text(r)) return at_end(r);
    char c = json_rest(r).ptr[0];
    if (r->depth > 0) return frame_step(r, json_top(r), c, out);
    if (c == '{') return json_object(r, r->root, out);
    return c == '[' ? json_list(r, r->root, out) : top_scalar(r);
}

enum read_status json_next(struct json_reader *r, struct record *out)
{
    arena_reset(r->scratch);
    if (!r->started) start(r);
    for (;;) {
        switch (take_step(r, out)) {
        case STEP_ON: arena_reset(r->scratch); break; /* a text without records is as long as it likes */
        case STEP_RECORD: return READ_RECORD;
        case STEP_REJECTED: return READ_REJECTED;
        case STEP_END: return READ_END;
        case STEP_FAILED: return READ_FAILED;
        }
    }
}
