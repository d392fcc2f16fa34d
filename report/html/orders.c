/* orders - the table of orders: each with its fills, the record that explains it, and their lines of the evidence.
 *
 * A page may hold a hundred thousand orders, and each element costs the browser some 120 bytes and its share of the time to
 * open it. So each order is two rows of a table (what it was; its ids), with a line end behind each cell and no other, and
 * all that is behind it is plain text. Tables are of HTML_TOGETHER orders, so that the browser lays out only those that are
 * looked at; behind each, to be opened, stands one text with its orders' entries:
 *
 *   4999  no-bot-record id-join-fails          its number, where the table links to, and the reasons
 *   E03:1842  fill: 5 at 0.01, ...             a row's name and what it is
 *       2022-12-25,DMG/USD,...                 the line, HTML_INDENT in front of it and of each further line that it has
 *                                              an empty line: the end; no other is empty
 *
 * page.js relies on that. The words come from the model's own functions, so they are those of the other reports. Written
 * order by order; memory is that of one.
 *
 * SPDX-License-Identifier: MIT */
#include "report/html/html.h"
#include "report/model/build.h"

enum { ORDER_COLUMNS = 12, HTML_TOGETHER = 250 };

struct teller {
    struct html_page *page;
    struct report_model own; /* holds what the builder's values need */
    struct speaker say;
    struct builder b;
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

/* How a column sorts, and whether it can be filtered by its values. How its cells look the style sheet says by their place. */
struct order_column {
    const char *sort, *filter, *class; /* class of its head: gives the width */
};
enum { ACCOUNT_COLUMN = 2 };
static const struct order_column order_columns[ORDER_COLUMNS] = {
    {"number", NULL, "c-no number"},     {"text", NULL, "c-time"},
    {"text", "account", "c-account"},    {"text", "market", "c-market"},
    {"text", "side", "c-side"},          {"number", NULL, "c-amount number"},
    {"number", NULL, "c-amount number"}, {"number", NULL, "c-amount number"},
    {"number", NULL, "c-amount number"}, {"text", "verdict", "c-verdict"},
    {"text", "flag", "c-flag"},          {"number", "incident", "c-incident number"},
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
        writer_format(t->page->out, " class=\"%s\">", c->class);
        html_cstr(t->page->out, titles[i]);
        writer_cstr(t->page->out, "</th>");
    }
    writer_cstr(t->page->out, "</tr>\n</thead>\n");
}

static void put_in_one_line(const struct teller *t, const char *text)
{
    for (struct span rest = span_of(text); rest.len > 0;) {
        html_text(t->page->out, span_cut(&rest, '\n'));
        if (rest.len > 0) writer_cstr(t->page->out, " · ");
    }
    writer_byte(t->page->out, '\n');
}

/* HTML lets the ends of cells and rows be left out, as here, where there are so many. */
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
    writer_cstr(t->page->out, "<tr");
    if (o->flag != FLAG_NONE) writer_format(t->page->out, " class=\"%s\"", flag_name((enum flag)o->flag));
    writer_byte(t->page->out, '>');
    for (size_t i = 0; i < ORDER_COLUMNS; i++) {
        if (i == ACCOUNT_COLUMN && !t->several_accounts) continue;
        writer_cstr(t->page->out, i == 0 ? "<th scope=\"row\">" : "<td>");
        if (i == 0)
            writer_format(t->page->out, "<a href=\"#l%s\">%s\n</a>", cells[i], cells[i]);
        else
            put_in_one_line(t, cells[i]);
    }
}

static void put_ids(const struct teller *t, const struct order *o)
{
    const char *ids = value_ids(&t->b, o);
    writer_format(t->page->out, "<tr><td colspan=\"%d\"", ORDER_COLUMNS - !t->several_accounts);
    html_left_to_right(t->page);
    writer_format(t->page->out, ">%s ", value_order_row(&t->b, o));
    put_in_one_line(t, ids);
}

/* ---- where it stands ----------------------------------------------------------------------------------------------------- */

/* What can be said of a row's line behind what it is; the line itself. */
static void put_line(struct teller *t, uint32_t event)
{
    struct html_row_length length;
    struct span line;
    if (!html_raw_has_lines(t->page->raw)) return;
    if (!html_raw_get(t->page->raw, event, &line, &length)) {
        writer_cstr(t->page->out, " (");
        html_cstr(t->page->out, words_html_gone(t->b.say));
        writer_byte(t->page->out, ')');
        return;
    }
    if (length.shown < length.all) {
        writer_cstr(t->page->out, " (");
        html_cstr(t->page->out, words_html_cut(t->b.say, words_n_byte(t->b.say, length.all)));
        writer_byte(t->page->out, ')');
    }
    writer_cstr(t->page->out, "\n" HTML_INDENT);
    writer_text(t->page->out, line);
}

