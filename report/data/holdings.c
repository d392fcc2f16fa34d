/* holdings - see holdings.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/holdings.h"

#include "report/data/rows.h"
#include "report/redaction/redaction.h"

struct span holdings_wallet(const struct report_input *in, const struct held *h)
{
    const struct span wallet = store_get_text(in->result->evidence->store, h->wallet);
    const bool hidden = redaction_hides(in->redaction, HIDE_CONTACTS) || redaction_hides(in->redaction, HIDE_UIDS);
    return hidden && wallet.len > 0 ? SPAN(REDACTED) : wallet;
}

void holdings_row(const struct held_row *row, const bool *sharing_lines, char out[ROW_TEXT_MAX])
{
    const struct event place = {.source = row->source, .line = row->line, .offset = row->offset};
    char label[16];
    source_label(row->source, label);
    *rows_put(out, &place, span_of(label), sharing_lines[row->source] && row->offset != OFFSET_UNKNOWN) = '\0';
}

static void put_balance(const struct report_input *in, struct json_out *j, const struct held_row *row)
{
    if (!row->stated)
        json_out_null(j);
    else if (redaction_hides(in->redaction, HIDE_AMOUNTS))
        json_out_cstr(j, REDACTED);
    else
        json_out_amount(j, row->balance);
}

static void put_row(const struct figures *f, struct json_out *j, const struct held_row *row)
{
    char text[ROW_TEXT_MAX];
    if (!row->stated) {
        json_out_null(j);
        return;
    }
    holdings_row(row, f->sharing_lines, text);
    json_out_cstr(j, text);
}

static void put_held(const struct report_input *in, const struct figures *f, struct json_out *j, const struct held *h)
{
    const struct span wallet = holdings_wallet(in, h);
    json_out_open(j, '{');
    json_put_span(j, "asset", store_get_text(in->result->evidence->store, h->asset));
    if (wallet.len > 0) json_put_span(j, "wallet", wallet);
    json_out_key(j, "before");
    put_balance(in, j, &h->before);
    json_out_key(j, "before_row");
    put_row(f, j, &h->before);
    json_out_key(j, "after");
    put_balance(in, j, &h->after);
    json_out_key(j, "after_row");
    put_row(f, j, &h->after);
    json_out_close(j, '}');
}

void findings_holdings(const struct report_input *in, const struct figures *f, struct json_out *j, uint32_t incident)
{
    const struct result *r = in->result;
    json_out_key(j, "holdings");
    json_out_open(j, '[');
    for (size_t i = 0; i < r->held.count; i++)
        if (r->held.items[i].incident == incident) put_held(in, f, j, &r->held.items[i]);
    json_out_close(j, ']');
}
