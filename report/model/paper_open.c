/* paper_open - the letters of requests.txt where nothing is flagged but orders could not be assessed: each exchange is asked to
 * keep its logs, each bot platform for the records that are missing. Nothing is said of the orders.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/papers.h"

const char *paper_platform_blank(const struct builder *b)
{
    return words_paper_blank(b->say, words_open_platform(b->say));
}

static void begin(struct paper_page *p, const char *receiver, const struct share *s)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    paper_gap(p);
    paper_line(p, PAPER_RULE);
    paper_line(p, words_letter_open_head(say, receiver));
    paper_gap(p);
    const char *name = value_visible(b, b->case_file->complainant_name),
               *contact = value_visible(b, b->case_file->complainant_contact);
    paper_field_or_blank(p, words_fact_complainant(say), name, words_paper_blank_name(say));
    paper_field_or_blank(p, words_fact_contact(say), contact, words_paper_blank_contact(say));
    paper_field(p, words_fact_reference(say), value_visible(b, b->case_file->complainant_reference));
    paper_wrap(p, 0, words_paper_field(say, words_fact_account(say), paper_accounts_or_blank(b, s)));
    paper_wrap(p, 0, words_paper_field(say, words_fact_window(say), paper_when(b, s->when)));
    paper_gap(p);
    paper_wrap(p, 0, words_letter_open_finding(say, words_n_order(say, s->count)));
    paper_gap(p);
    paper_line(p, words_ticket_requests(say));
}

static void end(struct paper_page *p)
{
    const struct speaker *say = p->b->say;
    paper_gap(p);
    paper_wrap(p, 0, words_paper_digest(say, p->b->digest));
    paper_gap(p);
    paper_field(p, words_sign_place(say), words_paper_line(say));
    paper_field(p, words_sign_signature(say), words_paper_line(say));
    paper_line(p, PAPER_RULE);
}

static void to_exchange(struct paper_page *p, const struct share *s)
{
    const struct builder *b = p->b;
    const struct period around = papers_widened(s->when);
    begin(p, s->venue, s);
    paper_item(p, 1, words_letter_open_preserve(b->say, value_date(b, around.from_ns), value_date(b, around.to_ns)));
    end(p);
}

static void to_platform(struct paper_page *p, const char *platform, const struct share *whole)
{
    const struct builder *b = p->b;
    const struct period around = papers_widened(whole->when);
    const char *from = value_date(b, around.from_ns), *to = value_date(b, around.to_ns);
    begin(p, platform, whole);
    paper_item(p, 1, words_letter_open_records(b->say, from, to));
    paper_item(p, 2, words_letter_open_bots_preserve(b->say, from, to));
    end(p);
}

void letters_unassessed(struct paper_page *english)
{
    const struct builder *b = english->b;
    const struct shares open = papers_unassessed(b);
    if (open.whole.count == 0) return;
    paper_gap(english);
    paper_wrap(english, 0, words_paper_marks(b->say));
    paper_wrap(english, 0, words_paper_copy_first(b->say));
    for (size_t i = 0; i < open.count; i++) to_exchange(english, &open.items[i]);
    const char **platforms;
    const size_t count = paper_platforms(b, &platforms);
    for (size_t i = 0; i < count; i++) to_platform(english, platforms[i], &open.whole);
    if (count == 0) to_platform(english, paper_platform_blank(b), &open.whole);
}
