/* redact - see redact.h.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/redact.h"

#include "base/digest.h"
#include "base/writer.h"

enum { SHOWN = 4, HASHED = 8, NAME_MAX = 40, WORD_LEAST = 16, DOTS = 3 };

static const char hidden[] = "***";

/* ---- names ------------------------------------------------------------------------------------------------------- */

enum field_kind { FIELD_OPEN, FIELD_KEY, FIELD_SECRET };

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* Letters and digits alone, in lower case: "X-MBX-APIKEY" and "apiKey" end alike. */
static struct span plain_name(struct span name, char out[NAME_MAX])
{
    size_t used = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!is_name_byte(c) || c == '_' || c == '-') continue;
        if (used == NAME_MAX) return SPAN_NONE;
        out[used++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (struct span){out, used};
}

static bool ends_in_one_of(struct span name, const char *const *ends, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_ends_with(name, span_of(ends[i]))) return true;
    return false;
}

#define ENDS_IN(name, list) ends_in_one_of((name), (list), sizeof(list) / sizeof *(list))

static enum field_kind kind_of(struct span name)
{
    static const char *const secrets[] = {"secret",    "secretkey",  "passphrase", "password",
                                          "signature", "token",      "cookie",     "privatekey",
                                          "apisign",   "accesssign", "ftxsign",    "authorization"};
    static const char *const keys[] = {"apikey", "accesskey", "ftxkey"};
    char room[NAME_MAX];
    struct span plain = plain_name(name, room);
    if (ENDS_IN(plain, secrets)) return FIELD_SECRET;
    if (ENDS_IN(plain, keys)) return FIELD_KEY;
    return span_is(plain, "urlsecret") || span_is(plain, "sign") ? FIELD_SECRET : FIELD_OPEN;
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

static struct span reduce(struct span key, int digits, struct arena *arena)
{
    char hex[DIGEST_HEX];
    digest_of(key, hex);
    struct span tail = key.len >= 4 * SHOWN ? span_from(key, key.len - SHOWN) : SPAN_NONE;
    return span_of(arena_format(arena, "...%.*s#%.*s", SPAN_ARG(tail), digits, hex));
}

struct span redact_key(struct span key, struct arena *arena)
{
    return reduce(key, HASHED, arena);
}

static bool is_hex(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!memchr("0123456789abcdef", text.ptr[i], 16)) return false;
    return text.len == HASHED || text.len == REDACT_ID_DIGITS;
}

bool redact_is_reduced(struct span key, struct span *tail, struct span *fingerprint)
{
    size_t mark = span_find(key, '#');
    if (!span_starts_with(key, SPAN("...")) || (mark != DOTS && mark != DOTS + SHOWN)) return false;
    if (!is_hex(span_from(key, mark + 1))) return false;
    *tail = (struct span){key.ptr + DOTS, mark - DOTS};
    *fingerprint = span_from(key, mark + 1);
    return true;
}

bool redact_is_whole_key(struct span id)
{
    for (size_t i = 0; i < id.len; i++)
        if (!is_name_byte(id.ptr[i]) && !memchr("+/=", id.ptr[i], 3)) return false;
    return id.len >= WORD_LEAST;
}

/* "Token" is also what some tables call a coin; no credential is as short as a coin's name. */
static bool says_nothing(struct span name, struct span value)
{
    if (value.len == 0 || span_is(value, "null") || span_is(value, "true") || span_is(value, "false")) return true;
    char room[NAME_MAX];
    return span_is(plain_name(name, room), "token") && value.len < WORD_LEAST;
}

struct span redact_value(struct span name, struct span value, struct arena *arena)
{
    enum field_kind kind = kind_of(name);
    struct span tail, fingerprint;
    if (kind == FIELD_OPEN || says_nothing(name, value)) return value;
    if (span_is(value, hidden) || redact_is_reduced(value, &tail, &fingerprint)) return value;
    return kind == FIELD_KEY ? redact_key(value, arena) : span_of(hidden);
}

/* ---- fields in a text --------------------------------------------------------------------------------------------- */

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '\\';
}

/* What stands in front of the ':' or '=' at text[mark]: the quotes that close the name, and the name. */
struct field_name {
    struct span name, quotes;
};

static struct field_name name_before(struct span text, size_t mark)
{
    size_t end = mark;
    while (end > 0 && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == '\t')) end--;
    size_t name_end = end;
    while (name_end > 0 && is_quote(text.ptr[name_end - 1]) && end - name_end < 8) name_end--;
    size_t start = name_end;
    while (start > 0 && name_end - start < NAME_MAX && is_name_byte(text.ptr[start - 1])) start--;
    struct field_name found = {{text.ptr + start, name_end - start}, {text.ptr + name_end, end - name_end}};
    if (start < 2 || text.ptr[start - 1] != ' ' || kind_of(found.name) != FIELD_OPEN) return found;
    size_t word = start - 1; /* "API Key: ..." */
    while (word > 0 && start - word < NAME_MAX && is_name_byte(text.ptr[word - 1])) word--;
    found.name = (struct span){text.ptr + word, name_end - word};
    return found;
}

/* Length of a quoted value, without the quotes that close it. `quotes` opened it. */
static size_t quoted_length(struct span rest, struct span quotes)
{
    char quote = quotes.ptr[quotes.len - 1];
    size_t at = 0;
    for (; at < rest.len && rest.ptr[at] != quote; at++) {
        if (rest.ptr[at] != '\\') continue;
        if (quotes.len > 1 || at + 1 == rest.len) break;
        at++;
    }
    return at < rest.len ? at : rest.len;
}

