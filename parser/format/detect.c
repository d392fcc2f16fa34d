/* detect - which definition a file follows. Every definition bids what it verified: cells of the header that
 * agree, then the first rows, mapped into a store that is thrown away. The best bid wins; equal bids are a tie.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

#include <stdio.h>

/* ---- headers ----------------------------------------------------------------------------------------------------- */

size_t format_header_cells(const struct record *row, struct arena *arena, struct span *out)
{
    size_t count = row->count < HEADER_CELLS_MAX ? row->count : HEADER_CELLS_MAX;
    for (size_t i = 0; i < count; i++) {
        struct span text = span_trim(row->cells[i].text);
        if (span_starts_with(text, SPAN("\xEF\xBB\xBF"))) text = span_from(text, 3); /* OKEx marks every cell */
        out[i] = arena_copy(arena, text);
    }
    while (count && !out[count - 1].len) count--;
    return count;
}

static bool cell_agrees(const struct header_cell *want, struct span is, uint32_t *bid)
{
    switch (want->kind) {
    case HEADER_TEXT: *bid += 3; return span_equal(want->text, is);
    case HEADER_PATTERN: *bid += 2; return pattern_match(want->pattern, is, NULL) == MATCH_YES;
    case HEADER_ANY: return true;
    }
    return false;
}

/* Column names don't begin with a digit. Without this, the first row of a file that lost its header would be taken for one. */
static bool looks_like_data(const struct span *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!cells[i].len || (cells[i].ptr[0] >= '0' && cells[i].ptr[0] <= '9')) return true;
    return false;
}

const struct header_cell *header_cell_at(const struct header *h, size_t i, size_t count)
{
    size_t repeated = h->group && count > h->count ? count - h->count : 0;
    if (i < h->repeat_at || !repeated) return i < h->count ? &h->cells[i] : NULL;
    if (i < h->repeat_at + repeated) return &h->group[(i - h->repeat_at) % h->group_count];
    return i - repeated < h->count ? &h->cells[i - repeated] : NULL;
}

static bool length_fits(const struct format *f, const struct header *h, size_t wanted, size_t count)
{
    if (h->group) return count > h->count && (count - h->count) % h->group_count == 0;
    return f->match == HEADER_PREFIX ? count >= wanted : count == wanted;
}

static bool header_agrees(const struct format *f, const struct header *h, const struct span *cells, size_t count,
                          uint32_t *bid)
{
    size_t wanted = h->count;
    while (wanted && h->cells[wanted - 1].kind == HEADER_TEXT && !h->cells[wanted - 1].text.len) wanted--;
    if (!length_fits(f, h, wanted, count)) return false;
    if (h->group) wanted = count;
    *bid = 0;
    if (f->match == HEADER_SHAPE && looks_like_data(cells, count)) return false;
    for (size_t i = 0; i < wanted; i++)
        if (!cell_agrees(header_cell_at(h, i, count), cells[i], bid)) return false;
    return true;
}

const struct header *format_match_header(const struct format *f, const struct span *cells, size_t count, uint32_t *bid)
{
    const struct header *best = NULL;
    *bid = 0;
    for (size_t i = 0; i < f->header_count; i++) {
        uint32_t own;
        if (!header_agrees(f, &f->headers[i], cells, count, &own) || (best && own <= *bid)) continue;
        best = &f->headers[i];
        *bid = own;
    }
    return best;
}

/* ---- csv: bids --------------------------------------------------------------------------------------------------- */

enum { PROOF_ROWS = 5, TIE_ROWS = 100000, BIDS_MAX = 64 };

struct bid {
    const struct format *format;
    char delimiter;
    uint32_t row;          /* of the header, from 0 */
    uint32_t rank;         /* exact 3, prefix 2, shape 1 */
    uint32_t cells;        /* what agreed in the header */
    uint32_t rows, mapped; /* looked at below the header; mapped to events or skipped by rule */
    bool in_order;         /* all rows were tried, and their times follow each other as the definition says */
};
struct bidding {
    const struct format_set *set;
    struct span head;
    struct arena *arena;
    struct bid bids[BIDS_MAX];
    size_t count;
};

