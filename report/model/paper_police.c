/* paper_police - the letter to the police or prosecutor: the last one of requests.txt, and in another language a paper of
 * its own, police-letter.CODE.txt.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/papers.h"

static void put_orders(struct paper_page *p, const struct shares *s)
{
    const struct builder *b = p->b;
    for (size_t i = 0; i < s->count; i++) {
        const struct share *one = &s->items[i];
        if (one->count == 0) continue;
        const char *accounts = words_isolated(b->say, paper_accounts(b, one)),
                   *orders = value_orders_and_fills(b, one->orders, one->count),
                   *when = words_isolated(b->say, paper_when(b, one->when));
        paper_wrap(p, 0, words_police_venue(b->say, accounts, orders, when));
    }
}

static void put_platforms(struct paper_page *p)
{
    const char **names, *list = "";
    const size_t count = paper_platforms(p->b, &names);
    for (size_t i = 0; i < count; i++) list = value_join(p->b, list, ", ", names[i]);
    paper_field_wrapped(p, words_police_platforms(p->b->say), list);
}

void letter_to_police(struct letters *l, const struct shares *s)
{
    struct paper_page *p = l->page;
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    letter_begin(l, words_police_receiver(say), words_police_subject(say, words_n_order(say, s->whole.count)));
    put_orders(p, s);
    if (*fiat_sentence(b)) paper_wrap(p, 0, fiat_sentence(b));
    put_platforms(p);
    letter_finding(p, words_police_finding(say));
    LETTER_ITEMS(p, words_police_preserve(say, words_head_requests(say)), words_police_sender(say),
                 words_police_counterparty(say), words_police_reference(say),
                 b->in->redaction ? "" : words_police_files(say));
    paper_gap(p);
    paper_wrap(p, 0, words_police_form(say));
    paper_wrap(p, 0, words_paper_lawyer(say, words_police_abroad(say)));
    const char *report =
        paper_is_english(b) ? "report.pdf" : arena_format(b->arena, "report.%s.pdf", say->language->code);
    letter_end(l, words_police_attached(say, letter_files(b, &s->whole), report, paper_name(b, PAPER_SWORN)));
}

void paper_police(struct builder *own, const struct shares *s)
{
    struct paper_page p = paper_begin_letter(own);
    const struct speaker *say = own->say;
    struct letters l = {.page = &p, .all = 0};
    paper_wrap(&p, 0, words_police_title(say));
    paper_gap(&p);
    paper_english(&p, "requests.txt");
    if (s->whole.count == 0) {
        paper_nothing(&p);
    } else {
        paper_wrap(&p, 0, words_paper_marks(say));
        paper_wrap(&p, 0, words_paper_copy_first(say));
        letter_to_police(&l, s);
    }
    paper_end(&p, paper_name(own, PAPER_POLICE));
}
