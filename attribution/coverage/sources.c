/* sources - what each file of bot records vouches for, from what it holds and from its damage.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/bots/tables.h"
#include "attribution/coverage/coverage.h"
#include "attribution/sort.h"
#include "base/memory.h"

struct portion { /* the records of one account in one file, or in one folder of files that hold one deal each */
    uint32_t source, account;
    int64_t first_ns, last_ns; /* of all moments named */
    int64_t last_start_ns;     /* of the records' own times */
    ident deal, bot;           /* of its first record with one */
    bool several_deals, several_bots, has_deals;
    uint32_t collection; /* index of the portion it is counted in: itself, or the first of its collection */
    uint32_t files;      /* of its collection, when it is the first */
};
typedef LIST(struct portion) portions;

struct reader {
    const struct work *w;
    struct coverage_map *map;
    portions portions;
    size_t *first_event; /* per source, and one more: events are stored file by file */
};

static const struct source_entry *entry_of(const struct reader *r, const struct portion *p)
{
    return &r->w->evidence->sources.items[p->source];
}

static bool is_set(const struct reader *r, const struct portion *p, enum record_set set)
{
    return (r->w->kinds[p->source].sets & SET_BIT(set)) != 0;
}

/* ---- portions ---------------------------------------------------------------------------------------------------------- */

static struct portion *portion_of(struct reader *r, uint32_t source, uint32_t account, size_t first_of_source)
{
    for (size_t i = first_of_source; i < r->portions.count; i++)
        if (r->portions.items[i].account == account) return &r->portions.items[i];
    struct portion *p = LIST_ADD(&r->portions);
    *p = (struct portion){.source = source,
                          .account = account,
                          .first_ns = INT64_MAX,
                          .last_ns = INT64_MIN,
                          .last_start_ns = INT64_MIN,
                          .collection = (uint32_t)(r->portions.count - 1),
                          .files = 1};
    return p;
}

static void add_event(struct portion *p, const struct event *e)
{
    if (e->at_ns < p->first_ns) p->first_ns = e->at_ns;
    if (e->at_ns > p->last_start_ns) p->last_start_ns = e->at_ns;
    if (event_until(e) > p->last_ns) p->last_ns = event_until(e);
    if (e->kind == EVENT_DEAL) p->has_deals = true;
    if (e->trade_id != IDENT_NONE && p->deal != IDENT_NONE && p->deal != e->trade_id) p->several_deals = true;
    if (e->client_id != IDENT_NONE && p->bot != IDENT_NONE && p->bot != e->client_id) p->several_bots = true;
    if (p->deal == IDENT_NONE) p->deal = e->trade_id;
    if (p->bot == IDENT_NONE) p->bot = e->client_id;
}

static bool is_paper(const struct work *w, const struct event *e, uint32_t account)
{
    const struct deal_entry *deal = bot_tables_deal(w->tables, e->trade_id);
    const struct bot_entry *bot = bot_tables_bot(w->tables, e->client_id);
    return (e->marks & MARK_PAPER) || w->store->accounts.items[account].paper || (deal && (deal->marks & MARK_PAPER)) ||
           (bot && bot->paper);
}

/* Events are stored file by file, so the portions of one file stand together. All copies of an event count: each file
 * vouches for itself. */
static void gather_portions(struct reader *r)
{
    const struct store *s = r->w->store;
    size_t first = 0;
    uint32_t source = SOURCE_NONE;
    for (size_t i = 0; i < s->events.count; i++) {
        const struct event *e = &s->events.items[i];
        bool bot_side = e->kind == EVENT_BOT_ORDER || e->kind == EVENT_BOT_EVENT || e->kind == EVENT_DEAL;
        if (!bot_side || (r->w->kinds[e->source].sets & SETS_OF_PROGRAMS)) continue;
        uint32_t account = coverage_bot_account(r->w, e);
        if (is_paper(r->w, e, account)) continue;
        if (e->source != source) first = r->portions.count;
        source = e->source;
        add_event(portion_of(r, e->source, account, first), e);
    }
}

static void find_ranges(struct reader *r)
{
    const struct store *s = r->w->store;
    size_t sources = r->w->evidence->sources.count;
    r->first_event = memory_alloc((sources + 2) * sizeof *r->first_event);
    for (size_t i = 0; i < s->events.count; i++) r->first_event[s->events.items[i].source + 1]++;
    for (size_t i = 1; i <= sources; i++) r->first_event[i] += r->first_event[i - 1];
}

