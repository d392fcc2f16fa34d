/* legs_join - the legs of one key to fills: which asset is the base, which legs belong together, what the fee is.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/legs.h"

/* ---- what becomes of a leg --------------------------------------------------------------------------------------- */

static const char rule_legs[] = "/legs";

struct joining {
    struct mapper *m;
    const struct section *section;
    struct map_counts *counts;
    struct span base, quote; /* names of the two assets; empty when not known */
    uint32_t market;
    struct leg **legs; /* all of the key, in the file's order */
    size_t count;
    bool final;
};

static struct record record_of(const struct joining *j, const struct leg *leg)
{
    return (struct record){.raw = {leg->bytes + leg->key_len + leg->same_len, leg->raw_len},
                           .offset = leg->e.offset,
                           .line = leg->e.line,
                           .scratch = j->m->legs->scratch};
}

static struct row row_of(const struct joining *j, const struct leg *leg, const struct record *r)
{
    struct row row = mapper_row(j->m, (struct section *)leg->section, r);
    row.e = leg->e;
    return row;
}

static void close_leg(struct joining *j, struct leg *leg)
{
    leg->open = false;
    j->counts->read++;
}

static void skip_leg(struct joining *j, struct leg *leg, struct span because)
{
    struct record r = record_of(j, leg);
    struct row row = row_of(j, leg, &r);
    row_skip(&row, because, rule_legs);
    close_leg(j, leg);
    j->counts->skipped++;
}

static void reject_leg(struct joining *j, struct leg *leg, enum diag_code code, struct span detail)
{
    struct record r = record_of(j, leg);
    struct row row = row_of(j, leg, &r);
    row_reject_whole(&row, code, detail, rule_legs);
    close_leg(j, leg);
    j->counts->rejected++;
}

static void tell_leg(struct joining *j, struct leg *leg, const struct event *e)
{
    *LIST_ADD(&j->m->context.store->events) = *e;
    close_leg(j, leg);
    j->counts->events++;
}

static void reject_open(struct joining *j, enum diag_code code, struct span detail)
{
    for (size_t i = 0; i < j->count; i++)
        if (j->legs[i]->open) reject_leg(j, j->legs[i], code, detail);
}

/* ---- amounts ----------------------------------------------------------------------------------------------------- */

static struct span asset_name(const struct joining *j, const struct leg *leg)
{
    return store_get_text(j->m->context.store, leg->asset);
}

/* What came in; what went out is negative. False: the row does not say which way. */
static bool moved(const struct joining *j, const struct leg *leg, struct decimal *out)
{
    if (!event_amount(j->m->context.store, &leg->e, AMOUNT_QTY, out)) return false;
    if (!j->section->rules->legs.by_side) return true;
    if (leg->e.side == SIDE_SELL) *out = decimal_negate(*out);
    return leg->e.side != SIDE_NONE;
}

static struct decimal size_of(struct decimal d)
{
    return decimal_sign(d) < 0 ? decimal_negate(d) : d;
}

enum leg_role { LEG_BASE, LEG_QUOTE, LEG_FEE, LEG_STRANGE };

static enum leg_role role_of_leg(const struct joining *j, const struct leg *leg)
{
    if (leg->fee_only) return LEG_FEE;
    struct span name = asset_name(j, leg);
    if (span_equal_nocase(name, j->base)) return LEG_BASE;
    return span_equal_nocase(name, j->quote) ? LEG_QUOTE : LEG_STRANGE;
}

/* ---- base and quote ---------------------------------------------------------------------------------------------- */

static size_t rank_of(const struct leg_rules *rules, struct span asset)
{
    size_t rank = 0;
    while (rank < rules->quote_count && !span_equal_nocase(rules->quotes[rank], asset)) rank++;
    return rank;
}

static void use_market(struct joining *j, uint32_t market)
{
    const struct store *store = j->m->context.store;
    j->market = market;
    j->base = store_get_text(store, store->markets.items[market].base);
    j->quote = store_get_text(store, store->markets.items[market].quote);
}

