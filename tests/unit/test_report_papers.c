/* Tests of the papers for single receivers, and of the words of all sentences: what each file says, what it leaves to the
 * complainant, and that it goes to one receiver only.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/bag/papers.h"
#include "report/words/entries.h"
#include "report_model.h"

#include <ctype.h>

static struct span paper_of(const struct report_model *m, const char *name)
{
    for (size_t i = 0; i < m->papers.count; i++)
        if (strcmp(m->papers.items[i].name, name) == 0) return m->papers.items[i].text;
    fail_msg("no %s", name);
    return SPAN_NONE;
}

static bool has_paper(const struct report_model *m, const char *name)
{
    for (size_t i = 0; i < m->papers.count; i++)
        if (strcmp(m->papers.items[i].name, name) == 0) return true;
    return false;
}

/* Letters are wrapped: line breaks and runs of spaces count as one space. */
static char *unwrapped(struct span text)
{
    char *plain = memory_copy_text(text.ptr, text.len);
    size_t used = 0;
    for (size_t i = 0; i < text.len; i++) {
        const bool blank = plain[i] == ' ' || plain[i] == '\n';
        if (blank && used > 0 && plain[used - 1] == ' ') continue;
        plain[used++] = blank ? ' ' : plain[i];
    }
    plain[used] = '\0';
    return plain;
}

static void assert_paper(const struct report_model *m, const char *name, const char *part)
{
    char *plain = unwrapped(paper_of(m, name));
    if (!strstr(plain, part)) fail_msg("%s does not say: %s", name, part);
    free(plain);
}

static size_t lines_with(struct span text, const char *part)
{
    size_t count = 0;
    while (text.len > 0) count += span_contains(span_cut(&text, '\n'), span_of(part));
    return count;
}

/* Two flagged orders at binance, then two at kucoin. */
static void begin_two_exchanges(struct demo *d)
{
    demo_begin(d);
    demo_order(d, d->start_ns, VERDICT_UNISSUED, FLAG_STRONG, "2242861000");
    demo_order(d, d->start_ns + NS_PER_SECOND, VERDICT_UNISSUED, FLAG_PROBABLE, "2242861001");
    d->market = store_market(d->evidence.store, SPAN("kucoin"), SPAN("VITE"), SPAN("USDT"));
    d->account = store_account(d->evidence.store, SPAN("kucoin"), SPAN("777"));
    demo_order(d, d->start_ns + INT64_C(2) * NS_PER_SECOND, VERDICT_UNISSUED, FLAG_STRONG, "63a8c1d2e3f4a5b6c7d8e9f0");
    demo_order(d, d->start_ns + INT64_C(3) * NS_PER_SECOND, VERDICT_UNISSUED, FLAG_STRONG, "63a8c1d2e3f4a5b6c7d8e9f1");
    demo_finish(d);
}

/* ---- words ---------------------------------------------------------------------------------------------------------- */

static bool starts_word(const char *text, const char *at)
{
    return at == text || !isalpha((unsigned char)at[-1]);
}

static bool begins_a_word(const char *text, const char *stem)
{
    for (const char *at = text; *at; at++) {
        size_t i = 0;
        while (stem[i] && tolower((unsigned char)at[i]) == stem[i]) i++;
        if (!stem[i] && starts_word(text, at)) return true;
    }
    return false;
}

/* Stems that claim what no file can show: that something was taken, by whom, against which law, or beyond doubt. */
static const char *forbidden_in(const char *text)
{
    static const char *const stems[] = {"stole",   "steal",   "theft",   "thie",    "hack",     "fraud",      "crim",
                                        "proven",  "proof",   "attack",  "victim",  "unauthor", "scam",       "robbe",
                                        "perpetr", "culprit", "guilt",   "suspect", "illegal",  "unlawful",   "manipul",
                                        "malici",  "intrud",  "undoubt", "obvious", "certainl", "definitely", "embezzl",
                                        "swindl",  "offend",  "laundr"};
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (begins_a_word(text, stems[i])) return stems[i];
    return NULL;
}

