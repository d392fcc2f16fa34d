/* paper_ic3 - ic3.txt: the blocks of the FBI's complaint form for cases with cryptocurrency. The alert of 24 August 2023
 * says what counts: addresses, amounts and types, dates and times, transaction ids; then how it began, who was in contact,
 * which exchanges, the sequence of events. What the files hold is filled in; what only the complainant knows is a blank.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/papers.h"

static void put_heading(struct paper_page *p, const char *text)
{
    paper_gap(p);
    paper_line(p, text);
}

static void put_you(struct paper_page *p)
{
    const struct builder *b = p->b;
    put_heading(p, words_ic3_head_you(b->say));
    paper_field_or_blank(p, words_ic3_name(b->say), value_visible(b, b->case_file->complainant_name),
                         words_paper_blank_name(b->say));
    paper_field_or_blank(p, words_ic3_contact(b->say), value_visible(b, b->case_file->complainant_contact),
                         words_paper_blank_contact(b->say));
    paper_field_or_blank(p, words_ic3_address(b->say), "", words_ic3_blank_address(b->say));
}

/* ---- transactions --------------------------------------------------------------------------------------------------- */

static const char *all_changes(const struct builder *b)
{
    const struct loss **losses;
    const size_t count = losses_by_weight(b, 0, "net-change", &losses);
    const char *list = "";
    for (size_t i = 0; i < count; i++) list = value_join(b, list, ", ", loss_with_asset(b, losses[i]));
    return list;
}

static const char *describe_group(const struct builder *b, const struct market_group *g, bool name_account)
{
    const struct market *m = &b->store->markets.items[g->market];
    const char *what = value_group(b, g);
    if (name_account) what = value_join(b, value_account(b, g->account), ", ", what);
    const char *qty =
        value_join(b, value_sum(b, g->qty_known, g->qty), " ", value_visible(b, store_get_text(b->store, m->base)));
    const char *cost =
        value_join(b, value_sum(b, g->cost_known, g->cost), " ", value_visible(b, store_get_text(b->store, m->quote)));
    return words_ic3_market(b->say, what, qty, cost, value_moment(b, g->when.from_ns), value_moment(b, g->when.to_ns));
}

static void put_markets(struct paper_page *p)
{
    const struct builder *b = p->b;
    uint32_t *accounts;
    const bool several = accounts_concerned(b, &accounts) > 1;
    const size_t all = b->figures->market_count, shown = all < PAPER_LIST_MOST ? all : PAPER_LIST_MOST;
    paper_line(p, words_ic3_markets(b->say));
    for (size_t i = 0; i < shown; i++)
        paper_line(p, value_join(b, "  ", "", describe_group(b, &b->figures->markets[i], several)));
    if (all > shown) paper_line(p, value_join(b, "  ", "", words_and_more(b->say, value_u64(b, all - shown))));
}

static void put_transfers(struct paper_page *p)
{
    const struct builder *b = p->b;
    const uint64_t deposits = b->r->movement_counts[MOVEMENT_DEPOSIT],
                   withdrawals = b->r->movement_counts[MOVEMENT_WITHDRAWAL];
    const char *text = words_ic3_no_transfer(b->say);
    if (deposits + withdrawals > 0)
        text = words_ic3_transfers(b->say, words_n_deposit(b->say, deposits), words_n_withdrawal(b->say, withdrawals));
    text = value_join(b, words_ic3_addresses(b->say), " ", text);
    paper_line(p, value_join(b, text, " ", words_paper_blank(b->say, words_ic3_blank_transfers(b->say))));
}

static void put_money(struct paper_page *p, const struct shares *s)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    const struct share *whole = &s->whole;
    put_heading(p, words_ic3_head_money(say));
    paper_field(p, words_ic3_accounts(say), paper_accounts_or_blank(b, whole));
    paper_field(p, words_ic3_when(say), paper_when(b, whole->when));
    paper_field(p, words_ic3_local(say, value_local_zone(b)), value_local_period(b, whole->when));
    paper_field(p, words_ic3_count(say),
                words_ic3_counted(say, value_orders_and_fills(b, whole->orders, whole->count)));
    if (b->figures->graded_count == 0) paper_line(p, words_paper_review(say));
    paper_field(p, words_ic3_amounts(say), all_changes(b));
    paper_field(p, words_ic3_result(say), value_result(b));
    const char *fiat = fiat_sentence(b);
    if (*fiat) paper_line(p, fiat);
    put_markets(p);
    paper_line(p, words_ic3_hashes(say));
    paper_line(p, paper_ids(b, whole));
    put_transfers(p);
}

