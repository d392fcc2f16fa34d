/* feed - read, hash, copy, unpack, transcode: the chain behind a source.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/feed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "parser/container/archive_packed.h"
#include "parser/container/container.h"
#include "parser/container/gunzip.h"
#include "parser/ring.h"
#include "parser/utf16.h"
#include "parser/xlsx/xlsx.h"

enum { RAW_BLOCK = 256 << 10, STAGE_BLOCK = 64 << 10, THREAD_FROM = 1 << 20, TEXT_HEAD = 512 };

/* The file as it lies on disk. */
struct raw {
    int fd, copy_fd; /* fd -1: a part, or memory */
    const struct source_part *part;
    struct span memory;
    struct digest *digest;
    uint64_t bytes;
    int read_error;
    bool write_failed, ended;
    char *block; /* RAW_BLOCK bytes, of which [start, end) are not used yet */
    size_t start, end;
    bool refilled; /* the block no longer holds the file's first bytes */
};

struct feed {
    struct raw raw;
    enum container container;
    struct span detail;
    bool unread; /* the container is not read: there is no text */
    struct gunzip *gunzip;
    uint64_t inflated;           /* bytes that came out of it */
    bool bomb;                   /* and were too many */
    struct archive_input packed; /* of unpacker: the raw file */
    struct unpacker *unpacker;   /* of xz, zstd, bzip2 */
    struct sheet *sheet;
    struct utf16 utf16; /* used when facts.utf16 */
    char *converted;    /* UTF-8 that is not handed out yet: [converted_start, converted_end) */
    size_t converted_start, converted_end;
    char *stage; /* decoded bytes before they are transcoded, STAGE_BLOCK */
    size_t staged;
    bool last_was_cr;
    struct source_facts facts; /* line ends, BOM, text_bytes; the rest is filled in at the end */
    struct ring *ring;
};

/* ---- the file -------------------------------------------------------------------------------------------------- */

static void copy_out(struct raw *r, struct span bytes)
{
    while (bytes.len > 0 && !r->write_failed) {
        ssize_t n = write(r->copy_fd, bytes.ptr, bytes.len);
        if (n >= 0) bytes = span_from(bytes, (size_t)n);
        if (n < 0 && errno != EINTR) r->write_failed = true;
    }
}

static ssize_t read_some(struct raw *r, char *out, size_t room)
{
    if (r->part) return (ssize_t)r->part->read(r->part->user, out, room);
    if (r->fd < 0) {
        size_t n = r->memory.len < room ? r->memory.len : room;
        if (n > 0) memcpy(out, r->memory.ptr, n);
        r->memory = span_from(r->memory, n);
        return (ssize_t)n;
    }
    ssize_t n;
    do n = read(r->fd, out, room);
    while (n < 0 && errno == EINTR);
    return n;
}

/* Every byte of the file passes here, exactly once. */
static size_t raw_read(struct raw *r, char *out, size_t room)
{
    if (r->ended) return 0;
    ssize_t n = read_some(r, out, room < RAW_BLOCK ? room : RAW_BLOCK);
    if (n <= 0) {
        r->ended = true;
        if (n < 0) r->read_error = errno;
        return 0;
    }
    struct span got = {out, (size_t)n};
    digest_update(r->digest, got);
    if (r->copy_fd >= 0) copy_out(r, got);
    r->bytes += got.len;
    return got.len;
}

/* Fills the raw block; false when nothing is left. */
static bool raw_fill(struct raw *r)
{
    if (r->start < r->end) return true;
    r->start = 0;
    r->refilled = true;
    r->end = raw_read(r, r->block, RAW_BLOCK);
    return r->end > 0;
}

static void raw_fill_head(struct raw *r)
{
    while (r->end < CONTAINER_HEAD) {
        size_t n = raw_read(r, r->block + r->end, RAW_BLOCK - r->end);
        if (n == 0) return;
        r->end += n;
    }
}

static struct span raw_rest(const struct raw *r)
{
    return (struct span){r->block + r->start, r->end - r->start};
}

/* ---- decoding -------------------------------------------------------------------------------------------------- */

