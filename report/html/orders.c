/* orders - the table of orders: each with its fills, the record that explains it, and their lines of the evidence.
 *
 * Each order is a row group of two rows: what it was, and, to be opened, where that stands. The words come from the model's
 * own functions, so they are those of the other reports. Written order by order; memory is that of one.
 *
 * SPDX-License-Identifier: MIT */
#include "report/html/html.h"
#include "report/model/build.h"

#include "base/memory.h"

#include <stdlib.h>

enum { ORDER_COLUMNS = 12 };

struct teller {
    struct html_page *page;
    struct report_model own; /* holds what the builder's values need */
    struct speaker say;
    struct builder b;
    bool *named;           /* per row: the page has an anchor for it already */
    bool several_accounts; /* else they need no column */
};

/* ---- the sentences above ---------------------------------------------------------------------------------------------- */

static void put_paragraph(const struct teller *t, const char *text)
{
    if (!*text) return;
    writer_cstr(t->page->out, "<p>");
    html_words(t->page, span_of(text));
    writer_cstr(t->page->out, "</p>\n");
}

static const char *about_others(const struct builder *b, const struct html_choice *c)
{
    const char *left = words_n_order(b->say, c->left), *shown = words_n_order(b->say, c->others);
    if (c->left > 0 && c->within_ns > 0)
        return words_html_others_near(b->say, value_span(b, c->within_ns), shown, left);
    if (c->left > 0) return words_html_others_none(b->say, left);
    return c->others > 0 ? words_html_others_all(b->say, shown) : "";
}

static void put_intro(const struct teller *t)
{
    const struct builder *b = &t->b;
    const struct html_choice *c = html_raw_choice(t->page->raw);
    if (c->flagged > 0) put_paragraph(t, words_html_flagged(b->say, words_n_order(b->say, c->flagged)));
    put_paragraph(t, about_others(b, c));
    if (c->count == 0) return;
    put_paragraph(t, html_raw_has_lines(t->page->raw) ? words_html_open(b->say) : words_html_no_originals(b->say));
}

/* ---- what the script needs --------------------------------------------------------------------------------------------- */

static void put_data(const struct teller *t, const char *name, const char *text)
{
    writer_format(t->page->out, " data-%s=\"", name);
    html_cstr(t->page->out, text);
    writer_byte(t->page->out, '"');
}

/* Filled with controls by the script; without one nothing of it is seen. */
static void put_tools(const struct teller *t)
{
    const struct speaker *say = t->b.say;
    writer_cstr(t->page->out, "<div id=\"tools\" hidden");
    put_data(t, "search", words_html_search(say));
    put_data(t, "any", words_html_any(say));
    put_data(t, "clear", words_html_clear(say));
    put_data(t, "shown", words_html_shown(say, "{shown}", "{all}"));
    put_data(t, "timeline", words_html_timeline(say));
    put_data(t, "keys", words_html_keys(say));
    put_data(t, "in", words_html_zoom_in(say));
    put_data(t, "out", words_html_zoom_out(say));
    put_data(t, "whole", words_html_zoom_all(say));
    writer_cstr(t->page->out, "></div>\n");
}

/* ---- the table --------------------------------------------------------------------------------------------------------- */

/* How a column sorts, and whether it can be filtered by its values. */
struct order_column {
    const char *sort, *filter, *class; /* class of its cells */
    const char *column;                /* of its head: gives the width */
    bool left_to_right;
};
enum { ACCOUNT_COLUMN = 2 };
static const struct order_column order_columns[ORDER_COLUMNS] = {
    {"number", NULL, "number", "c-no number", true},
    {"text", NULL, "mono", "c-time", true},
    {"text", "account", "", "c-account", false},
    {"text", "market", "", "c-market", false},
    {"text", "side", "", "c-side", false},
    {"number", NULL, "number", "c-amount number", true},
    {"number", NULL, "number", "c-amount number", true},
    {"number", NULL, "number", "c-amount number", true},
    {"number", NULL, "number", "c-amount number", true},
    {"text", "verdict", "", "c-verdict", false},
    {"text", "flag", "", "c-flag", false},
    {"number", "incident", "number", "c-incident number", true},
};

