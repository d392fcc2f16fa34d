/* valued - see valued.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/valued.h"

#include "report/data/json_rows.h"

#include "attribution/valuation/valuation.h"
#include "report/redaction/redaction.h"

struct put {
    const struct result *r;
    const struct store *store;
    const struct figures *figures;
    struct json_out *j;
    struct arena *arena;
    const struct redaction *redaction;
};

static void put_price(const struct put *p, const char *key, bool known, struct decimal value)
{
    json_out_key(p->j, key);
    if (!known)
        json_out_null(p->j);
    else if (redaction_tells_price(p->redaction, value, true))
        json_out_amount(p->j, value);
    else
        json_out_cstr(p->j, REDACTED);
}

static void put_amount(const struct put *p, const char *key, bool known, struct decimal value)
{
    if (known && redaction_hides(p->redaction, HIDE_AMOUNTS))
        json_put_text(p->j, key, REDACTED);
    else
        put_price(p, key, known, value);
}

static void put_asset(const struct put *p, const char *key, uint32_t asset)
{
    json_out_key(p->j, key);
    json_out_text(p->j, store_get_text(p->store, asset));
}

static void put_time(const struct put *p, const char *key, int64_t ns)
{
    json_out_key(p->j, key);
    json_out_time(p->j, ns, ns == TIME_NONE ? 0 : figures_time_digits(ns));
}

static void put_row(const struct put *p, uint32_t event)
{
    char row[ROW_TEXT_MAX];
    rows_text(p->store, p->figures->sharing_lines, event, row);
    json_out_cstr(p->j, row);
}

static void put_rows(const struct put *p, const uint32_t *orders, size_t count)
{
    const struct json_rows rows = {.r = p->r, .sharing_lines = p->figures->sharing_lines};
    json_rows_all(&rows, p->j, orders, count);
}

/* Incident (null: all graded orders), account, market. */
static void put_place(const struct put *p, uint32_t incident, uint32_t account, uint32_t market)
{
    const struct market *m = &p->store->markets.items[market];
    const struct span base = store_get_text(p->store, m->base), quote = store_get_text(p->store, m->quote);
    json_out_key(p->j, "incident");
    if (incident == 0)
        json_out_null(p->j);
    else
        json_out_u64(p->j, incident);
    json_put_text(p->j, "account", figures_account_key(p->store, account, p->arena));
    json_put_text(p->j, "market",
                  arena_format(p->arena, "%.*s%s%.*s", SPAN_ARG(base), quote.len > 0 ? "/" : "", SPAN_ARG(quote)));
}

/* ---- market by market --------------------------------------------------------------------------------------------------- */

static void put_market(const struct put *p, const struct market_loss *m)
{
    json_out_open(p->j, '{');
    put_place(p, m->incident, m->account, m->market);
    put_amount(p, "bought", m->computed, m->bought);
    put_amount(p, "paid", m->computed && !m->costs_unknown, m->paid);
    put_amount(p, "sold", m->computed, m->sold);
    put_amount(p, "received", m->computed && !m->costs_unknown, m->received);
    put_amount(p, "sold_again", m->computed, m->again);
    put_amount(p, "realised", m->computed, m->realised);
    put_amount(p, "left", m->computed, m->left);
    put_amount(p, "left_paid", m->computed, m->left_paid);
    put_rows(p, m->orders, m->order_count);
    json_out_close(p->j, '}');
}

static struct put begin(const struct report_input *in, const struct figures *f, struct json_out *j, struct arena *arena)
{
    return (struct put){in->result, in->result->evidence->store, f, j, arena, in->redaction};
}

void findings_losses_by_market(const struct report_input *in, const struct figures *f, struct json_out *j,
                               struct arena *arena)
{
    const struct result *r = in->result;
    const struct put p = begin(in, f, j, arena);
    json_out_key(j, "losses_by_market");
    json_out_open(j, '[');
    for (size_t i = 0; i < r->market_losses.count; i++) put_market(&p, &r->market_losses.items[i]);
    json_out_close(j, ']');
    arena_reset(arena);
}

/* ---- prices --------------------------------------------------------------------------------------------------------------- */

static const char *state_name(enum reference_state s)
{
    switch (s) {
    case REFERENCE_FOUND: return "found";
    case REFERENCE_NONE: return "none";
    case REFERENCE_OLD: return "too-old";
    }
    return "";
}

