/* tape_name - what the names of tape files say.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/reference/tape_file.h"

static struct span last_part(struct span path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/') return span_from(path, i);
    return path;
}

/* Exactly that many digits and what follows, when `mark` does. */
static bool take_number(struct span *rest, size_t digits, char mark, int *out)
{
    uint64_t value;
    if (rest->len < digits || !span_to_u64(span_head(*rest, digits), &value)) return false;
    if (mark && (rest->len == digits || rest->ptr[digits] != mark)) return false;
    *rest = span_from(*rest, digits + (mark != 0));
    *out = (int)value;
    return true;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* "2022-12-25" or "2022-12". */
static bool parse_period(struct span text, struct tape_name *out)
{
    int year, month, day = 1;
    if (!take_number(&text, 4, '-', &year) || year < 2010 || year > 2199) return false;
    bool daily = text.len > 2;
    if (!take_number(&text, 2, daily ? '-' : '\0', &month) || month < 1 || month > 12) return false;
    if (daily && !take_number(&text, 2, '\0', &day)) return false;
    if (text.len > 0 || day < 1 || day > days_of(year, month)) return false;
    const int64_t a_day = INT64_C(86400) * NS_PER_SECOND;
    out->from_ns = time_from_civil(year, month, day, 0, 0, 0);
    out->to_ns = out->from_ns + a_day * (daily ? 1 : days_of(year, month));
    return true;
}

bool tape_period_parse(struct span text, int64_t *from_ns, int64_t *to_ns)
{
    struct tape_name name;
    if (!parse_period(text, &name)) return false;
    *from_ns = name.from_ns;
    *to_ns = name.to_ns;
    return true;
}

static bool cut_end(struct span *name, struct span end)
{
    if (!span_ends_with(*name, end)) return false;
    name->len -= end.len;
    return true;
}

bool tape_name_parse(struct span path, struct tape_name *out)
{
    struct span rest = last_part(path);
    if (!cut_end(&rest, SPAN(".zip")) && !cut_end(&rest, SPAN(".csv"))) return false;
    struct span symbol = span_cut(&rest, '-');
    struct span kind = span_cut(&rest, '-');
    if (symbol.len == 0 || (!span_is(kind, "trades") && !span_is(kind, "aggTrades"))) return false;
    *out = (struct tape_name){.symbol = symbol, .aggregate = span_is(kind, "aggTrades")};
    return parse_period(rest, out);
}

bool tape_name_belongs(struct span path)
{
    struct tape_name name;
    cut_end(&path, SPAN(".CHECKSUM"));
    return tape_name_parse(path, &name);
}

bool tape_product_of(struct span path, enum tape_product *out)
{
    bool found = false;
    while (path.len > 0) {
        struct span part = span_cut(&path, '/');
        bool spot = span_is(part, "spot"), futures = span_is(part, "futures");
        if (path.len == 0 || (!spot && !futures)) continue; /* the file's own name says nothing */
        *out = spot ? TAPE_SPOT : TAPE_FUTURES;
        found = true;
    }
    return found;
}
