/* tape - holds the trades of a tape against the fills, one file after the other.
 *
 * Nearly all trades of a tape are nobody's here: a trade is looked at closely only when its second or its id is one of the
 * fills'. Both are found by walking along with the tape.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/tape/tape.h"

#include "attribution/tape/check.h"
#include "base/memory.h"

const char *tape_result_name(enum tape_result r)
{
    switch (r) {
    case TAPE_EXACT: return "exact";
    case TAPE_UNIQUE: return "unique";
    case TAPE_CANDIDATES: return "candidates";
    case TAPE_AGGREGATE: return "aggregate";
    case TAPE_NONE: return "none";
    case TAPE_NOT_COVERED: return "not-covered";
    case TAPE_NOT_A_FILL:
    case TAPE_RESULT_COUNT: break;
    }
    return "";
}

void tape_free(struct tape *t)
{
    if (!t) return;
    for (size_t i = 0; i < t->files.count; i++) free(t->files.items[i].path);
    LIST_FREE(&t->files);
    free(t->of_event);
    free(t);
}

size_t tape_good_files(const struct tape *t)
{
    size_t good = 0;
    for (size_t i = 0; i < t->files.count; i++) good += t->files.items[i].facts.file.problem == REFERENCE_GOOD;
    return good;
}

struct tape_check *tape_check_new(const struct result *r)
{
    struct tape_check *c = memory_alloc(sizeof *c);
    c->result = r;
    c->store = r->evidence->store;
    tape_fills_collect(c);
    return c;
}

/* ---- files ---------------------------------------------------------------------------------------------------------- */

