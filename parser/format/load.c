/* load - definitions from the binary, a folder or single files into one set. cJSON checks the syntax; its tree is
 * copied into our own, because only the exact text of a value (raw) keeps the digits of the samples.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "parser/builtin.h"
#include "parser/format/internal.h"
#include "parser/json/strict.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* ---- text to tree ------------------------------------------------------------------------------------------------ */

struct raw_scan { /* walks the text beside cJSON's tree; cJSON has found it well-formed */
    const char *at;
    struct arena *arena;
};

static void skip_blank(struct raw_scan *s)
{
    while (*s->at && (unsigned char)*s->at <= ' ') s->at++;
}

static void skip_string(struct raw_scan *s)
{
    for (s->at++; *s->at && *s->at != '"'; s->at++) {
        if (*s->at == '\\' && s->at[1]) s->at++;
    }
    if (*s->at) s->at++;
}

static enum node_type type_of(const cJSON *item)
{
    if (cJSON_IsObject(item)) return NODE_OBJECT;
    if (cJSON_IsArray(item)) return NODE_LIST;
    if (cJSON_IsString(item)) return NODE_TEXT;
    if (cJSON_IsNumber(item)) return NODE_NUMBER;
    return cJSON_IsBool(item) ? NODE_BOOL : NODE_NULL;
}

static void copy_value(struct raw_scan *s, const cJSON *item, struct node *out);

static void copy_children(struct raw_scan *s, const cJSON *item, struct node *out)
{
    const struct node **link = &out->child;
    const cJSON *child;
    s->at++; /* the bracket */
    cJSON_ArrayForEach(child, item)
    {
        struct node *copy = ARENA_NEW(s->arena, struct node);
        skip_blank(s);
        if (*s->at == ',') s->at++;
        if (out->type == NODE_OBJECT) {
            skip_blank(s);
            skip_string(s);
            skip_blank(s);
            s->at++; /* the colon */
            copy->key = arena_copy(s->arena, span_of(child->string));
        }
        copy_value(s, child, copy);
        *link = copy;
        link = &copy->next;
        out->count++;
    }
    skip_blank(s);
    if (*s->at) s->at++; /* the closing bracket */
}

static void copy_value(struct raw_scan *s, const cJSON *item, struct node *out)
{
    skip_blank(s);
    const char *start = s->at;
    out->type = type_of(item);
    if (out->type == NODE_OBJECT || out->type == NODE_LIST)
        copy_children(s, item, out);
    else if (out->type == NODE_TEXT)
        skip_string(s);
    else
        while (*s->at && !strchr(",]} \t\r\n", *s->at)) s->at++;
    out->raw = arena_copy(s->arena, (struct span){start, (size_t)(s->at - start)});
    out->text = out->type == NODE_TEXT ? arena_copy(s->arena, span_of(item->valuestring)) : out->raw;
}

