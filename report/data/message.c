/* message - the first column of the timeline: one English sentence per event, put together from its cells.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/table_row.h"

#include "base/memory.h"
#include "report/redaction/redaction.h"

void text_put(struct text_buffer *b, struct span text)
{
    if (text.len == 0) return;
    if (b->capacity - b->used < text.len) {
        b->capacity = (b->used + text.len) * 2;
        b->text = memory_resize(b->text, b->capacity, 1);
    }
    text_copy(b->text + b->used, text);
    b->used += text.len;
}

/* "<before><cell>", or nothing when the cell is empty. */
static void put_after(struct text_buffer *b, struct span before, struct span cell)
{
    if (cell.len == 0) return;
    text_put(b, before);
    text_put(b, cell);
}

/* "<before><amount> <unit>", or nothing without an amount. */
static void put_amount(struct text_buffer *b, struct span before, struct span amount, struct span unit)
{
    if (amount.len == 0) return;
    text_put(b, before);
    text_put(b, amount);
    put_after(b, SPAN(" "), unit);
}

static void put_flag(struct text_buffer *b, const struct row *row)
{
    if (row->cells[COLUMN_flag].len == 0) return;
    text_put(b, SPAN("; no bot record for this order in the files supplied ("));
    text_put(b, row->cells[COLUMN_flag]);
    text_put(b, SPAN(")"));
}

static void put_fill(struct text_buffer *b, const struct event *e, const struct row *row)
{
    const struct span *cells = row->cells;
    text_put(b, e->side == SIDE_BUY ? SPAN("Bought") : e->side == SIDE_SELL ? SPAN("Sold") : SPAN("Traded"));
    put_amount(b, SPAN(" "), cells[COLUMN_qty], cells[COLUMN_base]);
    put_amount(b, SPAN(" for "), cells[COLUMN_cost], cells[COLUMN_quote]);
    put_amount(b, SPAN(" at "), cells[COLUMN_price], cells[COLUMN_quote]);
    put_amount(b, SPAN("; fee "), cells[COLUMN_fee], cells[COLUMN_fee_asset]);
    put_after(b, SPAN("; order "), cells[COLUMN_order_id]);
    put_flag(b, row);
}

/* What was asked, then what came of it. A number is said once: the limit that is also the price of execution, and the size of an
 * order that was filled whole. */
static void put_instruction(struct text_buffer *b, const struct event *e, const struct row *row)
{
    const struct span *cells = row->cells;
    const struct span asked = cells[COLUMN_order_qty], done = cells[COLUMN_qty], price = cells[COLUMN_price];
    const bool at_limit = price.len > 0 && span_equal(price, cells[COLUMN_limit]) && !span_equal(price, SPAN(REDACTED));
    const bool whole = e->status == STATUS_FILLED && !row->amounts_hidden && span_equal(done, asked);
    text_put(b, e->side == SIDE_BUY ? SPAN(" to buy") : e->side == SIDE_SELL ? SPAN(" to sell") : SPAN(""));
    put_amount(b, SPAN(" "), asked, cells[COLUMN_base]);
    if (asked.len == 0) put_after(b, SPAN(" "), cells[COLUMN_base]);
    put_amount(b, at_limit ? SPAN(" at ") : SPAN(" with limit "), cells[COLUMN_limit], cells[COLUMN_quote]);
    if (!whole) put_amount(b, SPAN("; "), done, cells[COLUMN_base]);
    if (!whole && done.len > 0) text_put(b, SPAN(" executed"));
    put_amount(b, SPAN("; cost "), cells[COLUMN_cost], cells[COLUMN_quote]);
    if (!at_limit) put_amount(b, SPAN("; price "), price, cells[COLUMN_quote]);
    put_after(b, SPAN("; "), cells[COLUMN_status]);
}

