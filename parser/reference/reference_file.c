/* reference_file - see reference_file.h.
 *
 * SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* pread */
#include "parser/reference/reference_file.h"

#include "base/memory.h"
#include "parser/container/archive.h"
#include "parser/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WINDOW = 256 << 10, LARGE_WINDOW = 1 << 20, LINE_MOST = 4096, CHECKSUM_MOST = 4096 };

const char *reference_problem_name(enum reference_problem p)
{
    switch (p) {
    case REFERENCE_GOOD: return "good";
    case REFERENCE_UNREADABLE: return "unreadable";
    case REFERENCE_DIFFERS: return "checksum-differs";
    case REFERENCE_DAMAGED: return "damaged";
    case REFERENCE_BAD_ROW: return "bad-row";
    case REFERENCE_EMPTY: return "empty";
    case REFERENCE_OTHER: return "other";
    }
    return "";
}

const char *reference_checksum_name(enum reference_checksum c)
{
    switch (c) {
    case CHECKSUM_ABSENT: return "absent";
    case CHECKSUM_HOLDS: return "holds";
    case CHECKSUM_DIFFERS: return "differs";
    case CHECKSUM_UNREADABLE: return "unreadable";
    }
    return "";
}

/* ---- bytes: hashed when they are read in order; what is read out of order (a zip's list at its end) is read again --- */

struct bytes {
    int fd; /* -1: they lie in memory */
    struct span memory;
    struct digest *digest;
    uint64_t hashed; /* that many from the start */
    uint64_t at;     /* plain text: read so far */
    bool failed;
    struct unpacker *unpacker; /* NULL: plain text */
};

static ptrdiff_t read_place(const struct bytes *b, uint64_t offset, char *out, size_t room)
{
    if (b->fd < 0) {
        const struct span rest = span_head(span_from(b->memory, (size_t)offset), room);
        if (rest.len > 0) memcpy(out, rest.ptr, rest.len);
        return (ptrdiff_t)rest.len;
    }
    ssize_t n;
    do n = pread(b->fd, out, room, (off_t)offset);
    while (n < 0 && errno == EINTR);
    return n;
}

static ptrdiff_t read_bytes(void *user, uint64_t offset, char *out, size_t room)
{
    struct bytes *b = user;
    const ptrdiff_t n = read_place(b, offset, out, room);
    if (n < 0) b->failed = true;
    if (n <= 0) return n;
    if (offset <= b->hashed && offset + (uint64_t)n > b->hashed) {
        const size_t known = (size_t)(b->hashed - offset);
        digest_update(b->digest, (struct span){out + known, (size_t)n - known});
        b->hashed = offset + (uint64_t)n;
    }
    return n;
}

static void hash_rest(struct bytes *b)
{
    char *piece = memory_alloc(WINDOW);
    while (read_bytes(b, b->hashed, piece, WINDOW) > 0) continue;
    free(piece);
}

static size_t make_text(void *user, char *out, size_t room)
{
    struct bytes *b = user;
    if (b->unpacker) return unpack_read(b->unpacker, out, room);
    const ptrdiff_t n = read_bytes(b, b->at, out, room);
    if (n > 0) b->at += (uint64_t)n;
    return n > 0 ? (size_t)n : 0;
}

/* ---- lines ---------------------------------------------------------------------------------------------------------- */

struct reading {
    reference_take *take;
    void *user;
    struct reference_facts *facts;
    uint64_t line;
};

/* False: reading ends here. */
static bool read_line(struct reading *r, struct span line)
{
    r->line++;
    if (line.len > 0 && line.ptr[line.len - 1] == '\r') line.len--;
    if (r->line == 1 && span_starts_with(line, SPAN("\xEF\xBB\xBF"))) line = span_from(line, 3);
    if (line.len == 0) return true;
    switch (r->take(r->user, line, r->line)) {
    case LINE_TAKEN: r->facts->rows++; return true;
    case LINE_SKIPPED: return true;
    case LINE_OTHER: r->facts->problem = REFERENCE_OTHER; return false;
    case LINE_BAD: break;
    }
    r->facts->problem = REFERENCE_BAD_ROW;
    r->facts->bad_line = r->line;
    return false;
}

static bool read_lines(struct reading *r, struct span *text, bool at_end)
{
    while (text->len > 0) {
        const char *end = memchr(text->ptr, '\n', text->len);
        if (!end && !at_end && text->len <= LINE_MOST) return true;
        const struct span line = {text->ptr, end ? (size_t)(end - text->ptr) : text->len};
        if (line.len > LINE_MOST) {
            r->facts->problem = REFERENCE_BAD_ROW;
            r->facts->bad_line = r->line + 1;
            return false;
        }
        if (!read_line(r, line)) return false;
        *text = span_from(*text, line.len + (end != NULL));
    }
    return true;
}

