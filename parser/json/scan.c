/* scan - objects and values; strings and numbers are in json/text.c.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/scan.h"

#include <stdlib.h>

#include "base/memory.h"
#include "parser/json/text.h"

void json_scan_init(struct json_scan *s, struct arena *scratch)
{
    *s = (struct json_scan){.scratch = scratch, .distinct_keys = true};
}

void json_scan_free(struct json_scan *s)
{
    free(s->cells);
    s->cells = NULL;
    s->count = s->capacity = 0;
}

void json_scan_text(struct json_scan *s, struct span text, uint32_t line, uint64_t before)
{
    if (!text.ptr) text = SPAN("");
    s->p = s->line_start = text.ptr;
    s->end = text.ptr + text.len;
    s->line = line;
    s->before = before;
    s->fault.set = s->error.set = false;
}

uint32_t json_scan_column(const struct json_scan *s, const char *at)
{
    uint64_t column = (uint64_t)(at - s->line_start) + s->before + 1;
    return column > UINT32_MAX ? UINT32_MAX : (uint32_t)column;
}

void json_set_error(struct json_scan *s, struct json_error *error, enum diag_code code, const char *at,
                    const char *what)
{
    if (error->set) return;
    *error = (struct json_error){
        .set = true, .code = code, .at = at, .line = s->line, .column = json_scan_column(s, at), .what = span_of(what)};
}

static enum json_status bad(struct json_scan *s, const char *what)
{
    json_set_error(s, &s->error, diag_json_syntax, s->p, what);
    return JSON_BAD;
}

void json_pass_space(struct json_scan *s)
{
    for (; s->p < s->end && (unsigned char)*s->p <= ' '; s->p++) {
        if (*s->p == '\n') {
            s->line++;
            s->line_start = s->p + 1;
            s->before = 0;
        } else if (*s->p != ' ' && *s->p != '\t' && *s->p != '\r') {
            return;
        }
    }
}

/* ---- nested values --------------------------------------------------------------------------------------------- */

enum want { WANT_VALUE, WANT_KEY, WANT_NEXT };

/* Brackets that are open inside a nested value. Keys are compared only outside of arrays: the objects in an array are
 * records of their own and looked at when they are read (json_array_next), so one of them can't spoil its deal. */
struct nest {
    char open[JSON_DEPTH_MAX];
    size_t first_key[JSON_DEPTH_MAX];
    size_t depth, arrays;
    struct span *keys;
    size_t count, capacity;
};

static bool push(struct nest *n, char bracket)
{
    if (n->depth == JSON_DEPTH_MAX) return false;
    n->open[n->depth] = bracket;
    n->first_key[n->depth++] = n->count;
    if (bracket == '[') n->arrays++;
    return true;
}

static void pop(struct nest *n)
{
    n->depth--;
    n->count = n->first_key[n->depth];
    if (n->open[n->depth] == '[') n->arrays--;
}

static void note_key(struct json_scan *s, struct nest *n, struct span key, const char *at)
{
    for (size_t i = n->first_key[n->depth - 1]; i < n->count; i++) {
        if (span_equal(n->keys[i], key))
            json_set_error(s, &s->fault, diag_json_duplicate_key, at, "in a nested object");
    }
    if (n->count == n->capacity) {
        n->capacity = n->capacity ? 2 * n->capacity : 32;
        n->keys = memory_resize(n->keys, n->capacity, sizeof *n->keys);
    }
    n->keys[n->count++] = key;
}

static enum json_status nested_key(struct json_scan *s, struct nest *n)
{
    const char *at = s->p;
    if (*s->p != '"') return bad(s, "a key was expected");
    struct span key;
    bool tracked = n->arrays == 0 && s->distinct_keys;
    enum json_status status = json_scan_string(s, tracked ? &key : NULL);
    if (status != JSON_OK) return status;
    if (tracked) note_key(s, n, key, at);
    json_scan_space(s);
    if (s->p == s->end) return JSON_MORE;
    if (*s->p != ':') return bad(s, "a colon was expected");
    s->p++;
    return JSON_OK;
}

/* Opens a bracket, or passes a scalar. Sets what is wanted next. */
static enum json_status nested_value(struct json_scan *s, struct nest *n, enum want *want)
{
    char first = *s->p;
    if (first != '{' && first != '[') {
        *want = WANT_NEXT;
        struct cell ignored;
        return json_scan_value(s, &ignored);
    }
    if (!push(n, first)) {
        json_set_error(s, &s->error, diag_json_too_deep, s->p, "");
        return JSON_BAD;
    }
    s->p++;
    json_scan_space(s);
    if (s->p == s->end) return JSON_MORE;
    *want = first == '{' ? WANT_KEY : WANT_VALUE;
    if (*s->p != (first == '{' ? '}' : ']')) return JSON_OK;
    s->p++;
    pop(n);
    *want = WANT_NEXT;
    return JSON_OK;
}

