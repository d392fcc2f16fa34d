/* width - how many columns a text takes, and where a line of it may end.
 *
 * The widths are those of terminals and editors: Chinese, Japanese and Korean characters take two columns, combining marks
 * and the isolates around left-to-right values in Arabic none.
 *
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "report/text/page.h"

#include <glib.h>

/* Takes a character off the text. What is no UTF-8 counts as one column a byte. */
static uint32_t next_character(struct span text, size_t *length)
{
    uint32_t code = 0;
    *length = utf8_decode(text, &code);
    if (*length > 0) return code;
    *length = 1;
    return 0xFFFD;
}

static size_t width_of(uint32_t code)
{
    if (code < 0x300) return 1;
    if (g_unichar_iszerowidth(code)) return 0;
    return g_unichar_iswide(code) ? 2 : 1;
}

size_t text_width(struct span text)
{
    size_t width = 0, length;
    for (; text.len > 0; text = span_from(text, length)) width += width_of(next_character(text, &length));
    return width;
}

static bool closes(uint32_t code) /* must not begin a line */
{
    static const uint32_t marks[] = {0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0xFF01,
                                     0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0x201D, 0x2019};
    if (code < 0x80) return g_ascii_ispunct((char)code) && code != '(' && code != '[' && code != '{';
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (code == marks[i]) return true;
    }
    return false;
}

static bool opens(uint32_t code) /* must not end one */
{
    return code == '(' || code == '[' || code == '{' || code == 0x3008 || code == 0x300A || code == 0x300C ||
           code == 0x300E || code == 0x3010 || code == 0xFF08 || code == 0x201C || code == 0x2018;
}

/* Scripts without spaces: a line may end beside each of their characters. */
static bool may_break_between(uint32_t before, uint32_t after)
{
    if (width_of(before) < 2 && width_of(after) < 2) return false;
    return before != ' ' && after != ' ' && !opens(before) && !closes(after);
}

struct span text_next_line(struct span *rest, size_t width)
{
    size_t end = 0, used = 0, last = SIZE_MAX, skipped = 0, length;
    uint32_t before = ' ';
    bool full = false;
    for (; end < rest->len && rest->ptr[end] != '\n'; end += length) {
        const uint32_t code = next_character(span_from(*rest, end), &length);
        if (may_break_between(before, code)) {
            last = end;
            skipped = 0;
        }
        full = used + width_of(code) > width;
        if (full && (last != SIZE_MAX || code == ' ')) break;
        if (code == ' ') {
            last = end;
            skipped = 1;
        }
        full = false;
        used += width_of(code);
        before = code;
    }
    const bool at_space = end < rest->len && rest->ptr[end] == ' ';
    if (!full || at_space || last == SIZE_MAX) {
        last = end;
        skipped = 1;
    }
    const struct span line = span_head(*rest, last);
    *rest = span_from(*rest, last + skipped);
    return line;
}

size_t text_longest_piece(struct span text)
{
    size_t longest = 0, piece = 0, length;
    uint32_t before = ' ';
    for (; text.len > 0; text = span_from(text, length)) {
        const uint32_t code = next_character(text, &length);
        if (code == ' ' || code == '\n' || may_break_between(before, code)) piece = 0;
        if (code != ' ' && code != '\n') piece += width_of(code);
        if (piece > longest) longest = piece;
        before = code;
    }
    return longest;
}
