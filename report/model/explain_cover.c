/* explain_cover - what the files of both sides cover for one order's account, market and time, and the incident that
 * it belongs to.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/explain.h"
#include "report/redaction/redaction.h"

enum { COVER_MOST = 12 };

static const char *holds_it(const struct builder *b, struct interval when, const struct explanation *x)
{
    const struct interval asked = x->coverage.asked;
    return when.from_ns <= asked.from_ns && when.to_ns >= asked.to_ns ? words_yes(b->say) : words_no(b->say);
}

static void add_line(struct table *t, const char *side, const char *file, struct interval when, const char *what,
                     const struct explanation *x)
{
    const struct builder *b = t->builder;
    table_row(t, false,
              (const char *[]){side, file, value_moment(b, when.from_ns), value_moment(b, when.to_ns), what,
                               holds_it(b, when, x)});
}

static const char *files_of(const struct builder *b, const struct explained_grant *g)
{
    const char *file = value_source(b, g->source);
    if (g->files < 2) return file;
    return words_explain_files_more(b->say, file, words_and_more(b->say, value_u64(b, g->files - 1)));
}

static size_t add_exchange_lines(struct table *t, const struct explanation *x)
{
    const struct builder *b = t->builder;
    const struct order *o = explained_order(b, x);
    size_t left = 0;
    for (size_t i = 0; i < b->r->coverage.count; i++) {
        const struct coverage *c = &b->r->coverage.items[i];
        if (c->bot_side || c->account != o->account || (c->market != MARKET_NONE && c->market != o->market)) continue;
        if (t->block.row_count == COVER_MOST) {
            left++;
            continue;
        }
        add_line(t, words_side_exchange(b->say), value_source(b, c->source), c->when,
                 c->market == MARKET_NONE ? words_explain_all_pairs(b->say) : words_explain_one_pair(b->say), x);
    }
    return left;
}

static size_t add_bot_lines(struct table *t, const struct explanation *x)
{
    const struct builder *b = t->builder;
    const size_t all = x->coverage.grants.count, shown = all < COVER_MOST ? all : COVER_MOST;
    for (size_t i = 0; i < shown; i++) {
        const struct explained_grant *g = &x->coverage.grants.items[i];
        add_line(t, words_side_bot(b->say), files_of(b, g), g->when,
                 g->one_pair ? words_explain_one_pair(b->say) : words_explain_all_pairs(b->say), x);
    }
    return all - shown;
}

static void add_table(struct builder *b, const struct explanation *x)
{
    const struct column columns[] = {{words_col_records_of(b->say), ALIGN_LEFT, 12, false},
                                     {words_col_file(b->say), ALIGN_LEFT, 20, true},
                                     {words_col_from(b->say), ALIGN_LEFT, 22, true},
                                     {words_col_to(b->say), ALIGN_LEFT, 22, true},
                                     {words_explain_col_what(b->say), ALIGN_LEFT, 14, false},
                                     {words_explain_col_holds(b->say), ALIGN_LEFT, 10, false}};
    struct table t = table_begin(b, columns, sizeof columns / sizeof *columns, 2 * COVER_MOST);
    size_t left = add_exchange_lines(&t, x);
    left += add_bot_lines(&t, x);
    table_end(&t, t.block.row_count, "");
    if (left > 0) add_paragraph(b, words_explain_grants_more(b->say, words_n_record(b->say, left)));
}

static void add_gaps(struct builder *b, const struct explained_coverage *c)
{
    if (c->before.from_ns <= c->before.to_ns)
        add_bullet(b, words_explain_covered_before(b->say, value_interval(b, c->before)));
    if (c->after.from_ns <= c->after.to_ns && c->after.from_ns != c->before.from_ns)
        add_bullet(b, words_explain_covered_after(b->say, value_interval(b, c->after)));
    for (size_t i = 0; i < c->older.count; i++)
        add_bullet(b, words_explain_older(b->say, value_interval(b, c->older.items[i])));
}

void explain_cover(struct builder *b, const struct explanation *x)
{
    const struct explained_coverage *c = &x->coverage;
    add_subheading(b, words_explain_head_coverage(b->say));
    add_paragraph(b, c->covered ? words_explain_covered(b->say, value_interval(b, c->before))
                                : words_explain_not_covered(b->say, value_interval(b, c->asked)));
    add_table(b, x);
    if (!c->covered) add_gaps(b, c);
    for (size_t i = 0; i < c->denials.count && i < COVER_MOST; i++) {
        const struct explained_denial *d = &c->denials.items[i];
        add_bullet(b, words_explain_denied(b->say, value_source(b, d->source), value_interval(b, d->when),
                                           words_reason(b->say, d->reason)));
    }
}

/* ---- incident -------------------------------------------------------------------------------------------------------- */

