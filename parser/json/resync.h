/* resync - where the good text goes on behind something that is not JSON.
 *
 * A wrong byte must not cost more records than the one that it stands in, and nothing else must be taken for a record. So
 * the end of a broken object is looked for in several ways, and what follows has to prove itself: the next element of the
 * list is a whole object that begins with the key that the other ones begin with. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_JSON_RESYNC_H
#define STRAYKEY_PARSER_JSON_RESYNC_H

#include "base/span.h"

struct broken {
    struct span text;      /* from the first byte of the object to the end of what has been read */
    size_t at;             /* where it stops being JSON */
    bool flat;             /* no bracket is open inside the object there */
    bool top_level;        /* the object stands in no other value */
    bool in_list;          /* the object is an element of a list */
    struct span first_key; /* of the objects in that list; empty: not known */
    bool at_end;           /* nothing follows the text */
};

/* Length of the broken object; 0 when its end is not in the text. */
size_t json_resync(const struct broken *b);

/* For lists: length of what stands before the comma of the next element that is a whole object, which begins with that key
 * when it is given. The element starts behind `from`. 0: there is none in the text. */
size_t json_next_element(struct span text, size_t from, struct span first_key);

/* Length of what is left of an object when `text` starts somewhere on its own level; 0 when its end is not in the text. */
size_t json_resync_inside(struct span text);

/* Length of what stands before the first line that starts with { or [; text.len when there is none. The line that the
 * text starts in does not count. */
size_t json_next_line(struct span text);

/* Length of what stands before a { behind a bracket, comma or colon (then it must be a whole object), or before the first
 * line that json_next_line finds; text.len when there is neither. For text outside of all values. */
size_t json_next_value(struct span text);

/* Length of what stands before a line that begins with { or [ in its first column, or before a list of objects; 0 when
 * there is neither. For text that has come apart. */
size_t json_salvage(struct span text);

#endif
