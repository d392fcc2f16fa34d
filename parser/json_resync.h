/* json_resync - where a broken JSON object ends. Private to the json_*.c files.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_JSON_RESYNC_H
#define STRAYKEY_PARSER_JSON_RESYNC_H

#include "base/span.h"

struct broken {
    struct span text; /* from the first byte of the object to the end of what has been read */
    size_t at;        /* where it stops being JSON */
    bool flat;        /* no bracket is open inside the object there */
    bool top_level;   /* the object stands in no other value */
    bool at_end;      /* nothing follows the text */
};

/* Length of the broken object; 0 when its end is not in the text. */
size_t json_resync(const struct broken *b);

/* Length of what is left of an object when `text` starts somewhere on its own level; 0 when its end is not in the text. */
size_t json_resync_inside(struct span text);

/* Length of what stands before the first line that starts with { or [; text.len when there is none. The line that the
 * text starts in does not count. */
size_t json_next_line(struct span text);

#endif
