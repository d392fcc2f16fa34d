/* Tests of all built-in definitions against files that differ a little from what they describe: a column (of JSON: a key)
 * renamed, moved or left out. What is then read must be what was read before, field by field, or nothing: an amount in the
 * wrong column is worse than a file that is refused.
 *
 * SPDX-License-Identifier: MIT */
#include "format_reading.h"

#include "base/memory.h"
#include "parser/format/internal.h"

enum { CELLS = HEADER_CELLS_MAX };

struct table { /* a CSV sample, cut into cells */
    struct span cells[CELLS];
    size_t count;
};
typedef LIST(struct table) tables;

struct checked {
    size_t definitions, with_baseline, mutations, refused;
};

/* ---- samples as text ----------------------------------------------------------------------------------------------- */

static struct span member(const struct node *sample, const char *key)
{
    const struct node *n = node_get(sample, key);
    return n ? n->text : SPAN_NONE;
}

static bool header_of(const struct format *f, const struct node *sample, struct table *out)
{
    const struct node *given = node_get(sample, "header");
    out->count = 0;
    for (const struct node *n = given ? given->child : NULL; n; n = n->next) out->cells[out->count++] = n->text;
    if (given || f->headers[0].group) return given != NULL;
    for (size_t i = 0; i < f->headers[0].count; i++) {
        if (f->headers[0].cells[i].kind != HEADER_TEXT) return false;
        out->cells[out->count++] = f->headers[0].cells[i].text;
    }
    return true;
}

static void rows_of(const struct node *sample, char delimiter, struct arena *arena, tables *out)
{
    struct writer *lines = writer_to_memory();
    for (const struct node *n = node_get(sample, "rows")->child; n; n = n->next) {
        writer_text(lines, n->text);
        writer_byte(lines, '\n');
    }
    struct source *s = source_open_memory(writer_memory(lines), "rows", NULL);
    struct csv *csv = csv_new(s, delimiter, NULL);
    struct record r;
    for (enum read_status status; (status = csv_next(csv, &r)) != READ_END && status != READ_FAILED;) {
        if (status != READ_RECORD) continue;
        struct table *row = LIST_ADD(out);
        for (row->count = 0; row->count < r.count && row->count < CELLS; row->count++)
            row->cells[row->count] = arena_copy(arena, r.cells[row->count].text);
    }
    csv_free(csv);
    source_close(s);
    writer_close(lines, NULL);
}

static void put_row(struct writer *w, const struct table *row, char delimiter)
{
    for (size_t i = 0; i < row->count; i++) {
        struct span text = row->cells[i];
        bool quoted = span_find(text, delimiter) < text.len || span_find(text, '"') < text.len ||
                      span_find(text, '\n') < text.len;
        if (i > 0) writer_byte(w, delimiter);
        if (quoted) writer_byte(w, '"');
        for (size_t k = 0; k < text.len; k++) {
            if (text.ptr[k] == '"') writer_byte(w, '"');
            writer_byte(w, text.ptr[k]);
        }
        if (quoted) writer_byte(w, '"');
    }
    writer_byte(w, '\n');
}

/* ---- changes --------------------------------------------------------------------------------------------------------- */

enum change { UNCHANGED, RENAMED, MOVED, DROPPED, CHANGES };
static const char *const change_names[CHANGES] = {"unchanged", "renamed", "moved to the end", "left out"};

static void change_row(struct table *row, enum change change, size_t at, bool is_header)
{
    if (change == UNCHANGED || at >= row->count) return;
    if (change == RENAMED) {
        if (is_header) row->cells[at] = SPAN("Zzz");
        return;
    }
    struct span moved = row->cells[at];
    memmove(row->cells + at, row->cells + at + 1, (row->count - at - 1) * sizeof *row->cells);
    if (change == MOVED)
        row->cells[row->count - 1] = moved;
    else
        row->count--;
}

