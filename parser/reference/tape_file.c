/* tape_file - see tape_file.h. A line is cut at its commas and checked as a whole, because a file with one row of another
 * kind is another kind of file.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/reference/tape_file.h"

enum { CELLS_MOST = 8 };

struct reading {
    tape_take *take;
    void *user;
    struct tape_facts *facts;
    struct span shown; /* what the report calls the file */
    struct tape_name name;
    size_t columns; /* of the first row */
    size_t time, maker;
    uint64_t first_id, last_id, ids; /* least, greatest, how many rows name */
};

static size_t cut_cells(struct span line, struct span cells[CELLS_MOST])
{
    size_t count = 0;
    const char *at = line.ptr, *const end = line.ptr + line.len;
    for (const char *start = at;; at++) {
        if (at < end && *at != ',') continue;
        if (count == CELLS_MOST) return CELLS_MOST + 1;
        cells[count++] = (struct span){start, (size_t)(at - start)};
        start = at + 1;
        if (at == end) return count;
    }
}

static inline bool number(struct span text, uint64_t *out)
{
    if (text.len == 0 || text.len > 18) return false;
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned digit = (unsigned)(text.ptr[i] - '0');
        if (digit > 9) return false;
        value = 10 * value + digit;
    }
    *out = value;
    return true;
}

/* "True" of spot, "true" of futures. */
static inline bool truth(struct span text, bool *out)
{
    const char first = text.len > 0 ? (char)(text.ptr[0] | 0x20) : '\0';
    *out = first == 't';
    if (text.len == 4) return first == 't' && memcmp(text.ptr + 1, "rue", 3) == 0;
    return text.len == 5 && first == 'f' && memcmp(text.ptr + 1, "alse", 4) == 0;
}

enum { MS_DIGITS = 13, US_DIGITS = 16 };

static inline bool moment(struct span text, struct tape_trade *t)
{
    uint64_t value;
    if ((text.len != MS_DIGITS && text.len != US_DIGITS) || !number(text, &value)) return false;
    t->digits = text.len == MS_DIGITS ? 3 : 6;
    t->at_ns = (int64_t)value * (text.len == MS_DIGITS ? 1000000 : 1000);
    return true;
}

/* Spot has a column more than futures: whether the trade was the best match. */
static bool settle_columns(struct reading *r, size_t columns)
{
    const size_t least = r->name.aggregate ? 7 : 6;
    if (columns != least && columns != least + 1) return false;
    r->columns = columns;
    r->time = r->name.aggregate ? 5 : 4;
    r->maker = r->time + 1;
    if (!tape_product_of(r->shown, &r->facts->product)) r->facts->product = columns == least ? TAPE_FUTURES : TAPE_SPOT;
    return true;
}

/* Names of columns, in whatever spelling, must not stand in another order than the columns do. */
static bool is_header(const struct reading *r, const struct span *cells)
{
    const char first = cells[0].len > 0 ? (char)(cells[0].ptr[0] | 0x20) : '\0';
    const char qty = cells[2].len > 0 ? (char)(cells[2].ptr[0] | 0x20) : '\0';
    return first >= 'a' && first <= 'z' && span_equal_nocase(cells[1], SPAN("price")) && qty == 'q' &&
           (span_ends_with(cells[r->time], SPAN("time")) || span_ends_with(cells[r->time], SPAN("timestamp"))) &&
           span_ends_with(cells[r->maker], SPAN("aker"));
}

static bool read_cells(const struct reading *r, const struct span *cells, struct tape_trade *t)
{
    bool best;
    if (!number(cells[0], &t->first_id)) return false;
    t->last_id = t->first_id;
    if (r->name.aggregate && (!number(cells[3], &t->first_id) || !number(cells[4], &t->last_id))) return false;
    if (t->first_id > t->last_id) return false;
    t->price = cells[1];
    t->qty = cells[2];
    if (t->price.len == 0 || t->qty.len == 0) return false;
    if (!moment(cells[r->time], t) || !truth(cells[r->maker], &t->buyer_maker)) return false;
    return r->columns == r->maker + 1 || truth(cells[r->maker + 1], &best);
}

static void count_row(struct reading *r, const struct tape_trade *t)
{
    struct tape_facts *f = r->facts;
    const bool first = r->ids == 0;
    if (first || t->at_ns < f->first_ns) f->first_ns = t->at_ns;
    if (first || t->at_ns > f->last_ns) f->last_ns = t->at_ns;
    if (first || t->first_id < r->first_id) r->first_id = t->first_id;
    if (first || t->last_id > r->last_id) r->last_id = t->last_id;
    r->ids += t->last_id - t->first_id + 1;
}

static enum line_answer take_line(void *user, struct span line, uint64_t number_of_line)
{
    struct reading *r = user;
    struct span cells[CELLS_MOST];
    struct tape_trade t;
    const size_t columns = cut_cells(line, cells);
    (void)number_of_line;
    if (r->columns == 0) {
        if (!settle_columns(r, columns)) return LINE_BAD;
        if (is_header(r, cells)) return LINE_SKIPPED;
    }
    if (columns != r->columns || !read_cells(r, cells, &t) || !r->take(r->user, &t)) return LINE_BAD;
    count_row(r, &t);
    return LINE_TAKEN;
}

static bool begin(struct reading *r, struct tape_facts *out)
{
    *out = (struct tape_facts){.file = {.problem = REFERENCE_UNREADABLE}, .first_ns = TIME_NONE, .last_ns = TIME_NONE};
    r->facts = out;
    return tape_name_parse(r->shown, &r->name);
}

static void finish(const struct reading *r)
{
    if (r->ids == 0) return;
    const uint64_t range = r->last_id - r->first_id + 1;
    r->facts->missing_ids = range > r->ids ? range - r->ids : 0;
}

void tape_file_read(const char *path, struct span name, tape_take *take, void *user, struct tape_facts *out)
{
    struct reading r = {.take = take, .user = user, .shown = name};
    if (!begin(&r, out)) return;
    reference_read(path, take_line, &r, &out->file);
    finish(&r);
}

void tape_memory_read(struct span bytes, struct span name, tape_take *take, void *user, struct tape_facts *out)
{
    struct reading r = {.take = take, .user = user, .shown = name};
    if (!begin(&r, out)) return;
    reference_read_memory(bytes, name, take_line, &r, &out->file);
    finish(&r);
}