static uint32_t rank_of(const struct format *f, uint32_t cells)
{
    if (f->match == HEADER_SHAPE || cells == 0) return 1;
    return f->match == HEADER_PREFIX ? 2 : 3;
}

static bool names_cell(const struct format *f, struct span text)
{
    for (size_t h = 0; h < f->header_count; h++)
        for (size_t i = 0; i < f->headers[h].count; i++)
            if (f->headers[h].cells[i].kind == HEADER_TEXT && span_equal(f->headers[h].cells[i].text, text))
                return true;
    return false;
}

/* A header in another language shares at most a word with those that are known. One that shares more is a known header
 * that somebody has changed, and a changed header is refused: its times may not even be in the same zone. */
static bool is_known_language(const struct format_set *set, const struct span *cells, size_t count)
{
    size_t shared = 0;
    for (size_t i = 0; i < count; i++) {
        if (span_contains(cells[i], SPAN("UTC"))) return true;
        for (size_t f = 0; f < set->formats.count; f++) {
            if (!names_cell(set->formats.items[f], cells[i])) continue;
            shared++;
            break;
        }
    }
    return shared > 1;
}

static void bid_on_row(struct bidding *b, char delimiter, uint32_t row, const struct span *cells, size_t count)
{
    for (size_t i = 0; i < b->set->formats.count && b->count < BIDS_MAX; i++) {
        const struct format *f = b->set->formats.items[i];
        uint32_t agreed;
        if (f->json || (f->delimiter && f->delimiter != delimiter)) continue;
        if (!format_match_header(f, cells, count, &agreed)) continue;
        if (f->match == HEADER_SHAPE && is_known_language(b->set, cells, count)) continue;
        b->bids[b->count++] = (struct bid){f, delimiter, row, rank_of(f, agreed), agreed, 0, 0, false};
    }
}

/* A name list of two makes the reader open rows that are quoted as a whole, the header among them. */
static const struct span two_columns[2];

static void bid_with_delimiter(struct bidding *b, char delimiter)
{
    struct source *source = source_open_memory(b->head, "head", NULL);
    struct csv *csv = csv_new(source, delimiter, NULL);
    csv_set_columns(csv, two_columns, 2);
    struct record row;
    struct span cells[HEADER_CELLS_MAX];
    for (uint32_t i = 0; i < HEADER_SEARCH_ROWS; i++) {
        enum read_status status = csv_next(csv, &row);
        if (status == READ_END || status == READ_FAILED) break;
        if (status == READ_REJECTED) continue;
        size_t count = format_header_cells(&row, b->arena, cells);
        if (count > 1) bid_on_row(b, delimiter, i, cells, count);
    }
    csv_free(csv);
    source_close(source);
}

static bool is_in_order(const struct format *f, const struct store *store)
{
    for (size_t i = 1; i < store->events.count; i++) {
        int64_t before = store->events.items[i - 1].at_ns, at = store->events.items[i].at_ns;
        if (f->order == RECORDS_NEWEST_FIRST ? at > before : at < before) return false;
    }
    return f->order != RECORDS_ANY;
}