static struct span folder_of(const char *path)
{
    struct span s = span_of(path);
    while (s.len > 0 && s.ptr[s.len - 1] != '/') s.len--;
    return s;
}

static bool same_collection(const struct reader *r, const struct portion *a, const struct portion *b)
{
    return a->account == b->account && r->w->kinds[a->source].sets == r->w->kinds[b->source].sets &&
           span_equal(folder_of(entry_of(r, a)->path), folder_of(entry_of(r, b)->path));
}

/* deals/1782_show.json, deals/1783_show.json ...: one deal a file, together one list. */
static void merge_collections(struct reader *r)
{
    for (size_t i = 0; i < r->portions.count; i++) {
        struct portion *p = &r->portions.items[i];
        if (p->collection != i || p->several_deals || p->deal == IDENT_NONE) continue;
        for (size_t k = i + 1; k < r->portions.count; k++) {
            struct portion *other = &r->portions.items[k];
            if (other->collection != k || other->several_deals || other->deal == IDENT_NONE ||
                !same_collection(r, p, other))
                continue;
            other->collection = (uint32_t)i;
            p->files++;
            if (other->first_ns < p->first_ns) p->first_ns = other->first_ns;
            if (other->last_ns > p->last_ns) p->last_ns = other->last_ns;
            if (other->last_start_ns > p->last_start_ns) p->last_start_ns = other->last_start_ns;
            if (other->bot != p->bot) p->several_bots = true;
        }
    }
}

/* ---- grants and denials ------------------------------------------------------------------------------------------------ */

static void deny(struct reader *r, const struct portion *p, struct interval when, uint32_t pair, enum reason reason)
{
    if (when.from_ns <= when.to_ns)
        *LIST_ADD(&r->map->denials) = (struct denial){p->account, when, pair, reason, false, p->source};
}

static void grant_pair(struct reader *r, const struct portion *p, struct interval when, uint32_t pair)
{
    if (when.from_ns <= when.to_ns)
        *LIST_ADD(&r->map->grants) = (struct grant){p->account, p->source, p->files, when, SCOPE_PAIR, pair};
}

/* "bot-123-deals.csv" */
static bool names_one_bot(const char *path)
{
    struct span name = span_from(span_of(path), folder_of(path).len);
    struct span prefix = SPAN("bot-");
    if (!span_starts_with(name, prefix)) return false;
    name = span_from(name, prefix.len);
    size_t digits = 0;
    while (digits < name.len && name.ptr[digits] >= '0' && name.ptr[digits] <= '9') digits++;
    return digits > 0;
}

static bool account_has_other_bots(const struct reader *r, const struct portion *p)
{
    for (size_t i = 0; i < r->w->tables->bot_count; i++) {
        const struct bot_entry *b = &r->w->tables->bots[i];
        if (b->account == p->account && b->id != p->bot) return true;
    }
    return false;
}

/* A list of one bot vouches for the pairs of that bot only. */
static bool is_of_one_bot(const struct reader *r, const struct portion *p)
{
    bool own_list = is_set(r, p, SET_GRID_ORDERS) || is_set(r, p, SET_BOTS) || is_set(r, p, SET_EVENTS);
    bool deals = is_set(r, p, SET_DEALS_LIST) || is_set(r, p, SET_DEALS_CSV) || is_set(r, p, SET_DEAL_ORDERS);
    if (own_list && !deals) return true;
    if (p->several_bots || p->bot == IDENT_NONE) return false;
    return names_one_bot(entry_of(r, p)->path) || account_has_other_bots(r, p);
}

/* The distinct pairs of a portion's records, each with the end of its last closed deal (INT64_MIN: none). */
struct pair_end {
    uint32_t pair;
    int64_t closed_ns;
};
typedef LIST(struct pair_end) pair_ends;

static void add_pair(const struct reader *r, const struct event *e, pair_ends *out)
{
    uint32_t pair = coverage_bot_pair(r->w, e);
    size_t k = 0;
    if (pair == 0) return;
    while (k < out->count && out->items[k].pair != pair) k++;
    if (k == out->count) *LIST_ADD(out) = (struct pair_end){pair, INT64_MIN};
    bool closed = e->kind == EVENT_DEAL && e->status == STATUS_CLOSED;
    if (closed && event_until(e) > out->items[k].closed_ns) out->items[k].closed_ns = event_until(e);
}

