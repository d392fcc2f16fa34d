/* leak_list - see leak_list.h. Digests in hex, sorted; a fingerprint is the start of one.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/reference/leak_list.h"

#include "base/list.h"
#include "base/memory.h"
#include "parser/redact.h"

struct entry {
    char hex[DIGEST_HEX];
};
struct leak_list {
    LIST(struct entry) digests;
    size_t entries, left_out;
    char sha256[DIGEST_HEX];
};

static int by_hex(const void *a, const void *b)
{
    return memcmp(a, b, DIGEST_HEX - 1);
}

static bool lower_hex(struct span text, char out[DIGEST_HEX])
{
    if (text.len != DIGEST_HEX - 1) return false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i], lower = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
        if (!memchr("0123456789abcdef", lower, 16)) return false;
        out[i] = lower;
    }
    out[text.len] = '\0';
    return true;
}

static void take_line(struct leak_list *l, struct span line)
{
    char hex[DIGEST_HEX];
    if (!redact_is_whole_key(line)) {
        l->left_out++;
        return;
    }
    l->entries++;
    if (lower_hex(line, hex)) memcpy(LIST_ADD(&l->digests)->hex, hex, sizeof hex);
    digest_of(line, hex);
    memcpy(LIST_ADD(&l->digests)->hex, hex, sizeof hex);
}

struct leak_list *leak_list_read(struct span text)
{
    struct leak_list *l = memory_alloc(sizeof *l);
    digest_of(text, l->sha256);
    if (span_starts_with(text, SPAN("\xEF\xBB\xBF"))) text = span_from(text, 3);
    while (text.len > 0) {
        const struct span line = span_trim_spaces(span_cut(&text, '\n'));
        if (line.len > 0) take_line(l, line);
    }
    if (l->digests.count > 1) qsort(l->digests.items, l->digests.count, sizeof *l->digests.items, by_hex);
    return l;
}

void leak_list_free(struct leak_list *l)
{
    if (!l) return;
    LIST_FREE(&l->digests);
    free(l);
}

size_t leak_list_entries(const struct leak_list *l)
{
    return l->entries;
}

size_t leak_list_left_out(const struct leak_list *l)
{
    return l->left_out;
}

const char *leak_list_sha256(const struct leak_list *l)
{
    return l->sha256;
}

static bool has_start(const struct leak_list *l, struct span start)
{
    size_t low = 0, high = l->digests.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (memcmp(l->digests.items[middle].hex, start.ptr, start.len) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < l->digests.count && memcmp(l->digests.items[low].hex, start.ptr, start.len) == 0;
}

enum leak_answer leak_list_find(const struct leak_list *l, struct span key)
{
    struct span tail, fingerprint;
    char hex[DIGEST_HEX];
    if (redact_is_reduced(key, &tail, &fingerprint)) return has_start(l, fingerprint) ? LEAK_LISTED : LEAK_NOT_LISTED;
    if (!redact_is_whole_key(key)) return LEAK_UNKNOWN;
    digest_of(key, hex);
    return has_start(l, span_of(hex)) ? LEAK_LISTED : LEAK_NOT_LISTED;
}

const char *leak_answer_name(enum leak_answer a)
{
    switch (a) {
    case LEAK_LISTED: return "in-list";
    case LEAK_NOT_LISTED: return "not-in-list";
    case LEAK_UNKNOWN: break;
    }
    return "cannot-be-told";
}
