/* cross_source - the same trade or order in two files of an exchange: do they say the same?
 *
 * Rows that overlap.c took for one are compared in what it does not look at: cost and fee. Fills of two files with one trade
 * id that it did not take for one say different things of a trade. An order's executed quantity is held against the sum
 * of its fills in another file.
 *
 * Files of one exchange have one origin: that they agree shows that none of them was altered alone.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/work.h"
#include "attribution/sort.h"
#include "base/memory.h"

#include <stdlib.h>

struct pair { /* of one event and what another file says of the same */
    uint32_t event, other_source;
    bool differs;
};
struct pairs {
    const struct auth_work *w;
    LIST(struct pair) items;
};

static const struct event *at(const struct pairs *p, uint32_t event)
{
    return &p->w->store->events.items[event];
}

/* The later file is the one that is held against the other. Rows of one file, which a third file's row may tie, say nothing of
 * two. */
static void add_pair(struct pairs *p, uint32_t a, uint32_t b, bool differs)
{
    if (at(p, a)->source == at(p, b)->source) return;
    const uint32_t event = at(p, a)->source > at(p, b)->source ? a : b;
    *LIST_ADD(&p->items) = (struct pair){event, at(p, event == a ? b : a)->source, differs};
}

/* ---- rows that were taken for one --------------------------------------------------------------------------------------- */

static struct decimal size_of(struct decimal d)
{
    return decimal_sign(d) < 0 ? decimal_negate(d) : d;
}

/* Equal, or the coarser one is the finer one rounded or cut. */
static bool numbers_agree(struct decimal a, struct decimal b)
{
    const struct decimal fine = size_of(a.scale > b.scale ? a : b), coarse = size_of(a.scale > b.scale ? b : a);
    struct decimal apart;
    if (!decimal_sub(fine, coarse, &apart)) return true;
    return decimal_sign(apart) == 0 || decimal_compare(size_of(apart), (struct decimal){1, coarse.scale}) < 0;
}

static bool amounts_agree(const struct pairs *p, uint32_t a, uint32_t b, enum amount which)
{
    struct decimal left, right;
    const struct store *s = p->w->store;
    return !event_amount(s, at(p, a), which, &left) || !event_amount(s, at(p, b), which, &right) ||
           numbers_agree(left, right);
}

static bool rows_agree(const struct pairs *p, uint32_t a, uint32_t b)
{
    static const enum amount amounts[] = {AMOUNT_QTY, AMOUNT_PRICE, AMOUNT_COST};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
        if (!amounts_agree(p, a, b, amounts[i])) return false;
    if (at(p, a)->kind != EVENT_FILL || at(p, a)->fee_asset != at(p, b)->fee_asset) return true;
    return amounts_agree(p, a, b, AMOUNT_FEE);
}

/* ---- one trade id, two stories ---------------------------------------------------------------------------------------- */

static uint32_t venue_of(const struct pairs *p, const struct event *e)
{
    return p->w->store->accounts.items[e->account].venue;
}

static bool same_trade_id(const struct pairs *p, uint32_t a, uint32_t b)
{
    const struct event *left = at(p, a), *right = at(p, b);
    return left->trade_id == right->trade_id && left->market == right->market && left->side == right->side &&
           venue_of(p, left) == venue_of(p, right) && left->source != right->source;
}

static void pair_trade_ids(struct pairs *p, struct sort_key *keys, size_t count)
{
    sort_keys(keys, count);
    for (size_t i = 1; i < count; i++) {
        if (keys[i].key != keys[i - 1].key || !same_trade_id(p, keys[i - 1].index, keys[i].index)) continue;
        add_pair(p, keys[i - 1].index, keys[i].index, true);
        p->w->told[keys[i - 1].index] = p->w->told[keys[i].index] = true;
    }
}

