/* atoms - orders out of fills without order ids.
 *
 * First an order event that shows an execution takes the stretch of fills that adds up to it; then bot records take what
 * adds up to theirs (atom_match.c); what is left becomes one order per second.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/matching/atoms.h"

#include "attribution/values.h"
#include "base/memory.h"
#include "base/turns.h"

/* Stretches are looked for from at most so many fills of one window: from those at its two ends. */
enum { STARTS_MAX = 256 };

const struct event *atoms_event(const struct atoms *a, const struct atom_set *set, size_t i)
{
    return &a->w->store->events.items[a->events[set->start + i]];
}

static int128 *sums_of(const struct atoms *a, const struct atom_set *set)
{
    return a->sums + set->start + (size_t)(set - a->sets);
}

int128 atoms_value(const struct atoms *a, const struct atom_set *set, size_t i)
{
    return sums_of(a, set)[i + 1] - sums_of(a, set)[i];
}

/* First place in low..high whose time is not before ns; all places before low are earlier, none behind high is. */
static size_t halve(const struct atoms *a, const struct atom_set *set, size_t low, size_t high, int64_t ns)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (atoms_time(a, set, middle) < ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t atoms_seek(const struct atoms *a, const struct atom_set *set, size_t near, int64_t ns)
{
    size_t step = 1, low = near, high = near;
    if (near < set->count && atoms_time(a, set, near) < ns) {
        for (; high < set->count && atoms_time(a, set, high) < ns; step *= 2) {
            low = high + 1;
            high += step;
        }
        return halve(a, set, low, high < set->count ? high : set->count, ns);
    }
    for (; low > 0 && atoms_time(a, set, low - 1) >= ns; step *= 2) {
        high = low - 1;
        low = low > step ? low - step : 0;
    }
    return halve(a, set, low, high, ns);
}

bool atoms_scaled(const struct atom_set *set, struct decimal value, int128 *out)
{
    const int128 most = (int128)1000000000000000000 * 1000000; /* 10^24, so that sums of millions fit as well */
    if (value.scale > set->scale) return false;
    for (uint8_t s = value.scale; s < set->scale; s++) {
        if (value.mantissa > most || value.mantissa < -most) return false;
        value.mantissa *= 10;
    }
    *out = value.mantissa;
    return value.mantissa <= most && value.mantissa >= -most;
}

/* ---- building ------------------------------------------------------------------------------------------------------ */

/* Fills of one second stand in the file in the order of execution, or backwards in files with the newest row first. */
static int compare_in_file(const void *context, uint32_t a, uint32_t b)
{
    const struct work *w = context;
    const struct event *left = &w->store->events.items[a];
    const struct event *right = &w->store->events.items[b];
    if (left->source != right->source) return left->source < right->source ? -1 : 1;
    int order = left->line < right->line ? -1 : left->line > right->line;
    return w->evidence->sources.items[left->source].newest_first ? -order : order;
}

static uint64_t key_of(const struct work *w, const struct event *e)
{
    return (uint64_t)work_account(w, e) << 34 | (uint64_t)w->pair[e->market] << 2 | e->side;
}

static void gather(struct atoms *a)
{
    const struct work *w = a->w;
    for (size_t i = 0; i < w->result->timeline_count; i++) {
        uint32_t event = w->result->timeline[i];
        if (w->event_kind[event] == EVENT_FILL && w->group[event] == INDEX_NONE)
            a->keys[a->count++] = (struct sort_key){key_of(w, &w->store->events.items[event]), event, 0};
    }
}

static void gather_bots(struct atoms *a)
{
    const struct bot_order *bots = a->w->result->bot_orders.items;
    for (size_t i = 0; i < a->bot_count; i++)
        a->bots[i] = (struct sort_key){(uint64_t)a->w->pair[bots[i].market] << 2 | bots[i].side, (uint32_t)i, 0};
}

static void open_set(struct atoms *a, uint64_t key, size_t start, size_t count)
{
    a->sets[a->set_count++] = (struct atom_set){.key = key,
                                                .account = (uint32_t)(key >> 34),
                                                .pair = (uint32_t)(key >> 2),
                                                .side = (uint8_t)(key & 3),
                                                .exact = true,
                                                .start = start,
                                                .count = count};
}

static void order_equal_times(struct atoms *a, const struct atom_set *set)
{
    for (size_t i = 0, end; i < set->count; i = end) {
        for (end = i + 1; end < set->count && atoms_time(a, set, end) == atoms_time(a, set, i);) end++;
        if (end - i > 1) sort_indexes(a->events + set->start + i, end - i, compare_in_file, a->w);
    }
}

/* Reads the quantities, then brings them to the scale of the finest one. */
static void add_up(struct atoms *a, struct atom_set *set)
{
    uint8_t *scales = memory_resize(NULL, set->count, sizeof *scales);
    int128 *sums = sums_of(a, set);
    for (size_t i = 0; i < set->count; i++) {
        struct decimal qty = {0, 0};
        (void)value_of_event(a->w->store, atoms_event(a, set, i), AMOUNT_QTY, &qty);
        sums[i + 1] = qty.mantissa;
        scales[i] = qty.scale;
        if (qty.scale > set->scale) set->scale = qty.scale;
    }
    sums[0] = 0;
    for (size_t i = 0; i < set->count; i++) {
        int128 value = 0;
        bool fits = atoms_scaled(set, (struct decimal){sums[i + 1], scales[i]}, &value);
        set->exact = set->exact && fits && value > 0;
        sums[i + 1] = set->exact ? sums[i] + value : 0;
    }
    free(scales);
}

static void open_sets(struct atoms *a)
{
    const struct sort_key *keys = a->keys;
    size_t sets = 0;
    for (size_t i = 0; i < a->count; i++) sets += i == 0 || keys[i].key != keys[i - 1].key;
    a->sets = memory_resize(NULL, sets + 1, sizeof *a->sets);
    a->outcomes = memory_alloc((sets + 1) * sizeof *a->outcomes);
    for (size_t i = 0, n; i < a->count; i += n) {
        for (n = 1; i + n < a->count && keys[i + n].key == keys[i].key;) n++;
        open_set(a, keys[i].key, i, n);
    }
}

static void read_times(struct atoms *a, const struct atom_set *set)
{
    const struct event *events = a->w->store->events.items;
    const size_t end = set->start + set->count; /* behind it another thread may be putting events in order */
    for (size_t i = set->start; i < end; i++) {
        if (i + FETCH_STEPS < end) fetch_ahead(&events[a->events[i + FETCH_STEPS]], sizeof *events);
        a->times[i] = events[a->events[i]].at_ns;
    }
}

static void fill_set(void *user, size_t block)
{
    struct atoms *a = user;
    read_times(a, &a->sets[block]);
    order_equal_times(a, &a->sets[block]);
    add_up(a, &a->sets[block]);
}

static void gather_side(void *user, size_t block)
{
    struct atoms *a = user;
    if (block == 0) {
        gather(a);
        sort_keys_using(a->keys, a->keys + a->w->result->timeline_count, a->count);
    } else {
        gather_bots(a);
        sort_keys_using(a->bots, a->bots + a->bot_count, a->bot_count);
    }
}

static void build(struct atoms *a)
{
    a->bot_count = a->w->result->bot_orders.count;
    /* Keys and as many to sort them with. */
    a->keys = memory_resize(NULL, 2 * a->w->result->timeline_count + 1, sizeof *a->keys);
    a->bots = memory_resize(NULL, 2 * a->bot_count + 1, sizeof *a->bots);
    turns_share(gather_side, a, 2);
    a->bots = memory_resize(a->bots, a->bot_count + 1, sizeof *a->bots);
    open_sets(a);
    a->first_group = a->w->group_count;
    a->events = memory_resize(NULL, a->count + 1, sizeof *a->events);
    for (size_t i = 0; i < a->count; i++) a->events[i] = a->keys[i].index;
    free(a->keys);
    a->times = memory_resize(NULL, a->count + 1, sizeof *a->times);
    a->taken = memory_alloc(a->count + 1);
    a->after = memory_resize(NULL, a->count + 1, sizeof *a->after);
    a->before = memory_resize(NULL, a->count + 1, sizeof *a->before);
    a->sums = memory_resize(NULL, a->count + a->set_count + 1, sizeof *a->sums);
    turns_share(fill_set, a, a->set_count);
}

/* ---- stretches ----------------------------------------------------------------------------------------------------- */

/* The end of the stretch from `from` whose sum is `size`, 0 when there is none. Sums grow, so doubling
 * and halving find it. */
static size_t stretch_end(const struct atoms *a, const struct atom_set *set, size_t from, size_t limit, int128 size)
{
    const int128 *sums = sums_of(a, set);
    size_t low = from + 1, high = from + 1;
    for (size_t step = 1; high <= limit && sums[high] - sums[from] < size; step *= 2) {
        low = high + 1;
        high += step;
    }
    if (high > limit + 1) high = limit + 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sums[middle] - sums[from] < size)
            low = middle + 1;
        else
            high = middle;
    }
    return low <= limit && sums[low] - sums[from] == size ? low : 0;
}

