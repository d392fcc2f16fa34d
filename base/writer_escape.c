/* writer_escape - CSV cells, JSON strings and text for people's eyes.
 *
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "base/writer.h"

static const char hex_digits[] = "0123456789ABCDEF";

static void put_hex_byte(struct writer *w, const char *lead, unsigned byte)
{
    writer_cstr(w, lead);
    writer_byte(w, hex_digits[byte >> 4 & 15]);
    writer_byte(w, hex_digits[byte & 15]);
}

static void put_code_point(struct writer *w, uint32_t code)
{
    writer_cstr(w, "<U+");
    int shift = 12;
    while (code >> shift > 15) shift += 4;
    for (; shift >= 0; shift -= 4) writer_byte(w, hex_digits[code >> shift & 15]);
    writer_byte(w, '>');
}

/* Length of the leading run of bytes 0x20..0x7E that are neither `a` nor `b`. */
static size_t plain_run(struct span s, char a, char b)
{
    size_t at = 0;
    while (at < s.len && s.ptr[at] >= 0x20 && s.ptr[at] < 0x7F && s.ptr[at] != a && s.ptr[at] != b) at++;
    return at;
}

/* Writes the code point (or the bad byte) at the front of *text visibly and steps over it. Returns whether it was
 * changed. */
static bool put_visible(struct writer *w, struct span *text)
{
    uint32_t code;
    size_t len = utf8_decode(*text, &code);
    struct span whole = span_head(*text, len > 0 ? len : 1);
    *text = span_from(*text, whole.len);
    if (len == 0) {
        put_hex_byte(w, "\\x", (unsigned char)whole.ptr[0]);
        return true;
    }
    if (!utf8_is_hidden(code)) {
        writer_text(w, whole);
        return false;
    }
    if (code < 0xA0) {
        put_hex_byte(w, "\\x", code);
    } else {
        put_code_point(w, code);
    }
    return true;
}

static void put_run(struct writer *w, struct span *text, size_t len)
{
    writer_text(w, span_head(*text, len));
    *text = span_from(*text, len);
}

void writer_visible(struct writer *w, struct span text, bool keep_newlines)
{
    while (text.len > 0) {
        put_run(w, &text, plain_run(text, 0, 0));
        if (text.len == 0) return;
        if (keep_newlines && text.ptr[0] == '\n') {
            put_run(w, &text, 1);
        } else {
            put_visible(w, &text);
        }
    }
}

/* Full-width signs too: spreadsheets of East Asian locales take them for the plain ones. */
static bool starts_formula(struct span text)
{
    static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    if (text.len == 0) return false;
    if ((unsigned char)text.ptr[0] < 0x80) return memchr("=+-@\t\r", text.ptr[0], 6) != NULL;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (span_starts_with(text, span_of(wide[i]))) return true;
    return false;
}

/* Where ';' separates cells (most of Europe), what follows one begins a cell. A plain number is left as it is. */
static bool starts_formula_after_mark(struct span text)
{
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '"')) text = span_from(text, 1);
    if (!starts_formula(text)) return false;
    size_t at = 1;
    while (at < text.len && memchr("0123456789.", text.ptr[at], 11)) at++;
    bool number = (text.ptr[0] == '-' || text.ptr[0] == '+') && at > 1;
    return !number || (at < text.len && !memchr(";,\"", text.ptr[at], 3));
}

/* Writes the special byte, or the text up to it, at the front of *text. Returns whether it was changed. */
static bool put_cell_special(struct writer *w, struct span *text)
{
    char first = text->ptr[0];
    if (first != '"' && first != ';') return put_visible(w, text);
    writer_cstr(w, first == '"' ? "\"\"" : ";");
    *text = span_from(*text, 1);
    if (first == '"' || !starts_formula_after_mark(*text)) return false;
    writer_byte(w, '\'');
    return true;
}

bool writer_csv_cell(struct writer *w, struct span text)
{
    bool changed = starts_formula(text);
    bool quoted = span_find(text, ',') < text.len || span_find(text, '"') < text.len;
    if (quoted) writer_byte(w, '"');
    if (changed) writer_byte(w, '\'');
    while (text.len > 0) {
        put_run(w, &text, plain_run(text, '"', ';'));
        if (text.len > 0 && put_cell_special(w, &text)) changed = true;
    }
    if (quoted) writer_byte(w, '"');
    return changed;
}

static void put_json_unit(struct writer *w, uint32_t unit)
{
    put_hex_byte(w, "\\u", unit >> 8);
    put_hex_byte(w, "", unit & 0xFF);
}

/* What a terminal would obey or not show is written by its number. */
static void put_json_hidden(struct writer *w, uint32_t code)
{
    if (code >= 0x10000) {
        put_json_unit(w, 0xD800 + ((code - 0x10000) >> 10));
        code = 0xDC00 + ((code - 0x10000) & 0x3FF);
    }
    put_json_unit(w, code);
}

static void put_json_special(struct writer *w, struct span *text)
{
    uint32_t code;
    size_t len = utf8_decode(*text, &code);
    struct span whole = span_head(*text, len > 0 ? len : 1);
    *text = span_from(*text, whole.len);
    if (len == 0) {
        writer_cstr(w, "\\ufffd");
        return;
    }
    switch (code) {
    case '"': writer_cstr(w, "\\\""); return;
    case '\\': writer_cstr(w, "\\\\"); return;
    case '\n': writer_cstr(w, "\\n"); return;
    case '\r': writer_cstr(w, "\\r"); return;
    case '\t': writer_cstr(w, "\\t"); return;
    default: break;
    }
    if (utf8_is_hidden(code)) {
        put_json_hidden(w, code);
    } else {
        writer_text(w, whole);
    }
}

void writer_json_string(struct writer *w, struct span text)
{
    writer_byte(w, '"');
    while (text.len > 0) {
        put_run(w, &text, plain_run(text, '"', '\\'));
        if (text.len > 0) put_json_special(w, &text);
    }
    writer_byte(w, '"');
}