static bool was_given(const struct joining *j, struct span asset)
{
    struct decimal value;
    for (size_t i = 0; i < j->count; i++) {
        const struct leg *leg = j->legs[i];
        if (leg->fee_only || !span_equal_nocase(asset_name(j, leg), asset) || !moved(j, leg, &value)) continue;
        if (decimal_sign(value) != 0) return decimal_sign(value) < 0;
    }
    return false;
}

static enum diag_code rank_assets(struct joining *j, struct span a, struct span b)
{
    const struct leg_rules *rules = &j->section->rules->legs;
    size_t rank_a = rank_of(rules, a), rank_b = rank_of(rules, b);
    bool b_quotes = rank_b < rank_a;
    if (rank_a == rank_b && !rules->quote_given) return diag_pair_not_split;
    if (rank_a == rank_b) b_quotes = was_given(j, b);
    struct span base = b_quotes ? a : b, quote = b_quotes ? b : a;
    use_market(j, store_market(j->m->context.store, j->m->venue, base, quote));
    return DIAG_CODE_COUNT;
}

/* The two assets that were moved; DIAG_CODE_COUNT when all is clear, or when one of them is still missing. */
static enum diag_code find_market(struct joining *j, struct span *detail)
{
    struct span a = SPAN_NONE, b = SPAN_NONE;
    if (j->section->rules->market.present) {
        use_market(j, j->legs[0]->e.market);
        *detail = SPAN("the pair has no quote asset");
        return j->quote.len ? DIAG_CODE_COUNT : diag_pair_not_split;
    }
    for (size_t i = 0; i < j->count; i++) {
        struct span name = asset_name(j, j->legs[i]);
        if (j->legs[i]->fee_only || span_equal_nocase(name, a) || span_equal_nocase(name, b)) continue;
        if (b.len) {
            *detail = SPAN("rows of more than two assets under one key");
            return diag_legs_incomplete;
        }
        *(a.len ? &b : &a) = name;
    }
    if (!b.len) { /* one asset: it can only wait */
        j->base = a;
        return DIAG_CODE_COUNT;
    }
    *detail = SPAN("which of the two assets is the quote is not known");
    return rank_assets(j, a, b);
}

/* ---- fees -------------------------------------------------------------------------------------------------------- */

struct leg_fee {
    struct decimal value;
    uint32_t asset;
    bool stated;
};

/* A fee of its own row is what went out there; a fee beside an amount is what its column says. */
static bool fee_of(const struct joining *j, const struct leg *leg, struct leg_fee *fee)
{
    struct decimal own = {0}, column = {0};
    bool has_column = event_amount(j->m->context.store, &leg->e, AMOUNT_FEE, &column);
    uint32_t asset = leg->e.fee_asset ? leg->e.fee_asset : leg->asset;
    *fee = (struct leg_fee){column, asset, has_column};
    if (!leg->fee_only) return true;
    if (!moved(j, leg, &own)) return false;
    if (decimal_sign(own) == 0 && has_column) return true;
    if (has_column && decimal_sign(column) != 0 && asset != leg->asset) return false;
    own = decimal_negate(own);
    *fee = (struct leg_fee){own, leg->asset, true};
    return !has_column || decimal_sign(column) == 0 || decimal_add(own, column, &fee->value);
}

/* What a leg moved out, by itself. */
static struct event transfer_of_fee(struct joining *j, const struct leg *leg, const struct leg_fee *fee)
{
    struct store *store = j->m->context.store;
    struct event e = leg->e;
    e.kind = EVENT_TRANSFER;
    e.side = SIDE_NONE;
    e.status = STATUS_NONE;
    for (int a = 0; a < AMOUNT_COUNT; a++) e.scale[a] = SCALE_ABSENT;
    event_set_amount(store, &e, AMOUNT_QTY, decimal_negate(fee->value));
    e.fee_asset = fee->asset;
    if (!e.text) e.text = store_text(store, SPAN("fee"));
    return e;
}