/* Maps the first rows as the definition would. The zone does not matter here, so UTC stands in for an unknown one. */
static void prove_rows(struct bidding *b, struct bid *bid, struct span file_name, int rows)
{
    struct source *source = source_open_memory(b->head, "head", NULL);
    struct csv *csv = csv_new(source, bid->delimiter, NULL);
    struct zone *utc = zone_load(SPAN("UTC"));
    struct store *store = store_new();
    struct map_context context = {.store = store, .zone = utc, .path = file_name};
    struct mapper *m = mapper_new(bid->format, &context);
    struct map_counts counts = {0};
    struct record row;
    if (mapper_read_header(m, csv)) {
        mapper_set_zone(m, utc);
        for (int i = 0; i < rows && csv_next(csv, &row) == READ_RECORD; i++) mapper_map(m, &row, &counts);
    }
    bid->rows = (uint32_t)counts.read;
    bid->mapped = (uint32_t)(counts.events + counts.skipped);
    bid->in_order = rows == TIE_ROWS && is_in_order(bid->format, store);
    mapper_free(m);
    store_free(store);
    zone_free(utc);
    csv_free(csv);
    source_close(source);
}

/* Higher is better: how the header agreed, then how much of it, then the share of rows that could be read, then, where
 * all rows were tried, their order. */
static uint64_t weight(const struct bid *b)
{
    uint64_t share = b->rows ? (uint64_t)b->mapped * UINT16_MAX / b->rows : 0;
    return ((uint64_t)b->rank << 40) + ((uint64_t)b->cells << 17) + (share << 1) + b->in_order;
}

static bool stands(const struct bid *b)
{
    return b->rank > 1 || (b->row == 0 && b->mapped > 0 && b->mapped * 2 >= b->rows);
}

/* ---- csv: choice ------------------------------------------------------------------------------------------------- */

static bool name_hints(const struct format *f, struct span file_name)
{
    return f->file_name_hint && pattern_match(f->file_name_hint, file_name, NULL) == MATCH_YES;
}

static void tell_match(const struct bid *b, struct detection *out)
{
    static const char *const how[] = {"", "the shape fits", "the header begins with the cells of",
                                      "the header is that of"};
    char rows[64] = "no rows below it";
    if (b->rows) snprintf(rows, sizeof rows, "%u of the first %u rows read", b->mapped, b->rows);
    snprintf(out->why, sizeof out->why, "%s %s%s; %s", how[b->rank], b->format->id.ptr,
             b->row ? " (below a preamble)" : "", rows);
}

static void tell_tie(const struct bid *a, const struct bid *b, struct detection *out)
{
    snprintf(out->why, sizeof out->why, "%s (%s) and %s (%s) fit equally well; name one in case.json: files[].format",
             a->format->id.ptr, a->format->title.ptr, b->format->id.ptr, b->format->title.ptr);
}

/* Such definitions say the same of a file that holds no record. Transfers do not: "no deposits" is not "no withdrawals". */
static bool are_of_one_kind(const struct format *a, const struct format *b)
{
    return span_equal(a->venue, b->venue) && span_equal(a->record_set, b->record_set) && a->main.kind == b->main.kind &&
           a->main.kind != EVENT_TRANSFER;
}

static void choose(struct bidding *b, struct span file_name, struct detection *out)
{
    const struct bid *best = NULL, *second = NULL;
    bool best_hinted = false;
    for (size_t i = 0; i < b->count; i++) {
        const struct bid *own = &b->bids[i];
        if (!stands(own) || (best && own->format == best->format && weight(own) <= weight(best))) continue;
        bool hinted = name_hints(own->format, file_name);
        bool better = !best || weight(own) > weight(best) || (weight(own) == weight(best) && hinted && !best_hinted);
        if (better) {
            best = own;
            best_hinted = hinted;
            second = NULL;
            out->rivals = 0;
        } else if (weight(own) == weight(best) && hinted == best_hinted) {
            second = own;
            out->rivals++;
        }
    }
    if (!best) return;
    out->delimiter = best->delimiter;
    if (second && !(best->rows == 0 && are_of_one_kind(best->format, second->format))) {
        tell_tie(best, second, out);
        return;
    }
    out->format = best->format;
    tell_match(best, out);
}

