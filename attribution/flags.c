/* flags - how strongly an unissued order speaks: by what the exchange's own record says of it, by the ids of the other
 * orders, by its incident and by what the case file declares.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/id_join.h"
#include "attribution/matching/own_tag.h"
#include "attribution/work.h"
#include "base/memory.h"
#include "parser/redact.h"

static bool has(const struct order *o, enum reason reason)
{
    return (o->reasons & REASON_BIT(reason)) != 0;
}

/* ---- keys --------------------------------------------------------------------------------------------------------------- */

/* The key that the records of an order name, 0 when they name none. */
static uint32_t key_of(const struct work *w, const struct order *o)
{
    uint32_t key = o->order_event == EVENT_NONE ? 0 : w->store->events.items[o->order_event].key;
    for (uint32_t i = 0; i < o->fill_count && key == 0; i++)
        key = w->store->events.items[w->result->order_fills[o->first_fill + i]].key;
    return key;
}

/* The case file gives a key by label or (shortened) id, the record by label or fingerprint: the last four characters of
 * an id must agree at least, since more of it is not always there. */
static struct span last_four(struct span key)
{
    enum { TAIL = 4 };
    struct span tail, fingerprint;
    if (redact_is_reduced(key, &tail, &fingerprint)) return tail;
    return key.len < TAIL ? SPAN_NONE : span_from(key, key.len - TAIL);
}

static bool is_key(const struct case_key *k, struct span name)
{
    if (k->label.len > 0 && span_equal_nocase(k->label, name)) return true;
    struct span tail = last_four(k->id);
    return tail.len > 0 && span_equal(tail, last_four(name));
}

static void check_key(const struct work *w, struct order *o)
{
    const struct case_file *c = w->options->case_file;
    uint32_t key = c && c->key_count > 0 ? key_of(w, o) : 0;
    struct span venue = store_get_text(w->store, w->store->accounts.items[o->account].venue);
    const struct case_key *found = NULL;
    bool alive = false, listed = false;
    for (size_t i = 0; key != 0 && i < c->key_count; i++) {
        const struct case_key *k = &c->keys[i];
        if (k->venue.len > 0 && !span_equal(k->venue, venue)) continue;
        listed = true;
        if (!is_key(k, store_get_text(w->store, key))) continue;
        found = k;
        alive = alive || ((k->created_ns == TIME_NONE || o->first_ns >= k->created_ns) &&
                          (k->deleted_ns == TIME_NONE || o->first_ns <= k->deleted_ns));
    }
    if (listed && !found) o->reasons |= REASON_BIT(REASON_key_not_declared);
    if (found && !alive) o->reasons |= REASON_BIT(REASON_key_life_span);
}

/* ---- flags -------------------------------------------------------------------------------------------------------------- */

/* An incident that only the missing ids make: a few orders that a person may have placed as well. */
static bool is_slight(const struct incident *n)
{
    enum { FEW = 10 };
    bool speaks = false;
    for (size_t i = 0; i < n->signals.count; i++)
        speaks = speaks || (n->signals.items[i].code >= SIGNAL_S3 && n->signals.items[i].code <= SIGNAL_S5);
    return n->order_count < FEW && !speaks;
}

static bool is_strong(const struct work *w, const struct order *o, enum manual_trading manual)
{
    if (has(o, REASON_client_id_api) || has(o, REASON_client_id_generated) || has(o, REASON_channel_api)) return true;
    if (has(o, REASON_client_id_own)) return true;
    if (has(o, REASON_key_not_declared) || has(o, REASON_key_life_span)) return true;
    if (!has(o, REASON_id_join_fails) || manual == MANUAL_SOMETIMES) return false;
    if (manual == MANUAL_NEVER) return true;
    return o->incident != 0 && !is_slight(&w->result->incidents.items[o->incident - 1]);
}

/* Records that speak of just such an order without explaining it: nothing stronger than a second look is asked for. */
static bool is_held_back(const struct work *w, const struct order *o, bool ids_known)
{
    /* A request that was sent twice leaves such a pair; but a platform that prints ids would know its own order. */
    if (has(o, REASON_twin_of_bot_order) && o->incident == 0 && !(ids_known && o->order_id != IDENT_NONE)) return true;
    bool of_others = has(o, REASON_key_not_declared) || has(o, REASON_key_life_span) || own_tag_differs(w, o);
    if (has(o, REASON_sides_do_not_fit) && !of_others) return true;
    return has(o, REASON_failed_placement) || has(o, REASON_partial_deal_match) || has(o, REASON_conversion) ||
           has(o, REASON_closes_deal);
}

/* Account holders ask for conversions with a click, crumbs of coins above all; an API key could as well. */
static bool is_conversion(const struct work *w, const struct order *o)
{
    if (!has(o, REASON_channel_silent) || o->fill_count == 0) return false;
    return (w->store->events.items[w->result->order_fills[o->first_fill]].marks & MARK_CONVERSION) != 0;
}

/* Nothing was executed, so nothing was lost, and bots leave such orders too: a request that failed on the way and was
 * sent again may have reached the exchange twice. Only in an incident, or by another program, is it more than that. */
static bool is_harmless(const struct work *w, const struct order *o)
{
    if (!has(o, REASON_nothing_executed)) return false;
    return has(o, REASON_channel_silent) || (o->incident == 0 && !own_tag_differs(w, o));
}

static enum flag flag_of(const struct work *w, const struct order *o, enum manual_trading manual, bool ids_known)
{
    if (o->verdict != VERDICT_UNISSUED) return FLAG_NONE;
    if (is_held_back(w, o, ids_known) || is_harmless(w, o)) return FLAG_REVIEW;
    bool silent = has(o, REASON_channel_silent);
    if (is_strong(w, o, manual)) return FLAG_STRONG;
    return silent && (o->incident != 0 || manual == MANUAL_NEVER) ? FLAG_PROBABLE : FLAG_REVIEW;
}

static void count(struct result *r, const struct order *o)
{
    r->verdict_orders[o->verdict]++;
    r->verdict_fills[o->verdict] += o->fill_count;
    r->flag_orders[o->flag]++;
    r->flag_fills[o->flag] += o->fill_count;
    r->fill_count += o->fill_count;
}

void flags_set(struct work *w)
{
    struct result *r = w->result;
    enum manual_trading manual = w->options->case_file ? w->options->case_file->manual_trading : MANUAL_UNKNOWN;
    bool *joins = memory_alloc(w->account_count + 1);
    bool *knows = memory_alloc(w->account_count + 1);
    id_join_accounts(w, joins);
    id_join_knows(w, knows);
    for (size_t i = 0; i < r->orders.count; i++) {
        struct order *o = &r->orders.items[i];
        if (o->verdict == VERDICT_UNISSUED) {
            if (manual == MANUAL_NEVER) o->reasons |= REASON_BIT(REASON_never_by_hand);
            if (joins[o->account] && id_join_wanted(w, o)) o->reasons |= REASON_BIT(REASON_id_join_fails);
            check_key(w, o);
            if (is_conversion(w, o)) o->reasons |= REASON_BIT(REASON_conversion);
        }
        o->flag = (uint8_t)flag_of(w, o, manual, knows[o->account]);
        count(r, o);
    }
    free(knows);
    free(joins);
}