static size_t decode_plain(struct raw *r, char *out, size_t room)
{
    if (r->start == r->end) return raw_read(r, out, room);
    size_t n = r->end - r->start < room ? r->end - r->start : room;
    memcpy(out, r->block + r->start, n);
    r->start += n;
    return n;
}

static size_t decode_gzip(struct feed *f, char *out, size_t room)
{
    for (;;) {
        room = unpack_allowance(f->raw.bytes, f->inflated, room);
        f->bomb = room == 0;
        if (f->bomb) return 0;
        struct span input = raw_rest(&f->raw);
        size_t n = gunzip_run(f->gunzip, &input, out, room);
        f->raw.start = f->raw.end - input.len;
        f->inflated += n;
        if (n > 0) return n;
        if (!raw_fill(&f->raw)) return 0;
    }
}

/* The unpacker's input. */
static ptrdiff_t read_packed(void *user, uint64_t offset, char *out, size_t room)
{
    struct raw *r = user;
    (void)offset; /* they come in order */
    return (ptrdiff_t)decode_plain(r, out, room);
}

static size_t decode_sheet(struct feed *f, char *out, size_t room)
{
    for (;;) {
        size_t n = sheet_take(f->sheet, out, room);
        if (n > 0 || sheet_ended(f->sheet)) return n;
        bool more = raw_fill(&f->raw);
        sheet_push(f->sheet, more ? raw_rest(&f->raw) : SPAN_NONE, !more);
        f->raw.start = f->raw.end;
    }
}

static size_t decode(struct feed *f, char *out, size_t room)
{
    if (f->unread) return 0;
    if (f->gunzip) return decode_gzip(f, out, room);
    if (f->unpacker) return unpack_read(f->unpacker, out, room);
    return f->sheet ? decode_sheet(f, out, room) : decode_plain(&f->raw, out, room);
}

static size_t decode_all(struct feed *f, char *out, size_t room)
{
    size_t total = 0;
    while (total < room) {
        size_t n = decode(f, out + total, room - total);
        if (n == 0) break;
        total += n;
    }
    return total;
}

/* A compressed tar archive is one thing; anything else that is packed twice is left to people. */
static void look_inside(struct feed *f, struct span head)
{
    enum container inside = container_of(head, &f->detail);
    if (f->unpacker && unpack_is_twice(f->unpacker)) inside = CONTAINER_OTHER;
    if (inside == CONTAINER_PLAIN) return;
    if (inside != CONTAINER_TAR && f->detail.len == 0) f->detail = SPAN("packed data inside packed data");
    f->container = inside == CONTAINER_TAR ? CONTAINER_TAR : CONTAINER_OTHER;
    f->unread = true;
    f->staged = 0;
}

/* Looks at the first decoded bytes, which stay in the stage: an archive inside gzip, a byte order mark. */
static void look_at_text(struct feed *f)
{
    f->stage = memory_alloc(STAGE_BLOCK);
    f->staged = decode_all(f, f->stage, TEXT_HEAD);
    struct span head = {f->stage, f->staged};
    if (f->gunzip || f->unpacker) look_inside(f, head);
    if (f->sheet) return;
    if (span_starts_with(head, SPAN("\xff\xfe")) || span_starts_with(head, SPAN("\xfe\xff"))) {
        f->utf16.big_endian = head.ptr[0] == '\xfe';
        f->facts.utf16 = true;
        f->converted = memory_alloc(UTF16_WORST * STAGE_BLOCK + 3);
    }
    f->facts.bom = f->facts.utf16 || span_starts_with(head, SPAN("\xef\xbb\xbf"));
}

static size_t from_stage(struct feed *f, char *out, size_t room)
{
    size_t n = f->staged < room ? f->staged : room;
    memcpy(out, f->stage, n);
    memmove(f->stage, f->stage + n, f->staged - n);
    f->staged -= n;
    return n;
}

