/* explain_json - explained orders for programs: the values of attribution/explain/explain.h under the names that the text uses, rows
 * by their names, times UTC, amounts as strings.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/explain/explain.h"
#include "report/data/json_out.h"
#include "report/figures.h"

struct teller {
    struct json_out json;
    const struct result *r;
    const struct store *store;
    const bool *sharing; /* see rows.h */
};

/* ---- values ---------------------------------------------------------------------------------------------------------- */

static void put_text(struct teller *t, const char *key, const char *text)
{
    json_out_key(&t->json, key);
    json_out_cstr(&t->json, text);
}

static void put_span(struct teller *t, const char *key, struct span text)
{
    json_out_key(&t->json, key);
    json_out_text(&t->json, text);
}

static void put_number(struct teller *t, const char *key, uint64_t value)
{
    json_out_key(&t->json, key);
    json_out_u64(&t->json, value);
}

static void put_bool(struct teller *t, const char *key, bool value)
{
    json_out_key(&t->json, key);
    json_out_bool(&t->json, value);
}

static void open(struct teller *t, const char *key, char bracket)
{
    json_out_key(&t->json, key);
    json_out_open(&t->json, bracket);
}

static void put_ident(struct teller *t, const char *key, ident id)
{
    char scratch[24];
    put_span(t, key, id == IDENT_NONE ? SPAN("") : store_ident_text(t->store, id, scratch));
}

static void put_time(struct teller *t, const char *key, int64_t ns)
{
    const bool open_end = ns == TIME_NONE || ns == INT64_MIN || ns == INT64_MAX;
    json_out_key(&t->json, key);
    json_out_time(&t->json, open_end ? TIME_NONE : ns, open_end ? 0 : figures_time_digits(ns));
}

static void put_interval(struct teller *t, struct interval when)
{
    put_time(t, "from", when.from_ns);
    put_time(t, "to", when.to_ns);
}

static void put_row_value(struct teller *t, uint32_t event)
{
    char row[ROW_TEXT_MAX] = "";
    if (event != EVENT_NONE) rows_text(t->store, t->sharing, event, row);
    json_out_cstr(&t->json, row);
}

static void put_row(struct teller *t, const char *key, uint32_t event)
{
    json_out_key(&t->json, key);
    put_row_value(t, event);
}

static void put_order_row(struct teller *t, const char *key, uint32_t order)
{
    const bool none = order == UINT32_MAX;
    put_row(t, key, none ? EVENT_NONE : figures_order_event(t->r, &t->r->orders.items[order]));
}

static void put_source(struct teller *t, uint32_t source)
{
    char label[16] = "";
    if (source != SOURCE_NONE) source_label(source, label);
    put_text(t, "source", label);
}

static void put_market(struct teller *t, uint32_t market)
{
    const struct market *m = &t->store->markets.items[market];
    put_span(t, "base", store_get_text(t->store, m->base));
    put_span(t, "quote", store_get_text(t->store, m->quote));
}

/* ---- the order --------------------------------------------------------------------------------------------------------- */

static void put_amount(struct teller *t, const char *key, const struct order *o, enum order_amount which)
{
    struct decimal d;
    if (!order_amount(t->store, o, which, &d)) return;
    json_out_key(&t->json, key);
    json_out_amount(&t->json, d);
}

static void put_order(struct teller *t, const struct order *o)
{
    const struct account *account = &t->store->accounts.items[o->account];
    put_span(t, "venue", store_get_text(t->store, account->venue));
    put_span(t, "account", store_get_text(t->store, account->id));
    put_market(t, o->market);
    put_text(t, "side", side_name((enum side)o->side));
    put_time(t, "placed", o->placed_ns);
    put_time(t, "first", o->first_ns);
    put_time(t, "last", o->last_ns);
    put_amount(t, "qty", o, ORDER_QTY);
    put_amount(t, "order_qty", o, ORDER_ASKED);
    put_amount(t, "price", o, ORDER_PRICE);
    put_amount(t, "cost", o, ORDER_COST);
    put_ident(t, "order_id", o->order_id);
    put_ident(t, "client_order_id", o->client_id);
    put_text(t, "channel", channel_name((enum channel)o->channel));
}

static void put_client_id(struct teller *t, const struct explanation *x)
{
    open(t, "client_order_id_rule", '{');
    if (x->rule) {
        put_span(t, "issuer", x->rule->issuer);
        put_text(t, "class", issuer_class_name(x->rule->class));
        put_span(t, "confidence", x->rule->confidence);
    }
    put_span(t, "own_tag", x->own_tag);
    put_bool(t, "other_tag", x->other_tag);
    json_out_close(&t->json, '}');
}

