/* case_file - case.json, checked against tables of the keys that may stand in each of its objects.
 *
 * The first thing that is wrong ends the reading: it is named with its place, and nothing half-read gets any further.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/case_file.h"

#include "base/memory.h"
#include "base/writer.h"
#include "base/zone.h"
#include "parser/redact.h"

#include <cjson/cJSON.h>
#include <fnmatch.h>
#include <stdlib.h>

/* ---- tables ---------------------------------------------------------------------------------------------------- */

enum field_type {
    FIELD_TEXT,
    FIELD_ZONE,     /* text that names a zone of the tz database or an offset */
    FIELD_LANGUAGE, /* "en" */
    FIELD_FROM,     /* time; a date alone is its first moment */
    FIELD_UNTIL,    /* time; a date alone is its last moment */
    FIELD_MANUAL,   /* never, sometimes, unknown */
    FIELD_OBJECT,   /* its fields lie in the struct of the enclosing object */
    FIELD_OBJECTS,  /* array of objects; offset and count_offset name the pointer and the count */
    FIELD_ORDERS    /* array of "venue:order_id" */
};

struct reader;
struct place;

struct field {
    const char *key;
    enum field_type type;
    size_t offset, count_offset;
    const struct shape *shape; /* of objects */
};

struct shape { /* of one object */
    const struct field *fields;
    size_t count;
    size_t bytes;                              /* of one element, for arrays */
    const char *(*fault)(const void *element); /* what is wrong with a filled-in element; NULL: nothing */
};

static const char *account_fault(const void *element)
{
    const struct case_account *a = element;
    if (a->venue.len == 0) return "venue is missing";
    return a->uid.len == 0 && a->label.len == 0 ? "uid or label is missing" : NULL;
}

static const char *key_fault(const void *element)
{
    const struct case_key *k = element;
    if (k->venue.len == 0) return "venue is missing";
    bool both = k->created_ns != TIME_NONE && k->deleted_ns != TIME_NONE;
    return both && k->deleted_ns < k->created_ns ? "deleted lies before created" : NULL;
}

static const char *issuer_fault(const void *element)
{
    const struct case_issuer *i = element;
    if (i->venue.len == 0) return "venue is missing";
    /* an empty prefix would explain every order */
    return i->client_order_id_prefix.len == 0 ? "client_order_id_prefix is missing" : NULL;
}

static const char *rule_fault(const void *element)
{
    const struct case_file_rule *r = element;
    if (r->match.len == 0) return "match is missing";
    return span_find(r->match, '/') < r->match.len ? "match is compared with the file's name alone and can't hold /"
                                                   : NULL;
}

#define FIELDS(list) (list), sizeof(list) / sizeof *(list)
#define CASE(member) offsetof(struct case_file, member)

static const struct field account_fields[] = {
    {"venue", FIELD_TEXT, offsetof(struct case_account, venue), 0, NULL},
    {"uid", FIELD_TEXT, offsetof(struct case_account, uid), 0, NULL},
    {"label", FIELD_TEXT, offsetof(struct case_account, label), 0, NULL},
};
static const struct field key_fields[] = {
    {"venue", FIELD_TEXT, offsetof(struct case_key, venue), 0, NULL},
    {"label", FIELD_TEXT, offsetof(struct case_key, label), 0, NULL},
    {"id", FIELD_TEXT, offsetof(struct case_key, id), 0, NULL},
    {"given_to", FIELD_TEXT, offsetof(struct case_key, given_to), 0, NULL},
    {"created", FIELD_FROM, offsetof(struct case_key, created_ns), 0, NULL},
    {"deleted", FIELD_UNTIL, offsetof(struct case_key, deleted_ns), 0, NULL},
};
static const struct field issuer_fields[] = {
    {"name", FIELD_TEXT, offsetof(struct case_issuer, name), 0, NULL},
    {"venue", FIELD_TEXT, offsetof(struct case_issuer, venue), 0, NULL},
    {"client_order_id_prefix", FIELD_TEXT, offsetof(struct case_issuer, client_order_id_prefix), 0, NULL},
};
static const struct field rule_fields[] = {
    {"match", FIELD_TEXT, offsetof(struct case_file_rule, match), 0, NULL},
    {"time_zone", FIELD_ZONE, offsetof(struct case_file_rule, time_zone), 0, NULL},
    {"account", FIELD_TEXT, offsetof(struct case_file_rule, account), 0, NULL},
    {"format", FIELD_TEXT, offsetof(struct case_file_rule, format), 0, NULL},
};
static const struct field complainant_fields[] = {
    {"name", FIELD_TEXT, CASE(complainant_name), 0, NULL},
    {"contact", FIELD_TEXT, CASE(complainant_contact), 0, NULL},
    {"reference", FIELD_TEXT, CASE(complainant_reference), 0, NULL},
};
static const struct field incident_fields[] = {
    {"from", FIELD_FROM, CASE(incident_from_ns), 0, NULL},
    {"to", FIELD_UNTIL, CASE(incident_to_ns), 0, NULL},
};
static const struct shape account_shape = {FIELDS(account_fields), sizeof(struct case_account), account_fault};
static const struct shape key_shape = {FIELDS(key_fields), sizeof(struct case_key), key_fault};
static const struct shape issuer_shape = {FIELDS(issuer_fields), sizeof(struct case_issuer), issuer_fault};
static const struct shape rule_shape = {FIELDS(rule_fields), sizeof(struct case_file_rule), rule_fault};
static const struct shape complainant_shape = {FIELDS(complainant_fields), 0, NULL};
static const struct shape incident_shape = {FIELDS(incident_fields), 0, NULL};

