/* fx_file - see fx_file.h. Few rates are asked for, so the text is kept and searched.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/reference/fx_file.h"

#include "base/list.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

#define DAY_NS (INT64_C(86400) * NS_PER_SECOND)
enum { ERROR_MOST = 160 };

struct fx_rate {
    int64_t day_ns;
    uint32_t currency;   /* index of names */
    struct decimal rate; /* units of it for one of the base */
};
struct fx_table {
    LIST(char *) names;
    LIST(struct fx_rate) rates;
    bool ecb;
    char sha256[DIGEST_HEX];
};

static uint32_t find_name(const struct fx_table *t, struct span name)
{
    for (uint32_t i = 0; i < t->names.count; i++)
        if (span_is(name, t->names.items[i])) return i;
    return UINT32_MAX;
}

static uint32_t add_name(struct fx_table *t, struct span name)
{
    const uint32_t at = find_name(t, name);
    if (at != UINT32_MAX) return at;
    *LIST_ADD(&t->names) = memory_copy_text(name.ptr, name.len);
    return (uint32_t)t->names.count - 1;
}

static bool is_currency(struct span name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] < 'A' || name.ptr[i] > 'Z') return false;
    return name.len == 3;
}

static bool parse_day(struct span text, int64_t *ns)
{
    struct timestamp t;
    if (text.len != 10 || time_parse(text, "%Y-%m-%d", &t) != TIME_OK || !time_is_plausible(t.ns)) return false;
    *ns = t.ns;
    return true;
}

static bool parse_rate(struct span text, struct decimal *out)
{
    return decimal_parse(text, out) == DECIMAL_OK && decimal_sign(*out) > 0;
}

static bool take_row(struct fx_table *t, struct span line)
{
    struct fx_rate r;
    if (!parse_day(span_trim(span_cut(&line, ',')), &r.day_ns)) return false;
    const struct span currency = span_trim(span_cut(&line, ','));
    if (!is_currency(currency) || span_is(currency, "USD") || !parse_rate(span_trim(line), &r.rate)) return false;
    r.currency = add_name(t, currency);
    *LIST_ADD(&t->rates) = r;
    return true;
}

/* The header ends with a comma, and so does each row. */
static bool take_columns(struct fx_table *t, struct span header)
{
    (void)span_cut(&header, ',');
    while (header.len > 0) {
        const struct span name = span_trim(span_cut(&header, ','));
        if (name.len == 0 && header.len == 0) break;
        if (!is_currency(name) || find_name(t, name) != UINT32_MAX) return false;
        add_name(t, name);
    }
    return find_name(t, SPAN("USD")) != UINT32_MAX && find_name(t, SPAN("EUR")) == UINT32_MAX;
}

static bool take_ecb_row(struct fx_table *t, struct span line)
{
    struct fx_rate r;
    if (!parse_day(span_trim(span_cut(&line, ',')), &r.day_ns)) return false;
    for (r.currency = 0; r.currency < t->names.count; r.currency++) {
        const struct span cell = span_trim(span_cut(&line, ','));
        if (cell.len == 0 || span_is(cell, "N/A")) continue;
        if (!parse_rate(cell, &r.rate)) return false;
        *LIST_ADD(&t->rates) = r;
    }
    return span_trim(line).len == 0;
}

static char *complain(const char *what, uint64_t line)
{
    char *error = memory_alloc(ERROR_MOST);
    if (line == 0)
        snprintf(error, ERROR_MOST, "%s", what);
    else
        snprintf(error, ERROR_MOST, "%llu: %s", (unsigned long long)line, what);
    return error;
}

static const char *take_lines(struct fx_table *t, struct span text, uint64_t *number)
{
    for (*number = 1; text.len > 0; ++*number) {
        const struct span line = span_trim(span_cut(&text, '\n'));
        if (*number == 1) {
            t->ecb = span_starts_with(line, SPAN("Date,"));
            if (!t->ecb && !span_is(line, "date,currency,per_usd"))
                return "the header is neither date,currency,per_usd nor Date,USD,... of the European Central Bank";
            if (t->ecb && !take_columns(t, line)) return "the columns are not those of the European Central Bank";
        } else if (line.len > 0 && !(t->ecb ? take_ecb_row(t, line) : take_row(t, line))) {
            return "not a row of rates";
        }
    }
    *number = 0;
    return t->rates.count > 0 ? NULL : "no rate in it";
}

struct fx_table *fx_table_read(struct span text, char **error)
{
    struct fx_table *t = memory_alloc(sizeof *t);
    digest_of(text, t->sha256);
    if (span_starts_with(text, SPAN("\xEF\xBB\xBF"))) text = span_from(text, 3);
    uint64_t line;
    const char *problem = take_lines(t, text, &line);
    if (!problem) return t;
    *error = complain(problem, line);
    fx_table_free(t);
    return NULL;
}

void fx_table_free(struct fx_table *t)
{
    if (!t) return;
    for (size_t i = 0; i < t->names.count; i++) free(t->names.items[i]);
    LIST_FREE(&t->names);
    LIST_FREE(&t->rates);
    free(t);
}

const char *fx_table_digest(const struct fx_table *t)
{
    return t->sha256;
}

bool fx_table_is_ecb(const struct fx_table *t)
{
    return t->ecb;
}

static bool is_base(const struct fx_table *t, struct span currency)
{
    return span_is(currency, t->ecb ? "EUR" : "USD");
}

bool fx_table_has(const struct fx_table *t, struct span currency)
{
    const uint32_t name = find_name(t, currency);
    if (name == UINT32_MAX) return is_base(t, currency);
    for (size_t i = 0; i < t->rates.count; i++)
        if (t->rates.items[i].currency == name) return true;
    return false;
}

static bool rate_of_day(const struct fx_table *t, struct span currency, int64_t day_ns, struct decimal *out)
{
    *out = decimal_from_int(1);
    if (is_base(t, currency)) return true;
    const uint32_t name = find_name(t, currency);
    for (size_t i = 0; i < t->rates.count; i++) {
        const struct fx_rate *r = &t->rates.items[i];
        if (r->currency != name || r->day_ns != day_ns) continue;
        *out = r->rate;
        return true;
    }
    return false;
}

/* Cut one digit later than asked for and rounded by that digit: half away from zero, as of the exact quotient. */
static bool multiply_divide(struct decimal amount, struct decimal by, struct decimal through, uint8_t scale,
                            struct decimal *out)
{
    struct decimal product, cut;
    return decimal_mul(amount, by, &product) && decimal_div(product, through, (uint8_t)(scale + 1), &cut, NULL) &&
           decimal_round(cut, scale, out);
}

bool fx_convert(const struct fx_table *t, struct decimal amount, struct span from, struct span to, int64_t at_ns,
                uint8_t scale, struct decimal *out, int64_t *day_ns)
{
    if (at_ns < 0) return false;
    const int64_t today = at_ns - at_ns % DAY_NS;
    *day_ns = today;
    if (span_equal(from, to)) return decimal_round(amount, scale, out);
    for (int back = 0; back <= FX_DAYS_MOST; back++) {
        struct decimal a, b;
        *day_ns = today - back * DAY_NS;
        if (rate_of_day(t, from, *day_ns, &a) && rate_of_day(t, to, *day_ns, &b))
            return multiply_divide(amount, b, a, scale, out);
    }
    return false;
}
