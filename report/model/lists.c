/* lists - the parts of sentences that name several things: accounts, markets, venues, what is incomplete.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

uint64_t flagged_orders(const struct builder *b)
{
    return b->figures->graded_count + b->figures->review_count;
}

uint64_t flagged_fills(const struct builder *b)
{
    uint64_t fills = 0;
    for (unsigned i = FLAG_NONE + 1; i < FLAG_COUNT; i++) fills += b->r->flag_fills[i];
    return fills;
}

struct counted count_fills(const struct builder *b, const uint32_t *orders, size_t count)
{
    struct counted c = {0, 0};
    for (size_t i = 0; i < count; i++) {
        const struct order *o = &b->r->orders.items[orders[i]];
        c.fills += o->fill_count;
        c.unlisted += o->fill_count == 0 && !figures_is_idle(b->store, o);
    }
    return c;
}

const char *value_fills(const struct builder *b, const uint32_t *orders, size_t count)
{
    const struct counted c = count_fills(b, orders, count);
    if (c.fills == 0 && c.unlisted > 0) return words_fills_unlisted(b->say);
    const char *fills = words_n_fill(b->say, c.fills);
    return c.unlisted > 0 ? words_fills_part(b->say, fills, words_n_order(b->say, c.unlisted)) : fills;
}

const char *value_orders_and_fills(const struct builder *b, const uint32_t *orders, size_t count)
{
    const struct counted c = count_fills(b, orders, count);
    const char *text = words_n_order(b->say, count);
    return c.fills + c.unlisted > 0 ? words_orders_and_fills(b->say, text, value_fills(b, orders, count)) : text;
}

/* ---- incomplete ---------------------------------------------------------------------------------------------------- */

static const char *why_sentence(const struct builder *b, enum why_incomplete why, uint64_t count)
{
    const char *files = words_n_file(b->say, count);
    switch (why) {
    case WHY_NO_FILES: return words_why_no_files(b->say);
    case WHY_UNREADABLE: return words_why_unreadable(b->say, files);
    case WHY_UNRECOGNISED: return words_why_unrecognised(b->say, files);
    case WHY_DAMAGED: return words_why_damaged(b->say, files);
    case WHY_CUT: return words_why_cut(b->say, files);
    case WHY_FAILED: return words_why_failed(b->say, files);
    case WHY_REJECTED: return words_why_rejected(b->say, words_n_record(b->say, count));
    case WHY_COUNT: break;
    }
    return "";
}

const char *value_why(const struct builder *b)
{
    const char *list = "";
    for (unsigned i = 0; i < WHY_COUNT; i++) {
        const uint64_t count = b->figures->status.counts[i];
        if (count > 0) list = value_join(b, list, "; ", why_sentence(b, (enum why_incomplete)i, count));
    }
    return list;
}

/* ---- accounts and venues ------------------------------------------------------------------------------------------- */

static void mark_accounts(const struct builder *b, bool *marked, bool flagged_only)
{
    for (size_t i = 0; i < b->r->orders.count; i++) {
        const struct order *o = &b->r->orders.items[i];
        if (!flagged_only || o->flag != FLAG_NONE) marked[o->account] = true;
    }
}

size_t accounts_concerned(const struct builder *b, uint32_t **accounts)
{
    const size_t all = b->store->accounts.count;
    bool *marked = ARENA_ARRAY(b->arena, bool, all + 1);
    mark_accounts(b, marked, flagged_orders(b) > 0);
    *accounts = ARENA_ARRAY(b->arena, uint32_t, all + 1);
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        if (marked[i]) (*accounts)[count++] = (uint32_t)i;
    }
    return count;
}

const char *value_accounts(const struct builder *b)
{
    uint32_t *accounts;
    const size_t count = accounts_concerned(b, &accounts);
    if (count == 0) return words_unnamed_account(b->say);
    const char *list = value_account(b, accounts[0]);
    for (size_t i = 1; i < count && i < LIST_MOST; i++)
        list = value_join(b, list, i + 1 == count ? " / " : ", ", value_account(b, accounts[i]));
    if (count > LIST_MOST) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, count - LIST_MOST)));
    return list;
}

const char *value_venues(const struct builder *b)
{
    uint32_t *accounts;
    const size_t count = accounts_concerned(b, &accounts);
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        const uint32_t venue = b->store->accounts.items[accounts[i]].venue;
        bool named = venue == 0;
        for (size_t k = 0; k < i && !named; k++) named = b->store->accounts.items[accounts[k]].venue == venue;
        if (!named) list = value_join(b, list, ", ", value_visible(b, store_get_text(b->store, venue)));
    }
    return *list ? list : words_not_stated(b->say);
}

const char *value_group(const struct builder *b, const struct market_group *g)
{
    return arena_format(b->arena, "%s %s (%s)", value_side(b, (enum side)g->side), value_market(b, g->market),
                        words_n_order(b->say, g->orders));
}

const char *value_flagged_markets(const struct builder *b, size_t most)
{
    const char *list = "";
    size_t named = 0, all = 0;
    for (size_t i = 0; i < b->figures->market_count; i++) {
        all++;
        if (named == most) continue;
        list = value_join(b, list, ", ", value_group(b, &b->figures->markets[i]));
        named++;
    }
    if (all > named) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - named)));
    return list;
}

/* ---- losses and signals -------------------------------------------------------------------------------------------- */

const char *loss_method(const struct builder *b, const char *method)
{
    if (span_is(span_of(method), "net-change")) return words_method_net_change(b->say);
    if (span_is(span_of(method), "realised-in-quote")) return words_method_realised(b->say);
    if (span_is(span_of(method), "fees")) return words_method_fees(b->say);
    return method;
}

const char *loss_amount(const struct builder *b, const struct loss *loss)
{
    if (!loss->computed) return words_losses_uncomputed(b->say);
    return value_signed(b, loss->amount);
}

const char *loss_with_asset(const struct builder *b, const struct loss *loss)
{
    return words_two_parts(b->say, loss_amount(b, loss), value_visible(b, store_get_text(b->store, loss->asset)));
}

const char *value_signal(const struct builder *b, const struct signal_hit *hit)
{
    return words_retell(b->say, value_visible(b, span_of(hit->value ? hit->value : "")));
}

const char *signal_name(const struct builder *b, enum signal code)
{
    switch (code) {
    case SIGNAL_S1: return words_signal_1(b->say);
    case SIGNAL_S2: return words_signal_2(b->say);
    case SIGNAL_S3: return words_signal_3(b->say);
    case SIGNAL_S4: return words_signal_4(b->say);
    case SIGNAL_S5: return words_signal_5(b->say);
    case SIGNAL_S6: return words_signal_6(b->say);
    case SIGNAL_S7: return words_signal_7(b->say);
    case SIGNAL_S8: return words_signal_8(b->say);
    case SIGNAL_S9: return words_signal_9(b->say);
    case SIGNAL_S10: return words_signal_10(b->say);
    case SIGNAL_S11: return words_signal_11(b->say);
    case SIGNAL_S12: return words_signal_12(b->say);
    case SIGNAL_S13: return words_signal_13(b->say);
    case SIGNAL_S14: return words_signal_14(b->say);
    }
    return "";
}
