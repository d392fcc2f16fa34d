/* schedule - the orders without a bot record one by one, the ones to be reviewed, by market, and the codes used.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

enum { REVIEW_BY_MARKET = 20 }; /* so many review orders get a table by market */

/* ---- why: combinations of a flag and its reasons, a letter each ------------------------------------------------------ */

struct why {
    uint8_t flag;
    reason_set reasons;
    uint64_t orders;
};
struct why_list {
    struct why *items; /* in the order in which they first occur in the tables */
    size_t count;
};

static size_t find_why(const struct why_list *list, const struct order *o)
{
    size_t i = 0;
    while (i < list->count && (list->items[i].flag != o->flag || list->items[i].reasons != o->reasons)) i++;
    return i;
}

static void count_whys(struct why_list *list, const struct result *r, const uint32_t *orders, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct order *o = &r->orders.items[orders[i]];
        const size_t at = find_why(list, o);
        if (at == list->count) list->items[list->count++] = (struct why){o->flag, o->reasons, 0};
        list->items[at].orders++;
    }
}

static struct why_list list_whys(const struct builder *b)
{
    const struct figures *f = b->figures;
    struct why_list list = {ARENA_ARRAY(b->arena, struct why, flagged_orders(b) + 1), 0};
    count_whys(&list, b->r, f->graded, f->graded_count);
    count_whys(&list, b->r, f->review, f->review_count);
    return list;
}

static void add_whys(struct builder *b, const struct why_list *list)
{
    add_subheading(b, words_head_whys(b->say));
    add_paragraph(b, words_whys_intro(b->say));
    const struct column columns[] = {{words_col_why(b->say), ALIGN_LEFT, 8, false},
                                     {words_col_orders(b->say), ALIGN_RIGHT, 10, false},
                                     {words_col_flag(b->say), ALIGN_LEFT, 14, false},
                                     {words_col_reasons(b->say), ALIGN_LEFT, 68, true}};
    const size_t shown = list->count < TABLE_MOST ? list->count : TABLE_MOST;
    struct table t = table_begin(b, columns, 4, shown);
    for (size_t i = 0; i < shown; i++) {
        const struct why *w = &list->items[i];
        table_row(&t, false,
                  (const char *[]){value_letter(b, i), value_u64(b, w->orders), flag_name((enum flag)w->flag),
                                   value_reasons(b, w->reasons)});
    }
    table_end(&t, list->count, words_coverage_extract(b->say));
}

/* ---- the tables of orders ------------------------------------------------------------------------------------------ */

static void add_order(struct table *t, size_t number, const struct order *o, const char *why)
{
    const struct builder *b = t->builder;
    const struct moment began = order_began(b->r, o);
    const char *cells[] = {value_u64(b, number),
                           value_time(b, began.ns, began.digits),
                           value_side(b, (enum side)o->side),
                           value_market(b, o->market),
                           value_order_amount(b, o, ORDER_QTY),
                           value_order_amount(b, o, ORDER_PRICE),
                           value_order_amount(b, o, ORDER_COST),
                           value_fee(b, o),
                           value_ids(b, o),
                           why,
                           value_order_row(b, o)};
    table_row(t, o->flag == FLAG_STRONG, cells);
}

static void add_orders(struct builder *b, const struct why_list *whys, const uint32_t *orders, size_t count)
{
    const struct column columns[] = {
        {words_col_no(b->say), ALIGN_RIGHT, 4, false},     {words_col_time(b->say), ALIGN_LEFT, 12, true},
        {words_col_side(b->say), ALIGN_LEFT, 6, false},    {words_col_market(b->say), ALIGN_LEFT, 6, false},
        {words_col_qty(b->say), ALIGN_DECIMAL, 7, false},  {words_col_price(b->say), ALIGN_DECIMAL, 7, false},
        {words_col_cost(b->say), ALIGN_DECIMAL, 7, false}, {words_col_fee(b->say), ALIGN_RIGHT, 6, false},
        {words_col_ids(b->say), ALIGN_LEFT, 29, true},     {words_col_why(b->say), ALIGN_LEFT, 5, false},
        {words_col_row(b->say), ALIGN_LEFT, 11, true},
    };
    const size_t shown = count < SCHEDULE_MOST ? count : SCHEDULE_MOST;
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, shown);
    /* The market below the side, the price below the quantity, the fee below the cost. */
    table_below(&t, (const size_t[]){3, 5, 7}, 3);
    for (size_t i = 0; i < shown; i++) {
        const struct order *o = &b->r->orders.items[orders[i]];
        add_order(&t, i + 1, o, value_letter(b, find_why(whys, o)));
    }
    table_end(&t, count, words_schedule_extract_text(b->say));
}

/* ---- by market ------------------------------------------------------------------------------------------------------- */

/* The account is a column of its own only where there are several. */
static void add_market(struct table *t, const struct market_group *g, bool name_account)
{
    const struct builder *b = t->builder;
    const char *cells[] = {value_account(b, g->account),
                           value_join(b, value_side(b, (enum side)g->side), " ", value_market(b, g->market)),
                           value_u64(b, g->orders),
                           value_u64(b, g->idle),
                           value_u64(b, g->fills),
                           value_sum(b, g->qty_known, g->qty),
                           value_sum(b, g->cost_known, g->cost),
                           value_moment(b, g->when.from_ns),
                           value_moment(b, g->when.to_ns)};
    table_row(t, false, name_account ? cells : cells + 1);
}

