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
        list = value_join(b, list, "; ", value_account_and_files(b, accounts[i]));
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
    uint32_t *accounts;
    if (all < 2 || graded_accounts(b, &accounts) > 1) return; /* page one has no room for both */
    const char *list = "";
    for (size_t i = 0; i < all && i < INCIDENTS_TOLD; i++) {
        const struct incident *n = &b->r->incidents.items[i];
        const char *what = words_value_window(b->say, value_period(b, (struct period){n->from_ns, n->to_ns}),
                                              words_n_order(b->say, n->order_count));
        list = value_join(b, list, "; ", words_numbered(b->say, value_u64(b, n->number), what));
    }
    fact(facts, words_fact_incidents(b->say), and_more(b, list, all, INCIDENTS_TOLD));
}

/* With its seconds, where others would cut or round the same length to other minutes. */
static const char *length_of(const struct builder *b, struct period when)
{
    enum { CUT_FROM = 120, CUT_TO = 7200 }; /* where value_span gives minutes alone */
    const uint64_t seconds = (uint64_t)(when.to_ns - when.from_ns) / NS_PER_SECOND;
    if (seconds < CUT_FROM || seconds >= CUT_TO || seconds % 60 == 0) return value_span(b, when.to_ns - when.from_ns);
    return words_two_parts(b->say, words_n_minute(b->say, seconds / 60), words_n_second(b->say, seconds % 60));
}

static void window_facts(struct builder *b, struct table *facts)
{
    const struct period when = b->figures->flagged;
    if (when.from_ns == TIME_NONE) return;
    fact_strong(facts, words_fact_window(b->say),
                words_value_window(b->say, value_period(b, when), length_of(b, when)));
    fact(facts, words_fact_window_local(b->say, value_local_zone(b)), value_local_period(b, when));
    if (b->case_file->time_zone.len == 0 && span_of(b->in->time_zone ? b->in->time_zone : "").len == 0)
        fact(facts, words_fact_local(b->say), words_local_unknown(b->say));
    incident_facts(b, facts);
}

/* Of the methods that hold prices against others the one that covers most orders; it must cover half of them, because a sum over
 * a few looks like a result of all. See valuation.h. */
static const char *told_by(const struct builder *b, enum value_method method, const char *list, uint64_t valued,
                           uint64_t orders)
{
    const char *of = value_u64(b, valued), *all = words_n_order(b->say, orders);
    if (method == VALUE_BEFORE_ORDER) return words_result_before_order(b->say, list, of, all);
    if (method == VALUE_BEFORE_INCIDENT) return words_result_before_incident(b->say, list, of, all);
    return words_result_own(b->say, list, of, all);
}

static const char *result_priced(const struct builder *b)
{
    const struct valuation *v = b->r->valuation;
    uint64_t valued[VALUE_METHOD_COUNT] = {0}, orders = 0;
    if (!v) return "";
    for (size_t i = 0; i < v->lines.count; i++) {
        if (v->lines.items[i].incident != 0) continue;
        orders += v->lines.items[i].order_count;
        for (unsigned m = 0; m < VALUE_METHOD_COUNT; m++) valued[m] += v->lines.items[i].by[m].valued;
    }
    enum value_method best = VALUE_OWN_FILLS;
    for (unsigned m = best + 1; m < VALUE_METHOD_COUNT; m++)
        if (valued[m] > valued[best]) best = (enum value_method)m;
    const struct loss **losses;
    const size_t count = losses_by_weight(b, 0, value_method_name(best), &losses);
    if (count == 0) return words_result_own_none(b->say, words_n_order(b->say, orders), value_u64(b, OWN_FILL_DAYS));
    if (valued[best] * 2 < orders) return "";
    const char *list = "";
    for (size_t i = 0; i < count && i < RESULTS_MOST; i++)
        list = value_join(b, list, ", ", loss_with_asset(b, losses[i]));
    return told_by(b, best, and_more(b, list, count, RESULTS_MOST), valued[best], orders);
}

