/* fiat - the sums of each method in a fiat currency, and how the parts of the net change were converted.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/valuation.h"

#include "report/model/build.h"

static const char *asset_of(const struct builder *b, uint32_t asset)
{
    return value_visible(b, store_get_text(b->store, asset));
}

static bool is_priced(const struct fiat_total *t)
{
    for (size_t i = 0; i < t->part_count; i++)
        if (t->parts[i].basis == FIAT_PRICED || t->parts[i].basis == FIAT_LEFT_OUT) return true;
    return false;
}

const char *value_not_counted(const struct builder *b, const struct fiat_total *t)
{
    const char *list = "";
    size_t named = 0;
    for (size_t i = 0; i < t->part_count && named < LIST_MOST; i++) {
        if (t->parts[i].basis != FIAT_LEFT_OUT) continue;
        named++;
        const struct fiat_part *p = &t->parts[i];
        const char *asset = asset_of(b, p->asset);
        list = value_join(b, list, ", ",
                          p->known ? words_two_parts(b->say, value_signed(b, p->amount), asset)
                                   : words_amount_unknown(b->say, asset));
    }
    if (t->left_out > named) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, t->left_out - named)));
    return list;
}

static const char *left_out(const struct builder *b, const struct fiat_total *t)
{
    return t->left_out > 0 ? value_not_counted(b, t) : words_everything_converted(b->say);
}

static const char *method_words(const struct builder *b, const char *method)
{
    if (span_is(span_of(method), "net-change")) return words_short_net_change(b->say);
    if (span_is(span_of(method), "realised-in-quote")) return words_short_realised(b->say);
    if (span_is(span_of(method), "fees")) return words_short_fees(b->say);
    if (span_is(span_of(method), value_method_name(VALUE_OWN_FILLS))) return words_short_own_fills(b->say);
    if (span_is(span_of(method), value_method_name(VALUE_BEFORE_ORDER))) return words_short_before_order(b->say);
    return words_short_before_incident(b->say);
}

static const char *total_words(const struct builder *b, const struct fiat_total *f)
{
    if (!f->computed || f->left_out == f->part_count) return words_fiat_uncomputed(b->say);
    const char *amount = value_signed_exact(b, f->total);
    return f->left_out > 0 ? words_fiat_in_part(b->say, amount) : amount;
}

static const char *coins_by(const struct builder *b, const struct fiat_total *f)
{
    if (!is_priced(f)) return words_coins_none(b->say);
    return f->by_prices ? words_coins_by_prices(b->say) : words_coins_by_own(b->say);
}

static void total_row(struct table *t, const struct fiat_total *f)
{
    const struct builder *b = t->builder;
    const char *what = method_words(b, f->method);
    if (f->incident != 0)
        what = words_group_and_method(b->say, words_group_incident(b->say, value_u64(b, f->incident)), what);
    table_row(t, false,
              (const char *[]){what, coins_by(b, f), total_words(b, f),
                               f->day_ns == TIME_NONE ? "" : value_date(b, f->day_ns), left_out(b, f)});
}

static const char *price_words(const struct builder *b, const struct fiat_total *t, const struct reference_price *p,
                               const char *day)
{
    const char *price = value_price(b, p->price), *against = asset_of(b, p->against);
    const char *basis = value_basis(b, p, t->at_ns - p->at_ns, false);
    return *day ? words_part_priced(b->say, price, against, basis, day)
                : words_part_priced_alone(b->say, price, against, basis);
}

const char *value_counted_by(const struct builder *b, const struct fiat_total *t, const struct fiat_part *p)
{
    const char *day = p->day_ns == TIME_NONE ? "" : value_date(b, p->day_ns);
    switch (p->basis) {
    case FIAT_SELF: return words_part_self(b->say);
    case FIAT_RATE: return words_part_rate(b->say, day);
    case FIAT_DOLLAR: return *day ? words_part_dollar(b->say, day) : words_part_as_dollar(b->say);
    case FIAT_PRICED:
        if (p->through.state != REFERENCE_FOUND) return price_words(b, t, &p->price, day);
        return words_part_through(b->say, value_price(b, p->price.price), asset_of(b, p->price.against),
                                  value_basis(b, &p->price, t->at_ns - p->price.at_ns, false),
                                  price_words(b, t, &p->through, day));
    case FIAT_SOLD: return words_part_sold(b->say, value_sum(b, true, p->price.price), asset_of(b, p->price.against));
    case FIAT_LEFT_OUT: break;
    }
    return p->known ? words_part_left_out(b->say) : words_part_unknown(b->say);
}

static void add_parts(struct builder *b, const struct fiat_total *f, const char *fiat)
{
    const struct column columns[] = {{words_col_asset(b->say), ALIGN_LEFT, 12, false},
                                     {words_col_amount(b->say), ALIGN_DECIMAL, 24, false},
                                     {words_col_converted_by(b->say), ALIGN_LEFT, 46, false},
                                     {fiat, ALIGN_DECIMAL, 18, false}};
    struct table t = table_begin(b, columns, 4, TABLE_MOST);
    for (size_t i = 0; i < f->part_count && i < TABLE_MOST; i++) {
        const struct fiat_part *p = &f->parts[i];
        table_row(&t, false,
                  (const char *[]){asset_of(b, p->asset), p->known ? value_signed(b, p->amount) : "",
                                   value_counted_by(b, f, p),
                                   p->basis == FIAT_LEFT_OUT ? "" : value_signed_exact(b, p->fiat)});
    }
    table_end(&t, f->part_count, words_coverage_extract(b->say));
}

void add_fiat(struct builder *b, const struct valuation *v)
{
    const char *fiat = value_visible(b, span_of(v->fiat_code));
    const struct column columns[] = {{words_col_what(b->say), ALIGN_LEFT, 32, false},
                                     {words_col_coins_by(b->say), ALIGN_LEFT, 13, false},
                                     {fiat, ALIGN_RIGHT, 18, false},
                                     {words_col_rate_day(b->say), ALIGN_LEFT, 12, true},
                                     {words_col_not_converted(b->say), ALIGN_LEFT, 25, false}};
    add_subheading(b, words_head_fiat(b->say, fiat));
    add_paragraph(
        b, words_fiat_intro(b->say, fiat, v->fx_ecb ? words_fx_ecb(b->say) : words_fx_plain(b->say), v->fx_sha256));
    struct table t = table_begin(b, columns, 5, TABLE_MOST);
    size_t count = 0;
    for (size_t i = 0; i < v->fiat.count; i++) {
        const uint32_t incident = v->fiat.items[i].incident;
        if (incident != 0 && b->r->incidents.items[incident - 1].order_count == b->figures->graded_count) continue;
        count++;
        if (t.block.row_count < TABLE_MOST) total_row(&t, &v->fiat.items[i]);
    }
    table_end(&t, count, words_coverage_extract(b->say));
    for (size_t i = 0; i < v->fiat.count; i++) {
        const struct fiat_total *f = &v->fiat.items[i];
        if (f->incident != 0 || !span_is(span_of(f->method), "net-change")) continue;
        add_paragraph(b, words_fiat_parts_intro(b->say, f->by_prices ? words_coins_by_prices(b->say)
                                                                     : words_coins_by_own(b->say)));
        add_parts(b, f, fiat);
    }
}

/* The net change of all graded orders, by supplied prices where there are any: the account need not have traded what is
 * valued. NULL: there is none. */
