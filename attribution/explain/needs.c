/* needs - what evidence would change a verdict: the other way round from the rules that gave it.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/explain/explain.h"
#include "attribution/matching/fit.h"

const char *explain_need_name(enum explain_need n)
{
    static const char *const names[] = {
        "record-with-id", "record-like-it", "manual-order", "id-to-declare", "by-hand",
        "issuer",         "channel",        "order-ids",    "bot-ids",       "deal-orders",
        "bot-records",    "older-deals",    "whole-file",   "further-pages", "deals-of-bot",
        "active-deals",   "zone",           "channel-api",  "undeclared",    "nothing-known",
    };
    return names[n];
}

static void need(struct explanation *x, enum explain_need n, struct interval when, uint32_t source)
{
    *LIST_ADD(&x->needs) = (struct explained_need){n, when, source};
}

static bool has(const struct order *o, enum reason reason)
{
    return (o->reasons & REASON_BIT(reason)) != 0;
}

/* When a record must have been placed at the latest, and have ended at the earliest. */
static struct interval window_of(const struct order *o)
{
    int64_t slack = FIT_SKEW_NS + time_grain(o->digits);
    return (struct interval){o->last_ns - slack, o->first_ns + slack};
}

static uint32_t source_of(const struct work *w, const struct explanation *x)
{
    return w->store->events.items[x->rows.items[0].event].source;
}

static void need_record(const struct work *w, const struct order *o, struct explanation *x)
{
    struct decimal qty;
    bool usable_id = o->order_id != IDENT_NONE && !has(o, REASON_id_damaged);
    bool executed = order_amount(w->store, o, ORDER_QTY, &qty) && decimal_sign(qty) > 0;
    if (usable_id) need(x, NEED_RECORD_WITH_ID, window_of(o), SOURCE_NONE);
    if (executed) need(x, NEED_RECORD_LIKE_IT, window_of(o), SOURCE_NONE);
    if (!usable_id) need(x, NEED_ORDER_IDS, window_of(o), source_of(w, x));
}

static void need_declaration(const struct order *o, struct explanation *x)
{
    need(x, o->order_id != IDENT_NONE ? NEED_MANUAL_ORDER : NEED_ID_TO_DECLARE, window_of(o), SOURCE_NONE);
    if (has(o, REASON_never_by_hand)) need(x, NEED_BY_HAND, window_of(o), SOURCE_NONE);
    if (o->client_id != IDENT_NONE) need(x, NEED_ISSUER, window_of(o), SOURCE_NONE);
}

/* The first file that denies for that reason; else none. */
static uint32_t denying(const struct explanation *x, enum reason reason)
{
    for (size_t i = 0; i < x->coverage.denials.count; i++)
        if (x->coverage.denials.items[i].reason == reason) return x->coverage.denials.items[i].source;
    return SOURCE_NONE;
}

static void need_coverage(const struct order *o, struct explanation *x)
{
    static const struct {
        enum reason reason;
        enum explain_need need;
    } cures[] = {
        {REASON_before_bot_records, NEED_BOT_RECORDS},
        {REASON_after_bot_records, NEED_BOT_RECORDS},
        {REASON_between_bot_records, NEED_BOT_RECORDS},
        {REASON_no_bot_records, NEED_BOT_RECORDS},
        {REASON_older_deals, NEED_OLDER_DEALS},
        {REASON_bot_records_cut, NEED_WHOLE_FILE},
        {REASON_bot_records_page_sized, NEED_FURTHER_PAGES},
        {REASON_bot_not_supplied, NEED_DEALS_OF_BOT},
        {REASON_open_deals_left_out, NEED_ACTIVE_DEALS},
        {REASON_unexecuted_not_listed, NEED_DEAL_ORDERS},
    };
    for (size_t i = 0; i < sizeof cures / sizeof *cures; i++)
        if (has(o, cures[i].reason)) need(x, cures[i].need, x->coverage.asked, denying(x, cures[i].reason));
}

static void need_for_ambiguous(const struct work *w, const struct order *o, struct explanation *x)
{
    if (has(o, REASON_partial_deal_match)) need(x, NEED_DEAL_ORDERS, window_of(o), SOURCE_NONE);
    if (has(o, REASON_rival_orders) || has(o, REASON_rival_records)) {
        if (o->order_id == IDENT_NONE || has(o, REASON_id_damaged))
            need(x, NEED_ORDER_IDS, window_of(o), source_of(w, x));
        need(x, NEED_BOT_IDS, window_of(o), SOURCE_NONE);
    }
}

static void need_for_bot(const struct work *w, const struct order *o, struct explanation *x)
{
    if (has(o, REASON_order_id_joined)) {
        need(x, NEED_NOTHING_KNOWN, window_of(o), SOURCE_NONE);
        return;
    }
    if (has(o, REASON_deal_totals_match)) need(x, NEED_DEAL_ORDERS, window_of(o), SOURCE_NONE);
    if (o->order_id == IDENT_NONE || has(o, REASON_id_damaged)) need(x, NEED_ORDER_IDS, window_of(o), source_of(w, x));
    need(x, NEED_BOT_IDS, window_of(o), SOURCE_NONE);
}

/* Orders that took no part in the comparison. */
static void need_for_excluded(const struct order *o, struct explanation *x)
{
    bool declared = has(o, REASON_declared_manual) || has(o, REASON_declared_issuer);
    bool by_channel = has(o, REASON_channel_manual) || has(o, REASON_channel_system);
    bool by_id = has(o, REASON_client_id_manual) || has(o, REASON_client_id_system);
    if (by_channel)
        need(x, NEED_NOTHING_KNOWN, window_of(o), SOURCE_NONE);
    else if (by_id)
        need(x, NEED_CHANNEL_API, window_of(o), SOURCE_NONE);
    if (declared) need(x, NEED_UNDECLARED, window_of(o), SOURCE_NONE);
}

void explain_needs(const struct work *w, struct explanation *x)
{
    const struct order *o = &w->result->orders.items[x->order];
    switch ((enum verdict)o->verdict) {
    case VERDICT_UNISSUED:
        need_record(w, o, x);
        if (has(o, REASON_partial_deal_match)) need(x, NEED_DEAL_ORDERS, window_of(o), SOURCE_NONE);
        if (has(o, REASON_channel_silent)) need(x, NEED_CHANNEL, window_of(o), SOURCE_NONE);
        if (has(o, REASON_sides_do_not_fit)) need(x, NEED_ZONE, window_of(o), source_of(w, x));
        need_declaration(o, x);
        return;
    case VERDICT_NOT_COVERED:
        need_coverage(o, x);
        if (has(o, REASON_clock_doubtful)) need(x, NEED_ZONE, window_of(o), source_of(w, x));
        need_record(w, o, x);
        need_declaration(o, x);
        return;
    case VERDICT_AMBIGUOUS: need_for_ambiguous(w, o, x); return;
    case VERDICT_BOT: need_for_bot(w, o, x); return;
    default: need_for_excluded(o, x); return;
    }
}