static void put_reference(const struct put *p, const char *key, const struct reference_price *ref)
{
    json_out_key(p->j, key);
    json_out_open(p->j, '{');
    json_put_text(p->j, "state", state_name(ref->state));
    if (ref->state != REFERENCE_NONE) {
        put_price(p, "price", true, ref->price);
        put_time(p, "time", ref->at_ns);
        json_out_key(p->j, ref->event != EVENT_NONE ? "row" : "file");
        if (ref->event != EVENT_NONE)
            put_row(p, ref->event);
        else
            json_out_cstr(p->j, p->r->valuation->files.items[ref->file].path);
        if (ref->against != 0) put_asset(p, "against", ref->against);
    }
    json_out_close(p->j, '}');
}

static void put_sum(const struct put *p, const char *key, const struct value_sum *s)
{
    const bool known = s->valued > 0 && s->computed;
    json_out_key(p->j, key);
    json_out_open(p->j, '{');
    json_put_number(p->j, "orders", s->valued);
    json_put_number(p->j, "without", s->none);
    json_put_number(p->j, "too_old", s->old);
    put_amount(p, "quantity", known, s->qty);
    put_amount(p, "paid_or_received", known, s->cost);
    put_amount(p, "at_reference", known, s->worth);
    put_amount(p, "difference", known, s->cost_of_prices);
    put_price(p, "lowest_reference", s->valued > 0, s->low);
    put_price(p, "highest_reference", s->valued > 0, s->high);
    json_put_number(p->j, "oldest_seconds", (uint64_t)s->oldest_ns / NS_PER_SECOND);
    if (s->valued > 0) put_reference(p, "first_reference", &s->first);
    json_out_close(p->j, '}');
}

static bool is_used(const struct valuation *v, unsigned method)
{
    return method == VALUE_OWN_FILLS || v->with_prices;
}

static void put_lines(const struct put *p, const struct valuation *v)
{
    json_out_key(p->j, "lines");
    json_out_open(p->j, '[');
    for (size_t i = 0; i < v->lines.count; i++) {
        const struct value_line *line = &v->lines.items[i];
        json_out_open(p->j, '{');
        put_place(p, line->incident, line->account, line->market);
        json_put_text(p->j, "side", side_name((enum side)line->side));
        json_put_number(p->j, "orders", line->order_count);
        json_put_number(p->j, "amounts_unknown", line->unknown);
        for (unsigned m = 0; m < VALUE_METHOD_COUNT; m++)
            if (is_used(v, m)) put_sum(p, value_method_name((enum value_method)m), &line->by[m]);
        put_rows(p, line->orders, line->order_count);
        json_out_close(p->j, '}');
    }
    json_out_close(p->j, ']');
}

static void put_left(const struct put *p, const struct valuation *v)
{
    json_out_key(p->j, "left");
    json_out_open(p->j, '[');
    for (size_t i = 0; i < v->left.count; i++) {
        const struct value_left *left = &v->left.items[i];
        const struct market_loss *m = &p->r->market_losses.items[left->loss];
        json_out_open(p->j, '{');
        put_place(p, m->incident, m->account, m->market);
        put_amount(p, "quantity", true, m->left);
        put_amount(p, "paid", true, m->left_paid);
        for (unsigned k = 0; k < VALUE_METHOD_COUNT; k++) {
            if (!is_used(v, k) || k == VALUE_BEFORE_ORDER) continue;
            put_reference(p, value_method_name((enum value_method)k), &left->by[k]);
            put_amount(p, arena_format(p->arena, "worth_by_%s", value_method_name((enum value_method)k)),
                       left->computed[k], left->worth[k]);
        }
        json_out_close(p->j, '}');
    }
    json_out_close(p->j, ']');
}

static void put_files(const struct put *p, const struct valuation *v)
{
    json_out_key(p->j, "price_files");
    if (!v->with_prices) {
        json_out_null(p->j);
        return;
    }
    json_out_open(p->j, '[');
    for (size_t i = 0; i < v->files.count; i++) {
        const struct price_source *s = &v->files.items[i];
        json_out_open(p->j, '{');
        json_put_text(p->j, "path", s->path);
        json_put_text(p->j, "sha256", s->facts.sha256);
        json_put_number(p->j, "bytes", s->facts.bytes);
        json_put_text(p->j, "kind", price_kind_name(s->name.kind));
        json_put_text(p->j, "state", reference_problem_name(s->facts.problem));
        json_out_key(p->j, "checksum_holds");
        json_out_bool(p->j, s->facts.checksum == CHECKSUM_HOLDS);
        json_put_number(p->j, "rows", s->facts.rows);
        json_put_number(p->j, "used", s->used);
        json_out_close(p->j, '}');
    }
    json_out_close(p->j, ']');
    json_put_number(p->j, "orders_to_value", v->needed);
    json_put_number(p->j, "orders_with_price_before", v->found);
    json_put_number(p->j, "prices_contradicted", v->contradictions);
    json_put_number(p->j, "passed_over", v->passed_over);
    json_put_number(p->j, "not_price_files", v->unknown);
}