static enum json_status nested_next(struct json_scan *s, struct nest *n, enum want *want)
{
    char open = n->open[n->depth - 1];
    if (*s->p == ',') {
        *want = open == '{' ? WANT_KEY : WANT_VALUE;
    } else if (*s->p == (open == '{' ? '}' : ']')) {
        pop(n);
    } else {
        return bad(s, "a comma or a closing bracket was expected");
    }
    s->p++;
    return JSON_OK;
}

static enum json_status scan_nested(struct json_scan *s)
{
    struct nest n;
    n.depth = n.arrays = n.count = n.capacity = 0;
    n.keys = NULL;
    enum want want = WANT_VALUE;
    enum json_status status = JSON_OK;
    while (status == JSON_OK && !(want == WANT_NEXT && n.depth == 0)) {
        json_scan_space(s);
        if (s->p == s->end) {
            status = JSON_MORE;
        } else if (want == WANT_VALUE) {
            status = nested_value(s, &n, &want);
        } else if (want == WANT_KEY) {
            status = nested_key(s, &n);
            want = WANT_VALUE;
        } else {
            status = nested_next(s, &n, &want);
        }
    }
    s->depth = n.depth;
    free(n.keys);
    return status;
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

enum json_status json_scan_value(struct json_scan *s, struct cell *out)
{
    const char *start = s->p;
    out->line = s->line;
    out->column = json_scan_column(s, start);
    switch (*start) {
    case '"': out->kind = CELL_TEXT; return json_scan_string(s, &out->text);
    case '{':
    case '[': {
        out->kind = CELL_NESTED;
        enum json_status status = scan_nested(s);
        out->text = (struct span){start, (size_t)(s->p - start)};
        return status;
    }
    case ',':
    case ':':
    case '}':
    case ']': return bad(s, "a value was expected");
    default: return json_scan_word(s, out);
    }
}

/* ---- objects --------------------------------------------------------------------------------------------------- */

static struct cell *add_cell(struct json_scan *s)
{
    if (s->count == s->capacity) {
        s->capacity = s->capacity ? 2 * s->capacity : 32;
        s->cells = memory_resize(s->cells, s->capacity, sizeof *s->cells);
    }
    return &s->cells[s->count++];
}

/* Fewer keys than this are compared pair by pair. */
enum { PAIRWISE_MAX = 24 };

static size_t hash_of(struct span key)
{
    size_t h = 1469598103934665603U;
    for (size_t i = 0; i < key.len; i++) h = (h ^ (unsigned char)key.ptr[i]) * 1099511628211U;
    return h;
}

static const struct cell *repeated_by_table(const struct json_scan *s)
{
    size_t size = 64;
    while (size < 2 * s->count) size *= 2;
    uint32_t *table = memory_alloc(size * sizeof *table); /* index + 1 of the cell */
    const struct cell *found = NULL;
    for (size_t i = 0; i < s->count && !found; i++) {
        size_t at = hash_of(s->cells[i].name) & (size - 1);
        while (table[at] && !span_equal(s->cells[table[at] - 1].name, s->cells[i].name)) at = (at + 1) & (size - 1);
        if (table[at]) found = &s->cells[i];
        table[at] = (uint32_t)i + 1;
    }
    free(table);
    return found;
}

/* A cell whose name an earlier cell has, or NULL. */
static const struct cell *repeated_key(const struct json_scan *s)
{
    if (s->count > PAIRWISE_MAX) return repeated_by_table(s);
    for (size_t i = 1; i < s->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (span_equal(s->cells[k].name, s->cells[i].name)) return &s->cells[i];
        }
    }
    return NULL;
}

static void check_keys(struct json_scan *s, size_t known)
{
    if (!s->distinct_keys || known == s->count) return;
    const struct cell *again = repeated_key(s);
    if (!again) {
        if (s->memo) s->memo->distinct = s->count <= JSON_MEMO_KEYS ? s->count : 0;
    } else if (!s->fault.set) {
        json_set_error(s, &s->fault, diag_json_duplicate_key, s->p, "");
        s->fault.line = again->line;
        s->fault.column = again->column;
    }
}

/* True when the key at s->p is the one that the previous record had here; then it is passed with its colon. */
static inline bool known_key(struct json_scan *s, struct cell *cell)
{
    size_t i = s->count - 1;
    if (!s->memo || i >= JSON_MEMO_KEYS) return false;
    size_t length = s->memo->keys[i].length;
    if (length == 0 || (size_t)(s->end - s->p) <= length) return false;
    if (memcmp(s->p, s->memo->keys[i].text, length) != 0) return false;
    cell->name = (struct span){s->p + 1, length - 3};
    s->p += length;
    return true;
}