static void put_head(const struct teller *t)
{
    const struct speaker *say = t->b.say;
    const char *const titles[ORDER_COLUMNS] = {
        words_col_no(say),   words_col_time(say),    words_col_account(say), words_col_market(say),
        words_col_side(say), words_col_qty(say),     words_col_price(say),   words_col_cost(say),
        words_col_fee(say),  words_col_verdict(say), words_col_flag(say),    words_html_incident(say),
    };
    writer_cstr(t->page->out, "<thead>\n<tr>");
    for (size_t i = 0; i < ORDER_COLUMNS; i++) {
        const struct order_column *c = &order_columns[i];
        if (i == ACCOUNT_COLUMN && !t->several_accounts) continue;
        writer_format(t->page->out, "<th scope=\"col\" data-sort=\"%s\"", c->sort);
        if (c->filter) writer_format(t->page->out, " data-filter=\"%s\"", c->filter);
        writer_format(t->page->out, " class=\"%s\">", c->column);
        html_cstr(t->page->out, titles[i]);
        writer_cstr(t->page->out, "</th>");
    }
    writer_cstr(t->page->out, "</tr>\n</thead>\n");
}

static void put_cells(const struct teller *t, size_t number, const struct order *o)
{
    const struct builder *b = &t->b;
    const struct moment began = order_began(b->r, o);
    const char *const cells[ORDER_COLUMNS] = {
        value_u64(b, number),
        value_time(b, began.ns, began.digits),
        value_account(b, o->account),
        value_market(b, o->market),
        value_side(b, (enum side)o->side),
        value_order_amount(b, o, ORDER_QTY),
        value_order_amount(b, o, ORDER_PRICE),
        value_order_amount(b, o, ORDER_COST),
        value_fee(b, o),
        verdict_name((enum verdict)o->verdict),
        flag_name((enum flag)o->flag),
        o->incident > 0 ? value_u64(b, o->incident) : "",
    };
    writer_cstr(t->page->out, "<tr>");
    for (size_t i = 0; i < ORDER_COLUMNS; i++) {
        const struct order_column *c = &order_columns[i];
        if (i == ACCOUNT_COLUMN && !t->several_accounts) continue;
        writer_cstr(t->page->out, i == 0 ? "<th scope=\"row\"" : "<td");
        if (*c->class) writer_format(t->page->out, " class=\"%s\"", c->class);
        if (c->left_to_right) html_left_to_right(t->page);
        writer_byte(t->page->out, '>');
        html_cstr(t->page->out, cells[i]);
        writer_cstr(t->page->out, i == 0 ? "</th>" : "</td>");
    }
    writer_cstr(t->page->out, "</tr>\n");
}

/* ---- where it stands ----------------------------------------------------------------------------------------------------- */

static void put_line(struct teller *t, uint32_t event)
{
    const struct builder *b = &t->b;
    struct html_row_length length;
    if (!html_raw_has_lines(t->page->raw)) return;
    writer_cstr(t->page->out, "<pre dir=\"ltr\">");
    const bool found = html_raw_put(t->page->raw, event, t->page->out, &length);
    if (!found) html_cstr(t->page->out, words_html_gone(b->say));
    writer_cstr(t->page->out, "</pre>");
    if (length.shown == length.all) return;
    writer_cstr(t->page->out, " <small>");
    html_cstr(t->page->out, words_html_cut(b->say, words_n_byte(b->say, length.all)));
    writer_cstr(t->page->out, "</small>");
}

static void put_row(struct teller *t, uint32_t event, const char *what)
{
    const struct event *e = &t->b.store->events.items[event];
    const bool shared = t->b.figures->sharing_lines[e->source];
    const struct html_row_name name = {(uint64_t)e->source + 1, e->line, shared ? e->offset : 0, shared};
    const size_t at = html_raw_find(t->page->raw, &name);
    const char *row = value_row(&t->b, event);
    writer_cstr(t->page->out, "<li");
    if (at != SIZE_MAX && !t->named[at]) {
        writer_format(t->page->out, " id=\"%s\"", row);
        t->named[at] = true;
    }
    writer_format(t->page->out, "><b><bdi>%s</bdi></b> ", row);
    html_cstr(t->page->out, what);
    put_line(t, event);
    writer_cstr(t->page->out, "</li>\n");
}

static const char *amount(const struct builder *b, const struct event *e, enum amount which)
{
    return event_has(e, which) ? value_event_amount(b, e, which) : words_not_stated(b->say);
}