static const struct field case_fields[] = {
    {"complainant", FIELD_OBJECT, 0, 0, &complainant_shape},
    {"language", FIELD_LANGUAGE, CASE(language), 0, NULL},
    {"time_zone", FIELD_ZONE, CASE(time_zone), 0, NULL},
    {"accounts", FIELD_OBJECTS, CASE(accounts), CASE(account_count), &account_shape},
    {"keys", FIELD_OBJECTS, CASE(keys), CASE(key_count), &key_shape},
    {"manual_trading", FIELD_MANUAL, CASE(manual_trading), 0, NULL},
    {"manual_orders", FIELD_ORDERS, CASE(manual_orders), CASE(manual_order_count), NULL},
    {"other_issuers", FIELD_OBJECTS, CASE(issuers), CASE(issuer_count), &issuer_shape},
    {"incident", FIELD_OBJECT, 0, 0, &incident_shape},
    {"files", FIELD_OBJECTS, CASE(rules), CASE(rule_count), &rule_shape},
};
static const struct shape case_shape = {FIELDS(case_fields), 0, NULL};

/* ---- places and errors ----------------------------------------------------------------------------------------- */

struct place { /* one value, and the values that hold it */
    const struct place *parent;
    const cJSON *value;
    size_t index; /* among its siblings */
};

struct reader {
    struct case_file *c;
    struct span text; /* what cJSON read, for the line numbers */
    const char *path;
    char *error;
};

static void put_path(struct writer *w, const struct place *at)
{
    if (!at->parent) return;
    put_path(w, at->parent);
    if (cJSON_IsArray(at->parent->value)) {
        writer_format(w, "[%zu]", at->index);
        return;
    }
    if (at->parent->parent) writer_byte(w, '.');
    writer_visible(w, span_of(at->value->string), false);
}

static size_t skip_space(struct span text, size_t at)
{
    while (at < text.len && (unsigned char)text.ptr[at] <= ' ') at++;
    return at;
}

static size_t skip_string(struct span text, size_t at) /* at the opening quote */
{
    for (at++; at < text.len && text.ptr[at] != '"'; at++) {
        if (text.ptr[at] == '\\') at++;
    }
    return at + 1;
}

/* Behind one member or element, which cJSON has found to be well-formed. */
static size_t skip_item(struct span text, size_t at)
{
    for (size_t depth = 0; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '"') {
            at = skip_string(text, at) - 1;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (depth > 0 && (c == '}' || c == ']')) {
            depth--;
        } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
            break;
        }
    }
    return at;
}

/* Where the member (its key) or element of that place begins. */
static size_t offset_of(struct span text, const struct place *at)
{
    if (!at->parent) return skip_space(text, 0);
    size_t from = offset_of(text, at->parent);
    if (at->parent->parent && cJSON_IsObject(at->parent->parent->value)) {
        from = skip_space(text, skip_string(text, from)); /* from the key to its value */
        from = skip_space(text, from + 1);
    }
    from = skip_space(text, from + 1); /* into the braces */
    for (size_t i = 0; i < at->index; i++) from = skip_space(text, skip_item(text, from) + 1);
    return from;
}

static size_t line_at(struct span text, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset && i < text.len; i++) line += text.ptr[i] == '\n';
    return line;
}