static void put_rows(struct teller *t, const struct explanation *x)
{
    open(t, "rows", '[');
    for (size_t i = 0; i < x->rows.count; i++) {
        const struct explained_row *row = &x->rows.items[i];
        json_out_open(&t->json, '{');
        put_row(t, "row", row->event);
        put_text(t, "kind", event_kind_name((enum event_kind)t->store->events.items[row->event].kind));
        if (row->same_as != row->event) put_row(t, "same_as", row->same_as);
        json_out_close(&t->json, '}');
    }
    json_out_close(&t->json, ']');
}

static void put_verdict(struct teller *t, const struct order *o)
{
    put_text(t, "verdict", verdict_name((enum verdict)o->verdict));
    put_text(t, "flag", flag_name((enum flag)o->flag));
    open(t, "reasons", '[');
    for (reason_set set = o->reasons; set != 0; set &= set - 1)
        json_out_cstr(&t->json, reason_name((enum reason)__builtin_ctzll(set)));
    json_out_close(&t->json, ']');
    put_number(t, "incident", o->incident);
}

/* What it would be if no clock were corrected; where that makes no difference, nothing. */
static void put_without_correction(struct teller *t, uint32_t order)
{
    for (size_t i = 0; i < t->r->skew_effects.count; i++) {
        const struct effect *e = &t->r->skew_effects.items[i];
        if (e->order != order) continue;
        open(t, "without_correction", '{');
        put_text(t, "verdict", verdict_name((enum verdict)e->verdict));
        put_text(t, "flag", flag_name((enum flag)e->flag));
        json_out_close(&t->json, '}');
    }
}

static void put_in_zone(struct teller *t, const struct zone_rival *rival, uint32_t order)
{
    for (size_t i = 0; i < rival->effects.count; i++) {
        const struct effect *e = &rival->effects.items[i];
        if (e->order != order) continue;
        json_out_open(&t->json, '{');
        put_text(t, "zone", rival->other);
        put_text(t, "instead_of", rival->zone);
        put_text(t, "verdict", verdict_name((enum verdict)e->verdict));
        put_text(t, "flag", flag_name((enum flag)e->flag));
        json_out_close(&t->json, '}');
    }
}

/* What it would be if a zone that somebody gave were another; where that makes no difference, nothing. */
static void put_in_other_zones(struct teller *t, uint32_t order)
{
    if (!(t->r->orders.items[order].reasons & REASON_BIT(REASON_zone_given))) return;
    open(t, "in_other_zones", '[');
    for (size_t i = 0; i < t->r->zone_rivals.count; i++) put_in_zone(t, &t->r->zone_rivals.items[i], order);
    json_out_close(&t->json, ']');
}

/* ---- bot records -------------------------------------------------------------------------------------------------------- */

static const char *answer_name(uint8_t answer)
{
    return answer == ANSWER_YES ? "yes" : answer == ANSWER_NO ? "no" : "";
}

static void put_bot_rows(struct teller *t, const struct bot_order *b)
{
    put_row(t, "row", b->event);
    open(t, "rows", '[');
    for (uint32_t i = 0; i < b->event_count; i++) put_row_value(t, t->r->bot_order_events[b->first_event + i]);
    json_out_close(&t->json, ']');
}

static void put_rivals(struct teller *t, const struct explained_candidate *c)
{
    put_number(t, "rivals", c->rival_count);
    open(t, "rival_rows", '[');
    for (size_t i = 0; i < c->rival_count && i < EXPLAIN_RIVALS_MOST; i++)
        put_row_value(t, figures_order_event(t->r, &t->r->orders.items[c->rivals[i]]));
    json_out_close(&t->json, ']');
}

static void put_candidate(struct teller *t, const struct explained_candidate *c)
{
    const struct bot_order *b = &t->r->bot_orders.items[c->bot];
    json_out_open(&t->json, '{');
    put_bot_rows(t, b);
    put_ident(t, "deal", b->deal);
    put_ident(t, "bot", b->bot);
    put_text(t, "fate", explain_fate_name((enum explain_fate)c->fate));
    put_text(t, "failed", c->fate == FATE_DROPPED ? explain_question_name((enum explain_question)c->question) : "");
    open(t, "agrees", '{');
    for (unsigned q = 0; q < ASK_COUNT; q++)
        put_text(t, explain_question_name((enum explain_question)q), answer_name(c->answers[q]));
    json_out_close(&t->json, '}');
    put_text(t, "size_by", explain_way_name((enum explain_way)c->way));
    put_interval(t, c->window);
    if (c->fate == FATE_TAKEN) put_order_row(t, "holder", c->holder);
    if (c->fate == FATE_RIVAL) put_rivals(t, c);
    json_out_close(&t->json, '}');
}

