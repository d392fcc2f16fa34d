/* archive - libarchive, with the few formats that are wanted, its errors told apart, and limits.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"

enum { INPUT_BLOCK = 128 << 10, PROBLEM_MAX = 160, ZIP_TAIL = (64 << 10) + 22 };

struct unpacker {
    struct archive *archive;
    struct archive_entry *entry; /* of the present member */
    const struct archive_input *in;
    locale_t utf8; /* names are converted to it; the program's own locale stays "C" */
    char *block;
    uint64_t at;           /* in the input */
    uint64_t taken, given; /* bytes read from the input, bytes of text handed out */
    uint64_t members;
    const char *data; /* [data, data_end) came out and is not handed out yet */
    const char *data_end;
    uint64_t gap; /* zero bytes of a sparse member that come before data */
    uint64_t member_at;
    bool member_ended, wants_password, stopped;
    enum damage damage;
    char problem[PROBLEM_MAX];
};

/* ---- input ----------------------------------------------------------------------------------------------------- */

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

bool archive_zip_is_whole(const struct archive_input *in)
{
    char *tail = memory_alloc(ZIP_TAIL);
    uint64_t from = in->size > ZIP_TAIL ? in->size - ZIP_TAIL : 0;
    size_t n = 0;
    for (;;) {
        ptrdiff_t got = in->read(in->user, from + n, tail + n, ZIP_TAIL - n);
        if (got <= 0) break;
        n += (size_t)got;
    }
    bool found = span_contains((struct span){tail, n}, SPAN("PK\x05\x06"));
    free(tail);
    return found;
}

static la_ssize_t take_block(struct archive *a, void *user, const void **out)
{
    struct unpacker *u = user;
    ptrdiff_t n = u->in->read(u->in->user, u->at, u->block, INPUT_BLOCK);
    *out = u->block;
    if (n < 0) {
        archive_set_error(a, EIO, "the file can't be read");
        return ARCHIVE_FATAL;
    }
    u->at += (uint64_t)n;
    u->taken += (uint64_t)n;
    return (la_ssize_t)n;
}

static la_int64_t skip_bytes(struct archive *a, void *user, la_int64_t count)
{
    (void)a;
    struct unpacker *u = user;
    if (count <= 0) return 0;
    u->at += (uint64_t)count;
    return count;
}

static la_int64_t seek_to(struct archive *a, void *user, la_int64_t offset, int whence)
{
    (void)a;
    struct unpacker *u = user;
    la_int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (la_int64_t)u->at : (la_int64_t)u->in->size;
    if (offset > INT64_MAX - base || base + offset < 0) return ARCHIVE_FATAL;
    u->at = (uint64_t)(base + offset);
    return (la_int64_t)u->at;
}

/* ---- problems -------------------------------------------------------------------------------------------------- */

/* libarchive tells what is wrong in words only. */
static enum damage damage_of(struct span why)
{
    if (span_contains(why, SPAN("CRC")) || span_contains(why, SPAN("wrong size"))) return DAMAGE_BAD_CRC;
    if (span_contains(why, SPAN("runcated")) || span_contains(why, SPAN("end of file"))) return DAMAGE_TRUNCATED;
    return DAMAGE_CORRUPT;
}

static void take_error(struct unpacker *u)
{
    const char *text = archive_error_string(u->archive);
    struct span why = span_of(text ? text : "");
    u->wants_password = span_contains(why, SPAN("assphrase")) || span_contains(why, SPAN("ncrypt"));
    u->damage = damage_of(why);
    snprintf(u->problem, sizeof u->problem, "%.*s", SPAN_ARG(why));
}

static void stop(struct unpacker *u, const char *why, uint64_t limit)
{
    u->stopped = true;
    u->damage = DAMAGE_TRUNCATED;
    snprintf(u->problem, sizeof u->problem, "more than %" PRIu64 " %s", limit, why);
}

