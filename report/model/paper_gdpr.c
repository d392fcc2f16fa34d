/* paper_gdpr - gdpr-access-request.txt, gdpr-access-request.CODE.txt: a request under Article 15 of the GDPR to each
 * exchange and each bot platform. What it says of the law is marked for a lawyer to check.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/papers.h"

struct access_request {
    const char *receiver;
    const struct share *orders;
    bool platform; /* else an exchange */
};

static const char *blank(const struct paper_page *p, const char *what)
{
    return words_paper_blank(p->b->say, what);
}

static void put_head(struct paper_page *p, const struct access_request *r)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    const char *name = value_visible(b, b->case_file->complainant_name);
    const char *contact = value_visible(b, b->case_file->complainant_contact);
    paper_field_wrapped(p, words_paper_to(say), words_two_parts(say, r->receiver, blank(p, words_gdpr_blank_to(say))));
    paper_field_wrapped(p, words_paper_from(say),
                        value_join(b, *name ? name : blank(p, words_paper_blank_name(say)), ", ",
                                   *contact ? contact : blank(p, words_paper_blank_contact(say))));
    paper_field_wrapped(p, words_paper_date(say), blank(p, words_paper_blank_date(say)));
    paper_field_wrapped(p, words_paper_subject(say), words_gdpr_subject(say));
    const char *identity = blank(p, words_gdpr_blank_identify(say));
    if (!r->platform) identity = value_join(b, paper_accounts_or_blank(b, r->orders), "; ", identity);
    paper_field_wrapped(p, words_gdpr_identify(say), identity);
}

static void put_points(struct paper_page *p, const struct access_request *r)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    unsigned number = 0;
    paper_item(p, ++number, words_gdpr_logins(say));
    if (r->platform) {
        paper_item(p, ++number, words_gdpr_connections(say));
        paper_item(p, ++number, words_gdpr_actions(say));
        paper_item(p, ++number, words_gdpr_bot_requests(say));
        paper_item(p, ++number, words_gdpr_incident(say));
    } else {
        paper_item(p, ++number, words_gdpr_keys(say));
        paper_item(p, ++number, words_gdpr_requests(say));
        paper_item(p, ++number, words_gdpr_orders(say, paper_ids_name(b, r->orders, "csv")));
    }
    paper_item(p, ++number, words_gdpr_notices(say));
    paper_item(p, ++number, words_gdpr_recipients(say));
}

static void put_request(struct paper_page *p, const struct access_request *r)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    const struct period around = papers_widened(r->orders->when);
    paper_gap(p);
    paper_line(p, PAPER_RULE);
    put_head(p, r);
    paper_gap(p);
    paper_wrap(p, 0, words_gdpr_ask(say, value_date(b, around.from_ns), value_date(b, around.to_ns)));
    put_points(p, r);
    paper_gap(p);
    paper_wrap(p, 0, words_two_parts(say, words_gdpr_form(say), words_gdpr_others(say)));
    paper_wrap(p, 0, words_paper_lawyer(say, words_gdpr_month(say)));
    paper_gap(p);
    paper_field_wrapped(p, words_paper_sign(say), words_paper_line(say));
    paper_line(p, PAPER_RULE);
}

/* Nothing is flagged, but records are missing: the bot platform has them. */
static void put_unassessed(struct paper_page *p)
{
    const struct builder *b = p->b;
    const struct shares open = papers_unassessed(b);
    if (open.whole.count == 0) return;
    paper_gap(p);
    paper_wrap(p, 0, words_paper_lawyer(b->say, words_gdpr_applies(b->say)));
    paper_wrap(p, 0, words_paper_marks(b->say));
    paper_wrap(p, 0, words_paper_copy_first(b->say));
    const char **platforms;
    const size_t count = paper_platforms(b, &platforms);
    for (size_t i = 0; i < count; i++) put_request(p, &(struct access_request){platforms[i], &open.whole, true});
    if (count == 0) put_request(p, &(struct access_request){paper_platform_blank(b), &open.whole, true});
}

void paper_gdpr(struct builder *b, const struct shares *s)
{
    struct paper_page p = paper_begin_letter(b);
    const struct speaker *say = b->say;
    paper_wrap(&p, 0, words_gdpr_title(say));
    paper_gap(&p);
    paper_english(&p, "gdpr-access-request.txt");
    if (s->whole.count == 0) {
        paper_nothing(&p);
        put_unassessed(&p);
    } else {
        paper_wrap(&p, 0, words_paper_lawyer(say, words_gdpr_applies(say)));
        paper_wrap(&p, 0, words_paper_notes(say));
        paper_wrap(&p, 0, words_paper_marks(say));
        paper_wrap(&p, 0, words_paper_copy_first(say));
        for (size_t i = 0; i < s->count; i++)
            if (s->items[i].count > 0)
                put_request(&p, &(struct access_request){s->items[i].venue, &s->items[i], false});
        const char **platforms;
        const size_t count = paper_platforms(b, &platforms);
        for (size_t i = 0; i < count; i++) put_request(&p, &(struct access_request){platforms[i], &s->whole, true});
    }
    paper_end(&p, paper_name(b, PAPER_GDPR));
}
