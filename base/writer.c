/* writer - a buffer before a file descriptor (or a growing one in memory), with sticky errors and a running digest.
 * The escapes lie in writer_escape.c.
 *
 * SPDX-License-Identifier: MIT */
#include "base/writer.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_BYTES = 256 * 1024, MEMORY_FIRST = 4096, FORMAT_BYTES = 512 };

enum target { TO_FILE, TO_FD, TO_MEMORY };

struct writer {
    char *buffer;
    size_t used, capacity;
    uint64_t flushed;
    struct digest *digest; /* of what was flushed; files only */
    enum target target;
    int fd;
    bool failed;
};

static struct writer *new_writer(enum target target, int fd, size_t capacity)
{
    struct writer *w = memory_alloc(sizeof *w);
    w->buffer = memory_resize(NULL, capacity, 1);
    w->capacity = capacity;
    w->target = target;
    w->fd = fd;
    return w;
}

/* Writing through an old name could alter evidence that is linked to it, so the name is taken away first. Devices and
 * pipes stay what they are. */
static bool make_way(const char *path)
{
    struct stat info;
    if (lstat(path, &info) != 0) return errno == ENOENT;
    if (!S_ISREG(info.st_mode) && !S_ISLNK(info.st_mode)) return true;
    return unlink(path) == 0;
}

struct writer *writer_create(const char *path)
{
    if (!make_way(path)) return NULL;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0666);
    if (fd < 0) return NULL;
    struct writer *w = new_writer(TO_FILE, fd, BUFFER_BYTES);
    w->digest = digest_new();
    return w;
}

struct writer *writer_to_fd(int fd)
{
    return new_writer(TO_FD, fd, BUFFER_BYTES);
}

struct writer *writer_to_memory(void)
{
    return new_writer(TO_MEMORY, -1, MEMORY_FIRST);
}

/* ---- bytes ----------------------------------------------------------------------------------------------------- */

static void write_out(struct writer *w, struct span bytes)
{
    if (w->failed) return;
    if (w->digest) digest_update(w->digest, bytes);
    w->flushed += bytes.len;
    while (bytes.len > 0) {
        ssize_t written = write(w->fd, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            w->failed = true;
            return;
        }
        bytes = span_from(bytes, (size_t)written);
    }
}

static void flush(struct writer *w)
{
    write_out(w, (struct span){w->buffer, w->used});
    w->used = 0;
}

static void grow_memory(struct writer *w, size_t more)
{
    size_t wanted;
    if (__builtin_add_overflow(w->used, more, &wanted) || wanted > SIZE_MAX / 2) memory_exhausted(more);
    size_t capacity = w->capacity;
    while (capacity < wanted) capacity *= 2;
    w->buffer = memory_resize(w->buffer, capacity, 1);
    w->capacity = capacity;
}

static void append_slowly(struct writer *w, struct span text)
{
    if (w->target == TO_MEMORY) {
        grow_memory(w, text.len);
    } else {
        flush(w);
        if (text.len >= w->capacity) {
            write_out(w, text);
            return;
        }
    }
    memcpy(w->buffer + w->used, text.ptr, text.len);
    w->used += text.len;
}

void writer_text(struct writer *w, struct span text)
{
    if (text.len == 0) return;
    if (text.len > w->capacity - w->used) {
        append_slowly(w, text);
        return;
    }
    memcpy(w->buffer + w->used, text.ptr, text.len);
    w->used += text.len;
}

void writer_cstr(struct writer *w, const char *text)
{
    writer_text(w, span_of(text));
}

void writer_byte(struct writer *w, char byte)
{
    if (w->used == w->capacity) {
        append_slowly(w, (struct span){&byte, 1});
        return;
    }
    w->buffer[w->used++] = byte;
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

void writer_format(struct writer *w, const char *format, ...)
{
    char local[FORMAT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(local, sizeof local, format, arguments);
    va_end(arguments);
    if (len < 0) {
        w->failed = true;
        return;
    }
    if ((size_t)len < sizeof local) {
        writer_text(w, (struct span){local, (size_t)len});
        return;
    }
    char *large = memory_resize(NULL, (size_t)len + 1, 1);
    va_start(arguments, format);
    vsnprintf(large, (size_t)len + 1, format, arguments);
    va_end(arguments);
    writer_text(w, (struct span){large, (size_t)len});
    free(large);
}

void writer_u64(struct writer *w, uint64_t value)
{
    char digits[20];
    char *at = digits + sizeof digits;
    do {
        *--at = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    writer_text(w, (struct span){at, (size_t)(digits + sizeof digits - at)});
}

void writer_decimal(struct writer *w, struct decimal d)
{
    char text[DECIMAL_TEXT_MAX];
    size_t len = decimal_format(d, text);
    writer_text(w, (struct span){text, len});
}

void writer_time(struct writer *w, int64_t utc_ns, uint8_t digits)
{
    char text[TIME_TEXT_MAX];
    size_t len = time_format(utc_ns, digits, text);
    writer_text(w, (struct span){text, len});
}

/* ---- the end --------------------------------------------------------------------------------------------------- */

struct span writer_memory(const struct writer *w)
{
    return w->target == TO_MEMORY ? (struct span){w->buffer, w->used} : SPAN_NONE;
}

void writer_memory_clear(struct writer *w)
{
    if (w->target == TO_MEMORY) w->used = 0;
}

uint64_t writer_bytes(const struct writer *w)
{
    return w->flushed + w->used;
}

static void finish_digest(struct writer *w, char hex[DIGEST_HEX])
{
    if (!hex) return;
    hex[0] = '\0';
    if (w->target == TO_MEMORY) digest_of(writer_memory(w), hex);
    if (w->digest) digest_hex(w->digest, hex);
}

bool writer_close(struct writer *w, char hex[DIGEST_HEX])
{
    if (w->target != TO_MEMORY) flush(w);
    finish_digest(w, hex);
    if (w->target == TO_FILE && close(w->fd) != 0) w->failed = true;
    bool complete = !w->failed;
    digest_free(w->digest);
    free(w->buffer);
    free(w);
    return complete;
}
