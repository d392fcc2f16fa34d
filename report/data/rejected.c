/* rejected - writes data/rejected.csv in two steps: rows as they come, labels at the end.
 *
 * A waiting row is "<path number> <length> ...\n" and then the row without its first cell, so any byte may stand in it, in
 * PIECES whose lengths stand in front: what a shared copy leaves out are pieces of their own. Whether it is one is known when
 * the rows are written.
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

/* Path; place and code; field, value and detail; rule; raw text. */
enum { PIECES = 5 };
static const char *const piece_blanks[PIECES] = {NULL, NULL, ",,,", NULL, ","}; /* in a shared copy; NULL: as it is */

static void put_piece(struct writer *row, const struct diag *d, unsigned piece)
{
    if (piece == 0) {
        put_cell(row, d->path);
    } else if (piece == 1) {
        put_place(row, d->line);
        put_place(row, d->column);
        writer_byte(row, ',');
        if (d->line > 0) writer_u64(row, d->offset);
        put_cell(row, span_of(diag_severity_name(diag_severity(d->code))));
        put_cell(row, span_of(diag_name(d->code)));
    } else if (piece == 2) {
        put_cell(row, d->field);
        put_cell(row, d->value);
        put_cell(row, d->detail);
    } else {
        put_cell(row, piece == 3 ? d->rule : d->raw);
    }
}

static void take(void *user, const struct diag *d)
{
    struct rejected *r = user;
    enum diag_severity severity = diag_severity(d->code);
    if (severity != DIAG_REJECTED && severity != DIAG_FAILED) return;
    struct writer *row = writer_to_memory();
    size_t before = 0;
    fprintf(r->waiting, "%u", intern_id(r->paths, d->path));
    for (unsigned i = 0; i < PIECES; i++) {
        put_piece(row, d, i);
        fprintf(r->waiting, " %zu", writer_memory(row).len - before);
        before = writer_memory(row).len;
    }
    fputc('\n', r->waiting);
    const struct span text = writer_memory(row);
    if (fwrite(text.ptr, 1, text.len, r->waiting) != text.len) r->failed = true;
    r->rows++;
    writer_close(row, NULL);
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

/* The number of the row's path and the lengths of its pieces. */
static bool read_lengths(struct rejected *r, unsigned *id, size_t lengths[PIECES])
{
    if (fscanf(r->waiting, "%u", id) != 1 || *id > intern_count(r->paths)) return false;
    for (unsigned i = 0; i < PIECES; i++)
        if (fscanf(r->waiting, "%zu", &lengths[i]) != 1) return false;
    return fgetc(r->waiting) == '\n';
}

static bool copy_row(struct rejected *r, const struct evidence *e, const uint32_t *source, bool whole,
                     struct writer *out)
{
    unsigned id;
    size_t lengths[PIECES];
    if (!read_lengths(r, &id, lengths)) return false;
    char label[16] = "";
    const bool known = source[id] != UINT32_MAX;
    if (known) source_label(source[id], label);
    writer_cstr(out, label);
    for (unsigned i = 0; i < PIECES; i++) {
        const bool told = whole || (i > 0 && !piece_blanks[i]);
        if (!whole && i == 0) put_cell(out, known ? span_of(e->sources.items[source[id]].path) : SPAN_NONE);
        if (!told && i > 0) writer_cstr(out, piece_blanks[i]);
        if (!copy_bytes(r->waiting, lengths[i], told ? out : NULL)) return false;
    }
    writer_byte(out, '\n');
    return true;
}

static bool copy_rows(struct rejected *r, const struct report_input *in, const uint32_t *source, struct writer *out)
{
    const bool whole = redaction_shows_raw(in->redaction);
    for (uint64_t row = 0; row < r->rows; row++)
        if (!copy_row(r, in->result->evidence, source, whole, out)) return false;
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