/* Of the portion and of all that are counted in it. */
static void gather_pairs(const struct reader *r, const struct portion *p, pair_ends *out)
{
    for (size_t n = p->collection; n < r->portions.count; n++) {
        const struct portion *part = &r->portions.items[n];
        if (part->collection != p->collection) continue;
        for (size_t i = r->first_event[part->source]; i < r->first_event[part->source + 1]; i++) {
            const struct event *e = &r->w->store->events.items[i];
            if (e->kind != EVENT_ACCOUNT && coverage_bot_account(r->w, e) == p->account) add_pair(r, e, out);
        }
    }
}

/* The website's list of deals leaves out those that were open when it was made: for a pair that a bot trades nothing is
 * known behind its last closed deal. */
static void grant_closed_deals(struct reader *r, const struct portion *p, struct interval when)
{
    pair_ends pairs = LIST_EMPTY;
    gather_pairs(r, p, &pairs);
    bool one_bot = is_of_one_bot(r, p);
    if (!one_bot)
        *LIST_ADD(&r->map->grants) = (struct grant){p->account, p->source, p->files, when, SCOPE_ALL_BUT_TRADED, 0};
    for (size_t i = 0; i < pairs.count; i++) {
        int64_t end = pairs.items[i].closed_ns;
        if (end != INT64_MIN) grant_pair(r, p, (struct interval){when.from_ns, end}, pairs.items[i].pair);
        deny(r, p, (struct interval){end == INT64_MIN ? when.from_ns : end + 1, when.to_ns}, pairs.items[i].pair,
             REASON_open_deals_left_out);
    }
    for (size_t i = 0; i < r->map->traded_count; i++) {
        uint32_t pair = (uint32_t)r->map->traded[i];
        bool listed = false;
        for (size_t k = 0; k < pairs.count; k++) listed = listed || pairs.items[k].pair == pair;
        if (!listed && r->map->traded[i] >> 32 == p->account) deny(r, p, when, pair, REASON_open_deals_left_out);
    }
    LIST_FREE(&pairs);
}

static void grant_whole(struct reader *r, const struct portion *p, struct interval when)
{
    if (is_set(r, p, SET_DEALS_CSV)) {
        grant_closed_deals(r, p, when);
        return;
    }
    if (!is_of_one_bot(r, p)) {
        *LIST_ADD(&r->map->grants) = (struct grant){p->account, p->source, p->files, when, SCOPE_ALL, 0};
        return;
    }
    pair_ends pairs = LIST_EMPTY;
    gather_pairs(r, p, &pairs);
    for (size_t i = 0; i < pairs.count; i++) grant_pair(r, p, when, pairs.items[i].pair);
    LIST_FREE(&pairs);
}

/* ---- damage ------------------------------------------------------------------------------------------------------------- */

static bool is_cut(const struct source_entry *e)
{
    return e->text_cut || e->facts.damage == DAMAGE_TRUNCATED || e->facts.damage == DAMAGE_CORRUPT;
}

/* The older part of a list is missing: it counts from its oldest record on, and deals that were running then are unknown. */
static void grant_newest(struct reader *r, const struct portion *p, enum reason reason)
{
    grant_whole(r, p, (struct interval){p->first_ns, p->last_ns});
    deny(r, p, (struct interval){INT64_MIN, p->first_ns - 1}, 0, reason);
    *LIST_ADD(&r->map->broken) = (struct broken_start){p->account, p->first_ns};
}

/* Whether a file's deals stand with the newest first, whatever the order of what is nested in them. */
static bool newest_deals_first(const struct reader *r, const struct portion *p)
{
    bool falls = false;
    int64_t before = INT64_MAX;
    for (size_t i = r->first_event[p->source]; i < r->first_event[p->source + 1]; i++) {
        const struct event *e = &r->w->store->events.items[i];
        if (e->kind != EVENT_DEAL || coverage_bot_account(r->w, e) != p->account) continue;
        if (e->at_ns > before) return false;
        falls = falls || (before != INT64_MAX && e->at_ns < before);
        before = e->at_ns;
    }
    return falls;
}

/* A page holds the newest deals; what it holds is complete. */
static void grant_page(struct reader *r, const struct portion *p)
{
    if (p->has_deals && newest_deals_first(r, p))
        grant_newest(r, p, REASON_bot_records_page_sized);
    else
        deny(r, p, (struct interval){p->first_ns, p->last_ns}, 0, REASON_bot_records_page_sized);
}

