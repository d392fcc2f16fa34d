/* papers - the papers for single receivers: which orders each is about, their lines, and the list of all.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/papers.h"

#include "report/text/page.h"

#include <stdlib.h>

/* ---- whose orders they are ----------------------------------------------------------------------------------------- */

struct sortable {
    const char *venue, *account, *market;
    int64_t at_ns;
    uint32_t order;
};

static int compare_orders(const void *left, const void *right)
{
    const struct sortable *a = left, *b = right;
    int order = strcmp(a->venue, b->venue);
    if (order == 0) order = strcmp(a->account, b->account);
    if (order == 0) order = strcmp(a->market, b->market);
    if (order != 0) return order;
    if (a->at_ns != b->at_ns) return a->at_ns < b->at_ns ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static const char *venue_of(const struct builder *b, const struct order *o)
{
    uint32_t venue = b->store->accounts.items[o->account].venue;
    if (venue == 0) venue = b->store->markets.items[o->market].venue;
    return venue == 0 ? words_not_stated(b->say) : value_visible(b, store_get_text(b->store, venue));
}

/* Spellings are made once for each account and market, not for each order. */
static struct sortable *sort_orders(const struct builder *b, const uint32_t *orders, size_t count)
{
    const char **accounts = ARENA_ARRAY(b->arena, const char *, b->store->accounts.count + 1);
    const char **markets = ARENA_ARRAY(b->arena, const char *, b->store->markets.count + 1);
    struct sortable *list = ARENA_ARRAY(b->arena, struct sortable, count + 1);
    const char *venue = "";
    uint32_t venue_account = UINT32_MAX, venue_market = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct order *o = &b->r->orders.items[orders[i]];
        if (!accounts[o->account]) accounts[o->account] = value_account(b, o->account);
        if (!markets[o->market]) markets[o->market] = value_market(b, o->market);
        if (o->account != venue_account || o->market != venue_market) venue = venue_of(b, o);
        venue_account = o->account;
        venue_market = o->market;
        list[i] = (struct sortable){venue, accounts[o->account], markets[o->market], o->first_ns, orders[i]};
    }
    if (count > 1) qsort(list, count, sizeof *list, compare_orders);
    return list;
}

static const uint32_t *indexes_of(const struct builder *b, const struct sortable *list, size_t count)
{
    uint32_t *orders = ARENA_ARRAY(b->arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) orders[i] = list[i].order;
    return orders;
}

/* Letters, digits and '-' only: names that every file system and BagIt program takes. */
static const char *file_part(const struct builder *b, const char *venue)
{
    char *part = arena_format(b->arena, "-%s", venue);
    for (char *c = part; *c; c++) {
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
        const bool plain = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
        if (!plain) *c = '-';
    }
    return part;
}

/* Two exchanges whose names come to the same get a number. */
static void name_parts(const struct builder *b, struct shares *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const char *part = s->count == 1 ? "" : file_part(b, s->items[i].venue);
        for (size_t k = 0; k < i && *part; k++)
            if (strcmp(s->items[k].part, part) == 0) part = arena_format(b->arena, "%s-%zu", part, i + 1);
        s->items[i].part = part;
    }
}

static void count_share(const struct builder *b, struct share *s)
{
    s->when = (struct period){TIME_NONE, TIME_NONE};
    for (size_t i = 0; i < s->count; i++) {
        const struct order *o = &b->r->orders.items[s->orders[i]];
        s->fills += o->fill_count;
        if (i == 0 || o->first_ns < s->when.from_ns) s->when.from_ns = o->first_ns;
        if (i == 0 || o->last_ns > s->when.to_ns) s->when.to_ns = o->last_ns;
    }
}

/* One share for each run of equal names in `all`; `asked` is a part of it in the same order. */
static void split_shares(const struct builder *b, const struct sortable *all, const struct sortable *asked,
                         struct shares *s)
{
    const struct share *whole = &s->whole;
    s->items = ARENA_ARRAY(b->arena, struct share, whole->all_count + 1);
    size_t next = 0;
    for (size_t from = 0, to; from < whole->all_count; from = to) {
        const size_t first = next;
        for (to = from; to < whole->all_count && strcmp(all[to].venue, all[from].venue) == 0;) to++;
        while (next < whole->count && strcmp(asked[next].venue, all[from].venue) == 0) next++;
        struct share *one = &s->items[s->count++];
        *one = (struct share){
            .venue = all[from].venue, .part = "", .orders = whole->orders + first, .count = next - first};
        one->all = whole->all + from;
        one->all_count = to - from;
        count_share(b, one);
    }
    name_parts(b, s);
}

