/* files - see files.h.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/files.h"

#include "base/memory.h"
#include "base/writer.h"
#include "parser/ingest/walk.h"
#include "parser/reference/price_file.h"
#include "parser/reference/tape_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

bool files_is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

char *files_find_case(const struct options *options)
{
    if (options->case_path) return memory_copy_text(options->case_path, strlen(options->case_path));
    if (options->input_count != 1 || !files_is_folder(options->inputs[0])) return NULL;
    const char *folder = options->inputs[0];
    size_t bytes = strlen(folder) + sizeof "/case.json";
    char *path = memory_alloc(bytes);
    bool slash = folder[strlen(folder) - 1] == '/';
    snprintf(path, bytes, "%s%scase.json", folder, slash ? "" : "/");
    struct stat facts;
    if (stat(path, &facts) == 0 && S_ISREG(facts.st_mode)) return path;
    free(path);
    return NULL;
}

/* One file under two names would be read twice and noted as a duplicate; the case file would be unknown evidence. */
bool files_are_same(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

char *files_in(const char *folder, const char *name)
{
    const size_t bytes = strlen(folder) + strlen(name) + 2;
    char *path = memory_alloc(bytes);
    snprintf(path, bytes, "%s/%s", folder, name);
    return path;
}

bool files_lies_in(const char *path, const struct stat *folder)
{
    const char *slash = strrchr(path, '/');
    struct writer *up = writer_to_memory(); /* "its/folder/", "its/folder/../", ... */
    writer_text(up, slash ? (struct span){path, (size_t)(slash - path) + 1} : SPAN("./"));
    struct stat here = {0}, below;
    bool found = false;
    for (bool first = true; !found; first = false) {
        below = here;
        char *at = memory_copy_text(writer_memory(up).ptr, writer_memory(up).len);
        bool there = stat(at, &here) == 0;
        free(at);
        if (!there || (!first && here.st_dev == below.st_dev && here.st_ino == below.st_ino)) break; /* the root */
        found = here.st_dev == folder->st_dev && here.st_ino == folder->st_ino;
        writer_cstr(up, "../");
    }
    writer_close(up, NULL);
    return found;
}

static bool begins_as_table(const char *path)
{
    char start[sizeof PRICE_TABLE_HEADER];
    FILE *file = fopen(path, "re");
    if (!file) return false;
    const size_t n = fread(start, 1, sizeof start - 1, file);
    fclose(file);
    return span_is((struct span){start, n}, PRICE_TABLE_HEADER);
}

static bool is_price_file(const char *path)
{
    struct price_name name;
    struct span plain = span_of(path);
    if (span_ends_with(plain, SPAN(".CHECKSUM"))) plain.len -= strlen(".CHECKSUM");
    return price_name_parse(plain, &name) && (name.kind != PRICE_TABLE || begins_as_table(path));
}

/* What is given for comparison only, though it may lie among the exports. */
static bool is_reference(const struct options *options, const char *path)
{
    struct stat folder;
    if (options->leaked_path && files_are_same(path, options->leaked_path)) return true;
    if (options->fx_path && files_are_same(path, options->fx_path)) return true;
    if (options->prices_dir && is_price_file(path) && stat(options->prices_dir, &folder) == 0 &&
        files_lies_in(path, &folder))
        return true;
    if (!options->tape_dir || !tape_name_belongs(span_of(path))) return false;
    return stat(options->tape_dir, &folder) == 0 && files_lies_in(path, &folder);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct input_file *)a)->path, ((const struct input_file *)b)->path);
}

static void drop_repeated(struct files *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->items.count; i++) {
        if (kept > 0 && !strcmp(out->items.items[kept - 1].path, out->items.items[i].path))
            free(out->items.items[i].path);
        else
            out->items.items[kept++] = out->items.items[i];
    }
    out->items.count = kept;
}

bool files_collect(const struct options *options, const char *case_path, struct messages *messages, struct files *out)
{
    struct path_list paths = {LIST_EMPTY};
    struct diag_sink sink = messages_walk_sink(messages);
    for (size_t i = 0; i < options->input_count; i++) {
        if (ingest_walk(options->inputs[i], &sink, &paths)) continue;
        const char *blanks =
            options->input_count > 1 ? "; a name with blanks in it needs quotation marks around it" : "";
        message_error(messages, "%s: %s%s", options->inputs[i], strerror(errno), blanks);
        path_list_free(&paths);
        return false;
    }
    for (size_t i = 0; i < paths.items.count; i++) {
        const char *path = paths.items.items[i];
        if ((case_path && files_are_same(path, case_path)) || is_reference(options, path)) continue;
        LIST_ADD(&out->items)->path = memory_copy_text(path, strlen(path));
    }
    path_list_free(&paths);
    if (out->items.count > 0) qsort(out->items.items, out->items.count, sizeof *out->items.items, by_path);
    drop_repeated(out);
    if (out->items.count > 0) return true;
    message_error(messages, "there are no files to read in what was given");
    return false;
}

void files_free(struct files *f)
{
    for (size_t i = 0; i < f->items.count; i++) {
        free(f->items.items[i].path);
        free(f->items.items[i].open_path);
    }
    LIST_FREE(&f->items);
}

bool files_read_whole(const char *path, char **text, size_t *length)
{
    FILE *in = fopen(path, "rb");
    if (!in) return false;
    char *bytes = NULL;
    size_t used = 0, room = 0;
    for (;;) {
        if (used + 1 >= room) bytes = memory_resize(bytes, room = room ? 2 * room : 65536, 1);
        size_t got = fread(bytes + used, 1, room - used - 1, in);
        used += got;
        if (got == 0) break;
    }
    int error = ferror(in) ? EIO : 0;
    fclose(in);
    if (error) {
        free(bytes);
        errno = error;
        return false;
    }
    bytes[used] = '\0';
    *text = bytes;
    *length = used;
    return true;
}

struct span files_below(const char *folder, const char *path)
{
    struct span rest = span_from(span_of(path), strlen(folder));
    while (rest.len > 0 && rest.ptr[0] == '/') rest = span_from(rest, 1);
    return rest;
}

int files_by_path(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}
