/* explain - a definition in words, for `straykey formats ID`.
 *
 * SPDX-License-Identifier: MIT */
#include "base/writer.h"
#include "parser/format/internal.h"

#include <stdio.h>

/* ---- one definition ---------------------------------------------------------------------------------------------- */

static void explain_cell(const struct header_cell *c, struct writer *out)
{
    if (c->kind == HEADER_ANY)
        writer_format(out, "(any)%s%s", c->name.len ? " read as " : "", c->name.len ? c->name.ptr : "");
    else
        writer_format(out, c->kind == HEADER_PATTERN ? "/%s/" : "%s", c->text.ptr);
}

static void explain_header(const struct header *h, struct writer *out)
{
    writer_cstr(out, "  ");
    for (size_t i = 0; i < h->count; i++) {
        for (size_t k = 0; h->repeat_at == i && k < h->group_count; k++) {
            writer_cstr(out, k == 0 ? (i ? " | (" : "(") : " | ");
            explain_cell(&h->group[k], out);
            if (k + 1 == h->group_count) writer_cstr(out, i ? ", as often as needed)" : ", as often as needed) | ");
        }
        if (i) writer_cstr(out, " | ");
        explain_cell(&h->cells[i], out);
    }
    writer_byte(out, '\n');
}

static void explain_keys(const char *what, const struct span *keys, size_t count, struct writer *out)
{
    if (!count) return;
    writer_format(out, "  %s", what);
    for (size_t i = 0; i < count; i++) writer_format(out, "%s%s", i ? ", " : " ", keys[i].ptr);
    writer_byte(out, '\n');
}

static void explain_recognition(const struct format *f, struct writer *out)
{
    static const char *const how[] = {"a CSV file with exactly these cells in its header",
                                      "a CSV file whose header begins with",
                                      "a CSV file of this shape, whose first rows can be read"};
    writer_format(out, "\nIt is recognised as %s:\n",
                  f->length_count ? "JSON lists"
                  : f->json       ? "JSON objects"
                                  : how[f->match]);
    for (size_t i = 0; i < f->header_count; i++) {
        if (i) writer_cstr(out, "  or\n");
        explain_header(&f->headers[i], out);
    }
    explain_keys("that have the keys", f->keys, f->key_count, out);
    explain_keys("and not", f->without, f->without_count, out);
    for (size_t i = 0; i < f->length_count; i++)
        writer_format(out, "%s %llu", i ? " or" : "  that are lists with", (unsigned long long)f->lengths[i]);
    if (f->length_count) writer_cstr(out, " elements\n");
    for (size_t i = 0; i < f->value_count; i++)
        writer_format(out, "  and a fitting value of %s%s\n", f->length_count ? "/" : "", f->values[i].key.ptr);
    if (f->grouping == GROUPING_BINANCE_NESTED) {
        writer_cstr(out, "  Rows with an empty first cell are the fills of the order above them:\n");
        explain_header(&f->sub_header, out);
    }
}

static void explain_source(const struct rules *r, const struct cell_source *from, struct writer *out)
{
    for (uint8_t i = 0; i < from->count; i++)
        writer_format(out, "%s%s", i ? ", else " : "", r->slots[from->slots[i]].name.ptr);
}

static void explain_time(const struct rules *r, const struct time_rule *t, const char *what, struct writer *out)
{
    static const char *const zones[] = {"",
                                        "",
                                        "written with it",
                                        "stated in the header",
                                        "stated above the header",
                                        "stated in the file's name, else asked for",
                                        "asked for"};
    static const char *const units[] = {
        "", "seconds", "milliseconds", "microseconds", "nanoseconds", "a number of its length"};
    if (!t->present) return;
    writer_format(out, "  %-16s ", what);
    explain_source(r, &t->from, out);
    if (t->epoch)
        writer_format(out, ", %s since 1970 UTC", units[t->epoch]);
    else if (t->zone_source == ZONE_SOURCE_FIXED)
        writer_format(out, ", zone %s", t->zone_name.ptr);
    else
        writer_format(out, ", zone %s", zones[t->zone_source]);
    for (size_t i = 0; i < t->layout_count; i++) writer_format(out, "%s%s", i ? " or " : ", as ", t->layouts[i]);
    writer_byte(out, '\n');
}

static void explain_market(const struct rules *r, struct writer *out)
{
    static const char *const styles[] = {"BTCUSDT", "BTC_USDT", "BTC/USDT", "BTC-USDT"};
    const struct market_rule *m = &r->market;
    if (!m->present) return;
    writer_format(out, "  %-16s ", "market");
    explain_source(r, &m->from, out);
    if (m->base != SLOT_NONE) writer_format(out, "%s and %s", r->slots[m->base].name.ptr, r->slots[m->quote].name.ptr);
    if (m->from.count)
        writer_format(out, ", written like %s, %s first", styles[m->style],
                      m->sequence == PAIR_QUOTE_BASE ? "quote" : "base");
    writer_byte(out, '\n');
}

