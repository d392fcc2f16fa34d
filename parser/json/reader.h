/* reader - the state that json/records.c, json/objects.c and json/damage.c share. Private to them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_JSON_READER_H
#define STRAYKEY_PARSER_JSON_READER_H

#include "base/list.h"
#include "parser/json/place.h"
#include "parser/json/records.h"
#include "parser/json/scan.h"

enum {
    JSON_FRAMES_MAX = 64,
    JSON_VIEW_MAX = 256 << 10,   /* of an object that the classifier is shown */
    JSON_MEMBERS_MAX = 1000,     /* context cells kept per wrapper */
    JSON_SIBLING_MEMBERS_MAX = 200, /* of these, how many may tell of sibling records */
    JSON_MEMBER_TEXT_MAX = 4096, /* longer scalars are no context */
    JSON_WAITING_MAX = 10000, /* objects; further ones are only counted */
    JSON_WAITING_TEXT_MAX = 4 << 20
};

/* What one step of the walk came to. */
enum step { STEP_ON, STEP_RECORD, STEP_REJECTED, STEP_END, STEP_FAILED };

enum frame_state {
    FRAME_FIRST, /* nothing was read yet: a value, a key or the closing bracket */
    FRAME_AFTER, /* after a value: a comma or the closing bracket */
    FRAME_NEXT,  /* after a comma: a value or a key */
    FRAME_VALUE  /* objects: after the colon */
};

/* An open list or wrapper object. */
struct frame {
    struct place *place;
    bool object;
    enum frame_state state;
    uint64_t offset;
    uint32_t line, column;
    uint64_t yielded;             /* reader->yielded when it was opened */
    bool has_scalars;             /* in it or in what it holds */
    bool shown;                   /* to the classifier, which took it for no record */
    LIST(char) key;               /* that leads to the value being read */
    LIST(struct cell) members;    /* scalars so far; texts lie in `texts` */
    struct arena *texts;
    LIST(char) raw;               /* the object's text, JSON_VIEW_MAX bytes at most */
    bool raw_cut;
};

/* An object that is neither record nor wrapper, from before its place was known to hold records. */
struct waiting {
    struct place *place;
    uint64_t offset;
    uint32_t line, column;
    char *raw;
    size_t length;
    bool cut, told;
};

struct json_reader {
    struct source *source;
    const struct json_classifier *classifier;
    const struct diag_sink *sink;
    struct window window;
    size_t at;       /* of the next byte in the window */
    uint32_t line;   /* of that byte */
    uint64_t before; /* bytes of that line in front of it */
    bool started, failed, loose_comma_told;
    uint64_t values;  /* on the top level */
    uint64_t yielded; /* records and rejections */
    struct frame frames[JSON_FRAMES_MAX];
    size_t depth;
    struct json_scan scan;
    struct arena *scratch; /* of the record */
    struct arena *places;
    struct place *root;
    LIST(struct waiting) waiting;
    size_t waiting_bytes;
    struct place *telling; /* what waits at this place is being reported */
    LIST(struct cell) context;
    bool context_stale; /* the frames have changed since it was made */
};

/* ---- json/records.c -------------------------------------------------------------------------------------------- */

struct span json_rest(const struct json_reader *r);
void json_read_on(struct json_reader *r); /* after it, spans into the window are gone */
void json_pass(struct json_reader *r, size_t bytes);
void json_pass_scanned(struct json_reader *r);                      /* up to r->scan.p */
void json_scan_here(struct json_reader *r, struct span text);       /* sets r->scan up for text at r->at */
struct frame *json_top(struct json_reader *r);                      /* NULL on the top level */
void json_value_done(struct json_reader *r);                        /* a value of the innermost frame was passed */
struct frame *json_open(struct json_reader *r, struct place *place); /* passes the bracket at r->at */

enum step json_walk_list(struct json_reader *r, struct place *place); /* into the list at r->at */

/* ---- json/objects.c -------------------------------------------------------------------------------------------- */

enum step json_object(struct json_reader *r, struct place *place, struct record *out); /* at its { */
enum step json_list(struct json_reader *r, struct place *place, struct record *out);   /* at its [ */
enum step json_close(struct json_reader *r);         /* at the closing bracket of the innermost frame */
bool json_tell_waiting(struct json_reader *r);       /* reports one; false when there is none left to tell */

/* ---- json/damage.c --------------------------------------------------------------------------------------------- */

/* Reports the first `bytes` of the rest as rejected, and passes them. */
enum step json_reject(struct json_reader *r, const struct json_error *error, size_t bytes);
/* The object at r->at is not JSON: r->scan.error. */
enum step json_broken(struct json_reader *r, const struct place *place);
/* Text in the innermost list that is no element: passed up to where the list can go on. */
enum step json_wrong_element(struct json_reader *r, const struct json_error *error);
enum step json_cut(struct json_reader *r);    /* the text ends inside the object at r->at */
enum step json_too_large(struct json_reader *r);
/* The wrapper object that is open is not JSON from r->at on: gives it up, or the file when its end can't be found. */
enum step json_broken_frame(struct json_reader *r, const struct json_error *error);
/* Gives up what is open, and goes on at the next line or list that can be read alone; else the rest of the file. */
enum step json_give_up(struct json_reader *r, const struct json_error *error);
struct json_error json_error_here(const struct json_reader *r, enum diag_code code, const char *what);
enum step json_garbage(struct json_reader *r); /* text on the top level that is no value */

#endif
