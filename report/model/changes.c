/* changes - what an incident changed in the account: a bar for each asset, and the numbers behind it.
 *
 * The picture shows the change, never the holdings: those stand beside it where a statement prints them (held.c). What no price
 * can be named for has no bar; it is listed.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/valuation.h"

#include "report/model/build.h"
#include "report/redaction/redaction.h"

#include <stdlib.h>

enum { BARS_MOST = 24, LONGEST = 1000 };

struct change { /* of one incident */
    const struct fiat_total *total;
    const struct fiat_part **parts; /* that changed anything: what was counted, the most lost first; then the rest */
    size_t count, counted;
    const char *unit;
};

static struct decimal size_of(struct decimal d)
{
    return decimal_sign(d) < 0 ? decimal_negate(d) : d;
}

/* ---- which ---------------------------------------------------------------------------------------------------------------- */

/* Losses from the largest on, then gains from the largest on, then what was not counted; equal ones in the order of names. */
static int by_weight(const void *left, const void *right)
{
    const struct fiat_part *a = *(const struct fiat_part *const *)left, *b = *(const struct fiat_part *const *)right;
    const bool a_out = a->basis == FIAT_LEFT_OUT, b_out = b->basis == FIAT_LEFT_OUT;
    if (a_out != b_out) return a_out ? 1 : -1;
    if (!a_out) {
        const bool a_less = decimal_sign(a->fiat) < 0, b_less = decimal_sign(b->fiat) < 0;
        if (a_less != b_less) return a_less ? -1 : 1;
        const int sizes = decimal_compare(size_of(b->fiat), size_of(a->fiat));
        if (sizes != 0) return sizes;
    }
    return a < b ? -1 : a > b;
}

static struct change change_of(const struct builder *b, const struct fiat_total *total)
{
    struct change c = {.total = total, .unit = value_visible(b, store_get_text(b->store, total->unit))};
    c.parts = ARENA_ARRAY(b->arena, const struct fiat_part *, total->part_count + 1);
    for (size_t i = 0; i < total->part_count; i++) {
        const struct fiat_part *p = &total->parts[i];
        if (p->known && decimal_sign(p->amount) == 0) continue;
        c.parts[c.count++] = p;
        c.counted += p->basis != FIAT_LEFT_OUT;
    }
    if (c.count > 1) qsort(c.parts, c.count, sizeof *c.parts, by_weight);
    return c;
}

static const char *amount_of(const struct builder *b, const struct fiat_part *p)
{
    return p->known ? value_signed(b, p->amount) : words_not_added_up(b->say);
}

/* ---- bars ------------------------------------------------------------------------------------------------------------------ */

/* Whether the asset is among the BARS_MOST whose values are largest; the others have no bar. */
static bool is_drawn(const struct change *c, size_t at)
{
    size_t larger = 0;
    for (size_t i = 0; i < c->counted; i++) {
        const int order = decimal_compare(size_of(c->parts[i]->fiat), size_of(c->parts[at]->fiat));
        larger += order > 0 || (order == 0 && i < at);
    }
    return larger < BARS_MOST;
}

