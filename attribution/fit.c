/* fit - time windows, sizes and prices of bot records, with the tolerances that recorded examples call for.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/fit.h"

#include "attribution/values.h"

/* Prices of bot records hold the fee; ratios of up to 0.6 % were seen. A limit order may also fill better than asked. */
enum { PRICE_TOLERANCE = 70, PRICE_BETTER = 500 }; /* ten-thousandths */

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
    if (value_within(expected, price, PRICE_TOLERANCE)) return FIT_PRICE_OK;
    bool better = b->side == SIDE_BUY ? decimal_compare(price, expected) < 0 : decimal_compare(price, expected) > 0;
    if ((b->traits & BOT_LIMIT_PRICE) && better && value_within(expected, price, PRICE_BETTER)) return FIT_PRICE_OK;
    return FIT_PRICE_APART;
}