/* The file ends too early. Lists with the newest record first lost older ones, lists with the oldest first newer ones. */
static void grant_cut(struct reader *r, const struct portion *p)
{
    const struct source_entry *e = entry_of(r, p);
    struct interval when = {p->first_ns, p->last_ns};
    if (e->newest_first && !e->oldest_first) {
        grant_newest(r, p, REASON_bot_records_cut);
    } else if (e->oldest_first && !e->newest_first) {
        when.to_ns = p->last_start_ns;
        grant_whole(r, p, when);
        deny(r, p, (struct interval){p->last_start_ns + 1, INT64_MAX}, 0, REASON_bot_records_cut);
    } else {
        deny(r, p, when, 0, REASON_bot_records_cut);
    }
}

static uint32_t rejected_line(const struct source_entry *e)
{
    uint32_t line = 0;
    for (size_t i = 0; i < e->notes.count; i++)
        if (diag_severity(e->notes.items[i].code) == DIAG_REJECTED &&
            (line == 0 || e->notes.items[i].first_line < line))
            line = e->notes.items[i].first_line;
    return line;
}

/* The time that one unusable record of a sorted list may belong to: between its neighbours; a deal may go on from there. */
static struct interval gap_at(const struct reader *r, const struct portion *p, uint32_t line)
{
    const struct store *s = r->w->store;
    struct interval gap = {p->first_ns, p->last_ns};
    uint32_t before = 0, after = UINT32_MAX;
    int64_t before_ns = TIME_NONE, after_ns = TIME_NONE;
    for (size_t i = r->first_event[p->source]; i < r->first_event[p->source + 1]; i++) {
        const struct event *e = &s->events.items[i];
        if (e->kind == EVENT_ACCOUNT) continue;
        if (e->line <= line && e->line >= before) before = e->line, before_ns = e->at_ns;
        if (e->line > line && e->line < after) after = e->line, after_ns = e->at_ns;
    }
    int64_t older = entry_of(r, p)->newest_first ? after_ns : before_ns;
    int64_t newer = entry_of(r, p)->newest_first ? before_ns : after_ns;
    if (older != TIME_NONE) gap.from_ns = older;
    if (newer != TIME_NONE && !p->has_deals) gap.to_ns = newer;
    return gap;
}

static void grant_with_rejected(struct reader *r, const struct portion *p)
{
    const struct source_entry *e = entry_of(r, p);
    struct interval all = {p->first_ns, p->last_ns};
    bool placed = e->counts.rejected == 1 && e->newest_first != e->oldest_first && rejected_line(e) > 0;
    struct interval gap = placed ? gap_at(r, p, rejected_line(e)) : all;
    deny(r, p, gap, 0, REASON_bot_records_cut);
    if (gap.from_ns > all.from_ns) grant_whole(r, p, (struct interval){all.from_ns, gap.from_ns - 1});
    if (gap.to_ns < all.to_ns) grant_whole(r, p, (struct interval){gap.to_ns + 1, all.to_ns});
}

/* A list of just a page's size holds only the newest deals. It counts when another list of the account reaches into it
 * from its older end, since together they have no gap. */
static bool is_continued(const struct reader *r, const struct portion *p, const bool *sound)
{
    for (size_t i = 0; i < r->portions.count; i++) {
        const struct portion *other = &r->portions.items[i];
        if (other == p || !sound[i] || other->account != p->account || !other->has_deals) continue;
        if (other->first_ns <= p->first_ns && other->last_ns >= p->first_ns) return true;
    }
    return false;
}

static bool is_sound(const struct source_entry *e)
{
    return !is_cut(e) && e->facts.damage != DAMAGE_BAD_CRC && e->counts.rejected == 0 && !e->page_sized;
}

static void accept_pages(const struct reader *r, bool *sound)
{
    for (size_t i = 0; i < r->portions.count; i++) sound[i] = is_sound(entry_of(r, &r->portions.items[i]));
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < r->portions.count; i++) {
            const struct source_entry *e = entry_of(r, &r->portions.items[i]);
            bool only_page =
                e->page_sized && !is_cut(e) && e->facts.damage != DAMAGE_BAD_CRC && e->counts.rejected == 0;
            if (sound[i] || !only_page || !is_continued(r, &r->portions.items[i], sound)) continue;
            sound[i] = changed = true;
        }
    }
}

