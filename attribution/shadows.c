/* shadows - unissued orders that take after those of the bots: the same market, side and exact size, while such an order of a
 * bot was running or within a minute of it. Or, where the sizes differ, half of them in the very minutes of the bots' orders.
 *
 * A person who trades beside bots hits upon their sizes by chance now and then; a program that copies them does so again and
 * again, and that is how a thief hides among them. What counts is that the bot's order was executed as well: somebody who
 * closes a deal by hand sells what the bot meant to sell. A request that was sent twice leaves such a pair too (twins.c), so
 * pairs of that kind only count when they are too many for that.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage.h"
#include "attribution/fit.h"
#include "attribution/incidents.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"

#define NEAR_NS ((int64_t)60 * NS_PER_SECOND)

static const struct order *at(const struct work *w, uint32_t order)
{
    return &w->result->orders.items[order];
}

static bool executed_size(const struct work *w, const struct order *o, struct decimal *size)
{
    return value_of(w->store, o->mantissa[ORDER_QTY], o->scale[ORDER_QTY], size) && decimal_sign(*size) > 0;
}

static uint64_t key_of(const struct work *w, uint32_t market, uint8_t side, struct decimal size)
{
    return hash_mix((uint64_t)w->pair[market] << 2 | side, value_hash(size));
}

/* ---- the orders of the bots ---------------------------------------------------------------------------------------------- */

enum { AN_ORDER, A_RECORD }; /* sort_key.extra: index of the result's orders, or of its bot orders */

struct life { /* of one order of a bot */
    uint32_t market;
    uint8_t side;
    struct decimal size;
    int64_t from_ns, to_ns;
};

static bool life_of_order(const struct work *w, uint32_t order, struct life *out)
{
    const struct order *o = at(w, order);
    *out = (struct life){.market = o->market, .side = o->side, .from_ns = o->first_ns, .to_ns = o->last_ns};
    if (o->placed_ns != TIME_NONE && o->placed_ns < out->from_ns) out->from_ns = o->placed_ns;
    int64_t record_ns = o->match == INDEX_NONE ? out->from_ns : w->result->bot_orders.items[o->match].placed_ns;
    if (record_ns < out->from_ns) out->from_ns = record_ns;
    return executed_size(w, o, &out->size);
}

static bool life_of_record(const struct work *w, uint32_t record, struct life *out)
{
    const struct bot_order *b = &w->result->bot_orders.items[record];
    int64_t end = b->closed_ns == TIME_NONE ? w->bot_end_ns : b->closed_ns;
    *out = (struct life){.market = b->market, .side = b->side, .from_ns = b->placed_ns, .to_ns = end};
    return fit_usable(b) && !b->is_deal_total && !(b->traits & BOT_OF_PROGRAM) &&
           value_of(w->store, b->mantissa[BOT_ASKED], b->scale[BOT_ASKED], &out->size) && decimal_sign(out->size) > 0;
}

static bool life_at(const struct work *w, const struct sort_key *key, struct life *out)
{
    return key->extra == AN_ORDER ? life_of_order(w, key->index, out) : life_of_record(w, key->index, out);
}

/* The account's explained and executed orders, and all records of orders, by market, side and size. */
static size_t gather(const struct work *w, uint32_t account, struct sort_key *keys, size_t *executed)
{
    size_t count = 0;
    struct life life;
    for (uint32_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = at(w, i);
        bool of_bot = o->account == account && o->verdict == VERDICT_BOT && !work_is_of_program(w, o);
        if (of_bot && life_of_order(w, i, &life))
            keys[count++] = (struct sort_key){key_of(w, life.market, life.side, life.size), i, AN_ORDER};
    }
    *executed = count;
    for (uint32_t i = 0; i < w->result->bot_orders.count; i++)
        if (life_of_record(w, i, &life) && coverage_serves(w, w->result->bot_orders.items[i].account, account))
            keys[count++] = (struct sort_key){key_of(w, life.market, life.side, life.size), i, A_RECORD};
    sort_keys(keys, count);
    return count;
}

/* ---- shadows ------------------------------------------------------------------------------------------------------------- */

enum shadow { SHADOW_NONE, SHADOW_OF_RECORD, SHADOW_OF_ORDER }; /* the better one last */

