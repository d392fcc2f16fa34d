/* unassessed - the orders of which nothing is claimed: how many, why, and which records would change that; and the files that
 * could not be used. This is what page one begins with.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/papers.h"

enum { GROUPS_TOLD = 4, FILES_TOLD = 4, ACCOUNTS_TOLD = 4 };

uint64_t unassessed_orders(const struct builder *b)
{
    return b->r->verdict_orders[VERDICT_NOT_COVERED] + b->r->verdict_orders[VERDICT_AMBIGUOUS];
}

static bool is_unassessed(const struct order *o)
{
    return o->verdict == VERDICT_NOT_COVERED || o->verdict == VERDICT_AMBIGUOUS;
}

size_t unassessed_list(const struct builder *b, uint32_t **orders)
{
    *orders = ARENA_ARRAY(b->arena, uint32_t, unassessed_orders(b) + 1);
    size_t count = 0;
    for (size_t i = 0; i < b->r->orders.count; i++)
        if (is_unassessed(&b->r->orders.items[i])) (*orders)[count++] = (uint32_t)i;
    return count;
}

static void extend(struct period *p, const struct order *o)
{
    if (p->from_ns == TIME_NONE || o->first_ns < p->from_ns) p->from_ns = o->first_ns;
    if (p->to_ns == TIME_NONE || o->last_ns > p->to_ns) p->to_ns = o->last_ns;
}

struct period orders_period(const struct builder *b, const uint32_t *orders, size_t count)
{
    struct period when = {TIME_NONE, TIME_NONE};
    for (size_t i = 0; i < count; i++) extend(&when, &b->r->orders.items[orders[i]]);
    return when;
}

/* ---- why ----------------------------------------------------------------------------------------------------------------- */

/* The reasons for which nothing is claimed of an order, and what would settle each. */
enum cure { CURE_RECORDS, CURE_PAGES, CURE_ZONE, CURE_DEAL_ORDERS };
static const struct {
    enum reason reason;
    enum cure cure;
} causes[] = {
    {REASON_clock_doubtful, CURE_ZONE},          {REASON_unexecuted_not_listed, CURE_DEAL_ORDERS},
    {REASON_bot_records_page_sized, CURE_PAGES}, {REASON_no_bot_records, CURE_RECORDS},
    {REASON_before_bot_records, CURE_RECORDS},   {REASON_older_deals, CURE_RECORDS},
    {REASON_after_bot_records, CURE_RECORDS},    {REASON_between_bot_records, CURE_RECORDS},
    {REASON_bot_records_cut, CURE_RECORDS},      {REASON_bot_not_supplied, CURE_RECORDS},
    {REASON_open_deals_left_out, CURE_RECORDS},
};
enum { CAUSES = sizeof causes / sizeof *causes, AMBIGUOUS = CAUSES, UNKNOWN, GROUPS };

struct open_group {
    uint64_t orders;
    struct period when;
};

static unsigned cause_of(const struct order *o)
{
    if (o->verdict == VERDICT_AMBIGUOUS) return AMBIGUOUS;
    for (unsigned i = 0; i < CAUSES; i++)
        if (o->reasons & REASON_BIT(causes[i].reason)) return i;
    return UNKNOWN;
}

static bool is_cured_by(unsigned cause, enum cure cure)
{
    if (cause == AMBIGUOUS) return cure == CURE_DEAL_ORDERS;
    if (cause == UNKNOWN) return cure == CURE_RECORDS;
    return causes[cause].cure == cure;
}

static const char *cause_words(const struct builder *b, unsigned cause)
{
    if (cause == AMBIGUOUS) return words_verdict_ambiguous(b->say);
    if (cause == UNKNOWN) return words_verdict_not_covered(b->say);
    return words_reason(b->say, causes[cause].reason);
}

/* The groups with the most orders, and how many more there are. */
static const char *tell_groups(const struct builder *b, const struct open_group *groups, const char *text)
{
    bool told[GROUPS] = {false};
    size_t all = 0;
    for (unsigned i = 0; i < GROUPS; i++) all += groups[i].orders > 0;
    for (size_t n = 0; n < all && n < GROUPS_TOLD; n++) {
        unsigned best = GROUPS;
        for (unsigned i = 0; i < GROUPS; i++)
            if (!told[i] && groups[i].orders > 0 && (best == GROUPS || groups[i].orders > groups[best].orders))
                best = i;
        told[best] = true;
        text = words_two_parts(b->say, text,
                               words_open_group(b->say, words_n_order(b->say, groups[best].orders),
                                                paper_when(b, groups[best].when), cause_words(b, best)));
    }
    return all > GROUPS_TOLD ? words_two_parts(b->say, text, words_and_more(b->say, value_u64(b, all - GROUPS_TOLD)))
                             : text;
}

/* ---- what to fetch ------------------------------------------------------------------------------------------------------- */

static const char *file_name(const struct builder *b, size_t source)
{
    return words_two_parts(b->say, value_source(b, (uint32_t)source),
                           value_visible(b, span_of(b->evidence->sources.items[source].path)));
}

/* The files for which `wanted` holds. */
static const char *list_files(const struct builder *b, bool (*wanted)(const struct builder *b, size_t source))
{
    const char *list = "";
    size_t all = 0;
    for (size_t i = 0; i < b->evidence->sources.count; i++)
        if (wanted(b, i) && all++ < FILES_TOLD) list = value_join(b, list, "; ", file_name(b, i));
    return all > FILES_TOLD ? value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - FILES_TOLD))) : list;
}

