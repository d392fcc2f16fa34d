/* losses - deposits and withdrawals as the files hold them, and the losses by method.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/valuation.h"

#include "report/model/build.h"

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

static const char *movement_words(const struct builder *b, enum movement moved)
{
    if (moved == MOVEMENT_DEPOSIT) return words_moved_in(b->say);
    return moved == MOVEMENT_WITHDRAWAL ? words_moved_out(b->say) : words_moved_otherwise(b->say);
}

static void add_transfer(struct table *t, uint32_t event)
{
    const struct builder *b = t->builder;
    const struct event *e = &b->store->events.items[event];
    struct decimal amount;
    const char *digits = event_amount(b->store, e, AMOUNT_QTY, &amount) ? value_amount(b, amount) : "";
    table_row(t, false,
              (const char *[]){value_time(b, e->at_ns, e->digits), value_account(b, e->account),
                               movement_words(b, (enum movement)b->r->movements[event]),
                               value_visible(b, store_get_text(b->store, e->fee_asset)), digits,
                               value_visible(b, store_get_text(b->store, e->text)), value_row(b, event)});
}

static void add_transfers(struct builder *b, uint64_t count)
{
    const uint64_t *counts = b->r->movement_counts;
    add_paragraph(b, words_transfers_intro(b->say, words_n_deposit(b->say, counts[MOVEMENT_DEPOSIT]),
                                           words_n_withdrawal(b->say, counts[MOVEMENT_WITHDRAWAL]),
                                           words_n_balance_change(b->say, counts[MOVEMENT_OTHER])));
    const struct column columns[] = {
        {words_col_time(b->say), ALIGN_LEFT, 17, true},       {words_col_account(b->say), ALIGN_LEFT, 15, false},
        {words_col_moved(b->say), ALIGN_LEFT, 11, false},     {words_col_asset(b->say), ALIGN_LEFT, 8, false},
        {words_col_amount(b->say), ALIGN_DECIMAL, 17, false}, {words_col_text(b->say), ALIGN_LEFT, 22, false},
        {words_col_row(b->say), ALIGN_LEFT, 10, true},
    };
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, TABLE_MOST);
    for (size_t i = 0; i < b->r->timeline_count && t.block.row_count < TABLE_MOST; i++) {
        const enum movement moved = (enum movement)b->r->movements[b->r->timeline[i]];
        if (moved != MOVEMENT_NONE && moved != MOVEMENT_TRADE) add_transfer(&t, b->r->timeline[i]);
    }
    table_end(&t, count, words_transfers_extract(b->say));
}

void section_transfers(struct builder *b)
{
    const uint64_t *counts = b->r->movement_counts;
    const uint64_t moved = counts[MOVEMENT_DEPOSIT] + counts[MOVEMENT_WITHDRAWAL];
    add_heading(b, words_head_transfers(b->say));
    if (moved == 0) {
        add_paragraph(b, words_transfers_none(b->say, kinds_held(b)));
        add_paragraph(b, words_transfers_none_means(b->say));
    }
    if (moved + counts[MOVEMENT_OTHER] > 0) add_transfers(b, moved + counts[MOVEMENT_OTHER]);
    if (counts[MOVEMENT_TRADE] > 0)
        add_paragraph(b, words_transfers_legs(b->say, words_n_balance_change(b->say, counts[MOVEMENT_TRADE])));
    if (flagged_orders(b) > 0) add_paragraph(b, words_transfers_no_hash(b->say));
}

/* ---- losses --------------------------------------------------------------------------------------------------------- */

static const char *group_name(const struct builder *b, uint32_t incident)
{
    if (incident == 0) return words_group_all(b->say);
    return words_group_incident(b->say, value_u64(b, incident));
}

/* The losses of one incident (0: all) and method: a sentence with the rows and a table of assets. Returns how many are
 * printed. */
static size_t add_group(struct builder *b, uint32_t incident, const char *method, size_t most)
{
    const struct loss **losses;
    const size_t count = losses_by_weight(b, incident, method, &losses), shown = count < most ? count : most;
    if (shown == 0) return 0;
    const struct column columns[] = {{words_col_asset(b->say), ALIGN_LEFT, 25, false},
                                     {words_col_amount(b->say), ALIGN_DECIMAL, 75, false}};
    const bool fees = span_is(span_of(method), "fees");
    const char *rows = (fees ? value_fee_rows : value_rows)(b, losses[0]->orders, losses[0]->order_count);
    add_paragraph(b, words_loss_group(b->say, group_name(b, incident), loss_method(b, method), rows));
    struct table t = table_begin(b, columns, 2, shown);
    for (size_t i = 0; i < shown; i++)
        table_row(
            &t, false,
            (const char *[]){value_visible(b, store_get_text(b->store, losses[i]->asset)), loss_amount(b, losses[i])});
    if (shown == count) table_fold(&t);
    table_end(&t, shown == count ? t.block.row_count : count, words_coverage_extract(b->say));
    return shown;
}

/* An incident that holds all graded orders has the figures of all: they are not printed again. */
static bool is_everything(const struct builder *b, const struct incident *incident)
{
    return incident->order_count == b->figures->graded_count;
}

static bool has_everything(const struct builder *b)
{
    for (size_t i = 0; i < b->r->incidents.count; i++)
        if (is_everything(b, &b->r->incidents.items[i])) return true;
    return false;
}

static size_t add_groups(struct builder *b, uint32_t incident, size_t most)
{
    size_t shown = add_group(b, incident, "realised-in-quote", most);
    shown += add_group(b, incident, "net-change", most - shown);
    return shown + add_group(b, incident, "fees", most - shown);
}

void section_losses(struct builder *b)
{
    add_heading(b, words_head_losses(b->say));
    if (b->r->losses.count == 0) {
        add_paragraph(b, words_losses_none(b->say));
        return;
    }
    add_paragraph(b, words_losses_intro(b->say));
    size_t left = TABLE_MOST - add_groups(b, 0, TABLE_MOST);
    for (size_t i = 0; i < b->r->incidents.count && left > 0; i++) {
        const struct incident *incident = &b->r->incidents.items[i];
        if (is_everything(b, incident)) {
            add_paragraph(b, words_losses_same(b->say, value_u64(b, incident->number)));
        } else {
            left -= add_groups(b, incident->number, left);
        }
    }
    if (left == 0) add_paragraph(b, words_coverage_extract(b->say));
    if (b->figures->graded_idle > 0)
        add_paragraph(b, words_losses_idle(b->say, words_n_order(b->say, b->figures->graded_idle)));
    if (!has_everything(b)) add_changes(b, 0);
    add_losses_by_market(b);
    add_valuation(b);
    const struct valuation *v = b->r->valuation;
    add_paragraph(b, v && (v->with_prices || v->fiat_code) ? words_losses_limits_prices(b->say)
                                                           : words_losses_limits(b->say));
}
