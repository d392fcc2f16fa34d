/* sniff - telling JSON from other text by its first lines.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/sniff.h"

#include "parser/json/records.h"
#include "parser/json/scan.h"

/* After the bracket stands what JSON allows there. "[2022-12-25 21:29:03] order placed" is a log line, not a list. */
static bool can_begin(struct span text)
{
    struct arena *scratch = arena_new(0);
    struct json_scan scan;
    json_scan_init(&scan, scratch);
    json_scan_text(&scan, span_from(text, 1), 1, 0);
    json_scan_space(&scan);
    bool can = true;
    if (scan.p < scan.end) {
        char c = *scan.p;
        if (text.ptr[0] == '{') {
            can = c == '"' || c == '}';
        } else if (c != '{' && c != '[' && c != ']') {
            struct cell value;
            enum json_status status = json_scan_value(&scan, &value);
            json_scan_space(&scan);
            bool closed = scan.p == scan.end || *scan.p == ',' || *scan.p == ']';
            can = status == JSON_MORE || (status == JSON_OK && closed && !scan.fault.set);
        }
    }
    json_scan_free(&scan);
    arena_free(scratch);
    return can;
}

bool json_find_start(struct span head, size_t *start, size_t *lines)
{
    *lines = 0;
    size_t at = span_starts_with(head, SPAN("\xef\xbb\xbf")) ? 3 : 0;
    while (at < head.len) {
        struct span line = span_head(span_from(head, at), span_find(span_from(head, at), '\n'));
        struct span text = span_trim(line);
        if (text.len > 0 && (text.ptr[0] == '{' || text.ptr[0] == '[')) {
            *start = (size_t)(text.ptr - head.ptr);
            if (can_begin(span_from(head, *start))) return true;
        }
        if (text.len > 0 && ++*lines > JSON_PREAMBLE_LINES) return false;
        at += line.len + 1;
    }
    return false;
}

bool json_sniff(struct span head)
{
    size_t start, lines;
    return json_find_start(span_head(head, JSON_HEAD), &start, &lines);
}
