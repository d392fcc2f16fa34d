/* tape_file - see tape_file.h. Bytes come from the file through a hash and libarchive into lines; a line is cut at its
 * commas and checked as a whole, because a file with one row of another kind is another kind of file.
 *
 * SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* pread */
#include "parser/tape_file.h"

#include "base/memory.h"
#include "parser/archive.h"
#include "parser/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WINDOW = 1 << 20, LINE_MOST = 4096, CELLS_MOST = 8, CHECKSUM_MOST = 4096, PIECE = 128 << 10 };

const char *tape_checksum_name(enum tape_checksum c)
{
    switch (c) {
    case TAPE_CHECKSUM_ABSENT: return "absent";
    case TAPE_CHECKSUM_HOLDS: return "holds";
    case TAPE_CHECKSUM_DIFFERS: return "differs";
    case TAPE_CHECKSUM_UNREADABLE: return "unreadable";
    }
    return "";
}

const char *tape_problem_name(enum tape_problem p)
{
    switch (p) {
    case TAPE_GOOD: return "good";
    case TAPE_UNREADABLE: return "unreadable";
    case TAPE_DIFFERS: return "checksum-differs";
    case TAPE_DAMAGED: return "damaged";
    case TAPE_NOT_TRADES: return "not-trades";
    case TAPE_EMPTY: return "empty";
    }
    return "";
}

/* ---- bytes: hashed when they are read in order; what is read out of order (a zip's list at its end) is read again --- */

struct bytes {
    int fd; /* -1: they lie in memory */
    struct span memory;
    struct digest *digest;
    uint64_t hashed; /* that many from the start */
    bool failed;
    struct unpacker *unpacker; /* NULL: the file is plain text */
    uint64_t at;               /* plain text: read so far */
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
    char *piece = memory_alloc(PIECE);
    while (read_bytes(b, b->hashed, piece, PIECE) > 0) continue;
    free(piece);
}

static size_t make_text(void *user, char *out, size_t room)
{
    struct bytes *b = user;
    if (b->unpacker) return unpack_read(b->unpacker, out, room);
    ptrdiff_t n = read_bytes(b, b->at, out, room);
    if (n > 0) b->at += (uint64_t)n;
    return n > 0 ? (size_t)n : 0;
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

struct reading {
    tape_take *take;
    void *user;
    struct tape_facts *facts;
    struct tape_name name;
    uint64_t line;
    size_t columns; /* of the first row */
    size_t time, maker;
    uint64_t first_id, last_id, ids; /* least, greatest, how many rows name */
};

static size_t cut_cells(struct span line, struct span cells[CELLS_MOST])
{
    size_t count = 0;
    const char *at = line.ptr, *const end = line.ptr + line.len;
    for (const char *start = at;; at++) {
        if (at < end && *at != ',') continue;
        if (count == CELLS_MOST) return CELLS_MOST + 1;
        cells[count++] = (struct span){start, (size_t)(at - start)};
        start = at + 1;
        if (at == end) return count;
    }
}

static inline bool number(struct span text, uint64_t *out)
{
    if (text.len == 0 || text.len > 18) return false;
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned digit = (unsigned)(text.ptr[i] - '0');
        if (digit > 9) return false;
        value = 10 * value + digit;
    }
    *out = value;
    return true;
}

/* "True" of spot, "true" of futures. */
static inline bool truth(struct span text, bool *out)
{
    const char first = text.len > 0 ? (char)(text.ptr[0] | 0x20) : '\0';
    *out = first == 't';
    if (text.len == 4) return first == 't' && memcmp(text.ptr + 1, "rue", 3) == 0;
    return text.len == 5 && first == 'f' && memcmp(text.ptr + 1, "alse", 4) == 0;
}

enum { MS_DIGITS = 13, US_DIGITS = 16 };

static inline bool moment(struct span text, struct tape_trade *t)
{
    uint64_t value;
    if ((text.len != MS_DIGITS && text.len != US_DIGITS) || !number(text, &value)) return false;
    t->digits = text.len == MS_DIGITS ? 3 : 6;
    t->at_ns = (int64_t)value * (text.len == MS_DIGITS ? 1000000 : 1000);
    return true;
}

/* Spot has a column more than futures: whether the trade was the best match. */
static bool settle_columns(struct reading *r, struct span name, size_t columns)
{
    const size_t least = r->name.aggregate ? 7 : 6;
    if (columns != least && columns != least + 1) return false;
    r->columns = columns;
    r->time = r->name.aggregate ? 5 : 4;
    r->maker = r->time + 1;
    if (!tape_product_of(name, &r->facts->product)) r->facts->product = columns == least ? TAPE_FUTURES : TAPE_SPOT;
    return true;
}

