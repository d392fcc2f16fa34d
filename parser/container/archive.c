/* archive - libarchive, with the few formats that are wanted, its errors told apart, and limits.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/container/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "parser/container/archive_packed.h"

enum { INPUT_BLOCK = 128 << 10, PROBLEM_MAX = 160, TAR_BLOCK = 512, EMPTY_BLOCKS_MAX = 10000 };

struct unpacker {
    struct archive *archive;
    struct archive_entry *entry; /* of the present member */
    const struct archive_input *in;
    struct packed *packed; /* what unpacks a compressed tar archive before libarchive sees it, or NULL */
    struct zip_end zip;    /* of a zip archive that is whole */
    locale_t utf8;         /* names are converted to it; the program's own locale stays "C" */
    char *block;
    uint64_t at;           /* in the input */
    uint64_t taken, given; /* bytes read from the input, bytes of text handed out */
    uint64_t members;
    uint64_t zeros;   /* with which the input ended so far: a tar archive's end mark */
    const char *data; /* [data, data_end) came out and is not handed out yet */
    const char *data_end;
    uint64_t gap; /* zero bytes of a sparse member that come before data */
    uint64_t member_at;
    bool member_ended, wants_password, stopped;
    bool is_stream, is_zip;
    enum damage damage;
    char problem[PROBLEM_MAX];
};

/* ---- input ----------------------------------------------------------------------------------------------------- */

static void count_zeros(struct unpacker *u, size_t n)
{
    size_t zeros = 0;
    while (zeros < n && u->block[n - 1 - zeros] == '\0') zeros++;
    u->zeros = zeros == n ? u->zeros + n : zeros;
}

static la_ssize_t take_block(struct archive *a, void *user, const void **out)
{
    struct unpacker *u = user;
    ptrdiff_t n = u->packed ? (ptrdiff_t)packed_read(u->packed, u->block, INPUT_BLOCK)
                            : u->in->read(u->in->user, u->at, u->block, INPUT_BLOCK);
    *out = u->block;
    if (n < 0) {
        archive_set_error(a, EIO, "the file can't be read");
        return ARCHIVE_FATAL;
    }
    u->at += (uint64_t)n;
    u->taken += (uint64_t)n;
    count_zeros(u, (size_t)n);
    return (la_ssize_t)n;
}

static la_int64_t skip_bytes(struct archive *a, void *user, la_int64_t count)
{
    (void)a;
    struct unpacker *u = user;
    if (count <= 0) return 0;
    u->at += (uint64_t)count;
    u->zeros = 0;
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
    static const char *const short_words[] = {"runcated", "end of file", "No progress is possible", "ends too early",
                                              "failed (-5)"};
    for (size_t i = 0; i < sizeof short_words / sizeof *short_words; i++)
        if (span_contains(why, span_of(short_words[i]))) return DAMAGE_TRUNCATED;
    return DAMAGE_CORRUPT;
}

static void take_error(struct unpacker *u)
{
    const char *text = archive_error_string(u->archive);
    struct span why = span_of(text ? text : "it ends too early");
    u->wants_password = span_contains(why, SPAN("assphrase")) || span_contains(why, SPAN("ncrypt"));
    u->damage = damage_of(why);
    snprintf(u->problem, sizeof u->problem, "%.*s", SPAN_ARG(why));
}

static void find(struct unpacker *u, enum damage damage, const char *why)
{
    u->damage = damage;
    snprintf(u->problem, sizeof u->problem, "%s", why);
}

static void stop(struct unpacker *u, const char *why, uint64_t limit)
{
    u->stopped = true;
    u->damage = DAMAGE_TRUNCATED;
    snprintf(u->problem, sizeof u->problem, "more than %" PRIu64 " %s", limit, why);
}

/* What unpacks the archive knows better what is wrong than libarchive, which sees its text end. */
static bool blame_packing(struct unpacker *u)
{
    enum damage damage = u->packed ? packed_damage(u->packed) : DAMAGE_NONE;
    if (damage == DAMAGE_NONE) return false;
    u->damage = damage;
    u->stopped = packed_stopped(u->packed);
    snprintf(u->problem, sizeof u->problem, "%s", packed_problem(u->packed));
    return true;
}