static size_t bare_length(struct span rest, char separator, bool quoted_name)
{
    if (rest.len > 0 && (rest.ptr[0] == '{' || rest.ptr[0] == '[')) {
        return rest.ptr[0] == '{' ? 0 : span_find(rest, ']'); /* the members have names of their own */
    }
    bool header = separator == ':' && !quoted_name;
    const char *ends = header ? "\r\n\"" : "\r\n\"'&;, \t}])";
    size_t at = 0;
    while (at < rest.len && (rest.ptr[at] == '\0' || !strchr(ends, rest.ptr[at]))) at++;
    return at;
}

/* Where the value begins and how long it is. */
static struct span value_after(struct span text, size_t mark, struct span quotes)
{
    size_t at = mark + 1;
    while (at < text.len && strchr(" \t\r\n", text.ptr[at]) && text.ptr[at] != '\0') at++;
    struct span rest = span_from(text, at);
    bool quoted = rest.len > 0 && (rest.ptr[0] == '"' || rest.ptr[0] == '\'');
    struct span opening = quotes.len > 0 && span_starts_with(rest, quotes) ? quotes : span_head(rest, quoted);
    rest = span_from(rest, opening.len);
    size_t length = opening.len ? quoted_length(rest, opening) : bare_length(rest, text.ptr[mark], quotes.len > 0);
    return span_head(rest, length);
}

static size_t next_mark(struct span text, size_t from)
{
    while (from < text.len && text.ptr[from] != ':' && text.ptr[from] != '=') from++;
    return from;
}

/* Keys of the case file are `id`s, which mean nothing secret anywhere else. */
static struct span reduced_field(struct span name, struct span value, bool in_case, struct arena *arena)
{
    struct span bare = span_trim(value);
    bool id = in_case && span_is(name, "id") && redact_is_whole_key(bare);
    return id ? reduce(bare, REDACT_ID_DIGITS, arena) : redact_value(name, value, arena);
}

static struct span redact_fields(struct span text, bool in_case, struct arena *arena)
{
    struct writer *out = NULL;
    size_t written = 0;
    for (size_t mark = next_mark(text, 0); mark < text.len; mark = next_mark(text, mark + 1)) {
        struct field_name field = name_before(text, mark);
        if (kind_of(field.name) == FIELD_OPEN && !in_case) continue;
        struct span value = value_after(text, mark, field.quotes);
        struct span shown = reduced_field(field.name, value, in_case, arena);
        if (value.len == 0 || shown.ptr == value.ptr) continue;
        size_t start = (size_t)(value.ptr - text.ptr);
        if (!out) out = writer_to_memory();
        writer_text(out, (struct span){text.ptr + written, start - written});
        writer_text(out, shown);
        written = start + value.len;
        mark = written > mark ? written - 1 : mark;
    }
    if (!out) return text;
    writer_text(out, span_from(text, written));
    struct span reduced = arena_copy(arena, writer_memory(out));
    writer_close(out, NULL);
    return reduced;
}

struct span redact_text(struct span text, struct arena *arena)
{
    return redact_fields(text, false, arena);
}

struct span redact_case_file(struct span text, struct arena *arena)
{
    return redact_fields(text, true, arena);
}

struct span redact_line(struct span line, struct arena *arena)
{
    size_t word = 0;
    while (word < line.len && (is_name_byte(line.ptr[word]) || strchr("+/=.", line.ptr[word])) && line.ptr[word])
        word++;
    if (word == line.len && word >= WORD_LEAST)
        return span_of(arena_format(arena, "[one word of %zu characters, not shown]", word));
    return redact_text(line, arena);
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

/* Length of the cell at the start of the row; quotes are taken as they come, for the row may be damaged. */
static size_t cell_length(struct span rest, char delimiter)
{
    bool quoted = false;
    size_t at = 0;
    for (; at < rest.len && (quoted || rest.ptr[at] != delimiter); at++)
        if (rest.ptr[at] == '"') quoted = !quoted;
    return at;
}

struct span redact_row(struct span row, const struct redact_columns *columns, struct arena *arena)
{
    bool any = false;
    for (size_t i = 0; i < columns->count; i++) any |= kind_of(columns->names[i]) != FIELD_OPEN;
    if (!any) return redact_text(row, arena);
    struct writer *out = writer_to_memory();
    struct span rest = row;
    for (size_t i = 0;; i++) {
        size_t length = cell_length(rest, columns->delimiter);
        struct span cell = span_head(rest, length), shown = redact_text(cell, arena);
        if (i < columns->count) {
            struct span bare = span_trim(cell);
            while (bare.len > 1 && bare.ptr[0] == '"' && bare.ptr[bare.len - 1] == '"')
                bare = (struct span){bare.ptr + 1, bare.len - 2};
            struct span reduced = redact_value(columns->names[i], bare, arena);
            if (reduced.ptr != bare.ptr) shown = reduced;
        }
        writer_text(out, shown);
        rest = span_from(rest, length);
        if (rest.len == 0) break;
        writer_byte(out, columns->delimiter);
        rest = span_from(rest, 1);
    }
    struct span reduced = arena_copy(arena, writer_memory(out));
    writer_close(out, NULL);
    return reduced;
}
