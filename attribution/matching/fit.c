/* fit - time windows, sizes and prices of bot records, with the tolerances that recorded examples call for.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/fit.h"

#include "attribution/values.h"

/* Prices of bot records hold the fee; ratios of up to 0.6 % were seen. The price that was asked for holds at most the fee of
 * 0.1 %: a limit order may fill better, and never worse. */
enum { PRICE_TOLERANCE = 70, PRICE_BETTER = 500, PRICE_WORSE = 10 }; /* ten-thousandths */

bool fit_usable(const struct bot_order *b)
{
    return !b->paper && !(b->traits & BOT_FAILED) && b->market != MARKET_NONE && b->side != SIDE_NONE;
}

struct interval fit_window(const struct work *w, const struct bot_order *b, int64_t grain_ns)
{
    int64_t slack = FIT_SKEW_NS + grain_ns;
    int64_t late = (b->traits & BOT_NET_SIZE) && b->closed_ns == b->placed_ns ? FIT_LATE_NS : 0;
    int64_t end = b->closed_ns != TIME_NONE ? b->closed_ns : w->bot_end_ns;
    if (end < b->placed_ns) end = b->placed_ns;
    return (struct interval){b->placed_ns - slack - late, end + slack};
}

static int64_t distance(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

int64_t fit_apart(const struct bot_order *b, int64_t first_ns, int64_t last_ns)
{
    int64_t start = distance(first_ns, b->placed_ns);
    if (b->closed_ns == TIME_NONE) return start;
    int64_t end = distance(last_ns, b->closed_ns);
    return start < end ? start : end;
}

bool fit_venue(const struct work *w, const struct bot_order *b, uint32_t account)
{
    return b->venue == 0 || b->venue == w->store->accounts.items[account].venue;
}

enum fit_size fit_size(const struct work *w, const struct bot_order *b, struct decimal *size)
{
    bool sure = (b->traits & BOT_UNSURE_STATE) == 0;
    bool has_qty = value_of(w->store, b->mantissa[BOT_QTY], b->scale[BOT_QTY], size);
    if (sure && has_qty && decimal_sign(*size) > 0) return FIT_SIZE_EXECUTED;
    if (!value_of(w->store, b->mantissa[BOT_ASKED], b->scale[BOT_ASKED], size) || decimal_sign(*size) <= 0)
        return FIT_SIZE_NONE;
    return sure && has_qty ? FIT_SIZE_NOTHING : FIT_SIZE_ASKED;
}

enum fit_price fit_price(const struct work *w, const struct bot_order *b, bool has_price, struct decimal price)
{
    struct decimal expected;
    if (!has_price || decimal_sign(price) <= 0) return FIT_PRICE_OK;
    if (!bot_amount(w->store, b, BOT_PRICE, &expected)) return FIT_PRICE_OK;
    bool better = b->side == SIDE_BUY ? decimal_compare(price, expected) < 0 : decimal_compare(price, expected) > 0;
    int64_t tolerance = PRICE_TOLERANCE;
    if (b->traits & BOT_LIMIT_PRICE) tolerance = better ? PRICE_BETTER : PRICE_WORSE;
    if (value_within(expected, price, tolerance)) return FIT_PRICE_OK;
    return FIT_PRICE_APART;
}

/* ---- questions --------------------------------------------------------------------------------------------------------- */

bool fit_pair(const struct work *w, const struct bot_order *b, const struct order *o)
{
    return w->pair[o->market] == w->pair[b->market];
}

static int64_t executed_until(const struct work *w, const struct order *o)
{
    if (o->order_event == EVENT_NONE || o->fill_count == 0) return o->last_ns;
    return w->store->events.items[w->result->order_fills[o->first_fill + o->fill_count - 1]].at_ns;
}

bool fit_time(const struct work *w, const struct bot_order *b, const struct order *o)
{
    struct interval window = fit_window(w, b, time_grain(o->digits));
    return o->first_ns >= window.from_ns && executed_until(w, o) <= window.to_ns;
}

bool fit_ids(const struct work *w, const struct bot_order *b, const struct order *o)
{
    return !w->ids_exclude || !b->id_is_certain || o->order_id == IDENT_NONE ||
           (o->reasons & REASON_BIT(REASON_id_damaged));
}

enum fit_price fit_order_price(const struct work *w, const struct bot_order *b, const struct order *o)
{
    struct decimal price;
    bool has_price = order_amount(w->store, o, ORDER_PRICE, &price);
    return fit_price(w, b, has_price, price);
}

bool fit_day(const struct work *w, const struct bot_order *b, const struct order *o)
{
    const int64_t zones = INT64_C(26) * 3600 * NS_PER_SECOND; /* from UTC-12 to UTC+14 */
    struct interval window = fit_window(w, b, time_grain(o->digits));
    return o->first_ns >= window.from_ns - zones && o->first_ns <= window.to_ns + zones;
}

static bool order_value(const struct work *w, const struct order *o, enum order_amount which, struct decimal *out)
{
    return value_of(w->store, o->mantissa[which], o->scale[which], out);
}

bool fit_by_id(const struct work *w, const struct bot_order *b, const struct order *o)
{
    struct decimal size, own;
    if (!fit_pair(w, b, o) || o->side != b->side || !fit_venue(w, b, o->account) || !fit_day(w, b, o)) return false;
    if (b->id_is_certain) return true;
    if (fit_size(w, b, &size) == FIT_SIZE_EXECUTED && order_value(w, o, ORDER_QTY, &own) && value_same(size, own))
        return true;
    struct interval window = fit_window(w, b, time_grain(o->digits));
    return o->first_ns >= window.from_ns && o->first_ns <= window.to_ns;
}

bool fit_price_exact(const struct work *w, const struct bot_order *b, const struct order *o)
{
    static const struct decimal kept[2][3] = {{{1, 0}, {1001, 3}, {100075, 5}}, {{1, 0}, {999, 3}, {99925, 5}}};
    enum { KEPT = 3, DIGITS = 8 }; /* the platform rounds to so many */
    struct decimal price, stated, with_fee, left, right, apart;
    if ((b->traits & BOT_LIMIT_PRICE) || !order_amount(w->store, o, ORDER_PRICE, &price) ||
        !bot_amount(w->store, b, BOT_PRICE, &stated))
        return true;
    uint8_t scale = stated.scale < DIGITS ? stated.scale : DIGITS;
    for (size_t i = 0; i < KEPT; i++) {
        if (!decimal_mul(price, kept[b->side == SIDE_SELL][i], &with_fee)) continue;
        if (!decimal_round(with_fee, scale, &left) || !decimal_round(stated, scale, &right)) continue;
        if (!decimal_sub(left, right, &apart)) continue;
        if (decimal_sign(apart) < 0) apart = decimal_negate(apart);
        if (decimal_compare(apart, (struct decimal){1, scale}) <= 0) return true;
    }
    return false;
}

/* ---- sizes ------------------------------------------------------------------------------------------------------------- */

unsigned fit_order_ways(const struct work *w, const struct order *o, struct decimal *executed, struct decimal *asked)
{
    unsigned ways = 0;
    bool has_executed = order_value(w, o, ORDER_QTY, executed);
    bool has_asked = order_value(w, o, ORDER_ASKED, asked);
    if (has_executed && decimal_sign(*executed) > 0) ways |= FIT_WAY_BIT(FIT_WAY_EXECUTED);
    if (has_asked && (!has_executed || decimal_compare(*executed, *asked) < 0)) ways |= FIT_WAY_BIT(FIT_WAY_ASKED);
    return ways;
}

unsigned fit_bot_ways(const struct work *w, const struct bot_order *b, struct decimal *size)
{
    switch (fit_size(w, b, size)) {
    case FIT_SIZE_NONE: return 0;
    case FIT_SIZE_EXECUTED: return FIT_WAY_BIT(FIT_WAY_EXECUTED);
    case FIT_SIZE_NOTHING: return FIT_WAY_BIT(FIT_WAY_ASKED);
    case FIT_SIZE_ASKED: break;
    }
    /* As an order that shows both sizes, and that they differ. */
    if (b->traits & BOT_REPLACED) return FIT_WAY_BIT(FIT_WAY_ASKED);
    return FIT_WAY_BIT(FIT_WAY_EXECUTED) | FIT_WAY_BIT(FIT_WAY_ASKED);
}

bool fit_part(const struct work *w, const struct bot_order *b, struct decimal *size)
{
    return (b->traits & BOT_PART) && value_of(w->store, b->mantissa[BOT_QTY], b->scale[BOT_QTY], size);
}

void fit_note_scale(const struct order *o, uint8_t *most)
{
    if (o->scale[ORDER_QTY] <= DECIMAL_MAX_SCALE && o->scale[ORDER_QTY] > *most) *most = o->scale[ORDER_QTY];
}

bool fit_same_size(const struct work *w, const struct bot_order *b, const struct order *o, enum fit_way way,
                   uint8_t scale)
{
    struct decimal size, own, rounded;
    bool exact;
    enum fit_size kind = fit_size(w, b, &size);
    if (kind == FIT_SIZE_NOTHING && (!order_value(w, o, ORDER_QTY, &own) || decimal_sign(own) != 0)) return false;
    if (!order_value(w, o, way == FIT_WAY_ASKED ? ORDER_ASKED : ORDER_QTY, &own)) return false;
    if (way == FIT_WAY_PART) return fit_part(w, b, &size) && value_same(size, own);
    if (way != FIT_WAY_ROUNDED) return value_same(size, own);
    return (decimal_round(size, scale, &rounded) && decimal_equal(rounded, own)) ||
           (decimal_div(size, decimal_from_int(1), scale, &rounded, &exact) && decimal_equal(rounded, own));
}

/* Whether `net`, as printed, is `gross` after a fee of 0.1 % or 0.075 % in base coin, cut or rounded. */
static bool is_net_of(struct decimal net, struct decimal gross)
{
    static const struct decimal kept[] = {{999, 3}, {99925, 5}};
    for (size_t i = 0; i < 2; i++) {
        struct decimal after, printed;
        bool exact;
        if (!decimal_mul(gross, kept[i], &after)) continue;
        if (decimal_round(after, net.scale, &printed) && decimal_equal(printed, net)) return true;
        if (decimal_div(after, decimal_from_int(1), net.scale, &printed, &exact) && decimal_equal(printed, net))
            return true;
    }
    return false;
}

bool fit_net_size(const struct work *w, const struct bot_order *b, const struct order *o)
{
    struct decimal net, gross;
    return bot_amount(w->store, b, BOT_QTY, &net) && order_value(w, o, ORDER_QTY, &gross) && is_net_of(net, gross);
}

/* ---- how well ---------------------------------------------------------------------------------------------------------- */

/* When creation is known it is compared with the placing; else the executions with placing and end. */
static int64_t apart_of(const struct work *w, const struct bot_order *b, const struct order *o)
{
    if (o->placed_ns == TIME_NONE || (b->traits & BOT_NET_SIZE)) return fit_apart(b, o->first_ns, executed_until(w, o));
    return distance(o->placed_ns, b->placed_ns);
}

enum fit_rank fit_rank(const struct work *w, const struct bot_order *b, const struct order *o, enum fit_way way,
                       int64_t *apart_ns)
{
    *apart_ns = apart_of(w, b, o);
    if (way == FIT_WAY_NET) return RANK_NET;
    if (way == FIT_WAY_ROUNDED) return RANK_ROUNDED;
    bool asked = way == FIT_WAY_ASKED || (b->traits & BOT_UNSURE_STATE) != 0;
    bool sure = *apart_ns <= FIT_SURE_NS;
    if (o->placed_ns != TIME_NONE && !(b->traits & BOT_NET_SIZE))
        sure = sure && o->placed_ns >= b->placed_ns - FIT_SKEW_NS - time_grain(o->digits);
    return sure ? (asked ? RANK_SURE_ASKED : RANK_SURE) : asked ? RANK_WEAK_ASKED : RANK_WEAK;
}
