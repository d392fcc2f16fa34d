/* own_tag - a vote among the explained orders.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/own_tag.h"

#include "attribution/issuers/issuers.h"
#include "base/memory.h"

enum { AT_LEAST = 3, PREFIX_MAX = 24 };

static struct span client_id_of(const struct work *w, const struct order *o, char scratch[24])
{
    return o->client_id == IDENT_NONE ? SPAN_NONE : store_ident_text(w->store, o->client_id, scratch);
}

/* An id of no known kind goes by the learned beginning, once there is one. */
static struct span tag_of(const struct work *w, const struct order *o, char scratch[24])
{
    struct span id = client_id_of(w, o, scratch), tag = issuer_tag(id);
    bool learned = w->own_tag_is_prefix && span_is(tag, "other") && span_starts_with(id, w->own_tag);
    return learned ? w->own_tag : tag;
}

static bool counts(const struct work *w, const struct order *o)
{
    return o->verdict == VERDICT_BOT && !work_is_of_program(w, o);
}

/* ---- the beginning of ids that are of no known kind -------------------------------------------------------------------- */

/* How many of the counted ids begin with prefix, and how often each character follows it there. */
static uint64_t count_next(const struct work *w, struct span prefix, uint64_t next[256])
{
    uint64_t all = 0;
    char scratch[24];
    memset(next, 0, 256 * sizeof *next);
    for (size_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = &w->result->orders.items[i];
        struct span id = counts(w, o) ? client_id_of(w, o, scratch) : SPAN_NONE;
        if (id.len <= prefix.len || !span_starts_with(id, prefix)) continue;
        next[(unsigned char)id.ptr[prefix.len]]++;
        all++;
    }
    return all;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Digits at the end may be those of a time or a running number; a short rest, or one without letters, is chance. */
static size_t telling_length(const char *prefix, size_t length)
{
    enum { SHORTEST = 4 };
    bool letters = false;
    while (length > 0 && prefix[length - 1] >= '0' && prefix[length - 1] <= '9') length--;
    for (size_t i = 0; i < length; i++) letters = letters || is_letter(prefix[i]);
    return letters && length >= SHORTEST ? length : 0;
}

/* The longest beginning of nine in ten of the ids. */
static void learn_prefix(struct work *w, uint64_t votes)
{
    char prefix[PREFIX_MAX];
    size_t length = 0;
    uint64_t next[256];
    while (length < PREFIX_MAX) {
        unsigned best = 0;
        count_next(w, (struct span){prefix, length}, next);
        for (unsigned c = 1; c < 256; c++)
            if (next[c] > next[best]) best = c;
        if (next[best] * 10 < votes * 9) break;
        prefix[length++] = (char)best;
    }
    length = telling_length(prefix, length);
    if (length == 0) return;
    w->own_tag = arena_copy(w->result->arena, (struct span){prefix, length});
    w->own_tag_is_prefix = true;
}

/* ---- the vote ---------------------------------------------------------------------------------------------------------- */

void own_tag_learn(struct work *w)
{
    struct intern *tags = intern_new();
    LIST(uint64_t) votes = LIST_EMPTY;
    uint64_t all = 0;
    char scratch[24];
    w->own_tag_is_prefix = false;
    for (size_t i = 0; i < w->result->orders.count; i++) {
        const struct order *o = &w->result->orders.items[i];
        struct span tag = counts(w, o) ? tag_of(w, o, scratch) : SPAN_NONE;
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
        if (span_is(tag, "other")) learn_prefix(w, votes.items[n]);
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

bool own_tag_shared(const struct work *w, const struct order *o)
{
    char scratch[24];
    return w->own_tag_is_prefix && span_equal(tag_of(w, o, scratch), w->own_tag);
}
