/* rejected - writes data/rejected.csv in two steps: rows as they come, labels at the end.
 *
 * A waiting row is "<path number> <length> <length>\n" and then the row without its first cell twice, so any byte may stand
 * in it: as it is, and without its path and cells, for a shared copy. Which is wanted is known when it is written.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/rejected.h"

#include "base/intern.h"
#include "base/memory.h"
#include "base/writer.h"
#include "report/redaction/redaction.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct rejected {
    char *path;
    FILE *waiting;
    struct intern *paths;
    uint64_t rows;
    bool failed;
};

struct rejected *rejected_new(const char *waiting)
{
    FILE *file = fopen(waiting, "w+b");
    if (!file) return NULL;
    struct rejected *r = memory_alloc(sizeof *r);
    r->path = memory_copy_text(waiting, strlen(waiting));
    r->waiting = file;
    r->paths = intern_new();
    return r;
}

void rejected_free(struct rejected *r)
{
    if (!r) return;
    fclose(r->waiting);
    unlink(r->path);
    intern_free(r->paths);
    free(r->path);
    free(r);
}

static void put_place(struct writer *row, uint64_t number)
{
    writer_byte(row, ',');
    if (number > 0) writer_u64(row, number);
}

static void put_cell(struct writer *row, struct span text)
{
    writer_byte(row, ',');
    writer_csv_cell(row, text);
}

static void put_row(struct writer *row, const struct diag *d)
{
    put_place(row, d->line);
    put_place(row, d->column);
    writer_byte(row, ',');
    if (d->line > 0) writer_u64(row, d->offset);
    put_cell(row, span_of(diag_severity_name(diag_severity(d->code))));
    put_cell(row, span_of(diag_name(d->code)));
    put_cell(row, d->field);
    put_cell(row, d->value);
    put_cell(row, d->detail);
    put_cell(row, d->rule);
    put_cell(row, d->raw);
    writer_byte(row, '\n');
}

static bool put_waiting(struct rejected *r, struct span text)
{
    return fwrite(text.ptr, 1, text.len, r->waiting) == text.len;
}

static void take(void *user, const struct diag *d)
{
    struct rejected *r = user;
    enum diag_severity severity = diag_severity(d->code);
    if (severity != DIAG_REJECTED && severity != DIAG_FAILED) return;
    struct writer *row = writer_to_memory(), *bare = writer_to_memory();
    struct diag without = *d;
    without.field = without.value = without.detail = without.raw = SPAN_NONE;
    put_cell(row, d->path);
    put_row(row, d);
    put_row(bare, &without);
    struct span text = writer_memory(row), rest = writer_memory(bare);
    fprintf(r->waiting, "%u %zu %zu\n", intern_id(r->paths, d->path), text.len, rest.len);
    if (!put_waiting(r, text) || !put_waiting(r, rest)) r->failed = true;
    r->rows++;
    writer_close(row, NULL);
    writer_close(bare, NULL);
}

struct diag_sink rejected_sink(struct rejected *r)
{
    return (struct diag_sink){take, r};
}

/* Label of each interned path; sources have distinct paths. */
static uint32_t *sources_by_path(const struct rejected *r, const struct report_input *in)
{
    const struct evidence *e = in->result->evidence;
    uint32_t *source = memory_resize(NULL, (size_t)intern_count(r->paths) + 1, sizeof *source);
    for (uint32_t i = 0; i <= intern_count(r->paths); i++) source[i] = UINT32_MAX;
    for (uint32_t i = 0; i < e->sources.count; i++) {
        uint32_t id;
        const struct span path =
            in->redaction ? redaction_path_before(in->redaction, i) : span_of(e->sources.items[i].path);
        if (intern_find(r->paths, path, &id)) source[id] = i;
    }
    return source;
}

static bool copy_bytes(FILE *from, size_t length, struct writer *out)
{
    char block[1 << 14];
    while (length > 0) {
        size_t got = fread(block, 1, length < sizeof block ? length : sizeof block, from);
        if (got == 0) return false;
        if (out) writer_text(out, (struct span){block, got});
        length -= got;
    }
    return true;
}

static bool copy_rows(struct rejected *r, const struct report_input *in, const uint32_t *source, struct writer *out)
{
    const bool whole = redaction_shows_raw(in->redaction);
    for (uint64_t row = 0; row < r->rows; row++) {
        unsigned id;
        size_t length, bare;
        if (fscanf(r->waiting, "%u %zu %zu", &id, &length, &bare) != 3 || fgetc(r->waiting) != '\n') return false;
        if (id >= intern_count(r->paths) + 1) return false;
        char label[16] = "";
        const bool known = source[id] != UINT32_MAX;
        if (known) source_label(source[id], label);
        writer_cstr(out, label);
        if (!whole) put_cell(out, known ? span_of(in->result->evidence->sources.items[source[id]].path) : SPAN_NONE);
        if (!copy_bytes(r->waiting, length, whole ? out : NULL) || !copy_bytes(r->waiting, bare, whole ? NULL : out))
            return false;
    }
    return true;
}

bool rejected_write(struct rejected *r, const struct report_input *in, struct writer *out)
{
    writer_cstr(out, "source,path,line,column,offset,severity,code,field,value,detail,rule,raw\n");
    if (fflush(r->waiting) != 0 || r->failed || fseek(r->waiting, 0, SEEK_SET) != 0) return false;
    uint32_t *source = sources_by_path(r, in);
    bool done = copy_rows(r, in, source, out);
    free(source);
    return done;
}
