/* redact - keys and secrets leave this program only as last four and fingerprint, or not at all.
 *
 * By field, never by the look of a value: an order id can look like a secret. A field is a name with ':' or '=' and its
 * value, in whatever text it stands: JSON (whole, cut, or quoted inside another text), a line of HTTP headers, a URL. Of a
 * key the last four characters and a fingerprint stay, of a secret nothing. Everything else stays byte for byte.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_REDACT_H
#define STRAYKEY_PARSER_REDACT_H

#include "base/arena.h"

enum { REDACT_ID_DIGITS = 16 }; /* of the fingerprint of a key that the case file names */

/* "...wxyz#1a2b3c4d": enough to tell keys apart and to find one in a list, not enough to use it. */
struct span redact_key(struct span key, struct arena *arena);

/* Whether that is what redact_key or redact_case_file has left of a key, and its parts; the tail may be empty. */
bool redact_is_reduced(struct span key, struct span *tail, struct span *fingerprint);

/* Whether a key id that a person wrote down is a whole one, and not already shortened or starred out. */
bool redact_is_whole_key(struct span id);

/* The value as it may be shown under that column or key name. */
struct span redact_value(struct span name, struct span value, struct arena *arena);

/* The text with the values of such fields reduced. `text` itself when there are none. */
struct span redact_text(struct span text, struct arena *arena);

/* The text of a case file: besides, whole key ids are reduced. */
struct span redact_case_file(struct span text, struct arena *arena);

/* The first line of a file that nobody knows: as redact_text, and a line that is a single long word may be a key. */
struct span redact_line(struct span line, struct arena *arena);

/* A row of a table whose columns have these names: as redact_text, and column by column. */
struct redact_columns { const struct span *names; size_t count; char delimiter; };
struct span redact_row(struct span row, const struct redact_columns *columns, struct arena *arena);

#endif
