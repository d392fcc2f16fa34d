/* text - the words of JSON: strings, numbers, literals. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_JSON_TEXT_H
#define STRAYKEY_PARSER_JSON_TEXT_H

#include "parser/json/scan.h"

/* False for bytes inside a string that need a second look: quote, backslash, controls, everything that is not ASCII. */
static inline bool json_ordinary(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Keeps the first error of its kind; `at` is on the current line. */
void json_set_error(struct json_scan *s, struct json_error *error, enum diag_code code, const char *at, const char *what);

/* A number, true, false or null at s->p. Another word is a fault, and passed like one. */
enum json_status json_scan_word(struct json_scan *s, struct cell *out);

bool json_is_number(struct span text); /* by JSON's grammar */

#endif