/* The first fee that is not zero, and what else is charged in its asset. Fees beside amounts come before rows of fees: those
 * can stand as events of their own, the row that becomes the fill can't. */
static bool sum_fees(const struct joining *j, struct leg **legs, size_t count, struct leg_fee *sum)
{
    struct leg_fee fee;
    *sum = (struct leg_fee){.stated = false};
    for (size_t i = 0; i < 2 * count; i++) {
        const struct leg *leg = legs[i % count];
        if (leg->fee_only != (i >= count)) continue;
        if (!fee_of(j, leg, &fee)) return false;
        if (!fee.stated || (sum->stated && decimal_sign(fee.value) == 0)) continue;
        if (!sum->stated || decimal_sign(sum->value) == 0)
            *sum = fee;
        else if (fee.asset == sum->asset && !decimal_add(sum->value, fee.value, &sum->value))
            return false;
    }
    return true;
}

/* ---- one fill ---------------------------------------------------------------------------------------------------- */

static void take_missing(struct event *e, const struct event *other)
{
    if (!e->order_id) e->order_id = other->order_id;
    if (!e->trade_id) e->trade_id = other->trade_id;
    if (!e->client_id) e->client_id = other->client_id;
    if (!e->channel) e->channel = other->channel;
    if (!e->key) e->key = other->key;
    if (!e->text) e->text = other->text;
    e->marks |= other->marks;
}

/* Orders span the time of their legs; a fill has that of its first. */
static void take_time(struct event *e, const struct event *other)
{
    if (e->kind == EVENT_FILL) return;
    int64_t last = e->until_ns > e->at_ns ? e->until_ns : e->at_ns;
    if (other->at_ns > last) last = other->at_ns;
    if (other->at_ns < e->at_ns) {
        e->at_ns = other->at_ns;
        e->digits = other->digits;
    }
    e->until_ns = last;
    if ((e->marks | other->marks) & MARK_ZONE_AT) e->marks |= MARK_ZONE_UNTIL;
}

/* As printed, and by no row otherwise. */
static void take_price(struct joining *j, struct event *e, struct leg **legs, size_t count)
{
    struct store *store = j->m->context.store;
    struct decimal price, other;
    bool any = false, same = true;
    for (size_t i = 0; i < count; i++) {
        if (legs[i]->fee_only || !event_amount(store, &legs[i]->e, AMOUNT_PRICE, &other)) continue;
        if (!any) price = other;
        same &= decimal_equal(price, other);
        any = true;
    }
    e->scale[AMOUNT_PRICE] = SCALE_ABSENT;
    if (any && same) event_set_amount(store, e, AMOUNT_PRICE, price);
}

static bool add_up(const struct joining *j, struct leg **legs, size_t count, struct decimal *base,
                   struct decimal *quote)
{
    *base = *quote = (struct decimal){0};
    for (size_t i = 0; i < count; i++) {
        enum leg_role role = role_of_leg(j, legs[i]);
        struct decimal value;
        if (role != LEG_BASE && role != LEG_QUOTE) continue;
        struct decimal *sum = role == LEG_BASE ? base : quote;
        if (!moved(j, legs[i], &value)) return false;
        if (!sum->mantissa) /* keeps the digits as printed */
            *sum = value;
        else if (!decimal_add(*sum, value, sum))
            return false;
    }
    return true;
}

static struct leg *first_trade_leg(struct leg **legs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!legs[i]->fee_only) return legs[i];
    return NULL;
}

static bool side_agrees(const struct joining *j, struct leg **legs, size_t count, enum side side)
{
    for (size_t i = 0; i < count && !j->section->rules->legs.by_side; i++)
        if (!legs[i]->fee_only && legs[i]->e.side != SIDE_NONE && legs[i]->e.side != side) return false;
    return true;
}

static struct event event_of(struct joining *j, const struct leg *first, struct leg **legs, size_t count)
{
    struct event e = first->e;
    e.market = j->market;
    for (size_t i = 0; i < count; i++) {
        if (legs[i] == first) continue;
        take_missing(&e, &legs[i]->e);
        take_time(&e, &legs[i]->e);
    }
    take_price(j, &e, legs, count);
    return e;
}