/* ---- the rest ------------------------------------------------------------------------------------------------------- */

static void put_story(struct paper_page *p)
{
    const struct builder *b = p->b;
    put_heading(p, words_ic3_head_story(b->say));
    paper_line(p, story_flagged(b));
    for (size_t i = 0; i < b->r->incidents.count && i < INCIDENTS_MOST && b->r->incidents.count > 1; i++) {
        const struct incident *n = &b->r->incidents.items[i];
        const char *line = words_incident_story(
            b->say, value_moment(b, n->from_ns), value_moment(b, n->to_ns), words_n_order(b->say, n->order_count),
            value_fills(b, n->orders, n->order_count), value_account(b, n->account));
        paper_line(p, value_join(b, words_group_incident(b->say, value_u64(b, n->number)), ". ", line));
    }
    paper_line(p, story_deeds(b));
    paper_line(p, words_story_means(b->say));
    if (b->figures->status.incomplete) paper_line(p, words_paper_incomplete(b->say, value_why(b)));
}

static const char *platforms(const struct builder *b)
{
    const char **names, *list = "";
    const size_t count = paper_platforms(b, &names);
    for (size_t i = 0; i < count; i++) list = value_join(b, list, ", ", names[i]);
    for (size_t i = 0; i < b->case_file->issuer_count; i++)
        list = value_join(b, list, ", ", value_visible(b, b->case_file->issuers[i].name));
    return list;
}

static const char *keys(const struct builder *b)
{
    const char *list = "";
    for (size_t i = 0; i < b->case_file->key_count && i < PAPER_LIST_MOST; i++) {
        const struct case_key *key = &b->case_file->keys[i];
        const char *given = value_visible(b, key->given_to), *line = paper_key(b, key);
        list = value_join(b, list, "; ", *given ? words_sworn_key(b->say, line, given) : line);
    }
    return list;
}

static void put_other(struct paper_page *p)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    put_heading(p, words_ic3_head_other(say));
    paper_field(p, words_ic3_exchanges(say), value_venues(b));
    paper_field(p, words_ic3_platforms(say), platforms(b));
    paper_field_or_blank(p, words_ic3_keys(say), keys(b), words_ic3_blank_keys(say));
    paper_field_or_blank(p, words_ic3_last_login(say), "", words_ic3_blank_login(say));
    paper_field_or_blank(p, words_ic3_noticed(say), "", words_ic3_blank_noticed(say));
    paper_field_or_blank(p, words_ic3_messages(say), "", words_ic3_blank_messages(say));
    paper_field_or_blank(p, words_ic3_codes(say), "", words_ic3_blank_codes(say));
    paper_field_or_blank(p, words_ic3_elsewhere(say), value_visible(b, b->case_file->complainant_reference),
                         words_ic3_blank_elsewhere(say));
    paper_line(p, words_paper_digest(say, b->digest));
}

void paper_ic3(struct builder *english, const struct shares *s)
{
    struct paper_page p = paper_begin_letter(english);
    const struct speaker *say = english->say;
    paper_line(&p, words_ic3_title(say));
    paper_gap(&p);
    if (s->whole.count == 0) {
        paper_nothing(&p);
    } else {
        paper_line(&p, words_ic3_notes(say));
        paper_line(&p, words_paper_marks(say));
        paper_line(&p, words_paper_copy_first(say));
        put_you(&p);
        put_money(&p, s);
        put_heading(&p, words_ic3_head_subject(say));
        paper_line(
            &p, value_join(english, words_ic3_subject(say), " ", words_paper_blank(say, words_ic3_blank_subject(say))));
        put_story(&p);
        put_other(&p);
    }
    paper_end(&p, "ic3.txt");
}
