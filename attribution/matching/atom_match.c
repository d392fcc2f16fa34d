/* atom_match - fills without order ids that add up exactly to the order of a bot record.
 *
 * This only decides which fills make one order; whether the order is the bot's is decided with all others in matching.c.
 * Three steps, the clearest evidence first: stretches of whole seconds; some of the fills of one second; stretches that
 * begin or end inside a second. Where several different choices fit, the fills concerned become one contested order,
 * never a pick.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/atoms.h"
#include "attribution/matching/subsets.h"
#include "attribution/values.h"
#include "base/memory.h"

#define ALIKE_NS ((int64_t)NS_PER_SECOND) /* distances closer than this are the same */

struct claim { /* a bot order and the set it may have its fills in */
    uint32_t bot;
    int128 size;
    struct interval window;
    size_t first, limit; /* the atoms inside the window: first..limit-1 */
    int64_t apart_ns;    /* of its best stretch */
    size_t from, to;     /* its only stretch; to 0: there are several */
    bool executed;       /* the record says that it was executed in that size; else it was only asked for */
    bool settled;
};
typedef LIST(struct claim) claims;

struct spare { /* an order that was formed because it rivals another one, and that no bot order has claimed yet */
    int128 size;
    int64_t at_ns;
    bool used;
};

struct settling { /* the work on one set */
    struct atoms *a;
    const struct atom_set *set;
    claims claims;
    LIST(struct spare) spares;
    size_t first_spare; /* all before it are used */
    stretches found;
};

static const struct bot_order *bot_of(const struct settling *s, const struct claim *c)
{
    return &s->a->w->result->bot_orders.items[c->bot];
}

static bool price_fits(const struct settling *s, size_t i, const struct bot_order *b)
{
    struct decimal price;
    bool has = event_amount(s->a->w->store, atoms_event(s->a, s->set, i), AMOUNT_PRICE, &price);
    return fit_price(s->a->w, b, has, price) == FIT_PRICE_OK;
}

static bool prices_fit(const struct settling *s, const struct stretch *t, const struct bot_order *b)
{
    for (size_t i = t->from; i < t->to; i++)
        if (!price_fits(s, i, b)) return false;
    return true;
}

/* Fills s->found with the stretches of one kind that fit the claim; returns the best of them, the nearest in time. */
static const struct stretch *find_stretches(struct settling *s, const struct claim *c, bool whole)
{
    const struct bot_order *b = bot_of(s, c);
    struct stretch_query q = {.set = s->set, .first = c->first, .limit = c->limit, .size = c->size, .bot = b};
    atoms_stretches(s->a, &q, &s->found);
    size_t kept = 0, best = 0;
    for (size_t i = 0; i < s->found.count; i++) {
        struct stretch t = s->found.items[i];
        if (t.whole_seconds != whole || !prices_fit(s, &t, b)) continue;
        s->found.items[kept] = t;
        if (t.apart_ns < s->found.items[best].apart_ns) best = kept;
        kept++;
    }
    s->found.count = kept;
    return kept > 0 ? &s->found.items[best] : NULL;
}

static void contest(struct settling *s, const struct claim *c, uint32_t group)
{
    *LIST_ADD(&s->a->outcomes[s->set - s->a->sets].contested) = (struct contest){group, c->bot};
}

static bool is_rival(const struct stretch *t, const struct stretch *best)
{
    int64_t difference = t->apart_ns > best->apart_ns ? t->apart_ns - best->apart_ns : best->apart_ns - t->apart_ns;
    return t != best && difference <= ALIKE_NS;
}

/* Makes an order of the best stretch. Equally near ones that overlap it leave it open which fills are meant; equally near
 * ones beside it become orders too, so that the matching sees the rivals. */
