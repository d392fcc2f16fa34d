/* Fuzzes parser/price_file and, under it, reference_file: whatever the bytes (the first says under which name), a file is read
 * to its end, and what is said of it agrees with what was handed over.
 *
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "parser/reference/price_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(void *user, const struct price_point *p)
{
    assert(p->symbol.len > 0 && p->symbol.len < SYMBOL_MOST);
    assert(decimal_sign(p->price) > 0 && time_is_plausible(p->at_ns));
    ++*(uint64_t *)user;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"XUSDT-1m-2022-12-25.csv", "spot/XUSDT-1m-2025-01.zip", "table.csv"};
    if (size == 0) return 0;
    uint64_t rows = 0;
    struct price_name name;
    struct reference_facts facts;
    if (!price_name_parse((struct span){names[data[0] % 3], strlen(names[data[0] % 3])}, &name)) abort();
    price_memory_read((struct span){(const char *)data + 1, size - 1}, &name, take, &rows, &facts);
    assert(facts.rows == rows);
    assert(facts.bytes == size - 1);
    assert((facts.problem == REFERENCE_BAD_ROW) <= (facts.bad_line > 0));
    assert(facts.problem != REFERENCE_GOOD || rows > 0);
    return 0;
}
