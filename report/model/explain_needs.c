/* explain_needs - what evidence would change the verdict of one order, in words.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/explain.h"

static const char *venue_of(const struct builder *b, const struct order *o)
{
    return value_visible(b, store_get_text(b->store, b->store->accounts.items[o->account].venue));
}

static const char *record_like_it(const struct builder *b, const struct order *o, const struct explained_need *n)
{
    const char *what = arena_format(b->arena, "%s %s %s", value_side(b, (enum side)o->side),
                                    value_order_amount(b, o, ORDER_QTY), value_market(b, o->market));
    return words_explain_need_record_like_it(b->say, what, value_moment(b, n->when.to_ns),
                                             value_moment(b, n->when.from_ns));
}

static const char *manual_order(const struct builder *b, const struct order *o)
{
    const char *entry = arena_format(b->arena, "%s:%s", venue_of(b, o), value_ident(b, o->order_id));
    return words_explain_need_manual_order(b->say, entry);
}

/* The deals with nothing but totals that the order may be part of. */
static const char *deals_of(const struct builder *b, const struct explanation *x)
{
    const char *list = "";
    size_t named = 0;
    for (size_t i = 0; i < x->candidates.count && named < LIST_MOST; i++) {
        const struct explained_candidate *c = &x->candidates.items[i];
        const struct bot_order *bot = &b->r->bot_orders.items[c->bot];
        if (!bot->is_deal_total || c->fate == FATE_DROPPED) continue;
        list =
            value_join(b, list, ", ", bot->deal == IDENT_NONE ? value_row(b, bot->event) : value_ident(b, bot->deal));
        named++;
    }
    return *list ? list : words_not_stated(b->say);
}

static const char *need_in_words(const struct builder *b, const struct explanation *x, const struct explained_need *n)
{
    const struct order *o = explained_order(b, x);
    const char *file = n->source == SOURCE_NONE ? words_not_stated(b->say) : value_source(b, n->source);
    switch (n->need) {
    case NEED_RECORD_WITH_ID:
        return words_explain_need_record_with_id(b->say, value_ident(b, o->order_id), value_market(b, o->market));
    case NEED_RECORD_LIKE_IT: return record_like_it(b, o, n);
    case NEED_MANUAL_ORDER: return manual_order(b, o);
    case NEED_ID_TO_DECLARE: return words_explain_need_id_to_declare(b->say);
    case NEED_BY_HAND: return words_explain_need_by_hand(b->say);
    case NEED_ISSUER: return words_explain_need_issuer(b->say, value_ident(b, o->client_id));
    case NEED_CHANNEL: return words_explain_need_channel(b->say, venue_of(b, o));
    case NEED_ORDER_IDS: return words_explain_need_order_ids(b->say, file);
    case NEED_BOT_IDS: return words_explain_need_bot_ids(b->say);
    case NEED_DEAL_ORDERS: return words_explain_need_deal_orders(b->say, deals_of(b, x));
    case NEED_BOT_RECORDS:
        return words_explain_need_bot_records(b->say, value_account(b, o->account), value_interval(b, n->when));
    case NEED_OLDER_DEALS:
        return words_explain_need_older_deals(b->say, value_moment(b, n->when.from_ns), value_market(b, o->market));
    case NEED_WHOLE_FILE: return words_explain_need_whole_file(b->say, file);
    case NEED_FURTHER_PAGES: return words_explain_need_further_pages(b->say, file);
    case NEED_DEALS_OF_BOT: return words_explain_need_deals_of_bot(b->say, file);
    case NEED_ACTIVE_DEALS: return words_explain_need_active_deals(b->say, file);
    case NEED_ZONE: return words_explain_need_zone(b->say, file);
    case NEED_CHANNEL_API: return words_explain_need_channel_api(b->say, venue_of(b, o));
    case NEED_UNDECLARED: return words_explain_need_undeclared(b->say);
    case NEED_NOTHING_KNOWN: break;
    }
    return words_explain_need_nothing(b->say);
}

void explain_wanted(struct builder *b, const struct explanation *x)
{
    add_subheading(b, words_explain_head_needs(b->say));
    for (size_t i = 0; i < x->needs.count; i++) add_bullet(b, need_in_words(b, x, &x->needs.items[i]));
}