struct shares papers_shares(const struct builder *b)
{
    const struct figures *f = b->figures;
    const bool graded = f->graded_count > 0;
    uint32_t *all = ARENA_ARRAY(b->arena, uint32_t, f->graded_count + f->review_count + 1);
    if (f->graded_count > 0) memcpy(all, f->graded, f->graded_count * sizeof *all);
    if (f->review_count > 0) memcpy(all + f->graded_count, f->review, f->review_count * sizeof *all);
    struct shares s = {.whole = {.venue = value_venues(b), .part = ""}};
    s.whole.count = graded ? f->graded_count : f->review_count;
    s.whole.all_count = f->graded_count + f->review_count;
    const struct sortable *asked = sort_orders(b, graded ? f->graded : f->review, s.whole.count);
    const struct sortable *sorted = sort_orders(b, all, s.whole.all_count);
    s.whole.orders = indexes_of(b, asked, s.whole.count);
    s.whole.all = indexes_of(b, sorted, s.whole.all_count);
    count_share(b, &s.whole);
    split_shares(b, sorted, asked, &s);
    return s;
}

struct shares papers_translated(const struct builder *b, const struct shares *english)
{
    const struct speaker speaker = {&words_english, b->arena};
    const char *nameless = words_not_stated(&speaker);
    struct shares s = {ARENA_ARRAY(b->arena, struct share, english->count + 1), english->count, english->whole};
    for (size_t i = 0; i < s.count; i++) {
        s.items[i] = english->items[i];
        if (strcmp(s.items[i].venue, nameless) == 0) s.items[i].venue = words_not_stated(b->say);
    }
    s.whole.venue = value_venues(b);
    return s;
}

struct shares papers_unassessed(const struct builder *b)
{
    struct shares s = {.whole = {.venue = value_venues(b), .part = ""}};
    uint32_t *open;
    s.whole.count = s.whole.all_count = unassessed_list(b, &open);
    const struct sortable *sorted = sort_orders(b, open, s.whole.count);
    s.whole.orders = s.whole.all = indexes_of(b, sorted, s.whole.count);
    count_share(b, &s.whole);
    split_shares(b, sorted, sorted, &s);
    return s;
}

/* ---- lines ---------------------------------------------------------------------------------------------------------- */

struct paper_page paper_begin(const struct builder *b)
{
    return (struct paper_page){b, writer_to_memory()};
}

struct paper_page paper_begin_letter(const struct builder *b)
{
    struct paper_page p = paper_begin(b);
    if (!b->in->redaction) return p;
    paper_wrap(&p, 0, words_paper_shared(b->say));
    paper_gap(&p);
    return p;
}

static bool opens_tag(struct span rest)
{
    if (rest.len < 2 || rest.ptr[0] != '<' || span_starts_with(rest, SPAN("<U+"))) return false;
    const char next = rest.ptr[1];
    return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' || next == '!' || next == '?';
}

struct span paper_guard(const struct builder *b, struct span text)
{
    if (span_find(text, '<') == text.len) return arena_copy(b->arena, text);
    struct writer *w = writer_to_memory();
    for (; text.len > 0; text = span_from(text, 1)) {
        if (opens_tag(text))
            writer_cstr(w, "\\x3C");
        else
            writer_byte(w, text.ptr[0]);
    }
    const struct span guarded = arena_copy(b->arena, writer_memory(w));
    writer_close(w, NULL);
    return guarded;
}

void paper_end(struct paper_page *p, const char *name)
{
    const struct span text = paper_guard(p->b, writer_memory(p->out));
    *LIST_ADD(&p->b->model->papers) = (struct paper){name, text};
    writer_close(p->out, NULL);
}

void paper_gap(struct paper_page *p)
{
    writer_byte(p->out, '\n');
}

void paper_line(struct paper_page *p, const char *text)
{
    writer_cstr(p->out, text);
    writer_byte(p->out, '\n');
}

