/* clocks - see clocks.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/clocks.h"

#include "report/data/rows.h"

#include <stdio.h>

static void put_account_id(struct json_out *j, const struct store *s, const char *key, uint32_t account)
{
    json_out_key(j, key);
    json_out_text(j, store_get_text(s, s->accounts.items[account].id));
}

void findings_skews(const struct result *r, struct json_out *j)
{
    const struct store *s = r->evidence->store;
    json_out_key(j, "skews");
    json_out_open(j, '[');
    for (size_t i = 0; i < r->skews.count; i++) {
        const struct clock_skew *skew = &r->skews.items[i];
        char ms[32];
        snprintf(ms, sizeof ms, "%lld", (long long)(skew->skew_ns / 1000000));
        json_out_open(j, '{');
        put_account_id(j, s, "bot_account", skew->bot_account);
        put_account_id(j, s, "account", skew->exchange_account);
        json_put_text(j, "exchange_ahead_ms", ms);
        json_out_key(j, "orders");
        json_out_u64(j, skew->pairs);
        json_out_close(j, '}');
    }
    json_out_close(j, ']');
}

static void put_judgement(struct json_out *j, unsigned verdict, unsigned flag)
{
    json_put_text(j, "verdict", verdict_name((enum verdict)verdict));
    json_put_text(j, "flag", flag_name((enum flag)flag));
}

/* `then`: the key of what it would be. */
static void put_effect(const struct result *r, const struct figures *f, struct json_out *j, const char *then,
                       const struct effect *e)
{
    const struct store *s = r->evidence->store;
    const struct order *o = &r->orders.items[e->order];
    char scratch[24], row[ROW_TEXT_MAX];
    json_out_open(j, '{');
    json_out_key(j, "order_id");
    json_out_text(j, o->order_id == IDENT_NONE ? SPAN("") : store_ident_text(s, o->order_id, scratch));
    rows_text(s, f->sharing_lines, figures_order_event(r, o), row);
    json_put_text(j, "row", row);
    put_judgement(j, o->verdict, o->flag);
    json_out_key(j, then);
    json_out_open(j, '{');
    put_judgement(j, e->verdict, e->flag);
    json_out_close(j, '}');
    json_out_close(j, '}');
}

void findings_skew_effects(const struct result *r, const struct figures *f, struct json_out *j)
{
    if (r->skews.count == 0) return;
    json_out_key(j, "skew_effects");
    json_out_open(j, '[');
    for (size_t i = 0; i < r->skew_effects.count; i++) put_effect(r, f, j, "without", &r->skew_effects.items[i]);
    json_out_close(j, ']');
}

/* ---- zones that somebody gave ------------------------------------------------------------------------------------------- */

static void put_source(struct json_out *j, uint32_t source)
{
    char label[16];
    source_label(source, label);
    json_put_text(j, "source", label);
}

static void put_check(const struct result *r, struct json_out *j, const struct zone_check *c)
{
    const struct source_entry *entry = &r->evidence->sources.items[c->source];
    json_out_open(j, '{');
    put_source(j, c->source);
    json_put_text(j, "zone", entry->given_zone);
    json_put_text(j, "origin", zone_origin_name(entry->given_origin));
    json_put_text(j, "compared_by", c->compared == 0 ? "" : c->by_size ? "size" : "id");
    json_put_number(j, "compared", c->compared);
    json_put_number(j, "agree", c->agreeing);
    json_put_text(j, "other", c->proposed);
    json_put_number(j, "agree_with_other", c->proposed_agreeing);
    json_put_number(j, "rejected_twice_or_skipped", c->unplaced);
    json_out_close(j, '}');
}

static void put_rival(const struct result *r, const struct figures *f, struct json_out *j,
                      const struct zone_rival *rival)
{
    json_out_open(j, '{');
    json_put_text(j, "zone", rival->zone);
    json_put_text(j, "origin", zone_origin_name(rival->origin));
    json_put_text(j, "other", rival->other);
    json_put_text(j, "why", rival->by_records ? "records of other files agree better with it" : "many exports use it");
    json_out_key(j, "files");
    json_out_open(j, '[');
    for (size_t i = 0; i < rival->file_count; i++) {
        json_out_open(j, '{');
        put_source(j, rival->files[i].source);
        json_put_number(j, "records_moved", rival->files[i].records);
        json_put_number(j, "orders", rival->files[i].orders);
        json_out_close(j, '}');
    }
    json_out_close(j, ']');
    json_out_key(j, "orders");
    json_out_open(j, '[');
    for (size_t i = 0; i < rival->effects.count; i++) put_effect(r, f, j, "in_other", &rival->effects.items[i]);
    json_out_close(j, ']');
    json_out_close(j, '}');
}

void findings_zone_effects(const struct result *r, const struct figures *f, struct json_out *j)
{
    if (r->zone_checks.count == 0 && r->zone_rivals.count == 0) return;
    json_out_key(j, "zone_checks");
    json_out_open(j, '[');
    for (size_t i = 0; i < r->zone_checks.count; i++) put_check(r, j, &r->zone_checks.items[i]);
    json_out_close(j, ']');
    json_out_key(j, "zone_effects");
    json_out_open(j, '[');
    for (size_t i = 0; i < r->zone_rivals.count; i++) put_rival(r, f, j, &r->zone_rivals.items[i]);
    json_out_close(j, ']');
}
