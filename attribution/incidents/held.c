/* held - what statements say the account held: for each asset the last balance printed before an incident's first order, and
 * the last one up to its end. Nothing is computed; both are values of rows.
 *
 * A statement tells of an incident when it has rows on both sides of its beginning; one that ends before, or begins later,
 * says nothing of it. A row counts as before only when its whole second (or what its digits leave open) was over; as up to the
 * end when it may have been. Rows of one time follow the direction of their file. Balances of different layouts and of different
 * wallets are never drawn together: a site may print one for each of several purses. Assets whose balance is nothing
 * and did not move are left out.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/work.h"

#include <stdlib.h>

struct search {
    const struct work *w;
    const struct incident *incident;
    int64_t from_ns, to_ns;
    size_t first; /* of result->held: its own */
};

static int64_t end_of(const struct work *w, const struct incident *n)
{
    int64_t end = n->to_ns;
    for (size_t i = 0; i < n->order_count; i++) {
        const struct order *o = &w->result->orders.items[n->orders[i]];
        const int64_t last = o->last_ns + time_grain(o->digits) - 1;
        if (last > end) end = last;
    }
    return end;
}

static bool is_before(const struct search *s, const struct stated_balance *b)
{
    return b->at_ns + time_grain(b->digits) <= s->from_ns;
}

static bool tells_of(const struct search *s, const struct source_entry *entry)
{
    bool before = false, behind = false;
    if (entry->account == 0 || s->w->account_root[entry->account] != s->incident->account) return false;
    for (size_t i = 0; i < entry->found.stated.count && !(before && behind); i++) {
        const bool earlier = is_before(s, &entry->found.stated.items[i]);
        before |= earlier;
        behind |= !earlier;
    }
    return before && behind;
}

static const struct format *layout_of(const struct work *w, uint32_t source)
{
    const struct source_entry *entry = &w->evidence->sources.items[source];
    return entry->formats.count > 0 ? entry->formats.items[0] : NULL;
}

static struct held *held_of(const struct search *s, uint32_t source, const struct stated_balance *b)
{
    struct result *r = s->w->result;
    for (size_t i = s->first; i < r->held.count; i++) {
        struct held *h = &r->held.items[i];
        if (h->asset == b->asset && h->wallet == b->wallet &&
            layout_of(s->w, h->after.source) == layout_of(s->w, source))
            return h;
    }
    struct held *h = LIST_ADD(&r->held);
    *h = (struct held){.incident = s->incident->number, .asset = b->asset, .wallet = b->wallet};
    h->after.source = source;
    return h;
}

/* Of two files the first one's row stays when both have the same time. */
static void take(struct held_row *row, uint32_t source, const struct stated_balance *b)
{
    if (row->stated && (b->at_ns < row->at_ns || (b->at_ns == row->at_ns && source != row->source))) return;
    *row = (struct held_row){true, b->balance, b->at_ns, b->offset, source, b->line};
}

static void look_at(const struct search *s, uint32_t source)
{
    const struct source_entry *entry = &s->w->evidence->sources.items[source];
    const bool up = source_entry_upwards(entry);
    const size_t count = entry->found.stated.count;
    for (size_t i = 0; i < count; i++) {
        const struct stated_balance *b = &entry->found.stated.items[up ? count - 1 - i : i];
        if (b->at_ns > s->to_ns) continue;
        struct held *h = held_of(s, source, b);
        take(&h->after, source, b);
        if (is_before(s, b)) take(&h->before, source, b);
    }
}

static bool is_nothing(const struct held *h)
{
    return decimal_sign(h->after.balance) == 0 && h->before.stated && h->before.at_ns == h->after.at_ns &&
           decimal_sign(h->before.balance) == 0;
}

struct sorted {
    struct span asset, wallet;
    struct held held;
};

static int by_name(const void *left, const void *right)
{
    const struct sorted *a = left, *b = right;
    int order = span_compare(a->asset, b->asset);
    if (order == 0) order = span_compare(a->wallet, b->wallet);
    if (order != 0) return order;
    const uint32_t one = a->held.after.source, other = b->held.after.source;
    return (one > other) - (one < other);
}

static void sort(const struct search *s)
{
    struct result *r = s->w->result;
    const size_t count = r->held.count - s->first;
    struct sorted *list = ARENA_ARRAY(r->arena, struct sorted, count + 1);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct held *h = &r->held.items[s->first + i];
        if (!is_nothing(h))
            list[kept++] =
                (struct sorted){store_get_text(s->w->store, h->asset), store_get_text(s->w->store, h->wallet), *h};
    }
    if (kept > 1) qsort(list, kept, sizeof *list, by_name);
    for (size_t i = 0; i < kept; i++) r->held.items[s->first + i] = list[i].held;
    r->held.count = s->first + kept;
}

void held_find(struct work *w)
{
    const struct result *r = w->result;
    for (size_t i = 0; i < r->incidents.count; i++) {
        const struct incident *n = &r->incidents.items[i];
        const struct search s = {w, n, n->from_ns, end_of(w, n), r->held.count};
        for (uint32_t source = 0; source < w->evidence->sources.count; source++)
            if (tells_of(&s, &w->evidence->sources.items[source])) look_at(&s, source);
        sort(&s);
    }
}