static bool begins_second(const struct atoms *a, const struct atom_set *set, size_t i)
{
    return i == 0 || i == set->count || atoms_second(a, set, i - 1) != atoms_second(a, set, i) ||
           !atoms_free(a, set, i - 1);
}

static void try_start(const struct atoms *a, const struct stretch_query *q, size_t from, size_t limit, stretches *out)
{
    size_t to = stretch_end(a, q->set, from, limit, q->size);
    if (to == 0) return;
    for (size_t i = from; i < to; i++)
        if (!atoms_free(a, q->set, i)) return;
    int64_t first = atoms_time(a, q->set, from);
    int64_t last = atoms_time(a, q->set, to - 1);
    bool end_whole =
        to == q->set->count || atoms_second(a, q->set, to) != last / NS_PER_SECOND || !atoms_free(a, q->set, to);
    int64_t gap = q->near_ns > last ? q->near_ns - last : last - q->near_ns;
    *LIST_ADD(out) = (struct stretch){from, to, end_whole && begins_second(a, q->set, from),
                                      q->bot ? fit_apart(q->bot, first, last) : gap};
}

/* The first free place from `i` on. Ways are shortened as they are gone, so that thousands of fills of one second don't
 * have to be stepped over one by one for each record. */
static size_t next_free(const struct atoms *a, const struct atom_set *set, size_t i)
{
    uint32_t *after = a->after + set->start;
    while (i < set->count && !atoms_free(a, set, i)) {
        size_t next = after[i];
        if (next < set->count && !atoms_free(a, set, next)) after[i] = after[next];
        i = after[i];
    }
    return i;
}

