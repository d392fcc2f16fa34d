/* define - the members of a definition that stand at its top: who it is, its container, how it is recognised.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

static const char top_keys[] =
    "schema id version title source record_set page_sizes container recognise venue other_venues emits time until "
    "market columns constant absent skip marks swap checks legs each variants context sub message messages "
    "message_samples "
    "self_checks samples";

static bool id_is_plain(struct span id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') return false;
    }
    return id.len > 0;
}

static void check_file_name(struct loader *l, struct span id)
{
    struct span file = span_of(l->file);
    for (size_t at; (at = span_find(file, '/')) < file.len;) file = span_from(file, at + 1);
    if (file.len != id.len + 5 || !span_starts_with(file, id) || !span_ends_with(file, SPAN(".json")))
        load_complain(l, "/id: is \"%s\", so the file must be named %s.json; rename it, or write its name here", id.ptr,
                      id.ptr);
}

static void load_identity(struct loader *l, const struct node *root, struct format *f)
{
    struct span schema = load_text(l, root, "schema", true);
    if (schema.len && !span_is(schema, "format-v1")) load_complain(l, "schema \"%s\" is not \"format-v1\"", schema.ptr);
    f->id = load_text(l, root, "id", true);
    if (f->id.len && !id_is_plain(f->id))
        load_complain(l, "/id: only a-z, 0-9 and - are allowed");
    else if (f->id.len)
        check_file_name(l, f->id);
    size_t before = l->complained;
    f->version = load_number(l, root, "version");
    if (!f->version && l->complained == before) load_complain(l, "/version: must be 1 or more");
    f->title = load_text(l, root, "title", true);
    f->venue = load_text(l, root, "venue", false);
}

static void load_other_venues(struct loader *l, const struct node *root, struct format *f)
{
    const struct node *list = load_list(l, root, "other_venues", false);
    if (!list) return;
    struct other_venue *venues = ARENA_ARRAY(l->arena, struct other_venue, list->count);
    size_t outer = load_enter(l, "other_venues"), i = 0;
    for (const struct node *n = list->child; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        if (n->type == NODE_OBJECT) {
            load_known_keys(l, n, "venue path");
            venues[i].venue = load_text(l, n, "venue", true);
            struct span path = load_text(l, n, "path", true);
            if (path.len) venues[i].path = load_pattern(l, path);
        } else {
            load_complain(l, "must be an object");
        }
        load_leave(l, mark);
    }
    load_leave(l, outer);
    f->other_venues = venues;
    f->other_venue_count = i;
}

static void load_origin(struct loader *l, const struct node *root, struct format *f)
{
    static const char *const sides[] = {"exchange", "bot", NULL};
    const struct node *source = load_object(l, root, "source", true);
    if (!source) return;
    size_t mark = load_enter(l, "source");
    load_known_keys(l, source, "system side export provenance since until superseded_by");
    f->system = load_text(l, source, "system", true);
    f->bot_side = load_word(l, source, "side", sides, 0) == 1;
    if (!node_get(source, "side")) load_complain(l, "the key \"side\" is missing");
    f->export_text = load_text(l, source, "export", true);
    f->provenance = load_text(l, source, "provenance", true);
    f->superseded_by = load_text(l, source, "superseded_by", false);
    f->since = load_number(l, source, "since");
    f->until = load_number(l, source, "until");
    load_leave(l, mark);
    if (!f->bot_side && !f->venue.len) load_complain(l, "/venue: an export of an exchange must say which venue it is");
}

static void load_record_set(struct loader *l, const struct node *root, struct format *f)
{
    static const char *const sets[] = {"fills",       "orders",         "statement",     "deals-list",
                                       "deals-csv",   "deal-orders",    "smart-trades",  "smart-trade-orders",
                                       "grid-orders", "grids",          "bots",          "accounts",
                                       "events",      "program-orders", "program-fills", "transfers",
                                       NULL};
    int set = load_word(l, root, "record_set", sets, -1);
    if (set >= 0) f->record_set = span_of(sets[set]);
    const struct node *sizes = load_list(l, root, "page_sizes", false);
    for (const struct node *n = sizes ? sizes->child : NULL; n; n = n->next) {
        uint64_t size = 0;
        if (!span_to_u64(n->raw, &size) || f->page_size_count == sizeof f->page_sizes / sizeof *f->page_sizes)
            load_complain(l, "/page_sizes: at most 8 whole numbers");
        else
            f->page_sizes[f->page_size_count++] = size;
    }
}

static char load_mark(struct loader *l, const struct node *container, const char *key, const char *allowed,
                      const char *named)
{
    struct span text = load_text(l, container, key, false);
    if (!text.len) return 0;
    if (text.len == 1 && strchr(allowed, text.ptr[0])) return text.ptr[0];
    load_complain(l, "/%s: must be %s", key, named);
    return 0;
}

static void load_container(struct loader *l, const struct node *root, struct format *f)
{
    static const char *const types[] = {"csv", "json", NULL};
    static const char *const groupings[] = {"", "binance-nested-orders", "legs", NULL};
    const struct node *container = load_object(l, root, "container", true);
    if (!container) return;
    size_t mark = load_enter(l, "container");
    load_known_keys(l, container, "type delimiter grouping group_mark decimal_mark accounting");
    load_text(l, container, "type", true);
    f->json = load_word(l, container, "type", types, 0) == 1;
    f->delimiter = load_mark(l, container, "delimiter", ",;\t", "a comma, a semicolon or a tab");
    f->group_mark = load_mark(l, container, "group_mark", ",. '", "a comma, a point, a blank or an apostrophe");
    f->accounting = load_flag(l, container, "accounting");
    f->decimal_mark = load_mark(l, container, "decimal_mark", ".,", "a point or a comma");
    f->grouping = (enum grouping)load_word(l, container, "grouping", groupings, GROUPING_NONE);
    bool nested = f->grouping == GROUPING_BINANCE_NESTED;
    if (f->json && (f->delimiter || nested)) load_complain(l, "delimiter and this grouping are for csv only");
    load_leave(l, mark);
}

/* ---- recognise --------------------------------------------------------------------------------------------------- */