static struct span csv_with(const struct node *sample, const struct table *header, const tables *rows, char delimiter,
                            enum change change, size_t at, struct arena *arena)
{
    struct writer *w = writer_to_memory();
    const struct node *preamble = node_get(sample, "preamble");
    for (const struct node *n = preamble ? preamble->child : NULL; n; n = n->next) {
        writer_text(w, n->text);
        writer_byte(w, '\n');
    }
    struct table row = *header;
    change_row(&row, change, at, true);
    put_row(w, &row, delimiter);
    for (size_t i = 0; i < rows->count; i++) {
        row = rows->items[i];
        if (change == MOVED) /* a row that is shorter than the header stays below its names */
            while (row.count < header->count) row.cells[row.count++] = SPAN("");
        change_row(&row, change, at, false);
        put_row(w, &row, delimiter);
    }
    struct span text = arena_copy(arena, writer_memory(w));
    writer_close(w, NULL);
    return text;
}

/* "key": becomes "key_": everywhere. */
static struct span json_with(struct span text, struct span key, struct arena *arena)
{
    struct writer *w = writer_to_memory();
    for (size_t i = 0; i < text.len; i++) {
        struct span here = span_from(text, i);
        bool is_key = here.len > key.len + 2 && here.ptr[0] == '"' && here.ptr[key.len + 1] == '"' &&
                      here.ptr[key.len + 2] == ':' && span_equal(span_head(span_from(here, 1), key.len), key);
        if (!is_key) {
            writer_byte(w, here.ptr[0]);
            continue;
        }
        writer_text(w, span_head(here, key.len + 1));
        writer_text(w, SPAN("_\":"));
        i += key.len + 2;
    }
    struct span changed = arena_copy(arena, writer_memory(w));
    writer_close(w, NULL);
    return changed;
}

/* ---- comparing --------------------------------------------------------------------------------------------------------- */

static bool text_kept(const struct reading *a, uint32_t before, const struct reading *b, uint32_t after)
{
    struct span now = store_get_text(b->store, after);
    return now.len == 0 || span_equal(store_get_text(a->store, before), now);
}

static bool id_kept(const struct reading *a, ident before, const struct reading *b, ident after)
{
    char left[24], right[24];
    return after == IDENT_NONE || (before != IDENT_NONE && span_equal(store_ident_text(a->store, before, left),
                                                                      store_ident_text(b->store, after, right)));
}

static bool amounts_kept(const struct reading *a, const struct event *e, const struct reading *b, const struct event *n)
{
    for (unsigned which = 0; which < AMOUNT_COUNT; which++) {
        struct decimal before, after;
        if (!event_amount(b->store, n, (enum amount)which, &after)) continue;
        if (!event_amount(a->store, e, (enum amount)which, &before) || decimal_compare(before, after) != 0)
            return false;
    }
    return true;
}

/* The same moment, told with fewer digits at most. */
static bool time_kept(int64_t before, int64_t after)
{
    for (int64_t unit = 1; unit <= NS_PER_SECOND; unit *= 10)
        if (after == before - before % unit) return true;
    return false;
}

/* Marks that only say what is not known or was not found out. */
static const uint16_t doubts = MARK_ORPHAN;

/* The first thing of the new event that the old one does not say; NULL: none. */
static const char *difference(const struct reading *a, const struct event *e, const struct reading *b,
                              const struct event *n)
{
    const struct market *before = &a->store->markets.items[e->market], *after = &b->store->markets.items[n->market];
    const struct account *old = &a->store->accounts.items[e->account], *new = &b->store->accounts.items[n->account];
    if (!time_kept(e->at_ns, n->at_ns)) return "time";
    if (n->until_ns != TIME_NONE && !time_kept(e->until_ns, n->until_ns)) return "until";
    if (n->kind != e->kind) return "kind";
    if (n->side != SIDE_NONE && n->side != e->side) return "side";
    if (!amounts_kept(a, e, b, n)) return "amount";
    if (n->market != MARKET_NONE &&
        (!text_kept(a, before->base, b, after->base) || !text_kept(a, before->quote, b, after->quote)))
        return "market";
    if (!text_kept(a, e->fee_asset, b, n->fee_asset)) return "fee asset";
    if (!id_kept(a, e->order_id, b, n->order_id)) return "order id";
    if (!id_kept(a, e->trade_id, b, n->trade_id)) return "trade id";
    if (!id_kept(a, e->client_id, b, n->client_id)) return "client order id";
    if (!text_kept(a, old->venue, b, new->venue) || !text_kept(a, old->id, b, new->id)) return "account";
    if (!text_kept(a, e->key, b, n->key)) return "key";
    if (n->channel && n->channel != e->channel) return "channel";
    if (n->status && n->status != STATUS_CLOSED && n->status != e->status) return "status";
    if (n->marks & ~e->marks & ~doubts) return "marks";
    return NULL;
}