/* Converts what is in the stage and puts the result into `converted`; false at the end. */
static bool convert_more(struct feed *f)
{
    f->converted_start = f->converted_end = 0;
    while (f->converted_end == 0) {
        if (f->staged == 0) f->staged = decode(f, f->stage, STAGE_BLOCK);
        if (f->staged == 0) break;
        f->converted_end = utf16_run(&f->utf16, (struct span){f->stage, f->staged}, f->converted);
        f->staged = 0;
    }
    if (f->converted_end == 0) f->converted_end = utf16_finish(&f->utf16, f->converted);
    return f->converted_end > 0;
}

static size_t transcode(struct feed *f, char *out, size_t room)
{
    if (f->converted_start == f->converted_end && !convert_more(f)) return 0;
    size_t n = f->converted_end - f->converted_start < room ? f->converted_end - f->converted_start : room;
    memcpy(out, f->converted + f->converted_start, n);
    f->converted_start += n;
    return n;
}

/* ---- facts about the text ---------------------------------------------------------------------------------------- */

static void note_cr(struct feed *f, struct span text)
{
    struct source_facts *facts = &f->facts;
    const char *end = text.ptr + text.len;
    for (const char *p = text.ptr; !(facts->cr && facts->crlf); p++) {
        p = memchr(p, '\r', (size_t)(end - p));
        if (!p || p + 1 == end) return;
        if (p[1] == '\n') {
            facts->crlf = true;
        } else {
            facts->cr = true;
        }
    }
}

static void note_lf(struct feed *f, struct span text)
{
    const char *end = text.ptr + text.len;
    for (const char *p = text.ptr; !f->facts.lf; p++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (!p) return;
        char before = p > text.ptr ? p[-1] : f->last_was_cr ? '\r' : ' ';
        f->facts.lf = before != '\r';
    }
}

static void note_line_ends(struct feed *f, struct span text)
{
    if (f->last_was_cr && text.ptr[0] == '\n') f->facts.crlf = true;
    if (f->last_was_cr && text.ptr[0] != '\n') f->facts.cr = true;
    note_cr(f, text);
    note_lf(f, text);
    f->last_was_cr = text.ptr[text.len - 1] == '\r';
}

/* ---- the chain ------------------------------------------------------------------------------------------------- */

static size_t make_text(void *user, char *out, size_t room)
{
    struct feed *f = user;
    size_t n = f->facts.utf16  ? transcode(f, out, room)
               : f->staged > 0 ? from_stage(f, out, room)
                               : decode(f, out, room);
    f->facts.text_bytes += n;
    if (n > 0) note_line_ends(f, (struct span){out, n});
    if (n == 0 && f->last_was_cr) f->facts.cr = true;
    return n;
}

static void choose_decoder(struct feed *f)
{
    if (f->raw.part && f->raw.part->workbook) {
        f->sheet = sheet_new(f->raw.part->workbook);
        return;
    }
    f->container = container_of(raw_rest(&f->raw), &f->detail);
    switch (f->container) {
    case CONTAINER_PLAIN: return;
    case CONTAINER_GZIP: f->gunzip = gunzip_new(); return;
    case CONTAINER_XZ:
    case CONTAINER_ZSTD:
    case CONTAINER_BZIP2:
        f->packed = (struct archive_input){.read = read_packed, .user = &f->raw};
        f->unpacker = unpack_stream(&f->packed);
        return;
    default: f->unread = true;
    }
}

static struct feed *feed_new(struct raw raw, bool large)
{
    struct feed *f = memory_alloc(sizeof *f);
    f->raw = raw;
    f->raw.digest = digest_new();
    f->raw.block = memory_alloc(RAW_BLOCK);
    raw_fill_head(&f->raw);
    choose_decoder(f);
    look_at_text(f);
    if (large && !f->unread && !(f->raw.part && f->raw.ended)) f->ring = ring_new(make_text, f);
    return f;
}

struct feed *feed_of_part(const struct source_part *part)
{
    return feed_new((struct raw){.fd = -1, .copy_fd = -1, .part = part}, true);
}

