/* Fuzzes parser/tape_file: whatever the bytes (the first says under which name), a file is read to its end, and what is
 * said of it agrees with what was handed over.
 *
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "parser/reference/tape_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool take(void *user, const struct tape_trade *t)
{
    struct decimal price;
    assert(t->first_id <= t->last_id && (t->digits == 3 || t->digits == 6));
    if (decimal_parse(t->price, &price) != DECIMAL_OK) return false;
    ++*(uint64_t *)user;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"XUSDT-trades-2022-12-25.csv", "XUSDT-aggTrades-2022-12.csv",
                                        "spot/XUSDT-trades-2022-12-25.zip", "futures/XUSDT-aggTrades-2022-12-25.zip"};
    if (size == 0) return 0;
    uint64_t rows = 0;
    struct tape_facts facts;
    tape_memory_read((struct span){(const char *)data + 1, size - 1}, span_of(names[data[0] % 4]), take, &rows, &facts);
    assert(facts.file.rows == rows);
    assert(facts.file.bytes == size - 1);
    assert((facts.file.problem == REFERENCE_BAD_ROW) <= (facts.file.bad_line > 0));
    assert(facts.file.problem != REFERENCE_GOOD || rows > 0);
    return 0;
}
