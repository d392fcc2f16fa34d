/* span - searching, comparing and cutting of borrowed text.
 *
 * SPDX-License-Identifier: MIT */
#include "base/span.h"

#include "base/utf8.h"

bool span_starts_with(struct span s, struct span prefix)
{
    return s.len >= prefix.len && span_equal(span_head(s, prefix.len), prefix);
}

bool span_ends_with(struct span s, struct span suffix)
{
    if (s.len < suffix.len) return false;
    return suffix.len == 0 || span_equal(span_from(s, s.len - suffix.len), suffix);
}

static unsigned char lower(char byte)
{
    unsigned char b = (unsigned char)byte;
    return b >= 'A' && b <= 'Z' ? (unsigned char)(b + ('a' - 'A')) : b;
}

bool span_equal_nocase(struct span a, struct span b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.ptr[i]) != lower(b.ptr[i])) return false;
    }
    return true;
}

int span_compare(struct span a, struct span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common > 0 ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order != 0) return order < 0 ? -1 : 1;
    return (a.len > b.len) - (a.len < b.len);
}

size_t span_find(struct span s, char byte)
{
    if (s.len == 0) return 0;
    const char *at = memchr(s.ptr, byte, s.len);
    return at ? (size_t)(at - s.ptr) : s.len;
}

bool span_contains(struct span s, struct span needle)
{
    if (needle.len == 0) return true;
    while (s.len >= needle.len) {
        size_t at = span_find(s, needle.ptr[0]);
        s = span_from(s, at);
        if (span_starts_with(s, needle)) return true;
        s = span_from(s, 1);
    }
    return false;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct span span_trim_spaces(struct span s)
{
    while (s.len > 0 && is_space(s.ptr[s.len - 1])) s.len--;
    while (s.len > 0 && is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    return s;
}

struct span span_cut(struct span *rest, char byte)
{
    size_t at = span_find(*rest, byte);
    struct span head = span_head(*rest, at);
    *rest = span_from(*rest, at + 1);
    return head;
}

bool span_to_u64(struct span s, uint64_t *out)
{
    if (s.len == 0) return false;
    uint64_t value = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)(unsigned char)s.ptr[i] - '0';
        if (digit > 9) return false;
        if (__builtin_mul_overflow(value, (uint64_t)10, &value)) return false;
        if (__builtin_add_overflow(value, (uint64_t)digit, &value)) return false;
    }
    *out = value;
    return true;
}

/* Eight plain ASCII bytes at a time: evidence is nearly all ASCII. */
static size_t skip_ascii(struct span s, size_t at)
{
    while (s.len - at >= sizeof(uint64_t)) {
        uint64_t block;
        memcpy(&block, s.ptr + at, sizeof block);
        if (block & UINT64_C(0x8080808080808080)) break;
        at += sizeof block;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80) at++;
    return at;
}

bool span_is_utf8(struct span s, size_t *bad_at)
{
    for (size_t at = skip_ascii(s, 0); at < s.len; at = skip_ascii(s, at)) {
        uint32_t code;
        size_t len = utf8_decode(span_from(s, at), &code);
        if (len == 0) {
            if (bad_at) *bad_at = at;
            return false;
        }
        at += len;
    }
    return true;
}
