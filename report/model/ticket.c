/* ticket - ticket.txt: what fits into a support form, at most TICKET_MOST characters whatever the case holds.
 *
 * The fixed sentences come to about 1,800 characters. Texts of the case that can be long (names, accounts, losses) are
 * cut to a share; the order ids, the part that helps most, get all that is left.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

enum {
    TICKET_MOST = 3500,
    SHARE_ACCOUNTS = 240,
    SHARE_REFERENCE = 80,
    SHARE_MARKETS = 300,
    SHARE_WHY = 200,
    TICKET_MARKETS = 5,
    TICKET_INCIDENTS = 4,
    SHARE_LOSSES = 300,
    SHARE_FIAT = 400,
    SHARE_MORE = 60
};

/* Never cuts inside a UTF-8 character. Nothing that identifies an order is cut. */
static const char *shorten(const struct builder *b, const char *text, size_t most)
{
    size_t length = strlen(text);
    if (length <= most) return text;
    length = most - 3;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
    return arena_format(b->arena, "%.*s...", (int)length, text);
}

/* Whole figures only: a figure that is cut would be another figure. The assets that most orders moved come first. */
static const char *ticket_losses(const struct builder *b)
{
    const struct loss **losses;
    const size_t all = losses_by_weight(b, 0, "net-change", &losses);
    const char *list = "";
    size_t named = 0;
    for (; named < all; named++) {
        const char *longer = value_join(b, list, ", ", loss_with_asset(b, losses[named]));
        if (strlen(longer) > SHARE_LOSSES) break;
        list = longer;
    }
    if (all > named) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - named)));
    return list;
}

static const char *add_line(const struct builder *b, const char *text, const char *line)
{
    return arena_format(b->arena, "%s%s\n", text, line);
}

/* ---- parts ------------------------------------------------------------------------------------------------------------ */

/* A single account as the complainant states it where the files do not name it. */
static const char *ticket_accounts(const struct builder *b)
{
    uint32_t *accounts;
    return accounts_concerned(b, &accounts) == 1 ? value_account_or_stated(b, accounts[0]) : value_accounts(b);
}

/* One line for the whole, and one for each incident when there are several. */
static const char *ticket_times(const struct builder *b, const char *text)
{
    const struct period when = b->figures->flagged;
    const size_t all = b->r->incidents.count;
    text = add_line(b, text, words_ticket_window(b->say, value_moment(b, when.from_ns), value_moment(b, when.to_ns)));
    for (size_t i = 0; all > 1 && i < all && i < TICKET_INCIDENTS; i++) {
        const struct incident *n = &b->r->incidents.items[i];
        text = add_line(b, text,
                        words_ticket_incident(b->say, value_u64(b, n->number),
                                              value_period(b, (struct period){n->from_ns, n->to_ns}),
                                              words_n_order(b->say, n->order_count)));
    }
    if (all > TICKET_INCIDENTS) text = add_line(b, text, words_and_more(b->say, value_u64(b, all - TICKET_INCIDENTS)));
    return text;
}

static const char *ticket_head(struct builder *b)
{
    const struct figures *f = b->figures;
    const bool graded = f->graded_count > 0;
    const uint64_t fills =
        graded ? b->r->flag_fills[FLAG_STRONG] + b->r->flag_fills[FLAG_PROBABLE] : b->r->flag_fills[FLAG_REVIEW];
    const uint64_t idle = graded ? f->graded_idle : f->review_idle;
    const char *reference = shorten(b, value_visible(b, b->case_file->complainant_reference), SHARE_REFERENCE);
    const char *text = add_line(b, "", words_ticket_subject(b->say));
    if (b->in->redaction) text = add_line(b, text, words_paper_shared(b->say));
    if (*reference) text = add_line(b, text, words_ticket_reference(b->say, reference));
    text = add_line(b, text, words_ticket_account(b->say, shorten(b, ticket_accounts(b), SHARE_ACCOUNTS)));
    text = ticket_times(b, text);
    text = add_line(
        b, text,
        words_ticket_counts(b->say, value_orders_and_fills(b, graded ? f->graded_count : f->review_count, fills)));
    if (idle > 0) text = add_line(b, text, words_ticket_idle(b->say, words_n_order(b->say, idle)));
    if (!graded) text = add_line(b, text, words_ticket_review_only(b->say));
    if (graded && f->review_count > 0)
        text = add_line(b, text, words_ticket_review_too(b->say, words_n_order(b->say, f->review_count)));
    text = add_line(b, text, words_ticket_means(b->say));
    return add_line(b, text,
                    words_ticket_markets(b->say, shorten(b, value_flagged_markets(b, TICKET_MARKETS), SHARE_MARKETS)));
}

