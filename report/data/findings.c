/* findings - data/findings.json: everything that the report says, for programs. Keys in a fixed order, amounts as text.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/authentic.h"
#include "report/data/clocks.h"
#include "report/data/compared.h"
#include "report/data/holdings.h"
#include "report/data/json_out.h"
#include "report/data/json_rows.h"
#include "report/data/valued.h"
#include "report/figures.h"
#include "report/redaction/redaction.h"
#include "report/zone_words.h"

#include <stdio.h>
#include <stdlib.h>

struct findings {
    struct json_out json;
    const struct report_input *in;
    const struct result *r;
    const struct store *store;
    const struct figures *figures;
    struct json_rows rows;
    struct arena *arena; /* texts of the item being written; reset after each */
};

/* ---- small parts -------------------------------------------------------------------------------------------------- */

static void put_time(struct findings *f, const char *key, int64_t ns)
{
    json_out_key(&f->json, key);
    json_out_time(&f->json, ns, ns == TIME_NONE ? 0 : figures_time_digits(ns));
}

static void put_account(struct findings *f, uint32_t account)
{
    json_put_text(&f->json, "account", figures_account_key(f->store, account, f->arena));
}

static struct span market_text(const struct findings *f, uint32_t market)
{
    const struct market *m = &f->store->markets.items[market];
    const struct span base = store_get_text(f->store, m->base), quote = store_get_text(f->store, m->quote);
    if (quote.len == 0) return base;
    return span_of(arena_format(f->arena, "%.*s/%.*s", SPAN_ARG(base), SPAN_ARG(quote)));
}

static void put_row(struct findings *f, uint32_t event)
{
    char row[ROW_TEXT_MAX];
    rows_text(f->store, f->figures->sharing_lines, event, row);
    json_out_cstr(&f->json, row);
}

static void put_source_label(struct findings *f, const char *key, uint32_t source)
{
    char label[16];
    source_label(source, label);
    json_put_text(&f->json, key, label);
}

/* ---- tool, status, sources ---------------------------------------------------------------------------------------- */

static void put_tool(struct findings *f)
{
    json_out_key(&f->json, "tool");
    json_out_open(&f->json, '{');
    json_put_text(&f->json, "name", "straykey");
    json_put_text(&f->json, "version", STRAYKEY_VERSION);
    json_out_close(&f->json, '}');
}

static void put_status(struct findings *f)
{
    const struct report_status *status = &f->figures->status;
    json_put_text(&f->json, "status", status->incomplete ? "incomplete" : "complete");
    json_out_key(&f->json, "why");
    json_out_open(&f->json, '[');
    for (unsigned i = 0; i < WHY_COUNT; i++) {
        if (status->counts[i] == 0) continue;
        json_out_open(&f->json, '{');
        json_put_text(&f->json, "code", why_incomplete_name((enum why_incomplete)i));
        json_put_number(&f->json, "count", status->counts[i]);
        json_out_close(&f->json, '}');
    }
    json_out_close(&f->json, ']');
}

static void put_formats(struct findings *f, const struct source_entry *entry)
{
    json_out_key(&f->json, "format");
    if (entry->formats.count == 0) {
        json_out_null(&f->json);
        return;
    }
    const bool several = entry->formats.count > 1;
    if (several) json_out_open(&f->json, '[');
    for (size_t i = 0; i < entry->formats.count; i++) {
        json_out_open(&f->json, '{');
        json_put_text(&f->json, "id", redaction_format_id(f->in->redaction, entry->formats.items[i]));
        json_put_number(&f->json, "version", format_version(entry->formats.items[i]));
        json_out_close(&f->json, '}');
    }
    if (several) json_out_close(&f->json, ']');
}

static void put_zone(struct findings *f, const struct source_entry *entry)
{
    json_out_key(&f->json, "zone");
    if (!entry->zone_name || !*entry->zone_name) {
        json_out_null(&f->json);
        return;
    }
    json_out_open(&f->json, '{');
    json_put_text(&f->json, "name", entry->zone_name);
    json_put_text(&f->json, "origin", zone_origin_name(entry->zone_origin));
    json_out_close(&f->json, '}');
}