static void load_header_cell(struct loader *l, const struct node *n, struct header_cell *out)
{
    if (n->type == NODE_TEXT) {
        *out = (struct header_cell){HEADER_TEXT, n->text, n->text, NULL};
        return;
    }
    out->kind = HEADER_ANY;
    if (n->type == NODE_NULL) return;
    if (n->type != NODE_OBJECT) {
        load_complain(l, "a header cell is a text, null, {\"re\": ...} or {\"any\": true, \"name\": ...}");
        return;
    }
    load_known_keys(l, n, "re name any");
    out->name = load_text(l, n, "name", false);
    if (load_flag(l, n, "any")) return;
    out->text = load_text(l, n, "re", true);
    out->kind = HEADER_PATTERN;
    if (out->text.len) out->pattern = load_pattern(l, out->text);
}

/* {"repeat": [cells]}: once or more often, for each currency that the account holds. */
static void load_repeat(struct loader *l, const struct node *n, struct header *out, size_t at)
{
    load_known_keys(l, n, "repeat");
    const struct node *list = load_list(l, n, "repeat", true);
    if (out->group) load_complain(l, "a header has one \"repeat\" at most");
    if (!list || !list->count || out->group) return;
    struct header_cell *cells = ARENA_ARRAY(l->arena, struct header_cell, list->count);
    for (const struct node *c = list->child; c; c = c->next) load_header_cell(l, c, &cells[out->group_count++]);
    out->group = cells;
    out->repeat_at = at;
}

static void load_header(struct loader *l, const struct node *list, struct header *out)
{
    if (list->type != NODE_LIST || list->count < 2 || list->count > HEADER_CELLS_MAX) {
        load_complain(l, "a header is a list of 2 to %d cells", HEADER_CELLS_MAX);
        return;
    }
    struct header_cell *cells = ARENA_ARRAY(l->arena, struct header_cell, list->count);
    size_t i = 0, own = 0;
    for (const struct node *n = list->child; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        if (n->type == NODE_OBJECT && node_get(n, "repeat"))
            load_repeat(l, n, out, own);
        else
            load_header_cell(l, n, &cells[own++]);
        load_leave(l, mark);
    }
    out->cells = cells;
    out->count = own;
}

