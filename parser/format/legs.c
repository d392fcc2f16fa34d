/* legs - the object "legs" of a definition: how the rows of one fill are known to belong together, and which part
 * each of them plays.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

static void load_key(struct loader *l, const struct node *legs, struct rules *r)
{
    const struct node *list = load_list(l, legs, "key", true);
    for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
        if (n->type != NODE_TEXT || !n->text.len || r->legs.key_count == LEG_KEYS_MAX)
            load_complain(l, "\"key\" is a list of 1 to %d columns", LEG_KEYS_MAX);
        else
            r->legs.key[r->legs.key_count++] = load_slot(l, n->text, r);
    }
    if (list && !list->count) load_complain(l, "\"key\" is a list of 1 to %d columns", LEG_KEYS_MAX);
}

static void load_same(struct loader *l, const struct node *legs, struct rules *r)
{
    const struct node *list = load_list(l, legs, "same", false);
    for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
        if (n->type != NODE_TEXT || !n->text.len || r->legs.same_count == LEG_KEYS_MAX)
            load_complain(l, "\"same\" is a list of 1 to %d columns", LEG_KEYS_MAX);
        else
            r->legs.same[r->legs.same_count++] = load_slot(l, n->text, r);
    }
}

static void load_quotes(struct loader *l, const struct node *legs, struct rules *r)
{
    const struct node *list = load_list(l, legs, "quotes", false);
    if (!list == !r->market.present)
        load_complain(l, "exactly one of \"quotes\" and /market must tell the quote asset");
    if (!list) return;
    struct span *quotes = ARENA_ARRAY(l->arena, struct span, list->count);
    for (const struct node *n = list->child; n; n = n->next) {
        if (n->type == NODE_TEXT && n->text.len)
            quotes[r->legs.quote_count++] = n->text;
        else
            load_complain(l, "\"quotes\" is a list of assets");
    }
    r->legs.quotes = quotes;
}

static void load_fee(struct loader *l, const struct node *legs, struct rules *r)
{
    const struct node *fee = load_object(l, legs, "fee", false);
    if (!fee) return;
    size_t mark = load_enter(l, "fee");
    load_known_keys(l, fee, "when");
    r->legs.fee_matches = load_when(l, fee, r, &r->legs.fee_from);
    load_leave(l, mark);
}

static void load_within(struct loader *l, const struct node *legs, struct rules *r)
{
    r->legs.within = LEGS_WITHIN;
    if (!node_get(legs, "within")) return;
    r->legs.within = load_number(l, legs, "within");
    if (r->legs.within >= 2 && r->legs.within <= LEGS_WITHIN_MAX) return;
    load_complain(l, "\"within\" is a number of rows from 2 to %d", LEGS_WITHIN_MAX);
}

static bool has_column(const struct node *object, const char *name)
{
    const struct node *columns = node_get(object, "columns");
    return columns && columns->type == NODE_OBJECT && node_get(columns, name);
}

void load_legs(struct loader *l, const struct node *object, struct format *f, struct rules *r)
{
    static const char *const directions[] = {"sign", "side", NULL}, *const severals[] = {"pair", "sum", NULL},
                             *const others[] = {"error", "given", NULL}, *const alones[] = {"reject", "transfer", NULL};
    const struct node *legs = load_object(l, object, "legs", false);
    if (!legs) return;
    size_t mark = load_enter(l, "legs");
    load_known_keys(l, legs, "key same quotes else_quote fee direction several alone within");
    r->legs.present = true;
    if (f->grouping != GROUPING_LEGS) load_complain(l, "legs need the grouping \"legs\" in /container");
    if (r->kind != EVENT_FILL && r->kind != EVENT_ORDER) load_complain(l, "legs make up a fill or an order");
    if (!has_column(object, "amount") || !has_column(object, "asset"))
        load_complain(l, "the columns of a leg say \"amount\" and \"asset\"");
    load_key(l, legs, r);
    load_same(l, legs, r);
    load_quotes(l, legs, r);
    load_fee(l, legs, r);
    r->legs.by_side = load_word(l, legs, "direction", directions, 0) == 1;
    r->legs.quote_given = load_word(l, legs, "else_quote", others, 0) == 1;
    if (r->legs.quote_given && !r->legs.quote_count) load_complain(l, "\"else_quote\" goes with \"quotes\"");
    r->legs.sum = load_word(l, legs, "several", severals, 0) == 1;
    r->legs.alone_moves = load_word(l, legs, "alone", alones, 0) == 1;
    load_within(l, legs, r);
    load_leave(l, mark);
}
