/* head - the beginning of a file's text, whatever it is packed in.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "parser/container/archive.h"
#include "parser/container/container.h"
#include "parser/ingest/ingest.h"
#include "parser/xlsx/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 64 << 10 };

static char *copy_head(struct source *s, size_t *length)
{
    struct span head = source_peek(s, HEAD);
    *length = head.len;
    char *text = head.len ? memory_copy_text(head.ptr, head.len) : NULL;
    source_abandon(s);
    return text;
}

static size_t read_part(void *user, char *out, size_t room)
{
    return unpack_read(user, out, room);
}

static enum damage part_damage(void *user)
{
    return unpack_damage(user);
}

static char *part_head(struct unpacker *u, const struct workbook *book, size_t *length)
{
    struct source_part part = {.name = "part", .read = read_part, .damage = part_damage, .user = u, .workbook = book};
    return copy_head(source_open_part(&part, NULL), length);
}

static char *sheet_head(const struct archive_input *in, const struct workbook *book, size_t i, size_t *length)
{
    struct span wanted = workbook_sheet_at(book, i)->part;
    struct unpacker *u = unpack_archive(in, NULL);
    struct unpack_member member;
    char *text = NULL;
    while (!text && unpack_next(u, &member) == UNPACK_MEMBER)
        if (span_equal_nocase(member.name, wanted)) text = part_head(u, book, length);
    unpack_close(u);
    return text;
}

static char *workbook_head(const struct archive_input *in, size_t *length, const char **problem)
{
    struct workbook *book = workbook_read(in, problem);
    char *text = NULL;
    for (size_t i = 0; book && !text && i < workbook_sheet_count(book); i++) text = sheet_head(in, book, i, length);
    workbook_free(book);
    return text;
}

static char *archive_head(const struct archive_input *in, size_t *length)
{
    struct unpacker *u = unpack_archive(in, NULL);
    struct unpack_member member;
    char *text = NULL;
    while (!text && unpack_next(u, &member) == UNPACK_MEMBER)
        if (member.kind == UNPACK_FILE && !member.encrypted) text = part_head(u, NULL, length);
    unpack_close(u);
    return text;
}

char *ingest_text_head(const char *path, size_t *length, const char **problem)
{
    *length = 0;
    *problem = "";
    struct stat facts;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        *problem = strerror(errno);
        return NULL;
    }
    struct source *source = fstat(fd, &facts) == 0 && !S_ISDIR(facts.st_mode) ? source_open(path, -1, NULL) : NULL;
    if (!source) {
        *problem = "this is no file that can be read; give a CSV, JSON or XLSX file";
        close(fd);
        return NULL;
    }
    enum container container = source_container(source);
    char *text = NULL;
    if (container_has_members(container)) {
        struct archive_input in = archive_input_fd(&fd);
        source_abandon(source);
        text = container == CONTAINER_XLSX ? workbook_head(&in, length, problem) : archive_head(&in, length);
    } else {
        text = copy_head(source, length);
    }
    close(fd);
    if (!text && !**problem) *problem = "no text was found in it; give a CSV, JSON or XLSX file";
    return text;
}