static void put_notes(struct findings *f, const struct source_entry *entry)
{
    json_out_key(&f->json, "notes");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < entry->notes.count; i++) {
        const struct source_note *note = &entry->notes.items[i];
        json_out_open(&f->json, '{');
        json_put_text(&f->json, "code", diag_name(note->code));
        json_put_text(&f->json, "severity", diag_severity_name(diag_severity(note->code)));
        json_put_number(&f->json, "count", note->count);
        json_put_number(&f->json, "first_line", note->first_line);
        json_out_close(&f->json, '}');
    }
    json_out_close(&f->json, ']');
}

/* A name that is no UTF-8 can't be told as text; the run could not be repeated without its bytes. */
static void put_path(struct findings *f, struct span path)
{
    json_put_span(&f->json, "path", path);
    if (span_is_utf8(path, NULL)) return;
    char *hex = ARENA_ARRAY(f->arena, char, 2 * path.len + 1);
    for (size_t i = 0; i < path.len; i++) snprintf(hex + 2 * i, 3, "%02x", (unsigned)(unsigned char)path.ptr[i]);
    json_put_text(&f->json, "path_bytes", hex);
}

static void put_source(struct findings *f, uint32_t source)
{
    const struct source_entry *entry = &f->r->evidence->sources.items[source];
    json_out_open(&f->json, '{');
    put_source_label(f, "id", source);
    put_path(f, span_of(entry->path));
    if (entry->parent != SOURCE_NONE) put_source_label(f, "in", entry->parent);
    json_put_text(&f->json, "sha256", entry->facts.sha256);
    json_put_number(&f->json, "bytes", entry->facts.bytes);
    json_put_text(&f->json, "container", container_name(entry->container));
    json_put_text(&f->json, "damage", damage_name(entry->facts.damage));
    put_formats(f, entry);
    put_account(f, entry->account);
    put_zone(f, entry);
    put_time(f, "first", entry->first_ns);
    put_time(f, "last", entry->last_ns);
    json_put_number(&f->json, "records_read", entry->counts.read);
    json_put_number(&f->json, "events", entry->counts.events);
    json_put_number(&f->json, "skipped", entry->counts.skipped);
    json_put_number(&f->json, "rejected", entry->counts.rejected);
    put_notes(f, entry);
    json_out_close(&f->json, '}');
    arena_reset(f->arena);
}

static void put_sources(struct findings *f)
{
    json_out_key(&f->json, "sources");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < f->r->evidence->sources.count; i++) put_source(f, (uint32_t)i);
    json_out_close(&f->json, ']');
}

/* ---- coverage and totals ------------------------------------------------------------------------------------------ */

static void put_coverage(struct findings *f)
{
    json_out_key(&f->json, "coverage");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < f->r->coverage.count; i++) {
        const struct coverage *c = &f->r->coverage.items[i];
        json_out_open(&f->json, '{');
        put_account(f, c->account);
        json_put_span(&f->json, "market", c->market == MARKET_NONE ? SPAN("*") : market_text(f, c->market));
        put_time(f, "from", c->when.from_ns);
        put_time(f, "to", c->when.to_ns);
        json_put_text(&f->json, "side", c->bot_side ? "bot" : "exchange");
        if (c->source == SOURCE_NONE) {
            json_out_key(&f->json, "source");
            json_out_null(&f->json);
        } else {
            put_source_label(f, "source", c->source);
        }
        json_out_close(&f->json, '}');
    }
    json_out_close(&f->json, ']');
}