/* One more than the last free place before `i`, 0 when there is none. */
static size_t last_free(const struct atoms *a, const struct atom_set *set, size_t i)
{
    uint32_t *before = a->before + set->start;
    while (i > 0 && !atoms_free(a, set, i - 1)) {
        size_t last = before[i - 1];
        if (last > 0 && !atoms_free(a, set, last - 1)) before[i - 1] = before[last - 1];
        i = before[i - 1];
    }
    return i;
}

void atoms_stretches(const struct atoms *a, const struct stretch_query *q, stretches *out)
{
    out->count = 0;
    if (!q->set->exact || q->size <= 0) return;
    size_t i = next_free(a, q->set, q->first);
    for (size_t tried = 0; i < q->limit && tried < STARTS_MAX; i = next_free(a, q->set, i + 1), tried++)
        try_start(a, q, i, q->limit, out);
    size_t from = q->limit;
    for (size_t tried = 0; tried < STARTS_MAX; tried++) {
        size_t last = last_free(a, q->set, from);
        if (last <= i) break;
        from = last - 1;
    }
    for (i = next_free(a, q->set, from > i ? from : i); i < q->limit; i = next_free(a, q->set, i + 1))
        try_start(a, q, i, q->limit, out);
}

void atoms_give(struct atoms *a, const struct atom_set *set, size_t i, uint32_t group)
{
    size_t place = set->start + i;
    a->w->group[a->events[place]] = group;
    a->taken[place] = true;
    a->after[place] = (uint32_t)i + 1;
    a->before[place] = (uint32_t)i;
}

