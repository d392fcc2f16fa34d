/* span - a view into text that somebody else owns.
 *
 * A span is a pointer and a length. It is not NUL-terminated, it is never freed through the span, and it lives as long
 * as the buffer or arena it points into. Bytes are bytes: nothing here knows about encodings.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_SPAN_H
#define STRAYKEY_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
    const char *ptr; /* may be NULL only when len is 0 */
    size_t len;      /* bytes */
};

#define SPAN(literal) ((struct span){(literal), sizeof(literal) - 1})
#define SPAN_NONE ((struct span){NULL, 0})

/* For printf: printf("%.*s", SPAN_ARG(s)). Texts longer than INT_MAX are cut; never use it for evidence. */
#define SPAN_ARG(s) (int)(s).len, ((s).ptr ? (s).ptr : "")

static inline struct span span_of(const char *text) /* of a C string */
{
    return (struct span){text, text ? strlen(text) : 0};
}

static inline bool span_equal(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool span_is(struct span a, const char *text)
{
    return span_equal(a, span_of(text));
}

static inline struct span span_from(struct span s, size_t start) /* s[start..]; empty when start is past the end */
{
    return start >= s.len ? SPAN_NONE : (struct span){s.ptr + start, s.len - start};
}

static inline struct span span_head(struct span s, size_t len) /* s[..len] */
{
    return (struct span){s.ptr, len < s.len ? len : s.len};
}

bool span_starts_with(struct span s, struct span prefix);
bool span_ends_with(struct span s, struct span suffix);
bool span_equal_nocase(struct span a, struct span b); /* ASCII letters only */
int span_compare(struct span a, struct span b);       /* byte order; a prefix sorts first */

/* Index of the first `byte`, or s.len when there is none. */
size_t span_find(struct span s, char byte);
bool span_contains(struct span s, struct span needle);

/* Without the ASCII white space (space, tab, CR, LF) at both ends. */
struct span span_trim_spaces(struct span s);
static inline struct span span_trim(struct span s) /* most texts have none, and need no call */
{
    if (s.len > 0 && (unsigned char)s.ptr[0] > ' ' && (unsigned char)s.ptr[s.len - 1] > ' ') return s;
    return span_trim_spaces(s);
}

/* Cuts *rest at the first `byte`: returns what stands before it and moves *rest behind it. Without one, returns all of
 * *rest and leaves it empty. */
struct span span_cut(struct span *rest, char byte);

/* Decimal digits only, no sign. False when empty, when another byte occurs, or past UINT64_MAX. */
bool span_to_u64(struct span s, uint64_t *out);

/* True when the bytes are well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF). On false *bad_at,
 * when not NULL, is the offset of the first offending byte. */
bool span_is_utf8(struct span s, size_t *bad_at);

#endif
