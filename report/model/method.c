/* method - what the verdicts mean and how many there are, what is covered, and how orders were compared.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

enum { COVERAGE_MOST = 5000 }; /* lines that are looked through for others alike */

/* ---- verdicts ------------------------------------------------------------------------------------------------------ */

const char *verdict_meaning(const struct builder *b, enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_BOT: return words_verdict_bot(b->say);
    case VERDICT_MANUAL: return words_verdict_manual(b->say);
    case VERDICT_SYSTEM: return words_verdict_system(b->say);
    case VERDICT_OTHER_ISSUER: return words_verdict_other_issuer(b->say);
    case VERDICT_UNISSUED: return words_verdict_unissued(b->say);
    case VERDICT_AMBIGUOUS: return words_verdict_ambiguous(b->say);
    case VERDICT_NOT_COVERED: return words_verdict_not_covered(b->say);
    case VERDICT_NONE:
    case VERDICT_COUNT: break;
    }
    return "";
}

const char *flag_meaning(const struct builder *b, enum flag flag)
{
    switch (flag) {
    case FLAG_STRONG: return words_flag_strong(b->say);
    case FLAG_PROBABLE: return words_flag_probable(b->say);
    case FLAG_REVIEW: return words_flag_review(b->say);
    case FLAG_NONE:
    case FLAG_COUNT: break;
    }
    return "";
}

static struct table count_table(struct builder *b, const char *first)
{
    const struct column columns[] = {{first, ALIGN_LEFT, 16, true},
                                     {words_col_orders(b->say), ALIGN_RIGHT, 11, false},
                                     {words_col_fills(b->say), ALIGN_RIGHT, 11, false},
                                     {words_col_meaning(b->say), ALIGN_LEFT, 62, false}};
    return table_begin(b, columns, 4, VERDICT_COUNT + 1);
}

static void count_row(struct table *t, bool strong, const char *name, const uint64_t counts[2], const char *meaning)
{
    table_row(t, strong,
              (const char *[]){name, value_u64(t->builder, counts[0]), value_u64(t->builder, counts[1]), meaning});
}

void section_verdicts(struct builder *b)
{
    add_heading(b, words_head_verdicts(b->say));
    add_paragraph(b, words_verdicts_intro(b->say));
    struct table verdicts = count_table(b, words_col_verdict(b->say));
    for (unsigned v = VERDICT_BOT; v < VERDICT_COUNT; v++)
        count_row(&verdicts, v == VERDICT_UNISSUED, verdict_name((enum verdict)v),
                  (const uint64_t[]){b->r->verdict_orders[v], b->r->verdict_fills[v]},
                  verdict_meaning(b, (enum verdict)v));
    count_row(&verdicts, true, words_total(b->say), (const uint64_t[]){b->r->orders.count, b->r->fill_count}, "");
    table_end(&verdicts, verdicts.block.row_count, "");
    add_paragraph(b, words_flags_intro(b->say));
    struct table flags = count_table(b, words_col_flag(b->say));
    for (unsigned f = FLAG_COUNT; f-- > FLAG_NONE + 1;)
        count_row(&flags, f == FLAG_STRONG, flag_name((enum flag)f),
                  (const uint64_t[]){b->r->flag_orders[f], b->r->flag_fills[f]}, flag_meaning(b, (enum flag)f));
    table_end(&flags, flags.block.row_count, "");
}

/* ---- coverage ------------------------------------------------------------------------------------------------------- */

static bool covers_several_accounts(const struct builder *b)
{
    for (size_t i = 1; i < b->r->coverage.count; i++) {
        if (b->r->coverage.items[i].account != b->r->coverage.items[0].account) return true;
    }
    return false;
}

/* Lines that differ in nothing but the market. */
static bool covers_alike(const struct coverage *a, const struct coverage *b)
{
    return a->account == b->account && a->bot_side == b->bot_side && a->source == b->source &&
           a->when.from_ns == b->when.from_ns && a->when.to_ns == b->when.to_ns &&
           (a->market == MARKET_NONE) == (b->market == MARKET_NONE);
}

