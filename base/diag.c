/* diag - names and sentences of the diagnostics, and how one is printed for people.
 *
 * SPDX-License-Identifier: MIT */
#include "base/diag.h"

#include "base/writer.h"

#include <assert.h>

/* "not_a_number" -> "not-a-number" while compiling, so that the names need neither memory nor a second list. */
enum { NAME_BYTES = 28 };
#define AT(text, i) ((text)[(i) < sizeof(text) ? (i) : 0])
#define C(text, i) ((i) >= sizeof(text) ? '\0' : AT(text, i) == '_' ? '-' : AT(text, i))
#define C4(text, i) C(text, (i)), C(text, (i) + 1), C(text, (i) + 2), C(text, (i) + 3)
#define DASHED(text)                                                                                                   \
    {                                                                                                                  \
        C4(text, 0), C4(text, 4), C4(text, 8), C4(text, 12), C4(text, 16), C4(text, 20), C4(text, 24)                  \
    }

static const char names[DIAG_CODE_COUNT][NAME_BYTES] = {
#define DIAG(code, severity, meaning, advice) [diag_##code] = DASHED(#code),
#include "base/diag_codes.def"
#undef DIAG
};

#define DIAG(code, severity, meaning, advice)                                                                          \
    _Static_assert(sizeof #code <= NAME_BYTES, "the name of a diagnostic is too long");
#include "base/diag_codes.def"
#undef DIAG

enum {
    severity_note = DIAG_NOTE,
    severity_skipped = DIAG_SKIPPED,
    severity_rejected = DIAG_REJECTED,
    severity_failed = DIAG_FAILED
};

static const struct {
    const char *meaning, *advice;
    int severity;
} table[DIAG_CODE_COUNT] = {
#define DIAG(code, severity, meaning, advice) [diag_##code] = {meaning, advice, severity_##severity},
#include "base/diag_codes.def"
#undef DIAG
};

void diag_report(const struct diag_sink *sink, const struct diag *d)
{
    if (sink && sink->report) sink->report(sink->user, d);
}

const char *diag_name(enum diag_code code)
{
    assert(code < DIAG_CODE_COUNT);
    return names[code];
}

enum diag_severity diag_severity(enum diag_code code)
{
    assert(code < DIAG_CODE_COUNT);
    return (enum diag_severity)table[code].severity;
}

const char *diag_severity_name(enum diag_severity s)
{
    static const char *const words[] = {"note", "skipped", "rejected", "failed"};
    return words[s];
}

const char *diag_meaning(enum diag_code code)
{
    assert(code < DIAG_CODE_COUNT);
    return table[code].meaning;
}

const char *diag_advice(enum diag_code code)
{
    assert(code < DIAG_CODE_COUNT);
    return table[code].advice;
}

static void print_place(struct writer *out, const struct diag *d)
{
    writer_visible(out, d->path, false);
    if (d->line > 0) {
        writer_byte(out, ':');
        writer_u64(out, d->line);
    }
    if (d->line > 0 && d->column > 0) {
        writer_byte(out, ':');
        writer_u64(out, d->column);
    }
    if (d->path.len > 0 || d->line > 0) writer_cstr(out, ": ");
}

static void print_quoted(struct writer *out, const char *word, struct span text)
{
    if (text.len == 0) return;
    writer_cstr(out, word);
    writer_cstr(out, " \"");
    writer_visible(out, text, false);
    writer_cstr(out, "\": ");
}

static void print_line(struct writer *out, const char *word, struct span text)
{
    if (text.len == 0) return;
    writer_cstr(out, "  ");
    writer_cstr(out, word);
    writer_cstr(out, ": ");
    writer_visible(out, text, false);
    writer_byte(out, '\n');
}

void diag_print(struct writer *out, const struct diag *d)
{
    print_place(out, d);
    writer_cstr(out, diag_severity_name(diag_severity(d->code)));
    writer_cstr(out, ": ");
    print_quoted(out, "field", d->field);
    print_quoted(out, "value", d->value);
    writer_cstr(out, diag_meaning(d->code));
    if (d->detail.len > 0) {
        writer_cstr(out, " (");
        writer_visible(out, d->detail, false);
        writer_byte(out, ')');
    }
    writer_cstr(out, " [");
    writer_cstr(out, diag_name(d->code));
    writer_cstr(out, "]\n");
    print_line(out, "rule", d->rule);
    print_line(out, "advice", span_of(diag_advice(d->code)));
}
