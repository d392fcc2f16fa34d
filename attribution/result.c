/* result - what all stages and all readers ask of a result: the words for what was decided, amounts, and the verdict of
 * an event. Knows no stage.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/authenticity.h"
#include "attribution/work.h"

const char *verdict_name(enum verdict v)
{
    static const char *const names[VERDICT_COUNT] = {"",         "bot",       "manual",     "system", "other-issuer",
                                                     "unissued", "ambiguous", "not-covered"};
    return names[v];
}

const char *flag_name(enum flag f)
{
    static const char *const names[FLAG_COUNT] = {"", "review", "probable", "strong"};
    return names[f];
}

const char *reason_name(enum reason r)
{
    static const char *const names[REASON_COUNT] = {
#define REASON(code, name, sentence) name,
#include "attribution/reasons.def"
#undef REASON
    };
    return names[r];
}

const char *reason_sentence(enum reason r)
{
    static const char *const sentences[REASON_COUNT] = {
#define REASON(code, name, sentence) sentence,
#include "attribution/reasons.def"
#undef REASON
    };
    return sentences[r];
}

bool order_amount(const struct store *s, const struct order *o, enum order_amount which, struct decimal *out)
{
    return store_unpack(s, o->mantissa[which], o->scale[which], out);
}

bool bot_amount(const struct store *s, const struct bot_order *b, enum bot_amount which, struct decimal *out)
{
    return store_unpack(s, b->mantissa[which], b->scale[which], out);
}

void result_free(struct result *r)
{
    if (!r) return;
    for (size_t i = 0; i < r->incidents.count; i++) LIST_FREE(&r->incidents.items[i].signals);
    LIST_FREE(&r->orders);
    LIST_FREE(&r->bot_orders);
    LIST_FREE(&r->coverage);
    LIST_FREE(&r->incidents);
    LIST_FREE(&r->held);
    LIST_FREE(&r->losses);
    LIST_FREE(&r->market_losses);
    LIST_FREE(&r->issuers);
    LIST_FREE(&r->skews);
    LIST_FREE(&r->skew_effects);
    for (size_t i = 0; i < r->zone_rivals.count; i++) LIST_FREE(&r->zone_rivals.items[i].effects);
    LIST_FREE(&r->zone_rivals);
    LIST_FREE(&r->zone_checks);
    LIST_FREE(&r->clock_doubts);
    LIST_FREE(&r->zone_proposals);
    authenticity_free(r->authenticity);
    arena_free(r->arena);
    free(r);
}

/* ---- when ----------------------------------------------------------------------------------------------------------------- */

static void refine(struct moment *m, int64_t ns, uint8_t digits)
{
    const bool same_second = ns / NS_PER_SECOND == m->ns / NS_PER_SECOND;
    if (same_second && digits > m->digits) *m = (struct moment){ns, digits};
}

struct moment order_began(const struct result *r, const struct order *o)
{
    const struct event *events = r->evidence->store->events.items;
    struct moment m = {o->first_ns, o->digits};
    if (o->order_event != EVENT_NONE) refine(&m, events[o->order_event].at_ns, events[o->order_event].digits);
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const struct event *fill = &events[r->order_fills[o->first_fill + i]];
        refine(&m, fill->at_ns, fill->digits);
    }
    return m;
}

struct moment order_ended(const struct result *r, const struct order *o)
{
    const struct event *events = r->evidence->store->events.items;
    struct moment m = {o->last_ns, o->digits};
    for (uint32_t i = o->fill_count; i > 0; i--) {
        const struct event *fill = &events[r->order_fills[o->first_fill + i - 1]];
        refine(&m, fill->at_ns, fill->digits);
    }
    if (o->order_event != EVENT_NONE) refine(&m, event_until(&events[o->order_event]), events[o->order_event].digits);
    return m;
}

/* ---- verdicts of events ------------------------------------------------------------------------------------------------- */

static const struct order *order_of(const struct result *r, uint32_t event)
{
    uint32_t order = r->order_of_event[event];
    return order == INDEX_NONE ? NULL : &r->orders.items[order];
}

enum verdict result_verdict(const struct result *r, uint32_t event)
{
    const struct order *o = order_of(r, event);
    return o ? (enum verdict)o->verdict : VERDICT_NONE;
}

enum flag result_flag(const struct result *r, uint32_t event)
{
    const struct order *o = order_of(r, event);
    return o ? (enum flag)o->flag : FLAG_NONE;
}
