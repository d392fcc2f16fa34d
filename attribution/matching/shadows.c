/* shadows - unissued orders that take after those of the bots: the same market, side and exact size, while such an order of a
 * bot was running or within a minute of it. Or, where the sizes differ, half of them in the very minutes of the bots' orders.
 *
 * A person who trades beside bots hits upon their sizes by chance now and then; a program that copies them does so again and
 * again, and that is how a thief hides among them. What counts is that the bot's order was executed as well: somebody who
 * closes a deal by hand sells what the bot meant to sell. A request that was sent twice leaves such a pair too (twins.c), so
 * pairs of that kind only count when they are too many for that, or when the bot's order was done with before.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"
#include "attribution/incidents/incidents.h"
#include "attribution/matching/fit.h"
#include "attribution/matching/permute.h"
#include "attribution/sort.h"
#include "attribution/values.h"
#include "base/memory.h"
#include "base/turns.h"

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

/* ---- the sizes that are asked for ------------------------------------------------------------------------------------- */

struct wish { /* a market, side and size that unissued orders have */
    uint64_t key;
    uint32_t pair;
    uint8_t side;
    struct decimal size;
};
struct wishes {
    struct wish *items; /* ascending by key */
    size_t count;
    uint32_t *of;    /* per unissued order: its wish, INDEX_NONE: nothing of it was executed */
    uint64_t *marks; /* a bit for each key: what is not marked is no wish. One in 64 of the bits at most is set */
    unsigned shift;  /* of a key, to the number of its bit */
};

static bool is_wish(const struct wish *a, const struct wish *b)
{
    return a->key == b->key && a->pair == b->pair && a->side == b->side && value_same(a->size, b->size);
}

static struct wish wish_of(const struct work *w, uint32_t market, uint8_t side, struct decimal size)
{
    return (struct wish){key_of(w, market, side, size), w->pair[market], side, size};
}

/* Equal wishes share a place; different ones with the same key stand side by side. */
static uint32_t add_wish(struct wishes *s, struct wish wish)
{
    for (size_t i = s->count; i-- > 0 && s->items[i].key == wish.key;)
        if (is_wish(&s->items[i], &wish)) return (uint32_t)i;
    s->items[s->count] = wish;
    return (uint32_t)s->count++;
}

static void mark_wishes(struct wishes *s)
{
    unsigned bits = 6;
    while (bits < 32 && (uint64_t)s->count << 4 > (uint64_t)1 << bits) bits++;
    s->shift = 64 - bits;
    s->marks = memory_alloc(((size_t)1 << bits) / 8);
    for (size_t i = 0; i < s->count; i++) {
        uint64_t bit = s->items[i].key >> s->shift;
        s->marks[bit / 64] |= (uint64_t)1 << bit % 64;
    }
}

static void wishes_build(const struct work *w, const uint32_t *left, size_t count, struct wishes *s)
{
    struct sort_key *keys = memory_resize(NULL, count + 1, sizeof *keys);
    struct decimal size;
    size_t executed = 0;
    *s = (struct wishes){.items = memory_resize(NULL, count + 1, sizeof *s->items),
                         .of = memory_resize(NULL, count + 1, sizeof *s->of)};
    for (size_t i = 0; i < count; i++) {
        const struct order *o = at(w, left[i]);
        s->of[i] = INDEX_NONE;
        if (executed_size(w, o, &size))
            keys[executed++] = (struct sort_key){key_of(w, o->market, o->side, size), (uint32_t)i, 0};
    }
    sort_keys(keys, executed);
    for (size_t i = 0; i < executed; i++) {
        const struct order *o = at(w, left[keys[i].index]);
        (void)executed_size(w, o, &size);
        s->of[keys[i].index] = add_wish(s, wish_of(w, o->market, o->side, size));
    }
    free(keys);
    mark_wishes(s);
}

static void wishes_free(struct wishes *s)
{
    free(s->items);
    free(s->of);
    free(s->marks);
}

static uint32_t find_wish(const struct wishes *s, struct wish wish)
{
    uint64_t bit = wish.key >> s->shift;
    if (!(s->marks[bit / 64] >> bit % 64 & 1)) return INDEX_NONE;
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->items[middle].key < wish.key)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < s->count && s->items[low].key == wish.key; low++)
        if (is_wish(&s->items[low], &wish)) return (uint32_t)low;
    return INDEX_NONE;
}

/* ---- the orders of the bots ---------------------------------------------------------------------------------------------- */

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
    if (o->match != INDEX_NONE) { /* exports of orders may say when it was placed, and not when it was executed */
        const struct bot_order *b = &w->result->bot_orders.items[o->match];
        if (b->placed_ns < out->from_ns) out->from_ns = b->placed_ns;
        if (b->closed_ns != TIME_NONE && b->closed_ns > out->to_ns) out->to_ns = b->closed_ns;
    }
    return executed_size(w, o, &out->size);
}

