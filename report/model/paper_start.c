/* paper_start - START-HERE.txt, START-HERE.CODE.txt: for somebody who opens the folder and knows nothing of it. What to read
 * first, what goes to whom, what lies in data/, and what must not be done.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/papers.h"

static const char *ticket_of(const struct builder *b, const struct share *s)
{
    if (!*b->other_tickets || span_is(span_of(s->venue), b->ticket_for)) return "ticket.txt";
    return arena_format(b->arena, "ticket%s.txt", s->part);
}

static const char *attached_to_ticket(const struct builder *b, const struct share *s)
{
    const char *files = letter_files(b, s);
    return *b->other_tickets ? files : value_join(b, "report.pdf", ", ", files);
}

/* "ticket.txt"; of several exchanges "binance: ticket-binance.txt; kucoin: ticket.txt". */
static const char *names_of(const struct builder *b, const struct shares *s,
                            const char *name_of(const struct builder *, const struct share *))
{
    const char *list = "";
    for (size_t i = 0; i < s->count; i++) {
        if (s->items[i].count == 0) continue;
        const char *name = name_of(b, &s->items[i]);
        if (*b->other_tickets) name = arena_format(b->arena, "%s: %s", s->items[i].venue, name);
        list = value_join(b, list, "; ", name);
    }
    return list;
}

static void put_reading(struct paper_page *p)
{
    const struct builder *b = p->b;
    const char *code = b->say->language->code;
    paper_wrap(p, 0,
               paper_is_english(b) ? words_start_read(b->say)
                                   : words_start_read_own(b->say, arena_format(b->arena, "report.%s.pdf", code)));
}

/* What goes to whom; a shared copy goes to nobody. */
static void put_receivers(struct paper_page *p, const struct shares *s)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    unsigned number = 0;
    paper_gap(p);
    paper_line(p, words_start_do(say));
    paper_item(p, ++number, words_start_digest(say));
    if (s->whole.count == 0) {
        paper_item(p, ++number, unassessed_orders(b) > 0 ? words_start_missing(say) : words_start_nothing(say));
        return;
    }
    const char *declaration = paper_name(b, PAPER_SWORN);
    paper_item(p, ++number, words_start_exchange(say, names_of(b, s, ticket_of), names_of(b, s, attached_to_ticket)));
    paper_item(p, ++number, words_start_platform(say, paper_name(b, PAPER_GDPR)));
    paper_item(p, ++number, words_start_police(say, letter_files(b, &s->whole), declaration));
}

static void put_contents(struct paper_page *p)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    paper_gap(p);
    paper_line(p, words_start_inside(say));
    paper_wrap(p, 2, words_start_data(say));
    if (!b->in->redaction && !span_is(span_of(b->in->originals), "hash-only"))
        paper_wrap(p, 2, words_start_originals(say));
    paper_wrap(p, 2, words_start_manifests(say));
}

void paper_start(struct builder *b, const struct shares *s)
{
    struct paper_page p = paper_begin_letter(b);
    paper_line(&p, words_start_title(b->say));
    paper_gap(&p);
    paper_english(&p, PAPER_START ".txt");
    put_reading(&p);
    if (!b->in->redaction) put_receivers(&p, s);
    put_contents(&p);
    paper_gap(&p);
    paper_wrap(&p, 0, words_start_keep(b->say));
    paper_wrap(&p, 0, words_start_check(b->say, words_head_verify(b->say)));
    paper_end(&p, paper_name(b, PAPER_START));
}
