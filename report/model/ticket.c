/* ticket - ticket.txt: what fits into a support form, at most TICKET_MOST characters whatever the case holds.
 *
 * A ticket goes to one exchange and is about its orders alone. With flagged orders at several, ticket.txt is for the one that
 * has most of them, ticket-EXCHANGE.txt for each other. What is only known of all orders together is left out there.
 *
 * The fixed sentences come to about 1,800 characters. Texts of the case that can be long (names, accounts, losses) are
 * cut to a share; the order ids, the part that helps most, get all that is left.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/papers.h"

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

struct ticket {
    struct builder *b;
    const struct share *share;
    bool only;              /* no other exchange has flagged orders */
    const bool *is_mine;    /* per order: it is asked about here */
    const uint32_t *orders; /* of the share, in order of time */
    uint32_t incident;      /* whose figures are those of this ticket: 0 all, UINT32_MAX none */
};

/* Whole figures only: a figure that is cut would be another figure. The assets that most orders moved come first. */
static const char *ticket_losses(const struct ticket *t)
{
    const struct builder *b = t->b;
    const struct loss **losses;
    const size_t all = losses_by_weight(b, t->incident, "net-change", &losses);
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
static const char *ticket_accounts(const struct ticket *t)
{
    uint32_t *accounts;
    if (!t->only) return paper_accounts(t->b, t->share);
    return accounts_concerned(t->b, &accounts) == 1 ? value_account_or_stated(t->b, accounts[0]) : value_accounts(t->b);
}

static bool is_incident_here(const struct ticket *t, const struct incident *n)
{
    return n->order_count > 0 && t->is_mine[n->orders[0]];
}

/* One line for the whole, and one for each incident when there are several. */
static const char *ticket_times(const struct ticket *t, const char *text)
{
    const struct builder *b = t->b;
    const struct period when = t->share->when;
    size_t all = 0, told = 0;
    text = add_line(b, text, words_ticket_window(b->say, value_moment(b, when.from_ns), value_moment(b, when.to_ns)));
    for (size_t i = 0; i < b->r->incidents.count; i++) all += is_incident_here(t, &b->r->incidents.items[i]);
    for (size_t i = 0; all > 1 && i < b->r->incidents.count && told < TICKET_INCIDENTS; i++) {
        const struct incident *n = &b->r->incidents.items[i];
        if (!is_incident_here(t, n)) continue;
        told++;
        text = add_line(b, text,
                        words_ticket_incident(b->say, value_u64(b, n->number),
                                              value_period(b, (struct period){n->from_ns, n->to_ns}),
                                              words_n_order(b->say, n->order_count)));
    }
    if (all > TICKET_INCIDENTS) text = add_line(b, text, words_and_more(b->say, value_u64(b, all - TICKET_INCIDENTS)));
    return text;
}

static bool is_group_here(const struct ticket *t, const struct market_group *g)
{
    for (size_t i = 0; i < t->share->count; i++) {
        const struct order *o = &t->b->r->orders.items[t->share->orders[i]];
        if (o->account == g->account && o->market == g->market) return true;
    }
    return false;
}

/* "buy AKRO/BUSD (12 orders)", most orders first. */
static const char *ticket_markets(const struct ticket *t)
{
    const struct builder *b = t->b;
    if (t->only) return value_flagged_markets(b, TICKET_MARKETS);
    const char *list = "";
    size_t all = 0;
    for (size_t i = 0; i < b->figures->market_count; i++) {
        const struct market_group *g = &b->figures->markets[i];
        if (is_group_here(t, g) && all++ < TICKET_MARKETS) list = value_join(b, list, ", ", value_group(b, g));
    }
    if (all > TICKET_MARKETS)
        list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - TICKET_MARKETS)));
    return list;
}

static uint64_t idle_orders(const struct ticket *t)
{
    uint64_t idle = 0;
    for (size_t i = 0; i < t->share->count; i++)
        idle += figures_is_idle(t->b->store, &t->b->r->orders.items[t->share->orders[i]]);
    return idle;
}

