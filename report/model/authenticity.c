/* authenticity - what the files can be held against, as a grid: statement, check, result, who can repeat it; then
 * what deviates, file by file, and what such checks can't show.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/authenticity.h"
#include "report/data/authentic.h"
#include "report/model/build.h"

typedef const char *sentence(const struct speaker *s);

struct grid_line {
    sentence *claim, *how, *who, *open;
};

static const struct grid_line *grid_line(enum auth_check check)
{
    static const struct grid_line lines[AUTH_CHECK_COUNT] = {
        [AUTH_HASHES] = {words_auth_claim_hashes, words_auth_how_hashes, words_auth_who_digests, words_auth_open_files},
        [AUTH_ROWS] = {words_auth_claim_rows, words_auth_how_rows, words_auth_who_run, words_auth_open_files},
        [AUTH_SOURCES] = {words_auth_claim_sources, words_auth_how_sources, words_auth_who_rows,
                          words_auth_open_sources},
        [AUTH_BOTS] = {words_auth_claim_bots, words_auth_how_bots, words_auth_who_companies, words_auth_open_bots},
        [AUTH_SAME_TIME] = {words_auth_claim_same_time, words_auth_how_same_time, words_auth_who_rows,
                            words_auth_open_same_time},
        [AUTH_BALANCES] = {words_auth_claim_balances, words_auth_how_balances, words_auth_who_rows,
                           words_auth_open_balances},
        [AUTH_ID_GAPS] = {words_auth_claim_id_gaps, words_auth_how_id_gaps, words_auth_who_gaps,
                          words_auth_open_id_gaps},
        [AUTH_ID_ORDER] = {words_auth_claim_id_order, words_auth_how_id_order, words_auth_who_rows,
                           words_auth_open_id_order},
        [AUTH_ID_SECONDS] = {words_auth_claim_id_seconds, words_auth_how_id_seconds, words_auth_who_rows,
                             words_auth_open_id_seconds},
        [AUTH_RESAVED] = {words_auth_claim_resaved, words_auth_how_resaved, words_auth_who_site, words_auth_open_files},
        [AUTH_TAPE] = {words_auth_claim_tape, words_auth_how_tape, words_auth_who_tape, words_auth_open_tape},
    };
    return &lines[check];
}

/* ---- results --------------------------------------------------------------------------------------------------------- */

static uint64_t files_with_signs(const struct builder *b)
{
    uint64_t count = 0;
    for (size_t i = 0; i < b->r->authenticity->findings.count; i++) {
        const struct auth_finding *f = &b->r->authenticity->findings.items[i];
        count += f->check == AUTH_RESAVED && f->deviating > 0;
    }
    return count;
}

static const char *result_text(const struct builder *b, enum auth_check check, const struct auth_sum *sum)
{
    const char *counted = value_u64(b, sum->counted), *deviating = value_u64(b, sum->deviating);
    if (sum->result == AUTH_NOT_CHECKABLE) return words_auth_open(b->say, grid_line(check)->open(b->say));
    if (check == AUTH_RESAVED) {
        const char *files = words_n_file(b->say, sum->files);
        return sum->deviating == 0 ? words_auth_no_signs(b->say, files)
                                   : words_auth_signs(b->say, value_u64(b, files_with_signs(b)), files);
    }
    if (sum->result == AUTH_AGREES) return words_auth_agrees(b->say, counted);
    return sum->result == AUTH_EXCEPT ? words_auth_except(b->say, deviating, counted)
                                      : words_auth_contradicts(b->say, deviating, counted);
}

const char *value_against(const struct builder *b)
{
    const char *list = "";
    for (unsigned c = 0; c < AUTH_CHECK_COUNT && b->r->authenticity; c++) {
        const struct auth_sum sum = auth_sum(b->r, (enum auth_check)c);
        if (sum.result <= AUTH_AGREES) continue;
        const char *deviating = value_u64(b, c == AUTH_RESAVED ? files_with_signs(b) : sum.deviating);
        const char *counted = c == AUTH_RESAVED ? words_n_file(b->say, sum.files) : value_u64(b, sum.counted);
        list = value_join(b, list, "; ",
                          words_against_item(b->say, grid_line((enum auth_check)c)->claim(b->say), deviating, counted));
    }
    return list;
}

static void add_grid(struct builder *b)
{
    const struct column columns[] = {{words_col_auth_claim(b->say), ALIGN_LEFT, 22, false},
                                     {words_col_auth_check(b->say), ALIGN_LEFT, 29, false},
                                     {words_col_result(b->say), ALIGN_LEFT, 24, false},
                                     {words_col_auth_who(b->say), ALIGN_LEFT, 25, false}};
    struct table t = table_begin(b, columns, 4, AUTH_CHECK_COUNT);
    for (unsigned c = 0; c < AUTH_CHECK_COUNT; c++) {
        const struct grid_line *line = grid_line((enum auth_check)c);
        const struct auth_sum sum = auth_sum(b->r, (enum auth_check)c);
        table_row(&t, sum.result > AUTH_AGREES,
                  (const char *[]){line->claim(b->say), line->how(b->say), result_text(b, (enum auth_check)c, &sum),
                                   line->who(b->say)});
    }
    table_end(&t, t.block.row_count, "");
}

/* ---- what deviates ----------------------------------------------------------------------------------------------------- */

