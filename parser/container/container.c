/* container - magic numbers.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/container/container.h"

struct magic {
    size_t at;
    struct span bytes;
    enum container container;
    struct span detail;
};

#define MAGIC(at, bytes, container, detail)                                                                            \
    {                                                                                                                  \
        at, {bytes, sizeof(bytes) - 1}, container,                                                                     \
        {                                                                                                              \
            detail, sizeof(detail) - 1                                                                                 \
        }                                                                                                              \
    }

#define PICTURE "a picture; it may stay as evidence for people, but ask the site for the same records as CSV or JSON"
#define PAGE "a saved web page; ask the site for the same records as CSV or JSON"

static const struct magic magics[] = {
    MAGIC(0, "\x1f\x8b", CONTAINER_GZIP, ""),
    MAGIC(30, "mimetypeapplication/vnd.oasis", CONTAINER_OTHER, "an OpenDocument file; save each sheet of it as CSV"),
    MAGIC(0, "PK\x03\x04", CONTAINER_ZIP, ""),
    MAGIC(0, "PK\x05\x06", CONTAINER_ZIP, ""),
    MAGIC(0, "PK\x07\x08", CONTAINER_OTHER, "a part of a split zip archive; join the parts first"),
    MAGIC(257, "ustar\0", CONTAINER_TAR, ""), /* the NUL and the blanks keep texts out */
    MAGIC(257, "ustar  \0", CONTAINER_TAR, ""),
    MAGIC(0, "7z\xbc\xaf\x27\x1c", CONTAINER_7Z, ""),
    MAGIC(0, "\xfd\x37zXZ\0", CONTAINER_XZ, ""),
    MAGIC(0, "\x28\xb5\x2f\xfd", CONTAINER_ZSTD, ""),
    MAGIC(0, "Rar!\x1a\x07", CONTAINER_OTHER, "a rar archive"),
    MAGIC(0, "%PDF-", CONTAINER_OTHER, "a PDF document; ask the site for the same records as CSV or JSON"),
    MAGIC(0, "\x89PNG\r\n", CONTAINER_OTHER, PICTURE),
    MAGIC(0, "\xff\xd8\xff", CONTAINER_OTHER, PICTURE),
    MAGIC(0, "GIF8", CONTAINER_OTHER, PICTURE),
    MAGIC(8, "WEBP", CONTAINER_OTHER, PICTURE),
    MAGIC(4, "ftyphei", CONTAINER_OTHER, PICTURE),
    MAGIC(0, "<!DOCTYPE html", CONTAINER_OTHER, PAGE),
    MAGIC(0, "<!doctype html", CONTAINER_OTHER, PAGE),
    MAGIC(0, "<html", CONTAINER_OTHER, PAGE),
    MAGIC(
        0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", CONTAINER_OTHER,
        "an old Excel file (.xls), or a workbook with a password; download CSV or XLSX instead, or open it and save it "
        "as CSV"),
};

static bool has_bytes(struct span head, size_t at, struct span bytes)
{
    return head.len >= at + bytes.len && memcmp(head.ptr + at, bytes.ptr, bytes.len) == 0;
}

/* bzip2: "BZh", the block size and the first block's own magic, so that a text that starts with BZh is not taken. */
static bool is_bzip2(struct span head)
{
    return has_bytes(head, 0, SPAN("BZh")) && has_bytes(head, 4, SPAN("1AY&SY"));
}

/* The parts of a workbook lie in xl/, with names that every program gives them; a folder of exports may be called xl too. */
static bool is_workbook_part(struct span name)
{
    static const char *const parts[] = {"workbook.xml", "workbook.bin", "worksheets/",       "_rels/",
                                        "theme/",       "styles.xml",   "sharedStrings.xml", "media/",
                                        "drawings/",    "metadata.xml", "printerSettings/"};
    if (!span_starts_with(name, SPAN("xl/"))) return false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (span_starts_with(span_from(name, 3), span_of(parts[i]))) return true;
    return false;
}

/* A member of that folder; one of xl/ only where a workbook has it. */
static bool lies_in(struct span name, struct span folder)
{
    return span_is(folder, "xl/") ? is_workbook_part(name) : span_starts_with(name, folder);
}

/* A zip whose members lie in such a folder (xl/ for an xlsx). The names stand in the local headers, 30 bytes behind each
 * signature. */
static bool has_member_in(struct span head, struct span folder)
{
    enum { NAME_AT = 30 };
    for (size_t i = 0; i + NAME_AT + folder.len <= head.len; i++) {
        const char *p = memchr(head.ptr + i, 'P', head.len - i - NAME_AT - folder.len + 1);
        if (!p) return false;
        i = (size_t)(p - head.ptr);
        if (has_bytes(head, i, SPAN("PK\x03\x04")) && lies_in(span_from(head, i + NAME_AT), folder)) return true;
    }
    return false;
}

/* Programs pack their own files as zip too. */
static enum container kind_of_zip(struct span head, struct span *detail)
{
    if (has_member_in(head, SPAN("xl/"))) return CONTAINER_XLSX;
    bool document = has_member_in(head, SPAN("word/document.xml")) || has_member_in(head, SPAN("ppt/presentation.xml"));
    bool sheets = has_member_in(head, SPAN("Index/")) && span_contains(head, SPAN(".iwa"));
    if (document) *detail = SPAN("a text document or presentation; ask the site for the same records as CSV or JSON");
    if (sheets) *detail = SPAN("a file of Numbers, Pages or Keynote; export it as CSV");
    return document || sheets ? CONTAINER_OTHER : CONTAINER_ZIP;
}

enum container container_of(struct span head, struct span *detail)
{
    *detail = SPAN_NONE;
    if (is_bzip2(head)) return CONTAINER_BZIP2;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const struct magic *m = &magics[i];
        if (!has_bytes(head, m->at, m->bytes)) continue;
        *detail = m->detail;
        return m->container == CONTAINER_ZIP ? kind_of_zip(head, detail) : m->container;
    }
    return CONTAINER_PLAIN;
}

const char *container_name(enum container c)
{
    static const char *const names[] = {"plain", "gzip", "xz", "zstd", "bzip2", "zip", "xlsx", "tar", "7z", "other"};
    return names[c];
}
