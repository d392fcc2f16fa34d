/* scan - strict scanning of JSON text: one object's members as exact text, nested values kept raw.
 *
 * No tree is built and no number is converted. Wrong text is of two kinds: after a *fault* (bytes that are not UTF-8, a
 * wrong number, the same key twice) the end of the value is still known and scanning goes on; after JSON_BAD it is not.
 * Only the first of each is kept.
 *
 * Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_JSON_SCAN_H
#define STRAYKEY_PARSER_JSON_SCAN_H

#include "base/diag.h"
#include "parser/record.h"

enum { JSON_DEPTH_MAX = 128, JSON_MEMO_KEYS = 64, JSON_MEMO_TEXT = 55 };

enum json_status {
    JSON_OK,
    JSON_MORE, /* the text ends inside the value */
    JSON_BAD   /* error.at says where the text stops being JSON */
};

struct json_error {
    bool set;
    enum diag_code code;
    const char *at;
    uint32_t line, column;
    struct span what; /* a constant sentence part */
};

/* The keys of the previous record by position, as they are written with quotes and colon: records of one list have
 * the same keys in the same order, so most keys are known before they are looked at. */
struct json_memo {
    struct {
        uint8_t length;
        char text[JSON_MEMO_TEXT];
    } keys[JSON_MEMO_KEYS];
    size_t distinct; /* the first so many keys are known to differ from each other */
    uint64_t version; /* another one whenever a key has changed; no two memos of a reader share one. 0: no keys yet */
};

struct json_scan {
    const char *p, *end;
    const char *line_start; /* of the line that p is on, or the start of the text */
    uint64_t before;        /* bytes of that line in front of line_start */
    uint32_t line;
    struct arena *scratch;  /* strings with escapes go here */
    struct json_memo *memo; /* may be NULL */
    uint64_t versions;      /* of memos so far */
    bool distinct_keys;     /* the same key twice is a fault */
    struct cell *cells;     /* members of the object; grown as needed, freed by json_scan_free */
    size_t count, capacity;
    bool in_member;         /* after JSON_MORE or JSON_BAD: the last cell's value is not complete */
    size_t depth;           /* after JSON_BAD: brackets open inside the object, 0 when the error is in none of them */
    struct json_error fault, error;
};

void json_scan_init(struct json_scan *s, struct arena *scratch);
void json_scan_free(struct json_scan *s);

/* Starts at text, whose first byte stands on `line` with `before` bytes of that line in front of it. */
void json_scan_text(struct json_scan *s, struct span text, uint32_t line, uint64_t before);
uint32_t json_scan_column(const struct json_scan *s, const char *at); /* 1-based, of a byte on the current line */

void json_pass_space(struct json_scan *s);
static inline void json_scan_space(struct json_scan *s)
{
    if (s->p == s->end || (unsigned char)*s->p <= ' ') json_pass_space(s);
}
enum json_status json_scan_object(struct json_scan *s);                    /* at its {; fills the cells */
enum json_status json_scan_list(struct json_scan *s);  /* at its [; the cells are named "0", "1" ... "99", then "" */
uint64_t json_scan_shape(const struct json_scan *s); /* of the object just scanned; see struct record */
enum json_status json_scan_value(struct json_scan *s, struct cell *out);   /* at its first byte; all but the name */
enum json_status json_scan_string(struct json_scan *s, struct span *out);  /* at its quote; out NULL: only checked */

#endif
