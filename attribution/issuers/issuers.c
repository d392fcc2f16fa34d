/* issuers - loads formats/issuers/, and answers who gives client order ids of a kind.
 *
 * A large file holds a million ids and a venue has some thirty rules, so a rule's literal beginning is compared before its
 * pattern is run.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/issuers/issuers.h"

#include <cJSON.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"
#include "parser/builtin.h"
#include "parser/pattern.h"

struct rule {
    struct issuer_rule shown; /* first member: what callers see */
    struct span prefix;       /* literal beginning of the pattern, may be empty */
    struct pattern *pattern;  /* NULL: holds for every value that nothing else knows */
};

/* The rules of one field of one venue, in the order in which they are tried. */
struct shelf {
    struct span venue, field;
    LIST(uint32_t) rules;
    uint32_t otherwise; /* UINT32_MAX: values that no rule knows tell nothing */
};

struct sample {
    struct span path, venue, field, value, issuer;
    size_t at;
};

struct issuer_set {
    struct arena *arena;
    LIST(struct rule) rules;
    LIST(struct shelf) shelves;
    LIST(struct sample) samples;
};

static const char *const class_names[] = {"manual", "system", "api-library", "api-bot", "api-generated", "api-unknown"};
enum { CLASS_COUNT = sizeof class_names / sizeof class_names[0], COMPLAINT_MAX = 400 };

const char *issuer_class_name(enum issuer_class c)
{
    return class_names[c];
}

/* ---- complaints -------------------------------------------------------------------------------------------------- */

struct loader {
    struct issuer_set *set;
    const char *path;
    struct format_complaints *complaints;
    size_t found;
};

static void __attribute__((format(printf, 2, 3))) complain(struct loader *l, const char *format, ...)
{
    char text[COMPLAINT_MAX];
    int start = snprintf(text, sizeof text, "%s: ", l->path);
    size_t used = start < 0 ? 0 : (size_t)start;
    va_list args;
    va_start(args, format);
    if (used < sizeof text) vsnprintf(text + used, sizeof text - used, format, args);
    va_end(args);
    l->found++;
    if (l->complaints) *LIST_ADD(&l->complaints->items) = memory_copy_text(text, strlen(text));
}

/* Every key of `object` must be among `known`, a list that ends with NULL. */
static void check_keys(struct loader *l, const cJSON *object, const char *place, const char *const *known)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, object)
    {
        size_t i = 0;
        while (known[i] && strcmp(known[i], member->string) != 0) i++;
        if (!known[i]) complain(l, "%s/%s: unknown key", place, member->string);
    }
}

/* ---- reading one file -------------------------------------------------------------------------------------------- */

static struct span text_of(struct loader *l, const cJSON *object, const char *place, const char *key)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!cJSON_IsString(member) || member->valuestring[0] == '\0') {
        complain(l, "%s/%s: a text is missing", place, key);
        return SPAN_NONE;
    }
    return arena_copy(l->set->arena, span_of(member->valuestring));
}

static enum issuer_class class_of(struct loader *l, const cJSON *object, const char *place)
{
    struct span name = text_of(l, object, place, "class");
    for (size_t i = 0; i < CLASS_COUNT; i++)
        if (span_is(name, class_names[i])) return (enum issuer_class)i;
    if (name.len)
        complain(l,
                 "%s/class: unknown class; known are manual, system, api-library, api-bot, api-generated, api-unknown",
                 place);
    return ISSUER_API_UNKNOWN;
}

/* The characters that every match must begin with. Nothing when alternatives stand outside brackets. */
static struct span literal_prefix(struct span expression)
{
    int depth = 0;
    for (size_t i = 0; i < expression.len; i++) {
        char c = expression.ptr[i];
        if (c == '\\') i++;
        if (c == '(') depth++;
        if (c == ')') depth--;
        if (c == '|' && depth == 0) return SPAN_NONE;
    }
    size_t end = 1; /* behind ^ */
    while (end < expression.len && (isalnum((unsigned char)expression.ptr[end]) || strchr("_- ", expression.ptr[end])))
        end++;
    if (end > 1 && end < expression.len && strchr("?*{", expression.ptr[end])) end--;
    return (struct span){expression.ptr + 1, end - 1};
}