/* Every event that is read now stood there before, with all that it says now. Lines tell apart the rows of tables. */
static const char *compare(const struct reading *a, const struct reading *b)
{
    for (size_t i = 0; i < b->store->events.count; i++) {
        const struct event *n = &b->store->events.items[i];
        const char *wrong = "event (there was none on its line)";
        for (size_t k = 0; k < a->store->events.count && wrong; k++) {
            const struct event *e = &a->store->events.items[k];
            if (e->line != n->line) continue;
            const char *now = difference(a, e, b, n);
            if (!now || strcmp(now, "time") != 0 || strncmp(wrong, "event", 5) == 0) wrong = now;
        }
        if (wrong) return wrong;
    }
    return NULL;
}

/* ---- what can't be told ------------------------------------------------------------------------------------------------ */

static const struct {
    const char *definition, *column, *because;
} excused[] = {
    /* without a column: any */
    {"3commas-bots-json-2021", "finished_deals_count", "the count of running deals stands for it"},
    {"3commas-deals-json-2021", "closed_at", "the last change stands for the end, which was not later"},
    {"3commas-smart-trades-json-2021", "closed_at", "the last change stands for the end, which was not later"},
    {"3commas-market-orders-json-2021", "deal_order_type", "without it this is what a grid bot's orders look like"},
    {"binance-withdrawals-csv", "Fee", "without it this is the header of deposits"},
    {"coinbase-transactions-json-v2", "advanced_trade_fill", "without it the record tells one side of the trade only"},
    {"coinbase-transactions-json-v2", "product_id", "without it the record tells one side of the trade only"},
    {"deribit-orders-json", "is_liquidation", "it is there only where true"},
    {"deribit-orders-json", "is_rebalance", "it is there only where true"},
    {"deribit-orders-json", "mobile", "it is there only where true"},
    {"deribit-transaction-log-csv-2024", "Amount", "without it this is the header of the generation before"},
    {"deribit-trades-json", "order_type", "only a liquidation's word in it says more"},
    {"htx-spot-trades-json", "filled-points", "answers without it tell the fee alone"},
    {"htx-spot-trades-json", "fee-deduct-currency", "answers without it tell the fee alone"},
    {"bitstamp-open-orders-json", "amount_at_create", "what is still open stands for it"},
    {"gemini-fills-json", "break", "it is there only where a trade was broken"},
    {"bybit-conversions-json-2022", "exchangeStatus",
     "answers of 2022 state no outcome, and list what was carried out"},
    {"bybit-spot-fills-json-v1", "executionTime", "the other time of the same record stands for it"},
    {"poloniex-open-orders-json-2018", "status", "an order in the list of open ones was placed at least"},
    {"kraken-futures-executions-json", NULL, "the orders in it are orders all the same"},
    {"okx-fills-json", "fillTime", "the time at which the record was made stands for it"},
};

static bool is_excused(const struct format *f, struct span column)
{
    for (size_t i = 0; i < sizeof excused / sizeof *excused; i++)
        if (span_is(f->id, excused[i].definition) && (!excused[i].column || span_is(column, excused[i].column)))
            return true;
    return false;
}

/* ---- one sample ---------------------------------------------------------------------------------------------------------- */

static void read_as(struct reading *r, const struct format_set *set, const struct node *sample, struct span text,
                    bool json)
{
    reading_start(r, set);
    struct span name = member(sample, "file_name"), zone = member(sample, "time_zone");
    if (name.len > 0) r->name = name.ptr;
    if (zone.len > 0) r->zone = zone.ptr;
    if (json)
        reading_json(r, text);
    else
        reading_csv(r, text);
}