static void grant_portion(struct reader *r, const struct portion *p, bool sound)
{
    const struct source_entry *e = entry_of(r, p);
    struct interval when = {p->first_ns, p->last_ns};
    if (sound)
        grant_whole(r, p, when);
    else if (e->facts.damage == DAMAGE_BAD_CRC)
        deny(r, p, when, 0, REASON_bot_records_cut);
    else if (e->page_sized && !is_cut(e) && e->counts.rejected == 0)
        grant_page(r, p);
    else if (e->page_sized)
        deny(r, p, when, 0, REASON_bot_records_page_sized);
    else if (is_cut(e))
        grant_cut(r, p);
    else
        grant_with_rejected(r, p);
}

/* ---- the messages of all bots of an account ----------------------------------------------------------------------------- */

/* A list of the account's bots by itself, complete: one answer for a single bot, with its messages, tells of no others. */
static bool has_list_of_bots(const struct reader *r, uint32_t account)
{
    const struct store *s = r->w->store;
    for (uint32_t source = 0; source < r->w->evidence->sources.count; source++) {
        bool listed = false, messages = false;
        if (!(r->w->kinds[source].sets & SET_BIT(SET_BOTS)) || !is_sound(&r->w->evidence->sources.items[source]))
            continue;
        for (size_t i = r->first_event[source]; i < r->first_event[source + 1]; i++) {
            const struct event *e = &s->events.items[i];
            messages = messages || e->kind == EVENT_BOT_EVENT || e->kind == EVENT_BOT_ORDER;
            listed = listed || (e->kind == EVENT_ACCOUNT && coverage_bot_account(r->w, e) == account);
        }
        if (listed && !messages) return true;
    }
    return false;
}

static bool has_messages(const struct reader *r, const struct portion *p)
{
    return is_set(r, p, SET_EVENTS) || is_set(r, p, SET_BOTS);
}

static const struct portion *messages_of(const struct reader *r, uint32_t account, ident bot, const bool *sound)
{
    for (size_t i = 0; i < r->portions.count; i++) {
        const struct portion *p = &r->portions.items[i];
        if (sound[i] && has_messages(r, p) && p->account == account && p->bot == bot && !p->several_bots) return p;
    }
    return NULL;
}

/* Each bot of the account vouches for its own pairs; together they vouch for all pairs, in the time that all of them tell of.
 * A grid bot has a list of orders instead of messages. It trades its one pair: for the other pairs it need not be asked. */
static void grant_all_bots(struct reader *r, const struct portion *first, const bool *sound)
{
    struct interval when = {INT64_MIN, INT64_MAX};
    uint32_t files = 0;
    enum coverage_scope scope = SCOPE_ALL;
    for (size_t i = 0; i < r->w->tables->bot_count; i++) {
        const struct bot_entry *b = &r->w->tables->bots[i];
        if (b->account != first->account || b->paper) continue;
        if (coverage_is_grid(r->w, b)) {
            scope = SCOPE_ALL_BUT_TRADED;
            continue;
        }
        const struct portion *p = messages_of(r, b->account, b->id, sound);
        if (!p) return;
        files++;
        if (p->first_ns > when.from_ns) when.from_ns = p->first_ns;
        if (p->last_ns < when.to_ns) when.to_ns = p->last_ns;
    }
    if (files == 0 || when.from_ns > when.to_ns || !has_list_of_bots(r, first->account)) return;
    *LIST_ADD(&r->map->grants) = (struct grant){first->account, first->source, files, when, scope, 0};
}

static void grant_accounts(struct reader *r, const bool *sound)
{
    for (size_t i = 0; i < r->portions.count; i++) {
        const struct portion *p = &r->portions.items[i];
        bool seen = !has_messages(r, p) || p->account == 0;
        for (size_t k = 0; k < i && !seen; k++)
            seen = has_messages(r, &r->portions.items[k]) && r->portions.items[k].account == p->account;
        if (!seen) grant_all_bots(r, p, sound);
    }
}

void coverage_read_sources(const struct work *w, struct coverage_map *map)
{
    struct reader r = {.w = w, .map = map, .portions = LIST_EMPTY};
    find_ranges(&r);
    gather_portions(&r);
    merge_collections(&r);
    bool *sound = memory_alloc(r.portions.count + 1);
    accept_pages(&r, sound);
    for (size_t i = 0; i < r.portions.count; i++)
        if (r.portions.items[i].collection == i) grant_portion(&r, &r.portions.items[i], sound[i]);
    grant_accounts(&r, sound);
    free(sound);
    free(r.first_event);
    LIST_FREE(&r.portions);
}