static void read_pattern(struct loader *l, const cJSON *object, const char *place, struct rule *rule)
{
    struct span expression = text_of(l, object, place, "pattern");
    if (expression.len == 0) return;
    if (expression.ptr[0] != '^') {
        complain(l, "%s/pattern: must be anchored with ^", place);
        return;
    }
    struct pattern_error error;
    rule->pattern = pattern_compile(expression, &error);
    if (!rule->pattern) complain(l, "%s/pattern: %s (at %zu)", place, error.message, error.at);
    rule->prefix = literal_prefix(expression);
}

static struct shelf *shelf_for(struct issuer_set *set, struct span venue, struct span field)
{
    for (size_t i = 0; i < set->shelves.count; i++)
        if (span_equal(set->shelves.items[i].venue, venue) && span_equal(set->shelves.items[i].field, field))
            return &set->shelves.items[i];
    struct shelf *added = LIST_ADD(&set->shelves);
    added->venue = venue;
    added->field = field;
    added->otherwise = UINT32_MAX;
    return added;
}

static void put_on_shelf(struct loader *l, const cJSON *venue, struct span field, uint32_t rule)
{
    struct shelf *shelf = shelf_for(l->set, arena_copy(l->set->arena, span_of(venue->valuestring)), field);
    if (l->set->rules.items[rule].pattern)
        *LIST_ADD(&shelf->rules) = rule;
    else if (shelf->otherwise == UINT32_MAX)
        shelf->otherwise = rule;
    else
        complain(l, "otherwise: %s has it twice", venue->valuestring);
}

/* `venue` is one name or a list of names. */
static void put_on_shelves(struct loader *l, const cJSON *object, const char *place, uint32_t rule)
{
    struct span field = text_of(l, object, place, "field");
    const cJSON *venues = cJSON_GetObjectItemCaseSensitive(object, "venue");
    if (cJSON_IsString(venues)) {
        put_on_shelf(l, venues, field, rule);
        return;
    }
    if (!cJSON_IsArray(venues) || !venues->child) {
        complain(l, "%s/venue: a name or a list of names is missing", place);
        return;
    }
    const cJSON *venue;
    cJSON_ArrayForEach(venue, venues)
    {
        if (cJSON_IsString(venue))
            put_on_shelf(l, venue, field, rule);
        else
            complain(l, "%s/venue: not a name", place);
    }
}

enum rule_kind { RULE_PATTERN, RULE_OTHERWISE };

static void read_rule(struct loader *l, const cJSON *object, const char *place, enum rule_kind kind)
{
    static const char *const known[] = {"venue", "field", "pattern", "issuer", "class", "confidence", "source", NULL};
    static const char *const known_otherwise[] = {"venue", "field", "issuer", "class", "confidence", "source", NULL};
    check_keys(l, object, place, kind == RULE_PATTERN ? known : known_otherwise);
    struct rule rule = {0};
    rule.shown.issuer = text_of(l, object, place, "issuer");
    rule.shown.class = class_of(l, object, place);
    rule.shown.confidence = text_of(l, object, place, "confidence");
    if (kind == RULE_PATTERN) {
        read_pattern(l, object, place, &rule);
        if (!rule.pattern) return;
    }
    *LIST_ADD(&l->set->rules) = rule;
    put_on_shelves(l, object, place, (uint32_t)(l->set->rules.count - 1));
}

static void read_sample(struct loader *l, const cJSON *object, const char *place, size_t at)
{
    static const char *const known[] = {"venue", "field", "value", "issuer", NULL};
    check_keys(l, object, place, known);
    struct sample *sample = LIST_ADD(&l->set->samples);
    sample->path = arena_copy(l->set->arena, span_of(l->path));
    sample->venue = text_of(l, object, place, "venue");
    sample->value = text_of(l, object, place, "value");
    sample->field = cJSON_GetObjectItemCaseSensitive(object, "field") ? text_of(l, object, place, "field")
                                                                      : SPAN("client_order_id");
    const cJSON *issuer = cJSON_GetObjectItemCaseSensitive(object, "issuer");
    sample->issuer = cJSON_IsNull(issuer) ? SPAN_NONE : text_of(l, object, place, "issuer");
    sample->at = at;
}

