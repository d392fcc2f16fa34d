/* columns - the rules that fill targets: columns, their word maps, constants; and the proof that every column
 * named by a rule stands in the header.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

static bool load_map_entry(struct loader *l, const struct node *n, enum target t, struct value_map *out)
{
    if (n->type != NODE_TEXT) {
        load_complain(l, "\"%s\" must stand for a text", n->key.ptr);
        return false;
    }
    bool pattern = n->key.len && n->key.ptr[0] == '^';
    *out = (struct value_map){n->key, n->text, pattern ? load_pattern(l, n->key) : NULL, 0};
    enum target_group group = target_group(t);
    if (group != GROUP_WORD && group != GROUP_MARK) return true;
    if (!n->text.len && group == GROUP_WORD) return true; /* "not said" */
    if (target_word(t, n->text, &out->code)) return true;
    load_complain(l, "unknown word \"%s\" for %s; known are %s", n->text.ptr, target_name(t), target_words(t));
    return false;
}

struct value_map *load_map(struct loader *l, const struct node *map, enum target t, size_t *count,
                           const struct value_map **otherwise)
{
    struct value_map *entries = ARENA_ARRAY(l->arena, struct value_map, map->count + 1);
    for (const struct node *n = map->child; n; n = n->next) {
        if (span_is(n->key, "*")) {
            struct value_map *rest = &entries[map->count]; /* the last place is kept for it */
            if (load_map_entry(l, n, t, rest)) *otherwise = rest;
        } else if (load_map_entry(l, n, t, &entries[*count])) {
            (*count)++;
        }
    }
    return entries;
}

static void load_type(struct loader *l, const struct node *rule, struct column_rule *c)
{
    static const char *const types[] = {"text", "decimal", "amount", "id", "sign", NULL};
    static const char *const units[] = {"", "base", "quote", "any", NULL};
    enum value_type usual = c->group == GROUP_AMOUNT || c->group == GROUP_COUNT ? VALUE_DECIMAL
                            : c->group == GROUP_ID                              ? VALUE_ID
                                                                                : VALUE_TEXT;
    c->type = (enum value_type)load_word(l, rule, "type", types, (int)usual);
    c->unit = (enum value_unit)load_word(l, rule, "unit", units, UNIT_NONE);
    bool number = c->type == VALUE_DECIMAL || c->type == VALUE_AMOUNT;
    if (number != (usual == VALUE_DECIMAL)) load_complain(l, "this type does not fit the target");
    if (c->type == VALUE_SIGN && c->target != TARGET_side) load_complain(l, "the type sign is for side only");
    static const char *const others[] = {"error", "absent", NULL};
    c->other_unit_absent = load_word(l, rule, "other_unit", others, 0) == 1;
    if ((c->type == VALUE_AMOUNT) != (c->unit != UNIT_NONE))
        load_complain(l, "type \"amount\" and \"unit\" (base, quote, any) come together");
}

static void load_words(struct loader *l, const struct node *rule, struct column_rule *c)
{
    const struct node *list = load_list(l, rule, "words", false);
    if (!list) return;
    struct span *words = ARENA_ARRAY(l->arena, struct span, list->count);
    for (const struct node *n = list->child; n; n = n->next) {
        if (n->type == NODE_TEXT)
            words[c->word_count++] = n->text;
        else
            load_complain(l, "\"words\" is a list of texts");
    }
    c->words = words;
    if (c->group != GROUP_AMOUNT) load_complain(l, "\"words\" is for amounts");
}

static void load_appendix(struct loader *l, const struct node *n, struct rules *r, struct appendix *out)
{
    struct span from = n->type == NODE_TEXT ? n->text : SPAN_NONE;
    if (n->type == NODE_OBJECT) {
        load_known_keys(l, n, "from label");
        from = load_text(l, n, "from", true);
        out->label = load_text(l, n, "label", false);
    }
    if (from.len)
        out->slot = load_slot(l, from, r);
    else
        load_complain(l, "\"append\" is a list of names or {\"from\", \"label\"}");
}

