/* source_events - where the events of each file begin in the store. The events of a file stand together, in the order of
 * the files.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_SOURCE_EVENTS_H
#define STRAYKEY_ATTRIBUTION_SOURCE_EVENTS_H

#include "parser/ingest/ingest.h"

/* Per source its first event, and one more behind the last source: the end. A file without events has an empty stretch.
 * free() it. */
size_t *source_events_first(const struct evidence *e);

#endif
