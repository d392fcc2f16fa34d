/* sniff - where the JSON of a text starts. Private to this room; json_sniff itself is public.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_JSON_SNIFF_H
#define STRAYKEY_PARSER_JSON_SNIFF_H

#include "base/span.h"

enum { JSON_HEAD = 64 << 10, JSON_PREAMBLE_LINES = 20 };

/* Offset of the first { or [ that can begin JSON, with at most JSON_PREAMBLE_LINES other lines before it. False: none.
 * *lines is the number of those lines, blank ones not counted. */
bool json_find_start(struct span head, size_t *start, size_t *lines);

#endif
