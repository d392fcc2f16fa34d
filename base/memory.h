/* memory - the only place that asks the C library for memory, and the one exit when there is none.
 *
 * None of these returns NULL: out of memory prints one sentence to standard error and leaves with status 4.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_MEMORY_H
#define STRAYKEY_BASE_MEMORY_H

#include <stddef.h>

_Noreturn void memory_exhausted(size_t wanted_bytes);

void *memory_alloc(size_t bytes);                             /* zero-filled; free() it */
void *memory_resize(void *old, size_t count, size_t element); /* realloc for count elements; overflow is exhaustion */
char *memory_copy_text(const char *text, size_t len);         /* NUL-terminated copy; free() it */

#endif
