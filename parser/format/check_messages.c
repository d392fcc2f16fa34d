/* check_messages - sample sentences against the patterns: each is known by the pattern it names, and every pattern
 * has a sentence.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/check.h"

static const struct message_rule *first_match(const struct rules *r, struct span line)
{
    for (size_t i = 0; i < r->message_count; i++)
        if (pattern_match(r->messages[i].pattern, line, NULL) == MATCH_YES) return &r->messages[i];
    return NULL;
}

static void check_mapping(struct trial *t, struct mapper *m, struct section *s, const struct node *sample)
{
    const struct node *expect = node_get(sample, "expect"), *is_short = node_get(sample, "short");
    struct cell cell = {.name = s->rules->slots[s->rules->message.slots[0]].name,
                        .text = node_get(sample, "line")->text};
    struct record r = {.raw = cell.text, .line = 1, .cells = &cell, .count = 1, .scratch = t->arena};
    struct row row = mapper_row(m, s, &r);
    row.e = s->base;
    if (is_short && span_is(is_short->raw, "true")) row.e.marks |= MARK_SHORT;
    size_t reported = t->diags.count;
    if (!row_message(&row))
        load_complain(t->l, "is rejected: %s",
                      reported < t->diags.count ? diag_name(t->diags.items[reported].code) : "");
    else if (expect)
        check_event(t, &row.e, expect);
}

static void check_message_sample(struct trial *t, struct mapper *m, struct section *s, const struct node *sample)
{
    const struct node *line = node_get(sample, "line"), *name = node_get(sample, "message");
    const struct message_rule *found = first_match(s->rules, line->text);
    bool none = name->type == NODE_NULL;
    if (none && found) load_complain(t->l, "\"%s\" is known by %s", line->text.ptr, found->name.ptr);
    if (!none && !found) load_complain(t->l, "\"%s\" is known by no pattern", line->text.ptr);
    if (!none && found && !span_equal(found->name, name->text))
        load_complain(t->l, "\"%s\" is known by %s, not by %s", line->text.ptr, found->name.ptr, name->text.ptr);
    check_mapping(t, m, s, sample);
}

static bool has_sample(const struct rules *r, const struct message_rule *m)
{
    for (const struct node *n = r->message_samples ? r->message_samples->child : NULL; n; n = n->next)
        if (first_match(r, node_get(n, "line")->text) == m) return true;
    return false;
}

static void check_section(struct trial *t, struct mapper *m, struct section *s)
{
    const struct rules *r = s->rules;
    struct loader *l = t->l;
    size_t place = r->place.len ? load_enter(l, r->place.ptr + 1) : l->place_len;
    size_t list = load_enter(l, "message_samples"), i = 0;
    for (const struct node *n = r->message_samples ? r->message_samples->child : NULL; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        check_message_sample(t, m, s, n);
        load_leave(l, mark);
    }
    load_leave(l, list);
    for (i = 0; i < r->message_count; i++)
        if (!has_sample(r, &r->messages[i]))
            load_complain(l, "/messages/%zu: the pattern \"%s\" has no sample", i, r->messages[i].name.ptr);
    load_leave(l, place);
}

void check_messages(struct trial *t, struct mapper *m)
{
    check_section(t, m, &m->main);
    for (size_t i = 0; i < t->f->each_count; i++) check_section(t, m, &m->each[i]);
}