char *feed_take_bytes(struct feed *f, size_t most, size_t *length)
{
    struct raw *r = &f->raw;
    if (r->refilled || f->ring) return NULL;
    size_t room = RAW_BLOCK * 2, n = r->end;
    char *bytes = memory_resize(NULL, room, 1);
    memcpy(bytes, r->block, n);
    for (;;) {
        if (n == room) bytes = memory_resize(bytes, room *= 2, 1);
        size_t got = raw_read(r, bytes + n, room - n);
        n += got;
        if (got == 0 || n > most) break;
    }
    r->start = r->end;
    *length = n;
    if (n <= most) return bytes;
    free(bytes);
    return NULL;
}

bool feed_is_sheet(const struct feed *f)
{
    return f->sheet != NULL;
}

struct feed *feed_of_fd(int fd, int copy_fd)
{
    struct stat info;
    bool regular = fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    bool large = !regular || info.st_size >= THREAD_FROM;
    return feed_new((struct raw){.fd = fd, .copy_fd = copy_fd}, large);
}

struct feed *feed_of_memory(struct span bytes)
{
    return feed_new((struct raw){.fd = -1, .copy_fd = -1, .memory = bytes}, bytes.len >= THREAD_FROM);
}

enum container feed_container(const struct feed *f)
{
    return f->container;
}

struct span feed_detail(const struct feed *f)
{
    return f->detail;
}

size_t feed_read(struct feed *f, char *out, size_t room)
{
    return f->ring ? ring_read(f->ring, out, room) : make_text(f, out, room);
}

/* Of what unpacks the part, the file or the sheet; *stage says which. */
static enum damage damage_at(const struct feed *f, enum feed_stage *stage)
{
    const struct source_part *part = f->raw.part;
    *stage = FEED_PART;
    enum damage damage = part ? part->damage(part->user) : DAMAGE_NONE;
    if (damage != DAMAGE_NONE || f->unread) return damage;
    *stage = f->gunzip ? FEED_GZIP : f->unpacker ? FEED_PACKED : FEED_SHEET;
    if (f->gunzip) return f->bomb ? DAMAGE_TRUNCATED : gunzip_damage(f->gunzip);
    if (f->unpacker) return unpack_damage(f->unpacker);
    return f->sheet && *sheet_problem(f->sheet) ? DAMAGE_CORRUPT : DAMAGE_NONE;
}

enum damage feed_damage(struct feed *f)
{
    enum feed_stage stage;
    return f->raw.read_error ? DAMAGE_TRUNCATED : damage_at(f, &stage);
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

void feed_abandon(struct feed *f)
{
    if (f->ring) ring_stop(f->ring);
    gunzip_free(f->gunzip);
    unpack_close(f->unpacker);
    sheet_free(f->sheet);
    digest_free(f->raw.digest);
    if (f->raw.fd >= 0) close(f->raw.fd);
    free(f->raw.block);
    free(f->stage);
    free(f->converted);
    free(f);
}

static struct feed_end end_of(const struct feed *f)
{
    struct feed_end end = {.facts = f->facts, .read_error = f->raw.read_error};
    damage_at(f, &end.stage);
    if (f->gunzip) end.trailing = gunzip_trailing(f->gunzip);
    if (f->sheet) end.shortened = sheet_shortened(f->sheet);
    end.stopped = f->bomb || (f->unpacker && unpack_stopped(f->unpacker));
    const char *problem = f->bomb       ? UNPACK_BOMB
                          : f->unpacker ? unpack_problem(f->unpacker)
                          : f->sheet    ? sheet_problem(f->sheet)
                                        : "";
    snprintf(end.problem, sizeof end.problem, "%s", problem);
    return end;
}

struct feed_end feed_close(struct feed *f)
{
    char *rest = memory_alloc(STAGE_BLOCK);
    while (feed_read(f, rest, STAGE_BLOCK) > 0) continue;
    while (raw_read(&f->raw, rest, STAGE_BLOCK) > 0) continue;
    free(rest);
    f->facts.bytes = f->raw.bytes;
    f->facts.copy_failed = f->raw.write_failed;
    f->facts.damage = feed_damage(f);
    f->facts.gzip_members = f->gunzip ? gunzip_members(f->gunzip) : 0;
    digest_hex(f->raw.digest, f->facts.sha256);
    struct feed_end end = end_of(f);
    feed_abandon(f);
    return end;
}