static void take_best(struct settling *s, struct claim *c, const struct stretch *best)
{
    size_t from = best->from, to = best->to;
    bool open = false;
    for (size_t i = 0; i < s->found.count; i++) {
        const struct stretch *t = &s->found.items[i];
        if (!is_rival(t, best) || t->to <= from || t->from >= to) continue;
        from = t->from < from ? t->from : from;
        to = t->to > to ? t->to : to;
        open = true;
    }
    uint32_t group = atoms_take(s->a, s->set, from, to);
    c->settled = true;
    if (open) contest(s, c, group);
    size_t done = 0;
    for (size_t i = 0; i < s->found.count; i++) {
        const struct stretch *t = &s->found.items[i];
        bool beside = t->to <= from || t->from >= to;
        if (!is_rival(t, best) || !beside || t->from < done) continue;
        (void)atoms_take(s->a, s->set, t->from, t->to);
        *LIST_ADD(&s->spares) = (struct spare){c->size, atoms_time(s->a, s->set, t->from), false};
        done = t->to;
    }
}

static bool claim_spare(struct settling *s, struct claim *c)
{
    while (s->first_spare < s->spares.count && s->spares.items[s->first_spare].used) s->first_spare++;
    for (size_t i = s->first_spare; i < s->spares.count; i++) {
        struct spare *spare = &s->spares.items[i];
        bool inside = spare->at_ns >= c->window.from_ns && spare->at_ns <= c->window.to_ns;
        if (spare->used || spare->size != c->size || !inside) continue;
        spare->used = true;
        return true;
    }
    return false;
}

static bool all_free(const struct settling *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (!atoms_free(s->a, s->set, i)) return false;
    return true;
}

/* The nearest first, by whole seconds, then in the order of the bot orders. */
static uint64_t claim_key(const struct claim *c)
{
    int64_t apart = c->apart_ns / ALIKE_NS;
    return (uint64_t)(apart < INT32_MAX ? apart : INT32_MAX) << 32 | c->bot;
}

static void settle_claim(struct settling *s, struct claim *c, bool whole)
{
    if (c->to > 0 && all_free(s, c->from, c->to)) {
        (void)atoms_take(s->a, s->set, c->from, c->to);
        c->settled = true;
        return;
    }
    const struct stretch *best = find_stretches(s, c, whole);
    if (best) take_best(s, c, best);
    if (!best && claim_spare(s, c)) c->settled = true;
}

static void fetch_claim(const struct settling *s, const struct claim *c)
{
    fetch_ahead(bot_of(s, c), sizeof(struct bot_order));
    fetch_ahead(atoms_event(s->a, s->set, c->first), sizeof(int64_t) * 10); /* its price and scale */
}

/* The nearest claims first, so that an order is not taken away by a record that only happens to have its size. */
static void settle_stretches(struct settling *s, bool whole)
{
    struct sort_key *order = memory_resize(NULL, s->claims.count + 1, sizeof *order);
    size_t count = 0;
    for (size_t i = 0; i < s->claims.count; i++) {
        struct claim *c = &s->claims.items[i];
        if (i + FETCH_STEPS < s->claims.count) fetch_claim(s, c + FETCH_STEPS);
        if (c->settled || (!whole && !c->executed)) continue;
        const struct stretch *best = find_stretches(s, c, whole);
        if (!best) continue;
        c->apart_ns = best->apart_ns;
        c->from = best->from;
        c->to = s->found.count == 1 ? best->to : 0;
        order[count++] = (struct sort_key){claim_key(c), (uint32_t)i, 0};
    }
    sort_keys(order, count);
    for (size_t i = 0; i < count; i++) settle_claim(s, &s->claims.items[order[i].index], whole);
    free(order);
}

/* ---- some of the fills of one second -------------------------------------------------------------------------------- */

struct second { /* the free fills of one second whose price fits */
    size_t places[SUBSET_ITEMS_MAX];
    struct subset_problem problem;
    int128 total;
};

static bool alike(const struct settling *s, size_t a, size_t b)
{
    const struct event *left = atoms_event(s->a, s->set, a);
    const struct event *right = atoms_event(s->a, s->set, b);
    return left->at_ns == right->at_ns && left->source == right->source &&
           value_compare_events(s->a->w->store, left, right, AMOUNT_PRICE) == 0;
}