static void read_text(struct reading *r, struct bytes *b, uint64_t size)
{
    const size_t room = size >= LARGE_WINDOW ? LARGE_WINDOW : WINDOW;
    struct ring *ring = size >= LARGE_WINDOW ? ring_new(make_text, b) : NULL;
    char *window = memory_alloc(room);
    size_t held = 0;
    for (bool good = true, at_end = false; good && !at_end;) {
        const size_t n = ring ? ring_read(ring, window + held, room - held) : make_text(b, window + held, room - held);
        at_end = n == 0;
        struct span text = {window, held + n};
        good = read_lines(r, &text, at_end);
        if (text.len > 0) memmove(window, text.ptr, text.len);
        held = text.len;
    }
    if (ring) ring_stop(ring);
    free(window);
}

/* ---- the file -------------------------------------------------------------------------------------------------------- */

static void read_zip(struct reading *r, struct bytes *b, uint64_t size)
{
    const struct archive_input in = {.read = read_bytes, .user = b, .size = size, .seekable = true};
    struct unpack_member member;
    b->unpacker = unpack_archive(&in, NULL);
    bool good = unpack_next(b->unpacker, &member) == UNPACK_MEMBER && member.kind == UNPACK_FILE && !member.encrypted;
    if (good) read_text(r, b, size);
    good = good && unpack_damage(b->unpacker) == DAMAGE_NONE && archive_zip_end(&in).found;
    if (good && r->facts->problem == REFERENCE_GOOD) good = unpack_next(b->unpacker, &member) == UNPACK_END;
    if (!good) r->facts->problem = REFERENCE_DAMAGED;
    unpack_close(b->unpacker);
    b->unpacker = NULL;
}

static bool is_zip(const struct bytes *b)
{
    char start[4];
    return read_place(b, 0, start, sizeof start) == (ptrdiff_t)sizeof start && memcmp(start, "PK\3\4", 4) == 0;
}

static void read_whole(struct reading *r, struct span name, struct bytes *b, uint64_t size)
{
    b->digest = digest_new();
    if (is_zip(b)) {
        read_zip(r, b, size);
    } else if (span_ends_with(name, SPAN(".zip"))) {
        r->facts->problem = REFERENCE_DAMAGED;
    } else {
        read_text(r, b, size);
    }
    hash_rest(b);
    if (!b->failed) digest_hex(b->digest, r->facts->sha256);
    digest_free(b->digest);
    r->facts->bytes = b->hashed;
    if (b->failed) r->facts->problem = REFERENCE_UNREADABLE;
    if (r->facts->problem == REFERENCE_GOOD && r->facts->rows == 0) r->facts->problem = REFERENCE_EMPTY;
}

/* "<64 hex digits>  NAME", as sha256sum writes it; the name must be the file's. */
static bool parse_checksum(struct span text, const char *path, char stated[DIGEST_HEX])
{
    const char *slash = strrchr(path, '/');
    struct span line = span_trim(text), digits = span_head(line, DIGEST_HEX - 1);
    struct span name = span_trim(span_from(line, digits.len));
    if (name.len > 0 && name.ptr[0] == '*') name = span_from(name, 1);
    if (digits.len != DIGEST_HEX - 1 || !span_equal(name, span_of(slash ? slash + 1 : path))) return false;
    for (size_t i = 0; i < digits.len; i++)
        if (!memchr("0123456789abcdefABCDEF", digits.ptr[i], 22)) return false;
    memcpy(stated, digits.ptr, digits.len);
    return true;
}

static void compare_checksum(const char *path, struct reference_facts *out)
{
    char text[CHECKSUM_MOST];
    const size_t room = strlen(path) + sizeof ".CHECKSUM";
    char *beside = memory_alloc(room);
    snprintf(beside, room, "%s.CHECKSUM", path);
    FILE *file = fopen(beside, "re");
    free(beside);
    if (!file) return;
    const size_t length = fread(text, 1, sizeof text, file);
    fclose(file);
    out->checksum = CHECKSUM_UNREADABLE;
    if (!parse_checksum((struct span){text, length}, path, out->stated)) return;
    bool same = span_equal_nocase(span_of(out->stated), span_of(out->sha256));
    out->checksum = same ? CHECKSUM_HOLDS : CHECKSUM_DIFFERS;
    if (!same) out->problem = REFERENCE_DIFFERS;
}

void reference_read(const char *path, reference_take *take, void *user, struct reference_facts *out)
{
    struct reading r = {take, user, out, 0};
    struct stat info;
    struct bytes b = {.fd = open(path, O_RDONLY | O_CLOEXEC)};
    *out = (struct reference_facts){.problem = REFERENCE_GOOD};
    if (b.fd < 0 || fstat(b.fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        out->problem = REFERENCE_UNREADABLE;
    } else {
        read_whole(&r, span_of(path), &b, (uint64_t)info.st_size);
    }
    if (b.fd >= 0) close(b.fd);
    if (out->problem != REFERENCE_UNREADABLE && out->problem != REFERENCE_OTHER) compare_checksum(path, out);
}

void reference_read_memory(struct span bytes, struct span name, reference_take *take, void *user,
                           struct reference_facts *out)
{
    struct reading r = {take, user, out, 0};
    struct bytes b = {.fd = -1, .memory = bytes};
    *out = (struct reference_facts){.problem = REFERENCE_GOOD};
    read_whole(&r, name, &b, bytes.len);
}
