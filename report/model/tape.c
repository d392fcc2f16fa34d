/* tape - what the fills' comparison with the published tape gave, and which of the case's keys are in a list of leaked
 * ones.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/tape/tape.h"

#include "report/data/compared.h"
#include "report/model/build.h"

/* ---- results ------------------------------------------------------------------------------------------------------- */

static const char *meaning_of(const struct builder *b, enum tape_result result)
{
    switch (result) {
    case TAPE_EXACT: return words_tape_exact(b->say);
    case TAPE_UNIQUE: return words_tape_unique(b->say);
    case TAPE_CANDIDATES: return words_tape_candidates(b->say);
    case TAPE_AGGREGATE: return words_tape_aggregate(b->say);
    case TAPE_NONE: return words_tape_none(b->say);
    case TAPE_NOT_COVERED: return words_tape_not_covered(b->say);
    case TAPE_NOT_A_FILL:
    case TAPE_RESULT_COUNT: break;
    }
    return "";
}

static void add_results(struct builder *b, const struct tape *t)
{
    const struct column columns[] = {{words_col_result(b->say), ALIGN_LEFT, 16, true},
                                     {words_col_fills(b->say), ALIGN_RIGHT, 11, false},
                                     {words_col_flagged_fills(b->say), ALIGN_RIGHT, 11, false},
                                     {words_col_meaning(b->say), ALIGN_LEFT, 62, false}};
    struct table table = table_begin(b, columns, 4, TAPE_RESULT_COUNT);
    for (unsigned r = TAPE_EXACT; r < TAPE_RESULT_COUNT; r++) {
        if (r == TAPE_AGGREGATE && t->totals[r] == 0) continue;
        table_row(&table, r == TAPE_NONE && t->totals[r] > 0,
                  (const char *[]){tape_result_name((enum tape_result)r), value_u64(b, t->totals[r]),
                                   value_u64(b, t->flagged[r]), meaning_of(b, (enum tape_result)r)});
    }
    table_end(&table, table.block.row_count, "");
}

/* ---- fills that are not on it ---------------------------------------------------------------------------------------- */

static const char *seen_of(const struct builder *b, const struct event *e, const struct tape_finding *f)
{
    if (f->other_values) return words_tape_id_differs(b->say);
    return e->trade_id == IDENT_NONE ? words_tape_nothing_fits(b->say) : words_tape_id_absent(b->say);
}

static void missing_row(struct table *table, uint32_t event, const struct tape_finding *f)
{
    const struct builder *b = table->builder;
    const struct event *e = &b->store->events.items[event];
    table_row(table, result_flag(b->r, event) != FLAG_NONE,
              (const char *[]){value_row(b, event), value_time(b, e->at_ns, e->digits), value_market(b, e->market),
                               value_side(b, (enum side)e->side), value_event_amount(b, e, AMOUNT_PRICE),
                               value_event_amount(b, e, AMOUNT_QTY), value_ident(b, e->trade_id), seen_of(b, e, f)});
}

static void add_missing(struct builder *b, const struct tape *t)
{
    if (t->totals[TAPE_NONE] == 0) return;
    if (t->other_values > 0)
        add_paragraph(b, words_tape_other_values(b->say, words_n_fill(b->say, t->other_values),
                                                 value_u64(b, t->flagged_other_values)));
    if (t->time_alone > 0)
        add_paragraph(b, words_tape_time_alone(b->say, value_u64(b, t->time_alone), value_u64(b, t->at_apart),
                                               arena_format(b->arena, "%+lld", (long long)t->apart_s)));
    add_notice(b, words_tape_none_means(b->say));
    add_paragraph(b, words_tape_none_list(b->say));
    const struct column columns[] = {
        {words_col_row(b->say), ALIGN_LEFT, 10, true},     {words_col_time(b->say), ALIGN_LEFT, 18, true},
        {words_col_market(b->say), ALIGN_LEFT, 11, false}, {words_col_side(b->say), ALIGN_LEFT, 6, false},
        {words_col_price(b->say), ALIGN_RIGHT, 14, false}, {words_col_qty(b->say), ALIGN_RIGHT, 14, false},
        {words_col_trade(b->say), ALIGN_LEFT, 13, true},   {words_col_on_tape(b->say), ALIGN_LEFT, 14, false}};
    struct table table = table_begin(b, columns, sizeof columns / sizeof *columns, TABLE_MOST);
    for (size_t i = 0; i < b->r->timeline_count && table.block.row_count < TABLE_MOST; i++) {
        const struct tape_finding *f = &t->of_event[b->r->timeline[i]];
        if (f->result == TAPE_NONE) missing_row(&table, b->r->timeline[i], f);
    }
    table_end(&table, t->totals[TAPE_NONE], words_tape_extract(b->say));
}

/* ---- the files ---------------------------------------------------------------------------------------------------------- */

static const char *state_of(const struct builder *b, const struct tape_facts *f)
{
    switch (f->file.problem) {
    case REFERENCE_GOOD: break;
    case REFERENCE_UNREADABLE: return words_tape_problem_unreadable(b->say);
    case REFERENCE_DIFFERS: return words_tape_problem_differs(b->say);
    case REFERENCE_DAMAGED: return words_tape_problem_damaged(b->say);
    case REFERENCE_OTHER:
    case REFERENCE_BAD_ROW: return words_tape_problem_rows(b->say, value_u64(b, f->file.bad_line));
    case REFERENCE_EMPTY: return words_tape_problem_empty(b->say);
    }
    switch (f->file.checksum) {
    case CHECKSUM_HOLDS: return words_tape_checksum_holds(b->say);
    case CHECKSUM_DIFFERS: return words_tape_checksum_differs(b->say);
    case CHECKSUM_UNREADABLE: return words_tape_checksum_unreadable(b->say);
    case CHECKSUM_ABSENT: break;
    }
    return words_tape_checksum_absent(b->say);
}