static void fail_at(struct reader *r, size_t offset, const struct place *at, const char *what)
{
    if (r->error) return;
    struct writer *w = writer_to_memory();
    writer_visible(w, span_of(r->path), false);
    writer_format(w, ":%zu: ", line_at(r->text, offset));
    if (at && at->parent) {
        put_path(w, at);
        writer_cstr(w, ": ");
    }
    writer_cstr(w, what);
    struct span text = writer_memory(w);
    r->error = memory_copy_text(text.ptr, text.len);
    writer_close(w, NULL);
}

static bool fail(struct reader *r, const struct place *at, const char *what)
{
    fail_at(r, offset_of(r->text, at), at, what);
    return false;
}

/* "unknown key; known are venue, uid, label" */
static bool fail_unknown(struct reader *r, const struct place *at, const struct shape *shape)
{
    struct writer *w = writer_to_memory();
    writer_cstr(w, "unknown key; known are ");
    for (size_t i = 0; i < shape->count; i++) {
        if (i > 0) writer_cstr(w, ", ");
        writer_cstr(w, shape->fields[i].key);
    }
    writer_byte(w, '\0');
    fail(r, at, writer_memory(w).ptr);
    writer_close(w, NULL);
    return false;
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

static bool read_text(struct reader *r, const struct place *at, struct span *out)
{
    if (!cJSON_IsString(at->value)) return fail(r, at, "must be text in quotes");
    *out = arena_copy(r->c->arena, span_trim(span_of(at->value->valuestring)));
    return true;
}

static bool read_zone(struct reader *r, const struct place *at, struct span *out)
{
    if (!read_text(r, at, out)) return false;
    if (out->len == 0) return true;
    struct zone *zone = zone_load(*out);
    if (!zone) return fail(r, at, "unknown time zone; write it like Europe/Paris, UTC or UTC+8");
    zone_free(zone);
    return true;
}

static bool read_language(struct reader *r, const struct place *at, struct span *out)
{
    if (!read_text(r, at, out)) return false;
    for (size_t i = 0; i < out->len; i++) {
        bool letter = out->ptr[i] >= 'a' && out->ptr[i] <= 'z';
        if (!letter || out->len > 3) return fail(r, at, "must be a language code of small letters such as en");
    }
    return true;
}

static bool read_time(struct reader *r, const struct place *at, enum field_type type, int64_t *out)
{
    static const char *const layouts[] = {"%Y-%m-%dT%H:%M:%S%f%z", "%Y-%m-%d %H:%M:%S%f%z", "%Y-%m-%dT%H:%M%z",
                                          "%Y-%m-%d %H:%M%z"};
    struct span text;
    if (!read_text(r, at, &text)) return false;
    struct timestamp t;
    *out = TIME_NONE;
    if (text.len == 0) return true;
    if (time_parse(text, "%Y-%m-%d", &t) == TIME_OK) {
        int64_t rest_of_day = type == FIELD_UNTIL ? INT64_C(86400) * NS_PER_SECOND - 1 : 0;
        if (!time_is_plausible(t.ns)) return fail(r, at, "this time is out of range");
        *out = t.ns + rest_of_day;
        return true;
    }
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        if (time_parse(text, layouts[i], &t) != TIME_OK) continue;
        if (!time_is_plausible(t.ns)) return fail(r, at, "this time is out of range");
        *out = t.ns;
        return true;
    }
    return fail(r, at, "must be a date such as 2022-12-25 or a time with its zone such as 2022-12-25T20:00:00Z");
}

static bool read_manual(struct reader *r, const struct place *at, enum manual_trading *out)
{
    struct span text;
    if (!read_text(r, at, &text)) return false;
    if (text.len == 0 || span_is(text, "unknown")) {
        *out = MANUAL_UNKNOWN;
    } else if (span_is(text, "never")) {
        *out = MANUAL_NEVER;
    } else if (span_is(text, "sometimes")) {
        *out = MANUAL_SOMETIMES;
    } else {
        return fail(r, at, "must be never, sometimes or unknown");
    }
    return true;
}

static bool read_orders(struct reader *r, const struct place *at, struct span **list, size_t *count)
{
    if (!cJSON_IsArray(at->value)) return fail(r, at, "must be a list in [ ]");
    *list = ARENA_ARRAY(r->c->arena, struct span, (size_t)cJSON_GetArraySize(at->value));
    *count = 0;
    size_t index = 0;
    for (const cJSON *item = at->value->child; item; item = item->next, index++) {
        struct place here = {at, item, index};
        struct span text;
        if (!read_text(r, &here, &text)) return false;
        if (text.len == 0) continue;
        size_t colon = span_find(text, ':');
        if (colon == 0 || colon + 1 >= text.len)
            return fail(r, &here, "must be venue:order_id such as binance:2242856003");
        (*list)[(*count)++] = text;
    }
    return true;
}