static const char *signs_of(const struct builder *b, uint32_t signs)
{
    static sentence *const sentences[SIGN_COUNT] = {[SIGN_ID_EXPONENT] = words_sign_id_exponent,
                                                    [SIGN_NUMBER_DAMAGED] = words_sign_number_damaged,
                                                    [SIGN_ID_ZEROS] = words_sign_id_zeros,
                                                    [SIGN_NO_SECONDS] = words_sign_no_seconds,
                                                    [SIGN_TIMES] = words_sign_times,
                                                    [SIGN_DELIMITER] = words_sign_delimiter,
                                                    [SIGN_LINE_ENDS] = words_sign_line_ends,
                                                    [SIGN_BYTE_MARK] = words_sign_byte_mark,
                                                    [SIGN_QUOTES] = words_sign_quotes,
                                                    [SIGN_EMPTY_COLUMNS] = words_sign_empty_columns};
    const char *list = "";
    for (unsigned i = 0; i < SIGN_COUNT; i++)
        if (signs & 1u << i) list = value_join(b, list, "; ", sentences[i](b->say));
    return list;
}

static const char *missing_of(const struct builder *b, const struct auth_finding *f)
{
    const char *list = "";
    for (size_t i = 0; i < f->row_count && i < LIST_MOST; i++) {
        const char *from = arena_format(b->arena, "%llu", (unsigned long long)f->gaps[i].from);
        const bool one = f->gaps[i].from == f->gaps[i].to;
        list = value_join(b, list, ", ",
                          one ? from : arena_format(b->arena, "%s-%llu", from, (unsigned long long)f->gaps[i].to));
    }
    return words_auth_missing(b->say, list);
}

static const char *other_of(const struct builder *b, const struct auth_finding *f)
{
    if (f->check != AUTH_SAME_TIME)
        return f->other == SOURCE_NONE ? "" : words_auth_against(b->say, value_source(b, f->other));
    return f->other == SOURCE_NONE ? words_auth_not_in_others(b->say)
                                   : words_auth_not_in(b->say, value_source(b, f->other));
}

static const char *detail_of(const struct builder *b, const struct auth_finding *f)
{
    const char *text = f->check == AUTH_RESAVED
                           ? signs_of(b, f->signs)
                           : arena_format(b->arena, "%s / %s", value_u64(b, f->deviating), value_u64(b, f->counted));
    if (*other_of(b, f)) text = value_join(b, text, "; ", other_of(b, f));
    if (f->gaps) text = value_join(b, text, "; ", missing_of(b, f));
    if (f->name != 0) text = value_join(b, text, "; ", value_visible(b, store_get_text(b->store, f->name)));
    if (f->worst_ns != 0)
        text = value_join(b, text, "; ",
                          words_auth_worst(b->say, value_span(b, f->worst_ns < 0 ? -f->worst_ns : f->worst_ns)));
    return f->uniform ? value_join(b, text, "; ", words_auth_uniform(b->say)) : text;
}

static const char *rows_of(const struct builder *b, const struct auth_finding *f)
{
    const char *list = "";
    char row[ROW_TEXT_MAX];
    for (size_t i = 0; i < f->row_count && i < LIST_MOST; i++) {
        authentic_row(f, i, b->figures->sharing_lines, row);
        list = value_join(b, list, ", ", arena_copy(b->arena, span_of(row)).ptr);
    }
    const bool more = f->check != AUTH_RESAVED && f->row_count > 0 && f->deviating > LIST_MOST;
    return more ? value_join(b, list, " ", words_and_more(b->say, value_u64(b, f->deviating - LIST_MOST))) : list;
}

static void add_details(struct builder *b)
{
    const struct authenticity *a = b->r->authenticity;
    const struct column columns[] = {{words_col_file(b->say), ALIGN_LEFT, 8, true},
                                     {words_col_auth_claim(b->say), ALIGN_LEFT, 27, false},
                                     {words_head_auth_details(b->say), ALIGN_LEFT, 35, false},
                                     {words_col_from_rows(b->say), ALIGN_LEFT, 30, true}};
    struct table t = table_begin(b, columns, 4, TABLE_MOST);
    uint64_t all = 0;
    for (size_t i = 0; i < a->findings.count; i++) {
        const struct auth_finding *f = &a->findings.items[i];
        if (f->result <= AUTH_AGREES || ++all > TABLE_MOST) continue;
        table_row(&t, f->result == AUTH_CONTRADICTS,
                  (const char *[]){value_source(b, f->source), grid_line((enum auth_check)f->check)->claim(b->say),
                                   detail_of(b, f), rows_of(b, f)});
    }
    if (all == 0) return;
    add_subheading(b, words_head_auth_details(b->say));
    table_end(&t, all, words_coverage_extract(b->say));
}

void section_authenticity(struct builder *b)
{
    if (!b->r->authenticity) return;
    add_heading(b, words_head_auth(b->say));
    add_paragraph(b, words_auth_intro(b->say));
    add_grid(b);
    add_details(b);
    add_paragraph(b, words_auth_limits(b->say));
    if (auth_sum(b->r, AUTH_RESAVED).result > AUTH_AGREES) add_bullet(b, words_auth_limits_resaved(b->say));
    if (auth_sum(b->r, AUTH_ID_ORDER).result != AUTH_NOT_CHECKABLE) add_bullet(b, words_auth_limits_ids(b->say));
    if (auth_sum(b->r, AUTH_SAME_TIME).result > AUTH_AGREES || auth_sum(b->r, AUTH_ID_GAPS).result > AUTH_AGREES)
        add_bullet(b, words_auth_limits_same_time(b->say));
    if (auth_sum(b->r, AUTH_BALANCES).result > AUTH_AGREES) add_bullet(b, words_auth_limits_order(b->say));
}