uint32_t atoms_new_group(struct atoms *a, const struct atom_set *set)
{
    return a->first_group + (uint32_t)set->start + a->outcomes[set - a->sets].groups++;
}

uint32_t atoms_take(struct atoms *a, const struct atom_set *set, size_t from, size_t to)
{
    uint32_t group = atoms_new_group(a, set);
    for (size_t i = from; i < to; i++) atoms_give(a, set, i, group);
    return group;
}

/* ---- order events and the rest ------------------------------------------------------------------------------------- */

static struct atom_set *find_set(struct atoms *a, uint64_t key)
{
    size_t low = 0, high = a->set_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (a->sets[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < a->set_count && a->sets[low].key == key ? &a->sets[low] : NULL;
}

static void give_to_order_event(struct atoms *a, uint32_t group, stretches *found)
{
    const struct event *e = &a->w->store->events.items[a->w->instruction[group]];
    struct atom_set *set = find_set(a, key_of(a->w, e));
    struct decimal qty;
    struct stretch_query q = {.set = set, .near_ns = event_until(e)};
    if (!set || !value_of_event(a->w->store, e, AMOUNT_QTY, &qty) || !atoms_scaled(set, qty, &q.size)) return;
    q.first = atoms_seek(a, set, 0, e->at_ns / NS_PER_SECOND * NS_PER_SECOND);
    q.limit = set->count; /* when the record does not say when it ended */
    if (e->until_ns != TIME_NONE)
        q.limit = atoms_seek(a, set, q.first, (event_until(e) / NS_PER_SECOND + 1) * NS_PER_SECOND);
    atoms_stretches(a, &q, found);
    const struct stretch *best = NULL;
    for (size_t i = 0; i < found->count; i++)
        if (!best || found->items[i].apart_ns < best->apart_ns) best = &found->items[i];
    for (size_t i = best ? best->from : 0; best && i < best->to; i++) atoms_give(a, set, i, group);
}

static void give_to_order_events(struct atoms *a)
{
    struct work *w = a->w;
    bool *has_fills = memory_alloc(w->instruction_count + 1);
    for (size_t i = 0; i < w->result->timeline_count; i++) {
        uint32_t event = w->result->timeline[i];
        if (w->event_kind[event] == EVENT_FILL && w->group[event] != INDEX_NONE) has_fills[w->group[event]] = true;
    }
    stretches found = LIST_EMPTY;
    for (uint32_t g = 0; g < w->instruction_count; g++)
        if (w->instruction[g] != INDEX_NONE && !has_fills[g]) give_to_order_event(a, g, &found);
    LIST_FREE(&found);
    free(has_fills);
}

static void group_by_second(struct atoms *a, const struct atom_set *set)
{
    uint32_t group = INDEX_NONE;
    int64_t second = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (!atoms_free(a, set, i)) continue;
        if (group == INDEX_NONE || atoms_second(a, set, i) != second) group = atoms_new_group(a, set);
        second = atoms_second(a, set, i);
        atoms_give(a, set, i, group);
    }
}

static void settle_set(void *user, size_t block)
{
    struct atoms *a = user;
    atoms_match_bots(a, &a->sets[block]);
    group_by_second(a, &a->sets[block]);
}

static void hand_over(struct atoms *a)
{
    a->w->group_count += (uint32_t)a->count;
    for (size_t s = 0; s < a->set_count; s++) {
        contests *contested = &a->outcomes[s].contested;
        for (size_t i = 0; i < contested->count; i++) *LIST_ADD(&a->w->contested) = contested->items[i];
        LIST_FREE(contested);
    }
}

void atoms_group(struct work *w)
{
    struct atoms a = {.w = w};
    build(&a);
    if (a.count > 0) give_to_order_events(&a);
    turns_share(settle_set, &a, a.set_count);
    hand_over(&a);
    free(a.events);
    free(a.times);
    free(a.taken);
    free(a.after);
    free(a.before);
    free(a.sums);
    free(a.sets);
    free(a.outcomes);
    free(a.bots);
}
