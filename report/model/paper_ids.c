/* paper_ids - identifiers.csv, one row for each fill of a flagged order (the order itself where the exchange gave only
 * that), and identifiers.txt, the ids alone: one file over all, and one for each exchange when there are several.
 *
 * The text goes into forms and spreadsheets, so its lines get the same guard as CSV cells.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/tape/tape.h"
#include "report/model/papers.h"

/* ---- the table ------------------------------------------------------------------------------------------------------ */

static const char columns[] =
    "venue,account,market,order_id,trade_id,client_order_id,datetime,side,qty,price,row,verdict,flag,"
    "reasons,cell_escaped";

struct row_out {
    struct writer *out;
    const char *altered; /* names of columns whose text had to be altered */
    const struct builder *b;
};

static void put_text(struct row_out *row, const char *column, struct span text)
{
    const struct span guarded = span_find(text, '<') < text.len ? paper_guard(row->b, text) : text;
    const bool escaped = writer_csv_cell(row->out, guarded);
    if (escaped || guarded.len != text.len) row->altered = value_join(row->b, row->altered, " ", column);
    writer_byte(row->out, ',');
}

static void put_ident(struct row_out *row, const char *column, ident id)
{
    char scratch[24];
    put_text(row, column, id == IDENT_NONE ? SPAN_NONE : store_ident_text(row->b->store, id, scratch));
}

static void put_amount(struct row_out *row, const struct event *e, enum amount which)
{
    writer_cstr(row->out, value_event_amount(row->b, e, which));
    writer_byte(row->out, ',');
}

static void put_market(struct row_out *row, uint32_t market)
{
    const struct market *m = &row->b->store->markets.items[market];
    const struct span base = store_get_text(row->b->store, m->base), quote = store_get_text(row->b->store, m->quote);
    const char *name =
        arena_format(row->b->arena, "%.*s%s%.*s", SPAN_ARG(base), quote.len > 0 ? "/" : "", SPAN_ARG(quote));
    put_text(row, "market", span_of(name));
}

static void put_reasons(struct row_out *row, reason_set reasons)
{
    for (bool first = true; reasons != 0; reasons &= reasons - 1, first = false) {
        if (!first) writer_byte(row->out, ' ');
        writer_cstr(row->out, reason_name((enum reason)__builtin_ctzll(reasons)));
    }
    writer_byte(row->out, ',');
}

static void put_tape(struct row_out *row, uint32_t event)
{
    const struct tape *tape = row->b->r->tape;
    if (!tape) return;
    const struct tape_finding *f = &tape->of_event[event];
    writer_byte(row->out, ',');
    if (f->result == TAPE_EXACT || f->result == TAPE_UNIQUE) writer_u64(row->out, f->trade_id);
}

static void put_row(const struct builder *b, struct writer *out, const struct order *o, uint32_t event)
{
    const struct event *e = &b->store->events.items[event];
    const struct account *account = &b->store->accounts.items[o->account];
    const uint32_t venue = account->venue != 0 ? account->venue : b->store->markets.items[o->market].venue;
    struct row_out row = {out, "", b};
    put_text(&row, "venue", store_get_text(b->store, venue));
    put_text(&row, "account", store_get_text(b->store, account->id != 0 ? account->id : account->label));
    put_market(&row, o->market);
    put_ident(&row, "order_id", o->order_id);
    put_ident(&row, "trade_id", e->kind == EVENT_FILL ? e->trade_id : IDENT_NONE);
    put_ident(&row, "client_order_id", o->client_id);
    writer_time(out, e->at_ns, e->digits);
    writer_format(out, ",%s,", side_name((enum side)o->side));
    put_amount(&row, e, AMOUNT_QTY);
    put_amount(&row, e, AMOUNT_PRICE);
    writer_format(out, "%s,%s,%s,", value_row(b, event), verdict_name((enum verdict)o->verdict),
                  flag_name((enum flag)o->flag));
    put_reasons(&row, o->reasons);
    writer_cstr(out, row.altered);
    put_tape(&row, event);
    writer_byte(out, '\n');
}

static void write_table(const struct builder *b, const struct share *s)
{
    struct paper_page p = paper_begin(b);
    writer_format(p.out, "%s%s\n", columns, b->r->tape ? ",tape_trade_id" : "");
    const bool graded =
        s->count > 0; /* orders for review may be the account holder's own: nobody is asked about them beside others */
    for (size_t i = 0; i < (graded ? s->count : s->all_count); i++) {
        const struct order *o = &b->r->orders.items[(graded ? s->orders : s->all)[i]];
        for (uint32_t k = 0; k < o->fill_count; k++) put_row(b, p.out, o, b->r->order_fills[o->first_fill + k]);
        if (o->fill_count == 0 && o->order_event != EVENT_NONE) put_row(b, p.out, o, o->order_event);
    }
    paper_end(&p, paper_ids_name(b, s, "csv"));
}

/* ---- the ids alone -------------------------------------------------------------------------------------------------- */

enum id_kind { ID_ORDER, ID_TRADE, ID_CLIENT, ID_WITHOUT, ID_KINDS };

struct group { /* orders of one account and market */
    const uint32_t *orders;
    size_t count;
};

/* An id that lost digits in a spreadsheet is none: nobody can find an order by it. It stays in the table as recorded. */
static ident usable_id(const struct order *o, enum id_kind kind)
{
    if (o->reasons & REASON_BIT(REASON_id_damaged)) return IDENT_NONE;
    return kind == ID_ORDER ? o->order_id : kind == ID_CLIENT ? o->client_id : IDENT_NONE;
}