static void put_order(struct text_buffer *b, const struct event *e, const struct row *row)
{
    text_put(b, SPAN("Order"));
    put_after(b, SPAN(" "), row->cells[COLUMN_order_id]);
    put_instruction(b, e, row);
    put_flag(b, row);
}

/* A bot's own sentence is quoted: its size may be asked for or executed, and it says which. */
static void put_bot_order(struct text_buffer *b, const struct event *e, const struct row *row, struct span said)
{
    bool paper = e->marks & MARK_PAPER;
    if (said.len > 0) {
        text_put(b, paper ? SPAN("Paper bot message: ") : SPAN("Bot message: "));
        text_put(b, said);
    } else {
        text_put(b, paper ? SPAN("Paper bot: ") : SPAN("Bot: "));
        text_put(b, row->cells[COLUMN_role].len > 0 ? row->cells[COLUMN_role] : SPAN("order"));
        put_instruction(b, e, row);
    }
    put_after(b, SPAN("; bot "), row->cells[COLUMN_bot]);
    put_after(b, SPAN("; deal "), row->cells[COLUMN_deal]);
}

/* The sold side of a deal has no columns of its own: the amounts lie where other kinds have fee and limit. */
static void put_sold(struct text_buffer *b, const struct store *store, const struct event *e, enum amount which,
                     const struct row *row, struct span unit)
{
    struct decimal amount;
    if (!event_amount(store, e, which, &amount)) return;
    char text[DECIMAL_TEXT_MAX];
    const struct span exact = {text, decimal_format(amount, text)};
    const struct span digits = row->amounts_hidden ? SPAN(REDACTED) : exact;
    put_amount(b,
               which == AMOUNT_FEE        ? SPAN("; sold ")
               : event_has(e, AMOUNT_FEE) ? SPAN(" for ")
                                          : SPAN("; sold for "),
               digits, unit);
}

static void put_deal(struct text_buffer *b, const struct store *store, const struct event *e, const struct row *row)
{
    const struct span *cells = row->cells;
    text_put(b, SPAN("Deal"));
    put_after(b, SPAN(" "), cells[COLUMN_deal]);
    put_after(b, SPAN(" of bot "), cells[COLUMN_bot]);
    put_after(b, SPAN(" on "), cells[COLUMN_market]);
    put_amount(b, SPAN("; bought "), cells[COLUMN_qty], cells[COLUMN_base]);
    put_amount(b, cells[COLUMN_qty].len > 0 ? SPAN(" for ") : SPAN("; bought for "), cells[COLUMN_cost],
               cells[COLUMN_quote]);
    put_sold(b, store, e, AMOUNT_FEE, row, cells[COLUMN_base]);
    put_sold(b, store, e, AMOUNT_LIMIT, row, cells[COLUMN_quote]);
    put_after(b, SPAN("; "), cells[COLUMN_status]);
}

void message_build(struct text_buffer *b, const struct result *result, const struct event *e, const struct row *row)
{
    const struct store *store = result->evidence->store;
    const struct span text = store_get_text(store, e->text);
    b->used = 0;
    switch ((enum event_kind)e->kind) {
    case EVENT_FILL: put_fill(b, e, row); return;
    case EVENT_ORDER: put_order(b, e, row); return;
    case EVENT_BOT_ORDER: put_bot_order(b, e, row, text); return;
    case EVENT_DEAL: put_deal(b, store, e, row); return;
    case EVENT_BOT_EVENT:
        text_put(b, SPAN("Bot message"));
        put_after(b, SPAN(": "), text);
        return;
    case EVENT_TRANSFER:
        text_put(b, SPAN("Transfer"));
        put_amount(b, SPAN(" of "), row->cells[COLUMN_qty], row->cells[COLUMN_base]);
        put_after(b, SPAN("; "), text);
        return;
    case EVENT_ACCOUNT:
        text_put(b, SPAN("Account record"));
        put_after(b, SPAN(": "), text);
        return;
    }
}