static bool is_page_sized(const struct builder *b, size_t source)
{
    return b->evidence->sources.items[source].page_sized;
}

static bool has_doubtful_clock(const struct builder *b, size_t source)
{
    for (size_t i = 0; i < b->r->clock_doubts.count; i++)
        if (b->r->clock_doubts.items[i].source == source) return true;
    return false;
}

static bool is_at_fault(const struct builder *b, size_t source)
{
    return report_source_is_at_fault(&b->evidence->sources.items[source]);
}

const char *incomplete_files(const struct builder *b)
{
    const char *list = list_files(b, is_at_fault);
    return *list ? words_incomplete_files(b->say, list) : "";
}

static const char *missing_accounts(const struct builder *b)
{
    bool *marked = ARENA_ARRAY(b->arena, bool, b->store->accounts.count + 1);
    for (size_t i = 0; i < b->r->orders.count; i++) {
        const struct order *o = &b->r->orders.items[i];
        if (is_unassessed(o) && is_cured_by(cause_of(o), CURE_RECORDS)) marked[o->account] = true;
    }
    const char *list = "";
    size_t all = 0;
    for (uint32_t i = 0; i < b->store->accounts.count; i++)
        if (marked[i] && all++ < ACCOUNTS_TOLD) list = value_join(b, list, "; ", value_account_or_stated(b, i));
    return all > ACCOUNTS_TOLD ? value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - ACCOUNTS_TOLD)))
                               : list;
}

/* All groups that one cure helps, as one. */
static struct open_group cured_by(const struct open_group *groups, enum cure cure)
{
    struct open_group sum = {0, {TIME_NONE, TIME_NONE}};
    for (unsigned i = 0; i < GROUPS; i++) {
        if (groups[i].orders == 0 || !is_cured_by(i, cure)) continue;
        sum.orders += groups[i].orders;
        if (sum.when.from_ns == TIME_NONE || groups[i].when.from_ns < sum.when.from_ns)
            sum.when.from_ns = groups[i].when.from_ns;
        if (sum.when.to_ns == TIME_NONE || groups[i].when.to_ns > sum.when.to_ns) sum.when.to_ns = groups[i].when.to_ns;
    }
    return sum;
}

/* What the bot side covers, from its first to its last stretch. */
static struct period reach_of_bots(const struct builder *b)
{
    struct period reach = {TIME_NONE, TIME_NONE};
    for (size_t i = 0; i < b->r->coverage.count; i++) {
        const struct coverage *c = &b->r->coverage.items[i];
        if (!c->bot_side) continue;
        if (reach.from_ns == TIME_NONE || c->when.from_ns < reach.from_ns) reach.from_ns = c->when.from_ns;
        if (reach.to_ns == TIME_NONE || c->when.to_ns > reach.to_ns) reach.to_ns = c->when.to_ns;
    }
    return reach;
}

static const char *tell_reach(const struct builder *b, const char *text)
{
    const struct period reach = reach_of_bots(b);
    if (reach.from_ns == TIME_NONE) return text;
    return words_two_parts(b->say, text,
                           words_open_reach(b->say, value_moment(b, reach.from_ns), value_moment(b, reach.to_ns)));
}

/* Of an order that was placed before the records end and executed after, what is missing begins where they end. */
static struct period missing_period(const struct builder *b, const struct open_group *groups, struct period when)
{
    const struct period reach = reach_of_bots(b);
    for (unsigned i = 0; i < GROUPS; i++) {
        const bool after = i < CAUSES && causes[i].reason == REASON_after_bot_records;
        if (groups[i].orders > 0 && is_cured_by(i, CURE_RECORDS) && !after) return when;
    }
    if (reach.to_ns != TIME_NONE && when.from_ns < reach.to_ns && reach.to_ns < when.to_ns) when.from_ns = reach.to_ns;
    return when;
}

static const char *tell_cures(const struct builder *b, const struct open_group *groups, const char *text)
{
    const struct speaker *say = b->say;
    const struct open_group records = cured_by(groups, CURE_RECORDS), deals = cured_by(groups, CURE_DEAL_ORDERS);
    if (records.orders > 0) {
        text = words_two_parts(
            say, text,
            words_open_fetch(say, missing_accounts(b), paper_when(b, missing_period(b, groups, records.when))));
        text = words_two_parts(say, text, words_get_bots(say));
    }
    if (cured_by(groups, CURE_PAGES).orders > 0)
        text = words_two_parts(say, text, words_open_pages(say, list_files(b, is_page_sized)));
    if (cured_by(groups, CURE_ZONE).orders > 0)
        text = words_two_parts(say, text, words_open_zone(say, list_files(b, has_doubtful_clock)));
    if (deals.orders > 0) text = words_two_parts(say, text, words_open_settle(say, words_n_order(say, deals.orders)));
    return text;
}

const char *unassessed_text(const struct builder *b)
{
    if (unassessed_orders(b) == 0) return "";
    struct open_group groups[GROUPS];
    for (unsigned i = 0; i < GROUPS; i++) groups[i] = (struct open_group){0, {TIME_NONE, TIME_NONE}};
    for (size_t i = 0; i < b->r->orders.count; i++) {
        const struct order *o = &b->r->orders.items[i];
        if (!is_unassessed(o)) continue;
        struct open_group *group = &groups[cause_of(o)];
        group->orders++;
        extend(&group->when, o);
    }
    const char *text =
        words_open_head(b->say, value_u64(b, unassessed_orders(b)), words_n_order(b->say, b->r->orders.count));
    return tell_cures(b, groups, tell_groups(b, groups, tell_reach(b, text)));
}