static bool is_first_alike(const struct builder *b, size_t line)
{
    for (size_t i = 0; i < line; i++) {
        if (covers_alike(&b->r->coverage.items[i], &b->r->coverage.items[line])) return false;
    }
    return true;
}

static const char *markets_alike(const struct builder *b, size_t line)
{
    const struct coverage *first = &b->r->coverage.items[line];
    if (first->market == MARKET_NONE) return words_every_market(b->say);
    const char *list = "";
    for (size_t i = line; i < b->r->coverage.count; i++) {
        const struct coverage *c = &b->r->coverage.items[i];
        if (covers_alike(first, c)) list = value_join(b, list, ", ", value_market(b, c->market));
    }
    return list;
}

static void add_coverage_row(struct table *t, size_t line, bool name_account)
{
    const struct builder *b = t->builder;
    const struct coverage *c = &b->r->coverage.items[line];
    const char *cells[] = {value_account(b, c->account),
                           markets_alike(b, line),
                           c->bot_side ? words_side_bot(b->say) : words_side_exchange(b->say),
                           value_moment(b, c->when.from_ns),
                           value_moment(b, c->when.to_ns),
                           value_source(b, c->source)};
    table_row(t, false, name_account ? cells : cells + 1);
}

void section_coverage(struct builder *b)
{
    const size_t all = b->r->coverage.count;
    add_heading(b, words_head_coverage(b->say));
    add_paragraph(b, words_coverage_intro(b->say));
    if (all == 0) {
        add_notice(b, words_coverage_none(b->say));
        return;
    }
    const bool several = covers_several_accounts(b);
    if (!several)
        add_paragraph(b, words_coverage_account(b->say, value_account_and_files(b, b->r->coverage.items[0].account)));
    add_coverage_bands(b);
    const struct column columns[] = {
        {words_col_account(b->say), ALIGN_LEFT, 22, false},
        {words_col_market(b->say), ALIGN_LEFT, several ? 18 : 28, false},
        {words_col_records_of(b->say), ALIGN_LEFT, several ? 12 : 16, false},
        {words_col_from(b->say), ALIGN_LEFT, several ? 20 : 24, true},
        {words_col_to(b->say), ALIGN_LEFT, several ? 20 : 24, true},
        {words_col_file(b->say), ALIGN_LEFT, 8, true},
    };
    const size_t count = sizeof columns / sizeof *columns;
    struct table t = table_begin(b, several ? columns : columns + 1, several ? count : count - 1, TABLE_MOST);
    size_t lines = 0;
    for (size_t i = 0; i < all && i < COVERAGE_MOST; i++) {
        if (is_first_alike(b, i) && lines++ < TABLE_MOST) add_coverage_row(&t, i, several);
    }
    table_end(&t, all > COVERAGE_MOST ? all : lines, words_coverage_extract(b->say));
}

void section_margins(struct builder *b)
{
    const struct margins *m = &b->r->margins;
    if (!m->any) return;
    add_paragraph(b, words_margins_intro(b->say, value_order_row(b, &b->r->orders.items[m->closest]),
                                         value_span(b, m->closest_ns)));
    const struct column columns[] = {{words_col_shorter(b->say), ALIGN_LEFT, 40, true},
                                     {flag_name(FLAG_STRONG), ALIGN_RIGHT, 20, false},
                                     {flag_name(FLAG_PROBABLE), ALIGN_RIGHT, 20, false},
                                     {flag_name(FLAG_REVIEW), ALIGN_RIGHT, 20, false}};
    struct table t = table_begin(b, columns, 4, MARGIN_STEPS);
    for (unsigned s = 0; s < MARGIN_STEPS; s++)
        table_row(&t, false,
                  (const char *[]){value_span(b, m->steps[s].by_ns), value_u64(b, m->steps[s].orders[FLAG_STRONG]),
                                   value_u64(b, m->steps[s].orders[FLAG_PROBABLE]),
                                   value_u64(b, m->steps[s].orders[FLAG_REVIEW])});
    table_end(&t, MARGIN_STEPS, "");
}

