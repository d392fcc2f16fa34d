/* verdicts - what is left after the matching is unissued where the bot records are complete, and not covered elsewhere.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/coverage/coverage.h"
#include "attribution/doubts.h"
#include "attribution/matching/own_tag.h"
#include "attribution/matching/unexecuted.h"
#include "attribution/work.h"

/* Left by the matching for orders that stay unexplained. */
#define HINTS                                                                                                          \
    (REASON_BIT(REASON_price_apart) | REASON_BIT(REASON_paper_only) | REASON_BIT(REASON_failed_placement) |            \
     REASON_BIT(REASON_partial_deal_match))

static bool nothing_executed(const struct work *w, const struct order *o)
{
    struct decimal qty;
    return order_amount(w->store, o, ORDER_QTY, &qty) && decimal_sign(qty) == 0;
}

static void add_circumstances(const struct work *w, struct order *o)
{
    reason_set api =
        REASON_BIT(REASON_client_id_api) | REASON_BIT(REASON_client_id_generated) | REASON_BIT(REASON_client_id_own);
    if (!(o->reasons & api) && own_tag_shared(w, o)) o->reasons |= REASON_BIT(REASON_client_id_own);
    if (o->channel == CHANNEL_API)
        o->reasons |= REASON_BIT(REASON_channel_api);
    else if (!(o->reasons & api))
        o->reasons |= REASON_BIT(REASON_channel_silent);
    if (nothing_executed(w, o)) o->reasons |= REASON_BIT(REASON_nothing_executed);
    if (order_began(w->result, o).digits == 0) o->reasons |= REASON_BIT(REASON_times_coarse);
}

/* Nothing was executed, and the bot records that would hold it list no such orders. What another program sent is none of theirs. */
static bool is_unlisted(const struct work *w, const struct unexecuted *u, const struct order *o)
{
    return nothing_executed(w, o) && !own_tag_differs(w, o) && !unexecuted_listed(w, u, o);
}

static void set_verdict(struct work *w, const struct unexecuted *u, struct order *o)
{
    enum reason reason;
    if (o->verdict == VERDICT_AMBIGUOUS) {
        o->reasons &=
            ~(REASON_BIT(REASON_price_apart) | REASON_BIT(REASON_paper_only) | REASON_BIT(REASON_failed_placement));
        add_circumstances(w, o);
    } else if (o->verdict != VERDICT_NONE) {
        o->reasons &= ~HINTS;
    } else if (o->reasons & REASON_BIT(REASON_clock_doubtful)) {
        o->verdict = VERDICT_NOT_COVERED;
    } else if (is_unlisted(w, u, o)) {
        o->verdict = VERDICT_NOT_COVERED;
        o->reasons |= REASON_BIT(REASON_unexecuted_not_listed);
    } else if (coverage_of(w, o, &reason)) {
        o->verdict = VERDICT_UNISSUED;
        o->reasons |= REASON_BIT(REASON_no_bot_record);
        add_circumstances(w, o);
    } else {
        o->verdict = VERDICT_NOT_COVERED;
        o->reasons |= REASON_BIT(reason);
    }
}

void verdicts_set(struct work *w)
{
    struct unexecuted u;
    unexecuted_learn(w, &u);
    for (size_t i = 0; i < w->result->orders.count; i++) set_verdict(w, &u, &w->result->orders.items[i]);
    unexecuted_free(&u);
    twins_mark(w);
    misfit_mark(w);
    closes_mark(w);
}