static void put_candidates(struct teller *t, const struct explanation *x)
{
    put_number(t, "considered", x->considered);
    open(t, "dropped", '{');
    for (unsigned q = 0; q < ASK_COUNT; q++)
        put_number(t, explain_question_name((enum explain_question)q), x->dropped[q]);
    json_out_close(&t->json, '}');
    put_number(t, "near", x->listed);
    open(t, "candidates", '[');
    for (size_t i = 0; i < x->candidates.count; i++) put_candidate(t, &x->candidates.items[i]);
    json_out_close(&t->json, ']');
}

/* ---- coverage, needs ---------------------------------------------------------------------------------------------------- */

static void put_grants(struct teller *t, const struct explained_coverage *c)
{
    open(t, "files", '[');
    for (size_t i = 0; i < c->grants.count; i++) {
        const struct explained_grant *g = &c->grants.items[i];
        json_out_open(&t->json, '{');
        put_source(t, g->source);
        put_number(t, "files", g->files);
        put_interval(t, g->when);
        put_bool(t, "this_market_only", g->one_pair);
        put_bool(t, "holds", g->holds);
        json_out_close(&t->json, '}');
    }
    json_out_close(&t->json, ']');
}

static void put_denials(struct teller *t, const struct explained_coverage *c)
{
    open(t, "not_vouched_for", '[');
    for (size_t i = 0; i < c->denials.count; i++) {
        json_out_open(&t->json, '{');
        put_source(t, c->denials.items[i].source);
        put_interval(t, c->denials.items[i].when);
        put_text(t, "reason", reason_name(c->denials.items[i].reason));
        json_out_close(&t->json, '}');
    }
    json_out_close(&t->json, ']');
    open(t, "older_deals", '[');
    for (size_t i = 0; i < c->older.count; i++) {
        json_out_open(&t->json, '{');
        put_interval(t, c->older.items[i]);
        json_out_close(&t->json, '}');
    }
    json_out_close(&t->json, ']');
}

static void put_coverage(struct teller *t, const struct explained_coverage *c)
{
    open(t, "coverage", '{');
    put_interval(t, c->asked);
    put_bool(t, "covered", c->covered);
    put_grants(t, c);
    put_denials(t, c);
    json_out_close(&t->json, '}');
}

static void put_needs(struct teller *t, const struct explanation *x)
{
    open(t, "needs", '[');
    for (size_t i = 0; i < x->needs.count; i++) {
        json_out_open(&t->json, '{');
        put_text(t, "need", explain_need_name(x->needs.items[i].need));
        put_source(t, x->needs.items[i].source);
        json_out_close(&t->json, '}');
    }
    json_out_close(&t->json, ']');
}

static void put_explanation(struct teller *t, const struct explanation *x)
{
    const struct order *o = &t->r->orders.items[x->order];
    json_out_open(&t->json, '{');
    put_order_row(t, "row", x->order);
    put_order(t, o);
    put_rows(t, x);
    put_client_id(t, x);
    put_verdict(t, o);
    put_without_correction(t, x->order);
    put_in_other_zones(t, x->order);
    put_number(t, "ids_wanted", x->ids_wanted);
    put_number(t, "ids_joined", x->ids_joined);
    if (x->twin != UINT32_MAX) put_order_row(t, "twin", x->twin);
    if (x->near != 0) put_number(t, "near_incident", x->near);
    if (x->closes != UINT32_MAX) put_row(t, "closes", t->r->bot_orders.items[x->closes].event);
    put_candidates(t, x);
    put_coverage(t, &x->coverage);
    put_needs(t, x);
    json_out_close(&t->json, '}');
}

void report_explanations_json(const struct report_input *in, const struct explanations *x, struct writer *out)
{
    struct arena *arena = arena_new(0);
    const struct evidence *evidence = in->result->evidence;
    struct teller t = {{.out = out}, in->result, evidence->store, rows_sharing_lines(evidence, arena)};
    json_out_open(&t.json, '{');
    put_text(&t, "version", STRAYKEY_VERSION);
    put_text(&t, "status", report_status_of(evidence).incomplete ? "incomplete" : "complete");
    put_span(&t, "wanted", x->wanted);
    put_number(&t, "found", x->order_count);
    open(&t, "orders", '[');
    for (size_t i = 0; i < x->list.count; i++) put_explanation(&t, &x->list.items[i]);
    json_out_close(&t.json, ']');
    json_out_close(&t.json, '}');
    writer_byte(out, '\n');
    arena_free(arena);
}
