/* messages - the patterns for a bot platform's sentences: compiled, anchored, their groups tied to targets.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

/* The pattern must hold on to the start of the text in every branch, or a sentence inside another one would match. */
static bool has_outer_alternative(struct span p)
{
    int depth = 0;
    bool in_class = false;
    for (size_t i = 0; i < p.len; i++) {
        char c = p.ptr[i];
        if (c == '\\')
            i++;
        else if (in_class)
            in_class = c != ']';
        else if (c == '[')
            in_class = true;
        else if (c == '(')
            depth++;
        else if (c == ')')
            depth--;
        else if (c == '|' && depth == 0)
            return true;
    }
    return false;
}

/* The letters after ^ up to the first character with a meaning: a cheap test before the pattern runs. */
static struct span literal_prefix(struct loader *l, struct span p)
{
    size_t n = 1;
    while (n < p.len && !strchr("\\^$.|?*+()[]{}", p.ptr[n])) n++;
    if (n < p.len && strchr("?*+{", p.ptr[n]) && n > 1) {
        n--;
        while (n > 1 && ((unsigned char)p.ptr[n] & 0xC0) == 0x80) n--; /* a quantifier holds a whole character */
    }
    return arena_copy(l->arena, (struct span){p.ptr + 1, n - 1});
}

static bool message_group_of(struct span name, struct message_field *out)
{
    out->what = MESSAGE_TARGET;
    if (target_of(name, &out->target)) return true;
    if (span_is(name, "base"))
        out->what = MESSAGE_BASE;
    else if (span_is(name, "quote"))
        out->what = MESSAGE_QUOTE;
    else if (span_is(name, "approximate"))
        out->what = MESSAGE_APPROXIMATE;
    else if (span_is(name, "market_price"))
        out->what = MESSAGE_MARKET_PRICE;
    else
        return false;
    return true;
}

static void load_fields(struct loader *l, struct message_rule *m)
{
    size_t groups = pattern_group_count(m->pattern);
    struct message_field *fields = ARENA_ARRAY(l->arena, struct message_field, groups + 1);
    for (size_t g = 1; g <= groups && g < PATTERN_GROUPS_MAX; g++) {
        struct span name = span_of(pattern_group_name(m->pattern, g));
        if (!name.len) continue;
        struct message_field *field = &fields[m->field_count];
        field->group = g;
        if (message_group_of(name, field))
            m->field_count++;
        else
            load_complain(l, "/pattern: the group \"%.*s\" is no target", SPAN_ARG(name));
    }
    if (groups >= PATTERN_GROUPS_MAX) load_complain(l, "/pattern: more than %d groups", PATTERN_GROUPS_MAX - 1);
    m->fields = fields;
}

static void load_role(struct loader *l, const struct node *object, struct message_rule *m)
{
    const struct node *role = node_get(object, "role");
    if (!role) return;
    size_t mark = load_enter(l, "role");
    if (role->type == NODE_OBJECT)
        m->roles = load_map(l, role, TARGET_role, &m->role_count, &m->role_otherwise);
    else if (role->type != NODE_TEXT || !target_word(TARGET_role, role->text, &m->role))
        load_complain(l, "must be a role or a map to roles; known are %s", target_words(TARGET_role));
    load_leave(l, mark);
}

static void load_message_emits(struct loader *l, const struct node *object, struct message_rule *m)
{
    m->kind = EVENT_BOT_EVENT;
    const struct node *emits = load_object(l, object, "emits", false);
    if (!emits) return;
    size_t mark = load_enter(l, "emits");
    load_known_keys(l, emits, "kind status");
    struct span kind = load_text(l, emits, "kind", true), status = load_text(l, emits, "status", false);
    if (kind.len && !event_kind_of(kind, &m->kind)) load_complain(l, "unknown kind \"%s\"", kind.ptr);
    if (status.len && !target_word(TARGET_status, status, &m->status))
        load_complain(l, "unknown status \"%s\"; known are %s", status.ptr, target_words(TARGET_status));
    load_leave(l, mark);
}

static void load_message(struct loader *l, const struct node *n, struct message_rule *m)
{
    static const char *const sides[] = {"", "entry", "exit", NULL};
    static const char *const bases[] = {"unknown", "net", "gross", NULL};
    load_known_keys(l, n, "name pattern emits role side basis");
    m->name = load_text(l, n, "name", true);
    m->side = (enum side_rule)load_word(l, n, "side", sides, SIDE_RULE_NONE);
    m->basis = (uint8_t)load_word(l, n, "basis", bases, PRICE_BASIS_UNKNOWN);
    load_message_emits(l, n, m);
    load_role(l, n, m);
    struct span text = load_text(l, n, "pattern", true);
    if (!text.len) return;
    if (text.ptr[0] != '^') load_complain(l, "/pattern: must begin with ^");
    if (has_outer_alternative(text))
        load_complain(l, "/pattern: put the alternatives in a group, or only the first is anchored");
    m->pattern = load_pattern(l, text);
    if (!m->pattern) return;
    m->prefix = literal_prefix(l, text);
    load_fields(l, m);
}

static void load_message_samples(struct loader *l, const struct node *object, struct rules *r)
{
    const struct node *samples = load_list(l, object, "message_samples", false);
    size_t outer = load_enter(l, "message_samples"), i = 0;
    for (const struct node *n = samples ? samples->child : NULL; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        if (n->type != NODE_OBJECT) {
            load_complain(l, "must be an object");
        } else {
            load_known_keys(l, n, "line message expect short");
            load_text(l, n, "line", true);
            if (!node_get(n, "message"))
                load_complain(l, "the key \"message\" is missing (null: no pattern may match)");
            const struct node *expect = load_object(l, n, "expect", false);
            if (expect) load_expectation(l, expect);
        }
        load_leave(l, mark);
    }
    load_leave(l, outer);
    r->message_samples = samples;
}

void load_messages(struct loader *l, const struct node *object, struct rules *r)
{
    const struct node *list = load_list(l, object, "messages", false);
    struct span column = load_text(l, object, "message", list != NULL);
    if (!list) return;
    if (column.len) {
        r->message.slots[0] = load_slot(l, column, r);
        r->message.count = 1;
    }
    struct message_rule *messages = ARENA_ARRAY(l->arena, struct message_rule, list->count);
    size_t outer = load_enter(l, "messages"), i = 0;
    for (const struct node *n = list->child; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        if (n->type == NODE_OBJECT)
            load_message(l, n, &messages[i]);
        else
            load_complain(l, "must be an object");
        load_leave(l, mark);
    }
    load_leave(l, outer);
    r->messages = messages;
    r->message_count = i;
    load_message_samples(l, object, r);
}
