/* explain - orders explained one by one, as blocks for the text renderer: this file has the order itself and its rows.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/explain.h"

#include "base/memory.h"

enum { ROWS_MOST = 40 };

const struct order *explained_order(const struct builder *b, const struct explanation *x)
{
    return &b->r->orders.items[x->order];
}

/* Ends that are a nanosecond beside a record's moment are told as that moment. */
static int64_t whole_end(int64_t ns, int64_t step)
{
    const int64_t per_ms = 1000000;
    return ns % per_ms != 0 && (ns + step) % per_ms == 0 ? ns + step : ns;
}

const char *value_interval(const struct builder *b, struct interval when)
{
    if (when.from_ns == INT64_MIN) return words_explain_until(b->say, value_moment(b, whole_end(when.to_ns, 1)));
    if (when.to_ns == INT64_MAX) return words_explain_since(b->say, value_moment(b, whole_end(when.from_ns, -1)));
    const char *from = value_moment(b, whole_end(when.from_ns, -1)), *to = value_moment(b, whole_end(when.to_ns, 1));
    return when.from_ns == when.to_ns ? from : words_from_to(b->say, from, to);
}

const char *value_order_time(const struct builder *b, const struct order *o)
{
    const struct moment began = order_began(b->r, o), ended = order_ended(b->r, o);
    const char *first = value_time(b, began.ns, began.digits), *last = value_time(b, ended.ns, ended.digits);
    return span_is(span_of(first), last) ? first : words_from_to(b->say, first, last);
}

const char *value_bot_rows(const struct builder *b, uint32_t bot)
{
    const struct bot_order *o = &b->r->bot_orders.items[bot];
    const char *list = value_row(b, o->event);
    size_t named = 1;
    for (uint32_t i = 0; i < o->event_count; i++) {
        const uint32_t event = b->r->bot_order_events[o->first_event + i];
        if (event == o->event) continue;
        if (named++ < LIST_MOST) list = value_join(b, list, ", ", value_row(b, event));
    }
    if (named > LIST_MOST) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, named - LIST_MOST)));
    return list;
}

const char *value_orders(const struct builder *b, const uint32_t *orders, size_t count, uint64_t all)
{
    const char *list = "";
    for (size_t i = 0; i < count; i++)
        list = value_join(b, list, ", ", value_order_row(b, &b->r->orders.items[orders[i]]));
    return all > count ? value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - count))) : list;
}

/* ---- the order ------------------------------------------------------------------------------------------------------- */

static const char *quantity(const struct builder *b, const struct order *o)
{
    const char *qty = value_order_amount(b, o, ORDER_QTY), *asked = value_order_amount(b, o, ORDER_ASKED);
    if (!*asked) return qty;
    return *qty ? words_explain_qty_asked(b->say, qty, asked) : words_explain_size_asked(b->say, asked);
}

static const char *client_id_says(const struct builder *b, const struct explanation *x)
{
    const struct order *o = explained_order(b, x);
    if (o->client_id == IDENT_NONE) return "";
    const char *text = words_explain_rule_none(b->say);
    if (x->rule)
        text = words_explain_rule(b->say, value_visible(b, x->rule->issuer), issuer_class_name(x->rule->class),
                                  value_visible(b, x->rule->confidence));
    if (x->own_tag.len == 0) return text;
    const char *tag = value_visible(b, x->own_tag);
    return value_join(b, text, "\n",
                      x->other_tag ? words_explain_tag_other(b->say, tag) : words_explain_tag_own(b->say, tag));
}

