/* signals_funnel - S3: what was held is sold, straight or through a second currency, and the proceeds go into one coin.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/incidents/incidents.h"
#include "base/memory.h"

enum part { /* of a market in the funnel */
            PART_NONE,
            PART_SOLD,   /* an asset sold into one of the currencies */
            PART_CHANGE, /* one currency changed into another */
            PART_TARGET
};
struct flow {
    const struct work *w;
    const struct market_sums *sums;
    uint32_t *currencies; /* texts; the first is the one that the target is bought with */
    size_t currency_count;
    uint8_t *parts; /* per sum */
    size_t assets;
    size_t target;                  /* index of sums */
    struct decimal proceeds, spent; /* in the first currency */
};

static const struct market *market_of(const struct flow *f, size_t i)
{
    return &f->w->store->markets.items[f->sums->items[i].market];
}

static bool is_currency(const struct flow *f, uint32_t asset)
{
    for (size_t i = 0; i < f->currency_count; i++)
        if (f->currencies[i] == asset) return true;
    return false;
}

/* Something was sold net for this asset: it may be a currency on the way, and is not itself one of the things sold. */
static bool is_gained(const struct flow *f, uint32_t asset)
{
    for (size_t i = 0; i < f->sums->count; i++)
        if (market_of(f, i)->quote == asset && market_sells_net(&f->sums->items[i])) return true;
    return false;
}

/* The asset given away in this market for one of the currencies; 0: none. */
static uint32_t given_for_currency(const struct flow *f, size_t i)
{
    const struct market *m = market_of(f, i);
    if (i == f->target) return 0;
    if (market_sells_net(&f->sums->items[i]) && is_currency(f, m->quote)) return m->base;
    if (market_buys_net(&f->sums->items[i]) && is_currency(f, m->base)) return m->quote;
    return 0;
}

static void find_currencies(struct flow *f)
{
    for (bool grows = true; grows;) {
        grows = false;
        for (size_t i = 0; i < f->sums->count; i++) {
            uint32_t given = given_for_currency(f, i);
            if (given == 0 || is_currency(f, given) || !is_gained(f, given)) continue;
            f->currencies[f->currency_count++] = given;
            grows = true;
        }
    }
}

static void give_parts(struct flow *f)
{
    f->assets = 0;
    for (size_t i = 0; i < f->sums->count; i++) {
        uint32_t given = given_for_currency(f, i);
        f->parts[i] = i == f->target ? PART_TARGET : PART_NONE;
        if (given == 0) continue;
        bool again = false;
        for (size_t k = 0; k < i; k++) again = again || (f->parts[k] == PART_SOLD && given_for_currency(f, k) == given);
        f->parts[i] = is_currency(f, given) ? PART_CHANGE : PART_SOLD;
        f->assets += f->parts[i] == PART_SOLD && !again;
    }
}

/* What came into the target's own currency: from sales into it, and from purchases of it. */
static bool sum_proceeds(struct flow *f)
{
    f->proceeds = (struct decimal){0, 0};
    for (size_t i = 0; i < f->sums->count; i++) {
        const struct market_sum *s = &f->sums->items[i];
        struct decimal net = {0, 0};
        if (f->parts[i] != PART_SOLD && f->parts[i] != PART_CHANGE) continue;
        if (market_of(f, i)->quote == f->currencies[0] && !decimal_sub(s->received, s->paid, &net)) return false;
        if (market_of(f, i)->base == f->currencies[0] && !decimal_sub(s->bought, s->sold, &net)) return false;
        if (!decimal_add(f->proceeds, net, &f->proceeds)) return false;
    }
    return decimal_sign(f->proceeds) > 0;
}

/* At least `fifths` / 5 (or half, for 0) of the proceeds went into the target. */
static bool spends(const struct flow *f, int fifths)
{
    struct decimal all, part;
    if (!decimal_mul(f->proceeds, decimal_from_int(fifths == 0 ? 1 : fifths), &all)) return false;
    if (!decimal_mul(f->spent, decimal_from_int(fifths == 0 ? 2 : 5), &part)) return false;
    return decimal_compare(part, all) >= 0;
}

static bool flows_into(struct flow *f, size_t target)
{
    const struct market_sum *s = &f->sums->items[target];
    f->target = target;
    f->currencies[0] = market_of(f, target)->quote;
    f->currency_count = 1;
    if (f->currencies[0] == 0 || !market_buys_net(s)) return false;
    find_currencies(f);
    if (is_currency(f, market_of(f, target)->base)) return false;
    give_parts(f);
    return f->assets > 0 && decimal_sub(s->paid, s->received, &f->spent) && sum_proceeds(f) && spends(f, 0);
}

static void collect(const struct flow *f, const struct cluster *c, struct signal_hit *hit)
{
    for (size_t k = 0; k < c->count; k++) {
        const struct order *o = &f->w->result->orders.items[c->orders[k]];
        const struct market_sum *s = market_sums_find(f->sums, o->market);
        if (!s) continue;
        size_t i = (size_t)(s - f->sums->items);
        if (f->parts[i] == PART_NONE || (i == f->target && o->side != SIDE_BUY)) continue;
        hit->orders[hit->order_count++] = c->orders[k];
    }
}

static char *state(struct work *w, const struct flow *f)
{
    char proceeds[DECIMAL_TEXT_MAX], spent[DECIMAL_TEXT_MAX];
    decimal_format_short(f->proceeds, proceeds);
    decimal_format_short(f->spent, spent);
    return arena_format(
        w->result->arena,
        "%zu asset%s sold, for %s %.*s%s; %s of that currency put into %s, less what sales there brought back",
        f->assets, f->assets == 1 ? "" : "s", proceeds, SPAN_ARG(store_get_text(w->store, f->currencies[0])),
        f->currency_count > 1 ? ", partly through another currency" : "", spent,
        signal_market(w, f->sums->items[f->target].market));
}

static bool counts(const struct flow *f, const struct cluster *c, const struct history *h, struct funnel *out)
{
    enum { ASSETS = 3 };
    uint32_t pair = f->w->pair[f->sums->items[f->target].market];
    *out = (struct funnel){.assets = f->assets,
                           .most_spent = spends(f, 4),
                           .new_coin = history_is_new(f->w, h, pair, c->from_ns),
                           .rare_coin = history_is_rare(f->w, h, pair)};
    return out->new_coin || out->assets >= ASSETS;
}

bool signal_funnel(struct work *w, const struct cluster *c, const struct market_sums *sums, const struct history *h,
                   struct signal_hit *hit, struct funnel *funnel)
{
    struct flow f = {.w = w, .sums = sums};
    f.currencies = memory_resize(NULL, sums->count * 2 + 1, sizeof *f.currencies);
    f.parts = memory_alloc(sums->count + 1);
    signal_begin(w, c, SIGNAL_S3, hit);
    for (size_t i = 0; i < sums->count && hit->order_count == 0; i++) {
        if (!flows_into(&f, i) || !counts(&f, c, h, funnel)) continue;
        collect(&f, c, hit);
        hit->value = state(w, &f);
    }
    if (hit->order_count == 0) *funnel = (struct funnel){0};
    free(f.parts);
    free(f.currencies);
    return hit->order_count > 0;
}
