/* build - what the model's sections share: the builder, its blocks, and how values are spelt. Private to this room.
 *
 * Sections are functions section_<name>(builder). They add blocks from top to bottom and never look back.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_MODEL_BUILD_H
#define STRAYKEY_REPORT_MODEL_BUILD_H

#include "report/figures.h"
#include "report/model/model.h"
#include "report/words/retell.h"
#include "report/words/words.h"

enum {
    SCHEDULE_MOST = 1000, /* orders printed in full */
    TABLE_MOST = 300,     /* rows of the other tables */
    INCIDENTS_MOST = 20,  /* incidents described one by one */
    LIST_MOST = 8         /* names or rows in a sentence */
};

struct valuation;
struct reference_price;
struct fiat_total;
struct fiat_part;

struct builder {
    struct report_model *model;
    struct arena *arena; /* the model's */
    const struct report_input *in;
    const struct result *r;
    const struct evidence *evidence;
    const struct store *store;
    const struct case_file *case_file;
    const struct figures *figures;
    const char *digest; /* of manifest-sha256.txt */
    const struct speaker *say;
    unsigned headings;  /* level 1, for their numbers */
    const char *ticket_for;     /* the exchange that ticket.txt is for, when there are others; else "" */
    const char *other_tickets;  /* the names of theirs */
};

/* Fills in a builder for an empty model, which speaks the language of `say`; that gets the arena and must outlive it. */
void model_begin(struct report_model *m, const struct report_input *in, struct speaker *say, struct builder *b);

/* ---- blocks (model/blocks.c) --------------------------------------------------------------------------------------- */

void add_heading(struct builder *b, const char *text);     /* level 1, gets the next number */
void add_subheading(struct builder *b, const char *text);  /* level 2 */
void add_paragraph(struct builder *b, const char *text);
void add_bullet(struct builder *b, const char *text);
void add_notice(struct builder *b, const char *text);
void add_mono(struct builder *b, const char *text);
void add_page_break(struct builder *b);
void add_chart(struct builder *b, struct chart *chart);
void add_signature(struct builder *b, const char *const *labels, size_t count);

/* A table under construction. Columns' widths are given in percent and add up to 100. */
struct column {
    const char *title;
    enum cell_align align;
    unsigned percent;
    bool mono;
};
struct table {
    struct builder *builder;
    struct block block;
    size_t capacity; /* rows */
};
struct table table_begin(struct builder *b, const struct column *columns, size_t count, size_t most_rows);
void table_row(struct table *t, bool strong, const char *const *cells); /* as many cells as columns */
/* On paper each of these columns stands below the one before it, in the same place. */
void table_below(struct table *t, const size_t *columns, size_t count);
/* Puts the rows in two halves side by side, the second to the right of the first. For narrow tables that are complete. */
void table_fold(struct table *t);
/* Adds it, unless it has no rows. `rows_in_all` above the number of rows makes it an extract, `where` says where all are. */
void table_end(struct table *t, uint64_t rows_in_all, const char *where);

struct table facts_begin(struct builder *b, size_t most_rows);
void fact(struct table *t, const char *label, const char *value); /* left out when the value is "" */
void fact_strong(struct table *t, const char *label, const char *value);
void facts_end(struct table *t);

/* ---- values (model/values.c) ---------------------------------------------------------------------------------------- */

const char *value_visible(const struct builder *b, struct span text); /* hostile characters made visible */
const char *value_letter(const struct builder *b, size_t number); /* A ... Z, AA, AB ... for 0, 1, 2 ... */
const char *value_u64(const struct builder *b, uint64_t value);
/* "2022-12-25 21:29:03.123", UTC; the reader is told so by the sentence or column around it. */
const char *value_time(const struct builder *b, int64_t ns, uint8_t digits);
const char *value_moment(const struct builder *b, int64_t ns); /* as many digits as it needs */
const char *value_date(const struct builder *b, int64_t ns);
const char *value_period(const struct builder *b, struct period p); /* "A to B" */
/* The complainant's zone: of the case file, else of --time-zone; "" when neither names one, or UTC. */
const char *value_local_zone(const struct builder *b);
/* The same in that zone, with its offset: "A to B (UTC+01:00)"; "" without one. */
const char *value_local_period(const struct builder *b, struct period p);
const char *value_span(const struct builder *b, int64_t ns);        /* "84 minutes" */
/* Amounts of every kind are a mark in a shared copy that hides them (redaction.h); a price, which need not say anything of a
 * size, is spelt by value_price or value_event_amount. */