/* Names of columns, in whatever spelling, must not stand in another order than the columns do. */
static bool is_header(const struct reading *r, const struct span *cells)
{
    const char first = cells[0].len > 0 ? (char)(cells[0].ptr[0] | 0x20) : '\0';
    const char qty = cells[2].len > 0 ? (char)(cells[2].ptr[0] | 0x20) : '\0';
    return first >= 'a' && first <= 'z' && span_equal_nocase(cells[1], SPAN("price")) && qty == 'q' &&
           (span_ends_with(cells[r->time], SPAN("time")) || span_ends_with(cells[r->time], SPAN("timestamp"))) &&
           span_ends_with(cells[r->maker], SPAN("aker"));
}

static bool read_cells(const struct reading *r, const struct span *cells, struct tape_trade *t)
{
    bool best;
    if (!number(cells[0], &t->first_id)) return false;
    t->last_id = t->first_id;
    if (r->name.aggregate && (!number(cells[3], &t->first_id) || !number(cells[4], &t->last_id))) return false;
    if (t->first_id > t->last_id) return false;
    t->price = cells[1];
    t->qty = cells[2];
    if (t->price.len == 0 || t->qty.len == 0) return false;
    if (!moment(cells[r->time], t) || !truth(cells[r->maker], &t->buyer_maker)) return false;
    return r->columns == r->maker + 1 || truth(cells[r->maker + 1], &best);
}

static void count_row(struct reading *r, const struct tape_trade *t)
{
    struct tape_facts *f = r->facts;
    if (f->rows == 0 || t->at_ns < f->first_ns) f->first_ns = t->at_ns;
    if (f->rows == 0 || t->at_ns > f->last_ns) f->last_ns = t->at_ns;
    if (f->rows == 0 || t->first_id < r->first_id) r->first_id = t->first_id;
    if (f->rows == 0 || t->last_id > r->last_id) r->last_id = t->last_id;
    r->ids += t->last_id - t->first_id + 1;
    f->rows++;
}

/* False: the line is not what such a file holds. */
static bool read_line(struct reading *r, struct span name, struct span line)
{
    struct span cells[CELLS_MOST];
    r->line++;
    if (line.len > 0 && line.ptr[line.len - 1] == '\r') line.len--;
    if (line.len == 0) return true;
    const size_t columns = cut_cells(line, cells);
    if (r->columns == 0) {
        if (!settle_columns(r, name, columns)) return false;
        if (is_header(r, cells)) return true;
    }
    struct tape_trade t;
    if (columns != r->columns || !read_cells(r, cells, &t) || !r->take(r->user, &t)) return false;
    count_row(r, &t);
    return true;
}

/* Takes the whole lines of the text; the last one too when nothing follows. False: a bad line. */
static bool read_lines(struct reading *r, struct span name, struct span *text, bool at_end)
{
    while (text->len > 0) {
        const char *end = memchr(text->ptr, '\n', text->len);
        if (!end && !at_end) return text->len <= LINE_MOST;
        const struct span line = {text->ptr, end ? (size_t)(end - text->ptr) : text->len};
        if (!read_line(r, name, line)) return false;
        *text = span_from(*text, line.len + (end != NULL));
    }
    return true;
}

static void read_text(struct reading *r, struct span name, struct bytes *b)
{
    struct ring *ring = ring_new(make_text, b);
    char *window = memory_alloc(WINDOW);
    size_t held = 0;
    bool good = true, at_end = false;
    while (good && !at_end) {
        const size_t n =
            ring ? ring_read(ring, window + held, WINDOW - held) : make_text(b, window + held, WINDOW - held);
        at_end = n == 0;
        struct span text = {window, held + n};
        good = read_lines(r, name, &text, at_end);
        if (text.len > 0) memmove(window, text.ptr, text.len);
        held = text.len;
    }
    if (ring) ring_stop(ring);
    free(window);
    if (good) return;
    r->facts->problem = TAPE_NOT_TRADES;
    r->facts->bad_line = r->line > 0 ? r->line : 1;
}

/* ---- the file ----------------------------------------------------------------------------------------------------- */

