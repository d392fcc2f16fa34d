/* model_losses - deposits and withdrawals as the files hold them, and the losses by method.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model_build.h"

/* ---- transfers ------------------------------------------------------------------------------------------------------ */

static const char *counted_kind(const struct builder *b, enum event_kind kind, uint64_t count)
{
    switch (kind) {
    case EVENT_FILL: return words_n_fill(b->say, count);
    case EVENT_ORDER: return words_n_order(b->say, count);
    case EVENT_BOT_ORDER: return words_n_bot_order(b->say, count);
    case EVENT_BOT_EVENT: return words_n_bot_event(b->say, count);
    case EVENT_DEAL: return words_n_deal(b->say, count);
    case EVENT_TRANSFER: return words_n_transfer(b->say, count);
    case EVENT_ACCOUNT: return words_n_account_record(b->say, count);
    }
    return "";
}

static const char *kinds_held(const struct builder *b)
{
    const char *list = "";
    for (unsigned kind = 0; kind < EVENT_KINDS; kind++) {
        const uint64_t count = b->figures->kinds[kind];
        if (count > 0) list = value_join(b, list, ", ", counted_kind(b, (enum event_kind)kind, count));
    }
    return *list ? list : words_none(b->say);
}

static void add_transfer(struct table *t, uint32_t event)
{
    const struct builder *b = t->builder;
    const struct event *e = &b->store->events.items[event];
    struct decimal amount;
    const char *digits = event_amount(b->store, e, AMOUNT_QTY, &amount) ? value_amount(b, amount) : "";
    table_row(t, false,
              (const char *[]){value_time(b, e->at_ns, e->digits), value_account(b, e->account),
                               value_visible(b, store_get_text(b->store, e->fee_asset)), digits,
                               value_visible(b, store_get_text(b->store, e->text)), value_row(b, event)});
}

static void add_transfers(struct builder *b, uint64_t count)
{
    add_paragraph(b, words_transfers_intro(b->say, words_n_transfer(b->say, count)));
    const struct column columns[] = {
        {words_col_time(b->say), ALIGN_LEFT, 18, true},  {words_col_account(b->say), ALIGN_LEFT, 18, false},
        {words_col_asset(b->say), ALIGN_LEFT, 9, false}, {words_col_amount(b->say), ALIGN_DECIMAL, 18, false},
        {words_col_text(b->say), ALIGN_LEFT, 27, false}, {words_col_row(b->say), ALIGN_LEFT, 10, true},
    };
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, TABLE_MOST);
    for (size_t i = 0; i < b->r->timeline_count && t.block.row_count < TABLE_MOST; i++) {
        if (b->store->events.items[b->r->timeline[i]].kind == EVENT_TRANSFER) add_transfer(&t, b->r->timeline[i]);
    }
    table_end(&t, count, words_transfers_extract(b->say));
}

void section_transfers(struct builder *b)
{
    const uint64_t count = b->figures->kinds[EVENT_TRANSFER];
    add_heading(b, words_head_transfers(b->say));
    if (count == 0) {
        add_paragraph(b, words_transfers_none(b->say, kinds_held(b)));
        add_paragraph(b, words_transfers_none_means(b->say));
    } else {
        add_transfers(b, count);
    }
    if (flagged_orders(b) > 0) add_paragraph(b, words_transfers_no_hash(b->say));
}

/* ---- losses --------------------------------------------------------------------------------------------------------- */

static bool same_group(const struct loss *a, const struct loss *b)
{
    return a->incident == b->incident && span_is(span_of(a->method), b->method);
}

static const char *group_name(const struct builder *b, const struct loss *loss)
{
    if (loss->incident == 0) return words_group_all(b->say);
    return words_group_incident(b->say, value_u64(b, loss->incident));
}

/* The losses of one incident and method, which stand together: a sentence with the rows and a table of assets. Returns
 * how many they are. */
static size_t add_group(struct builder *b, size_t first, size_t most)
{
    const struct loss *losses = b->r->losses.items;
    size_t count = 1;
    while (first + count < b->r->losses.count && same_group(&losses[first], &losses[first + count])) count++;
    const struct column columns[] = {{words_col_asset(b->say), ALIGN_LEFT, 25, false},
                                     {words_col_amount(b->say), ALIGN_DECIMAL, 75, false}};
    add_paragraph(b, words_loss_group(b->say, group_name(b, &losses[first]), loss_method(b, losses[first].method),
                                      value_rows(b, losses[first].orders, losses[first].order_count)));
    const size_t shown = count < most ? count : most;
    struct table t = table_begin(b, columns, 2, shown);
    for (size_t i = first; i < first + shown; i++)
        table_row(
            &t, false,
            (const char *[]){value_visible(b, store_get_text(b->store, losses[i].asset)), loss_amount(b, &losses[i])});
    table_end(&t, count, words_losses_extract(b->say));
    return count;
}

/* Those of all orders first, then those of single incidents. Returns how many may still be printed. */
static size_t add_groups(struct builder *b, bool of_all, size_t most)
{
    for (size_t i = 0; i < b->r->losses.count && most > 0;) {
        if ((b->r->losses.items[i].incident == 0) != of_all) {
            i++;
            continue;
        }
        const size_t count = add_group(b, i, most);
        most -= count < most ? count : most;
        i += count;
    }
    return most;
}

void section_losses(struct builder *b)
{
    add_heading(b, words_head_losses(b->say));
    if (b->r->losses.count == 0) {
        add_paragraph(b, words_losses_none(b->say));
        return;
    }
    add_paragraph(b, words_losses_intro(b->say));
    const size_t left = add_groups(b, false, add_groups(b, true, TABLE_MOST));
    if (left == 0) add_paragraph(b, words_losses_extract(b->say));
    add_paragraph(b, words_losses_limits(b->say));
}