static bool is_among(const struct signal_hit *hit, uint32_t order)
{
    for (size_t i = 0; i < hit->order_count; i++)
        if (hit->orders[i] == order) return true;
    return false;
}

static void add_signals(struct builder *b, const struct incident *n, uint32_t order)
{
    if (n->signals.count == 0) {
        add_paragraph(b, words_incident_no_signals(b->say));
        return;
    }
    const struct column columns[] = {{words_col_signal(b->say), ALIGN_LEFT, 35, false},
                                     {words_col_seen(b->say), ALIGN_LEFT, 50, false},
                                     {words_explain_col_among(b->say), ALIGN_LEFT, 15, false}};
    struct table t = table_begin(b, columns, 3, n->signals.count);
    for (size_t i = 0; i < n->signals.count; i++) {
        const struct signal_hit *hit = &n->signals.items[i];
        table_row(&t, false,
                  (const char *[]){signal_name(b, hit->code), value_signal(b, hit),
                                   is_among(hit, order) ? words_yes(b->say) : words_no(b->say)});
    }
    table_end(&t, n->signals.count, "");
}

void explain_incident(struct builder *b, const struct explanation *x)
{
    const struct order *o = explained_order(b, x);
    if (o->verdict != VERDICT_UNISSUED) return;
    add_subheading(b, words_explain_head_incident(b->say));
    if (o->incident == 0) {
        add_paragraph(b, words_explain_no_incident(b->say));
        if (x->near != 0) add_paragraph(b, words_explain_near_incident(b->say, value_u64(b, x->near)));
        return;
    }
    const struct incident *n = &b->r->incidents.items[o->incident - 1];
    const char *number = words_head_incident(b->say, value_u64(b, n->number));
    const char *story = words_incident_story(b->say, value_moment(b, n->from_ns), value_moment(b, n->to_ns),
                                             words_n_order(b->say, n->order_count),
                                             value_fills(b, n->orders, n->order_count), value_account(b, n->account));
    add_paragraph(b, arena_format(b->arena, "%s: %s", number, story));
    add_signals(b, n, x->order);
}

/* ---- files -------------------------------------------------------------------------------------------------------------- */

static void name_events(const struct builder *b, const struct explanation *x, bool *named)
{
    for (size_t i = 0; i < x->rows.count; i++) named[b->store->events.items[x->rows.items[i].event].source] = true;
    for (size_t i = 0; i < x->candidates.count; i++) {
        const struct bot_order *bot = &b->r->bot_orders.items[x->candidates.items[i].bot];
        for (uint32_t k = 0; k < bot->event_count; k++)
            named[b->store->events.items[b->r->bot_order_events[bot->first_event + k]].source] = true;
    }
}

static void name_coverage(const struct builder *b, const struct explanation *x, bool *named)
{
    const struct explained_coverage *c = &x->coverage;
    for (size_t i = 0; i < c->grants.count && i < COVER_MOST; i++) named[c->grants.items[i].source] = true;
    for (size_t i = 0; i < c->denials.count && i < COVER_MOST; i++) named[c->denials.items[i].source] = true;
    for (size_t i = 0; i < b->r->coverage.count; i++) {
        const struct coverage *line = &b->r->coverage.items[i];
        if (!line->bot_side && line->account == explained_order(b, x)->account) named[line->source] = true;
    }
}

/* The labels of rows mean nothing without the files behind them. */
void explain_files(struct builder *b, const struct explanation *x)
{
    enum { FILES_MOST = 60 };
    bool *named = ARENA_ARRAY(b->arena, bool, b->evidence->sources.count + 1);
    name_events(b, x, named);
    name_coverage(b, x, named);
    add_subheading(b, words_explain_head_files(b->say));
    struct table t = facts_begin(b, FILES_MOST);
    for (uint32_t i = 0; i < b->evidence->sources.count && t.block.row_count < FILES_MOST; i++) {
        const struct source_entry *entry = &b->evidence->sources.items[i];
        if (!named[i]) continue;
        const char *formats = "";
        for (size_t k = 0; k < entry->formats.count; k++)
            formats = value_join(b, formats, ", ", redaction_format_id(b->in->redaction, entry->formats.items[k]));
        fact(&t, value_source(b, i), value_join(b, value_visible(b, span_of(entry->path)), "\n", formats));
    }
    facts_end(&t);
}