static const char *ticket_tail(struct builder *b)
{
    const char *losses = ticket_losses(b);
    const struct loss **realised;
    const char *text = "";
    if (losses_by_weight(b, 0, "realised-in-quote", &realised) > 0)
        text = add_line(b, text, words_ticket_result(b->say, shorten(b, value_result(b), SHARE_LOSSES)));
    if (*losses)
        text = add_line(b, text,
                        words_two_parts(b->say, words_ticket_loss(b->say, losses), words_ticket_loss_method(b->say)));
    const char *fiat = fiat_sentence(b);
    if (*fiat && strlen(fiat) <= SHARE_FIAT) text = add_line(b, text, fiat);
    text = add_line(b, text, words_ticket_requests(b->say));
    text = add_line(b, text, words_ticket_ask_preserve(b->say));
    text = add_line(b, text, words_ticket_ask_disclose(b->say));
    text = add_line(b, text, words_ticket_ask_freeze(b->say));
    text = add_line(b, text, words_ticket_ask_confirm(b->say));
    if (b->figures->status.incomplete)
        text = add_line(b, text, words_ticket_incomplete(b->say, shorten(b, value_why(b), SHARE_WHY)));
    text = add_line(b, text, words_ticket_digest(b->say, b->digest));
    return add_line(b, text, words_ticket_attached(b->say));
}

/* As many whole ids as fit into `room` characters, each with its market only where it fits; the rest is counted. */
static const char *ticket_ids(struct builder *b, size_t room)
{
    const struct figures *f = b->figures;
    const uint32_t *orders = f->graded_count > 0 ? f->graded : f->review;
    const size_t count = f->graded_count > 0 ? f->graded_count : f->review_count;
    struct writer *w = writer_to_memory();
    uint64_t left_out = count;
    for (size_t i = 0; i < count; i++) {
        const char *id = value_order_id(b, &b->r->orders.items[orders[i]]);
        if (!*id) continue;
        const size_t used = writer_memory(w).len;
        if (used + strlen(id) + 2 + SHARE_MORE > room) break;
        if (used > 0) writer_cstr(w, ", ");
        writer_cstr(w, id);
        left_out--;
    }
    const char *list = arena_copy(b->arena, writer_memory(w)).ptr;
    writer_close(w, NULL);
    if (!list || !*list) return words_ticket_ids_none(b->say);
    if (left_out > 0) list = value_join(b, list, ", ", words_ticket_ids_more(b->say, value_u64(b, left_out)));
    return list;
}

const char *ticket_text(struct builder *b)
{
    if (flagged_orders(b) == 0) {
        const char *text = add_line(b, "", words_ticket_nothing(b->say));
        return add_line(b, text, words_ticket_digest(b->say, b->digest));
    }
    const char *head = add_line(b, ticket_head(b), words_ticket_ids(b->say)), *tail = ticket_tail(b);
    const size_t fixed = strlen(head) + strlen(tail) + 2;
    const size_t room = fixed < TICKET_MOST ? TICKET_MOST - fixed : 0;
    return arena_format(b->arena, "%s%s\n%s", head, ticket_ids(b, room), tail);
}