static void load_append(struct loader *l, const struct node *rule, struct rules *r, struct column_rule *c)
{
    const struct node *list = load_list(l, rule, "append", false);
    c->between = load_text(l, rule, "between", false);
    if (!c->between.len) c->between = SPAN(" ");
    if (!list) return;
    struct appendix *parts = ARENA_ARRAY(l->arena, struct appendix, list->count);
    for (const struct node *n = list->child; n; n = n->next) load_appendix(l, n, r, &parts[c->append_count++]);
    c->append = parts;
    if (c->group != GROUP_NAME) load_complain(l, "\"append\" is for texts");
}

/* Exchanges state amounts in the smallest unit of an asset: 1112 satoshis are 0.00001112 XBT. */
static void load_decimals(struct loader *l, const struct node *rule, struct column_rule *c)
{
    enum { DECIMALS_MOST = 18 };
    const struct node *n = node_get(rule, "decimals");
    uint64_t count = 0;
    if (!n) return;
    if (n->type != NODE_NUMBER || !span_to_u64(n->raw, &count) || count == 0 || count > DECIMALS_MOST)
        load_complain(l, "\"decimals\" is a whole number from 1 to 18");
    else if (c->group != GROUP_AMOUNT)
        load_complain(l, "\"decimals\" is for amounts");
    else
        c->decimals = (uint8_t)count;
}

static void load_sign_rules(struct loader *l, const struct node *rule, struct rules *r, struct column_rule *c)
{
    static const char *const absents[] = {"keep", "absent", NULL}, *const too_longs[] = {"reject", "absent", NULL};
    c->zero_absent = load_word(l, rule, "zero", absents, 0) == 1;
    c->negative_absent = load_word(l, rule, "negative", absents, 0) == 1;
    c->too_long_absent = load_word(l, rule, "too_long", too_longs, 0) == 1;
    c->negate = load_flag(l, rule, "negate");
    c->absolute = load_flag(l, rule, "absolute");
    struct span minus = load_text(l, rule, "minus", false);
    if (minus.len) c->minus = load_slot(l, minus, r);
    bool used = c->zero_absent || c->negative_absent || c->too_long_absent || c->negate || c->absolute || minus.len;
    bool only_zero = c->zero_absent && !c->negative_absent && !c->negate && !c->absolute && !minus.len;
    if (used && c->group != GROUP_AMOUNT && c->type != VALUE_SIGN && !(only_zero && c->group == GROUP_ID))
        load_complain(l, "zero, negative, too_long, negate, absolute and minus are for amounts");
}

static void load_of_pair(struct loader *l, const struct node *map, struct column_rule *c)
{
    c->of_pair = true;
    if (c->target != TARGET_fee_asset || !map) load_complain(l, "\"of_pair\" is for a fee_asset with a \"map\"");
    for (const struct node *n = map ? map->child : NULL; n; n = n->next)
        if (n->text.len && !span_is(n->text, "base") && !span_is(n->text, "quote"))
            load_complain(l, "\"%s\": with of_pair the words are base and quote", n->text.ptr);
}

static void load_part(struct loader *l, const struct node *rule, struct column_rule *c)
{
    struct span text = load_text(l, rule, "part", false);
    if (!text.len) return;
    c->part = load_pattern(l, text);
    if (c->part && !pattern_group_count(c->part)) load_complain(l, "\"part\" needs a group for what is read");
}

/* {"btc": "-0.5", "usd": 0, "eur": "0.00"}: the asset is a name, not a value. */
static void load_members(struct loader *l, const struct node *rule, struct rules *r, struct column_rule *c)
{
    struct span text = load_text(l, rule, "members", false);
    if (text.len) c->members = load_pattern(l, text);
    if (!text.len)
        load_source(l, node_get(rule, "from"), node_get(rule, "else_from"), r, &c->from);
    else if (c->target != TARGET_asset || r->legs.present || node_get(rule, "from") || node_get(rule, "map"))
        load_complain(l, "\"members\" is for the asset of a transfer, without \"from\" and \"map\"");
}

