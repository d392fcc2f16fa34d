/* complain - reading a definition's tree member by member: every wrong type, unknown key or word becomes a
 * complaint with its place, and reading goes on with a neutral value, so that one run shows all that is wrong.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "parser/format/internal.h"

#include <stdarg.h>
#include <stdio.h>

void load_complain(struct loader *l, const char *format, ...)
{
    char what[768], line[1280];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    bool deeper = what[0] == '/'; /* the complaint begins with the rest of the place */
    int length =
        snprintf(line, sizeof line, "%s: %s%s%s", l->file, l->place, l->place_len && !deeper ? ": " : "", what);
    size_t kept = (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
    *LIST_ADD(&l->complaints->items) = memory_copy_text(line, kept);
    l->complained++;
}

size_t load_enter(struct loader *l, const char *key)
{
    size_t mark = l->place_len;
    int added = snprintf(l->place + mark, sizeof l->place - mark, "/%s", key);
    l->place_len = mark + (size_t)added < sizeof l->place ? mark + (size_t)added : sizeof l->place - 1;
    return mark;
}

size_t load_enter_index(struct loader *l, size_t index)
{
    char text[24];
    snprintf(text, sizeof text, "%zu", index);
    return load_enter(l, text);
}

void load_leave(struct loader *l, size_t mark)
{
    l->place_len = mark;
    l->place[mark] = '\0';
}

static bool word_in(struct span word, const char *list)
{
    struct span rest = span_of(list);
    while (rest.len) {
        if (span_equal(span_cut(&rest, ' '), word)) return true;
    }
    return false;
}

void load_known_keys(struct loader *l, const struct node *object, const char *known)
{
    for (const struct node *n = object->child; n; n = n->next) {
        /* As in case.json, a key that begins with // is a comment. */
        if (word_in(n->key, known) || span_starts_with(n->key, SPAN("//"))) continue;
        load_complain(l, "unknown key \"%s\"; known are %s", n->key.ptr, known);
    }
}

const struct node *node_get(const struct node *object, const char *key)
{
    for (const struct node *n = object->child; n; n = n->next) {
        if (span_is(n->key, key)) return n;
    }
    return NULL;
}

static const struct node *member(struct loader *l, const struct node *object, const char *key, bool required)
{
    const struct node *n = node_get(object, key);
    if (!n && required) load_complain(l, "the key \"%s\" is missing", key);
    return n;
}

static const struct node *typed(struct loader *l, const struct node *n, enum node_type type, const char *name)
{
    if (!n || n->type == type) return n;
    size_t mark = load_enter(l, n->key.ptr);
    load_complain(l, "must be %s", name);
    load_leave(l, mark);
    return NULL;
}

struct span load_text(struct loader *l, const struct node *object, const char *key, bool required)
{
    const struct node *n = typed(l, member(l, object, key, required), NODE_TEXT, "a text");
    if (n && required && !n->text.len) load_complain(l, "\"%s\" must not be empty", key);
    return n ? n->text : SPAN_NONE;
}

bool load_flag(struct loader *l, const struct node *object, const char *key)
{
    const struct node *n = typed(l, node_get(object, key), NODE_BOOL, "true or false");
    return n && span_is(n->raw, "true");
}

uint32_t load_number(struct loader *l, const struct node *object, const char *key)
{
    const struct node *n = typed(l, node_get(object, key), NODE_NUMBER, "a whole number");
    uint64_t value = 0;
    if (n && (!span_to_u64(n->raw, &value) || value > UINT32_MAX)) {
        load_complain(l, "\"%s\" must be a whole number", key);
        return 0;
    }
    return (uint32_t)value;
}

const struct node *load_object(struct loader *l, const struct node *object, const char *key, bool required)
{
    return typed(l, member(l, object, key, required), NODE_OBJECT, "an object");
}

const struct node *load_list(struct loader *l, const struct node *object, const char *key, bool required)
{
    return typed(l, member(l, object, key, required), NODE_LIST, "a list");
}

int load_word(struct loader *l, const struct node *object, const char *key, const char *const *words, int otherwise)
{
    struct span text = load_text(l, object, key, false);
    if (!text.len) return otherwise;
    for (int i = 0; words[i]; i++) {
        if (span_is(text, words[i])) return i;
    }
    char list[256] = "";
    size_t used = 0;
    for (int i = 0; words[i] && used < sizeof list; i++)
        if (*words[i]) used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", words[i]);
    size_t mark = load_enter(l, key);
    load_complain(l, "unknown word \"%s\"; known are %s", text.ptr, list);
    load_leave(l, mark);
    return otherwise;
}

const struct pattern *load_pattern(struct loader *l, struct span expression)
{
    struct pattern_error error;
    struct pattern *p = pattern_compile(expression, &error);
    if (!p) {
        load_complain(l, "the pattern is wrong at character %zu: %s", error.at + 1, error.message);
        return NULL;
    }
    *LIST_ADD(&l->set->patterns) = p;
    return p;
}

const struct zone *load_zone(struct loader *l, struct span name)
{
    struct zone *z = zone_load(name);
    if (!z) {
        load_complain(l, "unknown time zone \"%s\"", name.ptr ? name.ptr : "");
        return NULL;
    }
    *LIST_ADD(&l->set->zones) = z;
    return z;
}

void load_unknown_target(struct loader *l, struct span name)
{
    char list[512] = "";
    size_t used = 0;
    for (int t = 0; t < TARGET_COUNT && used < sizeof list; t++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", t ? " " : "", target_name((enum target)t));
    load_complain(l, "unknown target \"%.*s\"; known are %s", SPAN_ARG(name), list);
}