static void tell_others(struct joining *j, struct leg **legs, size_t count, const struct leg_fee *told)
{
    for (size_t i = 0; i < count; i++) {
        struct leg_fee fee;
        if (!legs[i]->open) continue;
        bool other = fee_of(j, legs[i], &fee) && fee.stated && decimal_sign(fee.value) != 0 && fee.asset != told->asset;
        if (other) {
            struct event e = transfer_of_fee(j, legs[i], &fee);
            tell_leg(j, legs[i], &e);
        } else {
            skip_leg(j, legs[i], SPAN(LEGS_SKIPPED));
        }
    }
}

/* All these legs are one fill; "" when they were, else why not. */
static struct span join(struct joining *j, struct leg **legs, size_t count)
{
    struct store *store = j->m->context.store;
    struct decimal base, quote;
    struct leg_fee fee;
    if (!add_up(j, legs, count, &base, &quote)) return SPAN("a row does not say what it moved, or more than fits");
    if (!base.mantissa || !quote.mantissa) return SPAN("no row for what was given or taken in exchange");
    if (decimal_sign(base) == decimal_sign(quote)) return SPAN("what was given and what was taken go the same way");
    enum side side = decimal_sign(base) > 0 ? SIDE_BUY : SIDE_SELL;
    if (!side_agrees(j, legs, count, side)) return SPAN("the side stated is not the one that the amounts show");
    if (!sum_fees(j, legs, count, &fee)) return SPAN("the fees don't add up");
    struct leg *first = first_trade_leg(legs, count);
    struct event e = event_of(j, first, legs, count);
    e.side = (uint8_t)side;
    event_set_amount(store, &e, AMOUNT_QTY, size_of(base));
    event_set_amount(store, &e, AMOUNT_COST, size_of(quote));
    e.scale[AMOUNT_FEE] = SCALE_ABSENT;
    if (fee.stated) event_set_amount(store, &e, AMOUNT_FEE, fee.value);
    e.fee_asset = fee.stated ? fee.asset : 0;
    struct record r = record_of(j, first);
    struct row row = row_of(j, first, &r);
    row.e = e;
    if (j->section->rules->check_cost) row_check_cost(&row);
    tell_leg(j, first, &e);
    tell_others(j, legs, count, &fee);
    return SPAN_NONE;
}

static void join_or_reject(struct joining *j, struct leg **legs, size_t count)
{
    struct span why = join(j, legs, count);
    for (size_t i = 0; why.len && i < count; i++) reject_leg(j, legs[i], diag_legs_incomplete, why);
}

/* ---- several fills under one key --------------------------------------------------------------------------------- */

/* How far the cost of the quote leg is from the base leg's price times quantity; false when they can't be one fill. */
static bool misfit(const struct joining *j, const struct leg *base, const struct leg *quote, struct decimal *apart)
{
    const struct store *store = j->m->context.store;
    struct decimal qty, cost, price, other, product, allowed;
    if (!moved(j, base, &qty) || !moved(j, quote, &cost) || decimal_sign(qty) == decimal_sign(cost)) return false;
    bool priced = event_amount(store, &base->e, AMOUNT_PRICE, &price);
    bool priced_too = event_amount(store, &quote->e, AMOUNT_PRICE, &other);
    if (!priced && !priced_too) return false;
    if (priced && priced_too && !decimal_equal(price, other)) return false;
    if (!priced) price = other;
    qty = size_of(qty);
    cost = size_of(cost);
    if (!decimal_mul(price, qty, &product) || !decimal_sub(product, cost, apart)) return false;
    *apart = size_of(*apart);
    struct decimal unit_price = {1, price.scale}, unit_cost = {1, cost.scale};
    if (!decimal_mul(qty, unit_price, &allowed) || !decimal_add(allowed, unit_cost, &allowed)) return false;
    return decimal_compare(*apart, allowed) <= 0;
}

