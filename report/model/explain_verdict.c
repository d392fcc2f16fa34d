/* explain_verdict - the verdict of one order, each of its reasons, and the rows or figures that a reason rests on.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/explain.h"

static const char *match_rows(const struct builder *b, const struct order *o)
{
    return o->match == UINT32_MAX ? "" : value_bot_rows(b, o->match);
}

static const char *client_id(const struct builder *b, const struct order *o)
{
    return words_explain_rests_client(b->say, value_ident(b, o->client_id));
}

static const char *in_case_file(const struct builder *b, const char *key)
{
    return words_explain_rests_case(b->say, key);
}

static const char *key_row(const struct builder *b, const struct explanation *x)
{
    for (size_t i = 0; i < x->rows.count; i++) {
        const struct event *e = &b->store->events.items[x->rows.items[i].event];
        if (e->key == 0) continue;
        return words_explain_rests_key(b->say, value_visible(b, store_get_text(b->store, e->key)),
                                       value_row(b, x->rows.items[i].event));
    }
    return "";
}

typedef bool candidate_test(const struct builder *b, const struct explained_candidate *c);

static const char *candidate_rows(const struct builder *b, const struct explanation *x, candidate_test *test)
{
    const char *list = "";
    size_t named = 0;
    for (size_t i = 0; i < x->candidates.count && named < LIST_MOST; i++) {
        const struct explained_candidate *c = &x->candidates.items[i];
        if (!test(b, c)) continue;
        list = value_join(b, list, ", ", value_row(b, b->r->bot_orders.items[c->bot].event));
        named++;
    }
    return list;
}

static bool is_rival(const struct builder *b, const struct explained_candidate *c)
{
    (void)b;
    return c->fate == FATE_RIVAL;
}

static bool is_part(const struct builder *b, const struct explained_candidate *c)
{
    return b->r->bot_orders.items[c->bot].is_deal_total && (c->fate == FATE_PART || c->fate == FATE_RIVAL);
}

static bool is_price_apart(const struct builder *b, const struct explained_candidate *c)
{
    (void)b;
    return c->fate == FATE_DROPPED && c->question == ASK_PRICE;
}

static bool is_unusable(const struct builder *b, const struct explained_candidate *c)
{
    (void)b;
    return c->fate == FATE_DROPPED && c->question == ASK_USABLE;
}

static const char *rivals(const struct builder *b, const struct explanation *x)
{
    const char *list = candidate_rows(b, x, is_rival);
    for (size_t i = 0; i < x->candidates.count; i++) {
        const struct explained_candidate *c = &x->candidates.items[i];
        const size_t named = c->rival_count < EXPLAIN_RIVALS_MOST ? c->rival_count : EXPLAIN_RIVALS_MOST;
        if (c->fate == FATE_RIVAL && named > 0)
            return value_join(b, list, "; ", value_orders(b, c->rivals, named, c->rival_count));
    }
    return list;
}

/* ---- coverage ---------------------------------------------------------------------------------------------------------- */

static const char *denying_files(const struct builder *b, const struct explanation *x, enum reason reason)
{
    const char *list = "";
    size_t named = 0;
    for (size_t i = 0; i < x->coverage.denials.count && named < LIST_MOST; i++) {
        const struct explained_denial *d = &x->coverage.denials.items[i];
        if (d->reason != reason) continue;
        list = value_join(b, list, ", ", value_source(b, d->source));
        named++;
    }
    return list;
}

static const char *covered_periods(const struct builder *b, const struct explanation *x)
{
    const struct interval before = x->coverage.before, after = x->coverage.after;
    const char *list = "";
    if (before.from_ns <= before.to_ns) list = value_interval(b, before);
    if (after.from_ns <= after.to_ns && after.from_ns != before.from_ns)
        list = value_join(b, list, "; ", value_interval(b, after));
    return *list ? words_explain_rests_covered(b->say, list) : words_explain_rests_nothing_covered(b->say);
}

static const char *older_deals(const struct builder *b, const struct explanation *x)
{
    const char *list = "";
    for (size_t i = 0; i < x->coverage.older.count; i++) {
        const struct interval when = x->coverage.older.items[i];
        if (when.from_ns <= x->coverage.asked.to_ns && when.to_ns >= x->coverage.asked.from_ns)
            list = value_join(b, list, "; ", value_interval(b, when));
    }
    return *list ? list : covered_periods(b, x);
}

static const char *clock(const struct builder *b, const struct explanation *x)
{
    const uint32_t source = b->store->events.items[x->rows.items[0].event].source;
    for (size_t i = 0; i < b->r->clock_doubts.count; i++) {
        const struct clock_doubt *d = &b->r->clock_doubts.items[i];
        if (d->source == source)
            return words_explain_rests_clock(b->say, value_source(b, source), value_clock_span(b, d->apart_ns),
                                             words_n_order(b->say, d->orders));
    }
    return value_source(b, source);
}

static const char *without_correction(const struct builder *b, const struct explanation *x)
{
    for (size_t i = 0; i < b->r->skew_effects.count; i++) {
        const struct effect *e = &b->r->skew_effects.items[i];
        if (e->order == x->order) return words_explain_rests_skew(b->say, value_judged(b, e->verdict, e->flag));
    }
    return "";
}

static const char *in_other_zones(const struct builder *b, const struct explanation *x)
{
    const char *list = "";
    for (size_t i = 0; i < b->r->zone_rivals.count; i++) {
        const struct zone_rival *rival = &b->r->zone_rivals.items[i];
        for (size_t k = 0; k < rival->effects.count; k++) {
            const struct effect *e = &rival->effects.items[k];
            if (e->order != x->order) continue;
            list = value_join(b, list, "; ",
                              words_explain_rests_zone(b->say, rival->other, value_judged(b, e->verdict, e->flag)));
        }
    }
    return list;
}