static void load_column(struct loader *l, const struct node *n, struct rules *r, struct column_rule *c)
{
    static const char *const empties[] = {"absent", "error", NULL};
    bool trade = r->kind == EVENT_FILL || r->kind == EVENT_ORDER;
    bool moves = r->kind == EVENT_TRANSFER || r->legs.present;
    bool needed = (c->target == TARGET_side && trade && (!r->legs.present || r->legs.by_side)) ||
                  (c->target == TARGET_qty && r->kind == EVENT_FILL) || (c->target == TARGET_amount && moves);
    c->group = target_group(c->target);
    c->minus = SLOT_NONE;
    c->empty = needed ? EMPTY_ERROR : EMPTY_ABSENT;
    c->may_be_negative = c->target == TARGET_fee || c->target == TARGET_amount;
    if (n->type == NODE_TEXT) {
        static const struct node plain = {.type = NODE_OBJECT};
        load_source(l, n, NULL, r, &c->from);
        load_type(l, &plain, c);
        return;
    }
    if (n->type != NODE_OBJECT) {
        load_complain(l, "a rule is a column's name or an object");
        return;
    }
    load_known_keys(
        l, n,
        "from else_from skip_zero type unit other_unit map empty zero negative too_long minus negate absolute words "
        "prefix append between part of_pair members decimals");
    load_members(l, n, r, c);
    c->from.skip_zero = load_flag(l, n, "skip_zero");
    c->empty = (enum value_empty)load_word(l, n, "empty", empties, (int)c->empty);
    load_type(l, n, c);
    load_sign_rules(l, n, r, c);
    load_decimals(l, n, c);
    load_words(l, n, c);
    load_append(l, n, r, c);
    c->prefix = load_text(l, n, "prefix", false);
    load_part(l, n, c);
    if (c->prefix.len && c->group != GROUP_ID) load_complain(l, "\"prefix\" is for ids");
    const struct node *map = load_object(l, n, "map", false);
    if (map && c->group == GROUP_AMOUNT) load_complain(l, "amounts have no \"map\"");
    if (map) c->map = load_map(l, map, c->target, &c->map_count, &c->otherwise);
    if (load_flag(l, n, "of_pair")) load_of_pair(l, map, c);
}

/* Two targets share one place in struct event; a deal uses one meaning, everything else the other. */
static void check_target_fits(struct loader *l, enum target t, const struct rules *r)
{
    enum event_kind kind = r->kind;
    bool deal = kind == EVENT_DEAL;
    if ((t == TARGET_sold_qty || t == TARGET_sold_cost) && !deal) load_complain(l, "this target is for deals");
    if ((t == TARGET_fee || t == TARGET_limit || t == TARGET_fee_asset) && deal)
        load_complain(l, "deals have no such target");
    if ((t == TARGET_amount || t == TARGET_asset) && kind != EVENT_TRANSFER && !r->legs.present)
        load_complain(l, "this target is for transfers");
    if ((t == TARGET_qty || t == TARGET_cost) && r->legs.present)
        load_complain(l, "a leg says \"amount\" and \"asset\"; the fill's amounts follow from them");
    if (t == TARGET_deals_counted && kind != EVENT_ACCOUNT) load_complain(l, "this target is for accounts");
    if (t == TARGET_pair) load_complain(l, "the pair is filled by /market");
}

/* Labels belong to the account, so the account is read before them, wherever the definition names it. */
static void put_accounts_first(struct column_rule *rules, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct column_rule moved = rules[i];
        if (moved.target != TARGET_account && moved.target != TARGET_uid) continue;
        memmove(rules + 1, rules, i * sizeof *rules);
        rules[0] = moved;
    }
}