static void no_sentence_of_any_file_claims_more_than_files_show(void **state)
{
    (void)state;
    size_t seen = 0;
    for (size_t i = 0; i < words_entry_count; i++) {
        const struct word_entry *entry = &words_entries[i];
        for (size_t form = 0; form < entry->forms; form++) {
            const char *text = words_template(&words_english, entry, form);
            const char *found = text ? forbidden_in(text) : NULL;
            if (found) fail_msg("%s says \"%s\": %s", entry->name, found, text);
            seen += text != NULL;
        }
    }
    assert_in_range(seen, 600, 5000);
    for (int i = 0; i < REASON_COUNT; i++) {
        const char *found = forbidden_in(reason_sentence((enum reason)i));
        if (found) fail_msg("the reason %s says \"%s\"", reason_name((enum reason)i), found);
    }
}

static void a_claim_is_found_at_the_beginning_of_a_word_only(void **state)
{
    (void)state;
    assert_string_equal(forbidden_in("Coins were Stolen."), "stole");
    assert_string_equal(forbidden_in("the hacker"), "hack");
    assert_string_equal(forbidden_in("(unauthorised)"), "unauthor");
    assert_null(forbidden_in("shackle, discriminate, disproven"));
}

/* ---- which files ---------------------------------------------------------------------------------------------------- */

static void every_case_has_the_same_papers_and_they_are_known_by_name(void **state)
{
    (void)state;
    static const char *const names[] = {"identifiers.csv",         "identifiers.txt", "ic3.txt",       "requests.txt",
                                        "gdpr-access-request.txt", "declaration.txt", "START-HERE.txt"};
    for (size_t flagged = 0; flagged < 4; flagged += 3) {
        struct demo d;
        demo_raid(&d, flagged);
        struct report_model *m = model_of(&d);
        assert_int_equal(m->papers.count, sizeof names / sizeof *names);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            assert_true(has_paper(m, names[i]));
            assert_true(paper_is_name(span_of(names[i])));
        }
        report_model_free(m);
        demo_free(&d);
    }
    assert_false(paper_is_name(SPAN("identifiers-.txt")));
    assert_false(paper_is_name(SPAN("identifiers-Mine.txt")));
    assert_false(paper_is_name(SPAN("identifiers-my notes.txt")));
    assert_false(paper_is_name(SPAN("notes.txt")));
}

static void the_first_file_says_what_goes_to_whom(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    struct report_model *m = model_of(&d);
    assert_paper(m, "START-HERE.txt", "Read first: report.pdf.");
    assert_paper(m, "START-HERE.txt", "the text of ticket.txt.");
    assert_paper(m, "START-HERE.txt", "identifiers.txt, identifiers.csv");
    assert_paper(m, "START-HERE.txt", "data/originals: byte-for-byte copies");
    report_model_free(m);
    d.in.originals = "hash-only";
    m = model_of(&d);
    assert_false(span_contains(paper_of(m, "START-HERE.txt"), SPAN("data/originals")));
    report_model_free(m);
    demo_free(&d);
    demo_raid(&d, 0);
    m = model_of(&d);
    assert_paper(m, "START-HERE.txt", "No order is flagged.");
    assert_false(span_contains(paper_of(m, "START-HERE.txt"), SPAN("To the support of the exchange")));
    report_model_free(m);
    demo_free(&d);
}

static void several_exchanges_get_a_file_of_ids_each_and_no_foreign_ids(void **state)
{
    (void)state;
    struct demo d;
    begin_two_exchanges(&d);
    struct report_model *m = model_of(&d);
    assert_int_equal(m->papers.count, 12); /* one of them the ticket for the second */
    for (size_t i = 0; i < m->papers.count; i++) assert_true(paper_is_name(span_of(m->papers.items[i].name)));
    const struct span binance = paper_of(m, "identifiers-binance.txt"), kucoin = paper_of(m, "identifiers-kucoin.txt");
    assert_true(span_contains(binance, SPAN("2242861001\n")));
    assert_false(span_contains(binance, SPAN("63a8c1d2")));
    assert_true(span_contains(kucoin, SPAN("63a8c1d2e3f4a5b6c7d8e9f0\n63a8c1d2e3f4a5b6c7d8e9f1\n")));
    assert_false(span_contains(kucoin, SPAN("22428610")));
    assert_false(span_contains(paper_of(m, "identifiers-kucoin.csv"), SPAN("binance")));
    assert_int_equal(lines_with(paper_of(m, "identifiers.csv"), ","), 5);
    assert_true(span_contains(paper_of(m, "identifiers.txt"), SPAN("send each only its own ids")));
    report_model_free(m);
    demo_free(&d);
}