static bool text_is_sound(struct loader *l, struct span text)
{
    struct json_place at;
    if (!json_strict(text, &at)) {
        char line[1024];
        int length = snprintf(line, sizeof line, "%s:%u:%u: not valid JSON%s%.*s", l->file, at.line, at.column,
                              at.what.len ? ": " : "", SPAN_ARG(at.what));
        *LIST_ADD(&l->complaints->items) =
            memory_copy_text(line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
        l->complained++;
        return false;
    }
    if (!memchr(text.ptr, 0, text.len) && !span_contains(text, SPAN("\\u0000"))) return true;
    load_complain(l, "holds a NUL"); /* cJSON would end the text there */
    return false;
}

static const struct node *tree_of(struct loader *l, struct span text)
{
    if (span_starts_with(text, SPAN("\xEF\xBB\xBF"))) text = span_from(text, 3);
    if (!text_is_sound(l, text)) return NULL;
    struct span copy = arena_copy(l->arena, text);
    cJSON *json = cJSON_ParseWithLengthOpts(copy.ptr, copy.len + 1, NULL, 1);
    if (!json) {
        load_complain(l, "is nested too deeply"); /* all else was found before */
        return NULL;
    }
    struct node *root = ARENA_NEW(l->arena, struct node);
    struct raw_scan scan = {copy.ptr, l->arena};
    copy_value(&scan, json, root);
    cJSON_Delete(json);
    return root;
}

/* ---- one definition ---------------------------------------------------------------------------------------------- */

static int place_in_set(const struct format_set *set, struct span id)
{
    for (size_t i = 0; i < set->formats.count; i++) {
        if (span_equal(set->formats.items[i]->id, id)) return (int)i;
    }
    return -1;
}

static void keep_definition(struct loader *l, struct format *f)
{
    int known = place_in_set(l->set, f->id);
    if (known < 0) {
        *LIST_ADD(&l->set->formats) = f;
        return;
    }
    struct format *old = l->set->formats.items[known];
    if (old->from_user == f->from_user) {
        load_complain(l, "the id \"%s\" is already that of %s", f->id.ptr, old->file.ptr);
        return;
    }
    l->set->formats.items[known] = f;
}

/* What `straykey formats --new` has left open. All blanks are told, and nothing else: the rest may depend on them. */
static void find_blanks(struct loader *l, const struct node *n)
{
    size_t i = 0;
    for (const struct node *c = n->child; c; c = c->next, i++) {
        if (span_starts_with(c->key, SPAN("//"))) continue;
        char number[24];
        snprintf(number, sizeof number, "%zu", i);
        size_t mark = load_enter(l, c->key.len ? c->key.ptr : number);
        bool key = span_starts_with(c->key, SPAN(FILL_IN));
        bool text = c->type == NODE_TEXT && span_starts_with(c->text, SPAN(FILL_IN));
        if (key || text) load_complain(l, "still to be filled in%s", key ? "" : c->text.ptr + sizeof FILL_IN - 1);
        find_blanks(l, c);
        load_leave(l, mark);
    }
}

static void load_text_as_definition(struct loader *l, struct span text, bool from_user)
{
    l->place_len = 0;
    l->place[0] = '\0';
    l->complained = 0;
    const struct node *root = tree_of(l, text);
    if (root) find_blanks(l, root);
    if (!root || l->complained) return;
    struct format *f = ARENA_NEW(l->arena, struct format);
    f->file = arena_copy(l->arena, span_of(l->file));
    f->from_user = from_user;
    load_definition(l, root, f);
    if (!l->complained) keep_definition(l, f);
}

void format_set_add_text(struct format_set *set, const char *name, struct span text,
                         struct format_complaints *complaints)
{
    struct loader l = {.set = set, .arena = set->arena, .file = name, .complaints = complaints};
    load_text_as_definition(&l, text, true);
}

static void load_file(struct loader *l, const char *path)
{
    enum { LARGEST = 4 << 20 };
    l->file = path;
    l->place_len = 0;
    l->place[0] = '\0';
    FILE *in = fopen(path, "rb");
    if (!in) {
        load_complain(l, "can't be read");
        return;
    }
    char *text = memory_alloc(LARGEST);
    size_t length = fread(text, 1, LARGEST, in);
    bool bad = ferror(in) || length == LARGEST;
    fclose(in);
    if (bad)
        load_complain(l, "can't be read whole");
    else
        load_text_as_definition(l, (struct span){text, length}, true);
    free(text);
}

/* ---- the set ----------------------------------------------------------------------------------------------------- */

static void load_builtin(struct loader *l)
{
    for (const struct builtin *b = builtin_formats; b->path; b++) {
        if (span_contains(span_of(b->path), SPAN("formats/issuers/"))) continue; /* another schema, read elsewhere */
        l->file = b->path;
        load_text_as_definition(l, (struct span){b->text, b->length}, false);
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void load_folder(struct loader *l, const char *path, int depth);

static void load_entry(struct loader *l, const char *folder, const char *name, int depth)
{
    char *path = arena_format(l->arena, "%s/%s", folder, name);
    struct stat facts;
    if (stat(path, &facts) != 0) return;
    bool other = span_is(span_of(name), "issuers") || span_ends_with(span_of(name), SPAN(".schema.json"));
    if (other) return; /* a folder laid out like formats/ holds these too */
    if (S_ISDIR(facts.st_mode))
        load_folder(l, path, depth + 1);
    else if (span_ends_with(span_of(name), SPAN(".json")))
        load_file(l, path);
}

static void load_folder(struct loader *l, const char *path, int depth)
{
    enum { DEEPEST = 8 };
    DIR *folder = depth < DEEPEST ? opendir(path) : NULL;
    if (!folder) {
        l->file = path;
        load_complain(l, "can't be read");
        return;
    }
    LIST(char *) names = LIST_EMPTY;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] != '.') *LIST_ADD(&names) = memory_copy_text(entry->d_name, strlen(entry->d_name));
    }
    closedir(folder);
    if (names.count) qsort(names.items, names.count, sizeof *names.items, compare_names);
    for (size_t i = 0; i < names.count; i++) {
        load_entry(l, path, names.items[i], depth);
        free(names.items[i]);
    }
    LIST_FREE(&names);
}

static int compare_ids(const void *a, const void *b)
{
    return span_compare((*(struct format *const *)a)->id, (*(struct format *const *)b)->id);
}

static void sort_by_id(struct format_set *set)
{
    if (set->formats.count) qsort(set->formats.items, set->formats.count, sizeof *set->formats.items, compare_ids);
}

struct format_set *format_set_load(const char *extra_dir, struct format_complaints *complaints)
{
    struct format_set *set = memory_alloc(sizeof *set);
    set->arena = arena_new(0);
    struct loader l = {.set = set, .arena = set->arena, .complaints = complaints};
    load_builtin(&l);
    if (extra_dir) load_folder(&l, extra_dir, 0);
    sort_by_id(set);
    return set;
}

void format_set_add_file(struct format_set *set, const char *path, struct format_complaints *complaints)
{
    struct loader l = {.set = set, .arena = set->arena, .complaints = complaints};
    load_file(&l, path);
    sort_by_id(set);
}

void format_set_free(struct format_set *set)
{
    if (!set) return;
    for (size_t i = 0; i < set->patterns.count; i++) pattern_free(set->patterns.items[i]);
    for (size_t i = 0; i < set->zones.count; i++) zone_free(set->zones.items[i]);
    LIST_FREE(&set->patterns);
    LIST_FREE(&set->zones);
    LIST_FREE(&set->formats);
    arena_free(set->arena);
    free(set);
}

void format_complaints_free(struct format_complaints *c)
{
    for (size_t i = 0; i < c->items.count; i++) free(c->items.items[i]);
    LIST_FREE(&c->items);
}

size_t format_count(const struct format_set *set)
{
    return set->formats.count;
}

const struct format *format_at(const struct format_set *set, size_t i)
{
    return set->formats.items[i];
}

const struct format *format_by_id(const struct format_set *set, struct span id)
{
    int i = place_in_set(set, id);
    return i < 0 ? NULL : set->formats.items[i];
}
