/* packing - archives made in memory for a test, with libarchive's writer.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_PACKING_H
#define STRAYKEY_TESTS_PACKING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/span.h"

enum { PACK_ROOM = 64 << 20 };

struct packed_member {
    const char *name;
    struct span text;
    unsigned type;      /* AE_IFREG when 0 */
    const char *link;   /* target of a symbolic link */
};

struct packing {
    struct archive *archive;
    char *bytes;
    size_t length;
};

/* format: "zip", "pax", "gnutar", "ustar", "7zip", "raw"; filter: "none", "gzip", "xz", "zstd", "bzip2"; options: see
 * archive_write_set_options(3), or NULL. */
static inline struct packing pack_begin(const char *format, const char *filter, const char *options, const char *password)
{
    struct packing p = {.archive = archive_write_new(), .bytes = memory_alloc(PACK_ROOM)};
    assert_int_equal(archive_write_set_format_by_name(p.archive, format), ARCHIVE_OK);
    if (strcmp(filter, "none") != 0) assert_int_equal(archive_write_add_filter_by_name(p.archive, filter), ARCHIVE_OK);
    if (options) assert_int_equal(archive_write_set_options(p.archive, options), ARCHIVE_OK);
    if (password) assert_int_equal(archive_write_set_passphrase(p.archive, password), ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(p.archive, 1);
    return p;
}

static inline void pack_open(struct packing *p)
{
    assert_int_equal(archive_write_open_memory(p->archive, p->bytes, PACK_ROOM, &p->length), ARCHIVE_OK);
}

static inline void pack_add(struct packing *p, const struct packed_member *m)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_copy_pathname(entry, m->name);
    archive_entry_set_filetype(entry, m->type ? m->type : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 1672000000, 0);
    if (m->link) archive_entry_copy_symlink(entry, m->link);
    if (m->type == 0) archive_entry_set_size(entry, (la_int64_t)m->text.len);
    if (archive_write_header(p->archive, entry) != ARCHIVE_OK) fail_msg("%s", archive_error_string(p->archive));
    if (m->text.len > 0) assert_true(archive_write_data(p->archive, m->text.ptr, m->text.len) >= 0);
    archive_entry_free(entry);
}

/* Free the bytes. */
static inline struct span pack_end(struct packing *p)
{
    assert_int_equal(archive_write_close(p->archive), ARCHIVE_OK);
    archive_write_free(p->archive);
    char *exact = memory_copy_text(p->bytes, p->length);
    free(p->bytes);
    return (struct span){exact, p->length};
}

static inline struct span pack(const char *format, const char *filter, const struct packed_member *members, size_t count)
{
    struct packing p = pack_begin(format, filter, NULL, NULL);
    pack_open(&p);
    for (size_t i = 0; i < count; i++) pack_add(&p, &members[i]);
    return pack_end(&p);
}

static inline struct span pack_one(const char *format, const char *filter, const char *name, struct span text)
{
    return pack(format, filter, &(struct packed_member){.name = name, .text = text}, 1);
}

/* Both, one behind the other; frees them. */
static inline struct span pack_join(struct span a, struct span b)
{
    char *both = memory_alloc(a.len + b.len + 1);
    if (a.len > 0) memcpy(both, a.ptr, a.len);
    if (b.len > 0) memcpy(both + a.len, b.ptr, b.len);
    struct span joined = {both, a.len + b.len};
    free((char *)(uintptr_t)a.ptr);
    free((char *)(uintptr_t)b.ptr);
    return joined;
}

static inline struct span pack_copy(struct span text)
{
    return (struct span){memory_copy_text(text.ptr, text.len), text.len};
}

static inline void pack_free(struct span bytes)
{
    free((char *)(uintptr_t)bytes.ptr);
}

/* The last place of `what`, to be overwritten. */
static inline char *pack_find(struct span bytes, struct span what)
{
    for (size_t i = bytes.len - what.len + 1; i-- > 0;)
        if (memcmp(bytes.ptr + i, what.ptr, what.len) == 0) return (char *)(uintptr_t)bytes.ptr + i;
    fail_msg("not in the archive");
    return NULL;
}

#endif