static const char *moment_or_none(const struct builder *b, int64_t ns)
{
    return ns == TIME_NONE ? "" : value_moment(b, ns);
}

static void add_files(struct builder *b, const struct tape *t)
{
    const struct column columns[] = {
        {words_col_tape_file(b->say), ALIGN_LEFT, 28, false}, {words_reg_sha256(b->say), ALIGN_LEFT, 24, true},
        {words_col_checksum(b->say), ALIGN_LEFT, 18, false},  {words_col_trades(b->say), ALIGN_RIGHT, 6, false},
        {words_col_missing(b->say), ALIGN_RIGHT, 6, false},   {words_col_first_trade(b->say), ALIGN_LEFT, 9, false},
        {words_col_last_trade(b->say), ALIGN_LEFT, 9, false}};
    if (t->files.count > 0) add_paragraph(b, words_tape_files_intro(b->say));
    struct table table = table_begin(b, columns, sizeof columns / sizeof *columns, t->files.count + 1);
    table_below(&table, (const size_t[]){1, 4, 6}, 3);
    for (size_t i = 0; i < t->files.count; i++) {
        const struct tape_facts *f = &t->files.items[i].facts;
        table_row(&table, f->file.problem != REFERENCE_GOOD,
                  (const char *[]){value_visible(b, span_of(t->files.items[i].path)), f->file.sha256, state_of(b, f),
                                   value_u64(b, f->file.rows), value_u64(b, f->missing_ids),
                                   moment_or_none(b, f->first_ns), moment_or_none(b, f->last_ns)});
    }
    table_end(&table, t->files.count, "");
    if (t->passed_over + t->unknown > 0)
        add_paragraph(b, words_tape_passed_over(b->say, value_u64(b, t->passed_over), value_u64(b, t->unknown)));
}

void section_tape(struct builder *b)
{
    const struct tape *t = b->r->tape;
    if (!t) return;
    add_heading(b, words_head_tape(b->say));
    add_paragraph(b, words_tape_intro(b->say));
    add_notice(b, words_tape_proves(b->say));
    const size_t good = tape_good_files(t);
    if (good > 0) {
        add_paragraph(b, words_tape_counts(b->say, words_n_file(b->say, good), words_n_trade(b->say, t->rows)));
        add_results(b, t);
        add_missing(b, t);
    } else {
        add_paragraph(b, words_tape_no_files(b->say));
    }
    add_files(b, t);
}

void add_tape_line(struct builder *b)
{
    const struct tape *t = b->r->tape;
    if (!t || tape_good_files(t) == 0) return;
    const uint64_t several = t->totals[TAPE_CANDIDATES] + t->totals[TAPE_AGGREGATE];
    add_paragraph(b,
                  words_verify_tape(b->say, value_u64(b, t->totals[TAPE_EXACT]), value_u64(b, t->totals[TAPE_UNIQUE]),
                                    value_u64(b, several), value_u64(b, t->totals[TAPE_NONE]),
                                    value_u64(b, t->totals[TAPE_NOT_COVERED]), words_n_fill(b->say, b->r->fill_count)));
}

/* ---- leaked keys ------------------------------------------------------------------------------------------------------ */

static const char *answer_of(const struct builder *b, const struct known_key *k)
{
    switch (k->answer) {
    case LEAK_LISTED: return words_leaked_yes(b->say);
    case LEAK_NOT_LISTED: return words_leaked_no(b->say);
    case LEAK_UNKNOWN: break;
    }
    return *k->last_four ? words_leaked_unknown_tail(b->say) : words_leaked_unknown_label(b->say);
}

static void key_row(struct table *t, const struct known_key *k)
{
    const struct builder *b = t->builder;
    const char *who = k->declared ? value_visible(b, k->declared->venue) : value_account(b, k->account);
    const char *label = value_visible(b, k->label);
    table_row(t, k->answer == LEAK_LISTED,
              (const char *[]){*label ? value_join(b, who, ": ", label) : who, value_visible(b, span_of(k->last_four)),
                               k->fingerprint, k->declared ? words_leaked_case_file(b->say) : value_row(b, k->event),
                               answer_of(b, k)});
}

void add_leaked_keys(struct builder *b)
{
    struct known_key *keys;
    if (!b->in->leaked) return;
    const size_t count = compared_keys(b->in, b->arena, &keys);
    if (count == 0) {
        add_paragraph(b, words_leaked_no_keys(b->say));
        return;
    }
    add_paragraph(b, words_leaked_intro(b->say, words_n_key(b->say, leak_list_entries(b->in->leaked)),
                                        leak_list_sha256(b->in->leaked),
                                        words_n_line(b->say, leak_list_left_out(b->in->leaked))));
    const struct column columns[] = {{words_col_key(b->say), ALIGN_LEFT, 28, false},
                                     {words_col_last_four(b->say), ALIGN_LEFT, 10, true},
                                     {words_col_fingerprint(b->say), ALIGN_LEFT, 21, true},
                                     {words_col_known_from(b->say), ALIGN_LEFT, 14, false},
                                     {words_col_leaked(b->say), ALIGN_LEFT, 27, false}};
    const size_t shown = count < TABLE_MOST ? count : TABLE_MOST;
    struct table t = table_begin(b, columns, 5, shown);
    for (size_t i = 0; i < shown; i++) key_row(&t, &keys[i]);
    table_end(&t, count, words_coverage_extract(b->say));
    add_paragraph(b, words_leaked_means(b->say));
}
