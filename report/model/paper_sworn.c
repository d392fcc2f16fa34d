/* paper_sworn - declaration.txt, declaration.CODE.txt: what the person who downloaded the files may sign, with a blank for each thing that no
 * file can show. It goes into more detail than the last section of the report.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/papers.h"

struct declaration {
    struct paper_page *page;
    unsigned number;
};

static void put_lines(struct paper_page *p, size_t count)
{
    for (size_t i = 0; i < count; i++) paper_wrap(p, 4, words_paper_line(p->b->say));
}

/* A point with lines to write on below it. */
static void put_point(struct declaration *d, const char *text, size_t lines)
{
    paper_gap(d->page);
    paper_item(d->page, ++d->number, text);
    put_lines(d->page, lines);
}

static void put_files(struct declaration *d)
{
    struct paper_page *p = d->page;
    const struct builder *b = p->b;
    uint64_t left_out = 0;
    size_t listed = 0;
    put_point(d, words_sworn_files(b->say), 0);
    for (size_t i = 0; i < b->evidence->sources.count; i++) {
        const struct source_entry *entry = &b->evidence->sources.items[i];
        if (!entry->readable || entry->parent != SOURCE_NONE) continue;
        if (listed++ >= PAPER_FILES_MOST) {
            left_out++;
            continue;
        }
        paper_wrap(p, 4,
                   words_sworn_file(b->say, value_source(b, (uint32_t)i), value_visible(b, span_of(entry->path))));
        paper_line(p, value_join(b, "         ", "", words_sworn_sha256(b->say, entry->facts.sha256)));
        paper_wrap(p, 9, words_sworn_downloaded(b->say));
    }
    if (left_out > 0) paper_wrap(p, 4, words_sworn_files_more(b->say, value_u64(b, left_out)));
}

static void put_hand(struct declaration *d)
{
    const struct builder *b = d->page->b;
    const struct case_file *c = b->case_file;
    const char *text = c->manual_trading == MANUAL_NEVER       ? words_sworn_hand_never(b->say)
                       : c->manual_trading == MANUAL_SOMETIMES ? words_sworn_hand_sometimes(b->say)
                                                               : words_sworn_hand(b->say);
    put_point(d, text, 2);
    const char *list = "";
    for (size_t i = 0; i < c->manual_order_count && i < PAPER_IDS_MOST; i++)
        list = value_join(b, list, ", ", value_visible(b, c->manual_orders[i]));
    if (c->manual_order_count > PAPER_IDS_MOST)
        list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, c->manual_order_count - PAPER_IDS_MOST)));
    if (*list) paper_wrap(d->page, 4, words_sworn_hand_orders(b->say, list));
}

static void put_programs(struct declaration *d)
{
    const struct builder *b = d->page->b;
    const char *list = "";
    for (size_t i = 0; i < b->case_file->issuer_count && i < PAPER_LIST_MOST; i++)
        list = value_join(b, list, ", ", value_visible(b, b->case_file->issuers[i].name));
    put_point(d, *list ? words_sworn_programs_declared(b->say, list) : words_sworn_programs(b->say), 2);
}

static const char *key_date(const struct builder *b, int64_t ns)
{
    return ns == TIME_NONE ? words_sworn_blank_date(b->say) : value_date(b, ns);
}

static void put_keys(struct declaration *d)
{
    struct paper_page *p = d->page;
    const struct builder *b = p->b;
    put_point(d, words_sworn_keys(b->say), b->case_file->key_count == 0 ? 3 : 0);
    for (size_t i = 0; i < b->case_file->key_count; i++) {
        const struct case_key *key = &b->case_file->keys[i];
        const char *given = value_visible(b, key->given_to);
        paper_wrap(p, 4, words_sworn_key(b->say, paper_key(b, key), *given ? given : words_paper_line(b->say)));
        paper_wrap(p, 9, words_sworn_key_dates(b->say, key_date(b, key->created_ns), key_date(b, key->deleted_ns)));
    }
    paper_wrap(p, 4, words_sworn_keys_rest(b->say));
    put_lines(p, 1);
}

static void put_signature(struct paper_page *p)
{
    const struct speaker *say = p->b->say;
    const char *const labels[] = {words_sign_name(say), words_sign_place(say), words_sign_signature(say),
                                  words_sign_witness(say)};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        paper_gap(p);
        paper_field(p, labels[i], words_paper_line(say));
    }
}

static void put_declaration(struct paper_page *p, const struct share *whole)
{
    const struct builder *b = p->b;
    const struct speaker *say = b->say;
    struct declaration d = {.page = p};
    const char *name = value_visible(b, b->case_file->complainant_name);
    paper_wrap(p, 0, words_two_parts(say, words_declare_intro(say), words_paper_copy_first(say)));
    paper_wrap(p, 0, words_paper_lawyer(say, words_sworn_formula(say)));
    paper_gap(p);
    paper_wrap(p, 0, words_sworn_who(say, *name ? name : words_paper_blank(say, words_sworn_blank_name(say))));
    put_files(&d);
    put_point(&d, words_sworn_unaltered(say), 2);
    put_point(&d, words_sworn_orders(say, words_n_order(say, whole->count)), 2);
    put_hand(&d);
    put_programs(&d);
    put_keys(&d);
    put_point(&d, words_sworn_access(say), 2);
    put_point(&d, words_sworn_truth(say), 0);
    paper_gap(p);
    paper_wrap(p, 0, words_paper_digest(say, b->digest));
    put_signature(p);
}

void paper_sworn(struct builder *b, const struct shares *s)
{
    struct paper_page p = paper_begin_letter(b);
    paper_line(&p, words_paper_declaration(b->say));
    paper_gap(&p);
    paper_english(&p, "declaration.txt");
    if (s->whole.count == 0)
        paper_nothing(&p);
    else
        put_declaration(&p, &s->whole);
    paper_end(&p, paper_name(b, PAPER_SWORN));
}