typedef void each_object(struct loader *l, const cJSON *object, const char *place, size_t at);

static void take_rule(struct loader *l, const cJSON *object, const char *place, size_t at)
{
    (void)at;
    read_rule(l, object, place, RULE_PATTERN);
}

static void take_otherwise(struct loader *l, const cJSON *object, const char *place, size_t at)
{
    (void)at;
    read_rule(l, object, place, RULE_OTHERWISE);
}

/* Values that tell nothing about the issuer, and platforms whose ids nobody knows: kept in the data so that readers see
 * they were looked at. */
static void take_nothing(struct loader *l, const cJSON *object, const char *place, size_t at)
{
    (void)at;
    static const char *const known[] = {"venue", "field", "pattern", "issuer", "why", NULL};
    check_keys(l, object, place, known);
    (void)text_of(l, object, place, "why");
}

static void read_list(struct loader *l, const cJSON *root, const char *key, each_object *take)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, key);
    if (!list) return;
    if (!cJSON_IsArray(list)) {
        complain(l, "/%s: must be a list", key);
        return;
    }
    size_t at = 0;
    const cJSON *object;
    cJSON_ArrayForEach(object, list)
    {
        char place[64];
        snprintf(place, sizeof place, "/%s/%zu", key, at);
        if (cJSON_IsObject(object))
            take(l, object, place, at);
        else
            complain(l, "%s: must be an object", place);
        at++;
    }
}

static void read_root(struct loader *l, const cJSON *root)
{
    static const char *const known[] = {"schema",      "id",        "source",  "rules", "otherwise",
                                        "not_telling", "not_known", "samples", NULL};
    check_keys(l, root, "", known);
    if (!span_is(text_of(l, root, "", "schema"), "issuers-v1")) complain(l, "/schema: must be \"issuers-v1\"");
    (void)text_of(l, root, "", "id");
    (void)text_of(l, root, "", "source");
    read_list(l, root, "rules", take_rule);
    read_list(l, root, "otherwise", take_otherwise);
    read_list(l, root, "not_telling", take_nothing);
    read_list(l, root, "samples", read_sample);
    const cJSON *name, *names = cJSON_GetObjectItemCaseSensitive(root, "not_known");
    cJSON_ArrayForEach(name, names) if (!cJSON_IsString(name)) complain(l, "/not_known: must be a list of names");
}

/* ---- the set ----------------------------------------------------------------------------------------------------- */

struct issuer_set *issuer_set_new(void)
{
    struct issuer_set *set = memory_alloc(sizeof *set);
    set->arena = arena_new(0);
    return set;
}

void issuer_set_free(struct issuer_set *set)
{
    if (!set) return;
    for (size_t i = 0; i < set->rules.count; i++) pattern_free(set->rules.items[i].pattern);
    for (size_t i = 0; i < set->shelves.count; i++) LIST_FREE(&set->shelves.items[i].rules);
    LIST_FREE(&set->rules);
    LIST_FREE(&set->shelves);
    LIST_FREE(&set->samples);
    arena_free(set->arena);
    free(set);
}

/* Parses into a set of its own, so that a faulty file leaves no rule behind. */
static bool file_is_sound(const char *path, const cJSON *root, struct format_complaints *complaints)
{
    struct loader trial = {issuer_set_new(), path, complaints, 0};
    read_root(&trial, root);
    issuer_set_free(trial.set);
    return trial.found == 0;
}

