/* twins - unissued orders beside an explained order that is alike in everything.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/doubts.h"
#include "attribution/matching/own_tag.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

#define TWIN_NS ((int64_t)30 * NS_PER_SECOND)
enum { TWIN_PRICE = 70 }; /* ten-thousandths */

static const struct order *at(const struct work *w, uint32_t i)
{
    return &w->result->orders.items[i];
}

static int64_t placed(const struct order *o)
{
    return o->placed_ns != TIME_NONE ? o->placed_ns : o->first_ns;
}

static bool same_price(const struct work *w, const struct order *a, const struct order *b)
{
    struct decimal left, right;
    return order_amount(w->store, a, ORDER_PRICE, &left) && order_amount(w->store, b, ORDER_PRICE, &right) &&
           value_within(left, right, TWIN_PRICE);
}

/* The executed orders that are explained or unissued, of pairs with an unissued one, by account, pair, side and size, then
 * in the order of the result. */
static struct sort_key *gather(const struct work *w, size_t *count)
{
    const struct result *r = w->result;
    bool *concerned = memory_alloc(w->market_count + 1); /* per market: an unissued order stands there */
    size_t most = 0;
    for (uint32_t i = 0; i < r->orders.count; i++)
        if (at(w, i)->verdict == VERDICT_UNISSUED) concerned[at(w, i)->market] = true;
    for (uint32_t i = 0; i < r->orders.count; i++) most += concerned[at(w, i)->market];
    struct sort_key *keys = memory_resize(NULL, most + 1, sizeof *keys);
    *count = 0;
    for (uint32_t i = 0; i < r->orders.count && most > 0; i++) {
        const struct order *o = at(w, i);
        struct decimal qty;
        if (!concerned[o->market] || (o->verdict != VERDICT_BOT && o->verdict != VERDICT_UNISSUED)) continue;
        if (!value_of(w->store, o->mantissa[ORDER_QTY], o->scale[ORDER_QTY], &qty) || decimal_sign(qty) <= 0) continue;
        uint64_t owner = hash_mix((uint64_t)o->account << 32 | w->pair[o->market], o->side);
        keys[(*count)++] = (struct sort_key){hash_mix(owner, value_hash(qty)), i, 0};
    }
    if (*count > 0) sort_keys(keys, *count);
    free(concerned);
    return keys;
}

bool twins_are(const struct work *w, const struct order *unissued, const struct order *bot)
{
    struct decimal a, b;
    int64_t apart = placed(unissued) - placed(bot);
    if (apart > TWIN_NS || apart < -TWIN_NS || bot->verdict != VERDICT_BOT || unissued->side != bot->side) return false;
    if (unissued->account != bot->account || w->pair[unissued->market] != w->pair[bot->market]) return false;
    return value_of(w->store, unissued->mantissa[ORDER_QTY], unissued->scale[ORDER_QTY], &a) &&
           value_of(w->store, bot->mantissa[ORDER_QTY], bot->scale[ORDER_QTY], &b) && value_same(a, b) &&
           same_price(w, unissued, bot) && !own_tag_differs(w, unissued);
}

/* An explained order within reach: the first one before or after in the bucket. */
static uint32_t find_twin(const struct work *w, const struct sort_key *keys, size_t count, size_t place)
{
    enum { LOOK = 16 };
    for (size_t step = 1; step <= LOOK; step++) {
        if (place >= step && keys[place - step].key == keys[place].key &&
            twins_are(w, at(w, keys[place].index), at(w, keys[place - step].index)))
            return keys[place - step].index;
        if (place + step < count && keys[place + step].key == keys[place].key &&
            twins_are(w, at(w, keys[place].index), at(w, keys[place + step].index)))
            return keys[place + step].index;
    }
    return INDEX_NONE;
}

void twins_mark(struct work *w)
{
    struct result *r = w->result;
    size_t count;
    struct sort_key *keys = gather(w, &count);
    if (count == 0) {
        free(keys);
        return;
    }
    uint32_t *twin = memory_resize(NULL, count + 1, sizeof *twin);
    uint8_t *twins_of = memory_alloc(r->orders.count + 1);
    for (size_t i = 0; i < count; i++) {
        twin[i] = at(w, keys[i].index)->verdict == VERDICT_UNISSUED ? find_twin(w, keys, count, i) : INDEX_NONE;
        if (twin[i] != INDEX_NONE && twins_of[twin[i]] < 2) twins_of[twin[i]]++;
    }
    for (size_t i = 0; i < count; i++)
        if (twin[i] != INDEX_NONE && twins_of[twin[i]] == 1)
            r->orders.items[keys[i].index].reasons |= REASON_BIT(REASON_twin_of_bot_order);
    free(twins_of);
    free(twin);
    free(keys);
}
