/* own_tag - a vote among the explained orders.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/own_tag.h"

#include "attribution/issuers.h"

static struct span tag_of(const struct work *w, const struct order *o, char scratch[24])
{
    return o->client_id == IDENT_NONE ? SPAN_NONE : issuer_tag(store_ident_text(w->store, o->client_id, scratch));
}

void own_tag_learn(struct work *w)
{
    enum { AT_LEAST = 3 };
    struct intern *tags = intern_new();
    LIST(uint64_t) votes = LIST_EMPTY;
    uint64_t all = 0;
    char scratch[24];
    for (size_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = &w->result->orders.items[i];
        bool counts = o->verdict == VERDICT_BOT && !work_is_of_program(w, o);
        struct span tag = counts ? tag_of(w, o, scratch) : SPAN_NONE;
        if (tag.len == 0) continue;
        uint32_t number = intern_id(tags, tag);
        while (votes.count <= number) (void)LIST_ADD(&votes);
        votes.items[number]++;
        all++;
    }
    for (uint32_t n = 0; n < votes.count; n++) {
        if (votes.items[n] < AT_LEAST || votes.items[n] * 10 < all * 9) continue;
        struct span tag = intern_text(tags, n);
        w->own_tag = arena_copy(w->result->arena, tag);
    }
    LIST_FREE(&votes);
    intern_free(tags);
}

bool own_tag_differs(const struct work *w, const struct order *o)
{
    char scratch[24];
    struct span tag = w->own_tag.len == 0 ? SPAN_NONE : tag_of(w, o, scratch);
    return tag.len > 0 && !span_equal(tag, w->own_tag);
}