/* False: too many fills for an exact search. */
static bool read_second(const struct settling *s, size_t from, size_t to, const struct bot_order *b, struct second *out)
{
    out->problem.count = 0;
    out->total = 0;
    for (size_t i = from; i < to; i++) {
        if (!atoms_free(s->a, s->set, i) || !price_fits(s, i, b)) continue;
        size_t n = out->problem.count++;
        if (n == SUBSET_ITEMS_MAX) return false;
        out->places[n] = i;
        out->problem.values[n] = atoms_value(s->a, s->set, i);
        out->problem.kinds[n] = (uint32_t)n;
        for (size_t k = 0; k < n; k++)
            if (out->problem.values[k] == out->problem.values[n] && alike(s, out->places[k], i)) {
                out->problem.kinds[n] = out->problem.kinds[k];
                break;
            }
        out->total += out->problem.values[n];
    }
    return true;
}

static uint32_t take_bits(struct settling *s, const struct second *second, uint32_t bits)
{
    uint32_t group = atoms_new_group(s->a, s->set);
    for (size_t i = 0; i < second->problem.count; i++)
        if (bits >> i & 1) atoms_give(s->a, s->set, second->places[i], group);
    return group;
}

/* Other unsettled claims that, together with c, use up the whole second: then every fill of it is explained, and any
 * exact division among the claims will do. Returns the claims' number, 0 when there is none. */
static size_t find_company(const struct settling *s, const struct claim *c, const struct second *second, int64_t at_ns,
                           uint32_t *company)
{
    struct subset_problem p = {.target = second->total - c->size};
    uint32_t members[SUBSET_ITEMS_MAX];
    enum { NEIGHBOURS = 64 }; /* claims stand in the order of placing */
    size_t own = (size_t)(c - s->claims.items);
    size_t from = own > NEIGHBOURS ? own - NEIGHBOURS : 0;
    for (size_t i = from; i < s->claims.count && i <= own + NEIGHBOURS && p.count < SUBSET_ITEMS_MAX; i++) {
        const struct claim *other = &s->claims.items[i];
        if (other == c || other->settled || !other->executed || at_ns < other->window.from_ns ||
            at_ns > other->window.to_ns)
            continue;
        if (fit_apart(bot_of(s, other), at_ns, at_ns) > FIT_SURE_NS || other->size <= 0) continue;
        p.values[p.count] = other->size;
        p.kinds[p.count] = 0;
        members[p.count++] = (uint32_t)i;
    }
    struct subset_answer answer = subset_find(&p);
    size_t count = 0;
    for (size_t i = 0; i < p.count && answer.ways > 0; i++)
        if (answer.first >> i & 1) company[count++] = members[i];
    return count;
}

static bool divide_second(struct settling *s, struct claim *c, const struct second *second, int64_t at_ns)
{
    uint32_t company[SUBSET_ITEMS_MAX];
    uint32_t parts[SUBSET_ITEMS_MAX];
    size_t count = find_company(s, c, second, at_ns, company);
    struct second left = *second;
    uint32_t used = 0;
    for (size_t i = 0; i < count; i++) {
        struct subset_problem p = {.target = s->claims.items[company[i]].size};
        uint32_t items[SUBSET_ITEMS_MAX];
        for (size_t k = 0; k < left.problem.count; k++) {
            if (used >> k & 1) continue;
            p.values[p.count] = left.problem.values[k];
            p.kinds[p.count] = left.problem.kinds[k];
            items[p.count++] = (uint32_t)k;
        }
        struct subset_answer answer = subset_find(&p);
        if (answer.ways == 0) return false;
        parts[i] = 0;
        for (size_t k = 0; k < p.count; k++)
            if (answer.first >> k & 1) parts[i] |= (uint32_t)1 << items[k];
        used |= parts[i];
    }
    if (count == 0) return false;
    for (size_t i = 0; i < count; i++) {
        (void)take_bits(s, &left, parts[i]);
        s->claims.items[company[i]].settled = true;
    }
    (void)take_bits(s, &left, ~used);
    c->settled = true;
    return true;
}

