/* explain_records - the bot records that were considered for one order: how many and why most were dropped, and the
 * nearest with every question that was asked of them.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/explain.h"

enum { FULL_MOST = 5 }; /* told with all questions; the others in a line each */

struct pair { /* an order and a record */
    const struct builder *b;
    const struct explanation *x;
    const struct explained_candidate *c;
    const struct order *order;
    const struct bot_order *bot;
};

static struct pair pair_of(const struct builder *b, const struct explanation *x, size_t candidate)
{
    const struct explained_candidate *c = &x->candidates.items[candidate];
    return (struct pair){b, x, c, explained_order(b, x), &b->r->bot_orders.items[c->bot]};
}

static const char *why_dropped(const struct builder *b, enum explain_question q)
{
    switch (q) {
    case ASK_MARKET: return words_explain_why_market(b->say);
    case ASK_VENUE: return words_explain_why_venue(b->say);
    case ASK_SIDE: return words_explain_why_side(b->say);
    case ASK_TIME: return words_explain_why_time(b->say);
    case ASK_SIZE: return words_explain_why_size(b->say);
    case ASK_ID: return words_explain_why_id(b->say);
    case ASK_PRICE: return words_explain_why_price(b->say);
    case ASK_USABLE: return words_explain_why_usable(b->say);
    case ASK_COUNT: break;
    }
    return "";
}

/* ---- in all ---------------------------------------------------------------------------------------------------------- */

static void add_tally(struct builder *b, const struct explanation *x)
{
    const struct order *o = explained_order(b, x);
    const char *market = value_market(b, o->market);
    if (x->considered == 0) {
        add_paragraph(b, words_explain_considered_none(b->say, market));
        return;
    }
    uint64_t fit = x->considered;
    for (unsigned q = 0; q < ASK_COUNT; q++) fit -= x->dropped[q];
    const struct span venue = store_get_text(b->store, b->store->accounts.items[o->account].venue);
    const char *text =
        words_explain_considered(b->say, words_n_bot_order(b->say, x->considered), market, value_visible(b, venue));
    text = words_two_parts(b->say, text, words_explain_considered_fit(b->say, words_explain_n_fit(b->say, fit)));
    if (fit == x->considered) {
        add_paragraph(b, text);
        return;
    }
    add_paragraph(b, words_two_parts(b->say, text, words_explain_dropped(b->say)));
    for (unsigned q = 0; q < ASK_COUNT; q++)
        if (x->dropped[q] > 0)
            add_bullet(b, words_explain_dropped_line(b->say, value_u64(b, x->dropped[q]),
                                                     why_dropped(b, (enum explain_question)q)));
}

/* ---- one record -------------------------------------------------------------------------------------------------------- */

static const char *what_record(const struct pair *p)
{
    const struct builder *b = p->b;
    const char *deal = p->bot->deal == IDENT_NONE ? words_not_stated(b->say) : value_ident(b, p->bot->deal);
    const char *bot = p->bot->bot == IDENT_NONE ? words_not_stated(b->say) : value_ident(b, p->bot->bot);
    if (p->bot->is_deal_total) return words_explain_record_total(b->say, deal);
    const char *role = role_name((enum role)p->bot->role);
    return words_explain_record_deal(b->say, *role ? role : words_not_stated(b->say), deal, bot);
}

static const char *fate_taken(const struct pair *p)
{
    const struct builder *b = p->b;
    const char *row = value_orders(b, &p->c->holder, 1, 1);
    if (p->c->way == WAY_PART) return words_explain_fate_taken_set(b->say, words_n_order(b->say, p->c->held), row);
    return p->c->same_rank ? words_explain_fate_taken_alike(b->say, row) : words_explain_fate_taken(b->say, row);
}

static const char *fate_rival(const struct pair *p)
{
    const struct builder *b = p->b;
    const size_t named = p->c->rival_count < EXPLAIN_RIVALS_MOST ? p->c->rival_count : EXPLAIN_RIVALS_MOST;
    const char *text = words_explain_fate_rival(b->say);
    if (named == 0) return text;
    const char *rows = value_orders(b, p->c->rivals, named, p->c->rival_count);
    return words_two_parts(b->say, text, words_explain_fate_rivals(b->say, rows));
}

