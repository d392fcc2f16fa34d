/* source_kinds - what the definitions say about each file. The only place of this room that asks them, so tests can do
 * without definitions.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_SOURCE_KINDS_H
#define STRAYKEY_ATTRIBUTION_SOURCE_KINDS_H

#include "attribution/work.h"

struct source_kind *source_kinds_read(const struct evidence *e); /* one per source; free() it */

#endif
