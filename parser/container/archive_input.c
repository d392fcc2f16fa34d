/* archive_input - where an archive's bytes come from, and the end of a zip archive.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "parser/container/archive.h"

enum { END_SIZE = 22, COMMENT_MAX = 0xFFFF, LOCATOR_SIZE = 20 };

static ptrdiff_t read_fd(void *user, uint64_t offset, char *out, size_t room)
{
    ssize_t n;
    do n = pread(*(const int *)user, out, room, (off_t)offset);
    while (n < 0 && errno == EINTR);
    return n;
}

struct archive_input archive_input_fd(const int *fd)
{
    off_t size = lseek(*fd, 0, SEEK_END);
    return (struct archive_input){
        .read = read_fd, .user = (void *)(uintptr_t)fd, .size = size > 0 ? (uint64_t)size : 0, .seekable = true};
}

static ptrdiff_t read_memory(void *user, uint64_t offset, char *out, size_t room)
{
    const struct span *bytes = user;
    if (offset >= bytes->len) return 0;
    struct span rest = span_head(span_from(*bytes, (size_t)offset), room);
    memcpy(out, rest.ptr, rest.len);
    return (ptrdiff_t)rest.len;
}

struct archive_input archive_input_memory(const struct span *bytes)
{
    return (struct archive_input){
        .read = read_memory, .user = (void *)(uintptr_t)bytes, .size = bytes->len, .seekable = true};
}

/* ---- the end of a zip archive ------------------------------------------------------------------------------------ */

static uint64_t number_at(const char *bytes, size_t count)
{
    uint64_t value = 0;
    while (count-- > 0) value = value << 8 | (uint8_t)bytes[count];
    return value;
}

static size_t read_tail(const struct archive_input *in, uint64_t from, char *tail, size_t room)
{
    size_t n = 0;
    while (n < room) {
        ptrdiff_t got = in->read(in->user, from + n, tail + n, room - n);
        if (got <= 0) break;
        n += (size_t)got;
    }
    return n;
}

/* `end`: the record in the tail of which the first byte lies at `from`. Archives beyond 4 GiB keep the truth elsewhere. */
static struct zip_end judge(struct span tail, uint64_t from, size_t at)
{
    const char *end = tail.ptr + at;
    bool large = at >= LOCATOR_SIZE && memcmp(end - LOCATOR_SIZE, "PK\x06\x07", 4) == 0;
    if (large) return (struct zip_end){.found = true};
    uint64_t size = number_at(end + 12, 4), offset = number_at(end + 16, 4);
    return (struct zip_end){.found = offset + size == from + at, .counted = true, .members = number_at(end + 10, 2)};
}

struct zip_end archive_zip_end(const struct archive_input *in)
{
    enum { TAIL = END_SIZE + COMMENT_MAX + LOCATOR_SIZE };
    struct zip_end end = {0};
    char *tail = memory_alloc(TAIL);
    uint64_t from = in->size > TAIL ? in->size - TAIL : 0;
    size_t n = read_tail(in, from, tail, TAIL);
    for (size_t at = n < END_SIZE ? 0 : n - END_SIZE + 1; at > 0 && !end.found; at--) {
        if (memcmp(tail + at - 1, "PK\x05\x06", 4) == 0) end = judge((struct span){tail, n}, from, at - 1);
    }
    free(tail);
    return end;
}