/* ---- objects --------------------------------------------------------------------------------------------------- */

static bool read_object(struct reader *r, const struct place *at, const struct shape *shape, void *target);

/* Times that nothing was said about are TIME_NONE, not 1970. */
static void clear_element(const struct shape *shape, char *element)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *f = &shape->fields[i];
        if (f->type != FIELD_FROM && f->type != FIELD_UNTIL) continue;
        int64_t none = TIME_NONE;
        memcpy(element + f->offset, &none, sizeof none);
    }
}

static bool element_is_empty(const struct shape *shape, const char *element)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *f = &shape->fields[i];
        if (f->type == FIELD_FROM || f->type == FIELD_UNTIL) {
            int64_t ns;
            memcpy(&ns, element + f->offset, sizeof ns);
            if (ns != TIME_NONE) return false;
        } else {
            struct span text;
            memcpy(&text, element + f->offset, sizeof text);
            if (text.len > 0) return false;
        }
    }
    return true;
}

/* Elements that are still as the template has them, with nothing filled in, are left out. */
static bool read_objects(struct reader *r, const struct place *at, const struct field *f, char *target)
{
    if (!cJSON_IsArray(at->value)) return fail(r, at, "must be a list in [ ]");
    const struct shape *shape = f->shape;
    char *elements = arena_alloc(r->c->arena, (size_t)cJSON_GetArraySize(at->value) * shape->bytes);
    size_t count = 0, index = 0;
    for (const cJSON *item = at->value->child; item; item = item->next, index++) {
        struct place here = {at, item, index};
        char *element = elements + count * shape->bytes;
        memset(element, 0, shape->bytes);
        clear_element(shape, element);
        if (!read_object(r, &here, shape, element)) return false;
        if (element_is_empty(shape, element)) continue;
        const char *fault = shape->fault(element);
        if (fault) return fail(r, &here, fault);
        count++;
    }
    memcpy(target + f->offset, &elements, sizeof elements);
    memcpy(target + f->count_offset, &count, sizeof count);
    return true;
}

static bool read_field(struct reader *r, const struct place *at, const struct field *f, char *target)
{
    void *to = target + f->offset;
    switch (f->type) {
    case FIELD_TEXT: return read_text(r, at, to);
    case FIELD_ZONE: return read_zone(r, at, to);
    case FIELD_LANGUAGE: return read_language(r, at, to);
    case FIELD_FROM:
    case FIELD_UNTIL: return read_time(r, at, f->type, to);
    case FIELD_MANUAL: return read_manual(r, at, to);
    case FIELD_OBJECT: return read_object(r, at, f->shape, target);
    case FIELD_OBJECTS: return read_objects(r, at, f, target);
    case FIELD_ORDERS: return read_orders(r, at, to, (size_t *)(void *)(target + f->count_offset));
    }
    return false;
}

static bool is_comment(const cJSON *member)
{
    return span_starts_with(span_of(member->string), SPAN("//"));
}

static bool occurred_before(const cJSON *object, const cJSON *member)
{
    for (const cJSON *other = object->child; other != member; other = other->next) {
        if (span_equal(span_of(other->string), span_of(member->string))) return true;
    }
    return false;
}

static bool read_object(struct reader *r, const struct place *at, const struct shape *shape, void *target)
{
    if (!cJSON_IsObject(at->value)) return fail(r, at, "must be an object in { }");
    size_t index = 0;
    for (const cJSON *member = at->value->child; member; member = member->next, index++) {
        struct place here = {at, member, index};
        if (is_comment(member)) continue;
        if (occurred_before(at->value, member)) return fail(r, &here, "this key occurs twice");
        size_t f = 0;
        while (f < shape->count && !span_is(span_of(member->string), shape->fields[f].key)) f++;
        if (f == shape->count) return fail_unknown(r, &here, shape);
        if (!read_field(r, &here, &shape->fields[f], target)) return false;
    }
    return true;
}

/* ---- what only the whole file shows ---------------------------------------------------------------------------- */

static struct place place_of(const struct place *object, const char *key) /* value NULL: no such member */
{
    size_t index = 0;
    const cJSON *member = object->value->child;
    while (member && !span_is(span_of(member->string), key)) {
        member = member->next;
        index++;
    }
    return (struct place){object, member, index};
}

static bool check_incident(struct reader *r, const struct place *root)
{
    const struct case_file *c = r->c;
    if (c->incident_from_ns == TIME_NONE || c->incident_to_ns == TIME_NONE) return true;
    if (c->incident_from_ns <= c->incident_to_ns) return true;
    struct place incident = place_of(root, "incident");
    return fail(r, &incident, "to lies before from");
}