/* How much may be handed out; 0: reading has been stopped. */
static size_t allowance(struct unpacker *u, size_t room)
{
    if (u->stopped) return 0;
    size_t allowed = unpack_allowance(u->taken, u->given, room);
    if (u->given > UNPACK_TEXT_MAX) {
        stop(u, "GiB come out of it", UNPACK_TEXT_MAX >> 30);
    } else if (allowed == 0) {
        stop(u, "times its own size comes out of it, as nothing that is honestly made does", UNPACK_RATIO_MAX);
    }
    return u->stopped ? 0 : allowed;
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

/* Tar archives that stand one behind the other are read like one: nothing behind the first end mark is lost. */
static void enable_archives(struct archive *a)
{
    archive_read_support_format_zip(a);
    archive_read_support_format_tar(a);
    archive_read_support_format_gnutar(a);
    archive_read_support_format_7zip(a);
    archive_read_set_format_option(a, "tar", "read_concatenated_archives", "1");
}

static void enable_streams(struct archive *a)
{
    archive_read_support_format_raw(a);
    archive_read_support_filter_xz(a);
    archive_read_support_filter_zstd(a);
    archive_read_support_filter_bzip2(a);
}

static struct unpacker *unpacker_new(const struct archive_input *in)
{
    struct unpacker *u = memory_alloc(sizeof *u);
    u->in = in;
    u->block = memory_alloc(INPUT_BLOCK);
    u->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    u->archive = archive_read_new();
    if (!u->archive) memory_exhausted(1);
    archive_read_set_callback_data(u->archive, u);
    archive_read_set_read_callback(u->archive, take_block);
    return u;
}

static void open_input(struct unpacker *u, bool seekable)
{
    if (seekable) {
        archive_read_set_skip_callback(u->archive, skip_bytes);
        archive_read_set_seek_callback(u->archive, seek_to);
    }
    if (archive_read_open1(u->archive) != ARCHIVE_OK) take_error(u);
}

/* False: it is better not opened. */
static bool list_is_bearable(struct unpacker *u)
{
    uint64_t size = archive_7z_list_size(u->in);
    if (size == UINT64_MAX) find(u, DAMAGE_TRUNCATED, "its list of members is missing or damaged");
    if (u->damage == DAMAGE_NONE && size > ARCHIVE_7Z_LIST_MAX)
        stop(u, "KiB are taken by its list of members", ARCHIVE_7Z_LIST_MAX >> 10);
    return u->damage == DAMAGE_NONE;
}

/* A zip archive without a list of members that fits it is read from front to back, so that the list of another archive
 * inside it is not taken for its own. */
struct unpacker *unpack_archive(const struct archive_input *in, const char *password)
{
    struct unpacker *u = unpacker_new(in);
    char head[4] = "";
    u->packed = packed_open(in);
    bool readable = !u->packed && in->seekable && in->read(in->user, 0, head, 4) == 4;
    u->is_zip = readable && memcmp(head, "PK", 2) == 0;
    if (readable && memcmp(head, "7z\xbc\xaf", 4) == 0 && !list_is_bearable(u)) return u;
    if (u->is_zip) u->zip = archive_zip_end(in);
    enable_archives(u->archive);
    if (password) archive_read_add_passphrase(u->archive, password);
    open_input(u, in->seekable && !u->packed && (!u->is_zip || u->zip.found));
    return u;
}

struct unpacker *unpack_stream(const struct archive_input *in)
{
    struct unpacker *u = unpacker_new(in);
    struct unpack_member member;
    u->is_stream = true;
    enable_streams(u->archive);
    open_input(u, in->seekable);
    if (u->damage == DAMAGE_NONE) unpack_next(u, &member);
    if (u->damage == DAMAGE_NONE && archive_filter_code(u->archive, 0) == ARCHIVE_FILTER_NONE) {
        find(u, DAMAGE_CORRUPT, "its header is damaged"); /* the packed bytes would be handed out as they are */
        u->member_ended = true;
    }
    return u;
}

void unpack_close(struct unpacker *u)
{
    if (!u) return;
    archive_read_free(u->archive);
    packed_close(u->packed);
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

/* libarchive gives the text of files only. No program puts pipes and devices into zip archives. */
static bool hides_text(const struct unpacker *u, enum unpack_kind kind)
{
    if (kind != UNPACK_FOLDER && kind != UNPACK_SPECIAL) return false;
    bool has_size = archive_entry_size_is_set(u->entry) && archive_entry_size(u->entry) > 0;
    return has_size || (kind == UNPACK_SPECIAL && u->is_zip);
}

static void fill_member(struct unpacker *u, struct unpack_member *out)
{
    locale_t before = u->utf8 ? uselocale(u->utf8) : (locale_t)0;
    const char *name = archive_entry_pathname(u->entry);
    if (!name) name = archive_entry_pathname_utf8(u->entry);
    *out = (struct unpack_member){.name = span_of(name ? name : "?"),
                                  .kind = kind_of(u->entry),
                                  .encrypted = archive_entry_is_encrypted(u->entry) == 1};
    out->hides_text = hides_text(u, out->kind);
    if (u->utf8) uselocale(before);
}

/* libarchive unpacks what it passes over in these; done here so that a bomb is seen. */
static void pass_member(struct unpacker *u)
{
    int format = archive_format(u->archive) & ARCHIVE_FORMAT_BASE_MASK;
    bool unpacks = format == ARCHIVE_FORMAT_7ZIP ||
                   (format == ARCHIVE_FORMAT_ZIP && !u->zip.found && !archive_entry_size_is_set(u->entry));
    if (!unpacks || u->member_ended) return;
    char *piece = memory_alloc(INPUT_BLOCK);
    while (unpack_read(u, piece, INPUT_BLOCK) > 0) continue;
    free(piece);
}

/* What an archive that seems to end well lacks. */
static bool ends_well(struct unpacker *u)
{
    int format = archive_format(u->archive) & ARCHIVE_FORMAT_BASE_MASK;
    if (blame_packing(u) && u->damage != DAMAGE_TRAILING) return false;
    if (format == ARCHIVE_FORMAT_TAR && u->zeros < TAR_BLOCK) {
        find(u, DAMAGE_TRUNCATED, "its end mark is missing");
    } else if (u->is_zip && !u->zip.found) {
        find(u, DAMAGE_TRUNCATED, "its list of members is missing");
    } else if (u->zip.found && u->zip.counted && u->zip.members != (u->members & 0xFFFF)) {
        find(u, DAMAGE_CORRUPT, "its list of members is damaged");
    }
    return u->damage == DAMAGE_NONE || u->damage == DAMAGE_TRAILING;
}

static void forget_member(struct unpacker *u)
{
    u->damage = DAMAGE_NONE;
    u->problem[0] = '\0';
    u->wants_password = false;
    u->data = u->data_end = NULL;
    u->gap = u->member_at = 0;
}

enum unpack_status unpack_next(struct unpacker *u, struct unpack_member *out)
{
    if (!u->stopped && u->members > 0) pass_member(u);
    if (u->stopped || (u->damage != DAMAGE_NONE && u->members == 0)) return UNPACK_BROKEN;
    forget_member(u);
    int status = next_header(u);
    u->member_ended = status != ARCHIVE_OK && status != ARCHIVE_WARN;
    if (status == ARCHIVE_EOF) return ends_well(u) ? UNPACK_END : UNPACK_BROKEN;
    if (u->member_ended) {
        take_error(u);
        blame_packing(u);
        return UNPACK_BROKEN;
    }
    if (++u->members > UNPACK_MEMBERS_MAX) {
        stop(u, "members", UNPACK_MEMBERS_MAX);
        return UNPACK_BROKEN;
    }
    fill_member(u, out);
    return UNPACK_MEMBER;
}

/* Of xz, zstd and bzip2 data: libarchive is silent about what it leaves unread. */
static void find_trailing(struct unpacker *u)
{
    char byte;
    la_int64_t used = archive_filter_bytes(u->archive, -1);
    bool more = (used >= 0 && (uint64_t)used < u->taken) || u->in->read(u->in->user, u->at, &byte, 1) > 0;
    if (more) find(u, DAMAGE_TRAILING, "");
}

/* The next block that is not empty; false at the member's end. */
static bool take_data(struct unpacker *u)
{
    const void *data = NULL;
    size_t size = 0;
    la_int64_t offset = 0;
    for (unsigned empty = 0; size == 0; empty++) {
        int status = archive_read_data_block(u->archive, &data, &size, &offset);
        if (status == ARCHIVE_EOF && u->is_stream) find_trailing(u);
        if (status == ARCHIVE_EOF || empty > EMPTY_BLOCKS_MAX) return false;
        if (status == ARCHIVE_OK || status == ARCHIVE_RETRY) continue;
        take_error(u);
        blame_packing(u);
        u->member_ended = true;
        if (status != ARCHIVE_WARN || size == 0) return false; /* a warning comes with the last bytes */
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
    if (u->data == u->data_end && (u->member_ended || u->stopped || !take_data(u))) {
        u->member_ended = true;
        return 0;
    }
    room = allowance(u, room);
    return room > 0 ? hand_out(u, out, room) : 0;
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

bool unpack_is_twice(const struct unpacker *u)
{
    return archive_filter_count(u->archive) > 2; /* the last one is the file itself */
}

bool unpack_stopped(const struct unpacker *u)
{
    return u->stopped;
}