const char *value_amount(const struct builder *b, struct decimal d);
const char *value_sum(const struct builder *b, bool known, struct decimal d); /* without trailing zeros */
const char *value_signed(const struct builder *b, struct decimal d); /* "-12.5", "+3" */
const char *value_signed_exact(const struct builder *b, struct decimal d); /* with all digits, as value_amount */
const char *value_price(const struct builder *b, struct decimal d); /* of one execution; without trailing zeros */
/* As written; "" for none. */
const char *value_event_amount(const struct builder *b, const struct event *e, enum amount which);
const char *value_group(const struct builder *b, const struct market_group *g); /* "buy AKRO/BUSD (12 orders)" */
struct counted {
    uint64_t fills, unlisted; /* single executions; orders that were executed without any in the files */
};
struct counted count_fills(const struct builder *b, const uint32_t *orders, size_t count);
/* "485 fills", "the export lists no single executions", or how many of each. */
const char *value_fills(const struct builder *b, const uint32_t *orders, size_t count);
/* "427 orders (485 fills)"; "3 orders" where nothing was executed. */
const char *value_orders_and_fills(const struct builder *b, const uint32_t *orders, size_t count);
const char *value_market(const struct builder *b, uint32_t market);
const char *value_account(const struct builder *b, uint32_t account); /* "binance 12345678 (main)" */
/* The same; where the files name none and the case file states one of that venue, that one, and that it is stated. */
const char *value_account_or_stated(const struct builder *b, uint32_t account);
/* The same, with how many of the files of its orders name no account, and why they count to it. */
const char *value_account_and_files(const struct builder *b, uint32_t account);
const char *value_side(const struct builder *b, enum side side);
const char *value_ident(const struct builder *b, ident id); /* "" for none */
/* The order's id; "" for none, and for one that lost digits in a spreadsheet: nobody can find an order by that. */
const char *value_order_id(const struct builder *b, const struct order *o);
const char *value_source(const struct builder *b, uint32_t source);
const char *value_row(const struct builder *b, uint32_t event);
const char *value_order_row(const struct builder *b, const struct order *o);
const char *value_judged(const struct builder *b, unsigned verdict, unsigned flag); /* "unissued, strong" */
/* The rows that a figure comes from: all when they are few, else from the first to the last of each file ("E03:18-86"), how many and where. The rows of
 * fees are those that state one: the fills', or the order's own where these do not. */
const char *value_rows(const struct builder *b, const uint32_t *orders, size_t count);
const char *value_signal_rows(const struct builder *b, const struct signal_hit *hit);
const char *value_fee_rows(const struct builder *b, const uint32_t *orders, size_t count);
const char *value_order_amount(const struct builder *b, const struct order *o, enum order_amount which);
const char *value_fee(const struct builder *b, const struct order *o); /* per asset, of its fills */
const char *value_ids(const struct builder *b, const struct order *o); /* order, trade and client ids, a line each */
const char *value_reasons(const struct builder *b, reason_set reasons); /* the codes, but for no-bot-record, which all have */
const char *value_why(const struct builder *b);                        /* what makes the evidence incomplete */
const char *value_accounts(const struct builder *b);   /* all exchange accounts that matter here, in one sentence part */
const char *value_venues(const struct builder *b);
const char *value_flagged_markets(const struct builder *b, size_t most); /* most orders first */
const char *value_join(const struct builder *b, const char *list, const char *separator, const char *item);
/* The headline figure with its method, "" when nothing was computed. */
const char *value_result(const struct builder *b);
const char *value_result_of(const struct builder *b, uint32_t incident); /* 0: all */
uint64_t flagged_orders(const struct builder *b);
uint64_t flagged_fills(const struct builder *b);
/* Exchange accounts that have flagged orders (or orders at all, when none is flagged), each once. */
size_t accounts_concerned(const struct builder *b, uint32_t **accounts);
/* Losses of one incident (0: all) and method, the assets that most orders moved first. Returns how many. */
size_t losses_by_weight(const struct builder *b, uint32_t incident, const char *method, const struct loss ***out);
const char *story_flagged(const struct builder *b); /* page one: when, who, how many (model/summary.c) */
const char *story_deeds(const struct builder *b);   /* what the graded orders did (model/story.c) */
void tell_changes(struct builder *b); /* and what that changed in the account */
const char *loss_method(const struct builder *b, const char *method);
const char *loss_amount(const struct builder *b, const struct loss *loss); /* "-12.5", "+3" */
const char *loss_with_asset(const struct builder *b, const struct loss *loss); /* "-12.5 BUSD" */
const char *signal_name(const struct builder *b, enum signal code);
const char *value_signal(const struct builder *b, const struct signal_hit *hit); /* what its rows show */

/* What page one begins with (model/unassessed.c): the orders of which nothing is claimed, not covered or ambiguous, why, and
 * which records to fetch; "" when there are none. And the files that make the evidence incomplete. */
uint64_t unassessed_orders(const struct builder *b);
size_t unassessed_list(const struct builder *b, uint32_t **orders);
struct period orders_period(const struct builder *b, const uint32_t *orders, size_t count); /* TIME_NONE for no orders */
const char *unassessed_text(const struct builder *b);
const char *incomplete_files(const struct builder *b);

