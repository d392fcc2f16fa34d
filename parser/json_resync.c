/* json_resync - three ways of finding the end of a broken object, the surest first.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json_resync.h"

#include "parser/json_scan.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_space(struct span text, size_t at)
{
    while (at < text.len && is_space(text.ptr[at])) at++;
    return at;
}

enum answer { NO, YES, UNSURE }; /* unsure: more text would tell */

/* Whether a complete object stands at `at`. */
static enum answer object_at(const struct broken *b, size_t at)
{
    if (at >= b->text.len) return b->at_end ? NO : UNSURE;
    if (b->text.ptr[at] != '{') return NO;
    struct arena *scratch = arena_new(0);
    struct json_scan scan;
    json_scan_init(&scan, scratch);
    json_scan_text(&scan, span_from(b->text, at), 1, 0);
    enum json_status status = json_scan_object(&scan);
    json_scan_free(&scan);
    arena_free(scratch);
    if (status == JSON_MORE) return b->at_end ? NO : UNSURE;
    return status == JSON_OK ? YES : NO;
}

/* Whether what follows shows that the object ended at `end`: another whole object, or the end of the list. */
static enum answer goes_on(const struct broken *b, size_t end)
{
    size_t next = skip_space(b->text, end);
    if (next == b->text.len) return !b->at_end ? UNSURE : b->top_level ? YES : NO;
    char c = b->text.ptr[next];
    if (b->top_level) return object_at(b, next);
    if (c == ']' || c == '}') return YES;
    return c == ',' ? object_at(b, skip_space(b->text, next + 1)) : NO;
}

/* The error is on the object's own level: the next closing brace is its end when no bracket opens before it. */
static enum answer end_of_flat(const struct broken *b, size_t *end)
{
    for (size_t i = b->at; i < b->text.len; i++) {
        char c = b->text.ptr[i];
        if (c == '{' || c == '[') return NO;
        if (c != '}') continue;
        *end = i + 1;
        enum answer answer = goes_on(b, *end);
        if (answer != NO) return answer;
    }
    return b->at_end ? NO : UNSURE;
}

/* Counts brackets outside of strings. A line end closes a string, since JSON has none inside strings. */
static size_t end_by_brackets(struct span text, size_t depth)
{
    bool in_string = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (in_string) {
            if (c == '\\') i++;
            if (c == '"' || c == '\n') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return c == '}' ? i + 1 : 0;
        }
    }
    return 0;
}

size_t json_next_line(struct span text)
{
    for (size_t at = 0; at < text.len;) {
        size_t lf = at + span_find(span_from(text, at), '\n');
        size_t start = lf;
        while (start < text.len && is_space(text.ptr[start])) start++;
        if (start < text.len && (text.ptr[start] == '{' || text.ptr[start] == '[')) {
            while (text.ptr[start - 1] != '\n') start--;
            return start;
        }
        at = lf + 1;
    }
    return text.len;
}

/* What may follow a value inside another one stands behind `end`. */
static bool fits(struct span text, size_t end)
{
    size_t next = end > 0 ? skip_space(text, end) : text.len;
    return next < text.len && (text.ptr[next] == ',' || text.ptr[next] == ']' || text.ptr[next] == '}');
}

size_t json_resync(const struct broken *b)
{
    size_t end = 0;
    enum answer answer = b->flat ? end_of_flat(b, &end) : NO;
    if (answer != NO) return answer == YES ? end : 0;
    if (b->top_level) {
        end = json_next_line(b->text);
        if (end < b->text.len || b->at_end) return end;
        return 0;
    }
    end = end_by_brackets(b->text, 0);
    return fits(b->text, end) ? end : 0;
}

size_t json_resync_inside(struct span text)
{
    size_t end = end_by_brackets(text, 1);
    return fits(text, end) ? end : 0;
}