static bool has_no_id(const struct builder *b, const struct order *o)
{
    if (usable_id(o, ID_ORDER) != IDENT_NONE || usable_id(o, ID_CLIENT) != IDENT_NONE) return false;
    for (uint32_t i = 0; i < o->fill_count; i++)
        if (b->store->events.items[b->r->order_fills[o->first_fill + i]].trade_id != IDENT_NONE) return false;
    return true;
}

/* A '#' at the start would be taken for a heading. */
static void put_id_line(struct paper_page *p, ident id)
{
    char scratch[24];
    const struct span text = store_ident_text(p->b->store, id, scratch);
    if (text.len > 0 && text.ptr[0] == '#') writer_byte(p->out, '\'');
    writer_csv_cell(p->out, text);
    writer_byte(p->out, '\n');
}

static uint64_t put_trades(struct paper_page *p, const struct order *o, bool write)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const ident id = p->b->store->events.items[p->b->r->order_fills[o->first_fill + i]].trade_id;
        if (id == IDENT_NONE) continue;
        count++;
        if (write) put_id_line(p, id);
    }
    return count;
}

static const char *event_amount_text(const struct builder *b, const struct event *e, enum amount which)
{
    const char *amount = value_event_amount(b, e, which);
    return *amount ? amount : words_not_stated(b->say);
}

static void put_description(struct paper_page *p, uint32_t event)
{
    const struct builder *b = p->b;
    const struct event *e = &b->store->events.items[event];
    const char *line = value_join(b, value_time(b, e->at_ns, e->digits), " ", value_side(b, (enum side)e->side));
    line = value_join(b, line, " ", event_amount_text(b, e, AMOUNT_QTY));
    paper_line(p, value_join(b, line, " ", event_amount_text(b, e, AMOUNT_PRICE)));
}

/* Fill by fill, as the exchange can find them; the order where it gave only that. */
static uint64_t put_descriptions(struct paper_page *p, const struct order *o, bool write)
{
    if (!has_no_id(p->b, o)) return 0;
    if (write)
        for (uint32_t i = 0; i < o->fill_count; i++) put_description(p, p->b->r->order_fills[o->first_fill + i]);
    if (write && o->fill_count == 0 && o->order_event != EVENT_NONE) put_description(p, o->order_event);
    return o->fill_count > 0 ? o->fill_count : o->order_event != EVENT_NONE;
}

/* The ids of that kind, or with `write` false only how many there are. */
static uint64_t put_kind(struct paper_page *p, const struct group *g, enum id_kind kind, bool write)
{
    uint64_t count = 0;
    for (size_t i = 0; i < g->count; i++) {
        const struct order *o = &p->b->r->orders.items[g->orders[i]];
        const ident id = usable_id(o, kind);
        if (kind == ID_TRADE) count += put_trades(p, o, write);
        if (id != IDENT_NONE) count++;
        if (id != IDENT_NONE && write) put_id_line(p, id);
        if (kind == ID_WITHOUT) count += put_descriptions(p, o, write);
    }
    return count;
}

static const char *heading_of(const struct builder *b, enum id_kind kind, const char *group, const char *count)
{
    switch (kind) {
    case ID_ORDER: return words_ids_orders(b->say, group, count);
    case ID_TRADE: return words_ids_trades(b->say, group, count);
    case ID_CLIENT: return words_ids_clients(b->say, group, count);
    case ID_WITHOUT: return words_ids_without(b->say, group, count);
    case ID_KINDS: break;
    }
    return "";
}

static void put_group(struct paper_page *p, const struct group *g)
{
    const struct builder *b = p->b;
    const struct order *o = &b->r->orders.items[g->orders[0]];
    const char *name = value_join(b, value_account(b, o->account), ", ", value_market(b, o->market));
    for (enum id_kind kind = ID_ORDER; kind < ID_KINDS; kind++) {
        const uint64_t count = put_kind(p, g, kind, false);
        if (count == 0) continue;
        paper_line(p, heading_of(b, kind, name, value_u64(b, count)));
        put_kind(p, g, kind, true);
    }
}

static void put_groups(struct paper_page *p, const struct share *s)
{
    const struct order *orders = p->b->r->orders.items;
    for (size_t from = 0, to; from < s->count; from = to) {
        const struct order *first = &orders[s->orders[from]];
        for (to = from; to < s->count; to++)
            if (orders[s->orders[to]].account != first->account || orders[s->orders[to]].market != first->market) break;
        put_group(p, &(struct group){s->orders + from, to - from});
    }
}

static void write_ids(const struct builder *b, const struct share *s, bool several)
{
    struct paper_page p = paper_begin(b);
    const char *orders = value_orders_and_fills(b, s->orders, s->count);
    if (s->count == 0)
        paper_line(&p, s->all_count > 0 ? words_ids_none_graded(b->say) : words_ids_nothing(b->say));
    else if (b->figures->graded_count > 0)
        paper_line(&p, words_ids_head(b->say, orders, paper_accounts(b, s), paper_when(b, s->when), b->digest));
    else
        paper_line(&p, words_ids_head_review(b->say, orders, paper_accounts(b, s), paper_when(b, s->when), b->digest));
    if (several) paper_line(&p, words_ids_several(b->say));
    put_groups(&p, s);
    if (s->all_count > s->count)
        paper_line(&p, words_ids_left_out(b->say, words_n_order(b->say, s->all_count - s->count)));
    paper_end(&p, paper_ids_name(b, s, "txt"));
}

void paper_identifiers(struct builder *english, const struct shares *s)
{
    write_table(english, &s->whole);
    write_ids(english, &s->whole, s->count > 1);
    for (size_t i = 0; s->count > 1 && i < s->count; i++) {
        write_table(english, &s->items[i]);
        write_ids(english, &s->items[i], false);
    }
}
