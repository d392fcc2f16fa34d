/* redaction - the policy and its marks.
 *
 * SPDX-License-Identifier: MIT */
#include "report/redaction/own.h"

#include "base/digest.h"
#include "base/memory.h"
#include "parser/format/format.h"

#include <stdio.h>

static const char *const part_names[HIDDEN_PARTS] = {"contacts", "uids", "amounts"};
static const char *const kind_names[HIDDEN_KINDS] = {"name",    "contact",   "reference", "uid",  "key",       "bot",
                                                     "program", "client-id", "transfer",  "case", "definition"};

bool redaction_parts_of(struct span list, unsigned *parts)
{
    *parts = 0;
    while (list.len > 0) {
        const struct span name = span_trim(span_cut(&list, ','));
        unsigned part = 0;
        while (part < HIDDEN_PARTS && !span_is(name, part_names[part])) part++;
        if (part == HIDDEN_PARTS) return false;
        *parts |= 1U << part;
    }
    return *parts != 0;
}

/* A short or monotonous key can be guessed, and with it every pseudonym. */
const char *redaction_key_problem(struct span key)
{
    const struct span content = span_trim(key);
    bool seen[256] = {false};
    unsigned variety = 0;
    if (content.len == 0) return "it is empty";
    if (content.len < PSEUDONYM_KEY_LEAST) return "it holds fewer than 16 bytes";
    for (size_t i = 0; i < content.len; i++) {
        bool *is_seen = &seen[(unsigned char)content.ptr[i]];
        variety += !*is_seen;
        *is_seen = true;
    }
    return variety < PSEUDONYM_KEY_VARIETY ? "it repeats a few characters over and over" : NULL;
}

static void name_parts(struct redaction *r)
{
    size_t used = 0;
    for (unsigned i = 0; i < HIDDEN_PARTS; i++)
        if (r->parts & 1U << i)
            used += (size_t)snprintf(r->parts_text + used, sizeof r->parts_text - used, "%s%s", used > 0 ? "," : "",
                                     part_names[i]);
}

struct redaction *redaction_new(unsigned parts, const struct secret *key, const char *full_case)
{
    struct redaction *r = memory_alloc(sizeof *r);
    r->parts = parts;
    r->full_case = full_case;
    r->arena = arena_new(0);
    r->scratch = arena_new(0);
    r->values = intern_new();
    *LIST_ADD(&r->marks) = SPAN_NONE;
    name_parts(r);
    if (!key) return r;
    char digits[DIGEST_HEX];
    r->key = secret_text(key);
    digest_keyed(r->key, SPAN("straykey\nkey mark"), digits);
    snprintf(r->key_mark, sizeof r->key_mark, "%.*s", PSEUDONYM_DIGITS, digits);
    return r;
}

void redaction_free(struct redaction *r)
{
    if (!r) return;
    intern_free(r->values);
    LIST_FREE(&r->marks);
    LIST_FREE(&r->literals);
    LIST_FREE(&r->aliases);
    LIST_FREE(&r->formats);
    arena_free(r->arena);
    arena_free(r->scratch);
    free(r);
}

bool redaction_hides(const struct redaction *r, enum hidden_part part)
{
    return r && (r->parts & part);
}

bool redaction_tells_price(const struct redaction *r, struct decimal price, bool single)
{
    if (!redaction_hides(r, HIDE_AMOUNTS)) return true;
    int128 rest = decimal_normalize(price).mantissa;
    unsigned digits = 0;
    for (; rest != 0; rest /= 10) digits++;
    return single && digits <= PRICE_DIGITS;
}

bool redaction_shows_raw(const struct redaction *r)
{
    return !r;
}

const char *redaction_format_id(const struct redaction *r, const struct format *f)
{
    for (size_t i = 0; r && i < r->formats.count; i++)
        if (r->formats.items[i].format == f) return r->formats.items[i].mark.ptr;
    return format_id(f);
}

const char *redaction_parts(const struct redaction *r)
{
    return r ? r->parts_text : "";
}

const char *redaction_key_mark(const struct redaction *r)
{
    return r ? r->key_mark : "";
}

const char *redaction_full_case(const struct redaction *r)
{
    return r ? r->full_case : "";
}

struct span redaction_path_before(const struct redaction *r, uint32_t source)
{
    return r->paths[source];
}

bool redaction_known_keys(const struct redaction *r, const struct known_key **keys, size_t *count)
{
    if (!r || !r->keys_known) return false;
    *keys = r->keys;
    *count = r->key_count;
    return true;
}

/* ---- marks ---------------------------------------------------------------------------------------------------------- */

static const char *lowered(struct arena *arena, struct span text)
{
    char *lower = arena_alloc(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return lower;
}

/* A copy has one complainant; the other kinds are told apart by numbers. */
static const char *numbered(struct redaction *r, enum hidden_kind kind)
{
    const unsigned number = ++r->given[kind];
    if (kind <= HIDDEN_REFERENCE) return arena_format(r->arena, "[redacted %s]", kind_names[kind]);
    return arena_format(r->arena, "[redacted %s %u]", kind_names[kind], number);
}

struct span redaction_mark(struct redaction *r, enum hidden_kind kind, struct span venue, struct span value)
{
    if (value.len == 0) return SPAN_NONE;
    arena_reset(r->scratch);
    const char *text = arena_format(r->scratch, "straykey\n%s\n%s\n%.*s", kind_names[kind], lowered(r->scratch, venue),
                                    SPAN_ARG(value));
    const uint32_t id = intern_id(r->values, span_of(text));
    if (id < r->marks.count) return r->marks.items[id];
    char digits[DIGEST_HEX];
    const char *mark;
    if (r->key.ptr) {
        digest_keyed(r->key, span_of(text), digits);
        mark = arena_format(r->arena, "%s-%.*s", kind_names[kind], PSEUDONYM_DIGITS, digits);
    } else {
        mark = numbered(r, kind);
    }
    *LIST_ADD(&r->marks) = span_of(mark);
    return span_of(mark);
}
