/* relay - the copies that go from a reader's thread to the caller's.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/relay.h"

#include <stdlib.h>

#include "base/handover.h"
#include "base/memory.h"

/* A batch is small enough to lie in a processor's own cache while both sides touch it. */
enum { BATCHES = 4, ITEMS = 256, TEXT = 128 << 10, CELLS = 4096 };

struct item {
    bool is_diag;
    enum read_status status;
    union {
        struct record record;
        struct diag diag;
    } of;
};
struct batch {
    struct item items[ITEMS];
    size_t count;
    char *text; /* never moved while anything lies in the batch */
    size_t used, room;
    struct cell *cells;
    size_t cell_count, cell_room;
};

struct relay {
    const struct diag_sink *sink;
    struct diag_sink inner; /* what the reader reports to */
    relay_reader *next;
    void *user;
    bool names_stay;
    bool threaded;             /* set before the thread begins */
    struct handover *handover; /* the caller's own; NULL: there is no thread */
    struct arena *scratch;     /* the caller's own */
    struct handover *ahead;    /* the thread's own: the same */
    struct batch batches[BATCHES];
    struct batch *filling; /* the thread's own; NULL: none is begun */
    bool unwanted;         /* the thread's own: the caller has stopped */
    struct batch *reading; /* the caller's own */
    size_t at;
};

/* ---- the reader's side --------------------------------------------------------------------------------------------- */

static void begin_batch(struct relay *r)
{
    size_t slot;
    r->unwanted = r->unwanted || !handover_begin(r->ahead, &slot);
    if (r->unwanted) return;
    r->filling = &r->batches[slot];
    r->filling->count = r->filling->used = r->filling->cell_count = 0;
}

static void end_batch(struct relay *r)
{
    if (r->filling) handover_put(r->ahead);
    r->filling = NULL;
}

static void make_room(struct batch *b, size_t text, size_t cells)
{
    if (text > b->room || !b->text) {
        b->room = text > TEXT ? text : TEXT;
        b->text = memory_resize(b->text, b->room, 1);
    }
    if (cells > b->cell_room || !b->cells) {
        b->cell_room = cells > CELLS ? cells : CELLS;
        b->cells = memory_resize(b->cells, b->cell_room, sizeof *b->cells);
    }
}

/* A place for one more item with so much text and so many cells; NULL: nothing is wanted any more. */
static struct item *add_item(struct relay *r, size_t text, size_t cells)
{
    struct batch *b = r->filling;
    bool full =
        b && b->count > 0 && (b->count == ITEMS || text > b->room - b->used || cells > b->cell_room - b->cell_count);
    if (full) end_batch(r);
    if (!r->filling) begin_batch(r);
    if (r->unwanted) return NULL;
    b = r->filling;
    if (b->count == 0) make_room(b, text, cells);
    return &b->items[b->count++];
}

static struct span put(struct batch *b, struct span text)
{
    if (text.len == 0) return text;
    char *copy = b->text + b->used;
    memcpy(copy, text.ptr, text.len);
    b->used += text.len;
    return (struct span){copy, text.len};
}

static bool is_within(struct span part, struct span whole)
{
    uintptr_t start = (uintptr_t)whole.ptr;
    return (uintptr_t)part.ptr >= start && (uintptr_t)part.ptr + part.len <= start + whole.len;
}

/* What of the cells lies outside the record's own text and has to be copied besides. */
static size_t text_outside(const struct relay *r, const struct record *record, const struct cell *cells, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        if (!r->names_stay && !is_within(cells[i].name, record->raw)) bytes += cells[i].name.len;
        if (!is_within(cells[i].text, record->raw)) bytes += cells[i].text.len;
    }
    return bytes;
}

static struct span moved(struct batch *b, struct span part, struct span raw, struct span copy)
{
    if (is_within(part, raw)) return (struct span){copy.ptr + (part.ptr - raw.ptr), part.len};
    return put(b, part);
}

static struct cell *put_cells(const struct relay *r, struct batch *b, const struct cell *cells, size_t count,
                              struct span raw, struct span copy)
{
    struct cell *first = b->cells + b->cell_count;
    for (size_t i = 0; i < count; i++) {
        struct cell *to = &first[i];
        *to = cells[i];
        if (!r->names_stay) to->name = moved(b, to->name, raw, copy);
        to->text = moved(b, to->text, raw, copy);
    }
    b->cell_count += count;
    return first;
}