static void put_row(struct teller *t, uint32_t event, const char *what)
{
    const bool is_target = html_raw_take_target(t->page->raw, event);
    const char *row = value_row(&t->b, event);
    if (is_target)
        writer_format(t->page->out, "\n<b id=\"%s\">%s</b>  ", row, row);
    else
        writer_format(t->page->out, "\n%s  ", row);
    html_cstr(t->page->out, what);
    put_line(t, event);
}

static const char *amount(const struct builder *b, const struct event *e, enum amount which)
{
    return event_has(e, which) ? value_event_amount(b, e, which) : words_not_stated(b->say);
}

static void put_rows(struct teller *t, const struct order *o)
{
    const struct builder *b = &t->b;
    if (o->order_event != EVENT_NONE) put_row(t, o->order_event, words_html_record(b->say));
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const uint32_t event = b->r->order_fills[o->first_fill + i];
        const struct event *e = &b->store->events.items[event];
        put_row(t, event,
                words_html_fill(b->say, amount(b, e, AMOUNT_QTY), amount(b, e, AMOUNT_PRICE),
                                value_time(b, e->at_ns, e->digits)));
    }
    if (o->match != UINT32_MAX) put_row(t, b->r->bot_orders.items[o->match].event, words_html_bot(b->say));
}

static void put_entry(struct teller *t, size_t number, uint32_t index)
{
    const struct order *o = &t->b.r->orders.items[index];
    writer_format(t->page->out, "<a id=\"l%zu\"></a>%zu ", number, number);
    for (reason_set reasons = o->reasons; reasons != 0; reasons &= reasons - 1)
        writer_format(t->page->out, " %s", reason_name((enum reason)__builtin_ctzll(reasons)));
    put_rows(t, o);
    writer_cstr(t->page->out, "\n\n");
}

/* ---- some together ------------------------------------------------------------------------------------------------------ */

static void put_order(const struct teller *t, size_t number, uint32_t index)
{
    const struct order *o = &t->b.r->orders.items[index];
    put_cells(t, number, o);
    put_ids(t, o);
}

struct together {
    const uint32_t *orders;
    size_t count, before; /* how many orders stand before them */
};

static void put_orders(struct teller *t, const struct together *some, struct arena *scratch)
{
    writer_cstr(t->page->out, "<table>\n<caption class=\"unseen\">");
    html_cstr(t->page->out, words_html_head(t->b.say));
    writer_format(t->page->out, ": %zu–%zu</caption>\n", some->before + 1, some->before + some->count);
    put_head(t);
    writer_cstr(t->page->out, "<tbody>");
    for (size_t i = 0; i < some->count; i++) {
        arena_reset(scratch);
        put_order(t, some->before + i + 1, some->orders[i]);
    }
    writer_cstr(t->page->out, "</tbody>\n</table>\n");
}

static void put_entries(struct teller *t, const struct together *some, struct arena *scratch)
{
    const struct builder *b = &t->b;
    writer_cstr(t->page->out, "<details class=\"lines\"><summary>");
    html_cstr(t->page->out,
              words_html_lines(b->say, value_u64(b, some->before + 1), value_u64(b, some->before + some->count)));
    writer_cstr(t->page->out, "</summary>\n<pre dir=\"ltr\">");
    for (size_t i = 0; i < some->count; i++) {
        arena_reset(scratch);
        put_entry(t, some->before + i + 1, some->orders[i]);
    }
    writer_cstr(t->page->out, "</pre></details>\n");
}

/* ---- the section --------------------------------------------------------------------------------------------------------- */

static void put_table(struct teller *t, struct arena *scratch)
{
    const struct html_choice *c = html_raw_choice(t->page->raw);
    put_tools(t);
    writer_cstr(t->page->out, "<div class=\"wide\" id=\"order-list\" tabindex=\"0\" role=\"region\" "
                              "aria-labelledby=\"orders-head\">\n");
    for (size_t at = 0; at < c->count; at += HTML_TOGETHER) {
        const size_t left = c->count - at;
        const struct together some = {c->orders + at, left < HTML_TOGETHER ? left : HTML_TOGETHER, at};
        writer_cstr(t->page->out, "<div class=\"together\">\n");
        put_orders(t, &some, scratch);
        put_entries(t, &some, scratch);
        writer_cstr(t->page->out, "</div>\n");
    }
    writer_cstr(t->page->out, "</div>\n");
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
    writer_cstr(p->out, "<section id=\"orders\" aria-labelledby=\"orders-head\">\n<h2 id=\"orders-head\">");
    html_cstr(p->out, words_html_head(t.b.say));
    writer_cstr(p->out, "</h2>\n");
    put_intro(&t);
    t.several_accounts = are_of_several_accounts(&t.b, html_raw_choice(p->raw));
    if (html_raw_choice(p->raw)->count > 0) put_table(&t, scratch);
    writer_cstr(p->out, "</section>\n");
    arena_free(scratch);
    arena_free(t.own.arena);
}
