/* json_out - JSON to a writer.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/json_out.h"

static void new_line(struct json_out *j)
{
    writer_byte(j->out, '\n');
    for (unsigned i = 0; i < j->depth; i++) writer_byte(j->out, ' ');
}

static void before_value(struct json_out *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    if (j->filled) writer_byte(j->out, ',');
    if (j->depth > 0 && j->depth <= JSON_LINES) {
        new_line(j);
    } else if (j->filled) {
        writer_byte(j->out, ' ');
    }
    j->filled = true;
}

void json_out_open(struct json_out *j, char bracket)
{
    before_value(j);
    writer_byte(j->out, bracket);
    j->depth++;
    j->filled = false;
}

void json_out_close(struct json_out *j, char bracket)
{
    const bool lines = j->filled && j->depth <= JSON_LINES;
    j->depth--;
    if (lines) new_line(j);
    writer_byte(j->out, bracket);
    j->filled = true;
    if (j->depth == 0) writer_byte(j->out, '\n');
}

void json_out_key(struct json_out *j, const char *key)
{
    before_value(j);
    writer_json_string(j->out, span_of(key));
    writer_cstr(j->out, ": ");
    j->after_key = true;
}

void json_out_text(struct json_out *j, struct span text)
{
    before_value(j);
    writer_json_string(j->out, text);
}

void json_out_cstr(struct json_out *j, const char *text)
{
    json_out_text(j, span_of(text));
}

void json_out_u64(struct json_out *j, uint64_t value)
{
    before_value(j);
    writer_u64(j->out, value);
}

void json_out_bool(struct json_out *j, bool value)
{
    before_value(j);
    writer_cstr(j->out, value ? "true" : "false");
}

void json_out_null(struct json_out *j)
{
    before_value(j);
    writer_cstr(j->out, "null");
}

void json_out_amount(struct json_out *j, struct decimal d)
{
    before_value(j);
    writer_byte(j->out, '"');
    writer_decimal(j->out, d);
    writer_byte(j->out, '"');
}

void json_out_time(struct json_out *j, int64_t utc_ns, uint8_t digits)
{
    if (utc_ns == TIME_NONE) {
        json_out_null(j);
        return;
    }
    before_value(j);
    writer_byte(j->out, '"');
    writer_time(j->out, utc_ns, digits);
    writer_byte(j->out, '"');
}

/* ---- members --------------------------------------------------------------------------------------------------------- */

void json_put_text(struct json_out *j, const char *key, const char *text)
{
    json_out_key(j, key);
    json_out_cstr(j, text);
}

void json_put_span(struct json_out *j, const char *key, struct span text)
{
    json_out_key(j, key);
    json_out_text(j, text);
}

void json_put_number(struct json_out *j, const char *key, uint64_t value)
{
    json_out_key(j, key);
    json_out_u64(j, value);
}

void json_put_bool(struct json_out *j, const char *key, bool value)
{
    json_out_key(j, key);
    json_out_bool(j, value);
}