static void remember_key(struct json_scan *s, const char *start)
{
    size_t i = s->count - 1;
    if (!s->memo || i >= JSON_MEMO_KEYS) return;
    size_t length = (size_t)(s->p - start);
    s->memo->distinct = 0;
    s->memo->version = ++s->versions;
    s->memo->keys[i].length = 0;
    if (length > JSON_MEMO_TEXT || start[length - 2] != '"') return;
    for (size_t k = 1; k + 2 < length; k++) {
        if (!json_ordinary((unsigned char)start[k])) return;
    }
    memcpy(s->memo->keys[i].text, start, length);
    s->memo->keys[i].length = (uint8_t)length;
}

static enum json_status scan_key(struct json_scan *s, struct cell *cell)
{
    const char *start = s->p;
    if (*s->p != '"') return bad(s, "a key was expected");
    enum json_status status = json_scan_string(s, &cell->name);
    if (status != JSON_OK) return status;
    json_scan_space(s);
    if (s->p == s->end) return JSON_MORE;
    if (*s->p != ':') return bad(s, "a colon was expected");
    s->p++;
    remember_key(s, start);
    return JSON_OK;
}

/* One member, from its key to the end of its value. */
static enum json_status scan_member(struct json_scan *s, size_t *known)
{
    struct cell *cell = add_cell(s);
    cell->text = SPAN_NONE;
    cell->kind = CELL_NULL;
    if (known_key(s, cell)) {
        if (s->count <= s->memo->distinct) *known = s->count;
    } else {
        enum json_status status = scan_key(s, cell);
        if (status != JSON_OK) {
            s->count--; /* a key without a value says nothing */
            return status;
        }
    }
    json_scan_space(s);
    if (s->p == s->end) return JSON_MORE;
    s->in_member = true;
    enum json_status status = json_scan_value(s, cell);
    if (status == JSON_OK) s->in_member = false;
    return status;
}

static enum json_status scan_members(struct json_scan *s, size_t *known)
{
    for (;;) {
        json_scan_space(s);
        if (s->p == s->end) return JSON_MORE;
        enum json_status status = scan_member(s, known);
        if (status != JSON_OK) return status;
        json_scan_space(s);
        if (s->p == s->end) return JSON_MORE;
        char next = *s->p;
        if (next != ',' && next != '}') return bad(s, "a comma or } was expected");
        s->p++;
        if (next == '}') return JSON_OK;
    }
}

/* The memo's version and the number of keys tell all keys, because each key that differs makes a new version. */
uint64_t json_scan_shape(const struct json_scan *s)
{
    if (!s->memo || s->memo->version == 0 || s->count > JSON_MEMO_KEYS) return 0;
    return s->memo->version * (JSON_MEMO_KEYS + 1) + s->count;
}

enum json_status json_scan_object(struct json_scan *s)
{
    s->count = 0;
    s->depth = 0;
    s->in_member = false;
    s->p++;
    json_scan_space(s);
    if (s->p == s->end) return JSON_MORE;
    if (*s->p == '}') {
        s->p++;
        return JSON_OK;
    }
    size_t known = 0; /* so many keys are known to be distinct */
    enum json_status status = scan_members(s, &known);
    if (status == JSON_OK) check_keys(s, known);
    return status;
}

/* ---- lists ----------------------------------------------------------------------------------------------------- */

static struct span number_name(size_t i)
{
    static const char numbers[] =
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243"
        "4445464748495051525354555657585960616263646566676869707172737475767778798081828384858687"
        "888990919293949596979899";
    if (i >= (sizeof numbers - 1) / 2) return SPAN_NONE;
    return i < 10 ? (struct span){numbers + 2 * i + 1, 1} : (struct span){numbers + 2 * i, 2};
}

static enum json_status scan_elements(struct json_scan *s)
{
    for (;;) {
        json_scan_space(s);
        if (s->p == s->end) return JSON_MORE;
        struct cell *cell = add_cell(s);
        *cell = (struct cell){.name = number_name(s->count - 1), .kind = CELL_NULL};
        enum json_status status = json_scan_value(s, cell);
        if (status != JSON_OK) return status;
        json_scan_space(s);
        if (s->p == s->end) return JSON_MORE;
        char next = *s->p;
        if (next != ',' && next != ']') return bad(s, "a comma or ] was expected");
        s->p++;
        if (next == ']') return JSON_OK;
    }
}

enum json_status json_scan_list(struct json_scan *s)
{
    s->count = 0;
    s->depth = 0;
    s->in_member = false;
    s->memo = NULL;
    s->p++;
    json_scan_space(s);
    if (s->p == s->end) return JSON_MORE;
    if (*s->p != ']') return scan_elements(s);
    s->p++;
    return JSON_OK;
}
