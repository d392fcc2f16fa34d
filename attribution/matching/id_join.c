/* id_join - per account, how many orders have their id in a bot record.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/id_join.h"

#include "base/memory.h"

bool id_join_wanted(const struct work *w, const struct order *o)
{
    struct decimal qty;
    if (o->order_id == IDENT_NONE || (o->reasons & REASON_BIT(REASON_id_damaged))) return false;
    return order_amount(w->store, o, ORDER_QTY, &qty) && decimal_sign(qty) > 0;
}

static void count_order(const struct work *w, const struct order *o, struct id_tally *tally)
{
    bool counts = o->verdict == VERDICT_BOT || o->verdict == VERDICT_AMBIGUOUS || o->verdict == VERDICT_UNISSUED;
    if (!counts || o->incident != 0 || work_is_of_program(w, o) || !id_join_wanted(w, o)) return;
    tally->wanted++;
    if (o->reasons & REASON_BIT(REASON_order_id_joined)) tally->joined++;
}

struct id_tally id_join_tally(const struct work *w, uint32_t account)
{
    struct id_tally tally = {0, 0};
    for (size_t i = 0; i < w->result->orders.count; i++)
        if (w->result->orders.items[i].account == account) count_order(w, &w->result->orders.items[i], &tally);
    return tally;
}

void id_join_accounts(const struct work *w, bool *joins)
{
    enum { AT_LEAST = 5 };
    struct id_tally *tallies = memory_alloc((w->account_count + 1) * sizeof *tallies);
    for (size_t i = 0; i < w->result->orders.count; i++)
        count_order(w, &w->result->orders.items[i], &tallies[w->result->orders.items[i].account]);
    for (uint32_t a = 0; a < w->account_count; a++)
        joins[a] = tallies[a].joined >= AT_LEAST && tallies[a].joined * 10 >= tallies[a].wanted * 9;
    free(tallies);
}

void id_join_knows(const struct work *w, bool *knows)
{
    enum { AT_LEAST = 5 };
    struct tally {
        uint64_t explained, joined;
    } *tallies = memory_alloc((w->account_count + 1) * sizeof *tallies);
    for (size_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = &w->result->orders.items[i];
        if (o->verdict != VERDICT_BOT || work_is_of_program(w, o) || !id_join_wanted(w, o)) continue;
        tallies[o->account].explained++;
        if (o->reasons & REASON_BIT(REASON_order_id_joined)) tallies[o->account].joined++;
    }
    for (uint32_t a = 0; a < w->account_count; a++)
        knows[a] = tallies[a].joined >= AT_LEAST && tallies[a].joined * 10 >= tallies[a].explained * 9;
    free(tallies);
}
