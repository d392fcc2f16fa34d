/* limits - what the comparison can't show, the innocent explanations that remain, and what is asked of whom.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/tape/tape.h"
#include "report/model/build.h"

typedef const char *sentence(const struct speaker *s);

static void add_bullets(struct builder *b, sentence *const *sentences, size_t count)
{
    for (size_t i = 0; i < count; i++) add_bullet(b, sentences[i](b->say));
}

#define BULLETS(builder, ...)                                                                                          \
    add_bullets(builder, (sentence *const[]){__VA_ARGS__},                                                             \
                sizeof((sentence *const[]){__VA_ARGS__}) / sizeof(sentence *))

/* ---- limits --------------------------------------------------------------------------------------------------------- */

static const char *unrecognised_rows(const struct builder *b)
{
    const char *list = "";
    size_t named = 0;
    for (size_t i = 0; i < b->r->timeline_count && named < LIST_MOST; i++) {
        if (!(b->store->events.items[b->r->timeline[i]].marks & MARK_UNRECOGNISED)) continue;
        list = value_join(b, list, ", ", value_row(b, b->r->timeline[i]));
        named++;
    }
    const uint64_t all = b->figures->unrecognised_messages;
    if (all > named) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - named)));
    return list;
}

static const char *files_without_zone(const struct builder *b)
{
    const char *list = "";
    for (size_t i = 0; i < b->r->zone_proposals.count && i < LIST_MOST; i++)
        list = value_join(b, list, ", ", value_source(b, b->r->zone_proposals.items[i].source));
    if (b->r->zone_proposals.count > LIST_MOST)
        list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, b->r->zone_proposals.count - LIST_MOST)));
    return list;
}

static void add_own_limits(struct builder *b)
{
    const uint64_t ambiguous = b->r->verdict_orders[VERDICT_AMBIGUOUS];
    const uint64_t open = b->r->verdict_orders[VERDICT_NOT_COVERED];
    if (b->figures->status.incomplete) add_bullet(b, words_limits_incomplete(b->say, value_why(b)));
    const char *zoneless = files_without_zone(b);
    if (*zoneless) add_bullet(b, words_limits_zones(b->say, zoneless));
    if (open > 0) add_bullet(b, words_limits_not_covered(b->say, words_n_order(b->say, open)));
    if (ambiguous > 0) add_bullet(b, words_limits_ambiguous(b->say, words_n_order(b->say, ambiguous)));
    if (b->figures->unrecognised_messages > 0)
        add_bullet(b, words_limits_unrecognised(b->say, words_n_bot_event(b->say, b->figures->unrecognised_messages),
                                                unrecognised_rows(b)));
    if (b->figures->paper) add_bullet(b, words_limits_paper(b->say));
    add_bullet(b, words_limits_who(b->say));
    add_bullet(b, words_limits_files(b->say));
    add_bullet(b, words_limits_ladder(b->say));
    if (b->r->tape) add_bullet(b, words_limits_tape(b->say));
}

void section_limits(struct builder *b)
{
    add_heading(b, words_head_limits(b->say));
    add_paragraph(b, words_limits_intro(b->say));
    add_own_limits(b);
    const uint64_t flagged = flagged_orders(b);
    add_paragraph(b, flagged > 0 ? words_limits_innocent(b->say, words_n_order(b->say, flagged))
                                 : words_limits_innocent_none(b->say));
    BULLETS(b, words_innocent_manual, words_innocent_other_program, words_innocent_platform, words_innocent_system,
            words_innocent_holes, words_innocent_deleted, words_innocent_time, words_innocent_price, words_innocent_qty,
            words_innocent_pairs, words_innocent_reset, words_innocent_words);
    add_paragraph(b, words_limits_missed(b->say));
    BULLETS(b, words_missed_platform, words_missed_login, words_missed_hidden);
}

/* ---- requests ------------------------------------------------------------------------------------------------------- */

void section_requests(struct builder *b)
{
    add_heading(b, words_head_requests(b->say));
    if (flagged_orders(b) == 0) {
        add_paragraph(b, words_ask_nothing(b->say));
        return;
    }
    if (b->figures->graded_count == 0) add_paragraph(b, words_ask_review_first(b->say));
    add_paragraph(b, words_ask_exchange_intro(b->say, value_venues(b)));
    BULLETS(b, words_ask_preserve, words_ask_key, words_ask_ip, words_ask_tag, words_ask_counterparty);
    if (b->r->tape && b->r->tape->flagged[TAPE_UNIQUE] > 0) add_bullet(b, words_ask_tape(b->say));
    BULLETS(b, words_ask_freeze, words_ask_login, words_ask_confirm, words_ask_reverse);
    add_paragraph(b, words_ask_bots_intro(b->say));
    BULLETS(b, words_ask_bots_records, words_ask_bots_access);
    add_paragraph(b, words_ask_police_intro(b->say));
    BULLETS(b, words_ask_police_preserve, words_ask_police_counterparty, words_ask_police_reference);
    if (!b->in->redaction) add_bullet(b, words_ask_police_files(b->say)); /* a shared copy holds no originals */
    if (*b->other_tickets) add_paragraph(b, words_tickets_several(b->say, b->ticket_for, b->other_tickets));
    add_paragraph(b, words_papers_letters(b->say));
    const char *own = papers_translated_names(b);
    if (*own) add_paragraph(b, words_papers_own(b->say, own));
}