static bool life_of_record(const struct work *w, uint32_t record, struct life *out)
{
    const struct bot_order *b = &w->result->bot_orders.items[record];
    int64_t end = work_bot_end(w, b);
    *out = (struct life){.market = b->market, .side = b->side, .from_ns = b->placed_ns, .to_ns = end};
    return fit_usable(b) && !b->is_deal_total && !(b->traits & BOT_OF_PROGRAM) &&
           value_of(w->store, b->mantissa[BOT_ASKED], b->scale[BOT_ASKED], &out->size) && decimal_sign(out->size) > 0;
}

struct span_of_life { /* sorted by wish, then by the beginning */
    uint32_t wish;
    int64_t from_ns;
    int64_t to_ns; /* the latest end among those of the wish up to here */
};
typedef LIST(struct span_of_life) lives;

static void note_life(const struct work *w, const struct wishes *s, const struct life *life, lives *out)
{
    uint32_t wish = find_wish(s, wish_of(w, life->market, life->side, life->size));
    if (wish != INDEX_NONE) *LIST_ADD(out) = (struct span_of_life){wish, life->from_ns, life->to_ns};
}

static void sort_lives(lives *list)
{
    struct sort_key *keys = memory_resize(NULL, list->count + 1, sizeof *keys);
    for (uint32_t i = 0; i < list->count; i++) keys[i] = (struct sort_key){sort_signed(list->items[i].from_ns), i, 0};
    sort_keys(keys, list->count);
    for (size_t i = 0; i < list->count; i++) keys[i].key = list->items[keys[i].index].wish;
    sort_keys(keys, list->count);
    permute(list->items, sizeof *list->items, keys, list->count);
    free(keys);
    for (size_t i = 1; i < list->count; i++) {
        const struct span_of_life *before = &list->items[i - 1];
        struct span_of_life *life = &list->items[i];
        if (before->wish == life->wish && before->to_ns > life->to_ns) life->to_ns = before->to_ns;
    }
}

struct gathered { /* of one block of orders or of records */
    lives lives;
    size_t executed; /* explained and executed orders, whatever they answer to */
};
struct gather {
    const struct work *w;
    uint32_t account;
    const struct wishes *wishes;
    struct gathered *blocks; /* first those of the orders */
    size_t order_blocks;
};
enum { BLOCK = 1 << 16 };

static size_t blocks_of(size_t count)
{
    return (count + BLOCK - 1) / BLOCK;
}

/* The account's explained and executed orders. */
static void gather_orders(const struct gather *g, size_t from, size_t to, struct gathered *out)
{
    const struct work *w = g->w;
    struct life life;
    for (size_t i = from; i < to; i++) {
        const struct order *o = at(w, (uint32_t)i);
        bool of_bot = o->account == g->account && o->verdict == VERDICT_BOT && !work_is_of_program(w, o);
        if (!of_bot || !life_of_order(w, (uint32_t)i, &life)) continue;
        out->executed++;
        note_life(w, g->wishes, &life, &out->lives);
    }
}

/* All records of orders. */
static void gather_records(const struct gather *g, size_t from, size_t to, struct gathered *out)
{
    const struct work *w = g->w;
    struct life life;
    for (size_t i = from; i < to; i++)
        if (life_of_record(w, (uint32_t)i, &life) &&
            coverage_serves(w, w->result->bot_orders.items[i].account, g->account))
            note_life(w, g->wishes, &life, &out->lives);
}

static void gather_block(void *user, size_t block)
{
    const struct gather *g = user;
    bool of_orders = block < g->order_blocks;
    size_t count = of_orders ? g->w->result->orders.count : g->w->result->bot_orders.count;
    size_t from = (of_orders ? block : block - g->order_blocks) * BLOCK;
    size_t to = count - from < BLOCK ? count : from + BLOCK;
    (of_orders ? gather_orders : gather_records)(g, from, to, &g->blocks[block]);
}

static void put_together(struct gathered *blocks, size_t count, struct gathered *out)
{
    *out = (struct gathered){LIST_EMPTY, 0};
    for (size_t i = 0; i < count; i++) {
        out->executed += blocks[i].executed;
        for (size_t k = 0; k < blocks[i].lives.count; k++) *LIST_ADD(&out->lives) = blocks[i].lives.items[k];
        LIST_FREE(&blocks[i].lives);
    }
    sort_lives(&out->lives);
}

