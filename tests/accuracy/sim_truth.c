/* sim_truth.c - who placed each order, and whether the logs in the folder cover it.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_scenarios.h"

#include <stdio.h>

static const char *const author_words[] = {
    [AUTHOR_BOT] = "bot",           [AUTHOR_PLATFORM] = "unrecorded",   [AUTHOR_MANUAL] = "manual",
    [AUTHOR_DECLARED] = "declared", [AUTHOR_UNDECLARED] = "unrecorded", [AUTHOR_ATTACKER] = "attacker"};

static bool is_recorded(const struct cover *c, const struct sim_order *o)
{
    const struct platform *p = c->platform;
    if (!p || o->record == RECORD_NONE) return false;
    if (o->record == RECORD_TRADE) return true;
    const struct sim_record *r = &p->records.items[o->record];
    const struct sim_deal *d = &p->deals.items[r->deal];
    if (c->closed_only && (d->closed_ms == 0 || d->closed_ms > log_end(p, &c->plan))) return false;
    return log_has_deal(p, &c->plan, r->deal) && r->created_ms <= log_end(p, &c->plan);
}

/* A table of finished deals says nothing of a bots' market after the last deal there that it holds. */
static bool market_is_open(const struct cover *c, const struct sim_order *o)
{
    const struct platform *p = c->platform;
    int64_t last = INT64_MIN;
    bool known = false;
    for (size_t i = 0; i < p->deals.count; i++) {
        const struct sim_deal *d = &p->deals.items[i];
        if (d->coin != o->coin || p->bots.items[d->bot].quote != o->quote) continue;
        known = true;
        if (d->closed_ms > last && d->closed_ms <= log_end(p, &c->plan)) last = d->closed_ms;
    }
    return known && o->updated_ms > last;
}

enum { EDGE_MS = 10000 }; /* clocks differ, so who stands so near the end of a log is an edge case */

static const char *covered_word(const struct cover *c, const struct world *w, size_t order)
{
    const struct sim_order *o = &w->orders.items[order];
    int64_t first = o->placed_ms, last = o->updated_ms;
    if (!c->platform || c->from_ms > c->to_ms || last < c->from_ms - EDGE_MS || first > c->to_ms + EDGE_MS) return "no";
    if (o->author == AUTHOR_BOT && o->record != RECORD_NONE && !is_recorded(c, o)) return "no";
    if (c->closed_only && market_is_open(c, o)) return "edge";
    if (c->doubtful || first < c->from_ms || last > c->to_ms) return "edge";
    return o->author == AUTHOR_BOT && o->record == RECORD_NONE ? "edge" : "yes";
}

void truth_save(struct outbox *out, const struct world *w, const struct cover *cover, const char *dir)
{
    struct text t = {NULL, 0, 0, 0};
    for (size_t i = 0; i < w->orders.count; i++) {
        const struct sim_order *o = &w->orders.items[i];
        char symbol[SYMBOL_ROOM];
        symbol_name(w, o, symbol);
        text_add(&t, "%zu\t%s\t%s\t%s\t%s\t%lld\t%lld\t%s\t%s\t%s\n", i, symbol, o->id_text,
                 o->side == SIM_BUY ? "buy" : "sell", number_short(o->executed).text, (long long)o->placed_ms,
                 (long long)o->updated_ms, author_words[o->author], covered_word(cover, w, i), o->client_id);
    }
    text_save(&t, dir, "truth.tsv", PACK_PLAIN, 100);
    text_save(&out->rows, dir, "rows.tsv", PACK_PLAIN, 100);
    text_save(&out->records, dir, "records.tsv", PACK_PLAIN, 100);
    text_free(&t);
    text_free(&out->rows);
    text_free(&out->records);
}

void one_bot(struct platform *p)
{
    platform_add_bot(p, (struct sim_bot){.name = "LINK DOT scalp",
                                         .pairs = {COIN_LINK, COIN_DOT},
                                         .pair_count = 2,
                                         .quote = COIN_USDT,
                                         .base_volume = 45 * (int64_t)UNIT,
                                         .safety_volume = 60 * (int64_t)UNIT,
                                         .safety_count = 4,
                                         .safety_active = 4,
                                         .step = 1000,
                                         .volume_scale = 1500,
                                         .step_scale = 1000,
                                         .take_profit = 800,
                                         .stop_loss = 7000,
                                         .slots = 2,
                                         .pause_minutes = 30});
}

void usual_bots(struct platform *p)
{
    platform_add_bot(p, (struct sim_bot){.name = "Majors long",
                                         .pairs = {COIN_BTC, COIN_ETH, COIN_BNB},
                                         .pair_count = 3,
                                         .quote = COIN_USDT,
                                         .base_volume = 120 * (int64_t)UNIT,
                                         .safety_volume = 160 * (int64_t)UNIT,
                                         .safety_count = 5,
                                         .safety_active = 2,
                                         .step = 1200,
                                         .volume_scale = 1250,
                                         .step_scale = 1150,
                                         .take_profit = 1100,
                                         .slots = 2,
                                         .pause_minutes = 60});
    platform_add_bot(p, (struct sim_bot){.name = "Alts trailing",
                                         .pairs = {COIN_ADA, COIN_MATIC, COIN_SOL, COIN_ATOM},
                                         .pair_count = 4,
                                         .quote = COIN_USDT,
                                         .base_volume = 60 * (int64_t)UNIT,
                                         .safety_volume = 90 * (int64_t)UNIT,
                                         .safety_count = 6,
                                         .safety_active = 3,
                                         .step = 1600,
                                         .volume_scale = 1400,
                                         .step_scale = 1200,
                                         .take_profit = 1500,
                                         .trailing = 300,
                                         .slots = 2,
                                         .market_base = true,
                                         .pause_minutes = 90});
    one_bot(p);
}