static void put_record(struct relay *r, const struct record *record)
{
    size_t text = record->raw.len + text_outside(r, record, record->cells, record->count) +
                  text_outside(r, record, record->context, record->context_count);
    struct item *item = add_item(r, text, record->count + record->context_count);
    if (!item) return;
    struct batch *b = r->filling;
    struct span copy = put(b, record->raw);
    item->is_diag = false;
    item->status = READ_RECORD;
    item->of.record = *record;
    item->of.record.raw = copy;
    item->of.record.cells = put_cells(r, b, record->cells, record->count, record->raw, copy);
    item->of.record.context = put_cells(r, b, record->context, record->context_count, record->raw, copy);
}

static void put_diag(struct relay *r, const struct diag *d)
{
    size_t text = d->path.len + d->field.len + d->value.len + d->detail.len + d->rule.len + d->raw.len;
    struct item *item = add_item(r, text, 0);
    if (!item) return;
    struct batch *b = r->filling;
    struct diag *copy = &item->of.diag;
    item->is_diag = true;
    *copy = *d;
    copy->path = put(b, d->path);
    copy->field = put(b, d->field);
    copy->value = put(b, d->value);
    copy->detail = put(b, d->detail);
    copy->rule = put(b, d->rule);
    copy->raw = put(b, d->raw);
}

static void take_diag(void *user, const struct diag *d)
{
    struct relay *r = user;
    if (r->threaded)
        put_diag(r, d);
    else
        diag_report(r->sink, d);
}

static void put_status(struct relay *r, enum read_status status)
{
    struct item *item = add_item(r, 0, 0);
    if (!item) return;
    item->is_diag = false;
    item->status = status;
}

static void read_ahead(void *user, struct handover *h)
{
    struct relay *r = user;
    enum read_status status = READ_RECORD;
    r->ahead = h;
    while (!r->unwanted && status != READ_END && status != READ_FAILED) {
        struct record record;
        status = r->next(r->user, &record);
        if (status == READ_RECORD)
            put_record(r, &record);
        else
            put_status(r, status);
    }
    end_batch(r);
}

/* ---- the caller's side --------------------------------------------------------------------------------------------- */

struct relay *relay_new(const struct diag_sink *sink)
{
    struct relay *r = memory_alloc(sizeof *r);
    r->sink = sink;
    r->inner = (struct diag_sink){take_diag, r};
    return r;
}

const struct diag_sink *relay_sink(struct relay *r)
{
    return &r->inner;
}

void relay_start(struct relay *r, relay_reader *next, void *user, bool threaded, bool names_stay)
{
    r->next = next;
    r->user = user;
    r->names_stay = names_stay;
    if (!threaded) return;
    r->scratch = arena_new(0);
    r->threaded = true;
    r->handover = handover_new(BATCHES, read_ahead, r);
    if (!r->handover) r->threaded = false;
}

/* The next item of the batches; NULL: there is none. */
static const struct item *next_item(struct relay *r)
{
    size_t slot;
    for (;;) {
        if (r->reading && r->at < r->reading->count) return &r->reading->items[r->at++];
        if (r->reading) handover_give_back(r->handover);
        r->reading = NULL;
        if (!handover_take(r->handover, &slot)) return NULL;
        r->reading = &r->batches[slot];
        r->at = 0;
    }
}

enum read_status relay_next(struct relay *r, struct record *out)
{
    if (!r->handover) return r->next(r->user, out);
    arena_reset(r->scratch);
    for (;;) {
        const struct item *item = next_item(r);
        if (!item) return READ_END;
        if (item->is_diag) {
            diag_report(r->sink, &item->of.diag);
            continue;
        }
        if (item->status == READ_RECORD) {
            *out = item->of.record;
            out->scratch = r->scratch;
        }
        return item->status;
    }
}

void relay_free(struct relay *r)
{
    if (r->handover) handover_free(r->handover);
    for (size_t i = 0; i < BATCHES; i++) {
        free(r->batches[i].text);
        free(r->batches[i].cells);
    }
    arena_free(r->scratch);
    free(r);
}
