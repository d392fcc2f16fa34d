/* transcript - what a reader did, as text to compare with: one line a record, one line a diagnostic.
 *
 *     2@14 alpha|beta          record on line 2 at offset 14, its cells
 *     !quote-unclosed 3@29 "x  diagnostic with line, offset and raw text
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_TRANSCRIPT_H
#define STRAYKEY_TESTS_TRANSCRIPT_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/memory.h"
#include "base/writer.h"
#include "parser/record.h"
#include "parser/source.h"

struct transcript {
    struct writer *out;
    struct diag_sink sink;
    bool columns; /* also print the column of diagnostics */
};

static inline void transcribe_diag(void *user, const struct diag *d)
{
    struct transcript *t = user;
    writer_format(t->out, "!%s %" PRIu32, diag_name(d->code), d->line);
    if (t->columns) writer_format(t->out, ":%" PRIu32, d->column);
    writer_format(t->out, "@%" PRIu64 " ", d->offset);
    writer_visible(t->out, d->raw, false);
    writer_byte(t->out, '\n');
}

static inline void transcript_start(struct transcript *t)
{
    *t = (struct transcript){.out = writer_to_memory()};
    t->sink = (struct diag_sink){transcribe_diag, t};
}

static inline void transcribe_record(struct transcript *t, const struct record *r)
{
    writer_format(t->out, "%" PRIu32 "@%" PRIu64 " ", r->line, r->offset);
    for (size_t i = 0; i < r->count; i++) {
        if (i > 0) writer_byte(t->out, '|');
        writer_visible(t->out, r->cells[i].text, false);
    }
    writer_byte(t->out, '\n');
}

static inline void transcript_end(struct transcript *t)
{
    writer_close(t->out, NULL);
}

/* Shows both texts when they differ. */
static inline void assert_transcript(const struct transcript *t, const char *want, const char *name)
{
    struct span got = writer_memory(t->out);
    if (span_is(got, want)) return;
    fail_msg("%s\n--- wanted\n%s--- got\n%.*s---", name, want, SPAN_ARG(got));
}

#endif