static void put_margins(struct findings *f)
{
    const struct margins *m = &f->r->margins;
    if (!m->any) return;
    json_out_key(&f->json, "margins");
    json_out_open(&f->json, '{');
    json_rows_all(&f->rows, &f->json, &m->closest, 1);
    json_put_number(&f->json, "closest_seconds", (uint64_t)m->closest_ns / NS_PER_SECOND);
    json_out_key(&f->json, "outside_if_shorter");
    json_out_open(&f->json, '[');
    for (unsigned s = 0; s < MARGIN_STEPS; s++) {
        json_out_open(&f->json, '{');
        json_put_number(&f->json, "by_seconds", (uint64_t)m->steps[s].by_ns / NS_PER_SECOND);
        for (unsigned g = FLAG_COUNT; g-- > FLAG_NONE + 1;)
            json_put_number(&f->json, flag_name((enum flag)g), m->steps[s].orders[g]);
        json_out_close(&f->json, '}');
    }
    json_out_close(&f->json, ']');
    json_out_close(&f->json, '}');
}

static void put_pair(struct findings *f, const char *key, uint64_t orders, uint64_t fills)
{
    json_out_key(&f->json, key);
    json_out_open(&f->json, '{');
    json_put_number(&f->json, "orders", orders);
    json_put_number(&f->json, "fills", fills);
    json_out_close(&f->json, '}');
}

static void put_totals(struct findings *f)
{
    const struct result *r = f->r;
    json_out_key(&f->json, "totals");
    json_out_open(&f->json, '{');
    json_put_number(&f->json, "orders", r->orders.count);
    json_put_number(&f->json, "fills", r->fill_count);
    json_put_number(&f->json, "bot_orders", r->bot_orders.count);
    json_put_number(&f->json, "events", r->timeline_count);
    json_put_number(&f->json, "duplicates", f->figures->duplicates);
    json_put_number(&f->json, "ids_joined", r->ids_joined);
    json_out_key(&f->json, "transfers");
    json_out_open(&f->json, '{');
    for (unsigned i = MOVEMENT_DEPOSIT; i < MOVEMENT_COUNT; i++)
        json_put_number(&f->json, movement_name((enum movement)i), r->movement_counts[i]);
    json_out_close(&f->json, '}');
    json_out_key(&f->json, "by_verdict");
    json_out_open(&f->json, '{');
    for (unsigned v = VERDICT_BOT; v < VERDICT_COUNT; v++)
        put_pair(f, verdict_name((enum verdict)v), r->verdict_orders[v], r->verdict_fills[v]);
    json_out_close(&f->json, '}');
    json_out_key(&f->json, "by_flag");
    json_out_open(&f->json, '{');
    for (unsigned g = FLAG_COUNT; g-- > FLAG_NONE + 1;)
        put_pair(f, flag_name((enum flag)g), r->flag_orders[g], r->flag_fills[g]);
    json_out_close(&f->json, '}');
    json_out_close(&f->json, '}');
}

/* ---- incidents and losses ----------------------------------------------------------------------------------------- */

static void put_loss(struct findings *f, const struct loss *loss, const char *where)
{
    json_out_open(&f->json, '{');
    json_put_text(&f->json, "method", loss->method);
    json_put_span(&f->json, "asset", store_get_text(f->store, loss->asset));
    json_out_key(&f->json, "amount");
    if (!loss->computed) {
        json_out_null(&f->json);
    } else if (redaction_hides(f->in->redaction, HIDE_AMOUNTS)) {
        json_out_cstr(&f->json, REDACTED);
    } else {
        json_out_amount(&f->json, loss->amount);
    }
    json_put_text(&f->json, "source", loss->source ? loss->source : "rows");
    json_rows_once(&f->rows, &f->json, loss->orders, loss->order_count, arena_format(f->arena, "%s/rows", where));
    json_out_close(&f->json, '}');
}

static void put_losses(struct findings *f, uint32_t incident, const char *where)
{
    size_t count = 0;
    json_out_key(&f->json, "losses");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < f->r->losses.count; i++) {
        if (f->r->losses.items[i].incident != incident) continue;
        put_loss(f, &f->r->losses.items[i], arena_format(f->arena, "%s/losses/%zu", where, count++));
    }
    json_out_close(&f->json, ']');
}