/* How many thousandths of `longest` fit into the size of d: whole numbers on purpose, without a float. */
static uint32_t length_of(struct decimal d, struct decimal longest)
{
    uint32_t low = 0, high = LONGEST;
    struct decimal whole;
    if (!decimal_mul(size_of(d), decimal_from_int(LONGEST), &whole)) return LONGEST;
    while (low < high) {
        const uint32_t middle = high - (high - low) / 2;
        struct decimal part;
        if (decimal_mul(longest, decimal_from_int(middle), &part) && decimal_compare(part, whole) <= 0) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static struct chart_bar bar_of(const struct builder *b, const char *label, const char *amount, struct decimal value,
                               struct decimal longest)
{
    return (struct chart_bar){.label = span_of(label),
                              .amount = span_of(amount),
                              .value = span_of(value_signed_exact(b, value)),
                              .length = length_of(value, longest),
                              .less = decimal_sign(value) < 0};
}

static struct decimal longest_of(const struct change *c)
{
    struct decimal longest = c->total->computed ? size_of(c->total->total) : (struct decimal){0, 0};
    for (size_t i = 0; i < c->counted; i++)
        if (decimal_compare(size_of(c->parts[i]->fiat), longest) > 0) longest = size_of(c->parts[i]->fiat);
    return longest;
}

static void add_bar(struct chart *chart, struct chart_bar bar)
{
    uint32_t *side = bar.less ? &chart->longest_less : &chart->longest_more;
    if (bar.length > *side) *side = bar.length;
    chart->bars[chart->bar_count++] = bar;
}

static void add_bars(const struct builder *b, const struct change *c, struct chart *chart)
{
    const struct decimal longest = longest_of(c);
    chart->bars = ARENA_ARRAY(b->arena, struct chart_bar, c->counted + 1);
    for (size_t i = 0; i < c->counted; i++) {
        const struct fiat_part *p = c->parts[i];
        if (!is_drawn(c, i)) continue;
        const char *asset = value_visible(b, store_get_text(b->store, p->asset));
        add_bar(chart, bar_of(b, asset, amount_of(b, p), p->fiat, longest));
    }
    if (c->counted < 2 || !c->total->computed) return;
    struct chart_bar sum = bar_of(b, words_change_sum(b->say), "", c->total->total, longest);
    sum.sum = true;
    add_bar(chart, sum);
}

/* "Incident 1: ... BTC -0.5: -8000.00 USD; ..." */
static struct span speak(const struct builder *b, const struct chart *chart, const char *unit)
{
    const char *text = "";
    for (size_t i = 0; i < chart->bar_count; i++) {
        const struct chart_bar *bar = &chart->bars[i];
        const char *value = arena_format(b->arena, "%.*s %s", SPAN_ARG(bar->value), unit);
        const char *asset = bar->amount.len > 0
                                ? arena_format(b->arena, "%.*s %.*s", SPAN_ARG(bar->amount), SPAN_ARG(bar->label))
                                : arena_format(b->arena, "%.*s", SPAN_ARG(bar->label));
        text = value_join(b, text, "; ", arena_format(b->arena, "%s: %s", asset, value));
    }
    return span_of(arena_format(b->arena, "%.*s %s", SPAN_ARG(chart->caption), text));
}

static const char *whose(const struct builder *b, uint32_t incident)
{
    if (incident == 0) return words_group_all(b->say);
    const struct incident *n = &b->r->incidents.items[incident - 1];
    return arena_format(b->arena, "%s, %s", words_group_incident(b->say, value_u64(b, incident)),
                        value_account(b, n->account));
}

static struct chart *make_chart(const struct builder *b, const struct change *c)
{
    struct chart *chart = ARENA_NEW(b->arena, struct chart);
    const char *caption = words_change_caption(b->say, whose(b, c->total->incident), c->unit);
    if (c->counted > BARS_MOST)
        caption =
            words_two_parts(b->say, caption, words_change_more_bars(b->say, value_u64(b, c->counted - BARS_MOST)));
    chart->caption = span_of(caption);
    chart->series_names[0] = span_of(words_change_less(b->say));
    chart->series_names[1] = span_of(words_change_more(b->say));
    chart->bar_titles[0] = span_of(words_col_asset(b->say));
    chart->bar_titles[1] = span_of(words_col_amount(b->say));
    chart->bar_titles[2] = span_of(words_change_value(b->say, c->unit));
    add_bars(b, c, chart);
    chart->spoken = speak(b, chart, c->unit);
    return chart;
}

/* ---- the same as a table ---------------------------------------------------------------------------------------------------- */

static void add_row(struct table *t, const struct change *c, const struct fiat_part *p)
{
    const struct builder *b = t->builder;
    table_row(t, false,
              (const char *[]){value_visible(b, store_get_text(b->store, p->asset)), amount_of(b, p),
                               value_counted_by(b, c->total, p),
                               p->basis == FIAT_LEFT_OUT ? "" : value_signed_exact(b, p->fiat)});
}

/* The sum stands below what is in it. */
static void add_table(struct builder *b, const struct change *c)
{
    const struct column columns[] = {{words_col_asset(b->say), ALIGN_LEFT, 18, false},
                                     {words_col_amount(b->say), ALIGN_DECIMAL, 22, false},
                                     {words_col_converted_by(b->say), ALIGN_LEFT, 40, false},
                                     {words_change_value(b->say, c->unit), ALIGN_DECIMAL, 20, false}};
    struct table t = table_begin(b, columns, 4, TABLE_MOST + 1);
    const size_t shown = c->count < TABLE_MOST ? c->count : TABLE_MOST;
    for (size_t i = 0; i <= shown; i++) {
        if (i == c->counted && c->counted > 1 && c->total->computed)
            table_row(&t, true,
                      (const char *[]){words_change_sum(b->say), "", "", value_signed_exact(b, c->total->total)});
        if (i < shown) add_row(&t, c, c->parts[i]);
    }
    table_end(&t, shown == c->count ? t.block.row_count : c->count, words_coverage_extract(b->say));
}

/* ---- one incident ------------------------------------------------------------------------------------------------------------ */

static bool has_basis(const struct change *c, enum fiat_basis basis)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->parts[i]->basis == basis) return true;
    return false;
}

static const char *intro(const struct builder *b, const struct change *c)
{
    const char *text = words_change_intro(b->say, c->unit);
    const uint32_t incident = c->total->incident;
    if (incident != 0 && !has_held(b, incident)) text = words_two_parts(b->say, text, words_held_none(b->say));
    if (has_basis(c, FIAT_DOLLAR)) text = words_two_parts(b->say, text, words_change_in_dollars(b->say));
    if (has_basis(c, FIAT_SOLD)) text = words_two_parts(b->say, text, words_change_by_orders(b->say));
    if (!has_basis(c, FIAT_PRICED)) return text;
    return words_two_parts(b->say, text,
                           c->total->by_prices ? words_change_by_prices(b->say)
                                               : words_change_by_own(b->say, value_u64(b, OWN_FILL_DAYS)));
}

void add_changes(struct builder *b, uint32_t incident)
{
    const struct fiat_total *total = valuation_change(b->r->valuation, incident);
    if (!total || total->unit == 0 || redaction_hides(b->in->redaction, HIDE_AMOUNTS)) return; /* bars tell sizes too */
    const struct change c = change_of(b, total);
    if (c.counted == 0) return;
    add_paragraph(b, intro(b, &c));
    add_chart(b, make_chart(b, &c));
    if (c.counted < c.count) add_paragraph(b, words_change_not_drawn(b->say, value_not_counted(b, total)));
    add_table(b, &c);
}