static bool try_change(const struct format *f, const struct reading *before, const struct node *sample,
                       struct span text, const char *change, struct span column, struct checked *sum)
{
    struct reading after;
    read_as(&after, before->set, sample, text, f->json);
    const char *wrong = compare(before, &after);
    sum->mutations++;
    sum->refused += after.store->events.count == 0;
    if (wrong && is_excused(f, column)) wrong = NULL;
    if (wrong)
        print_error("%s: \"%.*s\" %s: another %s is read, as %s\n", f->id.ptr, SPAN_ARG(column), change, wrong,
                    after.found.format ? after.found.format->id.ptr : "?");
    reading_end(&after);
    return wrong == NULL;
}

static bool try_csv(const struct format_set *set, const struct format *f, const struct node *sample,
                    struct checked *sum)
{
    struct arena *arena = arena_new(0);
    char delimiter = f->delimiter ? f->delimiter : ',';
    struct table header;
    tables rows = LIST_EMPTY;
    struct reading before;
    bool good = true;
    if (!node_get(sample, "rows") || !header_of(f, sample, &header)) {
        arena_free(arena);
        return true;
    }
    rows_of(sample, delimiter, arena, &rows);
    read_as(&before, set, sample, csv_with(sample, &header, &rows, delimiter, UNCHANGED, 0, arena), false);
    if (before.found.format == f && before.store->events.count > 0) {
        sum->with_baseline++;
        for (enum change change = RENAMED; change < CHANGES; change++) {
            if (f->grouping == GROUPING_BINANCE_NESTED && change != RENAMED)
                continue; /* the rows below have other columns */
            for (size_t i = 0; i < header.count; i++)
                good &= try_change(f, &before, sample, csv_with(sample, &header, &rows, delimiter, change, i, arena),
                                   change_names[change], header.cells[i], sum);
        }
    }
    reading_end(&before);
    LIST_FREE(&rows);
    arena_free(arena);
    return good;
}

/* The keys of a text of JSON, each once. */
static size_t keys_of(struct span text, struct span *keys, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len && count < room; i++) {
        if (text.ptr[i] != '"') continue;
        size_t end = i + 1;
        while (end < text.len && text.ptr[end] != '"') end += text.ptr[end] == '\\' ? 2 : 1;
        struct span word = span_head(span_from(text, i + 1), end - i - 1);
        bool is_key = end + 1 < text.len && text.ptr[end + 1] == ':', known = false;
        for (size_t k = 0; k < count; k++) known |= span_equal(keys[k], word);
        if (is_key && !known) keys[count++] = word;
        i = end;
    }
    return count;
}

static bool try_json(const struct format_set *set, const struct format *f, const struct node *sample,
                     struct checked *sum)
{
    const struct node *json = node_get(sample, "json");
    struct span keys[CELLS];
    struct reading before;
    bool good = true;
    if (!json) return true;
    struct arena *arena = arena_new(0);
    read_as(&before, set, sample, json->raw, true);
    if (before.found.format == f && before.store->events.count > 0) {
        sum->with_baseline++;
        size_t count = keys_of(json->raw, keys, CELLS);
        for (size_t i = 0; i < count; i++)
            good &= try_change(f, &before, sample, json_with(json->raw, keys[i], arena), "renamed", keys[i], sum);
    }
    reading_end(&before);
    arena_free(arena);
    return good;
}

static bool try_definition(const struct format_set *set, const struct format *f, struct checked *sum)
{
    bool good = true;
    size_t before = sum->with_baseline;
    for (const struct node *sample = f->samples->child; sample; sample = sample->next)
        good &= f->json ? try_json(set, f, sample, sum) : try_csv(set, f, sample, sum);
    sum->definitions += sum->with_baseline > before;
    return good;
}

static void a_changed_layout_is_still_right_or_refused(void **state)
{
    (void)state;
    struct format_complaints complaints = {LIST_EMPTY};
    struct format_set *set = format_set_load(NULL, &complaints);
    struct checked sum = {0};
    bool good = true;
    for (size_t i = 0; i < format_count(set); i++) good &= try_definition(set, format_at(set, i), &sum);
    print_message("%zu of %zu definitions, %zu samples, %zu changes, %zu of them refused\n", sum.definitions,
                  format_count(set), sum.with_baseline, sum.mutations, sum.refused);
    assert_true(sum.definitions * 10 >= format_count(set) * 9);
    assert_true(good);
    format_set_free(set);
    format_complaints_free(&complaints);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_changed_layout_is_still_right_or_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