static void put_events(struct findings *f, const uint32_t *events, size_t count)
{
    json_out_key(&f->json, "rows");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < count; i++) put_row(f, events[i]);
    json_out_close(&f->json, ']');
}

static void put_signals(struct findings *f, const struct incident *incident, const char *where)
{
    json_out_key(&f->json, "signals");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < incident->signals.count; i++) {
        const struct signal_hit *hit = &incident->signals.items[i];
        json_out_open(&f->json, '{');
        json_put_text(&f->json, "code", arena_format(f->arena, "S%d", (int)hit->code));
        if (hit->events)
            put_events(f, hit->events, hit->event_count);
        else
            json_rows_named(&f->rows, &f->json, hit->orders, hit->order_count,
                            arena_format(f->arena, "%s/signals/%zu/rows", where, i));
        json_put_text(&f->json, "value", hit->value ? hit->value : "");
        json_out_close(&f->json, '}');
    }
    json_out_close(&f->json, ']');
}

static void put_incident(struct findings *f, const struct incident *incident)
{
    const char *where = arena_format(f->arena, "/incidents/%td", incident - f->r->incidents.items);
    json_out_open(&f->json, '{');
    json_put_number(&f->json, "number", incident->number);
    put_account(f, incident->account);
    put_time(f, "from", incident->from_ns);
    put_time(f, "to", incident->to_ns);
    json_put_number(&f->json, "orders", incident->order_count);
    json_put_number(&f->json, "fills", incident->fill_count);
    json_out_key(&f->json, "markets");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < incident->market_count; i++) json_out_text(&f->json, market_text(f, incident->markets[i]));
    json_out_close(&f->json, ']');
    put_signals(f, incident, where);
    put_losses(f, incident->number, where);
    findings_holdings(f->in, f->figures, &f->json, incident->number);
    json_out_close(&f->json, '}');
    arena_reset(f->arena);
}

static void put_incidents(struct findings *f)
{
    json_out_key(&f->json, "incidents");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < f->r->incidents.count; i++) put_incident(f, &f->r->incidents.items[i]);
    json_out_close(&f->json, ']');
}

/* ---- issuers, keys, reasons --------------------------------------------------------------------------------------- */

static void put_issuers(struct findings *f)
{
    json_out_key(&f->json, "issuers");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < f->r->issuers.count; i++) {
        const struct issuer_stat *issuer = &f->r->issuers.items[i];
        json_out_open(&f->json, '{');
        json_put_text(&f->json, "tag", issuer->tag);
        json_put_text(&f->json, "name", issuer->name);
        json_put_text(&f->json, "channel", channel_name((enum channel)issuer->channel));
        json_put_number(&f->json, "orders", issuer->orders);
        json_put_number(&f->json, "matched", issuer->matched);
        json_put_number(&f->json, "learned_from", issuer->learned ? issuer->matched : 0);
        json_out_close(&f->json, '}');
    }
    json_out_close(&f->json, ']');
}

static void put_zone_period(struct findings *f, const struct zone_period *period)
{
    char from[TIME_TEXT_MAX], to[TIME_TEXT_MAX];
    time_format_local(period->first_ns, 0, from);
    time_format_local(period->last_ns, 0, to);
    json_out_open(&f->json, '{');
    json_put_text(&f->json, "offset", period->offset);
    json_put_number(&f->json, "records", period->rows);
    json_put_text(&f->json, "first_local", from);
    json_put_text(&f->json, "last_local", to);
    json_out_close(&f->json, '}');
}

