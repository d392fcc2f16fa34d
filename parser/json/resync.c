/* resync - ways of finding the end of a broken object, the surest first.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/resync.h"

#include "parser/json/scan.h"

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

static bool begins_with_key(struct span text, size_t brace, struct span key)
{
    struct span rest = span_from(text, skip_space(text, brace + 1));
    if (rest.len < key.len + 2 || rest.ptr[0] != '"') return false;
    if (key.len == 0) return true;
    return memcmp(rest.ptr + 1, key.ptr, key.len) == 0 && rest.ptr[key.len + 1] == '"';
}

/* What stands before `at`, apart from space; *where is its offset. NUL at the start of the text. */
static char byte_before(struct span text, size_t at, size_t *where)
{
    while (at > 0 && is_space(text.ptr[at - 1])) at--;
    *where = at > 0 ? at - 1 : 0;
    return at > 0 ? text.ptr[at - 1] : '\0';
}

/* The next { behind `from`, before `to`, that has one of the bytes `before` in front and begins a whole object with that
 * key. text.len: none. */
static size_t find_object(struct span text, size_t from, size_t to, const char *before, struct span key)
{
    struct broken whole = {.text = text, .at_end = true};
    for (size_t brace = from; brace < to; brace++) {
        brace += span_find(span_from(text, brace), '{');
        if (brace >= to) break;
        size_t where;
        char front = byte_before(text, brace, &where);
        if (!front || !strchr(before, front) || where < from) continue;
        if (begins_with_key(text, brace, key) && object_at(&whole, brace) == YES) return brace;
    }
    return text.len;
}

size_t json_next_element(struct span text, size_t from, struct span first_key)
{
    size_t brace = find_object(text, from, text.len, ",", first_key), comma = 0;
    if (brace < text.len) byte_before(text, brace, &comma);
    return comma;
}

/* ---- the end of a broken object ---------------------------------------------------------------------------------- */

/* Whether what follows shows that the object ended at `end`. */
static enum answer goes_on(const struct broken *b, size_t end)
{
    size_t next = skip_space(b->text, end);
    if (next == b->text.len) return !b->at_end ? UNSURE : b->top_level ? YES : NO;
    char c = b->text.ptr[next];
    if (b->top_level) return object_at(b, next);
    if (c == ']' || c == '}') return YES;
    if (c != ',') return NO;
    next = skip_space(b->text, next + 1);
    enum answer answer = object_at(b, next);
    return answer == YES && b->in_list && !begins_with_key(b->text, next, b->first_key) ? NO : answer;
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

/* What may follow a value inside another one stands behind `end`. */
static bool fits(struct span text, size_t end)
{
    size_t next = end > 0 ? skip_space(text, end) : text.len;
    return next < text.len && (text.ptr[next] == ',' || text.ptr[next] == ']' || text.ptr[next] == '}');
}

static size_t smaller(size_t a, size_t b)
{
    return a == 0 || (b > 0 && b < a) ? b : a;
}

/* A missing quote turns strings and structure round, so that a nested object can look flat and its list's end like the
 * end of our list. When elements of our list follow and no other list begins before them, it was not the end. */
static bool is_nested_end(const struct broken *b, size_t end, size_t element)
{
    if (element == 0 || element <= end || b->first_key.len == 0) return false;
    return find_object(b->text, end, element, "[", b->first_key) == b->text.len;
}

static size_t resync_top_level(const struct broken *b)
{
    size_t line = json_next_line(b->text);
    if (line < b->text.len) return line;
    if (!b->at_end) return 0;
    size_t salvage = json_salvage(b->text);
    return salvage > 0 ? salvage : line;
}

size_t json_resync(const struct broken *b)
{
    size_t flat = 0;
    enum answer answer = b->flat ? end_of_flat(b, &flat) : NO;
    if (answer == UNSURE) return 0;
    if (b->top_level) return answer == YES ? flat : resync_top_level(b);
    size_t element = b->in_list ? json_next_element(b->text, b->at, b->first_key) : 0;
    if (answer == YES && !is_nested_end(b, flat, element)) return flat;
    size_t end = end_by_brackets(b->text, 0);
    return smaller(fits(b->text, end) ? end : 0, element);
}

size_t json_resync_inside(struct span text)
{
    size_t end = end_by_brackets(text, 1);
    return fits(text, end) ? end : 0;
}

/* ---- outside of values --------------------------------------------------------------------------------------------- */

size_t json_next_value(struct span text)
{
    size_t line = json_next_line(text);
    size_t brace = find_object(text, 0, line, ",:[]{}", SPAN_NONE);
    return brace < line ? brace : line;
}

size_t json_salvage(struct span text)
{
    size_t list = 0, line = 0;
    size_t brace = find_object(text, 1, text.len, "[", SPAN_NONE);
    if (brace < text.len) byte_before(text, brace, &list);
    for (size_t lf = span_find(text, '\n'); line == 0 && lf + 1 < text.len;) {
        if (text.ptr[lf + 1] == '{' || text.ptr[lf + 1] == '[') line = lf + 1;
        lf += 1 + span_find(span_from(text, lf + 1), '\n');
    }
    return smaller(list, line);
}