static enum shadow shadow_of(const struct work *w, const struct order *o, const struct sort_key *keys, size_t count)
{
    struct life own = {.market = o->market, .side = o->side}, life;
    enum shadow best = SHADOW_NONE;
    if (!executed_size(w, o, &own.size)) return SHADOW_NONE;
    uint64_t key = key_of(w, own.market, own.side, own.size);
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (keys[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && keys[low].key == key && best != SHADOW_OF_ORDER; low++) {
        bool same = life_at(w, &keys[low], &life) && w->pair[life.market] == w->pair[own.market] &&
                    life.side == own.side && value_same(life.size, own.size);
        if (!same || o->last_ns < life.from_ns - NEAR_NS || o->first_ns > life.to_ns + NEAR_NS) continue;
        best = keys[low].extra == AN_ORDER ? SHADOW_OF_ORDER : SHADOW_OF_RECORD;
    }
    return best;
}

/* ---- neighbours ---------------------------------------------------------------------------------------------------------- */

/* The moments at which the account's explained orders began and ended. */
static size_t gather_moments(const struct work *w, uint32_t account, struct sort_key *keys)
{
    size_t count = 0;
    struct life life;
    for (uint32_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = at(w, i);
        bool of_bot = o->account == account && o->verdict == VERDICT_BOT && !work_is_of_program(w, o);
        if (!of_bot || !life_of_order(w, i, &life)) continue;
        keys[count++] = (struct sort_key){sort_signed(life.from_ns), i, 0};
        keys[count++] = (struct sort_key){sort_signed(life.to_ns), i, 0};
    }
    sort_keys(keys, count);
    return count;
}

/* What went before a bot's order and is no larger may be an attempt of its own that was placed anew. */
static bool may_be_first_attempt(const struct work *w, const struct order *o, const struct life *bot)
{
    struct decimal size;
    return o->last_ns <= bot->from_ns && executed_size(w, o, &size) && decimal_compare(size, bot->size) <= 0;
}

/* An order of a bot with the same market and side began or ended within a minute. */
static bool is_neighbour(const struct work *w, const struct order *o, const struct sort_key *keys, size_t count)
{
    uint64_t from = sort_signed(o->first_ns - NEAR_NS), to = sort_signed(o->last_ns + NEAR_NS);
    size_t low = 0, high = count;
    struct life life;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (keys[middle].key < from)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && keys[low].key <= to; low++) {
        const struct order *bot = at(w, keys[low].index);
        if (w->pair[bot->market] != w->pair[o->market] || bot->side != o->side) continue;
        if (life_of_order(w, keys[low].index, &life) && !may_be_first_attempt(w, o, &life)) return true;
    }
    return false;
}

/* Half of what is unissued at least, and ten that no request sent twice accounts for: trading by hand beside bots
 * falls into their minutes once in a while only. */
static size_t neighbours(const struct work *w, uint32_t account, const uint32_t *left, size_t count, uint32_t *out)
{
    enum { LEAST = 10 };
    struct sort_key *keys = memory_resize(NULL, 2 * w->result->orders.count + 1, sizeof *keys);
    size_t key_count = gather_moments(w, account, keys), found = 0, twins = 0, executed = 0;
    struct decimal size;
    for (size_t i = 0; i < count; i++) {
        const struct order *o = at(w, left[i]);
        if (!executed_size(w, o, &size)) continue;
        executed++;
        if (!is_neighbour(w, o, keys, key_count)) continue;
        twins += (o->reasons & REASON_BIT(REASON_twin_of_bot_order)) != 0;
        out[found++] = left[i];
    }
    free(keys);
    return found >= twins + LEAST && found * 2 >= executed ? found : 0;
}

size_t shadows_find(const struct work *w, uint32_t account, const uint32_t *left, size_t count, uint32_t *out)
{
    enum { LEAST = 5, LEAST_TWINS = 10, TWINS_SHARE = 20 };
    if (count < LEAST) return 0;
    size_t room = w->result->orders.count + w->result->bot_orders.count + 1;
    struct sort_key *keys = memory_resize(NULL, room, sizeof *keys);
    size_t bots, found = 0, of_orders = 0, twins = 0, executed = 0;
    size_t key_count = gather(w, account, keys, &bots);
    struct decimal size;
    for (size_t i = 0; i < count; i++) {
        executed += executed_size(w, at(w, left[i]), &size);
        enum shadow shadow = shadow_of(w, at(w, left[i]), keys, key_count);
        if (shadow == SHADOW_NONE) continue;
        of_orders += shadow == SHADOW_OF_ORDER;
        twins += (at(w, left[i])->reasons & REASON_BIT(REASON_twin_of_bot_order)) != 0;
        out[found++] = left[i];
    }
    free(keys);
    bool many = of_orders >= twins + LEAST || (of_orders >= LEAST_TWINS && of_orders * TWINS_SHARE >= bots);
    if (many && found * 2 >= executed) return found;
    return neighbours(w, account, left, count, out);
}