/* A letter to one exchange holds neither the other's name, ids nor account. */
static void a_letter_is_about_its_receiver_alone(void **state)
{
    (void)state;
    struct demo d;
    begin_two_exchanges(&d);
    demo_explain(&d, 0);
    struct report_model *m = model_of(&d);
    char *letters = memory_copy_text(paper_of(m, "requests.txt").ptr, paper_of(m, "requests.txt").len);
    char *first = strstr(letters, "LETTER 1 OF 4: binance"), *second = strstr(letters, "LETTER 2 OF 4: kucoin"),
         *third = strstr(letters, "LETTER 3 OF 4: 3commas");
    assert_true(first && second && third);
    *third = '\0';
    assert_null(strstr(second, "binance"));
    assert_null(strstr(second, "2242861000"));
    assert_non_null(strstr(second, "identifiers-kucoin.txt"));
    assert_null(strstr(second, "Attached: identifiers-kucoin.txt, identifiers-kucoin.csv; report.pdf"));
    *second = '\0';
    assert_null(strstr(first, "kucoin"));
    assert_non_null(strstr(first, "2022-11-25 to 2023-01-24"));
    free(letters);
    report_model_free(m);
    demo_free(&d);
}

/* Such a name could come from a definition of the user's own. */
static void names_of_exchanges_become_plain_file_names(void **state)
{
    (void)state;
    static const char *const venues[] = {"../../etc", "..=..=etc", "A B"};
    struct demo d;
    demo_begin(&d);
    for (size_t i = 0; i < sizeof venues / sizeof *venues; i++) {
        d.account = store_account(d.evidence.store, span_of(venues[i]), SPAN("1"));
        demo_order(&d, d.start_ns + (int64_t)i, VERDICT_UNISSUED, FLAG_STRONG, "1");
    }
    demo_finish(&d);
    struct report_model *m = model_of(&d);
    assert_true(has_paper(m, "identifiers-------etc.csv"));
    assert_true(has_paper(m, "identifiers-------etc-2.csv"));
    assert_true(has_paper(m, "identifiers-a-b.csv"));
    report_model_free(m);
    demo_free(&d);
}

/* ---- identifiers ---------------------------------------------------------------------------------------------------- */

static void every_flagged_order_is_in_the_table_and_review_orders_are_not_among_the_ids(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    d.result.orders.items[5].flag = FLAG_REVIEW;
    struct report_model *m = model_of(&d);
    const struct span table = paper_of(m, "identifiers.csv"), ids = paper_of(m, "identifiers.txt");
    assert_true(span_starts_with(
        table, SPAN("venue,account,market,order_id,trade_id,client_order_id,datetime,side,qty,price,row,verdict,flag,"
                    "reasons,cell_escaped\nbinance,12345678,AKRO/BUSD,2242861000,700005,,2022-12-25T21:29:03.123Z,buy,"
                    "12.50,2.0,E01:5,unissued,strong,no-bot-record channel-silent,\n")));
    assert_int_equal(lines_with(table, ",unissued,"), 2);
    assert_int_equal(lines_with(table, ",review,"), 0);
    assert_true(span_contains(ids, SPAN("# binance 12345678, AKRO/BUSD: order ids (2)\n2242861000\n2242861001\n")));
    assert_true(span_contains(ids, SPAN("trade ids (2)\n700005\n700006\n")));
    assert_false(span_contains(ids, SPAN("2242861002")));
    assert_true(span_contains(ids, SPAN("Not listed here: 1 order graded review")));
    report_model_free(m);
    demo_free(&d);
}

static void an_order_without_any_id_is_described_instead(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    d.result.orders.items[3].order_id = IDENT_NONE;
    demo_at(&d, d.result.order_fills[3])->trade_id = IDENT_NONE;
    struct report_model *m = model_of(&d);
    assert_true(span_contains(paper_of(m, "identifiers.txt"),
                              SPAN("quantity and price instead (1)\n2022-12-25 21:29:03.123 buy 12.50 2.0\n")));
    assert_int_equal(lines_with(paper_of(m, "identifiers.csv"), ",unissued,"), 2);
    report_model_free(m);
    demo_free(&d);
}

