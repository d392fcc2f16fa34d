/* artifacts - a content stream, line by line.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/artifacts.h"

struct marking {
    struct writer *out;
    unsigned depth; /* of tags */
    bool open;      /* an artefact is begun and its path not yet painted */
};

static bool is_one_of(struct span word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal(word, span_of(list[i]))) return true;
    return false;
}

static bool begins_path(struct span word)
{
    static const char *const operators[] = {"m", "re"};
    return is_one_of(word, operators, sizeof operators / sizeof operators[0]);
}

static bool ends_path(struct span word)
{
    static const char *const operators[] = {"f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "n"};
    return is_one_of(word, operators, sizeof operators / sizeof operators[0]);
}

static struct span next_word(struct span *line)
{
    struct span word = span_cut(line, ' ');
    while (word.len == 0 && line->len > 0) word = span_cut(line, ' ');
    return word;
}

static bool line_begins_path(struct span line)
{
    while (line.len > 0)
        if (begins_path(next_word(&line))) return true;
    return false;
}

static struct span last_word(struct span line)
{
    struct span word = {0};
    while (line.len > 0) {
        struct span next = next_word(&line);
        if (next.len > 0) word = next;
    }
    return word;
}

static void mark_line(struct marking *m, struct span line)
{
    struct span last = last_word(line);
    bool tag_begins = span_equal(last, SPAN("BDC")) || span_equal(last, SPAN("BMC"));
    if (m->depth == 0 && !m->open && line_begins_path(line)) {
        writer_cstr(m->out, "/Artifact BMC\n");
        m->open = true;
    }
    writer_text(m->out, line);
    writer_byte(m->out, '\n');
    if (m->open && ends_path(last)) {
        writer_cstr(m->out, "EMC\n");
        m->open = false;
    }
    if (tag_begins) m->depth++;
    if (span_equal(line, SPAN("EMC")) && m->depth > 0) m->depth--;
}

void pdf_artifacts_mark(struct span content, struct writer *out)
{
    struct marking m = {.out = out};
    while (content.len > 0) mark_line(&m, span_cut(&content, '\n'));
}
