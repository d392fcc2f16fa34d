/* json_out - JSON to a writer: commas, line breaks and indentation by themselves. Containers down to JSON_LINES deep get
 * a line for each value; what lies deeper stands on one line.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_JSON_OUT_H
#define STRAYKEY_REPORT_DATA_JSON_OUT_H

#include "base/writer.h"

enum { JSON_LINES = 2 };

struct json_out { /* start with {writer} */
    struct writer *out;
    unsigned depth;
    bool filled;    /* the current container holds a value already */
    bool after_key;
};

void json_out_open(struct json_out *j, char bracket);  /* '{' or '[' */
void json_out_close(struct json_out *j, char bracket); /* '}' or ']' */
void json_out_key(struct json_out *j, const char *key);
void json_out_text(struct json_out *j, struct span text);
void json_out_cstr(struct json_out *j, const char *text);
void json_out_u64(struct json_out *j, uint64_t value);
void json_out_bool(struct json_out *j, bool value);
void json_out_null(struct json_out *j);
void json_out_amount(struct json_out *j, struct decimal d); /* a string */
void json_out_time(struct json_out *j, int64_t utc_ns, uint8_t digits); /* TIME_NONE: null */

/* A member of an object: its key and its value. */
void json_put_text(struct json_out *j, const char *key, const char *text);
void json_put_span(struct json_out *j, const char *key, struct span text);
void json_put_number(struct json_out *j, const char *key, uint64_t value);
void json_put_bool(struct json_out *j, const char *key, bool value);

#endif