static void an_id_that_lost_digits_is_not_sent_to_anybody(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    d.result.orders.items[3].order_id = store_ident(d.evidence.store, SPAN("2.24286E+09"));
    d.result.orders.items[3].reasons |= REASON_BIT(REASON_id_damaged);
    demo_at(&d, d.result.order_fills[3])->trade_id = IDENT_NONE;
    struct report_model *m = model_of(&d);
    const struct span ids = paper_of(m, "identifiers.txt");
    assert_false(span_contains(ids, SPAN("E+09")));
    assert_true(span_contains(ids, SPAN("order ids (1)\n2242861001\n")));
    assert_true(span_contains(ids, SPAN("quantity and price instead (1)\n2022-12-25 21:29:03.123 buy 12.50 2.0\n")));
    assert_true(span_contains(paper_of(m, "identifiers.csv"), SPAN(",2.24286E+09,")));
    assert_false(span_contains(paper_of(m, "requests.txt"), SPAN("E+09")));
    assert_false(span_contains(m->ticket, SPAN("E+09")));
    report_model_free(m);
    demo_free(&d);
}

static void hostile_texts_are_made_visible_in_every_paper(void **state)
{
    (void)state;
    static const char *const ids[] = {"=cmd|' /C calc'!A0", "#1", "a\x1b[31mb", "c\xe2\x80\xaetxt", "d\ne", "@SUM(1)",
                                      "<script>x</script>"};
    struct demo d;
    demo_begin(&d);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        demo_order(&d, d.start_ns + (int64_t)i, VERDICT_UNISSUED, FLAG_STRONG, ids[i]);
    demo_finish(&d);
    d.case_file->complainant_name = SPAN("Eve\x1b[2J\nSignature: x\xe2\x80\xae");
    d.case_file->complainant_contact = SPAN("a\rb");
    d.evidence.sources.items[0].path[0] = '\x1b';
    struct report_model *m = model_of(&d);
    for (size_t i = 0; i < m->papers.count; i++) {
        const struct span text = m->papers.items[i].text;
        for (size_t k = 0; k < text.len; k++) assert_true((unsigned char)text.ptr[k] >= 0x20 || text.ptr[k] == '\n');
        assert_false(span_contains(text, SPAN("\xe2\x80\xae")));
        assert_false(span_contains(text, SPAN("\nSignature: x")));
    }
    const struct span list = paper_of(m, "identifiers.txt");
    assert_true(span_contains(list, SPAN("\n'=cmd|' /C calc'!A0\n'#1\na\\x1B[31mb\nc<U+202E>txt\nd\\x0Ae\n'@SUM(1)\n"
                                         "\\x3Cscript>x\\x3C/script>\n")));
    const struct span table = paper_of(m, "identifiers.csv");
    assert_true(span_contains(table, SPAN(",'=cmd|' /C calc'!A0,")));
    assert_true(span_contains(table, SPAN("no-bot-record channel-silent,order_id\n")));
    assert_int_equal(lines_with(table, ",unissued,"), 7);
    assert_true(span_contains(table, SPAN(",\\x3Cscript>x\\x3C/script>,")));
    assert_int_equal(lines_with(table, ",order_id"), 1 + 6); /* the header, and all but "#1" */
    assert_paper(m, "declaration.txt", "Eve\\x1B[2J\\x0ASignature: x<U+202E>");
    report_model_free(m);
    demo_free(&d);
}

/* ---- what they say -------------------------------------------------------------------------------------------------- */