static const struct fiat_total *best_total(const struct valuation *v)
{
    const struct fiat_total *best = NULL;
    for (size_t i = 0; v && v->fiat_code && i < v->fiat.count; i++) {
        const struct fiat_total *f = &v->fiat.items[i];
        if (f->incident == 0 && span_is(span_of(f->method), "net-change") && f->computed && f->left_out < f->part_count)
            best = f;
    }
    return best;
}

/* What other coins are counted by; "" when there are none. */
static const char *others_by(const struct builder *b, const struct fiat_total *t)
{
    bool others = false;
    for (size_t i = 0; i < t->part_count; i++)
        others |= t->parts[i].basis == FIAT_PRICED || t->parts[i].basis == FIAT_SOLD;
    if (!others) return "";
    const char *by = t->by_orders ? words_coins_by_orders(b->say) : coins_by(b, t);
    return words_worth_others(b->say, by);
}

const struct fiat_total *worth_of(const struct builder *b, uint32_t incident)
{
    const struct fiat_total *t = incident == 0 ? best_total(b->r->valuation) : NULL;
    const struct fiat_total *change = valuation_change(b->r->valuation, incident);
    /* What was received for assets without a price is in a sum, the assets are not: such a sum says too little. */
    if (!t || (change && change->unit != 0 && change->computed && change->left_out < t->left_out)) t = change;
    return t && t->unit != 0 && t->computed && t->left_out < t->part_count ? t : NULL;
}

const char *value_worth(const struct builder *b, const struct fiat_total *t)
{
    return words_two_parts(b->say, value_signed_exact(b, t->total), asset_of(b, t->unit));
}

/* Without --fx: in the unit of the picture of the changes. */
static const char *worth_sentence(const struct builder *b)
{
    const struct fiat_total *t = worth_of(b, 0);
    if (!t) return "";
    bool dollars = false;
    for (size_t i = 0; i < t->part_count; i++) dollars |= t->parts[i].basis == FIAT_DOLLAR;
    const char *by = value_join(b, dollars ? words_worth_dollars(b->say) : "", "; ", others_by(b, t));
    if (!*others_by(b, t)) by = dollars ? words_worth_dollars(b->say) : words_part_self(b->say);
    return words_worth(b->say, asset_of(b, t->unit), by, value_worth(b, t), left_out(b, t));
}

const char *fiat_sentence(const struct builder *b)
{
    const struct fiat_total *t = best_total(b->r->valuation);
    if (!t) return worth_sentence(b);
    const char *fiat = value_visible(b, span_of(b->r->valuation->fiat_code));
    const char *day = t->day_ns == TIME_NONE ? words_none(b->say) : value_date(b, t->day_ns);
    return words_summary_fiat(b->say, fiat, words_two_parts(b->say, value_signed_exact(b, t->total), fiat), day,
                              coins_by(b, t), left_out(b, t));
}
