/* lookup - how somebody without this program finds a row that the report names, in the copy of the file.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

enum { COPY_NAME_MOST = 64, RECORD_GLANCE = 500, BYTE_ORDER_MARK = 3 };

/* What turns a file of that container into its text; NULL when no single program does. */
static const char *reader_of(enum container c)
{
    switch (c) {
    case CONTAINER_PLAIN: return "cat";
    case CONTAINER_GZIP: return "gzip -dc";
    case CONTAINER_XZ: return "xz -dc";
    case CONTAINER_ZSTD: return "zstd -dc";
    case CONTAINER_BZIP2: return "bzip2 -dc";
    default: return NULL;
    }
}

static const char *member_reader_of(enum container c)
{
    switch (c) {
    case CONTAINER_ZIP: return "unzip -p";
    case CONTAINER_TAR: return "tar -xOf";
    case CONTAINER_7Z: return "7z x -so";
    default: return NULL;
    }
}

/* Names from evidence go into a command that people may paste into a shell. */
static bool is_harmless(struct span name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(i > 0 && strchr(" ._-+()/", c)) && c != '_') return false;
    }
    return name.len > 0;
}

static const char *copy_of(const struct builder *b, uint32_t source)
{
    char name[COPY_NAME_MOST];
    source_copy_name(b->evidence, source, name);
    return arena_format(b->arena, "data/originals/%s", name);
}

/* The name of a member or sheet, as its archive or workbook gives it. */
static struct span name_inside(const struct source_entry *parent, const struct source_entry *entry)
{
    return span_from(span_of(entry->path), strlen(parent->path) + strlen("!/"));
}

/* The command that prints the text of a source; NULL when it takes more than one. */
static const char *command_for(const struct builder *b, uint32_t source)
{
    const struct source_entry *entry = &b->evidence->sources.items[source];
    const char *reader = reader_of(entry->container);
    if (!reader) return NULL;
    if (entry->parent == SOURCE_NONE) {
        const char *convert = entry->facts.utf16 ? " | iconv -f UTF-16 -t UTF-8" : "";
        return arena_format(b->arena, "%s %s%s", reader, copy_of(b, source), convert);
    }
    const struct source_entry *parent = &b->evidence->sources.items[entry->parent];
    const char *unpack = member_reader_of(parent->container);
    struct span name = name_inside(parent, entry);
    if (!unpack || entry->facts.utf16 || parent->parent != SOURCE_NONE || !is_harmless(name)) return NULL;
    const char *command = arena_format(b->arena, "%s %s '%.*s'", unpack, copy_of(b, entry->parent), SPAN_ARG(name));
    return entry->container == CONTAINER_PLAIN ? command : arena_format(b->arena, "%s | %s", command, reader);
}

/* The file that lies in data/originals. */
static uint32_t file_of(const struct builder *b, uint32_t source)
{
    while (b->evidence->sources.items[source].parent != SOURCE_NONE) source = b->evidence->sources.items[source].parent;
    return source;
}

static void add_sheet_in_words(struct builder *b, uint32_t event, const char *file)
{
    const struct event *e = &b->store->events.items[event];
    const struct source_entry *entry = &b->evidence->sources.items[e->source];
    const char *row = value_row(b, event), *line = value_u64(b, e->line);
    if (entry->parent == SOURCE_NONE) {
        add_paragraph(b, words_verify_row_sheet(b->say, row, file, line));
        return;
    }
    const struct source_entry *parent = &b->evidence->sources.items[entry->parent];
    if (parent->container == CONTAINER_XLSX && parent->parent == SOURCE_NONE) {
        const char *sheet = value_visible(b, name_inside(parent, entry));
        add_paragraph(b, words_verify_row_sheet_named(b->say, row, file, line, sheet));
    } else {
        const char *path = value_visible(b, span_of(entry->path));
        add_paragraph(b, words_verify_row_sheet_inside(b->say, row, file, path));
    }
}

static void add_in_words(struct builder *b, uint32_t event)
{
    uint32_t source = b->store->events.items[event].source;
    const struct source_entry *entry = &b->evidence->sources.items[source];
    const char *file = copy_of(b, file_of(b, source));
    if (entry->container == CONTAINER_XLSX) {
        add_sheet_in_words(b, event, file);
    } else {
        const char *path = value_visible(b, span_of(entry->path));
        add_paragraph(b, words_verify_row_inside(b->say, value_row(b, event), file, path));
    }
}

void add_row_lookup(struct builder *b, uint32_t event)
{
    const struct event *e = &b->store->events.items[event];
    const char *command = command_for(b, e->source);
    if (!command) {
        add_in_words(b, event);
    } else if (b->figures->sharing_lines[e->source]) {
        add_paragraph(b, words_verify_row_offset(b->say, value_row(b, event)));
        uint64_t mark = b->evidence->sources.items[e->source].facts.utf16 ? BYTE_ORDER_MARK : 0; /* iconv drops it */
        add_mono(b, arena_format(b->arena, "%s | tail -c +%llu | head -c %d", command,
                                 (unsigned long long)(e->offset + 1 - mark), RECORD_GLANCE));
    } else {
        add_paragraph(b, words_verify_row(b->say, value_row(b, event)));
        add_mono(b, arena_format(b->arena, "%s | sed -n %up", command, (unsigned)e->line));
    }
}
