/* movements - what a transfer moved: money in or out, or a leg of a trade.
 *
 * Statements list every change of a balance, so a trade of which the fills are in the files as well stands in them as two
 * or three transfers. They are no deposits and no withdrawals, and the report must not count them as such.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/sort.h"
#include "attribution/values.h"
#include "attribution/work.h"
#include "base/memory.h"

const char *movement_name(enum movement f)
{
    static const char *const names[MOVEMENT_COUNT] = {"", "deposit", "withdrawal", "trade", "other"};
    return names[f];
}

/* ---- by its own words ---------------------------------------------------------------------------------------------- */

static bool holds_word(struct span text, const char *word)
{
    struct span wanted = span_of(word);
    for (size_t i = 0; i + wanted.len <= text.len; i++)
        if (span_equal_nocase(span_head(span_from(text, i), wanted.len), wanted)) return true;
    return false;
}

static enum movement movement_by_words(struct span text)
{
    static const char *const trade[] = {"buy",         "sell",      "sold",       "spend",
                                        "revenue",     "trade",     "trading",    "match",
                                        "fee",         "exchange",  "commission", "transaction related",
                                        "liquidation", "settlement"};
    if (holds_word(text, "withdraw")) return MOVEMENT_WITHDRAWAL;
    if (holds_word(text, "deposit")) return MOVEMENT_DEPOSIT;
    if (holds_word(text, "transfer")) return MOVEMENT_OTHER; /* between the person's own wallets, most often */
    for (size_t i = 0; i < sizeof trade / sizeof *trade; i++)
        if (holds_word(text, trade[i])) return MOVEMENT_TRADE;
    return MOVEMENT_OTHER;
}

static enum movement movement_by_sign(const struct work *w, const struct event *e)
{
    struct decimal amount;
    if (holds_word(store_get_text(w->store, e->text), "withdraw")) return MOVEMENT_WITHDRAWAL;
    bool out = value_of_event(w->store, e, AMOUNT_QTY, &amount) && decimal_sign(amount) < 0;
    return out ? MOVEMENT_WITHDRAWAL : MOVEMENT_DEPOSIT;
}

/* ---- by a fill ------------------------------------------------------------------------------------------------------ */

struct legs {
    struct sort_key *keys; /* account, asset, second and amount of all that fills moved; sorted */
    size_t count;
};

static uint64_t key_of(const struct work *w, const struct event *e, uint32_t asset, struct decimal amount)
{
    if (decimal_sign(amount) < 0) amount = decimal_negate(amount);
    uint64_t second = (uint64_t)(e->at_ns / NS_PER_SECOND);
    return hash_mix(hash_mix(hash_mix(work_account(w, e), asset), second), value_hash(amount));
}

static void add_leg(const struct work *w, struct legs *legs, const struct event *e, enum amount which, uint32_t asset)
{
    struct decimal amount;
    if (asset == 0 || !value_of_event(w->store, e, which, &amount) || decimal_sign(amount) == 0) return;
    legs->keys[legs->count++] = (struct sort_key){key_of(w, e, asset, amount), 0, 0};
}

static struct legs gather_legs(const struct work *w)
{
    enum { LEGS = 3 };
    const struct result *r = w->result;
    struct legs legs = {memory_resize(NULL, r->timeline_count * LEGS + 1, sizeof *legs.keys), 0};
    for (size_t i = 0; i < r->timeline_count; i++) {
        const struct event *e = &w->store->events.items[r->timeline[i]];
        if (e->kind != EVENT_FILL) continue;
        const struct market *m = &w->store->markets.items[e->market];
        add_leg(w, &legs, e, AMOUNT_QTY, m->base);
        add_leg(w, &legs, e, AMOUNT_COST, m->quote);
        add_leg(w, &legs, e, AMOUNT_FEE, e->fee_asset);
    }
    sort_keys(legs.keys, legs.count);
    return legs;
}

static bool is_leg(const struct work *w, const struct legs *legs, const struct event *e)
{
    struct decimal amount;
    if (!value_of_event(w->store, e, AMOUNT_QTY, &amount)) return false;
    uint64_t key = key_of(w, e, e->fee_asset, amount);
    const size_t first = sort_first(legs->keys, legs->count, key);
    return first < legs->count && legs->keys[first].key == key;
}

/* ---- all of them ---------------------------------------------------------------------------------------------------- */

static enum movement movement_of(const struct work *w, const struct legs *legs, const struct event *e)
{
    if (w->kinds[e->source].sets == SET_BIT(SET_TRANSFERS)) return movement_by_sign(w, e);
    enum movement moved = movement_by_words(store_get_text(w->store, e->text));
    bool moves = moved == MOVEMENT_DEPOSIT || moved == MOVEMENT_WITHDRAWAL;
    return !moves && is_leg(w, legs, e) ? MOVEMENT_TRADE : moved;
}

static bool is_transfer(const struct work *w, const struct event *e)
{
    return e->kind == EVENT_TRANSFER && !w->account_is_bot[e->account];
}

void movements_tell(struct work *w)
{
    struct result *r = w->result;
    size_t transfers = 0;
    for (size_t i = 0; i < w->store->events.count && transfers == 0; i++)
        transfers += w->event_kind[i] == EVENT_TRANSFER && is_transfer(w, &w->store->events.items[i]);
    if (transfers == 0) return;
    struct legs legs = gather_legs(w);
    r->movements = ARENA_ARRAY(r->arena, uint8_t, w->store->events.count + 1);
    for (size_t i = 0; i < r->timeline_count; i++) {
        const struct event *e = &w->store->events.items[r->timeline[i]];
        if (!is_transfer(w, e)) continue;
        enum movement moved = movement_of(w, &legs, e);
        r->movements[r->timeline[i]] = (uint8_t)moved;
        r->movement_counts[moved]++;
    }
    free(legs.keys);
}