/* Every event once: one that was taken for another is held against it, the others' trade ids against each other. */
static void pair_events(struct pairs *p)
{
    const size_t events = p->w->store->events.count;
    struct sort_key *keys = memory_resize(NULL, events + 1, sizeof *keys);
    size_t count = 0;
    for (uint32_t i = 0; i < events; i++) {
        const struct event *e = at(p, i);
        const uint32_t kept = p->w->r->kept_as[i];
        if (!event_is_exchange(e)) continue;
        if (kept != i)
            add_pair(p, i, kept, !rows_agree(p, i, kept));
        else if (e->kind == EVENT_FILL && e->trade_id != IDENT_NONE)
            keys[count++] = (struct sort_key){hash_mix(hash_mix(e->trade_id, e->market), e->side), i, 0};
    }
    pair_trade_ids(p, keys, count);
    free(keys);
}

/* ---- an order and its fills ----------------------------------------------------------------------------------------------- */

/* Fills that are missing say nothing where the list of them may be cut, or begins or ends about then. */
static bool holds_all_fills(const struct pairs *p, const struct order *o, uint32_t source)
{
    const struct source_entry *entry = &p->w->evidence->sources.items[source];
    return !entry->page_sized && !entry->text_cut && o->first_ns > entry->first_ns && o->last_ns < entry->last_ns;
}

static void pair_order(struct pairs *p, const struct order *o)
{
    struct decimal asked, qty, sum = {0, 0};
    const uint32_t *fills = p->w->r->order_fills + o->first_fill;
    const uint32_t source = at(p, fills[0])->source;
    if (source == at(p, o->order_event)->source ||
        !event_amount(p->w->store, at(p, o->order_event), AMOUNT_QTY, &asked))
        return;
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const struct event *fill = at(p, fills[i]);
        if (fill->source != source || !event_amount(p->w->store, fill, AMOUNT_QTY, &qty) ||
            !decimal_add(sum, qty, &sum))
            return;
    }
    const bool agree = numbers_agree(sum, asked);
    if (agree || decimal_compare(sum, asked) > 0 || holds_all_fills(p, o, source))
        add_pair(p, fills[0], o->order_event, !agree);
}

static void pair_orders(struct pairs *p)
{
    for (size_t i = 0; i < p->w->r->orders.count; i++) {
        const struct order *o = &p->w->r->orders.items[i];
        if (o->order_event != EVENT_NONE && o->fill_count > 0) pair_order(p, o);
    }
}

/* ---- findings --------------------------------------------------------------------------------------------------------------- */

static uint64_t key_of(const struct pairs *p, const struct pair *pair)
{
    return (uint64_t)at(p, pair->event)->source << 32 | pair->other_source;
}

static void tell(struct auth_work *w, const struct pairs *p, const struct sort_key *keys, size_t count)
{
    struct places off = {0};
    for (size_t i = 0; i < count; i++) {
        const struct pair *pair = &p->items.items[keys[i].index];
        if (pair->differs) places_add(&off, at(p, pair->event)->line, at(p, pair->event)->offset);
    }
    const struct pair *first = &p->items.items[keys[0].index];
    struct auth_finding *f = auth_add(w, AUTH_SOURCES, at(p, first->event)->source);
    f->other = first->other_source;
    f->counted = count;
    f->deviating = off.count;
    f->result = (uint8_t)auth_result_of(count, off.count);
    auth_take_rows(w, f, &off);
}

static bool several_exchange_files(const struct auth_work *w)
{
    size_t files = 0;
    for (size_t i = 0; i < w->evidence->sources.count; i++) {
        const struct source_entry *entry = &w->evidence->sources.items[i];
        files += entry->counts.events > 0 && entry->formats.count > 0 && !format_is_bot_side(entry->formats.items[0]);
    }
    return files > 1;
}

void cross_source_check(struct auth_work *w)
{
    struct pairs p = {w, LIST_EMPTY};
    if (!several_exchange_files(w)) return;
    pair_events(&p);
    pair_orders(&p);
    struct sort_key *keys = memory_resize(NULL, p.items.count + 1, sizeof *keys);
    for (uint32_t i = 0; i < p.items.count; i++) keys[i] = (struct sort_key){key_of(&p, &p.items.items[i]), i, 0};
    sort_keys(keys, p.items.count);
    for (size_t i = 0, end; i < p.items.count; i = end) {
        for (end = i + 1; end < p.items.count && keys[end].key == keys[i].key;) end++;
        tell(w, &p, keys + i, end - i);
    }
    free(keys);
    LIST_FREE(&p.items);
}
