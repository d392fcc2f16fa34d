/* memory - asks the C library for memory and leaves with status 4 when there is none.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_EXHAUSTED = 4, DIGITS_MAX = 20 };

static void say(const char *text, size_t len)
{
    while (len > 0) {
        ssize_t written = write(STDERR_FILENO, text, len);
        if (written <= 0) return;
        text += written;
        len -= (size_t)written;
    }
}

/* Written without stdio: printf may itself ask for memory. */
_Noreturn void memory_exhausted(size_t wanted_bytes)
{
    char digits[DIGITS_MAX];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + wanted_bytes % 10);
        wanted_bytes /= 10;
    } while (wanted_bytes > 0 && at > 0);

    static const char before[] = "straykey: out of memory (";
    static const char after[] = " bytes were wanted)\n";
    say(before, sizeof before - 1);
    say(digits + at, sizeof digits - at);
    say(after, sizeof after - 1);
    _Exit(EXIT_EXHAUSTED);
}

void *memory_alloc(size_t bytes)
{
    void *memory = calloc(1, bytes > 0 ? bytes : 1);
    if (!memory) memory_exhausted(bytes);
    return memory;
}

void *memory_resize(void *old, size_t count, size_t element)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, element, &bytes)) memory_exhausted(SIZE_MAX);
    void *memory = realloc(old, bytes > 0 ? bytes : 1);
    if (!memory) memory_exhausted(bytes);
    return memory;
}

char *memory_copy_text(const char *text, size_t len)
{
    if (len == SIZE_MAX) memory_exhausted(len);
    char *copy = memory_resize(NULL, len + 1, 1);
    if (len > 0) memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}