static void put_rows(struct teller *t, const struct order *o)
{
    const struct builder *b = &t->b;
    writer_cstr(t->page->out, "<ul class=\"rows\">\n");
    if (o->order_event != EVENT_NONE) put_row(t, o->order_event, words_html_record(b->say));
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const uint32_t event = b->r->order_fills[o->first_fill + i];
        const struct event *e = &b->store->events.items[event];
        put_row(t, event,
                words_html_fill(b->say, amount(b, e, AMOUNT_QTY), amount(b, e, AMOUNT_PRICE),
                                value_time(b, e->at_ns, e->digits)));
    }
    if (o->match != UINT32_MAX) put_row(t, b->r->bot_orders.items[o->match].event, words_html_bot(b->say));
    writer_cstr(t->page->out, "</ul>\n");
}

static void put_reasons(const struct teller *t, reason_set reasons)
{
    const char *between = "";
    writer_cstr(t->page->out, "<p>");
    for (; reasons != 0; reasons &= reasons - 1) {
        const enum reason reason = (enum reason)__builtin_ctzll(reasons);
        writer_format(t->page->out, "%s<code>%s</code>", between, reason_name(reason));
        between = " ";
    }
    writer_cstr(t->page->out, "</p>\n");
}

static void put_order(struct teller *t, size_t number, uint32_t index)
{
    const struct order *o = &t->b.r->orders.items[index];
    const char *ids = value_ids(&t->b, o);
    static const char *const classes[] = {"", "review", "probable", "strong"};
    writer_format(t->page->out, "<tbody id=\"o%zu\"", number);
    if (o->flag != FLAG_NONE) writer_format(t->page->out, " class=\"%s\"", classes[o->flag]);
    writer_cstr(t->page->out, ">\n");
    put_cells(t, number, o);
    writer_format(t->page->out, "<tr><td colspan=\"%d\"><details><summary><bdi>%s</bdi> ",
                  ORDER_COLUMNS - !t->several_accounts, value_order_row(&t->b, o));
    for (struct span rest = span_of(ids); rest.len > 0;) {
        html_text(t->page->out, span_cut(&rest, '\n'));
        if (rest.len > 0) writer_cstr(t->page->out, " · ");
    }
    writer_cstr(t->page->out, "</summary>\n");
    put_reasons(t, o->reasons);
    put_rows(t, o);
    writer_cstr(t->page->out, "</details></td></tr>\n</tbody>\n");
}

/* ---- the section --------------------------------------------------------------------------------------------------------- */

static void put_table(struct teller *t, struct arena *scratch)
{
    const struct html_choice *c = html_raw_choice(t->page->raw);
    put_tools(t);
    writer_cstr(t->page->out, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"orders-head\">\n"
                              "<table id=\"order-table\">\n<caption class=\"unseen\">");
    html_cstr(t->page->out, words_html_head(t->b.say));
    writer_cstr(t->page->out, "</caption>\n");
    put_head(t);
    for (size_t i = 0; i < c->count; i++) {
        arena_reset(scratch);
        put_order(t, i + 1, c->orders[i]);
    }
    writer_cstr(t->page->out, "</table>\n</div>\n");
}

static bool are_of_several_accounts(const struct builder *b, const struct html_choice *c)
{
    for (size_t i = 1; i < c->count; i++)
        if (b->r->orders.items[c->orders[i]].account != b->r->orders.items[c->orders[0]].account) return true;
    return false;
}

void html_orders(struct html_page *p, const struct report_input *in)
{
    struct teller t = {.page = p, .say = *p->say};
    model_begin(&t.own, in, &t.say, &t.b);
    struct arena *scratch = arena_new(0);
    t.b.arena = t.say.arena = scratch;
    t.named = memory_alloc(html_raw_count(p->raw) + 1);
    writer_cstr(p->out, "<section id=\"orders\" aria-labelledby=\"orders-head\">\n<h2 id=\"orders-head\">");
    html_cstr(p->out, words_html_head(t.b.say));
    writer_cstr(p->out, "</h2>\n");
    put_intro(&t);
    t.several_accounts = are_of_several_accounts(&t.b, html_raw_choice(p->raw));
    if (html_raw_choice(p->raw)->count > 0) put_table(&t, scratch);
    writer_cstr(p->out, "</section>\n");
    free(t.named);
    arena_free(scratch);
    arena_free(t.own.arena);
}
