/* pattern - PCRE2 behind four functions. The only file that includes <pcre2.h>.
 *
 * Patterns are compiled once with JIT where the system allows it, UTF-8 aware, with a match limit that stops runaway
 * matching; a limit or an error is a result of its own, never taken for "no match".
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_PATTERN_H
#define STRAYKEY_PARSER_PATTERN_H

#include "base/arena.h"
#include "base/span.h"

enum { PATTERN_GROUPS_MAX = 24, PATTERN_MATCH_LIMIT = 100000 };

struct pattern; /* opaque; freed by pattern_free */

struct pattern_error { char message[160]; size_t at; }; /* at: offset in the expression */

struct pattern *pattern_compile(struct span expression, struct pattern_error *error); /* NULL: *error is filled; error may be NULL */
void pattern_free(struct pattern *p);

enum match_result { MATCH_YES, MATCH_NO, MATCH_BAD_UTF8, MATCH_TOO_COSTLY };

struct match {
    struct span groups[PATTERN_GROUPS_MAX]; /* [0] is the whole match; unset groups have ptr NULL */
    size_t count; /* groups of the expression plus the whole match: groups[0..count-1] are set; 0 without a match */
};
enum match_result pattern_match(const struct pattern *p, struct span text, struct match *m); /* m may be NULL */

/* Number of a named group, 0 when there is none. Ask once, at load time. */
size_t pattern_group(const struct pattern *p, const char *name);
/* Name of group n, "" when it has none. */
const char *pattern_group_name(const struct pattern *p, size_t n);
size_t pattern_group_count(const struct pattern *p); /* without the whole match: groups 1..count */

#endif
