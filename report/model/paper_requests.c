/* paper_requests - requests.txt: a letter to each exchange, one to each bot platform, one to the police or prosecutor,
 * all English.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/tape/tape.h"
#include "report/model/papers.h"

/* ---- parts of every letter ----------------------------------------------------------------------------------------- */

void letter_begin(struct letters *l, const char *receiver, const char *subject)
{
    struct paper_page *p = l->page;
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    const char *name = value_visible(b, b->case_file->complainant_name);
    const char *contact = value_visible(b, b->case_file->complainant_contact);
    paper_gap(p);
    paper_line(p, PAPER_RULE);
    if (l->all > 0) {
        paper_line(p, words_letter_head(say, value_u64(b, ++l->number), value_u64(b, l->all), receiver));
        paper_gap(p);
    }
    paper_field_wrapped(p, words_paper_to(say),
                        words_two_parts(say, receiver, words_paper_blank(say, words_paper_blank_to(say))));
    if (!*name) name = words_paper_blank(say, words_paper_blank_name(say));
    if (!*contact) contact = words_paper_blank(say, words_paper_blank_contact(say));
    paper_field_wrapped(p, words_paper_from(say), value_join(b, name, ", ", contact));
    paper_field_wrapped(p, words_paper_date(say), words_paper_blank(say, words_paper_blank_date(say)));
    paper_field_wrapped(p, words_fact_reference(say), value_visible(b, b->case_file->complainant_reference));
    paper_field_wrapped(p, words_paper_subject(say), subject);
}

void letter_end(struct letters *l, const char *attached)
{
    struct paper_page *p = l->page;
    const struct builder *b = p->b;
    paper_gap(p);
    paper_wrap(p, 0, attached);
    paper_wrap(p, 0, words_paper_digest(b->say, b->digest));
    if (b->figures->status.incomplete) paper_wrap(p, 0, words_paper_incomplete(b->say, value_why(b)));
    paper_gap(p);
    paper_field_wrapped(p, words_paper_sign(b->say), words_paper_line(b->say));
    paper_line(p, PAPER_RULE);
}

static void put_orders(struct paper_page *p, const struct share *s)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    paper_field_wrapped(p, words_fact_account(say), paper_accounts_or_blank(b, s));
    paper_field_wrapped(p, words_ic3_when(say), paper_when(b, s->when));
    paper_field_wrapped(p, words_ic3_local(say, value_local_zone(b)), value_local_period(b, s->when));
    paper_field_wrapped(
        p, words_letter_orders(say),
        words_letter_orders_in(say, value_orders_and_fills(b, s->orders, s->count), paper_markets(b, s)));
}

const char *letter_files(const struct builder *b, const struct share *s)
{
    return value_join(b, paper_ids_name(b, s, "txt"), ", ", paper_ids_name(b, s, "csv"));
}

void letter_items(struct paper_page *p, const char *const *items, size_t count)
{
    unsigned number = 0;
    for (size_t i = 0; i < count; i++)
        if (*items[i]) paper_item(p, ++number, items[i]);
}

void letter_finding(struct paper_page *p, const char *finding)
{
    paper_gap(p);
    paper_wrap(p, 0, finding);
    if (p->b->figures->graded_count == 0) paper_wrap(p, 0, words_paper_review(p->b->say));
    paper_gap(p);
    paper_wrap(p, 0, words_paper_please(p->b->say));
}

/* ---- to whom -------------------------------------------------------------------------------------------------------- */

static bool has_candidates(const struct builder *b, const struct share *s)
{
    for (size_t i = 0; b->r->tape && i < s->count; i++) {
        const struct order *o = &b->r->orders.items[s->orders[i]];
        for (uint32_t k = 0; k < o->fill_count; k++)
            if (b->r->tape->of_event[b->r->order_fills[o->first_fill + k]].result == TAPE_UNIQUE) return true;
    }
    return false;
}

static void to_exchange(struct letters *l, const struct share *s)
{
    struct paper_page *p = l->page;
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    const struct period around = papers_widened(s->when);
    letter_begin(l, s->venue, words_letter_subject_exchange(say, words_n_order(say, s->count)));
    put_orders(p, s);
    paper_field_wrapped(p, words_letter_last_login(say), words_paper_blank(say, words_ic3_blank_login(say)));
    letter_finding(p, words_letter_finding(say));
    LETTER_ITEMS(p, words_letter_preserve(say, value_date(b, around.from_ns), value_date(b, around.to_ns)),
                 words_letter_key(say), words_letter_address(say), words_letter_tag(say),
                 words_letter_counterparty(say), has_candidates(b, s) ? words_letter_tape(say) : "",
                 words_letter_freeze(say), words_letter_login(say), words_letter_confirm(say),
                 words_letter_reverse(say));
    paper_gap(p);
    paper_wrap(p, 0, words_letter_answer(say));
    paper_gap(p);
    paper_wrap(p, 0, paper_ids(b, s));
    letter_end(l, *s->part ? words_letter_attached_several(say, letter_files(b, s))
                           : words_letter_attached(say, letter_files(b, s)));
}

/* It has the exchange accounts in its own records, so one list for all of them. */
static void to_platform(struct letters *l, const char *platform, const struct share *whole)
{
    struct paper_page *p = l->page;
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    const struct period around = papers_widened(whole->when);
    letter_begin(l, platform, words_letter_subject_bots(say, words_n_order(say, whole->count)));
    put_orders(p, whole);
    letter_finding(p, words_letter_bots_finding(say));
    LETTER_ITEMS(p, words_letter_bots_preserve(say, value_date(b, around.from_ns), value_date(b, around.to_ns)),
                 words_letter_bots_none(say), words_letter_bots_connection(say), words_letter_bots_other(say),
                 words_letter_bots_incident(say));
    paper_gap(p);
    paper_wrap(p, 0, paper_ids(b, whole));
    letter_end(l, words_letter_attached(say, letter_files(b, whole)));
}

void paper_requests(struct builder *english, const struct shares *s)
{
    struct paper_page p = paper_begin_letter(english);
    const struct speaker *say = english->say;
    struct letters l = {.page = &p, .all = 1};
    const char **platforms;
    const size_t platform_count = paper_platforms(english, &platforms);
    paper_line(&p, words_letters_title(say));
    paper_gap(&p);
    if (s->whole.count == 0) {
        paper_nothing(&p);
        letters_unassessed(&p);
    } else {
        paper_wrap(&p, 0, words_paper_notes(say));
        paper_wrap(&p, 0, words_paper_marks(say));
        paper_wrap(&p, 0, words_paper_copy_first(say));
        l.all += platform_count;
        for (size_t i = 0; i < s->count; i++) l.all += s->items[i].count > 0;
        for (size_t i = 0; i < s->count; i++)
            if (s->items[i].count > 0) to_exchange(&l, &s->items[i]);
        for (size_t i = 0; i < platform_count; i++) to_platform(&l, platforms[i], &s->whole);
        letter_to_police(&l, s);
    }
    paper_end(&p, "requests.txt");
}