static struct leg *best_quote(const struct joining *j, const struct leg *base)
{
    struct leg *best = NULL;
    struct decimal least = {0}, apart;
    for (size_t i = 0; i < j->count; i++) {
        struct leg *leg = j->legs[i];
        if (!leg->open || role_of_leg(j, leg) != LEG_QUOTE || !misfit(j, base, leg, &apart)) continue;
        if (best && decimal_compare(apart, least) >= 0) continue;
        best = leg;
        least = apart;
    }
    return best;
}

/* Equal legs may be put together in any way: the fills are the same. */
static bool all_equal(const struct joining *j, enum leg_role role, size_t *found)
{
    struct decimal first = {0}, value;
    *found = 0;
    for (size_t i = 0; i < j->count; i++) {
        if (!j->legs[i]->open || role_of_leg(j, j->legs[i]) != role) continue;
        if (!moved(j, j->legs[i], &value)) return false;
        if ((*found)++ && !decimal_equal(first, value)) return false;
        first = value;
    }
    return true;
}

static struct leg *next_with_role(const struct joining *j, enum leg_role role, size_t *at)
{
    while (*at < j->count) {
        struct leg *leg = j->legs[(*at)++];
        if (leg->open && role_of_leg(j, leg) == role) return leg;
    }
    return NULL;
}

static void join_two(struct joining *j, struct leg *a, struct leg *b)
{
    bool a_first = a->e.offset < b->e.offset;
    struct leg *pair[2] = {a_first ? a : b, a_first ? b : a};
    join_or_reject(j, pair, 2);
}

static struct span same_of(const struct leg *leg)
{
    return (struct span){leg->bytes + leg->key_len, leg->same_len};
}

/* The only leg of that role with this text; NULL when there are several. */
static struct leg *only_one(const struct joining *j, enum leg_role role, struct span same)
{
    struct leg *found = NULL;
    for (size_t i = 0; i < j->count; i++) {
        struct leg *leg = j->legs[i];
        if (!leg->open || !span_equal(same_of(leg), same) || role_of_leg(j, leg) != role) continue;
        if (found) return NULL;
        found = leg;
    }
    return found;
}

static void pair_by_text(struct joining *j)
{
    for (size_t i = 0; i < j->count; i++) {
        struct leg *leg = j->legs[i];
        if (!leg->open || !leg->same_len) continue;
        struct leg *base = only_one(j, LEG_BASE, same_of(leg)), *quote = only_one(j, LEG_QUOTE, same_of(leg));
        if (base && quote) join_two(j, base, quote);
    }
}

/* The text without what parts it from the column before. */
static struct span number_of(const struct leg *leg)
{
    struct span text = same_of(leg);
    while (text.len > 0 && (text.ptr[0] < '0' || text.ptr[0] > '9')) text = span_from(text, 1);
    return text;
}

/* The exchange numbers the rows of its bills one by one: those of one fill stand next to each other, with numbers that differ
 * by one or two. Only where each leg is followed by its own other half, and no price tells them apart. */
static bool are_neighbours(const struct joining *j, const struct leg *a, const struct leg *b)
{
    enum { NEAR = 2 };
    struct decimal price;
    uint64_t x, y;
    bool priced = event_amount(j->m->context.store, &a->e, AMOUNT_PRICE, &price) ||
                  event_amount(j->m->context.store, &b->e, AMOUNT_PRICE, &price);
    if (priced || !span_to_u64(number_of(a), &x) || !span_to_u64(number_of(b), &y)) return false;
    enum leg_role left = role_of_leg(j, a), right = role_of_leg(j, b);
    bool opposite = (left == LEG_BASE && right == LEG_QUOTE) || (left == LEG_QUOTE && right == LEG_BASE);
    return opposite && (x > y ? x - y : y - x) <= NEAR;
}

static void pair_by_place(struct joining *j)
{
    if (j->count % 2 != 0) return;
    for (size_t i = 0; i < j->count; i += 2)
        if (!j->legs[i]->open || !j->legs[i + 1]->open || !are_neighbours(j, j->legs[i], j->legs[i + 1])) return;
    for (size_t i = 0; i < j->count; i += 2) join_two(j, j->legs[i], j->legs[i + 1]);
}

