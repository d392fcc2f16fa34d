/* grouping_legs - the legs that wait for the other legs of their fill. A leg takes the next place of a ring; when a leg is
 * about to be overwritten, its key is joined with what there is. So memory is bounded by how far apart the definition says
 * that legs may stand.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/legs.h"

#include "base/memory.h"

static struct leg_book *book_of(struct mapper *m, uint32_t within)
{
    if (m->legs) return m->legs;
    struct leg_book *book = memory_alloc(sizeof *book);
    book->places = within;
    book->ring = memory_alloc(within * sizeof *book->ring);
    book->bucket_mask = 1;
    while (book->bucket_mask < within) book->bucket_mask *= 2;
    book->buckets = memory_alloc(book->bucket_mask * sizeof *book->buckets);
    for (uint32_t i = 0; i < book->bucket_mask; i++) book->buckets[i] = LEG_NONE;
    book->bucket_mask--;
    book->scratch = arena_new(0);
    return m->legs = book;
}

void leg_book_free(struct leg_book *book)
{
    if (!book) return;
    for (uint32_t i = 0; i < book->places; i++) free(book->ring[i].bytes);
    free(book->ring);
    free(book->buckets);
    LIST_FREE(&book->group);
    arena_free(book->scratch);
    free(book);
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static uint64_t hash_of(struct span key)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < key.len; i++) hash = (hash ^ (unsigned char)key.ptr[i]) * 1099511628211u;
    return hash ^ hash >> 29;
}

/* The texts of these columns, one after the other; empty when none of them says anything. */
static struct span texts_of(struct row *row, const uint16_t *slots, size_t count)
{
    struct span texts = SPAN_NONE;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct cell *cell = row_cell(row, slots[i]);
        struct span text = cell ? span_trim(cell->text) : SPAN_NONE;
        any |= text.len > 0;
        texts = span_of(arena_format(row->r->scratch, "%.*s\x1f%.*s", SPAN_ARG(texts), SPAN_ARG(text)));
    }
    return any ? texts : SPAN_NONE;
}

static uint32_t *bucket_of(struct leg_book *book, uint64_t hash)
{
    return &book->buckets[hash & book->bucket_mask];
}

static uint32_t first_with(struct leg_book *book, const struct section *section, struct span key, uint64_t hash)
{
    uint32_t at = *bucket_of(book, hash);
    for (; at != LEG_NONE; at = book->ring[at].bucket_next) {
        const struct leg *leg = &book->ring[at];
        if (leg->hash != hash || leg->section != section) continue;
        if (span_equal((struct span){leg->bytes, leg->key_len}, key)) break;
    }
    return at;
}

static void open_group(struct leg_book *book, uint32_t place, uint64_t hash)
{
    struct leg *leg = &book->ring[place];
    uint32_t *bucket = bucket_of(book, hash);
    leg->hash = hash;
    leg->last = place;
    leg->next = LEG_NONE;
    leg->bucket_next = *bucket;
    *bucket = place;
}

static void extend_group(struct leg_book *book, uint32_t first, uint32_t place)
{
    book->ring[place].next = LEG_NONE;
    book->ring[book->ring[first].last].next = place;
    book->ring[first].last = place;
}

static void take_out(struct leg_book *book, uint32_t first)
{
    uint32_t *link = bucket_of(book, book->ring[first].hash);
    while (*link != first) link = &book->ring[*link].bucket_next;
    *link = book->ring[first].bucket_next;
}

/* ---- joining ----------------------------------------------------------------------------------------------------- */

static void join_group(struct mapper *m, uint32_t first, bool final, struct map_counts *counts)
{
    struct leg_book *book = m->legs;
    const uint64_t hash = book->ring[first].hash;
    book->group.count = 0;
    for (uint32_t at = first; at != LEG_NONE; at = book->ring[at].next) *LIST_ADD(&book->group) = &book->ring[at];
    take_out(book, first);
    arena_reset(book->scratch);
    legs_join(m, book->group.items, book->group.count, final, counts);
    uint32_t head = LEG_NONE; /* what stays open waits on as a group of its own */
    for (size_t i = 0; i < book->group.count; i++) {
        uint32_t place = (uint32_t)(book->group.items[i] - book->ring);
        if (!book->ring[place].open) continue;
        if (head == LEG_NONE) {
            open_group(book, head = place, hash);
        } else {
            extend_group(book, head, place);
        }
    }
}

static char *put(char *to, struct span text)
{
    if (text.len) memcpy(to, text.ptr, text.len);
    return to + text.len;
}

static void keep_bytes(struct leg *leg, struct span key, struct span same, struct span raw)
{
    size_t wanted = key.len + same.len + raw.len;
    if (wanted > leg->room) {
        leg->room = wanted + wanted / 2;
        leg->bytes = memory_resize(leg->bytes, leg->room, 1);
    }
    put(put(put(leg->bytes, key), same), raw);
    leg->key_len = key.len;
    leg->same_len = same.len;
    leg->raw_len = raw.len;
}

static enum row_result check_leg(struct row *row, struct span key)
{
    static const char rule[] = "/legs/key";
    if (!row->asset) {
        row_reject_whole(row, diag_missing_value, SPAN("the asset that was moved"), "/columns/asset");
        return ROW_REJECTED;
    }
    if (key.len) return ROW_EVENT;
    row_reject(row, diag_missing_value, row_cell(row, row->s->rules->legs.key[0]), rule);
    return ROW_REJECTED;
}

void leg_add(struct row *row, struct map_counts *counts)
{
    const struct leg_rules *rules = &row->s->rules->legs;
    struct leg_book *book = book_of(row->m, rules->within);
    struct span key = texts_of(row, rules->key, rules->key_count);
    enum row_result result = check_leg(row, key);
    if (result != ROW_EVENT) {
        row_store(row, result, counts);
        return;
    }
    uint32_t place = (uint32_t)(book->taken++ % book->places);
    struct leg *leg = &book->ring[place];
    while (leg->open) join_group(row->m, place, false, counts); /* the oldest leg is the first of its key */
    keep_bytes(leg, key, texts_of(row, rules->same, rules->same_count), row->r->raw);
    leg->e = row->e;
    leg->section = row->s;
    leg->asset = row->asset;
    leg->fee_only = rules->fee_matches && row_agrees(row, &rules->fee_from, rules->fee_matches);
    leg->open = true;
    uint64_t hash = hash_of(key);
    uint32_t first = first_with(book, row->s, key, hash);
    if (first == LEG_NONE) {
        open_group(book, place, hash);
    } else {
        extend_group(book, first, place);
    }
}

void legs_finish(struct mapper *m, struct map_counts *counts)
{
    struct leg_book *book = m->legs;
    if (!book) return;
    for (uint64_t i = 0; i < book->places; i++) { /* from the oldest on */
        uint32_t place = (uint32_t)((book->taken + i) % book->places);
        if (book->ring[place].open) join_group(m, place, true, counts);
    }
}