static bool is_sure(const struct subset_answer *answer)
{
    return answer->ways == 1 && !answer->unsure && answer->some == answer->all;
}

static bool settle_in_second(struct settling *s, struct claim *c, size_t from, size_t to)
{
    struct second second;
    int64_t at_ns = atoms_time(s->a, s->set, from);
    if (!read_second(s, from, to, bot_of(s, c), &second) || second.total < c->size) return false;
    if (divide_second(s, c, &second, at_ns)) return true;
    second.problem.target = c->size;
    struct subset_answer answer = subset_find(&second.problem);
    if (answer.ways == 0) return false;
    uint32_t group = take_bits(s, &second, is_sure(&answer) ? answer.first : answer.some);
    if (!is_sure(&answer)) contest(s, c, group);
    c->settled = true;
    c->apart_ns = fit_apart(bot_of(s, c), at_ns, at_ns);
    return true;
}

/* The best second so far. */
struct choice {
    size_t from, to;
    int64_t apart_ns;
};

static void look_at_seconds(struct settling *s, const struct claim *c, int64_t from_ns, int64_t to_ns,
                            struct choice *best)
{
    enum { SECONDS_MAX = 128 };
    const struct bot_order *b = bot_of(s, c);
    unsigned tried = 0;
    for (size_t i = atoms_seek(s->a, s->set, c->first, from_ns), end; i < s->set->count && tried < SECONDS_MAX;
         i = end, tried++) {
        if (atoms_time(s->a, s->set, i) > to_ns) return;
        for (end = i + 1; end < s->set->count && atoms_second(s->a, s->set, end) == atoms_second(s->a, s->set, i);)
            end++;
        int64_t apart = fit_apart(b, atoms_time(s->a, s->set, i), atoms_time(s->a, s->set, end - 1));
        struct second second;
        if (apart >= best->apart_ns || !read_second(s, i, end, b, &second) || second.total < c->size) continue;
        second.problem.target = c->size;
        if (subset_find(&second.problem).ways > 0) *best = (struct choice){i, end, apart};
    }
}

/* Seconds near the placing and near the end of the bot's order; the nearest one of them. */
static void settle_in_seconds(struct settling *s, struct claim *c)
{
    struct choice best = {0, 0, INT64_MAX};
    int64_t from = c->window.from_ns, to = c->window.to_ns;
    if (to - from <= 2 * FIT_SURE_NS) {
        look_at_seconds(s, c, from, to, &best);
    } else {
        look_at_seconds(s, c, from, from + FIT_SURE_NS, &best);
        look_at_seconds(s, c, to - FIT_SURE_NS, to, &best);
    }
    if (best.to > best.from) (void)settle_in_second(s, c, best.from, best.to);
}

/* ---- fills of an order among fills of others ------------------------------------------------------------------------------ */

/* Among many fills some sum always comes out by chance: beyond so many nothing is concluded. */
enum { SCATTERED_MAX = 14, LOOK_AT_MAX = 1024 };

/* Free fills near the end of the record's window (or near its start), when they are few enough for an exact search. A
 * resting order fills at one price, so with `one_price` only fills at the price of the first count. */
static bool read_window(const struct settling *s, const struct claim *c, struct interval when, size_t one_price,
                        struct second *out)
{
    const struct bot_order *b = bot_of(s, c);
    out->problem = (struct subset_problem){.target = c->size};
    out->total = 0;
    const size_t start = atoms_seek(s->a, s->set, c->first, when.from_ns);
    for (size_t i = start; i < s->set->count; i++) {
        if (atoms_time(s->a, s->set, i) > when.to_ns) break;
        if (i - start == LOOK_AT_MAX) return false;
        if (!atoms_free(s->a, s->set, i) || !price_fits(s, i, b)) continue;
        if (one_price != SIZE_MAX && value_compare_events(s->a->w->store, atoms_event(s->a, s->set, i),
                                                          atoms_event(s->a, s->set, one_price), AMOUNT_PRICE) != 0)
            continue;
        size_t n = out->problem.count;
        if (n == SCATTERED_MAX) return false;
        out->problem.count++;
        out->places[n] = i;
        out->problem.values[n] = atoms_value(s->a, s->set, i);
        out->problem.kinds[n] = (uint32_t)n;
        out->total += out->problem.values[n];
    }
    return out->total >= c->size;
}