/* One file in the archive, and it is whole. */
static void read_zip(struct reading *r, struct span name, struct bytes *b, uint64_t size)
{
    const struct archive_input in = {.read = read_bytes, .user = b, .size = size, .seekable = true};
    struct unpack_member member;
    b->unpacker = unpack_archive(&in, NULL);
    bool good = unpack_next(b->unpacker, &member) == UNPACK_MEMBER && member.kind == UNPACK_FILE && !member.encrypted;
    if (good) read_text(r, name, b);
    good = good && unpack_damage(b->unpacker) == DAMAGE_NONE && archive_zip_end(&in).found;
    if (good && r->facts->problem == TAPE_GOOD) good = unpack_next(b->unpacker, &member) == UNPACK_END;
    if (!good) r->facts->problem = TAPE_DAMAGED;
    unpack_close(b->unpacker);
    b->unpacker = NULL;
}

static bool is_zip(const struct bytes *b)
{
    char start[4];
    return read_place(b, 0, start, sizeof start) == (ptrdiff_t)sizeof start &&
           memcmp(start, "PK\3\4", sizeof start) == 0;
}

static void finish(struct reading *r)
{
    struct tape_facts *f = r->facts;
    if (f->rows == 0) {
        if (f->problem == TAPE_GOOD) f->problem = TAPE_EMPTY;
        return;
    }
    const uint64_t range = r->last_id - r->first_id + 1;
    f->missing_ids = range > r->ids ? range - r->ids : 0;
}

static void read_whole(struct reading *r, struct span name, struct bytes *b, uint64_t size)
{
    struct tape_facts *f = r->facts;
    b->digest = digest_new();
    if (is_zip(b)) {
        read_zip(r, name, b, size);
    } else if (span_ends_with(name, SPAN(".zip"))) {
        f->problem = TAPE_DAMAGED;
    } else {
        read_text(r, name, b);
    }
    hash_rest(b);
    f->bytes = b->hashed;
    finish(r);
    if (b->failed) f->problem = TAPE_UNREADABLE;
    if (!b->failed) digest_hex(b->digest, f->sha256);
    digest_free(b->digest);
}

/* "<64 hex digits>  NAME", as sha256sum writes it; the name must be the file's. */
static void read_checksum(const char *path, struct tape_facts *f)
{
    char text[CHECKSUM_MOST];
    const size_t room = strlen(path) + sizeof ".CHECKSUM";
    char *beside = memory_alloc(room);
    snprintf(beside, room, "%s.CHECKSUM", path);
    FILE *in = fopen(beside, "rb");
    free(beside);
    if (!in) return;
    const size_t length = fread(text, 1, sizeof text, in);
    fclose(in);
    const char *slash = strrchr(path, '/');
    struct span line = span_trim((struct span){text, length}), stated = span_head(line, DIGEST_HEX - 1);
    struct span name = span_trim(span_from(line, stated.len));
    if (name.len > 0 && name.ptr[0] == '*') name = span_from(name, 1);
    f->checksum = TAPE_CHECKSUM_UNREADABLE;
    if (stated.len != DIGEST_HEX - 1 || !span_equal(name, span_of(slash ? slash + 1 : path))) return;
    for (size_t i = 0; i < stated.len; i++)
        if (!memchr("0123456789abcdefABCDEF", stated.ptr[i], 22)) return;
    memcpy(f->stated, stated.ptr, stated.len);
    f->checksum = span_equal_nocase(stated, span_of(f->sha256)) ? TAPE_CHECKSUM_HOLDS : TAPE_CHECKSUM_DIFFERS;
    if (f->checksum == TAPE_CHECKSUM_DIFFERS) f->problem = TAPE_DIFFERS;
}

static bool begin(struct reading *r, struct span name, struct tape_facts *out)
{
    *out = (struct tape_facts){.first_ns = TIME_NONE, .last_ns = TIME_NONE};
    r->facts = out;
    return tape_name_parse(name, &r->name);
}

void tape_file_read(const char *path, struct span name, tape_take *take, void *user, struct tape_facts *out)
{
    struct reading r = {.take = take, .user = user};
    struct stat info;
    struct bytes b = {.fd = open(path, O_RDONLY | O_CLOEXEC)};
    if (!begin(&r, name, out) || b.fd < 0 || fstat(b.fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        out->problem = TAPE_UNREADABLE;
    } else {
        read_whole(&r, name, &b, (uint64_t)info.st_size);
    }
    if (b.fd >= 0) close(b.fd);
    if (out->problem != TAPE_UNREADABLE) read_checksum(path, out);
}

void tape_memory_read(struct span bytes, struct span name, tape_take *take, void *user, struct tape_facts *out)
{
    struct reading r = {.take = take, .user = user};
    struct bytes b = {.fd = -1, .memory = bytes};
    if (begin(&r, name, out)) {
        read_whole(&r, name, &b, bytes.len);
    } else {
        out->problem = TAPE_UNREADABLE;
    }
}
