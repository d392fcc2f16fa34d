/* held - the balances that a statement prints before and after an incident (attribution/incidents/held.c), asset by asset. Only the difference
 * is computed.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/holdings.h"
#include "report/model/build.h"
#include "report/redaction/redaction.h"

bool has_held(const struct builder *b, uint32_t incident)
{
    for (size_t i = 0; i < b->r->held.count; i++)
        if (b->r->held.items[i].incident == incident) return true;
    return false;
}

static const char *name_of(const struct builder *b, const struct held *h)
{
    const char *asset = value_visible(b, store_get_text(b->store, h->asset));
    return value_join(b, asset, ", ", value_visible(b, holdings_wallet(b->in, h)));
}

static const char *amount_of(const struct builder *b, const struct held_row *row)
{
    return row->stated ? value_amount(b, row->balance) : "";
}

static const char *row_of(const struct builder *b, const struct held_row *row)
{
    char text[ROW_TEXT_MAX];
    if (!row->stated) return "";
    holdings_row(row, b->figures->sharing_lines, text);
    return arena_format(b->arena, "%s", text);
}

static void add_row(struct table *t, const struct held *h)
{
    const struct builder *b = t->builder;
    struct decimal moved;
    const bool both = h->before.stated && h->after.stated;
    table_row(t, false,
              (const char *[]){name_of(b, h), amount_of(b, &h->before), row_of(b, &h->before), amount_of(b, &h->after),
                               row_of(b, &h->after),
                               both && decimal_sub(h->after.balance, h->before.balance, &moved)
                                   ? value_signed_exact(b, moved)
                                   : ""});
}

void add_held(struct builder *b, uint32_t incident)
{
    if (!has_held(b, incident) || redaction_hides(b->in->redaction, HIDE_AMOUNTS)) return;
    const struct column columns[] = {
        {words_col_asset(b->say), ALIGN_LEFT, 16, false}, {words_held_before(b->say), ALIGN_DECIMAL, 20, false},
        {words_col_row(b->say), ALIGN_LEFT, 12, false},   {words_held_after(b->say), ALIGN_DECIMAL, 20, false},
        {words_col_row(b->say), ALIGN_LEFT, 12, false},   {words_held_difference(b->say), ALIGN_DECIMAL, 20, false}};
    struct table t = table_begin(b, columns, 6, TABLE_MOST);
    size_t all = 0;
    for (size_t i = 0; i < b->r->held.count; i++) {
        if (b->r->held.items[i].incident != incident) continue;
        if (all++ < TABLE_MOST) add_row(&t, &b->r->held.items[i]);
    }
    add_paragraph(b, words_held_intro(b->say));
    table_end(&t, all, words_coverage_extract(b->say));
}