/* ---- sections -------------------------------------------------------------------------------------------------------- */

void section_summary(struct builder *b);      /* model/summary.c */
void add_shared_copy(struct builder *b);      /* model/shared.c: what was taken out; nothing in a full case folder */
void section_who(struct builder *b);          /* model/who.c */
void section_last(struct builder *b);
void section_incidents(struct builder *b);    /* model/incidents.c */
void section_schedule(struct builder *b);     /* model/schedule.c */
void section_transfers(struct builder *b);    /* model/losses.c */
void section_losses(struct builder *b);
void add_losses_by_market(struct builder *b); /* model/valuation.c */
void add_valuation(struct builder *b);
/* "E01:12, in USDT, 3 hours before"; of supplied prices the label of the file. */
const char *value_basis(const struct builder *b, const struct reference_price *p, int64_t age_ns, bool name_coin);
/* model/changes.c: what the orders of an incident (0: all graded ones) changed in the account, asset by asset. */
void add_changes(struct builder *b, uint32_t incident);
/* model/held.c: the balances that statements print before and after it; nothing where none does. */
bool has_held(const struct builder *b, uint32_t incident);
void add_held(struct builder *b, uint32_t incident);
/* What a part of a change counts by, and the parts that could not be counted ("-3 ABC, +5 DEF"; "" for none). */
const char *value_counted_by(const struct builder *b, const struct fiat_total *t, const struct fiat_part *p);
const char *value_not_counted(const struct builder *b, const struct fiat_total *t);
void add_fiat(struct builder *b, const struct valuation *v); /* model/fiat.c */
/* The net change of all graded orders in the currency of --fiat, without it in one unit (valuation_change); "" when none was
 * computed. */
const char *fiat_sentence(const struct builder *b);
/* The same of an incident (0: all) for figures of their own; NULL: none. "-13627.58 EUR". */
const struct fiat_total *worth_of(const struct builder *b, uint32_t incident);
const char *value_worth(const struct builder *b, const struct fiat_total *t);
/* Page one, where several accounts have graded orders (model/accounts.c): how many have, and what was done in each. */
size_t graded_accounts(const struct builder *b, uint32_t **accounts);
void tell_accounts(struct builder *b, const uint32_t *accounts, size_t count);
/* What the graded orders of an account come to, in one unit: of its incidents, with how many orders are in none. "" when it is
 * not known. */
const char *value_account_worth(const struct builder *b, uint32_t account);
/* What was bought, sold again, and sold for it: `most` names of these. */
const char *story_trip(const struct builder *b, const struct round_trip *trip, size_t most);
void section_verdicts(struct builder *b);     /* model/method.c */
void section_coverage(struct builder *b);
void add_coverage_bands(struct builder *b); /* model/bands.c: the same as a picture */
void section_margins(struct builder *b); /* still below the heading of the coverage */
void section_method(struct builder *b);
/* model/times.c: a table of the verdicts that would be others, under that title, and the zones that somebody gave. */
void add_effects(struct builder *b, const effects *list, const char *then_title);
void add_zone_effects(struct builder *b);
/* Page one and ticket: the zones that somebody gave, and how many graded orders would stay so in another; "" without. */
const char *zones_given(const struct builder *b);
void section_tape(struct builder *b);         /* model/tape.c; nothing without --tape */
void add_tape_line(struct builder *b);        /* what it says of the files being genuine */
void add_leaked_keys(struct builder *b);      /* nothing without --leaked */
void section_limits(struct builder *b);       /* model/limits.c */
void section_requests(struct builder *b);
void section_register(struct builder *b);     /* model/register.c */
void section_authenticity(struct builder *b); /* model/authenticity.c */
const char *value_against(const struct builder *b); /* page one: what of it deviates; "" when nothing does */
void section_verify(struct builder *b);       /* model/closing.c */
void add_row_lookup(struct builder *b, uint32_t event); /* model/lookup.c */
void section_custody(struct builder *b);
void section_declaration(struct builder *b);
void add_tickets(struct builder *b);          /* model/ticket.c; the sections name them */
void add_papers(struct builder *b);           /* model/papers.c */
/* "declaration.txt", in a report in another language "declaration.de.txt". */
const char *paper_name(const struct builder *b, const char *stem);
/* Names of the papers that are there in the report's language, besides English; "" in English. */
const char *papers_translated_names(const struct builder *b);

/* The words for a verdict and a flag, and a span between clocks ("+3.250 s"): model/method.c. */
const char *verdict_meaning(const struct builder *b, enum verdict v);
const char *flag_meaning(const struct builder *b, enum flag f);
const char *value_clock_span(const struct builder *b, int64_t ns);

#endif
