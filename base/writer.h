/* writer - buffered output to a file, with the escapes that our outputs need and a running SHA-256.
 *
 * Errors are sticky: after a failed write nothing more is written and writer_close says so once. Used for every file of
 * the case folder, so the manifest's digests come from the bytes that were written.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_WRITER_H
#define STRAYKEY_BASE_WRITER_H

#include "base/decimal.h"
#include "base/digest.h"
#include "base/timestamp.h"

struct writer; /* opaque */

struct writer *writer_create(const char *path); /* NULL: errno says why. Replaces an existing file */
struct writer *writer_to_fd(int fd);            /* does not close fd; no digest is kept */
struct writer *writer_to_memory(void);          /* see writer_memory */

void writer_text(struct writer *w, struct span text);
void writer_cstr(struct writer *w, const char *text);
void writer_byte(struct writer *w, char byte);
void writer_format(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void writer_u64(struct writer *w, uint64_t value);
void writer_decimal(struct writer *w, struct decimal d);                       /* decimal_format */
void writer_time(struct writer *w, int64_t utc_ns, uint8_t digits);            /* time_format */

/* One CSV cell (RFC 4180, no separator). Numbers that we formatted ourselves go out through the functions above.
 * A text cell that a spreadsheet would run (first character = + - @ TAB CR, full-width ones too) gets a leading
 * apostrophe, such a start behind a ';' likewise, and control, bidi and zero-width characters become visible escapes as
 * in writer_visible. Returns whether the text was changed. */
bool writer_csv_cell(struct writer *w, struct span text);

/* A JSON string with its quotes; hidden characters as \uNNNN. Invalid UTF-8 bytes become \ufffd; the exact bytes are in
 * the originals. */
void writer_json_string(struct writer *w, struct span text);

/* Text for people: C0/C1 controls and DEL as \xNN, bidi controls, zero-width and BOM as <U+XXXX>, invalid UTF-8 bytes
 * as \xNN; everything else as it is. `keep_newlines` lets LF through. */
void writer_visible(struct writer *w, struct span text, bool keep_newlines);

struct span writer_memory(const struct writer *w); /* of writer_to_memory; valid until the next write */
void writer_memory_clear(struct writer *w);        /* begins anew in the same memory */
uint64_t writer_bytes(const struct writer *w);

/* Flushes, closes, frees. hex, when not NULL, gets the SHA-256 of all that was written. False: some write failed. */
bool writer_close(struct writer *w, char hex[DIGEST_HEX]);

#endif