static bool knows_account(const struct case_file *c, struct span name)
{
    for (size_t i = 0; i < c->account_count; i++) {
        if (span_equal(c->accounts[i].label, name) || span_equal(c->accounts[i].uid, name)) return true;
    }
    return name.len == 0;
}

/* Only where accounts are listed at all: then another name is a slip of the pen. */
static bool check_rule_accounts(struct reader *r, const struct place *root)
{
    struct place files = place_of(root, "files");
    if (!files.value || r->c->account_count == 0) return true;
    size_t index = 0;
    for (const cJSON *item = files.value->child; item; item = item->next, index++) {
        struct place rule = {&files, item, index};
        struct place account = place_of(&rule, "account");
        if (!account.value || knows_account(r->c, span_trim(span_of(account.value->valuestring)))) continue;
        return fail(r, &account, "no account in accounts has this label or uid");
    }
    return true;
}

/* cJSON would take what stands before a NUL for the whole text. */
static bool check_bytes(struct reader *r)
{
    size_t bad;
    if (!span_is_utf8(r->text, &bad)) {
        fail_at(r, bad, NULL, "these bytes are not UTF-8; save the file as UTF-8");
        return false;
    }
    for (size_t i = 0; i < r->text.len; i++) {
        bool escape = r->text.ptr[i] == '\\';
        if (r->text.ptr[i] == '\0' || (escape && span_starts_with(span_from(r->text, i), SPAN("\\u0000")))) {
            fail_at(r, i, NULL, "a NUL character inside text");
            return false;
        }
        if (escape) i++; /* the escaped character can't begin an escape */
    }
    return true;
}

static bool read_case(struct reader *r)
{
    if (!check_bytes(r)) return false;
    const char *end = r->text.ptr;
    cJSON *root = cJSON_ParseWithLengthOpts(r->text.ptr, r->text.len + 1, &end, 1);
    if (!root) {
        fail_at(r, (size_t)(end - r->text.ptr), NULL,
                "this is not valid JSON (a comma, quote or brace is missing or too many)");
        return false;
    }
    struct place at = {NULL, root, 0};
    bool good = read_object(r, &at, &case_shape, r->c) && check_incident(r, &at) && check_rule_accounts(r, &at);
    cJSON_Delete(root);
    return good;
}

/* ---- the interface --------------------------------------------------------------------------------------------- */

struct case_file *case_file_empty(void)
{
    struct arena *arena = arena_new(0);
    struct case_file *c = ARENA_NEW(arena, struct case_file);
    c->arena = arena;
    c->incident_from_ns = TIME_NONE;
    c->incident_to_ns = TIME_NONE;
    return c;
}

static struct case_file *parse_as_it_is(struct span text, const char *path, char **error)
{
    struct case_file *c = case_file_empty();
    c->text = arena_copy(c->arena, text);
    bool mark = span_starts_with(c->text, SPAN("\xEF\xBB\xBF"));
    struct reader r = {c, mark ? span_from(c->text, 3) : c->text, path, NULL};
    if (r.text.len == 0) {
        fail_at(&r, 0, NULL, "the file is empty; leave it away or write {}");
    } else if (read_case(&r)) {
        return c;
    }
    case_file_free(c);
    *error = r.error;
    return NULL;
}

/* What is kept is what everything is said of: a name in which something like a secret stands must not read otherwise when
 * the run is repeated. Only the whole ids of keys, which can be held against a list, are known just now. */
struct case_file *case_file_parse(struct span text, const char *path, char **error)
{
    struct case_file *c = parse_as_it_is(text, path, error);
    if (!c) return NULL;
    const struct span kept = redact_case_file(c->text, c->arena);
    char *broken = NULL;
    struct case_file *again = span_equal(kept, c->text) ? NULL : parse_as_it_is(kept, path, &broken);
    free(broken);
    if (!again) {
        c->text = kept;
        return c;
    }
    for (size_t i = 0; i < c->key_count; i++) again->keys[i].id = arena_copy(again->arena, c->keys[i].id);
    case_file_free(c);
    return again;
}

void case_file_free(struct case_file *c)
{
    if (c) arena_free(c->arena);
}

const struct case_file_rule *case_file_rule_for(const struct case_file *c, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (size_t i = 0; i < c->rule_count; i++) {
        if (fnmatch(c->rules[i].match.ptr, name, 0) == 0) return &c->rules[i];
    }
    return NULL;
}
