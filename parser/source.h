/* source - one evidence file: opened read-only, read once from front to back, hashed in the same pass, gunzipped on the
 * way. Never mapped: a file that shrinks while it is mapped would kill the program.
 *
 * The source owns its window, the decompressed text that has been read and not yet consumed. Consumers look at the
 * window, take complete records from its front and ask for more. Memory is the window: 1 MiB, growing only while a
 * single record does not fit, up to SOURCE_RECORD_MAX.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_SOURCE_H
#define STRAYKEY_PARSER_SOURCE_H

#include "base/diag.h"
#include "base/digest.h"

enum { SOURCE_WINDOW = 1 << 20, SOURCE_RECORD_MAX = 64 << 20 };

enum container {
    CONTAINER_PLAIN,
    CONTAINER_GZIP, /* these four hold one text */
    CONTAINER_XZ,
    CONTAINER_ZSTD,
    CONTAINER_BZIP2,
    CONTAINER_ZIP, /* these four have members */
    CONTAINER_XLSX,
    CONTAINER_TAR, /* compressed or not */
    CONTAINER_7Z,
    CONTAINER_OTHER /* known, and not read */
};
const char *container_name(enum container c); /* "plain", "gzip" ... */
static inline bool container_has_members(enum container c)
{
    return c == CONTAINER_ZIP || c == CONTAINER_XLSX || c == CONTAINER_TAR || c == CONTAINER_7Z;
}

enum damage { DAMAGE_NONE, DAMAGE_TRUNCATED, DAMAGE_CORRUPT, DAMAGE_BAD_CRC, DAMAGE_TRAILING };
const char *damage_name(enum damage d); /* "" for none */

struct source; /* opaque */

struct window {
    struct span text;  /* unconsumed decompressed text */
    uint64_t offset;   /* of text.ptr[0] in the decompressed text */
    bool at_end;       /* nothing follows the window */
};

/* Opens `path`. `copy_fd`, when not -1, gets every byte of the file as it is read (the case folder's original), so the
 * hash, the copy and the events come from the same bytes. NULL: reported to the sink as file_unreadable. A container with
 * members opens with an empty text, and so does one that is known and not read, which is reported; source_container tells. The path "-" means
 * standard input. UTF-16 text (by its byte order mark) is turned into UTF-8: offsets count the UTF-8 bytes. The sink and
 * the path must outlive the source. */
struct source *source_open(const char *path, int copy_fd, const struct diag_sink *sink);
struct source *source_open_memory(struct span bytes, const char *name, const struct diag_sink *sink); /* for tests, fuzzing */

/* A member of an archive, or a worksheet, as a source of its own: its bytes are hashed like those of a file. Damage of the
 * archive's own (`damage` at the end) is not reported to the sink: the caller knows more of it. */
struct workbook;
struct source_part {
    const char *name;
    size_t (*read)(void *user, char *out, size_t room); /* 0 at the end */
    enum damage (*damage)(void *user);
    void *user;
    const struct workbook *workbook; /* not NULL: the part is a worksheet of it; its text is CSV, a line for each row */
};
struct source *source_open_part(const struct source_part *part, const struct diag_sink *sink); /* can't fail */

/* The bytes of a container with members that lies in another one, from its start; all are read. NULL when they are more
 * than `most`. Free it. */
char *source_take_bytes(struct source *s, size_t most, size_t *length);

/* True for a worksheet: a line for each row, also where cells hold line ends. */
bool source_lines_are_rows(const struct source *s);

/* The first bytes of the decompressed text, at least `want` of them when the text has as many; nothing is consumed. */
struct span source_peek(struct source *s, size_t want);

/* The window after `consumed` bytes of the previous one were used up; reads on until the window has grown or the text
 * has ended. Spans into the previous window are invalid afterwards. */
struct window source_window(struct source *s, size_t consumed);

enum container source_container(const struct source *s);

/* What is known of damage once a window said at_end: after DAMAGE_TRUNCATED or DAMAGE_CORRUPT the text stops short. */
enum damage source_damage(const struct source *s);
/* True when the text stops short, so that its last record may be cut. Only at the end of the text. */
static inline bool source_stops_short(const struct source *s)
{
    return source_damage(s) == DAMAGE_TRUNCATED || source_damage(s) == DAMAGE_CORRUPT;
}

struct source_facts {
    char sha256[DIGEST_HEX];     /* of the file as it lies on disk */
    uint64_t bytes;              /* on disk */
    uint64_t text_bytes;         /* decompressed */
    uint32_t gzip_members;
    enum damage damage;
    bool crlf, lf, cr;           /* line ends seen */
    bool bom;
    bool utf16;                  /* the text was UTF-16 */
    bool copy_failed;            /* the copy could not be written */
};
/* Reads whatever is left (so that the hash covers the whole file), reports damage, closes and frees. Can't fail. */
struct source_facts source_close(struct source *s);
/* Closes without reading on: nothing is reported and nothing is known of the file. For a look at its first bytes. */
void source_abandon(struct source *s);

#endif