static void wrap(struct paper_page *p, size_t indent, const char *lead, const char *text)
{
    struct span rest = span_of(text);
    do {
        for (size_t i = *lead ? strlen(lead) : 0; i < indent; i++) writer_byte(p->out, ' ');
        writer_cstr(p->out, lead);
        writer_text(p->out, text_next_line(&rest, PAPER_WIDTH - indent));
        writer_byte(p->out, '\n');
        lead = "";
    } while (rest.len > 0);
}

void paper_wrap(struct paper_page *p, size_t indent, const char *text)
{
    wrap(p, indent, "", text);
}

void paper_item(struct paper_page *p, unsigned number, const char *text)
{
    wrap(p, 4, arena_format(p->b->arena, "%u. ", number), text);
}

void paper_field(struct paper_page *p, const char *label, const char *value)
{
    if (*value) paper_line(p, words_paper_field(p->b->say, label, words_isolated(p->b->say, value)));
}

void paper_field_wrapped(struct paper_page *p, const char *label, const char *value)
{
    if (*value) paper_wrap(p, 0, words_paper_field(p->b->say, label, words_isolated(p->b->say, value)));
}

void paper_english(struct paper_page *p, const char *file)
{
    if (paper_is_english(p->b)) return;
    paper_wrap(p, 0, words_paper_english(p->b->say, file));
    paper_gap(p);
}

void paper_field_or_blank(struct paper_page *p, const char *label, const char *value, const char *blank)
{
    paper_field(p, label, *value ? value : words_paper_blank(p->b->say, blank));
}

void paper_nothing(struct paper_page *p)
{
    const struct speaker *say = p->b->say;
    const char *open = unassessed_text(p->b);
    if (!*open) {
        paper_wrap(p, 0, words_paper_nothing(say));
        paper_gap(p);
    }
    if (*open) {
        paper_wrap(p, 0, open);
    } else if (nothing_covered(p->b)) {
        paper_wrap(p, 0, words_story_uncovered(say));
    } else {
        paper_wrap(p, 0, words_two_parts(say, words_story_nothing(say), words_story_nothing_means(say)));
    }
}

/* ---- what several of them say -------------------------------------------------------------------------------------- */

bool paper_is_english(const struct builder *b)
{
    return b->say->language == &words_english;
}

const char *paper_name(const struct builder *b, const char *stem)
{
    return paper_is_english(b) ? arena_format(b->arena, "%s.txt", stem)
                               : arena_format(b->arena, "%s.%s.txt", stem, b->say->language->code);
}

const char *paper_ids_name(const struct builder *b, const struct share *s, const char *ending)
{
    return arena_format(b->arena, "identifiers%s.%s", s->part, ending);
}

const char *paper_when(const struct builder *b, struct period p)
{
    if (p.from_ns == TIME_NONE) return words_none(b->say);
    if (p.from_ns == p.to_ns) return words_utc(b->say, value_moment(b, p.from_ns));
    return words_utc(b->say, value_period(b, p));
}

struct period papers_widened(struct period p)
{
    const int64_t by_ns = PAPER_DAYS * INT64_C(86400) * NS_PER_SECOND;
    return (struct period){p.from_ns < INT64_MIN + 2 * by_ns ? p.from_ns : p.from_ns - by_ns,
                           p.to_ns > INT64_MAX - by_ns ? p.to_ns : p.to_ns + by_ns};
}

/* The orders stand by account and market, so a new name is one that differs from the last. */
const char *paper_accounts(const struct builder *b, const struct share *s)
{
    const char *list = "";
    uint32_t last = UINT32_MAX;
    size_t all = 0;
    for (size_t i = 0; i < s->count; i++) {
        const uint32_t account = b->r->orders.items[s->orders[i]].account;
        if (account == last) continue;
        last = account;
        if (all++ < PAPER_LIST_MOST) list = value_join(b, list, "; ", value_account_or_stated(b, account));
    }
    if (all > PAPER_LIST_MOST)
        list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - PAPER_LIST_MOST)));
    return *list ? list : words_unnamed_account(b->say);
}