/* What of the bots answers to a wish. */
static void gather(const struct work *w, uint32_t account, const struct wishes *s, struct gathered *orders,
                   struct gathered *records)
{
    size_t order_blocks = blocks_of(w->result->orders.count);
    size_t count = order_blocks + blocks_of(w->result->bot_orders.count);
    struct gather g = {w, account, s, memory_alloc((count + 1) * sizeof *g.blocks), order_blocks};
    turns_share(gather_block, &g, count);
    put_together(g.blocks, order_blocks, orders);
    put_together(g.blocks + order_blocks, count - order_blocks, records);
    free(g.blocks);
}

/* ---- shadows ------------------------------------------------------------------------------------------------------------- */

struct tally {        /* of the unissued orders */
    size_t executed;  /* all of which something was executed */
    size_t of_orders; /* near an executed order of a bot, not only near a record */
    size_t twins;     /* that a request sent twice accounts for */
};

/* The latest end among the wish's lives that had begun when the order was done with, or within a minute of that; INT64_MIN:
 * there is none. The order is near one of them when this end comes within a minute of its beginning. */
static int64_t latest_end(const lives *list, uint32_t wish, const struct order *o)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct span_of_life *life = &list->items[middle];
        if (life->wish < wish || (life->wish == wish && life->from_ns - NEAR_NS <= o->last_ns))
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && list->items[low - 1].wish == wish ? list->items[low - 1].to_ns : INT64_MIN;
}

/* It began when all such orders had been executed and recorded. Nobody repeats a request whose answer he has. */
static bool is_late(const struct order *o, int64_t end_ns)
{
    return o->first_ns > end_ns + FIT_SKEW_NS + time_grain(o->digits);
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
    struct life life;
    for (size_t low = sort_first(keys, count, from); low < count && keys[low].key <= to; low++) {
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

/* Those of the unissued orders that a bot's order or record is near. */
static size_t pick_near(const struct work *w, const uint32_t *left, size_t count, const struct wishes *s,
                        const lives *orders, const lives *records, struct tally *tally, uint32_t *out)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const struct order *o = at(w, left[i]);
        if (s->of[i] == INDEX_NONE) continue;
        tally->executed++;
        int64_t of_order = latest_end(orders, s->of[i], o), of_record = latest_end(records, s->of[i], o);
        int64_t end_ns = of_order > of_record ? of_order : of_record;
        if (end_ns == INT64_MIN || end_ns + NEAR_NS < o->first_ns) continue;
        bool is_twin = (o->reasons & REASON_BIT(REASON_twin_of_bot_order)) != 0;
        tally->of_orders += of_order != INT64_MIN && of_order + NEAR_NS >= o->first_ns;
        tally->twins += is_twin && !is_late(o, end_ns);
        out[found++] = left[i];
    }
    return found;
}

/* How many requests may have been sent twice: where the bots' messages are there, each failure on the way is one of them. */
static size_t repeated_at_most(const struct work *w, uint32_t account)
{
    const struct store *s = w->store;
    bool messages = false;
    size_t failed = 0;
    for (size_t i = 0; i < s->events.count && !messages; i++)
        messages = s->events.items[i].kind == EVENT_BOT_EVENT &&
                   coverage_serves(w, coverage_bot_account(w, &s->events.items[i]), account);
    for (size_t i = 0; i < w->result->bot_orders.count; i++) {
        const struct bot_order *b = &w->result->bot_orders.items[i];
        failed += (b->traits & BOT_FAILED) != 0 && coverage_serves(w, b->account, account);
    }
    return messages ? failed : SIZE_MAX;
}

size_t shadows_find(const struct work *w, uint32_t account, const uint32_t *left, size_t count, uint32_t *out)
{
    enum { LEAST = 5, LEAST_TWINS = 10, TWINS_SHARE = 20 };
    if (count < LEAST) return 0;
    struct wishes wishes;
    struct gathered orders, records;
    struct tally t = {0};
    wishes_build(w, left, count, &wishes);
    gather(w, account, &wishes, &orders, &records);
    size_t found = pick_near(w, left, count, &wishes, &orders.lives, &records.lives, &t, out);
    wishes_free(&wishes);
    LIST_FREE(&orders.lives);
    LIST_FREE(&records.lives);
    bool many =
        t.of_orders >= t.twins + LEAST || (t.of_orders >= LEAST_TWINS && t.of_orders * TWINS_SHARE >= orders.executed);
    if (!many && t.of_orders >= LEAST) {
        size_t repeated = repeated_at_most(w, account);
        many = repeated < t.twins && t.of_orders >= repeated + LEAST;
    }
    if (many && found * 2 >= t.executed) return found;
    return neighbours(w, account, left, count, out);
}
