/* issuer_stats - which kinds of client order ids the orders carry, and which of them is that of the victim's own bots,
 * learned from the orders that bot records explain.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/issuers/issuers.h"
#include "attribution/sort.h"
#include "attribution/work.h"
#include "base/memory.h"

static void add_order(struct work *w, struct intern *tags, struct order *o)
{
    struct result *r = w->result;
    char scratch[24];
    struct span id = store_ident_text(w->store, o->client_id, scratch);
    uint32_t number = intern_id(tags, issuer_tag(id)); /* 0: no client order id */
    while (r->issuers.count <= number) (void)LIST_ADD(&r->issuers);
    struct issuer_stat *stat = &r->issuers.items[number];
    if (stat->orders == 0) {
        struct span venue = store_get_text(w->store, w->store->accounts.items[o->account].venue);
        const struct issuer_rule *rule = w->options->issuers ? issuer_classify(w->options->issuers, venue, id) : NULL;
        struct span tag = intern_text(tags, number);
        stat->tag = tag.len == 0 ? "(none)" : arena_format(r->arena, "%.*s", SPAN_ARG(tag));
        stat->name = rule ? arena_format(r->arena, "%.*s", SPAN_ARG(rule->issuer)) : "";
        stat->channel = o->channel;
    }
    if (stat->channel != o->channel) stat->channel = CHANNEL_NONE;
    stat->orders++;
    if (o->verdict == VERDICT_BOT) stat->matched++;
    o->issuer = number;
}

static int compare_stats(const void *context, uint32_t a, uint32_t b)
{
    const struct result *r = context;
    const struct issuer_stat *left = &r->issuers.items[a];
    const struct issuer_stat *right = &r->issuers.items[b];
    if (left->orders != right->orders) return left->orders > right->orders ? -1 : 1;
    return left->orders == 0 ? 0 : strcmp(left->tag, right->tag);
}

/* Most frequent first. Numbers of tags without orders (the empty one, perhaps) fall away at the end. */
static void sort_stats(struct result *r)
{
    size_t count = r->issuers.count;
    uint32_t *order = memory_resize(NULL, count + 1, sizeof *order);
    uint32_t *place = memory_resize(NULL, count + 1, sizeof *place);
    struct issuer_stat *sorted = memory_resize(NULL, count + 1, sizeof *sorted);
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    sort_indexes(order, count, compare_stats, r);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = r->issuers.items[order[i]];
        place[order[i]] = i;
    }
    for (size_t i = 0; i < count; i++) r->issuers.items[i] = sorted[i];
    for (size_t i = 0; i < r->orders.count; i++) r->orders.items[i].issuer = place[r->orders.items[i].issuer];
    while (r->issuers.count > 0 && r->issuers.items[r->issuers.count - 1].orders == 0) r->issuers.count--;
    free(order);
    free(place);
    free(sorted);
}

/* The tag that most explained orders carry, when at least three do and it is a tag at all. */
static void learn(struct result *r)
{
    enum { AT_LEAST = 3 };
    struct issuer_stat *best = NULL;
    for (size_t i = 0; i < r->issuers.count; i++) {
        struct issuer_stat *s = &r->issuers.items[i];
        if (strcmp(s->tag, "(none)") != 0 && s->matched >= AT_LEAST && (!best || s->matched > best->matched)) best = s;
    }
    if (best) best->learned = true;
}

void issuers_count(struct work *w)
{
    struct intern *tags = intern_new();
    for (size_t i = 0; i < w->result->orders.count; i++) add_order(w, tags, &w->result->orders.items[i]);
    intern_free(tags);
    sort_stats(w->result);
    learn(w->result);
}
