/* papers - what the papers for single receivers share. Private to paper*.c.
 *
 * Each paper is a text of its own at the top of the case folder, and English. A report in another language brings those along
 * in its own that police, data protection officers and courts read: police-letter.CODE.txt (in English the last letter of
 * requests.txt), gdpr-access-request.CODE.txt and declaration.CODE.txt. Letters to companies, the text for the FBI and ids are
 * English only. Every text of the evidence or the case file goes through value_visible or writer_csv_cell. Nothing is asked for,
 * and no fact is filled in, that is not in the result or the case file: what only the complainant knows is a blank that says so.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_MODEL_PAPERS_H
#define STRAYKEY_REPORT_MODEL_PAPERS_H

#include "report/bag/papers.h"
#include "report/model/build.h"

enum {
    PAPER_WIDTH = 78,     /* of letters, which go into e-mails */
    PAPER_DAYS = 30,
    PAPER_IDS_MOST = 100, /* ids in a sentence; all are in the identifiers files */
    PAPER_LIST_MOST = 40, /* markets, accounts, keys */
    PAPER_FILES_MOST = 300
};

#define PAPER_RULE "=============================================================================="

/* The flagged orders of one exchange. Asked about are those graded strong or probable; the review ones when there are none. */
struct share {
    const char *venue;      /* visible; "(exchange not named)" is words_not_stated */
    const char *part;       /* in file names: "-binance"; "" when it is the only one */
    const uint32_t *orders; /* asked about: by account, market, then in order of time */
    size_t count;
    uint64_t fills;
    struct period when;
    const uint32_t *all;    /* the same with the review ones */
    size_t all_count;
};
struct shares { /* by name of the exchange */
    struct share *items;
    size_t count;
    struct share whole;     /* all exchanges together */
};
struct shares papers_shares(const struct builder *b);
/* The same orders and names of files, as `english` found them, for papers in the language of `b`. */
struct shares papers_translated(const struct builder *b, const struct shares *english);
struct shares papers_unassessed(const struct builder *b); /* the same of orders of which nothing is claimed */

/* A paper under way: lines go to `out`; paper_end hands it to the model. */
struct paper_page {
    const struct builder *b;
    struct writer *out;
};
/* The text with each '<' that could begin a mark-up tag as \x3C: these texts are pasted into web forms, and not every form
 * guards itself. The escapes of writer_visible, <U+202E>, stay. */
struct span paper_guard(const struct builder *b, struct span text);
struct paper_page paper_begin(const struct builder *b);
struct paper_page paper_begin_letter(const struct builder *b); /* in a shared copy its first line says that it is one */
void paper_end(struct paper_page *p, const char *name);
void paper_line(struct paper_page *p, const char *text);                  /* as long as it is */
void paper_wrap(struct paper_page *p, size_t indent, const char *text);   /* PAPER_WIDTH */
void paper_item(struct paper_page *p, unsigned number, const char *text); /* "3. ..." wrapped */
void paper_gap(struct paper_page *p);
void paper_field(struct paper_page *p, const char *label, const char *value); /* left out when the value is "" */
void paper_field_wrapped(struct paper_page *p, const char *label, const char *value);
void paper_field_or_blank(struct paper_page *p, const char *label, const char *value, const char *blank);
/* In another language: "The same in English: declaration.txt", and a gap. */
void paper_english(struct paper_page *p, const char *file);
/* The end of a case in which nothing is flagged: says so, and whether anything could be compared. */
void paper_nothing(struct paper_page *p);

bool paper_is_english(const struct builder *b);
/* "identifiers-binance.csv" */
const char *paper_ids_name(const struct builder *b, const struct share *s, const char *ending);
/* "2022-12-25 21:29:03 to 2022-12-25 22:51:59 UTC", "2022-12-25 21:29:03 UTC" */
const char *paper_when(const struct builder *b, struct period p);
/* From PAPER_DAYS before to PAPER_DAYS after: what records are asked for. */
struct period papers_widened(struct period p);
const char *paper_accounts(const struct builder *b, const struct share *s);
/* The same, with a blank for the number of an account that neither the files nor the case file name. */
const char *paper_accounts_or_blank(const struct builder *b, const struct share *s);
const char *paper_markets(const struct builder *b, const struct share *s);
const char *paper_ids(const struct builder *b, const struct share *s); /* "Order ids: 1, 2, 3 and 7 more (identifiers.txt)" */
const char *paper_key(const struct builder *b, const struct case_key *key); /* "binance main, ...wxyz" */
/* The bot platforms whose orders are in the files, each once; no programs of the account holder, no paper accounts. */
size_t paper_platforms(const struct builder *b, const char ***names);
const char *paper_platform_blank(const struct builder *b); /* where the files name none */
bool nothing_covered(const struct builder *b); /* model/summary.c */

void paper_identifiers(struct builder *english, const struct shares *s); /* model/paper_ids.c */
void paper_ic3(struct builder *english, const struct shares *s);         /* model/paper_ic3.c */
void paper_requests(struct builder *english, const struct shares *s);    /* model/paper_requests.c */
void letters_unassessed(struct paper_page *english);                       /* model/paper_open.c; none when all orders were */
void paper_police(struct builder *own, const struct shares *s);          /* model/paper_police.c */
void paper_gdpr(struct builder *b, const struct shares *s);              /* model/paper_gdpr.c */
void paper_sworn(struct builder *b, const struct shares *s);             /* model/paper_sworn.c */
void paper_start(struct builder *b, const struct shares *s);             /* model/paper_start.c */

/* ---- letters (model/paper_requests.c) ------------------------------------------------------------------------------- */

struct letters {
    struct paper_page *page;
    size_t all; /* letters; 0: one that is a paper of its own and has no number */
    unsigned number;
};
void letter_begin(struct letters *l, const char *receiver, const char *subject);
void letter_finding(struct paper_page *p, const char *finding); /* and "Please:" */
/* Numbered; an empty one is passed over. */
void letter_items(struct paper_page *p, const char *const *items, size_t count);
#define LETTER_ITEMS(page, ...)                                                                                        \
    letter_items(page, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
void letter_end(struct letters *l, const char *attached);
const char *letter_files(const struct builder *b, const struct share *s); /* "identifiers.txt, identifiers.csv" */
void letter_to_police(struct letters *l, const struct shares *s);         /* model/paper_police.c */

#endif