bool issuer_set_add(struct issuer_set *set, const char *path, struct span json, struct format_complaints *complaints)
{
    struct loader l = {set, path, complaints, 0};
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(json.ptr, json.len, &end, 0);
    size_t used = end ? (size_t)(end - json.ptr) : 0;
    if (!cJSON_IsObject(root) || span_trim(span_from(json, used)).len > 0) {
        complain(&l, "no valid JSON object (at byte %zu)", used);
        cJSON_Delete(root);
        return false;
    }
    bool sound = file_is_sound(path, root, complaints);
    l.complaints = NULL; /* all was said by the trial; a second "otherwise" for a venue leaves the first in force */
    if (sound) read_root(&l, root);
    cJSON_Delete(root);
    return sound;
}

struct issuer_set *issuer_set_load(struct format_complaints *complaints)
{
    struct issuer_set *set = issuer_set_new();
    for (const struct builtin *file = builtin_formats; file->path; file++)
        if (span_starts_with(span_of(file->path), SPAN("formats/issuers/")))
            issuer_set_add(set, file->path, (struct span){file->text, file->length}, complaints);
    return set;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

const struct issuer_rule *issuer_classify_field(const struct issuer_set *set, struct span venue, struct span field,
                                                struct span value)
{
    if (value.len == 0) return NULL;
    const struct shelf *shelf = NULL;
    for (size_t i = 0; i < set->shelves.count && !shelf; i++)
        if (span_equal(set->shelves.items[i].venue, venue) && span_equal(set->shelves.items[i].field, field))
            shelf = &set->shelves.items[i];
    if (!shelf) return NULL;
    for (size_t i = 0; i < shelf->rules.count; i++) {
        const struct rule *rule = &set->rules.items[shelf->rules.items[i]];
        if (span_starts_with(value, rule->prefix) && pattern_match(rule->pattern, value, NULL) == MATCH_YES)
            return &rule->shown;
    }
    return shelf->otherwise == UINT32_MAX ? NULL : &set->rules.items[shelf->otherwise].shown;
}

const struct issuer_rule *issuer_classify(const struct issuer_set *set, struct span venue, struct span client_order_id)
{
    return issuer_classify_field(set, venue, SPAN("client_order_id"), client_order_id);
}

size_t issuer_set_check(const struct issuer_set *set, struct format_complaints *complaints)
{
    struct loader l = {NULL, "", complaints, 0};
    for (size_t i = 0; i < set->samples.count; i++) {
        const struct sample *s = &set->samples.items[i];
        const struct issuer_rule *rule = issuer_classify_field(set, s->venue, s->field, s->value);
        struct span got = rule ? rule->issuer : SPAN_NONE;
        l.path = s->path.ptr;
        if (!span_equal(got, s->issuer))
            complain(&l, "/samples/%zu: is taken for \"%.*s\", not for \"%.*s\"", s->at, SPAN_ARG(got),
                     SPAN_ARG(s->issuer));
    }
    return l.found;
}

/* ---- tags -------------------------------------------------------------------------------------------------------- */

static size_t alphanumerics(struct span s)
{
    size_t n = 0;
    while (n < s.len && ((s.ptr[n] >= '0' && s.ptr[n] <= '9') || (s.ptr[n] >= 'a' && s.ptr[n] <= 'z') ||
                         (s.ptr[n] >= 'A' && s.ptr[n] <= 'Z')))
        n++;
    return n;
}

struct span issuer_tag(struct span client_order_id)
{
    enum { BROKER = 8, GENERATED = 22 };
    static const struct {
        const char *prefix, *tag;
    } known[] = {{"web_", "web"},
                 {"ios_", "ios"},
                 {"and_", "android"},
                 {"android_", "android"},
                 {"electron_", "desktop"},
                 {"autoclose-", "system"},
                 {"adl_autoclose", "system"},
                 {"settlement_autoclose-", "system"}};
    if (client_order_id.len == 0) return SPAN_NONE;
    if (span_starts_with(client_order_id, SPAN("x-")) && alphanumerics(span_from(client_order_id, 2)) >= BROKER)
        return span_head(client_order_id, 2 + BROKER);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (span_starts_with(client_order_id, span_of(known[i].prefix))) return span_of(known[i].tag);
    if (client_order_id.len == GENERATED && alphanumerics(client_order_id) == GENERATED) return SPAN("generated");
    return SPAN("other");
}