static void with_nothing_flagged_nothing_is_asked(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 0);
    d.case_file->complainant_name = SPAN("Erika Muster");
    struct report_model *m = model_of(&d);
    static const char *const names[] = {"ic3.txt", "requests.txt", "gdpr-access-request.txt", "declaration.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_paper(m, names[i], "Nothing is flagged in this case");
        assert_paper(m, names[i], "No order was found without a bot record in covered time.");
        assert_false(span_contains(paper_of(m, names[i]), SPAN("FILL IN")));
        assert_false(span_contains(paper_of(m, names[i]), SPAN("Please")));
    }
    assert_int_equal(lines_with(paper_of(m, "identifiers.csv"), ""), 1);
    assert_int_equal(lines_with(paper_of(m, "identifiers.txt"), ""), 1);
    assert_true(span_contains(paper_of(m, "identifiers.txt"), SPAN("Nothing is flagged")));
    report_model_free(m);
    demo_free(&d);
    demo_begin(&d);
    demo_order(&d, d.start_ns, VERDICT_NOT_COVERED, FLAG_NONE, "1");
    demo_finish(&d);
    m = model_of(&d);
    assert_paper(m, "requests.txt", "NOT ASSESSED: 1 of 1 order.");
    assert_false(span_contains(paper_of(m, "requests.txt"), SPAN("No order was found")));
    report_model_free(m);
    demo_free(&d);
}

static void what_only_the_complainant_knows_is_a_blank(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    d.evidence.store->accounts.items[d.account].id = 0;
    struct report_model *m = model_of(&d);
    assert_paper(m, "ic3.txt", "Name: [FILL IN: your name]");
    assert_paper(m, "ic3.txt", "E-mail and telephone: [FILL IN:");
    assert_paper(m, "ic3.txt", "(account not named) [FILL IN: your account number (uid)");
    assert_paper(m, "ic3.txt", "API keys, as declared: [FILL IN:");
    assert_paper(m, "ic3.txt", "Reported elsewhere: [FILL IN:");
    assert_paper(m, "ic3.txt", "Transaction ids (hashes): none.");
    assert_paper(m, "ic3.txt", "hold no record of a deposit or withdrawal");
    assert_paper(m, "ic3.txt", "Not known. The files show orders, not persons");
    assert_paper(m, "requests.txt", "From: [FILL IN: your name], [FILL IN:");
    assert_paper(m, "declaration.txt", "What I traded by hand in these accounts (never, or:");
    assert_paper(m, "declaration.txt", "downloaded on ______________ from");
    assert_false(span_contains(paper_of(m, "ic3.txt"), SPAN("The same in")));
    report_model_free(m);
    demo_free(&d);
}

static void what_the_case_file_states_is_filled_in_and_no_key_is_whole(void **state)
{
    (void)state;
    static struct case_key key = {{"binance", 7}, {"main", 4}, {"AbCdEfGhIjKlMnOpQrStUvWxYz012345", 32},
                                  {"3commas", 7}, TIME_NONE,   TIME_NONE};
    static struct span manual = {"binance:77", 10};
    struct demo d;
    demo_raid(&d, 2);
    struct case_file *c = d.case_file;
    c->complainant_name = SPAN("Erika Muster");
    c->complainant_contact = SPAN("erika@example.org");
    c->complainant_reference = SPAN("2022/77");
    c->time_zone = SPAN("Europe/Paris");
    c->keys = &key;
    c->key_count = 1;
    c->manual_orders = &manual;
    c->manual_order_count = 1;
    c->manual_trading = MANUAL_NEVER;
    key.created_ns = time_from_civil(2021, 2, 3, 0, 0, 0);
    struct report_model *m = model_of(&d);
    for (size_t i = 0; i < m->papers.count; i++) assert_false(span_contains(m->papers.items[i].text, SPAN("AbCdEf")));
    assert_paper(m, "ic3.txt", "Name: Erika Muster");
    assert_paper(m, "ic3.txt", "API keys, as declared: binance main, ...2345, given to: 3commas");
    assert_paper(m, "ic3.txt", "The same in Europe/Paris: 2022-12-25 22:29:03 to 2022-12-25 22:29:04 (UTC+01:00)");
    assert_paper(m, "ic3.txt", "a minus sign: less than before): -105000.025 BUSD");
    assert_paper(m, "requests.txt", "From: Erika Muster, erika@example.org");
    assert_paper(m, "requests.txt", "Reference: 2022/77");
    assert_paper(m, "gdpr-access-request.txt", "To identify me: binance 12345678; [FILL IN:");
    assert_paper(m, "declaration.txt", "I, Erika Muster, declare:");
    assert_paper(m, "declaration.txt", "created 2021-02-03, deleted ______");
    assert_paper(m, "declaration.txt", "nothing was traded by hand in these accounts. Corrections:");
    assert_paper(m, "declaration.txt", "placed by hand: binance:77");
    report_model_free(m);
    demo_free(&d);
}

