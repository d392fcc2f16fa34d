/* summary - page one: who, which account, when, how many, where, at what cost, how sure, and what is asked.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/valuation.h"
#include "report/model/papers.h"

enum { FACT_ACCOUNTS_MOST = 6, FACT_KEYS_MOST = 6, INCIDENTS_TOLD = 4, RESULTS_MOST = 6, FACTS_MOST = 40 };

/* ---- facts --------------------------------------------------------------------------------------------------------- */

static const char *and_more(const struct builder *b, const char *list, size_t all, size_t told)
{
    return all > told ? value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - told))) : list;
}

static void account_fact(struct builder *b, struct table *facts)
{
    uint32_t *accounts;
    const size_t count = accounts_concerned(b, &accounts);
    const char *list = "";
    for (size_t i = 0; i < count && i < FACT_ACCOUNTS_MOST; i++)
        list = value_join(b, list, "; ", value_account_or_stated(b, accounts[i]));
    fact(facts, words_fact_account(b->say), and_more(b, list, count, FACT_ACCOUNTS_MOST));
}

static void key_fact(struct builder *b, struct table *facts)
{
    const char *list = "";
    for (size_t i = 0; i < b->case_file->key_count && i < FACT_KEYS_MOST; i++)
        list = value_join(b, list, "; ", paper_key(b, &b->case_file->keys[i]));
    fact(facts, words_fact_key(b->say), and_more(b, list, b->case_file->key_count, FACT_KEYS_MOST));
}

static void incident_facts(struct builder *b, struct table *facts)
{
    const size_t all = b->r->incidents.count;
    if (all < 2) return;
    const char *list = "";
    for (size_t i = 0; i < all && i < INCIDENTS_TOLD; i++) {
        const struct incident *n = &b->r->incidents.items[i];
        const char *what = words_value_window(b->say, value_period(b, (struct period){n->from_ns, n->to_ns}),
                                              words_n_order(b->say, n->order_count));
        list = value_join(b, list, "; ", words_numbered(b->say, value_u64(b, n->number), what));
    }
    fact(facts, words_fact_incidents(b->say), and_more(b, list, all, INCIDENTS_TOLD));
}

static void window_facts(struct builder *b, struct table *facts)
{
    const struct period when = b->figures->flagged;
    if (when.from_ns == TIME_NONE) return;
    fact_strong(facts, words_fact_window(b->say),
                words_value_window(b->say, value_period(b, when), value_span(b, when.to_ns - when.from_ns)));
    fact(facts, words_fact_window_local(b->say, value_local_zone(b)), value_local_period(b, when));
    if (b->case_file->time_zone.len == 0 && span_of(b->in->time_zone ? b->in->time_zone : "").len == 0)
        fact(facts, words_fact_local(b->say), words_local_unknown(b->say));
    incident_facts(b, facts);
}

/* The sum over all orders that have a price of the account's own before; see valuation.h. */
static const char *result_own(const struct builder *b)
{
    const struct valuation *v = b->r->valuation;
    const struct loss **losses;
    const size_t count = losses_by_weight(b, 0, value_method_name(VALUE_OWN_FILLS), &losses);
    const char *list = "";
    uint64_t valued = 0, orders = 0;
    if (!v) return "";
    for (size_t i = 0; i < v->lines.count; i++) {
        if (v->lines.items[i].incident != 0) continue;
        valued += v->lines.items[i].by[VALUE_OWN_FILLS].valued;
        orders += v->lines.items[i].order_count;
    }
    for (size_t i = 0; i < count && i < RESULTS_MOST; i++)
        list = value_join(b, list, ", ", loss_with_asset(b, losses[i]));
    list = and_more(b, list, count, RESULTS_MOST);
    if (count == 0) return words_result_own_none(b->say, words_n_order(b->say, orders), value_u64(b, OWN_FILL_DAYS));
    return words_result_own(b->say, list, value_u64(b, valued), words_n_order(b->say, orders));
}

static void order_facts(struct builder *b, struct table *facts)
{
    const struct figures *f = b->figures;
    if (flagged_orders(b) == 0) return;
    fact_strong(facts, words_fact_flagged(b->say),
                words_value_flagged(b->say, value_u64(b, b->r->flag_orders[FLAG_STRONG]),
                                    value_u64(b, b->r->flag_orders[FLAG_PROBABLE]),
                                    value_u64(b, b->r->flag_orders[FLAG_REVIEW])));
    if (f->graded_idle > 0)
        fact(facts, words_fact_idle(b->say), words_value_idle(b->say, value_u64(b, f->graded_idle)));
    fact_strong(facts, words_fact_result(b->say), value_result(b));
    if (f->graded_count > 0) fact(facts, words_fact_result_own(b->say), result_own(b));
}

static void record_facts(struct builder *b, struct table *facts)
{
    const struct figures *f = b->figures;
    const char *orders = words_n_order(b->say, b->r->orders.count);
    if (f->exchange.from_ns != TIME_NONE)
        orders = words_value_records(b->say, value_moment(b, f->exchange.from_ns), value_moment(b, f->exchange.to_ns),
                                     orders);
    const char *bots = words_n_bot_order(b->say, b->r->bot_orders.count);
    if (f->bots.from_ns != TIME_NONE)
        bots = words_value_records(b->say, value_moment(b, f->bots.from_ns), value_moment(b, f->bots.to_ns), bots);
    fact(facts, words_fact_exchange_records(b->say), orders);
    fact(facts, words_fact_bot_records(b->say), bots);
    fact(facts, words_fact_evidence(b->say),
         words_value_evidence(b->say, words_n_file(b->say, evidence_files(b->evidence)),
                              words_n_record(b->say, f->rows.read), words_n_event(b->say, b->r->timeline_count)));
}