static void pair_up(struct joining *j)
{
    pair_by_text(j);
    pair_by_place(j);
    size_t bases, quotes;
    bool equal = all_equal(j, LEG_BASE, &bases) && all_equal(j, LEG_QUOTE, &quotes) && bases == quotes;
    for (size_t at = 0, other = 0;;) {
        struct leg *base = next_with_role(j, LEG_BASE, &at);
        if (!base) return;
        struct leg *quote = equal ? next_with_role(j, LEG_QUOTE, &other) : best_quote(j, base);
        if (quote) join_two(j, base, quote);
    }
}

/* A fee that is not tied to one of several fills stays what it is: something that went out. */
static void tell_loose_fees(struct joining *j)
{
    for (size_t i = 0; i < j->count; i++) {
        struct leg *leg = j->legs[i];
        struct leg_fee fee;
        if (!leg->open || !leg->fee_only) continue;
        if (fee_of(j, leg, &fee)) {
            struct event e = transfer_of_fee(j, leg, &fee);
            tell_leg(j, leg, &e);
        } else {
            reject_leg(j, leg, diag_legs_incomplete, SPAN("the fee is not said"));
        }
    }
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void count_roles(const struct joining *j, size_t counts[4])
{
    for (size_t i = 0; i < j->count; i++) counts[role_of_leg(j, j->legs[i])]++;
}

static void join_sum(struct joining *j, const size_t roles[4])
{
    struct decimal base, quote;
    bool one_sided = !roles[LEG_BASE] || !roles[LEG_QUOTE];
    bool nothing = add_up(j, j->legs, j->count, &base, &quote) && !base.mantissa && !quote.mantissa;
    for (size_t i = 0; nothing && one_sided && i < j->count; i++)
        skip_leg(j, j->legs[i], SPAN("placed and taken back: nothing was traded"));
    if (!(nothing && one_sided)) join_or_reject(j, j->legs, j->count);
}

/* A leg whose other half is not in this file: the account still moved it. */
static void leave_leg(struct joining *j, struct leg *leg)
{
    struct decimal amount;
    if (!j->section->rules->legs.alone_moves || !moved(j, leg, &amount)) {
        reject_leg(j, leg, diag_legs_incomplete, SPAN("no row for what was given or taken in exchange"));
        return;
    }
    struct leg_fee whole = {decimal_negate(amount), leg->asset, true};
    struct event e = transfer_of_fee(j, leg, &whole);
    tell_leg(j, leg, &e);
}

static void leave_rest(struct joining *j)
{
    if (!j->final) {
        if (j->legs[0]->open) leave_leg(j, j->legs[0]);
        return;
    }
    for (size_t i = 0; i < j->count; i++)
        if (j->legs[i]->open) leave_leg(j, j->legs[i]);
}

void legs_join(struct mapper *m, struct leg **legs, size_t count, bool final, struct map_counts *counts)
{
    struct joining j = {
        .m = m, .section = legs[0]->section, .counts = counts, .legs = legs, .count = count, .final = final};
    size_t roles[4] = {0};
    struct span detail = SPAN_NONE;
    enum diag_code problem = find_market(&j, &detail);
    if (problem != DIAG_CODE_COUNT) {
        reject_open(&j, problem, detail);
        return;
    }
    count_roles(&j, roles);
    if (roles[LEG_STRANGE]) {
        reject_open(&j, diag_legs_incomplete, SPAN("a row moves an asset that is not of the pair"));
    } else if (j.section->rules->legs.sum) {
        join_sum(&j, roles);
    } else if (roles[LEG_BASE] == 1 && roles[LEG_QUOTE] == 1) {
        join_or_reject(&j, legs, count);
    } else {
        pair_up(&j);
        if (roles[LEG_BASE] && roles[LEG_QUOTE]) tell_loose_fees(&j);
        leave_rest(&j);
    }
}
