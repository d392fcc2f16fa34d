/* asked - what every kind of price is asked for by: before which moment, and whether of a market of futures.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/work.h"

int64_t valuation_before(const struct valuation_work *w, const struct order *o)
{
    return o->incident == 0 ? o->first_ns : w->result->incidents.items[o->incident - 1].from_ns;
}

bool valuation_of_futures(const struct valuation_work *w, uint32_t market)
{
    return span_contains(store_get_text(w->store, w->store->markets.items[market].venue), SPAN("futures"));
}