/* ---- method --------------------------------------------------------------------------------------------------------- */

static void add_issuers(struct builder *b)
{
    const size_t all = b->r->issuers.count;
    if (all == 0) {
        add_paragraph(b, words_issuers_none(b->say));
        return;
    }
    add_paragraph(b, words_issuers_intro(b->say));
    const struct column columns[] = {{words_col_tag(b->say), ALIGN_LEFT, 30, true},
                                     {words_col_issuer(b->say), ALIGN_LEFT, 31, false},
                                     {words_col_orders(b->say), ALIGN_RIGHT, 13, false},
                                     {words_col_matched(b->say), ALIGN_RIGHT, 13, false},
                                     {words_col_learned(b->say), ALIGN_LEFT, 13, false}};
    const size_t shown = all < TABLE_MOST ? all : TABLE_MOST;
    struct table t = table_begin(b, columns, 5, shown);
    for (size_t i = 0; i < shown; i++) {
        const struct issuer_stat *issuer = &b->r->issuers.items[i];
        table_row(&t, false,
                  (const char *[]){words_retell(b->say, value_visible(b, span_of(issuer->tag))),
                                   value_visible(b, span_of(issuer->name)), value_u64(b, issuer->orders),
                                   value_u64(b, issuer->matched),
                                   issuer->learned ? words_yes(b->say) : words_no(b->say)});
    }
    table_end(&t, all, words_coverage_extract(b->say));
}

/* Seconds to the millisecond, with their sign. */
const char *value_clock_span(const struct builder *b, int64_t ns)
{
    int64_t ms = ns / 1000000;
    int64_t size = ms < 0 ? -ms : ms;
    return arena_format(b->arena, "%c%lld.%03lld s", ms < 0 ? '-' : '+', (long long)(size / 1000),
                        (long long)(size % 1000));
}

static void add_skew_effects(struct builder *b)
{
    if (b->r->skews.count == 0) return;
    if (b->r->skew_effects.count == 0) {
        add_paragraph(b, words_method_skew_same(b->say));
        return;
    }
    add_paragraph(b, words_method_skew_effects(b->say, words_n_order(b->say, b->r->skew_effects.count)));
    add_effects(b, &b->r->skew_effects, words_col_judged_then(b->say));
}

static void add_clocks(struct builder *b)
{
    for (size_t i = 0; i < b->r->skews.count; i++) {
        const struct clock_skew *skew = &b->r->skews.items[i];
        add_paragraph(b, words_method_skew(b->say, value_account(b, skew->bot_account),
                                           value_account(b, skew->exchange_account), value_clock_span(b, skew->skew_ns),
                                           words_n_order(b->say, skew->pairs)));
    }
    add_skew_effects(b);
    for (size_t i = 0; i < b->r->clock_doubts.count; i++) {
        const struct clock_doubt *doubt = &b->r->clock_doubts.items[i];
        add_paragraph(b, words_method_clock_doubt(b->say, value_source(b, doubt->source),
                                                  value_clock_span(b, doubt->apart_ns),
                                                  words_n_order(b->say, doubt->orders)));
    }
}

void section_method(struct builder *b)
{
    add_heading(b, words_head_method(b->say));
    add_paragraph(b, words_method_order(b->say));
    add_bullet(b, words_method_exclude(b->say));
    add_bullet(b, words_method_id(b->say));
    add_bullet(b, words_method_composite(b->say));
    add_bullet(b, words_method_cover(b->say));
    add_paragraph(b, words_method_counts(b->say, value_u64(b, b->r->ids_joined),
                                         words_n_order(b->say, b->r->verdict_orders[VERDICT_BOT])));
    add_paragraph(b, words_method_figures(b->say));
    add_paragraph(b, words_method_incidents(b->say));
    add_paragraph(b, words_method_exact(b->say));
    add_clocks(b);
    add_zone_effects(b);
    add_paragraph(b, words_method_duplicates(b->say));
    if (b->figures->duplicates > 0)
        add_paragraph(b, words_duplicates_found(b->say, words_n_record(b->say, b->figures->duplicates)));
    add_issuers(b);
}
