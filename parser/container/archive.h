/* archive - the members of a zip, tar or 7z archive, and what xz, zstd and bzip2 data hold, read front to back through
 * libarchive. The only file that includes <archive.h>. Nothing is ever written to disk.
 *
 * Only these formats are enabled: left to itself libarchive takes a CSV for a list of files. What is handed in was
 * recognised by its magic numbers before (container.h). Compressed tar archives are unpacked before it sees them
 * (archive_packed.h): its own gzip does not look at checksums.
 *
 * An archive's end is doubted: a tar archive without its end mark, a zip archive without a list of its members or with one
 * that names more of them are UNPACK_BROKEN at the end.
 *
 * Hostile archives end early: after ARCHIVE_MEMBERS_MAX members, UNPACK_TEXT_MAX bytes of text, or when more than
 * UNPACK_RATIO_MAX bytes come out of one that goes in.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_CONTAINER_ARCHIVE_H
#define STRAYKEY_PARSER_CONTAINER_ARCHIVE_H

#include "parser/source.h"

enum { UNPACK_MEMBERS_MAX = 100000, UNPACK_RATIO_MAX = 200, UNPACK_RATIO_FROM = 10 << 20 };
#define UNPACK_TEXT_MAX (UINT64_C(64) << 30)

/* Where the archive's bytes come from. It must outlive the unpacker. */
struct archive_input {
    /* At most `room` bytes of the archive from `offset` on; 0 at the end, -1: they can't be read. */
    ptrdiff_t (*read)(void *user, uint64_t offset, char *out, size_t room);
    void *user;
    uint64_t size;
    bool seekable; /* else the offsets come in order, without gaps, and `size` is unknown */
};
struct archive_input archive_input_fd(const int *fd); /* of a regular file; its position is not used */
struct archive_input archive_input_memory(const struct span *bytes);

/* A zip archive ends with its list of members, and a record that says where the list lies. One that was cut off has none,
 * or that of another archive inside it, which does not fit. (archive_input.c) */
struct zip_end {
    bool found;       /* and it fits */
    bool counted;     /* members is known */
    uint64_t members; /* modulo 65536, as the record counts them */
};
struct zip_end archive_zip_end(const struct archive_input *in);

/* The length of a 7z archive's list of members when it is unpacked; UINT64_MAX: it can't be read. libarchive's memory grows
 * by some hundred times that, so archives with a longer list than that are not opened. (archive_7z.c) */
enum { ARCHIVE_7Z_LIST_MAX = 512 << 10 };
uint64_t archive_7z_list_size(const struct archive_input *in);

enum unpack_status {
    UNPACK_MEMBER, /* *out is filled */
    UNPACK_END,
    UNPACK_BROKEN  /* unpack_problem and unpack_damage say why; nothing more can be read */
};
enum unpack_kind { UNPACK_FILE, UNPACK_FOLDER, UNPACK_LINK, UNPACK_SPECIAL };
struct unpack_member {
    struct span name; /* bytes as they stand in the archive; valid until the next call */
    enum unpack_kind kind;
    bool encrypted;
    bool hides_text; /* marked as a folder or a device, with a text that can't be had */
};

struct unpacker; /* opaque */

/* An archive. `password`: NULL for none. */
struct unpacker *unpack_archive(const struct archive_input *in, const char *password);
/* xz, zstd or bzip2 data: one member without a name. */
struct unpacker *unpack_stream(const struct archive_input *in);
void unpack_close(struct unpacker *u);

enum unpack_status unpack_next(struct unpacker *u, struct unpack_member *out);
/* The member's next bytes, at most `room`; 0 at its end, where unpack_damage tells whether it is whole. */
size_t unpack_read(struct unpacker *u, char *out, size_t room);

enum damage unpack_damage(const struct unpacker *u);       /* of the present member, or why the archive is broken; at its
                                                            * end DAMAGE_TRAILING when more bytes follow */
const char *unpack_problem(const struct unpacker *u);      /* the same in words; "" for none */
bool unpack_wants_password(const struct unpacker *u);      /* that is the problem: none was given, or it is wrong */
bool unpack_is_twice(const struct unpacker *u);            /* a stream: it holds another one */
bool unpack_stopped(const struct unpacker *u);             /* that is the problem: a limit; reading on is of no use */

#endif