/* No sentence about the law stands outside the marks for a lawyer. */
static void the_law_is_marked_for_a_lawyer(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    struct report_model *m = model_of(&d);
    assert_paper(m, "gdpr-access-request.txt", "[FOR A LAWYER TO CHECK: the answer is due within one month");
    assert_paper(m, "gdpr-access-request.txt", "[FOR A LAWYER TO CHECK: whether this regulation applies");
    assert_paper(m, "requests.txt", "[FOR A LAWYER TO CHECK: whether a receiver abroad");
    assert_paper(m, "declaration.txt", "[FOR A LAWYER TO CHECK: whether the receiver wants a certain form of words");
    report_model_free(m);
    demo_free(&d);
}

static void orders_for_review_alone_are_looked_at_before_anything_is_sent(void **state)
{
    (void)state;
    struct demo d;
    demo_begin(&d);
    demo_order(&d, d.start_ns, VERDICT_UNISSUED, FLAG_REVIEW, "77");
    demo_finish(&d);
    struct report_model *m = model_of(&d);
    assert_paper(m, "requests.txt", "they may well have been placed by hand. Look at each first");
    assert_paper(m, "ic3.txt", "they may well have been placed by hand. Look at each first");
    assert_true(span_contains(paper_of(m, "identifiers.txt"),
                              SPAN("all graded review, so the account holder looks at them first")));
    report_model_free(m);
    demo_free(&d);
}

static void own_programs_and_paper_accounts_get_no_letter(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    d.result.bot_orders.items[0].traits = BOT_OF_PROGRAM;
    d.result.bot_orders.items[1].paper = true;
    d.result.bot_orders.items[2].traits = BOT_OF_PROGRAM;
    struct report_model *m = model_of(&d);
    assert_paper(m, "requests.txt", "LETTER 1 OF 2: binance");
    assert_paper(m, "requests.txt", "LETTER 2 OF 2: police or prosecutor");
    report_model_free(m);
    demo_free(&d);
}

/* ---- in another language --------------------------------------------------------------------------------------------- */

static struct report_model *french_model_of(struct demo *d)
{
    d->in.language = "fr";
    return report_model_translated(&d->in, DEMO_DIGEST);
}

static void a_report_in_another_language_brings_papers_for_authorities_along(void **state)
{
    (void)state;
    static const char *const names[] = {"police-letter.fr.txt", "gdpr-access-request.fr.txt", "declaration.fr.txt",
                                        "START-HERE.fr.txt"};
    static const char *const others[] = {"police-letter.txt",  "declaration.FR.txt", "declaration.f.txt",
                                         "declaration..txt",   "ic3.fr.txt",         "identifiers.fr.csv",
                                         "declaration.fr.csv", "requests.fr.txt",    "declaration.mine.txt"};
    struct demo d;
    demo_raid(&d, 3);
    struct report_model *m = french_model_of(&d);
    const struct speaker say = {words_language(SPAN("fr")), m->arena};
    assert_int_equal(m->papers.count, sizeof names / sizeof *names);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_true(paper_is_name(span_of(names[i])));
        assert_true(span_contains(paper_of(m, names[i]), SPAN(DEMO_DIGEST)) || i == 1 || i == 3);
        assert_says(m, names[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) assert_false(paper_is_name(span_of(others[i])));
    assert_paper(m, names[0], words_police_receiver(&say));
    assert_paper(m, names[0], words_police_subject(&say, words_n_order(&say, 3)));
    assert_paper(m, names[0], "report.fr.pdf");
    assert_paper(m, names[0], words_paper_lawyer(&say, words_police_abroad(&say)));
    assert_paper(m, names[1], words_paper_lawyer(&say, words_gdpr_month(&say)));
    assert_paper(m, names[2], words_sworn_orders(&say, words_n_order(&say, 3)));
    assert_paper(m, names[2], words_paper_lawyer(&say, words_sworn_formula(&say)));
    report_model_free(m);
    demo_free(&d);
}

/* The files of ids are named by what the English papers call the exchange. */
static void papers_in_another_language_name_the_same_files(void **state)
{
    (void)state;
    struct demo d;
    demo_begin(&d);
    demo_order(&d, d.start_ns, VERDICT_UNISSUED, FLAG_STRONG, "2242861000");
    d.market = store_market(d.evidence.store, SPAN(""), SPAN("VITE"), SPAN("USDT"));
    d.account = store_account(d.evidence.store, SPAN(""), SPAN("777"));
    demo_order(&d, d.start_ns + NS_PER_SECOND, VERDICT_UNISSUED, FLAG_STRONG, "3");
    demo_finish(&d);
    struct report_model *english = model_of(&d), *m = french_model_of(&d);
    const struct speaker say = {words_language(SPAN("fr")), m->arena};
    const char *request = "gdpr-access-request.fr.txt";
    assert_true(has_paper(english, "identifiers-not-stated.csv"));
    assert_paper(m, request, words_gdpr_orders(&say, "identifiers-not-stated.csv"));
    assert_paper(m, request, words_gdpr_orders(&say, "identifiers-binance.csv"));
    assert_paper(m, request, words_paper_field(&say, words_paper_to(&say), words_not_stated(&say)));
    report_model_free(english);
    report_model_free(m);
    demo_free(&d);
}

static void with_nothing_flagged_nothing_is_asked_in_another_language_either(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 0);
    struct report_model *m = french_model_of(&d);
    const struct speaker say = {words_language(SPAN("fr")), m->arena};
    assert_int_equal(m->papers.count, 4);
    for (size_t i = 0; i < m->papers.count; i++) {
        if (i < 3) assert_paper(m, m->papers.items[i].name, words_paper_nothing(&say));
        assert_false(span_contains(m->papers.items[i].text, SPAN("____")));
        assert_false(span_contains(m->papers.items[i].text, SPAN("====")));
    }
    report_model_free(m);
    demo_free(&d);
}

