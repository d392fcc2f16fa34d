/* model_lookup - how somebody without this program finds a row that the report names, in the copy of the file.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model_build.h"

enum { COPY_NAME_MOST = 64, RECORD_GLANCE = 500 };

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

/* The command that prints the text of a source; NULL when it takes more than one. */
static const char *command_for(const struct builder *b, uint32_t source)
{
    const struct source_entry *entry = &b->evidence->sources.items[source];
    const char *reader = reader_of(entry->container);
    if (!reader) return NULL;
    if (entry->parent == SOURCE_NONE) return arena_format(b->arena, "%s %s", reader, copy_of(b, source));
    const struct source_entry *parent = &b->evidence->sources.items[entry->parent];
    const char *unpack = member_reader_of(parent->container);
    struct span name = span_from(span_of(entry->path), strlen(parent->path) + strlen("!/"));
    if (!unpack || parent->parent != SOURCE_NONE || !is_harmless(name)) return NULL;
    const char *command = arena_format(b->arena, "%s %s '%.*s'", unpack, copy_of(b, entry->parent), SPAN_ARG(name));
    return entry->container == CONTAINER_PLAIN ? command : arena_format(b->arena, "%s | %s", command, reader);
}

/* The file that lies in data/originals. */
static uint32_t file_of(const struct builder *b, uint32_t source)
{
    while (b->evidence->sources.items[source].parent != SOURCE_NONE) source = b->evidence->sources.items[source].parent;
    return source;
}

static void add_in_words(struct builder *b, uint32_t event)
{
    const struct event *e = &b->store->events.items[event];
    const struct source_entry *entry = &b->evidence->sources.items[e->source];
    const char *file = copy_of(b, file_of(b, e->source));
    if (entry->container == CONTAINER_XLSX && entry->parent == SOURCE_NONE) {
        add_paragraph(b, words_verify_row_sheet(b->say, value_row(b, event), file, value_u64(b, e->line)));
    } else {
        add_paragraph(
            b, words_verify_row_inside(b->say, value_row(b, event), file, value_visible(b, span_of(entry->path))));
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
        add_mono(b, arena_format(b->arena, "%s | tail -c +%llu | head -c %d", command,
                                 (unsigned long long)e->offset + 1, RECORD_GLANCE));
    } else {
        add_paragraph(b, words_verify_row(b->say, value_row(b, event)));
        add_mono(b, arena_format(b->arena, "%s | sed -n %up", command, (unsigned)e->line));
    }
}