/* ---- fiat ----------------------------------------------------------------------------------------------------------------- */

static const char *basis_name(enum fiat_basis b)
{
    switch (b) {
    case FIAT_SELF: return "itself";
    case FIAT_RATE: return "rate";
    case FIAT_DOLLAR: return "as-dollar";
    case FIAT_PRICED: return "price";
    case FIAT_SOLD: return "sold-at";
    case FIAT_LEFT_OUT: return "left-out";
    }
    return "";
}

static void put_part(const struct put *p, const struct fiat_part *part, const char *counted)
{
    json_out_open(p->j, '{');
    put_asset(p, "asset", part->asset);
    put_amount(p, "amount", part->known, part->amount);
    json_put_text(p->j, "basis", basis_name(part->basis));
    if (part->basis == FIAT_PRICED) put_reference(p, "price", &part->price);
    if (part->basis == FIAT_SOLD) put_amount(p, "average", true, part->price.price);
    if (part->through.state == REFERENCE_FOUND) put_reference(p, "bitcoin", &part->through);
    put_amount(p, counted, part->basis != FIAT_LEFT_OUT, part->fiat);
    put_time(p, "rate_of", part->day_ns);
    json_out_close(p->j, '}');
}

static void put_total(const struct put *p, const struct fiat_total *t, const char *counted)
{
    json_put_text(p->j, "coins_by", t->by_prices ? "prices" : t->by_orders ? "these-orders" : "own-fills");
    json_put_number(p->j, "incident", t->incident);
    put_amount(p, "total", t->computed && t->left_out < t->part_count, t->total);
    json_put_number(p->j, "left_out", t->left_out);
    json_out_key(p->j, "parts");
    json_out_open(p->j, '[');
    for (size_t k = 0; k < t->part_count; k++) put_part(p, &t->parts[k], counted);
    json_out_close(p->j, ']');
}

/* The net changes in one unit. With a currency they are among its totals. */
static void put_changes(const struct put *p, const struct valuation *v)
{
    json_out_key(p->j, "changes");
    json_out_open(p->j, '[');
    for (size_t i = 0; i < v->changes.count; i++) {
        json_out_open(p->j, '{');
        put_asset(p, "unit", v->changes.items[i].unit);
        put_total(p, &v->changes.items[i], "counted");
        json_out_close(p->j, '}');
    }
    json_out_close(p->j, ']');
}

static void put_fiat(const struct put *p, const struct valuation *v)
{
    json_out_key(p->j, "fiat");
    if (!v->fiat_code) {
        json_out_null(p->j);
        return;
    }
    json_out_open(p->j, '{');
    json_put_text(p->j, "currency", v->fiat_code);
    json_put_text(p->j, "rates", v->fx_ecb ? "ecb" : "per-usd");
    json_put_text(p->j, "sha256", v->fx_sha256);
    json_out_key(p->j, "totals");
    json_out_open(p->j, '[');
    for (size_t i = 0; i < v->fiat.count; i++) {
        const struct fiat_total *t = &v->fiat.items[i];
        json_out_open(p->j, '{');
        json_put_text(p->j, "method", t->method);
        put_total(p, t, "fiat");
        json_out_close(p->j, '}');
    }
    json_out_close(p->j, ']');
    json_out_close(p->j, '}');
}

void findings_valuation(const struct report_input *in, const struct figures *f, struct json_out *j, struct arena *arena)
{
    const struct result *r = in->result;
    const struct put p = begin(in, f, j, arena);
    json_out_key(j, "valuation");
    if (!r->valuation) {
        json_out_null(j);
        return;
    }
    json_out_open(j, '{');
    put_lines(&p, r->valuation);
    put_left(&p, r->valuation);
    put_files(&p, r->valuation);
    put_changes(&p, r->valuation);
    put_fiat(&p, r->valuation);
    json_out_close(j, '}');
    arena_reset(arena);
}