static void summary_facts(struct builder *b)
{
    struct table facts = facts_begin(b, FACTS_MOST);
    const struct span name = b->case_file->complainant_name;
    fact(&facts, words_fact_complainant(b->say), name.len > 0 ? value_visible(b, name) : words_not_stated(b->say));
    fact(&facts, words_fact_reference(b->say), value_visible(b, b->case_file->complainant_reference));
    account_fact(b, &facts);
    key_fact(b, &facts);
    window_facts(b, &facts);
    order_facts(b, &facts);
    record_facts(b, &facts);
    if (!b->figures->status.incomplete) fact(&facts, words_fact_status(b->say), words_status_complete(b->say));
    fact_strong(&facts, words_fact_against(b->say), value_against(b));
    fact(&facts, words_fact_digest(b->say), b->digest);
    facts_end(&facts);
}

/* ---- the story ----------------------------------------------------------------------------------------------------- */

static const char *value_when(const struct builder *b, struct period p)
{
    if (p.from_ns == p.to_ns) return words_when_at(b->say, value_moment(b, p.from_ns));
    return words_when_between(b->say, value_moment(b, p.from_ns), value_moment(b, p.to_ns));
}

const char *story_flagged(const struct builder *b)
{
    const struct figures *f = b->figures;
    const bool graded = f->graded_count > 0;
    const uint64_t fill_count =
        graded ? b->r->flag_fills[FLAG_STRONG] + b->r->flag_fills[FLAG_PROBABLE] : b->r->flag_fills[FLAG_REVIEW];
    const char *orders = words_n_order(b->say, graded ? f->graded_count : f->review_count);
    if (fill_count > 0) orders = words_story_fills(b->say, orders, words_n_fill(b->say, fill_count));
    const char *story = words_story_flagged(b->say, value_when(b, f->flagged), orders, value_accounts(b));
    if (f->graded_by_key > 0)
        story = words_two_parts(b->say, story, words_story_by_key(b->say, value_u64(b, f->graded_by_key)));
    return story;
}

static void tell_nothing(struct builder *b)
{
    add_paragraph(b, words_story_nothing(b->say));
    add_paragraph(b, words_story_nothing_means(b->say));
}

static void tell_uncovered(struct builder *b)
{
    add_notice(b, words_story_uncovered(b->say));
    if (b->r->orders.count == 0) {
        add_paragraph(b, words_story_no_exchange(b->say));
        add_paragraph(b, words_get_exchange(b->say));
    }
    if (b->r->bot_orders.count == 0) {
        add_paragraph(b, words_story_no_bots(b->say));
        add_paragraph(b, words_get_bots(b->say));
    }
    if (b->r->orders.count > 0 && b->r->bot_orders.count > 0) {
        add_paragraph(b, words_story_no_overlap(b->say));
        add_paragraph(b, words_get_overlap(b->say));
    }
}

static void tell_open_ends(struct builder *b)
{
    const uint64_t bot = b->r->verdict_orders[VERDICT_BOT];
    const uint64_t open = b->r->verdict_orders[VERDICT_NOT_COVERED],
                   ambiguous = b->r->verdict_orders[VERDICT_AMBIGUOUS];
    const char *story = flagged_orders(b) > 0 ? words_story_means(b->say) : "";
    if (bot > 0)
        story = value_join(b, story, " ",
                           words_story_explained(b->say, words_n_order(b->say, bot), value_u64(b, b->r->ids_joined)));
    if (open + ambiguous > 0)
        story =
            value_join(b, story, " ",
                       words_story_unassessed(b->say, words_n_order(b->say, open), words_n_order(b->say, ambiguous)));
    if (*story) add_paragraph(b, story);
}

bool nothing_covered(const struct builder *b)
{
    if (b->r->orders.count == 0) return true;
    return !b->figures->compared && b->r->verdict_orders[VERDICT_NOT_COVERED] > 0;
}

void section_summary(struct builder *b)
{
    add_heading(b, words_head_summary(b->say));
    if (b->figures->status.incomplete) add_notice(b, words_notice_incomplete(b->say, value_why(b)));
    add_shared_copy(b);
    summary_facts(b);
    if (flagged_orders(b) > 0) {
        add_paragraph(b, story_flagged(b));
        if (b->figures->graded_count == 0) add_paragraph(b, words_story_review_only(b->say));
        add_paragraph(b, story_deeds(b));
        if (b->figures->graded_count > 0) tell_changes(b);
    } else if (nothing_covered(b)) {
        tell_uncovered(b);
    } else {
        tell_nothing(b);
    }
    tell_open_ends(b);
    if (b->figures->graded_count > 0) add_paragraph(b, words_story_asked(b->say));
    add_paragraph(b, words_story_digest(b->say));
    add_page_break(b);
}
