/* bots/ids.c - see bots/ids.h.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/bots/ids.h"

#include "attribution/matching/fit.h"
#include "base/memory.h"

enum { SYMBOL_MAX = 48, LONG_ID = 16 };

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_id(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_letter(text.ptr[i]) && !is_digit(text.ptr[i]) && text.ptr[i] != '-') return false;
    return text.len > 0;
}

static bool is_number(struct span text)
{
    uint64_t number;
    return span_to_u64(text, &number);
}

/* "BTC-USDT", "BTC_USDT", "BTC/USD" or "btcusdt" as base and quote written together; false: no symbol. */
static bool plain_symbol(struct span symbol, char out[SYMBOL_MAX], size_t *length)
{
    *length = 0;
    for (size_t i = 0; i < symbol.len; i++) {
        char c = symbol.ptr[i];
        if (c == '-' || c == '/' || c == '_') continue;
        if ((!is_letter(c) && !is_digit(c)) || *length == SYMBOL_MAX) return false;
        out[(*length)++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return *length > 0;
}

static size_t last_underscore(struct span text)
{
    size_t at = text.len;
    while (at > 0 && text.ptr[at - 1] != '_') at--;
    return at; /* behind it; 0: none */
}

void bot_ids_read(const struct work *w, struct bot_order *b, ident order_id)
{
    char scratch[24], plain[SYMBOL_MAX];
    size_t length;
    struct span text = store_ident_text(w->store, order_id, scratch);
    size_t at = last_underscore(text);
    struct span id = span_from(text, at);
    if (!is_id(id)) return;
    if (at == 0) {
        bool number = is_number(id);
        if (!number && id.len < LONG_ID) return;
        b->exchange_id = order_id;
        b->id_is_certain = !number;
        return;
    }
    if (!plain_symbol(span_head(text, at - 1), plain, &length)) return;
    uint32_t market = work_market_of_symbol(w, (struct span){plain, length});
    if (b->market == MARKET_NONE) b->market = market;
    if (w->pair[b->market] != w->pair[market] || market == MARKET_NONE) return;
    b->exchange_id = store_ident(w->store, id);
    b->id_is_certain = true;
}

/* ---- plain numbers ------------------------------------------------------------------------------------------------------ */

struct tally {
    uint64_t executed, joined;
};

/* From the first to the last order of the exchange that has an id. */
static struct interval time_of_orders(const struct result *r)
{
    struct interval when = {INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->order_id == IDENT_NONE) continue;
        if (o->first_ns < when.from_ns) when.from_ns = o->first_ns;
        if (o->last_ns > when.to_ns) when.to_ns = o->last_ns;
    }
    return when;
}

static bool is_plain(const struct bot_order *b)
{
    return b->exchange_id != IDENT_NONE && !b->id_is_certain && !(b->traits & BOT_OF_PROGRAM);
}

void bot_ids_settle(struct work *w)
{
    enum { AT_LEAST = 5 };
    struct result *r = w->result;
    struct interval when = time_of_orders(r);
    struct decimal size;
    struct tally *tallies = memory_alloc((w->account_count + 1) * sizeof *tallies);
    for (size_t i = 0; i < r->bot_orders.count; i++) {
        const struct bot_order *b = &r->bot_orders.items[i];
        bool inside = b->placed_ns >= when.from_ns && b->placed_ns <= when.to_ns;
        if (is_plain(b) && inside && fit_usable(b) && fit_size(w, b, &size) == FIT_SIZE_EXECUTED)
            tallies[b->account].executed++;
    }
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->match == INDEX_NONE || !(o->reasons & REASON_BIT(REASON_order_id_joined))) continue;
        const struct bot_order *b = &r->bot_orders.items[o->match];
        if (is_plain(b) && fit_size(w, b, &size) == FIT_SIZE_EXECUTED) tallies[b->account].joined++;
    }
    for (size_t i = 0; i < r->bot_orders.count; i++) {
        struct bot_order *b = &r->bot_orders.items[i];
        const struct tally *t = &tallies[b->account];
        if (is_plain(b) && t->joined >= AT_LEAST && t->joined * 10 >= t->executed * 9) b->id_is_certain = true;
    }
    free(tallies);
}