/* The sets of fills at one price that reach the size; true when there is just one of them. */
static bool find_at_one_price(const struct settling *s, const struct claim *c, struct interval when,
                              struct second *best, struct subset_answer *answer)
{
    unsigned found = 0;
    struct second look;
    size_t tried[SUBSET_ITEMS_MAX];
    size_t count = 0;
    const size_t start = atoms_seek(s->a, s->set, c->first, when.from_ns);
    for (size_t i = start; i < s->set->count && count < SUBSET_ITEMS_MAX; i++) {
        if (atoms_time(s->a, s->set, i) > when.to_ns) break;
        if (i - start == LOOK_AT_MAX) return false;
        bool known = !atoms_free(s->a, s->set, i);
        for (size_t k = 0; k < count && !known; k++)
            known = value_compare_events(s->a->w->store, atoms_event(s->a, s->set, i),
                                         atoms_event(s->a, s->set, tried[k]), AMOUNT_PRICE) == 0;
        if (known) continue;
        tried[count++] = i;
        if (!read_window(s, c, when, i, &look)) continue;
        struct subset_answer own = subset_find(&look.problem);
        if (own.ways == 0) continue;
        found++;
        *best = look;
        *answer = own;
    }
    return found == 1;
}

static bool settle_within(struct settling *s, struct claim *c, struct interval when)
{
    struct second window;
    struct subset_answer answer;
    bool one = find_at_one_price(s, c, when, &window, &answer) && is_sure(&answer);
    if (!one) {
        if (!read_window(s, c, when, SIZE_MAX, &window)) return false;
        answer = subset_find(&window.problem);
        if (answer.ways == 0) return false;
    }
    uint32_t group = take_bits(s, &window, is_sure(&answer) ? answer.first : answer.some);
    if (!is_sure(&answer)) contest(s, c, group);
    c->settled = true;
    return true;
}

/* A resting order is filled bit by bit before its record ends, a market order right after it was placed. */
static void settle_scattered(struct settling *s, struct claim *c)
{
    const int64_t span = (int64_t)600 * NS_PER_SECOND;
    struct interval when = c->window;
    if (when.to_ns - when.from_ns <= span) {
        (void)settle_within(s, c, when);
    } else if (!settle_within(s, c, (struct interval){when.to_ns - span, when.to_ns})) {
        (void)settle_within(s, c, (struct interval){when.from_ns, when.from_ns + span});
    }
}

/* ---- a copy in the midst of an order --------------------------------------------------------------------------------------- */

/* All free fills of the interval at the price of the first; false unless they are several and add up to the size exactly. */
static bool sum_at_price(const struct settling *s, const struct claim *c, struct interval when, size_t first,
                         struct second *out)
{
    out->problem.count = 0;
    out->total = 0;
    for (size_t i = first; i < s->set->count && i - first < LOOK_AT_MAX; i++) {
        if (atoms_time(s->a, s->set, i) > when.to_ns) break;
        if (!atoms_free(s->a, s->set, i) || value_compare_events(s->a->w->store, atoms_event(s->a, s->set, i),
                                                                 atoms_event(s->a, s->set, first), AMOUNT_PRICE) != 0)
            continue;
        if (out->problem.count == SUBSET_ITEMS_MAX) return false;
        out->places[out->problem.count++] = i;
        out->total += atoms_value(s->a, s->set, i);
    }
    return out->problem.count > 1 && out->total == c->size;
}

/* An order that somebody copies while it fills bit by bit does not stand as one stretch, but the copy does, and was taken for
 * it. What is left at one price and adds up just as exactly, not farther from where the record expects it, becomes an order
 * too, so that the matching sees both. */
