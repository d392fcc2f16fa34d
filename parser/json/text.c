/* text - strings, numbers, literals.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/text.h"

#include "base/eight.h"
#include "base/utf8.h"

/* ---- strings --------------------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The four digits behind \u. */
static bool take_unit(struct span *rest, uint32_t *unit)
{
    if (rest->len < 4) return false;
    *unit = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_digit(rest->ptr[i]);
        if (digit < 0) return false;
        *unit = *unit << 4 | (uint32_t)digit;
    }
    *rest = span_from(*rest, 4);
    return true;
}

struct escape {
    uint32_t code;
    enum diag_code fault;
    const char *what; /* NULL: the escape is good */
};

/* \uXXXX, and a second one when the first is half of a pair. */
static struct escape take_unicode(struct span *rest)
{
    uint32_t unit, low;
    if (!take_unit(rest, &unit)) return (struct escape){0, diag_json_syntax, "four hexadecimal digits must follow \\u"};
    if (unit == 0) return (struct escape){0, diag_nul_byte, "written as \\u0000"};
    if (unit < 0xD800 || unit > 0xDFFF) return (struct escape){.code = unit};
    struct span second = span_from(*rest, 2);
    bool paired = unit < 0xDC00 && span_starts_with(*rest, SPAN("\\u")) && take_unit(&second, &low) && low >= 0xDC00 &&
                  low <= 0xDFFF;
    if (!paired) return (struct escape){0, diag_json_syntax, "half of a surrogate pair"};
    *rest = second;
    return (struct escape){.code = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)};
}

static struct escape take_escape(struct span *rest)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    char letter = rest->len > 0 ? rest->ptr[0] : '\0';
    *rest = span_from(*rest, 1);
    if (letter == 'u') return take_unicode(rest);
    const char *found = letter ? strchr(letters, letter) : NULL;
    if (!found) return (struct escape){0, diag_json_syntax, "an escape that JSON does not have"};
    return (struct escape){.code = (unsigned char)meanings[found - letters]};
}

/* Checks the escapes of `text`; with `out` (text.len bytes) also undoes them. Returns the length of the result. */
static size_t unescape(struct json_scan *s, struct span text, char *out)
{
    size_t n = 0;
    while (text.len > 0) {
        size_t plain = span_find(text, '\\');
        if (out && plain > 0) memcpy(out + n, text.ptr, plain);
        n += plain;
        if (plain == text.len) break;
        const char *at = text.ptr + plain;
        text = span_from(text, plain + 1);
        struct escape e = take_escape(&text);
        if (e.what) json_set_error(s, &s->fault, e.fault, at, e.what);
        char code[4];
        size_t length = e.what ? 0 : utf8_encode(e.code, code);
        if (out && length > 0) memcpy(out + n, code, length);
        n += length;
    }
    return n;
}

static const char *pass_ordinary(const char *p, const char *end)
{
    for (; end - p >= EIGHT_BYTES; p += EIGHT_BYTES) {
        const uint64_t eight = eight_load(p);
        const uint64_t odd = eight_controls(eight) | eight_is(eight, '"') | eight_is(eight, '\\') | eight_wide(eight);
        if (odd) return p + eight_first(odd);
    }
    while (p < end && json_ordinary((unsigned char)*p)) p++;
    return p;
}

/* Finds the closing quote; *escaped and *wide say whether the text needs a second look. */
static enum json_status find_end(struct json_scan *s, bool *escaped, bool *wide)
{
    const char *p = s->p, *end = s->end;
    for (;; p++) {
        s->p = p = pass_ordinary(p, end);
        if (p == end) return JSON_MORE;
        unsigned char c = (unsigned char)*p;
        if (c == '"') return JSON_OK;
        if (c >= 0x80) {
            *wide = true;
        } else if (c == '\\') {
            *escaped = true;
            if (p + 1 < end && (p[1] == '"' || p[1] == '\\')) p++;
        } else if (c == '\n' || c == '\r') {
            json_set_error(s, &s->error, diag_json_syntax, p, "a string is not closed on its line");
            return JSON_BAD;
        } else {
            json_set_error(s, &s->fault, c == 0 ? diag_nul_byte : diag_json_syntax, p,
                           c == 0 ? "" : "a control character inside a string");
        }
    }
}

enum json_status json_scan_string(struct json_scan *s, struct span *out)
{
    const char *start = ++s->p;
    bool escaped = false, wide = false;
    enum json_status status = find_end(s, &escaped, &wide);
    struct span text = {start, (size_t)(s->p - start)};
    if (out) *out = text;
    if (status != JSON_OK) return status;
    size_t bad_at;
    if (wide && !span_is_utf8(text, &bad_at)) json_set_error(s, &s->fault, diag_bad_utf8, start + bad_at, "");
    if (escaped) {
        char *copy = out ? arena_alloc(s->scratch, text.len) : NULL;
        text.len = unescape(s, text, copy);
        if (out) *out = (struct span){copy, text.len};
    }
    s->p++;
    return JSON_OK;
}

/* ---- numbers and literals -------------------------------------------------------------------------------------- */

static size_t digits(struct span text, size_t at)
{
    size_t n = 0;
    while (at + n < text.len && text.ptr[at + n] >= '0' && text.ptr[at + n] <= '9') n++;
    return n;
}

bool json_is_number(struct span text)
{
    size_t at = text.len > 0 && text.ptr[0] == '-' ? 1 : 0;
    size_t whole = digits(text, at);
    if (whole == 0 || (whole > 1 && text.ptr[at] == '0')) return false;
    at += whole;
    if (at < text.len && text.ptr[at] == '.') {
        size_t fraction = digits(text, at + 1);
        if (fraction == 0) return false;
        at += 1 + fraction;
    }
    if (at < text.len && (text.ptr[at] == 'e' || text.ptr[at] == 'E')) {
        at++;
        if (at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-')) at++;
        size_t exponent = digits(text, at);
        if (exponent == 0) return false;
        at += exponent;
    }
    return at == text.len;
}

static bool ends_word(char c)
{
    switch (c) {
    case ',':
    case ':':
    case '{':
    case '}':
    case '[':
    case ']':
    case '"': return true;
    default: return (unsigned char)c <= ' ';
    }
}

enum json_status json_scan_word(struct json_scan *s, struct cell *out)
{
    const char *start = s->p;
    while (s->p < s->end && !ends_word(*s->p)) s->p++;
    struct span word = {start, (size_t)(s->p - start)};
    out->text = word;
    out->kind = CELL_NUMBER;
    if (s->p == s->end) return JSON_MORE;
    if (json_is_number(word)) return JSON_OK;
    if (span_is(word, "null")) {
        out->kind = CELL_NULL;
        out->text = SPAN_NONE;
    } else if (span_is(word, "true") || span_is(word, "false")) {
        out->kind = CELL_BOOL;
    } else if (word.len == 0) {
        json_set_error(s, &s->error, diag_json_syntax, start, "a value was expected");
        return JSON_BAD;
    } else {
        json_set_error(s, &s->fault, diag_json_syntax, start, "neither a number nor true, false or null");
    }
    return JSON_OK;
}