/* ---- reasons ------------------------------------------------------------------------------------------------------------- */

/* What lies in the order's own records, in the case file, or in figures of the account. "": another group knows it. */
static const char *rests_on_order(const struct builder *b, const struct explanation *x, enum reason reason)
{
    const struct order *o = explained_order(b, x);
    switch (reason) {
    case REASON_client_id_manual:
    case REASON_client_id_system:
    case REASON_client_id_api:
    case REASON_client_id_generated: return client_id(b, o);
    case REASON_channel_manual:
    case REASON_channel_system:
    case REASON_channel_api:
    case REASON_channel_silent:
    case REASON_nothing_executed:
    case REASON_id_damaged:
    case REASON_times_coarse: return value_order_row(b, o);
    case REASON_declared_manual: return in_case_file(b, "manual_orders");
    case REASON_declared_issuer: return in_case_file(b, "other_issuers");
    case REASON_never_by_hand: return in_case_file(b, "manual_trading");
    case REASON_key_not_declared:
    case REASON_key_life_span: return key_row(b, x);
    case REASON_id_join_fails:
        return words_explain_rests_ids(b->say, value_u64(b, x->ids_joined), value_u64(b, x->ids_wanted));
    case REASON_in_incident: return words_explain_rests_incident(b->say, value_u64(b, o->incident));
    case REASON_twin_of_bot_order: return x->twin == UINT32_MAX ? "" : value_orders(b, &x->twin, 1, 1);
    default: return "";
    }
}

static const char *rests_on_bots(const struct builder *b, const struct explanation *x, enum reason reason)
{
    switch (reason) {
    case REASON_order_id_joined:
    case REASON_composite_match:
    case REASON_deal_totals_match:
    case REASON_interchangeable_records: return match_rows(b, explained_order(b, x));
    case REASON_closes_deal: return x->closes == UINT32_MAX ? "" : value_bot_rows(b, x->closes);
    case REASON_no_bot_record: return words_explain_rests_looked(b->say, words_n_bot_order(b->say, x->considered));
    case REASON_rival_records:
    case REASON_rival_orders: return rivals(b, x);
    case REASON_partial_deal_match: return candidate_rows(b, x, is_part);
    case REASON_paper_only:
    case REASON_failed_placement: return candidate_rows(b, x, is_unusable);
    case REASON_price_apart: return candidate_rows(b, x, is_price_apart);
    case REASON_before_bot_records:
    case REASON_after_bot_records:
    case REASON_between_bot_records:
    case REASON_no_bot_records: return covered_periods(b, x);
    case REASON_older_deals: return older_deals(b, x);
    case REASON_bot_records_cut:
    case REASON_bot_records_page_sized:
    case REASON_bot_not_supplied:
    case REASON_open_deals_left_out: return denying_files(b, x, reason);
    case REASON_clock_doubtful: return clock(b, x);
    case REASON_clock_corrected: return without_correction(b, x);
    case REASON_zone_given: return in_other_zones(b, x);
    default: return "";
    }
}

static const char *rests_on(const struct builder *b, const struct explanation *x, enum reason reason)
{
    const char *text = rests_on_order(b, x, reason);
    if (!*text) text = rests_on_bots(b, x, reason);
    return *text ? text : words_explain_rests_none(b->say);
}

/* The reason for which an order that a key sent is only for review; REASON_COUNT: none. */
static enum reason held_back_by(const struct order *o)
{
    static const enum reason held[] = {REASON_closes_deal, REASON_failed_placement, REASON_partial_deal_match,
                                       REASON_sides_do_not_fit, REASON_twin_of_bot_order};
    const reason_set sent = REASON_BIT(REASON_client_id_api) | REASON_BIT(REASON_client_id_own) |
                            REASON_BIT(REASON_client_id_generated) | REASON_BIT(REASON_channel_api);
    if (o->flag != FLAG_REVIEW || !(o->reasons & sent)) return REASON_COUNT;
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
        if (o->reasons & REASON_BIT(held[i])) return held[i];
    return REASON_COUNT;
}

void explain_verdict(struct builder *b, const struct explanation *x)
{
    const struct order *o = explained_order(b, x);
    add_subheading(b, words_explain_head_verdict(b->say));
    add_paragraph(b, words_explain_verdict(b->say, verdict_name((enum verdict)o->verdict),
                                           verdict_meaning(b, (enum verdict)o->verdict)));
    const enum reason held = held_back_by(o);
    const char *meaning =
        held == REASON_COUNT ? flag_meaning(b, (enum flag)o->flag) : words_explain_held_back(b->say, reason_name(held));
    if (o->flag != FLAG_NONE) add_paragraph(b, words_explain_flag(b->say, flag_name((enum flag)o->flag), meaning));
    const struct column columns[] = {{words_col_reason(b->say), ALIGN_LEFT, 25, true},
                                     {words_col_meaning(b->say), ALIGN_LEFT, 45, false},
                                     {words_explain_col_rests(b->say), ALIGN_LEFT, 30, false}};
    struct table t = table_begin(b, columns, 3, REASON_COUNT);
    for (reason_set set = o->reasons; set != 0; set &= set - 1) {
        const enum reason reason = (enum reason)__builtin_ctzll(set);
        table_row(&t, false,
                  (const char *[]){reason_name(reason), words_reason(b->say, reason), rests_on(b, x, reason)});
    }
    table_end(&t, t.block.row_count, "");
}