static void load_headers(struct loader *l, const struct node *recognise, struct format *f)
{
    static const char *const matches[] = {"exact", "prefix", "shape", NULL};
    const struct node *first = load_list(l, recognise, "header", true);
    const struct node *others = load_list(l, recognise, "alternatives", false);
    f->match = (enum header_match)load_word(l, recognise, "match", matches, HEADER_EXACT);
    if (!first) return;
    size_t count = 1 + (others ? others->count : 0);
    struct header *headers = ARENA_ARRAY(l->arena, struct header, count);
    f->headers = headers;
    f->header_count = count;
    size_t mark = load_enter(l, "header");
    load_header(l, first, headers++);
    load_leave(l, mark);
    size_t i = 0;
    mark = load_enter(l, "alternatives");
    for (const struct node *n = others ? others->child : NULL; n; n = n->next) {
        size_t inner = load_enter_index(l, i++);
        load_header(l, n, headers++);
        load_leave(l, inner);
    }
    load_leave(l, mark);
}

static const struct span *load_key_list(struct loader *l, const struct node *recognise, const char *key, bool required,
                                        size_t *count)
{
    const struct node *list = load_list(l, recognise, key, required);
    if (!list) return NULL;
    struct span *keys = ARENA_ARRAY(l->arena, struct span, list->count);
    for (const struct node *n = list->child; n; n = n->next) {
        if (n->type == NODE_TEXT && n->text.len)
            keys[(*count)++] = n->text;
        else
            load_complain(l, "\"%s\" is a list of names", key);
    }
    return keys;
}

static void load_length(struct loader *l, const struct node *n, struct format *f)
{
    uint64_t length = 0;
    bool good = n->type == NODE_NUMBER && span_to_u64(n->raw, &length) && length >= 2 && length <= 100;
    if (!good || f->length_count == LENGTHS_MAX)
        load_complain(l, "\"positional\" is a number of elements from 2 to 100, or a list of at most %d such numbers",
                      LENGTHS_MAX);
    else
        f->lengths[f->length_count++] = length;
}

/* Records that are lists: nothing but their lengths and the values at some places tells what they are. */
static void load_positional(struct loader *l, const struct node *recognise, const struct node *lengths,
                            struct format *f)
{
    enum { VALUES_MIN = 2 };
    if (lengths->type != NODE_LIST) load_length(l, lengths, f);
    for (const struct node *n = lengths->type == NODE_LIST ? lengths->child : NULL; n; n = n->next)
        load_length(l, n, f);
    const struct node *values = node_get(recognise, "values");
    if (node_get(recognise, "keys") || node_get(recognise, "without"))
        load_complain(l, "a list has no keys: \"positional\" goes with \"values\" alone");
    if (!values || values->count < VALUES_MIN)
        load_complain(l, "a list is only recognised by the \"values\" of %d places or more", VALUES_MIN);
}

static struct span place_in_list(struct loader *l, struct span key)
{
    uint64_t index;
    bool good = key.len > 1 && key.ptr[0] == '/' && span_to_u64(span_from(key, 1), &index) && index < 100;
    if (good) return span_from(key, 1);
    load_complain(l, "an element of a list is named by its place, \"/0\" the first");
    return key;
}

static void load_json_recognise(struct loader *l, const struct node *recognise, struct format *f)
{
    const struct node *lengths = node_get(recognise, "positional");
    if (lengths) {
        load_positional(l, recognise, lengths, f);
    } else {
        f->keys = load_key_list(l, recognise, "keys", true, &f->key_count);
        f->without = load_key_list(l, recognise, "without", false, &f->without_count);
        if (!f->key_count) load_complain(l, "at least one key must be named");
    }
    const struct node *values = load_object(l, recognise, "values", false);
    if (!values) return;
    struct value_test *tests = ARENA_ARRAY(l->arena, struct value_test, values->count);
    f->values = tests;
    size_t mark = load_enter(l, "values");
    for (const struct node *n = values->child; n; n = n->next) {
        size_t inner = load_enter(l, n->key.ptr);
        if (n->type != NODE_TEXT)
            load_complain(l, "must be a pattern");
        else
            tests[f->value_count++] =
                (struct value_test){lengths ? place_in_list(l, n->key) : n->key, load_pattern(l, n->text)};
        load_leave(l, inner);
    }
    load_leave(l, mark);
}

