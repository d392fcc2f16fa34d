/* text - text into the page.
 *
 * SPDX-License-Identifier: MIT */
#include "report/html/text.h"

static const char *reference_of(char c)
{
    switch (c) {
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '&': return "&amp;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

static void escape(struct writer *w, struct span text, bool quotes)
{
    size_t written = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i], *reference = reference_of(c);
        if (!reference || (!quotes && (c == '"' || c == '\''))) continue;
        writer_text(w, (struct span){text.ptr + written, i - written});
        writer_cstr(w, reference);
        written = i + 1;
    }
    writer_text(w, span_from(text, written));
}

void html_text(struct writer *w, struct span text)
{
    escape(w, text, true);
}

void html_evidence(struct writer *w, struct span bytes)
{
    struct writer *visible = writer_to_memory();
    writer_visible(visible, bytes, true);
    escape(w, writer_memory(visible), false);
    writer_close(visible, NULL);
}

/* Digits at text[at]; returns where they end, `at` when there are none or too many. */
static size_t digits_at(struct span text, size_t at, uint64_t *value)
{
    enum { DIGITS_MOST = 18 };
    size_t end = at;
    *value = 0;
    while (end < text.len && text.ptr[end] >= '0' && text.ptr[end] <= '9' && end - at < DIGITS_MOST)
        *value = *value * 10 + (uint64_t)(text.ptr[end++] - '0');
    return end;
}

size_t html_row_name(struct span text, struct html_row_name *out)
{
    *out = (struct html_row_name){0};
    if (text.len < 4 || text.ptr[0] != 'E') return 0;
    const size_t colon = digits_at(text, 1, &out->source);
    if (colon == 1 || colon == text.len || text.ptr[colon] != ':' || out->source == 0) return 0;
    const size_t end = digits_at(text, colon + 1, &out->line);
    if (end == colon + 1) return 0;
    if (end == text.len || text.ptr[end] != '@') return end;
    const size_t behind = digits_at(text, end + 1, &out->offset);
    out->has_offset = behind > end + 1;
    return out->has_offset ? behind : end;
}

void html_hundredths(struct writer *w, uint64_t value)
{
    writer_u64(w, value / 100);
    if (value % 100 == 0) return;
    writer_format(w, value % 10 ? ".%02u" : ".%u", (unsigned)(value % 10 ? value % 100 : value % 100 / 10));
}

/* ---- policy --------------------------------------------------------------------------------------------------------- */

static unsigned hex_digit(char c)
{
    return (unsigned)(c >= 'a' ? c - 'a' + 10 : c - '0');
}

void html_policy_hash(struct writer *w, struct span text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[DIGEST_HEX];
    unsigned bytes[DIGEST_BYTES + 1] = {0};
    digest_of(text, hex);
    for (size_t i = 0; i < DIGEST_BYTES; i++) bytes[i] = hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]);
    writer_cstr(w, "'sha256-");
    for (size_t i = 0; i < DIGEST_BYTES + 1; i += 3) { /* 33 bytes, the last of which is none */
        const unsigned group = bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2];
        for (unsigned shift = 18; shift > 0; shift -= 6) writer_byte(w, letters[group >> shift & 63]);
        writer_byte(w, i + 3 > DIGEST_BYTES ? '=' : letters[group & 63]);
    }
    writer_byte(w, '\'');
}