static void add_facts(struct builder *b, const struct explanation *x)
{
    enum { FACTS_MOST = 16 };
    const struct order *o = explained_order(b, x);
    struct table t = facts_begin(b, FACTS_MOST);
    fact(&t, words_col_account(b->say), value_account_or_stated(b, o->account));
    fact(&t, words_col_market(b->say), value_market(b, o->market));
    fact(&t, words_col_side(b->say), value_side(b, (enum side)o->side));
    if (o->placed_ns != TIME_NONE) fact(&t, words_explain_placed(b->say), value_time(b, o->placed_ns, o->digits));
    fact(&t, words_explain_executed(b->say), value_order_time(b, o));
    fact(&t, words_col_qty(b->say), quantity(b, o));
    fact(&t, words_col_price(b->say), value_order_amount(b, o, ORDER_PRICE));
    fact(&t, words_col_cost(b->say), value_order_amount(b, o, ORDER_COST));
    fact(&t, words_col_fee(b->say), value_fee(b, o));
    fact(&t, words_explain_channel(b->say),
         o->channel == CHANNEL_NONE ? words_explain_channel_silent(b->say) : channel_name((enum channel)o->channel));
    fact(&t, words_explain_ids(b->say), value_ids(b, o));
    fact(&t, words_explain_client(b->say), client_id_says(b, x));
    facts_end(&t);
}

/* ---- its rows -------------------------------------------------------------------------------------------------------- */

static const char *amount_of(const struct builder *b, const struct event *e, enum amount which)
{
    struct decimal d;
    return event_amount(b->store, e, which, &d) ? value_amount(b, d) : "";
}

static const char *fee_of(const struct builder *b, const struct event *e)
{
    const char *fee = amount_of(b, e, AMOUNT_FEE);
    const char *asset = value_visible(b, store_get_text(b->store, e->fee_asset));
    return *fee && *asset ? words_two_parts(b->say, fee, asset) : fee;
}

static const char *what_of(const struct builder *b, const struct event *e)
{
    if (e->kind == EVENT_ORDER)
        return value_join(b, words_explain_row_order(b->say), ", ", status_name((enum event_status)e->status));
    const char *trade = value_ident(b, e->trade_id);
    return *trade ? words_explain_row_fill_id(b->say, trade) : words_explain_row_fill(b->say);
}

static void add_row(struct table *t, uint32_t event)
{
    const struct builder *b = t->builder;
    const struct event *e = &b->store->events.items[event];
    table_row(t, false,
              (const char *[]){value_row(b, event), what_of(b, e), value_time(b, e->at_ns, e->digits),
                               amount_of(b, e, AMOUNT_QTY), amount_of(b, e, AMOUNT_PRICE), amount_of(b, e, AMOUNT_COST),
                               fee_of(b, e)});
}

/* Rows of other files that say the same. */
static void add_same(struct builder *b, const struct explanation *x)
{
    const char *list = "";
    size_t all = 0;
    for (size_t i = 0; i < x->rows.count; i++) {
        const struct explained_row *row = &x->rows.items[i];
        if (row->same_as == row->event || all++ >= ROWS_MOST) continue;
        list = value_join(b, list, ", ",
                          words_explain_row_as(b->say, value_row(b, row->event), value_row(b, row->same_as)));
    }
    if (all > ROWS_MOST) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - ROWS_MOST)));
    if (all > 0) add_paragraph(b, words_explain_rows_same(b->say, list));
}

static void add_rows(struct builder *b, const struct explanation *x)
{
    add_subheading(b, words_explain_head_rows(b->say));
    const struct column columns[] = {
        {words_col_row(b->say), ALIGN_LEFT, 14, true},       {words_explain_col_what(b->say), ALIGN_LEFT, 16, false},
        {words_col_time(b->say), ALIGN_LEFT, 14, true},      {words_col_qty(b->say), ALIGN_DECIMAL, 14, false},
        {words_col_price(b->say), ALIGN_DECIMAL, 14, false}, {words_col_cost(b->say), ALIGN_DECIMAL, 14, false},
        {words_col_fee(b->say), ALIGN_RIGHT, 14, false},
    };
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, ROWS_MOST);
    uint64_t left = 0;
    for (size_t i = 0; i < x->rows.count; i++) {
        const struct explained_row *row = &x->rows.items[i];
        if (row->same_as != row->event) continue;
        if (t.block.row_count < ROWS_MOST)
            add_row(&t, row->event);
        else
            left++;
    }
    table_end(&t, t.block.row_count, "");
    if (left > 0) add_paragraph(b, words_explain_rows_more(b->say, words_n_record(b->say, left)));
    add_same(b, x);
}