static const char *fate_of(const struct pair *p)
{
    const struct builder *b = p->b;
    switch ((enum explain_fate)p->c->fate) {
    case FATE_EXPLAINS: return words_explain_fate_explains(b->say);
    case FATE_RIVAL: return fate_rival(p);
    case FATE_TAKEN: return fate_taken(p);
    case FATE_UNUSED: return words_explain_fate_unused(b->say);
    case FATE_PART: return words_explain_fate_part(b->say);
    case FATE_NOT_ASKED: return words_explain_fate_not_asked(b->say);
    case FATE_DROPPED: break;
    }
    return words_explain_fate_dropped(b->say, why_dropped(b, (enum explain_question)p->c->question));
}

/* ---- the two cells of a question ----------------------------------------------------------------------------------------- */

static const char *order_time(const struct pair *p)
{
    const struct builder *b = p->b;
    const char *text = value_order_time(b, p->order);
    return p->c->away_ns > 0 ? value_join(b, text, "\n", words_explain_away(b->say, value_span(b, p->c->away_ns)))
                             : text;
}

static const char *record_time(const struct pair *p)
{
    const struct builder *b = p->b;
    const char *text = words_explain_placed_at(b->say, value_moment(b, p->bot->placed_ns));
    text = value_join(b, text, ",\n",
                      p->bot->closed_ns == TIME_NONE
                          ? words_explain_open(b->say)
                          : words_explain_closed_at(b->say, value_moment(b, p->bot->closed_ns)));
    text = value_join(
        b, text, ",\n",
        words_explain_fits_from(b->say, value_moment(b, p->c->window.from_ns), value_moment(b, p->c->window.to_ns)));
    if (p->c->skew_ns == 0) return text;
    return value_join(b, text, "\n", words_explain_fits_skew(b->say, value_clock_span(b, p->c->skew_ns)));
}

static const char *sizes(const struct builder *b, const char *executed, const char *asked)
{
    const char *text = *executed ? words_explain_size_executed(b->say, executed) : "";
    if (*asked) text = value_join(b, text, ",\n", words_explain_size_asked(b->say, asked));
    return *text ? text : words_explain_size_none(b->say);
}

static const char *bot_value(const struct pair *p, enum bot_amount which)
{
    struct decimal d;
    return bot_amount(p->b->store, p->bot, which, &d) ? value_amount(p->b, d) : "";
}

static const char *way_words(const struct pair *p)
{
    const struct builder *b = p->b;
    switch ((enum explain_way)p->c->way) {
    case WAY_ASKED: return words_explain_way_asked(b->say);
    case WAY_ROUNDED: return words_explain_way_rounded(b->say, value_u64(b, p->x->decimals));
    case WAY_NET: return words_explain_way_net(b->say);
    case WAY_CANCELLED: return words_explain_way_cancelled(b->say);
    case WAY_PART: return words_explain_way_total(b->say);
    case WAY_EXECUTED: return "";
    case WAY_NONE: break;
    }
    if (p->bot->traits & BOT_REPLACED) return words_explain_way_replaced(b->say);
    return p->bot->is_deal_total ? words_explain_total_smaller(b->say) : "";
}

static const char *record_size(const struct pair *p)
{
    const char *text = sizes(p->b, bot_value(p, BOT_QTY), bot_value(p, BOT_ASKED)), *way = way_words(p);
    return *way ? value_join(p->b, text, ",\n", way) : text;
}

static const char *venue_of(const struct pair *p, uint32_t venue)
{
    const char *name = value_visible(p->b, store_get_text(p->b->store, venue));
    return *name ? name : words_explain_not_said(p->b->say);
}

static const char *or_not_said(const struct pair *p, const char *text)
{
    return *text ? text : words_explain_not_said(p->b->say);
}

static const char *state_of(const struct pair *p)
{
    if (p->bot->paper) return words_explain_paper(p->b->say);
    return p->bot->traits & BOT_FAILED ? words_explain_failed(p->b->say) : words_explain_real(p->b->say);
}

static void add_question(struct table *t, const struct pair *p, enum explain_question q, const char *label,
                         const char *order, const char *record)
{
    const struct builder *b = p->b;
    const char *answer = p->c->answers[q] == ANSWER_YES  ? words_yes(b->say)
                         : p->c->answers[q] == ANSWER_NO ? words_no(b->say)
                                                         : words_explain_not_said(b->say);
    table_row(t, p->c->answers[q] == ANSWER_NO, (const char *[]){label, answer, order, record});
}