/* Day, month and year in another order: 05-12-22 fits both, and a single 25-12-22 further down tells them apart. */
static void choose_again(struct bidding *b, struct span file_name, struct detection *out)
{
    for (size_t i = 0; i < b->count; i++) prove_rows(b, &b->bids[i], file_name, TIE_ROWS);
    out->rivals = 0;
    choose(b, file_name, out);
}

void format_detect_csv(const struct format_set *set, struct span head, struct span file_name, struct detection *out)
{
    static const char delimiters[] = {',', ';', '\t'};
    memset(out, 0, sizeof *out);
    snprintf(out->why, sizeof out->why, "no definition knows this header");
    struct bidding b = {.set = set, .head = head, .arena = arena_new(0)};
    for (size_t i = 0; i < sizeof delimiters; i++) bid_with_delimiter(&b, delimiters[i]);
    for (size_t i = 0; i < b.count; i++) prove_rows(&b, &b.bids[i], file_name, PROOF_ROWS);
    choose(&b, file_name, out);
    if (!out->format && out->rivals) choose_again(&b, file_name, out);
    if (!out->format && !out->rivals) format_tell_nearest(set, head, out->why, sizeof out->why);
    arena_free(b.arena);
}

/* ---- json -------------------------------------------------------------------------------------------------------- */

static const struct cell *find_key(const struct cell *cells, size_t count, struct span key, size_t *from)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = *from + i < count ? *from + i : *from + i - count;
        if (!span_equal(cells[at].name, key)) continue;
        *from = at + 1 < count ? at + 1 : 0;
        return &cells[at];
    }
    return NULL;
}

static bool length_agrees(const struct format *f, size_t count)
{
    for (size_t i = 0; i < f->length_count; i++)
        if (f->lengths[i] == count) return true;
    return false;
}

/* Keys usually stand in the order in which the definition names them, so the search goes on where the last one was. */
static bool object_agrees(const struct format *f, bool list, const struct cell *cells, size_t count)
{
    size_t from = 0;
    if (list != (f->length_count > 0) || (list && !length_agrees(f, count))) return false;
    for (size_t i = 0; i < f->key_count; i++)
        if (!find_key(cells, count, f->keys[i], &from)) return false;
    for (size_t i = 0; i < f->without_count; i++)
        if (find_key(cells, count, f->without[i], &from)) return false;
    for (size_t i = 0; i < f->value_count; i++) {
        const struct cell *c = find_key(cells, count, f->values[i].key, &from);
        if (!c || c->kind == CELL_NESTED || pattern_match(f->values[i].matches, c->text, NULL) != MATCH_YES)
            return false;
    }
    return true;
}

static enum json_class classify(void *user, const struct json_object_view *view, const void **tag)
{
    const struct format_set *set = user;
    const struct format *best = NULL;
    size_t best_bid = 0;
    bool tie = false;
    for (size_t i = 0; i < set->formats.count; i++) {
        const struct format *f = set->formats.items[i];
        if (!f->json || (view->list && !view->complete)) continue;
        if (!object_agrees(f, view->list, view->cells, view->count)) continue;
        size_t bid = f->key_count * 2 + f->value_count * 3;
        if (best && bid < best_bid) continue;
        tie = best && bid == best_bid;
        best = f;
        best_bid = bid;
    }
    if (!best || tie) return JSON_WRAPPER;
    *tag = best;
    return JSON_RECORD;
}

static enum json_fit still_fits(void *user, const void *tag, const struct record *r)
{
    (void)user;
    const struct format *f = tag;
    if (!object_agrees(f, r->list, r->cells, r->count)) return JSON_UNFIT;
    return f->value_count > 0 ? JSON_FITS : JSON_FITS_BY_KEYS;
}

struct json_classifier format_json_classifier(const struct format_set *set)
{
    bool lists = false;
    for (size_t i = 0; i < set->formats.count; i++) lists = lists || set->formats.items[i]->length_count > 0;
    return (struct json_classifier){classify, still_fits, (void *)(uintptr_t)set, lists};
}