const char *paper_accounts_or_blank(const struct builder *b, const struct share *s)
{
    bool nameless = s->count == 0;
    for (size_t i = 0; i < s->count && !nameless; i++) {
        const uint32_t account = b->r->orders.items[s->orders[i]].account;
        if (b->store->accounts.items[account].id != 0) continue;
        nameless = strcmp(value_account(b, account), value_account_or_stated(b, account)) == 0;
    }
    const char *list = paper_accounts(b, s);
    return nameless ? words_two_parts(b->say, list, words_paper_blank(b->say, words_paper_blank_account(b->say)))
                    : list;
}

const char *paper_markets(const struct builder *b, const struct share *s)
{
    const char *list = "";
    uint32_t account = UINT32_MAX, market = UINT32_MAX;
    size_t all = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct order *o = &b->r->orders.items[s->orders[i]];
        if (o->account == account && o->market == market) continue;
        account = o->account;
        market = o->market;
        if (all++ < PAPER_LIST_MOST) list = value_join(b, list, ", ", value_market(b, market));
    }
    if (all > PAPER_LIST_MOST)
        list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - PAPER_LIST_MOST)));
    return list;
}

const char *paper_ids(const struct builder *b, const struct share *s)
{
    struct writer *w = writer_to_memory();
    size_t listed = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (listed >= PAPER_IDS_MOST) break;
        const char *id = value_order_id(b, &b->r->orders.items[s->orders[i]]);
        if (!*id) continue;
        if (listed++ > 0) writer_cstr(w, ", ");
        writer_cstr(w, id);
    }
    const char *list = arena_copy(b->arena, writer_memory(w)).ptr, *file = paper_ids_name(b, s, "txt");
    writer_close(w, NULL);
    if (listed == 0) return words_letter_ids_none(b->say, file);
    if (s->count > listed)
        list = value_join(b, list, " ", words_letter_ids_more(b->say, value_u64(b, s->count - listed), file));
    return words_letter_ids(b->say, list);
}

const char *paper_key(const struct builder *b, const struct case_key *key)
{
    const char *line = value_join(b, value_visible(b, key->venue), " ", value_visible(b, key->label));
    const char *four = value_visible(b, span_of(figures_last_four(key->id, b->arena)));
    return *four ? value_join(b, line, ", ", arena_format(b->arena, "...%s", four)) : line;
}

size_t paper_platforms(const struct builder *b, const char ***names)
{
    bool *seen = ARENA_ARRAY(b->arena, bool, b->store->accounts.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < b->r->bot_orders.count; i++) {
        const struct bot_order *o = &b->r->bot_orders.items[i];
        if (!o->paper && !(o->traits & BOT_OF_PROGRAM)) seen[o->account] = true;
    }
    *names = ARENA_ARRAY(b->arena, const char *, b->store->accounts.count + 1);
    for (size_t i = 0; i < b->store->accounts.count; i++) {
        const char *name = value_visible(b, store_get_text(b->store, b->store->accounts.items[i].venue));
        bool fresh = seen[i] && *name;
        for (size_t k = 0; k < count && fresh; k++) fresh = strcmp((*names)[k], name) != 0;
        if (fresh) (*names)[count++] = name;
    }
    return count;
}

/* ---- all of them ---------------------------------------------------------------------------------------------------- */

const char *papers_translated_names(const struct builder *b)
{
    if (paper_is_english(b)) return "";
    const char *list = value_join(b, paper_name(b, PAPER_POLICE), ", ", paper_name(b, PAPER_GDPR));
    return value_join(b, value_join(b, list, ", ", paper_name(b, PAPER_SWORN)), ", ", paper_name(b, PAPER_START));
}

static void add_english(struct builder *b, const struct shares *s)
{
    paper_identifiers(b, s);
    paper_ic3(b, s);
    paper_requests(b, s);
    paper_gdpr(b, s);
    paper_sworn(b, s);
    paper_start(b, s);
}

void add_papers(struct builder *own)
{
    struct speaker speaker = {&words_english, own->arena};
    struct builder english = *own;
    english.say = &speaker;
    const struct shares s = papers_shares(&english);
    if (paper_is_english(own)) {
        add_english(own, &s);
        return;
    }
    const struct shares translated = papers_translated(own, &s);
    paper_police(own, &translated);
    paper_gdpr(own, &translated);
    paper_sworn(own, &translated);
    paper_start(own, &translated);
}