static const char *ticket_head(const struct ticket *t)
{
    const struct builder *b = t->b;
    const struct share *s = t->share;
    const bool graded = b->figures->graded_count > 0;
    const uint64_t idle = idle_orders(t);
    const char *reference = shorten(b, value_visible(b, b->case_file->complainant_reference), SHARE_REFERENCE);
    const char *text = add_line(b, "", words_ticket_subject(b->say));
    if (b->in->redaction) text = add_line(b, text, words_paper_shared(b->say));
    if (*reference) text = add_line(b, text, words_ticket_reference(b->say, reference));
    text = add_line(b, text, words_ticket_account(b->say, shorten(b, ticket_accounts(t), SHARE_ACCOUNTS)));
    text = add_line(b, text, words_paper_blank(b->say, words_ticket_mine(b->say)));
    text = add_line(b, text, words_paper_blank(b->say, words_ticket_history(b->say)));
    text = ticket_times(t, text);
    text = add_line(b, text, words_ticket_counts(b->say, value_orders_and_fills(b, s->orders, s->count)));
    if (idle > 0) text = add_line(b, text, words_ticket_idle(b->say, words_n_order(b->say, idle)));
    if (!graded) text = add_line(b, text, words_ticket_review_only(b->say));
    if (s->all_count > s->count)
        text = add_line(b, text, words_ticket_review_too(b->say, words_n_order(b->say, s->all_count - s->count)));
    if (t->only && *zones_given(b)) text = add_line(b, text, zones_given(b));
    text = add_line(b, text, words_ticket_means(b->say));
    return add_line(b, text, words_ticket_markets(b->say, shorten(b, ticket_markets(t), SHARE_MARKETS)));
}

/* What the orders changed, as far as it is known of them alone. */
static const char *ticket_figures(const struct ticket *t)
{
    const struct builder *b = t->b;
    const struct loss **realised;
    const char *text = "", *losses = ticket_losses(t);
    if (losses_by_weight(b, t->incident, "realised-in-quote", &realised) > 0)
        text =
            add_line(b, text, words_ticket_result(b->say, shorten(b, value_result_of(b, t->incident), SHARE_LOSSES)));
    if (*losses)
        text = add_line(b, text,
                        words_two_parts(b->say, words_ticket_loss(b->say, losses), words_ticket_loss_method(b->say)));
    const char *fiat = t->only ? fiat_sentence(b) : "";
    return *fiat && strlen(fiat) <= SHARE_FIAT ? add_line(b, text, fiat) : text;
}

static const char *ticket_tail(const struct ticket *t)
{
    const struct builder *b = t->b;
    const char *files = value_join(b, paper_ids_name(b, t->share, "txt"), ", ", paper_ids_name(b, t->share, "csv"));
    const char *text = add_line(b, ticket_figures(t), words_ticket_requests(b->say));
    text = add_line(b, text, words_ticket_ask_preserve(b->say));
    text = add_line(b, text, words_ticket_ask_disclose(b->say));
    text = add_line(b, text, words_ticket_ask_freeze(b->say));
    text = add_line(b, text, words_ticket_ask_confirm(b->say));
    if (b->figures->status.incomplete)
        text = add_line(b, text, words_ticket_incomplete(b->say, shorten(b, value_why(b), SHARE_WHY)));
    text = add_line(b, text, words_ticket_digest(b->say, b->digest));
    return add_line(b, text,
                    t->only ? words_ticket_attached(b->say, files) : words_ticket_attached_several(b->say, files));
}

/* As many whole ids as fit into `room` characters; the rest is counted. */
static const char *ticket_ids(const struct ticket *t, size_t room)
{
    const struct builder *b = t->b;
    struct writer *w = writer_to_memory();
    uint64_t left_out = t->share->count;
    for (size_t i = 0; i < t->share->count; i++) {
        const char *id = value_order_id(b, &b->r->orders.items[t->orders[i]]);
        if (!*id) continue;
        const size_t used = writer_memory(w).len;
        if (used + strlen(id) + 2 + SHARE_MORE > room) break;
        if (used > 0) writer_cstr(w, ", ");
        writer_cstr(w, id);
        left_out--;
    }
    const char *list = arena_copy(b->arena, writer_memory(w)).ptr;
    writer_close(w, NULL);
    if (!list || !*list) return words_ticket_ids_none(b->say, paper_ids_name(b, t->share, "csv"));
    if (left_out > 0)
        list = value_join(b, list, ", ",
                          words_ticket_ids_more(b->say, value_u64(b, left_out), paper_ids_name(b, t->share, "txt")));
    return list;
}