static void add_questions(struct builder *b, const struct pair *p)
{
    const struct order *o = p->order;
    const struct column columns[] = {{words_explain_col_asked(b->say), ALIGN_LEFT, 14, false},
                                     {words_explain_col_agrees(b->say), ALIGN_LEFT, 10, false},
                                     {words_explain_col_order(b->say), ALIGN_LEFT, 32, false},
                                     {words_explain_col_record(b->say), ALIGN_LEFT, 44, false}};
    struct table t = table_begin(b, columns, 4, ASK_COUNT);
    add_question(&t, p, ASK_MARKET, words_col_market(b->say), value_market(b, o->market),
                 value_market(b, p->bot->market));
    add_question(&t, p, ASK_VENUE, words_explain_ask_venue(b->say),
                 venue_of(p, b->store->accounts.items[o->account].venue), venue_of(p, p->bot->venue));
    add_question(&t, p, ASK_SIDE, words_col_side(b->say), value_side(b, (enum side)o->side),
                 value_side(b, (enum side)p->bot->side));
    add_question(&t, p, ASK_TIME, words_explain_ask_time(b->say), order_time(p), record_time(p));
    add_question(&t, p, ASK_SIZE, words_explain_ask_size(b->say),
                 sizes(b, value_order_amount(b, o, ORDER_QTY), value_order_amount(b, o, ORDER_ASKED)), record_size(p));
    add_question(&t, p, ASK_ID, words_explain_ask_id(b->say), or_not_said(p, value_ident(b, o->order_id)),
                 or_not_said(p, value_ident(b, p->bot->exchange_id)));
    add_question(&t, p, ASK_PRICE, words_col_price(b->say), or_not_said(p, value_order_amount(b, o, ORDER_PRICE)),
                 or_not_said(p, bot_value(p, BOT_PRICE)));
    add_question(&t, p, ASK_USABLE, words_explain_ask_usable(b->say), "", state_of(p));
    table_end(&t, t.block.row_count, "");
}

static void add_candidate(struct builder *b, const struct pair *p, size_t number)
{
    const char *head =
        words_explain_candidate(b->say, value_u64(b, number), value_bot_rows(b, p->c->bot), what_record(p));
    add_paragraph(b, words_two_parts(b->say, arena_format(b->arena, "%s:", head), fate_of(p)));
    add_questions(b, p);
}

/* ---- further ones -------------------------------------------------------------------------------------------------------- */

static void add_further(struct builder *b, const struct explanation *x)
{
    if (x->candidates.count <= FULL_MOST) return;
    add_paragraph(b, arena_format(b->arena, "%s:", words_explain_head_further(b->say)));
    const struct column columns[] = {
        {words_col_row(b->say), ALIGN_LEFT, 14, true},        {words_explain_col_placed(b->say), ALIGN_LEFT, 20, true},
        {words_col_side(b->say), ALIGN_LEFT, 6, false},       {words_col_qty(b->say), ALIGN_DECIMAL, 20, false},
        {words_explain_ask_id(b->say), ALIGN_LEFT, 16, true}, {words_col_why(b->say), ALIGN_LEFT, 24, false}};
    struct table t = table_begin(b, columns, 6, x->candidates.count);
    for (size_t i = FULL_MOST; i < x->candidates.count; i++) {
        const struct pair p = pair_of(b, x, i);
        const char *qty = bot_value(&p, BOT_QTY);
        table_row(&t, false,
                  (const char *[]){value_row(b, p.bot->event), value_moment(b, p.bot->placed_ns),
                                   value_side(b, (enum side)p.bot->side), *qty ? qty : bot_value(&p, BOT_ASKED),
                                   value_ident(b, p.bot->exchange_id), fate_of(&p)});
    }
    table_end(&t, t.block.row_count, "");
}

void explain_candidates(struct builder *b, const struct explanation *x)
{
    add_subheading(b, words_explain_head_candidates(b->say));
    add_tally(b, x);
    if (x->listed > x->candidates.count)
        add_paragraph(b, words_explain_listed(b->say, value_u64(b, x->candidates.count), value_u64(b, x->listed)));
    for (size_t i = 0; i < x->candidates.count && i < FULL_MOST; i++) {
        const struct pair p = pair_of(b, x, i);
        add_candidate(b, &p, i + 1);
    }
    add_further(b, x);
}
