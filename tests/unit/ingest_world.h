/* ingest_world - a folder of one's own, the files that a test makes in it, and what was read from them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_INGEST_WORLD_H
#define STRAYKEY_TESTS_INGEST_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/writer.h"
#include "parser/ingest/ingest.h"
#include "parser/ingest/walk.h"

/* ---- a folder of our own, and what was read from it ------------------------------------------------------------------ */

enum { NAME_ROOM = 512 };

static struct format_set *formats;
static char folder[] = "/tmp/straykey-ingest-XXXXXX";

static inline int load_formats(void **state)
{
    (void)state;
    struct format_complaints complaints = {LIST_EMPTY};
    formats = format_set_load(NULL, &complaints);
    format_complaints_free(&complaints);
    return mkdtemp(folder) ? 0 : -1;
}

static inline int free_formats(void **state)
{
    (void)state;
    format_set_free(formats);
    return rmdir(folder);
}

struct world {
    struct evidence *evidence;
    struct case_file *case_file;
    struct ingest_options options;
    uint64_t diags;
    LIST(char *) made; /* files and folders to remove, in order of making */
};

static inline void count_diag(void *user, const struct diag *d)
{
    struct world *w = user;
    w->diags++;
    assert_true(d->path.len > 0);
}

static inline void begin(struct world *w, const char *case_text)
{
    *w = (struct world){.evidence = evidence_new()};
    char *error = NULL;
    w->case_file = case_text ? case_file_parse(span_of(case_text), "case.json", &error) : case_file_empty();
    if (error) fail_msg("%s", error);
    w->options = (struct ingest_options){.formats = formats, .case_file = w->case_file, .sink = {count_diag, w}};
}

static inline void end(struct world *w)
{
    evidence_free(w->evidence);
    case_file_free(w->case_file);
    while (w->made.count > 0) {
        char *path = w->made.items[--w->made.count];
        assert_int_equal(remove(path), 0);
        free(path);
    }
    LIST_FREE(&w->made);
}

/* The path of a name in the folder, to be removed at the end. */
static inline const char *made(struct world *w, const char *name)
{
    char path[NAME_ROOM];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_in_range(length, 1, sizeof path - 1);
    return *LIST_ADD(&w->made) = memory_copy_text(path, (size_t)length);
}

static inline const char *make_file(struct world *w, const char *name, struct span text)
{
    const char *path = made(w, name);
    struct writer *out = writer_create(path);
    assert_non_null(out);
    writer_text(out, text);
    assert_true(writer_close(out, NULL));
    return path;
}

static inline void make_folder(struct world *w, const char *name)
{
    assert_int_equal(mkdir(made(w, name), 0700), 0);
}

static inline const struct source_entry *read_text(struct world *w, const char *name, struct span text)
{
    ingest_file(w->evidence, make_file(w, name, text), &w->options);
    const struct source_entry *entry = &w->evidence->sources.items[w->evidence->sources.count - 1];
    const struct map_counts *n = &entry->counts;
    assert_int_equal(n->read, n->events + n->skipped + n->rejected);
    return entry;
}

static inline uint64_t note_count(const struct source_entry *entry, enum diag_code code)
{
    for (size_t i = 0; i < entry->notes.count; i++) {
        if (entry->notes.items[i].code == code) return entry->notes.items[i].count;
    }
    return 0;
}

static inline void assert_counts(const struct source_entry *entry, uint64_t read, uint64_t events, uint64_t rejected)
{
    assert_int_equal(entry->counts.read, read);
    assert_int_equal(entry->counts.events, events);
    assert_int_equal(entry->counts.rejected, rejected);
}

#endif