void load_columns(struct loader *l, const struct node *columns, struct format *f, struct rules *r)
{
    (void)f;
    struct column_rule *rules = ARENA_ARRAY(l->arena, struct column_rule, columns->count);
    size_t outer = load_enter(l, "columns");
    for (const struct node *n = columns->child; n; n = n->next) {
        size_t mark = load_enter(l, n->key.ptr);
        struct column_rule *c = &rules[r->column_count];
        if (!target_of(n->key, &c->target)) {
            load_unknown_target(l, n->key);
        } else {
            check_target_fits(l, c->target, r);
            load_column(l, n, r, c);
            r->column_count++;
        }
        load_leave(l, mark);
    }
    load_leave(l, outer);
    put_accounts_first(rules, r->column_count);
    r->columns = rules;
}

void load_constants(struct loader *l, const struct node *constants, struct rules *r)
{
    struct constant_rule *rules = ARENA_ARRAY(l->arena, struct constant_rule, constants->count);
    size_t outer = load_enter(l, "constant");
    for (const struct node *n = constants->child; n; n = n->next) {
        size_t mark = load_enter(l, n->key.ptr);
        struct constant_rule *c = &rules[r->constant_count];
        if (!target_of(n->key, &c->target)) {
            load_unknown_target(l, n->key);
        } else if (n->type != NODE_TEXT || target_group(c->target) == GROUP_AMOUNT) {
            load_complain(l, "must be a text, and not for an amount");
        } else {
            enum target_group group = target_group(c->target);
            c->text = n->text;
            check_target_fits(l, c->target, r);
            if ((group == GROUP_WORD || group == GROUP_MARK) && !target_word(c->target, n->text, &c->code))
                load_complain(l, "unknown word \"%s\"; known are %s", n->text.ptr, target_words(c->target));
            r->constant_count++;
        }
        load_leave(l, mark);
    }
    load_leave(l, outer);
    r->constants = rules;
}

/* ---- columns against the header ---------------------------------------------------------------------------------- */

static size_t times_named(const struct header *h, struct span name)
{
    size_t times = 0;
    for (size_t i = 0; i < h->count; i++) times += span_equal(h->cells[i].name, name) && name.len;
    return times;
}

static bool header_tells(const struct header *h, const char *group)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->cells[i].kind == HEADER_PATTERN && pattern_group(h->cells[i].pattern, group)) return true;
    return false;
}

/* Every header must tell it, or some files would be read without. */
void load_check_header_words(struct loader *l, const struct rules *r, const struct header *headers, size_t count)
{
    for (size_t s = 0; s < r->slot_count; s++) {
        const struct slot *slot = &r->slots[s];
        if (!slot->of_header) continue;
        struct span group = slot_group(slot->name, l->arena);
        bool told = count > 0;
        for (size_t h = 0; h < count; h++) told = told && header_tells(&headers[h], group.ptr);
        if (!told) load_complain(l, "%s: no pattern of the header has a group %s", slot->name.ptr, group.ptr);
    }
}

void load_check_names(struct loader *l, const struct rules *r, const struct header *headers, size_t count)
{
    for (size_t s = 0; s < r->slot_count; s++) {
        const struct slot *slot = &r->slots[s];
        if (slot->fixed >= 0 || slot->literal || slot->of_market || slot->of_header) continue;
        size_t most = 0;
        for (size_t h = 0; h < count; h++) {
            size_t times = times_named(&headers[h], slot->name);
            if (times > most) most = times;
        }
        if (most == 0)
            load_complain(l, "%s: a rule reads the column \"%s\", which the header does not have",
                          r->place.len ? r->place.ptr : "/columns", slot->name.ptr);
        if (most > 1)
            load_complain(l, "%s: the header has \"%s\" more than once; say which with \"#3\"",
                          r->place.len ? r->place.ptr : "/columns", slot->name.ptr);
    }
}