static void explain_column(const struct rules *r, const struct column_rule *c, struct writer *out)
{
    static const char *const units[] = {"", ", in the base asset", ", in the quote asset",
                                        ", in the asset written behind it"};
    writer_format(out, "  %-16s ", target_name(c->target));
    explain_source(r, &c->from, out);
    if (c->members) writer_cstr(out, "named by the only member that is not zero");
    if (c->minus != SLOT_NONE) writer_format(out, " minus %s", r->slots[c->minus].name.ptr);
    writer_cstr(out, units[c->unit]);
    if (c->decimals) writer_format(out, ", of which %u digits are decimals", c->decimals);
    if (c->map_count) writer_cstr(out, ":");
    for (size_t i = 0; i < c->map_count; i++)
        writer_format(out, "%s%s = %s", i ? ", " : " ", c->map[i].from.ptr,
                      c->map[i].to.len ? c->map[i].to.ptr : "(nothing)");
    if (c->zero_absent) writer_cstr(out, ", zero means not stated");
    if (c->empty == EMPTY_ERROR) writer_cstr(out, ", must be there");
    writer_byte(out, '\n');
}

static void explain_legs(const struct rules *r, struct writer *out)
{
    const struct leg_rules *legs = &r->legs;
    if (!legs->present) return;
    writer_format(out, "  %-16s those with the same", "joined from rows");
    for (size_t i = 0; i < legs->key_count; i++)
        writer_format(out, "%s %s", i ? "," : "", r->slots[legs->key[i]].name.ptr);
    if (legs->sum) writer_cstr(out, ", added up");
    writer_byte(out, '\n');
    if (legs->quote_count) writer_format(out, "  %-16s the first of", "quote");
    for (size_t i = 0; i < legs->quote_count; i++) writer_format(out, "%s %s", i ? "," : "", legs->quotes[i].ptr);
    if (legs->quote_count) writer_byte(out, '\n');
}

static void explain_rules(const struct rules *r, const char *what, struct writer *out)
{
    writer_format(out, "\n%s becomes %s on the timeline:\n", what, event_kind_name(r->kind));
    explain_time(r, &r->time, "time", out);
    explain_time(r, &r->until, "until", out);
    explain_market(r, out);
    explain_legs(r, out);
    for (size_t i = 0; i < r->column_count; i++) explain_column(r, &r->columns[i], out);
    for (size_t i = 0; i < r->constant_count; i++)
        writer_format(out, "  %-16s always %s\n", target_name(r->constants[i].target), r->constants[i].text.ptr);
    for (size_t i = 0; i < r->context_count; i++)
        writer_format(out, "  %-16s from %s\n", target_name(r->contexts[i].target),
                      r->contexts[i].file_name ? "the file's name" : "what encloses the record");
    for (size_t i = 0; i < r->skip_count; i++) writer_format(out, "  passed over: %s\n", r->skips[i].because.ptr);
    if (r->message_count) {
        writer_cstr(out, "  sentences known:");
        for (size_t i = 0; i < r->message_count; i++)
            writer_format(out, "%s %s", i ? "," : "", r->messages[i].name.ptr);
        writer_cstr(out, "; others stay on the timeline as they are\n");
    }
}

static void explain_absent(const struct format *f, struct writer *out)
{
    bool any = false;
    for (int t = 0; t < TARGET_COUNT; t++) {
        if (!f->absent[t]) continue;
        writer_format(out, "%s%s", any ? ", " : "\nThis export does not carry: ", target_name((enum target)t));
        any = true;
    }
    if (any) writer_cstr(out, "\n");
}

void format_explain(const struct format *f, struct writer *out)
{
    char period[32];
    format_years(f, period);
    writer_format(out, "%s, version %u\n%s\n\n", f->id.ptr, f->version, f->title.ptr);
    writer_format(out, "From:       %s (%s)\nWhere:      %s\n", f->system.ptr,
                  f->bot_side ? "bot platform" : "exchange", f->export_text.ptr);
    if (period[0]) writer_format(out, "Years:      %s\n", period);
    if (f->superseded_by.len) writer_format(out, "Later:      %s\n", f->superseded_by.ptr);
    writer_format(out, "Known from: %s\n", f->provenance.ptr);
    explain_recognition(f, out);
    explain_rules(&f->main, f->json ? "Each object" : "Each row", out);
    if (f->grouping == GROUPING_BINANCE_NESTED) explain_rules(&f->sub, "Each row below an order", out);
    for (size_t i = 0; i < f->variant_count; i++) {
        char what[160];
        const struct rules *r = &f->variants[i];
        snprintf(what, sizeof what, "Each of those records whose %s%s%s fits", r->slots[r->when.slots[0]].name.ptr,
                 r->when.joined ? " together with " : "", r->when.joined ? r->slots[r->when.slots[1]].name.ptr : "");
        explain_rules(r, what, out);
    }
    for (size_t i = 0; i < f->each_count; i++) {
        char what[96];
        snprintf(what, sizeof what, "Each element of %.*s", SPAN_ARG(f->each[i].array));
        explain_rules(&f->each[i], what, out);
    }
    explain_absent(f, out);
    if (f->page_size_count) writer_cstr(out, "\nA list of exactly a page's length is reported as possibly cut.\n");
    writer_format(out, "\n%zu samples prove it (straykey formats --check).\n", f->samples ? f->samples->count : 0);
}
