/* container - what kind of file a text comes in, told by its first bytes, never by its name.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_CONTAINER_CONTAINER_H
#define STRAYKEY_PARSER_CONTAINER_CONTAINER_H

#include "parser/source.h"

enum { CONTAINER_HEAD = 64 << 10 }; /* bytes of the file that are worth showing */

/* *detail says what to do with a container that is not read ("a PDF document; ..."); empty for the others. */
enum container container_of(struct span head, struct span *detail);

#endif