/* ---- all --------------------------------------------------------------------------------------------------------------- */

static void add_title(struct builder *b, const struct explanation *x)
{
    const struct order *o = explained_order(b, x);
    const char *row = value_order_row(b, o), *title = words_explain_title_row(b->say, row);
    if (o->order_id != IDENT_NONE) title = words_explain_title(b->say, value_ident(b, o->order_id), row);
    *LIST_ADD(&b->model->blocks) = (struct block){.kind = BLOCK_HEADING, .level = 1, .text = span_of(title)};
}

static void explain_one(struct builder *b, const struct explanation *x)
{
    add_title(b, x);
    add_facts(b, x);
    add_rows(b, x);
    explain_verdict(b, x);
    explain_candidates(b, x);
    explain_cover(b, x);
    explain_incident(b, x);
    explain_wanted(b, x);
    explain_files(b, x);
}

static void add_opening(struct builder *b, const struct explanations *x)
{
    if (b->figures->status.incomplete) add_notice(b, words_notice_incomplete(b->say, value_why(b)));
    if (x->by_bot_row)
        add_paragraph(b, words_explain_bot_row(b->say, value_row(b, x->event), words_n_order(b->say, x->order_count)));
    if (x->order_count > 1)
        add_paragraph(b, words_explain_many(b->say, value_visible(b, x->wanted), words_n_order(b->say, x->order_count),
                                            value_u64(b, x->list.count)));
}

void report_explanations(const struct report_input *in, const struct explanations *x, struct writer *out)
{
    struct report_model *m = memory_alloc(sizeof *m);
    struct speaker say = {&words_english, NULL};
    struct builder b;
    model_begin(m, in, &say, &b);
    m->author = span_of(arena_format(m->arena, "straykey %s", STRAYKEY_VERSION));
    add_opening(&b, x);
    for (size_t i = 0; i < x->list.count; i++) explain_one(&b, &x->list.items[i]);
    report_text(m, out);
    report_model_free(m);
}

static const char *nothing_found(const struct builder *b, const struct explanations *x)
{
    const char *wanted = value_visible(b, x->wanted);
    switch (x->found) {
    case FOUND_NO_FILE: return words_explain_no_file(b->say, wanted, words_n_file(b->say, b->evidence->sources.count));
    case FOUND_UNUSED_ROW: return words_explain_unused_row(b->say, wanted);
    case FOUND_OTHER_ROW:
        return words_explain_other_row(b->say, value_row(b, x->event),
                                       event_kind_name((enum event_kind)b->store->events.items[x->event].kind));
    case FOUND_BOT_ID: return words_explain_bot_id(b->say, wanted, value_row(b, x->event));
    case FOUND_REJECTED: {
        const struct event *e = &b->store->naive.items[x->event];
        const char *source = value_source(b, e->source);
        return words_explain_rejected(b->say, wanted, arena_format(b->arena, "%s:%u", source, (unsigned)e->line));
    }
    default:
        return words_explain_nothing(b->say, wanted, words_n_order(b->say, b->r->orders.count),
                                     words_n_fill(b->say, b->r->fill_count),
                                     words_n_file(b->say, evidence_files(b->evidence)));
    }
}

void report_nothing_found(const struct report_input *in, const struct explanations *x, struct writer *out)
{
    struct report_model *m = memory_alloc(sizeof *m);
    struct speaker say = {&words_english, NULL};
    struct builder b;
    model_begin(m, in, &say, &b);
    writer_cstr(out, nothing_found(&b, x));
    report_model_free(m);
}