static void add_markets(struct builder *b, const struct market_group *groups, size_t all)
{
    uint32_t *accounts;
    const bool several = accounts_concerned(b, &accounts) > 1;
    const struct column columns[] = {
        {words_col_account(b->say), ALIGN_LEFT, 14, false},
        {words_col_market(b->say), ALIGN_LEFT, several ? 14 : 18, false},
        {words_col_orders(b->say), ALIGN_RIGHT, 7, false},
        {words_col_idle(b->say), ALIGN_RIGHT, 7, false},
        {words_col_fills(b->say), ALIGN_RIGHT, 6, false},
        {words_col_qty(b->say), ALIGN_DECIMAL, several ? 14 : 16, false},
        {words_col_cost(b->say), ALIGN_DECIMAL, several ? 14 : 16, false},
        {words_col_first(b->say), ALIGN_LEFT, several ? 12 : 15, true},
        {words_col_last(b->say), ALIGN_LEFT, several ? 12 : 15, true},
    };
    const size_t shown = all < TABLE_MOST ? all : TABLE_MOST;
    const size_t count = sizeof columns / sizeof *columns;
    struct table t = table_begin(b, several ? columns : columns + 1, several ? count : count - 1, shown);
    for (size_t i = 0; i < shown; i++) add_market(&t, &groups[i], several);
    table_end(&t, all, words_schedule_extract_text(b->say));
}

/* ---- the orders ------------------------------------------------------------------------------------------------------ */

static bool any_without_id(const struct builder *b, const uint32_t *orders, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (b->r->orders.items[orders[i]].order_id == IDENT_NONE) return true;
    }
    return false;
}

static void add_graded(struct builder *b, const struct why_list *whys)
{
    const struct figures *f = b->figures;
    if (f->graded_count == 0) {
        add_paragraph(b, words_schedule_none(b->say));
        return;
    }
    add_paragraph(b, words_schedule_intro(b->say, words_n_order(b->say, f->graded_count)));
    if (f->graded_idle > 0) add_paragraph(b, words_schedule_idle(b->say, words_n_order(b->say, f->graded_idle)));
    if (f->graded_count > SCHEDULE_MOST)
        add_notice(b, words_schedule_extract(b->say, value_u64(b, SCHEDULE_MOST), value_u64(b, f->graded_count)));
    if (f->graded_count > SCHEDULE_MOST)
        add_paragraph(b, report_pdf_embeds(b->in->timeline_bytes) ? words_embedded_timeline(b->say)
                                                                  : words_embedded_flagged(b->say));
    add_paragraph(b, words_schedule_notes(b->say));
    if (any_without_id(b, f->graded, f->graded_count)) add_paragraph(b, words_schedule_no_ids(b->say));
    add_orders(b, whys, f->graded, f->graded_count);
}

static void add_review(struct builder *b, const struct why_list *whys)
{
    const struct figures *f = b->figures;
    add_subheading(b, words_head_review(b->say));
    if (f->review_count == 0) {
        add_paragraph(b, words_review_none(b->say));
        return;
    }
    add_paragraph(b, words_review_intro(b->say, words_n_order(b->say, f->review_count)));
    if (f->review_idle > 0) add_paragraph(b, words_schedule_idle(b->say, words_n_order(b->say, f->review_idle)));
    if (f->review_count > SCHEDULE_MOST)
        add_paragraph(b, words_schedule_extract(b->say, value_u64(b, SCHEDULE_MOST), value_u64(b, f->review_count)));
    if (f->graded_count > 0 && f->review_market_count > 1 && f->review_count >= REVIEW_BY_MARKET)
        add_markets(b, f->review_markets, f->review_market_count);
    add_orders(b, whys, f->review, f->review_count);
}

/* ---- reason codes ----------------------------------------------------------------------------------------------------- */

static void add_reasons(struct builder *b)
{
    reason_set used = 0;
    for (size_t i = 0; i < b->r->orders.count; i++) {
        if (b->r->orders.items[i].flag != FLAG_NONE) used |= b->r->orders.items[i].reasons;
    }
    if (used == 0) return;
    add_paragraph(b, words_reasons_intro(b->say));
    const struct column columns[] = {{words_col_code(b->say), ALIGN_LEFT, 28, true},
                                     {words_col_meaning(b->say), ALIGN_LEFT, 72, false}};
    struct table t = table_begin(b, columns, 2, REASON_COUNT);
    for (; used != 0; used &= used - 1) {
        const enum reason reason = (enum reason)__builtin_ctzll(used);
        table_row(&t, false, (const char *[]){reason_name(reason), words_reason(b->say, reason)});
    }
    table_end(&t, t.block.row_count, "");
}

void section_schedule(struct builder *b)
{
    const struct figures *f = b->figures;
    add_heading(b, words_head_schedule(b->say));
    const struct why_list whys = list_whys(b);
    if (flagged_orders(b) > 0) {
        add_subheading(b, words_head_markets(b->say));
        add_paragraph(b, f->graded_count > 0 ? words_markets_intro(b->say) : words_markets_intro_review(b->say));
        add_markets(b, f->markets, f->market_count);
        add_whys(b, &whys);
        add_reasons(b);
        add_subheading(b, words_head_orders(b->say));
    }
    add_graded(b, &whys);
    add_review(b, &whys);
}