/* Never used in the run that made them. */
static void put_zone_proposal(struct findings *f, const struct zone_proposal *p)
{
    json_out_open(&f->json, '{');
    put_source_label(f, "source", p->source);
    json_put_number(&f->json, "records", p->rows);
    json_put_text(&f->json, "compared_by", p->compared == 0 ? "" : p->by_size ? "size" : "id");
    json_put_number(&f->json, "compared", p->compared);
    json_out_key(&f->json, "compared_with");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < p->source_count; i++) {
        char label[16];
        source_label(p->sources[i], label);
        json_out_cstr(&f->json, label);
    }
    json_out_close(&f->json, ']');
    json_put_text(&f->json, "zone", p->zone);
    json_put_number(&f->json, "agree", p->fitting);
    json_put_text(&f->json, "as_good", p->others);
    json_put_text(&f->json, "case_file_entry", zone_case_entry(f->arena, f->r, p));
    json_out_key(&f->json, "offsets");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < p->period_count; i++) put_zone_period(f, &p->periods[i]);
    json_out_close(&f->json, ']');
    json_out_close(&f->json, '}');
    arena_reset(f->arena);
}

static void put_zone_proposals(struct findings *f)
{
    json_out_key(&f->json, "zone_proposals");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < f->r->zone_proposals.count; i++) put_zone_proposal(f, &f->r->zone_proposals.items[i]);
    json_out_close(&f->json, ']');
}

static void put_declared_key(struct findings *f, const struct case_key *key)
{
    json_out_open(&f->json, '{');
    json_put_text(&f->json, "from", "case-file");
    json_put_span(&f->json, "venue", key->venue);
    json_put_span(&f->json, "label", key->label);
    json_put_text(&f->json, "last_four", figures_last_four(key->id, f->arena));
    json_put_text(&f->json, "fingerprint", figures_fingerprint(key->id, f->arena));
    json_put_span(&f->json, "given_to", key->given_to);
    put_time(f, "created", key->created_ns);
    put_time(f, "deleted", key->deleted_ns);
    json_out_close(&f->json, '}');
}

static void put_keys(struct findings *f)
{
    json_out_key(&f->json, "keys");
    json_out_open(&f->json, '[');
    for (size_t i = 0; f->in->case_file && i < f->in->case_file->key_count; i++)
        put_declared_key(f, &f->in->case_file->keys[i]);
    for (size_t i = 0; i < f->figures->key_count; i++) {
        const struct key_use *use = &f->figures->keys[i];
        json_out_open(&f->json, '{');
        json_put_text(&f->json, "from", "files");
        put_account(f, use->account);
        json_put_span(&f->json, "label", store_get_text(f->store, use->key));
        json_put_number(&f->json, "orders", use->orders);
        json_put_number(&f->json, "flagged", use->flagged);
        json_out_close(&f->json, '}');
    }
    json_out_close(&f->json, ']');
}

static void put_reasons(struct findings *f)
{
    json_out_key(&f->json, "reasons");
    json_out_open(&f->json, '{');
    for (unsigned i = 0; i < REASON_COUNT; i++)
        json_put_text(&f->json, reason_name((enum reason)i), reason_sentence((enum reason)i));
    json_out_close(&f->json, '}');
}

/* ---- flagged orders ----------------------------------------------------------------------------------------------- */

static void put_order_amount(struct findings *f, const char *key, const struct order *o, enum order_amount which)
{
    struct decimal amount;
    if (!order_amount(f->store, o, which, &amount)) return;
    json_out_key(&f->json, key);
    const bool told = which == ORDER_PRICE ? redaction_tells_price(f->in->redaction, amount, figures_is_single_price(o))
                                           : !redaction_hides(f->in->redaction, HIDE_AMOUNTS);
    if (told)
        json_out_amount(&f->json, amount);
    else
        json_out_cstr(&f->json, REDACTED);
}

static void put_ident(struct findings *f, const char *key, ident id)
{
    char scratch[24];
    json_put_span(&f->json, key, id == IDENT_NONE ? SPAN("") : store_ident_text(f->store, id, scratch));
}

