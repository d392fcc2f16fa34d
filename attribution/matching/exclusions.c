/* exclusions - orders that the exchange's own record or the case file explains. They hold whatever the bot records cover,
 * and they never take a bot record away from another order.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/issuers/issuers.h"
#include "attribution/work.h"

static struct span venue_name(const struct work *w, const struct order *o)
{
    return store_get_text(w->store, w->store->accounts.items[o->account].venue);
}

static void exclude(struct order *o, enum verdict verdict, enum reason reason)
{
    if (o->verdict == VERDICT_NONE) o->verdict = (uint8_t)verdict;
    if (o->verdict == verdict) o->reasons |= REASON_BIT(reason);
}

static void by_channel(struct order *o)
{
    if (o->channel == CHANNEL_SYSTEM) exclude(o, VERDICT_SYSTEM, REASON_channel_system);
    if (o->channel == CHANNEL_WEB || o->channel == CHANNEL_APP) exclude(o, VERDICT_MANUAL, REASON_channel_manual);
}

/* manual_orders: "venue:order_id". */
static void by_declared_orders(const struct work *w, struct order *o)
{
    const struct case_file *c = w->options->case_file;
    char scratch[24];
    if (!c || c->manual_order_count == 0 || o->order_id == IDENT_NONE) return;
    struct span venue = venue_name(w, o);
    struct span id = store_ident_text(w->store, o->order_id, scratch);
    for (size_t i = 0; i < c->manual_order_count; i++) {
        struct span rest = c->manual_orders[i];
        struct span declared_venue = span_cut(&rest, ':');
        if (span_equal(declared_venue, venue) && span_equal(rest, id))
            exclude(o, VERDICT_MANUAL, REASON_declared_manual);
    }
}

static void by_declared_issuers(const struct work *w, struct order *o, struct span client_id)
{
    const struct case_file *c = w->options->case_file;
    for (size_t i = 0; c && i < c->issuer_count; i++) {
        const struct case_issuer *issuer = &c->issuers[i];
        bool venue = issuer->venue.len == 0 || span_equal(issuer->venue, venue_name(w, o));
        if (venue && issuer->client_order_id_prefix.len > 0 &&
            span_starts_with(client_id, issuer->client_order_id_prefix))
            exclude(o, VERDICT_OTHER_ISSUER, REASON_declared_issuer);
    }
}

/* A client order id is chosen by the sender, so it counts less than the channel: an order that came in by API is not
 * manual because its id looks like the website's. */
static void by_client_id(const struct work *w, struct order *o, struct span client_id)
{
    const struct issuer_rule *rule =
        w->options->issuers ? issuer_classify(w->options->issuers, venue_name(w, o), client_id) : NULL;
    if (!rule) return;
    switch (rule->class) {
    case ISSUER_MANUAL:
        if (o->channel != CHANNEL_API) exclude(o, VERDICT_MANUAL, REASON_client_id_manual);
        break;
    case ISSUER_SYSTEM:
        if (o->channel != CHANNEL_API) exclude(o, VERDICT_SYSTEM, REASON_client_id_system);
        break;
    case ISSUER_API_GENERATED: o->reasons |= REASON_BIT(REASON_client_id_generated); break;
    case ISSUER_API_LIBRARY:
    case ISSUER_API_BOT:
    case ISSUER_API_UNKNOWN: o->reasons |= REASON_BIT(REASON_client_id_api); break;
    }
}

void exclusions_apply(struct work *w)
{
    for (size_t i = 0; i < w->result->orders.count; i++) {
        struct order *o = &w->result->orders.items[i];
        char scratch[24];
        by_declared_orders(w, o);
        by_channel(o);
        if (o->client_id == IDENT_NONE) continue;
        struct span client_id = store_ident_text(w->store, o->client_id, scratch);
        by_declared_issuers(w, o, client_id);
        by_client_id(w, o, client_id);
    }
}
