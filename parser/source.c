/* source - the window over a feed, and what is said about a file when it is opened and closed.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/source.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "parser/feed.h"

enum { DETAIL_MAX = 200, WINDOW_MAX = SOURCE_RECORD_MAX + 2 * SOURCE_WINDOW };

struct source {
    struct feed *feed;
    const struct diag_sink *sink;
    struct span name;
    char *buffer; /* [start, end) is the window */
    size_t start, end, capacity;
    uint64_t offset; /* of buffer[start] in the text */
    bool ended;      /* the feed has nothing more */
};

static void report(const struct source *s, enum diag_code code, uint64_t offset, struct span detail)
{
    struct diag d = {.code = code, .path = s->name, .offset = offset, .detail = detail};
    diag_report(s->sink, &d);
}

/* A descriptor for reading, or -1 with *why filled. */
static int open_file(const char *path, const char **why)
{
    int fd = span_is(span_of(path), "-") ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0) {
        *why = strerror(errno);
    } else if (S_ISDIR(info.st_mode)) {
        *why = "it is a folder";
    } else {
        return fd;
    }
    if (fd >= 0) close(fd);
    return -1;
}

static struct source *source_of(struct feed *feed, const char *name, const struct diag_sink *sink)
{
    struct source *s = memory_alloc(sizeof *s);
    s->feed = feed;
    s->sink = sink;
    s->name = span_of(name);
    struct span detail = feed_detail(feed);
    if (detail.len > 0) report(s, diag_container_unsupported, 0, detail);
    return s;
}

struct source *source_open(const char *path, int copy_fd, const struct diag_sink *sink)
{
    const char *why = "";
    int fd = open_file(path, &why);
    if (fd >= 0) return source_of(feed_of_fd(fd, copy_fd), path, sink);
    struct diag d = {.code = diag_file_unreadable, .path = span_of(path), .detail = span_of(why)};
    diag_report(sink, &d);
    return NULL;
}

struct source *source_open_memory(struct span bytes, const char *name, const struct diag_sink *sink)
{
    return source_of(feed_of_memory(bytes), name, sink);
}

struct source *source_open_part(const struct source_part *part, const struct diag_sink *sink)
{
    return source_of(feed_of_part(part), part->name, sink);
}

char *source_take_bytes(struct source *s, size_t most, size_t *length)
{
    return feed_take_bytes(s->feed, most, length);
}

bool source_lines_are_rows(const struct source *s)
{
    return feed_is_sheet(s->feed);
}

/* Makes the window `want` bytes, or as long as the text is. Only what is not consumed yet is moved. Never more than
 * `want`: what the readers see must not depend on how a pipe or a thread cuts the text. */
static void fill(struct source *s, size_t want)
{
    if (s->end - s->start >= want || s->ended) return;
    if (s->start > 0) memmove(s->buffer, s->buffer + s->start, s->end - s->start);
    s->end -= s->start;
    s->start = 0;
    if (s->capacity < want) {
        s->capacity = want < SOURCE_WINDOW ? SOURCE_WINDOW : want;
        s->buffer = memory_resize(s->buffer, s->capacity, 1);
    }
    while (s->end < want && !s->ended) {
        size_t n = feed_read(s->feed, s->buffer + s->end, want - s->end);
        s->end += n;
        s->ended = n == 0;
    }
}

struct span source_peek(struct source *s, size_t want)
{
    fill(s, want);
    return (struct span){s->buffer + s->start, s->end - s->start};
}

struct window source_window(struct source *s, size_t consumed)
{
    assert(consumed <= s->end - s->start);
    s->start += consumed;
    s->offset += consumed;
    size_t rest = s->end - s->start;
    assert(rest < WINDOW_MAX);
    fill(s, rest < SOURCE_WINDOW / 2 ? SOURCE_WINDOW : rest < WINDOW_MAX / 2 ? 2 * rest : WINDOW_MAX);
    return (struct window){.text = {s->buffer + s->start, s->end - s->start}, .offset = s->offset, .at_end = s->ended};
}

enum container source_container(const struct source *s)
{
    return feed_container(s->feed);
}

enum damage source_damage(const struct source *s)
{
    return s->ended ? feed_damage(s->feed) : DAMAGE_NONE;
}

static void free_source(struct source *s)
{
    free(s->buffer);
    free(s);
}

static enum diag_code damage_code(enum damage damage, bool gzip)
{
    switch (damage) {
    case DAMAGE_TRUNCATED: return gzip ? diag_gzip_truncated : diag_packed_truncated;
    case DAMAGE_BAD_CRC: return gzip ? diag_gzip_bad_crc : diag_packed_bad_crc;
    case DAMAGE_TRAILING: return gzip ? diag_gzip_trailing : diag_packed_trailing;
    default: return gzip ? diag_gzip_corrupt : diag_packed_corrupt;
    }
}

static void report_damage(const struct source *s, const struct feed_end *end)
{
    const struct source_facts *facts = &end->facts;
    char detail[DETAIL_MAX];
    if (end->read_error) {
        snprintf(detail, sizeof detail, "after %" PRIu64 " bytes: %s", facts->bytes, strerror(end->read_error));
        report(s, diag_file_unreadable, facts->text_bytes, span_of(detail));
        return;
    }
    if (facts->damage == DAMAGE_NONE || end->stage == FEED_PART) return;
    int length;
    if (facts->damage == DAMAGE_TRAILING && end->stage != FEED_GZIP) {
        length = 0;
    } else if (facts->damage == DAMAGE_TRAILING) {
        length = snprintf(detail, sizeof detail, "%" PRIu64 " bytes", end->trailing);
    } else {
        length = snprintf(detail, sizeof detail, "%s%s%" PRIu64 " bytes of text could be read", end->problem,
                          *end->problem ? "; " : "", facts->text_bytes);
    }
    struct span text = {detail, length < (int)sizeof detail ? (size_t)length : sizeof detail - 1};
    enum diag_code code = end->stopped               ? diag_archive_limit
                          : end->stage == FEED_SHEET ? diag_sheet_damaged
                                                     : damage_code(facts->damage, end->stage == FEED_GZIP);
    report(s, code, facts->text_bytes, text);
}

struct source_facts source_close(struct source *s)
{
    struct feed_end end = feed_close(s->feed);
    report_damage(s, &end);
    if (end.shortened > 0) {
        char detail[DETAIL_MAX];
        snprintf(detail, sizeof detail, "%" PRIu64 " numbers", end.shortened);
        report(s, diag_sheet_doubles, 0, span_of(detail));
    }
    free_source(s);
    return end.facts;
}

void source_abandon(struct source *s)
{
    feed_abandon(s->feed);
    free_source(s);
}

const char *damage_name(enum damage d)
{
    static const char *const names[] = {"", "truncated", "corrupt", "bad-crc", "trailing"};
    return names[d];
}
