/* price_file - see price_file.h.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/reference/price_file.h"

#include "parser/reference/tape_file.h"

enum { CELLS_MOST = 16, MS_DIGITS = 13, US_DIGITS = 16, KLINE_COLUMNS_LEAST = 6 };
#define LAST_OF_MINUTE (INT64_C(60) * NS_PER_SECOND - 1000000) /* as the exchange writes the end of a kline */

const char *price_kind_name(enum price_kind k)
{
    switch (k) {
    case PRICE_KLINES: return "klines-1m";
    case PRICE_TRADES: return "trades";
    case PRICE_TABLE: return "table";
    }
    return "";
}

/* ---- names ------------------------------------------------------------------------------------------------------------ */

static struct span last_part(struct span path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/') return span_from(path, i);
    return path;
}

static bool parse_klines(struct span name, struct price_name *out)
{
    if (!span_ends_with(name, SPAN(".zip")) && !span_ends_with(name, SPAN(".csv"))) return false;
    name.len -= 4;
    const struct span symbol = span_cut(&name, '-');
    if (symbol.len == 0 || !span_is(span_cut(&name, '-'), "1m")) return false;
    *out = (struct price_name){.kind = PRICE_KLINES, .symbol = symbol};
    return tape_period_parse(name, &out->from_ns, &out->to_ns);
}

bool price_name_parse(struct span path, struct price_name *out)
{
    const struct span name = last_part(path);
    struct tape_name tape;
    if (parse_klines(name, out)) return true;
    if (tape_name_parse(name, &tape)) {
        *out = (struct price_name){PRICE_TRADES, tape.symbol, tape.from_ns, tape.to_ns};
        return true;
    }
    *out = (struct price_name){PRICE_TABLE, SPAN_NONE, INT64_MIN, INT64_MAX};
    return name.len > 4 && span_equal_nocase(span_from(name, name.len - 4), SPAN(".csv"));
}

bool price_plain_symbol(struct span text, char out[SYMBOL_MOST])
{
    size_t used = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '/' || c == '-' || c == '_') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) || used + 1 == SYMBOL_MOST) return false;
        out[used++] = c;
    }
    out[used] = '\0';
    return used > 0;
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

struct reading {
    const struct price_name *name;
    price_take *take;
    void *user;
    char symbol[SYMBOL_MOST]; /* of the file's name */
};

static size_t cut_cells(struct span line, struct span cells[CELLS_MOST])
{
    size_t count = 0;
    for (bool more = true; more; count++) {
        if (count == CELLS_MOST) return CELLS_MOST + 1;
        more = span_find(line, ',') < line.len;
        cells[count] = span_cut(&line, ',');
    }
    return count;
}

static bool parse_price(struct span text, struct decimal *out)
{
    return decimal_parse(text, out) == DECIMAL_OK && decimal_sign(*out) > 0;
}

/* Open time, open, high, low, close. Inside the period that the name states, or it is not the file that it is called. */
static enum line_answer take_kline(void *user, struct span line, uint64_t number)
{
    struct reading *r = user;
    struct span cells[CELLS_MOST];
    struct timestamp open;
    struct price_point point = {.symbol = span_of(r->symbol)};
    const size_t count = cut_cells(line, cells);
    if (count < KLINE_COLUMNS_LEAST || count > CELLS_MOST) return LINE_BAD;
    if (number == 1 && span_starts_with(cells[0], SPAN("open")) && span_is(cells[4], "close")) return LINE_SKIPPED;
    if (cells[0].len != MS_DIGITS && cells[0].len != US_DIGITS) return LINE_BAD;
    if (time_from_epoch(cells[0], cells[0].len == MS_DIGITS ? EPOCH_MS : EPOCH_US, &open) != TIME_OK) return LINE_BAD;
    if (open.ns < r->name->from_ns || open.ns >= r->name->to_ns) return LINE_BAD;
    if (!parse_price(cells[4], &point.price)) return LINE_BAD;
    point.at_ns = open.ns + LAST_OF_MINUTE;
    r->take(r->user, &point);
    return LINE_TAKEN;
}

static bool parse_time(struct span text, int64_t *ns)
{
    struct timestamp t;
    if (time_parse(text, "%Y-%m-%dT%H:%M:%S%f%z", &t) != TIME_OK &&
        time_parse(text, "%Y-%m-%d %H:%M:%S%f%z", &t) != TIME_OK)
        return false;
    *ns = t.ns;
    return time_is_plausible(t.ns);
}

static enum line_answer take_table_row(void *user, struct span line, uint64_t number)
{
    struct reading *r = user;
    struct span cells[CELLS_MOST];
    char symbol[SYMBOL_MOST];
    struct price_point point;
    if (number == 1) return span_is(line, PRICE_TABLE_HEADER) ? LINE_SKIPPED : LINE_OTHER;
    if (cut_cells(line, cells) != 3 || !parse_time(span_trim(cells[0]), &point.at_ns) ||
        !price_plain_symbol(span_trim(cells[1]), symbol) || !parse_price(span_trim(cells[2]), &point.price))
        return LINE_BAD;
    point.symbol = span_of(symbol);
    r->take(r->user, &point);
    return LINE_TAKEN;
}

static bool take_trade(void *user, const struct tape_trade *trade)
{
    const struct reading *r = user;
    struct price_point point = {.symbol = span_of(r->symbol), .at_ns = trade->at_ns};
    if (!parse_price(trade->price, &point.price)) return false;
    r->take(r->user, &point);
    return true;
}

/* ---- files ------------------------------------------------------------------------------------------------------------ */

static void read_trades(const char *path, struct span shown, struct reading *r, struct reference_facts *out)
{
    struct tape_facts facts;
    tape_file_read(path, shown, take_trade, r, &facts);
    *out = facts.file;
}

static reference_take *begin(struct reading *r)
{
    if (r->name->kind == PRICE_TABLE) return take_table_row;
    if (!price_plain_symbol(r->name->symbol, r->symbol)) r->symbol[0] = '\0';
    return take_kline;
}

void price_file_read(const char *path, const struct price_name *name, struct span shown, price_take *take, void *user,
                     struct reference_facts *out)
{
    struct reading r = {.name = name, .take = take, .user = user};
    reference_take *take_line = begin(&r);
    if (name->kind == PRICE_TRADES)
        read_trades(path, shown, &r, out);
    else
        reference_read(path, take_line, &r, out);
}

void price_memory_read(struct span bytes, const struct price_name *name, price_take *take, void *user,
                       struct reference_facts *out)
{
    struct reading r = {.name = name, .take = take, .user = user};
    reference_take *take_line = begin(&r);
    reference_read_memory(bytes, SPAN_NONE, take_line, &r, out);
}