static void settle_copied(struct settling *s, const struct claim *c)
{
    const int64_t span = (int64_t)600 * NS_PER_SECOND;
    const struct bot_order *b = bot_of(s, c);
    struct interval when = c->window;
    struct second left;
    if (when.to_ns - when.from_ns > span) when.from_ns = when.to_ns - span;
    const size_t start = atoms_seek(s->a, s->set, c->first, when.from_ns);
    for (size_t i = start; i < s->set->count && i - start < LOOK_AT_MAX; i++) {
        if (atoms_time(s->a, s->set, i) > when.to_ns) return;
        if (!atoms_free(s->a, s->set, i) || !price_fits(s, i, b) || !sum_at_price(s, c, when, i, &left)) continue;
        size_t last = left.places[left.problem.count - 1];
        if (fit_apart(b, atoms_time(s->a, s->set, i), atoms_time(s->a, s->set, last)) > c->apart_ns + ALIKE_NS)
            continue;
        uint32_t group = atoms_new_group(s->a, s->set);
        for (size_t k = 0; k < left.problem.count; k++) atoms_give(s->a, s->set, left.places[k], group);
        return;
    }
}

/* ---- one set after the other ----------------------------------------------------------------------------------------- */

static void add_claim(struct settling *s, uint32_t bot)
{
    const struct work *w = s->a->w;
    const struct bot_order *b = &w->result->bot_orders.items[bot];
    struct claim c = {.bot = bot};
    struct decimal size;
    enum fit_size kind = fit_size(w, b, &size);
    if (b->is_deal_total || !fit_usable(b) || !fit_venue(w, b, s->set->account)) return;
    bool part = fit_part(w, b, &size);
    if ((b->traits & BOT_REPLACED) && !part) return; /* fills alone add up to nothing that it tells */
    if ((kind != FIT_SIZE_EXECUTED && kind != FIT_SIZE_ASKED) || !atoms_scaled(s->set, size, &c.size)) return;
    c.executed = kind == FIT_SIZE_EXECUTED;
    c.window = fit_window(w, b, time_grain(0));
    size_t near = s->claims.count > 0 ? s->claims.items[s->claims.count - 1].first : 0;
    c.first = atoms_seek(s->a, s->set, near, c.window.from_ns);
    c.limit = atoms_seek(s->a, s->set, c.first, c.window.to_ns + 1);
    if (c.first == c.limit) return;
    *LIST_ADD(&s->claims) = c;
}

static void settle_set(struct settling *s)
{
    settle_stretches(s, true);
    for (size_t i = 0; i < s->claims.count; i++)
        if (!s->claims.items[i].settled && s->claims.items[i].executed) settle_in_seconds(s, &s->claims.items[i]);
    settle_stretches(s, false);
    for (size_t i = 0; i < s->claims.count; i++)
        if (!s->claims.items[i].settled && s->claims.items[i].executed) settle_scattered(s, &s->claims.items[i]);
    for (size_t i = 0; i < s->claims.count; i++)
        if (s->claims.items[i].settled && s->claims.items[i].executed) settle_copied(s, &s->claims.items[i]);
}

static size_t first_bot(const struct atoms *a, uint64_t key)
{
    return sort_first(a->bots, a->bot_count, key);
}

void atoms_match_bots(struct atoms *a, const struct atom_set *set)
{
    const struct bot_order *bots = a->w->result->bot_orders.items;
    const uint64_t key = (uint64_t)set->pair << 2 | set->side;
    struct settling s = {.a = a, .set = set, .claims = LIST_EMPTY, .spares = LIST_EMPTY, .found = LIST_EMPTY};
    for (size_t i = first_bot(a, key); i < a->bot_count && a->bots[i].key == key && set->exact; i++) {
        if (i + FETCH_STEPS < a->bot_count)
            fetch_ahead(&bots[a->bots[i + FETCH_STEPS].index], sizeof(struct bot_order));
        add_claim(&s, a->bots[i].index);
    }
    settle_set(&s);
    LIST_FREE(&s.claims);
    LIST_FREE(&s.spares);
    LIST_FREE(&s.found);
}