static bool is_bomb(struct unpacker *u)
{
    if (u->given > UNPACK_TEXT_MAX) {
        stop(u, "GiB come out of it", UNPACK_TEXT_MAX >> 30);
    } else if (u->given > UNPACK_RATIO_FROM && u->given / UNPACK_RATIO_MAX > u->taken) {
        stop(u, "times its own size comes out of it, as nothing that is honestly made does", UNPACK_RATIO_MAX);
    }
    return u->stopped;
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

static void enable_archives(struct archive *a)
{
    archive_read_support_format_zip(a);
    archive_read_support_format_tar(a);
    archive_read_support_format_gnutar(a);
    archive_read_support_format_7zip(a);
    archive_read_support_filter_gzip(a);
}

static struct unpacker *open_input(const struct archive_input *in, bool whole, const char *password)
{
    struct unpacker *u = memory_alloc(sizeof *u);
    u->in = in;
    u->block = memory_alloc(INPUT_BLOCK);
    u->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    u->archive = archive_read_new();
    if (!u->archive) memory_exhausted(1);
    if (whole) enable_archives(u->archive);
    if (!whole) archive_read_support_format_raw(u->archive);
    archive_read_support_filter_xz(u->archive);
    archive_read_support_filter_zstd(u->archive);
    archive_read_support_filter_bzip2(u->archive);
    if (password) archive_read_add_passphrase(u->archive, password);
    archive_read_set_callback_data(u->archive, u);
    archive_read_set_read_callback(u->archive, take_block);
    if (in->seekable) {
        archive_read_set_skip_callback(u->archive, skip_bytes);
        archive_read_set_seek_callback(u->archive, seek_to);
    }
    if (archive_read_open1(u->archive) != ARCHIVE_OK) take_error(u);
    return u;
}

struct unpacker *unpack_archive(const struct archive_input *in, const char *password)
{
    return open_input(in, true, password);
}

struct unpacker *unpack_stream(const struct archive_input *in)
{
    struct unpacker *u = open_input(in, false, NULL);
    struct unpack_member member;
    if (u->damage == DAMAGE_NONE) unpack_next(u, &member);
    if (u->damage == DAMAGE_NONE && archive_filter_code(u->archive, 0) == ARCHIVE_FILTER_NONE) {
        u->damage = DAMAGE_CORRUPT; /* the packed bytes would be handed out as they are */
        u->member_ended = true;
        snprintf(u->problem, sizeof u->problem, "its header is damaged");
    }
    return u;
}

void unpack_close(struct unpacker *u)
{
    if (!u) return;
    archive_read_free(u->archive);
    if (u->utf8) freelocale(u->utf8);
    free(u->block);
    free(u);
}

/* ---- members --------------------------------------------------------------------------------------------------- */

static int next_header(struct unpacker *u)
{
    locale_t before = u->utf8 ? uselocale(u->utf8) : (locale_t)0;
    int status = archive_read_next_header(u->archive, &u->entry);
    if (u->utf8) uselocale(before);
    return status;
}

static enum unpack_kind kind_of(struct archive_entry *entry)
{
    if (archive_entry_hardlink(entry) || archive_entry_symlink(entry)) return UNPACK_LINK;
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
    case 0: return UNPACK_FILE;
    case AE_IFDIR: return UNPACK_FOLDER;
    case AE_IFLNK: return UNPACK_LINK;
    default: return UNPACK_SPECIAL;
    }
}

static void fill_member(struct unpacker *u, struct unpack_member *out)
{
    locale_t before = u->utf8 ? uselocale(u->utf8) : (locale_t)0;
    const char *name = archive_entry_pathname(u->entry);
    if (!name) name = archive_entry_pathname_utf8(u->entry);
    *out = (struct unpack_member){.name = span_of(name ? name : "?"),
                                  .kind = kind_of(u->entry),
                                  .encrypted = archive_entry_is_encrypted(u->entry) == 1};
    if (u->utf8) uselocale(before);
}

enum unpack_status unpack_next(struct unpacker *u, struct unpack_member *out)
{
    if (u->stopped || (u->damage != DAMAGE_NONE && u->members == 0)) return UNPACK_BROKEN;
    u->damage = DAMAGE_NONE;
    u->problem[0] = '\0';
    u->wants_password = false;
    u->data = u->data_end = NULL;
    u->gap = u->member_at = 0;
    int status = next_header(u);
    u->member_ended = status != ARCHIVE_OK && status != ARCHIVE_WARN;
    if (status == ARCHIVE_EOF) return UNPACK_END;
    if (u->member_ended) {
        take_error(u);
        return UNPACK_BROKEN;
    }
    if (++u->members > UNPACK_MEMBERS_MAX) {
        stop(u, "members", UNPACK_MEMBERS_MAX);
        return UNPACK_BROKEN;
    }
    fill_member(u, out);
    return UNPACK_MEMBER;
}

/* False at the member's end. */
static bool take_data(struct unpacker *u)
{
    const void *data = NULL;
    size_t size = 0;
    la_int64_t offset = 0;
    while (size == 0) {
        int status = archive_read_data_block(u->archive, &data, &size, &offset);
        if (status == ARCHIVE_EOF) return false;
        if (status == ARCHIVE_RETRY) continue;
        if (status != ARCHIVE_OK) {
            take_error(u);
            u->member_ended = true;
            if (status != ARCHIVE_WARN || size == 0) return false; /* a warning comes with the last bytes */
        }
    }
    u->data = data;
    u->data_end = u->data + size;
    if (offset > 0 && (uint64_t)offset > u->member_at) u->gap = (uint64_t)offset - u->member_at;
    return true;
}

static size_t hand_out(struct unpacker *u, char *out, size_t room)
{
    size_t n;
    if (u->gap > 0) {
        n = u->gap < room ? (size_t)u->gap : room;
        memset(out, 0, n);
        u->gap -= n;
    } else {
        size_t left = (size_t)(u->data_end - u->data);
        n = left < room ? left : room;
        memcpy(out, u->data, n);
        u->data += n;
    }
    u->member_at += n;
    u->given += n;
    return n;
}

size_t unpack_read(struct unpacker *u, char *out, size_t room)
{
    if (u->data == u->data_end) {
        if (u->member_ended || is_bomb(u)) return 0;
        if (!take_data(u)) {
            u->member_ended = true;
            return 0;
        }
    }
    return hand_out(u, out, room);
}

enum damage unpack_damage(const struct unpacker *u)
{
    return u->damage;
}

const char *unpack_problem(const struct unpacker *u)
{
    return u->problem;
}

bool unpack_wants_password(const struct unpacker *u)
{
    return u->wants_password;
}

bool unpack_stopped(const struct unpacker *u)
{
    return u->stopped;
}