/* "BTCUSD_PERP" as markets spell it: upper case, without separators. */
static char *plain_symbol(struct span symbol)
{
    char *plain = memory_alloc(symbol.len + 1);
    size_t used = 0;
    for (size_t i = 0; i < symbol.len; i++) {
        const char c = symbol.ptr[i];
        if (c == '_' || c == '-' || c == '/') continue;
        plain[used++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return plain;
}

static bool is_series(const struct tape_check *c, const struct tape_series *s, const char *symbol)
{
    return span_is(store_get_text(c->store, s->symbol), symbol);
}

/* Fills of a series stand in the order of their seconds. */
static bool has_fill_in(const struct tape_check *c, const struct tape_series *s, int64_t from_ns, int64_t to_ns)
{
    size_t low = s->first_fill, high = s->end_fill;
    const int64_t first = tape_second(from_ns);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (tape_second(c->fills.items[middle].from_ns) < first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < s->end_fill && c->fills.items[low].from_ns < to_ns;
}

bool tape_check_wants(const struct tape_check *c, struct span path)
{
    struct tape_name name;
    enum tape_product product = TAPE_SPOT;
    if (!tape_name_parse(path, &name)) return false;
    const bool told = tape_product_of(path, &product);
    char *symbol = plain_symbol(name.symbol);
    bool wanted = false;
    for (size_t i = 0; i < c->series.count && !wanted; i++) {
        const struct tape_series *s = &c->series.items[i];
        wanted =
            is_series(c, s, symbol) && (!told || s->product == product) && has_fill_in(c, s, name.from_ns, name.to_ns);
    }
    free(symbol);
    return wanted;
}

void tape_check_begin(struct tape_check *c, struct span path, const struct tape_facts *facts)
{
    c->facts = facts;
    c->chosen = false;
    c->present = NULL;
    c->hits.count = 0;
    if (!tape_name_parse(path, &c->name)) c->name = (struct tape_name){.symbol = SPAN_NONE};
    c->symbol = plain_symbol(c->name.symbol);
}

static void choose_series(struct tape_check *c)
{
    c->chosen = true;
    for (size_t i = 0; i < c->series.count; i++) {
        const struct tape_series *s = &c->series.items[i];
        if (s->product == c->facts->product && is_series(c, s, c->symbol)) c->present = s;
    }
    if (!c->present) return;
    c->group_at = c->present->first_group;
    c->id_at = c->present->first_id;
}

/* What a file that does not count has found is forgotten. */
void tape_check_end(struct tape_check *c)
{
    const bool counts = c->facts->file.problem == REFERENCE_GOOD;
    for (size_t i = 0; i < c->hits.count; i++) {
        const struct tape_hit *h = &c->hits.items[i];
        struct tape_group *g = h->kind >= HIT_CANDIDATE ? &c->groups.items[h->index] : NULL;
        struct tape_fill *f = g ? NULL : &c->fills.items[h->index];
        if (!counts) {
            if (h->kind == HIT_CANDIDATE) g->stored--;
            continue;
        }
        switch ((enum tape_hit_kind)h->kind) {
        case HIT_FITS: f->fits = true; break;
        case HIT_DIFFERS: f->differs = true; break;
        case HIT_TIME_DIFFERS:
            f->differs = f->time_alone = true;
            f->apart_s = h->apart_s;
            break;
        case HIT_IN_AGGREGATE: f->in_aggregate = true; break;
        case HIT_CANDIDATE: *LIST_ADD(&c->candidates) = (struct tape_candidate){h->id, h->index, false}; break;
        case HIT_AGGREGATE: g->aggregates++; break;
        }
    }
    if (counts && c->present)
        *LIST_ADD(&c->covers) = (struct tape_cover){c->name.from_ns, c->name.to_ns,
                                                    (size_t)(c->present - c->series.items), c->name.aggregate};
    if (counts) c->rows += c->facts->file.rows;
    free(c->symbol);
    c->symbol = NULL;
}

/* ---- trades ----------------------------------------------------------------------------------------------------------- */

static int64_t group_second(const struct tape_check *c, size_t group)
{
    return tape_second(tape_group_fill(c, &c->groups.items[group])->from_ns);
}

/* Moves to the first group of that second or later; true when it is of that second. */
static bool find_second(struct tape_check *c, int64_t second)
{
    const struct tape_series *s = c->present;
    size_t at = c->group_at;
    if (at > s->first_group && group_second(c, at - 1) >= second) { /* the tape went back */
        size_t low = s->first_group, high = at;
        while (low < high) {
            const size_t middle = low + (high - low) / 2;
            if (group_second(c, middle) < second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        at = low;
    }
    while (at < s->end_group && group_second(c, at) < second) at++;
    c->group_at = at;
    return at < s->end_group && group_second(c, at) == second;
}

/* Moves to the first id that is `first` or greater; true when it is not greater than `last`. */
static bool find_ids(struct tape_check *c, uint64_t first, uint64_t last)
{
    const struct tape_series *s = c->present;
    size_t at = c->id_at;
    if (at > s->first_id && c->ids.items[at - 1].id >= first) {
        size_t low = s->first_id, high = at;
        while (low < high) {
            const size_t middle = low + (high - low) / 2;
            if (c->ids.items[middle].id < first) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        at = low;
    }
    while (at < s->end_id && c->ids.items[at].id < first) at++;
    c->id_at = at;
    return at < s->end_id && c->ids.items[at].id <= last;
}

struct exact_trade {
    const struct tape_trade *trade;
    struct decimal price, qty;
    int64_t to_ns; /* the first moment after it, as far as its time is written */
    bool single;
};

static bool agrees_in_time(const struct tape_fill *f, const struct exact_trade *t)
{
    return f->from_ns < t->to_ns && t->trade->at_ns < f->to_ns;
}

static bool agrees_in_values(const struct tape_fill *f, const struct exact_trade *t)
{
    if (f->maker != MAKER_ANY && (f->maker == MAKER_BUYER) != t->trade->buyer_maker) return false;
    if (!decimal_equal(f->price, t->price)) return false;
    const int qty = decimal_compare(f->qty, t->qty);
    return t->single ? qty == 0 : qty < 0;
}

static void add_hit(struct tape_check *c, enum tape_hit_kind kind, size_t index, uint64_t id)
{
    *LIST_ADD(&c->hits) = (struct tape_hit){.id = id, .index = (uint32_t)index, .kind = (uint8_t)kind};
}

static void compare_ids(struct tape_check *c, const struct exact_trade *t)
{
    for (size_t i = c->id_at; i < c->present->end_id && c->ids.items[i].id <= t->trade->last_id; i++) {
        const size_t fill = c->ids.items[i].fill;
        const struct tape_fill *f = &c->fills.items[fill];
        if (!agrees_in_values(f, t)) {
            add_hit(c, HIT_DIFFERS, fill, 0);
        } else if (agrees_in_time(f, t)) {
            add_hit(c, t->single ? HIT_FITS : HIT_IN_AGGREGATE, fill, 0);
        } else {
            add_hit(c, HIT_TIME_DIFFERS, fill, 0);
            c->hits.items[c->hits.count - 1].apart_s = tape_second(f->from_ns) - tape_second(t->trade->at_ns);
        }
    }
}

static void compare_groups(struct tape_check *c, const struct exact_trade *t, int64_t second)
{
    for (size_t i = c->group_at; i < c->present->end_group && group_second(c, i) == second; i++) {
        struct tape_group *g = &c->groups.items[i];
        if (!agrees_in_time(tape_group_fill(c, g), t) || !agrees_in_values(tape_group_fill(c, g), t)) continue;
        if (!t->single) {
            add_hit(c, HIT_AGGREGATE, i, 0);
        } else if (g->stored < TAPE_CANDIDATES_MOST) {
            g->stored++;
            add_hit(c, HIT_CANDIDATE, i, t->trade->first_id);
        } else {
            g->many = true;
        }
    }
}

bool tape_check_take(void *user, const struct tape_trade *trade)
{
    struct tape_check *c = user;
    if (!c->chosen) choose_series(c);
    if (!c->present) return true;
    const int64_t second = tape_second(trade->at_ns);
    const bool timely = find_second(c, second), named = find_ids(c, trade->first_id, trade->last_id);
    if (!timely && !named) return true;
    struct exact_trade t = {.trade = trade, .single = trade->first_id == trade->last_id};
    t.to_ns = trade->at_ns + (trade->digits == 3 ? 1000000 : 1000);
    if (decimal_parse(trade->price, &t.price) != DECIMAL_OK || decimal_parse(trade->qty, &t.qty) != DECIMAL_OK)
        return false;
    if (named) compare_ids(c, &t);
    if (timely) compare_groups(c, &t, second);
    return true;
}

struct tape *tape_check_finish(struct tape_check *c)
{
    struct tape *out = memory_alloc(sizeof *out);
    tape_settle(c, out);
    LIST_FREE(&c->fills);
    LIST_FREE(&c->series);
    LIST_FREE(&c->groups);
    LIST_FREE(&c->ids);
    LIST_FREE(&c->candidates);
    LIST_FREE(&c->covers);
    LIST_FREE(&c->hits);
    free(c->market_series);
    free(c);
    return out;
}