/* One figure in one unit; what of it lies in each account is told below (accounts.c). */
static void worth_fact(const struct builder *b, struct table *facts)
{
    const struct fiat_total *t = b->figures->graded_count > 0 ? worth_of(b, 0) : NULL;
    if (!t) return;
    const char *amount = value_worth(b, t);
    if (t->left_out > 0) amount = words_worth_without(b->say, amount, value_not_counted(b, t));
    const char *unit = value_visible(b, store_get_text(b->store, t->unit));
    fact_strong(facts, words_fact_worth(b->say, unit), amount);
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
    worth_fact(b, facts);
    uint32_t *accounts; /* sums in several coins over several accounts would say nothing that worth_fact does not */
    if (graded_accounts(b, &accounts) < 2 || !worth_of(b, 0))
        fact_strong(facts, words_fact_result(b->say), value_result(b));
    if (f->graded_count > 0) fact(facts, words_fact_result_own(b->say), result_priced(b));
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

/* "427 orders (in 485 fills, that is, single executions)" */
static const char *story_orders(const struct builder *b, const uint32_t *orders, size_t count)
{
    const struct counted c = count_fills(b, orders, count);
    const char *text = words_n_order(b->say, count), *fills = words_n_fill(b->say, c.fills);
    if (c.fills == 0) return value_orders_and_fills(b, orders, count);
    if (c.unlisted == 0) return words_story_fills(b->say, text, fills);
    return words_story_fills_part(b->say, text, fills, words_n_order(b->say, c.unlisted));
}

const char *story_flagged(const struct builder *b)
{
    const struct figures *f = b->figures;
    const bool graded = f->graded_count > 0;
    const char *orders =
        graded ? story_orders(b, f->graded, f->graded_count) : story_orders(b, f->review, f->review_count);
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

static void tell_assessed(struct builder *b)
{
    const uint64_t assessed = b->r->orders.count - unassessed_orders(b);
    add_paragraph(b, words_story_assessed(b->say, words_n_order(b->say, assessed)));
}

/* unassessed_text says how bot records are got, where there are orders to be held against them. */
static const char *why_uncovered(const struct builder *b)
{
    const char *text = words_story_uncovered(b->say);
    if (b->r->orders.count > 0 && b->r->bot_orders.count > 0)
        text = words_two_parts(b->say, text,
                               words_two_parts(b->say, words_story_no_overlap(b->say), words_get_overlap(b->say)));
    if (b->r->orders.count == 0)
        text = words_two_parts(b->say, text,
                               words_two_parts(b->say, words_story_no_exchange(b->say), words_get_exchange(b->say)));
    if (b->r->bot_orders.count == 0) text = words_two_parts(b->say, text, words_story_no_bots(b->say));
    if (b->r->bot_orders.count == 0 && b->r->orders.count == 0)
        text = words_two_parts(b->say, text, words_get_bots(b->say));
    return text;
}

/* Before anything else: what the report says nothing of, and what to fetch. */
static void tell_missing(struct builder *b)
{
    const char *files = incomplete_files(b), *incomplete = words_notice_incomplete(b->say, value_why(b));
    if (b->figures->status.incomplete) add_notice(b, *files ? words_two_parts(b->say, incomplete, files) : incomplete);
    const char *open = unassessed_text(b);
    if (nothing_covered(b))
        add_notice(b, *open ? words_two_parts(b->say, open, why_uncovered(b)) : why_uncovered(b));
    else if (*open)
        add_notice(b, open);
}

static void tell_open_ends(struct builder *b)
{
    const uint64_t bot = b->r->verdict_orders[VERDICT_BOT];
    const char *story =
        flagged_orders(b) > 0 ? words_two_parts(b->say, words_story_covered(b->say), words_story_means(b->say)) : "";
    if (bot > 0)
        story = value_join(b, story, " ",
                           words_story_explained(b->say, words_n_order(b->say, bot), value_u64(b, b->r->ids_joined)));
    if (*story) add_paragraph(b, story);
}

bool nothing_covered(const struct builder *b)
{
    if (b->r->orders.count == 0) return true;
    return !b->figures->compared && b->r->verdict_orders[VERDICT_NOT_COVERED] > 0;
}

static bool is_among(const uint32_t *list, size_t count, uint32_t item)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == item) return true;
    return false;
}

/* "BUSD, USDC": what the flagged orders were paid in, as far as it stands for a dollar. */
static const char *dollar_coins(const struct builder *b)
{
    enum { COINS_MOST = 6 };
    uint32_t named[COINS_MOST];
    size_t count = 0;
    const char *list = "";
    for (size_t i = 0; i < b->figures->market_count && count < COINS_MOST; i++) {
        const uint32_t quote = b->store->markets.items[b->figures->markets[i].market].quote;
        const struct span name = store_get_text(b->store, quote);
        if (!valuation_is_dollar(name) || span_is(name, "USD") || is_among(named, count, quote)) continue;
        named[count++] = quote;
        list = value_join(b, list, ", ", value_visible(b, name));
    }
    return list;
}

static const char *explain_market(const struct builder *b, uint32_t market)
{
    const struct market *m = &b->store->markets.items[market];
    if (market == MARKET_NONE || m->quote == 0) return "";
    return words_gloss_market(b->say, value_market(b, market), value_visible(b, store_get_text(b->store, m->base)),
                              value_visible(b, store_get_text(b->store, m->quote)));
}

/* For a reader who never saw an exchange: what stands above in figures and letters. */
static void explain_words(struct builder *b)
{
    if (flagged_orders(b) == 0) return;
    const char *coins = dollar_coins(b), *text = *coins ? words_gloss_dollars(b->say, coins) : "";
    const struct market_group *told = b->figures->trip.bought ? b->figures->trip.bought : b->figures->markets;
    const char *market = b->figures->market_count > 0 ? explain_market(b, told->market) : "";
    text = value_join(b, text, " ", *market ? market : words_gloss_digest(b->say));
    if (*market) text = value_join(b, text, " ", words_gloss_digest(b->say));
    add_paragraph(b, value_join(b, text, " ", words_gloss_grades(b->say, words_head_verdicts(b->say))));
}

static void tell_deeds(struct builder *b)
{
    uint32_t *accounts;
    const size_t count = graded_accounts(b, &accounts);
    if (count > 1) {
        tell_accounts(b, accounts, count);
        return;
    }
    add_paragraph(b, story_deeds(b));
    if (count > 0) tell_changes(b);
}

void section_summary(struct builder *b)
{
    add_heading(b, words_head_summary(b->say));
    tell_missing(b);
    add_shared_copy(b);
    summary_facts(b);
    if (flagged_orders(b) > 0) {
        add_paragraph(b, story_flagged(b));
        if (b->figures->graded_count == 0) add_paragraph(b, words_story_review_only(b->say));
        tell_deeds(b);
    } else if (unassessed_orders(b) == 0 && b->r->orders.count > 0) {
        tell_nothing(b);
    } else if (!nothing_covered(b)) {
        tell_assessed(b);
    }
    if (*zones_given(b)) add_paragraph(b, zones_given(b));
    tell_open_ends(b);
    if (b->figures->graded_count > 0) add_paragraph(b, words_story_asked(b->say));
    explain_words(b);
    add_paragraph(b, words_story_digest(b->say));
    add_page_break(b);
}