static const struct pattern *load_optional_pattern(struct loader *l, const struct node *object, const char *key)
{
    struct span text = load_text(l, object, key, false);
    if (!text.len) return NULL;
    size_t mark = load_enter(l, key);
    const struct pattern *p = load_pattern(l, text);
    load_leave(l, mark);
    return p;
}

static void load_recognise(struct loader *l, const struct node *root, struct format *f)
{
    const struct node *recognise = load_object(l, root, "recognise", true);
    if (!recognise) return;
    size_t mark = load_enter(l, "recognise");
    if (f->json) {
        load_known_keys(l, recognise, "keys without values positional");
        load_json_recognise(l, recognise, f);
    } else {
        load_known_keys(l, recognise, "header match alternatives preamble file_name");
        load_headers(l, recognise, f);
        f->preamble = load_optional_pattern(l, recognise, "preamble");
        f->file_name_hint = load_optional_pattern(l, recognise, "file_name");
    }
    load_leave(l, mark);
}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

static void load_absent(struct loader *l, const struct node *root, struct format *f)
{
    const struct node *list = load_list(l, root, "absent", false);
    size_t mark = load_enter(l, "absent");
    for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
        enum target t;
        if (n->type != NODE_TEXT || !target_of(n->text, &t))
            load_unknown_target(l, n->text);
        else
            f->absent[t] = true;
    }
    load_leave(l, mark);
}

static bool rules_fill(const struct rules *r, enum target t)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].target == t) return true;
    for (size_t i = 0; i < r->constant_count; i++)
        if (r->constants[i].target == t) return true;
    for (size_t i = 0; i < r->context_count; i++)
        if (r->contexts[i].target == t) return true;
    return false;
}

static bool anything_fills(const struct format *f, enum target t)
{
    if (rules_fill(&f->main, t) || rules_fill(&f->sub, t)) return true;
    for (size_t i = 0; i < f->variant_count; i++)
        if (rules_fill(&f->variants[i], t)) return true;
    for (size_t i = 0; i < f->each_count; i++)
        if (rules_fill(&f->each[i], t)) return true;
    return false;
}

/* A report says what an export does not carry; silence in the definition would make that a guess. */
static void check_ids_are_settled(struct loader *l, const struct format *f)
{
    static const enum target ids[] = {TARGET_order_id, TARGET_client_order_id, TARGET_channel, TARGET_key,
                                      TARGET_trade_id};
    bool fills = f->main.kind == EVENT_FILL, trades = fills || f->main.kind == EVENT_ORDER;
    for (size_t i = 0; i < f->variant_count; i++) {
        fills = fills || f->variants[i].kind == EVENT_FILL;
        trades = trades || fills || f->variants[i].kind == EVENT_ORDER;
    }
    size_t count = fills ? 5 : 4;
    for (size_t i = 0; !f->bot_side && trades && i < count; i++) {
        bool filled = anything_fills(f, ids[i]) || (ids[i] == TARGET_key && anything_fills(f, TARGET_key_secret));
        if (filled == f->absent[ids[i]])
            load_complain(l, "/absent: %s is %s", target_name(ids[i]),
                          filled ? "both filled and absent" : "neither filled nor listed as absent");
    }
}

static void load_sub(struct loader *l, const struct node *root, struct format *f)
{
    const struct node *sub = load_object(l, root, "sub", f->grouping == GROUPING_BINANCE_NESTED);
    if (!sub) return;
    size_t mark = load_enter(l, "sub");
    load_known_keys(l, sub, "header emits time until columns constant checks marks skip");
    if (f->grouping != GROUPING_BINANCE_NESTED) load_complain(l, "sub-rows need a grouping in /container");
    f->sub.place = SPAN("/sub");
    load_rules(l, sub, f, &f->sub);
    const struct node *header = load_list(l, sub, "header", true);
    size_t inner = load_enter(l, "header");
    if (header) load_header(l, header, &f->sub_header);
    load_leave(l, inner);
    load_leave(l, mark);
}