/* Records that are missing now may be gone at the exchange when they are found: what can be asked for at once is that it
 * keeps its own. */
static const char *ticket_unflagged(struct builder *b)
{
    uint32_t *open;
    const size_t count = unassessed_list(b, &open);
    const char *text = "";
    if (count == 0) {
        text = add_line(b, text, words_ticket_nothing(b->say));
        return add_line(b, text, words_ticket_digest(b->say, b->digest));
    }
    const struct period when = orders_period(b, open, count);
    text = add_line(b, text, words_ticket_open_subject(b->say));
    if (b->in->redaction) text = add_line(b, text, words_paper_shared(b->say));
    const char *accounts = ticket_accounts(&(struct ticket){.b = b, .only = true});
    text = add_line(b, text, words_ticket_account(b->say, shorten(b, accounts, SHARE_ACCOUNTS)));
    text = add_line(b, text, words_ticket_window(b->say, value_moment(b, when.from_ns), value_moment(b, when.to_ns)));
    text = add_line(b, text, words_ticket_open(b->say, words_n_order(b->say, count)));
    text = add_line(b, text, words_ticket_requests(b->say));
    text = add_line(b, text, words_ticket_ask_preserve(b->say));
    return add_line(b, text, words_ticket_digest(b->say, b->digest));
}

static struct span ticket_text(const struct ticket *t)
{
    const struct builder *b = t->b;
    const char *head = add_line(b, ticket_head(t), words_ticket_ids(b->say)), *tail = ticket_tail(t);
    const size_t fixed = strlen(head) + strlen(tail) + 2;
    const size_t room = fixed < TICKET_MOST ? TICKET_MOST - fixed : 0;
    return span_of(arena_format(b->arena, "%s%s\n%s", head, ticket_ids(t, room), tail));
}

/* ---- for whom ----------------------------------------------------------------------------------------------------------- */

static void find_orders(struct ticket *t)
{
    const struct builder *b = t->b;
    const struct figures *f = b->figures;
    const uint32_t *asked = f->graded_count > 0 ? f->graded : f->review;
    const size_t count = f->graded_count > 0 ? f->graded_count : f->review_count;
    bool *is_mine = ARENA_ARRAY(b->arena, bool, b->r->orders.count + 1);
    uint32_t *orders = ARENA_ARRAY(b->arena, uint32_t, t->share->count + 1);
    size_t found = 0;
    for (size_t i = 0; i < t->share->count; i++) is_mine[t->share->orders[i]] = true;
    for (size_t i = 0; i < count; i++)
        if (is_mine[asked[i]]) orders[found++] = asked[i];
    t->is_mine = is_mine;
    t->orders = orders;
}

/* Figures are made of all graded orders and of each incident. */
static void find_incident(struct ticket *t)
{
    const struct builder *b = t->b;
    if (t->only) return;
    t->incident = UINT32_MAX;
    for (size_t i = 0; i < b->r->incidents.count; i++) {
        const struct incident *n = &b->r->incidents.items[i];
        if (is_incident_here(t, n) && n->order_count == t->share->count) t->incident = n->number;
    }
}

static struct span ticket_for(struct builder *b, const struct share *share, bool only)
{
    struct ticket t = {.b = b, .share = share, .only = only};
    find_orders(&t);
    find_incident(&t);
    return ticket_text(&t);
}

void add_tickets(struct builder *b)
{
    b->ticket_for = b->other_tickets = "";
    if (flagged_orders(b) == 0) {
        b->model->ticket = span_of(ticket_unflagged(b));
        return;
    }
    const struct shares s = papers_shares(b);
    size_t most = 0;
    for (size_t i = 1; i < s.count; i++)
        if (s.items[i].count > s.items[most].count) most = i;
    b->model->ticket = ticket_for(b, &s.items[most], s.count == 1);
    for (size_t i = 0; i < s.count; i++) {
        if (i == most || s.items[i].count == 0) continue;
        const char *name = arena_format(b->arena, "ticket%s.txt", s.items[i].part);
        *LIST_ADD(&b->model->papers) = (struct paper){name, ticket_for(b, &s.items[i], false)};
        b->other_tickets = value_join(b, b->other_tickets, ", ", name);
    }
    if (*b->other_tickets) b->ticket_for = s.items[most].venue;
}