/* In Arabic "2022-12-25" behind an Arabic label would be shown as 25-12-2022. */
static void times_and_accounts_keep_their_order_in_arabic_letters(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 3);
    d.case_file->complainant_reference = SPAN("2022/77-1");
    d.in.language = "ar";
    struct report_model *m = report_model_translated(&d.in, DEMO_DIGEST);
    assert_paper(m, "police-letter.ar.txt", "\u20662022/77-1\u2069");
    assert_paper(m, "police-letter.ar.txt", "\u2066binance 12345678\u2069");
    report_model_free(m);
    demo_free(&d);
}

int main(void)
{
    unsetenv("SOURCE_DATE_EPOCH");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_sentence_of_any_file_claims_more_than_files_show),
        cmocka_unit_test(a_claim_is_found_at_the_beginning_of_a_word_only),
        cmocka_unit_test(every_case_has_the_same_papers_and_they_are_known_by_name),
        cmocka_unit_test(the_first_file_says_what_goes_to_whom),
        cmocka_unit_test(several_exchanges_get_a_file_of_ids_each_and_no_foreign_ids),
        cmocka_unit_test(a_letter_is_about_its_receiver_alone),
        cmocka_unit_test(names_of_exchanges_become_plain_file_names),
        cmocka_unit_test(every_flagged_order_is_in_the_table_and_review_orders_are_not_among_the_ids),
        cmocka_unit_test(an_order_without_any_id_is_described_instead),
        cmocka_unit_test(an_id_that_lost_digits_is_not_sent_to_anybody),
        cmocka_unit_test(hostile_texts_are_made_visible_in_every_paper),
        cmocka_unit_test(with_nothing_flagged_nothing_is_asked),
        cmocka_unit_test(what_only_the_complainant_knows_is_a_blank),
        cmocka_unit_test(what_the_case_file_states_is_filled_in_and_no_key_is_whole),
        cmocka_unit_test(the_law_is_marked_for_a_lawyer),
        cmocka_unit_test(orders_for_review_alone_are_looked_at_before_anything_is_sent),
        cmocka_unit_test(own_programs_and_paper_accounts_get_no_letter),
        cmocka_unit_test(a_report_in_another_language_brings_papers_for_authorities_along),
        cmocka_unit_test(papers_in_another_language_name_the_same_files),
        cmocka_unit_test(with_nothing_flagged_nothing_is_asked_in_another_language_either),
        cmocka_unit_test(times_and_accounts_keep_their_order_in_arabic_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
