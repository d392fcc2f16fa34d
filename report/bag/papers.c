/* papers - their names.
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/papers.h"

/* What file_part (model/papers.c) makes of an exchange's name. */
static bool is_venue(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') return false;
    }
    return text.len > 0;
}

static bool is_code(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < 'a' || text.ptr[i] > 'z') return false;
    return text.len == 2 || text.len == 3;
}

/* "declaration.de.txt" */
static bool is_translated(struct span name)
{
    static const char *const stems[] = {PAPER_POLICE ".", PAPER_GDPR ".", PAPER_SWORN ".", PAPER_START "."};
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        const struct span stem = span_of(stems[i]);
        if (!span_starts_with(name, stem) || !span_ends_with(name, SPAN(".txt"))) continue;
        const struct span rest = span_from(name, stem.len), end = SPAN(".txt");
        return rest.len > end.len && is_code(span_head(rest, rest.len - end.len));
    }
    return false;
}

static bool is_of_venue(struct span name, struct span start, struct span end)
{
    if (!span_starts_with(name, start) || !span_ends_with(name, end) || name.len < start.len + end.len) return false;
    return is_venue(span_head(span_from(name, start.len), name.len - start.len - end.len));
}

bool paper_is_name(struct span name)
{
    static const char *const names[] = {"identifiers.csv", "identifiers.txt",  "ic3.txt",         "requests.txt",
                                        PAPER_GDPR ".txt", PAPER_SWORN ".txt", PAPER_START ".txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_is(name, names[i])) return true;
    if (is_translated(name)) return true;
    return is_of_venue(name, SPAN("identifiers-"), SPAN(".csv")) ||
           is_of_venue(name, SPAN("identifiers-"), SPAN(".txt")) || is_of_venue(name, SPAN("ticket-"), SPAN(".txt"));
}