static void put_fills(struct findings *f, const struct order *o)
{
    json_out_key(&f->json, "trade_ids");
    json_out_open(&f->json, '[');
    char scratch[24];
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const struct event *fill = &f->store->events.items[f->r->order_fills[o->first_fill + i]];
        if (fill->trade_id != IDENT_NONE) json_out_text(&f->json, store_ident_text(f->store, fill->trade_id, scratch));
    }
    json_out_close(&f->json, ']');
    json_out_key(&f->json, "rows");
    json_out_open(&f->json, '[');
    if (o->order_event != EVENT_NONE) put_row(f, o->order_event);
    for (uint32_t i = 0; i < o->fill_count; i++) put_row(f, f->r->order_fills[o->first_fill + i]);
    json_out_close(&f->json, ']');
}

static void put_reason_names(struct findings *f, reason_set reasons)
{
    json_out_key(&f->json, "reasons");
    json_out_open(&f->json, '[');
    for (; reasons != 0; reasons &= reasons - 1)
        json_out_cstr(&f->json, reason_name((enum reason)__builtin_ctzll(reasons)));
    json_out_close(&f->json, ']');
}

static void put_order(struct findings *f, const struct order *o)
{
    json_out_open(&f->json, '{');
    put_account(f, o->account);
    json_put_span(&f->json, "market", market_text(f, o->market));
    json_put_text(&f->json, "side", side_name((enum side)o->side));
    json_out_key(&f->json, "first");
    const struct moment began = order_began(f->r, o), ended = order_ended(f->r, o);
    json_out_time(&f->json, began.ns, began.digits);
    json_out_key(&f->json, "last");
    json_out_time(&f->json, ended.ns, ended.digits);
    put_order_amount(f, "qty", o, ORDER_QTY);
    put_order_amount(f, "price", o, ORDER_PRICE);
    put_order_amount(f, "cost", o, ORDER_COST);
    put_order_amount(f, "order_qty", o, ORDER_ASKED);
    put_ident(f, "order_id", o->order_id);
    put_ident(f, "client_order_id", o->client_id);
    json_put_text(&f->json, "channel", channel_name((enum channel)o->channel));
    json_put_text(&f->json, "flag", flag_name((enum flag)o->flag));
    put_reason_names(f, o->reasons);
    json_put_number(&f->json, "incident", o->incident);
    put_fills(f, o);
    json_out_close(&f->json, '}');
    arena_reset(f->arena);
}

static void put_orders(struct findings *f)
{
    json_out_key(&f->json, "flagged_orders");
    json_out_open(&f->json, '[');
    for (size_t i = 0; i < f->r->orders.count; i++) {
        if (f->r->orders.items[i].flag != FLAG_NONE) put_order(f, &f->r->orders.items[i]);
    }
    json_out_close(&f->json, ']');
}

void report_findings_json(const struct report_input *in, struct writer *out)
{
    struct arena *lasting = arena_new(0);
    struct findings f = {.json = {.out = out}, .in = in, .r = in->result, .arena = arena_new(0)};
    f.store = in->result->evidence->store;
    f.figures = figures_new(in->result, lasting);
    f.rows = (struct json_rows){.r = in->result, .sharing_lines = f.figures->sharing_lines, .arena = lasting};
    json_out_open(&f.json, '{');
    put_tool(&f);
    findings_redacted(in, &f.json);
    put_status(&f);
    put_sources(&f);
    put_coverage(&f);
    put_margins(&f);
    put_totals(&f);
    put_incidents(&f);
    put_losses(&f, 0, "");
    arena_reset(f.arena);
    findings_losses_by_market(in, f.figures, &f.json, f.arena);
    findings_valuation(in, f.figures, &f.json, f.arena);
    put_issuers(&f);
    findings_skews(f.r, &f.json);
    findings_skew_effects(f.r, f.figures, &f.json);
    findings_zone_effects(f.r, f.figures, &f.json);
    put_zone_proposals(&f);
    put_keys(&f);
    findings_leaked(in, &f.json, f.arena);
    findings_tape(in, &f.json);
    findings_authenticity(f.r, f.figures->sharing_lines, &f.json);
    put_reasons(&f);
    put_orders(&f);
    json_out_close(&f.json, '}');
    json_rows_free(&f.rows);
    arena_free(f.arena);
    arena_free(lasting);
}