static void load_each(struct loader *l, const struct node *root, struct format *f)
{
    const struct node *list = load_list(l, root, "each", false);
    if (!list) return;
    if (!f->json) load_complain(l, "/each: for json only");
    struct rules *rules = ARENA_ARRAY(l->arena, struct rules, list->count);
    f->each = rules;
    size_t i = 0;
    for (const struct node *n = list->child; n; n = n->next, i++) {
        size_t outer = load_enter(l, "each");
        size_t mark = load_enter_index(l, i);
        rules[i].place = arena_copy(l->arena, span_of(l->place));
        if (n->type == NODE_OBJECT) {
            load_known_keys(
                l, n,
                "array record_set emits time until market columns constant skip marks swap checks context message "
                "messages message_samples");
            rules[i].array = load_text(l, n, "array", true);
            load_rules(l, n, f, &rules[i]);
        } else {
            load_complain(l, "must be an object");
        }
        load_leave(l, mark);
        load_leave(l, outer);
    }
    f->each_count = i;
}

static void load_variants(struct loader *l, const struct node *root, struct format *f)
{
    const struct node *list = load_list(l, root, "variants", false);
    if (!list) return;
    struct rules *rules = ARENA_ARRAY(l->arena, struct rules, list->count);
    f->variants = rules;
    size_t i = 0;
    for (const struct node *n = list->child; n; n = n->next, i++) {
        size_t outer = load_enter(l, "variants");
        size_t mark = load_enter_index(l, i);
        rules[i].place = arena_copy(l->arena, span_of(l->place));
        if (n->type == NODE_OBJECT) {
            load_known_keys(l, n, "when emits time until market columns constant skip marks swap checks context legs");
            load_variant(l, root, n, f, &rules[i]);
        } else {
            load_complain(l, "must be an object");
        }
        load_leave(l, mark);
        load_leave(l, outer);
    }
    f->variant_count = i;
    if (f->grouping == GROUPING_BINANCE_NESTED) load_complain(l, "/variants: rows of this grouping have none");
}

static void check_column_names(struct loader *l, const struct format *f)
{
    load_check_header_words(l, &f->main, f->headers, f->header_count);
    for (size_t i = 0; i < f->variant_count; i++)
        load_check_header_words(l, &f->variants[i], f->headers, f->header_count);
    if (f->json || f->match == HEADER_PREFIX) return;
    load_check_names(l, &f->main, f->headers, f->header_count);
    for (size_t i = 0; i < f->variant_count; i++) load_check_names(l, &f->variants[i], f->headers, f->header_count);
}

static void check_legs_are_said(struct loader *l, const struct format *f)
{
    bool any = f->main.legs.present;
    for (size_t i = 0; i < f->variant_count; i++) any = any || f->variants[i].legs.present;
    if (f->grouping == GROUPING_LEGS && !any) load_complain(l, "the grouping \"legs\" needs the object \"legs\"");
}

void load_definition(struct loader *l, const struct node *root, struct format *f)
{
    if (root->type != NODE_OBJECT) {
        load_complain(l, "a definition is one object");
        return;
    }
    load_known_keys(l, root, top_keys);
    load_identity(l, root, f);
    load_other_venues(l, root, f);
    load_origin(l, root, f);
    load_record_set(l, root, f);
    load_container(l, root, f);
    load_recognise(l, root, f);
    load_rules(l, root, f, &f->main);
    load_sub(l, root, f);
    load_each(l, root, f);
    load_variants(l, root, f);
    load_absent(l, root, f);
    load_self_checks(l, root, f);
    check_legs_are_said(l, f);
    if (!l->complained) check_column_names(l, f);
    if (!l->complained && f->grouping == GROUPING_BINANCE_NESTED) load_check_names(l, &f->sub, &f->sub_header, 1);
    if (!l->complained) check_ids_are_settled(l, f);
    load_samples(l, root, f);
}
