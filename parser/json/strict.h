/* strict - is a text one JSON value by the grammar's letter, and where not. cJSON accepts more than the grammar and
 * tells the place only roughly.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_JSON_STRICT_H
#define STRAYKEY_PARSER_JSON_STRICT_H

#include "base/span.h"

struct json_place {
    uint32_t line, column; /* 1-based; column in bytes */
    struct span what;      /* a constant sentence part, may be empty */
};

/* False: *place says where the first error is. */
bool json_strict(struct span text, struct json_place *place);

#endif
