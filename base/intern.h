/* intern - each distinct text once, known by a small number.
 *
 * Id 0 is the empty text. Ids are given in order of first appearance, so the same input gives the same ids. The pool
 * owns its texts; spans handed out stay valid until the pool is freed.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_INTERN_H
#define STRAYKEY_BASE_INTERN_H

#include "base/span.h"

struct intern; /* opaque */

struct intern *intern_new(void);
void intern_free(struct intern *pool);
uint32_t intern_id(struct intern *pool, struct span text);            /* adds it when new */
bool intern_find(const struct intern *pool, struct span text, uint32_t *id); /* never adds */
struct span intern_text(const struct intern *pool, uint32_t id);      /* followed by a NUL that is not counted */
uint32_t intern_count(const struct intern *pool);

#endif
