/* accounts - page one where several accounts have graded orders: what was done in each and what it came to, never added up over
 * accounts by coin.
 *
 * The net change of an account is that of its incidents; orders outside of incidents are counted and named, because the result
 * holds no sums of them alone.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/valuation.h"

#include "report/model/build.h"

enum { ACCOUNTS_TOLD = 3, MARKETS_TOLD = 4, ASSETS_TOLD = 3, SOLD_TOLD = 3 };

size_t graded_accounts(const struct builder *b, uint32_t **accounts)
{
    bool *marked = ARENA_ARRAY(b->arena, bool, b->store->accounts.count + 1);
    for (size_t i = 0; i < b->figures->graded_count; i++)
        marked[b->r->orders.items[b->figures->graded[i]].account] = true;
    *accounts = ARENA_ARRAY(b->arena, uint32_t, b->store->accounts.count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < b->store->accounts.count; i++)
        if (marked[i]) (*accounts)[count++] = i;
    return count;
}

static uint64_t orders_of(const struct builder *b, uint32_t account, bool outside_only)
{
    uint64_t orders = 0;
    for (size_t i = 0; i < b->figures->graded_count; i++) {
        const struct order *o = &b->r->orders.items[b->figures->graded[i]];
        orders += o->account == account && (o->incident == 0 || !outside_only);
    }
    return orders;
}

static bool is_of(const struct builder *b, uint32_t incident, uint32_t account)
{
    return incident != 0 && b->r->incidents.items[incident - 1].account == account;
}

/* ---- what it came to ------------------------------------------------------------------------------------------------------ */

const char *value_account_worth(const struct builder *b, uint32_t account)
{
    struct fiat_total sum = {.unit = 0};
    for (uint32_t i = 1; i <= b->r->incidents.count; i++) {
        if (!is_of(b, i, account)) continue;
        const struct fiat_total *t = worth_of(b, i);
        if (!t || (sum.unit != 0 && sum.unit != t->unit)) return "";
        sum.unit = t->unit;
        if (!decimal_add(sum.total, t->total, &sum.total)) return "";
    }
    if (sum.unit == 0) return "";
    const char *text = value_worth(b, &sum);
    const uint64_t outside = orders_of(b, account, true);
    if (outside == 0) return text;
    return words_two_parts(b->say, text, words_account_outside(b->say, words_n_order(b->say, outside)));
}

struct change {
    uint32_t asset;
    struct decimal amount;
    bool known;
};

static struct change *change_of(struct change *list, size_t *count, uint32_t asset)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i].asset == asset) return &list[i];
    list[*count] = (struct change){.asset = asset, .known = true};
    return &list[(*count)++];
}

/* What most orders moved comes first; of equals, in the order of the result's losses, which is by name. */
static void sort_changes(const struct builder *b, struct change *list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct change c = list[i];
        const uint64_t weight = figures_asset_orders(b->figures, b->store, c.asset);
        size_t at = i;
        for (; at > 0 && figures_asset_orders(b->figures, b->store, list[at - 1].asset) < weight; at--)
            list[at] = list[at - 1];
        list[at] = c;
    }
}

static const char *changes_of(const struct builder *b, uint32_t account)
{
    struct change *list = ARENA_ARRAY(b->arena, struct change, b->r->losses.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < b->r->losses.count; i++) {
        const struct loss *loss = &b->r->losses.items[i];
        if (!is_of(b, loss->incident, account) || !span_is(span_of("net-change"), loss->method)) continue;
        struct change *c = change_of(list, &count, loss->asset);
        c->known = c->known && loss->computed && decimal_add(c->amount, loss->amount, &c->amount);
    }
    sort_changes(b, list, count);
    const char *text = "";
    for (size_t i = 0; i < count && i < ASSETS_TOLD; i++)
        text = value_join(
            b, text, ", ",
            words_two_parts(b->say, list[i].known ? value_signed(b, list[i].amount) : words_losses_uncomputed(b->say),
                            value_visible(b, store_get_text(b->store, list[i].asset))));
    return count > ASSETS_TOLD ? value_join(b, text, " ", words_and_more(b->say, value_u64(b, count - ASSETS_TOLD)))
                               : text;
}

/* ---- what was done -------------------------------------------------------------------------------------------------------- */

static const char *deeds_of(const struct builder *b, uint32_t account)
{
    const struct round_trip trip = figures_trip(b->figures, account);
    if (trip.bought) return story_trip(b, &trip, SOLD_TOLD);
    const char *list = "";
    size_t all = 0;
    for (size_t i = 0; i < b->figures->market_count; i++) {
        const struct market_group *g = &b->figures->markets[i];
        if (g->account == account && all++ < MARKETS_TOLD) list = value_join(b, list, ", ", value_group(b, g));
    }
    if (all > MARKETS_TOLD) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - MARKETS_TOLD)));
    return words_story_where(b->say, list);
}

static void tell_account(struct builder *b, uint32_t account)
{
    const char *text = words_account_story(b->say, value_account_or_stated(b, account),
                                           words_n_order(b->say, orders_of(b, account, false)), deeds_of(b, account));
    const char *worth = value_account_worth(b, account), *net = *worth ? worth : changes_of(b, account);
    add_bullet(b, *net ? words_two_parts(b->say, text, words_account_net(b->say, net)) : text);
}

void tell_accounts(struct builder *b, const uint32_t *accounts, size_t count)
{
    add_paragraph(b, words_accounts_intro(b->say));
    for (size_t i = 0; i < count && i < ACCOUNTS_TOLD; i++) tell_account(b, accounts[i]);
    if (count > ACCOUNTS_TOLD) add_bullet(b, words_and_more(b->say, value_u64(b, count - ACCOUNTS_TOLD)));
    if (*fiat_sentence(b)) add_paragraph(b, fiat_sentence(b));
}
